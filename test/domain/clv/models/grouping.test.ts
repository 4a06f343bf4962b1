import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupHistories, numberHistories, thinned } from '../../../../domain/clv/models/grouping.ts';

/** Few distinct values, so that rows repeat; `stretch` turns whole days into times that are none. */
const populations = fc
  .tuple(
    fc.array(fc.tuple(fc.nat(3), fc.nat(4), fc.nat(4), fc.double({ min: 0, max: 3, noNaN: true })), {
      minLength: 1,
      maxLength: 60,
    }),
    fc.constantFrom(1, Math.SQRT2, 1e9),
    fc.constantFrom(1, 7),
  )
  .map(([rows, stretch, unitDays]) => ({
    count: rows.length,
    unitDays,
    frequency: Float64Array.from(rows, ([x]) => x),
    recency: Float64Array.from(rows, ([x, recency]) => (x === 0 ? 0 : ((recency + 1) * stretch) / unitDays)),
    age: Float64Array.from(rows, ([, recency, more]) => ((recency + 1 + more) * stretch) / unitDays),
    sumLogGaps: Float64Array.from(rows, ([x, , , gaps]) => (x === 0 ? 0 : gaps)),
  }));

describe('grouping of identical histories', () => {
  it('gives every customer the group with its own history, once, in order of x, T and t_x', () => {
    fc.assert(
      fc.property(populations, (statistics) => {
        const groups = groupHistories(statistics);
        const rows = new Set<string>();
        for (let g = 0; g < groups.count; g++) rows.add(`${groups.frequency[g]} ${groups.age[g]} ${groups.recency[g]}`);
        expect(rows.size).toBe(groups.count);
        for (let i = 0; i < statistics.count; i++) {
          const g = groups.groupOf[i]!;
          expect([groups.frequency[g], groups.recency[g], groups.age[g]]).toEqual([
            statistics.frequency[i],
            statistics.recency[i],
            statistics.age[i],
          ]);
        }
        for (let g = 1; g < groups.count; g++) {
          const [x, t, s] = [groups.frequency, groups.age, groups.recency].map((column) => column[g]! - column[g - 1]!);
          expect(x! > 0 || (x === 0 && (t! > 0 || (t === 0 && s! > 0)))).toBe(true);
        }
      }),
    );
  });

  it('keeps the total weight and the weighted gaps', () => {
    fc.assert(
      fc.property(populations, fc.infiniteStream(fc.double({ min: 0, max: 5, noNaN: true })), (statistics, stream) => {
        const weights = Float64Array.from({ length: statistics.count }, () => stream.next().value as number);
        const groups = groupHistories(statistics, weights);
        const sum = (values: Float64Array) => values.reduce((total, v) => total + v, 0);
        expect(sum(groups.weight)).toBeCloseTo(sum(weights), 9);
        expect(sum(groups.logGaps)).toBeCloseTo(sum(weights.map((w, i) => w * statistics.sumLogGaps[i]!)), 9);
      }),
    );
  });

  it('numbers customers by (x, T) alone when recency is left out', () => {
    fc.assert(
      fc.property(populations, (statistics) => {
        const { groupOf, first } = numberHistories(statistics, false);
        for (let i = 0; i < statistics.count; i++) {
          const f = first[groupOf[i]!]!;
          expect([statistics.frequency[f], statistics.age[f]]).toEqual([statistics.frequency[i], statistics.age[i]]);
        }
        const distinct = new Set([...statistics.frequency].map((x, i) => `${x} ${statistics.age[i]}`));
        expect(first.length).toBe(distinct.size);
      }),
    );
  });

  it('thins to a systematic sample of whole groups', () => {
    const statistics = {
      count: 100,
      unitDays: 1,
      frequency: new Float64Array(100),
      recency: new Float64Array(100),
      age: Float64Array.from({ length: 100 }, (_, i) => i),
      sumLogGaps: new Float64Array(100),
    };
    const groups = groupHistories(statistics);
    expect(thinned(groups, 100)).toBe(groups);
    expect([...thinned(groups, 4).age]).toEqual([12, 37, 62, 87]);
  });
});
