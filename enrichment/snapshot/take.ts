import { definitions, nameOfAccount } from '../../store/definitions/catalogue.ts';
import { withCosts } from '../../store/definitions/costs.ts';
import type { EngagementRuleSet } from '../../domain/engagement/rules.ts';
import { foldSummary } from '../../domain/history/fold.ts';
import { mailboxOf } from '../../domain/referral/mailbox.ts';
import { emptySummary, type CustomerSummary } from '../../domain/summary/summary.ts';
import { knownAt } from '../../domain/summary/canonical.ts';
import { dayIn } from '../../domain/time/time.ts';
import type { Db } from '../../store/client/db.ts';
import { history } from '../../store/events/history.ts';
import { listedIn } from '../../store/definitions/listed.ts';
import { inputPages, SHARDS } from '../../store/work/inputs.ts';
import { mapLimit } from '../../store/client/concurrency.ts';
import type { CustomerId } from '../../domain/events.ts';
import type { CustomerRecord } from '../../store/customers/records.ts';
import type { RecordCounts } from '../../published/statistics.ts';
import { withoutDismissed } from '../../domain/customers/duplicates.ts';
import { idsAt } from '../../store/customers/packed-ids.ts';
import { dismissedDuplicates } from '../../store/merges/dismissals.ts';
import { sweepWithdrawals } from '../../store/social/withdrawals.ts';
import { timeZoneOf } from '../../store/client/table.ts';
import { snapshotBuilder } from './columns.ts';
import type { SharedContact } from './customer-columns.ts';
import { settleMerges } from './merges.ts';
import { checkFew, reasonOf, uncountable, type SetAside } from './set-aside.ts';
import { tieBreakOf } from './precedence.ts';
import type { AccountTree, KnownAccount, Snapshot } from './snapshot.ts';

const SHARDS_AT_ONCE = 4;
const HISTORIES_AT_ONCE = 16;
const ACCOUNTS_A_PAGE = 5000;

/**
 * Reads every summary, tie and referral once, after what a killed sync left of those who took consent back is gone. Customers whose ingest was interrupted, or whose
 * summary was counted with another rule set, are folded on the way. A customer about whom something was told
 * that came after `asOf` (an event, a refund, a cancellation) is folded again from what was known then, so that a run pinned to a past instant sees that past.
 * One who cannot be folded or counted is set aside, and the others go on without.
 *
 * @throws DomainError when that would be a tenth of the base or more
 * @example await takeSnapshot(db, { asOf: Date.now(), ruleSet: defaultRuleSet })
 */
export async function takeSnapshot(
  db: Db,
  options: {
    readonly asOf: number;
    readonly ruleSet: EngagementRuleSet;
    /** Leaves out customers of whom nothing was known at `asOf`: no event, tie or referral, and no record. */
    readonly onlyKnownThen?: boolean;
    /** Segments that are lists of customers. */
    readonly lists?: readonly string[];
    readonly onProgress?: (done: number, total: number) => void;
  },
): Promise<{ readonly snapshot: Snapshot; readonly counts: RecordCounts; readonly setAside: readonly SetAside[] }> {
  const { asOf, ruleSet } = options;
  await sweepWithdrawals(db);
  const timeZone = await timeZoneOf(db);
  const builder = snapshotBuilder({
    asOf,
    timeZone,
    ruleSetVersion: ruleSet.version,
    onlyKnownThen: options.onlyKnownThen ?? false,
  });
  const setAside: SetAside[] = [];
  let counted = 0;
  const take = async (customer: CustomerRecord, others: readonly CustomerRecord[] = []): Promise<void> => {
    const { id, identities } = customer;
    const everybody = [customer, ...others];
    try {
      const summary = await summaryAt(db, customer, { asOf, ruleSet, timeZone });
      const reason = uncountable(summary);
      if (reason !== null) {
        setAside.push({ customer: id, reason });
        return;
      }
      counted++;
      builder.customer({
        id,
        summary,
        tieBreak: tieBreakOf(identities[0]),
        // A fact told by then is a record too.
        wasRecorded: everybody.some((one) => one.createdAt <= asOf) || (summary.standing?.lastFactAt ?? null) !== null,
        contacts: everybody.flatMap(contactsOf),
      });
    } catch (error) {
      setAside.push({ customer: id, reason: reasonOf(error) });
    }
  };
  /** Customers whose merges are settled once everybody has been read: pages are of different moments. */
  const later = new Set<CustomerId>();
  let shardsDone = 0;
  await mapLimit([...Array(SHARDS).keys()], SHARDS_AT_ONCE, async (shard) => {
    for await (const page of inputPages(db, shard, { fold: ruleSet })) {
      setAside.push(...page.unreadable.map(({ id, error }) => ({ customer: id, reason: reasonOf(error) })));
      for (const { id, merged, pointer } of page.customers) if (merged.length > 0 || pointer !== null) later.add(id);
      await mapLimit(
        page.customers.filter(({ id }) => !later.has(id)),
        HISTORIES_AT_ONCE,
        (customer) => take(customer),
      );
      for (const tie of page.ties) builder.tie(tie);
      for (const referral of page.referrals) builder.referral(referral);
      for (const account of page.accounts) builder.account(account);
    }
    options.onProgress?.(++shardsDone, SHARDS);
  });
  for (const segment of options.lists ?? [])
    for await (const page of listedIn(db, segment)) for (const id of page) builder.listed(segment, id);
  const settled = await settleMerges(db, later, ruleSet);
  for (const { id, error } of settled.unreadable) setAside.push({ customer: id, reason: reasonOf(error) });
  for (const { survivor, others } of settled.survivors) {
    builder.leaveOut(survivor.id);
    await take(survivor, others);
  }
  for (const [id, survivorId] of settled.mergedInto) builder.isNow(id, survivorId);
  checkFew(setAside, counted);
  setAside.sort((a, b) => (a.customer < b.customer ? -1 : 1));
  const { snapshot, counts } = builder.finish();
  const accounts = snapshot.words.account.names.length === 0 ? [] : await accountTree(db);
  return { snapshot: { ...snapshot, accounts, duplicates: await undismissed(db, snapshot) }, counts, setAside };
}

