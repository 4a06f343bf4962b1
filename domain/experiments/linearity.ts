import { effectiveClusters } from './least-squares.ts';
import type { Clusters } from './least-squares.ts';

/** What each customer saw of an action, and how likely that was. */
export interface SeenExposure {
  /** 1 for who got it. */
  readonly z: Float64Array;
  /** Wz: the part of a customer's attention that was with people who got it. */
  readonly exposure: Float64Array;
  /** P(got it, and so did most they follow), P(neither) over draws of the design; see {@link classProbabilities}. */
  readonly all: Float64Array;
  readonly none: Float64Array;
  readonly cluster: Clusters;
}

export interface Linearity {
  /** Total effect by exposure-Hájek: mean of who got it among those who did, less mean of who did not among those who did not. */
  readonly hajek: number;
  /** The same contrast of what the solve says. */
  readonly solve: number;
  readonly gap: number;
  readonly standardError: number;
  /** NOT_LINEAR: they are more than two errors apart; NOT_TESTABLE: hardly anybody was in one of the two places. */
  readonly verdict: 'LINEAR' | 'NOT_LINEAR' | 'NOT_TESTABLE';
}

/** Most of those one follows, and few of them. */
const MOST = 0.75;
const FEW = 0.25;
/** Probabilities below this would let one customer speak for twenty. */
const LEAST_PROBABILITY = 0.05;
const FEWEST = 40;

/** 1: got it, as did most they follow; 0: neither; −1: in between. Who follows nobody is in either place by what they got. */
const placeOf = (z: number, exposure: number, follows: boolean): number =>
  z === 1 && (!follows || exposure >= MOST) ? 1 : z === 0 && (!follows || exposure <= FEW) ? 0 : -1;

/**
 * How likely each customer is to be surrounded by who got it, or by who did not, over draws of the design.
 *
 * @param draws z of each draw; the more, the better: about a hundred
 * @param exposureOf Wz of a draw
 */
export function classProbabilities(
  follows: Uint8Array,
  draws: Iterable<Float64Array>,
  exposureOf: (z: Float64Array) => Float64Array,
): { readonly all: Float64Array; readonly none: Float64Array } {
  const [all, none] = [new Float64Array(follows.length), new Float64Array(follows.length)];
  let count = 0;
  for (const z of draws) {
    count++;
    const exposure = exposureOf(z);
    for (let i = 0; i < z.length; i++) {
      const place = placeOf(z[i]!, exposure[i]!, follows[i] === 1);
      if (place === 1) all[i]! += 1;
      if (place === 0) none[i]! += 1;
    }
  }
  const share = (times: number): number => times / Math.max(1, count);
  return { all: all.map(share), none: none.map(share) };
}

/**
 * Is the effect the same straight line everywhere, as the solve supposes? Customers amid people who got the action against customers amid people who did not, each by how likely
 * that was, needs no such line; were the solve right, what it leaves over would not differ between them.
 *
 * Source: Aronow & Samii (2017), "Estimating average causal effects under general interference", eq. (9), Hájek form.
 *
 * @param residual what the solve left over, NaN for who is not counted; @param effect what it says the action did
 */
export function linearity(
  { z, exposure, all, none, cluster }: SeenExposure,
  follows: Uint8Array,
  residual: Float64Array,
  effect: Float64Array,
): Linearity {
  const weights = new Float64Array(z.length);
  const place = new Int8Array(z.length).fill(-1);
  const total = [0, 0];
  const members = [0, 0];
  for (let i = 0; i < z.length; i++) {
    if (Number.isNaN(residual[i]!) || !(all[i]! >= LEAST_PROBABILITY && none[i]! >= LEAST_PROBABILITY)) continue;
    const where = placeOf(z[i]!, exposure[i]!, follows[i] === 1);
    if (where < 0) continue;
    place[i] = where;
    weights[i] = 1 / (where === 1 ? all[i]! : none[i]!);
    total[where]! += weights[i]!;
    members[where]!++;
  }
  if (Math.min(...members) < FEWEST) return { hajek: 0, solve: 0, gap: 0, standardError: 0, verdict: 'NOT_TESTABLE' };
  const [left, said] = [
    [0, 0],
    [0, 0],
  ];
  for (let i = 0; i < z.length; i++) {
    const where = place[i]!;
    if (where < 0) continue;
    left[where]! += (weights[i]! * residual[i]!) / total[where]!;
    said[where]! += (weights[i]! * effect[i]!) / total[where]!;
  }
  const gap = left[1]! - left[0]!;
  const solve = said[1]! - said[0]!;
  // Linearised ratio of each side, summed by cluster.
  const sums = new Map<number, number>();
  for (let i = 0; i < z.length; i++) {
    const where = place[i]!;
    if (where < 0) continue;
    const part = ((where === 1 ? 1 : -1) * weights[i]! * (residual[i]! - left[where]!)) / total[where]!;
    const key = cluster === null ? i : cluster[i]!;
    sums.set(key, (sums.get(key) ?? 0) + part);
  }
  const groups = cluster === null ? sums.size : Math.max(2, effectiveClusters(cluster));
  const standardError = Math.sqrt(
    ([...sums.values()].reduce((sum, part) => sum + part * part, 0) * groups) / (groups - 1),
  );
  const verdict = Math.abs(gap) > 2 * standardError ? 'NOT_LINEAR' : 'LINEAR';
  return { hajek: solve + gap, solve, gap, standardError, verdict };
}
