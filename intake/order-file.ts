import type { FieldColumns } from './csv/columns.ts';
import { presentFields } from './csv/columns.ts';
import { hasControlCharacter } from '../store/customers/identity.ts';
import { assembleOrder } from './order-lines.ts';
import type { AssembledOrder } from './order-lines.ts';
import { NO_PRODUCT } from './presets/preset.ts';
import { ORDER_FIELDS } from './order-rows.ts';
import type { OrderRow } from './order-rows.ts';
import type { RowNote } from './order-settlement.ts';
import { orderIdOf, orderText, readRow, rowsOfOrder, rowText, spoiltText } from './order-text.ts';
import type { RejectedRow } from './rejects.ts';
import { checkedRows } from './rows.ts';
import type { GoodRow, RowBatch, RowSource } from './rows.ts';
import { keyOf, recordSorter } from './sorted-records.ts';
import type { SortedRecord } from './sorted-records.ts';

/**
 * What a file of orders is read for. ACCOUNTS: orders are kept, so each needs an id of its own, products and an amount. FORECAST: nothing is
 * kept and only who bought when for how much counts, so a file without ids (each row is an order), products or money will do, and columns
 * are found by looser names. Whatever column a file has is read by the same rules.
 */
export type OrderPurpose = 'ACCOUNTS' | 'FORECAST';

/** Names that in a file of order lines may be of something else (the whole order, a percentage): accounts ask, a forecast takes them. */
const LOOSE_NAMES: Readonly<Record<string, readonly string[]>> = {
  amount: ['revenue', 'sales value', 'total', 'value', 'net'],
  profit: ['margin', 'gross profit', 'contribution'],
};
const FORECAST_FIELDS: FieldColumns<string> = Object.fromEntries(
  Object.entries<FieldColumns<string>[string]>(ORDER_FIELDS).map(([field, { columns, required }]) => [
    field,
    { columns: [...columns, ...(LOOSE_NAMES[field] ?? [])], required: required && field !== 'orderId' },
  ]),
);

export const orderFields = (purpose: OrderPurpose): FieldColumns<string> =>
  purpose === 'ACCOUNTS' ? ORDER_FIELDS : FORECAST_FIELDS;

/** Stands for the order of a row in a file without order ids. */
const EACH_ROW = '*each row*';

/**
 * The fields a file of orders has a column for.
 *
 * @throws VisibleError as `locateFields`
 */
export function orderColumns(
  header: readonly string[],
  map: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>>,
  purpose: OrderPurpose,
): FieldColumns<string> {
  const needsMoney = purpose === 'ACCOUNTS' && given['amount'] === undefined && given['price'] === undefined;
  return presentFields(header, withoutGiven(orderFields(purpose), given), map, needsMoney ? ['amount', 'price'] : []);
}

/**
 * What stands in for columns the file does not have; an empty cell in one it has stays an error.
 *
 * @returns `given` with quantity 1, one product and, for a forecast, an order a row, and 0 where the file knows no money
 */
export function orderConstants(
  columns: FieldColumns<string>,
  given: Readonly<Record<string, string>>,
  purpose: OrderPurpose,
): Record<string, string> {
  const has = (...fields: string[]): boolean => fields.some((field) => field in columns);
  return {
    ...(has('quantity') ? {} : { quantity: '1' }),
    ...(purpose === 'ACCOUNTS' || has('orderId') ? {} : { orderId: EACH_ROW }),
    ...(has('sku') ? {} : { sku: NO_PRODUCT }),
    ...(purpose === 'ACCOUNTS' || has('amount', 'price', 'profit') ? {} : { amount: '0' }),
    ...given,
  };
}

/** The fields; one whose value is given for every row needs no column. */
export const withoutGiven = (
  fields: FieldColumns<string>,
  constants: Readonly<Record<string, string>>,
): FieldColumns<string> =>
  Object.fromEntries(
    Object.entries(fields).map(([field, column]) => [
      field,
      { ...column, required: column.required && constants[field] === undefined },
    ]),
  );

/** Who is told what became of the rows. */
export interface OrderReaders {
  /** A row that is left out, with everything that is wrong with it. */
  bad(faults: readonly RejectedRow[]): void;
  /** Something to tell about a row that was read. */
  note(told: RowNote): void;
  /** A good row, before it is taken. @returns SKIP to leave it out */
  good?(row: GoodRow<OrderRow>): typeof SKIP | void;
  /** Takes each order as it is put together, in no order; the file then keeps none. */
  order?(order: AssembledOrder): void;
  /** After each piece of the file. */
  batch?(batch: RowBatch<string, OrderRow>): void;
}
export const SKIP = Symbol('skip');

