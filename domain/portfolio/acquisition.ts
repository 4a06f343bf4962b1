import { firstDayOf, periodOf, type Grain } from './periods.ts';

/** What winning customers cost in a time, half open, epoch ms. */
export interface SpendPeriod {
  readonly channel: string;
  readonly from: number;
  readonly to: number;
  readonly amountMinor: number;
}

/**
 * Spend by calendar period, each amount spread evenly over its time. Whole minor units: the steps of a rounded running total, so the periods add
 * up to the amounts.
 *
 * @param dayOf the shop's calendar  @param startOf the instant a day of it begins
 */
export function spendByPeriod(
  spends: readonly SpendPeriod[],
  grain: Grain,
  dayOf: (epochMs: number) => number,
  startOf: (day: number) => number,
): Map<number, number> {
  const periods = new Map<number, number>();
  for (const { from, to, amountMinor } of spends) {
    let counted = 0;
    for (let period = periodOf(grain, dayOf(from)); ; period++) {
      const end = Math.min(to, startOf(firstDayOf(grain, period + 1)));
      const upTo = Math.round((amountMinor * (end - from)) / (to - from));
      periods.set(period, (periods.get(period) ?? 0) + upTo - counted);
      counted = upTo;
      if (end >= to) break;
    }
  }
  return periods;
}

/** What customers won in a period cost, and how far that has come back. Amounts in minor units. */
export interface Payback {
  readonly costPerCustomerMinor: number | null;
  /** Σ of their value to date ≥ what winning them cost. */
  readonly recovered: boolean;
  /** Periods after the first in which it came back: 0 where their first one brought it; null where it has not yet. */
  readonly periods: number | null;
}

/** @param valueMinor what the cohort brought in its own period and each since */
export function paybackOf(spendMinor: number, customers: number, valueMinor: readonly number[]): Payback {
  let sum = 0;
  let periods: number | null = null;
  for (const [age, value] of valueMinor.entries()) {
    sum += value;
    if (periods === null && customers > 0 && sum >= spendMinor) periods = age;
  }
  return {
    costPerCustomerMinor: customers === 0 ? null : Math.round(spendMinor / customers),
    recovered: customers > 0 && sum >= spendMinor,
    periods,
  };
}
