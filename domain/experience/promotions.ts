import type { CustomerEvent, Interaction, Order } from '../events.ts';

/** How somebody's loyalty leans on promotions. */
export const PROMOTION_LOYALTIES = ['LOYAL_FULL_PRICE', 'PROMO_AWARE', 'PROMO_ONLY', 'TOO_LITTLE_DATA'] as const;
export type PromotionLoyalty = (typeof PROMOTION_LOYALTIES)[number];

/** Fewer orders say nothing about a habit. */
export const LEAST_ORDERS = 3;
/** Up to this share of orders on promotion somebody buys at full price; from the other on, only on promotion. Judgements. */
export const FULL_PRICE_UP_TO = 0.2;
export const PROMO_ONLY_FROM = 0.8;

/** Promotions in relation to loyalty: what was seen and used, and how somebody who used one goes on buying. */
export interface PromotionResponse<I, O> {
  readonly seen: readonly I[];
  readonly redeemed: readonly I[];
  /** Redeemed ÷ seen, at most 1; null where none was told to be seen. */
  readonly responseRate: number | null;
  readonly promotionOrders: readonly O[];
  readonly fullPriceOrders: readonly O[];
  /** Orders on promotion ÷ orders; null without an order. */
  readonly promotionShare: number | null;
  /** Share of the orders on promotion, but a last one, that an order at full price followed; null where none can tell. */
  readonly fullPriceAfter: number | null;
  readonly loyalty: PromotionLoyalty;
}

/** @param events in canonical order, settled */
export function promotionResponse<E extends CustomerEvent>(
  events: readonly E[],
): PromotionResponse<E & Interaction, E & Order> {
  const ofType = (type: Interaction['type']): (E & Interaction)[] =>
    events.filter((event): event is E & Interaction => event.kind === 'INTERACTION' && event.type === type);
  const orders = events.filter((event): event is E & Order => event.kind === 'ORDER');
  const [seen, redeemed] = [ofType('PROMOTION_SEEN'), ofType('PROMOTION_REDEEMED')];
  const promotionOrders = orders.filter(({ promotion }) => promotion);
  const followed = orders.slice(0, -1).flatMap(({ promotion }, at) => (promotion ? [!orders[at + 1]!.promotion] : []));
  const promotionShare = orders.length === 0 ? null : promotionOrders.length / orders.length;
  return {
    seen,
    redeemed,
    responseRate: seen.length === 0 ? null : Math.min(1, redeemed.length / seen.length),
    promotionOrders,
    fullPriceOrders: orders.filter(({ promotion }) => !promotion),
    promotionShare,
    fullPriceAfter: followed.length === 0 ? null : followed.filter(Boolean).length / followed.length,
    loyalty: loyaltyOf(orders.length, promotionShare ?? 0),
  };
}

function loyaltyOf(orders: number, share: number): PromotionLoyalty {
  if (orders < LEAST_ORDERS) return 'TOO_LITTLE_DATA';
  if (share <= FULL_PRICE_UP_TO) return 'LOYAL_FULL_PRICE';
  return share >= PROMO_ONLY_FROM ? 'PROMO_ONLY' : 'PROMO_AWARE';
}
