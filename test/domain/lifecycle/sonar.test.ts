import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRuleSet } from '../../../domain/engagement/rules.ts';
import type { CustomerEvent } from '../../../domain/events.ts';
import type { Fact } from '../../../domain/facts/facts.ts';
import { populationGapDays } from '../../../domain/lifecycle/rhythm.ts';
import { lifecycleAt, positionOf, quarterOf, sonarHistory } from '../../../domain/lifecycle/sonar.ts';
import type { LifecycleProfile } from '../../../domain/profile/profile.ts';
import { foldSummary } from '../../../domain/history/fold.ts';
import { DAY_MS } from '../../../domain/time/time.ts';
import { anyEvents, interaction, order } from '../events.ts';

const day = (n: number): number => n * DAY_MS;
const at = (
  events: CustomerEvent[],
  asOfDay: number,
  population: number | null = null,
  recommendedAt: number | null = null,
  returnProbability: number | null = null,
): LifecycleProfile => {
  const summary = foldSummary(events, [], defaultRuleSet);
  return lifecycleAt(summary.milestones, summary.orders, {
    asOf: day(asOfDay),
    populationGapDays: population,
    recommendedAt,
    returnProbability,
    lapsedBelow: 0.5,
  });
};
const path = (events: CustomerEvent[]): string[] =>
  sonarHistory(events).map((change) => `${change.to}@${change.at / DAY_MS}#${change.cycle}`);

const wholeLifecycle = [
  interaction('NEWSLETTER_RECEIVED', day(1), 'n1'),
  interaction('NEWSLETTER_OPENED', day(2), 'n1'),
  interaction('SALES_CONTACT', day(3)),
  interaction('SALES_CONTACT', day(4)),
  order(day(5)),
  interaction('DELIVERY', day(8)),
  interaction('PORTAL_TASK', day(9)),
  interaction('SURVEY_RESPONSE', day(20), 's', { valence: 0.4 }),
  interaction('SOCIAL_SHARE', day(25)),
  order(day(60)),
  interaction('DELIVERY', day(63)),
];

