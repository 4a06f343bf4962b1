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
  'epoch-s',
  'epoch-ms',
  'excel',
] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

const OTHER = /^(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

const EXAMPLES: Readonly<Record<DateFormat, string>> = {
  iso: '2025-12-31 or 2025-12-31T18:30:00Z',
  'd/m/y': '31/12/2025 18:30',
  'm/d/y': '12/31/2025 18:30',
  'd-m-y': '31-12-2025',
  'm-d-y': '12-31-2025',
  'd.m.y': '31.12.2025',
  'y/m/d': '2025/12/31',
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
  const local = utcInstant(
    Number(part('y')),
    Number(part('m')),
    Number(part('d')),
    Number(match[4] ?? 0),
    Number(match[5] ?? 0),
    Number(match[6] ?? 0),
  );
  return local === null ? null : instantIn(timeZone)(local);
}
