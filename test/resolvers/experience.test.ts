import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client, type Json } from './client.ts';

const AS_OF = Date.UTC(2025, 5, 1);
const euro = (amount: string) => ({ amount, currencyCode: 'EUR' });
const by = (id: string) => ({ externalId: { source: 'shop', id } });
const order = (id: string, placedAt: string, groups: readonly string[], change: Json = {}): Json => ({
  source: 'shop',
  id,
  by: by('a'),
  placedAt: `${placedAt}T12:00:00Z`,
  lines: groups.map((group) => ({ sku: `sku-${group}`, group, quantity: 2, net: euro('10.00') })),
  ...change,
});
let serial = 0;
const happened = (type: string, channel: string, at: string, change: Json = {}): Json => ({
  source: 'crm',
  id: `i${++serial}`,
  by: by('a'),
  type,
  channel,
  occurredAt: `${at}T10:00:00Z`,
  ...change,
});

const INTERACTIONS = [
  happened('PAGE_VIEW', 'WEB', '2025-01-02'),
  happened('SALES_CONTACT', 'PHONE', '2025-01-04'),
  happened('NEWSLETTER_RECEIVED', 'EMAIL', '2025-01-20', { objectRef: 'n1' }),
  happened('NEWSLETTER_READ', 'EMAIL', '2025-01-21', { objectRef: 'n1' }),
  happened('NEWSLETTER_RECEIVED', 'EMAIL', '2025-02-20', { objectRef: 'n2' }),
  happened('COMPLAINT_OPENED', 'PHONE', '2025-02-01', { objectRef: 'c1' }),
  happened('COMPLAINT_RESOLVED', 'PHONE', '2025-02-03', { objectRef: 'c1', valence: 0.5 }),
  happened('SURVEY_RESPONSE', 'EMAIL', '2025-02-10', { valence: 1, answer: 'fine' }),
  happened('PORTAL_LOGIN', 'PORTAL', '2025-05-20'),
  happened('SOCIAL_FOLLOW', 'SOCIAL', '2025-03-01', { objectRef: 'us' }),
  happened('SOCIAL_LIKE', 'SOCIAL', '2025-03-02', { objectRef: 'p1' }),
  happened('SOCIAL_UNLIKE', 'SOCIAL', '2025-03-03', { objectRef: 'p1' }),
];
const ORDERS = [
  order('1', '2025-01-06', ['x', 'y']),
  order('2', '2025-03-10', ['x'], { promotion: true }),
  order('3', '2025-04-10', ['x']),
  order('4', '2025-04-20', ['z'], { cancelledAt: '2025-04-21T00:00:00Z' }),
];

const TIMELINE = `query ($filter: TimelineFilter, $first: Int! = 100, $after: String) {
  customer(by: { externalId: { source: "shop", id: "a" } }) {
    timeline(first: $first, after: $after, filter: $filter) {
      nodes { __typename ... on Order { id sourceId } ... on Interaction { id sourceId type channel } } pageInfo { hasNextPage endCursor }
    }
  }
}`;
const EXPERIENCE = `query ($id: String! = "a", $from: DateTime, $to: DateTime) {
  customer(by: { externalId: { source: "shop", id: $id } }) {
    experience(from: $from, to: $to) {
      score asked observed rated interactions online offline omniChannelIndex orders selfDirectedShare orientationDays impulseOrders
      terms { interaction { id type } valence weight decay share }
      byChannel { channel online interactions score }
      orientations { order { sourceId } touches { type } salesContact { type } selfDirectedShare days impulse }
      complaints { total open repeat medianHoursToResolve recoveredShare list { opened { id } resolved { id } hours orderAfter { sourceId } recovered } }
      absent { field reason } provenance { asOf version }
    }
    behaviour(from: $from, to: $to) {
      purchases { orders ordersPerYear products repeatProducts groups breadth byGroup { group orders quantity net { amount } } byProduct(first: 1) { sku orders } }
      newsletter { received opened read openRate issues { objectRef stage interactions { type } } }
      promotion { loyalty seen redeemed responseRate promotionOrders fullPriceOrders promotionShare fullPriceAfter orders { sourceId } }
      portal { user lastLogin { id } daysSinceLogin logins90d tasks90d }
      social { follows { objectRef interaction { id } } likes { objectRef } likeCount shares }
      absent { field reason }
    }
  }
}`;

