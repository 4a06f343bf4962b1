/** A value of a typed format as the text a cell of CSV would hold, so that one set of rules reads all formats. */
export type Typed = string | number | bigint | boolean | Date | null | undefined | object;

/** Digits a number of 64 bits holds whatever it is; spreadsheets show no more either. */
const SURE_DIGITS = 15;

/**
 * The text of a typed value: numbers without exponents and without the noise beyond their 15th digit, no value as the empty text, what is
 * nested as JSON.
 *
 * @example cellOf(19.990000000000002) // '19.99'
 */
export function cellOf(value: Typed): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return numberText(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? '' : value instanceof Date ? value.toISOString() : nestedText(value);
    default:
      return '';
  }
}

const numberText = (value: number): string => {
  if (Number.isSafeInteger(value)) return String(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '' : String(value);
  const text = String(Math.abs(value) < 1e15 ? Number(value.toPrecision(SURE_DIGITS)) : value);
  // Below a millionth JavaScript writes an exponent, which no amount is read with.
  return withPoint(text.includes('e-') ? value.toFixed(20).replace(/0+$/, '') : text);
};

/** A number whose point is a decimal point, so that nobody takes 1.234 for 1234: with three decimals it gets a fourth. */
export const withPoint = (text: string): string => (/^-?\d+\.\d{3}$/.test(text) ? `${text}0` : text);

const nestedText = (value: object): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));

/** A day and time of no zone, or of UTC, as ISO text; a midnight without zone is a day. */
export function instantText(epochMs: number, isUtc: boolean): string {
  const text = new Date(epochMs).toISOString();
  if (isUtc) return text;
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, -1);
}
