import { DomainError } from '../errors.ts';
import { chiSquareAbove } from '../numerics/distributions.ts';
import { FEWEST_PER_ARM, OUT_OF_ANALYSIS, type Outcomes } from './types.ts';

/** Which of a few segments each member is in. */
export interface Segmentation {
  readonly of: Int32Array;
  readonly count: number;
}

/** The effect of an arm in one segment, as measured there alone. */
export interface SegmentEffect {
  readonly segment: number;
  readonly treated: number;
  readonly control: number;
  /** d, and its variance s². NaN where an arm has fewer than two. */
  readonly effect: number;
  readonly variance: number;
}

/** n, mean and s² of every segment in every arm: cell `segment · arms + arm`. */
export interface Cells {
  readonly n: Float64Array;
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** @param within members who count; absent: all in the analysis */
export function cellsOf(
  { arms, arm, y }: Outcomes,
  { of, count }: Segmentation,
  within?: (member: number) => boolean,
): Cells {
  const k = arms.length;
  const n = new Float64Array(count * k);
  const mean = new Float64Array(count * k);
  const squares = new Float64Array(count * k);
  for (let i = 0; i < arm.length; i++) {
    if (arm[i] === OUT_OF_ANALYSIS || within?.(i) === false) continue;
    const cell = of[i]! * k + arm[i]!;
    // Welford (1962): one pass, no loss of digits.
    const away = y[i]! - mean[cell]!;
    mean[cell]! += away / ++n[cell]!;
    squares[cell]! += away * (y[i]! - mean[cell]!);
  }
  return { n, mean, variance: squares.map((sum, cell) => (n[cell]! > 1 ? sum / (n[cell]! - 1) : Number.NaN)) };
}

/** The effect of an arm against the control in every segment. */
export function segmentEffects(
  outcomes: Outcomes,
  segments: Segmentation,
  arm: number,
  cells = cellsOf(outcomes, segments),
): SegmentEffect[] {
  const k = outcomes.arms.length;
  return Array.from({ length: segments.count }, (_, segment) => {
    const [t, c] = [segment * k + arm, segment * k + outcomes.control];
    return {
      segment,
      treated: cells.n[t]!,
      control: cells.n[c]!,
      effect: cells.mean[t]! - cells.mean[c]!,
      variance: cells.variance[t]! / cells.n[t]! + cells.variance[c]! / cells.n[c]!,
    };
  });
}

/** Whether a segment may be shown: twenty members or more in both arms, so that nobody can be read off it. */
export const isShown = ({ treated, control }: SegmentEffect): boolean =>
  treated >= FEWEST_PER_ARM && control >= FEWEST_PER_ARM;

export interface Shrunk {
  /** Between-segment variance. */
  readonly v: number;
  readonly mean: number;
  /** Cochran's Q at v = 0 over k − 1 degrees of freedom, and the chance of one as large where all segments are alike. */
  readonly q: number;
  readonly p: number;
  /** τ̃_g = μ + v/(v + s_g²)·(τ_g − μ); μ for a segment that could not be measured. */
  readonly effects: Float64Array;
}

/**
 * Draws the effects of segments towards their mean, by as much as chance explains of how they differ: the best segment of many is best partly by luck.
 * v solves Σ (τ_g − μ)²/(v + s_g²) = k − 1, and is 0 where even v = 0 leaves less.
 *
 * Source: Paule & Mandel (1982); DerSimonian & Kacker (2007), "Random-effects model for meta-analysis of clinical trials: an update".
 *
 * @param variances s_g²; a segment where it is not finite or 0 does not count
 */
export function shrink(effects: ArrayLike<number>, variances: ArrayLike<number>): Shrunk {
  if (effects.length !== variances.length)
    throw new DomainError('a variance per effect is needed', { effects: effects.length });
  const measured = Array.from(effects, (_, g) => g).filter(
    (g) => Number.isFinite(effects[g]!) && variances[g]! > 0 && variances[g]! < Infinity,
  );
  const meanAt = (v: number): number => {
    let [weighted, weights] = [0, 0];
    for (const g of measured) {
      weighted += effects[g]! / (v + variances[g]!);
      weights += 1 / (v + variances[g]!);
    }
    return weighted / weights;
  };
  const qAt = (v: number): number => {
    const mean = meanAt(v);
    return measured.reduce((sum, g) => sum + (effects[g]! - mean) ** 2 / (v + variances[g]!), 0);
  };
  const degrees = measured.length - 1;
  const q = degrees > 0 ? qAt(0) : 0;
  const v = q > degrees && degrees > 0 ? betweenVariance(qAt, degrees) : 0;
  const mean = measured.length > 0 ? meanAt(v) : Number.NaN;
  const shrunk = new Float64Array(effects.length).fill(mean);
  for (const g of measured) shrunk[g] = mean + (v / (v + variances[g]!)) * (effects[g]! - mean);
  return { v, mean, q, p: degrees > 0 ? chiSquareAbove(q, degrees) : 1, effects: shrunk };
}

/** Q falls with v, so halving finds where it is k − 1. */
function betweenVariance(qAt: (v: number) => number, degrees: number): number {
  let high = 1e-12;
  while (qAt(high) > degrees) high *= 2;
  let low = 0;
  while (high - low > 1e-14 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (qAt(middle) > degrees) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
