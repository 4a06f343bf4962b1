/**
 * The Lambda entry points as they would be shipped: bundled as a deployment bundles them, run in a process of their own with nothing but
 * their environment, against an embedded DynamoDB.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getItem } from '../../store/client/commands.ts';
import { customerKey } from '../../store/client/keys.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { parseGrants } from '../../domain/access/scopes.ts';
import { createAccessKey } from '../../store/access/keys.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { inviteToLink } from '../../social/link.ts';
import { resolveCustomers } from '../../store/customers/resolve.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { finishRun, getRun, startRun } from '../../store/work/runs.ts';
import type { Db } from '../../store/client/db.ts';
import { startEngine, TEST_IDENTITY_KEY, testDb } from '../engines/engines.ts';
import type { Engine } from '../engines/engines.ts';
import { someRows } from '../store/samples.ts';
import { bundleFunction } from '../../scripts/bundle.ts';

const MINUTES = 60_000;
const work = mkdtempSync(join(tmpdir(), 'kring-handlers-'));
let engine: Engine;
let enrich: string;
let graphql: string;

interface Call {
  event: unknown;
  remainingMs: number;
}

/** What the handler answers to each event, in one process (a warm container). */
async function invoke(entry: string, db: Db, calls: Call[], environment: Record<string, string> = {}): Promise<any[]> {
  return (await invokeAndRead(entry, db, calls, environment)).results;
}

/** The same, with the metrics it wrote to its log: by name, one value a call. */
function invokeAndRead(
  entry: string,
  db: Db,
  calls: Call[],
  environment: Record<string, string> = {},
): Promise<{ readonly results: any[]; readonly metrics: Record<string, number[]> }> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [join(import.meta.dirname, 'invoke.mjs'), pathToFileURL(entry).href],
      {
        env: {
          PATH: process.env['PATH'] ?? '',
          AWS_REGION: 'eu-west-1',
          KRING_DYNAMODB_URL: engine.endpoint,
          SST_RESOURCE_App: JSON.stringify({ name: 'kring', stage: 'test' }),
          KRING_BLOBS: join(work, 'blobs'),
          SST_RESOURCE_Access: JSON.stringify({
            table: db.table,
            blobs: 'none',
            currency: 'EUR',
            type: 'sst.sst.Linkable',
          }),
          SST_RESOURCE_IdentityKey: JSON.stringify({ value: TEST_IDENTITY_KEY, type: 'sst.sst.Secret' }),
          ...environment,
        },
      },
      (error, stdout, stderr) =>
        error === null
          ? resolve({ results: JSON.parse(stdout.trimEnd().split('\n').at(-1)!), metrics: metricsIn(stdout) })
          : reject(new Error(stderr.slice(-4000) || error.message.slice(0, 4000))),
    );
    child.stdin!.end(JSON.stringify(calls));
  });
}

/** What CloudWatch would take from the log: lines in the embedded metric format. */
function metricsIn(log: string): Record<string, number[]> {
  const found: Record<string, number[]> = {};
  for (const line of log.split('\n').filter((one) => one.startsWith('{"_aws"'))) {
    const { _aws, ...values } = JSON.parse(line);
    for (const { Namespace, Dimensions, Metrics } of _aws.CloudWatchMetrics) {
      expect(Namespace).toBe('Kring');
      // The dimensions an alarm names exactly (infra/alarms.ts), with the values it names.
      expect(Dimensions).toEqual([['service', 'stage']]);
      expect(values).toMatchObject({ service: 'kring', stage: 'test' });
      for (const { Name } of Metrics) (found[Name] ??= []).push(values[Name]);
    }
  }
  return found;
}

