import type { CustomerId } from '../../domain/events.ts';
import type { CustomerFlows, FlowList } from '../../store/published/flow-list.ts';
import type {
  NetworkValueResolvers,
  ReferralValueResolvers,
  ValueAtRiskResolvers,
  ValueFlowResolvers,
} from '../generated.ts';
import type { RequestContext } from '../serve/context.ts';
import { toGlobalId } from '../wire/ids.ts';
import { pageSize } from '../wire/paging.ts';

const NONE: FlowList = { totalMinor: 0, flows: [], restMinor: 0 };

/** The largest flows of one direction; what is not shown goes into the rest, so that the sum stays. */
async function valueFlows(
  id: CustomerId,
  part: Exclude<keyof CustomerFlows, 'networkAtRiskMinor'>,
  first: number,
  { loaders }: RequestContext,
) {
  const size = pageSize(first);
  const { totalMinor, flows, restMinor } = (await loaders.flows.load(id))?.[part] ?? NONE;
  const hidden = flows.slice(size).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return { total: totalMinor, flows: flows.slice(0, size), rest: restMinor + hidden };
}

export const referralValueFields: ReferralValueResolvers = {
  received: ({ customerId }, { first }, context) => valueFlows(customerId, 'referralReceived', first, context),
  passedOnTo: ({ customerId }, { first }, context) => valueFlows(customerId, 'referralPassedOn', first, context),
  given: ({ customerId }, { first }, context) => valueFlows(customerId, 'referralPassedOn', first, context),
};

export const networkValueFields: NetworkValueResolvers = {
  received: ({ customerId }, { first }, context) => valueFlows(customerId, 'networkReceived', first, context),
  passedOnTo: ({ customerId }, { first }, context) => valueFlows(customerId, 'networkPassedOn', first, context),
  given: ({ customerId }, { first }, context) => valueFlows(customerId, 'networkPassedOn', first, context),
};

export const valueAtRiskFields: ValueAtRiskResolvers = {
  network: async ({ customerId }, _, { loaders }) => (await loaders.flows.load(customerId))?.networkAtRiskMinor ?? null,
};

export const valueFlowFields: ValueFlowResolvers = {
  amount: ({ amountMinor }) => amountMinor,
  customer: ({ customer }, _, { loaders }) => loaders.customer.load(customer),
  path: ({ path }) => path.map((id) => toGlobalId('Customer', id)),
};
