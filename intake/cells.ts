import * as z from 'zod';
import { isAmount, maxAmount } from '../domain/money/bounds.ts';
import { isExactIn, parseDecimal, toMinor, toNumber } from './decimal.ts';
import type { Decimal } from './decimal.ts';
import { hasControlCharacter } from '../store/customers/identity.ts';
import { exampleOf, looksLikeExcelDay, parseInstant } from './instants.ts';
import type { DateFormat } from './instants.ts';

/** How one file writes its values. */
export interface Notation {
  /** null: the one that the first row with a currency names. */
  readonly currency: string | null;
  readonly minorDigits: number;
  /** Of numbers that come as they stand in the file; those of an import come with a point, see columns.ts. Default false. */
  readonly decimalComma?: boolean;
  readonly dateFormat: DateFormat;
  /** True where whoever reads has no choice of format to be pointed to. */
  readonly isFixed?: true;
  /** Nothing can have happened after this instant: the import's start plus a day for clocks and time zones. */
  readonly latest: number;
  /** Amounts are whole minor units. */
  readonly minorUnits?: boolean;
  /** The shop's zone, which times without an offset are of; UTC when absent. */
  readonly timeZone?: string;
}

const MAX_TEXT = 256;

/** Takes what is wrong with a cell, in words that follow its name. */
export type Fault = (message: string) => void;

/** A rule of a cell: text in, a checked value out; undefined where something is wrong, which `fault` then hears, with the rule and an example. */
export type Rule<T> = (value: string, fault: Fault) => T | undefined;

export const MISSING = 'is missing';

export const textRule: Rule<string> = (value, fault) => {
  const isLong = value.length > MAX_TEXT;
  const isBroken = hasControlCharacter(value);
  if (isLong) fault(`is longer than ${MAX_TEXT} characters`);
  if (isBroken) fault('contains a control character such as NUL, which no text should hold');
  return isLong || isBroken ? undefined : value;
};

/** A rule for texts that hold nothing they should not. */
const onText =
  <T>(read: Rule<T>): Rule<T> =>
  (value, fault) =>
    textRule(value, fault) === undefined ? undefined : read(value, fault);

export const oneOfRule = <T extends string>(values: readonly T[]): Rule<T> =>
  onText((value, fault) => {
    const match = values.find((candidate) => candidate === value.toUpperCase().replaceAll(/[\s-]/g, '_'));
    if (match === undefined) fault(`is not one of ${values.join(', ')}`);
    return match;
  });

export const decimalRule = (notation: Notation): Rule<Decimal> =>
  onText((value, fault) => {
    const parsed = parseDecimal(value, notation.decimalComma);
    if (parsed === null) {
      const example = notation.decimalComma === true ? '1234,50' : '1234.50';
      fault(`is not a plain number, for example ${example}, without a currency sign, an exponent or brackets`);
    }
    return parsed ?? undefined;
  });

/** An amount of money in units of the currency, whether the file counts in units or in minor ones. */
export const moneyRule = (notation: Notation): Rule<Decimal> => {
  const rule = decimalRule(notation);
  if (notation.minorUnits !== true) return rule;
  return (cell, fault) => {
    const value = rule(cell, fault);
    if (value === undefined) return undefined;
    if (isExactIn(value, 0)) return { digits: value.digits, scale: value.scale + notation.minorDigits };
    fault('is no whole number of minor units, which --minor-units says it is');
    return undefined;
  };
};

export const instantRule = (notation: Notation): Rule<number> => {
  // The lines of an order follow each other: most dates are that of the row before.
  let before: { readonly text: string; readonly instant: number | null } = { text: '', instant: null };
  const read = (value: string): number | null => {
    if (value !== before.text)
      before = { text: value, instant: parseInstant(value, notation.dateFormat, notation.timeZone) };
    return before.instant;
  };
  return onText((value, fault) => {
    const parsed = read(value);
    if (parsed === null) {
      const hint = looksLikeExcelDay(value)
        ? '; a day number of Excel needs --date-format excel'
        : '; another way of writing needs --date-format';
      const example = `is not a date as ${notation.dateFormat}, for example ${exampleOf(notation.dateFormat)}`;
      fault(notation.isFixed === true ? example : `${example}${hint}`);
      return undefined;
    }
    if (parsed >= 0 && parsed <= notation.latest) return parsed;
    fault(
      parsed < 0
        ? 'is before 1970'
        : `is in the future (after ${new Date(notation.latest).toISOString().slice(0, 10)})${notation.isFixed === true ? '' : '; is the --date-format right?'}`,
    );
    return undefined;
  });
};

const YES = new Set(['1', 'true', 'yes', 'y', 'ja']);
const NO = new Set(['0', 'false', 'no', 'n', 'nee']);
export const yesNoRule: Rule<boolean> = onText((value, fault) => {
  const lower = value.toLowerCase();
  if (YES.has(lower)) return true;
  if (NO.has(lower)) return false;
  fault('is neither yes nor no; write yes, no, true, false, 1 or 0');
  return undefined;
});

export const currencyRule = (notation: Notation): Rule<string> => {
  let { currency } = notation;
  return onText((value, fault) => {
    const code = value.toUpperCase();
    if (code === (currency ??= code)) return code;
    fault(`is another currency than ${currency}: convert the amounts first, one currency is accounted in`);
    return undefined;
  });
};

/** A rule as a zod schema, for rows that are checked by one. */
const schemaOf = <T>(rule: Rule<T>) =>
  z.string({ error: MISSING }).transform((value, context): T => {
    const read = rule(value, (message) => context.addIssue({ code: 'custom', message }));
    return read ?? z.NEVER;
  });

/**
 * Cells of a row as zod schemas.
 *
 * @example text().safeParse('a\u0000b').success // false
 */
export const text = () => schemaOf(textRule);
export const oneOf = <T extends string>(values: readonly T[]) => schemaOf(oneOfRule(values));
export const decimal = (notation: Notation) => schemaOf(decimalRule(notation));
export const currencyOf = (notation: Notation) => schemaOf(currencyRule(notation));
export const instant = (notation: Notation) => schemaOf(instantRule(notation));

export const number = (notation: Notation, from: number, to: number) =>
  decimal(notation)
    .transform(toNumber)
    .refine((value) => value >= from && value <= to, `must lie between ${from} and ${to}`);

export const positiveMinor = (notation: Notation) => {
  const rule = moneyRule(notation);
  return schemaOf((value, fault) => {
    const amount = rule(value, fault);
    return amount === undefined ? undefined : unsignedMinor(amount, notation, fault);
  });
};

/** Minor units of an amount of either sign; undefined where it is too large. */
export function signedMinor(value: Decimal, notation: Notation, fault: Fault): number | undefined {
  const minor = toMinor(value, notation.minorDigits);
  if (minor !== null && isAmount(minor)) return minor;
  fault(
    `is too large: the most an amount may be is ${[maxAmount(notation.minorDigits), notation.currency ?? []].flat().join(' ')}`,
  );
  return undefined;
}

/** Minor units of an amount that may not be negative. */
export function unsignedMinor(value: Decimal, notation: Notation, fault: Fault): number | undefined {
  const minor = signedMinor(value, notation, fault);
  if (minor === undefined || minor >= 0) return minor;
  fault('must not be negative');
  return undefined;
}
