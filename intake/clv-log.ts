import type { PurchaseLog } from '../domain/clv/history/log.ts';
import { isReturn } from '../domain/events.ts';
import type { OrderLine } from '../domain/events.ts';
import type { DayOf } from '../domain/time/time.ts';
import type { AssembledOrder } from './order-lines.ts';

/** What a forecast counts: the margin, where there are only amounts the amount; null counts 1 an order. */
export type Money = 'margin' | 'amount' | null;

/** What one order, or one return, says to a forecast; amounts in minor units. */
export interface OrderEvent {
  readonly customer: string;
  readonly day: number;
  /** What was paid, below 0 for a return. */
  readonly amountMinor: number;
  /** What was earned; below 0 for a loss, or for what a return takes back. null where nothing says. */
  readonly marginMinor: number | null;
  /** Whether it is a return. */
  readonly back: boolean;
  /** Of a return that names its order: the day of that, which it lowers before any other. */
  readonly ofDay: number | null;
}

/**
 * An order as it was placed, and what went back of it, each on its day. One that was cancelled later was a purchase until then; one that was
 * cancelled on its own day is none.
 */
export function eventsOf({ customer, order }: AssembledOrder, dayOf: DayOf): OrderEvent[] {
  const placed = dayOf(order.occurredAt);
  const event = (
    day: number,
    lines: readonly OrderLine[],
    sign: 1 | -1,
    back: boolean,
    ofDay: number | null = null,
  ): OrderEvent => ({
    customer,
    day,
    amountMinor: sign * lines.reduce((sum, { netMinor }) => sum + netMinor, 0),
    marginMinor: lines.some(({ costMinor }) => costMinor === undefined)
      ? null
      : sign * lines.reduce((sum, { netMinor, costMinor }) => sum + netMinor - costMinor!, 0),
    back,
    ofDay,
  });
  const bought = order.lines.filter((line) => !isReturn(line));
  const purchase = bought.length === 0 ? [] : [event(placed, bought, 1, false)];
  if (order.cancelledAt === undefined) {
    const back = order.lines.filter(isReturn);
    return [
      ...purchase,
      ...back.map((line) =>
        event(
          line.returnedAt === undefined ? placed : dayOf(line.returnedAt),
          [line],
          1,
          true,
          line.returnOf === order.id ? placed : null,
        ),
      ),
    ];
  }
  const cancelled = dayOf(order.cancelledAt);
  return cancelled <= placed || bought.length === 0 ? [] : [...purchase, event(cancelled, bought, -1, true, placed)];
}

export interface EventLog {
  readonly log: PurchaseLog;
  readonly ids: readonly string[];
  readonly firstDay: number;
  readonly lastDay: number;
  readonly dayBeforeLast: number;
  readonly returnsWithoutPurchase: number;
  /** In the unit of the file. */
  readonly unmatchedReturns: number;
}

/** A purchase day on its way into the log; `left` is what has not been returned of the amount. */
interface Purchase {
  readonly day: number;
  amount: number;
  left: number;
  money: number;
}
interface Return {
  readonly entry: number;
  readonly day: number;
  readonly money: number;
  readonly whole: boolean;
}

/**
 * Purchase days and dated returns of every customer, ids in order. A return is taken off the purchase it names, then off the customer's latest ones on or before its
 * day, each down to nothing, from its own day on; what no purchase is left for is counted, and lowers nothing.
 *
 * @param money which of the two is the log's margin; null counts 1 an order
 * @param unitMinor minor units in the unit the log counts in
 */
