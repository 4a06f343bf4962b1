import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complaintsOf, complaintSummary } from '../../../domain/experience/complaints.ts';
import { issuesOf, newsletterFunnel } from '../../../domain/experience/newsletters.ts';
import { promotionResponse } from '../../../domain/experience/promotions.ts';
import { effectiveNumber, purchaseBehaviour } from '../../../domain/experience/purchases.ts';
import { heldStates, portalUse } from '../../../domain/experience/states.ts';
import type { CustomerEvent } from '../../../domain/events.ts';
import { settleOrders } from '../../../domain/history/returns.ts';
import { walkLifecycle } from '../../../domain/lifecycle/sonar.ts';
import { canonicalEvents } from '../../../domain/summary/canonical.ts';
import { DAY_MS } from '../../../domain/time/time.ts';
import { anyEvents, interaction, order } from '../events.ts';

const day = (n: number): number => n * DAY_MS;

describe('newsletters', () => {
  it('are counted by issue, at the furthest stage', () => {
    const issues = issuesOf([
      interaction('NEWSLETTER_RECEIVED', 1, 'a'),
      interaction('NEWSLETTER_RECEIVED', 2, 'b'),
      interaction('NEWSLETTER_READ', 3, 'a'),
      interaction('NEWSLETTER_OPENED', 4, 'c'),
      interaction('NEWSLETTER_RECEIVED', 5),
      interaction('NEWSLETTER_RECEIVED', 6),
    ]);
    expect(issues.map(({ objectRef, stage, lastAt, events }) => [objectRef, stage, lastAt, events.length])).toEqual([
      ['a', 'READ', 3, 2],
      ['b', 'RECEIVED', 2, 1],
      ['c', 'OPENED', 4, 1],
      [null, 'RECEIVED', 5, 1],
      [null, 'RECEIVED', 6, 1],
    ]);
    expect(newsletterFunnel(issues)).toEqual({ received: 5, opened: 2, read: 1, openRate: 0.4, readRate: 0.2 });
    expect(newsletterFunnel([]).openRate).toBeNull();
  });
});

describe('promotions in relation to loyalty', () => {
  const loyaltyOf = (...promotions: number[]) =>
    promotionResponse(promotions.map((promotion, n) => order(day(n), { promotion: promotion === 1 }))).loyalty;
  it.each([
    [[1, 1], 'TOO_LITTLE_DATA'],
    [[0, 0, 0], 'LOYAL_FULL_PRICE'],
    [[0, 0, 0, 0, 1], 'LOYAL_FULL_PRICE'],
    [[0, 0, 0, 1], 'PROMO_AWARE'],
    [[1, 1, 1, 0], 'PROMO_AWARE'],
    [[1, 1, 1, 1, 0], 'PROMO_ONLY'],
    [[1, 1, 1], 'PROMO_ONLY'],
  ])('%j is %s', (promotions, loyalty) => expect(loyaltyOf(...promotions)).toBe(loyalty));
  it('say what of promotions is answered, and whether full price follows', () => {
    const response = promotionResponse([
      interaction('PROMOTION_SEEN', 1),
      interaction('PROMOTION_SEEN', 2),
      interaction('PROMOTION_REDEEMED', 3),
      order(day(1), { promotion: true }),
      order(day(2)),
      order(day(3), { promotion: true }),
      order(day(4), { promotion: true }),
    ]);
    expect(response).toMatchObject({ responseRate: 0.5, promotionShare: 0.75, fullPriceAfter: 0.5 });
    expect(promotionResponse([])).toMatchObject({ responseRate: null, promotionShare: null, fullPriceAfter: null });
    expect(promotionResponse([order(0), order(day(1), { promotion: true })]).fullPriceAfter).toBeNull();
  });
});

