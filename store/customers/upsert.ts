import type { CustomerId } from '../../domain/events.ts';
import { InvalidInputError, VisibleError } from '../../domain/errors.ts';
import { noteChange } from '../changes/log.ts';
import { N, S, str } from '../client/attributes.ts';
import { batchGet, keyName } from '../client/batch.ts';
import { deleteItem, getItem, isConditionFailed, putItem, updateItem } from '../client/commands.ts';
import { busy, fullJitter } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { named, normaliseIdentity, type CustomerIdentifier, type Identity } from './identity.ts';
import { customerKey, identityKey } from '../client/keys.ts';
import {
  CONTACTS,
  decodeRecord,
  encodeContacts,
  encodeIdentities,
  type Contact,
  type CustomerRecord,
} from './records.ts';
import { resolveCustomers } from './resolve.ts';
import { survivorsOf } from './survivors.ts';

/** The customer was changed since the caller read it. */
export class StaleVersionError extends VisibleError {
  readonly currentVersion: number;

  constructor(currentVersion: number) {
    super(
      'STALE_VERSION',
      `The customer is at version ${currentVersion} by now. Read it again, then repeat the change with expectedVersion: ${currentVersion}.`,
      { details: { currentVersion } },
    );
    this.currentVersion = currentVersion;
  }
}

/** An identity belongs to somebody else. */
export class IdentityConflictError extends VisibleError {
  readonly conflictingCustomerIds: readonly CustomerId[];

  constructor(conflictingCustomerIds: readonly CustomerId[]) {
    super(
      'IDENTITY_CONFLICT',
      'An identity already belongs to another customer. Leave it out, or correct it where it comes from.',
      { details: { conflictingCustomerIds } },
    );
    this.conflictingCustomerIds = conflictingCustomerIds;
  }
}

export interface CustomerUpsert {
  readonly by: CustomerIdentifier;
  /** Identities to attach to the customer; those it has already are fine. */
  readonly identities?: readonly CustomerIdentifier[];
  /** Absent: leave as it is; null: remove. */
  readonly displayName?: string | null;
  /** Contacts to add. */
  readonly contacts?: readonly Contact[];
  /** True means the customer as they are by now, when `by` names one who was merged into them. Default: whoever is named, as records are. */
  readonly ofSurvivor?: boolean;
  /** The version the caller saw; 0 means: must not exist yet. */
  readonly expectedVersion?: number;
}

const MAX_ATTEMPTS = 20;

/** Identities a customer has at most, and contacts: each is a claim of its own, and all of them are read with the customer. */
export const MAX_IDENTITIES = 100;

/**
 * Creates a customer, attaches identities, sets the name. Writes nothing when everything is so already.
 *
 * Throws StaleVersionError, IdentityConflictError, InvalidInputError, and UNKNOWN_CUSTOMER when `by` is an id nobody has.
 */
export async function upsertCustomer(db: Db, change: CustomerUpsert): Promise<CustomerRecord> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const { id, identity, item } = await customerOf(db, change);
    if (item === undefined && identity === null)
      throw new VisibleError(
        'UNKNOWN_CUSTOMER',
        'No customer has this id. Create one by an external id, e-mail address, phone number or handle.',
      );
    const before = item === undefined ? null : decodeRecord(item);
    if (change.expectedVersion !== undefined && change.expectedVersion !== (before?.version ?? 0)) {
      throw new StaleVersionError(before?.version ?? 0);
    }
    const next = wanted(change, before, identity);
    if (
      before !== null &&
      before.displayName === next.displayName &&
      encodeIdentities(before.identities) === encodeIdentities(next.identities) &&
      encodeContacts(before.contacts) === encodeContacts(next.contacts)
    )
      return before;
    const { claimed, elsewhere } = await claim(db, id, next.identities.slice(before?.identities.length ?? 0));
    // Whoever is one with the customer has those already.
    const isHere = (identity: Identity): boolean => !elsewhere.includes(named(db, { identity }).id);
    const identities = next.identities.filter(isHere);
    const sources = identities.slice(before?.identities.length ?? 0).flatMap(({ source }) => source ?? []);
    if (before !== null && sources.length > 0) await noteChange(db, { kind: 'NAMED', customers: [id], sources });
    const saved = await save(db, id, before, { ...next, identities });
    if (saved !== null) return saved;
    if (change.expectedVersion !== undefined) await release(db, id, claimed);
    await fullJitter(attempt, 5, 500);
  }
  throw busy();
}

