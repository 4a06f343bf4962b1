import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CALENDAR_CLOCK } from '../../../../domain/clv/timing/clock.ts';
import {
  logKnownAt,
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
