import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  arcsOf,
  bothWays,
  buildCsr,
  forEachFollower,
  transposeCsr,
  type Arcs,
} from '../../../domain/graph/kernel/csr.ts';
import { pageRank } from '../../../domain/graph/kernel/pagerank.ts';
import { rowRanges } from '../../../domain/graph/kernel/shards.ts';
import { toCaller, toInternal } from '../../../domain/graph/kernel/order.ts';
import { proportionalShares } from '../../../domain/graph/kernel/shares.ts';
import { absoluteSum, compensatedSum } from '../../../domain/graph/kernel/sum.ts';
import { solveConserving } from '../../../domain/network/solve.ts';
import { arcs, farthest, randomNetwork, skewedNetwork, sum } from '../network/graphs.ts';

const root = join(import.meta.dirname, '../../..');
const ldbc = join(root, '../shared/data/network/ldbc');

const triples = ({
  from,
  to,
  weight,
}: {
  from: ArrayLike<number>;
  to: ArrayLike<number>;
  weight?: Float64Array | null;
}): string[] => Array.from(from, (f, a) => `${f}>${to[a]}:${weight?.[a] ?? 1}`).sort();

describe('sparse rows', () => {
  it('hold every arc once, whatever the internal numbering', () => {
    fc.assert(
      fc.property(randomNetwork, fc.boolean(), ({ arcs }, relabel) => {
        const csr = buildCsr(arcs, { relabel });
        expect(triples(arcsOf(csr))).toEqual(triples(arcs));
        expect(triples(arcsOf(transposeCsr(csr)))).toEqual(
          triples({ from: arcs.to, to: arcs.from, weight: arcs.weight }),
        );
      }),
    );
  });

  it('number nodes internally by falling number of ties given, equal numbers in the order given', () => {
    const csr = buildCsr(arcs(5, [3, 0], [3, 1], [3, 2], [1, 0], [4, 0]));
    expect([...csr.callerOf]).toEqual([3, 1, 4, 0, 2]);
    expect([...csr.outDegree]).toEqual([3, 1, 1, 0, 0]);
  });

  it('merge parallel arcs by adding their weights', () => {
    fc.assert(
      fc.property(randomNetwork, ({ arcs }) => {
        const expected = new Map<string, number>();
        arcs.from.forEach((from, a) =>
          expected.set(`${from}>${arcs.to[a]}`, (expected.get(`${from}>${arcs.to[a]}`) ?? 0) + arcs.weight[a]!),
        );
        const csr = buildCsr(arcs, { mergeParallel: true });
        const merged = arcsOf(csr);
        expect(new Map(Array.from(merged.from, (from, a) => [`${from}>${merged.to[a]}`, merged.weight![a]!]))).toEqual(
          expected,
        );
        expect(csr.arcCount).toBe(expected.size);
        expect(sum(csr.outDegree)).toBe(expected.size);
      }),
    );
    expect(buildCsr(arcs(2, [0, 1], [0, 1]), { mergeParallel: true }).weight).toEqual(Float64Array.of(2));
  });

  it('list the followers of one node in the numbering of the caller', () => {
    const seen: unknown[] = [];
    forEachFollower(
      buildCsr({ ...arcs(4, [3, 1], [2, 1], [1, 2]), weight: Float64Array.of(5, 6, 7) }),
      1,
      (follower, weight) => seen.push([follower, weight]),
    );
    expect(seen).toEqual([
      [3, 5],
      [2, 6],
    ]);
    expect(() => forEachFollower(buildCsr(arcs(1)), 1, () => undefined)).toThrow('outside the graph');
  });

  it('take ties both ways, one to oneself once', () => {
    expect(triples(bothWays({ ...arcs(3, [0, 1], [2, 2]), weight: Float64Array.of(3, 4) }))).toEqual([
      '0>1:3',
      '1>0:3',
      '2>2:4',
    ]);
  });

  it('keep arcs to oneself and ties of equal ends in the order given, and the transpose turns them', () => {
    const csr = buildCsr({ ...arcs(3, [1, 1], [0, 1], [2, 1]), weight: Float64Array.of(1, 2, 3) }, { relabel: false });
    expect([[...csr.offsets], [...csr.sources], [...csr.weight!]]).toEqual([
      [0, 0, 3, 3],
      [1, 0, 2],
      [1, 2, 3],
    ]);
    expect(buildCsr(arcs(2, [0, 1])).weight, 'ties without weights stay so').toBeNull();
    expect(transposeCsr(buildCsr(arcs(2, [0, 1]))).weight).toBeNull();
    expect([...transposeCsr(csr, { relabel: false }).offsets]).toEqual([0, 1, 2, 3]);
  });

  it('merge row by row: the same follower in two rows stays two ties', () => {
    const csr = buildCsr(arcs(3, [0, 1], [0, 1], [0, 2], [2, 1]), { relabel: false, mergeParallel: true });
    expect([[...csr.offsets], [...csr.sources], [...csr.weight!], [...csr.outDegree]]).toEqual([
      [0, 0, 2, 3],
      [0, 2, 0],
      [2, 1, 1],
      [2, 0, 1],
    ]);
  });

  it('are cut where about as many ties lie before as after', () => {
    const csr = buildCsr(arcs(4, [0, 1], [2, 1], [3, 1], [0, 2], [0, 3], [1, 3]), { relabel: false });
    expect(rowRanges(csr, 2)).toEqual([
      { begin: 0, end: 2 },
      { begin: 2, end: 4 },
    ]);
    expect(rowRanges(csr, 3).map(({ end }) => end)).toEqual([1, 3, 4]);
  });

  it.each<[string, Arcs]>([
    ['columns differ', { nodeCount: 2, from: Int32Array.of(0), to: Int32Array.of(1), weight: new Float64Array(2) }],
    ['outside the graph', arcs(2, [2, 0])],
    ['outside the graph', arcs(2, [0, -1])],
    ['finite and not negative', { ...arcs(2, [0, 1]), weight: Float64Array.of(Infinity) }],
    ['columns differ', { nodeCount: 2, from: Int32Array.of(0), to: new Int32Array(0) }],
    ['outside the graph', arcs(2, [0, 2])],
    ['outside the graph', arcs(2, [-1, 0])],
    ['finite and not negative', { ...arcs(2, [0, 1]), weight: Float64Array.of(-1) }],
    ['finite and not negative', { ...arcs(2, [0, 1]), weight: Float64Array.of(Number.NaN) }],
  ])('refuse arcs with a clear reason: %s', (reason, input) => {
    expect(() => buildCsr(input)).toThrow(reason);
  });

  it('are cut into consecutive ranges that cover all rows', () => {
    fc.assert(
      fc.property(randomNetwork, fc.integer({ min: 1, max: 40 }), ({ arcs }, count) => {
        const ranges = rowRanges(buildCsr(arcs), count);
        expect(ranges).toHaveLength(count);
        expect(ranges.map(({ begin }) => begin)).toEqual([0, ...ranges.slice(0, -1).map(({ end }) => end)]);
        expect(ranges.at(-1)!.end).toBe(arcs.nodeCount);
      }),
    );
  });
});

