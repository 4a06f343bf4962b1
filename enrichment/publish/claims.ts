import type { CustomerId } from '../../domain/events.ts';
import type { ReferralForest, ReferralRejectionReason } from '../../domain/referral/forest.ts';
import { suspectedReferrals, type ReferralSuspicion } from '../../domain/referral/suspicion.ts';
import type { RunResult } from '../compute/compute.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { blockOf, prefixLength, type PrefixedBlocks } from './flows.ts';

/** What a run made of a claim. */
export type ClaimOutcome = 'COUNTED' | ReferralRejectionReason;

/** Outcomes of the claims about one customer, by the name of the claim. */
export type ClaimOutcomes = Readonly<Record<string, ClaimOutcome>>;

export const CLAIMS = 'claims';

/** The outcome of every claim the run saw, by the friend it is about. */
export function claimBlocks({ claims }: Snapshot, { circle }: RunResult): PrefixedBlocks {
  const outcomes = outcomesOf(circle.forest, claims.length);
  const letters = prefixLength(Math.max(1, claims.length));
  const blocks = new Map<string, Record<CustomerId, Record<string, ClaimOutcome>>>();
  for (const [record, claim] of [...claims.entries()].sort(([, a], [, b]) => (a < b ? -1 : 1))) {
    const friend = friendIn(claim);
    const name = blockOf(CLAIMS, friend, letters);
    const block = blocks.get(name) ?? {};
    blocks.set(name, block);
    (block[friend] ??= {})[claim] = outcomes[record]!;
  }
  return { letters, blocks: new Map([...blocks].map(([name, block]) => [name, JSON.stringify(block)])) };
}

/** The outcomes of one customer out of a block. */
export const decodeClaims = (text: string, friend: CustomerId): ClaimOutcomes =>
  (JSON.parse(text) as Record<CustomerId, ClaimOutcomes>)[friend] ?? {};

/** The friend a claim is about. */
export const friendIn = (claim: string): CustomerId => claim.slice(0, claim.indexOf('#'));

function outcomesOf({ rejected }: ReferralForest, count: number): ClaimOutcome[] {
  const outcomes = Array.from({ length: count }, (): ClaimOutcome => 'COUNTED');
  for (const { record, reason } of rejected) outcomes[record] = reason;
  return outcomes;
}

/** A suspicion as readers find it. Amounts in minor units. */
export interface PublishedSuspicion extends Pick<ReferralSuspicion, 'reason' | 'creditMinor' | 'rewardMinor'> {
  /** Names of the claims, at most {@link CLAIMS_NAMED}. */
  readonly claims: readonly string[];
  readonly customers: readonly CustomerId[];
}

/** Suspicions listed, and claims and customers named of one: a long circle is told by its beginning. */
const LISTED = 1000;
export const CLAIMS_NAMED = 50;

/** Claims that look like people referring themselves, the most at stake first. */
export function suspicionsOf(
  { referrals, claims, ids }: Snapshot,
  { circle, flow }: RunResult,
): { readonly count: number; readonly listed: readonly PublishedSuspicion[] } {
  const found = suspectedReferrals(circle.forest, flow.referral, referrals);
  const listed = found
    .slice(0, LISTED)
    .map(({ reason, creditMinor, rewardMinor, records, customers }): PublishedSuspicion => ({
      reason,
      creditMinor,
      rewardMinor,
      claims: records.slice(0, CLAIMS_NAMED).map((record) => claims[record]!),
      customers: customers.slice(0, CLAIMS_NAMED).map((customer) => ids[customer]!),
    }));
  return { count: found.length, listed };
}
