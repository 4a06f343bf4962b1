import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRuleSet } from '../../../domain/engagement/rules.ts';
import type { LineKind, Order, OrderLine } from '../../../domain/events.ts';
import { foldSummary } from '../../../domain/history/fold.ts';
import { REVENUE_TERMS, revenueGrowth } from '../../../domain/portfolio/revenue-bridge.ts';
import { foldYears } from '../../../domain/summary/years.ts';
import { dayOf } from '../../../domain/time/time.ts';
import { buildSnapshot } from '../../../enrichment/snapshot/columns.ts';

const YEAR = 2020 - 1970;
const line = (sku: string, group: string, quantity: number, netMinor: number, lineKind: LineKind = 'PRODUCT') => ({
  sku,
  group,
  quantity,
  netMinor,
  lineKind,
});
const order = (year: number, lines: readonly OrderLine[], id = `${year}`): Order => ({
  kind: 'ORDER',
  source: 'shop',
  id,
  occurredAt: Date.UTC(1970 + year, 5, 1),
  lines,
  promotion: false,
});
const changeOf = (before: readonly OrderLine[], after: readonly OrderLine[]) =>
  foldYears([order(YEAR, before), order(YEAR + 1, after)], dayOf)[1]!.change!;

describe('why a customer buys for more or less than the year before', () => {
  it.each([
    [
      'another group',
      [line('pen', 'paper', 1, 100)],
      [line('pen', 'paper', 1, 100), line('cup', 'kitchen', 1, 40)],
      [40, 0, 0],
    ],
    [
      'a group no more',
      [line('pen', 'paper', 1, 100), line('cup', 'kitchen', 1, 40)],
      [line('pen', 'paper', 1, 100)],
      [-40, 0, 0],
    ],
    [
      'a product beside another of its group',
      [line('pen', 'paper', 1, 100)],
      [line('pen', 'paper', 1, 100), line('ink', 'paper', 2, 60)],
      [60, 0, 0],
    ],
    ['more pieces', [line('pen', 'paper', 2, 200)], [line('pen', 'paper', 5, 500)], [0, 300, 0]],
    ['a higher price: what is left', [line('pen', 'paper', 2, 200)], [line('pen', 'paper', 2, 260)], [0, 0, 0]],
    ['fewer pieces, dearer', [line('pen', 'paper', 3, 300)], [line('pen', 'paper', 2, 260)], [0, -100, 0]],
    [
      'a dearer product in place of another',
      [line('pen', 'paper', 2, 200)],
      [line('gold pen', 'paper', 2, 900)],
      [0, 0, 700],
    ],
    [
      'a dearer one, and more of it',
      [line('pen', 'paper', 2, 200)],
      [line('gold pen', 'paper', 3, 900)],
      [0, 100, 600],
    ],
    [
      'a service',
      [line('pen', 'paper', 1, 100)],
      [line('pen', 'paper', 1, 100), line('care', 'care', 1, 30, 'SERVICE')],
      [0, 0, 30],
    ],
    [
      'a subscription no more',
      [line('club', 'care', 1, 30, 'SUBSCRIPTION')],
      [line('pen', 'paper', 1, 100)],
      [100, 0, -30],
    ],
    ['thirds of a cent, by product', [line('pen', 'paper', 3, 100)], [line('pen', 'paper', 4, 133)], [0, 33, 0]],
    ['pieces nobody counted', [line('pen', 'paper', 0, 100)], [line('pen', 'paper', 7, 150)], [0, 0, 0]],
    [
      'a piece so small that its price says nothing',
      [line('pen', 'paper', 1e-9, 100)],
      [line('pen', 'paper', 1e9, 150)],
      [0, 0, 0],
    ],
  ] as const)('%s', (_, before, after, [crossMinor, deepMinor, upMinor]) => {
    expect(changeOf(before, after)).toEqual({ crossMinor, deepMinor, upMinor });
  });

  it('a product that was told to be of another group since has not been changed for another', () => {
    expect(changeOf([line('pen', 'paper', 1, 100)], [line('pen', 'office', 1, 100)])).toEqual({
      crossMinor: 0,
      deepMinor: 0,
      upMinor: 0,
    });
  });

  it('there is none after a year without an order', () => {
    const years = foldYears(
      [order(YEAR, [line('pen', 'paper', 1, 100)]), order(YEAR + 2, [line('pen', 'paper', 1, 90)])],
      dayOf,
    );
    expect(years).toEqual([
      { year: YEAR, revenueMinor: 100, change: null },
      { year: YEAR + 2, revenueMinor: 90, change: null },
    ]);
  });

  const lines = fc.array(
    fc.record({
      sku: fc.constantFrom('a', 'b', 'c', 'd'),
      group: fc.constantFrom('one', 'two'),
      quantity: fc.constantFrom(0, 0.5, 1, 2, 3, 12),
      netMinor: fc.nat({ max: 1_000_000 }),
      lineKind: fc.constantFrom('PRODUCT' as const, 'PRODUCT' as const, 'SERVICE' as const),
    }),
    { minLength: 1, maxLength: 4 },
  );
  const bought = fc.array(
    fc.record({
      year: fc.integer({ min: YEAR, max: YEAR + 4 }),
      lines,
      // What of the first line went back, a day later.
      back: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    }),
    { maxLength: 6 },
  );

  it('of any company: before + Σ terms = after, all years are all revenue, and order and repeats change nothing', () => {
    fc.assert(
      fc.property(fc.array(bought, { maxLength: 5 }), (people) => {
        const histories = people.map((orders, person) =>
          orders.map(({ year, lines: own, back }, k) => {
            const [first] = own;
            const netMinor = -Math.round((back ?? 0) * first!.netMinor);
            const gone = {
              ...first!,
              quantity: -first!.quantity,
              netMinor,
              returnedAt: Date.UTC(1970 + year, 8, k + 1),
            };
            return order(year, netMinor < 0 ? [...own, gone] : own, `${person}-${k}`);
          }),
        );
        const growthOf = (all: readonly (readonly Order[])[]) => {
          const customers = all.map((events, i) => ({
            id: String(i).padStart(20, '0'),
            tieBreak: String(i),
            summary: foldSummary(events, [], defaultRuleSet),
          }));
          const asOf = Date.UTC(1970 + YEAR + 5, 0, 1);
          const { snapshot } = buildSnapshot({ asOf, ruleSetVersion: 1, customers, ties: [], referrals: [] });
          const revenueMinor = snapshot.columns.revenueMinor.reduce((sum, one) => sum + one, 0);
          return { revenueMinor, ...revenueGrowth(snapshot.years, revenueMinor, YEAR + 5) };
        };
        const { bridges, earlierMinor, restMinor, revenueMinor } = growthOf(histories);
        let all = earlierMinor + restMinor + (bridges[0]?.beforeMinor ?? 0);
        for (const bridge of bridges) {
          expect(bridge.termsMinor.every(Number.isSafeInteger)).toBe(true);
          expect(bridge.beforeMinor + bridge.termsMinor.reduce((sum, minor) => sum + minor, 0)).toBe(bridge.afterMinor);
          all += bridge.afterMinor;
        }
        expect(all).toBe(revenueMinor);
        expect(growthOf(histories.map((events) => [...events.toReversed(), ...events]))).toEqual({
          bridges,
          earlierMinor,
          restMinor,
          revenueMinor,
        });
      }),
      { numRuns: 200 },
    );
  });

  it('a company by hand', () => {
    const customers = [
      // Stayed: one more pen at 100, the same pen then costs 120 each; a cup beside; care came.
      [
        order(YEAR, [line('pen', 'paper', 1, 100)]),
        order(YEAR + 1, [
          line('pen', 'paper', 2, 240),
          line('cup', 'kitchen', 1, 50),
          line('care', 'care', 1, 30, 'SERVICE'),
        ]),
      ],
      [order(YEAR, [line('pen', 'paper', 1, 70)])],
      [order(YEAR + 1, [line('pen', 'paper', 1, 80)])],
      [order(YEAR - 1, [line('pen', 'paper', 1, 9)]), order(YEAR + 1, [line('pen', 'paper', 1, 20)])],
    ].map((events, i) => ({
      id: String(i).padStart(20, '0'),
      tieBreak: String(i),
      summary: foldSummary(events, [], defaultRuleSet),
    }));
    const { snapshot } = buildSnapshot({
      asOf: Date.UTC(2022, 0, 1),
      ruleSetVersion: 1,
      customers,
      ties: [],
      referrals: [],
    });
    const bridge = revenueGrowth(snapshot.years, 599, YEAR + 2).bridges.find(({ to }) => to === YEAR + 1)!;
    expect(bridge).toMatchObject({ beforeMinor: 170, afterMinor: 420, customersBefore: 2, customersAfter: 3 });
    expect(
      Object.fromEntries(REVENUE_TERMS.map((term, k) => [term, [bridge.termsMinor[k], bridge.customers[k]]])),
    ).toEqual({
      NEW: [80, 1],
      RETURNED: [20, 1],
      LOST: [-70, 1],
      CROSS_SELL: [50, 1],
      DEEP_SELL: [100, 1],
      UP_SELL: [30, 1],
      PRICE: [40, 1],
    });
  });
});
