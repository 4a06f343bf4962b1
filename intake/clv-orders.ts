import { VisibleError } from '../domain/errors.ts';
import { dayOf } from '../domain/time/time.ts';
import type { PurchaseLog } from '../domain/clv/selection/log.ts';
import { parseMappings, type FieldColumns } from './csv/columns.ts';
import { readCsv } from './csv/read.ts';
import { exampleOf, parseInstant, type DateFormat } from './instants.ts';

type Field = 'customer' | 'date' | 'amount' | 'price' | 'quantity';

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
  amount: {
    columns: ['amount', 'margin', 'revenue', 'sales', 'sales value', 'total', 'value', 'net'],
    required: false,
  },
  price: { columns: ['price', 'unit price'], required: false },
  quantity: { columns: ['qty', 'quantity'], required: false },
};

export interface OrdersFile {
  readonly log: PurchaseLog;
  readonly ids: readonly string[];
  readonly rows: number;
  readonly firstDay: number;
  readonly lastDay: number;
  /** Rows below zero on a day without a purchase, and with none before: nothing to take them off. */
  readonly returnsWithoutPurchase: number;
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

const badCell = (row: number, field: string, text: string, rule: string): VisibleError =>
  new VisibleError('BAD_ROW', `Row ${row}: the ${field} "${text}" is not ${rule}. Nothing was computed.`, {
    details: { row, field, value: text },
  });

const numberOf = (row: number, field: string, text: string): number => {
  const value = text === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw badCell(row, field, text, 'a number such as 12.50');
  return value;
};

interface DayTotals {
  amount: number;
  bought: boolean;
}

/**
 * Reads orders or order lines: any number of rows per customer and day are one purchase, their amounts added up. A day with nothing but
 * negative amounts is a return: it lowers the purchase before it.
 *
 * @throws VisibleError for a file that cannot be read, a missing column, and BAD_ROW naming row and column
 */
export const readOrders = async (
  path: string,
  options: { readonly map: readonly string[]; readonly dateFormat: DateFormat },
): Promise<OrdersFile> => {
  const byCustomer = new Map<string, Map<number, DayTotals>>();
  let rows = 0;
  for await (const batch of readCsv(path, { fields: FIELDS, map: mappingsOf(options.map) })) {
    const [reject] = batch.rejects;
    if (reject !== undefined)
      throw new VisibleError(reject.code, `Row ${reject.row}: ${reject.reason}. Nothing was computed.`, {
        details: { row: reject.row },
      });
    for (const { row, values } of batch.rows) {
      if (values.customer === '') throw badCell(row, 'customer', '', 'an id');
      const instant = parseInstant(values.date, options.dateFormat);
      if (instant === null) throw badCell(row, 'date', values.date, `a date such as ${exampleOf(options.dateFormat)}`);
      if (values.amount === '' && values.price === '') {
        throw new VisibleError(
          'MISSING_AMOUNT',
          `Row ${row} has neither an amount nor a price. Say which column it is, for example --map "Order total=amount". The columns are: ${batch.header.join(', ')}.`,
          { details: { row } },
        );
      }
      const amount =
        values.amount !== ''
          ? numberOf(row, 'amount', values.amount)
          : numberOf(row, 'price', values.price) *
            (values.quantity === '' ? 1 : numberOf(row, 'quantity', values.quantity));
      const days = byCustomer.get(values.customer) ?? new Map<number, DayTotals>();
      byCustomer.set(values.customer, days);
      const day = dayOf(instant);
      const totals = days.get(day) ?? { amount: 0, bought: false };
      days.set(day, totals);
      totals.amount += amount;
      totals.bought ||= amount >= 0;
      rows++;
    }
  }
  return toLog(byCustomer, rows, path);
};

const toLog = (byCustomer: Map<string, Map<number, DayTotals>>, rows: number, path: string): OrdersFile => {
  const ids = [...byCustomer.keys()].sort();
  const offsets = new Int32Array(ids.length + 1);
  const day: number[] = [];
  const amounts: number[] = [];
  let returnsWithoutPurchase = 0;
  ids.forEach((id, i) => {
    for (const [at, { amount, bought }] of [...byCustomer.get(id)!].sort(([a], [b]) => a - b)) {
      if (bought) {
        day.push(at);
        amounts.push(amount);
      } else if (day.length > offsets[i]!) amounts[amounts.length - 1]! += amount;
      else returnsWithoutPurchase++;
    }
    offsets[i + 1] = day.length;
  });
  if (day.length === 0)
    throw new VisibleError(
      'NO_PURCHASES',
      `${path} has no row with an amount of 0 or more: there is nothing to learn from.`,
    );
  const [firstDay, lastDay] = day.reduce(
    ([low, high], at) => [Math.min(low, at), Math.max(high, at)],
    [Infinity, -Infinity],
  ) as [number, number];
  const log = { count: ids.length, offsets, day: Int32Array.from(day), marginMinor: Float64Array.from(amounts) };
  return { log, ids, rows, firstDay, lastDay, returnsWithoutPurchase };
};
