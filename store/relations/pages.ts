import { supersedesTie } from '../../domain/events.ts';
import type { CustomerId, Tie } from '../../domain/events.ts';
import { S, str, type Item } from '../client/attributes.ts';
import { batchGet, keyName } from '../client/batch.ts';
import { invalidCursor, queryPage } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { FOLLOWER_KEYS, followersPk, inputsPk, shardOf, tieKey } from '../client/keys.ts';
import { REVERSE_INDEX } from '../client/table.ts';
import { decodeTie, stateOf } from './tie-items.ts';

export interface PageOptions {
  readonly first: number;
  /** The `next` of the page before. */
  readonly after?: string;
}

/** A customer, or one with those who were merged into them: their records are one list. */
export type OneOrMore = CustomerId | readonly CustomerId[];

/** One id, or several of one customer, as a list. */
export const asList = (ids: OneOrMore): readonly CustomerId[] => (typeof ids === 'string' ? [ids] : ids);

const CONCURRENT_QUERIES = 8;

/** Whom a customer follows: a page in the order of the followed ids. */
export async function outgoing(
  db: Db,
  followers: OneOrMore,
  page: PageOptions,
): Promise<{ items: Tie[]; next: string | null }> {
  const ids = asList(followers);
  const { items, next } = await inputsPage(db, 'T#', ids, page);
  if (ids.length === 1) return { items: items.map(decodeTie), next };
  // Merged customers may follow one another, or the same one: then the state that stands before the others is the tie.
  const standing = new Map<string, Item>();
  for (const item of items) {
    const name = nameWithin('T#', item);
    const known = standing.get(name);
    if (known === undefined || supersedesTie(stateOf(item), stateOf(known))) standing.set(name, item);
  }
  return { items: [...standing.values()].map(decodeTie).filter(({ followed }) => !ids.includes(followed)), next };
}

/** The key of an item among a run's inputs without its customer: what comes after it in the order of all of them. */
const nameWithin = (prefix: string, item: Item): string => str(item, 'sk').slice(prefix.length + ID_AND_SEPARATOR);
const ID_AND_SEPARATOR = 21;

/**
 * A page of the inputs (ties, claims) that lie under customers, in the order of what is in their keys after the customer. Of one
 * place all are on one page, which may so be longer.
 */
export async function inputsPage(
  db: Db,
  prefix: 'T#' | 'R#',
  ids: readonly CustomerId[],
  { first, after }: PageOptions,
): Promise<{ items: Item[]; next: string | null }> {
  const start = ids.map((id) => `${prefix}${id}#`).find((own) => after?.startsWith(own));
  if (after !== undefined && start === undefined) throw invalidCursor();
  const from = after?.slice(start!.length);
  let hasMore = false;
  const lists = await mapLimit(ids, CONCURRENT_QUERIES, async (id) => {
    const pk = inputsPk(shardOf(id));
    const { items, lastKey } = await queryPage(db, {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': S(pk), ':prefix': S(`${prefix}${id}#`) },
      Limit: ids.length === 1 ? first : first + 1,
      ...(from === undefined ? {} : { ExclusiveStartKey: { pk: S(pk), sk: S(`${prefix}${id}#${from}`) } }),
    });
    hasMore ||= lastKey !== undefined;
    return items;
  });
  if (lists.length === 1) return { items: lists[0]!, next: hasMore ? (lists[0]!.at(-1)?.['sk']?.S ?? null) : null };
  const name = (item: Item): string => nameWithin(prefix, item);
  const all = lists.flat().sort((a, b) => compared(name(a), name(b)));
  let end = Math.min(first, all.length);
  while (end < all.length && name(all[end]!) === name(all[end - 1]!)) end += 1;
  return { items: all.slice(0, end), next: end < all.length || hasMore ? str(all[end - 1]!, 'sk') : null };
}

/**
 * Who follows a customer, the newest tie first: a page of each key of the reverse index that followers lie under, merged.
 * At most `first` + 1 ties of each are read.
 */
export async function incoming(
  db: Db,
  followed: OneOrMore,
  page: PageOptions,
): Promise<{ items: Tie[]; next: string | null }> {
  const ids = asList(followed);
  const keys = ids.flatMap((id) => Array.from({ length: FOLLOWER_KEYS }, (_, part) => followersPk(id, part)));
  const { items, next } = await newestPage(db, keys, 'T#', page);
  const ties = items.map(decodeTie);
  return { items: ids.length === 1 ? ties : await standingTies(db, ids, ties), next };
}

