import type { CustomerId } from '../../domain/events.ts';
import type { Db } from '../../store/client/db.ts';
import { chunksOf } from '../../store/client/concurrency.ts';
import { readCapabilities, readProgress } from '../../store/social/progress.ts';
import { allAccounts } from '../../store/social/accounts.ts';
import type { StoredAccount } from '../../store/social/account-items.ts';
import {
  listSyncs,
  newSyncId,
  NO_COUNTS,
  putSync,
  type AccountName,
  type SyncPart,
  type SyncRecord,
  type SyncWork,
} from '../../store/social/syncs.ts';
import { settingsOf, hostsOf, openSource } from '../sources.ts';
import { sourceKey, type SocialSettings, type SourceSettings } from '../settings.ts';
import type { SourceTraits } from '../source.ts';
import { isFollowsDue, streamTells } from './accounts.ts';
import { accountsAPart, callsOf } from './cost.ts';

export interface PlanOptions {
  readonly trigger: SyncRecord['trigger'];
  /** All configured ones when absent. */
  readonly sources?: readonly string[];
  /** Only accounts of these customers, with the key of the segment they are the members of. */
  readonly segment?: { readonly key: string; readonly members: ReadonlySet<CustomerId> };
  /** Reads again what is older; the source's own maximum age when absent. */
  readonly olderThanMs?: number;
  readonly open?: typeof openSource;
}

export interface SyncPlan {
  readonly sync: SyncRecord;
  readonly parts: readonly SyncPart[];
  /** Per source: what there is to do, and what it takes at least. */
  readonly sources: readonly {
    readonly source: string;
    readonly accounts: number;
    readonly due: number;
    /** Calls for counts, for lists of a hundred a page, and one for each list of engagement. */
    readonly callsAtLeast: number;
    readonly costMicrosAtLeast: number;
  }[];
}

/** Of those who are asked whether they follow the company, so many lie in one part: it is saved after each call. */
const MOST_ASKED_A_PART = 250;
/** What lists are read by, where nothing else is known. */
const PAGE = 100;

/**
 * What there is to read: accounts with consent whose numbers are too old, and the engagement with the company's accounts.
 * Reads all linked accounts, calls no source, writes nothing.
 */
export async function planSync(db: Db, settings: SocialSettings, options: PlanOptions): Promise<SyncPlan> {
  const chosen =
    options.sources === undefined ? settings.sources : options.sources.map((source) => settingsOf(settings, source));
  const id = newSyncId(db);
  const now = db.clock();
  const all = await allAccounts(db);
  const parts: SyncPart[] = [];
  const bySource: SyncPlan['sources'][number][] = [];
  for (const each of chosen) {
    const source = sourceKey(each);
    const mine = all.filter(
      (account) =>
        account.source === source && (options.segment === undefined || options.segment.members.has(account.customerId)),
    );
    const adapter = await (options.open ?? openSource)(each, hostsOf(each)[0]!, () =>
      Promise.reject(new Error('only traits are asked for')),
    );
    const { traits } = adapter;
    const known = await readCapabilities(db, source);
    // A list nobody can read is never due: else its account would be, at every sync.
    const hasFollows = ({ host }: StoredAccount): boolean =>
      adapter.follows !== undefined &&
      (known.get(host) as { readonly follows?: unknown } | undefined)?.follows !== false;
    const progress = await readProgress(db, source);
    const toldSince = streamTells(adapter, progress, now);
    const { olderThanMs = traits.profileMaxAgeMs } = options;
    const lists = { followsMaxAgeMs: options.olderThanMs ?? traits.followsMaxAgeMs };
    const hasListDue = (account: StoredAccount): boolean =>
      hasFollows(account) && account.state === 'ACTIVE' && isFollowsDue(account, lists, now, toldSince);
    const due = mine.filter((account) => isDue(account, hasListDue, now, olderThanMs));
    const asksAll = now - (progress.followersAskedAt ?? Number.NEGATIVE_INFINITY) >= olderThanMs;
    const work = workOf(
      each,
      mine,
      due,
      traits,
      options.segment === undefined,
      asksAll,
      adapter.followingBrand !== undefined,
    );
    parts.push(...work.map((one, index) => partOf(id, source, one, index)));
    bySource.push({ source, accounts: mine.length, due: due.length, ...callsAtLeast(work, due, traits, hasListDue) });
  }
  return {
    sync: {
      id,
      status: 'RUNNING',
      trigger: options.trigger,
      sources: chosen.map(sourceKey),
      segment: options.segment?.key ?? null,
      ...(options.olderThanMs === undefined ? {} : { olderThanMs: options.olderThanMs }),
      startedAt: now,
      finishedAt: null,
      accounts: bySource.reduce((sum, { accounts }) => sum + accounts, 0),
      due: bySource.reduce((sum, { due }) => sum + due, 0),
      parts: parts.length,
      counts: NO_COUNTS,
      errors: [],
    },
    parts,
    sources: bySource,
  };
}

