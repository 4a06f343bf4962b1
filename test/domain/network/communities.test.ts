import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeCommunities, keepIds } from '../../../domain/network/communities.ts';
import type { Arcs } from '../../../domain/graph/kernel/csr.ts';
import { louvain, type Partition } from '../../../domain/graph/louvain.ts';
import { arcs, karateClub, randomNetwork, skewedNetwork, sum } from './graphs.ts';

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
  it('karate club: close to the best partition known (modularity .4198, four communities)', () => {
    const { modularity, count } = louvain(karateClub());
    expect(modularity).toBeGreaterThan(0.41);
    expect(count).toBe(4);
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

  it('handle people without ties, ties to oneself, no people, and a large graph', () => {
    expect([...louvain(arcs(3)).community]).toEqual([0, 1, 2]);
    expect([...louvain(arcs(4, [0, 0], [1, 2], [1, 2])).community]).toEqual([0, 1, 1, 2]);
    expect(louvain(arcs(0)).count).toBe(0);
    const { arcs: large } = skewedNetwork(20_000, 60_000);
    expect(louvain(large).modularity).toBeGreaterThan(0.2);
  });
});

describe('community ids', () => {
  const partition = (...community: number[]): Partition => ({
    community: Int32Array.from(community),
    count: Math.max(-1, ...community) + 1,
    modularity: 0,
  });

  it('stay the same while the communities do, whatever their numbers', () => {
    const first = keepIds(partition(0, 0, 1, 1, 2));
    expect([...first.idOf]).toEqual([0, 0, 1, 1, 2]);
    expect(keepIds(partition(0, 0, 1, 1, 2), first)).toEqual(first);
    // Node 4 is now numbered first: same people, same ids.
    const renumbered = keepIds(partition(1, 1, 2, 2, 0), { idOf: first.idOf, nextId: first.nextId });
    expect([...renumbered.idOf]).toEqual([0, 0, 1, 1, 2]);
  });

  it('go to the largest overlap; a part that splits off gets an id never used', () => {
    const split = keepIds(partition(0, 0, 0, 1, 1), { idOf: Int32Array.of(7, 7, 7, 7, 7), nextId: 9 });
    expect([...split.idOf]).toEqual([7, 7, 7, 9, 9]);
    expect(split.nextId).toBe(10);
    const mergedTogether = keepIds(partition(0, 0, 0, 0, 1), { idOf: Int32Array.of(3, 3, 5, 5, -1), nextId: 6 });
    expect([...mergedTogether.idOf]).toEqual([3, 3, 3, 3, 6]);
    expect(() => keepIds(partition(0), { idOf: Int32Array.of(4), nextId: 4 })).toThrow('never given');
    expect(() => keepIds(partition(0), { idOf: Int32Array.of(), nextId: 4 })).toThrow('one entry per node');
  });

  it('are never given twice', () => {
    const community = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        community,
        fc.array(fc.integer({ min: -1, max: 8 }), { minLength: 30, maxLength: 30 }),
        (raw, old) => {
          const order = [...new Set(raw)];
          const now = partition(...raw.map((c) => order.indexOf(c)));
          const { ids, nextId } = keepIds(now, { idOf: Int32Array.from(old.slice(0, raw.length)), nextId: 9 });
          expect(new Set(ids).size).toBe(now.count);
          ids.forEach((id) => expect(id).toBeLessThan(nextId));
        },
      ),
    );
  });
});

describe('what is known of a community', () => {
  it('values sum to the total, sizes to everybody, and leaders are members with the highest standing', () => {
    fc.assert(
      fc.property(randomNetwork, ({ arcs, value }) => {
        const cents = value.map(Math.round);
        const standing = value.map((_, i) => (i * 7) % 5);
        const partition = louvain(arcs);
        const summaries = describeCommunities(partition, keepIds(partition), arcs, cents, standing, 3);
        expect(sum(summaries.map((c) => c.value))).toBe(sum(cents));
        expect(sum(summaries.map((c) => c.size))).toBe(arcs.nodeCount);
        summaries.forEach(({ leaders }, c) => {
          const members = [...partition.community.keys()].filter((i) => partition.community[i] === c);
          expect(leaders).toEqual(members.sort((a, b) => standing[b]! - standing[a]! || a - b).slice(0, 3));
        });
      }),
    );
  });

  it('the inner share counts tie weight, and is unknown without ties', () => {
    const ties: Arcs = { ...arcs(4, [0, 1], [1, 0], [1, 2]), weight: Float64Array.of(3, 1, 2) };
    const partition: Partition = { community: Int32Array.of(0, 0, 1, 2), count: 3, modularity: 0 };
    const shares = describeCommunities(
      partition,
      keepIds(partition),
      ties,
      new Float64Array(4),
      new Float64Array(4),
    ).map((c) => c.innerShare);
    expect(shares).toEqual([0.8, 0, null]);
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
