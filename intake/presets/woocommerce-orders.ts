import { minorDigitsOf } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';
import {
  add,
  asWritten,
  digitsOf,
  exact,
  hundredths,
  isAbove,
  NOTHING,
  spread,
  subtract,
  sum,
  times,
  written,
} from './amounts.ts';
import type { Preset, SourceRecord, Translated, Translation } from './preset.ts';

interface Line {
  readonly of: SourceRecord;
  readonly net: Decimal | null;
}

const QUANTITY = ['Quantity (- Refund)', 'Quantity'] as const;
const TAX = ['Order Total Tax Amount', 'Order Tax Amount'] as const;

const isItem = (of: SourceRecord): boolean =>
  [of.cell('Item Name', 'Name', 'Product Name'), of.cell('SKU'), of.cell('Item Cost')].some((cell) => cell !== '');

function lineOf(of: SourceRecord): Line {
  const [cost, quantity] = [exact(of.cell('Item Cost')), exact(of.cell(...QUANTITY))];
  return { of, net: cost === null || quantity === null ? null : times(cost, quantity) };
}

/** The number in a cell, 0 where it is empty, null for what is no number. */
const orNothing = (text: string): Decimal | null => (text === '' ? NOTHING : exact(text));

function orderOf(group: readonly SourceRecord[]): readonly Translated[] {
  const first = group[0]!;
  const id = first.cell('Order Number');
  const fault = (reason: string, value = id): readonly Translated[] =>
    group.map((of) => ({ of, fault: { field: 'amount', reason, value } }));
  const totals = {
    discount: discountOf(group),
    total: first.cell('Order Total Amount') === '' ? null : exact(first.cell('Order Total Amount')),
    shipping: orNothing(first.cell('Order Shipping Amount')),
    tax: orNothing(first.cell(...TAX)),
    refund: orNothing(first.cell('Order Refund Amount')),
  };
  const { discount, shipping, tax, refund } = totals;
  if (
    discount === null ||
    shipping === null ||
    tax === null ||
    refund === null ||
    (totals.total === null && first.cell('Order Total Amount') !== '')
  )
    return fault(
      'of the order as a whole (total, discount, shipping, tax or refund) is no plain number, for example 1234.50',
    );
  const lines = group.filter(isItem).map(lineOf);
  if (lines.length === 0)
    return [{ of: first, told: { field: 'sku', reason: `is skipped: order ${id} has no items`, value: id } }];
  const status = first.cell('Order Status');
  const settled = settle(
    lines,
    { ...totals, discount, shipping, tax, refund },
    status,
    first.cell('Order Currency', 'Currency'),
  );
  if (typeof settled === 'string') return fault(settled);
  return [
    ...lines.map(({ of, net }, index): Translated => ({
      of,
      values: {
        orderId: id,
        customer: first.cell('Email (Billing)') || first.cell('Customer User ID'),
        placedAt: first.cell('Order Date'),
        sku: of.cell('SKU') || of.cell('Item Name', 'Name', 'Product Name'),
        group: of.cell('Category'),
        quantity: asWritten(of.cell(...QUANTITY), exact),
        amount: net === null ? of.cell('Item Cost') : written(settled.nets[index]!),
        status,
        refunded: settled.refunded === null || !isAbove(settled.refunded, NOTHING) ? '' : written(settled.refunded),
        promotion: isAbove(discount, NOTHING) || first.cell('Coupon Code') !== '' ? 'yes' : 'no',
        currency: first.cell('Order Currency', 'Currency'),
        displayName: [first.cell('First Name (Billing)'), first.cell('Last Name (Billing)')]
          .filter((part) => part !== '')
          .join(' '),
      },
    })),
    ...(settled.told === null ? [] : [{ of: first, told: { field: 'amount', reason: settled.told, value: id } }]),
  ];
}

/** Of the whole order: stated once, or coupon by coupon in the rows. */
function discountOf(group: readonly SourceRecord[]): Decimal | null {
  const cart = group[0]!.cell('Cart Discount Amount');
  if (cart !== '') return exact(cart);
  const coupons = group.map((of) => orNothing(of.cell('Discount Amount')));
  return coupons.includes(null) ? null : sum(coupons as Decimal[]);
}

interface Totals {
  readonly discount: Decimal;
  readonly total: Decimal | null;
  readonly shipping: Decimal;
  readonly tax: Decimal;
  readonly refund: Decimal;
}

