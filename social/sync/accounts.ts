import { mapLimit } from '../../store/client/concurrency.ts';
import type { Db } from '../../store/client/db.ts';
import { accountsByName, saveCounts, saveState, type AccountCounts } from '../../store/social/accounts.ts';
import type { StoredAccount } from '../../store/social/account-items.ts';
import { addCounts, type SyncPart, type SyncRecord, type TakenPart } from '../../store/social/syncs.ts';
import { SourceProblem } from '../problem.ts';
import { readProgress, type SourceProgress } from '../../store/social/progress.ts';
import type { ProfileReading, SocialSource, SourceTraits } from '../source.ts';
import type { Directory } from './directory.ts';
import { openLists, type Lists } from './follows.ts';
import type { OpenedSource } from './worker.ts';

/** `cursor` of a part whose counts are kept: what is left is whom the accounts follow. */
const COUNTS_READ = 'counts-read';
/** What was read is stored after so long, be it little: a worker that is killed loses that, and one without news is taken for gone (store/social/syncs.ts). */
const STORED_EVERY_MS = 15_000;
/** Ties and lists that are stored together. */
const MOST_PENDING = 1000;
const CONCURRENT_WRITES = 8;

/**
 * Reads the counts of a part's accounts in one call, then whom each follows where that is due. What was read is stored for many accounts
 * together; where a source brings it to a stop, what was read before is stored first.
 *
 * @throws SourceProblem that concerns more than one account; VisibleError LEASE_LOST
 */
export async function syncAccounts(
  db: Db,
  opened: OpenedSource,
  sync: SyncRecord,
  start: SyncPart,
  directory: Directory,
  { held, save }: Pick<TakenPart, 'held' | 'save'>,
): Promise<SyncPart> {
  if (start.work.kind !== 'ACCOUNTS') return start;
  const { source } = opened;
  const can = await opened.capabilities();
  const names = start.work.accounts.slice(start.done);
  const accounts = await accountsByName(db, names);
  const mine = [...accounts.values()].filter(({ purposes }) => purposes.includes('SOCIAL_ENRICHMENT'));
  const readsCounts = start.cursor === null && can.profiles;
  /** What was read and is not stored yet. */
  const unkept = readsCounts ? await readCounts(db, opened, mine) : new Map<string, AccountCounts>();
  const missing = new Set(readsCounts ? mine.map(({ hash }) => hash).filter((hash) => !unkept.has(hash)) : []);
  const toldSince = streamTells(source, await readProgress(db, opened.key), db.clock());
  const followsMaxAgeMs = sync.olderThanMs ?? source.traits.followsMaxAgeMs;
  const listed =
    can.follows && source.follows !== undefined
      ? mine
          .map((account) => withCounts(account, unkept.get(account.hash)))
          .filter(({ hash, state }) => state === 'ACTIVE' && !missing.has(hash))
      : [];
  const due = new Map(
    listed
      .filter((account) => isFollowsDue(account, { followsMaxAgeMs }, db.clock(), toldSince))
      .map((account) => [account.hash, account]),
  );
  const upToDate = new Set(listed.map(({ hash }) => hash).filter((hash) => !due.has(hash)));
  const lists = openLists(db, opened, sync, directory, held);
  let { counts } = start;
  let news = { profiles: 0, missing: 0, upToDate: 0 };
  let looked = 0;
  let storedAt = db.clock();
  /** Stores what was read of the accounts looked at; where it is cut short what was read of the others too, so that it is asked for once. */
  const store = async (isCutShort: boolean): Promise<SyncPart> => {
    await lists.store();
    await mapLimit(names.slice(0, isCutShort ? names.length : looked), CONCURRENT_WRITES, async (name) => {
      const read = unkept.get(name.hash);
      if (read !== undefined) {
        news.profiles += 1;
        await saveCounts(await held(), name, read);
      } else if (missing.has(name.hash)) {
        news.missing += 1;
        await saveState(await held(), accounts.get(name.hash)!, 'GONE', db.clock());
      }
      unkept.delete(name.hash);
      missing.delete(name.hash);
    });
    counts = [news, lists.counted(), opened.counted()].reduce(addCounts, counts);
    news = { profiles: 0, missing: 0, upToDate: 0 };
    storedAt = db.clock();
    return { ...start, cursor: isCutShort ? COUNTS_READ : start.cursor, done: start.done + looked, counts };
  };
  try {
    await lists.expect([...due.values()]);
    for (const { hash } of names) {
      const account = due.get(hash);
      if (account !== undefined) {
        if (await followsOf(held, lists, account, unkept.get(hash))) news.profiles += unkept.has(hash) ? 1 : 0;
        else news.missing += 1;
        unkept.delete(hash);
      } else if (upToDate.has(hash)) news.upToDate += 1;
      looked += 1;
      if (lists.pending() >= MOST_PENDING || db.clock() - storedAt >= STORED_EVERY_MS) await save(await store(false));
    }
    return await store(false);
  } catch (error) {
    if (error instanceof SourceProblem) await save(await store(true));
    throw error;
  }
}

