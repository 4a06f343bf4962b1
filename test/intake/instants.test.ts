import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DATE_FORMATS, exampleOf, parseInstant } from '../../intake/instants.ts';
import type { DateFormat } from '../../intake/instants.ts';

describe('dates from text', () => {
  it.each([
    ['2025-12-31', 'iso', '2025-12-31T00:00:00.000Z'],
    ['2009-12-01T07:45', 'iso', '2009-12-01T07:45:00.000Z'],
    ['2025-12-31 18:30:15.25', 'iso', '2025-12-31T18:30:15.250Z'],
    ['2025-12-31T18:30:00+02:00', 'iso', '2025-12-31T16:30:00.000Z'],
    ['2025-12-31T18:30:00-0530', 'iso', '2026-01-01T00:00:00.000Z'],
    ['1/2/2025', 'd/m/y', '2025-02-01T00:00:00.000Z'],
    ['1/2/2025', 'm/d/y', '2025-01-02T00:00:00.000Z'],
    ['01-12-2010 8:26', 'd-m-y', '2010-12-01T08:26:00.000Z'],
    ['2024/02/29', 'y/m/d', '2024-02-29T00:00:00.000Z'],
    ['1767225600', 'epoch-s', '2026-01-01T00:00:00.000Z'],
    ['44197', 'excel', '2021-01-01T00:00:00.000Z'],
    ['44197.75', 'excel', '2021-01-01T18:00:00.000Z'],
    ['0099-05-01', 'iso', '0099-05-01T00:00:00.000Z'],
    ['0099/05/01', 'y/m/d', '0099-05-01T00:00:00.000Z'],
    ['11-Feb-13', 'd-mon-y', '2013-02-11T00:00:00.000Z'],
    ['1 february 1999 7:05', 'd-mon-y', '1999-02-01T07:05:00.000Z'],
    ['30/Sept/69', 'd-mon-y', '2069-09-30T00:00:00.000Z'],
    ['01-JAN-70 12:00:01 AM', 'd-mon-y', '1970-01-01T00:00:01.000Z'],
    ['3/31/2024 12:05 pm', 'm/d/y', '2024-03-31T12:05:00.000Z'],
    ['31.03.2024 11:59:59 P.M.', 'd.m.y', '2024-03-31T23:59:59.000Z'],
    ['2024-03-31 02:30:00.123456 UTC', 'iso', '2024-03-31T02:30:00.123Z'],
    ['2024-03-31 02:30:00+01', 'iso', '2024-03-31T01:30:00.000Z'],
    ['2024-03-31 02:30:00 UTC', 'iso', '2024-03-31T02:30:00.000Z'],
    ['2024-01-05T10:00:00.123456Z', 'iso', '2024-01-05T10:00:00.123Z'],
    ['2024-01-05 10:00:00.000000 +00:00', 'iso', '2024-01-05T10:00:00.000Z'],
  ] as const)('reads %s as %s', (text, format, expected) => {
    expect(new Date(parseInstant(text, format)!).toISOString()).toBe(expected);
  });

  it.each([
    ['2025-02-29', 'iso'],
    ['2025-13-01', 'iso'],
    ['2025-1-1', 'iso'],
    ['31/12/2025', 'iso'],
    ['2025-12-31T24:00', 'iso'],
    ['yesterday', 'iso'],
    ['2024-01-05T10:00:00+99:99', 'iso'],
    ['2024-01-05T10:00:00+01:60', 'iso'],
    ['44197', 'iso'],
    ['44197', 'epoch-s'],
    ['44197.5', 'epoch-s'],
    ['12/31/2025', 'd/m/y'],
    ['1/2/25', 'd/m/y'],
    ['1.2.2025', 'd/m/y'],
    ['31-12-2025', 'y/m/d'],
    ['soon', 'epoch-s'],
    ['3/31/2024 13:05 PM', 'm/d/y'],
    ['3/31/2024 0:05 AM', 'm/d/y'],
    ['11-Feb-13', 'd-m-y'],
    ['11-02-2013', 'd-mon-y'],
    ['11-Febr-13', 'd-mon-y'],
    ['30-Feb-2013', 'd-mon-y'],
    ['11-Feb-013', 'd-mon-y'],
  ] as const)('refuses %s as %s', (text, format) => {
    expect(parseInstant(text, format)).toBeNull();
  });

  it('reads its own example of every format', () => {
    for (const format of DATE_FORMATS) expect(parseInstant(exampleOf(format).split(' or ')[0]!, format)).not.toBeNull();
  });

  it('gives back every instant written in ISO', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (instant) => {
        expect(parseInstant(new Date(instant).toISOString(), 'iso')).toBe(instant);
        expect(parseInstant(String(instant), 'epoch-ms' satisfies DateFormat)).toBe(instant);
      }),
    );
  });

  it.each([
    ['2024-07-01T00:30', 'iso', '2024-06-30T22:30:00.000Z'],
    ['2024-07-01T00:30Z', 'iso', '2024-07-01T00:30:00.000Z'],
    ['1/7/2024 00:30', 'd/m/y', '2024-06-30T22:30:00.000Z'],
    ['44197.75', 'excel', '2021-01-01T17:00:00.000Z'],
    ['1767225600', 'epoch-s', '2026-01-01T00:00:00.000Z'],
  ] as const)('reads %s as %s in Amsterdam, where the text names no offset', (text, format, expected) => {
    expect(new Date(parseInstant(text, format, 'Europe/Amsterdam')!).toISOString()).toBe(expected);
  });
});
