import type { CustomerEvent, InteractionType } from '../events.ts';

/** Types that end something sort after what they end when both carry the same instant. */
const ENDS = new Set<InteractionType>(['SOCIAL_UNFOLLOW', 'SOCIAL_UNLIKE', 'COMPLAINT_RESOLVED']);

/** Within one instant: what a customer does comes before what ends it, and orders come last (they answer what led to them). */
const rank = (event: CustomerEvent): number => {
  if (event.kind === 'ORDER') return 2;
  return ENDS.has(event.type) ? 1 : 0;
};

const compareText = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

const compareEvents = (a: CustomerEvent, b: CustomerEvent): number =>
  a.occurredAt - b.occurredAt ||
  rank(a) - rank(b) ||
  compareText(a.kind, b.kind) ||
  compareText(a.source, b.source) ||
  compareText(a.id, b.id);

const versionOf = (event: CustomerEvent): number => (event.kind === 'ORDER' ? (event.version ?? 1) : 1);

/**
 * The one order in which a set of events is read, whatever order they arrived in: by time, then kind of event, then
 * (source, id). A repeated (kind, source, id) stays once: of an order and its correction the newest version. Two records that
 * share all of it but differ cannot both be stored; should they be handed in all the same, the earlier one stays, and of two at
 * one instant the one whose JSON sorts first.
 */
export function canonicalEvents<E extends CustomerEvent>(events: readonly E[]): E[] {
  const sorted = events.toSorted(
    (a, b) => compareEvents(a, b) || (a === b ? 0 : compareText(JSON.stringify(a), JSON.stringify(b))),
  );
  const kept = new Map<string, E>();
  for (const event of sorted) {
    const key = JSON.stringify([event.kind, event.source, event.id]);
    const known = kept.get(key);
    if (known === undefined || versionOf(event) > versionOf(known)) kept.set(key, event);
  }
  // A set: a record handed in twice is the same object twice.
  return kept.size === sorted.length
    ? sorted
    : [...new Set(sorted.filter((event) => kept.get(JSON.stringify([event.kind, event.source, event.id])) === event))];
}

/**
 * What was known at `asOf` (epoch ms): later events, and what later refunds and cancellations did to earlier orders, are left
 * out. A correction is not dated: it says what was true all along.
 */
export function knownAt<E extends CustomerEvent>(events: readonly E[], asOf: number): E[] {
  return events
    .filter(({ occurredAt }) => occurredAt <= asOf)
    .map((event): E => {
      if (event.kind !== 'ORDER') return event;
      const { cancelledAt, ...rest } = event;
      const stands = cancelledAt === undefined || cancelledAt <= asOf;
      const hasLater = event.lines.some(({ returnedAt }) => returnedAt !== undefined && returnedAt > asOf);
      if (stands && !hasLater) return event;
      const lines = event.lines.filter(({ returnedAt }) => returnedAt === undefined || returnedAt <= asOf);
      return { ...(stands ? event : (rest as typeof event)), lines };
    });
}

/** The newest instant of anything the events tell, refunds and cancellations of earlier orders included; events not empty. */
export const lastTold = (events: readonly CustomerEvent[]): number =>
  events.reduce((last, event) => {
    if (event.kind !== 'ORDER') return Math.max(last, event.occurredAt);
    return event.lines.reduce(
      (newest, { returnedAt }) => Math.max(newest, returnedAt ?? newest),
      Math.max(last, event.occurredAt, event.cancelledAt ?? last),
    );
  }, -Infinity);
