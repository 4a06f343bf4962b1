import { DomainError } from '../errors.ts';
import type { Arcs } from '../graph/kernel/csr.ts';

/** Purchases per customer, ragged: customer i owns days[offsets[i]] … days[offsets[i + 1]] − 1, ascending. */
export interface PurchaseDays {
  readonly offsets: Int32Array;
  readonly day: Int32Array;
}

/**
 * How often each customer was followed after `splitDay`: purchases by their followers that came at most `windowDays` after one of
 * theirs, the day itself included. One purchase counts for each it follows.
 *
 * @param from Followers, @param to whom they follow; one entry a pair.
 */
export function followedPurchases(
  { offsets, day }: PurchaseDays,
  { from, to }: Pick<Arcs, 'from' | 'to'>,
  splitDay: number,
  windowDays: number,
): Float64Array {
  const followed = new Float64Array(offsets.length - 1);
  for (let arc = 0; arc < from.length; arc++) {
    let at = offsets[to[arc]!]!;
    const end = offsets[to[arc]! + 1]!;
    for (let p = offsets[from[arc]!]!; p < offsets[from[arc]! + 1]!; p++) {
      const bought = day[p]!;
      if (bought <= splitDay) continue;
      // Both ascend: the newest purchase of the followed that is not after this one.
      while (at < end && day[at]! <= bought) at++;
      if (at > offsets[to[arc]!]! && bought - day[at - 1]! <= windowDays) followed[to[arc]!]!++;
    }
  }
  return followed;
}

export interface Lift {
  /** Share of all that was followed which the top tenth by each score had; null where nothing was followed. */
  readonly captureWith: number | null;
  readonly captureWithout: number | null;
  /** Of their difference. */
  readonly standardError: number | null;
}

const TOP_SHARE = 0.1;

/**
 * Capture of the top tenth by two scores, and the standard error of the difference by the delete-one jackknife over customers (both are
 * ratios Σ a_i / Σ b_i with the sets kept as they are; B. Efron & C. Stein 1981). Customers of equal score share the places that are
 * left at the border.
 *
 * @param outcome Followed purchases per customer, ≥ 0. @throws DomainError when columns differ in length
 */
export function compareCapture(outcome: Float64Array, scoreWith: Float64Array, scoreWithout: Float64Array): Lift {
  if (scoreWith.length !== outcome.length || scoreWithout.length !== outcome.length)
    throw new DomainError('columns differ in length', { outcome: outcome.length, scores: scoreWith.length });
  const all = outcome.reduce((sum, count) => sum + count, 0);
  if (all === 0) return { captureWith: null, captureWithout: null, standardError: null };
  const [inWith, inWithout] = [topShare(scoreWith), topShare(scoreWithout)];
  const captured = (share: Float64Array): number => outcome.reduce((sum, count, i) => sum + count * share[i]!, 0) / all;
  const [captureWith, captureWithout] = [captured(inWith), captured(inWithout)];
  const difference = captureWith - captureWithout;
  const n = outcome.length;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    if (outcome[i] === 0) continue;
    const left = all - outcome[i]!;
    const without = left === 0 ? 0 : (difference * all - outcome[i]! * (inWith[i]! - inWithout[i]!)) / left;
    squares += (without - difference) ** 2;
  }
  return { captureWith, captureWithout, standardError: Math.sqrt(((n - 1) / n) * squares) };
}

/** 1 for who is in the top tenth by a score, 0 for who is not, a fraction for those who share the border. */
function topShare(score: Float64Array): Float64Array {
  const places = Math.max(1, Math.round(TOP_SHARE * score.length));
  const border = score.toSorted()[score.length - places]!;
  const above = score.reduce((count, value) => (value > border ? count + 1 : count), 0);
  const at = score.reduce((count, value) => (value === border ? count + 1 : count), 0);
  return score.map((value) => (value > border ? 1 : value === border ? (places - above) / at : 0));
}
