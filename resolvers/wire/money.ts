import { isAmount, maxAmount } from '../../domain/money/bounds.ts';
import { InvalidInputError } from '../../domain/errors.ts';

const digitsOfCurrency = new Map<string, number>();

/** Digits after the decimal point of a currency (ISO 4217): 2 for EUR, 0 for JPY. */
export function minorDigits(currency: string): number {
  let digits = digitsOfCurrency.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    digitsOfCurrency.set(currency, digits);
  }
  return digits;
}

/** An amount in minor units as an exact decimal: −5 EUR cents is "-0.05". */
export function toDecimal(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  const sign = minor < 0 ? '-' : '';
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

const DECIMAL = /^(-?)(\d{1,16})(?:\.(\d+))?$/;

/**
 * An exact decimal as minor units. More digits than the currency has are refused, not rounded: the sender knows what was
 * meant, Kring does not.
 *
 * @throws InvalidInputError naming `field`
 */
export function toMinor(decimal: string, currency: string, field: readonly string[]): number {
  const digits = minorDigits(currency);
  const match = DECIMAL.exec(decimal);
  const fraction = (match?.[3] ?? '').replace(/0+$/, '');
  if (match === null || fraction.length > digits) {
    throw new InvalidInputError(
      field,
      `An amount in ${currency} is a decimal with at most ${digits} digits after the point, e.g. "${toDecimal(129_995, currency)}"; got "${decimal.slice(0, 40)}".`,
    );
  }
  const minor = Number(match[2]! + fraction.padEnd(digits, '0'));
  if (!Number.isSafeInteger(minor))
    throw new InvalidInputError(field, `The amount "${decimal}" is too large to be kept exactly.`);
  return match[1] === '-' && minor !== 0 ? -minor : minor;
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
  const minor = toMinor(money.amount, currency, [...field, 'amount']);
  if (isAmount(minor)) return minor;
  throw new InvalidInputError(
    [...field, 'amount'],
    `The most an amount may be is ${maxAmount(minorDigits(currency))} ${currency}; got "${money.amount}".`,
    { code: 'AMOUNT_TOO_LARGE' },
  );
}
