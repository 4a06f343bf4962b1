/**
 * Percentile (0–100) of each value among all of them, equal values sharing the middle of their run (mid-rank):
 * `100 (less + equal / 2) / n`. What the `…Percentile` fields of a segment row hold.
 */
export function percentiles(values: Float64Array): Float64Array {
  const count = values.length;
  const sorted = values.slice().sort();
  const percentileOf = new Map<number, number>();
  for (let start = 0; start < count;) {
    const value = sorted[start]!;
    let end = start + 1;
    while (end < count && sorted[end] === value) end++;
    percentileOf.set(value, (50 * (start + end)) / count);
    start = end;
  }
  return values.map((value) => percentileOf.get(value)!);
}
