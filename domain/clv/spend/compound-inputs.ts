import type { PurchaseScores } from '../models/model.ts';
import type { KnownSpend } from './choose-spend.ts';
import { negativeBinomialSize, type CompoundInput } from './interval.ts';
import { shrinkageWeight } from './shrunk-mean.ts';

/**
 * What the law of each customer's margin is made of. Spread grows with size: variances are kept relative to the square of a customer's own mean.
 *
 * @param margins expected margin of a purchase
 */
export const compoundInputs = (
  { shrunkMean, tallies }: KnownSpend,
  margins: Float64Array,
  { expectedPurchases, probabilityOfPurchase }: PurchaseScores,
): ((row: number) => CompoundInput & { readonly size: number }) => {
  const { mean, withinVariance, betweenVariance } = shrunkMean;
  const secondMoment = mean * mean + betweenVariance;
  const relative = secondMoment > 0 ? 1 / secondMoment : 0;
  return (row) => {
    const expected = expectedPurchases[row]!;
    const probability = probabilityOfPurchase[row]!;
    const margin = margins[row]!;
    const unknown = 1 - shrinkageWeight(shrunkMean, tallies.purchases[row]!);
    return {
      expectedPurchases: expected,
      probability,
      meanMargin: margin,
      size: expected > 0 && probability > 0 ? negativeBinomialSize(expected, 1 - probability) : Infinity,
      purchaseVariance: withinVariance * relative * margin * margin,
      meanVariance: unknown * betweenVariance * relative * margin * margin,
    };
  };
};
