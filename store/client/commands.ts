import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type DeleteItemCommandInput,
  type GetItemCommandInput,
  type PutItemCommandInput,
  type QueryCommandInput,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { VisibleError } from '../../domain/errors.ts';
import { S, type Item } from './attributes.ts';
import { addToMeter } from './capacity.ts';
import { fullJitter } from './concurrency.ts';
import type { Db } from './db.ts';
import type { Key } from './keys.ts';

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
]);
const TRANSIENT_CODES: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT']);

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

function isTransient(error: unknown): boolean {
  if (TRANSIENT.has(nameOf(error))) return true;
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  return (typeof code === 'string' && TRANSIENT_CODES.has(code)) || ($metadata?.httpStatusCode ?? 0) >= 500;
}

/** True when a write was refused because its condition did not hold. */
export const isConditionFailed = (error: unknown): boolean => nameOf(error) === 'ConditionalCheckFailedException';

/** What the caller is told when DynamoDB keeps refusing. */
export const throttled = (operation: string, cause?: unknown): VisibleError =>
  new VisibleError(
    'THROTTLED',
    `DynamoDB keeps refusing ${operation}: the table is over its capacity. ` +
      "Repeat the same request later (repeating is harmless); if this lasts, raise the table's maximum capacity.",
    { cause },
  );

/** Runs one call, repeating throttling and transient failures with full jitter. Every write in store/ is safe to repeat. */
export async function persist<T>(operation: string, work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const throttling = THROTTLING.has(nameOf(error));
      if (!throttling && !isTransient(error)) throw error;
      if (attempt >= MAX_REPEATS) {
        if (throttling) throw throttled(operation, error);
        throw new VisibleError(
          'DATABASE_UNAVAILABLE',
          `DynamoDB did not answer ${operation}. Check that it runs and can be reached, then repeat.`,
          { cause: error },
        );
      }
      await fullJitter(attempt);
    }
  }
}

const common = (db: Db) => ({ TableName: db.table, ReturnConsumedCapacity: 'INDEXES' as const });
const keyOf = (key: Key): Item => ({ pk: S(key.pk), sk: S(key.sk) });

/** TTL deletes late (AWS: within days; local engines: never), so an expired item counts as absent. */
export const isLive = (db: Db, item: Item): boolean =>
  item['expiresAt']?.N === undefined || Number(item['expiresAt'].N) * 1000 > db.clock();

/** One item, or undefined. Eventually consistent unless asked. */
export async function getItem(
  db: Db,
  key: Key,
  options: Pick<GetItemCommandInput, 'ConsistentRead'> = {},
): Promise<Item | undefined> {
  const output = await persist('GetItem', () =>
    db.client.send(new GetItemCommand({ ...common(db), Key: keyOf(key), ...options })),
  );
  addToMeter(db.meter, 'GetItem', output.ConsumedCapacity);
  return output.Item !== undefined && isLive(db, output.Item) ? output.Item : undefined;
}

export async function putItem(
  db: Db,
  item: Item,
  options: Omit<PutItemCommandInput, 'TableName' | 'Item'> = {},
): Promise<void> {
  const output = await persist('PutItem', () =>
    db.client.send(new PutItemCommand({ ...common(db), Item: item, ...options })),
  );
  addToMeter(db.meter, 'PutItem', output.ConsumedCapacity);
}

/** Returns the attributes `ReturnValues` asked for. */
export async function updateItem(
  db: Db,
  key: Key,
  options: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>,
): Promise<Item | undefined> {
  const output = await persist('UpdateItem', () =>
    db.client.send(new UpdateItemCommand({ ...common(db), Key: keyOf(key), ...options })),
  );
  addToMeter(db.meter, 'UpdateItem', output.ConsumedCapacity);
  return output.Attributes;
}

export async function deleteItem(
  db: Db,
  key: Key,
  options: Omit<DeleteItemCommandInput, 'TableName' | 'Key'> = {},
): Promise<void> {
  const output = await persist('DeleteItem', () =>
    db.client.send(new DeleteItemCommand({ ...common(db), Key: keyOf(key), ...options })),
  );
  addToMeter(db.meter, 'DeleteItem', output.ConsumedCapacity);
}

export interface QueryPage {
  readonly items: Item[];
  readonly lastKey: Item | undefined;
}

/** One page of a query, expired items left out; it may be empty although more pages follow. */
export async function queryPage(db: Db, input: Omit<QueryCommandInput, 'TableName'>): Promise<QueryPage> {
  const output = await persist('Query', () => db.client.send(new QueryCommand({ ...common(db), ...input })));
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
