import { DomainError } from '../../errors.ts';

/** All a purchase model needs to remember of one customer, independent of any as-of day and time unit. */
export interface PurchaseTally {
  readonly firstDay: number;
  readonly lastDay: number;
  /** Count of distinct days with a purchase, the first one included; ≥ 1. */
  readonly purchaseDays: number;
  /** Σ ln(gap in days) between consecutive purchase days. */
  readonly sumLogGaps: number;
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
