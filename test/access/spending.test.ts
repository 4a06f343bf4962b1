import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bucketOf, DEFAULT_ALLOWANCE, costOfUnits } from '../../domain/access/allowance.ts';
import { allowanceSettings } from '../../resolvers/serve/allowance-settings.ts';
import { DEVELOPMENT } from '../../resolvers/serve/authenticate.ts';
import { createIngestServer } from '../../resolvers/ingest/server.ts';
import { rateLimiter } from '../../resolvers/serve/rate-limiter.ts';
import { takeCost } from '../../store/access/spending.ts';
import type { Db } from '../../store/client/db.ts';
import { dumpTable } from '../engines/dump.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { onEngines } from '../engines/on-engines.ts';
import { COMPANY_AS_OF } from '../enrichment/company.ts';
import { clientOf, EVERYTHING, type Client, type Json } from '../resolvers/client.ts';

const SECOND = 1000;

onEngines('a bucket in the table', ({ fresh }) => {
  let now = COMPANY_AS_OF;
  let db: Db;
  let callers = 0;
  beforeAll(async () => {
    db = await fresh({ clock: () => now });
  });

  it('is never overspent, however many processes take from it at once, and holds back only what does not fit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 }), {
          minLength: 2,
          maxLength: 4,
        }),
        async (processes) => {
          const caller = `racer ${callers++}`;
          const bucket = bucketOf({ limit: 100, restoreRate: 10 });
          const granted = await Promise.all(
            processes.map(async (asked) => {
              let [sum, last] = [0, 0];
              for (const cost of asked) {
                const taken = await takeCost(db, caller, bucket, cost, last);
                if (taken.granted) sum += cost;
                else expect(bucket.remaining(taken.fullAtMicros, now * 1000)).toBeLessThan(cost);
                last = taken.fullAtMicros;
              }
              return sum;
            }),
          );
          expect(granted.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(100);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('fills again by its rate, and never beyond its limit', async () => {
    const bucket = bucketOf({ limit: 100, restoreRate: 10 });
    expect((await takeCost(db, 'slow', bucket, 100, 0)).granted).toBe(true);
    expect((await takeCost(db, 'slow', bucket, 1, 0)).granted).toBe(false);
    now += 5 * SECOND;
    expect((await takeCost(db, 'slow', bucket, 51, 0)).granted).toBe(false);
    expect((await takeCost(db, 'slow', bucket, 50, 0)).granted).toBe(true);
    now += 3600 * SECOND;
    expect((await takeCost(db, 'slow', bucket, 101, 0)).granted).toBe(false);
    expect((await takeCost(db, 'slow', bucket, 100, 0)).granted).toBe(true);
  });

  it('gives what was not used back to the next request, and takes from it what was used beyond', async () => {
    const limiter = rateLimiter(db, () => ({ limit: 100, restoreRate: 10 }));
    const caller = { ...EVERYTHING, id: 'settling' };
    const first = await limiter.take(caller, 90, db);
    expect(first.settle({ readUnits: 5, writeUnits: 1, requests: 2, perOperation: {} })).toMatchObject({
      requested: 90,
      actual: 10,
      remaining: 90,
    });
    const second = await limiter.take(caller, 90, db);
    await expect(limiter.take(caller, 1, db)).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
    expect(second.settle({ readUnits: 95, writeUnits: 0, requests: 2, perOperation: {} }).remaining).toBe(0);
    now += SECOND;
    // Ten came back, five of them were spent already.
    await expect(limiter.take(caller, 6, db)).rejects.toMatchObject({ extensions: { retryAfterSeconds: 1 } });
    await limiter.take(caller, 5, db);
  });

  it('gives nothing back that time has given back already', async () => {
    const limiter = rateLimiter(db, () => ({ limit: 100, restoreRate: 10 }));
    const caller = { ...EVERYTHING, id: 'late' };
    (await limiter.take(caller, 50, db)).settle({ readUnits: 0, writeUnits: 0, requests: 0, perOperation: {} });
    now += 60 * SECOND;
    await limiter.take(caller, 100, db);
    await expect(limiter.take(caller, 1, db)).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
  });
});

describe('cost', () => {
  it('is the price of a read unit, and a write unit costs five', () => {
    expect(costOfUnits({ readUnits: 2.5, writeUnits: 3 })).toBe(18);
  });

  it('is set for a deployment, and a setting that is none is refused', () => {
    expect(allowanceSettings({})(EVERYTHING)).toEqual(DEFAULT_ALLOWANCE);
    expect(allowanceSettings({ KRING_COST_LIMIT: '50000', KRING_COST_PER_SECOND: '' })(EVERYTHING)).toEqual({
      limit: 50_000,
      restoreRate: DEFAULT_ALLOWANCE.restoreRate,
    });
    expect(allowanceSettings({})(DEVELOPMENT)).toBeNull();
    for (const wrong of ['0', '-5', 'many', '100', '1e12'])
      expect(() => allowanceSettings({ KRING_COST_LIMIT: wrong })).toThrow(/KRING_COST_LIMIT/u);
  });
});

describe('a server whose callers are bounded', () => {
  let engine: Engine;
  let db: Db;
  let now = COMPANY_AS_OF;
  beforeAll(async () => {
    engine = await startEngine('dynalite');
    db = await testDb(engine, { clock: () => now });
  });
  afterAll(() => engine.stop());

  let callers = 0;
  const bounded = (limit: number, restoreRate = 100): Promise<Client> => {
    const caller = { ...EVERYTHING, id: `caller ${callers++}`, name: 'a partner' };
    return clientOf(db, { authenticate: async () => caller, allowanceOf: () => ({ limit, restoreRate }) });
  };
  /** What lies in the table, without what callers have spent. */
  const contents = async (): Promise<string[]> => (await dumpTable(db)).filter((item) => !item.includes('Q#'));
  const shop = (id: string) => ({ externalId: { source: 'shop', id } });
  const interaction = (id: number) => ({
    source: 'shop',
    id: `i${id}`,
    by: shop('ann'),
    occurredAt: '2024-05-01T00:00:00Z',
    type: 'SOCIAL_LIKE',
    channel: 'WEB',
  });

  it('says what an answer was asked for, what it took, and what is left', async () => {
    const client = await bounded(20_000);
    const { cost } = await client.ask('{ portfolio { asOf } }');
    expect(cost).toEqual({
      requested: 1,
      actual: expect.any(Number),
      readUnits: expect.any(Number),
      writeUnits: 1,
      requests: 2,
      limit: 20_000,
      remaining: expect.any(Number),
      restoreRate: 100,
    });
    expect((cost as Json).remaining).toBe(20_000 - (cost as Json).actual);
  });

  it.each([
    [
      '500 interactions',
      'mutation ($input: InteractionsIngestInput!) { interactionsIngest(input: $input) { accepted } }',
      { input: { idempotencyKey: 'probe', interactions: Array.from({ length: 500 }, (_, id) => interaction(id)) } },
      10_030,
    ],
    [
      'a page of a hundred customers with ties of each, in 73 letters',
      '{customers(first:100){nodes{followers(first:50){nodes{follower{id}}}}}}',
      {},
      10_000,
    ],
    [
      'twenty mutations in one document, spread from fragments',
      `mutation ($input: CustomerUpsertInput!) { ...a ...b } ${['a', 'b'].map((name) => `fragment ${name} on Mutation { ${Array.from({ length: 10 }, (_, at) => `${name}${at}: customerUpsert(input: $input) { customer { id } }`).join(' ')} }`).join(' ')}`,
      {
        input: {
          idempotencyKey: 'probe',
          by: shop('ann'),
          identities: Array.from({ length: 100 }, (_, id) => shop(`x${id}`)),
        },
      },
      10_000,
    ],
  ])('refuses %s before anything is written, with what it would cost', async (_, document, variables, least) => {
    const before = await contents();
    const client = await bounded(500);
    const { status, errors } = await client.ask(document, variables);
    expect(errors[0]!.extensions['code']).toMatch(/^(RATE_LIMITED|QUERY_TOO_COSTLY)$/u);
    expect([400, 429]).toContain(status);
    expect(errors[0]!.extensions['requested'] ?? errors[0]!.extensions['actual']).toBeGreaterThanOrEqual(least);
    expect(await contents()).toEqual(before);
  });

  it.each([
    ['a filter, tried on 200 customers', '{ customers(first: 1, filter: { country: ["ZZ"] }) { nodes { id } } }', 700],
    ['objects by their ids', '{ nodes(ids: ["a"]) { id } }', 100],
    ['a page of the feed, of few of many', '{ scoreChanges(first: 1) { token } }', 500],
  ])('takes beforehand what %s may come to', async (_, query, least) => {
    const client = await bounded(20_000);
    expect((await client.ask(query)).cost).toMatchObject({ requested: least + (query.includes('customers') ? 2 : 0) });
  });

  it('refuses a thousand identities of one customer before the first is claimed', async () => {
    const client = await bounded(20_000);
    const identities = Array.from({ length: 1000 }, (_, id) => shop(`x${id}`));
    const before = (await contents()).length;
    const { customerUpsert } = await client.data(
      'mutation ($input: CustomerUpsertInput!) { customerUpsert(input: $input) { customer { id } userErrors { code message field } } }',
      { input: { idempotencyKey: 'many', by: shop('ann'), identities } },
    );
    expect(customerUpsert).toMatchObject({
      customer: null,
      userErrors: [{ code: 'TOO_MANY', field: ['input', 'identities'] }],
    });
    // The audit's row of it.
    expect((await contents()).length).toBe(before + 1);
  });

  it('counts the identities and contacts a customer has already, and takes what it knows again', async () => {
    const client = await bounded(20_000, 10_000);
    let key = 0;
    const upsert = async (content: Json): Promise<Json> =>
      (
        await client.data(
          'mutation ($input: CustomerUpsertInput!) { customerUpsert(input: $input) { userErrors { code field } } }',
          { input: { idempotencyKey: `grow-${key++}`, by: shop('grows'), ...content } },
        )
      ).customerUpsert.userErrors;
    const some = (from: number): Json[] => Array.from({ length: 60 }, (_, at) => shop(`grows-${from + at}`));
    expect(await upsert({ identities: some(0) })).toEqual([]);
    now += 60 * SECOND;
    expect(await upsert({ identities: some(60) })).toMatchObject([{ code: 'TOO_MANY' }]);
    expect(await upsert({ identities: some(0) })).toEqual([]);
    const cards = (from: number): string[] => Array.from({ length: 60 }, (_, at) => `card-${from + at}`);
    expect(await upsert({ paymentFingerprints: cards(0) })).toEqual([]);
    expect(await upsert({ paymentFingerprints: cards(60) })).toMatchObject([{ code: 'TOO_MANY' }]);
  });

  it('answers 429 with when to come again, and lets the caller in then', async () => {
    const client = await bounded(30, 10);
    const ask = (): ReturnType<typeof client.server.executeHttp> =>
      client.server.executeHttp({
        method: 'POST',
        query: '',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ enrichmentRuns(first: 25) { nodes { id } } }"}',
      });
    expect((await ask()).status).toBe(200);
    let answer = await ask();
    for (let more = 0; answer.status === 200 && more < 20; more++) answer = await ask();
    expect(answer.status).toBe(429);
    const seconds = Number(answer.headers['retry-after']);
    expect(seconds).toBeGreaterThan(0);
    expect(JSON.parse(answer.body).errors[0].extensions).toMatchObject({
      code: 'RATE_LIMITED',
      limit: 30,
      restoreRate: 10,
    });
    now += seconds * SECOND;
    expect((await ask()).status).toBe(200);
  });

  it('validates a document that is wrong once, and says the same of it each time', async () => {
    const client = await bounded(20_000);
    const ask = async (accept: string): Promise<Json> => {
      const { status, headers, body } = await client.server.executeHttp({
        method: 'POST',
        query: '',
        headers: { 'content-type': 'application/json', accept },
        body: '{"query":"{ portfolio { nothing } customers { nodes { wrong } } }"}',
      });
      const { errors } = JSON.parse(body);
      for (const error of errors) delete error.extensions.requestId;
      return { status, type: headers['content-type'], errors };
    };
    for (const accept of ['application/json', 'application/graphql-response+json', '*/*']) {
      const first = await ask(accept);
      expect(first.errors).toHaveLength(2);
      expect(await ask(accept)).toEqual(first);
    }
  });

  it('stops reading what a caller sends who sends nothing but documents that are wrong', async () => {
    const client = await bounded(1000, 1);
    const statuses: number[] = [];
    for (let at = 0; at < 12; at++) statuses.push((await client.ask(`{ wrong${at} }`)).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 400), 429, 429]);
    expect((await (await bounded(1000)).ask('{ portfolio { asOf } }')).status).toBe(200);
  });

  it('bounds what messages of a stream cost, before the first is kept, and lets the sender in later', async () => {
    const ingest = createIngestServer({
      db,
      authenticate: async () => ({ ...EVERYTHING, id: 'a stream', ingest: new Set(['web']) }),
      allowanceOf: () => ({ limit: 100, restoreRate: 10 }),
    });
    const send = (from: number, count: number) =>
      ingest.answer({
        method: 'POST',
        path: '/v1/batch',
        query: '',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          batch: Array.from({ length: count }, (_, at) => ({
            type: 'identify',
            messageId: `m${from + at}`,
            userId: `user-${from + at}`,
            timestamp: '2024-05-01T00:00:00Z',
          })),
        }),
      });
    expect((await send(0, 2)).status).toBe(200);
    const before = await contents();
    const [tooMany, again] = [await send(10, 6), await send(20, 5)];
    expect([tooMany.status, JSON.parse(tooMany.body).errors[0].extensions.code]).toEqual([400, 'QUERY_TOO_COSTLY']);
    expect([again.status, Number(again.headers['retry-after']) > 0]).toEqual([429, true]);
    expect(await contents()).toEqual(before);
    now += 60 * SECOND;
    expect((await send(20, 5)).status).toBe(200);
  });

  it('notes each request that changes something, before it does, and what it was', async () => {
    const client = await bounded(20_000);
    now += 24 * 3600 * SECOND;
    await client.data('{ portfolio { asOf } }');
    await client.data(
      'mutation ($input: CustomerUpsertInput!) { one: customerUpsert(input: $input) { customer { id } } two: customerUpsert(input: $input) { customer { id } } }',
      { input: { idempotencyKey: 'noted', by: shop('noted@example.com') } },
    );
    now += 1;
    await client.ask(
      'mutation { segmentArchive(input: { idempotencyKey: "n", id: "none", expectedVersion: 1 }) { userErrors { code } } }',
    );
    const page = 'nodes { at kind by name fields cost requestId } pageInfo { hasNextPage endCursor }';
    const { auditLog } = await client.data(`{ auditLog(first: 1) { ${page} } }`);
    expect(auditLog.pageInfo.hasNextPage).toBe(true);
    expect(auditLog.nodes).toMatchObject([{ kind: 'AWS', name: 'a partner', fields: ['segmentArchive'] }]);
    const { auditLog: rest } = await client.data(`query ($after: String) { auditLog(after: $after) { ${page} } }`, {
      after: auditLog.pageInfo.endCursor,
    });
    expect(rest.nodes).toMatchObject([{ fields: ['customerUpsert'], cost: 62, by: expect.stringMatching(/^caller/u) }]);
    expect(JSON.stringify(rest)).not.toMatch(/example\.com/u);
    const { auditLog: otherDay } = await client.data('{ auditLog(day: "2020-01-01") { nodes { at } } }');
    expect(otherDay.nodes).toEqual([]);
  });
});
