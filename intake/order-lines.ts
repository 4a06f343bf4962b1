import { addUp, MAX_AMOUNT_MINOR } from '../domain/money/bounds.ts';
import type { Order, OrderLine } from '../domain/events.ts';
import type { OrderRow } from './order-rows.ts';
import { newSettlement, standingOf } from './order-settlement.ts';
import type { RowNote, Stated } from './order-settlement.ts';

/** One order put together, with the customer's id in the source. */
export interface AssembledOrder {
  readonly customer: string;
  readonly order: Order;
  /** Line number of each of its rows in the file. */
  readonly rows: readonly number[];
}

interface OrderHead {
  readonly id: string;
  /** −1 while only unreadable rows of the order were seen. */
  customer: number;
  placedAt: number;
  promotion: boolean;
  channel: string | null;
  firstRow: number;
  lines: number;
  stated: Stated;
  /** Why the order is left out; null while all its rows are good. */
  fault: string | null;
}

/**
 * Puts orders together from rows in any order. Lines are kept in columns of numbers, about 80 bytes a line: a million
 * lines fit in 80 MB. Texts that repeat (products, groups) are kept once.
 *
 * An order counts with all of its rows or not at all: half an order has a wrong value, and the corrected file could no
 * longer replace it. The lines are put in a fixed sequence, so that the row order of an export does not matter.
 */
