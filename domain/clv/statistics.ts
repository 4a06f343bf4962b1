import { DomainError } from '../errors.ts';
import type { PurchaseStatistics } from './models/model.ts';

/** A purchase log in columns, in any order: entry i says that customer `customer[i]` bought on UTC day `day[i]`. */
export interface PurchaseLog {
  /** Number of customers; every index in `customer` is below it. */
  readonly customerCount: number;
  readonly customer: Int32Array;
  /** Days since 1970-01-01 (UTC); several purchases of a customer on one day count once. */
  readonly day: Int32Array;
}

/** Statistics of the customers who had bought by the as-of day; row i is customer `customer[i]`, ascending. */
export interface CustomerStatistics extends PurchaseStatistics {
  readonly customer: Int32Array;
}

/** All a purchase model needs to remember of one customer, independent of any as-of day and time unit. */
export interface PurchaseTally {
  readonly firstDay: number;
  readonly lastDay: number;
  /** Count of distinct days with a purchase, the first one included; ≥ 1. */
  readonly purchaseDays: number;
  /** Σ ln(gap in days) between consecutive purchase days. */
  readonly sumLogGaps: number;
}

/** {@link PurchaseTally} in columns, one entry per customer. */
export interface PurchaseTallies {
  readonly firstDay: Int32Array;
  readonly lastDay: Int32Array;
  readonly purchaseDays: Int32Array;
  readonly sumLogGaps: Float64Array;
}

/**
 * The tally of one customer.
 * @param days distinct purchase days, strictly ascending, at least one
 * @throws DomainError when `days` is empty, not integer or not strictly ascending
 */
export function tallyOf(days: ArrayLike<number>): PurchaseTally {
  if (days.length === 0) throw new DomainError('A purchase tally needs at least one purchase day.');
  let sumLogGaps = 0;
  for (let i = 0; i < days.length; i++) {
    const day = days[i]!;
    if (!Number.isInteger(day)) throw new DomainError('Purchase days must be integers.', { day });
    if (i === 0) continue;
    const gap = day - days[i - 1]!;
    if (gap <= 0) throw new DomainError('Purchase days must be distinct and ascending.', { day, index: i });
    sumLogGaps += Math.log(gap);
  }
  return { firstDay: days[0]!, lastDay: days[days.length - 1]!, purchaseDays: days.length, sumLogGaps };
}

/**
 * Statistics as of the end of `asOfDay` from tallies, row i from tally i, in units of `unitDays` days.
 * @throws DomainError when a tally is empty or already contains a purchase after `asOfDay` (it cannot be taken out again)
 */
export function statisticsFromTallies(tallies: PurchaseTallies, asOfDay: number, unitDays = 1): PurchaseStatistics {
  if (!(unitDays > 0) || !Number.isFinite(unitDays))
    throw new DomainError('The time unit must be positive.', { unitDays });
  if (!Number.isInteger(asOfDay)) throw new DomainError('The as-of day must be an integer day.', { asOfDay });
  const count = tallies.firstDay.length;
  const frequency = new Float64Array(count);
  const recency = new Float64Array(count);
  const age = new Float64Array(count);
  const sumLogGaps = new Float64Array(count);
  const logUnit = Math.log(unitDays);
  for (let i = 0; i < count; i++) {
    const firstDay = tallies.firstDay[i]!;
    const lastDay = tallies.lastDay[i]!;
    const repeats = tallies.purchaseDays[i]! - 1;
    if (repeats < 0 || lastDay - firstDay < repeats) {
      throw new DomainError('A purchase tally contradicts itself.', {
        index: i,
        firstDay,
        lastDay,
        purchaseDays: repeats + 1,
      });
    }
    if (lastDay > asOfDay)
      throw new DomainError('A purchase tally reaches past the as-of day.', { index: i, lastDay, asOfDay });
    frequency[i] = repeats;
    recency[i] = repeats === 0 ? 0 : (lastDay - firstDay) / unitDays;
    age[i] = (asOfDay - firstDay) / unitDays;
    sumLogGaps[i] = tallies.sumLogGaps[i]! - repeats * logUnit;
  }
  return { count, unitDays, frequency, recency, age, sumLogGaps };
}

/** Sorts a log by customer and day with one native sort of packed keys: 1M purchases in about 0.1 s. */
function sortedKeys(log: PurchaseLog, asOfDay: number): { keys: Float64Array; origin: number; span: number } {
  const { customer, day, customerCount } = log;
  if (customer.length !== day.length) throw new DomainError('A purchase log needs as many days as customers.');
  let origin = asOfDay;
  for (const d of day) if (d < origin) origin = d;
  const span = asOfDay - origin + 1;
  if (customerCount * span > Number.MAX_SAFE_INTEGER)
    throw new DomainError('The purchase log spans too many customers and days.');
  const keys = new Float64Array(customer.length);
  let kept = 0;
  for (let i = 0; i < customer.length; i++) {
    const c = customer[i]!;
    if (c < 0 || c >= customerCount)
      throw new DomainError('A purchase names an unknown customer.', { index: i, customer: c });
    if (day[i]! <= asOfDay) keys[kept++] = c * span + (day[i]! - origin);
  }
  return { keys: keys.subarray(0, kept).sort(), origin, span };
}

/**
 * Tallies of everyone who bought on or before `asOfDay`, with the index of the customer each row belongs to.
 * Purchases after `asOfDay` are ignored, so a hold-out period can stay in the log.
 */
export function talliesFromLog(log: PurchaseLog, asOfDay: number): { customer: Int32Array; tallies: PurchaseTallies } {
  if (!Number.isInteger(asOfDay)) throw new DomainError('The as-of day must be an integer day.', { asOfDay });
  const { keys, origin, span } = sortedKeys(log, asOfDay);
  const capacity = Math.min(log.customerCount, keys.length);
  const customer = new Int32Array(capacity);
  const firstDay = new Int32Array(capacity);
  const lastDay = new Int32Array(capacity);
  const purchaseDays = new Int32Array(capacity);
  const sumLogGaps = new Float64Array(capacity);
  let row = -1;
  let previousKey = -1;
  let customerEnd = 0;
  for (const key of keys) {
    if (key === previousKey) continue;
    if (key >= customerEnd) {
      row++;
      const index = Math.floor(key / span);
      customerEnd = (index + 1) * span;
      customer[row] = index;
      firstDay[row] = origin + (key - index * span);
    } else {
      sumLogGaps[row]! += Math.log(key - previousKey);
    }
    lastDay[row] = origin + (key - (customerEnd - span));
    purchaseDays[row]!++;
    previousKey = key;
  }
  const count = row + 1;
  return {
    customer: customer.slice(0, count),
    tallies: {
      firstDay: firstDay.slice(0, count),
      lastDay: lastDay.slice(0, count),
      purchaseDays: purchaseDays.slice(0, count),
      sumLogGaps: sumLogGaps.slice(0, count),
    },
  };
}

/**
 * Sufficient statistics (x, t_x, T, Σ ln gaps) as of the end of `asOfDay`, in units of `unitDays` days, from a raw log in
 * any order. Customers whose first purchase lies after `asOfDay` have no row.
 * @see Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way, §2
 */
export function purchaseStatistics(log: PurchaseLog, asOfDay: number, unitDays = 1): CustomerStatistics {
  const { customer, tallies } = talliesFromLog(log, asOfDay);
  return { ...statisticsFromTallies(tallies, asOfDay, unitDays), customer };
}
