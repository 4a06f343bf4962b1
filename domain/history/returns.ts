/**
 * What was bought and kept: orders after their cancellations and returns. Everything that counts purchases (timing, RFM,
 * stages, groups, lifetime value) counts what {@link settleOrders} leaves, so that a customer whose order was given back in full
 * is the customer who never placed it.
 *
 * - A cancelled order is none, and so is what was returned of it.
 * - A return that names an order gives back lines of that product; of the whole order in proportion, where the order has no such
 *   product. Named returns are settled first: they say what the others only guess.
 * - A return that names none gives back the customer's latest earlier purchases of the product at the same source.
 * - What finds nothing to give back is a **credit**: money out on its day, never a purchase and never less of one.
 * - Goods come back at what they cost: the cost goes with the amount, in proportion.
 * - An order of which no money is left is none, with its free lines.
 */
import { isReturn } from '../events.ts';
import type { CustomerEvent, Order, OrderLine } from '../events.ts';
import { roundConserving } from '../money/money.ts';

/** Why money given back met no purchase. */
export type CreditReason = 'NO_EARLIER_PURCHASE' | 'UNKNOWN_ORDER' | 'MORE_THAN_BOUGHT';

interface RecordName {
  readonly source: string;
  readonly id: string;
}

/** Money that went back to the customer, once per order it was taken from. */
export interface MoneyBack {
  /** REFUND: of a purchase. CREDIT: no purchase was found to take it from. */
  readonly kind: 'REFUND' | 'CREDIT';
  readonly at: number;
  readonly sku: string;
  /** What was given back, above 0: margin where the cost is known, else revenue. */
  readonly amountMinor: number;
  readonly knownMarginMinor: number;
  readonly uncostedRevenueMinor: number;
  /** The record that holds the return. */
  readonly toldBy: RecordName;
  /** The order it was taken from; null for a credit. */
  readonly order: RecordName | null;
  /** Null for a refund. */
  readonly reason: CreditReason | null;
}

export interface SettledOrders<E extends CustomerEvent = CustomerEvent> {
  /** The events in their order, with the orders that still stand as they stand. */
  readonly events: readonly E[];
  /** In the order in which it went back. */
  readonly moneyBack: readonly MoneyBack[];
}

/** A purchased line and what is left of it. */
interface Purchase {
  readonly line: OrderLine;
  leftMinor: number;
  /** NaN where the cost is unknown. */
  leftCostMinor: number;
}

interface OpenOrder {
  readonly order: Order;
  readonly purchases: readonly Purchase[];
  /** Given back in full: nothing of it counts. */
  gone: boolean;
}

