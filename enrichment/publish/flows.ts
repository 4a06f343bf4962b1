import type { CustomerId } from '../../domain/events.ts';
import { countingSort } from '../../domain/graph/counting-sort.ts';
import { networkContributors, networkFollowed } from '../../domain/network/explain.ts';
import { descendingOrder } from '../../domain/numerics/order.ts';
import { valueAtRisk } from '../../domain/network/ripple.ts';
import { referralContributors, referralAdvocates } from '../../domain/referral/contributors.ts';
import type { RunResult } from '../compute/compute.ts';
import { ID_LETTERS } from '../../domain/events.ts';
import { flowBlock } from '../../published/blocks.ts';
import type { CustomerFlows, FlowList } from '../../published/flow-list.ts';
import { encodeFlows } from '../../published/flows-codec.ts';
import { idAt, idCount, idsAt, type PackedIds } from '../../store/customers/packed-ids.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** Flows listed per customer and direction; the remainder is one sum. */
const LISTED = 100;
/** Customers whose value at risk is worked out. */
const AT_RISK = 1000;
/** What a figure that is rounded to whole minor units may be off by. */
const RISK_WITHIN_MINOR = 1e-3;
/** Flows a block should hold on average, so that it stays near ten kilobytes. */
const PER_BLOCK = 512;

/** Letters of the id that name the block, for so many entries of which a block should hold some. */
export const lettersFor = (entries: number, perBlock: number): number =>
  Math.max(0, Math.ceil(Math.log(entries / perBlock) / Math.log(ID_LETTERS.length)));

/** {@link lettersFor} so many flows. */
export const prefixLength = (flows: number): number => lettersFor(flows, PER_BLOCK);

/** Small blocks by the first letters of the customers' ids. */
export interface PrefixedBlocks {
  readonly letters: number;
  /** Name and content of each, made one after the other; can be walked once. */
  readonly blocks: Iterable<readonly [name: string, content: string]>;
}

/** The flows of everybody who takes part in any. */
export function flowBlocks(snapshot: Snapshot, result: RunResult): PrefixedBlocks {
  const letters = prefixLength(Math.max(1, mostFlows(result)));
  return { letters, blocks: blocksOf(snapshot, result, letters) };
}

function* blocksOf(snapshot: Snapshot, result: RunResult, letters: number): PrefixedBlocks['blocks'] {
  const { ids } = snapshot;
  const { names, blockOf } = blocksByName(ids, takesPart(result.flow), (id) => flowBlock(id, letters));
  const flowsOf = flowReader(snapshot, result);
  for (const { block, members } of membersOf(blockOf, names.length)) {
    const flows = new Map<CustomerId, CustomerFlows>();
    for (const i of members) flows.set(idAt(ids, i), flowsOf(i));
    yield [names[block]!, encodeFlows(flows)];
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

/** Which block each customer's entry lies in, −1 for who has none; blocks are numbered as they are met. */
export function blocksByName(
  ids: PackedIds,
  takes: (index: number) => boolean,
  nameOf: (id: CustomerId) => string,
): { readonly names: readonly string[]; readonly blockOf: Int32Array } {
  const number = new Map<string, number>();
  const blockOf = new Int32Array(idCount(ids)).fill(-1);
  for (let i = 0; i < blockOf.length; i++) {
    if (!takes(i)) continue;
    const name = nameOf(idAt(ids, i));
    const block = number.get(name) ?? number.size;
    number.set(name, block);
    blockOf[i] = block;
  }
  return { names: [...number.keys()], blockOf };
}

/** The customers of each block, in the order of the snapshot. */
export function* membersOf(
  blockOf: Int32Array,
  blocks: number,
): Iterable<{ readonly block: number; readonly members: Int32Array }> {
  const taking = new Int32Array(blockOf.reduce((sum, block) => sum + (block < 0 ? 0 : 1), 0));
  for (let i = 0, k = 0; i < blockOf.length; i++) if (blockOf[i]! >= 0) taking[k++] = i;
  const sorted = countingSort(
    taking.map((i) => blockOf[i]!),
    blocks,
  ).map((k) => taking[k]!);
  for (let start = 0; start < sorted.length;) {
    const block = blockOf[sorted[start]!]!;
    let end = start;
    while (end < sorted.length && blockOf[sorted[end]!] === block) end++;
    yield { block, members: sorted.subarray(start, end) };
    start = end;
  }
}

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
  const atRisk = networkAtRisk(result);
  return (i) => ({
    referralReceived: named(referralContributors(relations.forest, referral, i, { first: LISTED })),
    referralPassedOn: named(referralAdvocates(relations.forest, referral, i, { first: LISTED })),
    networkReceived: named(networkContributors(network, i, LISTED)),
    networkPassedOn: named(networkFollowed(network, i, LISTED)),
    networkAtRiskMinor: atRisk.get(i) ?? null,
  });
}

/** Network value at risk of those with most network value: each costs a walk through the graph, and the rest move little. */
function networkAtRisk({ flow, relations }: RunResult): ReadonlyMap<number, number> {
  const { receivedMinor } = flow.cents;
  const most = [...descendingOrder(receivedMinor).subarray(0, AT_RISK)].filter((i) => receivedMinor[i]! > 0);
  const risks = valueAtRisk(
    { ...relations, shares: flow.shares, f: flow.network.f },
    flow.referral.afterReferralMinor,
    most,
    RISK_WITHIN_MINOR,
  );
  return new Map(risks.map(({ customer, network }) => [customer, Math.round(network)]));
}
