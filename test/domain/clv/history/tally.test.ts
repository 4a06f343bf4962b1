import { describe, expect, it } from 'vitest';
import { tallyOf } from '../../../../domain/clv/history/tally.ts';
import { DomainError } from '../../../../domain/errors.ts';

describe('the tally of one customer', () => {
  it('keeps first and last day, the number of days, and the logarithms of the gaps', () => {
    const { sumLogGaps, ...days } = tallyOf([100, 110, 140]);
    expect(days).toEqual({ firstDay: 100, lastDay: 140, purchaseDays: 3 });
    expect(sumLogGaps).toBeCloseTo(Math.log(10) + Math.log(30), 14);
  });

  it('refuses what cannot be a purchase history', () => {
    expect(() => tallyOf([])).toThrow(DomainError);
    expect(() => tallyOf([4, 4])).toThrow(/distinct/);
    expect(() => tallyOf([4, 2])).toThrow(/ascending/);
    expect(() => tallyOf([4.5])).toThrow(/integers/);
  });
});
