import type { CustomerId } from '../../domain/events.ts';

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
] as const;
export type NodeType = (typeof NODE_TYPES)[number];

export interface NodeKey {
  readonly type: NodeType;
  readonly key: string;
}

/** The opaque id of an object, unique over all types. What it is made of may change: clients must not take it apart. */
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

const CUSTOMER_ID = /^[0-9a-hjkmnp-tv-z]{20}$/;

/** The customer a global id stands for; null when it is not the id of a customer. */
export function customerIdFrom(id: string): CustomerId | null {
  const key = keyOf('Customer', id);
  return key !== null && CUSTOMER_ID.test(key) ? key : null;
}

/** Events are found by their customer and their sort key. */
export const eventGlobalId = (kind: 'ORDER' | 'INTERACTION', customerId: CustomerId, sk: string): string =>
  toGlobalId(kind === 'ORDER' ? 'Order' : 'Interaction', `${customerId}/${sk}`);

export function eventKeyFrom(key: string): { readonly customerId: CustomerId; readonly sk: string } | null {
  const customerId = key.slice(0, 20);
  const sk = key.slice(21);
  return CUSTOMER_ID.test(customerId) && key[20] === '/' && sk !== '' ? { customerId, sk } : null;
}

/** Claims are found by their name: friend, instant, hash. */
export const isClaimName = (key: string): boolean => /^[0-9a-hjkmnp-tv-z]{20}#\d{14}#[0-9a-hjkmnp-tv-z]{16}$/.test(key);

/** Linked accounts are found by their customer and the hash that names them. */
export const accountGlobalId = (customerId: CustomerId, hash: string): string =>
  toGlobalId('SocialAccount', `${customerId}/${hash}`);

export function accountNameFrom(key: string): { readonly customerId: CustomerId; readonly hash: string } | null {
  const [customerId = '', hash = ''] = key.split('/', 2);
  return CUSTOMER_ID.test(customerId) && /^[0-9a-hjkmnp-tv-z]{26}$/.test(hash) ? { customerId, hash } : null;
}
