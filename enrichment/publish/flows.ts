import { countingSort } from '../../domain/graph/counting-sort.ts';
import { explainNetwork } from '../../domain/network/explain.ts';
import {
  referralContributors,
  referralAdvocates,
  type ReferralExplanation,
} from '../../domain/referral/contributors.ts';
import type { RunResult } from '../compute/compute.ts';
import { encodeFlows, type FlowBlock, type FlowsOf, type ListedFlows } from '../../store/published/flow-codec.ts';
import { idAt, idCount } from '../../store/customers/packed-ids.ts';
import { bitsFor, bucketOf } from '../../store/published/slots.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** Flows listed per customer and direction; the remainder is one sum. */
const LISTED = 100;
/** Flows a block should hold on average, so that it stays near ten kilobytes. */
const PER_BLOCK = 512;

/** Small blocks by the first bits of the customers' ids. */
export interface Buckets<Block> {
  readonly bits: number;
  /** The content of each, made one after the other; can be walked once. */
  readonly blocks: Iterable<Block>;
}

/** The flows of everybody who takes part in any. */
export function flowBlocks(snapshot: Snapshot, result: RunResult): Buckets<FlowBlock> {
  const bits = bitsFor(mostFlows(result), PER_BLOCK);
  return { bits, blocks: blocksOf(snapshot, result, bits) };
}

function* blocksOf(snapshot: Snapshot, result: RunResult, bits: number): Iterable<FlowBlock> {
  const { ids } = snapshot;
  const takes = takesPart(result.flow);
  const taking = Int32Array.from({ length: idCount(ids) }, (_, i) => i).filter(takes);
  const bucket = taking.map((i) => bucketOf(idAt(ids, i), bits));
  const sorted = countingSort(bucket, 2 ** bits);
  const flowsOf = flowReader(result);
  for (let block = 0, at = 0; block < 2 ** bits; block++) {
    const flows: FlowsOf[] = [];
    for (; at < sorted.length && bucket[sorted[at]!] === block; at++) flows.push(flowsOf(taking[sorted[at]!]!));
    yield encodeFlows(ids, flows);
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

const NOTHING: ListedFlows = { customers: [], amountsMinor: [], restMinor: 0 };

/** Works out the flows of one customer. */
function flowReader(result: RunResult): (i: number) => FlowsOf {
  const { forest, attention } = result.relations;
  const { referral, cents } = result.flow;
  const network = explainNetwork({ attention, arcMinor: cents.arcMinor });
  const listed = (explained: ReferralExplanation): ListedFlows => {
    const flows = explained.flows
      .filter(({ amountMinor }) => amountMinor !== 0)
      .toSorted((a, b) => a.path.length - b.path.length || a.customer - b.customer);
    return {
      customers: flows.map(({ customer }) => customer),
      amountsMinor: flows.map(({ amountMinor }) => amountMinor),
      between: flows.map(({ path }) => path.slice(1, -1)),
      restMinor: explained.restMinor,
    };
  };
  return (i) => ({
    customer: i,
    atRiskMinor: result.networkAtRisk.get(i) ?? null,
    lists: [
      forest.childOffsets[i] === forest.childOffsets[i + 1]
        ? NOTHING
        : listed(referralContributors(forest, referral, i, { first: LISTED })),
      forest.referrer[i] === -1 ? NOTHING : listed(referralAdvocates(forest, referral, i, { first: LISTED })),
      network.received(i, LISTED),
      network.passedOn(i, LISTED),
    ],
  });
}
