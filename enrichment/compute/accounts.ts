import { totalMinorOf, type ValueProfile } from '../../domain/profile/profile.ts';
import { rollUp, type RollUp } from '../../domain/profile/roll-up.ts';
import type { WordColumn } from '../snapshot/word-columns.ts';

/** A company or household with its members. */
export interface AccountOfRun {
  /** `source:id`, as a fact told it. */
  readonly name: string;
  readonly value: RollUp;
  /** Where its members begin among all accounts' members. */
  readonly offset: number;
}

export interface AccountsResult {
  readonly accounts: readonly AccountOfRun[];
  /** Members account by account, within one the most valuable first. */
  readonly members: Int32Array;
}

/**
 * Who belongs to which company or household, and what its members are worth together. A customer belongs to one at most, so accounts never
 * count a value twice.
 *
 * @param account of each customer; names are sorted, so that equal companies give equal answers
 */
export function computeAccounts({ names, of }: WordColumn, valueOf: (i: number) => ValueProfile): AccountsResult {
  const members: number[] = [];
  const totals = new Map<number, number>();
  for (let i = 0; i < of.length; i++)
    if (of[i]! >= 0) {
      members.push(i);
      totals.set(i, totalMinorOf(valueOf(i)));
    }
  const order = Int32Array.from(members).sort((a, b) => of[a]! - of[b]! || totals.get(b)! - totals.get(a)! || a - b);
  const accounts: AccountOfRun[] = [];
  for (let offset = 0; offset < order.length;) {
    const account = of[order[offset]!]!;
    let end = offset + 1;
    while (end < order.length && of[order[end]!] === account) end += 1;
    const value = rollUp(Array.from(order.subarray(offset, end), valueOf));
    accounts.push({ name: names[account]!, value, offset });
    offset = end;
  }
  return { accounts, members: order };
}
