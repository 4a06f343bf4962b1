/**
 * Positions 1 … n by falling value. NaN (not known) comes last; equal values are ordered by `ids`, so that a ranking is
 * the same whenever the numbers are.
 */
export function rankByFallingValue(values: Float64Array, ids: readonly string[]): Int32Array {
  const order = Int32Array.from(values, (_, i) => i);
  const key = (i: number): number => (Number.isNaN(values[i]!) ? -Infinity : values[i]!);
  return order.sort((a, b) => {
    const [first, second] = [key(a), key(b)];
    if (first !== second) return first > second ? -1 : 1;
    return ids[a]! < ids[b]! ? -1 : 1;
  });
}

/** The position (from 1) of every customer in an order. */
export function positionsIn(order: Int32Array): Int32Array {
  const positions = new Int32Array(order.length);
  for (let k = 0; k < order.length; k++) positions[order[k]!] = k + 1;
  return positions;
}
