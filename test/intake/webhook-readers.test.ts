/** What single posts of Shopify and Stripe say, and why others say nothing: the readers alone (webhooks.test.ts has them on a table). */
import { describe, expect, it } from 'vitest';
import { readShopify } from '../../intake/webhooks/shopify.ts';
import { readStripe } from '../../intake/webhooks/stripe.ts';
import { NO_PRODUCT } from '../../intake/presets/preset.ts';
import type { JsonObject, Refusal } from '../../intake/messages/message.ts';
import type { Reading } from '../../intake/messages/segment.ts';
import type { Told } from '../../intake/messages/told.ts';

const reading = (currency = 'EUR', minorDigits = 2): Reading => ({
  source: 'shop',
  notation: { currency, minorDigits, dateFormat: 'iso', latest: Date.parse('2027-01-01'), isFixed: true },
});
const told = (answer: Told | Refusal): Told => {
  if ('code' in answer) throw new Error(`${answer.field} ${answer.message}`);
  return answer;
};

describe('Stripe', () => {
  const CREATED = 1_777_000_000;
  const event = (type: string, object: JsonObject, more: JsonObject = {}): JsonObject => ({
    id: 'evt_1',
    type,
    created: CREATED + 10,
    livemode: true,
    data: { object },
    ...more,
  });
  const charge = (more: JsonObject = {}): JsonObject => ({
    id: 'ch_1',
    object: 'charge',
    amount: 4500,
    amount_captured: 4500,
    amount_refunded: 0,
    currency: 'eur',
    created: CREATED,
    captured: true,
    disputed: false,
    livemode: true,
    customer: 'cus_1',
    billing_details: { name: 'Bob Example', email: 'bob@example.com' },
    payment_method_details: { card: { fingerprint: 'Xt5EWLLDS7FJjR1c' } },
    status: 'succeeded',
    ...more,
  });
  /** Lines of the order that a charge is, in minor units; null where it is none. */
  const netMinor = (answer: Told | Refusal): number | null => {
    const { part } = told(answer).orders[0]!;
    if (part.part !== 'ORDER') throw new Error(part.part);
    return part.order === null ? null : part.order.lines.reduce((sum, line) => sum + line.netMinor, 0);
  };

  it('tells a charge as the order of its customer, with name and means of payment', () => {
    expect(told(readStripe(event('charge.succeeded', charge()), reading()))).toMatchObject({
      by: { externalId: { source: 'shop', id: 'cus_1' } },
      orders: [{ id: 'ch_1', part: { part: 'ORDER', by: 'evt_1', order: { occurredAt: CREATED * 1000 } } }],
      details: { displayName: 'Bob Example', payment: 'Xt5EWLLDS7FJjR1c' },
    });
  });
  it('names who paid without an account by the address they gave', () => {
    const guest = (more: JsonObject) => told(readStripe(event('charge.succeeded', charge(more)), reading())).by;
    expect(guest({ customer: null })).toEqual({ externalId: { source: 'shop', id: 'bob@example.com' } });
    expect(guest({ customer: { id: 'cus_2', object: 'customer' } })).toEqual({
      externalId: { source: 'shop', id: 'cus_2' },
    });
    const nobody = charge({ customer: null, billing_details: {} });
    expect(readStripe(event('charge.succeeded', nobody), reading())).toMatchObject({ field: 'customer' });
  });
  it.each([
    ['of a currency with two decimals', 'eur', 2, 45],
    ['of one without', 'jpy', 0, 4500],
    ['of one with three', 'kwd', 3, 4.5],
  ])('counts an amount %s as its API does', (_, currency, digits, units) => {
    const answer = readStripe(event('charge.succeeded', charge({ currency })), reading(currency.toUpperCase(), digits));
    expect(netMinor(answer)).toBe(units * 10 ** digits);
  });
  it.each([
    ['failed', { status: 'failed', captured: false }],
    ['only reserved', { captured: false }],
    ['under dispute', { disputed: true }],
  ])('makes no order of a charge that is %s, and takes back one that was', (_, more) => {
    expect(netMinor(readStripe(event('charge.updated', charge(more)), reading()))).toBeNull();
  });
  it('tells what went back by itself, as a total at its own time', () => {
    const back = charge({ amount_refunded: 1500, refunded: false });
    expect(told(readStripe(event('charge.refunded', back), reading())).orders).toMatchObject([
      { part: { part: 'ORDER' } },
      { id: 'ch_1', part: { part: 'REFUNDED_TO', at: (CREATED + 10) * 1000, minor: 1500 } },
    ]);
    // Another event that repeats the total is not when it went back.
    expect(told(readStripe(event('charge.updated', back), reading())).orders).toHaveLength(1);
  });
  it.each([
    ['another topic', event('invoice.paid', {}), 'UNKNOWN_TOPIC'],
    ['test mode', event('charge.succeeded', charge(), { livemode: false }), 'TEST_RECORD'],
    ['a charge of test mode', event('charge.succeeded', charge({ livemode: false })), 'TEST_RECORD'],
    ['something else than a charge', event('charge.updated', charge({ object: 'dispute' })), 'TEST_RECORD'],
  ])('leaves out %s, and says so', (_, post, code) => {
    const { left, orders } = told(readStripe(post, reading()));
    expect(left.map((one) => one.code)).toEqual([code]);
    expect(orders).toEqual([]);
  });
  it.each([
    ['no instant', event('charge.succeeded', charge(), { created: 'now' }), 'created'],
    ['an instant in the future', event('charge.succeeded', charge(), { created: 4_000_000_000 }), 'created'],
    ['another currency than the table', event('charge.succeeded', charge({ currency: 'usd' })), 'currency'],
    ['a customer without an id', event('customer.created', { name: 'Ada' }), 'data.object.id'],
  ])('is refused with %s', (_, post, field) => {
    expect(readStripe(post, reading())).toMatchObject({ field });
  });
  it('tells of a customer what it knows: where one part is none, the others stand', () => {
    const customer = {
      id: 'cus_1',
      name: 'Ada Example',
      email: 'no address',
      phone: '+31201234567',
      address: { country: 'nl', state: 'Utrecht' },
    };
    const { by, events, details } = told(readStripe(event('customer.updated', customer), reading()));
    expect(by).toEqual({ externalId: { source: 'shop', id: 'cus_1' } });
    expect(events).toMatchObject([
      { id: 'evt_1:COUNTRY', type: 'COUNTRY', value: 'NL' },
      { id: 'evt_1:REGION', type: 'REGION', value: 'Utrecht' },
    ]);
    expect(details).toEqual({ at: (CREATED + 10) * 1000, displayName: 'Ada Example', phone: '+31201234567' });
    expect(
      told(readStripe(event('customer.created', { id: 'cus_1', address: { country: 'Holland' } }), reading())).events,
    ).toEqual([]);
  });
});

