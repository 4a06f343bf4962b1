import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Returned } from '../../functions/http-events.ts';
import { parseGrants } from '../../domain/access/scopes.ts';
import { startHttpHost, type HttpHost } from '../../local/http/server.ts';
import { createIngestServer } from '../../resolvers/ingest/server.ts';
import { authenticator } from '../../resolvers/serve/authenticate.ts';
import { dayOf } from '../../domain/time/time.ts';
import { listAudit, type AuditEntry } from '../../store/access/audit.ts';
import { createAccessKey } from '../../store/access/keys.ts';
import type { Db } from '../../store/client/db.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { history } from '../../store/events/history.ts';
import { startEngine, testDb, TEST_IDENTITY_KEY, type Engine } from '../engines/engines.ts';
import { clientOf } from '../resolvers/client.ts';

const basic = (key: string): string => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
const page = (id: string, more: object = {}): object => ({
  type: 'page',
  userId: 'u1',
  name: 'Home',
  messageId: id,
  timestamp: '2026-01-02T03:04:05Z',
  ...more,
});

/** One request, as both hosts get it. */
interface Call {
  readonly path: string;
  readonly query?: string;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer;
}
interface Body {
  readonly results: readonly object[];
  readonly errors: readonly { readonly extensions: { readonly code: string } }[];
}
interface Answer {
  readonly status: number;
  readonly body: Body;
}

