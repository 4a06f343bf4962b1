import { isReturn, WHOLE_ORDER } from '../domain/events.ts';
import type { OrderLine } from '../domain/events.ts';
import type { ToldRow } from './formats/batch.ts';
import type { OrderRow } from './order-rows.ts';
import type { OrderStatus } from './order-status.ts';

/** What the rows of one order say about it as a whole. */
export interface Stated {
  statuses: Set<OrderStatus> | null;
  cancelledAt: number | null;
  /** Rows without pieces and money. */
  emptyRows: number[] | null;
}

export type RowNote = ToldRow;

interface Refund {
  readonly minor: number;
  readonly at: number | null;
}

/** Keeps what few rows have: statuses, refunds, orders that a return names. Most lines cost nothing. */
export function newSettlement() {
  const statusOf = new Map<number, OrderStatus>();
  const refundOf = new Map<number, Refund>();
  const namedBy = new Map<number, string>();
  return {
    nothingYet: (): Stated => ({ statuses: null, cancelledAt: null, emptyRows: null }),
    /** @param line its index, null for a row without pieces and money */
    take(
      stated: Stated,
      line: number | null,
      row: number,
      { status, cancelledAt, refundedMinor, refundedAt, line: read }: OrderRow,
    ): void {
      if (status !== null) stated.statuses = (stated.statuses ?? new Set()).add(status);
      if (cancelledAt !== null) stated.cancelledAt = Math.min(stated.cancelledAt ?? cancelledAt, cancelledAt);
      if (line === null) {
        (stated.emptyRows ??= []).push(row);
        return;
      }
      if (status !== null && status !== 'PAID') statusOf.set(line, status);
      if (refundedMinor > 0) refundOf.set(line, { minor: refundedMinor, at: refundedAt });
      if (read?.returnOf !== undefined) namedBy.set(line, read.returnOf);
    },
    status: (line: number): OrderStatus | undefined => statusOf.get(line),
    refund: (line: number): Refund | undefined => refundOf.get(line),
    returnOf: (line: number): Pick<OrderLine, 'returnOf'> =>
      namedBy.has(line) ? { returnOf: namedBy.get(line)! } : {},
  };
}
type Settlement = ReturnType<typeof newSettlement>;

interface ReadLine {
  readonly index: number;
  readonly row: number;
  readonly line: OrderLine;
}

interface ReadOrder {
  readonly id: string;
  readonly placedAt: number;
  readonly firstRow: number;
  readonly stated: Stated;
  readonly lines: readonly ReadLine[];
}

interface StandingOrder {
  /** With what went back of it; none when it is no order. */
  readonly lines: readonly OrderLine[];
  readonly cancelledAt: number | null;
  readonly notes: readonly RowNote[];
  /** Why the order cannot be read; null when it can. */
  readonly fault: string | null;
}

/** What an order of a file is, by the statuses and refunds its rows state: docs/importing.md, "Refunds, returns, cancellations". */
export function standingOf(
  { id, placedAt, firstRow, stated, lines }: ReadOrder,
  settlement: Settlement,
): StandingOrder {
  const notes: RowNote[] = (stated.emptyRows ?? []).map((row) => ({
    row,
    field: 'quantity',
    reason: `is skipped: no pieces and no money; the rest of order ${id} is kept`,
    value: '0',
  }));
  const told = (row: number, field: string, reason: string): void => {
    notes.push({ row, field, reason, value: id });
  };
  const none = (reason: string, field = 'status'): StandingOrder => {
    told(firstRow, field, reason);
    return { lines: [], cancelledAt: null, notes, fault: null };
  };
  const statuses: ReadonlySet<OrderStatus> = stated.statuses ?? new Set();
  const isPartlyAlive = statuses.has('PAID') || statuses.has('REFUNDED') || statuses.has('PARTLY_REFUNDED');
  const cancelledAt = stated.cancelledAt ?? (statuses.has('CANCELLED') && !isPartlyAlive ? placedAt : null);
  if (cancelledAt === null && statuses.has('UNPAID') && !isPartlyAlive)
    return none(`order ${id} is not paid, so it is no order (yet)`);
  const kept = lines.filter(({ index, row }) => {
    const status = settlement.status(index);
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

  const refunds = refundsOf(id, kept, statuses, settlement);
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
  statuses: ReadonlySet<OrderStatus>,
  settlement: Settlement,
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
  const stating = kept.flatMap(({ index, line, row }) => {
    const refund = settlement.refund(index);
    return refund === undefined ? [] : [{ line, row, ...refund }];
  });
  const [first] = stating;
  if (first !== undefined) {
    return stating.every(({ minor }) => minor === first.minor)
      ? [{ row: first.row, line: giveBack(first.line, WHOLE_ORDER, first.minor, first.at) }]
      : stating.map(({ line, row, minor, at }) => ({ row, line: giveBack(line, line.sku, minor, at) }));
  }
  if (!statuses.has('REFUNDED')) return [];
  const bought = kept.filter(({ line }) => !isReturn(line));
  const back = statuses.has('PAID') ? bought.filter(({ index }) => settlement.status(index) === 'REFUNDED') : bought;
  return back.map(({ line, row }) => ({ row, line: giveBack(line, line.sku, line.netMinor, null) }));
}
