import { describe, expect, it } from 'vitest';
import { CUSTOMER_FIELDS, NOTHING_DERIVED, type FieldSource } from '../../../domain/profile/fields.ts';
import { columnValue, FILTER_COLUMNS, ORDERING_COLUMN, ORDERINGS } from '../../../domain/profile/orderings.ts';
import { potentialMinorOf, totalMinorOf } from '../../../domain/profile/profile.ts';
import type { SummaryColumn } from '../../../domain/summary/columns.ts';
import { segmentRow } from '../../../domain/segments/fields.ts';

/** Every amount another power of ten, so that a sum tells its terms. */
const value: FieldSource['profile']['value'] = {
  revenueMinor: 70_000_000,
  directMinor: 1,
  referralMinor: 10,
  referralReceivedMinor: 2_000_000,
  referralGrossMinor: 3_000_000,
  referralPassedOnMinor: 4_000_000,
  crvMinor: 5_000_000,
  networkMinor: 100,
  networkReceivedMinor: 6_000_000,
  networkPassedOnMinor: 7_000_000,
  potentialDirectMinor: 1000,
  potentialIndirectMinor: 10_000,
  uncosted: false,
  refundsMinor: 8_000_000,
  creditsMinor: 9_000_000,
  moneyBackAt: null,
};
const SUMMARY: Partial<Record<SummaryColumn, number>> = {
  orderCount: 4,
  promotionOrders: 1,
  firstDay: 600,
  lastDay: 970,
  lastOrderAt: 970.5 * 86_400_000,
  openComplaints: 0,
  hasService: 0,
};
const customerWith = (
  summary: Partial<Record<SummaryColumn, number>> = {},
  changed: Partial<FieldSource['profile']> = {},
): FieldSource => ({
  profile: {
    value,
    clv: null,
    rfm: null,
    engagement: { points: 0 },
    lifecycle: {
      quarter: 'SALES',
      stage: 'FIRST_ORDER',
      since: null,
      cycle: 1,
      lapsed: false,
      dueDay: null,
      overdueDays: 0,
      usualGapDays: null,
    },
    influence: null,
    community: null,
    ...changed,
  },
  summary: (column) => ({ ...SUMMARY, ...summary })[column] ?? Number.NaN,
  groups: [],
  today: 1000,
  words: { acquisitionChannel: null, country: null, account: null, contact: null, lifeStage: null, lifestyle: null },
  segments: [],
  derived: NOTHING_DERIVED,
});
const rowOf = (customer: FieldSource) => segmentRow(customer, () => null);

