import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRuleSet } from '../../../domain/engagement/rules.ts';
import { foldSummary } from '../../../domain/history/fold.ts';
import { emptySummary } from '../../../domain/summary/summary.ts';
import { DAY_MS } from '../../../domain/time/time.ts';
import { anyEvents, interaction, order } from '../events.ts';

const fold = (events: Parameters<typeof foldSummary>[0]): ReturnType<typeof foldSummary> =>
  foldSummary(events, [], defaultRuleSet);
const onDay = (day: number, hour = 0): number => day * DAY_MS + hour * 3_600_000;

describe('foldSummary', () => {
  it('of nothing is the empty summary', () => {
    expect(fold([])).toEqual(emptySummary(defaultRuleSet.version));
  });

  it('sums orders to the cent and keeps a line without a cost out of the margin', () => {
    const uncosted = { sku: 's', group: 'b', quantity: 2, netMinor: 333, lineKind: 'SERVICE' } as const;
    const first = order(onDay(10, 5), { groups: ['a', 'b'] });
    const { orders } = fold([
      order(onDay(12), { promotion: true }),
      { ...first, lines: [...first.lines, uncosted] },
      order(onDay(10, 9)),
    ]);
    expect(orders).toEqual({
      count: 3,
      firstAt: onDay(10, 5),
      lastAt: onDay(12),
      revenueMinor: 4333,
      knownMarginMinor: 1600,
      uncostedRevenueMinor: 333,
      promotionOrders: 1,
      groups: ['a', 'b'],
      distinctProducts: 3,
      repeatProducts: 1,
      firstDay: 10,
      lastDay: 12,
      purchaseDays: 2,
      sumLogGaps: Math.log(2),
      hasService: true,
      purchases: [
        { day: 10, knownMarginMinor: 1200, uncostedRevenueMinor: 333 },
        { day: 12, knownMarginMinor: 400, uncostedRevenueMinor: 0 },
      ],
    });
  });

  it.each([
    ['PRODUCT', false],
    ['SERVICE', true],
    ['SUBSCRIPTION', true],
  ] as const)('of a line of kind %s says that a service was bought: %s', (lineKind, hasService) => {
    const bought = order(onDay(10), { groups: ['a', 'b'] });
    const lines = bought.lines.map((line, n) => (n === 1 ? { ...line, lineKind } : line));
    expect(fold([{ ...bought, lines }, order(onDay(11))]).orders!.hasService).toBe(hasService);
  });

  it('counts interactions per type with the newest', () => {
    const { interactions } = fold([
      interaction('PORTAL_LOGIN', 30),
      interaction('REVIEW', 20),
      interaction('PORTAL_LOGIN', 10),
    ]);
    expect(interactions).toEqual({ PORTAL_LOGIN: { count: 2, lastAt: 30 }, REVIEW: { count: 1, lastAt: 20 } });
  });

  it('lists groups and types of interaction by name, whichever came first', () => {
    const { orders, interactions } = fold([
      order(1, { groups: ['b', 'c'] }),
      order(2, { groups: ['a'] }),
      interaction('STORE_VISIT', 1),
      interaction('REVIEW', 2),
      interaction('PORTAL_LOGIN', 3),
    ]);
    expect(orders!.groups).toEqual(['a', 'b', 'c']);
    expect(Object.keys(interactions)).toEqual(['PORTAL_LOGIN', 'REVIEW', 'STORE_VISIT']);
  });

  it('says when anything in it was simulated', () => {
    expect(fold([order(1)]).simulated).toBe(false);
    expect(fold([order(1), interaction('REVIEW', 2, 'x', { simulated: true })]).simulated).toBe(true);
  });

  it('keeps an interaction and an order apart that share source and id', () => {
    expect(fold([order(1, { id: 'same' }), interaction('REVIEW', 1, 'x', { id: 'same' })]).eventCount).toBe(2);
  });

  it('is a function of the set of events: shuffles and repeats give the same bytes', () => {
    fc.assert(
      fc.property(anyEvents, fc.infiniteStream(fc.nat()), (events, keys) => {
        const shuffled = [...events, ...events]
          .map((event) => ({ event: structuredClone(event), key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ event }) => event);
        expect(JSON.stringify(fold(shuffled))).toBe(JSON.stringify(fold(events)));
      }),
    );
  });

  it('prefers nobody when two records share an id but not their content', () => {
    const one = order(5, { id: 'same', promotion: true });
    const other = order(5, { id: 'same', promotion: false });
    expect(fold([one, other])).toEqual(fold([other, one]));
  });

  it('closes its sums: the days sum to the totals, and margin plus cost to the revenue', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const { orders } = fold(events);
        if (orders === null) return;
        const sum = (key: 'knownMarginMinor' | 'uncostedRevenueMinor'): number =>
          orders.purchases.reduce((total, day) => total + day[key], 0);
        expect(sum('knownMarginMinor')).toBe(orders.knownMarginMinor);
        expect(sum('uncostedRevenueMinor')).toBe(orders.uncostedRevenueMinor);
        expect(orders.purchases).toHaveLength(orders.purchaseDays);
        const lines = events.flatMap((event) => (event.kind === 'ORDER' ? event.lines : []));
        expect(orders.revenueMinor).toBe(lines.reduce((total, line) => total + line.netMinor, 0));
      }),
    );
  });
});
