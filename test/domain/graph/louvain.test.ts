import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Arcs } from '../../../domain/graph/kernel/csr.ts';
import { louvain } from '../../../domain/graph/louvain.ts';
import { arcs, karateClub, randomNetwork, skewedNetwork } from '../network/graphs.ts';

/** Newman & Girvan's modularity straight from its definition, over all pairs of nodes. */
function modularity({ nodeCount, from, to, weight }: Arcs, community: Int32Array, resolution = 1): number {
  const strength = new Float64Array(nodeCount);
  let inside = 0;
  let ends = 0;
  from.forEach((i, a) => {
    const w = weight?.[a] ?? 1;
    strength[i]! += w;
    strength[to[a]!]! += w;
    ends += 2 * w;
    if (community[i] === community[to[a]!]) inside += 2 * w;
  });
  let expected = 0;
  for (let i = 0; i < nodeCount; i++)
    for (let j = 0; j < nodeCount; j++)
      if (community[i] === community[j]) expected += (strength[i]! * strength[j]!) / ends;
  return ends === 0 ? 0 : (inside - resolution * expected) / ends;
}

const cliques = (count: number, size: number): Arcs => {
  const pairs: [number, number][] = [];
  for (let c = 0; c < count; c++) {
    for (let i = 0; i < size; i++) for (let j = i + 1; j < size; j++) pairs.push([c * size + i, c * size + j]);
    pairs.push([c * size, ((c + 1) % count) * size + 1]);
  }
  return arcs(count * size, ...pairs);
};

