/**
 * Ranks from 1, ties sharing their mean rank, so that no answer depends on the order of the customers.
 */
export const averageRanks = (values: ArrayLike<number>): Float64Array => {
  const count = values.length;
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const ranks = new Float64Array(count);
  for (let start = 0; start < count;) {
    const tied = values[order[start]!];
    let end = start + 1;
    while (values[order[end]!] === tied) end++;
    const rank = (start + end + 1) / 2;
    for (let k = start; k < end; k++) ranks[order[k]!] = rank;
    start = end;
  }
  return ranks;
};
