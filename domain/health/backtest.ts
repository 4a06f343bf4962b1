import type { HealthBand } from './health.ts';

/** Customers of one band on a past day, and how many of them bought nothing in the days after it. */
export interface BacktestBand {
  readonly band: HealthBand;
  readonly customers: number;
  readonly left: number;
}

/** The rungs of the trend, the best first; who is UNKNOWN is not judged. */
const RUNGS: readonly HealthBand[] = ['HEALTHY', 'NEUTRAL', 'AT_RISK'];
/** One-sided 5 % of the standard normal. */
const BEYOND_CHANCE = 1.645;

/**
 * The trend of leaving over the bands, in standard errors: above 0 where worse bands leave more. Cochran (1954) and Armitage (1955), with rungs one apart:
 * `z = Σ t (r − n p) ÷ √(p (1 − p) (Σ n t² − (Σ n t)² ÷ N))`. A band of a few customers weighs what a few customers say, so no band is left out for being small.
 *
 * @returns null where all are in one band, or all or none left: then there is nothing to compare
 */
export function leavingTrend(bands: readonly BacktestBand[]): number | null {
  let [customers, left, mean, square, above] = [0, 0, 0, 0, 0];
  const rungs = RUNGS.flatMap((band, rung) =>
    bands.filter((one) => one.band === band).map((one) => ({ ...one, rung })),
  );
  for (const one of rungs) {
    customers += one.customers;
    left += one.left;
    mean += one.customers * one.rung;
    square += one.customers * one.rung ** 2;
  }
  if (customers === 0) return null;
  const share = left / customers;
  for (const one of rungs) above += one.rung * (one.left - one.customers * share);
  const variance = share * (1 - share) * (square - mean ** 2 / customers);
  return variance > 0 ? above / Math.sqrt(variance) : null;
}

/**
 * Whether worse bands leave more: true or false where the trend is beyond chance (one-sided 5 %) in that direction or the other; null where it cannot be told.
 *
 * @example worseLeaveMore([{ band: 'HEALTHY', customers: 3, left: 1 }, { band: 'AT_RISK', customers: 3, left: 2 }]) // null
 */
export function worseLeaveMore(bands: readonly BacktestBand[]): boolean | null {
  const trend = leavingTrend(bands);
  return trend === null || Math.abs(trend) < BEYOND_CHANCE ? null : trend > 0;
}
