import { DomainError } from '../errors.ts';
import type { Attention } from '../network/ties.ts';

/** Who sees whom, frozen when the action starts. */
export interface ExposureGraph {
  readonly attention: Pick<Attention, 'arcs' | 'offsets'>;
  /** q_j in [0, 1]: the share of j's purchases that somebody j follows made before, whether or not that caused it. */
  readonly followedShare: Float64Array;
}

/** Nodes are within this of the exact answer, relative to the largest entry. */
const TOLERANCE = 1e-13;
const MOST_SWEEPS = 10_000;

/** QWx: what each customer sees of x in those they follow, times how much that counts with them. */
export function seen({ attention, followedShare }: ExposureGraph, x: Float64Array): Float64Array {
  const { arcs, offsets } = attention;
  const out = new Float64Array(x.length);
  for (let j = 0; j < out.length; j++) {
    let sum = 0;
    for (let a = offsets[j]!; a < offsets[j + 1]!; a++) sum += arcs.weight[a]! * x[arcs.to[a]!]!;
    out[j] = followedShare[j]! * sum;
  }
  return out;
}

/** Wx: the mean of x over those whom each customer follows, by attention; 0 for who follows nobody. */
export const meanFollowed = ({ attention }: Pick<ExposureGraph, 'attention'>, x: Float64Array): Float64Array =>
  seen({ attention, followedShare: new Float64Array(x.length).fill(1) }, x);

/**
 * s = (I − kQW)⁻¹z: everything that an effect z sets off, through followers of followers. The conserving solve of the value model read backwards: there each
 * follower's value moves to whom they follow, here each effect moves to followers, and Σ_i z_i(1 + n_i) = Σ_j s_j.
 *
 * Gauss–Seidel; each row's shares sum to at most |k|·q_j < 1, which bounds the error by the last change.
 *
 * @param k in (−1, 1)
 * @param start an answer for a nearby k
 */
export function spread(graph: ExposureGraph, k: number, z: Float64Array, start: Float64Array = z): Float64Array {
  const { attention, followedShare } = graph;
  const { arcs, offsets } = attention;
  const largestShare = Math.abs(k) * followedShare.reduce((most, q) => Math.max(most, q), 0);
  if (!(largestShare < 1)) throw new DomainError('nobody can follow in all they do', { k, largestShare });
  const perChange = largestShare / (1 - largestShare);
  const target = TOLERANCE * z.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const s = start.slice();
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let change = 0;
    for (let j = 0; j < s.length; j++) {
      let sum = 0;
      for (let a = offsets[j]!; a < offsets[j + 1]!; a++) sum += arcs.weight[a]! * s[arcs.to[a]!]!;
      const next = z[j]! + k * followedShare[j]! * sum;
      change = Math.max(change, Math.abs(next - s[j]!));
      s[j] = next;
    }
    if (perChange * change <= target) break;
  }
  return s;
}

/** s, and how it grows with k. */
export interface Spread {
  readonly s: Float64Array;
  /** g = ds/dk = (I − kQW)⁻¹QWs. */
  readonly g: Float64Array;
}

/** @param near the answer for a nearby k, from which it takes fewer sweeps */
export function spreadWithSlope(graph: ExposureGraph, k: number, z: Float64Array, near?: Spread): Spread {
  const s = spread(graph, k, z, near?.s);
  const first = seen(graph, s);
  return { s, g: spread(graph, k, first, near?.g ?? first) };
}
