import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine, type Engine } from '../engines/engines.ts';
import { publishedCompany, type Client, type Json } from './client.ts';

const SIZE = 40;

describe('the network over GraphQL', () => {
  let engine: Engine;
  let client: Client;
  beforeAll(async () => {
    engine = await startEngine('dynalite');
    client = await publishedCompany(engine, SIZE);
  });
  afterAll(() => engine.stop());

  it('communities and the unconnected sum to the total; members partition them; ids lead back', async () => {
    const { communities, portfolio } = await client.data(`{
      portfolio { current { minorUnits } }
      communities(first: 20) { totalCount { count } unconnected { customers value { minorUnits } }
        nodes { id key size value { minorUnits } internalShare leaders { id } members(first: 40) { nodes { id value { current { total { minorUnits } } } } } } }
    }`);
    const nodes = communities.nodes as Json[];
    expect(nodes.length).toBeGreaterThan(1);
    expect(communities.totalCount.count).toBe(nodes.length);
    const sum = nodes.reduce((total, { value }) => total + value.minorUnits, communities.unconnected.value.minorUnits);
    expect(sum).toBe(portfolio.current.minorUnits);
    const seen = new Set<string>();
    for (const { key, size, value, members, leaders } of nodes) {
      expect(members.nodes).toHaveLength(size);
      const { node: member } = await client.data(
        'query ($id: ID!) { node(id: $id) { ... on Customer { community { key } } } }',
        { id: members.nodes[0].id },
      );
      expect(member.community.key).toBe(key);
      expect(
        members.nodes.reduce((total: number, member: Json) => total + member.value.current.total.minorUnits, 0),
      ).toBe(value.minorUnits);
      expect(members.nodes.map(({ id }: Json) => id)).toEqual(
        expect.arrayContaining(leaders.map(({ id }: Json) => id)),
      );
      for (const { id } of members.nodes) seen.add(id);
    }
    expect(seen.size + communities.unconnected.customers).toBe(SIZE);
    const { node } = await client.data('query ($id: ID!) { node(id: $id) { id ... on Community { key } } }', {
      id: nodes[0].id,
    });
    expect(node).toEqual({ id: nodes[0].id, key: nodes[0].key });
  });

  it('pages through communities and members without skipping or repeating', async () => {
    const all = await client.data('{ communities(first: 20) { nodes { key members(first: 40) { nodes { id } } } } }');
    const keys: string[] = [];
    let after: string | null = null;
    do {
      const { communities }: Json = await client.data(
        'query ($after: String) { communities(first: 2, after: $after) { nodes { key } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      keys.push(...communities.nodes.map(({ key }: Json) => key));
      after = communities.pageInfo.hasNextPage ? communities.pageInfo.endCursor : null;
    } while (after !== null);
    expect(keys).toEqual(all.communities.nodes.map(({ key }: Json) => key));
    const {
      communities: {
        nodes: [first],
      },
    } = await client.data(
      '{ communities(first: 1) { nodes { members(first: 3) { nodes { id } pageInfo { endCursor hasNextPage } } } } }',
    );
    const {
      communities: {
        nodes: [rest],
      },
    } = await client.data(
      'query ($after: String) { communities(first: 1) { nodes { members(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage } } } } }',
      { after: first.members.pageInfo.endCursor },
    );
    expect([...first.members.nodes, ...rest.members.nodes]).toEqual(all.communities.nodes[0].members.nodes);
    expect(rest.members.pageInfo.hasNextPage).toBe(false);
  });

  it('says how the credit was calibrated', async () => {
    const { networkCalibration } =
      await client.data(`{ networkCalibration { version mode fixedShare causalShareSource windowDays mismatches evidence { followers directionTest { ratio low high isBeyondChance } }
      directCredit { credited { minorUnits } supported { minorUnits } bound { minorUnits } cutTo } } }`);
    expect(networkCalibration).toMatchObject({
      version: 0,
      mode: 'FIXED',
      fixedShare: 0.3,
      causalShareSource: 'PRIOR',
      mismatches: [],
    });
    // A fixed share is the operator's word: credited as it is.
    const { credited, supported, bound, cutTo } = networkCalibration.directCredit;
    expect(credited.minorUnits).toBeGreaterThan(0);
    expect([supported, cutTo]).toEqual([credited, 1]);
    expect(bound.minorUnits).toBeCloseTo(1.05 * credited.minorUnits, -1);
  });

  it('says how honest the influence score is, and what became of the referrals', async () => {
    const { influenceReport, referralReport } = await client.data(
      '{ influenceReport { customers rSquaredOnLogFollowers calibrationVersion } referralReport { accepted rejected { reason count } } }',
    );
    expect(influenceReport.customers).toBeGreaterThan(10);
    expect(influenceReport.rSquaredOnLogFollowers).toBeGreaterThanOrEqual(0);
    expect(influenceReport.rSquaredOnLogFollowers).toBeLessThanOrEqual(1);
    expect(influenceReport.calibrationVersion).toBe(1);
    expect(referralReport).toEqual({ accepted: SIZE / 5 - 1, rejected: [] });
  });

  it('what is at risk is at least what the followers alone credit after own value, and explained flows close', async () => {
    const { customers } =
      await client.data(`{ customers(first: 40, orderBy: { field: NETWORK_VALUE }) { nodes { value { atRisk { network { minorUnits } } networkValue {
      gross { minorUnits } passedOn { minorUnits }
      received { total { minorUnits } rest { minorUnits } flows { amount { minorUnits } path customer { id } } } } } } } }`);
    const followed = (customers.nodes as Json[])
      .map(({ value }) => ({ ...value.networkValue, atRisk: value.atRisk.network }))
      .filter(({ gross }) => gross.minorUnits > 0);
    expect(followed.length).toBeGreaterThan(5);
    for (const { gross, atRisk, received } of followed) {
      expect(atRisk.minorUnits).toBeGreaterThan(0);
      // Credit that returns to a customer is counted once when they leave, so never more than the gross.
      expect(atRisk.minorUnits).toBeLessThanOrEqual(gross.minorUnits + 1);
      expect(
        received.flows.reduce((sum: number, { amount }: Json) => sum + amount.minorUnits, received.rest.minorUnits),
      ).toBe(received.total.minorUnits);
      expect(received.total).toEqual(gross);
    }
  });

  it('names whom to give a sample to, each seed once', async () => {
    const { seedSet } = await client.data('{ seedSet(first: 5) { customers { id } expectedReach low high epsilon } }');
    expect(new Set(seedSet.customers.map(({ id }: Json) => id)).size).toBe(5);
    expect(seedSet.low).toBeLessThanOrEqual(seedSet.expectedReach);
    expect(seedSet.high).toBeGreaterThanOrEqual(seedSet.expectedReach);
  });

  it('refuses a cursor of another list and too large a page', async () => {
    const { communities } = await client.data(
      '{ communities(first: 1) { pageInfo { endCursor } nodes { members(first: 1) { pageInfo { endCursor } } } } }',
    );
    const wrong = await client.ask('query ($after: String) { communities(after: $after) { nodes { key } } }', {
      after: communities.nodes[0].members.pageInfo.endCursor,
    });
    expect(wrong.errors[0]!.extensions['code']).toBe('INVALID_CURSOR');
    expect((await client.ask('{ communities(first: 1000) { nodes { key } } }')).errors[0]!.extensions['code']).toBe(
      'PAGE_SIZE',
    );
  });
});
