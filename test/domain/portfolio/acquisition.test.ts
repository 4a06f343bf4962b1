import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costRatio, paybackOf, spendByPeriod } from '../../../domain/portfolio/acquisition.ts';
import { GRAINS, periodOf } from '../../../domain/portfolio/periods.ts';
import { DAY_MS, dayIn, instantIn } from '../../../domain/time/time.ts';

const ZONE = 'Europe/Amsterdam';
const startOf = (day: number): number => instantIn(ZONE)(day * DAY_MS);
const total = (numbers: Iterable<number>): number => [...numbers].reduce((sum, one) => sum + one, 0);

describe('what winning customers cost', () => {
  it('adds up over the periods, however an amount lies across them', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            channel: fc.constantFrom('search', 'fair'),
            from: fc.integer({ min: 1.5e12, max: 1.7e12 }),
            length: fc.integer({ min: 1, max: 900 * DAY_MS }),
            amountMinor: fc.nat({ max: 10_000_000 }),
          }),
        ),
        fc.constantFrom(...GRAINS),
        (given, grain) => {
          const spends = given.map(({ length, ...rest }) => ({ ...rest, to: rest.from + length }));
          const periods = spendByPeriod(spends, grain, dayIn(ZONE), startOf);
          expect(total(periods.values())).toBe(total(spends.map(({ amountMinor }) => amountMinor)));
          for (const amount of periods.values()) expect(amount).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  it('a month that begins at midnight of the shop is that month’s alone', () => {
    const [from, to] = [startOf(Date.UTC(2024, 2, 1) / DAY_MS), startOf(Date.UTC(2024, 3, 1) / DAY_MS)];
    const periods = spendByPeriod([{ channel: 'search', from, to, amountMinor: 999 }], 'MONTH', dayIn(ZONE), startOf);
    expect([...periods]).toEqual([[periodOf('MONTH', Date.UTC(2024, 2, 1) / DAY_MS), 999]]);
  });

  it('is compared with what keeping costs, over the periods with spend on both that are over; else there is no ratio', () => {
    const value = (newMinor: number, existingMinor: number) => () => ({ newMinor, existingMinor });
    // 100 for 50 of new value, 20 for 200 of what there is: 2 against .1.
    expect(costRatio(new Map([[1, 100]]), new Map([[1, 20]]), value(50, 200))).toBeCloseTo(20, 12);
    expect(costRatio(new Map([[1, 100]]), new Map([[2, 20]]), value(50, 200))).toBeNull();
    expect(costRatio(new Map([[1, 100]]), new Map([[1, 20]]), () => null)).toBeNull();
    expect(costRatio(new Map([[1, 100]]), new Map([[1, 20]]), value(0, 200))).toBeNull();
    const months = new Map([
      [1, 100],
      [2, 300],
    ]);
    const of = (period: number) =>
      period === 1 ? { newMinor: 50, existingMinor: 10 } : { newMinor: 150, existingMinor: 90 };
    expect(costRatio(months, months, of)).toBeCloseTo(400 / 200 / (400 / 100), 12);
  });

  it('comes back in the period in which the value reaches it, or not yet', () => {
    expect(paybackOf(100, 4, [60, 30, 30])).toEqual({ costPerCustomerMinor: 25, recovered: true, periods: 2 });
    expect(paybackOf(100, 4, [100])).toMatchObject({ recovered: true, periods: 0 });
    expect(paybackOf(100, 4, [60, 30])).toMatchObject({ recovered: false, periods: null });
    expect(paybackOf(100, 0, [])).toEqual({ costPerCustomerMinor: null, recovered: false, periods: null });
  });
});
