import { describe, expect, it } from 'vitest';
import { snapshotAt } from '../../../../domain/clv/history/log.ts';
import { featuresOf, FEATURE_NAMES } from '../../../../domain/clv/regression/features.ts';
import { CALENDAR_CLOCK } from '../../../../domain/clv/timing/clock.ts';
import { logOf } from '../reference-data.ts';

const log = logOf([
  ['a', 100, 1000],
  ['a', 110, 500],
  ['a', 128, 9000],
  ['b', 107, -200],
]);
const AS_OF = 121;
const rowsAt = (unitDays: number): number[][] => {
  const { rows, columns, values } = featuresOf(
    log,
    snapshotAt(log, AS_OF, CALENDAR_CLOCK, unitDays),
    CALENDAR_CLOCK,
    14,
  );
  return Array.from({ length: rows }, (_, row) => [...values.subarray(row * columns, (row + 1) * columns)]);
};
const close = (row: readonly number[]): unknown[] => row.map((value) => expect.closeTo(value, 12));

describe('what the regression looks at', () => {
  it('worked out by hand: rate, idle time, age, recent purchases, one-time buyer, spend', () => {
    // a: two purchases, 3 weeks old, idle 11 days, 750 a purchase; b: one, 2 weeks old, a loss. The mean spend is 375.
    expect(FEATURE_NAMES).toHaveLength(7);
    expect(rowsAt(1)).toEqual([
      close([1, Math.log(1.5 / 7), Math.log1p(11 / 7), Math.log1p(3), Math.log1p(1), 0, Math.log1p(20)]),
      close([1, Math.log(0.5 / 6), Math.log1p(2), Math.log1p(2), 0, 1, 0]),
    ]);
  });

  it('is the same in weeks', () => {
    expect(rowsAt(7)).toEqual(rowsAt(1).map(close));
  });

  it('knows no return of later, and no spend where there is none', () => {
    const returned = {
      ...log,
      returns: {
        entry: Int32Array.of(0, 1),
        day: Int32Array.of(120, 122),
        marginMinor: Float64Array.of(1000, 500),
        whole: Uint8Array.of(0, 0),
      },
    };
    const spendAt = (asOfDay: number): number => {
      const design = featuresOf(returned, snapshotAt(returned, asOfDay, CALENDAR_CLOCK, 1), CALENDAR_CLOCK, 14);
      return design.values[design.columns - 1]!;
    };
    expect(spendAt(121)).toBeCloseTo(Math.log1p(20), 12);
    expect(spendAt(122)).toBe(0);
  });
});
