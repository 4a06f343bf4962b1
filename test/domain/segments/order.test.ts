import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder, inSomeOrder } from '../../../domain/segments/order.ts';
import { listRule, segmentsAsked, type SegmentRule } from '../../../domain/segments/rules.ts';

const asks = (...keys: readonly string[]): SegmentRule =>
  keys.length === 0
    ? { field: 'orders', op: 'GTE', value: 1 }
    : { all: keys.map((value) => ({ not: { field: 'segments', op: 'CONTAINS', value } })) };

describe('segments that ask for segments', () => {
  it('stand behind those they ask for, each once, unless two ask for each other', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat({ max: 9 }), { maxLength: 3 }), { maxLength: 8 }), (asked) => {
        const segments = asked.map((keys, n) => ({ key: String(n), rule: asks(...keys.map(String)) }));
        const sorted = inOrder(segments);
        if (sorted === null) {
          expect(inSomeOrder(segments)).toBe(segments);
          return;
        }
        expect(sorted.map(({ key }) => key).sort()).toEqual(segments.map(({ key }) => key).sort());
        for (const [at, { rule }] of sorted.entries())
          for (const key of segmentsAsked(rule)) {
            const place = sorted.findIndex((one) => one.key === key);
            // One that is not there is asked for in vain.
            if (place >= 0) expect(place).toBeLessThan(at);
          }
      }),
    );
  });
  it('that are lists are asked for as they stand', () => {
    const list = { key: 'a', rule: listRule('a') };
    expect(inOrder([{ key: 'b', rule: asks('a') }, list])?.map(({ key }) => key)).toEqual(['a', 'b']);
  });
  it('that lead back to themselves have no order', () => {
    expect(inOrder([{ key: 'a', rule: asks('a') }])).toBeNull();
    expect(
      inOrder([
        { key: 'a', rule: asks('b') },
        { key: 'b', rule: asks('c') },
        { key: 'c', rule: asks('a') },
      ]),
    ).toBeNull();
  });
});