interface Return {
  readonly line: OrderLine;
  readonly at: number;
  readonly toldBy: Order;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
/** Named orders first; then as time went. Equal ones keep the sequence of their lines, because the sort is stable. */
const compareReturns = (a: Return, b: Return): number =>
  Number(a.line.returnOf === undefined) - Number(b.line.returnOf === undefined) ||
  a.at - b.at ||
  compareText(a.toldBy.source, b.toldBy.source) ||
  compareText(a.toldBy.id, b.toldBy.id);

const nameOf = (source: string, id: string): string => JSON.stringify([source, id]);
const nothing = (): { amountMinor: number; knownMarginMinor: number; uncostedRevenueMinor: number } => ({
  amountMinor: 0,
  knownMarginMinor: 0,
  uncostedRevenueMinor: 0,
});
type Money = ReturnType<typeof nothing>;

/**
 * @param events of one customer, in canonical order and without repeats (canonical.ts)
 * @example settleOrders([]) // { events: [], moneyBack: [] }
 */
export function settleOrders<E extends CustomerEvent>(events: readonly E[]): SettledOrders<E> {
  const orders = events.filter((event): event is E & Order => event.kind === 'ORDER');
  if (orders.every(({ cancelledAt, lines }) => cancelledAt === undefined && !lines.some(isReturn)))
    return { events, moneyBack: [] };
  const open = new Map<string, OpenOrder>();
  const cancelled = new Set<string>();
  const returns: Return[] = [];
  for (const order of orders) {
    if (order.cancelledAt !== undefined) {
      cancelled.add(nameOf(order.source, order.id));
      continue;
    }
    const purchases = order.lines
      .filter((line) => !isReturn(line))
      .map((line) => ({ line, leftMinor: line.netMinor, leftCostMinor: line.costMinor ?? Number.NaN }));
    open.set(nameOf(order.source, order.id), { order, purchases, gone: purchases.length === 0 });
    for (const line of order.lines)
      if (isReturn(line)) returns.push({ line, at: line.returnedAt ?? order.occurredAt, toldBy: order });
  }
  const bySku = latestFirst([...open.values()]);
  const moneyBack = returns.toSorted(compareReturns).flatMap((one): MoneyBack[] => {
    if (one.line.returnOf === undefined)
      return settle(one, bySku.get(nameOf(one.toldBy.source, one.line.sku)) ?? [], 'NO_EARLIER_PURCHASE');
    const name = nameOf(one.toldBy.source, one.line.returnOf);
    // The whole order went back with its cancellation.
    if (cancelled.has(name)) return [];
    const order = open.get(name);
    return settle(one, order === undefined ? [] : [order], 'UNKNOWN_ORDER');
  });
  return {
    events: events.flatMap((event): E[] => {
      if (event.kind !== 'ORDER') return [event];
      const state = open.get(nameOf(event.source, event.id));
      return state === undefined || state.gone ? [] : [standing(event, state)];
    }),
    moneyBack: moneyBack.toSorted((a, b) => a.at - b.at),
  };
}

/** The orders that hold a product, newest first. */
function latestFirst(orders: readonly OpenOrder[]): Map<string, OpenOrder[]> {
  const bySku = new Map<string, OpenOrder[]>();
  for (const open of orders.toReversed()) {
    for (const sku of new Set(open.purchases.map(({ line }) => line.sku))) {
      const name = nameOf(open.order.source, sku);
      const known = bySku.get(name);
      if (known === undefined) bySku.set(name, [open]);
      else known.push(open);
    }
  }
  return bySku;
}

/** Takes a return from the first orders that still have what it gives back; what is left over is a credit. */
function settle({ line, at, toldBy }: Return, candidates: readonly OpenOrder[], otherwise: CreditReason): MoneyBack[] {
  const base = { at, sku: line.sku, toldBy: { source: toldBy.source, id: toldBy.id } };
  const named = line.returnOf !== undefined;
  const eligible = candidates
    .filter(({ order }) => named || order.occurredAt <= at)
    // A deduction within an order means that order before any other of the day.
    .toSorted((a, b) => Number(b.order === toldBy) - Number(a.order === toldBy));
  const back: MoneyBack[] = [];
  let leftMinor = -line.netMinor;
  for (const open of eligible) {
    if (leftMinor <= 0) break;
    const taken = takeFrom(open, line.sku, leftMinor);
    if (taken.amountMinor === 0) continue;
    leftMinor -= taken.amountMinor;
    back.push({
      kind: 'REFUND',
      ...base,
      ...taken,
      order: { source: open.order.source, id: open.order.id },
      reason: null,
    });
  }
  if (leftMinor > 0) {
    const cost = shareOf(-(line.costMinor ?? Number.NaN), leftMinor, -line.netMinor);
    const reason = eligible.length > 0 ? 'MORE_THAN_BOUGHT' : otherwise;
    back.push({ kind: 'CREDIT', ...base, ...moneyOf(leftMinor, cost), order: null, reason });
  }
  return back;
}

/** Part of a whole-unit amount, rounded; NaN of an unknown one. `whole` is not 0. */
const shareOf = (minor: number, part: number, whole: number): number => Math.round((minor * part) / whole);

const moneyOf = (amountMinor: number, costMinor: number): Money =>
  Number.isNaN(costMinor)
    ? { amountMinor, knownMarginMinor: 0, uncostedRevenueMinor: amountMinor }
    : { amountMinor, knownMarginMinor: amountMinor - costMinor, uncostedRevenueMinor: 0 };

/** Takes up to `wantedMinor` back from an order: from its lines of the product one by one, or from all lines in proportion. */
function takeFrom(open: OpenOrder, sku: string, wantedMinor: number): Money {
  const ofProduct = open.purchases.filter(({ line }) => line.sku === sku);
  const lines = ofProduct.length > 0 ? ofProduct : open.purchases;
  const availableMinor = lines.reduce((sum, { leftMinor }) => sum + leftMinor, 0);
  const takenMinor = Math.min(wantedMinor, availableMinor);
  const taken = nothing();
  if (takenMinor <= 0) return taken;
  const shares =
    ofProduct.length > 0 || takenMinor === availableMinor
      ? null
      : roundConserving(
          Float64Array.from(lines, ({ leftMinor }) => (takenMinor * leftMinor) / availableMinor),
          takenMinor,
        );
  let toTakeMinor = takenMinor;
  for (const [index, purchase] of lines.entries()) {
    const partMinor = Math.min(shares?.[index] ?? toTakeMinor, purchase.leftMinor);
    if (partMinor === 0) continue;
    const cost = shareOf(purchase.leftCostMinor, partMinor, purchase.leftMinor);
    add(taken, moneyOf(partMinor, cost));
    purchase.leftCostMinor -= cost;
    purchase.leftMinor -= partMinor;
    toTakeMinor -= partMinor;
  }
  if (open.purchases.every(({ leftMinor }) => leftMinor === 0)) {
    open.gone = true;
    // What was free goes back with the rest, at what it cost.
    for (const { line } of open.purchases)
      if (line.netMinor === 0) add(taken, moneyOf(0, line.costMinor ?? Number.NaN));
  }
  return taken;
}

function add(sum: Money, more: Money): void {
  sum.amountMinor += more.amountMinor;
  sum.knownMarginMinor += more.knownMarginMinor;
  sum.uncostedRevenueMinor += more.uncostedRevenueMinor;
}

/** An order as it stands: without its returns, and without the lines that went back. */
function standing<E extends CustomerEvent>(event: E, { order, purchases }: OpenOrder): E {
  if (purchases.length === order.lines.length && purchases.every(({ line, leftMinor }) => leftMinor === line.netMinor))
    return event;
  const lines = purchases
    .filter(({ line, leftMinor }) => leftMinor > 0 || line.netMinor === 0)
    .map(({ line, leftMinor, leftCostMinor }): OrderLine =>
      leftMinor === line.netMinor
        ? line
        : {
            ...line,
            quantity: (line.quantity * leftMinor) / line.netMinor,
            netMinor: leftMinor,
            ...(line.costMinor === undefined ? {} : { costMinor: leftCostMinor }),
          },
    );
  return { ...event, lines };
}
