import { DomainError } from '../errors.ts';
import { chiSquareAbove } from '../numerics/distributions.ts';
import { armMoments, lifts, type Lift } from './lift.ts';
import type { IntervalRule } from './intervals.ts';
import { OUT_OF_ANALYSIS, type Outcomes } from './types.ts';

/** A test whose alarm means that something went wrong in drawing, sending or counting, not that the action did something. */
export interface Check {
  readonly chiSquare: number;
  readonly degrees: number;
  readonly p: number;
  /** p below .001. */
  readonly alarm: boolean;
}

const ALARM_BELOW = 0.001;

const checkOf = (chiSquare: number, degrees: number): Check => {
  const p = degrees > 0 ? chiSquareAbove(chiSquare, degrees) : 1;
  return { chiSquare, degrees, p, alarm: p < ALARM_BELOW };
};

/**
 * Sample ratio mismatch: are there as many in each arm as its share says? After an alarm no lift may be shown: whoever is missing is not missing by chance.
 *
 * Source: Fabijan et al. (2019), "Diagnosing sample ratio mismatch in online controlled experiments"; Pearson's χ².
 *
 * @param shares of the arms, in the order of the counts; need not sum to 1
 */
export function sampleRatio(counts: readonly number[], shares: readonly number[]): Check {
  if (counts.length !== shares.length) throw new DomainError('a share per arm is needed', { counts, shares });
  const total = counts.reduce((sum, count) => sum + count, 0);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  let chiSquare = 0;
  for (const [arm, count] of counts.entries()) {
    const expected = (total * shares[arm]!) / whole;
    if (expected > 0) chiSquare += (count - expected) ** 2 / expected;
  }
  return checkOf(chiSquare, total > 0 ? counts.length - 1 : 0);
}

/**
 * Does a share differ between arms more than by chance? For attrition (who can no longer be counted, of all drawn) over all arms, and for exposure (who was
 * reached) over the arms that were to be reached alike. Pearson's χ² of a table of two rows.
 */
export function sameShare(counts: readonly number[], totals: readonly number[]): Check {
  if (counts.length !== totals.length) throw new DomainError('a total per arm is needed', { counts, totals });
  const all = totals.reduce((sum, total) => sum + total, 0);
  const share = counts.reduce((sum, count) => sum + count, 0) / all;
  if (!(share > 0 && share < 1)) return checkOf(0, 0);
  let chiSquare = 0;
  let arms = 0;
  for (const [arm, total] of totals.entries()) {
    if (total === 0) continue;
    arms++;
    chiSquare += (counts[arm]! - total * share) ** 2 / (total * share * (1 - share));
  }
  return checkOf(chiSquare, arms - 1);
}

/** One member holds so much of an arm's sum that the lift is theirs: both figures are shown. */
export interface Dominance {
  readonly arm: number;
  /** Row of the member. */
  readonly member: number;
  /** Their part of the sum of |y| in the arm. */
  readonly share: number;
}

const DOMINATED_FROM = 0.2;

/** The arms in which one member has more than a fifth of the sum of |y|. A share is of sizes, so that refunds do not make a part larger than the whole. */
export function dominatedByOne({ arms, arm, y }: Outcomes): Dominance[] {
  const sum = new Float64Array(arms.length);
  const largest = new Float64Array(arms.length);
  const member = new Int32Array(arms.length).fill(-1);
  for (let i = 0; i < arm.length; i++) {
    const a = arm[i]!;
    if (a === OUT_OF_ANALYSIS) continue;
    const size = Math.abs(y[i]!);
    sum[a]! += size;
    if (size <= largest[a]!) continue;
    largest[a] = size;
    member[a] = i;
  }
  return Array.from(arms, (_, a) => ({ arm: a, member: member[a]!, share: largest[a]! / sum[a]! })).filter(
    ({ share }) => share > DOMINATED_FROM,
  );
}

/** The lifts without the members who dominate their arms. */
export function liftsWithout(outcomes: Outcomes, dominant: readonly Dominance[], rule: IntervalRule): Lift[] {
  const arm = outcomes.arm.slice();
  for (const { member } of dominant) arm[member] = OUT_OF_ANALYSIS;
  return lifts({ ...outcomes, arm }, rule);
}

export interface Capped {
  /** What larger outcomes were cut to; infinite where no outcome is above 0. */
  readonly cap: number;
  readonly lifts: readonly Lift[];
}

/**
 * How much of the lift is in the largest outcomes: the lifts with every y cut to the quantile `at` of those above 0, of all arms together (of all y it
 * would be 0 where few buy). Beside the headline, never in
 * its place: what is cut off is part of what the action did (at 99 % of a heavy tail the lift comes out two fifths too small).
 */
export function cappedLifts(outcomes: Outcomes, rule: IntervalRule, at = 0.99): Capped {
  const counted = outcomes.y.filter((value, i) => value > 0 && outcomes.arm[i] !== OUT_OF_ANALYSIS).sort();
  const cap = counted[Math.max(0, Math.ceil(at * counted.length) - 1)] ?? Infinity;
  return { cap, lifts: lifts({ ...outcomes, y: outcomes.y.map((value) => Math.min(value, cap)) }, rule) };
}

/** Members of each arm who are in the analysis. */
export const countsOf = ({ arms, arm, y }: Outcomes): number[] => armMoments(arms.length, arm, y).map(({ n }) => n);
