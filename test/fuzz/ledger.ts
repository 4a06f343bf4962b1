import type { Json } from '../resolvers/client.ts';
import type { Shown } from './read-back.ts';

/** What the orders of one customer come to, added up from what the API shows of them and from nothing else. */
export interface Account {
  /** Paid less given back. */
  readonly revenueMinor: number;
  /** Margin where the cost is known, else revenue, of what was bought, before anything went back. */
  readonly boughtMinor: number;
  readonly hasReturns: boolean;
}

const isBack = ({ net, quantity }: Json): boolean => net.minorUnits < 0 || quantity < 0;

/** As of an instant: what was placed, given back or cancelled later did not happen yet. */
export function accountOf({ orders }: Pick<Shown, 'orders'>, asOf: number): Account {
  const isBy = (text: string | null): boolean => text !== null && Date.parse(text) <= asOf;
  const placed = orders.filter(({ placedAt }) => isBy(placedAt));
  const nameOf = (source: string, id: string): string => JSON.stringify([source, id]);
  const cancelled = new Set(
    placed.filter((order) => isBy(order.cancelledAt)).map(({ source, sourceId }) => nameOf(source, sourceId)),
  );
  let revenueMinor = 0;
  let boughtMinor = 0;
  let hasReturns = false;
  for (const { source, sourceId, lines } of placed) {
    if (cancelled.has(nameOf(source, sourceId))) continue;
    for (const line of lines) {
      if (!isBack(line)) {
        revenueMinor += line.net.minorUnits;
        boughtMinor += line.net.minorUnits - (line.cost?.minorUnits ?? 0);
        continue;
      }
      // What names a cancelled order went back with it.
      if (line.returnOf !== null && cancelled.has(nameOf(source, line.returnOf))) continue;
      if (line.returnedAt !== null && !isBy(line.returnedAt)) continue;
      hasReturns = true;
      revenueMinor += line.net.minorUnits;
    }
  }
  return { revenueMinor, boughtMinor, hasReturns };
}
