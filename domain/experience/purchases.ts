import type { Order } from '../events.ts';
import { DAY_MS } from '../time/time.ts';

/** One product or assortment group somebody bought. */
export interface Bought {
  readonly key: string;
  /** Orders it was in. */
  readonly orders: number;
  readonly quantity: number;
  readonly netMinor: number;
  readonly lastAt: number;
}

const DAYS_A_YEAR = 365.25;
/** A rate over less than this many days is noise. */
const LEAST_DAYS = 30;

/** Frequency, repetition and breadth of what was bought. */
export interface PurchaseBehaviour {
  readonly orders: number;
  /** Orders a year since the first one; null before {@link LEAST_DAYS} days have passed. */
  readonly ordersPerYear: number | null;
  /** Those bought most often first. */
  readonly products: readonly Bought[];
  /** Products in more than one order. */
  readonly repeatProducts: number;
  /** Those with most revenue first. */
  readonly groups: readonly Bought[];
  /**
   * How many groups the revenue spreads over: exp of Shannon's entropy of its shares, 1 … number of groups (Hill 1973, number of order 1).
   * Null without revenue.
   */
  readonly breadth: number | null;
}

/** @param orders settled, oldest first; at least none  @param asOf epoch ms */
export function purchaseBehaviour(orders: readonly Order[], asOf: number): PurchaseBehaviour {
  const days = orders.length === 0 ? 0 : (asOf - orders[0]!.occurredAt) / DAY_MS;
  const products = bought(orders, ({ sku }) => sku);
  const groups = bought(orders, ({ group }) => group);
  return {
    orders: orders.length,
    ordersPerYear: days < LEAST_DAYS ? null : (orders.length * DAYS_A_YEAR) / days,
    products: products.sort((a, b) => b.orders - a.orders || byKey(a, b)),
    repeatProducts: products.filter((one) => one.orders > 1).length,
    groups: groups.sort((a, b) => b.netMinor - a.netMinor || byKey(a, b)),
    breadth: effectiveNumber(groups.map(({ netMinor }) => netMinor)),
  };
}

const byKey = (a: Bought, b: Bought): number => (a.key < b.key ? -1 : 1);

function bought(orders: readonly Order[], keyOf: (line: Order['lines'][number]) => string): Bought[] {
  const found = new Map<string, { -readonly [K in keyof Bought]: Bought[K] }>();
  for (const { lines, occurredAt } of orders)
    for (const [key, of] of Map.groupBy(lines, keyOf)) {
      const one = found.get(key) ?? { key, orders: 0, quantity: 0, netMinor: 0, lastAt: occurredAt };
      one.orders++;
      for (const { quantity, netMinor } of of) {
        one.quantity += quantity;
        one.netMinor += netMinor;
      }
      one.lastAt = Math.max(one.lastAt, occurredAt);
      found.set(key, one);
    }
  return [...found.values()];
}

/**
 * exp(H) of shares: how many equal parts would be as even. Null where nothing is above 0.
 *
 * @example effectiveNumber([5, 5]) // 2
 */
export function effectiveNumber(amounts: readonly number[]): number | null {
  const above = amounts.filter((amount) => amount > 0);
  const total = above.reduce((sum, amount) => sum + amount, 0);
  if (total === 0) return null;
  return Math.exp(above.reduce((sum, amount) => sum - (amount / total) * Math.log(amount / total), 0));
}
