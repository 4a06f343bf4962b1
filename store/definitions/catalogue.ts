import { InvalidInputError } from '../../domain/errors.ts';
import { LINE_KINDS, type LineKind } from '../../domain/events.ts';
import { checkAmount, checkInstant } from '../../domain/money/bounds.ts';
import { N, num, S, str, type Item } from '../client/attributes.ts';
import { batchGet, keyName } from '../client/batch.ts';
import { getItem, invalidCursor, isConditionFailed, putItem, queryPage } from '../client/commands.ts';
import { busy, fullJitter } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { packText, unpackText } from '../client/json.ts';
import { keyedHash } from '../client/keyed-hash.ts';
import { changingCosts } from './costs.ts';
import { definitionKey, definitionsPk, SHARDS, type DefinitionKind, type Key } from '../client/keys.ts';

/** What the company says of something it sells. */
export interface Product {
  /** The system the sku is of: that of the orders. */
  readonly source: string;
  readonly sku: string;
  readonly name?: string;
  readonly group?: string;
  readonly lineKind?: LineKind;
  /** How long it lasts, days. */
  readonly lifespanDays?: number;
  /** Cost of one piece. */
  readonly costMinor?: number;
}

/** A company or household that customers belong to. */
export interface Account {
  readonly source: string;
  readonly id: string;
  readonly kind: 'COMPANY' | 'HOUSEHOLD';
  readonly name?: string;
  /** Id at the same source of the account it is part of. */
  readonly parent?: string;
  /** Whom of the company it deals with: the contact of every member of whom no other is told, also of accounts that are part of it. */
  readonly contact?: string;
}

/** What a customer's fact ACCOUNT calls an account: `source:id`. */
export const nameOfAccount = (source: string, id: string): string => `${source}:${id}`;

/** What money is spent for: winning customers, or selling to those there are. */
export const SPEND_PURPOSES = ['ACQUISITION', 'RETENTION'] as const;
export type SpendPurpose = (typeof SPEND_PURPOSES)[number];

/** What winning (or keeping) customers cost through a channel in a period. */
export interface Spend {
  readonly source: string;
  readonly id: string;
  readonly channel: string;
  /** Absent: all of the channel that no campaign is told of. */
  readonly campaign?: string;
  /** Epoch ms, half open. */
  readonly from: number;
  readonly to: number;
  readonly amountMinor: number;
  /** Absent: ACQUISITION. */
  readonly purpose?: Exclude<SpendPurpose, 'ACQUISITION'>;
}

/** ACCEPTED: new, or other than it was. DUPLICATE: so already, and nothing was written. */
export type DefinitionStatus = 'ACCEPTED' | 'DUPLICATE' | 'OVERLAP' | 'CYCLE' | 'CONFLICT';

const MAX_ATTEMPTS = 20;

/** A definition with what it says, and its version. */
interface Entry<T> {
  readonly value: T;
  readonly version: number;
}

const keyOf = (db: Db, kind: DefinitionKind, parts: readonly string[]): Key =>
  definitionKey(kind, keyedHash(db, ['definition', kind, ...parts], 26));

const decodeEntry = <T>(item: Item): Entry<T> => ({
  value: JSON.parse(unpackText(item['json']) ?? 'null') as T,
  version: num(item, 'v'),
});

/**
 * Changes a definition on condition that nobody else did meanwhile.
 *
 * @param next the value after the change; the same object for no change
 */
async function changeDefinition<T, R>(
  db: Db,
  key: Key,
  next: (before: T | null) => { readonly value: T | null; readonly result: R },
): Promise<R> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const item = await getItem(db, key, { ConsistentRead: true });
    const before = item === undefined ? null : decodeEntry<T>(item);
    const { value, result } = next(before?.value ?? null);
    if (value === null || JSON.stringify(value) === JSON.stringify(before?.value)) return result;
    const version = (before?.version ?? 0) + 1;
    try {
      await putItem(
        db,
        { pk: S(key.pk), sk: S(key.sk), v: N(version), json: packText(JSON.stringify(value)) },
        before === null
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 'v = :before', ExpressionAttributeValues: { ':before': N(before.version) } },
      );
      return result;
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      await fullJitter(attempt, 5, 500);
    }
  }
  throw busy('This definition is being changed by many others at once.');
}

