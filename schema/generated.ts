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

/** Anything that can be fetched again by its opaque, global id. */
export type Node = {
  readonly id: Scalars['ID']['output'];
};

export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** True when there may be more. A page can be shorter than `first` and still have a next one: the read budget of a request ran out. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly endCursor: Maybe<Scalars['String']['output']>;
};

export type Count = {
  readonly __typename?: 'Count';
  readonly count: Scalars['SafeInt']['output'];
  readonly precision: CountPrecision;
  readonly asOf: Scalars['DateTime']['output'];
};

export type CountPrecision =
  | 'EXACT'
  | 'AT_LEAST';

export type Money = {
  readonly __typename?: 'Money';
  readonly amount: Scalars['Decimal']['output'];
  /** The same amount in minor units of the currency (cents for EUR) */
  readonly minorUnits: Scalars['SafeInt']['output'];
  readonly currencyCode: Scalars['CurrencyCode']['output'];
};

export type MoneyInput = {
  readonly amount: Scalars['Decimal']['input'];
  /** Must be the deployment's one accounting currency */
  readonly currencyCode: Scalars['CurrencyCode']['input'];
};

/** Half-open: from ≤ instant < to */
export type DateTimeRange = {
  readonly from?: InputMaybe<Scalars['DateTime']['input']>;
  readonly to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Closed range: min ≤ value ≤ max */
export type FloatRange = {
  readonly min?: InputMaybe<Scalars['Float']['input']>;
  readonly max?: InputMaybe<Scalars['Float']['input']>;
};

/** Closed range in the accounting currency: min ≤ amount ≤ max */
export type MoneyRange = {
  readonly min?: InputMaybe<Scalars['Decimal']['input']>;
  readonly max?: InputMaybe<Scalars['Decimal']['input']>;
};

export type OrderDirection =
  | 'ASC'
  | 'DESC';

/** Where a number comes from. */
export type Provenance = {
  readonly __typename?: 'Provenance';
  readonly method: ScoreMethod;
  /** 0..1 */
  readonly confidence: Scalars['Float']['output'];
  /** The instant the answer is about: nothing that happened later was counted */
  readonly asOf: Scalars['DateTime']['output'];
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

export type ScoreMethod =
  /** Added up from recorded events */
  | 'OBSERVED'
  /** An expectation from a fitted model */
  | 'MODELLED'
  /** Too little data: the prior of the population */
  | 'PRIOR';

/** Why a value is there, or is not. */
export type ComputationStatus =
  | 'COMPUTED'
  /** No run has computed this yet */
  | 'NOT_COMPUTED';

/** An expected failure, as data. `field` is the path into the arguments, null when it is about no single field. */
export type UserError = {
  readonly code: UserErrorCode;
  readonly message: Scalars['String']['output'];
  readonly field: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

export type InputError = UserError & {
  readonly __typename?: 'InputError';
  readonly code: UserErrorCode;
  readonly message: Scalars['String']['output'];
  readonly field: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

export type StaleVersionError = UserError & {
  readonly __typename?: 'StaleVersionError';
  readonly code: UserErrorCode;
  readonly message: Scalars['String']['output'];
  readonly field: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly currentVersion: Scalars['Int']['output'];
};

export type IdentityConflictError = UserError & {
  readonly __typename?: 'IdentityConflictError';
  readonly code: UserErrorCode;
  readonly message: Scalars['String']['output'];
  readonly field: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly conflictingCustomerIds: ReadonlyArray<Scalars['ID']['output']>;
};

export type AlreadyRunningError = UserError & {
  readonly __typename?: 'AlreadyRunningError';
  readonly code: UserErrorCode;
  readonly message: Scalars['String']['output'];
  readonly field: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The run that holds the lock */
  readonly runningId: Scalars['ID']['output'];
};

export type UserErrorCode =
  | 'INVALID'
  | 'TOO_MANY'
  /** Money in another currency than the deployment's */
  | 'CURRENCY_MISMATCH'
  /** Same source and id as before, other content: nothing was changed */
  | 'CONFLICT'
  | 'UNKNOWN_CUSTOMER'
  | 'NOT_FOUND'
  | 'TAKEN'
  | 'STALE_VERSION'
  | 'IDENTITY_CONFLICT'
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The first request with this idempotency key has not finished yet; repeat it in a minute */
  | 'REQUEST_IN_PROGRESS'
  | 'ALREADY_RUNNING'
  | 'SELF_TIE'
  | 'SELF_REFERRAL';

export type Query = {
  readonly __typename?: 'Query';
  /** Any object by its global id; null when there is none */
  readonly node: Maybe<Node>;
  /** Up to 100 objects, in the order of the ids, null where there is none */
  readonly nodes: ReadonlyArray<Maybe<Node>>;
  /** Null when there is no such customer */
  readonly customer: Maybe<Customer>;
  /** Customers in the order of the last run; equals in the order of their first events. Empty until a run has been published. */
  readonly customers: CustomerConnection;
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
  /** A published version, by default the current one; null when there is none of this number */
  readonly engagementRuleSet: Maybe<EngagementRuleSet>;
  /** What-if, on up to 20 customers, from all their events */
  readonly engagementPreview: ReadonlyArray<EngagementPreview>;
  readonly enrichmentRun: Maybe<EnrichmentRun>;
  /** Newest first */
  readonly enrichmentRuns: EnrichmentRunConnection;
  /** By global id or by key; null when there is none */
  readonly segment: Maybe<Segment>;
  /** The RFM groups, then the rule segments by key */
  readonly segments: SegmentConnection;
  /** Null until a run has been published */
  readonly lifecycleSummary: Maybe<LifecycleSummary>;
  /** Null until a run has been published */
  readonly portfolio: Maybe<Portfolio>;
};


export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


export type QueryNodesArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


export type QueryCustomerArgs = {
  by: CustomerIdentifier;
};


export type QueryCustomersArgs = {
  orderBy: InputMaybe<CustomerOrder>;
  filter: InputMaybe<CustomerFilter>;
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};


export type QueryCommunitiesArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};


export type QueryReferralSuspicionsArgs = {
  first?: Scalars['Int']['input'];
};


export type QuerySeedSetArgs = {
  first?: Scalars['Int']['input'];
};


export type QueryEngagementRuleSetArgs = {
  version: InputMaybe<Scalars['Int']['input']>;
};


export type QueryEngagementPreviewArgs = {
  rules: ReadonlyArray<EngagementRuleInput>;
  customers: ReadonlyArray<CustomerIdentifier>;
};


export type QueryEnrichmentRunArgs = {
  id: Scalars['ID']['input'];
};


export type QueryEnrichmentRunsArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};


export type QuerySegmentArgs = {
  id: InputMaybe<Scalars['ID']['input']>;
  key: InputMaybe<Scalars['String']['input']>;
};


export type QuerySegmentsArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Create a customer, or add identities and a display name to one. A new identity that belongs to somebody else is an IDENTITY_CONFLICT. */
  readonly customerUpsert: CustomerPayload;
  readonly ordersIngest: IngestPayload;
  readonly interactionsIngest: IngestPayload;
  readonly tiesIngest: IngestPayload;
  readonly referralRecord: ReferralPayload;
  /** Points of new events follow the new rules at once (within half a minute on other machines); the next run counts everybody again */
  readonly engagementRuleSetPublish: EngagementRuleSetPayload;
  /** Starts a run and returns at once; follow it with `enrichmentRun`. While one is running: ALREADY_RUNNING with its id. */
  readonly enrichmentRunStart: EnrichmentRunPayload;
  /** Rule segments are evaluated by the next run */
  readonly segmentCreate: SegmentPayload;
  readonly segmentUpdate: SegmentPayload;
  /** Stops evaluating a rule; its last members stay readable until the next run */
  readonly segmentArchive: SegmentPayload;
};


export type MutationCustomerUpsertArgs = {
  input: CustomerUpsertInput;
};


export type MutationOrdersIngestArgs = {
  input: OrdersIngestInput;
};


export type MutationInteractionsIngestArgs = {
  input: InteractionsIngestInput;
};


export type MutationTiesIngestArgs = {
  input: TiesIngestInput;
};


export type MutationReferralRecordArgs = {
  input: ReferralRecordInput;
};


export type MutationEngagementRuleSetPublishArgs = {
  input: EngagementRuleSetPublishInput;
};


export type MutationEnrichmentRunStartArgs = {
  input: EnrichmentRunStartInput;
};


export type MutationSegmentCreateArgs = {
  input: SegmentCreateInput;
};


export type MutationSegmentUpdateArgs = {
  input: SegmentUpdateInput;
};


export type MutationSegmentArchiveArgs = {
  input: SegmentArchiveInput;
};

/** One customer, everything known: who they are, what they did, what they are worth and why. */
export type Customer = Node & {
  readonly __typename?: 'Customer';
  readonly id: Scalars['ID']['output'];
  /** Goes up with every change; pass it as `expectedVersion` to change only what you have seen */
  readonly version: Scalars['Int']['output'];
  readonly displayName: Maybe<Scalars['String']['output']>;
  readonly identities: ReadonlyArray<Identity>;
  readonly createdAt: Scalars['DateTime']['output'];
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
  /** Null without ties, or before the first run */
  readonly community: Maybe<Community>;
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

export type Identity = {
  readonly __typename?: 'Identity';
  readonly type: IdentityType;
  /** Source system of an EXTERNAL_ID, network of a HANDLE */
  readonly source: Maybe<Scalars['String']['output']>;
  readonly value: Scalars['String']['output'];
};

export type IdentityType =
  | 'EXTERNAL_ID'
  | 'EMAIL'
  | 'PHONE'
  | 'HANDLE';

/** Exactly one way to name a customer. */
export type CustomerIdentifier =
  { readonly id: Scalars['ID']['input']; readonly externalId?: never; readonly email?: never; readonly phone?: never; readonly handle?: never; }
  |  { readonly id?: never; readonly externalId: ExternalIdInput; readonly email?: never; readonly phone?: never; readonly handle?: never; }
  |  { readonly id?: never; readonly externalId?: never; readonly email: Scalars['String']['input']; readonly phone?: never; readonly handle?: never; }
  |  { readonly id?: never; readonly externalId?: never; readonly email?: never; readonly phone: Scalars['String']['input']; readonly handle?: never; }
  |  { readonly id?: never; readonly externalId?: never; readonly email?: never; readonly phone?: never; readonly handle: HandleInput; };

export type ExternalIdInput = {
  readonly source: Scalars['String']['input'];
  readonly id: Scalars['String']['input'];
};

export type HandleInput = {
  readonly network: Scalars['String']['input'];
  readonly handle: Scalars['String']['input'];
};

export type CustomerConnection = {
  readonly __typename?: 'CustomerConnection';
  readonly edges: ReadonlyArray<CustomerEdge>;
  readonly nodes: ReadonlyArray<Customer>;
  readonly pageInfo: PageInfo;
  /** Without a filter the number of customers in the ordering, EXACT; with one, what was seen so far, AT_LEAST unless all was read */
  readonly totalCount: Count;
};

export type CustomerEdge = {
  readonly __typename?: 'CustomerEdge';
  readonly cursor: Scalars['String']['output'];
  /** Place in the whole list, from 1, whatever the filter */
  readonly position: Scalars['Int']['output'];
  readonly node: Customer;
};

export type CustomerUpsertInput = {
  /** A repeat with the same key and input within 24 h returns the first answer; the same key with another input is an error */
  readonly idempotencyKey: Scalars['String']['input'];
  readonly by: CustomerIdentifier;
  /** Further identities of the same customer */
  readonly identities?: InputMaybe<ReadonlyArray<CustomerIdentifier>>;
  readonly displayName?: InputMaybe<Scalars['String']['input']>;
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
};

export type CustomerPayload = {
  readonly __typename?: 'CustomerPayload';
  readonly customer: Maybe<Customer>;
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Engagement points by the published rule set. */
export type Engagement = {
  readonly __typename?: 'Engagement';
  readonly points: Scalars['Float']['output'];
  /** One term per rule that gave points; they add up to `points` */
  readonly breakdown: ReadonlyArray<EngagementTerm>;
  /** The same points by department; they add up to `points` */
  readonly byDepartment: ReadonlyArray<DepartmentPoints>;
  readonly provenance: Provenance;
};

export type EngagementTerm = {
  readonly __typename?: 'EngagementTerm';
  readonly rule: Scalars['String']['output'];
  readonly label: Scalars['String']['output'];
  readonly department: Department;
  /** How many times the rule counted */
  readonly count: Scalars['Int']['output'];
  readonly points: Scalars['Float']['output'];
};

export type DepartmentPoints = {
  readonly __typename?: 'DepartmentPoints';
  readonly department: Department;
  readonly points: Scalars['Float']['output'];
};

export type Department =
  | 'MARKETING'
  | 'SALES'
  | 'SERVICE';

/** Reach in the network of customers, 0–100. */
export type Influence = {
  readonly __typename?: 'Influence';
  readonly score: Scalars['Float']['output'];
  /** The part that comes from the ties between customers */
  readonly network: Scalars['Float']['output'];
  /** Followers, scaled within each source; null where unknown */
  readonly reach: Maybe<Scalars['Float']['output']>;
  readonly amplification: Maybe<Scalars['Float']['output']>;
  readonly authenticity: Maybe<Scalars['Float']['output']>;
  /** Change of the score over the last days before the as-of instant; null where it was not known then, or was read on another scale */
  readonly change: Maybe<Scalars['Float']['output']>;
  /** Above 35 a like counts double in the engagement points */
  readonly aboveThreshold: Scalars['Boolean']['output'];
  readonly provenance: Provenance;
};


/** Reach in the network of customers, 0–100. */
export type InfluenceChangeArgs = {
  days?: Scalars['Int']['input'];
};

export type Order = Node & {
  readonly __typename?: 'Order';
  readonly id: Scalars['ID']['output'];
  readonly customer: Customer;
  readonly source: Scalars['String']['output'];
  /** The source's own id of the order */
  readonly sourceId: Scalars['String']['output'];
  readonly placedAt: Scalars['DateTime']['output'];
  readonly receivedAt: Scalars['DateTime']['output'];
  readonly net: Money;
  /** Net minus the cost of goods; null when the cost of any line is unknown */
  readonly margin: Maybe<Money>;
  /** Bought in response to a promotion */
  readonly promotion: Scalars['Boolean']['output'];
  readonly acquisitionChannel: Maybe<Scalars['String']['output']>;
  /** From then on the order is none; null while it stands */
  readonly cancelledAt: Maybe<Scalars['DateTime']['output']>;
  /** 1 as it was first sent; goes up with every correction. Pass it as `expectedVersion` to correct only what you have seen */
  readonly version: Scalars['Int']['output'];
  /** What was sent under this id before it was corrected, oldest first */
  readonly earlierVersions: ReadonlyArray<EarlierOrder>;
  readonly lines: ReadonlyArray<OrderLine>;
  readonly simulated: Scalars['Boolean']['output'];
};

export type OrderLine = {
  readonly __typename?: 'OrderLine';
  readonly sku: Scalars['String']['output'];
  /** Assortment group */
  readonly group: Scalars['String']['output'];
  /** Below 0 for returned goods */
  readonly quantity: Scalars['Float']['output'];
  /** Below 0 for what was given back */
  readonly net: Money;
  readonly cost: Maybe<Money>;
  readonly kind: LineKind;
  /** Of a return: the source's own id of the order it names */
  readonly returnOf: Maybe<Scalars['String']['output']>;
  /** Of a return: when it was given back, where that is not the order's own instant */
  readonly returnedAt: Maybe<Scalars['DateTime']['output']>;
};

/** An order as it stood before a correction replaced it. */
export type EarlierOrder = {
  readonly __typename?: 'EarlierOrder';
  readonly version: Scalars['Int']['output'];
  readonly placedAt: Scalars['DateTime']['output'];
  /** When this version came in */
  readonly receivedAt: Scalars['DateTime']['output'];
  readonly replacedAt: Scalars['DateTime']['output'];
  readonly cancelledAt: Maybe<Scalars['DateTime']['output']>;
  readonly net: Money;
  readonly lines: ReadonlyArray<OrderLine>;
};

/**
 * Money that went back to a customer, once for each order it was taken from. Refunds sum to the term REFUNDS of the value
 * breakdown and credits to CREDITS, with revenue at the configured rate where a cost is unknown.
 */
export type MoneyBack = {
  readonly __typename?: 'MoneyBack';
  readonly kind: MoneyBackKind;
  readonly at: Scalars['DateTime']['output'];
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

export type MoneyBackKind =
  /** Of a purchase, which counts for that much less; of all of an order, which is none any more */
  | 'REFUND'
  /** No purchase was found to take it from: it counts against the customer's value and never as a purchase or less of one */
  | 'CREDIT';

export type CreditReason =
  /** No earlier purchase of the product by this customer is known */
  | 'NO_EARLIER_PURCHASE'
  /** The order it names is not known among this customer's orders */
  | 'UNKNOWN_ORDER'
  /** The purchases were given back already */
  | 'MORE_THAN_BOUGHT';

export type LineKind =
  | 'PRODUCT'
  | 'SERVICE'
  | 'SUBSCRIPTION';

export type OrderConnection = {
  readonly __typename?: 'OrderConnection';
  readonly edges: ReadonlyArray<OrderEdge>;
  readonly nodes: ReadonlyArray<Order>;
  readonly pageInfo: PageInfo;
};

export type OrderEdge = {
  readonly __typename?: 'OrderEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Order;
};

export type Interaction = Node & {
  readonly __typename?: 'Interaction';
  readonly id: Scalars['ID']['output'];
  readonly customer: Customer;
  readonly source: Scalars['String']['output'];
  readonly sourceId: Scalars['String']['output'];
  readonly type: InteractionType;
  readonly channel: Channel;
  readonly occurredAt: Scalars['DateTime']['output'];
  readonly receivedAt: Scalars['DateTime']['output'];
  /** What it was about: the newsletter issue, the liked post, the complaint */
  readonly objectRef: Maybe<Scalars['String']['output']>;
  /** −1 (bad) to 1 (good), where the source says */
  readonly valence: Maybe<Scalars['Float']['output']>;
  /** What the source claims the customer's influence was. Counted nowhere: points go by the score Kring itself had published by then */
  readonly influence: Maybe<Scalars['Float']['output']>;
  readonly effortMinutes: Maybe<Scalars['Float']['output']>;
  readonly simulated: Scalars['Boolean']['output'];
};

export type InteractionType =
  | 'NEWSLETTER_RECEIVED'
  | 'NEWSLETTER_OPENED'
  | 'NEWSLETTER_READ'
  | 'SOCIAL_FOLLOW'
  | 'SOCIAL_UNFOLLOW'
  | 'SOCIAL_LIKE'
  | 'SOCIAL_UNLIKE'
  | 'SOCIAL_SHARE'
  | 'SOCIAL_MENTION'
  | 'PORTAL_LOGIN'
  | 'PORTAL_TASK'
  | 'COMPLAINT_OPENED'
  | 'COMPLAINT_RESOLVED'
  | 'SUPPORT_CONTACT'
  | 'SALES_CONTACT'
  | 'SURVEY_RESPONSE'
  | 'PROMOTION_SEEN'
  | 'PROMOTION_REDEEMED'
  | 'REVIEW'
  | 'PAGE_VIEW'
  | 'STORE_VISIT'
  | 'DELIVERY'
  | 'RETURN_SENT'
  | 'OTHER';

export type Channel =
  | 'EMAIL'
  | 'WEB'
  | 'APP'
  | 'PORTAL'
  | 'PHONE'
  | 'STORE'
  | 'FIELD_SALES'
  | 'SOCIAL'
  | 'CHAT'
  | 'POST'
  | 'PARTNER';

export type InteractionConnection = {
  readonly __typename?: 'InteractionConnection';
  readonly edges: ReadonlyArray<InteractionEdge>;
  readonly nodes: ReadonlyArray<Interaction>;
  readonly pageInfo: PageInfo;
};

export type InteractionEdge = {
  readonly __typename?: 'InteractionEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Interaction;
};

/** A tie points from the follower, who gives credit, to the followed, who receives it. */
export type Tie = {
  readonly __typename?: 'Tie';
  readonly follower: Customer;
  readonly followed: Customer;
  readonly kind: TieKind;
  readonly source: Scalars['String']['output'];
  /** In the source's own scale */
  readonly weight: Scalars['Float']['output'];
  readonly at: Scalars['DateTime']['output'];
  readonly simulated: Scalars['Boolean']['output'];
};

export type TieKind =
  | 'FOLLOW'
  | 'TRUST'
  | 'REPLY'
  | 'SHARE'
  | 'LIKE'
  | 'MENTION'
  | 'VISIT_TOGETHER'
  | 'OTHER';

export type TieConnection = {
  readonly __typename?: 'TieConnection';
  readonly edges: ReadonlyArray<TieEdge>;
  readonly nodes: ReadonlyArray<Tie>;
  readonly pageInfo: PageInfo;
};

export type TieEdge = {
  readonly __typename?: 'TieEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Tie;
};

/**
 * A claim that somebody brought somebody in. Every claim is kept, whatever order they come in; the run counts, for each friend, the
 * earliest that holds, and says of each other why not.
 */
export type Referral = Node & {
  readonly __typename?: 'Referral';
  readonly id: Scalars['ID']['output'];
  readonly source: Scalars['String']['output'];
  readonly sourceId: Scalars['String']['output'];
  readonly advocate: Customer;
  readonly friend: Customer;
  readonly kind: ReferralKind;
  readonly at: Scalars['DateTime']['output'];
  readonly expiresAt: Maybe<Scalars['DateTime']['output']>;
  readonly savedAcquisitionCost: Maybe<Money>;
  readonly reward: Maybe<Money>;
  readonly simulated: Scalars['Boolean']['output'];
  /** Whether the last run counted this claim; null until a run has seen it */
  readonly counted: Maybe<Scalars['Boolean']['output']>;
  /** Why the last run did not count it; null where it did, or has not seen it */
  readonly rejectedBecause: Maybe<ReferralRejectionReason>;
};

export type ReferralKind =
  /** The friend would not have come otherwise: value is shared along the chain */
  | 'TYPE_ONE'
  /** The friend would have come anyway: the advocate earns at most the saved acquisition cost */
  | 'TYPE_TWO';

export type ReferralConnection = {
  readonly __typename?: 'ReferralConnection';
  readonly edges: ReadonlyArray<ReferralEdge>;
  readonly nodes: ReadonlyArray<Referral>;
  readonly pageInfo: PageInfo;
};

export type ReferralEdge = {
  readonly __typename?: 'ReferralEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Referral;
};

/**
 * Ingestion. Every row has a source and that source's own id: sending it again is harmless. Good rows are kept and bad rows
 * are listed; each row has its own result. Up to 500 rows in one request.
 */
export type IngestPayload = {
  readonly __typename?: 'IngestPayload';
  readonly accepted: Scalars['Int']['output'];
  readonly duplicates: Scalars['Int']['output'];
  readonly rejected: Scalars['Int']['output'];
  /** One per row, in the order of the rows */
  readonly results: ReadonlyArray<IngestResult>;
  /** Errors about the whole input; those about a row are in its result */
  readonly userErrors: ReadonlyArray<UserError>;
};

export type IngestResult = {
  readonly __typename?: 'IngestResult';
  readonly index: Scalars['Int']['output'];
  readonly status: IngestStatus;
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The stored order or interaction; null for ties and referrals, and for what was rejected */
  readonly nodeId: Maybe<Scalars['ID']['output']>;
  readonly userErrors: ReadonlyArray<UserError>;
};

export type IngestStatus =
  | 'ACCEPTED'
  /** Seen before with the same content: nothing changed */
  | 'DUPLICATE'
  | 'REJECTED';

export type OrdersIngestInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly orders: ReadonlyArray<OrderInput>;
};

export type OrderInput = {
  readonly source: Scalars['String']['input'];
  /** The source's own id of the order */
  readonly id: Scalars['String']['input'];
  readonly by: CustomerIdentifier;
  /** When it was bought; of returned goods when they were given back */
  readonly placedAt: Scalars['DateTime']['input'];
  readonly lines: ReadonlyArray<OrderLineInput>;
  readonly promotion: Scalars['Boolean']['input'];
  readonly acquisitionChannel?: InputMaybe<Scalars['String']['input']>;
  /** From then on the order is none */
  readonly cancelledAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** True: this replaces what was sent under this source and id before; the old content is kept in `Order.earlierVersions`. A content that was replaced before is not brought back */
  readonly correction: Scalars['Boolean']['input'];
  /** As `correction`, and refused with STALE_VERSION when another version than this one stands (`Order.version`; 0: none yet) */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
};

export type OrderLineInput = {
  readonly sku: Scalars['String']['input'];
  readonly group: Scalars['String']['input'];
  /** Above 0; below 0 for returned goods */
  readonly quantity: Scalars['Float']['input'];
  /** What was paid for the line; below 0 for what was given back. A refund is such a line, an interaction of type RETURN_SENT moves no money */
  readonly net: MoneyInput;
  /** Cost of goods of the whole line, with the sign of `net`; leave out where unknown. Goods that were bought here come back at the cost they were bought at */
  readonly cost?: InputMaybe<MoneyInput>;
  readonly kind: LineKind;
  /** Of a return: the source's own id of the order it gives back part of (sku `*`: of all its lines). Left out: the customer's latest earlier purchases of the sku */
  readonly returnOf?: InputMaybe<Scalars['String']['input']>;
  /** Of a return within the order that it gives back: when that was; left out: with the order */
  readonly returnedAt?: InputMaybe<Scalars['DateTime']['input']>;
};

export type InteractionsIngestInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly interactions: ReadonlyArray<InteractionInput>;
};

export type InteractionInput = {
  readonly source: Scalars['String']['input'];
  readonly id: Scalars['String']['input'];
  readonly by: CustomerIdentifier;
  readonly type: InteractionType;
  readonly channel: Channel;
  readonly occurredAt: Scalars['DateTime']['input'];
  readonly objectRef?: InputMaybe<Scalars['String']['input']>;
  /** −1 (bad) to 1 (good) */
  readonly valence?: InputMaybe<Scalars['Float']['input']>;
  /** 0–100: the source's claim. Kept, and counted as unknown: points go by the score Kring itself had published by then */
  readonly influence?: InputMaybe<Scalars['Float']['input']>;
  readonly effortMinutes?: InputMaybe<Scalars['Float']['input']>;
};

export type TiesIngestInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly ties: ReadonlyArray<TieInput>;
};

/** Both customers must exist. */
export type TieInput = {
  readonly source: Scalars['String']['input'];
  readonly follower: CustomerIdentifier;
  readonly followed: CustomerIdentifier;
  readonly kind: TieKind;
  /** 0 (the tie has ended), or from 1e-9 to 1e9 */
  readonly weight: Scalars['Float']['input'];
  readonly at: Scalars['DateTime']['input'];
};

/**
 * A claim that an advocate brought in a friend. It is kept whatever else is known; which of the claims about a friend counts is decided
 * by the next run, from all of them and the orders (`Referral.counted`, `rejectedBecause`).
 */
export type ReferralRecordInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly source: Scalars['String']['input'];
  readonly id: Scalars['String']['input'];
  readonly advocate: CustomerIdentifier;
  readonly friend: CustomerIdentifier;
  readonly kind: ReferralKind;
  readonly at: Scalars['DateTime']['input'];
  readonly expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  readonly savedAcquisitionCost?: InputMaybe<MoneyInput>;
  readonly reward?: InputMaybe<MoneyInput>;
};

