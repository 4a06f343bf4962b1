import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNELS, ID_LETTERS, INTERACTION_TYPES, LINE_KINDS, type CustomerEvent } from '../../domain/events.ts';
import { RFM_GROUPS, SONAR_QUARTERS, SONAR_STAGES, type CustomerProfile } from '../../domain/profile/profile.ts';
import { CONSENT_TYPES } from '../../domain/facts/facts.ts';
import { emptySummary, type CustomerSummary, type PurchaseDay } from '../../domain/summary/summary.ts';
import { contentAttributes, contentHash, contentOf, eventOf, readContent } from '../../store/events/content-codec.ts';
import { packText, unpackText } from '../../store/client/json.ts';
import { periodOf } from '../../domain/portfolio/periods.ts';
import type { YearTally } from '../../domain/summary/years.ts';
import { decodeSummary, encodeSummary } from '../../store/customers/summary-codec.ts';
import { decodeIntegers, encodeIntegers } from '../../store/client/varint.ts';
import { encodePart, openBlock, openPart, type OpenPart } from '../../store/published/profile-codec.ts';
import { membersOf, tailOf } from '../../store/published/profile-members.ts';
import { packedRows, packRows } from '../../store/published/packed.ts';
import { PARTS, type Part } from '../../store/published/profile-columns.ts';
import { profileIn, rowIn, tailsIn, toldInfluenceIn } from '../../store/published/profile-rows.ts';
import { withRfm } from '../../domain/segments/builtin.ts';
import { bitsFor, bucketOf } from '../../store/published/slots.ts';

const count = fc.nat({ max: 1_000_000 });
const minor = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });
const instant = fc.integer({ min: 0, max: 99_999_999_999_999 });
const told = fc.integer({ min: 1, max: 99_999_999_999_999 });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const real = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value));
const text = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' });

const moneyBack = fc.record({ revenueMinor: minor, knownMarginMinor: minor, uncostedRevenueMinor: minor });
const summary: fc.Arbitrary<CustomerSummary> = fc
  .record({
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
    traces: maybe(
      fc.record({
        behaviour: fc
          .array(
            fc.record({
              period: fc.integer({ min: 0, max: 2000 }),
              type: fc.constantFrom(...INTERACTION_TYPES),
              count: fc.integer({ min: 1, max: 1e9 }),
              rated: fc.constantFrom(0, 1, 40),
              valence: fc.integer({ min: -40_000, max: 40_000 }),
            }),
          )
          .map((all) =>
            all
              .sort((a, b) => a.period - b.period)
              .map(({ valence, ...one }) => ({ ...one, valenceSum: one.rated === 0 ? 0 : valence / 1000 })),
          ),
        groups: fc.array(
          fc.record({
            firstDay: fc.integer({ min: 0, max: 50_000 }),
            days: count,
            quantity: fc.integer({ min: -1e12, max: 1e12 }).map((tenths) => tenths / 10),
            revenueMinor: minor,
            service: fc.boolean(),
          }),
        ),
      }),
    ),
    standing: maybe(
      fc
        .record({
          consents: maybe(
            fc.dictionary(
              fc.constantFrom(...CONSENT_TYPES),
              fc.record({ value: fc.constantFrom('GRANTED', 'WITHDRAWN'), until: maybe(told) }),
              { noNullPrototype: true },
            ),
          ),
          acquisitionChannel: maybe(text),
          effortMinutes: fc.nat({ max: 1e9 }).map((thousandths) => thousandths / 1000),
          effortContacts: count,
          country: maybe(fc.record({ value: text, until: maybe(told) })),
          account: maybe(fc.record({ value: text, until: maybe(told) })),
          contact: maybe(fc.record({ value: text, until: maybe(told), since: told })),
          lifeStage: maybe(fc.record({ value: text, until: maybe(told) })),
          lifestyle: maybe(fc.record({ value: text, until: maybe(told) })),
          lastFactAt: maybe(told),
        })
        // Where no fact was told nothing was said, and that is known.
        .map((standing) => (standing.lastFactAt === null ? { ...standing, consents: {} } : standing)),
    ),
    sources: maybe(
      fc.array(
        fc.record({
          source: text,
          department: fc.constantFrom('MARKETING' as const, 'SALES' as const, 'SERVICE' as const),
          records: count,
          lastAt: told,
        }),
      ),
    ),
    eventCount: count,
    simulated: fc.boolean(),
  })
  .map((one) => ({ ...one, years: one.traces === null ? null : yearsOf(one.orders) }));

