import type { CustomerId } from '../../domain/events.ts';
import { RFM_GROUPS, SONAR_STAGES, type RfmGroup, type SonarStage } from '../../domain/profile/profile.ts';
import type { Calibration } from '../../domain/network/calibration.ts';
import type { ModelReport } from '../../domain/clv/selection/report.ts';
import type { ReferralRejectionReason } from '../../domain/referral/forest.ts';
import type { LifetimeStatistics } from '../compute/lifetime.ts';
import type { SeedsResult } from '../compute/seeds.ts';
import type { InfluenceScales } from '../compute/influence.ts';
import { exactSum } from '../compute/flow.ts';
import { suspicionsOf, type PublishedSuspicion } from './claims.ts';
import type { RunResult } from '../compute/compute.ts';
import type { RunSettings } from '../compute/settings.ts';
import type { SnapshotCounts } from '../snapshot/columns.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** What a run says about the whole customer base. Amounts in minor units. */
export interface RunStatistics {
  readonly portfolio: Portfolio;
  readonly lifecycle: readonly {
    readonly stage: SonarStage;
    readonly customers: number;
    readonly totalMinor: number;
    readonly lapsed: number;
  }[];
  readonly rfm: readonly { readonly group: RfmGroup; readonly customers: number; readonly totalMinor: number }[];
  readonly segments: Readonly<Record<string, { readonly totalMinor: number }>>;
  readonly records: SnapshotCounts & {
    readonly acceptedReferrals: number;
    readonly rejectedReferrals: Readonly<Partial<Record<ReferralRejectionReason, number>>>;
  };
  readonly influence: {
    readonly scales: InfluenceScales | null;
    readonly rSquaredOnLogFollowers: number | null;
    readonly customers: number;
  };
  readonly network: { readonly calibration: Calibration; readonly sweeps: number; readonly errorBound: number };
  readonly communities: { readonly count: number; readonly unconnected: number; readonly unconnectedMinor: number };
  /** What lifetime values say about the whole; null where no order could be modelled. The model's own report is in {@link RunReports}. */
  readonly lifetime: Omit<LifetimeStatistics, 'report'> | null;
  readonly settings: RunSettings;
  readonly inputsUpTo: number | null;
  /** True when any input was made by a simulation. */
  readonly simulated: boolean;
}

/** What only few ask for: kept in a block of its own, because every reader of a customer pays for the statistics. */
export interface RunReports {
  /** How lifetime values were computed; null where no order could be modelled. */
  readonly model: ModelReport | null;
  /** Whom to give a sample to, as customer ids; null without ties. */
  readonly seeds: (Omit<SeedsResult, 'seeds'> & { readonly customers: readonly CustomerId[] }) | null;
  /** Claims that look like people referring themselves, the most at stake first; `count` of all, also those not listed. */
  readonly suspicions: { readonly count: number; readonly listed: readonly PublishedSuspicion[] };
}

/** The promise that the numbers add up, as numbers: directMinor − rewardsMinor = totalMinor, exactly. */
export interface Portfolio {
  readonly customers: number;
  readonly revenueMinor: number;
  readonly directMinor: number;
  readonly rewardsMinor: number;
  readonly totalMinor: number;
  readonly potentialMinor: number | null;
  /** How much value changed hands through referrals and ties. */
  readonly referralMovedMinor: number;
  readonly networkMovedMinor: number;
  /**
   * Boundaries of total value at 0 %, 1 % … 100 % of the customers, ascending. A customer's standing is read off these: a rank
   * kept with each customer would rewrite everybody below whoever moves.
   */
  readonly totalValueQuantiles: readonly number[];
  /** Part of the revenue whose cost is unknown. */
  readonly uncostedRevenueMinor: number;
}

