import { MAX_MAGNITUDE } from '../domain/money/bounds.ts';
import { isReturn, LINE_KINDS } from '../domain/events.ts';
import type { OrderLine } from '../domain/events.ts';
import type { FieldColumns } from './csv/columns.ts';
import { emailIn } from './customer-rows.ts';
import {
  currencyRule,
  decimalRule,
  instantRule,
  moneyRule,
  MISSING,
  oneOfRule,
  signedMinor,
  textRule,
  unsignedMinor,
  yesNoRule,
} from './cells.ts';
import type { Notation, Rule } from './cells.ts';
import { multiply, toNumber } from './decimal.ts';
import type { Decimal } from './decimal.ts';
import { statusRule } from './order-status.ts';
import type { OrderStatus } from './order-status.ts';
import type { RowIssue, RowSchema } from './rows.ts';

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
  sku: { columns: ['sku', 'product id', 'product', 'stock code', 'stock'], required: false },
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
 * By hand and not by zod: of the twenty fields a file has six, and every line of every file passes here.
 *
 * @param forecast of a row that is read for a forecast (order-file.ts), and not for accounts
 */
export const orderRow = (notation: Notation, forecast: ForecastRow | null = null): RowSchema<OrderRow> => {
  const rules = {
    instant: instantRule(notation),
    cancelledAt: instantRule(notation),
    refundedAt: instantRule(notation),
    decimal: decimalRule(notation),
    money: moneyRule(notation),
    lineKind: oneOfRule(LINE_KINDS),
    currency: currencyRule(notation),
  };
  return {
    safeParse(cells) {
      const issues: RowIssue[] = [];
      let field = '';
      const fault = (message: string): void => void issues.push({ path: [field], message });
      const faultOf = (name: string, message: string): void => void issues.push({ path: [name], message });
      const read = <T>(name: string, rule: Rule<T>): T | undefined => {
        const cell = cells[name];
        if (cell === undefined) return undefined;
        field = name;
        return rule(cell, fault);
      };
      const required = <T>(name: string, rule: Rule<T>): T | undefined => {
        if (cells[name] === undefined) faultOf(name, MISSING);
        return read(name, rule);
      };
      const orderId = required('orderId', textRule);
      const customer = required('customer', textRule);
      const placedAt = required('placedAt', rules.instant);
      const sku = required('sku', textRule);
      const group = read('group', textRule) ?? UNGROUPED;
      const quantity = required('quantity', rules.decimal);
      const pieces = quantity === undefined ? 0 : toNumber(quantity);
      if (Math.abs(pieces) > MAX_MAGNITUDE) faultOf('quantity', 'is too large to be a number of pieces');
      const stated = read('amount', rules.money);
      const price = read('price', rules.money);
      const cost = read('cost', rules.money);
      const profit = read('profit', rules.money);
      const lineKind = read('lineKind', rules.lineKind) ?? 'PRODUCT';
      const promotion = read('promotion', yesNoRule) ?? false;
      const discount = read('discount', rules.decimal);
      const status = read('status', statusRule) ?? null;
      const cancelledAt = read('cancelledAt', rules.cancelledAt) ?? null;
      const refunded = read('refunded', rules.money);
      const refundedAt = read('refundedAt', rules.refundedAt) ?? null;
      const returnOf = read('returnOf', textRule);
      const channel = read('channel', textRule) ?? null;
      read('currency', rules.currency);
      const displayName = read('displayName', textRule) ?? null;
      const email = read('email', textRule);
      const failed = (): boolean => issues.length > 0;
      if (
        failed() ||
        orderId === undefined ||
        customer === undefined ||
        placedAt === undefined ||
        sku === undefined ||
        quantity === undefined
      )
        return { success: false, error: { issues } };

      const amount =
        stated ??
        (price !== undefined
          ? multiply(price, quantity)
          : // Enough for a forecast, which asks only what was earned; accounts keep what was paid.
            forecast !== null && profit !== undefined
            ? sizeOf(profit, quantity)
            : undefined);
      if (amount === undefined) {
        faultOf('amount', 'is missing: a row needs an amount (the line total) or a price');
        return { success: false, error: { issues } };
      }
      field = stated === undefined ? 'price' : 'amount';
      const netMinor = signedMinor(amount, notation, fault) ?? 0;
      const isBack = isReturn({ quantity: pieces, netMinor });
      const isNothing = pieces === 0 && netMinor === 0;
      if (pieces === 0 && netMinor !== 0) faultOf('quantity', 'is 0, but the line has an amount');
      if (pieces < 0 && netMinor > 0)
        fault(
          'is above 0, but the quantity says that something was given back; what is given back has a negative amount',
        );
      if (!isBack && returnOf !== undefined)
        faultOf('returnOf', 'only a line with a negative quantity or amount gives something back');
      const costMinor = failed() ? undefined : costOf({ cost, profit }, netMinor, isBack, notation, faultOf);
      if (forecast?.needsProfit === true && costMinor === undefined && !failed() && !isBack && !isNothing)
        faultOf('profit', 'is missing, and other rows have one');
      field = 'refunded';
      const refundedMinor = refunded === undefined ? 0 : (unsignedMinor(refunded, notation, fault) ?? 0);
      if (failed()) return { success: false, error: { issues } };
      const line: OrderLine = {
        sku,
        group,
        quantity: isBack ? -Math.abs(pieces) : pieces,
        netMinor,
        ...(costMinor === undefined ? {} : { costMinor }),
        lineKind,
        ...(returnOf === undefined ? {} : { returnOf }),
      };
      return {
        success: true,
        data: {
          orderId,
          customer,
          placedAt,
          line: isNothing ? null : line,
          status,
          cancelledAt,
          refundedMinor,
          refundedAt,
          promotion: promotion || (discount !== undefined && discount.digits > 0n),
          channel,
          displayName,
          email: emailIn(email ?? customer) ?? null,
        },
      };
    },
  };
};

/** As large as the profit, and below 0 where pieces went back. */
function sizeOf(profit: Decimal, quantity: Decimal): Decimal {
  const size = profit.digits < 0n ? -profit.digits : profit.digits;
  return { digits: quantity.digits < 0n ? -size : size, scale: profit.scale };
}

/** The stated cost, or what leaves exactly the stated profit, rounded once. What is given back costs less than nothing. */
function costOf(
  { cost, profit }: { readonly cost: Decimal | undefined; readonly profit: Decimal | undefined },
  netMinor: number,
  isBack: boolean,
  notation: Notation,
  faultOf: (field: string, message: string) => void,
): number | undefined {
  const field = cost === undefined ? 'profit' : 'cost';
  const stated = cost ?? profit;
  if (stated === undefined) return undefined;
  const minor = signedMinor(stated, notation, (message) => faultOf(field, message));
  if (minor === undefined) return undefined;
  const costMinor = cost === undefined ? netMinor - minor : minor;
  if (isBack ? costMinor <= 0 : costMinor >= 0) return costMinor;
  faultOf(
    field,
    isBack
      ? 'must not be above 0 where something is given back'
      : cost === undefined
        ? 'is more than the amount: the cost would be negative'
        : 'must not be negative',
  );
  return undefined;
}
