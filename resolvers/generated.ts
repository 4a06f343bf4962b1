// Made from schema/*.graphql by `npm run codegen`; edit those.
/* oxlint-disable */
import type * as Schema from '../schema/generated.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { CustomerModel, SegmentModel, SegmentRuleModel, OrderModel, InteractionModel, TieModel, ReferralModel, EnrichmentRunModel, MoneyModel, UserErrorModel, CustomerValueModel, LifetimeValueModel, RfmModel, EngagementModel, ReferralValueModel, LeavingCustomerModel, RetentionWorkModel, FocusReportModel, FocusOpportunityModel, NetworkValueModel, ValueAtRiskModel, ValueFlowModel, CommunityModel, InfluenceModel, ReferralSuspicionModel, SocialAccountModel, SocialSourceModel, SocialHostModel, SocialSyncModel, PrivacyJobModel, FactModel, ProductModel, AccountModel, SpendModel, ApiKeyModel, WebhookModel, ExperienceModel, OpportunitiesModel, OpportunityModel, ComplaintsModel, PurchaseBehaviourModel, NewsletterBehaviourModel, PromotionBehaviourModel, LifecycleModel, LifecycleSummaryModel, SegmentLandscapeModel, SegmentMovementModel, LabelChangeModel, ActionModel, ActionReportModel } from './models.ts';
import type { RequestContext } from './serve/context.ts';
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };


export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Schema.Maybe<TTypes> | Promise<Schema.Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;



