/**
 * Stable counting sort: the positions 0 … n−1 of `keys` in ascending key order, or, given `order`, those positions
 * re-sorted. Sorting by the last key first gives a sort by several keys (least significant digit radix sort).
 *
 * @param keys Whole numbers in [0, keyCount).
 * @example [...countingSort([2, 0, 1, 0], 3)] // [1, 3, 2, 0]
 */
export function countingSort(keys: ArrayLike<number>, keyCount: number, order?: Int32Array): Int32Array {
  const start = new Int32Array(keyCount + 1);
  for (let p = 0; p < keys.length; p++) start[keys[p]! + 1]!++;
  for (let k = 0; k < keyCount; k++) start[k + 1]! += start[k]!;
  const sorted = new Int32Array(keys.length);
  for (let p = 0; p < sorted.length; p++) {
    const position = order ? order[p]! : p;
    sorted[start[keys[position]!]!++] = position;
  }
  return sorted;
}
