import type { CustomerId } from '../../domain/events.ts';
import type { ReferralForest } from '../../domain/referral/forest.ts';
import { suspectedReferrals } from '../../domain/referral/suspicion.ts';
import {
  CLAIMS_NAMED,
  encodeClaims,
  friendIn,
  type ClaimOutcome,
  type PublishedSuspicion,
} from '../../published/claims.ts';
import type { RunReports } from '../../published/reports.ts';
import { idsAt } from '../../store/customers/packed-ids.ts';
import type { RunResult } from '../compute/compute.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { bitsFor, bucketOf } from '../../store/published/slots.ts';
import type { Buckets } from './flows.ts';

/** Claims a block should hold on average. */
const PER_BLOCK = 512;

/** The outcome of every claim the run saw, by the friend it is about. */
export function claimBlocks({ claims }: Snapshot, { relations }: RunResult): Buckets<string> {
  const outcomes = outcomesOf(relations.forest, claims.length);
  const bits = bitsFor(claims.length, PER_BLOCK);
  const blocks = Array.from({ length: 2 ** bits }, (): Record<CustomerId, Record<string, ClaimOutcome>> => ({}));
  for (const [record, claim] of [...claims.entries()].sort(([, a], [, b]) => (a < b ? -1 : 1))) {
    const friend = friendIn(claim);
    (blocks[bucketOf(friend, bits)]![friend] ??= {})[claim] = outcomes[record]!;
  }
  return { bits, blocks: blocks.map(encodeClaims) };
}

function outcomesOf({ rejected }: ReferralForest, count: number): ClaimOutcome[] {
  const outcomes = Array.from({ length: count }, (): ClaimOutcome => 'COUNTED');
  for (const { record, reason } of rejected) outcomes[record] = reason;
  return outcomes;
}

/** Suspicions that are listed. */
const LISTED = 1000;

/** Claims that look like people referring themselves, the most at stake first. */
export function suspicionsOf(
  { referrals, claims, ids }: Snapshot,
  { relations, flow }: RunResult,
): RunReports['suspicions'] {
  const found = suspectedReferrals(relations.forest, flow.referral, referrals);
  const listed = found
    .slice(0, LISTED)
    .map(({ reason, creditMinor, rewardMinor, records, customers }): PublishedSuspicion => ({
      reason,
      creditMinor,
      rewardMinor,
      claims: records.slice(0, CLAIMS_NAMED).map((record) => claims[record]!),
      customers: idsAt(ids, customers.slice(0, CLAIMS_NAMED)),
    }));
  return { count: found.length, listed };
}
