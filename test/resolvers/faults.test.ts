import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDb, type Db } from '../../store/client/db.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { startRun } from '../../store/work/runs.ts';
import { COMPANY_AS_OF } from '../enrichment/company.ts';
import { isAvailable, startEngine, TEST_BLOBS, TEST_IDENTITY_KEY, type Engine } from '../engines/engines.ts';
import { order } from '../store/samples.ts';
import { parseSocialSettings } from '../../social/settings.ts';
import { clientOf, publishedCompany, type Answer } from './client.ts';
import { operations, type Operation } from './operations.ts';

const unhandled: unknown[] = [];
const note = (error: unknown): void => {
  unhandled.push(error);
};
beforeAll(() => {
  process.on('unhandledRejection', note);
});
afterAll(() => {
  process.removeListener('unhandledRejection', note);
});
beforeEach(() => {
  unhandled.length = 0;
});

/** Node says of a rejection that nobody handled it when its turn is over. */
async function settled(): Promise<void> {
  await turn();
  await turn();
}

const client = (db: Db, patienceMs = 150) =>
  clientOf(db, {
    patienceMs,
    onError: () => {},
    startRun: ({ trigger, asOf = COMPANY_AS_OF }) => startRun(db, { trigger, asOf }),
    // Without a source there is nothing to read, and so nothing to fail.
    social: {
      settings: parseSocialSettings('{"sources": [{"type": "file", "source": "album", "accounts": "album.csv"}]}'),
    },
  });
const codesOf = ({ errors }: Answer): unknown[] => errors.map(({ extensions }) => extensions['code']);

const denied = (): Error =>
  Object.assign(new Error('not allowed to read table kring'), {
    name: 'AccessDeniedException',
    $metadata: { httpStatusCode: 400 },
  });
/** Who asks is known by then, formulas are code, and orders of exports lie in the blob store: the table is not read to say any of them. */
const READS_NOTHING: ReadonlySet<string> = new Set(['viewer', 'metricDefinitions', 'bulkExport']);
const all: readonly Operation[] = [...operations('query', 2), ...operations('mutation', 2)].filter(
  ({ name }) => !READS_NOTHING.has(name),
);

describe('when every call of DynamoDB fails', () => {
  const offline = openDb({
    endpoint: 'http://127.0.0.1:1',
    table: 'kring',
    identityKey: TEST_IDENTITY_KEY,
    blobs: TEST_BLOBS,
  });
  const failing = (send: () => Promise<never>): Db => ({ ...offline, client: { send } as unknown as Db['client'] });

  it('knows all root fields', () => {
    expect(all.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['node', 'customers', 'portfolio', 'modelReport', 'customerUpsert', 'enrichmentRunStart']),
    );
    expect(all.length).toBeGreaterThan(25);
  });

  it.each(all)('$name: one coded error, nothing unhandled', async ({ query, variables }) => {
    const { ask } = await client(failing(() => Promise.reject(denied())));
    const answer = await ask(query, variables());
    await settled();
    expect([codesOf(answer), unhandled]).toEqual([['INTERNAL_SERVER_ERROR'], []]);
    expect(JSON.stringify(answer.errors)).not.toContain('table kring');
  });

  it('an operation with many root fields: an error each, nothing unhandled', async () => {
    const { ask } = await client(failing(() => Promise.reject(denied())));
    const answer = await ask(
      '{ customers(first: 1, filter: { lapsed: true }) { nodes { id } } customer(by: { email: "a@example.com" }) { id } portfolio { asOf } segments { nodes { id } } communities { nodes { id } } seedSet { low } }',
    );
    await settled();
    expect(codesOf(answer).every((code) => code === 'INTERNAL_SERVER_ERROR')).toBe(true);
    expect(unhandled).toEqual([]);
  });

  it.each([
    [
      'throttling',
      'THROTTLED',
      () => Promise.reject(Object.assign(new Error('slow down'), { name: 'ThrottlingException' })),
    ],
    ['silence', 'UNAVAILABLE', () => new Promise<never>(() => {})],
    [
      'server errors',
      'UNAVAILABLE',
      () =>
        Promise.reject(
          Object.assign(new Error('oops'), { name: 'InternalServerError', $metadata: { httpStatusCode: 500 } }),
        ),
    ],
    [
      'resets',
      'UNAVAILABLE',
      () => Promise.reject(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })),
    ],
  ] as const)('%s: %s on every root field, saying when to come again', async (_, code, send) => {
    const { ask } = await client(failing(send), 30);
    for (const { name, query, variables } of all) {
      const answer = await ask(query, variables());
      expect([name, codesOf(answer), answer.errors[0]?.extensions['retryAfterSeconds']]).toEqual([name, [code], 5]);
    }
    await settled();
    expect(unhandled).toEqual([]);
  });

  it('a request that ran out of time once does not wait a second time for the next of its mutations', async () => {
    let calls = 0;
    const { ask } = await client(
      failing(() => {
        calls += 1;
        return new Promise<never>(() => {});
      }),
    );
    const upsert = (n: number): string =>
      `m${n}: customerUpsert(input: { idempotencyKey: "k${n}", by: { email: "a@example.com" } }) { customer { id } }`;
    await ask(`mutation { ${Array.from({ length: 20 }, (_, n) => upsert(n)).join(' ')} }`);
    expect(calls).toBe(1);
  });
});

