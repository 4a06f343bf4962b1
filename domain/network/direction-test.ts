import type { ItemHistory } from './item-log.ts';
import { seek } from './item-log.ts';
import { seededUniform } from '../numerics/random.ts';
import { strangerPairs } from './stranger-pairs.ts';
import type { Attention } from './ties.ts';

/**
 * The evidence for influence in one company's own data. Over one-way ties (j follows i, i does not follow j), take every
 * pair of purchases of one item by the two, at most W days apart. If taste alone explained the overlap, j would be
 * first as often as i; influence can only make j later. So after/before > 1 speaks for influence, and 1 − before/after
 * is the share of the "after" pairs that taste does not explain.
 *
 * A heuristic, not an experiment. It removes likeness that works both ways. That people who are followed may be earlier
 * than others in general is measured by a placebo (`timingRatio`) and taken out of the strict figure; whether anything
 * is left, an interval over resampled followers says (`interval95`), beside two comparisons with the same ties led to
 * strangers (`strangerPairs`): bought more alike, and later, than chance would have it. Same-day pairs say nothing and
 * are left out. All purchases count, not only first ones: who buys more buys everything first sooner.
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
  /** 1 − before/after, not below 0; null when nothing was after. The plain figure: shown, never used. */
  readonly causalShare: number | null;
  /** h: 1 − timingRatio · before/after, not below 0; null where it cannot be told. */
  readonly causalShareBeyondTiming: number | null;
  /** 95 % interval of the strict figure, followers resampled, cut at −1; null without pairs. Below 0 means it covers none at all. */
  readonly interval95: readonly [number, number] | null;
  /** Pairs of all kinds against those to expect of strangers; 1 means that followers buy no more like the followed than others do. */
  readonly likeness: number | null;
  /** Whether chance is ruled out: the strict share is above 0, and pairs are more, and later, than among strangers, each beyond its 95 % interval. */
  readonly isBeyondChance: boolean;
}

/** What the test counts of each follower; the rows that are resampled. */
type FollowerCounts = Readonly<
  Record<'before' | 'after' | 'expectedAfter' | 'strangersBefore' | 'strangersAfter', Float64Array>
>;
type Sums = Readonly<Record<keyof FollowerCounts, number>>;

/** @param windowDays W: purchases at most this far apart count. */
export function directionTest(history: ItemHistory, attention: Attention, windowDays: number): DirectionTest {
  const { from, to } = attention.arcs;
  const isOneWay = Uint8Array.from(from, (follower, arc) => (follows(attention, to[arc]!, follower) ? 0 : 1));
  const counts = countByFollower(history, attention, isOneWay, windowDays);
  const sums = sumsOver(counts);
  const { before, after } = sums;
  const timingRatio = timingRatioOf(sums);
  const isTimingKnown = timingRatio > 0 && timingRatio < Infinity;
  const intervals =
    before + after === 0 ? null : resampledIntervals(counts, [strictShareOf, laterThanStrangersOf, likenessOf]);
  const [strict, later, alike] = intervals ?? [];
  return {
    windowDays,
    oneWayTies: isOneWay.reduce((total, each) => total + each, 0),
    before,
    after,
    ratio: before === 0 ? null : after / before,
    timingRatio: isTimingKnown ? timingRatio : null,
    causalShare: after === 0 ? null : Math.max(0, 1 - before / after),
    causalShareBeyondTiming: after === 0 || !isTimingKnown ? null : Math.max(0, strictShareOf(sums)),
    interval95: strict === undefined ? null : [Math.max(-1, strict[0]), Math.max(-1, strict[1])],
    likeness: sums.strangersBefore + sums.strangersAfter > 0 ? likenessOf(sums) : null,
    isBeyondChance: strict !== undefined && strict[0] > 0 && later![0] > 1 && alike![0] > 1,
  };
}

const timingRatioOf = ({ before, after, expectedAfter }: Sums): number =>
  expectedAfter / (before + after - expectedAfter);
const strictShareOf = (sums: Sums): number => 1 - (timingRatioOf(sums) * sums.before) / sums.after;
/** after/before against that of strangers; without strangers' pairs against one of each. */
const laterThanStrangersOf = ({ before, after, strangersBefore, strangersAfter }: Sums): number =>
  (after + 1) / (before + 1) / ((strangersAfter + 1) / (strangersBefore + 1));
