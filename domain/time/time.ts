/** Milliseconds in one day. Kring counts in whole calendar days wherever a model needs a time unit. */
export const DAY_MS = 86_400_000;

/** The day number (days since 1970-01-01) an instant in epoch milliseconds falls on. */
export type DayOf = (epochMs: number) => number;

/**
 * The UTC day number of an instant.
 *
 * @example dayOf(86_400_000) // 1
 */
export const dayOf: DayOf = (epochMs) => Math.floor(epochMs / DAY_MS);

/** The zone whose calendar days count where nobody named one. */
export const UTC = 'UTC';

/** What a clock in a time zone is ahead of UTC. */
interface ZoneClock {
  readonly dayOf: DayOf;
  /** The instant at which clocks of the zone show this date and time, given as epoch milliseconds of the same digits in UTC. */
  readonly instantOf: (localMs: number) => number;
}

const clocks = new Map<string, ZoneClock>();

/**
 * The calendar of an IANA time zone. Offsets are worked out once per day and remembered; only on a day whose offset changes is each
 * instant looked up, so a million instants cost little more than in UTC.
 * @throws RangeError for a zone the runtime does not know
 */
function clockOf(timeZone: string): ZoneClock {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offsetAt = (epochMs: number): number => {
    const second = Math.floor(epochMs / 1000) * 1000;
    const part = Object.fromEntries(format.formatToParts(second).map(({ type, value }) => [type, Number(value)]));
    return (
      Date.UTC(part['year']!, part['month']! - 1, part['day']!, part['hour']!, part['minute']!, part['second']!) -
      second
    );
  };
  /** By UTC day; NaN for a day on which the offset changes. */
  const offsets = new Map<number, number>();
  const offsetOf = (epochMs: number): number => {
    const day = dayOf(epochMs);
    let offset = offsets.get(day);
    if (offset === undefined) {
      const [first, last] = [offsetAt(day * DAY_MS), offsetAt((day + 1) * DAY_MS - 1000)];
      offset = first === last ? first : Number.NaN;
      offsets.set(day, offset);
    }
    return Number.isNaN(offset) ? offsetAt(epochMs) : offset;
  };
  const clock: ZoneClock = {
    dayOf: (epochMs) => dayOf(epochMs + offsetOf(epochMs)),
    instantOf: (localMs) => {
      // The offset of the day before fits all but the hours around a change; what it gives is then tried with its own offset. A time that
      // clocks skip is taken as they stood before; of one they show twice the first is meant.
      const before = localMs - offsetOf(localMs - DAY_MS);
      const offset = offsetOf(before);
      const after = localMs - offset;
      return offsetOf(after) === offset ? after : before;
    },
  };
  clocks.set(timeZone, clock);
  return clock;
}

const UTC_CLOCK: ZoneClock = { dayOf, instantOf: (localMs) => localMs };

/**
 * The calendar day of instants in an IANA time zone, e.g. "Europe/Amsterdam". @throws RangeError for a zone nobody knows
 *
 * @example dayIn('Europe/Amsterdam')(Date.UTC(2024, 0, 31, 23, 30)) // 19754
 */
export const dayIn = (timeZone: string): DayOf => (timeZone === UTC ? UTC_CLOCK : clockOf(timeZone)).dayOf;

/**
 * The instant at which clocks in a zone show a date and time (epoch milliseconds of the same digits in UTC), for texts that
 * name no offset. @throws RangeError for a zone nobody knows
 */
export const instantIn = (timeZone: string): ((localMs: number) => number) =>
  (timeZone === UTC ? UTC_CLOCK : clockOf(timeZone)).instantOf;

/** True for an IANA time zone this runtime knows. */
export function isTimeZone(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en-US', { timeZone }));
  } catch {
    return false;
  }
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s?(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/;

/**
 * Epoch milliseconds of an ISO 8601 text: a day, or a day and a time after `T` or a space, with `Z`, `UTC` or an offset.
 * In the time zone where none is named. null for what is none: 31 February, 24:00, an offset of 99 hours.
 * @param timeZone IANA name of whose clocks a text without an offset means, UTC by default; RangeError for one nobody knows
 * @example parseIsoInstant('1970-01-02T01:00+01:00') // 86400000
 */
export function parseIsoInstant(text: string, timeZone: string = UTC): number | null {
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
  if (local === null) return null;
  const localMs = local + Number((fraction ?? '').slice(0, 3).padEnd(3, '0'));
  if (zone === undefined) return instantIn(timeZone)(localMs);
  const offset = offsetMs(zone);
  return offset === null ? null : localMs - offset;
}

/** Epoch milliseconds of a UTC date and time of the proleptic Gregorian calendar; null when there is no such moment. */
export function utcInstant(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number | null {
  if (hour > 23 || minute > 59 || second > 59) return null;
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  const date = new Date(Date.UTC(2000, 0, 1, hour, minute, second));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null;
}

function offsetMs(zone: string): number | null {
  if (zone === 'Z' || zone === 'UTC') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = zone.length > 3 ? Number(zone.slice(-2)) : 0;
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
