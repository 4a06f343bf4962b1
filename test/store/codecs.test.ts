import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNELS, INTERACTION_TYPES, LINE_KINDS, type CustomerEvent } from '../../domain/events.ts';
import { RFM_GROUPS, SONAR_QUARTERS, SONAR_STAGES, type CustomerProfile } from '../../domain/profile/profile.ts';
import { emptySummary, type CustomerSummary } from '../../domain/summary/summary.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { contentAttributes, contentHash, contentOf, eventOf, readContent } from '../../store/events/content-codec.ts';
import { packText, unpackText } from '../../store/client/json.ts';
import { decodeSummary, encodeSummary } from '../../store/customers/summary-codec.ts';
import { decodeIntegers, encodeIntegers } from '../../store/client/varint.ts';
import { decodeProfile, encodeProfile } from '../../store/published/profiles.ts';

const count = fc.nat({ max: 1_000_000 });
const minor = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });
const instant = fc.integer({ min: 0, max: 99_999_999_999_999 });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const real = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value));
const text = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' });

const moneyBack = fc.record({ revenueMinor: minor, knownMarginMinor: minor, uncostedRevenueMinor: minor });
const summary: fc.Arbitrary<CustomerSummary> = fc.record({
  ruleSetVersion: count,
  orders: maybe(
    fc.record({
      count,
      firstAt: instant,
      lastAt: instant,
      revenueMinor: minor,
      knownMarginMinor: minor,
      uncostedRevenueMinor: minor,
      promotionOrders: count,
      groups: fc.array(text),
      distinctProducts: count,
      repeatProducts: count,
      firstDay: count,
      lastDay: count,
      purchaseDays: count,
      sumLogGaps: real,
      purchases: fc.array(fc.record({ day: count, knownMarginMinor: minor, uncostedRevenueMinor: minor })),
      hasService: fc.boolean(),
    }),
  ),
  moneyBack: maybe(fc.record({ refunds: moneyBack, credits: moneyBack, lastAt: instant })),
  engagement: fc.record({ points: count, byRule: fc.array(fc.record({ rule: text, count, points: count })) }),
  milestones: fc.record({
    firstSeenAt: maybe(instant),
    prospectAt: maybe(instant),
    leadAt: maybe(instant),
    opportunityAt: maybe(instant),
    firstOrderAt: maybe(instant),
    cycleCount: count,
    cycleStartedAt: maybe(instant),
    onboardingAt: maybe(instant),
    inUseAt: maybe(instant),
    happinessAt: maybe(instant),
    loyaltyAt: maybe(instant),
    recommendationAt: maybe(instant),
    openComplaints: count,
    lastComplaintAt: maybe(instant),
  }),
  interactions: fc.dictionary(fc.constantFrom(...INTERACTION_TYPES), fc.record({ count, lastAt: instant }), {
    noNullPrototype: true,
  }),
  firstEventAt: maybe(instant),
  lastEventAt: maybe(instant),
  eventCount: count,
  simulated: fc.boolean(),
});

const given = fc
  .record({ refundsMinor: minor, creditsMinor: minor, moneyBackAt: maybe(instant) })
  .map((back) => (back.moneyBackAt === null ? { refundsMinor: 0, creditsMinor: 0, moneyBackAt: null } : back));
const profile: fc.Arbitrary<CustomerProfile> = fc.record({
  value: fc
    .tuple(
      given,
      fc.record({
        revenueMinor: minor,
        directMinor: minor,
        referralMinor: minor,
        referralReceivedMinor: minor,
        referralGrossMinor: minor,
        referralPassedOnMinor: minor,
        crvMinor: maybe(minor),
        networkMinor: minor,
        networkReceivedMinor: minor,
        networkPassedOnMinor: minor,
        potentialDirectMinor: maybe(minor),
        potentialIndirectMinor: maybe(minor),
        uncosted: fc.boolean(),
      }),
    )
    .map(([back, value]) => ({ ...value, ...back })),
  clv: maybe(
    fc.record({
      expectedOrders: real,
      expectedOrderMarginMinor: real,
      predictedMinor: minor,
      lowMinor: minor,
      highMinor: minor,
      returnProbability: real,
      expectedNextOrderDay: maybe(count),
      method: fc.constantFrom('MODELLED' as const, 'PRIOR' as const, 'OBSERVED' as const),
      confidence: real,
      valueAtRiskMinor: minor,
    }),
  ),
  rfm: maybe(fc.record({ recency: count, frequency: count, monetary: count, group: fc.constantFrom(...RFM_GROUPS) })),
  engagement: fc.record({ points: count }),
  lifecycle: fc.record({
    quarter: fc.constantFrom(...SONAR_QUARTERS),
    stage: fc.constantFrom(...SONAR_STAGES),
    since: maybe(instant),
    cycle: count,
    lapsed: fc.boolean(),
    dueDay: maybe(count),
    usualGapDays: maybe(count),
    overdueDays: count,
  }),
  influence: maybe(
    fc.record({
      score: real,
      network: real,
      reach: maybe(real),
      amplification: maybe(real),
      authenticity: maybe(real),
      authenticityLow: maybe(real),
      authenticityHigh: maybe(real),
      calibration: text,
    }),
  ),
  segments: fc.array(text),
  community: maybe(text),
});

