import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import { RFM_GROUPS } from '../../../domain/profile/profile.ts';
import { rfmAt, rfmCutOffs } from '../../../domain/rfm/cut-offs.ts';
import { quintiles, rfmGroupOf, type RfmColumns } from '../../../domain/rfm/rfm.ts';

const q = (...values: number[]): number[] => [...quintiles(Float64Array.from(values))];

/** One customer's RFM by the cut-offs of all. */
const profileAt = (columns: RfmColumns, i: number) =>
  rfmAt(rfmCutOffs(columns), {
    recencyDays: columns.recencyDays[i]!,
    frequency: columns.frequency[i]!,
    monetary: columns.monetary[i]!,
  });

describe('quintiles', () => {
  it('are fifths when nobody ties', () => {
    expect(q(10, 20, 30, 40, 50, 60, 70, 80, 90, 100)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });
  it('work for fewer than five customers, for one, and for none', () => {
    expect(q(1, 2, 3, 4)).toEqual([1, 2, 4, 5]);
    expect(q(1, 2, 3)).toEqual([1, 3, 5]);
    expect(q(2, 1)).toEqual([4, 2]);
    expect(q(7)).toEqual([3]);
    expect(q()).toEqual([]);
  });
  it('put equal values in one quintile, the middle one when all are equal', () => {
    expect(q(5, 5, 5, 5, 5, 5, 5)).toEqual([3, 3, 3, 3, 3, 3, 3]);
    expect(q(1, 1, 1, 1, 1, 1, 2, 3, 4, 9)).toEqual([2, 2, 2, 2, 2, 2, 4, 4, 5, 5]);
  });
  it('never separate equals, never reverse an order, and stay within 1 to 5', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 60 }), (values) => {
        const result = q(...values);
        expect(result.every((quintile) => quintile >= 1 && quintile <= 5)).toBe(true);
        const wrong = values.flatMap((a, i) =>
          values.flatMap((b, j) => (a <= b && result[i]! > result[j]! ? [[a, b]] : [])),
        );
        expect(wrong).toEqual([]);
      }),
    );
  });
  it('do not depend on the order of the customers', () => {
    expect(q(3, 1, 2, 2, 1)).toEqual([5, 2, 4, 4, 2]);
  });
  it('refuse what is not a number', () => {
    expect(() => q(1, Number.NaN)).toThrow(/need numbers/);
  });
});