/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  TimelineEntry:
    | ( OrderModel )
    | ( InteractionModel )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( CustomerModel )
    | ( OrderModel )
    | ( InteractionModel )
    | ( ReferralModel )
    | ( CommunityModel )
    | ( PrivacyJobModel )
    | ( EnrichmentRunModel )
    | ( SegmentModel )
    | ( SocialAccountModel )
    | ( SocialSyncModel )
  ;
  UserError:
    | ( Schema.InputError )
    | ( Schema.StaleVersionError )
    | ( Schema.IdentityConflictError )
    | ( Schema.AlreadyRunningError )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Viewer: ResolverTypeWrapper<Schema.Viewer>;
  String: ResolverTypeWrapper<Schema.Scalars['String']['output']>;
  ViewerKind: Schema.ViewerKind;
  ApiKey: ResolverTypeWrapper<ApiKeyModel>;
  ApiKeyCreateInput: Schema.ApiKeyCreateInput;
  ApiKeyCreatePayload: ResolverTypeWrapper<Omit<Schema.ApiKeyCreatePayload, 'apiKey' | 'userErrors'> & { apiKey?: Schema.Maybe<ResolversTypes['ApiKey']>, userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  ApiKeyRevokeInput: Schema.ApiKeyRevokeInput;
  ApiKeyPayload: ResolverTypeWrapper<Omit<Schema.ApiKeyPayload, 'apiKey' | 'userErrors'> & { apiKey?: Schema.Maybe<ResolversTypes['ApiKey']>, userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  AuditEntry: ResolverTypeWrapper<Schema.AuditEntry>;
  AuditEntryConnection: ResolverTypeWrapper<Schema.AuditEntryConnection>;
  AuditEntryEdge: ResolverTypeWrapper<Schema.AuditEntryEdge>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Float: ResolverTypeWrapper<Schema.Scalars['Float']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ActionKind: Schema.ActionKind;
  ActionChannel: Schema.ActionChannel;
  ActionConsent: Schema.ActionConsent;
  ActionDesign: Schema.ActionDesign;
  OutcomeMetric: Schema.OutcomeMetric;
  ActionTarget: Schema.ActionTarget;
  ActionShape: Schema.ActionShape;
  ActionState: Schema.ActionState;
  ActionArm: ResolverTypeWrapper<Omit<Schema.ActionArm, 'costPerPerson'> & { costPerPerson: ResolversTypes['Money'] }>;
  ActionOutcome: ResolverTypeWrapper<Schema.ActionOutcome>;
  LeftOutReason: Schema.LeftOutReason;
  LeftOut: ResolverTypeWrapper<Schema.LeftOut>;
  ActionAudience: ResolverTypeWrapper<Schema.ActionAudience>;
  ActionPower: ResolverTypeWrapper<Schema.ActionPower>;
  Action: ResolverTypeWrapper<ActionModel>;
  ActionWarningCode: Schema.ActionWarningCode;
  ActionWarning: ResolverTypeWrapper<Schema.ActionWarning>;
  ActionEdge: ResolverTypeWrapper<Omit<Schema.ActionEdge, 'node'> & { node: ResolversTypes['Action'] }>;
  ActionConnection: ResolverTypeWrapper<Omit<Schema.ActionConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ActionEdge']>, nodes: ReadonlyArray<ResolversTypes['Action']> }>;
  ActionArmInput: Schema.ActionArmInput;
  ActionOutcomeInput: Schema.ActionOutcomeInput;
  ActionInput: Schema.ActionInput;
  ExposureKind: Schema.ExposureKind;
  ExposureInput: Schema.ExposureInput;
  ExposureStatus: Schema.ExposureStatus;
  ExposureResult: ResolverTypeWrapper<Omit<Schema.ExposureResult, 'userErrors'> & { userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  ExposuresPayload: ResolverTypeWrapper<Omit<Schema.ExposuresPayload, 'results' | 'userErrors'> & { results: ReadonlyArray<ResolversTypes['ExposureResult']>, userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  ActionPayload: ResolverTypeWrapper<Omit<Schema.ActionPayload, 'action' | 'userErrors'> & { action?: Schema.Maybe<ResolversTypes['Action']>, userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  ActionYearArm: ResolverTypeWrapper<Schema.ActionYearArm>;
  ActionYear: ResolverTypeWrapper<Omit<Schema.ActionYear, 'total'> & { total?: Schema.Maybe<ResolversTypes['MoneyEstimate']> }>;
  IntervalKind: Schema.IntervalKind;
  Estimate: ResolverTypeWrapper<Schema.Estimate>;
  MoneyEstimate: ResolverTypeWrapper<Omit<Schema.MoneyEstimate, 'value' | 'low' | 'high' | 'standardError'> & { value: ResolversTypes['Money'], low?: Schema.Maybe<ResolversTypes['Money']>, high?: Schema.Maybe<ResolversTypes['Money']>, standardError?: Schema.Maybe<ResolversTypes['Money']> }>;
  ActionReason: Schema.ActionReason;
  Lift: ResolverTypeWrapper<Omit<Schema.Lift, 'total' | 'cost' | 'net'> & { total?: Schema.Maybe<ResolversTypes['MoneyEstimate']>, cost: ResolversTypes['Money'], net?: Schema.Maybe<ResolversTypes['MoneyEstimate']> }>;
  ArmReport: ResolverTypeWrapper<Omit<Schema.ArmReport, 'observed' | 'baseline' | 'incremental'> & { observed?: Schema.Maybe<ResolversTypes['Money']>, baseline?: Schema.Maybe<ResolversTypes['Money']>, incremental?: Schema.Maybe<ResolversTypes['Money']> }>;
  RatioCheck: ResolverTypeWrapper<Schema.RatioCheck>;
  Spillover: ResolverTypeWrapper<Schema.Spillover>;
  ActionReport: ResolverTypeWrapper<ActionReportModel>;
  LiftPart: ResolverTypeWrapper<Schema.LiftPart>;
  LiftByForecast: ResolverTypeWrapper<Schema.LiftByForecast>;
  ActionRestatement: ResolverTypeWrapper<Schema.ActionRestatement>;
  ActionReportEdge: ResolverTypeWrapper<Omit<Schema.ActionReportEdge, 'node'> & { node: ResolversTypes['ActionReport'] }>;
  ActionReportConnection: ResolverTypeWrapper<Omit<Schema.ActionReportConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ActionReportEdge']>, nodes: ReadonlyArray<ResolversTypes['ActionReport']> }>;
  Scope: Schema.Scope;
  DateTime: ResolverTypeWrapper<Schema.Scalars['DateTime']['output']>;
  Date: ResolverTypeWrapper<Schema.Scalars['Date']['output']>;
  Decimal: ResolverTypeWrapper<Schema.Scalars['Decimal']['output']>;
  CurrencyCode: ResolverTypeWrapper<Schema.Scalars['CurrencyCode']['output']>;
  SafeInt: ResolverTypeWrapper<Schema.Scalars['SafeInt']['output']>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  PageInfo: ResolverTypeWrapper<Schema.PageInfo>;
  Count: ResolverTypeWrapper<Schema.Count>;
  CountPrecision: Schema.CountPrecision;
  Money: ResolverTypeWrapper<MoneyModel>;
  MoneyInput: Schema.MoneyInput;
  DateTimeRange: Schema.DateTimeRange;
  FloatRange: Schema.FloatRange;
  MoneyRange: Schema.MoneyRange;
  OrderDirection: Schema.OrderDirection;
  Provenance: ResolverTypeWrapper<Schema.Provenance>;
  ScoreMethod: Schema.ScoreMethod;
  ComputationStatus: Schema.ComputationStatus;
  UserError: ResolverTypeWrapper<UserErrorModel>;
  InputError: ResolverTypeWrapper<Schema.InputError>;
  StaleVersionError: ResolverTypeWrapper<Schema.StaleVersionError>;
  IdentityConflictError: ResolverTypeWrapper<Schema.IdentityConflictError>;
  AlreadyRunningError: ResolverTypeWrapper<Schema.AlreadyRunningError>;
  UserErrorCode: Schema.UserErrorCode;
  Customer: ResolverTypeWrapper<CustomerModel>;
  Identity: ResolverTypeWrapper<Schema.Identity>;
  IdentityType: Schema.IdentityType;
  CustomerIdentifier: Schema.CustomerIdentifier;
  ExternalIdInput: Schema.ExternalIdInput;
  HandleInput: Schema.HandleInput;
  CustomerConnection: ResolverTypeWrapper<Omit<Schema.CustomerConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['CustomerEdge']>, nodes: ReadonlyArray<ResolversTypes['Customer']> }>;
  CustomerEdge: ResolverTypeWrapper<Omit<Schema.CustomerEdge, 'node'> & { node: ResolversTypes['Customer'] }>;
  CustomerUpsertInput: Schema.CustomerUpsertInput;
  CustomerPayload: ResolverTypeWrapper<Omit<Schema.CustomerPayload, 'customer' | 'userErrors'> & { customer?: Schema.Maybe<ResolversTypes['Customer']>, userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  Product: ResolverTypeWrapper<ProductModel>;
  Account: ResolverTypeWrapper<AccountModel>;
  AccountContact: ResolverTypeWrapper<Omit<Schema.AccountContact, 'account'> & { account?: Schema.Maybe<ResolversTypes['Account']> }>;
  AccountRollUp: ResolverTypeWrapper<Omit<Schema.AccountRollUp, 'total' | 'current' | 'potential' | 'revenue'> & { total: ResolversTypes['Money'], current: ResolversTypes['ValueSide'], potential: ResolversTypes['ValueSide'], revenue: ResolversTypes['Money'] }>;
  AccountMemberConnection: ResolverTypeWrapper<Omit<Schema.AccountMemberConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['AccountMemberEdge']>, nodes: ReadonlyArray<ResolversTypes['Customer']> }>;
  AccountMemberEdge: ResolverTypeWrapper<Omit<Schema.AccountMemberEdge, 'node'> & { node: ResolversTypes['Customer'] }>;
  AccountKind: Schema.AccountKind;
  Spend: ResolverTypeWrapper<SpendModel>;
  SpendPurpose: Schema.SpendPurpose;
  ProductConnection: ResolverTypeWrapper<Omit<Schema.ProductConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ProductEdge']>, nodes: ReadonlyArray<ResolversTypes['Product']> }>;
  ProductEdge: ResolverTypeWrapper<Omit<Schema.ProductEdge, 'node'> & { node: ResolversTypes['Product'] }>;
  AccountConnection: ResolverTypeWrapper<Omit<Schema.AccountConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['AccountEdge']>, nodes: ReadonlyArray<ResolversTypes['Account']> }>;
  AccountEdge: ResolverTypeWrapper<Omit<Schema.AccountEdge, 'node'> & { node: ResolversTypes['Account'] }>;
  SpendSeries: ResolverTypeWrapper<Omit<Schema.SpendSeries, 'periods'> & { periods: ReadonlyArray<ResolversTypes['Spend']> }>;
  SpendSeriesConnection: ResolverTypeWrapper<Omit<Schema.SpendSeriesConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['SpendSeriesEdge']>, nodes: ReadonlyArray<ResolversTypes['SpendSeries']> }>;
  SpendSeriesEdge: ResolverTypeWrapper<Omit<Schema.SpendSeriesEdge, 'node'> & { node: ResolversTypes['SpendSeries'] }>;
  ProductInput: Schema.ProductInput;
  ProductsPutInput: Schema.ProductsPutInput;
  AccountInput: Schema.AccountInput;
  AccountsPutInput: Schema.AccountsPutInput;
  SpendInput: Schema.SpendInput;
  SpendPutInput: Schema.SpendPutInput;
  Engagement: ResolverTypeWrapper<EngagementModel>;
  EngagementTerm: ResolverTypeWrapper<Schema.EngagementTerm>;
  DepartmentPoints: ResolverTypeWrapper<Schema.DepartmentPoints>;
  Department: Schema.Department;
  Influence: ResolverTypeWrapper<InfluenceModel>;
  PointsLead: ResolverTypeWrapper<Schema.PointsLead>;
  PointsLeadVerdict: Schema.PointsLeadVerdict;
  LeadFigures: ResolverTypeWrapper<Schema.LeadFigures>;
  BehaviourLead: ResolverTypeWrapper<Schema.BehaviourLead>;
  Order: ResolverTypeWrapper<OrderModel>;
  OrderLine: ResolverTypeWrapper<Omit<Schema.OrderLine, 'net' | 'cost'> & { net: ResolversTypes['Money'], cost?: Schema.Maybe<ResolversTypes['Money']> }>;
  EarlierOrder: ResolverTypeWrapper<Omit<Schema.EarlierOrder, 'net' | 'lines'> & { net: ResolversTypes['Money'], lines: ReadonlyArray<ResolversTypes['OrderLine']> }>;
  MoneyBack: ResolverTypeWrapper<Omit<Schema.MoneyBack, 'amount' | 'margin' | 'toldBy' | 'order'> & { amount: ResolversTypes['Money'], margin?: Schema.Maybe<ResolversTypes['Money']>, toldBy?: Schema.Maybe<ResolversTypes['Order']>, order?: Schema.Maybe<ResolversTypes['Order']> }>;
  MoneyBackKind: Schema.MoneyBackKind;
  CreditReason: Schema.CreditReason;
  LineKind: Schema.LineKind;
  OrderConnection: ResolverTypeWrapper<Omit<Schema.OrderConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['OrderEdge']>, nodes: ReadonlyArray<ResolversTypes['Order']> }>;
  OrderEdge: ResolverTypeWrapper<Omit<Schema.OrderEdge, 'node'> & { node: ResolversTypes['Order'] }>;
  Interaction: ResolverTypeWrapper<InteractionModel>;
  InteractionType: Schema.InteractionType;
  Channel: Schema.Channel;
  InteractionConnection: ResolverTypeWrapper<Omit<Schema.InteractionConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['InteractionEdge']>, nodes: ReadonlyArray<ResolversTypes['Interaction']> }>;
  InteractionEdge: ResolverTypeWrapper<Omit<Schema.InteractionEdge, 'node'> & { node: ResolversTypes['Interaction'] }>;
  Tie: ResolverTypeWrapper<TieModel>;
  TieKind: Schema.TieKind;
  TieConnection: ResolverTypeWrapper<Omit<Schema.TieConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['TieEdge']>, nodes: ReadonlyArray<ResolversTypes['Tie']> }>;
  TieEdge: ResolverTypeWrapper<Omit<Schema.TieEdge, 'node'> & { node: ResolversTypes['Tie'] }>;
  Referral: ResolverTypeWrapper<ReferralModel>;
  ReferralKind: Schema.ReferralKind;
  ReferralConnection: ResolverTypeWrapper<Omit<Schema.ReferralConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ReferralEdge']>, nodes: ReadonlyArray<ResolversTypes['Referral']> }>;
  ReferralEdge: ResolverTypeWrapper<Omit<Schema.ReferralEdge, 'node'> & { node: ResolversTypes['Referral'] }>;
  TimelineFilter: Schema.TimelineFilter;
  TimelineEntry: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['TimelineEntry']>;
  TimelineConnection: ResolverTypeWrapper<Omit<Schema.TimelineConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['TimelineEdge']>, nodes: ReadonlyArray<ResolversTypes['TimelineEntry']> }>;
  TimelineEdge: ResolverTypeWrapper<Omit<Schema.TimelineEdge, 'node'> & { node: ResolversTypes['TimelineEntry'] }>;
  Absence: ResolverTypeWrapper<Schema.Absence>;
  Experience: ResolverTypeWrapper<ExperienceModel>;
  ExperienceTerm: ResolverTypeWrapper<Omit<Schema.ExperienceTerm, 'interaction'> & { interaction: ResolversTypes['Interaction'] }>;
  ChannelExperience: ResolverTypeWrapper<Schema.ChannelExperience>;
  Orientation: ResolverTypeWrapper<Omit<Schema.Orientation, 'order' | 'touches' | 'salesContact' | 'stimuli'> & { order: ResolversTypes['Order'], touches: ReadonlyArray<ResolversTypes['Interaction']>, salesContact?: Schema.Maybe<ResolversTypes['Interaction']>, stimuli: ReadonlyArray<ResolversTypes['Interaction']> }>;
  Complaints: ResolverTypeWrapper<ComplaintsModel>;
  Complaint: ResolverTypeWrapper<Omit<Schema.Complaint, 'opened' | 'resolved' | 'orderAfter'> & { opened: ResolversTypes['Interaction'], resolved?: Schema.Maybe<ResolversTypes['Interaction']>, orderAfter?: Schema.Maybe<ResolversTypes['Order']> }>;
  Behaviour: ResolverTypeWrapper<Omit<Schema.Behaviour, 'purchases' | 'newsletter' | 'promotion' | 'portal' | 'social'> & { purchases: ResolversTypes['PurchaseBehaviour'], newsletter: ResolversTypes['NewsletterBehaviour'], promotion: ResolversTypes['PromotionBehaviour'], portal: ResolversTypes['PortalBehaviour'], social: ResolversTypes['SocialBehaviour'] }>;
  PurchaseBehaviour: ResolverTypeWrapper<PurchaseBehaviourModel>;
  BoughtGroup: ResolverTypeWrapper<Omit<Schema.BoughtGroup, 'net'> & { net: ResolversTypes['Money'] }>;
  BoughtProduct: ResolverTypeWrapper<Omit<Schema.BoughtProduct, 'net'> & { net: ResolversTypes['Money'] }>;
  NewsletterBehaviour: ResolverTypeWrapper<NewsletterBehaviourModel>;
  NewsletterIssue: ResolverTypeWrapper<Omit<Schema.NewsletterIssue, 'interactions'> & { interactions: ReadonlyArray<ResolversTypes['Interaction']> }>;
  NewsletterStage: Schema.NewsletterStage;
  PromotionBehaviour: ResolverTypeWrapper<PromotionBehaviourModel>;
  PromotionLoyalty: Schema.PromotionLoyalty;
  PortalBehaviour: ResolverTypeWrapper<Omit<Schema.PortalBehaviour, 'lastLogin'> & { lastLogin?: Schema.Maybe<ResolversTypes['Interaction']> }>;
  SocialBehaviour: ResolverTypeWrapper<Omit<Schema.SocialBehaviour, 'follows' | 'likes'> & { follows: ReadonlyArray<ResolversTypes['HeldState']>, likes: ReadonlyArray<ResolversTypes['HeldState']> }>;
  HeldState: ResolverTypeWrapper<Omit<Schema.HeldState, 'interaction'> & { interaction: ResolversTypes['Interaction'] }>;
  ExperienceDriver: ResolverTypeWrapper<Schema.ExperienceDriver>;
  Fact: ResolverTypeWrapper<FactModel>;
  FactType: Schema.FactType;
  CustomerFacts: ResolverTypeWrapper<Omit<Schema.CustomerFacts, 'standing' | 'history' | 'account'> & { standing: ReadonlyArray<ResolversTypes['Fact']>, history: ReadonlyArray<ResolversTypes['Fact']>, account?: Schema.Maybe<ResolversTypes['Account']> }>;
  Effort: ResolverTypeWrapper<Schema.Effort>;
  ShareOfWallet: ResolverTypeWrapper<Omit<Schema.ShareOfWallet, 'spent' | 'wallet' | 'told'> & { spent: ResolversTypes['Money'], wallet?: Schema.Maybe<ResolversTypes['Money']>, told?: Schema.Maybe<ResolversTypes['Fact']> }>;
  FactsIngestInput: Schema.FactsIngestInput;
  FactInput: Schema.FactInput;
  CustomerHealth: ResolverTypeWrapper<Schema.CustomerHealth>;
  HealthBand: Schema.HealthBand;
  HealthFactor: ResolverTypeWrapper<Schema.HealthFactor>;
  HealthFactorKey: Schema.HealthFactorKey;
  HealthPart: ResolverTypeWrapper<Schema.HealthPart>;
  HealthTerm: ResolverTypeWrapper<Schema.HealthTerm>;
  HealthTermKey: Schema.HealthTermKey;
  HealthBacktest: ResolverTypeWrapper<Schema.HealthBacktest>;
  HealthBacktestBand: ResolverTypeWrapper<Schema.HealthBacktestBand>;
  IngestPayload: ResolverTypeWrapper<Omit<Schema.IngestPayload, 'results' | 'userErrors'> & { results: ReadonlyArray<ResolversTypes['IngestResult']>, userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  IngestResult: ResolverTypeWrapper<Omit<Schema.IngestResult, 'userErrors'> & { userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  IngestStatus: Schema.IngestStatus;
  OrdersIngestInput: Schema.OrdersIngestInput;
  OrderInput: Schema.OrderInput;
  OrderLineInput: Schema.OrderLineInput;
  InteractionsIngestInput: Schema.InteractionsIngestInput;
  InteractionInput: Schema.InteractionInput;
  TiesIngestInput: Schema.TiesIngestInput;
  TieInput: Schema.TieInput;
  ReferralRecordInput: Schema.ReferralRecordInput;
  ReferralPayload: ResolverTypeWrapper<Omit<Schema.ReferralPayload, 'referral' | 'userErrors'> & { referral?: Schema.Maybe<ResolversTypes['Referral']>, userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  LeadTriage: ResolverTypeWrapper<Omit<Schema.LeadTriage, 'wonValue' | 'leads'> & { wonValue?: Schema.Maybe<ResolversTypes['Money']>, leads: ReadonlyArray<ResolversTypes['TriagedLead']> }>;
  LeadStageRecord: ResolverTypeWrapper<Schema.LeadStageRecord>;
  TriageCount: ResolverTypeWrapper<Schema.TriageCount>;
  TriageAction: Schema.TriageAction;
  TriagedLead: ResolverTypeWrapper<Omit<Schema.TriagedLead, 'customer' | 'expectedValue' | 'perMinute'> & { customer?: Schema.Maybe<ResolversTypes['Customer']>, expectedValue: ResolversTypes['Money'], perMinute: ResolversTypes['Money'] }>;
  Lifecycle: ResolverTypeWrapper<LifecycleModel>;
  ProductsInUse: ResolverTypeWrapper<Omit<Schema.ProductsInUse, 'list'> & { list: ReadonlyArray<ResolversTypes['ProductInUse']> }>;
  ProductInUse: ResolverTypeWrapper<Omit<Schema.ProductInUse, 'product'> & { product: ResolversTypes['Product'] }>;
  LeadState: ResolverTypeWrapper<Schema.LeadState>;
  LeadStage: Schema.LeadStage;
  StageChange: ResolverTypeWrapper<Schema.StageChange>;
  SonarQuarter: Schema.SonarQuarter;
  SonarStage: Schema.SonarStage;
  Rfm: ResolverTypeWrapper<RfmModel>;
  RfmGroup: Schema.RfmGroup;
  MergedCustomer: ResolverTypeWrapper<Schema.MergedCustomer>;
  CustomerMergePreview: ResolverTypeWrapper<Omit<Schema.CustomerMergePreview, 'survivor' | 'merged' | 'identities' | 'revenue'> & { survivor: ResolversTypes['Customer'], merged: ResolversTypes['Customer'], identities: ReadonlyArray<ResolversTypes['Identity']>, revenue: ResolversTypes['Money'] }>;
  MergeConflict: ResolverTypeWrapper<Schema.MergeConflict>;
  MergeConflictKind: Schema.MergeConflictKind;
  CustomerMergeStep: ResolverTypeWrapper<Schema.CustomerMergeStep>;
  CustomerMergeStepKind: Schema.CustomerMergeStepKind;
  CustomerMergeStepConnection: ResolverTypeWrapper<Schema.CustomerMergeStepConnection>;
  CustomerMergeStepEdge: ResolverTypeWrapper<Schema.CustomerMergeStepEdge>;
  DuplicateSuggestion: ResolverTypeWrapper<Omit<Schema.DuplicateSuggestion, 'customers'> & { customers: ReadonlyArray<ResolversTypes['Customer']> }>;
  DuplicateReason: Schema.DuplicateReason;
  DuplicateSuggestions: ResolverTypeWrapper<Omit<Schema.DuplicateSuggestions, 'suggestions'> & { suggestions: ReadonlyArray<ResolversTypes['DuplicateSuggestion']> }>;
  CustomerMergeInput: Schema.CustomerMergeInput;
  CustomerUnmergeInput: Schema.CustomerUnmergeInput;
  DuplicateSuggestionDismissInput: Schema.DuplicateSuggestionDismissInput;
  DuplicateSuggestionDismissPayload: ResolverTypeWrapper<Omit<Schema.DuplicateSuggestionDismissPayload, 'userErrors'> & { userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  ModelReport: ResolverTypeWrapper<Omit<Schema.ModelReport, 'valueAtRisk' | 'total'> & { valueAtRisk: ResolversTypes['Money'], total?: Schema.Maybe<ResolversTypes['ExpectedTotal']> }>;
  ExpectedTotal: ResolverTypeWrapper<Omit<Schema.ExpectedTotal, 'expected' | 'interval80' | 'interval95'> & { expected: ResolversTypes['Money'], interval80: ResolversTypes['MoneyInterval'], interval95: ResolversTypes['MoneyInterval'] }>;
  MoneyInterval: ResolverTypeWrapper<Omit<Schema.MoneyInterval, 'low' | 'high'> & { low: ResolversTypes['Money'], high: ResolversTypes['Money'] }>;
  PurchaseModel: Schema.PurchaseModel;
  ModelParameter: ResolverTypeWrapper<Schema.ModelParameter>;
  FittedModel: ResolverTypeWrapper<Schema.FittedModel>;
  RuleComparison: ResolverTypeWrapper<Schema.RuleComparison>;
  HoldoutMetrics: ResolverTypeWrapper<Schema.HoldoutMetrics>;
  CalibrationRow: ResolverTypeWrapper<Schema.CalibrationRow>;
  SpendModel: ResolverTypeWrapper<Schema.SpendModel>;
  Community: ResolverTypeWrapper<CommunityModel>;
  CommunityMemberConnection: ResolverTypeWrapper<Omit<Schema.CommunityMemberConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['CommunityMemberEdge']>, nodes: ReadonlyArray<ResolversTypes['Customer']> }>;
  CommunityMemberEdge: ResolverTypeWrapper<Omit<Schema.CommunityMemberEdge, 'node'> & { node: ResolversTypes['Customer'] }>;
  CommunityConnection: ResolverTypeWrapper<Omit<Schema.CommunityConnection, 'edges' | 'nodes' | 'unconnected'> & { edges: ReadonlyArray<ResolversTypes['CommunityEdge']>, nodes: ReadonlyArray<ResolversTypes['Community']>, unconnected: ResolversTypes['UnconnectedCustomers'] }>;
  CommunityEdge: ResolverTypeWrapper<Omit<Schema.CommunityEdge, 'node'> & { node: ResolversTypes['Community'] }>;
  UnconnectedCustomers: ResolverTypeWrapper<Omit<Schema.UnconnectedCustomers, 'value'> & { value: ResolversTypes['Money'] }>;
  NetworkCalibration: ResolverTypeWrapper<Omit<Schema.NetworkCalibration, 'directCredit'> & { directCredit: ResolversTypes['DirectCredit'] }>;
  CalibrationMismatch: Schema.CalibrationMismatch;
  DirectCredit: ResolverTypeWrapper<Omit<Schema.DirectCredit, 'credited' | 'supported' | 'bound'> & { credited: ResolversTypes['Money'], supported: ResolversTypes['Money'], bound: ResolversTypes['Money'] }>;
  NetworkCalibrationMode: Schema.NetworkCalibrationMode;
  CalibrationSource: Schema.CalibrationSource;
  CausalExperiment: ResolverTypeWrapper<Schema.CausalExperiment>;
  ExperimentReason: Schema.ExperimentReason;
  CalibrationEvidence: ResolverTypeWrapper<Schema.CalibrationEvidence>;
  ForwardSplit: ResolverTypeWrapper<Schema.ForwardSplit>;
  ForwardDifference: ResolverTypeWrapper<Schema.ForwardDifference>;
  ForwardVerdict: Schema.ForwardVerdict;
  ForwardRule: Schema.ForwardRule;
  DirectionTest: ResolverTypeWrapper<Schema.DirectionTest>;
  SeedSet: ResolverTypeWrapper<Omit<Schema.SeedSet, 'customers'> & { customers: ReadonlyArray<ResolversTypes['Customer']> }>;
  InfluenceReport: ResolverTypeWrapper<Schema.InfluenceReport>;
  FollowerFit: ResolverTypeWrapper<Schema.FollowerFit>;
  SocialLift: ResolverTypeWrapper<Schema.SocialLift>;
  ReferralReport: ResolverTypeWrapper<Schema.ReferralReport>;
  ReferralSuspicions: ResolverTypeWrapper<Omit<Schema.ReferralSuspicions, 'suspicions'> & { suspicions: ReadonlyArray<ResolversTypes['ReferralSuspicion']> }>;
  ReferralSuspicion: ResolverTypeWrapper<ReferralSuspicionModel>;
  ReferralSuspicionReason: Schema.ReferralSuspicionReason;
  RejectedReferrals: ResolverTypeWrapper<Schema.RejectedReferrals>;
  ReferralRejectionReason: Schema.ReferralRejectionReason;
  Opportunities: ResolverTypeWrapper<OpportunitiesModel>;
  OpportunityKind: Schema.OpportunityKind;
  Opportunity: ResolverTypeWrapper<OpportunityModel>;
  OpportunityReason: ResolverTypeWrapper<Schema.OpportunityReason>;
  Blocker: Schema.Blocker;
  AssociationRule: ResolverTypeWrapper<Schema.AssociationRule>;
  AssociationRules: ResolverTypeWrapper<Schema.AssociationRules>;
  Personalisation: ResolverTypeWrapper<Omit<Schema.Personalisation, 'nextOpportunity'> & { nextOpportunity?: Schema.Maybe<ResolversTypes['Opportunity']> }>;
  GroupAffinity: ResolverTypeWrapper<Schema.GroupAffinity>;
  CustomerOrderField: Schema.CustomerOrderField;
  RankingOrientation: Schema.RankingOrientation;
  CustomerOrder: Schema.CustomerOrder;
  CustomerFilter: Schema.CustomerFilter;
  PartnerScore: ResolverTypeWrapper<Schema.PartnerScore>;
  WithheldField: ResolverTypeWrapper<Schema.WithheldField>;
  WithheldReason: Schema.WithheldReason;
  PartnerScoreStatus: Schema.PartnerScoreStatus;
  ExternalId: ResolverTypeWrapper<Schema.ExternalId>;
  ScoreChange: ResolverTypeWrapper<Schema.ScoreChange>;
  ScoreChangeKind: Schema.ScoreChangeKind;
  ScoreChanges: ResolverTypeWrapper<Schema.ScoreChanges>;
  BulkExport: ResolverTypeWrapper<Schema.BulkExport>;
  BulkExportStatus: Schema.BulkExportStatus;
  BulkExportStartInput: Schema.BulkExportStartInput;
  BulkExportPayload: ResolverTypeWrapper<Omit<Schema.BulkExportPayload, 'userErrors'> & { userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  ValueMap: ResolverTypeWrapper<Omit<Schema.ValueMap, 'own' | 'network' | 'potential' | 'bins'> & { own?: Schema.Maybe<ResolversTypes['Money']>, network?: Schema.Maybe<ResolversTypes['Money']>, potential?: Schema.Maybe<ResolversTypes['Money']>, bins: ReadonlyArray<ResolversTypes['ValueBin']> }>;
  ValueBin: ResolverTypeWrapper<Omit<Schema.ValueBin, 'own' | 'network' | 'ownValue' | 'networkValue' | 'potentialValue'> & { own: ResolversTypes['MoneyBand'], network: ResolversTypes['MoneyBand'], ownValue: ResolversTypes['Money'], networkValue: ResolversTypes['Money'], potentialValue?: Schema.Maybe<ResolversTypes['Money']> }>;
  MoneyBand: ResolverTypeWrapper<Omit<Schema.MoneyBand, 'from' | 'to'> & { from: ResolversTypes['Money'], to: ResolversTypes['Money'] }>;
  FocusMeasure: Schema.FocusMeasure;
  FocusReport: ResolverTypeWrapper<FocusReportModel>;
  FocusOpportunities: ResolverTypeWrapper<Omit<Schema.FocusOpportunities, 'expected' | 'of' | 'list'> & { expected?: Schema.Maybe<ResolversTypes['Money']>, of?: Schema.Maybe<ResolversTypes['Money']>, list: ReadonlyArray<ResolversTypes['FocusOpportunity']> }>;
  FocusOpportunity: ResolverTypeWrapper<FocusOpportunityModel>;
  FocusAttention: ResolverTypeWrapper<Schema.FocusAttention>;
  CurvePoint: ResolverTypeWrapper<Omit<Schema.CurvePoint, 'value'> & { value: ResolversTypes['Money'] }>;
  PeriodGrain: Schema.PeriodGrain;
  Period: ResolverTypeWrapper<Schema.Period>;
  CohortReport: ResolverTypeWrapper<Omit<Schema.CohortReport, 'cohorts' | 'rest'> & { cohorts: ReadonlyArray<ResolversTypes['Cohort']>, rest?: Schema.Maybe<ResolversTypes['Money']> }>;
  Cohort: ResolverTypeWrapper<Omit<Schema.Cohort, 'before' | 'cells' | 'value'> & { before: ResolversTypes['Money'], cells: ReadonlyArray<ResolversTypes['CohortCell']>, value: ResolversTypes['Money'] }>;
  CohortCell: ResolverTypeWrapper<Omit<Schema.CohortCell, 'value' | 'valuePerHead'> & { value: ResolversTypes['Money'], valuePerHead: ResolversTypes['Money'] }>;
  BridgeBase: Schema.BridgeBase;
  GrowthReport: ResolverTypeWrapper<Omit<Schema.GrowthReport, 'bridges'> & { bridges: ReadonlyArray<ResolversTypes['GrowthBridge']> }>;
  GrowthBridge: ResolverTypeWrapper<Omit<Schema.GrowthBridge, 'before' | 'after' | 'terms'> & { before: ResolversTypes['Money'], after: ResolversTypes['Money'], terms: ReadonlyArray<ResolversTypes['BridgeTerm']> }>;
  BridgeTerm: ResolverTypeWrapper<Omit<Schema.BridgeTerm, 'amount'> & { amount: ResolversTypes['Money'] }>;
  BridgeTermKey: Schema.BridgeTermKey;
  RevenueGrowthReport: ResolverTypeWrapper<Omit<Schema.RevenueGrowthReport, 'bridges' | 'earlier' | 'rest' | 'total'> & { bridges: ReadonlyArray<ResolversTypes['RevenueBridge']>, earlier?: Schema.Maybe<ResolversTypes['Money']>, rest?: Schema.Maybe<ResolversTypes['Money']>, total?: Schema.Maybe<ResolversTypes['Money']> }>;
  RevenueBridge: ResolverTypeWrapper<Omit<Schema.RevenueBridge, 'before' | 'after' | 'terms'> & { before: ResolversTypes['Money'], after: ResolversTypes['Money'], terms: ReadonlyArray<ResolversTypes['RevenueTerm']> }>;
  RevenueTerm: ResolverTypeWrapper<Omit<Schema.RevenueTerm, 'amount'> & { amount: ResolversTypes['Money'] }>;
  RevenueTermKey: Schema.RevenueTermKey;
  LeavingOrder: Schema.LeavingOrder;
  LeavingReport: ResolverTypeWrapper<Omit<Schema.LeavingReport, 'ownExpected' | 'customers'> & { ownExpected?: Schema.Maybe<ResolversTypes['Money']>, customers: ReadonlyArray<ResolversTypes['LeavingCustomer']> }>;
  LeavingCustomer: ResolverTypeWrapper<LeavingCustomerModel>;
  RetentionWork: ResolverTypeWrapper<RetentionWorkModel>;
  RetentionAction: Schema.RetentionAction;
  SegmentLandscape: ResolverTypeWrapper<SegmentLandscapeModel>;
  RoleConflict: ResolverTypeWrapper<Omit<Schema.RoleConflict, 'value'> & { value: ResolversTypes['Money'] }>;
  SegmentProposalKind: Schema.SegmentProposalKind;
  SegmentProposal: ResolverTypeWrapper<Omit<Schema.SegmentProposal, 'parts' | 'blurredValue'> & { parts: ReadonlyArray<ResolversTypes['SegmentProposalPart']>, blurredValue?: Schema.Maybe<ResolversTypes['Money']> }>;
  SegmentProposalPart: ResolverTypeWrapper<Omit<Schema.SegmentProposalPart, 'meanValue'> & { meanValue?: Schema.Maybe<ResolversTypes['Money']> }>;
  SegmentShare: ResolverTypeWrapper<Omit<Schema.SegmentShare, 'segment' | 'value'> & { segment?: Schema.Maybe<ResolversTypes['Segment']>, value: ResolversTypes['Money'] }>;
  SegmentDegree: ResolverTypeWrapper<Omit<Schema.SegmentDegree, 'value'> & { value: ResolversTypes['Money'] }>;
  SegmentOverlap: ResolverTypeWrapper<Omit<Schema.SegmentOverlap, 'value'> & { value: ResolversTypes['Money'] }>;
  LifecycleSummary: ResolverTypeWrapper<LifecycleSummaryModel>;
  LifecycleTransitions: ResolverTypeWrapper<Schema.LifecycleTransitions>;
  LifecycleBeginning: ResolverTypeWrapper<Schema.LifecycleBeginning>;
  LifecycleTransition: ResolverTypeWrapper<Schema.LifecycleTransition>;
  CustomerBalance: ResolverTypeWrapper<Schema.CustomerBalance>;
  BalanceQuadrant: Schema.BalanceQuadrant;
  BalanceReport: ResolverTypeWrapper<Omit<Schema.BalanceReport, 'quadrants' | 'unmeasured'> & { quadrants: ReadonlyArray<ResolversTypes['BalancePart']>, unmeasured?: Schema.Maybe<ResolversTypes['BalancePart']> }>;
  BalancePart: ResolverTypeWrapper<Omit<Schema.BalancePart, 'value'> & { value: ResolversTypes['Money'] }>;
  ChangeDriverKey: Schema.ChangeDriverKey;
  PortfolioChange: ResolverTypeWrapper<Omit<Schema.PortfolioChange, 'from' | 'to' | 'change' | 'drivers' | 'unexplained'> & { from?: Schema.Maybe<ResolversTypes['Money']>, to?: Schema.Maybe<ResolversTypes['Money']>, change?: Schema.Maybe<ResolversTypes['Money']>, drivers: ReadonlyArray<ResolversTypes['ChangeDriver']>, unexplained?: Schema.Maybe<ResolversTypes['Money']> }>;
  ChangeDriver: ResolverTypeWrapper<Omit<Schema.ChangeDriver, 'amount'> & { amount: ResolversTypes['Money'] }>;
  ScorecardArea: Schema.ScorecardArea;
  Scorecard: ResolverTypeWrapper<Schema.Scorecard>;
  ScorecardItem: ResolverTypeWrapper<Schema.ScorecardItem>;
  MetricDefinition: ResolverTypeWrapper<Schema.MetricDefinition>;
  MetricUnit: Schema.MetricUnit;
  AcquisitionReport: ResolverTypeWrapper<Omit<Schema.AcquisitionReport, 'spend' | 'retentionSpend' | 'channels' | 'otherChannels' | 'untold' | 'periods'> & { spend?: Schema.Maybe<ResolversTypes['Money']>, retentionSpend?: Schema.Maybe<ResolversTypes['Money']>, channels: ReadonlyArray<ResolversTypes['ChannelSpend']>, otherChannels?: Schema.Maybe<ResolversTypes['ChannelWon']>, untold?: Schema.Maybe<ResolversTypes['ChannelWon']>, periods: ReadonlyArray<ResolversTypes['AcquisitionPeriod']> }>;
  ChannelSpend: ResolverTypeWrapper<Omit<Schema.ChannelSpend, 'spend' | 'value' | 'bought'> & { spend: ResolversTypes['Money'], value?: Schema.Maybe<ResolversTypes['Money']>, bought?: Schema.Maybe<ResolversTypes['ChannelBought']> }>;
  ChannelWon: ResolverTypeWrapper<Omit<Schema.ChannelWon, 'value'> & { value: ResolversTypes['Money'] }>;
  ChannelBought: ResolverTypeWrapper<Omit<Schema.ChannelBought, 'costPerCustomer' | 'value'> & { costPerCustomer?: Schema.Maybe<ResolversTypes['Money']>, value: ResolversTypes['Money'] }>;
  AcquisitionPeriod: ResolverTypeWrapper<Omit<Schema.AcquisitionPeriod, 'spend' | 'costPerCustomer' | 'value'> & { spend: ResolversTypes['Money'], costPerCustomer?: Schema.Maybe<ResolversTypes['Money']>, value?: Schema.Maybe<ResolversTypes['Money']> }>;
  TrustedContact: ResolverTypeWrapper<Omit<Schema.TrustedContact, 'through'> & { through?: Schema.Maybe<ResolversTypes['Account']> }>;
  CustomerDimensions: ResolverTypeWrapper<Schema.CustomerDimensions>;
  Relationship: ResolverTypeWrapper<Schema.Relationship>;
  ContactReport: ResolverTypeWrapper<Omit<Schema.ContactReport, 'contacts' | 'others' | 'nobody'> & { contacts: ReadonlyArray<ResolversTypes['ContactShare']>, others?: Schema.Maybe<ResolversTypes['ContactShare']>, nobody?: Schema.Maybe<ResolversTypes['ContactShare']> }>;
  ContactShare: ResolverTypeWrapper<Omit<Schema.ContactShare, 'value'> & { value: ResolversTypes['Money'] }>;
  SourceReport: ResolverTypeWrapper<Schema.SourceReport>;
  SourceHealth: ResolverTypeWrapper<Schema.SourceHealth>;
  PrivacyJobKind: Schema.PrivacyJobKind;
  PrivacyJobStatus: Schema.PrivacyJobStatus;
  PrivacyStep: Schema.PrivacyStep;
  PrivacyStepDone: ResolverTypeWrapper<Schema.PrivacyStepDone>;
  PrivacyJob: ResolverTypeWrapper<PrivacyJobModel>;
  ExportDocument: ResolverTypeWrapper<Schema.ExportDocument>;
  ExportDocumentConnection: ResolverTypeWrapper<Schema.ExportDocumentConnection>;
  ExportDocumentEdge: ResolverTypeWrapper<Schema.ExportDocumentEdge>;
  PrivacyJobConnection: ResolverTypeWrapper<Omit<Schema.PrivacyJobConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['PrivacyJobEdge']>, nodes: ReadonlyArray<ResolversTypes['PrivacyJob']> }>;
  PrivacyJobEdge: ResolverTypeWrapper<Omit<Schema.PrivacyJobEdge, 'node'> & { node: ResolversTypes['PrivacyJob'] }>;
  CustomerEraseInput: Schema.CustomerEraseInput;
  CustomerExportInput: Schema.CustomerExportInput;
  PrivacyJobPayload: ResolverTypeWrapper<Omit<Schema.PrivacyJobPayload, 'job' | 'userErrors'> & { job?: Schema.Maybe<ResolversTypes['PrivacyJob']>, userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  EngagementRuleSet: ResolverTypeWrapper<Schema.EngagementRuleSet>;
  EngagementRule: ResolverTypeWrapper<Schema.EngagementRule>;
  RuleVariant: ResolverTypeWrapper<Schema.RuleVariant>;
  RuleCounting: Schema.RuleCounting;
  EngagementRuleInput: Schema.EngagementRuleInput;
  RuleVariantInput: Schema.RuleVariantInput;
  EngagementPreview: ResolverTypeWrapper<Omit<Schema.EngagementPreview, 'customer'> & { customer: ResolversTypes['Customer'] }>;
  EngagementRuleSetPublishInput: Schema.EngagementRuleSetPublishInput;
  EngagementRuleSetPayload: ResolverTypeWrapper<Omit<Schema.EngagementRuleSetPayload, 'userErrors'> & { userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  EnrichmentRun: ResolverTypeWrapper<EnrichmentRunModel>;
  SetAsideCustomer: ResolverTypeWrapper<Schema.SetAsideCustomer>;
  EnrichmentKind: Schema.EnrichmentKind;
  RunStatus: Schema.RunStatus;
  RunStep: Schema.RunStep;
  RunProgress: ResolverTypeWrapper<Schema.RunProgress>;
  RunCost: ResolverTypeWrapper<Schema.RunCost>;
  EnrichmentRunConnection: ResolverTypeWrapper<Omit<Schema.EnrichmentRunConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['EnrichmentRunEdge']>, nodes: ReadonlyArray<ResolversTypes['EnrichmentRun']> }>;
  EnrichmentRunEdge: ResolverTypeWrapper<Omit<Schema.EnrichmentRunEdge, 'node'> & { node: ResolversTypes['EnrichmentRun'] }>;
  EnrichmentRunStartInput: Schema.EnrichmentRunStartInput;
  RunTryOutInput: Schema.RunTryOutInput;
  WhatIf: ResolverTypeWrapper<Omit<Schema.WhatIf, 'run' | 'all' | 'chosen' | 'others' | 'customers' | 'segment'> & { run: ResolversTypes['EnrichmentRun'], all: ResolversTypes['WhatIfDifference'], chosen: ResolversTypes['WhatIfDifference'], others: ResolversTypes['WhatIfDifference'], customers: ReadonlyArray<ResolversTypes['WhatIfCustomer']>, segment?: Schema.Maybe<ResolversTypes['WhatIfSegment']> }>;
  WhatIfSettings: ResolverTypeWrapper<Schema.WhatIfSettings>;
  WhatIfDifference: ResolverTypeWrapper<Omit<Schema.WhatIfDifference, 'before' | 'after' | 'difference'> & { before: ResolversTypes['WhatIfValue'], after: ResolversTypes['WhatIfValue'], difference: ResolversTypes['WhatIfValue'] }>;
  WhatIfValue: ResolverTypeWrapper<Omit<Schema.WhatIfValue, 'direct' | 'referral' | 'network' | 'current' | 'potential' | 'total'> & { direct: ResolversTypes['Money'], referral: ResolversTypes['Money'], network: ResolversTypes['Money'], current: ResolversTypes['Money'], potential: ResolversTypes['Money'], total: ResolversTypes['Money'] }>;
  WhatIfCustomer: ResolverTypeWrapper<Omit<Schema.WhatIfCustomer, 'customer' | 'value'> & { customer: ResolversTypes['Customer'], value?: Schema.Maybe<ResolversTypes['WhatIfDifference']> }>;
  WhatIfSegment: ResolverTypeWrapper<Omit<Schema.WhatIfSegment, 'before' | 'after'> & { before: ResolversTypes['WhatIfMembers'], after: ResolversTypes['WhatIfMembers'] }>;
  WhatIfMembers: ResolverTypeWrapper<Omit<Schema.WhatIfMembers, 'value'> & { value?: Schema.Maybe<ResolversTypes['Money']> }>;
  EnrichmentRunPlan: ResolverTypeWrapper<Omit<Schema.EnrichmentRunPlan, 'unfinished'> & { unfinished?: Schema.Maybe<ResolversTypes['EnrichmentRun']> }>;
  EnrichmentRunCancelInput: Schema.EnrichmentRunCancelInput;
  EnrichmentRunResumeInput: Schema.EnrichmentRunResumeInput;
  EnrichmentRunPayload: ResolverTypeWrapper<Omit<Schema.EnrichmentRunPayload, 'run' | 'plan' | 'userErrors'> & { run?: Schema.Maybe<ResolversTypes['EnrichmentRun']>, plan?: Schema.Maybe<ResolversTypes['EnrichmentRunPlan']>, userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  Segment: ResolverTypeWrapper<SegmentModel>;
  SegmentRole: Schema.SegmentRole;
  MembershipExplanation: ResolverTypeWrapper<Omit<Schema.MembershipExplanation, 'customer'> & { customer: ResolversTypes['Customer'] }>;
  RuleExplanation: ResolverTypeWrapper<Schema.RuleExplanation>;
  RuleNodeKind: Schema.RuleNodeKind;
  SegmentKind: Schema.SegmentKind;
  SegmentRule: ResolverTypeWrapper<SegmentRuleModel>;
  SegmentTest: ResolverTypeWrapper<Schema.SegmentTest>;
  Comparator: Schema.Comparator;
  SegmentField: Schema.SegmentField;
  SegmentRuleInput: Schema.SegmentRuleInput;
  SegmentTestInput: Schema.SegmentTestInput;
  SegmentValueInput: Schema.SegmentValueInput;
  SegmentCreateInput: Schema.SegmentCreateInput;
  SegmentCustomersInput: Schema.SegmentCustomersInput;
  SegmentCustomersPayload: ResolverTypeWrapper<Omit<Schema.SegmentCustomersPayload, 'segment' | 'userErrors'> & { segment?: Schema.Maybe<ResolversTypes['Segment']>, userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  SegmentUpdateInput: Schema.SegmentUpdateInput;
  SegmentArchiveInput: Schema.SegmentArchiveInput;
  SegmentPayload: ResolverTypeWrapper<Omit<Schema.SegmentPayload, 'segment' | 'userErrors'> & { segment?: Schema.Maybe<ResolversTypes['Segment']>, userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  SegmentConnection: ResolverTypeWrapper<Omit<Schema.SegmentConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['SegmentEdge']>, nodes: ReadonlyArray<ResolversTypes['Segment']> }>;
  SegmentEdge: ResolverTypeWrapper<Omit<Schema.SegmentEdge, 'node'> & { node: ResolversTypes['Segment'] }>;
  StageSummary: ResolverTypeWrapper<Omit<Schema.StageSummary, 'value'> & { value: ResolversTypes['Money'] }>;
  Portfolio: ResolverTypeWrapper<Omit<Schema.Portfolio, 'revenue' | 'direct' | 'refunds' | 'credits' | 'rewards' | 'current' | 'potential' | 'potentialBridge' | 'total' | 'betweenRuns'> & { revenue: ResolversTypes['Money'], direct: ResolversTypes['Money'], refunds: ResolversTypes['Money'], credits: ResolversTypes['Money'], rewards: ResolversTypes['Money'], current: ResolversTypes['Money'], potential?: Schema.Maybe<ResolversTypes['Money']>, potentialBridge?: Schema.Maybe<ResolversTypes['PotentialBridge']>, total: ResolversTypes['Money'], betweenRuns?: Schema.Maybe<ResolversTypes['ValueBetweenRuns']> }>;
  PotentialBridge: ResolverTypeWrapper<Omit<Schema.PotentialBridge, 'before' | 'time' | 'parameters' | 'events' | 'after'> & { before: ResolversTypes['Money'], time: ResolversTypes['Money'], parameters: ResolversTypes['Money'], events: ResolversTypes['Money'], after: ResolversTypes['Money'] }>;
  ParameterAdoption: ResolverTypeWrapper<Schema.ParameterAdoption>;
  AdoptionReason: Schema.AdoptionReason;
  SegmentGrowth: ResolverTypeWrapper<Omit<Schema.SegmentGrowth, 'entered' | 'left'> & { entered?: Schema.Maybe<ResolversTypes['SegmentMovement']>, left?: Schema.Maybe<ResolversTypes['SegmentMovement']> }>;
  SegmentMovement: ResolverTypeWrapper<SegmentMovementModel>;
  SegmentMovementReason: ResolverTypeWrapper<Schema.SegmentMovementReason>;
  SegmentMover: ResolverTypeWrapper<Omit<Schema.SegmentMover, 'customer'> & { customer?: Schema.Maybe<ResolversTypes['Customer']> }>;
  RfmBefore: ResolverTypeWrapper<Schema.RfmBefore>;
  LabelHistory: ResolverTypeWrapper<Omit<Schema.LabelHistory, 'list'> & { list: ReadonlyArray<ResolversTypes['LabelChange']> }>;
  LabelChange: ResolverTypeWrapper<LabelChangeModel>;
  LabelKind: Schema.LabelKind;
  ConditionChange: ResolverTypeWrapper<Schema.ConditionChange>;
  Consent: ResolverTypeWrapper<Schema.Consent>;
  ConsentPurpose: Schema.ConsentPurpose;
  ConsentStatus: Schema.ConsentStatus;
  CustomerSocialAccounts: ResolverTypeWrapper<Omit<Schema.CustomerSocialAccounts, 'accounts'> & { accounts: ReadonlyArray<ResolversTypes['SocialAccount']> }>;
  SocialStatus: Schema.SocialStatus;
  SocialAccount: ResolverTypeWrapper<SocialAccountModel>;
  LinkProof: Schema.LinkProof;
  SocialAccountState: Schema.SocialAccountState;
  Freshness: Schema.Freshness;
  SocialMetrics: ResolverTypeWrapper<Schema.SocialMetrics>;
  SocialCount: ResolverTypeWrapper<Schema.SocialCount>;
  EngagementRate: ResolverTypeWrapper<Schema.EngagementRate>;
  EngagementDenominator: Schema.EngagementDenominator;
  SocialSource: ResolverTypeWrapper<SocialSourceModel>;
  SocialHost: ResolverTypeWrapper<SocialHostModel>;
  SocialHostState: Schema.SocialHostState;
  SocialCapabilities: ResolverTypeWrapper<Schema.SocialCapabilities>;
  SocialBudget: ResolverTypeWrapper<Schema.SocialBudget>;
  SocialAccountCounts: ResolverTypeWrapper<Schema.SocialAccountCounts>;
  SocialPurposeCount: ResolverTypeWrapper<Schema.SocialPurposeCount>;
  SocialSync: ResolverTypeWrapper<SocialSyncModel>;
  SocialSyncStatus: Schema.SocialSyncStatus;
  SocialSyncParts: ResolverTypeWrapper<Schema.SocialSyncParts>;
  SocialSyncCounts: ResolverTypeWrapper<Schema.SocialSyncCounts>;
  SocialSyncConnection: ResolverTypeWrapper<Omit<Schema.SocialSyncConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['SocialSyncEdge']>, nodes: ReadonlyArray<ResolversTypes['SocialSync']> }>;
  SocialSyncEdge: ResolverTypeWrapper<Omit<Schema.SocialSyncEdge, 'node'> & { node: ResolversTypes['SocialSync'] }>;
  SocialSyncPlan: ResolverTypeWrapper<Schema.SocialSyncPlan>;
  SocialLinkInviteInput: Schema.SocialLinkInviteInput;
  SocialLinkInvitePayload: ResolverTypeWrapper<Omit<Schema.SocialLinkInvitePayload, 'userErrors'> & { userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  SocialLinkStartInput: Schema.SocialLinkStartInput;
  SocialLinkStartPayload: ResolverTypeWrapper<Omit<Schema.SocialLinkStartPayload, 'userErrors'> & { userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  SocialLinkCompleteInput: Schema.SocialLinkCompleteInput;
  SocialLinkPayload: ResolverTypeWrapper<Omit<Schema.SocialLinkPayload, 'account' | 'customer' | 'userErrors'> & { account?: Schema.Maybe<ResolversTypes['SocialAccount']>, customer?: Schema.Maybe<ResolversTypes['Customer']>, userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  SocialUnlinkInput: Schema.SocialUnlinkInput;
  ConsentGrantInput: Schema.ConsentGrantInput;
  ConsentWithdrawInput: Schema.ConsentWithdrawInput;
  ConsentPayload: ResolverTypeWrapper<Omit<Schema.ConsentPayload, 'customer' | 'userErrors'> & { customer?: Schema.Maybe<ResolversTypes['Customer']>, userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  SocialForgotten: ResolverTypeWrapper<Schema.SocialForgotten>;
  SocialSyncStartInput: Schema.SocialSyncStartInput;
  SocialSyncPayload: ResolverTypeWrapper<Omit<Schema.SocialSyncPayload, 'sync' | 'userErrors'> & { sync?: Schema.Maybe<ResolversTypes['SocialSync']>, userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  CustomerValue: ResolverTypeWrapper<CustomerValueModel>;
  ValueBetweenRuns: ResolverTypeWrapper<Omit<Schema.ValueBetweenRuns, 'current' | 'direct' | 'indirect' | 'waiting'> & { current: ResolversTypes['Money'], direct: ResolversTypes['Money'], indirect: ResolversTypes['Money'], waiting: ResolversTypes['Money'] }>;
  ValueSide: ResolverTypeWrapper<Omit<Schema.ValueSide, 'total' | 'direct' | 'indirect'> & { total?: Schema.Maybe<ResolversTypes['Money']>, direct?: Schema.Maybe<ResolversTypes['Money']>, indirect?: Schema.Maybe<ResolversTypes['Money']> }>;
  ValueTerm: ResolverTypeWrapper<Omit<Schema.ValueTerm, 'amount'> & { amount: ResolversTypes['Money'] }>;
  ValueTermKey: Schema.ValueTermKey;
  ReferralValue: ResolverTypeWrapper<ReferralValueModel>;
  NetworkValue: ResolverTypeWrapper<NetworkValueModel>;
  ValueAtRisk: ResolverTypeWrapper<ValueAtRiskModel>;
  LifetimeValue: ResolverTypeWrapper<LifetimeValueModel>;
  ValueAhead: ResolverTypeWrapper<Omit<Schema.ValueAhead, 'horizons' | 'months'> & { horizons: ReadonlyArray<ResolversTypes['HorizonAhead']>, months: ReadonlyArray<ResolversTypes['MonthAhead']> }>;
  HorizonAhead: ResolverTypeWrapper<Omit<Schema.HorizonAhead, 'predicted'> & { predicted: ResolversTypes['Money'] }>;
  MonthAhead: ResolverTypeWrapper<Omit<Schema.MonthAhead, 'expected'> & { expected: ResolversTypes['Money'] }>;
  ValueReasons: ResolverTypeWrapper<Omit<Schema.ValueReasons, 'typical' | 'predicted' | 'terms' | 'interval95'> & { typical?: Schema.Maybe<ResolversTypes['Money']>, predicted?: Schema.Maybe<ResolversTypes['Money']>, terms: ReadonlyArray<ResolversTypes['ValueReason']>, interval95?: Schema.Maybe<ResolversTypes['MoneyInterval']> }>;
  ValueReason: ResolverTypeWrapper<Omit<Schema.ValueReason, 'amount'> & { amount: ResolversTypes['Money'] }>;
  ValueReasonFigure: Schema.ValueReasonFigure;
  ValueStanding: ResolverTypeWrapper<Schema.ValueStanding>;
  ValueFlows: ResolverTypeWrapper<Omit<Schema.ValueFlows, 'total' | 'flows' | 'rest'> & { total: ResolversTypes['Money'], flows: ReadonlyArray<ResolversTypes['ValueFlow']>, rest: ResolversTypes['Money'] }>;
  ValueFlow: ResolverTypeWrapper<ValueFlowModel>;
  Webhook: ResolverTypeWrapper<WebhookModel>;
  WebhookStatus: Schema.WebhookStatus;
  WatchedScore: Schema.WatchedScore;
  WebhookFailure: ResolverTypeWrapper<Schema.WebhookFailure>;
  Undelivered: ResolverTypeWrapper<Schema.Undelivered>;
  UndeliveredConnection: ResolverTypeWrapper<Schema.UndeliveredConnection>;
  UndeliveredEdge: ResolverTypeWrapper<Schema.UndeliveredEdge>;
  WebhookCreateInput: Schema.WebhookCreateInput;
  WebhookCreatePayload: ResolverTypeWrapper<Omit<Schema.WebhookCreatePayload, 'webhook' | 'userErrors'> & { webhook?: Schema.Maybe<ResolversTypes['Webhook']>, userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  WebhookInput: Schema.WebhookInput;
  WebhookReplayInput: Schema.WebhookReplayInput;
  WebhookPayload: ResolverTypeWrapper<Omit<Schema.WebhookPayload, 'webhook' | 'userErrors'> & { webhook?: Schema.Maybe<ResolversTypes['Webhook']>, userErrors: ReadonlyArray<ResolversTypes['UserError']> }>;
  Int: ResolverTypeWrapper<Schema.Scalars['Int']['output']>;
  Boolean: ResolverTypeWrapper<Schema.Scalars['Boolean']['output']>;
  ID: ResolverTypeWrapper<Schema.Scalars['ID']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Viewer: Schema.Viewer;
  String: Schema.Scalars['String']['output'];
  ApiKey: ApiKeyModel;
  ApiKeyCreateInput: Schema.ApiKeyCreateInput;
  ApiKeyCreatePayload: Omit<Schema.ApiKeyCreatePayload, 'apiKey' | 'userErrors'> & { apiKey?: Schema.Maybe<ResolversParentTypes['ApiKey']>, userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  ApiKeyRevokeInput: Schema.ApiKeyRevokeInput;
  ApiKeyPayload: Omit<Schema.ApiKeyPayload, 'apiKey' | 'userErrors'> & { apiKey?: Schema.Maybe<ResolversParentTypes['ApiKey']>, userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  AuditEntry: Schema.AuditEntry;
  AuditEntryConnection: Schema.AuditEntryConnection;
  AuditEntryEdge: Schema.AuditEntryEdge;
  Query: Record<PropertyKey, never>;
  Float: Schema.Scalars['Float']['output'];
  Mutation: Record<PropertyKey, never>;
  ActionArm: Omit<Schema.ActionArm, 'costPerPerson'> & { costPerPerson: ResolversParentTypes['Money'] };
  ActionOutcome: Schema.ActionOutcome;
  LeftOut: Schema.LeftOut;
  ActionAudience: Schema.ActionAudience;
  ActionPower: Schema.ActionPower;
  Action: ActionModel;
  ActionWarning: Schema.ActionWarning;
  ActionEdge: Omit<Schema.ActionEdge, 'node'> & { node: ResolversParentTypes['Action'] };
  ActionConnection: Omit<Schema.ActionConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ActionEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Action']> };
  ActionArmInput: Schema.ActionArmInput;
  ActionOutcomeInput: Schema.ActionOutcomeInput;
  ActionInput: Schema.ActionInput;
  ExposureInput: Schema.ExposureInput;
  ExposureResult: Omit<Schema.ExposureResult, 'userErrors'> & { userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  ExposuresPayload: Omit<Schema.ExposuresPayload, 'results' | 'userErrors'> & { results: ReadonlyArray<ResolversParentTypes['ExposureResult']>, userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  ActionPayload: Omit<Schema.ActionPayload, 'action' | 'userErrors'> & { action?: Schema.Maybe<ResolversParentTypes['Action']>, userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  ActionYearArm: Schema.ActionYearArm;
  ActionYear: Omit<Schema.ActionYear, 'total'> & { total?: Schema.Maybe<ResolversParentTypes['MoneyEstimate']> };
  Estimate: Schema.Estimate;
  MoneyEstimate: Omit<Schema.MoneyEstimate, 'value' | 'low' | 'high' | 'standardError'> & { value: ResolversParentTypes['Money'], low?: Schema.Maybe<ResolversParentTypes['Money']>, high?: Schema.Maybe<ResolversParentTypes['Money']>, standardError?: Schema.Maybe<ResolversParentTypes['Money']> };
  Lift: Omit<Schema.Lift, 'total' | 'cost' | 'net'> & { total?: Schema.Maybe<ResolversParentTypes['MoneyEstimate']>, cost: ResolversParentTypes['Money'], net?: Schema.Maybe<ResolversParentTypes['MoneyEstimate']> };
  ArmReport: Omit<Schema.ArmReport, 'observed' | 'baseline' | 'incremental'> & { observed?: Schema.Maybe<ResolversParentTypes['Money']>, baseline?: Schema.Maybe<ResolversParentTypes['Money']>, incremental?: Schema.Maybe<ResolversParentTypes['Money']> };
  RatioCheck: Schema.RatioCheck;
  Spillover: Schema.Spillover;
  ActionReport: ActionReportModel;
  LiftPart: Schema.LiftPart;
  LiftByForecast: Schema.LiftByForecast;
  ActionRestatement: Schema.ActionRestatement;
  ActionReportEdge: Omit<Schema.ActionReportEdge, 'node'> & { node: ResolversParentTypes['ActionReport'] };
  ActionReportConnection: Omit<Schema.ActionReportConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ActionReportEdge']>, nodes: ReadonlyArray<ResolversParentTypes['ActionReport']> };
  DateTime: Schema.Scalars['DateTime']['output'];
  Date: Schema.Scalars['Date']['output'];
  Decimal: Schema.Scalars['Decimal']['output'];
  CurrencyCode: Schema.Scalars['CurrencyCode']['output'];
  SafeInt: Schema.Scalars['SafeInt']['output'];
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  PageInfo: Schema.PageInfo;
  Count: Schema.Count;
  Money: MoneyModel;
  MoneyInput: Schema.MoneyInput;
  DateTimeRange: Schema.DateTimeRange;
  FloatRange: Schema.FloatRange;
  MoneyRange: Schema.MoneyRange;
  Provenance: Schema.Provenance;
  UserError: UserErrorModel;
  InputError: Schema.InputError;
  StaleVersionError: Schema.StaleVersionError;
  IdentityConflictError: Schema.IdentityConflictError;
  AlreadyRunningError: Schema.AlreadyRunningError;
  Customer: CustomerModel;
  Identity: Schema.Identity;
  CustomerIdentifier: Schema.CustomerIdentifier;
  ExternalIdInput: Schema.ExternalIdInput;
  HandleInput: Schema.HandleInput;
  CustomerConnection: Omit<Schema.CustomerConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['CustomerEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Customer']> };
  CustomerEdge: Omit<Schema.CustomerEdge, 'node'> & { node: ResolversParentTypes['Customer'] };
  CustomerUpsertInput: Schema.CustomerUpsertInput;
  CustomerPayload: Omit<Schema.CustomerPayload, 'customer' | 'userErrors'> & { customer?: Schema.Maybe<ResolversParentTypes['Customer']>, userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  Product: ProductModel;
  Account: AccountModel;
  AccountContact: Omit<Schema.AccountContact, 'account'> & { account?: Schema.Maybe<ResolversParentTypes['Account']> };
  AccountRollUp: Omit<Schema.AccountRollUp, 'total' | 'current' | 'potential' | 'revenue'> & { total: ResolversParentTypes['Money'], current: ResolversParentTypes['ValueSide'], potential: ResolversParentTypes['ValueSide'], revenue: ResolversParentTypes['Money'] };
  AccountMemberConnection: Omit<Schema.AccountMemberConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['AccountMemberEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Customer']> };
  AccountMemberEdge: Omit<Schema.AccountMemberEdge, 'node'> & { node: ResolversParentTypes['Customer'] };
  Spend: SpendModel;
  ProductConnection: Omit<Schema.ProductConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ProductEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Product']> };
  ProductEdge: Omit<Schema.ProductEdge, 'node'> & { node: ResolversParentTypes['Product'] };
  AccountConnection: Omit<Schema.AccountConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['AccountEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Account']> };
  AccountEdge: Omit<Schema.AccountEdge, 'node'> & { node: ResolversParentTypes['Account'] };
  SpendSeries: Omit<Schema.SpendSeries, 'periods'> & { periods: ReadonlyArray<ResolversParentTypes['Spend']> };
  SpendSeriesConnection: Omit<Schema.SpendSeriesConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['SpendSeriesEdge']>, nodes: ReadonlyArray<ResolversParentTypes['SpendSeries']> };
  SpendSeriesEdge: Omit<Schema.SpendSeriesEdge, 'node'> & { node: ResolversParentTypes['SpendSeries'] };
  ProductInput: Schema.ProductInput;
  ProductsPutInput: Schema.ProductsPutInput;
  AccountInput: Schema.AccountInput;
  AccountsPutInput: Schema.AccountsPutInput;
  SpendInput: Schema.SpendInput;
  SpendPutInput: Schema.SpendPutInput;
  Engagement: EngagementModel;
  EngagementTerm: Schema.EngagementTerm;
  DepartmentPoints: Schema.DepartmentPoints;
  Influence: InfluenceModel;
  PointsLead: Schema.PointsLead;
  LeadFigures: Schema.LeadFigures;
  BehaviourLead: Schema.BehaviourLead;
  Order: OrderModel;
  OrderLine: Omit<Schema.OrderLine, 'net' | 'cost'> & { net: ResolversParentTypes['Money'], cost?: Schema.Maybe<ResolversParentTypes['Money']> };
  EarlierOrder: Omit<Schema.EarlierOrder, 'net' | 'lines'> & { net: ResolversParentTypes['Money'], lines: ReadonlyArray<ResolversParentTypes['OrderLine']> };
  MoneyBack: Omit<Schema.MoneyBack, 'amount' | 'margin' | 'toldBy' | 'order'> & { amount: ResolversParentTypes['Money'], margin?: Schema.Maybe<ResolversParentTypes['Money']>, toldBy?: Schema.Maybe<ResolversParentTypes['Order']>, order?: Schema.Maybe<ResolversParentTypes['Order']> };
  OrderConnection: Omit<Schema.OrderConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['OrderEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Order']> };
  OrderEdge: Omit<Schema.OrderEdge, 'node'> & { node: ResolversParentTypes['Order'] };
  Interaction: InteractionModel;
  InteractionConnection: Omit<Schema.InteractionConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['InteractionEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Interaction']> };
  InteractionEdge: Omit<Schema.InteractionEdge, 'node'> & { node: ResolversParentTypes['Interaction'] };
  Tie: TieModel;
  TieConnection: Omit<Schema.TieConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['TieEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Tie']> };
  TieEdge: Omit<Schema.TieEdge, 'node'> & { node: ResolversParentTypes['Tie'] };
  Referral: ReferralModel;
  ReferralConnection: Omit<Schema.ReferralConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ReferralEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Referral']> };
  ReferralEdge: Omit<Schema.ReferralEdge, 'node'> & { node: ResolversParentTypes['Referral'] };
  TimelineFilter: Schema.TimelineFilter;
  TimelineEntry: ResolversUnionTypes<ResolversParentTypes>['TimelineEntry'];
  TimelineConnection: Omit<Schema.TimelineConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['TimelineEdge']>, nodes: ReadonlyArray<ResolversParentTypes['TimelineEntry']> };
  TimelineEdge: Omit<Schema.TimelineEdge, 'node'> & { node: ResolversParentTypes['TimelineEntry'] };
  Absence: Schema.Absence;
  Experience: ExperienceModel;
  ExperienceTerm: Omit<Schema.ExperienceTerm, 'interaction'> & { interaction: ResolversParentTypes['Interaction'] };
  ChannelExperience: Schema.ChannelExperience;
  Orientation: Omit<Schema.Orientation, 'order' | 'touches' | 'salesContact' | 'stimuli'> & { order: ResolversParentTypes['Order'], touches: ReadonlyArray<ResolversParentTypes['Interaction']>, salesContact?: Schema.Maybe<ResolversParentTypes['Interaction']>, stimuli: ReadonlyArray<ResolversParentTypes['Interaction']> };
  Complaints: ComplaintsModel;
  Complaint: Omit<Schema.Complaint, 'opened' | 'resolved' | 'orderAfter'> & { opened: ResolversParentTypes['Interaction'], resolved?: Schema.Maybe<ResolversParentTypes['Interaction']>, orderAfter?: Schema.Maybe<ResolversParentTypes['Order']> };
  Behaviour: Omit<Schema.Behaviour, 'purchases' | 'newsletter' | 'promotion' | 'portal' | 'social'> & { purchases: ResolversParentTypes['PurchaseBehaviour'], newsletter: ResolversParentTypes['NewsletterBehaviour'], promotion: ResolversParentTypes['PromotionBehaviour'], portal: ResolversParentTypes['PortalBehaviour'], social: ResolversParentTypes['SocialBehaviour'] };
  PurchaseBehaviour: PurchaseBehaviourModel;
  BoughtGroup: Omit<Schema.BoughtGroup, 'net'> & { net: ResolversParentTypes['Money'] };
  BoughtProduct: Omit<Schema.BoughtProduct, 'net'> & { net: ResolversParentTypes['Money'] };
  NewsletterBehaviour: NewsletterBehaviourModel;
  NewsletterIssue: Omit<Schema.NewsletterIssue, 'interactions'> & { interactions: ReadonlyArray<ResolversParentTypes['Interaction']> };
  PromotionBehaviour: PromotionBehaviourModel;
  PortalBehaviour: Omit<Schema.PortalBehaviour, 'lastLogin'> & { lastLogin?: Schema.Maybe<ResolversParentTypes['Interaction']> };
  SocialBehaviour: Omit<Schema.SocialBehaviour, 'follows' | 'likes'> & { follows: ReadonlyArray<ResolversParentTypes['HeldState']>, likes: ReadonlyArray<ResolversParentTypes['HeldState']> };
  HeldState: Omit<Schema.HeldState, 'interaction'> & { interaction: ResolversParentTypes['Interaction'] };
  ExperienceDriver: Schema.ExperienceDriver;
  Fact: FactModel;
  CustomerFacts: Omit<Schema.CustomerFacts, 'standing' | 'history' | 'account'> & { standing: ReadonlyArray<ResolversParentTypes['Fact']>, history: ReadonlyArray<ResolversParentTypes['Fact']>, account?: Schema.Maybe<ResolversParentTypes['Account']> };
  Effort: Schema.Effort;
  ShareOfWallet: Omit<Schema.ShareOfWallet, 'spent' | 'wallet' | 'told'> & { spent: ResolversParentTypes['Money'], wallet?: Schema.Maybe<ResolversParentTypes['Money']>, told?: Schema.Maybe<ResolversParentTypes['Fact']> };
  FactsIngestInput: Schema.FactsIngestInput;
  FactInput: Schema.FactInput;
  CustomerHealth: Schema.CustomerHealth;
  HealthFactor: Schema.HealthFactor;
  HealthPart: Schema.HealthPart;
  HealthTerm: Schema.HealthTerm;
  HealthBacktest: Schema.HealthBacktest;
  HealthBacktestBand: Schema.HealthBacktestBand;
  IngestPayload: Omit<Schema.IngestPayload, 'results' | 'userErrors'> & { results: ReadonlyArray<ResolversParentTypes['IngestResult']>, userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  IngestResult: Omit<Schema.IngestResult, 'userErrors'> & { userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  OrdersIngestInput: Schema.OrdersIngestInput;
  OrderInput: Schema.OrderInput;
  OrderLineInput: Schema.OrderLineInput;
  InteractionsIngestInput: Schema.InteractionsIngestInput;
  InteractionInput: Schema.InteractionInput;
  TiesIngestInput: Schema.TiesIngestInput;
  TieInput: Schema.TieInput;
  ReferralRecordInput: Schema.ReferralRecordInput;
  ReferralPayload: Omit<Schema.ReferralPayload, 'referral' | 'userErrors'> & { referral?: Schema.Maybe<ResolversParentTypes['Referral']>, userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  LeadTriage: Omit<Schema.LeadTriage, 'wonValue' | 'leads'> & { wonValue?: Schema.Maybe<ResolversParentTypes['Money']>, leads: ReadonlyArray<ResolversParentTypes['TriagedLead']> };
  LeadStageRecord: Schema.LeadStageRecord;
  TriageCount: Schema.TriageCount;
  TriagedLead: Omit<Schema.TriagedLead, 'customer' | 'expectedValue' | 'perMinute'> & { customer?: Schema.Maybe<ResolversParentTypes['Customer']>, expectedValue: ResolversParentTypes['Money'], perMinute: ResolversParentTypes['Money'] };
  Lifecycle: LifecycleModel;
  ProductsInUse: Omit<Schema.ProductsInUse, 'list'> & { list: ReadonlyArray<ResolversParentTypes['ProductInUse']> };
  ProductInUse: Omit<Schema.ProductInUse, 'product'> & { product: ResolversParentTypes['Product'] };
  LeadState: Schema.LeadState;
  StageChange: Schema.StageChange;
  Rfm: RfmModel;
  MergedCustomer: Schema.MergedCustomer;
  CustomerMergePreview: Omit<Schema.CustomerMergePreview, 'survivor' | 'merged' | 'identities' | 'revenue'> & { survivor: ResolversParentTypes['Customer'], merged: ResolversParentTypes['Customer'], identities: ReadonlyArray<ResolversParentTypes['Identity']>, revenue: ResolversParentTypes['Money'] };
  MergeConflict: Schema.MergeConflict;
  CustomerMergeStep: Schema.CustomerMergeStep;
  CustomerMergeStepConnection: Schema.CustomerMergeStepConnection;
  CustomerMergeStepEdge: Schema.CustomerMergeStepEdge;
  DuplicateSuggestion: Omit<Schema.DuplicateSuggestion, 'customers'> & { customers: ReadonlyArray<ResolversParentTypes['Customer']> };
  DuplicateSuggestions: Omit<Schema.DuplicateSuggestions, 'suggestions'> & { suggestions: ReadonlyArray<ResolversParentTypes['DuplicateSuggestion']> };
  CustomerMergeInput: Schema.CustomerMergeInput;
  CustomerUnmergeInput: Schema.CustomerUnmergeInput;
  DuplicateSuggestionDismissInput: Schema.DuplicateSuggestionDismissInput;
  DuplicateSuggestionDismissPayload: Omit<Schema.DuplicateSuggestionDismissPayload, 'userErrors'> & { userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  ModelReport: Omit<Schema.ModelReport, 'valueAtRisk' | 'total'> & { valueAtRisk: ResolversParentTypes['Money'], total?: Schema.Maybe<ResolversParentTypes['ExpectedTotal']> };
  ExpectedTotal: Omit<Schema.ExpectedTotal, 'expected' | 'interval80' | 'interval95'> & { expected: ResolversParentTypes['Money'], interval80: ResolversParentTypes['MoneyInterval'], interval95: ResolversParentTypes['MoneyInterval'] };
  MoneyInterval: Omit<Schema.MoneyInterval, 'low' | 'high'> & { low: ResolversParentTypes['Money'], high: ResolversParentTypes['Money'] };
  ModelParameter: Schema.ModelParameter;
  FittedModel: Schema.FittedModel;
  RuleComparison: Schema.RuleComparison;
  HoldoutMetrics: Schema.HoldoutMetrics;
  CalibrationRow: Schema.CalibrationRow;
  SpendModel: Schema.SpendModel;
  Community: CommunityModel;
  CommunityMemberConnection: Omit<Schema.CommunityMemberConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['CommunityMemberEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Customer']> };
  CommunityMemberEdge: Omit<Schema.CommunityMemberEdge, 'node'> & { node: ResolversParentTypes['Customer'] };
  CommunityConnection: Omit<Schema.CommunityConnection, 'edges' | 'nodes' | 'unconnected'> & { edges: ReadonlyArray<ResolversParentTypes['CommunityEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Community']>, unconnected: ResolversParentTypes['UnconnectedCustomers'] };
  CommunityEdge: Omit<Schema.CommunityEdge, 'node'> & { node: ResolversParentTypes['Community'] };
  UnconnectedCustomers: Omit<Schema.UnconnectedCustomers, 'value'> & { value: ResolversParentTypes['Money'] };
  NetworkCalibration: Omit<Schema.NetworkCalibration, 'directCredit'> & { directCredit: ResolversParentTypes['DirectCredit'] };
  DirectCredit: Omit<Schema.DirectCredit, 'credited' | 'supported' | 'bound'> & { credited: ResolversParentTypes['Money'], supported: ResolversParentTypes['Money'], bound: ResolversParentTypes['Money'] };
  CausalExperiment: Schema.CausalExperiment;
  CalibrationEvidence: Schema.CalibrationEvidence;
  ForwardSplit: Schema.ForwardSplit;
  ForwardDifference: Schema.ForwardDifference;
  DirectionTest: Schema.DirectionTest;
  SeedSet: Omit<Schema.SeedSet, 'customers'> & { customers: ReadonlyArray<ResolversParentTypes['Customer']> };
  InfluenceReport: Schema.InfluenceReport;
  FollowerFit: Schema.FollowerFit;
  SocialLift: Schema.SocialLift;
  ReferralReport: Schema.ReferralReport;
  ReferralSuspicions: Omit<Schema.ReferralSuspicions, 'suspicions'> & { suspicions: ReadonlyArray<ResolversParentTypes['ReferralSuspicion']> };
  ReferralSuspicion: ReferralSuspicionModel;
  RejectedReferrals: Schema.RejectedReferrals;
  Opportunities: OpportunitiesModel;
  Opportunity: OpportunityModel;
  OpportunityReason: Schema.OpportunityReason;
  AssociationRule: Schema.AssociationRule;
  AssociationRules: Schema.AssociationRules;
  Personalisation: Omit<Schema.Personalisation, 'nextOpportunity'> & { nextOpportunity?: Schema.Maybe<ResolversParentTypes['Opportunity']> };
  GroupAffinity: Schema.GroupAffinity;
  CustomerOrder: Schema.CustomerOrder;
  CustomerFilter: Schema.CustomerFilter;
  PartnerScore: Schema.PartnerScore;
  WithheldField: Schema.WithheldField;
  ExternalId: Schema.ExternalId;
  ScoreChange: Schema.ScoreChange;
  ScoreChanges: Schema.ScoreChanges;
  BulkExport: Schema.BulkExport;
  BulkExportStartInput: Schema.BulkExportStartInput;
  BulkExportPayload: Omit<Schema.BulkExportPayload, 'userErrors'> & { userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  ValueMap: Omit<Schema.ValueMap, 'own' | 'network' | 'potential' | 'bins'> & { own?: Schema.Maybe<ResolversParentTypes['Money']>, network?: Schema.Maybe<ResolversParentTypes['Money']>, potential?: Schema.Maybe<ResolversParentTypes['Money']>, bins: ReadonlyArray<ResolversParentTypes['ValueBin']> };
  ValueBin: Omit<Schema.ValueBin, 'own' | 'network' | 'ownValue' | 'networkValue' | 'potentialValue'> & { own: ResolversParentTypes['MoneyBand'], network: ResolversParentTypes['MoneyBand'], ownValue: ResolversParentTypes['Money'], networkValue: ResolversParentTypes['Money'], potentialValue?: Schema.Maybe<ResolversParentTypes['Money']> };
  MoneyBand: Omit<Schema.MoneyBand, 'from' | 'to'> & { from: ResolversParentTypes['Money'], to: ResolversParentTypes['Money'] };
  FocusReport: FocusReportModel;
  FocusOpportunities: Omit<Schema.FocusOpportunities, 'expected' | 'of' | 'list'> & { expected?: Schema.Maybe<ResolversParentTypes['Money']>, of?: Schema.Maybe<ResolversParentTypes['Money']>, list: ReadonlyArray<ResolversParentTypes['FocusOpportunity']> };
  FocusOpportunity: FocusOpportunityModel;
  FocusAttention: Schema.FocusAttention;
  CurvePoint: Omit<Schema.CurvePoint, 'value'> & { value: ResolversParentTypes['Money'] };
  Period: Schema.Period;
  CohortReport: Omit<Schema.CohortReport, 'cohorts' | 'rest'> & { cohorts: ReadonlyArray<ResolversParentTypes['Cohort']>, rest?: Schema.Maybe<ResolversParentTypes['Money']> };
  Cohort: Omit<Schema.Cohort, 'before' | 'cells' | 'value'> & { before: ResolversParentTypes['Money'], cells: ReadonlyArray<ResolversParentTypes['CohortCell']>, value: ResolversParentTypes['Money'] };
  CohortCell: Omit<Schema.CohortCell, 'value' | 'valuePerHead'> & { value: ResolversParentTypes['Money'], valuePerHead: ResolversParentTypes['Money'] };
  GrowthReport: Omit<Schema.GrowthReport, 'bridges'> & { bridges: ReadonlyArray<ResolversParentTypes['GrowthBridge']> };
  GrowthBridge: Omit<Schema.GrowthBridge, 'before' | 'after' | 'terms'> & { before: ResolversParentTypes['Money'], after: ResolversParentTypes['Money'], terms: ReadonlyArray<ResolversParentTypes['BridgeTerm']> };
  BridgeTerm: Omit<Schema.BridgeTerm, 'amount'> & { amount: ResolversParentTypes['Money'] };
  RevenueGrowthReport: Omit<Schema.RevenueGrowthReport, 'bridges' | 'earlier' | 'rest' | 'total'> & { bridges: ReadonlyArray<ResolversParentTypes['RevenueBridge']>, earlier?: Schema.Maybe<ResolversParentTypes['Money']>, rest?: Schema.Maybe<ResolversParentTypes['Money']>, total?: Schema.Maybe<ResolversParentTypes['Money']> };
  RevenueBridge: Omit<Schema.RevenueBridge, 'before' | 'after' | 'terms'> & { before: ResolversParentTypes['Money'], after: ResolversParentTypes['Money'], terms: ReadonlyArray<ResolversParentTypes['RevenueTerm']> };
  RevenueTerm: Omit<Schema.RevenueTerm, 'amount'> & { amount: ResolversParentTypes['Money'] };
  LeavingReport: Omit<Schema.LeavingReport, 'ownExpected' | 'customers'> & { ownExpected?: Schema.Maybe<ResolversParentTypes['Money']>, customers: ReadonlyArray<ResolversParentTypes['LeavingCustomer']> };
  LeavingCustomer: LeavingCustomerModel;
  RetentionWork: RetentionWorkModel;
  SegmentLandscape: SegmentLandscapeModel;
  RoleConflict: Omit<Schema.RoleConflict, 'value'> & { value: ResolversParentTypes['Money'] };
  SegmentProposal: Omit<Schema.SegmentProposal, 'parts' | 'blurredValue'> & { parts: ReadonlyArray<ResolversParentTypes['SegmentProposalPart']>, blurredValue?: Schema.Maybe<ResolversParentTypes['Money']> };
  SegmentProposalPart: Omit<Schema.SegmentProposalPart, 'meanValue'> & { meanValue?: Schema.Maybe<ResolversParentTypes['Money']> };
  SegmentShare: Omit<Schema.SegmentShare, 'segment' | 'value'> & { segment?: Schema.Maybe<ResolversParentTypes['Segment']>, value: ResolversParentTypes['Money'] };
  SegmentDegree: Omit<Schema.SegmentDegree, 'value'> & { value: ResolversParentTypes['Money'] };
  SegmentOverlap: Omit<Schema.SegmentOverlap, 'value'> & { value: ResolversParentTypes['Money'] };
  LifecycleSummary: LifecycleSummaryModel;
  LifecycleTransitions: Schema.LifecycleTransitions;
  LifecycleBeginning: Schema.LifecycleBeginning;
  LifecycleTransition: Schema.LifecycleTransition;
  CustomerBalance: Schema.CustomerBalance;
  BalanceReport: Omit<Schema.BalanceReport, 'quadrants' | 'unmeasured'> & { quadrants: ReadonlyArray<ResolversParentTypes['BalancePart']>, unmeasured?: Schema.Maybe<ResolversParentTypes['BalancePart']> };
  BalancePart: Omit<Schema.BalancePart, 'value'> & { value: ResolversParentTypes['Money'] };
  PortfolioChange: Omit<Schema.PortfolioChange, 'from' | 'to' | 'change' | 'drivers' | 'unexplained'> & { from?: Schema.Maybe<ResolversParentTypes['Money']>, to?: Schema.Maybe<ResolversParentTypes['Money']>, change?: Schema.Maybe<ResolversParentTypes['Money']>, drivers: ReadonlyArray<ResolversParentTypes['ChangeDriver']>, unexplained?: Schema.Maybe<ResolversParentTypes['Money']> };
  ChangeDriver: Omit<Schema.ChangeDriver, 'amount'> & { amount: ResolversParentTypes['Money'] };
  Scorecard: Schema.Scorecard;
  ScorecardItem: Schema.ScorecardItem;
  MetricDefinition: Schema.MetricDefinition;
  AcquisitionReport: Omit<Schema.AcquisitionReport, 'spend' | 'retentionSpend' | 'channels' | 'otherChannels' | 'untold' | 'periods'> & { spend?: Schema.Maybe<ResolversParentTypes['Money']>, retentionSpend?: Schema.Maybe<ResolversParentTypes['Money']>, channels: ReadonlyArray<ResolversParentTypes['ChannelSpend']>, otherChannels?: Schema.Maybe<ResolversParentTypes['ChannelWon']>, untold?: Schema.Maybe<ResolversParentTypes['ChannelWon']>, periods: ReadonlyArray<ResolversParentTypes['AcquisitionPeriod']> };
  ChannelSpend: Omit<Schema.ChannelSpend, 'spend' | 'value' | 'bought'> & { spend: ResolversParentTypes['Money'], value?: Schema.Maybe<ResolversParentTypes['Money']>, bought?: Schema.Maybe<ResolversParentTypes['ChannelBought']> };
  ChannelWon: Omit<Schema.ChannelWon, 'value'> & { value: ResolversParentTypes['Money'] };
  ChannelBought: Omit<Schema.ChannelBought, 'costPerCustomer' | 'value'> & { costPerCustomer?: Schema.Maybe<ResolversParentTypes['Money']>, value: ResolversParentTypes['Money'] };
  AcquisitionPeriod: Omit<Schema.AcquisitionPeriod, 'spend' | 'costPerCustomer' | 'value'> & { spend: ResolversParentTypes['Money'], costPerCustomer?: Schema.Maybe<ResolversParentTypes['Money']>, value?: Schema.Maybe<ResolversParentTypes['Money']> };
  TrustedContact: Omit<Schema.TrustedContact, 'through'> & { through?: Schema.Maybe<ResolversParentTypes['Account']> };
  CustomerDimensions: Schema.CustomerDimensions;
  Relationship: Schema.Relationship;
  ContactReport: Omit<Schema.ContactReport, 'contacts' | 'others' | 'nobody'> & { contacts: ReadonlyArray<ResolversParentTypes['ContactShare']>, others?: Schema.Maybe<ResolversParentTypes['ContactShare']>, nobody?: Schema.Maybe<ResolversParentTypes['ContactShare']> };
  ContactShare: Omit<Schema.ContactShare, 'value'> & { value: ResolversParentTypes['Money'] };
  SourceReport: Schema.SourceReport;
  SourceHealth: Schema.SourceHealth;
  PrivacyStepDone: Schema.PrivacyStepDone;
  PrivacyJob: PrivacyJobModel;
  ExportDocument: Schema.ExportDocument;
  ExportDocumentConnection: Schema.ExportDocumentConnection;
  ExportDocumentEdge: Schema.ExportDocumentEdge;
  PrivacyJobConnection: Omit<Schema.PrivacyJobConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['PrivacyJobEdge']>, nodes: ReadonlyArray<ResolversParentTypes['PrivacyJob']> };
  PrivacyJobEdge: Omit<Schema.PrivacyJobEdge, 'node'> & { node: ResolversParentTypes['PrivacyJob'] };
  CustomerEraseInput: Schema.CustomerEraseInput;
  CustomerExportInput: Schema.CustomerExportInput;
  PrivacyJobPayload: Omit<Schema.PrivacyJobPayload, 'job' | 'userErrors'> & { job?: Schema.Maybe<ResolversParentTypes['PrivacyJob']>, userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  EngagementRuleSet: Schema.EngagementRuleSet;
  EngagementRule: Schema.EngagementRule;
  RuleVariant: Schema.RuleVariant;
  EngagementRuleInput: Schema.EngagementRuleInput;
  RuleVariantInput: Schema.RuleVariantInput;
  EngagementPreview: Omit<Schema.EngagementPreview, 'customer'> & { customer: ResolversParentTypes['Customer'] };
  EngagementRuleSetPublishInput: Schema.EngagementRuleSetPublishInput;
  EngagementRuleSetPayload: Omit<Schema.EngagementRuleSetPayload, 'userErrors'> & { userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  EnrichmentRun: EnrichmentRunModel;
  SetAsideCustomer: Schema.SetAsideCustomer;
  RunProgress: Schema.RunProgress;
  RunCost: Schema.RunCost;
  EnrichmentRunConnection: Omit<Schema.EnrichmentRunConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['EnrichmentRunEdge']>, nodes: ReadonlyArray<ResolversParentTypes['EnrichmentRun']> };
  EnrichmentRunEdge: Omit<Schema.EnrichmentRunEdge, 'node'> & { node: ResolversParentTypes['EnrichmentRun'] };
  EnrichmentRunStartInput: Schema.EnrichmentRunStartInput;
  RunTryOutInput: Schema.RunTryOutInput;
  WhatIf: Omit<Schema.WhatIf, 'run' | 'all' | 'chosen' | 'others' | 'customers' | 'segment'> & { run: ResolversParentTypes['EnrichmentRun'], all: ResolversParentTypes['WhatIfDifference'], chosen: ResolversParentTypes['WhatIfDifference'], others: ResolversParentTypes['WhatIfDifference'], customers: ReadonlyArray<ResolversParentTypes['WhatIfCustomer']>, segment?: Schema.Maybe<ResolversParentTypes['WhatIfSegment']> };
  WhatIfSettings: Schema.WhatIfSettings;
  WhatIfDifference: Omit<Schema.WhatIfDifference, 'before' | 'after' | 'difference'> & { before: ResolversParentTypes['WhatIfValue'], after: ResolversParentTypes['WhatIfValue'], difference: ResolversParentTypes['WhatIfValue'] };
  WhatIfValue: Omit<Schema.WhatIfValue, 'direct' | 'referral' | 'network' | 'current' | 'potential' | 'total'> & { direct: ResolversParentTypes['Money'], referral: ResolversParentTypes['Money'], network: ResolversParentTypes['Money'], current: ResolversParentTypes['Money'], potential: ResolversParentTypes['Money'], total: ResolversParentTypes['Money'] };
  WhatIfCustomer: Omit<Schema.WhatIfCustomer, 'customer' | 'value'> & { customer: ResolversParentTypes['Customer'], value?: Schema.Maybe<ResolversParentTypes['WhatIfDifference']> };
  WhatIfSegment: Omit<Schema.WhatIfSegment, 'before' | 'after'> & { before: ResolversParentTypes['WhatIfMembers'], after: ResolversParentTypes['WhatIfMembers'] };
  WhatIfMembers: Omit<Schema.WhatIfMembers, 'value'> & { value?: Schema.Maybe<ResolversParentTypes['Money']> };
  EnrichmentRunPlan: Omit<Schema.EnrichmentRunPlan, 'unfinished'> & { unfinished?: Schema.Maybe<ResolversParentTypes['EnrichmentRun']> };
  EnrichmentRunCancelInput: Schema.EnrichmentRunCancelInput;
  EnrichmentRunResumeInput: Schema.EnrichmentRunResumeInput;
  EnrichmentRunPayload: Omit<Schema.EnrichmentRunPayload, 'run' | 'plan' | 'userErrors'> & { run?: Schema.Maybe<ResolversParentTypes['EnrichmentRun']>, plan?: Schema.Maybe<ResolversParentTypes['EnrichmentRunPlan']>, userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  Segment: SegmentModel;
  MembershipExplanation: Omit<Schema.MembershipExplanation, 'customer'> & { customer: ResolversParentTypes['Customer'] };
  RuleExplanation: Schema.RuleExplanation;
  SegmentRule: SegmentRuleModel;
  SegmentTest: Schema.SegmentTest;
  SegmentRuleInput: Schema.SegmentRuleInput;
  SegmentTestInput: Schema.SegmentTestInput;
  SegmentValueInput: Schema.SegmentValueInput;
  SegmentCreateInput: Schema.SegmentCreateInput;
  SegmentCustomersInput: Schema.SegmentCustomersInput;
  SegmentCustomersPayload: Omit<Schema.SegmentCustomersPayload, 'segment' | 'userErrors'> & { segment?: Schema.Maybe<ResolversParentTypes['Segment']>, userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  SegmentUpdateInput: Schema.SegmentUpdateInput;
  SegmentArchiveInput: Schema.SegmentArchiveInput;
  SegmentPayload: Omit<Schema.SegmentPayload, 'segment' | 'userErrors'> & { segment?: Schema.Maybe<ResolversParentTypes['Segment']>, userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  SegmentConnection: Omit<Schema.SegmentConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['SegmentEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Segment']> };
  SegmentEdge: Omit<Schema.SegmentEdge, 'node'> & { node: ResolversParentTypes['Segment'] };
  StageSummary: Omit<Schema.StageSummary, 'value'> & { value: ResolversParentTypes['Money'] };
  Portfolio: Omit<Schema.Portfolio, 'revenue' | 'direct' | 'refunds' | 'credits' | 'rewards' | 'current' | 'potential' | 'potentialBridge' | 'total' | 'betweenRuns'> & { revenue: ResolversParentTypes['Money'], direct: ResolversParentTypes['Money'], refunds: ResolversParentTypes['Money'], credits: ResolversParentTypes['Money'], rewards: ResolversParentTypes['Money'], current: ResolversParentTypes['Money'], potential?: Schema.Maybe<ResolversParentTypes['Money']>, potentialBridge?: Schema.Maybe<ResolversParentTypes['PotentialBridge']>, total: ResolversParentTypes['Money'], betweenRuns?: Schema.Maybe<ResolversParentTypes['ValueBetweenRuns']> };
  PotentialBridge: Omit<Schema.PotentialBridge, 'before' | 'time' | 'parameters' | 'events' | 'after'> & { before: ResolversParentTypes['Money'], time: ResolversParentTypes['Money'], parameters: ResolversParentTypes['Money'], events: ResolversParentTypes['Money'], after: ResolversParentTypes['Money'] };
  ParameterAdoption: Schema.ParameterAdoption;
  SegmentGrowth: Omit<Schema.SegmentGrowth, 'entered' | 'left'> & { entered?: Schema.Maybe<ResolversParentTypes['SegmentMovement']>, left?: Schema.Maybe<ResolversParentTypes['SegmentMovement']> };
  SegmentMovement: SegmentMovementModel;
  SegmentMovementReason: Schema.SegmentMovementReason;
  SegmentMover: Omit<Schema.SegmentMover, 'customer'> & { customer?: Schema.Maybe<ResolversParentTypes['Customer']> };
  RfmBefore: Schema.RfmBefore;
  LabelHistory: Omit<Schema.LabelHistory, 'list'> & { list: ReadonlyArray<ResolversParentTypes['LabelChange']> };
  LabelChange: LabelChangeModel;
  ConditionChange: Schema.ConditionChange;
  Consent: Schema.Consent;
  CustomerSocialAccounts: Omit<Schema.CustomerSocialAccounts, 'accounts'> & { accounts: ReadonlyArray<ResolversParentTypes['SocialAccount']> };
  SocialAccount: SocialAccountModel;
  SocialMetrics: Schema.SocialMetrics;
  SocialCount: Schema.SocialCount;
  EngagementRate: Schema.EngagementRate;
  SocialSource: SocialSourceModel;
  SocialHost: SocialHostModel;
  SocialCapabilities: Schema.SocialCapabilities;
  SocialBudget: Schema.SocialBudget;
  SocialAccountCounts: Schema.SocialAccountCounts;
  SocialPurposeCount: Schema.SocialPurposeCount;
  SocialSync: SocialSyncModel;
  SocialSyncParts: Schema.SocialSyncParts;
  SocialSyncCounts: Schema.SocialSyncCounts;
  SocialSyncConnection: Omit<Schema.SocialSyncConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['SocialSyncEdge']>, nodes: ReadonlyArray<ResolversParentTypes['SocialSync']> };
  SocialSyncEdge: Omit<Schema.SocialSyncEdge, 'node'> & { node: ResolversParentTypes['SocialSync'] };
  SocialSyncPlan: Schema.SocialSyncPlan;
  SocialLinkInviteInput: Schema.SocialLinkInviteInput;
  SocialLinkInvitePayload: Omit<Schema.SocialLinkInvitePayload, 'userErrors'> & { userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  SocialLinkStartInput: Schema.SocialLinkStartInput;
  SocialLinkStartPayload: Omit<Schema.SocialLinkStartPayload, 'userErrors'> & { userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  SocialLinkCompleteInput: Schema.SocialLinkCompleteInput;
  SocialLinkPayload: Omit<Schema.SocialLinkPayload, 'account' | 'customer' | 'userErrors'> & { account?: Schema.Maybe<ResolversParentTypes['SocialAccount']>, customer?: Schema.Maybe<ResolversParentTypes['Customer']>, userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  SocialUnlinkInput: Schema.SocialUnlinkInput;
  ConsentGrantInput: Schema.ConsentGrantInput;
  ConsentWithdrawInput: Schema.ConsentWithdrawInput;
  ConsentPayload: Omit<Schema.ConsentPayload, 'customer' | 'userErrors'> & { customer?: Schema.Maybe<ResolversParentTypes['Customer']>, userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  SocialForgotten: Schema.SocialForgotten;
  SocialSyncStartInput: Schema.SocialSyncStartInput;
  SocialSyncPayload: Omit<Schema.SocialSyncPayload, 'sync' | 'userErrors'> & { sync?: Schema.Maybe<ResolversParentTypes['SocialSync']>, userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  CustomerValue: CustomerValueModel;
  ValueBetweenRuns: Omit<Schema.ValueBetweenRuns, 'current' | 'direct' | 'indirect' | 'waiting'> & { current: ResolversParentTypes['Money'], direct: ResolversParentTypes['Money'], indirect: ResolversParentTypes['Money'], waiting: ResolversParentTypes['Money'] };
  ValueSide: Omit<Schema.ValueSide, 'total' | 'direct' | 'indirect'> & { total?: Schema.Maybe<ResolversParentTypes['Money']>, direct?: Schema.Maybe<ResolversParentTypes['Money']>, indirect?: Schema.Maybe<ResolversParentTypes['Money']> };
  ValueTerm: Omit<Schema.ValueTerm, 'amount'> & { amount: ResolversParentTypes['Money'] };
  ReferralValue: ReferralValueModel;
  NetworkValue: NetworkValueModel;
  ValueAtRisk: ValueAtRiskModel;
  LifetimeValue: LifetimeValueModel;
  ValueAhead: Omit<Schema.ValueAhead, 'horizons' | 'months'> & { horizons: ReadonlyArray<ResolversParentTypes['HorizonAhead']>, months: ReadonlyArray<ResolversParentTypes['MonthAhead']> };
  HorizonAhead: Omit<Schema.HorizonAhead, 'predicted'> & { predicted: ResolversParentTypes['Money'] };
  MonthAhead: Omit<Schema.MonthAhead, 'expected'> & { expected: ResolversParentTypes['Money'] };
  ValueReasons: Omit<Schema.ValueReasons, 'typical' | 'predicted' | 'terms' | 'interval95'> & { typical?: Schema.Maybe<ResolversParentTypes['Money']>, predicted?: Schema.Maybe<ResolversParentTypes['Money']>, terms: ReadonlyArray<ResolversParentTypes['ValueReason']>, interval95?: Schema.Maybe<ResolversParentTypes['MoneyInterval']> };
  ValueReason: Omit<Schema.ValueReason, 'amount'> & { amount: ResolversParentTypes['Money'] };
  ValueStanding: Schema.ValueStanding;
  ValueFlows: Omit<Schema.ValueFlows, 'total' | 'flows' | 'rest'> & { total: ResolversParentTypes['Money'], flows: ReadonlyArray<ResolversParentTypes['ValueFlow']>, rest: ResolversParentTypes['Money'] };
  ValueFlow: ValueFlowModel;
  Webhook: WebhookModel;
  WebhookFailure: Schema.WebhookFailure;
  Undelivered: Schema.Undelivered;
  UndeliveredConnection: Schema.UndeliveredConnection;
  UndeliveredEdge: Schema.UndeliveredEdge;
  WebhookCreateInput: Schema.WebhookCreateInput;
  WebhookCreatePayload: Omit<Schema.WebhookCreatePayload, 'webhook' | 'userErrors'> & { webhook?: Schema.Maybe<ResolversParentTypes['Webhook']>, userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  WebhookInput: Schema.WebhookInput;
  WebhookReplayInput: Schema.WebhookReplayInput;
  WebhookPayload: Omit<Schema.WebhookPayload, 'webhook' | 'userErrors'> & { webhook?: Schema.Maybe<ResolversParentTypes['Webhook']>, userErrors: ReadonlyArray<ResolversParentTypes['UserError']> };
  Int: Schema.Scalars['Int']['output'];
  Boolean: Schema.Scalars['Boolean']['output'];
  ID: Schema.Scalars['ID']['output'];
};

export type CostDirectiveArgs = {
  weight: Schema.Maybe<Schema.Scalars['Int']['input']>;
  listSize: Schema.Maybe<Schema.Scalars['Int']['input']>;
};

export type CostDirectiveResolver<Result, Parent, ContextType = RequestContext, Args = CostDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AccessDirectiveArgs = {
  anyOf: ReadonlyArray<Schema.Scope>;
  ofAll?: Schema.Maybe<Schema.Scalars['Boolean']['input']>;
};

export type AccessDirectiveResolver<Result, Parent, ContextType = RequestContext, Args = AccessDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ViewDirectiveArgs = {
  run: Schema.Scalars['ID']['input'];
};

export type ViewDirectiveResolver<Result, Parent, ContextType = RequestContext, Args = ViewDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ViewerResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  kind?: Resolver<ResolversTypes['ViewerKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  scopes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  sources?: Resolver<Schema.Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  expiresAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ApiKeyResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ApiKey'] = ResolversParentTypes['ApiKey']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  scopes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  sources?: Resolver<Schema.Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  trustedOnly?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  costLimit?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  costPerSecond?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  revokedAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastUsedAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ApiKeyCreatePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ApiKeyCreatePayload'] = ResolversParentTypes['ApiKeyCreatePayload']> = {
  apiKey?: Resolver<Schema.Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  secret?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ApiKeyPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ApiKeyPayload'] = ResolversParentTypes['ApiKeyPayload']> = {
  apiKey?: Resolver<Schema.Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type AuditEntryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  requestId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ViewerKind'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  fields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  cost?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AuditEntryConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AuditEntryConnection'] = ResolversParentTypes['AuditEntryConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AuditEntryEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['AuditEntry']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AuditEntryEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AuditEntryEdge'] = ResolversParentTypes['AuditEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEntry'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  auditLog?: Resolver<ResolversTypes['AuditEntryConnection'], ParentType, ContextType, RequireFields<Schema.QueryAuditLogArgs, 'first'>>;
  viewer?: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
  apiKeys?: Resolver<ReadonlyArray<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  action?: Resolver<Schema.Maybe<ResolversTypes['Action']>, ParentType, ContextType, RequireFields<Schema.QueryActionArgs, 'key'>>;
  actions?: Resolver<ResolversTypes['ActionConnection'], ParentType, ContextType, RequireFields<Schema.QueryActionsArgs, 'first'>>;
  heldOut?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<Schema.QueryHeldOutArgs, 'by'>>;
  actionYear?: Resolver<Schema.Maybe<ResolversTypes['ActionYear']>, ParentType, ContextType, Partial<Schema.QueryActionYearArgs>>;
  node?: Resolver<Schema.Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<Schema.QueryNodeArgs, 'id'>>;
  nodes?: Resolver<ReadonlyArray<Schema.Maybe<ResolversTypes['Node']>>, ParentType, ContextType, RequireFields<Schema.QueryNodesArgs, 'ids'>>;
  customer?: Resolver<Schema.Maybe<ResolversTypes['Customer']>, ParentType, ContextType, RequireFields<Schema.QueryCustomerArgs, 'by'>>;
  customers?: Resolver<ResolversTypes['CustomerConnection'], ParentType, ContextType, RequireFields<Schema.QueryCustomersArgs, 'first'>>;
  products?: Resolver<ResolversTypes['ProductConnection'], ParentType, ContextType, RequireFields<Schema.QueryProductsArgs, 'first'>>;
  account?: Resolver<Schema.Maybe<ResolversTypes['Account']>, ParentType, ContextType, RequireFields<Schema.QueryAccountArgs, 'source' | 'id'>>;
  accounts?: Resolver<ResolversTypes['AccountConnection'], ParentType, ContextType, RequireFields<Schema.QueryAccountsArgs, 'first'>>;
  spend?: Resolver<ResolversTypes['SpendSeriesConnection'], ParentType, ContextType, RequireFields<Schema.QuerySpendArgs, 'first'>>;
  pointsLead?: Resolver<Schema.Maybe<ResolversTypes['PointsLead']>, ParentType, ContextType>;
  experienceDriver?: Resolver<Schema.Maybe<ResolversTypes['ExperienceDriver']>, ParentType, ContextType>;
  healthBacktest?: Resolver<Schema.Maybe<ResolversTypes['HealthBacktest']>, ParentType, ContextType>;
  leadTriage?: Resolver<ResolversTypes['LeadTriage'], ParentType, ContextType, RequireFields<Schema.QueryLeadTriageArgs, 'capacityMinutes' | 'first'>>;
  customerMergePreview?: Resolver<Schema.Maybe<ResolversTypes['CustomerMergePreview']>, ParentType, ContextType, RequireFields<Schema.QueryCustomerMergePreviewArgs, 'survivor' | 'merged'>>;
  customerMergeSteps?: Resolver<ResolversTypes['CustomerMergeStepConnection'], ParentType, ContextType, RequireFields<Schema.QueryCustomerMergeStepsArgs, 'first'>>;
  duplicateSuggestions?: Resolver<ResolversTypes['DuplicateSuggestions'], ParentType, ContextType, RequireFields<Schema.QueryDuplicateSuggestionsArgs, 'first'>>;
  modelReport?: Resolver<Schema.Maybe<ResolversTypes['ModelReport']>, ParentType, ContextType>;
  communities?: Resolver<ResolversTypes['CommunityConnection'], ParentType, ContextType, RequireFields<Schema.QueryCommunitiesArgs, 'first'>>;
  networkCalibration?: Resolver<Schema.Maybe<ResolversTypes['NetworkCalibration']>, ParentType, ContextType>;
  influenceReport?: Resolver<Schema.Maybe<ResolversTypes['InfluenceReport']>, ParentType, ContextType>;
  referralReport?: Resolver<Schema.Maybe<ResolversTypes['ReferralReport']>, ParentType, ContextType>;
  referralSuspicions?: Resolver<Schema.Maybe<ResolversTypes['ReferralSuspicions']>, ParentType, ContextType, RequireFields<Schema.QueryReferralSuspicionsArgs, 'first'>>;
  seedSet?: Resolver<Schema.Maybe<ResolversTypes['SeedSet']>, ParentType, ContextType, RequireFields<Schema.QuerySeedSetArgs, 'first'>>;
  associationRules?: Resolver<Schema.Maybe<ResolversTypes['AssociationRules']>, ParentType, ContextType, RequireFields<Schema.QueryAssociationRulesArgs, 'first'>>;
  partnerScores?: Resolver<ReadonlyArray<ResolversTypes['PartnerScore']>, ParentType, ContextType, RequireFields<Schema.QueryPartnerScoresArgs, 'source' | 'externalIds'>>;
  scoreChanges?: Resolver<ResolversTypes['ScoreChanges'], ParentType, ContextType, RequireFields<Schema.QueryScoreChangesArgs, 'first'>>;
  bulkExport?: Resolver<Schema.Maybe<ResolversTypes['BulkExport']>, ParentType, ContextType, RequireFields<Schema.QueryBulkExportArgs, 'id'>>;
  balance?: Resolver<ResolversTypes['BalanceReport'], ParentType, ContextType>;
  valueMap?: Resolver<ResolversTypes['ValueMap'], ParentType, ContextType>;
  focus?: Resolver<ResolversTypes['FocusReport'], ParentType, ContextType, RequireFields<Schema.QueryFocusArgs, 'share' | 'by'>>;
  cohorts?: Resolver<ResolversTypes['CohortReport'], ParentType, ContextType, RequireFields<Schema.QueryCohortsArgs, 'grain'>>;
  growth?: Resolver<ResolversTypes['GrowthReport'], ParentType, ContextType, RequireFields<Schema.QueryGrowthArgs, 'grain' | 'base'>>;
  revenueGrowth?: Resolver<ResolversTypes['RevenueGrowthReport'], ParentType, ContextType>;
  leaving?: Resolver<ResolversTypes['LeavingReport'], ParentType, ContextType, RequireFields<Schema.QueryLeavingArgs, 'by' | 'first'>>;
  segmentLandscape?: Resolver<ResolversTypes['SegmentLandscape'], ParentType, ContextType>;
  portfolioChange?: Resolver<ResolversTypes['PortfolioChange'], ParentType, ContextType, RequireFields<Schema.QueryPortfolioChangeArgs, 'from' | 'to'>>;
  scorecard?: Resolver<ResolversTypes['Scorecard'], ParentType, ContextType>;
  metricDefinitions?: Resolver<ReadonlyArray<ResolversTypes['MetricDefinition']>, ParentType, ContextType, Partial<Schema.QueryMetricDefinitionsArgs>>;
  acquisition?: Resolver<ResolversTypes['AcquisitionReport'], ParentType, ContextType, RequireFields<Schema.QueryAcquisitionArgs, 'grain'>>;
  trustedContacts?: Resolver<ResolversTypes['ContactReport'], ParentType, ContextType>;
  sourceHealth?: Resolver<ResolversTypes['SourceReport'], ParentType, ContextType>;
  privacyJob?: Resolver<Schema.Maybe<ResolversTypes['PrivacyJob']>, ParentType, ContextType, RequireFields<Schema.QueryPrivacyJobArgs, 'id'>>;
  privacyJobs?: Resolver<ResolversTypes['PrivacyJobConnection'], ParentType, ContextType, RequireFields<Schema.QueryPrivacyJobsArgs, 'first'>>;
  engagementRuleSet?: Resolver<Schema.Maybe<ResolversTypes['EngagementRuleSet']>, ParentType, ContextType, Partial<Schema.QueryEngagementRuleSetArgs>>;
  engagementPreview?: Resolver<ReadonlyArray<ResolversTypes['EngagementPreview']>, ParentType, ContextType, RequireFields<Schema.QueryEngagementPreviewArgs, 'rules' | 'customers'>>;
  whatIf?: Resolver<Schema.Maybe<ResolversTypes['WhatIf']>, ParentType, ContextType, RequireFields<Schema.QueryWhatIfArgs, 'run' | 'customers'>>;
  enrichmentRun?: Resolver<Schema.Maybe<ResolversTypes['EnrichmentRun']>, ParentType, ContextType, RequireFields<Schema.QueryEnrichmentRunArgs, 'id'>>;
  enrichmentRuns?: Resolver<ResolversTypes['EnrichmentRunConnection'], ParentType, ContextType, RequireFields<Schema.QueryEnrichmentRunsArgs, 'first'>>;
  segment?: Resolver<Schema.Maybe<ResolversTypes['Segment']>, ParentType, ContextType, Partial<Schema.QuerySegmentArgs>>;
  segments?: Resolver<ResolversTypes['SegmentConnection'], ParentType, ContextType, RequireFields<Schema.QuerySegmentsArgs, 'first'>>;
  segmentPreview?: Resolver<ReadonlyArray<Schema.Maybe<ResolversTypes['MembershipExplanation']>>, ParentType, ContextType, RequireFields<Schema.QuerySegmentPreviewArgs, 'ruleText' | 'customers'>>;
  lifecycleSummary?: Resolver<Schema.Maybe<ResolversTypes['LifecycleSummary']>, ParentType, ContextType>;
  portfolio?: Resolver<Schema.Maybe<ResolversTypes['Portfolio']>, ParentType, ContextType>;
  socialSources?: Resolver<ReadonlyArray<ResolversTypes['SocialSource']>, ParentType, ContextType>;
  socialSyncs?: Resolver<ResolversTypes['SocialSyncConnection'], ParentType, ContextType, RequireFields<Schema.QuerySocialSyncsArgs, 'first'>>;
  webhooks?: Resolver<ReadonlyArray<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  apiKeyCreate?: Resolver<ResolversTypes['ApiKeyCreatePayload'], ParentType, ContextType, RequireFields<Schema.MutationApiKeyCreateArgs, 'input'>>;
  apiKeyRevoke?: Resolver<ResolversTypes['ApiKeyPayload'], ParentType, ContextType, RequireFields<Schema.MutationApiKeyRevokeArgs, 'input'>>;
  createAction?: Resolver<ResolversTypes['ActionPayload'], ParentType, ContextType, RequireFields<Schema.MutationCreateActionArgs, 'input'>>;
  freezeAction?: Resolver<ResolversTypes['ActionPayload'], ParentType, ContextType, RequireFields<Schema.MutationFreezeActionArgs, 'key' | 'expectedVersion'>>;
  recordExposures?: Resolver<ResolversTypes['ExposuresPayload'], ParentType, ContextType, RequireFields<Schema.MutationRecordExposuresArgs, 'input'>>;
  closeAction?: Resolver<ResolversTypes['ActionPayload'], ParentType, ContextType, RequireFields<Schema.MutationCloseActionArgs, 'key'>>;
  cancelAction?: Resolver<ResolversTypes['ActionPayload'], ParentType, ContextType, RequireFields<Schema.MutationCancelActionArgs, 'key' | 'reason'>>;
  customerUpsert?: Resolver<ResolversTypes['CustomerPayload'], ParentType, ContextType, RequireFields<Schema.MutationCustomerUpsertArgs, 'input'>>;
  productsPut?: Resolver<ResolversTypes['IngestPayload'], ParentType, ContextType, RequireFields<Schema.MutationProductsPutArgs, 'input'>>;
  accountsPut?: Resolver<ResolversTypes['IngestPayload'], ParentType, ContextType, RequireFields<Schema.MutationAccountsPutArgs, 'input'>>;
  spendPut?: Resolver<ResolversTypes['IngestPayload'], ParentType, ContextType, RequireFields<Schema.MutationSpendPutArgs, 'input'>>;
  factsIngest?: Resolver<ResolversTypes['IngestPayload'], ParentType, ContextType, RequireFields<Schema.MutationFactsIngestArgs, 'input'>>;
  ordersIngest?: Resolver<ResolversTypes['IngestPayload'], ParentType, ContextType, RequireFields<Schema.MutationOrdersIngestArgs, 'input'>>;
  interactionsIngest?: Resolver<ResolversTypes['IngestPayload'], ParentType, ContextType, RequireFields<Schema.MutationInteractionsIngestArgs, 'input'>>;
  tiesIngest?: Resolver<ResolversTypes['IngestPayload'], ParentType, ContextType, RequireFields<Schema.MutationTiesIngestArgs, 'input'>>;
  referralRecord?: Resolver<ResolversTypes['ReferralPayload'], ParentType, ContextType, RequireFields<Schema.MutationReferralRecordArgs, 'input'>>;
  duplicateSuggestionDismiss?: Resolver<ResolversTypes['DuplicateSuggestionDismissPayload'], ParentType, ContextType, RequireFields<Schema.MutationDuplicateSuggestionDismissArgs, 'input'>>;
  customerMerge?: Resolver<ResolversTypes['CustomerPayload'], ParentType, ContextType, RequireFields<Schema.MutationCustomerMergeArgs, 'input'>>;
  customerUnmerge?: Resolver<ResolversTypes['CustomerPayload'], ParentType, ContextType, RequireFields<Schema.MutationCustomerUnmergeArgs, 'input'>>;
  bulkExportStart?: Resolver<ResolversTypes['BulkExportPayload'], ParentType, ContextType, RequireFields<Schema.MutationBulkExportStartArgs, 'input'>>;
  customerErase?: Resolver<ResolversTypes['PrivacyJobPayload'], ParentType, ContextType, RequireFields<Schema.MutationCustomerEraseArgs, 'input'>>;
  customerExport?: Resolver<ResolversTypes['PrivacyJobPayload'], ParentType, ContextType, RequireFields<Schema.MutationCustomerExportArgs, 'input'>>;
  engagementRuleSetPublish?: Resolver<ResolversTypes['EngagementRuleSetPayload'], ParentType, ContextType, RequireFields<Schema.MutationEngagementRuleSetPublishArgs, 'input'>>;
  enrichmentRunStart?: Resolver<ResolversTypes['EnrichmentRunPayload'], ParentType, ContextType, RequireFields<Schema.MutationEnrichmentRunStartArgs, 'input'>>;
  enrichmentRunCancel?: Resolver<ResolversTypes['EnrichmentRunPayload'], ParentType, ContextType, RequireFields<Schema.MutationEnrichmentRunCancelArgs, 'input'>>;
  enrichmentRunResume?: Resolver<ResolversTypes['EnrichmentRunPayload'], ParentType, ContextType, RequireFields<Schema.MutationEnrichmentRunResumeArgs, 'input'>>;
  segmentCreate?: Resolver<ResolversTypes['SegmentPayload'], ParentType, ContextType, RequireFields<Schema.MutationSegmentCreateArgs, 'input'>>;
  segmentUpdate?: Resolver<ResolversTypes['SegmentPayload'], ParentType, ContextType, RequireFields<Schema.MutationSegmentUpdateArgs, 'input'>>;
  segmentCustomersAdd?: Resolver<ResolversTypes['SegmentCustomersPayload'], ParentType, ContextType, RequireFields<Schema.MutationSegmentCustomersAddArgs, 'input'>>;
  segmentCustomersRemove?: Resolver<ResolversTypes['SegmentCustomersPayload'], ParentType, ContextType, RequireFields<Schema.MutationSegmentCustomersRemoveArgs, 'input'>>;
  segmentArchive?: Resolver<ResolversTypes['SegmentPayload'], ParentType, ContextType, RequireFields<Schema.MutationSegmentArchiveArgs, 'input'>>;
  socialLinkInvite?: Resolver<ResolversTypes['SocialLinkInvitePayload'], ParentType, ContextType, RequireFields<Schema.MutationSocialLinkInviteArgs, 'input'>>;
  socialLinkStart?: Resolver<ResolversTypes['SocialLinkStartPayload'], ParentType, ContextType, RequireFields<Schema.MutationSocialLinkStartArgs, 'input'>>;
  socialLinkComplete?: Resolver<ResolversTypes['SocialLinkPayload'], ParentType, ContextType, RequireFields<Schema.MutationSocialLinkCompleteArgs, 'input'>>;
  socialUnlink?: Resolver<ResolversTypes['ConsentPayload'], ParentType, ContextType, RequireFields<Schema.MutationSocialUnlinkArgs, 'input'>>;
  consentGrant?: Resolver<ResolversTypes['ConsentPayload'], ParentType, ContextType, RequireFields<Schema.MutationConsentGrantArgs, 'input'>>;
  consentWithdraw?: Resolver<ResolversTypes['ConsentPayload'], ParentType, ContextType, RequireFields<Schema.MutationConsentWithdrawArgs, 'input'>>;
  socialSyncStart?: Resolver<ResolversTypes['SocialSyncPayload'], ParentType, ContextType, RequireFields<Schema.MutationSocialSyncStartArgs, 'input'>>;
  webhookCreate?: Resolver<ResolversTypes['WebhookCreatePayload'], ParentType, ContextType, RequireFields<Schema.MutationWebhookCreateArgs, 'input'>>;
  webhookPause?: Resolver<ResolversTypes['WebhookPayload'], ParentType, ContextType, RequireFields<Schema.MutationWebhookPauseArgs, 'input'>>;
  webhookResume?: Resolver<ResolversTypes['WebhookPayload'], ParentType, ContextType, RequireFields<Schema.MutationWebhookResumeArgs, 'input'>>;
  webhookReplay?: Resolver<ResolversTypes['WebhookPayload'], ParentType, ContextType, RequireFields<Schema.MutationWebhookReplayArgs, 'input'>>;
  webhookDelete?: Resolver<ResolversTypes['WebhookPayload'], ParentType, ContextType, RequireFields<Schema.MutationWebhookDeleteArgs, 'input'>>;
};

export type ActionArmResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ActionArm'] = ResolversParentTypes['ActionArm']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  costPerPerson?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  members?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ActionOutcomeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ActionOutcome'] = ResolversParentTypes['ActionOutcome']> = {
  metric?: Resolver<ResolversTypes['OutcomeMetric'], ParentType, ContextType>;
  windowDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type LeftOutResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LeftOut'] = ResolversParentTypes['LeftOut']> = {
  reason?: Resolver<ResolversTypes['LeftOutReason'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ActionAudienceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ActionAudience'] = ResolversParentTypes['ActionAudience']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  runId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  parametersVersion?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  members?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  units?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  effectiveUnits?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  leftOut?: Resolver<ReadonlyArray<ResolversTypes['LeftOut']>, ParentType, ContextType>;
  holdoutYear?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  holdoutShare?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  power?: Resolver<Schema.Maybe<ResolversTypes['ActionPower']>, ParentType, ContextType>;
};

export type ActionPowerResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ActionPower'] = ResolversParentTypes['ActionPower']> = {
  deviation?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  removed?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  detectable?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  neededPerArm?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ActionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Action'] = ResolversParentTypes['Action']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ActionKind'], ParentType, ContextType>;
  channel?: Resolver<ResolversTypes['ActionChannel'], ParentType, ContextType>;
  consent?: Resolver<ResolversTypes['ActionConsent'], ParentType, ContextType>;
  segmentKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  arms?: Resolver<ReadonlyArray<ResolversTypes['ActionArm']>, ParentType, ContextType>;
  design?: Resolver<ResolversTypes['ActionDesign'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['ActionOutcome'], ParentType, ContextType>;
  target?: Resolver<ResolversTypes['ActionTarget'], ParentType, ContextType>;
  shape?: Resolver<ResolversTypes['ActionShape'], ParentType, ContextType>;
  startsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  plannedEnd?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  salt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  withoutProof?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  rehearsal?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  entersCalibration?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ActionState'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  startedAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  endedAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  audience?: Resolver<Schema.Maybe<ResolversTypes['ActionAudience']>, ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['ActionWarning']>, ParentType, ContextType>;
  report?: Resolver<Schema.Maybe<ResolversTypes['ActionReport']>, ParentType, ContextType>;
  reports?: Resolver<ResolversTypes['ActionReportConnection'], ParentType, ContextType, RequireFields<Schema.ActionReportsArgs, 'first'>>;
};

export type ActionWarningResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ActionWarning'] = ResolversParentTypes['ActionWarning']> = {
  code?: Resolver<ResolversTypes['ActionWarningCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ActionEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ActionEdge'] = ResolversParentTypes['ActionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Action'], ParentType, ContextType>;
};

export type ActionConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ActionConnection'] = ResolversParentTypes['ActionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ActionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Action']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type ExposureResultResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ExposureResult'] = ResolversParentTypes['ExposureResult']> = {
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ExposureStatus'], ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ExposuresPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ExposuresPayload'] = ResolversParentTypes['ExposuresPayload']> = {
  accepted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  duplicates?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  contaminated?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rejected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  results?: Resolver<ReadonlyArray<ResolversTypes['ExposureResult']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ActionPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ActionPayload'] = ResolversParentTypes['ActionPayload']> = {
  action?: Resolver<Schema.Maybe<ResolversTypes['Action']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ActionYearArmResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ActionYearArm'] = ResolversParentTypes['ActionYearArm']> = {
  arm?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  members?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  mean?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ActionYearResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ActionYear'] = ResolversParentTypes['ActionYear']> = {
  year?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  startsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  runId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  preliminary?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  actions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  arms?: Resolver<ReadonlyArray<ResolversTypes['ActionYearArm']>, ParentType, ContextType>;
  withheld?: Resolver<Schema.Maybe<ResolversTypes['ActionReason']>, ParentType, ContextType>;
  sampleRatio?: Resolver<ResolversTypes['RatioCheck'], ParentType, ContextType>;
  perPerson?: Resolver<Schema.Maybe<ResolversTypes['Estimate']>, ParentType, ContextType>;
  total?: Resolver<Schema.Maybe<ResolversTypes['MoneyEstimate']>, ParentType, ContextType>;
  relative?: Resolver<Schema.Maybe<ResolversTypes['Estimate']>, ParentType, ContextType>;
  interval?: Resolver<Schema.Maybe<ResolversTypes['IntervalKind']>, ParentType, ContextType>;
  intervalReason?: Resolver<Schema.Maybe<ResolversTypes['ActionReason']>, ParentType, ContextType>;
};

export type EstimateResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Estimate'] = ResolversParentTypes['Estimate']> = {
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  low?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  high?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  standardError?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type MoneyEstimateResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MoneyEstimate'] = ResolversParentTypes['MoneyEstimate']> = {
  value?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  low?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  high?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  standardError?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
};

export type LiftResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Lift'] = ResolversParentTypes['Lift']> = {
  arm?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  perPerson?: Resolver<ResolversTypes['Estimate'], ParentType, ContextType>;
  total?: Resolver<Schema.Maybe<ResolversTypes['MoneyEstimate']>, ParentType, ContextType>;
  totalReason?: Resolver<Schema.Maybe<ResolversTypes['ActionReason']>, ParentType, ContextType>;
  relative?: Resolver<Schema.Maybe<ResolversTypes['Estimate']>, ParentType, ContextType>;
  relativeReason?: Resolver<Schema.Maybe<ResolversTypes['ActionReason']>, ParentType, ContextType>;
  interval?: Resolver<ResolversTypes['IntervalKind'], ParentType, ContextType>;
  intervalReason?: Resolver<Schema.Maybe<ResolversTypes['ActionReason']>, ParentType, ContextType>;
  removed?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  cost?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  net?: Resolver<Schema.Maybe<ResolversTypes['MoneyEstimate']>, ParentType, ContextType>;
  onExposed?: Resolver<Schema.Maybe<ResolversTypes['Estimate']>, ParentType, ContextType>;
  capped?: Resolver<Schema.Maybe<ResolversTypes['Estimate']>, ParentType, ContextType>;
  withoutDominant?: Resolver<Schema.Maybe<ResolversTypes['Estimate']>, ParentType, ContextType>;
};

export type ArmReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ArmReport'] = ResolversParentTypes['ArmReport']> = {
  arm?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  drawn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  members?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  mean?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  observed?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  baseline?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  incremental?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  forecastMean?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  beyondForecast?: Resolver<Schema.Maybe<ResolversTypes['Estimate']>, ParentType, ContextType>;
  exposed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lost?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dominatedByOne?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RatioCheckResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RatioCheck'] = ResolversParentTypes['RatioCheck']> = {
  chiSquare?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  degrees?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  p?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  alarm?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SpilloverResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Spillover'] = ResolversParentTypes['Spillover']> = {
  direct?: Resolver<ResolversTypes['Estimate'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Estimate'], ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Estimate'], ParentType, ContextType>;
  influence?: Resolver<ResolversTypes['Estimate'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['ActionReason']>, ParentType, ContextType>;
  notLinear?: Resolver<Schema.Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
};

export type ActionReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ActionReport'] = ResolversParentTypes['ActionReport']> = {
  runId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  daysPassed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  preliminary?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  arms?: Resolver<ReadonlyArray<ResolversTypes['ArmReport']>, ParentType, ContextType>;
  lifts?: Resolver<ReadonlyArray<ResolversTypes['Lift']>, ParentType, ContextType>;
  withheld?: Resolver<Schema.Maybe<ResolversTypes['ActionReason']>, ParentType, ContextType>;
  sampleRatio?: Resolver<ResolversTypes['RatioCheck'], ParentType, ContextType>;
  attrition?: Resolver<ResolversTypes['RatioCheck'], ParentType, ContextType>;
  exposure?: Resolver<Schema.Maybe<ResolversTypes['RatioCheck']>, ParentType, ContextType>;
  contaminated?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  mergedAcross?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  erased?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  spillover?: Resolver<Schema.Maybe<ResolversTypes['Spillover']>, ParentType, ContextType>;
  spilloverReason?: Resolver<Schema.Maybe<ResolversTypes['ActionReason']>, ParentType, ContextType>;
  byForecast?: Resolver<Schema.Maybe<ReadonlyArray<ResolversTypes['LiftByForecast']>>, ParentType, ContextType>;
  byForecastReason?: Resolver<Schema.Maybe<ResolversTypes['ActionReason']>, ParentType, ContextType>;
  restated?: Resolver<Schema.Maybe<ResolversTypes['ActionRestatement']>, ParentType, ContextType>;
};

export type LiftPartResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LiftPart'] = ResolversParentTypes['LiftPart']> = {
  from?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  to?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  treated?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  control?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  effect?: Resolver<Schema.Maybe<ResolversTypes['Estimate']>, ParentType, ContextType>;
  shrunk?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type LiftByForecastResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LiftByForecast'] = ResolversParentTypes['LiftByForecast']> = {
  arm?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parts?: Resolver<ReadonlyArray<ResolversTypes['LiftPart']>, ParentType, ContextType>;
  q?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  p?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  qini?: Resolver<Schema.Maybe<ResolversTypes['Estimate']>, ParentType, ContextType>;
};

export type ActionRestatementResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ActionRestatement'] = ResolversParentTypes['ActionRestatement']> = {
  firstReadAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  late?: Resolver<ReadonlyArray<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type ActionReportEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ActionReportEdge'] = ResolversParentTypes['ActionReportEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ActionReport'], ParentType, ContextType>;
};

export type ActionReportConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ActionReportConnection'] = ResolversParentTypes['ActionReportConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ActionReportEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ActionReport']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export interface SafeIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['SafeInt'], any> {
  name: 'SafeInt';
}

export type NodeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Customer' | 'Order' | 'Interaction' | 'Referral' | 'Community' | 'PrivacyJob' | 'EnrichmentRun' | 'Segment' | 'SocialAccount' | 'SocialSync', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Count'] = ResolversParentTypes['Count']> = {
  count?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  precision?: Resolver<ResolversTypes['CountPrecision'], ParentType, ContextType>;
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type MoneyResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  minorUnits?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  currencyCode?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
};

export type ProvenanceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Provenance'] = ResolversParentTypes['Provenance']> = {
  method?: Resolver<ResolversTypes['ScoreMethod'], ParentType, ContextType>;
  confidence?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  computedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  generation?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  runId?: Resolver<Schema.Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  missingInputs?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'InputError' | 'StaleVersionError' | 'IdentityConflictError' | 'AlreadyRunningError', ParentType, ContextType>;
};

export type InputErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InputError'] = ResolversParentTypes['InputError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<Schema.Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StaleVersionErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['StaleVersionError'] = ResolversParentTypes['StaleVersionError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<Schema.Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  currentVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IdentityConflictErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['IdentityConflictError'] = ResolversParentTypes['IdentityConflictError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<Schema.Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  conflictingCustomerIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AlreadyRunningErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AlreadyRunningError'] = ResolversParentTypes['AlreadyRunningError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<Schema.Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  runningId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CustomerResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  displayName?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  identities?: Resolver<ReadonlyArray<ResolversTypes['Identity']>, ParentType, ContextType>;
  merged?: Resolver<ReadonlyArray<ResolversTypes['MergedCustomer']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  simulated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  value?: Resolver<Schema.Maybe<ResolversTypes['CustomerValue']>, ParentType, ContextType>;
  engagement?: Resolver<ResolversTypes['Engagement'], ParentType, ContextType>;
  rfm?: Resolver<Schema.Maybe<ResolversTypes['Rfm']>, ParentType, ContextType>;
  lifecycle?: Resolver<Schema.Maybe<ResolversTypes['Lifecycle']>, ParentType, ContextType>;
  lifecycleHistory?: Resolver<ReadonlyArray<ResolversTypes['StageChange']>, ParentType, ContextType>;
  influence?: Resolver<Schema.Maybe<ResolversTypes['Influence']>, ParentType, ContextType>;
  segments?: Resolver<ReadonlyArray<ResolversTypes['Segment']>, ParentType, ContextType>;
  orders?: Resolver<ResolversTypes['OrderConnection'], ParentType, ContextType, RequireFields<Schema.CustomerOrdersArgs, 'first'>>;
  interactions?: Resolver<ResolversTypes['InteractionConnection'], ParentType, ContextType, RequireFields<Schema.CustomerInteractionsArgs, 'first'>>;
  following?: Resolver<ResolversTypes['TieConnection'], ParentType, ContextType, RequireFields<Schema.CustomerFollowingArgs, 'first'>>;
  followers?: Resolver<ResolversTypes['TieConnection'], ParentType, ContextType, RequireFields<Schema.CustomerFollowersArgs, 'first'>>;
  referredBy?: Resolver<Schema.Maybe<ResolversTypes['Referral']>, ParentType, ContextType>;
  referralClaims?: Resolver<ResolversTypes['ReferralConnection'], ParentType, ContextType, RequireFields<Schema.CustomerReferralClaimsArgs, 'first'>>;
  referralsMade?: Resolver<ResolversTypes['ReferralConnection'], ParentType, ContextType, RequireFields<Schema.CustomerReferralsMadeArgs, 'first'>>;
  moneyBack?: Resolver<ReadonlyArray<ResolversTypes['MoneyBack']>, ParentType, ContextType, RequireFields<Schema.CustomerMoneyBackArgs, 'first'>>;
  timeline?: Resolver<ResolversTypes['TimelineConnection'], ParentType, ContextType, RequireFields<Schema.CustomerTimelineArgs, 'first'>>;
  experience?: Resolver<ResolversTypes['Experience'], ParentType, ContextType, Partial<Schema.CustomerExperienceArgs>>;
  behaviour?: Resolver<ResolversTypes['Behaviour'], ParentType, ContextType, Partial<Schema.CustomerBehaviourArgs>>;
  shareOfWallet?: Resolver<ResolversTypes['ShareOfWallet'], ParentType, ContextType>;
  facts?: Resolver<ResolversTypes['CustomerFacts'], ParentType, ContextType, Partial<Schema.CustomerFactsArgs>>;
  effort?: Resolver<ResolversTypes['Effort'], ParentType, ContextType, Partial<Schema.CustomerEffortArgs>>;
  answers?: Resolver<ReadonlyArray<ResolversTypes['Interaction']>, ParentType, ContextType, RequireFields<Schema.CustomerAnswersArgs, 'first'>>;
  health?: Resolver<ResolversTypes['CustomerHealth'], ParentType, ContextType>;
  productsInUse?: Resolver<ResolversTypes['ProductsInUse'], ParentType, ContextType, RequireFields<Schema.CustomerProductsInUseArgs, 'first'>>;
  community?: Resolver<Schema.Maybe<ResolversTypes['Community']>, ParentType, ContextType>;
  opportunities?: Resolver<ResolversTypes['Opportunities'], ParentType, ContextType, RequireFields<Schema.CustomerOpportunitiesArgs, 'first'>>;
  personalisation?: Resolver<ResolversTypes['Personalisation'], ParentType, ContextType>;
  balance?: Resolver<ResolversTypes['CustomerBalance'], ParentType, ContextType>;
  trustedContact?: Resolver<ResolversTypes['TrustedContact'], ParentType, ContextType>;
  dimensions?: Resolver<ResolversTypes['CustomerDimensions'], ParentType, ContextType>;
  labelHistory?: Resolver<ResolversTypes['LabelHistory'], ParentType, ContextType, RequireFields<Schema.CustomerLabelHistoryArgs, 'first'>>;
  consents?: Resolver<ReadonlyArray<ResolversTypes['Consent']>, ParentType, ContextType>;
  socialAccounts?: Resolver<ResolversTypes['CustomerSocialAccounts'], ParentType, ContextType>;
  valueAhead?: Resolver<ResolversTypes['ValueAhead'], ParentType, ContextType, RequireFields<Schema.CustomerValueAheadArgs, 'days' | 'months'>>;
  valueReasons?: Resolver<ResolversTypes['ValueReasons'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IdentityResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Identity'] = ResolversParentTypes['Identity']> = {
  type?: Resolver<ResolversTypes['IdentityType'], ParentType, ContextType>;
  source?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CustomerConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CustomerConnection'] = ResolversParentTypes['CustomerConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CustomerEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Customer']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type CustomerEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CustomerEdge'] = ResolversParentTypes['CustomerEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
};

export type CustomerPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CustomerPayload'] = ResolversParentTypes['CustomerPayload']> = {
  customer?: Resolver<Schema.Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ProductResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product']> = {
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  group?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<Schema.Maybe<ResolversTypes['LineKind']>, ParentType, ContextType>;
  lifespanDays?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  cost?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
};

export type AccountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Account'] = ResolversParentTypes['Account']> = {
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sourceId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['AccountKind'], ParentType, ContextType>;
  name?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  parent?: Resolver<Schema.Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  trustedContact?: Resolver<ResolversTypes['AccountContact'], ParentType, ContextType>;
  rollUp?: Resolver<Schema.Maybe<ResolversTypes['AccountRollUp']>, ParentType, ContextType>;
  members?: Resolver<ResolversTypes['AccountMemberConnection'], ParentType, ContextType, RequireFields<Schema.AccountMembersArgs, 'first'>>;
};

export type AccountContactResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AccountContact'] = ResolversParentTypes['AccountContact']> = {
  name?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  account?: Resolver<Schema.Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AccountRollUpResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AccountRollUp'] = ResolversParentTypes['AccountRollUp']> = {
  customers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  current?: Resolver<ResolversTypes['ValueSide'], ParentType, ContextType>;
  potential?: Resolver<ResolversTypes['ValueSide'], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type AccountMemberConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AccountMemberConnection'] = ResolversParentTypes['AccountMemberConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AccountMemberEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Customer']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AccountMemberEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AccountMemberEdge'] = ResolversParentTypes['AccountMemberEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
};

export type SpendResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Spend'] = ResolversParentTypes['Spend']> = {
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sourceId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  channel?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  campaign?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['SpendPurpose'], ParentType, ContextType>;
};

export type ProductConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ProductConnection'] = ResolversParentTypes['ProductConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ProductEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Product']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ProductEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ProductEdge'] = ResolversParentTypes['ProductEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
};

export type AccountConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AccountConnection'] = ResolversParentTypes['AccountConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AccountEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Account']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AccountEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AccountEdge'] = ResolversParentTypes['AccountEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Account'], ParentType, ContextType>;
};

export type SpendSeriesResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SpendSeries'] = ResolversParentTypes['SpendSeries']> = {
  channel?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  campaign?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  periods?: Resolver<ReadonlyArray<ResolversTypes['Spend']>, ParentType, ContextType>;
};