const start: Call = { event: { action: 'START' }, remainingMs: 15 * MINUTES };
const resume: Call = { event: { action: 'RESUME' }, remainingMs: 15 * MINUTES };
/** A function URL's request (payload format 2.0). */
const query = (text: string, variables: object = {}): Call => ({
  remainingMs: 30_000,
  event: {
    version: '2.0',
    rawPath: '/',
    rawQueryString: '',
    headers: { 'content-type': 'application/json' },
    isBase64Encoded: false,
    requestContext: {
      http: { method: 'POST', path: '/' },
      authorizer: { iam: { userArn: 'arn:aws:iam::1:role/app' } },
    },
    body: JSON.stringify({ query: text, variables }),
  },
});

beforeAll(async () => {
  engine = await startEngine('dynalite');
  [enrich, graphql] = (
    await Promise.all(
      ['functions/enrich.handler', 'functions/graphql.handler'].map((handler) =>
        bundleFunction(handler, join(work, handler)),
      ),
    )
  ).map(({ entry }) => entry) as [string, string];
});
afterAll(async () => {
  await engine?.stop();
  rmSync(work, { recursive: true, force: true });
});

async function customers(): Promise<Db> {
  const db = await testDb(engine);
  await ingestEvents(db, someRows());
  return db;
}

describe('functions/enrich', () => {
  it('runs to the end on START, and finds nothing to go on with afterwards', async () => {
    const db = await customers();
    const [nothing, run, after] = await invoke(enrich, db, [resume, start, resume]);
    expect(nothing).toEqual({ status: 'NOTHING_TO_RESUME', runId: null });
    expect(run).toMatchObject({ status: 'SUCCEEDED' });
    expect(after).toEqual({ status: 'NOTHING_TO_RESUME', runId: null });
    expect(await getRun(db, run.runId)).toMatchObject({ status: 'SUCCEEDED', step: 'DONE', trigger: 'SCHEDULE' });
  });
  it('says after every call how old what readers see is, and whether the last run failed, which alarms look at', async () => {
    const db = await customers();
    const { metrics } = await invokeAndRead(enrich, db, [resume, start, resume]);
    expect(metrics).toEqual({ RunFailed: [0, 0, 0], SecondsSinceRun: [expect.any(Number), expect.any(Number)] });
    expect(Math.max(...metrics['SecondsSinceRun']!)).toBeLessThan(120);
    const failing = await startRun(db, { trigger: 'MANUAL', asOf: db.clock() });
    await finishRun(db, { ...failing, status: 'FAILED', finishedAt: db.clock(), error: 'tried' });
    const late = await invokeAndRead(enrich, db, [resume]);
    expect(late.metrics['RunFailed']).toEqual([1]);
    // A failed run makes nothing younger.
    expect(late.metrics['SecondsSinceRun']![0]).toBeGreaterThanOrEqual(metrics['SecondsSinceRun']!.at(-1)!);
  });
  it('stops before its time is up, and the next RESUME goes on with the same run', async () => {
    const db = await customers();
    const [stopped, resumed] = await invoke(enrich, db, [{ ...start, remainingMs: 0 }, resume]);
    expect(stopped.status).toBe('RUNNING');
    expect(resumed).toEqual({ status: 'SUCCEEDED', runId: stopped.runId });
  });
  it('leaves a run alone that somebody else is at work on', async () => {
    const db = await customers();
    const held = await startRun(db, { trigger: 'MANUAL', asOf: db.clock(), leaseMs: MINUTES });
    expect(await invoke(enrich, db, [start, resume])).toEqual(
      [1, 2].map(() => ({ status: 'ALREADY_RUNNING', runId: held.id })),
    );
  });
  it('refuses an event it does not know', async () => {
    await expect(
      invoke(enrich, await testDb(engine), [{ event: { action: 'DELETE' }, remainingMs: MINUTES }]),
    ).rejects.toThrow(/Invalid option/);
  });
  it("says what is wrong when the identity key is not the table's", async () => {
    const db = await customers();
    const wrong = { SST_RESOURCE_IdentityKey: JSON.stringify({ value: 'quite another key of enough bytes' }) };
    await expect(invoke(enrich, db, [start], wrong)).rejects.toThrow(/IDENTITY_KEY_MISMATCH/);
  });
});

