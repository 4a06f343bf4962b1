import type { CustomerId, Tie } from '../../domain/events.ts';
import { S, str, type Item } from '../client/attributes.ts';
import { invalidCursor, queryPage } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { aboutPk, FOLLOWER_KEYS, followersPk, inputsPk, shardOf } from '../client/keys.ts';
import { REVERSE_INDEX } from '../client/table.ts';
import { decodeTie } from './tie-items.ts';

export interface PageOptions {
  readonly first: number;
  /** The `next` of the page before. */
  readonly after?: string;
}

/** Whom a customer follows: a page in the order of the followed ids. */
export async function outgoing(
  db: Db,
  follower: CustomerId,
  page: PageOptions,
): Promise<{ items: Tie[]; next: string | null }> {
  const pk = inputsPk(shardOf(follower));
  const prefix = `T#${follower}#`;
  if (page.after !== undefined && !page.after.startsWith(prefix)) throw invalidCursor();
  const { items, lastKey } = await queryPage(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': S(pk), ':prefix': S(prefix) },
    Limit: page.first,
    ...(page.after === undefined ? {} : { ExclusiveStartKey: { pk: S(pk), sk: S(page.after) } }),
  });
  return { items: items.map(decodeTie), next: lastKey === undefined ? null : str(lastKey, 'sk') };
}

/**
 * Who follows a customer, the newest tie first: a page of each key of the reverse index that followers lie under, merged.
 * At most `first` + 1 ties of each are read.
 */
export async function incoming(
  db: Db,
  followed: CustomerId,
  page: PageOptions,
): Promise<{ items: Tie[]; next: string | null }> {
  const after = page.after === undefined ? null : positionOf('T#', page.after);
  const parts = await mapLimit(
    Array.from({ length: FOLLOWER_KEYS }, (_, part) => followersPk(followed, part)),
    FOLLOWER_KEYS,
    (rpk) => newest(db, rpk, after, page.first + 1),
  );
  const items = parts.flat().sort(byPosition);
  const shown = items.slice(0, page.first);
  return { items: shown.map(decodeTie), next: items.length > page.first ? cursorOf(shown.at(-1)!) : null };
}

/** The newest ties under one key after a position. An instant can stand under two keys, so what is at the position itself is read again and left out. */
async function newest(db: Db, rpk: string, after: Position | null, count: number): Promise<Item[]> {
  const found: Item[] = [];
  let start: Item | undefined;
  do {
    const { items, lastKey } = await queryPage(db, {
      IndexName: REVERSE_INDEX,
      KeyConditionExpression:
        after === null ? 'rpk = :rpk AND begins_with(rsk, :ties)' : 'rpk = :rpk AND rsk BETWEEN :ties AND :at',
      ExpressionAttributeValues: {
        ':rpk': S(rpk),
        ':ties': S('T#'),
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

/** A page of the reverse index, newest first. The cursor holds all four keys; none of them is personal data. */
export async function reversePage(
  db: Db,
  id: CustomerId,
  prefix: string,
  page: PageOptions,
): Promise<{ items: Item[]; next: string | null }> {
  const rpk = aboutPk(id);
  const { items, lastKey } = await queryPage(db, {
    IndexName: REVERSE_INDEX,
    KeyConditionExpression: 'rpk = :rpk AND begins_with(rsk, :prefix)',
    ExpressionAttributeValues: { ':rpk': S(rpk), ':prefix': S(prefix) },
    ScanIndexForward: false,
    Limit: page.first,
    ...(page.after === undefined
      ? {}
      : { ExclusiveStartKey: { rpk: S(rpk), ...keysOf(positionOf(prefix, page.after)) } }),
  });
  return { items, next: lastKey === undefined ? null : cursorOf(lastKey) };
}

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
