import { buildCsr } from '../../domain/graph/kernel/csr.ts';
import {
  attentionOf,
  creditShares,
  recentActivity,
  type Attention,
  type TieColumns,
} from '../../domain/network/ties.ts';
import { buildReferralForest } from '../../domain/referral/forest.ts';
import { DAY_MS, dayIn, dayOf } from '../../domain/time/time.ts';
import { referralKindAt, type Snapshot } from '../snapshot/snapshot.ts';
import type { Circle } from './flow.ts';
import { kappaOf, type NetworkCalibration } from './kappa.ts';

export interface SnapshotCircle extends Circle {
  readonly ties: TieColumns;
  readonly attention: Attention;
  /** Recent activity per customer: how visible a buyer is to those who follow them. */
  readonly activity: Float64Array;
}

/**
 * Who brought whom and who follows whom, from a snapshot. Decay counts in whole days, so that two runs on one day see the
 * same ties.
 */
export function circleOf(snapshot: Snapshot, network: NetworkCalibration): SnapshotCircle {
  const { referrals, purchases, columns } = snapshot;
  const nodeCount = snapshot.ids.length;
  const asOfDay = dayIn(snapshot.timeZone)(snapshot.asOf);
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
      rank: referrals.rank[i]!,
      ...(Number.isNaN(referrals.expiresAt[i]!) ? {} : { expiresAtMs: referrals.expiresAt[i]! }),
    })),
    { asOfMs: snapshot.asOf },
  );
  const { calibration } = network;
  const activity = recentActivity(
    nodeCount,
    ownersOf(purchases.offsets),
    purchases.day,
    asOfDay,
    calibration.activityHalfLifeDays,
  );
  const ties = tieColumns(snapshot);
  const attention = attentionOf(ties, dayOf(snapshot.asOf) * DAY_MS, activity, calibration.ties);
  const shares = creditShares(attention, kappaOf(network, attention, snapshot.ids));
  return { forest, ties, attention, activity, csr: buildCsr(attention.arcs), shares };
}

const tieColumns = ({ ids, ties }: Snapshot): TieColumns => ({
  nodeCount: ids.length,
  from: ties.follower,
  to: ties.followed,
  kind: ties.kind,
  weight: ties.weight,
  atMs: ties.at,
});

/** The customer of each entry of a ragged column. */
export function ownersOf(offsets: Int32Array): Int32Array {
  const owners = new Int32Array(offsets[offsets.length - 1] ?? 0);
  for (let i = 0; i + 1 < offsets.length; i++) owners.fill(i, offsets[i]!, offsets[i + 1]!);
  return owners;
}
