import { logAddExp, logistic } from '../numerics/elementary.ts';
import { logBeta, logGamma } from '../numerics/gamma.ts';
import { discountedIntegral } from '../numerics/quadrature.ts';
import { betaGeometricForecast, expectedWhileAlive as betaGeometricExpected, type BetaGeometric } from './betaGeometric.ts';
import type { Forecast } from './forecast.ts';

/**
 * MBG/CNBD-k as a Poisson process of hidden *stages* at rate λ ~ Gamma(r, α): every k-th stage is a purchase, so gaps are
 * Erlang-k and more regular than exponential. All forecasts follow from the stages: after x purchases and no purchase
 * since t_x, j < k stages have passed unseen by T with probability proportional to
 *
 *   w_j = (r+kx)_j/j!·((T−t_x)/(α+T))ʲ,
 *
 * then λ ~ Gamma(r+kx+j, α+T), and the number N of stages in (T, T+t] is negative binomial.
 * @see Platzer & Reutterer (2016), Ticking Away the Moments, Marketing Science 35(5)
 */
export interface ErlangTiming {
  readonly k: number;
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** Above this many expected stages the position within a gap no longer matters (relative error about k/stages). */
const MOST_STAGES = 200_000;

/** w_0 … w_{k−1} for shape = r + kx and v = (T−t_x)/(α+T). */
function stageWeights(k: number, shape: number, v: number): number[] {
  const weights = [1];
  for (let j = 1; j < k; j++) weights.push((weights[j - 1]! * (shape + j - 1) * v) / j);
  return weights;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0);

const weightsOf = ({ k, r, alpha }: ErlangTiming, x: number, recency: number, age: number) =>
  stageWeights(k, r + k * x, (age - recency) / (alpha + age));

/** ln of the odds, up to the stage weights, of having left at t_x against being alive at T. */
const logLeft = ({ k, r, alpha, a, b }: ErlangTiming, x: number, recency: number, age: number): number =>
  Math.log(a / (b + x)) + (r + k * x) * Math.log((alpha + age) / (alpha + recency));

/** Platzer & Reutterer (2016), likelihood of the MBG/CNBD-k; `sumLogGaps` is Σ ln of the x gaps. */
function logLikelihood(m: ErlangTiming, x: number, recency: number, age: number, sumLogGaps: number): number {
  const { k, r, alpha, a, b } = m;
  const shape = r + k * x;
  return (
    (k - 1) * sumLogGaps -
    x * logGamma(k) +
    (logBeta(a, b + x + 1) - logBeta(a, b)) +
    (logGamma(shape) - logGamma(r) + r * Math.log(alpha) - shape * Math.log(alpha + age)) +
    logAddExp(Math.log(sumOf(weightsOf(m, x, recency, age))), logLeft(m, x, recency, age))
  );
}

/**
 * E[g(N)] for N negative binomial with the given shape and mean shape·odds, and g(n) = purchases[⌊(j+n)/k⌋] or the last
 * entry. Summed outwards from the mode and divided by the sum of the same weights: positive terms, nothing to underflow.
 */
function expectedOverStages(shape: number, odds: number, k: number, j: number, purchasesUpTo: (chances: number) => number): number {
  const z = odds / (1 + odds);
  const mode = shape > 1 ? Math.floor((shape - 1) * odds) : 0;
  let total = 0;
  let sum = 0;
  let term = 1;
  for (let n = mode; ; n++) {
    const purchases = purchasesUpTo(Math.floor((j + n) / k));
    total += term;
    sum += term * purchases;
    const ratio = ((shape + n) * z) / (n + 1);
    const decay = 1 - ratio;
    if (n >= k - j && decay > 0 && term * (purchases + 1) <= 1e-17 * decay * decay * sum) break;
    term *= ratio;
    if (term === 0) break;
  }
  term = 1;
  for (let n = mode; n > 0; n--) {
    term *= n / ((shape + n - 1) * z);
    total += term;
    sum += term * purchasesUpTo(Math.floor((j + n - 1) / k));
    if (term * n <= 1e-18 * total) break;
  }
  return sum / total;
}

/** Expected purchases given m chances to buy, Σ_{i<m} (b′)_i/(a+b′)_i for p ~ Beta(a, b′): extended as it is asked for. */
function purchasesByChances(a: number, survivors: number): (chances: number) => number {
  const table = [0];
  let stillHere = 1;
  return (chances) => {
    while (table.length <= chances) {
      const i = table.length - 1;
      table.push(table[i]! + stillHere);
      stillHere *= (survivors + i) / (a + survivors + i);
    }
    return table[chances]!;
  };
}

/** E[purchases in (T, T+t] | alive at T] = Σ_j w_j/Σw·E[G(⌊(j+N)/k⌋)], G(m) the expected purchases in m chances. Exact. */
function expectedWhileAlive(m: ErlangTiming, x: number, recency: number, age: number, t: number): number {
  if (t === 0) return 0;
  const { k, r, alpha, a, b } = m;
  const shape = r + k * x;
  const odds = t / (alpha + age);
  if ((shape + k) * odds > MOST_STAGES) {
    const smooth: BetaGeometric = { r: shape - x, alpha: k * (alpha + age), a, b, dropoutAtFirst: 1 };
    return betaGeometricExpected(smooth, x, 0, t);
  }
  const purchases = purchasesByChances(a, b + x + 1);
  const weights = weightsOf(m, x, recency, age);
  const total = sumOf(weights);
  return weights.reduce((sum, w, j) => (w === 0 ? sum : sum + (w / total) * expectedOverStages(shape + j, odds, k, j, purchases)), 0);
}

/**
 * P(at least one purchase in (T, T+t] | alive at T) = Σ_j w_j/Σw·P(N_j ≥ k−j): a living customer buys when the remaining
 * k−j stages have passed. Small probabilities are summed from the tail, large ones from the complement.
 */
function purchaseWhileAlive(m: ErlangTiming, x: number, recency: number, age: number, t: number): number {
  if (t === 0) return 0;
  const { k, r, alpha } = m;
  const odds = t / (alpha + age);
  const z = odds / (1 + odds);
  const weights = weightsOf(m, x, recency, age);
  const total = sumOf(weights);
  let probability = 0;
  weights.forEach((w, j) => {
    const shape = r + k * x + j;
    const missing = k - j;
    let term = Math.exp(-shape * Math.log1p(odds));
    let fewer = 0;
    for (let n = 0; n < missing; n++) {
      fewer += term;
      term *= ((shape + n) * z) / (n + 1);
    }
    let enough = 1 - fewer;
    if (fewer > 0.5) {
      enough = 0;
      for (let n = missing; term > 1e-17 * enough; n++) {
        enough += term;
        term *= ((shape + n) * z) / (n + 1);
      }
    }
    probability += (w / total) * enough;
  });
  return Math.min(1, Math.max(0, probability));
}

/** ∫₀ʰ e^{−δt} dE[Y(t)] by parts: e^{−δh}·E(h) + δ∫₀ʰ e^{−δt} E(t) dt, whose integrand is smooth even for regular timing. */
function discountedWhileAlive(m: ErlangTiming, x: number, recency: number, age: number, horizon: number, discountRate: number): number {
  const expected = (t: number) => expectedWhileAlive(m, x, recency, age, t);
  if (discountRate === 0) return expected(horizon);
  const integral = discountRate * discountedIntegral(expected, m.alpha + age, horizon, discountRate);
  if (horizon === Infinity) return integral;
  const undiscounted = expected(horizon);
  return Math.min(undiscounted, Math.exp(-discountRate * horizon) * undiscounted + integral);
}

/** The model as the shared scorer wants it; k = 1 is the MBG/NBD itself, in closed form. */
export function erlangForecast(m: ErlangTiming): Forecast {
  if (m.k === 1) return betaGeometricForecast({ r: m.r, alpha: m.alpha, a: m.a, b: m.b, dropoutAtFirst: 1 });
  return {
    recencyMattersWhileAlive: true,
    logLikelihood: (x, recency, age, sumLogGaps) => logLikelihood(m, x, recency, age, sumLogGaps),
    probabilityAlive: (x, recency, age) => logistic(logLeft(m, x, recency, age) - Math.log(sumOf(weightsOf(m, x, recency, age)))),
    expectedWhileAlive: (x, recency, age, horizon) => expectedWhileAlive(m, x, recency, age, horizon),
    purchaseWhileAlive: (x, recency, age, horizon) => purchaseWhileAlive(m, x, recency, age, horizon),
    discountedWhileAlive: (x, recency, age, horizon, discountRate) => discountedWhileAlive(m, x, recency, age, horizon, discountRate),
  };
}