describe('functions/push', () => {
  it('shows an order that the stream tells of, once, and lets pass what a push itself writes', async () => {
    const db = await customers();
    const { entry: push } = await bundleFunction('functions/push.handler', join(work, 'push'));
    await invoke(enrich, db, [start]);
    const id = customerIdOf(db, { externalId: { source: 'shop', id: 'ann' } });
    const before = (await getItem(db, customerKey(id), { ConsistentRead: true }))!;
    await ingestEvents(db, [
      {
        customer: { externalId: { source: 'shop', id: 'ann' } },
        event: {
          kind: 'ORDER',
          source: 'shop',
          id: 'after the run',
          occurredAt: db.clock(),
          promotion: false,
          lines: [{ sku: 's1', group: 'g1', quantity: 1, netMinor: 50_00, costMinor: 0, lineKind: 'PRODUCT' }],
        },
      },
    ]);
    const image = async () =>
      JSON.parse(JSON.stringify((await getItem(db, customerKey(id), { ConsistentRead: true }))!));
    const record = (OldImage: object, NewImage: object): Call => ({
      event: { Records: [{ eventName: 'MODIFY', dynamodb: { OldImage, NewImage } }] },
      remainingMs: MINUTES,
    });
    const ordered = await image();
    const [first, repeated] = await invoke(push, db, [record(before, ordered), record(before, ordered)]);
    expect(first).toEqual({ customers: 1, touched: expect.any(Number) });
    expect(first.touched).toBeGreaterThan(0);
    expect(repeated).toEqual({ customers: 1, touched: 0 });
    expect(await invoke(push, db, [record(ordered, await image())])).toEqual([{ customers: 0, touched: 0 }]);
    expect((await visibleGeneration(db))!.between).toMatchObject({ directMinor: 50_00, totalMinor: 50_00 });
  });
});

describe('functions/graphql', () => {
  it('answers a query, and starts a run that the enrichment function then does', async () => {
    const db = await customers();
    const ask = query(
      'mutation { enrichmentRunStart(input: { idempotencyKey: "k1" }) { run { id status } userErrors { code } } }',
    );
    const [started] = await invoke(graphql, db, [ask]);
    expect(started.statusCode).toBe(200);
    const { data } = JSON.parse(started.body);
    expect(data.enrichmentRunStart).toMatchObject({ run: { status: 'RUNNING' }, userErrors: [] });

    const [run] = await invoke(enrich, db, [resume]);
    expect(run.status).toBe('SUCCEEDED');

    const [answer] = await invoke(graphql, db, [
      query(
        '{ customer(by: { externalId: { source: "shop", id: "ann" } }) { engagement { points } lifecycle { stage cycle } } enrichmentRuns(first: 1) { nodes { status trigger } } }',
      ),
    ]);
    expect(JSON.parse(answer.body).data).toEqual({
      // ann: two assortment groups beyond the first, two likes without known influence, one issue read.
      customer: { engagement: { points: 20 + 20 + 30 }, lifecycle: { stage: 'IN_USE', cycle: 2 } },
      enrichmentRuns: { nodes: [{ status: 'SUCCEEDED', trigger: 'MANUAL' }] },
    });
  });
});

