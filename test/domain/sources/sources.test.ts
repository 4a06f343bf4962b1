import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactOf, type Fact } from '../../../domain/facts/facts.ts';
import { INTERACTION_TYPES, type Interaction } from '../../../domain/events.ts';
import { canonicalEvents } from '../../../domain/summary/canonical.ts';
import { sourceCollector } from '../../../domain/sources/health.ts';
import { foldSources } from '../../../domain/sources/tallies.ts';

const events = fc.array(
  fc.record({
    kind: fc.constant('INTERACTION' as const),
    source: fc.constantFrom('shop', 'desk', 'mail'),
    id: fc.nat({ max: 9 }).map(String),
    type: fc.constantFrom(...INTERACTION_TYPES),
    channel: fc.constant('WEB' as const),
    occurredAt: fc.nat({ max: 1000 }),
  }),
  { maxLength: 30 },
);
const facts = fc.array(
  fc.record({
    kind: fc.constant('FACT' as const),
    source: fc.constantFrom('crm', 'shop'),
    id: fc.nat({ max: 5 }).map(String),
    type: fc.constantFrom('CONTACT' as const, 'LEAD' as const),
    value: fc.constantFrom('NEW', 'WON', null),
    detail: fc.constantFrom('Ada', 'Bram'),
    occurredAt: fc.nat({ max: 20 }),
  }),
  { maxLength: 12 },
);
const once = <T extends { readonly source: string; readonly id: string }>(records: readonly T[]): T[] => [
  ...new Map(records.map((record) => [`${record.source} ${record.id}`, record])).values(),
];

describe('what sources told', () => {
  it('counts each record once, whatever their order and repeats, and adds up over customers', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(events, facts), { maxLength: 6 }), (people) => {
        const collector = sourceCollector();
        let [records, matched, customers] = [0, 0, 0];
        for (const [interactions, told] of people) {
          const known = canonicalEvents(once<Interaction>(interactions));
          const tallies = foldSources(known, once<Fact>(told));
          const again = [...once<Fact>(told), ...once<Fact>(told)].toReversed();
          expect(
            foldSources(canonicalEvents([...known, ...known.map((one) => ({ ...one }))].toReversed()), again),
          ).toEqual(tallies);
          const all = [...known, ...once<Fact>(told)];
          const sources = new Set(all.map(({ source }) => source));
          records += all.length;
          if (sources.size > 1) matched++;
          if (sources.size > 0) customers++;
          expect(Math.max(-1, ...tallies.map(({ lastAt }) => lastAt))).toBe(
            Math.max(-1, ...all.map(({ occurredAt }) => occurredAt)),
          );
          collector.add(tallies);
        }
        const { rows, ...rest } = collector.finish();
        expect(rest).toEqual({ customers, matched });
        expect(rows.reduce((sum, row) => sum + row.records, 0)).toBe(records);
        for (const row of rows) expect(row.matched).toBeLessThanOrEqual(row.customers);
      }),
    );
  });
});

describe('the trusted contact', () => {
  it('is one, whatever the order and repeats of what was told, and since no later than it was told last', () => {
    fc.assert(
      fc.property(facts, fc.nat({ max: 25 }), (told, at) => {
        const known = once<Fact>(told);
        const contact = contactOf(known, at);
        expect(contactOf([...known, ...known].toReversed(), at)).toEqual(contact);
        if (contact === null) return;
        expect(contact.since).toBeLessThanOrEqual(at);
        // Whoever is told of later changes nothing of now.
        const later: Fact = { ...known[0]!, id: 'later', type: 'CONTACT', value: 'Chen', occurredAt: at + 1 };
        expect(contactOf([...known, later], at)).toEqual(contact);
        expect(contactOf([...known, later], at + 1)).toEqual({ value: 'Chen', since: at + 1, until: null });
      }),
    );
  });
});