export type ReferralPayload = {
  readonly __typename?: 'ReferralPayload';
  /** The claim as kept; null where it was refused */
  readonly referral: Maybe<Referral>;
  readonly status: IngestStatus;
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Position in the SONAR lifecycle, a pure function of the events. */
export type Lifecycle = {
  readonly __typename?: 'Lifecycle';
  readonly quarter: SonarQuarter;
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
  readonly provenance: Provenance;
};

/** One step through the stages, made by one event. */
export type StageChange = {
  readonly __typename?: 'StageChange';
  readonly from: Maybe<SonarStage>;
  readonly to: SonarStage;
  readonly at: Scalars['DateTime']['output'];
  /** The buying cycle it belongs to */
  readonly cycle: Scalars['Int']['output'];
  /** The order or interaction that made it: `node(id:)` reads it */
  readonly causeId: Maybe<Scalars['ID']['output']>;
};

export type SonarQuarter =
  | 'MARKETING'
  | 'SALES'
  | 'SERVICE'
  | 'HEALTH';

export type SonarStage =
  | 'SUSPECT'
  | 'PROSPECT'
  | 'LEAD'
  | 'OPPORTUNITY'
  | 'FIRST_ORDER'
  | 'ONBOARDING'
  | 'IN_USE'
  | 'HAPPINESS'
  | 'LOYALTY'
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
  readonly group: RfmGroup;
  readonly provenance: Provenance;
};

