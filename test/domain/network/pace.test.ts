import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pacedAttention, PACES, tempoOf, type Acts, type Pace } from '../../../domain/network/pace.ts';
import { attentionOf, DEFAULT_TIE_SETTINGS, recentActivity } from '../../../domain/network/ties.ts';
import { tieColumns } from './networks.ts';

const PACE: Pace = { fastHalfLifeDays: 10, slowHalfLifeDays: 100, slowWeight: 0.2, rateHalfLifeDays: 1000 };
const tiesOf = (nodeCount: number, pairs: readonly (readonly [from: number, to: number])[]) =>
  tieColumns(
    nodeCount,
    pairs.map(([from, to]) => ({ from, to })),
  );
const acts = (rows: readonly (readonly [customer: number, day: number])[], customerCount = 3): Acts => ({
  customerCount,
  customer: Int32Array.from(rows, ([customer]) => customer),
  day: Int32Array.from(rows, ([, day]) => day),
});

const settings = (pace: Pace | null) => ({ activityHalfLifeDays: 90, pace, ties: DEFAULT_TIE_SETTINGS });

describe('who is active now', () => {
  it('counts the last weeks, and a fifth of the months behind them', () => {
    const { activity } = tempoOf(
      acts([
        [0, 1000],
        [0, 990],
        [1, 900],
      ]),
      1000,
      PACE,
      90,
    );
    expect(activity[0]).toBeCloseTo(1 + 0.5 + 0.2 * (1 + 2 ** -0.1), 12);
    expect(activity[1]).toBeCloseTo(2 ** -10 + 0.2 * 0.5, 12);
    expect(activity[2]).toBe(0);
  });

  it('holds it against everybody’s own rate: 1 for all who are alike, above for who is busier than usual, and near 1 for who never acted', () => {
    const alike = tempoOf(
      acts([
        [0, 990],
        [1, 990],
        [2, 990],
      ]),
      1000,
      PACE,
      90,
    );
    expect([...alike.against!].map((x) => x.toFixed(12))).toEqual(Array(3).fill('1.000000000000'));
    const { against } = tempoOf(
      acts([
        [0, 999],
        [1, 800],
      ]),
      1000,
      PACE,
      90,
    );
    expect(against![0]).toBeGreaterThan(1);
    expect(against![1]).toBeLessThan(1);
    expect(against![2]).toBe(1);
  });

  it('does not change when everybody acts twice as often, nor by what comes after the day', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 1000 }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), fc.array(row, { maxLength: 5 }), (rows, later) => {
        const once = tempoOf(acts(rows, 5), 1000, PACE, 90).against!;
        const twice = tempoOf(acts([...rows, ...rows], 5), 1000, PACE, 90).against!;
        const with1 = tempoOf(
          acts([...rows, ...later.map(([who, day]) => [who, day + 1001] as const)], 5),
          1000,
          PACE,
          90,
        );
        once.forEach((value, i) => expect(twice[i]! / value).toBeCloseTo(1, 9));
        expect([...with1.against!]).toEqual([...once]);
      }),
    );
  });

  it('without a pace is activity of one half-life, and leaves exposure as it is', () => {
    const log = acts([
      [0, 1000],
      [1, 910],
    ]);
    const ties = tiesOf(3, [
      [2, 0],
      [2, 1],
    ]);
    const { attention, activity } = pacedAttention(ties, log, { day: 1000, ms: 0 }, settings(null));
    expect([...activity]).toEqual([...recentActivity(3, log.customer, log.day, 1000, 90)]);
    expect(attention).toEqual(attentionOf(ties, 0, activity));
  });

  it('moves how much a follower passes on, never whom they attend to', () => {
    const log = acts([
      [0, 999],
      [1, 999],
      [2, 700],
      [2, 710],
    ]);
    const ties = tiesOf(3, [
      [2, 0],
      [2, 1],
      [0, 1],
    ]);
    const { attention, activity } = pacedAttention(ties, log, { day: 1000, ms: 0 }, settings(PACES[0]!));
    const plain = attentionOf(ties, 0, activity);
    expect(attention.arcs).toEqual(plain.arcs);
    const { against } = tempoOf(log, 1000, PACES[0]!, 90);
    expect(attention.exposure[2]! / plain.exposure[2]!).toBeCloseTo(against![2]!, 12);
    expect(attention.exposure[2]! / plain.exposure[2]!).toBeLessThan(attention.exposure[0]! / plain.exposure[0]!);
  });
});
