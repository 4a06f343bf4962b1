import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeCommunities, keepIds } from '../../../domain/network/communities.ts';
import type { Arcs } from '../../../domain/graph/kernel/csr.ts';
import { louvain, type Partition } from '../../../domain/graph/louvain.ts';
import { arcs, randomNetwork, sum } from './graphs.ts';

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
