import type { EngagementRuleSet } from '../../domain/engagement/rules.ts';
import { foldSummary } from '../../domain/history/fold.ts';
import type { Db } from '../../store/client/db.ts';
import { history } from '../../store/events/history.ts';
import { readInputs, SHARDS } from '../../store/work/inputs.ts';
import { mapLimit } from '../../store/client/concurrency.ts';
import { buildSnapshot, type SnapshotCounts } from './columns.ts';
import { mailboxesIn } from './mailboxes.ts';
import type { Snapshot } from './snapshot.ts';

const SHARDS_AT_ONCE = 4;
const HISTORIES_AT_ONCE = 16;

/**
 * Reads every summary, tie and referral once. Customers whose ingest was interrupted, or whose
 * points were counted with another rule set, are folded on the way. A customer with
 * events after `asOf` is folded again from the events up to it, so that a run pinned to a past instant sees that past.
 */
export async function takeSnapshot(
  db: Db,
  options: {
    readonly asOf: number;
    readonly ruleSet: EngagementRuleSet;
    readonly onProgress?: (done: number, total: number) => void;
  },
): Promise<{ readonly snapshot: Snapshot; readonly counts: SnapshotCounts }> {
  const { asOf, ruleSet } = options;
  let shardsDone = 0;
  const shards = await mapLimit([...Array(SHARDS).keys()], SHARDS_AT_ONCE, async (shard) => {
    const inputs = await readInputs(db, shard, { fold: ruleSet });
    options.onProgress?.(++shardsDone, SHARDS);
    return inputs;
  });
  const customers = shards.flatMap((inputs) => inputs.customers);
  const ties = shards.flatMap((inputs) => inputs.ties);
  const referrals = shards.flatMap((inputs) => inputs.referrals);
  const asOfThen = await mapLimit(customers, HISTORIES_AT_ONCE, async ({ id, summary }) => {
    if (summary.lastEventAt === null || summary.lastEventAt <= asOf) return { id, summary };
    const { events, influence } = await history(db, id);
    const known = events.filter(({ occurredAt }) => occurredAt <= asOf);
    return {
      id,
      summary: foldSummary(
        known,
        influence.filter(({ at }) => at <= asOf),
        ruleSet,
      ),
    };
  });
  return buildSnapshot({
    asOf,
    ruleSetVersion: ruleSet.version,
    customers: asOfThen,
    ties,
    referrals,
    mailboxes: mailboxesIn(customers, referrals),
  });
}