describe('Shopify', () => {
  const order = (more: JsonObject = {}): JsonObject => ({
    id: 5_551_001,
    name: '#1001',
    email: 'ada@example.com',
    created_at: '2026-05-01T10:00:00+02:00',
    updated_at: '2026-05-01T10:00:05+02:00',
    currency: 'EUR',
    financial_status: 'paid',
    total_discounts: '0.00',
    line_items: [{ sku: 'TEA', name: 'Tea', quantity: 2, price: '15.00' }],
    ...more,
  });
  const refund = (more: JsonObject = {}): JsonObject => ({
    id: 900,
    order_id: 5_551_001,
    created_at: '2026-05-10T09:00:00+02:00',
    ...more,
  });

  it('names who ordered by the address of the order, else of the contact, else of the account', () => {
    const by = (more: JsonObject) => told(readShopify('orders/create', order(more), reading())).by;
    expect(by({ email: '', contact_email: 'bo@example.com' })).toEqual({
      externalId: { source: 'shop', id: 'bo@example.com' },
    });
    expect(by({ email: null, customer: { email: 'cy@example.com' } })).toEqual({
      externalId: { source: 'shop', id: 'cy@example.com' },
    });
  });
  it('names a product by its SKU, else by its name, as the export does', () => {
    const items = [
      { sku: '', name: 'Cup - Blue', quantity: 1, price: '3.00' },
      { title: 'Cup', quantity: 1, price: '2.00' },
      { quantity: 1, price: '1.00' },
    ];
    const { part } = told(readShopify('orders/create', order({ line_items: items }), reading())).orders[0]!;
    expect(part.part === 'ORDER' && part.order?.lines.map(({ sku }) => sku)).toEqual([NO_PRODUCT, 'Cup', 'Cup - Blue']);
  });
  it('takes an order back that was never paid, and cancels one that was', () => {
    const parts = (more: JsonObject) => told(readShopify('orders/updated', order(more), reading())).orders;
    expect(parts({ financial_status: 'pending' })[0]!.part).toMatchObject({ part: 'ORDER', order: null });
    expect(parts({ financial_status: 'voided' }).map(({ part }) => part.part)).toEqual(['ORDER', 'CANCEL']);
    expect(parts({ cancelled_at: '2026-05-02T00:00:00Z' })[1]!.part).toEqual({
      part: 'CANCEL',
      at: Date.parse('2026-05-02T00:00:00Z'),
    });
  });
  it('tells of a refund its lines, and what went back beyond them; shipping and taxes were never counted', () => {
    const parts = (more: JsonObject) => told(readShopify('refunds/create', refund(more), reading())).orders;
    expect(
      parts({
        refund_line_items: [{ quantity: 1, subtotal: '13.50', line_item: { sku: 'TEA' } }],
        order_adjustments: [
          { kind: 'refund_discrepancy', amount: '-1.25' },
          { kind: 'shipping_refund', amount: '-4.00' },
        ],
      }),
    ).toMatchObject([
      {
        part: {
          part: 'REFUND',
          id: '900',
          lines: [
            { sku: 'TEA', minor: 1350 },
            { sku: '*', minor: 125 },
          ],
        },
      },
    ]);
    expect(parts({ order_adjustments: [{ kind: 'shipping_refund', amount: '-4.00' }] })).toEqual([]);
  });
  it.each([
    ['orders/create', order({ test: true }), 'TEST_RECORD'],
    ['products/update', { id: 1 }, 'UNKNOWN_TOPIC'],
  ])('leaves out %s of a test, or of what Kring keeps nothing of', (topic, post, code) => {
    expect(told(readShopify(topic, post, reading())).left.map((one) => one.code)).toEqual([code]);
  });
  it.each([
    ['orders/create', order({ id: null }), 'id'],
    ['orders/create', order({ email: '' }), 'email'],
    ['orders/create', order({ updated_at: 'yesterday' }), 'updated_at'],
    ['orders/create', order({ line_items: [] }), 'line_items'],
    ['orders/create', order({ created_at: 'yesterday' }), 'created_at'],
    ['orders/create', order({ currency: 'USD' }), 'currency'],
    ['refunds/create', refund({ id: '' }), 'id'],
    ['refunds/create', refund({ order_id: null }), 'order_id'],
    ['refunds/create', refund({ created_at: '' }), 'created_at'],
    ['customers/update', { id: 77, updated_at: '2026-05-02T10:00:00Z' }, 'email'],
    ['customers/update', { id: 77, email: 'ada@example.com' }, 'updated_at'],
  ])('refuses %s %j by the field that is wrong: %s', (topic, post, field) => {
    expect(readShopify(topic, post, reading())).toMatchObject({ field });
  });
  it('tells a consent that was given or taken back, and nothing of one that was never asked for', () => {
    const facts = (state: string) =>
      told(
        readShopify(
          'customers/update',
          {
            id: 77,
            email: 'ada@example.com',
            updated_at: '2026-05-02T10:00:00Z',
            phone: '020 1234567',
            email_marketing_consent: { state },
            sms_marketing_consent: { state: 'not_subscribed' },
          },
          reading(),
        ),
      );
    expect(facts('redacted').events).toMatchObject([{ type: 'CONSENT_EMAIL', value: 'WITHDRAWN', detail: 'shopify' }]);
    expect(facts('pending').events).toEqual([]);
    // A number that is not international could be anybody's.
    expect(facts('subscribed').details).toEqual({ at: Date.parse('2026-05-02T10:00:00Z') });
  });
});
