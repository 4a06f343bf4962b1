import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CALENDAR_CLOCK } from '../../../../domain/clv/timing/clock.ts';
import {
  logKnownAt,
  logSpan,
  purchasesBetween,
  snapshotAt,
  validateLog,
  type PurchaseLog,
} from '../../../../domain/clv/history/log.ts';
import { logOf } from '../reference-data.ts';

const purchases = fc.array(
  fc.tuple(
    fc.nat(11).map((customer) => String(customer).padStart(2, '0')),
    fc.integer({ min: 9_000, max: 9_060 }),
    fc.integer({ min: -50, max: 5_000 }),
  ),
  { maxLength: 120 },
);

/** A log with returns: each names one entry and a day on or after it. */
const withReturns = fc
  .tuple(purchases, fc.array(fc.tuple(fc.nat(), fc.nat(40), fc.nat(900), fc.boolean()), { maxLength: 20 }))
  .map(([rows, returned]): PurchaseLog => {
    const log = logOf(rows);
    const some = log.day.length === 0 ? [] : returned;
    const entry = Int32Array.from(some, ([at]) => at % log.day.length);
    return {
      ...log,
      returns: {
        entry,
        day: Int32Array.from(some, ([, later], i) => log.day[entry[i]!]! + later),
        marginMinor: Float64Array.from(some, ([, , margin]) => margin),
        whole: Uint8Array.from(some, ([, , , whole]) => Number(whole)),
      },
    };
  });

