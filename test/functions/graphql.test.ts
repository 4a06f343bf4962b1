import { gunzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FRONT_HEADER, frontMark } from '../../functions/front.ts';
import type { Returned } from '../../functions/http-events.ts';
import { parseGrants } from '../../domain/access/scopes.ts';
import { createAccessKey } from '../../store/access/keys.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { startEngine, testDb, TEST_IDENTITY_KEY, type Engine } from '../engines/engines.ts';

/** What AWS adds to a request whose signature it has checked. */
const SIGNED = { authorizer: { iam: { userArn: 'arn:aws:iam::1:role/app' } } } as const;

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
      ...SIGNED,
    },
    ...(body === undefined ? {} : { body }),
  };
}

describe('the GraphQL Lambda function', () => {
  let engine: Engine;
  let secret: string;
  let handle: (event: unknown) => Promise<Returned>;
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
    ({ secret } = await createAccessKey(db, 'test', {
      name: 'behind a load balancer',
      ...parseGrants(['profile:read']),
      sources: null,
      expiresAt: null,
    }));
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
    expect(JSON.parse(body)).toMatchObject({
      data: { customer: { engagement: { points: 30 } } },
      // The bucket, whom the id means, the customer.
      extensions: { cost: { requests: 3, writeUnits: 1 } },
    });
  });

  it('behind a firewall it answers only what came through it, and the look whether it is healthy', async () => {
    vi.stubEnv('KRING_FRONT', 'required');
    try {
      const direct = await handle(eventOf('POST', '', JSON_HEADERS, QUERY));
      expect([direct.statusCode, JSON.parse(direct.body).errors[0].message]).toEqual([
        403,
        expect.stringContaining('Ask at the address of the API'),
      ]);
      const marked = { ...JSON_HEADERS, [FRONT_HEADER]: frontMark(TEST_IDENTITY_KEY) };
      expect((await handle(eventOf('POST', '', marked, QUERY))).statusCode).toBe(200);
      expect((await handle({})).statusCode).toBe(200);
    } finally {
      vi.stubEnv('KRING_FRONT', '');
    }
  });

  it('reads base64 bodies', async () => {
    const { body } = await handle(eventOf('POST', '', JSON_HEADERS, Buffer.from(QUERY).toString('base64'), true));
    expect(JSON.parse(body).data.customer.engagement.points).toBe(30);
  });

  it('answers on GET', async () => {
    const { statusCode, body } = await handle(eventOf('GET', `query=${encodeURIComponent('{ __typename }')}`, {}));
    expect([statusCode, JSON.parse(body).data]).toEqual([200, { __typename: 'Query' }]);
  });

  it('starts a run that the scheduled function goes on with, and refuses a second', async () => {
    const start = (key: string): Promise<Returned> =>
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
    const { run } = JSON.parse((await start('a')).body).data.enrichmentRunStart;
    expect(run).toMatchObject({ status: 'RUNNING', resumedCount: 0 });
    // Its lease is free: whoever comes next goes on with the same run.
    expect(JSON.parse((await start('b')).body).data.enrichmentRunStart.run).toMatchObject({ id: run.id });
  });

  const path = '/graphql';
  const query = encodeURIComponent('{ __typename }');
  const REST = {
    resource: '/{proxy+}',
    path,
    isBase64Encoded: false,
    requestContext: {
      httpMethod: 'POST',
      path: '/prod/graphql',
      stage: 'prod',
      identity: { userArn: 'arn:aws:iam::1:role/app' },
    },
  };
  const BALANCER = {
    path,
    isBase64Encoded: false,
    requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/kring/1' } },
  };
  /** A load balancer checks no signature: who calls through it shows a key. */
  const withKey = (event: object): object => {
    if (!('requestContext' in event) || !('elb' in (event.requestContext as object))) return event;
    const bearer = `Bearer ${secret}`;
    return 'multiValueHeaders' in event
      ? { ...event, multiValueHeaders: { ...(event.multiValueHeaders as object), authorization: [bearer] } }
      : { ...event, headers: { ...(event as { headers?: object }).headers, Authorization: bearer } };
  };
  it.each<[string, object]>([
    [
      'a REST API (1.0)',
      {
        ...REST,
        httpMethod: 'POST',
        headers: JSON_HEADERS,
        multiValueHeaders: { 'Content-Type': ['application/json'] },
        queryStringParameters: null,
        multiValueQueryStringParameters: null,
        body: '{"query":"{ __typename }"}',
      },
    ],
    [
      'a REST API on GET',
      { ...REST, httpMethod: 'GET', headers: null, queryStringParameters: { query: '{ __typename }' }, body: null },
    ],
    [
      'a load balancer',
      {
        ...BALANCER,
        httpMethod: 'POST',
        headers: { 'content-type': 'application/json' },
        queryStringParameters: {},
        body: '{"query":"{ __typename }"}',
      },
    ],
    [
      'a load balancer on GET, which decodes nothing',
      { ...BALANCER, httpMethod: 'GET', headers: {}, queryStringParameters: { query }, body: '' },
    ],
    [
      'a load balancer with multi-value headers',
      {
        ...BALANCER,
        httpMethod: 'GET',
        multiValueHeaders: { accept: ['*/*'] },
        multiValueQueryStringParameters: { query: [query] },
        body: '',
      },
    ],
    [
      'a function URL without headers',
      {
        version: '2.0',
        rawPath: path,
        rawQueryString: `query=${query}`,
        requestContext: { http: { method: 'GET' }, ...SIGNED },
      },
    ],
  ])('answers the event of %s', async (_, event) => {
    const { statusCode, body, headers, multiValueHeaders } = await handle(withKey(event));
    expect([statusCode, JSON.parse(body).data]).toEqual([200, { __typename: 'Query' }]);
    expect(headers?.['cache-control'] ?? multiValueHeaders?.['cache-control']?.[0]).toBe('no-store');
  });

  it.each<[string, unknown]>([
    ['a warm-up', {}],
    ['a schedule', { source: 'aws.events', 'detail-type': 'Scheduled Event' }],
    ['nothing', null],
    ['a text', 'ping'],
  ])('answers %s, which is no request, with its health', async (_, event) => {
    expect(await handle(event)).toMatchObject({ statusCode: 200, body: '{"status":"ok"}' });
  });

  it('says at /health whether it can answer', async () => {
    expect(await handle({ ...eventOf('GET', '', {}), rawPath: '/health' })).toMatchObject({
      statusCode: 200,
      body: '{"status":"ok"}',
    });
  });

  it('compresses what is long for whoever takes gzip, and says so', async () => {
    const introspection = `query=${encodeURIComponent('{ schema: __schema { types { name description fields { name description } } } }')}`;
    const { headers, body, isBase64Encoded } = await handle(
      eventOf('GET', introspection, { 'Accept-Encoding': 'br, gzip;q=0.8' }),
    );
    expect([headers!['content-encoding'], headers!['vary'], isBase64Encoded]).toEqual([
      'gzip',
      'accept-encoding',
      true,
    ]);
    expect(JSON.parse(gunzipSync(Buffer.from(body, 'base64')).toString()).data.schema.types.length).toBeGreaterThan(50);
    expect((await handle(eventOf('GET', introspection, { 'Accept-Encoding': 'gzip;q=0' }))).isBase64Encoded).toBe(
      false,
    );
  });

  it('answers 503 while it cannot start, never throws, and starts when it can', async () => {
    vi.resetModules();
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    vi.stubEnv('KRING_DYNAMODB_URL', 'http://127.0.0.1:1');
    const { handler } = await import('../../functions/graphql.ts');
    for (const event of [
      eventOf('POST', '', JSON_HEADERS, QUERY),
      {},
      { ...eventOf('GET', '', {}), rawPath: '/health' },
    ]) {
      const { statusCode, headers, body } = await handler(event, { awsRequestId: 'cold' });
      expect([statusCode, headers!['retry-after'], JSON.parse(body).errors[0].extensions.code]).toEqual([
        503,
        '5',
        'UNAVAILABLE',
      ]);
    }
    vi.stubEnv('KRING_DYNAMODB_URL', engine.endpoint);
    expect((await handler(eventOf('POST', '', JSON_HEADERS, QUERY), { awsRequestId: 'warm' })).statusCode).toBe(200);
    vi.restoreAllMocks();
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
      return new Response(body, { status: statusCode, headers: answered! });
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
