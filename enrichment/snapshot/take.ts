import type { EngagementRuleSet } from '../../domain/engagement/rules.ts';
import type { CustomerId, Referral, Tie } from '../../domain/events.ts';
import { foldSummary } from '../../domain/history/fold.ts';
import { emptySummary, type CustomerSummary } from '../../domain/summary/summary.ts';
import { knownAt } from '../../domain/summary/canonical.ts';
import { dayIn } from '../../domain/time/time.ts';
import type { Db } from '../../store/client/db.ts';
import { history } from '../../store/events/history.ts';
import { readInputs, SHARDS } from '../../store/work/inputs.ts';
import { mapLimit } from '../../store/client/concurrency.ts';
import type { CustomerRecord } from '../../store/customers/records.ts';
import type { RecordCounts } from '../../published/statistics.ts';
import { timeZoneOf } from '../../store/client/table.ts';
import { buildSnapshot, type SnapshotInput } from './columns.ts';
import { checkFew, reasonOf, uncountable, type SetAside } from './set-aside.ts';
import { mailboxesIn } from './mailboxes.ts';
import { tieBreakOf } from './precedence.ts';
import type { Snapshot } from './snapshot.ts';

const SHARDS_AT_ONCE = 4;
const HISTORIES_AT_ONCE = 16;

/**
 * Reads every summary, tie and referral once. Customers whose ingest was interrupted, or whose
 * summary was folded with another rule set or an older layout, are folded on the way. A customer about whom something was told
 * that came after `asOf` (an event, a refund, a cancellation) is folded again from what was known then, so that a run pinned to a past instant sees that past.
 * One who cannot be folded or counted is set aside, and the others go on without.
 *
 * @throws DomainError when that would be a tenth of the base or more
 */
export async function takeSnapshot(
  db: Db,
  options: {
    readonly asOf: number;
    readonly ruleSet: EngagementRuleSet;
    /** Leaves out customers of whom nothing was known at `asOf`: no event, tie or referral, and no record. */
    readonly onlyKnownThen?: boolean;
    readonly onProgress?: (done: number, total: number) => void;
  },
): Promise<{ readonly snapshot: Snapshot; readonly counts: RecordCounts; readonly setAside: readonly SetAside[] }> {
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
  const setAside: SetAside[] = shards.flatMap((inputs) =>
    inputs.unreadable.map(({ id, error }) => ({ customer: id, reason: reasonOf(error) })),
  );
  const summaryThen = async ({ id, summary }: CustomerRecord): Promise<CustomerSummary> => {
    if (summary.lastEventAt === null || summary.lastEventAt <= asOf) return summary;
    if (summary.firstEventAt! > asOf) return emptySummary(ruleSet.version);
    const { events, influence } = await history(db, id);
    return foldSummary(
      knownAt(events, asOf),
      influence.filter(({ at }) => at <= asOf),
      ruleSet,
      dayIn(timeZone),
    );
  };
  const asOfThen: SnapshotInput['customers'][number][] = [];
  await mapLimit(customers, HISTORIES_AT_ONCE, async (customer) => {
    try {
      const summary = await summaryThen(customer);
      const reason = uncountable(summary);
      if (reason === null) asOfThen.push({ id: customer.id, tieBreak: tieBreakOf(customer.identities[0]), summary });
      else setAside.push({ customer: customer.id, reason });
    } catch (error) {
      setAside.push({ customer: customer.id, reason: reasonOf(error) });
    }
  });
  checkFew(setAside, asOfThen.length);
  setAside.sort((a, b) => (a.customer < b.customer ? -1 : 1));
  const wereKnown = options.onlyKnownThen === true ? customersKnownAt(asOf, customers, ties, referrals) : null;
  const counted = asOfThen.filter(
    ({ id, summary }) => wereKnown === null || summary.eventCount > 0 || wereKnown.has(id),
  );
  return {
    ...buildSnapshot({
      asOf,
      timeZone,
      ruleSetVersion: ruleSet.version,
      customers: counted,
      ties,
      referrals,
      mailboxes: mailboxesIn(customers, referrals),
    }),
    setAside,
  };
}

/** Customers who were recorded by then, or are in a tie or referral of then. */
function customersKnownAt(
  asOf: number,
  customers: readonly CustomerRecord[],
  ties: readonly Tie[],
  referrals: readonly Referral[],
): ReadonlySet<CustomerId> {
  return new Set([
    ...customers.flatMap(({ id, createdAt }) => (createdAt <= asOf ? [id] : [])),
    ...ties.flatMap(({ at, follower, followed }) => (at <= asOf ? [follower, followed] : [])),
    ...referrals.flatMap(({ at, advocate, friend }) => (at <= asOf ? [advocate, friend] : [])),
  ]);
}
