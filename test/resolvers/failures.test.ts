import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import { MASKED_MESSAGE } from '../../resolvers/serve/http.ts';
import { createGraphqlServer } from '../../resolvers/server.ts';
import { encodeListCursor } from '../../resolvers/wire/paging.ts';
import { toGlobalId } from '../../resolvers/wire/ids.ts';
import { getRun, saveRun } from '../../store/work/runs.ts';
import { putSegment } from '../../store/definitions/segments.ts';
import { COMPANY_AS_OF, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { injectFaults } from '../engines/faults.ts';
import { EVERYTHING, clientOf, type Client } from './client.ts';

describe('what can go wrong with an answer', () => {
  let engine: Engine;
  let client: Client;
  let runId: string;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, 12);
    await putSegment(
      db,
      { key: 'buyers', name: 'Buyers', description: '', rule: { field: 'orders', op: 'GTE', value: 1 } },
      { expectedVersion: 0 },
    );
    const run = await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3 } });
    runId = run.id;
    client = await clientOf(db);
  });
  afterAll(() => engine.stop());

  it('a cursor into a list that was never published, or is gone, has expired', async () => {
    const after = encodeListCursor({ generation: 77, count: 12, list: 'TOTAL_VALUE/DESC', offset: 2, matched: 2 });
    const { errors } = await client.ask('query ($after: String) { customers(after: $after) { nodes { id } } }', {
      after,
    });
    expect(errors[0]!.extensions['code']).toBe('CURSOR_EXPIRED');
  });

  it('rule segments show on the customers they hold, with their definition', async () => {
    const { customers, segment } = await client.data(
      '{ customers(first: 2) { nodes { segments { key name kind rule { text } } } } segment(key: "buyers") { size { count } measure } }',
    );
    for (const { segments } of customers.nodes)
      expect(segments).toContainEqual({ key: 'buyers', name: 'Buyers', kind: 'RULE', rule: { text: 'orders ≥ 1' } });
    expect(segment).toEqual({ size: { count: 12 }, measure: 'TOTAL_VALUE' });
  });

  it('whom a run had to leave out is on the run, by id and with the reason', async () => {
    const id = '0123456789abcdefghjk';
    const run = (await getRun(client.db, runId))!;
    await saveRun(client.db, { ...run, failed: [{ customer: id, reason: 'torn' }] });
    const { enrichmentRun } = await client.data(
      'query ($id: ID!) { enrichmentRun(id: $id) { failed { customerId reason } } }',
      { id: toGlobalId('EnrichmentRun', runId) },
    );
    expect(enrichmentRun.failed).toEqual([{ customerId: toGlobalId('Customer', id), reason: 'torn' }]);
  });

  it('a database that does not answer is masked, told to whoever runs the server, and costs nobody their next request', async () => {
    const told: unknown[] = [];
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF, maxAttempts: 1 });
    const broken = await clientOf(db, { onError: (_, error) => told.push(error) });
    const faults = injectFaults(db.client, () => 'CRASH_BEFORE');
    const { data, errors } = await broken.ask('{ portfolio { asOf } customers { nodes { id } } }');
    expect(data?.portfolio ?? null).toBeNull();
    expect(errors[0]).toMatchObject({
      message: MASKED_MESSAGE,
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) },
    });
    expect(told.length).toBeGreaterThan(0);
    faults.stop();
    expect(await broken.data('{ portfolio { asOf } }')).toEqual({ portfolio: null });
  });

  it('a request that breaks the server itself is a 500 with the id it was told under', async () => {
    const told: string[] = [];
    const server = await createGraphqlServer({
      db: client.db,
      currency: 'EUR',
      introspection: false,
      authenticate: async () => EVERYTHING,
      onError: (id) => told.push(id),
    });
    const question = { method: 'POST', query: '', headers: { 'content-type': 'application/json' }, requestId: 'r-1' };
    const { status, headers, body } = await server.executeHttp({
      ...question,
      headers: new Proxy(question.headers, {
        ownKeys: () => {
          throw new Error('a host that cannot say its headers');
        },
      }),
      body: '{"query":"{ __typename }"}',
    });
    expect([status, headers['x-request-id'], told]).toEqual([500, 'r-1', ['r-1']]);
    expect(body).not.toContain('cannot say');
    expect((await server.executeHttp({ ...question, body: '{"query":"{ __typename }"}' })).status).toBe(200);
    await server.stop();
  });

  it('an answer says the version of rules it was counted with only where there is one', async () => {
    const none = await client.data('{ engagementRuleSet(version: 99) { version } now: engagementRuleSet { version } }');
    expect(none).toEqual({ engagementRuleSet: null, now: { version: 1 } });
  });

  it.each([
    ['no body at all', undefined, 'application/json', 400],
    ['no type', '{}', undefined, 415],
    ['a charset that is not UTF-8', '{}', 'application/json; charset=latin1', 415],
    ['a quoted charset of UTF-8', '{"query":"{ __typename }"}', 'application/json; charset="utf-8"', 200],
    ['no operation', '{}', 'application/json', 400],
  ])('a POST with %s', async (_, body, type, status) => {
    const answer = await client.server.executeHttp({
      method: 'POST',
      query: '',
      headers: type === undefined ? {} : { 'content-type': type },
      ...(body === undefined ? {} : { body }),
    });
    expect(answer.status).toBe(status);
    expect(answer.headers['x-request-id']).toMatch(/^[\w-]{8,}$/);
  });
});
