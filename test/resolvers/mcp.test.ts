import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, InMemoryTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseGrants } from '../../domain/access/scopes.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { askOf, mcpHost, mcpServer } from '../../resolvers/agents/mcp.ts';
import { MCP_PATH } from '../../resolvers/agents/path.ts';
import { TOOLS, type Sum } from '../../resolvers/agents/tools.ts';
import { authenticator, DEVELOPMENT } from '../../resolvers/serve/authenticate.ts';
import { createGraphqlServer, type GraphqlServer } from '../../resolvers/server.ts';
import { createAccessKey } from '../../store/access/keys.ts';
import type { Db } from '../../store/client/db.ts';
import { COMPANY_AS_OF, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';

const DAY_MS = 86_400_000;

let engine: Engine;
let db: Db;
let server: GraphqlServer;
let http: Server;
let url: URL;
const authenticate = () => authenticator({ db });

beforeAll(async () => {
  engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  db = await testDb(engine, { clock: () => COMPANY_AS_OF + 2 * DAY_MS });
  await seedCompany(db, 24);
  const run = { trigger: 'MANUAL' as const, settings: { kappa: 0.3 } };
  await runEnrichment(db, { ...run, asOf: COMPANY_AS_OF - 40 * DAY_MS });
  await runEnrichment(db, { ...run, asOf: COMPANY_AS_OF });
  server = await createGraphqlServer({
    db,
    currency: 'EUR',
    introspection: false,
    authenticate: authenticator({ db, anonymous: DEVELOPMENT }),
  });
  const host = mcpHost({ server, authenticate: authenticate() });
  http = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { status, headers, body } = await host({
      method: request.method ?? 'GET',
      headers: request.headers as Record<string, string>,
      query: '',
      body: Buffer.concat(chunks),
    });
    response.writeHead(status, headers).end(body);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  url = new URL(`http://127.0.0.1:${(http.address() as AddressInfo).port}${MCP_PATH}`);
});
afterAll(async () => {
  http.close();
  await server.stop();
  await engine.stop();
});

/** The SDK's own client, at the other end of what stdio is at a command line. */
async function reader(): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  const [mine, theirs] = InMemoryTransport.createLinkedPair();
  await mcpServer(askOf(server, {})).connect(theirs);
  await client.connect(mine);
  return client;
}

interface Content {
  readonly sums: readonly Sum[];
  readonly customers?: { readonly nodes: readonly { readonly id: string; readonly segments?: unknown }[] };
}

/** What each tool is asked, of a customer of the company. */
const ASKED: Readonly<Record<string, (id: string) => Record<string, unknown>>> = {
  find_customers: () => ({ first: 10 }),
  explain_value: (id) => ({ customer: { id }, flows: 3 }),
  why_in_segment: (id) => ({ segment: 'rfm-champions', customerId: id }),
  who_is_leaving: () => ({ by: 'OWN', first: 5 }),
  what_changed: () => ({
    from: new Date(COMPANY_AS_OF - 30 * DAY_MS).toISOString().slice(0, 10),
    to: new Date(COMPANY_AS_OF + DAY_MS).toISOString().slice(0, 10),
  }),
  preview_rule: (id) => ({ rule: 'orders >= 2', customers: [{ id }, { source: 'shop', externalId: 'c3' }] }),
};

/** @returns how many sums were checked */
async function callEach(client: Client): Promise<number> {
  let checked = 0;
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).sort()).toEqual(TOOLS.map(({ name }) => name).sort());
  expect(tools.every(({ annotations }) => annotations?.readOnlyHint === true)).toBe(true);
  const found = await client.callTool({ name: 'find_customers', arguments: { first: 1 } });
  const { id } = (found.structuredContent as unknown as Content).customers!.nodes[0]!;
  for (const { name } of tools) {
    const { structuredContent, isError, content } = await client.callTool({ name, arguments: ASKED[name]!(id) });
    expect(isError ?? false, `${name}: ${JSON.stringify(content)}`).toBe(false);
    const { sums } = structuredContent as unknown as Content;
    expect(sums.length, name).toBeGreaterThan(0);
    for (const { of, total, terms } of sums)
      expect(
        terms.reduce((sum, { amount }) => sum + amount.minorUnits, 0),
        `${name}: ${of}`,
      ).toBe(total.minorUnits);
    checked += sums.length;
  }
  return checked;
}

describe('what agents ask', () => {
  it("the SDK's own client lists and calls every tool, and the terms of each answer sum", async () => {
    const client = await reader();
    expect(await callEach(client)).toBeGreaterThan(TOOLS.length);
    await client.close();
  });

  it('and does so over HTTP, as whoever the key says', async () => {
    const { secret } = await createAccessKey(db, 'local', {
      name: 'agent',
      ...parseGrants(['profile:read', 'value:read', 'network:read']),
      sources: null,
      expiresAt: null,
    });
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(
      new StreamableHTTPClientTransport(url, { requestInit: { headers: { authorization: `Bearer ${secret}` } } }),
    );
    expect(await callEach(client)).toBeGreaterThan(TOOLS.length);
    const byEmail = await client.callTool({ name: 'explain_value', arguments: { customer: { email: 'a@b.example' } } });
    expect(byEmail.isError).toBe(true);
    await client.close();
  });

  it('is refused without a key, before anything of it is read', async () => {
    const answer = await fetch(url, {
      method: 'POST',
      body: 'no protocol at all',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    await answer.text();
  });

  it('a key that may not see values is told so by the tool', async () => {
    const { secret } = await createAccessKey(db, 'local', {
      name: 'names only',
      ...parseGrants(['profile:read']),
      sources: null,
      expiresAt: null,
    });
    const client = new Client({ name: 'test', version: '1' });
    const [mine, theirs] = InMemoryTransport.createLinkedPair();
    await mcpServer(askOf(server, { authorization: `Bearer ${secret}` })).connect(theirs);
    await client.connect(mine);
    const { isError, content } = await client.callTool({ name: 'find_customers', arguments: {} });
    expect(isError).toBe(true);
    expect(JSON.stringify(content)).toContain('value:read');
    await client.close();
  });
});