export type SpendSeriesConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SpendSeriesConnection'] = ResolversParentTypes['SpendSeriesConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SpendSeriesEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['SpendSeries']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SpendSeriesEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SpendSeriesEdge'] = ResolversParentTypes['SpendSeriesEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SpendSeries'], ParentType, ContextType>;
};

export type EngagementResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Engagement'] = ResolversParentTypes['Engagement']> = {
  points?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  breakdown?: Resolver<ReadonlyArray<ResolversTypes['EngagementTerm']>, ParentType, ContextType>;
  byDepartment?: Resolver<ReadonlyArray<ResolversTypes['DepartmentPoints']>, ParentType, ContextType>;
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>;
};

export type EngagementTermResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EngagementTerm'] = ResolversParentTypes['EngagementTerm']> = {
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  department?: Resolver<ResolversTypes['Department'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type DepartmentPointsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DepartmentPoints'] = ResolversParentTypes['DepartmentPoints']> = {
  department?: Resolver<ResolversTypes['Department'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type InfluenceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Influence'] = ResolversParentTypes['Influence']> = {
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  network?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  reach?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  amplification?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  authenticity?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  authenticityLow?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  authenticityHigh?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  change?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType, RequireFields<Schema.InfluenceChangeArgs, 'days'>>;
  aboveThreshold?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>;
};

export type PointsLeadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PointsLead'] = ResolversParentTypes['PointsLead']> = {
  verdict?: Resolver<ResolversTypes['PointsLeadVerdict'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  asOf?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  points?: Resolver<Schema.Maybe<ResolversTypes['LeadFigures']>, ParentType, ContextType>;
  interveneAt?: Resolver<ReadonlyArray<ResolversTypes['BehaviourLead']>, ParentType, ContextType>;
  behaviours?: Resolver<ReadonlyArray<ResolversTypes['BehaviourLead']>, ParentType, ContextType>;
};

export type LeadFiguresResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LeadFigures'] = ResolversParentTypes['LeadFigures']> = {
  correlation?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  high?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type BehaviourLeadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BehaviourLead'] = ResolversParentTypes['BehaviourLead']> = {
  type?: Resolver<ResolversTypes['InteractionType'], ParentType, ContextType>;
  figures?: Resolver<ResolversTypes['LeadFigures'], ParentType, ContextType>;
  leads?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type OrderResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  customer?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sourceId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  placedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  receivedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  net?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  margin?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  promotion?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  acquisitionChannel?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  cancelledAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  earlierVersions?: Resolver<ReadonlyArray<ResolversTypes['EarlierOrder']>, ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['OrderLine']>, ParentType, ContextType>;
  simulated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderLineResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OrderLine'] = ResolversParentTypes['OrderLine']> = {
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  group?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  net?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  cost?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['LineKind'], ParentType, ContextType>;
  returnOf?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  returnedAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type EarlierOrderResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EarlierOrder'] = ResolversParentTypes['EarlierOrder']> = {
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  placedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  receivedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  replacedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cancelledAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  net?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['OrderLine']>, ParentType, ContextType>;
};

