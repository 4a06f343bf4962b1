import { DomainError } from '../../errors.ts';
import type { PurchaseHistory, PurchaseModel, PurchaseModelKey, PurchaseScores, PurchaseStatistics } from './model.ts';
import { numberHistories } from './grouping.ts';
import { requireDiscount, requireHistory, requireHorizon, requireStatistics } from './validate.ts';

/**
 * A purchase model with its parameters inside. Every forecast is P(alive | history) times what a customer alive at T does;
 * arguments are x, t_x, T and are valid already.
 */
export interface Forecast {
  /** False where the forecast of a living customer depends on (x, T) alone, so that many rows share it. */
  readonly recencyMattersWhileAlive: boolean;
  /** `sumLogGaps` may be ignored. */
  logLikelihood(x: number, recency: number, age: number, sumLogGaps: number): number;
  probabilityAlive(x: number, recency: number, age: number): number;
  /** E[purchases in (T, T+t] | alive at T]. */
  expectedWhileAlive(x: number, recency: number, age: number, horizon: number): number;
  /** P(at least one purchase in (T, T+t] | alive at T). */
  purchaseWhileAlive(x: number, recency: number, age: number, horizon: number): number;
  /** E[Σ e^{−δ·time of purchase}] over the purchases in (T, T+t] | alive at T. */
  discountedWhileAlive(x: number, recency: number, age: number, horizon: number, discountRate: number): number;
}

/** The model for one customer at a time, checking every argument. */
export function bindForecast(
  key: PurchaseModelKey,
  forecast: Forecast,
  parameters: Readonly<Record<string, number>>,
  unitDays: number,
): PurchaseModel {
  if (!(unitDays > 0 && unitDays < Infinity)) throw new DomainError('The time unit must be positive.', { unitDays });
  const alive = (h: PurchaseHistory): number => {
    requireHistory(h.frequency, h.recency, h.age);
    return forecast.probabilityAlive(h.frequency, h.recency, h.age);
  };
  return {
    key,
    parameters,
    unitDays,
    logLikelihood: (h) => {
      requireHistory(h.frequency, h.recency, h.age);
      return forecast.logLikelihood(h.frequency, h.recency, h.age, h.sumLogGaps ?? 0);
    },
    probabilityAlive: alive,
    expectedPurchases: (h, horizon) => {
      requireHorizon(horizon);
      return alive(h) * forecast.expectedWhileAlive(h.frequency, h.recency, h.age, horizon);
    },
    probabilityOfPurchase: (h, horizon) => {
      requireHorizon(horizon);
      return alive(h) * forecast.purchaseWhileAlive(h.frequency, h.recency, h.age, horizon);
    },
    discountedPurchases: (h, horizon, discountRate) => {
      requireDiscount(horizon, discountRate);
      return alive(h) * forecast.discountedWhileAlive(h.frequency, h.recency, h.age, horizon, discountRate);
    },
  };
}

/**
 * Scores a population: P(alive) for every customer, and what a living customer does once per distinct (x, T), or per
 * distinct history where recency matters to that.
 * @param horizon in the statistics' unit
 * @param discountRate continuous, per unit
 */
export function scorePopulation(
  forecast: Forecast,
  statistics: PurchaseStatistics,
  horizon: number,
  discountRate: number,
): PurchaseScores {
  requireStatistics(statistics);
  requireHorizon(horizon);
  requireDiscount(horizon, discountRate);
  const { count, frequency, recency, age } = statistics;
  const { groupOf, first } = numberHistories(statistics, forecast.recencyMattersWhileAlive);
  const whileAlive = {
    expected: new Float64Array(first.length),
    probability: new Float64Array(first.length),
    discounted: new Float64Array(first.length),
  };
  for (let g = 0; g < first.length; g++) {
    const x = frequency[first[g]!]!;
    const recencyOfFirst = recency[first[g]!]!;
    const ageOfFirst = age[first[g]!]!;
    whileAlive.expected[g] = forecast.expectedWhileAlive(x, recencyOfFirst, ageOfFirst, horizon);
    whileAlive.probability[g] = forecast.purchaseWhileAlive(x, recencyOfFirst, ageOfFirst, horizon);
    whileAlive.discounted[g] = forecast.discountedWhileAlive(x, recencyOfFirst, ageOfFirst, horizon, discountRate);
  }
  const expectedPurchases = new Float64Array(count);
  const probabilityOfPurchase = new Float64Array(count);
  const discountedPurchases = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const alive = forecast.probabilityAlive(frequency[i]!, recency[i]!, age[i]!);
    const g = groupOf[i]!;
    expectedPurchases[i] = alive * whileAlive.expected[g]!;
    probabilityOfPurchase[i] = alive * whileAlive.probability[g]!;
    discountedPurchases[i] = alive * whileAlive.discounted[g]!;
  }
  return { expectedPurchases, probabilityOfPurchase, discountedPurchases };
}
