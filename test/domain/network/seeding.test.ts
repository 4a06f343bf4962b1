import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { greedyCoverage } from '../../../domain/network/coverage.ts';
import { buildCsr, type Arcs } from '../../../domain/graph/kernel/csr.ts';
import type { TieProbability } from '../../../domain/network/reverse-reachable.ts';
import { seedSet } from '../../../domain/network/seeding.ts';
import { arcs, karateClub } from './graphs.ts';

/** A tiny network with two hubs that share followers, a chain, and somebody nobody follows. */
const tiny = arcs(8, [1, 0], [2, 0], [3, 0], [3, 4], [5, 4], [6, 5], [2, 1], [7, 6], [0, 4], [4, 0]);
const tinyWeighted: Arcs = { ...tiny, weight: Float64Array.of(1, 2, 3, 1, 2, 4, 0.5, 1, 1, 5) };

/** The chance of every tie, straight from the definition. */
function chances({ from, weight }: Arcs, probability: TieProbability): number[] {
  const weightOf = (a: number): number => weight?.[a] ?? 1;
  const total = new Map<number, number>();
  from.forEach((j, a) => total.set(j, (total.get(j) ?? 0) + weightOf(a)));
  return Array.from(from, (j, a) => (probability === 'wc' ? weightOf(a) / total.get(j)! : probability));
}

/** Expected value moved by every subset of nodes (bit mask), over all 2^ties outcomes of the cascade. */
function exactSpread(graph: Arcs, probability: TieProbability, value: Float64Array): Float64Array {
  const chance = chances(graph, probability);
  const spread = new Float64Array(2 ** graph.nodeCount);
  for (let live = 0; live < 2 ** chance.length; live++) {
    const likelihood = chance.reduce((product, p, a) => product * (live & (1 << a) ? p : 1 - p), 1);
    const movedBy = Array.from({ length: graph.nodeCount }, (_, start) => {
      let moved = 1 << start;
      for (let grew = true; grew;) {
        const before = moved;
        graph.from.forEach((follower, a) => {
          if (live & (1 << a) && moved & (1 << graph.to[a]!)) moved |= 1 << follower;
        });
        grew = moved !== before;
      }
      return moved;
    });
    for (let seeds = 1; seeds < spread.length; seeds++) {
      let moved = 0;
      for (let i = 0; i < graph.nodeCount; i++) if (seeds & (1 << i)) moved |= movedBy[i]!;
      for (let i = 0; i < graph.nodeCount; i++) if (moved & (1 << i)) spread[seeds]! += likelihood * value[i]!;
    }
  }
  return spread;
}

const bits = (mask: number): number => mask.toString(2).replaceAll('0', '').length;
const cases: [string, Arcs, TieProbability][] = [
  ['weighted cascade', tiny, 'wc'],
  ['weighted cascade with weights', tinyWeighted, 'wc'],
  ['one probability', tiny, 0.3],
];

describe('whom to give a sample to', () => {
  it.each(cases)(
    '%s: the set reaches its guarantee, and the spread is the one of brute force',
    (_name, graph, probability) => {
      const spread = exactSpread(graph, probability, new Float64Array(8).fill(1));
      const csr = buildCsr(graph);
      for (const k of [1, 2, 3]) {
        const best = Math.max(...spread.filter((_, mask) => bits(mask) === k));
        let inside = 0;
        for (let seed = 1; seed <= 60; seed++) {
          const found = seedSet(csr, k, { epsilon: 0.2, seed, probability });
          const exact = spread[found.seeds.reduce((mask, node) => mask | (1 << node), 0)]!;
          expect(new Set(found.seeds).size).toBe(k);
          expect(exact).toBeGreaterThanOrEqual((1 - 1 / Math.E - 0.2) * best);
          // Greedy is in fact near the best on graphs this small.
          expect(exact).toBeGreaterThanOrEqual(0.95 * best);
          if (found.interval[0] <= exact && exact <= found.interval[1] + 1e-9) inside++;
          expect(Math.abs(found.spread - exact)).toBeLessThan(0.06 * exact);
        }
        expect(inside).toBeGreaterThanOrEqual(50);
      }
    },
  );

  it('is the same for the same seed of chance, and takes everybody when asked for more', () => {
    const csr = buildCsr(karateClub());
    const ask = () => seedSet(csr, 4, { epsilon: 0.3, seed: 7, probability: 0.1 });
    expect(ask()).toEqual(ask());
    const everybody = seedSet(csr, 99, { epsilon: 0.5 });
    expect(everybody.seeds).toHaveLength(34);
    expect(everybody.spread).toBe(34);
    expect(everybody.interval[1]).toBe(34);
  });

  it('ties that never or always move somebody', () => {
    const csr = buildCsr(tiny);
    expect(seedSet(csr, 2, { epsilon: 0.5, probability: 0 }).spread).toBeCloseTo(2, 0);
    const certain = seedSet(csr, 1, { epsilon: 0.5, probability: 1 });
    expect(certain.spread).toBe(8);
    expect(seedSet(buildCsr(arcs(0)), 3).seeds).toHaveLength(0);
    expect([...seedSet(buildCsr(arcs(1)), 1).seeds]).toEqual([0]);
  });

  it('refuses a number of seeds, an ε or a probability that means nothing', () => {
    const csr = buildCsr(tiny);
    expect(() => seedSet(csr, 0)).toThrow('seeds');
    expect(() => seedSet(csr, 1, { epsilon: 0.7 })).toThrow('epsilon');
    expect(() => seedSet(csr, 1, { probability: 1.5 })).toThrow('probability');
  });
});

describe('greedy coverage', () => {
  it('takes at every step the node in most uncovered sets', () => {
    const setsOf = fc.integer({ min: 1, max: 12 }).chain((n) =>
      fc.record({
        n: fc.constant(n),
        sets: fc.array(fc.uniqueArray(fc.nat({ max: n - 1 }), { minLength: 1 }), { minLength: 1, maxLength: 30 }),
      }),
    );
    fc.assert(
      fc.property(setsOf, ({ n, sets }) => {
        const starts = new Float64Array(sets.length + 1);
        sets.forEach((set, s) => (starts[s + 1] = starts[s]! + set.length));
        const { chosen, covered } = greedyCoverage(
          n,
          { count: sets.length, starts, members: Int32Array.from(sets.flat()) },
          n,
        );
        let open = sets;
        chosen.forEach((node, step) => {
          const inOpen = (candidate: number): number => open.filter((set) => set.includes(candidate)).length;
          expect(inOpen(node)).toBe(
            Math.max(...Array.from({ length: n }, (_, i) => (chosen.subarray(0, step).includes(i) ? 0 : inOpen(i)))),
          );
          open = open.filter((set) => !set.includes(node));
          expect(covered[step]).toBe(sets.length - open.length);
        });
      }),
    );
  });
});
