import { DomainError } from '../errors.ts';
import type { RfmGroup } from '../profile/profile.ts';

/** Columns, one entry per customer who has ordered. */
export interface RfmColumns {
  /** Days since the last order as of the run; fewer is better. */
  readonly recencyDays: Float64Array;
  /** Number of orders. */
  readonly frequency: Float64Array;
  /** Revenue in minor units. */
  readonly monetary: Float64Array;
}

/**
 * Quintiles of a column, 1 = lowest fifth … 5 = highest fifth.
 *
 * Tie rule: equal values share one quintile, the one their middle falls in. With `less` values below and `equal` values the
 * same, out of n: `q = 1 + ⌊5 (less + equal / 2) / n⌋`. So nobody is separated from their equals by the order of a
 * file, a column of identical values is all 3, and any n ≥ 1 works (one customer: 3; two: 2 and 4).
 * @throws DomainError for a value that is not a number
 */
export function quintiles(values: Float64Array): Uint8Array {
  const count = values.length;
  const sorted = values.slice().sort();
  if (Number.isNaN(sorted[count - 1])) throw new DomainError('Quintiles need numbers.');
  /** The lowest value of each quintile, or of the next one that has any. */
  const lowest: number[] = [];
  for (let start = 0; start < count;) {
    const value = sorted[start]!;
    let end = start + 1;
    while (sorted[end] === value) end++;
    const quintile = 1 + Math.floor((5 * (start + end)) / (2 * count));
    while (lowest.length < quintile) lowest.push(value);
    start = end;
  }
  return Uint8Array.from(values, (value) => lowest.findLastIndex((border) => value >= border) + 1);
}

/**
 * The eleven well-known groups on the usual grid of recency (rows) against frequency-and-money (columns), FM being the
 * mean of the two quintiles, halves rounded up. The common ten-group grid, its R = 1, FM ≤ 2 corner split off as LOST.
 */
const GRID: Readonly<Record<number, readonly RfmGroup[]>> = {
  //   FM: 1                2                      3                      4                  5
  5: ['NEW_CUSTOMERS', 'POTENTIAL_LOYALISTS', 'POTENTIAL_LOYALISTS', 'CHAMPIONS', 'CHAMPIONS'],
  4: ['PROMISING', 'POTENTIAL_LOYALISTS', 'POTENTIAL_LOYALISTS', 'LOYAL_CUSTOMERS', 'LOYAL_CUSTOMERS'],
  3: ['ABOUT_TO_SLEEP', 'ABOUT_TO_SLEEP', 'NEED_ATTENTION', 'LOYAL_CUSTOMERS', 'LOYAL_CUSTOMERS'],
  2: ['HIBERNATING', 'HIBERNATING', 'AT_RISK', 'AT_RISK', 'CANNOT_LOSE_THEM'],
  1: ['LOST', 'LOST', 'AT_RISK', 'AT_RISK', 'CANNOT_LOSE_THEM'],
};

/** The group of a customer with these quintiles (1 … 5 each). */
export function rfmGroupOf(recency: number, frequency: number, monetary: number): RfmGroup {
  const group = GRID[recency]?.[((frequency + monetary + 1) >> 1) - 1];
  if (group === undefined) throw new DomainError('RFM quintiles run from 1 to 5.', { recency, frequency, monetary });
  return group;
}
