import type {
  DeleteItemCommandInput,
  GetItemCommandInput,
  PutItemCommandInput,
  QueryCommandInput,
  QueryCommandOutput,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidInputError, type VisibleError } from '../../domain/errors.ts';
import { S, type Item } from './attributes.ts';
import { addToMeter } from './capacity.ts';
import { call } from './calls.ts';
import { jitterMs } from './concurrency.ts';
import type { Db } from './db.ts';
import { beforeTime, giveUpAt, throttled, unavailable } from './deadline.ts';
import type { Key } from './keys.ts';
import { sendDirectly } from './reads.ts';
import type { SendOptions } from './sdk.ts';

/** Repeats beyond the SDK's own, whose retry budget a bulk import can drain. 25 ms · 2^n capped at 5 s: about half a minute in all. */
const MAX_REPEATS = 12;

const THROTTLING: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'ThrottledException',
]);
const TRANSIENT: ReadonlySet<string> = new Set([
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
  'RequestTimeout',
  'CorruptAnswer',
]);
const TRANSIENT_CODES: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT']);

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

function isTransient(error: unknown): boolean {
  if (TRANSIENT.has(nameOf(error))) return true;
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  return (typeof code === 'string' && TRANSIENT_CODES.has(code)) || ($metadata?.httpStatusCode ?? 0) >= 500;
}

/**
 * True when a write was refused because its condition did not hold.
 * @example isConditionFailed(new Error('no')) // false
 */
export const isConditionFailed = (error: unknown): boolean => nameOf(error) === 'ConditionalCheckFailedException';

const repeated = new WeakSet<object>();

/** True when a write that failed may have been done before by itself: its answer was lost, and it was sent again. */
export const mayHaveSucceeded = (error: unknown): boolean => {
  const { $metadata } = error as { $metadata?: { attempts?: number } };
  return ($metadata?.attempts ?? 1) > 1 || (typeof error === 'object' && error !== null && repeated.has(error));
};

/** Notes that the request's time is up, so that its further calls do not wait as long again. */
export function giveUp(db: Db, error: VisibleError): VisibleError {
  if (db.deadline !== undefined) db.deadline.givenUp ??= error;
  return error;
}

/**
 * Waits with full jitter before another attempt, unless the caller's time is up first.
 *
 * @throws what `giveUp` says when there is no time for another attempt
 */
export async function pause(db: Db, attempt: number, atMs: number, reason: () => VisibleError): Promise<void> {
  const waitMs = jitterMs(attempt);
  if (performance.now() + waitMs >= atMs) throw giveUp(db, reason());
  await sleep(waitMs);
}

/**
 * Runs one call, repeating throttling and transient failures with full jitter until the caller's time is up (`atMs` of
 * `performance.now()`; store/client/deadline.ts). Every write in store/ is safe to repeat.
 *
 * @throws VisibleError THROTTLED or UNAVAILABLE; anything else as the SDK throws it
 */
export async function persist<T>(
  db: Db,
  operation: string,
  work: (options: SendOptions) => Promise<T>,
  atMs = giveUpAt(db),
): Promise<T> {
  if (db.deadline?.givenUp) throw db.deadline.givenUp;
  let last: unknown;
  const reason = (): VisibleError =>
    THROTTLING.has(nameOf(last)) ? throttled(operation, last) : unavailable(operation, last);
  for (let attempt = 0; ; attempt += 1) {
    let done: { readonly answer: T } | null;
    try {
      done = await beforeTime(atMs, (signal) => work(signal === undefined ? {} : { abortSignal: signal }));
    } catch (error) {
      if (!THROTTLING.has(nameOf(error)) && !isTransient(error)) {
        if (attempt > 0 && typeof error === 'object' && error !== null) repeated.add(error);
        throw error;
      }
      last = error;
      if (attempt >= MAX_REPEATS) throw giveUp(db, reason());
      await pause(db, attempt, atMs, reason);
      continue;
    }
    if (done === null) throw giveUp(db, reason());
    return done.answer;
  }
}

const common = (db: Db) => ({ TableName: db.table, ReturnConsumedCapacity: 'INDEXES' as const });
const keyOf = (key: Key): Item => ({ pk: S(key.pk), sk: S(key.sk) });

