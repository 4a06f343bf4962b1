import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { verifyWebhook, WebhookSignatureError, type WebhookMessage } from '../../client/index.ts';
import { parseGrants } from '../../domain/access/scopes.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { authenticator } from '../../resolvers/serve/authenticate.ts';
import { createGraphqlServer, type GraphqlServer } from '../../resolvers/server.ts';
import { isPublic, webhookUrl } from '../../resolvers/webhooks/addresses.ts';
import { ATTEMPTS, deliverWebhooks, GIVEN_UP_BEFORE_PAUSE } from '../../resolvers/webhooks/deliver.ts';
import { secretText, sendMessage, signedHeaders } from '../../resolvers/webhooks/send.ts';
import { toGlobalId } from '../../resolvers/wire/ids.ts';
import { createAccessKey, revokeAccessKey } from '../../store/access/keys.ts';
import type { Db } from '../../store/client/db.ts';
import { deleteWebhook, listWebhooks } from '../../store/changes/webhooks.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import { putSegment } from '../../store/definitions/segments.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { mergeCustomers } from '../../store/merges/merge.ts';
import { SETTLED_CHANGE_MS } from '../../store/changes/log.ts';
import { openJob } from '../../store/privacy/jobs.ts';
import { personOf } from '../../store/privacy/person.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { COMPANY_AS_OF, seedCompany } from '../enrichment/company.ts';
import type { Json } from '../resolvers/client.ts';
import { shop } from '../store/samples.ts';

interface Got {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly path: string;
}