/** A stream that was caught up with so recently still has what came since, and will tell it. */
const STREAM_KEEPS_MS = 24 * 60 * 60_000;

/** Since when every follow was told by the stream; null where it was not, and only the lists know. */
export const streamTells = (
  { stream }: Pick<SocialSource, 'stream'>,
  { toldSince, caughtUpAt }: Pick<SourceProgress, 'toldSince' | 'caughtUpAt'>,
  nowMs: number,
): number | null =>
  stream !== undefined && caughtUpAt !== null && nowMs - caughtUpAt < STREAM_KEEPS_MS ? toldSince : null;

/**
 * Only when the list's length changed and nobody told how, something said so, a reading was cut short, or it was read long ago: a
 * list costs a call a page. The stream tells whom somebody follows, and of an end it makes the list due.
 *
 * @param toldSince since when the stream has told every follow; null without one
 */
export const isFollowsDue = (
  { follows, metrics, checkpoint }: Pick<StoredAccount, 'follows' | 'metrics' | 'checkpoint'>,
  traits: Pick<SourceTraits, 'followsMaxAgeMs'>,
  nowMs: number,
  toldSince: number | null,
): boolean =>
  follows.readAt === null ||
  follows.due ||
  checkpoint !== null ||
  ((metrics?.follows ?? null) !== follows.count && (toldSince === null || follows.readAt < toldSince)) ||
  nowMs - follows.readAt >= traits.followsMaxAgeMs;

/** @returns false when the list is closed to us; the next one may not be. */
async function followsOf(
  held: TakenPart['held'],
  lists: Lists,
  account: StoredAccount,
  counts: AccountCounts | undefined,
): Promise<boolean> {
  try {
    await lists.read(account, counts);
    return true;
  } catch (error) {
    if (!isAboutOneAccount(error)) throw error;
    const db = await held();
    if (counts !== undefined) await saveCounts(db, account, counts);
    await saveState(db, account, 'REFUSED', db.clock());
    return false;
  }
}

/** What a source answers about this account, and not about us. */
const isAboutOneAccount = (error: unknown): boolean =>
  error instanceof SourceProblem &&
  error.kind === 'REFUSED' &&
  (error.status === 400 || error.status === 403 || error.status === 404 || error.status === 410);

/** What the source says of accounts, by hash; those it does not show are left out. */
async function readCounts(
  db: Db,
  { source, calls }: OpenedSource,
  accounts: readonly StoredAccount[],
): Promise<Map<string, AccountCounts>> {
  if (accounts.length === 0) return new Map();
  const readings = await calls.run(() => source.profiles(accounts.map(({ accountId }) => accountId)));
  const byId = new Map(readings.map((reading) => [reading.id, reading]));
  const now = db.clock();
  return new Map(
    accounts.flatMap(({ hash, accountId }) => {
      const reading = byId.get(accountId);
      if (reading === undefined) return [];
      // An export is as old as it says; nothing is of later than now.
      const fetchedAt = Math.min(reading.readAt ?? now, now);
      const expiresAt = fetchedAt + source.traits.profileMaxAgeMs;
      return [[hash, { handle: reading.handle, metrics: { ...metricsOf(reading), fetchedAt, expiresAt } }]];
    }),
  );
}

/** An account as it will be when its counts are kept. */
const withCounts = (account: StoredAccount, counts: AccountCounts | undefined): StoredAccount =>
  counts === undefined ? account : { ...account, ...counts, state: 'ACTIVE', stateSince: null };

/** A count that is no count (negative, a fraction, absent) is unknown, never 0. */
const countOrNull = (count: number | null | undefined): number | null =>
  typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null;

const metricsOf = (reading: ProfileReading) => ({
  followers: countOrNull(reading.followers),
  follows: countOrNull(reading.follows),
  posts: countOrNull(reading.posts),
  recentReactions: countOrNull(reading.recentReactions),
  recentPosts: countOrNull(reading.recentPosts),
});
