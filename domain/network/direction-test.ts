import type { ItemHistory } from './item-log.ts';
import { seek } from './item-log.ts';
import type { Attention } from './ties.ts';

/**
 * The evidence for influence in one company's own data. Over one-way ties (j follows i, i does not follow j), take every
 * pair of purchases of one item by the two, at most W days apart. If taste alone explained the overlap, j would be
 * first as often as i; influence can only make j later. So after/before > 1 speaks for influence, and h = 1 − before/after
 * is the share of the "after" pairs that taste does not explain.
 *
 * A heuristic, not an experiment. It removes likeness that works both ways, not that people who are followed may be
 * earlier than others in general; `timingRatio` shows how much of the ratio that alone would give. Same-day pairs
 * say nothing and are left out. All purchases count, not only first ones: who buys more buys everything first sooner.
 */
export interface DirectionTest {
  readonly windowDays: number;
  /** One-way ties looked at. */
  readonly oneWayTies: number;
  /** Pairs where the follower bought first: cannot be influence. */
  readonly before: number;
  /** Pairs where the follower bought second. */
  readonly after: number;
  /** after / before; null when nothing was before. */
  readonly ratio: number | null;
  /**
   * The placebo: the ratio expected when each tie's pairs were ordered as the two customers' purchases of *different*
   * items are. 1 when the followed are no earlier than their followers in general; null where it cannot be told.
   */
  readonly timingRatio: number | null;
  /** h = 1 − before/after, not below 0; null when nothing was after. */
  readonly causalShare: number | null;
  /** 1 − timingRatio · before/after, not below 0: the stricter figure; null where it cannot be told. */
  readonly causalShareBeyondTiming: number | null;
  /** 95 % interval of the causal share, as if pairs were independent (they are not quite: too narrow); null with no pairs on either side. */
  readonly interval95: readonly [number, number] | null;
}

/** @param windowDays W: purchases at most this far apart count. */
export function directionTest(history: ItemHistory, attention: Attention, windowDays: number): DirectionTest {
  const { from, to } = attention.arcs;
  const timelineOf = timelines(history);
  let oneWayTies = 0;
  let before = 0;
  let after = 0;
  let expectedAfter = 0;
  for (let arc = 0; arc < from.length; arc++) {
    const follower = from[arc]!;
    const followed = to[arc]!;
    if (follows(attention, followed, follower)) continue;
    oneWayTies++;
    const same = sameItemPairs(history, follower, followed, windowDays);
    const count = same.after + same.before;
    if (count === 0) continue;
    before += same.before;
    after += same.after;
    const any = countPairs(timelineOf(follower), timelineOf(followed), windowDays);
    const otherAfter = any.after - same.after;
    const others = any.after + any.before - count;
    expectedAfter += count * (others === 0 ? 0.5 : otherAfter / others);
  }
  const expectedBefore = before + after - expectedAfter;
  const timingRatio = expectedBefore > 0 && expectedAfter > 0 ? expectedAfter / expectedBefore : null;
  const causalShare = (ratio: number) => Math.max(0, 1 - 1 / ratio);
  const spread = Math.exp(1.959964 * Math.sqrt(1 / before + 1 / after));
  return {
    windowDays,
    oneWayTies,
    before,
    after,
    ratio: before === 0 ? null : after / before,
    timingRatio,
    causalShare: after === 0 ? null : causalShare(after / before),
    causalShareBeyondTiming: after === 0 || timingRatio === null ? null : causalShare(after / before / timingRatio),
    interval95:
      before === 0 || after === 0
        ? null
        : [causalShare(after / before / spread), causalShare((after / before) * spread)],
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

interface PairCount {
  /** Pairs in which the follower's purchase is 1 … W days later. */
  readonly after: number;
  /** Pairs in which it is 1 … W days earlier. */
  readonly before: number;
}

/** Pairs of one item bought by both. */
function sameItemPairs(history: ItemHistory, follower: number, followed: number, windowDays: number): PairCount {
  const { offsets, item, day } = history;
  const endA = offsets[follower + 1]!;
  const endB = offsets[followed + 1]!;
  let a = offsets[follower]!;
  let b = offsets[followed]!;
  let after = 0;
  let before = 0;
  while (a < endA && b < endB) {
    if (item[a]! < item[b]!) {
      a = seek(history, a, endA, item[b]!, -Infinity);
    } else if (item[a]! > item[b]!) {
      b = seek(history, b, endB, item[a]!, -Infinity);
    } else {
      const nextA = seek(history, a, endA, item[a]! + 1, -Infinity);
      const nextB = seek(history, b, endB, item[b]! + 1, -Infinity);
      const pairs = countPairs(day.subarray(a, nextA), day.subarray(b, nextB), windowDays);
      after += pairs.after;
      before += pairs.before;
      a = nextA;
      b = nextB;
    }
  }
  return { after, before };
}

/** Pairs within the window between two ascending lists of days, in one pass over both. */
function countPairs(follower: Int32Array, followed: Int32Array, windowDays: number): PairCount {
  let tooEarly = 0;
  let earlier = 0;
  let notLater = 0;
  let inReach = 0;
  let after = 0;
  let before = 0;
  for (const day of follower) {
    while (tooEarly < followed.length && followed[tooEarly]! < day - windowDays) tooEarly++;
    while (earlier < followed.length && followed[earlier]! < day) earlier++;
    while (notLater < followed.length && followed[notLater]! <= day) notLater++;
    while (inReach < followed.length && followed[inReach]! <= day + windowDays) inReach++;
    after += earlier - tooEarly;
    before += inReach - notLater;
  }
  return { after, before };
}

/** The days of all purchases of a customer, ascending; sorted on first use. */
function timelines({ offsets, day }: ItemHistory): (customer: number) => Int32Array {
  const sorted = new Map<number, Int32Array>();
  return (customer) => {
    const known = sorted.get(customer);
    if (known) return known;
    const days = day.slice(offsets[customer], offsets[customer + 1]).sort();
    sorted.set(customer, days);
    return days;
  };
}
