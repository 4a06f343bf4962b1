import { countingSort } from '../graph/counting-sort.ts';
import type { Csr } from '../graph/kernel/csr.ts';
import type { Shares } from '../graph/kernel/shares.ts';
import { descendingOrder } from '../numerics/order.ts';
import type { Attention } from './ties.ts';

/** A solved network with everything an explanation needs. */
export interface SolvedNetwork {
  readonly attention: Attention;
  /** `buildCsr(attention.arcs)`. */
  readonly csr: Csr;
  readonly shares: Shares;
  /** f from `solveConserving`, minor units. */
  readonly f: Float64Array;
  /** From `settleNetworkCents`: what each arc of the attention carries. */
  readonly arcMinor: Float64Array;
}

/** A list that closes: Σ amounts + restMinor is exactly the number it explains. */
export interface NetworkFlows {
  /** The other customers, by index: those with the largest amounts, of equals the first. */
  readonly customers: readonly number[];
  /** What ran along each tie, never 0. */
  readonly amountsMinor: readonly number[];
  /** What the ties that were not listed amount to. */
  readonly restMinor: number;
}

export interface ExplainedNetwork {
  /** Who contributes to a customer's gross network value: gross_i = Σ_j c_ij·f_j, one term per follower. */
  received(customer: number, first?: number): NetworkFlows;
  /** To whom a customer gives: K_i·f_i = Σ over those they follow. */
  passedOn(customer: number, first?: number): NetworkFlows;
}

const NOTHING: NetworkFlows = { customers: [], amountsMinor: [], restMinor: 0 };

/** What ties carry as settled to whole minor units, from either end. @returns nothing for who is no customer */
export function explainNetwork({
  attention,
  arcMinor,
}: Pick<SolvedNetwork, 'attention' | 'arcMinor'>): ExplainedNetwork {
  const { nodeCount, from, to } = attention.arcs;
  // Arcs come by follower and followed; those into one customer, by follower, through this.
  const byFollowed = countingSort(to, nodeCount);
  const into = new Int32Array(nodeCount + 1);
  for (const followed of to) into[followed + 1]!++;
  for (let i = 0; i < nodeCount; i++) into[i + 1]! += into[i]!;
  const along = (begin: number, end: number, arcAt: (k: number) => number, ends: ArrayLike<number>, first: number) => {
    const [customers, amountsMinor]: [number[], number[]] = [[], []];
    for (let k = begin; k < end; k++) {
      const amountMinor = arcMinor[arcAt(k)]!;
      if (amountMinor === 0) continue;
      customers.push(ends[arcAt(k)]!);
      amountsMinor.push(amountMinor);
    }
    return customers.length === 0 ? NOTHING : largest(customers, amountsMinor, first);
  };
  return {
    received: (i, first = Infinity) => along(into[i] ?? 0, into[i + 1] ?? 0, (k) => byFollowed[k]!, from, first),
    passedOn: (i, first = Infinity) =>
      along(attention.offsets[i] ?? 0, attention.offsets[i + 1] ?? 0, (k) => k, to, first),
  };
}

function largest(customers: readonly number[], amountsMinor: readonly number[], first: number): NetworkFlows {
  if (customers.length <= first) return { customers, amountsMinor, restMinor: 0 };
  const kept = descendingOrder(Float64Array.from(amountsMinor, Math.abs)).slice(0, first).sort();
  const shown = Array.from(kept, (k) => amountsMinor[k]!);
  const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
  return {
    customers: Array.from(kept, (k) => customers[k]!),
    amountsMinor: shown,
    restMinor: sum(amountsMinor) - sum(shown),
  };
}
