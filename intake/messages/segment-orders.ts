import type { Notation } from '../cells.ts';
import { cellOf, type Typed } from '../formats/cell.ts';
import type { Decimal } from '../decimal.ts';
import { toMinor } from '../decimal.ts';
import { hundredths, isAbove, NOTHING, pointed, spread, subtract, sum, times, written } from '../presets/amounts.ts';
import { NO_PRODUCT } from '../presets/preset.ts';
import { isRefusal, orderOf, type Cells } from './contract.ts';
import { isObject, objectOf, textOf, type JsonObject, type Message, type Refusal } from './message.ts';
import type { ToldPart } from './told.ts';

const cell = (value: unknown): string => cellOf(value as Typed).trim();
/** What of a message's fields a fault of the contract is about. */
const NAMES: Readonly<Record<string, string>> = {
  orderId: 'properties.order_id',
  placedAt: 'timestamp',
  customer: 'userId',
  sku: 'properties.products',
  quantity: 'properties.products',
  price: 'properties.products',
  amount: 'properties.products',
  currency: 'properties.currency',
};

const orderId = ({ properties }: Message): string => textOf(properties['order_id']) || textOf(properties['orderId']);
const productsOf = (properties: JsonObject): readonly JsonObject[] =>
  Array.isArray(properties['products']) ? properties['products'].filter(isObject) : [];
const skuOf = (product: JsonObject): string =>
  textOf(product['sku']) || textOf(product['product_id']) || textOf(product['id']) || textOf(product['name']);

/** A product's price × quantity; null where it has no price. */
function amountOf(product: JsonObject): Decimal | null {
  const [price, quantity] = [pointed(cell(product['price'])), pointed(cell(product['quantity']) || '1')];
  return price === null || quantity === null ? null : times(price, quantity);
}

/** What was paid for the goods as the call states it: without shipping and tax, after discounts. */
function statedPaid(properties: JsonObject): Decimal | null {
  const amount = (name: string): Decimal | null => pointed(cell(properties[name]));
  const [subtotal, revenue, total] = [amount('subtotal'), amount('revenue'), amount('total') ?? amount('value')];
  if (subtotal !== null || revenue !== null) return subtotal ?? revenue;
  return total === null ? null : subtract(subtract(total, amount('shipping') ?? NOTHING), amount('tax') ?? NOTHING);
}

/** The lines of an order in cells of the contract; `told` where what is stated is more than the lines come to. */
function rowsOf(
  message: Message,
  shared: Cells,
  minorDigits: number,
): { readonly rows: readonly Cells[]; readonly told: string | null } | Refusal {
  const { properties } = message;
  const products = productsOf(properties);
  const amounts = products.map(amountOf);
  const paid = statedPaid(properties);
  const isWhole = products.length > 0 && amounts.every((amount) => amount !== null);
  if (!isWhole) {
    if (paid === null)
      return {
        code: 'INVALID',
        field: 'properties.products',
        message: 'has no products with a price, and neither subtotal nor revenue nor total says what was paid',
      };
    const sku = products.length === 1 ? skuOf(products[0]!) : '';
    return { rows: [{ ...shared, sku: sku || NO_PRODUCT, quantity: '1', amount: written(paid) }], told: null };
  }
  const gross = sum(amounts);
  const discount = pointed(cell(properties['discount'])) ?? NOTHING;
  const rounding = hundredths(products.length);
  const net = paid ?? subtract(gross, discount);
  const isLess = isAbove(subtract(gross, net), rounding);
  const nets = isLess ? (spread(amounts, net, minorDigits) ?? amounts) : amounts;
  return {
    rows: products.map((product, index) => ({
      ...shared,
      sku: skuOf(product) || NO_PRODUCT,
      group: textOf(product['category']),
      quantity: cell(product['quantity']) || '1',
      amount: written(nets[index]!),
    })),
    told: isAbove(subtract(net, gross), rounding)
      ? `states ${written(net)} for goods of ${written(gross)}: the lines are kept as they stand`
      : null,
  };
}

/** Order Completed and Order Updated: what the order is. */
export function statedOrder(
  message: Message,
  { source, notation, at }: { readonly source: string; readonly notation: Notation; readonly at: number },
): { readonly parts: readonly ToldPart[]; readonly left: readonly Refusal[] } | Refusal {
  const { properties } = message;
  const id = orderId(message);
  const shared: Cells = {
    orderId: id,
    customer: message.userId ?? message.anonymousId ?? '',
    placedAt: message.timestamp,
    currency: textOf(properties['currency']),
    promotion:
      textOf(properties['coupon']) !== '' || isAbove(pointed(cell(properties['discount'])) ?? NOTHING, NOTHING)
        ? 'yes'
        : 'no',
    channel: textOf(objectOf(message.context['campaign'])['source']),
  };
  const read = rowsOf(message, shared, notation.minorDigits);
  if (isRefusal(read)) return read;
  const order = orderOf(notation, source, read.rows, NAMES);
  if (isRefusal(order)) return order;
  const kept =
    order === null
      ? null
      : {
          occurredAt: order.occurredAt,
          lines: order.lines,
          promotion: order.promotion,
          ...(order.acquisitionChannel === undefined ? {} : { acquisitionChannel: order.acquisitionChannel }),
        };
  return {
    parts: [{ id, part: { part: 'ORDER', at, by: message.id, order: kept } }],
    left: read.told === null ? [] : [{ code: 'AMOUNTS_DIFFER', field: 'properties.products', message: read.told }],
  };
}

/** Order Cancelled, and Order Refunded: in part where it names products or an amount, else all of it. */
export function takenBack(
  message: Message,
  kind: 'CANCEL' | 'REFUND',
  { notation, at }: { readonly notation: Notation; readonly at: number },
): readonly ToldPart[] | Refusal {
  const id = orderId(message);
  if (id === '') return { code: 'INVALID', field: 'properties.order_id', message: 'is missing' };
  if (kind === 'CANCEL') return [{ id, part: { part: 'CANCEL', at } }];
  const minor = (amount: Decimal | null): number | null =>
    amount === null ? null : Math.abs(toMinor(amount, notation.minorDigits) ?? 0);
  const { properties } = message;
  const currency = textOf(properties['currency']).toUpperCase();
  if (currency !== '' && currency !== notation.currency)
    return {
      code: 'CURRENCY_MISMATCH',
      field: 'properties.currency',
      message: `is another currency than ${notation.currency}: convert the amounts first, one currency is accounted in`,
    };
  const products = productsOf(properties).flatMap((product) => {
    const back = minor(amountOf(product));
    const quantity = Number(cell(product['quantity']) || '1');
    return back === null || back === 0 ? [] : [{ sku: skuOf(product), quantity: Math.abs(quantity) || 1, minor: back }];
  });
  const stated = ['refund', 'refund_amount', 'value', 'revenue', 'total']
    .map((name) => minor(pointed(cell(properties[name]))))
    .find((amount) => amount !== null);
  const lines =
    products.length > 0
      ? products
      : stated === undefined || stated === 0
        ? null
        : [{ sku: '*', quantity: 1, minor: stated }];
  return [{ id, part: { part: 'REFUND', id: message.id, at, lines } }];
}
