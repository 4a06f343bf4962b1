import { createHash } from 'node:crypto';
import type { CustomerId, Tie } from '../../domain/events.ts';
import { mapLimit } from '../../store/client/concurrency.ts';
import {
  accountsOf,
  markFollowsDue,
  saveCheckpoint,
  saveFollowsRead,
  type AccountCounts,
} from '../../store/social/accounts.ts';
import type { StoredAccount } from '../../store/social/account-items.ts';
import type { Db } from '../../store/client/db.ts';
import { deleteTies, forgetTies, putFollows, throughOf, type ReadTie } from '../../store/social/ties.ts';
import type { SyncRecord, TakenPart } from '../../store/social/syncs.ts';
import { withdrawnSince, type Directory } from './directory.ts';
import type { OpenedSource } from './worker.ts';

/** Pages after which a list is taken for one that never ends: a million follows. */
const MOST_PAGES = 10_000;
const CONCURRENT_WRITES = 8;

/** What was stored since it was last asked for. */
export interface ListCounts {
  readonly followsRead: number;
  readonly tiesNew: number;
  readonly tiesEnded: number;
}

/** The lists of the accounts of a part. What they say is kept back and stored for several of them together: it is requests a sync takes. */
export interface Lists {
  /** Reads what stands of accounts whose lists are read next. */
  expect(accounts: readonly StoredAccount[]): Promise<void>;
  /**
   * Reads whom an account follows, page by page, from its checkpoint on. Ties to linked accounts that are new are put, as of the sync's
   * start; ties that stood before the sync and were met on no page are ended after the last one. A repeat writes the same: instants are
   * the sync's, and which ties were met travels in the checkpoint, which is stored with every page but the last.
   *
   * Accounts of one customer share a tie: it stands as long as one of them follows. Where its own account ended it, one whose list names it too
   * takes it over; an account whose list is not known here is read again by the next sync.
   *
   * @param counts what was read of the account besides, to be kept with the end of its list
   * @throws SourceProblem, with everything before the failed page kept; VisibleError LEASE_LOST
   */
  read(account: StoredAccount, counts?: AccountCounts | null): Promise<void>;
  /** Ties and lists that are kept back. */
  pending(): number;
  /** Stores them. @throws VisibleError LEASE_LOST, with nothing stored */
  store(): Promise<void>;
  counted(): ListCounts;
}

interface EndedList {
  readonly account: StoredAccount;
  readonly counts: AccountCounts | null;
}

