import { HEALTH_BANDS, type HealthBand } from '../health/health.ts';
import type { SummaryColumn } from '../summary/columns.ts';
import type { StandingWords } from '../summary/standing.ts';
import { orientedMinorOf } from './orientation.ts';
import {
  currentMinorOf,
  indirectMinorOf,
  potentialMinorOf,
  RFM_GROUPS,
  SONAR_QUARTERS,
  SONAR_STAGES,
  totalMinorOf,
  type CustomerProfile,
} from './profile.ts';

/** What the fields of one customer are read from. */
export interface FieldSource {
  readonly profile: Omit<CustomerProfile, 'segments'>;
  /** A number of the customer's summary; NaN for what has not happened. */
  readonly summary: (column: SummaryColumn) => number;
  /** Assortment groups bought from, sorted. */
  readonly groups: readonly string[];
  /** The day the run is pinned to. */
  readonly today: number;
  readonly words: StandingWords;
  /** Keys of the segments the customer is in; while a run tries rules, of those tried before. */
  readonly segments: readonly string[];
  readonly derived: Derived;
}

/** What is worked out of a customer beside their profile: by a run of everybody, by a reader of the one they ask for. */
export interface Derived {
  /** 0 … 100 (domain/health); null where nothing is known. */
  readonly health: number | null;
  readonly healthBand: HealthBand | null;
  /** What others are worth only through the customer; null where it was not worked out. */
  readonly networkAtRiskMinor: number | null;
  /** Σ of what all opportunities are expected to bring within the horizon; null where none could be worked out. */
  readonly opportunityMinor: number | null;
}

/** Nothing worked out. */
export const NOTHING_DERIVED: Derived = {
  health: null,
  healthBand: null,
  networkAtRiskMinor: null,
  opportunityMinor: null,
};

/**
 * How a column lies beside the orderings: with the ids where only events move it, apart from them where time does, and not at all where it is a sum of
 * others (what is not known counts as nothing).
 */
export type ColumnKept = 'observed' | 'modelled' | { readonly sumOf: readonly string[] };

interface Field<T> {
  readonly label: string;
  /** null where unknown, never 0. */
  readonly of: (customer: FieldSource) => T | null;
  /** Published beside every ordering as a column, so that a filter reads no customer. */
  readonly column?: ColumnKept;
  /** Published as a list, most first, under this name. */
  readonly ordering?: string;
  /** Published under this name as the customers with most of it alone, or also as those with least (decision 27). */
  readonly top?: { readonly name: string; readonly ends: 'most' | 'both' };
}

export type FieldSpec =
  | (Field<number> & {
      readonly type: 'number';
      readonly unit: 'minor' | 'score' | 'points' | 'count' | 'share' | 'days' | 'minutes';
      /** Rules may also ask for its percentile among all, 0–100: `<name>Percentile`. */
      readonly percentile?: true;
    })
  | (Field<string> & { readonly type: 'enum'; readonly values: readonly string[] })
  | (Field<boolean> & { readonly type: 'boolean' })
  /** A word of the company's own. */
  | (Field<string> & { readonly type: 'text' })
  | (Field<readonly string[]> & { readonly type: 'set' })
  /** Epoch milliseconds: filtered and ordered by, but no rule's business, whose instants would wander. */
  | (Field<number> & { readonly type: 'instant' });

const ifBought =
  <T>(of: (customer: FieldSource) => T | null) =>
  (customer: FieldSource): T | null =>
    customer.summary('orderCount') === 0 ? null : of(customer);

/**
 * Everything that can be said of one customer in one number or word, and asked for by it. From this table follow the fields of
 * segment rules (with their percentiles), the columns that filters read, and the orderings. A new one is an entry here, its values in
 * the schema's `SegmentField` (and `CustomerFilter`, `CustomerOrderField` where it has a column or ordering), and a test.
 */
