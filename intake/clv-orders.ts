import { VisibleError } from '../domain/errors.ts';
import { DAY_MS, dayIn, isTimeZone, UTC } from '../domain/time/time.ts';
import type { PurchaseLog } from '../domain/clv/history/log.ts';
import { parseMappings, type FieldColumns } from './csv/columns.ts';
import { readCsv, readHeader } from './csv/read.ts';
import { decimal, instant, type Notation } from './cells.ts';
import { toNumber } from './decimal.ts';
import type { DateFormat } from './instants.ts';
import type { RejectedRow } from './rejects.ts';
import { newDuplicates } from './clv-duplicates.ts';
import { logOfEvents, type OrderEvent } from './clv-log.ts';

type Field = 'customer' | 'date' | 'amount' | 'margin' | 'price' | 'quantity';

const FIELDS: FieldColumns<Field> = {
  customer: {
    columns: [
      'customer',
      'cust',
      'customer id',
      'customer key',
      'client',
      'client id',
      'user id',
      'household id',
      'buyer',
    ],
    required: true,
  },
  date: {
    columns: [
      'date',
      'ts',
      'timestamp',
      'placed at',
      'order date',
      'ordered at',
      'invoice date',
      'transaction timestamp',
      'day',
    ],
    required: true,
  },
  amount: { columns: ['amount', 'revenue', 'sales', 'sales value', 'total', 'value', 'net'], required: false },
  margin: { columns: ['margin', 'profit', 'gross profit', 'contribution'], required: false },
  price: { columns: ['price', 'unit price'], required: false },
  quantity: { columns: ['qty', 'quantity'], required: false },
};

export interface OrdersRequest {
  readonly map: readonly string[];
  readonly dateFormat: DateFormat;
  readonly decimalComma: boolean;
  readonly delimiter?: string;
  /** The zone whose calendar days count, and which times without an offset are of; UTC when absent. */
  readonly timeZone?: string;
  /** Leaves out rows that repeat an earlier one in every column. */
  readonly dropDuplicates: boolean;
}

export interface OrdersFile {
  readonly log: PurchaseLog;
  readonly ids: readonly string[];
  /** Rows read, the rejected ones left out. */
  readonly rows: number;
  readonly firstDay: number;
  /** The last day with an order or a return. */
  readonly lastDay: number;
  /** The last day but that one; `lastDay` where there is no other. */
  readonly dayBeforeLast: number;
  /** What the money is: margins where the file has them, else amounts; null for a file with neither, where every order counts 1. */
  readonly money: 'margin' | 'amount' | null;
  /** Returns, or what is left of them, without an earlier purchase to take it off, and their money. */
  readonly returnsWithoutPurchase: number;
  readonly unmatchedReturns: number;
  /** Rows that repeat an earlier one in every column, and their money. */
  readonly duplicateRows: number;
  readonly duplicateMoney: number;
  /** Rows that could not be read; each is left out. */
  readonly rejected: readonly RejectedRow[];
}

/** `column=field` as in `kring import`; `field=column` is understood too. */
const mappingsOf = (pairs: readonly string[]): Record<string, string> =>
  parseMappings(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      const [left, right] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      return left in FIELDS && !(right in FIELDS) ? `${right}=${left}` : pair;
    }),
  );

/**
 * Every column under its own name beside the fields, so that whole rows can be compared. Fields come first and are the only ones named
 * in messages; a column name that occurs twice cannot be asked for.
 */
const withWholeRow = async (
  path: string,
  map: Record<string, string>,
  delimiter: string | undefined,
): Promise<FieldColumns<string>> => {
  const unknown = Object.keys(map).find((field) => !(field in FIELDS));
  if (unknown !== undefined) {
    throw new VisibleError(
      'UNKNOWN_FIELD',
      `There is no field "${unknown}" to map "${map[unknown]}" to. The fields are: ${Object.keys(FIELDS).join(', ')}.`,
    );
  }
  const header = await readHeader(path, delimiter === undefined ? {} : { delimiter });
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '');
  const once = header.filter(
    (name) => name !== '' && header.filter((other) => plain(other) === plain(name)).length === 1,
  );
  return {
    ...FIELDS,
    ...Object.fromEntries(once.map((name) => [`column ${name}`, { columns: [name], required: false }])),
  };
};

interface RowReader {
  /** The event of a row, or what is wrong with it. */
  read(
    row: number,
    values: Readonly<Record<string, string>>,
  ): { readonly event: OrderEvent } | { readonly faults: readonly RejectedRow[] };
}

