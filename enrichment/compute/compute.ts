import {
  FILTER_COLUMNS,
  columnValue,
  ORDERING_COLUMN,
  ORDERINGS,
  type FilterColumn,
  type Ordering,
} from '../../domain/profile/orderings.ts';
import type { FieldSource } from '../../domain/profile/fields.ts';
import type { CustomerProfile, RfmProfile } from '../../domain/profile/profile.ts';
import { kumarReferralValue } from '../../domain/referral/crv.ts';
import { rfmProfileAt, rfmScores } from '../../domain/rfm/rfm.ts';
import type { SegmentDefinition } from '../../domain/segments/builtin.ts';
import type { InfluenceScales } from '../../published/statistics.ts';
import { dayIn } from '../../domain/time/time.ts';
import type { RunSettings } from './settings.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { relationsOf, type SnapshotRelations } from './relations.ts';
import { communityKey, computeCommunities, type CommunitiesResult, type KnownCommunities } from './communities.ts';
import { flowValue, type ValueFlow } from './flow.ts';
import { computeInfluence, type InfluenceResult } from './influence.ts';
import { computeLifetime, type LifetimeResult } from './lifetime.ts';
import { lifecycles } from './lifecycle.ts';
import { networkCredit, type NetworkCalibration } from './kappa.ts';
import { rankByFallingValue } from './ranking.ts';
import { computeSeeds, type SeedsResult } from './seeds.ts';
import { assignSegments, type SegmentMembers } from './segments.ts';

/** What earlier runs froze, so that scores move only when customers do. */
export interface Frozen {
  readonly influence: InfluenceScales | null;
  readonly network: NetworkCalibration | null;
  readonly communities: KnownCommunities | null;
}

export interface RankedList {
  readonly order: Int32Array;
  readonly values: Float64Array;
}

/** Everything a run publishes, in memory: columns and lists over the customers of the snapshot. */
export interface RunResult {
  readonly profiles: readonly CustomerProfile[];
  readonly flow: ValueFlow;
  readonly potential: ValueFlow | null;
  readonly relations: SnapshotRelations;
  readonly influence: InfluenceResult;
  readonly lifetime: LifetimeResult | null;
  readonly network: NetworkCalibration;
  readonly communities: CommunitiesResult;
  readonly seeds: SeedsResult | null;
  readonly orderings: Readonly<Partial<Record<Ordering, RankedList>>>;
  readonly segments: ReadonlyMap<string, SegmentMembers>;
  readonly columns: Readonly<Record<FilterColumn, Float64Array>>;
}

/** A run's answers from its snapshot: pure, so that a resumed run finds exactly what the first attempt had. */
export function computeRun(
  snapshot: Snapshot,
  settings: RunSettings,
  segments: readonly SegmentDefinition[],
  frozen: Frozen,
): RunResult {
  const { columns, ids } = snapshot;
  const network = networkCredit(settings, frozen.network, snapshot.asOf);
  const relations = relationsOf(snapshot, network);
  const { marginRate } = settings;
  const flow = flowValue(relations, valueOf(columns.knownMarginMinor, columns.uncostedRevenueMinor, marginRate));
  const refundsMinor = valueOf(columns.refundedMarginMinor, columns.refundedUncostedMinor, marginRate);
  const creditsMinor = valueOf(columns.creditMarginMinor, columns.creditUncostedMinor, marginRate);
  const crv = kumarReferralValue(relations.forest, flow.directMinor);
  const lifetime = computeLifetime(snapshot, settings);
  // Rewards and saved acquisition costs are one-off: what is still to come moves without them.
  const potential =
    lifetime === null ? null : flowValue({ ...relations, forest: withoutOneOffs(relations) }, lifetime.potentialMinor);
  const influence = computeInfluence(snapshot, relations, network.calibration.version, frozen.influence);
  const communities = computeCommunities(ids, relations, flow.totalMinor, flow.cents.receivedMinor, frozen.communities);
  const rfm = rfmOf(snapshot);
  const lifecycle = lifecycles(snapshot, relations.forest, lifetime?.profiles ?? null, settings.lapsedBelow);

  const unsegmented = ids.map((_, i): CustomerProfile => ({
    value: {
      revenueMinor: columns.revenueMinor[i]!,
      directMinor: flow.directMinor[i]!,
      referralMinor: flow.referral.afterReferralMinor[i]! - flow.directMinor[i]!,
      referralReceivedMinor: flow.referral.receivedMinor[i]!,
      referralGrossMinor: flow.referral.grossMinor[i]!,
      referralPassedOnMinor: flow.referral.passedOnMinor[i]!,
      crvMinor: crv[i]!,
      networkMinor: flow.totalMinor[i]! - flow.referral.afterReferralMinor[i]!,
      networkReceivedMinor: flow.cents.receivedMinor[i]!,
      networkPassedOnMinor: flow.cents.passedOnMinor[i]!,
      potentialDirectMinor: potential === null ? null : potential.directMinor[i]!,
      potentialIndirectMinor: potential === null ? null : potential.totalMinor[i]! - potential.directMinor[i]!,
      uncosted: columns.uncostedRevenueMinor[i] !== 0,
      refundsMinor: refundsMinor[i]!,
      creditsMinor: creditsMinor[i]!,
      moneyBackAt: Number.isNaN(columns.moneyBackAt[i]!) ? null : columns.moneyBackAt[i]!,
    },
    clv: lifetime?.profiles[i] ?? null,
    rfm: rfm[i]!,
    engagement: { points: columns.engagementPoints[i]! },
    lifecycle: lifecycle[i]!,
    influence: influence.profiles[i]!,
    segments: [],
    community: communities.idOf[i] === -1 ? null : communityKey(communities.idOf[i]!),
  }));
  const customers = fieldSources(snapshot, unsegmented);
  const membership = assignSegments(customers, segments);
  const profiles = unsegmented.map((profile, i) => ({ ...profile, segments: membership.keysOf(i) }));
  const filters = filterColumns(customers);
  return {
    profiles,
    flow,
    potential,
    relations,
    influence,
    lifetime,
    network,
    communities,
    seeds: computeSeeds(relations.csr),
    orderings: orderingsOf(filters, potential !== null),
    segments: membership.members,
    columns: filters,
  };
}

