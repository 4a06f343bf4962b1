import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adoptionsOf } from '../../../domain/opportunities/adoption.ts';
import { associationRules, supportFloor, type ItemSets } from '../../../domain/opportunities/rules.ts';

const setsOf = (customers: readonly (readonly number[])[], items: number): ItemSets => {
  const offsets = Int32Array.from({ length: customers.length + 1 }, (_, i) =>
    customers.slice(0, i).reduce((sum, { length }) => sum + length, 0),
  );
  return { offsets, item: Uint32Array.from(customers.flat()), items };
};

/** Independent of the product: every pair of names, counted over sets, one definition at a time. */
function naiveRules(
  baskets: readonly ReadonlySet<string>[],
): Map<string, [support: number, confidence: number, lift: number]> {
  const bought = baskets.filter(({ size }) => size > 0);
  const n = bought.length;
  const floor = Math.max(5, Math.ceil(0.01 * n));
  const names = [...new Set(bought.flatMap((one) => [...one]))];
  const having = new Map(names.map((name) => [name, bought.filter((one) => one.has(name))]));
  const rules = new Map<string, [number, number, number]>();
  for (const a of names)
    for (const b of names) {
      if (a === b) continue;
      const [na, nb] = [having.get(a)!.length, having.get(b)!.length];
      if (na < floor || nb < floor) continue;
      const both = having.get(a)!.filter((one) => one.has(b)).length;
      const lift = both / n / ((na / n) * (nb / n));
      if (both >= floor && both * n > na * nb) rules.set(`${a} → ${b}`, [both / n, both / na, lift]);
    }
  return rules;
}

/** The product's rules over the same sets of names. */
function ownRules(baskets: readonly ReadonlySet<string>[]): Map<string, [number, number, number]> {
  const names = [...new Set(baskets.flatMap((one) => [...one]))].sort();
  const place = new Map(names.map((name, k) => [name, k]));
  const sets = setsOf(
    baskets.map((one) => [...one].map((name) => place.get(name)!)),
    names.length,
  );
  return new Map(
    associationRules(sets).map(({ antecedent, consequent, support, confidence, lift }) => [
      `${names[antecedent]} → ${names[consequent]}`,
      [support, confidence, lift],
    ]),
  );
}

function expectSame(baskets: readonly ReadonlySet<string>[]): number {
  const [own, naive] = [ownRules(baskets), naiveRules(baskets)];
  expect([...own.keys()].sort()).toEqual([...naive.keys()].sort());
  for (const [rule, figures] of own)
    for (const [k, figure] of figures.entries()) expect(figure).toBeCloseTo(naive.get(rule)![k]!, 10);
  return own.size;
}

describe('association rules', () => {
  it('have the support, confidence and lift of the textbook', () => {
    const customers = [...Array(10)].map((_, i) => (i < 5 ? [0, 1] : i < 8 ? [0] : [2]));
    expect(associationRules(setsOf(customers, 3))).toEqual([
      { antecedent: 1, consequent: 0, customers: 5, support: 0.5, confidence: 1, lift: 1.25 },
      { antecedent: 0, consequent: 1, customers: 5, support: 0.5, confidence: 0.625, lift: 1.25 },
    ]);
  });
  it('need five buyers of both and a hundredth of all, and a lift above 1', () => {
    expect([supportFloor(10), supportFloor(500), supportFloor(501)]).toEqual([5, 5, 6]);
    const four = [...Array(10)].map((_, i) => (i < 4 ? [0, 1] : [2]));
    expect(associationRules(setsOf(four, 3))).toEqual([]);
    const unrelated = [...Array(40)].map((_, i) => [...(i % 2 === 0 ? [0] : []), ...(i % 4 < 2 ? [1] : [])]);
    expect(associationRules(setsOf(unrelated, 2))).toEqual([]);
    expect(associationRules(setsOf([], 0))).toEqual([]);
  });
  it('are those of a naive count, on any company', () => {
    const basket = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e')).map((names) => new Set(names));
    expect(expectSame([])).toBe(0);
    fc.assert(fc.property(fc.array(basket, { maxLength: 60 }), (baskets) => expectSame(baskets) >= 0));
  });

  const FILE = join(import.meta.dirname, '../../../../shared/data/completejourney_sample.csv.gz');
  const isThere = existsSync(FILE);
  it.skipIf(!isThere)(
    `are those of a naive count on The Complete Journey${isThere ? '' : ' — SKIPPED: ../shared/data is not there'}`,
    () => {
      const [head, ...lines] = gunzipSync(readFileSync(FILE)).toString('utf8').trim().split('\n');
      const columns = head!.split(',');
      const [customer, group] = ['household_id', 'product_category'].map((name) => columns.indexOf(name));
      const baskets = new Map<string, Set<string>>();
      for (const line of lines) {
        const cells = line.split(',');
        const known = baskets.get(cells[customer!]!) ?? new Set();
        baskets.set(cells[customer!]!, known.add(cells[group!]!));
      }
      expect(expectSame([...baskets.values()])).toBeGreaterThan(10);
    },
  );
});

describe('what became of a rule', () => {
  it('is counted among those who had the one and not the other when the window began', () => {
    const sets = setsOf([[0, 1], [0, 1], [0], [0, 1], [1], []], 2);
    const firstDay = [0, 5, 0, 20, 0, 30, 0, 10];
    const [rule] = [{ antecedent: 0, consequent: 1, customers: 3, support: 0, confidence: 0, lift: 0 }];
    const [found] = adoptionsOf([rule!], sets, firstDay, 10);
    // Had 1 by day 10: the first and the last but one. Exposed: the other two who had 0 by then; of those one bought 1 on day 20.
    expect(found).toMatchObject({ exposed: 2, adopted: 1 });
  });
  it('is drawn to what everybody does where few were exposed, and null where nobody can say', () => {
    const rule = { antecedent: 0, consequent: 1, customers: 0, support: 0, confidence: 0, lift: 0 };
    const sets = setsOf([[0, 1], [0], [0], [0]], 2);
    const [found] = adoptionsOf([rule], sets, [0, 20, 0, 0, 0], 10);
    expect(found).toEqual({ exposed: 4, adopted: 1, share: (1 + 10 * 0.25) / 14 });
    expect(adoptionsOf([rule], sets, [20, 20, 20, 20, 20], 10)[0]!.share).toBeNull();
    expect(adoptionsOf([rule], sets, [-1, -1, -1, -1, -1], 10)[0]!.share).toBeNull();
  });
});
