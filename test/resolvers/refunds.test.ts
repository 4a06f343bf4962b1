import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import type { Db } from '../../store/client/db.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client, type Json } from './client.ts';

const AS_OF = Date.UTC(2025, 5, 1);
const ORDERS =
  'mutation ($input: OrdersIngestInput!) { ordersIngest(input: $input) { accepted rejected results { status userErrors { __typename code message field ... on StaleVersionError { currentVersion } } } } }';
const CUSTOMER = `query ($id: String!) {
  customer(by: { externalId: { source: "import", id: $id } }) {
    value { total { amount } revenue { amount } current { direct { amount } } clv { predicted { amount } expectedOrders returnProbability } breakdown { key at amount { amount } } }
    rfm { recency frequency monetary group } lifecycle { quarter stage cycle } segments { key }
    moneyBack { kind at sku amount { amount } margin { amount } reason order { sourceId } toldBy { sourceId } }
  }
  portfolio { revenue { amount } direct { amount } refunds { amount } credits { amount } }
}`;
const HISTORY =
  'query ($id: String!) { customer(by: { externalId: { source: "import", id: $id } }) { orders { nodes { sourceId version cancelledAt net { amount } earlierVersions { version placedAt replacedAt net { amount } lines { sku net { amount } } } } } } }';

const euro = (amount: string) => ({ amount, currencyCode: 'EUR' });
const line = (sku: string, net: string, cost: string | null = null, change: Json = {}): Json => ({
  sku,
  group: 'g1',
  quantity: 1,
  net: euro(net),
  ...(cost === null ? {} : { cost: euro(cost) }),
  ...change,
});
const order = (id: string, customer: string, placedAt: string, lines: readonly Json[], change: Json = {}): Json => ({
  source: 'import',
  id,
  by: { externalId: { source: 'import', id: customer } },
  placedAt: `${placedAt}T00:00:00Z`,
  lines,
  ...change,
});

/** A company of three customers; b has one order, of 30.00 that cost 10.00. */
const COMPANY = [
  order('1', 'a', '2025-01-05', [line('s1', '100.00', '60.00')]),
  order('2', 'a', '2025-02-05', [line('s2', '50.00')]),
  order('3', 'b', '2025-03-01', [line('s1', '30.00', '10.00')]),
  order('4', 'c', '2025-03-01', [line('s9', '20.00', '30.00')]),
];

