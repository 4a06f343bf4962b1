import { DomainError } from '../../errors.ts';
import type { PurchaseStatistics } from './model.ts';

/**
 * The distinct histories (x, t_x, T) of a population, ordered by x, then T, then t_x. A million customers on integer days
 * are about 330,000 distinct rows, and rows that share (x, T) are neighbours: likelihoods and scores are computed once per
 * row, and most of their transcendental functions once per run of (x, T).
 */
export interface GroupedHistories {
  readonly count: number;
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly age: Float64Array;
  /** Customers (or their total weight) in each group. */
  readonly weight: Float64Array;
  /** Σ over the group's customers of weight × Σ ln gaps; these differ between customers with the same row. */
  readonly logGaps: Float64Array;
  /** The group of each customer. */
  readonly groupOf: Int32Array;
}

/** Days and frequencies beyond this are no longer packed directly. */
const MOST_DIRECT_CODE = 1 << 24;

/** The largest code `Math.round(value · unitDays)`, or −1 unless all values are whole numbers of days. */
function largestWholeCode(values: Float64Array, unitDays: number): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const code = Math.floor(values[i]! * unitDays + 0.5);
    if (code / unitDays !== values[i] || code > MOST_DIRECT_CODE) return -1;
    if (code > largest) largest = code;
  }
  return largest;
}

/** The rank of each value among the distinct ones: an order-preserving code for any numbers. */
function rankOf(values: Float64Array): { codes: Float64Array; size: number } {
  const distinct = Float64Array.from(new Set(values)).sort();
  const rank = new Map<number, number>();
  distinct.forEach((value, i) => rank.set(value, i));
  return { codes: values.map((value) => rank.get(value)!), size: distinct.length };
}

/** One integer per history that orders by x, then T, then (unless it is left out) t_x. */
function historyKeys({ frequency, age, recency, unitDays }: PurchaseStatistics, withRecency: boolean): Float64Array {
  const x = largestWholeCode(frequency, 1);
  const inAge = largestWholeCode(age, unitDays);
  const inRecency = withRecency ? largestWholeCode(recency, unitDays) : 0;
  const keys = new Float64Array(frequency.length);
  if (Math.min(x, inAge, inRecency) >= 0 && (x + 1) * (inAge + 1) * (inRecency + 1) <= Number.MAX_SAFE_INTEGER) {
    for (let i = 0; i < keys.length; i++) {
      const key = frequency[i]! * (inAge + 1) + Math.floor(age[i]! * unitDays + 0.5);
      keys[i] = withRecency ? key * (inRecency + 1) + Math.floor(recency[i]! * unitDays + 0.5) : key;
    }
    return keys;
  }
  // Times that are no whole days (or too many of them) are replaced by their ranks, and pairs of ranks by theirs.
  const [ages, recencies, frequencies] = [rankOf(age), withRecency ? rankOf(recency) : null, rankOf(frequency)];
  const times =
    recencies === null ? ages : rankOf(ages.codes.map((code, i) => code * recencies.size + recencies.codes[i]!));
  return keys.map((_, i) => frequencies.codes[i]! * times.size + times.codes[i]!);
}

/** Numbers equal keys alike, in order of appearance: an open-addressing hash table over integers below 2⁵³. */
function numberKeys(keys: Float64Array): {
  idOf: Int32Array;
  first: Int32Array;
  distinct: Float64Array;
  find: (key: number) => number;
} {
  const capacity = 2 ** Math.ceil(Math.log2(2 * keys.length + 2));
  const mask = capacity - 1;
  const slots = new Int32Array(capacity);
  const distinct = new Float64Array(keys.length);
  const idOf = new Int32Array(keys.length);
  const first = new Int32Array(keys.length);
  let count = 0;
  const slotOf = (key: number): number => {
    const hash = Math.imul(key >>> 0, 0x9e3779b1) ^ Math.imul((key / 4_294_967_296) | 0, 0x85ebca6b);
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (slots[slot] !== 0 && distinct[slots[slot]! - 1] !== key) slot = (slot + 1) & mask;
    return slot;
  };
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    const slot = slotOf(key);
    if (slots[slot] === 0) {
      first[count] = i;
      distinct[count++] = key;
      slots[slot] = count;
    }
    idOf[i] = slots[slot]! - 1;
  }
  return {
    idOf,
    first: first.slice(0, count),
    distinct: distinct.slice(0, count),
    find: (key) => slots[slotOf(key)]! - 1,
  };
}

/** Numbers customers with the same (x, T), and with the same t_x if asked: the group of each, and the first of each group. */
export function numberHistories(
  statistics: PurchaseStatistics,
  withRecency: boolean,
): { groupOf: Int32Array; first: Int32Array } {
  const { idOf, first } = numberKeys(historyKeys(statistics, withRecency));
  return { groupOf: idOf, first };
}

/**
 * Groups identical rows: a hash table over one packed number per customer, then a sort of the distinct ones. The order does
 * not depend on the order of the customers. A million customers take about 0.1 s.
 * @param weights one non-negative weight per customer; 1 each when absent
 */
export function groupHistories(statistics: PurchaseStatistics, weights?: Float64Array): GroupedHistories {
  const { count, frequency, recency, age, sumLogGaps } = statistics;
  if (weights !== undefined && (weights.length !== count || !weights.every((w) => w >= 0 && w < Infinity))) {
    throw new DomainError('Weights must be finite, not negative, and one per customer.', {
      count,
      weights: weights.length,
    });
  }
  const { idOf, first, distinct, find } = numberKeys(historyKeys(statistics, true));
  const groups = distinct.length;
  const groupOfId = new Int32Array(groups);
  distinct.sort();
  for (let g = 0; g < groups; g++) groupOfId[find(distinct[g]!)] = g;

  const pick = (column: Float64Array) => {
    const picked = new Float64Array(groups);
    for (let id = 0; id < groups; id++) picked[groupOfId[id]!] = column[first[id]!]!;
    return picked;
  };
  const weight = new Float64Array(groups);
  const logGaps = new Float64Array(groups);
  const groupOf = idOf;
  for (let i = 0; i < count; i++) {
    const g = groupOfId[idOf[i]!]!;
    const w = weights === undefined ? 1 : weights[i]!;
    groupOf[i] = g;
    weight[g]! += w;
    logGaps[g]! += w * sumLogGaps[i]!;
  }
  return {
    count: groups,
    frequency: pick(frequency),
    recency: pick(recency),
    age: pick(age),
    weight,
    logGaps,
    groupOf,
  };
}

/** Every m-th group, so that at most `limit` remain: a systematic sample in the sorted order, for finding starting values. */
export function thinned(groups: GroupedHistories, limit: number): GroupedHistories {
  if (groups.count <= limit) return groups;
  const every = groups.count / limit;
  const pick = (column: Float64Array) =>
    Float64Array.from({ length: limit }, (_, i) => column[Math.floor((i + 0.5) * every)]!);
  return {
    count: limit,
    frequency: pick(groups.frequency),
    recency: pick(groups.recency),
    age: pick(groups.age),
    weight: pick(groups.weight),
    logGaps: pick(groups.logGaps),
    groupOf: new Int32Array(0),
  };
}
