import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRuleSet } from '../../../domain/engagement/rules.ts';
import { experienceScore, experienceTerms, weightOf } from '../../../domain/experience/score.ts';
import { foldSummary } from '../../../domain/history/fold.ts';
import { foldGroups } from '../../../domain/summary/traces.ts';
import { DAY_MS, dayOf } from '../../../domain/time/time.ts';
import { decodeTraces, encodeTraces } from '../../../store/customers/traces-codec.ts';
import { anyEvents, interaction, order } from '../events.ts';

const fold = (events: Parameters<typeof foldSummary>[0]) => foldSummary(events, [], defaultRuleSet);

describe('traces of a history', () => {
  it('count every interaction once, by period and kind', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const { traces, interactions } = fold(events);
        for (const [type, { count }] of Object.entries(interactions)) {
          const tallied = traces!.behaviour.filter((one) => one.type === type);
          expect(tallied.reduce((sum, one) => sum + one.count, 0)).toBe(count);
        }
        expect(traces!.behaviour.every(({ count }) => count > 0)).toBe(true);
      }),
    );
  });
  it('are the same whatever the order and repeats', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        expect(fold([...events, ...structuredClone(events)].reverse()).traces).toEqual(fold(events).traces);
      }),
    );
  });
  it('give the experience score that the events give', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const tallies = fold(events).traces!.behaviour;
        const score = experienceScore(tallies.map((one) => ({ ...one, count: one.rated, weight: weightOf(one.type) })));
        const known = events.filter((event) => event.kind === 'INTERACTION');
        const { score: own } = experienceTerms(known, dayOf);
        if (own === null) expect(score).toBeNull();
        else expect(score).toBeCloseTo(own, 9);
      }),
    );
  });
  it('say of each group since when, on how many days, and how much', () => {
    const orders = [
      order(5 * DAY_MS, { groups: ['a', 'b'] }),
      order(5 * DAY_MS, { groups: ['a'] }),
      order(9 * DAY_MS, { groups: ['a'] }),
    ];
    const { orders: summary, traces } = fold(orders);
    expect(summary!.groups).toEqual(['a', 'b']);
    expect(traces!.groups).toEqual([
      { firstDay: 5, days: 2, quantity: 3, revenueMinor: 3000, service: false },
      { firstDay: 5, days: 1, quantity: 1, revenueMinor: 1000, service: false },
    ]);
    expect(traces!.groups.reduce((sum, { revenueMinor }) => sum + revenueMinor, 0)).toBe(summary!.revenueMinor);
  });
  it('call a group a service where nothing else of it was bought', () => {
    const line = (lineKind: 'PRODUCT' | 'SERVICE') => ({ ...order(0).lines[0]!, lineKind });
    const serviceOf = (...kinds: ('PRODUCT' | 'SERVICE')[]) =>
      foldGroups([order(0, { lines: kinds.map(line) })], ['a'], dayOf)[0]!.service;
    expect([serviceOf('SERVICE'), serviceOf('SERVICE', 'PRODUCT'), serviceOf('PRODUCT')]).toEqual([true, false, false]);
  });
  it('leave out what was refunded in full', () => {
    expect(fold([order(0, { cancelledAt: 1 }), interaction('PAGE_VIEW', 0)]).traces!.groups).toEqual([]);
  });
  it('belong to a summary of as many events, or are none', () => {
    const { traces, eventCount } = fold([order(0), interaction('REVIEW', 1, undefined, { valence: 0.25 })]);
    const bytes = encodeTraces(traces!, eventCount);
    expect(decodeTraces(bytes, eventCount)).toEqual(traces);
    expect(decodeTraces(bytes, eventCount + 1)).toBeNull();
    expect(decodeTraces(undefined, eventCount)).toBeNull();
    expect(() => decodeTraces(Uint8Array.of(18), 0)).toThrow(/layout 9/u);
  });
});