/**
 * Starts a sync, or returns the one under way to go on with; a plan is written whole or not at all.
 *
 * @returns the sync, whether it is new, and the plan of a new one
 */
export async function startSync(
  db: Db,
  settings: SocialSettings,
  options: PlanOptions,
): Promise<{ readonly sync: SyncRecord; readonly isNew: boolean; readonly plan: SyncPlan | null }> {
  const [newest] = (await listSyncs(db, { first: 1 })).items;
  if (newest?.status === 'RUNNING') return { sync: newest, isNew: false, plan: null };
  const plan = await planSync(db, settings, options);
  await putSync(db, plan.sync, plan.parts);
  return { sync: plan.sync, isNew: true, plan };
}

function isDue(
  account: StoredAccount,
  hasListDue: (account: StoredAccount) => boolean,
  now: number,
  olderThanMs: number,
): boolean {
  if (!account.purposes.includes('SOCIAL_ENRICHMENT')) return false;
  const { metrics, stateSince } = account;
  const lastLooked = Math.max(metrics?.fetchedAt ?? Number.NEGATIVE_INFINITY, stateSince ?? Number.NEGATIVE_INFINITY);
  return now - lastLooked >= olderThanMs || hasListDue(account);
}

const nameOf = ({ customerId, hash }: StoredAccount): AccountName => ({ customerId, hash });

/** Accounts of one part lie close together in the table. */
const byPlace = (a: AccountName, b: AccountName): number =>
  `${a.customerId}${a.hash}` < `${b.customerId}${b.hash}` ? -1 : 1;

interface HostWork {
  readonly host: string;
  readonly work: SyncWork;
}

function workOf(
  settings: SourceSettings,
  mine: readonly StoredAccount[],
  due: readonly StoredAccount[],
  traits: SourceTraits,
  isWhole: boolean,
  asksAll: boolean,
  canAsk: boolean,
): HostWork[] {
  const size = accountsAPart(traits);
  const hosts = hostsOf(settings);
  const main = ('brand' in settings && settings.brand && 'host' in settings.brand && settings.brand.host) || hosts[0]!;
  const work: HostWork[] = [];
  // The stream first: what it tells saves reading lists.
  if (isWhole) work.push({ host: main, work: { kind: 'STREAM' } });
  for (const host of new Set([...hosts, ...due.map((account) => account.host)])) {
    const here = due.filter((account) => account.host === host).sort(byPlace);
    for (const chunk of chunksOf(here, size))
      work.push({ host, work: { kind: 'ACCOUNTS', accounts: chunk.map(nameOf) } });
  }
  const engaged = mine.filter(({ purposes }) => purposes.includes('SOCIAL_ENGAGEMENT'));
  if (isWhole && engaged.length > 0) {
    work.push({ host: main, work: { kind: 'ENGAGEMENT' } });
    for (const chunk of chunksOf(
      // Who begins to follow is told by the engagement; who ends it is asked as often as counts are, and who is new at once.
      engaged.filter(({ host, followsBrand }) => canAsk && host === main && (asksAll || followsBrand === null)),
      traits.brandBatch * Math.max(1, Math.min(10, Math.floor(MOST_ASKED_A_PART / traits.brandBatch))),
    ))
      work.push({
        host: main,
        work: { kind: 'BRAND_FOLLOWERS', accounts: chunk.map(nameOf), ...(asksAll ? { isAll: true } : {}) },
      });
  }
  return work;
}

function partOf(syncId: string, source: string, { host, work }: HostWork, index: number): SyncPart {
  return {
    syncId,
    // In the order they are best done in.
    name: `${source}#${host}#${String(index).padStart(6, '0')}`,
    source,
    host,
    work,
    status: 'OPEN',
    done: 0,
    cursor: null,
    counts: NO_COUNTS,
    notBefore: 0,
    error: null,
  };
}

function callsAtLeast(
  work: readonly HostWork[],
  due: readonly StoredAccount[],
  traits: SourceTraits,
  hasListDue: (account: StoredAccount) => boolean,
) {
  let calls = 0;
  for (const [host, mine] of Map.groupBy(work, (one) => one.host)) {
    const here = due.filter((account) => account.host === host);
    const load = {
      profiles: here.length,
      listPages: here
        .filter(hasListDue)
        .reduce((sum, { metrics }) => sum + Math.max(1, Math.ceil((metrics?.follows ?? 1) / PAGE)), 0),
      engagementPages: mine.some(({ work: { kind } }) => kind === 'ENGAGEMENT') ? 1 : 0,
      brandFollowers: mine.reduce(
        (sum, { work: part }) => sum + (part.kind === 'BRAND_FOLLOWERS' ? part.accounts.length : 0),
        0,
      ),
      openings: 0,
    };
    calls += callsOf(load, traits);
  }
  return { callsAtLeast: calls, costMicrosAtLeast: calls * traits.costPerCallMicros };
}
