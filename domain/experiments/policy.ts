import { DomainError } from '../errors.ts';
import { normalQuantile } from '../numerics/distributions.ts';
import { armMoments } from './lift.ts';
import { cellsOf, segmentEffects, shrink, type Segmentation } from './shrinkage.ts';
import { OUT_OF_ANALYSIS, type Outcomes } from './types.ts';

export interface PolicyValue {
  /** The arm that is best for everybody: its value per customer, less its cost. The control is one of the choices. */
  readonly bestSingle: { readonly arm: number; readonly value: number };
  /** Value per customer of a rule that gives each segment its own arm, on customers it was not learned from. */
  readonly value: number;
  /** value − bestSingle.value, and the 95 % interval. */
  readonly gain: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
  /** The rule may replace the best single arm: the lower bound of its gain is above 0. */
  readonly replaces: boolean;
  /** The rule learned from everybody: arm of each segment. */
  readonly rule: Uint8Array;
}

export interface PolicyInput {
  readonly outcomes: Outcomes;
  readonly segments: Segmentation;
  /** Of each arm per customer, in the unit of y; the control's is usually 0. */
  readonly cost: readonly number[];
  /** Fold of each member: 0 … folds − 1, drawn by chance. */
  readonly fold: Uint8Array;
  /** Draw the effects towards their mean before choosing; on by default. */
  readonly shrunk?: boolean;
}

/**
 * What a rule by segments is worth, against one arm for all. For each fold the rule is learned from the others and valued on it, segment by segment, by
 * the difference of the means of the arm it chooses and of the best single arm; where they agree there is no difference and no error. A rule valued on the
 * customers it was learned from always seems to gain.
 *
 * Sources: Zhao, Fang & Simchi-Levi (2017), "Uplift modeling with multiple treatments"; Athey & Wager (2021), "Policy learning with observational data", §2.3 (cross-fitting).
 */
export function crossFittedPolicy({ outcomes, segments, cost, fold, shrunk = true }: PolicyInput): PolicyValue {
  const { arms, arm } = outcomes;
  if (cost.length !== arms.length) throw new DomainError('a cost per arm is needed', { costs: cost.length });
  const values = armMoments(arms.length, arm, outcomes.y).map(({ mean }, a) => mean - cost[a]!);
  const best = values.reduce((top, value, a) => (value > values[top]! ? a : top), 0);
  const learn = (within: (member: number) => boolean): Uint8Array =>
    ruleOf(outcomes, segments, cost, best, shrunk, within);

  let counted = 0;
  let folds = 0;
  for (let i = 0; i < arm.length; i++) {
    if (arm[i] === OUT_OF_ANALYSIS) continue;
    counted++;
    folds = Math.max(folds, fold[i]! + 1);
  }
  let [gain, variance] = [0, 0];
  for (let f = 0; f < folds; f++) {
    const rule = learn((i) => fold[i] !== f);
    const { n, mean, variance: s2 } = cellsOf(outcomes, segments, (i) => fold[i] === f);
    for (let g = 0; g < segments.count; g++) {
      const [own, single] = [g * arms.length + rule[g]!, g * arms.length + best];
      // What cannot be valued here is not claimed.
      if (own === single || !(n[own]! > 1 && n[single]! > 1)) continue;
      let members = 0;
      for (let a = 0; a < arms.length; a++) members += n[g * arms.length + a]!;
      const weight = members / counted;
      gain += weight * (mean[own]! - cost[rule[g]!]! - (mean[single]! - cost[best]!));
      variance += weight ** 2 * (s2[own]! / n[own]! + s2[single]! / n[single]!);
    }
  }
  const standardError = Math.sqrt(variance);
  const width = normalQuantile(0.975) * standardError;
  return {
    bestSingle: { arm: best, value: values[best]! },
    value: values[best]! + gain,
    gain,
    standardError,
    low: gain - width,
    high: gain + width,
    replaces: gain - width > 0,
    rule: learn(() => true),
  };
}

/** The arm with the largest effect less cost in each segment, ties to the best single arm; the control where nothing pays. */
function ruleOf(
  outcomes: Outcomes,
  segments: Segmentation,
  cost: readonly number[],
  best: number,
  shrunk: boolean,
  within: (member: number) => boolean,
): Uint8Array {
  const { arms, control } = outcomes;
  const cells = cellsOf(outcomes, segments, within);
  const net = arms.map((_, a) => {
    if (a === control) return new Float64Array(segments.count).fill(-cost[control]!);
    const found = segmentEffects(outcomes, segments, a, cells);
    const effects = shrunk
      ? shrink(
          found.map(({ effect }) => effect),
          found.map(({ variance }) => variance),
        ).effects
      : Float64Array.from(found, ({ effect }) => effect);
    return effects.map((effect) => effect - cost[a]!);
  });
  return Uint8Array.from({ length: segments.count }, (_, g) =>
    net.reduce((top, of, a) => (of[g]! > net[top]![g]! ? a : top), best),
  );
}
