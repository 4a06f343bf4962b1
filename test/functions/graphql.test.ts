import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ingestEvents } from '../../store/events/events.ts';
import { startEngine, testDb, TEST_IDENTITY_KEY, type Engine } from '../engines/engines.ts';

/** An event as a function URL and an HTTP API send it (payload format 2.0). */
function eventOf(
  method: string,
  query: string,
  headers: Record<string, string>,
  body?: string,
  isBase64Encoded = false,
): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/graphql',
    rawQueryString: query,
    headers,
    isBase64Encoded,
    requestContext: {
      accountId: '1',
      apiId: 'a',
      domainName: 'a.lambda-url.eu-west-1.on.aws',
      domainPrefix: 'a',
      requestId: 'r',
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
      http: { method, path: '/graphql', protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'test' },
    },
    ...(body === undefined ? {} : { body }),
  };
}

describe('the GraphQL Lambda function', () => {
  let engine: Engine;
  let handle: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;
  beforeAll(async () => {
    engine = await startEngine('dynalite');
    const db = await testDb(engine);
    await ingestEvents(db, [
      {
        customer: { externalId: { source: 'shop', id: 'c1' } },
        event: {
          kind: 'INTERACTION',
          source: 'mail',
          id: '1',
          type: 'NEWSLETTER_READ',
          channel: 'EMAIL',
          occurredAt: 1,
          objectRef: 'issue-1',
        },
      },
    ]);
    // What SST gives a function through its links.
    vi.stubEnv('SST_RESOURCE_App', '{"name":"kring","stage":"test"}');
    vi.stubEnv('SST_RESOURCE_Access', JSON.stringify({ table: db.table, currency: 'EUR' }));
    vi.stubEnv('SST_RESOURCE_IdentityKey', JSON.stringify({ value: TEST_IDENTITY_KEY }));
    vi.stubEnv('KRING_DYNAMODB_URL', engine.endpoint);
    vi.stubEnv('KRING_INTROSPECTION', 'true');
    const { handler } = await import('../../functions/graphql.ts');
    handle = (event) => handler(event, { awsRequestId: 'aws-request-1' });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await engine.stop();
  });

  const JSON_HEADERS = { 'Content-Type': 'application/json' };
  const QUERY = JSON.stringify({
    query: '{ customer(by: { externalId: { source: "shop", id: "c1" } }) { engagement { points } } }',
  });

  it('answers a query from the table, under the request id of AWS', async () => {
    const { statusCode, headers, body } = await handle(eventOf('POST', '', JSON_HEADERS, QUERY));
    expect([statusCode, headers!['x-request-id']]).toEqual([200, 'aws-request-1']);
    expect(JSON.parse(body!)).toMatchObject({
      data: { customer: { engagement: { points: 30 } } },
      extensions: { cost: { requests: 1 } },
    });
  });

  it('reads base64 bodies', async () => {
    const { body } = await handle(eventOf('POST', '', JSON_HEADERS, Buffer.from(QUERY).toString('base64'), true));
    expect(JSON.parse(body!).data.customer.engagement.points).toBe(30);
  });

  it('answers on GET', async () => {
    const { statusCode, body } = await handle(eventOf('GET', `query=${encodeURIComponent('{ __typename }')}`, {}));
    expect([statusCode, JSON.parse(body!).data]).toEqual([200, { __typename: 'Query' }]);
  });

  it('starts a run that the scheduled function goes on with, and refuses a second', async () => {
    const start = (key: string): Promise<APIGatewayProxyStructuredResultV2> =>
      handle(
        eventOf(
          'POST',
          '',
          JSON_HEADERS,
          JSON.stringify({
            query:
              'mutation ($input: EnrichmentRunStartInput!) { enrichmentRunStart(input: $input) { run { id status resumedCount } userErrors { code } } }',
            variables: { input: { idempotencyKey: key } },
          }),
        ),
      );
    const { run } = JSON.parse((await start('a')).body!).data.enrichmentRunStart;
    expect(run).toMatchObject({ status: 'RUNNING', resumedCount: 0 });
    // Its lease is free: whoever comes next goes on with the same run.
    expect(JSON.parse((await start('b')).body!).data.enrichmentRunStart.run).toMatchObject({ id: run.id });
  });

  it('speaks GraphQL over HTTP: no audit fails', async () => {
    const throughLambda = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
      const url = new URL(String(input));
      const headers = Object.fromEntries(new Headers(init.headers));
      const {
        statusCode,
        headers: answered,
        body,
      } = await handle(
        eventOf(
          init.method ?? 'GET',
          url.search.slice(1),
          headers,
          typeof init.body === 'string' ? init.body : undefined,
        ),
      );
      return new Response(body, { status: statusCode!, headers: answered as Record<string, string> });
    };
    const results = [];
    for (const audit of serverAudits({ url: 'http://lambda.example/graphql', fetchFn: throughLambda }))
      results.push({ name: audit.name, result: await audit.fn() });
    expect(results.length).toBeGreaterThan(50);
    expect(
      results.filter(({ result }) => result.status !== 'ok').map(({ name, result }) => `${result.status} ${name}`),
    ).toEqual([]);
  });
});
