import { request, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHttpHost, type HttpHost } from '../../local/http/server.ts';
import { clientOf } from '../resolvers/client.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';

describe('the local HTTP host', () => {
  let engine: Engine;
  let host: HttpHost;
  beforeAll(async () => {
    engine = await startEngine('dynalite');
    const { server } = await clientOf(await testDb(engine));
    host = await startHttpHost({ server, port: 0, currency: 'EUR' });
  });
  afterAll(async () => {
    await host.close();
    await engine.stop();
  });

  const post = (
    body: string,
    headers: Record<string, string> = { 'content-type': 'application/json' },
  ): Promise<Response> => fetch(`${host.url}/graphql`, { method: 'POST', headers, body });

  it('speaks GraphQL over HTTP: no audit fails', async () => {
    const results = await Promise.all(
      serverAudits({ url: `${host.url}/graphql`, fetchFn: fetch }).map(async (audit) => ({
        name: audit.name,
        result: await audit.fn(),
      })),
    );
    expect(results.length).toBeGreaterThan(50);
    expect(
      results.filter(({ result }) => result.status !== 'ok').map(({ name, result }) => `${result.status} ${name}`),
    ).toEqual([]);
  });

  it('listens on 127.0.0.1 and says so', async () => {
    expect(host.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u);
    const health = await fetch(`${host.url}/health`);
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
  });

  it('answers an address that is no URL, and compresses for whoever takes it', async () => {
    const raw = (path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        request({ host: '127.0.0.1', port: new URL(host.url).port, path, headers }, resolve)
          .on('error', reject)
          .end();
      });
    const noUrl = await raw('http://[');
    noUrl.resume();
    expect(noUrl.statusCode).toBe(400);
    const long = await raw(
      `/graphql?query=${encodeURIComponent('{ schema: __schema { types { name description } } }')}`,
      { 'accept-encoding': 'gzip' },
    );
    expect([long.headers['content-encoding'], long.headers.vary, long.headers['cache-control']]).toEqual([
      'gzip',
      'accept-encoding',
      'no-store',
    ]);
    expect(JSON.parse(gunzipSync(await buffer(long)).toString()).data.schema.types.length).toBeGreaterThan(50);
  });

  it('answers 503 while its database is being restarted, and says when to come again', async () => {
    let down = true;
    const { server } = await clientOf(await testDb(engine));
    const own = await startHttpHost({ server, port: 0, currency: 'EUR', isDown: () => down });
    for (const path of ['/health', '/graphql?query={__typename}']) {
      const answer = await fetch(own.url + path);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
      await answer.arrayBuffer();
    }
    down = false;
    expect((await fetch(`${own.url}/health`)).status).toBe(200);
    await own.close();
  });

  it.each([
    ['the explorer', '/', 3],
    ['GraphiQL', '/graphql', 4],
  ])('gives a browser %s, with everything it needs on this server', async (_, path, count) => {
    const page = await fetch(host.url + path, { headers: { accept: 'text/html' } });
    const html = await page.text();
    expect([page.status, page.url, page.headers.get('content-type')]).toEqual([
      200,
      host.url + path,
      'text/html; charset=utf-8',
    ]);
    expect(html).not.toMatch(/(src|href)="https?:/u);
    const assets = [...html.matchAll(/(?:src|href)="([^":]+)"/gu)].map(([, asset]) => asset!);
    expect(assets).toHaveLength(count);
    for (const asset of assets) expect((await fetch(new URL(asset, page.url))).status).toBe(200);
  });

  it('is not found elsewhere, also not outside the listed files', async () => {
    for (const path of ['/graphiql/package.json', '/graphiql/..%2f..%2fpackage.json', '/graphiql/constructor', '/x'])
      expect((await fetch(host.url + path)).status).toBe(404);
  });

  it('refuses a body over 1 MB with an answer the sender gets to read, and works on', async () => {
    const answer = await post(`{"query":"{ __typename }","variables":{"x":"${'x'.repeat(4 * 1024 * 1024)}"}}`);
    expect([answer.status, ((await answer.json()) as { errors: { message: string }[] }).errors[0]!.message]).toEqual([
      413,
      expect.stringContaining('larger than'),
    ]);
    expect((await post('{"query":"{ __typename }"}')).status).toBe(200);
  });

  it('answers to local names only, whatever name leads here', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const asked = request(
        `${host.url}/graphql?query={__typename}`,
        { headers: { host: 'kring.attacker.example' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      asked.on('error', reject).end();
    });
    expect(status).toBe(421);
  });

  it('says which port is in use and what to do', async () => {
    const { server } = await clientOf(await testDb(engine));
    const port = Number(new URL(host.url).port);
    await expect(startHttpHost({ server, port, currency: 'EUR' })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringContaining(`--port ${port + 1}`),
      details: { port },
    });
  });

  it('lets running requests finish when it closes, and then is gone', async () => {
    const { server } = await clientOf(await testDb(engine));
    const own = await startHttpHost({ server, port: 0, currency: 'EUR' });
    const running = fetch(`${own.url}/graphql?query={portfolio{asOf}}`);
    await (await fetch(`${own.url}/health`)).text();
    await own.close();
    expect((await running).status).toBe(200);
    await expect(fetch(`${own.url}/health`)).rejects.toThrow('fetch failed');
  });
});
