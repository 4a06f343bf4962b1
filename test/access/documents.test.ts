import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, documentIdOf, SCORE_DOCUMENTS } from '../../client/index.ts';
import { parseGrants } from '../../domain/access/scopes.ts';
import { startHttpHost, type HttpHost } from '../../local/http/server.ts';
import { allowanceSettings } from '../../resolvers/serve/allowance-settings.ts';
import { authenticator } from '../../resolvers/serve/authenticate.ts';
import { createGraphqlServer } from '../../resolvers/server.ts';
import { addDocuments, documentHash, listDocuments, removeOldDocuments } from '../../store/access/documents.ts';
import { createAccessKey, listAccessKeys } from '../../store/access/keys.ts';
import type { Db } from '../../store/client/db.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';

const PAGE = 'query Page { viewer { name } }';
let engine: Engine;
let db: Db;
let host: HttpHost;
let now = Date.UTC(2026, 0, 5);

beforeAll(async () => {
  engine = await startEngine('dynoxide');
  db = await testDb(engine, { clock: () => now });
  const server = await createGraphqlServer({
    db,
    currency: 'EUR',
    introspection: true,
    authenticate: authenticator({ db }),
    allowanceOf: allowanceSettings({}),
    onError: (_, error) => console.error(error),
  });
  host = await startHttpHost({ server, port: 0, currency: 'EUR' });
  await addDocuments(db, [PAGE, ...Object.values(SCORE_DOCUMENTS)]);
});
afterAll(async () => {
  await host.close();
  await engine.stop();
});

const keyOf = async (more: Partial<Parameters<typeof createAccessKey>[2]> = {}): Promise<string> =>
  (
    await createAccessKey(db, 'test', {
      name: 'page',
      ...parseGrants(['profile:read', 'value:read']),
      sources: null,
      expiresAt: null,
      ...more,
    })
  ).secret;

async function post(secret: string, body: object) {
  const response = await fetch(`${host.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify(body),
  });
  const { data, errors } = (await response.json()) as {
    data?: { viewer?: { name: string } };
    errors?: { extensions: { code: string } }[];
  };
  return [response.status, data?.viewer?.name ?? errors?.[0]?.extensions.code];
}

describe('trusted documents', () => {
  it('are named by their hash, by every caller, in a POST or a GET, or as Apollo Client does', async () => {
    const secret = await keyOf();
    const id = `sha256:${documentHash(PAGE)}`;
    expect(await documentIdOf(PAGE)).toBe(id);
    expect(await post(secret, { documentId: id })).toEqual([200, 'page']);
    expect(await post(secret, { documentId: id, query: PAGE })).toEqual([400, 'BAD_REQUEST']);
    expect(
      await post(secret, { extensions: { persistedQuery: { version: 1, sha256Hash: documentHash(PAGE) } } }),
    ).toEqual([200, 'page']);
    const got = await fetch(`${host.url}/graphql?documentId=${encodeURIComponent(id)}`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(await got.json()).toMatchObject({ data: { viewer: { name: 'page' } } });
    for (const wrong of [`sha256:${documentHash('{ a }')}`, 'x', ''])
      expect(await post(secret, { documentId: wrong })).toEqual([404, 'DOCUMENT_NOT_FOUND']);
  });

  it('are all that a key may send which is made for them, whatever it tries', async () => {
    const secret = await keyOf({ trustedOnly: true });
    expect(await post(secret, { query: PAGE })).toEqual([200, 'page']);
    expect(await post(secret, { documentId: `sha256:${documentHash(PAGE)}` })).toEqual([200, 'page']);
    for (const query of [`${PAGE} `, '{ viewer { name } }', '{ __schema { types { name } } }', '{', '#'])
      expect(await post(secret, { query })).toEqual([403, 'DOCUMENT_NOT_TRUSTED']);
    for (const body of [
      { query: '{ viewer { name } }', extensions: { persistedQuery: { version: 1, sha256Hash: documentHash(PAGE) } } },
      { query: '{ viewer { name } }', operationName: 'Page' },
    ])
      expect(await post(secret, body)).toEqual([403, 'DOCUMENT_NOT_TRUSTED']);
    expect(
      await post(secret, { extensions: { persistedQuery: { version: 1, sha256Hash: documentHash('{ a }') } } }),
    ).toEqual([404, 'DOCUMENT_NOT_FOUND']);
    const got = await fetch(`${host.url}/graphql?query=${encodeURIComponent('{ viewer { name } }')}`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(got.status).toBe(403);
  });

  it('are what kring/client sends when it is told to', async () => {
    const kring = createClient({ url: `${host.url}/graphql`, key: await keyOf({ trustedOnly: true }), trusted: true });
    expect(await kring.request(PAGE)).toEqual({ viewer: { name: 'page' } });
    expect((await kring.partnerScores('shop', ['nobody']))[0]?.status).toBe('UNKNOWN');
    await expect(kring.request('{ viewer { kind } }')).rejects.toMatchObject({ code: 'DOCUMENT_NOT_FOUND' });
  });

  it('go when no build has added them for a while', async () => {
    now += 100 * 86_400_000;
    await addDocuments(db, [PAGE]);
    expect((await removeOldDocuments(db, 90)).length).toBe(2);
    expect((await listDocuments(db)).map(({ text }) => text)).toEqual([PAGE]);
  });
});

describe('what a key may spend', () => {
  it('is its own where it has an allowance', async () => {
    const small = await keyOf({ allowance: { limit: 20, restoreRate: 1 } });
    expect((await listAccessKeys(db)).filter(({ allowance }) => allowance?.limit === 20).length).toBe(1);
    const kring = (key: string) => createClient({ url: `${host.url}/graphql`, key, retries: 0 });
    const dear = 'query { customers(first: 50) { nodes { id } } }';
    await expect(kring(small).request(dear)).rejects.toMatchObject({ code: 'QUERY_TOO_COSTLY' });
    expect(await kring(await keyOf()).request(dear)).toEqual({ customers: { nodes: [] } });
    const asked: unknown[] = [];
    for (let n = 0; n < 30; n++)
      asked.push(
        await kring(small)
          .request(PAGE)
          .then(
            () => 'ok',
            (error: { code: string }) => error.code,
          ),
      );
    expect(asked).toContain('RATE_LIMITED');
    expect(asked[0]).toBe('ok');
  });

  it('is a whole number', async () => {
    await expect(keyOf({ allowance: { limit: 0, restoreRate: 1 } })).rejects.toThrow(/whole number/u);
  });
});
