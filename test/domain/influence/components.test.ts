import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import { calibrateComponents, influenceComponents, influenceMeasures } from '../../../domain/influence/components.ts';
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
    expect([...measures.authenticity]).toEqual([0.5, 1, unknown, unknown]);
    // n_0 = ½·f_1 + ½·f_2 = ½·1.5 + ½·1, of which ½ + ½ came in one step.
    expect([...measures.network]).toEqual([0.25, 0, 0, 0]);
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

  it('refuses columns of another length', () => {
    const { ties, attention, shares, solved } = example();
    expect(() => influenceMeasures(ties, attention, shares, solved.gross, new Float64Array(3), [])).toThrow(
      DomainError,
    );
  });
});