export type MoneyBackResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MoneyBack'] = ResolversParentTypes['MoneyBack']> = {
  kind?: Resolver<ResolversTypes['MoneyBackKind'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  margin?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  toldBy?: Resolver<Schema.Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  order?: Resolver<Schema.Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['CreditReason']>, ParentType, ContextType>;
};

export type OrderConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OrderConnection'] = ResolversParentTypes['OrderConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['OrderEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Order']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type OrderEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OrderEdge'] = ResolversParentTypes['OrderEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
};

export type InteractionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Interaction'] = ResolversParentTypes['Interaction']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  customer?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sourceId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['InteractionType'], ParentType, ContextType>;
  channel?: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  receivedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  objectRef?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  valence?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  influence?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  effortMinutes?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  answer?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  simulated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InteractionConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InteractionConnection'] = ResolversParentTypes['InteractionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['InteractionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Interaction']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type InteractionEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InteractionEdge'] = ResolversParentTypes['InteractionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Interaction'], ParentType, ContextType>;
};

export type TieResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Tie'] = ResolversParentTypes['Tie']> = {
  follower?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
  followed?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['TieKind'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  weight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  simulated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type TieConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TieConnection'] = ResolversParentTypes['TieConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['TieEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Tie']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type TieEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TieEdge'] = ResolversParentTypes['TieEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Tie'], ParentType, ContextType>;
};

