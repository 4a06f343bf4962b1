import type { PurchaseScores } from '../models/model.ts';
import type { Clock } from '../timing/clock.ts';
import { featuresOf } from './features.ts';
import { fitGlm, glmPredict } from './glm.ts';
import { purchasesBetween, snapshotAt, type PurchaseLog, type PurchaseSnapshot } from '../history/log.ts';

/** A pair of regressions trained on one past window: expected purchases and P(at least one) in a window of that length. */
export interface Regression {
  readonly trainedAtDay: number;
  readonly windowDays: number;
  readonly customers: number;
  readonly counts: Float64Array;
  readonly activity: Float64Array;
}

/** Half the model, half the regression, on the log scale (value-model.md §1): the geometric mean. */
const BLEND_WEIGHT = 0.5;
/** Fewer active customers than this teach seven coefficients nothing. */
const MIN_ACTIVE = 30;
const RIDGE = 1;

const logit = (probability: number): number => {
  const p = Math.min(1 - 1e-9, Math.max(1e-9, probability));
  return Math.log(p / (1 - p));
};
const expit = (value: number): number => 1 / (1 + Math.exp(-value));

/**
 * Trains on the split `windowDays` before `asOfDay`: features as they stood then, purchases since. Nothing after `asOfDay` is looked at.
 * Null where that window has too few buyers.
 */
export const trainRegression = (
  log: PurchaseLog,
  asOfDay: number,
  clock: Clock,
  unitDays: number,
  windowDays: number,
): Regression | null => {
  const trainedAtDay = asOfDay - windowDays;
  const snapshot = snapshotAt(log, trainedAtDay, clock, unitDays);
  const { orders } = purchasesBetween(log, snapshot.customers, trainedAtDay, asOfDay);
  const active = orders.map((count) => (count > 0 ? 1 : 0));
  const activeCount = active.reduce((sum, value) => sum + value, 0);
  if (activeCount < MIN_ACTIVE || orders.length - activeCount < MIN_ACTIVE) return null;
  const design = featuresOf(log, snapshot, clock, clock.timeOf(asOfDay) - clock.timeOf(trainedAtDay));
  const counts = fitGlm('POISSON', design, orders, { ridge: RIDGE });
  const activity = fitGlm('BINOMIAL', design, active, { ridge: RIDGE });
  if (!counts.converged || !activity.converged) return null;
  return {
    trainedAtDay,
    windowDays,
    customers: orders.length,
    counts: counts.coefficients,
    activity: activity.coefficients,
  };
};

/** The shift of every logit that brings the mean probability back to `target`. */
const levelShift = (logits: Float64Array, target: number): number => {
  let low = -20;
  let high = 20;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    let mean = 0;
    for (const value of logits) mean += expit(value + middle) / logits.length;
    if (mean < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

/**
 * Geometric mean of the model and the regression, customer by customer, brought back to the model's own total: the regression
 * re-orders customers, the model keeps the level, because a past window's level is that window's season. A horizon other than
 * the regression's window is reached by the model: only the ratio at the window's length is taken from the regression.
 *
 * @param scores of the model over the horizon asked for
 * @param windowScores of the model over the regression's window length
 */
export const blendScores = (
  log: PurchaseLog,
  snapshot: PurchaseSnapshot,
  clock: Clock,
  regression: Regression,
  scores: PurchaseScores,
  windowScores: PurchaseScores,
): PurchaseScores => {
  const window = clock.timeOf(regression.trainedAtDay + regression.windowDays) - clock.timeOf(regression.trainedAtDay);
  const design = featuresOf(log, snapshot, clock, window);
  const counts = glmPredict('POISSON', regression.counts, design);
  const activity = glmPredict('BINOMIAL', regression.activity, design);
  const ratio = counts.map(
    (count, i) =>
      Math.min(100, Math.max(0.01, count / Math.max(windowScores.expectedPurchases[i]!, 1e-12))) ** BLEND_WEIGHT,
  );
  const levelled = (values: Float64Array): Float64Array => {
    let [before, after] = [0, 0];
    for (let i = 0; i < values.length; i++) {
      before += values[i]!;
      after += values[i]! * ratio[i]!;
    }
    return values.map((value, i) => (after > 0 ? (value * ratio[i]! * before) / after : value));
  };
  const logits = scores.probabilityOfPurchase.map(
    (p, i) => logit(p) + BLEND_WEIGHT * (logit(activity[i]!) - logit(windowScores.probabilityOfPurchase[i]!)),
  );
  const mean = scores.probabilityOfPurchase.reduce((sum, p) => sum + p, 0) / Math.max(1, logits.length);
  const shift = mean > 0 && mean < 1 ? levelShift(logits, mean) : 0;
  const expectedPurchases = levelled(scores.expectedPurchases);
  return {
    expectedPurchases,
    // Markov: nobody is likelier to buy once than the purchases expected of them.
    probabilityOfPurchase: logits.map((value, i) => Math.min(expit(value + shift), expectedPurchases[i]!)),
    discountedPurchases: levelled(scores.discountedPurchases),
  };
};
