import { addUp, MAX_AMOUNT_MINOR } from '../domain/money/bounds.ts';
import type { Order, OrderLine } from '../domain/events.ts';
import { standingOf } from './order-settlement.ts';
import type { RowNote } from './order-settlement.ts';
import type { NumberedRow } from './order-text.ts';
import type { RejectedRow } from './rejects.ts';

/** One order put together, with the customer's id in the source. */
export interface AssembledOrder {
  readonly customer: string;
  readonly order: Order;
  /** Where each of its lines stands in the file. */
  readonly rows: readonly number[];
  /** What its first row with a name calls the customer. */
  readonly displayName: string | null;
  /** The first e-mail address in its rows. */
  readonly email: string | null;
}

/** What the rows of one order id come to. */
export interface ReadOrder {
  /** Null where they are no order, or one that is left out. */
  readonly order: AssembledOrder | null;
  /** Rows of another customer than the first. */
  readonly misfits: readonly RejectedRow[];
  /** Rows that are good themselves, and left out with their order. */
  readonly leftOut: readonly RejectedRow[];
  readonly notes: readonly RowNote[];
  /** The first row that names the customer. */
  readonly namedRow: number | null;
  /** Rows that were taken. */
  readonly taken: number;
}

/**
 * Puts one order together from its rows, those that could not be read among them.
 *
 * An order counts with all of its rows or not at all: half an order has a wrong value, and the corrected file could no
 * longer replace it. The lines are put in a fixed sequence, so that the row order of an export does not matter.
 *
 * @param rows of one order id, in the sequence of the file
 */
export function assembleOrder(source: string, rows: readonly (NumberedRow | SpoiltRow)[]): ReadOrder {
  const good = rows.filter((row): row is NumberedRow => row.value !== null);
  const [first] = good;
  if (first === undefined) return { order: null, misfits: [], leftOut: [], notes: [], namedRow: null, taken: 0 };
  const { orderId: id, customer } = first.value;
  const own = good.filter(({ value }) => value.customer === customer);
  const misfits: RejectedRow[] = [];
  for (const { row, value } of good) {
    if (value.customer === customer) continue;
    const reason = `belongs to order ${id}, which row ${first.row} says is of another customer; one order has one customer`;
    misfits.push({ row, field: 'customer', reason, value: value.customer });
  }
  // The first row that is to blame, whatever for.
  const blamed = rows.find(({ value }) => value === null || value.customer !== customer);
  const foundFault =
    blamed === undefined
      ? null
      : blamed.value === null
        ? `row ${blamed.row} of it was rejected`
        : `its row ${blamed.row} names another customer`;
  const standing = standingOf(own);
  const fault =
    foundFault ??
    standing.fault ??
    (addUp(standing.lines)
      ? null
      : `its lines add up to more than ${MAX_AMOUNT_MINOR} minor units, the most an order may come to`);
  if (fault !== null) {
    const reason = `is good itself, but order ${id} is left out because ${fault}`;
    // Rows of no pieces and no money too: each row of the file is spoken of.
    const leftOut = own.map(({ row }) => ({ row, field: 'orderId', reason, value: id }));
    return { order: null, misfits, leftOut, notes: [], namedRow: null, taken: 0 };
  }
  const lines = own.filter(({ value }) => value.line !== null);
  const read = { misfits, leftOut: [], notes: standing.notes, taken: own.length };
  if (standing.lines.length === 0) return { ...read, order: null, namedRow: null };
  const channel = own.find(({ value }) => value.channel !== null)?.value.channel ?? null;
  const named = own.find(({ value }) => value.displayName !== null);
  const order: Order = {
    kind: 'ORDER',
    source,
    id,
    occurredAt: own.reduce((earliest, { value }) => Math.min(earliest, value.placedAt), Infinity),
    lines: standing.lines.toSorted(compareLines),
    promotion: own.some(({ value }) => value.promotion),
    ...(channel === null ? {} : { acquisitionChannel: channel }),
    ...(standing.cancelledAt === null ? {} : { cancelledAt: standing.cancelledAt }),
  };
  return {
    ...read,
    namedRow: named?.row ?? null,
    order: {
      customer,
      order,
      rows: lines.map(({ row }) => row),
      displayName: named?.value.displayName ?? null,
      email: own.find(({ value }) => value.email !== null)?.value.email ?? null,
    },
  };
}

/** A row that could not be read, of an order that could. */
interface SpoiltRow {
  readonly row: number;
  readonly value: null;
}

const compareLines = (a: OrderLine, b: OrderLine): number =>
  compareText(a.sku, b.sku) ||
  compareText(a.group, b.group) ||
  a.quantity - b.quantity ||
  a.netMinor - b.netMinor ||
  (a.costMinor ?? 0) - (b.costMinor ?? 0) ||
  compareText(a.lineKind, b.lineKind) ||
  compareText(a.returnOf ?? '', b.returnOf ?? '') ||
  (a.returnedAt ?? 0) - (b.returnedAt ?? 0);
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
