import { parseDecimal as parsePlain } from '../domain/money/money.ts';
import type { Decimal } from '../domain/money/money.ts';

export { isExactIn, minorDigitsOf, multiply, toMinor, toNumber } from '../domain/money/money.ts';
export type { Decimal } from '../domain/money/money.ts';

/** What separates the decimals. The other of the two may then separate thousands. */
export type DecimalMark = '.' | ',';

/** What the options `--decimal-comma` and `--decimal-point` say about columns that do not say it themselves. */
export const markChosen = (options: {
  readonly decimalComma?: boolean | undefined;
  readonly decimalPoint?: boolean | undefined;
}): DecimalMark | null => (options.decimalComma === true ? ',' : options.decimalPoint === true ? '.' : null);

/** One to three digits, a mark, three digits: 1.234 is 1.234 to some and 1234 to others. Nobody groups a leading zero. */
const EITHER = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;
const NUMBER: Readonly<Record<DecimalMark, RegExp>> = {
  '.': /^[+-]?(?:(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?|\.\d+)$/,
  ',': /^[+-]?(?:(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)(?:,\d+)?|,\d+)$/,
};

/**
 * The decimal mark a text shows by itself: `22.3` and `1,234.56` the point, `1.234,56` the comma, `1.234` EITHER. null for
 * a whole number without separators and for what is no number.
 */
export function decimalMarkOf(text: string): DecimalMark | 'EITHER' | null {
  if (!text.includes('.') && !text.includes(',')) return null;
  if (EITHER.test(text)) return 'EITHER';
  return NUMBER['.'].test(text) ? '.' : NUMBER[','].test(text) ? ',' : null;
}

/** The number with a decimal point and without thousands separators; null when it is no number with this mark. */
export const plainNumber = (text: string, mark: DecimalMark): string | null =>
  NUMBER[mark].test(text) ? text.replaceAll(mark === '.' ? ',' : '.', '').replace(',', '.') : null;

/**
 * Reads "12", "-3.5", ".444" (or "3,5" with `decimalComma`) exactly. null for anything else: a thousands separator, a
 * currency sign or an exponent could be misread by a factor of a thousand, so a text alone is not read with them.
 */
export function parseDecimal(text: string, decimalComma = false): Decimal | null {
  if (!decimalComma) return parsePlain(text);
  return text.includes('.') ? null : parsePlain(text.replace(',', '.'));
}