export type RfmGroup =
  | 'CHAMPIONS'
  | 'LOYAL_CUSTOMERS'
  | 'POTENTIAL_LOYALISTS'
  | 'NEW_CUSTOMERS'
  | 'PROMISING'
  | 'NEED_ATTENTION'
  | 'ABOUT_TO_SLEEP'
  | 'AT_RISK'
  | 'CANNOT_LOSE_THEM'
  | 'HIBERNATING'
  | 'LOST';

/** How this company's lifetime values were computed, and why so: the comparison out of sample that chose the model. */
export type ModelReport = {
  readonly __typename?: 'ModelReport';
  /** PRIOR where there is too little data to fit anything: the values are then those of a typical company */
  readonly method: ScoreMethod;
  readonly asOf: Scalars['Date']['output'];
  readonly horizonDays: Scalars['Int']['output'];
  /** Share of customers with a modelled value, 0 to 1 */
  readonly measurableShare: Scalars['Float']['output'];
  /** Σ over all customers of `value.atRisk.own`: a check on the model, not an amount that is lost at once */
  readonly valueAtRisk: Money;
  readonly chosen: PurchaseModel;
  /** True when the chosen model runs in operational time: days weighted by the company's own season */
  readonly seasonal: Scalars['Boolean']['output'];
  /** True when the chosen model is blended with a regression */
  readonly blended: Scalars['Boolean']['output'];
  readonly parameters: ReadonlyArray<ModelParameter>;
  /** In words, with the figures */
  readonly reason: Scalars['String']['output'];
  readonly models: ReadonlyArray<FittedModel>;
  /** Plain rules on the same hold-out: the bar a model has to clear */
  readonly rules: ReadonlyArray<RuleComparison>;
  readonly spend: SpendModel;
  /** What was tried beyond the plain models and did not win */
  readonly didNotHelp: ReadonlyArray<Scalars['String']['output']>;
  readonly warnings: ReadonlyArray<Scalars['String']['output']>;
};

export type PurchaseModel =
  | 'BGNBD'
  | 'MBGNBD'
  | 'PARETONBD'
  | 'MBGCNBD';

export type ModelParameter = {
  readonly __typename?: 'ModelParameter';
  readonly name: Scalars['String']['output'];
  readonly value: Scalars['Float']['output'];
  readonly standardError: Maybe<Scalars['Float']['output']>;
};

export type FittedModel = {
  readonly __typename?: 'FittedModel';
  readonly model: PurchaseModel;
  readonly parameters: ReadonlyArray<ModelParameter>;
  readonly logLikelihood: Scalars['Float']['output'];
  readonly converged: Scalars['Boolean']['output'];
  /** Null where there is too little history to hold any of it out */
  readonly holdout: Maybe<HoldoutMetrics>;
  readonly warnings: ReadonlyArray<Scalars['String']['output']>;
};

export type RuleComparison = {
  readonly __typename?: 'RuleComparison';
  readonly rule: Scalars['String']['output'];
  readonly holdout: HoldoutMetrics;
};

/** Forecasts against what came, for customers and purchases the fit had not seen. */
export type HoldoutMetrics = {
  readonly __typename?: 'HoldoutMetrics';
  readonly rmse: Scalars['Float']['output'];
  readonly mae: Scalars['Float']['output'];
  /** Σ predicted / Σ actual − 1 */
  readonly bias: Maybe<Scalars['Float']['output']>;
  readonly pearson: Maybe<Scalars['Float']['output']>;
  readonly spearman: Maybe<Scalars['Float']['output']>;
  /** Share of purchases made by the 20 % of customers ranked highest */
  readonly capture20: Maybe<Scalars['Float']['output']>;
  /** Area under the ROC curve of "buys again" */
  readonly aucActive: Maybe<Scalars['Float']['output']>;
  /** Nats per customer of "buys again" */
  readonly logLoss: Maybe<Scalars['Float']['output']>;
  readonly calibration: ReadonlyArray<CalibrationRow>;
};

export type CalibrationRow = {
  readonly __typename?: 'CalibrationRow';
  /** Repeat purchases before the hold-out: 0 … 6, 7+ */
  readonly frequency: Scalars['String']['output'];
  readonly customers: Scalars['Int']['output'];
  readonly predicted: Scalars['Float']['output'];
  readonly actual: Scalars['Float']['output'];
};

export type SpendModel = {
  readonly __typename?: 'SpendModel';
  readonly chosen: Scalars['String']['output'];
  readonly reason: Scalars['String']['output'];
};

/** Customers who belong together by who follows whom. Communities partition those with ties; with the unconnected they sum to the total. */
export type Community = Node & {
  readonly __typename?: 'Community';
  readonly id: Scalars['ID']['output'];
  /** Stays the same from run to run while most members stay */
  readonly key: Scalars['String']['output'];
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
};

export type CommunityMemberConnection = {
  readonly __typename?: 'CommunityMemberConnection';
  readonly edges: ReadonlyArray<CommunityMemberEdge>;
  readonly nodes: ReadonlyArray<Customer>;
  readonly pageInfo: PageInfo;
};

export type CommunityMemberEdge = {
  readonly __typename?: 'CommunityMemberEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Customer;
};

export type CommunityConnection = {
  readonly __typename?: 'CommunityConnection';
  readonly edges: ReadonlyArray<CommunityEdge>;
  readonly nodes: ReadonlyArray<Community>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Count;
  /** Customers without any tie */
  readonly unconnected: UnconnectedCustomers;
};

export type CommunityEdge = {
  readonly __typename?: 'CommunityEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Community;
};

export type UnconnectedCustomers = {
  readonly __typename?: 'UnconnectedCustomers';
  readonly customers: Scalars['Int']['output'];
  readonly value: Money;
};

/** How much of a follower's value is credited to those they follow, with the evidence for it. */
export type NetworkCalibration = {
  readonly __typename?: 'NetworkCalibration';
  /** 0 until one has been measured: the defaults */
  readonly version: Scalars['Int']['output'];
  readonly measuredAt: Scalars['DateTime']['output'];
  readonly mode: NetworkCalibrationMode;
  /** The one share of everybody, in FIXED mode */
  readonly fixedShare: Maybe<Scalars['Float']['output']>;
  /** Share of purchases that somebody the buyer follows made shortly before */
  readonly followedShare: Scalars['Float']['output'];
  readonly followedShareSource: CalibrationSource;
  /** Part of that taken to be caused by following. The direction test is a heuristic, not an experiment */
  readonly causalShare: Scalars['Float']['output'];
  readonly causalShareSource: CalibrationSource;
  readonly windowDays: Scalars['Int']['output'];
  readonly evidence: CalibrationEvidence;
};

export type NetworkCalibrationMode =
  | 'MEASURED'
  | 'FIXED';

export type CalibrationSource =
  | 'MEASURED'
  | 'DIRECTION_TEST'
  | 'OPERATOR'
  | 'DEFAULT';

export type CalibrationEvidence = {
  readonly __typename?: 'CalibrationEvidence';
  readonly followers: Scalars['Int']['output'];
  readonly purchases: Scalars['SafeInt']['output'];
  readonly followedPurchases: Scalars['SafeInt']['output'];
  readonly directionTest: Maybe<DirectionTest>;
};

/** Over one-way ties: did the follower buy the same thing after, or before, whom they follow? */
export type DirectionTest = {
  readonly __typename?: 'DirectionTest';
  readonly oneWayTies: Scalars['SafeInt']['output'];
  readonly before: Scalars['SafeInt']['output'];
  readonly after: Scalars['SafeInt']['output'];
  readonly ratio: Maybe<Scalars['Float']['output']>;
  /** The ratio that buying earlier in general would give by itself: purchases of different things */
  readonly timingRatio: Maybe<Scalars['Float']['output']>;
  /** The stricter causal share, beyond that */
  readonly causalShareBeyondTiming: Maybe<Scalars['Float']['output']>;
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
  /** The frozen scales the scores are read on; null without ties */
  readonly calibrationVersion: Maybe<Scalars['Int']['output']>;
};

