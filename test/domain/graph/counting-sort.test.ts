import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countingSort } from '../../../domain/graph/counting-sort.ts';

const keys = fc.array(fc.nat(6), { maxLength: 40 });

describe('a counting sort', () => {
  it('gives positions by ascending key, equal keys in the order they came', () => {
    expect([...countingSort([3, 1, 0, 1, 3], 4)]).toEqual([2, 1, 3, 0, 4]);
    expect([...countingSort([], 4)]).toEqual([]);
    fc.assert(
      fc.property(keys, (values) => {
        const sorted = [...values.keys()].sort((a, b) => values[a]! - values[b]! || a - b);
        expect([...countingSort(values, 7)]).toEqual(sorted);
      }),
    );
  });
  it('sorts what is sorted by another key already, which then decides between equals', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 40 }), (pairs) => {
        const [first, second] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const sorted = [...pairs.keys()].sort((x, y) => first[x]! - first[y]! || second[x]! - second[y]! || x - y);
        expect([...countingSort(first, 4, countingSort(second, 4))]).toEqual(sorted);
      }),
    );
  });
});