describe('RFM groups', () => {
  it.each([
    [5, 5, 5, 'CHAMPIONS'],
    [5, 1, 1, 'NEW_CUSTOMERS'],
    [4, 1, 1, 'PROMISING'],
    [5, 2, 3, 'POTENTIAL_LOYALISTS'],
    [3, 4, 5, 'LOYAL_CUSTOMERS'],
    [3, 3, 3, 'NEED_ATTENTION'],
    [3, 1, 2, 'ABOUT_TO_SLEEP'],
    [2, 4, 4, 'AT_RISK'],
    [1, 5, 5, 'CANNOT_LOSE_THEM'],
    [2, 1, 2, 'HIBERNATING'],
    [1, 1, 1, 'LOST'],
  ] as const)('R%i F%i M%i is %s', (r, f, m, group) => {
    expect(rfmGroupOf(r, f, m)).toBe(group);
  });
  it('cover every combination and use every name', () => {
    const one2five = [1, 2, 3, 4, 5];
    const used = new Set(one2five.flatMap((r) => one2five.flatMap((f) => one2five.map((m) => rfmGroupOf(r, f, m)))));
    expect([...used].sort()).toEqual([...RFM_GROUPS].sort());
  });
  it.each([
    [0, 3, 3],
    [6, 3, 3],
    [3, 0, 0],
    [3, 6, 5],
  ])('are refused for quintiles outside 1 to 5: R%i F%i M%i', (r, f, m) => {
    expect(() => rfmGroupOf(r, f, m)).toThrow(DomainError);
    expect(() => rfmGroupOf(r, f, m)).toThrow(
      expect.objectContaining({ details: { recency: r, frequency: f, monetary: m } }),
    );
  });
  it('round the mean of frequency and money up from a half', () => {
    expect(rfmGroupOf(3, 2, 2)).toBe('ABOUT_TO_SLEEP');
    expect(rfmGroupOf(3, 2, 3)).toBe('NEED_ATTENTION');
  });
  it('hold a recent customer for better than one of long ago', () => {
    const columns = {
      recencyDays: Float64Array.of(1, 10, 100, 200, 400),
      frequency: Float64Array.of(9, 5, 3, 2, 1),
      monetary: Float64Array.of(900, 500, 300, 200, 100),
    };
    expect(profileAt(columns, 0)).toEqual({ recency: 5, frequency: 5, monetary: 5, group: 'CHAMPIONS' });
    expect(profileAt(columns, 4)).toEqual({ recency: 1, frequency: 1, monetary: 1, group: 'LOST' });
  });
  it.each([
    [[1, 2], [1, 2], [1]],
    [[1, 2], [1], [1, 2]],
    [[1], [1, 2], [1, 2]],
  ])('are refused for columns that belong to different customers', (recencyDays, frequency, monetary) => {
    const columns = {
      recencyDays: Float64Array.from(recencyDays),
      frequency: Float64Array.from(frequency),
      monetary: Float64Array.from(monetary),
    };
    expect(() => rfmCutOffs(columns)).toThrow(/one length/);
  });
  it('treat a customer who bought on the as-of day like the others', () => {
    const columns = {
      recencyDays: Float64Array.of(0, 0),
      frequency: Float64Array.of(1, 1),
      monetary: Float64Array.of(5, 5),
    };
    expect([profileAt(columns, 0).recency, profileAt(columns, 1).recency]).toEqual([3, 3]);
  });
});

describe('cut-offs', () => {
  const column = fc.array(fc.integer({ min: -5, max: 30 }), { minLength: 1, maxLength: 60 });

  it('give everybody they were taken of the quintile that a rank among all gives, ties and all', () => {
    fc.assert(
      fc.property(column, (values) => {
        const days = Float64Array.from(values, (value) => value + 5);
        const all = Float64Array.from(values);
        const columns = { recencyDays: days, frequency: all, monetary: all };
        const ranks = { recency: quintiles(days.map((day) => -day)), other: quintiles(all) };
        for (let i = 0; i < values.length; i++)
          expect(profileAt(columns, i)).toMatchObject({
            recency: ranks.recency[i],
            frequency: ranks.other[i],
            monetary: ranks.other[i],
          });
      }),
    );
  });
  it('judge who comes later by what was, and move nobody for it', () => {
    const cutOffs = rfmCutOffs({
      recencyDays: Float64Array.of(1, 10, 100, 200, 400),
      frequency: Float64Array.of(9, 5, 3, 2, 1),
      monetary: Float64Array.of(900, 500, 300, 200, 100),
    });
    expect(cutOffs).toEqual({
      recencyDays: [200, 100, 10, 1],
      frequency: [2, 3, 5, 9],
      monetary: [200, 300, 500, 900],
    });
    const of = (recencyDays: number, frequency: number, monetary: number) => {
      const { recency, frequency: f, monetary: m } = rfmAt(cutOffs, { recencyDays, frequency, monetary });
      return [recency, f, m];
    };
    expect([of(0, 20, 5000), of(2, 8, 899), of(101, 4, 299), of(500, 0, 0)]).toEqual([
      [5, 5, 5],
      [4, 4, 4],
      [2, 3, 2],
      [1, 1, 1],
    ]);
  });
  it('of quintiles nobody reached are none: all alike are in the middle, and so is who is like them', () => {
    const same = Float64Array.of(7, 7, 7);
    const cutOffs = rfmCutOffs({ recencyDays: same, frequency: same, monetary: same });
    expect(cutOffs.frequency).toEqual([7, 7, null, null]);
    expect(rfmAt(cutOffs, { recencyDays: 7, frequency: 7, monetary: 9 })).toMatchObject({ recency: 3, monetary: 3 });
  });
});
