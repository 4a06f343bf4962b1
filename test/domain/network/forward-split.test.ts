import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cutsOf,
  followedBetween,
  judge,
  verdictOf,
  type ForwardScores,
  type ScoredCut,
} from '../../../domain/network/forward-split.ts';
import { itemHistory } from '../../../domain/network/item-log.ts';
import { seededUniform } from '../../../domain/numerics/random.ts';
import { attentionOf } from '../../../domain/network/ties.ts';
import { tieColumns } from './networks.ts';

type Row = readonly [customer: number, item: number, day: number];
const historyOf = (rows: readonly Row[], customerCount = 4) =>
  itemHistory({
    customerCount,
    itemCount: 10,
    customer: Int32Array.from(rows, ([customer]) => customer),
    item: Int32Array.from(rows, ([, item]) => item),
    day: Int32Array.from(rows, ([, , day]) => day),
  });

const rows = fc.array(fc.tuple(fc.nat(3), fc.nat(9), fc.nat(300)), { maxLength: 60 });

describe('a history cut at days of its own past', () => {
  it('has three cuts over its later half, with nothing of what came after in what is known', () => {
    const history = historyOf([
      [0, 1, 0],
      [1, 1, 310],
      [2, 2, 340],
      [3, 2, 599],
    ]);
    const cuts = cutsOf(history, 600);
    expect(cuts.map(({ day, untilDay }) => [day, untilDay])).toEqual([
      [300, 400],
      [400, 500],
      [500, 600],
    ]);
    expect(cuts.map(({ known }) => [...known])).toEqual([
      [1, 0, 0, 0],
      [1, 1, 1, 0],
      [1, 1, 1, 0],
    ]);
    for (const { before, day } of cuts) expect(Math.max(...before.day)).toBeLessThan(day);
  });

  it('has none where it is shorter than twelve weeks, or empty', () => {
    expect(
      cutsOf(
        historyOf([
          [0, 1, 0],
          [1, 1, 80],
        ]),
        81,
      ),
    ).toEqual([]);
    expect(cutsOf(historyOf([]), 81)).toEqual([]);
  });

  it('counts what followers bought of the same item within the window, as counting pair by pair does', () => {
    const ties = tieColumns(4, [
      { from: 1, to: 0 },
      { from: 2, to: 0 },
      { from: 0, to: 3 },
      { from: 3, to: 1 },
    ]);
    const pairs = [
      [1, 0],
      [2, 0],
      [0, 3],
      [3, 1],
    ] as const;
    fc.assert(
      fc.property(rows, (log) => {
        const history = historyOf(log);
        const distinct = [...new Set(log.map((row) => row.join()))].map(
          (text) => text.split(',').map(Number) as unknown as Row,
        );
        const expected = [0, 0, 0, 0];
        for (const [follower, followed] of pairs)
          for (const [who, item, day] of distinct)
            if (
              who === follower &&
              day >= 100 &&
              day < 250 &&
              distinct.some(([by, what, when]) => by === followed && what === item && when < day && when >= day - 30)
            )
              expected[followed]! += 1;
        const counted = followedBetween(history, attentionOf(ties, 0), { fromDay: 100, untilDay: 250, windowDays: 30 });
        expect([...counted]).toEqual(expected);
      }),
    );
  });
});

describe('what scores of the past were worth', () => {
  const SIZE = 400;
  const WINDOW = { cutDays: [100, 200, 300], horizonDays: 100 };
  /** Three cuts whose outcome is `outcomeOf` of a hidden strength; every score is noise but those given. */
  function scored(known: Partial<Record<keyof ForwardScores, 'STRENGTH'>>, seed: number): ScoredCut[] {
    const draw = seededUniform(seed);
    const noise = (): Float64Array => Float64Array.from({ length: SIZE }, draw);
    return [0, 1, 2].map(() => {
      const strength = Float64Array.from({ length: SIZE }, () => draw() ** 6);
      const of = (score: keyof ForwardScores) => (known[score] === 'STRENGTH' ? strength : noise());
      return {
        outcome: strength.map((each) => Math.floor(4 * each + draw())),
        scores: {
          networkValue: of('networkValue'),
          influence: of('influence'),
          activityTimesFollowers: of('activityTimesFollowers'),
          followers: of('followers'),
          pageRank: of('pageRank'),
        },
      };
    });
  }

  it('is ahead where it alone saw it coming, behind where only a rule did, level where neither did', () => {
    const ahead = judge(scored({ networkValue: 'STRENGTH' }, 1), WINDOW)!;
    expect([verdictOf(ahead.networkValueAhead), verdictOf(ahead.influenceAhead)]).toEqual(['AHEAD', 'LEVEL']);
    const behind = judge(scored({ followers: 'STRENGTH' }, 2), WINDOW)!;
    expect([behind.bestRule, verdictOf(behind.networkValueAhead)]).toEqual(['followers', 'BEHIND']);
    expect(behind.capture.followers).toBeGreaterThan(0.3);
    expect(behind.capture.networkValue).toBeLessThan(0.2);
  });

  it('claims to be ahead of the best of three rules in few of 200 companies where all is noise', () => {
    let claims = 0;
    for (let seed = 0; seed < 200; seed++)
      if (verdictOf(judge(scored({}, 1000 + seed), WINDOW)!.networkValueAhead) === 'AHEAD') claims += 1;
    expect(claims).toBeLessThanOrEqual(5);
  });

  it('is not told where fewer than fifty purchases followed', () => {
    const few = scored({}, 3).map((cut) => ({ ...cut, outcome: cut.outcome.map((_, i) => (i < 16 ? 1 : 0)) }));
    expect(judge(few, WINDOW)).toBeNull();
    expect(
      judge(
        few.map((cut) => ({ ...cut, outcome: cut.outcome.map((_, i) => (i < 17 ? 1 : 0)) })),
        WINDOW,
      ),
    ).not.toBeNull();
  });
});
