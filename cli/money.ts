import { minorDigitsOf } from '../domain/money/money.ts';

/** "1,234.50" from minor units; the currency is said once, in the heading or the sentence. */
export function formatMinor(minor: number, currency: string): string {
  const digits = minorDigitsOf(currency);
  return new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    minor / 10 ** digits,
  );
}
