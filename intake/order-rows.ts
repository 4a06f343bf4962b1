import * as z from 'zod';
import { MAX_MAGNITUDE } from '../domain/money/bounds.ts';
import { isReturn, LINE_KINDS } from '../domain/events.ts';
import type { OrderLine } from '../domain/events.ts';
import type { FieldColumns } from './csv/columns.ts';
import { emailIn } from './customer-rows.ts';
import { asMinor, decimal, instant, ofCurrency, oneOf, signedMinor, text, yesNo } from './cells.ts';
import type { Notation } from './cells.ts';
import { multiply, toNumber } from './decimal.ts';
import type { Decimal } from './decimal.ts';
import { orderStatus } from './order-status.ts';
import type { OrderStatus } from './order-status.ts';

/** One row of an order file is one order line. The one list of columns: what reads orders has no names of its own. */
export const ORDER_FIELDS = {
  orderId: { columns: ['order id', 'order', 'order number', 'invoice', 'invoice no'], required: true },
  customer: {
    columns: [
      'customer',
      'customer id',
      'cust',
      'customer key',
      'client',
      'client id',
      'user id',
      'household id',
      'buyer',
    ],
    required: true,
  },
  placedAt: {
    columns: [
      'placed at',
      'order date',
      'invoice date',
      'date',
      'ts',
      'timestamp',
      'ordered at',
      'transaction timestamp',
      'day',
    ],
    required: true,
  },
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
  status: { columns: ['status', 'order status', 'financial status'], required: false },
  cancelledAt: { columns: ['cancelled at', 'canceled at'], required: false },
  refunded: { columns: ['refunded', 'refunded amount', 'amount refunded'], required: false },
  refundedAt: { columns: ['refunded at'], required: false },
  returnOf: { columns: ['return of', 'original order id'], required: false },
  channel: { columns: ['channel', 'acquisition channel'], required: false },
  currency: { columns: ['currency'], required: false },
  displayName: { columns: ['display name', 'customer name'], required: false },
  email: { columns: ['email', 'e-mail', 'email address', 'customer email'], required: false },
} as const satisfies FieldColumns<string>;

export interface OrderRow {
  readonly orderId: string;
  readonly customer: string;
  readonly placedAt: number;
  /** Null for a line of no pieces and no money: it says nothing, and its order is kept. */
  readonly line: OrderLine | null;
  /** What the row says of its order; null where it says nothing. */
  readonly status: OrderStatus | null;
  readonly cancelledAt: number | null;
  /** Above 0; what went back of the order, or of this line (order-lines.ts). */
  readonly refundedMinor: number;
  readonly refundedAt: number | null;
  readonly promotion: boolean;
  readonly channel: string | null;
  readonly displayName: string | null;
  /** An e-mail address the customer is found by; null where the row has none, or what is no address. */
  readonly email: string | null;
}

/** Where a file has no assortment group, everything is one group: nobody scores points for breadth that is not known. */
export const UNGROUPED = 'ALL';

export interface ForecastRow {
  /** Whether other rows say what was earned: then each must, since a forecast knows no margin rate. What went back takes its share. */
  readonly needsProfit: boolean;
}

/**
 * Checks a row and works out its line: amount or price × quantity; cost, or amount − profit. What the file states is rounded, each once.
 *
 * @param forecast of a row that is read for a forecast (order-file.ts), and not for accounts
 */
