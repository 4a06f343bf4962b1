import { createHash } from 'node:crypto';
import type { Db } from '../../store/client/db.ts';
import { saveCheckpoint, saveFollowsRead } from '../../store/social/accounts.ts';
import type { StoredAccount } from '../../store/social/account-items.ts';
import { deleteTies, followsAt, forgetTies, putFollows } from '../../store/social/ties.ts';
import type { SyncRecord } from '../../store/social/syncs.ts';
import { withdrawnSince, type Directory } from './directory.ts';
import type { OpenedSource } from './worker.ts';

/** Pages after which a list is taken for one that never ends: a million follows. */
const MOST_PAGES = 10_000;

export interface FollowsRead {
  readonly tiesNew: number;
  readonly tiesEnded: number;
  /** False when the source gave one cursor twice: what was not met may still be there, so no tie was ended. */
  readonly complete: boolean;
}

/**
 * Reads whom an account follows, page by page, from its checkpoint on. Ties to linked accounts that are new are put, as of the
 * sync's start, page by page; ties that stood before the sync and were met on no page are ended after the last one. A repeat
 * writes the same: instants are the sync's, and which ties were met travels in the checkpoint.
 *
 * @throws SourceProblem, with everything before the failed page kept
 */
export async function readFollows(
  db: Db,
  opened: OpenedSource,
  sync: Pick<SyncRecord, 'id' | 'startedAt'>,
  account: StoredAccount,
  directory: Directory,
): Promise<FollowsRead> {
  const { source, calls, key } = opened;
  const known = await followsAt(db, account.customerId, key);
  // Every tie put here carries the sync's start, so those of before stay the same list; where a withdrawal or the stream has taken one away
  // between two readings, what a checkpoint says of their positions is void, and the list is read from its beginning.
  const before = known.filter(({ at }) => at < sync.startedAt);
  /** What was put already: by this sync before it was cut short, by the stream, on an earlier page. */
  const standing = new Set(known.filter(({ at }) => at >= sync.startedAt).map(({ followed }) => followed));
  const position = new Map(before.map(({ followed }, index) => [followed, index]));
  const positions = fingerprintOf(before);
  const { checkpoint: last } = account;
  const resumed = last?.syncId === sync.id && last.seen.startsWith(positions) ? last : null;
  const seen =
    resumed === null
      ? new Uint8Array((before.length + 7) >> 3)
      : Buffer.from(resumed.seen.slice(positions.length), 'base64');
  const cursors = new Set<string>();
  let cursor = resumed?.cursor ?? null;
  let pages = resumed?.pages ?? 0;
  let tiesNew = 0;
  for (;;) {
    const page = await calls.run(() => source.follows!(account.accountId, cursor));
    pages += 1;
    const fresh: StoredAccount[] = [];
    for (const id of page.items) {
      const other = directory.find(id, 'SOCIAL_ENRICHMENT');
      if (other === undefined || other.customerId === account.customerId) continue;
      const at = position.get(other.customerId);
      if (at !== undefined) seen[at >> 3]! |= 1 << (at & 7);
      const stands = standing.has(other.customerId) || (at !== undefined && before[at]!.weight > 0);
      if (stands) continue;
      standing.add(other.customerId);
      fresh.push(other);
    }
    await putFollows(
      db,
      fresh.map((other) => ({
        follower: account.customerId,
        followed: other.customerId,
        source: key,
        weight: 1,
        at: sync.startedAt,
        ...(account.simulated || other.simulated ? { simulated: true } : {}),
      })),
    );
    tiesNew += fresh.length;
    await dropWithdrawn(db, account, fresh, directory);
    const isLast = page.cursor === null || page.cursor === '';
    const isEndless = !isLast && (page.cursor === cursor || cursors.has(page.cursor!) || pages >= MOST_PAGES);
    if (isLast || isEndless) {
      const ended = isEndless ? 0 : await endUnmet(db, key, sync.startedAt, before, seen);
      if (!(await saveFollowsRead(db, account, sync.startedAt, account.metrics?.follows ?? null)))
        await forgetTies(db, account.customerId, key);
      return { tiesNew, tiesEnded: ended, complete: !isEndless };
    }
    cursor = page.cursor!;
    cursors.add(cursor);
    const checkpoint = { syncId: sync.id, cursor, pages, seen: positions + Buffer.from(seen).toString('base64') };
    if (!(await saveCheckpoint(db, account, checkpoint))) {
      await forgetTies(db, account.customerId, key);
      return { tiesNew, tiesEnded: 0, complete: false };
    }
  }
}

/** Tells one list of ties from another by whom they lead to. */
const fingerprintOf = (ties: readonly { readonly followed: string }[]): string =>
  createHash('sha256')
    .update(ties.map(({ followed }) => followed).join())
    .digest('base64url')
    .slice(0, 8);

/** Ties to whom withdrew while the page was read. */
async function dropWithdrawn(
  db: Db,
  account: StoredAccount,
  fresh: readonly StoredAccount[],
  directory: Directory,
): Promise<void> {
  if (fresh.length === 0) return;
  const withdrawn = await withdrawnSince(db, directory, [account, ...fresh], 'SOCIAL_ENRICHMENT');
  const gone = withdrawn.has(account.customerId) ? fresh : fresh.filter((other) => withdrawn.has(other.customerId));
  await deleteTies(
    db,
    gone.map((other) => ({
      follower: account.customerId,
      followed: other.customerId,
      kind: 'FOLLOW' as const,
      source: directory.source,
    })),
  );
}

/** Ends ties of before that no page had: weight 0 as of the sync, so that a run of an earlier instant still sees them. */
async function endUnmet(
  db: Db,
  source: string,
  at: number,
  before: Awaited<ReturnType<typeof followsAt>>,
  seen: Uint8Array,
): Promise<number> {
  const unmet = before.filter(({ weight }, index) => weight > 0 && ((seen[index >> 3]! >> (index & 7)) & 1) === 0);
  await putFollows(
    db,
    unmet.map(({ follower, followed }) => ({ follower, followed, source, weight: 0, at })),
  );
  return unmet.length;
}
