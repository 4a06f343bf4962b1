import { DomainError } from '../../errors.ts';
import type { PurchaseStatistics } from '../model.ts';

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

interface Coded {
  /** Order-preserving integer codes of the values, below `size`. */
  readonly codes: Int32Array;
  readonly size: number;
}

/** Codes beyond this many buckets would cost more memory than the data; a dictionary of the distinct values takes over. */
const MAX_DIRECT_CODE = 1 << 20;

/** Codes times: the day number itself where every time is a whole number of days, otherwise the rank among distinct values. */
function codeOf(values: Float64Array, unitDays: number): Coded {
  const codes = new Int32Array(values.length);
  let largest = 0;
  let direct = true;
  for (let i = 0; i < values.length && direct; i++) {
    const code = Math.round(values[i]! * unitDays);
    direct = code / unitDays === values[i] && code < MAX_DIRECT_CODE;
    codes[i] = code;
    if (code > largest) largest = code;
  }
  if (direct) return { codes, size: largest + 1 };
  const distinct = Float64Array.from(new Set(values)).sort();
  const rank = new Map<number, number>();
  distinct.forEach((value, i) => rank.set(value, i));
  for (let i = 0; i < values.length; i++) codes[i] = rank.get(values[i]!)!;
  return { codes, size: distinct.length };
}

/** One stable pass of a radix sort: reorders `order` by `codes`. */
function sortPass(order: Int32Array, { codes, size }: Coded): Int32Array {
  const starts = new Int32Array(size + 1);
  for (const code of codes) starts[code + 1]!++;
  for (let code = 0; code < size; code++) starts[code + 1]! += starts[code]!;
  const sorted = new Int32Array(order.length);
  for (const customer of order) sorted[starts[codes[customer]!]!++] = customer;
  return sorted;
}

/**
 * Groups identical rows by a radix sort over (t_x, T, x): linear time, no keys to overflow, and an order that does not
 * depend on the order of the customers.
 * @param weights one non-negative weight per customer; 1 each when absent
 */
export function groupHistories(statistics: PurchaseStatistics, weights?: Float64Array): GroupedHistories {
  const { count, unitDays } = statistics;
  if (weights !== undefined && (weights.length !== count || !weights.every((w) => w >= 0 && w < Infinity))) {
    throw new DomainError('Weights must be finite, not negative, and one per customer.', { count, weights: weights.length });
  }
  const x = codeOf(statistics.frequency, 1);
  const age = codeOf(statistics.age, unitDays);
  const recency = codeOf(statistics.recency, unitDays);
  let order: Int32Array = new Int32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  for (const column of [recency, age, x]) order = sortPass(order, column);

  const groupOf = new Int32Array(count);
  const first = new Int32Array(count);
  const weight = new Float64Array(count);
  const logGaps = new Float64Array(count);
  let group = -1;
  let previous = -1;
  for (const customer of order) {
    if (
      previous < 0 ||
      recency.codes[customer] !== recency.codes[previous] ||
      age.codes[customer] !== age.codes[previous] ||
      x.codes[customer] !== x.codes[previous]
    ) {
      first[++group] = customer;
    }
    const w = weights === undefined ? 1 : weights[customer]!;
    weight[group]! += w;
    logGaps[group]! += w * statistics.sumLogGaps[customer]!;
    groupOf[customer] = group;
    previous = customer;
  }
  const groups = group + 1;
  const pick = (column: Float64Array) => {
    const picked = new Float64Array(groups);
    for (let g = 0; g < groups; g++) picked[g] = column[first[g]!]!;
    return picked;
  };
  return {
    count: groups,
    frequency: pick(statistics.frequency),
    recency: pick(statistics.recency),
    age: pick(statistics.age),
    weight: weight.slice(0, groups),
    logGaps: logGaps.slice(0, groups),
    groupOf,
  };
}

/** Every m-th group, so that at most `limit` remain: a systematic sample in the sorted order, for finding starting values. */
export function thinned(groups: GroupedHistories, limit: number): GroupedHistories {
  if (groups.count <= limit) return groups;
  const every = groups.count / limit;
  const pick = (column: Float64Array) => Float64Array.from({ length: limit }, (_, i) => column[Math.floor((i + 0.5) * every)]!);
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
