import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pushesOf } from '../../cli/pushes.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { COMPANY_AS_OF, seedCompany } from '../enrichment/company.ts';
import { clientOf, type Client, type Json } from './client.ts';

const SIZE = 15;
const ORDER =
  'mutation ($input: OrdersIngestInput!) { ordersIngest(input: $input) { accepted userErrors { code } results { userErrors { code message } } } }';
const ALL = `{
  portfolio { asOf revenue { amount } direct { amount } current { amount } potential { amount } total { amount } betweenRuns { at direct { amount } current { amount } indirect { amount } waiting { amount } } provenance { asOf } }
  customers(first: 15) { totalCount { asOf } edges { position node { ...Worth } } }
}
fragment Worth on Customer {
  identities { value }
  value {
    total { amount } revenue { amount } current { total { amount } direct { amount } indirect { amount } } potential { total { amount } }
    breakdown { amount { amount } }
    betweenRuns { at current { amount } direct { amount } indirect { amount } waiting { amount } }
    standing { percentile }
    networkValue { net { amount } passedOn { amount } received { total { amount } flows { amount { amount } } rest { amount } } passedOnTo { total { amount } flows { amount { amount } } rest { amount } } }
    referralValue { received { total { amount } flows { amount { amount } } rest { amount } } passedOnTo { total { amount } flows { amount { amount } } rest { amount } } }
    provenance { asOf } 
  }
}`;

const cents = ({ amount }: { amount: string }): number => Math.round(Number(amount) * 100);
const total = (amounts: readonly { amount: string }[]): number => amounts.reduce((sum, one) => sum + cents(one), 0);

describe('an order told through the API, before the next run', () => {
  let engine: Engine;
  let client: Client;
  let now = COMPANY_AS_OF;
  let pushes: ReturnType<typeof pushesOf>;
  const failures: unknown[] = [];
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    const db = await testDb(engine, { clock: () => now });
    await seedCompany(db, SIZE);
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3 } });
    pushes = pushesOf(
      db,
      () => now,
      (error) => failures.push(error),
    );
    client = await clientOf(db, { onOrders: pushes.of });
  });
  afterAll(() => engine.stop());

  const read = async (): Promise<{ portfolio: Json; of: Map<string, Json>; order: string[]; asOf: string }> => {
    const { portfolio, customers } = await client.data(ALL);
    const nodes = customers.edges.map(({ node }: Json) => [node.identities[0].value, node.value]);
    return {
      portfolio,
      of: new Map(nodes),
      order: nodes.map(([name]: [string]) => name),
      asOf: customers.totalCount.asOf,
    };
  };
  const order = (id: string, change: Json = {}): Json => ({
    source: 'shop',
    id,
    by: { externalId: { source: 'shop', id: 'c3' } },
    placedAt: new Date(now).toISOString(),
    lines: [
      {
        sku: 's1',
        group: 'g1',
        quantity: 1,
        net: { amount: '500.00', currencyCode: 'EUR' },
        cost: { amount: '0', currencyCode: 'EUR' },
      },
    ],
    ...change,
  });
  const tell = async (key: string, row: Json): Promise<void> => {
    const { ordersIngest } = await client.data(ORDER, { input: { idempotencyKey: key, orders: [row] } });
    expect(ordersIngest).toMatchObject({ accepted: 1, userErrors: [] });
    await pushes.idle();
    expect(failures).toEqual([]);
  };
  /** What must hold of every customer, whatever has moved. */
  const holds = ({ of, portfolio }: Awaited<ReturnType<typeof read>>): void => {
    for (const value of of.values()) {
      expect(total(value.breakdown.map(({ amount }: Json) => amount))).toBe(cents(value.total));
      for (const list of [
        value.networkValue.received,
        value.networkValue.passedOnTo,
        value.referralValue.received,
        value.referralValue.passedOnTo,
      ])
        expect(total(list.flows.map(({ amount }: Json) => amount)) + cents(list.rest)).toBe(cents(list.total));
      expect(cents(value.networkValue.received.total) - cents(value.networkValue.passedOnTo.total)).toBe(
        cents(value.networkValue.net),
      );
    }
    expect(total([...of.values()].map(({ current }) => current.total))).toBe(cents(portfolio.current));
    expect(total([...of.values()].map((value) => value.total))).toBe(cents(portfolio.total));
  };

  it('shows in its customer, in those who are credited and in the sum; lists and what is expected wait; everything still adds up', async () => {
    const before = await read();
    holds(before);
    expect(before.portfolio.betweenRuns).toBeNull();
    now += 3_600_000;
    await tell('k1', order('between'));
    const after = await read();
    holds(after);
    const at = new Date(now).toISOString();
    expect(after.portfolio.betweenRuns).toMatchObject({
      at,
      current: { amount: '500.00' },
      direct: { amount: '500.00' },
    });
    expect(after.portfolio.provenance.asOf).toBe(at);
    expect(cents(after.portfolio.current)).toBe(cents(before.portfolio.current) + 500_00);
    const [was, is] = [before.of.get('c3'), after.of.get('c3')];
    expect(is.betweenRuns).toMatchObject({ at, direct: { amount: '500.00' } });
    expect(cents(is.current.total) - cents(was.current.total)).toBe(cents(is.betweenRuns.current));
    expect(cents(is.revenue)).toBe(cents(was.revenue) + 500_00);
    expect([is.potential, is.standing]).toEqual([was.potential, was.standing]);
    expect([after.order, after.asOf]).toEqual([before.order, before.asOf]);
    for (const name of ['c8', 'c13']) {
      const { betweenRuns } = after.of.get(name);
      expect(betweenRuns.direct.amount).toBe('0.00');
      expect(cents(betweenRuns.indirect)).toBeGreaterThan(0);
    }
  });

  it('taken back leaves nothing between the runs', async () => {
    const before = await read();
    await tell('k2', order('between', { correction: true, cancelledAt: new Date(now).toISOString() }));
    const after = await read();
    holds(after);
    expect(cents(after.portfolio.current)).toBe(cents(before.portfolio.current) - 500_00);
    for (const value of after.of.values()) expect(value.betweenRuns).toBeNull();
  });
});