/** What became of the referral records the last run saw. */
export type ReferralReport = {
  readonly __typename?: 'ReferralReport';
  /** Claims that count: one for each customer who was brought in */
  readonly accepted: Scalars['Int']['output'];
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

export type ReferralSuspicion = {
  readonly __typename?: 'ReferralSuspicion';
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


export type ReferralSuspicionClaimsArgs = {
  first?: Scalars['Int']['input'];
};


export type ReferralSuspicionCustomersArgs = {
  first?: Scalars['Int']['input'];
};

export type ReferralSuspicionReason =
  /** Advocate and friend are two customers with one mailbox, such as ann@x.com and ann+1@x.com: probably one person */
  | 'SAME_PERSON'
  /** People who claim to have brought in one another, directly or round a circle */
  | 'RING';

export type RejectedReferrals = {
  readonly __typename?: 'RejectedReferrals';
  readonly reason: ReferralRejectionReason;
  readonly count: Scalars['Int']['output'];
};

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

/** The orderings a run publishes; other ones do not exist. */
export type CustomerOrderField =
  | 'TOTAL_VALUE'
  | 'DIRECT_VALUE'
  | 'INDIRECT_VALUE'
  | 'REFERRAL_VALUE'
  | 'NETWORK_VALUE'
  | 'POTENTIAL_VALUE'
  | 'INFLUENCE'
  | 'ENGAGEMENT'
  | 'LAST_ORDER';

export type CustomerOrder = {
  readonly field: CustomerOrderField;
  readonly direction: OrderDirection;
};

/** All given conditions must hold. A customer for whom a value is unknown meets no condition on it. */
export type CustomerFilter = {
  readonly totalValue?: InputMaybe<MoneyRange>;
  readonly directValue?: InputMaybe<MoneyRange>;
  readonly indirectValue?: InputMaybe<MoneyRange>;
  readonly referralValue?: InputMaybe<MoneyRange>;
  readonly networkValue?: InputMaybe<MoneyRange>;
  readonly potentialValue?: InputMaybe<MoneyRange>;
  readonly influence?: InputMaybe<FloatRange>;
  readonly engagement?: InputMaybe<FloatRange>;
  readonly lastOrderAt?: InputMaybe<DateTimeRange>;
  readonly quarter?: InputMaybe<ReadonlyArray<SonarQuarter>>;
  readonly stage?: InputMaybe<ReadonlyArray<SonarStage>>;
  readonly rfmGroup?: InputMaybe<ReadonlyArray<RfmGroup>>;
  readonly lapsed?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What gives engagement points. Published versions never change. */
export type EngagementRuleSet = {
  readonly __typename?: 'EngagementRuleSet';
  readonly version: Scalars['Int']['output'];
  readonly rules: ReadonlyArray<EngagementRule>;
};

export type EngagementRule = {
  readonly __typename?: 'EngagementRule';
  readonly key: Scalars['String']['output'];
  readonly label: Scalars['String']['output'];
  readonly department: Department;
  readonly counting: RuleCounting;
  /** Interactions that earn the points; empty for PER_DISTINCT_GROUP, which counts orders */
  readonly triggers: ReadonlyArray<InteractionType>;
  /** Interactions that take them back */
  readonly endedBy: ReadonlyArray<InteractionType>;
  readonly points: Scalars['Int']['output'];
  /** Other points above the influence Kring had published by the time of the event; the highest threshold passed wins */
  readonly variants: ReadonlyArray<RuleVariant>;
  /** The ladder of which a HIGHEST_STAGE_PER_OBJECT rule is a stage */
  readonly stageOf: Maybe<Scalars['String']['output']>;
  /** The first assortment group that counts */
  readonly fromCount: Scalars['Int']['output'];
};

export type RuleVariant = {
  readonly __typename?: 'RuleVariant';
  readonly whenInfluenceAbove: Scalars['Float']['output'];
  readonly points: Scalars['Int']['output'];
};

export type RuleCounting =
  | 'PER_EVENT'
  | 'ONCE'
  /** Each object, such as a newsletter issue, counts once, for its highest stage */
  | 'HIGHEST_STAGE_PER_OBJECT'
  | 'PER_DISTINCT_GROUP'
  | 'WHILE_STATE_HOLDS';

export type EngagementRuleInput = {
  /** Lower case words joined by hyphens */
  readonly key: Scalars['String']['input'];
  readonly label: Scalars['String']['input'];
  readonly department: Department;
  readonly counting: RuleCounting;
  readonly triggers: ReadonlyArray<InteractionType>;
  readonly endedBy: ReadonlyArray<InteractionType>;
  readonly points: Scalars['Int']['input'];
  readonly variants: ReadonlyArray<RuleVariantInput>;
  readonly stageOf?: InputMaybe<Scalars['String']['input']>;
  readonly fromCount: Scalars['Int']['input'];
};

export type RuleVariantInput = {
  readonly whenInfluenceAbove: Scalars['Float']['input'];
  readonly points: Scalars['Int']['input'];
};

/** What one customer's points would be under other rules; nothing is stored. */
export type EngagementPreview = {
  readonly __typename?: 'EngagementPreview';
  readonly customer: Customer;
  readonly current: Scalars['Float']['output'];
  readonly proposed: Scalars['Float']['output'];
  /** The terms of `proposed` */
  readonly breakdown: ReadonlyArray<EngagementTerm>;
};

export type EngagementRuleSetPublishInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  /** The version the new rules replace; the new one is the next */
  readonly expectedVersion: Scalars['Int']['input'];
  readonly rules: ReadonlyArray<EngagementRuleInput>;
};

export type EngagementRuleSetPayload = {
  readonly __typename?: 'EngagementRuleSetPayload';
  readonly ruleSet: Maybe<EngagementRuleSet>;
  readonly userErrors: ReadonlyArray<UserError>;
};

/** One enrichment run: snapshot → compute → publish, pinned to an as-of instant. */
export type EnrichmentRun = Node & {
  readonly __typename?: 'EnrichmentRun';
  readonly id: Scalars['ID']['output'];
  readonly kind: EnrichmentKind;
  readonly status: RunStatus;
  readonly trigger: Scalars['String']['output'];
  readonly asOf: Scalars['DateTime']['output'];
  /**
   * True for a run as of an instant before the visible run's: it is never what everybody sees, but a view of the past of its own, read
   * with `query @view(run: …)`. False until the run has read its inputs.
   */
  readonly view: Scalars['Boolean']['output'];
  /** The generation the run publishes */
  readonly generation: Scalars['Int']['output'];
  readonly step: RunStep;
  readonly progress: RunProgress;
  readonly startedAt: Scalars['DateTime']['output'];
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

export type EnrichmentKind =
  | 'FULL';

export type RunStatus =
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'CANCELLED';

export type RunStep =
  | 'SNAPSHOT'
  | 'COMPUTE'
  | 'PUBLISH'
  | 'DONE';

export type RunProgress = {
  readonly __typename?: 'RunProgress';
  readonly total: Scalars['Int']['output'];
  readonly done: Scalars['Int']['output'];
  /** Unchanged customers, which cost no write */
  readonly skipped: Scalars['Int']['output'];
  /** Set aside because they could not be folded or counted; `failed` names them */
  readonly failed: Scalars['Int']['output'];
};

/** What the run used of DynamoDB. */
export type RunCost = {
  readonly __typename?: 'RunCost';
  readonly readUnits: Scalars['Float']['output'];
  readonly writeUnits: Scalars['Float']['output'];
  readonly requests: Scalars['Int']['output'];
};

export type EnrichmentRunConnection = {
  readonly __typename?: 'EnrichmentRunConnection';
  readonly edges: ReadonlyArray<EnrichmentRunEdge>;
  readonly nodes: ReadonlyArray<EnrichmentRun>;
  readonly pageInfo: PageInfo;
};

export type EnrichmentRunEdge = {
  readonly __typename?: 'EnrichmentRunEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: EnrichmentRun;
};

export type EnrichmentRunStartInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  /**
   * Nothing that happened later is counted. Default: now, or the deployment's fixed as-of. Before the as-of of what is visible, the run
   * becomes a view of its own and what everybody sees stays.
   */
  readonly asOf?: InputMaybe<Scalars['DateTime']['input']>;
};

export type EnrichmentRunPayload = {
  readonly __typename?: 'EnrichmentRunPayload';
  readonly run: Maybe<EnrichmentRun>;
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A group of customers, as of the last run. */
export type Segment = Node & {
  readonly __typename?: 'Segment';
  readonly id: Scalars['ID']['output'];
  readonly key: Scalars['String']['output'];
  readonly name: Scalars['String']['output'];
  readonly description: Maybe<Scalars['String']['output']>;
  readonly kind: SegmentKind;
  /** Goes up with every change of a rule; 0 for the built-in RFM groups */
  readonly version: Scalars['Int']['output'];
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
  /** Members at the last run, those with most of `measure` first */
  readonly members: CustomerConnection;
};


/** A group of customers, as of the last run. */
export type SegmentMembersArgs = {
  first?: Scalars['Int']['input'];
  after: InputMaybe<Scalars['String']['input']>;
};

export type SegmentKind =
  /** One of the well-known RFM groups */
  | 'RFM'
  /** Customers that meet a typed rule */
  | 'RULE';

/** A typed rule. Exactly one of `all`, `any`, `not` and `test` is there. */
export type SegmentRule = {
  readonly __typename?: 'SegmentRule';
  /** The whole rule in words; amounts in minor units */
  readonly text: Scalars['String']['output'];
  readonly all: Maybe<ReadonlyArray<SegmentRule>>;
  readonly any: Maybe<ReadonlyArray<SegmentRule>>;
  readonly not: Maybe<SegmentRule>;
  readonly test: Maybe<SegmentTest>;
};

export type SegmentTest = {
  readonly __typename?: 'SegmentTest';
  readonly field: SegmentField;
  readonly comparator: Comparator;
  /** What the field is compared with, as text */
  readonly value: Scalars['String']['output'];
};

export type Comparator =
  | 'EQ'
  | 'NEQ'
  | 'GT'
  | 'GTE'
  | 'LT'
  | 'LTE'
  | 'IN'
  | 'CONTAINS'
  | 'IS_NULL';

/** What a rule can test. Percentiles run from 0 to 100 over all customers. */
export type SegmentField =
  /** Money: current and potential value together, as `value.total` and the filter `totalValue` */
  | 'TOTAL_VALUE'
  /** Money: without what is still to come, as `value.current.total` */
  | 'CURRENT_VALUE'
  /** Money */
  | 'OWN_VALUE'
  /** Money */
  | 'REFERRAL_VALUE'
  /** Money */
  | 'NETWORK_VALUE'
  /** Money */
  | 'REVENUE'
  /** Money: as `value.atRisk.own`; unknown before the first order */
  | 'VALUE_AT_RISK'
  | 'TOTAL_VALUE_PERCENTILE'
  | 'CURRENT_VALUE_PERCENTILE'
  | 'OWN_VALUE_PERCENTILE'
  | 'REFERRAL_VALUE_PERCENTILE'
  | 'NETWORK_VALUE_PERCENTILE'
  /** 0 to 100 */
  | 'INFLUENCE'
  /** Points */
  | 'ENGAGEMENT'
  /** Number of orders */
  | 'ORDERS'
  /** Share of orders bought on promotion, 0 to 1 */
  | 'PROMOTION_SHARE'
  | 'DAYS_SINCE_LAST_ORDER'
  | 'DAYS_SINCE_FIRST_ORDER'
  /** 0 to 1: probability of another order within the horizon; unknown before the first order */
  | 'RETURN_PROBABILITY'
  /** Days the wait is longer than the usual gap */
  | 'OVERDUE_DAYS'
  | 'CYCLE'
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
  /** True or false */
  | 'HAS_SERVICE';

export type SegmentRuleInput =
  { readonly all: ReadonlyArray<SegmentRuleInput>; readonly any?: never; readonly not?: never; readonly test?: never; }
  |  { readonly all?: never; readonly any: ReadonlyArray<SegmentRuleInput>; readonly not?: never; readonly test?: never; }
  |  { readonly all?: never; readonly any?: never; readonly not: SegmentRuleInput; readonly test?: never; }
  |  { readonly all?: never; readonly any?: never; readonly not?: never; readonly test: SegmentTestInput; };

export type SegmentTestInput = {
  readonly field: SegmentField;
  readonly comparator: Comparator;
  readonly value: SegmentValueInput;
};

/** Give the one that fits the field. */
export type SegmentValueInput =
  { readonly number: Scalars['Float']['input']; readonly money?: never; readonly text?: never; readonly texts?: never; readonly flag?: never; }
  |  { readonly number?: never; readonly money: MoneyInput; readonly text?: never; readonly texts?: never; readonly flag?: never; }
  |  { readonly number?: never; readonly money?: never; readonly text: Scalars['String']['input']; readonly texts?: never; readonly flag?: never; }
  |  { readonly number?: never; readonly money?: never; readonly text?: never; readonly texts: ReadonlyArray<Scalars['String']['input']>; readonly flag?: never; }
  |  { readonly number?: never; readonly money?: never; readonly text?: never; readonly texts?: never; readonly flag: Scalars['Boolean']['input']; };

export type SegmentCreateInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  /** Lower case words joined by hyphens; never changes */
  readonly key: Scalars['String']['input'];
  readonly name: Scalars['String']['input'];
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly rule: SegmentRuleInput;
};

export type SegmentUpdateInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly rule?: InputMaybe<SegmentRuleInput>;
};

export type SegmentArchiveInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
};

