import { DomainError } from '../../errors.ts';
import { averageRanks } from './ranks.ts';

/** Probabilities are kept this far from 0 and 1 before a logarithm, so that one sure mistake costs much but not everything. */
const PROBABILITY_FLOOR = 1e-6;

const sameLength = (predicted: ArrayLike<number>, actual: ArrayLike<number>): number => {
  if (predicted.length !== actual.length) {
    throw new DomainError('predictions and outcomes differ in length', {
      predicted: predicted.length,
      actual: actual.length,
    });
  }
  return predicted.length;
};

const sum = (values: ArrayLike<number>): number => {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
};

/** Root mean squared error; 0 for an empty population. */
export const rootMeanSquaredError = (predicted: ArrayLike<number>, actual: ArrayLike<number>): number => {
  const count = sameLength(predicted, actual);
  let total = 0;
  for (let i = 0; i < count; i++) total += (predicted[i]! - actual[i]!) ** 2;
  return count === 0 ? 0 : Math.sqrt(total / count);
};

/** Mean absolute error; 0 for an empty population. */
export const meanAbsoluteError = (predicted: ArrayLike<number>, actual: ArrayLike<number>): number => {
  const count = sameLength(predicted, actual);
  let total = 0;
  for (let i = 0; i < count; i++) total += Math.abs(predicted[i]! - actual[i]!);
  return count === 0 ? 0 : total / count;
};

/** Σ predicted / Σ actual − 1: −0.10 means ten per cent too few were foreseen. Null where nothing happened at all. */
export const relativeBias = (predicted: ArrayLike<number>, actual: ArrayLike<number>): number | null => {
  sameLength(predicted, actual);
  const total = sum(actual);
  return total === 0 ? null : sum(predicted) / total - 1;
};

/** Pearson's correlation; null where either side does not vary. */
export const pearsonCorrelation = (predicted: ArrayLike<number>, actual: ArrayLike<number>): number | null => {
  const count = sameLength(predicted, actual);
  const meanPredicted = sum(predicted) / count;
  const meanActual = sum(actual) / count;
  let both = 0;
  let varPredicted = 0;
  let varActual = 0;
  for (let i = 0; i < count; i++) {
    const p = predicted[i]! - meanPredicted;
    const a = actual[i]! - meanActual;
    both += p * a;
    varPredicted += p * p;
    varActual += a * a;
  }
  return varPredicted > 0 && varActual > 0 ? both / Math.sqrt(varPredicted * varActual) : null;
};

/** Spearman's rank correlation (mean ranks for ties); null where either side does not vary. */
export const spearmanCorrelation = (predicted: ArrayLike<number>, actual: ArrayLike<number>): number | null => {
  sameLength(predicted, actual);
  return pearsonCorrelation(averageRanks(predicted), averageRanks(actual));
};

/**
 * Share of everything that happened which belongs to the customers predicted to be the best `share` of the population.
 * A tie across the border counts for the part of it that fits, so the order of the customers changes nothing.
 * Null where nothing happened.
 */
export const captureOfTop = (predicted: ArrayLike<number>, actual: ArrayLike<number>, share = 0.2): number | null => {
  const count = sameLength(predicted, actual);
  const total = sum(actual);
  if (total === 0) return null;
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((i, j) => predicted[j]! - predicted[i]!);
  let room = share * count;
  let captured = 0;
  for (let start = 0; start < count && room > 0;) {
    let end = start;
    let inTie = 0;
    const tied = predicted[order[start]!];
    while (predicted[order[end]!] === tied) inTie += actual[order[end++]!]!;
    const size = end - start;
    captured += inTie * Math.min(1, room / size);
    room -= size;
    start = end;
  }
  return captured / total;
};

/**
 * Area under the ROC curve: how likely a customer who bought was ranked above one who did not (Mann–Whitney, ties ½).
 * Null where everybody or nobody bought.
 */
