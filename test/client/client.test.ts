import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createClient,
  documentIdOf,
  keepScores,
  KringRequestError,
  NO_SCORES_KEPT,
  type ClientOptions,
  type KeptScores,
  type PartnerScore,
  type ScoreChange,
  type ScorePage,
} from '../../client/index.ts';
import { operationIn } from '../../client/request.ts';
import { startHttpHost, type HttpHost } from '../../local/http/server.ts';
import type {
  PartnerScore as SchemaScore,
  ScoreChange as SchemaChange,
  ScoreChanges as SchemaPage,
} from '../../schema/generated.ts';
import { startEngine, type Engine } from '../engines/engines.ts';
import { publishedCompany } from '../resolvers/client.ts';

const ROOT = join(import.meta.dirname, '../..');
/** What a type is on the wire: instants are text there. */
type Fields<T> = Exclude<keyof T, '__typename'>;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
const agrees: readonly true[] = [
  true satisfies Same<Fields<PartnerScore>, Fields<SchemaScore>>,
  true satisfies Same<Fields<ScoreChange>, Fields<SchemaChange>>,
  true satisfies Same<Fields<ScorePage>, Fields<SchemaPage>>,
];

interface Planned {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** A server that answers by plan, and a clock that only waits for it. */
function planned(answers: readonly (Planned | Error)[], options: Partial<ClientOptions> = {}) {
  const sent: {
    readonly at: number;
    readonly body: Record<string, never>;
    readonly headers: Record<string, string>;
  }[] = [];
  let at = 0;
  const fetchOne = async (_: unknown, init: RequestInit = {}): Promise<Response> => {
    const answer = answers[Math.min(sent.length, answers.length - 1)]!;
    sent.push({
      at,
      body: JSON.parse(init.body as string) as Record<string, never>,
      headers: init.headers as Record<string, string>,
    });
    if (answer instanceof Error) throw answer;
    const { status = 200, headers = {}, body } = answer;
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
  };
  const client = createClient({
    url: 'http://kring.test/graphql',
    fetch: fetchOne as typeof fetch,
    clock: {
      now: () => at,
      sleep: async (ms) => {
        at += ms;
      },
    },
    ...options,
  });
  return { client, sent, elapsed: () => at };
}

const error = (code: string, more: Record<string, unknown> = {}) => ({
  errors: [{ message: `it is ${code}`, extensions: { code, requestId: 'r1', ...more } }],
});
const ok = (cost: Record<string, unknown> = {}) => ({
  data: { a: 1 },
  extensions: {
    cost: {
      requested: 10,
      actual: 8,
      limit: null,
      remaining: null,
      restoreRate: null,
      readUnits: 1,
      writeUnits: 0,
      requests: 1,
      ...cost,
    },
  },
});
const MUTATION = 'mutation ($input: CustomerUpsertInput!) { customerUpsert(input: $input) { userErrors { code } } }';

describe('the client', () => {
  it('has the fields of the schema', () => {
    expect(agrees).toEqual([true, true, true]);
  });

  it('waits as long as a refusal says, whatever was asked, and then asks again', async () => {
    const { client, sent } = planned([
      { status: 429, headers: { 'retry-after': '7' }, body: error('RATE_LIMITED', { retryAfterSeconds: 7 }) },
      { body: ok() },
    ]);
    expect(await client.request('mutation { enrichmentRunStart { run { id } } }')).toEqual({ a: 1 });
    expect(sent.map(({ at }) => at)).toEqual([0, 7000]);
  });

  it('repeats a query that had no answer, or a passing failure, and a mutation by one idempotency key', async () => {
    for (const failure of [
      new TypeError('fetch failed'),
      { body: error('UNAVAILABLE') },
      { status: 502, body: '<html>' },
    ]) {
      const query = planned([failure, failure, { body: ok() }]);
      await query.client.request('{ viewer { name } }');
      expect(query.sent.length).toBe(3);
      const mutation = planned([failure, { body: ok() }]);
      await mutation.client.request(MUTATION, { input: { by: { id: 'x' } } });
      const keys = mutation.sent.map(
        ({ body }) =>
          (body as never as { variables: { input: Record<string, string> } }).variables.input['idempotencyKey'],
      );
      expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/u);
      expect(keys).toEqual([keys[0], keys[0]]);
      const unsafe = planned([failure, { body: ok() }]);
      await expect(unsafe.client.request('mutation { doIt { a } }')).rejects.toThrow(KringRequestError);
      expect(unsafe.sent.length).toBe(1);
    }
  });

  it('gives up after its repeats, or when the wait is longer than its patience, and says why', async () => {
    const down = planned([{ body: error('UNAVAILABLE', { retryAfterSeconds: 1 }) }], { retries: 3 });
    await expect(down.client.request('{ a }')).rejects.toMatchObject({ code: 'UNAVAILABLE', requestId: 'r1' });
    expect(down.sent.length).toBe(4);
    const spent = planned([{ status: 429, body: error('RATE_LIMITED', { retryAfterSeconds: 3600 }) }]);
    await expect(spent.client.request('{ a }')).rejects.toMatchObject({ code: 'RATE_LIMITED', status: 429 });
    expect(spent.sent.length).toBe(1);
    const wrong = planned([{ status: 400, body: error('GRAPHQL_VALIDATION_FAILED') }]);
    await expect(wrong.client.request('{ a }')).rejects.toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(wrong.sent.length).toBe(1);
  });

  it('keeps to the rate at which what it may spend comes back', async () => {
    const bucket = { limit: 100, restoreRate: 10, requested: 40, remaining: 20 };
    const { client, sent } = planned([{ body: ok(bucket) }]);
    for (let n = 0; n < 4; n++) await client.request('{ a }');
    // 20 are left and 40 are needed: 2 s for the 20 missing, each time.
    expect(sent.map(({ at }) => at)).toEqual([0, 2000, 4000, 6000]);
    const atOnce = planned([{ body: ok({ ...bucket, remaining: 80 }) }]);
    await atOnce.client.request('{ a }');
    await Promise.all([1, 2, 3].map(() => atOnce.client.request('{ a }')));
    expect(atOnce.sent.map(({ at }) => at)).toEqual([0, 0, 0, 4000]);
  });

  it('sends a key, from a function too, and a hash in place of a document where that is wanted', async () => {
    const { client, sent } = planned([{ body: ok() }], { key: async () => 'kring_test_x', trusted: true });
    await client.request('{ a }', { n: 1 });
    expect(sent[0]).toMatchObject({
      headers: { authorization: 'Bearer kring_test_x' },
      body: { documentId: await documentIdOf('{ a }'), variables: { n: 1 } },
    });
    expect(sent[0]!.body).not.toHaveProperty('query');
  });

  it('stops when it is told to, between repeats too', async () => {
    const stop = new AbortController();
    const { client, sent } = planned([{ body: error('UNAVAILABLE') }], {
      clock: { now: () => 0, sleep: async () => stop.abort(new Error('enough')) },
    });
    await expect(client.request('{ a }', {}, { signal: stop.signal })).rejects.toThrow('enough');
    expect(sent.length).toBe(1);
  });

  it.each([
    ['{ a }', 'query'],
    ['query Q { mutation }', 'query'],
    ['# mutation\nquery Q { a }', 'query'],
    ['fragment F on Mutation { a } mutation M { b }', 'mutation'],
    ['mutation{a}', 'mutation'],
    ['query Q($a: String = "} mutation {") { a }', 'query'],
  ] as const)('knows what %j is', (document, kind) => {
    expect(operationIn(document)).toBe(kind);
  });
});

