import { createHash, timingSafeEqual } from 'node:crypto';
import type { Allowance } from '../../domain/access/allowance.ts';
import { grantWords, parseGrants, type Grants } from '../../domain/access/scopes.ts';
import { InvalidInputError, VisibleError } from '../../domain/errors.ts';
import { ID_LETTERS } from '../../domain/events.ts';
import { N, num, optionalNum, S, str, type Item } from '../client/attributes.ts';
import { getItem, isConditionFailed, putItem, queryAll, updateItem } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { ACCESS_KEYS_PK, accessKeyKey } from '../client/keys.ts';

/** An API key as it is kept: everything but what opens it. */
export interface AccessKey extends Grants {
  /** The public part of the key, unique, by which it is listed and revoked. */
  readonly prefix: string;
  readonly name: string;
  /** Only customers of these sources; null: all. */
  readonly sources: ReadonlySet<string> | null;
  readonly createdAt: number;
  /** Epoch milliseconds; null: never. */
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  /** May send documents only that were added beforehand. */
  readonly trustedOnly: boolean;
  /** What it may spend in place of what all may; null: as all. */
  readonly allowance: Allowance | null;
  /** To the hour; null: never used. */
  readonly lastUsedAt: number | null;
}

export interface NewAccessKey extends Grants {
  readonly name: string;
  readonly sources: ReadonlySet<string> | null;
  readonly expiresAt: number | null;
  readonly trustedOnly?: boolean;
  readonly allowance?: Allowance | null;
}

const PREFIX_LETTERS = 10;
/** 52 letters of five bits: 256 bits and four that say nothing. */
const SECRET_LETTERS = 52;
const KEY = new RegExp(
  `^kring_([a-z0-9-]{1,20})_([${ID_LETTERS}]{${PREFIX_LETTERS}})_([${ID_LETTERS}]{${SECRET_LETTERS}})$`,
  'u',
);
const HOUR_MS = 3_600_000;
const MAX_NAME = 100;
const MAX_SOURCES = 50;
const MOST_COST = 1e9;

const letters = (db: Db, count: number): string =>
  Array.from(db.random(count), (byte) => ID_LETTERS[byte & 31]!).join('');

/** Of 256 random bits a plain hash gives nothing away, and costs a request nothing. */
const hashOf = (secret: string): Uint8Array => createHash('sha256').update(secret).digest();

/** What a text says it is, or null where it is no key of this shape; nothing is read for it. */
export function keyParts(
  text: string,
): { readonly stage: string; readonly prefix: string; readonly secret: string } | null {
  const [, stage, prefix, secret] = KEY.exec(text) ?? [];
  return stage === undefined ? null : { stage, prefix: prefix!, secret: secret! };
}

/**
 * Makes a key. The table keeps a hash of it: `secret` is there this one time only.
 *
 * @param stage of the deployment, so that a key that turns up somewhere says where it opens something
 * @throws InvalidInputError for a name, source or expiry that is none
 */
export async function createAccessKey(
  db: Db,
  stage: string,
  { name, sources, expiresAt, trustedOnly = false, allowance = null, ...grants }: NewAccessKey,
): Promise<{ readonly key: AccessKey; readonly secret: string }> {
  checkNew(db, { name, sources, expiresAt, allowance, ...grants });
  const prefix = letters(db, PREFIX_LETTERS);
  const secret = letters(db, SECRET_LETTERS);
  const key: AccessKey = {
    prefix,
    name,
    sources,
    ...grants,
    trustedOnly,
    allowance,
    createdAt: db.clock(),
    expiresAt,
    revokedAt: null,
    lastUsedAt: null,
  };
  await putItem(db, encode(key, hashOf(secret)), { ConditionExpression: 'attribute_not_exists(pk)' });
  return { key, secret: `kring_${stage}_${prefix}_${secret}` };
}

function checkNew(db: Db, { name, sources, expiresAt, scopes, ingest, allowance }: NewAccessKey): void {
  for (const [field, value] of Object.entries(allowance ?? {}))
    if (!Number.isInteger(value) || value < 1 || value > MOST_COST)
      throw new InvalidInputError([field], `What a key may spend is a whole number from 1 to ${MOST_COST}.`);
  if (name.trim() === '' || name.length > MAX_NAME)
    throw new InvalidInputError(['name'], `A key has a name of 1 to ${MAX_NAME} characters that says who uses it.`);
  if (scopes.size + ingest.size === 0)
    throw new InvalidInputError(['scopes'], 'A key without a scope opens nothing. Name at least one.');
  if (expiresAt !== null && !(expiresAt > db.clock()))
    throw new InvalidInputError(['expiresAt'], 'The key would have expired already. Name an instant to come.');
  for (const source of [...(sources ?? []), ...ingest])
    if (source === '' || source.length > 100 || /\s|\p{Cc}/u.test(source))
      throw new InvalidInputError(['sources'], 'A source is a name of 1 to 100 characters without spaces.');
  if ((sources?.size ?? 1) === 0 || (sources?.size ?? 0) > MAX_SOURCES)
    throw new InvalidInputError(['sources'], `Name 1 to ${MAX_SOURCES} sources, or none to see all customers.`);
}

