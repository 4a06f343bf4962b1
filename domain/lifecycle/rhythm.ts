/** The rhythm in which a customer buys, from their own gaps and, where those are few, everybody's. */

/** How many of the population's gaps a customer's own gaps are weighed against. */
const PRIOR_GAPS = 2;
/** Share of the expected gap after which it is time to get in touch. */
const KEEP_WARM_SHARE = 0.8;
/** A customer has lapsed when the wait is this many times the expected gap. */
const LAPSED_GAPS = 2;

export interface PurchaseTiming {
  readonly lastDay: number;
  readonly purchaseDays: number;
  /** Σ ln(gap in days) between consecutive purchase days. */
  readonly sumLogGaps: number;
}

/** Days since 1970-01-01 (UTC), except the gap. */
export interface BuyingRhythm {
  readonly expectedGapDays: number;
  readonly expectedNextOrderDay: number;
  readonly keepWarmDay: number;
  readonly lapsedDay: number;
}

/**
 * Expected next purchase: the typical gap is the geometric mean of the customer's own gaps (the median, if gaps are
 * log-normal), shrunk on the log scale to the population's with the weight of {@link PRIOR_GAPS} gaps:
 * `ln gap = (Σ ln gap_i + k ln G) / (x + k)`. Null when there is neither an own gap nor a population to borrow from.
 */
export function buyingRhythm(timing: PurchaseTiming, populationGapDays: number | null): BuyingRhythm | null {
  const ownGaps = timing.purchaseDays - 1;
  const priorGaps = populationGapDays === null ? 0 : PRIOR_GAPS;
  if (ownGaps + priorGaps === 0) return null;
  const priorLog = populationGapDays === null ? 0 : Math.log(populationGapDays);
  const expectedGapDays = Math.exp((timing.sumLogGaps + priorGaps * priorLog) / (ownGaps + priorGaps));
  return {
    expectedGapDays,
    expectedNextOrderDay: timing.lastDay + Math.max(1, Math.round(expectedGapDays)),
    keepWarmDay: timing.lastDay + Math.max(1, Math.floor(KEEP_WARM_SHARE * expectedGapDays)),
    lapsedDay: timing.lastDay + Math.max(2, Math.ceil(LAPSED_GAPS * expectedGapDays)),
  };
}

/** Days since the next purchase was expected, 0 before then or when none is expected. */
export const overdueDays = (expectedNextOrderDay: number | null, today: number): number =>
  expectedNextOrderDay === null ? 0 : Math.max(0, today - expectedNextOrderDay);

/**
 * Median over all repeat buyers of each one's typical gap, in days: what a customer without gaps of their own is measured by.
 * Columns, one entry per customer; entries with fewer than two purchase days are left out. Null when nobody has come back.
 */
export function populationGapDays(purchaseDays: ArrayLike<number>, sumLogGaps: ArrayLike<number>): number | null {
  const logs: number[] = [];
  for (let i = 0; i < purchaseDays.length; i++) {
    const gaps = purchaseDays[i]! - 1;
    if (gaps > 0) logs.push(sumLogGaps[i]! / gaps);
  }
  if (logs.length === 0) return null;
  const sorted = Float64Array.from(logs).sort();
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return Math.exp(median);
}
