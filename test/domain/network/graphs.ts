import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { bothWays, type Arcs } from '../../../domain/graph/kernel/csr.ts';

/** Zachary (1977), 34 members, 78 friendships, ids from 0, each friendship as two ties. */
export function karateClub(): Arcs {
  const pairs = readFileSync(new URL('../../data/karate.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  const ends = pairs.map((line) => line.split(',').map(Number));
  return bothWays({
    nodeCount: 34,
    from: Int32Array.from(ends, ([a]) => a!),
    to: Int32Array.from(ends, ([, b]) => b!),
  });
}

export const arcs = (nodeCount: number, ...pairs: readonly (readonly [number, number])[]): Arcs => ({
  nodeCount,
  from: Int32Array.from(pairs, ([from]) => from),
  to: Int32Array.from(pairs, ([, to]) => to),
});

export interface RandomNetwork {
  readonly arcs: Arcs & { readonly weight: Float64Array };
  readonly value: Float64Array;
  readonly kappa: Float64Array;
}

/** Any small network: parallel ties, ties to oneself, weights of zero, losses, people who follow nobody. */
export const randomNetwork: fc.Arbitrary<RandomNetwork> = fc.integer({ min: 1, max: 24 }).chain((nodeCount) => {
  const node = fc.nat({ max: nodeCount - 1 });
  const perNode = (one: fc.Arbitrary<number>) =>
    fc.array(one, { minLength: nodeCount, maxLength: nodeCount }).map((list) => Float64Array.from(list));
  return fc.record({
    arcs: fc
      .array(fc.tuple(node, node, fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 1e3, noNaN: true }))), {
        maxLength: 80,
      })
      .map((ties) => ({
        nodeCount,
        from: Int32Array.from(ties, ([from]) => from),
        to: Int32Array.from(ties, ([, to]) => to),
        weight: Float64Array.from(ties, ([, , weight]) => weight),
      })),
    value: perNode(fc.integer({ min: -100_000, max: 1_000_000 }).map((minor) => minor / 7)),
    kappa: perNode(fc.double({ min: 0, max: 0.9, noNaN: true })),
  });
});

/** A network of `nodeCount` nodes large enough for sweeps to matter, the same every time. */
export function skewedNetwork(nodeCount: number, arcCount: number): RandomNetwork {
  let state = 12_345;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
  const from = Int32Array.from({ length: arcCount }, () => Math.floor(nodeCount * uniform() ** 2));
  const to = Int32Array.from({ length: arcCount }, () => Math.floor(nodeCount * uniform() ** 3));
  return {
    arcs: { nodeCount, from, to, weight: Float64Array.from({ length: arcCount }, () => uniform() + 0.01) },
    value: Float64Array.from({ length: nodeCount }, () => Math.round(1e5 * uniform() ** 4) - 500),
    kappa: Float64Array.from({ length: nodeCount }, () => 0.6 * uniform()),
  };
}

export const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

/** max |a − b|. */
export const farthest = (a: Float64Array, b: Float64Array): number =>
  a.reduce((worst, x, i) => Math.max(worst, Math.abs(x - b[i]!)), 0);