const likenessOf = ({ before, after, strangersBefore, strangersAfter }: Sums): number =>
  (before + after) / (strangersBefore + strangersAfter);

function countByFollower(
  history: ItemHistory,
  attention: Attention,
  isOneWay: Uint8Array,
  windowDays: number,
): FollowerCounts {
  const { from, to } = attention.arcs;
  const strangers = strangerPairs(history, attention, isOneWay, windowDays);
  const column = (): Float64Array => new Float64Array(history.customerCount);
  const counts = {
    before: column(),
    after: column(),
    expectedAfter: column(),
    strangersBefore: strangers.before,
    strangersAfter: strangers.after,
  };
  const timelineOf = timelines(history);
  for (let arc = 0; arc < from.length; arc++) {
    if (isOneWay[arc] === 0) continue;
    const follower = from[arc]!;
    const followed = to[arc]!;
    const same = sameItemPairs(history, follower, followed, windowDays);
    const count = same.after + same.before;
    if (count === 0) continue;
    counts.before[follower]! += same.before;
    counts.after[follower]! += same.after;
    const any = countPairs(timelineOf(follower), timelineOf(followed), windowDays);
    const otherAfter = any.after - same.after;
    const others = any.after + any.before - count;
    counts.expectedAfter[follower]! += count * (others === 0 ? 0.5 : otherAfter / others);
  }
  return counts;
}

const COLUMNS = [
  'before',
  'after',
  'expectedAfter',
  'strangersBefore',
  'strangersAfter',
] as const satisfies readonly (keyof FollowerCounts)[];

function sumsOver(counts: FollowerCounts): Sums {
  return Object.fromEntries(
    COLUMNS.map((name) => [name, counts[name].reduce((total, each) => total + each, 0)]),
  ) as Record<keyof Sums, number>;
}

/** Draws of the bootstrap: so many for small companies, fewer where a single one already takes milliseconds. */
const MAX_DRAWS = 4000;
const MIN_DRAWS = 200;
const DRAWN_FOLLOWERS = 20_000_000;

/**
 * 95 % intervals of statistics of the sums: followers are drawn with replacement (pairs of one follower are not independent),
 * the 2.5th and 97.5th percentile of what the draws give. The same for the same data, however customers are numbered: the seed is fixed.
 *
 * Source: Efron (1979), the percentile bootstrap, with the follower as the unit.
 */
function resampledIntervals(
  counts: FollowerCounts,
  statistics: readonly ((sums: Sums) => number)[],
): (readonly [number, number])[] {
  // In an order of their own: customers are numbered by an id that every installation makes anew.
  const taking = Int32Array.from(counts.before.keys())
    .filter((j) => COLUMNS.some((name) => counts[name][j] !== 0))
    .sort((j, k) => COLUMNS.reduce((order, name) => order || counts[name][j]! - counts[name][k]!, 0));
  const draws = Math.max(MIN_DRAWS, Math.min(MAX_DRAWS, Math.floor(DRAWN_FOLLOWERS / taking.length)));
  const uniform = seededUniform(taking.length);
  const found = statistics.map(() => new Float64Array(draws));
  for (let draw = 0; draw < draws; draw++) {
    const sums = { before: 0, after: 0, expectedAfter: 0, strangersBefore: 0, strangersAfter: 0 };
    for (let k = 0; k < taking.length; k++) {
      const j = taking[Math.floor(uniform() * taking.length)]!;
      sums.before += counts.before[j]!;
      sums.after += counts.after[j]!;
      sums.expectedAfter += counts.expectedAfter[j]!;
      sums.strangersBefore += counts.strangersBefore[j]!;
      sums.strangersAfter += counts.strangersAfter[j]!;
    }
    // A draw in which nothing can be told (0/0) speaks against influence.
    statistics.forEach((statistic, s) => {
      const value = statistic(sums);
      found[s]![draw] = Number.isNaN(value) ? -Infinity : value;
    });
  }
  return found.map((values) => {
    values.sort();
    return [values[Math.floor(0.025 * draws)]!, values[Math.ceil(0.975 * draws) - 1]!];
  });
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
