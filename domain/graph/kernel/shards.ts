import type { Csr } from './csr.ts';

/** A half-open range of rows, internal numbering. */
export interface RowRange {
  readonly begin: number;
  readonly end: number;
}

/** Cuts the rows into `count` consecutive ranges with about the same number of arcs; a range may be empty. */
export function rowRanges({ nodeCount, arcCount, offsets }: Csr, count: number): RowRange[] {
  const ranges: RowRange[] = [];
  let begin = 0;
  for (let shard = 1; shard < count; shard++) {
    const target = (arcCount * shard) / count;
    let end = begin;
    while (end < nodeCount && offsets[end + 1]! <= target) end++;
    ranges.push({ begin, end });
    begin = end;
  }
  ranges.push({ begin, end: nodeCount });
  return ranges;
}
