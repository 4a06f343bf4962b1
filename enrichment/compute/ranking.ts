/**
 * Customer indices by falling value. NaN (not known) comes last; equal values keep the order of the snapshot, which is the same
 * wherever the records are the same (snapshot/precedence.ts).
 */
export function rankByFallingValue(values: Float64Array): Int32Array {
  return sortByFallingValue(Int32Array.from(values.keys()), values);
}

/** Sorts customer indices in place, as {@link rankByFallingValue} does. */
export function sortByFallingValue(customers: Int32Array, values: Float64Array): Int32Array {
  const key = (i: number): number => (Number.isNaN(values[i]!) ? -Infinity : values[i]!);
  return customers.sort((a, b) => {
    const [first, second] = [key(a), key(b)];
    if (first !== second) return first > second ? -1 : 1;
    return a - b;
  });
}
