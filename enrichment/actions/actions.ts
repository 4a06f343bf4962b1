/** Reports of the actions that are under way, as a part of a run. */
import { HOLDOUT_ARM, readableFrom } from '../../domain/actions/action.ts';
import { OUT_OF_ANALYSIS } from '../../domain/experiments/types.ts';
import { lifetimeEvaluator } from '../../domain/clv/evaluate.ts';
import { purchaseMarginMinor } from '../../domain/profile/scoring.ts';
import { dayIn } from '../../domain/time/time.ts';
import type { PublishedActionReport } from '../../published/actions.ts';
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
import { effectOf, graphOf, reachOf } from './graph.ts';
import { membersIn, type Members } from './members.ts';
import { outcomesOf, windowDays } from './outcomes.ts';
import { reportOf } from './report.ts';

/**
 * Reports of every action that has started and is not over: one a run, and of a closed one until its time was had. Repeatable; a run that is killed before it
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
  for (const action of await listActions(db)) {
    const { drawn } = action;
    if (drawn === null || action.state === 'CANCELLED' || snapshot.asOf < action.startsAt) continue;
    if (action.state === 'CLOSED' && (await isReadForGood(db, action))) continue;
    if (action.state === 'FROZEN') await advanceAction(db, action.key, 'RUNNING', { at: action.startsAt });
    const report = await reportOn(db, run, { ...action, drawn }, snapshot, result);
    await putReport(db, action.key, { runId: run.id, asOf: snapshot.asOf, report });
    reported += 1;
  }
  return reported;
}

async function isReadForGood(db: Db, action: ActionRecord): Promise<boolean> {
  const last = await latestReport(db, action.key);
  return last !== null && last.asOf >= readableFrom(action);
}

async function reportOn(
  db: Db,
  run: Pick<RunRecord, 'settings'>,
  action: ActionRecord & { readonly drawn: DrawnAudience },
  snapshot: Snapshot,
  result: Pick<RunResult, 'parameters' | 'network'>,
): Promise<PublishedActionReport> {
  const { marginRate } = parseSettings(run.settings);
  const dayOf = dayIn(snapshot.timeZone);
  const window = windowDays(action, dayOf);
  const drawn = await readDrawn(db, action.key, action.drawn);
  const members = await membersIn(db, drawn, snapshot.ids);
  const graph = await graphOf(db, action.key, snapshot, result.network, Math.min(window.from, dayOf(snapshot.asOf)));
  const isIn = (at: number): boolean => members.arm[at] !== OUT_OF_ANALYSIS;
  const reach = reachOf(graph, members.position, isIn);
  const all = await outcomesOf(db, snapshot, action, marginRate, reach.counted);
  const columns = placedColumns(drawn, members, action, snapshot, result);
  return reportOf({
    action,
    drawn,
    members,
    y: Float64Array.from(members.position, (i) => (i < 0 ? 0 : all[i]!)),
    exposures: await exposuresOf(db, action.key),
    asOf: snapshot.asOf,
    daysPassed: Math.min(action.outcome.windowDays, dayOf(snapshot.asOf) - window.from + 1),
    effect: (alpha) => effectOf({ graph, plan: action, ...reach, ...columns, y: all, alpha }),
  });
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
  const forecast = forecastOfAll(action, snapshot, parameters, n);
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

/** What the parameters in force say of the window from its first day on, of everybody; who was not drawn has no forecast of that day. */
function forecastOfAll(
  action: ActionRecord,
  { purchases, timeZone }: Snapshot,
  parameters: RunResult['parameters'],
  n: number,
): Float64Array {
  if (parameters === null) return new Float64Array(n);
  const { lifetime, marginRate } = parameters.scoring;
  const { windowDays: horizonDays, metric } = action.outcome;
  const log = {
    count: n,
    offsets: purchases.offsets,
    day: purchases.day,
    marginMinor: purchases.knownMarginMinor.map((known, k) =>
      purchaseMarginMinor(known, purchases.uncostedRevenueMinor[k]!, marginRate),
    ),
  };
  const day = dayIn(timeZone)(action.startsAt) - 1;
  const evaluator = lifetimeEvaluator({ ...lifetime, horizonDays, annualDiscount: 0 });
  if (metric === 'MARGIN' || metric === 'SPEND') return evaluator.clvMinor(log, day);
  const scores = evaluator.scores(log, day);
  return metric === 'ORDERS' ? scores.expectedOrders : scores.returnProbability;
}
