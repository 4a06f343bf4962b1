import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRICS } from '../../domain/portfolio/metrics.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { typeDefs } from '../../schema/generated.ts';
import type { Db } from '../../store/client/db.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client, type Json } from './client.ts';

describe('why, what to change, and how complete', () => {
  let engine: Engine;
  let db: Db;
  let client: Client;
  let now = COMPANY_AS_OF;
  let created: Json;
  const run = (day: number): Promise<unknown> => {
    now = COMPANY_AS_OF + day * DAY_MS;
    return runEnrichment(db, { asOf: now, trigger: 'MANUAL', settings: { kappa: 0.3 } });
  };
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    db = await testDb(engine, { clock: () => now });
    await seedCompany(db, 40);
    client = await clientOf(db);
    const text = '(orders >= 2 and not totalValuePercentile < 50)';
    created = await client.data(
      `mutation ($text: String!) { segmentCreate(input: { idempotencyKey: "one", key: "worth-it", name: "Worth it", ruleText: $text, role: FOCUS }) {
        segment { key role rule { text } } userErrors { code message field } } }`,
      { text },
    );
    await run(0);
  });
  afterAll(() => engine.stop());

  const all = async (): Promise<Json[]> =>
    (await client.data('{ customers(first: 100) { nodes { id segments { key } } } }')).customers.nodes;

  it('a segment is made of the text of a rule, with a role', () => {
    expect(created.segmentCreate).toEqual({
      segment: { key: 'worth-it', role: 'FOCUS', rule: { text: '(orders ≥ 2 and not totalValuePercentile < 50)' } },
      userErrors: [],
    });
  });

  it('an explanation agrees with membership, for every customer and segment', async () => {
    const customers = await all();
    const { segments } = await client.data('{ segments(first: 100) { nodes { key } } }');
    expect(customers).toHaveLength(40);
    for (const { key } of segments.nodes) {
      const asked = customers.map(
        ({ id }, k) =>
          `c${k}: explain(customerId: "${id}") { isMember holds reason conditions { holds text actual } rule { kind holds } }`,
      );
      for (let start = 0; start < asked.length; start += 20) {
        const { segment } = await client.data(
          `{ segment(key: "${key}") { ${asked.slice(start, start + 20).join('\n')} } }`,
        );
        for (const [name, explained] of Object.entries<Json>(segment)) {
          const { segments: own } = customers[Number(name.slice(1))];
          const isMember = own.some((one: Json) => one.key === key);
          expect(explained).toMatchObject({ isMember, reason: null });
          expect(explained.holds === true).toBe(isMember);
          expect(explained.rule.holds).toBe(explained.holds);
          expect(explained.conditions.length).toBeGreaterThan(0);
        }
      }
    }
  });

  it('what has changed since the run is told; who is not there has no explanation', async () => {
    const [{ id }] = await all();
    const { segment } = await client.data(
      `{ segment(key: "worth-it") { explain(customerId: "${id}") { isMember customer { id } conditions { text actual } } gone: explain(customerId: "nobody") { holds } } }`,
    );
    expect(segment.gone).toBeNull();
    expect(segment.explain.conditions.map(({ text }: Json) => text)).toEqual([
      'orders ≥ 2',
      'totalValuePercentile < 50',
    ]);
    await client.data(
      `mutation { segmentUpdate(input: { idempotencyKey: "two", id: "${(await client.data('{ segment(key: "worth-it") { id } }')).segment.id}", expectedVersion: 1, ruleText: "orders > 1000" }) { userErrors { code } segment { role } } }`,
    );
    const after = await client.data(
      `{ segment(key: "worth-it") { explain(customerId: "${id}") { isMember holds reason } } }`,
    );
    if (segment.explain.isMember) expect(after.segment.explain.reason).toMatch(/next one puts the segment right/u);
    else expect(after.segment.explain).toEqual({ isMember: false, holds: false, reason: null });
    await client.data(
      `mutation { segmentUpdate(input: { idempotencyKey: "three", id: "${(await client.data('{ segment(key: "worth-it") { id } }')).segment.id}", expectedVersion: 2, ruleText: "(orders >= 2 and not totalValuePercentile < 50)" }) { userErrors { code } } }`,
    );
  });

  it('a rule that cannot be read, or is given twice or not at all, is a user error with its place', async () => {
    const tried = async (rule: string): Promise<Json> =>
      (
        await client.data(
          `mutation { segmentCreate(input: { idempotencyKey: "${rule.length}-${rule.slice(0, 30).replaceAll('"', "'")}", key: "bad", name: "Bad", ${rule} }) { segment { key } userErrors { code message field } } }`,
        )
      ).segmentCreate;
    expect(await tried('ruleText: "ordrs > 2"')).toMatchObject({
      segment: null,
      userErrors: [{ message: expect.stringMatching(/did you mean "orders"/u), field: ['input', 'ruleText'] }],
    });
    expect((await tried('ruleText: "orders >"')).userErrors[0].field).toEqual(['input', 'ruleText']);
    expect((await tried('role: GROW')).userErrors[0].message).toMatch(/needs a rule/u);
    expect(
      (await tried('ruleText: "orders > 2", rule: { test: { field: ORDERS, comparator: GT, value: { number: 2 } } }'))
        .userErrors[0].message,
    ).toMatch(/not both/u);
  });

  it('the landscape proposes rules that an ordinary mutation takes', async () => {
    const { segmentLandscape } = await client.data(
      '{ segmentLandscape { conflicted conflicts { a b customers value { minorUnits } } proposals { kind a b strength gained lost effectiveAfter parts { customers ruleText } } } }',
    );
    expect(segmentLandscape.conflicted).toBeGreaterThan(0);
    expect(segmentLandscape.proposals.length).toBeGreaterThan(0);
    const parts: Json[] = segmentLandscape.proposals.flatMap((proposal: Json) => proposal.parts);
    for (const [k, { ruleText }] of parts.slice(0, 4).entries()) {
      const { segmentCreate } = await client.data(
        `mutation ($text: String!) { segmentCreate(input: { idempotencyKey: "p${k}", key: "part-${k}", name: "Part", ruleText: $text }) { segment { key } userErrors { message } } }`,
        { text: ruleText },
      );
      expect(segmentCreate.userErrors).toEqual([]);
    }
    await run(0.01);
    for (const [k, { customers }] of parts.slice(0, 4).entries()) {
      const { segment } = await client.data(`{ segment(key: "part-${k}") { size { count } } }`);
      expect(segment.size.count).toBe(customers);
    }
  });

  it('the change between two dates is made of its drivers, to the cent; before the first run there is none', async () => {
    const line = { sku: 's1', group: 'g1', quantity: 1, netMinor: 2500, lineKind: 'PRODUCT' as const };
    await ingestEvents(db, [
      {
        customer: customer(3),
        event: {
          kind: 'ORDER',
          source: 'shop',
          id: 'late',
          occurredAt: now + 3_600_000,
          promotion: false,
          lines: [line],
        },
      },
    ]);
    await run(1);
    await run(2);
    const at = (day: number): string => new Date(COMPANY_AS_OF + day * DAY_MS).toISOString();
    const { portfolioChange: change } = await client.data(`{ portfolioChange(from: "${at(0.5)}", to: "${at(2)}") {
      status reason fromAsOf toAsOf from { minorUnits } to { minorUnits } change { minorUnits } unexplained { minorUnits } drivers { key amount { minorUnits } } } }`);
    expect(change).toMatchObject({ status: 'COMPUTED', reason: null, toAsOf: at(2), unexplained: { minorUnits: 0 } });
    const amounts = Object.fromEntries(change.drivers.map(({ key, amount }: Json) => [key, amount.minorUnits]));
    expect(amounts['ORDERS']).toBe(2500);
    expect(amounts['EXPECTED_TIME']).toBeLessThan(0);
    const total: number = Object.values<number>(amounts).reduce((sum, one) => sum + one, 0);
    expect(change.from.minorUnits + total).toBe(change.to.minorUnits);
    const { portfolio } = await client.data('{ portfolio { total { minorUnits } } }');
    expect(change.to).toEqual(portfolio.total);
    const before = await client.data(
      `{ portfolioChange(from: "${at(-9)}", to: "${at(2)}") { status reason change { amount } } }`,
    );
    expect(before.portfolioChange).toMatchObject({ status: 'NOT_COMPUTED', change: null });
    const turned = await client.ask(`{ portfolioChange(from: "${at(2)}", to: "${at(0)}") { status } }`);
    expect(turned.errors[0]!.message).toMatch(/begins before it ends/u);
  });

  it('a filter the run has counted has an exact count on the first page, and it is the right one', async () => {
    const counted = async (filter: string): Promise<Json> =>
      (await client.data(`{ customers(first: 1, filter: ${filter}) { totalCount { count precision } } }`)).customers
        .totalCount;
    const { customers } = await client.data(
      '{ customers(first: 100) { nodes { lifecycle { stage quarter lapsed } rfm { group } } } }',
    );
    const expected = (test: (one: Json) => boolean): Json => ({
      count: customers.nodes.filter(test).length,
      precision: 'EXACT',
    });
    expect(await counted('{ stage: [FIRST_ORDER] }')).toEqual(
      expected(({ lifecycle }) => lifecycle.stage === 'FIRST_ORDER'),
    );
    expect(await counted('{ quarter: [HEALTH], lapsed: false }')).toEqual(
      expected(({ lifecycle }) => lifecycle.quarter === 'HEALTH' && !lifecycle.lapsed),
    );
    expect(await counted('{ lapsed: true }')).toEqual(expected(({ lifecycle }) => lifecycle.lapsed));
    expect(await counted('{ rfmGroup: [LOST, AT_RISK] }')).toEqual(
      expected(({ rfm }) => ['LOST', 'AT_RISK'].includes(rfm?.group)),
    );
  });

  it('the scorecard names what is missing', async () => {
    const { scorecard } = await client.data('{ scorecard { status reason items { area key share gap } } }');
    expect(scorecard).toMatchObject({ status: 'COMPUTED', reason: null });
    const byKey = Object.fromEntries(scorecard.items.map((item: Json) => [item.key, item]));
    expect(byKey['BOUGHT']).toMatchObject({ share: 1, gap: null });
    expect(byKey['COSTS_KNOWN'].share).toBeGreaterThan(0);
    expect(byKey['COSTS_KNOWN'].share).toBeLessThan(1);
    expect(byKey['HAPPINESS_KNOWN']).toMatchObject({ share: 0, gap: expect.stringMatching(/Ask/u) });
    for (const { share } of scorecard.items) if (share !== null) expect(share >= 0 && share <= 1).toBe(true);
  });

  it('every formula is of a field there is, and every version an answer cites has one', async () => {
    const schema = buildSchema(typeDefs);
    for (const { fields } of METRICS)
      for (const field of fields) {
        const [type, name] = field.split('.') as [string, string];
        const found = schema.getType(type);
        expect(isObjectType(found) && Object.hasOwn(found.getFields(), name), field).toBe(true);
      }
    const root = join(import.meta.dirname, '../../resolvers');
    const cited = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('generated.ts'))
      .flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/(?:version: |MODEL = )'([a-z]+-\d+)'/gu)])
      .map(([, version]) => version!);
    expect(new Set(cited).size).toBeGreaterThan(2);
    for (const version of cited) expect(METRICS.map((metric) => metric.version)).toContain(version);
    const { metricDefinitions } = await client.data(
      '{ metricDefinitions(keys: ["gini"]) { key version formula source } }',
    );
    expect(metricDefinitions).toMatchObject([{ key: 'gini', version: 'focus-1' }]);
    expect((await client.ask('{ metricDefinitions(keys: ["nine"]) { key } }')).errors[0]!.message).toMatch(
      /no metric "nine"/u,
    );
  });
});
