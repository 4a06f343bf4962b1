import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, dayIn, dayOf, instantIn, isTimeZone } from '../../../domain/time/time.ts';

const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
const ZONES = [
  'Europe/Amsterdam',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
];

describe('what a day is', () => {
  it.each([
    ['UTC', '2024-03-31T23:30:00Z', '2024-03-31'],
    ['Europe/Amsterdam', '2024-03-31T22:30:00Z', '2024-04-01'],
    ['Europe/Amsterdam', '2024-03-30T22:30:00Z', '2024-03-30'],
    ['America/New_York', '2024-07-01T03:59:59Z', '2024-06-30'],
    ['America/New_York', '2024-07-01T04:00:00Z', '2024-07-01'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31'],
    ['Asia/Kolkata', '1970-01-01T00:00:00Z', '1970-01-01'],
  ])('in %s at %s is %s', (zone, instant, date) => {
    expect(dateOf(dayIn(zone)(Date.parse(instant)))).toBe(date);
  });

  it('agrees with the calendar of the runtime at any instant', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: Date.UTC(2040, 0, 1) }), (zone, instant) => {
        const date = new Intl.DateTimeFormat('en-CA', {
          timeZone: zone,
          year: 'numeric',
          month: '2-digit',
          day: '2-digit',
        }).format(instant);
        expect(dateOf(dayIn(zone)(instant))).toBe(date);
      }),
      { numRuns: 2000 },
    );
  });

  it('in UTC is the number of whole days', () => {
    expect(dayIn('UTC')).toBe(dayOf);
  });
});

describe('the instant of a local time', () => {
  it('falls on the day it names, and on the very time outside the hours clocks skip', () => {
    const atNoon = fc.record({
      zone: fc.constantFrom(...ZONES.filter((zone) => zone !== 'Pacific/Apia')),
      day: fc.integer({ min: 2, max: 25_000 }),
      hour: fc.integer({ min: 4, max: 23 }),
    });
    fc.assert(
      fc.property(atNoon, ({ zone, day, hour }) => {
        const local = day * DAY_MS + hour * 3_600_000;
        const instant = instantIn(zone)(local);
        expect(dayIn(zone)(instant)).toBe(day);
        const shown = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(
          instant,
        );
        expect(Number(shown)).toBe(hour);
      }),
      { numRuns: 2000 },
    );
  });

  it('midnight of a date is on that date, summer or winter', () => {
    for (const date of ['2024-01-05', '2024-03-31', '2024-07-01', '2024-10-27']) {
      for (const zone of ZONES)
        expect(dateOf(dayIn(zone)(instantIn(zone)(Date.parse(`${date}T00:00:00Z`))))).toBe(date);
    }
  });
});

it('knows a time zone from none', () => {
  expect(['UTC', 'Europe/Amsterdam', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, true, false, false]);
});
