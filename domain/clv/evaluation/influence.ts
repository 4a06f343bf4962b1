import type { HoldoutForecast, HoldoutMetrics } from './holdout.ts';
import { averageRanks } from './ranks.ts';

const SMALLEST = 1e-9;
const TOP_SHARE = 0.2;

/**
 * How much each customer moves the score of a forecast (comparison/comparison.ts): the influence function of the mean of the logarithms of
 * five errors, by the delta method; of the area under the curve by its placements (DeLong, DeLong & Clarke-Pearson 1988). The standard error of
 * a score is the spread of these over √customers, and of a *difference* of two scores that of their differences, customer by customer: what
 * both find hard cancels. Who is at the border of the top fifth is taken as given.
 *
 * @param metrics of this forecast
 */
export const scoreInfluence = (
  { expected, probability }: HoldoutForecast,
  actual: ArrayLike<number>,
  metrics: HoldoutMetrics,
): Float64Array => {
  const count = expected.length;
  const influence = new Float64Array(count);
  const terms: ((i: number) => number)[] = [];
  const mean = total(actual) / count;
  const squared = Math.max(SMALLEST, metrics.rmse) ** 2;
  terms.push((i) => ((expected[i]! - actual[i]!) ** 2 - squared) / (2 * squared));
  const { bias, capture20, aucActive, logLoss } = metrics;
  if (bias !== null) {
    const weight = Math.sign(bias) / (1 + Math.abs(bias)) / mean;
    terms.push((i) => weight * (expected[i]! - (1 + bias) * actual[i]!));
  }
  if (capture20 !== null) {
    const inTop = topMembership(expected);
    const weight = -1 / Math.max(SMALLEST, 1 - capture20) / mean;
    terms.push((i) => weight * actual[i]! * (inTop[i]! - capture20));
  }
  if (aucActive !== null) {
    const placement = placementsOf(probability ?? expected, actual);
    const weight = -1 / Math.max(SMALLEST, 1 - aucActive);
    terms.push(
      (i) => weight * (placement.value[i]! - aucActive) * (actual[i]! > 0 ? placement.active : placement.idle),
    );
  }
  if (logLoss !== null && probability !== null) {
    const scale = Math.max(SMALLEST, logLoss);
    terms.push((i) => {
      const p = Math.min(1 - 1e-6, Math.max(1e-6, probability[i]!));
      return (actual[i]! > 0 ? -Math.log(p) : -Math.log1p(-p)) / scale - 1;
    });
  }
  for (let i = 0; i < count; i++) for (const term of terms) influence[i]! += term(i) / terms.length;
  return influence;
};

const total = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
};

/** 1 for who is among the fifth ranked highest; who ties across the border is in it by the part that fits. */
const topMembership = (expected: Float64Array): Float64Array => {
  const room = TOP_SHARE * expected.length;
  const sorted = expected.slice().sort();
  const border = sorted[Math.max(0, Math.ceil(sorted.length - room) - 1)]!;
  let [above, tied] = [0, 0];
  for (const value of expected) {
    if (value > border) above++;
    else if (value === border) tied++;
  }
  const part = Math.min(1, Math.max(0, (room - above) / tied));
  return expected.map((value) => (value > border ? 1 : Number(value === border) * part));
};

/** Share of the other kind that each customer is ranked on the right side of, and one over the share of customers of each kind. */
const placementsOf = (score: Float64Array, actual: ArrayLike<number>) => {
  const count = score.length;
  const ranks = averageRanks(score);
  const value = new Float64Array(count);
  const kinds = [true, false].map((active) =>
    Int32Array.from(score.keys()).filter((i) => actual[i]! > 0 === active),
  ) as [Int32Array, Int32Array];
  kinds.forEach((rows, kind) => {
    const within = averageRanks(Float64Array.from(rows, (i) => score[i]!));
    const others = count - rows.length;
    rows.forEach((i, k) => {
      const below = (ranks[i]! - within[k]!) / others;
      value[i] = kind === 0 ? below : 1 - below;
    });
  });
  return { value, active: count / kinds[0].length, idle: count / kinds[1].length };
};
