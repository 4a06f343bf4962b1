import { ID_LETTERS } from '../../domain/events.ts';
import type { CustomerId } from '../../domain/events.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { keyedHash } from '../client/keyed-hash.ts';
import type { Db } from '../client/db.ts';

/** The ways to point at a customer: Kring's id, what a source knows them by, or an identity that is in canonical form already. */
export type CustomerIdentifier =
  | { readonly id: CustomerId }
  | { readonly externalId: { readonly source: string; readonly id: string } }
  | { readonly email: string }
  | { readonly phone: string }
  | { readonly handle: { readonly network: string; readonly handle: string } }
  | { readonly identity: Identity };

/** One identity in canonical form. `source` is the system of an external id, the network of a handle, else null. */
export interface Identity {
  readonly type: 'EXTERNAL_ID' | 'EMAIL' | 'PHONE' | 'HANDLE';
  readonly source: string | null;
  readonly value: string;
}

const MAX_LENGTH = 512;

/** Characters that show nothing and come along unseen when an id is copied: soft hyphen, zero-width and direction marks. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/gu;
const ORDINARY = /^[\w.:/#-]*$/;

const PRINTABLE_ASCII = /^[ -~]*$/;

/** Whether a text holds a control character other than tab and line ends. Most texts are plain, and a class of Unicode is slow to look for. */
export const hasControlCharacter = (text: string): boolean =>
  !PRINTABLE_ASCII.test(text) && /(?![\t\n\r])\p{Cc}/u.test(text);

/**
 * Why a text cannot be kept as it is, in words that follow its name; null when it can. UTF-8 has no half of a surrogate pair: it
 * would come back as another character.
 */
export const unkeepable = (text: string): string | null =>
  !text.isWellFormed()
    ? 'is not well-formed Unicode (half a surrogate pair)'
    : hasControlCharacter(text)
      ? 'contains a control character'
      : null;

/**
 * The form an id of a source has in Kring: NFC, without what cannot be seen, trimmed; one that is an e-mail address in
 * lower case. Otherwise ids are opaque: `A` and `a` are two customers.
 */
export function canonicalExternalId(value: string): string {
  if (ORDINARY.test(value)) return value;
  const text = value.normalize('NFC').replaceAll(INVISIBLE, '').trim();
  return EMAIL.test(text) ? text.toLowerCase() : text;
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/u;

function clean(field: string, value: string): string {
  // Hashing would take every lone surrogate for the same replacement character, and so two ids for one.
  const why = unkeepable(value);
  if (why !== null) throw new InvalidInputError([field], `${field} ${why}`);
  const text = value.normalize('NFC').trim();
  if (text === '') throw new InvalidInputError([field], `${field} is empty`);
  if (text.length > MAX_LENGTH)
    throw new InvalidInputError([field], `${field} is longer than ${MAX_LENGTH} characters`);
  return text;
}

/** Whether a text has the form of Kring's own ids. */
export const isCustomerId = (value: string): boolean =>
  value.length === 20 && [...value].every((character) => ID_LETTERS.includes(character));

/** Checks Kring's own id: 20 characters of lower-case Crockford base32. Throws InvalidInputError. */
export function parseCustomerId(value: string): CustomerId {
  if (!isCustomerId(value))
    throw new InvalidInputError(
      ['id'],
      'a customer id is 20 characters of Crockford base32, such as "7zk3m9q0v2c4n8r1t6w5"',
    );
  return value;
}

/**
 * The canonical form two spellings of one identity share: external ids as {@link canonicalExternalId}, e-mail addresses and
 * handles lower case, phone numbers `+` and digits. Throws InvalidInputError naming the field.
 */
export function normaliseIdentity(by: Exclude<CustomerIdentifier, { readonly id: CustomerId }>): Identity {
  if ('identity' in by) return by.identity;
  if ('externalId' in by) {
    return {
      type: 'EXTERNAL_ID',
      source: clean('externalId.source', by.externalId.source),
      value: clean('externalId.id', canonicalExternalId(by.externalId.id)),
    };
  }
  if ('email' in by) {
    const value = clean('email', by.email.replaceAll(INVISIBLE, '')).toLowerCase();
    if (!/^[^\s@]+@[^\s@]+$/u.test(value))
      throw new InvalidInputError(['email'], 'an e-mail address looks like "ada@example.com"');
    return { type: 'EMAIL', source: null, value };
  }
  if ('phone' in by) {
    const value = clean('phone', by.phone)
      .replace(/[\s()./-]/gu, '')
      .replace(/^00/u, '+');
    if (!/^\+[1-9]\d{5,14}$/u.test(value)) {
      throw new InvalidInputError(
        ['phone'],
        'a phone number is international: "+" and 6 to 15 digits, such as "+31 20 123 4567"',
      );
    }
    return { type: 'PHONE', source: null, value };
  }
  const value = clean('handle.handle', by.handle.handle).replace(/^@/u, '').toLowerCase();
  return {
    type: 'HANDLE',
    source: clean('handle.network', by.handle.network).toLowerCase(),
    value: clean('handle.handle', value),
  };
}

const parts = (identity: Identity): string[] => ['identity', identity.type, identity.source ?? '', identity.value];

/** Whom an identifier names, worked out once. */
export interface Named {
  /**
   * The id of the customer this identity names first: the first 100 bits of its hash. Somebody else may own the identity
   * (an `I#` item says so); store/customers/resolve.ts knows.
   */
  readonly id: CustomerId;
  /** The key the identity is found under (130 bits); null for Kring's own id, as is the identity. */
  readonly hash: string | null;
  readonly identity: Identity | null;
}

/** Whom an identifier names, by one hash. Throws InvalidInputError for an identifier that is none. */
export function named(db: Pick<Db, 'identityKey'>, by: CustomerIdentifier): Named {
  if ('id' in by) return { id: parseCustomerId(by.id), hash: null, identity: null };
  const identity = normaliseIdentity(by);
  const hash = keyedHash(db, parts(identity), 26);
  return { id: hash.slice(0, 20), hash, identity };
}

/**
 * The id of the customer an identifier names first, see {@link Named}.
 *
 * @example customerIdOf({ identityKey: 'k' }, { id: '7zk3m9q0v2c4n8r1t6w5' }) // '7zk3m9q0v2c4n8r1t6w5'
 */
export const customerIdOf = (db: Pick<Db, 'identityKey'>, by: CustomerIdentifier): CustomerId => named(db, by).id;

/** The key an identity is found under, or null for Kring's own id. */
export const identityHash = (db: Pick<Db, 'identityKey'>, by: CustomerIdentifier): string | null => named(db, by).hash;
