import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newPowerTail, powerTail } from '../../../domain/numerics/power-tail.ts';

/** P, Q, α, β, t; ln H; ∂/∂P, ∂/∂Q, ∂/∂α, ∂/∂β by 40-digit quadrature and differences. */
const REFERENCE = [
  [
    [2.5, 1.6, 10.6, 11.7, 3],
    -9.31714711078528,
    [-2.9400693102052, -2.99897697722, -0.13816390555161, -0.083059243843409],
  ],
  [[30, 1.3, 10, 2, 1], -74.47695599997739, [-2.4280529081315, -1.2015974356117, -2.6474494679929, -0.3926852840259]],
  [
    [0.6, 1.5, 1, 200, 0],
    -5.08982448828403,
    [-3.9722373557637, -5.8197481084728, -0.052164231629871, -0.0052391788418506],
  ],
  [
    [1.2, 1.05, 50, 0.02, 0],
    -2.669173440777703,
    [-4.0477232077418, 0.24973448488508, -0.021799334964779, -8.0016625880514],
  ],
  [
    [401, 4, 0.008, 2.8, 5],
    -658.6290186585039,
    [-1.6135206567651, -2.0557200208976, -79.873477428828, -0.51200320979844],
  ],
  [
    [0.002, 1.001, 50, 0.1, 0],
    5.815926478947072,
    [-331.1337690628134, -331.0718761038632, -7.352436808831714e-7, -0.029632378159558413],
  ],
  [
    [5000, 1.3, 10, 12, 4000],
    -41493.73946673662,
    [-8.2967465083272, -8.2972450374335, -1.2466334812476, -0.00032396315978925],
  ],
] as const;

/** Error relative to the larger of 1 and the expected value. */
const errorOf = (actual: number, expected: number) => Math.abs(actual - expected) / Math.max(1, Math.abs(expected));

describe('the tail integral of two powers', () => {
  it.each(REFERENCE)(
    'agrees with 40-digit quadrature at P, Q, α, β, t = %j',
    ([p, q, alpha, beta, t], logValue, [dP, dQ, dAlpha, dBeta]) => {
      const tail = powerTail(p, q, alpha, beta, t, newPowerTail());
      expect(errorOf(tail.logValue, logValue)).toBeLessThanOrEqual(1e-13);
      expect(errorOf(tail.dP, dP)).toBeLessThanOrEqual(1e-11);
      expect(errorOf(tail.dQ, dQ)).toBeLessThanOrEqual(1e-11);
      expect(errorOf(tail.dAlpha, dAlpha)).toBeLessThanOrEqual(1e-11);
      expect(errorOf(tail.dBeta, dBeta)).toBeLessThanOrEqual(1e-11);
    },
  );

  it('is −(α+t)^{−P} (β+t)^{−Q} in its slope, whichever of α and β is larger and however far apart', () => {
    const positive = (min: number, max: number) =>
      fc.double({ min: Math.log(min), max: Math.log(max), noNaN: true }).map(Math.exp);
    fc.assert(
      fc.property(
        positive(0.05, 300),
        positive(1.01, 20),
        positive(0.01, 1e3),
        positive(0.01, 1e3),
        positive(0.01, 1e3),
        (p, q, alpha, beta, t) => {
          // H shifted in t is H shifted in both α and β, so d ln H/dt = ∂α + ∂β.
          const { logValue, dAlpha, dBeta } = powerTail(p, q, alpha, beta, t, newPowerTail());
          const slope = -Math.exp(-p * Math.log(alpha + t) - q * Math.log(beta + t) - logValue);
          expect(errorOf((dAlpha + dBeta) / slope, 1)).toBeLessThanOrEqual(1e-10);
        },
      ),
      { numRuns: 300 },
    );
  });
});