describe('what is kept of the feed', () => {
  const score = (total: string): PartnerScore => ({ total }) as PartnerScore;
  const change = (kind: ScoreChange['kind'], customerId: string, total?: string): ScoreChange => ({
    kind,
    customerId,
    externalIds: [],
    intoId: null,
    score: total === undefined ? null : score(total),
  });
  const page = (token: string, changes: readonly ScoreChange[], more: Partial<ScorePage> = {}): ScorePage => ({
    changes,
    token,
    caughtUp: false,
    resyncRequired: false,
    ...more,
  });

  it('is what the changes say, and who is not told of when the feed began anew is dropped at its end, not before', () => {
    let kept: KeptScores = NO_SCORES_KEPT;
    kept = keepScores(
      kept,
      page('1', [change('UPSERT', 'a', '1'), change('UPSERT', 'b', '2'), change('UPSERT', 'c', '3')]),
    );
    kept = keepScores(kept, page('2', [change('MERGE', 'c'), change('UPSERT', 'a', '4')], { caughtUp: true }));
    expect(kept).toEqual({ token: '2', scores: { a: score('4'), b: score('2') }, untold: null });
    kept = keepScores(kept, page('3', [], { resyncRequired: true }));
    expect(kept.untold).toEqual(['a', 'b']);
    kept = keepScores(JSON.parse(JSON.stringify(kept)) as KeptScores, page('4', [change('UPSERT', 'b', '5')]));
    expect(Object.keys(kept.scores)).toEqual(['a', 'b']);
    kept = keepScores(kept, page('5', [], { caughtUp: true }));
    expect(kept).toEqual({ token: '5', scores: { b: score('5') }, untold: null });
  });
});

describe('against the server', () => {
  let engine: Engine;
  let host: HttpHost;
  const folder = mkdtempSync(join(tmpdir(), 'kring-client-'));
  beforeAll(async () => {
    engine = await startEngine('dynoxide');
    const { server } = await publishedCompany(engine, 130);
    host = await startHttpHost({ server, port: 0, currency: 'EUR' });
  });
  afterAll(async () => {
    await host.close();
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('does what its README shows', async () => {
    const [, code] = /```js\n([\s\S]+?)```/u.exec(readFileSync(join(ROOT, 'client/README.md'), 'utf8'))!;
    const file = join(folder, 'example.mjs');
    writeFileSync(file, code!.replace("'kring/client'", JSON.stringify(join(ROOT, 'client/index.ts'))));
    const { stdout } = await promisify(execFile)(process.execPath, [file], {
      env: { ...process.env, KRING_URL: `${host.url}/graphql` },
    });
    expect(stdout.trim().split('\n')).toEqual([
      'arn:aws:iam::1:role/test',
      '130 customers',
      'SCORED EUR UNKNOWN',
      '130 scores',
    ]);
  });

  it('reads any number of scores, a hundred at a time, in the order asked for', async () => {
    const costs: number[] = [];
    const kring = createClient({ url: `${host.url}/graphql`, onCost: ({ requests }) => costs.push(requests) });
    const ids = Array.from({ length: 130 }, (_, n) => `c${129 - n}`);
    const scores = await kring.partnerScores('shop', ids);
    expect(scores.map(({ externalId }) => externalId)).toEqual(ids);
    expect(costs.length).toBe(2);
  });

  it('tells what was refused, with the id to quote', async () => {
    const kring = createClient({ url: `${host.url}/graphql` });
    await expect(kring.request('{ nothing }')).rejects.toMatchObject({
      name: 'KringRequestError',
      code: 'GRAPHQL_VALIDATION_FAILED',
      requestId: expect.any(String),
    });
    const nowhere = createClient({ url: `${host.url}/nowhere`, retries: 0 });
    await expect(nowhere.request('{ a }')).rejects.toMatchObject({ code: 'NO_GRAPHQL', status: 404 });
  });
});
