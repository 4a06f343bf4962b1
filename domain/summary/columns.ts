import type { CustomerSummary } from './summary.ts';

/** NaN stands for "has not happened" in the columns that hold an instant or a day. */
const absent = (value: number | null | undefined): number => value ?? Number.NaN;

/**
 * The numbers of a summary that a run computes from, each a column over the customers of its snapshot. Revenue and margin are what is
 * left of them after refunds and credits; what went back is above 0, and in columns of its own so that it can be shown.
 */
export const SUMMARY_COLUMNS = {
  orderCount: (s) => s.orders?.count ?? 0,
  firstOrderAt: (s) => absent(s.orders?.firstAt),
  lastOrderAt: (s) => absent(s.orders?.lastAt),
  revenueMinor: (s) => (s.orders?.revenueMinor ?? 0) - (s.moneyBack?.credits.revenueMinor ?? 0),
  knownMarginMinor: (s) => (s.orders?.knownMarginMinor ?? 0) - (s.moneyBack?.credits.knownMarginMinor ?? 0),
  uncostedRevenueMinor: (s) => (s.orders?.uncostedRevenueMinor ?? 0) - (s.moneyBack?.credits.uncostedRevenueMinor ?? 0),
  refundedMarginMinor: (s) => s.moneyBack?.refunds.knownMarginMinor ?? 0,
  refundedUncostedMinor: (s) => s.moneyBack?.refunds.uncostedRevenueMinor ?? 0,
  creditMarginMinor: (s) => s.moneyBack?.credits.knownMarginMinor ?? 0,
  creditUncostedMinor: (s) => s.moneyBack?.credits.uncostedRevenueMinor ?? 0,
  moneyBackAt: (s) => absent(s.moneyBack?.lastAt),
  distinctProducts: (s) => s.orders?.distinctProducts ?? 0,
  promotionOrders: (s) => s.orders?.promotionOrders ?? 0,
  firstDay: (s) => absent(s.orders?.firstDay),
  lastDay: (s) => absent(s.orders?.lastDay),
  purchaseDays: (s) => s.orders?.purchaseDays ?? 0,
  sumLogGaps: (s) => s.orders?.sumLogGaps ?? 0,
  hasService: (s) => (s.orders?.hasService ? 1 : 0),
  engagementPoints: (s) => s.engagement.points,
  lastEventAt: (s) => absent(s.lastEventAt),
  simulated: (s) => (s.simulated ? 1 : 0),
  firstSeenAt: (s) => absent(s.milestones.firstSeenAt),
  prospectAt: (s) => absent(s.milestones.prospectAt),
  leadAt: (s) => absent(s.milestones.leadAt),
  opportunityAt: (s) => absent(s.milestones.opportunityAt),
  milestoneFirstOrderAt: (s) => absent(s.milestones.firstOrderAt),
  cycleCount: (s) => s.milestones.cycleCount,
  cycleStartedAt: (s) => absent(s.milestones.cycleStartedAt),
  onboardingAt: (s) => absent(s.milestones.onboardingAt),
  inUseAt: (s) => absent(s.milestones.inUseAt),
  happinessAt: (s) => absent(s.milestones.happinessAt),
  loyaltyAt: (s) => absent(s.milestones.loyaltyAt),
  recommendationAt: (s) => absent(s.milestones.recommendationAt),
  openComplaints: (s) => s.milestones.openComplaints,
  lastComplaintAt: (s) => absent(s.milestones.lastComplaintAt),
  effortMinutes: (s) => s.standing?.effortMinutes ?? 0,
  effortContacts: (s) => s.standing?.effortContacts ?? 0,
} as const satisfies Record<string, (summary: CustomerSummary) => number>;

export type SummaryColumn = keyof typeof SUMMARY_COLUMNS;

/** The names of all columns, in the order of the table. */
export const SUMMARY_COLUMN_NAMES = Object.keys(SUMMARY_COLUMNS) as readonly SummaryColumn[];
