import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../domain/errors.ts';
import { RFM_GROUPS, SONAR_STAGES } from '../../domain/profile/profile.ts';
import { compileFilter, type StretchColumns } from '../../resolvers/lists/filter.ts';
import type { CustomerFilter } from '../../schema/generated.ts';

/** The rows of the columns that a filter lets through. */
const passing = (filter: CustomerFilter, columns: StretchColumns): number[] => {
  const test = compileFilter(filter, 'EUR')!;
  const rows = Object.values(columns)[0]!.length;
  return Array.from({ length: rows }, (_, row) => row).filter((row) => test(columns, row));
};
const codes = (values: readonly string[], ...words: string[]): Float64Array =>
  Float64Array.from(words, (word) => values.indexOf(word));

describe('the filter of a list', () => {
  it('lastOrderAt takes from with its instant and ends before to', () => {
    const lastOrderAt = Float64Array.of(999, 1000, 1500, 1999, 2000, Number.NaN);
    expect(passing({ lastOrderAt: { from: 1000, to: 2000 } }, { lastOrderAt })).toEqual([1, 2, 3]);
    expect(passing({ lastOrderAt: { from: 1000 } }, { lastOrderAt })).toEqual([1, 2, 3, 4]);
    expect(passing({ lastOrderAt: { to: 2000 } }, { lastOrderAt })).toEqual([0, 1, 2, 3]);
  });

  it('two adjoining ranges of lastOrderAt share nobody and leave nobody out', () => {
    const lastOrderAt = Float64Array.of(1000, 1999, 2000, 2999);
    const both = [
      ...passing({ lastOrderAt: { from: 1000, to: 2000 } }, { lastOrderAt }),
      ...passing({ lastOrderAt: { from: 2000, to: 3000 } }, { lastOrderAt }),
    ];
    expect(both).toEqual([0, 1, 2, 3]);
  });

  it('min and max of an amount or score are both within', () => {
    const totalValue = Float64Array.of(999, 1000, 2000, 2001, Number.NaN);
    expect(passing({ totalValue: { min: '10.00', max: '20.00' } }, { totalValue })).toEqual([1, 2]);
    expect(passing({ influence: { min: 10, max: 20 } }, { influence: Float64Array.of(9.9, 10, 20, 20.1) })).toEqual([
      1, 2,
    ]);
    expect(passing({ engagement: { max: 0 } }, { engagement: Float64Array.of(-5, 0, 5) })).toEqual([0, 1]);
  });

  it('who has no value of a field meets no condition on it, not even one without bounds', () => {
    expect(passing({ influence: {} }, { influence: Float64Array.of(1, Number.NaN) })).toEqual([0]);
    expect(passing({ lapsed: false }, { influence: Float64Array.of(1, 2) })).toEqual([]);
    expect(passing({ influence: { min: 0 } }, { lapsed: Float64Array.of(1, 0) })).toEqual([]);
  });

  it('a quarter is all of its stages; stages, groups and lapsed are taken by word', () => {
    const stage = codes(SONAR_STAGES, 'SUSPECT', 'OPPORTUNITY', 'FIRST_ORDER', 'IN_USE');
    expect(passing({ quarter: ['SALES'] }, { stage })).toEqual([1, 2]);
    expect(passing({ stage: ['IN_USE', 'SUSPECT'] }, { stage })).toEqual([0, 3]);
    expect(
      passing({ rfmGroup: ['LOST'] }, { rfmGroup: Float64Array.of(RFM_GROUPS.indexOf('LOST'), 0, Number.NaN) }),
    ).toEqual([0]);
    expect(passing({ lapsed: true }, { lapsed: Float64Array.of(1, 0, Number.NaN) })).toEqual([0]);
  });

  it('all conditions must hold, and no condition is no filter', () => {
    const columns = { stage: codes(SONAR_STAGES, 'IN_USE', 'IN_USE', 'LEAD'), lapsed: Float64Array.of(1, 0, 1) };
    expect(passing({ stage: ['IN_USE'], lapsed: true }, columns)).toEqual([0]);
    for (const none of [null, undefined, {}, { lapsed: null, totalValue: null }])
      expect(compileFilter(none, 'EUR')).toBeNull();
  });

  it.each([
    [{ totalValue: { min: '2', max: '1' } }, 'totalValue'],
    [{ influence: { min: 2, max: 1 } }, 'influence'],
    [{ lastOrderAt: { from: 5, to: 5 } }, 'lastOrderAt'],
  ])('%j, in which nobody can be, is refused with the field named', (filter, field) => {
    expect(() => compileFilter(filter, 'EUR')).toThrow(InvalidInputError);
    expect(() => compileFilter(filter, 'EUR')).toThrow(field);
  });
});