/** Of ties to customers who are one by now: none between themselves, and of several of one follower, kind and source the one that stands. */
async function standingTies(db: Db, ids: readonly CustomerId[], ties: readonly Tie[]): Promise<Tie[]> {
  const others = ties.filter(({ follower }) => !ids.includes(follower));
  const keyTo = (id: CustomerId, { follower, kind, source }: Tie) => tieKey(follower, id, kind, source);
  const found = await batchGet(
    db,
    others.flatMap((tie) => ids.map((id) => keyTo(id, tie))),
    { attributes: ['a', 'w'] },
  );
  return others.filter((tie) =>
    ids.every((id) => {
      const twin = id === tie.followed ? undefined : found.get(keyName(keyTo(id, tie)));
      if (twin === undefined) return true;
      const state = stateOf(twin);
      if (supersedesTie(state, tie)) return false;
      // Two equal states: the one of the first customer.
      return supersedesTie(tie, state) || ids.indexOf(tie.followed) < ids.indexOf(id);
    }),
  );
}

/** A page of what lies under keys of the reverse index, newest first. The cursor holds all keys of an item; none of them is personal data. */
export async function newestPage(
  db: Db,
  rpks: readonly string[],
  prefix: 'T#' | 'R#',
  page: PageOptions,
): Promise<{ items: Item[]; next: string | null }> {
  const after = page.after === undefined ? null : positionOf(prefix, page.after);
  const parts = await mapLimit(rpks, CONCURRENT_QUERIES, (rpk) => newest(db, rpk, prefix, after, page.first + 1));
  const items = parts.flat().sort(byPosition);
  const shown = items.slice(0, page.first);
  return { items: shown, next: items.length > page.first ? cursorOf(shown.at(-1)!) : null };
}

/** The newest items under one key after a position. An instant can stand under two keys, so what is at the position itself is read again and left out. */
async function newest(db: Db, rpk: string, prefix: string, after: Position | null, count: number): Promise<Item[]> {
  const found: Item[] = [];
  let start: Item | undefined;
  do {
    const { items, lastKey } = await queryPage(db, {
      IndexName: REVERSE_INDEX,
      KeyConditionExpression:
        after === null ? 'rpk = :rpk AND begins_with(rsk, :prefix)' : 'rpk = :rpk AND rsk BETWEEN :prefix AND :at',
      ExpressionAttributeValues: {
        ':rpk': S(rpk),
        ':prefix': S(prefix),
        ...(after === null ? {} : { ':at': S(after.rsk) }),
      },
      ScanIndexForward: false,
      Limit: count - found.length,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    found.push(...items.filter((item) => after === null || byPosition(item, keysOf(after)) > 0));
    start = lastKey;
  } while (start !== undefined && found.length < count);
  return found;
}

/** Newest first, and one order for what came at one instant. */
const byPosition = (one: Item, other: Item): number =>
  compared(str(other, 'rsk'), str(one, 'rsk')) || compared(str(other, 'sk'), str(one, 'sk'));

const compared = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Where an item is in the reverse index, its key there left out. */
interface Position {
  readonly rsk: string;
  readonly pk: string;
  readonly sk: string;
}

const cursorOf = (item: Item): string => JSON.stringify([str(item, 'rsk'), str(item, 'pk'), str(item, 'sk')]);

const keysOf = ({ rsk, pk, sk }: Position): Item => ({ rsk: S(rsk), pk: S(pk), sk: S(sk) });

function positionOf(prefix: string, cursor: string): Position {
  let parts: unknown;
  try {
    parts = JSON.parse(cursor);
  } catch {
    parts = null;
  }
  const isKey =
    Array.isArray(parts) &&
    parts.length === 3 &&
    parts.every((part) => typeof part === 'string') &&
    (parts[0] as string).startsWith(prefix) &&
    /^..\d{14}#/u.test(parts[0] as string) &&
    /^IN#\d{2}$/u.test(parts[1] as string) &&
    (parts[2] as string).startsWith(prefix);
  if (!isKey) throw invalidCursor();
  const [rsk, pk, sk] = parts as [string, string, string];
  return { rsk, pk, sk };
}
