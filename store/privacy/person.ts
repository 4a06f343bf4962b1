import type { CustomerId } from '../../domain/events.ts';
import { batchGet } from '../client/batch.ts';
import type { Db } from '../client/db.ts';
import { saidKey } from '../client/keys.ts';
import { unknownCustomer } from '../customers/consents.ts';
import type { CustomerIdentifier } from '../customers/identity.ts';
import { decodeRecord, type CustomerRecord } from '../customers/records.ts';
import { resolveCustomers } from '../customers/resolve.ts';
import { customerSet } from '../events/fold.ts';
import { accountsOf } from '../social/accounts.ts';
import type { Person } from './jobs.ts';

/** Everybody who is one with a customer, as they are now: the survivor first. @throws VisibleError UNKNOWN_CUSTOMER */
export async function recordsOfPerson(db: Db, by: CustomerIdentifier): Promise<readonly CustomerRecord[]> {
  const [found] = await resolveCustomers(db, [by], { consistent: true });
  if (found!.item === undefined) throw unknownCustomer();
  return (await customerSet(db, found!.item)).map(decodeRecord);
}

/** Whom an identifier means, with everything they may be found or mentioned by. @throws VisibleError UNKNOWN_CUSTOMER */
export async function personOf(db: Db, by: CustomerIdentifier): Promise<Person> {
  const records = await recordsOfPerson(db, by);
  const ids = records.map(({ id }) => id);
  const accounts = await accountsOf(db, ids, { consistent: true });
  const identities = records.flatMap((record) => record.identities);
  const words = [
    ...records.flatMap(({ id, displayName, contacts }) => [
      id,
      ...(displayName === null ? [] : [displayName]),
      ...contacts.map(({ value }) => value),
    ]),
    ...identities.map(({ value }) => value),
    ...accounts.flatMap(({ handle, accountId, alsoKnownAs }) => [
      ...(handle === null ? [] : [handle]),
      accountId,
      ...alsoKnownAs,
    ]),
  ];
  return { ids, identities, words: [...new Set(words)], said: await saidOf(db, ids) };
}

/** Names that streams said are of these customers, and users these are said to be. */
async function saidOf(db: Db, ids: readonly CustomerId[]): Promise<CustomerId[]> {
  const found = await batchGet(db, ids.map(saidKey), { consistent: true });
  const named = [...found.values()].flatMap((item) => [...(item['n']?.SS ?? []), ...(item['u']?.SS ?? [])]);
  return [...new Set(named)].filter((id) => !ids.includes(id));
}