/** @param held see TakenPart */
export function openLists(
  db: Db,
  { source, calls, key, standing: standingOf }: Pick<OpenedSource, 'source' | 'calls' | 'key' | 'standing'>,
  sync: Pick<SyncRecord, 'id' | 'startedAt'>,
  directory: Directory,
  held: TakenPart['held'],
): Lists {
  const at = sync.startedAt;
  let known = new Map<string, readonly Tie[]>();
  /** Kept back, by whom they lead from and to: there is one tie between two customers at a source. */
  let ties = new Map<string, ReadTie>();
  let ended: EndedList[] = [];
  /** Of customers with several accounts here: what was put since their ties were read, and whom each list named that was read to its end. */
  const putSince = new Map<CustomerId, Map<CustomerId, Tie>>();
  const named = new Map<string, ReadonlySet<CustomerId>>();
  /** Accounts that may follow whom another account of their customer follows no longer. */
  let inDoubt = new Map<string, StoredAccount>();
  let counts = { followsRead: 0, tiesNew: 0, tiesEnded: 0 };

  const tieOf = (account: StoredAccount, followed: string, weight: number, simulated: boolean): ReadTie => ({
    follower: account.customerId,
    followed,
    source: key,
    through: throughOf(account),
    weight,
    at,
    ...(simulated ? { simulated: true } : {}),
  });

  const othersOf = (account: StoredAccount) => directory.besides(account, 'SOCIAL_ENRICHMENT');

  const put = (tie: ReadTie, others: readonly StoredAccount[]): void => {
    ties.set(`${tie.follower}#${tie.followed}`, tie);
    if (others.length === 0) return;
    const mine = putSince.get(tie.follower) ?? new Map<CustomerId, Tie>();
    putSince.set(tie.follower, mine.set(tie.followed, { ...tie, kind: 'FOLLOW' }));
  };

  /** The ties of a customer, with what was put here since they were read. */
  const standsOf = async (customerId: CustomerId): Promise<readonly Tie[]> => {
    const read = known.get(customerId) ?? (await standingOf([customerId])).get(customerId)!;
    const since = putSince.get(customerId);
    return since === undefined ? read : [...read.filter(({ followed }) => !since.has(followed)), ...since.values()];
  };

  async function store(): Promise<void> {
    if (ties.size === 0 && ended.length === 0) return;
    const holder = await held();
    const [batch, over, doubted] = [[...ties.values()], ended, inDoubt];
    [ties, ended, inDoubt] = [new Map(), [], new Map()];
    await putFollows(holder, batch);
    await dropWithdrawn(holder, batch, directory);
    await mapLimit(over, CONCURRENT_WRITES, async ({ account, counts: read }) => {
      const length = account.metrics?.follows ?? null;
      if (!(await saveFollowsRead(holder, account, at, length, read)))
        await forgetTies(holder, account.customerId, key);
    });
    for (const account of doubted.values()) await markFollowsDue(holder, account);
    const isNew = ({ weight }: ReadTie): boolean => weight > 0;
    counts = {
      followsRead: counts.followsRead + over.length,
      tiesNew: counts.tiesNew + batch.filter(isNew).length,
      tiesEnded: counts.tiesEnded + batch.filter((tie) => !isNew(tie)).length,
    };
  }

  /** Ends ties no page had: weight 0 as of the sync, so that a run of an earlier instant still sees them. */
  async function endUnmet(account: StoredAccount, before: readonly Tie[], seen: Uint8Array): Promise<void> {
    const others = othersOf(account);
    for (const [index, { followed, weight }] of before.entries()) {
      if (weight === 0 || ((seen[index >> 3]! >> (index & 7)) & 1) === 1) continue;
      const other = directory.of(followed, 'SOCIAL_ENRICHMENT');
      const heir = others.find(({ hash }) => named.get(hash)?.has(followed) === true);
      if (other !== undefined && heir !== undefined)
        put(tieOf(heir, followed, 1, heir.simulated || other.simulated), others);
      else if (other !== undefined) {
        put(tieOf(account, followed, 0, false), others);
        for (const one of others) if (!named.has(one.hash)) inDoubt.set(one.hash, one);
      } else if (!(await isLinked(followed)))
        await deleteTies(await held(), [{ ...tieOf(account, followed, 0, false), kind: 'FOLLOW' }]);
    }
  }

  /** Whether somebody the directory does not have has linked an account since. */
  const isLinked = async (customerId: string): Promise<boolean> =>
    (await accountsOf(db, customerId, { consistent: true })).some(
      (account) => account.source === key && account.purposes.includes('SOCIAL_ENRICHMENT'),
    );

  return {
    expect: async (accounts) => {
      known = new Map(await standingOf(accounts.map(({ customerId }) => customerId)));
    },
    pending: () => ties.size + ended.length,
    store,
    counted: () => {
      const now = counts;
      counts = { followsRead: 0, tiesNew: 0, tiesEnded: 0 };
      return now;
    },
    async read(account, read = null) {
      const { customerId } = account;
      const others = othersOf(account);
      const stored = await standsOf(customerId);
      const mine = stored.filter(({ through }) => through === throughOf(account));
      // Every tie put here carries the sync's start, so those of before stay the same list; where a withdrawal or the stream has taken one away
      // between two readings, what a checkpoint says of their positions is void, and the list is read from its beginning.
      const before = mine.filter((tie) => tie.at < at);
      /** What stands by others (told, or through another account), was put by this sync before it was cut short, by the stream, on an earlier page. */
      const standing = new Set(
        stored
          .filter((tie) => (tie.through === throughOf(account) ? tie.at >= at : tie.weight > 0))
          .map(({ followed }) => followed),
      );
      const position = new Map(before.map(({ followed }, index) => [followed, index]));
      const positions = fingerprintOf(before);
      const { checkpoint: last } = account;
      const resumed = last?.syncId === sync.id && last.seen.startsWith(positions) ? last : null;
      const seen =
        resumed === null
          ? new Uint8Array((before.length + 7) >> 3)
          : Buffer.from(resumed.seen.slice(positions.length), 'base64');
      const cursors = new Set<string>();
      const names = new Set<CustomerId>();
      let cursor = resumed?.cursor ?? null;
      let pages = resumed?.pages ?? 0;
      for (;;) {
        const page = await calls.run(() => source.follows!(account.accountId, cursor));
        pages += 1;
        for (const id of page.items) {
          const other = directory.find(id, 'SOCIAL_ENRICHMENT');
          if (other === undefined || other.customerId === customerId) continue;
          if (others.length > 0) names.add(other.customerId);
          const index = position.get(other.customerId);
          if (index !== undefined) seen[index >> 3]! |= 1 << (index & 7);
          if (standing.has(other.customerId) || (index !== undefined && before[index]!.weight > 0)) continue;
          standing.add(other.customerId);
          put(tieOf(account, other.customerId, 1, account.simulated || other.simulated), others);
        }
        const isLast = page.cursor === null || page.cursor === '';
        // What was not met on a list whose cursor comes again may still be there, so no tie ends by it.
        const isEndless = !isLast && (page.cursor === cursor || cursors.has(page.cursor!) || pages >= MOST_PAGES);
        if (isLast || isEndless) {
          if (!isEndless) await endUnmet(account, before, seen);
          // Of one that is gone on with the first pages are not known here.
          if (!isEndless && resumed === null) {
            named.set(account.hash, names);
            inDoubt.delete(account.hash);
          }
          ended.push({ account, counts: read });
          return;
        }
        cursor = page.cursor!;
        cursors.add(cursor);
        await store();
        const checkpoint = { syncId: sync.id, cursor, pages, seen: positions + Buffer.from(seen).toString('base64') };
        if (!(await saveCheckpoint(await held(), account, checkpoint))) {
          await forgetTies(db, customerId, key);
          return;
        }
      }
    },
  };
}

/** Tells one list of ties from another by whom they lead to. */
const fingerprintOf = (ties: readonly { readonly followed: string }[]): string =>
  createHash('sha256')
    .update(ties.map(({ followed }) => followed).join())
    .digest('base64url')
    .slice(0, 8);

/** Ties at whose ends somebody withdrew since the directory was read. */
async function dropWithdrawn(db: Db, put: readonly ReadTie[], directory: Directory): Promise<void> {
  const ends = new Set(put.flatMap(({ follower, followed }) => [follower, followed]));
  const accounts = [...ends].flatMap((id) => directory.of(id, 'SOCIAL_ENRICHMENT') ?? []);
  const withdrawn = await withdrawnSince(db, directory, accounts, 'SOCIAL_ENRICHMENT');
  const gone = put.filter(({ follower, followed }) => withdrawn.has(follower) || withdrawn.has(followed));
  await deleteTies(
    db,
    gone.map((tie) => ({ ...tie, kind: 'FOLLOW' as const })),
  );
}
