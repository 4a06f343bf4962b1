/** The part of a CSR that a sweep reads. */
export interface Rows {
  readonly offsets: Int32Array;
  readonly sources: Int32Array;
  readonly weight: Float64Array | null;
}

/**
 * The columns a sweep works on, one number per node, internal numbering. A share is factorised,
 * c_ij = follower_j · weight_ij · followed_i, so a sweep gathers one number per arc: follower_j · f_j.
 */
export interface SweepColumns {
  /** follower_j · f_j as of the last sweep; what rows read. */
  readonly gather: Float64Array;
  /** Where follower_i · f_i is written. The same array as `gather` makes the sweep Gauss–Seidel, another one Jacobi. */
  readonly next: Float64Array;
  /** f, updated in place. */
  readonly f: Float64Array;
  readonly value: Float64Array;
  readonly follower: Float64Array;
  readonly followed: Float64Array;
}

/**
 * One pass over rows [begin, end): f_i ← value_i + followed_i · Σ_j weight_ij · gather_j. Returns `change` + Σ|change of f_i|:
 * added up row by row from where the rows before left it, so that cutting a sweep into ranges changes no bit.
 */
export type Sweep = (rows: Rows, columns: SweepColumns, begin: number, end: number, change: number) => number;

/** The plain TypeScript sweep. Every other engine must give the same bits. */
export const plainSweep: Sweep = (rows, columns, begin, end, change) =>
  rows.weight
    ? weightedRows(rows, rows.weight, columns, begin, end, change)
    : unweightedRows(rows, columns, begin, end, change);

function unweightedRows(
  { offsets, sources }: Rows,
  columns: SweepColumns,
  begin: number,
  end: number,
  before: number,
): number {
  const { gather, next, f, value, follower, followed } = columns;
  let change = before;
  let p = offsets[begin]!;
  for (let i = begin; i < end; i++) {
    const rowEnd = offsets[i + 1]!;
    let sum = 0;
    for (; p < rowEnd; p++) sum += gather[sources[p]!]!;
    const fresh = value[i]! + followed[i]! * sum;
    change += Math.abs(fresh - f[i]!);
    f[i] = fresh;
    next[i] = follower[i]! * fresh;
  }
  return change;
}

function weightedRows(
  { offsets, sources }: Rows,
  weight: Float64Array,
  columns: SweepColumns,
  begin: number,
  end: number,
  before: number,
): number {
  const { gather, next, f, value, follower, followed } = columns;
  let change = before;
  let p = offsets[begin]!;
  for (let i = begin; i < end; i++) {
    const rowEnd = offsets[i + 1]!;
    let sum = 0;
    for (; p < rowEnd; p++) sum += weight[p]! * gather[sources[p]!]!;
    const fresh = value[i]! + followed[i]! * sum;
    change += Math.abs(fresh - f[i]!);
    f[i] = fresh;
    next[i] = follower[i]! * fresh;
  }
  return change;
}
