import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { purchaseStatistics, statisticsFromTallies, talliesFromLog, tallyOf } from '../../../domain/clv/statistics.ts';
import { DomainError } from '../../../domain/errors.ts';

const CUSTOMERS = 12;
const purchases = fc.array(fc.tuple(fc.nat(CUSTOMERS - 1), fc.integer({ min: 9_000, max: 9_060 })), { maxLength: 120 });
type Purchase = readonly [customer: number, day: number];

const logOf = (rows: readonly Purchase[]) => ({
  customerCount: CUSTOMERS,
  customer: Int32Array.from(rows, ([customer]) => customer),
  day: Int32Array.from(rows, ([, day]) => day),
});

describe('purchase statistics', () => {
  it('reads x, t_x, T and the gaps of a customer, merging purchases of one day', () => {
    const rows: Purchase[] = [
      [3, 110],
      [3, 100],
      [3, 110],
      [3, 140],
      [5, 130],
      [3, 151],
    ];
    const statistics = purchaseStatistics(logOf(rows), 150);
    expect([...statistics.customer]).toEqual([3, 5]);
    expect([...statistics.frequency]).toEqual([2, 0]);
    expect([...statistics.recency]).toEqual([40, 0]);
    expect([...statistics.age]).toEqual([50, 20]);
    expect(statistics.sumLogGaps[0]).toBeCloseTo(Math.log(10) + Math.log(30), 14);
  });

  it('does not depend on the order of the log', () => {
    fc.assert(
      fc.property(
        purchases.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        ([rows, shuffled]) => {
          expect(purchaseStatistics(logOf(shuffled), 9_040)).toEqual(purchaseStatistics(logOf(rows), 9_040));
        },
      ),
    );
  });

  it('is the same from tallies kept at ingest as from the raw log', () => {
    fc.assert(
      fc.property(purchases, (rows) => {
        const asOfDay = 9_060;
        const fromLog = purchaseStatistics(logOf(rows), asOfDay);
        const kept = [...fromLog.customer].map((customer) => {
          const days = new Set(rows.filter(([c]) => c === customer).map(([, day]) => day));
          return tallyOf([...days].sort((p, q) => p - q));
        });
        const { customer: _, ...statistics } = fromLog;
        expect(
          statisticsFromTallies(
            {
              firstDay: Int32Array.from(kept, (t) => t.firstDay),
              lastDay: Int32Array.from(kept, (t) => t.lastDay),
              purchaseDays: Int32Array.from(kept, (t) => t.purchaseDays),
              sumLogGaps: Float64Array.from(kept, (t) => t.sumLogGaps),
            },
            asOfDay,
          ),
        ).toEqual(statistics);
      }),
    );
  });

  it('changes the time unit exactly: weeks are days over seven', () => {
    fc.assert(
      fc.property(purchases, (rows) => {
        const days = purchaseStatistics(logOf(rows), 9_050);
        const weeks = purchaseStatistics(logOf(rows), 9_050, 7);
        expect(weeks.unitDays).toBe(7);
        expect(weeks.frequency).toEqual(days.frequency);
        expect(weeks.recency).toEqual(days.recency.map((v) => v / 7));
        expect(weeks.age).toEqual(days.age.map((v) => v / 7));
        weeks.sumLogGaps.forEach((v, i) =>
          expect(v).toBeCloseTo(days.sumLogGaps[i]! - days.frequency[i]! * Math.log(7), 10),
        );
      }),
    );
  });

  it('ignores what happened after the as-of day', () => {
    fc.assert(
      fc.property(purchases, (rows) => {
        const early = rows.filter(([, day]) => day <= 9_030);
        expect(purchaseStatistics(logOf(rows), 9_030)).toEqual(purchaseStatistics(logOf(early), 9_030));
      }),
    );
  });

  it('refuses input that cannot be a purchase history', () => {
    expect(() => tallyOf([])).toThrow(DomainError);
    expect(() => tallyOf([4, 4])).toThrow(/distinct/);
    expect(() => tallyOf([4, 2])).toThrow(/ascending/);
    expect(() => tallyOf([4.5])).toThrow(/integers/);
    expect(() =>
      purchaseStatistics({ customerCount: 1, customer: Int32Array.of(1), day: Int32Array.of(0) }, 5),
    ).toThrow(/unknown customer/);
    const { tallies } = talliesFromLog(logOf([[0, 20]]), 20);
    expect(() => statisticsFromTallies(tallies, 19)).toThrow(/past the as-of day/);
    expect(() => statisticsFromTallies(tallies, 20, 0)).toThrow(/unit/);
  });
});
