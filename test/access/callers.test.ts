import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, exportSPKI, SignJWT, type CryptoKey, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseGrants, type Principal } from '../../domain/access/scopes.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { createIngestServer } from '../../resolvers/ingest/server.ts';
import { authenticator, DEVELOPMENT } from '../../resolvers/serve/authenticate.ts';
import { tokenSettings } from '../../resolvers/serve/token-settings.ts';
import { tokenReader } from '../../resolvers/serve/tokens.ts';
import { createGraphqlServer, type GraphqlServer } from '../../resolvers/server.ts';
import { createAccessKey, findAccessKey, listAccessKeys, revokeAccessKey } from '../../store/access/keys.ts';
import type { Db } from '../../store/client/db.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import { dumpTable } from '../engines/dump.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { COMPANY_AS_OF, seedCompany } from '../enrichment/company.ts';
import { EVERYTHING, type Json } from '../resolvers/client.ts';
import { shop } from '../store/samples.ts';

const HOUR = 3_600_000;
let engine: Engine;
let db: Db;
let now = COMPANY_AS_OF;

beforeAll(async () => {
  engine = await startEngine('dynoxide');
  db = await testDb(engine, { clock: () => now });
  await seedCompany(db, 30);
  await upsertCustomer(db, {
    by: shop('person'),
    identities: [{ email: 'ann@example.com' }, { externalId: { source: 'crm', id: '7' } }],
    displayName: 'Ann Example',
  });
  await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL' });
});
afterAll(() => engine.stop());

interface Asked {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: Json;
  readonly errors: readonly { readonly message: string; readonly extensions: Record<string, Json> }[];
}

async function askOf(server: GraphqlServer, query: string, headers: Record<string, string> = {}): Promise<Asked> {
  const answer = await server.executeHttp({
    method: 'POST',
    query: '',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: JSON.stringify({ query }),
  });
  const { data, errors = [] } = JSON.parse(answer.body) as { data: Json; errors?: Asked['errors'] };
  return { status: answer.status, headers: answer.headers, data, errors };
}

const serve = (options: Partial<Parameters<typeof createGraphqlServer>[0]> = {}): Promise<GraphqlServer> =>
  createGraphqlServer({ db, currency: 'EUR', introspection: true, authenticate: authenticator({ db }), ...options });

/** Asks as somebody who holds a new key with these words of grant. */
async function asking(words: readonly string[], sources: readonly string[] | null = null) {
  const server = await serve();
  const { key, secret } = await createAccessKey(db, 'test', {
    name: 'a partner',
    ...parseGrants(words),
    sources: sources && new Set(sources),
    expiresAt: now + HOUR,
  });
  return {
    key,
    secret,
    ask: (query: string) => askOf(server, query, { authorization: `Bearer ${secret}` }),
  };
}

const VIEWER = '{ viewer { kind name scopes sources expiresAt } }';
const PERSON = 'customer(by: { externalId: { source: "shop", id: "person" } })';

