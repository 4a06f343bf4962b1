import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRuleSet } from '../../../domain/engagement/rules.ts';
import type { Fact } from '../../../domain/facts/facts.ts';
import { foldSummary } from '../../../domain/history/fold.ts';
import { standingFacts } from '../../../domain/facts/facts.ts';
import { wordAt, type Standing } from '../../../domain/summary/standing.ts';
import { dayOf } from '../../../domain/time/time.ts';
import { decodeStanding, encodeStanding } from '../../../store/customers/standing-codec.ts';
import { anyEvents, interaction, order } from '../events.ts';

const fact = (id: string, type: Fact['type'], value: string | null, occurredAt: number, expiresAt?: number): Fact => ({
  kind: 'FACT',
  source: 'crm',
  id,
  type,
  value,
  occurredAt,
  ...(expiresAt === undefined ? {} : { expiresAt }),
});
const anyFacts = fc
  .array(
    fc.record({
      type: fc.constantFrom<Fact['type']>('COUNTRY', 'ACCOUNT', 'LIFE_STAGE'),
      value: fc.constantFrom('NL', 'DE', null),
      occurredAt: fc.integer({ min: 1, max: 50 }),
      expires: fc.option(fc.nat({ max: 30 }), { nil: undefined }),
    }),
    { maxLength: 8 },
  )
  .map((all) =>
    all.map(({ type, value, occurredAt, expires }, n) =>
      fact(`f${n}`, type, value, occurredAt, expires === undefined ? undefined : occurredAt + expires),
    ),
  );
const fold = (events: Parameters<typeof foldSummary>[0], facts: readonly Fact[] = []): Standing =>
  foldSummary(events, [], defaultRuleSet, dayOf, facts).standing!;

describe('what stands of a customer', () => {
  it('is what the facts say as of any instant from the last one on, whatever their order and repeats', () => {
    fc.assert(
      fc.property(anyFacts, fc.integer({ min: 50, max: 100 }), (facts, at) => {
        const standing = fold([], facts);
        const said = standingFacts(facts, at);
        expect(wordAt(standing.country, at)).toBe(said.find(({ type }) => type === 'COUNTRY')?.value ?? null);
        const account = said.find(({ type }) => type === 'ACCOUNT');
        expect(wordAt(standing.account, at)).toBe(account === undefined ? null : `crm:${account.value}`);
        expect(fold([], facts.toReversed())).toEqual(standing);
      }),
    );
  });
  it('counts every minute of effort once, whatever the order and repeats', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const standing = fold(events);
        expect(fold([...events, ...structuredClone(events)].reverse())).toEqual(standing);
        expect(standing.effortMinutes).toBeGreaterThanOrEqual(0);
      }),
    );
    const contacts = [
      interaction('SALES_CONTACT', 1, undefined, { effortMinutes: 12.5 }),
      interaction('SUPPORT_CONTACT', 2, undefined, { effortMinutes: 0 }),
      interaction('PAGE_VIEW', 3),
    ];
    expect(fold(contacts)).toMatchObject({ effortMinutes: 12.5, effortContacts: 2 });
  });
  it('knows the channel of the first order that stands, and of no later one', () => {
    const [first, second] = [order(1), { ...order(2), acquisitionChannel: 'mail' }];
    expect(fold([second, { ...first, acquisitionChannel: 'search' }]).acquisitionChannel).toBe('search');
    expect(fold([first, second]).acquisitionChannel).toBeNull();
    expect(fold([{ ...first, cancelledAt: 2 }, second]).acquisitionChannel).toBe('mail');
  });
  it('lies in a few letters where nothing was told, and is not taken for that of another summary', () => {
    const nothing = fold([order(1)]);
    expect(encodeStanding(nothing, 12)).toBe('[1,12]');
    expect(decodeStanding('[1,12]', 12)).toEqual(nothing);
    expect(decodeStanding('[1,12]', 13)).toBeNull();
    expect(decodeStanding(undefined, 0)).toBeNull();
    expect(() => decodeStanding('[2,12]', 12)).toThrow(/layout 2/);
  });
});
