import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMPANY_AS_OF } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client, type Json } from './client.ts';

const ERRORS = 'userErrors { code message field }';
const MUTATIONS = {
  ordersIngest: `mutation ($input: OrdersIngestInput!) { ordersIngest(input: $input) { results { status ${ERRORS} } ${ERRORS} } }`,
  interactionsIngest: `mutation ($input: InteractionsIngestInput!) { interactionsIngest(input: $input) { results { status nodeId ${ERRORS} } ${ERRORS} } }`,
  tiesIngest: `mutation ($input: TiesIngestInput!) { tiesIngest(input: $input) { results { status ${ERRORS} } ${ERRORS} } }`,
  referralRecord: `mutation ($input: ReferralRecordInput!) { referralRecord(input: $input) { status referral { sourceId kind at expiresAt savedAcquisitionCost { amount } reward { amount } simulated advocate { displayName } } ${ERRORS} } }`,
  customerUpsert: `mutation ($input: CustomerUpsertInput!) { customerUpsert(input: $input) { customer { id version displayName } ${ERRORS} } }`,
  segmentCreate: `mutation ($input: SegmentCreateInput!) { segmentCreate(input: $input) { segment { id key version description measure rule { text not { test { field value } } any { test { field comparator value } all { text } } test { field comparator value } } } ${ERRORS} } }`,
  segmentUpdate: `mutation ($input: SegmentUpdateInput!) { segmentUpdate(input: $input) { segment { id key name description version rule { text } } ${ERRORS} } }`,
  segmentArchive: `mutation ($input: SegmentArchiveInput!) { segmentArchive(input: $input) { segment { archived } ${ERRORS} } }`,
} as const;

const shop = (id: string) => ({ externalId: { source: 'shop', id } });
const euro = (amount: string) => ({ amount, currencyCode: 'EUR' });
const line = (change: Json = {}) => ({ sku: 'a', group: 'g', quantity: 1, net: euro('10.00'), ...change });
const test = (field: string, comparator: string, value: Json) => ({ test: { field, comparator, value } });