describe('sums for checks of conservation', () => {
  it('carry along what adding loses (Neumaier 1974), whichever of the two terms is larger', () => {
    expect(compensatedSum(Float64Array.of(1, 1e100, 1, -1e100))).toBe(2);
    expect(compensatedSum(Float64Array.of(1e16, 1, -1e16))).toBe(1);
    expect(compensatedSum(Float64Array.of(-1e16, 1, 1, 1e16))).toBe(2);
    expect(compensatedSum(Float64Array.of(3, -3, 0.5))).toBe(0.5);
    expect(compensatedSum(new Float64Array(0))).toBe(0);
  });
  it('take amounts without their sign for the scale of errors', () => {
    expect(absoluteSum(Float64Array.of(3, -4, 0))).toBe(7);
  });
});

describe('columns', () => {
  it('come back from the internal numbering as they went in', () => {
    const csr = buildCsr(arcs(4, [3, 0], [3, 1], [2, 0]));
    const column = Float64Array.of(10, 11, 12, 13);
    expect([...toInternal(csr, column)]).toEqual([13, 12, 10, 11]);
    expect(toCaller(csr, toInternal(csr, column))).toEqual(column);
    const kept = buildCsr(arcs(4, [3, 0], [3, 1], [2, 0]), { relabel: false });
    expect(toInternal(kept, column)).toEqual(column);
    expect(() => toInternal(csr, new Float64Array(3))).toThrow('one entry per node');
  });
});

