import { DomainError } from '../errors.ts';
import { roundConserving } from '../money/money.ts';
import { halfWidth, type IntervalRule } from './intervals.ts';
import { FEWEST_PER_ARM, OUT_OF_ANALYSIS, type Estimate, type IntervalKind, type Outcomes } from './types.ts';

/** An arm in three numbers. */
export interface ArmMoments {
  readonly n: number;
  readonly mean: number;
  /** s², over n − 1; NaN for fewer than two. */
  readonly variance: number;
}

/** n, mean and variance of each arm; whoever is out of the analysis does not count. */
export function armMoments(armCount: number, arm: Uint8Array, y: Float64Array): ArmMoments[] {
  const count = new Float64Array(armCount);
  const sum = new Float64Array(armCount);
  for (let i = 0; i < arm.length; i++) {
    const a = arm[i]!;
    if (a === OUT_OF_ANALYSIS) continue;
    if (a >= armCount) throw new DomainError('a member is in no arm', { member: i, arm: a, armCount });
    count[a]!++;
    sum[a]! += y[i]!;
  }
  const mean = sum.map((total, a) => total / count[a]!);
  const squares = new Float64Array(armCount);
  for (let i = 0; i < arm.length; i++)
    if (arm[i] !== OUT_OF_ANALYSIS) squares[arm[i]!]! += (y[i]! - mean[arm[i]!]!) ** 2;
  return Array.from(count, (n, a) => ({ n, mean: mean[a]!, variance: n > 1 ? squares[a]! / (n - 1) : Number.NaN }));
}

export interface Adjusted {
  /** θ: how much of y goes with a unit of X within the arms. */
  readonly theta: number;
  /** y − θ(X − X̄): the same mean over all, less variance. */
  readonly y: Float64Array;
}

/**
 * CUPED: takes out of the outcome what was known before the start. θ is pooled over the arms, so that the effect itself does not enter it.
 *
 * Source: Deng, Xu, Kohavi & Walker (2013), "Improving the sensitivity of online controlled experiments", eq. (3).
 */
export function adjusted({ arms, arm, y, covariate: x }: Outcomes): Adjusted {
  if (x === null) return { theta: 0, y };
  const means = armMoments(arms.length, arm, x);
  const outcomes = armMoments(arms.length, arm, y);
  let [together, squares, total, n] = [0, 0, 0, 0];
  for (let i = 0; i < arm.length; i++) {
    const a = arm[i]!;
    if (a === OUT_OF_ANALYSIS) continue;
    const away = x[i]! - means[a]!.mean;
    together += away * (y[i]! - outcomes[a]!.mean);
    squares += away * away;
    total += x[i]!;
    n++;
  }
  const theta = squares > 0 ? together / squares : 0;
  const centre = total / n;
  return { theta, y: y.map((value, i) => value - theta * (x[i]! - centre)) };
}

/** d = Ȳ₁ − Ȳ₀ with se² = s₁²/n₁ + s₀²/n₀ (Welch; Neyman's conservative variance of a randomised comparison). */
export const difference = (
  treated: ArmMoments,
  control: ArmMoments,
): { readonly value: number; readonly standardError: number } => ({
  value: treated.mean - control.mean,
  standardError: Math.sqrt(treated.variance / treated.n + control.variance / control.n),
});

/** Why there is no interval, or no relative lift. */
export type LiftReason = 'ARM_TOO_SMALL' | 'CONTROL_MEAN_ZERO';

/** What an arm brought against the control: intention to treat, everybody in the arm they were drawn into. */
export interface Lift {
  /** Place of the arm. */
  readonly arm: number;
  readonly n: number;
  readonly controlN: number;
  readonly perPerson: Estimate;
  /** n₁·d: what the arm's members brought that they would not have brought. A share of what was observed, never to be added to it. */
  readonly total: Estimate;
  /** Ȳ₁/Ȳ₀ − 1. */
  readonly relative: Estimate | null;
  readonly relativeReason: LiftReason | null;
  readonly interval: IntervalKind;
  readonly intervalReason: LiftReason | null;
  /** Share of the variance of d that the covariate removed; null without one. */
  readonly removed: number | null;
  /** d over its standard error; null where that is 0. */
  readonly z: number | null;
}