/** The customer a change is about; the item whole. */
async function customerOf(db: Db, { by, ofSurvivor = false }: CustomerUpsert) {
  const [named_] = await resolveCustomers(db, [by], { consistent: true });
  const { id, survivorId, identity, item } = named_!;
  if (!ofSurvivor || survivorId === id) return { id, identity, item };
  return { id: survivorId, identity, item: await getItem(db, customerKey(survivorId), { ConsistentRead: true }) };
}

interface Wanted {
  readonly displayName: string | null;
  readonly identities: readonly Identity[];
  readonly contacts: readonly Contact[];
}

function wanted(change: CustomerUpsert, before: CustomerRecord | null, identity: Identity | null): Wanted {
  const identities = before !== null ? [...before.identities] : identity === null ? [] : [identity];
  for (const by of change.identities ?? []) {
    if ('id' in by) throw new InvalidInputError(['identities'], "Kring's own id is no identity to attach");
    const one = normaliseIdentity(by);
    if (!identities.some((known) => encodeIdentities([known]) === encodeIdentities([one]))) identities.push(one);
  }
  const contacts = [...(before?.contacts ?? []), ...(change.contacts ?? [])];
  for (const [path, now, most] of [
    ['identities', identities.length, before?.identities.length ?? 0],
    ['paymentFingerprints', contacts.length, before?.contacts.length ?? 0],
  ] as const)
    if (now > MAX_IDENTITIES && now > most)
      throw new InvalidInputError(
        [path],
        `A customer has at most ${MAX_IDENTITIES} ${path === 'identities' ? 'identities' : 'contacts'}; this would make ${now}. Is it one person?`,
        { code: 'TOO_MANY' },
      );
  const name = change.displayName?.normalize('NFC').trim();
  return {
    displayName:
      change.displayName === undefined
        ? (before?.displayName ?? null)
        : name === undefined || name === ''
          ? null
          : name,
    identities,
    contacts,
  };
}

/**
 * Makes new identities lead to this customer: first the claim, then the look whether the identity already names a
 * customer by itself. (Only an ingest that looked before the claim and creates that customer after the look slips
 * through; the identity then leads here, the other customer is found by id.) Returns the hashes newly claimed, and which of the
 * identities' own customers are one with this one; on a conflict nothing stays claimed.
 */
async function claim(
  db: Db,
  id: CustomerId,
  identities: readonly Identity[],
): Promise<{ readonly claimed: readonly string[]; readonly elsewhere: readonly CustomerId[] }> {
  const attached = identities.map((identity) => named(db, { identity })).filter((one) => one.id !== id);
  const claimed: string[] = [];
  const owners = new Map<CustomerId, CustomerId>();
  for (const { id: own, hash } of attached) {
    const key = identityKey(hash!);
    try {
      await putItem(
        db,
        { pk: S(key.pk), sk: S(key.sk), c: S(id) },
        { ConditionExpression: 'attribute_not_exists(pk)' },
      );
      claimed.push(hash!);
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      const owner = await getItem(db, key, { ConsistentRead: true });
      if (owner !== undefined && str(owner, 'c') !== id) owners.set(own, str(owner, 'c'));
    }
  }
  const others = attached.map((one) => one.id);
  const existing = await batchGet(db, others.map(customerKey), { consistent: true, attributes: [] });
  for (const other of others) if (existing.has(keyName(customerKey(other)))) owners.set(other, other);
  if (owners.size === 0) return { claimed, elsewhere: [] };
  const survivors = await survivorsOf(db, [id, ...owners.values()], { consistent: true });
  const conflicts = [...owners.values()].filter((owner) => survivors.get(owner) !== (survivors.get(id) ?? id));
  if (conflicts.length > 0) {
    await release(db, id, claimed);
    throw new IdentityConflictError([...new Set(conflicts)]);
  }
  // An identity that names a customer by itself, who is one with this one, goes on naming them.
  await release(
    db,
    id,
    attached.flatMap((one) => (owners.get(one.id) === one.id && claimed.includes(one.hash!) ? [one.hash!] : [])),
  );
  return { claimed, elsewhere: [...owners.keys()] };
}

