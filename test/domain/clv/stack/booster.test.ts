import { describe, expect, it } from 'vitest';
import { binOf, binRows, bordersOfColumn } from '../../../../domain/clv/stack/bins.ts';
import { boost, boostedScores, constantStart, type BoostFamily } from '../../../../domain/clv/stack/booster.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { seededUniform } from '../../../../domain/numerics/random.ts';

const ROWS = 600;
const OPTIONS = { trees: 20, depth: 3, rate: 0.1, leastOfALeaf: 20, ridge: 5 };

/** Four columns of small whole numbers and a count that hangs on three of them. */
const rowAt = (i: number): { row: number[]; count: number } => {
  const row = [(i * 7) % 13, (i * 11) % 17, (i * 5 + Math.floor(i / 9)) % 23, (i * i) % 29];
  return { row, count: (row[0]! > 6 ? 2 : 0) + (row[1]! * row[2]! > 90 ? 1 : 0) + ((i * i * i) % 3) };
};
const dataIn = (order: readonly number[]) => {
  const rows = order.map(rowAt);
  const values = Float64Array.from(rows.flatMap(({ row }) => row));
  return { values, counts: Float64Array.from(rows, ({ count }) => count) };
};
const predicted = (family: BoostFamily, values: Float64Array, response: Float64Array, options = OPTIONS) => {
  const borders = [0, 1, 2, 3].map((c) => bordersOfColumn(response.length, (row) => values[4 * row + c]!));
  const binned = binRows(values, 4, borders);
  const start = constantStart(family, response);
  const trees = boost(family, binned, new Float64Array(response.length).fill(start), response, options);
  return boostedScores(trees, binned).map((score) =>
    family === 'POISSON' ? Math.exp(start + score) : 1 / (1 + Math.exp(-start - score)),
  );
};
const inOrder = Array.from({ length: ROWS }, (_, i) => i);

describe('boosted trees', () => {
  /*
   * scikit-learn 1.2.1 on the same rows: HistGradientBoostingRegressor(loss='poisson') and HistGradientBoostingClassifier, both with max_iter=20, max_depth=3,
   * max_leaf_nodes=None, learning_rate=.1, min_samples_leaf=20, l2_regularization=5, early_stopping=False. Its gradients are f32, ours 2^-20.
   */
  it('of counts are those of scikit-learn', () => {
    const { values, counts } = dataIn(inOrder);
    const ours = predicted('POISSON', values, counts);
    const theirs = [
      0.49805713, 3.178131, 1.62144, 3.2093814, 2.0919835, 3.2495376, 1.110444, 3.3747071, 1.8156828, 2.1496994,
      1.406211, 3.5039514,
    ];
    theirs.forEach((value, i) => expect(Math.abs(ours[i]! / value - 1)).toBeLessThan(1e-6));
    expect(ours.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1367.03098789682, 4);
    expect(ours.reduce((sum, value) => sum + value * Math.log(value), 0)).toBeCloseTo(1260.2970817536316, 3);
  });

  it('of yes and no are those of scikit-learn', () => {
    const { values, counts } = dataIn(inOrder);
    const ours = predicted(
      'BINOMIAL',
      values,
      counts.map((count) => Number(count > 2)),
    );
    const theirs = [
      0.086205389, 0.80819172, 0.090337864, 0.84267836, 0.27323419, 0.74186928, 0.11261694, 0.84267836, 0.32213947,
      0.18349073, 0.091434583, 0.74570386,
    ];
    theirs.forEach((value, i) => expect(Math.abs(ours[i]! / value - 1)).toBeLessThan(1e-6));
    expect(ours.reduce((sum, value) => sum + value, 0)).toBeCloseTo(253.1531348471118, 4);
  });

  it('are the same to the bit for any order of the rows', () => {
    const uniform = seededUniform(5);
    const keys = inOrder.map(() => uniform());
    const shuffled = inOrder.toSorted((a, b) => keys[a]! - keys[b]!);
    for (const family of ['POISSON', 'BINOMIAL'] as const) {
      const answer = (order: readonly number[]): Map<number, number> => {
        const { values, counts } = dataIn(order);
        const response = family === 'POISSON' ? counts.map((count) => count / 3) : counts.map((n) => Number(n > 2));
        const out = predicted(family, values, response);
        return new Map(order.map((row, i) => [row, out[i]!]));
      };
      const [one, other] = [answer(inOrder), answer(shuffled)];
      expect(inOrder.every((row) => one.get(row) === other.get(row))).toBe(true);
    }
  });

  it('by hand: one split, one leaf on either side', () => {
    const values = Float64Array.of(0, 0, 0, 0, 1, 1, 1, 1);
    const response = Float64Array.of(0, 0, 1, 1, 2, 2, 3, 3);
    const binned = binRows(values, 1, [bordersOfColumn(8, (row) => values[row]!)]);
    const start = new Float64Array(8).fill(Math.log(1.5));
    const options = { trees: 1, depth: 1, rate: 0.5, leastOfALeaf: 2, ridge: 1 };
    const trees = boost('POISSON', binned, start, response, options);
    // Gradients sum to 2 − 6 and 10 − 6, curvatures to 6 each.
    const steps = [(0.5 * -4) / 7, (0.5 * 4) / 7];
    [...boostedScores(trees, binned)].forEach((score, row) => expect(score).toBeCloseTo(steps[row < 4 ? 0 : 1]!, 6));
    const { leastOfALeaf, ...rest } = options;
    const unsplit = boost('POISSON', binned, start, response, { ...rest, leastOfALeaf: leastOfALeaf + 3 });
    expect([...boostedScores(unsplit, binned)]).toEqual(new Array(8).fill(0));
  });

  it('say nothing beyond a start that is right already', () => {
    const { values, counts } = dataIn(inOrder);
    const binned = binRows(
      values,
      4,
      [0, 1, 2, 3].map((c) => bordersOfColumn(ROWS, (row) => values[4 * row + c]!)),
    );
    const right = counts.map((count) => Math.log(Math.max(count, 1e-9)));
    const trees = boost('POISSON', binned, right, counts, OPTIONS);
    expect(Math.max(...boostedScores(trees, binned).map(Math.abs))).toBeLessThan(1e-6);
  });

  it('refuse what is no size', () => {
    const { values, counts } = dataIn(inOrder);
    const binned = binRows(
      values,
      4,
      [0, 1, 2, 3].map(() => Float64Array.of(5)),
    );
    const start = new Float64Array(ROWS);
    expect(() =>
      boost(
        'POISSON',
        binned,
        start,
        counts.map((n) => n - 1),
      ),
    ).toThrow(DomainError);
    expect(() => boost('POISSON', binned, start, counts.subarray(1))).toThrow(DomainError);
  });
});

describe('bins', () => {
  it('lie between all values where these are few, and hold about as many where they are many', () => {
    expect([...bordersOfColumn(6, (row) => [3, 1, 1, 7, 3, 7][row]!)]).toEqual([2, 5]);
    expect([...bordersOfColumn(4, () => 2)]).toEqual([]);
    const many = bordersOfColumn(3200, (row) => row);
    expect(many).toHaveLength(31);
    const sizes = new Array<number>(32).fill(0);
    for (let row = 0; row < 3200; row++) sizes[binOf(many, row)]!++;
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(2);
  });

  it('hold a value at the border below it', () => {
    const borders = Float64Array.of(1, 2, 3);
    expect([0, 1, 1.5, 3, 4].map((value) => binOf(borders, value))).toEqual([0, 0, 1, 2, 3]);
  });
});
