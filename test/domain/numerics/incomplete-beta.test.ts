import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaPrimeDistribution } from '../../../domain/numerics/incomplete-beta.ts';

describe('beta prime distribution', () => {
  it('is the tail of the binomial: I_z(m, n − m + 1) = P(at least m of n), z = odds/(1 + odds)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.nat(59),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (n, at, z) => {
          const m = 1 + (at % n);
          let tail = 0;
          let term = (1 - z) ** n;
          for (let i = 0; i <= n; i++) {
            if (i >= m) tail += term;
            term *= (((n - i) / (i + 1)) * z) / (1 - z);
          }
          const { below, above } = betaPrimeDistribution(z / (1 - z), m, n - m + 1);
          expect(below).toBeCloseTo(tail, 11);
          expect(below + above).toBeCloseTo(1, 12);
        },
      ),
    );
  });

  it('knows its ends, its symmetry, and small tails', () => {
    expect(betaPrimeDistribution(0, 3, 4)).toEqual({ below: 0, above: 1 });
    expect(betaPrimeDistribution(Infinity, 3, 4)).toEqual({ below: 1, above: 0 });
    expect(betaPrimeDistribution(1.3, 700, 500).below).toBeCloseTo(betaPrimeDistribution(1 / 1.3, 500, 700).above, 13);
    expect(betaPrimeDistribution(999, 1, 40).above / 0.001 ** 40).toBeCloseTo(1, 9);
  });
});
