/** Most groups a column is cut into. */
export const MOST_BINS = 32;

/** Columns of one length cut into few groups each, as histograms need them. */
export interface Binned {
  readonly rows: number;
  readonly columns: number;
  /** Row-major: the group of a value, 0 … {@link MOST_BINS} − 1. */
  readonly bins: Uint8Array;
  /** Per column, ascending: a value at most borders[k] and above borders[k − 1] is in group k. */
  readonly borders: readonly Float64Array[];
}

/** The group a value is in. */
export const binOf = (borders: ArrayLike<number>, value: number): number => {
  let [low, high] = [0, borders.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value > borders[middle]!) low = middle + 1;
    else high = middle;
  }
  return low;
};

/**
 * Borders midway between values, so that no rounding moves a value across one: between all of them where there are at most {@link MOST_BINS} different
 * ones, else between groups of about equal number.
 *
 * @param valueOf value of a row
 */
export const bordersOfColumn = (rows: number, valueOf: (row: number) => number): Float64Array => {
  const sorted = Float64Array.from({ length: rows }, (_, row) => valueOf(row)).sort();
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  const between = (below: number, above: number): number => Math.fround(below + (above - below) / 2);
  if (distinct.length <= MOST_BINS)
    return Float64Array.from({ length: Math.max(0, distinct.length - 1) }, (_, k) =>
      between(distinct[k]!, distinct[k + 1]!),
    );
  const borders: number[] = [];
  for (let k = 1; k < MOST_BINS; k++) {
    const value = sorted[Math.floor((k * rows) / MOST_BINS)]!;
    const above = distinct[binOf(distinct, value) + 1];
    const border = above === undefined ? undefined : between(value, above);
    if (border !== undefined && border !== borders.at(-1)) borders.push(border);
  }
  return Float64Array.from(borders);
};

/** @param values row-major */
export const binRows = (values: Float64Array, columns: number, borders: readonly Float64Array[]): Binned => {
  const rows = values.length / columns;
  const bins = new Uint8Array(values.length);
  for (let column = 0; column < columns; column++) {
    const own = borders[column]!;
    for (let at = column; at < values.length; at += columns) bins[at] = binOf(own, values[at]!);
  }
  return { rows, columns, bins, borders };
};
