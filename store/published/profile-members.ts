import { createHash } from 'node:crypto';
import { ID_LETTERS, type CustomerId } from '../../domain/events.ts';
import type { BlockRow } from './profile-columns.ts';

const TAIL_LETTERS = 10;

/** The members of a block in the order they lie in it, and what says that two parts have the same. */
export interface Members {
  readonly skip: number;
  readonly rows: readonly BlockRow[];
  readonly fingerprint: string;
}

/** Letters of an id before its tail, where the ids of a block have so many bits in common. */
const skipOf = (bits: number): number => Math.floor(bits / 5);

/** What a customer is found by in a block, a whole number below 2⁵⁰. @param bits that the ids of the block have in common */
export const tailOf = (id: CustomerId, bits: number): number => tailFrom(id, skipOf(bits));

/** The rest of an id behind its tail. */
export const restOf = (id: CustomerId, bits: number): string => restFrom(id, skipOf(bits));

/** {@link restOf} behind so many letters. */
export const restFrom = (id: CustomerId, skip: number): string => id.slice(skip + TAIL_LETTERS);

/** {@link tailOf} behind so many letters. */
export const tailFrom = (id: CustomerId, skip: number): number => {
  let tail = 0;
  for (let k = skip; k < skip + TAIL_LETTERS; k++) tail = tail * 32 + ID_LETTERS.indexOf(id[k]!);
  return tail;
};

/** @param bits that the ids of a block have in common */
export function membersOf(rows: readonly BlockRow[], bits: number): Members {
  const sorted = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const digest = createHash('sha256');
  for (const { id } of sorted) digest.update(id);
  return { skip: skipOf(bits), rows: sorted, fingerprint: digest.digest('base64url').slice(0, 8) };
}
