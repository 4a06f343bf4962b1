import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../domain/time/time.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { toGlobalId } from '../../resolvers/wire/ids.ts';
import { deleteItem } from '../../store/client/commands.ts';
import { customerKey } from '../../store/client/keys.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client, type Json } from './client.ts';

const SIZE = 30;
const settings = { kappa: 0.3, clvModel: 'mbgnbd' };

describe('lists and views of a published company', () => {
  let engine: Engine;
  let client: Client;
  let pastRun: string;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, SIZE);
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings });
    const past = await runEnrichment(db, { asOf: COMPANY_AS_OF - 400 * DAY_MS, trigger: 'MANUAL', settings });
    pastRun = toGlobalId('EnrichmentRun', past.id);
    client = await clientOf(db);
  });
  afterAll(() => engine.stop());

  /** Every node of a connection, two at a time. */
  const walk = async (query: string, pick: (data: Json) => Json, variables: Json = {}): Promise<Json[]> => {
    const nodes: Json[] = [];
    for (let after: string | null = null, pages = 0; pages < 60; pages++) {
      const page: Json = pick(await client.data(query, { ...variables, after }));
      nodes.push(...page.nodes);
      if (!page.pageInfo.hasNextPage) return nodes;
      after = page.pageInfo.endCursor;
    }
    throw new Error('the list has no end');
  };
  const PAGE = 'pageInfo { hasNextPage endCursor }';

  it('communities and their members are each listed once, page by page, and make up who has ties', async () => {
    const all = await walk(
      `query ($after: String) { communities(first: 2, after: $after) { nodes { id key size value { minorUnits } leaders { id } } ${PAGE} } }`,
      ({ communities }) => communities,
    );
    expect(all.length).toBeGreaterThan(0);
    const values = all.map(({ value }) => value.minorUnits);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    const members: string[] = [];
    for (const { id, key, size, leaders } of all) {
      const own = await walk(
        `query ($id: ID!, $after: String) { node(id: $id) { ... on Community { members(first: 2, after: $after) { nodes { id community { key } } ${PAGE} } } } }`,
        ({ node }) => node.members,
        { id },
      );
      expect(own).toHaveLength(size);
      expect(own.every(({ community }) => community.key === key)).toBe(true);
      const ids = own.map((one) => one.id);
      expect(leaders.every((leader: Json) => ids.includes(leader.id))).toBe(true);
      members.push(...ids);
    }
    expect(new Set(members).size).toBe(members.length);
    const { communities } = await client.data('{ communities(first: 1) { unconnected { customers } } }');
    expect(members.length + communities.unconnected.customers).toBe(SIZE);
  });

  it('segments are listed once each, page by page, and a cursor of another list is refused', async () => {
    const all = await walk(
      `query ($after: String) { segments(first: 4, after: $after) { nodes { key archived } ${PAGE} } }`,
      ({ segments }) => segments,
    );
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
    expect(all.every(({ archived }) => !archived)).toBe(true);
    const { segments } = await client.data(`{ segments(first: 1) { ${PAGE} } }`);
    const { errors } = await client.ask('query ($after: String) { communities(after: $after) { nodes { key } } }', {
      after: segments.pageInfo.endCursor,
    });
    expect(errors[0]!.extensions['code']).toBe('INVALID_CURSOR');
  });

  it('runs are listed one by one, the newest first', async () => {
    const runs = await walk(
      `query ($after: String) { enrichmentRuns(first: 1, after: $after) { nodes { id view failed { reason } error } ${PAGE} } }`,
      ({ enrichmentRuns }) => enrichmentRuns,
    );
    expect(runs.map(({ view }) => view).toSorted()).toEqual([false, true]);
    expect(runs).toContainEqual({ id: pastRun, view: true, failed: [], error: null });
  });

  it('whom to give a sample to: the first of more are the same, and reach no less than they are', async () => {
    const { one, five } = await client.data(
      '{ one: seedSet(first: 1) { customers { id } } five: seedSet(first: 5) { customers { id } expectedReach low high } }',
    );
    expect(five.customers.slice(0, 1)).toEqual(one.customers);
    expect(five.low).toBeLessThanOrEqual(five.expectedReach);
    expect(five.high).toBeGreaterThanOrEqual(five.expectedReach);
  });

  it('flows not shown are in the rest, so that a shorter list has the same total', async () => {
    const { customers } = await client.data(
      'query { customers(first: 10, orderBy: { field: NETWORK_VALUE }) { nodes { value { networkValue { all: received(first: 50) { total { minorUnits } rest { minorUnits } flows { amount { minorUnits } customer { id } } } few: received(first: 1) { total { minorUnits } rest { minorUnits } flows { amount { minorUnits } } } } } } } }',
    );
    const sum = ({ flows, rest }: Json): number =>
      flows.reduce((total: number, { amount }: Json) => total + amount.minorUnits, rest.minorUnits);
    for (const { value } of customers.nodes) {
      const { all, few } = value.networkValue;
      expect(few.flows.length).toBeLessThanOrEqual(1);
      expect([sum(all), sum(few)]).toEqual([all.total.minorUnits, all.total.minorUnits]);
    }
  });

  describe('in a view of the past', () => {
    const inView = (body: string, run: string = pastRun) =>
      client.ask(`query ($run: ID!) @view(run: $run) { ${body} }`, { run });

    it('every list and number is of then', async () => {
      const { data, errors } = await inView(
        `portfolio { asOf customers { count } } customers(first: 100) { nodes { id value { provenance { asOf } } } }
         customer(by: { externalId: { source: "shop", id: "c1" } }) { id lifecycle { stage } community { key } }
         communities { nodes { key } }`,
      );
      expect(errors).toEqual([]);
      const then = new Date(COMPANY_AS_OF - 400 * DAY_MS).toISOString();
      expect(data.portfolio.asOf).toBe(then);
      expect(data.customers.nodes).toHaveLength(data.portfolio.customers.count);
      expect(new Set(data.customers.nodes.map(({ value }: Json) => value.provenance.asOf))).toEqual(new Set([then]));
    });

    it('a run that keeps none is refused in words: of now, made up, or no run', async () => {
      const { enrichmentRuns } = await client.data('{ enrichmentRuns { nodes { id view } } }');
      const visible = enrichmentRuns.nodes.find(({ view }: Json) => !view).id;
      for (const run of [visible, toGlobalId('EnrichmentRun', '01ARZ3NDEKTSV4RRFFQ69G5FAV'), 'nonsense', '']) {
        const { errors } = await inView('portfolio { asOf }', run);
        expect(errors[0]!.extensions['code'], run).toBe('VIEW_NOT_FOUND');
      }
    });

    it('a variable that does not fit is told as such', async () => {
      const { status, errors } = await client.ask('query ($run: ID!) @view(run: $run) { portfolio { asOf } }', {
        run: null,
      });
      expect([status, errors[0]!.extensions['code']]).toEqual([400, 'BAD_USER_INPUT']);
    });
  });

  // Last: it takes somebody away.
  it('who was erased since the run is left out of lists; the others keep their places', async () => {
    const before = (await client.data('{ customers(first: 30) { edges { position node { id } } } }')).customers.edges;
    const id = customerIdOf(client.db, customer(3));
    await deleteItem(client.db, customerKey(id));
    const { edges } = (await client.data('{ customers(first: 30) { edges { position node { id } } } }')).customers;
    const gone = toGlobalId('Customer', id);
    expect(edges).toEqual(before.filter(({ node }: Json) => node.id !== gone));
    expect(edges).toHaveLength(SIZE - 1);
  });
});
