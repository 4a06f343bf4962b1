/**
 * The rule "tree" of the rolling tables: gradient-boosted trees on counts, gaps and amounts of a customer, trained on the window before the as-of day. A peer
 * of ten minutes' work, as whoever has a data scientist would try it; no part of the engine.
 */
import { purchasesBetween, snapshotAt, logSpan, type PurchaseLog } from '../../domain/clv/history/log.ts';
import { CALENDAR_CLOCK } from '../../domain/clv/timing/clock.ts';

const BINS = 32;
const TREES = 80;
const DEPTH = 3;
const RATE = 0.1;
const LEAST_OF_A_LEAF = 30;
const L2 = 1;

type Family = 'POISSON' | 'BINOMIAL';
interface Node {
  readonly feature: number;
  /** Goes left where the value is at most this. */
  readonly border: number;
  readonly left: Node | number;
  readonly right: Node | number;
}
export interface Boosted {
  readonly start: number;
  readonly trees: readonly (Node | number)[];
}

const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, v) => sum + v, 0) / values.length;
const response = (family: Family, score: number): number =>
  family === 'POISSON' ? Math.exp(Math.min(20, score)) : 1 / (1 + Math.exp(-score));

/** Newton boosting on histograms (Friedman 2001; Chen & Guestrin 2016, eq. 6 and 7), level by level. */
export const boost = (family: Family, columns: readonly Float64Array[], y: Float64Array): Boosted => {
  const count = y.length;
  const share = Math.max(1e-6, mean(y));
  const start = family === 'POISSON' ? Math.log(share) : Math.log(share / Math.max(1e-6, 1 - share));
  const borders = columns.map((column) => {
    const sorted = column.slice().sort();
    return [...new Set(Array.from({ length: BINS - 1 }, (_, k) => sorted[Math.floor(((k + 1) * count) / BINS)]!))];
  });
  const binned = columns.map((column, f) =>
    Uint8Array.from(column, (value) => {
      let bin = 0;
      while (bin < borders[f]!.length && value > borders[f]![bin]!) bin++;
      return bin;
    }),
  );
  const score = new Float64Array(count).fill(start);
  const trees: (Node | number)[] = [];
  for (let t = 0; t < TREES; t++) {
    const gradient = Float64Array.from(score, (s, i) => y[i]! - response(family, s));
    const curvature = Float64Array.from(score, (s) => {
      const m = response(family, s);
      return family === 'POISSON' ? m : m * (1 - m);
    });
    const grow = (rows: Uint32Array, depth: number): Node | number => {
      let [g, h] = [0, 0];
      for (const i of rows) {
        g += gradient[i]!;
        h += curvature[i]!;
      }
      const best = depth === 0 ? null : splitOf(rows, g, h);
      if (best === null) {
        const step = (RATE * g) / (h + L2);
        for (const i of rows) score[i]! += step;
        return step;
      }
      const { feature, bin } = best;
      const goesLeft = (i: number): boolean => binned[feature]![i]! <= bin;
      return {
        feature,
        border: borders[feature]![bin]!,
        left: grow(rows.filter(goesLeft), depth - 1),
        right: grow(
          rows.filter((i) => !goesLeft(i)),
          depth - 1,
        ),
      };
    };
    const splitOf = (rows: Uint32Array, g: number, h: number): { feature: number; bin: number } | null => {
      let best: { feature: number; bin: number } | null = null;
      let gain = 1e-6;
      for (let feature = 0; feature < columns.length; feature++) {
        const sums = new Float64Array(3 * BINS);
        for (const i of rows) {
          const at = 3 * binned[feature]![i]!;
          sums[at]! += gradient[i]!;
          sums[at + 1]! += curvature[i]!;
          sums[at + 2]!++;
        }
        let [gl, hl, nl] = [0, 0, 0];
        for (let bin = 0; bin < borders[feature]!.length; bin++) {
          gl += sums[3 * bin]!;
          hl += sums[3 * bin + 1]!;
          nl += sums[3 * bin + 2]!;
          if (nl < LEAST_OF_A_LEAF || rows.length - nl < LEAST_OF_A_LEAF) continue;
          const gained = gl ** 2 / (hl + L2) + (g - gl) ** 2 / (h - hl + L2) - g ** 2 / (h + L2);
          if (gained > gain) [gain, best] = [gained, { feature, bin }];
        }
      }
      return best;
    };
    trees.push(
      grow(
        Uint32Array.from({ length: count }, (_, i) => i),
        DEPTH,
      ),
    );
  }
  return { start, trees };
};

export const predictBoosted = (
  family: Family,
  { start, trees }: Boosted,
  columns: readonly Float64Array[],
): Float64Array =>
  columns[0]!.map((_, i) => {
    let score = start;
    for (const tree of trees) {
      let node = tree;
      while (typeof node !== 'number') node = columns[node.feature]![i]! <= node.border ? node.left : node.right;
      score += node;
    }
    return response(family, score);
  });

const featuresAt = (log: PurchaseLog, asOfDay: number): { customers: Int32Array; columns: Float64Array[] } => {
  const { customers, statistics } = snapshotAt(log, asOfDay, CALENDAR_CLOCK, 1);
  const { frequency, recency, age } = statistics;
  const since = (days: number) => purchasesBetween(log, customers, asOfDay - days, asOfDay);
  const windows = [30, 90, 180, 365, 100_000].map(since);
  const idle = age.map((t, i) => t - recency[i]!);
  return {
    customers,
    columns: [
      frequency,
      idle,
      age,
      frequency.map((x, i) => x / (age[i]! + 28)),
      idle.map((t, i) => (t * (frequency[i]! + 1)) / (recency[i]! + 28)),
      ...windows.map(({ orders }) => orders),
      ...windows.map(({ marginMinor }) => marginMinor),
      windows.at(-1)!.marginMinor.map((minor, i) => minor / (frequency[i]! + 1)),
    ],
  };
};

/** Purchases, P(return) and margin of the days after, by trees trained on what was known `days` before (or half the history). */
export const treeForecast = (
  log: PurchaseLog,
  asOfDay: number,
  days: number,
): { readonly expected: Float64Array; readonly probability: Float64Array; readonly money: Float64Array } => {
  const length = Math.min(days, Math.floor((asOfDay - logSpan(log)!.firstDay) / 2));
  const [then, now] = [featuresAt(log, asOfDay - length), featuresAt(log, asOfDay)];
  const { orders, marginMinor } = purchasesBetween(log, then.customers, asOfDay - length, asOfDay);
  const scale = Math.max(1e-9, mean(marginMinor.map(Math.abs)));
  const longer = days / length;
  const fitted = (family: Family, y: Float64Array): Float64Array =>
    predictBoosted(family, boost(family, then.columns, y), now.columns);
  return {
    expected: fitted('POISSON', orders).map((value) => value * longer),
    probability: fitted(
      'BINOMIAL',
      orders.map((n) => Number(n > 0)),
    ),
    money: fitted(
      'POISSON',
      marginMinor.map((minor) => Math.max(0, minor) / scale),
    ).map((value) => value * scale * longer),
  };
};
