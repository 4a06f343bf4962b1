import { DAY_MS, instantIn, parseIsoInstant, UTC, utcInstant } from '../domain/time/time.ts';

/** How a file writes its dates. Never guessed: 01/02/2025 is two different days. */
export const DATE_FORMATS = [
  'iso',
  'd/m/y',
  'm/d/y',
  'd-m-y',
  'm-d-y',
  'd.m.y',
  'y/m/d',
  'd-mon-y',
  'epoch-s',
  'epoch-ms',
  'excel',
] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

const TIME = String.raw`(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AP])\.?M\.?)?)?$`;
const OTHER = new RegExp(String.raw`^(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})${TIME}`, 'i');
const NAMED_MONTH = new RegExp(String.raw`^(\d{1,2})[- /.]([a-z]{3,9})\.?[- /.,]+(\d{4}|\d{2})${TIME}`, 'i');
const MONTHS = 'january february march april may june july august september october november december'.split(' ');

const EXAMPLES: Readonly<Record<DateFormat, string>> = {
  iso: '2025-12-31 or 2025-12-31T18:30:00Z',
  'd/m/y': '31/12/2025 18:30',
  'm/d/y': '12/31/2025 18:30',
  'd-m-y': '31-12-2025',
  'm-d-y': '12-31-2025',
  'd.m.y': '31.12.2025',
  'y/m/d': '2025/12/31',
  'd-mon-y': '31-Dec-2025 or 31-Dec-25',
  'epoch-s': '1767225600',
  'epoch-ms': '1767225600000',
  excel: '46022.75',
};

export const exampleOf = (format: DateFormat): string => EXAMPLES[format];

/** Excel counts days from here, so that 1 January 1970 is day 25,569. */
const EXCEL_EPOCH_DAY = 25_569;
/** The days Excel gives to 1980 … 2079: what a date column holds that was saved as numbers. */
const EXCEL_DAY = /^(?:29[3-9]\d\d|[345]\d{4}|6[0-4]\d{3}|65[0-7]\d\d)(?:\.\d+)?$/;

/** Whether a text looks like a day number of Excel (44197 is 2021-01-01), for telling so where another format was expected. */
export const looksLikeExcelDay = (text: string): boolean => EXCEL_DAY.test(text);

/**
 * An instant in epoch milliseconds; in the time zone where the text names no offset, midnight where it names no time. null for a
 * text that is not in the format, and for a day that does not exist (31 February).
 */
export function parseInstant(text: string, format: DateFormat, timeZone: string = UTC): number | null {
  switch (format) {
    case 'iso':
      return parseIsoInstant(text, timeZone);
    // As seconds a day number of Excel is the afternoon of 1 January 1970: never what was meant.
    case 'epoch-s':
      return looksLikeExcelDay(text) ? null : parseEpoch(text, 1000);
    case 'epoch-ms':
      return parseEpoch(text, 1);
    case 'excel':
      return /^\d{1,6}(\.\d+)?$/.test(text)
        ? instantIn(timeZone)(Math.round((Number(text) - EXCEL_EPOCH_DAY) * (DAY_MS / 1000)) * 1000)
        : null;
    case 'd-mon-y':
      return parseNamedMonth(text, timeZone);
    default:
      return parseNumbers(text, format, timeZone);
  }
}

const parseEpoch = (text: string, unitMs: number): number | null =>
  /^\d{1,14}(\.\d+)?$/.test(text) ? Math.trunc(Number(text) * unitMs) : null;

/** Day, month and year as numbers in the sequence of the format; the year has four digits, since two do not say its century. */
function parseNumbers(text: string, format: DateFormat, timeZone: string): number | null {
  const match = OTHER.exec(text);
  if (match === null || !text.includes(format[1]!)) return null;
  const parts = [match[1]!, match[2]!, match[3]!];
  const part = (letter: string): string => parts[format.split(/[/.-]/).indexOf(letter)]!;
  if (part('y').length !== 4 || part('d').length > 2 || part('m').length > 2) return null;
  return localInstant([Number(part('y')), Number(part('m')), Number(part('d'))], match, timeZone);
}

/** A two-digit year is of the one century in which its date is neither before 1970 nor long to come. */
const FIRST_TWO_DIGIT_YEAR = 70;

function parseNamedMonth(text: string, timeZone: string): number | null {
  const match = NAMED_MONTH.exec(text);
  if (match === null) return null;
  const name = match[2]!.toLowerCase();
  const month =
    1 +
    MONTHS.findIndex((full) => full === name || full.slice(0, 3) === name || (name === 'sept' && full === 'september'));
  if (month === 0) return null;
  const written = Number(match[3]);
  const year = match[3]!.length === 4 ? written : written + (written < FIRST_TWO_DIGIT_YEAR ? 2000 : 1900);
  return localInstant([year, month, Number(match[1])], match, timeZone);
}

/** The instant of a day and the time in groups 4 to 7 of {@link TIME}: with AM or PM, 12 is the first hour. */
function localInstant(day: readonly [number, number, number], match: RegExpExecArray, timeZone: string): number | null {
  const half = match[7]?.toUpperCase();
  const hour = Number(match[4] ?? 0);
  if (half !== undefined && (hour < 1 || hour > 12)) return null;
  const local = utcInstant(
    ...day,
    half === undefined ? hour : (hour % 12) + (half === 'P' ? 12 : 0),
    Number(match[5] ?? 0),
    Number(match[6] ?? 0),
  );
  return local === null ? null : instantIn(timeZone)(local);
}
