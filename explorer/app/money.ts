import { language } from './settings.ts';

/** An amount as the API answers it. */
export interface Money {
  readonly minorUnits: number;
}
/** An amount that also says how it is written. */
export interface WrittenMoney extends Money {
  readonly amount: string;
  readonly currencyCode: string;
}

/** How a company counts: its currency, and how many decimals that has (2 for EUR, 0 for JPY). */
export interface Currency {
  readonly code: string;
  readonly digits: number;
}

/** @example currencyOf({ minorUnits: 5, amount: '0.05', currencyCode: 'EUR' }) // { code: 'EUR', digits: 2 } */
export const currencyOf = ({ amount, currencyCode }: WrittenMoney): Currency => ({
  code: currencyCode,
  digits: amount.split('.')[1]?.length ?? 0,
});

/** Minor units as an integer that cannot be rounded. */
export const minorOf = (money: Money): bigint => BigInt(money.minorUnits);
export const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

/**
 * Minor units in whole units, exactly.
 *
 * @example decimalOf(-5n, 2) // '-0.05'
 */
export function decimalOf(minor: bigint, digits: number): string {
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return `${minor < 0n ? '-' : ''}${whole}${digits === 0 ? '' : `.${text.slice(-digits)}`}`;
}

const localeOf = (): string => (language.value === 'nl' ? 'nl-NL' : 'en-IE');
const formats = new Map<string, Intl.NumberFormat>();
function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const name = `${localeOf()} ${JSON.stringify(options)}`;
  const known = formats.get(name) ?? new Intl.NumberFormat(localeOf(), options);
  formats.set(name, known);
  return known;
}

/** A minus before everything else, as a minus sign: languages put it in different places, and columns would not line up. */
const signed = (minor: bigint, digits: number, options: Intl.NumberFormatOptions): string =>
  // A decimal string is formatted as it is, without becoming a float on the way.
  `${minor < 0n ? '−' : ''}${format(options).format(decimalOf(minor < 0n ? -minor : minor, digits) as Intl.StringNumericLiteral)}`;
const exactly = (digits: number): Intl.NumberFormatOptions => ({
  minimumFractionDigits: digits,
  maximumFractionDigits: digits,
});
const inCurrency = (code: string): Intl.NumberFormatOptions => ({
  style: 'currency',
  currency: code,
  currencyDisplay: 'narrowSymbol',
});

/** With currency and all its decimals. */
export const moneyText = (minor: bigint, { code, digits }: Currency): string =>
  signed(minor, digits, { ...inCurrency(code), ...exactly(digits) });

/** Without currency, for columns whose head names it. */
export const amountText = (minor: bigint, { digits }: Currency): string => signed(minor, digits, exactly(digits));

/** For axes: 286K. */
export const shortMoney = (minor: bigint, { code, digits }: Currency): string =>
  signed(minor, digits, {
    ...inCurrency(code),
    notation: 'compact',
    minimumFractionDigits: 0,
    maximumFractionDigits: 1,
  });

export const countText = (count: number | bigint): string => format({}).format(count);
export const decimalText = (value: number, digits = 1): string =>
  format({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value).replace('-', '−');
export const percentText = (share: number, digits = 0): string =>
  format({ style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits })
    .format(share)
    .replace('-', '−');

/** A calendar day or an instant, as a day in UTC. */
export const dayText = (at: string): string =>
  new Intl.DateTimeFormat(language.value === 'nl' ? 'nl-NL' : 'en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(at),
  );