export type ReferralResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Referral'] = ResolversParentTypes['Referral']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sourceId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  advocate?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
  friend?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ReferralKind'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  savedAcquisitionCost?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  reward?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  simulated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  counted?: Resolver<Schema.Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  rejectedBecause?: Resolver<Schema.Maybe<ResolversTypes['ReferralRejectionReason']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReferralConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReferralConnection'] = ResolversParentTypes['ReferralConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ReferralEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Referral']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ReferralEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReferralEdge'] = ResolversParentTypes['ReferralEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Referral'], ParentType, ContextType>;
};

export type TimelineEntryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TimelineEntry'] = ResolversParentTypes['TimelineEntry']> = {
  __resolveType: TypeResolveFn<'Order' | 'Interaction', ParentType, ContextType>;
};

export type TimelineConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TimelineConnection'] = ResolversParentTypes['TimelineConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['TimelineEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['TimelineEntry']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type TimelineEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TimelineEdge'] = ResolversParentTypes['TimelineEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['TimelineEntry'], ParentType, ContextType>;
};

export type AbsenceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Absence'] = ResolversParentTypes['Absence']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ExperienceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Experience'] = ResolversParentTypes['Experience']> = {
  score?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  rated?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  terms?: Resolver<ReadonlyArray<ResolversTypes['ExperienceTerm']>, ParentType, ContextType, RequireFields<Schema.ExperienceTermsArgs, 'first'>>;
  asked?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  observed?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  interactions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  online?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  offline?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  byChannel?: Resolver<ReadonlyArray<ResolversTypes['ChannelExperience']>, ParentType, ContextType>;
  omniChannelIndex?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  orders?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  selfDirectedShare?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  orientationDays?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  impulseOrders?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  orientations?: Resolver<ReadonlyArray<ResolversTypes['Orientation']>, ParentType, ContextType, RequireFields<Schema.ExperienceOrientationsArgs, 'first'>>;
  complaints?: Resolver<ResolversTypes['Complaints'], ParentType, ContextType>;
  absent?: Resolver<ReadonlyArray<ResolversTypes['Absence']>, ParentType, ContextType>;
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>;
};

export type ExperienceTermResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ExperienceTerm'] = ResolversParentTypes['ExperienceTerm']> = {
  interaction?: Resolver<ResolversTypes['Interaction'], ParentType, ContextType>;
  valence?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  weight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  decay?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ChannelExperienceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ChannelExperience'] = ResolversParentTypes['ChannelExperience']> = {
  channel?: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  online?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  interactions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  score?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  lastAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type OrientationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Orientation'] = ResolversParentTypes['Orientation']> = {
  order?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
  touches?: Resolver<ReadonlyArray<ResolversTypes['Interaction']>, ParentType, ContextType>;
  salesContact?: Resolver<Schema.Maybe<ResolversTypes['Interaction']>, ParentType, ContextType>;
  selfDirectedShare?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  days?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  stimuli?: Resolver<ReadonlyArray<ResolversTypes['Interaction']>, ParentType, ContextType>;
  impulse?: Resolver<Schema.Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
};

export type ComplaintsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Complaints'] = ResolversParentTypes['Complaints']> = {
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  open?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  repeat?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  medianHoursToResolve?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  recoveredShare?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  lastAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  list?: Resolver<ReadonlyArray<ResolversTypes['Complaint']>, ParentType, ContextType, RequireFields<Schema.ComplaintsListArgs, 'first'>>;
};

export type ComplaintResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Complaint'] = ResolversParentTypes['Complaint']> = {
  opened?: Resolver<ResolversTypes['Interaction'], ParentType, ContextType>;
  resolved?: Resolver<Schema.Maybe<ResolversTypes['Interaction']>, ParentType, ContextType>;
  hours?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  orderAfter?: Resolver<Schema.Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  recovered?: Resolver<Schema.Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  repeat?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type BehaviourResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Behaviour'] = ResolversParentTypes['Behaviour']> = {
  purchases?: Resolver<ResolversTypes['PurchaseBehaviour'], ParentType, ContextType>;
  newsletter?: Resolver<ResolversTypes['NewsletterBehaviour'], ParentType, ContextType>;
  promotion?: Resolver<ResolversTypes['PromotionBehaviour'], ParentType, ContextType>;
  portal?: Resolver<ResolversTypes['PortalBehaviour'], ParentType, ContextType>;
  social?: Resolver<ResolversTypes['SocialBehaviour'], ParentType, ContextType>;
  absent?: Resolver<ReadonlyArray<ResolversTypes['Absence']>, ParentType, ContextType>;
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>;
};

