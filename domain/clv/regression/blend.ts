import type { PurchaseScores } from '../models/model.ts';
import type { Clock } from '../timing/clock.ts';
import type { BlendLevels, BlendParameters } from '../parameters.ts';
import { featuresOf, meanSpendOf } from './features.ts';
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

/** Half the model, half the regression, on the log scale (docs/lifetime-value.md): the geometric mean. */
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

/** The time, in the clock's, that counted as recent when the regression was trained. */
const windowTimeOf = (clock: Clock, { trainedAtDay, windowDays }: Regression): number =>
  clock.timeOf(trainedAtDay + windowDays) - clock.timeOf(trainedAtDay);

/** What is learned of a regression and need not be learned again, before it is levelled. */
type Learned = Omit<BlendParameters, keyof BlendLevels>;

/** The regression's answers beside the model's, before the level: factors on what is expected, and logits. */
const unlevelled = (
  log: PurchaseLog,
  snapshot: PurchaseSnapshot,
  clock: Clock,
  learned: Learned,
  meanSpend: number,
  scores: PurchaseScores,
  windowScores: PurchaseScores,
): { readonly ratio: Float64Array; readonly logits: Float64Array } => {
  const design = featuresOf(log, snapshot, clock, learned.windowTime, meanSpend);
  const counts = glmPredict('POISSON', Float64Array.from(learned.counts), design);
  const activity = glmPredict('BINOMIAL', Float64Array.from(learned.activity), design);
  return {
    ratio: counts.map(
      (count, i) =>
        Math.min(100, Math.max(0.01, count / Math.max(windowScores.expectedPurchases[i]!, 1e-12))) ** BLEND_WEIGHT,
    ),
    logits: scores.probabilityOfPurchase.map(
      (p, i) => logit(p) + BLEND_WEIGHT * (logit(activity[i]!) - logit(windowScores.probabilityOfPurchase[i]!)),
    ),
  };
};

/**
 * A regression with what brings its blend with the model back to the model's own total: the regression re-orders customers, the model
 * keeps the level, because a past window's level is that window's season.
 *
 * @param scores of the model over the horizon asked for
 * @param windowScores of the model over the regression's window length
 */
export const levelledBlend = (
  log: PurchaseLog,
  snapshot: PurchaseSnapshot,
  clock: Clock,
  regression: Regression,
  scores: PurchaseScores,
  windowScores: PurchaseScores,
): BlendParameters => {
  const learned: Learned = {
    windowDays: regression.windowDays,
    windowTime: windowTimeOf(clock, regression),
    counts: [...regression.counts],
    activity: [...regression.activity],
  };
  const meanSpend = meanSpendOf(log, snapshot);
  const { ratio, logits } = unlevelled(log, snapshot, clock, learned, meanSpend, scores, windowScores);
  const levelOf = (values: Float64Array): number => {
    let [before, after] = [0, 0];
    for (let i = 0; i < values.length; i++) {
      before += values[i]!;
      after += values[i]! * ratio[i]!;
    }
    return after > 0 ? before / after : 1;
  };
  const mean = scores.probabilityOfPurchase.reduce((sum, p) => sum + p, 0) / Math.max(1, logits.length);
  return {
    ...learned,
    meanSpend,
    level: levelOf(scores.expectedPurchases),
    discountedLevel: levelOf(scores.discountedPurchases),
    shift: mean > 0 && mean < 1 ? levelShift(logits, mean) : 0,
  };
};

/**
 * Geometric mean of the model and the regression, customer by customer, at a level that is a constant: of who else is among the customers
 * nothing depends. A horizon other than the regression's window is reached by the model: only the ratio at the window's length is taken from
 * the regression.
 *
 * @param scores of the model over the horizon asked for
 * @param windowScores of the model over the regression's window length
 */
export const blendScores = (
  log: PurchaseLog,
  snapshot: PurchaseSnapshot,
  clock: Clock,
  blend: BlendParameters,
  scores: PurchaseScores,
  windowScores: PurchaseScores,
): PurchaseScores => {
  const { ratio, logits } = unlevelled(log, snapshot, clock, blend, blend.meanSpend, scores, windowScores);
  const expectedPurchases = scores.expectedPurchases.map((value, i) => value * ratio[i]! * blend.level);
  return {
    expectedPurchases,
    // Markov: nobody is likelier to buy once than the purchases expected of them.
    probabilityOfPurchase: logits.map((value, i) => Math.min(expit(value + blend.shift), expectedPurchases[i]!)),
    discountedPurchases: scores.discountedPurchases.map((value, i) => value * ratio[i]! * blend.discountedLevel),
  };
};
