/** Milliseconds in one UTC day. Kring counts in whole UTC days wherever a model needs a time unit. */
export const DAY_MS = 86_400_000;

/** The UTC day number (days since 1970-01-01) an instant in epoch milliseconds falls on. */
export const dayOf = (epochMs: number): number => Math.floor(epochMs / DAY_MS);

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s?(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/;

/**
 * Epoch milliseconds of an ISO 8601 text: a day, or a day and a time after `T` or a space, with `Z`, `UTC` or an offset.
 * UTC where none is named. null for what is none: 31 February, 24:00, an offset of 99 hours.
 */
export function parseIsoInstant(text: string): number | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const local = utcInstant(
    Number(year),
    Number(month),
    Number(day),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
  );
  const offset = offsetMs(zone);
  return local === null || offset === null
    ? null
    : local + Number((fraction ?? '').slice(0, 3).padEnd(3, '0')) - offset;
}

/** Epoch milliseconds of a UTC date and time of the proleptic Gregorian calendar; null when there is no such moment. */
export function utcInstant(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number | null {
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return null;
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute, second));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null;
}

function offsetMs(zone: string | undefined): number | null {
  if (zone === undefined || zone === 'Z' || zone === 'UTC') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = zone.length > 3 ? Number(zone.slice(-2)) : 0;
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
