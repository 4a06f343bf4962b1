import type { Db } from '../../store/client/db.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { forgetInteractions } from '../../store/events/forget.ts';
import { accountsByName, markFollowsDue, saveFollowsBrand } from '../../store/social/accounts.ts';
import { readProgress, saveProgress } from '../../store/social/progress.ts';
import { withdrawalsOf } from '../../store/social/withdrawals.ts';
import { addCounts, type SyncPart, type SyncRecord, type TakenPart } from '../../store/social/syncs.ts';
import { chunksOf } from '../../store/client/concurrency.ts';
import { companyAt, keepEngagement, keepStream } from './acts.ts';
import { withdrawnSince, type Directory } from './directory.ts';
import type { OpenedSource } from './worker.ts';

type Taken = Pick<TakenPart, 'held' | 'save'>;

/** Where a list of engagement is, and up to where it will be known at its end. */
interface Place {
  readonly cursor: string;
  readonly watermark: string | null;
}

/**
 * Reads what was done to the company's own accounts since the watermark. The watermark moves when the last page is read; a sync
 * that is cut short goes on from its page, and what comes twice is known already.
 */
export async function syncEngagement(
  db: Db,
  opened: OpenedSource,
  start: SyncPart,
  directory: Directory,
  { held, save }: Taken,
): Promise<SyncPart> {
  const { source, calls, key } = opened;
  const can = await opened.capabilities();
  if (!can.engagement || source.engagement === undefined) return start;
  const { watermark: since } = await readProgress(db, key);
  let { counts } = start;
  let place = start.cursor === null ? null : (JSON.parse(start.cursor) as Place);
  const cursors = new Set<string>();
  for (;;) {
    const page = await calls.run(() => source.engagement!(since, place?.cursor ?? null));
    const acts = await keepEngagement(await held(), key, page.items, directory);
    const watermark = place?.watermark ?? page.watermark;
    counts = addCounts(counts, { acts, ...opened.counted() });
    const isLast = page.cursor === null || page.cursor === '' || cursors.has(page.cursor);
    if (isLast) {
      if (watermark !== null) await saveProgress(db, key, { watermark });
      return { ...start, counts };
    }
    cursors.add(page.cursor!);
    place = { cursor: page.cursor!, watermark };
    await save({ ...start, cursor: JSON.stringify(place), counts });
  }
}

/** Asks which customers follow the company now, and keeps what changed: following is a state, and no source tells its end. */
export async function syncBrandFollowers(
  db: Db,
  opened: OpenedSource,
  sync: SyncRecord,
  start: SyncPart,
  { held, save }: Taken,
): Promise<SyncPart> {
  const { source, calls, key } = opened;
  const can = await opened.capabilities();
  let { counts, done } = start;
  if (start.work.kind !== 'BRAND_FOLLOWERS' || !can.followingBrand || source.followingBrand === undefined) return start;
  for (const names of chunksOf(start.work.accounts, source.traits.brandBatch).slice(done)) {
    const since = { source: key, withdrawals: await withdrawalsOf(db, key) };
    const accounts = [...(await accountsByName(db, names)).values()].filter(({ purposes }) =>
      purposes.includes('SOCIAL_ENGAGEMENT'),
    );
    const following =
      accounts.length === 0
        ? new Set<string>()
        : await calls.run(() => source.followingBrand!(accounts.map(({ accountId }) => accountId)));
    const changed = accounts.filter((account) => (account.followsBrand ?? false) !== following.has(account.accountId));
    const holder = await held();
    await ingestEvents(
      holder,
      changed.map((account) => ({
        customer: { id: account.customerId },
        event: {
          kind: 'INTERACTION',
          source: key,
          id: `follows-company:${account.hash}:${sync.id}`,
          type: following.has(account.accountId) ? 'SOCIAL_FOLLOW' : 'SOCIAL_UNFOLLOW',
          channel: 'SOCIAL',
          occurredAt: sync.startedAt,
          objectRef: companyAt(key),
          ...(account.simulated ? { simulated: true } : {}),
        },
      })),
      { createCustomers: false, synced: true },
    );
    for (const customerId of await withdrawnSince(holder, since, changed, 'SOCIAL_ENGAGEMENT'))
      await forgetInteractions(holder, customerId, key);
    for (const account of accounts)
      if (account.followsBrand !== following.has(account.accountId))
        await saveFollowsBrand(holder, account, following.has(account.accountId));
    done += 1;
    counts = addCounts(counts, { acts: changed.length, ...opened.counted() });
    await save({ ...start, done, counts });
  }
  return { ...start, done, counts };
}

/** A stream that tells nothing for so long has nothing more to tell for now. */
const QUIET_MS = 10_000;

/**
 * Reads the event stream of the linked accounts from where it was left until it has caught up, or the time is up. The cursor is
 * saved after what came before it, so that a replay repeats and never skips.
 */
export async function syncStream(
  db: Db,
  opened: OpenedSource,
  start: SyncPart,
  directory: Directory,
  { held, save }: Taken,
  remainingMs: () => number,
): Promise<SyncPart> {
  const { source, key } = opened;
  const can = await opened.capabilities();
  if (!can.stream || source.stream === undefined || directory.accounts.length === 0) return start;
  const { streamCursor } = await readProgress(db, key);
  if (streamCursor === null) await saveProgress(db, key, { toldSince: db.clock() });
  const abort = new AbortController();
  let quiet = setTimeout(() => abort.abort(), QUIET_MS);
  let { counts } = start;
  try {
    const ids = directory.accounts.map(({ accountId }) => accountId);
    for await (const batch of source.stream(ids, streamCursor, abort.signal)) {
      clearTimeout(quiet);
      quiet = setTimeout(() => abort.abort(), QUIET_MS);
      if (batch.missed === true) {
        await saveProgress(db, key, { toldSince: db.clock() });
        for (const account of directory.accounts) await markFollowsDue(db, account);
      }
      const kept = await keepStream(held, key, can.brand, batch.acts, directory);
      await saveProgress(db, key, {
        streamCursor: batch.cursor,
        ...(batch.caughtUp ? { caughtUpAt: db.clock() } : {}),
      });
      counts = addCounts(counts, { ...kept, ...opened.counted() });
      await save({ ...start, counts });
      if (batch.caughtUp || remainingMs() < 2 * QUIET_MS) break;
    }
  } finally {
    clearTimeout(quiet);
    abort.abort();
  }
  return { ...start, counts };
}