describe('a request', () => {
  it('that shows nothing is refused before anything is read, and told how to say who asks', async () => {
    const server = await serve();
    for (const query of ['{ __typename }', VIEWER, '{ portfolio { asOf } }', 'not even GraphQL']) {
      const { status, headers, data, errors } = await askOf(server, query);
      expect([status, data, headers['www-authenticate']]).toEqual([401, undefined, 'Bearer realm="kring"']);
      expect(errors[0]).toMatchObject({
        message: expect.stringMatching(/Authorization: Bearer kring_/u),
        extensions: { code: 'UNAUTHENTICATED', requestId: expect.any(String) },
      });
    }
  });

  it('that AWS signed comes from whoever signed it, by what the host says and not by a header', async () => {
    const server = await serve();
    const arn = 'arn:aws:iam::1:role/app';
    const body = JSON.stringify({ query: VIEWER });
    const question = { method: 'POST', query: '', headers: { 'content-type': 'application/json' }, body };
    expect(JSON.parse((await server.executeHttp({ ...question, signedBy: arn })).body).data.viewer).toMatchObject({
      kind: 'AWS',
      name: arn,
    });
    expect((await server.executeHttp({ ...question, headers: { ...question.headers, signedby: arn } })).status).toBe(
      401,
    );
  });

  it("on the developer's machine reads everything without a key and changes nothing", async () => {
    const server = await serve({ authenticate: authenticator({ db, anonymous: DEVELOPMENT }) });
    const read = await askOf(
      server,
      `{ ${PERSON} { displayName identities { value } value { total { amount } } } portfolio { asOf } }`,
    );
    expect(read.errors).toEqual([]);
    expect(read.data.customer.displayName).toBe('Ann Example');
    const upsert = await askOf(
      server,
      'mutation { customerUpsert(input: { idempotencyKey: "k", by: { email: "x@example.com" } }) { customer { id } } }',
    );
    expect([upsert.status, upsert.errors[0]?.extensions]).toMatchObject([
      403,
      { code: 'FORBIDDEN', fields: ['Mutation.customerUpsert', 'CustomerPayload.customer'], scopes: ['ingest'] },
    ]);
    // Nor what any reader may start who shows a key.
    const start = 'mutation { bulkExportStart(input: { idempotencyKey: "k" }) { userErrors { code } } }';
    expect((await askOf(server, start)).errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    const { ask } = await asking(['value:read']);
    expect((await ask(start)).errors).toEqual([]);
  });
});

describe('a key', () => {
  it('says who asks, and is found in the table by nobody', async () => {
    const { key, secret, ask } = await asking(['profile:read', 'ingest:shop'], ['shop']);
    expect(secret).toMatch(/^kring_test_[0-9a-z]{10}_[0-9a-z]{52}$/u);
    const { data } = await ask(VIEWER);
    expect(data.viewer).toEqual({
      kind: 'KEY',
      name: 'a partner',
      scopes: ['profile:read', 'ingest:shop'],
      sources: ['shop'],
      expiresAt: new Date(now + HOUR).toISOString(),
    });
    const table = (await dumpTable(db)).join('\n');
    expect(table).toContain(key.prefix);
    expect(table).not.toContain(secret.split('_')[3]!);
  });

  it('opens nothing when a letter of it is another, when it is cut, of another table, expired or revoked', async () => {
    const { key, secret } = await asking(['value:read']);
    const { secret: other } = await asking(['value:read']);
    const server = await serve();
    const last = secret.at(-1) === '0' ? '1' : '0';
    const elsewhere = await createAccessKey(await testDb(engine), 'test', {
      name: 'elsewhere',
      ...parseGrants(['value:read']),
      sources: null,
      expiresAt: null,
    });
    const statuses = [];
    for (const shown of [
      secret,
      secret.slice(0, -1) + last,
      secret.slice(0, -1),
      `${secret}0`,
      secret.toUpperCase(),
      elsewhere.secret,
      'kring_test__',
      '',
      'a.b.c',
      `${'x'.repeat(100_000)}`,
    ])
      statuses.push((await askOf(server, VIEWER, { authorization: `Bearer ${shown}` })).status);
    expect(statuses).toEqual([200, 401, 401, 401, 401, 401, 401, 401, 401, 401]);
    expect((await askOf(server, VIEWER, { authorization: `Basic ${secret}` })).status).toBe(401);
    expect((await askOf(server, VIEWER, { 'x-kring-key': secret })).status).toBe(200);

    const before = now;
    await revokeAccessKey(db, key.prefix);
    // What a server remembers of a key, it remembers for half a minute.
    now = before + 31_000;
    const revoked = await askOf(server, VIEWER, { authorization: `Bearer ${secret}` });
    expect([revoked.status, revoked.errors[0]!.message]).toEqual([401, expect.stringMatching(/was revoked/u)]);
    const again = await revokeAccessKey(db, key.prefix);
    expect(again.revokedAt).toBe(before);
    await expect(revokeAccessKey(db, 'nobody0000')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    now = before + HOUR;
    const expired = await askOf(server, VIEWER, { authorization: `Bearer ${other}` });
    expect([expired.status, expired.errors[0]!.message]).toEqual([401, expect.stringMatching(/expired at/u)]);
    now = before;
  });

  it('that is used costs a write once an hour', async () => {
    const { key, ask } = await asking(['profile:read']);
    await ask(VIEWER);
    const used = (await findAccessKey(db, key.prefix, { consistent: true }))!.key;
    expect(used.lastUsedAt).toBe(now - (now % HOUR));
    expect(await listAccessKeys(db)).toContainEqual(used);
  });

  it.each([
    [[], null, /without a scope/u],
    [['everything'], null, /no scope/u],
    [['ingest:'], null, /no scope/u],
    [['ingest:a b'], null, /without spaces/u],
    [['value:read'], [], /1 to 50/u],
  ])('for %j of %j is not made', async (words, sources, why) => {
    const make = async (): Promise<unknown> =>
      createAccessKey(db, 'test', {
        name: 'x',
        ...parseGrants(words),
        sources: sources && new Set(sources),
        expiresAt: null,
      });
    await expect(make()).rejects.toThrow(why);
  });

  it('is made over the API by who may, never with more than they have, and the same one for a repeat', async () => {
    const admin = await asking(['keys:admin', 'value:read', 'ingest:shop']);
    const create = (scopes: string, key: string): Promise<Asked> =>
      admin.ask(
        `mutation { apiKeyCreate(input: { idempotencyKey: "${key}", name: "n", scopes: [${scopes}] }) { secret apiKey { key scopes } userErrors { code field } } }`,
      );
    const refused = (await create('"value:read", "pii:read", "ingest:*"', 'k1')).data.apiKeyCreate;
    expect(refused).toEqual({
      secret: null,
      apiKey: null,
      userErrors: [{ code: 'FORBIDDEN', field: ['input', 'scopes'] }],
    });
    const made = (await create('"value:read", "ingest:shop"', 'k2')).data.apiKeyCreate;
    expect(made.apiKey.scopes).toEqual(['value:read', 'ingest:shop']);
    expect((await create('"value:read", "ingest:shop"', 'k2')).data.apiKeyCreate).toEqual(made);
    expect((await dumpTable(db)).join('\n')).not.toContain(made.secret.split('_')[3]);
    const server = await serve();
    const opened = await askOf(server, VIEWER, { authorization: `Bearer ${made.secret}` });
    expect(opened.data.viewer.name).toBe('n');
    const revoked = await admin.ask(
      `mutation { apiKeyRevoke(input: { idempotencyKey: "k3", key: "${made.apiKey.key}" }) { apiKey { revokedAt } userErrors { code } } }`,
    );
    expect(revoked.data.apiKeyRevoke).toEqual({ apiKey: { revokedAt: new Date(now).toISOString() }, userErrors: [] });
    expect((await admin.ask('{ apiKeys { key revokedAt } }')).data.apiKeys).toContainEqual({
      key: made.apiKey.key,
      revokedAt: new Date(now).toISOString(),
    });
  });
});

describe('a caller', () => {
  it('without pii:read sees no name and no address, and cannot try one', async () => {
    const { ask } = await asking(['profile:read']);
    const { data } = await ask(`{ ${PERSON} { displayName identities { type source value } } }`);
    expect(data.customer).toEqual({
      displayName: null,
      identities: expect.arrayContaining([
        { type: 'EMAIL', source: null, value: '•••' },
        { type: 'EXTERNAL_ID', source: 'crm', value: '7' },
      ]),
    });
    const tries = [];
    for (const email of ['ann@example.com', 'nobody@example.com']) {
      const { data: found, errors } = await ask(`{ customer(by: { email: "${email}" }) { id } }`);
      tries.push([found, errors[0]!.extensions['code'], errors[0]!.message]);
    }
    expect(tries[0]).toEqual(tries[1]);
    expect(tries[0]).toMatchObject([{ customer: null }, 'FORBIDDEN', expect.stringMatching(/pii:read/u)]);
  });

  it('bound to a source sees the customers it named, and nothing about all of them', async () => {
    const { ask } = await asking(['profile:read', 'pii:read', 'value:read', 'network:read'], ['crm']);
    expect(
      (await ask('{ customer(by: { externalId: { source: "crm", id: "7" } }) { value { total { amount } } } }')).errors,
    ).toEqual([]);
    expect((await ask(`{ ${PERSON} { id } }`)).data.customer).not.toBeNull();
    // Customer 3 has an id in the shop alone.
    const other = await ask('{ customer(by: { externalId: { source: "shop", id: "c3" } }) { id } }');
    expect(other).toMatchObject({ data: { customer: null }, errors: [] });
    for (const query of [
      '{ customers { nodes { id } } }',
      '{ portfolio { asOf } }',
      `{ ${PERSON} { followers { nodes { weight } } } }`,
    ]) {
      const { status, errors } = await ask(query);
      expect([status, errors[0]!.message]).toEqual([403, expect.stringMatching(/its own sources only/u)]);
    }
  });

  it('writes under its own sources only: of one request the good rows are kept, the others told', async () => {
    const { ask } = await asking(['ingest:shop']);
    const order = (source: string, id: string): string =>
      `{ source: "${source}", id: "${id}", by: { externalId: { source: "shop", id: "c1" } }, placedAt: "2020-01-01T00:00:00Z", lines: [{ sku: "a", group: "g", quantity: 1, net: { amount: "1", currencyCode: "EUR" } }] }`;
    const { data } = await ask(
      `mutation { ordersIngest(input: { idempotencyKey: "o", orders: [${order('shop', 'own-1')}, ${order('erp', 'own-1')}] }) { accepted rejected results { status userErrors { code field } } } }`,
    );
    expect(data.ordersIngest).toEqual({
      accepted: 1,
      rejected: 1,
      results: [
        { status: 'ACCEPTED', userErrors: [] },
        { status: 'REJECTED', userErrors: [{ code: 'FORBIDDEN', field: ['input', 'orders', '1', 'source'] }] },
      ],
    });
    const named = await ask(
      'mutation { customerUpsert(input: { idempotencyKey: "u", by: { externalId: { source: "erp", id: "1" } } }) { userErrors { code field } } }',
    );
    expect(named.data.customerUpsert.userErrors).toEqual([
      { code: 'FORBIDDEN', field: ['input', 'by', 'externalId', 'source'] },
    ]);
    const bound = await asking(['ingest:shop'], ['shop']);
    const reached = await bound.ask(
      `mutation { ordersIngest(input: { idempotencyKey: "b", orders: [${order('shop', 'b-1').replace('externalId: { source: "shop", id: "c1" }', 'email: "ann@example.com"')}] }) { results { userErrors { code field } } } }`,
    );
    expect(reached.data.ordersIngest.results[0].userErrors).toEqual([
      { code: 'FORBIDDEN', field: ['input', 'orders', '0', 'by'] },
    ]);
  });

  it('without pii:read cannot find out whether an address is anybody’s, whatever it asks or writes', async () => {
    const { ask } = await asking(
      'profile:read value:read network:read rules:write segments:write runs:start ingest:*'.split(' '),
    );
    const other = '{ externalId: { source: "shop", id: "c2" } }';
    const errors = 'userErrors { code message field ... on IdentityConflictError { conflictingCustomerIds } }';
    const results = `accepted results { status customerId nodeId userErrors { code message } }`;
    const operations: Readonly<Record<string, (by: string) => string>> = {
      customer: (by) => `{ customer(by: ${by}) { id } }`,
      segmentPreview: (by) => `{ segmentPreview(ruleText: "totalValue > 0", customers: [${by}]) { isMember } }`,
      engagementPreview: (by) => `{ engagementPreview(rules: [], customers: [${by}]) { customer { id } } }`,
      customerMergePreview: (by) => `{ customerMergePreview(survivor: ${by}, merged: ${other}) { orders } }`,
      customerUpsert: (by) =>
        `mutation { customerUpsert(input: { idempotencyKey: "KEY", by: ${by}, expectedVersion: 99 }) { customer { id } ${errors} } }`,
      'customerUpsert with it': (by) =>
        `mutation { customerUpsert(input: { idempotencyKey: "KEY", by: ${other}, identities: [${by}] }) { customer { id } ${errors} } }`,
      'customerUpsert beside a mark': (by) =>
        `mutation { customerUpsert(input: { idempotencyKey: "KEY", by: ${by}, identities: [{ externalId: { source: "x", id: "mark" } }] }) { ${errors} } }`,
      ordersIngest: (by) =>
        `mutation { ordersIngest(input: { idempotencyKey: "KEY", orders: [{ source: "x", id: "KEY", by: ${by}, placedAt: "2020-01-01T00:00:00Z", lines: [{ sku: "a", group: "g", quantity: 1, net: { amount: "1", currencyCode: "EUR" } }] }] }) { ${results} } }`,
      interactionsIngest: (by) =>
        `mutation { interactionsIngest(input: { idempotencyKey: "KEY", interactions: [{ source: "x", id: "KEY", by: ${by}, type: PORTAL_LOGIN, channel: WEB, occurredAt: "2020-01-01T00:00:00Z" }] }) { ${results} } }`,
      factsIngest: (by) =>
        `mutation { factsIngest(input: { idempotencyKey: "KEY", facts: [{ source: "x", id: "KEY", by: ${by}, type: COUNTRY, value: "NL", at: "2020-01-01T00:00:00Z" }] }) { ${results} } }`,
      tiesIngest: (by) =>
        `mutation { tiesIngest(input: { idempotencyKey: "KEY", ties: [{ source: "x", follower: ${by}, followed: ${other}, kind: FOLLOW, at: "2020-01-01T00:00:00Z" }] }) { ${results} } }`,
      referralRecord: (by) =>
        `mutation { referralRecord(input: { idempotencyKey: "KEY", source: "x", id: "KEY", advocate: ${other}, friend: ${by}, at: "2020-01-01T00:00:00Z" }) { status referral { id } ${errors} } }`,
      customerMerge: (by) =>
        `mutation { customerMerge(input: { idempotencyKey: "KEY", survivor: ${by}, merged: ${other} }) { customer { id } ${errors} } }`,
      customerUnmerge: (by) =>
        `mutation { customerUnmerge(input: { idempotencyKey: "KEY", merged: ${by} }) { customer { id } ${errors} } }`,
      duplicateSuggestionDismiss: (by) =>
        `mutation { duplicateSuggestionDismiss(input: { idempotencyKey: "KEY", reason: SAME_EMAIL, customers: [${by}, ${other}] }) { dismissed ${errors} } }`,
    };
    for (const [what, of] of Object.entries(operations)) {
      const answers = [];
      for (const email of ['ann@example.com', 'nobody@example.com']) {
        const {
          status,
          data,
          errors: top,
        } = await ask(of(`{ email: "${email}" }`).replaceAll('KEY', `${what} ${email}`));
        const told = JSON.stringify([
          status,
          data,
          top.map(({ message, extensions }) => [message, extensions['code']]),
        ]);
        expect(told, what).toContain('FORBIDDEN');
        expect(told, what).toContain('pii:read');
        answers.push(told);
      }
      expect(answers[0], what).toBe(answers[1]);
    }
    expect(
      (await ask('{ customer(by: { externalId: { source: "x", id: "mark" } }) { id } }')).data.customer,
    ).toBeNull();
    // Who may read addresses is told whose it is.
    const clear = await asking(['ingest:shop', 'profile:read', 'pii:read']);
    expect(
      (await clear.ask(operations['customerUpsert with it']!('{ email: "ann@example.com" }'))).data.customerUpsert
        .userErrors,
    ).toMatchObject([{ code: 'IDENTITY_CONFLICT', conflictingCustomerIds: [expect.any(String)] }]);
  });

  it('that streams and reads customers leaves addresses out, and says so; one that reads nothing keeps them', async () => {
    const send = async (words: string[], id: string): Promise<Json> => {
      const { secret } = await asking(words);
      const answer = await createIngestServer({ db, authenticate: authenticator({ db }) }).answer({
        method: 'POST',
        path: '/v1/identify',
        query: '',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
        body: JSON.stringify({
          messageId: id,
          userId: id,
          traits: { email: `${id}@example.com`, name: 'Somebody' },
          timestamp: '2020-01-01T00:00:00Z',
        }),
      });
      return (JSON.parse(answer.body) as Json).results[0];
    };
    expect(await send(['ingest:shop', 'profile:read'], 'st1')).toMatchObject({
      status: 'ACCEPTED',
      code: 'FORBIDDEN',
      field: 'traits',
    });
    expect(await send(['ingest:shop'], 'st2')).toEqual({ messageId: 'st2', status: 'ACCEPTED' });
    const { ask } = await asking(['profile:read', 'pii:read']);
    const found = async (email: string): Promise<Json> =>
      (await ask(`{ customer(by: { email: "${email}" }) { displayName } }`)).data.customer;
    expect(await found('st1@example.com')).toBeNull();
    expect(await found('st2@example.com')).toEqual({ displayName: 'Somebody' });
  });

  it('bound to a source attaches no name but its own: another may be that of a customer it does not see', async () => {
    const { ask } = await asking(['ingest:crm', 'profile:read', 'pii:read'], ['crm']);
    const { data } = await ask(
      'mutation { customerUpsert(input: { idempotencyKey: "bound", by: { externalId: { source: "crm", id: "7" } }, identities: [{ email: "c3@example.com" }] }) { userErrors { code field } } }',
    );
    expect(data.customerUpsert.userErrors).toEqual([{ code: 'FORBIDDEN', field: ['input', 'identities', '0'] }]);
  });

  it('asks for the past only where that was granted', async () => {
    const { ask } = await asking(['value:read', 'runs:start']);
    expect((await ask('query @view(run: "x") { portfolio { asOf } }')).errors[0]!.extensions).toMatchObject({
      code: 'FORBIDDEN',
      scopes: ['runs:asof'],
    });
  });

  it('has idempotency keys of its own: another one with the same key is another request', async () => {
    const upsert = async (id: string): Promise<Json> => {
      const { ask } = await asking(['ingest:shop', 'profile:read']);
      return (
        await ask(
          `mutation { customerUpsert(input: { idempotencyKey: "same", by: { externalId: { source: "shop", id: "${id}" } } }) { userErrors { code } } }`,
        )
      ).data.customerUpsert.userErrors;
    };
    expect([await upsert('i1'), await upsert('i2')]).toEqual([[], []]);
  });
});

describe('a token', () => {
  let provider: Server;
  let issuer: string;
  let signing: CryptoKey;
  let stranger: CryptoKey;
  let publicPem: string;
  let server: GraphqlServer;
  let keysAreDown = false;

  beforeAll(async () => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    signing = pair.privateKey;
    stranger = (await generateKeyPair('RS256')).privateKey;
    publicPem = await exportSPKI(pair.publicKey);
    const keys: JWK[] = [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }];
    provider = createServer((request, response) => {
      response.statusCode = keysAreDown ? 503 : 200;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(request.url === '/keys' ? { keys } : { issuer, jwks_uri: `${issuer}/keys` }));
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    server = await serve({ authenticate: authenticator({ db, tokens: await reader() }) });
  });
  afterAll(() => provider.close());

  const reader = () => tokenReader(tokenSettings({ KRING_OIDC_ISSUER: issuer, KRING_OIDC_AUDIENCE: 'kring' })!);
  const claims = { scope: 'openid kring:value:read profile:read', sub: 'ann' };
  const signed = (change: Record<string, unknown> = {}, key: CryptoKey | Uint8Array = signing, alg = 'RS256') => {
    const { aud = 'kring', iss = issuer, exp = '5m', ...payload } = { ...claims, ...change } as Record<string, Json>;
    const jwt = new SignJWT(payload)
      .setProtectedHeader({ alg, kid: 'k1' })
      .setIssuer(iss)
      .setAudience(aud)
      .setIssuedAt();
    return (exp === null ? jwt : jwt.setExpirationTime(exp)).sign(key);
  };
  const shown = (token: string): Promise<Asked> => askOf(server, VIEWER, { authorization: `Bearer ${token}` });

  it('of the configured provider says who asks and what of ours was granted', async () => {
    const { data } = await shown(await signed());
    expect(data.viewer).toMatchObject({
      kind: 'TOKEN',
      name: 'ann',
      scopes: ['profile:read', 'value:read'],
      sources: null,
    });
    const bound = await shown(
      await signed({ scope: undefined, permissions: ['ingest:shop'], kring_sources: ['shop'] }),
    );
    expect(bound.data.viewer).toMatchObject({ scopes: ['ingest:shop'], sources: ['shop'] });
  });

  it('is refused when it is of another issuer or audience, expired, endless, without a subject, or signed by somebody else', async () => {
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await signed()).split('.')[1]}.`;
    const [head, , signature] = (await signed()).split('.') as [string, string, string];
    const more = Buffer.from(
      JSON.stringify({ ...claims, iss: issuer, aud: 'kring', exp: 9e9, scope: 'keys:admin' }),
    ).toString('base64url');
    const bad = {
      'another issuer': await signed({ iss: 'https://elsewhere.example' }),
      'another audience': await signed({ aud: 'billing' }),
      expired: await signed({ exp: '-5m' }),
      endless: await signed({ exp: null }),
      'no subject': await signed({ sub: undefined }),
      'another key': await signed({}, stranger),
      'alg none': none,
      'the public key as a password': await signed({}, new TextEncoder().encode(publicPem), 'HS256'),
      'more than was signed': `${head}.${more}.${signature}`,
    };
    for (const [what, token] of Object.entries(bad)) {
      const { status, errors } = await shown(token);
      expect([what, status, errors[0]?.extensions['code']]).toEqual([what, 401, 'UNAUTHENTICATED']);
    }
  });

  it('cannot be read while the provider is away: that is told as such, and mends itself', async () => {
    keysAreDown = true;
    server = await serve({ authenticate: authenticator({ db, tokens: await reader() }) });
    const { status, headers } = await shown(await signed());
    expect([status, headers['retry-after']]).toEqual([503, '5']);
    keysAreDown = false;
    expect((await shown(await signed())).status).toBe(200);
  });

  it.each([
    { KRING_OIDC_ISSUER: 'https://login.example.com' },
    { KRING_OIDC_ISSUER: 'login', KRING_OIDC_AUDIENCE: 'kring' },
    { KRING_OIDC_ISSUER: 'https://login.example.com', KRING_OIDC_AUDIENCE: 'kring', KRING_OIDC_ALGORITHM: 'HS256' },
  ])('is never taken by half a setting: %j', (environment) => {
    expect(() => tokenSettings(environment)).toThrow(/KRING_OIDC/u);
    expect(tokenSettings({})).toBeNull();
  });
});

it('grants are read and written the same', () => {
  const everything: Principal = EVERYTHING;
  expect(parseGrants([...everything.scopes])).toEqual({ scopes: everything.scopes, ingest: new Set() });
});
