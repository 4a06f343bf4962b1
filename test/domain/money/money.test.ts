import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundConserving } from '../../../domain/money/money.ts';

const amounts = fc
  .array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 200 })
  .map((list) => Float64Array.from(list));
const exactSum = (rounded: Float64Array): bigint =>
  rounded.reduce<bigint>((total, x) => total + BigInt(x), 0n) as bigint;

describe('rounding to minor units that still adds up', () => {
  it('gives whole numbers, each less than one unit away, that sum to the rounded total', () => {
    fc.assert(
      fc.property(amounts, (values) => {
        const rounded = roundConserving(values);
        rounded.forEach((x, i) => expect(Number.isInteger(x) && Math.abs(x - values[i]!) < 1).toBe(true));
        const total = values.reduce((sum, x) => sum + x, 0);
        expect(Math.abs(Number(exactSum(rounded)) - total)).toBeLessThanOrEqual(0.5 + 1e-3);
      }),
    );
  });

  it('reaches any whole total asked for', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: -1_000_000, max: 1_000_000 }), (values, away) => {
        const total = Math.round(values.reduce((sum, x) => sum + x, 0)) + away;
        expect(exactSum(roundConserving(values, total))).toBe(BigInt(total));
      }),
    );
  });

  it('gives the units left over to the largest remainders, equal ones by index', () => {
    expect([...roundConserving(Float64Array.of(0.4, 0.4, 0.4, 0.8))]).toEqual([1, 0, 0, 1]);
    expect([...roundConserving(Float64Array.of(-0.25, -0.5, 2.75))]).toEqual([0, -1, 3]);
    expect([...roundConserving(Float64Array.of(1 / 3, 1 / 3, 1 / 3), 1)]).toEqual([1, 0, 0]);
  });

  it('refuses what is not an amount or cannot be reached', () => {
    expect(() => roundConserving(Float64Array.of(Number.NaN))).toThrow('finite');
    expect(() => roundConserving(Float64Array.of(1), 1.5)).toThrow('whole number');
    expect(() => roundConserving(new Float64Array(0), 1)).toThrow('no amounts');
    expect([...roundConserving(new Float64Array(0))]).toEqual([]);
  });
});
