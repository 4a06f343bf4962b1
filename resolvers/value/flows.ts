import * as z from 'zod';
import type { CustomerId } from '../../domain/events.ts';
import { decodeFlows } from '../../enrichment/publish/flows-codec.ts';
import type { CustomerFlows, FlowList } from '../../enrichment/publish/flow-list.ts';
import { flowBlock } from '../../enrichment/publish/flows.ts';
import type { NetworkValueResolvers, ReferralValueResolvers, ValueFlowResolvers } from '../generated.ts';
import type { RequestContext } from '../serve/context.ts';
import { toGlobalId } from '../wire/ids.ts';
import { pageSize } from '../wire/paging.ts';

/** Where the run put the explanations of who gave what to whom. */
const FlowsAt = z.object({ flows: z.object({ generation: z.int(), letters: z.int().min(0) }) });

const NONE: FlowList = { totalMinor: 0, flows: [], restMinor: 0 };

/** The explanations of one customer; they lie in small blocks that many customers share, each read once per request. */
async function flowsOf(id: CustomerId, { loaders }: RequestContext): Promise<CustomerFlows | null> {
  const generation = await loaders.generation();
  const at = FlowsAt.safeParse(generation?.statistics);
  if (!at.success) return null;
  const { generation: written, letters } = at.data.flows;
  const block = await loaders.textBlock.load(`${written}/${flowBlock(id, letters)}`);
  return block === null ? null : decodeFlows(block, id);
}

/** The largest flows of one direction; what is not shown goes into the rest, so that the sum stays. */
async function valueFlows(
  id: CustomerId,
  part: Exclude<keyof CustomerFlows, 'networkAtRiskMinor'>,
  first: number,
  context: RequestContext,
) {
  const size = pageSize(first);
  const { totalMinor, flows, restMinor } = (await flowsOf(id, context))?.[part] ?? NONE;
  const hidden = flows.slice(size).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return { total: totalMinor, flows: flows.slice(0, size), rest: restMinor + hidden };
}

export const referralValueFields: ReferralValueResolvers = {
  received: ({ customerId }, { first }, context) => valueFlows(customerId, 'referralReceived', first, context),
  given: ({ customerId }, { first }, context) => valueFlows(customerId, 'referralPassedOn', first, context),
};

export const networkValueFields: NetworkValueResolvers = {
  received: ({ customerId }, { first }, context) => valueFlows(customerId, 'networkReceived', first, context),
  given: ({ customerId }, { first }, context) => valueFlows(customerId, 'networkPassedOn', first, context),
  atRisk: async ({ customerId }, _, context) => (await flowsOf(customerId, context))?.networkAtRiskMinor ?? null,
};

export const valueFlowFields: ValueFlowResolvers = {
  amount: ({ amountMinor }) => amountMinor,
  customer: ({ customer }, _, { loaders }) => loaders.customer.load(customer),
  path: ({ path }) => path.map((id) => toGlobalId('Customer', id)),
};
