import { DomainError } from '../../errors.ts';
import type { PurchaseHistory, PurchaseModel, PurchaseModelKey, PurchaseScores, PurchaseStatistics } from '../model.ts';
import { groupHistories } from './grouping.ts';
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
 * Scores a population: each distinct history once, and what a living customer does once per run of equal (x, T).
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
  const groups = groupHistories(statistics);
  const expected = new Float64Array(groups.count);
  const probability = new Float64Array(groups.count);
  const discounted = new Float64Array(groups.count);
  let whileAlive = { expected: 0, probability: 0, discounted: 0 };
  for (let g = 0; g < groups.count; g++) {
    const x = groups.frequency[g]!;
    const recency = groups.recency[g]!;
    const age = groups.age[g]!;
    if (forecast.recencyMattersWhileAlive || g === 0 || x !== groups.frequency[g - 1] || age !== groups.age[g - 1]) {
      whileAlive = {
        expected: forecast.expectedWhileAlive(x, recency, age, horizon),
        probability: forecast.purchaseWhileAlive(x, recency, age, horizon),
        discounted: forecast.discountedWhileAlive(x, recency, age, horizon, discountRate),
      };
    }
    const alive = forecast.probabilityAlive(x, recency, age);
    expected[g] = alive * whileAlive.expected;
    probability[g] = alive * whileAlive.probability;
    discounted[g] = alive * whileAlive.discounted;
  }
  return {
    expectedPurchases: spread(expected, groups.groupOf),
    probabilityOfPurchase: spread(probability, groups.groupOf),
    discountedPurchases: spread(discounted, groups.groupOf),
  };
}

/** One value per customer from one value per group. */
function spread(values: Float64Array, groupOf: Int32Array): Float64Array {
  const out = new Float64Array(groupOf.length);
  for (let i = 0; i < out.length; i++) out[i] = values[groupOf[i]!]!;
  return out;
}
