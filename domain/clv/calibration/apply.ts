import { logistic } from '../../numerics/elementary.ts';
import type { PurchaseScores } from '../models/model.ts';
import { throughKnots, type Knots } from './isotonic.ts';

/** What moves the forecasts of a model to where its own past forecasts should have been: constants, alike for everybody. */
export interface Levels {
  /** Factors on expected purchases, and on the expected margin of one. */
  readonly purchases: number;
  readonly margin: number;
  /** Added to the logit of P(return). */
  readonly shift: number;
  /** P(return), shifted, to what came of it; null where that did not forecast better. */
  readonly returns: Knots | null;
}

export const NO_LEVELS: Levels = { purchases: 1, margin: 1, shift: 0, returns: null };

/** Log-odds, of what is never quite certain. */
export const logit = (probability: number): number => {
  const p = Math.min(1 - 1e-9, Math.max(1e-9, probability));
  return Math.log(p / (1 - p));
};

/** What is expected, at the levels. Nobody is likelier to buy once than the purchases expected of them (Markov). */
export const levelled = (scores: PurchaseScores, { purchases, shift, returns }: Levels): PurchaseScores => {
  if (purchases === 1 && shift === 0 && returns === null) return scores;
  const expectedPurchases = scores.expectedPurchases.map((value) => value * purchases);
  return {
    expectedPurchases,
    probabilityOfPurchase: scores.probabilityOfPurchase.map((p, i) => {
      if (!(p > 0)) return p;
      const shifted = shift === 0 ? p : logistic(-logit(p) - shift);
      return Math.min(returns === null ? shifted : throughKnots(returns, shifted), expectedPurchases[i]!);
    }),
    discountedPurchases: scores.discountedPurchases.map((value) => value * purchases),
  };
};
