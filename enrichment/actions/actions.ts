/** Reports of the actions that are under way, as a part of a run. */
import { HOLDOUT_ARM, readableFrom } from '../../domain/actions/action.ts';
import { OUT_OF_ANALYSIS } from '../../domain/experiments/types.ts';
import { DAY_MS, dayIn } from '../../domain/time/time.ts';
import { RESTATED_FOR_DAYS, type PublishedActionReport, type PublishedRestatement } from '../../published/actions.ts';
import { readDrawn, type Drawn } from '../../store/actions/drawn.ts';
import { exposuresOf } from '../../store/actions/exposures.ts';
import { forecastOf } from '../../store/actions/freeze.ts';
import { advanceAction, listActions, type ActionRecord, type DrawnAudience } from '../../store/actions/records.ts';
import { latestReport, putReport } from '../../store/actions/reports.ts';
import type { Db } from '../../store/client/db.ts';
import { idCount } from '../../store/customers/packed-ids.ts';
import type { RunRecord } from '../../store/work/runs.ts';
import type { RunResult } from '../compute/compute.ts';
import { parseSettings } from '../compute/settings.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { forecastOfAll } from './forecast.ts';
import { effectOf, graphOf, reachOf } from './graph.ts';
import { membersIn, type Members } from './members.ts';
import { outcomesOf, windowDays } from './outcomes.ts';
import { reportOf } from './report.ts';
import { reportYears } from './year.ts';

/**
 * Reports of every action that has started and is not over: one a run, and of a closed one until its time was had; after that for a while, where something of its window came in late. Repeatable; a run that is killed before it
 * publishes leaves reports of what it read, and writes them again when it goes on.
 *
 * @returns how many were reported of
 */
export async function reportActions(
  db: Db,
  run: Pick<RunRecord, 'id' | 'view' | 'settings'>,
  snapshot: Snapshot,
  result: Pick<RunResult, 'parameters' | 'network'>,
): Promise<number> {
  if (run.view === true) return 0;
  let reported = 0;
  const actions = await listActions(db);
  for (const action of actions) {
    const { drawn } = action;
    if (drawn === null || action.state === 'CANCELLED' || snapshot.asOf < action.startsAt) continue;
    const read = action.state === 'CLOSED' ? await readForGood(db, action) : null;
    if (read !== null && snapshot.asOf >= readableFrom(action) + RESTATED_FOR_DAYS * DAY_MS) continue;
    if (action.state === 'FROZEN') await advanceAction(db, action.key, 'RUNNING', { at: action.startsAt });
    const report = await reportOn(db, run, { ...action, drawn }, snapshot, result, read);
    if (report === null) continue;
    await putReport(db, action.key, { runId: run.id, asOf: snapshot.asOf, report });
    reported += 1;
  }
  return reported + (await reportYears(db, run, snapshot, result, actions));
}

/** The last report of an action that was read for good; null where it was not yet. */
async function readForGood(db: Db, action: ActionRecord): Promise<PublishedActionReport | null> {
  const last = await latestReport(db, action.key);
  return last !== null && last.asOf >= readableFrom(action) ? (last.report as PublishedActionReport) : null;
}

async function reportOn(
  db: Db,
  run: Pick<RunRecord, 'settings'>,
  action: ActionRecord & { readonly drawn: DrawnAudience },
  snapshot: Snapshot,
  result: Pick<RunResult, 'parameters' | 'network'>,
  read: PublishedActionReport | null,
): Promise<PublishedActionReport | null> {
  const { marginRate } = parseSettings(run.settings);
  const dayOf = dayIn(snapshot.timeZone);
  const window = windowDays(action, dayOf);
  const drawn = await readDrawn(db, action.key, action.drawn);
  const members = await membersIn(db, drawn, snapshot.ids);
  const graph = await graphOf(db, action.key, snapshot, result.network, Math.min(window.from, dayOf(snapshot.asOf)));
  const isIn = (at: number): boolean => members.arm[at] !== OUT_OF_ANALYSIS;
  const reach = reachOf(graph, members.position, isIn);
  const all = await outcomesOf(db, snapshot, action, marginRate, reach.counted);
  const y = Float64Array.from(members.position, (i) => (i < 0 ? 0 : all[i]!));
  const restated = read === null ? undefined : restatementOf(read, members, y);
  if (restated === null) return null;
  const columns = placedColumns(drawn, members, action, snapshot, result);
  const report = reportOf({
    action,
    drawn,
    members,
    y,
    exposures: await exposuresOf(db, action.key),
    asOf: snapshot.asOf,
    daysPassed: Math.min(action.outcome.windowDays, dayOf(snapshot.asOf) - window.from + 1),
    effect: (alpha) => effectOf({ graph, plan: action, ...reach, ...columns, y: all, alpha }),
  });
  return restated === undefined ? report : { ...report, restated };
}

/**
 * What came in since an action was read for good; null where nothing did. Where members are gone since (erased, merged) what they take along cannot be told from
 * what came late, so the word of then stands.
 */
function restatementOf(
  read: PublishedActionReport,
  { arm }: Pick<Members, 'arm'>,
  y: Float64Array,
): PublishedRestatement | null {
  const sums = read.arms.map(() => 0);
  const counts = read.arms.map(() => 0);
  for (const [at, place] of arm.entries()) {
    if (place === OUT_OF_ANALYSIS) continue;
    sums[place]! += y[at]!;
    counts[place]! += 1;
  }
  const since = read.arms.map(({ sum }, place) => sums[place]! - sum);
  if (since.every((late) => late === 0) || read.arms.some(({ members }, place) => members !== counts[place]))
    return null;
  return {
    firstReadAt: read.restated?.firstReadAt ?? read.asOf,
    late: since.map((late, place) => late + (read.restated?.late[place] ?? 0)),
  };
}

/** What is known of everybody of the snapshot: who is treated, of which unit, and what was forecast; of members as it was drawn. */
function placedColumns(
  drawn: Drawn,
  { position, arm }: Members,
  action: ActionRecord,
  snapshot: Snapshot,
  { parameters }: Pick<RunResult, 'parameters'>,
) {
  const n = idCount(snapshot.ids);
  const forecast = forecastOfAll(action, snapshot, parameters);
  const own = forecastOf(action, drawn.columns);
  const treated = new Float64Array(n);
  const unit = new Float64Array(n).fill(Number.NaN);
  const places = new Uint8Array(n).fill(OUT_OF_ANALYSIS);
  const stratum = new Int32Array(n);
  for (let at = 0; at < arm.length; at++) {
    if (arm[at] === OUT_OF_ANALYSIS) continue;
    const i = position[at]!;
    forecast[i] = own[at]!;
    unit[i] = drawn.columns.unit[at]!;
    places[i] = arm[at]!;
    stratum[i] = drawn.columns.stratum[at]!;
    treated[i] = action.arms[arm[at]!]!.key === HOLDOUT_ARM ? 0 : 1;
  }
  return { forecast, treated, unit, arm: places, stratum };
}
