import type { InteractionType } from '../events.ts';
import type { SourceTally } from '../sources/tallies.ts';
import { NO_STANDING, type Standing } from './standing.ts';
import { NO_TRACES, type Traces } from './traces.ts';
import type { YearTally } from './years.ts';

/**
 * The running summary of one customer: everything a run needs to know about their history, and nothing that depends
 * on the run's as-of instant. It is always recomputed from the events (fold.ts), never added to, so that a repeated,
 * late or shuffled event cannot change it. Kept small: a run reads one of these per customer.
 */
export interface CustomerSummary {
  /** The engagement rule set the points were counted with; another version means: fold again. */
  readonly ruleSetVersion: number;
  /** Orders as they stand after cancellations and returns (returns.ts); null when none does. */
  readonly orders: OrderSummary | null;
  /** What went back to the customer; null when nothing did. */
  readonly moneyBack: {
    readonly refunds: MoneyBackTotals;
    readonly credits: MoneyBackTotals;
    readonly lastAt: number;
  } | null;
  readonly engagement: EngagementTally;
  readonly milestones: Milestones;
  /** Per interaction type: how many, and the newest. */
  readonly interactions: Partial<Record<InteractionType, { readonly count: number; readonly lastAt: number }>>;
  readonly firstEventAt: number | null;
  /** The newest instant of anything told, refunds and cancellations of earlier orders included. */
  readonly lastEventAt: number | null;
  readonly eventCount: number;
  /** By period and by group; null where an earlier release folded the summary: the next run does it anew. */
  readonly traces: Traces | null;
  /** What was told and spent; null where an earlier release folded the summary: the next run does it anew. */
  readonly standing: Standing | null;
  /** What each source told; null where an earlier release folded the summary: the next run does it anew. */
  readonly sources: readonly SourceTally[] | null;
  /** What was bought by calendar year; null where an earlier release folded the summary: the next run does it anew. */
  readonly years: readonly YearTally[] | null;
  /** True when any event was made by a simulation. */
  readonly simulated: boolean;
}

/**
 * Money given back, above 0. Refunds are taken from purchases, so the orders are without them already; credits met no purchase
 * and stand beside the orders.
 */
export interface MoneyBackTotals {
  readonly revenueMinor: number;
  /** Of lines whose cost is known. */
  readonly knownMarginMinor: number;
  /** Of lines whose cost is unknown. */
  readonly uncostedRevenueMinor: number;
}

export interface OrderSummary {
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly revenueMinor: number;
  /** Revenue minus known cost, over the lines whose cost is known. */
  readonly knownMarginMinor: number;
  /** Revenue of the lines whose cost is unknown; 0 when every cost is known. */
  readonly uncostedRevenueMinor: number;
  readonly promotionOrders: number;
  /** Distinct assortment groups bought from, sorted. */
  readonly groups: readonly string[];
  readonly distinctProducts: number;
  readonly repeatProducts: number;
  /** Purchase timing, same-day orders merged (domain/clv/history/tally.ts). */
  readonly firstDay: number;
  readonly lastDay: number;
  readonly purchaseDays: number;
  readonly sumLogGaps: number;
  /** One entry per day with a purchase, ascending: what a lifetime model needs to be tried on an earlier instant. */
  readonly purchases: readonly PurchaseDay[];
  /** True when a line was a SERVICE or SUBSCRIPTION. */
  readonly hasService: boolean;
}

/** The orders of one day of the shop's calendar, merged. */
export interface PurchaseDay {
  readonly day: number;
  /** Revenue minus known cost, over the lines whose cost is known. */
  readonly knownMarginMinor: number;
  /** Revenue of the lines whose cost is unknown. */
  readonly uncostedRevenueMinor: number;
}

/** Points per rule; the terms of the engagement breakdown. */
export interface EngagementTally {
  readonly points: number;
  readonly byRule: readonly { readonly rule: string; readonly count: number; readonly points: number }[];
}

/**
 * The instants from which SONAR positions follow for any as-of (domain/lifecycle/sonar.ts); null where it has not happened.
 * Ordered by the events alone.
 */
export interface Milestones {
  readonly firstSeenAt: number | null;
  /** First own action (opened, followed, visited, logged in …): a suspect becomes a prospect. */
  readonly prospectAt: number | null;
  /** First sign of buying interest (sales contact, promotion redeemed …). */
  readonly leadAt: number | null;
  readonly opportunityAt: number | null;
  readonly firstOrderAt: number | null;
  /** Orders that opened a new buying cycle; the last one and how many (domain/lifecycle). */
  readonly cycleCount: number;
  readonly cycleStartedAt: number | null;
  /** In the current cycle only: the purchase arrived, was used, made happy, was recommended. */
  readonly onboardingAt: number | null;
  readonly inUseAt: number | null;
  readonly happinessAt: number | null;
  /** Start of the newest cycle after the first: coming back is the proof of loyalty. */
  readonly loyaltyAt: number | null;
  readonly recommendationAt: number | null;
  readonly openComplaints: number;
  readonly lastComplaintAt: number | null;
}

/** Nothing reached yet. */
export const noMilestones = (): Milestones => ({
  firstSeenAt: null,
  prospectAt: null,
  leadAt: null,
  opportunityAt: null,
  firstOrderAt: null,
  cycleCount: 0,
  cycleStartedAt: null,
  onboardingAt: null,
  inUseAt: null,
  happinessAt: null,
  loyaltyAt: null,
  recommendationAt: null,
  openComplaints: 0,
  lastComplaintAt: null,
});

/** The summary of a customer about whom nothing is known yet. */
export const emptySummary = (ruleSetVersion: number): CustomerSummary => ({
  ruleSetVersion,
  orders: null,
  moneyBack: null,
  engagement: { points: 0, byRule: [] },
  milestones: noMilestones(),
  interactions: {},
  firstEventAt: null,
  lastEventAt: null,
  eventCount: 0,
  traces: NO_TRACES,
  standing: NO_STANDING,
  sources: [],
  years: [],
  simulated: false,
});