describe('complaints', () => {
  const list = (asOf: number, ...events: CustomerEvent[]) => complaintsOf(canonicalEvents(events), asOf);
  it('are settled by what they are about, and won back by an order within 180 days', () => {
    const events = [
      interaction('COMPLAINT_OPENED', day(1), 'x'),
      interaction('COMPLAINT_OPENED', day(2), 'y'),
      interaction('COMPLAINT_RESOLVED', day(3), 'y'),
      order(day(4)),
      interaction('COMPLAINT_OPENED', day(5)),
      interaction('COMPLAINT_RESOLVED', day(6)),
    ];
    const complaints = list(day(400), ...events);
    expect(complaints.map(({ hours, recovered, repeat }) => [hours, recovered, repeat])).toEqual([
      [null, null, false],
      [24, true, true],
      [24, false, true],
    ]);
    expect(complaintSummary(complaints)).toEqual({
      total: 3,
      open: 1,
      repeat: 2,
      medianHoursToResolve: 24,
      recoveredShare: 0.5,
      lastAt: day(5),
    });
    expect(list(day(186) - 1, ...events)[2]!.recovered).toBeNull();
    expect(list(day(186), ...events)[2]!.recovered).toBe(false);
  });
  it('are not won back by an order that comes too late, nor judged before there are any', () => {
    const late = list(
      day(900),
      interaction('COMPLAINT_OPENED', 0, 'x'),
      interaction('COMPLAINT_RESOLVED', 1, 'x'),
      order(day(181)),
    );
    expect(late[0]).toMatchObject({ recovered: false, orderAfter: { kind: 'ORDER' } });
    expect(complaintSummary([])).toMatchObject({
      total: 0,
      medianHoursToResolve: null,
      recoveredShare: null,
      lastAt: null,
    });
  });
  it('are open exactly where the lifecycle says so', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const settled = settleOrders(canonicalEvents(events)).events;
        expect(complaintSummary(complaintsOf(settled, day(9999))).open).toBe(
          walkLifecycle(settled).milestones.openComplaints,
        );
      }),
    );
  });
});

describe('purchases', () => {
  it('are counted by product and group, and spread over groups by revenue', () => {
    const behaviour = purchaseBehaviour(
      [order(0, { groups: ['a', 'b'] }), order(day(100), { groups: ['a'] })],
      day(200),
    );
    expect(behaviour.groups.map(({ key, orders, netMinor, lastAt }) => [key, orders, netMinor, lastAt])).toEqual([
      ['a', 2, 2000, day(100)],
      ['b', 1, 1000, 0],
    ]);
    expect(behaviour).toMatchObject({ orders: 2, repeatProducts: 1, ordersPerYear: 3.6525 });
    expect(behaviour.breadth).toBeCloseTo(Math.exp(-((2 / 3) * Math.log(2 / 3) + (1 / 3) * Math.log(1 / 3))), 12);
    expect(purchaseBehaviour([order(0)], day(29)).ordersPerYear).toBeNull();
    expect(purchaseBehaviour([], day(29))).toMatchObject({ orders: 0, breadth: null, ordersPerYear: null });
  });
  it.each([
    [[], null],
    [[0], null],
    [[5], 1],
    [[5, 5, 5, 0, -3], 3],
  ])('of %j are as broad as %s groups', (amounts, breadth) => {
    const found = effectiveNumber(amounts);
    if (breadth === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(breadth, 12);
  });
});

describe('states and the portal', () => {
  it('hold until they end, each since it began', () => {
    const events = [
      interaction('SOCIAL_FOLLOW', 1, 'x'),
      interaction('SOCIAL_FOLLOW', 2, 'x'),
      interaction('SOCIAL_FOLLOW', 3, 'y'),
      interaction('SOCIAL_UNFOLLOW', 4, 'y'),
      interaction('SOCIAL_FOLLOW', 5),
    ];
    expect(
      heldStates(events, 'SOCIAL_FOLLOW', 'SOCIAL_UNFOLLOW').map(({ objectRef, event }) => [
        objectRef,
        event.occurredAt,
      ]),
    ).toEqual([
      ['x', 1],
      [null, 5],
    ]);
  });
  it('say when the portal was last used, and how much in 90 days', () => {
    const use = portalUse(
      [interaction('PORTAL_LOGIN', day(1)), interaction('PORTAL_LOGIN', day(95)), interaction('PORTAL_TASK', day(96))],
      day(100) + 1,
    );
    expect(use).toMatchObject({ daysSinceLogin: 5, recentLogins: 1, recentTasks: 1 });
    expect(portalUse([], 0)).toMatchObject({ lastLogin: null, daysSinceLogin: null });
  });
});