describe('communities', () => {
  it('karate club: the best partition there is (modularity .4198, four communities; Brandes et al. 2008)', () => {
    const { community, modularity, count } = louvain(karateClub());
    expect(modularity).toBeCloseTo(0.41979, 5);
    expect(count).toBe(4);
    const members = (c: number): number[] => [...community.keys()].filter((i) => community[i] === c);
    expect([1, 3].map(members)).toEqual([
      [4, 5, 6, 10, 16],
      [23, 24, 25, 27, 28, 31],
    ]);
  });

  it('small graphs worked out by hand: modularity is the share inside, less (ends of each community / all ends)²', () => {
    const weighted = (weight: readonly number[], ...pairs: (readonly [number, number])[]): Arcs => ({
      ...arcs(1 + Math.max(...pairs.flat()), ...pairs),
      weight: Float64Array.from(weight),
    });
    const found = (ties: Arcs, resolution?: number): [number[], number] => {
      const { community, modularity } = louvain(ties, resolution);
      return [[...community], modularity];
    };
    // A path of four: 4/6 − 2 (3/6)². Of five: 6/8 − (5/8)² − (3/8)².
    expect(found(arcs(4, [0, 1], [1, 2], [2, 3]))).toEqual([[0, 0, 1, 1], expect.closeTo(1 / 6, 12)]);
    expect(found(arcs(5, [0, 1], [1, 2], [2, 3], [3, 4]))).toEqual([[0, 0, 0, 1, 1], expect.closeTo(0.21875, 12)]);
    // A strong tie in the middle holds all together; whatever is together with everybody has modularity 0.
    expect(found(weighted([1, 5, 1], [0, 1], [1, 2], [2, 3]))).toEqual([[0, 0, 0, 0], expect.closeTo(0, 12)]);
    // A tie to oneself has both ends there: 4/4 − 2 (2/4)².
    expect(found(arcs(2, [0, 0], [1, 1]))).toEqual([[0, 1], 0.5]);
    // Ties to oneself beside one between: together 6/6 − 1; apart 4/6 − 2 (3/6)² = 1/6.
    expect(found(arcs(2, [0, 0], [1, 1], [0, 1]))).toEqual([[0, 1], expect.closeTo(1 / 6, 12)]);
    // A tie that weighs nothing holds nobody.
    expect(found(weighted([0, 1], [0, 1], [1, 2]))).toEqual([[0, 1, 1], 0]);
    // Twice the resolution expects twice as much by chance: 4/6 − 2 · 2 (3/6)².
    expect(found(arcs(4, [0, 1], [1, 2], [2, 3]), 2)).toEqual([[0, 0, 1, 1], expect.closeTo(-1 / 3, 12)]);
  });

  it('equal gains go to the lower community', () => {
    // The middle of a path of three, and of a star, is pulled equally by all.
    expect([...louvain(arcs(3, [1, 0], [1, 2])).community]).toEqual([0, 0, 0]);
    expect([...louvain(arcs(5, [2, 0], [2, 1], [0, 3], [1, 4])).community]).toEqual([0, 1, 0, 0, 1]);
    expect([...louvain(arcs(5, [2, 1], [2, 0], [1, 4], [0, 3])).community], 'whichever is read first').toEqual([
      0, 1, 0, 0, 1,
    ]);
    expect([...louvain(arcs(5, [0, 2], [0, 1], [2, 4], [1, 3])).community]).toEqual([0, 0, 1, 0, 1]);
  });

  it('are those of every version: another partition would rename the communities of everybody', () => {
    const found = (ties: Arcs, resolution?: number): [count: number, modularity: number] => {
      const { count, modularity } = louvain(ties, resolution);
      return [count, modularity];
    };
    expect(found(karateClub(), 0.5)).toEqual([2, expect.closeTo(0.6217948717948718, 12)]);
    expect(found(karateClub(), 1.5)).toEqual([5, expect.closeTo(0.2654092702169626, 12)]);
    expect(found(karateClub(), 2)).toEqual([7, expect.closeTo(0.16403681788297175, 12)]);
    expect(found(skewedNetwork(200, 600).arcs)).toEqual([14, expect.closeTo(0.42605547694125345, 12)]);
    expect(found(skewedNetwork(2000, 6000).arcs)).toEqual([84, expect.closeTo(0.48091990871186535, 12)]);
  });

  it('a ring of cliques: the cliques', () => {
    const { community, count } = louvain(cliques(12, 6));
    expect(count).toBe(12);
    expect([...community]).toEqual(Array.from({ length: 72 }, (_, i) => Math.floor(i / 6)));
    expect(louvain(cliques(12, 6), 0.1).count).toBeLessThan(12);
  });

  it('are a partition, connected, numbered by first member, the same every time, with the modularity of the definition', () => {
    fc.assert(
      fc.property(randomNetwork, fc.double({ min: 0.3, max: 3, noNaN: true }), ({ arcs }, resolution) => {
        const found = louvain(arcs, resolution);
        expect(louvain(arcs, resolution)).toEqual(found);
        expect(new Set(found.community).size).toBe(found.count);
        expect([...new Set(found.community)]).toEqual(Array.from({ length: found.count }, (_, c) => c));
        expect(found.modularity).toBeCloseTo(modularity(arcs, found.community, resolution), 9);
        for (let c = 0; c < found.count; c++) expect(hangsTogether(arcs, found.community, c)).toBe(true);
      }),
    );
  });

  it('are better than one person each and than everybody together', () => {
    fc.assert(
      fc.property(randomNetwork, ({ arcs }) => {
        const n = arcs.nodeCount;
        const { modularity: found } = louvain(arcs);
        expect(found).toBeGreaterThanOrEqual(
          modularity(
            arcs,
            Int32Array.from({ length: n }, (_, i) => i),
          ) - 1e-9,
        );
        expect(found).toBeGreaterThanOrEqual(modularity(arcs, new Int32Array(n)) - 1e-9);
      }),
    );
  });

  it('of two triangles and a bridge are the triangles, whatever their numbers and however strong one tie', () => {
    const bridge = (order: readonly number[], weight?: Float64Array): number[] => {
      const ends = [
        [0, 1],
        [1, 2],
        [0, 2],
        [3, 4],
        [4, 5],
        [3, 5],
        [2, 3],
      ] as const;
      const ties = arcs(6, ...ends.map(([a, b]) => [order[a]!, order[b]!] as const));
      const { community } = louvain({ ...ties, ...(weight ? { weight } : {}) });
      return order.map((node) => community[node]!);
    };
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (order) => {
        const [a, b, c, d, e, f] = bridge(order);
        expect([b, c, e, f]).toEqual([a, a, d, d]);
        expect(a).not.toBe(d);
      }),
    );
    // A bridge of nine beside sides of one pulls its two ends together, and lets go of nobody else.
    expect(bridge([0, 1, 2, 3, 4, 5], Float64Array.of(1, 1, 1, 1, 1, 1, 9))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('handle people without ties, ties to oneself, no people, and a large graph', () => {
    expect([...louvain(arcs(3)).community]).toEqual([0, 1, 2]);
    expect([...louvain(arcs(4, [0, 0], [1, 2], [1, 2])).community]).toEqual([0, 1, 1, 2]);
    expect(louvain(arcs(0)).count).toBe(0);
    const { arcs: large } = skewedNetwork(20_000, 60_000);
    expect(louvain(large).modularity).toBeGreaterThan(0.2);
  });
});

function hangsTogether({ from, to, weight }: Arcs, community: Int32Array, c: number): boolean {
  const members = [...community.keys()].filter((i) => community[i] === c);
  const reached = new Set([members[0]!]);
  for (let before = 0; before < reached.size;) {
    before = reached.size;
    from.forEach((i, a) => {
      const j = to[a]!;
      if ((weight?.[a] ?? 1) === 0 || community[i] !== c || community[j] !== c) return;
      if (reached.has(i)) reached.add(j);
      if (reached.has(j)) reached.add(i);
    });
  }
  return reached.size === members.length;
}
