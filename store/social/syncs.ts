import { ulid } from 'ulid';
import { VisibleError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import { N, num, optionalNum, S, str, type Item } from '../client/attributes.ts';
import { batchWrite, putRequest } from '../client/batch.ts';
import { getItem, isConditionFailed, putItem, queryAll, queryPage, updateItem } from '../client/commands.ts';
import { randomText, type Db } from '../client/db.ts';
import { withDeadline } from '../client/deadline.ts';
import { packText, unpackText } from '../client/json.ts';
import { syncKey, syncPartKey, syncPartsPk, SYNCS_PK } from '../client/keys.ts';

/** What a sync did so far; sums over its parts. */
export interface SyncCounts {
  readonly calls: number;
  readonly throttled: number;
  readonly failed: number;
  readonly costMicros: number;
  /** Accounts whose counts were read; that were not to be seen; that had nothing due. */
  readonly profiles: number;
  readonly missing: number;
  readonly upToDate: number;
  readonly followsRead: number;
  readonly tiesNew: number;
  readonly tiesEnded: number;
  readonly acts: number;
}

export const NO_COUNTS: SyncCounts = {
  calls: 0,
  throttled: 0,
  failed: 0,
  costMicros: 0,
  profiles: 0,
  missing: 0,
  upToDate: 0,
  followsRead: 0,
  tiesNew: 0,
  tiesEnded: 0,
  acts: 0,
};

/** Two counts together. */
export const addCounts = (a: SyncCounts, b: Partial<SyncCounts>): SyncCounts =>
  Object.fromEntries(
    (Object.keys(NO_COUNTS) as (keyof SyncCounts)[]).map((name) => [name, a[name] + (b[name] ?? 0)]),
  ) as Record<keyof SyncCounts, number>;

/** The name of a linked account: nothing of it can be read off. */
export interface AccountName {
  readonly customerId: CustomerId;
  readonly hash: string;
}

export type SyncWork =
  /** Read the counts of these accounts, and whom they follow where that is due. */
  | { readonly kind: 'ACCOUNTS'; readonly accounts: readonly AccountName[] }
  /** Read what was done to the company's own accounts. */
  | { readonly kind: 'ENGAGEMENT' }
  /** Ask which of these accounts follow the company; `isAll`: with the other parts, everybody's. */
  | { readonly kind: 'BRAND_FOLLOWERS'; readonly accounts: readonly AccountName[]; readonly isAll?: boolean }
  /** Read the event stream from where it was left. */
  | { readonly kind: 'STREAM' };

/** One piece of a sync: one host, done by one worker at a time. */
export interface SyncPart {
  readonly syncId: string;
  readonly name: string;
  readonly source: string;
  readonly host: string;
  readonly work: SyncWork;
  readonly status: 'OPEN' | 'DONE' | 'FAILED';
  /** Accounts (or batches) done. */
  readonly done: number;
  /** Where a list is continued; opaque. */
  readonly cursor: string | null;
  readonly counts: SyncCounts;
  /** Not before, epoch milliseconds: the source asked for it. */
  readonly notBefore: number;
  readonly error: string | null;
  /** How often it was tried in vain. */
  readonly tries?: number;
}

export interface SyncRecord {
  readonly id: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'PARTLY_FAILED' | 'FAILED';
  readonly trigger: 'SCHEDULE' | 'MANUAL' | 'API';
  readonly sources: readonly string[];
  readonly segment: string | null;
  /** Counts and lists older than this are read again; absent: than each source says. */
  readonly olderThanMs?: number;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  /** Linked accounts looked at, and those that were due. */
  readonly accounts: number;
  readonly due: number;
  readonly parts: number;
  readonly counts: SyncCounts;
  readonly errors: readonly string[];
}

/** An id that sorts by time. */
export const newSyncId = (db: Db): string => ulid(db.clock(), () => db.random(1)[0]! / 256);

/** Puts a sync and its parts; parts first, so that a sync that can be seen is whole. Repeatable. */
export async function putSync(db: Db, sync: SyncRecord, parts: readonly SyncPart[]): Promise<void> {
  await batchWrite(
    db,
    parts.map((part) => putRequest(encodePart(part))),
  );
  await saveSync(db, sync);
}

/** Puts the record of a sync. */
export async function saveSync(db: Db, sync: SyncRecord): Promise<void> {
  const key = syncKey(sync.id);
  await putItem(db, { pk: S(key.pk), sk: S(key.sk), json: packText(JSON.stringify(sync)) });
}

const decodeSync = (item: Item): SyncRecord => JSON.parse(unpackText(item['json']) ?? 'null') as SyncRecord;

/** A sync by its id; null where there is none. */
export async function getSync(db: Db, id: string): Promise<SyncRecord | null> {
  const item = await getItem(db, syncKey(id), { ConsistentRead: true });
  return item === undefined ? null : decodeSync(item);
}

/** Syncs, the newest first. */
export async function listSyncs(
  db: Db,
  page: { readonly first: number; readonly after?: string },
): Promise<{ items: SyncRecord[]; next: string | null }> {
  const { items, lastKey } = await queryPage(db, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(SYNCS_PK) },
    ScanIndexForward: false,
    Limit: page.first,
    ...(page.after === undefined ? {} : { ExclusiveStartKey: { pk: S(SYNCS_PK), sk: S(page.after) } }),
  });
  return { items: items.map(decodeSync), next: lastKey === undefined ? null : str(lastKey, 'sk') };
}

