import { minorDigitsOf } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';
import {
  add,
  asWritten,
  digitsOf,
  hundredths,
  isAbove,
  NOTHING,
  pointed,
  spread,
  subtract,
  sum,
  times,
  written,
} from './amounts.ts';
import type { Preset, SourceRecord, Translated, Translation } from './preset.ts';

/** A line of an order: what was paid for it, after its own discount. */
interface Line {
  readonly of: SourceRecord;
  readonly net: Decimal | null;
}

const LINE_COLUMNS = ['Lineitem price', 'Lineitem quantity', 'Lineitem discount'] as const;

/** price × quantity − discount of the line; null where a cell is no number, for the contract to refuse. */
function lineOf(of: SourceRecord): Line {
  const [price, quantity] = [pointed(of.cell('Lineitem price')), pointed(of.cell('Lineitem quantity'))];
  const discount = of.cell('Lineitem discount') === '' ? NOTHING : pointed(of.cell('Lineitem discount'));
  const net =
    price === null || quantity === null || discount === null ? null : subtract(times(price, quantity), discount);
  return { of, net };
}

function orderOf(group: readonly SourceRecord[]): readonly Translated[] {
  const first = group[0]!;
  const id = first.cell('Name');
  // Status and totals stand in the first line of an order only: without it nobody knows whether it was paid.
  if (first.cell('Total') === '' && first.cell('Financial Status') === '')
    return group.map((of) => ({
      of,
      fault: {
        field: 'orderId',
        reason: `is a later line of order ${id}, whose first line is not above it`,
        value: id,
      },
    }));
  const lines = group.filter((of) => LINE_COLUMNS.some((column) => of.cell(column) !== '')).map(lineOf);
  const settled = settle(first, lines);
  if (typeof settled === 'string')
    return group.map((of) => ({ of, fault: { field: 'amount', reason: settled, value: id } }));
  const discounted = isAbove(pointed(first.cell('Discount Amount')) ?? NOTHING, NOTHING);
  const status = first.cell('Financial Status');
  // Refunded means all of it, whatever rounding made of the amount.
  const refunded = status.toLowerCase() === 'refunded' ? '' : asWritten(first.cell('Refunded Amount'), pointed);
  return [
    ...lines.map(({ of, net }, index): Translated => {
      const discount = pointed(of.cell('Lineitem discount'));
      return {
        of,
        values: {
          orderId: id,
          customer: first.cell('Email'),
          placedAt: first.cell('Created at'),
          sku: of.cell('Lineitem sku') || of.cell('Lineitem name'),
          quantity: of.cell('Lineitem quantity'),
          amount: net === null ? notANumber(of) : written(settled.nets[index]!),
          status,
          refunded,
          cancelledAt: first.cell('Cancelled at'),
          promotion:
            discounted || first.cell('Discount Code') !== '' || (discount !== null && isAbove(discount, NOTHING))
              ? 'yes'
              : 'no',
          currency: first.cell('Currency'),
          displayName: first.cell('Billing Name') || first.cell('Shipping Name'),
        },
      };
    }),
    ...(settled.told === null ? [] : [{ of: first, told: { field: 'amount', reason: settled.told, value: id } }]),
  ];
}

/** The first cell of a line that is no number; quantity has a column of its own, where the contract says so. */
const notANumber = (of: SourceRecord): string =>
  [of.cell('Lineitem price'), of.cell('Lineitem discount')].find((text) => text !== '' && pointed(text) === null) ??
  of.cell('Lineitem price');

/**
 * What each line comes to after a discount on the whole order, which the totals hold and the lines do not; or why the lines cannot
 * be believed.
 */
function settle(
  first: SourceRecord,
  lines: readonly Line[],
): { readonly nets: readonly Decimal[]; readonly told: string | null } | string {
  const nets = lines.map(({ net }) => net ?? NOTHING);
  // Shops round each line, tax included: a cent a line is no difference.
  const rounding = hundredths(lines.length);
  const of = sum(nets);
  const paid = paidFor(first, of, rounding);
  if (paid === null || lines.some(({ net }) => net === null)) return { nets, told: null };
  const tooMuch = subtract(of, paid);
  const both = `its lines add up to ${written(of)}, by its totals ${written(paid)} was paid for them`;
  if (isAbove(subtract(paid, of), rounding)) return `${both}: lines of it are missing in the file`;
  if (!isAbove(tooMuch, rounding)) return { nets, told: null };
  const discount = pointed(first.cell('Discount Amount')) ?? NOTHING;
  if (isAbove(tooMuch, add(discount, rounding)))
    return { nets, told: `${both}, and no discount explains that: the lines are kept as they stand` };
  return { nets: spread(nets, paid, digitsOf(first.cell('Currency'), minorDigitsOf)) ?? nets, told: null };
}

/**
 * What was paid for the lines of an order: its subtotal, or that less the discount where the total says that the subtotal is before it;
 * null where the subtotal is no number.
 */
function paidFor(first: SourceRecord, lines: Decimal, rounding: Decimal): Decimal | null {
  const amount = (column: string): Decimal => pointed(first.cell(column)) ?? NOTHING;
  const subtotal = pointed(first.cell('Subtotal'));
  if (subtotal === null) return null;
  const near = (a: Decimal, b: Decimal): boolean =>
    !isAbove(subtract(a, b), rounding) && !isAbove(subtract(b, a), rounding);
  const beside = subtract(amount('Total'), amount('Shipping'));
  const fits = (paid: Decimal): boolean => near(beside, paid) || near(subtract(beside, amount('Taxes')), paid);
  const less = subtract(subtotal, amount('Discount Amount'));
  return fits(subtotal) || (!fits(less) && !near(lines, less)) ? subtotal : less;
}

const translation: Translation = {
  fields: [
    'orderId',
    'customer',
    'placedAt',
    'sku',
    'quantity',
    'amount',
    'status',
    'refunded',
    'cancelledAt',
    'promotion',
    'currency',
    'displayName',
  ],
  ids: { orderId: 'Name' },
  groupBy: 'Name',
  translate: orderOf,
};

/** Orders as the admin of Shopify exports them: one row a line item, what is of the order in its first row only. */
export const shopifyOrders: Preset<'orders'> = {
  name: 'shopify-orders',
  header: [
    'Name',
    'Email',
    'Financial Status',
    'Created at',
    'Subtotal',
    'Total',
    'Lineitem quantity',
    'Lineitem name',
    'Lineitem price',
  ],
  source: 'shopify',
  describes: {
    file: 'Shopify: Orders → Export → plain CSV',
    becomes:
      'Name → order, Email → customer, Created at → date, Lineitem sku (else its name) → product; price × quantity − line discount → amount, less its share of a discount on the whole order (what Subtotal and Total say was paid); Financial Status, Cancelled at and Refunded Amount as stated; a discount → promotion; shipping, taxes, tips and tags are left out',
    refused:
      'orders without e-mail (point of sale) and those whose lines add up to less than was paid for them; lines whose first line is missing or elsewhere. Not paid, voided, cancelled: no order, told',
  },
  kinds: { orders: { translation } },
};
