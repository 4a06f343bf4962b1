import { DomainError } from '../../errors.ts';
import { logistic } from '../../numerics/elementary.ts';
import { MOST_BINS, type Binned } from './bins.ts';
import { scoreOf, type Trees } from './trees.ts';

/** Counts (or any size from 0 on) with the logarithm as link, or 0/1 with the logit. */
export type BoostFamily = 'POISSON' | 'BINOMIAL';

export interface BoostOptions {
  readonly trees: number;
  readonly depth: number;
  /** By how much of its best step a leaf moves a score. */
  readonly rate: number;
  readonly leastOfALeaf: number;
  /** Penalty on the square of a leaf. */
  readonly ridge: number;
}

export const BOOST_OPTIONS: BoostOptions = { trees: 60, depth: 3, rate: 0.1, leastOfALeaf: 40, ridge: 5 };

/** Sums are of whole numbers of these, exact below 2^53 and so the same in any order of the rows. */
const GRAIN = 2 ** -20;
/** A curvature below which nothing is split: Newton's step would be noise. */
const LEAST_CURVATURE = 1e-3;
const LEAST_GAIN = 1e-6;
const BOUND = 30;

const responseOf = (family: BoostFamily, score: number): number =>
  family === 'POISSON' ? Math.exp(Math.min(BOUND, score)) : logistic(-score);

interface Split {
  readonly feature: number;
  readonly bin: number;
}

/**
 * Newton boosting on histograms (Friedman 2001; gain and leaf as Chen & Guestrin 2016, eq. 5 and 7, and LightGBM's bins, Ke et al. 2017): trees of one depth,
 * each fitted to what the ones before it and the start leave. The smaller child's histogram is counted, the other's is what remains. Gradients are
 * rounded to 2^−20, so that the order of the rows changes no bit.
 *
 * @param start score of every row before the first tree: the logarithm, or logit, of what is expected already
 * @param response one per row, from 0 on
 * @throws DomainError where columns differ in length or a response is negative or not finite
 */