const newRowReader = (notation: Notation): RowReader => {
  const cells = { date: instant(notation), number: decimal(notation) };
  const dayOf = dayIn(notation.timeZone ?? UTC);
  return {
    read: (row, values) => {
      const faults: RejectedRow[] = [];
      const fault = (field: string, reason: string): void => {
        faults.push({ row, field, reason, value: values[field] ?? '' });
      };
      const number = (field: Field): number | null => {
        if (values[field] === '') return null;
        const parsed = cells.number.safeParse(values[field]);
        if (parsed.success) return toNumber(parsed.data);
        fault(field, parsed.error.issues[0]!.message);
        return null;
      };
      if (values['customer'] === '') fault('customer', 'is missing');
      const date = cells.date.safeParse(values['date']);
      if (!date.success) fault('date', values['date'] === '' ? 'is missing' : date.error.issues[0]!.message);
      const [quantity, price, stated, margin] = [
        number('quantity'),
        number('price'),
        number('amount'),
        number('margin'),
      ];
      if (faults.length > 0) return { faults };
      const bought =
        stated ?? (price === null ? (margin === null ? null : Math.abs(margin)) : price * Math.abs(quantity ?? 1));
      const back = (stated ?? price ?? 0) < 0 || (quantity ?? 0) < 0;
      const amount = bought === null ? null : back ? -Math.abs(bought) : bought;
      return { event: { row, customer: values['customer']!, day: dayOf(date.data!), amount, margin, back } };
    },
  };
};

/**
 * Reads orders or order lines. Any number of rows per customer and day are one purchase. A row whose amount, price or quantity is below 0
 * is a return; a margin below 0 is a loss. Rows that cannot be read are left out and listed.
 *
 * @throws VisibleError for a file that cannot be read, a missing column, a time zone nobody knows, or NO_PURCHASES where no row is left
 */
export const readOrders = async (path: string, request: OrdersRequest): Promise<OrdersFile> => {
  const { delimiter, decimalComma, dateFormat, timeZone = UTC } = request;
  if (!isTimeZone(timeZone))
    throw new VisibleError('USAGE', `A time zone is an IANA name such as Europe/Amsterdam or UTC; got "${timeZone}".`);
  const map = mappingsOf(request.map);
  const fields = await withWholeRow(path, map, delimiter);
  const reader = newRowReader({
    currency: 'XXX',
    minorDigits: 0,
    decimalComma,
    dateFormat,
    timeZone,
    latest: Date.now() + DAY_MS,
  });
  const duplicates = newDuplicates();
  const events: OrderEvent[] = [];
  const rejected: RejectedRow[] = [];
  let [withMargin, withAmount] = [false, false];
  for await (const batch of readCsv(path, { fields, map, ...(delimiter === undefined ? {} : { delimiter }) })) {
    for (const { row, reason, excerpt } of batch.rejects) rejected.push({ row, field: '', reason, value: excerpt });
    for (const { row, values } of batch.rows) {
      const result = reader.read(row, values);
      if ('faults' in result) {
        rejected.push(...result.faults);
        continue;
      }
      const { event } = result;
      if (duplicates.seenBefore(values, event) && request.dropDuplicates) continue;
      withMargin ||= event.margin !== null;
      withAmount ||= event.amount !== null;
      events.push(event);
    }
  }
  const money = withMargin ? 'margin' : withAmount ? 'amount' : null;
  const complete = (event: OrderEvent): boolean =>
    money === null || event[money] !== null || (event.back && event.amount !== null);
  const kept = events.filter(complete);
  if (kept.length < events.length) {
    for (const event of events)
      if (!complete(event))
        rejected.push({ row: event.row, field: money!, reason: 'is missing, and other rows have one', value: '' });
  }
  const built = logOfEvents(kept, money);
  if (built.log.day.length === 0) {
    const why =
      rejected.length === 0
        ? ''
        : ` The first of ${rejected.length} faults: row ${rejected[0]!.row}, ${rejected[0]!.field} ${rejected[0]!.reason}.`;
    throw new VisibleError(
      'NO_PURCHASES',
      `${path} has no order that can be read: there is nothing to learn from.${why}`,
    );
  }
  return {
    ...built,
    rows: kept.length,
    money,
    duplicateRows: duplicates.rows,
    duplicateMoney: duplicates.money(money),
    rejected,
  };
};
