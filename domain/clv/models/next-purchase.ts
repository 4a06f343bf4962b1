import { DomainError } from '../../errors.ts';
import type { PurchaseHistory, PurchaseModel } from './model.ts';

const BISECTIONS = 60;

/**
 * When the next purchase is due: the time t after T by which a customer who buys within `horizon` at all has bought with
 * probability `quantile`, i.e. P(Y(t) ≥ 1) = quantile · P(Y(horizon) ≥ 1). The median by default.
 *
 * The unconditional mean is infinite for every customer who may have left, and for heavy-tailed rates even among those
 * who have not; this always exists, lies within the horizon, and is what a reminder wants to know.
 * @returns a time in the model's unit, in [0, horizon]
 */
export function nextPurchaseTime(
  model: PurchaseModel,
  history: PurchaseHistory,
  horizon: number,
  quantile = 0.5,
): number {
  if (!(quantile > 0 && quantile < 1)) throw new DomainError('The quantile must lie between 0 and 1.', { quantile });
  const target = quantile * model.probabilityOfPurchase(history, horizon);
  let [early, late] = [0, horizon];
  for (let pass = 0; pass < BISECTIONS; pass++) {
    const middle = (early + late) / 2;
    if (model.probabilityOfPurchase(history, middle) < target) early = middle;
    else late = middle;
  }
  return late;
}
