import { DomainError } from '../../errors.ts';
import type { Csr } from './csr.ts';
import { toCaller } from './order.ts';
import { plainSweep, type Sweep, type SweepColumns } from './sweep.ts';

export interface PageRankOptions {
  /** d: the chance to follow a tie rather than jump. */
  readonly damping?: number;
  /** Exactly this many power iterations from 1/n, as LDBC Graphalytics asks. */
  readonly iterations?: number;
  /** Without `iterations`: Σ|T(x) − x| at most this, T one step of the power iteration. */
  readonly tolerance?: number;
  readonly sweep?: Sweep;
}

export interface PageRank {
  /** Rank per node, caller's numbering; sums to 1. */
  readonly rank: Float64Array;
  readonly sweeps: number;
}

/**
 * PageRank over the same kernel as the value solve: the check of the kernel against the world's references.
 * Rank flows along arcs in proportion to their weight; a node without outgoing weight spreads its rank evenly over all.
 *
 * To a tolerance the linear system y = (1 − d)/n + d·P y is solved by Gauss–Seidel with dangling nodes left out, and
 * x = y/Σy: spreading their rank evenly is only a rescaling. After a sweep the residual is at most d·Σ|change|.
 *
 * Source: Page et al. (1998); Langville & Meyer (2006) §7–8 for the rescaling; LDBC Graphalytics specification (iterations).
 */
export function pageRank(csr: Csr, options: PageRankOptions = {}): PageRank {
  const { damping = 0.85, iterations, tolerance = 1e-10, sweep = plainSweep } = options;
  if (!(damping >= 0 && damping < 1)) throw new DomainError('damping must be in [0, 1)', { damping });
  const n = csr.nodeCount;
  if (n === 0) return { rank: new Float64Array(0), sweeps: 0 };
  const giver = perUnitOfWeight(csr, damping);
  const columns: SweepColumns = {
    giver,
    receiver: new Float64Array(n).fill(1),
    value: new Float64Array(n).fill((1 - damping) / n),
    f: new Float64Array(n).fill(1 / n),
    gather: giver.map((share) => share / n),
    next: new Float64Array(iterations === undefined ? 0 : n),
  };
  const sweeps = iterations === undefined ? solve(csr, columns, damping, tolerance, sweep) : iterate(csr, columns, damping, iterations, sweep);
  return { rank: toCaller(csr, columns.f), sweeps };
}

function iterate(csr: Csr, columns: SweepColumns, damping: number, iterations: number, sweep: Sweep): number {
  const n = csr.nodeCount;
  let { gather, next } = columns;
  for (let k = 0; k < iterations; k++) {
    let dangling = 0;
    for (let i = 0; i < n; i++) if (columns.giver[i] === 0) dangling += columns.f[i]!;
    columns.value.fill((1 - damping + damping * dangling) / n);
    sweep(csr, Object.assign({}, columns, { gather, next }), 0, n);
    [gather, next] = [next, gather];
  }
  return iterations;
}

function solve(csr: Csr, columns: SweepColumns, damping: number, tolerance: number, sweep: Sweep): number {
  const inPlace = { ...columns, next: columns.gather };
  let sweeps = 0;
  let total: number;
  let change: number;
  do {
    change = sweep(csr, inPlace, 0, csr.nodeCount);
    sweeps++;
    total = columns.f.reduce((sum, y) => sum + y, 0);
    // Rescaling y and spreading what is missing evenly at most doubles the residual d·change/total.
  } while (2 * damping * change > tolerance * total);
  for (let i = 0; i < columns.f.length; i++) columns.f[i]! /= total;
  return sweeps;
}

/** d / Σ outgoing weight per node, internal numbering; 0 where there is none. */
function perUnitOfWeight({ nodeCount, sources, weight, outDegree }: Csr, damping: number): Float64Array {
  const total = weight ? new Float64Array(nodeCount) : Float64Array.from(outDegree);
  if (weight) for (let p = 0; p < sources.length; p++) total[sources[p]!]! += weight[p]!;
  return total.map((sum) => (sum > 0 ? damping / sum : 0));
}
