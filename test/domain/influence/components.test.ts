import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import {
  calibrateComponents,
  influenceComponents,
  influenceMeasures,
  withNewSources,
} from '../../../domain/influence/components.ts';
import { TIE_KINDS } from '../../../domain/events.ts';
import { solveTies, tieColumns } from '../network/networks.ts';

/** 1 and 2 follow 0 and react; 3 follows 1; nobody follows 2 or 3. */
function example() {
  const ties = tieColumns(4, [
    { from: 1, to: 0 },
    { from: 1, to: 0, kind: 'LIKE', weight: 3, atDay: 400 },
    { from: 2, to: 0, kind: 'REPLY', weight: 2, atDay: 400 },
    { from: 3, to: 1 },
  ]);
  return { ...solveTies(ties, new Float64Array(4).fill(1), 0.5), ties };
}

const unknown = Number.NaN;
const sources = [
  { source: 'bluesky', followers: Float64Array.of(1000, 50, 2000, unknown) },
  { source: 'forum', followers: Float64Array.of(4, 40, unknown, unknown) },
];

describe('the published components of the score', () => {
  it('measures amplification, network and authenticity from the ties', () => {
    const { ties, attention, shares, solved } = example();
    const measures = influenceMeasures(ties, attention, shares, solved.gross, Float64Array.of(0, 2, 0, 1), []);
    expect([...measures.amplification]).toEqual([2.5, 0, unknown, unknown]);
    expect([...measures.knownFollowers]).toEqual([2, 1, unknown, unknown]);
    expect([...measures.activeFollowers]).toEqual([1, 1, unknown, unknown]);
    // n_0 = ½·f_1 + ½·f_2 = ½·1.5 + ½·1, of which ½ + ½ came in one step.
    expect([...measures.network]).toEqual([0.25, 0, 0, 0]);
  });

  it('counts replies, shares, likes and mentions as reactions, and no other tie', () => {
    const reactionsOf = (kind: (typeof TIE_KINDS)[number]): number => {
      const ties = tieColumns(2, [{ from: 1, to: 0, kind, weight: 3, atDay: 400 }]);
      const { attention, shares, solved } = solveTies(ties, new Float64Array(2).fill(1), 0.5);
      return influenceMeasures(ties, attention, shares, solved.gross, new Float64Array(2), []).amplification[0]!;
    };
    expect(TIE_KINDS.filter((kind) => reactionsOf(kind) === 3)).toEqual(
      TIE_KINDS.filter((kind) => ['REPLY', 'SHARE', 'LIKE', 'MENTION'].includes(kind)),
    );
    expect(TIE_KINDS.filter((kind) => ![0, 3].includes(reactionsOf(kind)))).toEqual([]);
  });

  it('knows nothing of the network of who has no tie, and 0, not a rounding error, where all came in one step', () => {
    const ties = tieColumns(4, [{ from: 1, to: 0 }]);
    const { attention, shares } = solveTies(ties, new Float64Array(4).fill(1), 0.5);
    const network = (reached: number): number[] => [
      ...influenceMeasures(ties, attention, shares, Float64Array.of(reached, 0, 0, 0), new Float64Array(4), []).network,
    ];
    expect(network(0.5 + 1e-12)).toEqual([0, 0, unknown, unknown]);
    expect(network(0.5 - 1e-12)).toEqual([0, 0, unknown, unknown]);
    expect(network(0.75)).toEqual([0.25, 0, unknown, unknown]);
    // 1 gives half of what they have to two alike: a quarter each comes in one step.
    const two = tieColumns(3, [
      { from: 1, to: 0 },
      { from: 1, to: 2 },
    ]);
    const solved = solveTies(two, new Float64Array(3).fill(1), 0.5);
    const reached = Float64Array.of(0.35, 0, 0.25);
    const measures = influenceMeasures(two, solved.attention, solved.shares, reached, new Float64Array(3), []);
    expect([...measures.network]).toEqual([expect.closeTo(0.1, 12), 0, 0]);
  });

  it('scales followers within each source, and takes the best source', () => {
    const { ties, attention, shares, solved } = example();
    const measures = influenceMeasures(ties, attention, shares, solved.gross, new Float64Array(4), sources);
    const scales = calibrateComponents(measures, 2);
    const { reach } = influenceComponents(measures, scales);
    // 40 followers on a forum where 22 is typical outrank 1,000 on a network where 1,000 is typical.
    expect(reach[1]).toBeGreaterThan(reach[0]!);
    expect(reach[2]).toBeGreaterThan(reach[1]!);
    expect(reach[3]).toBeNaN();
    const firstSourceOnly = influenceComponents({ ...measures, reach: sources.slice(0, 1) }, scales).reach;
    expect(reach[0]).toBe(firstSourceOnly[0]);
    expect(Object.keys(scales.reach)).toEqual(['bluesky', 'forum']);
  });

  it('keeps every component within 0 and 100 or unknown', () => {
    const { ties, attention, shares, solved } = example();
    const measures = influenceMeasures(ties, attention, shares, solved.gross, Float64Array.of(1, 1, 1, 1), sources);
    const components = influenceComponents(measures, calibrateComponents(measures, 1));
    const out = Object.values(components).flatMap((column: Float64Array) =>
      [...column].filter((s) => s < 0 || s > 100),
    );
    expect(out).toEqual([]);
  });

  it('says how sure the share of active followers is: the Wilson interval of what is known', () => {
    const { ties, attention, shares, solved } = example();
    const measures = influenceMeasures(ties, attention, shares, solved.gross, Float64Array.of(0, 2, 0, 1), []);
    const sample = {
      ...measures,
      knownFollowers: Float64Array.of(10, 4, 1, unknown),
      activeFollowers: Float64Array.of(8, 0, 1, unknown),
    };
    const of = influenceComponents(sample, calibrateComponents(measures, 1));
    // Agresti & Coull (1998), and by hand: 8 of 10, 0 of 4, 1 of 1.
    expect(of.authenticity[0]).toBe(80);
    expect(of.authenticityLow[0]).toBeCloseTo(49.02, 2);
    expect(of.authenticityHigh[0]).toBeCloseTo(94.33, 2);
    expect([of.authenticityLow[1], of.authenticityHigh[1]]).toEqual([expect.closeTo(0, 9), expect.closeTo(48.99, 2)]);
    expect([of.authenticityLow[2], of.authenticityHigh[2]]).toEqual([expect.closeTo(20.65, 2), expect.closeTo(100, 9)]);
    expect(of.authenticityLow[3]).toBeNaN();
  });

  it('measures a source that is linked later on a scale of its own, and leaves the others as they were', () => {
    const { ties, attention, shares, solved } = example();
    const before = influenceMeasures(ties, attention, shares, solved.gross, new Float64Array(4), sources.slice(0, 1));
    const scales = calibrateComponents(before, 1);
    const after = { ...before, reach: [{ ...sources[0]!, followers: Float64Array.of(9, 9, 9, 9) }, sources[1]!] };
    const extended = withNewSources(scales, after);
    expect(extended.reach['bluesky']).toBe(scales.reach['bluesky']);
    expect(extended.reach['forum']).toEqual(calibrateComponents(after, 1).reach['forum']);
    expect(withNewSources(extended, after)).toBe(extended);
  });

  it('leaves a source out until it has a frozen scale', () => {
    const { ties, attention, shares, solved } = example();
    const before = influenceMeasures(ties, attention, shares, solved.gross, new Float64Array(4), []);
    const after = { ...before, reach: sources };
    expect([...influenceComponents(after, calibrateComponents(before, 1)).reach]).toEqual([
      unknown,
      unknown,
      unknown,
      unknown,
    ]);
  });

  it('takes the best source wherever it stands, and authenticity as percent', () => {
    const measures = {
      reach: [
        { source: 'small', followers: Float64Array.of(5, unknown) },
        { source: 'large', followers: Float64Array.of(10, 0) },
      ],
      amplification: Float64Array.of(10, 0),
      network: Float64Array.of(0, 10),
      knownFollowers: Float64Array.of(4, unknown),
      activeFollowers: Float64Array.of(1, unknown),
    };
    const scale = { typical: 1, top: 10 };
    const scales = { version: 1, reach: { small: scale, large: scale }, amplification: scale, network: scale };
    const found = influenceComponents(measures, scales);
    expect([[...found.reach], [...found.authenticity]]).toEqual([
      [100, 0],
      [25, unknown],
    ]);
    expect([...influenceComponents({ ...measures, reach: measures.reach.toReversed() }, scales).reach]).toEqual([
      100, 0,
    ]);
    expect([[...found.amplification], [...found.network]]).toEqual([
      [100, 0],
      [0, 100],
    ]);
  });

  it('refuses columns of another length', () => {
    const { ties, attention, shares, solved } = example();
    expect(() => influenceMeasures(ties, attention, shares, solved.gross, new Float64Array(3), [])).toThrow(
      DomainError,
    );
    const four = new Float64Array(4);
    expect(() => influenceMeasures(ties, attention, shares, new Float64Array(5), four, [])).toThrow(DomainError);
    const short = [...sources, { source: 'x', followers: new Float64Array(3) }];
    expect(() => influenceMeasures(ties, attention, shares, solved.gross, four, short)).toThrow(DomainError);
  });
});
