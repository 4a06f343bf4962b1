import type { Interaction, Order } from '../../domain/events.ts';
import { issuesOf, newsletterFunnel } from '../../domain/experience/newsletters.ts';
import { promotionResponse } from '../../domain/experience/promotions.ts';
import { purchaseBehaviour } from '../../domain/experience/purchases.ts';
import { heldStates, portalUse } from '../../domain/experience/states.ts';
import type { StoredEvent } from '../../store/events/history.ts';
import type {
  CustomerResolvers,
  NewsletterBehaviourResolvers,
  PromotionBehaviourResolvers,
  PurchaseBehaviourResolvers,
} from '../generated.ts';
import type { CustomerModel } from '../models.ts';
import type { RequestContext } from '../serve/context.ts';
import { pageSize } from '../wire/paging.ts';
import { newest } from './experience.ts';
import { absences, knownEvents, within, workedOut, type Window } from './known-events.ts';

const VERSION = 'behaviour-1';
const NO_ORDER = 'There is no order in the period.';
const NO_ISSUE = 'No newsletter came in the period, or none was told.';
const MOST_LIKES = 100;

/** What a customer does in a period, from their own events; what holds at its end from all of them up to then. */
export async function behaviourIn(customer: CustomerModel, window: Window, context: RequestContext) {
  const { events, asOf } = await knownEvents(customer, context);
  const isIn = within(window);
  const end = Math.min(asOf, window.to ?? Infinity);
  const inWindow = events.filter(isIn);
  const isInteraction = (event: StoredEvent): event is StoredEvent & Interaction => event.kind === 'INTERACTION';
  const interactions = inWindow.filter(isInteraction);
  const orders = inWindow.filter((event): event is StoredEvent & Order => event.kind === 'ORDER');
  const untilEnd = events.filter(isInteraction).filter(within({ to: window.to ?? null }));
  const bought = purchaseBehaviour(orders, end);
  const issues = issuesOf(interactions);
  const newsletter = newsletterFunnel(issues);
  const promotion = promotionResponse(inWindow);
  const portal = portalUse(interactions, end);
  const likes = heldStates(untilEnd, 'SOCIAL_LIKE', 'SOCIAL_UNLIKE');
  const lastIssueAt = issues.reduce<number | null>((last, { lastAt }) => Math.max(last ?? 0, lastAt), null);
  return {
    purchases: {
      ...bought,
      products: bought.products.length,
      groups: bought.groups.length,
      allGroups: bought.groups,
      allProducts: bought.products,
    },
    newsletter: { ...newsletter, lastAt: lastIssueAt, allIssues: issues },
    promotion: {
      ...promotion,
      seen: promotion.seen.length,
      redeemed: promotion.redeemed.length,
      promotionOrders: promotion.promotionOrders.length,
      fullPriceOrders: promotion.fullPriceOrders.length,
      allOrders: promotion.promotionOrders,
    },
    portal: {
      user: portal.lastLogin !== null,
      lastLogin: portal.lastLogin,
      daysSinceLogin: portal.daysSinceLogin,
      logins: portal.logins.length,
      tasks: portal.tasks.length,
      logins90d: portal.recentLogins,
      tasks90d: portal.recentTasks,
    },
    social: {
      follows: heldStates(untilEnd, 'SOCIAL_FOLLOW', 'SOCIAL_UNFOLLOW').map(shown),
      likes: newest(likes, MOST_LIKES).map(shown),
      likeCount: likes.length,
      shares: interactions.filter(({ type }) => type === 'SOCIAL_SHARE').length,
      mentions: interactions.filter(({ type }) => type === 'SOCIAL_MENTION').length,
    },
    absent: absences({
      'purchases.ordersPerYear': [
        bought.ordersPerYear,
        orders.length === 0 ? NO_ORDER : 'Fewer than 30 days have passed since the first order: too short for a rate.',
      ],
      'purchases.breadth': [bought.breadth, orders.length === 0 ? NO_ORDER : 'The orders brought no revenue.'],
      'newsletter.openRate': [newsletter.openRate, NO_ISSUE],
      'newsletter.readRate': [newsletter.readRate, NO_ISSUE],
      'newsletter.lastAt': [lastIssueAt, NO_ISSUE],
      'promotion.responseRate': [promotion.responseRate, 'No promotion was told to be seen (PROMOTION_SEEN).'],
      'promotion.promotionShare': [promotion.promotionShare, NO_ORDER],
      'promotion.fullPriceAfter': [promotion.fullPriceAfter, 'No order on promotion was followed by another order.'],
      'portal.lastLogin': [portal.lastLogin, 'No login to the portal was told (PORTAL_LOGIN).'],
      'portal.daysSinceLogin': [portal.daysSinceLogin, 'No login to the portal was told (PORTAL_LOGIN).'],
    }),
    provenance: workedOut(asOf, context.db.clock(), VERSION),
  };
}

const shown = ({
  objectRef,
  event,
}: {
  readonly objectRef: string | null;
  readonly event: StoredEvent & Interaction;
}) => ({
  objectRef,
  interaction: event,
});

export const behaviourOf: NonNullable<CustomerResolvers['behaviour']> = behaviourIn;

export const purchaseBehaviourFields: PurchaseBehaviourResolvers = {
  byGroup: ({ allGroups }, { first }) =>
    allGroups.slice(0, pageSize(first)).map(({ key, netMinor, ...one }) => ({ group: key, net: netMinor, ...one })),
  byProduct: ({ allProducts }, { first }) =>
    allProducts.slice(0, pageSize(first)).map(({ key, netMinor, ...one }) => ({ sku: key, net: netMinor, ...one })),
};
export const newsletterBehaviourFields: NewsletterBehaviourResolvers = {
  issues: ({ allIssues }, { first }) =>
    newest(allIssues, first).map(({ events, ...issue }) => ({ ...issue, interactions: events })),
};
export const promotionBehaviourFields: PromotionBehaviourResolvers = {
  orders: ({ allOrders }, { first }) => newest(allOrders, first),
};