/** Accounts that are part of others, or that somebody looks after, by name. */
async function accountTree(db: Db): Promise<AccountTree> {
  const tree: KnownAccount[] = [];
  for (let after: string | null = ''; after !== null;) {
    const page: Awaited<ReturnType<typeof definitions<'ACCOUNT'>>> = await definitions(db, 'ACCOUNT', {
      first: ACCOUNTS_A_PAGE,
      ...(after === '' ? {} : { after }),
    });
    for (const { value } of page.items) {
      const { source, id, parent, contact = null } = value;
      if (parent === undefined && contact === null) continue;
      tree.push({
        name: nameOfAccount(source, id),
        parent: parent === undefined ? null : nameOfAccount(source, parent),
        contact,
      });
    }
    after = page.next;
  }
  return tree.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Who may be one person, without those of whom somebody said that they are not. */
async function undismissed(db: Db, { duplicates, ids }: Snapshot): Promise<Snapshot['duplicates']> {
  if (duplicates.group.length === 0) return duplicates;
  const isDismissed = await dismissedDuplicates(db);
  return withoutDismissed(duplicates, (reason, customers) => isDismissed(reason, idsAt(ids, customers)));
}

/** A customer's summary as of an instant: the one that stands, or where something was told that came later, one folded again from what was known then. */
export async function summaryAt(
  db: Db,
  { id, summary, merged }: CustomerRecord,
  {
    asOf,
    ruleSet,
    timeZone,
  }: { readonly asOf: number; readonly ruleSet: EngagementRuleSet; readonly timeZone: string },
): Promise<CustomerSummary> {
  const lastFactAt = summary.standing?.lastFactAt ?? null;
  const isAhead = (at: number | null): boolean => at !== null && at > asOf;
  if (!isAhead(summary.lastEventAt) && !isAhead(lastFactAt)) return summary;
  if (isAhead(summary.firstEventAt) && lastFactAt === null) return emptySummary(ruleSet.version);
  const { events, facts, influence } = await history(db, id, ...merged.map((one) => one.id));
  // Of the influence history an event counts only what was known when it happened, so entries after `asOf` say nothing here.
  const known = facts.filter(({ occurredAt }) => occurredAt <= asOf);
  const costed = await withCosts(db, knownAt(events, asOf), ruleSet.costsVersion);
  return foldSummary(costed, influence, ruleSet, dayIn(timeZone), known);
}

/** What a customer is reached or pays by, as others who are the same person would be. */
const contactsOf = ({ identities, contacts }: CustomerRecord): SharedContact[] =>
  [...identities, ...contacts].flatMap(({ type, value }): SharedContact | [] => {
    if (type === 'PHONE') return { reason: 'SAME_PHONE', value };
    if (type === 'PAYMENT') return { reason: 'SAME_PAYMENT', value };
    const mailbox = type === 'HANDLE' ? null : mailboxOf(value);
    return mailbox === null ? [] : { reason: 'SAME_EMAIL', value: mailbox };
  });
