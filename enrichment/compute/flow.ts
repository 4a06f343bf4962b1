import { DomainError } from '../../domain/errors.ts';
import { settleNetworkCents, type Giving, type NetworkCents } from '../../domain/network/cents.ts';
import { withinEvidence, type DirectCredit } from '../../domain/network/direct-credit.ts';
import type { Csr } from '../../domain/graph/kernel/csr.ts';
import type { Shares } from '../../domain/graph/kernel/shares.ts';
import { solveConserving, type NetworkValue } from '../../domain/network/solve.ts';
import { splitReferralValue, type ReferralSplit } from '../../domain/referral/shapley.ts';
import type { ReferralForest } from '../../domain/referral/forest.ts';

/** Who brought whom and who follows whom, ready to move value along. */
export interface Relations {
  readonly forest: ReferralForest;
  /** Whose attention goes where: the arcs credit moves along. */
  readonly attention: Giving;
  readonly csr: Csr;
  readonly shares: Shares;
  /** h·s_j per customer: what the evidence supports passing on. */
  readonly supported: Float64Array;
}

/**
 * Own value after it has moved: first along referrals (observed), then along ties (expected). Whole minor units, per
 * customer: own + referral + network = total, Σ total = Σ own − Σ rewards.
 */
export interface ValueFlow {
  readonly directMinor: Float64Array;
  readonly referral: ReferralSplit;
  /** The relations's shares, held to what the evidence supports of these values. */
  readonly shares: Shares;
  readonly directCredit: DirectCredit;
  /** f, e before rounding. */
  readonly network: NetworkValue;
  readonly cents: NetworkCents;
  /** e in minor units. */
  readonly totalMinor: Float64Array;
}

/** @param directMinor v per customer, whole minor units */
export function flowValue(relations: Relations, directMinor: Float64Array, warmStart?: Float64Array): ValueFlow {
  const referral = splitReferralValue(relations.forest, directMinor);
  const start = referral.afterReferralMinor;
  const { shares, directCredit } = withinEvidence(relations.shares, relations.supported, start);
  const network = solveConserving({ csr: relations.csr, shares, value: start, ...(warmStart ? { warmStart } : {}) });
  const cents = settleNetworkCents(start, network.f, shares, relations.attention);
  return { directMinor, referral, shares, directCredit, network, cents, totalMinor: cents.customerMinor };
}

/**
 * Σ of whole minor units; throws when it leaves the range a double holds exactly.
 * @example exactSum(Float64Array.of(100, 50)) // 150
 */
export function exactSum(minor: Float64Array): number {
  let sum = 0;
  for (const amount of minor) sum += amount;
  if (!Number.isSafeInteger(sum)) throw new DomainError('the total leaves the range of whole minor units', { sum });
  return sum;
}
