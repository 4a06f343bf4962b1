import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import { toGlobalId } from '../../resolvers/wire/ids.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client } from './client.ts';

const BY = 'by: { externalId: { source: "shop", id: "c0" } }';

describe('before anything was published', () => {
  let engine: Engine;
  let client: Client;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, 3);
    client = await clientOf(db);
  });
  afterAll(() => engine.stop());

  it('what only a run can say is null, not zero', async () => {
    expect(
      await client.data(`{
        portfolio { total { amount } } lifecycleSummary { stages { stage } } modelReport { method }
        networkCalibration { version } influenceReport { customers } referralReport { accepted } seedSet(first: 3) { epsilon }
        segment(key: "rfm-champions") { size { count } value { amount } }
        customer(${BY}) { value { total { amount } } rfm { group } lifecycle { stage } influence { score } community { key } segments { key } }
      }`),
    ).toEqual({
      portfolio: null,
      lifecycleSummary: null,
      modelReport: null,
      networkCalibration: null,
      influenceReport: null,
      referralReport: null,
      seedSet: null,
      segment: { size: null, value: null },
      customer: { value: null, rfm: null, lifecycle: null, influence: null, community: null, segments: [] },
    });
  });

  it('what was told is there all the same: orders, engagement, ties, referrals', async () => {
    const { customer: found } = await client.data(
      `{ customer(${BY}) { engagement { points } orders { nodes { id } } following { nodes { followed { id } } } referralsMade { nodes { id } } referredBy { id } moneyBack(first: 1) { at } } }`,
    );
    expect(found.orders.nodes).toHaveLength(1);
    expect(found.following.nodes).toHaveLength(2);
    expect(found).toMatchObject({ engagement: { points: expect.any(Number) }, referredBy: null, moneyBack: [] });
  });

  it('lists are empty and say so, under every ordering', async () => {
    const EMPTY = { edges: [], pageInfo: { hasNextPage: false, endCursor: null }, totalCount: { count: 0 } };
    const page = 'edges { cursor } pageInfo { hasNextPage endCursor } totalCount { count }';
    const answer = await client.data(
      `{ customers { ${page} } byValue: customers(orderBy: { field: DIRECT_VALUE, direction: ASC }) { ${page} }
         communities { ${page} unconnected { customers value { amount } } } segment(key: "rfm-champions") { members { ${page} } } enrichmentRuns { nodes { id } } }`,
    );
    expect(answer).toEqual({
      customers: EMPTY,
      byValue: EMPTY,
      communities: { ...EMPTY, unconnected: { customers: 0, value: { amount: '0.00' } } },
      segment: { members: EMPTY },
      enrichmentRuns: { nodes: [] },
    });
  });

  it.each([
    'customers(first: 0) { nodes { id } }',
    'communities(first: 101) { nodes { id } }',
    'seedSet(first: 0) { low }',
  ])('a page size that is none is refused here too: %s', async (field) => {
    const { errors } = await client.ask(`{ ${field} }`);
    expect(errors[0]!.extensions['code']).toBe('PAGE_SIZE');
  });

  it('what nobody has is null by every kind of id: made up, of another type, of something gone', async () => {
    const ids = [
      'nonsense',
      '',
      toGlobalId('Customer', 'not-an-id'),
      toGlobalId('Customer', '0'.repeat(20)),
      toGlobalId('Segment', 'nobodys'),
      toGlobalId('Order', 'x'),
      toGlobalId('Order', `${'0'.repeat(20)}/E#1`),
      toGlobalId('Interaction', `${'0'.repeat(20)}/E#1`),
      toGlobalId('Referral', '0'.repeat(20)),
      toGlobalId('Community', 'nobodys'),
      toGlobalId('EnrichmentRun', '01ARZ3NDEKTSV4RRFFQ69G5FAV'),
    ];
    const { nodes } = await client.data('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }', { ids });
    expect(nodes).toEqual(ids.map(() => null));
    const absent = await client.data(
      'query ($id: ID!) { segment(id: $id) { key } enrichmentRun(id: $id) { id } customer(by: { id: $id }) { id } node(id: $id) { id } }',
      { id: toGlobalId('Community', 'x') },
    );
    expect(absent).toEqual({ segment: null, enrichmentRun: null, customer: null, node: null });
  });

  it('an order is no interaction: the id of one does not find the other', async () => {
    const { customer: found } = await client.data(`{ customer(${BY}) { orders { nodes { id } } } }`);
    const [, key] = Buffer.from(found.orders.nodes[0].id, 'base64url').toString().split(':') as [string, string];
    const { nodes } = await client.data('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }', {
      ids: [toGlobalId('Order', key), toGlobalId('Interaction', key)],
    });
    expect(nodes).toEqual([{ __typename: 'Order' }, null]);
  });

  it('more than a hundred ids at once are refused', async () => {
    const ids = Array.from({ length: 101 }, (_, n) => toGlobalId('Segment', `s${n}`));
    const { errors } = await client.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(errors[0]).toMatchObject({ message: expect.stringContaining('got 101'), extensions: { code: 'PAGE_SIZE' } });
  });

  it('a server that cannot start runs says who does', async () => {
    const { errors } = await client.ask(
      'mutation { enrichmentRunStart(input: { idempotencyKey: "k" }) { run { id } userErrors { code } } }',
    );
    expect(errors[0]).toMatchObject({
      message: expect.stringContaining('scheduler'),
      extensions: { code: 'RUNS_NOT_AVAILABLE' },
    });
  });
});

