/** What single calls of the Segment spec say, and why others say nothing: the reader alone. */
import { describe, expect, it } from 'vitest';
import { readSegment } from '../../../intake/messages/segment.ts';
import type { Refusal } from '../../../intake/messages/message.ts';
import type { Told } from '../../../intake/messages/told.ts';

const reading = {
  source: 'app',
  notation: { currency: 'EUR', minorDigits: 2, dateFormat: 'iso', latest: Date.parse('2027-01-01'), isFixed: true },
} as const;
const AT = '2026-03-02T08:00:00Z';
const call = (more: object): object => ({ type: 'track', userId: 'u1', messageId: 'm1', timestamp: AT, ...more });
const track = (event: string, properties: object = {}): object => call({ event, properties });
const read = (value: object): Told | Refusal => readSegment(value, reading);
const told = (value: object): Told => {
  const answer = read(value);
  if ('code' in answer) throw new Error(`${answer.field} ${answer.message}`);
  return answer;
};

describe('an order', () => {
  const lines = (properties: object) => {
    const { part } = told(track('Order Completed', { order_id: 'o1', ...properties })).orders[0]!;
    return part.part === 'ORDER' ? part.order!.lines.map(({ sku, netMinor }) => [sku, netMinor]) : [];
  };
  const products = [
    { sku: 'TEA', price: 15, quantity: 2 },
    { product_id: 'p2', price: '20.00' },
  ];

  it.each([
    ['its products, where nothing else is said', { products }, [3000, 2000]],
    ['its products less a discount', { products, discount: 5 }, [2700, 1800]],
    ['what was paid for goods, spread over them', { products, subtotal: 45, total: 60 }, [2700, 1800]],
    ['a total less shipping and tax', { products, total: 52.5, shipping: 5, tax: 2.5 }, [2700, 1800]],
  ])('comes to %s', (_, properties, minor) => {
    expect(lines(properties)).toEqual(
      [
        ['p2', minor[1]],
        ['TEA', minor[0]],
      ].toSorted(),
    );
  });
  it('of which only the total is told is one line', () => {
    expect(lines({ revenue: 12.34 })).toEqual([['-', 1234]]);
    expect(lines({ value: '12.34', products: [{ name: 'Cup' }] })).toEqual([['Cup', 1234]]);
  });
  it('that states more than its goods come to is kept as the goods stand, and that is told', () => {
    const { left, orders } = told(track('Order Updated', { order_id: 'o1', subtotal: 60, products }));
    expect(left).toMatchObject([{ code: 'AMOUNTS_DIFFER', message: expect.stringContaining('60') }]);
    expect(orders).toHaveLength(1);
  });
  it('came by a promotion where a coupon or a discount says so, and over the channel of its campaign', () => {
    const part = (more: object, context: object = {}) =>
      told({ ...track('completed order', { order_id: 'o1', products, ...more }), context }).orders[0]!.part;
    expect(part({ coupon: 'HELLO' }, { campaign: { source: 'Newsletter' } })).toMatchObject({
      order: { promotion: true, acquisitionChannel: expect.stringMatching(/newsletter/iu) },
    });
    expect(part({})).toMatchObject({ order: { promotion: false } });
  });
  it.each([
    ['products without a price and no total', { order_id: 'o1', products: [{ sku: 'TEA' }] }, 'properties.products'],
    ['no id', { products }, 'properties.order_id'],
    ['another currency', { order_id: 'o1', currency: 'USD', products }, 'properties.currency'],
    [
      'a quantity that is none',
      { order_id: 'o1', products: [{ sku: 'TEA', price: 1, quantity: 'many' }] },
      'properties.products',
    ],
  ])('is refused with %s', (_, properties, field) => {
    expect(read(track('Order Completed', properties))).toMatchObject({ field });
  });
  it('is cancelled by its id', () => {
    for (const name of ['Order Cancelled', 'order canceled'])
      expect(told(track(name, { orderId: 7 })).orders).toEqual([
        { id: '7', part: { part: 'CANCEL', at: Date.parse(AT) } },
      ]);
    expect(read(track('Order Cancelled'))).toMatchObject({ field: 'properties.order_id' });
  });
  it.each([
    [
      'the products named',
      { products: [{ sku: 'TEA', price: -15, quantity: 2 }, { sku: 'CUP' }], total: 99 },
      [{ sku: 'TEA', quantity: 2, minor: 3000 }],
    ],
    ['the amount named', { refund: '-12.50', total: 99 }, [{ sku: '*', quantity: 1, minor: 1250 }]],
    ['all of it, where nothing is named', {}, null],
    ['all of it, where the amount is nothing', { total: 0 }, null],
  ])('is given back: %s', (_, properties, back) => {
    expect(told(track('Order Refunded', { order_id: 'o1', currency: 'eur', ...properties })).orders).toEqual([
      { id: 'o1', part: { part: 'REFUND', id: 'm1', at: Date.parse(AT), lines: back } },
    ]);
  });
  it('is not given back in another currency', () => {
    expect(read(track('Order Refunded', { order_id: 'o1', currency: 'USD', total: 1 }))).toMatchObject({
      code: 'CURRENCY_MISMATCH',
    });
  });
});

