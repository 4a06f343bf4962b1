import type { CustomerFlows, FlowList } from '../../store/published/flow-list.ts';
import type {
  NetworkValueResolvers,
  ReferralValueResolvers,
  ValueAtRiskResolvers,
  ValueFlowResolvers,
} from '../generated.ts';
import type { Scored } from '../models.ts';
import type { RequestContext } from '../serve/context.ts';
import { toGlobalId } from '../wire/ids.ts';
import { pageSize } from '../wire/paging.ts';
import { networkFigureFields, referralFigureFields } from './value.ts';

const NONE: FlowList = { totalMinor: 0, flows: [], restMinor: 0 };

/**
 * The largest flows of one direction; what is not shown goes into the rest, so that the sum stays. Flows are the last run's: what has moved since is
 * in the total and in the rest.
 */
async function valueFlows(
  { id, between }: Scored,
  part: Exclude<keyof CustomerFlows, 'networkAtRiskMinor'>,
  first: number,
  { loaders }: RequestContext,
) {
  const size = pageSize(first);
  const { totalMinor, flows, restMinor } = (await loaders.flows.load(id))?.[part] ?? NONE;
  const hidden = flows.slice(size).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  // What has moved since the run whose flows are listed.
  const since = between?.change[`${part}Minor`] ?? 0;
  return { total: totalMinor + since, flows: flows.slice(0, size), rest: restMinor + hidden + since };
}

export const referralValueFields: ReferralValueResolvers = {
  ...referralFigureFields,
  received: (value, { first }, context) => valueFlows(value, 'referralReceived', first, context),
  passedOnTo: (value, { first }, context) => valueFlows(value, 'referralPassedOn', first, context),
  given: (value, { first }, context) => valueFlows(value, 'referralPassedOn', first, context),
};

export const networkValueFields: NetworkValueResolvers = {
  ...networkFigureFields,
  received: (value, { first }, context) => valueFlows(value, 'networkReceived', first, context),
  passedOnTo: (value, { first }, context) => valueFlows(value, 'networkPassedOn', first, context),
  given: (value, { first }, context) => valueFlows(value, 'networkPassedOn', first, context),
};

export const valueAtRiskFields: ValueAtRiskResolvers = {
  network: async ({ customerId }, _, { loaders }) => (await loaders.flows.load(customerId))?.networkAtRiskMinor ?? null,
};

export const valueFlowFields: ValueFlowResolvers = {
  amount: ({ amountMinor }) => amountMinor,
  customer: ({ customer }, _, { loaders }) => loaders.customer.load(customer),
  path: ({ path }) => path.map((id) => toGlobalId('Customer', id)),
};
