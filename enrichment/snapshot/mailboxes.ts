import type { CustomerId, Referral } from '../../domain/events.ts';
import { mailboxOf } from '../../domain/referral/mailbox.ts';
import type { CustomerRecord } from '../../store/customers/records.ts';

/** The mailboxes of everybody who takes part in a claim: from their e-mail addresses, and from ids that are addresses. */
export function mailboxesIn(
  customers: readonly Pick<CustomerRecord, 'id' | 'identities'>[],
  claims: readonly Pick<Referral, 'advocate' | 'friend'>[],
): ReadonlyMap<CustomerId, readonly string[]> {
  const taking = new Set(claims.flatMap(({ advocate, friend }) => [advocate, friend]));
  const mailboxes = new Map<CustomerId, readonly string[]>();
  for (const { id, identities } of customers) {
    if (!taking.has(id)) continue;
    const boxes = identities.flatMap(({ type, value }) =>
      type === 'EMAIL' || type === 'EXTERNAL_ID' ? (mailboxOf(value) ?? []) : [],
    );
    if (boxes.length > 0) mailboxes.set(id, boxes);
  }
  return mailboxes;
}
