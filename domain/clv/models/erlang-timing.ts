import { logAddExp, logistic } from '../../numerics/elementary.ts';
import { logBeta, logGamma } from '../../numerics/gamma.ts';
import { discountedIntegral } from '../../numerics/quadrature.ts';
import {
  betaGeometricForecast,
  expectedWhileAlive as betaGeometricExpected,
  type BetaGeometric,
} from './beta-geometric.ts';
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

/** G(m), the expected purchases given m chances to buy, for m = 0 … `length − 1`: Σ_{i<m} (b′)_i/(a+b′)_i with p ~ Beta(a, b′). */
interface PurchaseTable {
  readonly x: number;
  readonly values: number[];
  stillHere: number;
}

const newPurchaseTable = (x: number): PurchaseTable => ({ x, values: [0], stillHere: 1 });

function extendTable(table: PurchaseTable, m: ErlangTiming, chances: number): void {
  const survivors = m.b + table.x + 1;
  const { values } = table;
  while (values.length <= chances) {
    const i = values.length - 1;
    values.push(values[i]! + table.stillHere);
    table.stillHere *= (survivors + i) / (m.a + survivors + i);
  }
}

/** Relative size of the terms left out of a sum over stages. */
const NEGLIGIBLE = 1e-15;

/**
 * E[G(⌊(j+N)/k⌋)] for N negative binomial with mean shape·odds. Summed outwards from the mode and divided by the sum of
 * the same weights: positive terms, nothing to underflow.
 */
function expectedOverStages(m: ErlangTiming, table: PurchaseTable, shape: number, odds: number, j: number): number {
  const { k } = m;
  const { values } = table;
  const z = odds / (1 + odds);
  const mode = shape > 1 ? Math.floor((shape - 1) * odds) : 0;
  let total = 0;
  let sum = 0;
  let term = 1;
  let chances = Math.floor((j + mode) / k);
  let step = (j + mode) % k;
  for (let n = mode; term > 0; n++) {
    if (chances >= values.length) extendTable(table, m, chances + 64);
    const purchases = values[chances]!;
    total += term;
    sum += term * purchases;
    const ratio = ((shape + n) * z) / (n + 1);
    // Once terms fall geometrically, what is left is below term·(purchases + 1)/(1 − ratio)².
    if (ratio < 1 && chances > 0 && term * (purchases + 1) <= NEGLIGIBLE * (1 - ratio) * (1 - ratio) * sum) break;
    term *= ratio;
    if (++step === k) {
      step = 0;
      chances++;
    }
  }
  term = 1;
  chances = Math.floor((j + mode) / k);
  step = (j + mode) % k;
  for (let n = mode; n > 0 && term * n > NEGLIGIBLE * total; n--) {
    term *= n / ((shape + n - 1) * z);
    if (step-- === 0) {
      step = k - 1;
      chances--;
    }
    total += term;
    sum += term * values[chances]!;
  }
  return sum / total;
}

/** E[purchases in (T, T+t] | alive at T] = Σ_j w_j/Σw·E[G(⌊(j+N_j)/k⌋)]. Exact. */
function expectedWhileAlive(m: ErlangTiming, table: PurchaseTable, recency: number, age: number, t: number): number {
  if (t === 0) return 0;
  const { k, r, alpha, a, b } = m;
  const { x } = table;
  const shape = r + k * x;
  const odds = t / (alpha + age);
  if ((shape + k) * odds > MOST_STAGES) {
    const smooth: BetaGeometric = { r: shape - x, alpha: k * (alpha + age), a, b, dropoutAtFirst: 1 };
    return betaGeometricExpected(smooth, x, 0, t);
  }
  const weights = weightsOf(m, x, recency, age);
  const total = sumOf(weights);
  return weights.reduce(
    (sum, w, j) => (w === 0 ? sum : sum + (w / total) * expectedOverStages(m, table, shape + j, odds, j)),
    0,
  );
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

/**
 * ∫₀ʰ e^{−δt} dE[Y(t)] by parts: e^{−δh}·E(h) + δ∫₀ʰ e^{−δt} E(t) dt. Accurate to about 1e-7 for the most
 * regular timing (k = 12), whose E(t) is a staircase, and to 1e-12 for k ≤ 3.
 */
function discountedWhileAlive(
  m: ErlangTiming,
  table: PurchaseTable,
  recency: number,
  age: number,
  horizon: number,
  discountRate: number,
): number {
  const expected = (t: number) => expectedWhileAlive(m, table, recency, age, t);
  if (discountRate === 0) return expected(horizon);
  const scale = m.alpha + age;
  if (horizon === Infinity) return discountRate * discountedIntegral(expected, scale, horizon, discountRate);
  const integral = discountRate * discountedIntegral(expected, scale, horizon, discountRate);
  const undiscounted = expected(horizon);
  return Math.min(undiscounted, Math.exp(-discountRate * horizon) * undiscounted + integral);
}

/** The model as the shared scorer wants it; k = 1 is the MBG/NBD itself, in closed form. */
export function erlangForecast(m: ErlangTiming): Forecast {
  if (m.k === 1) return betaGeometricForecast({ r: m.r, alpha: m.alpha, a: m.a, b: m.b, dropoutAtFirst: 1 });
  // Populations are scored in order of x, so the table of the last x is nearly always the one needed.
  let table = newPurchaseTable(0);
  const tableOf = (x: number): PurchaseTable => (table.x === x ? table : (table = newPurchaseTable(x)));
  return {
    recencyMattersWhileAlive: true,
    logLikelihood: (x, recency, age, sumLogGaps) => logLikelihood(m, x, recency, age, sumLogGaps),
    probabilityAlive: (x, recency, age) =>
      logistic(logLeft(m, x, recency, age) - Math.log(sumOf(weightsOf(m, x, recency, age)))),
    expectedWhileAlive: (x, recency, age, horizon) => expectedWhileAlive(m, tableOf(x), recency, age, horizon),
    purchaseWhileAlive: (x, recency, age, horizon) => purchaseWhileAlive(m, x, recency, age, horizon),
    discountedWhileAlive: (x, recency, age, horizon, discountRate) =>
      discountedWhileAlive(m, tableOf(x), recency, age, horizon, discountRate),
  };
}
