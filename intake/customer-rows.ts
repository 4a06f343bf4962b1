import * as z from 'zod';
import type { FieldColumns } from './csv/columns.ts';
import { text } from './cells.ts';

export const CUSTOMER_FIELDS = {
  customer: { columns: ['customer', 'customer id', 'cust', 'client', 'client id', 'user id'], required: true },
  displayName: { columns: ['display name', 'customer name', 'name'], required: true },
  email: { columns: ['email', 'e-mail', 'email address', 'customer email'], required: false },
} as const satisfies FieldColumns<string>;

export interface CustomerFileRow {
  readonly customer: string;
  readonly displayName?: string | undefined;
  readonly email?: string | undefined;
}

/** Checks a row: who somebody is. A name is not needed in every row. */
export const customerRow = () =>
  z.object({
    customer: text(),
    displayName: text().optional(),
    email: text().optional(),
  }) satisfies z.ZodType<CustomerFileRow>;
