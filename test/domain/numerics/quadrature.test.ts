import { describe, expect, it } from 'vitest';
import { logAddExp, logistic, powerIntegral } from '../../../domain/numerics/elementary.ts';
import { betaExpectation, discountedIntegral, gaussLegendre } from '../../../domain/numerics/quadrature.ts';

const relative = (actual: number, expected: number) => Math.abs(actual / expected - 1);

describe('quadrature', () => {
  it('Gauss–Legendre with n nodes integrates polynomials of degree 2n − 1 exactly', () => {
    for (const count of [1, 2, 5, 12, 40]) {
      const { nodes, weights } = gaussLegendre(count);
      for (let degree = 0; degree <= 2 * count - 1; degree++) {
        const integral = nodes.reduce((sum, node, i) => sum + weights[i]! * node ** degree, 0);
        expect(relative(integral, 1 / (degree + 1))).toBeLessThan(1e-13);
      }
    }
  });

  it('discounts a constant rate to (1 − e^{−δh})/δ, at any horizon', () => {
    for (const discount of [1e-6, 3e-4, 0.003, 0.2]) {
      for (const horizon of [1, 30, 365, 3650, Infinity]) {
        expect(
          relative(
            discountedIntegral(() => 1, 40, horizon, discount),
            -Math.expm1(-discount * horizon) / discount,
          ),
        ).toBeLessThan(1e-12);
      }
    }
  });

  it('takes expectations over beta distributions of any shape: E[p] and E[(1 − p)²]', () => {
    for (const a of [1e-4, 0.03, 0.8, 5, 900]) {
      for (const b of [1e-3, 0.5, 2.4, 70, 1e4]) {
        expect(
          relative(
            betaExpectation(a, b, (p) => p),
            a / (a + b),
          ),
        ).toBeLessThan(1e-10);
        expect(
          relative(
            betaExpectation(a, b, (p) => (1 - p) ** 2),
            (b * (b + 1)) / ((a + b) * (a + b + 1)),
          ),
        ).toBeLessThan(1e-10);
      }
    }
  });
});

describe('elementary functions through their poles', () => {
  it('the power integral is continuous at exponent 0', () => {
    expect(powerIntegral(0, -0.7)).toBe(0.7);
    expect(relative(powerIntegral(1e-9, -0.7), 0.7)).toBeLessThan(1e-9);
    expect(relative(powerIntegral(2, Math.log(0.5)), (1 - 0.25) / 2)).toBeLessThan(1e-15);
  });

  it('logarithmic sums and odds do not overflow', () => {
    expect(logAddExp(1e4, 1e4)).toBe(1e4 + Math.LN2);
    expect(logAddExp(-Infinity, -3)).toBe(-3);
    expect(logAddExp(-Infinity, -Infinity)).toBe(-Infinity);
    expect(logistic(1e4)).toBe(0);
    expect(logistic(-1e4)).toBe(1);
    expect(logistic(Infinity)).toBe(0);
    expect(logistic(-Infinity)).toBe(1);
  });
});
