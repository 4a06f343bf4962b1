/**
 * The middle of some numbers, of an even number the mean of the middle two; null of none.
 *
 * @example medianOf([3, 1, 2]) // 2
 */
export function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