describe('refunds, cancellations and corrections', () => {
  let engine: Engine;
  let db: Db;
  let client: Client;
  let keys = 0;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());
  beforeEach(async () => {
    db = await testDb(engine, { clock: () => AS_OF });
    client = await clientOf(db);
  });
  const send = async (rows: readonly Json[]): Promise<Json> =>
    (await client.data(ORDERS, { input: { idempotencyKey: `key-${keys++}`, orders: rows } })).ordersIngest;
  const run = (asOf = AS_OF) => runEnrichment(db, { asOf, trigger: 'MANUAL' });
  const see = (id: string): Promise<Json> => client.data(CUSTOMER, { id });

  it("a customer whose only order was refunded is worth nothing, is nobody's loyal customer, and shows the refund with its date", async () => {
    await send(COMPANY);
    await run();
    const before = await see('b');
    expect(before.customer.lifecycle).toMatchObject({ stage: 'FIRST_ORDER', cycle: 1 });
    expect(await send([order('3-refund', 'b', '2025-03-15', [line('s1', '-30.00', '-10.00')])])).toMatchObject({
      accepted: 1,
    });
    await run();
    const { customer, portfolio } = await see('b');
    expect(customer).toMatchObject({
      value: {
        total: { amount: '0.00' },
        revenue: { amount: '0.00' },
        clv: { predicted: { amount: '0.00' }, expectedOrders: 0, returnProbability: 0 },
        breakdown: [
          { key: 'OWN_ORDERS', at: null, amount: { amount: '20.00' } },
          { key: 'REFUNDS', at: '2025-03-15T00:00:00.000Z', amount: { amount: '-20.00' } },
        ],
      },
      rfm: null,
      lifecycle: { quarter: 'MARKETING', stage: 'SUSPECT', cycle: 0 },
      moneyBack: [
        {
          kind: 'REFUND',
          at: '2025-03-15T00:00:00.000Z',
          sku: 's1',
          amount: { amount: '30.00' },
          margin: { amount: '20.00' },
          reason: null,
          order: { sourceId: '3' },
          toldBy: { sourceId: '3-refund' },
        },
      ],
    });
    expect(before.portfolio).toEqual({
      revenue: { amount: '200.00' },
      direct: { amount: '100.00' },
      refunds: { amount: '0.00' },
      credits: { amount: '0.00' },
    });
    expect(portfolio).toEqual({
      revenue: { amount: '170.00' },
      direct: { amount: '80.00' },
      refunds: { amount: '20.00' },
      credits: { amount: '0.00' },
    });
  });

  it("a refund dated after the run's instant does not count in it", async () => {
    await send([...COMPANY, order('3-refund', 'b', '2025-03-15', [line('s1', '-30.00')])]);
    await run(Date.UTC(2025, 2, 10));
    expect((await see('b')).customer).toMatchObject({
      lifecycle: { stage: 'FIRST_ORDER' },
      value: { current: { direct: { amount: '20.00' } } },
      moneyBack: [],
    });
  });

  it('a credit that met no purchase counts against value, is listed with the reason, and is no order', async () => {
    await send([
      ...COMPANY,
      order('C5', 'b', '2025-04-01', [line('s7', '-7.50'), line('s1', '-40.00', null, { returnOf: '3' })]),
    ]);
    await run();
    const { customer } = await see('b');
    expect(customer.value).toMatchObject({ current: { direct: { amount: '-17.50' } }, revenue: { amount: '-17.50' } });
    expect(customer.value.breakdown.slice(0, 3).map(({ key, amount }: Json) => [key, amount.amount])).toEqual([
      ['OWN_ORDERS', '20.00'],
      ['REFUNDS', '-20.00'],
      ['CREDITS', '-17.50'],
    ]);
    expect(
      customer.moneyBack.map(({ kind, amount, reason }: Json) => [kind, amount.amount, reason]).toSorted(),
    ).toEqual([
      ['CREDIT', '10.00', 'MORE_THAN_BOUGHT'],
      ['CREDIT', '7.50', 'NO_EARLIER_PURCHASE'],
      ['REFUND', '30.00', null],
    ]);
    expect(customer.rfm).toBeNull();
  });

  it('a correction replaces an order and keeps what it said; another expected version is refused with the one that stands', async () => {
    await send(COMPANY);
    const changed = order('3', 'b', '2025-03-01', [line('s1', '12.00', '4.00')]);
    expect((await send([changed])).results).toMatchObject([{ status: 'REJECTED', userErrors: [{ code: 'CONFLICT' }] }]);
    expect((await send([{ ...changed, expectedVersion: 1 }])).results).toMatchObject([{ status: 'ACCEPTED' }]);
    expect((await send([{ ...changed, correction: true }])).results).toMatchObject([{ status: 'DUPLICATE' }]);
    const { results } = await send([{ ...changed, expectedVersion: 1, cancelledAt: '2025-03-02T00:00:00Z' }]);
    expect(results).toMatchObject([
      {
        status: 'REJECTED',
        userErrors: [
          {
            __typename: 'StaleVersionError',
            code: 'STALE_VERSION',
            currentVersion: 2,
            field: ['input', 'orders', '0', 'expectedVersion'],
          },
        ],
      },
    ]);
    const { customer } = await client.data(HISTORY, { id: 'b' });
    expect(customer.orders.nodes).toMatchObject([
      {
        sourceId: '3',
        version: 2,
        cancelledAt: null,
        net: { amount: '12.00' },
        earlierVersions: [
          { version: 1, placedAt: '2025-03-01T00:00:00.000Z', net: { amount: '30.00' }, lines: [{ sku: 's1' }] },
        ],
      },
    ]);
    await run();
    expect((await see('b')).customer.value.current.direct.amount).toBe('8.00');
  });

  it('a cancelled order is no order', async () => {
    await send(COMPANY);
    await send([
      order('3', 'b', '2025-03-01', [line('s1', '30.00', '10.00')], {
        correction: true,
        cancelledAt: '2025-03-02T00:00:00Z',
      }),
    ]);
    await run();
    const { customer } = await see('b');
    expect(customer).toMatchObject({
      rfm: null,
      lifecycle: { stage: 'SUSPECT' },
      value: { total: { amount: '0.00' }, breakdown: [{ key: 'OWN_ORDERS', amount: { amount: '0.00' } }] },
      moneyBack: [],
    });
  });
});
