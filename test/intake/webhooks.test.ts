import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseWebhooks } from '../../intake/webhooks/settings.ts';
import { createIngestServer, type IngestServer } from '../../resolvers/ingest/server.ts';
import { dayOf } from '../../domain/time/time.ts';
import { listAudit } from '../../store/access/audit.ts';
import type { Db } from '../../store/client/db.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { history, factsOf } from '../../store/events/history.ts';
import { settleOrders } from '../../domain/history/returns.ts';
import { onEngines } from '../engines/on-engines.ts';
import { stateOf } from './messages/state.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const clock = (): number => NOW;
const SHOP = 'a secret of the shop';
const PAY = 'whsec_a_secret_of_payments';
const WEBHOOKS = parseWebhooks(
  JSON.stringify({
    shop: { from: 'shopify', secret: ['an older secret', SHOP] },
    pay: { from: 'stripe', secret: PAY },
  }),
);

/** An order as the Admin API of Shopify posts it: two items, a discount on all of it, taxes. */
const shopifyOrder = (more: object = {}): object => ({
  id: 5_551_001,
  name: '#1001',
  email: 'ada@example.com',
  created_at: '2026-05-01T10:00:00+02:00',
  updated_at: '2026-05-01T10:00:05+02:00',
  cancelled_at: null,
  currency: 'EUR',
  financial_status: 'paid',
  test: false,
  total_price: '49.50',
  subtotal_price: '45.00',
  total_discounts: '5.00',
  total_tax: '0.00',
  customer: { id: 77, email: 'ada@example.com', first_name: 'Ada', last_name: 'Example' },
  line_items: [
    { id: 1, sku: 'TEA', name: 'Tea', quantity: 2, price: '15.00', discount_allocations: [{ amount: '3.00' }] },
    { id: 2, sku: null, name: 'Cup - Blue', quantity: 1, price: '20.00', discount_allocations: [{ amount: '2.00' }] },
  ],
  refunds: [],
  ...more,
});
const REFUND = {
  id: 900,
  order_id: 5_551_001,
  created_at: '2026-05-10T09:00:00+02:00',
  refund_line_items: [
    { id: 11, quantity: 1, subtotal: '13.50', total_tax: '0.00', line_item: { id: 1, sku: 'TEA', name: 'Tea' } },
  ],
  order_adjustments: [],
  transactions: [{ kind: 'refund', amount: '13.50' }],
};
const CREATED: Post = { topic: 'orders/create', body: shopifyOrder() };
const REFUNDED: Post = { topic: 'refunds/create', body: REFUND };
const UPDATED: Post = {
  topic: 'orders/updated',
  body: shopifyOrder({
    updated_at: '2026-05-10T09:00:02+02:00',
    financial_status: 'partially_refunded',
    refunds: [REFUND],
  }),
};

interface Post {
  readonly topic: string;
  readonly body: object;
}

/** A charge as the API of Stripe has it, within an event. */
const charge = (type: string, id: string, created: number, more: object = {}): object => ({
  id,
  object: 'event',
  type,
  created,
  livemode: true,
  data: {
    object: {
      id: 'ch_1',
      object: 'charge',
      amount: 4500,
      amount_captured: 4500,
      amount_refunded: 0,
      currency: 'eur',
      created: 1_777_000_000,
      captured: true,
      disputed: false,
      livemode: true,
      customer: 'cus_1',
      billing_details: { name: 'Bob Example', email: 'bob@example.com' },
      payment_method_details: { card: { fingerprint: 'Xt5EWLLDS7FJjR1c' } },
      status: 'succeeded',
      ...more,
    },
  },
});

const answered = async (
  server: IngestServer,
  path: string,
  body: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: { results?: object[]; errors?: { extensions: { code: string } }[] } }> => {
  const answer = await server.answer({ method: 'POST', path, query: '', headers, body });
  return { status: answer.status, body: JSON.parse(answer.body) as object };
};

const serverOf = (db: Db): IngestServer =>
  createIngestServer({ db, webhooks: WEBHOOKS, authenticate: () => Promise.reject(new Error('asks for no key')) });

