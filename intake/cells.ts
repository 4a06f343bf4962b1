import * as z from 'zod';
import { isAmount, maxAmount } from '../domain/money/bounds.ts';
import { parseDecimal, toMinor, toNumber } from './decimal.ts';
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
  /** Nothing can have happened after this instant: the import's start plus a day for clocks and time zones. */
  readonly latest: number;
  /** Amounts are whole minor units. */
  readonly minorUnits?: boolean;
  /** The shop's zone, which times without an offset are of; UTC when absent. */
  readonly timeZone?: string;
}

const MAX_TEXT = 256;

/**
 * Cells of a row as zod schemas: text in, a checked value out; every message says the rule and an example.
 *
 * @example text().safeParse('a\u0000b').success // false
 */
export const text = () =>
  z
    .string({ error: 'is missing' })
    .max(MAX_TEXT, `is longer than ${MAX_TEXT} characters`)
    .refine(
      (value) => !hasControlCharacter(value),
      'contains a control character such as NUL, which no text should hold',
    );

export const oneOf = <T extends string>(values: readonly T[]) =>
  text().transform((value, context): T => {
    const match = values.find((candidate) => candidate === value.toUpperCase().replaceAll(/[\s-]/g, '_'));
    if (match === undefined) context.addIssue({ code: 'custom', message: `is not one of ${values.join(', ')}` });
    return match ?? z.NEVER;
  });

export const decimal = (notation: Notation) =>
  text().transform((value, context): Decimal => {
    const parsed = parseDecimal(value, notation.decimalComma);
    if (parsed === null) {
      const example = notation.decimalComma === true ? '1234,50' : '1234.50';
      context.addIssue({
        code: 'custom',
        message: `is not a plain number, for example ${example}, without a currency sign, an exponent or brackets`,
      });
    }
    return parsed ?? z.NEVER;
  });

/** An amount of money in units of the currency, whether the file counts in units or in minor ones. */
export const money = (notation: Notation) =>
  notation.minorUnits !== true
    ? decimal(notation)
    : decimal(notation).transform((value, context): Decimal => {
        if (value.scale > 0 && value.digits % 10n ** BigInt(value.scale) !== 0n) {
          context.addIssue({
            code: 'custom',
            message: 'is no whole number of minor units, which --minor-units says it is',
          });
          return z.NEVER;
        }
        return { digits: value.digits, scale: value.scale + notation.minorDigits };
      });

export const number = (notation: Notation, from: number, to: number) =>
  decimal(notation)
    .transform(toNumber)
    .refine((value) => value >= from && value <= to, `must lie between ${from} and ${to}`);

export const instant = (notation: Notation) => {
  // The lines of an order follow each other: most dates are that of the row before.
  let before: { readonly text: string; readonly instant: number | null } = { text: '', instant: null };
  const read = (value: string): number | null => {
    if (value !== before.text)
      before = { text: value, instant: parseInstant(value, notation.dateFormat, notation.timeZone) };
    return before.instant;
  };
  return text().transform((value, context): number => {
    const parsed = read(value);
    if (parsed === null) {
      const hint = looksLikeExcelDay(value)
        ? 'a day number of Excel needs --date-format excel'
        : 'another way of writing needs --date-format';
      context.addIssue({
        code: 'custom',
        message: `is not a date as ${notation.dateFormat}, for example ${exampleOf(notation.dateFormat)}; ${hint}`,
      });
      return z.NEVER;
    }
    if (parsed < 0) context.addIssue({ code: 'custom', message: 'is before 1970' });
    if (parsed > notation.latest)
      context.addIssue({
        code: 'custom',
        message: `is in the future (after ${new Date(notation.latest).toISOString().slice(0, 10)}); is the --date-format right?`,
      });
    return parsed;
  });
};

const YES = new Set(['1', 'true', 'yes', 'y', 'ja']);
const NO = new Set(['0', 'false', 'no', 'n', 'nee']);
export const yesNo = () =>
  text().transform((value, context): boolean => {
    const lower = value.toLowerCase();
    if (!YES.has(lower) && !NO.has(lower))
      context.addIssue({ code: 'custom', message: 'is neither yes nor no; write yes, no, true, false, 1 or 0' });
    return YES.has(lower);
  });

export const ofCurrency = (notation: Notation) => {
  let { currency } = notation;
  return text()
    .transform((value) => value.toUpperCase())
    .refine((value) => value === (currency ??= value), {
      error: () => `is another currency than ${currency}: convert the amounts first, one currency is accounted in`,
    });
};

export const positiveMinor = (notation: Notation) =>
  money(notation).transform((value, context) => asMinor(value, notation, context));

/** Minor units of an amount of either sign. */
export function signedMinor(
  value: Decimal,
  notation: Notation,
  context: z.RefinementCtx,
  field: readonly string[] = [],
): number {
  const minor = toMinor(value, notation.minorDigits);
  if (minor === null || !isAmount(minor)) {
    context.addIssue({
      code: 'custom',
      path: [...field],
      message: `is too large: the most an amount may be is ${[maxAmount(notation.minorDigits), notation.currency ?? []].flat().join(' ')}`,
    });
  }
  return minor ?? z.NEVER;
}

/** Minor units of an amount that may not be negative. */
export function asMinor(
  value: Decimal,
  notation: Notation,
  context: z.RefinementCtx,
  field: readonly string[] = [],
): number {
  const minor = signedMinor(value, notation, context, field);
  if (minor < 0) context.addIssue({ code: 'custom', path: [...field], message: 'must not be negative' });
  return minor;
}

/** The values of one row that are not empty, or the constants that stand in for them. */
export function filledIn(
  values: Readonly<Record<string, string>>,
  constants: Readonly<Record<string, string>>,
): Record<string, string> {
  const filled: Record<string, string> = { ...constants };
  for (const field in values) {
    const value = values[field]!;
    if (value !== '') filled[field] = value;
  }
  return filled;
}
