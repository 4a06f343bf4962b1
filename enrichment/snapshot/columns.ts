import { TIE_KINDS, type CustomerId, type Referral, type Tie } from '../../domain/events.ts';
import { SUMMARY_COLUMNS } from '../../domain/summary/columns.ts';
import type { CustomerSummary } from '../../domain/summary/summary.ts';
import type { RecordCounts } from '../../published/statistics.ts';
import { comparePrecedence } from './precedence.ts';
import { UTC } from '../../domain/time/time.ts';
import {
  columnsOf,
  type CustomerColumns,
  type GroupColumns,
  type PurchaseColumns,
  type ReferralColumns,
  type Snapshot,
  type SnapshotTies,
} from './snapshot.ts';

export interface SnapshotInput {
  readonly asOf: number;
  /** UTC when absent. */
  readonly timeZone?: string;
  readonly ruleSetVersion: number;
  readonly customers: readonly {
    readonly id: CustomerId;
    readonly summary: CustomerSummary;
    readonly tieBreak: string;
  }[];
  readonly ties: readonly Tie[];
  readonly referrals: readonly Referral[];
  /** Mailboxes of customers who take part in a claim (see `mailboxOf`); those who share one are one person, probably. */
  readonly mailboxes?: ReadonlyMap<CustomerId, readonly string[]>;
}

/**
 * Turns records into columns. The order of the input does not matter: customers are sorted by precedence (precedence.ts), ties and
 * referrals by their ends, so the same records give the same columns on every installation, whatever ids it gave them. Ties and
 * referrals later than `asOf` are left out, and ties that have ended (weight 0). A claim about somebody who is not there stays, with
 * the end −1: it keeps its reason like any other.
 */
export function buildSnapshot(input: SnapshotInput): { readonly snapshot: Snapshot; readonly counts: RecordCounts } {
  const customers = [...input.customers].sort(comparePrecedence);
  const indexOf = new Map(customers.map(({ id }, index) => [id, index]));
  const ties = tieColumns(
    input.ties.filter(({ at, weight }) => at <= input.asOf && weight > 0),
    indexOf,
  );
  const referrals = referralColumns(
    input.referrals.filter(({ at }) => at <= input.asOf),
    indexOf,
    input.mailboxes ?? new Map(),
  );
  return {
    snapshot: {
      asOf: input.asOf,
      timeZone: input.timeZone ?? UTC,
      ruleSetVersion: input.ruleSetVersion,
      ids: customers.map(({ id }) => id),
      columns: customerColumns(customers.map(({ summary }) => summary)),
      purchases: purchaseColumns(customers.map(({ summary }) => summary)),
      groups: groupColumns(customers.map(({ summary }) => summary)),
      ties: ties.columns,
      referrals: referrals.columns,
      claims: referrals.claims,
    },
    counts: {
      customers: customers.length,
      ties: ties.columns.follower.length,
      referrals: referrals.columns.friend.length - referrals.dangling,
      danglingTies: ties.dangling,
      danglingReferrals: referrals.dangling,
    },
  };
}

const customerColumns = (summaries: readonly CustomerSummary[]): CustomerColumns =>
  columnsOf((name) => Float64Array.from(summaries, SUMMARY_COLUMNS[name]));

function purchaseColumns(summaries: readonly CustomerSummary[]): PurchaseColumns {
  const offsets = new Int32Array(summaries.length + 1);
  for (const [i, summary] of summaries.entries())
    offsets[i + 1] = offsets[i]! + (summary.orders?.purchases.length ?? 0);
  const all = summaries.flatMap((summary) => summary.orders?.purchases ?? []);
  return {
    offsets,
    day: Int32Array.from(all, ({ day }) => day),
    knownMarginMinor: Float64Array.from(all, ({ knownMarginMinor }) => knownMarginMinor),
    uncostedRevenueMinor: Float64Array.from(all, ({ uncostedRevenueMinor }) => uncostedRevenueMinor),
  };
}

function groupColumns(summaries: readonly CustomerSummary[]): GroupColumns {
  const names = [...new Set(summaries.flatMap(({ orders }) => orders?.groups ?? []))].sort();
  const position = new Map(names.map((name, index) => [name, index]));
  const offsets = new Int32Array(summaries.length + 1);
  for (const [i, summary] of summaries.entries()) offsets[i + 1] = offsets[i]! + (summary.orders?.groups.length ?? 0);
  return {
    names,
    offsets,
    name: Uint32Array.from(
      summaries.flatMap(({ orders }) => orders?.groups ?? []),
      (name) => position.get(name)!,
    ),
  };
}