describe('the fields of a customer', () => {
  it('total value is direct, referral, network and potential value, each once', () => {
    const row = rowOf(customerWith());
    expect(row.totalValue).toBe(11_111);
    expect(row).toMatchObject({
      currentValue: 111,
      indirectValue: 110,
      directValue: 1,
      referralValue: 10,
      networkValue: 100,
      potentialValue: 11_000,
      revenue: 70_000_000,
    });
  });

  it('rules, filters and orderings read the same total value', () => {
    const customer = customerWith();
    for (const field of ['totalValue', 'networkValue', 'indirectValue', 'potentialValue'] as const)
      expect(columnValue(field, customer), field).toBe(rowOf(customer)[field]);
  });

  it('potential value not computed is unknown, and the total is then the current value', () => {
    const without = { ...value, potentialDirectMinor: null, potentialIndirectMinor: null };
    const customer = customerWith({}, { value: without });
    expect(rowOf(customer)).toMatchObject({ totalValue: 111, potentialValue: null });
    expect(columnValue('potentialValue', customer)).toBeNaN();
  });

  it('days since the last order count from the last order, days since the first from the first', () => {
    expect(rowOf(customerWith())).toMatchObject({ daysSinceLastOrder: 30, daysSinceFirstOrder: 400 });
  });

  it('what follows from orders is unknown, not 0, for who never ordered', () => {
    const customer = customerWith({ orderCount: 0, promotionOrders: 0 });
    expect(rowOf(customer)).toMatchObject({
      orders: 0,
      promotionShare: null,
      daysSinceLastOrder: null,
      daysSinceFirstOrder: null,
      valueAtRisk: null,
      returnProbability: null,
    });
    expect(columnValue('lastOrderAt', customer)).toBeNaN();
  });

  it('distinct products are counted by the summary', () => {
    expect(segmentRow(customerWith({ distinctProducts: 3 }), () => null).distinctProducts).toBe(3);
  });

  it('a service or an open complaint in the summary shows in the fields that rules test', () => {
    expect(rowOf(customerWith())).toMatchObject({ hasService: false, hasOpenComplaint: false, promotionShare: 0.25 });
    expect(rowOf(customerWith({ hasService: 1, openComplaints: 2 }))).toMatchObject({
      hasService: true,
      hasOpenComplaint: true,
    });
  });

  it('a word is published as its place among its values, yes as 1, and the unknown as no number', () => {
    const customer = customerWith();
    expect(columnValue('stage', customer)).toBe(CUSTOMER_FIELDS.stage.values.indexOf('FIRST_ORDER'));
    expect(columnValue('lapsed', customer)).toBe(0);
    expect(columnValue('rfmGroup', customer)).toBeNaN();
    expect(columnValue('influence', customer)).toBeNaN();
  });

  it('days overdue are unknown where no next order is due', () => {
    expect(rowOf(customerWith()).overdueDays).toBeNull();
    const { lifecycle } = customerWith().profile;
    expect(rowOf(customerWith({}, { lifecycle: { ...lifecycle, dueDay: 995, overdueDays: 5 } })).overdueDays).toBe(5);
  });

  it('potential value whose indirect part is not computed is the direct part', () => {
    const partly = { ...value, potentialIndirectMinor: null };
    expect([potentialMinorOf(partly), totalMinorOf(partly)]).toEqual([1000, 1111]);
  });

  it('tell of who has ordered, and was scored, what was found', () => {
    const clv = {
      expectedOrders: 2,
      expectedOrderMarginMinor: 3,
      predictedMinor: 4,
      lowMinor: 5,
      highMinor: 6,
      returnProbability: 0.25,
      expectedNextOrderDay: null,
      method: 'MODELLED' as const,
      confidence: 1,
      valueAtRiskMinor: 77,
    };
    const customer = {
      ...customerWith(
        {},
        {
          clv,
          rfm: { recency: 5, frequency: 5, monetary: 5, group: 'LOYAL_CUSTOMERS' as const },
          engagement: { points: 65 },
          influence: {
            score: 42,
            network: 1,
            reach: null,
            amplification: null,
            authenticity: null,
            authenticityLow: null,
            authenticityHigh: null,
            calibration: '1',
          },
          lifecycle: { ...customerWith().profile.lifecycle, cycle: 3, lapsed: true },
        },
      ),
      groups: ['a', 'b'],
    };
    expect(rowOf(customer)).toMatchObject({
      valueAtRisk: 77,
      returnProbability: 0.25,
      influence: 42,
      engagement: 65,
      orders: 4,
      cycle: 3,
      assortmentGroupCount: 2,
      assortmentGroups: ['a', 'b'],
      rfmGroup: 'LOYAL_CUSTOMERS',
      quarter: 'SALES',
      stage: 'FIRST_ORDER',
      lapsed: true,
    });
    expect(columnValue('lastOrderAt', customer)).toBe(970.5 * 86_400_000);
    expect([columnValue('lapsed', customer), columnValue('rfmGroup', customer)]).toEqual([1, 1]);
  });

  it('have a percentile where somebody knows it, by name', () => {
    const row = segmentRow(customerWith(), (field) => (field === 'directValue' ? 30 : null));
    expect([row.directValuePercentile, row.totalValuePercentile]).toEqual([30, null]);
    expect(row).not.toHaveProperty('lastOrderAt');
  });

  it('are ordered by one field per ordering, and filtered by what is published beside lists', () => {
    expect(ORDERINGS).toHaveLength(new Set(Object.values(ORDERING_COLUMN)).size);
    expect(ORDERING_COLUMN).toMatchObject({ TOTAL_VALUE: 'totalValue', LAST_ORDER: 'lastOrderAt' });
    expect(FILTER_COLUMNS).toContain('lapsed');
    expect(FILTER_COLUMNS).not.toContain('cycle');
  });
});
