import { normalDistribution, normalQuantile } from '../../numerics/normal.ts';

/**
 * Size k of the negative binomial that has mean m and probability p0 of zero: (k/(k+m))^k = p0. Every mixture of Poisson counts
 * has p0 ≥ e^−m; at or below it the count is Poisson and k is Infinity.
 */
export const negativeBinomialSize = (mean: number, probabilityOfZero: number): number => {
  const target = -Math.log(Math.min(1, Math.max(Number.MIN_VALUE, probabilityOfZero)));
  // −ln p0 = k·ln(1 + m/k) rises with k from 0 to m.
  if (!(target < mean * (1 - 1e-9))) return Infinity;
  if (target <= 0) return 0;
  // Newton on u = ln k, in which the left side rises and flattens; the bracket catches a step too far.
  let [low, high] = [-30, 30];
  let u = Math.log((mean * mean) / (2 * (mean - target)));
  for (let step = 0; step < 60; step++) {
    u = u > low && u < high ? u : (low + high) / 2;
    const size = Math.exp(u);
    const error = size * Math.log1p(mean / size) - target;
    if (Math.abs(error) <= 1e-10 * target) break;
    if (error < 0) low = u;
    else high = u;
    u -= error / (size * (Math.log1p(mean / size) - mean / (size + mean)));
  }
  return Math.exp(u);
};

/**
 * Median time of the next purchase given that there is one, as a fraction of the horizon: where the negative binomial reaches half of
 * P(at least one), its rate spread evenly over the horizon. Null where no purchase is expected.
 */
export const nextPurchaseFraction = (mean: number, probability: number, size: number): number | null => {
  if (!(mean > 0) || !(probability > 0)) return null;
  const noneByThen = -Math.log1p(-probability / 2);
  const fraction = size === Infinity ? noneByThen / mean : (size / mean) * Math.expm1(noneByThen / size);
  // A chance too small to tell from none has no size, and its median lies at the end.
  return fraction >= 0 ? Math.min(1, fraction) : 1;
};

/** The future of one customer: how many purchases, and the margin of one. */
export interface CompoundInput {
  /** m: expected purchases in the horizon. */
  readonly expectedPurchases: number;
  /** P(at least one). */
  readonly probability: number;
  /** μ: expected margin of a purchase; may be negative. */
  readonly meanMargin: number;
  /** Variance of single purchases around the customer's own mean. */
  readonly purchaseVariance: number;
  /** Variance of what is believed of that mean. */
  readonly meanVariance: number;
  /** {@link negativeBinomialSize} of the two, where the caller knows it already. */
  readonly size?: number;
}

/**
 * The margin of the horizon: none at all with P(N = 0), otherwise log-normal with the mean and variance of the compound sum Σ margins given at
 * least one purchase (Klugman, Panjer & Willmot 2012, §9.3), N negative binomial with the model's own mean and P(N = 0).
 */
export interface CompoundLaw {
  /** −1 where the margin of a purchase is negative: sizes are then losses. */
  readonly sign: 1 | -1;
  /** P(no purchase). */
  readonly none: number;
  /** Mean and standard deviation of the logarithm of the size, given a purchase. */
  readonly centre: number;
  readonly spread: number;
  /** Expected size. */
  readonly mean: number;
}

/** Null where nothing is expected. */
export const compoundLaw = (input: CompoundInput): CompoundLaw | null => {
  const { expectedPurchases: m, probability, meanMargin, purchaseVariance, meanVariance } = input;
  if (!(m > 0) || !(probability > 0) || meanMargin === 0) return null;
  const size = input.size ?? negativeBinomialSize(m, 1 - probability);
  const countVariance = m + (size === Infinity ? 0 : (m * m) / size);
  const size1 = Math.abs(meanMargin);
  const variance = m * purchaseVariance + countVariance * size1 ** 2 + (countVariance + m * m) * meanVariance;
  const conditionalMean = (m * size1) / probability;
  const conditionalSquare = (variance + (m * size1) ** 2) / probability;
  const spread = Math.sqrt(Math.log(Math.max(1 + 1e-12, conditionalSquare / conditionalMean ** 2)));
  return {
    sign: meanMargin > 0 ? 1 : -1,
    none: 1 - probability,
    centre: Math.log(conditionalMean) - spread ** 2 / 2,
    spread,
    mean: m * size1,
  };
};

/** The size that is not exceeded with probability q. */
const sizeAt = ({ none, centre, spread }: CompoundLaw, q: number): number => {
  const within = (q - none) / (1 - none);
  return within <= 0 ? 0 : Math.exp(centre + spread * normalQuantile(Math.min(within, 1 - 1e-12)));
};

/** From size to size as margins, the smaller first; it always holds the expected one. */
const intervalOf = ({ sign, mean }: CompoundLaw, near: number, far: number): Interval => {
  const [low, high] = [Math.min(near, mean), Math.max(far, mean)];
  return sign === 1 ? { low, high } : { low: -high, high: -low };
};

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * An interval for the margin of the horizon that holds `level` by the law, as much on either side. It always holds the expected margin itself:
 * where nothing is bought with more than 90 % an 80 % interval runs from 0 to that.
 */
export const equalTails = (law: CompoundLaw | null, level: number): Interval =>
  law === null ? { low: 0, high: 0 } : intervalOf(law, sizeAt(law, (1 - level) / 2), sizeAt(law, (1 + level) / 2));

/** {@link equalTails} of 80 %. */
export const compoundInterval80 = (input: CompoundInput): Interval => equalTails(compoundLaw(input), 0.8);

/** Where no purchase is at least as likely as this, an interval begins at 0: nothing lies below, and what is not bought is most of what lies outside. */
const LIKELY_NONE = 0.05;

/**
 * Intervals of a law, nested in `level`, that hold it by the law: as much on either side, or from 0 on where no purchase at all is likely. Which of the two
 * depends on the law alone and not on the level, so that a level learned over one length of time means the same over another.
 */
export const nestedInterval = (law: CompoundLaw, level: number): Interval =>
  law.none < LIKELY_NONE ? equalTails(law, level) : intervalOf(law, 0, sizeAt(law, level));

/** The least level whose {@link nestedInterval} holds a margin; 1 where none does. */
export const levelHolding = (law: CompoundLaw, margin: number): number => {
  const size = law.sign * margin;
  const fromZero = law.none >= LIKELY_NONE;
  if (size < 0) return 1;
  if (size === 0) return fromZero ? 0 : 1 - 2 * law.none;
  const below = law.none + (1 - law.none) * normalDistribution((Math.log(size) - law.centre) / law.spread);
  if (fromZero) return size <= law.mean ? 0 : below;
  // What lies between the median and what is expected is held by every interval, since all hold both.
  return below >= 0.5 === size <= law.mean ? 0 : Math.abs(2 * below - 1);
};