/** An address of somebody: a real server on this machine that answers as it is told. */
async function receiver() {
  const got: Got[] = [];
  let answer: { status: number; headers?: Record<string, string>; silent?: boolean } = { status: 204 };
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8'), path: request.url! });
      if (answer.silent !== true) response.writeHead(answer.status, answer.headers).end('what it says is not read');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/kring`,
    port,
    got,
    answers: (next: typeof answer): void => {
      answer = next;
    },
    close: (): void => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const remainingMs = (): number => Number.POSITIVE_INFINITY;
let engine: Engine;
let db: Db;
let now = COMPANY_AS_OF;
let asOf = COMPANY_AS_OF;
let server: GraphqlServer;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  engine = await startEngine('dynoxide');
  db = await testDb(engine, { clock: () => now });
  await seedCompany(db, 20);
  for (const n of [1, 2, 3])
    await upsertCustomer(db, {
      by: shop(`c${n}`),
      identities: [{ externalId: { source: 'crm', id: `crm-${n}` } }, { email: `c${n}@example.com` }],
      displayName: `Customer ${n}`,
    });
  await putSegment(db, {
    key: 'spenders',
    name: 'Spenders',
    description: '',
    rule: { field: 'directValue', op: 'GTE', value: 500_000 },
  });
  await run();
  server = await createGraphqlServer({
    db,
    currency: 'EUR',
    introspection: true,
    authenticate: authenticator({ db }),
    webhooks: { loopback: true },
  });
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  for (const { id } of await listWebhooks(db)) await deleteWebhook(db, id);
});
afterAll(async () => {
  await server.stop();
  await engine.stop();
});

async function run(): Promise<void> {
  asOf += DAY_MS;
  now = Math.max(now, asOf) + SETTLED_CHANGE_MS + 60_000;
  await runEnrichment(db, { asOf, trigger: 'MANUAL', settings: { kappa: 0.3 } });
}

let orders = 0;
const buys = (name: string, netMinor: number) =>
  ingestEvents(db, [
    {
      customer: shop(name),
      event: {
        kind: 'ORDER' as const,
        source: 'shop',
        id: `w${(orders += 1)}`,
        occurredAt: asOf + 3_600_000,
        promotion: false,
        lines: [{ sku: 's', group: 'g', quantity: 1, netMinor, lineKind: 'PRODUCT' as const }],
      },
    },
  ]);

const ALL = ['profile:read', 'value:read', 'network:read', 'webhooks:write'];
const FIELDS = `id status pausedBecause failing { attempts nextAt reason } lastDeliveredAt createdBy
  undelivered { nodes { id attempts reason isDue } }`;

async function holding(words: readonly string[] = ALL, sources: readonly string[] | null = null) {
  const { key, secret } = await createAccessKey(db, 'test', {
    name: 'somebody',
    ...parseGrants(words),
    sources: sources && new Set(sources),
    expiresAt: null,
  });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${secret}` };
  const ask = async (query: string, variables: Json = {}): Promise<Json> => {
    const body = JSON.stringify({ query, variables });
    return JSON.parse((await server.executeHttp({ method: 'POST', query: '', headers, body })).body);
  };
  const change = async (mutation: string, input: Json): Promise<Json> => {
    const type =
      mutation === 'webhookCreate'
        ? 'WebhookCreateInput'
        : mutation === 'webhookReplay'
          ? 'WebhookReplayInput'
          : 'WebhookInput';
    const secretField = mutation === 'webhookCreate' ? 'secret' : '';
    const { data } = await ask(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${secretField} webhook { ${FIELDS} } userErrors { code field } } }`,
      { input: { idempotencyKey: `k${(orders += 1)}`, ...input } },
    );
    return data[mutation];
  };
  return {
    key,
    ask,
    change,
    create: (input: Json) => change('webhookCreate', { name: 'crm', ...input }),
    list: async (): Promise<Json[]> =>
      (await ask(`{ webhooks { ${FIELDS} name url segments scores source } }`)).data.webhooks,
  };
}

const deliver = () => deliverWebhooks(db, { loopback: true, remainingMs, timeoutMs: 500 });

async function listening(input: Json = {}, words?: readonly string[], sources?: readonly string[] | null) {
  const at = await receiver();
  closing.push(at.close);
  const who = await holding(words, sources);
  const made = await who.create({ url: at.url, scores: ['DIRECT'], ...input });
  expect(made.userErrors).toEqual([]);
  const messages = (): Promise<WebhookMessage[]> =>
    Promise.all(
      at.got.map(({ headers, body }) =>
        verifyWebhook(made.secret, headers as Record<string, string>, body, { now: () => now }),
      ),
    );
  return { at, who, id: made.webhook.id as string, secret: made.secret as string, messages };
}

describe('webhooks', () => {
  it('tell whose chosen scores changed, and who entered or left a segment, from when they were made on: signed, once, and nothing personal', async () => {
    const { at, secret, messages, who } = await listening({
      segments: ['spenders', 'rfm-champions'],
      scores: ['DIRECT'],
    });
    expect(await deliver()).toEqual({ sent: 0, failed: 0 });
    await buys('c1', 600_000);
    await buys('c2', 700);
    await run();
    expect(await deliver()).toEqual({ sent: 1, failed: 0 });
    const [message] = await messages();
    expect(message!.type).toBe('scores.changed');
    const of = (name: string) =>
      message!.changes.find(({ customerId }) => customerId === toGlobalId('Customer', customerIdOf(db, shop(name))));
    expect(of('c1')).toEqual({
      kind: 'CHANGED',
      customerId: expect.any(String),
      scores: ['DIRECT'],
      entered: ['spenders'],
      left: [],
    });
    expect(of('c2')).toMatchObject({ scores: ['DIRECT'], entered: [] });
    expect(message!.changes).toHaveLength(2);
    expect(at.got[0]!.body).not.toMatch(/Customer 1|example\.com|crm-1|6000|600000/u);
    expect(at.got[0]!.headers['webhook-id']).toMatch(/^msg_/u);
    expect(await deliver()).toEqual({ sent: 0, failed: 0 });
    expect(JSON.stringify(await who.list())).not.toContain(secret.slice(6));
    expect((await who.list())[0]).toMatchObject({
      status: 'ACTIVE',
      failing: null,
      lastDeliveredAt: expect.any(String),
    });
  });

  it('of one source tell of its customers alone, by its ids; a key bound to sources asks for no others and sees only what it made', async () => {
    const { messages, who } = await listening({ source: 'crm' }, ALL, ['crm']);
    const other = await listening({});
    expect((await who.list()).map(({ source }) => source)).toEqual(['crm']);
    expect(await other.who.list()).toHaveLength(2);
    expect((await who.change('webhookPause', { id: other.id })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await who.create({ url: 'https://crm.example/x', scores: ['TOTAL'], source: 'shop' })).userErrors).toEqual([
      { code: 'FORBIDDEN', field: ['input', 'source'] },
    ]);
    await buys('c2', 700);
    await buys('c9', 900);
    await run();
    await deliver();
    expect((await messages()).flatMap(({ changes }) => changes.map(({ externalIds }) => externalIds))).toEqual([
      ['crm-2'],
    ]);
    const all = (await other.messages()).flatMap(({ changes }) => changes);
    expect(all.map(({ externalIds }) => externalIds)).toEqual([undefined, undefined]);
  });

  it('tell of merges and of who is forgotten, whatever was chosen', async () => {
    const { messages } = await listening({ segments: ['spenders'], scores: [] });
    await mergeCustomers(db, { survivor: shop('c4'), merged: shop('c5') });
    await openJob(db, 'ERASE', await personOf(db, { id: customerIdOf(db, shop('c6')) }), 'key:test');
    await run();
    now += SETTLED_CHANGE_MS + 60_000;
    await deliver();
    const told = (await messages()).flatMap(({ changes }) => changes);
    const idOf = (name: string): string => toGlobalId('Customer', customerIdOf(db, shop(name)));
    expect(told).toContainEqual({ kind: 'MERGE', customerId: idOf('c5'), intoId: idOf('c4') });
    expect(told).toContainEqual({ kind: 'ERASE', customerId: idOf('c6') });
  });

  it('that nobody takes are sent again under the same id, later and later, then given up, kept without anything of anybody, and sent again when asked', async () => {
    const { at, who, id } = await listening();
    await buys('c7', 800);
    await run();
    at.answers({ status: 500 });
    expect(await deliver()).toEqual({ sent: 0, failed: 1 });
    // Not before its time.
    expect(await deliver()).toEqual({ sent: 0, failed: 0 });
    const waits: number[] = [];
    for (let attempt = 1; attempt < ATTEMPTS; attempt += 1) {
      const [{ status, failing }] = (await who.list()) as [Json];
      expect([status, failing.attempts, failing.reason]).toEqual(['FAILING', attempt, 'Answered 500.']);
      waits.push(Date.parse(failing.nextAt) - now);
      now = Date.parse(failing.nextAt) + 1;
      expect(await deliver()).toEqual({ sent: 0, failed: 1 });
    }
    for (const [index, wait] of waits.entries())
      if (index > 0 && index < 6) expect(wait).toBeGreaterThan(waits[index - 1]!);
    expect(new Set(at.got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(at.got).toHaveLength(ATTEMPTS);
    const [{ status, undelivered }] = (await who.list()) as [Json];
    expect([status, undelivered.nodes]).toEqual([
      'ACTIVE',
      [{ id: expect.any(String), attempts: ATTEMPTS, reason: 'Answered 500.', isDue: false }],
    ]);
    // What comes after it is told, and it is sent again when somebody asks: the same message.
    at.answers({ status: 204 });
    await who.change('webhookReplay', { id, undelivered: undelivered.nodes[0].id });
    expect(await deliver()).toEqual({ sent: 1, failed: 0 });
    expect(new Set(at.got.map(({ body }) => body)).size).toBe(1);
    expect((await who.list())[0].undelivered.nodes).toEqual([]);
    expect((await who.change('webhookReplay', { id, undelivered: 'nothing' })).userErrors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
  });

  it('stop when message after message is taken by nobody, or the other side says 410, and go on without a loss when resumed', async () => {
    const { at, who, id, messages } = await listening();
    at.answers({ status: 500 });
    for (let message = 0; message < GIVEN_UP_BEFORE_PAUSE; message += 1) {
      await buys('c8', 1000 + message);
      await run();
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        await deliver();
        now += DAY_MS;
      }
    }
    expect((await who.list())[0]).toMatchObject({
      status: 'PAUSED',
      pausedBecause: expect.stringContaining('in a row'),
    });
    at.got.splice(0);
    await buys('c9', 1000);
    await run();
    expect(await deliver()).toEqual({ sent: 0, failed: 0 });
    at.answers({ status: 410 });
    await who.change('webhookResume', { id });
    expect(await deliver()).toEqual({ sent: 0, failed: 1 });
    expect((await who.list())[0]).toMatchObject({ status: 'PAUSED', pausedBecause: expect.stringContaining('410') });
    at.answers({ status: 200 });
    at.got.splice(0);
    await who.change('webhookResume', { id });
    expect(await deliver()).toEqual({ sent: 1, failed: 0 });
    const [{ changes }] = (await messages()) as [WebhookMessage];
    expect(changes.map(({ customerId }) => customerId)).toEqual([toGlobalId('Customer', customerIdOf(db, shop('c9')))]);
  });

  it('say so when what changed is kept no more', async () => {
    const { messages, who, id } = await listening();
    await who.change('webhookPause', { id });
    for (const name of await db.blobs.list(`${db.table}.scores/`)) await db.blobs.delete(name);
    await buys('c3', 500);
    await run();
    await who.change('webhookResume', { id });
    expect(await deliver()).toEqual({ sent: 1, failed: 0 });
    expect(await messages()).toMatchObject([{ type: 'scores.resync', changes: [] }]);
    expect(await deliver()).toEqual({ sent: 0, failed: 0 });
  });

  it('end with the key that made them, and two processes never send the same twice', async () => {
    const { who, at } = await listening();
    await buys('c3', 500);
    await run();
    const both = await Promise.all([deliver(), deliver()]);
    expect(both.reduce((sum, { sent }) => sum + sent, 0)).toBe(1);
    expect(at.got).toHaveLength(1);
    await revokeAccessKey(db, who.key.prefix);
    await buys('c3', 500);
    await run();
    expect(await deliver()).toEqual({ sent: 0, failed: 0 });
    expect((await (await holding()).list())[0]).toMatchObject({
      status: 'PAUSED',
      pausedBecause: expect.stringContaining('revoked'),
    });
  });

  it('are not made for what the maker may not read, for nothing, or for what is not there; each refusal names its field', async () => {
    const few = await holding(['profile:read', 'webhooks:write']);
    const url = 'https://crm.example/kring';
    for (const [input, error] of [
      [
        { url, scores: ['TOTAL'] },
        { code: 'FORBIDDEN', field: ['input', 'scores'] },
      ],
      [{ url }, { code: 'INVALID', field: ['input', 'scores'] }],
      [
        { url, segments: ['nobody'] },
        { code: 'INVALID', field: ['input', 'segments', '0'] },
      ],
      [
        { url, name: ' ', scores: ['STAGE'] },
        { code: 'INVALID', field: ['input', 'name'] },
      ],
      [
        { url: 'http://169.254.169.254/latest', scores: ['STAGE'] },
        { code: 'INVALID', field: ['input', 'url'] },
      ],
    ] as const)
      expect((await few.create(input)).userErrors).toEqual([error]);
    // Also of what every run makes.
    const made = await few.create({ url, segments: ['rfm-champions'] });
    expect(made.userErrors).toEqual([]);
    expect((await few.change('webhookDelete', { id: made.webhook.id })).userErrors).toEqual([]);
    const blind = await holding(['value:read', 'webhooks:write']);
    expect((await blind.create({ url, segments: ['spenders'] })).userErrors).toEqual([
      { code: 'FORBIDDEN', field: ['input', 'segments'] },
    ]);
    const { errors } = await (await holding(['value:read'])).ask('{ webhooks { id } }');
    expect(errors[0].extensions.code).toBe('FORBIDDEN');
    for (let n = 0; n < 20; n += 1) expect((await few.create({ url, scores: ['STAGE'] })).userErrors).toEqual([]);
    expect((await few.create({ url, scores: ['STAGE'] })).userErrors).toMatchObject([{ code: 'TOO_MANY' }]);
  });
});

describe('where webhooks lead', () => {
  const CLOSED =
    `127.0.0.1 127.8.9.1 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 169.254.170.2 100.64.0.1 100.100.100.200
    192.0.0.192 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 ::1 :: ::ffff:127.0.0.1 ::ffff:a9fe:a9fe ::127.0.0.1 fe80::1 fc00::1 fd00:ec2::254
    64:ff9b::a9fe:a9fe 64:ff9b:1::1 2002:7f00:1:: 2001:0:7f00:1:: 2001:db8::1 ff02::1 fec0::1 100::1 5f00::1`.split(
      /\s+/u,
    );

  it('is the public internet and nothing else', () => {
    expect(CLOSED.filter(isPublic)).toEqual([]);
    expect(
      ['93.184.216.34', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:2800:220:1::1', '2a00:1450::1'].every(isPublic),
    ).toBe(true);
  });

  it('is no address in another spelling, no other protocol, and not this machine in the cloud', () => {
    const bad =
      `http://crm.example/ ftp://crm.example/ file:///etc/passwd https://user@crm.example/ https://user:x@crm.example/ https://crm.example/#x
      https://2130706433/ https://0x7f.1/ https://0177.0.0.1/ https://127.1/ https://[::1]/ https://[::ffff:7f00:1]/ https://[fd00:ec2::254]/ https://169.254.169.254/
      https://localhost/ http://localhost/ http://127.0.0.1:4000/ gopher://crm.example/ https:// nonsense`.split(
        /\s+/u,
      );
    for (const text of bad) expect(() => webhookUrl(text, false), text).toThrow(/address/u);
    expect(webhookUrl('https://crm.example/kring?x=1', false).href).toBe('https://crm.example/kring?x=1');
    expect(webhookUrl('http://127.0.0.1:4000/', true).port).toBe('4000');
    for (const text of ['http://10.0.0.1/', 'https://10.0.0.1/', 'http://crm.example/', 'http://169.254.169.254/'])
      expect(() => webhookUrl(text, true), text).toThrow(/address/u);
  });

  it('is looked up once, and a name is refused when any of its addresses is closed: nothing is sent', async () => {
    const at = await receiver();
    closing.push(at.close);
    for (const addresses of [...CLOSED.map((one) => [one]), ['93.184.216.34', '10.0.0.1'], []]) {
      let asked = 0;
      const outcome = await sendMessage(`https://crm.example:${at.port}/kring`, {}, '{}', {
        loopback: true,
        timeoutMs: 500,
        resolve: async () => {
          asked += 1;
          return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
        },
      });
      expect([outcome.isTaken, outcome.reason, asked]).toEqual([false, expect.stringMatching(/^Its name leads/u), 1]);
    }
    expect(at.got).toEqual([]);
  });

  it('is the address that was looked at: a name that leads elsewhere a moment later is not asked again', async () => {
    const at = await receiver();
    closing.push(at.close);
    // `localhost` may lead to this machine here, whatever resolver says so.
    const outcome = await sendMessage(`http://localhost:${at.port}/kring`, {}, '{}', {
      loopback: true,
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    expect(outcome).toMatchObject({ isTaken: true });
    const moved = await sendMessage(`http://localhost:${at.port}/kring`, {}, '{}', {
      loopback: true,
      resolve: async () => [{ address: '10.0.0.1', family: 4 }],
    });
    expect(moved).toMatchObject({ isTaken: false, reason: expect.stringMatching(/^Its name leads/u) });
    expect(at.got).toHaveLength(1);
  });

  it('is not where a redirect points, and an answer that never comes or never ends is not waited for', async () => {
    const inner = await receiver();
    const at = await receiver();
    closing.push(inner.close, at.close);
    at.answers({ status: 302, headers: { location: inner.url } });
    const options = { loopback: true, timeoutMs: 300 };
    expect(await sendMessage(at.url, {}, '{}', options)).toMatchObject({
      isTaken: false,
      reason: expect.stringContaining('redirects'),
    });
    expect(inner.got).toEqual([]);
    at.answers({ status: 200, silent: true });
    expect(await sendMessage(at.url, {}, '{}', options)).toMatchObject({
      isTaken: false,
      reason: 'No answer within 0.3 seconds.',
    });
    at.answers({ status: 429, headers: { 'retry-after': '120' } });
    expect(await sendMessage(at.url, {}, '{}', options)).toMatchObject({ isTaken: false, retryAfterMs: 120_000 });
    at.close();
    expect(await sendMessage(at.url, {}, '{}', options)).toMatchObject({
      isTaken: false,
      reason: 'No connection (ECONNREFUSED).',
    });
  });
});