export type PurchaseBehaviourResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PurchaseBehaviour'] = ResolversParentTypes['PurchaseBehaviour']> = {
  orders?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ordersPerYear?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  products?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  repeatProducts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  groups?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  breadth?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  byGroup?: Resolver<ReadonlyArray<ResolversTypes['BoughtGroup']>, ParentType, ContextType, RequireFields<Schema.PurchaseBehaviourByGroupArgs, 'first'>>;
  byProduct?: Resolver<ReadonlyArray<ResolversTypes['BoughtProduct']>, ParentType, ContextType, RequireFields<Schema.PurchaseBehaviourByProductArgs, 'first'>>;
};

export type BoughtGroupResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BoughtGroup'] = ResolversParentTypes['BoughtGroup']> = {
  group?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  net?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  lastAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type BoughtProductResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BoughtProduct'] = ResolversParentTypes['BoughtProduct']> = {
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  net?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  lastAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type NewsletterBehaviourResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NewsletterBehaviour'] = ResolversParentTypes['NewsletterBehaviour']> = {
  received?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  opened?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  read?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  openRate?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  readRate?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  lastAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  issues?: Resolver<ReadonlyArray<ResolversTypes['NewsletterIssue']>, ParentType, ContextType, RequireFields<Schema.NewsletterBehaviourIssuesArgs, 'first'>>;
};

export type NewsletterIssueResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NewsletterIssue'] = ResolversParentTypes['NewsletterIssue']> = {
  objectRef?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  stage?: Resolver<ResolversTypes['NewsletterStage'], ParentType, ContextType>;
  interactions?: Resolver<ReadonlyArray<ResolversTypes['Interaction']>, ParentType, ContextType>;
};

export type PromotionBehaviourResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PromotionBehaviour'] = ResolversParentTypes['PromotionBehaviour']> = {
  loyalty?: Resolver<ResolversTypes['PromotionLoyalty'], ParentType, ContextType>;
  seen?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  redeemed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  responseRate?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  promotionOrders?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fullPriceOrders?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  promotionShare?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  fullPriceAfter?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  orders?: Resolver<ReadonlyArray<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<Schema.PromotionBehaviourOrdersArgs, 'first'>>;
};

export type PortalBehaviourResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PortalBehaviour'] = ResolversParentTypes['PortalBehaviour']> = {
  user?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lastLogin?: Resolver<Schema.Maybe<ResolversTypes['Interaction']>, ParentType, ContextType>;
  daysSinceLogin?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  logins?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tasks?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  logins90d?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tasks90d?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SocialBehaviourResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialBehaviour'] = ResolversParentTypes['SocialBehaviour']> = {
  follows?: Resolver<ReadonlyArray<ResolversTypes['HeldState']>, ParentType, ContextType>;
  likes?: Resolver<ReadonlyArray<ResolversTypes['HeldState']>, ParentType, ContextType>;
  likeCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  shares?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  mentions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type HeldStateResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['HeldState'] = ResolversParentTypes['HeldState']> = {
  objectRef?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  interaction?: Resolver<ResolversTypes['Interaction'], ParentType, ContextType>;
};

export type ExperienceDriverResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ExperienceDriver'] = ResolversParentTypes['ExperienceDriver']> = {
  asOf?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stayed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  correlation?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  low?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  high?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type FactResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Fact'] = ResolversParentTypes['Fact']> = {
  type?: Resolver<ResolversTypes['FactType'], ParentType, ContextType>;
  value?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  detail?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sourceId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  receivedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type CustomerFactsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CustomerFacts'] = ResolversParentTypes['CustomerFacts']> = {
  standing?: Resolver<ReadonlyArray<ResolversTypes['Fact']>, ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['Fact']>, ParentType, ContextType>;
  account?: Resolver<Schema.Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
};

export type EffortResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Effort'] = ResolversParentTypes['Effort']> = {
  minutes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  contacts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ShareOfWalletResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ShareOfWallet'] = ResolversParentTypes['ShareOfWallet']> = {
  share?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  spent?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  wallet?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  told?: Resolver<Schema.Maybe<ResolversTypes['Fact']>, ParentType, ContextType>;
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type CustomerHealthResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CustomerHealth'] = ResolversParentTypes['CustomerHealth']> = {
  score?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  band?: Resolver<ResolversTypes['HealthBand'], ParentType, ContextType>;
  confidence?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  factors?: Resolver<ReadonlyArray<ResolversTypes['HealthFactor']>, ParentType, ContextType>;
  happiness?: Resolver<ResolversTypes['HealthPart'], ParentType, ContextType>;
  loyalty?: Resolver<ResolversTypes['HealthPart'], ParentType, ContextType>;
  recommendation?: Resolver<ResolversTypes['HealthPart'], ParentType, ContextType>;
  satisfaction?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  significance?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  absent?: Resolver<ReadonlyArray<ResolversTypes['Absence']>, ParentType, ContextType>;
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>;
};

export type HealthFactorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['HealthFactor'] = ResolversParentTypes['HealthFactor']> = {
  key?: Resolver<ResolversTypes['HealthFactorKey'], ParentType, ContextType>;
  maximum?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  value?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type HealthPartResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['HealthPart'] = ResolversParentTypes['HealthPart']> = {
  score?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  terms?: Resolver<ReadonlyArray<ResolversTypes['HealthTerm']>, ParentType, ContextType>;
};

export type HealthTermResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['HealthTerm'] = ResolversParentTypes['HealthTerm']> = {
  key?: Resolver<ResolversTypes['HealthTermKey'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  weight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type HealthBacktestResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['HealthBacktest'] = ResolversParentTypes['HealthBacktest']> = {
  asOf?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  bands?: Resolver<ReadonlyArray<ResolversTypes['HealthBacktestBand']>, ParentType, ContextType>;
  worseLeaveMore?: Resolver<Schema.Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  trend?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type HealthBacktestBandResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['HealthBacktestBand'] = ResolversParentTypes['HealthBacktestBand']> = {
  band?: Resolver<ResolversTypes['HealthBand'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  left?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  share?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type IngestPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['IngestPayload'] = ResolversParentTypes['IngestPayload']> = {
  accepted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  duplicates?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rejected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  results?: Resolver<ReadonlyArray<ResolversTypes['IngestResult']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type IngestResultResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['IngestResult'] = ResolversParentTypes['IngestResult']> = {
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['IngestStatus'], ParentType, ContextType>;
  customerId?: Resolver<Schema.Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  nodeId?: Resolver<Schema.Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ReferralPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReferralPayload'] = ResolversParentTypes['ReferralPayload']> = {
  referral?: Resolver<Schema.Maybe<ResolversTypes['Referral']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['IngestStatus'], ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type LeadTriageResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LeadTriage'] = ResolversParentTypes['LeadTriage']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  asOf?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  capacityMinutes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usedMinutes?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  minutesEach?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  areMinutesLogged?: Resolver<Schema.Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  wonValue?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  stages?: Resolver<ReadonlyArray<ResolversTypes['LeadStageRecord']>, ParentType, ContextType>;
  count?: Resolver<Schema.Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  actions?: Resolver<ReadonlyArray<ResolversTypes['TriageCount']>, ParentType, ContextType>;
  leads?: Resolver<ReadonlyArray<ResolversTypes['TriagedLead']>, ParentType, ContextType>;
};

export type LeadStageRecordResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LeadStageRecord'] = ResolversParentTypes['LeadStageRecord']> = {
  stage?: Resolver<ResolversTypes['SonarStage'], ParentType, ContextType>;
  reached?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  won?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  chance?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type TriageCountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TriageCount'] = ResolversParentTypes['TriageCount']> = {
  action?: Resolver<ResolversTypes['TriageAction'], ParentType, ContextType>;
  leads?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
};

export type TriagedLeadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TriagedLead'] = ResolversParentTypes['TriagedLead']> = {
  customer?: Resolver<Schema.Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  contact?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  stage?: Resolver<ResolversTypes['SonarStage'], ParentType, ContextType>;
  daysSinceLast?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  chance?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  expectedValue?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  perMinute?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  action?: Resolver<ResolversTypes['TriageAction'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type LifecycleResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Lifecycle'] = ResolversParentTypes['Lifecycle']> = {
  quarter?: Resolver<ResolversTypes['SonarQuarter'], ParentType, ContextType>;
  stage?: Resolver<ResolversTypes['SonarStage'], ParentType, ContextType>;
  since?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  cycle?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lapsed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lapsedBelow?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  returnProbability?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  expectedNextOrderOn?: Resolver<Schema.Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  usualGapDays?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  overdueDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  keepWarmFrom?: Resolver<Schema.Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  lead?: Resolver<Schema.Maybe<ResolversTypes['LeadState']>, ParentType, ContextType>;
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>;
};

export type ProductsInUseResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ProductsInUse'] = ResolversParentTypes['ProductsInUse']> = {
  list?: Resolver<ReadonlyArray<ResolversTypes['ProductInUse']>, ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProductInUseResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ProductInUse'] = ResolversParentTypes['ProductInUse']> = {
  product?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  group?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  boughtOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  lastsUntil?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  daysLeft?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type LeadStateResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LeadState'] = ResolversParentTypes['LeadState']> = {
  stage?: Resolver<ResolversTypes['LeadStage'], ParentType, ContextType>;
  owner?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type StageChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['StageChange'] = ResolversParentTypes['StageChange']> = {
  from?: Resolver<Schema.Maybe<ResolversTypes['SonarStage']>, ParentType, ContextType>;
  to?: Resolver<ResolversTypes['SonarStage'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cycle?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  causeId?: Resolver<Schema.Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type RfmResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Rfm'] = ResolversParentTypes['Rfm']> = {
  recency?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  frequency?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  monetary?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  group?: Resolver<ResolversTypes['RfmGroup'], ParentType, ContextType>;
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>;
  before?: Resolver<ResolversTypes['RfmBefore'], ParentType, ContextType>;
};

export type MergedCustomerResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MergedCustomer'] = ResolversParentTypes['MergedCustomer']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  into?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type CustomerMergePreviewResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CustomerMergePreview'] = ResolversParentTypes['CustomerMergePreview']> = {
  survivor?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
  merged?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
  isOne?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  identities?: Resolver<ReadonlyArray<ResolversTypes['Identity']>, ParentType, ContextType>;
  orders?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  events?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  following?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  followers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  referralsMade?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  referralClaims?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  socialAccounts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  conflicts?: Resolver<ReadonlyArray<ResolversTypes['MergeConflict']>, ParentType, ContextType>;
};

export type MergeConflictResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MergeConflict'] = ResolversParentTypes['MergeConflict']> = {
  about?: Resolver<ResolversTypes['MergeConflictKind'], ParentType, ContextType>;
  survivor?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  merged?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CustomerMergeStepResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CustomerMergeStep'] = ResolversParentTypes['CustomerMergeStep']> = {
  kind?: Resolver<ResolversTypes['CustomerMergeStepKind'], ParentType, ContextType>;
  merged?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  into?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type CustomerMergeStepConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CustomerMergeStepConnection'] = ResolversParentTypes['CustomerMergeStepConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CustomerMergeStepEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['CustomerMergeStep']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type CustomerMergeStepEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CustomerMergeStepEdge'] = ResolversParentTypes['CustomerMergeStepEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['CustomerMergeStep'], ParentType, ContextType>;
};

export type DuplicateSuggestionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DuplicateSuggestion'] = ResolversParentTypes['DuplicateSuggestion']> = {
  reason?: Resolver<ResolversTypes['DuplicateReason'], ParentType, ContextType>;
  customers?: Resolver<ReadonlyArray<ResolversTypes['Customer']>, ParentType, ContextType>;
};

export type DuplicateSuggestionsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DuplicateSuggestions'] = ResolversParentTypes['DuplicateSuggestions']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  suggestions?: Resolver<ReadonlyArray<ResolversTypes['DuplicateSuggestion']>, ParentType, ContextType>;
};

export type DuplicateSuggestionDismissPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DuplicateSuggestionDismissPayload'] = ResolversParentTypes['DuplicateSuggestionDismissPayload']> = {
  dismissed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ModelReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ModelReport'] = ResolversParentTypes['ModelReport']> = {
  method?: Resolver<ResolversTypes['ScoreMethod'], ParentType, ContextType>;
  asOf?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  horizonDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  measurableShare?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  valueAtRisk?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  total?: Resolver<Schema.Maybe<ResolversTypes['ExpectedTotal']>, ParentType, ContextType>;
  chosen?: Resolver<ResolversTypes['PurchaseModel'], ParentType, ContextType>;
  seasonal?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  blended?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  parameters?: Resolver<ReadonlyArray<ResolversTypes['ModelParameter']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  models?: Resolver<ReadonlyArray<ResolversTypes['FittedModel']>, ParentType, ContextType>;
  rules?: Resolver<ReadonlyArray<ResolversTypes['RuleComparison']>, ParentType, ContextType>;
  spend?: Resolver<ResolversTypes['SpendModel'], ParentType, ContextType>;
  didNotHelp?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ExpectedTotalResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ExpectedTotal'] = ResolversParentTypes['ExpectedTotal']> = {
  expected?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  interval80?: Resolver<ResolversTypes['MoneyInterval'], ParentType, ContextType>;
  interval95?: Resolver<ResolversTypes['MoneyInterval'], ParentType, ContextType>;
};

export type MoneyIntervalResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MoneyInterval'] = ResolversParentTypes['MoneyInterval']> = {
  low?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  high?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type ModelParameterResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ModelParameter'] = ResolversParentTypes['ModelParameter']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  standardError?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type FittedModelResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['FittedModel'] = ResolversParentTypes['FittedModel']> = {
  model?: Resolver<ResolversTypes['PurchaseModel'], ParentType, ContextType>;
  parameters?: Resolver<ReadonlyArray<ResolversTypes['ModelParameter']>, ParentType, ContextType>;
  logLikelihood?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  converged?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  holdout?: Resolver<Schema.Maybe<ResolversTypes['HoldoutMetrics']>, ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RuleComparisonResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RuleComparison'] = ResolversParentTypes['RuleComparison']> = {
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  holdout?: Resolver<ResolversTypes['HoldoutMetrics'], ParentType, ContextType>;
};

export type HoldoutMetricsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['HoldoutMetrics'] = ResolversParentTypes['HoldoutMetrics']> = {
  rmse?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  mae?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  bias?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  pearson?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  spearman?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  capture20?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  aucActive?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  logLoss?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  calibration?: Resolver<ReadonlyArray<ResolversTypes['CalibrationRow']>, ParentType, ContextType>;
};

export type CalibrationRowResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CalibrationRow'] = ResolversParentTypes['CalibrationRow']> = {
  frequency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  predicted?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  actual?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SpendModelResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SpendModel'] = ResolversParentTypes['SpendModel']> = {
  chosen?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CommunityResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Community'] = ResolversParentTypes['Community']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  size?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  internalShare?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  leaders?: Resolver<ReadonlyArray<ResolversTypes['Customer']>, ParentType, ContextType>;
  members?: Resolver<ResolversTypes['CommunityMemberConnection'], ParentType, ContextType, RequireFields<Schema.CommunityMembersArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CommunityMemberConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CommunityMemberConnection'] = ResolversParentTypes['CommunityMemberConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CommunityMemberEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Customer']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type CommunityMemberEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CommunityMemberEdge'] = ResolversParentTypes['CommunityMemberEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
};

export type CommunityConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CommunityConnection'] = ResolversParentTypes['CommunityConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CommunityEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Community']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  unconnected?: Resolver<ResolversTypes['UnconnectedCustomers'], ParentType, ContextType>;
};

export type CommunityEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CommunityEdge'] = ResolversParentTypes['CommunityEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Community'], ParentType, ContextType>;
};

export type UnconnectedCustomersResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UnconnectedCustomers'] = ResolversParentTypes['UnconnectedCustomers']> = {
  customers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type NetworkCalibrationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NetworkCalibration'] = ResolversParentTypes['NetworkCalibration']> = {
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  measuredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  evidenceEndsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  mismatches?: Resolver<ReadonlyArray<ResolversTypes['CalibrationMismatch']>, ParentType, ContextType>;
  mode?: Resolver<ResolversTypes['NetworkCalibrationMode'], ParentType, ContextType>;
  fixedShare?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  followedShare?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  followedShareSource?: Resolver<ResolversTypes['CalibrationSource'], ParentType, ContextType>;
  causalShare?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  causalShareSource?: Resolver<ResolversTypes['CalibrationSource'], ParentType, ContextType>;
  experiment?: Resolver<Schema.Maybe<ResolversTypes['CausalExperiment']>, ParentType, ContextType>;
  windowDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  evidence?: Resolver<ResolversTypes['CalibrationEvidence'], ParentType, ContextType>;
  directCredit?: Resolver<ResolversTypes['DirectCredit'], ParentType, ContextType>;
};

export type DirectCreditResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DirectCredit'] = ResolversParentTypes['DirectCredit']> = {
  credited?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  supported?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  bound?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  cutTo?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type CausalExperimentResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CausalExperiment'] = ResolversParentTypes['CausalExperiment']> = {
  h?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  high?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  actions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  observed?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  observedSource?: Resolver<ResolversTypes['CalibrationSource'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['ExperimentReason']>, ParentType, ContextType>;
};

export type CalibrationEvidenceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CalibrationEvidence'] = ResolversParentTypes['CalibrationEvidence']> = {
  followers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  purchases?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  followedPurchases?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  directionTest?: Resolver<Schema.Maybe<ResolversTypes['DirectionTest']>, ParentType, ContextType>;
  forward?: Resolver<Schema.Maybe<ResolversTypes['ForwardSplit']>, ParentType, ContextType>;
};

export type ForwardSplitResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ForwardSplit'] = ResolversParentTypes['ForwardSplit']> = {
  cutDates?: Resolver<ReadonlyArray<ResolversTypes['Date']>, ParentType, ContextType>;
  horizonDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  followedPurchases?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  networkValue?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  influence?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  activityTimesFollowers?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  followers?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  pageRank?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  bestRule?: Resolver<ResolversTypes['ForwardRule'], ParentType, ContextType>;
  networkValueAhead?: Resolver<ResolversTypes['ForwardDifference'], ParentType, ContextType>;
  influenceAhead?: Resolver<ResolversTypes['ForwardDifference'], ParentType, ContextType>;
};

export type ForwardDifferenceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ForwardDifference'] = ResolversParentTypes['ForwardDifference']> = {
  difference?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  standardError?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['ForwardVerdict'], ParentType, ContextType>;
};

export type DirectionTestResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DirectionTest'] = ResolversParentTypes['DirectionTest']> = {
  oneWayTies?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  before?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  after?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  ratio?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  timingRatio?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  causalShareBeyondTiming?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  low?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  high?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  likeness?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  isBeyondChance?: Resolver<Schema.Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
};

export type SeedSetResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SeedSet'] = ResolversParentTypes['SeedSet']> = {
  customers?: Resolver<ReadonlyArray<ResolversTypes['Customer']>, ParentType, ContextType>;
  expectedReach?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  high?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  epsilon?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type InfluenceReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InfluenceReport'] = ResolversParentTypes['InfluenceReport']> = {
  customers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rSquaredOnLogFollowers?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  bySource?: Resolver<ReadonlyArray<ResolversTypes['FollowerFit']>, ParentType, ContextType>;
  socialLift?: Resolver<Schema.Maybe<ResolversTypes['SocialLift']>, ParentType, ContextType>;
  calibrationVersion?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type FollowerFitResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['FollowerFit'] = ResolversParentTypes['FollowerFit']> = {
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rSquared?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type SocialLiftResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialLift'] = ResolversParentTypes['SocialLift']> = {
  ties?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  moved?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  meanDifference?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  splitAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  followedPurchases?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  captureWith?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  captureWithout?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  standardError?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  improves?: Resolver<Schema.Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
};

export type ReferralReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReferralReport'] = ResolversParentTypes['ReferralReport']> = {
  accepted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rejected?: Resolver<ReadonlyArray<ResolversTypes['RejectedReferrals']>, ParentType, ContextType>;
};

export type ReferralSuspicionsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReferralSuspicions'] = ResolversParentTypes['ReferralSuspicions']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  suspicions?: Resolver<ReadonlyArray<ResolversTypes['ReferralSuspicion']>, ParentType, ContextType>;
};

export type ReferralSuspicionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReferralSuspicion'] = ResolversParentTypes['ReferralSuspicion']> = {
  reason?: Resolver<ResolversTypes['ReferralSuspicionReason'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  claims?: Resolver<ReadonlyArray<ResolversTypes['Referral']>, ParentType, ContextType, RequireFields<Schema.ReferralSuspicionClaimsArgs, 'first'>>;
  customers?: Resolver<ReadonlyArray<ResolversTypes['Customer']>, ParentType, ContextType, RequireFields<Schema.ReferralSuspicionCustomersArgs, 'first'>>;
  atStake?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  credit?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  reward?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type RejectedReferralsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RejectedReferrals'] = ResolversParentTypes['RejectedReferrals']> = {
  reason?: Resolver<ResolversTypes['ReferralRejectionReason'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type OpportunitiesResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Opportunities'] = ResolversParentTypes['Opportunities']> = {
  list?: Resolver<ReadonlyArray<ResolversTypes['Opportunity']>, ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  blockedBy?: Resolver<ReadonlyArray<ResolversTypes['Blocker']>, ParentType, ContextType>;
  provenance?: Resolver<Schema.Maybe<ResolversTypes['Provenance']>, ParentType, ContextType>;
};

export type OpportunityResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Opportunity'] = ResolversParentTypes['Opportunity']> = {
  kind?: Resolver<ResolversTypes['OpportunityKind'], ParentType, ContextType>;
  target?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  probability?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  expectedMargin?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  expectedOverLifetime?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  because?: Resolver<ResolversTypes['OpportunityReason'], ParentType, ContextType>;
};

export type OpportunityReasonResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OpportunityReason'] = ResolversParentTypes['OpportunityReason']> = {
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rule?: Resolver<Schema.Maybe<ResolversTypes['AssociationRule']>, ParentType, ContextType>;
  ownPerYear?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  peersPerYear?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type AssociationRuleResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AssociationRule'] = ResolversParentTypes['AssociationRule']> = {
  antecedent?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  consequent?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  support?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  confidence?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  lift?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  adoption?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type AssociationRulesResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AssociationRules'] = ResolversParentTypes['AssociationRules']> = {
  list?: Resolver<ReadonlyArray<ResolversTypes['AssociationRule']>, ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  buyers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  supportFloor?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PersonalisationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Personalisation'] = ResolversParentTypes['Personalisation']> = {
  preferredChannel?: Resolver<Schema.Maybe<ResolversTypes['Channel']>, ParentType, ContextType>;
  preferredHour?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  groupAffinity?: Resolver<ReadonlyArray<ResolversTypes['GroupAffinity']>, ParentType, ContextType>;
  nextOpportunity?: Resolver<Schema.Maybe<ResolversTypes['Opportunity']>, ParentType, ContextType>;
  doNotContact?: Resolver<ReadonlyArray<ResolversTypes['Blocker']>, ParentType, ContextType>;
  absent?: Resolver<ReadonlyArray<ResolversTypes['Absence']>, ParentType, ContextType>;
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>;
};

export type GroupAffinityResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['GroupAffinity'] = ResolversParentTypes['GroupAffinity']> = {
  group?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type PartnerScoreResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PartnerScore'] = ResolversParentTypes['PartnerScore']> = {
  externalId?: Resolver<Schema.Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  customerId?: Resolver<Schema.Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PartnerScoreStatus'], ParentType, ContextType>;
  generation?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  asOf?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  currencyCode?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  total?: Resolver<Schema.Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  current?: Resolver<Schema.Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  direct?: Resolver<Schema.Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  referral?: Resolver<Schema.Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  network?: Resolver<Schema.Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  potential?: Resolver<Schema.Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  atRisk?: Resolver<Schema.Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  returnProbability?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  expectedOrders?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  influence?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  engagementPoints?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  rfmGroup?: Resolver<Schema.Maybe<ResolversTypes['RfmGroup']>, ParentType, ContextType>;
  quarter?: Resolver<Schema.Maybe<ResolversTypes['SonarQuarter']>, ParentType, ContextType>;
  stage?: Resolver<Schema.Maybe<ResolversTypes['SonarStage']>, ParentType, ContextType>;
  lapsed?: Resolver<Schema.Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  segments?: Resolver<Schema.Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  withheld?: Resolver<ReadonlyArray<ResolversTypes['WithheldField']>, ParentType, ContextType>;
};

export type WithheldFieldResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WithheldField'] = ResolversParentTypes['WithheldField']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['WithheldReason'], ParentType, ContextType>;
};

export type ExternalIdResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ExternalId'] = ResolversParentTypes['ExternalId']> = {
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ScoreChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ScoreChange'] = ResolversParentTypes['ScoreChange']> = {
  kind?: Resolver<ResolversTypes['ScoreChangeKind'], ParentType, ContextType>;
  customerId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  externalIds?: Resolver<ReadonlyArray<ResolversTypes['ExternalId']>, ParentType, ContextType>;
  score?: Resolver<Schema.Maybe<ResolversTypes['PartnerScore']>, ParentType, ContextType>;
  intoId?: Resolver<Schema.Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type ScoreChangesResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ScoreChanges'] = ResolversParentTypes['ScoreChanges']> = {
  changes?: Resolver<ReadonlyArray<ResolversTypes['ScoreChange']>, ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  caughtUp?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  resyncRequired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type BulkExportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BulkExport'] = ResolversParentTypes['BulkExport']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['BulkExportStatus'], ParentType, ContextType>;
  generation?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  files?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  filesWritten?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type BulkExportPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BulkExportPayload'] = ResolversParentTypes['BulkExportPayload']> = {
  bulkExport?: Resolver<Schema.Maybe<ResolversTypes['BulkExport']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ValueMapResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ValueMap'] = ResolversParentTypes['ValueMap']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  asOf?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  customers?: Resolver<Schema.Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  own?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  network?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  potential?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  bins?: Resolver<ReadonlyArray<ResolversTypes['ValueBin']>, ParentType, ContextType>;
};

export type ValueBinResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ValueBin'] = ResolversParentTypes['ValueBin']> = {
  own?: Resolver<ResolversTypes['MoneyBand'], ParentType, ContextType>;
  network?: Resolver<ResolversTypes['MoneyBand'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  ownValue?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  networkValue?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  potentialValue?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
};

export type MoneyBandResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MoneyBand'] = ResolversParentTypes['MoneyBand']> = {
  bin?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type FocusReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['FocusReport'] = ResolversParentTypes['FocusReport']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  asOf?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  by?: Resolver<ResolversTypes['FocusMeasure'], ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  customers?: Resolver<Schema.Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  of?: Resolver<Schema.Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  value?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  precision?: Resolver<Schema.Maybe<ResolversTypes['CountPrecision']>, ParentType, ContextType>;
  total?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  valueShare?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  negative?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  gini?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  curve?: Resolver<ReadonlyArray<ResolversTypes['CurvePoint']>, ParentType, ContextType>;
  attention?: Resolver<Schema.Maybe<ResolversTypes['FocusAttention']>, ParentType, ContextType>;
  attentionReason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  opportunities?: Resolver<ResolversTypes['FocusOpportunities'], ParentType, ContextType, RequireFields<Schema.FocusReportOpportunitiesArgs, 'first'>>;
};

export type FocusOpportunitiesResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['FocusOpportunities'] = ResolversParentTypes['FocusOpportunities']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  precision?: Resolver<Schema.Maybe<ResolversTypes['CountPrecision']>, ParentType, ContextType>;
  customers?: Resolver<Schema.Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  expected?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  of?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  expectedShare?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  list?: Resolver<ReadonlyArray<ResolversTypes['FocusOpportunity']>, ParentType, ContextType>;
};

export type FocusOpportunityResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['FocusOpportunity'] = ResolversParentTypes['FocusOpportunity']> = {
  customer?: Resolver<Schema.Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['OpportunityKind'], ParentType, ContextType>;
  target?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  probability?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  expectedMargin?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  expectedOverLifetime?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  blockedBy?: Resolver<Schema.Maybe<ReadonlyArray<ResolversTypes['Blocker']>>, ParentType, ContextType>;
};

export type FocusAttentionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['FocusAttention'] = ResolversParentTypes['FocusAttention']> = {
  minutes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  precision?: Resolver<ResolversTypes['CountPrecision'], ParentType, ContextType>;
  of?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  contacts?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  fragmentation?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type CurvePointResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CurvePoint'] = ResolversParentTypes['CurvePoint']> = {
  percent?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  valueShare?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type PeriodResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Period'] = ResolversParentTypes['Period']> = {
  from?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CohortReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CohortReport'] = ResolversParentTypes['CohortReport']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  asOf?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  grain?: Resolver<ResolversTypes['PeriodGrain'], ParentType, ContextType>;
  cohorts?: Resolver<ReadonlyArray<ResolversTypes['Cohort']>, ParentType, ContextType>;
  neverBought?: Resolver<Schema.Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  rest?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
};

export type CohortResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Cohort'] = ResolversParentTypes['Cohort']> = {
  period?: Resolver<Schema.Maybe<ResolversTypes['Period']>, ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  before?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  cells?: Resolver<ReadonlyArray<ResolversTypes['CohortCell']>, ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type CohortCellResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CohortCell'] = ResolversParentTypes['CohortCell']> = {
  period?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  age?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  active?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  retention?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  valuePerHead?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type GrowthReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['GrowthReport'] = ResolversParentTypes['GrowthReport']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  asOf?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  grain?: Resolver<ResolversTypes['PeriodGrain'], ParentType, ContextType>;
  bridges?: Resolver<ReadonlyArray<ResolversTypes['GrowthBridge']>, ParentType, ContextType>;
};

export type GrowthBridgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['GrowthBridge'] = ResolversParentTypes['GrowthBridge']> = {
  from?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  before?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  after?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  customersBefore?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  customersAfter?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  terms?: Resolver<ReadonlyArray<ResolversTypes['BridgeTerm']>, ParentType, ContextType>;
};

export type BridgeTermResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BridgeTerm'] = ResolversParentTypes['BridgeTerm']> = {
  key?: Resolver<ResolversTypes['BridgeTermKey'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
};

