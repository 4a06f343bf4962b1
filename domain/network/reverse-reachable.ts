import { DomainError } from '../errors.ts';
import { transposeCsr, type Csr } from '../graph/kernel/csr.ts';
import type { Uniform } from '../numerics/random.ts';

/**
 * The chance that one of those a person follows moves them, in the independent cascade: one number for every tie, or
 * `wc`, the weighted cascade, where the ties of a follower j share it: weight_ij / Σ_i weight_ij.
 */
export type TieProbability = 'wc' | number;

/** Many reverse-reachable sets, end to end: set s is `members[starts[s]] … members[starts[s + 1] - 1]`, its root first. */
export interface ReachSets {
  readonly count: number;
  readonly starts: Float64Array;
  readonly members: Int32Array;
}

/** Draws reverse-reachable sets and keeps them. Everything in the caller's numbering. */
export interface ReachSampler {
  readonly nodeCount: number;
  /** Draws one set from this root: everybody who would have moved the root, had they been given the sample. Returns its size. */
  draw(root: number): number;
  /** The sets drawn so far; a view that the next draw invalidates. */
  sets(): ReachSets;
  /** Forgets the sets, keeps the memory. */
  clear(): void;
}

/**
 * Reverse-reachable sets of a follower graph: from the root along "follows", each tie live with its probability.
 *
 * Where all ties of a person have the same probability the live ones are found by geometric jumps over the others.
 *
 * Source: Borgs, Brautbar, Chayes & Lucier (2014); Guo, Wang, Wei & Chen (2020), SUBSIM, for the jumps.
 *
 * @throws DomainError for a probability outside [0, 1]
 */
export function reachSampler(csr: Csr, probability: TieProbability, uniform: Uniform): ReachSampler {
  if (probability !== 'wc' && !(probability >= 0 && probability <= 1)) {
    throw new DomainError('a probability must be in [0, 1]', { probability });
  }
  const { nodeCount, offsets, sources: followed, weight } = transposeCsr(csr, { relabel: false, engine: 'plain' });
  const perArc = probability === 'wc' ? weight : null;
  const total = perArc ? rowSums(offsets, perArc) : null;
  // The last set that each node was seen in; marks need no clearing between draws.
  const seenIn = new Float64Array(nodeCount).fill(-1);
  let drawn = 0;
  let count = 0;
  let starts = new Float64Array(1024);
  let members = new Int32Array(4096);
  let end = 0;

  const reach = (node: number): void => {
    if (seenIn[node] === drawn) return;
    seenIn[node] = drawn;
    if (end === members.length) members = grown(members, new Int32Array(2 * end));
    members[end++] = node;
  };
  const visitUniform = (node: number): void => {
    const rowEnd = offsets[node + 1]!;
    const first = offsets[node]!;
    if (first === rowEnd) return;
    const p = probability === 'wc' ? 1 / (rowEnd - first) : probability;
    if (p === 1) {
      for (let at = first; at < rowEnd; at++) reach(followed[at]!);
      return;
    }
    const logMiss = Math.log1p(-p);
    // 1 - uniform is in (0, 1]: no logarithm of 0. p = 0 jumps to infinity.
    const jump = (): number => Math.floor(Math.log(1 - uniform()) / logMiss);
    for (let at = first + jump(); at < rowEnd; at += 1 + jump()) reach(followed[at]!);
  };
  const visitWeighted = (node: number): void => {
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      if (uniform() * total![node]! < perArc![at]!) reach(followed[at]!);
    }
  };
  const visit = perArc ? visitWeighted : visitUniform;

  return {
    nodeCount,
    draw(root) {
      if (count + 1 === starts.length) starts = grown(starts, new Float64Array(2 * starts.length));
      const first = end;
      reach(root);
      for (let at = first; at < end; at++) visit(members[at]!);
      drawn++;
      count++;
      starts[count] = end;
      return end - first;
    },
    sets: () => ({ count, starts: starts.subarray(0, count + 1), members: members.subarray(0, end) }),
    clear() {
      count = 0;
      end = 0;
    },
  };
}

function rowSums(offsets: Int32Array, weight: Float64Array): Float64Array {
  const sums = new Float64Array(offsets.length - 1);
  for (let i = 0; i < sums.length; i++) for (let p = offsets[i]!; p < offsets[i + 1]!; p++) sums[i]! += weight[p]!;
  return sums;
}

function grown<T extends Int32Array | Float64Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