describe('verifyWebhook', () => {
  const secret = secretText(new Uint8Array(32).fill(7));
  const at = Date.UTC(2026, 0, 1);
  const body = '{"type":"scores.changed","webhookId":"w","generation":1,"changes":[]}';
  const headers = signedHeaders(secret, 'msg_1', at, body);
  const verified = (changes: { headers?: Record<string, string>; body?: string; secret?: string; now?: number }) =>
    verifyWebhook(changes.secret ?? secret, { ...headers, ...changes.headers }, changes.body ?? body, {
      now: () => changes.now ?? at,
    });

  it('takes what Kring signed, from Node and from fetch, and beside a signature of another key', async () => {
    expect(await verified({})).toMatchObject({ type: 'scores.changed' });
    expect(await verifyWebhook(secret, new Headers(headers), body, { now: () => at + 299_000 })).toMatchObject({
      webhookId: 'w',
    });
    expect(
      await verified({ headers: { 'webhook-signature': `v2,x v1,AAAA ${headers['webhook-signature']}` } }),
    ).toBeDefined();
  });

  it('agrees with the vector of Standard Webhooks', () => {
    // https://github.com/standard-webhooks/standard-webhooks: id, timestamp, body and secret of its documentation.
    const signed = signedHeaders(
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1_614_265_330_000,
      '{"test": 2432232314}',
    );
    expect(signed['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('refuses what was changed, is of another secret, is old or of the future, or has no signature', async () => {
    for (const changes of [
      { body: body.replace('1', '2') },
      { headers: { 'webhook-id': 'msg_2' } },
      { headers: { 'webhook-timestamp': String(at / 1000 + 1) } },
      { headers: { 'webhook-timestamp': 'soon' } },
      { headers: { 'webhook-signature': '' } },
      { headers: { 'webhook-signature': 'v1,***' } },
      { secret: secretText(new Uint8Array(32).fill(8)) },
      { secret: 'mine' },
      { now: at + 301_000 },
      { now: at - 301_000 },
    ])
      await expect(verified(changes), JSON.stringify(changes)).rejects.toThrow(WebhookSignatureError);
  });
});