/** v: margin where costs are known, otherwise revenue × the margin rate. Whole minor units. */
const valueOf = (knownMarginMinor: Float64Array, uncostedMinor: Float64Array, marginRate: number): Float64Array =>
  knownMarginMinor.map((margin, i) => margin + Math.round(uncostedMinor[i]! * marginRate));

function withoutOneOffs({ forest }: SnapshotRelations): SnapshotRelations['forest'] {
  const none = new Float64Array(forest.customerCount);
  return { ...forest, savedAcquisitionCostMinor: none, rewardMinor: none };
}

function rfmOf({ columns, ids, asOf, timeZone }: Snapshot): (RfmProfile | null)[] {
  const today = dayIn(timeZone)(asOf);
  const buyers = Int32Array.from(ids.keys()).filter((i) => columns.orderCount[i]! > 0);
  const pick = (column: Float64Array): Float64Array => Float64Array.from(buyers, (i) => column[i]!);
  const scores = rfmScores({
    recencyDays: pick(columns.lastDay).map((day) => today - day),
    frequency: pick(columns.orderCount),
    monetary: pick(columns.revenueMinor),
  });
  const profiles: (RfmProfile | null)[] = ids.map(() => null);
  for (const [k, i] of buyers.entries()) profiles[i] = rfmProfileAt(scores, k);
  return profiles;
}

/** What the fields of each customer are read from (domain/profile/fields.ts). */
function fieldSources(snapshot: Snapshot, profiles: readonly CustomerProfile[]): FieldSource[] {
  const { columns, groups } = snapshot;
  const today = dayIn(snapshot.timeZone)(snapshot.asOf);
  return profiles.map((profile, i) => ({
    profile,
    today,
    summary: (column) => columns[column][i]!,
    groups: Array.from(groups.name.subarray(groups.offsets[i]!, groups.offsets[i + 1]!), (name) => groups.names[name]!),
  }));
}

const filterColumns = (customers: readonly FieldSource[]): Record<FilterColumn, Float64Array> =>
  Object.fromEntries(
    FILTER_COLUMNS.map((name) => [name, Float64Array.from(customers, (customer) => columnValue(name, customer))]),
  ) as Record<FilterColumn, Float64Array>;

/** Orderings nothing computed this time are left out: the API then says so instead of showing a list of nothing. */
function orderingsOf(columns: Record<FilterColumn, Float64Array>, hasPotential: boolean) {
  const orderings: Partial<Record<Ordering, RankedList>> = {};
  for (const ordering of ORDERINGS) {
    if (ordering === 'POTENTIAL_VALUE' && !hasPotential) continue;
    const values = columns[ORDERING_COLUMN[ordering]];
    orderings[ordering] = { values, order: rankByFallingValue(values) };
  }
  return orderings;
}
