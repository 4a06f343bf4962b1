import { VisibleError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import type { AccountMetrics, AccountState } from '../../domain/social/account.ts';
import type { ConsentPurpose } from '../../domain/social/consent.ts';
import { N, S, str, type Item } from '../client/attributes.ts';
import { batchGet, keyName } from '../client/batch.ts';
import {
  deleteItem,
  getItem,
  isConditionFailed,
  putItem,
  queryAll,
  queryPages,
  updateItem,
} from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { keyedHash } from '../client/keyed-hash.ts';
import {
  accountKey,
  accountOwnerKey,
  accountsSk,
  customerKey,
  inputsPk,
  shardOf,
  SHARDS,
  type Key,
} from '../client/keys.ts';
import { mapLimit } from '../client/concurrency.ts';
import { unknownCustomer } from '../customers/consents.ts';
import { encodePurposes } from '../customers/records.ts';
import { decodeAccount, encodeMetrics, type FollowsCheckpoint, type StoredAccount } from './account-items.ts';

/** Accounts of one customer at all sources together. */
const MOST_ACCOUNTS = 20;

/** The keyed hash an account's items are named by: no id of a source is in a key. */
export const accountHash = (db: Pick<Db, 'identityKey'>, source: string, accountId: string): string =>
  keyedHash(db, ['account', source, accountId], 26);

export interface NewAccount {
  readonly customerId: CustomerId;
  readonly source: string;
  readonly host: string;
  readonly accountId: string;
  readonly handle: string;
  readonly proof: string;
  /** Other ids the source shows the same account by. */
  readonly alsoKnownAs?: readonly string[];
  readonly purposes: readonly ConsentPurpose[];
  readonly simulated?: boolean;
}

/**
 * Links a proven account to its customer, or adds the purposes to one that is linked already: to use it for less is to withdraw, which
 * deletes (social/unlink.ts). One account belongs to one customer; who was first keeps it until they unlink. Repeatable.
 *
 * @throws VisibleError ACCOUNT_TAKEN, TOO_MANY, UNKNOWN_CUSTOMER
 */
export async function linkAccount(db: Db, account: NewAccount): Promise<StoredAccount> {
  const { customerId, alsoKnownAs: aliases = [] } = account;
  if ((await getItem(db, customerKey(customerId))) === undefined) throw unknownCustomer();
  const hash = accountHash(db, account.source, account.accountId);
  const linked = await accountsOf(db, customerId, { consistent: true });
  const others = linked.filter((each) => each.hash !== hash);
  const before = linked.find((each) => each.hash === hash)?.purposes ?? [];
  const purposes = [...new Set([...before, ...account.purposes])];
  if (others.length >= MOST_ACCOUNTS)
    throw new VisibleError('TOO_MANY', `A customer links at most ${MOST_ACCOUNTS} accounts. Unlink one first.`);
  await claim(db, hash, customerId);
  const item = await updateItem(db, accountKey(customerId, hash), {
    UpdateExpression:
      'SET o = :o, ho = :ho, i = :i, p = :p, l = if_not_exists(l, :now), g = :g' +
      (purposes.includes('SOCIAL_ENRICHMENT') ? ', h = :h' : '') +
      (account.simulated === true ? ', z = :one' : '') +
      (aliases.length === 0 ? '' : ', ka = :ka'),
    ExpressionAttributeValues: {
      ':o': S(account.source),
      ':ho': S(account.host),
      ':i': S(account.accountId),
      ':p': S(account.proof),
      ':now': N(db.clock()),
      ':g': S(encodePurposes(purposes)),
      ...(purposes.includes('SOCIAL_ENRICHMENT') ? { ':h': S(account.handle) } : {}),
      ...(account.simulated === true ? { ':one': N(1) } : {}),
      ...(aliases.length === 0 ? {} : { ':ka': S(JSON.stringify(aliases)) }),
    },
    ReturnValues: 'ALL_NEW',
  });
  const owner = await getItem(db, accountOwnerKey(hash), { ConsistentRead: true });
  if (owner === undefined || str(owner, 'c') !== customerId) {
    // Taken over as a claim without an account, before ours was written.
    await deleteItem(db, accountKey(customerId, hash));
    throw accountTaken();
  }
  return decodeAccount(item!);
}

/**
 * Makes the account this customer's. A claim without an account (its writer died) stands for nobody and gives way. Its writer may be
 * alive all the same: it writes its account, then looks at the claim; we write the claim, then look for the account; so one of the two
 * sees the other.
 */
async function claim(db: Db, hash: string, customerId: CustomerId): Promise<void> {
  const key = accountOwnerKey(hash);
  const put = (condition: string, values: Item = {}): Promise<void> =>
    putItem(
      db,
      { pk: S(key.pk), sk: S(key.sk), c: S(customerId) },
      { ConditionExpression: condition, ExpressionAttributeValues: { ':me': S(customerId), ...values } },
    );
  try {
    await put('attribute_not_exists(pk) OR c = :me');
    return;
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
  const owner = await getItem(db, key, { ConsistentRead: true });
  const ownerId = owner === undefined ? customerId : str(owner, 'c');
  const isLinked = async (): Promise<boolean> =>
    (await getItem(db, accountKey(ownerId, hash), { ConsistentRead: true })) !== undefined;
  if (await isLinked()) throw accountTaken();
  try {
    await put('attribute_not_exists(pk) OR c = :me OR c = :gone', { ':gone': S(ownerId) });
  } catch (error) {
    throw isConditionFailed(error) ? accountTaken() : error;
  }
  if (ownerId === customerId || !(await isLinked())) return;
  try {
    await putItem(
      db,
      { pk: S(key.pk), sk: S(key.sk), c: S(ownerId) },
      { ConditionExpression: 'c = :me', ExpressionAttributeValues: { ':me': S(customerId) } },
    );
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
  throw accountTaken();
}

const accountTaken = (): VisibleError =>
  new VisibleError(
    'ACCOUNT_TAKEN',
    'This account is linked to another customer. They have to unlink it first; if both are one person, link it to that customer.',
  );

/** The accounts a customer linked, by source; the ids are one customer's. One query for each. */
export async function accountsOf(
  db: Db,
  ids: CustomerId | readonly CustomerId[],
  options: { readonly consistent?: boolean } = {},
): Promise<StoredAccount[]> {
  const items = await mapLimit(typeof ids === 'string' ? [ids] : ids, SHARDS_AT_ONCE, (id) =>
    queryAll(db, {
      ConsistentRead: options.consistent ?? false,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :accounts)',
      ExpressionAttributeValues: { ':pk': S(inputsPk(shardOf(id))), ':accounts': S(accountsSk(id)) },
    }),
  );
  return items
    .flat()
    .map(decodeAccount)
    .sort((a, b) => (`${a.source}${a.hash}` < `${b.source}${b.hash}` ? -1 : 1));
}

const SHARDS_AT_ONCE = 4;

/** All linked accounts: sixteen queries, no customer is read. About .05 read units an account, twice that strongly consistent. */
export async function allAccounts(db: Db, options: { readonly consistent?: boolean } = {}): Promise<StoredAccount[]> {
  const shards = await mapLimit([...Array(SHARDS).keys()], SHARDS_AT_ONCE, async (shard) => {
    const accounts: StoredAccount[] = [];
    for await (const page of queryPages(db, {
      ConsistentRead: options.consistent ?? false,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :accounts)',
      ExpressionAttributeValues: { ':pk': S(inputsPk(shard)), ':accounts': S('A#') },
    }))
      accounts.push(...page.map(decodeAccount));
    return accounts;
  });
  return shards.flat();
}

/** Accounts by their names, as they are now, strongly consistent; those that are gone are left out. */
export async function accountsByName(
  db: Db,
  names: readonly { readonly customerId: CustomerId; readonly hash: string }[],
): Promise<ReadonlyMap<string, StoredAccount>> {
  const found = await batchGet(
    db,
    names.map(({ customerId, hash }) => accountKey(customerId, hash)),
    { consistent: true },
  );
  return new Map(
    names.flatMap(({ customerId, hash }) => {
      const item = found.get(keyName(accountKey(customerId, hash)));
      return item === undefined ? [] : [[hash, decodeAccount(item)] as const];
    }),
  );
}

/** Accounts of a source by their ids there; those nobody linked are left out. Two requests for up to a hundred. */
export async function accountsByIds(db: Db, source: string, accountIds: readonly string[]): Promise<StoredAccount[]> {
  const hashes = [...new Set(accountIds)].map((id) => accountHash(db, source, id));
  const owners = await batchGet(db, hashes.map(accountOwnerKey), { consistent: true });
  const names = hashes.flatMap((hash) => {
    const owner = owners.get(keyName(accountOwnerKey(hash)));
    return owner === undefined ? [] : [{ customerId: str(owner, 'c'), hash }];
  });
  return [...(await accountsByName(db, names)).values()];
}

type Name = Pick<StoredAccount, 'customerId' | 'hash'>;

/** Writes parts of an account that still is there with this purpose; false when it is not: what was read is dropped then. */
async function change(
  db: Db,
  { customerId, hash }: Name,
  purpose: ConsentPurpose | null,
  set: Item,
  remove: readonly string[] = [],
): Promise<boolean> {
  const names = Object.keys(set);
  const sets = names.length === 0 ? '' : `SET ${names.map((name) => `${name} = :${name}`).join(', ')}`;
  const removes = remove.length === 0 ? '' : ` REMOVE ${remove.join(', ')}`;
  try {
    await updateItem(db, accountKey(customerId, hash), {
      UpdateExpression: `${sets}${removes}`.trim(),
      ConditionExpression: purpose === null ? 'attribute_exists(pk)' : 'contains(g, :purpose)',
      ExpressionAttributeValues: {
        ...Object.fromEntries(names.map((name) => [`:${name}`, set[name]!])),
        ...(purpose === null ? {} : { ':purpose': S(encodePurposes([purpose])) }),
      },
    });
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}

/** What a source said of an account, with the handle of today. */
export interface AccountCounts {
  readonly handle: string;
  readonly metrics: AccountMetrics;
}

const countsOf = ({ handle, metrics }: AccountCounts): Item => ({ h: S(handle), m: S(encodeMetrics(metrics)) });
/** Whoever has counts is to be seen. */
const STATE = ['st', 'ss'];

/** Keeps what a source said of an account. */
export const saveCounts = (db: Db, account: Name, counts: AccountCounts): Promise<boolean> =>
  change(db, account, 'SOCIAL_ENRICHMENT', countsOf(counts), STATE);

/** Notes that an account is not to be seen; since when is kept. */
export const saveState = (db: Db, account: StoredAccount, state: AccountState, at: number): Promise<boolean> =>
  account.state === state
    ? Promise.resolve(true)
    : state === 'ACTIVE'
      ? change(db, account, null, {}, STATE)
      : change(db, account, null, { st: S(state), ss: N(at) });

/** Keeps how far the reading of a list of follows has come; false where it is not consented to any more. */
export const saveCheckpoint = (db: Db, account: Name, { syncId, cursor, pages, seen }: FollowsCheckpoint) =>
  change(db, account, 'SOCIAL_ENRICHMENT', { cp: S(JSON.stringify([syncId, cursor, pages, seen])) });

/** The list was read to its end; `counts` where they were read as well and are not kept yet: one write for both. */
export const saveFollowsRead = (
  db: Db,
  account: Name,
  readAt: number,
  count: number | null,
  counts: AccountCounts | null = null,
): Promise<boolean> =>
  change(
    db,
    account,
    'SOCIAL_ENRICHMENT',
    { f: N(readAt), ...(count === null ? {} : { n: N(count) }), ...(counts === null ? {} : countsOf(counts)) },
    ['cp', 'd', ...(count === null ? ['n'] : []), ...(counts === null ? [] : STATE)],
  );

/** Has the list of follows read by the next sync; false where it is not consented to any more. */
export const markFollowsDue = (db: Db, account: Name): Promise<boolean> =>
  change(db, account, 'SOCIAL_ENRICHMENT', { d: N(1) });

/** Keeps whether the account follows the brand; false where that is not consented to any more. */
export const saveFollowsBrand = (db: Db, account: Name, follows: boolean): Promise<boolean> =>
  change(db, account, 'SOCIAL_ENGAGEMENT', { b: N(follows ? 1 : 0) });

/** Replaces what an account is used for; without SOCIAL_ENRICHMENT handle, metrics and checkpoint go. */
export const setPurposes = (db: Db, account: Name, purposes: readonly ConsentPurpose[]): Promise<boolean> =>
  change(db, account, null, { g: S(encodePurposes(purposes)) }, [
    ...(purposes.includes('SOCIAL_ENRICHMENT') ? [] : ['h', 'm', 'cp', 'f', 'n', 'd']),
    ...(purposes.includes('SOCIAL_ENGAGEMENT') ? [] : ['b']),
  ]);

/** Removes an account; afterwards anybody who proves it may link it. */
export async function deleteAccount(db: Db, { customerId, hash }: Name): Promise<void> {
  await deleteItem(db, accountKey(customerId, hash));
  const owner: Key = accountOwnerKey(hash);
  try {
    await deleteItem(db, owner, {
      ConditionExpression: 'c = :me',
      ExpressionAttributeValues: { ':me': S(customerId) },
    });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
}
