import { describe, expect, it } from 'vitest';
import {
  differencedHessian,
  maximiseBfgs,
  maximiseNewton,
  solveLinear,
  standardErrorsOf,
} from '../../../domain/numerics/optimise.ts';

const WIDE = { lower: [-10, -10], upper: [10, 10] };

/** Rosenbrock's valley upside down: maximum 0 at (1, 1). */
const valley = (theta: Float64Array) => {
  const [x, y] = theta as unknown as [number, number];
  return {
    value: -(100 * (y - x * x) ** 2 + (1 - x) ** 2),
    gradient: Float64Array.of(400 * x * (y - x * x) + 2 * (1 - x), -200 * (y - x * x)),
    hessian: Float64Array.of(400 * (y - 3 * x * x) - 2, 400 * x, 400 * x, -200),
  };
};

describe('optimisers', () => {
  it.each([
    ['Newton', maximiseNewton],
    ['BFGS', maximiseBfgs],
  ])('%s walks a curved valley to its end', (_, maximise) => {
    const optimum = maximise(valley, [-1.2, 1], WIDE);
    expect(optimum.converged).toBe(true);
    expect(optimum.atBound).toEqual([]);
    expect(optimum.theta[0]).toBeCloseTo(1, 6);
    expect(optimum.theta[1]).toBeCloseTo(1, 6);
  });

  it.each([
    ['Newton', maximiseNewton],
    ['BFGS', maximiseBfgs],
  ])('%s stops at a bound, says which, and optimises the rest', (_, maximise) => {
    const optimum = maximise(valley, [0, 0], { lower: [-10, -10], upper: [0.5, 10] });
    expect(optimum.atBound).toEqual([0]);
    expect(optimum.theta[0]).toBe(0.5);
    expect(optimum.theta[1]).toBeCloseTo(0.25, 6);
  });

  it('differences a gradient into the Hessian', () => {
    const theta = Float64Array.of(0.3, -0.2);
    const exact = valley(theta).hessian;
    differencedHessian(valley, theta).forEach((h, i) => expect(Math.abs(h - exact[i]!)).toBeLessThan(1e-4));
  });

  it('inverts the information for standard errors, and refuses a point that is no maximum', () => {
    // −H = [[4, 1], [1, 2]], inverse [[2, −1], [−1, 4]]/7.
    const errors = standardErrorsOf(Float64Array.of(-4, -1, -1, -2), 2)!;
    expect(errors[0]).toBeCloseTo(Math.sqrt(2 / 7), 14);
    expect(errors[1]).toBeCloseTo(Math.sqrt(4 / 7), 14);
    expect(standardErrorsOf(Float64Array.of(-4, -3, -3, -2), 2)).toBeNull();
    expect(standardErrorsOf(Float64Array.of(-1, -1, -1, -1), 2)).toBeNull();
  });

  it('solves linear systems that need pivoting and refuses singular ones', () => {
    expect([...solveLinear(Float64Array.of(0, 1, 1, 0), [3, 5])!]).toEqual([5, 3]);
    expect(solveLinear(Float64Array.of(1, 1, 1, 1), [1, 2])).toBeNull();
  });
});
