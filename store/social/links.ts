import { VisibleError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import { B, N, S, str } from '../client/attributes.ts';
import { batchWrite } from '../client/batch.ts';
import { deleteItem, getItem, putItem, queryAll } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { keyedHash } from '../client/keyed-hash.ts';
import { aboutPk, LINK_SK, linkKey, type Key } from '../client/keys.ts';
import { seal, unseal } from '../client/sealed.ts';
import { parseCustomerId } from '../customers/identity.ts';

const PURPOSE = 'link';
const TOKEN = 'token of a link';

/**
 * Keeps what a customer may do with one address for a while, sealed. @returns the token of that address: a secret of which the
 * table only knows a hash. Whose it is, is sealed in it: no two tokens of one customer look alike (one of them stands on a public
 * profile), and what nobody gave out is refused without a read.
 */
export async function openLink(db: Db, customerId: CustomerId, content: object, expiresAt: number): Promise<string> {
  const token = Buffer.from(seal(db, TOKEN, customerId)).toString('base64url');
  await keepLink(db, token, content, expiresAt);
  return token;
}

/** Replaces what a token stands for. */
export async function keepLink(db: Db, token: string, content: object, expiresAt: number): Promise<void> {
  const key = keyOf(db, token);
  await putItem(db, {
    pk: S(key.pk),
    sk: S(key.sk),
    b: B(seal(db, PURPOSE, JSON.stringify(content))),
    // Deleted by time to live, and taken for absent from this second on (store/client/commands.ts).
    expiresAt: N(Math.ceil(expiresAt / 1000)),
  });
}

export interface OpenLink {
  readonly customerId: CustomerId;
  /** As kept; the caller checks it. */
  readonly content: unknown;
}

/** @throws VisibleError LINK_EXPIRED for a token that was never given out, was used, or ran out: which one is nobody's business */
export async function readLink(db: Db, token: string): Promise<OpenLink> {
  const key = keyOf(db, token);
  const sealed = (await getItem(db, { pk: key.pk, sk: key.sk }, { ConsistentRead: true }))?.['b']?.B;
  if (sealed === undefined) throw linkExpired();
  return { customerId: key.customerId, content: JSON.parse(unseal(db, PURPOSE, sealed)) as unknown };
}

/** Ends an invitation or a proof. Harmless to repeat. */
export const closeLink = (db: Db, token: string): Promise<void> => {
  const { pk, sk } = keyOf(db, token);
  return deleteItem(db, { pk, sk });
};

/** Closes everything that is under way for a customer. */
export async function forgetLinks(db: Db, customerId: CustomerId): Promise<void> {
  const items = await queryAll(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :links)',
    ExpressionAttributeValues: { ':pk': S(aboutPk(customerId)), ':links': S(LINK_SK) },
  });
  await batchWrite(
    db,
    items.map((item) => ({ DeleteRequest: { Key: { pk: S(str(item, 'pk')), sk: S(str(item, 'sk')) } } })),
  );
}

function keyOf(db: Db, token: string): Key & { readonly customerId: CustomerId } {
  if (!/^[\w-]{64}$/u.test(token)) throw linkExpired();
  try {
    const customerId = parseCustomerId(unseal(db, TOKEN, Buffer.from(token, 'base64url')));
    return { customerId, ...linkKey(customerId, keyedHash(db, ['link', token], 26)) };
  } catch {
    throw linkExpired();
  }
}

/** What is said of a link that is none, or no longer. */
export const linkExpired = (): VisibleError =>
  new VisibleError('LINK_EXPIRED', 'This link is not valid, or no longer. Ask for a new one and use it in time.');
