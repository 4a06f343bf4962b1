import type { Fact } from '../../domain/facts/facts.ts';
import { toMinor } from '../decimal.ts';
import { factRow } from '../fact-rows.ts';
import { parseInstant } from '../instants.ts';
import { checkedRow, isRefusal, orderOf, type Cells } from '../messages/contract.ts';
import { isObject, objectOf, textOf, type JsonObject, type Refusal } from '../messages/message.ts';
import type { Reading } from '../messages/segment.ts';
import { NOTHING_TOLD, type Told, type ToldPart } from '../messages/told.ts';
import { isAbove, NOTHING, pointed, subtract, sum, times, written } from '../presets/amounts.ts';
import { NO_PRODUCT } from '../presets/preset.ts';

const ORDER_TOPIC = /^orders\/(create|updated|edited|paid|fulfilled|partially_fulfilled|cancelled)$/;
const CUSTOMER_TOPIC = /^customers\/(create|update|enable|disable)$/;

const list = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
const instant = (value: unknown): number | null => parseInstant(textOf(value), 'iso');
const amount = (value: unknown) => pointed(textOf(value)) ?? NOTHING;
/** As the export of orders names products, so that file and webhook mean the same ones. */
const skuOf = (item: JsonObject): string =>
  textOf(item['sku']) || textOf(item['name']) || textOf(item['title']) || NO_PRODUCT;
const refused = (field: string, message: string): Refusal => ({ code: 'INVALID', field, message });
const nameOf = ({ first_name: first, last_name: last }: JsonObject): string =>
  [textOf(first), textOf(last)].filter((part) => part !== '').join(' ');

/**
 * What Shopify posts about orders, refunds and customers, under the names its exports use: the order is its `name`, the customer the e-mail address. Refunds name
 * the order by number only, which is what its parts are kept under.
 *
 * @param topic of the header `X-Shopify-Topic`
 */
export function readShopify(topic: string, body: JsonObject, reading: Reading): Told | Refusal {
  if (ORDER_TOPIC.test(topic)) return orderTold(body, reading);
  if (topic === 'refunds/create') return refundTold(body, reading);
  if (CUSTOMER_TOPIC.test(topic)) return customerTold(body, reading);
  return {
    ...NOTHING_TOLD,
    left: [
      {
        code: 'UNKNOWN_TOPIC',
        field: 'X-Shopify-Topic',
        name: topic.slice(0, 100),
        message: `is left out: Kring keeps nothing of "${topic.slice(0, 100)}"`,
      },
    ],
  };
}

function orderTold(order: JsonObject, { source, notation }: Reading): Told | Refusal {
  if (order['test'] === true)
    return { ...NOTHING_TOLD, left: [{ code: 'TEST_RECORD', field: 'test', message: 'is left out: a test order' }] };
  const [id, name] = [textOf(order['id']), textOf(order['name'])];
  const customer = objectOf(order['customer']);
  const email = textOf(order['email']) || textOf(order['contact_email']) || textOf(customer['email']);
  if (id === '') return refused('id', 'is missing');
  if (email === '')
    return refused('email', 'is missing: an order of nobody (point of sale), as in the export of orders');
  const at = instant(order['updated_at']);
  if (at === null) return refused('updated_at', 'is no instant');
  const items = list(order['line_items']);
  const status = textOf(order['financial_status']).toLowerCase();
  const shared: Cells = {
    orderId: name || id,
    customer: email,
    placedAt: textOf(order['created_at']),
    // What went back comes as refunds, each by itself.
    status: /^(partially_)?refunded$/.test(status) ? 'paid' : status,
    currency: textOf(order['currency']),
    promotion: isAbove(amount(order['total_discounts']), NOTHING) ? 'yes' : 'no',
  };
  const rows = items.map((item): Cells => {
    const discount = sum(list(item['discount_allocations']).map((one) => amount(one['amount'])));
    const net = subtract(times(amount(item['price']), amount(item['quantity'])), discount);
    return { ...shared, sku: skuOf(item), quantity: textOf(item['quantity']), amount: written(net) };
  });
  if (rows.length === 0) return refused('line_items', 'has no items');
  const read = orderOf(notation, source, rows, {
    placedAt: 'created_at',
    status: 'financial_status',
    customer: 'email',
  });
  if (isRefusal(read)) return read;
  const cancelledAt = instant(order['cancelled_at']) ?? read?.cancelledAt ?? null;
  const parts: ToldPart[] = [
    {
      id,
      part: {
        part: 'ORDER',
        at,
        by: '',
        ...(name === '' ? {} : { name }),
        order: read === null ? null : { occurredAt: read.occurredAt, lines: read.lines, promotion: read.promotion },
      },
    },
    ...(cancelledAt === null ? [] : [{ id, part: { part: 'CANCEL' as const, at: cancelledAt } }]),
    ...list(order['refunds']).flatMap((refund) => refundParts({ ...refund, order_id: id }, notation.minorDigits)),
  ];
  const displayName = nameOf(customer);
  return {
    ...NOTHING_TOLD,
    by: { externalId: { source, id: email } },
    orders: parts,
    details: displayName === '' ? null : { at, displayName },
  };
}

