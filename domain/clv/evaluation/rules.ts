import type { PurchaseStatistics } from '../models/model.ts';
import type { HoldoutForecast } from './holdout.ts';

/** A customer's own rate is taken over at least this many days, or one quick second order would promise hundreds a year. */
export const RATE_FLOOR_DAYS = 28;

/**
 * "They go on as they did": x / T × horizon, T at least {@link RATE_FLOOR_DAYS}. The probability reads that rate as a
 * Poisson process.
 */
export const pastRateForecast = (statistics: PurchaseStatistics, horizon: number): HoldoutForecast => {
  const floor = RATE_FLOOR_DAYS / statistics.unitDays;
  const expected = statistics.frequency.map((x, i) => (x / Math.max(statistics.age[i]!, floor)) * horizon);
  return { expected, probability: expected.map((mean) => -Math.expm1(-mean)) };
};

/**
 * The managers' hiatus rule (Wübben & von Wangenheim 2008): who bought within the last horizon goes on at the past rate, who did not is
 * gone. Activity is ranked by the time since the last purchase.
 */
export const recencyForecast = (statistics: PurchaseStatistics, horizon: number): HoldoutForecast => {
  const idle = statistics.age.map((age, i) => age - statistics.recency[i]!);
  const rate = pastRateForecast(statistics, horizon).expected;
  return {
    expected: rate.map((mean, i) => (idle[i]! <= horizon ? mean : 0)),
    probability: null,
    activityScore: idle.map((time) => -time),
  };
};