export type RevenueGrowthReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RevenueGrowthReport'] = ResolversParentTypes['RevenueGrowthReport']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  asOf?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  bridges?: Resolver<ReadonlyArray<ResolversTypes['RevenueBridge']>, ParentType, ContextType>;
  earlier?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  rest?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  total?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
};

export type RevenueBridgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RevenueBridge'] = ResolversParentTypes['RevenueBridge']> = {
  from?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  before?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  after?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  customersBefore?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  customersAfter?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  terms?: Resolver<ReadonlyArray<ResolversTypes['RevenueTerm']>, ParentType, ContextType>;
};

export type RevenueTermResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RevenueTerm'] = ResolversParentTypes['RevenueTerm']> = {
  key?: Resolver<ResolversTypes['RevenueTermKey'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
};

export type LeavingReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LeavingReport'] = ResolversParentTypes['LeavingReport']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  asOf?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  listed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ownExpected?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  customers?: Resolver<ReadonlyArray<ResolversTypes['LeavingCustomer']>, ParentType, ContextType>;
};

export type LeavingCustomerResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LeavingCustomer'] = ResolversParentTypes['LeavingCustomer']> = {
  customer?: Resolver<Schema.Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  contact?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  returnProbability?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  ownExpected?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  network?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  networkExpected?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  work?: Resolver<Schema.Maybe<ResolversTypes['RetentionWork']>, ParentType, ContextType>;
};

export type RetentionWorkResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RetentionWork'] = ResolversParentTypes['RetentionWork']> = {
  action?: Resolver<ResolversTypes['RetentionAction'], ParentType, ContextType>;
  because?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  blockedBy?: Resolver<ReadonlyArray<ResolversTypes['Blocker']>, ParentType, ContextType>;
};

export type SegmentLandscapeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SegmentLandscape'] = ResolversParentTypes['SegmentLandscape']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  asOf?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  effectiveSegments?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  uncoveredShare?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  segments?: Resolver<ReadonlyArray<ResolversTypes['SegmentShare']>, ParentType, ContextType>;
  bySegments?: Resolver<ReadonlyArray<ResolversTypes['SegmentDegree']>, ParentType, ContextType>;
  overlaps?: Resolver<ReadonlyArray<ResolversTypes['SegmentOverlap']>, ParentType, ContextType, RequireFields<Schema.SegmentLandscapeOverlapsArgs, 'first'>>;
  pairs?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  conflicted?: Resolver<Schema.Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  conflicts?: Resolver<ReadonlyArray<ResolversTypes['RoleConflict']>, ParentType, ContextType>;
  proposals?: Resolver<ReadonlyArray<ResolversTypes['SegmentProposal']>, ParentType, ContextType>;
};

export type RoleConflictResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RoleConflict'] = ResolversParentTypes['RoleConflict']> = {
  a?: Resolver<ResolversTypes['SegmentRole'], ParentType, ContextType>;
  b?: Resolver<ResolversTypes['SegmentRole'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type SegmentProposalResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SegmentProposal'] = ResolversParentTypes['SegmentProposal']> = {
  kind?: Resolver<ResolversTypes['SegmentProposalKind'], ParentType, ContextType>;
  a?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  b?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  strength?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  gained?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  lost?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parts?: Resolver<ReadonlyArray<ResolversTypes['SegmentProposalPart']>, ParentType, ContextType>;
  blurred?: Resolver<Schema.Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  blurredValue?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  effectiveAfter?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SegmentProposalPartResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SegmentProposalPart'] = ResolversParentTypes['SegmentProposalPart']> = {
  customers?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  ruleText?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  meanValue?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
};

export type SegmentShareResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SegmentShare'] = ResolversParentTypes['SegmentShare']> = {
  segment?: Resolver<Schema.Maybe<ResolversTypes['Segment']>, ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  share?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type SegmentDegreeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SegmentDegree'] = ResolversParentTypes['SegmentDegree']> = {
  segments?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type SegmentOverlapResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SegmentOverlap'] = ResolversParentTypes['SegmentOverlap']> = {
  a?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  b?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  jaccard?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  ofA?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  ofB?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type LifecycleSummaryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LifecycleSummary'] = ResolversParentTypes['LifecycleSummary']> = {
  transitions?: Resolver<ResolversTypes['LifecycleTransitions'], ParentType, ContextType>;
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  stages?: Resolver<ReadonlyArray<ResolversTypes['StageSummary']>, ParentType, ContextType>;
};

export type LifecycleTransitionsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LifecycleTransitions'] = ResolversParentTypes['LifecycleTransitions']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  began?: Resolver<ReadonlyArray<ResolversTypes['LifecycleBeginning']>, ParentType, ContextType>;
  steps?: Resolver<ReadonlyArray<ResolversTypes['LifecycleTransition']>, ParentType, ContextType>;
};

export type LifecycleBeginningResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LifecycleBeginning'] = ResolversParentTypes['LifecycleBeginning']> = {
  stage?: Resolver<ResolversTypes['SonarStage'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
};

export type LifecycleTransitionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LifecycleTransition'] = ResolversParentTypes['LifecycleTransition']> = {
  from?: Resolver<ResolversTypes['SonarStage'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['SonarStage'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  medianDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CustomerBalanceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CustomerBalance'] = ResolversParentTypes['CustomerBalance']> = {
  valueOf?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  valueFor?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  happiness?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  quadrant?: Resolver<Schema.Maybe<ResolversTypes['BalanceQuadrant']>, ParentType, ContextType>;
  absent?: Resolver<ReadonlyArray<ResolversTypes['Absence']>, ParentType, ContextType>;
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>;
};

export type BalanceReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BalanceReport'] = ResolversParentTypes['BalanceReport']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  asOf?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  quadrants?: Resolver<ReadonlyArray<ResolversTypes['BalancePart']>, ParentType, ContextType>;
  unmeasured?: Resolver<Schema.Maybe<ResolversTypes['BalancePart']>, ParentType, ContextType>;
  measuredShare?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type BalancePartResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BalancePart'] = ResolversParentTypes['BalancePart']> = {
  quadrant?: Resolver<Schema.Maybe<ResolversTypes['BalanceQuadrant']>, ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type PortfolioChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PortfolioChange'] = ResolversParentTypes['PortfolioChange']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  fromAsOf?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  toAsOf?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  from?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  to?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  change?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  drivers?: Resolver<ReadonlyArray<ResolversTypes['ChangeDriver']>, ParentType, ContextType>;
  unexplained?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
};

export type ChangeDriverResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ChangeDriver'] = ResolversParentTypes['ChangeDriver']> = {
  key?: Resolver<ResolversTypes['ChangeDriverKey'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type ScorecardResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Scorecard'] = ResolversParentTypes['Scorecard']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  asOf?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  items?: Resolver<ReadonlyArray<ResolversTypes['ScorecardItem']>, ParentType, ContextType>;
};

export type ScorecardItemResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ScorecardItem'] = ResolversParentTypes['ScorecardItem']> = {
  area?: Resolver<ResolversTypes['ScorecardArea'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  share?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  gap?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MetricDefinitionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MetricDefinition'] = ResolversParentTypes['MetricDefinition']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  formula?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['MetricUnit'], ParentType, ContextType>;
  source?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  fields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AcquisitionReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AcquisitionReport'] = ResolversParentTypes['AcquisitionReport']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  asOf?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  grain?: Resolver<ResolversTypes['PeriodGrain'], ParentType, ContextType>;
  spend?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  retentionSpend?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  channels?: Resolver<ReadonlyArray<ResolversTypes['ChannelSpend']>, ParentType, ContextType>;
  otherChannels?: Resolver<Schema.Maybe<ResolversTypes['ChannelWon']>, ParentType, ContextType>;
  untold?: Resolver<Schema.Maybe<ResolversTypes['ChannelWon']>, ParentType, ContextType>;
  periods?: Resolver<ReadonlyArray<ResolversTypes['AcquisitionPeriod']>, ParentType, ContextType>;
  costRatio?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  costRatioReason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ChannelSpendResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ChannelSpend'] = ResolversParentTypes['ChannelSpend']> = {
  channel?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  spend?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  customers?: Resolver<Schema.Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  customersReason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  value?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  bought?: Resolver<Schema.Maybe<ResolversTypes['ChannelBought']>, ParentType, ContextType>;
};

export type ChannelWonResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ChannelWon'] = ResolversParentTypes['ChannelWon']> = {
  customers?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type ChannelBoughtResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ChannelBought'] = ResolversParentTypes['ChannelBought']> = {
  customers?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  costPerCustomer?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  recovered?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type AcquisitionPeriodResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AcquisitionPeriod'] = ResolversParentTypes['AcquisitionPeriod']> = {
  period?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  spend?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  customers?: Resolver<Schema.Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  costPerCustomer?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  value?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  recovered?: Resolver<Schema.Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  paybackPeriods?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type TrustedContactResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TrustedContact'] = ResolversParentTypes['TrustedContact']> = {
  name?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  since?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  until?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  through?: Resolver<Schema.Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CustomerDimensionsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CustomerDimensions'] = ResolversParentTypes['CustomerDimensions']> = {
  lifeStage?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lifestyle?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  relationship?: Resolver<Schema.Maybe<ResolversTypes['Relationship']>, ParentType, ContextType>;
  absent?: Resolver<ReadonlyArray<ResolversTypes['Absence']>, ParentType, ContextType>;
};

export type RelationshipResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Relationship'] = ResolversParentTypes['Relationship']> = {
  stage?: Resolver<ResolversTypes['SonarStage'], ParentType, ContextType>;
  cycle?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lapsed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  knownSince?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  customerSince?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  contact?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ContactReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ContactReport'] = ResolversParentTypes['ContactReport']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  asOf?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  contacts?: Resolver<ReadonlyArray<ResolversTypes['ContactShare']>, ParentType, ContextType>;
  others?: Resolver<Schema.Maybe<ResolversTypes['ContactShare']>, ParentType, ContextType>;
  nobody?: Resolver<Schema.Maybe<ResolversTypes['ContactShare']>, ParentType, ContextType>;
  coverage?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  minutesCoverage?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type ContactShareResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ContactShare'] = ResolversParentTypes['ContactShare']> = {
  contact?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  minutes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  contacted?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
};

export type SourceReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SourceReport'] = ResolversParentTypes['SourceReport']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  asOf?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  sources?: Resolver<ReadonlyArray<ResolversTypes['SourceHealth']>, ParentType, ContextType>;
  customers?: Resolver<Schema.Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  matchedShare?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type SourceHealthResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SourceHealth'] = ResolversParentTypes['SourceHealth']> = {
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  department?: Resolver<ResolversTypes['Department'], ParentType, ContextType>;
  records?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  matchedShare?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  lastAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lagDays?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type PrivacyStepDoneResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PrivacyStepDone'] = ResolversParentTypes['PrivacyStepDone']> = {
  step?: Resolver<ResolversTypes['PrivacyStep'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  doneAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type PrivacyJobResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PrivacyJob'] = ResolversParentTypes['PrivacyJob']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['PrivacyJobKind'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PrivacyJobStatus'], ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  requestedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  steps?: Resolver<ReadonlyArray<ResolversTypes['PrivacyStepDone']>, ParentType, ContextType>;
  finishedAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  expiringUntil?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  documents?: Resolver<Schema.Maybe<ResolversTypes['ExportDocumentConnection']>, ParentType, ContextType, RequireFields<Schema.PrivacyJobDocumentsArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ExportDocumentResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ExportDocument'] = ResolversParentTypes['ExportDocument']> = {
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  json?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ExportDocumentConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ExportDocumentConnection'] = ResolversParentTypes['ExportDocumentConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ExportDocumentEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ExportDocument']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ExportDocumentEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ExportDocumentEdge'] = ResolversParentTypes['ExportDocumentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ExportDocument'], ParentType, ContextType>;
};

export type PrivacyJobConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PrivacyJobConnection'] = ResolversParentTypes['PrivacyJobConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['PrivacyJobEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['PrivacyJob']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type PrivacyJobEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PrivacyJobEdge'] = ResolversParentTypes['PrivacyJobEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['PrivacyJob'], ParentType, ContextType>;
};

export type PrivacyJobPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PrivacyJobPayload'] = ResolversParentTypes['PrivacyJobPayload']> = {
  job?: Resolver<Schema.Maybe<ResolversTypes['PrivacyJob']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type EngagementRuleSetResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EngagementRuleSet'] = ResolversParentTypes['EngagementRuleSet']> = {
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rules?: Resolver<ReadonlyArray<ResolversTypes['EngagementRule']>, ParentType, ContextType>;
};

export type EngagementRuleResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EngagementRule'] = ResolversParentTypes['EngagementRule']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  department?: Resolver<ResolversTypes['Department'], ParentType, ContextType>;
  counting?: Resolver<ResolversTypes['RuleCounting'], ParentType, ContextType>;
  triggers?: Resolver<ReadonlyArray<ResolversTypes['InteractionType']>, ParentType, ContextType>;
  endedBy?: Resolver<ReadonlyArray<ResolversTypes['InteractionType']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  variants?: Resolver<ReadonlyArray<ResolversTypes['RuleVariant']>, ParentType, ContextType>;
  stageOf?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  fromCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RuleVariantResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RuleVariant'] = ResolversParentTypes['RuleVariant']> = {
  whenInfluenceAbove?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type EngagementPreviewResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EngagementPreview'] = ResolversParentTypes['EngagementPreview']> = {
  customer?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
  current?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  proposed?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  breakdown?: Resolver<ReadonlyArray<ResolversTypes['EngagementTerm']>, ParentType, ContextType>;
};

export type EngagementRuleSetPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EngagementRuleSetPayload'] = ResolversParentTypes['EngagementRuleSetPayload']> = {
  ruleSet?: Resolver<Schema.Maybe<ResolversTypes['EngagementRuleSet']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type EnrichmentRunResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EnrichmentRun'] = ResolversParentTypes['EnrichmentRun']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['EnrichmentKind'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RunStatus'], ParentType, ContextType>;
  trigger?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  view?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  tryOut?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  generation?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  step?: Resolver<ResolversTypes['RunStep'], ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['RunProgress'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  finishedAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  resumedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failed?: Resolver<ReadonlyArray<ResolversTypes['SetAsideCustomer']>, ParentType, ContextType>;
  error?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  cost?: Resolver<ResolversTypes['RunCost'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SetAsideCustomerResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SetAsideCustomer'] = ResolversParentTypes['SetAsideCustomer']> = {
  customerId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RunProgressResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RunProgress'] = ResolversParentTypes['RunProgress']> = {
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  skipped?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RunCostResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RunCost'] = ResolversParentTypes['RunCost']> = {
  readUnits?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  writeUnits?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type EnrichmentRunConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EnrichmentRunConnection'] = ResolversParentTypes['EnrichmentRunConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['EnrichmentRunEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['EnrichmentRun']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type EnrichmentRunEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EnrichmentRunEdge'] = ResolversParentTypes['EnrichmentRunEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['EnrichmentRun'], ParentType, ContextType>;
};

export type WhatIfResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WhatIf'] = ResolversParentTypes['WhatIf']> = {
  run?: Resolver<ResolversTypes['EnrichmentRun'], ParentType, ContextType>;
  generation?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  isSameInstant?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  before?: Resolver<ResolversTypes['WhatIfSettings'], ParentType, ContextType>;
  after?: Resolver<ResolversTypes['WhatIfSettings'], ParentType, ContextType>;
  all?: Resolver<ResolversTypes['WhatIfDifference'], ParentType, ContextType>;
  chosen?: Resolver<ResolversTypes['WhatIfDifference'], ParentType, ContextType>;
  others?: Resolver<ResolversTypes['WhatIfDifference'], ParentType, ContextType>;
  customers?: Resolver<ReadonlyArray<ResolversTypes['WhatIfCustomer']>, ParentType, ContextType>;
  segment?: Resolver<Schema.Maybe<ResolversTypes['WhatIfSegment']>, ParentType, ContextType>;
};

export type WhatIfSettingsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WhatIfSettings'] = ResolversParentTypes['WhatIfSettings']> = {
  kappa?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  marginRate?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  annualDiscount?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  horizonDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type WhatIfDifferenceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WhatIfDifference'] = ResolversParentTypes['WhatIfDifference']> = {
  before?: Resolver<ResolversTypes['WhatIfValue'], ParentType, ContextType>;
  after?: Resolver<ResolversTypes['WhatIfValue'], ParentType, ContextType>;
  difference?: Resolver<ResolversTypes['WhatIfValue'], ParentType, ContextType>;
};

export type WhatIfValueResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WhatIfValue'] = ResolversParentTypes['WhatIfValue']> = {
  direct?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  referral?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  network?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  current?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  potential?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type WhatIfCustomerResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WhatIfCustomer'] = ResolversParentTypes['WhatIfCustomer']> = {
  customer?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
  value?: Resolver<Schema.Maybe<ResolversTypes['WhatIfDifference']>, ParentType, ContextType>;
};

export type WhatIfSegmentResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WhatIfSegment'] = ResolversParentTypes['WhatIfSegment']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  before?: Resolver<ResolversTypes['WhatIfMembers'], ParentType, ContextType>;
  after?: Resolver<ResolversTypes['WhatIfMembers'], ParentType, ContextType>;
};

export type WhatIfMembersResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WhatIfMembers'] = ResolversParentTypes['WhatIfMembers']> = {
  customers?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  value?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
};

export type EnrichmentRunPlanResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EnrichmentRunPlan'] = ResolversParentTypes['EnrichmentRunPlan']> = {
  asOf?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  view?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  unfinished?: Resolver<Schema.Maybe<ResolversTypes['EnrichmentRun']>, ParentType, ContextType>;
  customers?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  lastCost?: Resolver<Schema.Maybe<ResolversTypes['RunCost']>, ParentType, ContextType>;
  erasures?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type EnrichmentRunPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EnrichmentRunPayload'] = ResolversParentTypes['EnrichmentRunPayload']> = {
  run?: Resolver<Schema.Maybe<ResolversTypes['EnrichmentRun']>, ParentType, ContextType>;
  plan?: Resolver<Schema.Maybe<ResolversTypes['EnrichmentRunPlan']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SegmentResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Segment'] = ResolversParentTypes['Segment']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['SegmentKind'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  role?: Resolver<Schema.Maybe<ResolversTypes['SegmentRole']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['SegmentRule'], ParentType, ContextType>;
  archived?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  size?: Resolver<Schema.Maybe<ResolversTypes['Count']>, ParentType, ContextType>;
  measure?: Resolver<ResolversTypes['SegmentField'], ParentType, ContextType>;
  value?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  explain?: Resolver<Schema.Maybe<ResolversTypes['MembershipExplanation']>, ParentType, ContextType, RequireFields<Schema.SegmentExplainArgs, 'customerId'>>;
  growth?: Resolver<ResolversTypes['SegmentGrowth'], ParentType, ContextType>;
  members?: Resolver<ResolversTypes['CustomerConnection'], ParentType, ContextType, RequireFields<Schema.SegmentMembersArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MembershipExplanationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MembershipExplanation'] = ResolversParentTypes['MembershipExplanation']> = {
  customer?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
  asOf?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  isMember?: Resolver<Schema.Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  holds?: Resolver<Schema.Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rule?: Resolver<Schema.Maybe<ResolversTypes['RuleExplanation']>, ParentType, ContextType>;
  conditions?: Resolver<ReadonlyArray<ResolversTypes['RuleExplanation']>, ParentType, ContextType>;
};

export type RuleExplanationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RuleExplanation'] = ResolversParentTypes['RuleExplanation']> = {
  kind?: Resolver<ResolversTypes['RuleNodeKind'], ParentType, ContextType>;
  holds?: Resolver<Schema.Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actual?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  children?: Resolver<ReadonlyArray<ResolversTypes['RuleExplanation']>, ParentType, ContextType>;
};

export type SegmentRuleResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SegmentRule'] = ResolversParentTypes['SegmentRule']> = {
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  all?: Resolver<Schema.Maybe<ReadonlyArray<ResolversTypes['SegmentRule']>>, ParentType, ContextType>;
  any?: Resolver<Schema.Maybe<ReadonlyArray<ResolversTypes['SegmentRule']>>, ParentType, ContextType>;
  not?: Resolver<Schema.Maybe<ResolversTypes['SegmentRule']>, ParentType, ContextType>;
  test?: Resolver<Schema.Maybe<ResolversTypes['SegmentTest']>, ParentType, ContextType>;
};

export type SegmentTestResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SegmentTest'] = ResolversParentTypes['SegmentTest']> = {
  field?: Resolver<ResolversTypes['SegmentField'], ParentType, ContextType>;
  comparator?: Resolver<ResolversTypes['Comparator'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SegmentCustomersPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SegmentCustomersPayload'] = ResolversParentTypes['SegmentCustomersPayload']> = {
  segment?: Resolver<Schema.Maybe<ResolversTypes['Segment']>, ParentType, ContextType>;
  changed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unchanged?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unknown?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SegmentPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SegmentPayload'] = ResolversParentTypes['SegmentPayload']> = {
  segment?: Resolver<Schema.Maybe<ResolversTypes['Segment']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SegmentConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SegmentConnection'] = ResolversParentTypes['SegmentConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SegmentEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Segment']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type SegmentEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SegmentEdge'] = ResolversParentTypes['SegmentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Segment'], ParentType, ContextType>;
};

export type StageSummaryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['StageSummary'] = ResolversParentTypes['StageSummary']> = {
  quarter?: Resolver<ResolversTypes['SonarQuarter'], ParentType, ContextType>;
  stage?: Resolver<ResolversTypes['SonarStage'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  lapsed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type PortfolioResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Portfolio'] = ResolversParentTypes['Portfolio']> = {
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  timeZone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  direct?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  refunds?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  credits?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  rewards?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  current?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  potential?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  potentialBridge?: Resolver<Schema.Maybe<ResolversTypes['PotentialBridge']>, ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  betweenRuns?: Resolver<Schema.Maybe<ResolversTypes['ValueBetweenRuns']>, ParentType, ContextType>;
  simulated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>;
};

export type PotentialBridgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PotentialBridge'] = ResolversParentTypes['PotentialBridge']> = {
  from?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  before?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  time?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  parameters?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  events?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  after?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  adopted?: Resolver<ResolversTypes['ParameterAdoption'], ParentType, ContextType>;
};

export type ParameterAdoptionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ParameterAdoption'] = ResolversParentTypes['ParameterAdoption']> = {
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  on?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  fittedOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['AdoptionReason'], ParentType, ContextType>;
};

export type SegmentGrowthResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SegmentGrowth'] = ResolversParentTypes['SegmentGrowth']> = {
  from?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  to?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  before?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  entered?: Resolver<Schema.Maybe<ResolversTypes['SegmentMovement']>, ParentType, ContextType>;
  left?: Resolver<Schema.Maybe<ResolversTypes['SegmentMovement']>, ParentType, ContextType>;
  after?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type SegmentMovementResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SegmentMovement'] = ResolversParentTypes['SegmentMovement']> = {
  customers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unknown?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reasons?: Resolver<ReadonlyArray<ResolversTypes['SegmentMovementReason']>, ParentType, ContextType>;
  otherReasons?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  list?: Resolver<ReadonlyArray<ResolversTypes['SegmentMover']>, ParentType, ContextType, RequireFields<Schema.SegmentMovementListArgs, 'first'>>;
};

export type SegmentMovementReasonResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SegmentMovementReason'] = ResolversParentTypes['SegmentMovementReason']> = {
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SegmentMoverResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SegmentMover'] = ResolversParentTypes['SegmentMover']> = {
  customer?: Resolver<Schema.Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RfmBeforeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RfmBefore'] = ResolversParentTypes['RfmBefore']> = {
  group?: Resolver<Schema.Maybe<ResolversTypes['RfmGroup']>, ParentType, ContextType>;
  changedAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  because?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type LabelHistoryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LabelHistory'] = ResolversParentTypes['LabelHistory']> = {
  list?: Resolver<ReadonlyArray<ResolversTypes['LabelChange']>, ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  since?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type LabelChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LabelChange'] = ResolversParentTypes['LabelChange']> = {
  kind?: Resolver<ResolversTypes['LabelKind'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  runId?: Resolver<Schema.Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  segment?: Resolver<Schema.Maybe<ResolversTypes['Segment']>, ParentType, ContextType>;
  segmentKey?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  entered?: Resolver<Schema.Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  from?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  to?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  because?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  conditions?: Resolver<ReadonlyArray<ResolversTypes['ConditionChange']>, ParentType, ContextType>;
};

export type ConditionChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ConditionChange'] = ResolversParentTypes['ConditionChange']> = {
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  before?: Resolver<Schema.Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  after?: Resolver<Schema.Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
};

export type ConsentResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Consent'] = ResolversParentTypes['Consent']> = {
  purpose?: Resolver<ResolversTypes['ConsentPurpose'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ConsentStatus'], ParentType, ContextType>;
  version?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  source?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CustomerSocialAccountsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CustomerSocialAccounts'] = ResolversParentTypes['CustomerSocialAccounts']> = {
  status?: Resolver<ResolversTypes['SocialStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  accounts?: Resolver<ReadonlyArray<ResolversTypes['SocialAccount']>, ParentType, ContextType>;
};

export type SocialAccountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialAccount'] = ResolversParentTypes['SocialAccount']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  host?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  handle?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  linkedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  proof?: Resolver<ResolversTypes['LinkProof'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['SocialAccountState'], ParentType, ContextType>;
  stateSince?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  purposes?: Resolver<ReadonlyArray<ResolversTypes['ConsentPurpose']>, ParentType, ContextType>;
  metrics?: Resolver<ResolversTypes['SocialMetrics'], ParentType, ContextType>;
  followsCompany?: Resolver<Schema.Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  simulated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SocialMetricsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialMetrics'] = ResolversParentTypes['SocialMetrics']> = {
  followers?: Resolver<ResolversTypes['SocialCount'], ParentType, ContextType>;
  follows?: Resolver<ResolversTypes['SocialCount'], ParentType, ContextType>;
  posts?: Resolver<ResolversTypes['SocialCount'], ParentType, ContextType>;
  engagementRate?: Resolver<ResolversTypes['EngagementRate'], ParentType, ContextType>;
};

export type SocialCountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialCount'] = ResolversParentTypes['SocialCount']> = {
  value?: Resolver<Schema.Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  fetchedAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  expiresAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type EngagementRateResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EngagementRate'] = ResolversParentTypes['EngagementRate']> = {
  value?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  denominator?: Resolver<ResolversTypes['EngagementDenominator'], ParentType, ContextType>;
  windowPosts?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reactions?: Resolver<Schema.Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  fetchedAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  expiresAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SocialSourceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialSource'] = ResolversParentTypes['SocialSource']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  hosts?: Resolver<ReadonlyArray<ResolversTypes['SocialHost']>, ParentType, ContextType>;
  budget?: Resolver<ResolversTypes['SocialBudget'], ParentType, ContextType>;
  watermarkAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  streamCaughtUpAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  syncedAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastSync?: Resolver<Schema.Maybe<ResolversTypes['SocialSync']>, ParentType, ContextType>;
  accounts?: Resolver<ResolversTypes['SocialAccountCounts'], ParentType, ContextType>;
};

export type SocialHostResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialHost'] = ResolversParentTypes['SocialHost']> = {
  host?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['SocialHostState'], ParentType, ContextType>;
  until?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  callsToday?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  costMicrosToday?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  capabilities?: Resolver<Schema.Maybe<ResolversTypes['SocialCapabilities']>, ParentType, ContextType>;
};

export type SocialCapabilitiesResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialCapabilities'] = ResolversParentTypes['SocialCapabilities']> = {
  profiles?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  follows?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  engagement?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  followingBrand?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  stream?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  proofs?: Resolver<ReadonlyArray<ResolversTypes['LinkProof']>, ParentType, ContextType>;
};

export type SocialBudgetResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialBudget'] = ResolversParentTypes['SocialBudget']> = {
  callsPerDay?: Resolver<Schema.Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  costMicrosPerDay?: Resolver<Schema.Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
};

export type SocialAccountCountsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialAccountCounts'] = ResolversParentTypes['SocialAccountCounts']> = {
  linked?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  byPurpose?: Resolver<ReadonlyArray<ResolversTypes['SocialPurposeCount']>, ParentType, ContextType>;
  fresh?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stale?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unavailable?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SocialPurposeCountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialPurposeCount'] = ResolversParentTypes['SocialPurposeCount']> = {
  purpose?: Resolver<ResolversTypes['ConsentPurpose'], ParentType, ContextType>;
  accounts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SocialSyncResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialSync'] = ResolversParentTypes['SocialSync']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SocialSyncStatus'], ParentType, ContextType>;
  trigger?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sources?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  segment?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  finishedAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  accounts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  due?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  parts?: Resolver<ResolversTypes['SocialSyncParts'], ParentType, ContextType>;
  counts?: Resolver<ResolversTypes['SocialSyncCounts'], ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SocialSyncPartsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialSyncParts'] = ResolversParentTypes['SocialSyncParts']> = {
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  open?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SocialSyncCountsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialSyncCounts'] = ResolversParentTypes['SocialSyncCounts']> = {
  calls?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  throttled?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  costMicros?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  profiles?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  missing?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  upToDate?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  followsRead?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tiesNew?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tiesEnded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  acts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SocialSyncConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialSyncConnection'] = ResolversParentTypes['SocialSyncConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SocialSyncEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['SocialSync']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SocialSyncEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialSyncEdge'] = ResolversParentTypes['SocialSyncEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SocialSync'], ParentType, ContextType>;
};

export type SocialSyncPlanResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialSyncPlan'] = ResolversParentTypes['SocialSyncPlan']> = {
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  accounts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  due?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  callsAtLeast?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  costMicrosAtLeast?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
};