export function newOrderAssembly(source: string) {
  const heads: OrderHead[] = [];
  const headOf = new Map<string, number>();
  const customers = newDictionary();
  const skus = newDictionary();
  const groups = newDictionary();
  const lineOrder: number[] = [];
  const lineRow: number[] = [];
  const lineSku: number[] = [];
  const lineGroup: number[] = [];
  const lineQuantity: number[] = [];
  const lineNet: number[] = [];
  const lineCost: number[] = [];
  const lineKind: OrderLine['lineKind'][] = [];
  const settlement = newSettlement();

  return {
    /** Takes one row. @returns why it does not fit its order, null when it does */
    add(row: number, value: OrderRow): string | null {
      const { orderId, customer, placedAt, line, promotion, channel } = value;
      const known = headOf.get(orderId);
      const customerIndex = customers.indexOf(customer);
      const seen = known === undefined ? undefined : heads[known]!;
      if (seen?.customer === -1) Object.assign(seen, { customer: customerIndex, firstRow: row });
      if (seen !== undefined && seen.customer !== customerIndex) {
        seen.fault ??= `its row ${row} names another customer`;
        return `belongs to order ${orderId}, which row ${seen.firstRow} says is of another customer; one order has one customer`;
      }
      let index = known;
      if (index === undefined) {
        index = heads.length;
        headOf.set(orderId, index);
        heads.push({
          id: orderId,
          customer: customerIndex,
          placedAt,
          promotion,
          channel,
          firstRow: row,
          lines: 0,
          stated: settlement.nothingYet(),
          fault: null,
        });
      }
      const head = heads[index]!;
      settlement.take(head.stated, line === null ? null : lineOrder.length, row, value);
      head.placedAt = Math.min(head.placedAt, placedAt);
      head.promotion ||= promotion;
      head.channel ??= channel;
      if (line === null) return null;
      head.lines += 1;
      lineOrder.push(index);
      lineRow.push(row);
      lineSku.push(skus.indexOf(line.sku));
      lineGroup.push(groups.indexOf(line.group));
      lineQuantity.push(line.quantity);
      lineNet.push(line.netMinor);
      lineCost.push(line.costMinor ?? Number.NaN);
      lineKind.push(line.lineKind);
      return null;
    },

    /** Leaves an order out because one of its rows could not be read. */
    spoil(orderId: string, fault: string): void {
      const known = headOf.get(orderId);
      if (known !== undefined) heads[known]!.fault ??= fault;
      else {
        headOf.set(orderId, heads.length);
        heads.push({
          id: orderId,
          customer: -1,
          placedAt: Number.MAX_SAFE_INTEGER,
          promotion: false,
          channel: null,
          firstRow: 0,
          lines: 0,
          stated: settlement.nothingYet(),
          fault,
        });
      }
    },

    /**
     * The orders, those of one customer together (which saves marking and folding customers twice), the rows that were
     * good but belong to an order that is left out, what is worth telling about rows that were read, the total of what
     * stands of the orders, and the customer with most of them.
     */
    finish() {
      const start = offsets(heads.map((head) => head.lines));
      const next = start.slice();
      const lines = new Uint32Array(lineOrder.length);
      lineOrder.forEach((head, line) => {
        lines[next[head]!] = line;
        next[head]! += 1;
      });
      const linesOf = (head: number): Uint32Array => lines.subarray(start[head], start[head + 1]);
      const notes: RowNote[] = [];
      const lineAt = (line: number): OrderLine => ({
        sku: skus.text(lineSku[line]!),
        group: groups.text(lineGroup[line]!),
        quantity: lineQuantity[line]!,
        netMinor: lineNet[line]!,
        ...(Number.isNaN(lineCost[line]!) ? {} : { costMinor: lineCost[line]! }),
        lineKind: lineKind[line]!,
        ...settlement.returnOf(line),
      });
      const settle = (index: number) => {
        const { id, placedAt, firstRow, stated } = heads[index]!;
        return standingOf(
          {
            id,
            placedAt,
            firstRow,
            stated,
            lines: Array.from(linesOf(index), (line) => ({ index: line, row: lineRow[line]!, line: lineAt(line) })),
          },
          settlement,
        );
      };
      let totalMinor = 0;
      const whole = heads
        .map((_, index) => index)
        .filter((index) => {
          const head = heads[index]!;
          if (head.fault !== null) return false;
          const standing = settle(index);
          head.fault =
            standing.fault ??
            (addUp(standing.lines)
              ? null
              : `its lines add up to more than ${MAX_AMOUNT_MINOR} minor units, the most an order may come to`);
          if (head.fault !== null) return false;
          notes.push(...standing.notes);
          if (standing.cancelledAt === null) for (const { netMinor } of standing.lines) totalMinor += netMinor;
          return standing.lines.length > 0;
        });
      whole.sort((a, b) => heads[a]!.customer - heads[b]!.customer || a - b);
      const leftOut = heads.flatMap((head, index) =>
        head.fault === null
          ? []
          : [...linesOf(index)].map((line) => ({ row: lineRow[line]!, orderId: head.id, fault: head.fault! })),
      );
      const ordersOf = new Uint32Array(customers.count());
      for (const index of whole) ordersOf[heads[index]!.customer]! += 1;
      const most = ordersOf.reduce((best, orders, customer) => (orders > ordersOf[best]! ? customer : best), 0);
      const build = (index: number): AssembledOrder => {
        const head = heads[index]!;
        const own = linesOf(index);
        const { lines: standing, cancelledAt } = settle(index);
        return {
          customer: customers.text(head.customer),
          rows: Array.from(own, (line) => lineRow[line]!),
          order: {
            kind: 'ORDER',
            source,
            id: head.id,
            occurredAt: head.placedAt,
            lines: standing.toSorted(compareLines),
            promotion: head.promotion,
            ...(head.channel === null ? {} : { acquisitionChannel: head.channel }),
            ...(cancelledAt === null ? {} : { cancelledAt }),
          },
        };
      };
      return {
        count: whole.length,
        leftOut,
        notes,
        totalMinor,
        largest: { customer: customers.text(most), orders: ordersOf[most] ?? 0 },
        orders: (from: number, to: number): AssembledOrder[] => whole.slice(from, to).map(build),
      };
    },
  };
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

/** Where each group starts when groups of these sizes lie behind each other; one more entry than sizes, the end. */
function offsets(sizes: readonly number[]): number[] {
  const start = [0];
  for (const size of sizes) start.push(start.at(-1)! + size);
  return start;
}

function newDictionary() {
  const texts: string[] = [];
  const indexes = new Map<string, number>();
  // The lines of an order follow each other: comparing with the one before is cheaper than looking it up.
  let last = -1;
  const lookUp = (text: string): number => {
    const known = indexes.get(text);
    if (known !== undefined) return known;
    indexes.set(text, texts.length);
    return texts.push(text) - 1;
  };
  return {
    text: (index: number): string => texts[index]!,
    count: (): number => texts.length,
    indexOf: (text: string): number => (last >= 0 && texts[last] === text ? last : (last = lookUp(text))),
  };
}
