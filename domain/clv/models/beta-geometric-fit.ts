import type { PurchaseFit, PurchaseModelKey, PurchaseStatistics } from './model.ts';
import { digamma, logGamma, trigamma } from '../../numerics/gamma.ts';
import { maximiseNewton, type CurvedEvaluation } from '../../numerics/optimise.ts';
import type { GroupedHistories } from './grouping.ts';
import { bestOptimum, fitFrom, scaledGroups, type LikelihoodProblem } from './maximum-likelihood.ts';

/**
 * The (M)BG/NBD log-likelihood of grouped rows over θ = ln(r, α, a, b), with analytic gradient and Hessian.
 *
 * Per row the likelihood is G(x)·(e^{A} + e^{B}), A = −(r+x) ln(α+T), B = ln a − ln(b+e−1) − (r+x) ln(α+t_x), where G holds
 * the gamma functions. ln(e^A + e^B) has gradient p∇A + q∇B and Hessian p∇²A + q∇²B + pq(∇A−∇B)(∇A−∇B)ᵀ, with p and q
 * the shares of the two terms. Rows are sorted by x, so gamma functions are evaluated once per x.
 */
export function betaGeometricObjective(
  groups: GroupedHistories,
  dropoutAtFirst: 0 | 1,
): (theta: Float64Array) => CurvedEvaluation {
  const { count, frequency, recency, age, weight } = groups;
  const weightByFrequency: { x: number; weight: number }[] = [];
  for (let i = 0; i < count; i++) {
    const last = weightByFrequency.at(-1);
    if (last?.x === frequency[i]) last!.weight += weight[i]!;
    else weightByFrequency.push({ x: frequency[i]!, weight: weight[i]! });
  }

  return (theta) => {
    const [r, alpha, a, b] = Array.from(theta, Math.exp) as [number, number, number, number];
    const logAlpha = Math.log(alpha);
    const logA = Math.log(a);
    let value = 0;
    let [gr, gAlpha, ga, gb] = [0, 0, 0, 0];
    let [hrr, hrAlpha, hra, hrb, hAlphaAlpha, hAlphaA, hAlphaB, haa, hab, hbb] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    const atStart = { logGammaR: logGamma(r), logGammaB: logGamma(b), logGammaAB: logGamma(a + b) };
    const slope = { r: digamma(r), b: digamma(b), ab: digamma(a + b) };
    const curve = { r: trigamma(r), b: trigamma(b), ab: trigamma(a + b) };
    for (const { x, weight: n } of weightByFrequency) {
      const e = x + dropoutAtFirst;
      value +=
        n *
        (logGamma(r + x) -
          atStart.logGammaR +
          r * logAlpha +
          atStart.logGammaAB +
          logGamma(b + e) -
          atStart.logGammaB -
          logGamma(a + b + e));
      const slopeAB = slope.ab - digamma(a + b + e);
      const curveAB = curve.ab - trigamma(a + b + e);
      gr += n * (digamma(r + x) - slope.r + logAlpha);
      gAlpha += (n * r) / alpha;
      ga += n * slopeAB;
      gb += n * (slopeAB + digamma(b + e) - slope.b);
      hrr += n * (trigamma(r + x) - curve.r);
      hrAlpha += n / alpha;
      hAlphaAlpha -= (n * r) / (alpha * alpha);
      haa += n * curveAB;
      hab += n * curveAB;
      hbb += n * (curveAB + trigamma(b + e) - curve.b);
    }

    let ageOfLog = -1;
    let logT = 0;
    let inverseT = 0;
    for (let i = 0; i < count; i++) {
      const x = frequency[i]!;
      const n = weight[i]!;
      const shape = r + x;
      if (age[i] !== ageOfLog) {
        ageOfLog = age[i]!;
        logT = Math.log(alpha + ageOfLog);
        inverseT = 1 / (alpha + ageOfLog);
      }
      const alive = -shape * logT;
      if (x === 0 && dropoutAtFirst === 0) {
        value += n * alive;
        gr -= n * logT;
        gAlpha -= n * shape * inverseT;
        hrAlpha -= n * inverseT;
        hAlphaAlpha += n * shape * inverseT * inverseT;
        continue;
      }
      const survivors = b + x - 1 + dropoutAtFirst;
      const logS = Math.log(alpha + recency[i]!);
      const inverseS = 1 / (alpha + recency[i]!);
      const difference = alive - (logA - Math.log(survivors) - shape * logS);
      const smaller = Math.exp(-Math.abs(difference));
      const p = difference > 0 ? 1 / (1 + smaller) : smaller / (1 + smaller);
      const q = 1 - p;
      value += n * ((difference > 0 ? alive : alive - difference) + Math.log1p(smaller));
      // ∇A − ∇B
      const dr = logS - logT;
      const dAlpha = shape * (inverseS - inverseT);
      const da = -1 / a;
      const db = 1 / survivors;
      gr -= n * (p * logT + q * logS);
      gAlpha -= n * shape * (p * inverseT + q * inverseS);
      ga += (n * q) / a;
      gb -= n * q * db;
      const npq = n * p * q;
      hrr += npq * dr * dr;
      hrAlpha += npq * dr * dAlpha - n * (p * inverseT + q * inverseS);
      hra += npq * dr * da;
      hrb += npq * dr * db;
      hAlphaAlpha += npq * dAlpha * dAlpha + n * shape * (p * inverseT * inverseT + q * inverseS * inverseS);
      hAlphaA += npq * dAlpha * da;
      hAlphaB += npq * dAlpha * db;
      haa += npq * da * da - (n * q) / (a * a);
      hab += npq * da * db;
      hbb += npq * db * db + n * q * db * db;
    }

    // From parameters to their logarithms: g·p, and H·p·pᵀ plus the gradient on the diagonal.
    const natural = [r, alpha, a, b];
    const gradient = Float64Array.of(gr * r, gAlpha * alpha, ga * a, gb * b);
    const rows = [
      [hrr, hrAlpha, hra, hrb],
      [hrAlpha, hAlphaAlpha, hAlphaA, hAlphaB],
      [hra, hAlphaA, haa, hab],
      [hrb, hAlphaB, hab, hbb],
    ];
    const hessian = Float64Array.from(
      rows.flatMap((row, i) => row.map((h, j) => h * natural[i]! * natural[j]! + (i === j ? gradient[i]! : 0))),
    );
    return { value, gradient, hessian };
  };
}

