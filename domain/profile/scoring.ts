import { lifetimeEvaluator } from '../clv/evaluate.ts';
import type { PurchaseLog } from '../clv/history/log.ts';
import type { LifetimeScores } from '../clv/result/lifetime-columns.ts';
import { rfmAt } from '../rfm/cut-offs.ts';
import type { OrderSummary, PurchaseDay } from '../summary/summary.ts';
import type { ScoringParameters } from './parameters.ts';
import type { LifetimeProfile, RfmProfile } from './profile.ts';

/** What parameters say of one customer on a day. */
export interface Scorer {
  /**
   * What is foreseen of a customer, to the bits a run publishes.
   *
   * @param orders null for who has not bought
   * @param day the valuation day: that of the generation, never today's
   */
  lifetime(orders: Pick<OrderSummary, 'purchases'> | null, day: number): LifetimeProfile;
  /** Quintiles by the company's cut-offs; null for who has not bought. */
  rfm(orders: Pick<OrderSummary, 'lastDay' | 'count' | 'revenueMinor'> | null, day: number): RfmProfile | null;
}

/** Keep it as long as the parameters: making it costs as much as valuing some customers. */
export function scorerOf({ lifetime, rfm, marginRate }: ScoringParameters): Scorer {
  const evaluator = lifetimeEvaluator(lifetime);
  return {
    lifetime: (orders, day) =>
      lifetimeProfileAt(evaluator.scores(logOfOne(orders?.purchases ?? [], marginRate), day), 0),
    rfm: (orders, day) =>
      orders === null
        ? null
        : rfmAt(rfm, {
            recencyDays: day - orders.lastDay,
            frequency: orders.count,
            monetary: orders.revenueMinor,
          }),
  };
}

/** Margin of a purchase: known where costs are, else the margin rate's share of the revenue. Whole minor units. */
export const purchaseMarginMinor = (
  knownMarginMinor: number,
  uncostedRevenueMinor: number,
  marginRate: number,
): number => knownMarginMinor + Math.round(uncostedRevenueMinor * marginRate);

/** One customer as a log. */
export const logOfOne = (purchases: readonly PurchaseDay[], marginRate: number): PurchaseLog => ({
  count: 1,
  offsets: Int32Array.of(0, purchases.length),
  day: Int32Array.from(purchases, ({ day }) => day),
  marginMinor: Float64Array.from(purchases, ({ knownMarginMinor, uncostedRevenueMinor }) =>
    purchaseMarginMinor(knownMarginMinor, uncostedRevenueMinor, marginRate),
  ),
});

/** Three decimals: what a reader can use, and what fits a profile of half a kilobyte. */
export const threeDecimals = (value: number): number => Math.round(value * 1000) / 1000;

/** One customer's scores as they are published: money in whole minor units, shares to three decimals. */
export const lifetimeProfileAt = (scores: LifetimeScores, i: number): LifetimeProfile => ({
  expectedOrders: threeDecimals(scores.expectedOrders[i]!),
  expectedOrderMarginMinor: Math.round(scores.expectedMarginPerOrderMinor[i]!),
  predictedMinor: Math.round(scores.clvMinor[i]!),
  lowMinor: Math.round(scores.low80Minor[i]!),
  highMinor: Math.round(scores.high80Minor[i]!),
  returnProbability: threeDecimals(scores.returnProbability[i]!),
  expectedNextOrderDay: scores.expectedNextOrderDay[i]! < 0 ? null : scores.expectedNextOrderDay[i]!,
  method: scores.method[i]!,
  confidence: threeDecimals(scores.confidence[i]!),
  valueAtRiskMinor: Math.round(scores.valueAtRiskMinor[i]!),
});
