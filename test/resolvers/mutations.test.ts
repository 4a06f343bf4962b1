import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEnrichment } from '../../enrichment/run.ts';
import type { Db } from '../../store/client/db.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { putInfluenceHistory } from '../../store/published/influence.ts';
import { releaseLease, startRun } from '../../store/work/runs.ts';
import { COMPANY_AS_OF } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client, type Json } from './client.ts';

const INGEST_PAYLOAD =
  '{ accepted duplicates rejected results { index status customerId nodeId userErrors { __typename code message field } } userErrors { code message field } }';
const ORDERS = `mutation ($input: OrdersIngestInput!) { ordersIngest(input: $input) ${INGEST_PAYLOAD} }`;
const INTERACTIONS = `mutation ($input: InteractionsIngestInput!) { interactionsIngest(input: $input) ${INGEST_PAYLOAD} }`;
const TIES = `mutation ($input: TiesIngestInput!) { tiesIngest(input: $input) ${INGEST_PAYLOAD} }`;
const REFERRAL =
  'mutation ($input: ReferralRecordInput!) { referralRecord(input: $input) { status referral { id advocate { id } friend { id } kind reward { amount } } userErrors { code message field } } }';
const UPSERT =
  'mutation ($input: CustomerUpsertInput!) { customerUpsert(input: $input) { customer { id version displayName identities { type source value } } userErrors { __typename code field ... on StaleVersionError { currentVersion } ... on IdentityConflictError { conflictingCustomerIds } } } }';
const RUN =
  'mutation ($input: EnrichmentRunStartInput!) { enrichmentRunStart(input: $input) { run { id status asOf } userErrors { __typename code ... on AlreadyRunningError { runningId } } } }';

const shop = (id: string) => ({ externalId: { source: 'shop', id } });
const euro = (amount: string) => ({ amount, currencyCode: 'EUR' });
const order = (id: string, change: Json = {}) => ({
  source: 'shop',
  id,
  by: shop('c1'),
  placedAt: '2024-09-01T10:00:00Z',
  lines: [{ sku: 'chair', group: 'Furniture', quantity: 2, net: euro('199.90'), cost: euro('120.00') }],
  ...change,
});

