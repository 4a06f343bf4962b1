import { roundConserving, toMinor } from '../../domain/money/money.ts';
import type { Decimal } from '../../domain/money/money.ts';
import { decimalMarkOf, multiply, parseDecimal, plainNumber } from '../decimal.ts';

export const NOTHING: Decimal = { digits: 0n, scale: 0 };

/** A number that can be meant in one way only, exactly; empty is null too. `1.234` alone is none: a translation does not see the column. */
export function exact(text: string): Decimal | null {
  const mark = decimalMarkOf(text);
  if (mark === null) return parseDecimal(text);
  const plain = mark === 'EITHER' ? null : plainNumber(text, mark);
  return plain === null ? null : parseDecimal(plain);
}

/** Like {@link exact}, for an export whose numbers always have a decimal point and no thousands. */
export const pointed = (text: string): Decimal | null => parseDecimal(text);

const scaled = ({ digits, scale }: Decimal, to: number): bigint => digits * 10n ** BigInt(to - scale);

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: scaled(a, scale) + scaled(b, scale), scale };
}
export const subtract = (a: Decimal, b: Decimal): Decimal => add(a, { digits: -b.digits, scale: b.scale });
export const times = multiply;
export const sum = (values: readonly Decimal[]): Decimal => values.reduce(add, NOTHING);
export const isAbove = (a: Decimal, b: Decimal): boolean => subtract(a, b).digits > 0n;

/** A number of whole cents (or pennies …), for saying how far apart two sums may be by rounding. */
export const hundredths = (count: number): Decimal => ({ digits: BigInt(count), scale: 2 });

/** In plain notation with a point; never with three decimals, which might be read as thousands. */
export function written({ digits, scale }: Decimal): string {
  if (scale === 3) return written({ digits: digits * 10n, scale: 4 });
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  return `${digits < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${text.slice(text.length - scale)}`}`;
}

/** A cell as {@link written} writes it; one that is no such number as it stands, for the contract to refuse. */
export const asWritten = (text: string, read: (text: string) => Decimal | null): string => {
  const value = read(text);
  return value === null ? text : written(value);
};

/**
 * Amounts so that they add up to `total`, each in proportion to what it was, in whole minor units: what is left of the lines of an order
 * after a discount on all of them. null beyond what a double holds.
 */
export function spread(amounts: readonly Decimal[], total: Decimal, minorDigits: number): Decimal[] | null {
  const before = amounts.map((amount) => toMinor(amount, minorDigits));
  const target = toMinor(total, minorDigits);
  if (target === null || before.includes(null)) return null;
  const whole = (before as number[]).reduce((added, minor) => added + minor, 0);
  if (whole === 0) return null;
  const shares = Float64Array.from(before as number[], (minor) => (minor * target) / whole);
  return Array.from(roundConserving(shares, target), (minor) => ({ digits: BigInt(minor), scale: minorDigits }));
}

/** Minor digits of the currency a cell names; two where it names none that is known. */
export function digitsOf(currency: string, minorDigitsOf: (code: string) => number): number {
  try {
    return minorDigitsOf(currency.toUpperCase());
  } catch {
    return 2;
  }
}
