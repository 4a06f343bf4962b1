import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kindOf } from '../../../cli/open/recognise.ts';
import { readHeader } from '../../../intake/csv/read.ts';
import { notationOf } from '../../../resolvers/ingest/server.ts';
import { readSegment } from '../../../intake/messages/segment.ts';
import { takeMessages } from '../../../intake/messages/take.ts';
import type { Db } from '../../../store/client/db.ts';
import { customerIdOf } from '../../../store/customers/identity.ts';
import { factsOf, history } from '../../../store/events/history.ts';
import { startEngine, testDb, type Engine } from '../../engines/engines.ts';
import { ENGINE, newFiles } from '../harness.ts';
import { stateOf } from './state.ts';

/** Calls as SDKs send them: an anonymous visit, a sign-up, an order with a discount, a refund in part, and what Kring does not know. */
const CALLS: readonly object[] = [
  {
    type: 'page',
    anonymousId: '1b5f0e3c',
    messageId: 'ajs-1',
    name: 'Home',
    properties: { path: '/', title: 'Home' },
    context: { library: { name: 'analytics.js', version: 'next-1.70.0' } },
    timestamp: '2026-03-01T10:00:00.123Z',
    sentAt: '2026-03-01T10:00:00.200Z',
  },
  {
    type: 'identify',
    anonymousId: '1b5f0e3c',
    userId: '4711',
    messageId: 'ajs-2',
    traits: {
      firstName: 'Cleo',
      lastName: 'Example',
      email: 'Cleo@Example.com',
      address: { country: 'BE', state: 'Gent' },
    },
    timestamp: '2026-03-01T10:02:00.000Z',
  },
  {
    type: 'track',
    userId: '4711',
    event: 'Order Completed',
    messageId: 'node-3',
    properties: {
      order_id: '50314b8e',
      total: 52.5,
      subtotal: 45,
      shipping: 5,
      tax: 2.5,
      discount: 5,
      coupon: 'HELLO',
      currency: 'EUR',
      products: [
        { product_id: 'p1', sku: 'TEA', name: 'Tea', price: 15, quantity: 2, category: 'Tea' },
        { product_id: 'p2', sku: 'CUP', name: 'Cup', price: 20, quantity: 1, category: 'China' },
      ],
    },
    timestamp: '2026-03-02T08:00:00Z',
  },
  {
    type: 'track',
    userId: '4711',
    event: 'Order Refunded',
    messageId: 'node-4',
    properties: { order_id: '50314b8e', currency: 'EUR', products: [{ sku: 'CUP', price: 18, quantity: 1 }] },
    timestamp: '2026-03-09T08:00:00Z',
  },
  {
    type: 'group',
    userId: '4711',
    groupId: 'acme',
    messageId: 'node-5',
    traits: { name: 'Acme' },
    context: { traits: { name: 'Cleo Example' } },
    timestamp: '2026-03-02T09:00:00Z',
  },
  { type: 'track', userId: '4711', event: 'Video Played', messageId: 'node-6', timestamp: '2026-03-02T09:00:00Z' },
  { type: 'track', userId: '4711', event: 'Video Played', messageId: 'node-7', timestamp: '2026-03-02T09:01:00Z' },
  { type: 'track', event: 'Order Completed', messageId: 'node-8', timestamp: '2026-03-02T09:01:00Z' },
];

const files = newFiles();
let engine: Engine;
let db: Db;
beforeAll(async () => {
  engine = await startEngine(ENGINE);
  db = await testDb(engine);
});
afterAll(async () => {
  await engine.stop();
  files.remove();
});

describe('a file of messages', () => {
  const lines = CALLS.map((call) => JSON.stringify(call)).join('\n');
  const customer = (): string => customerIdOf(db, { externalId: { source: 'segment', id: '4711' } });

  it('is recognised, and told from a table with a column of that name', async () => {
    expect(kindOf(await readHeader(files.file(lines)))).toBe('messages');
    expect(kindOf(['message', 'when'])).toBeNull();
  });

  it('becomes orders net of discount and refund, facts and interactions; what it is not is named', async () => {
    const { outcome, rejects } = await files.import(db, 'messages', lines);
    expect(outcome).toMatchObject({
      plan: { preset: 'segment-messages' },
      counts: { ACCEPTED: 5, SKIPPED: 2 },
      rejectedRows: 1,
    });
    expect(outcome.notes.at(-1)).toContain('"Video Played" (2)');
    expect(rejects.find(({ row }) => row === '8')).toMatchObject({ field: 'userId' });
    const { events } = await history(db, customer());
    const order = events.find((event) => event.kind === 'ORDER');
    // 50.00 of goods less 5.00, and 18.00 back.
    expect(order!.lines.map(({ sku, group, netMinor }) => [sku, group, netMinor])).toEqual([
      ['CUP', 'China', 1800],
      ['TEA', 'Tea', 2700],
      ['CUP', 'China', -1800],
    ]);
    expect(order).toMatchObject({ promotion: true, id: '50314b8e' });
    expect((await factsOf(db, [customer()])).map(({ type, value }) => [type, value]).sort()).toEqual([
      ['ACCOUNT', 'acme'],
      ['COUNTRY', 'BE'],
      ['REGION', 'Gent'],
    ]);
    expect((await files.import(db, 'messages', lines)).outcome.counts).toEqual({ DUPLICATE: 5, SKIPPED: 2 });
  });

  it('ends in the state the same messages end in over HTTP', async () => {
    const other = await testDb(engine);
    const notation = await notationOf(other);
    for (const call of CALLS)
      await takeMessages(other, [readSegment(call, { source: 'segment', notation })], { source: 'segment' });
    expect(await stateOf(other)).toEqual(await stateOf(db));
  });
});
