/**
 * What changes about who a customer is between two runs, numbered without a gap, so that a feed can go on where it stopped (store/changes/feed.ts).
 *
 * A change is noted before it is made: one that is not made leaves a note that nothing comes of, and none is made without one. So who reads a note
 * waits until whoever wrote it is done, or dead ({@link SETTLED_CHANGE_MS}), and then looks at what the table says.
 */
import type { CustomerId } from '../../domain/events.ts';
import { N, num, optionalNum, S, str, type Item } from '../client/attributes.ts';
import { getItem, isConditionFailed, putItem, queryPage, updateItem } from '../client/commands.ts';
import { fullJitter } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { changeKey, CHANGES_PK, META_CHANGES } from '../client/keys.ts';
import { TTL_ATTRIBUTE } from '../client/table.ts';

/**
 * MERGED and PARTED: the survivor first, then who was merged or leaves. ERASED: a person is forgotten. NAMED: a source gave a customer who was there
 * already another external id.
 */
export const CHANGE_KINDS = ['MERGED', 'PARTED', 'ERASED', 'NAMED'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface Change {
  readonly kind: ChangeKind;
  readonly customers: readonly CustomerId[];
  /** Of NAMED: the sources that named them now. Of ERASED: every source that had, since nobody can look any more. Names of sources are no ids of anybody. */
  readonly sources?: readonly string[];
}

export interface NotedChange extends Change {
  readonly number: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly sources: readonly string[];
}

/** A request is over in half a minute, and what repeats longer notes again. */
export const SETTLED_CHANGE_MS = 90_000;
/** How long who follows the changes may be away. */
const KEPT_MS = 40 * 86_400_000;

interface Queue {
  waiting: { readonly change: Change; readonly done: () => void; readonly failed: (error: unknown) => void }[];
  isWriting: boolean;
}
const queues = new WeakMap<Db['client'], Map<string, Queue>>();

/**
 * Notes a change about to be made. Repeating it is harmless. Those of one process that come at once are one note: a write unit together, so an import
 * of many customers does not wait for each.
 */
export function noteChange(db: Db, change: Change): Promise<void> {
  let ofTables = queues.get(db.client);
  if (ofTables === undefined) queues.set(db.client, (ofTables = new Map()));
  let queue = ofTables.get(db.table);
  if (queue === undefined) ofTables.set(db.table, (queue = { waiting: [], isWriting: false }));
  const mine = queue;
  return new Promise((done, failed) => {
    mine.waiting.push({ change, done, failed });
    if (!mine.isWriting) void drain(db, mine);
  });
}

/** Changes in one item at most: some 20 KB. */
const MOST_TOGETHER = 32;

async function drain(db: Db, queue: Queue): Promise<void> {
  queue.isWriting = true;
  while (queue.waiting.length > 0) {
    const taken = queue.waiting.splice(0, MOST_TOGETHER);
    try {
      await append(
        db,
        taken.map(({ change }) => change),
      );
      for (const { done } of taken) done();
    } catch (error) {
      for (const { failed } of taken) failed(error);
    }
  }
  queue.isWriting = false;
}

/**
 * Numbers that are used are below the count and as many more, so that the count is written once in so many notes: before the note that needs it.
 */
const COUNTED_EVERY = 16;

/** Puts the next number: of two who take the same one, the second takes the one after. One write unit, and every sixteenth time two. */
async function append(db: Db, changes: readonly Change[]): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const number = (await lastChange(db)) + 1;
    if (number % COUNTED_EVERY === 0) await countTo(db, number);
    if (await putNumbered(db, number, changes)) return;
    await fullJitter(attempt, 5, 500);
  }
}

