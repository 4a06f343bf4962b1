import { DomainError } from '../../errors.ts';
import type { Csr } from './csr.ts';
import { toCaller } from './order.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

export interface PageRankOptions {
  /** d: the chance to follow a tie rather than jump. */
  readonly damping?: number;
  /** Exactly this many power iterations from 1/n, as LDBC Graphalytics asks. */
  readonly iterations?: number;
  /** Without `iterations`: Σ|T(x) − x| at most this, T one step of the power iteration. */
  readonly tolerance?: number;
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
 * To a tolerance it sweeps Gauss–Seidel, the jumps held fixed within a sweep at what the last one left over, and
 * rescales at the end. T differs from the identity by at most Σ|change of the last sweep| / Σ rank: the arcs still read
 * at their old value carry at most d of the change, the jumps at most the rest.
 *
 * Source: Page, Brin, Motwani & Winograd (1998); LDBC Graphalytics specification (iterations, dangling nodes).
 */
export function pageRank(csr: Csr, options: PageRankOptions = {}): PageRank {
  const { damping = 0.85, iterations, tolerance = 1e-10 } = options;
  if (!(damping >= 0 && damping < 1)) throw new DomainError('damping must be in [0, 1)', { damping });
  const n = csr.nodeCount;
  if (n === 0) return { rank: new Float64Array(0), sweeps: 0 };
  const workspace = openWorkspace(csr);
  const { f, follower, gather } = workspace;
  perUnitOfWeight(csr, damping, follower);
  workspace.followed.fill(1);
  f.fill(1 / n);
  for (let i = 0; i < n; i++) gather[i] = follower[i]! / n;
  const sweeps =
    iterations === undefined
      ? settle(csr, workspace, damping, tolerance)
      : iterate(csr, workspace, damping, iterations);
  return { rank: toCaller(csr, f), sweeps };
}

function iterate(csr: Csr, workspace: Workspace, damping: number, iterations: number): number {
  let { gather, spare } = workspace;
  for (let k = 0; k < iterations; k++) {
    workspace.value.fill(leftOver(workspace, damping).jump);
    workspace.sweep(csr, Object.assign({}, workspace, { gather, next: spare }), 0, csr.nodeCount, 0);
    [gather, spare] = [spare, gather];
  }
  return iterations;
}

function settle(csr: Csr, workspace: Workspace, damping: number, tolerance: number): number {
  const { f, value, gather } = workspace;
  const inPlace = { ...workspace, next: gather };
  let { jump, total } = leftOver(workspace, damping);
  let sweeps = 0;
  let change: number;
  do {
    value.fill(jump);
    change = workspace.sweep(csr, inPlace, 0, csr.nodeCount, 0);
    sweeps++;
    ({ jump, total } = leftOver(workspace, damping));
  } while (change > tolerance * total);
  for (let i = 0; i < f.length; i++) f[i]! /= total;
  return sweeps;
}

/** Σ rank, and the rank that reaches every node by jumps: what is not passed along arcs, spread evenly. */
function leftOver({ f, follower }: Workspace, damping: number): { jump: number; total: number } {
  let total = 0;
  let dangling = 0;
  for (let i = 0; i < f.length; i++) {
    total += f[i]!;
    if (follower[i] === 0) dangling += f[i]!;
  }
  return { jump: ((1 - damping) * total + damping * dangling) / f.length, total };
}

/** d / Σ outgoing weight per node, internal numbering; 0 where there is none. */
function perUnitOfWeight({ sources, weight, outDegree }: Csr, damping: number, out: Float64Array): void {
  if (weight) {
    out.fill(0);
    for (let p = 0; p < sources.length; p++) out[sources[p]!]! += weight[p]!;
  } else {
    out.set(outDegree);
  }
  for (let i = 0; i < out.length; i++) out[i] = out[i]! > 0 ? damping / out[i]! : 0;
}
