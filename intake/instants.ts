import { instantIn, UTC } from '../domain/time/time.ts';

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
] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/;
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
};

export const exampleOf = (format: DateFormat): string => EXAMPLES[format];

/**
 * An instant in epoch milliseconds; in the time zone where the text names no offset, midnight where it names no time. null for a
 * text that is not in the format, and for a day that does not exist (31 February).
 */
export function parseInstant(text: string, format: DateFormat, timeZone: string = UTC): number | null {
  if (format === 'epoch-s' || format === 'epoch-ms') {
    return /^\d{1,14}(\.\d+)?$/.test(text) ? Math.trunc(Number(text) * (format === 'epoch-s' ? 1000 : 1)) : null;
  }
  if (format === 'iso') {
    const match = ISO.exec(text);
    if (match === null) return null;
    const [, year, month, day, hour, minute, second, fraction, offset] = match;
    const local = utc(
      Number(year),
      Number(month),
      Number(day),
      Number(hour ?? 0),
      Number(minute ?? 0),
      Number(second ?? 0),
    );
    if (local === null) return null;
    const localMs = local + Math.trunc(Number(`0.${fraction ?? 0}`) * 1000);
    return offset === undefined ? instantIn(timeZone)(localMs) : localMs - offsetMs(offset);
  }
  const match = OTHER.exec(text);
  if (match === null || !text.includes(format[1]!)) return null;
  const parts = [match[1]!, match[2]!, match[3]!];
  const part = (letter: string): string => parts[format.split(/[/.-]/).indexOf(letter)]!;
  // A year of two digits does not say its century.
  if (part('y').length !== 4 || part('d').length > 2 || part('m').length > 2) return null;
  const local = utc(
    Number(part('y')),
    Number(part('m')),
    Number(part('d')),
    Number(match[4] ?? 0),
    Number(match[5] ?? 0),
    Number(match[6] ?? 0),
  );
  return local === null ? null : instantIn(timeZone)(local);
}

function utc(year: number, month: number, day: number, hour: number, minute: number, second: number): number | null {
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return null;
  const instant = Date.UTC(year, month - 1, day, hour, minute, second);
  return new Date(instant).getUTCDate() === day ? instant : null;
}

function offsetMs(offset: string): number {
  if (offset === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}