const event: fc.Arbitrary<CustomerEvent> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('ORDER' as const),
      source: text,
      id: text,
      occurredAt: instant,
      promotion: fc.boolean(),
      acquisitionChannel: text,
      simulated: fc.constant(true as const),
      cancelledAt: instant,
      version: fc.integer({ min: 2, max: 99 }),
      lines: fc.array(
        fc.record(
          {
            sku: text,
            group: text,
            quantity: count,
            netMinor: minor,
            costMinor: minor,
            lineKind: fc.constantFrom(...LINE_KINDS),
            returnOf: text,
            returnedAt: instant,
          },
          { requiredKeys: ['sku', 'group', 'quantity', 'netMinor', 'lineKind'] },
        ),
      ),
    },
    { requiredKeys: ['kind', 'source', 'id', 'occurredAt', 'promotion', 'lines'] },
  ),
  fc.record(
    {
      kind: fc.constant('INTERACTION' as const),
      source: text,
      id: text,
      occurredAt: instant,
      type: fc.constantFrom(...INTERACTION_TYPES),
      channel: fc.constantFrom(...CHANNELS),
      objectRef: text,
      valence: real,
      influence: real,
      effortMinutes: count,
      simulated: fc.constant(true as const),
    },
    { requiredKeys: ['kind', 'source', 'id', 'occurredAt', 'type', 'channel'] },
  ),
);

describe('what the table keeps comes back as it was', () => {
  it('integers of either sign up to 2^52', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(2 ** 52), max: 2 ** 52 })), (values) => {
        expect(decodeIntegers(encodeIntegers(values))).toEqual(values);
      }),
    );
    expect(() => encodeIntegers([0.5])).toThrow(RangeError);
    expect(() => encodeIntegers([2 ** 53])).toThrow(RangeError);
  });

  it('summaries', () => {
    fc.assert(
      fc.property(summary, (one) => {
        expect(decodeSummary(encodeSummary(one))).toEqual(one);
      }),
      { numRuns: 300 },
    );
    expect(decodeSummary(encodeSummary(emptySummary(3)))).toEqual(emptySummary(3));
  });

  it('profiles', () => {
    fc.assert(
      fc.property(profile, fc.nat({ max: 40_000 }), (one, today) => {
        const { dueDay } = one.lifecycle;
        const overdue = dueDay === null ? 0 : Math.max(0, today - dueDay);
        expect(decodeProfile(encodeProfile(one), today * DAY_MS + 3_600_000)).toEqual({
          ...one,
          lifecycle: { ...one.lifecycle, overdueDays: overdue },
        });
      }),
      { numRuns: 300 },
    );
  });

  it('events, short and deflated', () => {
    fc.assert(
      fc.property(event, (one) => {
        const content = contentOf(one);
        expect(eventOf(one, readContent(contentAttributes(content)))).toEqual(one);
      }),
      { numRuns: 300 },
    );
  });

  it('texts, short and long', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3000, unit: 'grapheme' }), (one) => {
        expect(unpackText(packText(one))).toBe(one);
      }),
    );
  });

  it('equal events have equal content whatever the order of their fields; another field, instant or customer has another hash', () => {
    fc.assert(
      fc.property(event, (one) => {
        const turned = Object.fromEntries(Object.entries(one).reverse()) as unknown as CustomerEvent;
        expect(contentOf(turned)).toBe(contentOf(one));
        const content = contentOf(one);
        const hashes = [
          contentHash('a', 1, content),
          contentHash('b', 1, content),
          contentHash('a', 2, content),
          contentHash('a', 1, `${content} `),
        ];
        expect(new Set(hashes).size).toBe(4);
      }),
    );
  });

  it('refuses layouts of the future', () => {
    expect(() => decodeSummary({ text: '[99]', purchases: null })).toThrow(/layout 99/u);
    expect(() => decodeProfile('[99]', 0)).toThrow(/layout 99/u);
  });
});
