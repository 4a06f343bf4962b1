import { textRule } from './cells.ts';
import type { Rule } from './cells.ts';

/** What a shop's status means for value. UNPAID: no order, or not yet one. */
export type OrderStatus = 'PAID' | 'UNPAID' | 'CANCELLED' | 'REFUNDED' | 'PARTLY_REFUNDED';

/** As Shopify, WooCommerce, Stripe and others write them, in lower case and with spaces. */
const STATUSES: Readonly<Record<OrderStatus, readonly string[]>> = {
  PAID: [
    'paid',
    'partially paid',
    'complete',
    'completed',
    'processing',
    'fulfilled',
    'partially fulfilled',
    'unfulfilled',
    'shipped',
    'delivered',
    'closed',
    'open',
    'active',
    'archived',
    'succeeded',
    'success',
    'captured',
    'settled',
  ],
  UNPAID: [
    'pending',
    'pending payment',
    'unpaid',
    'authorized',
    'authorised',
    'on hold',
    'draft',
    'checkout draft',
    'failed',
    'declined',
    'expired',
    'requires payment',
    'blocked',
    'trash',
  ],
  CANCELLED: ['cancelled', 'canceled', 'voided', 'void'],
  REFUNDED: ['refunded', 'fully refunded', 'returned'],
  PARTLY_REFUNDED: ['partially refunded', 'partial refund', 'partly refunded'],
};
const MEANING = new Map(
  Object.entries(STATUSES).flatMap(([status, names]) => names.map((name) => [name, status as OrderStatus] as const)),
);

/** A status cell. One that nobody knows is refused: to take it for paid would count what may never have been. */
export const statusRule: Rule<OrderStatus> = (value, fault) => {
  if (textRule(value, fault) === undefined) return undefined;
  const status = MEANING.get(
    value
      .toLowerCase()
      .replace(/^wc-/, '')
      .replaceAll(/[\s_-]+/g, ' ')
      .trim(),
  );
  if (status === undefined) fault(`is no known status; known are ${[...MEANING.keys()].join(', ')}`);
  return status;
};
