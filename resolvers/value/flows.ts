import type { CustomerId } from '../../domain/events.ts';
import { bucketsOf, FLOWS } from '../../published/blocks.ts';
import type { CustomerFlows, FlowList } from '../../published/flow-list.ts';
import { decodeFlows } from '../../published/flows-codec.ts';
import { statisticsOf } from '../../published/statistics.ts';
import { bucketOf } from '../../store/published/slots.ts';
import type {
  NetworkValueResolvers,
  ReferralValueResolvers,
  ValueAtRiskResolvers,
  ValueFlowResolvers,
} from '../generated.ts';
import type { ReferralValueModel } from '../models.ts';
import type { RequestContext } from '../serve/context.ts';
import { toGlobalId } from '../wire/ids.ts';
import { pageSize } from '../wire/paging.ts';

const NONE: FlowList = { totalMinor: 0, flows: [], restMinor: 0 };

/** The explanations of one customer; they lie in small blocks that many customers share, each read once per request. */
async function flowsOf(id: CustomerId, { loaders }: RequestContext): Promise<CustomerFlows | null> {
  const generation = await loaders.generation();
  if (generation === null) return null;
  const { bits } = statisticsOf(generation).flows;
  const block = await loaders.text.load({ kind: bucketsOf(FLOWS, bits), number: bucketOf(id, bits) });
  return block === null ? null : decodeFlows(block, id);
}

/**
 * The largest flows of one direction; what is not shown goes into the rest, so that the sum stays. Flows are the last run's: what has moved since is
 * in the total and in the rest.
 */
async function valueFlows(
  { customerId, sinceRun }: ReferralValueModel,
  part: Exclude<keyof CustomerFlows, 'networkAtRiskMinor'>,
  first: number,
  context: RequestContext,
) {
  const size = pageSize(first);
  const { totalMinor, flows, restMinor } = (await flowsOf(customerId, context))?.[part] ?? NONE;
  const hidden = flows.slice(size).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const since = part.endsWith('Received') ? sinceRun.receivedMinor : sinceRun.passedOnMinor;
  return { total: totalMinor + since, flows: flows.slice(0, size), rest: restMinor + hidden + since };
}

export const referralValueFields: ReferralValueResolvers = {
  received: (value, { first }, context) => valueFlows(value, 'referralReceived', first, context),
  passedOnTo: (value, { first }, context) => valueFlows(value, 'referralPassedOn', first, context),
  given: (value, { first }, context) => valueFlows(value, 'referralPassedOn', first, context),
};

export const networkValueFields: NetworkValueResolvers = {
  received: (value, { first }, context) => valueFlows(value, 'networkReceived', first, context),
  passedOnTo: (value, { first }, context) => valueFlows(value, 'networkPassedOn', first, context),
  given: (value, { first }, context) => valueFlows(value, 'networkPassedOn', first, context),
};

export const valueAtRiskFields: ValueAtRiskResolvers = {
  network: async ({ customerId }, _, context) => (await flowsOf(customerId, context))?.networkAtRiskMinor ?? null,
};

export const valueFlowFields: ValueFlowResolvers = {
  amount: ({ amountMinor }) => amountMinor,
  customer: ({ customer }, _, { loaders }) => loaders.customer.load(customer),
  path: ({ path }) => path.map((id) => toGlobalId('Customer', id)),
};
