import { currentMinorOf, potentialMinorOf, type ValueProfile } from './profile.ts';

/**
 * What a company is after: winning customers looks at the short term, keeping them at the long term, and the lifecycle at both. It says who comes first
 * in a list, and nothing else: the two-by-two, its sums and everything that is worked out of them are the same whatever the orientation.
 */
export const ORIENTATIONS = ['ACQUIRE', 'RETAIN', 'LIFECYCLE'] as const;
export type Orientation = (typeof ORIENTATIONS)[number];

/** Weights of current and potential value. They sum to 2, so that LIFECYCLE weighs as the total does. Kring's own: the sources say which way, not how far. */
export const ORIENTATION_WEIGHTS: Readonly<Record<Orientation, readonly [current: number, potential: number]>> = {
  ACQUIRE: [1.5, 0.5],
  RETAIN: [0.5, 1.5],
  LIFECYCLE: [1, 1],
};

/**
 * What a customer is ranked by: current and potential value, weighed. Whole minor units, for comparison alone: these do not add up to anything.
 * @example orientedMinorOf(value, 'LIFECYCLE') === totalMinorOf(value) // always
 */
export function orientedMinorOf(value: ValueProfile, orientation: Orientation): number {
  const [current, potential] = ORIENTATION_WEIGHTS[orientation];
  return Math.round(current * currentMinorOf(value) + potential * (potentialMinorOf(value) ?? 0));
}
