import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { landscapeOf, type Memberships } from '../../../domain/portfolio/overlap.ts';
import { proposalsOf } from '../../../domain/portfolio/proposals.ts';
import type { SegmentRole } from '../../../domain/segments/roles.ts';

const members = (given: Readonly<Record<string, readonly [SegmentRole | null, readonly number[]]>>): Memberships =>
  new Map(Object.entries(given).map(([key, [role, order]]) => [key, { role, order }]));

describe('proposals', () => {
  const values = Float64Array.from({ length: 100 }, (_, i) => (i < 30 ? 10_000 + i : 100 + i));
  const upTo = (n: number, from = 0): number[] => Array.from({ length: n - from }, (_, k) => from + k);

  it('two that are nearly one converge: what is gained, who is blurred', () => {
    const landscape = landscapeOf(members({ a: [null, upTo(20)], b: [null, upTo(22, 1)] }), values);
    const [first] = proposalsOf(landscape);
    expect(first).toMatchObject({ kind: 'CONVERGE', a: 'a', b: 'b', customers: 22, blurred: 3, effectiveAfter: 1 });
    expect(first).toMatchObject({ jaccard: 19 / 22, blurredMinor: values[0]! + values[20]! + values[21]! });
  });

  it('a wide segment diverges by the one that tells its values apart, and the parts are all of it', () => {
    const landscape = landscapeOf(
      members({ wide: [null, upTo(100)], rich: [null, upTo(30)], even: [null, upTo(100).filter((i) => i % 2 === 0)] }),
      values,
    );
    const divided = proposalsOf(landscape).find(({ kind, a }) => kind === 'DIVERGE' && a === 'wide')!;
    expect(divided).toMatchObject({ b: 'rich', inside: { customers: 30 }, outside: { customers: 70 } });
    if (divided.kind !== 'DIVERGE') throw new Error('not a division');
    // Nearly all of the variance lies between the two: counted here by hand.
    const mean = values.reduce((sum, one) => sum + one, 0) / 100;
    const all = values.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    const parts = [values.subarray(0, 30), values.subarray(30)];
    const between = parts.reduce((sum, part) => {
      const own = part.reduce((total, one) => total + one, 0) / part.length;
      return sum + part.length * (own - mean) ** 2;
    }, 0);
    expect(divided.explained).toBeCloseTo(between / all, 3);
  });

  it('segments that say nothing of each other are left alone', () => {
    const flat = new Float64Array(100).fill(500);
    expect(proposalsOf(landscapeOf(members({ a: [null, upTo(50)], b: [null, upTo(75, 25)] }), flat))).toEqual([]);
    expect(proposalsOf(landscapeOf(new Map(), flat))).toEqual([]);
  });
});

describe('roles', () => {
  it('two roles for one customer are told, by pair and once each; the same role twice is none', () => {
    const landscape = landscapeOf(
      members({
        champions: ['FOCUS', [0, 1, 2]],
        'also-champions': ['FOCUS', [2, 3]],
        lost: ['SELF_SERVE', [1, 2, 4]],
        no: ['EXCLUDE', [2]],
        none: [null, [0, 1, 2, 3, 4]],
      }),
      Float64Array.of(1, 2, 4, 8, 16),
    );
    expect(landscape.conflicted).toBe(2);
    expect(landscape.conflicts).toEqual([
      { a: 'FOCUS', b: 'SELF_SERVE', customers: 2, valueMinor: 6 },
      { a: 'FOCUS', b: 'EXCLUDE', customers: 1, valueMinor: 4 },
      { a: 'SELF_SERVE', b: 'EXCLUDE', customers: 1, valueMinor: 4 },
    ]);
  });

  it('agree with counting customer by customer', () => {
    const roles: (SegmentRole | null)[] = ['FOCUS', 'GROW', 'EXCLUDE', null];
    fc.assert(
      fc.property(fc.array(fc.subarray([0, 1, 2, 3, 4, 5, 6, 7]), { minLength: 4, maxLength: 4 }), (orders) => {
        const given = members(Object.fromEntries(orders.map((order, k) => [`s${k}`, [roles[k]!, order] as const])));
        const { conflicted, conflicts } = landscapeOf(given, new Float64Array(8).fill(1));
        const rolesOf = (i: number): number =>
          orders.filter((order, k) => roles[k] !== null && order.includes(i)).length;
        expect(conflicted).toBe([0, 1, 2, 3, 4, 5, 6, 7].filter((i) => rolesOf(i) > 1).length);
        for (const { customers, valueMinor } of conflicts) expect(customers).toBe(valueMinor);
      }),
    );
  });
});
