/** What all actions of a year brought together: everybody whom they could reach against the year's global holdout, which none of them did. */
import type { ActionPlan } from '../../domain/actions/action.ts';
import { inGlobalHoldout } from '../../domain/experiments/assignment.ts';
import { sampleRatio } from '../../domain/experiments/checks.ts';
import { hybridRule, SINGLE_LOOK } from '../../domain/experiments/intervals.ts';
import { armMoments, lifts } from '../../domain/experiments/lift.ts';
import { OUT_OF_ANALYSIS, type Outcomes } from '../../domain/experiments/types.ts';
import { DAY_MS, dayIn } from '../../domain/time/time.ts';
import type { PublishedYear } from '../../published/actions.ts';
import type { ActionRecord } from '../../store/actions/records.ts';
import { latestYear, putYear } from '../../store/actions/reports.ts';
import type { Db } from '../../store/client/db.ts';
import { idAt, idCount } from '../../store/customers/packed-ids.ts';
import type { RunRecord } from '../../store/work/runs.ts';
import type { RunResult } from '../compute/compute.ts';
import { parseSettings } from '../compute/settings.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { forecastOfAll } from './forecast.ts';
import { outcomesOf } from './outcomes.ts';

/** A year is looked at so often; what it brought does not change by the night. */
const EVERY_DAYS = 7;
const REACHABLE = 0;
const HOLDOUT = 1;

const yearOf = (at: number): number => new Date(at).getUTCFullYear();
const startOf = (year: number): number => Date.UTC(year, 0, 1);

/**
 * Reports of the year a run is in, and for good of the one before it. Repeatable.
 *
 * @returns how many years were reported of
 */
export async function reportYears(
  db: Db,
  run: Pick<RunRecord, 'id' | 'settings'>,
  snapshot: Snapshot,
  result: Pick<RunResult, 'parameters'>,
  actions: readonly ActionRecord[],
): Promise<number> {
  let reported = 0;
  for (const year of [yearOf(snapshot.asOf) - 1, yearOf(snapshot.asOf)]) {
    const own = actions.filter(
      ({ drawn, startsAt, state }) =>
        drawn?.holdout.year === year && startsAt <= snapshot.asOf && state !== 'CANCELLED',
    );
    const share = own[0]?.drawn?.holdout.share ?? 0;
    if (!(share > 0 && share < 1)) continue;
    const last = await latestYear(db, year);
    const end = startOf(year + 1);
    const isDone = last !== null && last.asOf >= end;
    if (isDone || (last !== null && snapshot.asOf < end && snapshot.asOf < last.asOf + EVERY_DAYS * DAY_MS)) continue;
    const startsAt = Math.min(...own.map((action) => action.startsAt));
    const report = await reportOf(
      db,
      { year, share, startsAt, end, actions: own.map(({ key }) => key) },
      run,
      snapshot,
      result,
    );
    await putYear(db, year, { runId: run.id, asOf: snapshot.asOf, report });
    reported += 1;
  }
  return reported;
}

interface Year {
  readonly year: number;
  readonly share: number;
  /** Of its first action. */
  readonly startsAt: number;
  readonly end: number;
  readonly actions: readonly string[];
}

async function reportOf(
  db: Db,
  { year, share, startsAt, end, actions }: Year,
  run: Pick<RunRecord, 'settings'>,
  snapshot: Snapshot,
  { parameters }: Pick<RunResult, 'parameters'>,
): Promise<PublishedYear> {
  const { asOf, ids, purchases } = snapshot;
  const dayOf = dayIn(snapshot.timeZone);
  const from = dayOf(startsAt);
  const days = Math.max(1, Math.round((end - startsAt) / DAY_MS));
  const plan: Pick<ActionPlan, 'startsAt' | 'outcome'> = { startsAt, outcome: { metric: 'MARGIN', windowDays: days } };
  const n = idCount(ids);
  // Whoever came later may have come because of an action.
  const counted = new Uint8Array(n);
  const arm = new Uint8Array(n).fill(OUT_OF_ANALYSIS);
  for (let i = 0; i < n; i++) {
    const first = purchases.offsets[i]!;
    if (first === purchases.offsets[i + 1]! || purchases.day[first]! >= from) continue;
    counted[i] = 1;
    arm[i] = inGlobalHoldout(idAt(ids, i), year, share) ? HOLDOUT : REACHABLE;
  }
  const outcomes: Outcomes = {
    arms: [
      { key: 'reachable', share: 1 - share },
      { key: 'holdout', share },
    ],
    control: HOLDOUT,
    arm,
    y: await outcomesOf(db, snapshot, plan, parseSettings(run.settings).marginRate, counted),
    covariate: forecastOfAll(plan, snapshot, parameters),
  };
  const moments = armMoments(2, arm, outcomes.y);
  const ratio = sampleRatio(
    moments.map((each) => each.n),
    [1 - share, share],
  );
  const isOver = asOf >= end;
  const found = lifts(outcomes, SINGLE_LOOK)[0]!;
  // What everybody spends adds up day by day, so the error at the end of the year is known.
  const passed = Math.min(days, Math.max(1, dayOf(asOf) - from + 1));
  const planned =
    found.perPerson.standardError === null ? null : found.perPerson.standardError * Math.sqrt(days / passed);
  const lift = lifts(outcomes, hybridRule(isOver, 'COHORT', planned))[0]!;
  const { perPerson, total, relative, relativeReason, interval, intervalReason, removed } = lift;
  return {
    year,
    share,
    startsAt,
    asOf,
    preliminary: !isOver,
    actions,
    arms: outcomes.arms.map(({ key }, place) => ({
      arm: key,
      members: moments[place]!.n,
      mean: moments[place]!.n > 0 ? moments[place]!.mean : 0,
    })),
    withheld: ratio.alarm ? 'SAMPLE_RATIO' : null,
    sampleRatio: ratio,
    lift:
      ratio.alarm || moments.some((each) => each.n === 0)
        ? null
        : {
            perPerson,
            total,
            relative,
            relativeReason,
            interval,
            intervalReason,
            removed: removed !== null && Number.isFinite(removed) ? removed : null,
          },
  };
}