/** Every key there is or was, the newest first. */
export async function listAccessKeys(db: Db): Promise<AccessKey[]> {
  const items = await queryAll(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(ACCESS_KEYS_PK) },
  });
  return items
    .map(decode)
    .sort((one, other) => other.createdAt - one.createdAt || (one.prefix < other.prefix ? -1 : 1));
}

/**
 * Ends a key for good; repeating changes nothing.
 *
 * @throws VisibleError NOT_FOUND
 */
export async function revokeAccessKey(db: Db, prefix: string): Promise<AccessKey> {
  try {
    await updateItem(db, accessKeyKey(prefix), {
      UpdateExpression: 'SET revoked = if_not_exists(revoked, :now)',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':now': N(db.clock()) },
    });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    throw new VisibleError('NOT_FOUND', `There is no key ${prefix}. List the keys to find it.`);
  }
  return decode((await getItem(db, accessKeyKey(prefix), { ConsistentRead: true }))!);
}

/** A key and whether what was shown opens it, in time that says nothing of how nearly it did. */
export interface Shown {
  readonly key: AccessKey;
  readonly opens: (secret: string) => boolean;
}

/** The key of a prefix, or null. Half a read unit, one where it has to be what was just written. */
export async function findAccessKey(
  db: Db,
  prefix: string,
  { consistent = false }: { readonly consistent?: boolean } = {},
): Promise<Shown | null> {
  const item = await getItem(db, accessKeyKey(prefix), { ConsistentRead: consistent });
  if (item === undefined) return null;
  const kept = Buffer.from(str(item, 'h'), 'base64url');
  return { key: decode(item), opens: (secret) => timingSafeEqual(kept, hashOf(secret)) };
}

/** Notes that a key was used, at most once an hour: a write unit. */
export async function noteUse(db: Db, key: AccessKey): Promise<void> {
  const hour = db.clock() - (db.clock() % HOUR_MS);
  if (key.lastUsedAt !== null && key.lastUsedAt >= hour) return;
  try {
    await updateItem(db, accessKeyKey(key.prefix), {
      UpdateExpression: 'SET used = :hour',
      ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(used) OR used < :hour)',
      ExpressionAttributeValues: { ':hour': N(hour) },
    });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
}

function encode(key: AccessKey, hash: Uint8Array): Item {
  const { pk, sk } = accessKeyKey(key.prefix);
  return {
    pk: S(pk),
    sk: S(sk),
    name: S(key.name),
    h: S(Buffer.from(hash).toString('base64url')),
    scopes: { L: grantWords(key).map((word) => S(word)) },
    created: N(key.createdAt),
    ...(key.sources === null ? {} : { sources: { L: [...key.sources].sort().map((source) => S(source)) } }),
    // Not the time to live: a key that has run out stays in the list.
    ...(key.expiresAt === null ? {} : { until: N(key.expiresAt) }),
    ...(key.trustedOnly ? { trusted: N(1) } : {}),
    ...(key.allowance === null ? {} : { costLimit: N(key.allowance.limit), costRate: N(key.allowance.restoreRate) }),
  };
}

const texts = (item: Item, name: string): string[] | null => item[name]?.L?.map((one) => one.S!) ?? null;

function decode(item: Item): AccessKey {
  const sources = texts(item, 'sources');
  return {
    prefix: str(item, 'sk'),
    name: str(item, 'name'),
    ...parseGrants(texts(item, 'scopes')!),
    sources: sources && new Set(sources),
    createdAt: num(item, 'created'),
    expiresAt: optionalNum(item, 'until') ?? null,
    revokedAt: optionalNum(item, 'revoked') ?? null,
    lastUsedAt: optionalNum(item, 'used') ?? null,
    trustedOnly: item['trusted'] !== undefined,
    allowance:
      item['costLimit'] === undefined ? null : { limit: num(item, 'costLimit'), restoreRate: num(item, 'costRate') },
  };
}
