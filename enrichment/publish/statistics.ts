import { duplicatesOf } from './duplicates.ts';
import { calibrationMismatches } from '../../domain/network/calibration-fit.ts';
import { RFM_GROUPS, SONAR_STAGES } from '../../domain/profile/profile.ts';
import { percentileBoundaries } from '../../domain/segments/percentiles.ts';
import type { ReferralRejectionReason } from '../../domain/referral/forest.ts';
import type { PublishedSeeds, RunReports } from '../../published/reports.ts';
import type { PublishedSettings, RecordCounts, RunStatistics } from '../../published/statistics.ts';
import { idsAt } from '../../store/customers/packed-ids.ts';
import { exactSum } from '../compute/flow.ts';
import { suspicionsOf } from './claims.ts';
import type { RunResult } from '../compute/compute.ts';
import type { RunSettings } from '../compute/settings.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** What the run says about the whole customer base. */
export function runStatistics(
  snapshot: Snapshot,
  counts: RecordCounts,
  result: RunResult,
  settings: RunSettings,
): RunStatistics {
  const { flow, potential, relations, influence, network } = result;
  const { columns } = snapshot;
  const totals = flow.totalMinor;
  const counted = countProfiles(result, columns.revenueMinor);
  const rejected: Partial<Record<ReferralRejectionReason, number>> = {};
  for (const { reason } of relations.forest.rejected) rejected[reason] = (rejected[reason] ?? 0) + 1;
  return {
    portfolio: {
      customers: totals.length,
      revenueMinor: exactSum(columns.revenueMinor),
      directMinor: exactSum(flow.directMinor),
      refundsMinor: exactSum(result.refundsMinor),
      creditsMinor: exactSum(result.creditsMinor),
      rewardsMinor: exactSum(flow.referral.rewardMinor),
      totalMinor: exactSum(totals),
      potentialMinor: potential === null ? null : exactSum(potential.totalMinor),
      referralMovedMinor: exactSum(flow.referral.receivedMinor),
      networkMovedMinor: exactSum(flow.cents.receivedMinor),
      totalValueQuantiles: percentileBoundaries(result.columns.totalValue),
      uncostedRevenueMinor: exactSum(columns.uncostedRevenueMinor),
    },
    lifecycle: SONAR_STAGES.map((stage) => ({ stage, ...counted.stages[stage] })),
    rfm: RFM_GROUPS.map((group) => ({ group, ...counted.groups[group] })),
    segments: Object.fromEntries(
      [...result.segments].map(([key, { measure, order, values }]) => [
        key,
        { measure, valueMinor: sumOver(values, order) },
      ]),
    ),
    records: {
      ...counts,
      acceptedReferrals: relations.forest.recordOf.filter((record) => record >= 0).length,
      rejectedReferrals: rejected,
    },
    influence: {
      scales: influence.scales,
      rSquaredOnLogFollowers: influence.followerFit.rSquared,
      customers: influence.followerFit.customers,
      bySource: influence.followerFits,
      socialLift: influence.socialLift,
    },
    network: {
      calibration: network.calibration,
      mismatches: calibrationMismatches(network.calibration, {
        asOfMs: snapshot.asOf,
        lastPurchaseDay: snapshot.purchases.day.reduce((last, day) => Math.max(last, day), -Infinity),
      }),
      directCredit: flow.directCredit,
      sweeps: flow.network.sweeps,
      errorBound: flow.network.errorBound,
    },
    communities: {
      count: result.communities.communities.length,
      unconnected: result.communities.unconnected,
      unconnectedMinor: result.communities.unconnectedMinor,
    },
    lifetime: lifetimeOf(result),
    settings: settingsOf(settings),
    inputsUpTo: latest(columns.lastEventAt),
    simulated: columns.simulated.some((flag) => flag === 1),
  };
}

/** What is counted by looking at every profile once. */
function countProfiles({ profiles, flow }: RunResult, revenueMinor: Float64Array) {
  const each = <K extends string, T extends Record<string, number>>(keys: readonly K[], zero: T): Record<K, T> =>
    Object.fromEntries(keys.map((key) => [key, { ...zero }])) as Record<K, T>;
  const stages = each(SONAR_STAGES, { customers: 0, totalMinor: 0, lapsed: 0 });
  const groups = each(RFM_GROUPS, { customers: 0, revenueMinor: 0 });
  for (let i = 0; i < profiles.length; i++) {
    const { lifecycle, rfm } = profiles.at(i);
    const stage = stages[lifecycle.stage];
    stage.customers++;
    stage.totalMinor += flow.totalMinor[i]!;
    if (lifecycle.lapsed) stage.lapsed++;
    if (rfm === null) continue;
    groups[rfm.group].customers++;
    groups[rfm.group].revenueMinor += revenueMinor[i]!;
  }
  return { stages, groups };
}

/** Σ of a column over some customers, whole minor units; who has none counts as 0. */
const sumOver = (column: Float64Array, customers: Iterable<number>): number =>
  exactSum(Float64Array.from(customers, (i) => (Number.isNaN(column[i]!) ? 0 : column[i]!)));

/** Without what is asked of one run. */
function settingsOf(settings: RunSettings): PublishedSettings {
  const { refit: _, ...lasting } = settings;
  return lasting;
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
  duplicates: duplicatesOf(snapshot, result),
});

function seedsOf({ ids }: Snapshot, { seeds: found }: RunResult): PublishedSeeds | null {
  if (found === null) return null;
  const { seeds, ...rest } = found;
  return { ...rest, customers: idsAt(ids, seeds) };
}

function latest(instants: Float64Array): number | null {
  let newest = Number.NaN;
  for (const at of instants) if (!(newest >= at) && !Number.isNaN(at)) newest = at;
  return Number.isNaN(newest) ? null : newest;
}
