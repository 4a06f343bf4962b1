/** What the actions of a table that are over said of h. */
import { entersCalibration, readableFrom } from '../../domain/actions/action.ts';
import { attentionKept } from '../../domain/experiments/causal-share.ts';
import type { ActionShare } from '../../domain/network/experiment-share.ts';
import type { Attention } from '../../domain/network/ties.ts';
import type { PublishedActionReport } from '../../published/actions.ts';
import { readGraph } from '../../store/actions/graph.ts';
import { listActions } from '../../store/actions/records.ts';
import { latestReport } from '../../store/actions/reports.ts';
import type { Db } from '../../store/client/db.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { placed } from './graph.ts';

/** Closed actions that were read for good and measured h; a referral offer never. */
export async function sharesOfActions(db: Db, snapshot: Snapshot, now: Attention): Promise<ActionShare[]> {
  const shares: ActionShare[] = [];
  for (const action of await listActions(db)) {
    if (action.state !== 'CLOSED' || !entersCalibration(action)) continue;
    const last = await latestReport(db, action.key);
    const { spillover = null, preliminary = true } = (last?.report ?? {}) as Partial<PublishedActionReport>;
    if (spillover === null || preliminary || spillover.reason !== null) continue;
    const { direct, influence } = spillover;
    if (!(direct.standardError! > 0 && influence.standardError! > 0)) continue;
    const graph = await readGraph(db, action.key);
    shares.push({
      action: action.key,
      outcome: action.outcome.metric,
      at: readableFrom(action),
      attentionKept: graph === null ? 0 : attentionKept(placed(graph, snapshot).attention, now),
      tau: direct.value,
      tauError: direct.standardError!,
      // β = h·τ, with the error of h at this τ.
      beta: influence.value * direct.value,
      betaError: influence.standardError! * Math.abs(direct.value),
    });
  }
  return shares;
}