/** How to fit the BG/NBD (0) or the MBG/NBD (1) to rows in units of the mean age. */
export const betaGeometricProblem = (dropoutAtFirst: 0 | 1): LikelihoodProblem => ({
  parameters: [
    { name: 'r', lower: 1e-4, upper: 1e3 },
    { name: 'alpha', lower: 1e-5, upper: 1e5, isTime: true },
    { name: 'a', lower: 1e-4, upper: 1e3 },
    { name: 'b', lower: 1e-4, upper: 1e4 },
  ],
  starts: [
    [0.5, 0.2, 0.8, 2],
    [0.25, 0.15, 0.3, 1],
    [2, 1, 0.5, 5],
    [1, 2, 2, 2],
  ],
  maximise: (groups, start, bounds, maxIterations) =>
    maximiseNewton(betaGeometricObjective(groups, dropoutAtFirst), start, bounds, maxIterations),
  refine: (groups, start, bounds) => maximiseNewton(betaGeometricObjective(groups, dropoutAtFirst), start, bounds),
});

/** Fits BG/NBD (`dropoutAtFirst` 0) or MBG/NBD (1) by maximum likelihood. @param weights how often each history counts; absent: once */
export function fitBetaGeometric(
  key: PurchaseModelKey,
  dropoutAtFirst: 0 | 1,
  statistics: PurchaseStatistics,
  weights?: Float64Array,
): PurchaseFit {
  const problem = betaGeometricProblem(dropoutAtFirst);
  const scaled = scaledGroups(statistics, weights);
  return fitFrom(key, problem, bestOptimum(problem, scaled.groups), scaled);
}
