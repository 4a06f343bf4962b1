/** Milliseconds in one day. Kring counts in whole calendar days wherever a model needs a time unit. */
export const DAY_MS = 86_400_000;

/** The day number (days since 1970-01-01) an instant in epoch milliseconds falls on. */
export type DayOf = (epochMs: number) => number;

/** The UTC day number of an instant. */
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

/** The calendar day of instants in an IANA time zone, e.g. "Europe/Amsterdam". @throws RangeError for a zone nobody knows */
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
    return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
