import { buildCsr } from '../../domain/network/kernel/csr.ts';
import { attentionOf, creditShares, recentActivity, type Attention } from '../../domain/network/ties.ts';
import { buildReferralForest } from '../../domain/referral/forest.ts';
import { DAY_MS, dayOf } from '../../domain/time.ts';
import { referralKindAt, type Snapshot } from '../snapshot/snapshot.ts';
import type { Circle } from './flow.ts';

/** Days after which a purchase counts half for how visible the buyer is to those who follow them. */
export const ACTIVITY_HALF_LIFE_DAYS = 180;

export interface SnapshotCircle extends Circle {
  readonly attention: Attention;
}

/**
 * Who brought whom and who follows whom, from a snapshot. Decay counts in whole days, so that two runs on one day see the
 * same ties.
 *
 * @param kappa share of a follower's value credited to those they follow: for everybody, or per customer
 */
export function circleOf(snapshot: Snapshot, kappa: number | Float64Array): SnapshotCircle {
  const { ties, referrals, purchases, columns } = snapshot;
  const nodeCount = snapshot.ids.length;
  const asOfDay = dayOf(snapshot.asOf);
  const forest = buildReferralForest(
    nodeCount,
    columns.firstOrderAt,
    Array.from(referrals.friend, (friend, i) => ({
      advocate: referrals.advocate[i]!,
      friend,
      atMs: referrals.at[i]!,
      kind: referralKindAt(referrals, i),
      savedAcquisitionCostMinor: referrals.savedAcquisitionCostMinor[i]!,
      rewardMinor: referrals.rewardMinor[i]!,
      ...(Number.isNaN(referrals.expiresAt[i]!) ? {} : { expiresAtMs: referrals.expiresAt[i]! }),
    })),
    { asOfMs: snapshot.asOf },
  );
  const activity = recentActivity(nodeCount, ownersOf(purchases.offsets), purchases.day, asOfDay, ACTIVITY_HALF_LIFE_DAYS);
  const attention = attentionOf(
    { nodeCount, from: ties.follower, to: ties.followed, kind: ties.kind, weight: ties.weight, atMs: ties.at },
    asOfDay * DAY_MS,
    activity,
  );
  return { forest, attention, csr: buildCsr(attention.arcs), shares: creditShares(attention, kappa) };
}

/** The customer of each entry of a ragged column. */
export function ownersOf(offsets: Int32Array): Int32Array {
  const owners = new Int32Array(offsets[offsets.length - 1] ?? 0);
  for (let i = 0; i + 1 < offsets.length; i++) owners.fill(i, offsets[i]!, offsets[i + 1]!);
  return owners;
}
