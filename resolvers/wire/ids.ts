import { ID_LETTERS } from '../../domain/events.ts';
import type { CustomerId } from '../../domain/events.ts';
import { isCustomerId } from '../../store/customers/identity.ts';

export const NODE_TYPES = [
  'Customer',
  'Segment',
  'Order',
  'Interaction',
  'Referral',
  'EnrichmentRun',
  'Community',
  'SocialAccount',
  'SocialSync',
  'PrivacyJob',
] as const;
export type NodeType = (typeof NODE_TYPES)[number];

export interface NodeKey {
  readonly type: NodeType;
  readonly key: string;
}

/**
 * The opaque id of an object, unique over all types. What it is made of may change: clients must not take it apart.
 *
 * @example toGlobalId('Segment', 'vip') // 'U2VnbWVudDp2aXA'
 */
export const toGlobalId = (type: NodeType, key: string): string =>
  Buffer.from(`${type}:${key}`, 'utf8').toString('base64url');

/** Longer than any id Kring makes; what is longer is not worth decoding, and too long for a key of the table. */
const MAX_ID = 200;

/** What a global id stands for; null when Kring cannot have made it. */
export function fromGlobalId(id: string): NodeKey | null {
  if (id.length > MAX_ID) return null;
  const text = Buffer.from(id, 'base64url').toString('utf8');
  const colon = text.indexOf(':');
  const type = NODE_TYPES.find((name) => name === text.slice(0, colon));
  const key = text.slice(colon + 1);
  return type === undefined || key === '' || toGlobalId(type, key) !== id ? null : { type, key };
}

/** The key of a global id of one type; null for anything else. */
export function keyOf(type: NodeType, id: string): string | null {
  const node = fromGlobalId(id);
  return node?.type === type ? node.key : null;
}

/** The customer a global id stands for; null when it is not the id of a customer. */
export function customerIdFrom(id: string): CustomerId | null {
  const key = keyOf('Customer', id);
  return key !== null && isCustomerId(key) ? key : null;
}

/** Events are found by their customer and their sort key. */
export const eventGlobalId = (kind: 'ORDER' | 'INTERACTION', customerId: CustomerId, sk: string): string =>
  toGlobalId(kind === 'ORDER' ? 'Order' : 'Interaction', `${customerId}/${sk}`);

/** The customer and the place in the timeline that the key of an event holds; null where it holds none. */
export function eventKeyFrom(key: string): { readonly customerId: CustomerId; readonly sk: string } | null {
  const customerId = key.slice(0, 20);
  const sk = key.slice(21);
  return isCustomerId(customerId) && key[20] === '/' && sk !== '' ? { customerId, sk } : null;
}

/** Claims are found by their name: friend, instant, hash. */
export const isClaimName = (key: string): boolean => CLAIM_NAME.test(key);
const CLAIM_NAME = new RegExp(`^[${ID_LETTERS}]{20}#\\d{14}#[${ID_LETTERS}]{16}$`);

const ACCOUNT_HASH = new RegExp(`^[${ID_LETTERS}]{26}$`);

/** Linked accounts are found by their customer and the hash that names them. */
export const accountGlobalId = (customerId: CustomerId, hash: string): string =>
  toGlobalId('SocialAccount', `${customerId}/${hash}`);

/** The customer and the hash that the key of a linked account holds; null where it holds none. */
export function accountNameFrom(key: string): { readonly customerId: CustomerId; readonly hash: string } | null {
  const [customerId = '', hash = ''] = key.split('/', 2);
  return isCustomerId(customerId) && ACCOUNT_HASH.test(hash) ? { customerId, hash } : null;
}
