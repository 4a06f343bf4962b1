import { DomainError } from '../errors.ts';
import type { Shares } from '../graph/kernel/shares.ts';

/** What followers pass on in one step, before it travels further, against what the evidence supports. */
export interface DirectCredit {
  /** Σ κ_j·|v_j|, minor units, after any cut. */
  readonly creditedMinor: number;
  /** h·Σ s_j·|v_j|, minor units: the followed share, times the part of it that is caused, of the value of followers. */
  readonly supportedMinor: number;
  /** What every share was multiplied by to stay within the bound; 1 where nothing had to be cut. */
  readonly cutTo: number;
}

/** Direct credit may exceed what the evidence supports by this much: who sees more than the mean may also be worth more. */
export const DIRECT_CREDIT_LIMIT = 1.05;
/** Keeps rounding from carrying a cut one over the bound again. */
const MARGIN = 1 - 1e-12;
/** Below this doubles lose their digits, and it is no money. */
const NOTHING = 1e-290;

/**
 * Holds direct credit to Σ κ_j·|v_j| ≤ 1.05 · h·Σ s_j·|v_j|, for the values it is about to move: shares within the bound are
 * returned as they are, others are cut by one factor, so that who is credited for whom stays in proportion.
 *
 * A model of exposure says who follows more than others. It cannot say that all together follow more than was counted.
 *
 * @param supported h·s_j per customer, from `supportedShare`
 * @param value v per customer, minor units, any sign
 * @throws DomainError when columns differ in length, or the bound does not hold after all
 */
export function withinEvidence(
  shares: Shares,
  supported: Float64Array,
  value: Float64Array,
): { readonly shares: Shares; readonly directCredit: DirectCredit } {
  if (supported.length !== value.length || shares.given.length !== value.length) {
    throw new DomainError('columns differ in length', {
      shares: shares.given.length,
      supported: supported.length,
      value: value.length,
    });
  }
  const supportedMinor = weighted(supported, value);
  const offered = weighted(shares.given, value);
  if (offered <= DIRECT_CREDIT_LIMIT * supportedMinor)
    return { shares, directCredit: { creditedMinor: offered, supportedMinor, cutTo: 1 } };
  const cutTo = supportedMinor > NOTHING ? (MARGIN * DIRECT_CREDIT_LIMIT * supportedMinor) / offered : 0;
  const cut = {
    ...shares,
    follower: shares.follower.map((share) => cutTo * share),
    given: shares.given.map((share) => cutTo * share),
  };
  const creditedMinor = weighted(cut.given, value);
  if (!(creditedMinor <= DIRECT_CREDIT_LIMIT * supportedMinor))
    throw new DomainError('direct credit exceeds what the evidence supports', { creditedMinor, supportedMinor });
  return { shares: cut, directCredit: { creditedMinor, supportedMinor, cutTo } };
}

/** Σ share_j·|v_j|. */
function weighted(share: Float64Array, value: Float64Array): number {
  let total = 0;
  for (let j = 0; j < share.length; j++) total += share[j]! * Math.abs(value[j]!);
  return total;
}
