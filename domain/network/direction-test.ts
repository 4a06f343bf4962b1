import type { ItemHistory } from './item-log.ts';
import { seek } from './item-log.ts';
import type { Attention } from './ties.ts';

/**
 * The evidence for influence in one company's own data. Over one-way ties (j follows i, i does not follow j), take every
 * item both ended up buying and compare the days of their first purchases. If taste alone explained the overlap, j would
 * be first as often as i; influence can only make j later. So after/before > 1 speaks for influence, and
 * h = 1 − before/after is the share of the "after" purchases that taste does not explain.
 *
 * A heuristic, not an experiment: it removes likeness that works both ways, not that followed people tend to be earlier
 * than others in general. Overlap on the same day says nothing and is left out.
 */
export interface DirectionTest {
  readonly windowDays: number;
  /** One-way ties looked at. */
  readonly oneWayTies: number;
  /** Shared items where the follower bought first, within the window: cannot be influence. */
  readonly before: number;
  /** Shared items where the follower bought second, within the window. */
  readonly after: number;
  /** after / before; null when nothing was before. */
  readonly ratio: number | null;
  /** 1 − before/after, not below 0; null when nothing was after. */
  readonly causalShare: number | null;
  /** 95 % interval of the causal share, as if pairs were independent (they are not quite: too narrow); null with no pairs on either side. */
  readonly interval95: readonly [number, number] | null;
}

/** @param windowDays W: first purchases at most this far apart count. */
export function directionTest(history: ItemHistory, attention: Attention, windowDays: number): DirectionTest {
  const { arcs } = attention;
  let oneWayTies = 0;
  let before = 0;
  let after = 0;
  for (let arc = 0; arc < arcs.from.length; arc++) {
    const follower = arcs.from[arc]!;
    const followed = arcs.to[arc]!;
    if (follows(attention, followed, follower)) continue;
    oneWayTies++;
    forEachSharedItem(history, follower, followed, (lagDays) => {
      if (lagDays > 0 && lagDays <= windowDays) after++;
      if (lagDays < 0 && lagDays >= -windowDays) before++;
    });
  }
  const causalShare = (ratio: number) => Math.max(0, 1 - 1 / ratio);
  const spread = Math.exp(1.959964 * Math.sqrt(1 / before + 1 / after));
  return {
    windowDays,
    oneWayTies,
    before,
    after,
    ratio: before === 0 ? null : after / before,
    causalShare: after === 0 ? null : causalShare(after / before),
    interval95: before === 0 || after === 0 ? null : [causalShare(after / before / spread), causalShare(after / before * spread)],
  };
}

/** Whether the attention holds an arc follower → followed. */
export function follows(attention: Attention, follower: number, followed: number): boolean {
  let low = attention.offsets[follower]!;
  let high = attention.offsets[follower + 1]!;
  const { to } = attention.arcs;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (to[middle]! < followed) low = middle + 1;
    else high = middle;
  }
  return low < attention.offsets[follower + 1]! && to[low] === followed;
}

/** Calls back with (first day of `a`) − (first day of `b`) for every item both bought. */
function forEachSharedItem(history: ItemHistory, a: number, b: number, visit: (lagDays: number) => void): void {
  const { offsets, item, day } = history;
  const endA = offsets[a + 1]!;
  const endB = offsets[b + 1]!;
  let p = offsets[a]!;
  let q = offsets[b]!;
  while (p < endA && q < endB) {
    if (item[p] === item[q]) {
      visit(day[p]! - day[q]!);
      const next = item[p]! + 1;
      p = seek(history, p, endA, next, -Infinity);
      q = seek(history, q, endB, next, -Infinity);
    } else if (item[p]! < item[q]!) {
      p = seek(history, p, endA, item[q]!, -Infinity);
    } else {
      q = seek(history, q, endB, item[p]!, -Infinity);
    }
  }
}
