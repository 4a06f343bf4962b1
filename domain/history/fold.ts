import { tallyOf } from '../clv/history/tally.ts';
import { countCanonical } from '../engagement/count.ts';
import type { InfluenceAt } from '../engagement/count.ts';
import type { EngagementRuleSet } from '../engagement/rules.ts';
import type { CustomerEvent, Interaction, Order } from '../events.ts';
import { walkLifecycle } from '../lifecycle/sonar.ts';
import { dayOf as dayInUtc } from '../time/time.ts';
import type { DayOf } from '../time/time.ts';
import { canonicalEvents, lastTold } from '../summary/canonical.ts';
import { settleOrders } from './returns.ts';
import type { MoneyBack } from './returns.ts';
import type { Fact } from '../facts/facts.ts';
import { foldSources } from '../sources/tallies.ts';
import { foldStanding } from '../summary/standing.ts';
import { emptySummary } from '../summary/summary.ts';
import { foldBehaviour, foldGroups } from '../summary/traces.ts';
import { foldYears } from '../summary/years.ts';
import type { CustomerSummary, MoneyBackTotals, OrderSummary, PurchaseDay } from '../summary/summary.ts';

function foldOrders(orders: readonly Order[], dayOf: DayOf): OrderSummary | null {
  if (orders.length === 0) return null;
  const totals = {
    revenueMinor: 0,
    knownMarginMinor: 0,
    uncostedRevenueMinor: 0,
    promotionOrders: 0,
    hasService: false,
  };
  const groups = new Set<string>();
  const ordersPerProduct = new Map<string, number>();
  const purchases = new Map<number, { day: number; knownMarginMinor: number; uncostedRevenueMinor: number }>();
  for (const order of orders) {
    const day = dayOf(order.occurredAt);
    const purchase = purchases.get(day) ?? { day, knownMarginMinor: 0, uncostedRevenueMinor: 0 };
    purchases.set(day, purchase);
    if (order.promotion) totals.promotionOrders++;
    for (const line of order.lines) {
      totals.revenueMinor += line.netMinor;
      if (line.costMinor === undefined) purchase.uncostedRevenueMinor += line.netMinor;
      else purchase.knownMarginMinor += line.netMinor - line.costMinor;
      if (line.lineKind !== 'PRODUCT') totals.hasService = true;
      groups.add(line.group);
    }
    for (const sku of new Set(order.lines.map((line) => line.sku)))
      ordersPerProduct.set(sku, (ordersPerProduct.get(sku) ?? 0) + 1);
  }
  const days: PurchaseDay[] = [...purchases.values()];
  for (const day of days) {
    totals.knownMarginMinor += day.knownMarginMinor;
    totals.uncostedRevenueMinor += day.uncostedRevenueMinor;
  }
  return {
    ...totals,
    ...tallyOf(days.map((purchase) => purchase.day)),
    count: orders.length,
    firstAt: orders[0]!.occurredAt,
    lastAt: orders.at(-1)!.occurredAt,
    groups: [...groups].sort(),
    distinctProducts: ordersPerProduct.size,
    repeatProducts: [...ordersPerProduct.values()].filter((count) => count > 1).length,
    purchases: days,
  };
}

const totalsOf = (entries: readonly MoneyBack[]): MoneyBackTotals => {
  const totals = { revenueMinor: 0, knownMarginMinor: 0, uncostedRevenueMinor: 0 };
  for (const { amountMinor, knownMarginMinor, uncostedRevenueMinor } of entries) {
    totals.revenueMinor += amountMinor;
    totals.knownMarginMinor += knownMarginMinor;
    totals.uncostedRevenueMinor += uncostedRevenueMinor;
  }
  return totals;
};

function foldMoneyBack(entries: readonly MoneyBack[]): CustomerSummary['moneyBack'] {
  const last = entries.at(-1);
  if (last === undefined) return null;
  return {
    refunds: totalsOf(entries.filter(({ kind }) => kind === 'REFUND')),
    credits: totalsOf(entries.filter(({ kind }) => kind === 'CREDIT')),
    lastAt: last.at,
  };
}

function foldInteractions(interactions: readonly Interaction[]): CustomerSummary['interactions'] {
  const byType: Record<string, { count: number; lastAt: number }> = {};
  for (const { type, occurredAt } of interactions) {
    byType[type] = { count: (byType[type]?.count ?? 0) + 1, lastAt: occurredAt };
  }
  return Object.fromEntries(Object.entries(byType).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * A customer's running summary from all of their events and the influence scores earlier runs gave them (epoch ms, 0–100).
 *
 * A pure function of the *set* of events: order, repeats of (kind, source, id) and late arrival change nothing, so a summary
 * can always be recomputed and never has to be added to.
 * @param dayOf the shop's calendar, which says what orders of one day are
 * @param facts what was told beside the events
 * @example foldSummary([], [], defaultRuleSet).orders // null
 */
export function foldSummary(
  events: readonly CustomerEvent[],
  influence: readonly InfluenceAt[],
  ruleSet: EngagementRuleSet,
  dayOf: DayOf = dayInUtc,
  facts: readonly Fact[] = [],
): CustomerSummary {
  const canonical = canonicalEvents(events);
  if (canonical.length === 0)
    return {
      ...emptySummary(ruleSet.version),
      milestones: walkLifecycle([], dayOf, facts).milestones,
      standing: foldStanding([], [], facts),
      sources: foldSources([], facts),
    };
  const settled = settleOrders(canonical);
  const standing = settled.events.filter((event) => event.kind === 'ORDER');
  const orders = foldOrders(standing, dayOf);
  const interactions = canonical.filter((event) => event.kind === 'INTERACTION');
  return {
    ruleSetVersion: ruleSet.version,
    orders,
    moneyBack: foldMoneyBack(settled.moneyBack),
    engagement: countCanonical(settled.events, influence, ruleSet),
    milestones: walkLifecycle(settled.events, dayOf, facts).milestones,
    interactions: foldInteractions(interactions),
    firstEventAt: canonical[0]!.occurredAt,
    lastEventAt: lastTold(canonical),
    eventCount: canonical.length,
    traces: {
      behaviour: foldBehaviour(interactions, dayOf),
      groups: orders === null ? [] : foldGroups(standing, orders.groups, dayOf),
    },
    standing: foldStanding(canonical, standing, facts),
    sources: foldSources(canonical, facts),
    years: foldYears(standing, dayOf),
    simulated: canonical.some((event) => event.simulated === true),
  };
}
