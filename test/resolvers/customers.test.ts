import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { COMPANY_AS_OF, customer } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, publishedCompany, type Client, type Json } from './client.ts';
import { EVERYTHING, FLOWS } from './queries.ts';

const SIZE = 120;
const BY_EXTERNAL_ID = `query ($id: String!) { customer(by: { externalId: { source: "shop", id: $id } }) { ${EVERYTHING} } }`;
const minors = (terms: readonly { amount: { minorUnits: number } }[]): number =>
  terms.reduce((sum, { amount }) => sum + amount.minorUnits, 0);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

// Budgets are read from ConsumedCapacity, so they need an engine that reports it faithfully.
describe.skipIf(!isAvailable('dynoxide'))('customers over GraphQL (needs dynoxide)', () => {
  let engine: Engine;
  let client: Client;
  beforeAll(async () => {
    engine = await startEngine('dynoxide');
    const { db } = await publishedCompany(engine, SIZE);
    // Not within a minute of publication, when blocks are read consistently, at twice the price.
    client = await clientOf({ ...db, clock: () => COMPANY_AS_OF + 3_600_000 });
  });
  afterAll(() => engine.stop());

  const everybody = async (query: string): Promise<Json[]> => {
    const nodes = [];
    let after: string | null = null;
    do {
      const { customers } = await client.data(
        `query ($after: String) { customers(first: 50, after: $after) { pageInfo { hasNextPage endCursor } nodes { ${query} } } }`,
        { after },
      );
      nodes.push(...customers.nodes);
      after = customers.pageInfo.hasNextPage ? customers.pageInfo.endCursor : null;
    } while (after !== null);
    return nodes;
  };

  describe('budgets', () => {
    it('one customer with everything: at most 2 requests and 3 read units', async () => {
      const { data, errors, cost } = await client.ask(BY_EXTERNAL_ID, { id: 'c91' });
      expect(errors).toEqual([]);
      expect(data.customer.value.total.minorUnits).toBeGreaterThan(0);
      expect(cost.requests).toBeLessThanOrEqual(2);
      expect(cost.readUnits).toBeLessThanOrEqual(3);
      expect(cost.writeUnits).toBe(0);
    });

    it('the same through an identity that was attached later', async () => {
      await upsertCustomer(client.db, { by: customer(17), identities: [{ email: 'seventeen@example.com' }] });
      const { data, cost } = await client.ask(`{ customer(by: { email: "Seventeen@Example.com" }) { ${EVERYTHING} } }`);
      expect(data.customer.identities).toContainEqual({ type: 'EMAIL', source: null, value: 'seventeen@example.com' });
      expect(cost.requests).toBeLessThanOrEqual(2);
      // The customer the identity would have named is looked for too.
      expect(cost.readUnits).toBeLessThanOrEqual(3.5);
    });

    it('a page of 50, ordered, with everything: at most 3 requests', async () => {
      const { data, errors, cost } = await client.ask(`{ customers(first: 50) { nodes { ${EVERYTHING} } } }`);
      expect(errors).toEqual([]);
      expect(data.customers.nodes).toHaveLength(50);
      expect(cost.requests).toBeLessThanOrEqual(3);
    });

    it('who brought in each of 50, and the names of those: one batch each, and the block that says which claim counts', async () => {
      const { data, cost } = await client.ask(
        '{ customers(first: 50) { nodes { referredBy { kind advocate { id displayName } } } } }',
      );
      expect(data.customers.nodes.filter(({ referredBy }: Json) => referredBy !== null).length).toBeGreaterThan(4);
      expect(cost.requests).toBeLessThanOrEqual(6);
    });

    it('ten customers under aliases: two batches', async () => {
      const aliases = Array.from(
        { length: 10 },
        (_, n) => `c${n}: customer(by: { externalId: { source: "shop", id: "c${n}" } }) { ${EVERYTHING} }`,
      );
      const { errors, cost } = await client.ask(`{ ${aliases.join('\n')} }`);
      expect(errors).toEqual([]);
      expect(cost.requests).toBe(2);
    });

    it('twenty nodes by id: one batch beside the generation', async () => {
      const { customers } = await client.data('{ customers(first: 20) { nodes { id } } }');
      const { data, cost } = await client.ask(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Customer { value { total { amount } } } } }',
        { ids: customers.nodes.map(({ id }: { id: string }) => id) },
      );
      expect(data.nodes.map(({ id }: { id: string }) => id)).toEqual(
        customers.nodes.map(({ id }: { id: string }) => id),
      );
      expect(cost.requests).toBeLessThanOrEqual(2);
    });
  });

  describe('sums', () => {
    it('the two-by-two, its breakdown and the engagement points add up exactly for every customer', async () => {
      const nodes = await everybody(EVERYTHING);
      expect(nodes).toHaveLength(SIZE);
      for (const { value, engagement } of nodes) {
        const { total, current, potential, totalDirect, totalIndirect, breakdown, referralValue } = value;
        const cells = [current, potential].flatMap((side) => [
          side.direct?.minorUnits ?? 0,
          side.indirect?.minorUnits ?? 0,
        ]);
        expect(sum(cells)).toBe(total.minorUnits);
        expect(totalDirect.minorUnits + totalIndirect.minorUnits).toBe(total.minorUnits);
        expect(minors(breakdown)).toBe(total.minorUnits);
        expect([0, 100]).toContain(referralValue.rewards.minorUnits);
        expect(sum(engagement.breakdown.map((term: { points: number }) => term.points))).toBe(engagement.points);
        expect(sum(engagement.byDepartment.map((term: { points: number }) => term.points))).toBe(engagement.points);
      }
    });

    it('over all customers equal the portfolio: direct − rewards = current, to the cent', async () => {
      const nodes = await everybody(
        'value { total { minorUnits } current { total { minorUnits } direct { minorUnits } } }',
      );
      const { portfolio } = await client.data(
        '{ portfolio { customers { count precision } direct { minorUnits } rewards { minorUnits } current { minorUnits } total { minorUnits } } }',
      );
      expect(sum(nodes.map(({ value }) => value.current.direct.minorUnits))).toBe(portfolio.direct.minorUnits);
      expect(sum(nodes.map(({ value }) => value.current.total.minorUnits))).toBe(portfolio.current.minorUnits);
      expect(sum(nodes.map(({ value }) => value.total.minorUnits))).toBe(portfolio.total.minorUnits);
      expect(portfolio.direct.minorUnits - portfolio.rewards.minorUnits).toBe(portfolio.current.minorUnits);
      expect(portfolio.rewards.minorUnits).toBeGreaterThan(0);
      expect(portfolio.customers).toEqual({ count: SIZE, precision: 'EXACT' });
    });

    it('the flows into and out of a customer close on the published amounts', async () => {
      const { customers } = await client.data(`{ customers(first: 25) { nodes { value {
        referralValue { conserved { minorUnits } rewards { minorUnits } passedOn { minorUnits } received(first: 3) { ${FLOWS} } given { ${FLOWS} } }
        networkValue { gross { minorUnits } passedOn { minorUnits } received(first: 3) { ${FLOWS} } given { ${FLOWS} } }
      } } } }`);
      let opened = 0;
      for (const { value } of customers.nodes) {
        const { referralValue, networkValue } = value;
        expect(networkValue.received.total).toEqual(networkValue.gross);
        expect(
          referralValue.received.total.minorUnits -
            referralValue.passedOn.minorUnits -
            referralValue.rewards.minorUnits,
        ).toBe(referralValue.conserved.minorUnits);
        for (const part of [referralValue, networkValue]) {
          expect(part.given.total).toEqual(part.passedOn);
          for (const list of [part.received, part.given]) {
            expect(minors(list.flows) + list.rest.minorUnits).toBe(list.total.minorUnits);
            opened += list.flows.length;
            for (const { customer: other, path } of list.flows) expect(path).toContain(other.id);
          }
        }
      }
      expect(opened).toBeGreaterThan(10);
    });

    it('the stages of the lifecycle summary add up to the portfolio, and count every customer once', async () => {
      const { lifecycleSummary, portfolio } = await client.data(
        '{ lifecycleSummary { stages { quarter stage customers { count } value { minorUnits } } } portfolio { current { minorUnits } } }',
      );
      expect(sum(lifecycleSummary.stages.map((stage: { customers: { count: number } }) => stage.customers.count))).toBe(
        SIZE,
      );
      expect(
        sum(lifecycleSummary.stages.map((stage: { value: { minorUnits: number } }) => stage.value.minorUnits)),
      ).toBe(portfolio.current.minorUnits);
    });
  });

  describe('before anything is known', () => {
    it('an unknown customer, node or segment is null, not an error', async () => {
      expect(
        await client.data(`{
        a: customer(by: { externalId: { source: "shop", id: "nobody" } }) { id }
        b: customer(by: { id: "not-an-id" }) { id }
        c: node(id: "Q3VzdG9tZXI6") { id }
        d: segment(key: "nothing") { id }
        e: enrichmentRun(id: "x") { id }
      }`),
      ).toEqual({ a: null, b: null, c: null, d: null, e: null });
    });

    it('a customer no run has seen has events and points, and nulls where a run is needed', async () => {
      const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
      await ingestEvents(db, [
        {
          customer: customer(1),
          event: {
            kind: 'INTERACTION',
            source: 'mail',
            id: '1',
            type: 'NEWSLETTER_READ',
            channel: 'EMAIL',
            occurredAt: COMPANY_AS_OF,
            objectRef: 'issue-1',
          },
        },
      ]);
      const fresh = await clientOf(db);
      const {
        customer: found,
        customers,
        portfolio,
        lifecycleSummary,
      } = await fresh.data(`{
        customer(by: { externalId: { source: "shop", id: "c1" } }) { value { total { amount } } rfm { group } lifecycle { stage } influence { score } segments { key } engagement { points } interactions { nodes { type objectRef } } }
        customers { nodes { id } totalCount { count precision } pageInfo { hasNextPage endCursor } }
        portfolio { total { amount } }
        lifecycleSummary { asOf }
      }`);
      expect(found).toEqual({
        value: null,
        rfm: null,
        lifecycle: null,
        influence: null,
        segments: [],
        engagement: { points: 30 },
        interactions: { nodes: [{ type: 'NEWSLETTER_READ', objectRef: 'issue-1' }] },
      });
      expect(customers).toEqual({
        nodes: [],
        totalCount: { count: 0, precision: 'EXACT' },
        pageInfo: { hasNextPage: false, endCursor: null },
      });
      expect([portfolio, lifecycleSummary]).toEqual([null, null]);
    });

    it('the potential column says why it is empty until a lifetime model has run', async () => {
      const { customers } = await client.data(
        '{ customers(first: 1) { nodes { value { potential { status reason total { amount } } clv { expectedOrders } } } } }',
      );
      const { potential, clv } = customers.nodes[0].value;
      if (clv === null)
        expect(potential).toEqual({ status: 'NOT_COMPUTED', reason: expect.stringContaining('lifetime'), total: null });
      else expect(potential).toEqual({ status: 'COMPUTED', reason: null, total: { amount: expect.any(String) } });
    });
  });

  describe('lists of a customer', () => {
    it('orders page by page, newest first, each once, and each again by its id', async () => {
      const query =
        'query ($after: String) { customer(by: { externalId: { source: "shop", id: "c3" } }) { orders(first: 2, after: $after) { pageInfo { hasNextPage endCursor } nodes { id placedAt sourceId net { minorUnits } margin { minorUnits } lines { sku net { minorUnits } cost { minorUnits } } customer { id } } } } }';
      const seen = [];
      let after: string | null = null;
      for (let pages = 0; pages < 5; pages++) {
        const {
          customer: { orders },
        } = await client.data(query, { after });
        seen.push(...orders.nodes);
        if (!orders.pageInfo.hasNextPage) break;
        after = orders.pageInfo.endCursor;
      }
      expect(new Set(seen.map(({ id }) => id)).size).toBe(4);
      expect(seen.map(({ placedAt }) => placedAt)).toEqual(
        seen
          .map(({ placedAt }) => placedAt)
          .toSorted()
          .toReversed(),
      );
      for (const order of seen) {
        const { node } = await client.data(
          'query ($id: ID!) { node(id: $id) { ... on Order { sourceId margin { minorUnits } } } }',
          { id: order.id },
        );
        expect(node).toEqual({ sourceId: order.sourceId, margin: order.margin });
      }
    });

    it('ties both ways agree with each other, page by page', async () => {
      const { customers } = await client.data(`{ customers(first: 100) { nodes { id } } }`);
      const fields = 'follower { id } followed { id } kind weight';
      let ties = 0;
      for (const { id } of customers.nodes.slice(0, 40)) {
        const { node } = await client.data(
          `query ($id: ID!) { node(id: $id) { ... on Customer { following(first: 1) { pageInfo { endCursor } nodes { ${fields} } } } } }`,
          { id },
        );
        const { node: rest } = await client.data(
          `query ($id: ID!, $after: String) { node(id: $id) { ... on Customer { following(first: 5, after: $after) { nodes { ${fields} } } } } }`,
          { id, after: node.following.pageInfo.endCursor },
        );
        const all = [...node.following.nodes, ...(node.following.nodes.length > 0 ? rest.following.nodes : [])];
        for (const tie of all) {
          ties++;
          const { node: other } = await client.data(
            `query ($id: ID!) { node(id: $id) { ... on Customer { followers(first: 50) { nodes { ${fields} } } } } }`,
            { id: tie.followed.id },
          );
          expect(other.followers.nodes).toContainEqual(tie);
        }
      }
      expect(ties).toBeGreaterThan(4);
    });

    it('the lifecycle is a chain of steps, each with the event that made it', async () => {
      const {
        customer: { lifecycleHistory: steps },
      } = await client.data(
        '{ customer(by: { externalId: { source: "shop", id: "c3" } }) { lifecycleHistory { from to at cycle causeId } } }',
      );
      expect(steps.length).toBeGreaterThan(2);
      expect(steps.map(({ from }: Json) => from).slice(1)).toEqual(steps.map(({ to }: Json) => to).slice(0, -1));
      expect(steps.map(({ at }: Json) => at)).toEqual(steps.map(({ at }: Json) => at).toSorted());
      const { nodes } = await client.data(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Order { placedAt } } }',
        { ids: steps.map(({ causeId }: Json) => causeId) },
      );
      expect(nodes.map(({ placedAt }: Json) => placedAt)).toEqual(steps.map(({ at }: Json) => at));
    });

    it('a referral is the same from both ends and by its id', async () => {
      const { friend, advocate } = await client.data(`{
        friend: customer(by: { externalId: { source: "shop", id: "c10" } }) { id referredBy { id sourceId reward { minorUnits } advocate { id } } }
        advocate: customer(by: { externalId: { source: "shop", id: "c5" } }) { id referralsMade { nodes { id friend { id } } } }
      }`);
      expect(friend.referredBy.advocate.id).toBe(advocate.id);
      expect(advocate.referralsMade.nodes).toEqual([{ id: friend.referredBy.id, friend: { id: friend.id } }]);
      expect(
        await client.data('query ($id: ID!) { node(id: $id) { ... on Referral { sourceId } } }', {
          id: friend.referredBy.id,
        }),
      ).toEqual({ node: { sourceId: friend.referredBy.sourceId } });
    });
  });

  it('a second run is read at once, with what changed', async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    const order = (id: string, netMinor: number) => ({
      customer: customer(1),
      event: {
        kind: 'ORDER' as const,
        source: 'shop',
        id,
        occurredAt: COMPANY_AS_OF - 1000,
        promotion: false,
        lines: [{ sku: 's', group: 'g', quantity: 1, netMinor, lineKind: 'PRODUCT' as const }],
      },
    });
    await ingestEvents(db, [order('1', 1000)]);
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL' });
    await ingestEvents(db, [order('2', 500)]);
    const own = await clientOf(db);
    const total = async (): Promise<number> =>
      (await own.data('{ customers { nodes { value { revenue { minorUnits } } } } }')).customers.nodes[0].value.revenue
        .minorUnits;
    expect(await total()).toBe(1000);
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL' });
    expect(await total()).toBe(1500);
  });
});