describe('what a run can say of hardly anything', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());

  const published = async (fill: (db: Client['db']) => Promise<unknown>): Promise<Client> => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await fill(db);
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3 } });
    return clientOf(db);
  };
  const REPORTS = `{
    modelReport { method chosen models { model } rules { rule } } seedSet(first: 5) { customers { id } expectedReach }
    influenceReport { customers calibrationVersion rSquaredOnLogFollowers } referralReport { accepted rejected { reason count } }
    communities { nodes { key } unconnected { customers } } portfolio { customers { count } potential { amount } total { amount } }
  }`;

  it('an empty company has no model, no seeds and no scale, and a portfolio of nobody', async () => {
    expect(await (await published(async () => undefined)).data(REPORTS)).toEqual({
      modelReport: null,
      seedSet: null,
      influenceReport: { customers: 0, calibrationVersion: null, rSquaredOnLogFollowers: null },
      referralReport: { accepted: 0, rejected: [] },
      communities: { nodes: [], unconnected: { customers: 0 } },
      portfolio: { customers: { count: 0 }, potential: null, total: { amount: '0.00' } },
    });
  });

  it('a customer who never did anything has a value of nothing, no lifetime value, and is a suspect', async () => {
    const client = await published((db) => upsertCustomer(db, { by: customer(0), displayName: 'Ann' }));
    const { customer: found } = await client.data(`{ customer(${BY}) {
      displayName value { total { amount } potential { status reason total { amount } } clv { expectedOrders } atRisk { own { amount } network { amount } }
        provenance { method missingInputs } networkValue { received(first: 3) { total { amount } flows { path } rest { amount } } } }
      rfm { group } influence { score } community { key } lifecycle { stage cycle lapsed returnProbability } } }`);
    expect(found).toMatchObject({
      displayName: 'Ann',
      value: {
        total: { amount: '0.00' },
        potential: { status: 'NOT_COMPUTED', reason: expect.stringContaining('No lifetime-value model'), total: null },
        clv: null,
        atRisk: { own: null, network: null },
        provenance: { method: 'OBSERVED', missingInputs: [] },
        networkValue: { received: { total: { amount: '0.00' }, flows: [], rest: { amount: '0.00' } } },
      },
      rfm: null,
      influence: null,
      community: null,
      lifecycle: { stage: 'SUSPECT', cycle: 0, lapsed: false, returnProbability: null },
    });
  });
});
