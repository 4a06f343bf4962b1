import { logGamma } from './gamma.ts';
import { betaPrimeDistribution } from './incomplete-beta.ts';

const MOST_TERMS = 10_000;
const TINY = 1e-300;

/**
 * Q(a, x) = Γ(a, x)/Γ(a), the upper regularised incomplete gamma function, for a > 0 and x ≥ 0; relative error about 1e-13.
 *
 * Source: Press et al. (2007), Numerical Recipes, §6.2: the series below a + 1, Lentz's continued fraction above.
 */
export function upperGamma(a: number, x: number): number {
  if (!(x > 0)) return 1;
  if (x === Infinity) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < MOST_TERMS && term > sum * 1e-17; n++) sum += term *= x / (a + n);
    return Math.max(0, 1 - front * sum);
  }
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < MOST_TERMS; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b || TINY);
    c = b + numerator / c || TINY;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * fraction;
}

/** P(χ² > x) with `degrees` degrees of freedom: the p-value of a χ² test. */
export const chiSquareAbove = (x: number, degrees: number): number => upperGamma(degrees / 2, x / 2);

/** P(Z > z) of the standard normal distribution; keeps its digits in the upper tail. */
export const normalAbove = (z: number): number => (z < 0 ? 1 - normalAbove(-z) : upperGamma(0.5, (z * z) / 2) / 2);

/**
 * z with P(Z ≤ z) = p, to about 1e-14: the approximation of Abramowitz & Stegun 26.2.23, then Newton.
 *
 * @example Math.round(1e6 * normalQuantile(0.975)) // 1959964
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : Number.NaN;
  if (p < 0.5) return -normalQuantile(1 - p);
  const above = 1 - p;
  const t = Math.sqrt(-2 * Math.log(above));
  let z = t - (2.515_517 + t * (0.802_853 + t * 0.010_328)) / (1 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)));
  for (let step = 0; step < 3; step++) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    z += (normalAbove(z) - above) / density;
  }
  return z;
}

/** P(|T| > |t|) of Student's t with `degrees` degrees of freedom, which need not be whole. */
export const studentBeyond = (t: number, degrees: number): number =>
  betaPrimeDistribution((t * t) / degrees, 0.5, degrees / 2).above;

/**
 * t with P(T ≤ t) = p for p ≥ .5, by bisection; relative error about 1e-13.
 *
 * @example Math.round(1e6 * studentQuantile(0.975, 10)) // 2228139
 */
export function studentQuantile(p: number, degrees: number): number {
  if (!(p >= 0.5 && p < 1 && degrees > 0)) return Number.NaN;
  const beyond = 2 * (1 - p);
  let high = 1;
  while (studentBeyond(high, degrees) > beyond && high < 1e100) high *= 2;
  let low = 0;
  while (high - low > 1e-13 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (studentBeyond(middle, degrees) > beyond) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
