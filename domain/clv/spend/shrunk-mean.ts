import { DomainError } from '../../errors.ts';

/**
 * The shrunk mean: every customer's own mean margin per purchase day, the first purchase included, drawn towards the company's
 * by the share of the differences between customers that is noise (empirical Bayes; Efron & Morris 1975, Bühlmann 1967).
 * It takes negative margins, which the Gamma-Gamma model cannot.
 */
export interface ShrunkMean {
  /** μ: mean margin per purchase day over all customers. */
  readonly mean: number;
  /** σ²: variance of one customer's purchases around their own mean. */
  readonly withinVariance: number;
  /** τ²: variance of the customers' own means. */
  readonly betweenVariance: number;
}

/** w = nτ²/(nτ² + σ²): how much of a customer's own mean is believed after n purchase days. */
export const shrinkageWeight = ({ withinVariance, betweenVariance }: ShrunkMean, purchases: number): number => {
  const signal = purchases * betweenVariance;
  return signal > 0 ? signal / (signal + withinVariance) : 0;
};

/** μ + w·(own mean − μ). With no purchases it is μ. */
export const shrunkMeanExpectedSpend = (model: ShrunkMean, purchases: number, total: number): number =>
  purchases === 0 ? model.mean : model.mean + shrinkageWeight(model, purchases) * (total / purchases - model.mean);

/**
 * Variance components by the method of moments for unequal group sizes (Searle, Casella & McCulloch 1992, §3.6).
 *
 * @param purchases purchase days per customer, ≥ 0
 * @param total Σ margin per customer
 * @param sumOfSquares Σ margin² per customer
 * @throws DomainError when nobody has bought
 */
export const fitShrunkMean = (
  purchases: ArrayLike<number>,
  total: ArrayLike<number>,
  sumOfSquares: ArrayLike<number>,
): ShrunkMean => {
  let customers = 0;
  let count = 0;
  let sum = 0;
  let squaredCounts = 0;
  for (let i = 0; i < purchases.length; i++) {
    const n = purchases[i]!;
    if (n === 0) continue;
    customers++;
    count += n;
    squaredCounts += n * n;
    sum += total[i]!;
  }
  if (customers === 0) throw new DomainError('mean spend needs at least one purchase');
  const mean = sum / count;
  let within = 0;
  let between = 0;
  for (let i = 0; i < purchases.length; i++) {
    const n = purchases[i]!;
    if (n === 0) continue;
    within += Math.max(0, sumOfSquares[i]! - total[i]! ** 2 / n);
    between += n * (total[i]! / n - mean) ** 2;
  }
  const withinVariance = count > customers ? within / (count - customers) : 0;
  const effective = count - squaredCounts / count;
  const betweenVariance = effective > 0 ? Math.max(0, (between - (customers - 1) * withinVariance) / effective) : 0;
  // Nobody bought twice: the differences cannot be told from noise, so half of them is believed.
  return count > customers
    ? { mean, withinVariance, betweenVariance }
    : { mean, withinVariance: between / count / 2, betweenVariance: between / count / 2 };
};
