import type { EngagementRuleSet } from '../../domain/engagement/rules.ts';
import { knownAt } from '../../domain/summary/canonical.ts';
import { foldSummary } from '../../domain/history/fold.ts';
import { dayIn } from '../../domain/time/time.ts';
import type { Db } from '../../store/client/db.ts';
import { history } from '../../store/events/history.ts';
import { readInputs, SHARDS } from '../../store/work/inputs.ts';
import { mapLimit } from '../../store/client/concurrency.ts';
import { timeZoneOf } from '../../store/client/table.ts';
import { buildSnapshot, type SnapshotCounts } from './columns.ts';
import type { Snapshot } from './snapshot.ts';

const SHARDS_AT_ONCE = 4;
const HISTORIES_AT_ONCE = 16;

/**
 * Reads every summary, tie and referral once. Customers whose ingest was interrupted, or whose
 * summary was folded with another rule set or an older layout, are folded on the way. A customer about whom something was told
 * that came after `asOf` (an event, a refund, a cancellation) is folded again from what was known then, so that a run pinned to a past instant sees that past.
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
  const timeZone = await timeZoneOf(db);
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
    return {
      id,
      summary: foldSummary(
        knownAt(events, asOf),
        influence.filter(({ at }) => at <= asOf),
        ruleSet,
        dayIn(timeZone),
      ),
    };
  });
  return buildSnapshot({ asOf, timeZone, ruleSetVersion: ruleSet.version, customers: asOfThen, ties, referrals });
}
