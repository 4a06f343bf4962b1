import type { CustomerId } from '../../domain/events.ts';
import {
  LIFETIME_METHODS,
  RFM_GROUPS,
  SONAR_QUARTERS,
  SONAR_STAGES,
  type CustomerProfile,
  type LifecycleProfile,
} from '../../domain/profile/profile.ts';
import { rfmGroupOf } from '../../domain/rfm/rfm.ts';
import { DAY_MS } from '../../domain/time/time.ts';

/** The two parts of a block: what only events (and parameters that are adopted) move, and what time moves. Each is written only when it changed. */
export const PARTS = ['observed', 'modelled'] as const;
export type Part = (typeof PARTS)[number];

/** A customer in a block. */
export interface BlockRow {
  readonly id: CustomerId;
  /** Days overdue are counted when read: kept, they would rewrite everybody who waits, every day. */
  readonly profile: CustomerProfile;
  /** The influence score the customer's history was told last; null before it was told any. */
  readonly toldInfluence: number | null;
}

/** How a column lies in a block: numbers in planes (planes.ts), yes as 1; a word as its place among those that occur, named in the header. */
export type Stored = 'number' | 'flag' | 'text' | readonly string[];
type Columns<T> = { readonly [F in keyof T]-?: readonly [Part, Stored] };
export type Kept = Omit<CustomerProfile, 'lifecycle' | 'segments' | 'community'> & {
  readonly lifecycle: Omit<LifecycleProfile, 'overdueDays'>;
};
/** Every field of every section has a column, or the compiler says which is missing. A section that a customer lacks is null in all of them. */
type Sections = { readonly [S in keyof Kept]: Columns<NonNullable<Kept[S]>> };

const seen = (stored: Stored): readonly [Part, Stored] => ['observed', stored];
const expected = (stored: Stored): readonly [Part, Stored] => ['modelled', stored];

const SECTIONS: Sections = {
  value: {
    revenueMinor: seen('number'),
    directMinor: seen('number'),
    referralMinor: seen('number'),
    referralReceivedMinor: seen('number'),
    referralGrossMinor: seen('number'),
    referralPassedOnMinor: seen('number'),
    crvMinor: seen('number'),
    networkMinor: seen('number'),
    networkReceivedMinor: seen('number'),
    networkPassedOnMinor: seen('number'),
    potentialDirectMinor: expected('number'),
    potentialIndirectMinor: expected('number'),
    uncosted: seen('flag'),
    refundsMinor: seen('number'),
    creditsMinor: seen('number'),
    moneyBackAt: seen('number'),
  },
  clv: {
    expectedOrders: expected('number'),
    expectedOrderMarginMinor: seen('number'),
    predictedMinor: expected('number'),
    lowMinor: expected('number'),
    highMinor: expected('number'),
    returnProbability: expected('number'),
    expectedNextOrderDay: expected('number'),
    method: seen(LIFETIME_METHODS),
    confidence: seen('number'),
    valueAtRiskMinor: expected('number'),
  },
  rfm: {
    recency: expected('number'),
    frequency: seen('number'),
    monetary: seen('number'),
    group: expected(RFM_GROUPS),
  },
  engagement: { points: seen('number') },
  lifecycle: {
    quarter: seen(SONAR_QUARTERS),
    stage: seen(SONAR_STAGES),
    since: seen('number'),
    cycle: seen('number'),
    lapsed: expected('flag'),
    dueDay: seen('number'),
    usualGapDays: seen('number'),
  },
  influence: {
    score: seen('number'),
    network: seen('number'),
    reach: seen('number'),
    amplification: seen('number'),
    authenticity: seen('number'),
    authenticityLow: seen('number'),
    authenticityHigh: seen('number'),
    calibration: seen('text'),
  },
};

export interface Column {
  readonly name: string;
  readonly part: Part;
  readonly stored: Stored;
  readonly of: (row: BlockRow) => unknown;
}

export const SECTION_COLUMNS: readonly (Column & { readonly section: keyof Kept; readonly field: string })[] = (
  Object.keys(SECTIONS) as (keyof Kept)[]
).flatMap((section) =>
  Object.entries(SECTIONS[section] as Columns<Record<string, unknown>>).map(([field, [part, stored]]) => ({
    name: `${section}.${field}`,
    part,
    stored,
    section,
    field,
    of: ({ profile }) => (profile[section] as Record<string, unknown> | null)?.[field] ?? null,
  })),
);

