import { rankCorrelations } from '../numerics/rank-correlation.ts';

/** Fewer customers say nothing of it. */
export const LEAST_CUSTOMERS = 30;

/** Whether the experience before a day goes with coming back after it: an association, not a cause. */
export interface ExperienceDriver {
  /** Of whom it was known how it was. */
  readonly customers: number;
  /** Of these, how many bought in the days after. */
  readonly stayed: number;
  /** Rank correlation of the experience score with having bought, and its 95 % interval; null where too few are known, or all did the same. */
  readonly correlation: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** @param score before the day, −1 … 1, NaN where nobody said how it was  @param stayed 1 for who bought in the days after it */
export function experienceDriver(score: Float64Array, stayed: Uint8Array): ExperienceDriver {
  const known = Int32Array.from(score.keys()).filter((i) => !Number.isNaN(score[i]!));
  const after = Float64Array.from(known, (i) => stayed[i]!);
  const count = after.reduce((sum, one) => sum + one, 0);
  const found =
    known.length < LEAST_CUSTOMERS ? null : rankCorrelations(after, [])(Float64Array.from(known, (i) => score[i]!));
  return {
    customers: known.length,
    stayed: count,
    correlation: found?.correlation ?? null,
    low: found?.low ?? null,
    high: found?.high ?? null,
  };
}

/** The same in words, for people. */
export function experienceDriverText({ customers, stayed, correlation, low, high }: ExperienceDriver): string {
  if (correlation === null || low === null || high === null)
    return `Of ${customers} customers it was known how it was, and ${stayed} of them came back: too few, or too much alike, to say whether the one goes with the other.`;
  const figures = `of ${customers} customers of whom it was known how it was ${stayed} came back; rank correlation with the experience score ${correlation.toFixed(3)} (95 %: ${low.toFixed(3)} to ${high.toFixed(3)}).`;
  if (low > 0) return `Better experience goes with coming back: ${figures} An association, not a cause.`;
  return high < 0
    ? `Better experience goes with staying away: ${figures} An association, not a cause.`
    : `Nothing says that experience goes with coming back: ${figures}`;
}