describe('the SONAR lifecycle', () => {
  it('walks marketing, sales, service, health, and into the next cycle', () => {
    expect(path(wholeLifecycle)).toEqual([
      'SUSPECT@1#0',
      'PROSPECT@2#0',
      'LEAD@3#0',
      'OPPORTUNITY@4#0',
      'FIRST_ORDER@5#1',
      'ONBOARDING@8#1',
      'IN_USE@9#1',
      'HAPPINESS@20#1',
      'RECOMMENDATION@25#1',
      'LOYALTY@60#2',
      'ONBOARDING@63#2',
    ]);
  });
  it('names the event that caused each change, and links the changes', () => {
    const history = sonarHistory(wholeLifecycle);
    expect(history[4]).toMatchObject({
      from: 'OPPORTUNITY',
      to: 'FIRST_ORDER',
      cause: { kind: 'ORDER', id: wholeLifecycle[4]!.id },
    });
    expect(history.map((change) => change.from)).toEqual([null, ...history.slice(0, -1).map((change) => change.to)]);
  });
  it('covers every stage with its quarter', () => {
    expect(
      (
        [
          'SUSPECT',
          'OPPORTUNITY',
          'FIRST_ORDER',
          'ONBOARDING',
          'IN_USE',
          'HAPPINESS',
          'LOYALTY',
          'RECOMMENDATION',
        ] as const
      ).map(quarterOf),
    ).toEqual(['MARKETING', 'SALES', 'SALES', 'SERVICE', 'SERVICE', 'HEALTH', 'HEALTH', 'HEALTH']);
  });
  it('holds a customer nothing is known of for a suspect', () => {
    expect(at([], 100)).toEqual({
      quarter: 'MARKETING',
      stage: 'SUSPECT',
      since: null,
      cycle: 0,
      lapsed: false,
      dueDay: null,
      usualGapDays: null,
      overdueDays: 0,
    });
  });
  it('does not send anybody back: a newsletter after a sales contact changes nothing', () => {
    expect(path([interaction('SALES_CONTACT', day(3)), interaction('NEWSLETTER_OPENED', day(4), 'n')])).toEqual([
      'LEAD@3#0',
    ]);
  });
  it('takes an unhappy answer for use, not for happiness', () => {
    expect(at([order(day(1)), interaction('SURVEY_RESPONSE', day(2), 's', { valence: -0.5 })], 3).stage).toBe('IN_USE');
  });
  it('counts a referral of this cycle as recommendation', () => {
    expect(at([order(day(10))], 30, null, day(12))).toMatchObject({ stage: 'RECOMMENDATION', since: day(12) });
    expect(at([order(day(10))], 30, null, day(9)).stage).toBe('FIRST_ORDER');
  });
  it('counts a referral at the instant the cycle began, and never above what the events said before', () => {
    expect(at([order(day(10))], 30, null, day(10))).toMatchObject({ stage: 'RECOMMENDATION', since: day(10) });
    const shared = [order(day(10)), interaction('SOCIAL_SHARE', day(12))];
    expect(at(shared, 30, null, day(15)).since, 'the share came first').toBe(day(12));
    expect(at([], 30, null, day(15)).stage, 'nobody recommends what they never bought').toBe('SUSPECT');
  });
  it('goes on from an order only by what says so: a page view after it is no onboarding', () => {
    expect(path([order(day(1)), interaction('PAGE_VIEW', day(2))])).toEqual(['FIRST_ORDER@1#1']);
  });
  it('keeps when a customer was first seen, first ordered, and last came back', () => {
    const { milestones } = foldSummary(
      [
        interaction('PAGE_VIEW', day(1)),
        interaction('PAGE_VIEW', day(2)),
        order(day(5)),
        order(day(40)),
        order(day(90)),
      ],
      [],
      defaultRuleSet,
    );
    expect(milestones).toMatchObject({ firstSeenAt: day(1), firstOrderAt: day(5), loyaltyAt: day(90), cycleCount: 3 });
    expect(foldSummary([order(day(5))], [], defaultRuleSet).milestones.loyaltyAt).toBeNull();
  });
  it('takes what sales tells of a lead for what happened, before the first order and never back', () => {
    const lead = (value: string | null, at: number): Fact => ({
      kind: 'FACT',
      source: 'crm',
      id: `${value} ${at}`,
      type: 'LEAD',
      value,
      occurredAt: at,
    });
    const steps = (facts: Fact[], events: CustomerEvent[] = []): string[] =>
      sonarHistory(events, undefined, facts).map(({ to, at }) => `${to}@${at / DAY_MS}`);
    expect(steps([lead('NEW', day(1)), lead('QUALIFIED', day(2)), lead('PROPOSAL', day(3))])).toEqual([
      'LEAD@1',
      'OPPORTUNITY@3',
    ]);
    expect(steps([lead('LOST', day(4)), lead('PROPOSAL', day(3))])).toEqual(['OPPORTUNITY@3']);
    expect(steps([lead(null, day(4))])).toEqual([]);
    // A sales contact with a lead makes an opportunity, whoever said that it is one.
    expect(steps([lead('NEW', day(1))], [interaction('SALES_CONTACT', day(2))])).toEqual(['LEAD@1', 'OPPORTUNITY@2']);
    expect(steps([lead('WON', day(6)), lead('NEW', day(5))], [order(day(5))])).toEqual(['LEAD@5', 'FIRST_ORDER@5']);
    expect(steps([{ ...lead('NEW', day(1)), type: 'NEED' }])).toEqual([]);
    const { milestones, eventCount } = foldSummary([], [], defaultRuleSet, undefined, [lead('NEW', day(1))]);
    expect([positionOf(milestones).stage, milestones.firstSeenAt, eventCount]).toEqual(['LEAD', day(1), 0]);
  });
  it('gives the same history for the same events in any order', () => {
    fc.assert(
      fc.property(anyEvents, fc.infiniteStream(fc.nat()), (events, keys) => {
        const shuffled = [...events, ...events.slice(0, 3)]
          .map((event) => ({ event: structuredClone(event), key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ event }) => event);
        expect(sonarHistory(shuffled)).toEqual(sonarHistory(events));
      }),
    );
  });
  it('ends its history where the milestones of the summary put the customer', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const { milestones } = foldSummary(events, [], defaultRuleSet);
        const last = sonarHistory(events).at(-1);
        expect(last?.to ?? 'SUSPECT').toBe(positionOf(milestones).stage);
        expect(last?.cycle ?? 0).toBe(milestones.cycleCount);
      }),
    );
  });
});