export type SegmentPayload = {
  readonly __typename?: 'SegmentPayload';
  readonly segment: Maybe<Segment>;
  readonly userErrors: ReadonlyArray<UserError>;
};

export type SegmentConnection = {
  readonly __typename?: 'SegmentConnection';
  readonly edges: ReadonlyArray<SegmentEdge>;
  readonly nodes: ReadonlyArray<Segment>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Count;
};

export type SegmentEdge = {
  readonly __typename?: 'SegmentEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Segment;
};

/** How many customers stand where in the SONAR lifecycle, at the last run. */
export type LifecycleSummary = {
  readonly __typename?: 'LifecycleSummary';
  readonly asOf: Scalars['DateTime']['output'];
  readonly stages: ReadonlyArray<StageSummary>;
};

export type StageSummary = {
  readonly __typename?: 'StageSummary';
  readonly quarter: SonarQuarter;
  readonly stage: SonarStage;
  readonly customers: Count;
  /** How many of them lapsed */
  readonly lapsed: Scalars['Int']['output'];
  /** Current value of these customers together; the stages add up to `portfolio.current` */
  readonly value: Money;
};

/** The sums that have to agree: value moved between customers, and none appeared or disappeared. */
export type Portfolio = {
  readonly __typename?: 'Portfolio';
  readonly asOf: Scalars['DateTime']['output'];
  /** IANA name of the zone whose calendar days are purchase days; fixed when the table was made */
  readonly timeZone: Scalars['String']['output'];
  readonly customers: Count;
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
  /** Σ total value over all customers: current + potential */
  readonly total: Money;
  /** True when any input was made by a simulation */
  readonly simulated: Scalars['Boolean']['output'];
  readonly provenance: Provenance;
};

/**
 * What a customer is worth, as the two-by-two of current and potential × direct and indirect value. `total` is exactly the
 * sum of the cells that are computed. Over all customers the indirect cells only move value: they sum to minus the rewards paid.
 */
export type CustomerValue = {
  readonly __typename?: 'CustomerValue';
  /** Current and potential value together: the total value, wherever it is shown, ordered by, filtered or tested in a segment rule */
  readonly total: Money;
  readonly current: ValueSide;
  /** Amounts are null, with a reason, until a lifetime-value model has run */
  readonly potential: ValueSide;
  /** Direct cells of both sides */
  readonly direct: Money;
  /** Indirect cells of both sides */
  readonly indirect: Money;
  /** What the customer paid less what went back, beside the margin counted in `current.direct` */
  readonly revenue: Money;
  /** Null until a lifetime-value model has run */
  readonly clv: Maybe<LifetimeValue>;
  readonly atRisk: ValueAtRisk;
  readonly referralValue: ReferralValue;
  readonly networkValue: NetworkValue;
  /** Where this total stands among all customers */
  readonly standing: ValueStanding;
  /** Signed terms that add up to `total`, to the cent */
  readonly breakdown: ReadonlyArray<ValueTerm>;
  readonly provenance: Provenance;
};

export type ValueSide = {
  readonly __typename?: 'ValueSide';
  readonly status: ComputationStatus;
  /** Why the amounts are null; null when they are not */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** direct + indirect */
  readonly total: Maybe<Money>;
  readonly direct: Maybe<Money>;
  readonly indirect: Maybe<Money>;
};

export type ValueTerm = {
  readonly __typename?: 'ValueTerm';
  readonly key: ValueTermKey;
  readonly label: Scalars['String']['output'];
  readonly amount: Money;
  /** When money last went back, for REFUNDS and CREDITS; null for the other terms. Each of them with its date: `Customer.moneyBack` */
  readonly at: Maybe<Scalars['DateTime']['output']>;
};

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
  | 'EXPECTED_ORDERS'
  | 'EXPECTED_INDIRECT';

/** Exact, from referral chains: conserved, so a value is never counted twice. */
export type ReferralValue = {
  readonly __typename?: 'ReferralValue';
  /** received − passed on − rewards */
  readonly conserved: Money;
  /** Everything that flowed through this customer. It counts a value once per ancestor: never sum it over customers */
  readonly gross: Money;
  readonly passedOn: Money;
  readonly rewards: Money;
  /** Customer referral value of Kumar, Petersen and Leone (2010). Not additive: summed over customers it counts the same value several times. */
  readonly crvNotAdditive: Maybe<Money>;
  /** Who was brought in, and what each of them is worth to this customer: adds up to what was received */
  readonly received: ValueFlows;
  /** Who brought this customer in, and what they are credited: adds up to `passedOn` */
  readonly given: ValueFlows;
  readonly provenance: Provenance;
};


/** Exact, from referral chains: conserved, so a value is never counted twice. */
export type ReferralValueReceivedArgs = {
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
  readonly conserved: Money;
  /** Everything received from followers */
  readonly gross: Money;
  readonly passedOn: Money;
  /** Which followers the value comes from: adds up to `gross` */
  readonly received: ValueFlows;
  /** Whom this customer follows, and what they are credited: adds up to `passedOn` */
  readonly given: ValueFlows;
  readonly provenance: Provenance;
};


/** Expected, from ties: the conserving solve f = v + C f (a model, not a record). */
export type NetworkValueReceivedArgs = {
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
  readonly predicted: Money;
  readonly low: Money;
  readonly high: Money;
  readonly expectedOrders: Scalars['Float']['output'];
  readonly expectedOrderMargin: Money;
  /** Probability of at least one more order within the horizon: the one statement about leaving */
  readonly returnProbability: Scalars['Float']['output'];
  /** The day by which half of those who return have returned: after the as-of day, within the horizon. Null where no order is expected at all */
  readonly expectedNextOrderOn: Maybe<Scalars['Date']['output']>;
  readonly provenance: Provenance;
};

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
  readonly total: Money;
  /** The `first` (1 to 100) largest, of the 100 largest that a run keeps */
  readonly flows: ReadonlyArray<ValueFlow>;
  /** What the flows not listed amount to */
  readonly rest: Money;
};

export type ValueFlow = {
  readonly __typename?: 'ValueFlow';
  /** At the other end; null when gone */
  readonly customer: Maybe<Customer>;
  readonly amount: Money;
  /** Ids of the customers through whom the value came, from who gives to who receives, both included */
  readonly path: ReadonlyArray<Scalars['ID']['output']>;
};

