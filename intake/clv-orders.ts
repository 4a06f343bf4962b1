import { VisibleError } from '../domain/errors.ts';
import { DAY_MS, dayIn, isTimeZone, UTC } from '../domain/time/time.ts';
import type { PurchaseLog } from '../domain/clv/history/log.ts';
import type { OrderLine } from '../domain/events.ts';
import { parseMappings } from './csv/columns.ts';
import type { FieldColumns } from './csv/columns.ts';
import { readHeader } from './csv/read.ts';
import { COLUMN_KINDS } from './columns.ts';
import { markChosen, minorDigitsOf } from './decimal.ts';
import { withRewriting } from './inspect.ts';
import type { FileShape } from './inspect.ts';
import type { DateFormat } from './instants.ts';
import { orderColumns, orderConstants, orderFields, readOrderFile, SKIP } from './order-file.ts';
import { orderRow } from './order-rows.ts';
import type { RowNote } from './order-settlement.ts';
import { presetFor } from './presets.ts';
import { rewriting } from './presets/rewrite.ts';
import { profileFile } from './profile.ts';
import type { RejectedRow } from './rejects.ts';
import { eventsOf, logOfEvents } from './clv-log.ts';
import type { Money } from './clv-log.ts';

export interface OrdersRequest {
  /** `column=field`; `field=column` is understood too. */
  readonly map: readonly string[];
  readonly dateFormat: DateFormat;
  /** What separates decimals in columns whose own cells do not say. */
  readonly decimalComma?: boolean;
  readonly decimalPoint?: boolean;
  readonly delimiter?: string;
  /** Rows of another currency are refused; the first one the file names when absent. */
  readonly currency?: string;
  /** The zone whose calendar days count, and which times without an offset are of; UTC when absent. */
  readonly timeZone?: string;
  /** Leaves out rows that repeat an earlier one. */
  readonly dropDuplicates: boolean;
}

export interface OrdersFile {
  readonly log: PurchaseLog;
  readonly ids: readonly string[];
  /** Rows taken. */
  readonly rows: number;
  readonly firstDay: number;
  /** The last day with an order or a return. */
  readonly lastDay: number;
  /** The last day but that one; `lastDay` where there is no other. */
  readonly dayBeforeLast: number;
  /** What the money is: margins where the file has them, else amounts; null for a file with neither, where every order counts 1. */
  readonly money: Money;
  /** Returns, or what is left of them, without an earlier purchase to take it off, and their money. */
  readonly returnsWithoutPurchase: number;
  readonly unmatchedReturns: number;
  /** Rows that repeat an earlier one, and their money. */
  readonly duplicateRows: number;
  readonly duplicateMoney: number;
  /** Rows that could not be read, or whose order could not; each is left out. */
  readonly rejected: readonly RejectedRow[];
  /** Rows that were read and are no order: not paid, cancelled, nothing in them. */
  readonly told: readonly RowNote[];
  /** What looking at the whole file found that stops an import and is only told here, where nothing is written. */
  readonly doubts: readonly string[];
}

/** Other names that `--map` takes for a field. */
const ALIASES: Readonly<Record<string, string>> = { date: 'placedAt', margin: 'profit' };
const FIELDS = orderFields('FORECAST');
const fieldOf = (name: string): string | null => (name in FIELDS ? name : (ALIASES[name] ?? null));

/** `column=field` as in `kring import`; `field=column` is understood too. */
const mappingsOf = (pairs: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parseMappings(pairs)).map(([right, left]) =>
      fieldOf(right) === null && fieldOf(left) !== null ? [fieldOf(left)!, right] : [fieldOf(right) ?? right, left],
    ),
  );

/** Minor digits where no currency says: as many as any common currency has. */
const MINOR_DIGITS = 3;

/**
 * Reads orders or order lines as `kring import orders` does (order-file.ts), with fewer columns needed. Any number of orders per customer and
 * day are one purchase; a profit below 0 is a loss. Doubts about the file as a whole are returned, not thrown: nothing is written.
 *
 * @returns money in the unit of the file
 * @throws VisibleError for a file that cannot be read, a missing column, a time zone nobody knows, or NO_PURCHASES where no row is left
 */
