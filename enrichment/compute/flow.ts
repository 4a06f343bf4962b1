import { DomainError } from '../../domain/errors.ts';
import { settleNetworkCents, type NetworkCents } from '../../domain/network/cents.ts';
import type { Csr } from '../../domain/graph/kernel/csr.ts';
import type { Shares } from '../../domain/graph/kernel/shares.ts';
import { solveConserving, type NetworkValue } from '../../domain/network/solve.ts';
import { splitReferralValue, type ReferralSplit } from '../../domain/referral/shapley.ts';
import type { ReferralForest } from '../../domain/referral/forest.ts';

/** Who brought whom and who follows whom, ready to move value along. */
export interface Circle {
  readonly forest: ReferralForest;
  readonly csr: Csr;
  readonly shares: Shares;
}

/**
 * Own value after it has moved: first along referrals (observed), then along ties (expected). Whole minor units, per
 * customer: own + referral + network = total, Σ total = Σ own − Σ rewards.
 */
export interface ValueFlow {
  readonly ownMinor: Float64Array;
  readonly referral: ReferralSplit;
  /** f, e before rounding. */
  readonly network: NetworkValue;
  readonly cents: NetworkCents;
  /** e in minor units. */
  readonly totalMinor: Float64Array;
}

/** @param ownMinor v per customer, whole minor units */
export function flowValue(circle: Circle, ownMinor: Float64Array, warmStart?: Float64Array): ValueFlow {
  const referral = splitReferralValue(circle.forest, ownMinor);
  const start = referral.conservedMinor;
  const network = solveConserving({
    csr: circle.csr,
    shares: circle.shares,
    value: start,
    ...(warmStart ? { warmStart } : {}),
  });
  const cents = settleNetworkCents(start, network.f, circle.shares);
  return { ownMinor, referral, network, cents, totalMinor: cents.customerMinor };
}

/** Σ of whole minor units; throws when it leaves the range a double holds exactly. */
export function exactSum(minor: Float64Array): number {
  let sum = 0;
  for (const amount of minor) sum += amount;
  if (!Number.isSafeInteger(sum)) throw new DomainError('the total leaves the range of whole minor units', { sum });
  return sum;
}
