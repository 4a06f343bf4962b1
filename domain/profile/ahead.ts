import { lifetimeEvaluator } from '../clv/evaluate.ts';
import { firstDayOf, periodOf } from '../portfolio/periods.ts';
import type { OrderSummary } from '../summary/summary.ts';
import type { ScoringParameters } from './parameters.ts';
import { logOfOne, threeDecimals } from './scoring.ts';

/** What is expected of a customer within some days. Money in whole minor units. */
export interface Ahead {
  readonly days: number;
  readonly expectedOrders: number;
  readonly predictedMinor: number;
  readonly returnProbability: number;
}

/** What is expected of a customer in the days of one calendar month that are still to come. */
export interface MonthAhead {
  readonly firstDay: number;
  /** The day after the last. */
  readonly endDay: number;
  readonly expectedMinor: number;
}

/**
 * What parameters say of one customer on a day within any horizon: at the run's own it is what the run published. No interval: those are measured for one horizon.
 *
 * @param orders as the run knew them  @param day the valuation day
 */
export function aheadOf(
  { lifetime, marginRate }: ScoringParameters,
  orders: Pick<OrderSummary, 'purchases'>,
  day: number,
): (days: number) => Ahead {
  const log = logOfOne(orders.purchases, marginRate);
  return (days) => {
    const scores = lifetimeEvaluator({ ...lifetime, horizonDays: days }).scores(log, day);
    return {
      days,
      expectedOrders: threeDecimals(scores.expectedOrders[0]!),
      predictedMinor: Math.round(scores.clvMinor[0]!),
      returnProbability: threeDecimals(scores.returnProbability[0]!),
    };
  };
}

/** The calendar months ahead, what is left of this one first: steps of one rounded running total, so that they add up to what is expected until the last one ends. */
export function monthsAhead(within: (days: number) => Ahead, day: number, months: number): MonthAhead[] {
  const now = periodOf('MONTH', day);
  let upTo = 0;
  return Array.from({ length: months }, (_, k) => {
    const firstDay = Math.max(day + 1, firstDayOf('MONTH', now + k));
    const endDay = firstDayOf('MONTH', now + k + 1);
    const before = upTo;
    if (endDay - 1 > day) upTo = within(endDay - 1 - day).predictedMinor;
    return { firstDay, endDay, expectedMinor: upTo - before };
  });
}
