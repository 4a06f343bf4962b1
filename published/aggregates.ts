import type { AttentionCurve } from '../domain/portfolio/attention.ts';
import type { Balance } from '../domain/portfolio/balance.ts';
import type { Bridge } from '../domain/portfolio/bridge.ts';
import type { Channels } from '../domain/portfolio/channels.ts';
import type { Contacts } from '../domain/portfolio/contacts.ts';
import type { Sources } from '../domain/sources/health.ts';
import type { RevenueGrowth } from '../domain/portfolio/revenue-bridge.ts';
import type { CohortsNow, CohortsOver } from '../domain/portfolio/cohorts.ts';
import type { Curve } from '../domain/portfolio/curve.ts';
import type { FocusOpportunities, FocusOpportunity } from '../domain/portfolio/focus.ts';
import type { Leaving } from '../domain/portfolio/leaving.ts';
import type { SegmentLandscape } from '../domain/portfolio/overlap.ts';
import type { Transitions } from '../domain/portfolio/transitions.ts';
import type { ValueMap, ValueMapAhead } from '../domain/portfolio/value-map.ts';
import type { TopOrdering } from '../domain/profile/orderings.ts';
import type { RankedField } from '../domain/segments/fields.ts';
import type { LeadStage, StageRecord } from '../domain/leads/leads.ts';
import type { CustomerId } from '../domain/events.ts';

/**
 * What a run says of the whole customer base beside its statistics, each part a block of its own: it is written on the nights on which it says
 * something else, and read by those who ask for it. Parts are cut by what moves them: an order, time alone, or neither.
 * Whatever the number of customers, a part is a few kilobytes.
 */
export interface Aggregates {
  readonly valueMap: ValueMap;
  readonly valueMapAhead: ValueMapAhead;
  readonly curves: Curves;
  readonly periodsOver: PeriodsOver;
  readonly periodsNow: PeriodsNow;
  readonly transitions: Transitions;
  readonly landscape: SegmentLandscape;
  readonly leaving: PublishedLeavingLists;
  readonly percentiles: Percentiles;
  readonly attention: Attention;
  readonly channels: Channels;
  readonly leads: PublishedLeads;
  readonly tops: Tops;
  readonly focus: PublishedFocus;
  readonly balance: Balance;
  readonly contacts: Contacts;
  readonly sources: Sources;
  /** `leaving` of those who have a trusted contact. */
  readonly retention: PublishedLeavingLists;
  readonly revenue: RevenueGrowth;
}

/** What more could be sold to the customers with most of a value; probabilities to four decimals. */
export interface PublishedFocus extends Omit<FocusOpportunities, 'list'> {
  readonly list: readonly (Omit<FocusOpportunity, 'customer'> & { readonly customer: CustomerId })[];
}

/** Boundaries at each percent (domain/segments/percentiles.ts) of what segment rules may ask the percentile of; those of the total value are in the statistics. */
export type Percentiles = Readonly<Record<Exclude<RankedField, 'totalValue'>, readonly number[]>>;

/** How concentrated a value is, by what it is counted. */
export interface Curves {
  /** Σ = the portfolio's current value. */
  readonly current: Curve;
  /** Σ = the portfolio's potential; null where none was computed. */
  readonly potential: Curve | null;
  /** What ties moved to each, before what they moved away: Σ = the portfolio's `networkMoved`. */
  readonly network: Curve;
  /** Σ = current + potential. */
  readonly total: Curve;
}

/** Customers an end of an ordering names (decision 27). */
export const TOP = 60;

/** The ends of an ordering: ids one after the other. */
export interface TopList {
  /** For how many customers the value is known. */
  readonly known: number;
  readonly most: string;
  /** Those with least, the least first; absent where nobody asks for it. */
  readonly least?: string;
}

export interface Tops {
  readonly lists: Readonly<Record<TopOrdering, TopList>>;
  /** Customers by band of health, in the order of HEALTH_BANDS. */
  readonly bands: readonly number[];
  /** Customers by country, most first; the 250 with most. */
  readonly countries: readonly (readonly [country: string, customers: number])[];
}