/** TTL deletes late (AWS: within days; local engines: never), so an expired item counts as absent. */
export const isLive = (db: Db, item: Item): boolean =>
  item['expiresAt']?.N === undefined || Number(item['expiresAt'].N) * 1000 > db.clock();

/**
 * One item, or undefined. Eventually consistent unless asked.
 *
 * @example await getItem(db, customerKey(id), { ConsistentRead: true })
 */
export async function getItem(
  db: Db,
  key: Key,
  options: Pick<GetItemCommandInput, 'ConsistentRead'> = {},
): Promise<Item | undefined> {
  const output = await persist(db, 'GetItem', (send) =>
    sendDirectly(db.client, 'GetItem', { ...common(db), Key: keyOf(key), ...options }, send),
  );
  addToMeter(db.meter, 'GetItem', output.ConsumedCapacity);
  return output.Item !== undefined && isLive(db, output.Item) ? output.Item : undefined;
}

/** Puts an item, in place of what lies under its key. */
export async function putItem(
  db: Db,
  item: Item,
  options: Omit<PutItemCommandInput, 'TableName' | 'Item'> = {},
): Promise<void> {
  const output = await persist(db, 'PutItem', (send) =>
    call(db.client, 'PutItem', { ...common(db), Item: item, ...options }, send),
  );
  addToMeter(db.meter, 'PutItem', output.ConsumedCapacity);
}

/** Returns the attributes `ReturnValues` asked for. */
export async function updateItem(
  db: Db,
  key: Key,
  options: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>,
): Promise<Item | undefined> {
  const output = await persist(db, 'UpdateItem', (send) =>
    sendDirectly(db.client, 'UpdateItem', { ...common(db), Key: keyOf(key), ...options }, send),
  );
  addToMeter(db.meter, 'UpdateItem', output.ConsumedCapacity);
  return output.Attributes;
}

/** Deletes an item; harmless where there is none. */
export async function deleteItem(
  db: Db,
  key: Key,
  options: Omit<DeleteItemCommandInput, 'TableName' | 'Key'> = {},
): Promise<void> {
  const output = await persist(db, 'DeleteItem', (send) =>
    call(db.client, 'DeleteItem', { ...common(db), Key: keyOf(key), ...options }, send),
  );
  addToMeter(db.meter, 'DeleteItem', output.ConsumedCapacity);
}

/** A position in a list that no page of it ended at. */
export const invalidCursor = (cause?: unknown): InvalidInputError =>
  new InvalidInputError(
    ['after'],
    'This is not a cursor of this list. Pass `pageInfo.endCursor` of the previous page unchanged, or leave `after` out to start at the beginning.',
    { code: 'INVALID_CURSOR', cause },
  );

export interface QueryPage {
  readonly items: Item[];
  readonly lastKey: Item | undefined;
}

/** One page of a query, expired items left out; it may be empty although more pages follow. */
export async function queryPage(db: Db, input: Omit<QueryCommandInput, 'TableName'>): Promise<QueryPage> {
  let output: QueryCommandOutput;
  try {
    output = await persist(db, 'Query', (send) => sendDirectly(db.client, 'Query', { ...common(db), ...input }, send));
  } catch (error) {
    // The one part of a query that comes from outside is where a page begins, and only a forged cursor begins it nowhere.
    if (input.ExclusiveStartKey !== undefined && nameOf(error) === 'ValidationException') throw invalidCursor(error);
    throw error;
  }
  addToMeter(db.meter, 'Query', output.ConsumedCapacity);
  return { items: (output.Items ?? []).filter((item) => isLive(db, item)), lastKey: output.LastEvaluatedKey };
}

/** Every page of a query until DynamoDB says there is no more. */
export async function* queryPages(
  db: Db,
  input: Omit<QueryCommandInput, 'TableName' | 'ExclusiveStartKey'>,
): AsyncGenerator<Item[]> {
  let start: Item | undefined;
  do {
    const page: QueryPage = await queryPage(db, start === undefined ? input : { ...input, ExclusiveStartKey: start });
    if (page.items.length > 0) yield page.items;
    start = page.lastKey;
  } while (start !== undefined);
}

/** All items of a query in one list: for results known to be small. */
export async function queryAll(
  db: Db,
  input: Omit<QueryCommandInput, 'TableName' | 'ExclusiveStartKey'>,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of queryPages(db, input)) items.push(...page);
  return items;
}
