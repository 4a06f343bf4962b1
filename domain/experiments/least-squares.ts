import { DomainError } from '../errors.ts';

export interface Fit {
  /** Of each column; 0 for one that the columns before it already say. */
  readonly coefficients: Float64Array;
  readonly residual: Float64Array;
  /** How much of each row enters a coefficient: coefficient = Σ influence·y. null for a column that was dropped. */
  readonly influence: readonly (Float64Array | null)[];
  /** h_ii: how much a row decides of its own fitted value. */
  readonly leverage: Float64Array;
  /** Columns kept. */
  readonly rank: number;
}

/** A column that is this close to what the columns before it say, relative to its length, is dropped. */
const COLLINEAR = 1e-9;

/**
 * Ordinary least squares by modified Gram–Schmidt, each column made orthogonal twice. Columns that earlier ones already say are dropped, so that constants
 * and indicators may be given that turn out to be the same.
 *
 * Source: Björck (1996), Numerical Methods for Least Squares Problems, §2.4; twice is enough: Giraud, Langou & Rozložník (2005).
 */
export function leastSquares(columns: readonly Float64Array[], y: Float64Array): Fit {
  const n = y.length;
  const basis: Float64Array[] = [];
  /** Of each basis vector, the columns it is made of: basis = Σ weight·column. */
  const makeup: Float64Array[] = [];
  for (const [place, column] of columns.entries()) {
    if (column.length !== n)
      throw new DomainError('columns differ in length', { place, length: column.length, rows: n });
    const rest = column.slice();
    const weights = new Float64Array(columns.length);
    weights[place] = 1;
    const size = Math.sqrt(dot(column, column));
    for (let pass = 0; pass < 2; pass++) {
      for (const [b, direction] of basis.entries()) {
        const part = dot(direction, rest);
        for (let i = 0; i < n; i++) rest[i]! -= part * direction[i]!;
        for (let c = 0; c < place; c++) weights[c]! -= part * makeup[b]![c]!;
      }
    }
    const left = Math.sqrt(dot(rest, rest));
    if (!(left > COLLINEAR * size)) continue;
    basis.push(rest.map((value) => value / left));
    makeup.push(weights.map((weight) => weight / left));
  }

  const residual = y.slice();
  const leverage = new Float64Array(n);
  const coefficients = new Float64Array(columns.length);
  const kept = new Uint8Array(columns.length);
  for (const [b, direction] of basis.entries()) {
    const part = dot(direction, residual);
    for (let i = 0; i < n; i++) {
      residual[i]! -= part * direction[i]!;
      leverage[i]! += direction[i]! ** 2;
    }
    for (let c = 0; c < columns.length; c++) coefficients[c]! += part * makeup[b]![c]!;
    kept[makeup[b]!.findLastIndex((weight) => weight !== 0)] = 1;
  }
  const influence = columns.map((_, c) => {
    if (kept[c] === 0) return null;
    const of = new Float64Array(n);
    for (const [b, direction] of basis.entries()) {
      const weight = makeup[b]![c]!;
      if (weight !== 0) for (let i = 0; i < n; i++) of[i]! += weight * direction[i]!;
    }
    return of;
  });
  return { coefficients, residual, influence, leverage, rank: basis.length };
}

/** Which rows share what chance gave them, numbered from 0; null: each row by itself. */
export type Clusters = Int32Array | null;

/**
 * Covariance of two coefficients that does not suppose equal errors. By rows HC2, Σ ψ_a ψ_b r²/(1 − h); by clusters the sum within each, times
 * G/(G − 1)·(n − 1)/(n − p).
 *
 * Sources: MacKinnon & White (1985), HC2; Liang & Zeger (1986); Cameron & Miller (2015), eq. (12).
 */
export function robustCovariance(fit: Fit, a: number, b: number, clusters: Clusters): number {
  const [first, second] = [fit.influence[a], fit.influence[b]];
  if (!first || !second) return Number.NaN;
  const n = fit.residual.length;
  if (clusters === null) {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      // A row that alone decides its fitted value has no residual to judge by.
      const free = 1 - fit.leverage[i]!;
      if (free > 1e-12) sum += (first[i]! * second[i]! * fit.residual[i]! ** 2) / free;
    }
    return sum;
  }
  const count = clusters.reduce((most, cluster) => Math.max(most, cluster + 1), 0);
  const [left, right, members] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < n; i++) {
    const cluster = clusters[i]!;
    members[cluster]!++;
    left[cluster]! += first[i]! * fit.residual[i]!;
    right[cluster]! += second[i]! * fit.residual[i]!;
  }
  const groups = members.reduce((sum, size) => sum + (size > 0 ? 1 : 0), 0);
  return ((groups / (groups - 1)) * (n - 1) * dot(left, right)) / (n - fit.rank);
}

/** Names of clusters as numbers from 0, in the order they come. */
export function numbered(names: ArrayLike<number>): Int32Array {
  const places = new Map<number, number>();
  return Int32Array.from(names, (name) => {
    const known = places.get(name) ?? places.size;
    places.set(name, known);
    return known;
  });
}

/** G_eff = (Σn)²/Σn²: how many clusters of equal size say as much. */
export function effectiveClusters(clusters: Int32Array): number {
  const members = new Map<number, number>();
  for (const cluster of clusters) members.set(cluster, (members.get(cluster) ?? 0) + 1);
  let squares = 0;
  for (const size of members.values()) squares += size * size;
  return squares > 0 ? clusters.length ** 2 / squares : 0;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