/** Where human contact went, by the values customers are ranked by. */
export interface Attention {
  readonly minutes: number;
  /** Interactions it was logged with, and customers they were with. */
  readonly contacts: number;
  readonly customers: number;
  /** Null where none was logged. */
  readonly by: {
    readonly current: AttentionCurve;
    readonly potential: AttentionCurve | null;
    readonly network: AttentionCurve;
    readonly total: AttentionCurve;
  } | null;
}

/** What happened in periods that are over. */
export interface PeriodsOver {
  readonly cohorts: readonly CohortsOver[];
  readonly bridges: readonly Bridge[];
}

/** What has happened so far in the periods the run is in, and what belongs to no period. */
export interface PeriodsNow {
  readonly cohorts: readonly CohortsNow[];
  readonly bridges: readonly Bridge[];
  /** Customers who never bought. */
  readonly neverBought: number;
  /** Direct value that belongs to no purchase day: money given back that met no purchase. Whole minor units. */
  readonly restMinor: number;
}

export interface PublishedLeaving extends Omit<Leaving, 'customer'> {
  readonly customer: CustomerId;
  /** Their trusted contact, in the lists of those who have one. */
  readonly contact?: string | null;
}

export interface PublishedLeavingLists {
  readonly byOwn: readonly PublishedLeaving[];
  readonly byNetwork: readonly PublishedLeaving[];
}

/** Who may be won, by worth, and what became of others (domain/leads). */
export interface PublishedLeads {
  readonly stages: readonly StageRecord[];
  /** What a won customer brings in the first year, minor units. */
  readonly wonMinor: number;
  /** Minutes of a contact, the mean of those logged, or an assumption. */
  readonly minutesEach: number;
  readonly areMinutesLogged: boolean;
  /** All there are; `leads` lists the first of them. */
  readonly count: number;
  readonly leads: readonly {
    readonly customer: CustomerId;
    readonly stage: LeadStage;
    readonly lastDay: number;
    /** Their trusted contact; null where none is told, absent where an earlier release published the list. */
    readonly contact?: string | null;
  }[];
}

export type AggregateName = keyof Aggregates;

/** The number of each part's block is its place here: new ones are added at the end. */
export const AGGREGATE_NAMES = [
  'valueMap',
  'valueMapAhead',
  'curves',
  'periodsOver',
  'periodsNow',
  'transitions',
  'landscape',
  'leaving',
  'percentiles',
  'attention',
  'channels',
  'leads',
  'tops',
  'focus',
  'balance',
  'contacts',
  'sources',
  'retention',
  'revenue',
] as const satisfies readonly AggregateName[];

/** Of each part: goes up when the same text would come to mean something else. */
const LAYOUTS: Readonly<Record<AggregateName, number>> = {
  valueMap: 1,
  valueMapAhead: 1,
  curves: 1,
  periodsOver: 1,
  periodsNow: 1,
  transitions: 1,
  landscape: 2,
  leaving: 1,
  percentiles: 1,
  attention: 1,
  channels: 1,
  leads: 1,
  tops: 1,
  focus: 1,
  balance: 1,
  contacts: 1,
  sources: 1,
  retention: 1,
  revenue: 1,
};

/** Every part as text, in the order of the blocks; equal parts, equal text. */
export const encodeAggregates = (aggregates: Aggregates): string[] =>
  AGGREGATE_NAMES.map((name) => JSON.stringify({ layout: LAYOUTS[name], part: aggregates[name] }));

/** The reverse for one part; null for a text of another layout. */
export function decodeAggregate<N extends AggregateName>(name: N, text: string): Aggregates[N] | null {
  const { layout, part } = JSON.parse(text) as { readonly layout: number; readonly part: Aggregates[N] };
  return layout === LAYOUTS[name] ? part : null;
}