const shopify = (db: Db, { topic, body }: Post, secret = SHOP) => {
  const text = JSON.stringify(body);
  return answered(serverOf(db), '/v1/webhooks/shop', text, {
    'x-shopify-topic': topic,
    'x-shopify-hmac-sha256': createHmac('sha256', secret).update(text).digest('base64'),
  });
};
const stripe = (db: Db, body: object, { secret = PAY, at = NOW }: { secret?: string; at?: number } = {}) => {
  const text = JSON.stringify(body);
  const seconds = Math.floor(at / 1000);
  const signature = createHmac('sha256', secret).update(`${seconds}.${text}`).digest('hex');
  return answered(serverOf(db), '/v1/webhooks/pay', text, {
    'stripe-signature': `t=${seconds},v1=${'0'.repeat(64)},v1=${signature},v0=abc`,
  });
};

onEngines(
  'webhooks',
  ({ fresh }) => {
    const left = async (db: Db, source: string, id: string) => {
      const { events } = await history(db, customerIdOf(db, { externalId: { source, id } }));
      const { events: standing, moneyBack } = settleOrders(events);
      return {
        orders: events.map((event) => event.id),
        leftMinor: standing.reduce(
          (sum, event) =>
            sum + (event.kind === 'ORDER' ? event.lines.reduce((all, { netMinor }) => all + netMinor, 0) : 0),
          0,
        ),
        back: moneyBack.map(({ kind, amountMinor, at }) => [
          kind,
          amountMinor,
          new Date(at).toISOString().slice(0, 10),
        ]),
      };
    };

    it('of Shopify are orders as its export has them, net of discounts and refunds, and found by e-mail', async () => {
      const db = await fresh({ clock });
      expect(await shopify(db, CREATED)).toMatchObject({ status: 200, body: { accepted: 1, rejected: 0 } });
      expect(await left(db, 'shop', 'ada@example.com')).toEqual({ orders: ['#1001'], leftMinor: 4500, back: [] });
      expect(await shopify(db, REFUNDED)).toMatchObject({ body: { accepted: 1 } });
      expect(await left(db, 'shop', 'ada@example.com')).toMatchObject({
        leftMinor: 3150,
        back: [['REFUND', 1350, '2026-05-10']],
      });
      // All of them again say nothing new.
      for (const post of [CREATED, REFUNDED]) expect(await shopify(db, post)).toMatchObject({ body: { duplicate: 1 } });
      await shopify(db, {
        topic: 'orders/cancelled',
        body: shopifyOrder({
          cancelled_at: '2026-05-11T00:00:00Z',
          updated_at: '2026-05-11T00:00:01Z',
          refunds: [REFUND],
        }),
      });
      expect(await left(db, 'shop', 'ada@example.com')).toMatchObject({ orders: ['#1001'], leftMinor: 0 });
    });

    it('of Shopify may come in any order: the refund before the order, the update before the creation', async () => {
      const once = await fresh({ clock });
      for (const post of [CREATED, REFUNDED, UPDATED]) await shopify(once, post);
      const posts = [CREATED, REFUNDED, UPDATED, UPDATED, CREATED];
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray(posts, { minLength: posts.length }), async (shuffled) => {
          const db = await fresh({ clock });
          for (const post of shuffled) await shopify(db, post);
          expect(await stateOf(db)).toEqual(await stateOf(once));
        }),
        { numRuns: 6 },
      );
    });

    it('of Shopify tell of customers: names, countries, consents with their time', async () => {
      const db = await fresh({ clock });
      const customer = {
        id: 77,
        email: 'ada@example.com',
        first_name: 'Ada',
        last_name: 'Example',
        phone: '+31201234567',
        updated_at: '2026-05-02T10:00:00Z',
        default_address: { country_code: 'NL', province: 'Utrecht' },
        email_marketing_consent: {
          state: 'subscribed',
          opt_in_level: 'single_opt_in',
          consent_updated_at: '2026-05-01T10:00:00Z',
        },
      };
      expect(await shopify(db, { topic: 'customers/update', body: customer })).toMatchObject({ body: { accepted: 1 } });
      const facts = await factsOf(db, [customerIdOf(db, { externalId: { source: 'shop', id: 'ada@example.com' } })]);
      expect(facts.map(({ type, value, detail }) => [type, value, detail ?? null]).sort()).toEqual([
        ['CONSENT_EMAIL', 'GRANTED', 'single_opt_in'],
        ['COUNTRY', 'NL', null],
        ['REGION', 'Utrecht', null],
      ]);
    });

    it('of Stripe are payments, with each refund at its own time', async () => {
      const created = 1_777_000_010;
      const posts = [
        charge('charge.succeeded', 'evt_1', created),
        charge('charge.refunded', 'evt_2', created + 86_400, { amount_refunded: 1000 }),
        charge('charge.refunded', 'evt_3', created + 172_800, { amount_refunded: 1500 }),
      ];
      for (const order of [posts, posts.toReversed(), [...posts, ...posts]]) {
        const db = await fresh({ clock });
        for (const post of order) expect((await stripe(db, post)).status).toBe(200);
        expect(await left(db, 'pay', 'cus_1')).toEqual({
          orders: ['ch_1'],
          leftMinor: 3000,
          back: [
            ['REFUND', 1000, '2026-04-25'],
            ['REFUND', 500, '2026-04-26'],
          ],
        });
      }
      const db = await fresh({ clock });
      expect(
        await stripe(db, charge('charge.failed', 'evt_4', created, { status: 'failed', captured: false })),
      ).toMatchObject({ status: 200 });
      expect((await left(db, 'pay', 'cus_1')).orders).toEqual([]);
    });

    it('are refused with another signature, an old one, or none, and nothing is written', async () => {
      const db = await fresh({ clock });
      const refused = [
        await shopify(db, CREATED, 'another secret'),
        await answered(serverOf(db), '/v1/webhooks/shop', '{}', { 'x-shopify-topic': 'orders/create' }),
        await stripe(db, charge('charge.succeeded', 'evt_1', 1_777_000_010), { secret: 'another secret' }),
        await stripe(db, charge('charge.succeeded', 'evt_1', 1_777_000_010), { at: NOW - 301_000 }),
        await stripe(db, charge('charge.succeeded', 'evt_1', 1_777_000_010), { at: NOW + 301_000 }),
        await answered(serverOf(db), '/v1/webhooks/pay', '{}', { 'stripe-signature': 't=x,v1=zz' }),
      ];
      expect(refused.map(({ status, body }) => [status, body.errors?.[0]?.extensions.code])).toEqual(
        refused.map(() => [401, 'BAD_SIGNATURE']),
      );
      expect((await answered(serverOf(db), '/v1/webhooks/nobody', '{}', {})).status).toBe(404);
      expect((await stateOf(db)).customers).toEqual([]);
      expect((await listAudit(db, { day: dayOf(NOW), first: 10 })).items).toEqual([]);
      await shopify(db, CREATED);
      expect((await listAudit(db, { day: dayOf(NOW), first: 10 })).items.map(({ entry }) => entry)).toMatchObject([
        { fields: ['v1/webhooks/shop'], principal: { kind: 'WEBHOOK', id: 'webhook:shop' } },
      ]);
    });

    it('of a topic nobody knows are answered and counted, so that the sender does not go on sending', async () => {
      const db = await fresh({ clock });
      const results = [
        await shopify(db, { topic: 'products/update', body: { id: 1 } }),
        await stripe(db, { id: 'evt_9', type: 'invoice.paid', created: 1_777_000_010, data: { object: {} } }),
      ];
      for (const { status, body } of results) {
        expect(status).toBe(200);
        expect(body).toMatchObject({ skipped: 1, results: [{ status: 'SKIPPED', code: 'UNKNOWN_TOPIC' }] });
      }
    });
  },
  ['dynoxide'],
);

it('settings of webhooks that are none are refused without showing them', () => {
  for (const text of [
    '{',
    '{"shop": {"from": "else", "secret": "12345678"}}',
    '{"shop": {"from": "shopify", "secret": "short"}}',
  ])
    expect(() => parseWebhooks(text)).toThrow(/KRING_WEBHOOKS/);
  expect(() => parseWebhooks('{"shop": {"from": "shopify", "secret": "short"}}')).not.toThrow(/short/);
});
