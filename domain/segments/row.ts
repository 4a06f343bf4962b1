import { currentMinorOf, totalMinorOf, type CustomerProfile } from '../profile/profile.ts';
import type { OrderSummary } from '../summary/summary.ts';
import { dayOf as dayInUtc } from '../time/time.ts';
import type { DayOf } from '../time/time.ts';
import type { SegmentRow } from './fields.ts';

/** Where a customer stands among all, 0–100 (percentiles.ts). */
export interface ValuePercentiles {
  readonly total: number;
  readonly current: number;
  readonly own: number;
  readonly referral: number;
  readonly network: number;
}

/** What the row takes from a customer's summary. */
export interface SegmentHistory {
  readonly orders: Pick<
    OrderSummary,
    'count' | 'promotionOrders' | 'firstDay' | 'lastDay' | 'groups' | 'hasService'
  > | null;
  readonly milestones: { readonly openComplaints: number };
}

/** The row a segment rule is tried on, from a summary and the profile a run made of it. Percentiles are null when not at hand. */
export function segmentRow(
  summary: SegmentHistory,
  profile: Omit<CustomerProfile, 'segments'>,
  percentiles: ValuePercentiles | null,
  asOf: number,
  dayOf: DayOf = dayInUtc,
): SegmentRow {
  const { orders, milestones } = summary;
  const { value, lifecycle } = profile;
  return {
    totalValue: totalMinorOf(value),
    currentValue: currentMinorOf(value),
    ownValue: value.directMinor,
    referralValue: value.referralMinor,
    networkValue: value.networkMinor,
    revenue: value.revenueMinor,
    valueAtRisk: orders === null ? null : (profile.clv?.valueAtRiskMinor ?? null),
    totalValuePercentile: percentiles?.total ?? null,
    currentValuePercentile: percentiles?.current ?? null,
    ownValuePercentile: percentiles?.own ?? null,
    referralValuePercentile: percentiles?.referral ?? null,
    networkValuePercentile: percentiles?.network ?? null,
    influence: profile.influence?.score ?? null,
    engagement: profile.engagement.points,
    orders: orders?.count ?? 0,
    promotionShare: orders === null ? null : orders.promotionOrders / orders.count,
    daysSinceLastOrder: orders === null ? null : dayOf(asOf) - orders.lastDay,
    daysSinceFirstOrder: orders === null ? null : dayOf(asOf) - orders.firstDay,
    returnProbability: orders === null ? null : (profile.clv?.returnProbability ?? null),
    overdueDays: lifecycle.dueDay === null ? null : lifecycle.overdueDays,
    cycle: lifecycle.cycle,
    assortmentGroupCount: orders?.groups.length ?? 0,
    assortmentGroups: orders?.groups ?? [],
    rfmGroup: profile.rfm?.group ?? null,
    quarter: lifecycle.quarter,
    stage: lifecycle.stage,
    lapsed: lifecycle.lapsed,
    hasOpenComplaint: milestones.openComplaints > 0,
    hasService: orders?.hasService ?? false,
  };
}
