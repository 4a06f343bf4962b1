import { VisibleError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import { B, N, S, str } from '../client/attributes.ts';
import { batchWrite } from '../client/batch.ts';
import { deleteItem, getItem, putItem, queryAll } from '../client/commands.ts';
import { randomText, type Db } from '../client/db.ts';
import { keyedHash } from '../client/keyed-hash.ts';
import { aboutPk, LINK_SK, linkKey } from '../client/keys.ts';
import { seal, unseal } from '../client/sealed.ts';
import { parseCustomerId } from '../customers/identity.ts';

const PURPOSE = 'link';

/**
 * Keeps what a customer may do with one address for a while, sealed. @returns the token of that address: whose it is, and a secret
 * of which the table only knows a hash.
 */
export async function openLink(db: Db, customerId: CustomerId, content: object, expiresAt: number): Promise<string> {
  const token = `${customerId}.${randomText(db, 24)}`;
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
  const sealed = (await getItem(db, key, { ConsistentRead: true }))?.['b']?.B;
  if (sealed === undefined) throw linkExpired();
  return { customerId: key.pk.slice(2), content: JSON.parse(unseal(db, PURPOSE, sealed)) as unknown };
}

export const closeLink = (db: Db, token: string): Promise<void> => deleteItem(db, keyOf(db, token));

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

function keyOf(db: Db, token: string): { pk: string; sk: string } {
  const [customerId = '', secret = ''] = token.split('.', 2);
  if (!/^[\w-]{32}$/u.test(secret)) throw linkExpired();
  try {
    return linkKey(parseCustomerId(customerId), keyedHash(db, ['link', secret], 26));
  } catch {
    throw linkExpired();
  }
}

export const linkExpired = (): VisibleError =>
  new VisibleError('LINK_EXPIRED', 'This link is not valid, or no longer. Ask for a new one and use it in time.');