async function release(db: Db, id: CustomerId, hashes: readonly string[]): Promise<void> {
  for (const hash of hashes) {
    try {
      await deleteItem(db, identityKey(hash), {
        ConditionExpression: 'c = :id',
        ExpressionAttributeValues: { ':id': S(id) },
      });
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
    }
  }
}

/** Writes identities and name if the customer still is at the version read; null when it is not. */
async function save(
  db: Db,
  id: CustomerId,
  before: CustomerRecord | null,
  next: Wanted,
): Promise<CustomerRecord | null> {
  const version = (before?.version ?? 0) + 1;
  const name = next.displayName;
  try {
    const item = await updateItem(db, customerKey(id), {
      UpdateExpression: `SET v = :v, i = :i, u = :u, c = if_not_exists(c, :u)${next.contacts.length === 0 ? '' : `, ${CONTACTS} = :h`}${name === null ? ' REMOVE n' : ', n = :n'}`,
      ConditionExpression: before === null ? 'attribute_not_exists(pk)' : 'v = :before',
      ExpressionAttributeValues: {
        ':v': N(version),
        ':i': S(encodeIdentities(next.identities)),
        ':u': N(db.clock()),
        ...(name === null ? {} : { ':n': S(name) }),
        ...(next.contacts.length === 0 ? {} : { ':h': S(encodeContacts(next.contacts)) }),
        ...(before === null ? {} : { ':before': N(before.version) }),
      },
      ReturnValues: 'ALL_NEW',
    });
    return decodeRecord(item!);
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    // The answer to this very write may have been lost and the write repeated.
    const item = await getItem(db, customerKey(id), { ConsistentRead: true });
    const now = item === undefined ? null : decodeRecord(item);
    const mine =
      now?.version === version &&
      now.displayName === name &&
      encodeContacts(now.contacts) === encodeContacts(next.contacts) &&
      encodeIdentities(now.identities) === encodeIdentities(next.identities);
    return mine ? now : null;
  }
}

/** What a source knows of a customer, beside the id it names them by. */
export interface CustomerDetails {
  readonly by: CustomerIdentifier;
  readonly displayName?: string | null;
  readonly email?: string;
  readonly phone?: string;
  /** Fingerprint of a card or account, as the payment provider makes it: the same card, the same text. */
  readonly payment?: string;
}

/**
 * {@link upsertCustomer} for what a source says: an e-mail address or phone number that is somebody else's already is no error
 * there. It is kept as a contact, so that the two are suggested to be one. Repeatable; writes nothing when all of it is known.
 *
 * @returns the customer, and which of the identities are somebody else's
 */
export async function describeCustomer(
  db: Db,
  details: CustomerDetails,
): Promise<{ readonly record: CustomerRecord; readonly shared: readonly Identity[] }> {
  const { by, displayName, email, phone, payment } = details;
  const identities = [
    ...(email === undefined ? [] : [normaliseIdentity({ email })]),
    ...(phone === undefined ? [] : [normaliseIdentity({ phone })]),
  ];
  const shared: Identity[] = [];
  const contacts: Contact[] = payment === undefined ? [] : [{ type: 'PAYMENT', value: payment }];
  const change = (own: readonly Identity[]): CustomerUpsert => ({
    by,
    ...(displayName == null ? {} : { displayName }),
    identities: own.map((identity) => ({ identity })),
    contacts: [
      ...contacts,
      ...shared.map(({ type, value }) => ({ type: type === 'EMAIL' ? ('EMAIL' as const) : ('PHONE' as const), value })),
    ],
  });
  try {
    return { record: await upsertCustomer(db, change(identities)), shared };
  } catch (error) {
    if (!(error instanceof IdentityConflictError)) throw error;
  }
  for (const identity of identities) {
    try {
      await upsertCustomer(db, change([identity]));
    } catch (error) {
      if (!(error instanceof IdentityConflictError)) throw error;
      shared.push(identity);
    }
  }
  return { record: await upsertCustomer(db, change([])), shared };
}
