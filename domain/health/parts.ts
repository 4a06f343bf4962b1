/**
 * Happiness, loyalty and recommendation, each a weighted mean of terms of which something is known, 0 … 1. Nothing known is null, never 0: who
 * was never asked and never complained is neither happy nor unhappy.
 */
import { experienceScore, periodOf, weightOf } from '../experience/score.ts';
import { signalsOf } from '../lifecycle/signals.ts';
import type { BehaviourTally } from '../summary/traces.ts';
import type { InteractionType } from '../events.ts';

export type PartTermKey =
  | 'EXPERIENCE'
  | 'COMPLAINTS'
  | 'REPEAT'
  | 'TENURE'
  | 'RHYTHM'
  | 'ANSWERS'
  | 'PUBLIC_ACTS'
  | 'REFERRALS';

export interface PartTerm {
  readonly key: PartTermKey;
  /** 0 … 1. */
  readonly value: number;
  readonly weight: number;
}

/** A sub-score with its terms: Σ weight·value ÷ Σ weight; null where no term is known. */
export interface HealthPart {
  readonly score: number | null;
  readonly terms: readonly PartTerm[];
}

const partOf = (terms: readonly (Omit<PartTerm, 'value'> & { readonly value: number | null })[]): HealthPart => {
  const known = terms.filter((term): term is PartTerm => term.value !== null);
  const weight = known.reduce((sum, term) => sum + term.weight, 0);
  return {
    score: weight === 0 ? null : known.reduce((sum, term) => sum + term.weight * term.value, 0) / weight,
    terms: known,
  };
};

/** −1 … 1 as 0 … 1. */
const scaled = (valence: number | null): number | null => (valence === null ? null : (1 + valence) / 2);

export const scoreOfTallies = (tallies: readonly BehaviourTally[]): number | null =>
  experienceScore(
    tallies.map(({ period, type, rated, valenceSum }) => ({
      period,
      weight: weightOf(type),
      valenceSum,
      count: rated,
    })),
  );

const countOf = (tallies: readonly BehaviourTally[], ...types: readonly InteractionType[]): number =>
  tallies.reduce((sum, { type, count }) => (types.includes(type) ? sum + count : sum), 0);

/** How the customer feels: the experience score, and complaints as they stand, where there were any. */
export function happinessOf(tallies: readonly BehaviourTally[], openComplaints: number): HealthPart {
  const complained = countOf(tallies, 'COMPLAINT_OPENED') > 0;
  return partOf([
    { key: 'EXPERIENCE', weight: 3, value: scaled(scoreOfTallies(tallies)) },
    { key: 'COMPLAINTS', weight: 1, value: complained ? (openComplaints > 0 ? 0 : 1) : null },
  ]);
}

const DAYS_A_YEAR = 365.25;
/** A customer for so long is a customer of long standing. */
const FULL_TENURE_YEARS = 3;

/** Coming back: repeat purchases, how long they span, and whether the wait is within the usual gap. Null for who has not bought. */
export function loyaltyOf(purchaseDays: readonly number[], today: number, usualGapDays: number | null): HealthPart {
  const first = purchaseDays[0];
  if (first === undefined) return { score: null, terms: [] };
  const last = purchaseDays.at(-1)!;
  const repeats = purchaseDays.length - 1;
  return partOf([
    { key: 'REPEAT', weight: 2, value: repeats / (repeats + 1) },
    { key: 'TENURE', weight: 1, value: Math.min(1, (last - first) / DAYS_A_YEAR / FULL_TENURE_YEARS) },
    {
      key: 'RHYTHM',
      weight: 1,
      value: usualGapDays === null ? null : Math.min(1, usualGapDays / Math.max(1, today - last)),
    },
  ]);
}

/** Speaking well of the company: answers and reviews, public acts with their tone, and people brought in. */
export function recommendationOf(tallies: readonly BehaviourTally[], hasReferred: boolean): HealthPart {
  const rated = (...types: readonly InteractionType[]): number | null =>
    scoreOfTallies(tallies.filter(({ type }) => types.includes(type)));
  const acts = countOf(tallies, 'SOCIAL_SHARE', 'SOCIAL_MENTION');
  // Public acts are positive unless the source says otherwise (domain/lifecycle/signals.ts).
  const tone = scaled(rated('SOCIAL_SHARE', 'SOCIAL_MENTION')) ?? 1;
  return partOf([
    { key: 'ANSWERS', weight: 2, value: scaled(rated('SURVEY_RESPONSE', 'REVIEW')) },
    { key: 'PUBLIC_ACTS', weight: 1, value: acts === 0 ? null : (1 - 2 ** -acts) * tone },
    { key: 'REFERRALS', weight: 2, value: hasReferred ? 1 : null },
  ]);
}

/** What the customer said when asked, 0 … 1: satisfaction. Not what they mean to do. */
export const satisfactionOf = (tallies: readonly BehaviourTally[]): number | null =>
  scaled(scoreOfTallies(tallies.filter(({ type }) => type === 'SURVEY_RESPONSE')));

/** Periods that significance looks back. */
const RECENT_PERIODS = 4;
/** So many actions of one's own in that time are half of full significance. */
const HALF_ACTIONS = 4;

/**
 * How much the company is part of the customer's life, 0 … 1: 1 − 2^(−n/4) of n actions of their own in the last four periods of 28 days.
 * Null where no interaction was ever told.
 */
export function significanceOf(tallies: readonly BehaviourTally[], today: number): number | null {
  if (tallies.length === 0) return null;
  const since = periodOf(today) - RECENT_PERIODS;
  const actions = tallies.reduce(
    (sum, { period, type, count }) => (period > since && isOwnAction(type) ? sum + count : sum),
    0,
  );
  return 1 - 2 ** (-actions / HALF_ACTIONS);
}

const isOwnAction = (type: InteractionType): boolean =>
  signalsOf({ kind: 'INTERACTION', source: '', id: '', type, channel: 'WEB', occurredAt: 0 }).ownAction;