describe('the purchase log', () => {
  it('gives x, t_x, T and the gaps of a customer, purchases of one day merged', () => {
    const rows: [string, number, number][] = [
      ['3', 110, 1],
      ['3', 100, 1],
      ['3', 110, 1],
      ['3', 140, 1],
      ['5', 130, 1],
      ['3', 151, 1],
      ['7', 160, 1],
    ];
    const { customers, statistics } = snapshotAt(logOf(rows), 150, CALENDAR_CLOCK, 1);
    expect([...customers]).toEqual([0, 1]);
    expect([...statistics.frequency]).toEqual([2, 0]);
    expect([...statistics.recency]).toEqual([40, 0]);
    expect([...statistics.age]).toEqual([50, 20]);
    expect(statistics.sumLogGaps[0]).toBeCloseTo(Math.log(10) + Math.log(30), 14);
  });

  it('changes the time unit exactly: weeks are days over seven', () => {
    fc.assert(
      fc.property(purchases, (rows) => {
        const days = snapshotAt(logOf(rows), 9_050, CALENDAR_CLOCK, 1).statistics;
        const weeks = snapshotAt(logOf(rows), 9_050, CALENDAR_CLOCK, 7).statistics;
        expect(weeks.frequency).toEqual(days.frequency);
        expect(weeks.recency).toEqual(days.recency.map((v) => v / 7));
        expect(weeks.age).toEqual(days.age.map((v) => v / 7));
        weeks.sumLogGaps.forEach((v, i) =>
          expect(v).toBeCloseTo(days.sumLogGaps[i]! - days.frequency[i]! * Math.log(7), 10),
        );
      }),
    );
  });

  it('lets a return lower its purchase from its own date on, and a purchase returned whole count as none from then on', () => {
    const log = {
      ...logOf([
        ['a', 100, 1000],
        ['a', 110, 500],
        ['a', 120, 700],
      ]),
      returns: {
        entry: Int32Array.of(0, 1),
        day: Int32Array.of(115, 130),
        marginMinor: Float64Array.of(300, 500),
        whole: Uint8Array.of(0, 1),
      },
    };
    expect([...logKnownAt(log, 114).marginMinor]).toEqual([1000, 500, 700]);
    expect([...logKnownAt(log, 115).marginMinor]).toEqual([700, 500, 700]);
    expect([...logKnownAt(log, 130).day]).toEqual([100, 120]);
    expect([...snapshotAt(log, 129, CALENDAR_CLOCK, 1).statistics.frequency]).toEqual([2]);
    expect([...snapshotAt(log, 130, CALENDAR_CLOCK, 1).statistics.frequency]).toEqual([1]);
    expect([...purchasesBetween(log, Int32Array.of(0), 105, 130).marginMinor]).toEqual([700]);
  });

  it('knows nothing of what came after: neither purchases nor returns', () => {
    fc.assert(
      fc.property(withReturns, fc.integer({ min: 8_999, max: 9_070 }), (log, asOfDay) => {
        validateLog(log);
        const { customers, statistics } = snapshotAt(log, asOfDay, CALENDAR_CLOCK, 1);
        const { returns } = log;
        const past = [...returns!.entry.keys()].filter((i) => returns!.day[i]! <= asOfDay);
        const cut = {
          ...log,
          returns: {
            entry: Int32Array.from(past, (i) => returns!.entry[i]!),
            day: Int32Array.from(past, (i) => returns!.day[i]!),
            marginMinor: Float64Array.from(past, (i) => returns!.marginMinor[i]!),
            whole: Uint8Array.from(past, (i) => returns!.whole[i]!),
          },
        };
        expect(snapshotAt(cut, asOfDay, CALENDAR_CLOCK, 1)).toEqual({ customers, statistics, asOfDay });
        expect(purchasesBetween(cut, customers, 0, asOfDay)).toEqual(purchasesBetween(log, customers, 0, asOfDay));
      }),
    );
  });

  it.each<[string, Partial<PurchaseLog>, string[]]>([
    ['too few offsets', { offsets: Int32Array.of(0, 3) }, ['offsets']],
    ['offsets that do not begin at 0', { offsets: Int32Array.of(1, 2, 3) }, ['offsets']],
    ['offsets that do not end with the days', { offsets: Int32Array.of(0, 2, 2) }, ['offsets']],
    ['margins of other days', { marginMinor: new Float64Array(2) }, ['offsets']],
    ['offsets that fall', { count: 3, offsets: Int32Array.of(0, 2, 1, 3) }, ['offsets', '2']],
    ['a day twice', { day: Int32Array.of(100, 100, 90) }, ['day', '1']],
    ['days that fall', { day: Int32Array.of(100, 99, 90) }, ['day', '1']],
    ['no margin', { marginMinor: Float64Array.of(1, 2, Number.NaN) }, ['marginMinor', '2']],
    ['an endless margin', { marginMinor: Float64Array.of(1, Infinity, 2) }, ['marginMinor', '1']],
    ['too few ids', { ids: ['a'] }, ['ids']],
    [
      'a return of no margin',
      {
        returns: {
          entry: Int32Array.of(0, 1),
          day: Int32Array.of(100, 110),
          marginMinor: Float64Array.of(1, Number.NaN),
          whole: new Uint8Array(2),
        },
      },
      ['returns', 'marginMinor', '1'],
    ],
  ])('with %s is refused where it is wrong', (_, changed, field) => {
    const log: PurchaseLog = {
      count: 2,
      offsets: Int32Array.of(0, 2, 3),
      day: Int32Array.of(100, 110, 90),
      marginMinor: Float64Array.of(1, -2, 0),
      ids: ['a', 'b'],
    };
    expect(() => validateLog(log)).not.toThrow();
    expect(() => validateLog({ ...log, ...changed })).toThrow(expect.objectContaining({ field }));
  });

  it('spans from the first purchase of anybody to the last', () => {
    expect(
      logSpan(
        logOf([
          ['a', 110, 1],
          ['a', 100, 1],
          ['b', 90, 1],
          ['b', 95, 1],
        ]),
      ),
    ).toEqual({ firstDay: 90, lastDay: 110 });
    expect(logSpan(logOf([['a', 100, 1]]))).toEqual({ firstDay: 100, lastDay: 100 });
    expect(logSpan(logOf([]))).toBeNull();
  });

  it('counts purchases of the as-of day as known, of customers without any none', () => {
    const log = {
      ...logOf([
        ['b', 100, 5],
        ['b', 110, 7],
      ]),
      count: 2,
      offsets: Int32Array.of(0, 0, 2),
    };
    const at = (day: number) => snapshotAt(log, day, CALENDAR_CLOCK, 1);
    expect([...at(100).customers]).toEqual([1]);
    expect([...at(110).statistics.frequency]).toEqual([1]);
    expect([...at(109).statistics.frequency]).toEqual([0]);
    expect(at(99).statistics.count).toBe(0);
    expect(purchasesBetween(log, Int32Array.of(1), 100, 110)).toEqual({
      orders: Float64Array.of(1),
      marginMinor: Float64Array.of(7),
    });
    expect([...purchasesBetween(log, Int32Array.of(1), 99, 109).orders]).toEqual([1]);
    expect(logKnownAt(log, 100)).toBe(log);
    const later = logOf([
      ['a', 120, 1],
      ['b', 100, 5],
      ['b', 110, 7],
    ]);
    expect([...purchasesBetween(later, Int32Array.of(1), 99, 109).orders], 'none of another customer').toEqual([1]);
  });

  it('counts in the time of the clock: twice as fast, twice the time', () => {
    const fast = { timeOf: (day: number) => 2 * day, dayAt: (time: number) => time / 2 };
    const { statistics } = snapshotAt(
      logOf([
        ['a', 100, 1],
        ['a', 110, 1],
        ['a', 140, 1],
      ]),
      150,
      fast,
      1,
    );
    expect([statistics.recency[0], statistics.age[0]]).toEqual([80, 100]);
    expect(statistics.sumLogGaps[0]).toBeCloseTo(Math.log(20) + Math.log(60), 12);
  });

  it('refuses a return before its purchase, or of none', () => {
    const returned = (day: number, entry = 0): PurchaseLog => ({
      ...logOf([['a', 100, 10]]),
      returns: {
        entry: Int32Array.of(entry),
        day: Int32Array.of(day),
        marginMinor: Float64Array.of(1),
        whole: Uint8Array.of(0),
      },
    });
    expect(() => validateLog(returned(99))).toThrow(/must not lie before/);
    expect(() => validateLog(returned(101, 1))).toThrow(/must name a purchase/);
    expect(() => validateLog(returned(100))).not.toThrow();
  });
});
