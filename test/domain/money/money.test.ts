import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatMinor,
  isExactIn,
  minorDigitsOf,
  multiply,
  parseDecimal,
  roundConserving,
  toMinor,
  toNumber,
} from '../../../domain/money/money.ts';

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
    expect(() => roundConserving(Float64Array.of(2 ** 60), 1)).toThrow('whole number');
    expect([...roundConserving(new Float64Array(0))]).toEqual([]);
  });
  it('spreads a total far away over everybody, the last units by remainder', () => {
    expect([...roundConserving(Float64Array.of(1.2, 1.6, 1.4), 10)]).toEqual([3, 4, 3]);
    expect([...roundConserving(Float64Array.of(5.2, 5.6, 5.4), 8)]).toEqual([2, 3, 3]);
    expect([...roundConserving(Float64Array.of(5, 5, 5), 9)]).toEqual([3, 3, 3]);
  });
});

describe('a decimal number', () => {
  it.each([
    ['12', 12n, 0],
    ['+12', 12n, 0],
    ['-3.5', -35n, 1],
    ['+3.50', 350n, 2],
    ['.444', 444n, 3],
    ['-.5', -5n, 1],
    ['-0.07', -7n, 2],
    ['10.00', 1000n, 2],
  ])('%s is read exactly', (text, digits, scale) => {
    expect(parseDecimal(text)).toEqual({ digits, scale });
  });
  it.each(['', '.', '-', '1.', '1,000.00', '€5', '5 ', ' 5', '1e3', '1.2.3', '--1', '0x10', 'NaN', '+-1', '1\n'])(
    'is not %j',
    (text) => {
      expect(parseDecimal(text)).toBeNull();
    },
  );
  it('multiplies without losing a digit: 0.1 × 0.2 is 0.02', () => {
    const product = multiply({ digits: 1n, scale: 1 }, { digits: 2n, scale: 1 });
    expect(product).toEqual({ digits: 2n, scale: 2 });
    expect(toNumber(product)).toBe(0.02);
  });
});

describe('an amount in minor units', () => {
  const minor = (text: string, digits = 2): number | null => toMinor(parseDecimal(text)!, digits);
  it.each([
    ['12', 1200],
    ['12.3', 1230],
    ['12.34', 1234],
    ['-12.34', -1234],
    ['0.004', 0],
    ['0.006', 1],
    ['-0.004', 0],
    ['-0.006', -1],
  ])('of %s is %i', (text, expected) => {
    expect(Number(minor(text))).toBe(expected);
  });
  it.each([
    ['0.005', 0],
    ['0.015', 2],
    ['0.025', 2],
    ['-0.005', 0],
    ['-0.015', -2],
    ['-0.025', -2],
    ['0.0250001', 3],
    ['0.0249999', 2],
  ])('rounds half to even: %s is %i cents', (text, expected) => {
    expect(minor(text)! + 0).toBe(expected);
  });
  it('rounds as often up as down, whatever the digits', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
        fc.integer({ min: 0, max: 6 }),
        (digits, scale) => {
          const rounded = toMinor({ digits, scale }, 2)!;
          const exact = Number(digits) / 10 ** (scale - 2);
          expect(Math.abs(rounded - exact)).toBeLessThanOrEqual(0.5 + 1e-4);
          expect(toMinor({ digits: -digits, scale }, 2)! + 0).toBe(-rounded + 0);
        },
      ),
    );
  });
  it('is unknown, not wrong, beyond what a double holds exactly', () => {
    expect(minor('90071992547409.91')).toBe(Number.MAX_SAFE_INTEGER);
    expect(minor('90071992547409.92')).toBeNull();
    expect(minor('-90071992547409.92')).toBeNull();
  });
  it('is exact in a currency whose decimals are enough', () => {
    const exact = (text: string, digits: number): boolean => isExactIn(parseDecimal(text)!, digits);
    expect([exact('1.5', 2), exact('1.50', 2), exact('1.500', 2), exact('1.505', 2)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect([exact('1', 0), exact('1.0', 0), exact('1.1', 0)]).toEqual([true, true, false]);
  });
});

describe('currencies', () => {
  it('have the decimals of ISO 4217, again when asked again', () => {
    for (const _ of [1, 2]) expect(['EUR', 'JPY', 'KWD'].map(minorDigitsOf)).toEqual([2, 0, 3]);
    expect(() => minorDigitsOf('EURO')).toThrow(RangeError);
  });
  it('show amounts with all their decimals', () => {
    expect(formatMinor(123_450, 'EUR')).toBe('1,234.50');
    expect(formatMinor(-5, 'EUR')).toBe('-0.05');
    expect(formatMinor(1_234, 'JPY')).toBe('1,234');
    expect(formatMinor(1_234, 'KWD')).toBe('1.234');
  });
});