describe('over the wire', () => {
  /** An engine that answers every call the same way. */
  async function bad(
    answer: (request: IncomingMessage, response: ServerResponse) => void,
  ): Promise<{ db: Db; server: Server }> {
    const server = createServer(answer);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return {
      server,
      db: openDb({
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        table: 'kring',
        identityKey: TEST_IDENTITY_KEY,
        blobs: TEST_BLOBS,
      }),
    };
  }
  const json =
    (status: number, type: string) =>
    (_: IncomingMessage, response: ServerResponse): void => {
      response
        .writeHead(status, { 'content-type': 'application/x-amz-json-1.0' })
        .end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: type }));
    };
  it.each([
    ['throttles', 'THROTTLED', json(400, 'ProvisionedThroughputExceededException')],
    ['never answers', 'UNAVAILABLE', () => {}],
    ['answers 500', 'UNAVAILABLE', json(500, 'InternalServerError')],
    [
      'resets connections',
      'UNAVAILABLE',
      (request: IncomingMessage) => {
        request.socket.resetAndDestroy();
      },
    ],
  ] as const)('an engine that %s: %s with Retry-After, and 503 at the health address', async (_, code, answer) => {
    const { db, server } = await bad(answer);
    // Long enough for the SDK's own repeats, after which it says what was wrong.
    const { server: graphql } = await client(db, 3000);
    const { headers, body, status } = await graphql.executeHttp({
      method: 'POST',
      query: '',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ portfolio { asOf } }"}',
    });
    expect([status, headers['retry-after'], JSON.parse(body).errors[0].extensions.code]).toEqual([200, '5', code]);
    const health = await graphql.health();
    expect([health.status, health.headers['retry-after']]).toEqual([503, '5']);
    server.closeAllConnections();
    server.close();
    await settled();
    expect(unhandled).toEqual([]);
  });
});

describe('when one call of DynamoDB fails', () => {
  let engine: Engine;
  let db: Db;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    ({ db } = await publishedCompany(engine, 12));
    const known = ['somebody', 'somebody-else'].map((id) => ({
      customer: { externalId: { source: 'shop', id } },
      event: { ...order('of-somebody', 0), id },
    }));
    await ingestEvents(db, known);
  });
  afterAll(() => engine.stop());

  it.each([...operations('query', 4), ...operations('mutation', 4)])(
    '$name: whichever it is, coded errors and nothing unhandled',
    async ({ query, variables }) => {
      for (let at = 1; ; at += 1) {
        let calls = 0;
        const flaky = new Proxy(db.client, {
          get: (target, name) =>
            name !== 'send'
              ? (Reflect.get(target, name) as unknown)
              : (...args: Parameters<Db['client']['send']>) => {
                  calls += 1;
                  return calls === at ? Promise.reject(denied()) : target.send(...args);
                },
        });
        const { ask } = await client({ ...db, client: flaky }, 60_000);
        const answer = await ask(query, variables());
        await settled();
        expect(unhandled, `call ${at}`).toEqual([]);
        for (const code of codesOf(answer))
          expect(code, `call ${at}: ${JSON.stringify(answer.errors)}`).toBe('INTERNAL_SERVER_ERROR');
        if (calls < at) {
          expect(answer.errors, 'without a fault').toEqual([]);
          return;
        }
      }
    },
  );
});