export const orderRow = (notation: Notation, forecast: ForecastRow | null = null) =>
  z
    .object({
      orderId: text(),
      customer: text(),
      placedAt: instant(notation),
      sku: text(),
      group: text().default(UNGROUPED),
      quantity: decimal(notation).refine(
        (value) => Math.abs(toNumber(value)) <= MAX_MAGNITUDE,
        'is too large to be a number of pieces',
      ),
      amount: decimal(notation).optional(),
      price: decimal(notation).optional(),
      cost: decimal(notation).optional(),
      profit: decimal(notation).optional(),
      lineKind: oneOf(LINE_KINDS).default('PRODUCT'),
      promotion: yesNo().default(false),
      discount: decimal(notation).optional(),
      status: orderStatus().optional(),
      cancelledAt: instant(notation).optional(),
      refunded: decimal(notation).optional(),
      refundedAt: instant(notation).optional(),
      returnOf: text().optional(),
      channel: text().optional(),
      currency: ofCurrency(notation).optional(),
      displayName: text().optional(),
      email: text().optional(),
    })
    .transform((row, context): OrderRow => {
      const amount =
        row.amount ??
        (row.price !== undefined
          ? multiply(row.price, row.quantity)
          : // Enough for a forecast, which asks only what was earned; accounts keep what was paid.
            forecast !== null && row.profit !== undefined
            ? sizeOf(row.profit, row.quantity)
            : undefined);
      if (amount === undefined) {
        context.addIssue({
          code: 'custom',
          path: ['amount'],
          message: 'is missing: a row needs an amount (the line total) or a price',
        });
        return z.NEVER;
      }
      const field = row.amount === undefined ? 'price' : 'amount';
      const netMinor = signedMinor(amount, notation, context, [field]);
      const pieces = toNumber(row.quantity);
      const isBack = isReturn({ quantity: pieces, netMinor });
      const isNothing = pieces === 0 && netMinor === 0;
      if (pieces === 0 && netMinor !== 0)
        context.addIssue({ code: 'custom', path: ['quantity'], message: 'is 0, but the line has an amount' });
      if (pieces < 0 && netMinor > 0) {
        context.addIssue({
          code: 'custom',
          path: [field],
          message:
            'is above 0, but the quantity says that something was given back; what is given back has a negative amount',
        });
        return z.NEVER;
      }
      if (!isBack && row.returnOf !== undefined)
        context.addIssue({
          code: 'custom',
          path: ['returnOf'],
          message: 'only a line with a negative quantity or amount gives something back',
        });
      const costMinor = costOf(row, netMinor, isBack, notation, context);
      if (forecast?.needsProfit === true && costMinor === undefined && !isBack && !isNothing)
        context.addIssue({ code: 'custom', path: ['profit'], message: 'is missing, and other rows have one' });
      const line: OrderLine = {
        sku: row.sku,
        group: row.group,
        quantity: isBack ? -Math.abs(pieces) : pieces,
        netMinor,
        ...(costMinor === undefined ? {} : { costMinor }),
        lineKind: row.lineKind,
        ...(row.returnOf === undefined ? {} : { returnOf: row.returnOf }),
      };
      return {
        orderId: row.orderId,
        customer: row.customer,
        placedAt: row.placedAt,
        line: isNothing ? null : line,
        status: row.status ?? null,
        cancelledAt: row.cancelledAt ?? null,
        refundedMinor: row.refunded === undefined ? 0 : asMinor(row.refunded, notation, context, ['refunded']),
        refundedAt: row.refundedAt ?? null,
        promotion: row.promotion || (row.discount !== undefined && row.discount.digits > 0n),
        channel: row.channel ?? null,
        displayName: row.displayName ?? null,
        email: emailIn(row.email ?? row.customer) ?? null,
      };
    });

/** As large as the profit, and below 0 where pieces went back. */
function sizeOf(profit: Decimal, quantity: Decimal): Decimal {
  const size = profit.digits < 0n ? -profit.digits : profit.digits;
  return { digits: quantity.digits < 0n ? -size : size, scale: profit.scale };
}

/** The stated cost, or what leaves exactly the stated profit, rounded once. What is given back costs less than nothing. */
function costOf(
  row: { readonly cost?: Decimal | undefined; readonly profit?: Decimal | undefined },
  netMinor: number,
  isBack: boolean,
  notation: Notation,
  context: z.RefinementCtx,
): number | undefined {
  if (row.cost === undefined && row.profit === undefined) return undefined;
  const costMinor =
    row.cost === undefined
      ? netMinor - signedMinor(row.profit!, notation, context, ['profit'])
      : signedMinor(row.cost, notation, context, ['cost']);
  if (isBack ? costMinor > 0 : costMinor < 0) {
    const message = isBack
      ? 'must not be above 0 where something is given back'
      : row.cost === undefined
        ? 'is more than the amount: the cost would be negative'
        : 'must not be negative';
    context.addIssue({ code: 'custom', path: [row.cost === undefined ? 'profit' : 'cost'], message });
    return z.NEVER;
  }
  return costMinor;
}
