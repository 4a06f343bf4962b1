import * as z from 'zod';
import type { CustomerDetails } from '../store/customers/upsert.ts';
import { normaliseIdentity } from '../store/customers/identity.ts';
import { InvalidInputError } from '../domain/errors.ts';
import type { FieldColumns } from './csv/columns.ts';
import { text } from './cells.ts';

export const CUSTOMER_FIELDS = {
  customer: {
    columns: ['customer', 'customer id', 'cust', 'client', 'client id', 'user id', 'user', 'id'],
    required: true,
  },
  displayName: { columns: ['display name', 'customer name', 'name'], required: true },
  email: { columns: ['email', 'e-mail', 'email address', 'e-mail address', 'customer email'], required: false },
  phone: { columns: ['phone', 'phone number', 'telephone'], required: false },
  payment: { columns: ['payment fingerprint', 'card fingerprint', 'fingerprint'], required: false },
} as const satisfies FieldColumns<string>;

export interface CustomerRow {
  readonly customer: string;
  readonly displayName?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly payment?: string | undefined;
}

/** An e-mail address or phone number that can be an identity, in the form it is compared in. */
const identity = (type: 'email' | 'phone') =>
  text().transform((value, context): string => {
    try {
      return normaliseIdentity(type === 'email' ? { email: value } : { phone: value }).value;
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });

export const customerRow = () =>
  z.object({
    customer: text(),
    displayName: text().optional(),
    email: identity('email').optional(),
    phone: identity('phone').optional(),
    payment: text().optional(),
  }) satisfies z.ZodType<CustomerRow>;

/** What is known of the customer of a row; one whose id is an e-mail address is found by it. */
export function detailsOf(source: string, row: CustomerRow): CustomerDetails {
  const { customer, displayName, email = emailIn(customer), phone, payment } = row;
  return {
    by: { externalId: { source, id: customer } },
    ...(displayName === undefined ? {} : { displayName }),
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
    ...(payment === undefined ? {} : { payment }),
  };
}

/** The text where it is an e-mail address, one with a domain. */
export const emailIn = (value: string): string | undefined =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(value.trim()) ? value.trim() : undefined;