export const readOrders = async (path: string, request: OrdersRequest): Promise<OrdersFile> => {
  const { dateFormat, timeZone = UTC, currency = null } = request;
  if (!isTimeZone(timeZone))
    throw new VisibleError('USAGE', `A time zone is an IANA name such as Europe/Amsterdam or UTC; got "${timeZone}".`);
  const { shape, map, present } = await shapeFor(path, request);
  const kinds = COLUMN_KINDS.orders;
  const look = { path, fields: present, map, kinds, decimalMark: markChosen(request), zeroIsNobody: true, ...shape };
  const { marks, empty, repeated, doubts } = await profileFile(look);
  // A column without a value says no more than none.
  const hasValue = ([field]: readonly [string, unknown]): boolean => !empty.includes(field);
  const fields: FieldColumns<string> = Object.fromEntries(Object.entries(present).filter(hasValue));
  const constants = orderConstants(fields, {}, 'FORECAST');
  const minorDigits = currency === null ? MINOR_DIGITS : minorDigitsOf(currency);
  const notation = { currency, minorDigits, dateFormat, timeZone, latest: Date.now() + DAY_MS };
  const withMargin = 'profit' in fields || 'cost' in fields;
  const money = withMargin ? 'margin' : constants['amount'] === undefined ? 'amount' : null;
  const rejected: RejectedRow[] = [];
  const told: RowNote[] = [];
  const repeats: ReadonlySet<number> = new Set(repeated);
  let [duplicateRows, duplicateMinor] = [0, 0];
  const file = await readOrderFile(
    {
      path,
      fields,
      map: Object.fromEntries(Object.entries(map).filter(hasValue)),
      constants,
      reading: { kinds, marks },
      schema: orderRow(notation, { needsProfit: withMargin }),
      ...shape,
    },
    'file',
    {
      bad: (faults) => void rejected.push(...faults),
      note: (note) => void told.push(note),
      good: ({ row, value: { line } }) => {
        if (!repeats.has(row)) return;
        duplicateRows += 1;
        duplicateMinor += moneyOf(line, money);
        if (request.dropDuplicates) return SKIP;
      },
    },
  );
  const dayOf = dayIn(timeZone);
  const events = file.orders(0, file.count).flatMap((order) => eventsOf(order, dayOf));
  const built = logOfEvents(events, money, 10 ** minorDigits);
  if (built.log.day.length === 0) {
    const [first] = rejected;
    const why =
      first === undefined
        ? ''
        : ` The first of ${rejected.length} faults: row ${first.row}, ${first.field} ${first.reason}.`;
    throw new VisibleError(
      'NO_PURCHASES',
      `${path} has no order that can be read: there is nothing to learn from.${why}`,
    );
  }
  return {
    ...built,
    rows: file.rows,
    money,
    duplicateRows,
    duplicateMoney: duplicateMinor / 10 ** minorDigits,
    rejected,
    told,
    doubts,
  };
};

/** How the file is read: by the columns that are mapped, else as an export that is known, else by its own columns. */
async function shapeFor(path: string, request: OrdersRequest) {
  const asWritten: FileShape = request.delimiter === undefined ? {} : { delimiter: request.delimiter };
  const map = mappingsOf(request.map);
  const header = await readHeader(path, asWritten);
  const translation =
    Object.keys(map).length > 0 ? null : (presetFor('orders', header)?.kinds.orders?.translation ?? null);
  const rewritten = rewriting(translation, {}, []);
  if (rewritten === null) return { shape: asWritten, map, present: orderColumns(header, map, {}, 'FORECAST') };
  const shape = withRewriting(asWritten, rewritten);
  return { shape, map, present: orderColumns(await readHeader(path, shape), map, {}, 'FORECAST') };
}

const moneyOf = (line: OrderLine | null, money: Money): number =>
  line === null || money === null ? 0 : money === 'amount' ? line.netMinor : line.netMinor - (line.costMinor ?? 0);