/** Fields in one order, without those that are absent: equal definitions, equal text. */
const ordered = <T extends object>(value: T): T =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  ) as T;

/** Replaces a definition as a whole: what is told last stands. */
const replace = <T extends object>(db: Db, key: Key, value: T): Promise<DefinitionStatus> =>
  changeDefinition<T, DefinitionStatus>(db, key, (before) => {
    const next = ordered(value);
    return { value: next, result: JSON.stringify(before) === JSON.stringify(next) ? 'DUPLICATE' : 'ACCEPTED' };
  });

const must = (holds: boolean, field: string, rule: string): void => {
  if (!holds) throw new InvalidInputError([field], `${field} ${rule}`);
};

/** @throws InvalidInputError for a product that is none */
export function checkProduct({ lifespanDays, costMinor, lineKind }: Product): void {
  must(
    lifespanDays === undefined || (Number.isInteger(lifespanDays) && lifespanDays >= 1 && lifespanDays <= 36_525),
    'lifespanDays',
    'is a whole number of days from 1 to 36525',
  );
  must(lineKind === undefined || LINE_KINDS.includes(lineKind), 'lineKind', `is one of ${LINE_KINDS.join(', ')}`);
  if (costMinor !== undefined) checkAmount(costMinor, ['cost']);
  must((costMinor ?? 0) >= 0, 'cost', 'is negative');
}

/** Keeps what is said of a product; told again it replaces what was said. */
export async function putProduct(db: Db, product: Product): Promise<DefinitionStatus> {
  checkProduct(product);
  const key = keyOf(db, 'PRODUCT', [product.source, product.sku]);
  const put = (): Promise<DefinitionStatus> => replace(db, key, product);
  const before = await one<Product>(db, key);
  return before?.costMinor === product.costMinor ? put() : changingCosts(db, key.sk, put);
}

/** @throws InvalidInputError for spend that is none */
export function checkSpend({ from, to, amountMinor }: Spend): void {
  checkInstant(from, ['from']);
  checkInstant(to, ['to']);
  must(to > from, 'to', 'is not after from: a period is half open, from the first instant to the one after the last');
  checkAmount(amountMinor, ['amount']);
  must(amountMinor >= 0, 'amount', 'is negative');
}

/**
 * Keeps what a channel, or one campaign of it, cost in a period. All periods of one channel and campaign lie in one item, so
 * that no two of them can overlap: OVERLAP leaves what stands. The same source and id told again replaces its period; CONFLICT says
 * that it stands under another channel or campaign. @returns the status, and which period is in the way
 */
export async function putSpend(
  db: Db,
  spend: Spend,
): Promise<{ readonly status: DefinitionStatus; readonly with?: Spend }> {
  checkSpend(spend);
  const own = keyOf(db, 'SPEND_ID', [spend.source, spend.id]);
  const place = JSON.stringify(spendPlace(spend));
  const standing = await one<{ readonly place: string }>(db, own);
  if (standing !== null && standing.place !== place) {
    const periods = await one<readonly Spend[]>(db, keyOf(db, 'SPEND', JSON.parse(standing.place) as string[]));
    if (periods?.some((period) => period.source === spend.source && period.id === spend.id))
      return { status: 'CONFLICT' };
  }
  await replace(db, own, { place });
  return changeDefinition<readonly Spend[], { status: DefinitionStatus; with?: Spend }>(
    db,
    keyOf(db, 'SPEND', spendPlace(spend)),
    (before) => {
      const isOwn = (one: Spend): boolean => one.source === spend.source && one.id === spend.id;
      const others = (before ?? []).filter((one) => !isOwn(one));
      const overlap = others.find((one) => one.from < spend.to && spend.from < one.to);
      if (overlap !== undefined) return { value: null, result: { status: 'OVERLAP', with: overlap } };
      const next = ordered(spend);
      const known = (before ?? []).find(isOwn);
      return {
        value: [...others, next].sort((a, b) => a.from - b.from),
        result: { status: JSON.stringify(known) === JSON.stringify(next) ? 'DUPLICATE' : 'ACCEPTED' },
      };
    },
  );
}

