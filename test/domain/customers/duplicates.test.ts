import { expect, it } from 'vitest';
import { duplicatesOf } from '../../../domain/customers/duplicates.ts';

const found = (rows: readonly (readonly [customer: number, box: number, reason: number])[]) => {
  const { customer, group, reason } = duplicatesOf({
    customer: Int32Array.from(rows, ([one]) => one),
    box: Float64Array.from(rows, ([, box]) => box),
    reason: Uint8Array.from(rows, ([, , kind]) => kind),
  });
  return Array.from(customer, (one, k) => [one, group[k], reason[k]]);
};

it('groups customers who share one thing, in the order of the first of them', () => {
  expect(
    found([
      [5, 1, 0],
      [2, 9, 1],
      [4, 1, 0],
      [2, 7, 0],
      [3, 9, 1],
      [2, 9, 1],
    ]),
  ).toEqual([
    [2, 0, 1],
    [3, 0, 1],
    [4, 1, 0],
    [5, 1, 0],
  ]);
});

it('takes nobody, the same customer twice, and more than twenty for no person', () => {
  const many = Array.from({ length: 21 }, (_, k) => [k, 3, 2] as const);
  expect(found([[-1, 1, 0], [4, 1, 0], [4, 1, 0], [6, 2, 0], [7, 2, 1], ...many])).toEqual([]);
  expect(found(many.slice(1))).toHaveLength(20);
});
