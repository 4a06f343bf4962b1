import { isReturn, WHOLE_ORDER } from '../domain/events.ts';
import type { OrderLine } from '../domain/events.ts';
import type { ToldRow } from './formats/batch.ts';
import type { OrderRow } from './order-rows.ts';
import type { OrderStatus } from './order-status.ts';
import type { NumberedRow } from './order-text.ts';

export type RowNote = ToldRow;

/** A row with something in it. */
interface ReadLine {
  readonly row: number;
  readonly line: OrderLine;
  readonly value: OrderRow;
}

interface StandingOrder {
  /** With what went back of it; none when it is no order. */
  readonly lines: readonly OrderLine[];
  readonly cancelledAt: number | null;
  readonly notes: readonly RowNote[];
  /** Why the order cannot be read; null when it can. */
  readonly fault: string | null;
}

/**
 * What an order of a file is, by the statuses and refunds its rows state: docs/importing.md, "Refunds, returns, cancellations".
 *
 * @param rows of one order and customer, at least one
 */
export function standingOf(rows: readonly NumberedRow[]): StandingOrder {
  const id = rows[0]!.value.orderId;
  const firstRow = rows[0]!.row;
  const placedAt = rows.reduce((earliest, { value }) => Math.min(earliest, value.placedAt), Infinity);
  const lines = rows.flatMap(({ row, value }): ReadLine[] =>
    value.line === null ? [] : [{ row, line: value.line, value }],
  );
  const notes: RowNote[] = rows.flatMap(({ row, value: { line } }) =>
    line === null
      ? [
          {
            row,
            field: 'quantity',
            reason: `is skipped: no pieces and no money; the rest of order ${id} is kept`,
            value: '0',
          },
        ]
      : [],
  );
  const told = (row: number, field: string, reason: string): void => {
    notes.push({ row, field, reason, value: id });
  };
  const none = (reason: string, field = 'status'): StandingOrder => {
    told(firstRow, field, reason);
    return { lines: [], cancelledAt: null, notes, fault: null };
  };
  const statuses: ReadonlySet<OrderStatus | null> = new Set(rows.map(({ value }) => value.status));
  const isPartlyAlive = statuses.has('PAID') || statuses.has('REFUNDED') || statuses.has('PARTLY_REFUNDED');
  const statedAt = rows.flatMap(({ value }) => value.cancelledAt ?? []);
  const cancelledAt =
    statedAt.length > 0 ? Math.min(...statedAt) : statuses.has('CANCELLED') && !isPartlyAlive ? placedAt : null;
  if (cancelledAt === null && statuses.has('UNPAID') && !isPartlyAlive)
    return none(`order ${id} is not paid, so it is no order (yet)`);
  const kept = lines.filter(({ row, value: { status } }) => {
    if (cancelledAt !== null || (status !== 'CANCELLED' && status !== 'UNPAID')) return true;
    told(
      row,
      'status',
      `is skipped: the line is ${status === 'UNPAID' ? 'not paid' : 'cancelled'}; the rest of order ${id} is kept`,
    );
    return false;
  });
  if (kept.length === 0) return none(`nothing is left of order ${id}, so it is no order`, 'quantity');
  const sold = kept.map(({ line }) => line);
  if (cancelledAt !== null) return { lines: sold, cancelledAt, notes, fault: null };

  const refunds = refundsOf(id, kept, statuses);
  if (statuses.has('PARTLY_REFUNDED') && refunds.length === 0) {
    return {
      lines: [],
      cancelledAt: null,
      notes: [],
      fault: 'it is refunded in part, and no column says how much: map one to "refunded"',
    };
  }
  // What was refunded beyond the lines (shipping, taxes) was never counted.
  let leftMinor = Math.max(
    0,
    sold.reduce((sum, { netMinor }) => sum + netMinor, 0),
  );
  const back: OrderLine[] = [];
  for (const { line, row } of refunds) {
    const minor = Math.min(-line.netMinor, leftMinor);
    if (minor < -line.netMinor)
      told(row, 'refunded', `more was refunded than the lines of order ${id} add up to: their amount is given back`);
    leftMinor -= minor;
    if (minor > 0) back.push({ ...line, netMinor: -minor });
  }
  return { lines: [...sold, ...back], cancelledAt: null, notes, fault: null };
}

/**
 * Refunds as lines that give back. Rows that all state one amount state it of the order; rows with different ones each of
 * their line. A status alone gives back the whole order, or its lines where others are paid.
 */
function refundsOf(
  id: string,
  kept: readonly ReadLine[],
  statuses: ReadonlySet<OrderStatus | null>,
): { readonly row: number; readonly line: OrderLine }[] {
  const giveBack = (line: OrderLine, sku: string, minor: number, at: number | null): OrderLine => ({
    sku,
    group: line.group,
    quantity: -1,
    netMinor: -minor,
    lineKind: line.lineKind,
    returnOf: id,
    ...(at === null ? {} : { returnedAt: at }),
  });
  const stating = kept.flatMap(({ line, row, value: { refundedMinor: minor, refundedAt: at } }) =>
    minor > 0 ? [{ line, row, minor, at }] : [],
  );
  const [first] = stating;
  if (first !== undefined) {
    return stating.every(({ minor }) => minor === first.minor)
      ? [{ row: first.row, line: giveBack(first.line, WHOLE_ORDER, first.minor, first.at) }]
      : stating.map(({ line, row, minor, at }) => ({ row, line: giveBack(line, line.sku, minor, at) }));
  }
  if (!statuses.has('REFUNDED')) return [];
  const bought = kept.filter(({ line }) => !isReturn(line));
  const back = statuses.has('PAID') ? bought.filter(({ value }) => value.status === 'REFUNDED') : bought;
  return back.map(({ line, row }) => ({ row, line: giveBack(line, line.sku, line.netMinor, null) }));
}
