import type { CustomerId } from '../../domain/events.ts';
import { str, type Item } from '../client/attributes.ts';
import { batchGet, keyName } from '../client/batch.ts';
import type { Db } from '../client/db.ts';
import { named, type CustomerIdentifier, type Identity } from './identity.ts';
import { customerKey, identityKey } from '../client/keys.ts';
import { customerIdOfItem } from './records.ts';
import { SURVIVOR_ATTRIBUTES, survivorItems } from './survivors.ts';

/** Whom an identifier means. */
export interface Resolved {
  /**
   * Under whom records that name the identifier lie, and are judged as new or known: also for who was merged into somebody,
   * so that a merge moves nothing.
   */
  readonly id: CustomerId;
  /** The customer this one is by now: another one after a merge. */
  readonly survivorId: CustomerId;
  /** The identity in canonical form; null when Kring's own id was given (which cannot create a customer). */
  readonly identity: Identity | null;
  /** The customer item with the attributes asked for; undefined when there is no such customer yet. */
  readonly item: Item | undefined;
}

/**
 * Finds the customers of any number of identifiers, in their order: an identity somebody attached to a customer (`I#`)
 * leads there, any other to the id derived from it. One batch, and a second for attached identities. Throws
 * InvalidInputError for an identifier that is none.
 */
export async function resolveCustomers(
  db: Db,
  identifiers: readonly CustomerIdentifier[],
  options: { consistent?: boolean; attributes?: readonly string[] } = {},
): Promise<Resolved[]> {
  const asked = identifiers.map((by) => named(db, by));
  const read = {
    consistent: options.consistent ?? false,
    ...(options.attributes === undefined ? {} : { attributes: ['c', ...SURVIVOR_ATTRIBUTES, ...options.attributes] }),
  };
  const first = await batchGet(
    db,
    asked.flatMap(({ id, hash }) => [customerKey(id), ...(hash === null ? [] : [identityKey(hash)])]),
    read,
  );
  const owners = asked.map(({ id, hash }) => {
    const attached = hash === null ? undefined : first.get(keyName(identityKey(hash)));
    return attached === undefined ? id : str(attached, 'c');
  });
  const elsewhere = owners.filter(
    (owner, index) => owner !== asked[index]!.id && !first.has(keyName(customerKey(owner))),
  );
  const second = elsewhere.length === 0 ? first : await batchGet(db, elsewhere.map(customerKey), read);
  const items = owners.map((id) => first.get(keyName(customerKey(id))) ?? second.get(keyName(customerKey(id))));
  const known = items.filter((item) => item !== undefined);
  const survivors = await survivorItems(db, known, options);
  const survivorOf = new Map(known.map((item, index) => [item, customerIdOfItem(survivors[index]!)]));
  return owners.map((id, index) => ({
    id,
    survivorId: (items[index] && survivorOf.get(items[index])) ?? id,
    identity: asked[index]!.identity,
    item: items[index],
  }));
}
