import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factFault, FACT_TYPES, standingFacts, type Fact } from '../../../domain/facts/facts.ts';

const DAY = 86_400_000;
const fact = (type: Fact['type'], value: string | null, day: number, rest: Partial<Fact> = {}): Fact => ({
  kind: 'FACT',
  source: 'crm',
  id: `${type}-${value}-${day}`,
  type,
  value,
  occurredAt: day * DAY,
  ...rest,
});
const said = (facts: readonly Fact[], day: number): string[] =>
  standingFacts(facts, day * DAY).map(({ type, value }) => `${type} ${value}`);

describe('facts', () => {
  it('stand until told otherwise, or until they run out; needs each by itself', () => {
    const facts = [
      fact('LIFE_STAGE', 'student', 1),
      fact('LIFE_STAGE', 'family', 10, { expiresAt: 20 * DAY }),
      fact('NEED', 'garden', 3),
      fact('NEED', 'car', 4, { expiresAt: 12 * DAY }),
      fact('ACCOUNT', 'acme', 5),
      fact('ACCOUNT', null, 15),
    ];
    expect(said(facts, 0)).toEqual([]);
    expect(said(facts, 9)).toEqual(['LIFE_STAGE student', 'NEED car', 'NEED garden', 'ACCOUNT acme']);
    expect(said(facts, 12)).toEqual(['LIFE_STAGE family', 'NEED garden', 'ACCOUNT acme']);
    // What has run out does not bring back what stood before it.
    expect(said(facts, 20)).toEqual(['NEED garden']);
  });

  it('of one instant: a consent that is withdrawn stands, else the later id', () => {
    const consent = (value: string, id: string) => fact('CONSENT_EMAIL', value, 1, { id, detail: 'v1' });
    expect(said([consent('WITHDRAWN', 'a'), consent('GRANTED', 'b')], 1)).toEqual(['CONSENT_EMAIL WITHDRAWN']);
    expect(said([fact('COUNTRY', 'NL', 1, { id: 'b' }), fact('COUNTRY', 'BE', 1, { id: 'a' })], 1)).toEqual([
      'COUNTRY NL',
    ]);
  });

  it('stand alike in whatever order they were told', () => {
    const some = fc.uniqueArray(
      fc.record({
        type: fc.constantFrom(...FACT_TYPES),
        value: fc.constantFrom('a', 'b', null),
        day: fc.integer({ min: 0, max: 5 }),
        id: fc.integer({ min: 0, max: 50 }),
        expires: fc.option(fc.integer({ min: 5, max: 9 })),
      }),
      { selector: ({ id }) => id, maxLength: 12 },
    );
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 9 }), fc.nat(), (rows, at, turn) => {
        const facts = rows.map(({ type, value, day, id, expires }) =>
          fact(type, value, day, { id: String(id), ...(expires === null ? {} : { expiresAt: expires * DAY }) }),
        );
        const turned = facts.map((_, k) => facts[(k + turn) % facts.length]!).reverse();
        expect(standingFacts(turned, at * DAY)).toEqual(standingFacts(facts, at * DAY));
      }),
    );
  });

  it.each([
    [fact('LEAD', 'HOT', 1), 'value'],
    [fact('COUNTRY', 'Netherlands', 1), 'value'],
    [fact('CONSENT_PHONE', 'YES', 1, { detail: 'v1' }), 'value'],
    [fact('CONSENT_PHONE', 'GRANTED', 1), 'detail'],
    [fact('NEED', null, 1), 'value'],
    [fact('LIFESTYLE', 'sporty', 1, { detail: 'x' }), 'detail'],
    [fact('LIFESTYLE', ' ', 1), 'value'],
    [fact('LIFESTYLE', 'sporty', 2, { expiresAt: DAY }), 'expiresAt'],
  ] as const)('that are none name the field: %j', (wrong, field) => {
    expect(factFault(wrong)?.field).toBe(field);
  });

  it('that are some have no fault', () => {
    const good = [
      fact('LEAD', 'QUALIFIED', 1, { detail: 'Joe' }),
      fact('LEAD', null, 1),
      fact('COUNTRY', 'NL', 1),
      fact('CONSENT_POST', 'WITHDRAWN', 1, { detail: 'v2' }),
      fact('NEED', 'garden', 1, { expiresAt: DAY }),
    ];
    expect(good.map(factFault)).toEqual(good.map(() => null));
  });
});
