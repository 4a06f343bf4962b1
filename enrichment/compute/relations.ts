import { buildCsr } from '../../domain/graph/kernel/csr.ts';
import { creditShares, type Attention, type TieColumns } from '../../domain/network/ties.ts';
import { pacedAttention, type Acts, type AttentionSettings } from '../../domain/network/pace.ts';
import { buildReferralForest } from '../../domain/referral/forest.ts';
import { DAY_MS, dayIn, instantIn } from '../../domain/time/time.ts';
import { idCount } from '../../store/customers/packed-ids.ts';
import { referralKindAt, type Snapshot } from '../snapshot/snapshot.ts';
import type { Relations } from './flow.ts';
import { kappaOf, type NetworkCalibration } from './kappa.ts';

export interface SnapshotRelations extends Relations {
  readonly ties: TieColumns;
  readonly attention: Attention;
  /** Recent activity per customer: how visible a buyer is to those who follow them. */
  readonly activity: Float64Array;
}

/**
 * Who brought whom and who follows whom, from a snapshot. Decay counts in whole days, so that two runs on one day see the
 * same ties.
 */
export function relationsOf(snapshot: Snapshot, network: NetworkCalibration): SnapshotRelations {
  const { referrals, columns } = snapshot;
  const nodeCount = idCount(snapshot.ids);
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
  const { ties, attention, activity } = attentionAt(snapshot, network.calibration, asOfDay);
  const { kappa, supported } = kappaOf(network, attention, snapshot.ids);
  return {
    forest,
    ties,
    attention,
    activity,
    csr: buildCsr(attention.arcs),
    shares: creditShares(attention, kappa),
    supported,
  };
}

/** Who follows whom, as of the start of a day of the shop's calendar: activity and ties fade as the calibration says. */
export function attentionAt(
  snapshot: Snapshot,
  settings: AttentionSettings,
  asOfDay: number,
  ties = tieColumns(snapshot),
): Pick<SnapshotRelations, 'ties' | 'attention' | 'activity'> {
  const asOf = { day: asOfDay, ms: beginsAt(snapshot)(asOfDay) };
  return { ties, ...pacedAttention(ties, actsOf(snapshot), asOf, settings) };
}

/** The instant a day begins at on the shop's clocks. */
export const beginsAt =
  ({ timeZone }: Snapshot) =>
  (day: number): number =>
    instantIn(timeZone)(day * DAY_MS);

/** Everybody's orders, by day. */
export const actsOf = ({ ids, purchases }: Snapshot): Acts => ({
  customerCount: idCount(ids),
  customer: ownersOf(purchases.offsets),
  day: purchases.day,
});

export const tieColumns = ({ ids, ties }: Snapshot): TieColumns => ({
  nodeCount: idCount(ids),
  from: ties.follower,
  to: ties.followed,
  kind: ties.kind,
  weight: ties.weight,
  atMs: ties.at,
});

/** The customer of each entry of a ragged column. */
function ownersOf(offsets: Int32Array): Int32Array {
  const owners = new Int32Array(offsets[offsets.length - 1] ?? 0);
  for (let i = 0; i + 1 < offsets.length; i++) owners.fill(i, offsets[i]!, offsets[i + 1]!);
  return owners;
}