export const logOfEvents = (events: readonly OrderEvent[], money: Money, unitMinor: number): EventLog => {
  const byCustomer = new Map<string, OrderEvent[]>();
  for (const event of events) {
    const own = byCustomer.get(event.customer);
    if (own === undefined) byCustomer.set(event.customer, [event]);
    else own.push(event);
  }
  const ids = [...byCustomer.keys()].filter((id) => byCustomer.get(id)!.some((event) => !event.back)).sort();
  const offsets = new Int32Array(ids.length + 1);
  const purchases: Purchase[] = [];
  const returns: Return[] = [];
  let [returnsWithoutPurchase, unmatchedReturns] = [0, 0];
  const unmatched = (rest: number): void => {
    returnsWithoutPurchase++;
    unmatchedReturns += rest;
  };
  for (const own of byCustomer.values()) {
    if (own.every((event) => event.back)) own.forEach(({ amountMinor }) => unmatched(-amountMinor));
  }
  ids.forEach((id, i) => {
    const start = purchases.length;
    // Of one day, what was bought comes before what went back.
    for (const event of byCustomer.get(id)!.sort((a, b) => a.day - b.day || Number(a.back) - Number(b.back))) {
      if (event.back) {
        const rest = takeBack(purchases, start, event, returns);
        if (rest > 0) unmatched(rest);
      } else addPurchase(purchases, start, event, money);
    }
    offsets[i + 1] = purchases.length;
  });
  let [firstDay, lastDay, dayBeforeLast] = [Infinity, -Infinity, -Infinity];
  for (const { day } of [...purchases, ...returns]) {
    firstDay = Math.min(firstDay, day);
    if (day > lastDay) [lastDay, dayBeforeLast] = [day, lastDay];
    else if (day < lastDay) dayBeforeLast = Math.max(dayBeforeLast, day);
  }
  const moneyUnit = money === null ? 1 : unitMinor;
  const log: PurchaseLog = {
    count: ids.length,
    offsets,
    ids,
    day: Int32Array.from(purchases, ({ day }) => day),
    marginMinor: Float64Array.from(purchases, (purchase) => purchase.money / moneyUnit),
    ...(returns.length === 0
      ? {}
      : {
          returns: {
            entry: Int32Array.from(returns, ({ entry }) => entry),
            day: Int32Array.from(returns, ({ day }) => day),
            marginMinor: Float64Array.from(returns, (back) => back.money / moneyUnit),
            whole: Uint8Array.from(returns, ({ whole }) => Number(whole)),
          },
        }),
  };
  return {
    log,
    ids,
    firstDay,
    lastDay,
    dayBeforeLast: Math.max(dayBeforeLast, Math.min(firstDay, lastDay)),
    returnsWithoutPurchase,
    unmatchedReturns: unmatchedReturns / unitMinor,
  };
};

const addPurchase = (purchases: Purchase[], start: number, event: OrderEvent, money: Money): void => {
  const amount = event.amountMinor;
  const worth = money === null ? 1 : money === 'amount' ? amount : (event.marginMinor ?? 0);
  const last = purchases.at(-1);
  if (purchases.length > start && last!.day === event.day) {
    last!.amount += amount;
    last!.left += amount;
    if (money !== null) last!.money += worth;
  } else purchases.push({ day: event.day, amount, left: amount, money: worth });
};

/** Takes a return off the latest purchases from `start` on; returns what of its amount found none. */
const takeBack = (purchases: readonly Purchase[], start: number, event: OrderEvent, returns: Return[]): number => {
  const size = -event.amountMinor;
  let rest = size;
  const takeFrom = (entry: number): void => {
    const purchase = purchases[entry]!;
    const taken = Math.min(rest, purchase.left);
    if (!(taken > 0)) return;
    rest -= taken;
    purchase.left -= taken;
    // The margin a return states is its own; otherwise it takes back the same share of the margin as of the amount.
    const money =
      event.marginMinor === null ? (purchase.money * taken) / purchase.amount : (-event.marginMinor * taken) / size;
    returns.push({ entry, day: event.day, money, whole: purchase.left === 0 });
  };
  if (event.ofDay !== null) {
    const named = purchases.findLastIndex(({ day }, entry) => entry >= start && day === event.ofDay);
    if (named >= 0) takeFrom(named);
  }
  for (let entry = purchases.length - 1; entry >= start; entry--) {
    if (rest === 0) break;
    takeFrom(entry);
  }
  return rest;
};
