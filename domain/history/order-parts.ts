/**
 * An order that is told in parts, by messages that may come in any order and more than once: what it is, that it was cancelled, what went back of
 * it. Parts are only ever added, and the order is a function of the set of them, so neither order nor repetition can matter.
 */
import { WHOLE_ORDER } from '../events.ts';
import type { CustomerId, Order, OrderLine } from '../events.ts';

/** What an order is, by one message. Of several the latest counts. */
export interface StatedOrder {
  readonly part: 'ORDER';
  /** As of when it is so, epoch ms. */
  readonly at: number;
  /** Tells statements of one instant apart: the message's id. */
  readonly by: string;
  readonly customerId: CustomerId;
  /** Whether the customer is only known by an id that no person gave: a device's. Any other statement says it better. */
  readonly isAnonymous: boolean;
  /** The id the order stands under, where the parts are told under another one. */
  readonly name?: string;
  /** Without what went back of it. `null`: it is no order (yet), because nothing was paid. */
  readonly order: Pick<Order, 'occurredAt' | 'lines' | 'promotion' | 'acquisitionChannel'> | null;
}

/** From `at` on the order is none. */
export interface CancelledOrder {
  readonly part: 'CANCEL';
  readonly at: number;
}

/** What went back of an order. */
export interface RefundedOrder {
  readonly part: 'REFUND';
  /** The refund's own id: of two that are called the same one counts. */
  readonly id: string;
  readonly at: number;
  /** What of it went back, above 0; `null`: all that is left of the order. */
  readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly minor: number }[] | null;
}

/** What went back of an order up to an instant, all refunds before counted in: how a provider says it that does not tell one refund from another. */
export interface RefundedTo {
  readonly part: 'REFUNDED_TO';
  readonly at: number;
  readonly minor: number;
}

export type OrderPart = StatedOrder | CancelledOrder | RefundedOrder | RefundedTo;

/** An order as its parts say it is, and whose. */
export interface ComposedOrder {
  readonly customerId: CustomerId;
  readonly order: Order;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const isLater = (a: StatedOrder, b: StatedOrder): boolean =>
  a.at > b.at || (a.at === b.at && (compareText(a.by, b.by) || compareText(JSON.stringify(a), JSON.stringify(b))) > 0);
const latest = (stated: readonly StatedOrder[]): StatedOrder | null =>
  stated.reduce<StatedOrder | null>((best, one) => (best === null || isLater(one, best) ? one : best), null);

const firstPaid = (paid: readonly StatedOrder[]): StatedOrder | null =>
  paid.reduce<StatedOrder | null>(
    (first, one) =>
      first === null ||
      one.order!.occurredAt < first.order!.occurredAt ||
      (one.order!.occurredAt === first.order!.occurredAt && isLater(first, one))
        ? one
        : first,
    null,
  );

/** The statements that still decide something: the latest, and of an order that was paid the latest, the first, and the latest that says whose it is. */
export function decidingParts(parts: readonly OrderPart[]): ReadonlySet<StatedOrder> {
  const stated = parts.filter((part) => part.part === 'ORDER');
  const paid = stated.filter(({ order }) => order !== null);
  const known = paid.filter(({ isAnonymous }) => !isAnonymous);
  return new Set([latest(stated), latest(paid), firstPaid(paid), latest(known)].filter((part) => part !== null));
}

/**
 * The order that the parts add up to; null as long as none of them says what was bought.
 *
 * What goes back is capped by what was paid for the lines: shipping and taxes that were refunded were never counted.
 */
export function composeOrder(source: string, id: string, parts: readonly OrderPart[]): ComposedOrder | null {
  const stated = parts.filter((part) => part.part === 'ORDER');
  const paid = stated.filter(({ order }) => order !== null);
  const base = latest(paid);
  if (base?.order == null) return null;
  const owner = latest(paid.filter(({ isAnonymous }) => !isAnonymous)) ?? base;
  const last = latest(stated)!;
  const cancelled = parts.flatMap((part) => (part.part === 'CANCEL' ? [part.at] : []));
  // Paid once, and not any more: whatever the source calls that, it is no order from then on.
  if (last.order === null) cancelled.push(last.at);
  const { lines, promotion, acquisitionChannel } = base.order;
  const name = base.name ?? id;
  // An update is dated by itself, the order by its first statement.
  const { occurredAt } = firstPaid(paid)!.order!;
  return {
    customerId: owner.customerId,
    order: {
      kind: 'ORDER',
      source,
      id: name,
      occurredAt,
      lines: [...lines, ...linesBack(name, { occurredAt, lines }, refundsOf(parts))],
      promotion,
      ...(acquisitionChannel === undefined ? {} : { acquisitionChannel }),
      ...(cancelled.length === 0 ? {} : { cancelledAt: Math.max(occurredAt, Math.min(...cancelled)) }),
    },
  };
}

/** One of each id, as time went. */
function refundsOf(parts: readonly OrderPart[]): readonly RefundedOrder[] {
  const byId = new Map<string, RefundedOrder>();
  for (const part of parts) {
    if (part.part !== 'REFUND') continue;
    const known = byId.get(part.id);
    if (known === undefined || compareText(JSON.stringify(part), JSON.stringify(known)) > 0) byId.set(part.id, part);
  }
  return [...byId.values(), ...stepsOf(parts)].sort((a, b) => a.at - b.at || compareText(a.id, b.id));
}

/** Each total as what it is more than the one before it. */
function stepsOf(parts: readonly OrderPart[]): RefundedOrder[] {
  const totals = parts.filter((part) => part.part === 'REFUNDED_TO').sort((a, b) => a.minor - b.minor || a.at - b.at);
  return totals.flatMap(({ at, minor }, index): RefundedOrder[] => {
    const more = minor - (totals[index - 1]?.minor ?? 0);
    return more <= 0
      ? []
      : [{ part: 'REFUND', id: `to ${minor}`, at, lines: [{ sku: WHOLE_ORDER, quantity: 1, minor: more }] }];
  });
}

function linesBack(
  id: string,
  { occurredAt, lines }: Pick<Order, 'occurredAt' | 'lines'>,
  refunds: readonly RefundedOrder[],
): OrderLine[] {
  const [first] = lines;
  let leftMinor = Math.max(
    0,
    lines.reduce((sum, { netMinor }) => sum + netMinor, 0),
  );
  return refunds.flatMap(({ at, lines: back }) =>
    (back ?? [{ sku: WHOLE_ORDER, quantity: 1, minor: leftMinor }]).flatMap(({ sku, quantity, minor }) => {
      const backMinor = Math.min(minor, leftMinor);
      leftMinor -= backMinor;
      if (backMinor <= 0) return [];
      const bought = lines.find((line) => line.sku === sku);
      return {
        sku: bought === undefined ? WHOLE_ORDER : sku,
        group: (bought ?? first!).group,
        quantity: -quantity,
        netMinor: -backMinor,
        lineKind: (bought ?? first!).lineKind,
        returnOf: id,
        returnedAt: Math.max(at, occurredAt),
      };
    }),
  );
}
