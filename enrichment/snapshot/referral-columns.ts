import type { CustomerId, Referral } from '../../domain/events.ts';
import { DUPLICATE_REASONS } from '../../domain/customers/duplicates.ts';
import type { Contacts } from './customer-columns.ts';
import type { ReferralColumns } from './snapshot.ts';

/** Claims in columns, by friend, instant and name; those about somebody who is not there have the end −1 and are counted as `dangling`. */
export function referralColumns(
  referrals: readonly Referral[],
  positionOf: (id: CustomerId) => number,
  contacts: Contacts,
): { readonly columns: ReferralColumns; readonly claims: readonly string[]; readonly dangling: number } {
  const byName = [...referrals].sort((a, b) => compare(a.source, b.source) || compare(a.id, b.id));
  const ends = byName.map(({ advocate, friend }) => [positionOf(advocate), positionOf(friend)] as const);
  const personOf = personsOf(new Set(ends.flat()), contacts);
  const rows = byName.map((referral, rank) => {
    const [advocate, friend] = ends[rank]!;
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

const MAILBOX = DUPLICATE_REASONS.indexOf('SAME_EMAIL');

/** Position → the lowest position of those in claims who share a mailbox with them, directly or through others (union–find). */
function personsOf(
  taking: ReadonlySet<number>,
  { customer: owners, box, reason }: Contacts,
): (customer: number) => number {
  const above = new Map<number, number>();
  const personOf = (customer: number): number => {
    let at = customer;
    for (let next = above.get(at); next !== undefined; next = above.get(at)) at = next;
    return at;
  };
  const holder = new Map<number, number>();
  for (const [k, customer] of owners.entries()) {
    if (customer < 0 || !taking.has(customer) || reason[k] !== MAILBOX) continue;
    const [mine, theirs] = [personOf(customer), personOf(holder.get(box[k]!) ?? customer)];
    if (mine !== theirs) above.set(Math.max(mine, theirs), Math.min(mine, theirs));
    holder.set(box[k]!, Math.min(mine, theirs));
  }
  return personOf;
}