function tieColumns(
  ties: readonly Tie[],
  indexOf: ReadonlyMap<CustomerId, number>,
): { columns: SnapshotTies; dangling: number } {
  const rows = ties.flatMap((tie) => {
    const follower = indexOf.get(tie.follower);
    const followed = indexOf.get(tie.followed);
    return follower === undefined || followed === undefined
      ? []
      : [{ follower, followed, kind: TIE_KINDS.indexOf(tie.kind), weight: tie.weight, at: tie.at }];
  });
  rows.sort(
    (a, b) =>
      a.follower - b.follower || a.followed - b.followed || a.kind - b.kind || a.at - b.at || a.weight - b.weight,
  );
  return {
    dangling: ties.length - rows.length,
    columns: {
      follower: Int32Array.from(rows, ({ follower }) => follower),
      followed: Int32Array.from(rows, ({ followed }) => followed),
      kind: Uint8Array.from(rows, ({ kind }) => kind),
      weight: Float64Array.from(rows, ({ weight }) => weight),
      at: Float64Array.from(rows, ({ at }) => at),
    },
  };
}

function referralColumns(
  referrals: readonly Referral[],
  indexOf: ReadonlyMap<CustomerId, number>,
  mailboxes: ReadonlyMap<CustomerId, readonly string[]>,
) {
  const personOf = personsOf(indexOf, mailboxes);
  const byName = [...referrals].sort((a, b) => compare(a.source, b.source) || compare(a.id, b.id));
  const rows = byName.map((referral, rank) => {
    const advocate = indexOf.get(referral.advocate) ?? -1;
    const friend = indexOf.get(referral.friend) ?? -1;
    return { ...referral, advocate, friend, rank, advocatePerson: personOf(advocate), friendPerson: personOf(friend) };
  });
  rows.sort((a, b) => a.friend - b.friend || a.at - b.at || a.rank - b.rank);
  const columns: ReferralColumns = {
    advocate: Int32Array.from(rows, ({ advocate }) => advocate),
    friend: Int32Array.from(rows, ({ friend }) => friend),
    typeTwo: Uint8Array.from(rows, ({ kind }) => (kind === 'TYPE_TWO' ? 1 : 0)),
    at: Float64Array.from(rows, ({ at }) => at),
    expiresAt: Float64Array.from(rows, ({ expiresAt }) => expiresAt ?? Number.NaN),
    savedAcquisitionCostMinor: Float64Array.from(
      rows,
      ({ savedAcquisitionCostMinor }) => savedAcquisitionCostMinor ?? 0,
    ),
    rewardMinor: Float64Array.from(rows, ({ rewardMinor }) => rewardMinor ?? 0),
    rank: Int32Array.from(rows, ({ rank }) => rank),
    advocatePerson: Int32Array.from(rows, ({ advocatePerson }) => advocatePerson),
    friendPerson: Int32Array.from(rows, ({ friendPerson }) => friendPerson),
  };
  return {
    columns,
    claims: rows.map(({ claim }) => claim),
    dangling: rows.filter(({ advocate, friend }) => advocate < 0 || friend < 0).length,
  };
}

/** Code units, not a locale: the same order on every machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Customer index → the lowest index of those who share a mailbox with them, directly or through others (union–find). */
function personsOf(
  indexOf: ReadonlyMap<CustomerId, number>,
  mailboxes: ReadonlyMap<CustomerId, readonly string[]>,
): (customer: number) => number {
  const above = new Map<number, number>();
  const personOf = (customer: number): number => {
    let at = customer;
    for (let next = above.get(at); next !== undefined; next = above.get(at)) at = next;
    return at;
  };
  const holder = new Map<string, number>();
  for (const [id, boxes] of mailboxes) {
    const customer = indexOf.get(id);
    if (customer === undefined) continue;
    for (const box of boxes) {
      const [mine, theirs] = [personOf(customer), personOf(holder.get(box) ?? customer)];
      if (mine !== theirs) above.set(Math.max(mine, theirs), Math.min(mine, theirs));
      holder.set(box, Math.min(mine, theirs));
    }
  }
  return personOf;
}
