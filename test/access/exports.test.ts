import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseGrants } from '../../domain/access/scopes.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { exportHost } from '../../resolvers/partners/exports.ts';
import { exportFileOf } from '../../resolvers/partners/exports-path.ts';
import { authenticator } from '../../resolvers/serve/authenticate.ts';
import { createGraphqlServer, type GraphqlServer } from '../../resolvers/server.ts';
import { createAccessKey, revokeAccessKey } from '../../store/access/keys.ts';
import { deleteOldExports } from '../../store/changes/bulk-export.ts';
import type { Db } from '../../store/client/db.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { COMPANY_AS_OF, seedCompany } from '../enrichment/company.ts';
import type { Json } from '../resolvers/client.ts';
import { shop } from '../store/samples.ts';

const DAY_MS = 86_400_000;
let engine: Engine;
let db: Db;
let now = COMPANY_AS_OF;
let server: GraphqlServer;

beforeAll(async () => {
  engine = await startEngine('dynoxide');
  db = await testDb(engine, { clock: () => now });
  await seedCompany(db, 30);
  for (const n of [1, 2, 3])
    await upsertCustomer(db, {
      by: shop(`c${n}`),
      identities: [{ externalId: { source: 'crm', id: `crm-${n}` } }, { email: `c${n}@example.com` }],
      displayName: `Customer ${n}`,
    });
  await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3 } });
  now += 10 * 60_000;
  server = await createGraphqlServer({ db, currency: 'EUR', introspection: true, authenticate: authenticator({ db }) });
});
afterAll(async () => {
  await server.stop();
  await engine.stop();
});

