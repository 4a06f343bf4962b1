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

/**
 * What a unit of value from new customers costs ÷ what one from existing customers does: (Σ acquisition ÷ Σ new value) ÷ (Σ retention ÷ Σ existing
 * value), over the periods with spend on both. "Five times" is quoted everywhere and measured nowhere; this is the company's own figure. Null where there is
 * no such period, or one of the values is not above 0.
 *
 * @param acquisition minor units by period  @param valueIn what new and existing customers brought in a period; null where it is not over or not known
 */
export function costRatio(
  acquisition: ReadonlyMap<number, number>,
  retention: ReadonlyMap<number, number>,
  valueIn: (period: number) => { readonly newMinor: number; readonly existingMinor: number } | null,
): number | null {
  let [won, kept, fresh, existing] = [0, 0, 0, 0];
  for (const [period, spent] of acquisition) {
    const keeping = retention.get(period) ?? 0;
    const value = spent > 0 && keeping > 0 ? valueIn(period) : null;
    if (value === null) continue;
    won += spent;
    kept += keeping;
    fresh += value.newMinor;
    existing += value.existingMinor;
  }
  return fresh > 0 && existing > 0 && kept > 0 ? won / fresh / (kept / existing) : null;
}
