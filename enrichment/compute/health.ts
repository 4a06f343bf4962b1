import { INTERACTION_TYPES } from '../../domain/events.ts';
import { PERIOD_DAYS, periodOf } from '../../domain/experience/score.ts';
import { worseLeaveMore, type BacktestBand } from '../../domain/health/backtest.ts';
import { bordersFor, cohortCutOffs, standingIn } from '../../domain/health/cohorts.ts';
import { HEALTH_BANDS, healthOf } from '../../domain/health/health.ts';
import { buyingRhythm } from '../../domain/lifecycle/rhythm.ts';
import { tallyOf } from '../../domain/clv/history/tally.ts';
import { threeDecimals } from '../../domain/profile/scoring.ts';
import type { BehaviourTally } from '../../domain/summary/traces.ts';
import { DAY_MS, dayIn, instantIn } from '../../domain/time/time.ts';
import type { HealthBacktest, PublishedHealth } from '../../published/health.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { InForce } from './adoption.ts';
import type { LifetimeResult } from './lifetime.ts';
import type { SnapshotRelations } from './relations.ts';

/** How long leaving is awaited, at least. */
const AWAITED_DAYS = 180;

/** What readers work health out with, and how its bands did: null where nobody has bought. */
export function computeHealth(
  snapshot: Snapshot,
  judged: InForce | null,
  lifetime: LifetimeResult | null,
  { forest }: SnapshotRelations,
): PublishedHealth | null {
  if (judged === null || lifetime === null) return null;
  return {
    cutOffs: cohortCutOffs(snapshot.columns.firstDay, lifetime.potentialMinor),
    backtest: backtest(snapshot, judged, forest),
  };
}

/** Tallies of one customer before a period. */
export function talliesBefore({ behaviour }: Snapshot, i: number, period: number): BehaviourTally[] {
  const tallies: BehaviourTally[] = [];
  for (let k = behaviour.offsets[i]!; k < behaviour.offsets[i + 1]! && behaviour.period[k]! < period; k++)
    tallies.push({
      period: behaviour.period[k]!,
      type: INTERACTION_TYPES[behaviour.type[k]!]!,
      count: behaviour.count[k]!,
      rated: behaviour.rated[k]!,
      valenceSum: behaviour.valenceSum[k]!,
    });
  return tallies;
}

/** The health of everybody who had bought by the beginning of a period half a year ago, against what they bought since. By the parameters of today. */
function backtest(
  snapshot: Snapshot,
  { evaluator, log, parameters }: InForce,
  forest: SnapshotRelations['forest'],
): HealthBacktest | null {
  const untilDay = dayIn(snapshot.timeZone)(snapshot.asOf);
  const period = periodOf(untilDay - AWAITED_DAYS);
  // The last day before the period: of what happened by period, all before it is known.
  const splitDay = period * PERIOD_DAYS - 1;
  const boughtBy = Array.from({ length: log.count }, (_, i) => {
    let end = log.offsets[i]!;
    while (end < log.offsets[i + 1]! && log.day[end]! <= splitDay) end++;
    return log.day.subarray(log.offsets[i]!, end);
  });
  if (boughtBy.every((days) => days.length === 0)) return null;
  const scores = evaluator.scores(log, splitDay);
  const firstDay = Float64Array.from(boughtBy, (days) => days[0] ?? Number.NaN);
  const cutOffs = cohortCutOffs(firstDay, scores.clvMinor);
  const referred = referredBy(snapshot, forest, splitDay);
  const counted = Object.fromEntries(HEALTH_BANDS.map((band) => [band, { customers: 0, left: 0 }]));
  for (let i = 0; i < log.count; i++) {
    const days = boughtBy[i]!;
    if (days.length === 0) continue;
    const behaviour = talliesBefore(snapshot, i, period);
    const count = (type: BehaviourTally['type']): number =>
      behaviour.reduce((sum, one) => (one.type === type ? sum + one.count : sum), 0);
    const rhythm = buyingRhythm(tallyOf([...days]), parameters.scoring.populationGapDays);
    const { band } = healthOf({
      returnProbability: threeDecimals(scores.returnProbability[i]!),
      lifetimeStanding: standingIn(scores.clvMinor[i]!, bordersFor(cutOffs, days[0]!)),
      behaviour,
      openComplaints: Math.max(0, count('COMPLAINT_OPENED') - count('COMPLAINT_RESOLVED')),
      purchaseDays: [...days],
      usualGapDays: rhythm?.usualGapDays ?? null,
      hasReferred: referred[i] === 1,
      today: splitDay,
    });
    counted[band]!.customers++;
    if (log.offsets[i]! + days.length === log.offsets[i + 1]!) counted[band]!.left++;
  }
  const bands = HEALTH_BANDS.map((band): BacktestBand => ({ band, ...counted[band]! }));
  return { splitDay, untilDay, bands, worseLeaveMore: worseLeaveMore(bands) };
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
