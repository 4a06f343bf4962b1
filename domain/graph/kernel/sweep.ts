/** The part of a CSR that a sweep reads. */
export interface Rows {
  readonly offsets: Int32Array;
  readonly sources: Int32Array;
  readonly weight: Float64Array | null;
}

/**
 * The columns a sweep works on, one number per node, internal numbering. A share is factorised,
 * c_ij = giver_j · weight_ij · receiver_i, so a sweep gathers one number per arc: giver_j · f_j.
 */
export interface SweepColumns {
  /** giver_j · f_j as of the last sweep; what rows read. */
  readonly gather: Float64Array;
  /** Where giver_i · f_i is written. The same array as `gather` makes the sweep Gauss–Seidel, another one Jacobi. */
  readonly next: Float64Array;
  /** f, updated in place. */
  readonly f: Float64Array;
  readonly value: Float64Array;
  readonly giver: Float64Array;
  readonly receiver: Float64Array;
}

/**
 * One pass over rows [begin, end): f_i ← value_i + receiver_i · Σ_j weight_ij · gather_j. Returns `change` + Σ|change of f_i|:
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
  const { gather, next, f, value, giver, receiver } = columns;
  let change = before;
  let p = offsets[begin]!;
  for (let i = begin; i < end; i++) {
    const rowEnd = offsets[i + 1]!;
    let sum = 0;
    for (; p < rowEnd; p++) sum += gather[sources[p]!]!;
    const fresh = value[i]! + receiver[i]! * sum;
    change += Math.abs(fresh - f[i]!);
    f[i] = fresh;
    next[i] = giver[i]! * fresh;
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
  const { gather, next, f, value, giver, receiver } = columns;
  let change = before;
  let p = offsets[begin]!;
  for (let i = begin; i < end; i++) {
    const rowEnd = offsets[i + 1]!;
    let sum = 0;
    for (; p < rowEnd; p++) sum += weight[p]! * gather[sources[p]!]!;
    const fresh = value[i]! + receiver[i]! * sum;
    change += Math.abs(fresh - f[i]!);
    f[i] = fresh;
    next[i] = giver[i]! * fresh;
  }
  return change;
}
