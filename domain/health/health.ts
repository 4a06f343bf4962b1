/**
 * Customer health, 0 … 100: the chance of return and wellbeing, measured with lifetime value among them. Factors have maxima that sum to 100; one
 * of which nothing is known takes no part, the others are weighed up to 100, and the confidence falls by its maximum.
 */
import type { BehaviourTally } from '../summary/traces.ts';
import { happinessOf, loyaltyOf, recommendationOf, type HealthPart } from './parts.ts';

export const HEALTH_FACTORS = {
  RETURN_PROBABILITY: 25,
  LIFETIME_VALUE: 15,
  WELLBEING: 20,
  LOYALTY: 20,
  RECOMMENDATION: 20,
} as const;
export type HealthFactorKey = keyof typeof HEALTH_FACTORS;

export const HEALTH_BANDS = ['HEALTHY', 'NEUTRAL', 'AT_RISK', 'UNKNOWN'] as const;
export type HealthBand = (typeof HEALTH_BANDS)[number];
export const HEALTHY_FROM = 60;
export const AT_RISK_BELOW = 40;
/** Less known than this is not judged. Return, lifetime value and loyalty, known of every buyer, are .6. */
export const LEAST_CONFIDENCE = 0.5;

export interface HealthInputs {
  /** P(another order within the horizon); null for who has not bought, and where nothing says. */
  readonly returnProbability: number | null;
  /** Lifetime value among the own cohort, 0 … 1 (cohorts.ts). */
  readonly lifetimeStanding: number | null;
  /** Up to the day; null where nothing of it is kept. */
  readonly behaviour: readonly BehaviourTally[] | null;
  readonly openComplaints: number;
  /** Days with a purchase, ascending, up to the day. */
  readonly purchaseDays: readonly number[];
  readonly usualGapDays: number | null;
  readonly hasReferred: boolean;
  readonly today: number;
}

export interface HealthFactor {
  readonly key: HealthFactorKey;
  /** Of 100. */
  readonly maximum: number;
  /** 0 … 1; null where nothing is known. */
  readonly value: number | null;
  /** What it adds to the score: maximum · value, weighed up for what is missing. The points of all factors sum to the score. */
  readonly points: number;
}

export interface CustomerHealth {
  /** Null where no factor is known. */
  readonly score: number | null;
  readonly band: HealthBand;
  /** Share of the 100 of which something is known, 0 … 1. */
  readonly confidence: number;
  readonly factors: readonly HealthFactor[];
  readonly happiness: HealthPart;
  readonly loyalty: HealthPart;
  readonly recommendation: HealthPart;
}

export const bandOf = (score: number | null, confidence: number): HealthBand => {
  if (score === null || confidence < LEAST_CONFIDENCE) return 'UNKNOWN';
  if (score >= HEALTHY_FROM) return 'HEALTHY';
  return score < AT_RISK_BELOW ? 'AT_RISK' : 'NEUTRAL';
};

/** The health of one customer on a day. */
export function healthOf(inputs: HealthInputs): CustomerHealth {
  const behaviour = inputs.behaviour ?? [];
  const happiness = happinessOf(behaviour, inputs.openComplaints);
  const loyalty = loyaltyOf(inputs.purchaseDays, inputs.today, inputs.usualGapDays);
  const recommendation = recommendationOf(behaviour, inputs.hasReferred);
  const values: Readonly<Record<HealthFactorKey, number | null>> = {
    RETURN_PROBABILITY: inputs.returnProbability,
    LIFETIME_VALUE: inputs.lifetimeStanding,
    WELLBEING: happiness.score,
    LOYALTY: loyalty.score,
    RECOMMENDATION: recommendation.score,
  };
  const keys = Object.keys(HEALTH_FACTORS) as HealthFactorKey[];
  const known = keys.reduce((sum, key) => (values[key] === null ? sum : sum + HEALTH_FACTORS[key]), 0);
  const factors = keys.map((key): HealthFactor => {
    const maximum = HEALTH_FACTORS[key];
    const value = values[key];
    return { key, maximum, value, points: value === null ? 0 : (100 * maximum * value) / known };
  });
  const score = known === 0 ? null : factors.reduce((sum, { points }) => sum + points, 0);
  const confidence = known / 100;
  return { score, band: bandOf(score, confidence), confidence, factors, happiness, loyalty, recommendation };
}