export type SocialLinkInvitePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialLinkInvitePayload'] = ResolversParentTypes['SocialLinkInvitePayload']> = {
  url?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  expiresAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SocialLinkStartPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialLinkStartPayload'] = ResolversParentTypes['SocialLinkStartPayload']> = {
  token?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  proof?: Resolver<Schema.Maybe<ResolversTypes['LinkProof']>, ParentType, ContextType>;
  url?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  code?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  expiresAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SocialLinkPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialLinkPayload'] = ResolversParentTypes['SocialLinkPayload']> = {
  account?: Resolver<Schema.Maybe<ResolversTypes['SocialAccount']>, ParentType, ContextType>;
  customer?: Resolver<Schema.Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ConsentPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ConsentPayload'] = ResolversParentTypes['ConsentPayload']> = {
  customer?: Resolver<Schema.Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  forgotten?: Resolver<Schema.Maybe<ResolversTypes['SocialForgotten']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SocialForgottenResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialForgotten'] = ResolversParentTypes['SocialForgotten']> = {
  accounts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ties?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  interactions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SocialSyncPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SocialSyncPayload'] = ResolversParentTypes['SocialSyncPayload']> = {
  sync?: Resolver<Schema.Maybe<ResolversTypes['SocialSync']>, ParentType, ContextType>;
  isNew?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  plan?: Resolver<ReadonlyArray<ResolversTypes['SocialSyncPlan']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CustomerValueResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CustomerValue'] = ResolversParentTypes['CustomerValue']> = {
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  current?: Resolver<ResolversTypes['ValueSide'], ParentType, ContextType>;
  potential?: Resolver<ResolversTypes['ValueSide'], ParentType, ContextType>;
  totalDirect?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  totalIndirect?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  clv?: Resolver<Schema.Maybe<ResolversTypes['LifetimeValue']>, ParentType, ContextType>;
  atRisk?: Resolver<ResolversTypes['ValueAtRisk'], ParentType, ContextType>;
  referralValue?: Resolver<ResolversTypes['ReferralValue'], ParentType, ContextType>;
  networkValue?: Resolver<ResolversTypes['NetworkValue'], ParentType, ContextType>;
  standing?: Resolver<ResolversTypes['ValueStanding'], ParentType, ContextType>;
  breakdown?: Resolver<ReadonlyArray<ResolversTypes['ValueTerm']>, ParentType, ContextType>;
  betweenRuns?: Resolver<Schema.Maybe<ResolversTypes['ValueBetweenRuns']>, ParentType, ContextType>;
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>;
};

export type ValueBetweenRunsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ValueBetweenRuns'] = ResolversParentTypes['ValueBetweenRuns']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  current?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  direct?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  indirect?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  waiting?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type ValueSideResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ValueSide'] = ResolversParentTypes['ValueSide']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  total?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  direct?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  indirect?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
};

export type ValueTermResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ValueTerm'] = ResolversParentTypes['ValueTerm']> = {
  key?: Resolver<ResolversTypes['ValueTermKey'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  at?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ReferralValueResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReferralValue'] = ResolversParentTypes['ReferralValue']> = {
  net?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  conserved?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  gross?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  passedOn?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  rewards?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  crvNotAdditive?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  received?: Resolver<ResolversTypes['ValueFlows'], ParentType, ContextType, RequireFields<Schema.ReferralValueReceivedArgs, 'first'>>;
  passedOnTo?: Resolver<ResolversTypes['ValueFlows'], ParentType, ContextType, RequireFields<Schema.ReferralValuePassedOnToArgs, 'first'>>;
  given?: Resolver<ResolversTypes['ValueFlows'], ParentType, ContextType, RequireFields<Schema.ReferralValueGivenArgs, 'first'>>;
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>;
};

export type NetworkValueResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NetworkValue'] = ResolversParentTypes['NetworkValue']> = {
  net?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  conserved?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  gross?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  passedOn?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  received?: Resolver<ResolversTypes['ValueFlows'], ParentType, ContextType, RequireFields<Schema.NetworkValueReceivedArgs, 'first'>>;
  passedOnTo?: Resolver<ResolversTypes['ValueFlows'], ParentType, ContextType, RequireFields<Schema.NetworkValuePassedOnToArgs, 'first'>>;
  given?: Resolver<ResolversTypes['ValueFlows'], ParentType, ContextType, RequireFields<Schema.NetworkValueGivenArgs, 'first'>>;
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>;
};

export type ValueAtRiskResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ValueAtRisk'] = ResolversParentTypes['ValueAtRisk']> = {
  own?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  network?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
};

export type LifetimeValueResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LifetimeValue'] = ResolversParentTypes['LifetimeValue']> = {
  predicted?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  high?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  expectedOrders?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  expectedOrderMargin?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  returnProbability?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  expectedNextOrderOn?: Resolver<Schema.Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>;
};

export type ValueAheadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ValueAhead'] = ResolversParentTypes['ValueAhead']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  horizons?: Resolver<ReadonlyArray<ResolversTypes['HorizonAhead']>, ParentType, ContextType>;
  months?: Resolver<ReadonlyArray<ResolversTypes['MonthAhead']>, ParentType, ContextType>;
  provenance?: Resolver<Schema.Maybe<ResolversTypes['Provenance']>, ParentType, ContextType>;
};

export type HorizonAheadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['HorizonAhead'] = ResolversParentTypes['HorizonAhead']> = {
  days?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  predicted?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  expectedOrders?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  returnProbability?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type MonthAheadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MonthAhead'] = ResolversParentTypes['MonthAhead']> = {
  from?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  expected?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type ValueReasonsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ValueReasons'] = ResolversParentTypes['ValueReasons']> = {
  status?: Resolver<ResolversTypes['ComputationStatus'], ParentType, ContextType>;
  reason?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  typical?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  predicted?: Resolver<Schema.Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  terms?: Resolver<ReadonlyArray<ResolversTypes['ValueReason']>, ParentType, ContextType>;
  interval95?: Resolver<Schema.Maybe<ResolversTypes['MoneyInterval']>, ParentType, ContextType>;
  provenance?: Resolver<Schema.Maybe<ResolversTypes['Provenance']>, ParentType, ContextType>;
};

export type ValueReasonResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ValueReason'] = ResolversParentTypes['ValueReason']> = {
  figure?: Resolver<ResolversTypes['ValueReasonFigure'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  own?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  typical?: Resolver<Schema.Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type ValueStandingResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ValueStanding'] = ResolversParentTypes['ValueStanding']> = {
  percentile?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  of?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ValueFlowsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ValueFlows'] = ResolversParentTypes['ValueFlows']> = {
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  flows?: Resolver<ReadonlyArray<ResolversTypes['ValueFlow']>, ParentType, ContextType>;
  rest?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type ValueFlowResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ValueFlow'] = ResolversParentTypes['ValueFlow']> = {
  customer?: Resolver<Schema.Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type WebhookResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Webhook'] = ResolversParentTypes['Webhook']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  segments?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  scores?: Resolver<ReadonlyArray<ResolversTypes['WatchedScore']>, ParentType, ContextType>;
  source?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['WebhookStatus'], ParentType, ContextType>;
  pausedBecause?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  failing?: Resolver<Schema.Maybe<ResolversTypes['WebhookFailure']>, ParentType, ContextType>;
  lastDeliveredAt?: Resolver<Schema.Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  undelivered?: Resolver<ResolversTypes['UndeliveredConnection'], ParentType, ContextType, RequireFields<Schema.WebhookUndeliveredArgs, 'first'>>;
};

export type WebhookFailureResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookFailure'] = ResolversParentTypes['WebhookFailure']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  nextAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UndeliveredResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Undelivered'] = ResolversParentTypes['Undelivered']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isDue?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type UndeliveredConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UndeliveredConnection'] = ResolversParentTypes['UndeliveredConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['UndeliveredEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Undelivered']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type UndeliveredEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UndeliveredEdge'] = ResolversParentTypes['UndeliveredEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Undelivered'], ParentType, ContextType>;
};

export type WebhookCreatePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookCreatePayload'] = ResolversParentTypes['WebhookCreatePayload']> = {
  webhook?: Resolver<Schema.Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
  secret?: Resolver<Schema.Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type WebhookPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookPayload'] = ResolversParentTypes['WebhookPayload']> = {
  webhook?: Resolver<Schema.Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = RequestContext> = {
  Viewer?: ViewerResolvers<ContextType>;
  ApiKey?: ApiKeyResolvers<ContextType>;
  ApiKeyCreatePayload?: ApiKeyCreatePayloadResolvers<ContextType>;
  ApiKeyPayload?: ApiKeyPayloadResolvers<ContextType>;
  AuditEntry?: AuditEntryResolvers<ContextType>;
  AuditEntryConnection?: AuditEntryConnectionResolvers<ContextType>;
  AuditEntryEdge?: AuditEntryEdgeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  ActionArm?: ActionArmResolvers<ContextType>;
  ActionOutcome?: ActionOutcomeResolvers<ContextType>;
  LeftOut?: LeftOutResolvers<ContextType>;
  ActionAudience?: ActionAudienceResolvers<ContextType>;
  ActionPower?: ActionPowerResolvers<ContextType>;
  Action?: ActionResolvers<ContextType>;
  ActionWarning?: ActionWarningResolvers<ContextType>;
  ActionEdge?: ActionEdgeResolvers<ContextType>;
  ActionConnection?: ActionConnectionResolvers<ContextType>;
  ExposureResult?: ExposureResultResolvers<ContextType>;
  ExposuresPayload?: ExposuresPayloadResolvers<ContextType>;
  ActionPayload?: ActionPayloadResolvers<ContextType>;
  ActionYearArm?: ActionYearArmResolvers<ContextType>;
  ActionYear?: ActionYearResolvers<ContextType>;
  Estimate?: EstimateResolvers<ContextType>;
  MoneyEstimate?: MoneyEstimateResolvers<ContextType>;
  Lift?: LiftResolvers<ContextType>;
  ArmReport?: ArmReportResolvers<ContextType>;
  RatioCheck?: RatioCheckResolvers<ContextType>;
  Spillover?: SpilloverResolvers<ContextType>;
  ActionReport?: ActionReportResolvers<ContextType>;
  LiftPart?: LiftPartResolvers<ContextType>;
  LiftByForecast?: LiftByForecastResolvers<ContextType>;
  ActionRestatement?: ActionRestatementResolvers<ContextType>;
  ActionReportEdge?: ActionReportEdgeResolvers<ContextType>;
  ActionReportConnection?: ActionReportConnectionResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  CurrencyCode?: GraphQLScalarType;
  SafeInt?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Count?: CountResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  Provenance?: ProvenanceResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  InputError?: InputErrorResolvers<ContextType>;
  StaleVersionError?: StaleVersionErrorResolvers<ContextType>;
  IdentityConflictError?: IdentityConflictErrorResolvers<ContextType>;
  AlreadyRunningError?: AlreadyRunningErrorResolvers<ContextType>;
  Customer?: CustomerResolvers<ContextType>;
  Identity?: IdentityResolvers<ContextType>;
  CustomerConnection?: CustomerConnectionResolvers<ContextType>;
  CustomerEdge?: CustomerEdgeResolvers<ContextType>;
  CustomerPayload?: CustomerPayloadResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  Account?: AccountResolvers<ContextType>;
  AccountContact?: AccountContactResolvers<ContextType>;
  AccountRollUp?: AccountRollUpResolvers<ContextType>;
  AccountMemberConnection?: AccountMemberConnectionResolvers<ContextType>;
  AccountMemberEdge?: AccountMemberEdgeResolvers<ContextType>;
  Spend?: SpendResolvers<ContextType>;
  ProductConnection?: ProductConnectionResolvers<ContextType>;
  ProductEdge?: ProductEdgeResolvers<ContextType>;
  AccountConnection?: AccountConnectionResolvers<ContextType>;
  AccountEdge?: AccountEdgeResolvers<ContextType>;
  SpendSeries?: SpendSeriesResolvers<ContextType>;
  SpendSeriesConnection?: SpendSeriesConnectionResolvers<ContextType>;
  SpendSeriesEdge?: SpendSeriesEdgeResolvers<ContextType>;
  Engagement?: EngagementResolvers<ContextType>;
  EngagementTerm?: EngagementTermResolvers<ContextType>;
  DepartmentPoints?: DepartmentPointsResolvers<ContextType>;
  Influence?: InfluenceResolvers<ContextType>;
  PointsLead?: PointsLeadResolvers<ContextType>;
  LeadFigures?: LeadFiguresResolvers<ContextType>;
  BehaviourLead?: BehaviourLeadResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  OrderLine?: OrderLineResolvers<ContextType>;
  EarlierOrder?: EarlierOrderResolvers<ContextType>;
  MoneyBack?: MoneyBackResolvers<ContextType>;
  OrderConnection?: OrderConnectionResolvers<ContextType>;
  OrderEdge?: OrderEdgeResolvers<ContextType>;
  Interaction?: InteractionResolvers<ContextType>;
  InteractionConnection?: InteractionConnectionResolvers<ContextType>;
  InteractionEdge?: InteractionEdgeResolvers<ContextType>;
  Tie?: TieResolvers<ContextType>;
  TieConnection?: TieConnectionResolvers<ContextType>;
  TieEdge?: TieEdgeResolvers<ContextType>;
  Referral?: ReferralResolvers<ContextType>;
  ReferralConnection?: ReferralConnectionResolvers<ContextType>;
  ReferralEdge?: ReferralEdgeResolvers<ContextType>;
  TimelineEntry?: TimelineEntryResolvers<ContextType>;
  TimelineConnection?: TimelineConnectionResolvers<ContextType>;
  TimelineEdge?: TimelineEdgeResolvers<ContextType>;
  Absence?: AbsenceResolvers<ContextType>;
  Experience?: ExperienceResolvers<ContextType>;
  ExperienceTerm?: ExperienceTermResolvers<ContextType>;
  ChannelExperience?: ChannelExperienceResolvers<ContextType>;
  Orientation?: OrientationResolvers<ContextType>;
  Complaints?: ComplaintsResolvers<ContextType>;
  Complaint?: ComplaintResolvers<ContextType>;
  Behaviour?: BehaviourResolvers<ContextType>;
  PurchaseBehaviour?: PurchaseBehaviourResolvers<ContextType>;
  BoughtGroup?: BoughtGroupResolvers<ContextType>;
  BoughtProduct?: BoughtProductResolvers<ContextType>;
  NewsletterBehaviour?: NewsletterBehaviourResolvers<ContextType>;
  NewsletterIssue?: NewsletterIssueResolvers<ContextType>;
  PromotionBehaviour?: PromotionBehaviourResolvers<ContextType>;
  PortalBehaviour?: PortalBehaviourResolvers<ContextType>;
  SocialBehaviour?: SocialBehaviourResolvers<ContextType>;
  HeldState?: HeldStateResolvers<ContextType>;
  ExperienceDriver?: ExperienceDriverResolvers<ContextType>;
  Fact?: FactResolvers<ContextType>;
  CustomerFacts?: CustomerFactsResolvers<ContextType>;
  Effort?: EffortResolvers<ContextType>;
  ShareOfWallet?: ShareOfWalletResolvers<ContextType>;
  CustomerHealth?: CustomerHealthResolvers<ContextType>;
  HealthFactor?: HealthFactorResolvers<ContextType>;
  HealthPart?: HealthPartResolvers<ContextType>;
  HealthTerm?: HealthTermResolvers<ContextType>;
  HealthBacktest?: HealthBacktestResolvers<ContextType>;
  HealthBacktestBand?: HealthBacktestBandResolvers<ContextType>;
  IngestPayload?: IngestPayloadResolvers<ContextType>;
  IngestResult?: IngestResultResolvers<ContextType>;
  ReferralPayload?: ReferralPayloadResolvers<ContextType>;
  LeadTriage?: LeadTriageResolvers<ContextType>;
  LeadStageRecord?: LeadStageRecordResolvers<ContextType>;
  TriageCount?: TriageCountResolvers<ContextType>;
  TriagedLead?: TriagedLeadResolvers<ContextType>;
  Lifecycle?: LifecycleResolvers<ContextType>;
  ProductsInUse?: ProductsInUseResolvers<ContextType>;
  ProductInUse?: ProductInUseResolvers<ContextType>;
  LeadState?: LeadStateResolvers<ContextType>;
  StageChange?: StageChangeResolvers<ContextType>;
  Rfm?: RfmResolvers<ContextType>;
  MergedCustomer?: MergedCustomerResolvers<ContextType>;
  CustomerMergePreview?: CustomerMergePreviewResolvers<ContextType>;
  MergeConflict?: MergeConflictResolvers<ContextType>;
  CustomerMergeStep?: CustomerMergeStepResolvers<ContextType>;
  CustomerMergeStepConnection?: CustomerMergeStepConnectionResolvers<ContextType>;
  CustomerMergeStepEdge?: CustomerMergeStepEdgeResolvers<ContextType>;
  DuplicateSuggestion?: DuplicateSuggestionResolvers<ContextType>;
  DuplicateSuggestions?: DuplicateSuggestionsResolvers<ContextType>;
  DuplicateSuggestionDismissPayload?: DuplicateSuggestionDismissPayloadResolvers<ContextType>;
  ModelReport?: ModelReportResolvers<ContextType>;
  ExpectedTotal?: ExpectedTotalResolvers<ContextType>;
  MoneyInterval?: MoneyIntervalResolvers<ContextType>;
  ModelParameter?: ModelParameterResolvers<ContextType>;
  FittedModel?: FittedModelResolvers<ContextType>;
  RuleComparison?: RuleComparisonResolvers<ContextType>;
  HoldoutMetrics?: HoldoutMetricsResolvers<ContextType>;
  CalibrationRow?: CalibrationRowResolvers<ContextType>;
  SpendModel?: SpendModelResolvers<ContextType>;
  Community?: CommunityResolvers<ContextType>;
  CommunityMemberConnection?: CommunityMemberConnectionResolvers<ContextType>;
  CommunityMemberEdge?: CommunityMemberEdgeResolvers<ContextType>;
  CommunityConnection?: CommunityConnectionResolvers<ContextType>;
  CommunityEdge?: CommunityEdgeResolvers<ContextType>;
  UnconnectedCustomers?: UnconnectedCustomersResolvers<ContextType>;
  NetworkCalibration?: NetworkCalibrationResolvers<ContextType>;
  DirectCredit?: DirectCreditResolvers<ContextType>;
  CausalExperiment?: CausalExperimentResolvers<ContextType>;
  CalibrationEvidence?: CalibrationEvidenceResolvers<ContextType>;
  ForwardSplit?: ForwardSplitResolvers<ContextType>;
  ForwardDifference?: ForwardDifferenceResolvers<ContextType>;
  DirectionTest?: DirectionTestResolvers<ContextType>;
  SeedSet?: SeedSetResolvers<ContextType>;
  InfluenceReport?: InfluenceReportResolvers<ContextType>;
  FollowerFit?: FollowerFitResolvers<ContextType>;
  SocialLift?: SocialLiftResolvers<ContextType>;
  ReferralReport?: ReferralReportResolvers<ContextType>;
  ReferralSuspicions?: ReferralSuspicionsResolvers<ContextType>;
  ReferralSuspicion?: ReferralSuspicionResolvers<ContextType>;
  RejectedReferrals?: RejectedReferralsResolvers<ContextType>;
  Opportunities?: OpportunitiesResolvers<ContextType>;
  Opportunity?: OpportunityResolvers<ContextType>;
  OpportunityReason?: OpportunityReasonResolvers<ContextType>;
  AssociationRule?: AssociationRuleResolvers<ContextType>;
  AssociationRules?: AssociationRulesResolvers<ContextType>;
  Personalisation?: PersonalisationResolvers<ContextType>;
  GroupAffinity?: GroupAffinityResolvers<ContextType>;
  PartnerScore?: PartnerScoreResolvers<ContextType>;
  WithheldField?: WithheldFieldResolvers<ContextType>;
  ExternalId?: ExternalIdResolvers<ContextType>;
  ScoreChange?: ScoreChangeResolvers<ContextType>;
  ScoreChanges?: ScoreChangesResolvers<ContextType>;
  BulkExport?: BulkExportResolvers<ContextType>;
  BulkExportPayload?: BulkExportPayloadResolvers<ContextType>;
  ValueMap?: ValueMapResolvers<ContextType>;
  ValueBin?: ValueBinResolvers<ContextType>;
  MoneyBand?: MoneyBandResolvers<ContextType>;
  FocusReport?: FocusReportResolvers<ContextType>;
  FocusOpportunities?: FocusOpportunitiesResolvers<ContextType>;
  FocusOpportunity?: FocusOpportunityResolvers<ContextType>;
  FocusAttention?: FocusAttentionResolvers<ContextType>;
  CurvePoint?: CurvePointResolvers<ContextType>;
  Period?: PeriodResolvers<ContextType>;
  CohortReport?: CohortReportResolvers<ContextType>;
  Cohort?: CohortResolvers<ContextType>;
  CohortCell?: CohortCellResolvers<ContextType>;
  GrowthReport?: GrowthReportResolvers<ContextType>;
  GrowthBridge?: GrowthBridgeResolvers<ContextType>;
  BridgeTerm?: BridgeTermResolvers<ContextType>;
  RevenueGrowthReport?: RevenueGrowthReportResolvers<ContextType>;
  RevenueBridge?: RevenueBridgeResolvers<ContextType>;
  RevenueTerm?: RevenueTermResolvers<ContextType>;
  LeavingReport?: LeavingReportResolvers<ContextType>;
  LeavingCustomer?: LeavingCustomerResolvers<ContextType>;
  RetentionWork?: RetentionWorkResolvers<ContextType>;
  SegmentLandscape?: SegmentLandscapeResolvers<ContextType>;
  RoleConflict?: RoleConflictResolvers<ContextType>;
  SegmentProposal?: SegmentProposalResolvers<ContextType>;
  SegmentProposalPart?: SegmentProposalPartResolvers<ContextType>;
  SegmentShare?: SegmentShareResolvers<ContextType>;
  SegmentDegree?: SegmentDegreeResolvers<ContextType>;
  SegmentOverlap?: SegmentOverlapResolvers<ContextType>;
  LifecycleSummary?: LifecycleSummaryResolvers<ContextType>;
  LifecycleTransitions?: LifecycleTransitionsResolvers<ContextType>;
  LifecycleBeginning?: LifecycleBeginningResolvers<ContextType>;
  LifecycleTransition?: LifecycleTransitionResolvers<ContextType>;
  CustomerBalance?: CustomerBalanceResolvers<ContextType>;
  BalanceReport?: BalanceReportResolvers<ContextType>;
  BalancePart?: BalancePartResolvers<ContextType>;
  PortfolioChange?: PortfolioChangeResolvers<ContextType>;
  ChangeDriver?: ChangeDriverResolvers<ContextType>;
  Scorecard?: ScorecardResolvers<ContextType>;
  ScorecardItem?: ScorecardItemResolvers<ContextType>;
  MetricDefinition?: MetricDefinitionResolvers<ContextType>;
  AcquisitionReport?: AcquisitionReportResolvers<ContextType>;
  ChannelSpend?: ChannelSpendResolvers<ContextType>;
  ChannelWon?: ChannelWonResolvers<ContextType>;
  ChannelBought?: ChannelBoughtResolvers<ContextType>;
  AcquisitionPeriod?: AcquisitionPeriodResolvers<ContextType>;
  TrustedContact?: TrustedContactResolvers<ContextType>;
  CustomerDimensions?: CustomerDimensionsResolvers<ContextType>;
  Relationship?: RelationshipResolvers<ContextType>;
  ContactReport?: ContactReportResolvers<ContextType>;
  ContactShare?: ContactShareResolvers<ContextType>;
  SourceReport?: SourceReportResolvers<ContextType>;
  SourceHealth?: SourceHealthResolvers<ContextType>;
  PrivacyStepDone?: PrivacyStepDoneResolvers<ContextType>;
  PrivacyJob?: PrivacyJobResolvers<ContextType>;
  ExportDocument?: ExportDocumentResolvers<ContextType>;
  ExportDocumentConnection?: ExportDocumentConnectionResolvers<ContextType>;
  ExportDocumentEdge?: ExportDocumentEdgeResolvers<ContextType>;
  PrivacyJobConnection?: PrivacyJobConnectionResolvers<ContextType>;
  PrivacyJobEdge?: PrivacyJobEdgeResolvers<ContextType>;
  PrivacyJobPayload?: PrivacyJobPayloadResolvers<ContextType>;
  EngagementRuleSet?: EngagementRuleSetResolvers<ContextType>;
  EngagementRule?: EngagementRuleResolvers<ContextType>;
  RuleVariant?: RuleVariantResolvers<ContextType>;
  EngagementPreview?: EngagementPreviewResolvers<ContextType>;
  EngagementRuleSetPayload?: EngagementRuleSetPayloadResolvers<ContextType>;
  EnrichmentRun?: EnrichmentRunResolvers<ContextType>;
  SetAsideCustomer?: SetAsideCustomerResolvers<ContextType>;
  RunProgress?: RunProgressResolvers<ContextType>;
  RunCost?: RunCostResolvers<ContextType>;
  EnrichmentRunConnection?: EnrichmentRunConnectionResolvers<ContextType>;
  EnrichmentRunEdge?: EnrichmentRunEdgeResolvers<ContextType>;
  WhatIf?: WhatIfResolvers<ContextType>;
  WhatIfSettings?: WhatIfSettingsResolvers<ContextType>;
  WhatIfDifference?: WhatIfDifferenceResolvers<ContextType>;
  WhatIfValue?: WhatIfValueResolvers<ContextType>;
  WhatIfCustomer?: WhatIfCustomerResolvers<ContextType>;
  WhatIfSegment?: WhatIfSegmentResolvers<ContextType>;
  WhatIfMembers?: WhatIfMembersResolvers<ContextType>;
  EnrichmentRunPlan?: EnrichmentRunPlanResolvers<ContextType>;
  EnrichmentRunPayload?: EnrichmentRunPayloadResolvers<ContextType>;
  Segment?: SegmentResolvers<ContextType>;
  MembershipExplanation?: MembershipExplanationResolvers<ContextType>;
  RuleExplanation?: RuleExplanationResolvers<ContextType>;
  SegmentRule?: SegmentRuleResolvers<ContextType>;
  SegmentTest?: SegmentTestResolvers<ContextType>;
  SegmentCustomersPayload?: SegmentCustomersPayloadResolvers<ContextType>;
  SegmentPayload?: SegmentPayloadResolvers<ContextType>;
  SegmentConnection?: SegmentConnectionResolvers<ContextType>;
  SegmentEdge?: SegmentEdgeResolvers<ContextType>;
  StageSummary?: StageSummaryResolvers<ContextType>;
  Portfolio?: PortfolioResolvers<ContextType>;
  PotentialBridge?: PotentialBridgeResolvers<ContextType>;
  ParameterAdoption?: ParameterAdoptionResolvers<ContextType>;
  SegmentGrowth?: SegmentGrowthResolvers<ContextType>;
  SegmentMovement?: SegmentMovementResolvers<ContextType>;
  SegmentMovementReason?: SegmentMovementReasonResolvers<ContextType>;
  SegmentMover?: SegmentMoverResolvers<ContextType>;
  RfmBefore?: RfmBeforeResolvers<ContextType>;
  LabelHistory?: LabelHistoryResolvers<ContextType>;
  LabelChange?: LabelChangeResolvers<ContextType>;
  ConditionChange?: ConditionChangeResolvers<ContextType>;
  Consent?: ConsentResolvers<ContextType>;
  CustomerSocialAccounts?: CustomerSocialAccountsResolvers<ContextType>;
  SocialAccount?: SocialAccountResolvers<ContextType>;
  SocialMetrics?: SocialMetricsResolvers<ContextType>;
  SocialCount?: SocialCountResolvers<ContextType>;
  EngagementRate?: EngagementRateResolvers<ContextType>;
  SocialSource?: SocialSourceResolvers<ContextType>;
  SocialHost?: SocialHostResolvers<ContextType>;
  SocialCapabilities?: SocialCapabilitiesResolvers<ContextType>;
  SocialBudget?: SocialBudgetResolvers<ContextType>;
  SocialAccountCounts?: SocialAccountCountsResolvers<ContextType>;
  SocialPurposeCount?: SocialPurposeCountResolvers<ContextType>;
  SocialSync?: SocialSyncResolvers<ContextType>;
  SocialSyncParts?: SocialSyncPartsResolvers<ContextType>;
  SocialSyncCounts?: SocialSyncCountsResolvers<ContextType>;
  SocialSyncConnection?: SocialSyncConnectionResolvers<ContextType>;
  SocialSyncEdge?: SocialSyncEdgeResolvers<ContextType>;
  SocialSyncPlan?: SocialSyncPlanResolvers<ContextType>;
  SocialLinkInvitePayload?: SocialLinkInvitePayloadResolvers<ContextType>;
  SocialLinkStartPayload?: SocialLinkStartPayloadResolvers<ContextType>;
  SocialLinkPayload?: SocialLinkPayloadResolvers<ContextType>;
  ConsentPayload?: ConsentPayloadResolvers<ContextType>;
  SocialForgotten?: SocialForgottenResolvers<ContextType>;
  SocialSyncPayload?: SocialSyncPayloadResolvers<ContextType>;
  CustomerValue?: CustomerValueResolvers<ContextType>;
  ValueBetweenRuns?: ValueBetweenRunsResolvers<ContextType>;
  ValueSide?: ValueSideResolvers<ContextType>;
  ValueTerm?: ValueTermResolvers<ContextType>;
  ReferralValue?: ReferralValueResolvers<ContextType>;
  NetworkValue?: NetworkValueResolvers<ContextType>;
  ValueAtRisk?: ValueAtRiskResolvers<ContextType>;
  LifetimeValue?: LifetimeValueResolvers<ContextType>;
  ValueAhead?: ValueAheadResolvers<ContextType>;
  HorizonAhead?: HorizonAheadResolvers<ContextType>;
  MonthAhead?: MonthAheadResolvers<ContextType>;
  ValueReasons?: ValueReasonsResolvers<ContextType>;
  ValueReason?: ValueReasonResolvers<ContextType>;
  ValueStanding?: ValueStandingResolvers<ContextType>;
  ValueFlows?: ValueFlowsResolvers<ContextType>;
  ValueFlow?: ValueFlowResolvers<ContextType>;
  Webhook?: WebhookResolvers<ContextType>;
  WebhookFailure?: WebhookFailureResolvers<ContextType>;
  Undelivered?: UndeliveredResolvers<ContextType>;
  UndeliveredConnection?: UndeliveredConnectionResolvers<ContextType>;
  UndeliveredEdge?: UndeliveredEdgeResolvers<ContextType>;
  WebhookCreatePayload?: WebhookCreatePayloadResolvers<ContextType>;
  WebhookPayload?: WebhookPayloadResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = RequestContext> = {
  cost?: CostDirectiveResolver<any, any, ContextType>;
  access?: AccessDirectiveResolver<any, any, ContextType>;
  view?: ViewDirectiveResolver<any, any, ContextType>;
};