async function putNumbered(db: Db, number: number, changes: readonly Change[]): Promise<boolean> {
  const { pk, sk } = changeKey(number);
  const at = db.clock();
  try {
    await putItem(
      db,
      {
        pk: S(pk),
        sk: S(sk),
        a: N(at),
        l: S(JSON.stringify(changes.map(({ kind, customers, sources = [] }) => [kind, customers, sources]))),
        [TTL_ATTRIBUTE]: N(Math.ceil((at + KEPT_MS) / 1000)),
      },
      { ConditionExpression: 'attribute_not_exists(pk)' },
    );
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}

async function countTo(db: Db, number: number): Promise<void> {
  try {
    await updateItem(db, META_CHANGES, {
      UpdateExpression: 'SET n = :n, a = :at',
      ConditionExpression: 'attribute_not_exists(n) OR n < :n',
      ExpressionAttributeValues: { ':n': N(number), ':at': N(db.clock()) },
    });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
}

/**
 * The number of the last note. Where there is none: one below the count while the note it was made for would still be there, had it been written (somebody
 * is about to, or died); else their time is over, and it is the last number that none can have had.
 */
async function lastChange(db: Db): Promise<number> {
  const { items } = await queryPage(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(CHANGES_PK) },
    ScanIndexForward: false,
    Limit: 1,
  });
  if (items[0] !== undefined) return Number(str(items[0], 'sk'));
  const counted = await getItem(db, META_CHANGES, { ConsistentRead: true });
  const [count, at] = counted === undefined ? [0, 0] : [num(counted, 'n'), optionalNum(counted, 'a') ?? 0];
  return at + KEPT_MS > db.clock() ? count - 1 : count + COUNTED_EVERY - 1;
}

/** Notes after one, oldest first, each under its number. */
export interface ChangesRead {
  readonly changes: readonly (readonly [number: number, changes: readonly NotedChange[]])[];
  /** Whether some of them are gone by now: who follows begins anew. */
  readonly isTorn: boolean;
  /** Whether more of them are old enough. */
  readonly hasMore: boolean;
}

/** What was noted after `after` long enough ago. Consistent: a read unit for some forty notes. */
export async function changesAfter(db: Db, after: number, limit: number): Promise<ChangesRead> {
  // Before the notes: the last one is then among them, unless its time was over.
  const last = await lastChange(db);
  const { items, lastKey } = await queryPage(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND sk > :after',
    ExpressionAttributeValues: { ':pk': S(CHANGES_PK), ':after': S(changeKey(after).sk) },
    Limit: limit,
  });
  const read = items.map((item) => [Number(str(item, 'sk')), decode(item), num(item, 'a')] as const);
  const settledAt = db.clock() - SETTLED_CHANGE_MS;
  // Numbers leave no gap, so one is a note whose time was over.
  const isGap = ([number]: (typeof read)[number], index: number): boolean => number !== after + 1 + index;
  const until = read.findIndex((note, index) => isGap(note, index) || note[2] > settledAt);
  return {
    changes: (until < 0 ? read : read.slice(0, until)).map(([number, changes]) => [number, changes]),
    isTorn: read.length === 0 ? last > after : isGap(read[0]!, 0),
    hasMore: until < 0 ? lastKey !== undefined : isGap(read[until]!, until),
  };
}

/** Clocks of processes differ by less than this. */
const CLOCKS_MS = 30_000;

/** The number up to which all notes are old enough to be read; whoever starts to follow has no use for them. */
export async function lastSettledChange(db: Db): Promise<number> {
  const settledAt = db.clock() - SETTLED_CHANGE_MS;
  let last = await lastChange(db);
  for (let before = last + 2; before > 0;) {
    const { items } = await queryPage(db, {
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk < :before',
      ExpressionAttributeValues: { ':pk': S(CHANGES_PK), ':before': S(changeKey(before).sk) },
      ScanIndexForward: false,
      Limit: NEWEST,
    });
    for (const item of items) {
      const [number, at] = [Number(str(item, 'sk')), num(item, 'a')];
      if (number > last) last = number;
      if (at > settledAt) last = number - 1;
      if (at <= settledAt - CLOCKS_MS) return last;
    }
    if (items.length < NEWEST) return last;
    before = Number(str(items.at(-1)!, 'sk'));
  }
  return last;
}
const NEWEST = 50;

function decode(item: Item): NotedChange[] {
  const [number, at] = [Number(str(item, 'sk')), num(item, 'a')];
  return (JSON.parse(str(item, 'l')) as [ChangeKind, CustomerId[], string[]][]).map(([kind, customers, sources]) => ({
    kind,
    customers,
    sources,
    number,
    at,
  }));
}
