import { totalMinorOf, type ValueProfile } from '../../domain/profile/profile.ts';
import { rollUp, type RollUp } from '../../domain/profile/roll-up.ts';
import type { AccountTree, KnownAccount, Snapshot } from '../snapshot/snapshot.ts';
import { wordIn, type WordColumn } from '../snapshot/word-columns.ts';

/** A company or household with its members, those of accounts that are part of it among them. */
export interface AccountOfRun {
  /** `source:id`, as a fact told it. */
  readonly name: string;
  readonly value: RollUp;
  /** Where its members begin among all accounts' members. */
  readonly offset: number;
}

export interface AccountsResult {
  readonly accounts: readonly AccountOfRun[];
  /** Members account by account, its own first, the most valuable first, then those of its parts: of every account they lie together. */
  readonly members: Int32Array;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/**
 * Who belongs to which company or household, and what its members are worth together. A customer belongs to one at most and counts once in it and
 * once in each account that one is part of, so the accounts that are part of none never count a value twice.
 *
 * @param account of each customer; names are sorted, so that equal companies give equal answers
 * @param tree which account is part of which. A circle, which nobody can tell, is cut where it is met again
 */
export function computeAccounts(
  { names, of }: WordColumn,
  valueOf: (i: number) => ValueProfile,
  tree: AccountTree = [],
): AccountsResult {
  const own = Map.groupBy(
    [...of.keys()].filter((i) => of[i]! >= 0),
    (i) => names[of[i]!]!,
  );
  const parentOf = new Map(tree.flatMap(({ name, parent }) => (parent === null ? [] : [[name, parent] as const])));
  const nodes = new Set<string>();
  for (const name of own.keys())
    for (let at: string | undefined = name; at !== undefined && !nodes.has(at); at = parentOf.get(at)) nodes.add(at);
  const sorted = [...nodes].sort(compare);
  const parts = Map.groupBy(sorted, (name) => parentOf.get(name));
  const accounts: AccountOfRun[] = [];
  const members: number[] = [];
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const offset = members.length;
    const totals = new Map((own.get(name) ?? []).map((i) => [i, totalMinorOf(valueOf(i))]));
    for (const i of [...totals.keys()].sort((a, b) => totals.get(b)! - totals.get(a)! || a - b)) members.push(i);
    for (const part of parts.get(name) ?? []) visit(part);
    accounts.push({ name, value: rollUp(members.slice(offset).map(valueOf)), offset });
  };
  for (const name of parts.get(undefined) ?? []) visit(name);
  for (const name of sorted) visit(name);
  return { accounts, members: Int32Array.from(members) };
}

/**
 * The trusted contact of each customer: who is told of them, else of their account, else of the nearest account that one is part of.
 *
 * @returns by position in the snapshot; null where nobody is told
 */
export function trustedContacts({
  words,
  accounts,
}: Pick<Snapshot, 'words' | 'accounts'>): (i: number) => string | null {
  const known = new Map(accounts.map((account) => [account.name, account]));
  const found = new Map<string, string | null>();
  const ofAccount = (name: string): string | null => {
    const before = found.get(name);
    if (before !== undefined) return before;
    // Until it is known: a circle ends here.
    found.set(name, null);
    const { contact = null, parent = null }: Partial<KnownAccount> = known.get(name) ?? {};
    const one = contact ?? (parent === null ? null : ofAccount(parent));
    found.set(name, one);
    return one;
  };
  return (i) => {
    const told = wordIn(words.contact, i);
    const account = told === null ? wordIn(words.account, i) : null;
    return account === null ? told : ofAccount(account);
  };
}
