import type { CustomerEvent, Interaction, Order } from '../events.ts';
import { medianOf } from '../numerics/median.ts';
import { DAY_MS } from '../time/time.ts';

/** Who has not ordered again so long after a complaint was settled has not been won back. */
export const RECOVERY_DAYS = 180;

/** One complaint from its opening on. */
export interface Complaint<I, O> {
  readonly opened: I;
  /** What settled it; null while it is open. */
  readonly resolved: I | null;
  readonly hours: number | null;
  /** The first order after it was settled. */
  readonly orderAfter: O | null;
  /** Ordered again within {@link RECOVERY_DAYS} of the settlement; null while that can still happen, and while it is open. */
  readonly recovered: boolean | null;
  /** True for a complaint of somebody who had complained before. */
  readonly repeat: boolean;
}

/**
 * The complaints of a customer, oldest first. Settlements are matched as for the open complaints of the summary (domain/lifecycle): by what
 * they are about; one about nothing settles the oldest open one.
 *
 * @param events in canonical order, settled
 * @param asOf epoch ms: up to when an order could have come
 */
export function complaintsOf<E extends CustomerEvent>(
  events: readonly E[],
  asOf: number,
): readonly Complaint<E & Interaction, E & Order>[] {
  type I = E & Interaction;
  type O = E & Order;
  const found: { readonly opened: I; resolved: I | null }[] = [];
  const isOpen = ({ resolved }: (typeof found)[number]): boolean => resolved === null;
  for (const event of events) {
    if (event.kind !== 'INTERACTION') continue;
    const { type, objectRef } = event;
    if (type === 'COMPLAINT_OPENED') {
      const isKnown = found.some((one) => isOpen(one) && one.opened.objectRef === objectRef && objectRef !== undefined);
      if (!isKnown) found.push({ opened: event as I, resolved: null });
    } else if (type === 'COMPLAINT_RESOLVED') {
      const open = found.filter(isOpen);
      const settled =
        open.find(({ opened }) => opened.objectRef === objectRef) ??
        (objectRef === undefined ? open[0] : open.find(({ opened }) => opened.objectRef === undefined));
      if (settled !== undefined) settled.resolved = event as I;
    }
  }
  const orders = events.filter((event): event is O => event.kind === 'ORDER');
  return found.map(({ opened, resolved }, at) => {
    const settledAt = resolved?.occurredAt ?? Infinity;
    const orderAfter = orders.find(({ occurredAt }) => occurredAt > settledAt) ?? null;
    const until = settledAt + RECOVERY_DAYS * DAY_MS;
    const cameBack = orderAfter !== null && orderAfter.occurredAt <= until;
    return {
      opened,
      resolved,
      hours: resolved === null ? null : (settledAt - opened.occurredAt) / 3_600_000,
      orderAfter,
      recovered: cameBack ? true : resolved === null || asOf < until ? null : false,
      repeat: at > 0,
    };
  });
}

export interface ComplaintSummary {
  readonly total: number;
  readonly open: number;
  readonly repeat: number;
  /** Null where none was settled. */
  readonly medianHoursToResolve: number | null;
  /** Of the settled ones of which it is known; null where it is of none. */
  readonly recoveredShare: number | null;
  readonly lastAt: number | null;
}

export function complaintSummary(complaints: readonly Complaint<Interaction, unknown>[]): ComplaintSummary {
  const known = complaints.flatMap(({ recovered }) => recovered ?? []);
  return {
    total: complaints.length,
    open: complaints.filter(({ resolved }) => resolved === null).length,
    repeat: complaints.filter(({ repeat }) => repeat).length,
    medianHoursToResolve: medianOf(complaints.flatMap(({ hours }) => hours ?? [])),
    recoveredShare: known.length === 0 ? null : known.filter(Boolean).length / known.length,
    lastAt: complaints.at(-1)?.opened.occurredAt ?? null,
  };
}