export const typeDefs = `"Weight of a field in the query cost (default: 1 for an object, 0 for a leaf). A field with \`first\` multiplies what is selected below it."
directive @cost(weight: Int!) on FIELD_DEFINITION

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
interface Node {
  id: ID!
}

type PageInfo {
  "True when there may be more. A page can be shorter than \`first\` and still have a next one: the read budget of a request ran out."
  hasNextPage: Boolean!
  endCursor: String
}

type Count {
  count: SafeInt!
  precision: CountPrecision!
  asOf: DateTime!
}

enum CountPrecision {
  EXACT
  AT_LEAST
}

type Money {
  amount: Decimal!
  "The same amount in minor units of the currency (cents for EUR)"
  minorUnits: SafeInt!
  currencyCode: CurrencyCode!
}

input MoneyInput {
  amount: Decimal!
  "Must be the deployment's one accounting currency"
  currencyCode: CurrencyCode!
}

"Half-open: from ≤ instant < to"
input DateTimeRange {
  from: DateTime
  to: DateTime
}

"Closed range: min ≤ value ≤ max"
input FloatRange {
  min: Float
  max: Float
}

"Closed range in the accounting currency: min ≤ amount ≤ max"
input MoneyRange {
  min: Decimal
  max: Decimal
}

enum OrderDirection {
  ASC
  DESC
}

"Where a number comes from."
type Provenance {
  method: ScoreMethod!
  "0..1"
  confidence: Float!
  "The instant the answer is about: nothing that happened later was counted"
  asOf: DateTime!
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
  COMPUTED
  "No run has computed this yet"
  NOT_COMPUTED
}

"An expected failure, as data. \`field\` is the path into the arguments, null when it is about no single field."
interface UserError {
  code: UserErrorCode!
  message: String!
  field: [String!]
}

type InputError implements UserError {
  code: UserErrorCode!
  message: String!
  field: [String!]
}

type StaleVersionError implements UserError {
  code: UserErrorCode!
  message: String!
  field: [String!]
  currentVersion: Int!
}

type IdentityConflictError implements UserError {
  code: UserErrorCode!
  message: String!
  field: [String!]
  conflictingCustomerIds: [ID!]!
}

type AlreadyRunningError implements UserError {
  code: UserErrorCode!
  message: String!
  field: [String!]
  "The run that holds the lock"
  runningId: ID!
}

enum UserErrorCode {
  INVALID
  TOO_MANY
  "Money in another currency than the deployment's"
  CURRENCY_MISMATCH
  "Same source and id as before, other content: nothing was changed"
  CONFLICT
  UNKNOWN_CUSTOMER
  NOT_FOUND
  TAKEN
  STALE_VERSION
  IDENTITY_CONFLICT
  IDEMPOTENCY_KEY_REUSED
  "The first request with this idempotency key has not finished yet; repeat it in a minute"
  REQUEST_IN_PROGRESS
  ALREADY_RUNNING
  SELF_TIE
  SELF_REFERRAL
}

type Query {
  "Any object by its global id; null when there is none"
  node(id: ID!): Node
  "Up to 100 objects, in the order of the ids, null where there is none"
  nodes(ids: [ID!]!): [Node]!
}

type Mutation {
  "Create a customer, or add identities and a display name to one. A new identity that belongs to somebody else is an IDENTITY_CONFLICT."
  customerUpsert(input: CustomerUpsertInput!): CustomerPayload!
}

"One customer, everything known: who they are, what they did, what they are worth and why."
type Customer implements Node {
  id: ID!
  "Goes up with every change; pass it as \`expectedVersion\` to change only what you have seen"
  version: Int!
  displayName: String
  identities: [Identity!]!
  createdAt: DateTime!
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

type Identity {
  type: IdentityType!
  "Source system of an EXTERNAL_ID, network of a HANDLE"
  source: String
  value: String!
}

enum IdentityType {
  EXTERNAL_ID
  EMAIL
  PHONE
  HANDLE
}

"Exactly one way to name a customer."
input CustomerIdentifier @oneOf {
  id: ID
  externalId: ExternalIdInput
  email: String
  phone: String
  handle: HandleInput
}

input ExternalIdInput {
  source: String!
  id: String!
}

input HandleInput {
  network: String!
  handle: String!
}

type CustomerConnection {
  edges: [CustomerEdge!]!
  nodes: [Customer!]!
  pageInfo: PageInfo!
  "Without a filter the number of customers in the ordering, EXACT; with one, what was seen so far, AT_LEAST unless all was read"
  totalCount: Count!
}

type CustomerEdge {
  cursor: String!
  "Place in the whole list, from 1, whatever the filter"
  position: Int!
  node: Customer!
}

extend type Query {
  "Null when there is no such customer"
  customer(by: CustomerIdentifier!): Customer
  "Customers in the order of the last run; equals in the order of their first events. Empty until a run has been published."
  customers(orderBy: CustomerOrder, filter: CustomerFilter, first: Int! = 50, after: String): CustomerConnection!
}

input CustomerUpsertInput {
  "A repeat with the same key and input within 24 h returns the first answer; the same key with another input is an error"
  idempotencyKey: String!
  by: CustomerIdentifier!
  "Further identities of the same customer"
  identities: [CustomerIdentifier!]
  displayName: String
  expectedVersion: Int
}

type CustomerPayload {
  customer: Customer
  userErrors: [UserError!]!
}

"Engagement points by the published rule set."
type Engagement {
  points: Float!
  "One term per rule that gave points; they add up to \`points\`"
  breakdown: [EngagementTerm!]!
  "The same points by department; they add up to \`points\`"
  byDepartment: [DepartmentPoints!]!
  provenance: Provenance!
}

type EngagementTerm {
  rule: String!
  label: String!
  department: Department!
  "How many times the rule counted"
  count: Int!
  points: Float!
}

type DepartmentPoints {
  department: Department!
  points: Float!
}

enum Department {
  MARKETING
  SALES
  SERVICE
}

"Reach in the network of customers, 0–100."
type Influence {
  score: Float!
  "The part that comes from the ties between customers"
  network: Float!
  "Followers, scaled within each source; null where unknown"
  reach: Float
  amplification: Float
  authenticity: Float
  "Change of the score over the last days before the as-of instant; null where it was not known then, or was read on another scale"
  change(days: Int! = 30): Float @cost(weight: 5)
  "Above 35 a like counts double in the engagement points"
  aboveThreshold: Boolean!
  provenance: Provenance!
}

type Order implements Node {
  id: ID!
  customer: Customer!
  source: String!
  "The source's own id of the order"
  sourceId: String!
  placedAt: DateTime!
  receivedAt: DateTime!
  net: Money!
  "Net minus the cost of goods; null when the cost of any line is unknown"
  margin: Money
  "Bought in response to a promotion"
  promotion: Boolean!
  acquisitionChannel: String
  "From then on the order is none; null while it stands"
  cancelledAt: DateTime
  "1 as it was first sent; goes up with every correction. Pass it as \`expectedVersion\` to correct only what you have seen"
  version: Int!
  "What was sent under this id before it was corrected, oldest first"
  earlierVersions: [EarlierOrder!]! @cost(weight: 10)
  lines: [OrderLine!]!
  simulated: Boolean!
}

type OrderLine {
  sku: String!
  "Assortment group"
  group: String!
  "Below 0 for returned goods"
  quantity: Float!
  "Below 0 for what was given back"
  net: Money!
  cost: Money
  kind: LineKind!
  "Of a return: the source's own id of the order it names"
  returnOf: String
  "Of a return: when it was given back, where that is not the order's own instant"
  returnedAt: DateTime
}

"An order as it stood before a correction replaced it."
type EarlierOrder {
  version: Int!
  placedAt: DateTime!
  "When this version came in"
  receivedAt: DateTime!
  replacedAt: DateTime!
  cancelledAt: DateTime
  net: Money!
  lines: [OrderLine!]!
}

"""
Money that went back to a customer, once for each order it was taken from. Refunds sum to the term REFUNDS of the value
breakdown and credits to CREDITS, with revenue at the configured rate where a cost is unknown.
"""
type MoneyBack {
  kind: MoneyBackKind!
  at: DateTime!
  sku: String!
  "What was given back, above 0"
  amount: Money!
  "The margin that went with it; null when a cost is unknown"
  margin: Money
  "The record that says so"
  toldBy: Order
  "The order it was taken from; null for a credit"
  order: Order
  "Why no purchase was found; null for a refund"
  reason: CreditReason
}

enum MoneyBackKind {
  "Of a purchase, which counts for that much less; of all of an order, which is none any more"
  REFUND
  "No purchase was found to take it from: it counts against the customer's value and never as a purchase or less of one"
  CREDIT
}

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

enum LineKind {
  PRODUCT
  SERVICE
  SUBSCRIPTION
}

type OrderConnection {
  edges: [OrderEdge!]!
  nodes: [Order!]!
  pageInfo: PageInfo!
}

type OrderEdge {
  cursor: String!
  node: Order!
}

type Interaction implements Node {
  id: ID!
  customer: Customer!
  source: String!
  sourceId: String!
  type: InteractionType!
  channel: Channel!
  occurredAt: DateTime!
  receivedAt: DateTime!
  "What it was about: the newsletter issue, the liked post, the complaint"
  objectRef: String
  "−1 (bad) to 1 (good), where the source says"
  valence: Float
  "What the source claims the customer's influence was. Counted nowhere: points go by the score Kring itself had published by then"
  influence: Float
  effortMinutes: Float
  simulated: Boolean!
}

enum InteractionType {
  NEWSLETTER_RECEIVED
  NEWSLETTER_OPENED
  NEWSLETTER_READ
  SOCIAL_FOLLOW
  SOCIAL_UNFOLLOW
  SOCIAL_LIKE
  SOCIAL_UNLIKE
  SOCIAL_SHARE
  SOCIAL_MENTION
  PORTAL_LOGIN
  PORTAL_TASK
  COMPLAINT_OPENED
  COMPLAINT_RESOLVED
  SUPPORT_CONTACT
  SALES_CONTACT
  SURVEY_RESPONSE
  PROMOTION_SEEN
  PROMOTION_REDEEMED
  REVIEW
  PAGE_VIEW
  STORE_VISIT
  DELIVERY
  RETURN_SENT
  OTHER
}

enum Channel {
  EMAIL
  WEB
  APP
  PORTAL
  PHONE
  STORE
  FIELD_SALES
  SOCIAL
  CHAT
  POST
  PARTNER
}

type InteractionConnection {
  edges: [InteractionEdge!]!
  nodes: [Interaction!]!
  pageInfo: PageInfo!
}

type InteractionEdge {
  cursor: String!
  node: Interaction!
}

"A tie points from the follower, who gives credit, to the followed, who receives it."
type Tie {
  follower: Customer!
  followed: Customer!
  kind: TieKind!
  source: String!
  "In the source's own scale"
  weight: Float!
  at: DateTime!
  simulated: Boolean!
}

enum TieKind {
  FOLLOW
  TRUST
  REPLY
  SHARE
  LIKE
  MENTION
  VISIT_TOGETHER
  OTHER
}

type TieConnection {
  edges: [TieEdge!]!
  nodes: [Tie!]!
  pageInfo: PageInfo!
}

type TieEdge {
  cursor: String!
  node: Tie!
}

"""
A claim that somebody brought somebody in. Every claim is kept, whatever order they come in; the run counts, for each friend, the
earliest that holds, and says of each other why not.
"""
type Referral implements Node {
  id: ID!
  source: String!
  sourceId: String!
  advocate: Customer!
  friend: Customer!
  kind: ReferralKind!
  at: DateTime!
  expiresAt: DateTime
  savedAcquisitionCost: Money
  reward: Money
  simulated: Boolean!
  "Whether the last run counted this claim; null until a run has seen it"
  counted: Boolean
  "Why the last run did not count it; null where it did, or has not seen it"
  rejectedBecause: ReferralRejectionReason
}

enum ReferralKind {
  "The friend would not have come otherwise: value is shared along the chain"
  TYPE_ONE
  "The friend would have come anyway: the advocate earns at most the saved acquisition cost"
  TYPE_TWO
}

type ReferralConnection {
  edges: [ReferralEdge!]!
  nodes: [Referral!]!
  pageInfo: PageInfo!
}

type ReferralEdge {
  cursor: String!
  node: Referral!
}

"""
Ingestion. Every row has a source and that source's own id: sending it again is harmless. Good rows are kept and bad rows
are listed; each row has its own result. Up to 500 rows in one request.
"""
type IngestPayload {
  accepted: Int!
  duplicates: Int!
  rejected: Int!
  "One per row, in the order of the rows"
  results: [IngestResult!]!
  "Errors about the whole input; those about a row are in its result"
  userErrors: [UserError!]!
}

type IngestResult {
  index: Int!
  status: IngestStatus!
  customerId: ID
  "The stored order or interaction; null for ties and referrals, and for what was rejected"
  nodeId: ID
  userErrors: [UserError!]!
}

enum IngestStatus {
  ACCEPTED
  "Seen before with the same content: nothing changed"
  DUPLICATE
  REJECTED
}

input OrdersIngestInput {
  idempotencyKey: String!
  orders: [OrderInput!]!
}

input OrderInput {
  source: String!
  "The source's own id of the order"
  id: String!
  by: CustomerIdentifier!
  "When it was bought; of returned goods when they were given back"
  placedAt: DateTime!
  lines: [OrderLineInput!]!
  promotion: Boolean! = false
  acquisitionChannel: String
  "From then on the order is none"
  cancelledAt: DateTime
  "True: this replaces what was sent under this source and id before; the old content is kept in \`Order.earlierVersions\`. A content that was replaced before is not brought back"
  correction: Boolean! = false
  "As \`correction\`, and refused with STALE_VERSION when another version than this one stands (\`Order.version\`; 0: none yet)"
  expectedVersion: Int
}

input OrderLineInput {
  sku: String!
  group: String!
  "Above 0; below 0 for returned goods"
  quantity: Float!
  "What was paid for the line; below 0 for what was given back. A refund is such a line, an interaction of type RETURN_SENT moves no money"
  net: MoneyInput!
  "Cost of goods of the whole line, with the sign of \`net\`; leave out where unknown. Goods that were bought here come back at the cost they were bought at"
  cost: MoneyInput
  kind: LineKind! = PRODUCT
  "Of a return: the source's own id of the order it gives back part of (sku \`*\`: of all its lines). Left out: the customer's latest earlier purchases of the sku"
  returnOf: String
  "Of a return within the order that it gives back: when that was; left out: with the order"
  returnedAt: DateTime
}

input InteractionsIngestInput {
  idempotencyKey: String!
  interactions: [InteractionInput!]!
}

input InteractionInput {
  source: String!
  id: String!
  by: CustomerIdentifier!
  type: InteractionType!
  channel: Channel!
  occurredAt: DateTime!
  objectRef: String
  "−1 (bad) to 1 (good)"
  valence: Float
  "0–100: the source's claim. Kept, and counted as unknown: points go by the score Kring itself had published by then"
  influence: Float
  effortMinutes: Float
}

input TiesIngestInput {
  idempotencyKey: String!
  ties: [TieInput!]!
}

"Both customers must exist."
input TieInput {
  source: String!
  follower: CustomerIdentifier!
  followed: CustomerIdentifier!
  kind: TieKind!
  "0 (the tie has ended), or from 1e-9 to 1e9"
  weight: Float! = 1
  at: DateTime!
}

"""
A claim that an advocate brought in a friend. It is kept whatever else is known; which of the claims about a friend counts is decided
by the next run, from all of them and the orders (\`Referral.counted\`, \`rejectedBecause\`).
"""
input ReferralRecordInput {
  idempotencyKey: String!
  source: String!
  id: String!
  advocate: CustomerIdentifier!
  friend: CustomerIdentifier!
  kind: ReferralKind! = TYPE_ONE
  at: DateTime!
  expiresAt: DateTime
  savedAcquisitionCost: MoneyInput
  reward: MoneyInput
}

type ReferralPayload {
  "The claim as kept; null where it was refused"
  referral: Referral
  status: IngestStatus!
  userErrors: [UserError!]!
}

extend type Mutation {
  ordersIngest(input: OrdersIngestInput!): IngestPayload!
  interactionsIngest(input: InteractionsIngestInput!): IngestPayload!
  tiesIngest(input: TiesIngestInput!): IngestPayload!
  referralRecord(input: ReferralRecordInput!): ReferralPayload!
}

"Position in the SONAR lifecycle, a pure function of the events."
type Lifecycle {
  quarter: SonarQuarter!
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
  provenance: Provenance!
}

"One step through the stages, made by one event."
type StageChange {
  from: SonarStage
  to: SonarStage!
  at: DateTime!
  "The buying cycle it belongs to"
  cycle: Int!
  "The order or interaction that made it: \`node(id:)\` reads it"
  causeId: ID
}

enum SonarQuarter {
  MARKETING
  SALES
  SERVICE
  HEALTH
}

enum SonarStage {
  SUSPECT
  PROSPECT
  LEAD
  OPPORTUNITY
  FIRST_ORDER
  ONBOARDING
  IN_USE
  HAPPINESS
  LOYALTY
  RECOMMENDATION
}

"Recency, frequency and monetary quintiles, 1 (worst) to 5 (best)."
type Rfm {
  "By days since the last order"
  recency: Int!
  "By number of orders"
  frequency: Int!
  "By revenue: what the customer paid (\`value.revenue\`), not margin and not total value. A champion whose orders cost more than they brought has a negative value"
  monetary: Int!
  group: RfmGroup!
  provenance: Provenance!
}

enum RfmGroup {
  CHAMPIONS
  LOYAL_CUSTOMERS
  POTENTIAL_LOYALISTS
  NEW_CUSTOMERS
  PROMISING
  NEED_ATTENTION
  ABOUT_TO_SLEEP
  AT_RISK
  CANNOT_LOSE_THEM
  HIBERNATING
  LOST
}

"How this company's lifetime values were computed, and why so: the comparison out of sample that chose the model."
type ModelReport {
  "PRIOR where there is too little data to fit anything: the values are then those of a typical company"
  method: ScoreMethod!
  asOf: Date!
  horizonDays: Int!
  "Share of customers with a modelled value, 0 to 1"
  measurableShare: Float!
  "Σ over all customers of \`value.atRisk.own\`: a check on the model, not an amount that is lost at once"
  valueAtRisk: Money!
  chosen: PurchaseModel!
  "True when the chosen model runs in operational time: days weighted by the company's own season"
  seasonal: Boolean!
  "True when the chosen model is blended with a regression"
  blended: Boolean!
  parameters: [ModelParameter!]!
  "In words, with the figures"
  reason: String!
  models: [FittedModel!]!
  "Plain rules on the same hold-out: the bar a model has to clear"
  rules: [RuleComparison!]!
  spend: SpendModel!
  "What was tried beyond the plain models and did not win"
  didNotHelp: [String!]!
  warnings: [String!]!
}

enum PurchaseModel {
  BGNBD
  MBGNBD
  PARETONBD
  MBGCNBD
}

type ModelParameter {
  name: String!
  value: Float!
  standardError: Float
}

type FittedModel {
  model: PurchaseModel!
  parameters: [ModelParameter!]!
  logLikelihood: Float!
  converged: Boolean!
  "Null where there is too little history to hold any of it out"
  holdout: HoldoutMetrics
  warnings: [String!]!
}

type RuleComparison {
  rule: String!
  holdout: HoldoutMetrics!
}

"Forecasts against what came, for customers and purchases the fit had not seen."
type HoldoutMetrics {
  rmse: Float!
  mae: Float!
  "Σ predicted / Σ actual − 1"
  bias: Float
  pearson: Float
  spearman: Float
  "Share of purchases made by the 20 % of customers ranked highest"
  capture20: Float
  "Area under the ROC curve of \\"buys again\\""
  aucActive: Float
  "Nats per customer of \\"buys again\\""
  logLoss: Float
  calibration: [CalibrationRow!]!
}

type CalibrationRow {
  "Repeat purchases before the hold-out: 0 … 6, 7+"
  frequency: String!
  customers: Int!
  predicted: Float!
  actual: Float!
}

type SpendModel {
  chosen: String!
  reason: String!
}

extend type Query {
  "Null until a run had orders to model"
  modelReport: ModelReport
}

"Customers who belong together by who follows whom. Communities partition those with ties; with the unconnected they sum to the total."
type Community implements Node {
  id: ID!
  "Stays the same from run to run while most members stay"
  key: String!
  size: Int!
  "Current value of the members together"
  value: Money!
  "Share of the members' ties that is with each other, 0 to 1"
  internalShare: Float
  "Members with the highest network value"
  leaders: [Customer!]! @cost(weight: 5)
  "Most valuable first"
  members(first: Int! = 50, after: String): CommunityMemberConnection! @cost(weight: 10)
}

type CommunityMemberConnection {
  edges: [CommunityMemberEdge!]!
  nodes: [Customer!]!
  pageInfo: PageInfo!
}
type CommunityMemberEdge {
  cursor: String!
  node: Customer!
}

type CommunityConnection {
  edges: [CommunityEdge!]!
  nodes: [Community!]!
  pageInfo: PageInfo!
  totalCount: Count!
  "Customers without any tie"
  unconnected: UnconnectedCustomers!
}
type CommunityEdge {
  cursor: String!
  node: Community!
}
type UnconnectedCustomers {
  customers: Int!
  value: Money!
}

"How much of a follower's value is credited to those they follow, with the evidence for it."
type NetworkCalibration {
  "0 until one has been measured: the defaults"
  version: Int!
  measuredAt: DateTime!
  mode: NetworkCalibrationMode!
  "The one share of everybody, in FIXED mode"
  fixedShare: Float
  "Share of purchases that somebody the buyer follows made shortly before"
  followedShare: Float!
  followedShareSource: CalibrationSource!
  "Part of that taken to be caused by following. The direction test is a heuristic, not an experiment"
  causalShare: Float!
  causalShareSource: CalibrationSource!
  windowDays: Int!
  evidence: CalibrationEvidence!
}
enum NetworkCalibrationMode {
  MEASURED
  FIXED
}
enum CalibrationSource {
  MEASURED
  DIRECTION_TEST
  OPERATOR
  DEFAULT
}
type CalibrationEvidence {
  followers: Int!
  purchases: SafeInt!
  followedPurchases: SafeInt!
  directionTest: DirectionTest
}
"Over one-way ties: did the follower buy the same thing after, or before, whom they follow?"
type DirectionTest {
  oneWayTies: SafeInt!
  before: SafeInt!
  after: SafeInt!
  ratio: Float
  "The ratio that buying earlier in general would give by itself: purchases of different things"
  timingRatio: Float
  "The stricter causal share, beyond that"
  causalShareBeyondTiming: Float
}

"Whom to give a sample to: the customers whose followers, and theirs, reach most others (reverse-reachable sets, weighted cascade)."
type SeedSet {
  "The most useful first: the first k are the set for k"
  customers: [Customer!]! @cost(weight: 5)
  "Expected number of customers reached by the whole set of up to 50, also where fewer are asked for, themselves included"
  expectedReach: Float!
  "95 % interval"
  low: Float!
  high: Float!
  "The set reaches at least 1 − 1/e − epsilon of what the best set would"
  epsilon: Float!
}

"The honesty check of the influence score: how much of it is only the number of followers."
type InfluenceReport {
  "Customers with any tie"
  customers: Int!
  "R² of the score on ln(1 + followers); the score that ended in 2018 had .95. Null with too few customers"
  rSquaredOnLogFollowers: Float
  "The frozen scales the scores are read on; null without ties"
  calibrationVersion: Int
}

"What became of the referral records the last run saw."
type ReferralReport {
  "Claims that count: one for each customer who was brought in"
  accepted: Int!
  rejected: [RejectedReferrals!]!
}

"Claims that look like people referring themselves, with what is at stake. Nothing is refused for it: judge for yourself."
type ReferralSuspicions {
  "Of all, also those not listed"
  count: Int!
  "The most at stake first; of the 1,000 largest that a run keeps"
  suspicions: [ReferralSuspicion!]!
}
type ReferralSuspicion {
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
enum ReferralSuspicionReason {
  "Advocate and friend are two customers with one mailbox, such as ann@x.com and ann+1@x.com: probably one person"
  SAME_PERSON
  "People who claim to have brought in one another, directly or round a circle"
  RING
}
type RejectedReferrals {
  reason: ReferralRejectionReason!
  count: Int!
}
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
  communities(first: Int! = 50, after: String): CommunityConnection! @cost(weight: 5)
  "The calibration the visible generation was computed with; null before the first run"
  networkCalibration: NetworkCalibration
  "Null before the first run"
  influenceReport: InfluenceReport
  "Null before the first run"
  referralReport: ReferralReport
  "Null before the first run"
  referralSuspicions(first: Int! = 20): ReferralSuspicions @cost(weight: 5)
  "At most 50 customers, as of the last run; null where nobody has ties"
  seedSet(first: Int! = 10): SeedSet @cost(weight: 5)
}

"The orderings a run publishes; other ones do not exist."
enum CustomerOrderField {
  TOTAL_VALUE
  DIRECT_VALUE
  INDIRECT_VALUE
  REFERRAL_VALUE
  NETWORK_VALUE
  POTENTIAL_VALUE
  INFLUENCE
  ENGAGEMENT
  LAST_ORDER
}

input CustomerOrder {
  field: CustomerOrderField!
  direction: OrderDirection! = DESC
}

"All given conditions must hold. A customer for whom a value is unknown meets no condition on it."
input CustomerFilter {
  totalValue: MoneyRange
  directValue: MoneyRange
  indirectValue: MoneyRange
  referralValue: MoneyRange
  networkValue: MoneyRange
  potentialValue: MoneyRange
  influence: FloatRange
  engagement: FloatRange
  lastOrderAt: DateTimeRange
  quarter: [SonarQuarter!]
  stage: [SonarStage!]
  rfmGroup: [RfmGroup!]
  lapsed: Boolean
}

"What gives engagement points. Published versions never change."
type EngagementRuleSet {
  version: Int!
  rules: [EngagementRule!]!
}

type EngagementRule {
  key: String!
  label: String!
  department: Department!
  counting: RuleCounting!
  "Interactions that earn the points; empty for PER_DISTINCT_GROUP, which counts orders"
  triggers: [InteractionType!]!
  "Interactions that take them back"
  endedBy: [InteractionType!]!
  points: Int!
  "Other points above the influence Kring had published by the time of the event; the highest threshold passed wins"
  variants: [RuleVariant!]!
  "The ladder of which a HIGHEST_STAGE_PER_OBJECT rule is a stage"
  stageOf: String
  "The first assortment group that counts"
  fromCount: Int!
}

type RuleVariant {
  whenInfluenceAbove: Float!
  points: Int!
}

enum RuleCounting {
  PER_EVENT
  ONCE
  "Each object, such as a newsletter issue, counts once, for its highest stage"
  HIGHEST_STAGE_PER_OBJECT
  PER_DISTINCT_GROUP
  WHILE_STATE_HOLDS
}

input EngagementRuleInput {
  "Lower case words joined by hyphens"
  key: String!
  label: String!
  department: Department!
  counting: RuleCounting!
  triggers: [InteractionType!]! = []
  endedBy: [InteractionType!]! = []
  points: Int!
  variants: [RuleVariantInput!]! = []
  stageOf: String
  fromCount: Int! = 1
}

input RuleVariantInput {
  whenInfluenceAbove: Float!
  points: Int!
}

"What one customer's points would be under other rules; nothing is stored."
type EngagementPreview {
  customer: Customer!
  current: Float!
  proposed: Float!
  "The terms of \`proposed\`"
  breakdown: [EngagementTerm!]!
}

input EngagementRuleSetPublishInput {
  idempotencyKey: String!
  "The version the new rules replace; the new one is the next"
  expectedVersion: Int!
  rules: [EngagementRuleInput!]!
}

type EngagementRuleSetPayload {
  ruleSet: EngagementRuleSet
  userErrors: [UserError!]!
}

extend type Query {
  "A published version, by default the current one; null when there is none of this number"
  engagementRuleSet(version: Int): EngagementRuleSet
  "What-if, on up to 20 customers, from all their events"
  engagementPreview(rules: [EngagementRuleInput!]!, customers: [CustomerIdentifier!]!): [EngagementPreview!]! @cost(weight: 200)
}

extend type Mutation {
  "Points of new events follow the new rules at once (within half a minute on other machines); the next run counts everybody again"
  engagementRuleSetPublish(input: EngagementRuleSetPublishInput!): EngagementRuleSetPayload!
}

"One enrichment run: snapshot → compute → publish, pinned to an as-of instant."
type EnrichmentRun implements Node {
  id: ID!
  kind: EnrichmentKind!
  status: RunStatus!
  trigger: String!
  asOf: DateTime!
  """
  True for a run as of an instant before the visible run's: it is never what everybody sees, but a view of the past of its own, read
  with \`query @view(run: …)\`. False until the run has read its inputs.
  """
  view: Boolean!
  "The generation the run publishes"
  generation: Int!
  step: RunStep!
  progress: RunProgress!
  startedAt: DateTime!
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
  cost: RunCost!
}

"A customer a run had to leave out."
type SetAsideCustomer {
  "Read it with \`node(id:)\`"
  customerId: ID!
  "What could not be folded or counted"
  reason: String!
}

enum EnrichmentKind {
  FULL
}

enum RunStatus {
  RUNNING
  SUCCEEDED
  FAILED
  CANCELLED
}

enum RunStep {
  SNAPSHOT
  COMPUTE
  PUBLISH
  DONE
}

type RunProgress {
  total: Int!
  done: Int!
  "Unchanged customers, which cost no write"
  skipped: Int!
  "Set aside because they could not be folded or counted; \`failed\` names them"
  failed: Int!
}

"What the run used of DynamoDB."
type RunCost {
  readUnits: Float!
  writeUnits: Float!
  requests: Int!
}

type EnrichmentRunConnection {
  edges: [EnrichmentRunEdge!]!
  nodes: [EnrichmentRun!]!
  pageInfo: PageInfo!
}

type EnrichmentRunEdge {
  cursor: String!
  node: EnrichmentRun!
}

input EnrichmentRunStartInput {
  idempotencyKey: String!
  """
  Nothing that happened later is counted. Default: now, or the deployment's fixed as-of. Before the as-of of what is visible, the run
  becomes a view of its own and what everybody sees stays.
  """
  asOf: DateTime
}

type EnrichmentRunPayload {
  run: EnrichmentRun
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
  enrichmentRun(id: ID!): EnrichmentRun
  "Newest first"
  enrichmentRuns(first: Int! = 20, after: String): EnrichmentRunConnection!
}

extend type Mutation {
  "Starts a run and returns at once; follow it with \`enrichmentRun\`. While one is running: ALREADY_RUNNING with its id."
  enrichmentRunStart(input: EnrichmentRunStartInput!): EnrichmentRunPayload!
}

"A group of customers, as of the last run."
type Segment implements Node {
  id: ID!
  key: String!
  name: String!
  description: String
  kind: SegmentKind!
  "Goes up with every change of a rule; 0 for the built-in RFM groups"
  version: Int!
  "What makes a customer a member"
  rule: SegmentRule!
  "True for a rule that is no longer evaluated"
  archived: Boolean!
  "Members at the last run; null until a run has evaluated this segment"
  size: Count
  "The amount its members were selected for: of the first condition that asks for much of one (\`>\`, \`≥\`, also as a percentile), REVENUE for an RFM group, else TOTAL_VALUE"
  measure: SegmentField!
  "Σ of \`measure\` over the members at the last run; null until a run has evaluated this segment"
  value: Money
  "Members at the last run, those with most of \`measure\` first"
  members(first: Int! = 50, after: String): CustomerConnection! @cost(weight: 10)
}

enum SegmentKind {
  "One of the well-known RFM groups"
  RFM
  "Customers that meet a typed rule"
  RULE
}

"A typed rule. Exactly one of \`all\`, \`any\`, \`not\` and \`test\` is there."
type SegmentRule {
  "The whole rule in words; amounts in minor units"
  text: String!
  all: [SegmentRule!]
  any: [SegmentRule!]
  not: SegmentRule
  test: SegmentTest
}

type SegmentTest {
  field: SegmentField!
  comparator: Comparator!
  "What the field is compared with, as text"
  value: String!
}

enum Comparator {
  EQ
  NEQ
  GT
  GTE
  LT
  LTE
  IN
  CONTAINS
  IS_NULL
}

"What a rule can test. Percentiles run from 0 to 100 over all customers."
enum SegmentField {
  "Money: current and potential value together, as \`value.total\` and the filter \`totalValue\`"
  TOTAL_VALUE
  "Money: without what is still to come, as \`value.current.total\`"
  CURRENT_VALUE
  "Money"
  OWN_VALUE
  "Money"
  REFERRAL_VALUE
  "Money"
  NETWORK_VALUE
  "Money"
  REVENUE
  "Money: as \`value.atRisk.own\`; unknown before the first order"
  VALUE_AT_RISK
  TOTAL_VALUE_PERCENTILE
  CURRENT_VALUE_PERCENTILE
  OWN_VALUE_PERCENTILE
  REFERRAL_VALUE_PERCENTILE
  NETWORK_VALUE_PERCENTILE
  "0 to 100"
  INFLUENCE
  "Points"
  ENGAGEMENT
  "Number of orders"
  ORDERS
  "Share of orders bought on promotion, 0 to 1"
  PROMOTION_SHARE
  DAYS_SINCE_LAST_ORDER
  DAYS_SINCE_FIRST_ORDER
  "0 to 1: probability of another order within the horizon; unknown before the first order"
  RETURN_PROBABILITY
  "Days the wait is longer than the usual gap"
  OVERDUE_DAYS
  CYCLE
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
  "True or false"
  HAS_SERVICE
}

input SegmentRuleInput @oneOf {
  all: [SegmentRuleInput!]
  any: [SegmentRuleInput!]
  not: SegmentRuleInput
  test: SegmentTestInput
}

input SegmentTestInput {
  field: SegmentField!
  comparator: Comparator!
  value: SegmentValueInput!
}

"Give the one that fits the field."
input SegmentValueInput @oneOf {
  number: Float
  money: MoneyInput
  text: String
  texts: [String!]
  flag: Boolean
}

input SegmentCreateInput {
  idempotencyKey: String!
  "Lower case words joined by hyphens; never changes"
  key: String!
  name: String!
  description: String
  rule: SegmentRuleInput!
}

input SegmentUpdateInput {
  idempotencyKey: String!
  id: ID!
  expectedVersion: Int!
  name: String
  description: String
  rule: SegmentRuleInput
}

input SegmentArchiveInput {
  idempotencyKey: String!
  id: ID!
  expectedVersion: Int!
}

type SegmentPayload {
  segment: Segment
  userErrors: [UserError!]!
}

type SegmentConnection {
  edges: [SegmentEdge!]!
  nodes: [Segment!]!
  pageInfo: PageInfo!
  totalCount: Count!
}

type SegmentEdge {
  cursor: String!
  node: Segment!
}

"How many customers stand where in the SONAR lifecycle, at the last run."
type LifecycleSummary {
  asOf: DateTime!
  stages: [StageSummary!]!
}

type StageSummary {
  quarter: SonarQuarter!
  stage: SonarStage!
  customers: Count!
  "How many of them lapsed"
  lapsed: Int!
  "Current value of these customers together; the stages add up to \`portfolio.current\`"
  value: Money!
}

"The sums that have to agree: value moved between customers, and none appeared or disappeared."
type Portfolio {
  asOf: DateTime!
  "IANA name of the zone whose calendar days are purchase days; fixed when the table was made"
  timeZone: String!
  customers: Count!
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
  "Σ total value over all customers: current + potential"
  total: Money!
  "True when any input was made by a simulation"
  simulated: Boolean!
  provenance: Provenance!
}

extend type Query {
  "By global id or by key; null when there is none"
  segment(id: ID, key: String): Segment
  "The RFM groups, then the rule segments by key"
  segments(first: Int! = 50, after: String): SegmentConnection!
  "Null until a run has been published"
  lifecycleSummary: LifecycleSummary
  "Null until a run has been published"
  portfolio: Portfolio
}

extend type Mutation {
  "Rule segments are evaluated by the next run"
  segmentCreate(input: SegmentCreateInput!): SegmentPayload!
  segmentUpdate(input: SegmentUpdateInput!): SegmentPayload!
  "Stops evaluating a rule; its last members stay readable until the next run"
  segmentArchive(input: SegmentArchiveInput!): SegmentPayload!
}

"""
What a customer is worth, as the two-by-two of current and potential × direct and indirect value. \`total\` is exactly the
sum of the cells that are computed. Over all customers the indirect cells only move value: they sum to minus the rewards paid.
"""
type CustomerValue {
  "Current and potential value together: the total value, wherever it is shown, ordered by, filtered or tested in a segment rule"
  total: Money!
  current: ValueSide!
  "Amounts are null, with a reason, until a lifetime-value model has run"
  potential: ValueSide!
  "Direct cells of both sides"
  direct: Money!
  "Indirect cells of both sides"
  indirect: Money!
  "What the customer paid less what went back, beside the margin counted in \`current.direct\`"
  revenue: Money!
  "Null until a lifetime-value model has run"
  clv: LifetimeValue
  atRisk: ValueAtRisk!
  referralValue: ReferralValue!
  networkValue: NetworkValue!
  "Where this total stands among all customers"
  standing: ValueStanding!
  "Signed terms that add up to \`total\`, to the cent"
  breakdown: [ValueTerm!]!
  provenance: Provenance!
}

type ValueSide {
  status: ComputationStatus!
  "Why the amounts are null; null when they are not"
  reason: String
  "direct + indirect"
  total: Money
  direct: Money
  indirect: Money
}

type ValueTerm {
  key: ValueTermKey!
  label: String!
  amount: Money!
  "When money last went back, for REFUNDS and CREDITS; null for the other terms. Each of them with its date: \`Customer.moneyBack\`"
  at: DateTime
}

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
  EXPECTED_ORDERS
  EXPECTED_INDIRECT
}

"Exact, from referral chains: conserved, so a value is never counted twice."
type ReferralValue {
  "received − passed on − rewards"
  conserved: Money!
  "Everything that flowed through this customer. It counts a value once per ancestor: never sum it over customers"
  gross: Money!
  passedOn: Money!
  rewards: Money!
  "Customer referral value of Kumar, Petersen and Leone (2010). Not additive: summed over customers it counts the same value several times."
  crvNotAdditive: Money
  "Who was brought in, and what each of them is worth to this customer: adds up to what was received"
  received(first: Int! = 20): ValueFlows! @cost(weight: 10)
  "Who brought this customer in, and what they are credited: adds up to \`passedOn\`"
  given(first: Int! = 20): ValueFlows! @cost(weight: 10)
  provenance: Provenance!
}

"Expected, from ties: the conserving solve f = v + C f (a model, not a record)."
type NetworkValue {
  "received − passed on"
  conserved: Money!
  "Everything received from followers"
  gross: Money!
  passedOn: Money!
  "Which followers the value comes from: adds up to \`gross\`"
  received(first: Int! = 20): ValueFlows! @cost(weight: 10)
  "Whom this customer follows, and what they are credited: adds up to \`passedOn\`"
  given(first: Int! = 20): ValueFlows! @cost(weight: 10)
  provenance: Provenance!
}

"""
What is lost if this customer leaves. The two figures stand side by side and are never added, nor summed over customers: what
others are worth only through this customer is part of those others' own value.
"""
type ValueAtRisk {
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
type LifetimeValue {
  predicted: Money!
  low: Money!
  high: Money!
  expectedOrders: Float!
  expectedOrderMargin: Money!
  "Probability of at least one more order within the horizon: the one statement about leaving"
  returnProbability: Float!
  "The day by which half of those who return have returned: after the as-of day, within the horizon. Null where no order is expected at all"
  expectedNextOrderOn: Date
  provenance: Provenance!
}

type ValueStanding {
  "0 to 100 = most valuable: the share of customers worth less, equals counting half. To within one percent, and the same number as TOTAL_VALUE_PERCENTILE in a segment rule; the exact place is \`position\` in \`customers\`."
  percentile: Float!
  "Number of customers"
  of: Int!
}

"""
Value that moved between this customer and others. The listed flows and \`rest\` add up exactly to \`total\`.
"""
type ValueFlows {
  total: Money!
  "The \`first\` (1 to 100) largest, of the 100 largest that a run keeps"
  flows: [ValueFlow!]!
  "What the flows not listed amount to"
  rest: Money!
}

type ValueFlow {
  "At the other end; null when gone"
  customer: Customer
  amount: Money!
  "Ids of the customers through whom the value came, from who gives to who receives, both included"
  path: [ID!]!
}`;
