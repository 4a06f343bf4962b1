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
  // Of each claim only its place is moved: claims may be as many as customers.
  const all = Int32Array.from(referrals.keys());
  const byName = all.toSorted((a, b) => {
    const [one, other] = [referrals[a]!, referrals[b]!];
    return compare(one.source, other.source) || compare(one.id, other.id);
  });
  const rank = new Int32Array(all.length);
  for (const [place, claim] of byName.entries()) rank[claim] = place;
  const advocate = Int32Array.from(referrals, (one) => positionOf(one.advocate));
  const friend = Int32Array.from(referrals, (one) => positionOf(one.friend));
  const personOf = personsOf(new Set([...advocate, ...friend]), contacts);
  const rows = all.sort(
    (a, b) => friend[a]! - friend[b]! || referrals[a]!.at - referrals[b]!.at || rank[a]! - rank[b]!,
  );
  const numbers = (of: (claim: Referral) => number): Float64Array =>
    Float64Array.from(rows, (row) => of(referrals[row]!));
  const columns: ReferralColumns = {
    advocate: rows.map((row) => advocate[row]!),
    friend: rows.map((row) => friend[row]!),
    typeTwo: Uint8Array.from(rows, (row) => (referrals[row]!.kind === 'TYPE_TWO' ? 1 : 0)),
    at: numbers(({ at }) => at),
    expiresAt: numbers(({ expiresAt }) => expiresAt ?? Number.NaN),
    savedAcquisitionCostMinor: numbers(({ savedAcquisitionCostMinor }) => savedAcquisitionCostMinor ?? 0),
    rewardMinor: numbers(({ rewardMinor }) => rewardMinor ?? 0),
    rank: rows.map((row) => rank[row]!),
    advocatePerson: rows.map((row) => personOf(advocate[row]!)),
    friendPerson: rows.map((row) => personOf(friend[row]!)),
  };
  return {
    columns,
    claims: Array.from(rows, (row) => referrals[row]!.claim),
    dangling: rows.filter((row) => advocate[row]! < 0 || friend[row]! < 0).length,
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
