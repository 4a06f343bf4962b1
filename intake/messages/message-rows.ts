import type { FieldColumns } from '../csv/columns.ts';
import type { RowSchema } from '../rows.ts';
import { isRefusal } from './contract.ts';
import { readSegment, type Reading } from './segment.ts';
import type { Told } from './told.ts';

export const MESSAGE_FIELDS = {
  message: { columns: ['message'], required: true },
  // Read again with the message; beside it, a look at the file finds the currency its orders name.
  currency: { columns: ['currency'], required: false },
} as const satisfies FieldColumns<string>;

/** A row is a message as it was sent. */
export const messageRow = (reading: Reading): RowSchema<Told> => ({
  safeParse({ message = '' }) {
    const told = readSegment(parsed(message), reading);
    return isRefusal(told)
      ? { success: false, error: { issues: [{ path: [told.field], message: told.message }] } }
      : { success: true, data: told };
  },
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
