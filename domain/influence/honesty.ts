import { DomainError } from '../errors.ts';

/** How much of a score is only audience size. */
export interface FollowerFit {
  /** R² of the score on ln(1 + followers); null with fewer than three customers, or when either does not vary. */
  readonly rSquared: number | null;
  /** Customers whose followers are known. */
  readonly customers: number;
}

/**
 * The honesty check of the influence score. Klout's score could be predicted from the logarithm of the follower count
 * with an R² of about .95: it was a follower count with a marketing department. Each run reports its own figure.
 *
 * @param followers Followers per customer, NaN where unknown (those are left out).
 */
export function fitOnFollowers(scores: Float64Array, followers: Float64Array): FollowerFit {
  if (scores.length !== followers.length)
    throw new DomainError('columns differ in length', { scores: scores.length, followers: followers.length });
  const known = [...scores.keys()].filter((i) => followers[i]! >= 0);
  const x = known.map((i) => Math.log1p(followers[i]!));
  const y = known.map((i) => scores[i]!);
  const meanX = mean(x);
  const meanY = mean(y);
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < known.length; i++) {
    xx += (x[i]! - meanX) ** 2;
    yy += (y[i]! - meanY) ** 2;
    xy += (x[i]! - meanX) * (y[i]! - meanY);
  }
  const isDefined = known.length >= 3 && varies(x) && varies(y);
  return { rSquared: isDefined ? Math.min(1, (xy * xy) / (xx * yy)) : null, customers: known.length };
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

/** Compared with the first value: around a rounded mean even equal numbers scatter a little. */
function varies(values: readonly number[]): boolean {
  return values.some((value) => value !== values[0]);
}