export function statisticsOf(
  snapshot: Snapshot,
  counts: SnapshotCounts,
  result: RunResult,
  settings: RunSettings,
): RunStatistics {
  const { profiles, flow, potential, circle, influence, network } = result;
  const { columns } = snapshot;
  const totals = flow.totalMinor;
  const sumWhere = (holds: (i: number) => boolean): { customers: number; totalMinor: number } => {
    const members = [...profiles.keys()].filter(holds);
    return { customers: members.length, totalMinor: exactSum(Float64Array.from(members, (i) => totals[i]!)) };
  };
  const rejected: Partial<Record<ReferralRejectionReason, number>> = {};
  for (const { reason } of circle.forest.rejected) rejected[reason] = (rejected[reason] ?? 0) + 1;
  return {
    portfolio: {
      customers: profiles.length,
      revenueMinor: exactSum(columns.revenueMinor),
      directMinor: exactSum(flow.ownMinor),
      rewardsMinor: exactSum(flow.referral.rewardMinor),
      totalMinor: exactSum(totals),
      potentialMinor: potential === null ? null : exactSum(potential.totalMinor),
      referralMovedMinor: exactSum(flow.referral.receivedMinor),
      networkMovedMinor: exactSum(flow.cents.receivedMinor),
      totalValueQuantiles: quantiles(result.columns.totalMinor),
      uncostedRevenueMinor: exactSum(columns.uncostedRevenueMinor),
    },
    lifecycle: SONAR_STAGES.map((stage) => ({
      stage,
      ...sumWhere((i) => profiles[i]!.lifecycle.stage === stage),
      lapsed: profiles.filter(({ lifecycle }) => lifecycle.stage === stage && lifecycle.lapsed).length,
    })),
    rfm: RFM_GROUPS.map((group) => ({ group, ...sumWhere((i) => profiles[i]!.rfm?.group === group) })),
    segments: Object.fromEntries(
      [...result.segments].map(([key, members]) => [
        key,
        { totalMinor: exactSum(Float64Array.from(members, (i) => totals[i]!)) },
      ]),
    ),
    records: {
      ...counts,
      acceptedReferrals: circle.forest.recordOf.filter((record) => record >= 0).length,
      rejectedReferrals: rejected,
    },
    influence: {
      scales: influence.scales,
      rSquaredOnLogFollowers: influence.followerFit.rSquared,
      customers: influence.followerFit.customers,
    },
    network: { calibration: network.calibration, sweeps: flow.network.sweeps, errorBound: flow.network.errorBound },
    communities: {
      count: result.communities.communities.length,
      unconnected: result.communities.unconnected,
      unconnectedMinor: result.communities.unconnectedMinor,
    },
    lifetime: lifetimeOf(result),
    settings,
    inputsUpTo: latest(columns.lastEventAt),
    simulated: columns.simulated.some((flag) => flag === 1),
  };
}

function lifetimeOf({ lifetime }: RunResult): RunStatistics['lifetime'] {
  if (lifetime === null) return null;
  const { report: _, ...rest } = lifetime.statistics;
  return rest;
}

export const reportsOf = (snapshot: Snapshot, result: RunResult): RunReports => ({
  model: result.lifetime?.statistics.report ?? null,
  seeds: seedsOf(snapshot, result),
  suspicions: suspicionsOf(snapshot, result),
});

function seedsOf({ ids }: Snapshot, { seeds: found }: RunResult): RunReports['seeds'] {
  if (found === null) return null;
  const { seeds, ...rest } = found;
  return { ...rest, customers: seeds.map((index) => ids[index]!) };
}

function latest(instants: Float64Array): number | null {
  let newest = Number.NaN;
  for (const at of instants) if (!(newest >= at) && !Number.isNaN(at)) newest = at;
  return Number.isNaN(newest) ? null : newest;
}

/** The values at 0 %, 1 % … 100 % of the sorted column (nearest rank); empty for an empty column. */
function quantiles(values: Float64Array): number[] {
  if (values.length === 0) return [];
  const sorted = values.slice().sort();
  return Array.from({ length: 101 }, (_, percent) => sorted[Math.round((percent / 100) * (sorted.length - 1))]!);
}
