import { describe, expect, it } from 'vitest';
import { SUMMARY_COLUMN_NAMES, SUMMARY_COLUMNS } from '../../../domain/summary/columns.ts';
import { emptySummary, type CustomerSummary } from '../../../domain/summary/summary.ts';

/** Every number another one, so that no column can be taken for its neighbour; amounts are powers of two, so that a sum tells its terms. */
const summary: CustomerSummary = {
  ruleSetVersion: 1,
  orders: {
    count: 101,
    firstAt: 102,
    lastAt: 103,
    revenueMinor: 1024,
    knownMarginMinor: 2048,
    uncostedRevenueMinor: 4096,
    promotionOrders: 104,
    groups: ['a'],
    distinctProducts: 105,
    repeatProducts: 106,
    firstDay: 107,
    lastDay: 108,
    purchaseDays: 109,
    sumLogGaps: 110.5,
    purchases: [],
    hasService: true,
  },
  moneyBack: {
    refunds: { revenueMinor: 1, knownMarginMinor: 2, uncostedRevenueMinor: 4 },
    credits: { revenueMinor: 8, knownMarginMinor: 16, uncostedRevenueMinor: 32 },
    lastAt: 111,
  },
  engagement: { points: 112, byRule: [] },
  milestones: {
    firstSeenAt: 201,
    prospectAt: 202,
    leadAt: 203,
    opportunityAt: 204,
    firstOrderAt: 205,
    cycleCount: 206,
    cycleStartedAt: 207,
    onboardingAt: 208,
    inUseAt: 209,
    happinessAt: 210,
    loyaltyAt: 211,
    recommendationAt: 212,
    openComplaints: 213,
    lastComplaintAt: 214,
  },
  interactions: {},
  firstEventAt: 113,
  lastEventAt: 114,
  traces: null,
  standing: {
    acquisitionChannel: 'search',
    effortMinutes: 116,
    effortContacts: 117,
    country: null,
    account: null,
    contact: null,
    lifeStage: null,
    lifestyle: null,
    consents: {},
    lastFactAt: null,
  },
  sources: null,
  eventCount: 115,
  years: null,
  simulated: true,
};
const columnsOf = (one: CustomerSummary): Record<string, number> =>
  Object.fromEntries(SUMMARY_COLUMN_NAMES.map((name) => [name, SUMMARY_COLUMNS[name](one)]));

describe('the columns of a summary', () => {
  it('are its numbers; revenue and margin are less the credits, from which refunds were taken already', () => {
    expect(columnsOf(summary)).toEqual({
      orderCount: 101,
      firstOrderAt: 102,
      lastOrderAt: 103,
      revenueMinor: 1024 - 8,
      knownMarginMinor: 2048 - 16,
      uncostedRevenueMinor: 4096 - 32,
      refundedMarginMinor: 2,
      refundedUncostedMinor: 4,
      creditMarginMinor: 16,
      creditUncostedMinor: 32,
      moneyBackAt: 111,
      distinctProducts: 105,
      promotionOrders: 104,
      firstDay: 107,
      lastDay: 108,
      purchaseDays: 109,
      sumLogGaps: 110.5,
      hasService: 1,
      engagementPoints: 112,
      lastEventAt: 114,
      simulated: 1,
      firstSeenAt: 201,
      prospectAt: 202,
      leadAt: 203,
      opportunityAt: 204,
      milestoneFirstOrderAt: 205,
      cycleCount: 206,
      cycleStartedAt: 207,
      onboardingAt: 208,
      inUseAt: 209,
      happinessAt: 210,
      loyaltyAt: 211,
      recommendationAt: 212,
      openComplaints: 213,
      lastComplaintAt: 214,
      effortMinutes: 116,
      effortContacts: 117,
    });
  });
  it('of a customer nothing is known of are 0 for what is counted, and no number for what has not happened', () => {
    const counted = Object.entries(columnsOf(emptySummary(3))).filter(([, value]) => !Number.isNaN(value));
    expect(Object.fromEntries(counted)).toEqual({
      orderCount: 0,
      revenueMinor: 0,
      knownMarginMinor: 0,
      uncostedRevenueMinor: 0,
      refundedMarginMinor: 0,
      refundedUncostedMinor: 0,
      creditMarginMinor: 0,
      creditUncostedMinor: 0,
      distinctProducts: 0,
      promotionOrders: 0,
      purchaseDays: 0,
      sumLogGaps: 0,
      hasService: 0,
      engagementPoints: 0,
      simulated: 0,
      cycleCount: 0,
      openComplaints: 0,
      effortMinutes: 0,
      effortContacts: 0,
    });
  });
  it('show money given back to who keeps no order as what it cost the company', () => {
    expect(columnsOf({ ...summary, orders: null })).toMatchObject({
      revenueMinor: -8,
      knownMarginMinor: -16,
      uncostedRevenueMinor: -32,
    });
  });
  it('tell no service and no simulation', () => {
    const plain = { ...summary, orders: { ...summary.orders!, hasService: false }, simulated: false };
    expect(columnsOf(plain)).toMatchObject({ hasService: 0, simulated: 0 });
  });
});

it('the summary of nobody keeps the version of the rules it was counted with', () => {
  expect(emptySummary(7)).toMatchObject({
    ruleSetVersion: 7,
    eventCount: 0,
    interactions: {},
    engagement: { byRule: [] },
  });
});
