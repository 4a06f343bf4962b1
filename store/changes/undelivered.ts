/** Messages of webhooks that nobody took, each as the place in the feed it was of: what it said is read again when it is sent again. */
import { VisibleError } from '../../domain/errors.ts';
import { N, num, optionalNum, S, str, type Item } from '../client/attributes.ts';
import { deleteItem, isConditionFailed, putItem, queryAll, queryPage, updateItem } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { undeliveredKey, undeliveredPk } from '../client/keys.ts';
import { TTL_ATTRIBUTE } from '../client/table.ts';
import type { FeedPosition } from './feed.ts';
import { decodePosition, encodePosition } from './webhooks.ts';

/** As long as scores and notes are kept that it can be made of again. */
const KEPT_MS = 30 * 86_400_000;

/** A message that was given up. */
export interface Undelivered {
  readonly id: string;
  /** Where in the feed it begins. */
  readonly from: FeedPosition;
  readonly attempts: number;
  /** Epoch milliseconds of the last attempt. */
  readonly at: number;
  readonly reason: string;
  /** Whether somebody asked for it to be sent again. */
  readonly isDue: boolean;
}

/** Keeps a message that was given up; a write unit. */
export async function putUndelivered(db: Db, webhook: string, message: Undelivered): Promise<void> {
  const { pk, sk } = undeliveredKey(webhook, message.id);
  await putItem(db, {
    pk: S(pk),
    sk: S(sk),
    pos: S(encodePosition(message.from)),
    n: N(message.attempts),
    at: N(message.at),
    why: S(message.reason),
    ...(message.isDue ? { due: N(1) } : {}),
    [TTL_ATTRIBUTE]: N(Math.ceil((message.at + KEPT_MS) / 1000)),
  });
}

const decode = (item: Item): Undelivered => ({
  id: str(item, 'sk'),
  from: decodePosition(str(item, 'pos')),
  attempts: num(item, 'n'),
  at: num(item, 'at'),
  reason: str(item, 'why'),
  isDue: optionalNum(item, 'due') !== undefined,
});

/** A page of what nobody took, the oldest first. */
export async function listUndelivered(
  db: Db,
  webhook: string,
  first: number,
  after: string | null,
): Promise<{ readonly items: readonly Undelivered[]; readonly hasNext: boolean }> {
  const { items, lastKey } = await queryPage(db, {
    ConsistentRead: true,
    KeyConditionExpression: after === null ? 'pk = :pk' : 'pk = :pk AND sk > :after',
    ExpressionAttributeValues: {
      ':pk': S(undeliveredPk(webhook)),
      ...(after === null ? {} : { ':after': S(after) }),
    },
    Limit: first,
  });
  return { items: items.map(decode), hasNext: lastKey !== undefined };
}

/** Those somebody asked for again. */
export async function dueAgain(db: Db, webhook: string): Promise<Undelivered[]> {
  const items = await queryAll(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    FilterExpression: 'attribute_exists(due)',
    ExpressionAttributeValues: { ':pk': S(undeliveredPk(webhook)) },
  });
  return items.map(decode);
}

/** Has a message sent again with the next deliveries. Repeatable. @throws VisibleError NOT_FOUND */
export async function sendAgain(db: Db, webhook: string, id: string): Promise<void> {
  try {
    await updateItem(db, undeliveredKey(webhook, id), {
      UpdateExpression: 'SET due = :yes',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':yes': N(1) },
    });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    throw new VisibleError('NOT_FOUND', `There is no message ${id} that nobody took: list them again.`, {
      cause: error,
    });
  }
}

/** A message that was taken after all. */
export const forgetUndelivered = (db: Db, webhook: string, id: string): Promise<unknown> =>
  deleteItem(db, undeliveredKey(webhook, id));
