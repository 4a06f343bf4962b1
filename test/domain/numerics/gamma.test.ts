import { describe, expect, it } from 'vitest';
import { digamma, logBeta, logGamma, trigamma } from '../../../domain/numerics/gamma.ts';

/** x, ln Γ(x), ψ(x), ψ′(x), the doubles nearest to 30-digit values. */
const REFERENCE = [
  [1e-5, 11.512919692895826, -100000.57719921568, 10000000001.64491],
  [0.2426, 1.3197854750907922, -4.358361853222514, 18.198210324240314],
  [1, 0, -0.5772156649015329, 1.6449340668482264],
  [1.5, -0.12078223763524522, 0.03648997397857652, 0.9348022005446793],
  [2, 0, 0.42278433509846713, 0.6449340668482264],
  [7, 6.579251212010101, 1.8727843350984672, 0.15354517795933756],
  [9.999, 12.799575780077413, 2.2516474172057355, 0.10517738667672887],
  [132.5, 513.4484766590967, 4.882804313899973, 0.0075757213440971905],
  [5000.25, 37584.75559523289, 8.517143191833028, 0.00020000999983325833],
] as const;

/** Error relative to the larger of 1 and the expected value. */
const errorOf = (actual: number, expected: number) => Math.abs(actual - expected) / Math.max(1, Math.abs(expected));

describe('gamma functions', () => {
  it.each(REFERENCE)('agree with high-precision values at %f', (x, lnGamma, psi, psi1) => {
    expect(errorOf(logGamma(x), lnGamma)).toBeLessThanOrEqual(4e-15);
    expect(errorOf(digamma(x), psi)).toBeLessThanOrEqual(4e-15);
    expect(errorOf(trigamma(x), psi1)).toBeLessThanOrEqual(4e-15);
  });

  it('obey their recurrences across the switch to the asymptotic series', () => {
    for (let x = 0.05; x < 25; x += 0.31) {
      expect(errorOf(logGamma(x + 1) - logGamma(x), Math.log(x))).toBeLessThanOrEqual(2e-14);
      expect(errorOf(digamma(x + 1) - digamma(x), 1 / x)).toBeLessThanOrEqual(1e-14);
      expect(errorOf(trigamma(x) - trigamma(x + 1), 1 / (x * x))).toBeLessThanOrEqual(1e-14);
    }
  });

  it('give the beta function of integers: B(3, 4) = 1/60', () => {
    expect(errorOf(Math.exp(logBeta(3, 4)), 1 / 60)).toBeLessThanOrEqual(1e-15);
  });
});