describe('input over GraphQL', () => {
  let engine: Engine;
  let client: Client;
  let keys = 0;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    client = await clientOf(await testDb(engine, { clock: () => COMPANY_AS_OF }));
    for (const id of ['ann', 'bob', 'cid']) await call('customerUpsert', { by: shop(id), displayName: id });
  });
  afterAll(() => engine.stop());

  const call = async (name: keyof typeof MUTATIONS, content: Json): Promise<Json> =>
    (await client.data(MUTATIONS[name], { input: { idempotencyKey: `key-${keys++}`, ...content } }))[name];
  const placed = (id: string, change: Json = {}) => ({
    source: 'shop',
    id,
    by: shop('ann'),
    placedAt: '2024-09-01T10:00:00Z',
    lines: [line()],
    ...change,
  });
  const rowErrors = async (name: keyof typeof MUTATIONS, content: Json): Promise<Json> =>
    (await call(name, content)).results[0].userErrors.map(({ code, field }: Json) => [code, field?.join('.')]);

  describe('a line of an order that cannot be', () => {
    it.each([
      ['goods given back for money', { quantity: -1, net: euro('5.00') }, 'net'],
      ['a cost below nothing', { cost: euro('-1.00') }, 'cost'],
      ['goods that come back at a price', { quantity: -1, net: euro('-5.00'), cost: euro('1.00') }, 'cost'],
      ['a purchase that gives an order back', { returnOf: 'o1' }, 'returnOf'],
      ['a purchase with an instant of return', { returnedAt: '2024-09-02T10:00:00Z' }, 'returnOf'],
      ['a quantity of nothing', { quantity: 0 }, 'quantity'],
      ['a blank product', { sku: ' ' }, 'sku'],
    ])('%s is refused at its field', async (_, change, field) => {
      expect(await rowErrors('ordersIngest', { orders: [placed('wrong', { lines: [line(), line(change)] })] })).toEqual(
        [['INVALID', `input.orders.0.lines.1.${field}`]],
      );
    });

    it('an order may have no cost, a channel, a cancellation and goods that came back', async () => {
      const { results } = await call('ordersIngest', {
        orders: [
          placed('whole', { acquisitionChannel: 'mail', cancelledAt: '2024-09-03T10:00:00Z', promotion: true }),
          placed('back', {
            lines: [
              line({
                quantity: -1,
                net: euro('-10.00'),
                cost: euro('-4.00'),
                returnOf: 'whole',
                returnedAt: '2024-09-02T10:00:00Z',
                kind: 'SERVICE',
              }),
            ],
          }),
        ],
      });
      expect(results.map(({ status }: Json) => status)).toEqual(['ACCEPTED', 'ACCEPTED']);
      const { customer } = await client.data(
        '{ customer(by: { externalId: { source: "shop", id: "ann" } }) { simulated orders { nodes { sourceId acquisitionChannel cancelledAt version simulated earlierVersions { version } lines { kind returnOf returnedAt cost { amount } } } } } }',
      );
      const found = Object.fromEntries(customer.orders.nodes.map((order: Json) => [order.sourceId, order]));
      expect(found.whole).toMatchObject({
        acquisitionChannel: 'mail',
        cancelledAt: '2024-09-03T10:00:00.000Z',
        version: 1,
        simulated: false,
        earlierVersions: [],
        lines: [{ kind: 'PRODUCT', returnOf: null, returnedAt: null, cost: null }],
      });
      expect(found.back.lines).toEqual([
        { kind: 'SERVICE', returnOf: 'whole', returnedAt: '2024-09-02T10:00:00.000Z', cost: { amount: '-4.00' } },
      ]);
    });

    it('a correction of what nobody sent is refused', async () => {
      expect(await rowErrors('ordersIngest', { orders: [placed('never', { expectedVersion: 3 })] })).toEqual([
        ['STALE_VERSION', 'input.orders.0.expectedVersion'],
      ]);
    });
  });

  it('an interaction keeps what its source says of it, and can be read by its id', async () => {
    const { results } = await call('interactionsIngest', {
      interactions: [
        {
          source: 'mail',
          id: 'i1',
          by: shop('ann'),
          type: 'SURVEY_RESPONSE',
          channel: 'EMAIL',
          occurredAt: '2024-09-01T10:00:00Z',
          objectRef: 'survey-7',
          valence: -0.25,
          influence: 60,
          effortMinutes: 12,
        },
      ],
    });
    const { node } = await client.data(
      'query ($id: ID!) { node(id: $id) { ... on Interaction { sourceId type channel objectRef valence simulated customer { displayName } } } }',
      { id: results[0].nodeId },
    );
    expect(node).toEqual({
      sourceId: 'i1',
      type: 'SURVEY_RESPONSE',
      channel: 'EMAIL',
      objectRef: 'survey-7',
      valence: -0.25,
      simulated: false,
      customer: { displayName: 'ann' },
    });
  });

  it('ties and a referral can be read from both ends, with what is not known of them null', async () => {
    const at = '2024-01-01T00:00:00Z';
    const tie = { source: 'forum', follower: shop('ann'), followed: shop('bob'), kind: 'FOLLOW', at };
    expect((await call('tiesIngest', { ties: [{ ...tie, weight: 2 }] })).results).toMatchObject([
      { status: 'ACCEPTED' },
    ]);
    expect(await rowErrors('tiesIngest', { ties: [{ ...tie, source: ' ', weight: 1 }] })).toEqual([
      ['INVALID', 'input.ties.0.source'],
    ]);
    const referral = { source: 'shop', id: 'r1', advocate: shop('bob'), friend: shop('ann'), kind: 'TYPE_TWO', at };
    expect(await call('referralRecord', referral)).toEqual({
      status: 'ACCEPTED',
      referral: {
        sourceId: 'r1',
        kind: 'TYPE_TWO',
        at: '2024-01-01T00:00:00.000Z',
        expiresAt: null,
        savedAcquisitionCost: null,
        reward: null,
        simulated: false,
        advocate: { displayName: 'bob' },
      },
      userErrors: [],
    });
    const { ann, bob } = await client.data(`{
      ann: customer(by: { externalId: { source: "shop", id: "ann" } }) { following { nodes { kind weight simulated followed { displayName } } } referredBy { friend { displayName } } referralClaims { nodes { friend { displayName } counted } } }
      bob: customer(by: { externalId: { source: "shop", id: "bob" } }) { followers { nodes { follower { displayName } } } referralsMade { nodes { friend { displayName } } } }
    }`);
    expect(ann).toEqual({
      following: { nodes: [{ kind: 'FOLLOW', weight: 2, simulated: false, followed: { displayName: 'bob' } }] },
      // No run has chosen among the claims yet.
      referredBy: null,
      referralClaims: { nodes: [{ friend: { displayName: 'ann' }, counted: null }] },
    });
    expect(bob).toEqual({
      followers: { nodes: [{ follower: { displayName: 'ann' } }] },
      referralsMade: { nodes: [{ friend: { displayName: 'ann' } }] },
    });
  });

  it('a referral keeps its end, its reward and the cost it saved', async () => {
    const { referral } = await call('referralRecord', {
      source: 'shop',
      id: 'r2',
      advocate: shop('ann'),
      friend: shop('cid'),
      kind: 'TYPE_ONE',
      at: '2024-01-01T00:00:00Z',
      expiresAt: '2025-01-01T00:00:00Z',
      savedAcquisitionCost: euro('20.00'),
      reward: euro('5.00'),
    });
    expect(referral).toMatchObject({
      expiresAt: '2025-01-01T00:00:00.000Z',
      savedAcquisitionCost: { amount: '20.00' },
      reward: { amount: '5.00' },
    });
  });

  it('a name of more than 200 characters is refused, and one of null takes the name away', async () => {
    const long = await call('customerUpsert', { by: shop('ann'), displayName: 'n'.repeat(201) });
    expect(long).toMatchObject({ customer: null, userErrors: [{ field: ['input', 'displayName'] }] });
    await call('customerUpsert', { by: shop('dan'), displayName: 'Dan' });
    expect(await call('customerUpsert', { by: shop('dan'), displayName: null })).toMatchObject({
      customer: { displayName: null, version: 2 },
    });
  });

  describe('a segment', () => {
    const create = (content: Json) => call('segmentCreate', { name: 'S', ...content });
    const nested = (depth: number): Json =>
      depth === 1 ? test('ORDERS', 'GTE', { number: 1 }) : { not: nested(depth - 1) };

    it.each([
      ['an amount as a number', test('DIRECT_VALUE', 'GT', { number: 5 }), 'test.value.number'],
      ['a number as an amount', test('ORDERS', 'GT', { money: euro('5') }), 'test.value.money'],
      [
        'an amount in another currency',
        test('DIRECT_VALUE', 'GT', { money: { amount: '5', currencyCode: 'USD' } }),
        'test.value.money.currencyCode',
      ],
      ['a word as a number', test('ORDERS', 'GT', { text: 'many' }), 'test.value'],
      ['a comparison that a field has not', test('LAPSED', 'CONTAINS', { text: 'x' }), 'test.comparator'],
      ['a stage that is none', { not: test('STAGE', 'IN', { texts: ['LOYAL'] }) }, 'not.test.value'],
      ['no rule at all within', { any: [] }, 'any'],
    ])('with %s is refused at the part of the rule that is wrong', async (_, rule, field) => {
      const { segment, userErrors } = await create({ key: 'wrong', rule });
      expect(segment).toBeNull();
      expect(userErrors[0].field.join('.')).toBe(`input.rule.${field}`);
    });

    it('of rules nested nine deep is refused, of eight not', async () => {
      expect((await create({ key: 'deep', rule: nested(9) })).userErrors).toMatchObject([{ code: 'INVALID' }]);
      expect((await create({ key: 'deep', rule: nested(8) })).userErrors).toEqual([]);
    });

    it.each([['Big Spenders'], ['-x'], ['x-'], ['a--b'], ['k'.repeat(61)]])(
      'of the key %j, and of a blank name, is refused',
      async (key) => {
        expect(await create({ key, rule: nested(1) })).toMatchObject({
          segment: null,
          userErrors: [{ field: ['input', 'key'] }],
        });
        expect(await create({ key: 'fine', name: ' ', rule: nested(1) })).toMatchObject({
          userErrors: [{ field: ['input', 'name'] }],
        });
      },
    );

    it('is read back as the rule it was given, amounts with their currency', async () => {
      const rule = {
        any: [
          test('DIRECT_VALUE', 'GTE', { money: euro('12.50') }),
          { all: [test('STAGE', 'IN', { texts: ['LOYALTY'] }), test('LAPSED', 'EQ', { flag: false })] },
        ],
      };
      const { segment } = await create({ key: 'any-of', description: ' Either ', rule });
      expect(segment).toMatchObject({ key: 'any-of', version: 1, description: 'Either' });
      expect(segment.rule).toMatchObject({
        not: null,
        test: null,
        any: [
          { test: { field: 'DIRECT_VALUE', comparator: 'GTE', value: '12.50 EUR' }, all: null },
          {
            test: null,
            all: [{ text: expect.stringContaining('stage') }, { text: expect.stringContaining('lapsed') }],
          },
        ],
      });
      expect((await create({ key: 'none-of', rule: { not: nested(1) } })).segment.rule.not.test).toEqual({
        field: 'ORDERS',
        value: '1',
      });
    });

    it('is changed in what is given and nothing else; built in, unknown or stale it is not', async () => {
      const { segment } = await create({ key: 'changing', description: 'Old', rule: nested(1) });
      const update = (content: Json) => call('segmentUpdate', { id: segment.id, ...content });
      expect(await update({ expectedVersion: 1, name: 'New' })).toMatchObject({
        segment: { key: 'changing', name: 'New', description: 'Old', version: 2, rule: { text: 'orders ≥ 1' } },
      });
      expect(await update({ expectedVersion: 2, description: null, rule: nested(2) })).toMatchObject({
        segment: { name: 'New', description: '', version: 3, rule: { text: 'not orders ≥ 1' } },
      });
      expect(await update({ expectedVersion: 1, name: 'Stale' })).toMatchObject({
        segment: null,
        userErrors: [{ code: 'STALE_VERSION' }],
      });
      const { builtin } = await client.data('{ builtin: segment(key: "rfm-champions") { id } }');
      for (const [id, code] of [
        [builtin.id, 'INVALID'],
        ['nonsense', 'NOT_FOUND'],
      ]) {
        expect(await update({ id, expectedVersion: 0 })).toMatchObject({ segment: null, userErrors: [{ code }] });
        expect(await call('segmentArchive', { id, expectedVersion: 0 })).toMatchObject({ userErrors: [{ code }] });
      }
    });
  });

  it('a preview of rules is of at most twenty customers', async () => {
    const { errors } = await client.ask(
      'query ($customers: [CustomerIdentifier!]!) { engagementPreview(rules: [], customers: $customers) { proposed } }',
      { customers: Array.from({ length: 21 }, (_, n) => shop(`c${n}`)) },
    );
    expect(errors[0]).toMatchObject({ message: expect.stringContaining('got 21'), extensions: { code: 'PAGE_SIZE' } });
  });
});