describe('other calls', () => {
  it.each([
    ['Product Viewed', { sku: 'TEA' }, 'PAGE_VIEW', 'WEB', 'TEA'],
    ['Product List Viewed', { list_id: { name: 'hot deals' } }, 'PAGE_VIEW', 'WEB', 'hot deals'],
    ['Email Opened', { campaign: { name: 'Spring' } }, 'NEWSLETTER_OPENED', 'EMAIL', 'Spring'],
    ['Coupon Applied', { coupon_id: 'HELLO' }, 'PROMOTION_REDEEMED', 'WEB', 'HELLO'],
  ])('%s is an interaction and says what it is about', (event, properties, type, channel, objectRef) => {
    expect(told(track(event, properties)).events).toMatchObject([{ kind: 'INTERACTION', type, channel, objectRef }]);
  });
  it('a review has its rating, and is refused with one that is none', () => {
    expect(told(track('Product Reviewed', { product_id: 'p1', rating: '4' })).events).toMatchObject([
      // Of 1 to 5, which is -1 to 1.
      { type: 'REVIEW', valence: 0.5 },
    ]);
    expect(read(track('Product Reviewed', { product_id: 'p1', rating: 'good' }))).toMatchObject({
      field: 'properties.rating',
    });
  });
  it('a page is named by itself, else by where it lies; a screen is of the app', () => {
    const about = (more: object) => told(call({ type: 'page', ...more })).events[0];
    expect(about({ name: 'Home' })).toMatchObject({ objectRef: 'Home', channel: 'WEB' });
    expect(about({ context: { page: { path: '/tea' } } })).toMatchObject({ objectRef: '/tea' });
    expect(about({ properties: { url: `https://example.com/${'x'.repeat(500)}` } })).toMatchObject({
      objectRef: expect.stringMatching(/^.{256}$/u),
    });
    expect(about({ type: 'screen', name: 'Cart' })).toMatchObject({ channel: 'APP' });
  });
  it('an event that only its sender knows is left out by its name', () => {
    expect(told(track('Video Played'))).toMatchObject({
      events: [],
      left: [{ code: 'UNKNOWN_EVENT', name: 'Video Played' }],
    });
  });
  it('that an action reached somebody is told by the key of the action', () => {
    expect(told(track('Action Exposed', { action: 'spring' })).exposures).toMatchObject([
      { action: 'spring', kind: 'SENT' },
    ]);
    expect(read(track('Action Exposed'))).toMatchObject({ field: 'properties.action' });
    expect(read(track('Action Exposed', { action: 'spring', kind: 'dreamt' }))).toMatchObject({
      field: 'properties.kind',
    });
  });
  it('who somebody is: names in one word or two, and what cannot be kept takes nothing else with it', () => {
    const { details, left, events } = told(
      call({
        type: 'identify',
        traits: { first_name: 'Cleo', lastName: 'Example', email: 'no address', country: 'Belgium', region: 'Gent' },
      }),
    );
    expect(details).toEqual({ at: Date.parse(AT), displayName: 'Cleo Example' });
    expect(left).toMatchObject([{ field: 'traits.email' }]);
    // A country in words is not guessed at.
    expect(events).toMatchObject([{ type: 'REGION', value: 'Gent' }]);
    expect(told(call({ type: 'identify' })).details).toBeNull();
  });
  it('an earlier id is said of a user and of a device, unless it is the id itself', () => {
    const names = (more: object) => told(call({ type: 'alias', ...more })).names.map(({ name }) => name);
    const device = { externalId: { source: 'app#anonymous', id: 'old' } };
    expect(names({ previousId: 'old' })).toEqual([device, { externalId: { source: 'app', id: 'old' } }]);
    expect(names({ anonymousId: 'old' })).toEqual([device]);
  });
  it.each([
    ['no instant', { timestamp: 'yesterday', event: 'Product Viewed' }, 'timestamp'],
    ['an instant to come', { timestamp: '2030-01-01T00:00:00Z', event: 'Product Viewed' }, 'timestamp'],
    ['an account without a name of any kind', { type: 'group' }, 'groupId'],
  ])('are refused with %s', (_, more, field) => {
    expect(read(call(more))).toMatchObject({ field });
  });
});
