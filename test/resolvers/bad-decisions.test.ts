import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../store/client/db.ts';
import { listSegments } from '../../store/definitions/segments.ts';
import { COMPANY_AS_OF } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client, type Json } from './client.ts';

const CREATE = `mutation ($input: SegmentCreateInput!) { segmentCreate(input: $input) { segment { key } userErrors { code message field } } }`;
const SPEND = `mutation ($input: SpendPutInput!) { spendPut(input: $input) { accepted results { userErrors { code field } } } }`;
const ORDERS = { test: { field: 'ORDERS', comparator: 'GTE', value: { number: 1 } } };

/** What somebody may send to the decide layer by mistake or on purpose: each is refused with what to do, and nothing is kept of it. */
describe('bad input to segments, lists and spend', () => {
  let engine: Engine;
  let db: Db;
  let client: Client;
  let runner: Client;
  let asked = 0;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    client = await clientOf(db);
    runner = await clientOf(db, {
      startRun: async () => {
        throw new Error('no run is started here');
      },
    });
  });
  afterAll(() => engine.stop());

  const key = (): string => `bad-${(asked += 1)}`;
  const create = async (rule: Json): Promise<Json> =>
    client.ask(CREATE, { input: { idempotencyKey: key(), key: 'bad', name: 'Bad', ...rule } });
  const nested = (depth: number, join: (inner: Json) => Json): Json => {
    let rule: Json = ORDERS;
    for (let at = 1; at < depth; at += 1) rule = join(rule);
    return rule;
  };

  it.each([
    ['a tree 500 deep', { rule: nested(500, (inner) => ({ not: inner })) }],
    ['a text 500 deep', { ruleText: `${'('.repeat(500)}orders > 1${')'.repeat(500)}` }],
    ['500 nots', { ruleText: `${'not '.repeat(500)}orders > 1` }],
    ['an empty list', { rule: { all: [] } }],
    ['an empty text', { ruleText: '  ' }],
    ['an unknown field', { ruleText: 'helth < 40' }],
    ['a number for a word', { ruleText: 'healthBand = 12' }],
    ['a word for a number', { ruleText: 'health = HEALTHY' }],
    ['a sign no text has', { ruleText: 'country > NL' }],
    ['a list for one word', { rule: { test: { field: 'COUNTRY', comparator: 'EQ', value: { texts: ['NL'] } } } }],
    ['101 conditions', { rule: { any: Array.from({ length: 101 }, () => ORDERS) } }],
  ])('%s is no rule', async (_, rule) => {
    const { data, errors } = await create(rule);
    const refusals = [
      ...(errors.map(({ extensions }: Json) => extensions.code) as string[]),
      ...((data?.segmentCreate?.userErrors ?? []) as Json[]).map(({ code }) => code as string),
    ];
    expect(refusals).toHaveLength(1);
    expect(refusals[0]).toMatch(/^(INVALID|BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED|QUERY_TOO_DEEP)$/u);
    expect(await listSegments(db)).toEqual([]);
  });

  it.each([
    [
      'customers(filter: { lastOrderAt: { from: "2025-02-01T00:00:00Z", to: "2025-01-01T00:00:00Z" } }) { nodes { id } }',
      ['filter', 'lastOrderAt'],
      /from is not before to/u,
    ],
    ['segment { key }', ['key'], /give `id` or `key`/u],
  ])('{ %s } is refused with what to do', async (query, field, message) => {
    const { errors } = await client.ask(`{ ${query} }`);
    expect(errors[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code: 'BAD_USER_INPUT', field },
    });
  });

  it.each([
    ['customerMerge', 'survivor: { email: "x" }, merged: { email: "a@b.nl" }', 'survivor.email'],
    [
      'customerMerge',
      'survivor: { email: "a@b.nl" }, merged: { externalId: { source: "", id: "1" } }',
      'merged.externalId.source',
    ],
    ['customerUnmerge', 'merged: { email: "x" }', 'merged.email'],
    [
      'duplicateSuggestionDismiss',
      'reason: SAME_EMAIL, customers: [{ email: "a@b.nl" }, { email: "x" }]',
      'customers.1.email',
    ],
    ['customerErase', 'by: { email: "x" }', 'by.email'],
    ['customerExport', 'by: { phone: "x" }', 'by.phone'],
    ['enrichmentRunCancel', 'id: "x"', 'id'],
    ['enrichmentRunResume', 'id: "x"', 'id'],
  ])('%s says where in the arguments a fault is: %s', async (mutation, input, field) => {
    const data = await runner.data(
      `mutation { ${mutation}(input: { idempotencyKey: "${key()}", ${input} }) { userErrors { field } } }`,
    );
    expect(data[mutation].userErrors).toEqual([{ field: ['input', ...field.split('.')] }]);
  });

  it('a list of a million ids is refused before it is looked at', async () => {
    const ids = Array.from({ length: 1_000_000 }, (_, n) => `crm:${n}`);
    const { status, data, errors } = await client.ask(
      'query ($ids: [String!]) { customers(filter: { account: $ids }) { nodes { id } } }',
      { ids },
    );
    expect(data ?? null).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors[0]!.extensions['code']).toMatch(/^[A-Z_]+$/u);
    expect(status).toBeGreaterThanOrEqual(200);
  });

  it('spend in another currency, below nothing, over no time, or over a time that is told already, is refused, and the rest is kept', async () => {
    const row = (id: string, over: Json = {}): Json => ({
      source: 'ads',
      id,
      channel: 'search',
      from: '2025-01-01T00:00:00Z',
      to: '2025-02-01T00:00:00Z',
      amount: { amount: '10.00', currencyCode: 'EUR' },
      ...over,
    });
    const { spendPut } = await client.data(SPEND, {
      input: {
        idempotencyKey: key(),
        spend: [
          row('good'),
          row('dollars', { channel: 'fair', amount: { amount: '10.00', currencyCode: 'USD' } }),
          row('negative', { channel: 'fair', amount: { amount: '-0.01', currencyCode: 'EUR' } }),
          row('no-time', { channel: 'fair', to: '2025-01-01T00:00:00Z' }),
          row('twice', { from: '2025-01-31T00:00:00Z', to: '2025-03-01T00:00:00Z' }),
          row('kept', { channel: 'letters', purpose: 'RETENTION' }),
        ],
      },
    });
    expect(spendPut.accepted).toBe(2);
    const refused = spendPut.results.flatMap(({ userErrors }: Json) => userErrors);
    expect(refused.map(({ code, field }: Json) => [code, field.join('.')])).toEqual([
      ['CURRENCY_MISMATCH', 'input.spend.1.amount.currencyCode'],
      ['INVALID', 'input.spend.2.amount'],
      ['INVALID', 'input.spend.3.to'],
      ['OVERLAP', 'input.spend.4.from'],
    ]);
  });
});