describe('shares', () => {
  it('are nobody’s where the followed have no activity, or too little to divide by', () => {
    const csr = buildCsr(arcs(3, [0, 1], [0, 2]));
    expect([...proportionalShares(csr, 0.5, Float64Array.of(1, 0, 0)).given]).toEqual([0, 0, 0]);
    expect([...proportionalShares(csr, 0.5, Float64Array.of(1, 1e-320, 0)).given]).toEqual([0, 0, 0]);
    expect([...proportionalShares(csr, 0, Float64Array.of(0, 1, 1)).given]).toEqual([0, 0, 0]);
  });

  it('may differ per follower, and weigh every tie 1 without weights', () => {
    const csr = buildCsr(arcs(4, [0, 1], [0, 2], [3, 2]));
    const { follower, given } = proportionalShares(csr, Float64Array.of(0.5, 0.1, 0.1, 0.25));
    expect([...follower]).toEqual([0.25, 0, 0, 0.25]);
    expect([...given]).toEqual([0.5, 0, 0, 0.25]);
    expect(() => proportionalShares(csr, 0.5, Float64Array.of(1, 1, Infinity, 1))).toThrow('activity');
    expect(() => proportionalShares(csr, 0.5, Float64Array.of(1, 1))).toThrow('activity needs one entry per node');
    expect(() => proportionalShares(csr, -0.1)).toThrow('kappa');
  });

  it('split κ over the followed in proportion to weight times activity', () => {
    const csr = buildCsr({ ...arcs(4, [0, 1], [0, 2], [0, 3]), weight: Float64Array.of(1, 2, 5) });
    const { follower, followed, given } = proportionalShares(csr, 0.5, Float64Array.of(9, 4, 3, 0));
    expect(follower[0]! * 1 * followed[1]!).toBeCloseTo(0.2, 15);
    expect(follower[0]! * 2 * followed[2]!).toBeCloseTo(0.3, 15);
    expect(follower[0]! * 5 * followed[3]!).toBe(0);
    expect([...given]).toEqual([0.5, 0, 0, 0]);
  });

  it('refuse a κ of 1 and a negative activity', () => {
    const csr = buildCsr({ ...arcs(2, [0, 1], [0, 1]), weight: Float64Array.of(0.5, 0.5) });
    expect(() => proportionalShares(csr, 1)).toThrow('kappa');
    expect(() => proportionalShares(csr, Float64Array.of(0.1, -0.1))).toThrow('kappa');
    expect(() => proportionalShares(csr, 0.5, Float64Array.of(1, -1))).toThrow('activity');
    expect(() => proportionalShares(csr, Float64Array.of(0.1))).toThrow('one entry per node');
  });
});

describe('PageRank, the check of the kernel against published figures', () => {
  it('Langville & Meyer (2006), six pages, one dangling, d = .9', () => {
    const csr = buildCsr(arcs(6, [0, 1], [0, 2], [2, 0], [2, 1], [2, 4], [3, 4], [3, 5], [4, 3], [4, 5], [5, 3]));
    const expected = Float64Array.of(0.03721197, 0.05395735, 0.04150565, 0.37508082, 0.20599833, 0.28624589);
    expect(farthest(pageRank(csr, { damping: 0.9 }).rank, expected)).toBeLessThan(1e-7);
    expect(farthest(pageRank(csr, { damping: 0.9, iterations: 200 }).rank, expected)).toBeLessThan(1e-7);
  });

  it('a star of eleven, both ways', () => {
    const star = buildCsr(bothWays(arcs(11, ...Array.from({ length: 10 }, (_, leaf) => [leaf + 1, 0] as const))));
    // Exact: centre c = .15/11 + .85·10·l, leaf l = .15/11 + .085·c.
    const base = 0.15 / 11;
    const centre = (base + 8.5 * base) / (1 - 0.85 ** 2);
    const { rank } = pageRank(star);
    expect(rank[0]).toBeCloseTo(centre, 9);
    expect(rank[0]).toBeCloseTo(0.46683, 5);
    expect(rank[7]).toBeCloseTo(0.053317, 6);
  });

  it('sums to 1 and differs from one more power iteration by no more than the tolerance', () => {
    fc.assert(
      fc.property(randomNetwork, fc.double({ min: 0, max: 0.95, noNaN: true }), ({ arcs }, damping) => {
        const { rank } = pageRank(buildCsr(arcs), { damping, tolerance: 1e-9 });
        expect(Math.abs(sum(rank) - 1)).toBeLessThan(1e-12);
        const stepped = powerIteration(arcs, rank, damping);
        expect(sum(rank.map((x, i) => Math.abs(x - stepped[i]!)))).toBeLessThanOrEqual(1e-9 + 1e-14);
      }),
    );
  });

  it('counts its sweeps, and passes nothing on at a damping of 0', () => {
    const csr = buildCsr(arcs(3, [0, 1], [1, 2]));
    expect(pageRank(csr, { iterations: 2 }).sweeps).toBe(2);
    expect(pageRank(csr, { damping: 0 })).toEqual({ rank: new Float64Array(3).fill(1 / 3), sweeps: 1 });
    const star = buildCsr(bothWays(arcs(4, [0, 1], [0, 2], [0, 3])));
    expect(pageRank(star, { tolerance: 1e-3 }).sweeps).toBeLessThan(pageRank(star, { tolerance: 1e-12 }).sweeps);
    expect(() => pageRank(csr, { damping: -0.1 })).toThrow('damping');
  });

  it('is empty for an empty graph and refuses a damping of 1', () => {
    expect(pageRank(buildCsr(arcs(0))).rank).toHaveLength(0);
    expect(() => pageRank(buildCsr(arcs(1)), { damping: 1 })).toThrow('damping');
  });
});

