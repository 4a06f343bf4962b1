/** A rank correlation with its 95 % interval. */
export interface RankCorrelation {
  readonly correlation: number;
  readonly low: number;
  readonly high: number;
  /** n − k − 3 of n entries and k columns held constant. */
  readonly freedom: number;
  /** P of one as high where there is none, one-sided. */
  readonly p: number;
}

/**
 * Spearman's partial correlations with one column: of the ranks of both, what the ranks of other columns do not explain, by least squares. Intervals by Fisher's z
 * (1924), with the variance (1 + r²/2) ÷ (n − k − 3) of Bonett & Wright (2000) for ranks.
 *
 * @param constant columns that are held constant; none: the plain correlation of ranks
 * @returns of another column: null where nothing is left of either, or there are too few entries to say how sure it is
 */
export function rankCorrelations(
  column: Float64Array,
  constant: readonly Float64Array[],
): (other: Float64Array) => RankCorrelation | null {
  const basis = orthonormal([new Float64Array(column.length).fill(1), ...constant.map(ranksOf)]);
  const rest = beyond(basis, ranksOf(column));
  const freedom = column.length - (basis.length - 1) - 3;
  return (other) => {
    const correlation = freedom < 1 ? null : cosine(beyond(basis, ranksOf(other)), rest);
    if (correlation === null) return null;
    const z = Math.atanh(Math.min(1 - 1e-12, Math.max(-1 + 1e-12, correlation)));
    const reach = 1.959964 * Math.sqrt((1 + correlation ** 2 / 2) / freedom);
    return {
      correlation,
      low: Math.tanh(z - reach),
      high: Math.tanh(z + reach),
      freedom,
      p: upperTail(z * Math.sqrt(freedom)),
    };
  };
}

/**
 * Ranks from 1, the mean rank for equals.
 *
 * @example [...ranksOf(Float64Array.of(5, 1, 5))] // [2.5, 1, 2.5]
 */
export function ranksOf(values: Float64Array): Float64Array {
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let k = start; k < end; k++) ranks[order[k]!] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

/** P(Z > z) of the standard normal, to 1e-7 (Abramowitz & Stegun 26.2.17). */
function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, one, k) => sum + one * b[k]!, 0);

/** A basis of what columns span, without those that say nothing beyond the others (modified Gram–Schmidt, twice). */
function orthonormal(columns: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const rest = beyond(basis, beyond(basis, column));
    const length = Math.sqrt(dot(rest, rest));
    if (length > 1e-9 * Math.sqrt(dot(column, column))) basis.push(rest.map((one) => one / length));
  }
  return basis;
}

/** What is left of a column that a basis does not explain. */
function beyond(basis: readonly Float64Array[], column: Float64Array): Float64Array {
  let rest = column;
  for (const one of basis) {
    const share = dot(one, rest);
    rest = rest.map((value, k) => value - share * one[k]!);
  }
  return rest;
}

/** Null where either is nothing. */
function cosine(a: Float64Array, b: Float64Array): number | null {
  const [aa, bb] = [dot(a, a), dot(b, b)];
  const least = 1e-9 * a.length;
  return aa > least && bb > least ? dot(a, b) / Math.sqrt(aa * bb) : null;
}
