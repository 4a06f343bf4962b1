import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import { S, str, type Item } from './attributes.ts';
import { addToMeter } from './capacity.ts';
import { call } from './calls.ts';
import { giveUp, isLive, pause, persist } from './commands.ts';
import { chunksOf, mapLimit } from './concurrency.ts';
import type { Db } from './db.ts';
import { giveUpAt, throttled } from './deadline.ts';
import type { Key } from './keys.ts';
import { sendDirectly } from './reads.ts';

const MAX_ROUNDS_WITHOUT_PROGRESS = 10;
const BATCH_GET_KEYS = 100;
const BATCH_WRITE_ITEMS = 25;
const CONCURRENT_BATCHES = 4;

/** Items by key: `found.get(keyName(key))`. */
export type Found = ReadonlyMap<string, Item>;

/** A key as text, to find its item by in what {@link batchGet} gives. */
export const keyName = (key: Key): string => `${key.pk}|${key.sk}`;

/**
 * Reads any number of items, 100 keys a request; equal keys are read once. What DynamoDB leaves unprocessed is asked
 * for again with full jitter. Throws THROTTLED when ten rounds in a row bring nothing.
 *
 * @param attributes only these (capacity is the same, the answer smaller); `pk` and `sk` always come along
 */
export async function batchGet(
  db: Db,
  keys: readonly Key[],
  options: { consistent?: boolean; attributes?: readonly string[] } = {},
): Promise<Found> {
  const unique = [...new Map(keys.map((key) => [keyName(key), key])).values()];
  const found = new Map<string, Item>();
  await mapLimit(chunksOf(unique, BATCH_GET_KEYS), CONCURRENT_BATCHES, async (chunk) => {
    let left: Item[] = chunk.map((key) => ({ pk: S(key.pk), sk: S(key.sk) }));
    const atMs = giveUpAt(db);
    for (let idle = 0; left.length > 0;) {
      const names = options.attributes === undefined ? undefined : ['pk', 'sk', 'expiresAt', ...options.attributes];
      const output = await persist(
        db,
        'BatchGetItem',
        (send) =>
          sendDirectly(
            db.client,
            'BatchGetItem',
            {
              ReturnConsumedCapacity: 'INDEXES',
              RequestItems: {
                [db.table]: {
                  Keys: left,
                  ConsistentRead: options.consistent ?? false,
                  ...(names === undefined
                    ? {}
                    : {
                        ProjectionExpression: names.map((_, index) => `#n${index}`).join(', '),
                        ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#n${index}`, name])),
                      }),
                },
              },
            },
            send,
          ),
        atMs,
      );
      addToMeter(db.meter, 'BatchGetItem', output.ConsumedCapacity);
      for (const item of output.Responses?.[db.table] ?? []) {
        if (isLive(db, item)) found.set(keyName({ pk: str(item, 'pk'), sk: str(item, 'sk') }), item);
      }
      const unprocessed = output.UnprocessedKeys?.[db.table]?.Keys ?? [];
      idle = unprocessed.length < left.length ? 0 : idle + 1;
      if (idle >= MAX_ROUNDS_WITHOUT_PROGRESS) throw giveUp(db, throttled('BatchGetItem'));
      if (unprocessed.length > 0) await pause(db, idle, atMs, () => throttled('BatchGetItem'));
      left = unprocessed;
    }
  });
  return found;
}

/**
 * Writes any number of items without conditions, 25 a request (keys must differ), repeating what DynamoDB leaves
 * unprocessed. For items whose content depends on nothing but their key, so that order and repeats do not matter.
 */
export async function batchWrite(
  db: Db,
  requests: readonly WriteRequest[],
  concurrency = CONCURRENT_BATCHES,
): Promise<void> {
  await mapLimit(chunksOf(requests, BATCH_WRITE_ITEMS), concurrency, async (chunk) => {
    let left = chunk;
    const atMs = giveUpAt(db);
    for (let idle = 0; left.length > 0;) {
      const output = await persist(
        db,
        'BatchWriteItem',
        (send) =>
          call(
            db.client,
            'BatchWriteItem',
            { ReturnConsumedCapacity: 'INDEXES', RequestItems: { [db.table]: left } },
            send,
          ),
        atMs,
      );
      addToMeter(db.meter, 'BatchWriteItem', output.ConsumedCapacity);
      const unprocessed = output.UnprocessedItems?.[db.table] ?? [];
      idle = unprocessed.length < left.length ? 0 : idle + 1;
      if (idle >= MAX_ROUNDS_WITHOUT_PROGRESS) throw giveUp(db, throttled('BatchWriteItem'));
      if (unprocessed.length > 0) await pause(db, idle, atMs, () => throttled('BatchWriteItem'));
      left = unprocessed;
    }
  });
}

/** An item to put, for {@link batchWrite}. */
export const putRequest = (item: Item): WriteRequest => ({ PutRequest: { Item: item } });
/** An item to delete, for {@link batchWrite}. */
export const deleteRequest = ({ pk, sk }: Key): WriteRequest => ({ DeleteRequest: { Key: { pk: S(pk), sk: S(sk) } } });
