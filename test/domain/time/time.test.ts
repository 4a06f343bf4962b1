import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, dayIn, dayOf, instantIn, isTimeZone, parseIsoInstant, utcInstant } from '../../../domain/time/time.ts';

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

describe('around a change of clocks', () => {
  // Days no other test asks for: the calendar of a day is worked out once.
  const instant = (zone: string, local: string): string =>
    new Date(instantIn(zone)(Date.parse(`${local}:00Z`))).toISOString().slice(0, 16);
  it.each([
    ['Europe/Amsterdam', '2025-03-30T01:59', '2025-03-30T00:59'],
    ['Europe/Amsterdam', '2025-03-30T03:00', '2025-03-30T01:00'],
    ['America/New_York', '2025-03-09T01:59', '2025-03-09T06:59'],
    ['America/New_York', '2025-03-09T03:00', '2025-03-09T07:00'],
    ['Europe/Amsterdam', '2025-10-26T03:00', '2025-10-26T02:00'],
    ['America/New_York', '2025-11-02T02:00', '2025-11-02T07:00'],
  ])('in %s %s is %sZ', (zone, local, utc) => {
    expect(instant(zone, local)).toBe(utc);
  });
  it.each([
    ['Europe/Amsterdam', '2025-03-30T02:30', '2025-03-30T01:30'],
    ['America/New_York', '2025-03-09T02:30', '2025-03-09T07:30'],
  ])('a time that clocks in %s skip, %s, is taken as they stood before: %sZ', (zone, local, utc) => {
    expect(instant(zone, local)).toBe(utc);
  });
  it.each([
    ['Europe/Amsterdam', '2025-10-26T02:30', '2025-10-26T00:30'],
    ['America/New_York', '2025-11-02T01:30', '2025-11-02T05:30'],
  ])('of a time that clocks in %s show twice, %s, the first is meant: %sZ', (zone, local, utc) => {
    expect(instant(zone, local)).toBe(utc);
  });
  it('in UTC nothing changes', () => {
    expect(instantIn('UTC')(123_456)).toBe(123_456);
  });
});

describe('an ISO 8601 text', () => {
  const read = (text: string, zone?: string): string | null => {
    const instant = parseIsoInstant(text, zone);
    return instant === null ? null : new Date(instant).toISOString();
  };
  it.each([
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2024-12-31', '2024-12-31T00:00:00.000Z'],
    ['2024-03-05T06:07', '2024-03-05T06:07:00.000Z'],
    ['2024-03-05 06:07:08', '2024-03-05T06:07:08.000Z'],
    ['2024-03-05T23:59:59.5Z', '2024-03-05T23:59:59.500Z'],
    ['2024-03-05T23:59:59.123456789Z', '2024-03-05T23:59:59.123Z'],
    ['2024-03-05T06:07:08.05Z', '2024-03-05T06:07:08.050Z'],
    ['2024-03-05 06:07 UTC', '2024-03-05T06:07:00.000Z'],
    ['2024-03-05T06:07+01', '2024-03-05T05:07:00.000Z'],
    ['2024-03-05T06:07+01:30', '2024-03-05T04:37:00.000Z'],
    ['2024-03-05T06:07-0530', '2024-03-05T11:37:00.000Z'],
    ['2024-03-05T06:07+23:59', '2024-03-04T06:08:00.000Z'],
    ['0044-03-15T12:00Z', '0044-03-15T12:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
  it.each([
    '',
    'yesterday',
    '2024',
    '2024-3-5',
    '05-03-2024',
    '2024-02-30',
    '2023-02-29',
    '2024-02-31',
    '2024-00-10',
    '2024-13-10',
    '2024-01-00',
    '2024-01-32',
    '2024-03-05T24:00',
    '2024-03-05T06:60',
    '2024-03-05T06:07:60',
    '2024-03-05T06:07+24:00',
    '2024-03-05T06:07+01:60',
    '2024-03-05T06',
    '2024-03-05Z',
    '2024-03-05T06:07:08.Z',
    '2024-03-05T06:07 CET',
    'x2024-03-05',
    '2024-03-05x',
  ])('is not %j', (text) => {
    expect(parseIsoInstant(text)).toBeNull();
  });
  it('without an offset means the clocks of the zone, with one it does not', () => {
    expect(read('2024-07-01', 'Europe/Amsterdam')).toBe('2024-06-30T22:00:00.000Z');
    expect(read('2024-07-01T00:00Z', 'Europe/Amsterdam')).toBe('2024-07-01T00:00:00.000Z');
    expect(read('2024-07-01T00:00-04:00', 'Europe/Amsterdam')).toBe('2024-07-01T04:00:00.000Z');
    expect(() => parseIsoInstant('2024-07-01', 'Mars/Olympus')).toThrow(RangeError);
  });
  it('is read back from what is written, to the millisecond', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
        expect(parseIsoInstant(date.toISOString())).toBe(date.getTime());
      }),
    );
  });
});

describe('a date and time in UTC', () => {
  it('exists up to the last second of the last day', () => {
    expect(utcInstant(1970, 1, 1)).toBe(0);
    expect(utcInstant(2024, 12, 31, 23, 59, 59)).toBe(Date.parse('2024-12-31T23:59:59Z'));
    expect(utcInstant(1900, 2, 28)).toBe(Date.parse('1900-02-28'));
  });
  it('does not exist where the calendar has no such day: 1900 was no leap year, 2000 was', () => {
    expect(utcInstant(1900, 2, 29)).toBeNull();
    expect(utcInstant(2000, 2, 29)).toBe(Date.parse('2000-02-29'));
    expect(utcInstant(2024, 4, 31)).toBeNull();
    expect(utcInstant(2024, 1, -30)).toBeNull();
    expect(utcInstant(2023, 1, 366), 'also not a year on').toBeNull();
    expect([utcInstant(2024, 0, 10), utcInstant(2024, 13, 10)]).toEqual([null, null]);
  });
});

it('knows a time zone from none', () => {
  expect(['UTC', 'Europe/Amsterdam', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, true, false, false]);
});
