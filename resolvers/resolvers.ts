import type { Resolvers } from './generated.ts';
import { communityFields, communityQueries } from './communities.ts';
import { customerFields, customerQueries } from './customers.ts';
import { engagementRuleMutations, engagementRuleQueries } from './engagement-rules.ts';
import { networkValueFields, referralValueFields, valueFlowFields } from './flows.ts';
import { toDecimal } from './money.ts';
import { modelReportQueries } from './model-report.ts';
import { customerMutations } from './mutations/customers.ts';
import { eventMutations } from './mutations/events.ts';
import { relationMutations } from './mutations/relations.ts';
import { segmentMutations } from './mutations/segments.ts';
import { networkQueries } from './network.ts';
import { nodeQueries } from './nodes.ts';
import { portfolioQueries } from './portfolio.ts';
import { referralFields, tieFields } from './relations.ts';
import { runFields, runMutations, runQueries } from './runs.ts';
import { scalars } from './scalars.ts';
import { influenceFields } from './scores.ts';
import { segmentFields, segmentQueries, segmentRuleFields } from './segments.ts';
import { interactionFields, orderFields } from './timeline.ts';
import { userErrorType } from './user-errors.ts';

/** Every resolver. A type that is not here answers with what its parent prepared. */
export const resolvers: Resolvers = {
  ...scalars,
  Query: {
    ...nodeQueries, ...customerQueries, ...segmentQueries, ...portfolioQueries, ...engagementRuleQueries, ...runQueries, ...communityQueries,
    ...networkQueries, ...modelReportQueries,
  },
  Mutation: { ...customerMutations, ...eventMutations, ...relationMutations, ...segmentMutations, ...engagementRuleMutations, ...runMutations },
  Customer: customerFields,
  Community: communityFields,
  Influence: influenceFields,
  Segment: segmentFields,
  SegmentRule: segmentRuleFields,
  Order: orderFields,
  Interaction: interactionFields,
  Tie: tieFields,
  Referral: referralFields,
  EnrichmentRun: runFields,
  ReferralValue: referralValueFields,
  NetworkValue: networkValueFields,
  ValueFlow: valueFlowFields,
  Money: {
    amount: (minor, _, { currency }) => toDecimal(minor, currency),
    minorUnits: (minor) => minor,
    currencyCode: (_, __, { currency }) => currency,
  },
  UserError: { __resolveType: userErrorType },
};
