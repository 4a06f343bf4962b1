import { logBeta } from './gamma.ts';

const TINY = 1e-300;
const MOST_TERMS = 20_000;

/** Lentz's evaluation of the continued fraction; converges in about √max(a, b) terms for z < (a+1)/(a+b+2). */
function continuedFraction(z: number, a: number, b: number): number {
  const awayFromZero = (value: number) => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * z) / (a + 1));
  let fraction = d;
  for (let m = 1; m < MOST_TERMS; m++) {
    const even = (m * (b - m) * z) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * z) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return fraction;
}

/**
 * P(B ≤ odds) and P(B > odds) for B ~ beta prime (a, b), i.e. I_z(a, b) and its complement at z = odds/(1 + odds); a, b > 0, odds ≥ 0. The odds are
 * asked for because 1 − z would lose digits where z is near 1.
 * @see Press et al. (2007), Numerical Recipes, §6.4
 */
export function betaPrimeDistribution(
  odds: number,
  a: number,
  b: number,
): { readonly below: number; readonly above: number } {
  if (odds <= 0) return { below: 0, above: 1 };
  if (odds === Infinity) return { below: 1, above: 0 };
  const density = Math.exp(-a * Math.log1p(1 / odds) - b * Math.log1p(odds) - logBeta(a, b));
  const z = odds / (1 + odds);
  if (z < (a + 1) / (a + b + 2)) {
    const below = Math.min(1, (density * continuedFraction(z, a, b)) / a);
    return { below, above: 1 - below };
  }
  const above = Math.min(1, (density * continuedFraction(1 / (1 + odds), b, a)) / b);
  return { below: 1 - above, above };
}
