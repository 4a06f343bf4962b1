/** z of the 90th percentile of the standard normal: the upper end of an 80 % interval. */
const Z90 = 1.281_551_565_544_6;

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

/** z of a probability; absolute error below 4.5e-4 (Abramowitz & Stegun 26.2.23), far finer than what an interval is worth. */
const normalQuantile = (probability: number): number => {
  if (Math.abs(probability - 0.9) < 1e-15) return Z90;
  const tail = Math.min(probability, 1 - probability);
  const t = Math.sqrt(-2 * Math.log(Math.max(tail, 1e-300)));
  const z = t - (2.515_517 + t * (0.802_853 + t * 0.010_328)) / (1 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)));
  return probability < 0.5 ? -z : z;
};

/**
 * An 80 % interval for the margin of the horizon: no purchase at all with P(N = 0), otherwise a log-normal with the mean and variance
 * of the compound sum Σ margins given at least one purchase (Klugman, Panjer & Willmot 2012, §9.3), N negative binomial with
 * the model's own mean and P(N = 0). It always holds the expected margin itself: where nothing is bought with more than 90 % it runs
 * from 0 to that.
 */
export const compoundInterval80 = (input: CompoundInput): { readonly low: number; readonly high: number } => {
  const { expectedPurchases: m, probability, meanMargin, purchaseVariance, meanVariance } = input;
  if (!(m > 0) || !(probability > 0) || meanMargin === 0) return { low: 0, high: 0 };
  const size = input.size ?? negativeBinomialSize(m, 1 - probability);
  const countVariance = m + (size === Infinity ? 0 : (m * m) / size);
  const size1 = Math.abs(meanMargin);
  const variance = m * purchaseVariance + countVariance * size1 ** 2 + (countVariance + m * m) * meanVariance;
  const conditionalMean = (m * size1) / probability;
  const conditionalSquare = (variance + (m * size1) ** 2) / probability;
  const spread = Math.sqrt(Math.log(Math.max(1 + 1e-12, conditionalSquare / conditionalMean ** 2)));
  const centre = Math.log(conditionalMean) - spread ** 2 / 2;
  const quantile = (q: number): number => {
    const within = (q - (1 - probability)) / probability;
    return within <= 0 ? 0 : Math.exp(centre + spread * normalQuantile(Math.min(within, 1 - 1e-12)));
  };
  const [near, far] = [quantile(0.1), quantile(0.9)];
  const [low, high] = [Math.min(near, m * size1), Math.max(far, m * size1)];
  return meanMargin > 0 ? { low, high } : { low: -high, high: -low };
};
