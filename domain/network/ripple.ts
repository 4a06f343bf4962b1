import { DomainError } from '../errors.ts';
import type { Shares } from './kernel/shares.ts';
import type { Attention } from './ties.ts';

/** What is at stake when one customer leaves. A retention figure: two customers' figures overlap, so never sum them. */
export interface ValueAtRisk {
  readonly customer: number;
  /** v′_i: the customer's own value. */
  readonly own: number;
  /** V − V(−i) − v′_i: what others are worth only through this customer. */
  readonly network: number;
}

/** Credit on the way that may be left unfollowed, relative to the credit that set out. */
const NEGLIGIBLE = 1e-13;

/**
 * Network value at risk: V − V(−i), the total with and without customer i.
 *
 * Read f = v + C f as a walk: each unit of value starts at its owner and moves from j to i with probability c_ij, to stop
 * with 1 − K_j. Without i, every unit that would pass i is lost; a unit that would pass twice is lost once. So
 *
 *     V − V(−i) = f_i·(1 − r_i),
 *
 * with r_i the chance that credit leaving i comes back to i. That equals a full solve without i (the shares once given to
 * i then going nowhere) but costs only the walk from i: every step keeps at most κmax of what is on the way.
 *
 * @param value v′ the solve was given; @param f its result.
 * @returns One entry per asked customer, in the order asked, in the unit of `value`.
 */
export function valueAtRisk(
  attention: Attention,
  shares: Shares,
  value: Float64Array,
  f: Float64Array,
  customers: readonly number[],
): ValueAtRisk[] {
  const walk = { mass: new Float64Array(value.length), next: new Float64Array(value.length) };
  return customers.map((customer) => {
    if (!Number.isInteger(customer) || customer < 0 || customer >= value.length) {
      throw new DomainError('no such customer in the network', { customer, nodeCount: value.length });
    }
    const returning = chanceOfReturn(attention, shares, customer, walk);
    return { customer, own: value[customer]!, network: f[customer]! * (1 - returning) - value[customer]! };
  });
}

/** Follows one unit leaving `start` until less than NEGLIGIBLE is on the way; only the nodes it reaches are touched. */
function chanceOfReturn(
  { arcs, offsets }: Attention,
  shares: Shares,
  start: number,
  walk: { mass: Float64Array; next: Float64Array },
): number {
  let { mass, next } = walk;
  let reached = [start];
  mass[start] = 1;
  let onTheWay = 1;
  let returned = 0;
  while (onTheWay > NEGLIGIBLE && reached.length > 0) {
    const reachedNext: number[] = [];
    onTheWay = 0;
    for (const j of reached) {
      const leaving = mass[j]! * shares.giver[j]!;
      mass[j] = 0;
      if (leaving === 0) continue;
      for (let arc = offsets[j]!; arc < offsets[j + 1]!; arc++) {
        const i = arcs.to[arc]!;
        const credit = leaving * arcs.weight[arc]! * shares.receiver[i]!;
        if (credit === 0) continue;
        if (i === start) {
          returned += credit;
          continue;
        }
        if (next[i] === 0) reachedNext.push(i);
        next[i]! += credit;
        onTheWay += credit;
      }
    }
    [mass, next] = [next, mass];
    reached = reachedNext;
  }
  for (const j of reached) mass[j] = 0;
  return returned;
}
