import { DomainError } from '../errors.ts';

/**
 * Rounds amounts to whole minor units so that they still add up: floors first, then one unit each to the largest
 * remainders (equal remainders: lowest index first), until the sum is reached. When `total` is further away than the
 * remainders reach, the rest is spread the same way, round after round.
 *
 * Source: the largest-remainder (Hamilton) method of apportionment.
 *
 * @param values amounts in minor units, any sign
 * @param total what the result must add up to, an integer; by default the rounded sum of the values
 * @returns integers in minor units; each differs from its value by less than 1 when `total` is the default
 * @throws DomainError when a value is not finite, or the total is not an integer that a double holds exactly
 */
export function roundConserving(values: Float64Array, total?: number): Float64Array {
  const n = values.length;
  const rounded = new Float64Array(n);
  const remainder = new Float64Array(n);
  let floors = 0;
  let remainders = 0;
  for (let i = 0; i < n; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) throw new DomainError('an amount must be finite', { index: i, value });
    rounded[i] = Math.floor(value);
    remainder[i] = value - rounded[i]!;
    floors += rounded[i]!;
    remainders += remainder[i]!;
  }
  const target = total ?? floors + Math.round(remainders);
  if (!Number.isSafeInteger(target) || !Number.isSafeInteger(floors)) {
    throw new DomainError('the total must be a whole number of minor units within ±2^53', { total: target, floors });
  }
  const missing = target - floors;
  if (missing === 0 || n === 0) {
    if (missing !== 0) throw new DomainError('no amounts to carry the total', { total: target });
    return rounded;
  }
  const everybody = Math.floor(missing / n);
  for (let i = 0; i < n; i++) rounded[i]! += everybody;
  addToLargest(rounded, remainder, missing - everybody * n);
  return rounded;
}

/** Adds one unit to the `count` entries with the largest remainders, ties by index; in two passes instead of a sort by pairs. */
function addToLargest(rounded: Float64Array, remainder: Float64Array, count: number): void {
  if (count === 0) return;
  const ascending = remainder.slice().sort();
  const least = ascending[ascending.length - count]!;
  let left = count;
  for (let i = 0; i < remainder.length; i++) {
    if (remainder[i]! > least) {
      rounded[i]! += 1;
      left--;
    }
  }
  for (let i = 0; left > 0; i++) {
    if (remainder[i] === least) {
      rounded[i]! += 1;
      left--;
    }
  }
}

/** An exact decimal number: digits · 10^−scale. Money never passes through a float on its way in. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const PLAIN = /^[+-]?(\d+(?:\.\d+)?|\.\d+)$/;

/** Reads "12", "-3.5", ".444" exactly; null for anything else, a thousands separator, a currency sign or an exponent too. */
export function parseDecimal(text: string): Decimal | null {
  if (!PLAIN.test(text)) return null;
  const point = text.indexOf('.');
  if (point < 0) return { digits: BigInt(text), scale: 0 };
  const digits = BigInt(text.replace('.', '').replace(/^[+-]/, ''));
  return { digits: text.startsWith('-') ? -digits : digits, scale: text.length - point - 1 };
}

/** The product, exactly. */
export const multiply = (a: Decimal, b: Decimal): Decimal => ({
  digits: a.digits * b.digits,
  scale: a.scale + b.scale,
});

/** The nearest floating-point number. */
export const toNumber = (value: Decimal): number => Number(value.digits) / 10 ** value.scale;

/**
 * The amount in minor units of a currency with `minorDigits` decimals, rounded half to even: over many lines that
 * neither adds nor loses value. null beyond 2^53. Whether an amount finer than the currency may be rounded at all is the
 * caller's to say, see {@link isExactIn}.
 */
export function toMinor(value: Decimal, minorDigits: number): number | null {
  const drop = value.scale - minorDigits;
  let minor: bigint;
  if (drop <= 0) minor = value.digits * 10n ** BigInt(-drop);
  else {
    const unit = 10n ** BigInt(drop);
    const floor = value.digits / unit - (value.digits < 0n && value.digits % unit !== 0n ? 1n : 0n);
    const twice = 2n * (value.digits - floor * unit);
    const up = twice > unit || (twice === unit && floor % 2n !== 0n);
    minor = up ? floor + 1n : floor;
  }
  const number = Number(minor);
  return Number.isSafeInteger(number) ? number : null;
}

/** Whether the amount is whole in minor units, so that nothing is rounded. */
export const isExactIn = (value: Decimal, minorDigits: number): boolean =>
  value.scale <= minorDigits || value.digits % 10n ** BigInt(value.scale - minorDigits) === 0n;

const digitsOfCurrency = new Map<string, number>();

/** Decimals of a currency's minor unit (ISO 4217): 2 for EUR, 0 for JPY, 3 for KWD. Throws RangeError for what is no currency code. */
export function minorDigitsOf(currency: string): number {
  let digits = digitsOfCurrency.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    digitsOfCurrency.set(currency, digits);
  }
  return digits;
}

/**
 * "1,234.50" from minor units; the currency is said once, in the heading or the sentence.
 *
 * @example formatMinor(123_450, 'EUR') // '1,234.50'
 */
export function formatMinor(minor: number, currency: string): string {
  const digits = minorDigitsOf(currency);
  return new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    minor / 10 ** digits,
  );
}
