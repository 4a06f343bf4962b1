/**
 * Experience as the sum of interactions: each has a valence (−1 bad … 1 good), a weight and an age, and
 * `score = Σ valence·weight·decay ÷ Σ weight·decay`, −1 … 1. The decay is one half-life for all, so it cancels as time passes: the
 * score moves when something happens, never by itself, and needs no "today".
 */
import type { Interaction, InteractionType } from '../events.ts';

/** After so many days an impression counts half as much as one of now. A judgement, not measured (docs/decisions/0023). */
export const EXPERIENCE_HALF_LIFE_DAYS = 180;
/** Ages count in whole periods of so many days, counted from 1970-01-01, so that a tally by period gives the same score as the events. */
export const PERIOD_DAYS = 28;

/** The period a day lies in. */
export const periodOf = (day: number): number => Math.floor(day / PERIOD_DAYS);

/** Bad is stronger than good (Baumeister, Bratslavsky, Finkenauer & Vohs 2001): a complaint counts twice. All else counts once. */
const WEIGHTS: Partial<Record<InteractionType, number>> = { COMPLAINT_OPENED: 2 };
/** A complaint says how it was without a number; nothing else does. */
const IMPLIED: Partial<Record<InteractionType, number>> = { COMPLAINT_OPENED: -1 };

export const weightOf = (type: InteractionType): number => WEIGHTS[type] ?? 1;

/** The valence of an interaction, −1 … 1; null where neither the source nor its kind says: unknown is never 0. */
export const valenceOf = ({ type, valence }: Pick<Interaction, 'type' | 'valence'>): number | null =>
  valence ?? IMPLIED[type] ?? null;

/** What a set of impressions of one kind in one period adds up to. */
export interface Impressions {
  readonly period: number;
  readonly weight: number;
  /** Σ of their valences. */
  readonly valenceSum: number;
  readonly count: number;
}

/** How much impressions of a period count against those of another, the newest say: ½ for each half-life between. */
export const decayBetween = (period: number, newest: number): number =>
  2 ** (((period - newest) * PERIOD_DAYS) / EXPERIENCE_HALF_LIFE_DAYS);

/** Σ valence·weight·decay ÷ Σ weight·decay, −1 … 1; null without impressions. */
export function experienceScore(impressions: Iterable<Impressions>): number | null {
  const all = [...impressions];
  const newest = all.reduce((last, { period }) => Math.max(last, period), -Infinity);
  let above = 0;
  let below = 0;
  for (const { period, weight, valenceSum, count } of all) {
    const decay = decayBetween(period, newest);
    above += valenceSum * weight * decay;
    below += count * weight * decay;
  }
  return below === 0 ? null : above / below;
}

/** One interaction as a term of the score. The shares of all terms add up to the score. */
export interface ExperienceTerm<E> {
  readonly event: E;
  readonly valence: number;
  readonly weight: number;
  /** Against the newest period with an impression, which has 1. */
  readonly decay: number;
  readonly share: number;
}

/** The interactions of which it is known how they were, with what each adds to the score; in the order given. */
export function experienceTerms<E extends Interaction>(
  interactions: readonly E[],
  dayOf: (at: number) => number,
): { readonly score: number | null; readonly terms: readonly ExperienceTerm<E>[] } {
  const known = interactions.flatMap((event) => {
    const valence = valenceOf(event);
    return valence === null
      ? []
      : [{ event, valence, weight: weightOf(event.type), period: periodOf(dayOf(event.occurredAt)) }];
  });
  const newest = known.reduce((last, { period }) => Math.max(last, period), -Infinity);
  const whole = known.reduce((sum, { weight, period }) => sum + weight * decayBetween(period, newest), 0);
  return {
    score: experienceScore(known.map(({ valence, ...rest }) => ({ ...rest, valenceSum: valence, count: 1 }))),
    terms: known.map(({ event, valence, weight, period }) => {
      const decay = decayBetween(period, newest);
      return { event, valence, weight, decay, share: (valence * weight * decay) / whole };
    }),
  };
}