export const boost = (
  family: BoostFamily,
  binned: Binned,
  start: Float64Array,
  response: Float64Array,
  options: BoostOptions = BOOST_OPTIONS,
): Trees => {
  const { rows, columns, bins } = binned;
  if (start.length !== rows || response.length !== rows)
    throw new DomainError('rows, starts and responses differ in number', { rows, responses: response.length });
  if (!response.every((value) => value >= 0 && value < Infinity))
    throw new DomainError('a response to boost on must be finite and at least 0');
  const { depth } = options;
  const inner = 2 ** depth - 1;
  const outer = 2 ** depth;
  const features = new Uint8Array(options.trees * inner);
  const splits = new Uint8Array(options.trees * inner).fill(255);
  const leaves = new Float32Array(options.trees * outer);
  const trees: Trees = { depth, features, splits, leaves };
  const score = start.slice();
  const [gradient, curvature] = [new Float64Array(rows), new Float64Array(rows)];
  const order = new Uint32Array(rows);
  const scratch = new Uint32Array(rows);

  /** Sums of gradient, curvature and rows per column and bin. */
  const histogramOf = (from: number, to: number): Float64Array => {
    const sums = new Float64Array(columns * MOST_BINS * 3);
    for (let k = from; k < to; k++) {
      const row = order[k]!;
      const [g, h] = [gradient[row]!, curvature[row]!];
      for (let c = 0, at = row * columns; c < columns; c++, at++) {
        const cell = 3 * (c * MOST_BINS + bins[at]!);
        sums[cell]! += g;
        sums[cell + 1]! += h;
        sums[cell + 2]!++;
      }
    }
    return sums;
  };
  const { leastOfALeaf } = options;
  const ridge = options.ridge / GRAIN;
  const bestOf = (sums: Float64Array): Split | null => {
    let [g, h, n] = [0, 0, 0];
    for (let bin = 0; bin < MOST_BINS; bin++) {
      g += sums[3 * bin]!;
      h += sums[3 * bin + 1]!;
      n += sums[3 * bin + 2]!;
    }
    if (n < 2 * leastOfALeaf) return null;
    const whole = g ** 2 / (h + ridge);
    let best: Split | null = null;
    let most = LEAST_GAIN / GRAIN;
    for (let feature = 0; feature < columns; feature++) {
      let [gl, hl, nl] = [0, 0, 0];
      const last = binned.borders[feature]!.length;
      for (let bin = 0; bin < last; bin++) {
        const cell = 3 * (feature * MOST_BINS + bin);
        gl += sums[cell]!;
        hl += sums[cell + 1]!;
        nl += sums[cell + 2]!;
        if (nl < leastOfALeaf) continue;
        if (n - nl < leastOfALeaf) break;
        if (hl < LEAST_CURVATURE / GRAIN || h - hl < LEAST_CURVATURE / GRAIN) continue;
        const gain = gl ** 2 / (hl + ridge) + (g - gl) ** 2 / (h - hl + ridge) - whole;
        if (gain > most) [most, best] = [gain, { feature, bin }];
      }
    }
    return best;
  };
  /** Rows that go left first, in their order; returns where the others begin. */
  const partition = (from: number, to: number, { feature, bin }: Split): number => {
    let [left, right] = [from, 0];
    for (let k = from; k < to; k++) {
      const row = order[k]!;
      if (bins[row * columns + feature]! <= bin) order[left++] = row;
      else scratch[right++] = row;
    }
    order.set(scratch.subarray(0, right), left);
    return left;
  };

  for (let tree = 0; tree < options.trees; tree++) {
    for (let row = 0; row < rows; row++) {
      order[row] = row;
      const mean = responseOf(family, score[row]!);
      gradient[row] = Math.round((response[row]! - mean) / GRAIN);
      curvature[row] = Math.round((family === 'POISSON' ? mean : mean * (1 - mean)) / GRAIN);
    }
    const grow = (node: number, from: number, to: number, sums: Float64Array): void => {
      const split = node < inner ? bestOf(sums) : null;
      if (split === null) {
        let [g, h] = [0, 0];
        for (let k = from; k < to; k++) {
          g += gradient[order[k]!]!;
          h += curvature[order[k]!]!;
        }
        const step = Math.fround((options.rate * g) / (h + ridge));
        // A node that is not split sends everything left; its leaf is the leftmost below it.
        let leaf = node;
        while (leaf < inner) leaf = 2 * leaf + 1;
        leaves[tree * outer + leaf - inner] = step;
        for (let k = from; k < to; k++) score[order[k]!]! += step;
        return;
      }
      features[tree * inner + node] = split.feature;
      splits[tree * inner + node] = split.bin;
      const middle = partition(from, to, split);
      const children = [
        [2 * node + 1, from, middle],
        [2 * node + 2, middle, to],
      ] as const;
      if (2 * node + 1 >= inner) {
        for (const [child, start_, end] of children) grow(child, start_, end, sums);
        return;
      }
      const leftIsSmaller = middle - from <= to - middle;
      const counted = leftIsSmaller ? histogramOf(from, middle) : histogramOf(middle, to);
      // The histogram of both is needed no more.
      const other = sums;
      for (let cell = 0; cell < other.length; cell++) other[cell]! -= counted[cell]!;
      grow(...children[0], leftIsSmaller ? counted : other);
      grow(...children[1], leftIsSmaller ? other : counted);
    };
    grow(0, 0, rows, histogramOf(0, rows));
  }
  return trees;
};

/** The logarithm, or logit, of the mean of the responses: where boosting begins that knows nothing. */
export const constantStart = (family: BoostFamily, response: Float64Array): number => {
  const mean = Math.max(1e-9, response.reduce((sum, value) => sum + value, 0) / response.length);
  return family === 'POISSON' ? Math.log(mean) : Math.log(mean / Math.max(1e-9, 1 - mean));
};

/** What trees say of every row, beyond its start. */
export const boostedScores = (trees: Trees, { rows, columns, bins }: Binned): Float64Array => {
  const scores = new Float64Array(rows);
  for (let row = 0; row < rows; row++) scores[row] = scoreOf(trees, bins, row * columns);
  return scores;
};
