// Made from schema/*.graphql by `npm run codegen`; edit those.
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** RFC 3339 instant. Accepted with any offset, always returned in UTC: 2025-03-01T09:30:00.000Z */
  DateTime: { input: number; output: number; }
  /** ISO 8601 calendar date in UTC: 2025-03-01 */
  Date: { input: number; output: number; }
  /** Exact decimal number as a string: "1299.95". Never a binary float. */
  Decimal: { input: string; output: string; }
  /** ISO 4217 code: EUR */
  CurrencyCode: { input: string; output: string; }
  /** Integer up to 2^53 − 1, as a JSON number */
  SafeInt: { input: number; output: number; }
};

/** Who asks, as Kring knows them. */
export type Viewer = {
  readonly __typename?: 'Viewer';
  /** A key, a token of the identity provider, a signature AWS checked, or whoever reads on the developer's own machine */
  readonly kind: ViewerKind;
  /** The name of the key, the subject of the token, the ARN of the role */
  readonly name: Scalars['String']['output'];
  /** What they may do: `value:read`, `ingest:shop` … */
  readonly scopes: ReadonlyArray<Scalars['String']['output']>;
  /** Only customers of these sources are seen, and nothing about all of them; null: no such bound */
  readonly sources: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** When what they showed runs out; null: until it is revoked */
  readonly expiresAt: Maybe<Scalars['DateTime']['output']>;
};

/** What a caller showed to say who they are. */
export type ViewerKind =
  /** An API key of Kring */
  | 'KEY'
  /** A token an identity provider signed */
  | 'TOKEN'
  /** A request signed for AWS */
  | 'AWS'
  /** Nothing: a reader on the developer's own machine */
  | 'DEVELOPMENT'
  /** A post of a shop or payment provider whose signature fitted: in the audit log only */
  | 'WEBHOOK';

/** An API key, without what opens it: that is shown when the key is made, and kept nowhere. */
export type ApiKey = {
  readonly __typename?: 'ApiKey';
  /** The public part, by which it is revoked */
  readonly key: Scalars['String']['output'];
  /** Who uses it */
  readonly name: Scalars['String']['output'];
  /** What it may do */
  readonly scopes: ReadonlyArray<Scalars['String']['output']>;
  /** Only customers of these sources are seen, and nothing about all of them; null: no such bound */
  readonly sources: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** When it was made */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it ends; null: when it is revoked */
  readonly expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** May send documents only that were added beforehand (docs/access.md) */
  readonly trustedOnly: Scalars['Boolean']['output'];
  /** What it may spend at once, in place of what all callers may; null: as all */
  readonly costLimit: Maybe<Scalars['Int']['output']>;
  /** What comes back every second, in place of what does for all; null: as for all */
  readonly costPerSecond: Maybe<Scalars['Int']['output']>;
  /** When it was revoked; null: it was not */
  readonly revokedAt: Maybe<Scalars['DateTime']['output']>;
  /** When it was used last, to the hour; null: never */
  readonly lastUsedAt: Maybe<Scalars['DateTime']['output']>;
};

/** A key to be made. */
export type ApiKeyCreateInput = {
  /** Made up by you for each new request: repeating it within 24 hours returns the same key */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Who will use it: 1 to 100 characters */
  readonly name: Scalars['String']['input'];
  /** What it may do; nothing that you may not */
  readonly scopes: ReadonlyArray<Scalars['String']['input']>;
  /** Only customers of these sources; null for all, which only a caller without such a bound can give */
  readonly sources?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** When it ends; null for never */
  readonly expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** May send documents only that were added beforehand; a caller who may no more makes no other keys */
  readonly trustedOnly: Scalars['Boolean']['input'];
  /** What it may spend at once, in place of what all callers may; goes with `costPerSecond` */
  readonly costLimit?: InputMaybe<Scalars['Int']['input']>;
  /** What comes back every second; goes with `costLimit` */
  readonly costPerSecond?: InputMaybe<Scalars['Int']['input']>;
};

/** A key that was made. */
export type ApiKeyCreatePayload = {
  readonly __typename?: 'ApiKeyCreatePayload';
  /** The key; null where it was refused */
  readonly apiKey: Maybe<ApiKey>;
  /** What opens it, this once: `Authorization: Bearer …` */
  readonly secret: Maybe<Scalars['String']['output']>;
  /** Why there is none */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A key to be ended. */
export type ApiKeyRevokeInput = {
  /** Made up by you for each new request */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Its public part */
  readonly key: Scalars['String']['input'];
};

/** A key that was ended. */
export type ApiKeyPayload = {
  readonly __typename?: 'ApiKeyPayload';
  /** The key; null where there is none */
  readonly apiKey: Maybe<ApiKey>;
  /** Why it was not ended */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A request that changed something, or tried to: who, when and what, without what was sent. */
export type AuditEntry = {
  readonly __typename?: 'AuditEntry';
  /** When it was let in, before anything was changed */
  readonly at: Scalars['DateTime']['output'];
  /** Of the request, as its answer and the logs name it */
  readonly requestId: Scalars['ID']['output'];
  /** What the caller showed */
  readonly kind: ViewerKind;
  /** Who it was: `key:` and the public part of a key, the subject of a token, the ARN of a role, `webhook:` and a source */
  readonly by: Scalars['String']['output'];
  /** The name of the key, the subject of the token, the ARN of the role */
  readonly name: Scalars['String']['output'];
  /** The mutations, by name; of a stream the address: `v1/batch`, `v1/webhooks/<source>` */
  readonly fields: ReadonlyArray<Scalars['String']['output']>;
  /** The cost the request asked for */
  readonly cost: Scalars['Int']['output'];
};

/** A page of the audit log of a day. */
export type AuditEntryConnection = {
  readonly __typename?: 'AuditEntryConnection';
  /** The entries of this page with their cursors */
  readonly edges: ReadonlyArray<AuditEntryEdge>;
  /** The same entries without cursors */
  readonly nodes: ReadonlyArray<AuditEntry>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
};

/** An entry of the audit log. */
export type AuditEntryEdge = {
  readonly __typename?: 'AuditEntryEdge';
  /** Place in the list: as `after` it leads to what follows this entry */
  readonly cursor: Scalars['String']['output'];
  /** The entry itself */
  readonly node: AuditEntry;
};

/** What can be read. Reading changes nothing. */
export type Query = {
  readonly __typename?: 'Query';
  /** What was changed on a day of UTC, and by whom, the newest first; kept for 400 days */
  readonly auditLog: AuditEntryConnection;
  /** Who asks, and what they may */
  readonly viewer: Viewer;
  /** Every API key there is or was, the newest first */
  readonly apiKeys: ReadonlyArray<ApiKey>;
  /** By key; null when there is none */
  readonly action: Maybe<Action>;
  /** By key, ended ones included */
  readonly actions: ActionConnection;
  /** Whether a customer is to be left alone: by an action, as in its holdout or in the year's global one; without an action, by all of this year */
  readonly heldOut: Scalars['Boolean']['output'];
  /** What all actions of a year brought together; null before a run after its first action */
  readonly actionYear: Maybe<ActionYear>;
  /** Any object by its global id; null when there is none */
  readonly node: Maybe<Node>;
  /** Up to 100 objects, in the order of the ids, null where there is none */
  readonly nodes: ReadonlyArray<Maybe<Node>>;
  /** Null when there is no such customer */
  readonly customer: Maybe<Customer>;
  /** Customers in the order of the last run; equals in the order of their first events. Order, filter and count are as of that run; what has moved since shows in each customer (`value { betweenRuns }`). Empty until a run has been published. */
  readonly customers: CustomerConnection;
  /** What the company sells, in an order of its own */
  readonly products: ProductConnection;
  /** A company or household by what its source calls it; null where nothing is said of it */
  readonly account: Maybe<Account>;
  /** Companies and households, in an order of their own */
  readonly accounts: AccountConnection;
  /** What winning customers cost, by channel and campaign, in an order of its own */
  readonly spend: SpendSeriesConnection;
  /** Null until a run had orders from half a year before it to look at */
  readonly pointsLead: Maybe<PointsLead>;
  /** Null until a run had orders from half a year before it to look at */
  readonly experienceDriver: Maybe<ExperienceDriver>;
  /** Null where no run has published one: nobody had bought half a year before */
  readonly healthBacktest: Maybe<HealthBacktest>;
  /** What to do with people who have not ordered, within the minutes there are */
  readonly leadTriage: LeadTriage;
  /** What merging two customers would do; null when one of them is unknown */
  readonly customerMergePreview: Maybe<CustomerMergePreview>;
  /** The trail of merges and their ends, newest first */
  readonly customerMergeSteps: CustomerMergeStepConnection;
  /** Customers who may be one person, as of the last run */
  readonly duplicateSuggestions: DuplicateSuggestions;
  /** Null until a run had orders to model */
  readonly modelReport: Maybe<ModelReport>;
  /** The most valuable first */
  readonly communities: CommunityConnection;
  /** The calibration the visible generation was computed with; null before the first run */
  readonly networkCalibration: Maybe<NetworkCalibration>;
  /** Null before the first run */
  readonly influenceReport: Maybe<InfluenceReport>;
  /** Null before the first run */
  readonly referralReport: Maybe<ReferralReport>;
  /** Null before the first run */
  readonly referralSuspicions: Maybe<ReferralSuspicions>;
  /** At most 50 customers, as of the last run; null where nobody has ties */
  readonly seedSet: Maybe<SeedSet>;
  /** Null where no run has published any: nothing was bought */
  readonly associationRules: Maybe<AssociationRules>;
  /**
   * Scores of up to 100 customers by their ids in one source, in that order: two requests of DynamoDB, however large the company. A key bound to sources asks
   * for those alone.
   */
  readonly partnerScores: ReadonlyArray<PartnerScore>;
  /**
   * What has changed since a token: every customer whose scores differ, who was merged, or is forgotten, for a key bound to sources those alone it may see. A run
   * that is published while you read is told after what you are reading. Merges and erasures come a minute and a half after they were made.
   */
  readonly scoreChanges: ScoreChanges;
  /** An export by its id, and takes it further: ask again until it is DONE. Null where there is none (any more), or another key asked for it */
  readonly bulkExport: Maybe<BulkExport>;
  /** Value of customers beside value for customers: who is in balance */
  readonly balance: BalanceReport;
  /** Everybody in the plane of own × network value */
  readonly valueMap: ValueMap;
  /** What the customers with most of a value hold of it */
  readonly focus: FocusReport;
  /** Retention and value per head by the period of the first purchase */
  readonly cohorts: CohortReport;
  /** From what one period brought to what another did */
  readonly growth: GrowthReport;
  /** Why revenue is more or less than the year before: who came and went, and what those who stayed bought otherwise */
  readonly revenueGrowth: RevenueGrowthReport;
  /** Who costs most by leaving */
  readonly leaving: LeavingReport;
  /** How the segments lie to one another */
  readonly segmentLandscape: SegmentLandscape;
  /** How total value came from one date to another, by what the runs said of themselves: of the newest 120 */
  readonly portfolioChange: PortfolioChange;
  /** How much the data says, and what is missing */
  readonly scorecard: Scorecard;
  /** The formula behind every number; all, or those of the keys, in their order */
  readonly metricDefinitions: ReadonlyArray<MetricDefinition>;
  /** What winning customers cost, and how far it has come back */
  readonly acquisition: AcquisitionReport;
  /** Who of the company looks after whom, and what of human contact that covers */
  readonly trustedContacts: ContactReport;
  /** Each source by department: how much it tells, how far it lags, and how well its customers are matched with those of others */
  readonly sourceHealth: SourceReport;
  /** A job by its id; null when there is none. Follow it until it is DONE. */
  readonly privacyJob: Maybe<PrivacyJob>;
  /** Erasures of the last 400 days and exports of the last week, the newest first */
  readonly privacyJobs: PrivacyJobConnection;
  /** A published version, by default the current one; null when there is none of this number */
  readonly engagementRuleSet: Maybe<EngagementRuleSet>;
  /** What-if, on up to 20 customers, from all their events */
  readonly engagementPreview: ReadonlyArray<EngagementPreview>;
  /**
   * What would change if settings were other ones, by a run that tried them out (`enrichmentRunStart(input: { tryOut: … })`); null until it has published, and when it is kept no
   * more: the newest four are. Needs runs:asof. Rules of segments are tried with `segmentPreview`, rules of engagement with `engagementPreview`.
   */
  readonly whatIf: Maybe<WhatIf>;
  /** A run by its id; null when there is none */
  readonly enrichmentRun: Maybe<EnrichmentRun>;
  /** Newest first */
  readonly enrichmentRuns: EnrichmentRunConnection;
  /** By global id or by key; null when there is none */
  readonly segment: Maybe<Segment>;
  /** The RFM groups, then the rule segments by key */
  readonly segments: SegmentConnection;
  /** What a rule would say of up to 20 customers, before it is a segment: exactly as the next run would try it, were nothing to come. Null for who is not there; `isMember` stays null */
  readonly segmentPreview: ReadonlyArray<Maybe<MembershipExplanation>>;
  /** Null until a run has been published */
  readonly lifecycleSummary: Maybe<LifecycleSummary>;
  /** Null until a run has been published */
  readonly portfolio: Maybe<Portfolio>;
  /** Configured social sources; empty when there are none */
  readonly socialSources: ReadonlyArray<SocialSource>;
  /** Syncs, newest first */
  readonly socialSyncs: SocialSyncConnection;
  /** Every webhook, the oldest first, at most 20; a key bound to sources sees those it made */
  readonly webhooks: ReadonlyArray<Webhook>;
};


/** What can be read. Reading changes nothing. */
export type QueryAuditLogArgs = {
  day: InputMaybe<Scalars['Date']['input']>;
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QueryActionArgs = {
  key: Scalars['String']['input'];
};


/** What can be read. Reading changes nothing. */
export type QueryActionsArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
  state: InputMaybe<ActionState>;
};


/** What can be read. Reading changes nothing. */
export type QueryHeldOutArgs = {
  by: CustomerIdentifier;
  action: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QueryActionYearArgs = {
  year: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. Reading changes nothing. */
export type QueryNodesArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QueryCustomerArgs = {
  by: CustomerIdentifier;
};


/** What can be read. Reading changes nothing. */
export type QueryCustomersArgs = {
  orderBy: InputMaybe<CustomerOrder>;
  orientation: InputMaybe<RankingOrientation>;
  filter: InputMaybe<CustomerFilter>;
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
  last: InputMaybe<Scalars['Int']['input']>;
  before: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QueryProductsArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QueryAccountArgs = {
  source: Scalars['String']['input'];
  id: Scalars['String']['input'];
};


/** What can be read. Reading changes nothing. */
export type QueryAccountsArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QuerySpendArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QueryLeadTriageArgs = {
  capacityMinutes: Scalars['Int']['input'];
  first?: Scalars['Int']['input'];
  action: InputMaybe<TriageAction>;
  contact: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QueryCustomerMergePreviewArgs = {
  survivor: CustomerIdentifier;
  merged: CustomerIdentifier;
};


/** What can be read. Reading changes nothing. */
export type QueryCustomerMergeStepsArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QueryDuplicateSuggestionsArgs = {
  first?: Scalars['Int']['input'];
};


/** What can be read. Reading changes nothing. */
export type QueryCommunitiesArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
  last: InputMaybe<Scalars['Int']['input']>;
  before: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QueryReferralSuspicionsArgs = {
  first?: Scalars['Int']['input'];
};


/** What can be read. Reading changes nothing. */
export type QuerySeedSetArgs = {
  first?: Scalars['Int']['input'];
};


/** What can be read. Reading changes nothing. */
export type QueryAssociationRulesArgs = {
  first?: Scalars['Int']['input'];
};


/** What can be read. Reading changes nothing. */
export type QueryPartnerScoresArgs = {
  source: Scalars['String']['input'];
  externalIds: ReadonlyArray<Scalars['ID']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QueryScoreChangesArgs = {
  since: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** What can be read. Reading changes nothing. */
export type QueryBulkExportArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. Reading changes nothing. */
export type QueryFocusArgs = {
  share?: Scalars['Float']['input'];
  by?: FocusMeasure;
};


/** What can be read. Reading changes nothing. */
export type QueryCohortsArgs = {
  grain?: PeriodGrain;
};


/** What can be read. Reading changes nothing. */
export type QueryGrowthArgs = {
  grain?: PeriodGrain;
  base?: BridgeBase;
};


/** What can be read. Reading changes nothing. */
export type QueryLeavingArgs = {
  by?: LeavingOrder;
  first?: Scalars['Int']['input'];
  contact: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QueryPortfolioChangeArgs = {
  from: Scalars['DateTime']['input'];
  to: Scalars['DateTime']['input'];
};


/** What can be read. Reading changes nothing. */
export type QueryMetricDefinitionsArgs = {
  keys: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};


/** What can be read. Reading changes nothing. */
export type QueryAcquisitionArgs = {
  grain?: PeriodGrain;
};


/** What can be read. Reading changes nothing. */
export type QueryPrivacyJobArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. Reading changes nothing. */
export type QueryPrivacyJobsArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QueryEngagementRuleSetArgs = {
  version: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QueryEngagementPreviewArgs = {
  rules: ReadonlyArray<EngagementRuleInput>;
  customers: ReadonlyArray<CustomerIdentifier>;
};


/** What can be read. Reading changes nothing. */
export type QueryWhatIfArgs = {
  run: Scalars['ID']['input'];
  customers?: ReadonlyArray<CustomerIdentifier>;
  segment: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QueryEnrichmentRunArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. Reading changes nothing. */
export type QueryEnrichmentRunsArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QuerySegmentArgs = {
  id: InputMaybe<Scalars['ID']['input']>;
  key: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QuerySegmentsArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
  last: InputMaybe<Scalars['Int']['input']>;
  before: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. Reading changes nothing. */
export type QuerySegmentPreviewArgs = {
  ruleText: Scalars['String']['input'];
  customers: ReadonlyArray<CustomerIdentifier>;
};


/** What can be read. Reading changes nothing. */
export type QuerySocialSyncsArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};

/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Make an API key. What opens it is in the answer and nowhere else. */
  readonly apiKeyCreate: ApiKeyCreatePayload;
  /** End an API key for good; every server notices within half a minute. */
  readonly apiKeyRevoke: ApiKeyPayload;
  /** Plans an action, or with `expectedVersion` changes a draft. Nobody is drawn */
  readonly createAction: ActionPayload;
  /** Draws the audience and its arms, for good. What cannot be drawn in one request's time is drawn by the command line */
  readonly freezeAction: ActionPayload;
  /** Says whom actions reached; at most 500. Harmless to repeat */
  readonly recordExposures: ExposuresPayload;
  /** Ends an action: what the last run said of it is its word */
  readonly closeAction: ActionPayload;
  /** Gives an action up; nothing is reported of it any more */
  readonly cancelAction: ActionPayload;
  /** Create a customer, or add identities and a display name to one. A new identity that belongs to somebody else is an IDENTITY_CONFLICT. */
  readonly customerUpsert: CustomerPayload;
  /** Keep what is said of up to 500 products; good rows are kept, bad ones listed */
  readonly productsPut: IngestPayload;
  /** Keep up to 500 accounts; one whose parents lead back to it is refused */
  readonly accountsPut: IngestPayload;
  /** Keep what channels and campaigns cost; an overlapping period is refused */
  readonly spendPut: IngestPayload;
  /** Take in up to 500 facts: traits, leads, accounts, countries, consents; good rows are kept, bad ones listed. Creates the customers they name */
  readonly factsIngest: IngestPayload;
  /** Take in up to 500 orders; good rows are kept, bad ones listed. Creates the customers they name */
  readonly ordersIngest: IngestPayload;
  /** Take in up to 500 interactions; good rows are kept, bad ones listed. Creates the customers they name */
  readonly interactionsIngest: IngestPayload;
  /** Take in up to 500 ties between known customers; of several reports of one tie the latest `at` stands */
  readonly tiesIngest: IngestPayload;
  /** Record who brought whom in; both must be known */
  readonly referralRecord: ReferralPayload;
  /** Say that a suggestion is none: it is not made again, by no run, unless these customers come to share something else or somebody joins them */
  readonly duplicateSuggestionDismiss: DuplicateSuggestionDismissPayload;
  /** Make two customers one. Histories are folded anew from all events, at once; value follows with the next run */
  readonly customerMerge: CustomerPayload;
  /** Take a merge back: both are as if it had never been, with what was recorded for each meanwhile. Answers with the one who left */
  readonly customerUnmerge: CustomerPayload;
  /**
   * Writes down the scores of everybody the caller sees, for three days: fields the key opens, and ids of the sources it sees. Who is forgotten leaves the
   * files; who asks for it again (`bulkExport`) takes it further.
   */
  readonly bulkExportStart: BulkExportPayload;
  /**
   * Deletes everything about a customer. What is recorded goes at once, with whoever finds them; what runs have published goes with the run that follows.
   * Their orders go with them: sums over everybody fall by exactly theirs, and everybody else's add up. There is no way back.
   */
  readonly customerErase: PrivacyJobPayload;
  /** Writes down everything that is kept of a customer, with where it comes from; to be read for a week at `PrivacyJob.documents` */
  readonly customerExport: PrivacyJobPayload;
  /** Points of new events follow the new rules at once (within half a minute on other machines); the next run counts everybody again */
  readonly engagementRuleSetPublish: EngagementRuleSetPayload;
  /** Starts a run and returns at once; follow it with `enrichmentRun`. While one is running: ALREADY_RUNNING with its id. */
  readonly enrichmentRunStart: EnrichmentRunPayload;
  /** Ends a run that is under way, or was left unfinished; readers go on seeing the run before. One that has published is RUN_FINISHED */
  readonly enrichmentRunCancel: EnrichmentRunPayload;
  /** Goes on with a run that was left unfinished, at once */
  readonly enrichmentRunResume: EnrichmentRunPayload;
  /** Rule segments are evaluated by the next run */
  readonly segmentCreate: SegmentPayload;
  /** Change the name, description or rule of a segment; what is left out stays. The next run evaluates it */
  readonly segmentUpdate: SegmentPayload;
  /** Puts customers on a list; at most 500. Harmless to repeat */
  readonly segmentCustomersAdd: SegmentCustomersPayload;
  /** Takes customers off a list; at most 500. Harmless to repeat */
  readonly segmentCustomersRemove: SegmentCustomersPayload;
  /** Stops evaluating a rule; its last members stay readable until the next run */
  readonly segmentArchive: SegmentPayload;
  /** Makes the address of a customer's own linking page, good for a week */
  readonly socialLinkInvite: SocialLinkInvitePayload;
  /** Begins to prove that an account is a customer's own; nothing about it is kept but what the proof needs, sealed, for 15 minutes */
  readonly socialLinkStart: SocialLinkStartPayload;
  /** Asks the source for the proof, links the account and records the consent. What does not hold yet may be tried again until the time is up */
  readonly socialLinkComplete: SocialLinkPayload;
  /** Unlinks an account and deletes everything collected through it */
  readonly socialUnlink: ConsentPayload;
  /** Records consent, for the customer and the accounts linked already. Links nothing */
  readonly consentGrant: ConsentPayload;
  /** Takes consent back and deletes what was collected under it; an account no purpose is left for is unlinked */
  readonly consentWithdraw: ConsentPayload;
  /** Plans a sync and starts it, or returns the one under way; the scheduled worker does the work. Follow it with `node` */
  readonly socialSyncStart: SocialSyncPayload;
  /** Have an address told what changes from now on. What signs its messages is in the answer and nowhere else. */
  readonly webhookCreate: WebhookCreatePayload;
  /** Send nothing until it is resumed. */
  readonly webhookPause: WebhookPayload;
  /** Go on where the last message that was taken ends. After more than a month the message says `scores.resync`. */
  readonly webhookResume: WebhookPayload;
  /** Send a message once more that nobody took, with the next deliveries. */
  readonly webhookReplay: WebhookPayload;
  /** End a webhook for good, and forget what nobody took of it. */
  readonly webhookDelete: WebhookPayload;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationApiKeyCreateArgs = {
  input: ApiKeyCreateInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationApiKeyRevokeArgs = {
  input: ApiKeyRevokeInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationCreateActionArgs = {
  input: ActionInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationFreezeActionArgs = {
  key: Scalars['String']['input'];
  expectedVersion: Scalars['Int']['input'];
  idempotencyKey: InputMaybe<Scalars['String']['input']>;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationRecordExposuresArgs = {
  input: ReadonlyArray<ExposureInput>;
  idempotencyKey: InputMaybe<Scalars['String']['input']>;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationCloseActionArgs = {
  key: Scalars['String']['input'];
  idempotencyKey: InputMaybe<Scalars['String']['input']>;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationCancelActionArgs = {
  key: Scalars['String']['input'];
  reason: Scalars['String']['input'];
  idempotencyKey: InputMaybe<Scalars['String']['input']>;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationCustomerUpsertArgs = {
  input: CustomerUpsertInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationProductsPutArgs = {
  input: ProductsPutInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationAccountsPutArgs = {
  input: AccountsPutInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationSpendPutArgs = {
  input: SpendPutInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationFactsIngestArgs = {
  input: FactsIngestInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationOrdersIngestArgs = {
  input: OrdersIngestInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationInteractionsIngestArgs = {
  input: InteractionsIngestInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationTiesIngestArgs = {
  input: TiesIngestInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationReferralRecordArgs = {
  input: ReferralRecordInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationDuplicateSuggestionDismissArgs = {
  input: DuplicateSuggestionDismissInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationCustomerMergeArgs = {
  input: CustomerMergeInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationCustomerUnmergeArgs = {
  input: CustomerUnmergeInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationBulkExportStartArgs = {
  input: BulkExportStartInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationCustomerEraseArgs = {
  input: CustomerEraseInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationCustomerExportArgs = {
  input: CustomerExportInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationEngagementRuleSetPublishArgs = {
  input: EngagementRuleSetPublishInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationEnrichmentRunStartArgs = {
  input: EnrichmentRunStartInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationEnrichmentRunCancelArgs = {
  input: EnrichmentRunCancelInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationEnrichmentRunResumeArgs = {
  input: EnrichmentRunResumeInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationSegmentCreateArgs = {
  input: SegmentCreateInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationSegmentUpdateArgs = {
  input: SegmentUpdateInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationSegmentCustomersAddArgs = {
  input: SegmentCustomersInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationSegmentCustomersRemoveArgs = {
  input: SegmentCustomersInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationSegmentArchiveArgs = {
  input: SegmentArchiveInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationSocialLinkInviteArgs = {
  input: SocialLinkInviteInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationSocialLinkStartArgs = {
  input: SocialLinkStartInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationSocialLinkCompleteArgs = {
  input: SocialLinkCompleteInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationSocialUnlinkArgs = {
  input: SocialUnlinkInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationConsentGrantArgs = {
  input: ConsentGrantInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationConsentWithdrawArgs = {
  input: ConsentWithdrawInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationSocialSyncStartArgs = {
  input: SocialSyncStartInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationWebhookCreateArgs = {
  input: WebhookCreateInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationWebhookPauseArgs = {
  input: WebhookInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationWebhookResumeArgs = {
  input: WebhookInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationWebhookReplayArgs = {
  input: WebhookReplayInput;
};


/** What can be changed. Each takes an `idempotencyKey`, and returns expected failures as `userErrors`. */
export type MutationWebhookDeleteArgs = {
  input: WebhookInput;
};

/** What is done to the customers of an action. */
export type ActionKind =
  /** A letter or an e-mail */
  | 'MAIL'
  /** A product to try */
  | 'SAMPLE'
  /** A lower price */
  | 'DISCOUNT'
  /** A voucher to hand on: it spreads by itself, so it says nothing of how much people influence each other */
  | 'REFERRAL_OFFER'
  /** A call by somebody of the company */
  | 'CALL'
  /** Anything else */
  | 'OTHER';

/** What customers of an action are reached by. */
export type ActionChannel =
  /** Agreed to by the fact CONSENT_EMAIL */
  | 'EMAIL'
  /** Agreed to by the fact CONSENT_PHONE */
  | 'PHONE'
  /** Agreed to by the fact CONSENT_POST */
  | 'POST';

/** Who may be drawn for. */
export type ActionConsent =
  /** Only who agreed to the channel, as facts say; silence is not consent */
  | 'GRANTED'
  /** The company keeps consents elsewhere and vouches for the segment; who withdrew is left out all the same */
  | 'NOT_WITHDRAWN';

/** What chance draws. */
export type ActionDesign =
  /** Customers, each by themselves */
  | 'USER'
  /** Communities, whole: where ties are tight, or many are not known */
  | 'COMMUNITY'
  /** Communities draw whether most or few of their members are treated: what neighbours do to each other shows most */
  | 'SATURATION';

/** What is measured of each member. */
export type OutcomeMetric =
  /** Margin, as value is counted: of lines without costs the margin rate's share of the revenue */
  | 'MARGIN'
  /** What was paid */
  | 'SPEND'
  /** Orders */
  | 'ORDERS'
  /** 1 for who ordered, 0 for who did not */
  | 'RETURNED';

/** What the action is meant to show. */
export type ActionTarget =
  /** What it did to those it reached */
  | 'DIRECT'
  /** That and what it did through them */
  | 'TOTAL'
  /** What it did to those who follow the reached */
  | 'SPILLOVER';

/** How the effect goes with what a customer was forecast; said before the start. */
export type ActionShape =
  /** The same on everybody */
  | 'ADDITIVE'
  /** In proportion to what each was forecast */
  | 'PROPORTIONAL';

/** How far an action has come. */
export type ActionState =
  /** Planned: nobody is drawn, and the plan may change */
  | 'DRAFT'
  /** Arms are drawn for good; it has not reached anybody */
  | 'FROZEN'
  /** It has started */
  | 'RUNNING'
  /** Over: its last report is its word */
  | 'CLOSED'
  /** Given up; nothing is reported */
  | 'CANCELLED';

/** What part of an action a customer is in. */
export type ActionArm = {
  readonly __typename?: 'ActionArm';
  /** Lower case words joined by hyphens; `holdout` is left alone */
  readonly key: Scalars['String']['output'];
  /** Of the audience, 0 to 1 */
  readonly share: Scalars['Float']['output'];
  /** What reaching one member costs */
  readonly costPerPerson: Money;
  /** Members drawn into it; null until it is frozen */
  readonly members: Maybe<Scalars['Int']['output']>;
};

/** What is measured, and for how long. */
export type ActionOutcome = {
  readonly __typename?: 'ActionOutcome';
  /** What of each member */
  readonly metric: OutcomeMetric;
  /** From the start on, in days */
  readonly windowDays: Scalars['Int']['output'];
};

/** Why members of the segment were not drawn for. */
export type LeftOutReason =
  /** Merged into somebody or erased since the run */
  | 'GONE'
  /** Something about them was made by a simulation, and the action is no rehearsal */
  | 'SIMULATED'
  /** Has not agreed to the channel, or took it back */
  | 'NO_CONSENT'
  /** Left alone by all actions of the year */
  | 'GLOBAL_HOLDOUT';

/** How many members of the segment were left out before anybody was drawn; each is counted by the first reason that holds. */
export type LeftOut = {
  readonly __typename?: 'LeftOut';
  /** Why */
  readonly reason: LeftOutReason;
  /** How many */
  readonly count: Scalars['Int']['output'];
};

/** Who was drawn, and from what. */
export type ActionAudience = {
  readonly __typename?: 'ActionAudience';
  /** When */
  readonly at: Scalars['DateTime']['output'];
  /** The instant the run was pinned to whose segment it was */
  readonly asOf: Scalars['DateTime']['output'];
  /** That run */
  readonly runId: Scalars['ID']['output'];
  /** Version of the parameters that forecast each member; null where nobody had bought */
  readonly parametersVersion: Maybe<Scalars['Int']['output']>;
  /** How many were drawn */
  readonly members: Scalars['Int']['output'];
  /** SHA-256 of their ids in order: the same list, the same hash */
  readonly hash: Scalars['String']['output'];
  /** What chance drew: members, or communities */
  readonly units: Scalars['Int']['output'];
  /** How many communities of one size would be worth as much: (Σn)²/Σn² */
  readonly effectiveUnits: Scalars['Float']['output'];
  /** Who was left out first */
  readonly leftOut: ReadonlyArray<LeftOut>;
  /** Year of the global holdout that was left out, and its share of everybody */
  readonly holdoutYear: Scalars['Int']['output'];
  /** See `holdoutYear` */
  readonly holdoutShare: Scalars['Float']['output'];
  /** What can be told apart; null where nothing is known of how the outcome varies */
  readonly power: Maybe<ActionPower>;
};

/** What an action can show, worked out before the start from how the outcome varied in as long a window before. */
export type ActionPower = {
  readonly __typename?: 'ActionPower';
  /** Standard deviation of a member's outcome, minor units */
  readonly deviation: Scalars['Float']['output'];
  /** Share of its variance that the forecast takes away */
  readonly removed: Scalars['Float']['output'];
  /** The effect a member that four of five such actions would find, minor units */
  readonly detectable: Scalars['Float']['output'];
  /** Members an arm would need for an effect of a tenth of what is forecast of a member; null where nothing is forecast */
  readonly neededPerArm: Maybe<Scalars['Int']['output']>;
};

/** Something done to some customers and not to others, chosen by chance, so that what it caused can be told from what would have come anyway. */
export type Action = {
  readonly __typename?: 'Action';
  /** Names it for ever: lower case words joined by hyphens */
  readonly key: Scalars['String']['output'];
  /** The name to show */
  readonly name: Scalars['String']['output'];
  /** What is done */
  readonly kind: ActionKind;
  /** What customers are reached by */
  readonly channel: ActionChannel;
  /** Who may be drawn for */
  readonly consent: ActionConsent;
  /** Key of the segment its audience was taken from */
  readonly segmentKey: Scalars['String']['output'];
  /** Its parts, in the order of the plan */
  readonly arms: ReadonlyArray<ActionArm>;
  /** What chance draws */
  readonly design: ActionDesign;
  /** What is measured */
  readonly outcome: ActionOutcome;
  /** What it is meant to show */
  readonly target: ActionTarget;
  /** How the effect goes with the forecast */
  readonly shape: ActionShape;
  /** The outcome counts from here on */
  readonly startsAt: Scalars['DateTime']['output'];
  /** When it is to be read for good */
  readonly plannedEnd: Scalars['DateTime']['output'];
  /** Another one, another draw */
  readonly salt: Scalars['String']['output'];
  /** True where there is no holdout: then no lift is shown */
  readonly withoutProof: Scalars['Boolean']['output'];
  /** True where customers with anything simulated about them may be drawn too, as on a demo */
  readonly rehearsal: Scalars['Boolean']['output'];
  /** Whether what it shows of influence may enter the calibration of the network; false for a REFERRAL_OFFER */
  readonly entersCalibration: Scalars['Boolean']['output'];
  /** How far it has come */
  readonly state: ActionState;
  /** Goes up with every change */
  readonly version: Scalars['Int']['output'];
  /** When it was planned */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it first reached somebody, or a run met it under way; null before */
  readonly startedAt: Maybe<Scalars['DateTime']['output']>;
  /** When it was closed or cancelled; null before */
  readonly endedAt: Maybe<Scalars['DateTime']['output']>;
  /** Why it was cancelled; null where it was not */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** Who was drawn; null until it is frozen */
  readonly audience: Maybe<ActionAudience>;
  /** What to know before believing it */
  readonly warnings: ReadonlyArray<ActionWarning>;
  /** What the last run says of it; null before the first run after the start, and for a cancelled one */
  readonly report: Maybe<ActionReport>;
  /** What every run said of it, the newest first */
  readonly reports: ActionReportConnection;
};


/** Something done to some customers and not to others, chosen by chance, so that what it caused can be told from what would have come anyway. */
export type ActionReportsArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};

/** What makes an action worth less than it looks. */
export type ActionWarningCode =
  /** Members of another action whose window overlaps; each lift holds, their sum is nobody's */
  | 'OVERLAPPING_ACTION'
  /** Fewer members than the plan needs */
  | 'UNDERPOWERED'
  /** An arm of fewer than 20: no interval */
  | 'SMALL_ARM'
  /** No holdout: nobody can say what it caused */
  | 'NO_PROOF';

/** What to know of an action. */
export type ActionWarning = {
  readonly __typename?: 'ActionWarning';
  /** What it is, for programs */
  readonly code: ActionWarningCode;
  /** What it is and what to do, for people */
  readonly message: Scalars['String']['output'];
  /** How many customers it is about; null where it is about none in particular */
  readonly count: Maybe<Scalars['Int']['output']>;
};

/** One action and where it stands in the list. */
export type ActionEdge = {
  readonly __typename?: 'ActionEdge';
  /** Where to go on after this one */
  readonly cursor: Scalars['String']['output'];
  /** The action */
  readonly node: Action;
};

/** A page of actions, by key. */
export type ActionConnection = {
  readonly __typename?: 'ActionConnection';
  /** The actions with their cursors */
  readonly edges: ReadonlyArray<ActionEdge>;
  /** The actions */
  readonly nodes: ReadonlyArray<Action>;
  /** Where the page ends */
  readonly pageInfo: PageInfo;
  /** How many there are */
  readonly totalCount: Count;
};

/** An arm as it is planned. */
export type ActionArmInput = {
  /** Lower case words joined by hyphens; one is called `holdout` */
  readonly key: Scalars['String']['input'];
  /** Of the audience, 0 to 1; those of all arms sum to 1 */
  readonly share: Scalars['Float']['input'];
  /** What reaching one member costs; nothing where it is left out */
  readonly costPerPerson?: InputMaybe<MoneyInput>;
};

/** What is to be measured. */
export type ActionOutcomeInput = {
  /** What of each member */
  readonly metric: OutcomeMetric;
  /** From the start on, in days */
  readonly windowDays: Scalars['Int']['input'];
};

/** A plan. */
export type ActionInput = {
  /** A repeat with the same key and input within 24 h returns the first answer; the same key with another input is an error */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Lower case words joined by hyphens, at most 60 characters; taken for ever */
  readonly key: Scalars['String']['input'];
  /** The name to show, at most 120 characters */
  readonly name: Scalars['String']['input'];
  /** What is done */
  readonly kind: ActionKind;
  /** What customers are reached by; left out, what is usual for the kind: EMAIL, POST for a SAMPLE, PHONE for a CALL */
  readonly channel?: InputMaybe<ActionChannel>;
  /** Who may be drawn for */
  readonly consent: ActionConsent;
  /** Key of the segment whose members are the audience */
  readonly segment: Scalars['String']['input'];
  /** Its parts, at most ten; one of them the holdout */
  readonly arms: ReadonlyArray<ActionArmInput>;
  /** What chance draws */
  readonly design: ActionDesign;
  /** What is measured */
  readonly outcome?: InputMaybe<ActionOutcomeInput>;
  /** What it is meant to show */
  readonly target: ActionTarget;
  /** How the effect goes with the forecast */
  readonly shape: ActionShape;
  /** The outcome counts from here on */
  readonly startsAt: Scalars['DateTime']['input'];
  /** When it is to be read for good; left out, the end of the window */
  readonly plannedEnd?: InputMaybe<Scalars['DateTime']['input']>;
  /** Another one, another draw */
  readonly salt: Scalars['String']['input'];
  /** No holdout, and no word about what it caused */
  readonly withoutProof: Scalars['Boolean']['input'];
  /** Draw for customers with anything simulated about them too, as on a demo; otherwise they are left out */
  readonly rehearsal: Scalars['Boolean']['input'];
  /** Change the draft of this version; left out, the action must be new */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
};

/** How somebody was reached. */
export type ExposureKind =
  /** It left the company */
  | 'SENT'
  /** It arrived */
  | 'DELIVERED'
  /** It was opened */
  | 'OPENED'
  /** A link in it was followed */
  | 'CLICKED'
  /** Somebody called */
  | 'CALLED'
  /** It was made use of */
  | 'REDEEMED'
  /** Anything else */
  | 'OTHER';

/** That an action reached somebody. */
export type ExposureInput = {
  /** Key of the action */
  readonly action: Scalars['String']['input'];
  /** Whom */
  readonly by: CustomerIdentifier;
  /** How */
  readonly kind: ExposureKind;
  /** When */
  readonly at: Scalars['DateTime']['input'];
  /** The system that says so */
  readonly source: Scalars['String']['input'];
};

/** What became of an exposure. */
export type ExposureStatus =
  /** It is new */
  | 'ACCEPTED'
  /** It was told before */
  | 'DUPLICATE'
  /** It is new, and of somebody who was to be left alone: they stay in their arm, and are counted as contamination */
  | 'CONTAMINATED'
  /** It was not kept; `userErrors` says why */
  | 'REJECTED';

/** What became of one exposure. */
export type ExposureResult = {
  readonly __typename?: 'ExposureResult';
  /** Place in the input */
  readonly index: Scalars['Int']['output'];
  /** What became of it */
  readonly status: ExposureStatus;
  /** Why it was not kept */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What became of exposures. */
export type ExposuresPayload = {
  readonly __typename?: 'ExposuresPayload';
  /** How many are new, those of the holdout included */
  readonly accepted: Scalars['Int']['output'];
  /** How many were told before */
  readonly duplicates: Scalars['Int']['output'];
  /** How many of the new ones are of somebody who was to be left alone */
  readonly contaminated: Scalars['Int']['output'];
  /** How many were not kept */
  readonly rejected: Scalars['Int']['output'];
  /** One for each, in their order */
  readonly results: ReadonlyArray<ExposureResult>;
  /** Why nothing at all was done; empty where something was */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What became of an action. */
export type ActionPayload = {
  readonly __typename?: 'ActionPayload';
  /** The action after the change; null when it failed */
  readonly action: Maybe<Action>;
  /** Why it failed; empty when it did not */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What customers of a year did, by whether actions could reach them. */
export type ActionYearArm = {
  readonly __typename?: 'ActionYearArm';
  /** `reachable`, or `holdout` */
  readonly arm: Scalars['String']['output'];
  /** Who had bought before the year's first action */
  readonly members: Scalars['Int']['output'];
  /** Mean margin of a member since then, minor units */
  readonly mean: Scalars['Float']['output'];
};

/** What all actions of a year brought together: everybody they could reach, whether they did or not, against those left alone by all of them. What reaches the holdout through others makes it less than it was. */
export type ActionYear = {
  readonly __typename?: 'ActionYear';
  /** The calendar year; another year leaves others alone */
  readonly year: Scalars['Int']['output'];
  /** Share of everybody that is left alone */
  readonly share: Scalars['Float']['output'];
  /** The year's first action; margin counts from here on */
  readonly startsAt: Scalars['DateTime']['output'];
  /** The run that says so */
  readonly runId: Scalars['ID']['output'];
  /** The instant it was pinned to */
  readonly asOf: Scalars['DateTime']['output'];
  /** True until the year is over */
  readonly preliminary: Scalars['Boolean']['output'];
  /** Keys of its actions so far */
  readonly actions: ReadonlyArray<Scalars['String']['output']>;
  /** Those who could be reached, then those left alone */
  readonly arms: ReadonlyArray<ActionYearArm>;
  /** Why there is no lift */
  readonly withheld: Maybe<ActionReason>;
  /** Are there as many left alone as were to be? */
  readonly sampleRatio: RatioCheck;
  /** What a customer who could be reached brought more, minor units of margin; null where it is withheld or nobody is on a side */
  readonly perPerson: Maybe<Estimate>;
  /** All of them together, a share of what was observed */
  readonly total: Maybe<MoneyEstimate>;
  /** Against those left alone: 0.1 is a tenth more */
  readonly relative: Maybe<Estimate>;
  /** Which interval is in force: FIXED once the year is over */
  readonly interval: Maybe<IntervalKind>;
  /** Why there is no interval */
  readonly intervalReason: Maybe<ActionReason>;
};

/** Which interval is in force. */
export type IntervalKind =
  /** 95.5 % for who looks once, at the frozen end */
  | 'FIXED'
  /** 99.5 %, and true however often one looks while the action runs */
  | 'ALWAYS_VALID';

/** A figure with how sure it is. */
export type Estimate = {
  readonly __typename?: 'Estimate';
  /** The figure */
  readonly value: Scalars['Float']['output'];
  /** Where the interval begins; null where there is none */
  readonly low: Maybe<Scalars['Float']['output']>;
  /** Where the interval ends; null where there is none */
  readonly high: Maybe<Scalars['Float']['output']>;
  /** Standard error; null where there is none */
  readonly standardError: Maybe<Scalars['Float']['output']>;
};

/** An amount with how sure it is, in whole minor units of the currency. */
export type MoneyEstimate = {
  readonly __typename?: 'MoneyEstimate';
  /** The amount */
  readonly value: Money;
  /** Where the interval begins; null where there is none */
  readonly low: Maybe<Money>;
  /** Where the interval ends; null where there is none */
  readonly high: Maybe<Money>;
  /** Standard error; null where there is none */
  readonly standardError: Maybe<Money>;
};

/** Why a figure is not there. */
export type ActionReason =
  /** Fewer than 20 members in an arm */
  | 'ARM_TOO_SMALL'
  /** Nothing came of the holdout, so nothing can be so many per cent more */
  | 'CONTROL_MEAN_ZERO'
  /** The arms are not of the sizes that were drawn: whoever is missing is not missing by chance, and every lift is withheld */
  | 'SAMPLE_RATIO'
  /** No ties among those who were drawn and whom they may move */
  | 'NO_TIES'
  /** What was found is as good as nothing: every share from -.9 to .95 fits it */
  | 'NOT_MEASURED'
  /** The outcome is no money: see `perPerson` */
  | 'NOT_MONEY'
  /** There is no holdout */
  | 'NO_PROOF'
  /** This outcome is not forecast, or the same is forecast of everybody */
  | 'NOT_FORECAST'
  /** Communities were drawn, so chance does not tell members of a part from others */
  | 'DRAWN_WHOLE';

/** What an arm brought that would not have come anyway: a share of what was observed, never to be added to it. */
export type Lift = {
  readonly __typename?: 'Lift';
  /** The arm */
  readonly arm: Scalars['String']['output'];
  /** A member, in the outcome's unit: minor units of money, orders, or chance */
  readonly perPerson: Estimate;
  /** All members of the arm together; null where the outcome is no money */
  readonly total: Maybe<MoneyEstimate>;
  /** Why there is no total */
  readonly totalReason: Maybe<ActionReason>;
  /** Against the holdout: 0.1 is a tenth more */
  readonly relative: Maybe<Estimate>;
  /** Why there is no relative lift */
  readonly relativeReason: Maybe<ActionReason>;
  /** Which interval is in force */
  readonly interval: IntervalKind;
  /** Why there is no interval */
  readonly intervalReason: Maybe<ActionReason>;
  /** Share of the variance that the forecast took away; null without a forecast */
  readonly removed: Maybe<Scalars['Float']['output']>;
  /** What reaching the arm cost */
  readonly cost: Money;
  /** `total` less `cost`; null where the outcome is no money */
  readonly net: Maybe<MoneyEstimate>;
  /** The effect on those who were reached: lift over (reached share of the arm less that of the holdout); null where nobody more was reached */
  readonly onExposed: Maybe<Estimate>;
  /** The same with the largest outcomes cut to the 99th percentile of those above 0: beside the headline, never in its place */
  readonly capped: Maybe<Estimate>;
  /** The same without whoever is more than a fifth of an arm's sum; null where nobody is */
  readonly withoutDominant: Maybe<Estimate>;
};

/** What was observed of an arm. */
export type ArmReport = {
  readonly __typename?: 'ArmReport';
  /** The arm */
  readonly arm: Scalars['String']['output'];
  /** Drawn into it */
  readonly drawn: Scalars['Int']['output'];
  /** Of these in the analysis */
  readonly members: Scalars['Int']['output'];
  /** Mean outcome of a member, in the outcome's unit */
  readonly mean: Scalars['Float']['output'];
  /** Σ over its members; null where the outcome is no money */
  readonly observed: Maybe<Money>;
  /** What of `observed` would have come anyway; null of the holdout, and where lifts are withheld */
  readonly baseline: Maybe<Money>;
  /** What of `observed` the action caused: baseline + incremental = observed, to the cent */
  readonly incremental: Maybe<Money>;
  /** Mean of what was forecast of a member as of the draw; null where this outcome is not forecast */
  readonly forecastMean: Maybe<Scalars['Float']['output']>;
  /** Mean of outcome less forecast. Of the holdout this tests the forecast, live; of other arms it says nothing of the action alone */
  readonly beyondForecast: Maybe<Estimate>;
  /** Members who were reached */
  readonly exposed: Scalars['Int']['output'];
  /** Drawn, and erased or merged with a member of another arm since */
  readonly lost: Scalars['Int']['output'];
  /** True where one member is more than a fifth of the arm's sum */
  readonly dominatedByOne: Scalars['Boolean']['output'];
};

/** Whether shares differ more than chance lets them. */
export type RatioCheck = {
  readonly __typename?: 'RatioCheck';
  /** χ² */
  readonly chiSquare: Scalars['Float']['output'];
  /** Degrees of freedom */
  readonly degrees: Scalars['Int']['output'];
  /** How often chance alone does as much */
  readonly p: Scalars['Float']['output'];
  /** True below one in a thousand */
  readonly alarm: Scalars['Boolean']['output'];
};

/** What went from those who were reached to those who follow them, by the conserving solve over ties as of the start. */
export type Spillover = {
  readonly __typename?: 'Spillover';
  /** Effect on a treated member themselves, in the outcome's unit */
  readonly direct: Estimate;
  /** Effect of treating everybody on a member, direct and through others */
  readonly total: Estimate;
  /** What of the total comes through others, 0 to 1 */
  readonly share: Estimate;
  /** How much of what the treated bought more their followers bought too: h */
  readonly influence: Estimate;
  /** Why `influence` says nothing */
  readonly reason: Maybe<ActionReason>;
  /** True where counting who was amid treated people gives another effect than the solve, by more than two errors; null where that was not tested */
  readonly notLinear: Maybe<Scalars['Boolean']['output']>;
};

/** What a run says of an action. */
export type ActionReport = {
  readonly __typename?: 'ActionReport';
  /** The run */
  readonly runId: Scalars['ID']['output'];
  /** The instant it was pinned to; events up to here are counted */
  readonly asOf: Scalars['DateTime']['output'];
  /** Days of the window that had passed */
  readonly daysPassed: Scalars['Int']['output'];
  /** True while window or planned end are still to come */
  readonly preliminary: Scalars['Boolean']['output'];
  /** What was observed, arm by arm */
  readonly arms: ReadonlyArray<ArmReport>;
  /** What each arm but the holdout brought; empty where lifts are withheld */
  readonly lifts: ReadonlyArray<Lift>;
  /** Why there are no lifts */
  readonly withheld: Maybe<ActionReason>;
  /** Are there as many in each arm as were drawn? */
  readonly sampleRatio: RatioCheck;
  /** Were as many of each arm lost? */
  readonly attrition: RatioCheck;
  /** Were as many of each treated arm reached? Null where there is but one */
  readonly exposure: Maybe<RatioCheck>;
  /** Members who were to be left alone and were reached all the same; they stay in their arm */
  readonly contaminated: Scalars['Int']['output'];
  /** Members of the audience merged with one another from different arms: out of the analysis */
  readonly mergedAcross: Scalars['Int']['output'];
  /** Members erased since the draw */
  readonly erased: Scalars['Int']['output'];
  /** What went through ties; null where lifts are withheld or there are none */
  readonly spillover: Maybe<Spillover>;
  /** Why there is no spillover */
  readonly spilloverReason: Maybe<ActionReason>;
  /** How the effect goes with what was forecast of members, for each arm but the holdout; null in what an earlier release reported */
  readonly byForecast: Maybe<ReadonlyArray<LiftByForecast>>;
  /** Why there is no `byForecast` */
  readonly byForecastReason: Maybe<ActionReason>;
  /** What came in of the window after it was read for good; null where nothing did. It is read again for 28 days, then it stands */
  readonly restated: Maybe<ActionRestatement>;
};

/** The effect of an arm on members of whom alike was forecast. */
export type LiftPart = {
  readonly __typename?: 'LiftPart';
  /** Forecast from here on, in the outcome's unit; null of the lowest part */
  readonly from: Maybe<Scalars['Float']['output']>;
  /** And below this; null of the highest part */
  readonly to: Maybe<Scalars['Float']['output']>;
  /** Members of the arm */
  readonly treated: Scalars['Int']['output'];
  /** Members of the holdout */
  readonly control: Scalars['Int']['output'];
  /** As measured on them alone, with its 95 % interval; null for fewer than 20 on a side */
  readonly effect: Maybe<Estimate>;
  /** The same drawn towards the mean of all parts: the best of several is best partly by luck */
  readonly shrunk: Maybe<Scalars['Float']['output']>;
};

/** How the effect of an arm goes with what was forecast. */
export type LiftByForecast = {
  readonly __typename?: 'LiftByForecast';
  /** The arm */
  readonly arm: Scalars['String']['output'];
  /** By fifths of what was forecast, the lowest first */
  readonly parts: ReadonlyArray<LiftPart>;
  /** Cochran's Q: how much the parts differ */
  readonly q: Scalars['Float']['output'];
  /** How often chance alone makes them differ as much */
  readonly p: Scalars['Float']['output'];
  /** Qini: what approaching those of whom most is forecast first brings more than approaching anybody, in the outcome's unit a member of both arms; 95 % */
  readonly qini: Maybe<Estimate>;
};

/** What came in late. */
export type ActionRestatement = {
  readonly __typename?: 'ActionRestatement';
  /** As of when the action was first read for good */
  readonly firstReadAt: Scalars['DateTime']['output'];
  /** Per arm, in the order of `arms`: its sum now less its sum then, in the outcome's unit */
  readonly late: ReadonlyArray<Scalars['Float']['output']>;
};

/** One report and where it stands in the list. */
export type ActionReportEdge = {
  readonly __typename?: 'ActionReportEdge';
  /** Where to go on after this one */
  readonly cursor: Scalars['String']['output'];
  /** The report */
  readonly node: ActionReport;
};

/** A page of reports, the newest first. */
export type ActionReportConnection = {
  readonly __typename?: 'ActionReportConnection';
  /** The reports with their cursors */
  readonly edges: ReadonlyArray<ActionReportEdge>;
  /** The reports */
  readonly nodes: ReadonlyArray<ActionReport>;
  /** Where the page ends */
  readonly pageInfo: PageInfo;
};

/** What a key or token may do; written `profile:read`, `ingest:<source>` in keys and tokens. */
export type Scope =
  /** profile:read: customers, their orders, interactions, lifecycle and segments */
  | 'PROFILE_READ'
  /** pii:read: names and identities in the clear, and looking a customer up by e-mail, phone or handle */
  | 'PII_READ'
  /** value:read: what customers, segments and the company are worth, and lists and filters by it */
  | 'VALUE_READ'
  /** margin:read: what goods cost and what was earned on each line */
  | 'MARGIN_READ'
  /** network:read: ties, referrals, communities and influence */
  | 'NETWORK_READ'
  /** ingest:<source>: record orders, interactions, ties, referrals and customers under that source */
  | 'INGEST'
  /** segments:write: create, change and archive segments */
  | 'SEGMENTS_WRITE'
  /** actions:write: plan, draw, end and cancel actions, and say whom they reached */
  | 'ACTIONS_WRITE'
  /** rules:write: preview and publish engagement rules */
  | 'RULES_WRITE'
  /** webhooks:write: have an address told when scores and segments change */
  | 'WEBHOOKS_WRITE'
  /** runs:start: start runs and syncs, and follow them */
  | 'RUNS_START'
  /** runs:asof: start runs as of the past, and read their views */
  | 'RUNS_ASOF'
  /** keys:admin: list, make and revoke API keys */
  | 'KEYS_ADMIN'
  /** privacy:admin: consents, linking and unlinking social accounts on a customer's behalf, erasing and exporting persons */
  | 'PRIVACY_ADMIN';

/** Anything that can be fetched again by its opaque, global id. */
export type Node = {
  /** Opaque: made by Kring, unique over all types, never to be taken apart */
  readonly id: Scalars['ID']['output'];
};

/** Where a page of a list ends, and whether another follows. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** True when there may be more. A page can be shorter than `first` and still have a next one: the read budget of a request ran out. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** True when something comes before this page: when it was asked for with `after`, or with `last` when there may be more */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** What to pass as `before`, where a list takes one, to get the page before: the cursor of the first object; null when there is none */
  readonly startCursor: Maybe<Scalars['String']['output']>;
  /** What to pass as `after` to get the next page; null when the list is empty */
  readonly endCursor: Maybe<Scalars['String']['output']>;
};

/** A number of objects, and how far it was counted. */
export type Count = {
  readonly __typename?: 'Count';
  /** How many there are, or at least are: see `precision` */
  readonly count: Scalars['SafeInt']['output'];
  /** Whether everything was read */
  readonly precision: CountPrecision;
  /** The instant the count is of */
  readonly asOf: Scalars['DateTime']['output'];
};

/** How much a count says. */
export type CountPrecision =
  /** Everything was counted */
  | 'EXACT'
  /** Counting stopped at the read budget of the request: there may be more */
  | 'AT_LEAST';

/** An amount in the deployment's one accounting currency. */
export type Money = {
  readonly __typename?: 'Money';
  /** In whole units of the currency, exact: "-0.05" is five cents owed */
  readonly amount: Scalars['Decimal']['output'];
  /** The same amount in minor units of the currency (cents for EUR) */
  readonly minorUnits: Scalars['SafeInt']['output'];
  /** The accounting currency, the same in every answer of a deployment */
  readonly currencyCode: Scalars['CurrencyCode']['output'];
};

/** An amount coming in. */
export type MoneyInput = {
  /** In whole units, with no more decimals than the currency has; at most 10^12 minor units (ten billion where there are two decimals) */
  readonly amount: Scalars['Decimal']['input'];
  /** Must be the deployment's one accounting currency */
  readonly currencyCode: Scalars['CurrencyCode']['input'];
};

/** Half-open: from ≤ instant < to */
export type DateTimeRange = {
  /** The first instant that is in; null for no bound */
  readonly from?: InputMaybe<Scalars['DateTime']['input']>;
  /** The first instant that is no longer in; null for no bound */
  readonly to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Closed range: min ≤ value ≤ max */
export type FloatRange = {
  /** The least value that is in; null for no bound */
  readonly min?: InputMaybe<Scalars['Float']['input']>;
  /** The greatest value that is in; null for no bound */
  readonly max?: InputMaybe<Scalars['Float']['input']>;
};

/** Closed range in the accounting currency: min ≤ amount ≤ max */
export type MoneyRange = {
  /** The least amount that is in, in whole units; null for no bound */
  readonly min?: InputMaybe<Scalars['Decimal']['input']>;
  /** The greatest amount that is in, in whole units; null for no bound */
  readonly max?: InputMaybe<Scalars['Decimal']['input']>;
};

/** Which end of an ordering comes first. */
export type OrderDirection =
  /** The least first */
  | 'ASC'
  /** The greatest first */
  | 'DESC';

/** Where a number comes from. */
export type Provenance = {
  readonly __typename?: 'Provenance';
  /** Whether it was added up, modelled, or taken from the population */
  readonly method: ScoreMethod;
  /** 0..1 */
  readonly confidence: Scalars['Float']['output'];
  /** The instant the answer is about: nothing that happened later was counted */
  readonly asOf: Scalars['DateTime']['output'];
  /** When it was worked out */
  readonly computedAt: Scalars['DateTime']['output'];
  /** The published generation in which this customer's answer last changed; null for answers kept up to date at every event */
  readonly generation: Maybe<Scalars['Int']['output']>;
  /** The run that published the generation being read */
  readonly runId: Maybe<Scalars['ID']['output']>;
  /** Version of the formula, parameters or rule set */
  readonly version: Scalars['String']['output'];
  /** Inputs that were unknown and named as such, never taken for 0 */
  readonly missingInputs: ReadonlyArray<Scalars['String']['output']>;
};

/** How a number came about. */
export type ScoreMethod =
  /** Added up from recorded events */
  | 'OBSERVED'
  /** An expectation from a fitted model */
  | 'MODELLED'
  /** Too little data: the prior of the population */
  | 'PRIOR';

/** Why a value is there, or is not. */
export type ComputationStatus =
  /** The amounts are there */
  | 'COMPUTED'
  /** No run has computed this yet */
  | 'NOT_COMPUTED';

/** An expected failure, as data. `field` is the path into the arguments, null when it is about no single field. */
export type UserError = {
  /** What went wrong, for programs */
  readonly code: UserErrorCode;
  /** What went wrong and what to do, for people */
  readonly message: Scalars['String']['output'];
  /** Path into the arguments, such as ["input", "orders", "1", "placedAt"]; null when it is about no single field */
  readonly field: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** Something in the input; the code says what. */
export type InputError = UserError & {
  readonly __typename?: 'InputError';
  /** What went wrong, for programs */
  readonly code: UserErrorCode;
  /** What went wrong and what to do, for people */
  readonly message: Scalars['String']['output'];
  /** Path into the arguments; null when it is about no single field */
  readonly field: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** Somebody else changed the object since you read it. */
export type StaleVersionError = UserError & {
  readonly __typename?: 'StaleVersionError';
  /** Always STALE_VERSION */
  readonly code: UserErrorCode;
  /** What went wrong and what to do, for people */
  readonly message: Scalars['String']['output'];
  /** Path into the arguments; null when it is about no single field */
  readonly field: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The version there is now: read it, then repeat with this `expectedVersion` */
  readonly currentVersion: Scalars['Int']['output'];
};

/** An identity in the input already belongs to somebody else. */
export type IdentityConflictError = UserError & {
  readonly __typename?: 'IdentityConflictError';
  /** Always IDENTITY_CONFLICT */
  readonly code: UserErrorCode;
  /** What went wrong and what to do, for people */
  readonly message: Scalars['String']['output'];
  /** Path into the arguments; null when it is about no single field */
  readonly field: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The customers who have the identities; `nodes(ids:)` reads them */
  readonly conflictingCustomerIds: ReadonlyArray<Scalars['ID']['output']>;
};

/** A run is under way, and there is only one at a time. */
export type AlreadyRunningError = UserError & {
  readonly __typename?: 'AlreadyRunningError';
  /** Always ALREADY_RUNNING */
  readonly code: UserErrorCode;
  /** What went wrong and what to do, for people */
  readonly message: Scalars['String']['output'];
  /** Path into the arguments; null when it is about no single field */
  readonly field: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The run that holds the lock */
  readonly runningId: Scalars['ID']['output'];
};

/** Kinds of expected failure; docs/errors.md says of each what to do. */
export type UserErrorCode =
  /** A value breaks a rule; the message says which */
  | 'INVALID'
  /** More rows than one request may have */
  | 'TOO_MANY'
  /** An amount, or what the lines of an order add up to, is beyond the bound the message names */
  | 'AMOUNT_TOO_LARGE'
  /** Money in another currency than the deployment's */
  | 'CURRENCY_MISMATCH'
  /** Same source and id as before, other content: nothing was changed */
  | 'CONFLICT'
  /** A customer the input names is not known, and the mutation does not create one */
  | 'UNKNOWN_CUSTOMER'
  /** The key may not write this: another source, or a customer of another source */
  | 'FORBIDDEN'
  /** There is no object with this id */
  | 'NOT_FOUND'
  /** Another object has this key already */
  | 'TAKEN'
  /** The object was changed since the version the input expects */
  | 'STALE_VERSION'
  /** An identity belongs to another customer */
  | 'IDENTITY_CONFLICT'
  /** The key was used for another input within 24 hours */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The first request with this idempotency key has not finished yet; repeat it in a minute */
  | 'REQUEST_IN_PROGRESS'
  /** A run is under way; its id is in the error */
  | 'ALREADY_RUNNING'
  /** The action is drawn: its plan stands */
  | 'FROZEN'
  /** Nobody is drawn for the action yet */
  | 'NOT_FROZEN'
  /** The action is closed or cancelled for good */
  | 'ACTION_ENDED'
  /** The customer was not drawn for the action */
  | 'UNKNOWN_MEMBER'
  /** Nobody in the segment may be drawn for */
  | 'EMPTY_AUDIENCE'
  /** Too few communities of about one size for chance to draw */
  | 'TOO_FEW_COMMUNITIES'
  /** The run has ended, or published meanwhile: there is nothing left to cancel or to go on with */
  | 'RUN_FINISHED'
  /** Others keep changing the same customer; nothing was lost, repeat the request in a moment */
  | 'BUSY'
  /** Both names are of one customer, who cannot be merged into themselves */
  | 'SAME_CUSTOMER'
  /** The customer is merged into nobody */
  | 'NOT_MERGED'
  /** The period overlaps another one of the same channel and campaign */
  | 'OVERLAP'
  /** The parents of the account lead back to it, or the segments a rule asks for ask for it in turn */
  | 'CYCLE'
  /** Follower and followed are the same customer */
  | 'SELF_TIE'
  /** Advocate and friend are the same customer */
  | 'SELF_REFERRAL'
  /** What the mutation needs is not configured on this server; the message says what to set */
  | 'NOT_CONFIGURED'
  /** No social source of this key is configured */
  | 'UNKNOWN_SOURCE'
  /** The source knows no account by this handle */
  | 'NO_SUCH_ACCOUNT'
  /** The token was never given out, was used, or ran out */
  | 'LINK_EXPIRED'
  /** The proof does not hold yet; it may be tried again until it runs out */
  | 'LINK_UNPROVEN'
  /** The account is linked to another customer */
  | 'ACCOUNT_TAKEN'
  /** The source, or our own pace, allows no call now; repeat later */
  | 'SOURCE_WAIT'
  /** The source does not answer, or fails */
  | 'SOURCE_DOWN'
  /** The source understood and refuses */
  | 'SOURCE_REFUSED'
  /** The source answered in a shape this release does not know */
  | 'SOURCE_MISREAD'
  /** Today's calls or money for this source are spent */
  | 'SOURCE_OUT_OF_BUDGET';

/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type Customer = Node & {
  readonly __typename?: 'Customer';
  /** Global id of the customer */
  readonly id: Scalars['ID']['output'];
  /** Goes up with every change; pass it as `expectedVersion` to change only what you have seen */
  readonly version: Scalars['Int']['output'];
  /** The name to show; null where none was given */
  readonly displayName: Maybe<Scalars['String']['output']>;
  /** Everything the customer is known by, the first one first */
  readonly identities: ReadonlyArray<Identity>;
  /** Who was merged into this customer: their ids and identities lead here, and everything below is of all of them */
  readonly merged: ReadonlyArray<MergedCustomer>;
  /** When Kring first heard of the customer */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When anything about the customer last changed */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** True when any of this customer's events was made by a simulation (the demo's social layer) */
  readonly simulated: Scalars['Boolean']['output'];
  /** Null until a run has seen this customer */
  readonly value: Maybe<CustomerValue>;
  /** Kept up to date at every event */
  readonly engagement: Engagement;
  /** Null until a run has seen an order of this customer */
  readonly rfm: Maybe<Rfm>;
  /** Null until a run has seen this customer */
  readonly lifecycle: Maybe<Lifecycle>;
  /** Every step through the stages, oldest first: a pure function of all the customer's events, worked out when asked for */
  readonly lifecycleHistory: ReadonlyArray<StageChange>;
  /** Null where nothing is known about this customer's reach: unknown is never 0 */
  readonly influence: Maybe<Influence>;
  /** Segments this customer was in at the last run */
  readonly segments: ReadonlyArray<Segment>;
  /** Newest first */
  readonly orders: OrderConnection;
  /** All interactions, online and offline, newest first */
  readonly interactions: InteractionConnection;
  /** Ties to those this customer follows (to whom value flows) */
  readonly following: TieConnection;
  /** Ties of those who follow this customer (from whom value flows): the sphere of influence */
  readonly followers: TieConnection;
  /** The one claim about this customer that the last run counted: who brought them in. Null where none holds, or before a run */
  readonly referredBy: Maybe<Referral>;
  /** All claims that somebody brought this customer in, the earliest first */
  readonly referralClaims: ReferralConnection;
  /** All claims of this customer to have brought somebody in, the newest first */
  readonly referralsMade: ReferralConnection;
  /** Refunds and credits as of the last run (before the first: all that are known), newest first */
  readonly moneyBack: ReadonlyArray<MoneyBack>;
  /**
   * Orders and interactions as one list, newest first. A page looks at 500 events at most and can come short with `hasNextPage`, where a filter passes few: go on
   * from `endCursor`. Costs what it reads: half a read unit per 4 KB of events looked at
   */
  readonly timeline: TimelineConnection;
  /** How the customer experienced the company, worked out from their events when asked for: half a read unit per 4 KB of events, once a request for everything that is worked out so */
  readonly experience: Experience;
  /** How the customer behaves: purchases, newsletters, promotions, portal, social media, worked out from their events when asked for */
  readonly behaviour: Behaviour;
  /** What of their spending with all suppliers comes here, in the year up to the readers' day */
  readonly shareOfWallet: ShareOfWallet;
  /** What was told about the customer, as of an instant (default: now) */
  readonly facts: CustomerFacts;
  /** Minutes of human contact in a period, from its first instant up to the one after its last; default: all */
  readonly effort: Effort;
  /** What the customer answered when asked (SURVEY_RESPONSE), newest first */
  readonly answers: ReadonlyArray<Interaction>;
  /** How well the relationship is, 0 to 100, from factors that open into their terms. Worked out when asked for, from the last run and what happened since */
  readonly health: CustomerHealth;
  /** What the customer bought and of which it is told how long it lasts, what ends first first: when the next one is needed */
  readonly productsInUse: ProductsInUse;
  /** Null without ties, or before the first run */
  readonly community: Maybe<Community>;
  /** What more could be sold to this customer, those with most expected margin first; what speaks against it stands beside, and hides none */
  readonly opportunities: Opportunities;
  /** A small selection for frontends, of what can be shown and when */
  readonly personalisation: Personalisation;
  /** What the customer is worth to the company beside what the company is worth to the customer. Worked out when asked for, from the last run and what happened since */
  readonly balance: CustomerBalance;
  /** Whom of the company the customer deals with: the single point of trust */
  readonly trustedContact: TrustedContact;
  /** Life stage, lifestyle and relationship: three dimensions, each told or worked out by itself */
  readonly dimensions: CustomerDimensions;
  /** What runs found changed of the customer's segments, RFM group, stage and band of health: the newest 12 and the last of each kind, the newest first. Where nobody knew the customer before, everything is new */
  readonly labelHistory: LabelHistory;
  /** One entry a purpose, as the customer last said it: who has not agreed is not processed for it */
  readonly consents: ReadonlyArray<Consent>;
  /** Linked social accounts, or why there are none */
  readonly socialAccounts: CustomerSocialAccounts;
  /** What own orders are expected to bring within any horizon, and month by month, by the parameters of the last run and the purchases it knew */
  readonly valueAhead: ValueAhead;
  /** Why own orders are expected to bring what they are, against the average customer: terms that add up to `value.clv.predicted`, to the cent */
  readonly valueReasons: ValueReasons;
};


/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type CustomerOrdersArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};


/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type CustomerInteractionsArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};


/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type CustomerFollowingArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};


/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type CustomerFollowersArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};


/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type CustomerReferralClaimsArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};


/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type CustomerReferralsMadeArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};


/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type CustomerMoneyBackArgs = {
  first?: Scalars['Int']['input'];
};


/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type CustomerTimelineArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
  filter: InputMaybe<TimelineFilter>;
};


/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type CustomerExperienceArgs = {
  from: InputMaybe<Scalars['DateTime']['input']>;
  to: InputMaybe<Scalars['DateTime']['input']>;
};


/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type CustomerBehaviourArgs = {
  from: InputMaybe<Scalars['DateTime']['input']>;
  to: InputMaybe<Scalars['DateTime']['input']>;
};


/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type CustomerFactsArgs = {
  at: InputMaybe<Scalars['DateTime']['input']>;
};


/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type CustomerEffortArgs = {
  from: InputMaybe<Scalars['DateTime']['input']>;
  to: InputMaybe<Scalars['DateTime']['input']>;
};


/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type CustomerAnswersArgs = {
  first?: Scalars['Int']['input'];
};


/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type CustomerProductsInUseArgs = {
  first?: Scalars['Int']['input'];
};


/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type CustomerOpportunitiesArgs = {
  first?: Scalars['Int']['input'];
  kinds: InputMaybe<ReadonlyArray<OpportunityKind>>;
};


/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type CustomerLabelHistoryArgs = {
  first?: Scalars['Int']['input'];
};


/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type CustomerValueAheadArgs = {
  days?: ReadonlyArray<Scalars['Int']['input']>;
  months?: Scalars['Int']['input'];
};

/** One thing a customer is known by, in its canonical form. */
export type Identity = {
  readonly __typename?: 'Identity';
  /** What kind of identity it is */
  readonly type: IdentityType;
  /** Source system of an EXTERNAL_ID, network of a HANDLE */
  readonly source: Maybe<Scalars['String']['output']>;
  /** As it is compared: trimmed; e-mail addresses and handles in lower case, phone numbers as + and digits */
  readonly value: Scalars['String']['output'];
};

/** Kinds of identity. */
export type IdentityType =
  /** The id a source system knows the customer by */
  | 'EXTERNAL_ID'
  /** An e-mail address */
  | 'EMAIL'
  /** An international phone number */
  | 'PHONE'
  /** A name on a network */
  | 'HANDLE';

/** Exactly one way to name a customer. */
export type CustomerIdentifier =
  /** Kring's own global id, as `Customer.id` returns it */
  { readonly id: Scalars['ID']['input']; readonly externalId?: never; readonly email?: never; readonly phone?: never; readonly handle?: never; }
  |  /** The id in a source system */
  { readonly id?: never; readonly externalId: ExternalIdInput; readonly email?: never; readonly phone?: never; readonly handle?: never; }
  |  /** An e-mail address, in any case */
  { readonly id?: never; readonly externalId?: never; readonly email: Scalars['String']['input']; readonly phone?: never; readonly handle?: never; }
  |  /** International: + and 6 to 15 digits; spaces and dashes are ignored */
  { readonly id?: never; readonly externalId?: never; readonly email?: never; readonly phone: Scalars['String']['input']; readonly handle?: never; }
  |  /** A name on a network */
  { readonly id?: never; readonly externalId?: never; readonly email?: never; readonly phone?: never; readonly handle: HandleInput; };

/** A customer's id in a source system. */
export type ExternalIdInput = {
  /** Name of the system, such as "shop" */
  readonly source: Scalars['String']['input'];
  /** The id there; compared as it is, but for spaces around it */
  readonly id: Scalars['String']['input'];
};

/** A customer's name on a network. */
export type HandleInput = {
  /** Name of the network, in any case */
  readonly network: Scalars['String']['input'];
  /** The name there, with or without @, in any case */
  readonly handle: Scalars['String']['input'];
};

/** A page of customers. */
export type CustomerConnection = {
  readonly __typename?: 'CustomerConnection';
  /** The objects of this page with their cursors */
  readonly edges: ReadonlyArray<CustomerEdge>;
  /** The same objects without cursors */
  readonly nodes: ReadonlyArray<Customer>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
  /** Without a filter the number of customers in the ordering, EXACT; with one, what was seen so far, AT_LEAST unless all was read */
  readonly totalCount: Count;
};

/** A customer in a list. */
export type CustomerEdge = {
  readonly __typename?: 'CustomerEdge';
  /** Place in the list: as `after` it leads to what follows this object */
  readonly cursor: Scalars['String']['output'];
  /** Place in the whole list, from 1, whatever the filter */
  readonly position: Scalars['Int']['output'];
  /** The object itself */
  readonly node: Customer;
};

/** A customer to create or to add to. */
export type CustomerUpsertInput = {
  /** A repeat with the same key and input within 24 h returns the first answer; the same key with another input is an error */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Who it is; a customer nobody knows yet is created, unless named by `id` */
  readonly by: CustomerIdentifier;
  /** Further identities of the same customer */
  readonly identities?: InputMaybe<ReadonlyArray<CustomerIdentifier>>;
  /** Fingerprints of cards or accounts the customer pays with, as the payment provider makes them: customers who share one are suggested to be one person */
  readonly paymentFingerprints?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** The name to show, at most 200 characters; null removes it, left out it stays */
  readonly displayName?: InputMaybe<Scalars['String']['input']>;
  /** Change only this version, 0 for a customer that must not exist yet; left out, whatever there is */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
};

/** What became of the customer. */
export type CustomerPayload = {
  readonly __typename?: 'CustomerPayload';
  /** The customer after the change; null when it failed, or the input names an address and the caller lacks pii:read */
  readonly customer: Maybe<Customer>;
  /** Why it failed; empty when it did not */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Something the company sells. */
export type Product = {
  readonly __typename?: 'Product';
  /** The system the sku is of */
  readonly source: Scalars['String']['output'];
  /** The source's key of it, as in order lines */
  readonly sku: Scalars['String']['output'];
  /** What it is called */
  readonly name: Maybe<Scalars['String']['output']>;
  /** Assortment group */
  readonly group: Maybe<Scalars['String']['output']>;
  /** Product, service or subscription; null where nothing is said */
  readonly kind: Maybe<LineKind>;
  /** How long it lasts, days */
  readonly lifespanDays: Maybe<Scalars['Int']['output']>;
  /** Cost of one piece; null where unknown */
  readonly cost: Maybe<Money>;
};

/** A company or household that customers belong to. */
export type Account = {
  readonly __typename?: 'Account';
  /** The system it is of */
  readonly source: Scalars['String']['output'];
  /** The source's own id of it */
  readonly sourceId: Scalars['String']['output'];
  /** Company or household */
  readonly kind: AccountKind;
  /** What it is called */
  readonly name: Maybe<Scalars['String']['output']>;
  /** The account it is part of; null where it is part of none */
  readonly parent: Maybe<Account>;
  /** Whom of the company it deals with: as told of it, else of the nearest account it is part of */
  readonly trustedContact: AccountContact;
  /**
   * What its members were worth together at the last run, those of accounts that are part of it with them; null where no run has seen a member. A customer belongs to
   * one account and counts once in it and once in each that it is part of, so accounts that are part of no other add up
   */
  readonly rollUp: Maybe<AccountRollUp>;
  /** Its members at the last run, the most valuable first; then those of the accounts that are part of it, account by account */
  readonly members: AccountMemberConnection;
};


/** A company or household that customers belong to. */
export type AccountMembersArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};

/** The one person of the company an account deals with: `AccountInput.contact`. */
export type AccountContact = {
  readonly __typename?: 'AccountContact';
  /** Their name, as it was told; null where nobody is, with the reason */
  readonly name: Maybe<Scalars['String']['output']>;
  /** The account they were told of: this one, or one it is part of */
  readonly account: Maybe<Account>;
  /** Why `name` is null; null where it is there */
  readonly reason: Maybe<Scalars['String']['output']>;
};

/** What the members of an account are worth together: each amount is exactly the sum of theirs, as of the last run. */
export type AccountRollUp = {
  readonly __typename?: 'AccountRollUp';
  /** How many they are */
  readonly customers: Scalars['Int']['output'];
  /** Current and potential value together: its four cells */
  readonly total: Money;
  /** What had been observed */
  readonly current: ValueSide;
  /** Amounts are null, with a reason, until a lifetime-value model has run */
  readonly potential: ValueSide;
  /** What they paid less what went back */
  readonly revenue: Money;
  /** The instant it is as of */
  readonly asOf: Scalars['DateTime']['output'];
};

/** A page of the members of an account. */
export type AccountMemberConnection = {
  readonly __typename?: 'AccountMemberConnection';
  /** The objects of this page with their cursors */
  readonly edges: ReadonlyArray<AccountMemberEdge>;
  /** The same objects without cursors */
  readonly nodes: ReadonlyArray<Customer>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
};

/** A member in a list. */
export type AccountMemberEdge = {
  readonly __typename?: 'AccountMemberEdge';
  /** Place in the list: as `after` it leads to what follows this object */
  readonly cursor: Scalars['String']['output'];
  /** The object itself */
  readonly node: Customer;
};

/** What an account is. */
export type AccountKind =
  /** A company, or a part of one */
  | 'COMPANY'
  /** People who live together */
  | 'HOUSEHOLD';

/** What winning customers cost through a channel in a period. */
export type Spend = {
  readonly __typename?: 'Spend';
  /** The system that told it */
  readonly source: Scalars['String']['output'];
  /** The source's own id of it */
  readonly sourceId: Scalars['String']['output'];
  /** The channel, as in `Order.acquisitionChannel` */
  readonly channel: Scalars['String']['output'];
  /** The campaign; null: all of the channel that no campaign is told of */
  readonly campaign: Maybe<Scalars['String']['output']>;
  /** The first instant */
  readonly from: Scalars['DateTime']['output'];
  /** The instant after the last */
  readonly to: Scalars['DateTime']['output'];
  /** What it cost */
  readonly amount: Money;
  /** What it was spent for */
  readonly purpose: SpendPurpose;
};

/** What money was spent for. */
export type SpendPurpose =
  /** Winning customers */
  | 'ACQUISITION'
  /** Selling to customers there are already, and keeping them */
  | 'RETENTION';

/** A page of products. */
export type ProductConnection = {
  readonly __typename?: 'ProductConnection';
  /** The objects of this page with their cursors */
  readonly edges: ReadonlyArray<ProductEdge>;
  /** The same objects without cursors */
  readonly nodes: ReadonlyArray<Product>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
};

/** A product in a list. */
export type ProductEdge = {
  readonly __typename?: 'ProductEdge';
  /** Place in the list: as `after` it leads to what follows this object */
  readonly cursor: Scalars['String']['output'];
  /** The object itself */
  readonly node: Product;
};

/** A page of accounts. */
export type AccountConnection = {
  readonly __typename?: 'AccountConnection';
  /** The objects of this page with their cursors */
  readonly edges: ReadonlyArray<AccountEdge>;
  /** The same objects without cursors */
  readonly nodes: ReadonlyArray<Account>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
};

/** An account in a list. */
export type AccountEdge = {
  readonly __typename?: 'AccountEdge';
  /** Place in the list: as `after` it leads to what follows this object */
  readonly cursor: Scalars['String']['output'];
  /** The object itself */
  readonly node: Account;
};

/** All periods of one channel and campaign. */
export type SpendSeries = {
  readonly __typename?: 'SpendSeries';
  /** The channel */
  readonly channel: Scalars['String']['output'];
  /** The campaign; null: all of the channel that no campaign is told of */
  readonly campaign: Maybe<Scalars['String']['output']>;
  /** The earliest first; none overlaps another */
  readonly periods: ReadonlyArray<Spend>;
};

/** A page of channels and campaigns. */
export type SpendSeriesConnection = {
  readonly __typename?: 'SpendSeriesConnection';
  /** The objects of this page with their cursors */
  readonly edges: ReadonlyArray<SpendSeriesEdge>;
  /** The same objects without cursors */
  readonly nodes: ReadonlyArray<SpendSeries>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
};

/** A channel or campaign in a list. */
export type SpendSeriesEdge = {
  readonly __typename?: 'SpendSeriesEdge';
  /** Place in the list: as `after` it leads to what follows this object */
  readonly cursor: Scalars['String']['output'];
  /** The object itself */
  readonly node: SpendSeries;
};

/** Something the company sells. */
export type ProductInput = {
  /** The system the sku is of: that of the orders */
  readonly source: Scalars['String']['input'];
  /** The source's key of it */
  readonly sku: Scalars['String']['input'];
  /** What it is called */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Assortment group */
  readonly group?: InputMaybe<Scalars['String']['input']>;
  /** Product, service or subscription */
  readonly kind?: InputMaybe<LineKind>;
  /** How long it lasts, 1 to 36525 days */
  readonly lifespanDays?: InputMaybe<Scalars['Int']['input']>;
  /** Cost of one piece, 0 or more */
  readonly cost?: InputMaybe<MoneyInput>;
};

/** Products to keep. */
export type ProductsPutInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** 1 to 500 products; each replaces what was said of it before */
  readonly products: ReadonlyArray<ProductInput>;
};

/** A company or household. */
export type AccountInput = {
  /** The system it is of */
  readonly source: Scalars['String']['input'];
  /** The source's own id of it */
  readonly id: Scalars['String']['input'];
  /** Company or household */
  readonly kind: AccountKind;
  /** What it is called */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** The id at the same source of the account it is part of */
  readonly parent?: InputMaybe<Scalars['String']['input']>;
  /** Whom of the company it deals with: the trusted contact of every member of whom no other is told */
  readonly contact?: InputMaybe<Scalars['String']['input']>;
};

/** Accounts to keep. */
export type AccountsPutInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** 1 to 500 accounts, in any order; each replaces what was said of it before */
  readonly accounts: ReadonlyArray<AccountInput>;
};

/** What a channel cost in a period. */
export type SpendInput = {
  /** The system that reports it; with `id` it names the record for ever */
  readonly source: Scalars['String']['input'];
  /** The source's own id of it */
  readonly id: Scalars['String']['input'];
  /** The channel, as in `OrderInput.acquisitionChannel` */
  readonly channel: Scalars['String']['input'];
  /** The campaign; left out: all of the channel that no campaign is told of */
  readonly campaign?: InputMaybe<Scalars['String']['input']>;
  /** The first instant */
  readonly from: Scalars['DateTime']['input'];
  /** The instant after the last */
  readonly to: Scalars['DateTime']['input'];
  /** What it cost, 0 or more, in the deployment's currency */
  readonly amount: MoneyInput;
  /** What it was spent for */
  readonly purpose: SpendPurpose;
};

/** Spend to keep. */
export type SpendPutInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** 1 to 500 periods; the same source and id again replaces its period. Periods of one channel and campaign that overlap are refused */
  readonly spend: ReadonlyArray<SpendInput>;
};

/** Engagement points by the published rule set. */
export type Engagement = {
  readonly __typename?: 'Engagement';
  /** All points together */
  readonly points: Scalars['Float']['output'];
  /** One term per rule that gave points; they add up to `points` */
  readonly breakdown: ReadonlyArray<EngagementTerm>;
  /** The same points by department; they add up to `points` */
  readonly byDepartment: ReadonlyArray<DepartmentPoints>;
  /** Where these numbers come from */
  readonly provenance: Provenance;
};

/** The points one rule gave. */
export type EngagementTerm = {
  readonly __typename?: 'EngagementTerm';
  /** Key of the rule */
  readonly rule: Scalars['String']['output'];
  /** The rule in words */
  readonly label: Scalars['String']['output'];
  /** Who owns the rule */
  readonly department: Department;
  /** How many times the rule counted */
  readonly count: Scalars['Int']['output'];
  /** What the rule gave in all */
  readonly points: Scalars['Float']['output'];
};

/** The points of one department's rules. */
export type DepartmentPoints = {
  readonly __typename?: 'DepartmentPoints';
  /** Whose rules they are */
  readonly department: Department;
  /** Their points; 0 where none of them counted */
  readonly points: Scalars['Float']['output'];
};

/** Who owns an engagement rule. */
export type Department =
  /** Newsletters, social media, campaigns */
  | 'MARKETING'
  /** Orders and contacts before them */
  | 'SALES'
  /** What happens after an order */
  | 'SERVICE';

/** Reach in the network of customers, 0–100. */
export type Influence = {
  readonly __typename?: 'Influence';
  /** 0 to 100 on a frozen logarithmic scale: how many customers' worth of behaviour this one moves */
  readonly score: Scalars['Float']['output'];
  /** The part that comes from the ties between customers */
  readonly network: Scalars['Float']['output'];
  /** Followers, scaled within each source; null where unknown */
  readonly reach: Maybe<Scalars['Float']['output']>;
  /** Reactions received per follower, 0 to 100; null without known followers */
  readonly amplification: Maybe<Scalars['Float']['output']>;
  /** Share of followers who were recently active themselves, 0 to 100; null without known followers */
  readonly authenticity: Maybe<Scalars['Float']['output']>;
  /** Lower end of the 95 % interval of that share, the known followers taken for a sample of all */
  readonly authenticityLow: Maybe<Scalars['Float']['output']>;
  /** Upper end of that interval */
  readonly authenticityHigh: Maybe<Scalars['Float']['output']>;
  /** Change of the score over the last days before the as-of instant, against the newest that is kept of then: every score that passed a threshold, and everybody's once a month. Null where none is, or it was read on another scale */
  readonly change: Maybe<Scalars['Float']['output']>;
  /** Above 35 a like counts double in the engagement points */
  readonly aboveThreshold: Scalars['Boolean']['output'];
  /** Where these numbers come from */
  readonly provenance: Provenance;
};


/** Reach in the network of customers, 0–100. */
export type InfluenceChangeArgs = {
  days?: Scalars['Int']['input'];
};

/**
 * Whether engagement points lead value: whether what customers did before a past day goes with what they brought after it, beyond what they had spent by then. An
 * association in time order, not a cause.
 */
export type PointsLead = {
  readonly __typename?: 'PointsLead';
  /** What the figures say */
  readonly verdict: PointsLeadVerdict;
  /** In words, with the figures */
  readonly text: Scalars['String']['output'];
  /** The past day: what was done in the 84 days up to its end … */
  readonly asOf: Scalars['Date']['output'];
  /** … against the margin from then to the end of this day */
  readonly until: Scalars['Date']['output'];
  /** Customers who had bought by then */
  readonly customers: Scalars['Int']['output'];
  /** Of the points; null where the verdict is TOO_LITTLE_DATA */
  readonly points: Maybe<LeadFigures>;
  /** Where to intervene: the behaviours that lead beyond chance, the strongest first */
  readonly interveneAt: ReadonlyArray<BehaviourLead>;
  /** Every behaviour with enough customers, the strongest first */
  readonly behaviours: ReadonlyArray<BehaviourLead>;
};

/** What is said of points and value. */
export type PointsLeadVerdict =
  /** All of the 95 % interval is above 0: more points before, more margin after, beyond past spend */
  | 'LEADS'
  /** The interval covers 0, or lies below it: there is no evidence that points lead value */
  | 'NO_EVIDENCE'
  /** Fewer than 30 customers, or fewer than 30 with points */
  | 'TOO_LITTLE_DATA';

/** Spearman's partial correlation with the margin that came, past spend held constant. */
export type LeadFigures = {
  readonly __typename?: 'LeadFigures';
  /** −1 to 1 */
  readonly correlation: Scalars['Float']['output'];
  /** Of its 95 % interval */
  readonly low: Scalars['Float']['output'];
  /** Of its 95 % interval */
  readonly high: Scalars['Float']['output'];
  /** Customers who did anything of it */
  readonly customers: Scalars['Int']['output'];
};

/** One behaviour, by how often it was seen in the 84 days. */
export type BehaviourLead = {
  readonly __typename?: 'BehaviourLead';
  /** Which one */
  readonly type: InteractionType;
  /** Its figures; the interval is of this one alone */
  readonly figures: LeadFigures;
  /** Whether it leads beyond chance, at 5 % for all behaviours together (Holm 1979) */
  readonly leads: Scalars['Boolean']['output'];
};

/** A purchase: one or more lines bought at one time. */
export type Order = Node & {
  readonly __typename?: 'Order';
  /** Global id of the order */
  readonly id: Scalars['ID']['output'];
  /** Who bought */
  readonly customer: Customer;
  /** The system that reported it */
  readonly source: Scalars['String']['output'];
  /** The source's own id of the order */
  readonly sourceId: Scalars['String']['output'];
  /** When it was placed */
  readonly placedAt: Scalars['DateTime']['output'];
  /** When Kring took it in */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** What the lines add up to, without tax */
  readonly net: Money;
  /** Net minus the cost of goods; null when the cost of any line is unknown */
  readonly margin: Maybe<Money>;
  /** Bought in response to a promotion */
  readonly promotion: Scalars['Boolean']['output'];
  /** How the customer came to this order; null where the source does not say */
  readonly acquisitionChannel: Maybe<Scalars['String']['output']>;
  /** From then on the order is none; null while it stands */
  readonly cancelledAt: Maybe<Scalars['DateTime']['output']>;
  /** 1 as it was first sent; goes up with every correction. Pass it as `expectedVersion` to correct only what you have seen */
  readonly version: Scalars['Int']['output'];
  /** What was sent under this id before it was corrected, oldest first */
  readonly earlierVersions: ReadonlyArray<EarlierOrder>;
  /** What was bought, in the order the source listed it */
  readonly lines: ReadonlyArray<OrderLine>;
  /** True when a simulation made it */
  readonly simulated: Scalars['Boolean']['output'];
};

/** One product or service of an order. */
export type OrderLine = {
  readonly __typename?: 'OrderLine';
  /** The source's key of what was bought */
  readonly sku: Scalars['String']['output'];
  /** Assortment group */
  readonly group: Scalars['String']['output'];
  /** How much of it, in the source's own unit; below 0 for returned goods */
  readonly quantity: Scalars['Float']['output'];
  /** Of the whole line, without tax; below 0 for what was given back */
  readonly net: Money;
  /** Cost of goods of the whole line: as stated with the order, else that of the product, times the quantity; below 0 where they came back; null where neither is known */
  readonly cost: Maybe<Money>;
  /** Product, service or subscription */
  readonly kind: LineKind;
  /** Of a return: the source's own id of the order it names */
  readonly returnOf: Maybe<Scalars['String']['output']>;
  /** Of a return: when it was given back, where that is not the order's own instant */
  readonly returnedAt: Maybe<Scalars['DateTime']['output']>;
};

/** An order as it stood before a correction replaced it. */
export type EarlierOrder = {
  readonly __typename?: 'EarlierOrder';
  /** Which version it was, from 1 */
  readonly version: Scalars['Int']['output'];
  /** When this version said it was placed */
  readonly placedAt: Scalars['DateTime']['output'];
  /** When this version came in */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** When the correction that replaced it came in */
  readonly replacedAt: Scalars['DateTime']['output'];
  /** When this version said the order was cancelled; null where it did not */
  readonly cancelledAt: Maybe<Scalars['DateTime']['output']>;
  /** What the lines of this version add up to, without tax */
  readonly net: Money;
  /** What this version said was bought and given back */
  readonly lines: ReadonlyArray<OrderLine>;
};

/**
 * Money that went back to a customer, once for each order it was taken from. Refunds sum to the term REFUNDS of the value
 * breakdown and credits to CREDITS, with revenue at the configured rate where a cost is unknown.
 */
export type MoneyBack = {
  readonly __typename?: 'MoneyBack';
  /** Whether it was taken from a purchase */
  readonly kind: MoneyBackKind;
  /** When it went back */
  readonly at: Scalars['DateTime']['output'];
  /** The source's key of what was given back; `*` for all lines of an order in proportion */
  readonly sku: Scalars['String']['output'];
  /** What was given back, above 0 */
  readonly amount: Money;
  /** The margin that went with it; null when a cost is unknown */
  readonly margin: Maybe<Money>;
  /** The record that says so */
  readonly toldBy: Maybe<Order>;
  /** The order it was taken from; null for a credit */
  readonly order: Maybe<Order>;
  /** Why no purchase was found; null for a refund */
  readonly reason: Maybe<CreditReason>;
};

/** What money that went back was taken from. */
export type MoneyBackKind =
  /** Of a purchase, which counts for that much less; of all of an order, which is none any more */
  | 'REFUND'
  /** No purchase was found to take it from: it counts against the customer's value and never as a purchase or less of one */
  | 'CREDIT';

/** Why money that went back met no purchase. */
export type CreditReason =
  /** No earlier purchase of the product by this customer is known */
  | 'NO_EARLIER_PURCHASE'
  /** The order it names is not known among this customer's orders */
  | 'UNKNOWN_ORDER'
  /** The purchases were given back already */
  | 'MORE_THAN_BOUGHT';

/** What was sold. */
export type LineKind =
  /** A thing, sold once */
  | 'PRODUCT'
  /** Work done for the customer */
  | 'SERVICE'
  /** Something that renews */
  | 'SUBSCRIPTION';

/** A page of orders. */
export type OrderConnection = {
  readonly __typename?: 'OrderConnection';
  /** The objects of this page with their cursors */
  readonly edges: ReadonlyArray<OrderEdge>;
  /** The same objects without cursors */
  readonly nodes: ReadonlyArray<Order>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
};

/** An order in a list. */
export type OrderEdge = {
  readonly __typename?: 'OrderEdge';
  /** Place in the list: as `after` it leads to what follows this object */
  readonly cursor: Scalars['String']['output'];
  /** The object itself */
  readonly node: Order;
};

/** Something that happened between the company and a customer, apart from orders. */
export type Interaction = Node & {
  readonly __typename?: 'Interaction';
  /** Global id of the interaction */
  readonly id: Scalars['ID']['output'];
  /** With whom */
  readonly customer: Customer;
  /** The system that reported it */
  readonly source: Scalars['String']['output'];
  /** The source's own id of the interaction */
  readonly sourceId: Scalars['String']['output'];
  /** What happened */
  readonly type: InteractionType;
  /** Where it happened */
  readonly channel: Channel;
  /** When it happened */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** When Kring took it in */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** What it was about: the newsletter issue, the liked post, the complaint */
  readonly objectRef: Maybe<Scalars['String']['output']>;
  /** −1 (bad) to 1 (good), where the source says */
  readonly valence: Maybe<Scalars['Float']['output']>;
  /** What the source claims the customer's influence was. Counted nowhere: points go by the score Kring itself had published by then */
  readonly influence: Maybe<Scalars['Float']['output']>;
  /** Minutes of human contact the company spent on it; null where unknown */
  readonly effortMinutes: Maybe<Scalars['Float']['output']>;
  /** Of a SURVEY_RESPONSE: what was answered; null where the source does not say */
  readonly answer: Maybe<Scalars['String']['output']>;
  /** True when a simulation made it */
  readonly simulated: Scalars['Boolean']['output'];
};

/** What happened. Engagement rules and the lifecycle read it. */
export type InteractionType =
  /** An issue was delivered; `objectRef` names it */
  | 'NEWSLETTER_RECEIVED'
  /** An issue was opened */
  | 'NEWSLETTER_OPENED'
  /** An issue was read, or a link in it followed */
  | 'NEWSLETTER_READ'
  /** Began to follow an account of the company, named by `objectRef` */
  | 'SOCIAL_FOLLOW'
  /** Stopped following it */
  | 'SOCIAL_UNFOLLOW'
  /** Liked a post, named by `objectRef` */
  | 'SOCIAL_LIKE'
  /** Took a like back */
  | 'SOCIAL_UNLIKE'
  /** Passed a post on */
  | 'SOCIAL_SHARE'
  /** Wrote about the company */
  | 'SOCIAL_MENTION'
  /** Logged in to the customer portal */
  | 'PORTAL_LOGIN'
  /** Did something in the portal: use of what was bought */
  | 'PORTAL_TASK'
  /** Complained; `objectRef` names the complaint */
  | 'COMPLAINT_OPENED'
  /** A complaint was settled */
  | 'COMPLAINT_RESOLVED'
  /** Asked support for help */
  | 'SUPPORT_CONTACT'
  /** Talked with sales; makes a lead */
  | 'SALES_CONTACT'
  /** Answered a survey; `valence` is the answer */
  | 'SURVEY_RESPONSE'
  /** Saw a promotion */
  | 'PROMOTION_SEEN'
  /** Used a promotion */
  | 'PROMOTION_REDEEMED'
  /** Wrote a review; `valence` is its verdict */
  | 'REVIEW'
  /** Looked at a page */
  | 'PAGE_VIEW'
  /** Came to a store */
  | 'STORE_VISIT'
  /** Received what was ordered */
  | 'DELIVERY'
  /** Sent goods back; moves no money by itself */
  | 'RETURN_SENT'
  /** Anything else worth keeping */
  | 'OTHER';

/** Where an interaction took place. */
export type Channel =
  /** By e-mail */
  | 'EMAIL'
  /** On the web site */
  | 'WEB'
  /** In the app */
  | 'APP'
  /** In the customer portal */
  | 'PORTAL'
  /** By telephone */
  | 'PHONE'
  /** In a store */
  | 'STORE'
  /** With a visiting salesperson */
  | 'FIELD_SALES'
  /** On a social network */
  | 'SOCIAL'
  /** In a chat */
  | 'CHAT'
  /** By letter or parcel */
  | 'POST'
  /** Through a partner */
  | 'PARTNER';

/** A page of interactions. */
export type InteractionConnection = {
  readonly __typename?: 'InteractionConnection';
  /** The objects of this page with their cursors */
  readonly edges: ReadonlyArray<InteractionEdge>;
  /** The same objects without cursors */
  readonly nodes: ReadonlyArray<Interaction>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
};

/** An interaction in a list. */
export type InteractionEdge = {
  readonly __typename?: 'InteractionEdge';
  /** Place in the list: as `after` it leads to what follows this object */
  readonly cursor: Scalars['String']['output'];
  /** The object itself */
  readonly node: Interaction;
};

/** A tie points from the follower, who gives credit, to the followed, who receives it. */
export type Tie = {
  readonly __typename?: 'Tie';
  /** Who gives credit */
  readonly follower: Customer;
  /** Who receives it */
  readonly followed: Customer;
  /** What kind of attention it is */
  readonly kind: TieKind;
  /** The system or network that reported it */
  readonly source: Scalars['String']['output'];
  /** In the source's own scale */
  readonly weight: Scalars['Float']['output'];
  /** Since when, or when it was last seen: the latest report stands */
  readonly at: Scalars['DateTime']['output'];
  /** True when a simulation made it */
  readonly simulated: Scalars['Boolean']['output'];
};

/** Kinds of tie. States hold until withdrawn; acts fade. */
export type TieKind =
  /** Follows (a state) */
  | 'FOLLOW'
  /** Declared trust (a state) */
  | 'TRUST'
  /** Answered them (an act) */
  | 'REPLY'
  /** Passed on what they wrote (an act) */
  | 'SHARE'
  /** Liked what they wrote (an act) */
  | 'LIKE'
  /** Named them (an act) */
  | 'MENTION'
  /** Came together with them (an act) */
  | 'VISIT_TOGETHER'
  /** Any other tie (an act) */
  | 'OTHER';

/** A page of ties. */
export type TieConnection = {
  readonly __typename?: 'TieConnection';
  /** The objects of this page with their cursors */
  readonly edges: ReadonlyArray<TieEdge>;
  /** The same objects without cursors */
  readonly nodes: ReadonlyArray<Tie>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
};

/** A tie in a list. */
export type TieEdge = {
  readonly __typename?: 'TieEdge';
  /** Place in the list: as `after` it leads to what follows this object */
  readonly cursor: Scalars['String']['output'];
  /** The object itself */
  readonly node: Tie;
};

/**
 * A claim that somebody brought somebody in. Every claim is kept, whatever order they come in; the run counts, for each friend, the
 * earliest that holds, and says of each other why not.
 */
export type Referral = Node & {
  readonly __typename?: 'Referral';
  /** Global id of the referral */
  readonly id: Scalars['ID']['output'];
  /** The system that reported it */
  readonly source: Scalars['String']['output'];
  /** The source's own id of the referral */
  readonly sourceId: Scalars['String']['output'];
  /** Who brought the friend in */
  readonly advocate: Customer;
  /** Who was brought in */
  readonly friend: Customer;
  /** Whether the friend would have come anyway */
  readonly kind: ReferralKind;
  /** When the referral was made */
  readonly at: Scalars['DateTime']['output'];
  /** By when the friend has to buy for it to count; null for the deployment's own window */
  readonly expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** What winning the friend through the usual channels would have cost; null where unknown */
  readonly savedAcquisitionCost: Maybe<Money>;
  /** What was paid for it, to either side; null for nothing */
  readonly reward: Maybe<Money>;
  /** True when a simulation made it */
  readonly simulated: Scalars['Boolean']['output'];
  /** Whether the last run counted this claim; null until a run has seen it */
  readonly counted: Maybe<Scalars['Boolean']['output']>;
  /** Why the last run did not count it; null where it did, or has not seen it */
  readonly rejectedBecause: Maybe<ReferralRejectionReason>;
};

/** What the referral changed (Kumar, Petersen and Leone 2010). */
export type ReferralKind =
  /** The friend would not have come otherwise: value is shared along the chain */
  | 'TYPE_ONE'
  /** The friend would have come anyway: the advocate earns at most the saved acquisition cost */
  | 'TYPE_TWO';

/** A page of referrals. */
export type ReferralConnection = {
  readonly __typename?: 'ReferralConnection';
  /** The objects of this page with their cursors */
  readonly edges: ReadonlyArray<ReferralEdge>;
  /** The same objects without cursors */
  readonly nodes: ReadonlyArray<Referral>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
};

/** A referral in a list. */
export type ReferralEdge = {
  readonly __typename?: 'ReferralEdge';
  /** Place in the list: as `after` it leads to what follows this object */
  readonly cursor: Scalars['String']['output'];
  /** The object itself */
  readonly node: Referral;
};

/** Which entries of a timeline are wanted. What is named in several fields must hold in all of them. */
export type TimelineFilter = {
  /** Only interactions of these types; without `orders: true` no orders */
  readonly types?: InputMaybe<ReadonlyArray<InteractionType>>;
  /** Only interactions on these channels; an order has no channel, so it is left out unless `orders: true` */
  readonly channels?: InputMaybe<ReadonlyArray<Channel>>;
  /** Only interactions online (true) or offline (false); an order is neither */
  readonly online?: InputMaybe<Scalars['Boolean']['input']>;
  /** True: orders too, whatever `types`, `channels` and `online` say of interactions; false: no orders */
  readonly orders?: InputMaybe<Scalars['Boolean']['input']>;
  /** From the first instant up to the one after the last */
  readonly occurredAt?: InputMaybe<DateTimeRange>;
};

/** What happened: a purchase or an interaction. */
export type TimelineEntry = Order | Interaction;

/** A page of a timeline. */
export type TimelineConnection = {
  readonly __typename?: 'TimelineConnection';
  /** The objects of this page with their cursors */
  readonly edges: ReadonlyArray<TimelineEdge>;
  /** The same objects without cursors */
  readonly nodes: ReadonlyArray<TimelineEntry>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
};

/** An order or interaction in a timeline. */
export type TimelineEdge = {
  readonly __typename?: 'TimelineEdge';
  /** Place in the list: as `after` it leads to what follows this object */
  readonly cursor: Scalars['String']['output'];
  /** The object itself */
  readonly node: TimelineEntry;
};

/** Why a number is null. */
export type Absence = {
  readonly __typename?: 'Absence';
  /** The field beside this list that is null */
  readonly field: Scalars['String']['output'];
  /** Why, and what would fill it */
  readonly reason: Scalars['String']['output'];
};

/** The sum of a customer's experiences in a period. */
export type Experience = {
  readonly __typename?: 'Experience';
  /**
   * −1 (bad) to 1 (good): Σ valence·weight·decay ÷ Σ weight·decay over the interactions of which it is known how they were. Everything decays alike, by half in
   * 180 days, so mere time does not move it
   */
  readonly score: Maybe<Scalars['Float']['output']>;
  /** Interactions of which it is known how they were */
  readonly rated: Scalars['Int']['output'];
  /** The newest `first` (1 to 100) of them, with what each adds to the score; all of them sum to it */
  readonly terms: ReadonlyArray<ExperienceTerm>;
  /** The score over what the customer said when asked (SURVEY_RESPONSE) alone */
  readonly asked: Maybe<Scalars['Float']['output']>;
  /** The score over everything else: what was observed without asking */
  readonly observed: Maybe<Scalars['Float']['output']>;
  /** Interactions in the period: online and offline together */
  readonly interactions: Scalars['Int']['output'];
  /** By e-mail, web, app, portal, social network or chat */
  readonly online: Scalars['Int']['output'];
  /** By telephone, in a store, in the field, by post or through a partner */
  readonly offline: Scalars['Int']['output'];
  /** Each channel in use, those with most interactions first; they sum to `interactions` */
  readonly byChannel: ReadonlyArray<ChannelExperience>;
  /** 0 (one channel) to 1 (evenly over the channels in use): entropy over its maximum */
  readonly omniChannelIndex: Maybe<Scalars['Float']['output']>;
  /** Orders in the period, as they stand after cancellations and refunds */
  readonly orders: Scalars['Int']['output'];
  /** Share of the steps to an order that came before the first contact with sales: median over the orders with any step */
  readonly selfDirectedShare: Maybe<Scalars['Float']['output']>;
  /** Days from the first step to the order: median over the orders with any step */
  readonly orientationDays: Maybe<Scalars['Float']['output']>;
  /** Orders with at most one touch in the 72 hours before */
  readonly impulseOrders: Maybe<Scalars['Int']['output']>;
  /** The newest `first` (1 to 100) orders, each with the way to it */
  readonly orientations: ReadonlyArray<Orientation>;
  /** Complaints and what became of them */
  readonly complaints: Complaints;
  /** Every field above that is null, with its reason */
  readonly absent: ReadonlyArray<Absence>;
  /** Where these numbers come from */
  readonly provenance: Provenance;
};


/** The sum of a customer's experiences in a period. */
export type ExperienceTermsArgs = {
  first?: Scalars['Int']['input'];
};


/** The sum of a customer's experiences in a period. */
export type ExperienceOrientationsArgs = {
  first?: Scalars['Int']['input'];
};

/** One interaction as a term of the experience score. */
export type ExperienceTerm = {
  readonly __typename?: 'ExperienceTerm';
  /** What happened */
  readonly interaction: Interaction;
  /** −1 to 1: as the source says; a complaint of which it does not say is −1 */
  readonly valence: Scalars['Float']['output'];
  /** 2 for a complaint, which counts double, else 1 */
  readonly weight: Scalars['Float']['output'];
  /** 1 for the newest, half for every 180 days before it, in steps of 28 days */
  readonly decay: Scalars['Float']['output'];
  /** What it adds to the score */
  readonly share: Scalars['Float']['output'];
};

/** What happened on one channel. */
export type ChannelExperience = {
  readonly __typename?: 'ChannelExperience';
  /** Which one */
  readonly channel: Channel;
  /** Whether it counts as online */
  readonly online: Scalars['Boolean']['output'];
  /** How many interactions */
  readonly interactions: Scalars['Int']['output'];
  /** Their experience score; null where it is known of none how it was */
  readonly score: Maybe<Scalars['Float']['output']>;
  /** The newest one */
  readonly lastAt: Scalars['DateTime']['output'];
};

/** The way to one order: steps of the customer's since the order before, at most 90 days back. */
export type Orientation = {
  readonly __typename?: 'Orientation';
  /** Where the way led */
  readonly order: Order;
  /** Every step, oldest first */
  readonly touches: ReadonlyArray<Interaction>;
  /** The first contact with sales on the way; null where there was none */
  readonly salesContact: Maybe<Interaction>;
  /** Steps before that contact ÷ all steps, 1 without a contact; null without a step */
  readonly selfDirectedShare: Maybe<Scalars['Float']['output']>;
  /** From the first step to the order; null without a step */
  readonly days: Maybe<Scalars['Float']['output']>;
  /** What may have moved the customer in the 72 hours before: steps, and newsletters that came */
  readonly stimuli: ReadonlyArray<Interaction>;
  /** At most one of those; null where nothing was ever told of what the customer did before */
  readonly impulse: Maybe<Scalars['Boolean']['output']>;
};

/** Complaints of a customer. */
export type Complaints = {
  readonly __typename?: 'Complaints';
  /** All of them */
  readonly total: Scalars['Int']['output'];
  /** Not settled yet */
  readonly open: Scalars['Int']['output'];
  /** Made by a customer who had complained before */
  readonly repeat: Scalars['Int']['output'];
  /** From opening to settlement; null where none was settled */
  readonly medianHoursToResolve: Maybe<Scalars['Float']['output']>;
  /** Share of the settled ones after which the customer ordered again within 180 days, of those of which it is known; null where it is of none */
  readonly recoveredShare: Maybe<Scalars['Float']['output']>;
  /** When the last was opened */
  readonly lastAt: Maybe<Scalars['DateTime']['output']>;
  /** The newest `first` (1 to 100) */
  readonly list: ReadonlyArray<Complaint>;
};


/** Complaints of a customer. */
export type ComplaintsListArgs = {
  first?: Scalars['Int']['input'];
};

/** One complaint. */
export type Complaint = {
  readonly __typename?: 'Complaint';
  /** What opened it */
  readonly opened: Interaction;
  /** What settled it; null while it is open */
  readonly resolved: Maybe<Interaction>;
  /** From opening to settlement */
  readonly hours: Maybe<Scalars['Float']['output']>;
  /** The first order after the settlement */
  readonly orderAfter: Maybe<Order>;
  /** Whether that came within 180 days; null while it can still come, and while the complaint is open */
  readonly recovered: Maybe<Scalars['Boolean']['output']>;
  /** Whether the customer had complained before */
  readonly repeat: Scalars['Boolean']['output'];
};

/** What a customer does. */
export type Behaviour = {
  readonly __typename?: 'Behaviour';
  /** What is bought, how often and how broadly */
  readonly purchases: PurchaseBehaviour;
  /** How far newsletters are read */
  readonly newsletter: NewsletterBehaviour;
  /** How promotions and loyalty go together */
  readonly promotion: PromotionBehaviour;
  /** Use of the self-service portal */
  readonly portal: PortalBehaviour;
  /** What is followed and liked at the end of the period, and passed on in it */
  readonly social: SocialBehaviour;
  /** Every field of the parts above that is null, as `part.field`, with its reason */
  readonly absent: ReadonlyArray<Absence>;
  /** Where these numbers come from */
  readonly provenance: Provenance;
};

/** Frequency, repetition and breadth of purchases, after cancellations and refunds. */
export type PurchaseBehaviour = {
  readonly __typename?: 'PurchaseBehaviour';
  /** Orders in the period */
  readonly orders: Scalars['Int']['output'];
  /** Orders a year since the first of the period; null before 30 days have passed */
  readonly ordersPerYear: Maybe<Scalars['Float']['output']>;
  /** Different products */
  readonly products: Scalars['Int']['output'];
  /** Of those, the ones in more than one order */
  readonly repeatProducts: Scalars['Int']['output'];
  /** Different assortment groups */
  readonly groups: Scalars['Int']['output'];
  /** Over how many groups the revenue spreads: exp of the entropy of its shares, from 1 to `groups` */
  readonly breadth: Maybe<Scalars['Float']['output']>;
  /** The `first` (1 to 100) groups with most revenue */
  readonly byGroup: ReadonlyArray<BoughtGroup>;
  /** The `first` (1 to 100) products bought in most orders */
  readonly byProduct: ReadonlyArray<BoughtProduct>;
};


/** Frequency, repetition and breadth of purchases, after cancellations and refunds. */
export type PurchaseBehaviourByGroupArgs = {
  first?: Scalars['Int']['input'];
};


/** Frequency, repetition and breadth of purchases, after cancellations and refunds. */
export type PurchaseBehaviourByProductArgs = {
  first?: Scalars['Int']['input'];
};

/** An assortment group a customer bought from. */
export type BoughtGroup = {
  readonly __typename?: 'BoughtGroup';
  /** Its name */
  readonly group: Scalars['String']['output'];
  /** Orders it was in */
  readonly orders: Scalars['Int']['output'];
  /** How much, in the source's units */
  readonly quantity: Scalars['Float']['output'];
  /** Revenue */
  readonly net: Money;
  /** Last bought */
  readonly lastAt: Scalars['DateTime']['output'];
};

/** A product a customer bought. */
export type BoughtProduct = {
  readonly __typename?: 'BoughtProduct';
  /** The source's key of it */
  readonly sku: Scalars['String']['output'];
  /** Orders it was in */
  readonly orders: Scalars['Int']['output'];
  /** How much, in the source's units */
  readonly quantity: Scalars['Float']['output'];
  /** Revenue */
  readonly net: Money;
  /** Last bought */
  readonly lastAt: Scalars['DateTime']['output'];
};

/** How far newsletters are read. Who read an issue has opened it, who opened it has received it. */
export type NewsletterBehaviour = {
  readonly __typename?: 'NewsletterBehaviour';
  /** Issues */
  readonly received: Scalars['Int']['output'];
  /** Of those, opened */
  readonly opened: Scalars['Int']['output'];
  /** Of those, read */
  readonly read: Scalars['Int']['output'];
  /** opened ÷ received */
  readonly openRate: Maybe<Scalars['Float']['output']>;
  /** read ÷ received */
  readonly readRate: Maybe<Scalars['Float']['output']>;
  /** When the last of it happened */
  readonly lastAt: Maybe<Scalars['DateTime']['output']>;
  /** The newest `first` (1 to 100) issues */
  readonly issues: ReadonlyArray<NewsletterIssue>;
};


/** How far newsletters are read. Who read an issue has opened it, who opened it has received it. */
export type NewsletterBehaviourIssuesArgs = {
  first?: Scalars['Int']['input'];
};

/** One issue of a newsletter, as far as the customer came with it. */
export type NewsletterIssue = {
  readonly __typename?: 'NewsletterIssue';
  /** Which one; null where no event names it */
  readonly objectRef: Maybe<Scalars['String']['output']>;
  /** How far */
  readonly stage: NewsletterStage;
  /** What says so */
  readonly interactions: ReadonlyArray<Interaction>;
};

/** How far a customer came with an issue. */
export type NewsletterStage =
  /** It came */
  | 'RECEIVED'
  /** It was opened */
  | 'OPENED'
  /** It was read */
  | 'READ';

/** Promotions in relation to loyalty. */
export type PromotionBehaviour = {
  readonly __typename?: 'PromotionBehaviour';
  /** How loyalty leans on promotions */
  readonly loyalty: PromotionLoyalty;
  /** Promotions seen */
  readonly seen: Scalars['Int']['output'];
  /** Promotions used */
  readonly redeemed: Scalars['Int']['output'];
  /** redeemed ÷ seen, at most 1 */
  readonly responseRate: Maybe<Scalars['Float']['output']>;
  /** Orders on promotion */
  readonly promotionOrders: Scalars['Int']['output'];
  /** Orders at full price */
  readonly fullPriceOrders: Scalars['Int']['output'];
  /** Orders on promotion ÷ orders */
  readonly promotionShare: Maybe<Scalars['Float']['output']>;
  /** Share of the orders on promotion that an order at full price followed, the last order apart */
  readonly fullPriceAfter: Maybe<Scalars['Float']['output']>;
  /** The newest `first` (1 to 100) orders on promotion */
  readonly orders: ReadonlyArray<Order>;
};


/** Promotions in relation to loyalty. */
export type PromotionBehaviourOrdersArgs = {
  first?: Scalars['Int']['input'];
};

/** How a customer's loyalty leans on promotions. */
export type PromotionLoyalty =
  /** At most a fifth of the orders on promotion */
  | 'LOYAL_FULL_PRICE'
  /** In between: buys at full price, and takes promotions along */
  | 'PROMO_AWARE'
  /** At least four fifths of the orders on promotion */
  | 'PROMO_ONLY'
  /** Fewer than three orders */
  | 'TOO_LITTLE_DATA';

/** Use of the self-service portal. */
export type PortalBehaviour = {
  readonly __typename?: 'PortalBehaviour';
  /** Whether the customer ever logged in in the period */
  readonly user: Scalars['Boolean']['output'];
  /** The last time */
  readonly lastLogin: Maybe<Interaction>;
  /** Days since then */
  readonly daysSinceLogin: Maybe<Scalars['Int']['output']>;
  /** Logins in the period */
  readonly logins: Scalars['Int']['output'];
  /** Tasks done in the period */
  readonly tasks: Scalars['Int']['output'];
  /** Logins in the 90 days up to its end */
  readonly logins90d: Scalars['Int']['output'];
  /** Tasks done in those 90 days */
  readonly tasks90d: Scalars['Int']['output'];
};

/** What holds on social media, and what was passed on. */
export type SocialBehaviour = {
  readonly __typename?: 'SocialBehaviour';
  /** Accounts of the company that are followed at the end of the period */
  readonly follows: ReadonlyArray<HeldState>;
  /** Posts that are liked then, the newest 100 */
  readonly likes: ReadonlyArray<HeldState>;
  /** How many posts those are, also those not listed */
  readonly likeCount: Scalars['Int']['output'];
  /** Posts passed on in the period */
  readonly shares: Scalars['Int']['output'];
  /** Times the customer wrote about the company in the period */
  readonly mentions: Scalars['Int']['output'];
};

/** Something that began and did not end. */
export type HeldState = {
  readonly __typename?: 'HeldState';
  /** The account or post; null where the source names none */
  readonly objectRef: Maybe<Scalars['String']['output']>;
  /** What began it */
  readonly interaction: Interaction;
};

/** Whether the experience of customers goes with their coming back. An association, not a cause: who means to stay may also speak well. */
export type ExperienceDriver = {
  readonly __typename?: 'ExperienceDriver';
  /** The experience score is that of the interactions up to the end of this day … */
  readonly asOf: Scalars['Date']['output'];
  /** … and who bought from then to the end of this day came back */
  readonly until: Scalars['Date']['output'];
  /** Customers who had bought by then, and of whom it was known how it was */
  readonly customers: Scalars['Int']['output'];
  /** Of these, how many came back */
  readonly stayed: Scalars['Int']['output'];
  /** Spearman's correlation of score and coming back; null with fewer than 30 customers, or where all did the same */
  readonly correlation: Maybe<Scalars['Float']['output']>;
  /** Of its 95 % interval */
  readonly low: Maybe<Scalars['Float']['output']>;
  /** Of its 95 % interval */
  readonly high: Maybe<Scalars['Float']['output']>;
  /** In words, with the figures */
  readonly text: Scalars['String']['output'];
};

/**
 * What is told about a customer beside what they do. Of one thing (of needs: of each) the fact with the latest instant stands, until it
 * runs out; all of them stay in the history. Facts move no value and give no points.
 */
export type Fact = {
  readonly __typename?: 'Fact';
  /** What it is about */
  readonly type: FactType;
  /** What is so: a stage, a country code, the id of an account at the source; null where nothing is any more */
  readonly value: Maybe<Scalars['String']['output']>;
  /** Of a lead its owner, of a consent the version of the text */
  readonly detail: Maybe<Scalars['String']['output']>;
  /** Since when */
  readonly at: Scalars['DateTime']['output'];
  /** From then on it is not known to be so; null: until told otherwise */
  readonly expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** The system that told it */
  readonly source: Scalars['String']['output'];
  /** The source's own id of it */
  readonly sourceId: Scalars['String']['output'];
  /** When Kring took it in */
  readonly receivedAt: Scalars['DateTime']['output'];
};

/** What a fact can be about. */
export type FactType =
  /** Life stage, in the source's words */
  | 'LIFE_STAGE'
  /** Lifestyle, in the source's words */
  | 'LIFESTYLE'
  /** Something the customer will need; each need stands by itself */
  | 'NEED'
  /** Stage of a lead: NEW, CONTACTED, QUALIFIED, PROPOSAL, WON or LOST; `detail` is the owner */
  | 'LEAD'
  /** The company or household the customer belongs to, by its id at the source; a customer belongs to one */
  | 'ACCOUNT'
  /** Country, ISO 3166 of two letters */
  | 'COUNTRY'
  /** Region, in the source's words */
  | 'REGION'
  /** Whether the customer may be written to by e-mail: GRANTED or WITHDRAWN; `detail` is the version of the text */
  | 'CONSENT_EMAIL'
  /** Whether the customer may be called */
  | 'CONSENT_PHONE'
  /** Whether the customer may be written to by post */
  | 'CONSENT_POST'
  /** Whether offers and pages may be made for the customer */
  | 'CONSENT_PERSONALISATION'
  /** Whom of the company the customer deals with, the single point of trust; a customer has one */
  | 'CONTACT'
  /** What the customer spends in a year on what the company sells, with all suppliers: an amount in the accounting currency, as a survey or they themselves say */
  | 'WALLET';

/** What is known of a customer by what was told. */
export type CustomerFacts = {
  readonly __typename?: 'CustomerFacts';
  /** What stands at the instant asked for, one a thing; without what has run out */
  readonly standing: ReadonlyArray<Fact>;
  /** Everything that was told up to then, the newest first, at most 100 */
  readonly history: ReadonlyArray<Fact>;
  /** The company or household the customer belongs to at that instant; null where none is told, or nothing is said of it */
  readonly account: Maybe<Account>;
};

/** Human contact a company spent on a customer. */
export type Effort = {
  readonly __typename?: 'Effort';
  /** Minutes */
  readonly minutes: Scalars['Float']['output'];
  /** Contacts of which the minutes are known */
  readonly contacts: Scalars['Int']['output'];
};

/**
 * What of a customer's spending with all suppliers comes here. What is spent elsewhere is in nobody's own data: without somebody who told it there is a reason and no
 * figure, and it is never guessed from others.
 */
export type ShareOfWallet = {
  readonly __typename?: 'ShareOfWallet';
  /** spent ÷ wallet, 0 to 1; null where it cannot be known, with the reason */
  readonly share: Maybe<Scalars['Float']['output']>;
  /** Why `share` is null; null where it is there */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** What they paid here in the year, less what went back */
  readonly spent: Money;
  /** What was told they spend in a year with all suppliers; null where nobody told */
  readonly wallet: Maybe<Money>;
  /** The fact that told it, with its source, its date and until when it holds */
  readonly told: Maybe<Fact>;
  /** The year begins after this instant */
  readonly from: Scalars['DateTime']['output'];
  /** The year ends with this instant */
  readonly to: Scalars['DateTime']['output'];
};

/** Facts to take in. */
export type FactsIngestInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** 1 to 500 facts, of any customers, in any order */
  readonly facts: ReadonlyArray<FactInput>;
};

/** A fact as its source reports it. */
export type FactInput = {
  /** The system that reports it; with `id` it names the fact for ever */
  readonly source: Scalars['String']['input'];
  /** The source's own id of the fact */
  readonly id: Scalars['String']['input'];
  /** Of whom; created when not known yet, unless named by Kring's own id */
  readonly by: CustomerIdentifier;
  /** What it is about */
  readonly type: FactType;
  /** What is so; left out: nothing any more (not of a need, which expires, nor of a consent) */
  readonly value?: InputMaybe<Scalars['String']['input']>;
  /** Of a lead its owner; of a consent the version of the text, which it must have */
  readonly detail?: InputMaybe<Scalars['String']['input']>;
  /** Since when */
  readonly at: Scalars['DateTime']['input'];
  /** From then on it is not known to be so */
  readonly expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/**
 * Customer health: the chance of return and wellbeing, with lifetime value among the measures. Maxima of the factors sum to 100; a factor of which nothing is
 * known takes no part, the others are weighed up to 100, and `confidence` falls by its maximum.
 */
export type CustomerHealth = {
  readonly __typename?: 'CustomerHealth';
  /** The sum of the points of the factors; null where none is known */
  readonly score: Maybe<Scalars['Float']['output']>;
  /** HEALTHY from 60 on, AT_RISK below 40 */
  readonly band: HealthBand;
  /** Share of the 100 of which something is known */
  readonly confidence: Scalars['Float']['output'];
  /** The five factors */
  readonly factors: ReadonlyArray<HealthFactor>;
  /** How the customer feels: the factor WELLBEING */
  readonly happiness: HealthPart;
  /** Coming back: the factor LOYALTY */
  readonly loyalty: HealthPart;
  /** Speaking well of the company: the factor RECOMMENDATION */
  readonly recommendation: HealthPart;
  /** What the customer said when asked, 0 to 100. Says nothing of what the company means to them: `significance` does, and the two are never averaged */
  readonly satisfaction: Maybe<Scalars['Float']['output']>;
  /** How much the company is part of the customer's life, 0 to 100: 100·(1 − 2^(−n/4)) of n actions of their own in the last four periods of 28 days */
  readonly significance: Maybe<Scalars['Float']['output']>;
  /** Every field above that is null, and every factor without a value, with its reason */
  readonly absent: ReadonlyArray<Absence>;
  /** Where these numbers come from */
  readonly provenance: Provenance;
};

/** How a health score is judged. */
export type HealthBand =
  /** 60 and more */
  | 'HEALTHY'
  /** From 40 to 60 */
  | 'NEUTRAL'
  /** Below 40 */
  | 'AT_RISK'
  /** Less than half of the 100 is known */
  | 'UNKNOWN';

/** One factor of health. */
export type HealthFactor = {
  readonly __typename?: 'HealthFactor';
  /** Which one */
  readonly key: HealthFactorKey;
  /** Its maximum; those of all factors sum to 100 */
  readonly maximum: Scalars['Int']['output'];
  /** 0 to 1; null where nothing is known */
  readonly value: Maybe<Scalars['Float']['output']>;
  /** What it adds to the score, weighed up for what is not known. The points of all factors sum to the score */
  readonly points: Scalars['Float']['output'];
};

/** The factors of health. */
export type HealthFactorKey =
  /** Probability of another order within the horizon, at most 25 */
  | 'RETURN_PROBABILITY'
  /** Lifetime value among those who first bought in the same quarter, at most 15 */
  | 'LIFETIME_VALUE'
  /** Happiness, at most 20 */
  | 'WELLBEING'
  /** Loyalty, at most 20 */
  | 'LOYALTY'
  /** Recommendation, at most 20 */
  | 'RECOMMENDATION';

/** A sub-score of health: the weighted mean of the terms of which something is known. */
export type HealthPart = {
  readonly __typename?: 'HealthPart';
  /** 0 to 100; null where no term is known */
  readonly score: Maybe<Scalars['Float']['output']>;
  /** Σ weight·value ÷ Σ weight of these, times 100, is the score */
  readonly terms: ReadonlyArray<HealthTerm>;
};

/** One term of a sub-score. */
export type HealthTerm = {
  readonly __typename?: 'HealthTerm';
  /** Which one */
  readonly key: HealthTermKey;
  /** 0 to 1 */
  readonly value: Scalars['Float']['output'];
  /** How much it counts */
  readonly weight: Scalars['Float']['output'];
};

/** Terms of happiness, loyalty and recommendation. */
export type HealthTermKey =
  /** The experience score, −1 to 1, as 0 to 1 */
  | 'EXPERIENCE'
  /** 0 with an open complaint, 1 with all settled; no term where nobody complained */
  | 'COMPLAINTS'
  /** n repeat purchases as n ÷ (n + 1) */
  | 'REPEAT'
  /** From the first to the last purchase, three years are full */
  | 'TENURE'
  /** The usual gap ÷ the wait since the last purchase, at most 1 */
  | 'RHYTHM'
  /** What was said in surveys and reviews, −1 to 1, as 0 to 1 */
  | 'ANSWERS'
  /** 1 − 2^(−n) of n shares and mentions, times their tone */
  | 'PUBLIC_ACTS'
  /** 1 where somebody was brought in who is worth something; else no term */
  | 'REFERRALS';

/** Whether the bands of health mean anything: health on a past day against leaving since. */
export type HealthBacktest = {
  readonly __typename?: 'HealthBacktest';
  /** Health is that at the end of this day, by what was known then and parameters fitted to it */
  readonly asOf: Scalars['Date']['output'];
  /** Who bought nothing in the 180 days up to the end of this day has left */
  readonly until: Scalars['Date']['output'];
  /** Each band, over everybody who had bought by then */
  readonly bands: ReadonlyArray<HealthBacktestBand>;
  /** Whether worse bands leave more: true or false where `trend` is beyond chance (one-sided 5 %) that way or the other; null where it cannot be told */
  readonly worseLeaveMore: Maybe<Scalars['Boolean']['output']>;
  /** Trend of leaving over HEALTHY, NEUTRAL, AT_RISK in standard errors (Cochran 1954, Armitage 1955), above 0 where worse bands leave more; null where there is nothing to compare */
  readonly trend: Maybe<Scalars['Float']['output']>;
};

/** Customers of one band on a past day. */
export type HealthBacktestBand = {
  readonly __typename?: 'HealthBacktestBand';
  /** Which band */
  readonly band: HealthBand;
  /** How many */
  readonly customers: Scalars['Int']['output'];
  /** How many of them bought nothing since */
  readonly left: Scalars['Int']['output'];
  /** left ÷ customers; null without customers */
  readonly share: Maybe<Scalars['Float']['output']>;
};

/**
 * Ingestion. Every row has a source and that source's own id: sending it again is harmless. Good rows are kept and bad rows
 * are listed; each row has its own result. Up to 500 rows in one request.
 */
export type IngestPayload = {
  readonly __typename?: 'IngestPayload';
  /** Rows that were new */
  readonly accepted: Scalars['Int']['output'];
  /** Rows known before with the same content */
  readonly duplicates: Scalars['Int']['output'];
  /** Rows that were left out; their results say why */
  readonly rejected: Scalars['Int']['output'];
  /** One per row, in the order of the rows */
  readonly results: ReadonlyArray<IngestResult>;
  /** Errors about the whole input; those about a row are in its result */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What became of one row. */
export type IngestResult = {
  readonly __typename?: 'IngestResult';
  /** Place of the row in the input, from 0 */
  readonly index: Scalars['Int']['output'];
  /** Kept, known, or left out */
  readonly status: IngestStatus;
  /** The customer the row is about (the follower of a tie); null when it could not be told, or the row names an address and the caller lacks pii:read */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The stored order or interaction; null for ties and referrals, and for what was rejected */
  readonly nodeId: Maybe<Scalars['ID']['output']>;
  /** Why the row was rejected; empty otherwise */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What became of a row. */
export type IngestStatus =
  /** New, and kept */
  | 'ACCEPTED'
  /** Seen before with the same content: nothing changed */
  | 'DUPLICATE'
  /** Left out; the errors say why */
  | 'REJECTED';

/** Orders to take in. */
export type OrdersIngestInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** 1 to 500 orders, of any customers, in any order */
  readonly orders: ReadonlyArray<OrderInput>;
};

/** An order as its source reports it. */
export type OrderInput = {
  /** The system that reports it; with `id` it names the order for ever */
  readonly source: Scalars['String']['input'];
  /** The source's own id of the order */
  readonly id: Scalars['String']['input'];
  /** Who bought; created when not known yet, unless named by Kring's own id */
  readonly by: CustomerIdentifier;
  /** When it was bought; of returned goods when they were given back */
  readonly placedAt: Scalars['DateTime']['input'];
  /** 1 to 1000 lines */
  readonly lines: ReadonlyArray<OrderLineInput>;
  /** Bought in response to a promotion */
  readonly promotion: Scalars['Boolean']['input'];
  /** How the customer came to this order */
  readonly acquisitionChannel?: InputMaybe<Scalars['String']['input']>;
  /** From then on the order is none */
  readonly cancelledAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** True: this replaces what was sent under this source and id before; the old content is kept in `Order.earlierVersions`. A content that was replaced before is not brought back */
  readonly correction: Scalars['Boolean']['input'];
  /** As `correction`, and refused with STALE_VERSION when another version than this one stands (`Order.version`; 0: none yet) */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
};

/** One product or service of an order. */
export type OrderLineInput = {
  /** The source's key of what was bought */
  readonly sku: Scalars['String']['input'];
  /** Assortment group: engagement counts from how many of them somebody buys */
  readonly group: Scalars['String']['input'];
  /** How much of it, in the source's own unit: above 0, or below 0 for returned goods */
  readonly quantity: Scalars['Float']['input'];
  /** What was paid for the whole line, without tax; below 0 for what was given back. A refund is such a line, an interaction of type RETURN_SENT moves no money */
  readonly net: MoneyInput;
  /** Cost of goods of the whole line, with the sign of `net`; leave out where unknown. Goods that were bought here come back at the cost they were bought at */
  readonly cost?: InputMaybe<MoneyInput>;
  /** Product, service or subscription */
  readonly kind: LineKind;
  /** Of a return: the source's own id of the order it gives back part of (sku `*`: of all its lines). Left out: the customer's latest earlier purchases of the sku */
  readonly returnOf?: InputMaybe<Scalars['String']['input']>;
  /** Of a return within the order that it gives back: when that was; left out: with the order */
  readonly returnedAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Interactions to take in. */
export type InteractionsIngestInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** 1 to 500 interactions, of any customers, in any order */
  readonly interactions: ReadonlyArray<InteractionInput>;
};

/** An interaction as its source reports it. */
export type InteractionInput = {
  /** The system that reports it; with `id` it names the interaction for ever */
  readonly source: Scalars['String']['input'];
  /** The source's own id of the interaction */
  readonly id: Scalars['String']['input'];
  /** With whom; created when not known yet, unless named by Kring's own id */
  readonly by: CustomerIdentifier;
  /** What happened */
  readonly type: InteractionType;
  /** Where it happened */
  readonly channel: Channel;
  /** When it happened, from 1970 on */
  readonly occurredAt: Scalars['DateTime']['input'];
  /** What it was about: the newsletter issue, the liked post, the complaint */
  readonly objectRef?: InputMaybe<Scalars['String']['input']>;
  /** −1 (bad) to 1 (good) */
  readonly valence?: InputMaybe<Scalars['Float']['input']>;
  /** 0–100: the source's claim. Kept, and counted as unknown: points go by the score Kring itself had published by then */
  readonly influence?: InputMaybe<Scalars['Float']['input']>;
  /** Minutes of human contact the company spent on it, 0 or more */
  readonly effortMinutes?: InputMaybe<Scalars['Float']['input']>;
  /** Of a SURVEY_RESPONSE: what was answered to the question `objectRef`. What is asked is so kept apart from what is observed */
  readonly answer?: InputMaybe<Scalars['String']['input']>;
};

/** Ties to take in. */
export type TiesIngestInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** 1 to 500 ties */
  readonly ties: ReadonlyArray<TieInput>;
};

/** Both customers must exist. */
export type TieInput = {
  /** The system or network that reports it, at most 100 characters */
  readonly source: Scalars['String']['input'];
  /** Who gives credit */
  readonly follower: CustomerIdentifier;
  /** Who receives it */
  readonly followed: CustomerIdentifier;
  /** What kind of attention it is */
  readonly kind: TieKind;
  /** 0 (the tie has ended), or from 1e-9 to 1e9 */
  readonly weight: Scalars['Float']['input'];
  /** Since when, or when it was seen */
  readonly at: Scalars['DateTime']['input'];
};

/**
 * A claim that an advocate brought in a friend. It is kept whatever else is known; which of the claims about a friend counts is decided
 * by the next run, from all of them and the orders (`Referral.counted`, `rejectedBecause`).
 */
export type ReferralRecordInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** The system that reports it; with `id` it names the referral for ever */
  readonly source: Scalars['String']['input'];
  /** The source's own id of the referral */
  readonly id: Scalars['String']['input'];
  /** Who brought the friend in */
  readonly advocate: CustomerIdentifier;
  /** Who was brought in */
  readonly friend: CustomerIdentifier;
  /** Whether the friend would have come anyway */
  readonly kind: ReferralKind;
  /** When the referral was made */
  readonly at: Scalars['DateTime']['input'];
  /** By when the friend has to buy; left out, within the deployment's own window */
  readonly expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** What winning the friend through the usual channels would have cost */
  readonly savedAcquisitionCost?: InputMaybe<MoneyInput>;
  /** What was paid for it, to either side */
  readonly reward?: InputMaybe<MoneyInput>;
};

/** What became of the referral. */
export type ReferralPayload = {
  readonly __typename?: 'ReferralPayload';
  /** The claim as kept; null where it was refused */
  readonly referral: Maybe<Referral>;
  /** Kept, known, or left out */
  readonly status: IngestStatus;
  /** Why it failed; empty when it did not */
  readonly userErrors: ReadonlyArray<UserError>;
};

/**
 * People who have not ordered, and what to do with each within the minutes there are: by what became of others who came as far, times what a won customer brings in the first
 * year, a minute.
 */
export type LeadTriage = {
  readonly __typename?: 'LeadTriage';
  /** Whether it was worked out */
  readonly status: ComputationStatus;
  /** Why not; null where it was */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** The run it is of */
  readonly asOf: Maybe<Scalars['DateTime']['output']>;
  /** Minutes there were */
  readonly capacityMinutes: Scalars['Int']['output'];
  /** Minutes that the contacts take */
  readonly usedMinutes: Maybe<Scalars['Float']['output']>;
  /** Minutes of a contact: the mean of those logged */
  readonly minutesEach: Maybe<Scalars['Float']['output']>;
  /** False: none was ever logged, and 30 are assumed */
  readonly areMinutesLogged: Maybe<Scalars['Boolean']['output']>;
  /** What a won customer brought in the first year, on average */
  readonly wonValue: Maybe<Money>;
  /** What became of others, by how far they came before an order */
  readonly stages: ReadonlyArray<LeadStageRecord>;
  /** All leads there are */
  readonly count: Maybe<Scalars['SafeInt']['output']>;
  /** How many get which action, among the first 500 by worth */
  readonly actions: ReadonlyArray<TriageCount>;
  /** By worth a minute, equals the later heard of first */
  readonly leads: ReadonlyArray<TriagedLead>;
};

/** What became of those who came so far and no further before an order. */
export type LeadStageRecord = {
  readonly __typename?: 'LeadStageRecord';
  /** How far */
  readonly stage: SonarStage;
  /** How many came there, won or not yet */
  readonly reached: Scalars['SafeInt']['output'];
  /** Of these, who ordered */
  readonly won: Scalars['SafeInt']['output'];
  /** won ÷ reached, drawn to that of all stages where few came; null where nobody came to any */
  readonly chance: Maybe<Scalars['Float']['output']>;
};

/** How many leads get an action. */
export type TriageCount = {
  readonly __typename?: 'TriageCount';
  /** Which */
  readonly action: TriageAction;
  /** How many */
  readonly leads: Scalars['SafeInt']['output'];
};

/** What to do with a lead. */
export type TriageAction =
  /** Worth most a minute: there are minutes for it */
  | 'CONTACT'
  /** Showed interest in buying, but no minutes are left: letters, no people */
  | 'NURTURE'
  /** Looked around, and no minutes are left: leave it to pages and portal */
  | 'SELF_SERVE'
  /** Silent for a year, or expected to bring nothing */
  | 'DECLINE';

/** A lead, and what to do with it. */
export type TriagedLead = {
  readonly __typename?: 'TriagedLead';
  /** Who; null where erased since */
  readonly customer: Maybe<Customer>;
  /** Their trusted contact, as `Customer.trustedContact`; null where none is told */
  readonly contact: Maybe<Scalars['String']['output']>;
  /** How far they came */
  readonly stage: SonarStage;
  /** Days since anything was heard of them */
  readonly daysSinceLast: Scalars['Int']['output'];
  /** That they are won */
  readonly chance: Scalars['Float']['output'];
  /** chance × what a won customer brings in the first year */
  readonly expectedValue: Money;
  /** The same a minute of contact */
  readonly perMinute: Money;
  /** What to do */
  readonly action: TriageAction;
  /** Why, with the figures */
  readonly reason: Scalars['String']['output'];
};

/** Position in the SONAR lifecycle, a pure function of the events. */
export type Lifecycle = {
  readonly __typename?: 'Lifecycle';
  /** The quarter the stage is in */
  readonly quarter: SonarQuarter;
  /** How far the customer has come */
  readonly stage: SonarStage;
  /** When the stage was entered; null for a suspect never seen */
  readonly since: Maybe<Scalars['DateTime']['output']>;
  /** Buying cycle, from 1 with the first order; 0 before */
  readonly cycle: Scalars['Int']['output'];
  /** A flag, not a quarter: has ordered, and `returnProbability` is below `lapsedBelow` */
  readonly lapsed: Scalars['Boolean']['output'];
  /** The run's threshold (setting `lapsedBelow`); null for a run of a release that had none */
  readonly lapsedBelow: Maybe<Scalars['Float']['output']>;
  /** Probability of at least one more order within the horizon, as in `value.clv`; null before the first order */
  readonly returnProbability: Maybe<Scalars['Float']['output']>;
  /** As in `value.clv`: one date, never in the past of the run */
  readonly expectedNextOrderOn: Maybe<Scalars['Date']['output']>;
  /** The usual gap between this customer's purchases, where they are few drawn to everybody's: explains, forecasts nothing. Null before there is any */
  readonly usualGapDays: Maybe<Scalars['Int']['output']>;
  /** Days the wait since the last order is longer than the usual gap */
  readonly overdueDays: Scalars['Int']['output'];
  /** From this day on the wait is longer than the usual gap: the customer is to be kept warm until they order or lapse, as the segment `keep-warm` has them. May lie in the past; null before there is any gap */
  readonly keepWarmFrom: Maybe<Scalars['Date']['output']>;
  /** What sales told of the customer as a lead, as it stands; null where nobody told anything, or it ended. Before the first order any stage makes a LEAD, PROPOSAL and WON an OPPORTUNITY */
  readonly lead: Maybe<LeadState>;
  /** Where these numbers come from */
  readonly provenance: Provenance;
};

/** Products whose lifespan is told, of the 100 a customer bought last. */
export type ProductsInUse = {
  readonly __typename?: 'ProductsInUse';
  /** What ends first first */
  readonly list: ReadonlyArray<ProductInUse>;
  /** How many there are */
  readonly count: Scalars['Int']['output'];
  /** Why there are none; null when there are */
  readonly reason: Maybe<Scalars['String']['output']>;
};

/** A product a customer bought, and how long it lasts. */
export type ProductInUse = {
  readonly __typename?: 'ProductInUse';
  /** The product, as the company tells it */
  readonly product: Product;
  /** The system the sku is of */
  readonly source: Scalars['String']['output'];
  /** The source's key of it, as in order lines */
  readonly sku: Scalars['String']['output'];
  /** Assortment group it was bought from */
  readonly group: Scalars['String']['output'];
  /** The day of its last purchase */
  readonly boughtOn: Scalars['Date']['output'];
  /** That day and its lifespan */
  readonly lastsUntil: Scalars['Date']['output'];
  /** From the readers' today; below 0 where it is over */
  readonly daysLeft: Scalars['Int']['output'];
};

/** What sales tells of a lead. */
export type LeadState = {
  readonly __typename?: 'LeadState';
  /** How far it has come */
  readonly stage: LeadStage;
  /** Who looks after it; null where nobody said */
  readonly owner: Maybe<Scalars['String']['output']>;
  /** Since when it is so */
  readonly since: Scalars['DateTime']['output'];
};

/** Stages of a lead. */
export type LeadStage =
  /** Nobody has spoken to them yet */
  | 'NEW'
  /** Somebody has */
  | 'CONTACTED'
  /** There is a need, and money for it */
  | 'QUALIFIED'
  /** An offer was made */
  | 'PROPOSAL'
  /** They said yes; the order makes it so */
  | 'WON'
  /** They said no */
  | 'LOST';

/** One step through the stages, made by one event. */
export type StageChange = {
  readonly __typename?: 'StageChange';
  /** The stage before; null for the first step */
  readonly from: Maybe<SonarStage>;
  /** The stage entered */
  readonly to: SonarStage;
  /** When the event happened */
  readonly at: Scalars['DateTime']['output'];
  /** The buying cycle it belongs to */
  readonly cycle: Scalars['Int']['output'];
  /** The order or interaction that made it: `node(id:)` reads it; null where it is what sales told of a lead */
  readonly causeId: Maybe<Scalars['ID']['output']>;
};

/** The four quarters of the SONAR lifecycle. */
export type SonarQuarter =
  /** Before anybody talked business: suspect to lead */
  | 'MARKETING'
  /** Opportunity and first order */
  | 'SALES'
  /** Onboarding and use of what was bought */
  | 'SERVICE'
  /** Satisfied, recommending, coming back */
  | 'HEALTH';

/** The stages of the SONAR lifecycle, in order. */
export type SonarStage =
  /** Known, but nothing of their own doing yet */
  | 'SUSPECT'
  /** Did something themselves: opened, followed, visited, logged in */
  | 'PROSPECT'
  /** Had a sales contact, used a promotion or came to a store */
  | 'LEAD'
  /** A lead with another sales contact */
  | 'OPPORTUNITY'
  /** Placed the first order: buying cycle 1 */
  | 'FIRST_ORDER'
  /** After an order: delivery, portal login or support contact */
  | 'ONBOARDING'
  /** Showed use of what was bought: a task, a review, a survey, a complaint */
  | 'IN_USE'
  /** Gave a positive answer or review, or had a complaint settled */
  | 'HAPPINESS'
  /** Placed an order that opens another buying cycle */
  | 'LOYALTY'
  /** Recommended the company: a share, a mention, a promoter's answer, a referral */
  | 'RECOMMENDATION';

/** Recency, frequency and monetary quintiles, 1 (worst) to 5 (best). */
export type Rfm = {
  readonly __typename?: 'Rfm';
  /** By days since the last order */
  readonly recency: Scalars['Int']['output'];
  /** By number of orders */
  readonly frequency: Scalars['Int']['output'];
  /** By revenue: what the customer paid (`value.revenue`), not margin and not total value. A champion whose orders cost more than they brought has a negative value */
  readonly monetary: Scalars['Int']['output'];
  /** The well-known name of this combination */
  readonly group: RfmGroup;
  /** Where these numbers come from */
  readonly provenance: Provenance;
  /** The group before this one */
  readonly before: RfmBefore;
};

/** Groups on the grid of recency against the mean of frequency and money. */
export type RfmGroup =
  /** Bought just now, often and for much */
  | 'CHAMPIONS'
  /** Buy often, not long ago */
  | 'LOYAL_CUSTOMERS'
  /** Bought lately, a few times */
  | 'POTENTIAL_LOYALISTS'
  /** Bought just now, for the first time or little */
  | 'NEW_CUSTOMERS'
  /** Bought lately, little so far */
  | 'PROMISING'
  /** Average in everything */
  | 'NEED_ATTENTION'
  /** Some time ago, and little */
  | 'ABOUT_TO_SLEEP'
  /** Bought well, but long ago */
  | 'AT_RISK'
  /** Bought best of all, but long ago */
  | 'CANNOT_LOSE_THEM'
  /** Long ago and little */
  | 'HIBERNATING'
  /** Longest ago and least */
  | 'LOST';

/** A customer who is one with another by now. */
export type MergedCustomer = {
  readonly __typename?: 'MergedCustomer';
  /** The global id they had; it goes on leading to the survivor */
  readonly id: Scalars['ID']['output'];
  /** Whom they were merged into, who may have been merged into somebody since */
  readonly into: Scalars['ID']['output'];
  /** When */
  readonly at: Scalars['DateTime']['output'];
};

/** What a merge would do. Nothing moves: what is counted here is what the survivor would show beside their own. */
export type CustomerMergePreview = {
  readonly __typename?: 'CustomerMergePreview';
  /** Who would stay */
  readonly survivor: Customer;
  /** Who would lead to the survivor */
  readonly merged: Customer;
  /** True when both are one customer already, so that nothing would change */
  readonly isOne: Scalars['Boolean']['output'];
  /** Identities that would lead to the survivor */
  readonly identities: ReadonlyArray<Identity>;
  /** Orders that would count for the survivor, as they stand after cancellations and returns */
  readonly orders: Scalars['Int']['output'];
  /** What these orders came to */
  readonly revenue: Money;
  /** Orders and interactions together, returns included */
  readonly events: Scalars['Int']['output'];
  /** Ties the merged one has to others, up to 1000 */
  readonly following: Scalars['Int']['output'];
  /** Ties others have to the merged one, up to 1000 */
  readonly followers: Scalars['Int']['output'];
  /** Claims to have brought somebody in, up to 1000 */
  readonly referralsMade: Scalars['Int']['output'];
  /** Claims to have been brought in, up to 1000 */
  readonly referralClaims: Scalars['Int']['output'];
  /** Linked accounts */
  readonly socialAccounts: Scalars['Int']['output'];
  /** What the two say differently, and which stands */
  readonly conflicts: ReadonlyArray<MergeConflict>;
};

/** Something two customers say differently. */
export type MergeConflict = {
  readonly __typename?: 'MergeConflict';
  /** What it is about */
  readonly about: MergeConflictKind;
  /** What the survivor says */
  readonly survivor: Maybe<Scalars['String']['output']>;
  /** What the merged one says */
  readonly merged: Maybe<Scalars['String']['output']>;
  /** What would stand, in words */
  readonly outcome: Scalars['String']['output'];
};

/** What two customers may say differently. */
export type MergeConflictKind =
  /** Names to show */
  | 'DISPLAY_NAME'
  /** What they agreed to for one purpose */
  | 'CONSENT'
  /** A tie between the two, which nobody has with themselves */
  | 'SELF_TIE'
  /** A claim that one brought in the other */
  | 'SELF_REFERRAL';

/** What asks for a merge or for its end was, newest first. An entry without effect is of a request that ended half-way. */
export type CustomerMergeStep = {
  readonly __typename?: 'CustomerMergeStep';
  /** A merge, or its end */
  readonly kind: CustomerMergeStepKind;
  /** Who was merged, or left */
  readonly merged: Scalars['ID']['output'];
  /** Into whom, or whom they left */
  readonly into: Scalars['ID']['output'];
  /** When it was asked for */
  readonly at: Scalars['DateTime']['output'];
};

/** Kinds of steps in the trail of merges. */
export type CustomerMergeStepKind =
  /** Two customers became one */
  | 'MERGE'
  /** A merge was taken back */
  | 'UNMERGE';

/** A page of the trail of merges. */
export type CustomerMergeStepConnection = {
  readonly __typename?: 'CustomerMergeStepConnection';
  /** The objects of this page with their cursors */
  readonly edges: ReadonlyArray<CustomerMergeStepEdge>;
  /** The same objects without cursors */
  readonly nodes: ReadonlyArray<CustomerMergeStep>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
};

/** A step in a list. */
export type CustomerMergeStepEdge = {
  readonly __typename?: 'CustomerMergeStepEdge';
  /** Place in the list: as `after` it leads to what follows this object */
  readonly cursor: Scalars['String']['output'];
  /** The object itself */
  readonly node: CustomerMergeStep;
};

/** Customers who may be one person, for somebody to look at: nothing is merged by itself. */
export type DuplicateSuggestion = {
  readonly __typename?: 'DuplicateSuggestion';
  /** What they share */
  readonly reason: DuplicateReason;
  /** The most valuable first; at most 20 */
  readonly customers: ReadonlyArray<Customer>;
};

/** What customers who may be one person share. */
export type DuplicateReason =
  /** An e-mail address: in lower case, without a `+tag`, and without dots where the provider ignores them */
  | 'SAME_EMAIL'
  /** A phone number */
  | 'SAME_PHONE'
  /** The fingerprint of a card or account they paid with */
  | 'SAME_PAYMENT';

/** Suggestions of the last run. */
export type DuplicateSuggestions = {
  readonly __typename?: 'DuplicateSuggestions';
  /** All of them, also those not listed; without those that were dismissed */
  readonly count: Scalars['Int']['output'];
  /** Those with most value first, at most 1000 of them */
  readonly suggestions: ReadonlyArray<DuplicateSuggestion>;
};

/** Two customers who are one person. */
export type CustomerMergeInput = {
  /** A repeat with the same key and input within 24 h returns the first answer; the same key with another input is an error */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Who stays */
  readonly survivor: CustomerIdentifier;
  /** Whose ids and identities lead to the survivor from now on */
  readonly merged: CustomerIdentifier;
};

/** A merge to take back. */
export type CustomerUnmergeInput = {
  /** A repeat with the same key and input within 24 h returns the first answer; the same key with another input is an error */
  readonly idempotencyKey: Scalars['String']['input'];
  /** The one who was merged, by an id or identity of their own */
  readonly merged: CustomerIdentifier;
};

/** Customers who share something and are different people. */
export type DuplicateSuggestionDismissInput = {
  /** A repeat with the same key and input within 24 h returns the first answer; the same key with another input is an error */
  readonly idempotencyKey: Scalars['String']['input'];
  /** What they share. Sharing something else too makes a suggestion again */
  readonly reason: DuplicateReason;
  /** All of them, 2 to 20. Somebody else who joins them makes a suggestion again */
  readonly customers: ReadonlyArray<CustomerIdentifier>;
};

/** What became of a dismissal. */
export type DuplicateSuggestionDismissPayload = {
  readonly __typename?: 'DuplicateSuggestionDismissPayload';
  /** Whether it is kept */
  readonly dismissed: Scalars['Boolean']['output'];
  /** Why it is not; empty when it is */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** How this company's lifetime values were computed, and why so: the comparison out of sample that chose the model. */
export type ModelReport = {
  readonly __typename?: 'ModelReport';
  /** PRIOR where there is too little data to fit anything: the values are then those of a typical company */
  readonly method: ScoreMethod;
  /** The day the models were fitted as of */
  readonly asOf: Scalars['Date']['output'];
  /** Days ahead that the values are about */
  readonly horizonDays: Scalars['Int']['output'];
  /** Share of customers with a modelled value, 0 to 1 */
  readonly measurableShare: Scalars['Float']['output'];
  /** Σ over all customers of `value.atRisk.own`: a check on the model, not an amount that is lost at once */
  readonly valueAtRisk: Money;
  /**
   * What everybody together is expected to bring within the horizon, with intervals read off how far totals of earlier windows came out from their forecasts. Null where no
   * window could be held out, and for runs of earlier releases
   */
  readonly total: Maybe<ExpectedTotal>;
  /** The model that values are computed with */
  readonly chosen: PurchaseModel;
  /** True when the chosen model runs in operational time: days weighted by the company's own season */
  readonly seasonal: Scalars['Boolean']['output'];
  /** True when the chosen model is blended with a regression */
  readonly blended: Scalars['Boolean']['output'];
  /** Those of the chosen model, fitted on all history */
  readonly parameters: ReadonlyArray<ModelParameter>;
  /** In words, with the figures */
  readonly reason: Scalars['String']['output'];
  /** Each model that was fitted, with its hold-out */
  readonly models: ReadonlyArray<FittedModel>;
  /** Plain rules on the same hold-out: the bar a model has to clear */
  readonly rules: ReadonlyArray<RuleComparison>;
  /** How the margin of an order is predicted */
  readonly spend: SpendModel;
  /** What was tried beyond the plain models and did not win */
  readonly didNotHelp: ReadonlyArray<Scalars['String']['output']>;
  /** What to keep in mind about this data; empty when there is nothing */
  readonly warnings: ReadonlyArray<Scalars['String']['output']>;
};

/** What all customers together are expected to bring. Never a sum of their intervals: chance cancels among them, what moves all of them does not. */
export type ExpectedTotal = {
  readonly __typename?: 'ExpectedTotal';
  /** Σ `value.clv.predicted` */
  readonly expected: Money;
  /** What four in five such forecasts hold */
  readonly interval80: MoneyInterval;
  /** What 19 in 20 such forecasts hold */
  readonly interval95: MoneyInterval;
};

/** From an amount to an amount. */
export type MoneyInterval = {
  readonly __typename?: 'MoneyInterval';
  /** The lower end */
  readonly low: Money;
  /** The upper end */
  readonly high: Money;
};

/** Models of when a customer buys again and when one is gone. */
export type PurchaseModel =
  /** Beta-geometric/NBD (Fader, Hardie and Lee 2005): may leave after each repeat purchase */
  | 'BGNBD'
  /** Modified BG/NBD (Batislam, Denizel and Filiztekin 2007): may leave after the first purchase too */
  | 'MBGNBD'
  /** Pareto/NBD (Schmittlein, Morrison and Colombo 1987): may leave at any moment */
  | 'PARETONBD'
  /** MBG/CNBD-k (Reutterer, Platzer and Schröder 2021): as MBG/NBD, with purchases more regular than chance */
  | 'MBGCNBD';

/** One fitted number. */
export type ModelParameter = {
  readonly __typename?: 'ModelParameter';
  /** Its name in the literature */
  readonly name: Scalars['String']['output'];
  /** Its estimate */
  readonly value: Scalars['Float']['output'];
  /** Of the estimate; null where it could not be computed */
  readonly standardError: Maybe<Scalars['Float']['output']>;
};

/** One model fitted to this company. */
export type FittedModel = {
  readonly __typename?: 'FittedModel';
  /** Which one */
  readonly model: PurchaseModel;
  /** Its fitted numbers */
  readonly parameters: ReadonlyArray<ModelParameter>;
  /** Of the calibration data, in nats; higher fits better */
  readonly logLikelihood: Scalars['Float']['output'];
  /** False when the search ended without finding the best fit */
  readonly converged: Scalars['Boolean']['output'];
  /** Null where there is too little history to hold any of it out */
  readonly holdout: Maybe<HoldoutMetrics>;
  /** What the fit ran into; empty when nothing */
  readonly warnings: ReadonlyArray<Scalars['String']['output']>;
};

/** A plain rule on the same hold-out. */
export type RuleComparison = {
  readonly __typename?: 'RuleComparison';
  /** Its name: pastRate expects everybody to go on as before; recency, only those whose last order is recent */
  readonly rule: Scalars['String']['output'];
  /** How it did */
  readonly holdout: HoldoutMetrics;
};

/** Forecasts against what came, for customers and purchases the fit had not seen. */
export type HoldoutMetrics = {
  readonly __typename?: 'HoldoutMetrics';
  /** Root mean squared error, purchases per customer */
  readonly rmse: Scalars['Float']['output'];
  /** Mean absolute error, purchases per customer */
  readonly mae: Scalars['Float']['output'];
  /** Σ predicted / Σ actual − 1 */
  readonly bias: Maybe<Scalars['Float']['output']>;
  /** Correlation of forecasts with what came; null where either does not vary */
  readonly pearson: Maybe<Scalars['Float']['output']>;
  /** The same of ranks; null where either does not vary */
  readonly spearman: Maybe<Scalars['Float']['output']>;
  /** Share of purchases made by the 20 % of customers ranked highest */
  readonly capture20: Maybe<Scalars['Float']['output']>;
  /** Area under the ROC curve of "buys again" */
  readonly aucActive: Maybe<Scalars['Float']['output']>;
  /** Nats per customer of "buys again" */
  readonly logLoss: Maybe<Scalars['Float']['output']>;
  /** Forecast against outcome by number of earlier purchases */
  readonly calibration: ReadonlyArray<CalibrationRow>;
};

/** Customers with the same number of earlier repeat purchases. */
export type CalibrationRow = {
  readonly __typename?: 'CalibrationRow';
  /** Repeat purchases before the hold-out: 0 … 6, 7+ */
  readonly frequency: Scalars['String']['output'];
  /** How many there are */
  readonly customers: Scalars['Int']['output'];
  /** Mean number of purchases foreseen in the hold-out */
  readonly predicted: Scalars['Float']['output'];
  /** Mean number that came */
  readonly actual: Scalars['Float']['output'];
};

/** How the margin of a future order is predicted. */
export type SpendModel = {
  readonly __typename?: 'SpendModel';
  /** Name of the model */
  readonly chosen: Scalars['String']['output'];
  /** Why it was chosen, in words, with the figures */
  readonly reason: Scalars['String']['output'];
};

/** Customers who belong together by who follows whom. Communities partition those with ties; with the unconnected they sum to the total. */
export type Community = Node & {
  readonly __typename?: 'Community';
  /** Global id of the community */
  readonly id: Scalars['ID']['output'];
  /** Stays the same from run to run while most members stay */
  readonly key: Scalars['String']['output'];
  /** Number of members */
  readonly size: Scalars['Int']['output'];
  /** Current value of the members together */
  readonly value: Money;
  /** Share of the members' ties that is with each other, 0 to 1 */
  readonly internalShare: Maybe<Scalars['Float']['output']>;
  /** Members with the highest network value */
  readonly leaders: ReadonlyArray<Customer>;
  /** Most valuable first */
  readonly members: CommunityMemberConnection;
};


/** Customers who belong together by who follows whom. Communities partition those with ties; with the unconnected they sum to the total. */
export type CommunityMembersArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
  last: InputMaybe<Scalars['Int']['input']>;
  before: InputMaybe<Scalars['String']['input']>;
};

/** A page of the members of a community. */
export type CommunityMemberConnection = {
  readonly __typename?: 'CommunityMemberConnection';
  /** The objects of this page with their cursors */
  readonly edges: ReadonlyArray<CommunityMemberEdge>;
  /** The same objects without cursors */
  readonly nodes: ReadonlyArray<Customer>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
};

/** A member in a list. */
export type CommunityMemberEdge = {
  readonly __typename?: 'CommunityMemberEdge';
  /** Place in the list: as `after` it leads to what follows this object */
  readonly cursor: Scalars['String']['output'];
  /** The object itself */
  readonly node: Customer;
};

/** A page of communities. */
export type CommunityConnection = {
  readonly __typename?: 'CommunityConnection';
  /** The objects of this page with their cursors */
  readonly edges: ReadonlyArray<CommunityEdge>;
  /** The same objects without cursors */
  readonly nodes: ReadonlyArray<Community>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
  /** How many there are in the whole list */
  readonly totalCount: Count;
  /** Customers without any tie */
  readonly unconnected: UnconnectedCustomers;
};

/** A community in a list. */
export type CommunityEdge = {
  readonly __typename?: 'CommunityEdge';
  /** Place in the list: as `after` it leads to what follows this object */
  readonly cursor: Scalars['String']['output'];
  /** The object itself */
  readonly node: Community;
};

/** Customers who are in no community because they have no ties. */
export type UnconnectedCustomers = {
  readonly __typename?: 'UnconnectedCustomers';
  /** How many there are */
  readonly customers: Scalars['Int']['output'];
  /** Their current value together */
  readonly value: Money;
};

/** How much of a follower's value is credited to those they follow, with the evidence for it. */
export type NetworkCalibration = {
  readonly __typename?: 'NetworkCalibration';
  /** 0 until one has been measured: the defaults */
  readonly version: Scalars['Int']['output'];
  /** The instant it was measured at */
  readonly measuredAt: Scalars['DateTime']['output'];
  /** Where its evidence ends: the day after the last purchase it saw. Measuring the same purchases later changes nothing */
  readonly evidenceEndsAt: Scalars['DateTime']['output'];
  /** Where it does not fit the run that used it; empty where it does */
  readonly mismatches: ReadonlyArray<CalibrationMismatch>;
  /** Whether shares were measured, or fixed by the operator */
  readonly mode: NetworkCalibrationMode;
  /** The one share of everybody, in FIXED mode */
  readonly fixedShare: Maybe<Scalars['Float']['output']>;
  /** Share of purchases that somebody the buyer follows made shortly before */
  readonly followedShare: Scalars['Float']['output'];
  /** MEASURED, or DEFAULT where there were too few purchases */
  readonly followedShareSource: CalibrationSource;
  /** Part of that taken to be caused by following. The direction test is a heuristic, not an experiment; 0 where it does not rule out chance */
  readonly causalShare: Scalars['Float']['output'];
  /** DIRECTION_TEST, OPERATOR (an experiment of the company's own), or PRIOR where there are too few pairs to test */
  readonly causalShareSource: CalibrationSource;
  /** What the company's own actions said of it, whether it is used or not; null where none has said anything */
  readonly experiment: Maybe<CausalExperiment>;
  /** A purchase is followed when it comes at most this many days after */
  readonly windowDays: Scalars['Int']['output'];
  /** What was counted */
  readonly evidence: CalibrationEvidence;
  /** What followers pass on, held to what the evidence supports */
  readonly directCredit: DirectCredit;
};

/** Why a calibration does not fit the run that used it. */
export type CalibrationMismatch =
  /** It was measured on purchases the run does not know: an as-of run in the past */
  | 'EVIDENCE_AFTER_RUN'
  /** Customers have gone on buying for more than a year since its evidence ended: measure again */
  | 'EVIDENCE_OLD';

/** What followers pass on of their current value in one step, before it travels further. Checked in every run: credited ≤ bound. */
export type DirectCredit = {
  readonly __typename?: 'DirectCredit';
  /** Σ over followers of the share they pass on × the size of their value */
  readonly credited: Money;
  /** Σ over followers of causal share × their own followed share, drawn to that of all × the size of their value */
  readonly supported: Money;
  /** 1.05 × supported */
  readonly bound: Money;
  /** What every share was multiplied by to stay within the bound; 1 where nothing had to be cut */
  readonly cutTo: Scalars['Float']['output'];
};

/** How the shares came about. */
export type NetworkCalibrationMode =
  /** From each follower's purchases */
  | 'MEASURED'
  /** One share for everybody, set by the operator */
  | 'FIXED';

/** Where a figure of the calibration comes from. */
export type CalibrationSource =
  /** Counted in the company's own purchases */
  | 'MEASURED'
  /** Whether followers buy after, or before, whom they follow */
  | 'DIRECTION_TEST'
  /** Set by the operator, from an experiment */
  | 'OPERATOR'
  /** Measured by the company's own actions, with observation by the precision of either */
  | 'EXPERIMENT'
  /** Too few pairs to test: a cautious assumption */
  | 'PRIOR'
  /** Too few purchases to count: a cautious assumption */
  | 'DEFAULT';

/** What actions with a holdout said of how much of what people buy others buy too. Chance tells what an action's extra purchases cause; that ordinary purchases cause as much is an assumption. */
export type CausalExperiment = {
  readonly __typename?: 'CausalExperiment';
  /** The share of all of them together; one below 0 counts as 0 */
  readonly h: Scalars['Float']['output'];
  /** Where its 95 % interval begins */
  readonly low: Scalars['Float']['output'];
  /** Where its 95 % interval ends */
  readonly high: Scalars['Float']['output'];
  /** Keys of the actions */
  readonly actions: ReadonlyArray<Scalars['String']['output']>;
  /** What they measured */
  readonly outcome: Scalars['String']['output'];
  /** It counts from here on */
  readonly from: Scalars['DateTime']['output'];
  /** And until here, a year at most; equal to `from` where it does not count */
  readonly until: Scalars['DateTime']['output'];
  /** What observation says, whichever is used */
  readonly observed: Scalars['Float']['output'];
  /** Where that comes from */
  readonly observedSource: CalibrationSource;
  /** Why it does not count; null where it does */
  readonly reason: Maybe<ExperimentReason>;
};

/** Why experiments are not used. */
export type ExperimentReason =
  /** They say less than observation does */
  | 'IMPRECISE'
  /** They were too long ago */
  | 'TOO_OLD'
  /** Less than 70 % of who attended to whom then is still there */
  | 'TIES_CHANGED';

/** What a calibration counted. */
export type CalibrationEvidence = {
  readonly __typename?: 'CalibrationEvidence';
  /** Customers who follow someone and bought something */
  readonly followers: Scalars['Int']['output'];
  /** Their purchases */
  readonly purchases: Scalars['SafeInt']['output'];
  /** Those of them that somebody the buyer follows had made shortly before */
  readonly followedPurchases: Scalars['SafeInt']['output'];
  /** The direction test as measured, also where it was not used; null without purchases to compare */
  readonly directionTest: Maybe<DirectionTest>;
  /** What scores made in the company's own past said of what came after; null where too little was followed to tell, or nobody has looked (calibrate again) */
  readonly forward: Maybe<ForwardSplit>;
};

/**
 * Does the number predict? Network value and influence, made from what was known at cuts of the company's own past, beside rules of thumb: of the
 * purchases that followed somebody's afterwards, which share had the top tenth by each score, of those whom somebody follows.
 */
export type ForwardSplit = {
  readonly __typename?: 'ForwardSplit';
  /** Where the past was cut, oldest first */
  readonly cutDates: ReadonlyArray<Scalars['Date']['output']>;
  /** What followed each cut is counted for this many days */
  readonly horizonDays: Scalars['Int']['output'];
  /** Purchases after a cut that somebody the buyer follows had made shortly before */
  readonly followedPurchases: Scalars['SafeInt']['output'];
  /** Share of them that went to the top tenth by network value */
  readonly networkValue: Scalars['Float']['output'];
  /** By influence */
  readonly influence: Scalars['Float']['output'];
  /** By recent activity × number of followers */
  readonly activityTimesFollowers: Scalars['Float']['output'];
  /** By number of followers */
  readonly followers: Scalars['Float']['output'];
  /** By PageRank */
  readonly pageRank: Scalars['Float']['output'];
  /** The rule of thumb that did best */
  readonly bestRule: ForwardRule;
  /** Network value against that rule */
  readonly networkValueAhead: ForwardDifference;
  /** Influence against that rule */
  readonly influenceAhead: ForwardDifference;
};

/** A share less another, with its error. */
export type ForwardDifference = {
  readonly __typename?: 'ForwardDifference';
  /** Of the two shares */
  readonly difference: Scalars['Float']['output'];
  /** By the jackknife over customers, over all cuts */
  readonly standardError: Scalars['Float']['output'];
  /** Beyond two standard errors, or not */
  readonly verdict: ForwardVerdict;
};

/** Whether a score predicts better than the best rule of thumb. */
export type ForwardVerdict =
  /** Better, by more than two standard errors */
  | 'AHEAD'
  /** No difference that can be told from chance */
  | 'LEVEL'
  /** Worse, by more than two standard errors */
  | 'BEHIND';

/** A rule of thumb a score has to beat. */
export type ForwardRule =
  /** Recent activity × number of followers */
  | 'ACTIVITY_TIMES_FOLLOWERS'
  /** Number of followers */
  | 'FOLLOWERS'
  /** PageRank */
  | 'PAGE_RANK';

/** Over one-way ties: did the follower buy the same thing after, or before, whom they follow? */
export type DirectionTest = {
  readonly __typename?: 'DirectionTest';
  /** Ties without a tie back */
  readonly oneWayTies: Scalars['SafeInt']['output'];
  /** Pairs in which the follower bought first: cannot be influence */
  readonly before: Scalars['SafeInt']['output'];
  /** Pairs in which the follower bought second */
  readonly after: Scalars['SafeInt']['output'];
  /** after / before; null when nothing was before */
  readonly ratio: Maybe<Scalars['Float']['output']>;
  /** The ratio that buying earlier in general would give by itself: purchases of different things */
  readonly timingRatio: Maybe<Scalars['Float']['output']>;
  /** The stricter causal share, beyond that; what is used, where chance is ruled out */
  readonly causalShareBeyondTiming: Maybe<Scalars['Float']['output']>;
  /** The lower end of its 95 % interval, followers resampled, cut at −1; null without pairs */
  readonly low: Maybe<Scalars['Float']['output']>;
  /** The upper end of that interval; null without pairs */
  readonly high: Maybe<Scalars['Float']['output']>;
  /** Pairs against those to expect if the same ties led to random people */
  readonly likeness: Maybe<Scalars['Float']['output']>;
  /** Whether the strict share, and the likeness, and the order of purchases against strangers are each beyond their interval; otherwise no credit moves */
  readonly isBeyondChance: Maybe<Scalars['Boolean']['output']>;
};

/** Whom to give a sample to: the customers whose followers, and theirs, reach most others (reverse-reachable sets, weighted cascade). */
export type SeedSet = {
  readonly __typename?: 'SeedSet';
  /** The most useful first: the first k are the set for k */
  readonly customers: ReadonlyArray<Customer>;
  /** Expected number of customers reached by the whole set of up to 50, also where fewer are asked for, themselves included */
  readonly expectedReach: Scalars['Float']['output'];
  /** 95 % interval */
  readonly low: Scalars['Float']['output'];
  /** The upper end of that interval */
  readonly high: Scalars['Float']['output'];
  /** The set reaches at least 1 − 1/e − epsilon of what the best set would */
  readonly epsilon: Scalars['Float']['output'];
};

/** The honesty check of the influence score: how much of it is only the number of followers. */
export type InfluenceReport = {
  readonly __typename?: 'InfluenceReport';
  /** Customers with any tie */
  readonly customers: Scalars['Int']['output'];
  /** R² of the score on ln(1 + followers); the score that ended in 2018 had .95. Null with too few customers */
  readonly rSquaredOnLogFollowers: Maybe<Scalars['Float']['output']>;
  /** The same per source of followers: `own` for ties between customers, and each social source */
  readonly bySource: ReadonlyArray<FollowerFit>;
  /** What ties from social sources add to the scores, and whether they improve the prediction of followed purchases; null without such ties */
  readonly socialLift: Maybe<SocialLift>;
  /** The frozen scales the scores are read on; null without ties */
  readonly calibrationVersion: Maybe<Scalars['Int']['output']>;
};

/** How much of the score is only the number of followers at one source. */
export type FollowerFit = {
  readonly __typename?: 'FollowerFit';
  /** The source */
  readonly source: Scalars['String']['output'];
  /** Customers whose followers there are known */
  readonly customers: Scalars['Int']['output'];
  /** R² of the score on ln(1 + followers there); null with too few customers */
  readonly rSquared: Maybe<Scalars['Float']['output']>;
};

/**
 * The run's scores against scores without the ties of social sources. Predictions are made from what was bought up to the split, and tried on
 * followed purchases after it: purchases that come within the window after one by somebody the buyer follows. Who follows whom is taken as known today
 * on both sides, so it says what knowing these ties is worth, not what following causes.
 */
export type SocialLift = {
  readonly __typename?: 'SocialLift';
  /** Ties from social sources that count */
  readonly ties: Scalars['Int']['output'];
  /** Customers whose score is another one by at least a point */
  readonly moved: Scalars['Int']['output'];
  /** Mean absolute difference over all customers with a score, points */
  readonly meanDifference: Scalars['Float']['output'];
  /** Where what came before ends and what is predicted begins */
  readonly splitAt: Scalars['DateTime']['output'];
  /** Followed purchases after the split */
  readonly followedPurchases: Scalars['Int']['output'];
  /** Share of them that followed the tenth of customers with the highest scores */
  readonly captureWith: Maybe<Scalars['Float']['output']>;
  /** The same by the scores without social ties; null where nothing was followed */
  readonly captureWithout: Maybe<Scalars['Float']['output']>;
  /** Standard error of the difference of the two, customers resampled by the jackknife; null where nothing was followed */
  readonly standardError: Maybe<Scalars['Float']['output']>;
  /** Whether the difference is above two standard errors */
  readonly improves: Maybe<Scalars['Boolean']['output']>;
};

/** What became of the referral records the last run saw. */
export type ReferralReport = {
  readonly __typename?: 'ReferralReport';
  /** Claims that count: one for each customer who was brought in */
  readonly accepted: Scalars['Int']['output'];
  /** Records that do not, by reason; empty when all count */
  readonly rejected: ReadonlyArray<RejectedReferrals>;
};

/** Claims that look like people referring themselves, with what is at stake. Nothing is refused for it: judge for yourself. */
export type ReferralSuspicions = {
  readonly __typename?: 'ReferralSuspicions';
  /** Of all, also those not listed */
  readonly count: Scalars['Int']['output'];
  /** The most at stake first; of the 1,000 largest that a run keeps */
  readonly suspicions: ReadonlyArray<ReferralSuspicion>;
};

/** One reason to look at claims again, with the claims. */
export type ReferralSuspicion = {
  readonly __typename?: 'ReferralSuspicion';
  /** Why they look so */
  readonly reason: ReferralSuspicionReason;
  /** The reason in words */
  readonly message: Scalars['String']['output'];
  /** The claims: one for SAME_PERSON, for RING those that make the circle; a run keeps the first 50 */
  readonly claims: ReadonlyArray<Referral>;
  /** Who is at either end of those claims; a run keeps the first 50 */
  readonly customers: ReadonlyArray<Customer>;
  /** credit + reward */
  readonly atStake: Money;
  /** What the advocates were credited through those of the claims that count */
  readonly credit: Money;
  /** Rewards paid for the claims, whether they count or not */
  readonly reward: Money;
};


/** One reason to look at claims again, with the claims. */
export type ReferralSuspicionClaimsArgs = {
  first?: Scalars['Int']['input'];
};


/** One reason to look at claims again, with the claims. */
export type ReferralSuspicionCustomersArgs = {
  first?: Scalars['Int']['input'];
};

/** Why claims look like people referring themselves. */
export type ReferralSuspicionReason =
  /** Advocate and friend are two customers with one mailbox, such as ann@x.com and ann+1@x.com: probably one person */
  | 'SAME_PERSON'
  /** People who claim to have brought in one another, directly or round a circle */
  | 'RING';

/** Referral records that do not count, for one reason. */
export type RejectedReferrals = {
  readonly __typename?: 'RejectedReferrals';
  /** Why not */
  readonly reason: ReferralRejectionReason;
  /** How many */
  readonly count: Scalars['Int']['output'];
};

/** Why a referral record does not count, in the order the rules are tried. */
export type ReferralRejectionReason =
  /** The advocate or the friend is no known customer */
  | 'UNKNOWN_CUSTOMER'
  /** Nobody brings in themselves */
  | 'SELF_REFERRAL'
  /** The friend had ordered before the referral */
  | 'EXISTING_CUSTOMER'
  /** The friend had not ordered when the referral ran out */
  | 'EXPIRED'
  /** An earlier claim that holds says who brought this friend in */
  | 'ALREADY_REFERRED'
  /** The friend brought in the advocate, directly or through others */
  | 'CYCLE';

/** What more could be sold to a customer. */
export type Opportunities = {
  readonly __typename?: 'Opportunities';
  /** Those asked for */
  readonly list: ReadonlyArray<Opportunity>;
  /** All there are of the kinds asked for */
  readonly count: Scalars['Int']['output'];
  /** Why there are none to be worked out; null where there are, or could be */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** What speaks against an offer now, whichever; reads the customer's events */
  readonly blockedBy: ReadonlyArray<Blocker>;
  /** Where these numbers come from */
  readonly provenance: Maybe<Provenance>;
};

/** Kinds of opportunity. */
export type OpportunityKind =
  /** A further assortment group */
  | 'CROSS_SELL'
  /** More of a group that is bought already */
  | 'DEEP_SELL'
  /** A service or subscription */
  | 'UP_SELL';

/** Something that could be sold. */
export type Opportunity = {
  readonly __typename?: 'Opportunity';
  /** Which kind */
  readonly kind: OpportunityKind;
  /** The assortment group */
  readonly target: Scalars['String']['output'];
  /** That it is bought within the horizon, from what happened to others: an estimate. On generated companies it held up to .4 and was too high above, so take it for a score there (docs/health.md) */
  readonly probability: Scalars['Float']['output'];
  /** If it is: margin of the first purchase, of a deep-sell of the pieces a year that peers buy more */
  readonly expectedMargin: Money;
  /** Probability × margin of all of it within the horizon */
  readonly expectedOverLifetime: Money;
  /** Why */
  readonly because: OpportunityReason;
};

/** Why something could be sold: a rule of association, or peers. */
export type OpportunityReason = {
  readonly __typename?: 'OpportunityReason';
  /** In words, with the figures */
  readonly text: Scalars['String']['output'];
  /** For cross-sell and up-sell: the rule */
  readonly rule: Maybe<AssociationRule>;
  /** For deep-sell: pieces a year of this customer */
  readonly ownPerYear: Maybe<Scalars['Float']['output']>;
  /** For deep-sell: pieces a year of the median buyer of the group */
  readonly peersPerYear: Maybe<Scalars['Float']['output']>;
};

/** What speaks against an offer. */
export type Blocker =
  /** A complaint is open */
  | 'OPEN_COMPLAINT'
  /** Health is in the band AT_RISK */
  | 'UNHEALTHY'
  /** No consent to be written to or called is known, or to offers made for the customer is withdrawn */
  | 'NO_CONSENT'
  /** A promotion was seen, or sales talked with them, in the 30 days before */
  | 'RECENTLY_OFFERED';

/** Who buys from one group buys from another (Agrawal, Imieliński and Swami 1993). */
export type AssociationRule = {
  readonly __typename?: 'AssociationRule';
  /** Who buys from this group … */
  readonly antecedent: Scalars['String']['output'];
  /** … buys from this one */
  readonly consequent: Scalars['String']['output'];
  /** Buyers of both */
  readonly customers: Scalars['Int']['output'];
  /** Of all buyers, those of both */
  readonly support: Scalars['Float']['output'];
  /** Of the buyers of the antecedent, those of both */
  readonly confidence: Scalars['Float']['output'];
  /** Confidence ÷ share of all buyers who buy the consequent; above 1 */
  readonly lift: Scalars['Float']['output'];
  /** Of those who had the one and not the other when the last horizon began, the share that bought from it within; drawn to everybody's where they are few. Null where the history is too short */
  readonly adoption: Maybe<Scalars['Float']['output']>;
};

/** Association rules, the highest lift first, at most ten from each group. */
export type AssociationRules = {
  readonly __typename?: 'AssociationRules';
  /** Those asked for */
  readonly list: ReadonlyArray<AssociationRule>;
  /** All that are published */
  readonly count: Scalars['Int']['output'];
  /** Buyers they were counted over */
  readonly buyers: Scalars['Int']['output'];
  /** Fewer buyers of both make no rule */
  readonly supportFloor: Scalars['Int']['output'];
};

/** What a frontend needs to know of a customer. */
export type Personalisation = {
  readonly __typename?: 'Personalisation';
  /** Where the customer acts most, by actions of their own, recent ones first; null where none are told */
  readonly preferredChannel: Maybe<Channel>;
  /** The hour of the day they act most, on the shop's clocks, 0 to 23 */
  readonly preferredHour: Maybe<Scalars['Int']['output']>;
  /** Groups by the revenue of the customer, fading by half in 180 days; shares sum to 1 */
  readonly groupAffinity: ReadonlyArray<GroupAffinity>;
  /** The first opportunity; what speaks against it is in `doNotContact` */
  readonly nextOpportunity: Maybe<Opportunity>;
  /** What speaks against contact now; empty: nothing does */
  readonly doNotContact: ReadonlyArray<Blocker>;
  /** Every field above that is null, with its reason */
  readonly absent: ReadonlyArray<Absence>;
  /** Where these numbers come from */
  readonly provenance: Provenance;
};

/** How much a customer leans to an assortment group. */
export type GroupAffinity = {
  readonly __typename?: 'GroupAffinity';
  /** The group */
  readonly group: Scalars['String']['output'];
  /** 0 to 1 */
  readonly share: Scalars['Float']['output'];
};

/** The orderings a run publishes; other ones do not exist. */
export type CustomerOrderField =
  /** Current and potential value together */
  | 'TOTAL_VALUE'
  /** What the customer's own orders brought: `value.current.direct` */
  | 'DIRECT_VALUE'
  /** What referrals and ties moved to the customer, less what they moved away: `value.current.indirect` */
  | 'INDIRECT_VALUE'
  /** The part of it that referrals moved */
  | 'REFERRAL_VALUE'
  /** The part of it that ties moved */
  | 'NETWORK_VALUE'
  /** What is expected within the horizon, directly and through others */
  | 'POTENTIAL_VALUE'
  /** The influence score */
  | 'INFLUENCE'
  /** Engagement points at the last run */
  | 'ENGAGEMENT'
  /** When the last order was placed */
  | 'LAST_ORDER'
  /** Probability of another order within the horizon: the 60 most likely to return, or (ASC) the 60 least likely */
  | 'RETURN_PROBABILITY'
  /** 1.5 × current + 0.5 × potential value, as winning customers weighs them: the 60 with most */
  | 'SHORT_TERM_VALUE'
  /** 0.5 × current + 1.5 × potential value, as keeping customers weighs them: the 60 with most */
  | 'LONG_TERM_VALUE'
  /** What their own orders are expected to bring within the horizon: the 60 with most */
  | 'EXPECTED_VALUE'
  /** Expected loss of own orders, as `value.atRisk.own`: the 60 with most */
  | 'VALUE_AT_RISK'
  /** What others are worth only through them, as `value.atRisk.network`: the 60 with most */
  | 'NETWORK_AT_RISK'
  /** Health, as `health.score`: the 60 healthiest, or (ASC) the 60 least healthy */
  | 'HEALTH'
  /** What they paid: the 60 with most */
  | 'REVENUE'
  /** What all their opportunities are expected to bring within the horizon, Σ `opportunities.list.expectedOverLifetime`: the 60 with most */
  | 'OPPORTUNITY_VALUE';

/** What a company is after. It says who comes first and changes no value: the two-by-two of every customer is the same under each. */
export type RankingOrientation =
  /** Winning customers, which looks at the short term: SHORT_TERM_VALUE */
  | 'ACQUIRE'
  /** Keeping customers, which looks at the long term: LONG_TERM_VALUE */
  | 'RETAIN'
  /** Both alike: TOTAL_VALUE */
  | 'LIFECYCLE';

/** How to order customers. */
export type CustomerOrder = {
  /** By what; those for whom it is unknown are not in the list */
  readonly field: CustomerOrderField;
  /** Which end comes first */
  readonly direction: OrderDirection;
};

/** All given conditions must hold. A customer for whom a value is unknown meets no condition on it. */
export type CustomerFilter = {
  /** Current and potential value together */
  readonly totalValue?: InputMaybe<MoneyRange>;
  /** What the customer's own orders brought: `value.current.direct` */
  readonly directValue?: InputMaybe<MoneyRange>;
  /** What referrals and ties moved, net: `value.current.indirect` */
  readonly indirectValue?: InputMaybe<MoneyRange>;
  /** What referrals moved, net */
  readonly referralValue?: InputMaybe<MoneyRange>;
  /** What ties moved, net */
  readonly networkValue?: InputMaybe<MoneyRange>;
  /** What is expected within the horizon */
  readonly potentialValue?: InputMaybe<MoneyRange>;
  /** The influence score, 0 to 100 */
  readonly influence?: InputMaybe<FloatRange>;
  /** Engagement points at the last run */
  readonly engagement?: InputMaybe<FloatRange>;
  /** When the last order was placed */
  readonly lastOrderAt?: InputMaybe<DateTimeRange>;
  /** In one of these quarters */
  readonly quarter?: InputMaybe<ReadonlyArray<SonarQuarter>>;
  /** At one of these stages */
  readonly stage?: InputMaybe<ReadonlyArray<SonarStage>>;
  /** In one of these groups */
  readonly rfmGroup?: InputMaybe<ReadonlyArray<RfmGroup>>;
  /** Lapsed, or not */
  readonly lapsed?: InputMaybe<Scalars['Boolean']['input']>;
  /** Probability of another order within the horizon, 0 to 1. This condition and those after it lie beside no list: they are tried on the customers themselves, at most 200 a page, which may come short and goes on with its cursor */
  readonly returnProbability?: InputMaybe<FloatRange>;
  /** 1.5 × current + 0.5 × potential value */
  readonly shortTermValue?: InputMaybe<MoneyRange>;
  /** 0.5 × current + 1.5 × potential value */
  readonly longTermValue?: InputMaybe<MoneyRange>;
  /** What own orders are expected to bring within the horizon */
  readonly expectedValue?: InputMaybe<MoneyRange>;
  /** Expected loss of own orders: `value.atRisk.own` */
  readonly valueAtRisk?: InputMaybe<MoneyRange>;
  /** What others are worth only through the customer: `value.atRisk.network` */
  readonly networkAtRisk?: InputMaybe<MoneyRange>;
  /** What the customer paid */
  readonly revenue?: InputMaybe<MoneyRange>;
  /** What all opportunities are expected to bring within the horizon */
  readonly opportunityValue?: InputMaybe<MoneyRange>;
  /** Health, 0 to 100 */
  readonly health?: InputMaybe<FloatRange>;
  /** In one of these bands of health */
  readonly healthBand?: InputMaybe<ReadonlyArray<HealthBand>>;
  /** The channel the first order came through is one of these, as told with it */
  readonly acquisitionChannel?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** In one of these communities, by key */
  readonly community?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** In at least one of these segments, by key, at the last run */
  readonly segment?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** In one of these countries: two letters (ISO 3166), as told */
  readonly country?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Belongs to one of these accounts, as told: the account's source and id, joined by a colon */
  readonly account?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** The trusted contact is one of these, as told */
  readonly contact?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** At one of these life stages, in the source's words */
  readonly lifeStage?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Of one of these lifestyles, in the source's words */
  readonly lifestyle?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/**
 * A customer's scores in one flat row, as the last run published them: no name, no identity but the ids of a source, nothing to follow. What has moved since the
 * run (`betweenRuns`) is not in it: all scores of an answer are of one generation.
 */
export type PartnerScore = {
  readonly __typename?: 'PartnerScore';
  /** The id that was asked for; null in the feed, where `ScoreChange.externalIds` has all of them */
  readonly externalId: Maybe<Scalars['ID']['output']>;
  /** Kring's id of the customer, the one to keep: it stays when a source forgets its own. Null where the source names nobody so. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** Whether there are scores */
  readonly status: PartnerScoreStatus;
  /** The generation the scores are of; null before the first run */
  readonly generation: Maybe<Scalars['Int']['output']>;
  /** The instant that generation is about */
  readonly asOf: Maybe<Scalars['DateTime']['output']>;
  /** Currency of every amount in the row */
  readonly currencyCode: Scalars['CurrencyCode']['output'];
  /** Current and potential value */
  readonly total: Maybe<Scalars['Decimal']['output']>;
  /** What was observed: own orders, referrals and ties */
  readonly current: Maybe<Scalars['Decimal']['output']>;
  /** Through own orders */
  readonly direct: Maybe<Scalars['Decimal']['output']>;
  /** Net referral value */
  readonly referral: Maybe<Scalars['Decimal']['output']>;
  /** Net network value */
  readonly network: Maybe<Scalars['Decimal']['output']>;
  /** What is expected within the horizon */
  readonly potential: Maybe<Scalars['Decimal']['output']>;
  /** What is lost to expect when this customer leaves */
  readonly atRisk: Maybe<Scalars['Decimal']['output']>;
  /** P(another order within the horizon), 0..1 */
  readonly returnProbability: Maybe<Scalars['Float']['output']>;
  /** Orders expected within the horizon */
  readonly expectedOrders: Maybe<Scalars['Float']['output']>;
  /** 0..100: how much of others' behaviour the customer moves */
  readonly influence: Maybe<Scalars['Float']['output']>;
  /** Engagement points by the rules of the run */
  readonly engagementPoints: Maybe<Scalars['Int']['output']>;
  /** Group of recency, frequency and monetary value */
  readonly rfmGroup: Maybe<RfmGroup>;
  /** Quarter of the lifecycle */
  readonly quarter: Maybe<SonarQuarter>;
  /** Stage of the lifecycle */
  readonly stage: Maybe<SonarStage>;
  /** Has bought, and is not expected to return */
  readonly lapsed: Maybe<Scalars['Boolean']['output']>;
  /** Keys of the segments the customer is in, sorted */
  readonly segments: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** Fields that are null because of who asks, and why; the same for every row of one caller */
  readonly withheld: ReadonlyArray<WithheldField>;
};

/** A field that is not shown to this caller. */
export type WithheldField = {
  readonly __typename?: 'WithheldField';
  /** Its name in `PartnerScore` */
  readonly field: Scalars['String']['output'];
  /** Why */
  readonly reason: WithheldReason;
};

/** Why a field is withheld. */
export type WithheldReason =
  /** The key has no value:read */
  | 'NEEDS_VALUE_READ'
  /** The key has no network:read */
  | 'NEEDS_NETWORK_READ'
  /** The key has no profile:read */
  | 'NEEDS_PROFILE_READ';

/** Whether a customer has scores. */
export type PartnerScoreStatus =
  /** The scores are there */
  | 'SCORED'
  /** The customer is known, and no run has computed scores yet: the next one does */
  | 'NOT_COMPUTED'
  /** The source names nobody by this id */
  | 'UNKNOWN';

/** A customer's id in a source system. */
export type ExternalId = {
  readonly __typename?: 'ExternalId';
  /** Name of the system */
  readonly source: Scalars['String']['output'];
  /** The id there */
  readonly id: Scalars['ID']['output'];
};

/** What to do with what you keep of a customer. */
export type ScoreChange = {
  readonly __typename?: 'ScoreChange';
  /** What to do */
  readonly kind: ScoreChangeKind;
  /** Whom it is about: keep scores by this id */
  readonly customerId: Scalars['ID']['output'];
  /** Ids of the sources you may see, by which you know the customer; with UPSERT only */
  readonly externalIds: ReadonlyArray<ExternalId>;
  /** The customer's scores now; with UPSERT only */
  readonly score: Maybe<PartnerScore>;
  /** Who the customer is by now; with MERGE only. Drop what you keep under `customerId`: the scores of this one count for both. */
  readonly intoId: Maybe<Scalars['ID']['output']>;
};

/** What to do with what you keep of a customer. */
export type ScoreChangeKind =
  /** Keep these scores, in place of those you have */
  | 'UPSERT'
  /** Drop the scores: none are published of the customer any more, or you may not see them any more */
  | 'DELETE'
  /** The person asked to be forgotten: delete everything you keep of them, not only scores */
  | 'ERASE'
  /** Two customers are one */
  | 'MERGE';

/** A page of what changed. */
export type ScoreChanges = {
  readonly __typename?: 'ScoreChanges';
  /** In this order; a customer once a page. Empty pages happen: go on until `caughtUp`. */
  readonly changes: ReadonlyArray<ScoreChange>;
  /** Pass it as `since` next time, once you have kept this page */
  readonly token: Scalars['String']['output'];
  /** You have everything there is to tell. Ask again later: after a run there is more, and what was merged or forgotten just now comes a minute and a half later. */
  readonly caughtUp: Scalars['Boolean']['output'];
  /**
   * What your token leads to is gone (it is older than a month or so), or was given to a key that sees other customers or scores. Nothing was told. Go on with
   * `token`, which begins at the beginning, and when you are caught up drop every customer it has not told you of.
   */
  readonly resyncRequired: Scalars['Boolean']['output'];
};

/** Scores of everybody a caller sees, written down in files, one JSON document a line. */
export type BulkExport = {
  readonly __typename?: 'BulkExport';
  /** To ask for it again */
  readonly id: Scalars['ID']['output'];
  /** How it stands */
  readonly status: BulkExportStatus;
  /** The generation all scores in it are of */
  readonly generation: Scalars['Int']['output'];
  /** The instant that generation is about */
  readonly asOf: Scalars['DateTime']['output'];
  /** When it was asked for */
  readonly requestedAt: Scalars['DateTime']['output'];
  /** Until when it can be read */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** How many files it comes to */
  readonly files: Scalars['Int']['output'];
  /** How many of them can be read by now: they are written one after the other */
  readonly filesWritten: Scalars['Int']['output'];
  /** Address of a file on the server that answers GraphQL, with `{file}` in place of its number, from 0; read with the key that asked for the export */
  readonly path: Scalars['String']['output'];
  /** `scoreChanges(since:)` goes on from here, when all files are read: what changed since, who was merged, who is to be forgotten */
  readonly since: Scalars['String']['output'];
};

/** How an export stands. */
export type BulkExportStatus =
  /** Files are missing yet: ask for it again, which takes it further */
  | 'RUNNING'
  /** All files are there */
  | 'DONE'
  /** The scores it is of are kept no more, so the missing files are never written: start another one */
  | 'GONE';

/** An export to be begun. */
export type BulkExportStartInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
};

/** What became of the request. */
export type BulkExportPayload = {
  readonly __typename?: 'BulkExportPayload';
  /** The export; null where it was refused */
  readonly bulkExport: Maybe<BulkExport>;
  /** Why there is none */
  readonly userErrors: ReadonlyArray<UserError>;
};

/**
 * Everybody in the plane of own × network value. Both axes are log-modulus, sign(x) · log₁₀(1 + |x| / 100) of minor units, cut at every eighth of a decade,
 * so that losses fit on them; the cuts are the same on every night and in every company. Σ of the bins is the portfolio, to the cent.
 */
export type ValueMap = {
  readonly __typename?: 'ValueMap';
  /** Whether the bins are there */
  readonly status: ComputationStatus;
  /** Why there are none; null when there are */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** The instant the run was pinned to; null where none has published */
  readonly asOf: Maybe<Scalars['DateTime']['output']>;
  /** Σ customers of all bins; as `portfolio.customers` */
  readonly customers: Maybe<Scalars['SafeInt']['output']>;
  /** Σ own value of all bins; as `portfolio.direct` */
  readonly own: Maybe<Money>;
  /** Σ network value of all bins: minus `portfolio.rewards` */
  readonly network: Maybe<Money>;
  /** Σ potential of all bins, as `portfolio.potential`; null until a lifetime-value model has run */
  readonly potential: Maybe<Money>;
  /** The bins anybody is in, by own value, then by network value */
  readonly bins: ReadonlyArray<ValueBin>;
};

/** The customers whose own and network value lie between two cuts each. */
export type ValueBin = {
  readonly __typename?: 'ValueBin';
  /** Own value: current direct */
  readonly own: MoneyBand;
  /** Network value: current indirect, what referrals and ties moved, net */
  readonly network: MoneyBand;
  /** How many customers */
  readonly customers: Scalars['SafeInt']['output'];
  /** Σ of their own value */
  readonly ownValue: Money;
  /** Σ of their network value */
  readonly networkValue: Money;
  /** Σ of their potential, direct and indirect; null until a lifetime-value model has run */
  readonly potentialValue: Maybe<Money>;
};

/** Half-open: from ≤ amount < to. */
export type MoneyBand = {
  readonly __typename?: 'MoneyBand';
  /** The place of the band on its axis: 0 begins at nothing, −1 ends there */
  readonly bin: Scalars['Int']['output'];
  /** The least amount that is in */
  readonly from: Money;
  /** The least amount that is no longer in */
  readonly to: Money;
};

/** By what customers are ranked for focus. */
export type FocusMeasure =
  /** What was observed: current value */
  | 'CURRENT'
  /** What can be made with them: potential within the horizon */
  | 'POTENTIAL'
  /** What ties moved to them, before what they moved away: whom others follow */
  | 'NETWORK'
  /** Current and potential together */
  | 'TOTAL';

/** The share of customers with most of a value, and what they actually hold of it. 80/20 is measured here, not quoted. */
export type FocusReport = {
  readonly __typename?: 'FocusReport';
  /** Whether the numbers are there */
  readonly status: ComputationStatus;
  /** Why they are not; null when they are */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** The instant the run was pinned to; null where none has published */
  readonly asOf: Maybe<Scalars['DateTime']['output']>;
  /** By what customers are ranked */
  readonly by: FocusMeasure;
  /** The share of customers asked for, 0 to 1 */
  readonly share: Scalars['Float']['output'];
  /** How many customers that is, rounded */
  readonly customers: Maybe<Scalars['SafeInt']['output']>;
  /** Of how many */
  readonly of: Maybe<Scalars['SafeInt']['output']>;
  /** What they hold. Exact at whole percents; between two it is what the straight line says, and they hold at least that */
  readonly value: Maybe<Money>;
  /** Whether `value` was added up (EXACT) or lies on the line between two points of the curve (AT_LEAST) */
  readonly precision: Maybe<CountPrecision>;
  /** What all customers hold: the end of the curve */
  readonly total: Maybe<Money>;
  /** value ÷ total; null where the total is not above 0. Above 1 where others' values are negative */
  readonly valueShare: Maybe<Scalars['Float']['output']>;
  /** Σ of the values below 0; where it is not 0 the curve rises above its end */
  readonly negative: Maybe<Money>;
  /** 0: everybody holds the same; 1: one holds everything. Above 1 where negative values are large; null where the total is not above 0 */
  readonly gini: Maybe<Scalars['Float']['output']>;
  /** The Lorenz curve from the top, in hundredths of the customers */
  readonly curve: ReadonlyArray<CurvePoint>;
  /** Where human contact went, beside the value; null where none was logged */
  readonly attention: Maybe<FocusAttention>;
  /** Why `attention` is null; null when it is there */
  readonly attentionReason: Maybe<Scalars['String']['output']>;
  /** What more could be sold to them */
  readonly opportunities: FocusOpportunities;
};


/** The share of customers with most of a value, and what they actually hold of it. 80/20 is measured here, not quoted. */
export type FocusReportOpportunitiesArgs = {
  first?: Scalars['Int']['input'];
};

/** What more could be sold to the customers of a focus group. Of every whole percent of the customers, as `curve` has it; of a share between two, of the percent below. */
export type FocusOpportunities = {
  readonly __typename?: 'FocusOpportunities';
  /** Whether the numbers are there */
  readonly status: ComputationStatus;
  /** Why they are not; null when they are */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** Whether the numbers are of the share asked for (EXACT), or of the whole percent below, which they are at least (AT_LEAST) */
  readonly precision: Maybe<CountPrecision>;
  /** Customers of the group with an opportunity */
  readonly customers: Maybe<Scalars['SafeInt']['output']>;
  /** Σ of what all opportunities of the group are expected to bring within the horizon: their `expectedOverLifetime` */
  readonly expected: Maybe<Money>;
  /** The same over everybody */
  readonly of: Maybe<Money>;
  /** expected ÷ of; null where there are none */
  readonly expectedShare: Maybe<Scalars['Float']['output']>;
  /** The opportunities of the group that are expected to bring most, at most ten; what speaks against one stands beside it, and hides none */
  readonly list: ReadonlyArray<FocusOpportunity>;
};

/** Something that could be sold to a customer of a focus group. */
export type FocusOpportunity = {
  readonly __typename?: 'FocusOpportunity';
  /** To whom; null when gone since the run */
  readonly customer: Maybe<Customer>;
  /** Which kind */
  readonly kind: OpportunityKind;
  /** The assortment group */
  readonly target: Scalars['String']['output'];
  /** As `Opportunity.probability`, to four decimals */
  readonly probability: Scalars['Float']['output'];
  /** As `Opportunity.expectedMargin` */
  readonly expectedMargin: Money;
  /** As `Opportunity.expectedOverLifetime`: what the list is ordered by */
  readonly expectedOverLifetime: Money;
  /** What speaks against an offer now; reads the customer's events. Null when the customer is gone since the run */
  readonly blockedBy: Maybe<ReadonlyArray<Blocker>>;
};

/** Human contact (`effortMinutes` of interactions) with the customers of a focus group: whether attention goes where value is. */
export type FocusAttention = {
  readonly __typename?: 'FocusAttention';
  /** Minutes with them. Exact at whole percents; between two those of the percent below, and it is at least that */
  readonly minutes: Scalars['Float']['output'];
  /** Whether `minutes` was added up (EXACT) or is of the percent below (AT_LEAST) */
  readonly precision: CountPrecision;
  /** Minutes with all customers, all that was logged */
  readonly of: Scalars['Float']['output'];
  /** minutes ÷ of, to be read beside `valueShare` */
  readonly share: Scalars['Float']['output'];
  /** Interactions with logged minutes, over all customers */
  readonly contacts: Scalars['SafeInt']['output'];
  /** Customers with logged minutes */
  readonly customers: Scalars['SafeInt']['output'];
  /** Half of Σ |share of the minutes − share of the value| over all customers: 0 where attention goes as the value does, 1 where all of it goes elsewhere. Values below 0 count as none; null where nobody has one above */
  readonly fragmentation: Maybe<Scalars['Float']['output']>;
};

/** A point of a Lorenz curve: what the customers with most hold together. */
export type CurvePoint = {
  readonly __typename?: 'CurvePoint';
  /** Hundredths of the customers, 0 to 100 */
  readonly percent: Scalars['Int']['output'];
  /** How many customers that is, rounded */
  readonly customers: Scalars['SafeInt']['output'];
  /** What they hold */
  readonly value: Money;
  /** Of the whole; null where that is not above 0 */
  readonly valueShare: Maybe<Scalars['Float']['output']>;
};

/** How finely time is cut: calendar periods of the shop's zone. */
export type PeriodGrain =
  /** Calendar months */
  | 'MONTH'
  /** Calendar quarters */
  | 'QUARTER'
  /** Calendar years */
  | 'YEAR';

/** A calendar period. */
export type Period = {
  readonly __typename?: 'Period';
  /** Its first day */
  readonly from: Scalars['Date']['output'];
  /** The day after its last one */
  readonly to: Scalars['Date']['output'];
  /** False for the period the run is in: it is not over */
  readonly complete: Scalars['Boolean']['output'];
};

/** Customers by the period of their first purchase × the periods since. Customers and value add up to the portfolio. */
export type CohortReport = {
  readonly __typename?: 'CohortReport';
  /** Whether the cohorts are there */
  readonly status: ComputationStatus;
  /** Why there are none; null when there are */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** The instant the run was pinned to; null where none has published */
  readonly asOf: Maybe<Scalars['DateTime']['output']>;
  /** How finely time is cut */
  readonly grain: PeriodGrain;
  /** The cohorts, oldest first: months of the last 60, quarters of the last 40, years of the last 30; who came before is in one row at the top */
  readonly cohorts: ReadonlyArray<Cohort>;
  /** Customers who never bought: with the cohorts they are `portfolio.customers` */
  readonly neverBought: Maybe<Scalars['SafeInt']['output']>;
  /** Direct value that belongs to no purchase: money given back that met none. With the cells it is `portfolio.direct` */
  readonly rest: Maybe<Money>;
};

/** Customers who first bought in one period. */
export type Cohort = {
  readonly __typename?: 'Cohort';
  /** The period; null for the row of all who came before the first cohort shown */
  readonly period: Maybe<Period>;
  /** How many were won */
  readonly customers: Scalars['SafeInt']['output'];
  /** Value before the first period shown: 0 but in the row of all before */
  readonly before: Money;
  /** Their own period first, then each one since */
  readonly cells: ReadonlyArray<CohortCell>;
  /** Σ of their value to date: `before` and all cells */
  readonly value: Money;
};

/** What one cohort did in one period. */
export type CohortCell = {
  readonly __typename?: 'CohortCell';
  /** The period; where it is not complete, neither are the numbers */
  readonly period: Period;
  /** Periods since the first: 0 for their own. Null in the row of all before */
  readonly age: Maybe<Scalars['Int']['output']>;
  /** How many of them bought */
  readonly active: Scalars['SafeInt']['output'];
  /** active ÷ the cohort's customers */
  readonly retention: Scalars['Float']['output'];
  /** What their purchases brought: margin, or revenue × the margin rate where a cost is unknown, less refunds */
  readonly value: Money;
  /** value ÷ the cohort's customers, rounded to the minor unit */
  readonly valuePerHead: Money;
};

/** From which earlier period a bridge leads. */
export type BridgeBase =
  /** The period just before */
  | 'PERIOD_BEFORE'
  /** The same period a year earlier; the same as PERIOD_BEFORE for years */
  | 'YEAR_BEFORE';

/** How what one period brought came from what an earlier one did, for the latest periods. */
export type GrowthReport = {
  readonly __typename?: 'GrowthReport';
  /** Whether the bridges are there */
  readonly status: ComputationStatus;
  /** Why there are none; null when there are */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** The instant the run was pinned to; null where none has published */
  readonly asOf: Maybe<Scalars['DateTime']['output']>;
  /** How finely time is cut */
  readonly grain: PeriodGrain;
  /** The newest first: to the last 25 months, 13 quarters, 10 years, as far as orders go back by one period more */
  readonly bridges: ReadonlyArray<GrowthBridge>;
};

/** before + Σ terms = after, to the cent. */
export type GrowthBridge = {
  readonly __typename?: 'GrowthBridge';
  /** The earlier period */
  readonly from: Period;
  /** The later period; where it is not complete the bridge is of a part against a whole */
  readonly to: Period;
  /** What purchases of the earlier period brought */
  readonly before: Money;
  /** What purchases of the later period brought */
  readonly after: Money;
  /** Who bought in the earlier period */
  readonly customersBefore: Scalars['SafeInt']['output'];
  /** Who bought in the later period */
  readonly customersAfter: Scalars['SafeInt']['output'];
  /** One entry per kind of change */
  readonly terms: ReadonlyArray<BridgeTerm>;
};

/** One kind of change between two periods. */
export type BridgeTerm = {
  readonly __typename?: 'BridgeTerm';
  /** What it is */
  readonly key: BridgeTermKey;
  /** What it is, for people */
  readonly label: Scalars['String']['output'];
  /** Above 0 for growth */
  readonly amount: Money;
  /** The customers it is of. Who bought in both periods counts with FREQUENCY and with BASKET */
  readonly customers: Scalars['SafeInt']['output'];
};

/** What the change from one period to another is made of. */
export type BridgeTermKey =
  /** Bought for the first time ever */
  | 'NEW'
  /** Bought before, but not in the earlier period */
  | 'RETURNED'
  /** Bought in the earlier period and not in the later */
  | 'LOST'
  /** Bought in both, on more or fewer days: days more × what a day brought before */
  | 'FREQUENCY'
  /** Bought in both, for more or less a day: price, quantity, range and margin together */
  | 'BASKET';

/** How the revenue of one calendar year came from that of the one before, for the latest years. */
export type RevenueGrowthReport = {
  readonly __typename?: 'RevenueGrowthReport';
  /** Whether the bridges are there */
  readonly status: ComputationStatus;
  /** Why there are none; null when there are */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** The instant the run was pinned to; null where none has published */
  readonly asOf: Maybe<Scalars['DateTime']['output']>;
  /** The newest first: to at most 10 years, as far as orders go back by one year more */
  readonly bridges: ReadonlyArray<RevenueBridge>;
  /** Revenue of the years before the oldest bridge begins; of all years where there is no bridge */
  readonly earlier: Maybe<Money>;
  /** Money given back that met no purchase, below 0: of no year */
  readonly rest: Maybe<Money>;
  /** `earlier` + where the oldest bridge begins + where each of them ends + `rest`: the portfolio's revenue at the run */
  readonly total: Maybe<Money>;
};

/** before + Σ terms = after, to the cent. */
export type RevenueBridge = {
  readonly __typename?: 'RevenueBridge';
  /** The earlier year */
  readonly from: Period;
  /** The later year; where it is not complete the bridge is of a part against a whole */
  readonly to: Period;
  /** What was paid in the earlier year less what went back of it */
  readonly before: Money;
  /** The same of the later year */
  readonly after: Money;
  /** Who bought in the earlier year */
  readonly customersBefore: Scalars['SafeInt']['output'];
  /** Who bought in the later year */
  readonly customersAfter: Scalars['SafeInt']['output'];
  /** One entry per kind of change */
  readonly terms: ReadonlyArray<RevenueTerm>;
};

/** One kind of change of revenue between two years. */
export type RevenueTerm = {
  readonly __typename?: 'RevenueTerm';
  /** What it is */
  readonly key: RevenueTermKey;
  /** What it is, for people */
  readonly label: Scalars['String']['output'];
  /** Above 0 for growth */
  readonly amount: Money;
  /** The customers it is of; of those who bought in both years the ones for whom it is not 0 */
  readonly customers: Scalars['SafeInt']['output'];
};

/** What the change of revenue from one year to the next is made of. The last four are of customers who bought in both, product by product. */
export type RevenueTermKey =
  /** Bought for the first time ever */
  | 'NEW'
  /** Bought before, but not in the earlier year */
  | 'RETURNED'
  /** Bought in the earlier year and not in the later */
  | 'LOST'
  /** Groups that came or went, and products of a group that came beside, or went without another in their place */
  | 'CROSS_SELL'
  /** More or fewer pieces, at what one cost in the earlier year, rounded to the cent by product */
  | 'DEEP_SELL'
  /** Products that took the place of others of their group, dearer or cheaper by the piece; services and subscriptions that came or went */
  | 'UP_SELL'
  /** What a piece of the same product cost, and what rounding and products without pieces leave: the change less all the others */
  | 'PRICE';

/** By which loss leaving customers are listed. The two are never added. */
export type LeavingOrder =
  /** By what their own orders would have brought: `ownExpected` */
  | 'OWN'
  /** By what others are worth only through them: `networkExpected` */
  | 'NETWORK';

/** Who costs most by leaving. */
export type LeavingReport = {
  readonly __typename?: 'LeavingReport';
  /** Whether the list is there */
  readonly status: ComputationStatus;
  /** Why it is not; null when it is */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** The instant the run was pinned to; null where none has published */
  readonly asOf: Maybe<Scalars['DateTime']['output']>;
  /** How many are listed at most */
  readonly listed: Scalars['Int']['output'];
  /** Σ of `ownExpected` over everybody, also those not listed. There is no such sum for the network: figures of two customers overlap */
  readonly ownExpected: Maybe<Money>;
  /** The largest expected loss first */
  readonly customers: ReadonlyArray<LeavingCustomer>;
};

/** What is lost if one customer leaves, times the chance that they do. */
export type LeavingCustomer = {
  readonly __typename?: 'LeavingCustomer';
  /** Who; null when gone since the run */
  readonly customer: Maybe<Customer>;
  /** Their trusted contact at the run; null where none is told, and where the list was not asked for by contact */
  readonly contact: Maybe<Scalars['String']['output']>;
  /** Probability of at least one more order within the horizon */
  readonly returnProbability: Scalars['Float']['output'];
  /** Expected loss of own orders: as `value.atRisk.own` */
  readonly ownExpected: Money;
  /** What others are worth only through this customer, as `value.atRisk.network`; null where it was not worked out, because few follow them */
  readonly network: Maybe<Money>;
  /** network × (1 − returnProbability); null with it. Never to be added to `ownExpected` */
  readonly networkExpected: Maybe<Money>;
  /** What is to be done, why, and what is in the way: the list is the retention team's work. Null when the customer is gone since the run */
  readonly work: Maybe<RetentionWork>;
};

/** What is to be done about a customer whose leaving would cost. */
export type RetentionWork = {
  readonly __typename?: 'RetentionWork';
  /** The first that applies */
  readonly action: RetentionAction;
  /** Why, in words */
  readonly because: Scalars['String']['output'];
  /** What speaks against approaching the customer now; nothing is hidden for it */
  readonly blockedBy: ReadonlyArray<Blocker>;
};

/** What is to be done about a customer whose leaving would cost, in the order of urgency. */
export type RetentionAction =
  /** Settle what they complain about, before anything else */
  | 'SETTLE_COMPLAINT'
  /** Bring back: they have lapsed */
  | 'WIN_BACK'
  /** Be heard of: they wait longer than they usually do */
  | 'KEEP_WARM'
  /** Nothing yet */
  | 'WATCH';

/** How the segments lie to one another. */
export type SegmentLandscape = {
  readonly __typename?: 'SegmentLandscape';
  /** Whether the numbers are there */
  readonly status: ComputationStatus;
  /** Why they are not; null when they are */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** The instant the run was pinned to; null where none has published */
  readonly asOf: Maybe<Scalars['DateTime']['output']>;
  /** How many segments of equal size would spread the memberships as widely: e^H of their shares (Hill 1973; Jost 2006). Null where nobody is in any */
  readonly effectiveSegments: Maybe<Scalars['Float']['output']>;
  /** Share of customers who are in no segment */
  readonly uncoveredShare: Maybe<Scalars['Float']['output']>;
  /** Every segment of the run */
  readonly segments: ReadonlyArray<SegmentShare>;
  /** Customers by how many segments they are in, from 0: everybody, and `portfolio.current` */
  readonly bySegments: ReadonlyArray<SegmentDegree>;
  /** Pairs of segments with customers in both, those with most first */
  readonly overlaps: ReadonlyArray<SegmentOverlap>;
  /** How many pairs have anybody in both */
  readonly pairs: Maybe<Scalars['Int']['output']>;
  /** Customers who were given more than one role, each once */
  readonly conflicted: Maybe<Scalars['SafeInt']['output']>;
  /** Pairs of roles that customers were given both of */
  readonly conflicts: ReadonlyArray<RoleConflict>;
  /** Segments to merge (nearly the same customers) and to divide (wide, and another segment tells its members' values apart), the strongest first */
  readonly proposals: ReadonlyArray<SegmentProposal>;
};


/** How the segments lie to one another. */
export type SegmentLandscapeOverlapsArgs = {
  first?: Scalars['Int']['input'];
};

/** Two roles that were given to the same customers, by different segments. */
export type RoleConflict = {
  readonly __typename?: 'RoleConflict';
  /** The one role */
  readonly a: SegmentRole;
  /** The other */
  readonly b: SegmentRole;
  /** Customers with both */
  readonly customers: Scalars['SafeInt']['output'];
  /** Σ of their current value */
  readonly value: Money;
};

/** Fewer segments, or more. */
export type SegmentProposalKind =
  /** One segment instead of two that hold nearly the same customers */
  | 'CONVERGE'
  /** Two segments instead of a wide one whose members' values another segment tells apart */
  | 'DIVERGE';

/** A proposal, which an ordinary `segmentCreate` with the `ruleText` of its parts applies; nothing is changed by itself. */
export type SegmentProposal = {
  readonly __typename?: 'SegmentProposal';
  /** Merge or divide */
  readonly kind: SegmentProposalKind;
  /** CONVERGE: one of the two. DIVERGE: the segment to divide */
  readonly a: Scalars['String']['output'];
  /** CONVERGE: the other. DIVERGE: what divides it */
  readonly b: Scalars['String']['output'];
  /** CONVERGE: customers in both ÷ in either, from .7. DIVERGE: share of the variance of the members' current value that lies between the parts (η²), from .05 */
  readonly strength: Scalars['Float']['output'];
  /** What is gained */
  readonly gained: Scalars['String']['output'];
  /** What is lost */
  readonly lost: Scalars['String']['output'];
  /** What takes the place of `a` and `b`, or of `a` */
  readonly parts: ReadonlyArray<SegmentProposalPart>;
  /** CONVERGE: customers who are in one of the two alone; null otherwise */
  readonly blurred: Maybe<Scalars['SafeInt']['output']>;
  /** CONVERGE: Σ of their current value; null otherwise */
  readonly blurredValue: Maybe<Money>;
  /** `effectiveSegments` if it is done */
  readonly effectiveAfter: Scalars['Float']['output'];
};

/** A segment that a proposal would make. */
export type SegmentProposalPart = {
  readonly __typename?: 'SegmentProposalPart';
  /** How many customers it would hold */
  readonly customers: Scalars['SafeInt']['output'];
  /** Its rule: `segmentCreate(input: {ruleText})` takes it */
  readonly ruleText: Scalars['String']['output'];
  /** Mean of their current value; null for CONVERGE */
  readonly meanValue: Maybe<Money>;
};

/** The customers of one segment, and their share. */
export type SegmentShare = {
  readonly __typename?: 'SegmentShare';
  /** The segment; null when it is no longer known */
  readonly segment: Maybe<Segment>;
  /** Its key */
  readonly key: Scalars['String']['output'];
  /** Members */
  readonly customers: Scalars['SafeInt']['output'];
  /** Σ of their current value */
  readonly value: Money;
  /** Of all customers; null where there are none */
  readonly share: Maybe<Scalars['Float']['output']>;
};

/** The customers who are in as many segments. */
export type SegmentDegree = {
  readonly __typename?: 'SegmentDegree';
  /** In how many segments */
  readonly segments: Scalars['Int']['output'];
  /** How many customers */
  readonly customers: Scalars['SafeInt']['output'];
  /** Σ of their current value */
  readonly value: Money;
};

/** Two segments with customers in both. */
export type SegmentOverlap = {
  readonly __typename?: 'SegmentOverlap';
  /** Key of the one */
  readonly a: Scalars['String']['output'];
  /** Key of the other */
  readonly b: Scalars['String']['output'];
  /** Customers in both */
  readonly customers: Scalars['SafeInt']['output'];
  /** Σ of their current value */
  readonly value: Money;
  /** Customers in both ÷ customers in either (Jaccard) */
  readonly jaccard: Scalars['Float']['output'];
  /** Customers in both ÷ those of `a` */
  readonly ofA: Scalars['Float']['output'];
  /** Customers in both ÷ those of `b` */
  readonly ofB: Scalars['Float']['output'];
};

/** How many customers stand where in the SONAR lifecycle, at the last run. */
export type LifecycleSummary = {
  readonly __typename?: 'LifecycleSummary';
  /** Steps between stages that customers made, counted over everybody's way up to where they stand */
  readonly transitions: LifecycleTransitions;
  /** The instant the last run was pinned to */
  readonly asOf: Scalars['DateTime']['output'];
  /** One entry per stage, in the order of the lifecycle */
  readonly stages: ReadonlyArray<StageSummary>;
};

/**
 * Everybody's way to where they stand: up to the first order, then within the buying cycle they are in (cycles in between are known by their number).
 * For each stage: began + came in − left = customers there.
 */
export type LifecycleTransitions = {
  readonly __typename?: 'LifecycleTransitions';
  /** Whether the steps are there */
  readonly status: ComputationStatus;
  /** Why they are not; null when they are */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** Where ways began: who first comes to notice by an order begins with it */
  readonly began: ReadonlyArray<LifecycleBeginning>;
  /** In the order of the stages */
  readonly steps: ReadonlyArray<LifecycleTransition>;
};

/** Customers whose way began at a stage. */
export type LifecycleBeginning = {
  readonly __typename?: 'LifecycleBeginning';
  /** The stage */
  readonly stage: SonarStage;
  /** How many */
  readonly customers: Scalars['SafeInt']['output'];
};

/** A step from one stage to another. */
export type LifecycleTransition = {
  readonly __typename?: 'LifecycleTransition';
  /** The stage left */
  readonly from: SonarStage;
  /** The stage entered */
  readonly to: SonarStage;
  /** How many made it */
  readonly customers: Scalars['SafeInt']['output'];
  /** Whole days it took half of them at most. FIRST_ORDER to LOYALTY: the days of a buying cycle */
  readonly medianDays: Scalars['Int']['output'];
};

/**
 * Value of the customer beside value for the customer, as percentiles (Gupta & Lehmann 2005): money and wellbeing have no unit in common. What nobody measured is
 * null with a reason, never the middle.
 */
export type CustomerBalance = {
  readonly __typename?: 'CustomerBalance';
  /** Value of the customer: where their total value lies among all customers, 0 to 100, as `value.standing.percentile` */
  readonly valueOf: Maybe<Scalars['Float']['output']>;
  /** Value for the customer: where their happiness lies among those of whom it is measured, 0 to 100 */
  readonly valueFor: Maybe<Scalars['Float']['output']>;
  /** What `valueFor` ranks: happiness, 0 to 100, as `health.happiness.score` */
  readonly happiness: Maybe<Scalars['Float']['output']>;
  /** Where the two meet: from 50 on is much */
  readonly quadrant: Maybe<BalanceQuadrant>;
  /** Every field above that is null, with its reason */
  readonly absent: ReadonlyArray<Absence>;
  /** Where these numbers come from */
  readonly provenance: Provenance;
};

/** Value of the customer × value for the customer, by the names of Gupta & Lehmann (2005). */
export type BalanceQuadrant =
  /** Worth much, and the company is worth much to them: in balance */
  | 'STAR'
  /** Worth much, and little is done for them: who treats them better gets them */
  | 'VULNERABLE'
  /** Much is done for them, and they bring little */
  | 'FREE_RIDER'
  /** Little either way: in balance, too */
  | 'LOST_CAUSE';

/** Everybody by what they are worth and what they get. Σ of the quadrants and of `unmeasured` is the portfolio, to the cent. */
export type BalanceReport = {
  readonly __typename?: 'BalanceReport';
  /** Whether the numbers are there */
  readonly status: ComputationStatus;
  /** Why they are not; null when they are */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** The instant the run was pinned to; null where none has published */
  readonly asOf: Maybe<Scalars['DateTime']['output']>;
  /** The four quadrants, in the order of `BalanceQuadrant` */
  readonly quadrants: ReadonlyArray<BalancePart>;
  /** Of whom nothing was measured: no interaction says how it was, and there was no complaint */
  readonly unmeasured: Maybe<BalancePart>;
  /** Share of customers of whom it was measured; null where there are none */
  readonly measuredShare: Maybe<Scalars['Float']['output']>;
};

/** Customers of one quadrant, or of none. */
export type BalancePart = {
  readonly __typename?: 'BalancePart';
  /** Which; null for those of whom nothing was measured */
  readonly quadrant: Maybe<BalanceQuadrant>;
  /** How many */
  readonly customers: Scalars['SafeInt']['output'];
  /** Σ of their total value */
  readonly value: Money;
};

/** What a part of the change of total value is. */
export type ChangeDriverKey =
  /** Orders between the two, before refunds */
  | 'ORDERS'
  /** Refunds between the two */
  | 'REFUNDS'
  /** Money given back that met no purchase */
  | 'CREDITS'
  /** Rewards paid for referrals */
  | 'REWARDS'
  /** What events did to what is expected: purchases, and what was told of earlier ones */
  | 'EXPECTED_EVENTS'
  /** What the days alone did to what is expected */
  | 'EXPECTED_TIME'
  /** What newly adopted parameters did to what is expected: no business */
  | 'EXPECTED_PARAMETERS';

/** The change of total value between two dates. from + Σ drivers + unexplained = to, to the cent. */
export type PortfolioChange = {
  readonly __typename?: 'PortfolioChange';
  /** Whether the numbers are there */
  readonly status: ComputationStatus;
  /** Why they are not, or why a part is unexplained; null otherwise */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** The run the change begins with: the last one as of `from` or before */
  readonly fromAsOf: Maybe<Scalars['DateTime']['output']>;
  /** The run it ends with: the last one as of `to` or before */
  readonly toAsOf: Maybe<Scalars['DateTime']['output']>;
  /** Total value then */
  readonly from: Maybe<Money>;
  /** Total value at the end */
  readonly to: Maybe<Money>;
  /** to − from */
  readonly change: Maybe<Money>;
  /** What it is made of */
  readonly drivers: ReadonlyArray<ChangeDriver>;
  /** What no driver explains: shown, and never folded into one */
  readonly unexplained: Maybe<Money>;
};

/** A part of a change. */
export type ChangeDriver = {
  readonly __typename?: 'ChangeDriver';
  /** What it is */
  readonly key: ChangeDriverKey;
  /** How much */
  readonly amount: Money;
};

/** An area the data of a company is judged in. */
export type ScorecardArea =
  /** What customers are worth */
  | 'VALUE'
  /** What they experience */
  | 'EXPERIENCE'
  /** Where they stand */
  | 'LIFECYCLE'
  /** Whom they bring in and influence */
  | 'NETWORK';

/** How much the data says of what it could say, with the gaps named. */
export type Scorecard = {
  readonly __typename?: 'Scorecard';
  /** Whether the numbers are there */
  readonly status: ComputationStatus;
  /** Why they are not; null when they are */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** The instant the run was pinned to; null where none has published */
  readonly asOf: Maybe<Scalars['DateTime']['output']>;
  /** One entry per question asked of the data */
  readonly items: ReadonlyArray<ScorecardItem>;
};

/** One question asked of the data. */
export type ScorecardItem = {
  readonly __typename?: 'ScorecardItem';
  /** The area */
  readonly area: ScorecardArea;
  /** Stable name */
  readonly key: Scalars['String']['output'];
  /** What the share is of */
  readonly label: Scalars['String']['output'];
  /** 0 to 1; null where there is nothing to take a share of */
  readonly share: Maybe<Scalars['Float']['output']>;
  /** What to do about it; null from .8 on */
  readonly gap: Maybe<Scalars['String']['output']>;
};

/** A number the API gives, and the one formula behind it. */
export type MetricDefinition = {
  readonly __typename?: 'MetricDefinition';
  /** Stable name */
  readonly key: Scalars['String']['output'];
  /** As answers cite it in `Provenance.version`. Another formula is another version */
  readonly version: Scalars['String']['output'];
  /** What it is called */
  readonly label: Scalars['String']['output'];
  /** The formula */
  readonly formula: Scalars['String']['output'];
  /** What it is counted in */
  readonly unit: MetricUnit;
  /** Whose definition it is; null where it is Kring's own */
  readonly source: Maybe<Scalars['String']['output']>;
  /** Where it is asked for, as `Type.field` */
  readonly fields: ReadonlyArray<Scalars['String']['output']>;
};

/** What a metric is counted in. */
export type MetricUnit =
  /** An amount of the accounting currency */
  | 'MONEY'
  /** 0 to 1 */
  | 'SHARE'
  /** A place on a scale */
  | 'SCORE'
  /** A number of things */
  | 'COUNT'
  /** Days */
  | 'DAYS'
  /** Engagement points */
  | 'POINTS';

/** What winning customers cost, and how far it has come back. Spend is as it stands now, everything else as of the last run. */
export type AcquisitionReport = {
  readonly __typename?: 'AcquisitionReport';
  /** Whether what was spent is known; customers are listed by channel all the same */
  readonly status: ComputationStatus;
  /** Why it is not; null when it is */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** The instant the run was pinned to; null where none has published */
  readonly asOf: Maybe<Scalars['DateTime']['output']>;
  /** How finely time is cut */
  readonly grain: PeriodGrain;
  /** Σ of all spend on winning customers that was told */
  readonly spend: Maybe<Money>;
  /** Σ of all spend on keeping customers that was told (`purpose` RETENTION); null where none was */
  readonly retentionSpend: Maybe<Money>;
  /** By channel, the dearest first; together `spend`. Customers together with `otherChannels` and `untold` are everybody who has bought */
  readonly channels: ReadonlyArray<ChannelSpend>;
  /** Customers who came through channels beyond the 20 with most customers; null where the run does not say */
  readonly otherChannels: Maybe<ChannelWon>;
  /** Customers whose first order does not say through which channel it came; null where the run does not say */
  readonly untold: Maybe<ChannelWon>;
  /** By the period in which it was spent, each amount evenly over its time; together `spend` */
  readonly periods: ReadonlyArray<AcquisitionPeriod>;
  /** What a unit of value from new customers costs ÷ what one from existing customers does, as measured here over the periods with spend on both that are over: new customers' value is what they brought in their first period; null where one of them is not known */
  readonly costRatio: Maybe<Scalars['Float']['output']>;
  /** Why `costRatio` is null; null when it is there */
  readonly costRatioReason: Maybe<Scalars['String']['output']>;
};

/** What one channel cost. */
export type ChannelSpend = {
  readonly __typename?: 'ChannelSpend';
  /** The channel, as spend names it */
  readonly channel: Scalars['String']['output'];
  /** Σ of what was told; 0 where nothing was */
  readonly spend: Money;
  /** Customers whose first order came through it; null where it is not known */
  readonly customers: Maybe<Scalars['SafeInt']['output']>;
  /** Why `customers` is null; null when it is there */
  readonly customersReason: Maybe<Scalars['String']['output']>;
  /** What their own orders have brought to date; null with `customers` */
  readonly value: Maybe<Money>;
  /** Those of them who first bought in a calendar month the spend is of: what that spend won. Null where nothing was spent, or `customers` is null */
  readonly bought: Maybe<ChannelBought>;
};

/** Customers who came one way. */
export type ChannelWon = {
  readonly __typename?: 'ChannelWon';
  /** How many */
  readonly customers: Scalars['SafeInt']['output'];
  /** What their own orders have brought to date */
  readonly value: Money;
};

/** What a channel's spend won, month against month. */
export type ChannelBought = {
  readonly __typename?: 'ChannelBought';
  /** Customers who first bought in the months of the spend */
  readonly customers: Scalars['SafeInt']['output'];
  /** The channel's spend ÷ customers; null where there are none */
  readonly costPerCustomer: Maybe<Money>;
  /** What their own orders have brought to date */
  readonly value: Money;
  /** Whether that covers the spend */
  readonly recovered: Scalars['Boolean']['output'];
};

/** What was spent in a period, beside the customers won in it. */
export type AcquisitionPeriod = {
  readonly __typename?: 'AcquisitionPeriod';
  /** The period */
  readonly period: Period;
  /** What was spent */
  readonly spend: Money;
  /** Customers who first bought in it, through whatever channel; null where the period is before the cohorts */
  readonly customers: Maybe<Scalars['SafeInt']['output']>;
  /** spend ÷ customers; null where there are none */
  readonly costPerCustomer: Maybe<Money>;
  /** What they have brought to date; null where the period is before the cohorts */
  readonly value: Maybe<Money>;
  /** Whether that covers the spend; null where the period is before the cohorts */
  readonly recovered: Maybe<Scalars['Boolean']['output']>;
  /** Periods after their first until it did: 0 where the first one covered it; null where it has not */
  readonly paybackPeriods: Maybe<Scalars['Int']['output']>;
};

/** The one person of the company a customer deals with: the fact CONTACT, else the owner of the lead that stands, else who is told of their account. */
export type TrustedContact = {
  readonly __typename?: 'TrustedContact';
  /** Their name, as it was told; null where nobody is, with the reason */
  readonly name: Maybe<Scalars['String']['output']>;
  /** Since when without a break */
  readonly since: Maybe<Scalars['DateTime']['output']>;
  /** From then on it is not known to be so; null: until told otherwise */
  readonly until: Maybe<Scalars['DateTime']['output']>;
  /** The account it was told of, whose contacts are not dated; null where it was told of the customer */
  readonly through: Maybe<Account>;
  /** Why `name` is null; null where it is there */
  readonly reason: Maybe<Scalars['String']['output']>;
};

/** Who the customer is in three dimensions that have nothing to do with each other: a segment may ask for each. */
export type CustomerDimensions = {
  readonly __typename?: 'CustomerDimensions';
  /** Where they are in their life, in the source's words: the fact LIFE_STAGE */
  readonly lifeStage: Maybe<Scalars['String']['output']>;
  /** How they live, in the source's words: the fact LIFESTYLE */
  readonly lifestyle: Maybe<Scalars['String']['output']>;
  /** How they and the company stand, worked out by runs; null until a run has seen this customer */
  readonly relationship: Maybe<Relationship>;
  /** Every field above that is null, with its reason */
  readonly absent: ReadonlyArray<Absence>;
};

/** How a customer and the company stand. */
export type Relationship = {
  readonly __typename?: 'Relationship';
  /** The stage of the lifecycle */
  readonly stage: SonarStage;
  /** Buying cycle, 0 before the first order */
  readonly cycle: Scalars['Int']['output'];
  /** Lapsed: hardly expected to order again */
  readonly lapsed: Scalars['Boolean']['output'];
  /** When anything was first heard of them; null where nothing was */
  readonly knownSince: Maybe<Scalars['DateTime']['output']>;
  /** When they first ordered; null where they did not */
  readonly customerSince: Maybe<Scalars['DateTime']['output']>;
  /** Their trusted contact; null where none is told */
  readonly contact: Maybe<Scalars['String']['output']>;
};

/** Who of the company looks after whom. The contacts, `others` and `nobody` are everybody: Σ customers is `portfolio.customers`, Σ value `portfolio.current`, Σ minutes all that was logged. */
export type ContactReport = {
  readonly __typename?: 'ContactReport';
  /** Whether the numbers are there */
  readonly status: ComputationStatus;
  /** Why they are not; null when they are */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** The instant the run was pinned to; null where none has published */
  readonly asOf: Maybe<Scalars['DateTime']['output']>;
  /** By falling value of their customers, at most 100 */
  readonly contacts: ReadonlyArray<ContactShare>;
  /** Those of contacts beyond the first 100 */
  readonly others: Maybe<ContactShare>;
  /** Customers of whom no contact is told */
  readonly nobody: Maybe<ContactShare>;
  /** Share of the customers with logged human contact who have a trusted contact; null where none was logged */
  readonly coverage: Maybe<Scalars['Float']['output']>;
  /** Share of the minutes of human contact that were with customers who have one; null where none was logged */
  readonly minutesCoverage: Maybe<Scalars['Float']['output']>;
};

/** Customers of one contact, or of none. */
export type ContactShare = {
  readonly __typename?: 'ContactShare';
  /** The contact, as told; null for `others` and `nobody` */
  readonly contact: Maybe<Scalars['String']['output']>;
  /** How many customers */
  readonly customers: Scalars['SafeInt']['output'];
  /** Σ of their current value */
  readonly value: Money;
  /** Minutes of human contact logged with them, whoever had it */
  readonly minutes: Scalars['Float']['output'];
  /** Customers with logged human contact */
  readonly contacted: Scalars['SafeInt']['output'];
};

/** How fresh and how well joined what sources tell is. */
export type SourceReport = {
  readonly __typename?: 'SourceReport';
  /** Whether the numbers are there */
  readonly status: ComputationStatus;
  /** Why they are not; null when they are */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** The instant the run was pinned to; null where none has published */
  readonly asOf: Maybe<Scalars['DateTime']['output']>;
  /** By source, then department: Σ `records` is every event and fact the run knew */
  readonly sources: ReadonlyArray<SourceHealth>;
  /** Customers told of at all */
  readonly customers: Maybe<Scalars['SafeInt']['output']>;
  /** Share of them who are known to more than one source; null where there are none */
  readonly matchedShare: Maybe<Scalars['Float']['output']>;
};

/** What one source told for one department. */
export type SourceHealth = {
  readonly __typename?: 'SourceHealth';
  /** The source, as its records name it */
  readonly source: Scalars['String']['output'];
  /** Whose work the records are of: newsletters, promotions, pages and social acts are MARKETING; orders, leads and contacts of sales SALES; complaints, support, portal, deliveries and answers SERVICE */
  readonly department: Department;
  /** Events and facts */
  readonly records: Scalars['SafeInt']['output'];
  /** Customers they are of */
  readonly customers: Scalars['SafeInt']['output'];
  /** Share of these of whom another source told something too */
  readonly matchedShare: Scalars['Float']['output'];
  /** The newest instant one of them is of */
  readonly lastAt: Scalars['DateTime']['output'];
  /** Days from then to the run: how far the source lags */
  readonly lagDays: Scalars['Float']['output'];
};

/** What is done for a person who asks for it. */
export type PrivacyJobKind =
  /** Everything about a customer is deleted */
  | 'ERASE'
  /** Everything that is kept of a customer is written down, to be handed over */
  | 'EXPORT';

/** How a job stands. */
export type PrivacyJobStatus =
  /** Under way; it goes on by itself, also after a crash, at the latest with the next run */
  | 'OPEN'
  /** Nothing is left to do */
  | 'DONE';

/** A part of a job, each of which may be repeated. */
export type PrivacyStep =
  /** Names that lead to the person: attached identities, what streams said of names */
  | 'IDENTITIES'
  /** Orders, interactions and facts with their earlier versions and receipts, influence history, links under way, exports */
  | 'EVENTS'
  /** Ties and referrals in both directions */
  | 'TIES'
  /** Linked accounts */
  | 'SOCIAL'
  /** The trail of merges, and what runs, syncs and imports noted */
  | 'MENTIONS'
  /** The customer, with everybody merged into them */
  | 'PROFILE'
  /** Whoever follows changes is told to delete them too */
  | 'FEED'
  /** A run that knows nothing of the person: what others are worth without them */
  | 'RUN'
  /** What runs have published: lists, segments, flows, views of the past, credit, scores of months */
  | 'PUBLISHED';

/** A step that was done. */
export type PrivacyStepDone = {
  readonly __typename?: 'PrivacyStepDone';
  /** Which one */
  readonly step: PrivacyStep;
  /** Items deleted or changed, or documents written down */
  readonly count: Scalars['Int']['output'];
  /** When */
  readonly doneAt: Scalars['DateTime']['output'];
};

/** A person being erased, or what is kept of one being written down. An erasure says nothing of whom it is about, so it stays as evidence when they are gone. */
export type PrivacyJob = Node & {
  readonly __typename?: 'PrivacyJob';
  /** Global id of the job */
  readonly id: Scalars['ID']['output'];
  /** What is done */
  readonly kind: PrivacyJobKind;
  /** Whether it is done */
  readonly status: PrivacyJobStatus;
  /** When it was asked for */
  readonly requestedAt: Scalars['DateTime']['output'];
  /** By whom: `key:` and the public part of a key, the subject of a token, the ARN of a role */
  readonly requestedBy: Scalars['String']['output'];
  /** What is done so far, in order */
  readonly steps: ReadonlyArray<PrivacyStepDone>;
  /** When the last step was done; null while it is open */
  readonly finishedAt: Maybe<Scalars['DateTime']['output']>;
  /**
   * Of an erasure: until when answers kept for repeated requests (a day) and what partners are told of changes (forty days) may still hold Kring's id of the
   * person; they go by themselves. Of an export: until when it can be read. Null while it is open.
   */
  readonly expiringUntil: Maybe<Scalars['DateTime']['output']>;
  /** Of an export that is done: what is kept of the person. Null for an erasure, while it is open, and when its time is over */
  readonly documents: Maybe<ExportDocumentConnection>;
};


/** A person being erased, or what is kept of one being written down. An erasure says nothing of whom it is about, so it stays as evidence when they are gone. */
export type PrivacyJobDocumentsArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};

/** One thing that is kept of a person. */
export type ExportDocument = {
  readonly __typename?: 'ExportDocument';
  /** What it is: CUSTOMER, ORDER, INTERACTION, FACT, TIE, REFERRAL, LINKED_ACCOUNT, SUMMARY, PROFILE … */
  readonly kind: Scalars['String']['output'];
  /** Who said so: the source of a record; `kring` for what was worked out */
  readonly source: Scalars['String']['output'];
  /** The record, as JSON; amounts in minor units, instants in milliseconds since 1970 */
  readonly json: Scalars['String']['output'];
};

/** A page of an export. */
export type ExportDocumentConnection = {
  readonly __typename?: 'ExportDocumentConnection';
  /** The documents of this page with their cursors */
  readonly edges: ReadonlyArray<ExportDocumentEdge>;
  /** The same documents without cursors */
  readonly nodes: ReadonlyArray<ExportDocument>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
};

/** A document in an export. */
export type ExportDocumentEdge = {
  readonly __typename?: 'ExportDocumentEdge';
  /** Place in the export: as `after` it leads to what follows */
  readonly cursor: Scalars['String']['output'];
  /** The document itself */
  readonly node: ExportDocument;
};

/** A page of jobs. */
export type PrivacyJobConnection = {
  readonly __typename?: 'PrivacyJobConnection';
  /** The jobs of this page with their cursors */
  readonly edges: ReadonlyArray<PrivacyJobEdge>;
  /** The same jobs without cursors */
  readonly nodes: ReadonlyArray<PrivacyJob>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
};

/** A job in a list. */
export type PrivacyJobEdge = {
  readonly __typename?: 'PrivacyJobEdge';
  /** Place in the list: as `after` it leads to what follows this job */
  readonly cursor: Scalars['String']['output'];
  /** The job itself */
  readonly node: PrivacyJob;
};

/** A person who asks to be erased. */
export type CustomerEraseInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Whom, by anything that leads to them; with everybody merged into them */
  readonly by: CustomerIdentifier;
};

/** A person who asks what is kept of them. */
export type CustomerExportInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Whom, by anything that leads to them; with everybody merged into them */
  readonly by: CustomerIdentifier;
};

/** What became of the request. */
export type PrivacyJobPayload = {
  readonly __typename?: 'PrivacyJobPayload';
  /** The job; null when there is none */
  readonly job: Maybe<PrivacyJob>;
  /** Why there is none; empty when there is one */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What gives engagement points. Published versions never change. */
export type EngagementRuleSet = {
  readonly __typename?: 'EngagementRuleSet';
  /** 1 is built in; each publication is the next number */
  readonly version: Scalars['Int']['output'];
  /** The rules, in the order they were published */
  readonly rules: ReadonlyArray<EngagementRule>;
};

/** One way to earn points. */
export type EngagementRule = {
  readonly __typename?: 'EngagementRule';
  /** Lower case words joined by hyphens; names the rule in breakdowns */
  readonly key: Scalars['String']['output'];
  /** The rule in words */
  readonly label: Scalars['String']['output'];
  /** Who owns it */
  readonly department: Department;
  /** How often a customer can earn it */
  readonly counting: RuleCounting;
  /** Interactions that earn the points; empty for PER_DISTINCT_GROUP, which counts orders */
  readonly triggers: ReadonlyArray<InteractionType>;
  /** Interactions that take them back */
  readonly endedBy: ReadonlyArray<InteractionType>;
  /** For each time it counts */
  readonly points: Scalars['Int']['output'];
  /** Other points above the influence Kring had published by the time of the event; the highest threshold passed wins */
  readonly variants: ReadonlyArray<RuleVariant>;
  /** The ladder of which a HIGHEST_STAGE_PER_OBJECT rule is a stage */
  readonly stageOf: Maybe<Scalars['String']['output']>;
  /** The first assortment group that counts */
  readonly fromCount: Scalars['Int']['output'];
};

/** Other points for the influential. */
export type RuleVariant = {
  readonly __typename?: 'RuleVariant';
  /** Holds for an influence above this, 0 to 100; unknown is not above */
  readonly whenInfluenceAbove: Scalars['Float']['output'];
  /** For each time it counts then */
  readonly points: Scalars['Int']['output'];
};

/** How often a rule counts. */
export type RuleCounting =
  /** Each event; one of `endedBy` takes back what it is about */
  | 'PER_EVENT'
  /** Once per customer */
  | 'ONCE'
  /** Each object, such as a newsletter issue, counts once, for its highest stage */
  | 'HIGHEST_STAGE_PER_OBJECT'
  /** Each assortment group bought from, from group number `fromCount` on */
  | 'PER_DISTINCT_GROUP'
  /** Each object, such as a followed account, until an event of `endedBy` */
  | 'WHILE_STATE_HOLDS';

/** One way to earn points. */
export type EngagementRuleInput = {
  /** Lower case words joined by hyphens */
  readonly key: Scalars['String']['input'];
  /** The rule in words, 1 to 120 characters */
  readonly label: Scalars['String']['input'];
  /** Who owns it */
  readonly department: Department;
  /** How often a customer can earn it */
  readonly counting: RuleCounting;
  /** Interactions that earn the points; empty for PER_DISTINCT_GROUP, which counts orders */
  readonly triggers: ReadonlyArray<InteractionType>;
  /** Interactions that take them back; only for PER_EVENT and WHILE_STATE_HOLDS */
  readonly endedBy: ReadonlyArray<InteractionType>;
  /** For each time it counts, 0 to 1,000,000 */
  readonly points: Scalars['Int']['input'];
  /** Other points above an influence known at the time of the event, at most 10 */
  readonly variants: ReadonlyArray<RuleVariantInput>;
  /** The ladder of which a HIGHEST_STAGE_PER_OBJECT rule is a stage; only for those */
  readonly stageOf?: InputMaybe<Scalars['String']['input']>;
  /** PER_DISTINCT_GROUP: the first assortment group that counts, from 1 */
  readonly fromCount: Scalars['Int']['input'];
};

/** Other points for the influential. */
export type RuleVariantInput = {
  /** Holds for an influence above this, 0 to 100 */
  readonly whenInfluenceAbove: Scalars['Float']['input'];
  /** For each time it counts then */
  readonly points: Scalars['Int']['input'];
};

/** What one customer's points would be under other rules; nothing is stored. */
export type EngagementPreview = {
  readonly __typename?: 'EngagementPreview';
  /** Whose points they are */
  readonly customer: Customer;
  /** Points by the current rules */
  readonly current: Scalars['Float']['output'];
  /** Points by the rules that were sent */
  readonly proposed: Scalars['Float']['output'];
  /** The terms of `proposed` */
  readonly breakdown: ReadonlyArray<EngagementTerm>;
};

/** Rules to replace the current ones. */
export type EngagementRuleSetPublishInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** The version the new rules replace; the new one is the next */
  readonly expectedVersion: Scalars['Int']['input'];
  /** All rules of the next version, at most 100 */
  readonly rules: ReadonlyArray<EngagementRuleInput>;
};

/** What became of the rules. */
export type EngagementRuleSetPayload = {
  readonly __typename?: 'EngagementRuleSetPayload';
  /** The published version; null when it failed */
  readonly ruleSet: Maybe<EngagementRuleSet>;
  /** Why it failed; empty when it did not */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** One enrichment run: snapshot → compute → publish, pinned to an as-of instant. */
export type EnrichmentRun = Node & {
  readonly __typename?: 'EnrichmentRun';
  /** Global id of the run */
  readonly id: Scalars['ID']['output'];
  /** What it computes */
  readonly kind: EnrichmentKind;
  /** Whether it goes on, and how it ended */
  readonly status: RunStatus;
  /** What began it: MANUAL, SCHEDULE or START */
  readonly trigger: Scalars['String']['output'];
  /** The instant it is pinned to: nothing that happened later is counted */
  readonly asOf: Scalars['DateTime']['output'];
  /**
   * True for a run as of an instant before the visible run's: it is never what everybody sees, but a view of the past of its own, read
   * with `query @view(run: …)`. False until the run has read its inputs.
   */
  readonly view: Scalars['Boolean']['output'];
  /** True for a run that tries settings out: never what everybody sees, read with `whatIf` and `query @view(run: …)` */
  readonly tryOut: Scalars['Boolean']['output'];
  /** The generation the run publishes */
  readonly generation: Scalars['Int']['output'];
  /** What it is doing */
  readonly step: RunStep;
  /** Customers so far */
  readonly progress: RunProgress;
  /** When it began */
  readonly startedAt: Scalars['DateTime']['output'];
  /** When it ended; null while it goes on */
  readonly finishedAt: Maybe<Scalars['DateTime']['output']>;
  /** How many times the run was taken up again after a crash */
  readonly resumedCount: Scalars['Int']['output'];
  /**
   * Customers the run could not fold or count, the first hundred of `progress.failed`. The run went on without them: they are in no list and
   * no sum of it, and the last answer about each stays.
   */
  readonly failed: ReadonlyArray<SetAsideCustomer>;
  /** Why it failed; null unless it did */
  readonly error: Maybe<Scalars['String']['output']>;
  /** What it used of the database so far */
  readonly cost: RunCost;
};

/** A customer a run had to leave out. */
export type SetAsideCustomer = {
  readonly __typename?: 'SetAsideCustomer';
  /** Read it with `node(id:)` */
  readonly customerId: Scalars['ID']['output'];
  /** What could not be folded or counted */
  readonly reason: Scalars['String']['output'];
};

/** What a run computes. */
export type EnrichmentKind =
  /** Everything about everybody */
  | 'FULL';

/** How a run stands. */
export type RunStatus =
  /** Under way, or stopped half-way and to be taken up again */
  | 'RUNNING'
  /** Published: readers see it */
  | 'SUCCEEDED'
  /** Ended with an error; readers see the run before */
  | 'FAILED'
  /** Given up on purpose; readers see the run before */
  | 'CANCELLED';

/** Steps of a run, in order. */
export type RunStep =
  /** Reading every customer, tie and referral */
  | 'SNAPSHOT'
  /** Computing all scores */
  | 'COMPUTE'
  /** Writing what changed */
  | 'PUBLISH'
  /** Nothing is left to do */
  | 'DONE';

/** How many customers a run has dealt with. */
export type RunProgress = {
  readonly __typename?: 'RunProgress';
  /** Customers the run is about; 0 until they are counted */
  readonly total: Scalars['Int']['output'];
  /** Of blocks that were written, because something about one of their customers changed */
  readonly done: Scalars['Int']['output'];
  /** Of blocks in which nothing changed, which cost no write */
  readonly skipped: Scalars['Int']['output'];
  /** Set aside because they could not be folded or counted; `failed` names them */
  readonly failed: Scalars['Int']['output'];
};

/** What the run used of DynamoDB. */
export type RunCost = {
  readonly __typename?: 'RunCost';
  /** Read capacity units */
  readonly readUnits: Scalars['Float']['output'];
  /** Write capacity units */
  readonly writeUnits: Scalars['Float']['output'];
  /** Calls */
  readonly requests: Scalars['Int']['output'];
};

/** A page of runs. */
export type EnrichmentRunConnection = {
  readonly __typename?: 'EnrichmentRunConnection';
  /** The objects of this page with their cursors */
  readonly edges: ReadonlyArray<EnrichmentRunEdge>;
  /** The same objects without cursors */
  readonly nodes: ReadonlyArray<EnrichmentRun>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
};

/** A run in a list. */
export type EnrichmentRunEdge = {
  readonly __typename?: 'EnrichmentRunEdge';
  /** Place in the list: as `after` it leads to what follows this object */
  readonly cursor: Scalars['String']['output'];
  /** The object itself */
  readonly node: EnrichmentRun;
};

/** A run to begin. */
export type EnrichmentRunStartInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /**
   * Nothing that happened later is counted. Default: now, or the deployment's fixed as-of. Before the as-of of what is visible, the run
   * becomes a view of its own and what everybody sees stays.
   */
  readonly asOf?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Tries settings out: a run with them, at the instant of what is visible, that nobody sees. `whatIf` compares it with what is visible, `query @view(run: …)` reads
   * everything of it. Needs runs:asof, and no `asOf`.
   */
  readonly tryOut?: InputMaybe<RunTryOutInput>;
  /** True: nothing is started, and `plan` says what would be */
  readonly dryRun: Scalars['Boolean']['input'];
};

/** Settings to be tried out; those that are not named stay as they are in what is visible. */
export type RunTryOutInput = {
  /** Share of a follower's value that is credited to those they follow, in place of what is measured: 0 to 0.95 */
  readonly kappa?: InputMaybe<Scalars['Float']['input']>;
  /** Share of revenue that counts as value where the cost is unknown: above 0 up to 1 */
  readonly marginRate?: InputMaybe<Scalars['Float']['input']>;
  /** A year's discount of what is expected: 0 to 1 */
  readonly annualDiscount?: InputMaybe<Scalars['Float']['input']>;
  /** Days that is looked ahead: 1 to 3650 */
  readonly horizonDays?: InputMaybe<Scalars['Int']['input']>;
};

/** What would change if settings were other ones: a run that tried them out beside what is visible. */
export type WhatIf = {
  readonly __typename?: 'WhatIf';
  /** The run that tried them out */
  readonly run: EnrichmentRun;
  /** The generation it is compared with */
  readonly generation: Scalars['Int']['output'];
  /** Whether both are of one instant. Once another run has published they are not, and what has happened since differs as well: try again */
  readonly isSameInstant: Scalars['Boolean']['output'];
  /** Settings of what is visible */
  readonly before: WhatIfSettings;
  /** Settings that were tried out */
  readonly after: WhatIfSettings;
  /** Everybody: `chosen` and `others` sum to it, each amount, to the cent */
  readonly all: WhatIfDifference;
  /** The chosen customers: `customers` sum to it */
  readonly chosen: WhatIfDifference;
  /** Everybody else */
  readonly others: WhatIfDifference;
  /** The chosen customers, each once, in the order they were named */
  readonly customers: ReadonlyArray<WhatIfCustomer>;
  /** The chosen segment; null where none was chosen */
  readonly segment: Maybe<WhatIfSegment>;
};

/** What a run was computed with. */
export type WhatIfSettings = {
  readonly __typename?: 'WhatIfSettings';
  /** Share credited; null: measured in the company's own data */
  readonly kappa: Maybe<Scalars['Float']['output']>;
  /** Share of revenue that counts where the cost is unknown */
  readonly marginRate: Scalars['Float']['output'];
  /** A year's discount */
  readonly annualDiscount: Scalars['Float']['output'];
  /** Days that is looked ahead */
  readonly horizonDays: Scalars['Int']['output'];
};

/** The same sums twice, and what differs. */
export type WhatIfDifference = {
  readonly __typename?: 'WhatIfDifference';
  /** As is visible */
  readonly before: WhatIfValue;
  /** As tried out */
  readonly after: WhatIfValue;
  /** After less before */
  readonly difference: WhatIfValue;
};

/** Amounts that add up: `current` = `direct` + `referral` + `network`; `total` = `current` + `potential`. */
export type WhatIfValue = {
  readonly __typename?: 'WhatIfValue';
  /** Through own orders */
  readonly direct: Money;
  /** Net referral value; of everybody what was paid in rewards, below zero */
  readonly referral: Money;
  /** Net network value; of everybody nothing */
  readonly network: Money;
  /** What was observed */
  readonly current: Money;
  /** What is expected; nothing where it is not known */
  readonly potential: Money;
  /** Both */
  readonly total: Money;
};

/** A customer under other settings. */
export type WhatIfCustomer = {
  readonly __typename?: 'WhatIfCustomer';
  /** Who */
  readonly customer: Customer;
  /** Null where one of the two runs does not know the customer; counted as nothing there */
  readonly value: Maybe<WhatIfDifference>;
};

/** A segment under other settings: its rule is evaluated by the tried run's own values. */
export type WhatIfSegment = {
  readonly __typename?: 'WhatIfSegment';
  /** Its key */
  readonly key: Scalars['String']['output'];
  /** As is visible */
  readonly before: WhatIfMembers;
  /** As tried out */
  readonly after: WhatIfMembers;
};

/** Who is in a segment, and what they are worth. */
export type WhatIfMembers = {
  readonly __typename?: 'WhatIfMembers';
  /** How many; null where no run has evaluated it */
  readonly customers: Maybe<Scalars['Int']['output']>;
  /** Sum over them of the value the segment selects for; null where no run has evaluated it */
  readonly value: Maybe<Money>;
};

/** What a run started now would do. */
export type EnrichmentRunPlan = {
  readonly __typename?: 'EnrichmentRunPlan';
  /** The instant it would be pinned to; null: the deployment's */
  readonly asOf: Maybe<Scalars['DateTime']['output']>;
  /** Whether it would be a view of the past, which leaves what everybody sees as it is */
  readonly view: Scalars['Boolean']['output'];
  /** A run that is under way, or was left unfinished and would be gone on with instead; null where there is none */
  readonly unfinished: Maybe<EnrichmentRun>;
  /** Customers of the last run; null before the first */
  readonly customers: Maybe<Scalars['Int']['output']>;
  /** What the last run used of the database: about what this one will */
  readonly lastCost: Maybe<RunCost>;
  /** Persons whose erasure the run would end */
  readonly erasures: Scalars['Int']['output'];
};

/** A run to be ended. */
export type EnrichmentRunCancelInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Id of the run */
  readonly id: Scalars['ID']['input'];
};

/** A run to be gone on with. */
export type EnrichmentRunResumeInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Id of the run: one that is RUNNING. Where a process is at work on it, this one takes over */
  readonly id: Scalars['ID']['input'];
};

/** What became of the run. */
export type EnrichmentRunPayload = {
  readonly __typename?: 'EnrichmentRunPayload';
  /** The run; null when there is none */
  readonly run: Maybe<EnrichmentRun>;
  /** Of a dry run: what would be done; null otherwise */
  readonly plan: Maybe<EnrichmentRunPlan>;
  /** Why it failed; empty when it did not */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A group of customers, as of the last run. */
export type Segment = Node & {
  readonly __typename?: 'Segment';
  /** Global id of the segment */
  readonly id: Scalars['ID']['output'];
  /** Lower case words joined by hyphens; never changes */
  readonly key: Scalars['String']['output'];
  /** The name to show */
  readonly name: Scalars['String']['output'];
  /** What the segment is for; null where nobody said */
  readonly description: Maybe<Scalars['String']['output']>;
  /** Built in, or a rule */
  readonly kind: SegmentKind;
  /** Goes up with every change of a rule; 0 for the built-in RFM groups */
  readonly version: Scalars['Int']['output'];
  /** What is to be done with its customers; null where nobody said. The RFM groups come with one each */
  readonly role: Maybe<SegmentRole>;
  /** What makes a customer a member */
  readonly rule: SegmentRule;
  /** True for a rule that is no longer evaluated */
  readonly archived: Scalars['Boolean']['output'];
  /** Members at the last run; null until a run has evaluated this segment */
  readonly size: Maybe<Count>;
  /** The amount its members were selected for: of the first condition that asks for much of one (`>`, `≥`, also as a percentile), REVENUE for an RFM group, else TOTAL_VALUE */
  readonly measure: SegmentField;
  /** Σ of `measure` over the members at the last run; null until a run has evaluated this segment */
  readonly value: Maybe<Money>;
  /** Why a customer is in this segment, or is not: the rule with what is found at each place. Null when there is no such customer */
  readonly explain: Maybe<MembershipExplanation>;
  /** Who came to this segment and who went between the run before and the last one, and why */
  readonly growth: SegmentGrowth;
  /** Members at the last run, those with most of `measure` first */
  readonly members: CustomerConnection;
};


/** A group of customers, as of the last run. */
export type SegmentExplainArgs = {
  customerId: Scalars['ID']['input'];
};


/** A group of customers, as of the last run. */
export type SegmentMembersArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
  last: InputMaybe<Scalars['Int']['input']>;
  before: InputMaybe<Scalars['String']['input']>;
};

/** What a company means to do with the customers of a segment. */
export type SegmentRole =
  /** Most attention */
  | 'FOCUS'
  /** More of the same, and what else they need */
  | 'GROW'
  /** Bring to the next purchase */
  | 'NURTURE'
  /** Keep as they are */
  | 'MAINTAIN'
  /** Bring back */
  | 'WIN_BACK'
  /** Let help themselves */
  | 'SELF_SERVE'
  /** Leave alone */
  | 'EXCLUDE';

/** Why a customer is in a segment, or is not. */
export type MembershipExplanation = {
  readonly __typename?: 'MembershipExplanation';
  /** Whose membership it is */
  readonly customer: Customer;
  /** The instant the last run was pinned to; null before the first */
  readonly asOf: Maybe<Scalars['DateTime']['output']>;
  /** Whether the last run put the customer in the segment; null where it has not evaluated the segment or the customer */
  readonly isMember: Maybe<Scalars['Boolean']['output']>;
  /** Whether the rule holds of what is known now, as of the run's day: null where an unknown leaves it open, which is no membership */
  readonly holds: Maybe<Scalars['Boolean']['output']>;
  /** Why the rule cannot be tried, or why `holds` differs from `isMember`; null otherwise */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** The rule with what was found at each place, from the top */
  readonly rule: Maybe<RuleExplanation>;
  /** Its conditions, in the order of the rule */
  readonly conditions: ReadonlyArray<RuleExplanation>;
};

/** A place in a rule, and what was found there. */
export type RuleExplanation = {
  readonly __typename?: 'RuleExplanation';
  /** What stands there */
  readonly kind: RuleNodeKind;
  /** Whether it holds; null where an unknown leaves it open */
  readonly holds: Maybe<Scalars['Boolean']['output']>;
  /** What is asked, in words */
  readonly text: Scalars['String']['output'];
  /** What the customer has, as text, money in minor units; null where it is unknown, and at joins */
  readonly actual: Maybe<Scalars['String']['output']>;
  /** What it is made of; empty for a condition */
  readonly children: ReadonlyArray<RuleExplanation>;
};

/** What a place in a rule is. */
export type RuleNodeKind =
  /** All of its parts must hold */
  | 'ALL'
  /** One of its parts must hold */
  | 'ANY'
  /** Its part must not hold */
  | 'NOT'
  /** A condition on one field */
  | 'CONDITION';

/** Where a segment comes from. */
export type SegmentKind =
  /** One of the well-known RFM groups */
  | 'RFM'
  /** Customers that meet a typed rule */
  | 'RULE'
  /** Customers that somebody named, one by one; its rule is that they are on the list */
  | 'LIST';

/** A typed rule. Exactly one of `all`, `any`, `not` and `test` is there. */
export type SegmentRule = {
  readonly __typename?: 'SegmentRule';
  /** The whole rule in words; amounts in minor units. `segmentCreate(input: {ruleText})` makes the same rule of it */
  readonly text: Scalars['String']['output'];
  /** Every one of these holds */
  readonly all: Maybe<ReadonlyArray<SegmentRule>>;
  /** At least one of these holds */
  readonly any: Maybe<ReadonlyArray<SegmentRule>>;
  /** This does not hold; what is unknown is not false */
  readonly not: Maybe<SegmentRule>;
  /** One condition */
  readonly test: Maybe<SegmentTest>;
};

/** One condition on one field. */
export type SegmentTest = {
  readonly __typename?: 'SegmentTest';
  /** What is tested */
  readonly field: SegmentField;
  /** How it is compared */
  readonly comparator: Comparator;
  /** What the field is compared with, as text */
  readonly value: Scalars['String']['output'];
};

/** How a field is compared. What is unknown meets no comparison but IS_NULL. */
export type Comparator =
  /** Is equal to */
  | 'EQ'
  /** Is not equal to */
  | 'NEQ'
  /** Is greater than */
  | 'GT'
  /** Is at least */
  | 'GTE'
  /** Is less than */
  | 'LT'
  /** Is at most */
  | 'LTE'
  /** Is one of a list */
  | 'IN'
  /** Has this among its texts */
  | 'CONTAINS'
  /** Is unknown (true) or known (false) */
  | 'IS_NULL';

/** What a rule can test. Percentiles run from 0 to 100 over all customers. */
export type SegmentField =
  /** Money: current and potential value together, as `value.total` and the filter `totalValue` */
  | 'TOTAL_VALUE'
  /** Money: without what is still to come, as `value.current.total` */
  | 'CURRENT_VALUE'
  /** Money: current, as `value.current.direct` */
  | 'DIRECT_VALUE'
  /** Money: net referral and network value together, current, as `value.current.indirect` */
  | 'INDIRECT_VALUE'
  /** Money: as `value.referralValue.net` */
  | 'REFERRAL_VALUE'
  /** Money: as `value.networkValue.net` */
  | 'NETWORK_VALUE'
  /** Money: direct and indirect, expected within the horizon; unknown until a lifetime model has run */
  | 'POTENTIAL_VALUE'
  /** Money: 1.5 × current + 0.5 × potential value, as winning customers weighs them */
  | 'SHORT_TERM_VALUE'
  /** Money: 0.5 × current + 1.5 × potential value, as keeping customers weighs them */
  | 'LONG_TERM_VALUE'
  /** Money: of own orders within the horizon; unknown before the first order */
  | 'EXPECTED_VALUE'
  /** Money */
  | 'REVENUE'
  /** Money: as `value.atRisk.own`; unknown before the first order */
  | 'VALUE_AT_RISK'
  /** Money: as `value.atRisk.network`; unknown where it was not worked out, because few follow the customer */
  | 'NETWORK_AT_RISK'
  /** Money: Σ of `opportunities.list.expectedOverLifetime`; unknown where none can be worked out */
  | 'OPPORTUNITY_VALUE'
  /** 0 to 100: as `health.score`; unknown where nothing is known of any factor */
  | 'HEALTH'
  /** Name of a band of health; unknown with HEALTH */
  | 'HEALTH_BAND'
  /** 0 to 100: the share of customers whose total value is lower, equals counting half; as `value.standing.percentile` */
  | 'TOTAL_VALUE_PERCENTILE'
  /** 0 to 100: the share of customers whose current value is lower, equals counting half */
  | 'CURRENT_VALUE_PERCENTILE'
  /** 0 to 100: the share of customers whose current direct value is lower, equals counting half */
  | 'DIRECT_VALUE_PERCENTILE'
  /** 0 to 100: the share of customers whose net referral value is lower, equals counting half */
  | 'REFERRAL_VALUE_PERCENTILE'
  /** 0 to 100: the share of customers whose net network value is lower, equals counting half */
  | 'NETWORK_VALUE_PERCENTILE'
  /** 0 to 100 */
  | 'INFLUENCE'
  /** Points */
  | 'ENGAGEMENT'
  /** Number of orders */
  | 'ORDERS'
  /** Number of distinct products bought */
  | 'DISTINCT_PRODUCTS'
  /** Share of orders bought on promotion, 0 to 1 */
  | 'PROMOTION_SHARE'
  /** Whole days at the as-of instant; unknown before the first order */
  | 'DAYS_SINCE_LAST_ORDER'
  /** Whole days at the as-of instant; unknown before the first order */
  | 'DAYS_SINCE_FIRST_ORDER'
  /** 0 to 1: probability of another order within the horizon; unknown before the first order */
  | 'RETURN_PROBABILITY'
  /** Days the wait is longer than the usual gap */
  | 'OVERDUE_DAYS'
  /** Buying cycle, 0 before the first order */
  | 'CYCLE'
  /** Number of assortment groups bought from */
  | 'ASSORTMENT_GROUP_COUNT'
  /** Texts; use CONTAINS */
  | 'ASSORTMENT_GROUPS'
  /** Name of an RFM group */
  | 'RFM_GROUP'
  /** Name of a SONAR quarter */
  | 'QUARTER'
  /** Name of a SONAR stage */
  | 'STAGE'
  /** True or false */
  | 'LAPSED'
  /** True or false */
  | 'HAS_OPEN_COMPLAINT'
  /** Minutes of human contact logged with interactions */
  | 'EFFORT_MINUTES'
  /** Text: the channel the first order came through; unknown where it does not say */
  | 'ACQUISITION_CHANNEL'
  /** Text: two letters, as told; unknown where nobody told */
  | 'COUNTRY'
  /** Text: source and id of the account, joined by a colon, as told; unknown where nobody told */
  | 'ACCOUNT'
  /** Text: whom of the company the customer deals with: the fact CONTACT, else the owner of the lead; unknown where nobody told */
  | 'CONTACT'
  /** Text: life stage, in the source's words; unknown where nobody told */
  | 'LIFE_STAGE'
  /** Text: lifestyle, in the source's words; unknown where nobody told */
  | 'LIFESTYLE'
  /** Text: key of the community; unknown for who is in none */
  | 'COMMUNITY'
  /** Keys of segments: use CONTAINS. Segments that ask for each other are refused */
  | 'SEGMENTS'
  /** True or false */
  | 'HAS_SERVICE';

/** A rule: exactly one of these, nested at most 8 deep with at most 100 conditions. */
export type SegmentRuleInput =
  /** Every one of these must hold */
  { readonly all: ReadonlyArray<SegmentRuleInput>; readonly any?: never; readonly not?: never; readonly test?: never; }
  |  /** At least one of these must hold */
  { readonly all?: never; readonly any: ReadonlyArray<SegmentRuleInput>; readonly not?: never; readonly test?: never; }
  |  /** This must not hold; what is unknown is not false */
  { readonly all?: never; readonly any?: never; readonly not: SegmentRuleInput; readonly test?: never; }
  |  /** One condition */
  { readonly all?: never; readonly any?: never; readonly not?: never; readonly test: SegmentTestInput; };

/** One condition on one field. */
export type SegmentTestInput = {
  /** What is tested */
  readonly field: SegmentField;
  /** How; which ones a field takes depends on its kind */
  readonly comparator: Comparator;
  /** What it is compared with */
  readonly value: SegmentValueInput;
};

/** Give the one that fits the field. */
export type SegmentValueInput =
  /** For numbers: points, counts, days, percentiles, shares */
  { readonly number: Scalars['Float']['input']; readonly money?: never; readonly text?: never; readonly texts?: never; readonly flag?: never; }
  |  /** For money */
  { readonly number?: never; readonly money: MoneyInput; readonly text?: never; readonly texts?: never; readonly flag?: never; }
  |  /** For a name, or one text of several */
  { readonly number?: never; readonly money?: never; readonly text: Scalars['String']['input']; readonly texts?: never; readonly flag?: never; }
  |  /** For IN: a list of names */
  { readonly number?: never; readonly money?: never; readonly text?: never; readonly texts: ReadonlyArray<Scalars['String']['input']>; readonly flag?: never; }
  |  /** For true or false, and for IS_NULL */
  { readonly number?: never; readonly money?: never; readonly text?: never; readonly texts?: never; readonly flag: Scalars['Boolean']['input']; };

/** A segment to define. */
export type SegmentCreateInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Lower case words joined by hyphens; never changes */
  readonly key: Scalars['String']['input'];
  /** The name to show, 1 to 120 characters */
  readonly name: Scalars['String']['input'];
  /** What it is for */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** What makes a customer a member; or give `ruleText`, or make it a list */
  readonly rule?: InputMaybe<SegmentRuleInput>;
  /** The rule in words, as `SegmentRule.text` has it: `(orders ≥ 2 and not lapsed = true)`; money in minor units */
  readonly ruleText?: InputMaybe<Scalars['String']['input']>;
  /** What is to be done with its customers */
  readonly role?: InputMaybe<SegmentRole>;
  /** Instead of a rule: customers that are named one by one. Empty, until `segmentCustomersAdd` says who; a file of any length: `kring segment add` */
  readonly isList: Scalars['Boolean']['input'];
};

/** Customers to put on the list of a segment, or to take off it. */
export type SegmentCustomersInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Global id of the segment, which is a LIST */
  readonly id: Scalars['ID']['input'];
  /** At most 500 */
  readonly customers: ReadonlyArray<CustomerIdentifier>;
};

/** What became of the list. The next run counts it. */
export type SegmentCustomersPayload = {
  readonly __typename?: 'SegmentCustomersPayload';
  /** The segment; null when it failed */
  readonly segment: Maybe<Segment>;
  /** How many were put on the list, or taken off */
  readonly changed: Scalars['Int']['output'];
  /** How many there was nothing to be done for */
  readonly unchanged: Scalars['Int']['output'];
  /** Places in `customers`, from 0, of whom nobody knows */
  readonly unknown: ReadonlyArray<Scalars['Int']['output']>;
  /** Why it failed; empty when it did not */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A segment to change; what is left out stays. */
export type SegmentUpdateInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Global id of the segment */
  readonly id: Scalars['ID']['input'];
  /** The version you saw; another one is STALE_VERSION */
  readonly expectedVersion: Scalars['Int']['input'];
  /** The name to show, 1 to 120 characters */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** What it is for; null removes it */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** What makes a customer a member */
  readonly rule?: InputMaybe<SegmentRuleInput>;
  /** The same in words, instead of `rule` */
  readonly ruleText?: InputMaybe<Scalars['String']['input']>;
  /** What is to be done with its customers; null takes the role away */
  readonly role?: InputMaybe<SegmentRole>;
};

/** A segment to stop evaluating. */
export type SegmentArchiveInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Global id of the segment */
  readonly id: Scalars['ID']['input'];
  /** The version you saw; another one is STALE_VERSION */
  readonly expectedVersion: Scalars['Int']['input'];
};

/** What became of the segment. */
export type SegmentPayload = {
  readonly __typename?: 'SegmentPayload';
  /** The segment after the change; null when it failed */
  readonly segment: Maybe<Segment>;
  /** Why it failed; empty when it did not */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A page of segments. */
export type SegmentConnection = {
  readonly __typename?: 'SegmentConnection';
  /** The objects of this page with their cursors */
  readonly edges: ReadonlyArray<SegmentEdge>;
  /** The same objects without cursors */
  readonly nodes: ReadonlyArray<Segment>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
  /** How many there are in the whole list */
  readonly totalCount: Count;
};

/** A segment in a list. */
export type SegmentEdge = {
  readonly __typename?: 'SegmentEdge';
  /** Place in the list: as `after` it leads to what follows this object */
  readonly cursor: Scalars['String']['output'];
  /** The object itself */
  readonly node: Segment;
};

/** The customers at one stage. */
export type StageSummary = {
  readonly __typename?: 'StageSummary';
  /** The quarter the stage is in */
  readonly quarter: SonarQuarter;
  /** The stage */
  readonly stage: SonarStage;
  /** How many are there */
  readonly customers: Count;
  /** How many of them lapsed */
  readonly lapsed: Scalars['Int']['output'];
  /** Current value of these customers together; the stages add up to `portfolio.current` */
  readonly value: Money;
};

/** The sums that have to agree: value moved between customers, and none appeared or disappeared. */
export type Portfolio = {
  readonly __typename?: 'Portfolio';
  /** The instant the last run was pinned to */
  readonly asOf: Scalars['DateTime']['output'];
  /** IANA name of the zone whose calendar days are purchase days; fixed when the table was made */
  readonly timeZone: Scalars['String']['output'];
  /** How many customers the run saw */
  readonly customers: Count;
  /** Σ what customers paid less what went back */
  readonly revenue: Money;
  /** Σ observed value over all orders, less refunds and credits */
  readonly direct: Money;
  /** Σ value that went with refunded purchases; `direct` is without it already */
  readonly refunds: Money;
  /** Σ value of money given back that met no purchase; `direct` is without it already */
  readonly credits: Money;
  /** Σ rewards paid for referrals */
  readonly rewards: Money;
  /** Σ current value over all customers, to the cent direct − rewards */
  readonly current: Money;
  /** Σ potential value over all customers; null until a lifetime-value model has run */
  readonly potential: Maybe<Money>;
  /** How `potential` came from the run before; null in the first run, and in views of the past */
  readonly potentialBridge: Maybe<PotentialBridge>;
  /** Σ total value over all customers: current + potential */
  readonly total: Money;
  /** What orders and refunds have moved since the last run: `revenue`, `direct`, `refunds`, `credits`, `current` and `total` are with it; null where nothing has */
  readonly betweenRuns: Maybe<ValueBetweenRuns>;
  /** True when any input was made by a simulation */
  readonly simulated: Scalars['Boolean']['output'];
  /** Where these numbers come from */
  readonly provenance: Provenance;
};

/**
 * How the sum of everybody's potential came from the run before to this one: before + time + parameters + events = after, to the cent. A sum
 * that moved because customers are judged anew is never taken for business
 */
export type PotentialBridge = {
  readonly __typename?: 'PotentialBridge';
  /** The day the run before valued */
  readonly from: Scalars['Date']['output'];
  /** The day this run values */
  readonly to: Scalars['Date']['output'];
  /** What the run before published */
  readonly before: Money;
  /** What the days alone did: the same purchases by the same parameters, valued on `to` instead of `from` */
  readonly time: Money;
  /** What newly adopted parameters did to the same purchases on the same day; 0 on nights without an adoption */
  readonly parameters: Money;
  /** All else: purchases since, and what was told since of earlier ones */
  readonly events: Money;
  /** What this run publishes: `Portfolio.potential` */
  readonly after: Money;
  /** The parameters in force now */
  readonly adopted: ParameterAdoption;
};

/** Since when, and why, customers are valued by the parameters in force */
export type ParameterAdoption = {
  readonly __typename?: 'ParameterAdoption';
  /** From 1, one more with every adoption */
  readonly version: Scalars['Int']['output'];
  /** The first day they valued */
  readonly on: Scalars['Date']['output'];
  /** The last day they were learned from */
  readonly fittedOn: Scalars['Date']['output'];
  /** Why they took the place of those before */
  readonly reason: AdoptionReason;
};

/** Why parameters were adopted */
export type AdoptionReason =
  /** There were none that could be gone on with */
  | 'FIRST'
  /** The sum of potential on one day differed by more than two per cent under newly fitted ones */
  | 'DRIFT'
  /** Four weeks, or the quarterly choice of models, had come */
  | 'AGE'
  /** Another model won two choices in a row, or the one in force could not be fitted any more */
  | 'FAMILY'
  /** Margin rate, horizon, discount or the choice of model was set anew */
  | 'SETTINGS'
  /** A run was asked to choose anew */
  | 'REQUEST';

/** Who came to a segment and who went from one run to the next: before + entered − left = after. */
export type SegmentGrowth = {
  readonly __typename?: 'SegmentGrowth';
  /** The instant of the run before; null where there is none to compare with */
  readonly from: Maybe<Scalars['DateTime']['output']>;
  /** The instant of the last run; null before the first */
  readonly to: Maybe<Scalars['DateTime']['output']>;
  /** Why nothing is known; null where it is */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** Members at the run before */
  readonly before: Maybe<Scalars['Int']['output']>;
  /** Who came */
  readonly entered: Maybe<SegmentMovement>;
  /** Who went */
  readonly left: Maybe<SegmentMovement>;
  /** Members at the last run */
  readonly after: Maybe<Scalars['Int']['output']>;
};

/** Customers who came to a segment, or went. */
export type SegmentMovement = {
  readonly __typename?: 'SegmentMovement';
  /** All of them, exact */
  readonly customers: Scalars['Int']['output'];
  /** Those of whom no run knows why: merged with somebody, erased, or left out of one of the two runs because they could not be computed */
  readonly unknown: Scalars['Int']['output'];
  /** Why, the most frequent first, at most 20; with `otherReasons` and `unknown` all of them */
  readonly reasons: ReadonlyArray<SegmentMovementReason>;
  /** Customers with other reasons than the 20 most frequent */
  readonly otherReasons: Scalars['Int']['output'];
  /** Those with most of what the segment is ordered by, at most 100 */
  readonly list: ReadonlyArray<SegmentMover>;
};


/** Customers who came to a segment, or went. */
export type SegmentMovementListArgs = {
  first?: Scalars['Int']['input'];
};

/** A reason, and how many customers it moved. */
export type SegmentMovementReason = {
  readonly __typename?: 'SegmentMovementReason';
  /** The conditions of the rule that answer otherwise: `overdueDays > 0 holds now`; of an RFM group the fifths: `recency 5 → 4` */
  readonly text: Scalars['String']['output'];
  /** How many */
  readonly customers: Scalars['Int']['output'];
};

/** A customer who came to a segment, or went, and why. */
export type SegmentMover = {
  readonly __typename?: 'SegmentMover';
  /** Null for who is gone since */
  readonly customer: Maybe<Customer>;
  /** As `SegmentMovementReason.text` */
  readonly reason: Scalars['String']['output'];
};

/** The RFM group a customer was in before the one they are in. */
export type RfmBefore = {
  readonly __typename?: 'RfmBefore';
  /** The group; null where no run saw it change, and where the customer had none */
  readonly group: Maybe<RfmGroup>;
  /** The instant of the run that found the change; null where none has */
  readonly changedAt: Maybe<Scalars['DateTime']['output']>;
  /** The fifths that moved: `recency 5 → 4`; null where none has */
  readonly because: Maybe<Scalars['String']['output']>;
  /** Why no change is known; null where one is */
  readonly reason: Maybe<Scalars['String']['output']>;
};

/** What runs found changed of a customer. */
export type LabelHistory = {
  readonly __typename?: 'LabelHistory';
  /** The newest first */
  readonly list: ReadonlyArray<LabelChange>;
  /** How many there are */
  readonly count: Scalars['Int']['output'];
  /** Changes since this run's instant are known, none before it; null where none are */
  readonly since: Maybe<Scalars['DateTime']['output']>;
  /** Why there are none; null where there are */
  readonly reason: Maybe<Scalars['String']['output']>;
};

/** One thing a run found otherwise than the run before. */
export type LabelChange = {
  readonly __typename?: 'LabelChange';
  /** What changed */
  readonly kind: LabelKind;
  /** The instant of the run that found it: it happened after the run before */
  readonly at: Scalars['DateTime']['output'];
  /** That run; null where it is one of long ago */
  readonly runId: Maybe<Scalars['ID']['output']>;
  /** The segment; null of other kinds, and where it is gone */
  readonly segment: Maybe<Segment>;
  /** Key of the segment; null of other kinds */
  readonly segmentKey: Maybe<Scalars['String']['output']>;
  /** Whether the customer came to the segment, or left it; null of other kinds */
  readonly entered: Maybe<Scalars['Boolean']['output']>;
  /** The word before, as the enumeration of its kind has it; null of a segment, and where there was none */
  readonly from: Maybe<Scalars['String']['output']>;
  /** The word since; null of a segment, and where there is none */
  readonly to: Maybe<Scalars['String']['output']>;
  /** Why, in words: `overdueDays > 0 holds now`, `recency 5 → 4`; null where nothing more is known than that it is so */
  readonly because: Maybe<Scalars['String']['output']>;
  /** The conditions of the segment's rule that turned the membership, at most 5; empty of other kinds, and where the rule itself was changed */
  readonly conditions: ReadonlyArray<ConditionChange>;
};

/** What a run may find changed of a customer. */
export type LabelKind =
  /** They came to a segment, or left it */
  | 'SEGMENT'
  /** They are in another RFM group */
  | 'RFM_GROUP'
  /** They are at another stage of the lifecycle */
  | 'STAGE'
  /** They are in another band of health */
  | 'HEALTH_BAND';

/** A condition of a rule that answers otherwise than at the run before. */
export type ConditionChange = {
  readonly __typename?: 'ConditionChange';
  /** What is asked, in words */
  readonly text: Scalars['String']['output'];
  /** What it answered at the run before; null where that was unknown */
  readonly before: Maybe<Scalars['Boolean']['output']>;
  /** What it answers since; null where it is unknown */
  readonly after: Maybe<Scalars['Boolean']['output']>;
};

/** What a customer agreed to, for one purpose. Who was never asked has not agreed. */
export type Consent = {
  readonly __typename?: 'Consent';
  /** What it is for */
  readonly purpose: ConsentPurpose;
  /** Whether it is agreed to */
  readonly status: ConsentStatus;
  /** Version of the text that was agreed to; null for NOT_GIVEN */
  readonly version: Maybe<Scalars['String']['output']>;
  /** When it was said; null for NOT_GIVEN */
  readonly at: Maybe<Scalars['DateTime']['output']>;
  /** Where it was said: `link-page`, or the system that told us; null for NOT_GIVEN */
  readonly source: Maybe<Scalars['String']['output']>;
};

/** What a customer can agree to, each by itself. */
export type ConsentPurpose =
  /** Public counts of linked accounts, and ties to other customers who agreed too; feeds influence and network value */
  | 'SOCIAL_ENRICHMENT'
  /** What linked accounts do with the company's own accounts; feeds engagement points */
  | 'SOCIAL_ENGAGEMENT';

/** How a consent stands. */
export type ConsentStatus =
  /** Agreed to */
  | 'GRANTED'
  /** Agreed to once, and taken back: what was collected is deleted */
  | 'WITHDRAWN'
  /** Never asked, or never agreed */
  | 'NOT_GIVEN';

/** The social accounts of a customer, or why there are none. */
export type CustomerSocialAccounts = {
  readonly __typename?: 'CustomerSocialAccounts';
  /** Why there is something, or nothing */
  readonly status: SocialStatus;
  /** The status in words, and what to do; null when LINKED */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** Linked accounts, by source; a customer links at most 20 */
  readonly accounts: ReadonlyArray<SocialAccount>;
};

/** Why a customer has social accounts, or has none. */
export type SocialStatus =
  /** At least one account is linked */
  | 'LINKED'
  /** The customer agreed, and has linked no account (or unlinked it) */
  | 'NOT_LINKED'
  /** The customer has agreed to nothing, or has taken it back */
  | 'NO_CONSENT'
  /** No social source is configured on this server */
  | 'NOT_CONFIGURED';

/** An account at a social source that its owner linked to themselves as a customer. */
export type SocialAccount = Node & {
  readonly __typename?: 'SocialAccount';
  /** Global id of the account; `socialUnlink` takes it */
  readonly id: Scalars['ID']['output'];
  /** The source, such as `bluesky` */
  readonly source: Scalars['String']['output'];
  /** The server the account is on */
  readonly host: Scalars['String']['output'];
  /** Its name there as last read; null without SOCIAL_ENRICHMENT */
  readonly handle: Maybe<Scalars['String']['output']>;
  /** When it was linked */
  readonly linkedAt: Scalars['DateTime']['output'];
  /** How it was proven to be the customer's own */
  readonly proof: LinkProof;
  /** Whether the source shows it */
  readonly state: SocialAccountState;
  /** Since when it is not ACTIVE; null while it is */
  readonly stateSince: Maybe<Scalars['DateTime']['output']>;
  /** What its owner agreed to: it is used for nothing else */
  readonly purposes: ReadonlyArray<ConsentPurpose>;
  /** Public counts, each with its freshness */
  readonly metrics: SocialMetrics;
  /** Whether it followed the company when that was last asked; null when it never was, or without SOCIAL_ENGAGEMENT */
  readonly followsCompany: Maybe<Scalars['Boolean']['output']>;
  /** True when it comes from a simulation */
  readonly simulated: Scalars['Boolean']['output'];
};

/** How an account was proven to be a customer's own, the surest first. */
export type LinkProof =
  /** Signed in at the source, with the scope that only tells who somebody is */
  | 'OAUTH'
  /** The profile links to our page and the page links back, checked by the source */
  | 'REL_ME'
  /** A code of ours stood in the text of the profile */
  | 'BIO_CODE'
  /** The company's own forum signs customers in by the id the company knows them by */
  | 'SINGLE_SIGN_ON';

/** Whether a source shows an account. */
export type SocialAccountState =
  /** Seen at the last sync, or not read yet */
  | 'ACTIVE'
  /** No longer shown: deactivated, suspended or deleted */
  | 'GONE'
  /** The source answers, but not about this account: private or blocked */
  | 'REFUSED';

/** How much a number can be relied on. None of these is a 0. */
export type Freshness =
  /** Read recently enough */
  | 'FRESH'
  /** Read, but too long ago: the value is the last one known */
  | 'STALE'
  /** Never read, not told by the source, not agreed to, or the account is not to be seen: `reason` says which */
  | 'UNAVAILABLE';

/** The public numbers of one account. There is no earned media value among them: no standard defines one. */
export type SocialMetrics = {
  readonly __typename?: 'SocialMetrics';
  /** Accounts that follow it */
  readonly followers: SocialCount;
  /** Accounts it follows */
  readonly follows: SocialCount;
  /** Posts */
  readonly posts: SocialCount;
  /** Reactions per follower and post, over the newest posts the source tells */
  readonly engagementRate: EngagementRate;
};

/** One number as a source told it. */
export type SocialCount = {
  readonly __typename?: 'SocialCount';
  /** The number; null when UNAVAILABLE */
  readonly value: Maybe<Scalars['SafeInt']['output']>;
  /** How much it can be relied on */
  readonly freshness: Freshness;
  /** Why it is not FRESH; null when it is */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** When it was read; null when it never was */
  readonly fetchedAt: Maybe<Scalars['DateTime']['output']>;
  /** Until when it is FRESH; null when it was never read */
  readonly expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** Who told it: source and server */
  readonly provider: Scalars['String']['output'];
};

/** Reactions / (posts · followers). There is no standard engagement rate: this one names its parts, and compares only with itself. */
export type EngagementRate = {
  readonly __typename?: 'EngagementRate';
  /** 0.02 is two reactions a post for every hundred followers; null when UNAVAILABLE, also where a part is unknown or 0 */
  readonly value: Maybe<Scalars['Float']['output']>;
  /** How much it can be relied on */
  readonly freshness: Freshness;
  /** Why it is not FRESH; null when it is */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** What reactions are divided by beside the number of posts */
  readonly denominator: EngagementDenominator;
  /** The window: how many of the newest posts the reactions are of; null when unknown */
  readonly windowPosts: Maybe<Scalars['Int']['output']>;
  /** Reactions to those posts together; null when unknown */
  readonly reactions: Maybe<Scalars['SafeInt']['output']>;
  /** When the parts were read; null when they never were */
  readonly fetchedAt: Maybe<Scalars['DateTime']['output']>;
  /** Until when it is FRESH; null when it was never read */
  readonly expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** Who told the parts: source and server */
  readonly provider: Scalars['String']['output'];
};

/** What an engagement rate is divided by. */
export type EngagementDenominator =
  /** Followers at the time of reading: the only one public data allow (reach and impressions are not public) */
  | 'FOLLOWERS';

/** A configured social source, and how its reading stands. */
export type SocialSource = {
  readonly __typename?: 'SocialSource';
  /** The source of its accounts, ties and interactions, such as `bluesky` */
  readonly key: Scalars['String']['output'];
  /** Its kind: bluesky, mastodon, discourse, github or file */
  readonly type: Scalars['String']['output'];
  /** Its servers: one, but for federated networks */
  readonly hosts: ReadonlyArray<SocialHost>;
  /** The most it may be used a day (UTC), each host; null where there is no bound */
  readonly budget: SocialBudget;
  /** Up to when engagement with the company's accounts is known to have been read; null before the first reading */
  readonly watermarkAt: Maybe<Scalars['DateTime']['output']>;
  /** When the event stream last had nothing more to tell; null where there is none */
  readonly streamCaughtUpAt: Maybe<Scalars['DateTime']['output']>;
  /** When a sync last read everything that was due; null before */
  readonly syncedAt: Maybe<Scalars['DateTime']['output']>;
  /** The newest sync that was of this source; null before the first, or when it is not among the newest 100 */
  readonly lastSync: Maybe<SocialSync>;
  /** Linked accounts, counted now: reads every linked account of all sources */
  readonly accounts: SocialAccountCounts;
};

/** One server of a source: what all who call it share. */
export type SocialHost = {
  readonly __typename?: 'SocialHost';
  /** Its name */
  readonly host: Scalars['String']['output'];
  /** Whether it may be called */
  readonly state: SocialHostState;
  /** Until when it is left alone; null when READY */
  readonly until: Maybe<Scalars['DateTime']['output']>;
  /** Calls made today (UTC), those reserved included */
  readonly callsToday: Scalars['Int']['output'];
  /** What they cost, in millionths of the billing currency */
  readonly costMicrosToday: Scalars['SafeInt']['output'];
  /** What it can do, as found at the last reading; null before */
  readonly capabilities: Maybe<SocialCapabilities>;
};

/** Whether a server may be called. */
export type SocialHostState =
  /** Calls are made, as fast as its limits allow */
  | 'READY'
  /** It asked for a pause */
  | 'PAUSED'
  /** It failed too often, and is left alone for a while */
  | 'BROKEN';

/** What a server can do, found by asking it. */
export type SocialCapabilities = {
  readonly __typename?: 'SocialCapabilities';
  /** Counts of accounts */
  readonly profiles: Scalars['Boolean']['output'];
  /** Whom accounts follow */
  readonly follows: Scalars['Boolean']['output'];
  /** What was done to the company's accounts */
  readonly engagement: Scalars['Boolean']['output'];
  /** Who follows the company */
  readonly followingBrand: Scalars['Boolean']['output'];
  /** An event stream */
  readonly stream: Scalars['Boolean']['output'];
  /** How accounts can be proven, the surest first */
  readonly proofs: ReadonlyArray<LinkProof>;
};

/** Bounds of use a day (UTC). */
export type SocialBudget = {
  readonly __typename?: 'SocialBudget';
  /** Calls; null: no bound */
  readonly callsPerDay: Maybe<Scalars['Int']['output']>;
  /** Millionths of the billing currency; null: no bound */
  readonly costMicrosPerDay: Maybe<Scalars['SafeInt']['output']>;
};

/** Linked accounts of a source, by what they may be used for and how fresh their numbers are. */
export type SocialAccountCounts = {
  readonly __typename?: 'SocialAccountCounts';
  /** Linked accounts */
  readonly linked: Scalars['Int']['output'];
  /** One entry a purpose */
  readonly byPurpose: ReadonlyArray<SocialPurposeCount>;
  /** With SOCIAL_ENRICHMENT, read recently enough */
  readonly fresh: Scalars['Int']['output'];
  /** With SOCIAL_ENRICHMENT, read too long ago */
  readonly stale: Scalars['Int']['output'];
  /** With SOCIAL_ENRICHMENT, never read or not to be seen */
  readonly unavailable: Scalars['Int']['output'];
};

/** How many linked accounts may be used for one purpose. */
export type SocialPurposeCount = {
  readonly __typename?: 'SocialPurposeCount';
  /** The purpose */
  readonly purpose: ConsentPurpose;
  /** How many */
  readonly accounts: Scalars['Int']['output'];
};

/** One reading of social sources: planned, then worked at in parts until nothing is left. */
export type SocialSync = Node & {
  readonly __typename?: 'SocialSync';
  /** Global id of the sync */
  readonly id: Scalars['ID']['output'];
  /** Whether it goes on, and how it ended */
  readonly status: SocialSyncStatus;
  /** What began it: SCHEDULE, MANUAL or API */
  readonly trigger: Scalars['String']['output'];
  /** Sources it reads */
  readonly sources: ReadonlyArray<Scalars['String']['output']>;
  /** Key of the segment it is limited to; null: all linked accounts */
  readonly segment: Maybe<Scalars['String']['output']>;
  /** When it began; ties it found carry this instant */
  readonly startedAt: Scalars['DateTime']['output'];
  /** When it ended; null while it goes on */
  readonly finishedAt: Maybe<Scalars['DateTime']['output']>;
  /** Linked accounts it looked at */
  readonly accounts: Scalars['Int']['output'];
  /** Those that were due for reading */
  readonly due: Scalars['Int']['output'];
  /** How far it is */
  readonly parts: SocialSyncParts;
  /** What it did so far */
  readonly counts: SocialSyncCounts;
  /** Why parts failed, each reason once; names sources and servers, never accounts */
  readonly errors: ReadonlyArray<Scalars['String']['output']>;
};

/** How a sync stands. */
export type SocialSyncStatus =
  /** Under way: the next worker goes on with it */
  | 'RUNNING'
  /** Everything that was due was read */
  | 'SUCCEEDED'
  /** Some parts failed; the next sync reads them again */
  | 'PARTLY_FAILED'
  /** Nothing could be read */
  | 'FAILED';

/** Parts of a sync, by what became of them. */
export type SocialSyncParts = {
  readonly __typename?: 'SocialSyncParts';
  /** All parts */
  readonly total: Scalars['Int']['output'];
  /** Done */
  readonly done: Scalars['Int']['output'];
  /** Still to do */
  readonly open: Scalars['Int']['output'];
  /** Given up until the next sync */
  readonly failed: Scalars['Int']['output'];
};

/** What a sync did. */
export type SocialSyncCounts = {
  readonly __typename?: 'SocialSyncCounts';
  /** Calls of sources */
  readonly calls: Scalars['Int']['output'];
  /** Answers that said: too many */
  readonly throttled: Scalars['Int']['output'];
  /** Calls given up, and refusals */
  readonly failed: Scalars['Int']['output'];
  /** What the calls cost, in millionths of the billing currency */
  readonly costMicros: Scalars['SafeInt']['output'];
  /** Accounts whose counts were read */
  readonly profiles: Scalars['Int']['output'];
  /** Accounts that were not to be seen */
  readonly missing: Scalars['Int']['output'];
  /** Accounts whose list of follows had not changed */
  readonly upToDate: Scalars['Int']['output'];
  /** Lists of follows read to their end */
  readonly followsRead: Scalars['Int']['output'];
  /** Ties that began */
  readonly tiesNew: Scalars['Int']['output'];
  /** Ties that ended */
  readonly tiesEnded: Scalars['Int']['output'];
  /** Acts towards the company that were new */
  readonly acts: Scalars['Int']['output'];
};

/** A page of syncs. */
export type SocialSyncConnection = {
  readonly __typename?: 'SocialSyncConnection';
  /** The objects of this page with their cursors */
  readonly edges: ReadonlyArray<SocialSyncEdge>;
  /** The same objects without cursors */
  readonly nodes: ReadonlyArray<SocialSync>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
};

/** A sync in a list. */
export type SocialSyncEdge = {
  readonly __typename?: 'SocialSyncEdge';
  /** Place in the list: as `after` it leads to what follows this object */
  readonly cursor: Scalars['String']['output'];
  /** The object itself */
  readonly node: SocialSync;
};

/** What a planned sync has to do at one source. */
export type SocialSyncPlan = {
  readonly __typename?: 'SocialSyncPlan';
  /** The source */
  readonly source: Scalars['String']['output'];
  /** Linked accounts looked at */
  readonly accounts: Scalars['Int']['output'];
  /** Those that are due for reading */
  readonly due: Scalars['Int']['output'];
  /** Calls it takes at least */
  readonly callsAtLeast: Scalars['Int']['output'];
  /** What they cost at least, in millionths of the billing currency */
  readonly costMicrosAtLeast: Scalars['SafeInt']['output'];
};

/** A customer to invite to the linking page. */
export type SocialLinkInviteInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Who is invited */
  readonly by: CustomerIdentifier;
};

/** Where to send the customer. */
export type SocialLinkInvitePayload = {
  readonly __typename?: 'SocialLinkInvitePayload';
  /** The customer's own page: link, see what is linked, withdraw, unlink. Who has this address can do that for the customer; null when it failed */
  readonly url: Maybe<Scalars['String']['output']>;
  /** Until when it can be used; null when it failed */
  readonly expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** Why it failed; empty when it did not */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** An account to prove, where the company's own pages stand in for the linking page. */
export type SocialLinkStartInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Whose account it is said to be */
  readonly by: CustomerIdentifier;
  /** Key of the source */
  readonly source: Scalars['String']['input'];
  /** The server of a federated network; left out: the one in the handle, or the only one */
  readonly host?: InputMaybe<Scalars['String']['input']>;
  /** Which account; needed for REL_ME and BIO_CODE */
  readonly handle?: InputMaybe<Scalars['String']['input']>;
  /** How to prove it; left out: the surest way the source offers */
  readonly proof?: InputMaybe<LinkProof>;
  /** What the customer agreed to, at least one */
  readonly purposes: ReadonlyArray<ConsentPurpose>;
  /** Version of the consent text that was shown: the configured one */
  readonly consentVersion: Scalars['String']['input'];
  /** Where the customer agreed, such as the name of your page */
  readonly saidIn: Scalars['String']['input'];
};

/** How to go on with the proof. */
export type SocialLinkStartPayload = {
  readonly __typename?: 'SocialLinkStartPayload';
  /** Completes the link within 15 minutes; a secret of the customer. Null when it failed */
  readonly token: Maybe<Scalars['String']['output']>;
  /** The proof that was begun; null when it failed */
  readonly proof: Maybe<LinkProof>;
  /** OAUTH: where to send the customer; they come back to the linking page. REL_ME: the address the profile has to link to */
  readonly url: Maybe<Scalars['String']['output']>;
  /** BIO_CODE: what the text of the profile has to contain */
  readonly code: Maybe<Scalars['String']['output']>;
  /** Until when the proof can be completed; null when it failed */
  readonly expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** Why it failed; empty when it did not */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A proof to complete. */
export type SocialLinkCompleteInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** What `socialLinkStart` returned */
  readonly token: Scalars['String']['input'];
  /** OAUTH: the query the source sent the customer back with, such as `code=…&state=…` */
  readonly query?: InputMaybe<Scalars['String']['input']>;
};

/** What became of the account. */
export type SocialLinkPayload = {
  readonly __typename?: 'SocialLinkPayload';
  /** The linked account; null when it failed */
  readonly account: Maybe<SocialAccount>;
  /** Whose it is; null when it failed */
  readonly customer: Maybe<Customer>;
  /** Why it failed; empty when it did not */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** An account to unlink. */
export type SocialUnlinkInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Global id of the account */
  readonly account: Scalars['ID']['input'];
};

/** A consent that was given elsewhere. */
export type ConsentGrantInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Who agreed */
  readonly by: CustomerIdentifier;
  /** To what, at least one */
  readonly purposes: ReadonlyArray<ConsentPurpose>;
  /** Version of the text they agreed to: the configured one */
  readonly consentVersion: Scalars['String']['input'];
  /** Where they said so: the name of your page or system, at most 100 characters */
  readonly source: Scalars['String']['input'];
};

/** A consent that is taken back. */
export type ConsentWithdrawInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Who takes it back */
  readonly by: CustomerIdentifier;
  /** For what, at least one */
  readonly purposes: ReadonlyArray<ConsentPurpose>;
  /** Version of the text it is about; left out: the one agreed to */
  readonly consentVersion?: InputMaybe<Scalars['String']['input']>;
  /** Where they said so: the name of your page or system, at most 100 characters */
  readonly source: Scalars['String']['input'];
};

/** What became of consent and accounts. */
export type ConsentPayload = {
  readonly __typename?: 'ConsentPayload';
  /** The customer after the change; null when it failed */
  readonly customer: Maybe<Customer>;
  /** What was deleted; null when it failed. What others are worth by it follows at the next run */
  readonly forgotten: Maybe<SocialForgotten>;
  /** Why it failed; empty when it did not */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What was deleted with a consent or an account. */
export type SocialForgotten = {
  readonly __typename?: 'SocialForgotten';
  /** Accounts unlinked */
  readonly accounts: Scalars['Int']['output'];
  /** Ties, in both directions */
  readonly ties: Scalars['Int']['output'];
  /** Interactions, with the points they gave */
  readonly interactions: Scalars['Int']['output'];
};

/** A sync to begin. */
export type SocialSyncStartInput = {
  /** Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Keys of the sources to read; left out: all */
  readonly sources?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Global id of a segment: only its members of the last run; left out: everybody */
  readonly segment?: InputMaybe<Scalars['ID']['input']>;
  /** Reads again what is older than so many days; left out: what each source says is too old. 0 reads everything */
  readonly olderThanDays?: InputMaybe<Scalars['Float']['input']>;
  /** True: says what there is to do, calls nobody and starts nothing */
  readonly dryRun: Scalars['Boolean']['input'];
};

/** What became of the sync. */
export type SocialSyncPayload = {
  readonly __typename?: 'SocialSyncPayload';
  /** The sync; null when it failed, and of a dry run */
  readonly sync: Maybe<SocialSync>;
  /** False when one was under way already: that one is `sync`, as it was planned */
  readonly isNew: Scalars['Boolean']['output'];
  /** What there is to do, by source; empty when one was under way */
  readonly plan: ReadonlyArray<SocialSyncPlan>;
  /** Why it failed; empty when it did not */
  readonly userErrors: ReadonlyArray<UserError>;
};

/**
 * What a customer is worth, as the two-by-two of current and potential × direct and indirect value. `total` is exactly the
 * sum of the cells that are computed. Over all customers the indirect cells only move value: they sum to minus the rewards paid.
 */
export type CustomerValue = {
  readonly __typename?: 'CustomerValue';
  /** Current and potential value together: the total value, wherever it is shown, ordered by, filtered or tested in a segment rule */
  readonly total: Money;
  /** What has been observed up to the as-of instant */
  readonly current: ValueSide;
  /** Amounts are null, with a reason, until a lifetime-value model has run */
  readonly potential: ValueSide;
  /** The direct part of `total`: both direct cells. DIRECT_VALUE, in lists, filters and rules, is `current.direct` */
  readonly totalDirect: Money;
  /** The indirect part of `total`: both indirect cells. INDIRECT_VALUE, in lists, filters and rules, is `current.indirect` */
  readonly totalIndirect: Money;
  /** What the customer paid less what went back, beside the margin counted in `current.direct` */
  readonly revenue: Money;
  /** Null until a lifetime-value model has run */
  readonly clv: Maybe<LifetimeValue>;
  /** What is lost if this customer leaves */
  readonly atRisk: ValueAtRisk;
  /** What referrals moved, opened up; part of `current.indirect` */
  readonly referralValue: ReferralValue;
  /** What ties moved, opened up; part of `current.indirect` */
  readonly networkValue: NetworkValue;
  /** Where this total stands among all customers */
  readonly standing: ValueStanding;
  /** Signed terms that add up to `total`, to the cent */
  readonly breakdown: ReadonlyArray<ValueTerm>;
  /**
   * What orders and refunds have moved since the last run; null where nothing has. `current`, `revenue`, `referralValue`, `networkValue`, `breakdown` and what adds
   * them up are with it, moved by the shares of the last run. `potential`, `clv`, `standing`, the flows that are listed, segments and every list are as of that run.
   */
  readonly betweenRuns: Maybe<ValueBetweenRuns>;
  /** Where these numbers come from */
  readonly provenance: Provenance;
};

/** How current value moved since the last run. Over all customers it moves by exactly what was ordered and given back. */
export type ValueBetweenRuns = {
  readonly __typename?: 'ValueBetweenRuns';
  /** When it was moved last */
  readonly at: Scalars['DateTime']['output'];
  /** How `current.total` moved: direct + indirect */
  readonly current: Money;
  /** By own orders, refunds and credits */
  readonly direct: Money;
  /** By those of others, less what is passed on to others */
  readonly indirect: Money;
  /** What is passed on only by the next run, at most: an order touches a few dozen customers between two runs, and those it would reach beyond wait */
  readonly waiting: Money;
};

/** One side of the two-by-two: what was observed, or what is expected. */
export type ValueSide = {
  readonly __typename?: 'ValueSide';
  /** Whether the amounts are there */
  readonly status: ComputationStatus;
  /** Why the amounts are null; null when they are not */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** direct + indirect */
  readonly total: Maybe<Money>;
  /** From the customer's own orders; null where not computed */
  readonly direct: Maybe<Money>;
  /** Moved here by referrals and ties, less what they moved away; null where not computed */
  readonly indirect: Maybe<Money>;
};

/** One signed term of a customer's total. */
export type ValueTerm = {
  readonly __typename?: 'ValueTerm';
  /** What it is, for programs */
  readonly key: ValueTermKey;
  /** What it is, for people */
  readonly label: Scalars['String']['output'];
  /** Negative for what was passed on or paid */
  readonly amount: Money;
  /** When money last went back, for REFUNDS and CREDITS; null for the other terms. Each of them with its date: `Customer.moneyBack` */
  readonly at: Maybe<Scalars['DateTime']['output']>;
};

/** What a term of a customer's value is. Terms that are 0 are left out. */
export type ValueTermKey =
  /** Margin on the customer's own orders (revenue × the configured rate where a cost is unknown), before refunds; cancelled orders are none */
  | 'OWN_ORDERS'
  /** What refunds took of it */
  | 'REFUNDS'
  /** Money given back that met no purchase */
  | 'CREDITS'
  /** From customers brought in, directly and through others */
  | 'REFERRAL_RECEIVED'
  /** To those who brought this customer in */
  | 'REFERRAL_PASSED_ON'
  /** Paid to this customer for referrals */
  | 'REFERRAL_REWARDS'
  /** From customers who follow this one */
  | 'NETWORK_RECEIVED'
  /** To those this customer follows */
  | 'NETWORK_PASSED_ON'
  /** Expected from the customer's own orders within the horizon */
  | 'EXPECTED_ORDERS'
  /** Expected through others within the horizon, net of what is passed on */
  | 'EXPECTED_INDIRECT';

/** Exact, from referral chains: conserved, so a value is never counted twice. */
export type ReferralValue = {
  readonly __typename?: 'ReferralValue';
  /** received − passed on − rewards */
  readonly net: Money;
  /**
   * As `net`
   * @deprecated It is `net`. It goes on 2027-06-01.
   */
  readonly conserved: Money;
  /** Everything that flowed through this customer. It counts a value once per ancestor: never sum it over customers */
  readonly gross: Money;
  /** Credited to those who brought this customer in */
  readonly passedOn: Money;
  /** Paid for this customer's referrals */
  readonly rewards: Money;
  /** Customer referral value of Kumar, Petersen and Leone (2010). Not additive: summed over customers it counts the same value several times. */
  readonly crvNotAdditive: Maybe<Money>;
  /** Who was brought in, and what each of them is worth to this customer: adds up to what was received */
  readonly received: ValueFlows;
  /** Who brought this customer in, and what they are credited: adds up to `passedOn` */
  readonly passedOnTo: ValueFlows;
  /**
   * As `passedOnTo`
   * @deprecated It is `passedOnTo`. It goes on 2027-06-01.
   */
  readonly given: ValueFlows;
  /** Where these numbers come from */
  readonly provenance: Provenance;
};


/** Exact, from referral chains: conserved, so a value is never counted twice. */
export type ReferralValueReceivedArgs = {
  first?: Scalars['Int']['input'];
};


/** Exact, from referral chains: conserved, so a value is never counted twice. */
export type ReferralValuePassedOnToArgs = {
  first?: Scalars['Int']['input'];
};


/** Exact, from referral chains: conserved, so a value is never counted twice. */
export type ReferralValueGivenArgs = {
  first?: Scalars['Int']['input'];
};

/** Expected, from ties: the conserving solve f = v + C f (a model, not a record). */
export type NetworkValue = {
  readonly __typename?: 'NetworkValue';
  /** received − passed on */
  readonly net: Money;
  /**
   * As `net`
   * @deprecated It is `net`. It goes on 2027-06-01.
   */
  readonly conserved: Money;
  /**
   * As `received { total }`
   * @deprecated It is `received { total }`: nothing here counts twice. It goes on 2027-06-01.
   */
  readonly gross: Money;
  /** Credited to those this customer follows */
  readonly passedOn: Money;
  /** Which followers the value comes from: adds up to what was received */
  readonly received: ValueFlows;
  /** Whom this customer follows, and what they are credited: adds up to `passedOn` */
  readonly passedOnTo: ValueFlows;
  /**
   * As `passedOnTo`
   * @deprecated It is `passedOnTo`. It goes on 2027-06-01.
   */
  readonly given: ValueFlows;
  /** Where these numbers come from */
  readonly provenance: Provenance;
};


/** Expected, from ties: the conserving solve f = v + C f (a model, not a record). */
export type NetworkValueReceivedArgs = {
  first?: Scalars['Int']['input'];
};


/** Expected, from ties: the conserving solve f = v + C f (a model, not a record). */
export type NetworkValuePassedOnToArgs = {
  first?: Scalars['Int']['input'];
};


/** Expected, from ties: the conserving solve f = v + C f (a model, not a record). */
export type NetworkValueGivenArgs = {
  first?: Scalars['Int']['input'];
};

/**
 * What is lost if this customer leaves. The two figures stand side by side and are never added, nor summed over customers: what
 * others are worth only through this customer is part of those others' own value.
 */
export type ValueAtRisk = {
  readonly __typename?: 'ValueAtRisk';
  /**
   * Own orders: what they would bring if the customer returns, times the probability that the customer does not,
   * `clv.predicted × (1 − P) / P` with P the return probability, which already is in `predicted` once. P below .001 counts as .001: who has
   * certainly left has nothing left at risk. Null until a lifetime-value model has run
   */
  readonly own: Maybe<Money>;
  /** What others are worth only through this customer. Worked out for those with most network value; figures of two customers overlap */
  readonly network: Maybe<Money>;
};

/** Lifetime value: what the customer's own future orders are expected to bring. */
export type LifetimeValue = {
  readonly __typename?: 'LifetimeValue';
  /** Expected margin of all orders within the horizon */
  readonly predicted: Money;
  /** The lower end of the interval that holds four outcomes in five */
  readonly low: Money;
  /** The upper end of that interval */
  readonly high: Money;
  /** Expected number of orders within the horizon */
  readonly expectedOrders: Scalars['Float']['output'];
  /** Expected margin of one of them */
  readonly expectedOrderMargin: Money;
  /** Probability of at least one more order within the horizon: the one statement about leaving */
  readonly returnProbability: Scalars['Float']['output'];
  /** The day by which half of those who return have returned: after the as-of day, within the horizon. Null where no order is expected at all */
  readonly expectedNextOrderOn: Maybe<Scalars['Date']['output']>;
  /** Where these numbers come from */
  readonly provenance: Provenance;
};

/** What a customer's own orders are expected to bring. */
export type ValueAhead = {
  readonly __typename?: 'ValueAhead';
  /** Whether it could be worked out */
  readonly status: ComputationStatus;
  /** Why it could not; null when it could */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** Within each horizon asked for. Discounted, as `value.clv`; without intervals, which are measured for the run's own horizon alone */
  readonly horizons: ReadonlyArray<HorizonAhead>;
  /** What is left of this month first. They add up, to the cent, to what is expected until the last one ends */
  readonly months: ReadonlyArray<MonthAhead>;
  /** Where these numbers come from; null where there are none */
  readonly provenance: Maybe<Provenance>;
};

/** What is expected within some days. */
export type HorizonAhead = {
  readonly __typename?: 'HorizonAhead';
  /** From the valuation day on */
  readonly days: Scalars['Int']['output'];
  /** Expected margin of all orders within them */
  readonly predicted: Money;
  /** Expected number of orders */
  readonly expectedOrders: Scalars['Float']['output'];
  /** Probability of at least one */
  readonly returnProbability: Scalars['Float']['output'];
};

/** What is expected in a calendar month, or what is left of it. */
export type MonthAhead = {
  readonly __typename?: 'MonthAhead';
  /** The first day */
  readonly from: Scalars['Date']['output'];
  /** The day after the last one */
  readonly to: Scalars['Date']['output'];
  /** Expected margin of orders in it */
  readonly expected: Money;
};

/** Terms between what the average customer is expected to bring and what this one is. Each is a Shapley value: mixtures of the two histories are forecast by the parameters of the run. */
export type ValueReasons = {
  readonly __typename?: 'ValueReasons';
  /** Whether it could be worked out */
  readonly status: ComputationStatus;
  /** Why it could not; null when it could */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** What the average customer is expected to bring: a history of average numbers. Null where it could not be worked out */
  readonly typical: Maybe<Money>;
  /** What this customer is: `value.clv.predicted` = `typical` + Σ `terms.amount`. Null where it could not be worked out */
  readonly predicted: Maybe<Money>;
  /** What each figure of the history adds or takes, at most 5 */
  readonly terms: ReadonlyArray<ValueReason>;
  /** What 19 in 20 outcomes lie in, where `value.clv.low` and `high` hold four in five. Null where it could not be worked out */
  readonly interval95: Maybe<MoneyInterval>;
  /** Where these numbers come from; null where there are none */
  readonly provenance: Maybe<Provenance>;
};

/** What one figure of a history adds to a forecast or takes from it. */
export type ValueReason = {
  readonly __typename?: 'ValueReason';
  /** Which figure */
  readonly figure: ValueReasonFigure;
  /** What it adds, below zero what it takes */
  readonly amount: Money;
  /** The customer's own: purchase days or days; null for MARGIN and REST */
  readonly own: Maybe<Scalars['Float']['output']>;
  /** The average customer's */
  readonly typical: Maybe<Scalars['Float']['output']>;
};

/** Figures of a history. */
export type ValueReasonFigure =
  /** Days with a purchase */
  | 'PURCHASES'
  /** Days since the last purchase */
  | 'SINCE_LAST'
  /** Days since the first purchase */
  | 'AGE'
  /** Mean margin of a purchase */
  | 'MARGIN'
  /** All else: when exactly purchases came, and how evenly in size */
  | 'REST';

/** A place among all customers. */
export type ValueStanding = {
  readonly __typename?: 'ValueStanding';
  /** 0 to 100 = most valuable: the share of customers worth less, equals counting half. To within one percent, and the same number as TOTAL_VALUE_PERCENTILE in a segment rule; the exact place is `position` in `customers`. */
  readonly percentile: Scalars['Float']['output'];
  /** Number of customers */
  readonly of: Scalars['Int']['output'];
};

/** Value that moved between this customer and others. The listed flows and `rest` add up exactly to `total`. */
export type ValueFlows = {
  readonly __typename?: 'ValueFlows';
  /** All flows together, the published amount */
  readonly total: Money;
  /** The `first` (1 to 100) largest, of the 100 largest that a run keeps */
  readonly flows: ReadonlyArray<ValueFlow>;
  /** What the flows not listed amount to */
  readonly rest: Money;
};

/** Value that moved between this customer and one other. */
export type ValueFlow = {
  readonly __typename?: 'ValueFlow';
  /** At the other end; null when gone */
  readonly customer: Maybe<Customer>;
  /** How much moved */
  readonly amount: Money;
  /** Ids of the customers through whom the value came, from who passes it on to who receives it, both included */
  readonly path: ReadonlyArray<Scalars['ID']['output']>;
};

/**
 * An address of yours that is told when scores of customers change, or who is in a segment: a signed POST for up to 100 of them, in the manner of Standard Webhooks. It
 * says whom a change is about and what changed, no amount and no name; `partnerScores` has the scores.
 */
export type Webhook = {
  readonly __typename?: 'Webhook';
  /** To change it */
  readonly id: Scalars['ID']['output'];
  /** What it is for */
  readonly name: Scalars['String']['output'];
  /** Where it is sent to */
  readonly url: Scalars['String']['output'];
  /** Keys of the segments of which it tells who enters and who leaves */
  readonly segments: ReadonlyArray<Scalars['String']['output']>;
  /** Scores of which it tells whose differ */
  readonly scores: ReadonlyArray<WatchedScore>;
  /** Only customers this source named, by its ids; null: by Kring's ids, all whom the maker sees */
  readonly source: Maybe<Scalars['String']['output']>;
  /** Whether anything is sent */
  readonly status: WebhookStatus;
  /** Why nothing is sent; null while it is */
  readonly pausedBecause: Maybe<Scalars['String']['output']>;
  /** The message at hand, which nobody has taken yet; null where the last one was taken */
  readonly failing: Maybe<WebhookFailure>;
  /** When a message was taken last; null: never */
  readonly lastDeliveredAt: Maybe<Scalars['DateTime']['output']>;
  /** When it was made; it tells what changed since */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Who made it: `key:` and the public part of a key, the subject of a token, the ARN of a role */
  readonly createdBy: Scalars['String']['output'];
  /** Messages that nobody took and that were given up, the oldest first; kept for 30 days */
  readonly undelivered: UndeliveredConnection;
};


/**
 * An address of yours that is told when scores of customers change, or who is in a segment: a signed POST for up to 100 of them, in the manner of Standard Webhooks. It
 * says whom a change is about and what changed, no amount and no name; `partnerScores` has the scores.
 */
export type WebhookUndeliveredArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};

/** Whether a webhook is sent anything. */
export type WebhookStatus =
  /** What changes is sent */
  | 'ACTIVE'
  /** The last message was taken by nobody yet; it is sent again */
  | 'FAILING'
  /** Nothing is sent until it is resumed, and then what changed meanwhile */
  | 'PAUSED';

/** A score that can be watched, as `PartnerScore` has it. */
export type WatchedScore =
  /** `total` */
  | 'TOTAL'
  /** `current` */
  | 'CURRENT'
  /** `direct` */
  | 'DIRECT'
  /** `referral` */
  | 'REFERRAL'
  /** `network` */
  | 'NETWORK'
  /** `potential` */
  | 'POTENTIAL'
  /** `atRisk` */
  | 'AT_RISK'
  /** `returnProbability` */
  | 'RETURN_PROBABILITY'
  /** `expectedOrders` */
  | 'EXPECTED_ORDERS'
  /** `influence` */
  | 'INFLUENCE'
  /** `engagementPoints` */
  | 'ENGAGEMENT_POINTS'
  /** `rfmGroup` */
  | 'RFM_GROUP'
  /** `quarter` */
  | 'QUARTER'
  /** `stage` */
  | 'STAGE'
  /** `lapsed` */
  | 'LAPSED';

/** What is known of a message that nobody has taken yet. */
export type WebhookFailure = {
  readonly __typename?: 'WebhookFailure';
  /** Times it was sent in vain */
  readonly attempts: Scalars['Int']['output'];
  /** When it was sent last */
  readonly at: Scalars['DateTime']['output'];
  /** When it is sent again */
  readonly nextAt: Scalars['DateTime']['output'];
  /** What went wrong: a status, no connection, no answer in time; nothing of what was answered */
  readonly reason: Scalars['String']['output'];
};

/** A message that nobody took in 28 hours. It is kept as its place in the feed: what it says is read again when it is sent again. */
export type Undelivered = {
  readonly __typename?: 'Undelivered';
  /** To send it again */
  readonly id: Scalars['ID']['output'];
  /** Times it was sent */
  readonly attempts: Scalars['Int']['output'];
  /** When it was sent last */
  readonly at: Scalars['DateTime']['output'];
  /** What went wrong */
  readonly reason: Scalars['String']['output'];
  /** Whether it is to be sent again with the next deliveries */
  readonly isDue: Scalars['Boolean']['output'];
};

/** A page of what nobody took. */
export type UndeliveredConnection = {
  readonly __typename?: 'UndeliveredConnection';
  /** The messages of this page with their cursors */
  readonly edges: ReadonlyArray<UndeliveredEdge>;
  /** The same messages without cursors */
  readonly nodes: ReadonlyArray<Undelivered>;
  /** Whether there is more, and how to get it */
  readonly pageInfo: PageInfo;
};

/** A message that nobody took. */
export type UndeliveredEdge = {
  readonly __typename?: 'UndeliveredEdge';
  /** Place in the list: as `after` it leads to what follows this message */
  readonly cursor: Scalars['String']['output'];
  /** The message itself */
  readonly node: Undelivered;
};

/** A webhook to be made. */
export type WebhookCreateInput = {
  /** Made up by you for each new request: repeating it within 24 hours returns the same webhook and secret */
  readonly idempotencyKey: Scalars['String']['input'];
  /** What it is for: 1 to 100 characters */
  readonly name: Scalars['String']['input'];
  /** Where to send to: https, on the public internet; on your own machine also http://127.0.0.1 */
  readonly url: Scalars['String']['input'];
  /** Keys of segments of which it tells who enters and who leaves; at most 20. Takes profile:read */
  readonly segments: ReadonlyArray<Scalars['String']['input']>;
  /** Scores of which it tells whose differ. Each takes the scope that opens it */
  readonly scores: ReadonlyArray<WatchedScore>;
  /** Only customers this source named, told by its ids; null: all whom you see, told by Kring's ids */
  readonly source?: InputMaybe<Scalars['String']['input']>;
};

/** A webhook that was made. */
export type WebhookCreatePayload = {
  readonly __typename?: 'WebhookCreatePayload';
  /** The webhook; null where it was refused */
  readonly webhook: Maybe<Webhook>;
  /** What its messages are signed with, this once: `verifyWebhook` of kring/client takes it */
  readonly secret: Maybe<Scalars['String']['output']>;
  /** Why there is none */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A webhook to be changed. */
export type WebhookInput = {
  /** Made up by you for each new request */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Its id */
  readonly id: Scalars['ID']['input'];
};

/** A message to be sent again. */
export type WebhookReplayInput = {
  /** Made up by you for each new request */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Id of the webhook */
  readonly id: Scalars['ID']['input'];
  /** Id of the message that nobody took */
  readonly undelivered: Scalars['ID']['input'];
};

/** A webhook that was changed. */
export type WebhookPayload = {
  readonly __typename?: 'WebhookPayload';
  /** The webhook as it is now; null where there is none (any more) */
  readonly webhook: Maybe<Webhook>;
  /** Why nothing was changed */
  readonly userErrors: ReadonlyArray<UserError>;
};

export const typeDefs = `"Who asks, as Kring knows them."
type Viewer @access(anyOf: []) {
  "A key, a token of the identity provider, a signature AWS checked, or whoever reads on the developer's own machine"
  kind: ViewerKind!
  "The name of the key, the subject of the token, the ARN of the role"
  name: String!
  "What they may do: \`value:read\`, \`ingest:shop\` …"
  scopes: [String!]!
  "Only customers of these sources are seen, and nothing about all of them; null: no such bound"
  sources: [String!]
  "When what they showed runs out; null: until it is revoked"
  expiresAt: DateTime
}

"What a caller showed to say who they are."
enum ViewerKind {
  "An API key of Kring"
  KEY
  "A token an identity provider signed"
  TOKEN
  "A request signed for AWS"
  AWS
  "Nothing: a reader on the developer's own machine"
  DEVELOPMENT
  "A post of a shop or payment provider whose signature fitted: in the audit log only"
  WEBHOOK
}

"An API key, without what opens it: that is shown when the key is made, and kept nowhere."
type ApiKey @access(anyOf: [KEYS_ADMIN], ofAll: true) {
  "The public part, by which it is revoked"
  key: String!
  "Who uses it"
  name: String!
  "What it may do"
  scopes: [String!]!
  "Only customers of these sources are seen, and nothing about all of them; null: no such bound"
  sources: [String!]
  "When it was made"
  createdAt: DateTime!
  "When it ends; null: when it is revoked"
  expiresAt: DateTime
  "May send documents only that were added beforehand (docs/access.md)"
  trustedOnly: Boolean!
  "What it may spend at once, in place of what all callers may; null: as all"
  costLimit: Int
  "What comes back every second, in place of what does for all; null: as for all"
  costPerSecond: Int
  "When it was revoked; null: it was not"
  revokedAt: DateTime
  "When it was used last, to the hour; null: never"
  lastUsedAt: DateTime
}

"A key to be made."
input ApiKeyCreateInput {
  "Made up by you for each new request: repeating it within 24 hours returns the same key"
  idempotencyKey: String!
  "Who will use it: 1 to 100 characters"
  name: String!
  "What it may do; nothing that you may not"
  scopes: [String!]!
  "Only customers of these sources; null for all, which only a caller without such a bound can give"
  sources: [String!]
  "When it ends; null for never"
  expiresAt: DateTime
  "May send documents only that were added beforehand; a caller who may no more makes no other keys"
  trustedOnly: Boolean! = false
  "What it may spend at once, in place of what all callers may; goes with \`costPerSecond\`"
  costLimit: Int
  "What comes back every second; goes with \`costLimit\`"
  costPerSecond: Int
}

"A key that was made."
type ApiKeyCreatePayload @access(anyOf: [KEYS_ADMIN], ofAll: true) {
  "The key; null where it was refused"
  apiKey: ApiKey
  "What opens it, this once: \`Authorization: Bearer …\`"
  secret: String
  "Why there is none"
  userErrors: [UserError!]!
}

"A key to be ended."
input ApiKeyRevokeInput {
  "Made up by you for each new request"
  idempotencyKey: String!
  "Its public part"
  key: String!
}

"A key that was ended."
type ApiKeyPayload @access(anyOf: [KEYS_ADMIN], ofAll: true) {
  "The key; null where there is none"
  apiKey: ApiKey
  "Why it was not ended"
  userErrors: [UserError!]!
}

"A request that changed something, or tried to: who, when and what, without what was sent."
type AuditEntry @access(anyOf: [KEYS_ADMIN], ofAll: true) {
  "When it was let in, before anything was changed"
  at: DateTime!
  "Of the request, as its answer and the logs name it"
  requestId: ID!
  "What the caller showed"
  kind: ViewerKind!
  "Who it was: \`key:\` and the public part of a key, the subject of a token, the ARN of a role, \`webhook:\` and a source"
  by: String!
  "The name of the key, the subject of the token, the ARN of the role"
  name: String!
  "The mutations, by name; of a stream the address: \`v1/batch\`, \`v1/webhooks/<source>\`"
  fields: [String!]!
  "The cost the request asked for"
  cost: Int!
}

"A page of the audit log of a day."
type AuditEntryConnection @access(anyOf: [KEYS_ADMIN], ofAll: true) {
  "The entries of this page with their cursors"
  edges: [AuditEntryEdge!]!
  "The same entries without cursors"
  nodes: [AuditEntry!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
}

"An entry of the audit log."
type AuditEntryEdge @access(anyOf: [KEYS_ADMIN], ofAll: true) {
  "Place in the list: as \`after\` it leads to what follows this entry"
  cursor: String!
  "The entry itself"
  node: AuditEntry!
}

extend type Query {
  "What was changed on a day of UTC, and by whom, the newest first; kept for 400 days"
  auditLog("Default: today" day: Date, first: Int! = 50, after: String): AuditEntryConnection! @access(anyOf: [KEYS_ADMIN], ofAll: true) @cost(weight: 10)
  "Who asks, and what they may"
  viewer: Viewer! @access(anyOf: [])
  "Every API key there is or was, the newest first"
  apiKeys: [ApiKey!]! @access(anyOf: [KEYS_ADMIN], ofAll: true) @cost(weight: 10)
}

extend type Mutation {
  "Make an API key. What opens it is in the answer and nowhere else."
  apiKeyCreate(input: ApiKeyCreateInput!): ApiKeyCreatePayload! @access(anyOf: [KEYS_ADMIN], ofAll: true)
  "End an API key for good; every server notices within half a minute."
  apiKeyRevoke(input: ApiKeyRevokeInput!): ApiKeyPayload! @access(anyOf: [KEYS_ADMIN], ofAll: true)
}

"What is done to the customers of an action."
enum ActionKind {
  "A letter or an e-mail"
  MAIL
  "A product to try"
  SAMPLE
  "A lower price"
  DISCOUNT
  "A voucher to hand on: it spreads by itself, so it says nothing of how much people influence each other"
  REFERRAL_OFFER
  "A call by somebody of the company"
  CALL
  "Anything else"
  OTHER
}

"What customers of an action are reached by."
enum ActionChannel {
  "Agreed to by the fact CONSENT_EMAIL"
  EMAIL
  "Agreed to by the fact CONSENT_PHONE"
  PHONE
  "Agreed to by the fact CONSENT_POST"
  POST
}

"Who may be drawn for."
enum ActionConsent {
  "Only who agreed to the channel, as facts say; silence is not consent"
  GRANTED
  "The company keeps consents elsewhere and vouches for the segment; who withdrew is left out all the same"
  NOT_WITHDRAWN
}

"What chance draws."
enum ActionDesign {
  "Customers, each by themselves"
  USER
  "Communities, whole: where ties are tight, or many are not known"
  COMMUNITY
  "Communities draw whether most or few of their members are treated: what neighbours do to each other shows most"
  SATURATION
}

"What is measured of each member."
enum OutcomeMetric {
  "Margin, as value is counted: of lines without costs the margin rate's share of the revenue"
  MARGIN
  "What was paid"
  SPEND
  "Orders"
  ORDERS
  "1 for who ordered, 0 for who did not"
  RETURNED
}

"What the action is meant to show."
enum ActionTarget {
  "What it did to those it reached"
  DIRECT
  "That and what it did through them"
  TOTAL
  "What it did to those who follow the reached"
  SPILLOVER
}

"How the effect goes with what a customer was forecast; said before the start."
enum ActionShape {
  "The same on everybody"
  ADDITIVE
  "In proportion to what each was forecast"
  PROPORTIONAL
}

"How far an action has come."
enum ActionState {
  "Planned: nobody is drawn, and the plan may change"
  DRAFT
  "Arms are drawn for good; it has not reached anybody"
  FROZEN
  "It has started"
  RUNNING
  "Over: its last report is its word"
  CLOSED
  "Given up; nothing is reported"
  CANCELLED
}

"What part of an action a customer is in."
type ActionArm @access(anyOf: [VALUE_READ], ofAll: true) {
  "Lower case words joined by hyphens; \`holdout\` is left alone"
  key: String!
  "Of the audience, 0 to 1"
  share: Float!
  "What reaching one member costs"
  costPerPerson: Money!
  "Members drawn into it; null until it is frozen"
  members: Int
}

"What is measured, and for how long."
type ActionOutcome @access(anyOf: [VALUE_READ], ofAll: true) {
  "What of each member"
  metric: OutcomeMetric!
  "From the start on, in days"
  windowDays: Int!
}

"Why members of the segment were not drawn for."
enum LeftOutReason {
  "Merged into somebody or erased since the run"
  GONE
  "Something about them was made by a simulation, and the action is no rehearsal"
  SIMULATED
  "Has not agreed to the channel, or took it back"
  NO_CONSENT
  "Left alone by all actions of the year"
  GLOBAL_HOLDOUT
}

"How many members of the segment were left out before anybody was drawn; each is counted by the first reason that holds."
type LeftOut @access(anyOf: [VALUE_READ], ofAll: true) {
  "Why"
  reason: LeftOutReason!
  "How many"
  count: Int!
}

"Who was drawn, and from what."
type ActionAudience @access(anyOf: [VALUE_READ], ofAll: true) {
  "When"
  at: DateTime!
  "The instant the run was pinned to whose segment it was"
  asOf: DateTime!
  "That run"
  runId: ID!
  "Version of the parameters that forecast each member; null where nobody had bought"
  parametersVersion: Int
  "How many were drawn"
  members: Int!
  "SHA-256 of their ids in order: the same list, the same hash"
  hash: String!
  "What chance drew: members, or communities"
  units: Int!
  "How many communities of one size would be worth as much: (Σn)²/Σn²"
  effectiveUnits: Float!
  "Who was left out first"
  leftOut: [LeftOut!]! @cost(listSize: 4)
  "Year of the global holdout that was left out, and its share of everybody"
  holdoutYear: Int!
  "See \`holdoutYear\`"
  holdoutShare: Float!
  "What can be told apart; null where nothing is known of how the outcome varies"
  power: ActionPower
}

"What an action can show, worked out before the start from how the outcome varied in as long a window before."
type ActionPower @access(anyOf: [VALUE_READ], ofAll: true) {
  "Standard deviation of a member's outcome, minor units"
  deviation: Float!
  "Share of its variance that the forecast takes away"
  removed: Float!
  "The effect a member that four of five such actions would find, minor units"
  detectable: Float!
  "Members an arm would need for an effect of a tenth of what is forecast of a member; null where nothing is forecast"
  neededPerArm: Int
}

"Something done to some customers and not to others, chosen by chance, so that what it caused can be told from what would have come anyway."
type Action @access(anyOf: [VALUE_READ], ofAll: true) {
  "Names it for ever: lower case words joined by hyphens"
  key: String!
  "The name to show"
  name: String!
  "What is done"
  kind: ActionKind!
  "What customers are reached by"
  channel: ActionChannel!
  "Who may be drawn for"
  consent: ActionConsent!
  "Key of the segment its audience was taken from"
  segmentKey: String!
  "Its parts, in the order of the plan"
  arms: [ActionArm!]! @cost(listSize: 10)
  "What chance draws"
  design: ActionDesign!
  "What is measured"
  outcome: ActionOutcome!
  "What it is meant to show"
  target: ActionTarget!
  "How the effect goes with the forecast"
  shape: ActionShape!
  "The outcome counts from here on"
  startsAt: DateTime!
  "When it is to be read for good"
  plannedEnd: DateTime!
  "Another one, another draw"
  salt: String!
  "True where there is no holdout: then no lift is shown"
  withoutProof: Boolean!
  "True where customers with anything simulated about them may be drawn too, as on a demo"
  rehearsal: Boolean!
  "Whether what it shows of influence may enter the calibration of the network; false for a REFERRAL_OFFER"
  entersCalibration: Boolean!
  "How far it has come"
  state: ActionState!
  "Goes up with every change"
  version: Int!
  "When it was planned"
  createdAt: DateTime!
  "When it first reached somebody, or a run met it under way; null before"
  startedAt: DateTime
  "When it was closed or cancelled; null before"
  endedAt: DateTime
  "Why it was cancelled; null where it was not"
  reason: String
  "Who was drawn; null until it is frozen"
  audience: ActionAudience
  "What to know before believing it"
  warnings: [ActionWarning!]! @cost(listSize: 5)
  "What the last run says of it; null before the first run after the start, and for a cancelled one"
  report: ActionReport @cost(weight: 3)
  "What every run said of it, the newest first"
  reports(first: Int! = 10, after: String): ActionReportConnection! @cost(weight: 5)
}

"What makes an action worth less than it looks."
enum ActionWarningCode {
  "Members of another action whose window overlaps; each lift holds, their sum is nobody's"
  OVERLAPPING_ACTION
  "Fewer members than the plan needs"
  UNDERPOWERED
  "An arm of fewer than 20: no interval"
  SMALL_ARM
  "No holdout: nobody can say what it caused"
  NO_PROOF
}

"What to know of an action."
type ActionWarning @access(anyOf: [VALUE_READ], ofAll: true) {
  "What it is, for programs"
  code: ActionWarningCode!
  "What it is and what to do, for people"
  message: String!
  "How many customers it is about; null where it is about none in particular"
  count: Int
}

"One action and where it stands in the list."
type ActionEdge @access(anyOf: [VALUE_READ], ofAll: true) {
  "Where to go on after this one"
  cursor: String!
  "The action"
  node: Action!
}

"A page of actions, by key."
type ActionConnection @access(anyOf: [VALUE_READ], ofAll: true) {
  "The actions with their cursors"
  edges: [ActionEdge!]!
  "The actions"
  nodes: [Action!]!
  "Where the page ends"
  pageInfo: PageInfo!
  "How many there are"
  totalCount: Count!
}

"An arm as it is planned."
input ActionArmInput {
  "Lower case words joined by hyphens; one is called \`holdout\`"
  key: String!
  "Of the audience, 0 to 1; those of all arms sum to 1"
  share: Float!
  "What reaching one member costs; nothing where it is left out"
  costPerPerson: MoneyInput
}

"What is to be measured."
input ActionOutcomeInput {
  "What of each member"
  metric: OutcomeMetric! = MARGIN
  "From the start on, in days"
  windowDays: Int! = 28
}

"A plan."
input ActionInput {
  "A repeat with the same key and input within 24 h returns the first answer; the same key with another input is an error"
  idempotencyKey: String!
  "Lower case words joined by hyphens, at most 60 characters; taken for ever"
  key: String!
  "The name to show, at most 120 characters"
  name: String!
  "What is done"
  kind: ActionKind!
  "What customers are reached by; left out, what is usual for the kind: EMAIL, POST for a SAMPLE, PHONE for a CALL"
  channel: ActionChannel
  "Who may be drawn for"
  consent: ActionConsent! = GRANTED
  "Key of the segment whose members are the audience"
  segment: String!
  "Its parts, at most ten; one of them the holdout"
  arms: [ActionArmInput!]!
  "What chance draws"
  design: ActionDesign! = USER
  "What is measured"
  outcome: ActionOutcomeInput
  "What it is meant to show"
  target: ActionTarget! = DIRECT
  "How the effect goes with the forecast"
  shape: ActionShape! = ADDITIVE
  "The outcome counts from here on"
  startsAt: DateTime!
  "When it is to be read for good; left out, the end of the window"
  plannedEnd: DateTime
  "Another one, another draw"
  salt: String! = "1"
  "No holdout, and no word about what it caused"
  withoutProof: Boolean! = false
  "Draw for customers with anything simulated about them too, as on a demo; otherwise they are left out"
  rehearsal: Boolean! = false
  "Change the draft of this version; left out, the action must be new"
  expectedVersion: Int
}

"How somebody was reached."
enum ExposureKind {
  "It left the company"
  SENT
  "It arrived"
  DELIVERED
  "It was opened"
  OPENED
  "A link in it was followed"
  CLICKED
  "Somebody called"
  CALLED
  "It was made use of"
  REDEEMED
  "Anything else"
  OTHER
}

"That an action reached somebody."
input ExposureInput {
  "Key of the action"
  action: String!
  "Whom"
  by: CustomerIdentifier!
  "How"
  kind: ExposureKind! = SENT
  "When"
  at: DateTime!
  "The system that says so"
  source: String!
}

"What became of an exposure."
enum ExposureStatus {
  "It is new"
  ACCEPTED
  "It was told before"
  DUPLICATE
  "It is new, and of somebody who was to be left alone: they stay in their arm, and are counted as contamination"
  CONTAMINATED
  "It was not kept; \`userErrors\` says why"
  REJECTED
}

"What became of one exposure."
type ExposureResult @access(anyOf: [ACTIONS_WRITE], ofAll: true) {
  "Place in the input"
  index: Int!
  "What became of it"
  status: ExposureStatus!
  "Why it was not kept"
  userErrors: [UserError!]! @cost(listSize: 1)
}

"What became of exposures."
type ExposuresPayload @access(anyOf: [ACTIONS_WRITE], ofAll: true) {
  "How many are new, those of the holdout included"
  accepted: Int!
  "How many were told before"
  duplicates: Int!
  "How many of the new ones are of somebody who was to be left alone"
  contaminated: Int!
  "How many were not kept"
  rejected: Int!
  "One for each, in their order"
  results: [ExposureResult!]! @cost(listSize: 500)
  "Why nothing at all was done; empty where something was"
  userErrors: [UserError!]!
}

"What became of an action."
type ActionPayload @access(anyOf: [ACTIONS_WRITE], ofAll: true) {
  "The action after the change; null when it failed"
  action: Action
  "Why it failed; empty when it did not"
  userErrors: [UserError!]!
}

extend type Query {
  "By key; null when there is none"
  action("Its key" key: String!): Action @access(anyOf: [VALUE_READ], ofAll: true)
  "By key, ended ones included"
  actions(first: Int! = 50, after: String, "Only those that have come so far" state: ActionState): ActionConnection! @access(anyOf: [VALUE_READ], ofAll: true)
  "Whether a customer is to be left alone: by an action, as in its holdout or in the year's global one; without an action, by all of this year"
  heldOut("Whom" by: CustomerIdentifier!, "Key of the action; left out, all of this year" action: String): Boolean! @cost(weight: 5) @access(anyOf: [PROFILE_READ], ofAll: true)
}

"What customers of a year did, by whether actions could reach them."
type ActionYearArm @access(anyOf: [VALUE_READ], ofAll: true) {
  "\`reachable\`, or \`holdout\`"
  arm: String!
  "Who had bought before the year's first action"
  members: Int!
  "Mean margin of a member since then, minor units"
  mean: Float!
}

"What all actions of a year brought together: everybody they could reach, whether they did or not, against those left alone by all of them. What reaches the holdout through others makes it less than it was."
type ActionYear @access(anyOf: [VALUE_READ], ofAll: true) {
  "The calendar year; another year leaves others alone"
  year: Int!
  "Share of everybody that is left alone"
  share: Float!
  "The year's first action; margin counts from here on"
  startsAt: DateTime!
  "The run that says so"
  runId: ID!
  "The instant it was pinned to"
  asOf: DateTime!
  "True until the year is over"
  preliminary: Boolean!
  "Keys of its actions so far"
  actions: [String!]! @cost(listSize: 100)
  "Those who could be reached, then those left alone"
  arms: [ActionYearArm!]! @cost(listSize: 2)
  "Why there is no lift"
  withheld: ActionReason
  "Are there as many left alone as were to be?"
  sampleRatio: RatioCheck!
  "What a customer who could be reached brought more, minor units of margin; null where it is withheld or nobody is on a side"
  perPerson: Estimate
  "All of them together, a share of what was observed"
  total: MoneyEstimate
  "Against those left alone: 0.1 is a tenth more"
  relative: Estimate
  "Which interval is in force: FIXED once the year is over"
  interval: IntervalKind
  "Why there is no interval"
  intervalReason: ActionReason
}

extend type Query {
  "What all actions of a year brought together; null before a run after its first action"
  actionYear("Calendar year; left out, this one" year: Int): ActionYear @cost(weight: 3) @access(anyOf: [VALUE_READ], ofAll: true)
}

extend type Mutation {
  "Plans an action, or with \`expectedVersion\` changes a draft. Nobody is drawn"
  createAction(input: ActionInput!): ActionPayload! @access(anyOf: [ACTIONS_WRITE], ofAll: true)
  "Draws the audience and its arms, for good. What cannot be drawn in one request's time is drawn by the command line"
  freezeAction("Its key" key: String!, "The version that was read" expectedVersion: Int!, "A repeat within 24 h returns the first answer" idempotencyKey: String): ActionPayload! @cost(weight: 200) @access(anyOf: [ACTIONS_WRITE], ofAll: true)
  "Says whom actions reached; at most 500. Harmless to repeat"
  recordExposures("At most 500" input: [ExposureInput!]!, "A repeat within 24 h returns the first answer" idempotencyKey: String): ExposuresPayload! @access(anyOf: [ACTIONS_WRITE], ofAll: true)
  "Ends an action: what the last run said of it is its word"
  closeAction("Its key" key: String!, "A repeat within 24 h returns the first answer" idempotencyKey: String): ActionPayload! @access(anyOf: [ACTIONS_WRITE], ofAll: true)
  "Gives an action up; nothing is reported of it any more"
  cancelAction("Its key" key: String!, "Why, at most 500 characters" reason: String!, "A repeat within 24 h returns the first answer" idempotencyKey: String): ActionPayload! @access(anyOf: [ACTIONS_WRITE], ofAll: true)
}

"Which interval is in force."
enum IntervalKind {
  "95.5 % for who looks once, at the frozen end"
  FIXED
  "99.5 %, and true however often one looks while the action runs"
  ALWAYS_VALID
}

"A figure with how sure it is."
type Estimate @access(anyOf: [VALUE_READ], ofAll: true) {
  "The figure"
  value: Float!
  "Where the interval begins; null where there is none"
  low: Float
  "Where the interval ends; null where there is none"
  high: Float
  "Standard error; null where there is none"
  standardError: Float
}

"An amount with how sure it is, in whole minor units of the currency."
type MoneyEstimate @access(anyOf: [VALUE_READ], ofAll: true) {
  "The amount"
  value: Money!
  "Where the interval begins; null where there is none"
  low: Money
  "Where the interval ends; null where there is none"
  high: Money
  "Standard error; null where there is none"
  standardError: Money
}

"Why a figure is not there."
enum ActionReason {
  "Fewer than 20 members in an arm"
  ARM_TOO_SMALL
  "Nothing came of the holdout, so nothing can be so many per cent more"
  CONTROL_MEAN_ZERO
  "The arms are not of the sizes that were drawn: whoever is missing is not missing by chance, and every lift is withheld"
  SAMPLE_RATIO
  "No ties among those who were drawn and whom they may move"
  NO_TIES
  "What was found is as good as nothing: every share from -.9 to .95 fits it"
  NOT_MEASURED
  "The outcome is no money: see \`perPerson\`"
  NOT_MONEY
  "There is no holdout"
  NO_PROOF
  "This outcome is not forecast, or the same is forecast of everybody"
  NOT_FORECAST
  "Communities were drawn, so chance does not tell members of a part from others"
  DRAWN_WHOLE
}

"What an arm brought that would not have come anyway: a share of what was observed, never to be added to it."
type Lift @access(anyOf: [VALUE_READ], ofAll: true) {
  "The arm"
  arm: String!
  "A member, in the outcome's unit: minor units of money, orders, or chance"
  perPerson: Estimate!
  "All members of the arm together; null where the outcome is no money"
  total: MoneyEstimate
  "Why there is no total"
  totalReason: ActionReason
  "Against the holdout: 0.1 is a tenth more"
  relative: Estimate
  "Why there is no relative lift"
  relativeReason: ActionReason
  "Which interval is in force"
  interval: IntervalKind!
  "Why there is no interval"
  intervalReason: ActionReason
  "Share of the variance that the forecast took away; null without a forecast"
  removed: Float
  "What reaching the arm cost"
  cost: Money!
  "\`total\` less \`cost\`; null where the outcome is no money"
  net: MoneyEstimate
  "The effect on those who were reached: lift over (reached share of the arm less that of the holdout); null where nobody more was reached"
  onExposed: Estimate
  "The same with the largest outcomes cut to the 99th percentile of those above 0: beside the headline, never in its place"
  capped: Estimate
  "The same without whoever is more than a fifth of an arm's sum; null where nobody is"
  withoutDominant: Estimate
}

"What was observed of an arm."
type ArmReport @access(anyOf: [VALUE_READ], ofAll: true) {
  "The arm"
  arm: String!
  "Drawn into it"
  drawn: Int!
  "Of these in the analysis"
  members: Int!
  "Mean outcome of a member, in the outcome's unit"
  mean: Float!
  "Σ over its members; null where the outcome is no money"
  observed: Money
  "What of \`observed\` would have come anyway; null of the holdout, and where lifts are withheld"
  baseline: Money
  "What of \`observed\` the action caused: baseline + incremental = observed, to the cent"
  incremental: Money
  "Mean of what was forecast of a member as of the draw; null where this outcome is not forecast"
  forecastMean: Float
  "Mean of outcome less forecast. Of the holdout this tests the forecast, live; of other arms it says nothing of the action alone"
  beyondForecast: Estimate
  "Members who were reached"
  exposed: Int!
  "Drawn, and erased or merged with a member of another arm since"
  lost: Int!
  "True where one member is more than a fifth of the arm's sum"
  dominatedByOne: Boolean!
}

"Whether shares differ more than chance lets them."
type RatioCheck @access(anyOf: [VALUE_READ], ofAll: true) {
  "χ²"
  chiSquare: Float!
  "Degrees of freedom"
  degrees: Int!
  "How often chance alone does as much"
  p: Float!
  "True below one in a thousand"
  alarm: Boolean!
}

"What went from those who were reached to those who follow them, by the conserving solve over ties as of the start."
type Spillover @access(anyOf: [VALUE_READ], ofAll: true) {
  "Effect on a treated member themselves, in the outcome's unit"
  direct: Estimate!
  "Effect of treating everybody on a member, direct and through others"
  total: Estimate!
  "What of the total comes through others, 0 to 1"
  share: Estimate!
  "How much of what the treated bought more their followers bought too: h"
  influence: Estimate!
  "Why \`influence\` says nothing"
  reason: ActionReason
  "True where counting who was amid treated people gives another effect than the solve, by more than two errors; null where that was not tested"
  notLinear: Boolean
}

"What a run says of an action."
type ActionReport @access(anyOf: [VALUE_READ], ofAll: true) {
  "The run"
  runId: ID!
  "The instant it was pinned to; events up to here are counted"
  asOf: DateTime!
  "Days of the window that had passed"
  daysPassed: Int!
  "True while window or planned end are still to come"
  preliminary: Boolean!
  "What was observed, arm by arm"
  arms: [ArmReport!]! @cost(listSize: 10)
  "What each arm but the holdout brought; empty where lifts are withheld"
  lifts: [Lift!]! @cost(listSize: 9)
  "Why there are no lifts"
  withheld: ActionReason
  "Are there as many in each arm as were drawn?"
  sampleRatio: RatioCheck!
  "Were as many of each arm lost?"
  attrition: RatioCheck!
  "Were as many of each treated arm reached? Null where there is but one"
  exposure: RatioCheck
  "Members who were to be left alone and were reached all the same; they stay in their arm"
  contaminated: Int!
  "Members of the audience merged with one another from different arms: out of the analysis"
  mergedAcross: Int!
  "Members erased since the draw"
  erased: Int!
  "What went through ties; null where lifts are withheld or there are none"
  spillover: Spillover
  "Why there is no spillover"
  spilloverReason: ActionReason
  "How the effect goes with what was forecast of members, for each arm but the holdout; null in what an earlier release reported"
  byForecast: [LiftByForecast!] @cost(listSize: 9)
  "Why there is no \`byForecast\`"
  byForecastReason: ActionReason
  "What came in of the window after it was read for good; null where nothing did. It is read again for 28 days, then it stands"
  restated: ActionRestatement
}

"The effect of an arm on members of whom alike was forecast."
type LiftPart @access(anyOf: [VALUE_READ], ofAll: true) {
  "Forecast from here on, in the outcome's unit; null of the lowest part"
  from: Float
  "And below this; null of the highest part"
  to: Float
  "Members of the arm"
  treated: Int!
  "Members of the holdout"
  control: Int!
  "As measured on them alone, with its 95 % interval; null for fewer than 20 on a side"
  effect: Estimate
  "The same drawn towards the mean of all parts: the best of several is best partly by luck"
  shrunk: Float
}

"How the effect of an arm goes with what was forecast."
type LiftByForecast @access(anyOf: [VALUE_READ], ofAll: true) {
  "The arm"
  arm: String!
  "By fifths of what was forecast, the lowest first"
  parts: [LiftPart!]! @cost(listSize: 5)
  "Cochran's Q: how much the parts differ"
  q: Float!
  "How often chance alone makes them differ as much"
  p: Float!
  "Qini: what approaching those of whom most is forecast first brings more than approaching anybody, in the outcome's unit a member of both arms; 95 %"
  qini: Estimate
}

"What came in late."
type ActionRestatement @access(anyOf: [VALUE_READ], ofAll: true) {
  "As of when the action was first read for good"
  firstReadAt: DateTime!
  "Per arm, in the order of \`arms\`: its sum now less its sum then, in the outcome's unit"
  late: [Float!]! @cost(listSize: 10)
}

"One report and where it stands in the list."
type ActionReportEdge @access(anyOf: [VALUE_READ], ofAll: true) {
  "Where to go on after this one"
  cursor: String!
  "The report"
  node: ActionReport!
}

"A page of reports, the newest first."
type ActionReportConnection @access(anyOf: [VALUE_READ], ofAll: true) {
  "The reports with their cursors"
  edges: [ActionReportEdge!]!
  "The reports"
  nodes: [ActionReport!]!
  "Where the page ends"
  pageInfo: PageInfo!
}

"""
What a field adds to the cost of an operation, which is counted in read units of DynamoDB. Without it an object costs 1, a leaf 0
and a mutation 30; every entry of a list in the input costs 5.
"""
directive @cost(
  "Of the field itself; of each entry, for a list in the input; of an argument where it is given: what it makes the field read"
  weight: Int
  "About how many entries a list without \`first\` has: it multiplies what is selected below, as \`first\` does"
  listSize: Int
) on FIELD_DEFINITION | INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION

"""
Who may read a field: a caller with one of these scopes; any caller Kring knows where the list is empty. On a type it is the rule of its fields
that have none of their own. A field without a rule is refused to everybody.
"""
directive @access(
  "One of these is enough"
  anyOf: [Scope!]!
  "Refused to a caller who may see the customers of some sources only: it says something of everybody"
  ofAll: Boolean = false
) on OBJECT | INTERFACE | FIELD_DEFINITION

"What a key or token may do; written \`profile:read\`, \`ingest:<source>\` in keys and tokens."
enum Scope {
  "profile:read: customers, their orders, interactions, lifecycle and segments"
  PROFILE_READ
  "pii:read: names and identities in the clear, and looking a customer up by e-mail, phone or handle"
  PII_READ
  "value:read: what customers, segments and the company are worth, and lists and filters by it"
  VALUE_READ
  "margin:read: what goods cost and what was earned on each line"
  MARGIN_READ
  "network:read: ties, referrals, communities and influence"
  NETWORK_READ
  "ingest:<source>: record orders, interactions, ties, referrals and customers under that source"
  INGEST
  "segments:write: create, change and archive segments"
  SEGMENTS_WRITE
  "actions:write: plan, draw, end and cancel actions, and say whom they reached"
  ACTIONS_WRITE
  "rules:write: preview and publish engagement rules"
  RULES_WRITE
  "webhooks:write: have an address told when scores and segments change"
  WEBHOOKS_WRITE
  "runs:start: start runs and syncs, and follow them"
  RUNS_START
  "runs:asof: start runs as of the past, and read their views"
  RUNS_ASOF
  "keys:admin: list, make and revoke API keys"
  KEYS_ADMIN
  "privacy:admin: consents, linking and unlinking social accounts on a customer's behalf, erasing and exporting persons"
  PRIVACY_ADMIN
}

"RFC 3339 instant. Accepted with any offset, always returned in UTC: 2025-03-01T09:30:00.000Z"
scalar DateTime
"ISO 8601 calendar date in UTC: 2025-03-01"
scalar Date
"Exact decimal number as a string: \\"1299.95\\". Never a binary float."
scalar Decimal
"ISO 4217 code: EUR"
scalar CurrencyCode
"Integer up to 2^53 − 1, as a JSON number"
scalar SafeInt

"Anything that can be fetched again by its opaque, global id."
interface Node @access(anyOf: []) {
  "Opaque: made by Kring, unique over all types, never to be taken apart"
  id: ID!
}

"Where a page of a list ends, and whether another follows."
type PageInfo @access(anyOf: []) {
  "True when there may be more. A page can be shorter than \`first\` and still have a next one: the read budget of a request ran out."
  hasNextPage: Boolean!
  "True when something comes before this page: when it was asked for with \`after\`, or with \`last\` when there may be more"
  hasPreviousPage: Boolean!
  "What to pass as \`before\`, where a list takes one, to get the page before: the cursor of the first object; null when there is none"
  startCursor: String
  "What to pass as \`after\` to get the next page; null when the list is empty"
  endCursor: String
}

"A number of objects, and how far it was counted."
type Count @access(anyOf: []) {
  "How many there are, or at least are: see \`precision\`"
  count: SafeInt!
  "Whether everything was read"
  precision: CountPrecision!
  "The instant the count is of"
  asOf: DateTime!
}

"How much a count says."
enum CountPrecision {
  "Everything was counted"
  EXACT
  "Counting stopped at the read budget of the request: there may be more"
  AT_LEAST
}

"An amount in the deployment's one accounting currency."
type Money @access(anyOf: []) {
  "In whole units of the currency, exact: \\"-0.05\\" is five cents owed"
  amount: Decimal!
  "The same amount in minor units of the currency (cents for EUR)"
  minorUnits: SafeInt!
  "The accounting currency, the same in every answer of a deployment"
  currencyCode: CurrencyCode!
}

"An amount coming in."
input MoneyInput {
  "In whole units, with no more decimals than the currency has; at most 10^12 minor units (ten billion where there are two decimals)"
  amount: Decimal!
  "Must be the deployment's one accounting currency"
  currencyCode: CurrencyCode!
}

"Half-open: from ≤ instant < to"
input DateTimeRange {
  "The first instant that is in; null for no bound"
  from: DateTime
  "The first instant that is no longer in; null for no bound"
  to: DateTime
}

"Closed range: min ≤ value ≤ max"
input FloatRange {
  "The least value that is in; null for no bound"
  min: Float
  "The greatest value that is in; null for no bound"
  max: Float
}

"Closed range in the accounting currency: min ≤ amount ≤ max"
input MoneyRange {
  "The least amount that is in, in whole units; null for no bound"
  min: Decimal
  "The greatest amount that is in, in whole units; null for no bound"
  max: Decimal
}

"Which end of an ordering comes first."
enum OrderDirection {
  "The least first"
  ASC
  "The greatest first"
  DESC
}

"Where a number comes from."
type Provenance @access(anyOf: []) {
  "Whether it was added up, modelled, or taken from the population"
  method: ScoreMethod!
  "0..1"
  confidence: Float!
  "The instant the answer is about: nothing that happened later was counted"
  asOf: DateTime!
  "When it was worked out"
  computedAt: DateTime!
  "The published generation in which this customer's answer last changed; null for answers kept up to date at every event"
  generation: Int
  "The run that published the generation being read"
  runId: ID
  "Version of the formula, parameters or rule set"
  version: String!
  "Inputs that were unknown and named as such, never taken for 0"
  missingInputs: [String!]!
}

"How a number came about."
enum ScoreMethod {
  "Added up from recorded events"
  OBSERVED
  "An expectation from a fitted model"
  MODELLED
  "Too little data: the prior of the population"
  PRIOR
}

"Why a value is there, or is not."
enum ComputationStatus {
  "The amounts are there"
  COMPUTED
  "No run has computed this yet"
  NOT_COMPUTED
}

"An expected failure, as data. \`field\` is the path into the arguments, null when it is about no single field."
interface UserError @access(anyOf: []) {
  "What went wrong, for programs"
  code: UserErrorCode!
  "What went wrong and what to do, for people"
  message: String!
  "Path into the arguments, such as [\\"input\\", \\"orders\\", \\"1\\", \\"placedAt\\"]; null when it is about no single field"
  field: [String!]
}

"Something in the input; the code says what."
type InputError implements UserError @access(anyOf: []) {
  "What went wrong, for programs"
  code: UserErrorCode!
  "What went wrong and what to do, for people"
  message: String!
  "Path into the arguments; null when it is about no single field"
  field: [String!]
}

"Somebody else changed the object since you read it."
type StaleVersionError implements UserError @access(anyOf: []) {
  "Always STALE_VERSION"
  code: UserErrorCode!
  "What went wrong and what to do, for people"
  message: String!
  "Path into the arguments; null when it is about no single field"
  field: [String!]
  "The version there is now: read it, then repeat with this \`expectedVersion\`"
  currentVersion: Int!
}

"An identity in the input already belongs to somebody else."
type IdentityConflictError implements UserError @access(anyOf: []) {
  "Always IDENTITY_CONFLICT"
  code: UserErrorCode!
  "What went wrong and what to do, for people"
  message: String!
  "Path into the arguments; null when it is about no single field"
  field: [String!]
  "The customers who have the identities; \`nodes(ids:)\` reads them"
  conflictingCustomerIds: [ID!]!
}

"A run is under way, and there is only one at a time."
type AlreadyRunningError implements UserError @access(anyOf: []) {
  "Always ALREADY_RUNNING"
  code: UserErrorCode!
  "What went wrong and what to do, for people"
  message: String!
  "Path into the arguments; null when it is about no single field"
  field: [String!]
  "The run that holds the lock"
  runningId: ID!
}

"Kinds of expected failure; docs/errors.md says of each what to do."
enum UserErrorCode {
  "A value breaks a rule; the message says which"
  INVALID
  "More rows than one request may have"
  TOO_MANY
  "An amount, or what the lines of an order add up to, is beyond the bound the message names"
  AMOUNT_TOO_LARGE
  "Money in another currency than the deployment's"
  CURRENCY_MISMATCH
  "Same source and id as before, other content: nothing was changed"
  CONFLICT
  "A customer the input names is not known, and the mutation does not create one"
  UNKNOWN_CUSTOMER
  "The key may not write this: another source, or a customer of another source"
  FORBIDDEN
  "There is no object with this id"
  NOT_FOUND
  "Another object has this key already"
  TAKEN
  "The object was changed since the version the input expects"
  STALE_VERSION
  "An identity belongs to another customer"
  IDENTITY_CONFLICT
  "The key was used for another input within 24 hours"
  IDEMPOTENCY_KEY_REUSED
  "The first request with this idempotency key has not finished yet; repeat it in a minute"
  REQUEST_IN_PROGRESS
  "A run is under way; its id is in the error"
  ALREADY_RUNNING
  "The action is drawn: its plan stands"
  FROZEN
  "Nobody is drawn for the action yet"
  NOT_FROZEN
  "The action is closed or cancelled for good"
  ACTION_ENDED
  "The customer was not drawn for the action"
  UNKNOWN_MEMBER
  "Nobody in the segment may be drawn for"
  EMPTY_AUDIENCE
  "Too few communities of about one size for chance to draw"
  TOO_FEW_COMMUNITIES
  "The run has ended, or published meanwhile: there is nothing left to cancel or to go on with"
  RUN_FINISHED
  "Others keep changing the same customer; nothing was lost, repeat the request in a moment"
  BUSY
  "Both names are of one customer, who cannot be merged into themselves"
  SAME_CUSTOMER
  "The customer is merged into nobody"
  NOT_MERGED
  "The period overlaps another one of the same channel and campaign"
  OVERLAP
  "The parents of the account lead back to it, or the segments a rule asks for ask for it in turn"
  CYCLE
  "Follower and followed are the same customer"
  SELF_TIE
  "Advocate and friend are the same customer"
  SELF_REFERRAL
  "What the mutation needs is not configured on this server; the message says what to set"
  NOT_CONFIGURED
  "No social source of this key is configured"
  UNKNOWN_SOURCE
  "The source knows no account by this handle"
  NO_SUCH_ACCOUNT
  "The token was never given out, was used, or ran out"
  LINK_EXPIRED
  "The proof does not hold yet; it may be tried again until it runs out"
  LINK_UNPROVEN
  "The account is linked to another customer"
  ACCOUNT_TAKEN
  "The source, or our own pace, allows no call now; repeat later"
  SOURCE_WAIT
  "The source does not answer, or fails"
  SOURCE_DOWN
  "The source understood and refuses"
  SOURCE_REFUSED
  "The source answered in a shape this release does not know"
  SOURCE_MISREAD
  "Today's calls or money for this source are spent"
  SOURCE_OUT_OF_BUDGET
}

"What can be read. Reading changes nothing."
type Query {
  "Any object by its global id; null when there is none"
  node("Any id an answer contained" id: ID!): Node @cost(weight: 4) @access(anyOf: [], ofAll: true)
  "Up to 100 objects, in the order of the ids, null where there is none"
  nodes("At most 100" ids: [ID!]!): [Node]! @cost(weight: 100) @access(anyOf: [], ofAll: true)
}

"What can be changed. Each takes an \`idempotencyKey\`, and returns expected failures as \`userErrors\`."
type Mutation {
  "Create a customer, or add identities and a display name to one. A new identity that belongs to somebody else is an IDENTITY_CONFLICT."
  customerUpsert(input: CustomerUpsertInput!): CustomerPayload! @access(anyOf: [INGEST])
}

"One customer, everything known: who they are, what they did, what they are worth and why."
type Customer implements Node @access(anyOf: [PROFILE_READ]) {
  "Global id of the customer"
  id: ID!
  "Goes up with every change; pass it as \`expectedVersion\` to change only what you have seen"
  version: Int!
  "The name to show; null where none was given"
  displayName: String
  "Everything the customer is known by, the first one first"
  identities: [Identity!]!
  "Who was merged into this customer: their ids and identities lead here, and everything below is of all of them"
  merged: [MergedCustomer!]!
  "When Kring first heard of the customer"
  createdAt: DateTime!
  "When anything about the customer last changed"
  updatedAt: DateTime!
  "True when any of this customer's events was made by a simulation (the demo's social layer)"
  simulated: Boolean!

  "Null until a run has seen this customer"
  value: CustomerValue
  "Kept up to date at every event"
  engagement: Engagement!
  "Null until a run has seen an order of this customer"
  rfm: Rfm
  "Null until a run has seen this customer"
  lifecycle: Lifecycle
  "Every step through the stages, oldest first: a pure function of all the customer's events, worked out when asked for"
  lifecycleHistory: [StageChange!]! @cost(weight: 50)
  "Null where nothing is known about this customer's reach: unknown is never 0"
  influence: Influence
  "Segments this customer was in at the last run"
  segments: [Segment!]!

  "Newest first"
  orders(first: Int! = 20, after: String): OrderConnection! @cost(weight: 10)
  "All interactions, online and offline, newest first"
  interactions(first: Int! = 20, after: String): InteractionConnection! @cost(weight: 10)
  "Ties to those this customer follows (to whom value flows)"
  following(first: Int! = 20, after: String): TieConnection! @cost(weight: 10)
  "Ties of those who follow this customer (from whom value flows): the sphere of influence"
  followers(first: Int! = 20, after: String): TieConnection! @cost(weight: 10)
  "The one claim about this customer that the last run counted: who brought them in. Null where none holds, or before a run"
  referredBy: Referral @cost(weight: 5)
  "All claims that somebody brought this customer in, the earliest first"
  referralClaims(first: Int! = 20, after: String): ReferralConnection! @cost(weight: 10)
  "All claims of this customer to have brought somebody in, the newest first"
  referralsMade(first: Int! = 20, after: String): ReferralConnection! @cost(weight: 10)
}

"One thing a customer is known by, in its canonical form."
type Identity @access(anyOf: [PROFILE_READ]) {
  "What kind of identity it is"
  type: IdentityType!
  "Source system of an EXTERNAL_ID, network of a HANDLE"
  source: String
  "As it is compared: trimmed; e-mail addresses and handles in lower case, phone numbers as + and digits"
  value: String!
}

"Kinds of identity."
enum IdentityType {
  "The id a source system knows the customer by"
  EXTERNAL_ID
  "An e-mail address"
  EMAIL
  "An international phone number"
  PHONE
  "A name on a network"
  HANDLE
}

"Exactly one way to name a customer."
input CustomerIdentifier @oneOf {
  "Kring's own global id, as \`Customer.id\` returns it"
  id: ID
  "The id in a source system"
  externalId: ExternalIdInput
  "An e-mail address, in any case"
  email: String
  "International: + and 6 to 15 digits; spaces and dashes are ignored"
  phone: String
  "A name on a network"
  handle: HandleInput
}

"A customer's id in a source system."
input ExternalIdInput {
  "Name of the system, such as \\"shop\\""
  source: String!
  "The id there; compared as it is, but for spaces around it"
  id: String!
}

"A customer's name on a network."
input HandleInput {
  "Name of the network, in any case"
  network: String!
  "The name there, with or without @, in any case"
  handle: String!
}

"A page of customers."
type CustomerConnection @access(anyOf: [PROFILE_READ]) {
  "The objects of this page with their cursors"
  edges: [CustomerEdge!]!
  "The same objects without cursors"
  nodes: [Customer!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
  "Without a filter the number of customers in the ordering, EXACT; with one, what was seen so far, AT_LEAST unless all was read"
  totalCount: Count!
}

"A customer in a list."
type CustomerEdge @access(anyOf: [PROFILE_READ]) {
  "Place in the list: as \`after\` it leads to what follows this object"
  cursor: String!
  "Place in the whole list, from 1, whatever the filter"
  position: Int!
  "The object itself"
  node: Customer!
}

extend type Query {
  "Null when there is no such customer"
  customer("Who is meant" by: CustomerIdentifier!): Customer @access(anyOf: [PROFILE_READ])
  "Customers in the order of the last run; equals in the order of their first events. Order, filter and count are as of that run; what has moved since shows in each customer (\`value { betweenRuns }\`). Empty until a run has been published."
  customers("Default: most valuable first" orderBy: CustomerOrder, "Instead of \`orderBy\`: those first who matter most to what the company is after" orientation: RankingOrientation, "Default: everybody" filter: CustomerFilter @cost(weight: 700), first: Int! = 50, after: String, "Instead of \`first\`: so many before \`before\`, or at the end of the list; in the order of the list" last: Int, "\`pageInfo.startCursor\` of the page behind" before: String): CustomerConnection! @access(anyOf: [VALUE_READ], ofAll: true)
}

"A customer to create or to add to."
input CustomerUpsertInput {
  "A repeat with the same key and input within 24 h returns the first answer; the same key with another input is an error"
  idempotencyKey: String!
  "Who it is; a customer nobody knows yet is created, unless named by \`id\`"
  by: CustomerIdentifier!
  "Further identities of the same customer"
  identities: [CustomerIdentifier!]
  "Fingerprints of cards or accounts the customer pays with, as the payment provider makes them: customers who share one are suggested to be one person"
  paymentFingerprints: [String!]
  "The name to show, at most 200 characters; null removes it, left out it stays"
  displayName: String
  "Change only this version, 0 for a customer that must not exist yet; left out, whatever there is"
  expectedVersion: Int
}

"What became of the customer."
type CustomerPayload @access(anyOf: [INGEST]) {
  "The customer after the change; null when it failed, or the input names an address and the caller lacks pii:read"
  customer: Customer
  "Why it failed; empty when it did not"
  userErrors: [UserError!]!
}

"Something the company sells."
type Product @access(anyOf: [PROFILE_READ]) {
  "The system the sku is of"
  source: String!
  "The source's key of it, as in order lines"
  sku: String!
  "What it is called"
  name: String
  "Assortment group"
  group: String
  "Product, service or subscription; null where nothing is said"
  kind: LineKind
  "How long it lasts, days"
  lifespanDays: Int
  "Cost of one piece; null where unknown"
  cost: Money @access(anyOf: [MARGIN_READ])
}

"A company or household that customers belong to."
type Account @access(anyOf: [PROFILE_READ]) {
  "The system it is of"
  source: String!
  "The source's own id of it"
  sourceId: String!
  "Company or household"
  kind: AccountKind!
  "What it is called"
  name: String @access(anyOf: [PII_READ])
  "The account it is part of; null where it is part of none"
  parent: Account
  "Whom of the company it deals with: as told of it, else of the nearest account it is part of"
  trustedContact: AccountContact! @cost(weight: 2)
  """
  What its members were worth together at the last run, those of accounts that are part of it with them; null where no run has seen a member. A customer belongs to
  one account and counts once in it and once in each that it is part of, so accounts that are part of no other add up
  """
  rollUp: AccountRollUp @cost(weight: 2) @access(anyOf: [VALUE_READ])
  "Its members at the last run, the most valuable first; then those of the accounts that are part of it, account by account"
  members(first: Int! = 50, after: String): AccountMemberConnection! @cost(weight: 10) @access(anyOf: [VALUE_READ])
}

"The one person of the company an account deals with: \`AccountInput.contact\`."
type AccountContact @access(anyOf: [PROFILE_READ]) {
  "Their name, as it was told; null where nobody is, with the reason"
  name: String
  "The account they were told of: this one, or one it is part of"
  account: Account
  "Why \`name\` is null; null where it is there"
  reason: String
}

"What the members of an account are worth together: each amount is exactly the sum of theirs, as of the last run."
type AccountRollUp @access(anyOf: [VALUE_READ]) {
  "How many they are"
  customers: Int!
  "Current and potential value together: its four cells"
  total: Money!
  "What had been observed"
  current: ValueSide!
  "Amounts are null, with a reason, until a lifetime-value model has run"
  potential: ValueSide!
  "What they paid less what went back"
  revenue: Money!
  "The instant it is as of"
  asOf: DateTime!
}

"A page of the members of an account."
type AccountMemberConnection @access(anyOf: [VALUE_READ]) {
  "The objects of this page with their cursors"
  edges: [AccountMemberEdge!]!
  "The same objects without cursors"
  nodes: [Customer!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
}

"A member in a list."
type AccountMemberEdge @access(anyOf: [VALUE_READ]) {
  "Place in the list: as \`after\` it leads to what follows this object"
  cursor: String!
  "The object itself"
  node: Customer!
}

"What an account is."
enum AccountKind {
  "A company, or a part of one"
  COMPANY
  "People who live together"
  HOUSEHOLD
}

"What winning customers cost through a channel in a period."
type Spend @access(anyOf: [VALUE_READ], ofAll: true) {
  "The system that told it"
  source: String!
  "The source's own id of it"
  sourceId: String!
  "The channel, as in \`Order.acquisitionChannel\`"
  channel: String!
  "The campaign; null: all of the channel that no campaign is told of"
  campaign: String
  "The first instant"
  from: DateTime!
  "The instant after the last"
  to: DateTime!
  "What it cost"
  amount: Money!
  "What it was spent for"
  purpose: SpendPurpose!
}

"What money was spent for."
enum SpendPurpose {
  "Winning customers"
  ACQUISITION
  "Selling to customers there are already, and keeping them"
  RETENTION
}

"A page of products."
type ProductConnection @access(anyOf: [PROFILE_READ]) {
  "The objects of this page with their cursors"
  edges: [ProductEdge!]!
  "The same objects without cursors"
  nodes: [Product!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
}

"A product in a list."
type ProductEdge @access(anyOf: [PROFILE_READ]) {
  "Place in the list: as \`after\` it leads to what follows this object"
  cursor: String!
  "The object itself"
  node: Product!
}

"A page of accounts."
type AccountConnection @access(anyOf: [PROFILE_READ], ofAll: true) {
  "The objects of this page with their cursors"
  edges: [AccountEdge!]!
  "The same objects without cursors"
  nodes: [Account!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
}

"An account in a list."
type AccountEdge @access(anyOf: [PROFILE_READ], ofAll: true) {
  "Place in the list: as \`after\` it leads to what follows this object"
  cursor: String!
  "The object itself"
  node: Account!
}

"All periods of one channel and campaign."
type SpendSeries @access(anyOf: [VALUE_READ], ofAll: true) {
  "The channel"
  channel: String!
  "The campaign; null: all of the channel that no campaign is told of"
  campaign: String
  "The earliest first; none overlaps another"
  periods: [Spend!]!
}

"A page of channels and campaigns."
type SpendSeriesConnection @access(anyOf: [VALUE_READ], ofAll: true) {
  "The objects of this page with their cursors"
  edges: [SpendSeriesEdge!]!
  "The same objects without cursors"
  nodes: [SpendSeries!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
}

"A channel or campaign in a list."
type SpendSeriesEdge @access(anyOf: [VALUE_READ], ofAll: true) {
  "Place in the list: as \`after\` it leads to what follows this object"
  cursor: String!
  "The object itself"
  node: SpendSeries!
}

extend type Query {
  "What the company sells, in an order of its own"
  products(first: Int! = 50, after: String): ProductConnection! @cost(weight: 10) @access(anyOf: [PROFILE_READ])
  "A company or household by what its source calls it; null where nothing is said of it"
  account("Who told of it" source: String!, "Its id there" id: String!): Account @access(anyOf: [PROFILE_READ])
  "Companies and households, in an order of their own"
  accounts(first: Int! = 50, after: String): AccountConnection! @cost(weight: 10) @access(anyOf: [PROFILE_READ], ofAll: true)
  "What winning customers cost, by channel and campaign, in an order of its own"
  spend(first: Int! = 50, after: String): SpendSeriesConnection! @cost(weight: 10) @access(anyOf: [VALUE_READ], ofAll: true)
}

"Something the company sells."
input ProductInput {
  "The system the sku is of: that of the orders"
  source: String!
  "The source's key of it"
  sku: String!
  "What it is called"
  name: String
  "Assortment group"
  group: String
  "Product, service or subscription"
  kind: LineKind
  "How long it lasts, 1 to 36525 days"
  lifespanDays: Int
  "Cost of one piece, 0 or more"
  cost: MoneyInput
}

"Products to keep."
input ProductsPutInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "1 to 500 products; each replaces what was said of it before"
  products: [ProductInput!]!
}

"A company or household."
input AccountInput {
  "The system it is of"
  source: String!
  "The source's own id of it"
  id: String!
  "Company or household"
  kind: AccountKind! = COMPANY
  "What it is called"
  name: String
  "The id at the same source of the account it is part of"
  parent: String
  "Whom of the company it deals with: the trusted contact of every member of whom no other is told"
  contact: String
}

"Accounts to keep."
input AccountsPutInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "1 to 500 accounts, in any order; each replaces what was said of it before"
  accounts: [AccountInput!]!
}

"What a channel cost in a period."
input SpendInput {
  "The system that reports it; with \`id\` it names the record for ever"
  source: String!
  "The source's own id of it"
  id: String!
  "The channel, as in \`OrderInput.acquisitionChannel\`"
  channel: String!
  "The campaign; left out: all of the channel that no campaign is told of"
  campaign: String
  "The first instant"
  from: DateTime!
  "The instant after the last"
  to: DateTime!
  "What it cost, 0 or more, in the deployment's currency"
  amount: MoneyInput!
  "What it was spent for"
  purpose: SpendPurpose! = ACQUISITION
}

"Spend to keep."
input SpendPutInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "1 to 500 periods; the same source and id again replaces its period. Periods of one channel and campaign that overlap are refused"
  spend: [SpendInput!]!
}

extend type Mutation {
  "Keep what is said of up to 500 products; good rows are kept, bad ones listed"
  productsPut(input: ProductsPutInput!): IngestPayload! @access(anyOf: [INGEST])
  "Keep up to 500 accounts; one whose parents lead back to it is refused"
  accountsPut(input: AccountsPutInput!): IngestPayload! @access(anyOf: [INGEST])
  "Keep what channels and campaigns cost; an overlapping period is refused"
  spendPut(input: SpendPutInput!): IngestPayload! @access(anyOf: [INGEST])
}

"Engagement points by the published rule set."
type Engagement @access(anyOf: [PROFILE_READ]) {
  "All points together"
  points: Float!
  "One term per rule that gave points; they add up to \`points\`"
  breakdown: [EngagementTerm!]!
  "The same points by department; they add up to \`points\`"
  byDepartment: [DepartmentPoints!]!
  "Where these numbers come from"
  provenance: Provenance!
}

"The points one rule gave."
type EngagementTerm @access(anyOf: [PROFILE_READ]) {
  "Key of the rule"
  rule: String!
  "The rule in words"
  label: String!
  "Who owns the rule"
  department: Department!
  "How many times the rule counted"
  count: Int!
  "What the rule gave in all"
  points: Float!
}

"The points of one department's rules."
type DepartmentPoints @access(anyOf: [PROFILE_READ]) {
  "Whose rules they are"
  department: Department!
  "Their points; 0 where none of them counted"
  points: Float!
}

"Who owns an engagement rule."
enum Department {
  "Newsletters, social media, campaigns"
  MARKETING
  "Orders and contacts before them"
  SALES
  "What happens after an order"
  SERVICE
}

"Reach in the network of customers, 0–100."
type Influence @access(anyOf: [NETWORK_READ]) {
  "0 to 100 on a frozen logarithmic scale: how many customers' worth of behaviour this one moves"
  score: Float!
  "The part that comes from the ties between customers"
  network: Float!
  "Followers, scaled within each source; null where unknown"
  reach: Float
  "Reactions received per follower, 0 to 100; null without known followers"
  amplification: Float
  "Share of followers who were recently active themselves, 0 to 100; null without known followers"
  authenticity: Float
  "Lower end of the 95 % interval of that share, the known followers taken for a sample of all"
  authenticityLow: Float
  "Upper end of that interval"
  authenticityHigh: Float
  "Change of the score over the last days before the as-of instant, against the newest that is kept of then: every score that passed a threshold, and everybody's once a month. Null where none is, or it was read on another scale"
  change("Length of the span, 1 to 3650 days" days: Int! = 30): Float @cost(weight: 5)
  "Above 35 a like counts double in the engagement points"
  aboveThreshold: Boolean!
  "Where these numbers come from"
  provenance: Provenance!
}

"""
Whether engagement points lead value: whether what customers did before a past day goes with what they brought after it, beyond what they had spent by then. An
association in time order, not a cause.
"""
type PointsLead @access(anyOf: [VALUE_READ], ofAll: true) {
  "What the figures say"
  verdict: PointsLeadVerdict!
  "In words, with the figures"
  text: String!
  "The past day: what was done in the 84 days up to its end …"
  asOf: Date!
  "… against the margin from then to the end of this day"
  until: Date!
  "Customers who had bought by then"
  customers: Int!
  "Of the points; null where the verdict is TOO_LITTLE_DATA"
  points: LeadFigures
  "Where to intervene: the behaviours that lead beyond chance, the strongest first"
  interveneAt: [BehaviourLead!]!
  "Every behaviour with enough customers, the strongest first"
  behaviours: [BehaviourLead!]!
}

"What is said of points and value."
enum PointsLeadVerdict {
  "All of the 95 % interval is above 0: more points before, more margin after, beyond past spend"
  LEADS
  "The interval covers 0, or lies below it: there is no evidence that points lead value"
  NO_EVIDENCE
  "Fewer than 30 customers, or fewer than 30 with points"
  TOO_LITTLE_DATA
}

"Spearman's partial correlation with the margin that came, past spend held constant."
type LeadFigures @access(anyOf: [VALUE_READ], ofAll: true) {
  "−1 to 1"
  correlation: Float!
  "Of its 95 % interval"
  low: Float!
  "Of its 95 % interval"
  high: Float!
  "Customers who did anything of it"
  customers: Int!
}

"One behaviour, by how often it was seen in the 84 days."
type BehaviourLead @access(anyOf: [VALUE_READ], ofAll: true) {
  "Which one"
  type: InteractionType!
  "Its figures; the interval is of this one alone"
  figures: LeadFigures!
  "Whether it leads beyond chance, at 5 % for all behaviours together (Holm 1979)"
  leads: Boolean!
}

extend type Query {
  "Null until a run had orders from half a year before it to look at"
  pointsLead: PointsLead @access(anyOf: [VALUE_READ], ofAll: true) @cost(weight: 5)
}

"A purchase: one or more lines bought at one time."
type Order implements Node @access(anyOf: [PROFILE_READ]) {
  "Global id of the order"
  id: ID!
  "Who bought"
  customer: Customer!
  "The system that reported it"
  source: String!
  "The source's own id of the order"
  sourceId: String!
  "When it was placed"
  placedAt: DateTime!
  "When Kring took it in"
  receivedAt: DateTime!
  "What the lines add up to, without tax"
  net: Money!
  "Net minus the cost of goods; null when the cost of any line is unknown"
  margin: Money @access(anyOf: [MARGIN_READ])
  "Bought in response to a promotion"
  promotion: Boolean!
  "How the customer came to this order; null where the source does not say"
  acquisitionChannel: String
  "From then on the order is none; null while it stands"
  cancelledAt: DateTime
  "1 as it was first sent; goes up with every correction. Pass it as \`expectedVersion\` to correct only what you have seen"
  version: Int!
  "What was sent under this id before it was corrected, oldest first"
  earlierVersions: [EarlierOrder!]! @cost(weight: 10)
  "What was bought, in the order the source listed it"
  lines: [OrderLine!]!
  "True when a simulation made it"
  simulated: Boolean!
}

"One product or service of an order."
type OrderLine @access(anyOf: [PROFILE_READ]) {
  "The source's key of what was bought"
  sku: String!
  "Assortment group"
  group: String!
  "How much of it, in the source's own unit; below 0 for returned goods"
  quantity: Float!
  "Of the whole line, without tax; below 0 for what was given back"
  net: Money!
  "Cost of goods of the whole line: as stated with the order, else that of the product, times the quantity; below 0 where they came back; null where neither is known"
  cost: Money @access(anyOf: [MARGIN_READ])
  "Product, service or subscription"
  kind: LineKind!
  "Of a return: the source's own id of the order it names"
  returnOf: String
  "Of a return: when it was given back, where that is not the order's own instant"
  returnedAt: DateTime
}

"An order as it stood before a correction replaced it."
type EarlierOrder @access(anyOf: [PROFILE_READ]) {
  "Which version it was, from 1"
  version: Int!
  "When this version said it was placed"
  placedAt: DateTime!
  "When this version came in"
  receivedAt: DateTime!
  "When the correction that replaced it came in"
  replacedAt: DateTime!
  "When this version said the order was cancelled; null where it did not"
  cancelledAt: DateTime
  "What the lines of this version add up to, without tax"
  net: Money!
  "What this version said was bought and given back"
  lines: [OrderLine!]!
}

"""
Money that went back to a customer, once for each order it was taken from. Refunds sum to the term REFUNDS of the value
breakdown and credits to CREDITS, with revenue at the configured rate where a cost is unknown.
"""
type MoneyBack @access(anyOf: [PROFILE_READ]) {
  "Whether it was taken from a purchase"
  kind: MoneyBackKind!
  "When it went back"
  at: DateTime!
  "The source's key of what was given back; \`*\` for all lines of an order in proportion"
  sku: String!
  "What was given back, above 0"
  amount: Money!
  "The margin that went with it; null when a cost is unknown"
  margin: Money @access(anyOf: [MARGIN_READ])
  "The record that says so"
  toldBy: Order
  "The order it was taken from; null for a credit"
  order: Order
  "Why no purchase was found; null for a refund"
  reason: CreditReason
}

"What money that went back was taken from."
enum MoneyBackKind {
  "Of a purchase, which counts for that much less; of all of an order, which is none any more"
  REFUND
  "No purchase was found to take it from: it counts against the customer's value and never as a purchase or less of one"
  CREDIT
}

"Why money that went back met no purchase."
enum CreditReason {
  "No earlier purchase of the product by this customer is known"
  NO_EARLIER_PURCHASE
  "The order it names is not known among this customer's orders"
  UNKNOWN_ORDER
  "The purchases were given back already"
  MORE_THAN_BOUGHT
}

extend type Customer {
  "Refunds and credits as of the last run (before the first: all that are known), newest first"
  moneyBack(first: Int! = 20): [MoneyBack!]! @cost(weight: 20)
}

"What was sold."
enum LineKind {
  "A thing, sold once"
  PRODUCT
  "Work done for the customer"
  SERVICE
  "Something that renews"
  SUBSCRIPTION
}

"A page of orders."
type OrderConnection @access(anyOf: [PROFILE_READ]) {
  "The objects of this page with their cursors"
  edges: [OrderEdge!]!
  "The same objects without cursors"
  nodes: [Order!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
}

"An order in a list."
type OrderEdge @access(anyOf: [PROFILE_READ]) {
  "Place in the list: as \`after\` it leads to what follows this object"
  cursor: String!
  "The object itself"
  node: Order!
}

"Something that happened between the company and a customer, apart from orders."
type Interaction implements Node @access(anyOf: [PROFILE_READ]) {
  "Global id of the interaction"
  id: ID!
  "With whom"
  customer: Customer!
  "The system that reported it"
  source: String!
  "The source's own id of the interaction"
  sourceId: String!
  "What happened"
  type: InteractionType!
  "Where it happened"
  channel: Channel!
  "When it happened"
  occurredAt: DateTime!
  "When Kring took it in"
  receivedAt: DateTime!
  "What it was about: the newsletter issue, the liked post, the complaint"
  objectRef: String
  "−1 (bad) to 1 (good), where the source says"
  valence: Float
  "What the source claims the customer's influence was. Counted nowhere: points go by the score Kring itself had published by then"
  influence: Float
  "Minutes of human contact the company spent on it; null where unknown"
  effortMinutes: Float
  "Of a SURVEY_RESPONSE: what was answered; null where the source does not say"
  answer: String
  "True when a simulation made it"
  simulated: Boolean!
}

"What happened. Engagement rules and the lifecycle read it."
enum InteractionType {
  "An issue was delivered; \`objectRef\` names it"
  NEWSLETTER_RECEIVED
  "An issue was opened"
  NEWSLETTER_OPENED
  "An issue was read, or a link in it followed"
  NEWSLETTER_READ
  "Began to follow an account of the company, named by \`objectRef\`"
  SOCIAL_FOLLOW
  "Stopped following it"
  SOCIAL_UNFOLLOW
  "Liked a post, named by \`objectRef\`"
  SOCIAL_LIKE
  "Took a like back"
  SOCIAL_UNLIKE
  "Passed a post on"
  SOCIAL_SHARE
  "Wrote about the company"
  SOCIAL_MENTION
  "Logged in to the customer portal"
  PORTAL_LOGIN
  "Did something in the portal: use of what was bought"
  PORTAL_TASK
  "Complained; \`objectRef\` names the complaint"
  COMPLAINT_OPENED
  "A complaint was settled"
  COMPLAINT_RESOLVED
  "Asked support for help"
  SUPPORT_CONTACT
  "Talked with sales; makes a lead"
  SALES_CONTACT
  "Answered a survey; \`valence\` is the answer"
  SURVEY_RESPONSE
  "Saw a promotion"
  PROMOTION_SEEN
  "Used a promotion"
  PROMOTION_REDEEMED
  "Wrote a review; \`valence\` is its verdict"
  REVIEW
  "Looked at a page"
  PAGE_VIEW
  "Came to a store"
  STORE_VISIT
  "Received what was ordered"
  DELIVERY
  "Sent goods back; moves no money by itself"
  RETURN_SENT
  "Anything else worth keeping"
  OTHER
}

"Where an interaction took place."
enum Channel {
  "By e-mail"
  EMAIL
  "On the web site"
  WEB
  "In the app"
  APP
  "In the customer portal"
  PORTAL
  "By telephone"
  PHONE
  "In a store"
  STORE
  "With a visiting salesperson"
  FIELD_SALES
  "On a social network"
  SOCIAL
  "In a chat"
  CHAT
  "By letter or parcel"
  POST
  "Through a partner"
  PARTNER
}

"A page of interactions."
type InteractionConnection @access(anyOf: [PROFILE_READ]) {
  "The objects of this page with their cursors"
  edges: [InteractionEdge!]!
  "The same objects without cursors"
  nodes: [Interaction!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
}

"An interaction in a list."
type InteractionEdge @access(anyOf: [PROFILE_READ]) {
  "Place in the list: as \`after\` it leads to what follows this object"
  cursor: String!
  "The object itself"
  node: Interaction!
}

"A tie points from the follower, who gives credit, to the followed, who receives it."
type Tie @access(anyOf: [NETWORK_READ], ofAll: true) {
  "Who gives credit"
  follower: Customer!
  "Who receives it"
  followed: Customer!
  "What kind of attention it is"
  kind: TieKind!
  "The system or network that reported it"
  source: String!
  "In the source's own scale"
  weight: Float!
  "Since when, or when it was last seen: the latest report stands"
  at: DateTime!
  "True when a simulation made it"
  simulated: Boolean!
}

"Kinds of tie. States hold until withdrawn; acts fade."
enum TieKind {
  "Follows (a state)"
  FOLLOW
  "Declared trust (a state)"
  TRUST
  "Answered them (an act)"
  REPLY
  "Passed on what they wrote (an act)"
  SHARE
  "Liked what they wrote (an act)"
  LIKE
  "Named them (an act)"
  MENTION
  "Came together with them (an act)"
  VISIT_TOGETHER
  "Any other tie (an act)"
  OTHER
}

"A page of ties."
type TieConnection @access(anyOf: [NETWORK_READ], ofAll: true) {
  "The objects of this page with their cursors"
  edges: [TieEdge!]!
  "The same objects without cursors"
  nodes: [Tie!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
}

"A tie in a list."
type TieEdge @access(anyOf: [NETWORK_READ], ofAll: true) {
  "Place in the list: as \`after\` it leads to what follows this object"
  cursor: String!
  "The object itself"
  node: Tie!
}

"""
A claim that somebody brought somebody in. Every claim is kept, whatever order they come in; the run counts, for each friend, the
earliest that holds, and says of each other why not.
"""
type Referral implements Node @access(anyOf: [NETWORK_READ], ofAll: true) {
  "Global id of the referral"
  id: ID!
  "The system that reported it"
  source: String!
  "The source's own id of the referral"
  sourceId: String!
  "Who brought the friend in"
  advocate: Customer!
  "Who was brought in"
  friend: Customer!
  "Whether the friend would have come anyway"
  kind: ReferralKind!
  "When the referral was made"
  at: DateTime!
  "By when the friend has to buy for it to count; null for the deployment's own window"
  expiresAt: DateTime
  "What winning the friend through the usual channels would have cost; null where unknown"
  savedAcquisitionCost: Money
  "What was paid for it, to either side; null for nothing"
  reward: Money
  "True when a simulation made it"
  simulated: Boolean!
  "Whether the last run counted this claim; null until a run has seen it"
  counted: Boolean
  "Why the last run did not count it; null where it did, or has not seen it"
  rejectedBecause: ReferralRejectionReason
}

"What the referral changed (Kumar, Petersen and Leone 2010)."
enum ReferralKind {
  "The friend would not have come otherwise: value is shared along the chain"
  TYPE_ONE
  "The friend would have come anyway: the advocate earns at most the saved acquisition cost"
  TYPE_TWO
}

"A page of referrals."
type ReferralConnection @access(anyOf: [NETWORK_READ], ofAll: true) {
  "The objects of this page with their cursors"
  edges: [ReferralEdge!]!
  "The same objects without cursors"
  nodes: [Referral!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
}

"A referral in a list."
type ReferralEdge @access(anyOf: [NETWORK_READ], ofAll: true) {
  "Place in the list: as \`after\` it leads to what follows this object"
  cursor: String!
  "The object itself"
  node: Referral!
}

extend type Customer {
  """
  Orders and interactions as one list, newest first. A page looks at 500 events at most and can come short with \`hasNextPage\`, where a filter passes few: go on
  from \`endCursor\`. Costs what it reads: half a read unit per 4 KB of events looked at
  """
  timeline(first: Int! = 20, after: String, "Default: everything" filter: TimelineFilter): TimelineConnection! @cost(weight: 10)
  "How the customer experienced the company, worked out from their events when asked for: half a read unit per 4 KB of events, once a request for everything that is worked out so"
  experience("Default: the beginning" from: DateTime, "Default: up to now" to: DateTime): Experience! @cost(weight: 30)
  "How the customer behaves: purchases, newsletters, promotions, portal, social media, worked out from their events when asked for"
  behaviour("Default: the beginning" from: DateTime, "Default: up to now" to: DateTime): Behaviour! @cost(weight: 30)
}

"Which entries of a timeline are wanted. What is named in several fields must hold in all of them."
input TimelineFilter {
  "Only interactions of these types; without \`orders: true\` no orders"
  types: [InteractionType!]
  "Only interactions on these channels; an order has no channel, so it is left out unless \`orders: true\`"
  channels: [Channel!]
  "Only interactions online (true) or offline (false); an order is neither"
  online: Boolean
  "True: orders too, whatever \`types\`, \`channels\` and \`online\` say of interactions; false: no orders"
  orders: Boolean
  "From the first instant up to the one after the last"
  occurredAt: DateTimeRange
}

"What happened: a purchase or an interaction."
union TimelineEntry = Order | Interaction

"A page of a timeline."
type TimelineConnection @access(anyOf: [PROFILE_READ]) {
  "The objects of this page with their cursors"
  edges: [TimelineEdge!]!
  "The same objects without cursors"
  nodes: [TimelineEntry!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
}

"An order or interaction in a timeline."
type TimelineEdge @access(anyOf: [PROFILE_READ]) {
  "Place in the list: as \`after\` it leads to what follows this object"
  cursor: String!
  "The object itself"
  node: TimelineEntry!
}

"Why a number is null."
type Absence @access(anyOf: []) {
  "The field beside this list that is null"
  field: String!
  "Why, and what would fill it"
  reason: String!
}

"The sum of a customer's experiences in a period."
type Experience @access(anyOf: [PROFILE_READ]) {
  """
  −1 (bad) to 1 (good): Σ valence·weight·decay ÷ Σ weight·decay over the interactions of which it is known how they were. Everything decays alike, by half in
  180 days, so mere time does not move it
  """
  score: Float
  "Interactions of which it is known how they were"
  rated: Int!
  "The newest \`first\` (1 to 100) of them, with what each adds to the score; all of them sum to it"
  terms(first: Int! = 20): [ExperienceTerm!]!
  "The score over what the customer said when asked (SURVEY_RESPONSE) alone"
  asked: Float
  "The score over everything else: what was observed without asking"
  observed: Float
  "Interactions in the period: online and offline together"
  interactions: Int!
  "By e-mail, web, app, portal, social network or chat"
  online: Int!
  "By telephone, in a store, in the field, by post or through a partner"
  offline: Int!
  "Each channel in use, those with most interactions first; they sum to \`interactions\`"
  byChannel: [ChannelExperience!]!
  "0 (one channel) to 1 (evenly over the channels in use): entropy over its maximum"
  omniChannelIndex: Float
  "Orders in the period, as they stand after cancellations and refunds"
  orders: Int!
  "Share of the steps to an order that came before the first contact with sales: median over the orders with any step"
  selfDirectedShare: Float
  "Days from the first step to the order: median over the orders with any step"
  orientationDays: Float
  "Orders with at most one touch in the 72 hours before"
  impulseOrders: Int
  "The newest \`first\` (1 to 100) orders, each with the way to it"
  orientations(first: Int! = 20): [Orientation!]!
  "Complaints and what became of them"
  complaints: Complaints!
  "Every field above that is null, with its reason"
  absent: [Absence!]!
  "Where these numbers come from"
  provenance: Provenance!
}

"One interaction as a term of the experience score."
type ExperienceTerm @access(anyOf: [PROFILE_READ]) {
  "What happened"
  interaction: Interaction!
  "−1 to 1: as the source says; a complaint of which it does not say is −1"
  valence: Float!
  "2 for a complaint, which counts double, else 1"
  weight: Float!
  "1 for the newest, half for every 180 days before it, in steps of 28 days"
  decay: Float!
  "What it adds to the score"
  share: Float!
}

"What happened on one channel."
type ChannelExperience @access(anyOf: [PROFILE_READ]) {
  "Which one"
  channel: Channel!
  "Whether it counts as online"
  online: Boolean!
  "How many interactions"
  interactions: Int!
  "Their experience score; null where it is known of none how it was"
  score: Float
  "The newest one"
  lastAt: DateTime!
}

"The way to one order: steps of the customer's since the order before, at most 90 days back."
type Orientation @access(anyOf: [PROFILE_READ]) {
  "Where the way led"
  order: Order!
  "Every step, oldest first"
  touches: [Interaction!]!
  "The first contact with sales on the way; null where there was none"
  salesContact: Interaction
  "Steps before that contact ÷ all steps, 1 without a contact; null without a step"
  selfDirectedShare: Float
  "From the first step to the order; null without a step"
  days: Float
  "What may have moved the customer in the 72 hours before: steps, and newsletters that came"
  stimuli: [Interaction!]!
  "At most one of those; null where nothing was ever told of what the customer did before"
  impulse: Boolean
}

"Complaints of a customer."
type Complaints @access(anyOf: [PROFILE_READ]) {
  "All of them"
  total: Int!
  "Not settled yet"
  open: Int!
  "Made by a customer who had complained before"
  repeat: Int!
  "From opening to settlement; null where none was settled"
  medianHoursToResolve: Float
  "Share of the settled ones after which the customer ordered again within 180 days, of those of which it is known; null where it is of none"
  recoveredShare: Float
  "When the last was opened"
  lastAt: DateTime
  "The newest \`first\` (1 to 100)"
  list(first: Int! = 20): [Complaint!]!
}

"One complaint."
type Complaint @access(anyOf: [PROFILE_READ]) {
  "What opened it"
  opened: Interaction!
  "What settled it; null while it is open"
  resolved: Interaction
  "From opening to settlement"
  hours: Float
  "The first order after the settlement"
  orderAfter: Order
  "Whether that came within 180 days; null while it can still come, and while the complaint is open"
  recovered: Boolean
  "Whether the customer had complained before"
  repeat: Boolean!
}

"What a customer does."
type Behaviour @access(anyOf: [PROFILE_READ]) {
  "What is bought, how often and how broadly"
  purchases: PurchaseBehaviour!
  "How far newsletters are read"
  newsletter: NewsletterBehaviour!
  "How promotions and loyalty go together"
  promotion: PromotionBehaviour!
  "Use of the self-service portal"
  portal: PortalBehaviour!
  "What is followed and liked at the end of the period, and passed on in it"
  social: SocialBehaviour!
  "Every field of the parts above that is null, as \`part.field\`, with its reason"
  absent: [Absence!]!
  "Where these numbers come from"
  provenance: Provenance!
}

"Frequency, repetition and breadth of purchases, after cancellations and refunds."
type PurchaseBehaviour @access(anyOf: [PROFILE_READ]) {
  "Orders in the period"
  orders: Int!
  "Orders a year since the first of the period; null before 30 days have passed"
  ordersPerYear: Float
  "Different products"
  products: Int!
  "Of those, the ones in more than one order"
  repeatProducts: Int!
  "Different assortment groups"
  groups: Int!
  "Over how many groups the revenue spreads: exp of the entropy of its shares, from 1 to \`groups\`"
  breadth: Float
  "The \`first\` (1 to 100) groups with most revenue"
  byGroup(first: Int! = 20): [BoughtGroup!]!
  "The \`first\` (1 to 100) products bought in most orders"
  byProduct(first: Int! = 20): [BoughtProduct!]!
}

"An assortment group a customer bought from."
type BoughtGroup @access(anyOf: [PROFILE_READ]) {
  "Its name"
  group: String!
  "Orders it was in"
  orders: Int!
  "How much, in the source's units"
  quantity: Float!
  "Revenue"
  net: Money!
  "Last bought"
  lastAt: DateTime!
}

"A product a customer bought."
type BoughtProduct @access(anyOf: [PROFILE_READ]) {
  "The source's key of it"
  sku: String!
  "Orders it was in"
  orders: Int!
  "How much, in the source's units"
  quantity: Float!
  "Revenue"
  net: Money!
  "Last bought"
  lastAt: DateTime!
}

"How far newsletters are read. Who read an issue has opened it, who opened it has received it."
type NewsletterBehaviour @access(anyOf: [PROFILE_READ]) {
  "Issues"
  received: Int!
  "Of those, opened"
  opened: Int!
  "Of those, read"
  read: Int!
  "opened ÷ received"
  openRate: Float
  "read ÷ received"
  readRate: Float
  "When the last of it happened"
  lastAt: DateTime
  "The newest \`first\` (1 to 100) issues"
  issues(first: Int! = 20): [NewsletterIssue!]!
}

"One issue of a newsletter, as far as the customer came with it."
type NewsletterIssue @access(anyOf: [PROFILE_READ]) {
  "Which one; null where no event names it"
  objectRef: String
  "How far"
  stage: NewsletterStage!
  "What says so"
  interactions: [Interaction!]!
}

"How far a customer came with an issue."
enum NewsletterStage {
  "It came"
  RECEIVED
  "It was opened"
  OPENED
  "It was read"
  READ
}

"Promotions in relation to loyalty."
type PromotionBehaviour @access(anyOf: [PROFILE_READ]) {
  "How loyalty leans on promotions"
  loyalty: PromotionLoyalty!
  "Promotions seen"
  seen: Int!
  "Promotions used"
  redeemed: Int!
  "redeemed ÷ seen, at most 1"
  responseRate: Float
  "Orders on promotion"
  promotionOrders: Int!
  "Orders at full price"
  fullPriceOrders: Int!
  "Orders on promotion ÷ orders"
  promotionShare: Float
  "Share of the orders on promotion that an order at full price followed, the last order apart"
  fullPriceAfter: Float
  "The newest \`first\` (1 to 100) orders on promotion"
  orders(first: Int! = 20): [Order!]!
}

"How a customer's loyalty leans on promotions."
enum PromotionLoyalty {
  "At most a fifth of the orders on promotion"
  LOYAL_FULL_PRICE
  "In between: buys at full price, and takes promotions along"
  PROMO_AWARE
  "At least four fifths of the orders on promotion"
  PROMO_ONLY
  "Fewer than three orders"
  TOO_LITTLE_DATA
}

"Use of the self-service portal."
type PortalBehaviour @access(anyOf: [PROFILE_READ]) {
  "Whether the customer ever logged in in the period"
  user: Boolean!
  "The last time"
  lastLogin: Interaction
  "Days since then"
  daysSinceLogin: Int
  "Logins in the period"
  logins: Int!
  "Tasks done in the period"
  tasks: Int!
  "Logins in the 90 days up to its end"
  logins90d: Int!
  "Tasks done in those 90 days"
  tasks90d: Int!
}

"What holds on social media, and what was passed on."
type SocialBehaviour @access(anyOf: [PROFILE_READ]) {
  "Accounts of the company that are followed at the end of the period"
  follows: [HeldState!]!
  "Posts that are liked then, the newest 100"
  likes: [HeldState!]!
  "How many posts those are, also those not listed"
  likeCount: Int!
  "Posts passed on in the period"
  shares: Int!
  "Times the customer wrote about the company in the period"
  mentions: Int!
}

"Something that began and did not end."
type HeldState @access(anyOf: [PROFILE_READ]) {
  "The account or post; null where the source names none"
  objectRef: String
  "What began it"
  interaction: Interaction!
}

"Whether the experience of customers goes with their coming back. An association, not a cause: who means to stay may also speak well."
type ExperienceDriver @access(anyOf: [VALUE_READ], ofAll: true) {
  "The experience score is that of the interactions up to the end of this day …"
  asOf: Date!
  "… and who bought from then to the end of this day came back"
  until: Date!
  "Customers who had bought by then, and of whom it was known how it was"
  customers: Int!
  "Of these, how many came back"
  stayed: Int!
  "Spearman's correlation of score and coming back; null with fewer than 30 customers, or where all did the same"
  correlation: Float
  "Of its 95 % interval"
  low: Float
  "Of its 95 % interval"
  high: Float
  "In words, with the figures"
  text: String!
}

extend type Query {
  "Null until a run had orders from half a year before it to look at"
  experienceDriver: ExperienceDriver @access(anyOf: [VALUE_READ], ofAll: true) @cost(weight: 5)
}

"""
What is told about a customer beside what they do. Of one thing (of needs: of each) the fact with the latest instant stands, until it
runs out; all of them stay in the history. Facts move no value and give no points.
"""
type Fact @access(anyOf: [PROFILE_READ]) {
  "What it is about"
  type: FactType!
  "What is so: a stage, a country code, the id of an account at the source; null where nothing is any more"
  value: String
  "Of a lead its owner, of a consent the version of the text"
  detail: String
  "Since when"
  at: DateTime!
  "From then on it is not known to be so; null: until told otherwise"
  expiresAt: DateTime
  "The system that told it"
  source: String!
  "The source's own id of it"
  sourceId: String!
  "When Kring took it in"
  receivedAt: DateTime!
}

"What a fact can be about."
enum FactType {
  "Life stage, in the source's words"
  LIFE_STAGE
  "Lifestyle, in the source's words"
  LIFESTYLE
  "Something the customer will need; each need stands by itself"
  NEED
  "Stage of a lead: NEW, CONTACTED, QUALIFIED, PROPOSAL, WON or LOST; \`detail\` is the owner"
  LEAD
  "The company or household the customer belongs to, by its id at the source; a customer belongs to one"
  ACCOUNT
  "Country, ISO 3166 of two letters"
  COUNTRY
  "Region, in the source's words"
  REGION
  "Whether the customer may be written to by e-mail: GRANTED or WITHDRAWN; \`detail\` is the version of the text"
  CONSENT_EMAIL
  "Whether the customer may be called"
  CONSENT_PHONE
  "Whether the customer may be written to by post"
  CONSENT_POST
  "Whether offers and pages may be made for the customer"
  CONSENT_PERSONALISATION
  "Whom of the company the customer deals with, the single point of trust; a customer has one"
  CONTACT
  "What the customer spends in a year on what the company sells, with all suppliers: an amount in the accounting currency, as a survey or they themselves say"
  WALLET
}

"What is known of a customer by what was told."
type CustomerFacts @access(anyOf: [PROFILE_READ]) {
  "What stands at the instant asked for, one a thing; without what has run out"
  standing: [Fact!]!
  "Everything that was told up to then, the newest first, at most 100"
  history: [Fact!]!
  "The company or household the customer belongs to at that instant; null where none is told, or nothing is said of it"
  account: Account
}

"Human contact a company spent on a customer."
type Effort @access(anyOf: [PROFILE_READ]) {
  "Minutes"
  minutes: Float!
  "Contacts of which the minutes are known"
  contacts: Int!
}

"""
What of a customer's spending with all suppliers comes here. What is spent elsewhere is in nobody's own data: without somebody who told it there is a reason and no
figure, and it is never guessed from others.
"""
type ShareOfWallet @access(anyOf: [VALUE_READ]) {
  "spent ÷ wallet, 0 to 1; null where it cannot be known, with the reason"
  share: Float
  "Why \`share\` is null; null where it is there"
  reason: String
  "What they paid here in the year, less what went back"
  spent: Money!
  "What was told they spend in a year with all suppliers; null where nobody told"
  wallet: Money
  "The fact that told it, with its source, its date and until when it holds"
  told: Fact @access(anyOf: [PROFILE_READ])
  "The year begins after this instant"
  from: DateTime!
  "The year ends with this instant"
  to: DateTime!
}

extend type Customer {
  "What of their spending with all suppliers comes here, in the year up to the readers' day"
  shareOfWallet: ShareOfWallet! @cost(weight: 20) @access(anyOf: [VALUE_READ])
  "What was told about the customer, as of an instant (default: now)"
  facts("Default: now" at: DateTime): CustomerFacts! @cost(weight: 20)
  "Minutes of human contact in a period, from its first instant up to the one after its last; default: all"
  effort("Default: the beginning" from: DateTime, "Default: now and later" to: DateTime): Effort! @cost(weight: 20)
  "What the customer answered when asked (SURVEY_RESPONSE), newest first"
  answers(first: Int! = 20): [Interaction!]! @cost(weight: 20)
}

"Facts to take in."
input FactsIngestInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "1 to 500 facts, of any customers, in any order"
  facts: [FactInput!]!
}

"A fact as its source reports it."
input FactInput {
  "The system that reports it; with \`id\` it names the fact for ever"
  source: String!
  "The source's own id of the fact"
  id: String!
  "Of whom; created when not known yet, unless named by Kring's own id"
  by: CustomerIdentifier!
  "What it is about"
  type: FactType!
  "What is so; left out: nothing any more (not of a need, which expires, nor of a consent)"
  value: String
  "Of a lead its owner; of a consent the version of the text, which it must have"
  detail: String
  "Since when"
  at: DateTime!
  "From then on it is not known to be so"
  expiresAt: DateTime
}

extend type Customer {
  "How well the relationship is, 0 to 100, from factors that open into their terms. Worked out when asked for, from the last run and what happened since"
  health: CustomerHealth! @cost(weight: 5)
}

"""
Customer health: the chance of return and wellbeing, with lifetime value among the measures. Maxima of the factors sum to 100; a factor of which nothing is
known takes no part, the others are weighed up to 100, and \`confidence\` falls by its maximum.
"""
type CustomerHealth @access(anyOf: [VALUE_READ]) {
  "The sum of the points of the factors; null where none is known"
  score: Float
  "HEALTHY from 60 on, AT_RISK below 40"
  band: HealthBand!
  "Share of the 100 of which something is known"
  confidence: Float!
  "The five factors"
  factors: [HealthFactor!]!
  "How the customer feels: the factor WELLBEING"
  happiness: HealthPart!
  "Coming back: the factor LOYALTY"
  loyalty: HealthPart!
  "Speaking well of the company: the factor RECOMMENDATION"
  recommendation: HealthPart!
  "What the customer said when asked, 0 to 100. Says nothing of what the company means to them: \`significance\` does, and the two are never averaged"
  satisfaction: Float
  "How much the company is part of the customer's life, 0 to 100: 100·(1 − 2^(−n/4)) of n actions of their own in the last four periods of 28 days"
  significance: Float
  "Every field above that is null, and every factor without a value, with its reason"
  absent: [Absence!]!
  "Where these numbers come from"
  provenance: Provenance!
}

"How a health score is judged."
enum HealthBand {
  "60 and more"
  HEALTHY
  "From 40 to 60"
  NEUTRAL
  "Below 40"
  AT_RISK
  "Less than half of the 100 is known"
  UNKNOWN
}

"One factor of health."
type HealthFactor @access(anyOf: [VALUE_READ]) {
  "Which one"
  key: HealthFactorKey!
  "Its maximum; those of all factors sum to 100"
  maximum: Int!
  "0 to 1; null where nothing is known"
  value: Float
  "What it adds to the score, weighed up for what is not known. The points of all factors sum to the score"
  points: Float!
}

"The factors of health."
enum HealthFactorKey {
  "Probability of another order within the horizon, at most 25"
  RETURN_PROBABILITY
  "Lifetime value among those who first bought in the same quarter, at most 15"
  LIFETIME_VALUE
  "Happiness, at most 20"
  WELLBEING
  "Loyalty, at most 20"
  LOYALTY
  "Recommendation, at most 20"
  RECOMMENDATION
}

"A sub-score of health: the weighted mean of the terms of which something is known."
type HealthPart @access(anyOf: [VALUE_READ]) {
  "0 to 100; null where no term is known"
  score: Float
  "Σ weight·value ÷ Σ weight of these, times 100, is the score"
  terms: [HealthTerm!]!
}

"One term of a sub-score."
type HealthTerm @access(anyOf: [VALUE_READ]) {
  "Which one"
  key: HealthTermKey!
  "0 to 1"
  value: Float!
  "How much it counts"
  weight: Float!
}

"Terms of happiness, loyalty and recommendation."
enum HealthTermKey {
  "The experience score, −1 to 1, as 0 to 1"
  EXPERIENCE
  "0 with an open complaint, 1 with all settled; no term where nobody complained"
  COMPLAINTS
  "n repeat purchases as n ÷ (n + 1)"
  REPEAT
  "From the first to the last purchase, three years are full"
  TENURE
  "The usual gap ÷ the wait since the last purchase, at most 1"
  RHYTHM
  "What was said in surveys and reviews, −1 to 1, as 0 to 1"
  ANSWERS
  "1 − 2^(−n) of n shares and mentions, times their tone"
  PUBLIC_ACTS
  "1 where somebody was brought in who is worth something; else no term"
  REFERRALS
}

"Whether the bands of health mean anything: health on a past day against leaving since."
type HealthBacktest @access(anyOf: [VALUE_READ], ofAll: true) {
  "Health is that at the end of this day, by what was known then and parameters fitted to it"
  asOf: Date!
  "Who bought nothing in the 180 days up to the end of this day has left"
  until: Date!
  "Each band, over everybody who had bought by then"
  bands: [HealthBacktestBand!]!
  """
  Whether worse bands leave more: true or false where \`trend\` is beyond chance (one-sided 5 %) that way or the other; null where it cannot be told
  """
  worseLeaveMore: Boolean
  "Trend of leaving over HEALTHY, NEUTRAL, AT_RISK in standard errors (Cochran 1954, Armitage 1955), above 0 where worse bands leave more; null where there is nothing to compare"
  trend: Float
}

"Customers of one band on a past day."
type HealthBacktestBand @access(anyOf: [VALUE_READ], ofAll: true) {
  "Which band"
  band: HealthBand!
  "How many"
  customers: Int!
  "How many of them bought nothing since"
  left: Int!
  "left ÷ customers; null without customers"
  share: Float
}

extend type Query {
  "Null where no run has published one: nobody had bought half a year before"
  healthBacktest: HealthBacktest @access(anyOf: [VALUE_READ], ofAll: true) @cost(weight: 5)
}

"""
Ingestion. Every row has a source and that source's own id: sending it again is harmless. Good rows are kept and bad rows
are listed; each row has its own result. Up to 500 rows in one request.
"""
type IngestPayload @access(anyOf: [INGEST]) {
  "Rows that were new"
  accepted: Int!
  "Rows known before with the same content"
  duplicates: Int!
  "Rows that were left out; their results say why"
  rejected: Int!
  "One per row, in the order of the rows"
  results: [IngestResult!]!
  "Errors about the whole input; those about a row are in its result"
  userErrors: [UserError!]!
}

"What became of one row."
type IngestResult @access(anyOf: [INGEST]) {
  "Place of the row in the input, from 0"
  index: Int!
  "Kept, known, or left out"
  status: IngestStatus!
  "The customer the row is about (the follower of a tie); null when it could not be told, or the row names an address and the caller lacks pii:read"
  customerId: ID
  "The stored order or interaction; null for ties and referrals, and for what was rejected"
  nodeId: ID
  "Why the row was rejected; empty otherwise"
  userErrors: [UserError!]!
}

"What became of a row."
enum IngestStatus {
  "New, and kept"
  ACCEPTED
  "Seen before with the same content: nothing changed"
  DUPLICATE
  "Left out; the errors say why"
  REJECTED
}

"Orders to take in."
input OrdersIngestInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "1 to 500 orders, of any customers, in any order"
  orders: [OrderInput!]! @cost(weight: 20)
}

"An order as its source reports it."
input OrderInput {
  "The system that reports it; with \`id\` it names the order for ever"
  source: String!
  "The source's own id of the order"
  id: String!
  "Who bought; created when not known yet, unless named by Kring's own id"
  by: CustomerIdentifier!
  "When it was bought; of returned goods when they were given back"
  placedAt: DateTime!
  "1 to 1000 lines"
  lines: [OrderLineInput!]! @cost(weight: 1)
  "Bought in response to a promotion"
  promotion: Boolean! = false
  "How the customer came to this order"
  acquisitionChannel: String
  "From then on the order is none"
  cancelledAt: DateTime
  "True: this replaces what was sent under this source and id before; the old content is kept in \`Order.earlierVersions\`. A content that was replaced before is not brought back"
  correction: Boolean! = false
  "As \`correction\`, and refused with STALE_VERSION when another version than this one stands (\`Order.version\`; 0: none yet)"
  expectedVersion: Int
}

"One product or service of an order."
input OrderLineInput {
  "The source's key of what was bought"
  sku: String!
  "Assortment group: engagement counts from how many of them somebody buys"
  group: String!
  "How much of it, in the source's own unit: above 0, or below 0 for returned goods"
  quantity: Float!
  "What was paid for the whole line, without tax; below 0 for what was given back. A refund is such a line, an interaction of type RETURN_SENT moves no money"
  net: MoneyInput!
  "Cost of goods of the whole line, with the sign of \`net\`; leave out where unknown. Goods that were bought here come back at the cost they were bought at"
  cost: MoneyInput
  "Product, service or subscription"
  kind: LineKind! = PRODUCT
  "Of a return: the source's own id of the order it gives back part of (sku \`*\`: of all its lines). Left out: the customer's latest earlier purchases of the sku"
  returnOf: String
  "Of a return within the order that it gives back: when that was; left out: with the order"
  returnedAt: DateTime
}

"Interactions to take in."
input InteractionsIngestInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "1 to 500 interactions, of any customers, in any order"
  interactions: [InteractionInput!]! @cost(weight: 20)
}

"An interaction as its source reports it."
input InteractionInput {
  "The system that reports it; with \`id\` it names the interaction for ever"
  source: String!
  "The source's own id of the interaction"
  id: String!
  "With whom; created when not known yet, unless named by Kring's own id"
  by: CustomerIdentifier!
  "What happened"
  type: InteractionType!
  "Where it happened"
  channel: Channel!
  "When it happened, from 1970 on"
  occurredAt: DateTime!
  "What it was about: the newsletter issue, the liked post, the complaint"
  objectRef: String
  "−1 (bad) to 1 (good)"
  valence: Float
  "0–100: the source's claim. Kept, and counted as unknown: points go by the score Kring itself had published by then"
  influence: Float
  "Minutes of human contact the company spent on it, 0 or more"
  effortMinutes: Float
  "Of a SURVEY_RESPONSE: what was answered to the question \`objectRef\`. What is asked is so kept apart from what is observed"
  answer: String
}

"Ties to take in."
input TiesIngestInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "1 to 500 ties"
  ties: [TieInput!]!
}

"Both customers must exist."
input TieInput {
  "The system or network that reports it, at most 100 characters"
  source: String!
  "Who gives credit"
  follower: CustomerIdentifier!
  "Who receives it"
  followed: CustomerIdentifier!
  "What kind of attention it is"
  kind: TieKind!
  "0 (the tie has ended), or from 1e-9 to 1e9"
  weight: Float! = 1
  "Since when, or when it was seen"
  at: DateTime!
}

"""
A claim that an advocate brought in a friend. It is kept whatever else is known; which of the claims about a friend counts is decided
by the next run, from all of them and the orders (\`Referral.counted\`, \`rejectedBecause\`).
"""
input ReferralRecordInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "The system that reports it; with \`id\` it names the referral for ever"
  source: String!
  "The source's own id of the referral"
  id: String!
  "Who brought the friend in"
  advocate: CustomerIdentifier!
  "Who was brought in"
  friend: CustomerIdentifier!
  "Whether the friend would have come anyway"
  kind: ReferralKind! = TYPE_ONE
  "When the referral was made"
  at: DateTime!
  "By when the friend has to buy; left out, within the deployment's own window"
  expiresAt: DateTime
  "What winning the friend through the usual channels would have cost"
  savedAcquisitionCost: MoneyInput
  "What was paid for it, to either side"
  reward: MoneyInput
}

"What became of the referral."
type ReferralPayload @access(anyOf: [INGEST]) {
  "The claim as kept; null where it was refused"
  referral: Referral
  "Kept, known, or left out"
  status: IngestStatus!
  "Why it failed; empty when it did not"
  userErrors: [UserError!]!
}

extend type Mutation {
  "Take in up to 500 facts: traits, leads, accounts, countries, consents; good rows are kept, bad ones listed. Creates the customers they name"
  factsIngest(input: FactsIngestInput!): IngestPayload! @access(anyOf: [INGEST])
  "Take in up to 500 orders; good rows are kept, bad ones listed. Creates the customers they name"
  ordersIngest(input: OrdersIngestInput!): IngestPayload! @access(anyOf: [INGEST])
  "Take in up to 500 interactions; good rows are kept, bad ones listed. Creates the customers they name"
  interactionsIngest(input: InteractionsIngestInput!): IngestPayload! @access(anyOf: [INGEST])
  "Take in up to 500 ties between known customers; of several reports of one tie the latest \`at\` stands"
  tiesIngest(input: TiesIngestInput!): IngestPayload! @access(anyOf: [INGEST])
  "Record who brought whom in; both must be known"
  referralRecord(input: ReferralRecordInput!): ReferralPayload! @access(anyOf: [INGEST])
}

"""
People who have not ordered, and what to do with each within the minutes there are: by what became of others who came as far, times what a won customer brings in the first
year, a minute.
"""
type LeadTriage @access(anyOf: [VALUE_READ], ofAll: true) {
  "Whether it was worked out"
  status: ComputationStatus!
  "Why not; null where it was"
  reason: String
  "The run it is of"
  asOf: DateTime
  "Minutes there were"
  capacityMinutes: Int!
  "Minutes that the contacts take"
  usedMinutes: Float
  "Minutes of a contact: the mean of those logged"
  minutesEach: Float
  "False: none was ever logged, and 30 are assumed"
  areMinutesLogged: Boolean
  "What a won customer brought in the first year, on average"
  wonValue: Money
  "What became of others, by how far they came before an order"
  stages: [LeadStageRecord!]!
  "All leads there are"
  count: SafeInt
  "How many get which action, among the first 500 by worth"
  actions: [TriageCount!]!
  "By worth a minute, equals the later heard of first"
  leads: [TriagedLead!]!
}

"What became of those who came so far and no further before an order."
type LeadStageRecord @access(anyOf: [VALUE_READ], ofAll: true) {
  "How far"
  stage: SonarStage!
  "How many came there, won or not yet"
  reached: SafeInt!
  "Of these, who ordered"
  won: SafeInt!
  "won ÷ reached, drawn to that of all stages where few came; null where nobody came to any"
  chance: Float
}

"How many leads get an action."
type TriageCount @access(anyOf: [VALUE_READ], ofAll: true) {
  "Which"
  action: TriageAction!
  "How many"
  leads: SafeInt!
}

"What to do with a lead."
enum TriageAction {
  "Worth most a minute: there are minutes for it"
  CONTACT
  "Showed interest in buying, but no minutes are left: letters, no people"
  NURTURE
  "Looked around, and no minutes are left: leave it to pages and portal"
  SELF_SERVE
  "Silent for a year, or expected to bring nothing"
  DECLINE
}

"A lead, and what to do with it."
type TriagedLead @access(anyOf: [VALUE_READ], ofAll: true) {
  "Who; null where erased since"
  customer: Customer
  "Their trusted contact, as \`Customer.trustedContact\`; null where none is told"
  contact: String
  "How far they came"
  stage: SonarStage!
  "Days since anything was heard of them"
  daysSinceLast: Int!
  "That they are won"
  chance: Float!
  "chance × what a won customer brings in the first year"
  expectedValue: Money!
  "The same a minute of contact"
  perMinute: Money!
  "What to do"
  action: TriageAction!
  "Why, with the figures"
  reason: String!
}

extend type Query {
  "What to do with people who have not ordered, within the minutes there are"
  leadTriage(
    "Minutes of contact there are, 0 to 1000000"
    capacityMinutes: Int!
    "At most so many leads, 1 to 100"
    first: Int! = 20
    "Only those that get this action"
    action: TriageAction
    "Only those whose trusted contact this is: the minutes are theirs"
    contact: String
  ): LeadTriage! @cost(weight: 20) @access(anyOf: [VALUE_READ], ofAll: true)
}

"Position in the SONAR lifecycle, a pure function of the events."
type Lifecycle @access(anyOf: [PROFILE_READ]) {
  "The quarter the stage is in"
  quarter: SonarQuarter!
  "How far the customer has come"
  stage: SonarStage!
  "When the stage was entered; null for a suspect never seen"
  since: DateTime
  "Buying cycle, from 1 with the first order; 0 before"
  cycle: Int!
  "A flag, not a quarter: has ordered, and \`returnProbability\` is below \`lapsedBelow\`"
  lapsed: Boolean!
  "The run's threshold (setting \`lapsedBelow\`); null for a run of a release that had none"
  lapsedBelow: Float
  "Probability of at least one more order within the horizon, as in \`value.clv\`; null before the first order"
  returnProbability: Float
  "As in \`value.clv\`: one date, never in the past of the run"
  expectedNextOrderOn: Date
  "The usual gap between this customer's purchases, where they are few drawn to everybody's: explains, forecasts nothing. Null before there is any"
  usualGapDays: Int
  "Days the wait since the last order is longer than the usual gap"
  overdueDays: Int!
  "From this day on the wait is longer than the usual gap: the customer is to be kept warm until they order or lapse, as the segment \`keep-warm\` has them. May lie in the past; null before there is any gap"
  keepWarmFrom: Date
  "What sales told of the customer as a lead, as it stands; null where nobody told anything, or it ended. Before the first order any stage makes a LEAD, PROPOSAL and WON an OPPORTUNITY"
  lead: LeadState @cost(weight: 5)
  "Where these numbers come from"
  provenance: Provenance!
}

extend type Customer {
  "What the customer bought and of which it is told how long it lasts, what ends first first: when the next one is needed"
  productsInUse(
    "1 to 100"
    first: Int! = 20
  ): ProductsInUse! @cost(weight: 30) @access(anyOf: [PROFILE_READ])
}

"Products whose lifespan is told, of the 100 a customer bought last."
type ProductsInUse @access(anyOf: [PROFILE_READ]) {
  "What ends first first"
  list: [ProductInUse!]!
  "How many there are"
  count: Int!
  "Why there are none; null when there are"
  reason: String
}

"A product a customer bought, and how long it lasts."
type ProductInUse @access(anyOf: [PROFILE_READ]) {
  "The product, as the company tells it"
  product: Product!
  "The system the sku is of"
  source: String!
  "The source's key of it, as in order lines"
  sku: String!
  "Assortment group it was bought from"
  group: String!
  "The day of its last purchase"
  boughtOn: Date!
  "That day and its lifespan"
  lastsUntil: Date!
  "From the readers' today; below 0 where it is over"
  daysLeft: Int!
}

"What sales tells of a lead."
type LeadState @access(anyOf: [PROFILE_READ]) {
  "How far it has come"
  stage: LeadStage!
  "Who looks after it; null where nobody said"
  owner: String
  "Since when it is so"
  since: DateTime!
}

"Stages of a lead."
enum LeadStage {
  "Nobody has spoken to them yet"
  NEW
  "Somebody has"
  CONTACTED
  "There is a need, and money for it"
  QUALIFIED
  "An offer was made"
  PROPOSAL
  "They said yes; the order makes it so"
  WON
  "They said no"
  LOST
}

"One step through the stages, made by one event."
type StageChange @access(anyOf: [PROFILE_READ]) {
  "The stage before; null for the first step"
  from: SonarStage
  "The stage entered"
  to: SonarStage!
  "When the event happened"
  at: DateTime!
  "The buying cycle it belongs to"
  cycle: Int!
  "The order or interaction that made it: \`node(id:)\` reads it; null where it is what sales told of a lead"
  causeId: ID
}

"The four quarters of the SONAR lifecycle."
enum SonarQuarter {
  "Before anybody talked business: suspect to lead"
  MARKETING
  "Opportunity and first order"
  SALES
  "Onboarding and use of what was bought"
  SERVICE
  "Satisfied, recommending, coming back"
  HEALTH
}

"The stages of the SONAR lifecycle, in order."
enum SonarStage {
  "Known, but nothing of their own doing yet"
  SUSPECT
  "Did something themselves: opened, followed, visited, logged in"
  PROSPECT
  "Had a sales contact, used a promotion or came to a store"
  LEAD
  "A lead with another sales contact"
  OPPORTUNITY
  "Placed the first order: buying cycle 1"
  FIRST_ORDER
  "After an order: delivery, portal login or support contact"
  ONBOARDING
  "Showed use of what was bought: a task, a review, a survey, a complaint"
  IN_USE
  "Gave a positive answer or review, or had a complaint settled"
  HAPPINESS
  "Placed an order that opens another buying cycle"
  LOYALTY
  "Recommended the company: a share, a mention, a promoter's answer, a referral"
  RECOMMENDATION
}

"Recency, frequency and monetary quintiles, 1 (worst) to 5 (best)."
type Rfm @access(anyOf: [PROFILE_READ]) {
  "By days since the last order"
  recency: Int!
  "By number of orders"
  frequency: Int!
  "By revenue: what the customer paid (\`value.revenue\`), not margin and not total value. A champion whose orders cost more than they brought has a negative value"
  monetary: Int!
  "The well-known name of this combination"
  group: RfmGroup!
  "Where these numbers come from"
  provenance: Provenance!
}

"Groups on the grid of recency against the mean of frequency and money."
enum RfmGroup {
  "Bought just now, often and for much"
  CHAMPIONS
  "Buy often, not long ago"
  LOYAL_CUSTOMERS
  "Bought lately, a few times"
  POTENTIAL_LOYALISTS
  "Bought just now, for the first time or little"
  NEW_CUSTOMERS
  "Bought lately, little so far"
  PROMISING
  "Average in everything"
  NEED_ATTENTION
  "Some time ago, and little"
  ABOUT_TO_SLEEP
  "Bought well, but long ago"
  AT_RISK
  "Bought best of all, but long ago"
  CANNOT_LOSE_THEM
  "Long ago and little"
  HIBERNATING
  "Longest ago and least"
  LOST
}

"A customer who is one with another by now."
type MergedCustomer @access(anyOf: [PROFILE_READ]) {
  "The global id they had; it goes on leading to the survivor"
  id: ID!
  "Whom they were merged into, who may have been merged into somebody since"
  into: ID!
  "When"
  at: DateTime!
}

"What a merge would do. Nothing moves: what is counted here is what the survivor would show beside their own."
type CustomerMergePreview @access(anyOf: [PROFILE_READ], ofAll: true) {
  "Who would stay"
  survivor: Customer!
  "Who would lead to the survivor"
  merged: Customer!
  "True when both are one customer already, so that nothing would change"
  isOne: Boolean!
  "Identities that would lead to the survivor"
  identities: [Identity!]!
  "Orders that would count for the survivor, as they stand after cancellations and returns"
  orders: Int!
  "What these orders came to"
  revenue: Money! @access(anyOf: [VALUE_READ], ofAll: true)
  "Orders and interactions together, returns included"
  events: Int!
  "Ties the merged one has to others, up to 1000"
  following: Int!
  "Ties others have to the merged one, up to 1000"
  followers: Int!
  "Claims to have brought somebody in, up to 1000"
  referralsMade: Int!
  "Claims to have been brought in, up to 1000"
  referralClaims: Int!
  "Linked accounts"
  socialAccounts: Int!
  "What the two say differently, and which stands"
  conflicts: [MergeConflict!]! @access(anyOf: [PII_READ], ofAll: true)
}

"Something two customers say differently."
type MergeConflict @access(anyOf: [PII_READ], ofAll: true) {
  "What it is about"
  about: MergeConflictKind!
  "What the survivor says"
  survivor: String
  "What the merged one says"
  merged: String
  "What would stand, in words"
  outcome: String!
}

"What two customers may say differently."
enum MergeConflictKind {
  "Names to show"
  DISPLAY_NAME
  "What they agreed to for one purpose"
  CONSENT
  "A tie between the two, which nobody has with themselves"
  SELF_TIE
  "A claim that one brought in the other"
  SELF_REFERRAL
}

"What asks for a merge or for its end was, newest first. An entry without effect is of a request that ended half-way."
type CustomerMergeStep @access(anyOf: [PROFILE_READ], ofAll: true) {
  "A merge, or its end"
  kind: CustomerMergeStepKind!
  "Who was merged, or left"
  merged: ID!
  "Into whom, or whom they left"
  into: ID!
  "When it was asked for"
  at: DateTime!
}

"Kinds of steps in the trail of merges."
enum CustomerMergeStepKind {
  "Two customers became one"
  MERGE
  "A merge was taken back"
  UNMERGE
}

"A page of the trail of merges."
type CustomerMergeStepConnection @access(anyOf: [PROFILE_READ], ofAll: true) {
  "The objects of this page with their cursors"
  edges: [CustomerMergeStepEdge!]!
  "The same objects without cursors"
  nodes: [CustomerMergeStep!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
}

"A step in a list."
type CustomerMergeStepEdge @access(anyOf: [PROFILE_READ], ofAll: true) {
  "Place in the list: as \`after\` it leads to what follows this object"
  cursor: String!
  "The object itself"
  node: CustomerMergeStep!
}

"Customers who may be one person, for somebody to look at: nothing is merged by itself."
type DuplicateSuggestion @access(anyOf: [PROFILE_READ], ofAll: true) {
  "What they share"
  reason: DuplicateReason!
  "The most valuable first; at most 20"
  customers: [Customer!]! @cost(listSize: 4)
}

"What customers who may be one person share."
enum DuplicateReason {
  "An e-mail address: in lower case, without a \`+tag\`, and without dots where the provider ignores them"
  SAME_EMAIL
  "A phone number"
  SAME_PHONE
  "The fingerprint of a card or account they paid with"
  SAME_PAYMENT
}

"Suggestions of the last run."
type DuplicateSuggestions @access(anyOf: [PROFILE_READ], ofAll: true) {
  "All of them, also those not listed; without those that were dismissed"
  count: Int!
  "Those with most value first, at most 1000 of them"
  suggestions: [DuplicateSuggestion!]!
}

extend type Query {
  "What merging two customers would do; null when one of them is unknown"
  customerMergePreview("Who would stay" survivor: CustomerIdentifier!, "Who would lead there" merged: CustomerIdentifier!): CustomerMergePreview @cost(weight: 50) @access(anyOf: [PROFILE_READ], ofAll: true)
  "The trail of merges and their ends, newest first"
  customerMergeSteps(first: Int! = 20, after: String): CustomerMergeStepConnection! @cost(weight: 10) @access(anyOf: [PROFILE_READ], ofAll: true)
  "Customers who may be one person, as of the last run"
  duplicateSuggestions(first: Int! = 50): DuplicateSuggestions! @cost(weight: 10) @access(anyOf: [PROFILE_READ], ofAll: true)
}

"Two customers who are one person."
input CustomerMergeInput {
  "A repeat with the same key and input within 24 h returns the first answer; the same key with another input is an error"
  idempotencyKey: String!
  "Who stays"
  survivor: CustomerIdentifier!
  "Whose ids and identities lead to the survivor from now on"
  merged: CustomerIdentifier!
}

"A merge to take back."
input CustomerUnmergeInput {
  "A repeat with the same key and input within 24 h returns the first answer; the same key with another input is an error"
  idempotencyKey: String!
  "The one who was merged, by an id or identity of their own"
  merged: CustomerIdentifier!
}

"Customers who share something and are different people."
input DuplicateSuggestionDismissInput {
  "A repeat with the same key and input within 24 h returns the first answer; the same key with another input is an error"
  idempotencyKey: String!
  "What they share. Sharing something else too makes a suggestion again"
  reason: DuplicateReason!
  "All of them, 2 to 20. Somebody else who joins them makes a suggestion again"
  customers: [CustomerIdentifier!]!
}

"What became of a dismissal."
type DuplicateSuggestionDismissPayload @access(anyOf: [INGEST], ofAll: true) {
  "Whether it is kept"
  dismissed: Boolean!
  "Why it is not; empty when it is"
  userErrors: [UserError!]!
}

extend type Mutation {
  "Say that a suggestion is none: it is not made again, by no run, unless these customers come to share something else or somebody joins them"
  duplicateSuggestionDismiss(input: DuplicateSuggestionDismissInput!): DuplicateSuggestionDismissPayload! @access(anyOf: [INGEST], ofAll: true)
  "Make two customers one. Histories are folded anew from all events, at once; value follows with the next run"
  customerMerge(input: CustomerMergeInput!): CustomerPayload! @access(anyOf: [INGEST], ofAll: true)
  "Take a merge back: both are as if it had never been, with what was recorded for each meanwhile. Answers with the one who left"
  customerUnmerge(input: CustomerUnmergeInput!): CustomerPayload! @access(anyOf: [INGEST], ofAll: true)
}

"How this company's lifetime values were computed, and why so: the comparison out of sample that chose the model."
type ModelReport @access(anyOf: [VALUE_READ]) {
  "PRIOR where there is too little data to fit anything: the values are then those of a typical company"
  method: ScoreMethod!
  "The day the models were fitted as of"
  asOf: Date!
  "Days ahead that the values are about"
  horizonDays: Int!
  "Share of customers with a modelled value, 0 to 1"
  measurableShare: Float!
  "Σ over all customers of \`value.atRisk.own\`: a check on the model, not an amount that is lost at once"
  valueAtRisk: Money!
  """
  What everybody together is expected to bring within the horizon, with intervals read off how far totals of earlier windows came out from their forecasts. Null where no
  window could be held out, and for runs of earlier releases
  """
  total: ExpectedTotal
  "The model that values are computed with"
  chosen: PurchaseModel!
  "True when the chosen model runs in operational time: days weighted by the company's own season"
  seasonal: Boolean!
  "True when the chosen model is blended with a regression"
  blended: Boolean!
  "Those of the chosen model, fitted on all history"
  parameters: [ModelParameter!]!
  "In words, with the figures"
  reason: String!
  "Each model that was fitted, with its hold-out"
  models: [FittedModel!]!
  "Plain rules on the same hold-out: the bar a model has to clear"
  rules: [RuleComparison!]!
  "How the margin of an order is predicted"
  spend: SpendModel!
  "What was tried beyond the plain models and did not win"
  didNotHelp: [String!]!
  "What to keep in mind about this data; empty when there is nothing"
  warnings: [String!]!
}

"What all customers together are expected to bring. Never a sum of their intervals: chance cancels among them, what moves all of them does not."
type ExpectedTotal @access(anyOf: [VALUE_READ], ofAll: true) {
  "Σ \`value.clv.predicted\`"
  expected: Money!
  "What four in five such forecasts hold"
  interval80: MoneyInterval!
  "What 19 in 20 such forecasts hold"
  interval95: MoneyInterval!
}

"From an amount to an amount."
type MoneyInterval @access(anyOf: [VALUE_READ]) {
  "The lower end"
  low: Money!
  "The upper end"
  high: Money!
}

"Models of when a customer buys again and when one is gone."
enum PurchaseModel {
  "Beta-geometric/NBD (Fader, Hardie and Lee 2005): may leave after each repeat purchase"
  BGNBD
  "Modified BG/NBD (Batislam, Denizel and Filiztekin 2007): may leave after the first purchase too"
  MBGNBD
  "Pareto/NBD (Schmittlein, Morrison and Colombo 1987): may leave at any moment"
  PARETONBD
  "MBG/CNBD-k (Reutterer, Platzer and Schröder 2021): as MBG/NBD, with purchases more regular than chance"
  MBGCNBD
}

"One fitted number."
type ModelParameter @access(anyOf: [VALUE_READ]) {
  "Its name in the literature"
  name: String!
  "Its estimate"
  value: Float!
  "Of the estimate; null where it could not be computed"
  standardError: Float
}

"One model fitted to this company."
type FittedModel @access(anyOf: [VALUE_READ]) {
  "Which one"
  model: PurchaseModel!
  "Its fitted numbers"
  parameters: [ModelParameter!]!
  "Of the calibration data, in nats; higher fits better"
  logLikelihood: Float!
  "False when the search ended without finding the best fit"
  converged: Boolean!
  "Null where there is too little history to hold any of it out"
  holdout: HoldoutMetrics
  "What the fit ran into; empty when nothing"
  warnings: [String!]!
}

"A plain rule on the same hold-out."
type RuleComparison @access(anyOf: [VALUE_READ]) {
  "Its name: pastRate expects everybody to go on as before; recency, only those whose last order is recent"
  rule: String!
  "How it did"
  holdout: HoldoutMetrics!
}

"Forecasts against what came, for customers and purchases the fit had not seen."
type HoldoutMetrics @access(anyOf: [VALUE_READ]) {
  "Root mean squared error, purchases per customer"
  rmse: Float!
  "Mean absolute error, purchases per customer"
  mae: Float!
  "Σ predicted / Σ actual − 1"
  bias: Float
  "Correlation of forecasts with what came; null where either does not vary"
  pearson: Float
  "The same of ranks; null where either does not vary"
  spearman: Float
  "Share of purchases made by the 20 % of customers ranked highest"
  capture20: Float
  "Area under the ROC curve of \\"buys again\\""
  aucActive: Float
  "Nats per customer of \\"buys again\\""
  logLoss: Float
  "Forecast against outcome by number of earlier purchases"
  calibration: [CalibrationRow!]!
}

"Customers with the same number of earlier repeat purchases."
type CalibrationRow @access(anyOf: [VALUE_READ]) {
  "Repeat purchases before the hold-out: 0 … 6, 7+"
  frequency: String!
  "How many there are"
  customers: Int!
  "Mean number of purchases foreseen in the hold-out"
  predicted: Float!
  "Mean number that came"
  actual: Float!
}

"How the margin of a future order is predicted."
type SpendModel @access(anyOf: [VALUE_READ]) {
  "Name of the model"
  chosen: String!
  "Why it was chosen, in words, with the figures"
  reason: String!
}

extend type Query {
  "Null until a run had orders to model"
  modelReport: ModelReport @access(anyOf: [VALUE_READ], ofAll: true)
}

"Customers who belong together by who follows whom. Communities partition those with ties; with the unconnected they sum to the total."
type Community implements Node @access(anyOf: [NETWORK_READ], ofAll: true) {
  "Global id of the community"
  id: ID!
  "Stays the same from run to run while most members stay"
  key: String!
  "Number of members"
  size: Int!
  "Current value of the members together"
  value: Money!
  "Share of the members' ties that is with each other, 0 to 1"
  internalShare: Float
  "Members with the highest network value"
  leaders: [Customer!]! @cost(weight: 5, listSize: 5)
  "Most valuable first"
  members(first: Int! = 50, after: String, "Instead of \`first\`: so many before \`before\`, or at the end of the list; in the order of the list" last: Int, "\`pageInfo.startCursor\` of the page behind" before: String): CommunityMemberConnection! @cost(weight: 10)
}

"A page of the members of a community."
type CommunityMemberConnection @access(anyOf: [NETWORK_READ], ofAll: true) {
  "The objects of this page with their cursors"
  edges: [CommunityMemberEdge!]!
  "The same objects without cursors"
  nodes: [Customer!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
}
"A member in a list."
type CommunityMemberEdge @access(anyOf: [NETWORK_READ], ofAll: true) {
  "Place in the list: as \`after\` it leads to what follows this object"
  cursor: String!
  "The object itself"
  node: Customer!
}

"A page of communities."
type CommunityConnection @access(anyOf: [NETWORK_READ], ofAll: true) {
  "The objects of this page with their cursors"
  edges: [CommunityEdge!]!
  "The same objects without cursors"
  nodes: [Community!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
  "How many there are in the whole list"
  totalCount: Count!
  "Customers without any tie"
  unconnected: UnconnectedCustomers!
}
"A community in a list."
type CommunityEdge @access(anyOf: [NETWORK_READ], ofAll: true) {
  "Place in the list: as \`after\` it leads to what follows this object"
  cursor: String!
  "The object itself"
  node: Community!
}
"Customers who are in no community because they have no ties."
type UnconnectedCustomers @access(anyOf: [NETWORK_READ], ofAll: true) {
  "How many there are"
  customers: Int!
  "Their current value together"
  value: Money!
}

"How much of a follower's value is credited to those they follow, with the evidence for it."
type NetworkCalibration @access(anyOf: [NETWORK_READ], ofAll: true) {
  "0 until one has been measured: the defaults"
  version: Int!
  "The instant it was measured at"
  measuredAt: DateTime!
  "Where its evidence ends: the day after the last purchase it saw. Measuring the same purchases later changes nothing"
  evidenceEndsAt: DateTime!
  "Where it does not fit the run that used it; empty where it does"
  mismatches: [CalibrationMismatch!]!
  "Whether shares were measured, or fixed by the operator"
  mode: NetworkCalibrationMode!
  "The one share of everybody, in FIXED mode"
  fixedShare: Float
  "Share of purchases that somebody the buyer follows made shortly before"
  followedShare: Float!
  "MEASURED, or DEFAULT where there were too few purchases"
  followedShareSource: CalibrationSource!
  "Part of that taken to be caused by following. The direction test is a heuristic, not an experiment; 0 where it does not rule out chance"
  causalShare: Float!
  "DIRECTION_TEST, OPERATOR (an experiment of the company's own), or PRIOR where there are too few pairs to test"
  causalShareSource: CalibrationSource!
  "What the company's own actions said of it, whether it is used or not; null where none has said anything"
  experiment: CausalExperiment
  "A purchase is followed when it comes at most this many days after"
  windowDays: Int!
  "What was counted"
  evidence: CalibrationEvidence!
  "What followers pass on, held to what the evidence supports"
  directCredit: DirectCredit!
}
"Why a calibration does not fit the run that used it."
enum CalibrationMismatch {
  "It was measured on purchases the run does not know: an as-of run in the past"
  EVIDENCE_AFTER_RUN
  "Customers have gone on buying for more than a year since its evidence ended: measure again"
  EVIDENCE_OLD
}
"What followers pass on of their current value in one step, before it travels further. Checked in every run: credited ≤ bound."
type DirectCredit @access(anyOf: [NETWORK_READ], ofAll: true) {
  "Σ over followers of the share they pass on × the size of their value"
  credited: Money!
  "Σ over followers of causal share × their own followed share, drawn to that of all × the size of their value"
  supported: Money!
  "1.05 × supported"
  bound: Money!
  "What every share was multiplied by to stay within the bound; 1 where nothing had to be cut"
  cutTo: Float!
}
"How the shares came about."
enum NetworkCalibrationMode {
  "From each follower's purchases"
  MEASURED
  "One share for everybody, set by the operator"
  FIXED
}
"Where a figure of the calibration comes from."
enum CalibrationSource {
  "Counted in the company's own purchases"
  MEASURED
  "Whether followers buy after, or before, whom they follow"
  DIRECTION_TEST
  "Set by the operator, from an experiment"
  OPERATOR
  "Measured by the company's own actions, with observation by the precision of either"
  EXPERIMENT
  "Too few pairs to test: a cautious assumption"
  PRIOR
  "Too few purchases to count: a cautious assumption"
  DEFAULT
}
"What actions with a holdout said of how much of what people buy others buy too. Chance tells what an action's extra purchases cause; that ordinary purchases cause as much is an assumption."
type CausalExperiment @access(anyOf: [NETWORK_READ], ofAll: true) {
  "The share of all of them together; one below 0 counts as 0"
  h: Float!
  "Where its 95 % interval begins"
  low: Float!
  "Where its 95 % interval ends"
  high: Float!
  "Keys of the actions"
  actions: [String!]! @cost(listSize: 20)
  "What they measured"
  outcome: String!
  "It counts from here on"
  from: DateTime!
  "And until here, a year at most; equal to \`from\` where it does not count"
  until: DateTime!
  "What observation says, whichever is used"
  observed: Float!
  "Where that comes from"
  observedSource: CalibrationSource!
  "Why it does not count; null where it does"
  reason: ExperimentReason
}

"Why experiments are not used."
enum ExperimentReason {
  "They say less than observation does"
  IMPRECISE
  "They were too long ago"
  TOO_OLD
  "Less than 70 % of who attended to whom then is still there"
  TIES_CHANGED
}

"What a calibration counted."
type CalibrationEvidence @access(anyOf: [NETWORK_READ], ofAll: true) {
  "Customers who follow someone and bought something"
  followers: Int!
  "Their purchases"
  purchases: SafeInt!
  "Those of them that somebody the buyer follows had made shortly before"
  followedPurchases: SafeInt!
  "The direction test as measured, also where it was not used; null without purchases to compare"
  directionTest: DirectionTest
  "What scores made in the company's own past said of what came after; null where too little was followed to tell, or nobody has looked (calibrate again)"
  forward: ForwardSplit
}
"""
Does the number predict? Network value and influence, made from what was known at cuts of the company's own past, beside rules of thumb: of the
purchases that followed somebody's afterwards, which share had the top tenth by each score, of those whom somebody follows.
"""
type ForwardSplit @access(anyOf: [NETWORK_READ], ofAll: true) {
  "Where the past was cut, oldest first"
  cutDates: [Date!]!
  "What followed each cut is counted for this many days"
  horizonDays: Int!
  "Purchases after a cut that somebody the buyer follows had made shortly before"
  followedPurchases: SafeInt!
  "Share of them that went to the top tenth by network value"
  networkValue: Float!
  "By influence"
  influence: Float!
  "By recent activity × number of followers"
  activityTimesFollowers: Float!
  "By number of followers"
  followers: Float!
  "By PageRank"
  pageRank: Float!
  "The rule of thumb that did best"
  bestRule: ForwardRule!
  "Network value against that rule"
  networkValueAhead: ForwardDifference!
  "Influence against that rule"
  influenceAhead: ForwardDifference!
}
"A share less another, with its error."
type ForwardDifference @access(anyOf: [NETWORK_READ], ofAll: true) {
  "Of the two shares"
  difference: Float!
  "By the jackknife over customers, over all cuts"
  standardError: Float!
  "Beyond two standard errors, or not"
  verdict: ForwardVerdict!
}
"Whether a score predicts better than the best rule of thumb."
enum ForwardVerdict {
  "Better, by more than two standard errors"
  AHEAD
  "No difference that can be told from chance"
  LEVEL
  "Worse, by more than two standard errors"
  BEHIND
}
"A rule of thumb a score has to beat."
enum ForwardRule {
  "Recent activity × number of followers"
  ACTIVITY_TIMES_FOLLOWERS
  "Number of followers"
  FOLLOWERS
  "PageRank"
  PAGE_RANK
}
"Over one-way ties: did the follower buy the same thing after, or before, whom they follow?"
type DirectionTest @access(anyOf: [NETWORK_READ], ofAll: true) {
  "Ties without a tie back"
  oneWayTies: SafeInt!
  "Pairs in which the follower bought first: cannot be influence"
  before: SafeInt!
  "Pairs in which the follower bought second"
  after: SafeInt!
  "after / before; null when nothing was before"
  ratio: Float
  "The ratio that buying earlier in general would give by itself: purchases of different things"
  timingRatio: Float
  "The stricter causal share, beyond that; what is used, where chance is ruled out"
  causalShareBeyondTiming: Float
  "The lower end of its 95 % interval, followers resampled, cut at −1; null without pairs"
  low: Float
  "The upper end of that interval; null without pairs"
  high: Float
  "Pairs against those to expect if the same ties led to random people"
  likeness: Float
  "Whether the strict share, and the likeness, and the order of purchases against strangers are each beyond their interval; otherwise no credit moves"
  isBeyondChance: Boolean
}

"Whom to give a sample to: the customers whose followers, and theirs, reach most others (reverse-reachable sets, weighted cascade)."
type SeedSet @access(anyOf: [NETWORK_READ], ofAll: true) {
  "The most useful first: the first k are the set for k"
  customers: [Customer!]! @cost(weight: 5)
  "Expected number of customers reached by the whole set of up to 50, also where fewer are asked for, themselves included"
  expectedReach: Float!
  "95 % interval"
  low: Float!
  "The upper end of that interval"
  high: Float!
  "The set reaches at least 1 − 1/e − epsilon of what the best set would"
  epsilon: Float!
}

"The honesty check of the influence score: how much of it is only the number of followers."
type InfluenceReport @access(anyOf: [NETWORK_READ], ofAll: true) {
  "Customers with any tie"
  customers: Int!
  "R² of the score on ln(1 + followers); the score that ended in 2018 had .95. Null with too few customers"
  rSquaredOnLogFollowers: Float
  "The same per source of followers: \`own\` for ties between customers, and each social source"
  bySource: [FollowerFit!]!
  "What ties from social sources add to the scores, and whether they improve the prediction of followed purchases; null without such ties"
  socialLift: SocialLift
  "The frozen scales the scores are read on; null without ties"
  calibrationVersion: Int
}

"How much of the score is only the number of followers at one source."
type FollowerFit @access(anyOf: [NETWORK_READ], ofAll: true) {
  "The source"
  source: String!
  "Customers whose followers there are known"
  customers: Int!
  "R² of the score on ln(1 + followers there); null with too few customers"
  rSquared: Float
}

"""
The run's scores against scores without the ties of social sources. Predictions are made from what was bought up to the split, and tried on
followed purchases after it: purchases that come within the window after one by somebody the buyer follows. Who follows whom is taken as known today
on both sides, so it says what knowing these ties is worth, not what following causes.
"""
type SocialLift @access(anyOf: [NETWORK_READ], ofAll: true) {
  "Ties from social sources that count"
  ties: Int!
  "Customers whose score is another one by at least a point"
  moved: Int!
  "Mean absolute difference over all customers with a score, points"
  meanDifference: Float!
  "Where what came before ends and what is predicted begins"
  splitAt: DateTime!
  "Followed purchases after the split"
  followedPurchases: Int!
  "Share of them that followed the tenth of customers with the highest scores"
  captureWith: Float
  "The same by the scores without social ties; null where nothing was followed"
  captureWithout: Float
  "Standard error of the difference of the two, customers resampled by the jackknife; null where nothing was followed"
  standardError: Float
  "Whether the difference is above two standard errors"
  improves: Boolean
}

"What became of the referral records the last run saw."
type ReferralReport @access(anyOf: [NETWORK_READ], ofAll: true) {
  "Claims that count: one for each customer who was brought in"
  accepted: Int!
  "Records that do not, by reason; empty when all count"
  rejected: [RejectedReferrals!]!
}

"Claims that look like people referring themselves, with what is at stake. Nothing is refused for it: judge for yourself."
type ReferralSuspicions @access(anyOf: [NETWORK_READ], ofAll: true) {
  "Of all, also those not listed"
  count: Int!
  "The most at stake first; of the 1,000 largest that a run keeps"
  suspicions: [ReferralSuspicion!]!
}
"One reason to look at claims again, with the claims."
type ReferralSuspicion @access(anyOf: [NETWORK_READ], ofAll: true) {
  "Why they look so"
  reason: ReferralSuspicionReason!
  "The reason in words"
  message: String!
  "The claims: one for SAME_PERSON, for RING those that make the circle; a run keeps the first 50"
  claims(first: Int! = 10): [Referral!]! @cost(weight: 10)
  "Who is at either end of those claims; a run keeps the first 50"
  customers(first: Int! = 10): [Customer!]! @cost(weight: 10)
  "credit + reward"
  atStake: Money!
  "What the advocates were credited through those of the claims that count"
  credit: Money!
  "Rewards paid for the claims, whether they count or not"
  reward: Money!
}
"Why claims look like people referring themselves."
enum ReferralSuspicionReason {
  "Advocate and friend are two customers with one mailbox, such as ann@x.com and ann+1@x.com: probably one person"
  SAME_PERSON
  "People who claim to have brought in one another, directly or round a circle"
  RING
}
"Referral records that do not count, for one reason."
type RejectedReferrals @access(anyOf: [NETWORK_READ], ofAll: true) {
  "Why not"
  reason: ReferralRejectionReason!
  "How many"
  count: Int!
}
"Why a referral record does not count, in the order the rules are tried."
enum ReferralRejectionReason {
  "The advocate or the friend is no known customer"
  UNKNOWN_CUSTOMER
  "Nobody brings in themselves"
  SELF_REFERRAL
  "The friend had ordered before the referral"
  EXISTING_CUSTOMER
  "The friend had not ordered when the referral ran out"
  EXPIRED
  "An earlier claim that holds says who brought this friend in"
  ALREADY_REFERRED
  "The friend brought in the advocate, directly or through others"
  CYCLE
}

extend type Customer {
  "Null without ties, or before the first run"
  community: Community @cost(weight: 5)
}

extend type Query {
  "The most valuable first"
  communities(first: Int! = 50, after: String, "Instead of \`first\`: so many before \`before\`, or at the end of the list; in the order of the list" last: Int, "\`pageInfo.startCursor\` of the page behind" before: String): CommunityConnection! @cost(weight: 5) @access(anyOf: [NETWORK_READ], ofAll: true)
  "The calibration the visible generation was computed with; null before the first run"
  networkCalibration: NetworkCalibration @access(anyOf: [NETWORK_READ], ofAll: true)
  "Null before the first run"
  influenceReport: InfluenceReport @access(anyOf: [NETWORK_READ], ofAll: true)
  "Null before the first run"
  referralReport: ReferralReport @access(anyOf: [NETWORK_READ], ofAll: true)
  "Null before the first run"
  referralSuspicions(first: Int! = 20): ReferralSuspicions @cost(weight: 5) @access(anyOf: [NETWORK_READ], ofAll: true)
  "At most 50 customers, as of the last run; null where nobody has ties"
  seedSet(first: Int! = 10): SeedSet @cost(weight: 5) @access(anyOf: [NETWORK_READ], ofAll: true)
}

extend type Customer {
  "What more could be sold to this customer, those with most expected margin first; what speaks against it stands beside, and hides none"
  opportunities("At most so many, 1 to 100" first: Int! = 10, "Default: all kinds" kinds: [OpportunityKind!]): Opportunities! @cost(weight: 5)
  "A small selection for frontends, of what can be shown and when"
  personalisation: Personalisation! @cost(weight: 20)
}

"What more could be sold to a customer."
type Opportunities @access(anyOf: [VALUE_READ]) {
  "Those asked for"
  list: [Opportunity!]!
  "All there are of the kinds asked for"
  count: Int!
  "Why there are none to be worked out; null where there are, or could be"
  reason: String
  "What speaks against an offer now, whichever; reads the customer's events"
  blockedBy: [Blocker!]! @cost(weight: 20)
  "Where these numbers come from"
  provenance: Provenance
}

"Kinds of opportunity."
enum OpportunityKind {
  "A further assortment group"
  CROSS_SELL
  "More of a group that is bought already"
  DEEP_SELL
  "A service or subscription"
  UP_SELL
}

"Something that could be sold."
type Opportunity @access(anyOf: [VALUE_READ]) {
  "Which kind"
  kind: OpportunityKind!
  "The assortment group"
  target: String!
  "That it is bought within the horizon, from what happened to others: an estimate. On generated companies it held up to .4 and was too high above, so take it for a score there (docs/health.md)"
  probability: Float!
  "If it is: margin of the first purchase, of a deep-sell of the pieces a year that peers buy more"
  expectedMargin: Money!
  "Probability × margin of all of it within the horizon"
  expectedOverLifetime: Money!
  "Why"
  because: OpportunityReason!
}

"Why something could be sold: a rule of association, or peers."
type OpportunityReason @access(anyOf: [VALUE_READ]) {
  "In words, with the figures"
  text: String!
  "For cross-sell and up-sell: the rule"
  rule: AssociationRule
  "For deep-sell: pieces a year of this customer"
  ownPerYear: Float
  "For deep-sell: pieces a year of the median buyer of the group"
  peersPerYear: Float
}

"What speaks against an offer."
enum Blocker {
  "A complaint is open"
  OPEN_COMPLAINT
  "Health is in the band AT_RISK"
  UNHEALTHY
  "No consent to be written to or called is known, or to offers made for the customer is withdrawn"
  NO_CONSENT
  "A promotion was seen, or sales talked with them, in the 30 days before"
  RECENTLY_OFFERED
}

"Who buys from one group buys from another (Agrawal, Imieliński and Swami 1993)."
type AssociationRule @access(anyOf: [VALUE_READ]) {
  "Who buys from this group …"
  antecedent: String!
  "… buys from this one"
  consequent: String!
  "Buyers of both"
  customers: Int!
  "Of all buyers, those of both"
  support: Float!
  "Of the buyers of the antecedent, those of both"
  confidence: Float!
  "Confidence ÷ share of all buyers who buy the consequent; above 1"
  lift: Float!
  "Of those who had the one and not the other when the last horizon began, the share that bought from it within; drawn to everybody's where they are few. Null where the history is too short"
  adoption: Float
}

"Association rules, the highest lift first, at most ten from each group."
type AssociationRules @access(anyOf: [VALUE_READ], ofAll: true) {
  "Those asked for"
  list: [AssociationRule!]!
  "All that are published"
  count: Int!
  "Buyers they were counted over"
  buyers: Int!
  "Fewer buyers of both make no rule"
  supportFloor: Int!
}

"What a frontend needs to know of a customer."
type Personalisation @access(anyOf: [VALUE_READ]) {
  "Where the customer acts most, by actions of their own, recent ones first; null where none are told"
  preferredChannel: Channel
  "The hour of the day they act most, on the shop's clocks, 0 to 23"
  preferredHour: Int
  "Groups by the revenue of the customer, fading by half in 180 days; shares sum to 1"
  groupAffinity: [GroupAffinity!]!
  "The first opportunity; what speaks against it is in \`doNotContact\`"
  nextOpportunity: Opportunity
  "What speaks against contact now; empty: nothing does"
  doNotContact: [Blocker!]!
  "Every field above that is null, with its reason"
  absent: [Absence!]!
  "Where these numbers come from"
  provenance: Provenance!
}

"How much a customer leans to an assortment group."
type GroupAffinity @access(anyOf: [VALUE_READ]) {
  "The group"
  group: String!
  "0 to 1"
  share: Float!
}

extend type Query {
  "Null where no run has published any: nothing was bought"
  associationRules("At most so many, 1 to 100" first: Int! = 20): AssociationRules @access(anyOf: [VALUE_READ], ofAll: true) @cost(weight: 5)
}

"The orderings a run publishes; other ones do not exist."
enum CustomerOrderField {
  "Current and potential value together"
  TOTAL_VALUE
  "What the customer's own orders brought: \`value.current.direct\`"
  DIRECT_VALUE
  "What referrals and ties moved to the customer, less what they moved away: \`value.current.indirect\`"
  INDIRECT_VALUE
  "The part of it that referrals moved"
  REFERRAL_VALUE
  "The part of it that ties moved"
  NETWORK_VALUE
  "What is expected within the horizon, directly and through others"
  POTENTIAL_VALUE
  "The influence score"
  INFLUENCE
  "Engagement points at the last run"
  ENGAGEMENT
  "When the last order was placed"
  LAST_ORDER
  "Probability of another order within the horizon: the 60 most likely to return, or (ASC) the 60 least likely"
  RETURN_PROBABILITY
  "1.5 × current + 0.5 × potential value, as winning customers weighs them: the 60 with most"
  SHORT_TERM_VALUE
  "0.5 × current + 1.5 × potential value, as keeping customers weighs them: the 60 with most"
  LONG_TERM_VALUE
  "What their own orders are expected to bring within the horizon: the 60 with most"
  EXPECTED_VALUE
  "Expected loss of own orders, as \`value.atRisk.own\`: the 60 with most"
  VALUE_AT_RISK
  "What others are worth only through them, as \`value.atRisk.network\`: the 60 with most"
  NETWORK_AT_RISK
  "Health, as \`health.score\`: the 60 healthiest, or (ASC) the 60 least healthy"
  HEALTH
  "What they paid: the 60 with most"
  REVENUE
  "What all their opportunities are expected to bring within the horizon, Σ \`opportunities.list.expectedOverLifetime\`: the 60 with most"
  OPPORTUNITY_VALUE
}

"What a company is after. It says who comes first and changes no value: the two-by-two of every customer is the same under each."
enum RankingOrientation {
  "Winning customers, which looks at the short term: SHORT_TERM_VALUE"
  ACQUIRE
  "Keeping customers, which looks at the long term: LONG_TERM_VALUE"
  RETAIN
  "Both alike: TOTAL_VALUE"
  LIFECYCLE
}

"How to order customers."
input CustomerOrder {
  "By what; those for whom it is unknown are not in the list"
  field: CustomerOrderField!
  "Which end comes first"
  direction: OrderDirection! = DESC
}

"All given conditions must hold. A customer for whom a value is unknown meets no condition on it."
input CustomerFilter {
  "Current and potential value together"
  totalValue: MoneyRange
  "What the customer's own orders brought: \`value.current.direct\`"
  directValue: MoneyRange
  "What referrals and ties moved, net: \`value.current.indirect\`"
  indirectValue: MoneyRange
  "What referrals moved, net"
  referralValue: MoneyRange
  "What ties moved, net"
  networkValue: MoneyRange
  "What is expected within the horizon"
  potentialValue: MoneyRange
  "The influence score, 0 to 100"
  influence: FloatRange
  "Engagement points at the last run"
  engagement: FloatRange
  "When the last order was placed"
  lastOrderAt: DateTimeRange
  "In one of these quarters"
  quarter: [SonarQuarter!]
  "At one of these stages"
  stage: [SonarStage!]
  "In one of these groups"
  rfmGroup: [RfmGroup!]
  "Lapsed, or not"
  lapsed: Boolean
  "Probability of another order within the horizon, 0 to 1. This condition and those after it lie beside no list: they are tried on the customers themselves, at most 200 a page, which may come short and goes on with its cursor"
  returnProbability: FloatRange
  "1.5 × current + 0.5 × potential value"
  shortTermValue: MoneyRange
  "0.5 × current + 1.5 × potential value"
  longTermValue: MoneyRange
  "What own orders are expected to bring within the horizon"
  expectedValue: MoneyRange
  "Expected loss of own orders: \`value.atRisk.own\`"
  valueAtRisk: MoneyRange
  "What others are worth only through the customer: \`value.atRisk.network\`"
  networkAtRisk: MoneyRange
  "What the customer paid"
  revenue: MoneyRange
  "What all opportunities are expected to bring within the horizon"
  opportunityValue: MoneyRange
  "Health, 0 to 100"
  health: FloatRange
  "In one of these bands of health"
  healthBand: [HealthBand!]
  "The channel the first order came through is one of these, as told with it"
  acquisitionChannel: [String!]
  "In one of these communities, by key"
  community: [String!]
  "In at least one of these segments, by key, at the last run"
  segment: [String!]
  "In one of these countries: two letters (ISO 3166), as told"
  country: [String!]
  "Belongs to one of these accounts, as told: the account's source and id, joined by a colon"
  account: [String!]
  "The trusted contact is one of these, as told"
  contact: [String!]
  "At one of these life stages, in the source's words"
  lifeStage: [String!]
  "Of one of these lifestyles, in the source's words"
  lifestyle: [String!]
}

"""
A customer's scores in one flat row, as the last run published them: no name, no identity but the ids of a source, nothing to follow. What has moved since the
run (\`betweenRuns\`) is not in it: all scores of an answer are of one generation.
"""
type PartnerScore @access(anyOf: [PROFILE_READ, VALUE_READ, NETWORK_READ]) {
  "The id that was asked for; null in the feed, where \`ScoreChange.externalIds\` has all of them"
  externalId: ID
  "Kring's id of the customer, the one to keep: it stays when a source forgets its own. Null where the source names nobody so."
  customerId: ID
  "Whether there are scores"
  status: PartnerScoreStatus!
  "The generation the scores are of; null before the first run"
  generation: Int
  "The instant that generation is about"
  asOf: DateTime
  "Currency of every amount in the row"
  currencyCode: CurrencyCode!
  "Current and potential value"
  total: Decimal
  "What was observed: own orders, referrals and ties"
  current: Decimal
  "Through own orders"
  direct: Decimal
  "Net referral value"
  referral: Decimal
  "Net network value"
  network: Decimal
  "What is expected within the horizon"
  potential: Decimal
  "What is lost to expect when this customer leaves"
  atRisk: Decimal
  "P(another order within the horizon), 0..1"
  returnProbability: Float
  "Orders expected within the horizon"
  expectedOrders: Float
  "0..100: how much of others' behaviour the customer moves"
  influence: Float
  "Engagement points by the rules of the run"
  engagementPoints: Int
  "Group of recency, frequency and monetary value"
  rfmGroup: RfmGroup
  "Quarter of the lifecycle"
  quarter: SonarQuarter
  "Stage of the lifecycle"
  stage: SonarStage
  "Has bought, and is not expected to return"
  lapsed: Boolean
  "Keys of the segments the customer is in, sorted"
  segments: [String!]
  "Fields that are null because of who asks, and why; the same for every row of one caller"
  withheld: [WithheldField!]!
}

"A field that is not shown to this caller."
type WithheldField @access(anyOf: [PROFILE_READ, VALUE_READ, NETWORK_READ]) {
  "Its name in \`PartnerScore\`"
  field: String!
  "Why"
  reason: WithheldReason!
}

"Why a field is withheld."
enum WithheldReason {
  "The key has no value:read"
  NEEDS_VALUE_READ
  "The key has no network:read"
  NEEDS_NETWORK_READ
  "The key has no profile:read"
  NEEDS_PROFILE_READ
}

"Whether a customer has scores."
enum PartnerScoreStatus {
  "The scores are there"
  SCORED
  "The customer is known, and no run has computed scores yet: the next one does"
  NOT_COMPUTED
  "The source names nobody by this id"
  UNKNOWN
}

"A customer's id in a source system."
type ExternalId @access(anyOf: [PROFILE_READ, VALUE_READ, NETWORK_READ]) {
  "Name of the system"
  source: String!
  "The id there"
  id: ID!
}

"What to do with what you keep of a customer."
type ScoreChange @access(anyOf: [PROFILE_READ, VALUE_READ, NETWORK_READ]) {
  "What to do"
  kind: ScoreChangeKind!
  "Whom it is about: keep scores by this id"
  customerId: ID!
  "Ids of the sources you may see, by which you know the customer; with UPSERT only"
  externalIds: [ExternalId!]!
  "The customer's scores now; with UPSERT only"
  score: PartnerScore
  "Who the customer is by now; with MERGE only. Drop what you keep under \`customerId\`: the scores of this one count for both."
  intoId: ID
}

"What to do with what you keep of a customer."
enum ScoreChangeKind {
  "Keep these scores, in place of those you have"
  UPSERT
  "Drop the scores: none are published of the customer any more, or you may not see them any more"
  DELETE
  "The person asked to be forgotten: delete everything you keep of them, not only scores"
  ERASE
  "Two customers are one"
  MERGE
}

"A page of what changed."
type ScoreChanges @access(anyOf: [PROFILE_READ, VALUE_READ, NETWORK_READ]) {
  "In this order; a customer once a page. Empty pages happen: go on until \`caughtUp\`."
  changes: [ScoreChange!]!
  "Pass it as \`since\` next time, once you have kept this page"
  token: String!
  "You have everything there is to tell. Ask again later: after a run there is more, and what was merged or forgotten just now comes a minute and a half later."
  caughtUp: Boolean!
  """
  What your token leads to is gone (it is older than a month or so), or was given to a key that sees other customers or scores. Nothing was told. Go on with
  \`token\`, which begins at the beginning, and when you are caught up drop every customer it has not told you of.
  """
  resyncRequired: Boolean!
}

extend type Query {
  """
  Scores of up to 100 customers by their ids in one source, in that order: two requests of DynamoDB, however large the company. A key bound to sources asks
  for those alone.
  """
  partnerScores("Name of the source system" source: String!, "At most 100" externalIds: [ID!]!): [PartnerScore!]! @access(anyOf: [PROFILE_READ, VALUE_READ, NETWORK_READ])
  """
  What has changed since a token: every customer whose scores differ, who was merged, or is forgotten, for a key bound to sources those alone it may see. A run
  that is published while you read is told after what you are reading. Merges and erasures come a minute and a half after they were made.
  """
  scoreChanges("From an earlier page; leave it out to begin with everybody" since: String, "1 to 100 customers" first: Int! = 100): ScoreChanges! @access(anyOf: [PROFILE_READ, VALUE_READ, NETWORK_READ]) @cost(weight: 500)
}

"Scores of everybody a caller sees, written down in files, one JSON document a line."
type BulkExport @access(anyOf: [PROFILE_READ, VALUE_READ, NETWORK_READ]) {
  "To ask for it again"
  id: ID!
  "How it stands"
  status: BulkExportStatus!
  "The generation all scores in it are of"
  generation: Int!
  "The instant that generation is about"
  asOf: DateTime!
  "When it was asked for"
  requestedAt: DateTime!
  "Until when it can be read"
  expiresAt: DateTime!
  "How many files it comes to"
  files: Int!
  "How many of them can be read by now: they are written one after the other"
  filesWritten: Int!
  "Address of a file on the server that answers GraphQL, with \`{file}\` in place of its number, from 0; read with the key that asked for the export"
  path: String!
  "\`scoreChanges(since:)\` goes on from here, when all files are read: what changed since, who was merged, who is to be forgotten"
  since: String!
}

"How an export stands."
enum BulkExportStatus {
  "Files are missing yet: ask for it again, which takes it further"
  RUNNING
  "All files are there"
  DONE
  "The scores it is of are kept no more, so the missing files are never written: start another one"
  GONE
}

"An export to be begun."
input BulkExportStartInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
}

"What became of the request."
type BulkExportPayload @access(anyOf: [PROFILE_READ, VALUE_READ, NETWORK_READ]) {
  "The export; null where it was refused"
  bulkExport: BulkExport
  "Why there is none"
  userErrors: [UserError!]!
}

extend type Query {
  "An export by its id, and takes it further: ask again until it is DONE. Null where there is none (any more), or another key asked for it"
  bulkExport("Its id" id: ID!): BulkExport @access(anyOf: [PROFILE_READ, VALUE_READ, NETWORK_READ]) @cost(weight: 2000)
}

extend type Mutation {
  """
  Writes down the scores of everybody the caller sees, for three days: fields the key opens, and ids of the sources it sees. Who is forgotten leaves the
  files; who asks for it again (\`bulkExport\`) takes it further.
  """
  bulkExportStart(input: BulkExportStartInput!): BulkExportPayload! @access(anyOf: [PROFILE_READ, VALUE_READ, NETWORK_READ]) @cost(weight: 100)
}

"""
Everybody in the plane of own × network value. Both axes are log-modulus, sign(x) · log₁₀(1 + |x| / 100) of minor units, cut at every eighth of a decade,
so that losses fit on them; the cuts are the same on every night and in every company. Σ of the bins is the portfolio, to the cent.
"""
type ValueMap @access(anyOf: [VALUE_READ], ofAll: true) {
  "Whether the bins are there"
  status: ComputationStatus!
  "Why there are none; null when there are"
  reason: String
  "The instant the run was pinned to; null where none has published"
  asOf: DateTime
  "Σ customers of all bins; as \`portfolio.customers\`"
  customers: SafeInt
  "Σ own value of all bins; as \`portfolio.direct\`"
  own: Money
  "Σ network value of all bins: minus \`portfolio.rewards\`"
  network: Money
  "Σ potential of all bins, as \`portfolio.potential\`; null until a lifetime-value model has run"
  potential: Money
  "The bins anybody is in, by own value, then by network value"
  bins: [ValueBin!]!
}

"The customers whose own and network value lie between two cuts each."
type ValueBin @access(anyOf: [VALUE_READ], ofAll: true) {
  "Own value: current direct"
  own: MoneyBand!
  "Network value: current indirect, what referrals and ties moved, net"
  network: MoneyBand!
  "How many customers"
  customers: SafeInt!
  "Σ of their own value"
  ownValue: Money!
  "Σ of their network value"
  networkValue: Money!
  "Σ of their potential, direct and indirect; null until a lifetime-value model has run"
  potentialValue: Money
}

"Half-open: from ≤ amount < to."
type MoneyBand @access(anyOf: [VALUE_READ], ofAll: true) {
  "The place of the band on its axis: 0 begins at nothing, −1 ends there"
  bin: Int!
  "The least amount that is in"
  from: Money!
  "The least amount that is no longer in"
  to: Money!
}

"By what customers are ranked for focus."
enum FocusMeasure {
  "What was observed: current value"
  CURRENT
  "What can be made with them: potential within the horizon"
  POTENTIAL
  "What ties moved to them, before what they moved away: whom others follow"
  NETWORK
  "Current and potential together"
  TOTAL
}

"The share of customers with most of a value, and what they actually hold of it. 80/20 is measured here, not quoted."
type FocusReport @access(anyOf: [VALUE_READ], ofAll: true) {
  "Whether the numbers are there"
  status: ComputationStatus!
  "Why they are not; null when they are"
  reason: String
  "The instant the run was pinned to; null where none has published"
  asOf: DateTime
  "By what customers are ranked"
  by: FocusMeasure!
  "The share of customers asked for, 0 to 1"
  share: Float!
  "How many customers that is, rounded"
  customers: SafeInt
  "Of how many"
  of: SafeInt
  "What they hold. Exact at whole percents; between two it is what the straight line says, and they hold at least that"
  value: Money
  "Whether \`value\` was added up (EXACT) or lies on the line between two points of the curve (AT_LEAST)"
  precision: CountPrecision
  "What all customers hold: the end of the curve"
  total: Money
  "value ÷ total; null where the total is not above 0. Above 1 where others' values are negative"
  valueShare: Float
  "Σ of the values below 0; where it is not 0 the curve rises above its end"
  negative: Money
  "0: everybody holds the same; 1: one holds everything. Above 1 where negative values are large; null where the total is not above 0"
  gini: Float
  "The Lorenz curve from the top, in hundredths of the customers"
  curve: [CurvePoint!]!
  "Where human contact went, beside the value; null where none was logged"
  attention: FocusAttention
  "Why \`attention\` is null; null when it is there"
  attentionReason: String
  "What more could be sold to them"
  opportunities(
    "1 to 10"
    first: Int! = 10
  ): FocusOpportunities! @cost(weight: 5)
}

"What more could be sold to the customers of a focus group. Of every whole percent of the customers, as \`curve\` has it; of a share between two, of the percent below."
type FocusOpportunities @access(anyOf: [VALUE_READ], ofAll: true) {
  "Whether the numbers are there"
  status: ComputationStatus!
  "Why they are not; null when they are"
  reason: String
  "Whether the numbers are of the share asked for (EXACT), or of the whole percent below, which they are at least (AT_LEAST)"
  precision: CountPrecision
  "Customers of the group with an opportunity"
  customers: SafeInt
  "Σ of what all opportunities of the group are expected to bring within the horizon: their \`expectedOverLifetime\`"
  expected: Money
  "The same over everybody"
  of: Money
  "expected ÷ of; null where there are none"
  expectedShare: Float
  "The opportunities of the group that are expected to bring most, at most ten; what speaks against one stands beside it, and hides none"
  list: [FocusOpportunity!]!
}

"Something that could be sold to a customer of a focus group."
type FocusOpportunity @access(anyOf: [VALUE_READ], ofAll: true) {
  "To whom; null when gone since the run"
  customer: Customer
  "Which kind"
  kind: OpportunityKind!
  "The assortment group"
  target: String!
  "As \`Opportunity.probability\`, to four decimals"
  probability: Float!
  "As \`Opportunity.expectedMargin\`"
  expectedMargin: Money!
  "As \`Opportunity.expectedOverLifetime\`: what the list is ordered by"
  expectedOverLifetime: Money!
  "What speaks against an offer now; reads the customer's events. Null when the customer is gone since the run"
  blockedBy: [Blocker!] @cost(weight: 20)
}

"Human contact (\`effortMinutes\` of interactions) with the customers of a focus group: whether attention goes where value is."
type FocusAttention @access(anyOf: [VALUE_READ], ofAll: true) {
  "Minutes with them. Exact at whole percents; between two those of the percent below, and it is at least that"
  minutes: Float!
  "Whether \`minutes\` was added up (EXACT) or is of the percent below (AT_LEAST)"
  precision: CountPrecision!
  "Minutes with all customers, all that was logged"
  of: Float!
  "minutes ÷ of, to be read beside \`valueShare\`"
  share: Float!
  "Interactions with logged minutes, over all customers"
  contacts: SafeInt!
  "Customers with logged minutes"
  customers: SafeInt!
  "Half of Σ |share of the minutes − share of the value| over all customers: 0 where attention goes as the value does, 1 where all of it goes elsewhere. Values below 0 count as none; null where nobody has one above"
  fragmentation: Float
}

"A point of a Lorenz curve: what the customers with most hold together."
type CurvePoint @access(anyOf: [VALUE_READ], ofAll: true) {
  "Hundredths of the customers, 0 to 100"
  percent: Int!
  "How many customers that is, rounded"
  customers: SafeInt!
  "What they hold"
  value: Money!
  "Of the whole; null where that is not above 0"
  valueShare: Float
}

"How finely time is cut: calendar periods of the shop's zone."
enum PeriodGrain {
  "Calendar months"
  MONTH
  "Calendar quarters"
  QUARTER
  "Calendar years"
  YEAR
}

"A calendar period."
type Period @access(anyOf: [VALUE_READ], ofAll: true) {
  "Its first day"
  from: Date!
  "The day after its last one"
  to: Date!
  "False for the period the run is in: it is not over"
  complete: Boolean!
}

"Customers by the period of their first purchase × the periods since. Customers and value add up to the portfolio."
type CohortReport @access(anyOf: [VALUE_READ], ofAll: true) {
  "Whether the cohorts are there"
  status: ComputationStatus!
  "Why there are none; null when there are"
  reason: String
  "The instant the run was pinned to; null where none has published"
  asOf: DateTime
  "How finely time is cut"
  grain: PeriodGrain!
  "The cohorts, oldest first: months of the last 60, quarters of the last 40, years of the last 30; who came before is in one row at the top"
  cohorts: [Cohort!]!
  "Customers who never bought: with the cohorts they are \`portfolio.customers\`"
  neverBought: SafeInt
  "Direct value that belongs to no purchase: money given back that met none. With the cells it is \`portfolio.direct\`"
  rest: Money
}

"Customers who first bought in one period."
type Cohort @access(anyOf: [VALUE_READ], ofAll: true) {
  "The period; null for the row of all who came before the first cohort shown"
  period: Period
  "How many were won"
  customers: SafeInt!
  "Value before the first period shown: 0 but in the row of all before"
  before: Money!
  "Their own period first, then each one since"
  cells: [CohortCell!]!
  "Σ of their value to date: \`before\` and all cells"
  value: Money!
}

"What one cohort did in one period."
type CohortCell @access(anyOf: [VALUE_READ], ofAll: true) {
  "The period; where it is not complete, neither are the numbers"
  period: Period!
  "Periods since the first: 0 for their own. Null in the row of all before"
  age: Int
  "How many of them bought"
  active: SafeInt!
  "active ÷ the cohort's customers"
  retention: Float!
  "What their purchases brought: margin, or revenue × the margin rate where a cost is unknown, less refunds"
  value: Money!
  "value ÷ the cohort's customers, rounded to the minor unit"
  valuePerHead: Money!
}

"From which earlier period a bridge leads."
enum BridgeBase {
  "The period just before"
  PERIOD_BEFORE
  "The same period a year earlier; the same as PERIOD_BEFORE for years"
  YEAR_BEFORE
}

"How what one period brought came from what an earlier one did, for the latest periods."
type GrowthReport @access(anyOf: [VALUE_READ], ofAll: true) {
  "Whether the bridges are there"
  status: ComputationStatus!
  "Why there are none; null when there are"
  reason: String
  "The instant the run was pinned to; null where none has published"
  asOf: DateTime
  "How finely time is cut"
  grain: PeriodGrain!
  "The newest first: to the last 25 months, 13 quarters, 10 years, as far as orders go back by one period more"
  bridges: [GrowthBridge!]!
}

"before + Σ terms = after, to the cent."
type GrowthBridge @access(anyOf: [VALUE_READ], ofAll: true) {
  "The earlier period"
  from: Period!
  "The later period; where it is not complete the bridge is of a part against a whole"
  to: Period!
  "What purchases of the earlier period brought"
  before: Money!
  "What purchases of the later period brought"
  after: Money!
  "Who bought in the earlier period"
  customersBefore: SafeInt!
  "Who bought in the later period"
  customersAfter: SafeInt!
  "One entry per kind of change"
  terms: [BridgeTerm!]!
}

"One kind of change between two periods."
type BridgeTerm @access(anyOf: [VALUE_READ], ofAll: true) {
  "What it is"
  key: BridgeTermKey!
  "What it is, for people"
  label: String!
  "Above 0 for growth"
  amount: Money!
  "The customers it is of. Who bought in both periods counts with FREQUENCY and with BASKET"
  customers: SafeInt!
}

"What the change from one period to another is made of."
enum BridgeTermKey {
  "Bought for the first time ever"
  NEW
  "Bought before, but not in the earlier period"
  RETURNED
  "Bought in the earlier period and not in the later"
  LOST
  "Bought in both, on more or fewer days: days more × what a day brought before"
  FREQUENCY
  "Bought in both, for more or less a day: price, quantity, range and margin together"
  BASKET
}

"How the revenue of one calendar year came from that of the one before, for the latest years."
type RevenueGrowthReport @access(anyOf: [VALUE_READ], ofAll: true) {
  "Whether the bridges are there"
  status: ComputationStatus!
  "Why there are none; null when there are"
  reason: String
  "The instant the run was pinned to; null where none has published"
  asOf: DateTime
  "The newest first: to at most 10 years, as far as orders go back by one year more"
  bridges: [RevenueBridge!]!
  "Revenue of the years before the oldest bridge begins; of all years where there is no bridge"
  earlier: Money
  "Money given back that met no purchase, below 0: of no year"
  rest: Money
  "\`earlier\` + where the oldest bridge begins + where each of them ends + \`rest\`: the portfolio's revenue at the run"
  total: Money
}

"before + Σ terms = after, to the cent."
type RevenueBridge @access(anyOf: [VALUE_READ], ofAll: true) {
  "The earlier year"
  from: Period!
  "The later year; where it is not complete the bridge is of a part against a whole"
  to: Period!
  "What was paid in the earlier year less what went back of it"
  before: Money!
  "The same of the later year"
  after: Money!
  "Who bought in the earlier year"
  customersBefore: SafeInt!
  "Who bought in the later year"
  customersAfter: SafeInt!
  "One entry per kind of change"
  terms: [RevenueTerm!]!
}

"One kind of change of revenue between two years."
type RevenueTerm @access(anyOf: [VALUE_READ], ofAll: true) {
  "What it is"
  key: RevenueTermKey!
  "What it is, for people"
  label: String!
  "Above 0 for growth"
  amount: Money!
  "The customers it is of; of those who bought in both years the ones for whom it is not 0"
  customers: SafeInt!
}

"What the change of revenue from one year to the next is made of. The last four are of customers who bought in both, product by product."
enum RevenueTermKey {
  "Bought for the first time ever"
  NEW
  "Bought before, but not in the earlier year"
  RETURNED
  "Bought in the earlier year and not in the later"
  LOST
  "Groups that came or went, and products of a group that came beside, or went without another in their place"
  CROSS_SELL
  "More or fewer pieces, at what one cost in the earlier year, rounded to the cent by product"
  DEEP_SELL
  "Products that took the place of others of their group, dearer or cheaper by the piece; services and subscriptions that came or went"
  UP_SELL
  "What a piece of the same product cost, and what rounding and products without pieces leave: the change less all the others"
  PRICE
}

"By which loss leaving customers are listed. The two are never added."
enum LeavingOrder {
  "By what their own orders would have brought: \`ownExpected\`"
  OWN
  "By what others are worth only through them: \`networkExpected\`"
  NETWORK
}

"Who costs most by leaving."
type LeavingReport @access(anyOf: [VALUE_READ], ofAll: true) {
  "Whether the list is there"
  status: ComputationStatus!
  "Why it is not; null when it is"
  reason: String
  "The instant the run was pinned to; null where none has published"
  asOf: DateTime
  "How many are listed at most"
  listed: Int!
  "Σ of \`ownExpected\` over everybody, also those not listed. There is no such sum for the network: figures of two customers overlap"
  ownExpected: Money
  "The largest expected loss first"
  customers: [LeavingCustomer!]!
}

"What is lost if one customer leaves, times the chance that they do."
type LeavingCustomer @access(anyOf: [VALUE_READ], ofAll: true) {
  "Who; null when gone since the run"
  customer: Customer
  "Their trusted contact at the run; null where none is told, and where the list was not asked for by contact"
  contact: String
  "Probability of at least one more order within the horizon"
  returnProbability: Float!
  "Expected loss of own orders: as \`value.atRisk.own\`"
  ownExpected: Money!
  "What others are worth only through this customer, as \`value.atRisk.network\`; null where it was not worked out, because few follow them"
  network: Money
  "network × (1 − returnProbability); null with it. Never to be added to \`ownExpected\`"
  networkExpected: Money
  "What is to be done, why, and what is in the way: the list is the retention team's work. Null when the customer is gone since the run"
  work: RetentionWork @cost(weight: 20)
}

"What is to be done about a customer whose leaving would cost."
type RetentionWork @access(anyOf: [VALUE_READ], ofAll: true) {
  "The first that applies"
  action: RetentionAction!
  "Why, in words"
  because: String!
  "What speaks against approaching the customer now; nothing is hidden for it"
  blockedBy: [Blocker!]!
}

"What is to be done about a customer whose leaving would cost, in the order of urgency."
enum RetentionAction {
  "Settle what they complain about, before anything else"
  SETTLE_COMPLAINT
  "Bring back: they have lapsed"
  WIN_BACK
  "Be heard of: they wait longer than they usually do"
  KEEP_WARM
  "Nothing yet"
  WATCH
}

"How the segments lie to one another."
type SegmentLandscape @access(anyOf: [VALUE_READ], ofAll: true) {
  "Whether the numbers are there"
  status: ComputationStatus!
  "Why they are not; null when they are"
  reason: String
  "The instant the run was pinned to; null where none has published"
  asOf: DateTime
  "How many segments of equal size would spread the memberships as widely: e^H of their shares (Hill 1973; Jost 2006). Null where nobody is in any"
  effectiveSegments: Float
  "Share of customers who are in no segment"
  uncoveredShare: Float
  "Every segment of the run"
  segments: [SegmentShare!]!
  "Customers by how many segments they are in, from 0: everybody, and \`portfolio.current\`"
  bySegments: [SegmentDegree!]!
  "Pairs of segments with customers in both, those with most first"
  overlaps(
    "1 to 100"
    first: Int! = 20
  ): [SegmentOverlap!]!
  "How many pairs have anybody in both"
  pairs: Int
  "Customers who were given more than one role, each once"
  conflicted: SafeInt
  "Pairs of roles that customers were given both of"
  conflicts: [RoleConflict!]!
  "Segments to merge (nearly the same customers) and to divide (wide, and another segment tells its members' values apart), the strongest first"
  proposals: [SegmentProposal!]! @cost(weight: 5)
}

"Two roles that were given to the same customers, by different segments."
type RoleConflict @access(anyOf: [VALUE_READ], ofAll: true) {
  "The one role"
  a: SegmentRole!
  "The other"
  b: SegmentRole!
  "Customers with both"
  customers: SafeInt!
  "Σ of their current value"
  value: Money!
}

"Fewer segments, or more."
enum SegmentProposalKind {
  "One segment instead of two that hold nearly the same customers"
  CONVERGE
  "Two segments instead of a wide one whose members' values another segment tells apart"
  DIVERGE
}

"A proposal, which an ordinary \`segmentCreate\` with the \`ruleText\` of its parts applies; nothing is changed by itself."
type SegmentProposal @access(anyOf: [VALUE_READ], ofAll: true) {
  "Merge or divide"
  kind: SegmentProposalKind!
  "CONVERGE: one of the two. DIVERGE: the segment to divide"
  a: String!
  "CONVERGE: the other. DIVERGE: what divides it"
  b: String!
  "CONVERGE: customers in both ÷ in either, from .7. DIVERGE: share of the variance of the members' current value that lies between the parts (η²), from .05"
  strength: Float!
  "What is gained"
  gained: String!
  "What is lost"
  lost: String!
  "What takes the place of \`a\` and \`b\`, or of \`a\`"
  parts: [SegmentProposalPart!]!
  "CONVERGE: customers who are in one of the two alone; null otherwise"
  blurred: SafeInt
  "CONVERGE: Σ of their current value; null otherwise"
  blurredValue: Money
  "\`effectiveSegments\` if it is done"
  effectiveAfter: Float!
}

"A segment that a proposal would make."
type SegmentProposalPart @access(anyOf: [VALUE_READ], ofAll: true) {
  "How many customers it would hold"
  customers: SafeInt!
  "Its rule: \`segmentCreate(input: {ruleText})\` takes it"
  ruleText: String!
  "Mean of their current value; null for CONVERGE"
  meanValue: Money
}

"The customers of one segment, and their share."
type SegmentShare @access(anyOf: [VALUE_READ], ofAll: true) {
  "The segment; null when it is no longer known"
  segment: Segment
  "Its key"
  key: String!
  "Members"
  customers: SafeInt!
  "Σ of their current value"
  value: Money!
  "Of all customers; null where there are none"
  share: Float
}

"The customers who are in as many segments."
type SegmentDegree @access(anyOf: [VALUE_READ], ofAll: true) {
  "In how many segments"
  segments: Int!
  "How many customers"
  customers: SafeInt!
  "Σ of their current value"
  value: Money!
}

"Two segments with customers in both."
type SegmentOverlap @access(anyOf: [VALUE_READ], ofAll: true) {
  "Key of the one"
  a: String!
  "Key of the other"
  b: String!
  "Customers in both"
  customers: SafeInt!
  "Σ of their current value"
  value: Money!
  "Customers in both ÷ customers in either (Jaccard)"
  jaccard: Float!
  "Customers in both ÷ those of \`a\`"
  ofA: Float!
  "Customers in both ÷ those of \`b\`"
  ofB: Float!
}

extend type LifecycleSummary {
  "Steps between stages that customers made, counted over everybody's way up to where they stand"
  transitions: LifecycleTransitions! @cost(weight: 5)
}

"""
Everybody's way to where they stand: up to the first order, then within the buying cycle they are in (cycles in between are known by their number).
For each stage: began + came in − left = customers there.
"""
type LifecycleTransitions @access(anyOf: [VALUE_READ], ofAll: true) {
  "Whether the steps are there"
  status: ComputationStatus!
  "Why they are not; null when they are"
  reason: String
  "Where ways began: who first comes to notice by an order begins with it"
  began: [LifecycleBeginning!]!
  "In the order of the stages"
  steps: [LifecycleTransition!]!
}

"Customers whose way began at a stage."
type LifecycleBeginning @access(anyOf: [VALUE_READ], ofAll: true) {
  "The stage"
  stage: SonarStage!
  "How many"
  customers: SafeInt!
}

"A step from one stage to another."
type LifecycleTransition @access(anyOf: [VALUE_READ], ofAll: true) {
  "The stage left"
  from: SonarStage!
  "The stage entered"
  to: SonarStage!
  "How many made it"
  customers: SafeInt!
  "Whole days it took half of them at most. FIRST_ORDER to LOYALTY: the days of a buying cycle"
  medianDays: Int!
}

extend type Customer {
  "What the customer is worth to the company beside what the company is worth to the customer. Worked out when asked for, from the last run and what happened since"
  balance: CustomerBalance! @cost(weight: 5)
}

"""
Value of the customer beside value for the customer, as percentiles (Gupta & Lehmann 2005): money and wellbeing have no unit in common. What nobody measured is
null with a reason, never the middle.
"""
type CustomerBalance @access(anyOf: [VALUE_READ]) {
  "Value of the customer: where their total value lies among all customers, 0 to 100, as \`value.standing.percentile\`"
  valueOf: Float
  "Value for the customer: where their happiness lies among those of whom it is measured, 0 to 100"
  valueFor: Float
  "What \`valueFor\` ranks: happiness, 0 to 100, as \`health.happiness.score\`"
  happiness: Float
  "Where the two meet: from 50 on is much"
  quadrant: BalanceQuadrant
  "Every field above that is null, with its reason"
  absent: [Absence!]!
  "Where these numbers come from"
  provenance: Provenance!
}

"Value of the customer × value for the customer, by the names of Gupta & Lehmann (2005)."
enum BalanceQuadrant {
  "Worth much, and the company is worth much to them: in balance"
  STAR
  "Worth much, and little is done for them: who treats them better gets them"
  VULNERABLE
  "Much is done for them, and they bring little"
  FREE_RIDER
  "Little either way: in balance, too"
  LOST_CAUSE
}

"Everybody by what they are worth and what they get. Σ of the quadrants and of \`unmeasured\` is the portfolio, to the cent."
type BalanceReport @access(anyOf: [VALUE_READ], ofAll: true) {
  "Whether the numbers are there"
  status: ComputationStatus!
  "Why they are not; null when they are"
  reason: String
  "The instant the run was pinned to; null where none has published"
  asOf: DateTime
  "The four quadrants, in the order of \`BalanceQuadrant\`"
  quadrants: [BalancePart!]!
  "Of whom nothing was measured: no interaction says how it was, and there was no complaint"
  unmeasured: BalancePart
  "Share of customers of whom it was measured; null where there are none"
  measuredShare: Float
}

"Customers of one quadrant, or of none."
type BalancePart @access(anyOf: [VALUE_READ], ofAll: true) {
  "Which; null for those of whom nothing was measured"
  quadrant: BalanceQuadrant
  "How many"
  customers: SafeInt!
  "Σ of their total value"
  value: Money!
}

extend type Query {
  "Value of customers beside value for customers: who is in balance"
  balance: BalanceReport! @cost(weight: 5) @access(anyOf: [VALUE_READ], ofAll: true)
  "Everybody in the plane of own × network value"
  valueMap: ValueMap! @cost(weight: 20) @access(anyOf: [VALUE_READ], ofAll: true)
  "What the customers with most of a value hold of it"
  focus(
    "Share of the customers, 0 to 1"
    share: Float! = 0.2
    "By what they are ranked"
    by: FocusMeasure! = POTENTIAL
  ): FocusReport! @cost(weight: 10) @access(anyOf: [VALUE_READ], ofAll: true)
  "Retention and value per head by the period of the first purchase"
  cohorts(
    "How finely time is cut"
    grain: PeriodGrain! = MONTH
  ): CohortReport! @cost(weight: 20) @access(anyOf: [VALUE_READ], ofAll: true)
  "From what one period brought to what another did"
  growth(
    "How finely time is cut"
    grain: PeriodGrain! = YEAR
    "From which earlier period"
    base: BridgeBase! = PERIOD_BEFORE
  ): GrowthReport! @cost(weight: 10) @access(anyOf: [VALUE_READ], ofAll: true)
  "Why revenue is more or less than the year before: who came and went, and what those who stayed bought otherwise"
  revenueGrowth: RevenueGrowthReport! @cost(weight: 10) @access(anyOf: [VALUE_READ], ofAll: true)
  "Who costs most by leaving"
  leaving(
    "By which loss"
    by: LeavingOrder! = OWN
    "1 to 100; a run lists 60"
    first: Int! = 20
    "Only those whose trusted contact this is, among the first 250 by either loss of everybody who has one"
    contact: String
  ): LeavingReport! @cost(weight: 10) @access(anyOf: [VALUE_READ], ofAll: true)
  "How the segments lie to one another"
  segmentLandscape: SegmentLandscape! @cost(weight: 10) @access(anyOf: [VALUE_READ], ofAll: true)
}

"What a part of the change of total value is."
enum ChangeDriverKey {
  "Orders between the two, before refunds"
  ORDERS
  "Refunds between the two"
  REFUNDS
  "Money given back that met no purchase"
  CREDITS
  "Rewards paid for referrals"
  REWARDS
  "What events did to what is expected: purchases, and what was told of earlier ones"
  EXPECTED_EVENTS
  "What the days alone did to what is expected"
  EXPECTED_TIME
  "What newly adopted parameters did to what is expected: no business"
  EXPECTED_PARAMETERS
}

"The change of total value between two dates. from + Σ drivers + unexplained = to, to the cent."
type PortfolioChange @access(anyOf: [VALUE_READ], ofAll: true) {
  "Whether the numbers are there"
  status: ComputationStatus!
  "Why they are not, or why a part is unexplained; null otherwise"
  reason: String
  "The run the change begins with: the last one as of \`from\` or before"
  fromAsOf: DateTime
  "The run it ends with: the last one as of \`to\` or before"
  toAsOf: DateTime
  "Total value then"
  from: Money
  "Total value at the end"
  to: Money
  "to − from"
  change: Money
  "What it is made of"
  drivers: [ChangeDriver!]!
  "What no driver explains: shown, and never folded into one"
  unexplained: Money
}

"A part of a change."
type ChangeDriver @access(anyOf: [VALUE_READ], ofAll: true) {
  "What it is"
  key: ChangeDriverKey!
  "How much"
  amount: Money!
}

"An area the data of a company is judged in."
enum ScorecardArea {
  "What customers are worth"
  VALUE
  "What they experience"
  EXPERIENCE
  "Where they stand"
  LIFECYCLE
  "Whom they bring in and influence"
  NETWORK
}

"How much the data says of what it could say, with the gaps named."
type Scorecard @access(anyOf: [VALUE_READ], ofAll: true) {
  "Whether the numbers are there"
  status: ComputationStatus!
  "Why they are not; null when they are"
  reason: String
  "The instant the run was pinned to; null where none has published"
  asOf: DateTime
  "One entry per question asked of the data"
  items: [ScorecardItem!]!
}

"One question asked of the data."
type ScorecardItem @access(anyOf: [VALUE_READ], ofAll: true) {
  "The area"
  area: ScorecardArea!
  "Stable name"
  key: String!
  "What the share is of"
  label: String!
  "0 to 1; null where there is nothing to take a share of"
  share: Float
  "What to do about it; null from .8 on"
  gap: String
}

"A number the API gives, and the one formula behind it."
type MetricDefinition @access(anyOf: []) {
  "Stable name"
  key: String!
  "As answers cite it in \`Provenance.version\`. Another formula is another version"
  version: String!
  "What it is called"
  label: String!
  "The formula"
  formula: String!
  "What it is counted in"
  unit: MetricUnit!
  "Whose definition it is; null where it is Kring's own"
  source: String
  "Where it is asked for, as \`Type.field\`"
  fields: [String!]!
}

"What a metric is counted in."
enum MetricUnit {
  "An amount of the accounting currency"
  MONEY
  "0 to 1"
  SHARE
  "A place on a scale"
  SCORE
  "A number of things"
  COUNT
  "Days"
  DAYS
  "Engagement points"
  POINTS
}

extend type Query {
  "How total value came from one date to another, by what the runs said of themselves: of the newest 120"
  portfolioChange(
    "The change begins with the last run as of this instant or before"
    from: DateTime!
    "It ends with the last run as of this instant or before"
    to: DateTime!
  ): PortfolioChange! @cost(weight: 20) @access(anyOf: [VALUE_READ], ofAll: true)
  "How much the data says, and what is missing"
  scorecard: Scorecard! @cost(weight: 5) @access(anyOf: [VALUE_READ], ofAll: true)
  "The formula behind every number; all, or those of the keys, in their order"
  metricDefinitions(
    "Keys of metrics; left out: all. An unknown one is an error"
    keys: [String!]
  ): [MetricDefinition!]! @access(anyOf: [])
}

"What winning customers cost, and how far it has come back. Spend is as it stands now, everything else as of the last run."
type AcquisitionReport @access(anyOf: [VALUE_READ], ofAll: true) {
  "Whether what was spent is known; customers are listed by channel all the same"
  status: ComputationStatus!
  "Why it is not; null when it is"
  reason: String
  "The instant the run was pinned to; null where none has published"
  asOf: DateTime
  "How finely time is cut"
  grain: PeriodGrain!
  "Σ of all spend on winning customers that was told"
  spend: Money
  "Σ of all spend on keeping customers that was told (\`purpose\` RETENTION); null where none was"
  retentionSpend: Money
  "By channel, the dearest first; together \`spend\`. Customers together with \`otherChannels\` and \`untold\` are everybody who has bought"
  channels: [ChannelSpend!]!
  "Customers who came through channels beyond the 20 with most customers; null where the run does not say"
  otherChannels: ChannelWon
  "Customers whose first order does not say through which channel it came; null where the run does not say"
  untold: ChannelWon
  "By the period in which it was spent, each amount evenly over its time; together \`spend\`"
  periods: [AcquisitionPeriod!]!
  "What a unit of value from new customers costs ÷ what one from existing customers does, as measured here over the periods with spend on both that are over: new customers' value is what they brought in their first period; null where one of them is not known"
  costRatio: Float
  "Why \`costRatio\` is null; null when it is there"
  costRatioReason: String
}

"What one channel cost."
type ChannelSpend @access(anyOf: [VALUE_READ], ofAll: true) {
  "The channel, as spend names it"
  channel: String!
  "Σ of what was told; 0 where nothing was"
  spend: Money!
  "Customers whose first order came through it; null where it is not known"
  customers: SafeInt
  "Why \`customers\` is null; null when it is there"
  customersReason: String
  "What their own orders have brought to date; null with \`customers\`"
  value: Money
  "Those of them who first bought in a calendar month the spend is of: what that spend won. Null where nothing was spent, or \`customers\` is null"
  bought: ChannelBought
}

"Customers who came one way."
type ChannelWon @access(anyOf: [VALUE_READ], ofAll: true) {
  "How many"
  customers: SafeInt!
  "What their own orders have brought to date"
  value: Money!
}

"What a channel's spend won, month against month."
type ChannelBought @access(anyOf: [VALUE_READ], ofAll: true) {
  "Customers who first bought in the months of the spend"
  customers: SafeInt!
  "The channel's spend ÷ customers; null where there are none"
  costPerCustomer: Money
  "What their own orders have brought to date"
  value: Money!
  "Whether that covers the spend"
  recovered: Boolean!
}

"What was spent in a period, beside the customers won in it."
type AcquisitionPeriod @access(anyOf: [VALUE_READ], ofAll: true) {
  "The period"
  period: Period!
  "What was spent"
  spend: Money!
  "Customers who first bought in it, through whatever channel; null where the period is before the cohorts"
  customers: SafeInt
  "spend ÷ customers; null where there are none"
  costPerCustomer: Money
  "What they have brought to date; null where the period is before the cohorts"
  value: Money
  "Whether that covers the spend; null where the period is before the cohorts"
  recovered: Boolean
  "Periods after their first until it did: 0 where the first one covered it; null where it has not"
  paybackPeriods: Int
}

extend type Query {
  "What winning customers cost, and how far it has come back"
  acquisition(
    "How finely time is cut"
    grain: PeriodGrain! = MONTH
  ): AcquisitionReport! @cost(weight: 30) @access(anyOf: [VALUE_READ], ofAll: true)
}

extend type Customer {
  "Whom of the company the customer deals with: the single point of trust"
  trustedContact: TrustedContact!
  "Life stage, lifestyle and relationship: three dimensions, each told or worked out by itself"
  dimensions: CustomerDimensions!
}

"The one person of the company a customer deals with: the fact CONTACT, else the owner of the lead that stands, else who is told of their account."
type TrustedContact @access(anyOf: [PROFILE_READ]) {
  "Their name, as it was told; null where nobody is, with the reason"
  name: String
  "Since when without a break"
  since: DateTime
  "From then on it is not known to be so; null: until told otherwise"
  until: DateTime
  "The account it was told of, whose contacts are not dated; null where it was told of the customer"
  through: Account
  "Why \`name\` is null; null where it is there"
  reason: String
}

"Who the customer is in three dimensions that have nothing to do with each other: a segment may ask for each."
type CustomerDimensions @access(anyOf: [PROFILE_READ]) {
  "Where they are in their life, in the source's words: the fact LIFE_STAGE"
  lifeStage: String
  "How they live, in the source's words: the fact LIFESTYLE"
  lifestyle: String
  "How they and the company stand, worked out by runs; null until a run has seen this customer"
  relationship: Relationship
  "Every field above that is null, with its reason"
  absent: [Absence!]!
}

"How a customer and the company stand."
type Relationship @access(anyOf: [PROFILE_READ]) {
  "The stage of the lifecycle"
  stage: SonarStage!
  "Buying cycle, 0 before the first order"
  cycle: Int!
  "Lapsed: hardly expected to order again"
  lapsed: Boolean!
  "When anything was first heard of them; null where nothing was"
  knownSince: DateTime
  "When they first ordered; null where they did not"
  customerSince: DateTime
  "Their trusted contact; null where none is told"
  contact: String
}

"Who of the company looks after whom. The contacts, \`others\` and \`nobody\` are everybody: Σ customers is \`portfolio.customers\`, Σ value \`portfolio.current\`, Σ minutes all that was logged."
type ContactReport @access(anyOf: [VALUE_READ], ofAll: true) {
  "Whether the numbers are there"
  status: ComputationStatus!
  "Why they are not; null when they are"
  reason: String
  "The instant the run was pinned to; null where none has published"
  asOf: DateTime
  "By falling value of their customers, at most 100"
  contacts: [ContactShare!]!
  "Those of contacts beyond the first 100"
  others: ContactShare
  "Customers of whom no contact is told"
  nobody: ContactShare
  "Share of the customers with logged human contact who have a trusted contact; null where none was logged"
  coverage: Float
  "Share of the minutes of human contact that were with customers who have one; null where none was logged"
  minutesCoverage: Float
}

"Customers of one contact, or of none."
type ContactShare @access(anyOf: [VALUE_READ], ofAll: true) {
  "The contact, as told; null for \`others\` and \`nobody\`"
  contact: String
  "How many customers"
  customers: SafeInt!
  "Σ of their current value"
  value: Money!
  "Minutes of human contact logged with them, whoever had it"
  minutes: Float!
  "Customers with logged human contact"
  contacted: SafeInt!
}

"How fresh and how well joined what sources tell is."
type SourceReport @access(anyOf: [VALUE_READ], ofAll: true) {
  "Whether the numbers are there"
  status: ComputationStatus!
  "Why they are not; null when they are"
  reason: String
  "The instant the run was pinned to; null where none has published"
  asOf: DateTime
  "By source, then department: Σ \`records\` is every event and fact the run knew"
  sources: [SourceHealth!]!
  "Customers told of at all"
  customers: SafeInt
  "Share of them who are known to more than one source; null where there are none"
  matchedShare: Float
}

"What one source told for one department."
type SourceHealth @access(anyOf: [VALUE_READ], ofAll: true) {
  "The source, as its records name it"
  source: String!
  "Whose work the records are of: newsletters, promotions, pages and social acts are MARKETING; orders, leads and contacts of sales SALES; complaints, support, portal, deliveries and answers SERVICE"
  department: Department!
  "Events and facts"
  records: SafeInt!
  "Customers they are of"
  customers: SafeInt!
  "Share of these of whom another source told something too"
  matchedShare: Float!
  "The newest instant one of them is of"
  lastAt: DateTime!
  "Days from then to the run: how far the source lags"
  lagDays: Float!
}

extend type Query {
  "Who of the company looks after whom, and what of human contact that covers"
  trustedContacts: ContactReport! @cost(weight: 10) @access(anyOf: [VALUE_READ], ofAll: true)
  "Each source by department: how much it tells, how far it lags, and how well its customers are matched with those of others"
  sourceHealth: SourceReport! @cost(weight: 10) @access(anyOf: [VALUE_READ], ofAll: true)
}

"What is done for a person who asks for it."
enum PrivacyJobKind {
  "Everything about a customer is deleted"
  ERASE
  "Everything that is kept of a customer is written down, to be handed over"
  EXPORT
}

"How a job stands."
enum PrivacyJobStatus {
  "Under way; it goes on by itself, also after a crash, at the latest with the next run"
  OPEN
  "Nothing is left to do"
  DONE
}

"A part of a job, each of which may be repeated."
enum PrivacyStep {
  "Names that lead to the person: attached identities, what streams said of names"
  IDENTITIES
  "Orders, interactions and facts with their earlier versions and receipts, influence history, links under way, exports"
  EVENTS
  "Ties and referrals in both directions"
  TIES
  "Linked accounts"
  SOCIAL
  "The trail of merges, and what runs, syncs and imports noted"
  MENTIONS
  "The customer, with everybody merged into them"
  PROFILE
  "Whoever follows changes is told to delete them too"
  FEED
  "A run that knows nothing of the person: what others are worth without them"
  RUN
  "What runs have published: lists, segments, flows, views of the past, credit, scores of months"
  PUBLISHED
}

"A step that was done."
type PrivacyStepDone @access(anyOf: [PRIVACY_ADMIN], ofAll: true) {
  "Which one"
  step: PrivacyStep!
  "Items deleted or changed, or documents written down"
  count: Int!
  "When"
  doneAt: DateTime!
}

"A person being erased, or what is kept of one being written down. An erasure says nothing of whom it is about, so it stays as evidence when they are gone."
type PrivacyJob implements Node @access(anyOf: [PRIVACY_ADMIN], ofAll: true) {
  "Global id of the job"
  id: ID!
  "What is done"
  kind: PrivacyJobKind!
  "Whether it is done"
  status: PrivacyJobStatus!
  "When it was asked for"
  requestedAt: DateTime!
  "By whom: \`key:\` and the public part of a key, the subject of a token, the ARN of a role"
  requestedBy: String!
  "What is done so far, in order"
  steps: [PrivacyStepDone!]!
  "When the last step was done; null while it is open"
  finishedAt: DateTime
  """
  Of an erasure: until when answers kept for repeated requests (a day) and what partners are told of changes (forty days) may still hold Kring's id of the
  person; they go by themselves. Of an export: until when it can be read. Null while it is open.
  """
  expiringUntil: DateTime
  "Of an export that is done: what is kept of the person. Null for an erasure, while it is open, and when its time is over"
  documents(first: Int! = 50, after: String): ExportDocumentConnection @cost(weight: 10)
}

"One thing that is kept of a person."
type ExportDocument @access(anyOf: [PRIVACY_ADMIN], ofAll: true) {
  "What it is: CUSTOMER, ORDER, INTERACTION, FACT, TIE, REFERRAL, LINKED_ACCOUNT, SUMMARY, PROFILE …"
  kind: String!
  "Who said so: the source of a record; \`kring\` for what was worked out"
  source: String!
  "The record, as JSON; amounts in minor units, instants in milliseconds since 1970"
  json: String!
}

"A page of an export."
type ExportDocumentConnection @access(anyOf: [PRIVACY_ADMIN], ofAll: true) {
  "The documents of this page with their cursors"
  edges: [ExportDocumentEdge!]!
  "The same documents without cursors"
  nodes: [ExportDocument!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
}

"A document in an export."
type ExportDocumentEdge @access(anyOf: [PRIVACY_ADMIN], ofAll: true) {
  "Place in the export: as \`after\` it leads to what follows"
  cursor: String!
  "The document itself"
  node: ExportDocument!
}

"A page of jobs."
type PrivacyJobConnection @access(anyOf: [PRIVACY_ADMIN], ofAll: true) {
  "The jobs of this page with their cursors"
  edges: [PrivacyJobEdge!]!
  "The same jobs without cursors"
  nodes: [PrivacyJob!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
}

"A job in a list."
type PrivacyJobEdge @access(anyOf: [PRIVACY_ADMIN], ofAll: true) {
  "Place in the list: as \`after\` it leads to what follows this job"
  cursor: String!
  "The job itself"
  node: PrivacyJob!
}

"A person who asks to be erased."
input CustomerEraseInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "Whom, by anything that leads to them; with everybody merged into them"
  by: CustomerIdentifier!
}

"A person who asks what is kept of them."
input CustomerExportInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "Whom, by anything that leads to them; with everybody merged into them"
  by: CustomerIdentifier!
}

"What became of the request."
type PrivacyJobPayload @access(anyOf: [PRIVACY_ADMIN], ofAll: true) {
  "The job; null when there is none"
  job: PrivacyJob
  "Why there is none; empty when there is one"
  userErrors: [UserError!]!
}

extend type Query {
  "A job by its id; null when there is none. Follow it until it is DONE."
  privacyJob("Id of the job" id: ID!): PrivacyJob @access(anyOf: [PRIVACY_ADMIN], ofAll: true)
  "Erasures of the last 400 days and exports of the last week, the newest first"
  privacyJobs(first: Int! = 20, after: String): PrivacyJobConnection! @access(anyOf: [PRIVACY_ADMIN], ofAll: true)
}

extend type Mutation {
  """
  Deletes everything about a customer. What is recorded goes at once, with whoever finds them; what runs have published goes with the run that follows.
  Their orders go with them: sums over everybody fall by exactly theirs, and everybody else's add up. There is no way back.
  """
  customerErase(input: CustomerEraseInput!): PrivacyJobPayload! @cost(weight: 200) @access(anyOf: [PRIVACY_ADMIN], ofAll: true)
  "Writes down everything that is kept of a customer, with where it comes from; to be read for a week at \`PrivacyJob.documents\`"
  customerExport(input: CustomerExportInput!): PrivacyJobPayload! @cost(weight: 100) @access(anyOf: [PRIVACY_ADMIN], ofAll: true)
}

"What gives engagement points. Published versions never change."
type EngagementRuleSet @access(anyOf: [PROFILE_READ]) {
  "1 is built in; each publication is the next number"
  version: Int!
  "The rules, in the order they were published"
  rules: [EngagementRule!]!
}

"One way to earn points."
type EngagementRule @access(anyOf: [PROFILE_READ]) {
  "Lower case words joined by hyphens; names the rule in breakdowns"
  key: String!
  "The rule in words"
  label: String!
  "Who owns it"
  department: Department!
  "How often a customer can earn it"
  counting: RuleCounting!
  "Interactions that earn the points; empty for PER_DISTINCT_GROUP, which counts orders"
  triggers: [InteractionType!]!
  "Interactions that take them back"
  endedBy: [InteractionType!]!
  "For each time it counts"
  points: Int!
  "Other points above the influence Kring had published by the time of the event; the highest threshold passed wins"
  variants: [RuleVariant!]!
  "The ladder of which a HIGHEST_STAGE_PER_OBJECT rule is a stage"
  stageOf: String
  "The first assortment group that counts"
  fromCount: Int!
}

"Other points for the influential."
type RuleVariant @access(anyOf: [PROFILE_READ]) {
  "Holds for an influence above this, 0 to 100; unknown is not above"
  whenInfluenceAbove: Float!
  "For each time it counts then"
  points: Int!
}

"How often a rule counts."
enum RuleCounting {
  "Each event; one of \`endedBy\` takes back what it is about"
  PER_EVENT
  "Once per customer"
  ONCE
  "Each object, such as a newsletter issue, counts once, for its highest stage"
  HIGHEST_STAGE_PER_OBJECT
  "Each assortment group bought from, from group number \`fromCount\` on"
  PER_DISTINCT_GROUP
  "Each object, such as a followed account, until an event of \`endedBy\`"
  WHILE_STATE_HOLDS
}

"One way to earn points."
input EngagementRuleInput {
  "Lower case words joined by hyphens"
  key: String!
  "The rule in words, 1 to 120 characters"
  label: String!
  "Who owns it"
  department: Department!
  "How often a customer can earn it"
  counting: RuleCounting!
  "Interactions that earn the points; empty for PER_DISTINCT_GROUP, which counts orders"
  triggers: [InteractionType!]! = []
  "Interactions that take them back; only for PER_EVENT and WHILE_STATE_HOLDS"
  endedBy: [InteractionType!]! = []
  "For each time it counts, 0 to 1,000,000"
  points: Int!
  "Other points above an influence known at the time of the event, at most 10"
  variants: [RuleVariantInput!]! = []
  "The ladder of which a HIGHEST_STAGE_PER_OBJECT rule is a stage; only for those"
  stageOf: String
  "PER_DISTINCT_GROUP: the first assortment group that counts, from 1"
  fromCount: Int! = 1
}

"Other points for the influential."
input RuleVariantInput {
  "Holds for an influence above this, 0 to 100"
  whenInfluenceAbove: Float!
  "For each time it counts then"
  points: Int!
}

"What one customer's points would be under other rules; nothing is stored."
type EngagementPreview @access(anyOf: [RULES_WRITE]) {
  "Whose points they are"
  customer: Customer!
  "Points by the current rules"
  current: Float!
  "Points by the rules that were sent"
  proposed: Float!
  "The terms of \`proposed\`"
  breakdown: [EngagementTerm!]!
}

"Rules to replace the current ones."
input EngagementRuleSetPublishInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "The version the new rules replace; the new one is the next"
  expectedVersion: Int!
  "All rules of the next version, at most 100"
  rules: [EngagementRuleInput!]!
}

"What became of the rules."
type EngagementRuleSetPayload @access(anyOf: [RULES_WRITE]) {
  "The published version; null when it failed"
  ruleSet: EngagementRuleSet
  "Why it failed; empty when it did not"
  userErrors: [UserError!]!
}

extend type Query {
  "A published version, by default the current one; null when there is none of this number"
  engagementRuleSet("Default: the current one" version: Int): EngagementRuleSet @access(anyOf: [PROFILE_READ])
  "What-if, on up to 20 customers, from all their events"
  engagementPreview("The rules to try" rules: [EngagementRuleInput!]!, "At most 20" customers: [CustomerIdentifier!]!): [EngagementPreview!]! @cost(weight: 200) @access(anyOf: [RULES_WRITE], ofAll: true)
}

extend type Mutation {
  "Points of new events follow the new rules at once (within half a minute on other machines); the next run counts everybody again"
  engagementRuleSetPublish(input: EngagementRuleSetPublishInput!): EngagementRuleSetPayload! @access(anyOf: [RULES_WRITE], ofAll: true)
}

"One enrichment run: snapshot → compute → publish, pinned to an as-of instant."
type EnrichmentRun implements Node @access(anyOf: [RUNS_START, VALUE_READ], ofAll: true) {
  "Global id of the run"
  id: ID!
  "What it computes"
  kind: EnrichmentKind!
  "Whether it goes on, and how it ended"
  status: RunStatus!
  "What began it: MANUAL, SCHEDULE or START"
  trigger: String!
  "The instant it is pinned to: nothing that happened later is counted"
  asOf: DateTime!
  """
  True for a run as of an instant before the visible run's: it is never what everybody sees, but a view of the past of its own, read
  with \`query @view(run: …)\`. False until the run has read its inputs.
  """
  view: Boolean!
  "True for a run that tries settings out: never what everybody sees, read with \`whatIf\` and \`query @view(run: …)\`"
  tryOut: Boolean!
  "The generation the run publishes"
  generation: Int!
  "What it is doing"
  step: RunStep!
  "Customers so far"
  progress: RunProgress!
  "When it began"
  startedAt: DateTime!
  "When it ended; null while it goes on"
  finishedAt: DateTime
  "How many times the run was taken up again after a crash"
  resumedCount: Int!
  """
  Customers the run could not fold or count, the first hundred of \`progress.failed\`. The run went on without them: they are in no list and
  no sum of it, and the last answer about each stays.
  """
  failed: [SetAsideCustomer!]!
  "Why it failed; null unless it did"
  error: String
  "What it used of the database so far"
  cost: RunCost!
}

"A customer a run had to leave out."
type SetAsideCustomer @access(anyOf: [RUNS_START, VALUE_READ], ofAll: true) {
  "Read it with \`node(id:)\`"
  customerId: ID!
  "What could not be folded or counted"
  reason: String!
}

"What a run computes."
enum EnrichmentKind {
  "Everything about everybody"
  FULL
}

"How a run stands."
enum RunStatus {
  "Under way, or stopped half-way and to be taken up again"
  RUNNING
  "Published: readers see it"
  SUCCEEDED
  "Ended with an error; readers see the run before"
  FAILED
  "Given up on purpose; readers see the run before"
  CANCELLED
}

"Steps of a run, in order."
enum RunStep {
  "Reading every customer, tie and referral"
  SNAPSHOT
  "Computing all scores"
  COMPUTE
  "Writing what changed"
  PUBLISH
  "Nothing is left to do"
  DONE
}

"How many customers a run has dealt with."
type RunProgress @access(anyOf: [RUNS_START, VALUE_READ], ofAll: true) {
  "Customers the run is about; 0 until they are counted"
  total: Int!
  "Of blocks that were written, because something about one of their customers changed"
  done: Int!
  "Of blocks in which nothing changed, which cost no write"
  skipped: Int!
  "Set aside because they could not be folded or counted; \`failed\` names them"
  failed: Int!
}

"What the run used of DynamoDB."
type RunCost @access(anyOf: [RUNS_START, VALUE_READ], ofAll: true) {
  "Read capacity units"
  readUnits: Float!
  "Write capacity units"
  writeUnits: Float!
  "Calls"
  requests: Int!
}

"A page of runs."
type EnrichmentRunConnection @access(anyOf: [RUNS_START, VALUE_READ], ofAll: true) {
  "The objects of this page with their cursors"
  edges: [EnrichmentRunEdge!]!
  "The same objects without cursors"
  nodes: [EnrichmentRun!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
}

"A run in a list."
type EnrichmentRunEdge @access(anyOf: [RUNS_START, VALUE_READ], ofAll: true) {
  "Place in the list: as \`after\` it leads to what follows this object"
  cursor: String!
  "The object itself"
  node: EnrichmentRun!
}

"A run to begin."
input EnrichmentRunStartInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  """
  Nothing that happened later is counted. Default: now, or the deployment's fixed as-of. Before the as-of of what is visible, the run
  becomes a view of its own and what everybody sees stays.
  """
  asOf: DateTime
  """
  Tries settings out: a run with them, at the instant of what is visible, that nobody sees. \`whatIf\` compares it with what is visible, \`query @view(run: …)\` reads
  everything of it. Needs runs:asof, and no \`asOf\`.
  """
  tryOut: RunTryOutInput
  "True: nothing is started, and \`plan\` says what would be"
  dryRun: Boolean! = false
}

"Settings to be tried out; those that are not named stay as they are in what is visible."
input RunTryOutInput {
  "Share of a follower's value that is credited to those they follow, in place of what is measured: 0 to 0.95"
  kappa: Float
  "Share of revenue that counts as value where the cost is unknown: above 0 up to 1"
  marginRate: Float
  "A year's discount of what is expected: 0 to 1"
  annualDiscount: Float
  "Days that is looked ahead: 1 to 3650"
  horizonDays: Int
}

"What would change if settings were other ones: a run that tried them out beside what is visible."
type WhatIf @access(anyOf: [VALUE_READ], ofAll: true) {
  "The run that tried them out"
  run: EnrichmentRun!
  "The generation it is compared with"
  generation: Int!
  "Whether both are of one instant. Once another run has published they are not, and what has happened since differs as well: try again"
  isSameInstant: Boolean!
  "Settings of what is visible"
  before: WhatIfSettings!
  "Settings that were tried out"
  after: WhatIfSettings!
  "Everybody: \`chosen\` and \`others\` sum to it, each amount, to the cent"
  all: WhatIfDifference!
  "The chosen customers: \`customers\` sum to it"
  chosen: WhatIfDifference!
  "Everybody else"
  others: WhatIfDifference!
  "The chosen customers, each once, in the order they were named"
  customers: [WhatIfCustomer!]!
  "The chosen segment; null where none was chosen"
  segment: WhatIfSegment
}

"What a run was computed with."
type WhatIfSettings @access(anyOf: [VALUE_READ], ofAll: true) {
  "Share credited; null: measured in the company's own data"
  kappa: Float
  "Share of revenue that counts where the cost is unknown"
  marginRate: Float!
  "A year's discount"
  annualDiscount: Float!
  "Days that is looked ahead"
  horizonDays: Int!
}

"The same sums twice, and what differs."
type WhatIfDifference @access(anyOf: [VALUE_READ], ofAll: true) {
  "As is visible"
  before: WhatIfValue!
  "As tried out"
  after: WhatIfValue!
  "After less before"
  difference: WhatIfValue!
}

"Amounts that add up: \`current\` = \`direct\` + \`referral\` + \`network\`; \`total\` = \`current\` + \`potential\`."
type WhatIfValue @access(anyOf: [VALUE_READ], ofAll: true) {
  "Through own orders"
  direct: Money!
  "Net referral value; of everybody what was paid in rewards, below zero"
  referral: Money!
  "Net network value; of everybody nothing"
  network: Money!
  "What was observed"
  current: Money!
  "What is expected; nothing where it is not known"
  potential: Money!
  "Both"
  total: Money!
}

"A customer under other settings."
type WhatIfCustomer @access(anyOf: [VALUE_READ], ofAll: true) {
  "Who"
  customer: Customer!
  "Null where one of the two runs does not know the customer; counted as nothing there"
  value: WhatIfDifference
}

"A segment under other settings: its rule is evaluated by the tried run's own values."
type WhatIfSegment @access(anyOf: [VALUE_READ], ofAll: true) {
  "Its key"
  key: String!
  "As is visible"
  before: WhatIfMembers!
  "As tried out"
  after: WhatIfMembers!
}

"Who is in a segment, and what they are worth."
type WhatIfMembers @access(anyOf: [VALUE_READ], ofAll: true) {
  "How many; null where no run has evaluated it"
  customers: Int
  "Sum over them of the value the segment selects for; null where no run has evaluated it"
  value: Money
}

"What a run started now would do."
type EnrichmentRunPlan @access(anyOf: [RUNS_START], ofAll: true) {
  "The instant it would be pinned to; null: the deployment's"
  asOf: DateTime
  "Whether it would be a view of the past, which leaves what everybody sees as it is"
  view: Boolean!
  "A run that is under way, or was left unfinished and would be gone on with instead; null where there is none"
  unfinished: EnrichmentRun
  "Customers of the last run; null before the first"
  customers: Int
  "What the last run used of the database: about what this one will"
  lastCost: RunCost
  "Persons whose erasure the run would end"
  erasures: Int!
}

"A run to be ended."
input EnrichmentRunCancelInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "Id of the run"
  id: ID!
}

"A run to be gone on with."
input EnrichmentRunResumeInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "Id of the run: one that is RUNNING. Where a process is at work on it, this one takes over"
  id: ID!
}

"What became of the run."
type EnrichmentRunPayload @access(anyOf: [RUNS_START, VALUE_READ], ofAll: true) {
  "The run; null when there is none"
  run: EnrichmentRun
  "Of a dry run: what would be done; null otherwise"
  plan: EnrichmentRunPlan @access(anyOf: [RUNS_START], ofAll: true)
  "Why it failed; empty when it did not"
  userErrors: [UserError!]!
}

"""
Answers the whole query from the view a run of the past published (\`EnrichmentRun.view\`), instead of what is visible. Everything a run
computes is as of then: \`portfolio\`, \`customers\`, segments, values; customers of whom nothing was known then are not in it. What is
recorded (orders, ties, names, engagement) is as it is now. The newest 12 views are kept, for 90 days; then VIEW_NOT_FOUND.
"""
directive @view(
  "The id of the run"
  run: ID!
) on QUERY

extend type Query {
  """
  What would change if settings were other ones, by a run that tried them out (\`enrichmentRunStart(input: { tryOut: … })\`); null until it has published, and when it is kept no
  more: the newest four are. Needs runs:asof. Rules of segments are tried with \`segmentPreview\`, rules of engagement with \`engagementPreview\`.
  """
  whatIf("Id of the run" run: ID!, "Whom to look at: at most 100" customers: [CustomerIdentifier!]! = [], "Key of a segment to look at" segment: String): WhatIf @access(anyOf: [VALUE_READ], ofAll: true) @cost(weight: 300)
  "A run by its id; null when there is none"
  enrichmentRun("Id of the run" id: ID!): EnrichmentRun @access(anyOf: [RUNS_START, VALUE_READ], ofAll: true)
  "Newest first"
  enrichmentRuns(first: Int! = 20, after: String): EnrichmentRunConnection! @access(anyOf: [RUNS_START, VALUE_READ], ofAll: true)
}

extend type Mutation {
  "Starts a run and returns at once; follow it with \`enrichmentRun\`. While one is running: ALREADY_RUNNING with its id."
  enrichmentRunStart(input: EnrichmentRunStartInput!): EnrichmentRunPayload! @access(anyOf: [RUNS_START], ofAll: true)
  "Ends a run that is under way, or was left unfinished; readers go on seeing the run before. One that has published is RUN_FINISHED"
  enrichmentRunCancel(input: EnrichmentRunCancelInput!): EnrichmentRunPayload! @access(anyOf: [RUNS_START], ofAll: true)
  "Goes on with a run that was left unfinished, at once"
  enrichmentRunResume(input: EnrichmentRunResumeInput!): EnrichmentRunPayload! @access(anyOf: [RUNS_START], ofAll: true)
}

"A group of customers, as of the last run."
type Segment implements Node @access(anyOf: [PROFILE_READ]) {
  "Global id of the segment"
  id: ID!
  "Lower case words joined by hyphens; never changes"
  key: String!
  "The name to show"
  name: String!
  "What the segment is for; null where nobody said"
  description: String
  "Built in, or a rule"
  kind: SegmentKind!
  "Goes up with every change of a rule; 0 for the built-in RFM groups"
  version: Int!
  "What is to be done with its customers; null where nobody said. The RFM groups come with one each"
  role: SegmentRole
  "What makes a customer a member"
  rule: SegmentRule!
  "True for a rule that is no longer evaluated"
  archived: Boolean!
  "Members at the last run; null until a run has evaluated this segment"
  size: Count @access(anyOf: [PROFILE_READ], ofAll: true)
  "The amount its members were selected for: of the first condition that asks for much of one (\`>\`, \`≥\`, also as a percentile), REVENUE for an RFM group, else TOTAL_VALUE"
  measure: SegmentField!
  "Σ of \`measure\` over the members at the last run; null until a run has evaluated this segment"
  value: Money @access(anyOf: [VALUE_READ], ofAll: true)
  "Why a customer is in this segment, or is not: the rule with what is found at each place. Null when there is no such customer"
  explain(
    "Global id of the customer"
    customerId: ID!
  ): MembershipExplanation @cost(weight: 5) @access(anyOf: [VALUE_READ], ofAll: true)
  "Who came to this segment and who went between the run before and the last one, and why"
  growth: SegmentGrowth! @cost(weight: 5) @access(anyOf: [VALUE_READ], ofAll: true)
  "Members at the last run, those with most of \`measure\` first"
  members(first: Int! = 50, after: String, "Instead of \`first\`: so many before \`before\`, or at the end of the list; in the order of the list" last: Int, "\`pageInfo.startCursor\` of the page behind" before: String): CustomerConnection! @cost(weight: 10) @access(anyOf: [VALUE_READ], ofAll: true)
}

"What a company means to do with the customers of a segment."
enum SegmentRole {
  "Most attention"
  FOCUS
  "More of the same, and what else they need"
  GROW
  "Bring to the next purchase"
  NURTURE
  "Keep as they are"
  MAINTAIN
  "Bring back"
  WIN_BACK
  "Let help themselves"
  SELF_SERVE
  "Leave alone"
  EXCLUDE
}

"Why a customer is in a segment, or is not."
type MembershipExplanation @access(anyOf: [VALUE_READ], ofAll: true) {
  "Whose membership it is"
  customer: Customer!
  "The instant the last run was pinned to; null before the first"
  asOf: DateTime
  "Whether the last run put the customer in the segment; null where it has not evaluated the segment or the customer"
  isMember: Boolean
  "Whether the rule holds of what is known now, as of the run's day: null where an unknown leaves it open, which is no membership"
  holds: Boolean
  "Why the rule cannot be tried, or why \`holds\` differs from \`isMember\`; null otherwise"
  reason: String
  "The rule with what was found at each place, from the top"
  rule: RuleExplanation
  "Its conditions, in the order of the rule"
  conditions: [RuleExplanation!]!
}

"A place in a rule, and what was found there."
type RuleExplanation @access(anyOf: [VALUE_READ], ofAll: true) {
  "What stands there"
  kind: RuleNodeKind!
  "Whether it holds; null where an unknown leaves it open"
  holds: Boolean
  "What is asked, in words"
  text: String!
  "What the customer has, as text, money in minor units; null where it is unknown, and at joins"
  actual: String
  "What it is made of; empty for a condition"
  children: [RuleExplanation!]!
}

"What a place in a rule is."
enum RuleNodeKind {
  "All of its parts must hold"
  ALL
  "One of its parts must hold"
  ANY
  "Its part must not hold"
  NOT
  "A condition on one field"
  CONDITION
}

"Where a segment comes from."
enum SegmentKind {
  "One of the well-known RFM groups"
  RFM
  "Customers that meet a typed rule"
  RULE
  "Customers that somebody named, one by one; its rule is that they are on the list"
  LIST
}

"A typed rule. Exactly one of \`all\`, \`any\`, \`not\` and \`test\` is there."
type SegmentRule @access(anyOf: [PROFILE_READ]) {
  "The whole rule in words; amounts in minor units. \`segmentCreate(input: {ruleText})\` makes the same rule of it"
  text: String!
  "Every one of these holds"
  all: [SegmentRule!]
  "At least one of these holds"
  any: [SegmentRule!]
  "This does not hold; what is unknown is not false"
  not: SegmentRule
  "One condition"
  test: SegmentTest
}

"One condition on one field."
type SegmentTest @access(anyOf: [PROFILE_READ]) {
  "What is tested"
  field: SegmentField!
  "How it is compared"
  comparator: Comparator!
  "What the field is compared with, as text"
  value: String!
}

"How a field is compared. What is unknown meets no comparison but IS_NULL."
enum Comparator {
  "Is equal to"
  EQ
  "Is not equal to"
  NEQ
  "Is greater than"
  GT
  "Is at least"
  GTE
  "Is less than"
  LT
  "Is at most"
  LTE
  "Is one of a list"
  IN
  "Has this among its texts"
  CONTAINS
  "Is unknown (true) or known (false)"
  IS_NULL
}

"What a rule can test. Percentiles run from 0 to 100 over all customers."
enum SegmentField {
  "Money: current and potential value together, as \`value.total\` and the filter \`totalValue\`"
  TOTAL_VALUE
  "Money: without what is still to come, as \`value.current.total\`"
  CURRENT_VALUE
  "Money: current, as \`value.current.direct\`"
  DIRECT_VALUE
  "Money: net referral and network value together, current, as \`value.current.indirect\`"
  INDIRECT_VALUE
  "Money: as \`value.referralValue.net\`"
  REFERRAL_VALUE
  "Money: as \`value.networkValue.net\`"
  NETWORK_VALUE
  "Money: direct and indirect, expected within the horizon; unknown until a lifetime model has run"
  POTENTIAL_VALUE
  "Money: 1.5 × current + 0.5 × potential value, as winning customers weighs them"
  SHORT_TERM_VALUE
  "Money: 0.5 × current + 1.5 × potential value, as keeping customers weighs them"
  LONG_TERM_VALUE
  "Money: of own orders within the horizon; unknown before the first order"
  EXPECTED_VALUE
  "Money"
  REVENUE
  "Money: as \`value.atRisk.own\`; unknown before the first order"
  VALUE_AT_RISK
  "Money: as \`value.atRisk.network\`; unknown where it was not worked out, because few follow the customer"
  NETWORK_AT_RISK
  "Money: Σ of \`opportunities.list.expectedOverLifetime\`; unknown where none can be worked out"
  OPPORTUNITY_VALUE
  "0 to 100: as \`health.score\`; unknown where nothing is known of any factor"
  HEALTH
  "Name of a band of health; unknown with HEALTH"
  HEALTH_BAND
  "0 to 100: the share of customers whose total value is lower, equals counting half; as \`value.standing.percentile\`"
  TOTAL_VALUE_PERCENTILE
  "0 to 100: the share of customers whose current value is lower, equals counting half"
  CURRENT_VALUE_PERCENTILE
  "0 to 100: the share of customers whose current direct value is lower, equals counting half"
  DIRECT_VALUE_PERCENTILE
  "0 to 100: the share of customers whose net referral value is lower, equals counting half"
  REFERRAL_VALUE_PERCENTILE
  "0 to 100: the share of customers whose net network value is lower, equals counting half"
  NETWORK_VALUE_PERCENTILE
  "0 to 100"
  INFLUENCE
  "Points"
  ENGAGEMENT
  "Number of orders"
  ORDERS
  "Number of distinct products bought"
  DISTINCT_PRODUCTS
  "Share of orders bought on promotion, 0 to 1"
  PROMOTION_SHARE
  "Whole days at the as-of instant; unknown before the first order"
  DAYS_SINCE_LAST_ORDER
  "Whole days at the as-of instant; unknown before the first order"
  DAYS_SINCE_FIRST_ORDER
  "0 to 1: probability of another order within the horizon; unknown before the first order"
  RETURN_PROBABILITY
  "Days the wait is longer than the usual gap"
  OVERDUE_DAYS
  "Buying cycle, 0 before the first order"
  CYCLE
  "Number of assortment groups bought from"
  ASSORTMENT_GROUP_COUNT
  "Texts; use CONTAINS"
  ASSORTMENT_GROUPS
  "Name of an RFM group"
  RFM_GROUP
  "Name of a SONAR quarter"
  QUARTER
  "Name of a SONAR stage"
  STAGE
  "True or false"
  LAPSED
  "True or false"
  HAS_OPEN_COMPLAINT
  "Minutes of human contact logged with interactions"
  EFFORT_MINUTES
  "Text: the channel the first order came through; unknown where it does not say"
  ACQUISITION_CHANNEL
  "Text: two letters, as told; unknown where nobody told"
  COUNTRY
  "Text: source and id of the account, joined by a colon, as told; unknown where nobody told"
  ACCOUNT
  "Text: whom of the company the customer deals with: the fact CONTACT, else the owner of the lead; unknown where nobody told"
  CONTACT
  "Text: life stage, in the source's words; unknown where nobody told"
  LIFE_STAGE
  "Text: lifestyle, in the source's words; unknown where nobody told"
  LIFESTYLE
  "Text: key of the community; unknown for who is in none"
  COMMUNITY
  "Keys of segments: use CONTAINS. Segments that ask for each other are refused"
  SEGMENTS
  "True or false"
  HAS_SERVICE
}

"A rule: exactly one of these, nested at most 8 deep with at most 100 conditions."
input SegmentRuleInput @oneOf {
  "Every one of these must hold"
  all: [SegmentRuleInput!]
  "At least one of these must hold"
  any: [SegmentRuleInput!]
  "This must not hold; what is unknown is not false"
  not: SegmentRuleInput
  "One condition"
  test: SegmentTestInput
}

"One condition on one field."
input SegmentTestInput {
  "What is tested"
  field: SegmentField!
  "How; which ones a field takes depends on its kind"
  comparator: Comparator!
  "What it is compared with"
  value: SegmentValueInput!
}

"Give the one that fits the field."
input SegmentValueInput @oneOf {
  "For numbers: points, counts, days, percentiles, shares"
  number: Float
  "For money"
  money: MoneyInput
  "For a name, or one text of several"
  text: String
  "For IN: a list of names"
  texts: [String!]
  "For true or false, and for IS_NULL"
  flag: Boolean
}

"A segment to define."
input SegmentCreateInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "Lower case words joined by hyphens; never changes"
  key: String!
  "The name to show, 1 to 120 characters"
  name: String!
  "What it is for"
  description: String
  "What makes a customer a member; or give \`ruleText\`, or make it a list"
  rule: SegmentRuleInput
  "The rule in words, as \`SegmentRule.text\` has it: \`(orders ≥ 2 and not lapsed = true)\`; money in minor units"
  ruleText: String
  "What is to be done with its customers"
  role: SegmentRole
  "Instead of a rule: customers that are named one by one. Empty, until \`segmentCustomersAdd\` says who; a file of any length: \`kring segment add\`"
  isList: Boolean! = false
}

"Customers to put on the list of a segment, or to take off it."
input SegmentCustomersInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "Global id of the segment, which is a LIST"
  id: ID!
  "At most 500"
  customers: [CustomerIdentifier!]!
}

"What became of the list. The next run counts it."
type SegmentCustomersPayload @access(anyOf: [SEGMENTS_WRITE], ofAll: true) {
  "The segment; null when it failed"
  segment: Segment
  "How many were put on the list, or taken off"
  changed: Int!
  "How many there was nothing to be done for"
  unchanged: Int!
  "Places in \`customers\`, from 0, of whom nobody knows"
  unknown: [Int!]!
  "Why it failed; empty when it did not"
  userErrors: [UserError!]!
}

"A segment to change; what is left out stays."
input SegmentUpdateInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "Global id of the segment"
  id: ID!
  "The version you saw; another one is STALE_VERSION"
  expectedVersion: Int!
  "The name to show, 1 to 120 characters"
  name: String
  "What it is for; null removes it"
  description: String
  "What makes a customer a member"
  rule: SegmentRuleInput
  "The same in words, instead of \`rule\`"
  ruleText: String
  "What is to be done with its customers; null takes the role away"
  role: SegmentRole
}

"A segment to stop evaluating."
input SegmentArchiveInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "Global id of the segment"
  id: ID!
  "The version you saw; another one is STALE_VERSION"
  expectedVersion: Int!
}

"What became of the segment."
type SegmentPayload @access(anyOf: [SEGMENTS_WRITE]) {
  "The segment after the change; null when it failed"
  segment: Segment
  "Why it failed; empty when it did not"
  userErrors: [UserError!]!
}

"A page of segments."
type SegmentConnection @access(anyOf: [PROFILE_READ]) {
  "The objects of this page with their cursors"
  edges: [SegmentEdge!]!
  "The same objects without cursors"
  nodes: [Segment!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
  "How many there are in the whole list"
  totalCount: Count!
}

"A segment in a list."
type SegmentEdge @access(anyOf: [PROFILE_READ]) {
  "Place in the list: as \`after\` it leads to what follows this object"
  cursor: String!
  "The object itself"
  node: Segment!
}

"How many customers stand where in the SONAR lifecycle, at the last run."
type LifecycleSummary @access(anyOf: [VALUE_READ], ofAll: true) {
  "The instant the last run was pinned to"
  asOf: DateTime!
  "One entry per stage, in the order of the lifecycle"
  stages: [StageSummary!]!
}

"The customers at one stage."
type StageSummary @access(anyOf: [VALUE_READ], ofAll: true) {
  "The quarter the stage is in"
  quarter: SonarQuarter!
  "The stage"
  stage: SonarStage!
  "How many are there"
  customers: Count!
  "How many of them lapsed"
  lapsed: Int!
  "Current value of these customers together; the stages add up to \`portfolio.current\`"
  value: Money!
}

"The sums that have to agree: value moved between customers, and none appeared or disappeared."
type Portfolio @access(anyOf: [VALUE_READ], ofAll: true) {
  "The instant the last run was pinned to"
  asOf: DateTime!
  "IANA name of the zone whose calendar days are purchase days; fixed when the table was made"
  timeZone: String!
  "How many customers the run saw"
  customers: Count!
  "Σ what customers paid less what went back"
  revenue: Money!
  "Σ observed value over all orders, less refunds and credits"
  direct: Money!
  "Σ value that went with refunded purchases; \`direct\` is without it already"
  refunds: Money!
  "Σ value of money given back that met no purchase; \`direct\` is without it already"
  credits: Money!
  "Σ rewards paid for referrals"
  rewards: Money!
  "Σ current value over all customers, to the cent direct − rewards"
  current: Money!
  "Σ potential value over all customers; null until a lifetime-value model has run"
  potential: Money
  "How \`potential\` came from the run before; null in the first run, and in views of the past"
  potentialBridge: PotentialBridge
  "Σ total value over all customers: current + potential"
  total: Money!
  "What orders and refunds have moved since the last run: \`revenue\`, \`direct\`, \`refunds\`, \`credits\`, \`current\` and \`total\` are with it; null where nothing has"
  betweenRuns: ValueBetweenRuns
  "True when any input was made by a simulation"
  simulated: Boolean!
  "Where these numbers come from"
  provenance: Provenance!
}

"""
How the sum of everybody's potential came from the run before to this one: before + time + parameters + events = after, to the cent. A sum
that moved because customers are judged anew is never taken for business
"""
type PotentialBridge @access(anyOf: [VALUE_READ], ofAll: true) {
  "The day the run before valued"
  from: Date!
  "The day this run values"
  to: Date!
  "What the run before published"
  before: Money!
  "What the days alone did: the same purchases by the same parameters, valued on \`to\` instead of \`from\`"
  time: Money!
  "What newly adopted parameters did to the same purchases on the same day; 0 on nights without an adoption"
  parameters: Money!
  "All else: purchases since, and what was told since of earlier ones"
  events: Money!
  "What this run publishes: \`Portfolio.potential\`"
  after: Money!
  "The parameters in force now"
  adopted: ParameterAdoption!
}

"Since when, and why, customers are valued by the parameters in force"
type ParameterAdoption @access(anyOf: [VALUE_READ], ofAll: true) {
  "From 1, one more with every adoption"
  version: Int!
  "The first day they valued"
  on: Date!
  "The last day they were learned from"
  fittedOn: Date!
  "Why they took the place of those before"
  reason: AdoptionReason!
}

"Why parameters were adopted"
enum AdoptionReason {
  "There were none that could be gone on with"
  FIRST
  "The sum of potential on one day differed by more than two per cent under newly fitted ones"
  DRIFT
  "Four weeks, or the quarterly choice of models, had come"
  AGE
  "Another model won two choices in a row, or the one in force could not be fitted any more"
  FAMILY
  "Margin rate, horizon, discount or the choice of model was set anew"
  SETTINGS
  "A run was asked to choose anew"
  REQUEST
}

extend type Query {
  "By global id or by key; null when there is none"
  segment("Its global id" id: ID, "Its key, where no id is given" key: String): Segment @access(anyOf: [PROFILE_READ])
  "The RFM groups, then the rule segments by key"
  segments(first: Int! = 50, after: String, "Instead of \`first\`: so many before \`before\`, or at the end of the list; in the order of the list" last: Int, "\`pageInfo.startCursor\` of the page behind" before: String): SegmentConnection! @access(anyOf: [PROFILE_READ])
  "What a rule would say of up to 20 customers, before it is a segment: exactly as the next run would try it, were nothing to come. Null for who is not there; \`isMember\` stays null"
  segmentPreview("As \`segmentCreate\` takes it" ruleText: String!, "At most 20" customers: [CustomerIdentifier!]!): [MembershipExplanation]! @cost(weight: 5, listSize: 20) @access(anyOf: [VALUE_READ], ofAll: true)
  "Null until a run has been published"
  lifecycleSummary: LifecycleSummary @access(anyOf: [VALUE_READ], ofAll: true)
  "Null until a run has been published"
  portfolio: Portfolio @access(anyOf: [VALUE_READ], ofAll: true)
}

extend type Mutation {
  "Rule segments are evaluated by the next run"
  segmentCreate(input: SegmentCreateInput!): SegmentPayload! @access(anyOf: [SEGMENTS_WRITE], ofAll: true)
  "Change the name, description or rule of a segment; what is left out stays. The next run evaluates it"
  segmentUpdate(input: SegmentUpdateInput!): SegmentPayload! @access(anyOf: [SEGMENTS_WRITE], ofAll: true)
  "Puts customers on a list; at most 500. Harmless to repeat"
  segmentCustomersAdd(input: SegmentCustomersInput!): SegmentCustomersPayload! @access(anyOf: [SEGMENTS_WRITE], ofAll: true)
  "Takes customers off a list; at most 500. Harmless to repeat"
  segmentCustomersRemove(input: SegmentCustomersInput!): SegmentCustomersPayload! @access(anyOf: [SEGMENTS_WRITE], ofAll: true)
  "Stops evaluating a rule; its last members stay readable until the next run"
  segmentArchive(input: SegmentArchiveInput!): SegmentPayload! @access(anyOf: [SEGMENTS_WRITE], ofAll: true)
}

"Who came to a segment and who went from one run to the next: before + entered − left = after."
type SegmentGrowth @access(anyOf: [VALUE_READ], ofAll: true) {
  "The instant of the run before; null where there is none to compare with"
  from: DateTime
  "The instant of the last run; null before the first"
  to: DateTime
  "Why nothing is known; null where it is"
  reason: String
  "Members at the run before"
  before: Int
  "Who came"
  entered: SegmentMovement
  "Who went"
  left: SegmentMovement
  "Members at the last run"
  after: Int
}

"Customers who came to a segment, or went."
type SegmentMovement @access(anyOf: [VALUE_READ], ofAll: true) {
  "All of them, exact"
  customers: Int!
  "Those of whom no run knows why: merged with somebody, erased, or left out of one of the two runs because they could not be computed"
  unknown: Int!
  "Why, the most frequent first, at most 20; with \`otherReasons\` and \`unknown\` all of them"
  reasons: [SegmentMovementReason!]! @cost(listSize: 20)
  "Customers with other reasons than the 20 most frequent"
  otherReasons: Int!
  "Those with most of what the segment is ordered by, at most 100"
  list("1 to 100" first: Int! = 20): [SegmentMover!]! @cost(weight: 30)
}

"A reason, and how many customers it moved."
type SegmentMovementReason @access(anyOf: [VALUE_READ], ofAll: true) {
  "The conditions of the rule that answer otherwise: \`overdueDays > 0 holds now\`; of an RFM group the fifths: \`recency 5 → 4\`"
  text: String!
  "How many"
  customers: Int!
}

"A customer who came to a segment, or went, and why."
type SegmentMover @access(anyOf: [VALUE_READ], ofAll: true) {
  "Null for who is gone since"
  customer: Customer
  "As \`SegmentMovementReason.text\`"
  reason: String!
}

extend type Customer {
  "What runs found changed of the customer's segments, RFM group, stage and band of health: the newest 12 and the last of each kind, the newest first. Where nobody knew the customer before, everything is new"
  labelHistory("1 to 100" first: Int! = 20): LabelHistory! @cost(weight: 20) @access(anyOf: [PROFILE_READ])
}

extend type Rfm {
  "The group before this one"
  before: RfmBefore! @cost(weight: 20)
}

"The RFM group a customer was in before the one they are in."
type RfmBefore @access(anyOf: [PROFILE_READ]) {
  "The group; null where no run saw it change, and where the customer had none"
  group: RfmGroup
  "The instant of the run that found the change; null where none has"
  changedAt: DateTime
  "The fifths that moved: \`recency 5 → 4\`; null where none has"
  because: String
  "Why no change is known; null where one is"
  reason: String
}

"What runs found changed of a customer."
type LabelHistory @access(anyOf: [PROFILE_READ]) {
  "The newest first"
  list: [LabelChange!]!
  "How many there are"
  count: Int!
  "Changes since this run's instant are known, none before it; null where none are"
  since: DateTime
  "Why there are none; null where there are"
  reason: String
}

"One thing a run found otherwise than the run before."
type LabelChange @access(anyOf: [PROFILE_READ]) {
  "What changed"
  kind: LabelKind!
  "The instant of the run that found it: it happened after the run before"
  at: DateTime!
  "That run; null where it is one of long ago"
  runId: ID
  "The segment; null of other kinds, and where it is gone"
  segment: Segment
  "Key of the segment; null of other kinds"
  segmentKey: String
  "Whether the customer came to the segment, or left it; null of other kinds"
  entered: Boolean
  "The word before, as the enumeration of its kind has it; null of a segment, and where there was none"
  from: String
  "The word since; null of a segment, and where there is none"
  to: String
  "Why, in words: \`overdueDays > 0 holds now\`, \`recency 5 → 4\`; null where nothing more is known than that it is so"
  because: String
  "The conditions of the segment's rule that turned the membership, at most 5; empty of other kinds, and where the rule itself was changed"
  conditions: [ConditionChange!]! @cost(listSize: 5)
}

"What a run may find changed of a customer."
enum LabelKind {
  "They came to a segment, or left it"
  SEGMENT
  "They are in another RFM group"
  RFM_GROUP
  "They are at another stage of the lifecycle"
  STAGE
  "They are in another band of health"
  HEALTH_BAND
}

"A condition of a rule that answers otherwise than at the run before."
type ConditionChange @access(anyOf: [PROFILE_READ]) {
  "What is asked, in words"
  text: String!
  "What it answered at the run before; null where that was unknown"
  before: Boolean
  "What it answers since; null where it is unknown"
  after: Boolean
}

"What a customer agreed to, for one purpose. Who was never asked has not agreed."
type Consent @access(anyOf: [PROFILE_READ, PRIVACY_ADMIN]) {
  "What it is for"
  purpose: ConsentPurpose!
  "Whether it is agreed to"
  status: ConsentStatus!
  "Version of the text that was agreed to; null for NOT_GIVEN"
  version: String
  "When it was said; null for NOT_GIVEN"
  at: DateTime
  "Where it was said: \`link-page\`, or the system that told us; null for NOT_GIVEN"
  source: String
}

"What a customer can agree to, each by itself."
enum ConsentPurpose {
  "Public counts of linked accounts, and ties to other customers who agreed too; feeds influence and network value"
  SOCIAL_ENRICHMENT
  "What linked accounts do with the company's own accounts; feeds engagement points"
  SOCIAL_ENGAGEMENT
}

"How a consent stands."
enum ConsentStatus {
  "Agreed to"
  GRANTED
  "Agreed to once, and taken back: what was collected is deleted"
  WITHDRAWN
  "Never asked, or never agreed"
  NOT_GIVEN
}

"The social accounts of a customer, or why there are none."
type CustomerSocialAccounts @access(anyOf: [NETWORK_READ, PRIVACY_ADMIN]) {
  "Why there is something, or nothing"
  status: SocialStatus!
  "The status in words, and what to do; null when LINKED"
  reason: String
  "Linked accounts, by source; a customer links at most 20"
  accounts: [SocialAccount!]!
}

"Why a customer has social accounts, or has none."
enum SocialStatus {
  "At least one account is linked"
  LINKED
  "The customer agreed, and has linked no account (or unlinked it)"
  NOT_LINKED
  "The customer has agreed to nothing, or has taken it back"
  NO_CONSENT
  "No social source is configured on this server"
  NOT_CONFIGURED
}

"An account at a social source that its owner linked to themselves as a customer."
type SocialAccount implements Node @access(anyOf: [NETWORK_READ, PRIVACY_ADMIN]) {
  "Global id of the account; \`socialUnlink\` takes it"
  id: ID!
  "The source, such as \`bluesky\`"
  source: String!
  "The server the account is on"
  host: String!
  "Its name there as last read; null without SOCIAL_ENRICHMENT"
  handle: String @access(anyOf: [PII_READ, PRIVACY_ADMIN])
  "When it was linked"
  linkedAt: DateTime!
  "How it was proven to be the customer's own"
  proof: LinkProof!
  "Whether the source shows it"
  state: SocialAccountState!
  "Since when it is not ACTIVE; null while it is"
  stateSince: DateTime
  "What its owner agreed to: it is used for nothing else"
  purposes: [ConsentPurpose!]!
  "Public counts, each with its freshness"
  metrics: SocialMetrics!
  "Whether it followed the company when that was last asked; null when it never was, or without SOCIAL_ENGAGEMENT"
  followsCompany: Boolean
  "True when it comes from a simulation"
  simulated: Boolean!
}

"How an account was proven to be a customer's own, the surest first."
enum LinkProof {
  "Signed in at the source, with the scope that only tells who somebody is"
  OAUTH
  "The profile links to our page and the page links back, checked by the source"
  REL_ME
  "A code of ours stood in the text of the profile"
  BIO_CODE
  "The company's own forum signs customers in by the id the company knows them by"
  SINGLE_SIGN_ON
}

"Whether a source shows an account."
enum SocialAccountState {
  "Seen at the last sync, or not read yet"
  ACTIVE
  "No longer shown: deactivated, suspended or deleted"
  GONE
  "The source answers, but not about this account: private or blocked"
  REFUSED
}

"How much a number can be relied on. None of these is a 0."
enum Freshness {
  "Read recently enough"
  FRESH
  "Read, but too long ago: the value is the last one known"
  STALE
  "Never read, not told by the source, not agreed to, or the account is not to be seen: \`reason\` says which"
  UNAVAILABLE
}

"The public numbers of one account. There is no earned media value among them: no standard defines one."
type SocialMetrics @access(anyOf: [NETWORK_READ, PRIVACY_ADMIN]) {
  "Accounts that follow it"
  followers: SocialCount!
  "Accounts it follows"
  follows: SocialCount!
  "Posts"
  posts: SocialCount!
  "Reactions per follower and post, over the newest posts the source tells"
  engagementRate: EngagementRate!
}

"One number as a source told it."
type SocialCount @access(anyOf: [NETWORK_READ, PRIVACY_ADMIN]) {
  "The number; null when UNAVAILABLE"
  value: SafeInt
  "How much it can be relied on"
  freshness: Freshness!
  "Why it is not FRESH; null when it is"
  reason: String
  "When it was read; null when it never was"
  fetchedAt: DateTime
  "Until when it is FRESH; null when it was never read"
  expiresAt: DateTime
  "Who told it: source and server"
  provider: String!
}

"Reactions / (posts · followers). There is no standard engagement rate: this one names its parts, and compares only with itself."
type EngagementRate @access(anyOf: [NETWORK_READ, PRIVACY_ADMIN]) {
  "0.02 is two reactions a post for every hundred followers; null when UNAVAILABLE, also where a part is unknown or 0"
  value: Float
  "How much it can be relied on"
  freshness: Freshness!
  "Why it is not FRESH; null when it is"
  reason: String
  "What reactions are divided by beside the number of posts"
  denominator: EngagementDenominator!
  "The window: how many of the newest posts the reactions are of; null when unknown"
  windowPosts: Int
  "Reactions to those posts together; null when unknown"
  reactions: SafeInt
  "When the parts were read; null when they never were"
  fetchedAt: DateTime
  "Until when it is FRESH; null when it was never read"
  expiresAt: DateTime
  "Who told the parts: source and server"
  provider: String!
}

"What an engagement rate is divided by."
enum EngagementDenominator {
  "Followers at the time of reading: the only one public data allow (reach and impressions are not public)"
  FOLLOWERS
}

"A configured social source, and how its reading stands."
type SocialSource @access(anyOf: [RUNS_START, NETWORK_READ], ofAll: true) {
  "The source of its accounts, ties and interactions, such as \`bluesky\`"
  key: String!
  "Its kind: bluesky, mastodon, discourse, github or file"
  type: String!
  "Its servers: one, but for federated networks"
  hosts: [SocialHost!]!
  "The most it may be used a day (UTC), each host; null where there is no bound"
  budget: SocialBudget!
  "Up to when engagement with the company's accounts is known to have been read; null before the first reading"
  watermarkAt: DateTime
  "When the event stream last had nothing more to tell; null where there is none"
  streamCaughtUpAt: DateTime
  "When a sync last read everything that was due; null before"
  syncedAt: DateTime
  "The newest sync that was of this source; null before the first, or when it is not among the newest 100"
  lastSync: SocialSync @cost(weight: 5)
  "Linked accounts, counted now: reads every linked account of all sources"
  accounts: SocialAccountCounts! @cost(weight: 500)
}

"One server of a source: what all who call it share."
type SocialHost @access(anyOf: [RUNS_START, NETWORK_READ], ofAll: true) {
  "Its name"
  host: String!
  "Whether it may be called"
  state: SocialHostState!
  "Until when it is left alone; null when READY"
  until: DateTime
  "Calls made today (UTC), those reserved included"
  callsToday: Int!
  "What they cost, in millionths of the billing currency"
  costMicrosToday: SafeInt!
  "What it can do, as found at the last reading; null before"
  capabilities: SocialCapabilities
}

"Whether a server may be called."
enum SocialHostState {
  "Calls are made, as fast as its limits allow"
  READY
  "It asked for a pause"
  PAUSED
  "It failed too often, and is left alone for a while"
  BROKEN
}

"What a server can do, found by asking it."
type SocialCapabilities @access(anyOf: [RUNS_START, NETWORK_READ], ofAll: true) {
  "Counts of accounts"
  profiles: Boolean!
  "Whom accounts follow"
  follows: Boolean!
  "What was done to the company's accounts"
  engagement: Boolean!
  "Who follows the company"
  followingBrand: Boolean!
  "An event stream"
  stream: Boolean!
  "How accounts can be proven, the surest first"
  proofs: [LinkProof!]!
}

"Bounds of use a day (UTC)."
type SocialBudget @access(anyOf: [RUNS_START, NETWORK_READ], ofAll: true) {
  "Calls; null: no bound"
  callsPerDay: Int
  "Millionths of the billing currency; null: no bound"
  costMicrosPerDay: SafeInt
}

"Linked accounts of a source, by what they may be used for and how fresh their numbers are."
type SocialAccountCounts @access(anyOf: [RUNS_START, NETWORK_READ], ofAll: true) {
  "Linked accounts"
  linked: Int!
  "One entry a purpose"
  byPurpose: [SocialPurposeCount!]!
  "With SOCIAL_ENRICHMENT, read recently enough"
  fresh: Int!
  "With SOCIAL_ENRICHMENT, read too long ago"
  stale: Int!
  "With SOCIAL_ENRICHMENT, never read or not to be seen"
  unavailable: Int!
}

"How many linked accounts may be used for one purpose."
type SocialPurposeCount @access(anyOf: [RUNS_START, NETWORK_READ], ofAll: true) {
  "The purpose"
  purpose: ConsentPurpose!
  "How many"
  accounts: Int!
}

"One reading of social sources: planned, then worked at in parts until nothing is left."
type SocialSync implements Node @access(anyOf: [RUNS_START, NETWORK_READ], ofAll: true) {
  "Global id of the sync"
  id: ID!
  "Whether it goes on, and how it ended"
  status: SocialSyncStatus!
  "What began it: SCHEDULE, MANUAL or API"
  trigger: String!
  "Sources it reads"
  sources: [String!]!
  "Key of the segment it is limited to; null: all linked accounts"
  segment: String
  "When it began; ties it found carry this instant"
  startedAt: DateTime!
  "When it ended; null while it goes on"
  finishedAt: DateTime
  "Linked accounts it looked at"
  accounts: Int!
  "Those that were due for reading"
  due: Int!
  "How far it is"
  parts: SocialSyncParts! @cost(weight: 5)
  "What it did so far"
  counts: SocialSyncCounts! @cost(weight: 5)
  "Why parts failed, each reason once; names sources and servers, never accounts"
  errors: [String!]! @cost(weight: 5)
}

"How a sync stands."
enum SocialSyncStatus {
  "Under way: the next worker goes on with it"
  RUNNING
  "Everything that was due was read"
  SUCCEEDED
  "Some parts failed; the next sync reads them again"
  PARTLY_FAILED
  "Nothing could be read"
  FAILED
}

"Parts of a sync, by what became of them."
type SocialSyncParts @access(anyOf: [RUNS_START, NETWORK_READ], ofAll: true) {
  "All parts"
  total: Int!
  "Done"
  done: Int!
  "Still to do"
  open: Int!
  "Given up until the next sync"
  failed: Int!
}

"What a sync did."
type SocialSyncCounts @access(anyOf: [RUNS_START, NETWORK_READ], ofAll: true) {
  "Calls of sources"
  calls: Int!
  "Answers that said: too many"
  throttled: Int!
  "Calls given up, and refusals"
  failed: Int!
  "What the calls cost, in millionths of the billing currency"
  costMicros: SafeInt!
  "Accounts whose counts were read"
  profiles: Int!
  "Accounts that were not to be seen"
  missing: Int!
  "Accounts whose list of follows had not changed"
  upToDate: Int!
  "Lists of follows read to their end"
  followsRead: Int!
  "Ties that began"
  tiesNew: Int!
  "Ties that ended"
  tiesEnded: Int!
  "Acts towards the company that were new"
  acts: Int!
}

"A page of syncs."
type SocialSyncConnection @access(anyOf: [RUNS_START, NETWORK_READ], ofAll: true) {
  "The objects of this page with their cursors"
  edges: [SocialSyncEdge!]!
  "The same objects without cursors"
  nodes: [SocialSync!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
}

"A sync in a list."
type SocialSyncEdge @access(anyOf: [RUNS_START, NETWORK_READ], ofAll: true) {
  "Place in the list: as \`after\` it leads to what follows this object"
  cursor: String!
  "The object itself"
  node: SocialSync!
}

"What a planned sync has to do at one source."
type SocialSyncPlan @access(anyOf: [RUNS_START, NETWORK_READ], ofAll: true) {
  "The source"
  source: String!
  "Linked accounts looked at"
  accounts: Int!
  "Those that are due for reading"
  due: Int!
  "Calls it takes at least"
  callsAtLeast: Int!
  "What they cost at least, in millionths of the billing currency"
  costMicrosAtLeast: SafeInt!
}

extend type Customer {
  "One entry a purpose, as the customer last said it: who has not agreed is not processed for it"
  consents: [Consent!]!
  "Linked social accounts, or why there are none"
  socialAccounts: CustomerSocialAccounts! @cost(weight: 10)
}

"A customer to invite to the linking page."
input SocialLinkInviteInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "Who is invited"
  by: CustomerIdentifier!
}

"Where to send the customer."
type SocialLinkInvitePayload @access(anyOf: [PRIVACY_ADMIN]) {
  "The customer's own page: link, see what is linked, withdraw, unlink. Who has this address can do that for the customer; null when it failed"
  url: String
  "Until when it can be used; null when it failed"
  expiresAt: DateTime
  "Why it failed; empty when it did not"
  userErrors: [UserError!]!
}

"An account to prove, where the company's own pages stand in for the linking page."
input SocialLinkStartInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "Whose account it is said to be"
  by: CustomerIdentifier!
  "Key of the source"
  source: String!
  "The server of a federated network; left out: the one in the handle, or the only one"
  host: String
  "Which account; needed for REL_ME and BIO_CODE"
  handle: String
  "How to prove it; left out: the surest way the source offers"
  proof: LinkProof
  "What the customer agreed to, at least one"
  purposes: [ConsentPurpose!]!
  "Version of the consent text that was shown: the configured one"
  consentVersion: String!
  "Where the customer agreed, such as the name of your page"
  saidIn: String!
}

"How to go on with the proof."
type SocialLinkStartPayload @access(anyOf: [PRIVACY_ADMIN]) {
  "Completes the link within 15 minutes; a secret of the customer. Null when it failed"
  token: String
  "The proof that was begun; null when it failed"
  proof: LinkProof
  "OAUTH: where to send the customer; they come back to the linking page. REL_ME: the address the profile has to link to"
  url: String
  "BIO_CODE: what the text of the profile has to contain"
  code: String
  "Until when the proof can be completed; null when it failed"
  expiresAt: DateTime
  "Why it failed; empty when it did not"
  userErrors: [UserError!]!
}

"A proof to complete."
input SocialLinkCompleteInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "What \`socialLinkStart\` returned"
  token: String!
  "OAUTH: the query the source sent the customer back with, such as \`code=…&state=…\`"
  query: String
}

"What became of the account."
type SocialLinkPayload @access(anyOf: [PRIVACY_ADMIN]) {
  "The linked account; null when it failed"
  account: SocialAccount
  "Whose it is; null when it failed"
  customer: Customer
  "Why it failed; empty when it did not"
  userErrors: [UserError!]!
}

"An account to unlink."
input SocialUnlinkInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "Global id of the account"
  account: ID!
}

"A consent that was given elsewhere."
input ConsentGrantInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "Who agreed"
  by: CustomerIdentifier!
  "To what, at least one"
  purposes: [ConsentPurpose!]!
  "Version of the text they agreed to: the configured one"
  consentVersion: String!
  "Where they said so: the name of your page or system, at most 100 characters"
  source: String!
}

"A consent that is taken back."
input ConsentWithdrawInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "Who takes it back"
  by: CustomerIdentifier!
  "For what, at least one"
  purposes: [ConsentPurpose!]!
  "Version of the text it is about; left out: the one agreed to"
  consentVersion: String
  "Where they said so: the name of your page or system, at most 100 characters"
  source: String!
}

"What became of consent and accounts."
type ConsentPayload @access(anyOf: [PRIVACY_ADMIN]) {
  "The customer after the change; null when it failed"
  customer: Customer
  "What was deleted; null when it failed. What others are worth by it follows at the next run"
  forgotten: SocialForgotten
  "Why it failed; empty when it did not"
  userErrors: [UserError!]!
}

"What was deleted with a consent or an account."
type SocialForgotten @access(anyOf: [PRIVACY_ADMIN]) {
  "Accounts unlinked"
  accounts: Int!
  "Ties, in both directions"
  ties: Int!
  "Interactions, with the points they gave"
  interactions: Int!
}

"A sync to begin."
input SocialSyncStartInput {
  "Made up by you for each new request, such as a UUID: a repeat within 24 hours returns the first answer"
  idempotencyKey: String!
  "Keys of the sources to read; left out: all"
  sources: [String!]
  "Global id of a segment: only its members of the last run; left out: everybody"
  segment: ID
  "Reads again what is older than so many days; left out: what each source says is too old. 0 reads everything"
  olderThanDays: Float
  "True: says what there is to do, calls nobody and starts nothing"
  dryRun: Boolean! = false
}

"What became of the sync."
type SocialSyncPayload @access(anyOf: [RUNS_START, NETWORK_READ], ofAll: true) {
  "The sync; null when it failed, and of a dry run"
  sync: SocialSync
  "False when one was under way already: that one is \`sync\`, as it was planned"
  isNew: Boolean!
  "What there is to do, by source; empty when one was under way"
  plan: [SocialSyncPlan!]!
  "Why it failed; empty when it did not"
  userErrors: [UserError!]!
}

extend type Query {
  "Configured social sources; empty when there are none"
  socialSources: [SocialSource!]! @cost(weight: 10) @access(anyOf: [RUNS_START, NETWORK_READ], ofAll: true)
  "Syncs, newest first"
  socialSyncs(first: Int! = 20, after: String): SocialSyncConnection! @access(anyOf: [RUNS_START, NETWORK_READ], ofAll: true)
}

extend type Mutation {
  "Makes the address of a customer's own linking page, good for a week"
  socialLinkInvite(input: SocialLinkInviteInput!): SocialLinkInvitePayload! @access(anyOf: [PRIVACY_ADMIN])
  "Begins to prove that an account is a customer's own; nothing about it is kept but what the proof needs, sealed, for 15 minutes"
  socialLinkStart(input: SocialLinkStartInput!): SocialLinkStartPayload! @cost(weight: 50) @access(anyOf: [PRIVACY_ADMIN])
  "Asks the source for the proof, links the account and records the consent. What does not hold yet may be tried again until the time is up"
  socialLinkComplete(input: SocialLinkCompleteInput!): SocialLinkPayload! @cost(weight: 50) @access(anyOf: [PRIVACY_ADMIN])
  "Unlinks an account and deletes everything collected through it"
  socialUnlink(input: SocialUnlinkInput!): ConsentPayload! @access(anyOf: [PRIVACY_ADMIN])
  "Records consent, for the customer and the accounts linked already. Links nothing"
  consentGrant(input: ConsentGrantInput!): ConsentPayload! @access(anyOf: [PRIVACY_ADMIN])
  "Takes consent back and deletes what was collected under it; an account no purpose is left for is unlinked"
  consentWithdraw(input: ConsentWithdrawInput!): ConsentPayload! @access(anyOf: [PRIVACY_ADMIN])
  "Plans a sync and starts it, or returns the one under way; the scheduled worker does the work. Follow it with \`node\`"
  socialSyncStart(input: SocialSyncStartInput!): SocialSyncPayload! @cost(weight: 500) @access(anyOf: [RUNS_START], ofAll: true)
}

"""
What a customer is worth, as the two-by-two of current and potential × direct and indirect value. \`total\` is exactly the
sum of the cells that are computed. Over all customers the indirect cells only move value: they sum to minus the rewards paid.
"""
type CustomerValue @access(anyOf: [VALUE_READ]) {
  "Current and potential value together: the total value, wherever it is shown, ordered by, filtered or tested in a segment rule"
  total: Money!
  "What has been observed up to the as-of instant"
  current: ValueSide!
  "Amounts are null, with a reason, until a lifetime-value model has run"
  potential: ValueSide!
  "The direct part of \`total\`: both direct cells. DIRECT_VALUE, in lists, filters and rules, is \`current.direct\`"
  totalDirect: Money!
  "The indirect part of \`total\`: both indirect cells. INDIRECT_VALUE, in lists, filters and rules, is \`current.indirect\`"
  totalIndirect: Money!
  "What the customer paid less what went back, beside the margin counted in \`current.direct\`"
  revenue: Money!
  "Null until a lifetime-value model has run"
  clv: LifetimeValue
  "What is lost if this customer leaves"
  atRisk: ValueAtRisk!
  "What referrals moved, opened up; part of \`current.indirect\`"
  referralValue: ReferralValue!
  "What ties moved, opened up; part of \`current.indirect\`"
  networkValue: NetworkValue!
  "Where this total stands among all customers"
  standing: ValueStanding!
  "Signed terms that add up to \`total\`, to the cent"
  breakdown: [ValueTerm!]!
  """
  What orders and refunds have moved since the last run; null where nothing has. \`current\`, \`revenue\`, \`referralValue\`, \`networkValue\`, \`breakdown\` and what adds
  them up are with it, moved by the shares of the last run. \`potential\`, \`clv\`, \`standing\`, the flows that are listed, segments and every list are as of that run.
  """
  betweenRuns: ValueBetweenRuns
  "Where these numbers come from"
  provenance: Provenance!
}

"How current value moved since the last run. Over all customers it moves by exactly what was ordered and given back."
type ValueBetweenRuns @access(anyOf: [VALUE_READ]) {
  "When it was moved last"
  at: DateTime!
  "How \`current.total\` moved: direct + indirect"
  current: Money!
  "By own orders, refunds and credits"
  direct: Money!
  "By those of others, less what is passed on to others"
  indirect: Money!
  "What is passed on only by the next run, at most: an order touches a few dozen customers between two runs, and those it would reach beyond wait"
  waiting: Money!
}

"One side of the two-by-two: what was observed, or what is expected."
type ValueSide @access(anyOf: [VALUE_READ]) {
  "Whether the amounts are there"
  status: ComputationStatus!
  "Why the amounts are null; null when they are not"
  reason: String
  "direct + indirect"
  total: Money
  "From the customer's own orders; null where not computed"
  direct: Money
  "Moved here by referrals and ties, less what they moved away; null where not computed"
  indirect: Money
}

"One signed term of a customer's total."
type ValueTerm @access(anyOf: [VALUE_READ]) {
  "What it is, for programs"
  key: ValueTermKey!
  "What it is, for people"
  label: String!
  "Negative for what was passed on or paid"
  amount: Money!
  "When money last went back, for REFUNDS and CREDITS; null for the other terms. Each of them with its date: \`Customer.moneyBack\`"
  at: DateTime
}

"What a term of a customer's value is. Terms that are 0 are left out."
enum ValueTermKey {
  "Margin on the customer's own orders (revenue × the configured rate where a cost is unknown), before refunds; cancelled orders are none"
  OWN_ORDERS
  "What refunds took of it"
  REFUNDS
  "Money given back that met no purchase"
  CREDITS
  "From customers brought in, directly and through others"
  REFERRAL_RECEIVED
  "To those who brought this customer in"
  REFERRAL_PASSED_ON
  "Paid to this customer for referrals"
  REFERRAL_REWARDS
  "From customers who follow this one"
  NETWORK_RECEIVED
  "To those this customer follows"
  NETWORK_PASSED_ON
  "Expected from the customer's own orders within the horizon"
  EXPECTED_ORDERS
  "Expected through others within the horizon, net of what is passed on"
  EXPECTED_INDIRECT
}

"Exact, from referral chains: conserved, so a value is never counted twice."
type ReferralValue @access(anyOf: [VALUE_READ]) {
  "received − passed on − rewards"
  net: Money!
  "As \`net\`"
  conserved: Money! @deprecated(reason: "It is \`net\`. It goes on 2027-06-01.")
  "Everything that flowed through this customer. It counts a value once per ancestor: never sum it over customers"
  gross: Money!
  "Credited to those who brought this customer in"
  passedOn: Money!
  "Paid for this customer's referrals"
  rewards: Money!
  "Customer referral value of Kumar, Petersen and Leone (2010). Not additive: summed over customers it counts the same value several times."
  crvNotAdditive: Money
  "Who was brought in, and what each of them is worth to this customer: adds up to what was received"
  received(first: Int! = 20): ValueFlows! @cost(weight: 10)
  "Who brought this customer in, and what they are credited: adds up to \`passedOn\`"
  passedOnTo(first: Int! = 20): ValueFlows! @cost(weight: 10)
  "As \`passedOnTo\`"
  given(first: Int! = 20): ValueFlows! @cost(weight: 10) @deprecated(reason: "It is \`passedOnTo\`. It goes on 2027-06-01.")
  "Where these numbers come from"
  provenance: Provenance!
}

"Expected, from ties: the conserving solve f = v + C f (a model, not a record)."
type NetworkValue @access(anyOf: [VALUE_READ]) {
  "received − passed on"
  net: Money!
  "As \`net\`"
  conserved: Money! @deprecated(reason: "It is \`net\`. It goes on 2027-06-01.")
  "As \`received { total }\`"
  gross: Money! @deprecated(reason: "It is \`received { total }\`: nothing here counts twice. It goes on 2027-06-01.")
  "Credited to those this customer follows"
  passedOn: Money!
  "Which followers the value comes from: adds up to what was received"
  received(first: Int! = 20): ValueFlows! @cost(weight: 10)
  "Whom this customer follows, and what they are credited: adds up to \`passedOn\`"
  passedOnTo(first: Int! = 20): ValueFlows! @cost(weight: 10)
  "As \`passedOnTo\`"
  given(first: Int! = 20): ValueFlows! @cost(weight: 10) @deprecated(reason: "It is \`passedOnTo\`. It goes on 2027-06-01.")
  "Where these numbers come from"
  provenance: Provenance!
}

"""
What is lost if this customer leaves. The two figures stand side by side and are never added, nor summed over customers: what
others are worth only through this customer is part of those others' own value.
"""
type ValueAtRisk @access(anyOf: [VALUE_READ]) {
  """
  Own orders: what they would bring if the customer returns, times the probability that the customer does not,
  \`clv.predicted × (1 − P) / P\` with P the return probability, which already is in \`predicted\` once. P below .001 counts as .001: who has
  certainly left has nothing left at risk. Null until a lifetime-value model has run
  """
  own: Money
  "What others are worth only through this customer. Worked out for those with most network value; figures of two customers overlap"
  network: Money @cost(weight: 5)
}

"Lifetime value: what the customer's own future orders are expected to bring."
type LifetimeValue @access(anyOf: [VALUE_READ]) {
  "Expected margin of all orders within the horizon"
  predicted: Money!
  "The lower end of the interval that holds four outcomes in five"
  low: Money!
  "The upper end of that interval"
  high: Money!
  "Expected number of orders within the horizon"
  expectedOrders: Float!
  "Expected margin of one of them"
  expectedOrderMargin: Money!
  "Probability of at least one more order within the horizon: the one statement about leaving"
  returnProbability: Float!
  "The day by which half of those who return have returned: after the as-of day, within the horizon. Null where no order is expected at all"
  expectedNextOrderOn: Date
  "Where these numbers come from"
  provenance: Provenance!
}

extend type Customer {
  "What own orders are expected to bring within any horizon, and month by month, by the parameters of the last run and the purchases it knew"
  valueAhead(
    "Horizons, days: at most 12, each 1 to 3650. At the run's own it is \`value.clv\`"
    days: [Int!]! = [90, 365, 1095]
    "Calendar months ahead, 0 to 36"
    months: Int! = 12
  ): ValueAhead! @cost(weight: 3) @access(anyOf: [VALUE_READ])
}

"What a customer's own orders are expected to bring."
type ValueAhead @access(anyOf: [VALUE_READ]) {
  "Whether it could be worked out"
  status: ComputationStatus!
  "Why it could not; null when it could"
  reason: String
  "Within each horizon asked for. Discounted, as \`value.clv\`; without intervals, which are measured for the run's own horizon alone"
  horizons: [HorizonAhead!]!
  "What is left of this month first. They add up, to the cent, to what is expected until the last one ends"
  months: [MonthAhead!]!
  "Where these numbers come from; null where there are none"
  provenance: Provenance
}

"What is expected within some days."
type HorizonAhead @access(anyOf: [VALUE_READ]) {
  "From the valuation day on"
  days: Int!
  "Expected margin of all orders within them"
  predicted: Money!
  "Expected number of orders"
  expectedOrders: Float!
  "Probability of at least one"
  returnProbability: Float!
}

"What is expected in a calendar month, or what is left of it."
type MonthAhead @access(anyOf: [VALUE_READ]) {
  "The first day"
  from: Date!
  "The day after the last one"
  to: Date!
  "Expected margin of orders in it"
  expected: Money!
}

extend type Customer {
  "Why own orders are expected to bring what they are, against the average customer: terms that add up to \`value.clv.predicted\`, to the cent"
  valueReasons: ValueReasons! @cost(weight: 3) @access(anyOf: [VALUE_READ])
}

"Terms between what the average customer is expected to bring and what this one is. Each is a Shapley value: mixtures of the two histories are forecast by the parameters of the run."
type ValueReasons @access(anyOf: [VALUE_READ]) {
  "Whether it could be worked out"
  status: ComputationStatus!
  "Why it could not; null when it could"
  reason: String
  "What the average customer is expected to bring: a history of average numbers. Null where it could not be worked out"
  typical: Money
  "What this customer is: \`value.clv.predicted\` = \`typical\` + Σ \`terms.amount\`. Null where it could not be worked out"
  predicted: Money
  "What each figure of the history adds or takes, at most 5"
  terms: [ValueReason!]!
  "What 19 in 20 outcomes lie in, where \`value.clv.low\` and \`high\` hold four in five. Null where it could not be worked out"
  interval95: MoneyInterval
  "Where these numbers come from; null where there are none"
  provenance: Provenance
}

"What one figure of a history adds to a forecast or takes from it."
type ValueReason @access(anyOf: [VALUE_READ]) {
  "Which figure"
  figure: ValueReasonFigure!
  "What it adds, below zero what it takes"
  amount: Money!
  "The customer's own: purchase days or days; null for MARGIN and REST"
  own: Float
  "The average customer's"
  typical: Float
}

"Figures of a history."
enum ValueReasonFigure {
  "Days with a purchase"
  PURCHASES
  "Days since the last purchase"
  SINCE_LAST
  "Days since the first purchase"
  AGE
  "Mean margin of a purchase"
  MARGIN
  "All else: when exactly purchases came, and how evenly in size"
  REST
}

"A place among all customers."
type ValueStanding @access(anyOf: [VALUE_READ]) {
  "0 to 100 = most valuable: the share of customers worth less, equals counting half. To within one percent, and the same number as TOTAL_VALUE_PERCENTILE in a segment rule; the exact place is \`position\` in \`customers\`."
  percentile: Float!
  "Number of customers"
  of: Int!
}

"""
Value that moved between this customer and others. The listed flows and \`rest\` add up exactly to \`total\`.
"""
type ValueFlows @access(anyOf: [NETWORK_READ], ofAll: true) {
  "All flows together, the published amount"
  total: Money!
  "The \`first\` (1 to 100) largest, of the 100 largest that a run keeps"
  flows: [ValueFlow!]!
  "What the flows not listed amount to"
  rest: Money!
}

"Value that moved between this customer and one other."
type ValueFlow @access(anyOf: [NETWORK_READ], ofAll: true) {
  "At the other end; null when gone"
  customer: Customer
  "How much moved"
  amount: Money!
  "Ids of the customers through whom the value came, from who passes it on to who receives it, both included"
  path: [ID!]!
}

"""
An address of yours that is told when scores of customers change, or who is in a segment: a signed POST for up to 100 of them, in the manner of Standard Webhooks. It
says whom a change is about and what changed, no amount and no name; \`partnerScores\` has the scores.
"""
type Webhook @access(anyOf: [WEBHOOKS_WRITE]) {
  "To change it"
  id: ID!
  "What it is for"
  name: String!
  "Where it is sent to"
  url: String!
  "Keys of the segments of which it tells who enters and who leaves"
  segments: [String!]!
  "Scores of which it tells whose differ"
  scores: [WatchedScore!]!
  "Only customers this source named, by its ids; null: by Kring's ids, all whom the maker sees"
  source: String
  "Whether anything is sent"
  status: WebhookStatus!
  "Why nothing is sent; null while it is"
  pausedBecause: String
  "The message at hand, which nobody has taken yet; null where the last one was taken"
  failing: WebhookFailure
  "When a message was taken last; null: never"
  lastDeliveredAt: DateTime
  "When it was made; it tells what changed since"
  createdAt: DateTime!
  "Who made it: \`key:\` and the public part of a key, the subject of a token, the ARN of a role"
  createdBy: String!
  "Messages that nobody took and that were given up, the oldest first; kept for 30 days"
  undelivered("1 to 100" first: Int! = 20, after: String): UndeliveredConnection! @cost(weight: 2)
}

"Whether a webhook is sent anything."
enum WebhookStatus {
  "What changes is sent"
  ACTIVE
  "The last message was taken by nobody yet; it is sent again"
  FAILING
  "Nothing is sent until it is resumed, and then what changed meanwhile"
  PAUSED
}

"A score that can be watched, as \`PartnerScore\` has it."
enum WatchedScore {
  "\`total\`"
  TOTAL
  "\`current\`"
  CURRENT
  "\`direct\`"
  DIRECT
  "\`referral\`"
  REFERRAL
  "\`network\`"
  NETWORK
  "\`potential\`"
  POTENTIAL
  "\`atRisk\`"
  AT_RISK
  "\`returnProbability\`"
  RETURN_PROBABILITY
  "\`expectedOrders\`"
  EXPECTED_ORDERS
  "\`influence\`"
  INFLUENCE
  "\`engagementPoints\`"
  ENGAGEMENT_POINTS
  "\`rfmGroup\`"
  RFM_GROUP
  "\`quarter\`"
  QUARTER
  "\`stage\`"
  STAGE
  "\`lapsed\`"
  LAPSED
}

"What is known of a message that nobody has taken yet."
type WebhookFailure @access(anyOf: [WEBHOOKS_WRITE]) {
  "Times it was sent in vain"
  attempts: Int!
  "When it was sent last"
  at: DateTime!
  "When it is sent again"
  nextAt: DateTime!
  "What went wrong: a status, no connection, no answer in time; nothing of what was answered"
  reason: String!
}

"A message that nobody took in 28 hours. It is kept as its place in the feed: what it says is read again when it is sent again."
type Undelivered @access(anyOf: [WEBHOOKS_WRITE]) {
  "To send it again"
  id: ID!
  "Times it was sent"
  attempts: Int!
  "When it was sent last"
  at: DateTime!
  "What went wrong"
  reason: String!
  "Whether it is to be sent again with the next deliveries"
  isDue: Boolean!
}

"A page of what nobody took."
type UndeliveredConnection @access(anyOf: [WEBHOOKS_WRITE]) {
  "The messages of this page with their cursors"
  edges: [UndeliveredEdge!]!
  "The same messages without cursors"
  nodes: [Undelivered!]!
  "Whether there is more, and how to get it"
  pageInfo: PageInfo!
}

"A message that nobody took."
type UndeliveredEdge @access(anyOf: [WEBHOOKS_WRITE]) {
  "Place in the list: as \`after\` it leads to what follows this message"
  cursor: String!
  "The message itself"
  node: Undelivered!
}

"A webhook to be made."
input WebhookCreateInput {
  "Made up by you for each new request: repeating it within 24 hours returns the same webhook and secret"
  idempotencyKey: String!
  "What it is for: 1 to 100 characters"
  name: String!
  "Where to send to: https, on the public internet; on your own machine also http://127.0.0.1"
  url: String!
  "Keys of segments of which it tells who enters and who leaves; at most 20. Takes profile:read"
  segments: [String!]! = []
  "Scores of which it tells whose differ. Each takes the scope that opens it"
  scores: [WatchedScore!]! = []
  "Only customers this source named, told by its ids; null: all whom you see, told by Kring's ids"
  source: String
}

"A webhook that was made."
type WebhookCreatePayload @access(anyOf: [WEBHOOKS_WRITE]) {
  "The webhook; null where it was refused"
  webhook: Webhook
  "What its messages are signed with, this once: \`verifyWebhook\` of kring/client takes it"
  secret: String
  "Why there is none"
  userErrors: [UserError!]!
}

"A webhook to be changed."
input WebhookInput {
  "Made up by you for each new request"
  idempotencyKey: String!
  "Its id"
  id: ID!
}

"A message to be sent again."
input WebhookReplayInput {
  "Made up by you for each new request"
  idempotencyKey: String!
  "Id of the webhook"
  id: ID!
  "Id of the message that nobody took"
  undelivered: ID!
}

"A webhook that was changed."
type WebhookPayload @access(anyOf: [WEBHOOKS_WRITE]) {
  "The webhook as it is now; null where there is none (any more)"
  webhook: Webhook
  "Why nothing was changed"
  userErrors: [UserError!]!
}

extend type Query {
  "Every webhook, the oldest first, at most 20; a key bound to sources sees those it made"
  webhooks: [Webhook!]! @access(anyOf: [WEBHOOKS_WRITE]) @cost(weight: 10, listSize: 20)
}

extend type Mutation {
  "Have an address told what changes from now on. What signs its messages is in the answer and nowhere else."
  webhookCreate(input: WebhookCreateInput!): WebhookCreatePayload! @access(anyOf: [WEBHOOKS_WRITE]) @cost(weight: 50)
  "Send nothing until it is resumed."
  webhookPause(input: WebhookInput!): WebhookPayload! @access(anyOf: [WEBHOOKS_WRITE])
  "Go on where the last message that was taken ends. After more than a month the message says \`scores.resync\`."
  webhookResume(input: WebhookInput!): WebhookPayload! @access(anyOf: [WEBHOOKS_WRITE])
  "Send a message once more that nobody took, with the next deliveries."
  webhookReplay(input: WebhookReplayInput!): WebhookPayload! @access(anyOf: [WEBHOOKS_WRITE])
  "End a webhook for good, and forget what nobody took of it."
  webhookDelete(input: WebhookInput!): WebhookPayload! @access(anyOf: [WEBHOOKS_WRITE])
}`;