async function holding(words: readonly string[], sources: readonly string[] | null = null) {
  const { key, secret } = await createAccessKey(db, 'test', {
    name: 'somebody',
    ...parseGrants(words),
    sources: sources && new Set(sources),
    expiresAt: null,
  });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${secret}` };
  const host = exportHost({ db, authenticate: authenticator({ db }) });
  const ask = async (query: string): Promise<Json> => {
    const body = JSON.stringify({ query });
    return JSON.parse((await server.executeHttp({ method: 'POST', query: '', headers, body })).body).data;
  };
  return {
    key,
    ask,
    /** Starts an export and asks for it until it is there. */
    exported: async (idempotencyKey: string): Promise<Json> => {
      const { bulkExportStart } = await ask(
        `mutation { bulkExportStart(input: { idempotencyKey: "${idempotencyKey}" }) { bulkExport { id } userErrors { code } } }`,
      );
      expect(bulkExportStart.userErrors).toEqual([]);
      for (let tries = 0; tries < 20; tries += 1) {
        const { bulkExport } = await ask(
          `{ bulkExport(id: "${bulkExportStart.bulkExport.id}") { id status generation files filesWritten path since expiresAt } }`,
        );
        if (bulkExport.status === 'DONE') return bulkExport;
      }
      throw new Error('the export is never done');
    },
    read: (path: string, more: Record<string, string> = {}) =>
      host({ method: 'GET', path, query: '', headers: { ...headers, ...more } }),
  };
}

const fileOf = ({ path }: Json, file = 0): string => path.replace('{file}', String(file));

async function linesOf(reader: Awaited<ReturnType<typeof holding>>, asked: Json): Promise<Json[]> {
  const lines: Json[] = [];
  for (let file = 0; file < asked.files; file += 1) {
    const { status, body, headers } = await reader.read(fileOf(asked, file));
    expect([status, headers['content-type']]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    lines.push(
      ...body
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Json),
    );
  }
  return lines;
}

it('holds everybody once with what the feed says of them, and the feed goes on from there', async () => {
  const reader = await holding(['value:read', 'profile:read', 'network:read']);
  const asked = await reader.exported('all');
  expect(asked.filesWritten).toBe(asked.files);
  const lines = await linesOf(reader, asked);
  const fed = (
    await reader.ask(
      '{ scoreChanges { changes { customerId externalIds { source id } score { total current segments stage } } } }',
    )
  ).scoreChanges.changes as Json[];
  expect(lines.length).toBe(fed.length);
  const byId = new Map(lines.map((line) => [line.customerId, line]));
  for (const { customerId, externalIds, score } of fed)
    expect(byId.get(customerId)).toMatchObject({ externalIds, ...score });
  // The same key is the same export.
  expect((await reader.exported('all')).id).toBe(asked.id);
  const { scoreChanges } = await reader.ask(
    `{ scoreChanges(since: "${asked.since}") { changes { kind } caughtUp resyncRequired } }`,
  );
  expect(scoreChanges).toEqual({ changes: [], caughtUp: true, resyncRequired: false });
});

it('has what the key may read and whom it sees, and names no person', async () => {
  const partner = await holding(['value:read'], ['crm']);
  const lines = await linesOf(partner, await partner.exported('p'));
  expect(lines.map(({ externalIds }) => externalIds).sort()).toEqual(
    [1, 2, 3].map((n) => [{ source: 'crm', id: `crm-${n}` }]),
  );
  expect(Object.keys(lines[0])).toEqual(expect.arrayContaining(['customerId', 'total', 'potential', 'currencyCode']));
  for (const hidden of ['influence', 'stage', 'segments', 'displayName', 'withheld'])
    expect(Object.keys(lines[0])).not.toContain(hidden);
  expect(JSON.stringify(lines)).not.toMatch(/example\.com|Customer/u);
});

it('is nobody else’s, and nobody’s without a key', async () => {
  const [reader, other] = [await holding(['value:read']), await holding(['value:read'])];
  const asked = await reader.exported('own');
  expect((await other.ask(`{ bulkExport(id: "${asked.id}") { id } }`)).bulkExport).toBeNull();
  expect((await other.read(fileOf(asked))).status).toBe(404);
  expect((await reader.read(fileOf(asked), { authorization: 'Bearer kring_test_a_b' })).status).toBe(401);
  expect((await reader.read(fileOf(asked), { authorization: '' })).status).toBe(401);
  expect((await reader.read(fileOf(asked, 999))).status).toBe(404);
  for (const path of ['/exports/../keys/0', '/exports/x/0', `/exports/${asked.id}/../order`]) {
    expect(exportFileOf(path)).toBeNull();
    expect((await reader.read(path)).status).toBe(404);
  }
  expect(exportFileOf(`/production${fileOf(asked)}`)).toEqual({ id: asked.id, file: 0 });
  await revokeAccessKey(db, reader.key.prefix);
  now += 31_000;
  expect((await reader.read(fileOf(asked))).status).toBe(401);
});

it('says when it is unchanged, loses who is forgotten, and ends after three days', async () => {
  const reader = await holding(['value:read', 'profile:read', 'privacy:admin']);
  const asked = await reader.exported('kept');
  const { headers } = await reader.read(fileOf(asked));
  expect((await reader.read(fileOf(asked), { 'if-none-match': headers['etag']! })).status).toBe(304);
  const before = await linesOf(reader, asked);
  const gone = before.find(({ externalIds }) => externalIds.some(({ id }: Json) => id === 'crm-2'));
  const { customerErase } = await reader.ask(
    'mutation { customerErase(input: { idempotencyKey: "e", by: { externalId: { source: "crm", id: "crm-2" } } }) { userErrors { code } } }',
  );
  expect(customerErase.userErrors).toEqual([]);
  const after = await linesOf(reader, asked);
  expect(after).toEqual(before.filter((line) => line !== gone));
  const changed = await Promise.all(
    Array.from({ length: asked.files }, async (_, file) => (await reader.read(fileOf(asked, file))).headers['etag']),
  );
  expect(new Set(changed).size).toBe(changed.length);
  expect((await reader.read(fileOf(asked), { 'if-none-match': headers['etag']! })).status).toBe(
    changed[0] === headers['etag'] ? 304 : 200,
  );
  now += 3 * DAY_MS;
  expect((await reader.read(fileOf(asked))).status).toBe(404);
  expect((await reader.ask(`{ bulkExport(id: "${asked.id}") { id } }`)).bulkExport).toBeNull();
  expect((await db.blobs.list(`${db.table}.exports/`)).length).toBeGreaterThan(0);
  await deleteOldExports(db);
  expect(await db.blobs.list(`${db.table}.exports/`)).toEqual([]);
});