/**
 * What each line comes to after discount, and what of the refund is not in the quantities yet, which are less what was given back. Items
 * given back take their part of the discount with them.
 */
function settle(
  lines: readonly Line[],
  { discount, total, shipping, tax, refund }: Totals,
  status: string,
  currency: string,
): { readonly nets: readonly Decimal[]; readonly refunded: Decimal | null; readonly told: string | null } | string {
  const nets = lines.map(({ net }) => net ?? NOTHING);
  if (lines.some(({ net }) => net === null)) return { nets, refunded: refund, told: null };
  const gross = sum(nets);
  const rounding = hundredths(2 * lines.length);
  const near = (a: Decimal, b: Decimal): boolean =>
    !isAbove(subtract(a, b), rounding) && !isAbove(subtract(b, a), rounding);
  const digits = digitsOf(currency, minorDigitsOf);
  const less = (part: Decimal): readonly Decimal[] =>
    isAbove(part, NOTHING) ? (spread(nets, subtract(gross, part), digits) ?? nets) : nets;
  const isWhole = /^(wc-)?refunded$/i.test(status);
  if (isWhole) return { nets: less(discount), refunded: null, told: null };
  const goods = total === null ? null : subtract(subtract(total, shipping), tax);
  if (!isAbove(refund, NOTHING)) {
    const paid = subtract(gross, discount);
    return {
      nets: less(discount),
      refunded: null,
      told:
        goods !== null && isAbove(subtract(paid, goods), rounding)
          ? `its lines come to ${written(paid)} after discount, by its total ${written(goods)} was paid for them: the lines are kept as they stand`
          : null,
    };
  }
  if (goods === null)
    return 'is of an order that is refunded in part, and without the column Order Total Amount nobody can say whether its quantities are less the refund';
  const sold = add(goods, discount);
  if (near(gross, sold)) return { nets: less(discount), refunded: refund, told: null };
  // Items were taken back: with them went their share of the discount.
  const back = subtract(sold, gross);
  const share = (part: Decimal): Decimal =>
    sold.digits === 0n
      ? NOTHING
      : {
          digits: (part.digits * goods.digits * 10n ** BigInt(sold.scale + 6 - goods.scale)) / sold.digits,
          scale: part.scale + 6,
        };
  const byQuantity = share(back);
  const rest = subtract(refund, byQuantity);
  const below = (value: Decimal): boolean => isAbove(subtract(NOTHING, value), rounding);
  if (below(goods) || below(back) || below(rest) || isAbove(rest, add(add(shipping, tax), rounding)))
    return `is of an order that is refunded in part, and its lines (${written(gross)}), total and refund (${written(refund)}) do not fit together: export Order Shipping Amount, Order Total Tax Amount and Cart Discount Amount too`;
  return { nets: spread(nets, share(gross), digits) ?? nets, refunded: null, told: null };
}

const translation: Translation = {
  fields: [
    'orderId',
    'customer',
    'placedAt',
    'sku',
    'group',
    'quantity',
    'amount',
    'status',
    'refunded',
    'promotion',
    'currency',
    'displayName',
  ],
  ids: { orderId: 'Order Number' },
  groupBy: 'Order Number',
  translate: orderOf,
};

/** Orders of WooCommerce, as the plugin Advanced Order Export writes them: one row an item. */
export const woocommerceOrders: Preset<'orders'> = {
  name: 'woocommerce-orders',
  header: [
    'Order Number',
    'Order Status',
    'Order Date',
    ['Email (Billing)', 'Customer User ID'],
    'Item Cost',
    ['Quantity (- Refund)', 'Quantity'],
  ],
  source: 'woocommerce',
  currencyColumn: 'Order Currency',
  describes: {
    file: 'WooCommerce: Export Orders (plugin Advanced Order Export), one row an item',
    becomes:
      'Order Number → order, Email (Billing) (else Customer User ID) → customer, SKU (else the name) → product; item cost × quantity → amount, less its share of the discount; Order Status as stated; Order Refund Amount so far as the quantities are not less it already; shipping and taxes are left out',
    refused:
      'orders refunded in part whose lines, total and refund do not fit together, orders of nobody. Cancelled, failed, pending, on hold: no order, told',
  },
  kinds: { orders: { translation } },
};
