import { DomainError } from '../../errors.ts';
import { digamma, logGamma } from '../../numerics/gamma.ts';
import { differencedHessian, maximiseBfgs, standardErrorsOf, type Evaluation } from '../../numerics/optimise.ts';

/** Parameters of the Gamma-Gamma model; γ in the unit of the money. E[M] over customers is pγ/(q−1), so q must exceed 1. */
export interface GammaGammaParameters {
  readonly p: number;
  readonly q: number;
  readonly gamma: number;
}

export interface GammaGammaFit {
  readonly parameters: GammaGammaParameters;
  readonly logLikelihood: number;
  readonly standardErrors: GammaGammaParameters | null;
  readonly converged: boolean;
  readonly warnings: readonly string[];
  /** Customers with a positive mean, the only ones the model can be fitted to. */
  readonly customers: number;
}

const LARGEST_LOG = 12;
/** q is searched as 1 + e^θ: a company whose mean spend is infinite does not exist. */
const qOf = (theta: number): number => 1 + Math.exp(theta);

/** ln f(z̄ | x; p, q, γ) of one customer's mean spend z̄ > 0 over x ≥ 1 purchases (Fader & Hardie 2013, "The Gamma-Gamma Model", eq. 1). */
export const gammaGammaLogLikelihood = (
  { p, q, gamma }: GammaGammaParameters,
  purchases: number,
  meanSpend: number,
): number => {
  const px = p * purchases;
  return (
    logGamma(px + q) -
    logGamma(px) -
    logGamma(q) +
    q * Math.log(gamma) +
    (px - 1) * Math.log(meanSpend) +
    px * Math.log(purchases) -
    (px + q) * Math.log(gamma + purchases * meanSpend)
  );
};

/**
 * E[M | x, z̄] = p(γ + x·z̄)/(px + q − 1): the customer's own mean, drawn towards the population's (ibid., eq. 5).
 * With x = 0 it is the population's mean pγ/(q − 1), whatever z̄.
 */
export const gammaGammaExpectedSpend = (
  { p, q, gamma }: GammaGammaParameters,
  purchases: number,
  meanSpend: number,
): number =>
  purchases === 0 ? (p * gamma) / (q - 1) : (p * (gamma + purchases * meanSpend)) / (p * purchases + q - 1);

const objective =
  (purchases: ArrayLike<number>, meanSpend: ArrayLike<number>) =>
  (theta: Float64Array): Evaluation => {
    const [p, q, gamma] = [Math.exp(theta[0]!), qOf(theta[1]!), Math.exp(theta[2]!)];
    const [logGammaQ, digammaQ, logScale] = [logGamma(q), digamma(q), Math.log(gamma)];
    const byCount = new Map<number, { constant: number; sum: number; own: number }>();
    let value = 0;
    const gradient = new Float64Array(3);
    for (let i = 0; i < purchases.length; i++) {
      const x = purchases[i]!;
      const px = p * x;
      let terms = byCount.get(x);
      if (terms === undefined) {
        terms = {
          constant: logGamma(px + q) - logGamma(px) - logGammaQ + px * Math.log(x),
          sum: digamma(px + q),
          own: digamma(px),
        };
        byCount.set(x, terms);
      }
      const logMean = Math.log(meanSpend[i]!);
      const total = gamma + x * meanSpend[i]!;
      const logTotal = Math.log(total);
      value += terms.constant + q * logScale + (px - 1) * logMean - (px + q) * logTotal;
      gradient[0]! += x * (terms.sum - terms.own + logMean + Math.log(x) - logTotal);
      gradient[1]! += terms.sum - digammaQ + logScale - logTotal;
      gradient[2]! += q / gamma - (px + q) / total;
    }
    gradient[0]! *= p;
    gradient[1]! *= q - 1;
    gradient[2]! *= gamma;
    return { value, gradient };
  };

/**
 * Maximum likelihood by BFGS with the analytic gradient, money scaled by its mean so that the currency changes nothing.
 * Customers without a purchase or with a mean that is not positive are left out: the model has no place for them.
 *
 * @param purchases x per customer; in the literature repeat purchases, the first left out
 * @param meanSpend z̄ per customer over those purchases
 * @throws DomainError when fewer than three customers remain
 */
export const fitGammaGamma = (purchases: ArrayLike<number>, meanSpend: ArrayLike<number>): GammaGammaFit => {
  if (purchases.length !== meanSpend.length) throw new DomainError('purchases and mean spend differ in length');
  const rows = Array.from(purchases, (_, i) => i).filter(
    (i) => purchases[i]! > 0 && meanSpend[i]! > 0 && meanSpend[i]! < Infinity,
  );
  if (rows.length < 3)
    throw new DomainError('the Gamma-Gamma model needs three customers with positive spend', {
      customers: rows.length,
    });
  const scale = rows.reduce((sum, i) => sum + meanSpend[i]!, 0) / rows.length;
  const x = Float64Array.from(rows, (i) => purchases[i]!);
  const z = Float64Array.from(rows, (i) => meanSpend[i]! / scale);
  const bounds = { lower: [-LARGEST_LOG, -LARGEST_LOG, -LARGEST_LOG], upper: [LARGEST_LOG, LARGEST_LOG, LARGEST_LOG] };
  const likelihood = objective(x, z);
  const starts = [
    [Math.log(4), Math.log(3), 0],
    [0, 0, 0],
    [Math.log(20), Math.log(3), -2],
  ];
  // A further start is worth its passes over everybody only where the one before ended nowhere.
  let best = maximiseBfgs(likelihood, starts[0]!, bounds);
  for (const start of starts.slice(1)) {
    if (best.converged && best.atBound.length === 0) break;
    const other = maximiseBfgs(likelihood, start, bounds);
    if (other.value > best.value) best = other;
  }
  const [p, q, relativeGamma] = [Math.exp(best.theta[0]!), qOf(best.theta[1]!), Math.exp(best.theta[2]!)];
  const errors = standardErrorsOf(differencedHessian(likelihood, best.theta), 3);
  return {
    parameters: { p, q, gamma: relativeGamma * scale },
    // The density is per unit of money: z̄ = scale·z.
    logLikelihood: best.value - rows.length * Math.log(scale),
    standardErrors:
      errors === null
        ? null
        : { p: errors[0]! * p, q: errors[1]! * (q - 1), gamma: errors[2]! * relativeGamma * scale },
    converged: best.converged,
    warnings: best.atBound.map(
      (i) => `${['p', 'q', 'gamma'][i]} ended at its bound: spend does not vary as the model supposes`,
    ),
    customers: rows.length,
  };
};
