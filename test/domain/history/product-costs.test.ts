import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Order, OrderLine } from '../../../domain/events.ts';
import { uncostedProducts, withProductCosts } from '../../../domain/history/product-costs.ts';

const line = fc.record({
  sku: fc.constantFrom('a', 'b', 'c'),
  group: fc.constant('g'),
  quantity: fc.constantFrom(-2, 1, 2, 2.5, 7),
  netMinor: fc.integer({ min: -5000, max: 5000 }),
  lineKind: fc.constant('PRODUCT' as const),
  costMinor: fc.option(fc.integer({ min: 0, max: 4000 }), { nil: undefined }),
});
const order = fc.array(line, { minLength: 1, maxLength: 5 }).map((lines): Order => ({
  kind: 'ORDER',
  source: 'shop',
  id: 'o1',
  occurredAt: 0,
  promotion: false,
  lines: lines.map(({ costMinor, ...rest }): OrderLine => (costMinor === undefined ? rest : { ...rest, costMinor })),
}));
const COSTS: Readonly<Record<string, number>> = { a: 333, b: 0 };
const costOf = (_: string, sku: string): number | undefined => COSTS[sku];

describe('the cost of a product', () => {
  it('stands in where a purchase states none, pieces times the cost of one, and nowhere else', () => {
    fc.assert(
      fc.property(order, (one) => {
        const [costed] = withProductCosts([one], costOf);
        for (const [k, before] of one.lines.entries()) {
          const after = costed!.lines[k]!;
          const { costMinor } = after;
          expect({ ...after, costMinor: null }).toEqual({ ...before, costMinor: null });
          const isBack = before.netMinor < 0 || before.quantity < 0;
          if (before.costMinor !== undefined || isBack || before.sku === 'c') expect(costMinor).toBe(before.costMinor);
          else expect(costMinor).toBe(Math.round(COSTS[before.sku]! * before.quantity));
        }
        // Who asks once more, with the costs filled in, finds only what no product says.
        expect(uncostedProducts([costed!]).every(({ sku }) => sku === 'c')).toBe(true);
      }),
    );
  });
});
