import { assembleOrder } from '../order-lines.ts';
import { orderRow } from '../order-rows.ts';
import type { OrderRow } from '../order-rows.ts';
import type { Notation } from '../cells.ts';
import type { RowSchema } from '../rows.ts';
import type { Order } from '../../domain/events.ts';
import type { Refusal } from './message.ts';

export type Cells = Readonly<Record<string, string>>;

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'code' in value && 'field' in value;

const withoutEmpty = (cells: Cells): Record<string, string> =>
  Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== ''));

/** A row by the contract files are read by; the first rule it breaks as a refusal. */
export function checkedRow<T>(
  schema: RowSchema<T>,
  cells: Cells,
  names: Readonly<Record<string, string>> = {},
): T | Refusal {
  const checked = schema.safeParse(withoutEmpty(cells));
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const field = String(issue?.path[0] ?? '');
  return {
    code: field === 'currency' ? 'CURRENCY_MISMATCH' : 'INVALID',
    field: names[field] ?? field,
    message: issue?.message ?? 'cannot be read',
  };
}

/**
 * An order of rows of the contract, exactly as a file with these rows gives it; null where it is none (not paid, or nothing left of it).
 *
 * @param names what the message calls a field of a row
 */
export function orderOf(
  notation: Notation,
  source: string,
  rows: readonly Cells[],
  names: Readonly<Record<string, string>> = {},
): Order | Refusal | null {
  const schema = orderRow(notation);
  const read: { readonly row: number; readonly value: OrderRow }[] = [];
  for (const [index, cells] of rows.entries()) {
    const value = checkedRow(schema, cells, names);
    if (isRefusal(value)) return value;
    read.push({ row: index + 1, value });
  }
  const { order, leftOut } = assembleOrder(source, read);
  if (order !== null) return order.order;
  const [fault] = leftOut;
  return fault === undefined
    ? null
    : { code: 'INVALID', field: names[fault.field] ?? fault.field, message: fault.reason };
}
