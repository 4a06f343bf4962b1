/**
 * Deletes what is recorded of a person: each function one step of an erasure, harmless to repeat and resumed by repeating. What runs have published
 * of them goes with the next run (enrichment/erase.ts).
 */
import type { CustomerId } from '../../domain/events.ts';
import { S, str, type Item } from '../client/attributes.ts';
import { batchGet, batchWrite, deleteRequest, keyName } from '../client/batch.ts';
import { deleteItem, isConditionFailed, queryPages, updateItem } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import {
  aboutPk,
  accountOwnerKey,
  customerKey,
  FOLLOWER_KEYS,
  followersPk,
  identityKey,
  inputsPk,
  orderPartsKey,
  ORDER_TOLD_SK,
  receiptKey,
  saidKey,
  shardOf,
  withdrawnKey,
  type Key,
} from '../client/keys.ts';
import { REVERSE_INDEX } from '../client/table.ts';
import { identityHash } from '../customers/identity.ts';
import { receiptHash } from '../events/history.ts';
import { accountsOf } from '../social/accounts.ts';
import type { Person } from './jobs.ts';

const CONCURRENT = 8;

/** Deletes items by their keys, each once. @returns how many different ones there were */
async function deleteAll(db: Db, keys: readonly Key[]): Promise<number> {
  const unique = [...new Map(keys.map((key) => [keyName(key), key])).values()];
  await batchWrite(db, unique.map(deleteRequest));
  return unique.length;
}

const keyIn = (item: Item): Key => ({ pk: str(item, 'pk'), sk: str(item, 'sk') });

/** What leads from a name to the person: identities that were attached, and what streams said of names, on both sides. */
export async function eraseIdentities(db: Db, { ids, identities, said }: Person): Promise<number> {
  const hashes = identities.map((identity) => identityHash(db, { identity })!);
  const owners = await batchGet(db, hashes.map(identityKey), { consistent: true });
  const own = [...owners.values()].filter((item) => ids.includes(str(item, 'c')));
  await mapLimit(said, CONCURRENT, (other) => unsay(db, other, ids));
  return deleteAll(db, own.map(keyIn));
}

/** Takes a person out of what streams said of another name; a name that was said of nobody else is theirs, and goes. */
async function unsay(db: Db, other: CustomerId, ids: readonly CustomerId[]): Promise<void> {
  const key = saidKey(other);
  try {
    const left = await updateItem(db, key, {
      UpdateExpression: 'DELETE u :ids, n :ids',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':ids': { SS: [...ids] } },
      ReturnValues: 'ALL_NEW',
    });
    if (left?.['u'] === undefined && left?.['n'] === undefined) await deleteItem(db, key);
    else if (ids.includes(left['m']?.S ?? '')) await updateItem(db, key, { UpdateExpression: 'REMOVE m' });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
}

/**
 * Everything that lies with the person: events of all kinds with their receipts and earlier versions, the parts orders were told in, influence
 * history, names that streams gave, links under way, exports. What decides about repeats goes last, so that a crash leaves it to be found again.
 */
export async function eraseEvents(db: Db, { ids }: Person): Promise<number> {
  let erased = 0;
  for (const id of ids)
    for await (const page of queryPages(db, {
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': S(aboutPk(id)) },
    })) {
      await deleteAll(
        db,
        page.flatMap((item) => besideEvent(db, item)),
      );
      erased += await deleteAll(db, page.map(keyIn));
    }
  return erased;
}

const KINDS: Readonly<Record<string, string>> = { O: 'ORDER', I: 'INTERACTION', F: 'FACT' };

/** What lies elsewhere in the table because of an item with the customer. */
function besideEvent(db: Db, item: Item): Key[] {
  const sk = str(item, 'sk');
  if (sk.startsWith(ORDER_TOLD_SK)) return [orderPartsKey(sk.slice(ORDER_TOLD_SK.length))];
  const kind = KINDS[item['k']?.S ?? ''];
  if (kind === undefined || !(sk.startsWith('E#') || sk.startsWith('V#'))) return [];
  const hash = receiptHash(db, kind, str(item, 'o'), str(item, 'i'));
  return [receiptKey(hash), ...(kind === 'ORDER' ? [orderPartsKey(hash)] : [])];
}

/** Ties and referral claims of the person in both directions, ended ones too, with the receipts of the claims. */
export async function eraseRelations(db: Db, { ids }: Person): Promise<number> {
  let erased = 0;
  const forget = async (input: Parameters<typeof queryPages>[1]): Promise<void> => {
    for await (const page of queryPages(db, input)) {
      const claims = page.filter((item) => str(item, 'sk').startsWith('R#'));
      await deleteAll(
        db,
        claims.map((item) => receiptKey(receiptHash(db, 'REFERRAL', str(item, 'o'), str(item, 'i')))),
      );
      erased += await deleteAll(db, page.map(keyIn));
    }
  };
  for (const id of ids) {
    for (const prefix of ['T#', 'R#'])
      await forget({
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :own)',
        ExpressionAttributeValues: { ':pk': S(inputsPk(shardOf(id))), ':own': S(`${prefix}${id}#`) },
      });
    for (const rpk of Array.from({ length: FOLLOWER_KEYS }, (_, part) => followersPk(id, part)))
      await forget({
        IndexName: REVERSE_INDEX,
        KeyConditionExpression: 'rpk = :rpk',
        ExpressionAttributeValues: { ':rpk': S(rpk) },
      });
  }
  return erased;
}

/** Linked accounts, whose they are, and notes of consent that was taken back. A sync that is at work drops what it read: it looks for the account first. */
export async function eraseAccounts(db: Db, { ids }: Person): Promise<number> {
  const accounts = await accountsOf(db, ids, { consistent: true });
  const keys = accounts.flatMap(({ source, hash }) => [
    accountOwnerKey(hash),
    ...ids.map((id) => withdrawnKey(source, id)),
  ]);
  await deleteAll(db, keys);
  let erased = 0;
  for (const id of ids)
    for await (const page of queryPages(db, {
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :accounts)',
      ExpressionAttributeValues: { ':pk': S(inputsPk(shardOf(id))), ':accounts': S(`A#${id}#`) },
    }))
      erased += await deleteAll(db, page.map(keyIn));
  return erased;
}

/** The customers themselves: from here on nobody finds them, and whoever still has their id reads nothing. */
export const eraseCustomers = (db: Db, { ids }: Person): Promise<number> => deleteAll(db, ids.map(customerKey));

/** What somebody who was at work while it was erased put behind it. Who has come back meanwhile is somebody new, and is left alone. */
export async function sweepAgain(db: Db, person: Person): Promise<void> {
  const back = await batchGet(db, person.ids.map(customerKey), { consistent: true, attributes: ['c'] });
  const gone = {
    ...person,
    ids: person.ids.filter((id) => back.get(keyName(customerKey(id)))?.['c'] === undefined),
  };
  if (gone.ids.length === 0) return;
  await eraseEvents(db, gone);
  await eraseRelations(db, gone);
  await eraseAccounts(db, gone);
  // A push, or a fold, that had read the customer before.
  await eraseCustomers(db, gone);
}