describe('mutations', () => {
  let engine: Engine;
  let client: Client;
  let keys = 0;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());
  const fresh = (): Promise<Db> => testDb(engine, { clock: () => COMPANY_AS_OF });
  beforeEach(async () => {
    client = await clientOf(await fresh());
  });

  const input = (content: Json): Json => ({ input: { idempotencyKey: `key-${keys++}`, ...content } });
  const orders = async (rows: readonly Json[]): Promise<Json> =>
    (await client.data(ORDERS, input({ orders: rows }))).ordersIngest;
  const ordersOf = async (id: string): Promise<Json> =>
    (
      await client.data(
        'query ($id: String!) { customer(by: { externalId: { source: "shop", id: $id } }) { id orders { nodes { id sourceId net { amount } margin { amount } } } } }',
        { id },
      )
    ).customer;

  describe('ordersIngest', () => {
    it('keeps an order to the cent, creates its customer, and can be read by the id it returns', async () => {
      const { accepted, results } = await orders([order('1')]);
      expect(accepted).toBe(1);
      const { node } = await client.data(
        'query ($id: ID!) { node(id: $id) { ... on Order { sourceId net { amount currencyCode } margin { amount } lines { quantity cost { minorUnits } } customer { id } } } }',
        { id: results[0].nodeId },
      );
      expect(node).toEqual({
        sourceId: '1',
        net: { amount: '199.90', currencyCode: 'EUR' },
        margin: { amount: '79.90' },
        lines: [{ quantity: 2, cost: { minorUnits: 12_000 } }],
        customer: { id: results[0].customerId },
      });
    });

    it('an unknown cost leaves the margin null, never net minus 0', async () => {
      await orders([
        order('1', {
          lines: [
            { sku: 'a', group: 'g', quantity: 1, net: euro('5') },
            { sku: 'b', group: 'g', quantity: 1, net: euro('7'), cost: euro('3') },
          ],
        }),
      ]);
      expect((await ordersOf('c1')).orders.nodes).toMatchObject([{ net: { amount: '12.00' }, margin: null }]);
    });

    it('the same order again is a DUPLICATE; the same id with other content is refused and changes nothing', async () => {
      await orders([order('1')]);
      expect(await orders([order('1')])).toMatchObject({ accepted: 0, duplicates: 1, rejected: 0 });
      const { results } = await orders([
        order('1', { lines: [{ sku: 'chair', group: 'Furniture', quantity: 2, net: euro('1.00') }] }),
      ]);
      expect(results).toMatchObject([
        {
          status: 'REJECTED',
          nodeId: null,
          userErrors: [{ __typename: 'InputError', code: 'CONFLICT', field: ['input', 'orders', '0', 'id'] }],
        },
      ]);
      expect((await ordersOf('c1')).orders.nodes).toMatchObject([{ net: { amount: '199.90' } }]);
    });

    it.each<[string, Json, string, readonly string[], string]>([
      ['an instant before 1970', { placedAt: '1969-12-31T23:00:00Z' }, 'INVALID', ['placedAt'], '1970'],
      [
        'an amount beyond the bound',
        { lines: [{ sku: 'a', group: 'g', quantity: 1, net: euro('90071992547409.91') }] },
        'AMOUNT_TOO_LARGE',
        ['lines', '0', 'net', 'amount'],
        '10000000000 EUR',
      ],
      [
        'a negative one',
        { lines: [{ sku: 'a', group: 'g', quantity: 1, net: euro('-10000000000.01') }] },
        'AMOUNT_TOO_LARGE',
        ['lines', '0', 'net', 'amount'],
        '10000000000 EUR',
      ],
      [
        'a cost beyond it',
        { lines: [{ sku: 'a', group: 'g', quantity: 1, net: euro('1'), cost: euro('10000000000.01') }] },
        'AMOUNT_TOO_LARGE',
        ['lines', '0', 'cost', 'amount'],
        '10000000000 EUR',
      ],
      [
        'lines that add up to more',
        { lines: Array.from({ length: 2 }, () => ({ sku: 'a', group: 'g', quantity: 1, net: euro('5000000000.01') })) },
        'AMOUNT_TOO_LARGE',
        ['lines'],
        '10000000000',
      ],
      [
        'a quantity without end',
        { lines: [{ sku: 'a', group: 'g', quantity: 1e300, net: euro('1') }] },
        'INVALID',
        ['lines', '0', 'quantity'],
        '1000000000',
      ],
    ])('rejects %s with its path and the bound, and keeps the rows around it', async (_, change, code, path, bound) => {
      const { accepted, results } = await orders([order('1'), order('2', change), order('3')]);
      expect([accepted, results.map(({ status }: Json) => status)]).toEqual([2, ['ACCEPTED', 'REJECTED', 'ACCEPTED']]);
      expect(results[1].userErrors).toMatchObject([
        { code, message: expect.stringContaining(bound), field: ['input', 'orders', '1', ...path] },
      ]);
    });

    it.each([
      ['half a surrogate pair', 'a\ud800'],
      ['NUL', 'a\0'],
    ])('refuses %s in whatever a source calls something, where two ids could become one', async (_, text) => {
      const wrongLine = (change: Json): Json => [{ sku: 'a', group: 'g', quantity: 1, net: euro('5'), ...change }];
      const { results } = await orders([
        order(text),
        order('1', { source: text }),
        order('2', { lines: wrongLine({ sku: text }) }),
        order('3', { lines: wrongLine({ group: text }) }),
        order('4', { acquisitionChannel: text }),
        order('5'),
      ]);
      expect(results.map(({ userErrors }: Json) => userErrors[0]?.field.slice(3).join('.') ?? 'kept')).toEqual([
        'id',
        'source',
        'lines.0.sku',
        'lines.0.group',
        'acquisitionChannel',
        'kept',
      ]);
      const tie = {
        source: text,
        follower: shop('c1'),
        followed: shop('c2'),
        kind: 'FOLLOW',
        at: '2024-09-01T10:00:00Z',
      };
      const { tiesIngest } = await client.data(TIES, input({ ties: [tie] }));
      expect(tiesIngest.results[0].userErrors).toMatchObject([
        { code: 'INVALID', field: ['input', 'ties', '0', 'source'] },
      ]);
    });

    it('takes the largest amount there may be', async () => {
      expect(
        await orders([order('1', { lines: [{ sku: 'a', group: 'g', quantity: 1, net: euro('10000000000') }] })]),
      ).toMatchObject({ accepted: 1 });
    });

    it('tells one of two who send the same order in the same moment that it was accepted, the other that it is known', async () => {
      const both = await Promise.all([orders([order('1')]), orders([order('1')])]);
      expect(both.map(({ results }) => results[0].status).toSorted()).toEqual(['ACCEPTED', 'DUPLICATE']);
    });

    it('keeps the good rows and lists the bad ones, each with its path', async () => {
      const wrongLine = (change: Json): Json => [{ sku: 'a', group: 'g', quantity: 1, net: euro('5'), ...change }];
      const { accepted, rejected, results } = await orders([
        order('good'),
        order('dollars', { lines: wrongLine({ net: { amount: '5', currencyCode: 'USD' } }) }),
        order('digits', { lines: wrongLine({ cost: euro('0.001') }) }),
        order('none', { lines: [] }),
        order('zero', { lines: wrongLine({ quantity: 0 }) }),
        order('  '),
        order('mail', { by: { email: 'nonsense' } }),
        order('ghost', { by: { id: 'bm90aGluZw' } }),
        order('returned', { lines: wrongLine({ quantity: -1, net: euro('5') }) }),
      ]);
      expect([accepted, rejected]).toEqual([1, 8]);
      const found = results
        .filter(({ status }: Json) => status === 'REJECTED')
        .map(({ index, userErrors }: Json) => [index, userErrors[0].code, userErrors[0].field.join('.')]);
      expect(found).toEqual([
        [1, 'CURRENCY_MISMATCH', 'input.orders.1.lines.0.net.currencyCode'],
        [2, 'INVALID', 'input.orders.2.lines.0.cost.amount'],
        [3, 'INVALID', 'input.orders.3.lines'],
        [4, 'INVALID', 'input.orders.4.lines.0.quantity'],
        [5, 'INVALID', 'input.orders.5.id'],
        [6, 'INVALID', 'input.orders.6.by.email'],
        [7, 'UNKNOWN_CUSTOMER', 'input.orders.7.by.id'],
        [8, 'INVALID', 'input.orders.8.lines.0.net'],
      ]);
      expect((await ordersOf('c1')).orders.nodes.map(({ sourceId }: Json) => sourceId)).toEqual(['good']);
    });

    it('an id that nobody has does not become a customer', async () => {
      const id = Buffer.from('Customer:00000000000000000000').toString('base64url');
      const { results } = await orders([order('1', { by: { id } })]);
      expect(results[0]).toMatchObject({ status: 'REJECTED', userErrors: [{ code: 'UNKNOWN_CUSTOMER' }] });
    });

    it('more than 500 rows are refused as a whole', async () => {
      const answer = await orders(Array.from({ length: 501 }, (_, n) => order(`o${n}`)));
      expect(answer).toMatchObject({
        accepted: 0,
        results: [],
        userErrors: [{ code: 'TOO_MANY', field: ['input', 'orders'] }],
      });
      expect(await ordersOf('c1')).toBeNull();
    });

    it('many rows of one customer are one mark and one fold', async () => {
      const { cost } = await client.ask(
        ORDERS,
        input({ orders: Array.from({ length: 50 }, (_, n) => order(`o${n}`)) }),
      );
      // 2 per event, and for all of them together 2 for the customer and 2 for the idempotency key; large summaries and answers cost some more.
      if (engine.kind === 'dynoxide') expect(cost.writeUnits).toBeLessThanOrEqual(2 * 50 + 20);
      expect((await ordersOf('c1')).orders.nodes).toHaveLength(20);
    });
  });

  describe('idempotency keys', () => {
    it('a repeat returns the first answer without doing it again', async () => {
      const variables = input({ orders: [order('1'), order('bad', { lines: [] })] });
      const first = await client.data(ORDERS, variables);
      expect(await client.data(ORDERS, variables)).toEqual(first);
      expect(first.ordersIngest).toMatchObject({ accepted: 1, duplicates: 0, rejected: 1 });
    });

    it('the same key with another body is an error, and nothing happens', async () => {
      const { input: first } = input({ orders: [order('1')] });
      await client.data(ORDERS, { input: first });
      const { ordersIngest } = await client.data(ORDERS, { input: { ...first, orders: [order('2')] } });
      expect(ordersIngest).toMatchObject({
        accepted: 0,
        results: [],
        userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
      });
      expect((await ordersOf('c1')).orders.nodes).toHaveLength(1);
    });

    it('a blank key is refused', async () => {
      const { ordersIngest } = await client.data(ORDERS, { input: { idempotencyKey: ' ', orders: [order('1')] } });
      expect(ordersIngest.userErrors).toMatchObject([{ code: 'INVALID', field: ['input', 'idempotencyKey'] }]);
    });
  });

  describe('interactionsIngest', () => {
    const interaction = (id: string, change: Json) => ({
      source: 'mail',
      id,
      by: shop('c1'),
      type: 'NEWSLETTER_READ',
      channel: 'EMAIL',
      occurredAt: '2024-09-01T10:00:00+02:00',
      objectRef: 'issue-1',
      ...change,
    });
    const points = async (): Promise<number> =>
      (await client.data('{ customer(by: { externalId: { source: "shop", id: "c1" } }) { engagement { points } } }'))
        .customer.engagement.points;

    it.each([
      [null, 55],
      [35, 55],
      [36, 65],
    ])(
      'counts points at once: read, follow and like with a published influence of %s are %i, whatever the sender claims',
      async (score, expected) => {
        const likedAt = Date.parse('2024-09-01T08:00:00Z');
        const published = (at: number, of: number) => ({
          id: customerIdOf(client.db, shop('c1')),
          at,
          score: of,
          calibration: 'influence-1',
        });
        // What is published after the like was not known then.
        await putInfluenceHistory(client.db, [
          ...(score === null ? [] : [published(likedAt, score)]),
          published(likedAt + 1, 99),
        ]);
        await client.data(
          INTERACTIONS,
          input({
            interactions: [
              interaction('1', {}),
              interaction('2', { type: 'SOCIAL_FOLLOW', channel: 'SOCIAL', objectRef: 'account' }),
              interaction('3', { type: 'SOCIAL_LIKE', channel: 'SOCIAL', objectRef: 'post', influence: 99 }),
            ],
          }),
        );
        expect(await points()).toBe(expected);
      },
    );

    it('refuses values outside their range, with the path', async () => {
      const { interactionsIngest } = await client.data(
        INTERACTIONS,
        input({
          interactions: [
            interaction('1', { valence: 2 }),
            interaction('2', { influence: 101 }),
            interaction('3', { effortMinutes: -1 }),
          ],
        }),
      );
      expect(interactionsIngest.results.map(({ userErrors }: Json) => userErrors[0].field.at(-1))).toEqual([
        'valence',
        'influence',
        'effortMinutes',
      ]);
    });

    it('an unknown type is refused before anything runs', async () => {
      const { status, errors } = await client.ask(
        INTERACTIONS,
        input({ interactions: [interaction('1', { type: 'TELEPATHY' })] }),
      );
      expect([status, errors[0]!.extensions['code']]).toEqual([400, 'BAD_USER_INPUT']);
      expect(errors[0]!.message).toContain('TELEPATHY');
    });
  });

  describe('ties and referrals', () => {
    beforeEach(async () => {
      await orders(['a', 'b', 'c'].map((id) => order(`o-${id}`, { by: shop(id) })));
    });
    const tie = (follower: string, followed: string, change: Json = {}) => ({
      source: 'forum',
      follower: shop(follower),
      followed: shop(followed),
      kind: 'FOLLOW',
      at: '2024-01-01T00:00:00Z',
      ...change,
    });
    const refer = async (advocate: string, friend: string, change: Json = {}): Promise<Json> =>
      (
        await client.data(
          REFERRAL,
          input({
            source: 'shop',
            id: `${advocate}-${friend}`,
            advocate: shop(advocate),
            friend: shop(friend),
            at: '2024-01-01T00:00:00Z',
            ...change,
          }),
        )
      ).referralRecord;

    it('ties are kept once; ties to oneself, to strangers and below nothing are refused', async () => {
      const rows = [tie('a', 'b'), tie('a', 'a'), tie('a', 'stranger'), tie('b', 'c', { weight: -1 })];
      const { tiesIngest } = await client.data(TIES, input({ ties: rows }));
      expect(tiesIngest.results.map(({ status, userErrors }: Json) => userErrors[0]?.code ?? status)).toEqual([
        'ACCEPTED',
        'SELF_TIE',
        'UNKNOWN_CUSTOMER',
        'INVALID',
      ]);
      expect((await client.data(TIES, input({ ties: rows.slice(0, 1) }))).tiesIngest).toMatchObject({
        accepted: 0,
        duplicates: 1,
      });
    });

    it('a tie that the table cannot name is refused alone', async () => {
      const rows = [tie('a', 'c', { kind: 'TRUST' }), tie('a', 'b', { source: '\u{1f600}'.repeat(90) })];
      expect((await client.data(TIES, input({ ties: rows }))).tiesIngest).toMatchObject({
        accepted: 1,
        userErrors: [],
        results: [
          { status: 'ACCEPTED' },
          { userErrors: [{ code: 'INVALID', field: ['input', 'ties', '1', 'source'] }] },
        ],
      });
    });

    it.each(['reward', 'savedAcquisitionCost'])('a referral with a %s below nothing is refused', async (field) => {
      expect(await refer('a', 'b', { id: `negative-${field}`, [field]: euro('-0.01') })).toMatchObject({
        status: 'REJECTED',
        referral: null,
        userErrors: [{ code: 'INVALID', field: ['input', field], message: `${field} must not be negative.` }],
      });
    });

    it.each([
      ['half a surrogate pair', '\ud800', /well-formed Unicode/],
      ['a NUL', 'x\u0000y', /control character/],
    ])('a name with %s, which would not come back as it was sent, is refused', async (_, id, reason) => {
      const refused = { status: 'REJECTED', userErrors: [{ code: 'INVALID', message: expect.stringMatching(reason) }] };
      expect(await refer('a', 'b', { id })).toMatchObject(refused);
      expect(
        (await client.data(TIES, input({ ties: [tie('a', 'b', { source: id })] }))).tiesIngest.results,
      ).toMatchObject([refused]);
    });

    it('a referral is kept with its reward, and again is a DUPLICATE', async () => {
      const first = await refer('a', 'b', { reward: euro('10.00') });
      expect(first).toMatchObject({
        status: 'ACCEPTED',
        referral: { kind: 'TYPE_ONE', reward: { amount: '10.00' } },
        userErrors: [],
      });
      expect(await refer('a', 'b', { reward: euro('10.00') })).toMatchObject({
        status: 'DUPLICATE',
        referral: { id: first.referral.id },
      });
    });

    it.each([
      ['to oneself', ['a', 'a', {}], 'SELF_REFERRAL'],
      ['of a stranger', ['a', 'stranger', {}], 'UNKNOWN_CUSTOMER'],
      [
        'with a reward in another currency',
        ['a', 'b', { reward: { amount: '1', currencyCode: 'USD' } }],
        'CURRENCY_MISMATCH',
      ],
    ] as const)('a referral %s is refused', async (_, [advocate, friend, change], code) => {
      const { status, referral, userErrors } = await refer(advocate, friend, change);
      expect([status, referral, userErrors[0].code]).toEqual(['REJECTED', null, code]);
    });

    it('a second advocate, a circle and a customer of old are kept: which claim counts is for a run to say', async () => {
      const first = (await refer('a', 'b')).referral.id;
      const made = [
        await refer('c', 'b'),
        await refer('b', 'c'),
        await refer('c', 'a', { at: '2024-09-02T00:00:00Z' }),
      ];
      expect(made.map(({ status }) => status)).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED']);
      const { customer } = await client.data(
        '{ customer(by: { externalId: { source: "shop", id: "b" } }) { referredBy { id } referralClaims { nodes { id counted rejectedBecause } } } }',
      );
      const unseen = (id: string) => ({ id, counted: null, rejectedBecause: null });
      expect(customer).toEqual({
        referredBy: null,
        referralClaims: { nodes: expect.arrayContaining([unseen(first), unseen(made[0].referral.id)]) },
      });
    });

    it('two who send one claim at once: one is told ACCEPTED, the other DUPLICATE', async () => {
      const both = await Promise.all([refer('a', 'b'), refer('a', 'b')]);
      expect(both.map(({ status }) => status).sort()).toEqual(['ACCEPTED', 'DUPLICATE']);
      expect(both[0].referral.id).toBe(both[1].referral.id);
    });
  });

  describe('customerUpsert', () => {
    const upsert = async (content: Json): Promise<Json> => (await client.data(UPSERT, input(content))).customerUpsert;

    it('creates a customer, adds identities, and finds them by any', async () => {
      const { customer } = await upsert({
        by: shop('c1'),
        displayName: 'Ada',
        identities: [{ email: 'Ada@Example.com' }, { handle: { network: 'bluesky', handle: '@ada' } }],
      });
      expect(customer).toMatchObject({
        displayName: 'Ada',
        identities: [
          { type: 'EXTERNAL_ID', source: 'shop', value: 'c1' },
          { type: 'EMAIL', value: 'ada@example.com' },
          { type: 'HANDLE', source: 'bluesky', value: 'ada' },
        ],
      });
      expect((await client.data('{ customer(by: { email: "ADA@example.com" }) { id } }')).customer.id).toBe(
        customer.id,
      );
    });

    it('refuses a stale version, saying the current one', async () => {
      const { customer } = await upsert({ by: shop('c1'), displayName: 'Ada' });
      await upsert({ by: shop('c1'), displayName: 'Ada L.', expectedVersion: customer.version });
      expect(
        (await upsert({ by: shop('c1'), displayName: 'Bob', expectedVersion: customer.version })).userErrors,
      ).toEqual([
        { __typename: 'StaleVersionError', code: 'STALE_VERSION', field: null, currentVersion: customer.version + 1 },
      ]);
    });

    it('refuses an identity of somebody else, saying whose', async () => {
      const { customer: ada } = await upsert({ by: { email: 'ada@example.com' } });
      const { customer, userErrors } = await upsert({ by: shop('c2'), identities: [{ email: 'ada@example.com' }] });
      expect(customer).toBeNull();
      expect(userErrors).toMatchObject([
        { __typename: 'IdentityConflictError', code: 'IDENTITY_CONFLICT', conflictingCustomerIds: [ada.id] },
      ]);
    });
  });

  describe('segments', () => {
    const PAYLOAD =
      '{ segment { id key version archived rule { text all { test { field comparator value } } } size { count } } userErrors { code message field } }';
    const create = async (content: Json): Promise<Json> =>
      (
        await client.data(
          `mutation ($input: SegmentCreateInput!) { segmentCreate(input: $input) ${PAYLOAD} }`,
          input(content),
        )
      ).segmentCreate;
    const test = (field: string, comparator: string, value: Json) => ({ test: { field, comparator, value } });
    const rule = {
      all: [test('CURRENT_VALUE', 'GTE', { money: euro('100.00') }), test('LAPSED', 'EQ', { flag: false })],
    };

    it('a rule segment is evaluated by the next run, changed with its version, and archived', async () => {
      await orders([
        order('1', {
          lines: [{ sku: 'a', group: 'g', quantity: 1, net: euro('500'), cost: euro('0') }],
          placedAt: '2024-10-01T00:00:00Z',
        }),
        order('2', { by: shop('c2'), lines: [{ sku: 'a', group: 'g', quantity: 1, net: euro('5'), cost: euro('0') }] }),
      ]);
      const { segment } = await create({ key: 'big-spenders', name: 'Big spenders', rule });
      expect(segment).toMatchObject({
        version: 1,
        size: null,
        rule: {
          all: [
            { test: { field: 'CURRENT_VALUE', comparator: 'GTE', value: '100.00 EUR' } },
            { test: { field: 'LAPSED', value: 'false' } },
          ],
        },
      });

      await (
        await startEnrichment(client.db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL' })
      ).finished;
      const read = await client.data(
        '{ segment(key: "big-spenders") { size { count } members { nodes { identities { value } segments { key name } } } } }',
      );
      expect(read.segment).toMatchObject({
        size: { count: 1 },
        members: { nodes: [{ identities: [{ value: 'c1' }] }] },
      });
      expect(read.segment.members.nodes[0].segments).toContainEqual({ key: 'big-spenders', name: 'Big spenders' });

      const update = `mutation ($input: SegmentUpdateInput!) { segmentUpdate(input: $input) ${PAYLOAD} }`;
      expect(
        (await client.data(update, input({ id: segment.id, expectedVersion: 1, name: 'Spenders' }))).segmentUpdate
          .segment.version,
      ).toBe(2);
      expect(
        (await client.data(update, input({ id: segment.id, expectedVersion: 1, name: 'Late' }))).segmentUpdate
          .userErrors[0].code,
      ).toBe('STALE_VERSION');
      const { segmentArchive } = await client.data(
        `mutation ($input: SegmentArchiveInput!) { segmentArchive(input: $input) ${PAYLOAD} }`,
        input({ id: segment.id, expectedVersion: 2 }),
      );
      expect(segmentArchive.segment.archived).toBe(true);
    });

    it('a key that is taken, also by one built in, is refused', async () => {
      await create({ key: 'mine', name: 'Mine', rule });
      expect((await create({ key: 'mine', name: 'Again', rule })).userErrors).toMatchObject([
        { code: 'TAKEN', field: ['input', 'key'] },
      ]);
      expect((await create({ key: 'rfm-champions', name: 'Champions', rule })).userErrors).toMatchObject([
        { code: 'TAKEN' },
      ]);
    });

    it.each([
      ['a number where money is meant', test('TOTAL_VALUE', 'GTE', { number: 100 }), 'input.rule.test.value.number'],
      ['a comparator the field does not have', test('LAPSED', 'GT', { flag: true }), 'input.rule.test.comparator'],
      [
        'a group that does not exist',
        { not: test('RFM_GROUP', 'EQ', { text: 'WHALES' }) },
        'input.rule.not.test.value',
      ],
      ['an empty list', { all: [] }, 'input.rule.all'],
    ])('a rule with %s is refused at its path', async (_, wrong, path) => {
      const { segment, userErrors } = await create({ key: 'wrong', name: 'Wrong', rule: wrong });
      expect(segment).toBeNull();
      expect(userErrors).toMatchObject([{ code: 'INVALID', field: path.split('.') }]);
    });

    it('an unknown field is an error, never ignored', async () => {
      const { status, errors } = await client.ask(
        `mutation ($input: SegmentCreateInput!) { segmentCreate(input: $input) ${PAYLOAD} }`,
        input({ key: 'x', name: 'X', rule: test('SHOE_SIZE', 'EQ', { number: 43 }) }),
      );
      expect([status, errors[0]!.message.includes('SHOE_SIZE')]).toEqual([400, true]);
    });
  });

  describe('enrichmentRunStart', () => {
    it('starts a run in the host, once per key, and refuses a second with the id of the first', async () => {
      const db = await fresh();
      let finished: Promise<unknown> = Promise.resolve();
      let release = (): void => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const own = await clientOf(db, {
        startRun: async ({ trigger, asOf = COMPANY_AS_OF }) => {
          const run = await startRun(db, { trigger, asOf });
          finished = held.then(async () => {
            await releaseLease(db, run);
            return (await startEnrichment(db, { asOf, trigger })).finished;
          });
          return run;
        },
      });
      const variables = input({ asOf: '2024-10-01T00:00:00Z' });
      const first = (await own.data(RUN, variables)).enrichmentRunStart;
      expect(first).toMatchObject({ run: { status: 'RUNNING', asOf: '2024-10-01T00:00:00.000Z' }, userErrors: [] });
      expect((await own.data(RUN, variables)).enrichmentRunStart.run.id).toBe(first.run.id);
      expect((await own.data(RUN, input({}))).enrichmentRunStart).toEqual({
        run: null,
        userErrors: [{ __typename: 'AlreadyRunningError', code: 'ALREADY_RUNNING', runningId: first.run.id }],
      });
      release();
      await finished;
      expect(
        (await own.data('query ($id: ID!) { enrichmentRun(id: $id) { status step } }', { id: first.run.id }))
          .enrichmentRun,
      ).toEqual({ status: 'SUCCEEDED', step: 'DONE' });
    });

    it('refuses an instant that has not come, before anything starts', async () => {
      const startAt = async (asOf: number): Promise<Json> => {
        const own = await clientOf(await fresh(), {
          startRun: () => Promise.reject(new Error(`started as of ${asOf}`)),
        });
        return (await own.data(RUN.replace('code', 'code field'), input({ asOf: new Date(asOf).toISOString() })))
          .enrichmentRunStart;
      };
      expect(await startAt(COMPANY_AS_OF + 2 * 86_400_000)).toMatchObject({
        run: null,
        userErrors: [{ code: 'INVALID', field: ['input', 'asOf'] }],
      });
    });

    it('a host that cannot run anything says so', async () => {
      const { errors } = await client.ask(RUN, input({}));
      expect(errors[0]!.extensions['code']).toBe('RUNS_NOT_AVAILABLE');
    });
  });
});
