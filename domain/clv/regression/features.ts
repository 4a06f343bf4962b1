import type { Clock } from '../timing/clock.ts';
import type { Design } from './glm.ts';
import { logKnownAt, type PurchaseLog, type PurchaseSnapshot } from '../history/log.ts';

/** Weeks added to an age before dividing by it, and half a purchase above it: a newcomer's rate is not infinite, nobody's is zero. */
const RATE_PRIOR_WEEKS = 4;
const DAYS_PER_WEEK = 7;

/** What the small regression looks at, all known on the as-of day; the first is the intercept. */
export const FEATURE_NAMES = [
  'intercept',
  'logRate',
  'logIdle',
  'logAge',
  'logRecentPurchases',
  'oneTimeBuyer',
  'logSpend',
] as const;

/** Mean margin of a purchase per customer of the snapshot; a loss counts as none. */
const ownSpend = (log: PurchaseLog, { customers, asOfDay }: PurchaseSnapshot): Float64Array =>
  Float64Array.from(customers, (customer) => {
    let sum = 0;
    let count = 0;
    for (let k = log.offsets[customer]!; k < log.offsets[customer + 1]! && log.day[k]! <= asOfDay; k++, count++)
      sum += log.marginMinor[k]!;
    return Math.max(0, sum / count);
  });

/** The mean over the customers of a snapshot of what a purchase of each brings: what {@link featuresOf} compares a customer with. */
export const meanSpendOf = (whole: PurchaseLog, snapshot: PurchaseSnapshot): number => {
  const spend = ownSpend(logKnownAt(whole, snapshot.asOfDay), snapshot);
  return spend.reduce((mean, own) => mean + own / spend.length, 0);
};

/**
 * One row per customer of the snapshot: own rate, time since the last purchase, age, purchases within the window, whether there was only
 * one, and mean margin relative to everybody's (negative counts as none).
 *
 * @param windowDays length, in the clock's time, of what counts as recent
 * @param meanSpend what margins are relative to: of the snapshot's own customers where absent
 */
export const featuresOf = (
  whole: PurchaseLog,
  snapshot: PurchaseSnapshot,
  clock: Clock,
  windowDays: number,
  meanSpend = meanSpendOf(whole, snapshot),
): Design => {
  const {
    customers,
    statistics: { count, unitDays, frequency, recency, age },
    asOfDay,
  } = snapshot;
  const log = logKnownAt(whole, asOfDay);
  const columns = FEATURE_NAMES.length;
  const values = new Float64Array(count * columns);
  const now = clock.timeOf(asOfDay);
  const spend = ownSpend(log, snapshot);
  for (let row = 0; row < count; row++) {
    let recent = 0;
    const customer = customers[row]!;
    for (let k = log.offsets[customer]!; k < log.offsets[customer + 1]! && log.day[k]! <= asOfDay; k++)
      if (now - clock.timeOf(log.day[k]!) < windowDays) recent++;
    const ageWeeks = (age[row]! * unitDays) / DAYS_PER_WEEK;
    const idleWeeks = ((age[row]! - recency[row]!) * unitDays) / DAYS_PER_WEEK;
    values.set(
      [
        1,
        Math.log((frequency[row]! + 0.5) / (ageWeeks + RATE_PRIOR_WEEKS)),
        Math.log1p(idleWeeks),
        Math.log1p(ageWeeks),
        Math.log1p(recent),
        frequency[row] === 0 ? 1 : 0,
        meanSpend > 0 ? Math.log1p((10 * spend[row]!) / meanSpend) : 0,
      ],
      row * columns,
    );
  }
  return { rows: count, columns, values };
};
