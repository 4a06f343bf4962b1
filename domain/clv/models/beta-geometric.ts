import { logAddExp, logistic, powerIntegral } from '../../numerics/elementary.ts';
import { logBeta, logGamma } from '../../numerics/gamma.ts';
import { betaExpectation, discountedIntegral } from '../../numerics/quadrature.ts';
import type { Forecast } from './forecast.ts';

/**
 * What BG/NBD and MBG/NBD share. In both a customer buys at rate λ ~ Gamma(r, α) and drops out with probability
 * p ~ Beta(a, b) at certain moments: after every repeat purchase (BG/NBD), or after every purchase, the first one
 * included (MBG/NBD). `dropoutAtFirst` is 0 or 1 accordingly; the MBG/NBD is the BG/NBD with one more chance to leave.
 */
export interface BetaGeometric {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
  readonly dropoutAtFirst: 0 | 1;
}

const SERIES_TERMS = 20_000;
const SERIES_UP_TO = 0.995;

/**
 * Whether the transformed series keeps its accuracy: z near 1 makes it slow, a very negative u makes its terms alternate,
 * a large b makes the two summands cancel and a large a makes (1−z)^a underflow. Elsewhere the expectation over p is
 * integrated directly, which is positive throughout but some ten times slower.
 */
const seriesIsAccurate = (a: number, c: number, u: number, shape: number, z: number): boolean =>
  z <= SERIES_UP_TO && -u * z <= 5 && c <= 1e3 * shape && a <= shape + 50 && -a * Math.log1p(-z) <= 500;

/**
 * ln L(x, t_x, T): with e = x + dropoutAtFirst,
 * Γ(r+x)/Γ(r)·αʳ·{ B(a, b+e)/B(a, b)·(α+T)^{−(r+x)} + [e > 0]·B(a+1, b+e−1)/B(a, b)·(α+t_x)^{−(r+x)} }.
 * @see Fader, Hardie & Lee (2005) eq. 6; Batislam, Denizel & Filiztekin (2007) for the MBG/NBD
 */
export function logLikelihood(m: BetaGeometric, x: number, recency: number, age: number): number {
  const chances = x + m.dropoutAtFirst;
  const shape = m.r + x;
  const common =
    logGamma(shape) - logGamma(m.r) + m.r * Math.log(m.alpha) + logBeta(m.a, m.b + chances) - logBeta(m.a, m.b);
  const alive = -shape * Math.log(m.alpha + age);
  const left = chances === 0 ? -Infinity : Math.log(m.a / (m.b + chances - 1)) - shape * Math.log(m.alpha + recency);
  return common + logAddExp(alive, left);
}

/** P(alive at T | x, t_x, T); 1 for a BG/NBD customer without a repeat purchase, who has had no chance to leave. */
export function probabilityAlive(m: BetaGeometric, x: number, recency: number, age: number): number {
  const chances = x + m.dropoutAtFirst;
  if (chances === 0) return 1;
  return logistic(Math.log(m.a / (m.b + chances - 1)) + (m.r + x) * Math.log((m.alpha + age) / (m.alpha + recency)));
}

/**
 * E[purchases in (T, T+t] | alive at T]. The textbook form (Fader, Hardie & Lee 2005, eq. 10) divides by a−1 and multiplies
 * a ₂F₁ that overflows for large x. Euler's transformation with the poles at a = 1 and a+b+x = 1 divided out leaves
 *
 *   c·φ − (1−z)^{a−1}·Σ_{n≥1} (u)_n (a)_{n−1} / ((c+1)_{n−1} n!) zⁿ,   z = t/(α+T+t), c = a+b+x−1, u = a+b−1−r,
 *
 * φ = (1 − (1−z)^{a−1})/(a−1); c and u are one larger for the MBG/NBD. Nothing in it grows with x.
 */
