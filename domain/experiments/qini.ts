import { descendingOrder } from '../numerics/order.ts';
import { seededUniform } from '../numerics/random.ts';
import { OUT_OF_ANALYSIS } from './types.ts';

/** What is needed to say whether a score finds those on whom an arm works. */
export interface Ranked {
  /** Higher first; equal scores are one block, which is never cut. */
  readonly score: Float64Array;
  /** 1 in the arm, 0 in the control, OUT_OF_ANALYSIS elsewhere. */
  readonly treated: Uint8Array;
  readonly y: Float64Array;
}

export interface Qini {
  /** Area between the curve and the line of a random order, in units of y per customer; 0 for a score that says nothing. */
  readonly value: number;
  /** Over resampled customers; null where not asked for. */
  readonly standardError: number | null;
  /** The curve at the end of each block: part of the customers taken, and what treating those of the arm brought, per customer of both arms. */
  readonly curve: readonly { readonly part: number; readonly gain: number }[];
}

/** Sums of one block of equal scores: members and Σ y of the treated, then of the control. */
const WIDTH = 4;

/**
 * The Qini curve: taking customers from the highest score down, what treating those in the arm brought, Y_T − Y_C·n_T/n_C, per customer of both arms.
 * Its value is the area above the straight line to the end, by trapezia between blocks.
 *
 * Source: Radcliffe (2007), "Using control groups to target on predicted lift".
 *
 * @param repetitions bootstrap samples for the standard error, with a seed; the score is held fixed
 */
export function qini({ score, treated, y }: Ranked, repetitions = 0, seed = 1): Qini {
  const counted = descendingOrder(score).filter((i) => treated[i] !== OUT_OF_ANALYSIS);
  const block = new Int32Array(counted.length);
  for (let at = 1; at < counted.length; at++)
    block[at] = block[at - 1]! + (score[counted[at]!] === score[counted[at - 1]!] ? 0 : 1);
  const blocks = counted.length === 0 ? 0 : block.at(-1)! + 1;
  const add = (sums: Float64Array, at: number): void => {
    const place = block[at]! * WIDTH + (treated[counted[at]!] === 1 ? 0 : 2);
    sums[place]!++;
    sums[place + 1]! += y[counted[at]!]!;
  };
  const all = new Float64Array(blocks * WIDTH);
  for (let at = 0; at < counted.length; at++) add(all, at);
  const curve = curveOf(all);
  return { value: areaOf(curve), standardError: repetitions > 1 ? resampled() : null, curve };

  function resampled(): number {
    const uniform = seededUniform(seed);
    const values = Float64Array.from({ length: repetitions }, () => {
      const sums = new Float64Array(blocks * WIDTH);
      for (let draw = 0; draw < counted.length; draw++) add(sums, Math.floor(uniform() * counted.length));
      return areaOf(curveOf(sums));
    });
    const mean = values.reduce((sum, value) => sum + value, 0) / repetitions;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (repetitions - 1));
  }
}

function curveOf(sums: Float64Array): { part: number; gain: number }[] {
  let total = 0;
  for (let b = 0; b < sums.length; b += WIDTH) total += sums[b]! + sums[b + 2]!;
  let [treated, treatedSum, control, controlSum] = [0, 0, 0, 0];
  const curve: { part: number; gain: number }[] = [];
  for (let b = 0; b < sums.length; b += WIDTH) {
    treated += sums[b]!;
    treatedSum += sums[b + 1]!;
    control += sums[b + 2]!;
    controlSum += sums[b + 3]!;
    const incremental = treated > 0 && control > 0 ? treatedSum - (controlSum * treated) / control : 0;
    curve.push({ part: (treated + control) / total, gain: incremental / total });
  }
  return curve;
}

function areaOf(curve: readonly { part: number; gain: number }[]): number {
  let area = 0;
  let before = { part: 0, gain: 0 };
  for (const point of curve) {
    area += ((point.part - before.part) * (point.gain + before.gain)) / 2;
    before = point;
  }
  return area - before.gain / 2;
}
