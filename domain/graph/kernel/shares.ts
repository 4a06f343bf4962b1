import { DomainError } from '../../errors.ts';
import type { Csr } from './csr.ts';

/**
 * How much of each follower's value every tie credits: c_ij = follower_j · weight_ij · followed_i (weight 1 when the CSR has
 * none). One entry per node, caller's numbering.
 */
export interface Shares {
  readonly follower: Float64Array;
  readonly followed: Float64Array;
  /** K_j = Σ_i c_ij, the part of j's value credited to others; below 1. */
  readonly given: Float64Array;
}

/**
 * Shares in proportion to attention: j gives κ_j of their value away, split over those j follows in proportion to
 * weight_ij · activity_i. Who follows nobody, or only people without weight and activity, gives nothing (K_j = 0).
 *
 * @param kappa one share for everybody or one per node, each in [0, 1)
 * @param activity recent activity of the followed, ≥ 0, per node; without it everybody counts alike
 * @throws DomainError for a κ outside [0, 1) or a negative activity
 */
export function proportionalShares(csr: Csr, kappa: number | Float64Array, activity?: Float64Array): Shares {
  const { nodeCount } = csr;
  const followed = activity ? activity.slice() : new Float64Array(nodeCount).fill(1);
  requireLength(followed, nodeCount, 'activity');
  if (typeof kappa !== 'number') requireLength(kappa, nodeCount, 'kappa');
  for (let i = 0; i < nodeCount; i++) {
    if (!(followed[i]! >= 0 && followed[i]! < Infinity))
      throw new DomainError('activity must be finite and not negative', { node: i });
  }
  const attention = weightPerFollower(csr, followed);
  const follower = new Float64Array(nodeCount);
  const given = new Float64Array(nodeCount);
  for (let j = 0; j < nodeCount; j++) {
    const share = typeof kappa === 'number' ? kappa : kappa[j]!;
    if (!(share >= 0 && share < 1)) throw new DomainError('kappa must be in [0, 1)', { node: j, kappa: share });
    // A total too small to divide by (below the normal range) gives nothing rather than infinity.
    const factor = share / attention[j]!;
    if (attention[j]! > 0 && factor < Infinity) {
      follower[j] = factor;
      given[j] = share;
    }
  }
  return { follower, followed, given };
}

/** Σ_i weight_ij · followed_i for every follower j, caller's numbering. */
function weightPerFollower(csr: Csr, followed: Float64Array): Float64Array {
  const { nodeCount, offsets, sources, weight, callerOf } = csr;
  const internal = new Float64Array(nodeCount);
  for (let i = 0; i < nodeCount; i++) {
    const factor = followed[callerOf[i]!]!;
    for (let p = offsets[i]!; p < offsets[i + 1]!; p++) internal[sources[p]!]! += weight ? weight[p]! * factor : factor;
  }
  const caller = new Float64Array(nodeCount);
  for (let i = 0; i < nodeCount; i++) caller[callerOf[i]!] = internal[i]!;
  return caller;
}

function requireLength(column: Float64Array, nodeCount: number, name: string): void {
  if (column.length !== nodeCount)
    throw new DomainError(`${name} needs one entry per node`, { length: column.length, nodeCount });
}
