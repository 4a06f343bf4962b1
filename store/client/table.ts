import type { CreateTableCommandInput, ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { VisibleError } from '../../domain/errors.ts';
import { isTimeZone, UTC } from '../../domain/time/time.ts';
import { N, num, optionalStr, S, str, type Item } from './attributes.ts';
import { batchWrite, deleteRequest } from './batch.ts';
import { call, untilTableExists } from './calls.ts';
import { getItem, isConditionFailed, persist, putItem, updateItem } from './commands.ts';
import type { Db } from './db.ts';
import { keyedHash } from './keyed-hash.ts';
import { META_TABLE } from './keys.ts';

/**
 * Goes up with every change of keys or item shapes that older code would misread.
 *
 * - 2: refunds, corrections and time zone; every referral claim is kept under a name of its own (1 kept one for each friend: the others are lost, so import again);
 *   a tie of weight 0 is a tie that has ended.
 * - 3: linked accounts, consents and syncs; profiles, pages of lists and statistics of another layout; what the next run goes on from lies
 *   in a blob (2 kept it in the table). What was told is kept as it was, and everything a run publishes is published anew by the next
 *   one: a table of version 2 becomes one of version 3 when it is opened.
 * - 4: followers of one customer under several keys of the index, of which the plain one holds those of version 3; profiles in blocks of customers
 *   instead of an item each, pages of blocks, lists and flows in two slots; customers who are merged (older code would count them twice); facts in a
 *   history, answers of interactions; definitions of products, accounts and spend. What was told is kept as it was; the next run publishes everything
 *   anew and deletes what lay otherwise.
 * - 5: flows as two blocks, between whom and how much; instants in columns as seconds, minutes or days where they are whole ones. What version 4
 *   published is read as it is, but for flows, which the next run publishes anew.
 */
export const SCHEMA_VERSION = 5;

/** Versions whose records this code reads as they are. */
const TAKEN_OVER: ReadonlySet<number> = new Set([2, 3, 4]);

export const REVERSE_INDEX = 'reverse';

/** The time-to-live attribute: epoch seconds, only on items that end. */
export const TTL_ATTRIBUTE = 'expiresAt';

/** The table as CreateTable takes it, without its name; infra/ builds the same one. What each key serves: docs/table.md. */
export const tableDefinition = {
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'rpk', AttributeType: 'S' },
    { AttributeName: 'rsk', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: REVERSE_INDEX,
      KeySchema: [
        { AttributeName: 'rpk', KeyType: 'HASH' },
        { AttributeName: 'rsk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
} satisfies Omit<CreateTableCommandInput, 'TableName'>;

export interface TableMeta {
  readonly schemaVersion: number;
  readonly identityKeyFingerprint: string;
  /** ISO 4217: the one accounting currency of the deployment. */
  readonly currency: string;
  /** IANA name of the zone whose calendar days are purchase days. */
  readonly timeZone: string;
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

async function exists(db: Db): Promise<boolean> {
  try {
    await persist(db, 'DescribeTable', (send) => call(db.client, 'DescribeTable', { TableName: db.table }, send));
    return true;
  } catch (error) {
    if (nameOf(error) === 'ResourceNotFoundException') return false;
    throw error;
  }
}

/** What is fixed when a table is made. */
export interface TableOptions {
  readonly currency: string;
  /** Absent: whatever the table has, UTC for a new one. */
  readonly timeZone?: string;
}

/** Creates the table with its index and notes schema, identity key, currency and time zone in it. Two creators at once both succeed. */
export async function createTable(db: Db, options: TableOptions): Promise<TableMeta> {
  try {
    await call(db.client, 'CreateTable', { TableName: db.table, ...tableDefinition });
  } catch (error) {
    if (nameOf(error) !== 'ResourceInUseException') throw error;
  }
  await untilTableExists(db.client, db.table);
  return checkedMeta(db, options);
}

/**
 * The table's notes, after making the table or notes if they are missing (infra/ makes the table itself in the cloud).
 * Throws a VisibleError: TABLE_VERSION, IDENTITY_KEY_MISMATCH, CURRENCY_MISMATCH or TIME_ZONE_MISMATCH, saying what to do.
 */
export async function ensureTable(db: Db, options: TableOptions): Promise<TableMeta> {
  // Notes are all that has to be known of a table that has them: a start asks nothing else.
  const meta = await tableMeta(db);
  if (meta !== null) return checkedMeta(db, options, meta);
  return (await exists(db)) ? checkedMeta(db, options) : createTable(db, options);
}

/** The table's notes, or null when it has none yet (or is not there). Checks schema version and identity key. */
export async function tableMeta(db: Db): Promise<TableMeta | null> {
  try {
    const item = await getItem(db, META_TABLE, { ConsistentRead: true });
    if (item === undefined) return null;
    const meta = {
      schemaVersion: num(item, 'schemaVersion'),
      identityKeyFingerprint: str(item, 'identityKeyFingerprint'),
      currency: str(item, 'currency'),
      timeZone: optionalStr(item, 'timeZone') ?? UTC,
    };
    check(db, meta);
    if (meta.schemaVersion !== SCHEMA_VERSION) await raiseVersion(db, meta.schemaVersion);
    remember(db, meta.timeZone);
    return { ...meta, schemaVersion: SCHEMA_VERSION };
  } catch (error) {
    if (nameOf(error) === 'ResourceNotFoundException') return null;
    throw error;
  }
}

/** {@link tableMeta} of a table that must be there. Throws VisibleError TABLE_MISSING when it is not. */
export async function readTableMeta(db: Db): Promise<TableMeta> {
  const meta = await tableMeta(db);
  if (meta === null)
    throw new VisibleError(
      'TABLE_MISSING',
      `There is no table ${db.table} yet, or nothing in it. Import something first.`,
    );
  return meta;
}

// A table's zone never changes, so one read of it serves the whole process.
const zones = new WeakMap<Db['client'], Map<string, string>>();

function remember(db: Db, timeZone: string): void {
  const known = zones.get(db.client) ?? new Map<string, string>();
  zones.set(db.client, known.set(db.table, timeZone));
}

/** The zone whose calendar days are purchase days in this table; read once per process, and when the table is opened. */
export const timeZoneOf = async (db: Db): Promise<string> =>
  zones.get(db.client)?.get(db.table) ?? (await tableMeta(db))?.timeZone ?? UTC;

const fingerprint = (db: Db): string => keyedHash(db, ['fingerprint'], 16);

function check(db: Db, meta: TableMeta): void {
  if (meta.schemaVersion !== SCHEMA_VERSION && !TAKEN_OVER.has(meta.schemaVersion)) {
    throw new VisibleError(
      'TABLE_VERSION',
      `Table ${db.table} was written by ${meta.schemaVersion > SCHEMA_VERSION ? 'a newer' : 'an older'} Kring ` +
        `(schema ${meta.schemaVersion}, this is ${SCHEMA_VERSION}). Use that version, or import into a new table.`,
      { details: { found: meta.schemaVersion, expected: SCHEMA_VERSION } },
    );
  }
  if (meta.identityKeyFingerprint !== fingerprint(db)) {
    throw new VisibleError(
      'IDENTITY_KEY_MISMATCH',
      `Table ${db.table} was made with another identity key, so no customer could be found in it. ` +
        'Set the key it was made with, or use a new table.',
    );
  }
}

/** From here on older code refuses the table. Repeatable. */
async function raiseVersion(db: Db, found: number): Promise<void> {
  try {
    await updateItem(db, META_TABLE, {
      UpdateExpression: 'SET schemaVersion = :mine',
      ConditionExpression: 'schemaVersion = :found',
      ExpressionAttributeValues: { ':mine': N(SCHEMA_VERSION), ':found': N(found) },
    });
  } catch (error) {
    // Another process raised it.
    if (!isConditionFailed(error)) throw error;
  }
}

async function checkedMeta(
  db: Db,
  { currency, timeZone }: TableOptions,
  known: TableMeta | null = null,
): Promise<TableMeta> {
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new VisibleError('USAGE', `A time zone is an IANA name such as Europe/Amsterdam or UTC; got "${timeZone}".`);
  const mine = {
    schemaVersion: SCHEMA_VERSION,
    identityKeyFingerprint: fingerprint(db),
    currency,
    timeZone: timeZone ?? UTC,
  };
  let meta = known ?? (await tableMeta(db));
  if (meta === null) {
    try {
      await putItem(
        db,
        {
          pk: S(META_TABLE.pk),
          sk: S(META_TABLE.sk),
          schemaVersion: N(mine.schemaVersion),
          identityKeyFingerprint: S(mine.identityKeyFingerprint),
          currency: S(currency),
          ...(mine.timeZone === UTC ? {} : { timeZone: S(mine.timeZone) }),
        },
        { ConditionExpression: 'attribute_not_exists(pk)' },
      );
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
    }
    meta = (await tableMeta(db)) ?? mine;
  }
  if (meta.currency !== currency) {
    throw new VisibleError(
      'CURRENCY_MISMATCH',
      `Table ${db.table} keeps its accounts in ${meta.currency}, not ${currency}. ` +
        `Convert the amounts to ${meta.currency} first, or use a new table.`,
      { details: { found: meta.currency, asked: currency } },
    );
  }
  if (timeZone !== undefined && meta.timeZone !== timeZone) {
    throw new VisibleError(
      'TIME_ZONE_MISMATCH',
      `Table ${db.table} counts in days of ${meta.timeZone}, not ${timeZone}: purchase days would change under everything that was told. ` +
        'Leave --time-zone out, or import into a new table.',
      { details: { found: meta.timeZone, asked: timeZone } },
    );
  }
  return meta;
}

/**
 * Deletes what has expired, as DynamoDB does by itself and no local engine does: what was promised to go has to go on one's own machine too. Reads the
 * whole table; for hosts of an embedded one. @returns how many items went
 */
export async function deleteExpired(db: Db): Promise<number> {
  let deleted = 0;
  let start: Item | undefined;
  do {
    const page: ScanCommandOutput = await call(db.client, 'Scan', {
      TableName: db.table,
      FilterExpression: '#expires <= :now',
      ProjectionExpression: 'pk, sk',
      ExpressionAttributeNames: { '#expires': TTL_ATTRIBUTE },
      ExpressionAttributeValues: { ':now': N(Math.floor(db.clock() / 1000)) },
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    const keys = (page.Items ?? []).map((item) => deleteRequest({ pk: str(item, 'pk'), sk: str(item, 'sk') }));
    await batchWrite(db, keys);
    deleted += keys.length;
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return deleted;
}
