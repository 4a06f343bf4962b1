import type { CustomerEvent, Interaction, Order } from '../events.ts';
import { DAY_MS } from '../time/time.ts';
import { medianOf } from '../numerics/median.ts';
import { isOrientation, isStimulus } from './touches.ts';

/** Steps longer before an order than this did not lead to it. A judgement. */
export const ORIENTATION_DAYS = 90;
/** An order within this of at most one stimulus is an impulse. */
export const IMPULSE_HOURS = 72;

/** The way to one order. */
export interface Orientation<I, O> {
  readonly order: O;
  /** The customer's steps since the order before, within {@link ORIENTATION_DAYS}, oldest first. */
  readonly touches: readonly I[];
  /** The first of them that was a contact with sales. */
  readonly salesContact: I | null;
  /** Steps before that contact ÷ all steps, 0 … 1; 1 where sales was never met; null without a step. */
  readonly selfDirectedShare: number | null;
  /** From the first step to the order; null without a step. */
  readonly days: number | null;
  /** What may have moved them in the {@link IMPULSE_HOURS} before. */
  readonly stimuli: readonly I[];
  /** At most one stimulus; null where nothing the customer did before was ever told, so that nobody can know. */
  readonly impulse: boolean | null;
}

/** The way to each order, oldest first. @param events in canonical order, settled (domain/history/returns.ts) */
export function orientations<E extends CustomerEvent>(
  events: readonly E[],
): readonly Orientation<E & Interaction, E & Order>[] {
  type I = E & Interaction;
  type O = E & Order;
  const ways: Orientation<I, O>[] = [];
  const interactions: I[] = [];
  let orderBefore = -Infinity;
  for (const event of events) {
    if (event.kind === 'INTERACTION') {
      interactions.push(event as I);
      continue;
    }
    const at = event.occurredAt;
    const since = Math.max(orderBefore, at - ORIENTATION_DAYS * DAY_MS);
    const isRecent = ({ occurredAt }: I, from: number): boolean => occurredAt > from && occurredAt <= at;
    const touches = interactions.filter((one) => isOrientation(one) && isRecent(one, since));
    const contact = touches.findIndex(({ type }) => type === 'SALES_CONTACT');
    const stimuli = interactions.filter((one) => isStimulus(one) && isRecent(one, at - (IMPULSE_HOURS / 24) * DAY_MS));
    ways.push({
      order: event as O,
      touches,
      salesContact: touches[contact] ?? null,
      selfDirectedShare: touches.length === 0 ? null : (contact === -1 ? touches.length : contact) / touches.length,
      days: touches[0] === undefined ? null : (at - touches[0].occurredAt) / DAY_MS,
      stimuli,
      impulse: interactions.some(isStimulus) ? stimuli.length <= 1 : null,
    });
    orderBefore = at;
  }
  return ways;
}

/** What the ways of a customer have in common: medians over the orders of which there is something to say. */
export function orientationOf(ways: readonly Orientation<unknown, unknown>[]): {
  readonly selfDirectedShare: number | null;
  readonly days: number | null;
  /** Of the orders of which it is known. */
  readonly impulseOrders: number | null;
} {
  const known = ways.flatMap(({ impulse }) => impulse ?? []);
  return {
    selfDirectedShare: medianOf(ways.flatMap(({ selfDirectedShare }) => selfDirectedShare ?? [])),
    days: medianOf(ways.flatMap(({ days }) => days ?? [])),
    impulseOrders: known.length === 0 ? null : known.filter(Boolean).length,
  };
}