describe('the look whether the API answers', () => {
  const look: Call = { event: {}, remainingMs: 30_000 };
  it('says so as a metric, and counts no request of a caller', async () => {
    const db = await customers();
    const { results, metrics } = await invokeAndRead(graphql, db, [look, query('{ __typename }'), look]);
    expect(results.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    expect(metrics).toEqual({ Unhealthy: [0, 0] });
  });
  it('says that it does not when the table cannot be reached', async () => {
    const db = await customers();
    const { results, metrics } = await invokeAndRead(graphql, db, [look], {
      KRING_DYNAMODB_URL: 'http://127.0.0.1:9',
    });
    expect(results[0].statusCode).toBe(503);
    expect(metrics).toEqual({ Unhealthy: [1] });
  });
});

describe('functions of social sources', () => {
  const social = {
    KRING_SOCIAL: JSON.stringify({
      sources: [{ type: 'file', source: 'instagram', accounts: 'accounts.csv' }],
      consent: { version: '1', company: 'Shop' },
    }),
    SST_RESOURCE_SocialSecrets: JSON.stringify({ value: '{"A_TOKEN":"x"}', type: 'sst.sst.Secret' }),
  };
  const bundle = async (name: string): Promise<string> =>
    (await bundleFunction(`functions/${name}.handler`, join(work, name))).entry;
  const page = (rawPath: string, method = 'GET'): Call => ({
    remainingMs: 30_000,
    event: { version: '2.0', rawPath, rawQueryString: '', headers: {}, requestContext: { http: { method } } },
  });

  it('plan a sync once, and work at it to its end', async () => {
    const db = await customers();
    const tick: Call = { event: {}, remainingMs: 5 * MINUTES };
    const [first, second] = await invoke(await bundle('sync-plan'), db, [tick, tick], social);
    expect([first.isNew, second]).toEqual([true, { syncId: first.syncId, isNew: false }]);
    const [worked, nothing] = await invoke(await bundle('sync-work'), db, [tick, tick], social);
    expect([worked, nothing]).toEqual([[{ syncId: first.syncId, status: 'SUCCEEDED' }], []]);
    expect(await invoke(await bundle('sync-work'), db, [tick])).toEqual([[]]);
  });

  it('show the linking page to whoever has its token, and to nobody else', async () => {
    const db = await customers();
    const [ann] = await resolveCustomers(db, [{ externalId: { source: 'shop', id: 'ann' } }]);
    const { token } = await inviteToLink(db, ann!.id);
    const [mine, forged, hook, elsewhere] = await invoke(
      await bundle('link'),
      db,
      [page(`/link/${token}`), page(`/link/${'A'.repeat(64)}`), page('/webhooks/instagram', 'POST'), page('/')],
      social,
    );
    expect([mine.statusCode, forged.statusCode, hook.statusCode, elsewhere.statusCode]).toEqual([200, 404, 404, 404]);
    expect(mine.body).toContain('Your social accounts at Shop');
    expect(mine.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  });

  it('take what a stream sends with a write key, and nothing without one', async () => {
    const db = await customers();
    const { secret } = await createAccessKey(db, 'test', {
      name: 'web shop',
      ...parseGrants(['ingest:shop']),
      sources: null,
      expiresAt: null,
    });
    const batch = [
      { type: 'page', userId: 'ann', name: 'Home', messageId: 'm1', timestamp: '2026-01-02T03:04:05Z' },
      { type: 'track', userId: 'ann', event: 'Video Played', messageId: 'm2', timestamp: '2026-01-02T03:04:05Z' },
    ];
    const call = (headers: Record<string, string>, path = '/v1/batch'): Call => ({
      remainingMs: 30_000,
      event: {
        version: '2.0',
        rawPath: path,
        rawQueryString: '',
        headers,
        isBase64Encoded: false,
        requestContext: { http: { method: 'POST', path } },
        body: JSON.stringify({ batch }),
      },
    });
    const key = { authorization: `Basic ${Buffer.from(`${secret}:`).toString('base64')}` };
    const [first, again, nobody, unsigned] = await invoke(
      await bundle('ingest'),
      db,
      [call(key), call(key), call({}), call({}, '/v1/webhooks/shop')],
      {
        SST_RESOURCE_Webhooks:
          '{"value":"{\\"shop\\":{\\"from\\":\\"shopify\\",\\"secret\\":\\"a secret of the shop\\"}}"}',
      },
    );
    expect([first, again, nobody, unsigned].map(({ statusCode }) => statusCode)).toEqual([200, 200, 401, 401]);
    expect(JSON.parse(first.body)).toMatchObject({ accepted: 1, skipped: 1 });
    expect(JSON.parse(again.body)).toMatchObject({ duplicate: 1, skipped: 1 });
  });
});
