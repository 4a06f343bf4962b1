import { z } from 'zod';
import { LINE_KINDS } from '../domain/events.ts';
import type { OrderLine } from '../domain/events.ts';
import type { FieldColumns } from './csv/columns.ts';
import { asMinor, decimal, instant, ofCurrency, oneOf, quantity, text, yesNo } from './cells.ts';
import type { Notation } from './cells.ts';
import { multiply, toMinor } from './decimal.ts';
import type { Decimal } from './decimal.ts';

/** One row of an order file is one order line. */
export const ORDER_FIELDS = {
  orderId: { columns: ['order id', 'order', 'order number', 'invoice', 'invoice no'], required: true },
  customer: { columns: ['customer', 'customer id', 'cust'], required: true },
  placedAt: { columns: ['placed at', 'order date', 'invoice date', 'date', 'ts'], required: true },
  sku: { columns: ['sku', 'product id', 'product', 'stock code', 'stock'], required: true },
  group: { columns: ['group', 'assortment group', 'category', 'department'], required: false },
  quantity: { columns: ['quantity', 'qty'], required: false },
  amount: { columns: ['amount', 'line total', 'sales'], required: false },
  price: { columns: ['price', 'unit price'], required: false },
  cost: { columns: ['cost'], required: false },
  profit: { columns: ['profit'], required: false },
  lineKind: { columns: ['line kind'], required: false },
  promotion: { columns: ['promotion'], required: false },
  discount: { columns: ['discount'], required: false },
  channel: { columns: ['channel', 'acquisition channel'], required: false },
  currency: { columns: ['currency'], required: false },
  displayName: { columns: ['display name', 'customer name'], required: false },
} as const satisfies FieldColumns<string>;

export interface OrderRow {
  readonly orderId: string;
  readonly customer: string;
  readonly placedAt: number;
  readonly line: OrderLine;
  readonly promotion: boolean;
  readonly channel: string | null;
  readonly displayName: string | null;
}

/** Where a file has no assortment group, everything is one group: nobody scores points for breadth that is not known. */
export const UNGROUPED = 'ALL';

/** Checks a row and works out its line: amount or price × quantity; cost, or amount − profit. What the file states is rounded, each once. */
export const orderRow = (notation: Notation) =>
  z
    .object({
      orderId: text(),
      customer: text(),
      placedAt: instant(notation),
      sku: text(),
      group: text().default(UNGROUPED),
      quantity: quantity(notation),
      amount: decimal(notation).optional(),
      price: decimal(notation).optional(),
      cost: decimal(notation).optional(),
      profit: decimal(notation).optional(),
      lineKind: oneOf(LINE_KINDS).default('PRODUCT'),
      promotion: yesNo().default(false),
      discount: decimal(notation).optional(),
      channel: text().optional(),
      currency: ofCurrency(notation).optional(),
      displayName: text().optional(),
    })
    .transform((row, context): OrderRow => {
      const amount = row.amount ?? (row.price === undefined ? undefined : multiply(row.price, row.quantity));
      if (amount === undefined) {
        context.addIssue({
          code: 'custom',
          path: ['amount'],
          message: 'is missing: a row needs an amount (the line total) or a price',
        });
        return z.NEVER;
      }
      const netMinor = asMinor(amount, notation, context, [row.amount === undefined ? 'price' : 'amount']);
      const costMinor =
        row.cost === undefined
          ? costFromProfit(netMinor, row.profit, notation, context)
          : asMinor(row.cost, notation, context, ['cost']);
      return {
        orderId: row.orderId,
        customer: row.customer,
        placedAt: row.placedAt,
        line: {
          sku: row.sku,
          group: row.group,
          quantity: Number(row.quantity.digits) / 10 ** row.quantity.scale,
          netMinor,
          ...(costMinor === undefined ? {} : { costMinor }),
          lineKind: row.lineKind,
        },
        promotion: row.promotion || (row.discount !== undefined && row.discount.digits > 0n),
        channel: row.channel ?? null,
        displayName: row.displayName ?? null,
      };
    });

/** The cost that leaves exactly the stated profit, rounded once. */
function costFromProfit(
  netMinor: number,
  profit: Decimal | undefined,
  notation: Notation,
  context: z.RefinementCtx,
): number | undefined {
  if (profit === undefined) return undefined;
  const profitMinor = toMinor(profit, notation.minorDigits);
  if (profitMinor === null || profitMinor > netMinor) {
    context.addIssue({
      code: 'custom',
      path: ['profit'],
      message: 'is more than the amount: the cost would be negative',
    });
    return z.NEVER;
  }
  return netMinor - profitMinor;
}