describe('buying cycles', () => {
  it('keeps orders of the same week in one cycle, unless the purchase was used in between', () => {
    expect(at([order(day(1)), order(day(4)), order(day(7))], 10).cycle).toBe(1);
    expect(at([order(day(1)), order(day(8))], 10).cycle).toBe(2);
    expect(at([order(day(1)), interaction('PORTAL_TASK', day(2)), order(day(4))], 10).cycle).toBe(2);
    expect(at([order(day(1)), interaction('SOCIAL_SHARE', day(2)), order(day(4))], 10).cycle).toBe(2);
    const praise = interaction('SUPPORT_CONTACT', day(2), 's', { valence: 0.5 });
    expect(at([order(day(1)), praise, order(day(4))], 10).cycle).toBe(2);
    expect(at([order(day(1)), interaction('DELIVERY', day(2)), order(day(4))], 10).cycle).toBe(1);
  });
  it('puts a repeat buyer without any service events at loyalty', () => {
    expect(at([order(day(1)), order(day(40)), order(day(90))], 95)).toMatchObject({
      quarter: 'HEALTH',
      stage: 'LOYALTY',
      since: day(90),
      cycle: 3,
    });
  });
  it('calls usual the own gap, shrunk on the log scale to the population', () => {
    const orders = [order(day(0)), order(day(40))];
    expect(at(orders, 41)).toMatchObject({ usualGapDays: 40, dueDay: 80 });
    // (ln 40 + 2 ln 90) / 3 = ln 68.7
    expect(at(orders, 41, 90)).toMatchObject({ usualGapDays: 69, dueDay: 40 + 69 });
    expect(at([order(day(0))], 41, 90).dueDay).toBe(90);
    // Two own gaps against two of the population's: (ln 10 + ln 40 + 2 ln 20) / 4 = ln 20.
    expect(at([order(day(0)), order(day(10)), order(day(50))], 51, 20).usualGapDays).toBe(20);
    expect(at([order(day(0))], 41, 0.2).usualGapDays, 'at least a day').toBe(1);
    expect(at([order(day(0))], 41)).toMatchObject({ usualGapDays: null, dueDay: null });
  });
  it('counts overdue days from the day the usual gap is over, which says nothing about leaving', () => {
    const orders = [order(day(0)), order(day(50))];
    expect(at(orders, 100)).toMatchObject({ overdueDays: 0, lapsed: false });
    expect(at(orders, 149)).toMatchObject({ overdueDays: 49, lapsed: false });
    expect(at(orders, 900, null, null, 0.71)).toMatchObject({ overdueDays: 800, lapsed: false });
  });
  it('calls lapsed who has ordered and is less likely to return than the threshold, whatever the wait', () => {
    const orders = [order(day(0)), order(day(50))];
    expect(at(orders, 51, null, null, 0.499)).toMatchObject({ overdueDays: 0, lapsed: true, quarter: 'HEALTH' });
    expect(at(orders, 51, null, null, 0.5).lapsed).toBe(false);
    expect(at(orders, 51).lapsed, 'nothing says how likely a return is').toBe(false);
    expect(at([interaction('SALES_CONTACT', day(1))], 400, 30, null, 0).lapsed, 'who never bought cannot lapse').toBe(
      false,
    );
  });
  it('takes the median of the typical gaps over repeat buyers only', () => {
    expect(populationGapDays([1, 2, 3, 2], [0, Math.log(10), 2 * Math.log(20), Math.log(90)])).toBeCloseTo(20, 10);
    expect(populationGapDays([1, 2, 2], [0, Math.log(10), Math.log(40)])).toBeCloseTo(20, 10);
    expect(populationGapDays([2, 2, 2], [Math.log(90), Math.log(10), Math.log(20)]), 'in whatever order').toBeCloseTo(
      20,
      10,
    );
    expect(populationGapDays([1, 1], [0, 0])).toBeNull();
  });
});

describe('complaints', () => {
  const open = (events: CustomerEvent[]): number => foldSummary(events, [], defaultRuleSet).milestones.openComplaints;
  it('are open until resolved, matched by what they are about', () => {
    const complaints = [interaction('COMPLAINT_OPENED', 1, 'a'), interaction('COMPLAINT_OPENED', 2, 'b')];
    expect(open(complaints)).toBe(2);
    expect(open([...complaints, interaction('COMPLAINT_RESOLVED', 3, 'b')])).toBe(1);
    expect(open([...complaints, interaction('COMPLAINT_RESOLVED', 3, 'other')])).toBe(2);
    expect(open([...complaints, interaction('COMPLAINT_RESOLVED', 3)])).toBe(1);
    expect(
      open([interaction('COMPLAINT_RESOLVED', 3, 'a'), interaction('COMPLAINT_OPENED', 4, 'a')]),
      'a resolution before the complaint closes nothing',
    ).toBe(1);
  });
  it('about one thing are one; without a thing each is another', () => {
    expect(open([interaction('COMPLAINT_OPENED', 1, 'a'), interaction('COMPLAINT_OPENED', 2, 'a')])).toBe(1);
    expect(open([interaction('COMPLAINT_OPENED', 1), interaction('COMPLAINT_OPENED', 2)])).toBe(2);
  });
  it('are resolved by what is about the same, before one that is about nothing; else that one is', () => {
    const [a, unnamed] = [interaction('COMPLAINT_OPENED', 1, 'a'), interaction('COMPLAINT_OPENED', 2)];
    const resolved = interaction('COMPLAINT_RESOLVED', 3, 'a');
    expect(
      open([a, unnamed, resolved, interaction('COMPLAINT_OPENED', 4, 'a')]),
      'a was closed, so it opens again',
    ).toBe(2);
    expect(open([unnamed, resolved])).toBe(0);
  });
  it('stay open whatever else is about the same thing, and keep when the last one came', () => {
    const complaint = interaction('COMPLAINT_OPENED', 5, 'a');
    const events = [complaint, interaction('SUPPORT_CONTACT', 6, 'a'), interaction('COMPLAINT_RESOLVED', 7, 'b')];
    expect(foldSummary(events, [], defaultRuleSet).milestones).toMatchObject({ openComplaints: 1, lastComplaintAt: 5 });
    expect(foldSummary(events.slice(1), [], defaultRuleSet).milestones.lastComplaintAt).toBeNull();
  });
});
