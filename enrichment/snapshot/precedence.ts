import { createHash } from 'node:crypto';
import type { Milestones } from '../../domain/summary/summary.ts';
import type { Identity } from '../../store/customers/identity.ts';

/**
 * In what order customers stand wherever a number does not decide: who gets an odd cent, who of two equals comes first. Ids
 * cannot say, for they derive from a key that every installation has of its own, and the same records would give other cents
 * elsewhere (docs/decisions/0012-equals.md).
 *
 * First comes who was there first (by what stands: an order given back in full brings nobody forward); only within one instant the first identity decides, by a hash that every installation
 * computes alike. Anybody can compute it from a name they guess, so it stays inside the taking of a snapshot: it is neither stored
 * nor shown, and of the order nothing is left but positions.
 */
export interface Precedence {
  readonly summary: { readonly milestones: Pick<Milestones, 'firstSeenAt'> };
  /** From {@link tieBreakOf}. */
  readonly tieBreak: string;
  readonly id: string;
}

/** What tells customers of one instant apart, the same on every installation. */
export function tieBreakOf(identity: Identity | undefined): string {
  const parts = identity === undefined ? [] : [identity.type, identity.source ?? '', identity.value];
  return createHash('sha256')
    .update(JSON.stringify(['kring order of equals', ...parts]))
    .digest('base64url');
}

/** Negative when `a` stands before `b`. */
export function comparePrecedence(a: Precedence, b: Precedence): number {
  const [first, second] = [a.summary.milestones.firstSeenAt ?? Infinity, b.summary.milestones.firstSeenAt ?? Infinity];
  if (first !== second) return first < second ? -1 : 1;
  if (a.tieBreak !== b.tieBreak) return a.tieBreak < b.tieBreak ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
