import type { CustomerId, Tie } from '../../domain/events.ts';
import { S, str, type Item } from '../client/attributes.ts';
import { invalidCursor, queryPage } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { aboutPk, inputsPk, shardOf } from '../client/keys.ts';
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

/** Who follows a customer, the newest tie first: a page from the reverse index. */
export async function incoming(
  db: Db,
  followed: CustomerId,
  page: PageOptions,
): Promise<{ items: Tie[]; next: string | null }> {
  const result = await reversePage(db, followed, 'T#', page);
  return { items: result.items.map(decodeTie), next: result.next };
}

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
    ...(page.after === undefined ? {} : { ExclusiveStartKey: startKey(rpk, prefix, page.after) }),
  });
  const next =
    lastKey === undefined ? null : JSON.stringify([str(lastKey, 'rsk'), str(lastKey, 'pk'), str(lastKey, 'sk')]);
  return { items, next };
}

function startKey(rpk: string, prefix: string, after: string): Item {
  let parts: unknown;
  try {
    parts = JSON.parse(after);
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
  return { rpk: S(rpk), rsk: S(rsk), pk: S(pk), sk: S(sk) };
}
