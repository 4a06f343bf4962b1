import type { ItemHistory } from './item-log.ts';
import { seek } from './item-log.ts';
import type { Attention } from './ties.ts';

/** Per customer: how many purchases, and how many of those somebody they follow made shortly before. */
export interface FollowedPurchases {
  /** n_j: (item, day) purchases, older ones counting for less where fading is asked for. */
  readonly purchases: Float64Array;
  /** followed_j: those where someone j follows bought the same item 1 … W days earlier. */
  readonly followed: Float64Array;
}

/** Lets old evidence count for less: 2^(−age/half-life). Who followed once does not follow for ever. */
export interface Fading {
  readonly asOfDay: number;
  readonly halfLifeDays: number;
}

/**
 * Counts followed purchases by merging each follower's history with those of the people they follow.
 * Same-day purchases do not count: who was first is unknown.
 *
 * @param windowDays W, ≥ 1.
 * @param fading Absent: every purchase counts 1.
 */
export function followedPurchases(
  history: ItemHistory,
  attention: Attention,
  windowDays: number,
  fading?: Fading,
): FollowedPurchases {
  const n = history.customerCount;
  const purchases = new Float64Array(n);
  const followed = new Float64Array(n);
  const isFollowed = new Uint8Array(history.item.length);
  for (let j = 0; j < n; j++) {
    const begin = history.offsets[j]!;
    const end = history.offsets[j + 1]!;
    for (let arc = attention.offsets[j]!; arc < attention.offsets[j + 1]!; arc++) {
      markFollowed(history, begin, end, attention.arcs.to[arc]!, windowDays, isFollowed);
    }
    for (let row = begin; row < end; row++) {
      const counts = fading ? 2 ** (-Math.max(0, fading.asOfDay - history.day[row]!) / fading.halfLifeDays) : 1;
      purchases[j]! += counts;
      if (isFollowed[row] === 1) followed[j]! += counts;
    }
  }
  return { purchases, followed };
}

/** Marks the rows [begin, end) that customer `by` preceded with the same item by 1 … W days. */
function markFollowed(
  history: ItemHistory,
  begin: number,
  end: number,
  by: number,
  windowDays: number,
  isFollowed: Uint8Array,
): void {
  const { item, day } = history;
  const last = history.offsets[by + 1]!;
  let q = history.offsets[by]!;
  let row = begin;
  while (row < end && q < last) {
    q = seek(history, q, last, item[row]!, day[row]! - windowDays);
    if (q === last) return;
    if (item[q] === item[row]) {
      if (day[q]! < day[row]!) isFollowed[row] = 1;
      row++;
    } else {
      row = seek(history, row, end, item[q]!, -Infinity);
    }
  }
}
