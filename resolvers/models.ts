/** What the resolvers of each GraphQL type are handed (scripts/codegen.ts maps the names). */
import type { PublishedActionReport } from '../published/actions.ts';
import type { ActionRecord } from '../store/actions/records.ts';
import type { Webhook } from '../store/changes/webhooks.ts';
import type { AccessKey } from '../store/access/keys.ts';
import type { CustomerId, Interaction, Order, Referral, Tie } from '../domain/events.ts';
import type { EngagementRuleSet } from '../domain/engagement/rules.ts';
import type { CustomerProfile, InfluenceProfile, SonarQuarter, SonarStage } from '../domain/profile/profile.ts';
import type { LabelChange } from '../domain/segments/changes.ts';
import type { SegmentRole } from '../domain/segments/roles.ts';
import type { SegmentRule } from '../domain/segments/rules.ts';
import type { LabelsReport, Moved } from '../domain/segments/labels-report.ts';
import type { PublishedSuspicion } from '../published/claims.ts';
import type { PublishedCommunity } from '../published/communities.ts';
import type { SegmentLandscape } from '../domain/portfolio/overlap.ts';
import type { Flow } from '../store/published/flow-list.ts';
import type { CustomerRecord } from '../store/customers/records.ts';
import type { CustomerView, ShownBetween } from '../store/published/customers.ts';
import type { VisibleGeneration } from '../store/published/generations.ts';
import type { PublishedProfile } from '../store/published/profiles.ts';
import type { Account, Product, Spend } from '../store/definitions/catalogue.ts';
import type { StoredEvent, StoredFact } from '../store/events/history.ts';
import type { PrivacyJob } from '../store/privacy/jobs.ts';
import type { StoredAccount } from '../store/social/account-items.ts';
import type { SourceProgress } from '../store/social/progress.ts';
import type { SyncRecord } from '../store/social/syncs.ts';
import type { SourceSettings } from '../social/settings.ts';
import type { RunRecord } from '../store/work/runs.ts';
import type { Complaint, ComplaintSummary } from '../domain/experience/complaints.ts';
import type { Issue } from '../domain/experience/newsletters.ts';
import type { Orientation } from '../domain/experience/orientation.ts';
import type { Bought } from '../domain/experience/purchases.ts';
import type { ExperienceTerm } from '../domain/experience/score.ts';
import type {
  CurvePoint,
  Experience,
  FocusOpportunity,
  RetentionWork,
  FocusReport,
  NewsletterBehaviour,
  Opportunities,
  Opportunity,
  PromotionBehaviour,
  PurchaseBehaviour,
  UserErrorCode,
} from '../schema/generated.ts';

export interface CustomerModel extends CustomerView {
  readonly id: CustomerId;
}

export interface SegmentModel {
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly kind: 'RFM' | 'RULE' | 'LIST';
  readonly version: number;
  readonly archived: boolean;
  readonly role: SegmentRole | null;
  readonly rule: SegmentRule;
}

export type SegmentRuleModel = SegmentRule;
export type SegmentMovementModel = Moved;
/** A change of labels, and the report that names the run it was found by. */
export interface LabelChangeModel {
  readonly change: LabelChange;
  readonly report: LabelsReport;
}
export type OrderModel = StoredEvent & Order;
export type InteractionModel = StoredEvent & Interaction;
export type FactModel = StoredFact;
export type ProductModel = Product;
export type AccountModel = Account;
export type SpendModel = Spend;
export type TieModel = Tie;
export type ReferralModel = Referral;
export type EnrichmentRunModel = RunRecord;
export type PrivacyJobModel = PrivacyJob;
export type ActionModel = ActionRecord;
/** A report with how far the action has come: which interval is in force is known when it is read. */
export interface ActionReportModel {
  readonly state: ActionRecord['state'];
  readonly runId: string;
  readonly report: PublishedActionReport;
}

/** Minor units of the deployment's accounting currency. */
export type MoneyModel = number;

/** A customer about whom a run has published: both the profile and the generation are there. */
export interface Scored {
  readonly id: CustomerId;
  readonly profile: CustomerProfile;
  /** The generation in which each part of this profile last changed. */
  readonly changedIn: PublishedProfile['generation'];
  readonly generation: VisibleGeneration;
  /** What has moved since; the profile's value is with it. */
  readonly between: ShownBetween | null;
}
// What a run says of a customer, part by part: a field works out what it says when it is asked for.
export type CustomerValueModel = Scored;
/** Only where there is one. */
export type LifetimeValueModel = Scored;
export type ReferralValueModel = Scored;
export type NetworkValueModel = Scored;
/** Only where there is one. */
export type RfmModel = Scored;
export interface EngagementModel {
  readonly record: CustomerRecord;
  /** The rule set the summary's points were counted with. */
  readonly ruleSet: EngagementRuleSet;
}
export interface ValueAtRiskModel {
  readonly customerId: CustomerId;
  readonly own: MoneyModel | null;
}
/** What is to be done is worked out only when asked for. */
export interface LeavingCustomerModel {
  readonly customer: CustomerModel | null;
  readonly contact: string | null;
  readonly returnProbability: number;
  readonly ownExpected: MoneyModel;
  readonly network: MoneyModel | null;
  readonly networkExpected: MoneyModel | null;
}
/** What speaks against it lies in the customer's history, which is read only when that is asked for. */
export interface RetentionWorkModel extends Omit<RetentionWork, 'blockedBy'> {
  readonly customer: CustomerModel;
}
/** What more could be sold to them is read only when asked for. */
export interface FocusReportModel extends Omit<
  FocusReport,
  'value' | 'total' | 'negative' | 'curve' | 'opportunities' | 'asOf'
