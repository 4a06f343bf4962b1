import { DAY_MS } from '../domain/time/time.ts';

/** When what a file tells of happened, in epoch milliseconds. */
export interface EventSpan {
  readonly firstAt: number;
  /** The last event that can be believed: what lies alone, far behind everything else, is left aside. */
  readonly lastAt: number;
  /** Events after that. */
  readonly beyond: number;
}

/** So many days without any event, before a handful of events, and they are taken for mistyped dates. */
const GAP_DAYS = 180;
/** A handful: less than this share of all. */
const FEW = 0.001;
const ENOUGH = 100;

/** Counts events by day, to say between which days they lie. */
export function newEventSpan(): { saw(at: number): void; span(): EventSpan | null } {
  /** UTC day → events, and the last of them. */
  const days = new Map<number, { count: number; last: number }>();
  let firstAt = Infinity;
  return {
    saw(at) {
      firstAt = Math.min(firstAt, at);
      const day = Math.floor(at / DAY_MS);
      const known = days.get(day);
      if (known === undefined) days.set(day, { count: 1, last: at });
      else {
        known.count += 1;
        known.last = Math.max(known.last, at);
      }
    },
    span() {
      if (days.size === 0) return null;
      const sorted = [...days.keys()].sort((a, b) => b - a);
      const total = sorted.reduce((sum, day) => sum + days.get(day)!.count, 0);
      let [last, beyond, tail] = [sorted[0]!, 0, 0];
      const few = total < ENOUGH ? 0 : FEW * total;
      for (let at = 0; at + 1 < sorted.length; at += 1) {
        tail += days.get(sorted[at]!)!.count;
        if (tail > few) break;
        if (sorted[at]! - sorted[at + 1]! >= GAP_DAYS) [last, beyond] = [sorted[at + 1]!, tail];
      }
      return { firstAt, lastAt: days.get(last)!.last, beyond };
    },
  };
}