describe('messages over HTTP', () => {
  let engine: Engine;
  let db: Db;
  let host: HttpHost;
  let write: string;
  let read: string;
  let any: string;
  const hosts: Record<'local' | 'lambda', (call: Call) => Promise<Answer>> = {
    local: async ({ path, query = '', headers, body }) => {
      const response = await fetch(`${host.url}${path}${query}`, {
        method: 'POST',
        headers,
        body: typeof body === 'string' ? body : new Uint8Array(body),
      });
      return { status: response.status, body: (await response.json()) as Body };
    },
    lambda: async ({ path, query = '', headers, body }) => {
      const { handler } = await import('../../functions/ingest.ts');
      const returned: Returned = await handler(
        {
          version: '2.0',
          rawPath: path,
          rawQueryString: query.replace('?', ''),
          headers,
          requestContext: { http: { method: 'POST', path } },
          body: typeof body === 'string' ? body : body.toString('base64'),
          isBase64Encoded: typeof body !== 'string',
        },
        { awsRequestId: randomUUID() },
      );
      return { status: returned.statusCode, body: JSON.parse(returned.body) as Body };
    },
  };

  const audited = async (): Promise<AuditEntry[]> =>
    (await listAudit(db, { day: dayOf(db.clock()), first: 1000 })).items.map(({ entry }) => entry);

  beforeAll(async () => {
    engine = await startEngine('dynalite');
    db = await testDb(engine);
    const key = async (...words: string[]): Promise<string> =>
      (
        await createAccessKey(db, 'test', {
          name: words.join(' '),
          ...parseGrants(words),
          sources: null,
          expiresAt: null,
        })
      ).secret;
    write = await key('ingest:app');
    read = await key('profile:read');
    any = await key('ingest:*');
    const { server } = await clientOf(db);
    host = await startHttpHost({
      server,
      port: 0,
      currency: 'EUR',
      ingest: createIngestServer({ db, authenticate: authenticator({ db }) }),
    });
    vi.stubEnv('SST_RESOURCE_App', '{"name":"kring","stage":"test"}');
    vi.stubEnv('SST_RESOURCE_Access', JSON.stringify({ table: db.table, currency: 'EUR' }));
    vi.stubEnv('SST_RESOURCE_IdentityKey', JSON.stringify({ value: TEST_IDENTITY_KEY }));
    vi.stubEnv('SST_RESOURCE_Webhooks', JSON.stringify({ value: '{}' }));
    vi.stubEnv('KRING_DYNAMODB_URL', engine.endpoint);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await host.close();
    await engine.stop();
  });

  for (const name of ['local', 'lambda'] as const)
    describe(`on the ${name} host`, () => {
      const send = (path: string, body: unknown, more: Partial<Call> = {}): Promise<Answer> =>
        hosts[name]({
          path,
          headers: { 'content-type': 'application/json', authorization: basic(write) },
          body: JSON.stringify(body),
          ...more,
        });
      const own = (id: string): string => `${name}-${id}`;

      it('takes a batch, tells of each row, and takes it again harmlessly', async () => {
        const user = own('ann');
        const batch = [
          page(own('1'), { userId: user }),
          page(own('2'), { userId: user, type: 'track', event: 'Video Played' }),
          page(own('3'), { userId: user, timestamp: undefined }),
          'nothing',
        ];
        const first = await send('/v1/batch', { batch });
        expect(first.status).toBe(200);
        expect(first.body).toMatchObject({ success: false, accepted: 1, duplicate: 0, skipped: 1, rejected: 2 });
        expect(first.body.results).toMatchObject([
          { messageId: own('1'), status: 'ACCEPTED' },
          { messageId: own('2'), status: 'SKIPPED', code: 'UNKNOWN_EVENT' },
          { messageId: own('3'), status: 'REJECTED', code: 'INVALID', field: 'timestamp' },
          { status: 'REJECTED', code: 'INVALID' },
        ]);
        expect((await send('/v1/batch', { batch })).body).toMatchObject({ accepted: 0, duplicate: 1 });
        const id = customerIdOf(db, { externalId: { source: 'app', id: user } });
        expect((await history(db, id)).events).toHaveLength(1);
      });

      it('notes who sent it, once a batch, also where nothing of it can be kept', async () => {
        const before = await audited();
        await send('/v1/batch', { batch: [page(own('a1')), page(own('a2'))] });
        await send('/v1/batch', { batch: ['nothing'] });
        await send('/v1/page', page(own('a3')));
        // What is refused before it is read has changed nothing.
        await send('/v1/batch', { batch: 1 });
        const added = (await audited()).filter(({ requestId }) => !before.some((one) => one.requestId === requestId));
        expect(added.map(({ fields, principal: { kind, name: by } }) => [...fields, kind, by]).sort()).toEqual([
          ['v1/batch', 'KEY', 'ingest:app'],
          ['v1/batch', 'KEY', 'ingest:app'],
          ['v1/page', 'KEY', 'ingest:app'],
        ]);
      });

      it('takes single calls by their path, and bodies packed with gzip', async () => {
        const { type: _, ...single } = page(own('g1'), { userId: own('bob') }) as { type: string };
        const packed = { body: gzipSync(JSON.stringify(single)) };
        const headers = { authorization: basic(write), 'content-encoding': 'gzip' };
        expect((await send('/v1/page', null, { ...packed, headers })).body).toMatchObject({ accepted: 1 });
        expect((await send('/v1/p', single)).body).toMatchObject({ duplicate: 1 });
        expect(
          (await send('/v1/identify', { ...single, messageId: own('g2'), traits: { name: `Ann at ${name}` } })).body,
        ).toMatchObject({ accepted: 1 });
      });

      it('asks for a key that may write, and for a source where the key has several', async () => {
        const body = { batch: [page(own('k1'))] };
        const withKey = (key: string, query = ''): Promise<Answer> =>
          send('/v1/batch', body, { query, headers: { authorization: basic(key) } });
        const codeOf = ({ status, body: { errors } }: Answer) => [status, errors[0]!.extensions.code];
        expect(codeOf(await send('/v1/batch', body, { headers: {} }))).toEqual([401, 'UNAUTHENTICATED']);
        expect(codeOf(await withKey(`${write.slice(0, -1)}~`))).toEqual([401, 'UNAUTHENTICATED']);
        expect(codeOf(await withKey(read))).toEqual([403, 'FORBIDDEN']);
        expect(codeOf(await withKey(write, '?source=other'))).toEqual([403, 'FORBIDDEN']);
        expect(codeOf(await withKey(any))).toEqual([400, 'BAD_REQUEST']);
        expect((await withKey(any, '?source=app')).body).toMatchObject({ accepted: 1 });
      });

      it('refuses what is too much, before any of it is read', async () => {
        const codeOf = ({ status, body: { errors } }: Answer) => [status, errors[0]!.extensions.code];
        const large = { batch: [page(own('l1'), { properties: { text: 'x'.repeat(600_000) } })] };
        expect(codeOf(await send('/v1/batch', large))).toEqual([413, 'BODY_TOO_LARGE']);
        const bomb = {
          body: gzipSync(JSON.stringify(large)),
          headers: { authorization: basic(write), 'content-encoding': 'gzip' },
        };
        expect(codeOf(await send('/v1/batch', null, bomb))).toEqual([413, 'BODY_TOO_LARGE']);
        expect(codeOf(await send('/v1/batch', { batch: Array.from({ length: 501 }, () => 0) }))).toEqual([
          413,
          'TOO_MANY',
        ]);
        expect(codeOf(await send('/v1/batch', null, { body: '{' }))).toEqual([400, 'BAD_REQUEST']);
        const message = { batch: [page(own('l2'), { properties: { text: 'x'.repeat(40_000) } })] };
        expect((await send('/v1/batch', message)).body.results).toMatchObject([
          { status: 'REJECTED', code: 'MESSAGE_TOO_LARGE' },
        ]);
      });
    });
});
