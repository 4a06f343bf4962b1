import type { CustomerId } from '../../domain/events.ts';
import { countingSort } from '../../domain/graph/counting-sort.ts';
import { networkContributors, networkFollowed } from '../../domain/network/explain.ts';
import { referralContributors, referralAdvocates } from '../../domain/referral/contributors.ts';
import type { RunResult } from '../compute/compute.ts';
import type { CustomerFlows, FlowList } from '../../published/flow-list.ts';
import { encodeFlows } from '../../published/flows-codec.ts';
import { idAt, idCount, idsAt } from '../../store/customers/packed-ids.ts';
import { bitsFor, bucketOf } from '../../store/published/slots.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** Flows listed per customer and direction; the remainder is one sum. */
const LISTED = 100;
/** Flows a block should hold on average, so that it stays near ten kilobytes. */
const PER_BLOCK = 512;

/** Small blocks by the first bits of the customers' ids. */
export interface Buckets {
  readonly bits: number;
  /** The content of each, made one after the other; can be walked once. */
  readonly blocks: Iterable<string>;
}

/** The flows of everybody who takes part in any. */
export function flowBlocks(snapshot: Snapshot, result: RunResult): Buckets {
  const bits = bitsFor(mostFlows(result), PER_BLOCK);
  return { bits, blocks: blocksOf(snapshot, result, bits) };
}

function* blocksOf(snapshot: Snapshot, result: RunResult, bits: number): Buckets['blocks'] {
  const { ids } = snapshot;
  const takes = takesPart(result.flow);
  const taking = Int32Array.from({ length: idCount(ids) }, (_, i) => i).filter(takes);
  const bucket = taking.map((i) => bucketOf(idAt(ids, i), bits));
  const sorted = countingSort(bucket, 2 ** bits);
  const flowsOf = flowReader(snapshot, result);
  for (let block = 0, at = 0; block < 2 ** bits; block++) {
    const flows = new Map<CustomerId, CustomerFlows>();
    for (; at < sorted.length && bucket[sorted[at]!] === block; at++) {
      const i = taking[sorted[at]!]!;
      flows.set(idAt(ids, i), flowsOf(i));
    }
    yield encodeFlows(flows);
  }
}

/** At most how many flows there are, without working any out: it only decides how many blocks they are spread over. */
function mostFlows({ relations }: RunResult): number {
  const { from, to } = relations.attention.arcs;
  const [follows, followers] = [new Int32Array(relations.csr.nodeCount), new Int32Array(relations.csr.nodeCount)];
  for (const end of from) follows[end]!++;
  for (const end of to) followers[end]!++;
  const listed = (sum: number, degree: number): number => sum + Math.min(LISTED, degree);
  const referred = relations.forest.recordOf.reduce((sum, record) => sum + (record < 0 ? 0 : 1), 0);
  return 2 * referred + follows.reduce(listed, 0) + followers.reduce(listed, 0);
}

const takesPart =
  ({ referral, cents }: RunResult['flow']) =>
  (i: number): boolean =>
    (referral.receivedMinor[i] || referral.passedOnMinor[i] || cents.receivedMinor[i] || cents.passedOnMinor[i]) !== 0;

/** Works out the flows of one customer. */
function flowReader({ ids }: Snapshot, result: RunResult): (i: number) => CustomerFlows {
  const { flow, relations } = result;
  const { referral, cents } = flow;
  const network = {
    ties: relations.ties,
    attention: relations.attention,
    csr: relations.csr,
    shares: flow.shares,
    f: flow.network.f,
    arcMinor: cents.arcMinor,
  };
  const named = (list: {
    totalMinor: number;
    restMinor: number;
    flows: readonly { customer: number; amountMinor: number; path: readonly number[] }[];
  }): FlowList => ({
    totalMinor: list.totalMinor,
    restMinor: list.restMinor,
    flows: list.flows
      .filter(({ amountMinor }) => amountMinor !== 0)
      .map(({ customer, amountMinor, path }) => ({
        customer: idAt(ids, customer),
        amountMinor,
        path: idsAt(ids, path),
      })),
  });
  return (i) => ({
    referralReceived: named(referralContributors(relations.forest, referral, i, { first: LISTED })),
    referralPassedOn: named(referralAdvocates(relations.forest, referral, i, { first: LISTED })),
    networkReceived: named(networkContributors(network, i, LISTED)),
    networkPassedOn: named(networkFollowed(network, i, LISTED)),
    networkAtRiskMinor: result.networkAtRisk.get(i) ?? null,
  });
}
