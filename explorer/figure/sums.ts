import { sumOf } from '../app/money.ts';

/** A sum that a picture has to close on: what is drawn, mark by mark, and what the portfolio says of it. */
export interface Sum {
  readonly label: string;
  readonly unit: 'money' | 'count';
  readonly drawn: readonly bigint[];
  readonly whole: bigint;
}

/** Drawn less whole, in integers: anything but 0 means that the picture is wrong. */
export const differenceOf = ({ drawn, whole }: Sum): bigint => sumOf(drawn) - whole;
export const closes = (sums: readonly Sum[]): boolean => sums.every((sum) => differenceOf(sum) === 0n);