describe.skipIf(!existsSync(ldbc))(
  'LDBC Graphalytics example graphs (skipped where ../shared/data/network/ldbc is absent)',
  () => {
    it.each(['directed', 'undirected'])('%s: PageRank after two iterations', (kind) => {
      const lines = (suffix: string): string[][] =>
        readFileSync(join(ldbc, `example_example-${kind}${suffix}`), 'utf8')
          .trim()
          .split('\n')
          .map((line) => line.split(' '));
      const number = new Map(lines('.v').map(([id], i) => [id, i]));
      const pairs = lines('.e').map(([from, to]) => [number.get(from)!, number.get(to)!] as const);
      const directed = arcs(number.size, ...pairs);
      const { rank } = pageRank(buildCsr(kind === 'directed' ? directed : bothWays(directed)), { iterations: 2 });
      const expected = new Float64Array(number.size);
      for (const [id, value] of lines('-PR')) expected[number.get(id)!] = Number(value);
      expect(farthest(rank, expected)).toBeLessThan(1e-7);
    });
  },
);

describe('the WebAssembly sweep', () => {
  it.each([
    [3_000, 40_000],
    // More people than ties: what the people take must have its room too.
    [40_000, 4_000],
  ])('gives the same bits as the plain one, weighted or not, for %i people and %i ties', (people, count) => {
    const { arcs, value, kappa } = skewedNetwork(people, count);
    for (const ties of [arcs, { nodeCount: arcs.nodeCount, from: arcs.from, to: arcs.to }]) {
      const [plain, wasm] = (['plain', 'wasm'] as const).map((engine) => {
        const csr = buildCsr(ties, { engine });
        expect(csr.wasm === null).toBe(engine === 'plain');
        const shares = proportionalShares(csr, kappa);
        const solved = solveConserving({ csr, shares, value });
        const cut = solveConserving({ csr, shares, value, method: 'jacobi', shards: 3 });
        return { solved, cut, rank: pageRank(csr), two: pageRank(csr, { iterations: 2 }) };
      });
      expect(wasm).toEqual(plain);
    }
  });

  it('serves graphs of 100,000 ties on its own, and merges parallel arcs in its memory', () => {
    const { arcs, value, kappa } = skewedNetwork(500, 100_000);
    const merged = buildCsr(arcs, { mergeParallel: true });
    expect(merged.wasm).not.toBeNull();
    expect(merged.arcCount).toBeLessThan(100_000);
    const kept = buildCsr(arcs, { engine: 'plain' });
    const solve = (csr: typeof kept) =>
      solveConserving({ csr, shares: proportionalShares(csr, kappa), value }).retained;
    expect(farthest(solve(merged), solve(kept))).toBeLessThan(1e-7);
  });

  it('gives way to the plain one where there is no WebAssembly, or no memory for it', () => {
    const engineOf = () => buildCsr(arcs(2, [0, 1]), { engine: 'wasm' }).wasm;
    const refuse = vi.fn(function refuse() {
      throw new RangeError('could not allocate memory');
    });
    try {
      expect(engineOf()).not.toBeNull();
      vi.stubGlobal('WebAssembly', { Memory: refuse });
      expect(engineOf()).toBeNull();
      expect(refuse).toHaveBeenCalledTimes(1);
      vi.stubGlobal('WebAssembly', undefined);
      expect(engineOf()).toBeNull();
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('is what the committed text assembles to', () => {
    const check = spawnSync(process.execPath, [join(root, 'scripts/kernel.ts'), '--check'], { encoding: 'utf8' });
    expect([check.stderr, check.status]).toEqual(['', 0]);
  });
});

/** One step of the textbook power iteration, written without the kernel. */
function powerIteration(
  { nodeCount, from, to, weight }: Arcs & { weight: Float64Array },
  x: Float64Array,
  damping: number,
): Float64Array {
  const out = new Float64Array(nodeCount);
  from.forEach((follower, a) => (out[follower]! += weight[a]!));
  const dangling = sum(x.filter((_, i) => out[i] === 0));
  const next = new Float64Array(nodeCount).fill((1 - damping + damping * dangling) / nodeCount);
  from.forEach((follower, a) => {
    if (weight[a]! > 0) next[to[a]!]! += (damping * x[follower]! * weight[a]!) / out[follower]!;
  });
  return next;
}
