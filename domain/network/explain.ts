import { DomainError } from '../errors.ts';
import { TIE_KINDS } from '../events.ts';
import type { TieKind } from '../events.ts';
import type { Csr } from '../graph/kernel/csr.ts';
import { forEachFollower } from '../graph/kernel/csr.ts';
import type { Shares } from '../graph/kernel/shares.ts';
import type { Attention, TieColumns } from './ties.ts';

/** A solved network with everything an explanation needs. */
export interface SolvedNetwork {
  readonly ties: TieColumns;
  readonly attention: Attention;
  /** `buildCsr(attention.arcs)`. */
  readonly csr: Csr;
  readonly shares: Shares;
  /** f from `solveConserving`, minor units. */
  readonly f: Float64Array;
  /** From `settleNetworkCents`: what each arc of the attention carries. */
  readonly arcMinor: Float64Array;
}

/** One tie as it was observed. */
export interface TieEvidence {
  readonly kind: TieKind;
  readonly weight: number;
  readonly lastAtMs: number;
  /** Index into the caller's list of sources; null where not recorded. */
  readonly source: number | null;
}

/** Credit between two customers. */
export interface NetworkFlow {
  /** The other customer. */
  readonly customer: number;
  readonly amountMinor: number;
  /** c_ij: the share of the follower's value that this is. */
  readonly share: number;
  /** From the follower to the followed. */
  readonly path: readonly [number, number];
  readonly evidence: readonly TieEvidence[];
}

/** A list that closes: Σ flows + restMinor is exactly the number it explains. */
export interface NetworkExplanation {
  readonly totalMinor: number;
  /** Largest first, then by customer index. */
  readonly flows: readonly NetworkFlow[];
  /** What the ties that were not listed amount to. */
  readonly restMinor: number;
}

interface Term {
  readonly customer: number;
  readonly share: number;
  readonly amountMinor: number;
}

/**
 * Who contributes to a customer's gross network value: gross_i = Σ_j c_ij·f_j, one term per follower, as settled to whole minor units.
 *
 * @param first Flows to list; the others go to the rest.
 */
export function networkContributors(network: SolvedNetwork, customer: number, first = Infinity): NetworkExplanation {
  requireCustomer(network, customer);
  const { csr, shares } = network;
  const terms: Term[] = [];
  forEachFollower(csr, customer, (follower, weight) => {
    const share = shares.follower[follower]! * weight * shares.followed[customer]!;
    if ((network.f[follower] ?? 0) * share === 0) return;
    const amountMinor = network.arcMinor[arcOf(network, follower, customer)]!;
    terms.push({ customer: follower, share, amountMinor });
  });
  return shorten(network, terms, first, (follower) => [follower, customer]);
}

/** To whom a customer gives: K_i·f_i = Σ over those they follow, as settled to whole minor units. */
export function networkFollowed(network: SolvedNetwork, customer: number, first = Infinity): NetworkExplanation {
  requireCustomer(network, customer);
  const { attention, shares, f, arcMinor } = network;
  const terms: Term[] = [];
  for (let arc = attention.offsets[customer]!; arc < attention.offsets[customer + 1]!; arc++) {
    const followed = attention.arcs.to[arc]!;
    const share = shares.follower[customer]! * attention.arcs.weight[arc]! * shares.followed[followed]!;
    if (share * f[customer]! !== 0) terms.push({ customer: followed, share, amountMinor: arcMinor[arc]! });
  }
  return shorten(network, terms, first, (followed) => [customer, followed]);
}

function shorten(
  network: SolvedNetwork,
  terms: Term[],
  first: number,
  pathOf: (other: number) => [number, number],
): NetworkExplanation {
  const totalMinor = terms.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const flows = terms
    .sort((a, b) => Math.abs(b.amountMinor) - Math.abs(a.amountMinor) || a.customer - b.customer)
    .slice(0, first)
    .map((term): NetworkFlow => {
      const path = pathOf(term.customer);
      return {
        ...term,
        path,
        // Looked up when asked for: who publishes flows of everybody asks for none.
        get evidence() {
          return evidenceOf(network, ...path);
        },
      };
    });
  return { totalMinor, flows, restMinor: flows.reduce((rest, { amountMinor }) => rest - amountMinor, totalMinor) };
}

/** The arc follower → followed. */
function arcOf({ attention }: SolvedNetwork, follower: number, followed: number): number {
  const begin = attention.offsets[follower]!;
  return begin + attention.arcs.to.subarray(begin, attention.offsets[follower + 1]!).indexOf(followed);
}

/** The ties behind follower → followed, newest first. */
function evidenceOf(network: SolvedNetwork, follower: number, followed: number): TieEvidence[] {
  const { ties, attention } = network;
  const arc = arcOf(network, follower, followed);
  return [...attention.ties.subarray(attention.tieOffsets[arc]!, attention.tieOffsets[arc + 1]!)]
    .sort((a, b) => ties.atMs[b]! - ties.atMs[a]! || a - b)
    .map((tie) => ({
      kind: TIE_KINDS[ties.kind[tie]!]!,
      weight: ties.weight[tie]!,
      lastAtMs: ties.atMs[tie]!,
      source: ties.source?.[tie] ?? null,
    }));
}

function requireCustomer({ attention }: SolvedNetwork, customer: number): void {
  if (!Number.isInteger(customer) || customer < 0 || customer >= attention.arcs.nodeCount) {
    throw new DomainError('no such customer in the network', { customer, nodeCount: attention.arcs.nodeCount });
  }
}
