import { VisibleError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import { withConsent, type Consent } from '../../domain/social/consent.ts';
import { optionalStr, S } from '../client/attributes.ts';
import { getItem, isConditionFailed, updateItem } from '../client/commands.ts';
import { busy, fullJitter } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { customerKey } from '../client/keys.ts';
import { CONSENTS, decodeRecord, encodeConsents, type CustomerRecord } from './records.ts';
import { idsOf, survivorsOf } from './survivors.ts';

const MAX_ATTEMPTS = 20;

/**
 * Records what a customer said, several purposes at once; writes nothing when it is known. Idempotent: what was said later
 * stands. @throws VisibleError UNKNOWN_CUSTOMER
 */
export async function sayConsents(db: Db, id: CustomerId, said: readonly Consent[]): Promise<CustomerRecord> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const item = await getItem(db, customerKey(id), { ConsistentRead: true });
    if (item === undefined) throw unknownCustomer();
    const record = decodeRecord(item);
    const next = said.reduce<readonly Consent[]>(withConsent, record.consents);
    const [before, after] = [optionalStr(item, CONSENTS), encodeConsents(next)];
    if (after === (before ?? '[]')) return record;
    try {
      const saved = await updateItem(db, customerKey(id), {
        UpdateExpression: 'SET #k = :after',
        ConditionExpression:
          before === undefined ? 'attribute_exists(pk) AND attribute_not_exists(#k)' : '#k = :before',
        ExpressionAttributeNames: { '#k': CONSENTS },
        ExpressionAttributeValues: { ':after': S(after), ...(before === undefined ? {} : { ':before': S(before) }) },
        ReturnValues: 'ALL_NEW',
      });
      return decodeRecord(saved!);
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      await fullJitter(attempt, 5, 500);
    }
  }
  throw busy();
}

/** What customers who are one said: of each purpose what was said last. */
export const consentsOf = (everybody: readonly CustomerRecord[]): readonly Consent[] =>
  everybody.flatMap(({ consents }) => consents).reduce<readonly Consent[]>(withConsent, []);

/** {@link consentsOf} customers by their ids, strongly consistent. */
export const consentsById = async (db: Db, ids: readonly CustomerId[]): Promise<readonly Consent[]> =>
  consentsOf(await Promise.all(ids.map((id) => customerRecord(db, id))));

/** A customer as recorded now, strongly consistent. @throws VisibleError UNKNOWN_CUSTOMER */
export async function customerRecord(db: Db, id: CustomerId): Promise<CustomerRecord> {
  const item = await getItem(db, customerKey(id), { ConsistentRead: true });
  if (item === undefined) throw unknownCustomer();
  return decodeRecord(item);
}

/** What is said where an identifier names nobody. */
export const unknownCustomer = (): VisibleError =>
  new VisibleError(
    'UNKNOWN_CUSTOMER',
    'There is no such customer. Send an order or interaction of theirs, or customerUpsert, first.',
  );

/** Everybody who is one with a customer, the customer included: what is agreed to or taken back holds for all of them. */
export async function everyIdOf(db: Db, id: CustomerId): Promise<readonly CustomerId[]> {
  const survivor = (await survivorsOf(db, [id])).get(id);
  return survivor === undefined ? [id] : idsOf(await customerRecord(db, survivor));
}
