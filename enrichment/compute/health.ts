import type { EngagementRuleSet } from '../../domain/engagement/rules.ts';
import { logUntil, type PurchaseLog } from '../../domain/clv/history/log.ts';
import { tallyOf } from '../../domain/clv/history/tally.ts';
import type { LifetimeScores } from '../../domain/clv/result/lifetime-columns.ts';
import { periodOf } from '../../domain/experience/score.ts';
import { leavingTrend, worseLeaveMore, type BacktestBand } from '../../domain/health/backtest.ts';
import { bordersFor, cohortCutOffs, standingIn } from '../../domain/health/cohorts.ts';
import { HEALTH_BANDS, healthOf, type CustomerHealth } from '../../domain/health/health.ts';
import { buyingRhythm, populationGapDays } from '../../domain/lifecycle/rhythm.ts';
import { threeDecimals } from '../../domain/profile/scoring.ts';
import type { BehaviourTally } from '../../domain/summary/traces.ts';
import { DAY_MS, instantIn } from '../../domain/time/time.ts';
import type { HealthBacktest, PublishedHealth } from '../../published/health.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { InForce } from './adoption.ts';
import { experienceOf, leadOf } from './lead.ts';
import type { LifetimeResult } from './lifetime.ts';
import { lookBack, type LookBack } from './look-back.ts';
import type { SnapshotRelations } from './relations.ts';
import { rowsOf, type Rows } from './rows.ts';
import { talliesBefore } from './tallies.ts';

/** What readers work health out with, how its bands did, and whether points lead value: null where nobody has bought. */
export function computeHealth(
  snapshot: Snapshot,
  judged: InForce | null,
  lifetime: LifetimeResult | null,
  { forest }: SnapshotRelations,
  ruleSet: EngagementRuleSet,
): PublishedHealth | null {
  if (judged === null || lifetime === null) return null;
  const past = lookBack(snapshot, judged);
  return {
    cutOffs: cohortCutOffs(snapshot.columns.firstDay, lifetime.potentialMinor),
    backtest: past === null ? null : healthBacktest(snapshot, judged, past, forest),
    lead: past === null ? null : leadOf(snapshot, judged, past, ruleSet),
    experience: past === null ? null : experienceOf(snapshot, judged, past),
  };
}

/** What everybody's health on a day is worked out with, beside the snapshot. */
export interface HealthDay {
  readonly day: number;
  readonly log: PurchaseLog;
  /** By what was known on the day. */
  readonly scores: Pick<LifetimeScores, 'clvMinor' | 'returnProbability'>;
  readonly populationGapDays: number | null;
  readonly forest: SnapshotRelations['forest'];
}

/** The health of everybody on a day, by what had happened before the period after it; null for who had not bought. */
export function healthsOn(
  snapshot: Snapshot,
  { day, log, scores, populationGapDays, forest }: HealthDay,
): Rows<CustomerHealth | null> {
  const known = logUntil(log, day);
  const daysOf = (i: number): Int32Array => known.day.subarray(known.offsets[i]!, known.offsets[i + 1]!);
  const firstDay = Float64Array.from({ length: known.count }, (_, i) => daysOf(i)[0] ?? Number.NaN);
  const cutOffs = cohortCutOffs(firstDay, scores.clvMinor);
  const referred = referredBy(snapshot, forest, day);
  return rowsOf(known.count, (i) => {
    const days = daysOf(i);
    if (days.length === 0) return null;
    const behaviour = talliesBefore(snapshot, i, periodOf(day) + 1);
    const count = (type: BehaviourTally['type']): number =>
      behaviour.reduce((sum, one) => (one.type === type ? sum + one.count : sum), 0);
    return healthOf({
      returnProbability: threeDecimals(scores.returnProbability[i]!),
      lifetimeStanding: standingIn(scores.clvMinor[i]!, bordersFor(cutOffs, days[0]!)),
      behaviour,
      openComplaints: Math.max(0, count('COMPLAINT_OPENED') - count('COMPLAINT_RESOLVED')),
      purchaseDays: [...days],
      usualGapDays: buyingRhythm(tallyOf(days), populationGapDays)?.usualGapDays ?? null,
      hasReferred: referred[i] === 1,
      today: day,
    });
  });
}

/** The health of everybody who had bought by a past day, against what they bought in the days after it. Everything is of then. */
export function healthBacktest(
  snapshot: Snapshot,
  { log }: Pick<InForce, 'log'>,
  { splitDay, untilDay, known, scores }: LookBack,
  forest: SnapshotRelations['forest'],
): HealthBacktest {
  const healths = healthsOn(snapshot, { day: splitDay, log: known, scores, populationGapDays: gapOf(known), forest });
  const counted = Object.fromEntries(HEALTH_BANDS.map((band) => [band, { customers: 0, left: 0 }]));
  for (let i = 0; i < healths.length; i++) {
    const health = healths.at(i);
    if (health === null) continue;
    const next = log.offsets[i]! + known.offsets[i + 1]! - known.offsets[i]!;
    counted[health.band]!.customers++;
    if (next === log.offsets[i + 1]! || log.day[next]! > untilDay) counted[health.band]!.left++;
  }
  const bands = HEALTH_BANDS.map((band): BacktestBand => ({ band, ...counted[band]! }));
  const trend = leavingTrend(bands);
  return {
    splitDay,
    untilDay,
    bands,
    worseLeaveMore: worseLeaveMore(bands),
    trend: trend === null ? null : threeDecimals(trend),
  };
}

/** The median gap of all repeat buyers of a log. */
function gapOf(log: PurchaseLog): number | null {
  const purchaseDays = new Int32Array(log.count);
  const sumLogGaps = new Float64Array(log.count);
  for (let i = 0; i < log.count; i++) {
    const days = log.day.subarray(log.offsets[i]!, log.offsets[i + 1]!);
    purchaseDays[i] = days.length;
    if (days.length > 1) sumLogGaps[i] = tallyOf(days).sumLogGaps;
  }
  return populationGapDays(purchaseDays, sumLogGaps);
}

/** Who had brought somebody in, by an accepted claim, who had bought by the end of a day. */
function referredBy(
  { referrals, timeZone, columns }: Snapshot,
  forest: SnapshotRelations['forest'],
  day: number,
): Uint8Array {
  const end = instantIn(timeZone)((day + 1) * DAY_MS);
  const referred = new Uint8Array(forest.customerCount);
  for (const record of forest.recordOf)
    if (record >= 0 && referrals.at[record]! < end && columns.firstOrderAt[referrals.friend[record]!]! < end)
      referred[referrals.advocate[record]!] = 1;
  return referred;
}
