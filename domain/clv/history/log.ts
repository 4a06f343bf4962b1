import { InvalidInputError } from '../../errors.ts';
import type { PurchaseStatistics } from '../models/model.ts';
import type { Clock } from '../timing/clock.ts';

/**
 * Every purchase day of every customer: customer i owns entries offsets[i] … offsets[i+1]−1 of `day` and `marginMinor`.
 * Days are UTC day numbers, strictly ascending within a customer (same-day orders merged). A customer without purchases has no entries.
 */
export interface PurchaseLog {
  readonly count: number;
  /** count + 1 entries, from 0. */
  readonly offsets: Int32Array;
  readonly day: Int32Array;
  /** Margin of all orders of that day, in minor units; may be negative. */
  readonly marginMinor: Float64Array;
  /** What was returned of these purchases, and when; absent where nothing was. */
  readonly returns?: DatedReturns;
  /**
   * Names of the customers: they only settle who of equals is in a comparison sample (comparison/sample.ts). Left out, the order of the
   * customers settles it.
   */
  readonly ids?: readonly string[];
}

/** Returns in columns, in any order: on UTC day `day[i]` the margin of the purchase at entry `entry[i]` fell by `marginMinor[i]`. */
export interface DatedReturns {
  /** Index into the log's `day` and `marginMinor`. */
  readonly entry: Int32Array;
  /** Never before the purchase itself. */
  readonly day: Int32Array;
  readonly marginMinor: Float64Array;
  /** 1 where nothing of the purchase is left with this return: from then on it counts as none. */
  readonly whole: Uint8Array;
}

/**
 * The log as it was known at the end of `asOfDay`: returns dated later have not happened, earlier ones lower the margin of their purchase,
 * and a purchase that was returned whole is no purchase. Customers keep their index. The log itself where there is nothing to undo.
 */
export const logKnownAt = (log: PurchaseLog, asOfDay: number): PurchaseLog => {
  const { returns, ...purchases } = log;
  if (returns === undefined) return log;
  const marginMinor = log.marginMinor.slice();
  const gone = new Uint8Array(marginMinor.length);
  for (let i = 0; i < returns.entry.length; i++) {
    if (returns.day[i]! > asOfDay) continue;
    marginMinor[returns.entry[i]!]! -= returns.marginMinor[i]!;
    gone[returns.entry[i]!]! |= returns.whole[i]!;
  }
  const offsets = new Int32Array(log.count + 1);
  let kept = 0;
  const day = new Int32Array(log.day.length);
  for (let i = 0; i < log.count; i++) {
    for (let k = log.offsets[i]!; k < log.offsets[i + 1]!; k++) {
      if (gone[k] === 1) continue;
      day[kept] = log.day[k]!;
      marginMinor[kept++] = marginMinor[k]!;
    }
    offsets[i + 1] = kept;
  }
  return { ...purchases, offsets, day: day.subarray(0, kept), marginMinor: marginMinor.subarray(0, kept) };
};

/** The log without purchases after a day, whatever became of the others since; the log itself where there are none. Customers keep their index. */
export const logUntil = (log: PurchaseLog, day: number): PurchaseLog => {
  if (!log.day.some((one) => one > day)) return log;
  const offsets = new Int32Array(log.count + 1);
  const days = new Int32Array(log.day.length);
  const marginMinor = new Float64Array(log.day.length);
  let kept = 0;
  for (let i = 0; i < log.count; i++) {
    for (let k = log.offsets[i]!; k < log.offsets[i + 1]! && log.day[k]! <= day; k++) {
      days[kept] = log.day[k]!;
      marginMinor[kept++] = log.marginMinor[k]!;
    }
    offsets[i + 1] = kept;
  }
  return { count: log.count, offsets, day: days.subarray(0, kept), marginMinor: marginMinor.subarray(0, kept) };
};

/** The customers who had bought by one day, with their statistics as of that day. */
export interface PurchaseSnapshot {
  /** Index into the log of each row of the statistics. */
  readonly customers: Int32Array;
  readonly statistics: PurchaseStatistics;
  readonly asOfDay: number;
}