/** Years with a purchase day, what was bought in them, and what is left in the last. */
function yearsOf(
  orders: { readonly purchases: readonly PurchaseDay[]; readonly revenueMinor: number } | null,
): YearTally[] {
  const years = [...new Set((orders?.purchases ?? []).map(({ day }) => periodOf('YEAR', day)))];
  let left = orders?.revenueMinor ?? 0;
  return years.map((year, k) => {
    const revenueMinor = k === years.length - 1 ? left : 1000 * k - 500;
    left -= revenueMinor;
    const change = { crossMinor: year, deepMinor: -k, upMinor: 0 };
    return { year, revenueMinor, change: years[k - 1] === year - 1 ? change : null };
  });
}

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
  segments: fc.uniqueArray(text).map((keys) => keys.toSorted()),
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

  /** Who has an RFM group is in its segment. */
  const inGroup = (one: CustomerProfile): CustomerProfile =>
    one.rfm === null ? one : { ...one, segments: withRfm(one.segments, one.rfm.group) };
  const idIn = (bits: number) =>
    fc
      .array(fc.constantFrom(...ID_LETTERS), { minLength: 20, maxLength: 20 })
      // The letters the block has in common, and those behind that two of a block may share.
      .map((letters) => '0'.repeat(Math.ceil(bits / 5)) + letters.join('').slice(Math.ceil(bits / 5)));
  const open = (block: Record<Part, Uint8Array>): Record<Part, OpenPart> => openBlock(block);
  const blockOf = (rows: Parameters<typeof membersOf>[0], bits: number) => {
    const members = membersOf(rows, bits);
    return { observed: encodePart('observed', members), modelled: encodePart('modelled', members) };
  };

  it('profiles in blocks, to the bit, whoever else lies in the block and in whatever order they came', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 20 }).chain((bits) =>
          fc.record({
            bits: fc.constant(bits),
            rows: fc.uniqueArray(
              fc.record({ id: idIn(bits), profile: profile.map(inGroup), toldInfluence: maybe(real) }),
              {
                maxLength: 12,
                selector: ({ id }) => id,
              },
            ),
            nobody: idIn(bits),
          }),
        ),
        fc.nat({ max: 40_000 }),
        ({ bits, rows, nobody }, today) => {
          const block = blockOf(rows, bits);
          expect(blockOf(rows.toReversed(), bits)).toEqual(block);
          const parts = open(block);
          expect(parts.observed.members).toBe(parts.modelled.members);
          expect(tailsIn(parts.observed)).toEqual(Float64Array.from(rows, ({ id }) => tailOf(id, bits)).sort());
          for (const { id, profile: one, toldInfluence } of rows) {
            const row = rowIn(parts.observed, id, bits);
            const { dueDay } = one.lifecycle;
            const overdue = dueDay === null ? 0 : Math.max(0, today - dueDay);
            expect(profileIn(parts, row, today)).toEqual({
              ...one,
              lifecycle: { ...one.lifecycle, overdueDays: overdue },
            });
            expect(toldInfluenceIn(parts.observed, row)).toBe(toldInfluence);
          }
          if (!rows.some(({ id }) => id === nobody)) expect(rowIn(parts.observed, nobody, bits)).toBe(-1);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('rows of whole numbers of any size, with and without none among them, to the bit and in whatever order they are asked for', () => {
    const code = fc.oneof(
      fc.nat({ max: 3 }),
      fc.nat({ max: 70_000 }),
      fc.maxSafeNat(),
      fc.constantFrom(0, 1, 2 ** 31, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER),
    );
    fc.assert(
      fc.property(
        fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 5 })).chain(([rows, columns]) =>
          fc.array(
            fc
              .tuple(fc.array(code, { minLength: rows, maxLength: rows }), fc.boolean())
              // All odd, as numbers that are never below 0 are.
              .map(([codes, odd]) => codes.map((one) => (odd && one > 0 && one % 2 === 0 ? one - 1 : one))),
            { minLength: columns, maxLength: columns },
          ),
        ),
        (columns) => {
          const rows = columns[0]?.length ?? 0;
          const at = packedRows(packRows(columns.map((column) => Float64Array.from(column))), columns.length, rows);
          for (let row = rows - 1; row >= 0; row -= 2)
            expect(columns.map((_, column) => at(column, row))).toEqual(columns.map((column) => column[row]));
          for (let row = 0; row < rows; row++)
            expect(columns.map((_, column) => at(column, row))).toEqual(columns.map((column) => column[row]));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('many in one block, with what is guessed of them right, nearly right and wrong', () => {
    const ids = fc.sample(idIn(0), { numRuns: 150, seed: 5 });
    const profiles = fc.sample(profile.map(inGroup), { numRuns: 150, seed: 6 });
    const rows = [...new Set(ids)].map((id, n) => {
      const one = profiles[n]!;
      const [predictedMinor, margin, returning] = [1000 + 137 * n, 500 + 11 * n, ((7 * n) % 1000) / 1000];
      // Every tenth is far from what is guessed.
      const expectedOrders = n % 10 === 0 ? n / 8 : Math.round((1045 * predictedMinor) / margin + (n % 3)) / 1000;
      return {
        id,
        toldInfluence: n % 4 === 0 ? 35.5 : null,
        profile:
          one.clv === null
            ? one
            : {
                ...one,
                value: { ...one.value, potentialDirectMinor: predictedMinor },
                clv: {
                  ...one.clv,
                  predictedMinor,
                  expectedOrderMarginMinor: margin,
                  expectedOrders,
                  returnProbability: returning,
                  lowMinor: 0,
                  highMinor: Math.round(predictedMinor * (1.55 + 1.7 * Math.sqrt(1 - returning))) + (n % 7),
                },
              },
      };
    });
    const block = blockOf(rows, 0);
    const parts = open(block);
    for (const { id, profile: one, toldInfluence } of rows) {
      const row = rowIn(parts.observed, id, 0);
      const shown = profileIn(parts, row, 0);
      expect({ ...shown, lifecycle: { ...shown.lifecycle, overdueDays: 0 } }).toEqual({
        ...one,
        lifecycle: { ...one.lifecycle, overdueDays: 0 },
      });
      expect(toldInfluenceIn(parts.observed, row)).toBe(toldInfluence);
    }
    const guessed = rows.find(({ profile: one }) => one.clv !== null)!;
    const row = rowIn(parts.observed, guessed.id, 0);
    expect(() => openPart('modelled', block.modelled).at('clv.expectedOrders', row)).toThrow(/other part/u);
  });

  it('also two who share all ten letters a block tells its members by', () => {
    const [one, other] = fc.sample(profile, 2) as [CustomerProfile, CustomerProfile];
    const ids = ['00abcdefghjk22222222', '00abcdefghjk33333333'];
    const parts = open(
      blockOf(
        [one, other].map((each, n) => ({ id: ids[n]!, profile: each, toldInfluence: n })),
        10,
      ),
    );
    expect(ids.map((id) => toldInfluenceIn(parts.observed, rowIn(parts.observed, id, 10)))).toEqual([0, 1]);
    expect(rowIn(parts.observed, '00abcdefghjk44444444', 10)).toBe(-1);
  });

  it('a column, a word or a layout of other code is an error, never dropped', () => {
    const [one] = fc.sample(
      profile.filter(({ rfm, segments }) => rfm !== null && segments.length > 0),
      1,
    ) as [CustomerProfile];
    const block = blockOf([{ id: '00abcdefghjk22222222', profile: one, toldInfluence: null }], 0);
    const forged = (part: Part, from: string, to: string): Uint8Array => {
      const text = Buffer.from(block[part]).toString('latin1');
      expect(text).toContain(from);
      return Buffer.from(text.replace(from, to.padEnd(from.length, ' ')), 'latin1');
    };
    const word = one.rfm!.group;
    expect(() => openPart('modelled', forged('modelled', `"${word}"`, `"${'X'.repeat(word.length)}"`))).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_CODE' }),
    );
    for (const [part, from, to] of [
      ['observed', '"layout":2', '"layout":9'],
      ['modelled', '"rfm.recency"', '"rfm.decency"'],
      ['observed', '"community"', '"communist"'],
      ['modelled', '"clv.lowMinor"', '"clv.owlMinor"'],
      ['modelled', '"segments"', '"segmants"'],
    ] as const)
      expect(() => openPart(part, forged(part, from, to)), from).toThrow(
        expect.objectContaining({ code: 'UNKNOWN_LAYOUT' }),
      );
    for (const part of PARTS)
      expect(() => openPart(part, block[part === 'observed' ? 'modelled' : 'observed'])).toThrow(
        expect.objectContaining({ code: 'UNKNOWN_LAYOUT' }),
      );
  });

  it('every id lies in one of the blocks there are, beside those that share its first bits', () => {
    expect([0, 1, 512, 513, 1024, 1025, 10_000_000].map((count) => bitsFor(count, 512))).toEqual([
      0, 0, 0, 1, 1, 2, 15,
    ]);
    fc.assert(
      fc.property(idIn(0), fc.nat({ max: 29 }), (id, bits) => {
        const block = bucketOf(id, bits);
        expect(block).toBeLessThan(2 ** bits);
        expect(bucketOf(id, bits + 1) >> 1).toBe(block);
      }),
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
  });
});