export function expectedWhileAlive(m: BetaGeometric, x: number, age: number, t: number): number {
  if (t === 0) return 0;
  const { r, alpha, a } = m;
  const scale = alpha + age;
  const z = t / (scale + t);
  const shape = r + x;
  const survivors = m.b + x + m.dropoutAtFirst;
  const c = a + survivors - 1;
  const u = a + m.b - 1 - r + m.dropoutAtFirst;
  const l = -Math.log1p(t / scale);
  if (seriesIsAccurate(a, c, u, shape, z)) {
    let term = u * z;
    let sum = term;
    for (let n = 1; n < SERIES_TERMS; n++) {
      term *= ((u + n) * (a + n - 1) * z) / ((c + n) * (n + 1));
      sum += term;
      if (Math.abs(term) <= 1e-17 * Math.abs(sum)) break;
    }
    return c * powerIntegral(a - 1, l) - Math.exp((a - 1) * l) * sum;
  }
  const ratio = t / scale;
  return betaExpectation(a, survivors, (p) =>
    p * ratio < 1e-12 ? shape * ratio : -Math.expm1(-shape * Math.log1p(p * ratio)) / p,
  );
}

/** ρ(t): the purchase rate at T+t of a customer alive at T, the derivative of {@link expectedWhileAlive}. */
export function rateWhileAlive(m: BetaGeometric, x: number, age: number, t: number): number {
  const { r, alpha, a } = m;
  const scale = alpha + age;
  const z = t / (scale + t);
  const shape = r + x;
  const survivors = m.b + x + m.dropoutAtFirst;
  const c = a + survivors;
  const u = a + m.b - 1 - r + m.dropoutAtFirst;
  const l = -Math.log1p(t / scale);
  if (seriesIsAccurate(a, c, u, shape, z)) {
    let term = 1;
    let sum = 1;
    for (let n = 0; n < SERIES_TERMS; n++) {
      term *= ((u + n) * (a + n) * z) / ((c + n) * (n + 1));
      sum += term;
      if (Math.abs(term) <= 1e-16 * Math.abs(sum)) break;
    }
    return (shape / scale) * Math.exp(a * l) * sum;
  }
  const ratio = t / scale;
  return (shape / scale) * betaExpectation(a, survivors, (p) => Math.exp(-(shape + 1) * Math.log1p(p * ratio)));
}

/**
 * P(at least one purchase in (T, T+t] | alive at T). Someone alive at T can only leave at a purchase, so the next one
 * comes after an exponential time with rate λ | history ~ Gamma(r+x, α+T): 1 − ((α+T)/(α+T+t))^{r+x}.
 */
export const purchaseWhileAlive = (m: BetaGeometric, x: number, age: number, t: number): number =>
  -Math.expm1(-(m.r + x) * Math.log1p(t / (m.alpha + age)));

/** ∫₀ʰ e^{−δt} ρ(t) dt of a customer alive at T. There is no closed form; the undiscounted integral bounds it. */
export function discountedWhileAlive(
  m: BetaGeometric,
  x: number,
  age: number,
  horizon: number,
  discountRate: number,
): number {
  if (discountRate === 0) return expectedWhileAlive(m, x, age, horizon);
  const shape = m.r + x + 1;
  // ρ = E[(1 + pt/A)^{−(r+x+1)}]·(r+x)/A over p falls like (1 + t/A) to the −(r+x+1)·E[p] at first and to the −a in the end.
  const steepness = Math.max((shape * m.a) / (m.a + m.b + x + m.dropoutAtFirst), Math.min(shape, m.a));
  const rate = (t: number) => rateWhileAlive(m, x, age, t);
  const integral = discountedIntegral(rate, m.alpha + age, horizon, discountRate, steepness);
  return horizon === Infinity ? integral : Math.min(integral, expectedWhileAlive(m, x, age, horizon));
}

/** The model as the shared scorer wants it. */
export const betaGeometricForecast = (m: BetaGeometric): Forecast => ({
  recencyMattersWhileAlive: false,
  logLikelihood: (x, recency, age) => logLikelihood(m, x, recency, age),
  probabilityAlive: (x, recency, age) => probabilityAlive(m, x, recency, age),
  expectedWhileAlive: (x, _, age, horizon) => expectedWhileAlive(m, x, age, horizon),
  purchaseWhileAlive: (x, _, age, horizon) => purchaseWhileAlive(m, x, age, horizon),
  discountedWhileAlive: (x, _, age, horizon, discountRate) => discountedWhileAlive(m, x, age, horizon, discountRate),
});
