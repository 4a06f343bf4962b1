import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VisibleError } from '../../domain/errors.ts';
import { MASKED_MESSAGE } from '../../resolvers/serve/http.ts';
import { MAX_ANSWER_BYTES, MAX_BODY_BYTES, MAX_DOCUMENT_BYTES, sendable } from '../../resolvers/serve/http.ts';
import { createGraphqlServer } from '../../resolvers/server.ts';
import { openDb } from '../../store/client/db.ts';
import { startEngine, testDb, TEST_IDENTITY_KEY, type Engine } from '../engines/engines.ts';
import { EVERYTHING, clientOf, type Client } from './client.ts';

describe('the GraphQL core', () => {
  let engine: Engine;
  let client: Client;
  beforeAll(async () => {
    engine = await startEngine('dynalite');
    client = await clientOf(await testDb(engine));
  });
  afterAll(() => engine.stop());

  const post = (body: string | Uint8Array, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    client.server.executeHttp({ method: 'POST', query: '', headers, body });
  const get = (query: string, headers: Record<string, string> = {}) =>
    client.server.executeHttp({ method: 'GET', query, headers });

  describe('limits', () => {
    const refused = async (query: string, variables?: Record<string, unknown>): Promise<unknown> => {
      const { status, errors, cost } = await client.ask(query, variables);
      expect([status, cost.requests]).toEqual([400, 0]);
      return errors[0]!.extensions['code'];
    };
    const NESTED =
      '{ customers(first: 100) { nodes { followers(first: 100) { nodes { follower { orders(first: 100) { nodes { id } } } } } } } }';

    it('refuse an operation that is too costly before any of it runs', async () => {
      expect(await refused(NESTED)).toBe('QUERY_TOO_COSTLY');
    });

    it('see through variables and fragments', async () => {
      expect(
        await refused(
          'query ($n: Int!) { customers(first: $n) { nodes { ...F } } } fragment F on Customer { followers(first: $n) { nodes { follower { orders(first: $n) { nodes { id } } } } } }',
          { n: 100 },
        ),
      ).toBe('QUERY_TOO_COSTLY');
    });

    it('let the same through with small pages', async () => {
      expect((await client.ask(NESTED.replaceAll('100', '5'))).errors).toEqual([]);
    });

    it('refuse depth, many aliases and many root fields', async () => {
      const chain = (depth: number): string =>
        depth === 0 ? 'id' : `following(first: 1) { nodes { followed { ${chain(depth - 1)} } } }`;
      expect(await refused(`{ customers(first: 1) { nodes { ${chain(6)} } } }`)).toBe('QUERY_TOO_DEEP');
      expect(await refused(`{ ${Array.from({ length: 21 }, (_, n) => `a${n}: portfolio { asOf }`).join(' ')} }`)).toBe(
        'QUERY_TOO_COSTLY',
      );
      expect(
        await refused(
          `{ customers(first: 1) { nodes { ${Array.from({ length: 61 }, (_, n) => `a${n}: id`).join(' ')} } } }`,
        ),
      ).toBe('QUERY_TOO_COSTLY');
    });

    it('count root fields in fragments too, one inside the other', async () => {
      const upsert = (n: number): string =>
        `m${n}: customerUpsert(input: { idempotencyKey: "k${n}", by: { email: "a@example.com" } }) { customer { version } }`;
      const half = (from: number): string => Array.from({ length: 20 }, (_, n) => upsert(from + n)).join(' ');
      expect(
        await refused(
          `mutation { ...A } fragment A on Mutation { ${half(0)} ... on Mutation { ...B } } fragment B on Mutation { ${half(20)} }`,
        ),
      ).toBe('QUERY_TOO_COSTLY');
    });

    it.each([
      ['a subscription', 'subscription { x }', 'OPERATION_NOT_SUPPORTED'],
      ['lists in lists', `{ nodes(ids: ${'['.repeat(2400)}${']'.repeat(2400)}) { id } }`, 'QUERY_TOO_DEEP'],
      ['selections in selections', `${'{a'.repeat(2400)}${'}'.repeat(2400)}`, 'QUERY_TOO_DEEP'],
    ])('refuse %s', async (_, query, code) => {
      expect(await refused(query)).toBe(code);
    });

    it('refuse variables nested without end, in a body and in an address', async () => {
      const deep = `${'{"not":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
      const query =
        'mutation ($rule: SegmentRuleInput!) { segmentCreate(input: { idempotencyKey: "a", key: "a", name: "a", rule: $rule }) { segment { id } } }';
      const answers = [
        await post(`{"query":"${query.replaceAll('"', '\\"')}","variables":{"rule":${deep}}}`),
        await get(`?query=${encodeURIComponent('{ __typename }')}&variables=${encodeURIComponent(`{"a":${deep}}`)}`),
      ];
      expect(answers.map(({ status, body }) => [status, JSON.parse(body).errors[0].extensions.code])).toEqual([
        [400, 'QUERY_TOO_DEEP'],
        [413, 'BAD_REQUEST'],
      ]);
    });

    it('stop a document of endless tokens while it is being read', async () => {
      expect(await refused(`{ ${'a '.repeat(6000)} }`)).toBe('GRAPHQL_PARSE_FAILED');
    });

    it('leave introspection alone', async () => {
      const { getIntrospectionQuery } = await import('graphql');
      expect((await client.ask(getIntrospectionQuery())).errors).toEqual([]);
    });
  });

  describe('HTTP', () => {
    it('refuses what is not JSON, so that no foreign page can post without asking', async () => {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']) {
        expect((await post('{"query":"{ __typename }"}', type === '' ? {} : { 'content-type': type })).status).toBe(
          415,
        );
      }
    });

    it('takes application/json with a charset, if it is UTF-8', async () => {
      expect(
        (await post('{"query":"{ __typename }"}', { 'content-type': 'application/json; charset=UTF-8' })).status,
      ).toBe(200);
      expect(
        (await post('{"query":"{ __typename }"}', { 'content-type': 'application/json; charset=latin1' })).status,
      ).toBe(415);
    });

    it('refuses broken JSON and invalid UTF-8', async () => {
      expect((await post('{"query":')).status).toBe(400);
      expect((await post(Uint8Array.of(0x22, 0xff, 0xfe, 0x22))).status).toBe(400);
    });

    it('refuses a body or a document that is too large', async () => {
      expect((await post(`"${'x'.repeat(MAX_BODY_BYTES)}"`)).status).toBe(413);
      expect((await post(JSON.stringify({ query: `{ __typename } #${'x'.repeat(MAX_DOCUMENT_BYTES)}` }))).status).toBe(
        413,
      );
    });

    it('answers queries on GET, and never mutations', async () => {
      const answer = await get(`?query=${encodeURIComponent('{ __typename }')}`);
      expect([answer.status, JSON.parse(answer.body).data]).toEqual([200, { __typename: 'Query' }]);
      const mutation = 'mutation { enrichmentRunStart(input: { idempotencyKey: "x" }) { run { id } } }';
      expect((await get(`?query=${encodeURIComponent(mutation)}`)).status).toBe(405);
    });

    it('refuses a document on GET that it refuses on POST', async () => {
      expect(
        (await get(`?query=${encodeURIComponent(`{ __typename } #${'x'.repeat(MAX_DOCUMENT_BYTES)}`)}`)).status,
      ).toBe(413);
    });

    it.each([
      'application/json;v=2',
      'application/json; v=2; q=0.9, text/html',
      '*/*;v=1',
      'application/graphql-response+json;profile="x"',
    ])('answers whoever accepts %s', async (accept) => {
      expect((await post('{"query":"{ __typename }"}', { 'content-type': 'application/json', accept })).status).toBe(
        200,
      );
    });

    it('lets nobody keep an answer, be it data or an error', async () => {
      const answers = [
        await post('{"query":"{ portfolio { asOf } }"}'),
        await post('{"query":"{ x }"}'),
        await post('{'),
        await get('?query={__typename}'),
        await get(''),
      ];
      expect(answers.map(({ headers }) => headers['cache-control'])).toEqual(
        Array.from({ length: 5 }, () => 'no-store'),
      );
    });

    it('refuses an answer that is too large to be sent', () => {
      const answer = sendable(
        { status: 200, headers: { 'content-type': 'application/json' }, body: `"${'é'.repeat(MAX_ANSWER_BYTES / 2)}"` },
        'request-1',
      );
      expect([answer.status, JSON.parse(answer.body).errors[0]]).toEqual([
        400,
        {
          message: expect.stringContaining(`the limit is ${MAX_ANSWER_BYTES}`),
          extensions: { code: 'RESPONSE_TOO_LARGE', requestId: 'request-1' },
        },
      ]);
      expect(sendable({ status: 200, headers: {}, body: 'x'.repeat(MAX_ANSWER_BYTES) }, 'request-1').status).toBe(200);
    });

    it('has no batches', async () => {
      expect((await post('[{"query":"{ __typename }"}]')).status).toBe(400);
    });

    it('says on every answer what it cost and which request it was', async () => {
      const { headers, body } = await post('{"query":"{ portfolio { asOf } }"}');
      expect(JSON.parse(body).extensions.cost).toEqual({
        requested: 1,
        actual: expect.any(Number),
        readUnits: expect.any(Number),
        writeUnits: 0,
        requests: 1,
        limit: null,
        remaining: null,
        restoreRate: null,
      });
      expect(headers['x-request-id']).toMatch(/^[0-9A-Z]{26}$/);
      const failed = JSON.parse((await post('{"query":"{ nothing }"}')).body);
      expect(failed.errors[0].extensions.requestId).toBeDefined();
      expect(failed.extensions.cost.requests).toBe(0);
    });
  });

  describe('errors', () => {
    it('of our own making are masked, and reported to whoever runs the server with the id the client got', async () => {
      const reported: [string, unknown][] = [];
      const db = openDb({ endpoint: engine.endpoint, table: 'secret-table', identityKey: TEST_IDENTITY_KEY });
      const broken = await clientOf(db, { onError: (requestId, error) => reported.push([requestId, error]) });
      const { errors } = await broken.ask('{ portfolio { asOf } }');
      expect(errors[0]!.message).toBe(MASKED_MESSAGE);
      expect(errors[0]!.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId: reported[0]![0] });
      expect(JSON.stringify(errors)).not.toMatch(/ResourceNotFound|secret-table|127\.0\.0\.1|stack/u);
      expect(String(reported[0]![1])).toMatch(/ResourceNotFound/u);
    });

    it('that a client must know keep their code, message and details', async () => {
      const own = await clientOf(client.db, {
        startRun: () => Promise.reject(new VisibleError('PAUSED', 'Runs are paused.', { details: { until: 'noon' } })),
      });
      const { errors } = await own.ask(
        'mutation { enrichmentRunStart(input: { idempotencyKey: "x" }) { run { id } } }',
      );
      expect(errors[0]).toMatchObject({ message: 'Runs are paused.', extensions: { code: 'PAUSED', until: 'noon' } });
    });

    it('tell more values that do not fit than are listed as the fault of the request, not as ours', async () => {
      const told: unknown[] = [];
      const one = await clientOf(client.db, { onError: (_, error) => told.push(error) });
      const { status, errors } = await one.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
        ids: Array.from({ length: 30 }, () => ({})),
      });
      expect([status, errors.length, told]).toEqual([400, 21, []]);
      expect(errors.map(({ extensions }) => extensions['code'])).toEqual(Array(21).fill('BAD_USER_INPUT'));
      expect(errors.at(-1)!.message).toMatch(/More values .* do not fit/);
    });

    it('suggest nothing of the schema when introspection is off', async () => {
      const closed = await createGraphqlServer({
        db: client.db,
        currency: 'EUR',
        introspection: false,
        authenticate: async () => EVERYTHING,
      });
      const ask = async (query: string): Promise<string> =>
        (
          await closed.executeHttp({
            method: 'POST',
            query: '',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ query }),
          })
        ).body;
      expect(await ask('{ __schema { types { name } } }')).toContain('Introspection is off here');
      expect(await ask('{ custome { id } }')).not.toMatch(/did you mean/iu);
      const inVariables = async (variables: unknown): Promise<string> =>
        (
          await closed.executeHttp({
            method: 'POST',
            query: '',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({
              query: 'query ($order: CustomerOrder) { customers(orderBy: $order) { nodes { id } } }',
              variables,
            }),
          })
        ).body;
      for (const order of [{ fiel: 'TOTAL_VALUE' }, { field: 'TOTAL_VALU' }]) {
        const said = await inVariables({ order });
        expect(said).toContain('BAD_USER_INPUT');
        expect(said).not.toMatch(/did you mean|DIRECT_VALUE/iu);
      }
      await closed.stop();
    });
  });
});