export const TAIL = 'tail';
export const REST = 'rest';
export const SEGMENTS = 'segments';
export const COLUMNS: Readonly<Record<Part, readonly Column[]>> = {
  observed: [
    // Who is who: ten letters of the id behind the block's own, as differences of sorted numbers; the rest of it only where two share those.
    { name: TAIL, part: 'observed', stored: 'number', of: () => null },
    { name: REST, part: 'observed', stored: 'text', of: () => null },
    ...SECTION_COLUMNS.filter(({ part }) => part === 'observed'),
    { name: 'community', part: 'observed', stored: 'text', of: ({ profile }) => profile.community },
    { name: 'toldInfluence', part: 'observed', stored: 'number', of: ({ toldInfluence }) => toldInfluence },
  ],
  modelled: SECTION_COLUMNS.filter(({ part }) => part === 'modelled'),
};
/** A set of words beside the columns: one bit a customer and word. */
export const SETS: Readonly<Record<Part, readonly string[]>> = { observed: [], modelled: [SEGMENTS] };

/** Columns that lay in the modelled part of blocks of layout 1: time does not move them. */
export const MOVED: ReadonlySet<string> = new Set([
  'clv.expectedOrderMarginMinor',
  'clv.method',
  'clv.confidence',
  'rfm.frequency',
  'rfm.monetary',
]);

/**
 * What a value is, always or nearly, by others of the same customer: it is kept as the difference, which is little or nothing then. Arithmetic that every
 * machine does to the same bits: no powers, no logarithms.
 */
interface Guess {
  /** Columns it is made of, of either part. */
  readonly of: readonly string[];
  /** The value comes in whole parts of 1 / scale; 1 when absent. */
  readonly scale?: number;
  /** What a row says of the number the block is given for everybody, in ten thousandths; null where it says nothing. */
  readonly fit?: (value: number, ...of: readonly number[]) => number | null;
  /** In whole parts of 1 / scale, or the word. */
  readonly guess: (of: readonly number[], fit: number) => number | string;
}
const whole = (value: number): number => Math.round(value) + 0;
const share = 10_000;
const isQuintile = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= 5;

export const GUESSES: Readonly<Record<string, Guess>> = {
  'value.networkMinor': {
    of: ['value.networkReceivedMinor', 'value.networkPassedOnMinor'],
    guess: ([received, passedOn]) => received! - passedOn!,
  },
  'value.referralMinor': {
    of: ['value.referralReceivedMinor', 'value.referralPassedOnMinor'],
    guess: ([received, passedOn]) => received! - passedOn!,
  },
  // Where no cost is known and the margin rate is 1.
  'value.directMinor': { of: ['value.revenueMinor'], guess: ([revenue]) => revenue! },
  // Of who is where an order has brought them.
  'lifecycle.dueDay': {
    of: ['lifecycle.since', 'lifecycle.usualGapDays'],
    guess: ([since, gap]) => Math.floor(since! / DAY_MS) + whole(gap!),
  },
  'clv.predictedMinor': { of: ['value.potentialDirectMinor'], guess: ([direct]) => direct! },
  // Predicted is orders × margin, discounted by much the same for everybody.
  'clv.expectedOrders': {
    of: ['clv.predictedMinor', 'clv.expectedOrderMarginMinor'],
    scale: 1000,
    fit: (orders, predicted, margin) => (predicted > 1000 ? (share * orders * margin) / predicted : null),
    guess: ([predicted, margin], fit) => (margin === 0 ? 0 : whole((predicted! * fit) / (10 * margin!))),
  },
  // The interval begins at 0 unless a return is all but certain, and is wide where it is not.
  'clv.lowMinor': {
    of: ['clv.predictedMinor', 'clv.returnProbability'],
    fit: (low, predicted, returning) =>
      returning > 0.9 && low > 0 ? (share * low) / predicted / (returning - 0.9) : null,
    guess: ([predicted, returning], fit) =>
      returning! > 0.9 ? whole((predicted! * (returning! - 0.9) * fit) / share) : 0,
  },
  'clv.highMinor': {
    of: ['clv.predictedMinor', 'clv.returnProbability'],
    fit: (high, predicted, returning) =>
      predicted > 1000 && returning > 0.1 && returning < 0.99
        ? (share * (high / predicted - 1.55)) / Math.sqrt(1 - returning)
        : null,
    guess: ([predicted, returning], fit) =>
      returning! <= 0.1 ? predicted! : whole(predicted! * (1.55 + (fit * Math.sqrt(1 - returning!)) / share)),
  },
  // CLV / P(return) × churn, of what is rounded.
  'clv.valueAtRiskMinor': {
    of: ['clv.predictedMinor', 'clv.returnProbability'],
    guess: ([predicted, returning]) => (returning! > 0 ? Math.round((predicted! / returning!) * (1 - returning!)) : 0),
  },
  'rfm.group': {
    of: ['rfm.recency', 'rfm.frequency', 'rfm.monetary'],
    guess: (quintiles) => (quintiles.every(isQuintile) ? rfmGroupOf(quintiles[0]!, quintiles[1]!, quintiles[2]!) : 0),
  },
  // By the threshold a company has unless it sets another.
  'lifecycle.lapsed': { of: ['clv.returnProbability'], guess: ([returning]) => (returning! < 0.5 ? 1 : 0) },
};
