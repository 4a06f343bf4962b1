import { DomainError } from '../../errors.ts';
import { digamma, logGamma } from '../../numerics/gamma.ts';
import {
  maximiseBfgs,
  maximiseFromNear,
  standardErrorsOf,
  type Evaluation,
  type Optimum,
} from '../../numerics/optimise.ts';

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

/** What the likelihood needs of a population: distinct rows (x, z̄) with their number, ordered by x, and Σ ln z̄ per distinct x. */
interface SpendGroups {
  readonly byCount: readonly {
    readonly x: number;
    readonly customers: number;
    readonly sumLogMean: number;
    readonly from: number;
    readonly to: number;
  }[];
  /** x·z̄ of each distinct row, and how many customers share it. */
  readonly total: Float64Array;
  readonly weight: Float64Array;
}

const grouped = (x: Float64Array, z: Float64Array): SpendGroups => {
  const rows = Uint32Array.from(x.keys()).sort((i, j) => x[i]! - x[j]! || z[i]! - z[j]!);
  const byCount: { x: number; customers: number; sumLogMean: number; from: number; to: number }[] = [];
  const total = new Float64Array(x.length);
  const weight = new Float64Array(x.length);
  let count = 0;
  let previous = -1;
  for (const i of rows) {
    let group = byCount.at(-1);
    if (group?.x !== x[i]) byCount.push((group = { x: x[i]!, customers: 0, sumLogMean: 0, from: count, to: count }));
    if (previous < 0 || x[previous] !== x[i] || z[previous] !== z[i]) total[count++] = x[i]! * z[i]!;
    weight[count - 1]!++;
    group!.customers++;
    group!.sumLogMean += Math.log(z[i]!);
    group!.to = count;
    previous = i;
  }
  return { byCount, total: total.slice(0, count), weight: weight.slice(0, count) };
};

const objective =
  ({ byCount, total, weight }: SpendGroups) =>
  (theta: Float64Array): Evaluation => {
    const [p, q, gamma] = [Math.exp(theta[0]!), qOf(theta[1]!), Math.exp(theta[2]!)];
    const [logGammaQ, digammaQ, logScale] = [logGamma(q), digamma(q), Math.log(gamma)];
    let value = 0;
    const gradient = new Float64Array(3);
    for (const { x, customers, sumLogMean, from, to } of byCount) {
      const px = p * x;
      let sumLogTotal = 0;
      let sumInverse = 0;
      for (let i = from; i < to; i++) {
        const sum = gamma + total[i]!;
        sumLogTotal += weight[i]! * Math.log(sum);
        sumInverse += weight[i]! / sum;
      }
      const slope = digamma(px + q);
      value +=
        customers * (logGamma(px + q) - logGamma(px) - logGammaQ + px * Math.log(x) + q * logScale) +
        (px - 1) * sumLogMean -
        (px + q) * sumLogTotal;
      gradient[0]! += x * (customers * (slope - digamma(px) + Math.log(x)) + sumLogMean - sumLogTotal);
      gradient[1]! += customers * (slope - digammaQ + logScale) - sumLogTotal;
      gradient[2]! += (customers * q) / gamma - (px + q) * sumInverse;
    }
    gradient[0]! *= p;
    gradient[1]! *= q - 1;
    gradient[2]! *= gamma;
    return { value, gradient };
  };

/**
 * Bounds on ln p, ln(q − 1) and ln γ, money relative to its mean. At p = 1,000 a customer's purchases vary by 3 %, at q = 1,000 customers differ by
 * 3 %: beyond, spend is one price for everybody, and the likelihood is a ridge without an end.
 */
const BOUNDS = {
  lower: [-LARGEST_LOG, -LARGEST_LOG, -LARGEST_LOG],
  upper: [Math.log(1e3), Math.log(1e3), LARGEST_LOG],
};
const SEARCH_ITERATIONS = 60;
const POLISH_ITERATIONS = 12;

/**
 * Maximum likelihood by BFGS with the analytic gradient, over distinct rows, money scaled by its mean so that the currency changes nothing. A
 * search of bounded length finds out whether there is a maximum, which Newton's steps then finish; on a ridge it stops and says so.
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
  const likelihood = objective(
    grouped(
      Float64Array.from(rows, (i) => purchases[i]!),
      Float64Array.from(rows, (i) => meanSpend[i]! / scale),
    ),
  );
  const search = (start: readonly number[]): Optimum =>
    maximiseBfgs(likelihood, start, BOUNDS, SEARCH_ITERATIONS, false);
  const interior = ({ converged, atBound }: Optimum): boolean => converged && atBound.length === 0;
  let best = search([Math.log(4), Math.log(3), 0]);
  // A further start is worth its passes over everybody only where the one before ended nowhere.
  for (const start of [
    [0, 0, 0],
    [Math.log(20), Math.log(3), -2],
  ]) {
    if (interior(best)) break;
    const other = search(start);
    if (other.value > best.value) best = other;
  }
  if (interior(best)) best = maximiseFromNear(likelihood, best.theta, BOUNDS, POLISH_ITERATIONS);
  const [p, q, relativeGamma] = [Math.exp(best.theta[0]!), qOf(best.theta[1]!), Math.exp(best.theta[2]!)];
  const errors = interior(best) ? standardErrorsOf(best.hessian, 3) : null;
  return {
    parameters: { p, q, gamma: relativeGamma * scale },
    // The density is per unit of money: z̄ = scale·z.
    logLikelihood: best.value - rows.length * Math.log(scale),
    standardErrors:
      errors === null
        ? null
        : { p: errors[0]! * p, q: errors[1]! * (q - 1), gamma: errors[2]! * relativeGamma * scale },
    converged: interior(best),
    warnings: interior(best)
      ? []
      : [
          'p, q and γ run away along a ridge: customers, or the purchases of one, hardly differ in spend; the search was stopped on it',
        ],
    customers: rows.length,
  };
};
