import { exact, isAbove, NOTHING, subtract, written } from './amounts.ts';
import { NO_PRODUCT } from './preset.ts';
import type { Preset, SourceRecord, Translated } from './preset.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** `Nov 25, 2019 9:13:20 AM`: as the grid shows a date in English. */
const NAMED = /^([a-z]{3})[a-z]* (\d{1,2}), (\d{4}),? (\d{1,2}):(\d{2}):(\d{2}) ?([AP])M$/i;

function isoOf(text: string): string {
  const match = NAMED.exec(text);
  const month = match === null ? -1 : MONTHS.indexOf(match[1]!.toLowerCase());
  if (match === null || month < 0) return text;
  const [, , day, year, hour, minute, second, half] = match;
  const hours = (Number(hour) % 12) + (half!.toUpperCase() === 'P' ? 12 : 0);
  const two = (value: number | string): string => String(value).padStart(2, '0');
  return `${year}-${two(month + 1)}-${two(day!)} ${two(hours)}:${minute}:${second}`;
}

/** What the shop calls closed was given back as a whole; the rest of its words the contract knows, or they mean: not paid. */
function statusOf(status: string): string {
  if (/^closed$/i.test(status)) return 'refunded';
  return /^(holded|on hold|payment review|suspected fraud|fraud|pending paypal|pending_paypal|paypal.*|new)$/i.test(
    status,
  )
    ? 'unpaid'
    : status;
}

function orderOf([of]: readonly SourceRecord[]): readonly Translated[] {
  const order = of!;
  const [total, shipping] = [
    exact(order.cell('Grand Total (Base)')),
    exact(order.cell('Shipping and Handling') || '0'),
  ];
  const goods = total === null || shipping === null ? null : subtract(total, shipping);
  const back = exact(order.cell('Total Refunded') || '0');
  const status = statusOf(order.cell('Status'));
  // A refund of all that was paid has shipping in it, which was never counted.
  const refunded = back !== null && goods !== null && isAbove(back, goods) ? goods : back;
  return [
    {
      of: order,
      values: {
        orderId: order.cell('ID'),
        customer: order.cell('Customer Email'),
        placedAt: isoOf(order.cell('Purchase Date')),
        sku: NO_PRODUCT,
        quantity: '1',
        amount:
          goods === null ? order.cell(total === null ? 'Grand Total (Base)' : 'Shipping and Handling') : written(goods),
        status,
        refunded:
          status === 'refunded'
            ? ''
            : refunded === null
              ? order.cell('Total Refunded')
              : isAbove(refunded, NOTHING)
                ? written(refunded)
                : '',
        displayName: order.cell('Customer Name') || order.cell('Bill-to Name'),
      },
    },
  ];
}

/** Orders as the grid of Magento 2 (Adobe Commerce) exports them: one row an order, without its lines. */
export const magentoOrders: Preset<'orders'> = {
  name: 'magento-orders',
  header: ['ID', 'Purchase Date', 'Grand Total (Base)', 'Status', 'Customer Email', 'Shipping and Handling'],
  source: 'magento',
  describes: {
    file: 'Magento 2: Sales → Orders → Export (CSV), with the columns Customer Email, Shipping and Handling, Total Refunded shown',
    becomes:
      'each order is one line of one product: ID → order, Customer Email → customer, Purchase Date → date, Grand Total (Base) − Shipping and Handling → amount (taxes are in it: the grid does not say them); Total Refunded as stated, shipping aside; Closed: all of it given back',
    refused:
      'orders of nobody, statuses nobody knows. Pending, on hold, in review, suspected of fraud: no order, told; cancelled: no order',
  },
  kinds: {
    orders: {
      translation: {
        fields: ['orderId', 'customer', 'placedAt', 'sku', 'quantity', 'amount', 'status', 'refunded', 'displayName'],
        ids: { orderId: 'ID' },
        translate: orderOf,
      },
    },
  },
};