export const CUSTOMER_FIELDS = {
  totalValue: {
    type: 'number',
    unit: 'minor',
    label: 'Total value: current and potential',
    of: ({ profile }) => totalMinorOf(profile.value),
    percentile: true,
    column: { sumOf: ['directValue', 'referralValue', 'networkValue', 'potentialValue'] },
    ordering: 'TOTAL_VALUE',
  },
  currentValue: {
    type: 'number',
    unit: 'minor',
    label: 'Current value: direct and indirect, without what is to come',
    of: ({ profile }) => currentMinorOf(profile.value),
    percentile: true,
  },
  directValue: {
    type: 'number',
    unit: 'minor',
    label: 'Current direct value: through own orders',
    of: ({ profile }) => profile.value.directMinor,
    percentile: true,
    column: 'observed',
    ordering: 'DIRECT_VALUE',
  },
  indirectValue: {
    type: 'number',
    unit: 'minor',
    label: 'Current indirect value: net referral and network value',
    of: ({ profile }) => indirectMinorOf(profile.value),
    column: { sumOf: ['referralValue', 'networkValue'] },
    ordering: 'INDIRECT_VALUE',
  },
  referralValue: {
    type: 'number',
    unit: 'minor',
    label: 'Net referral value',
    of: ({ profile }) => profile.value.referralMinor,
    percentile: true,
    column: 'observed',
    ordering: 'REFERRAL_VALUE',
  },
  networkValue: {
    type: 'number',
    unit: 'minor',
    label: 'Net network value',
    of: ({ profile }) => profile.value.networkMinor,
    percentile: true,
    column: 'observed',
    ordering: 'NETWORK_VALUE',
  },
  potentialValue: {
    type: 'number',
    unit: 'minor',
    label: 'Potential value, direct and indirect',
    of: ({ profile }) => potentialMinorOf(profile.value),
    column: 'modelled',
    ordering: 'POTENTIAL_VALUE',
  },
  shortTermValue: {
    type: 'number',
    unit: 'minor',
    label: 'Value as winning customers weighs it: what was observed counts three times what is expected',
    of: ({ profile }) => orientedMinorOf(profile.value, 'ACQUIRE'),
    top: { name: 'SHORT_TERM_VALUE', ends: 'most' },
  },
  longTermValue: {
    type: 'number',
    unit: 'minor',
    label: 'Value as keeping customers weighs it: what is expected counts three times what was observed',
    of: ({ profile }) => orientedMinorOf(profile.value, 'RETAIN'),
    top: { name: 'LONG_TERM_VALUE', ends: 'most' },
  },
  expectedValue: {
    type: 'number',
    unit: 'minor',
    label: 'Value expected of own orders within the horizon',
    of: ifBought(({ profile }) => profile.clv?.predictedMinor ?? null),
    top: { name: 'EXPECTED_VALUE', ends: 'most' },
  },
  revenue: {
    type: 'number',
    unit: 'minor',
    label: 'Revenue',
    of: ({ profile }) => profile.value.revenueMinor,
    top: { name: 'REVENUE', ends: 'most' },
  },
  valueAtRisk: {
    type: 'number',
    unit: 'minor',
    label: 'Own value at risk',
    of: ifBought(({ profile }) => profile.clv?.valueAtRiskMinor ?? null),
    top: { name: 'VALUE_AT_RISK', ends: 'most' },
  },
  networkAtRisk: {
    type: 'number',
    unit: 'minor',
    label: 'Network value at risk: what others are worth only through the customer',
    of: ({ derived }) => derived.networkAtRiskMinor,
    top: { name: 'NETWORK_AT_RISK', ends: 'most' },
  },
  opportunityValue: {
    type: 'number',
    unit: 'minor',
    label: 'Value of all opportunities expected within the horizon',
    of: ({ derived }) => derived.opportunityMinor,
    top: { name: 'OPPORTUNITY_VALUE', ends: 'most' },
  },
  health: {
    type: 'number',
    unit: 'score',
    label: 'Health, 0 to 100',
    of: ({ derived }) => derived.health,
    top: { name: 'HEALTH', ends: 'both' },
  },
  healthBand: {
    type: 'enum',
    values: HEALTH_BANDS,
    label: 'Band of health',
    of: ({ derived }) => derived.healthBand,
  },
  influence: {
    type: 'number',
    unit: 'score',
    label: 'Influence, 0 to 100',
    of: ({ profile }) => profile.influence?.score ?? null,
    column: 'observed',
    ordering: 'INFLUENCE',
  },
  engagement: {
    type: 'number',
    unit: 'points',
    label: 'Engagement points',
    of: ({ profile }) => profile.engagement.points,
    column: 'observed',
    ordering: 'ENGAGEMENT',
  },
  orders: { type: 'number', unit: 'count', label: 'Number of orders', of: ({ summary }) => summary('orderCount') },
  distinctProducts: {
    type: 'number',
    unit: 'count',
    label: 'Number of distinct products bought',
    of: ({ summary }) => summary('distinctProducts'),
  },
  promotionShare: {
    type: 'number',
    unit: 'share',
    label: 'Share of orders bought on promotion',
    of: ifBought(({ summary }) => summary('promotionOrders') / summary('orderCount')),
  },
  lastOrderAt: {
    type: 'instant',
    label: 'Last order',
    of: ifBought(({ summary }) => summary('lastOrderAt')),
    column: 'observed',
    ordering: 'LAST_ORDER',
  },
  daysSinceLastOrder: {
    type: 'number',
    unit: 'days',
    label: 'Days since the last order',
    of: ifBought(({ summary, today }) => today - summary('lastDay')),
  },
  daysSinceFirstOrder: {
    type: 'number',
    unit: 'days',
    label: 'Days since the first order',
    of: ifBought(({ summary, today }) => today - summary('firstDay')),
  },
  returnProbability: {
    type: 'number',
    unit: 'share',
    label: 'Probability of another order within the horizon',
    of: ifBought(({ profile }) => profile.clv?.returnProbability ?? null),
    top: { name: 'RETURN_PROBABILITY', ends: 'both' },
  },
  overdueDays: {
    type: 'number',
    unit: 'days',
    label: 'Days the wait is longer than the usual gap',
    of: ({ profile: { lifecycle } }) => (lifecycle.dueDay === null ? null : lifecycle.overdueDays),
  },
  cycle: { type: 'number', unit: 'count', label: 'Buying cycle', of: ({ profile }) => profile.lifecycle.cycle },
  assortmentGroupCount: {
    type: 'number',
    unit: 'count',
    label: 'Number of assortment groups bought from',
    of: ({ groups }) => groups.length,
  },
  assortmentGroups: { type: 'set', label: 'Assortment groups bought from', of: ({ groups }) => groups },
  rfmGroup: {
    type: 'enum',
    values: RFM_GROUPS,
    label: 'RFM group',
    of: ({ profile }) => profile.rfm?.group ?? null,
    column: 'modelled',
  },
  quarter: {
    type: 'enum',
    values: SONAR_QUARTERS,
    label: 'SONAR quarter',
    of: ({ profile }) => profile.lifecycle.quarter,
  },
  stage: {
    type: 'enum',
    values: SONAR_STAGES,
    label: 'SONAR stage',
    of: ({ profile }) => profile.lifecycle.stage,
    column: 'observed',
  },
  lapsed: { type: 'boolean', label: 'Lapsed', of: ({ profile }) => profile.lifecycle.lapsed, column: 'modelled' },
  hasOpenComplaint: {
    type: 'boolean',
    label: 'Has an open complaint',
    of: ({ summary }) => summary('openComplaints') > 0,
  },
  effortMinutes: {
    type: 'number',
    unit: 'minutes',
    label: 'Minutes of human contact',
    of: ({ summary }) => summary('effortMinutes'),
  },
  acquisitionChannel: {
    type: 'text',
    label: 'Channel of the first order',
    of: ({ words }) => words.acquisitionChannel,
  },
  country: { type: 'text', label: 'Country', of: ({ words }) => words.country },
  account: { type: 'text', label: 'Account', of: ({ words }) => words.account },
  contact: { type: 'text', label: 'Trusted contact', of: ({ words }) => words.contact },
  lifeStage: { type: 'text', label: 'Life stage', of: ({ words }) => words.lifeStage },
  lifestyle: { type: 'text', label: 'Lifestyle', of: ({ words }) => words.lifestyle },
  community: { type: 'text', label: 'Community', of: ({ profile }) => profile.community },
  segments: { type: 'set', label: 'Segments', of: ({ segments }) => segments },
  hasService: {
    type: 'boolean',
    label: 'Buys a service or subscription',
    of: ({ summary }) => summary('hasService') === 1,
  },
} as const satisfies Record<string, FieldSpec>;

export type CustomerField = keyof typeof CUSTOMER_FIELDS;
type Fields = typeof CUSTOMER_FIELDS;

/** The fields with a mark, by name. */
export type FieldsWith<Mark> = { [F in CustomerField]: Fields[F] extends Mark ? F : never }[CustomerField];

/** All fields in the order of the table. */
export const fieldEntries = Object.entries(CUSTOMER_FIELDS) as readonly (readonly [CustomerField, FieldSpec])[];
