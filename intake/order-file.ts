import type { FieldColumns } from './csv/columns.ts';
import { presentFields } from './csv/columns.ts';
import { newOrderAssembly } from './order-lines.ts';
import type { AssembledOrder } from './order-lines.ts';
import { NO_PRODUCT } from './presets/preset.ts';
import { ORDER_FIELDS } from './order-rows.ts';
import type { OrderRow } from './order-rows.ts';
import type { RowNote } from './order-settlement.ts';
import type { RejectedRow } from './rejects.ts';
import { checkedRows } from './rows.ts';
import type { GoodRow, RowBatch, RowSource } from './rows.ts';

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
  /** Who has most of the orders. */
  readonly largest: { readonly customer: string; readonly orders: number };
  /** The orders from one number to before another, those of one customer together. */
  orders(from: number, to: number): AssembledOrder[];
}

/**
 * Reads a file of orders to its end: every row is good, bad, or good itself and left out with its order, and `told` hears of each that is not
 * taken. `kring import`, `kring clv` and whatever else reads orders differ in what they do with the result only.
 *
 * @param source the name of the shop, part of each order's name
 * @throws VisibleError as `readCsv`
 */
export async function readOrderFile(
  rows: RowSource<string, OrderRow>,
  source: string,
  told: OrderReaders,
): Promise<OrderFile> {
  const assembly = newOrderAssembly(source);
  let taken = 0;
  const eachRow = rows.constants['orderId'] === EACH_ROW && rows.fields['orderId'] === undefined;
  for await (const batch of checkedRows(rows)) {
    told.batch?.(batch);
    for (const left of batch.told) told.note(left);
    for (const { row, faults, recovered } of batch.bad) {
      told.bad(faults);
      const orderId = recovered['orderId'];
      if (orderId !== undefined && orderId !== '') assembly.spoil(orderId, `row ${row} of it was rejected`);
    }
    for (const good of batch.good) {
      if (told.good?.(good) === SKIP) continue;
      const { row, value } = good;
      taken += 1;
      const misfit = assembly.add(row, eachRow ? { ...value, orderId: `row ${row}` } : value);
      if (misfit === null) continue;
      taken -= 1;
      told.bad([{ row, field: 'customer', reason: misfit, value: value.customer }]);
    }
  }
  const { leftOut, notes, ...file } = assembly.finish();
  for (const note of notes) told.note(note);
  for (const { row, orderId, fault } of leftOut) {
    told.bad([
      {
        row,
        field: 'orderId',
        reason: `is good itself, but order ${orderId} is left out because ${fault}`,
        value: orderId,
      },
    ]);
  }
  return { ...file, rows: taken - leftOut.length };
}
