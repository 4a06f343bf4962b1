import type { PurchaseLog } from '../domain/clv/history/log.ts';

/** One row of a file of orders. */
export interface OrderEvent {
  /** Line of the file. */
  readonly row: number;
  readonly customer: string;
  readonly day: number;
  /** What was paid, below 0 for a return; null where the file does not say. */
  readonly amount: number | null;
  /** What was earned; below 0 for a loss, or for what a return takes back. */
  readonly margin: number | null;
  /** Whether it is a return. */
  readonly back: boolean;
}

export interface EventLog {
  readonly log: PurchaseLog;
  readonly ids: readonly string[];
  readonly firstDay: number;
  readonly lastDay: number;
  readonly dayBeforeLast: number;
  readonly returnsWithoutPurchase: number;
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

const ROUNDING = 1e-9;

/** Sums of decimals are not exact: less than a billionth is nothing. */
const nothingLeft = ({ left, amount }: Purchase): boolean => left <= ROUNDING * amount;

/**
 * Purchase days and dated returns of every customer, ids in order. A return is taken off the customer's latest purchases on or before its
 * day, each down to nothing, from its own day on; what no purchase is left for is counted, and lowers nothing.
 *
 * @param money which of the two is the log's margin; null counts 1 an order
 */
export const logOfEvents = (events: readonly OrderEvent[], money: 'margin' | 'amount' | null): EventLog => {
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
    if (own.every((event) => event.back)) own.forEach(({ amount }) => unmatched(-(amount ?? 0)));
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
  const log: PurchaseLog = {
    count: ids.length,
    offsets,
    ids,
    day: Int32Array.from(purchases, ({ day }) => day),
    marginMinor: Float64Array.from(purchases, (purchase) => purchase.money),
    ...(returns.length === 0
      ? {}
      : {
          returns: {
            entry: Int32Array.from(returns, ({ entry }) => entry),
            day: Int32Array.from(returns, ({ day }) => day),
            marginMinor: Float64Array.from(returns, (back) => back.money),
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
    unmatchedReturns,
  };
};

const addPurchase = (
  purchases: Purchase[],
  start: number,
  event: OrderEvent,
  money: 'margin' | 'amount' | null,
): void => {
  const amount = event.amount ?? 0;
  const worth = money === null ? 1 : (event[money] ?? 0);
  const last = purchases.at(-1);
  if (purchases.length > start && last!.day === event.day) {
    last!.amount += amount;
    last!.left += amount;
    if (money !== null) last!.money += worth;
  } else purchases.push({ day: event.day, amount, left: amount, money: worth });
};

/** Takes a return off the latest purchases from `start` on; returns what of its amount found none. */
const takeBack = (purchases: readonly Purchase[], start: number, event: OrderEvent, returns: Return[]): number => {
  const size = -(event.amount ?? 0);
  let rest = size;
  for (let entry = purchases.length - 1; entry >= start && rest > ROUNDING * size; entry--) {
    const purchase = purchases[entry]!;
    const taken = Math.min(rest, purchase.left);
    if (!(taken > 0)) continue;
    rest -= taken;
    purchase.left -= taken;
    // The margin a return states is its own; otherwise it takes back the same share of the margin as of the amount.
    const money = event.margin === null ? (purchase.money * taken) / purchase.amount : (-event.margin * taken) / size;
    returns.push({ entry, day: event.day, money, whole: nothingLeft(purchase) });
  }
  return rest > ROUNDING * size ? rest : 0;
};