const spendPlace = ({ channel, campaign }: Spend): readonly string[] => [channel, campaign ?? ''];

/** An account is part of one that is part of …: at most so deep. */
const MOST_DEEP = 20;

/**
 * Keeps an account. One whose parents lead back to it is refused (CYCLE), also where two who would close a circle together come at
 * once: each looks again after it wrote, and takes its parent back.
 */
export async function putAccount(db: Db, account: Account): Promise<DefinitionStatus> {
  must(account.kind === 'COMPANY' || account.kind === 'HOUSEHOLD', 'kind', 'is COMPANY or HOUSEHOLD');
  if (await leadsBack(db, account)) return 'CYCLE';
  const before = await getAccount(db, account.source, account.id);
  const status = await replace(db, keyOf(db, 'ACCOUNT', [account.source, account.id]), account);
  if (status === 'DUPLICATE' || !(await leadsBack(db, account))) return status;
  const { parent: _, ...alone } = account;
  await replace(db, keyOf(db, 'ACCOUNT', [account.source, account.id]), before ?? alone);
  return 'CYCLE';
}

async function leadsBack(db: Db, { source, id, parent }: Account): Promise<boolean> {
  let at = parent;
  for (let depth = 0; at !== undefined; depth += 1) {
    if (at === id) return true;
    if (depth >= MOST_DEEP)
      throw new InvalidInputError(['parent'], `accounts lie in one another at most ${MOST_DEEP} deep`);
    at = (await getAccount(db, source, at))?.parent;
  }
  return false;
}

const one = async <T>(db: Db, key: Key): Promise<T | null> => {
  const item = await getItem(db, key, { ConsistentRead: true });
  return item === undefined ? null : decodeEntry<T>(item).value;
};

/** An account by its source's id, or null. */
export const getAccount = (db: Db, source: string, id: string): Promise<Account | null> =>
  one<Account>(db, keyOf(db, 'ACCOUNT', [source, id]));

/** Products by sku at a source, in that order; null for one nothing is said of. */
export async function getProducts(db: Db, source: string, skus: readonly string[]): Promise<(Product | null)[]> {
  const keys = skus.map((sku) => keyOf(db, 'PRODUCT', [source, sku]));
  const found = await batchGet(db, keys);
  return keys.map((key) => {
    const item = found.get(keyName(key));
    return item === undefined ? null : decodeEntry<Product>(item).value;
  });
}

interface Kinds {
  readonly PRODUCT: Product;
  readonly ACCOUNT: Account;
  /** All periods of one channel and campaign. */
  readonly SPEND: readonly Spend[];
}

/** All definitions of a kind, in an order of their own: a page. Sixteen partitions, one after another. */
export async function definitions<K extends keyof Kinds>(
  db: Db,
  kind: K,
  { first, after }: { readonly first: number; readonly after?: string },
): Promise<{ items: { readonly value: Kinds[K]; readonly cursor: string }[]; next: string | null }> {
  const [, shardText, from] = /^(\d{2})\/([0-9a-z]{26}|)$/u.exec(after ?? '00/') ?? [];
  if (shardText === undefined || from === undefined) throw invalidCursor();
  const items: { value: Kinds[K]; cursor: string }[] = [];
  let start = from === '' ? undefined : from;
  for (let shard = Number(shardText); shard < SHARDS; shard += 1) {
    const pk = definitionsPk(kind, shard);
    const page = await queryPage(db, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': S(pk) },
      Limit: first + 1 - items.length,
      ...(start === undefined ? {} : { ExclusiveStartKey: { pk: S(pk), sk: S(start) } }),
    });
    start = undefined;
    for (const item of page.items)
      items.push({
        value: decodeEntry<Kinds[K]>(item).value,
        cursor: `${String(shard).padStart(2, '0')}/${str(item, 'sk')}`,
      });
    if (items.length > first) return { items: items.slice(0, first), next: items[first - 1]!.cursor };
  }
  return { items, next: null };
}
