/**
 * Boundaries of a column at 0 %, 1 % … 100 % of its sorted values (nearest rank), ascending; empty for an empty column. A run
 * publishes those of the total value: a place kept with each customer would rewrite everybody below whoever moves.
 */
export function percentileBoundaries(values: Float64Array): number[] {
  if (values.length === 0) return [];
  const sorted = values.slice().sort();
  return Array.from({ length: 101 }, (_, percent) => sorted[Math.round((percent / 100) * (sorted.length - 1))]!);
}

/**
 * Percentile (0–100) of a value among those the boundaries were taken of: the middle of the boundaries it reaches and those it
 * passes, so that equal values share the middle of their run and all the same is 50. To within one percent. The one formula: what
 * a customer's standing shows and what the `…Percentile` fields of a segment rule test. Among nobody it is 0.
 *
 * @param boundaries from {@link percentileBoundaries}
 */
export function percentileOf(value: number, boundaries: readonly number[]): number {
  const passed = countWhere(boundaries, (boundary) => boundary < value);
  const reached = countWhere(boundaries, (boundary) => boundary <= value);
  return Math.min(100, Math.max(0, (passed + reached - 1) / 2));
}

/** How many leading entries hold; those that hold come first. */
function countWhere(ascending: readonly number[], holds: (boundary: number) => boolean): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(ascending[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
