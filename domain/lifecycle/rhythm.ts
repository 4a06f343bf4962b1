/**
 * The rhythm in which a customer buys, from their own gaps and, where those are few, everybody's. It explains, and forecasts
 * nothing: whether and when a customer comes back is the lifetime model's to say (docs/decisions/0009-leaving.md).
 */

/** How many of the population's gaps a customer's own gaps are weighed against. */
const PRIOR_GAPS = 2;

export interface PurchaseTiming {
  readonly lastDay: number;
  readonly purchaseDays: number;
  /** Σ ln(gap in days) between consecutive purchase days. */
  readonly sumLogGaps: number;
}

export interface BuyingRhythm {
  /** Whole days, at least 1. */
  readonly usualGapDays: number;
  /** Days since 1970-01-01 (UTC): when the usual gap after the last purchase is over. In the past for who is overdue. */
  readonly dueDay: number;
}

/**
 * The usual gap between two purchases: the geometric mean of the customer's own gaps (the median, if gaps are
 * log-normal), shrunk on the log scale to the population's with the weight of {@link PRIOR_GAPS} gaps:
 * `ln gap = (Σ ln gap_i + k ln G) / (x + k)`. Null when there is neither an own gap nor a population to borrow from.
 */
export function buyingRhythm(timing: PurchaseTiming, populationGapDays: number | null): BuyingRhythm | null {
  const ownGaps = timing.purchaseDays - 1;
  const priorGaps = populationGapDays === null ? 0 : PRIOR_GAPS;
  if (ownGaps + priorGaps === 0) return null;
  const priorLog = populationGapDays === null ? 0 : Math.log(populationGapDays);
  const usualGapDays = Math.max(
    1,
    Math.round(Math.exp((timing.sumLogGaps + priorGaps * priorLog) / (ownGaps + priorGaps))),
  );
  return { usualGapDays, dueDay: timing.lastDay + usualGapDays };
}

/** Days the wait is longer than usual, 0 before that and for who has no rhythm. */
export const overdueDays = (dueDay: number | null, today: number): number =>
  dueDay === null ? 0 : Math.max(0, today - dueDay);

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
