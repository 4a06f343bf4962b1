import type { OrderEvent } from './clv-log.ts';

/** Rows that repeat an earlier row of the file in every column, with their money. */
export interface Duplicates {
  /** Whether the row was there before; counts it if so. */
  seenBefore(values: Readonly<Record<string, string>>, event: OrderEvent): boolean;
  readonly rows: number;
  money(which: 'margin' | 'amount' | null): number;
}

/** 53 bits of a text (two FNV-1a hashes): among a million rows, two that differ are taken for one once in 20,000 files. */
const hashOf = (text: string): number => {
  let [high, low] = [0x811c9dc5, 0x1b873593];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x85ebca6b) ^ (low >>> 13);
  }
  return (high & 0x1fffff) * 2 ** 32 + (low >>> 0);
};

/** Eight bytes a row, so that a file of millions of lines can be compared with itself. */
export const newDuplicates = (): Duplicates => {
  const seen = new Set<number>();
  let rows = 0;
  const sums = { margin: 0, amount: 0 };
  return {
    seenBefore: (values, { amount, margin }) => {
      const before = seen.size;
      seen.add(hashOf(Object.values(values).join('\u001f')));
      if (seen.size > before) return false;
      rows++;
      sums.amount += amount ?? 0;
      sums.margin += margin ?? 0;
      return true;
    },
    get rows() {
      return rows;
    },
    money: (which) => (which === null ? 0 : sums[which]),
  };
};
