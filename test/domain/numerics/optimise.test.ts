import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  differencedHessian,
  maximiseBfgs,
  maximiseFromNear,
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

  it('refuses a point whose information is not positive definite, though its inverse has a positive diagonal', () => {
    // The inverse of [[−1, 2], [2, −1]]/3 is [[1, 2], [2, 1]].
    expect(standardErrorsOf(Float64Array.of(1 / 3, -2 / 3, -2 / 3, 1 / 3), 2)).toBeNull();
    expect(standardErrorsOf(Float64Array.of(-1, 0, 0, -1e-12), 2), 'small, but no smaller than itself').toEqual([
      1, 1e6,
    ]);
    expect(standardErrorsOf(Float64Array.of(-1, -1, -1, -1 - 1e-12), 2), 'singular but for rounding').toBeNull();
  });

  it('gives standard errors of three parameters as the inverse does', () => {
    // [[4, 2, 0], [2, 5, 3], [0, 3, 6]] has determinant 60 and cofactors 21, 24, 16 on its diagonal.
    const errors = standardErrorsOf(Float64Array.of(-4, -2, 0, -2, -5, -3, 0, -3, -6), 3)!;
    expect(errors).toEqual([21, 24, 16].map((cofactor) => expect.closeTo(Math.sqrt(cofactor / 60), 12)));
  });

  it('solves any linear system that has a solution, whatever its rows come first', () => {
    const entry = fc.double({ min: -10, max: 10, noNaN: true });
    const systems = fc.integer({ min: 1, max: 5 }).chain((n) =>
      fc.record({
        matrix: fc.array(entry, { minLength: n * n, maxLength: n * n }),
        x: fc.array(entry, { minLength: n, maxLength: n }),
        order: fc.shuffledSubarray([...Array(n).keys()], { minLength: n }),
      }),
    );
    fc.assert(
      fc.property(systems, ({ matrix, x, order }) => {
        const n = x.length;
        // Diagonally dominant, so well-conditioned; then its rows change places, so that it needs pivots.
        const dominant = matrix.map((value, at) => (at % (n + 1) === 0 ? 11 * n + Math.abs(value) : value));
        const rows = order.map((row) => dominant.slice(row * n, (row + 1) * n));
        const right = rows.map((row) => row.reduce((sum, value, j) => sum + value * x[j]!, 0));
        const given = Float64Array.from(rows.flat());
        const solved = solveLinear(given, right)!;
        solved.forEach((value, i) => expect(value).toBeCloseTo(x[i]!, 8));
        expect([...given], 'the matrix is left as it was').toEqual(rows.flat());
      }),
    );
    expect([...solveLinear(Float64Array.of(0, 0, 2, 0, 3, 0, 4, 0, 0), [2, 6, 8])!]).toEqual([2, 2, 1]);
    expect(solveLinear(Float64Array.of(1, 2, 3, 2, 4, 6, 1, 0, 0), [1, 2, 3])).toBeNull();
  });

  it('makes a Hessian symmetric where the gradient is not', () => {
    const skew = (theta: Float64Array) => ({
      value: 0,
      gradient: Float64Array.of(3 * theta[1]!, theta[0]! + 2 * theta[1]!),
    });
    expect([...differencedHessian(skew, Float64Array.of(5, 7))]).toEqual([0, 2, 2, 2].map((h) => expect.closeTo(h, 6)));
  });

  describe.each([
    ['Newton', maximiseNewton],
    ['BFGS', maximiseBfgs],
    [
      'BFGS, a rough search',
      (...given: Parameters<typeof maximiseBfgs>) => maximiseBfgs(given[0], given[1], given[2], given[3], false),
    ],
  ])('%s', (name, maximise) => {
    const rough = name.includes('rough');
    /** A round hill with its top at (1, −2, 3), its axes turned: exp(2) as wide one way as another. */
    const hill = (theta: Float64Array) => {
      const [a, b, c] = [theta[0]! - 1, theta[1]! + 2, theta[2]! - 3];
      return {
        value: -(2 * a * a + 2 * a * b + 3 * b * b + 0.5 * c * c + b * c),
        gradient: Float64Array.of(-(4 * a + 2 * b), -(2 * a + 6 * b + c), -(c + b)),
        hessian: Float64Array.of(-4, -2, 0, -2, -6, -1, 0, -1, -1),
      };
    };
    const box = (size: number) => ({ lower: [-size, -size, -size], upper: [size, size, size] });

    it('reaches the top of a hill from anywhere, in about as many steps as it has dimensions', () => {
      for (const start of [
        [0, 0, 0],
        [9, -9, 9],
        [-9, 9, -9],
      ]) {
        const { theta, converged, value, atBound, iterations } = maximise(hill, start, box(10));
        expect([...theta].map((v, i) => Math.abs(v - [1, -2, 3][i]!)).every((gap) => gap < (rough ? 0.2 : 1e-6))).toBe(
          true,
        );
        expect([converged, atBound]).toEqual([true, []]);
        expect(value).toBeGreaterThan(rough ? -0.01 : -1e-12);
        expect(iterations).toBeLessThanOrEqual(30);
      }
    });

    it('begins inside the box, leaves a bound it stands on when the top is inside, and ends on one when it is not', () => {
      for (const start of [
        [4, 4, 4],
        [-4, -4, -4],
        [99, -99, 99],
      ]) {
        const { theta, atBound } = maximise(hill, start, box(4));
        expect(Math.abs(theta[2]! - 3)).toBeLessThan(rough ? 0.3 : 1e-6);
        expect(atBound).toEqual([]);
      }
      const { theta, atBound, converged } = maximise(hill, [0, 0, 0], { lower: [-9, -1, -9], upper: [9, 9, 2] });
      // With b = 1 and c = −1 held at their bounds, 4a = −2b.
      expect([theta[1], theta[2], atBound, converged]).toEqual([-1, 2, [1, 2], true]);
      expect(theta[0]).toBeCloseTo(0.5, rough ? 0 : 6);
    });

    it('has nothing to do where it is flat', () => {
      const flat = () => ({ value: 7, gradient: new Float64Array(2), hessian: new Float64Array(4) });
      const found = maximise(flat, [0.3, 0.4], { lower: [-1, -1], upper: [1, 1] });
      expect(found).toMatchObject({ converged: true, value: 7, theta: Float64Array.of(0.3, 0.4), atBound: [] });
      expect(found.iterations).toBeLessThanOrEqual(2);
    });

    it('says that it has not converged when it may not go on, or when a gradient leads nowhere', () => {
      expect(maximise(hill, [9, -9, 9], box(10), 1).iterations).toBeLessThanOrEqual(
        rough || name === 'Newton' ? 1 : 31,
      );
      if (rough || name === 'Newton') expect(maximise(hill, [9, -9, 9], box(10), 1).converged).toBe(false);
      const lying = (theta: Float64Array) => ({
        value: -Math.abs(theta[0]!) * 1e3,
        gradient: Float64Array.of(1),
        hessian: Float64Array.of(-1),
      });
      expect(maximise(lying, [0], { lower: [-1], upper: [1] }).converged).toBe(false);
    });

    it('takes a gradient for rounding where no step improves and it is as small as the value allows', () => {
      const top = (theta: Float64Array) => ({
        value: theta[0] === 0 ? 1e6 : 0,
        gradient: Float64Array.of(1e-4),
        hessian: Float64Array.of(-1),
      });
      expect(maximise(top, [0], { lower: [-1], upper: [1] })).toMatchObject({ converged: true, value: 1e6 });
    });
  });

  it('a rough search leaves its Hessian to whoever goes on from it', () => {
    expect([...maximiseBfgs(valley, [-1.2, 1], WIDE, 200, false).hessian]).toEqual([0, 0, 0, 0]);
    const near = maximiseFromNear(valley, [0.9, 0.8], WIDE);
    expect(near.converged).toBe(true);
    near.hessian.forEach((h, i) => expect(Math.abs(h - valley(near.theta).hessian[i]!)).toBeLessThan(1e-2));
  });

  it('solves linear systems that need pivoting and refuses singular ones', () => {
    expect([...solveLinear(Float64Array.of(0, 1, 1, 0), [3, 5])!]).toEqual([5, 3]);
    expect(solveLinear(Float64Array.of(1, 1, 1, 1), [1, 2])).toBeNull();
  });
});
