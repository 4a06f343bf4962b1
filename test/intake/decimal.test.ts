import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minorDigitsOf, multiply, parseDecimal, toMinor, toNumber } from '../../intake/decimal.ts';

const minor = (text: string, digits = 2): number | null => toMinor(parseDecimal(text)!, digits);

describe('money from text', () => {
  it('rounds half to even, once, from the exact decimal', () => {
    expect(
      ['0.005', '0.015', '0.025', '2.5', '-0.005', '-0.015', '1.005', '261.9599', '0.444'].map((text) => minor(text)),
    ).toEqual([0, 2, 2, 250, 0, -2, 100, 26196, 44]);
  });

  it('is exact for every amount that has the minor units already', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (cents) => {
        const sign = cents < 0 ? '-' : '';
        const units = Math.abs(cents);
        expect(minor(`${sign}${Math.floor(units / 100)}.${String(units % 100).padStart(2, '0')}`)).toBe(
          cents === 0 ? 0 : cents,
        );
      }),
    );
  });

  it('multiplies price and quantity exactly, where floats do not', () => {
    // 1.15 × 100 = 114.99999999999999 and 4.35 × 100 = 434.99999999999994 in binary floating point
    expect(toMinor(multiply(parseDecimal('1.15')!, parseDecimal('3')!), 2)).toBe(345);
    expect(toMinor(multiply(parseDecimal('0.285')!, parseDecimal('10')!), 2)).toBe(285);
  });

  it.each(['1,234.50', '€5', '1e3', '', ' ', '--1', '1.', 'NaN', '0x10', '1 000'])(
    'refuses %j, which could be misread',
    (text) => {
      expect(parseDecimal(text)).toBeNull();
    },
  );

  it('reads a decimal comma only when told, and then no point', () => {
    expect(toMinor(parseDecimal('3,50', true)!, 2)).toBe(350);
    expect(parseDecimal('3,50')).toBeNull();
    expect(parseDecimal('3.50', true)).toBeNull();
  });

  it('refuses what no safe integer can hold', () => {
    expect(minor('90071992547409.91')).toBe(Number.MAX_SAFE_INTEGER);
    expect(minor('90071992547409.93')).toBeNull();
  });

  it('knows currencies without and with three decimals', () => {
    expect(['EUR', 'JPY', 'KWD'].map((currency) => minorDigitsOf(currency))).toEqual([2, 0, 3]);
    expect(() => minorDigitsOf('EURO')).toThrow(RangeError);
    expect(toNumber(parseDecimal('-0.5')!)).toBe(-0.5);
  });
});