> {
  readonly asOf: number | null;
  readonly value: MoneyModel | null;
  readonly total: MoneyModel | null;
  readonly negative: MoneyModel | null;
  readonly curve: readonly (Omit<CurvePoint, 'value'> & { readonly value: MoneyModel })[];
}
/** With what speaks against it only when asked for. */
export interface FocusOpportunityModel extends Omit<
  FocusOpportunity,
  'customer' | 'expectedMargin' | 'expectedOverLifetime' | 'blockedBy'
> {
  readonly customer: CustomerModel | null;
  readonly expectedMargin: MoneyModel;
  readonly expectedOverLifetime: MoneyModel;
}
export type ValueFlowModel = Flow;
export type CommunityModel = PublishedCommunity;
/** What every answer out of a part says of itself. */
export interface Computed {
  readonly status: 'COMPUTED' | 'NOT_COMPUTED';
  readonly reason: string | null;
  readonly asOf: number | null;
}

/** Steps between stages are read only when asked for. */
export interface LifecycleSummaryModel {
  readonly asOf: number;
  readonly stages: readonly {
    readonly quarter: SonarQuarter;
    readonly stage: SonarStage;
    readonly customers: { readonly count: number; readonly precision: 'EXACT'; readonly asOf: number };
    readonly lapsed: number;
    readonly value: MoneyModel;
  }[];
}
/** With every overlap that is kept; of them as many are shown as asked for. */
export interface SegmentLandscapeModel extends Computed {
  readonly effectiveSegments: number | null;
  readonly uncoveredShare: number | null;
  readonly segments: readonly {
    readonly segment: SegmentModel | null;
    readonly key: string;
    readonly customers: number;
    readonly value: MoneyModel;
    readonly share: number | null;
  }[];
  readonly bySegments: readonly {
    readonly segments: number;
    readonly customers: number;
    readonly value: MoneyModel;
  }[];
  readonly overlaps: readonly {
    readonly a: string;
    readonly b: string;
    readonly customers: number;
    readonly value: MoneyModel;
    readonly jaccard: number;
    readonly ofA: number;
    readonly ofB: number;
  }[];
  readonly pairs: number | null;
  readonly conflicted: number | null;
  readonly conflicts: readonly {
    readonly a: SegmentRole;
    readonly b: SegmentRole;
    readonly customers: number;
    readonly value: MoneyModel;
  }[];
  /** What proposals are made of; null where there is none. */
  readonly published: SegmentLandscape | null;
}
export type ReferralSuspicionModel = PublishedSuspicion;
export interface InfluenceModel {
  readonly score: Scored;
  readonly influence: InfluenceProfile;
}

export type SocialAccountModel = StoredAccount;
export type SocialSyncModel = SyncRecord;
export type ApiKeyModel = AccessKey;
export type WebhookModel = Webhook;
export interface SocialSourceModel extends SourceProgress {
  readonly key: string;
  readonly settings: SourceSettings;
}
export interface SocialHostModel {
  readonly source: string;
  readonly host: string;
  /** As the source's last reading saved it. */
  readonly capabilities: unknown;
}

type StoredInteraction = StoredEvent & Interaction;
type StoredOrder = StoredEvent & Order;

export interface LifecycleModel {
  readonly customer: CustomerModel;
  readonly score: Scored;
}

export interface OpportunitiesModel extends Omit<Opportunities, 'blockedBy' | 'list'> {
  readonly customer: CustomerModel;
  readonly list: readonly OpportunityModel[];
}
export interface OpportunityModel extends Omit<Opportunity, 'expectedMargin' | 'expectedOverLifetime'> {
  readonly expectedMargin: MoneyModel;
  readonly expectedOverLifetime: MoneyModel;
}

/** What was worked out from a customer's events; lists of it are cut when they are asked for. */
export interface ComplaintsModel extends ComplaintSummary {
  readonly all: readonly Complaint<StoredInteraction, StoredOrder>[];
}
export interface ExperienceModel extends Omit<Experience, 'terms' | 'orientations' | 'complaints'> {
  readonly allTerms: readonly ExperienceTerm<StoredInteraction>[];
  readonly ways: readonly Orientation<StoredInteraction, StoredOrder>[];
  readonly complaints: ComplaintsModel;
}
export interface PurchaseBehaviourModel extends Omit<PurchaseBehaviour, 'byGroup' | 'byProduct'> {
  readonly allGroups: readonly Bought[];
  readonly allProducts: readonly Bought[];
}
export interface NewsletterBehaviourModel extends Omit<NewsletterBehaviour, 'issues'> {
  readonly allIssues: readonly Issue<StoredInteraction>[];
}
export interface PromotionBehaviourModel extends Omit<PromotionBehaviour, 'orders'> {
  readonly allOrders: readonly StoredOrder[];
}

export interface UserErrorModel {
  readonly code: UserErrorCode;
  readonly message: string;
  readonly field: readonly string[] | null;
  readonly currentVersion?: number;
  readonly conflictingCustomerIds?: readonly string[];
  readonly runningId?: string;
}
