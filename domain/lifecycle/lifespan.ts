import type { Order } from '../events.ts';
import type { DayOf } from '../time/time.ts';

/** A product a customer bought last on a day. */
export interface LastBought {
  readonly source: string;
  readonly sku: string;
  readonly group: string;
  readonly boughtDay: number;
}

/** Products by their last purchase, the newest first. @param orders as they stand after returns */
export function lastBought(orders: readonly Order[], dayOf: DayOf): LastBought[] {
  const found = new Map<string, LastBought>();
  for (const { source, occurredAt, lines } of orders)
    for (const { sku, group, quantity } of lines) {
      const boughtDay = dayOf(occurredAt);
      const key = JSON.stringify([source, sku]);
      if (quantity > 0 && boughtDay >= (found.get(key)?.boughtDay ?? -Infinity))
        found.set(key, { source, sku, group, boughtDay });
    }
  return [...found.values()].sort(
    (a, b) =>
      b.boughtDay - a.boughtDay || (a.source === b.source ? (a.sku < b.sku ? -1 : 1) : a.source < b.source ? -1 : 1),
  );
}
