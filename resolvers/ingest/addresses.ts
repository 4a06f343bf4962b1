import { isRefusal } from '../../intake/messages/contract.ts';
import type { Refusal } from '../../intake/messages/message.ts';
import type { Told } from '../../intake/messages/told.ts';
import type { CustomerIdentifier } from '../../store/customers/identity.ts';

const isAddress = (by: CustomerIdentifier): boolean => 'identity' in by && by.identity.type !== 'EXTERNAL_ID';

const refusal = (field: string): Refusal => ({
  code: 'FORBIDDEN',
  field,
  message:
    'names a person by an address, which a key that reads customers writes with pii:read only: use a key for writing that reads nothing',
});

/** What a message says without the addresses in it: a customer who got one, or did not, would say whether it was somebody's already. */
export function withoutAddresses(told: Told | Refusal): Told | Refusal {
  if (isRefusal(told)) return told;
  const named = [...(told.by === null ? [] : [told.by]), ...told.names.flatMap(({ name, user }) => [name, user])];
  if (named.some(isAddress)) return refusal('userId');
  const { email, phone, ...details } = told.details ?? { at: 0 };
  if (email === undefined && phone === undefined) return told;
  return {
    ...told,
    details: Object.keys(details).length === 1 ? null : details,
    left: [...told.left, refusal('traits')],
  };
}
