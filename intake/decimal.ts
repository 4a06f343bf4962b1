/** An exact decimal number: digits · 10^−scale. Money never passes through a float on its way in. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const PLAIN = /^[+-]?(\d+(?:[.,]\d+)?|[.,]\d+)$/;

/**
 * Reads "12", "-3.5", ".444" (or "3,5" with `decimalComma`) exactly. null for anything else: a thousands separator, a
 * currency sign or an exponent could be misread by a factor of a thousand, so they are refused.
 */
export function parseDecimal(text: string, decimalComma = false): Decimal | null {
  if (!PLAIN.test(text) || text.includes(decimalComma ? '.' : ',')) return null;
  const plain = decimalComma ? text.replace(',', '.') : text;
  const point = plain.indexOf('.');
  if (point < 0) return { digits: BigInt(plain), scale: 0 };
  const unsigned = plain.replace('.', '').replace(/^[+-]/, '');
  const digits = BigInt(unsigned);
  return { digits: plain.startsWith('-') ? -digits : digits, scale: plain.length - point - 1 };
}

export const multiply = (a: Decimal, b: Decimal): Decimal => ({
  digits: a.digits * b.digits,
  scale: a.scale + b.scale,
});

export const toNumber = (value: Decimal): number => Number(value.digits) / 10 ** value.scale;

/**
 * The amount in minor units of a currency with `minorDigits` decimals, rounded half to even: over many lines that
 * neither adds nor loses value. null beyond 2^53.
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

/** Decimals of a currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD. Throws RangeError for what is no currency code. */
export const minorDigitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
