import {
  cappedLifts,
  dominatedByOne,
  liftsWithout,
  sampleRatio,
  type Capped,
  type Check,
  type Dominance,
} from './checks.ts';
import type { IntervalRule } from './intervals.ts';
import { armMoments, lifts, type ArmMoments, type Lift } from './lift.ts';
import { halfWidth, SINGLE_LOOK } from './intervals.ts';
import { FEWEST_PER_ARM, OUT_OF_ANALYSIS, type Estimate, type Outcomes } from './types.ts';

/** One arm: what was seen, beside what was forecast. */
export interface ArmReport extends ArmMoments {
  readonly sum: number;
  /** Mean of X; null without a forecast. */
  readonly forecastMean: number | null;
  /** Mean of y − X: in the holdout the live test of the forecast, in the other arms that and the action together. */
  readonly beyondForecast: Estimate | null;
}

export interface ExperimentReport {
  /** In the order of the outcomes' arms. */
  readonly arms: readonly ArmReport[];
  readonly sampleRatio: Check;
  /** SAMPLE_RATIO: the arms are not of the sizes drawn, no lift is shown. */
  readonly withheld: 'SAMPLE_RATIO' | null;
  /** Empty where withheld. */
  readonly lifts: readonly Lift[];
  /** As `lifts`, without the covariate; equal to them where there is none. */
  readonly plainLifts: readonly Lift[];
  readonly capped: Capped | null;
  readonly dominated: readonly Dominance[];
  /** The lifts without whoever dominates an arm; empty where nobody does. */
  readonly withoutDominant: readonly Lift[];
}

/**
 * Everything that is said of an experiment on people who do not influence each other: the lift of each arm by intention to treat, and the checks without which
 * it is worth nothing. A forecast serves as covariate and stands beside the holdout; it never takes the holdout's place.
 *
 * @param forecast X in the unit of y, where the covariate is a forecast of y
 */
export function experimentReport(
  outcomes: Outcomes,
  rule: IntervalRule = SINGLE_LOOK,
  forecast: Float64Array | null = null,
): ExperimentReport {
  const { arms, arm, y } = outcomes;
  const moments = armMoments(arms.length, arm, y);
  const ratio = sampleRatio(
    moments.map(({ n }) => n),
    arms.map(({ share }) => share),
  );
  const dominated = dominatedByOne(outcomes);
  const forecastMeans = forecast === null ? null : armMoments(arms.length, arm, forecast);
  const errors =
    forecast === null
      ? null
      : armMoments(
          arms.length,
          arm,
          y.map((value, i) => value - forecast[i]!),
        );
  const sums = sumsOf(outcomes);
  return {
    arms: moments.map((each, a) => ({
      ...each,
      sum: sums[a]!,
      forecastMean: forecastMeans?.[a]!.mean ?? null,
      beyondForecast: errors === null ? null : meanEstimate(errors[a]!, rule),
    })),
    sampleRatio: ratio,
    withheld: ratio.alarm ? 'SAMPLE_RATIO' : null,
    lifts: ratio.alarm ? [] : lifts(outcomes, rule),
    plainLifts: ratio.alarm ? [] : lifts({ ...outcomes, covariate: null }, rule),
    capped: ratio.alarm ? null : cappedLifts(outcomes, rule),
    dominated,
    withoutDominant: ratio.alarm || dominated.length === 0 ? [] : liftsWithout(outcomes, dominated, rule),
  };
}

/** A mean with its interval; without one for fewer than 20. */
export function meanEstimate({ n, mean, variance }: ArmMoments, rule: IntervalRule): Estimate {
  if (n < FEWEST_PER_ARM) return { value: mean, standardError: null, low: null, high: null };
  const standardError = Math.sqrt(variance / n);
  const width = halfWidth(rule, standardError) * standardError;
  return { value: mean, standardError, low: mean - width, high: mean + width };
}

/** Σ y of each arm; exact for whole minor units below 2⁵³. */
function sumsOf({ arms, arm, y }: Outcomes): Float64Array {
  const sums = new Float64Array(arms.length);
  for (let i = 0; i < arm.length; i++) if (arm[i] !== OUT_OF_ANALYSIS) sums[arm[i]!]! += y[i]!;
  return sums;
}
