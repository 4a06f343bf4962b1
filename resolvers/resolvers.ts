import type { Resolvers } from './generated.ts';
import { accountFields, accountQueries } from './definitions/accounts.ts';
import { accessMutations, accessQueries, apiKeyFields } from './access/access.ts';
import { actionFields, actionQueries } from './actions/actions.ts';
import { actionMutations } from './actions/mutations.ts';
import { actionReportFields } from './actions/report.ts';
import { communityFields, communityQueries } from './network/communities.ts';
import { customerFields, customerQueries } from './customers/customers.ts';
import { definitionMutations, definitionQueries, productFields, spendFields } from './definitions/definitions.ts';
import { engagementRuleMutations, engagementRuleQueries } from './engagement/rules.ts';
import { networkValueFields, referralValueFields, valueAtRiskFields, valueFlowFields } from './value/flows.ts';
import { toDecimal } from './wire/money.ts';
import { modelReportQueries } from './runs/model-report.ts';
import { customerFactFields, factFields, lifecycleFields } from './customers/facts.ts';
import { mergeMutations, mergeQueries } from './customers/merges.ts';
import { customerMutations } from './customers/mutations.ts';
import { eventMutations } from './events/mutations.ts';
import { relationMutations } from './relations/mutations.ts';
import {
  customerHistoryFields,
  labelChangeFields,
  rfmHistoryFields,
  segmentGrowthFields,
  segmentMovementFields,
} from './segments/history.ts';
import { segmentMutations } from './segments/mutations.ts';
import { networkQueries, suspicionFields } from './network/network.ts';
import { nodeQueries } from './nodes.ts';
import { exportMutations, exportQueries } from './partners/exports.ts';
import { partnerQueries } from './partners/partners.ts';
import { portfolioQueries } from './value/portfolio.ts';
import { landscapeFields } from './portfolio/landscape.ts';
import { wholeQueries } from './portfolio/portfolio.ts';
import { transitionFields } from './portfolio/transitions.ts';
import { referralFields, tieFields } from './relations/relations.ts';
import { runFields, runMutations, runQueries } from './runs/runs.ts';
import { whatIfQueries } from './runs/what-if.ts';
import { privacyJobFields, privacyMutations, privacyQueries } from './privacy/privacy.ts';
import { scalars } from './wire/scalars.ts';
import { customerSocialFields, socialAccountFields } from './social/accounts.ts';
import { consentMutations, linkMutations } from './social/mutations.ts';
import { socialHostFields, socialSourceFields, socialSourceQueries } from './social/sources.ts';
import { socialSyncFields, socialSyncMutations, socialSyncQueries } from './social/syncs.ts';
import { engagementFields, influenceFields, lifecycleScoreFields, rfmFields } from './engagement/scores.ts';
import { customerValueFields, lifetimeValueFields } from './value/value.ts';
import { segmentFields, segmentQueries, segmentRuleFields } from './segments/segments.ts';
import { complaintsFields, experienceFields } from './experience/experience.ts';
import {
  newsletterBehaviourFields,
  promotionBehaviourFields,
  purchaseBehaviourFields,
} from './experience/behaviour.ts';
import { leadQueries } from './portfolio/leads.ts';
import { healthQueries } from './health/health.ts';
import { focusFields, focusOpportunityFields } from './portfolio/focus.ts';
import { leavingCustomerFields, retentionWorkFields } from './portfolio/leaving.ts';
import { opportunitiesFields, opportunityQueries } from './opportunities/opportunities.ts';
import { interactionFields, orderFields } from './events/timeline.ts';
import { webhookFields, webhookMutations, webhookQueries } from './webhooks/webhooks.ts';
import { userErrorType } from './serve/user-errors.ts';

/** Every resolver. A type that is not here answers with what its parent prepared. */
export const resolvers: Resolvers = {
  ...scalars,
  Query: {
    ...nodeQueries,
    ...customerQueries,
    ...mergeQueries,
    ...definitionQueries,
    ...accountQueries,
    ...segmentQueries,
    ...portfolioQueries,
    ...wholeQueries,
    ...engagementRuleQueries,
    ...runQueries,
    ...whatIfQueries,
    ...communityQueries,
    ...networkQueries,
    ...modelReportQueries,
    ...healthQueries,
    ...leadQueries,
    ...opportunityQueries,
    ...socialSourceQueries,
    ...socialSyncQueries,
    ...accessQueries,
    ...partnerQueries,
    ...exportQueries,
    ...webhookQueries,
    ...privacyQueries,
    ...actionQueries,
  },
  Mutation: {
    ...exportMutations,
    ...webhookMutations,
    ...customerMutations,
    ...mergeMutations,
    ...definitionMutations,
    ...eventMutations,
    ...relationMutations,
    ...segmentMutations,
    ...engagementRuleMutations,
    ...runMutations,
    ...linkMutations,
    ...consentMutations,
    ...socialSyncMutations,
    ...accessMutations,
    ...privacyMutations,
    ...actionMutations,
  },
  ApiKey: apiKeyFields,
  Webhook: webhookFields,
  PrivacyJob: privacyJobFields,
  Action: actionFields,
  ActionReport: actionReportFields,
  Customer: { ...customerFields, ...customerSocialFields, ...customerFactFields, ...customerHistoryFields },
  Fact: factFields,
  Lifecycle: { ...lifecycleScoreFields, ...lifecycleFields },
  Product: productFields,
  Account: accountFields,
  Spend: spendFields,
  Community: communityFields,
  Influence: influenceFields,
  Rfm: { ...rfmFields, ...rfmHistoryFields },
  Engagement: engagementFields,
  Segment: { ...segmentFields, ...segmentGrowthFields },
  SegmentMovement: segmentMovementFields,
  LabelChange: labelChangeFields,
  SegmentRule: segmentRuleFields,
  SegmentLandscape: landscapeFields,
  LifecycleSummary: transitionFields,
  Order: orderFields,
  Interaction: interactionFields,
  Experience: experienceFields,
  LeavingCustomer: leavingCustomerFields,
  RetentionWork: retentionWorkFields,
  FocusReport: focusFields,
  FocusOpportunity: focusOpportunityFields,
  Opportunities: opportunitiesFields,
  Complaints: complaintsFields,
  PurchaseBehaviour: purchaseBehaviourFields,
  NewsletterBehaviour: newsletterBehaviourFields,
  PromotionBehaviour: promotionBehaviourFields,
  Tie: tieFields,
  Referral: referralFields,
  ReferralSuspicion: suspicionFields,
  EnrichmentRun: runFields,
  SocialAccount: socialAccountFields,
  SocialSource: socialSourceFields,
  SocialHost: socialHostFields,
  SocialSync: socialSyncFields,
  CustomerValue: customerValueFields,
  LifetimeValue: lifetimeValueFields,
  ReferralValue: referralValueFields,
  NetworkValue: networkValueFields,
  ValueAtRisk: valueAtRiskFields,
  ValueFlow: valueFlowFields,
  Money: {
    amount: (minor, _, { currency }) => toDecimal(minor, currency),
    minorUnits: (minor) => minor,
    currencyCode: (_, __, { currency }) => currency,
  },
  UserError: { __resolveType: userErrorType },
};
