import { DomainError } from '../errors.ts';
import type { SolvedNetwork } from './explain.ts';
import { solveConserving } from './solve.ts';

/** What value at risk needs of a solved network; the ties behind it do not matter. */
type Network = Omit<SolvedNetwork, 'arcMinor'>;

/** What is at stake when one customer leaves. A retention figure: two customers' figures overlap, so never sum them. */
export interface ValueAtRisk {
  readonly customer: number;
  /** v′_i: the customer's own value. */
  readonly own: number;
  /** V − V(−i) − v′_i: what others are worth only through this customer. */
  readonly network: number;
}

/** Credit on the way that may be left unfollowed, relative to what set out: far below a cent of any one customer. */
const NEGLIGIBLE = 1e-12;

/**
 * Network value at risk: V − V(−i), the total with and without customer i.
 *
 * Read f = v + C f as a walk: each unit of value starts at its owner and moves from j to i with probability c_ij, to stop
 * with 1 − K_j. Without i, every unit that would pass i is lost; a unit that would pass twice is lost once. So
 *
 *     V − V(−i) = f_i·(1 − r_i),
 *
 * with r_i the chance that credit leaving i comes back to i. That equals a full solve without i (the shares once given to
 * i then going nowhere). r_i is found by following the credit, every step keeping at most κmax of it; where that would
 * touch more arcs than the whole network has, one solve with v = 1 at i gives it instead: its f_i is 1/(1 − r_i).
 *
 * @param value v′ the solve was given.
 * @param within What each answer may be off by, in the unit of `value`; 0: as little as can be told.
 * @returns One entry per asked customer, in the order asked, in the unit of `value`.
 */
export function valueAtRisk(
  network: Network,
  value: Float64Array,
  customers: readonly number[],
  within = 0,
): ValueAtRisk[] {
  const walk: Walk = {
    mass: new Float64Array(value.length),
    next: new Float64Array(value.length),
    at: new Int32Array(value.length),
    nextAt: new Int32Array(value.length),
  };
  return customers.map((customer) => {
    if (!Number.isInteger(customer) || customer < 0 || customer >= value.length) {
      throw new DomainError('no such customer in the network', { customer, nodeCount: value.length });
    }
    const staying =
      1 -
      (chanceOfReturn(network, customer, walk, Math.max(NEGLIGIBLE, within / network.f[customer]!)) ??
        chanceOfReturnBySolving(network, customer));
    return { customer, own: value[customer]!, network: network.f[customer]! * staying - value[customer]! };
  });
}

/** Work space for walks, all zero between them. */
interface Walk {
  /** Credit at each node now, and after the next step. */
  readonly mass: Float64Array;
  readonly next: Float64Array;
  /** The nodes where there is any. */
  readonly at: Int32Array;
  readonly nextAt: Int32Array;
}

/** Follows one unit leaving `start` until less than `negligible` is on the way; null when that touches too many arcs. */
function chanceOfReturn({ attention, shares }: Network, start: number, walk: Walk, negligible: number): number | null {
  const { offsets } = attention;
  const { to, weight } = attention.arcs;
  const { follower, followed } = shares;
  let arcsLeft = to.length;
  let { mass, next, at, nextAt } = walk;
  mass[start] = 1;
  at[0] = start;
  let reached = 1;
  let onTheWay = 1;
  let returned = 0;
  while (onTheWay > negligible && arcsLeft >= 0) {
    let reachedNext = 0;
    onTheWay = 0;
    for (let k = 0; k < reached; k++) {
      const j = at[k]!;
      const leaving = mass[j]! * follower[j]!;
      mass[j] = 0;
      if (leaving === 0) continue;
      arcsLeft -= offsets[j + 1]! - offsets[j]!;
      for (let arc = offsets[j]!, end = offsets[j + 1]!; arc < end; arc++) {
        const i = to[arc]!;
        const credit = leaving * weight[arc]! * followed[i]!;
        if (credit === 0) continue;
        if (i === start) {
          returned += credit;
          continue;
        }
        const before = next[i]!;
        if (before === 0) nextAt[reachedNext++] = i;
        next[i] = before + credit;
        onTheWay += credit;
      }
    }
    [mass, next] = [next, mass];
    [at, nextAt] = [nextAt, at];
    reached = reachedNext;
  }
  for (let k = 0; k < reached; k++) mass[at[k]!] = 0;
  return onTheWay > negligible ? null : returned;
}

function chanceOfReturnBySolving({ csr, shares }: Network, start: number): number {
  const unit = new Float64Array(csr.nodeCount);
  unit[start] = 1;
  return 1 - 1 / solveConserving({ csr, shares, value: unit }).f[start]!;
}
