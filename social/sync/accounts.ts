import type { Db } from '../../store/client/db.ts';
import { accountsByName, saveMetrics, saveState } from '../../store/social/accounts.ts';
import type { StoredAccount } from '../../store/social/account-items.ts';
import { addCounts, type SyncCounts, type SyncPart, type SyncRecord } from '../../store/social/syncs.ts';
import { SourceProblem } from '../problem.ts';
import { readProgress, type SourceProgress } from '../../store/social/progress.ts';
import type { ProfileReading, SocialSource, SourceTraits } from '../source.ts';
import type { Directory } from './directory.ts';
import { readFollows } from './follows.ts';
import type { OpenedSource } from './worker.ts';

/** `cursor` of a part whose counts are read: what is left is whom the accounts follow. */
const COUNTS_READ = 'counts-read';
/** A worker saves so often, be it without news: else it is taken for gone (store/social/syncs.ts). */
const SAVED_EVERY_MS = 15_000;

/**
 * Reads the counts of a part's accounts in one call, then whom each follows where that is due; saves after each account that took a call.
 *
 * @throws SourceProblem that concerns more than one account
 */
export async function syncAccounts(
  db: Db,
  opened: OpenedSource,
  sync: SyncRecord,
  start: SyncPart,
  directory: Directory,
  save: (part: SyncPart) => Promise<void>,
): Promise<SyncPart> {
  if (start.work.kind !== 'ACCOUNTS') return start;
  const { source } = opened;
  const { accounts: names } = start.work;
  const can = await opened.capabilities();
  let { counts, done } = start;
  const soFar = (): SyncPart => ({ ...start, cursor: COUNTS_READ, done, counts });
  if (start.cursor === null) {
    const read = can.profiles ? await readCounts(db, opened, names) : {};
    counts = addCounts(counts, { ...read, ...opened.counted() });
    await save(soFar());
  }
  let savedAt = db.clock();
  const accounts = await accountsByName(db, names.slice(done));
  const toldSince = streamTells(source, await readProgress(db, opened.key), db.clock());
  for (const { hash } of names.slice(done)) {
    const account = accounts.get(hash);
    const isReadable = account?.purposes.includes('SOCIAL_ENRICHMENT') === true && account.state === 'ACTIVE';
    let read: Partial<SyncCounts> = {};
    if (account !== undefined && isReadable && can.follows && source.follows !== undefined) {
      const lists = { followsMaxAgeMs: sync.olderThanMs ?? source.traits.followsMaxAgeMs };
      read = isFollowsDue(account, lists, db.clock(), toldSince)
        ? await followsOf(db, opened, sync, account, directory)
        : { upToDate: 1 };
    }
    done += 1;
    const counted = opened.counted();
    counts = addCounts(counts, { ...read, ...counted });
    // What took no call is read again at none: a save for each would be most of what such a sync writes.
    if ((counted.calls ?? 0) > 0 || db.clock() - savedAt >= SAVED_EVERY_MS) {
      await save(soFar());
      savedAt = db.clock();
    }
  }
  return soFar();
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

async function followsOf(db: Db, opened: OpenedSource, sync: SyncRecord, account: StoredAccount, directory: Directory) {
  try {
    const { tiesNew, tiesEnded } = await readFollows(db, opened, sync, account, directory);
    return { followsRead: 1, tiesNew, tiesEnded };
  } catch (error) {
    if (!isAboutOneAccount(error)) throw error;
    // The list of one account is closed to us; the next one may not be.
    await saveState(db, account, 'REFUSED', db.clock());
    return { missing: 1 };
  }
}

/** What a source answers about this account, and not about us. */
const isAboutOneAccount = (error: unknown): boolean =>
  error instanceof SourceProblem &&
  error.kind === 'REFUSED' &&
  (error.status === 400 || error.status === 403 || error.status === 404 || error.status === 410);

async function readCounts(
  db: Db,
  { source, calls }: OpenedSource,
  names: readonly { readonly customerId: string; readonly hash: string }[],
): Promise<{ profiles: number; missing: number }> {
  const accounts = [...(await accountsByName(db, names)).values()].filter(({ purposes }) =>
    purposes.includes('SOCIAL_ENRICHMENT'),
  );
  if (accounts.length === 0) return { profiles: 0, missing: 0 };
  const readings = await calls.run(() => source.profiles(accounts.map(({ accountId }) => accountId)));
  const byId = new Map(readings.map((reading) => [reading.id, reading]));
  const now = db.clock();
  let missing = 0;
  for (const account of accounts) {
    const reading = byId.get(account.accountId);
    if (reading === undefined) {
      missing += 1;
      await saveState(db, account, 'GONE', now);
    } else {
      // An export is as old as it says; nothing is of later than now.
      const fetchedAt = Math.min(reading.readAt ?? now, now);
      await saveMetrics(db, account, reading.handle, {
        ...metricsOf(reading),
        fetchedAt,
        expiresAt: fetchedAt + source.traits.profileMaxAgeMs,
      });
    }
  }
  return { profiles: accounts.length - missing, missing };
}

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
