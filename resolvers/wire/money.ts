import { isAmount, maxAmount } from '../../domain/money/bounds.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { isExactIn, minorDigitsOf, parseDecimal, toMinor } from '../../domain/money/money.ts';

/** An amount in minor units as an exact decimal: −5 EUR cents is "-0.05". */
export function toDecimal(minor: number, currency: string): string {
  const digits = minorDigitsOf(currency);
  const sign = minor < 0 ? '-' : '';
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/**
 * An exact decimal as minor units. More digits than the currency has are refused, not rounded: the sender knows what was
 * meant, Kring does not.
 *
 * @throws InvalidInputError naming `field`
 */
export function exactMinor(text: string, currency: string, field: readonly string[]): number {
  const digits = minorDigitsOf(currency);
  const decimal = parseDecimal(text);
  if (decimal === null || !isExactIn(decimal, digits)) {
    throw new InvalidInputError(
      field,
      `An amount in ${currency} is a decimal with at most ${digits} digits after the point, e.g. "${toDecimal(129_995, currency)}"; got "${text.slice(0, 40)}".`,
    );
  }
  const minor = toMinor(decimal, digits);
  if (minor === null)
    throw new InvalidInputError(field, `The amount "${text.slice(0, 40)}" is too large to be kept exactly.`);
  return minor;
}

/**
 * A money input as minor units of the accounting currency.
 *
 * @throws InvalidInputError with code CURRENCY_MISMATCH for any other currency, AMOUNT_TOO_LARGE beyond domain/money/bounds.ts
 */
export function minorFrom(
  money: { readonly amount: string; readonly currencyCode: string },
  currency: string,
  field: readonly string[],
): number {
  if (money.currencyCode !== currency) {
    throw new InvalidInputError(
      [...field, 'currencyCode'],
      `This deployment keeps its books in ${currency}; convert amounts in ${money.currencyCode} before sending them.`,
      { code: 'CURRENCY_MISMATCH' },
    );
  }
  const minor = exactMinor(money.amount, currency, [...field, 'amount']);
  if (isAmount(minor)) return minor;
  throw new InvalidInputError(
    [...field, 'amount'],
    `The most an amount may be is ${maxAmount(minorDigitsOf(currency))} ${currency}; got "${money.amount}".`,
    { code: 'AMOUNT_TOO_LARGE' },
  );
}
