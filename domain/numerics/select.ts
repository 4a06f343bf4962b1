/**
 * The value that would stand at a rank if the values were sorted; moves them about. Linear on average, where sorting is not (Hoare's FIND, CACM 4 (1961) 321, with the
 * median of three as the border).
 *
 * @param values without NaN
 * @param rank 0 … length − 1
 * @example selectAt(Float64Array.of(30, 10, 20), 1) // 20
 */
export function selectAt(values: Float64Array, rank: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const border = medianOfThree(values[low]!, values[(low + high) >> 1]!, values[high]!);
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i]! < border) i++;
      while (values[j]! > border) j--;
      if (i > j) break;
      const value = values[i]!;
      values[i++] = values[j]!;
      values[j--] = value;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank]!;
}

const medianOfThree = (a: number, b: number, c: number): number =>
  Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
