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

/**
 * The one order in which a set of events is read, whatever order they arrived in: by time, then kind of event, then
 * (source, id). A repeated (kind, source, id) stays once. Two records that share (kind, source, id) but differ cannot both
 * be stored; should they be handed in all the same, the earlier one stays, and of two at one instant the one whose JSON sorts first.
 */
export function canonicalEvents<E extends CustomerEvent>(events: readonly E[]): E[] {
  const sorted = events.toSorted(
    (a, b) => compareEvents(a, b) || (a === b ? 0 : compareText(JSON.stringify(a), JSON.stringify(b))),
  );
  const seen = new Set<string>();
  return sorted.filter((event) => {
    const key = JSON.stringify([event.kind, event.source, event.id]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