/** What of a refund is of goods: its lines, else what it gave back beyond them. Shipping and taxes were never counted. */
function refundParts(refund: JsonObject, minorDigits: number): ToldPart[] {
  const [id, orderId, at] = [textOf(refund['id']), textOf(refund['order_id']), instant(refund['created_at'])];
  if (id === '' || orderId === '' || at === null) return [];
  const minor = (value: unknown): number => Math.abs(toMinor(amount(value), minorDigits) ?? 0);
  const lines = list(refund['refund_line_items']).map((line) => ({
    sku: skuOf(objectOf(line['line_item'])),
    quantity: Number(textOf(line['quantity'])) || 1,
    minor: minor(line['subtotal']),
  }));
  const beyond = list(refund['order_adjustments'])
    .filter(({ kind }) => textOf(kind) === 'refund_discrepancy')
    .reduce((added, one) => added + minor(one['amount']), 0);
  const back = [...lines, ...(beyond > 0 ? [{ sku: '*', quantity: 1, minor: beyond }] : [])].filter(
    (one) => one.minor > 0,
  );
  return back.length === 0 ? [] : [{ id: orderId, part: { part: 'REFUND', id, at, lines: back } }];
}

function refundTold(refund: JsonObject, { notation }: Reading): Told | Refusal {
  if (textOf(refund['id']) === '') return refused('id', 'is missing');
  if (textOf(refund['order_id']) === '') return refused('order_id', 'is missing');
  if (instant(refund['created_at']) === null) return refused('created_at', 'is no instant');
  return { ...NOTHING_TOLD, orders: refundParts(refund, notation.minorDigits) };
}

function customerTold(customer: JsonObject, { source, notation }: Reading): Told | Refusal {
  const [id, email] = [textOf(customer['id']), textOf(customer['email'])];
  const updatedAt = textOf(customer['updated_at']) || textOf(customer['created_at']);
  const at = instant(updatedAt);
  if (email === '') return refused('email', 'is missing: customers are named by it, as in the exports');
  if (at === null) return refused('updated_at', 'is no instant');
  const address = objectOf(customer['default_address']);
  const consent = (given: JsonObject): Cells => {
    const state = textOf(given['state']);
    return {
      value: state === 'subscribed' ? 'GRANTED' : /^(unsubscribed|redacted)$/.test(state) ? 'WITHDRAWN' : '',
      at: textOf(given['consent_updated_at']) || updatedAt,
      detail: textOf(given['opt_in_level']) || 'shopify',
    };
  };
  const facts: Readonly<Record<string, Cells>> = {
    COUNTRY: { value: textOf(address['country_code']), at: updatedAt },
    REGION: { value: textOf(address['province']), at: updatedAt },
    CONSENT_EMAIL: consent(objectOf(customer['email_marketing_consent'])),
    CONSENT_PHONE: consent(objectOf(customer['sms_marketing_consent'])),
  };
  const schema = factRow(notation, source);
  const displayName = nameOf(customer);
  const phone = textOf(customer['phone']);
  return {
    ...NOTHING_TOLD,
    by: { externalId: { source, id: email } },
    events: Object.entries(facts).flatMap(([type, cells]): Fact[] => {
      if (cells['value'] === '') return [];
      const row = checkedRow<{ readonly fact: Fact }>(schema, {
        ...cells,
        id: `${id}:${type}:${cells['at']}`,
        customer: email,
        type,
      });
      return isRefusal(row) ? [] : [row.fact];
    }),
    details: {
      at,
      ...(displayName === '' ? {} : { displayName }),
      ...(/^\+[1-9]\d{5,14}$/.test(phone) ? { phone } : {}),
    },
  };
}
