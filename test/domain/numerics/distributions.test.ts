import { describe, expect, it } from 'vitest';
import {
  chiSquareAbove,
  normalAbove,
  normalQuantile,
  studentBeyond,
  studentQuantile,
  upperGamma,
} from '../../../domain/numerics/distributions.ts';

describe('distributions', () => {
  it('the normal distribution, to published digits', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13);
    expect(normalQuantile(0.5)).toBeCloseTo(0, 14);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 7);
    expect(normalAbove(1.6448536269514722)).toBeCloseTo(0.05, 14);
    expect(normalAbove(-1)).toBeCloseTo(0.8413447460685429, 13);
    expect(normalAbove(10) / 7.619853024160527e-24).toBeCloseTo(1, 10);
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(2)]).toEqual([-Infinity, Infinity, Number.NaN]);
  });

  it('χ² beyond its critical values leaves the level', () => {
    expect(chiSquareAbove(3.841458820694124, 1)).toBeCloseTo(0.05, 13);
    expect(chiSquareAbove(18.307038053275146, 10)).toBeCloseTo(0.05, 13);
    expect(chiSquareAbove(2 * Math.log(10), 2)).toBeCloseTo(0.1, 14);
    expect(chiSquareAbove(0, 3)).toBe(1);
    expect(upperGamma(2, Infinity)).toBe(0);
    // Q(1, x) = e^−x on both sides of where the method changes.
    for (const x of [0.1, 1.9, 2.1, 30]) expect(upperGamma(1, x) / Math.exp(-x)).toBeCloseTo(1, 12);
  });

  it("Student's t, whole degrees and parts of one", () => {
    expect(studentQuantile(0.975, 1)).toBeCloseTo(12.706204736174698, 8);
    expect(studentQuantile(0.975, 10)).toBeCloseTo(2.2281388519649385, 10);
    expect(studentQuantile(0.975, 1e7)).toBeCloseTo(1.95996, 5);
    expect(studentQuantile(0.5, 4)).toBeCloseTo(0, 12);
    expect(studentBeyond(studentQuantile(0.9, 3.7), 3.7)).toBeCloseTo(0.2, 12);
    expect(studentQuantile(0.3, 5)).toBeNaN();
  });
});