describe('timeline, experience and behaviour', () => {
  let engine: Engine;
  let client: Client;
  const timeline = async (filter: Json = null, page: Json = {}): Promise<Json> =>
    (await client.data(TIMELINE, { filter, ...page })).customer.timeline;
  const experience = async (variables: Json = {}): Promise<Json> => (await client.data(EXPERIENCE, variables)).customer;

  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    const db = await testDb(engine, { clock: () => AS_OF });
    client = await clientOf(db);
    const send = async (mutation: string, type: string, input: Json): Promise<void> => {
      const { [mutation]: payload } = await client.data(
        `mutation ($input: ${type}!) { ${mutation}(input: $input) { rejected userErrors { message } results { userErrors { message } } } }`,
        { input },
      );
      expect(payload.rejected, JSON.stringify(payload)).toBe(0);
    };
    await send('ordersIngest', 'OrdersIngestInput', {
      idempotencyKey: 'o',
      orders: [...ORDERS, { ...order('9', '2025-05-01', ['x']), by: by('quiet') }],
    });
    await send('interactionsIngest', 'InteractionsIngestInput', { idempotencyKey: 'i', interactions: INTERACTIONS });
    await send('factsIngest', 'FactsIngestInput', {
      idempotencyKey: 'f',
      facts: [{ source: 'crm', id: 'f1', by: by('a'), type: 'NEED', value: 'shoes', at: '2025-01-05T00:00:00Z' }],
    });
    await runEnrichment(db, { asOf: AS_OF, trigger: 'MANUAL' });
  });
  afterAll(() => engine.stop());

  it('a timeline is all orders and interactions, newest first, and no facts', async () => {
    const { nodes } = await timeline();
    const expected = [
      ...INTERACTIONS.map(({ id, occurredAt }) => ({ id, at: occurredAt })),
      ...ORDERS.map(({ id, placedAt }) => ({ id, at: placedAt })),
    ].sort((a, b) => (a.at > b.at ? -1 : 1));
    expect(nodes.map(({ sourceId }: Json) => sourceId)).toEqual(expected.map(({ id }) => id));
  });
  it.each([
    [{ types: ['COMPLAINT_OPENED', 'COMPLAINT_RESOLVED'] }, ['COMPLAINT_RESOLVED', 'COMPLAINT_OPENED']],
    [{ channels: ['PORTAL'] }, ['PORTAL_LOGIN']],
    [{ online: false }, ['COMPLAINT_RESOLVED', 'COMPLAINT_OPENED', 'SALES_CONTACT']],
    [{ types: ['SALES_CONTACT'], orders: true }, ['Order', 'Order', 'Order', 'Order', 'SALES_CONTACT']],
    [{ orders: true, occurredAt: { from: '2025-04-01T00:00:00Z', to: '2025-04-11T00:00:00Z' } }, ['Order']],
    [{ orders: false, occurredAt: { from: '2025-03-02T10:00:00Z', to: '2025-03-03T10:00:00Z' } }, ['SOCIAL_LIKE']],
    [{ occurredAt: { from: '2025-04-01T00:00:00Z', to: '2025-04-01T00:00:00Z' } }, []],
    [{ occurredAt: { from: '9000-01-01T00:00:00Z' } }, []],
    [{ types: [] }, []],
  ])('a timeline of %j shows %j', async (filter, expected) => {
    const { nodes } = await timeline(filter);
    expect(nodes.map(({ __typename, type }: Json) => type ?? __typename)).toEqual(expected);
  });
  it.each([null, { online: true }, { types: ['PAGE_VIEW', 'SOCIAL_LIKE'] }])(
    'a timeline of %j read page by page is the same one',
    async (filter) => {
      const whole = await timeline(filter);
      const paged: Json[] = [];
      for (let after: string | null = null; ;) {
        const { nodes, pageInfo } = await timeline(filter, { first: 2, after });
        paged.push(...nodes);
        if (!pageInfo.hasNextPage) break;
        after = pageInfo.endCursor;
      }
      expect(paged).toEqual(whole.nodes);
    },
  );
  it('refuses a cursor of another filter, and a page of nothing', async () => {
    const { pageInfo } = await timeline({ online: true }, { first: 1 });
    const other = await client.ask(TIMELINE, { filter: { online: false }, after: pageInfo.endCursor });
    expect(other.errors[0]!.extensions['code']).toBe('INVALID_CURSOR');
    expect((await client.ask(TIMELINE, { first: 0 })).errors[0]!.extensions['code']).toBe('PAGE_SIZE');
  });
  it.each([
    ['experience(from: $from, to: $to) { score }', ['from']],
    ['behaviour(from: $from, to: $to) { purchases { orders } }', ['from']],
    ['effort(from: $from, to: $to) { minutes }', ['from']],
    [
      'timeline(first: 1, filter: { occurredAt: { from: $from, to: $to } }) { nodes { __typename } }',
      ['filter', 'occurredAt'],
    ],
  ])('refuses a period that ends before it begins: %s', async (field, path) => {
    const { errors } = await client.ask(
      `query ($from: DateTime!, $to: DateTime!) { customer(by: { externalId: { source: "shop", id: "a" } }) { ${field} } }`,
      { from: '2025-04-11T00:00:00Z', to: '2025-04-01T00:00:00Z' },
    );
    expect(errors[0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: path });
  });
  it('opens the experience score into interactions whose shares sum to it', async () => {
    const { experience: found } = await experience();
    expect(found.rated).toBe(3);
    const sum = found.terms.reduce((total: number, { share }: Json) => total + share, 0);
    expect(sum).toBeCloseTo(found.score, 12);
    const { interaction } = found.terms[0];
    const { node } = await client.data('query ($id: ID!) { node(id: $id) { ... on Interaction { type } } }', {
      id: interaction.id,
    });
    expect(node.type).toBe(interaction.type);
    expect(found.asked).toBe(1);
    expect(found.observed).toBeCloseTo((-2 + 0.5) / 3, 1);
  });
  it('counts online and offline to all, and spreads over channels', async () => {
    const { experience: found } = await experience();
    expect(found.online + found.offline).toBe(found.interactions);
    expect(found.interactions).toBe(INTERACTIONS.length);
    const total = found.byChannel.reduce((sum: number, { interactions }: Json) => sum + interactions, 0);
    expect(total).toBe(found.interactions);
    expect(found.omniChannelIndex).toBeGreaterThan(0.5);
  });
  it('shows the way to each order, without the cancelled one', async () => {
    const { experience: found } = await experience();
    expect(found.orders).toBe(3);
    expect(found.orientations.map(({ order: { sourceId }, days }: Json) => [sourceId, days])).toEqual([
      ['3', null],
      ['2', expect.closeTo(48.0833, 3)],
      ['1', expect.closeTo(4.0833, 3)],
    ]);
    expect(found.orientations[2]).toMatchObject({ selfDirectedShare: 0.5, salesContact: { type: 'SALES_CONTACT' } });
  });
  it('tells complaints with what became of them', async () => {
    const { experience: found } = await experience();
    expect(found.complaints).toMatchObject({
      total: 1,
      open: 0,
      repeat: 0,
      medianHoursToResolve: 48,
      recoveredShare: 1,
    });
    expect(found.complaints.list[0]).toMatchObject({ hours: 48, recovered: true, orderAfter: { sourceId: '2' } });
  });
  it('tells what the customer buys, reads, redeems and uses', async () => {
    const { behaviour } = await experience();
    expect(behaviour.purchases).toMatchObject({ orders: 3, products: 2, repeatProducts: 1, groups: 2 });
    expect(behaviour.purchases.byGroup[0]).toEqual({ group: 'x', orders: 3, quantity: 6, net: { amount: '30.00' } });
    expect(behaviour.purchases.byProduct).toEqual([{ sku: 'sku-x', orders: 3 }]);
    expect(behaviour.newsletter).toMatchObject({ received: 2, opened: 1, read: 1, openRate: 0.5 });
    expect(behaviour.newsletter.issues.map(({ objectRef, stage }: Json) => [objectRef, stage])).toEqual([
      ['n2', 'RECEIVED'],
      ['n1', 'READ'],
    ]);
    expect(behaviour.promotion).toMatchObject({
      loyalty: 'PROMO_AWARE',
      promotionOrders: 1,
      fullPriceOrders: 2,
      fullPriceAfter: 1,
      orders: [{ sourceId: '2' }],
    });
    expect(behaviour.portal).toMatchObject({ user: true, daysSinceLogin: 11, logins90d: 1, tasks90d: 0 });
    expect(behaviour.social).toMatchObject({ follows: [{ objectRef: 'us' }], likes: [], likeCount: 0, shares: 0 });
  });
  it('keeps to a period, while states hold at its end', async () => {
    const { experience: found, behaviour } = await experience({
      from: '2025-02-01T00:00:00Z',
      to: '2025-03-03T00:00:00Z',
    });
    expect(found.interactions).toBe(6);
    expect(behaviour.social.likeCount).toBe(1);
    expect(behaviour.purchases.orders).toBe(0);
  });
  it('says of every null why', async () => {
    const { experience: found, behaviour } = await experience({ id: 'quiet' });
    expect(found.absent.map(({ field }: Json) => field)).toEqual([
      'score',
      'asked',
      'observed',
      'omniChannelIndex',
      'selfDirectedShare',
      'orientationDays',
      'impulseOrders',
    ]);
    for (const { field, reason } of found.absent) {
      expect(found[field]).toBeNull();
      expect(reason).toMatch(/^[A-Z].{20,}\.$/u);
    }
    for (const { field } of behaviour.absent) {
      const [part, name] = field.split('.');
      expect(behaviour[part][name] ?? null).toBeNull();
    }
    expect(behaviour.promotion.loyalty).toBe('TOO_LITTLE_DATA');
  });
  it('reads a history once, whatever is worked out from it', async () => {
    const both = await client.ask(EXPERIENCE, {});
    const one = await client.ask(
      '{ customer(by: { externalId: { source: "shop", id: "a" } }) { experience { score } } }',
    );
    const read = ({ readUnits, requests }: Json) => ({ readUnits, requests });
    expect(read(both.cost)).toEqual(read(one.cost));
    expect(one.cost.requests).toBeLessThanOrEqual(4);
  });
});