export const areaUnderCurve = (score: ArrayLike<number>, active: ArrayLike<boolean | number>): number | null => {
  if (score.length !== active.length) {
    throw new DomainError('scores and outcomes differ in length', { score: score.length, active: active.length });
  }
  const ranks = averageRanks(score);
  let rankSum = 0;
  let positives = 0;
  for (let i = 0; i < ranks.length; i++) {
    if (!active[i]) continue;
    rankSum += ranks[i]!;
    positives++;
  }
  const negatives = ranks.length - positives;
  return positives === 0 || negatives === 0
    ? null
    : (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
};

/** Mean negative log-likelihood, in nats, of active/inactive under the predicted probabilities, clipped to [1e-6, 1 − 1e-6]. */
export const logLoss = (probability: ArrayLike<number>, active: ArrayLike<boolean | number>): number => {
  let total = 0;
  for (let i = 0; i < probability.length; i++) {
    const p = Math.min(1 - PROBABILITY_FLOOR, Math.max(PROBABILITY_FLOOR, probability[i]!));
    total -= active[i] ? Math.log(p) : Math.log1p(-p);
  }
  return probability.length === 0 ? 0 : total / probability.length;
};

/**
 * Normalised Gini: how well a forecast orders customers by what they brought, 1 for the order that came, 0 for none at all (Wang, Liu & Miao 2019,
 * "A Deep Probabilistic Model for Customer Lifetime Value Prediction", §4.2). Ties share their mean rank. Null where everybody brought the same.
 */
export const normalisedGini = (predicted: ArrayLike<number>, actual: ArrayLike<number>): number | null => {
  const count = sameLength(predicted, actual);
  const mean = sum(actual) / count;
  const area = (ranks: Float64Array): number => {
    let total = 0;
    for (let i = 0; i < count; i++) total += (actual[i]! - mean) * ranks[i]!;
    return total;
  };
  const best = area(averageRanks(actual));
  return best > 0 ? area(averageRanks(predicted)) / best : null;
};

/** Sums over ten groups of equal number by a forecast; equals share what came of them, so that the order of the customers changes nothing. */
const tenthsBy = (predicted: ArrayLike<number>, actual: ArrayLike<number>): { foreseen: number; came: number }[] => {
  const count = sameLength(predicted, actual);
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((i, j) => predicted[i]! - predicted[j]!);
  const shared = new Float64Array(count);
  for (let start = 0; start < count;) {
    let end = start;
    let came = 0;
    while (end < count && predicted[order[end]!] === predicted[order[start]!]) came += actual[order[end++]!]!;
    shared.fill(came / Math.max(1, end - start), start, Math.max(end, start + 1));
    start = Math.max(end, start + 1);
  }
  return Array.from({ length: 10 }, (_, tenth) => {
    const group = { foreseen: 0, came: 0 };
    for (let k = Math.floor((tenth * count) / 10); k < Math.floor(((tenth + 1) * count) / 10); k++) {
      group.foreseen += predicted[order[k]!]!;
      group.came += shared[k]!;
    }
    return group;
  });
};

/**
 * Decile MAPE: customers in ten groups by what was predicted; the mean over the groups of |Σ predicted / Σ actual − 1| (ibid.). A group in which nothing came is left
 * out. Null where nothing came at all.
 */
export const decileError = (predicted: ArrayLike<number>, actual: ArrayLike<number>): number | null => {
  const errors = tenthsBy(predicted, actual).flatMap(({ foreseen, came }) =>
    came === 0 ? [] : [Math.abs(foreseen / came - 1)],
  );
  return errors.length === 0 ? null : sum(errors) / errors.length;
};

/**
 * Calibration error of a probability: customers in ten groups by it, the mean over customers of |mean probability − share that came| of their group. 0 for no customers.
 */
export const calibrationError = (probability: ArrayLike<number>, active: ArrayLike<boolean | number>): number => {
  const came = Float64Array.from(active, (one) => Number(Boolean(one)));
  const apart = tenthsBy(probability, came).map((group) => Math.abs(group.foreseen - group.came));
  return came.length === 0 ? 0 : sum(apart) / came.length;
};
