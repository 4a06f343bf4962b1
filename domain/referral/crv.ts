import type { ReferralForest } from './forest.ts';

/**
 * Customer referral value (Kumar, Petersen & Leone 2010, "Driving Profitability by Encouraging Customer Referrals",
 * Journal of Marketing 74(5)): what the friends a customer brought directly are worth,
 *
 *     CRV_i = Σ_{type one} (v_j − reward_j + saved_j) + Σ_{type two} saved_j,
 *
 * with v_j already discounted and net of marketing.
 *
 * **Not additive.** v_j is also v_j's own value, and the referral value of everyone between; summed over customers it
 * exceeds what exists. Shown for comparison with the literature only; Kring's own figure is `splitReferralValue`.
 *
 * @param directMinor v per customer, minor units.
 * @returns CRV per customer, minor units.
 */
export function kumarReferralValue(forest: ReferralForest, directMinor: Float64Array): Float64Array {
  const crvMinor = new Float64Array(forest.customerCount);
  for (let j = 0; j < forest.customerCount; j++) {
    const referrer = forest.referrer[j]!;
    if (referrer < 0) continue;
    crvMinor[referrer]! += forest.savedAcquisitionCostMinor[j]!;
    if (forest.typeTwo[j] === 0) crvMinor[referrer]! += directMinor[j]! - forest.rewardMinor[j]!;
  }
  return crvMinor;
}
