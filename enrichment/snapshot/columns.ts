import type { CustomerId, Referral, Tie } from '../../domain/events.ts';
import type { SocialAccount } from '../../domain/social/account.ts';
import { UTC } from '../../domain/time/time.ts';
import type { RecordCounts } from '../../published/statistics.ts';
import { idTable, pickIds } from '../../store/customers/packed-ids.ts';
import { duplicatesOf } from '../../domain/customers/duplicates.ts';
import { audienceCollector } from './audience-columns.ts';
import { customerCollector, type SnapshotCustomer } from './customer-columns.ts';
import { referralColumns } from './referral-columns.ts';
import type { AccountTree, Snapshot } from './snapshot.ts';
import { tieCollector } from './tie-columns.ts';

export interface SnapshotOptions {
  readonly asOf: number;
  /** UTC when absent. */
  readonly timeZone?: string;
  readonly ruleSetVersion: number;
  /** Leaves out customers of whom nothing was known at `asOf`: no event, tie or referral, and no record. */
  readonly onlyKnownThen?: boolean;
  /** Of accounts a parent or a contact is told of; none when absent. */
  readonly accountTree?: AccountTree;
}

/** Takes records one by one, in any order, and keeps of each only numbers. */
export interface SnapshotBuilder {
  customer(customer: SnapshotCustomer): void;
  /** Left out when later than `asOf`, or ended (weight 0): an ended one can stand before another of a customer who is the same by now. */
  tie(tie: Tie): void;
  /** Left out when later than `asOf`. */
  referral(referral: Referral): void;
  /** Left out when nothing was known of it at `asOf`. */
  account(account: SocialAccount): void;
  /** Says that a customer is on the list of a segment. */
  listed(segment: string, id: CustomerId): void;
  /** Takes back what was said of a customer so far: they come again, or not at all. */
  leaveOut(id: CustomerId): void;
  /** Says that a customer is another one by now: their ties, claims and accounts are the other's, and what was said of them is left out. */
  isNow(id: CustomerId, survivor: CustomerId): void;
  finish(): { readonly snapshot: Snapshot; readonly counts: RecordCounts };
}

/**
 * Turns records into columns. The order they are given in does not matter: customers are sorted by precedence (precedence.ts), ties and
 * referrals by their ends, so the same records give the same columns on every installation, whatever ids it gave them. A claim about
 * somebody who is not there stays, with the end −1: it keeps its reason like any other.
 */
export function snapshotBuilder(options: SnapshotOptions): SnapshotBuilder {
  const { asOf } = options;
  const table = idTable();
  const customers = customerCollector(table, asOf);
  const ties = tieCollector();
  const audience = audienceCollector(asOf);
  const referrals: Referral[] = [];
  const lists = new Map<string, number[]>();
  /** By number in the table. */
  const survivors = new Map<number, number>();
  return {
    customer: (customer) => customers.add(customer),
    leaveOut: (id) => customers.leaveOut(table.intern(id)),
    isNow: (id, survivor) => {
      customers.leaveOut(table.intern(id));
      survivors.set(table.intern(id), table.intern(survivor));
    },
    tie: ({ follower, followed, kind, source, weight, at }) => {
      if (at > asOf) return;
      const ends = [table.intern(follower), table.intern(followed)] as const;
      for (const end of ends) customers.wereKnown(end);
      ties.add(...ends, kind, source, weight, at);
    },
    referral: (referral) => {
      if (referral.at > asOf) return;
      for (const end of [referral.advocate, referral.friend]) customers.wereKnown(table.intern(end));
      referrals.push(referral);
    },
    account: (account) => {
      ties.isSocial(account.source);
      audience.add(table.intern(account.customerId), account);
    },
    listed: (segment, id) => {
      const own = lists.get(segment) ?? [];
      own.push(table.intern(id));
      lists.set(segment, own);
    },
    finish: () => {
      for (const [number, survivor] of survivors) if (customers.isKnown(number)) customers.wereKnown(survivor);
      const { numbers, contacts, ...own } = customers.finish(options.onlyKnownThen ?? false);
      /** Position in the snapshot of each number of the table, −1 for who is not in it. */
      const position = new Int32Array(table.count).fill(-1);
      for (let k = 0; k < numbers.length; k++) position[numbers[k]!] = k;
      for (const [number, survivor] of survivors) position[number] = position[survivor]!;
      const ids = pickIds(table.ids(), numbers);
      const tied = ties.finish(position, numbers.length, survivors.size > 0);
      const positionOf = (id: CustomerId): number => {
        const number = table.find(id);
        return number < 0 ? -1 : position[number]!;
      };
      const shared = contacts(position);
      const claimed = referralColumns(referrals, positionOf, shared);
      return {
        snapshot: {
          asOf,
          timeZone: options.timeZone ?? UTC,
          ruleSetVersion: options.ruleSetVersion,
          ids,
          ...own,
          accounts: options.accountTree ?? [],
          lists: listColumns(lists, position),
          ties: tied.columns,
          audience: audience.finish(position),
          referrals: claimed.columns,
          claims: claimed.claims,
          duplicates: duplicatesOf(shared),
        },
        counts: {
          customers: numbers.length,
          ties: tied.columns.follower.length,
          referrals: claimed.columns.friend.length - claimed.dangling,
          danglingTies: tied.dangling,
          danglingReferrals: claimed.dangling,
        },
      };
    },
  };
}

/** Everybody who is on lists and in the snapshot, each once, whoever of them was put there. */
function listColumns(lists: ReadonlyMap<string, readonly number[]>, position: Int32Array): Snapshot['lists'] {
  const names = [...lists.keys()].sort();
  const members = names.map((name) =>
    Int32Array.from(
      new Set(
        lists
          .get(name)!
          .map((number) => position[number]!)
          .filter((at) => at >= 0),
      ),
    ).sort(),
  );
  const offsets = new Int32Array(names.length + 1);
  for (const [k, own] of members.entries()) offsets[k + 1] = offsets[k]! + own.length;
  const member = new Int32Array(offsets[names.length]!);
  for (const [k, own] of members.entries()) member.set(own, offsets[k]);
  return { names, offsets, member };
}

/** {@link SnapshotBuilder} given everything at once. */
export interface SnapshotInput extends SnapshotOptions {
  readonly customers: readonly SnapshotCustomer[];
  readonly ties: readonly Tie[];
  readonly referrals: readonly Referral[];
  readonly accounts?: readonly SocialAccount[];
  readonly lists?: Readonly<Record<string, readonly CustomerId[]>>;
}

export function buildSnapshot(input: SnapshotInput): { readonly snapshot: Snapshot; readonly counts: RecordCounts } {
  const builder = snapshotBuilder(input);
  for (const customer of input.customers) builder.customer(customer);
  for (const tie of input.ties) builder.tie(tie);
  for (const referral of input.referrals) builder.referral(referral);
  for (const account of input.accounts ?? []) builder.account(account);
  for (const [segment, ids] of Object.entries(input.lists ?? {})) for (const id of ids) builder.listed(segment, id);
  return builder.finish();
}