export interface OrderFile {
  /** Rows that were taken. */
  readonly rows: number;
  readonly count: number;
  /** Of what stands of the orders. */
  readonly totalMinor: number;
  /** The orders, those of one customer together, the one that names the customer first; none where they were taken already. */
  orders(): Generator<AssembledOrder>;
  /** Gives back what room the orders take on the disk. */
  close(): void;
}

/** What left rows out is told in the sequence of the file, up to as many. */
const MOST_IN_SEQUENCE = 100_000;

/**
 * Reads a file of orders to its end: every row is good, bad, or good itself and left out with its order, and `told` hears of each that is not
 * taken. `kring import`, `kring clv` and whatever else reads orders differ in what they do with the result only.
 *
 * Rows of one order may lie anywhere: they are sorted by order, and the orders by customer, in memory that does not grow with the file
 * (sorted-records.ts).
 *
 * @param source the name of the shop, part of each order's name
 * @throws VisibleError as `readRecords`
 */
export async function readOrderFile(
  rows: RowSource<string, OrderRow>,
  source: string,
  told: OrderReaders,
  sorting: SortingRoom = {},
): Promise<OrderFile> {
  const byOrder = recordSorter(sorting.directory, sorting.memoryBytes);
  const eachRow = rows.constants['orderId'] === EACH_ROW && rows.fields['orderId'] === undefined;
  for await (const batch of checkedRows(rows)) {
    told.batch?.(batch);
    for (const left of batch.told) told.note(left);
    for (const { row, faults, recovered } of batch.bad) {
      told.bad(faults);
      const orderId = recovered['orderId'];
      if (orderId !== undefined && isSortable(orderId)) byOrder.add(keyOf(orderId), spoiltText(row, orderId));
    }
    for (const good of batch.good) {
      if (told.good?.(good) === SKIP) continue;
      const { row, value } = good;
      const own = eachRow ? { ...value, orderId: `row ${row}` } : value;
      byOrder.add(keyOf(own.orderId), rowText(row, own));
    }
  }
  const byCustomer = recordSorter(sorting.directory, sorting.memoryBytes);
  const sortedRows = byOrder.sorted();
  let [taken, totalMinor] = [0, 0];
  const misfits: RejectedRow[] = [];
  const leftOut: RejectedRow[] = [];
  const notes: RowNote[] = [];
  const tell = (): void => {
    for (const note of notes.splice(0).sort(bySequence)) told.note(note);
    // What is to blame before what is left out for it.
    for (const fault of misfits.splice(0).sort(bySequence)) told.bad([fault]);
    for (const fault of leftOut.splice(0).sort(bySequence)) told.bad([fault]);
  };
  for (const texts of ordersOf(sortedRows.read())) {
    const read = assembleOrder(source, texts.map(readRow));
    taken += read.taken;
    misfits.push(...read.misfits);
    leftOut.push(...read.leftOut);
    notes.push(...read.notes);
    if (misfits.length + leftOut.length + notes.length >= MOST_IN_SEQUENCE) tell();
    if (read.order === null) continue;
    const { customer, order } = read.order;
    if (order.cancelledAt === undefined) for (const { netMinor } of order.lines) totalMinor += netMinor;
    if (told.order !== undefined) told.order(read.order);
    else byCustomer.add(keyOf(customer), orderText(texts), read.namedRow ?? Number.MAX_SAFE_INTEGER);
  }
  tell();
  sortedRows.close();
  const sortedOrders = byCustomer.sorted();
  return {
    rows: taken,
    count: sortedOrders.count,
    totalMinor,
    *orders() {
      for (const { text } of sortedOrders.read()) yield assembleOrder(source, rowsOfOrder(text).map(readRow)).order!;
    },
    close: sortedOrders.close,
  };
}

/** Where rows are sorted: the directory of a file for what does not fit into memory, and how much does. */
export interface SortingRoom {
  readonly directory?: string;
  readonly memoryBytes?: number;
}

const bySequence = (a: { readonly row: number }, b: { readonly row: number }): number => a.row - b.row;

/** The id of a row that could not be read may hold anything; one that no good row can have is of no order. */
const isSortable = (orderId: string): boolean => orderId !== '' && !hasControlCharacter(orderId);

/** The rows of each order, in the sequence of the file. */
function* ordersOf(records: Iterable<SortedRecord>): Generator<readonly string[]> {
  let own: string[] = [];
  let last = Number.NaN;
  for (const { key, text } of records) {
    if (key !== last && own.length > 0) {
      yield* byId(own);
      own = [];
    }
    last = key;
    own.push(text);
  }
  yield* byId(own);
}

/** Rows of one key: mostly of one order. */
function byId(texts: readonly string[]): Iterable<readonly string[]> {
  const id = texts.length === 0 ? '' : orderIdOf(texts[0]!);
  if (texts.length > 0 && texts.every((text) => orderIdOf(text) === id)) return [texts];
  return Map.groupBy(texts, orderIdOf).values();
}