/** Throws an {@link InvalidInputError} naming the column and entry unless the log keeps its promises. */
export const validateLog = (log: PurchaseLog): void => {
  const { count, offsets, day, marginMinor } = log;
  if (
    offsets.length !== count + 1 ||
    offsets[0] !== 0 ||
    offsets[count] !== day.length ||
    day.length !== marginMinor.length
  ) {
    throw new InvalidInputError(
      ['offsets'],
      'offsets must have count + 1 entries from 0 to the length of day and marginMinor',
    );
  }
  for (let i = 0; i < count; i++) {
    if (offsets[i + 1]! < offsets[i]!) throw new InvalidInputError(['offsets', String(i + 1)], 'offsets must not fall');
    for (let k = offsets[i]! + 1; k < offsets[i + 1]!; k++) {
      if (day[k]! <= day[k - 1]!) {
        throw new InvalidInputError(
          ['day', String(k)],
          'the purchase days of a customer must ascend: merge orders of one day first',
        );
      }
    }
  }
  for (let k = 0; k < marginMinor.length; k++) {
    if (!Number.isFinite(marginMinor[k]!))
      throw new InvalidInputError(['marginMinor', String(k)], 'a margin must be a finite number');
  }
  if (log.ids !== undefined && log.ids.length !== count)
    throw new InvalidInputError(['ids'], 'there must be one id per customer');
  const { returns } = log;
  for (let i = 0; i < (returns?.entry.length ?? 0); i++) {
    const entry = returns!.entry[i]!;
    if (!(returns!.day[i]! >= day[entry]!))
      throw new InvalidInputError(
        ['returns', 'day', String(i)],
        'a return must name a purchase of the log and must not lie before it',
      );
    if (!Number.isFinite(returns!.marginMinor[i]!))
      throw new InvalidInputError(['returns', 'marginMinor', String(i)], 'a margin must be a finite number');
  }
};

/** First and last purchase day over all customers; null for a log without purchases. */
export const logSpan = (log: PurchaseLog): { readonly firstDay: number; readonly lastDay: number } | null => {
  if (log.day.length === 0) return null;
  let firstDay = Infinity;
  let lastDay = -Infinity;
  for (const day of log.day) {
    if (day < firstDay) firstDay = day;
    if (day > lastDay) lastDay = day;
  }
  return { firstDay, lastDay };
};

/** Entries of customer i on or before `day`: returns the end index (exclusive). */
const endThrough = (log: PurchaseLog, customer: number, day: number): number => {
  let end = log.offsets[customer + 1]!;
  while (end > log.offsets[customer]! && log.day[end - 1]! > day) end--;
  return end;
};

/**
 * Statistics of everybody who had bought on or before `asOfDay`, as they stood at its end, in the clock's time and in units of
 * `unitDays`. The clock may stretch time (operational time); counts are untouched.
 * @example snapshotAt(log, asOfDay, CALENDAR_CLOCK, 7).statistics.frequency
 */
export const snapshotAt = (whole: PurchaseLog, asOfDay: number, clock: Clock, unitDays: number): PurchaseSnapshot => {
  const log = logKnownAt(whole, asOfDay);
  const customers = new Int32Array(log.count);
  let count = 0;
  for (let i = 0; i < log.count; i++) {
    const start = log.offsets[i]!;
    if (start < log.offsets[i + 1]! && log.day[start]! <= asOfDay) customers[count++] = i;
  }
  const frequency = new Float64Array(count);
  const recency = new Float64Array(count);
  const age = new Float64Array(count);
  const sumLogGaps = new Float64Array(count);
  const now = clock.timeOf(asOfDay);
  for (let row = 0; row < count; row++) {
    const start = log.offsets[customers[row]!]!;
    const end = endThrough(log, customers[row]!, asOfDay);
    const first = clock.timeOf(log.day[start]!);
    frequency[row] = end - start - 1;
    recency[row] = (clock.timeOf(log.day[end - 1]!) - first) / unitDays;
    age[row] = (now - first) / unitDays;
    for (let k = start + 1; k < end; k++) {
      sumLogGaps[row]! += Math.log((clock.timeOf(log.day[k]!) - clock.timeOf(log.day[k - 1]!)) / unitDays);
    }
  }
  return {
    customers: customers.slice(0, count),
    statistics: { count, unitDays, frequency, recency, age, sumLogGaps },
    asOfDay,
  };
};

/** Purchase days and their margin in (fromDay, toDay] as known on `toDay`, per customer of a snapshot. */
export const purchasesBetween = (
  whole: PurchaseLog,
  customers: Int32Array,
  fromDay: number,
  toDay: number,
): { orders: Float64Array; marginMinor: Float64Array } => {
  const log = logKnownAt(whole, toDay);
  const orders = new Float64Array(customers.length);
  const marginMinor = new Float64Array(customers.length);
  for (let row = 0; row < customers.length; row++) {
    const start = endThrough(log, customers[row]!, fromDay);
    const end = endThrough(log, customers[row]!, toDay);
    orders[row] = end - start;
    for (let k = start; k < end; k++) marginMinor[row]! += log.marginMinor[k]!;
  }
  return { orders, marginMinor };
};
