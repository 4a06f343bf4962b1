/** What customers who may be one person share. Positions are kept in a run's checkpoint. */
export const DUPLICATE_REASONS = ['SAME_EMAIL', 'SAME_PHONE', 'SAME_PAYMENT'] as const;
export type DuplicateReason = (typeof DUPLICATE_REASONS)[number];

/** More who share one thing are no person: a placeholder, a family business, a till. */
const MOST_ALIKE = 20;

/** Customers by position with what they share, each group in one stretch; `group` counts from 0. */
export interface DuplicateColumns {
  readonly customer: Int32Array;
  readonly group: Int32Array;
  /** An index into {@link DUPLICATE_REASONS}. */
  readonly reason: Uint8Array;
}

/** Each two of them, in their order. */
export const pairsOf = <T>(customers: readonly T[]): (readonly [T, T])[] =>
  customers.flatMap((one, k) => customers.slice(k + 1).map((other) => [one, other] as const));

/** Without the groups that `isDismissed`; the others are numbered anew. @param isDismissed of customers by position */
export function withoutDismissed(
  { customer, group, reason }: DuplicateColumns,
  isDismissed: (reason: DuplicateReason, customers: readonly number[]) => boolean,
): DuplicateColumns {
  const kept = [...Map.groupBy(group.keys(), (k) => group[k]!).values()].filter(
    (members) =>
      !isDismissed(
        DUPLICATE_REASONS[reason[members[0]!]!]!,
        members.map((k) => customer[k]!),
      ),
  );
  const rows = kept.flat();
  return {
    customer: Int32Array.from(rows, (k) => customer[k]!),
    group: Int32Array.from(kept.flatMap((members, number) => members.map(() => number))),
    reason: Uint8Array.from(rows, (k) => reason[k]!),
  };
}

/**
 * Who shares what: groups of 2 to {@link MOST_ALIKE} customers with one contact, ordered by their first customer. Contacts are
 * columns: a customer (−1: nobody), a number that stands for the contact, and what kind of contact it is.
 */
export function duplicatesOf(contacts: {
  readonly customer: Int32Array;
  readonly box: Float64Array;
  readonly reason: Uint8Array;
}): DuplicateColumns {
  const { customer, box, reason } = contacts;
  const order = Uint32Array.from(customer.keys()).sort(
    (a, b) => reason[a]! - reason[b]! || box[a]! - box[b]! || customer[a]! - customer[b]!,
  );
  const groups: { readonly customers: readonly number[]; readonly reason: number }[] = [];
  for (let start = 0; start < order.length;) {
    const first = order[start]!;
    let end = start + 1;
    while (end < order.length && box[order[end]!] === box[first] && reason[order[end]!] === reason[first]) end++;
    if (end - start > 1) {
      const customers = [...new Set(order.subarray(start, end).map((k) => customer[k]! + 1))].flatMap((one) =>
        one === 0 ? [] : [one - 1],
      );
      if (customers.length > 1 && customers.length <= MOST_ALIKE) groups.push({ customers, reason: reason[first]! });
    }
    start = end;
  }
  groups.sort((a, b) => a.customers[0]! - b.customers[0]! || a.reason - b.reason || a.customers[1]! - b.customers[1]!);
  return {
    customer: Int32Array.from(groups.flatMap(({ customers }) => customers)),
    group: Int32Array.from(groups.flatMap(({ customers }, group) => customers.map(() => group))),
    reason: Uint8Array.from(groups.flatMap((one) => one.customers.map(() => one.reason))),
  };
}
