import type { LineKind } from '../domain/events.ts';
import type { OrderRow } from './order-rows.ts';
import type { OrderStatus } from './order-status.ts';

/** An order row and where it stands. */
export interface NumberedRow {
  readonly row: number;
  readonly value: OrderRow;
}

/** What parts the cells of a row, and the rows of an order: control characters that no text of a row holds. */
const FIELD = '\u001f';
const ROW = '\u001e';

/** A good row as a text, which {@link readRow} reads back. Lighter than JSON: ten million pass through here, twice. */
export function rowText(row: number, value: OrderRow): string {
  const { orderId, customer, placedAt, line, status, cancelledAt, refundedMinor, refundedAt, promotion, channel } =
    value;
  let text = `${orderId}${FIELD}${row}${FIELD}${customer}${FIELD}${placedAt}${FIELD}`;
  if (line !== null) {
    text += `${line.sku}${FIELD}${line.group}${FIELD}${line.quantity}${FIELD}${line.netMinor}${FIELD}${line.costMinor ?? ''}${FIELD}`;
    text += `${line.lineKind}${FIELD}${line.returnOf ?? ''}`;
  }
  const isPlain =
    status === null &&
    cancelledAt === null &&
    refundedMinor === 0 &&
    refundedAt === null &&
    !promotion &&
    channel === null;
  if (isPlain && value.displayName === null && value.email === null) return text;
  if (line === null) text += FIELD.repeat(6);
  return `${text}${FIELD}${status ?? ''}${FIELD}${cancelledAt ?? ''}${FIELD}${refundedMinor}${FIELD}${refundedAt ?? ''}${FIELD}${promotion ? 1 : ''}${FIELD}${channel ?? ''}${FIELD}${value.displayName ?? ''}${FIELD}${value.email ?? ''}`;
}

/** A row of an order that could not be read: the order is left out for it. */
export const spoiltText = (row: number, orderId: string): string => `${orderId}${FIELD}${row}`;

export const orderIdOf = (text: string): string => text.slice(0, text.indexOf(FIELD));

/** The row of a text; its number alone where it could not be read. */
export function readRow(text: string): NumberedRow | { readonly row: number; readonly value: null } {
  const cells = text.split(FIELD);
  const row = Number(cells[1]);
  if (cells.length === 2) return { row, value: null };
  const [orderId, , customer, placedAt, sku, group, quantity, netMinor, costMinor, lineKind, returnOf] = cells;
  const [status, cancelledAt, refunded, refundedAt, promotion, channel, displayName, email] = cells.slice(11);
  const known = (cell: string | undefined): string | null => (cell === undefined || cell === '' ? null : cell);
  const number = (cell: string | undefined): number | null => (cell === undefined || cell === '' ? null : Number(cell));
  return {
    row,
    value: {
      orderId: orderId!,
      customer: customer!,
      placedAt: Number(placedAt),
      line:
        known(sku) === null
          ? null
          : {
              sku: sku!,
              group: group!,
              quantity: Number(quantity),
              netMinor: Number(netMinor),
              ...(costMinor === '' ? {} : { costMinor: Number(costMinor) }),
              lineKind: lineKind as LineKind,
              ...(returnOf === '' ? {} : { returnOf: returnOf! }),
            },
      status: known(status) as OrderStatus | null,
      cancelledAt: number(cancelledAt),
      refundedMinor: Number(refunded ?? 0),
      refundedAt: number(refundedAt),
      promotion: promotion === '1',
      channel: known(channel),
      displayName: known(displayName),
      email: known(email),
    },
  };
}

/** An order's rows as one text. */
export const orderText = (rows: readonly string[]): string => rows.join(ROW);
export const rowsOfOrder = (text: string): string[] => text.split(ROW);