/** Syncs somebody still has to work at, the oldest first: two that were started at one instant are both seen. */
export async function unfinishedSyncs(db: Db): Promise<SyncRecord[]> {
  const { items } = await listSyncs(db, { first: RECENT });
  return items.filter(({ status }) => status === 'RUNNING').reverse();
}

/** Among the newest of them one that is not finished can be: another is started only when none is under way. */
const RECENT = 20;
const PARTS_LIVE_MS = 30 * 86_400_000;

/** Attributes of a part: `json` what it is and how far it is, `st` status, `u` until when somebody works at it, `w` who. */
function encodePart(part: SyncPart, worker?: { readonly until: number; readonly who: string }): Item {
  const key = syncPartKey(part.syncId, part.name);
  const { syncId: _, ...content } = part;
  return {
    pk: S(key.pk),
    sk: S(key.sk),
    json: packText(JSON.stringify(content)),
    ...(worker === undefined ? {} : { u: N(worker.until), w: S(worker.who) }),
  };
}

const decodePart = (item: Item): SyncPart => ({
  syncId: str(item, 'pk').slice('SYNC#'.length),
  ...(JSON.parse(unpackText(item['json']) ?? 'null') as Omit<SyncPart, 'syncId'>),
});

/** The parts of a sync, with until when somebody works at each. */
export async function partsOf(
  db: Db,
  syncId: string,
): Promise<readonly (SyncPart & { readonly takenUntil: number })[]> {
  const items = await queryAll(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(syncPartsPk(syncId)) },
  });
  return items.map((item) => ({ ...decodePart(item), takenUntil: optionalNum(item, 'u') ?? 0 }));
}

/** A worker that does not save for so long is gone, and another one goes on. */
const TAKEN_MS = 60_000;

/** A write begins with so much of the lease left at least, and is given up with so much left. */
const LEAST_LEFT_MS = 30_000;
const SPARE_MS = 5_000;

/** A part while one worker has it. */
export interface TakenPart {
  readonly part: SyncPart;
  /**
   * The Db for what has to be written before anybody else goes on with the part: its calls end before the lease does. Ask for it right before
   * the write; the lease is renewed where little of it is left.
   *
   * @throws VisibleError LEASE_LOST when another worker went on with it: what was read is of before, and must not be written
   */
  held(): Promise<Db>;
  /** @throws VisibleError LEASE_LOST when another worker went on with it */
  save(part: SyncPart): Promise<void>;
  /** Saves and lets others have it. */
  release(part: SyncPart): Promise<void>;
}

/** Takes a part to work at; null when somebody has it or it is done. */
export async function takePart(db: Db, syncId: string, name: string): Promise<TakenPart | null> {
  const who = randomText(db, 9);
  const key = syncPartKey(syncId, name);
  let item: Item | undefined;
  try {
    item = await updateItem(db, key, {
      UpdateExpression: 'SET u = :until, w = :who',
      ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(u) OR u < :now OR w = :who)',
      ExpressionAttributeValues: { ':until': N(db.clock() + TAKEN_MS), ':now': N(db.clock()), ':who': S(who) },
      ReturnValues: 'ALL_NEW',
    });
  } catch (error) {
    if (isConditionFailed(error)) return null;
    throw error;
  }
  const part = decodePart(item!);
  let until = num(item!, 'u');
  const asHolder = async (untilMs: number, write: () => Promise<unknown>): Promise<void> => {
    try {
      await write();
      until = untilMs;
    } catch (error) {
      throw isConditionFailed(error)
        ? new VisibleError('LEASE_LOST', 'Another worker went on with this part of the sync. Nothing is lost.', {
            cause: error,
          })
        : error;
    }
  };
  const put = (next: SyncPart, untilMs: number): Promise<void> =>
    asHolder(untilMs, () =>
      putItem(
        db,
        { ...encodePart(next, { until: untilMs, who }), expiresAt: N(Math.ceil((db.clock() + PARTS_LIVE_MS) / 1000)) },
        { ConditionExpression: 'w = :who', ExpressionAttributeValues: { ':who': S(who) } },
      ),
    );
  const renew = (untilMs: number): Promise<void> =>
    asHolder(untilMs, () =>
      updateItem(db, key, {
        UpdateExpression: 'SET u = :until',
        ConditionExpression: 'w = :who',
        ExpressionAttributeValues: { ':until': N(untilMs), ':who': S(who) },
      }),
    );
  const taken: TakenPart = {
    part,
    held: async () => {
      if (until - db.clock() < LEAST_LEFT_MS) await renew(db.clock() + TAKEN_MS);
      const totalMs = until - db.clock() - SPARE_MS;
      return withDeadline(db, { patienceMs: totalMs, totalMs });
    },
    save: (next) => put(next, db.clock() + TAKEN_MS),
    release: (next) => put(next, 0),
  };
  if (part.status !== 'OPEN' || part.notBefore > db.clock()) {
    await taken.release(part);
    return null;
  }
  return taken;
}
