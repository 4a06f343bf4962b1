import type { CustomerId } from '../../domain/events.ts';
import { networkContributors, networkFollowed } from '../../domain/network/explain.ts';
import { valueAtRisk } from '../../domain/network/ripple.ts';
import { referralContributors, referralAdvocates } from '../../domain/referral/contributors.ts';
import type { RunResult } from '../compute/compute.ts';
import { flowBlock, ID_LETTERS } from '../../published/blocks.ts';
import type { CustomerFlows, FlowList } from '../../published/flow-list.ts';
import { encodeFlows } from '../../published/flows-codec.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** Flows listed per customer and direction; the remainder is one sum. */
const LISTED = 100;
/** Customers whose value at risk is worked out. */
const AT_RISK = 1000;
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
  /** Content by block name. */
  readonly blocks: ReadonlyMap<string, string>;
}

/** The flows of everybody who takes part in any. */
export function flowBlocks(snapshot: Snapshot, result: RunResult): PrefixedBlocks {
  const { flow, relations } = result;
  const { ids } = snapshot;
  const network = {
    ties: relations.ties,
    attention: relations.attention,
    csr: relations.csr,
    shares: flow.shares,
    f: flow.network.f,
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
        customer: ids[customer]!,
        amountMinor,
        path: path.map((index) => ids[index]!),
      })),
  });
  const atRisk = networkAtRisk(result);
  const taking: { id: CustomerId; flows: CustomerFlows }[] = [];
  let count = 0;
  for (const [i, id] of ids.entries()) {
    const { referral, cents } = flow;
    if (!(referral.receivedMinor[i] || referral.passedOnMinor[i] || cents.receivedMinor[i] || cents.passedOnMinor[i]))
      continue;
    const flows: CustomerFlows = {
      referralReceived: named(referralContributors(relations.forest, referral, i, { first: LISTED })),
      referralPassedOn: named(referralAdvocates(relations.forest, referral, i, { first: LISTED })),
      networkReceived: named(networkContributors(network, i, cents.receivedMinor[i]!, LISTED)),
      networkPassedOn: named(networkFollowed(network, i, cents.passedOnMinor[i]!, LISTED)),
      networkAtRiskMinor: atRisk.get(i) ?? null,
    };
    count += [flows.referralReceived, flows.referralPassedOn, flows.networkReceived, flows.networkPassedOn].reduce(
      (sum, list) => sum + list.flows.length,
      0,
    );
    taking.push({ id, flows });
  }
  const letters = prefixLength(Math.max(1, count));
  const grouped = new Map<string, Map<CustomerId, CustomerFlows>>();
  for (const { id, flows } of taking) {
    const name = flowBlock(id, letters);
    const block = grouped.get(name) ?? new Map<CustomerId, CustomerFlows>();
    grouped.set(name, block.set(id, flows));
  }
  return { letters, blocks: new Map([...grouped].map(([name, block]) => [name, encodeFlows(block)])) };
}

/** Network value at risk of those with most network value: each costs a walk through the graph, and the rest move little. */
function networkAtRisk({ flow, relations }: RunResult): ReadonlyMap<number, number> {
  const { receivedMinor } = flow.cents;
  const most = [...receivedMinor.keys()]
    .filter((i) => receivedMinor[i]! > 0)
    .sort((a, b) => receivedMinor[b]! - receivedMinor[a]! || a - b)
    .slice(0, AT_RISK);
  const risks = valueAtRisk(
    { ...relations, shares: flow.shares, f: flow.network.f },
    flow.referral.afterReferralMinor,
    most,
  );
  return new Map(risks.map(({ customer, network }) => [customer, Math.round(network)]));
}
