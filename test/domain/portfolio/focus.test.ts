import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Opportunity } from '../../../domain/opportunities/opportunities.ts';
import { curveOf, customersAt, percentWithin } from '../../../domain/portfolio/curve.ts';
import { FOCUS_LISTED, focusCollector, focusPlaces, listedWithin } from '../../../domain/portfolio/focus.ts';

const opportunity = (target: string, expectedOverLifetimeMinor: number): Opportunity => ({
  kind: 'DEEP_SELL',
  target,
  probability: 0.5,
  expectedMarginMinor: 2 * expectedOverLifetimeMinor,
  expectedOverLifetimeMinor,
  because: { kind: 'PEERS', own: 1, median: 2, buyers: 3 },
});

const company = fc.array(
  fc.record({
    value: fc.integer({ min: -500, max: 5000 }),
    expected: fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 260 },
);

describe('opportunities within a focus group', () => {
  it('of every whole percent are those of the customers with most, summed exactly, and the best ten of them', () => {
    fc.assert(
      fc.property(company, (people) => {
        const values = Float64Array.from(people, ({ value }) => value);
        const places = focusPlaces(values);
        const collector = focusCollector({ current: places, potential: null, network: places, total: places });
        const all = people.map(({ expected }) => expected.map((one, n) => opportunity(`group ${n}`, one)));
        for (const [i, some] of all.entries()) collector.add(i, some);
        const { by, list } = collector.finish();
        expect(by.potential).toBeNull();
        const order = [...people.keys()].sort((a, b) => people[b]!.value - people[a]!.value || a - b);
        const heldMinor = curveOf(values).pointsMinor;
        for (let percent = 0; percent <= 100; percent++) {
          const group = order.slice(0, customersAt(percent, people.length));
          expect(group.reduce((sum, i) => sum + people[i]!.value, 0)).toBe(heldMinor[percent]);
          const open = group.flatMap((i) => people[i]!.expected);
          expect(by.current!.expectedMinor[percent]).toBe(open.reduce((sum, one) => sum + one, 0));
          expect(by.current!.customers[percent]).toBe(group.filter((i) => people[i]!.expected.length > 0).length);
          const best = open.sort((a, b) => b - a).slice(0, FOCUS_LISTED);
          expect(listedWithin(list, 'current', percent).map(({ expectedMinor }) => expectedMinor)).toEqual(best);
        }
        expect(listedWithin(list, 'potential', 100)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('lie in the percent asked for, or the one below', () => {
    expect(percentWithin(200, 40)).toBe(20);
    expect(percentWithin(200, 41)).toBe(20);
    expect(percentWithin(3, 1)).toBe(49);
    expect(percentWithin(0, 0)).toBe(100);
  });
});