/** The lift of every arm but the control. */
export function lifts(outcomes: Outcomes, rule: IntervalRule): Lift[] {
  const { arms, arm, y, control, covariate } = outcomes;
  const plain = armMoments(arms.length, arm, y);
  const cleaned = covariate === null ? plain : armMoments(arms.length, arm, adjusted(outcomes).y);
  return arms.flatMap((_, place) => {
    if (place === control) return [];
    const lift = liftOf(place, cleaned[place]!, cleaned[control]!, rule);
    const raw = difference(plain[place]!, plain[control]!).standardError;
    const removed =
      covariate === null ? null : 1 - (difference(cleaned[place]!, cleaned[control]!).standardError / raw) ** 2;
    return [{ ...lift, removed }];
  });
}

/** The lift from the moments of two arms; relative by the delta method, all three with the same number of standard errors. */
export function liftOf(place: number, treated: ArmMoments, control: ArmMoments, rule: IntervalRule): Lift {
  const { value, standardError } = difference(treated, control);
  const tooSmall = treated.n < FEWEST_PER_ARM || control.n < FEWEST_PER_ARM;
  const width = tooSmall ? null : halfWidth(rule, standardError);
  const estimate = (figure: number, error: number): Estimate =>
    width === null
      ? { value: figure, standardError: null, low: null, high: null }
      : { value: figure, standardError: error, low: figure - width * error, high: figure + width * error };
  const hasBase = control.mean !== 0 && Number.isFinite(control.mean);
  const ratio = treated.mean / control.mean;
  const ratioError =
    Math.sqrt(treated.variance / treated.n + (ratio * ratio * control.variance) / control.n) / Math.abs(control.mean);
  return {
    arm: place,
    n: treated.n,
    controlN: control.n,
    perPerson: estimate(value, standardError),
    total: estimate(treated.n * value, treated.n * standardError),
    relative: hasBase ? estimate(ratio - 1, ratioError) : null,
    relativeReason: hasBase ? null : 'CONTROL_MEAN_ZERO',
    interval: rule.kind,
    intervalReason: tooSmall ? 'ARM_TOO_SMALL' : null,
    removed: null,
    z: standardError > 0 ? value / standardError : null,
  };
}

/** What was observed of an arm, in whole minor units, split into what would have come anyway and what the action caused. */
export interface MoneySplit {
  readonly observedMinor: number;
  readonly baselineMinor: number;
  readonly incrementalMinor: number;
}

/**
 * Splits what was observed so that baseline + incremental is exactly that, by the largest remainder.
 *
 * @param observedMinor Σ of the arm, whole minor units
 * @param incremental n₁·d, minor units
 */
export function splitObserved(observedMinor: number, incremental: number): MoneySplit {
  const [baselineMinor, incrementalMinor] = roundConserving(
    Float64Array.of(observedMinor - incremental, incremental),
    observedMinor,
  );
  return { observedMinor, baselineMinor: baselineMinor!, incrementalMinor: incrementalMinor! };
}

/** The effect on those whom the action reached: lift over (exposed share of the arm − of the control); null where that is not above 0. */
export function effectOnExposed(lift: Estimate, exposedShare: number, controlExposedShare: number): Estimate | null {
  const reached = exposedShare - controlExposedShare;
  if (!(reached > 0)) return null;
  const over = (figure: number | null): number | null => (figure === null ? null : figure / reached);
  return {
    value: lift.value / reached,
    standardError: over(lift.standardError),
    low: over(lift.low),
    high: over(lift.high),
  };
}
