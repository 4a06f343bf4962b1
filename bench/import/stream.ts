/**
 * A stream and its disorder: a made-up company's messages (users, devices that some of them share, earlier ids, orders told in parts), taken sorted and once, as a file is,
 * and shuffled, a fifth of them twice, in some 200 batches over the HTTP core, aliases anywhere; then everything that stands of customers is compared. The table lies in this process
 * (memory-table.ts), with `--engine` in a real one in memory: both must say the same.
 *
 *   node bench/import/stream.ts [MESSAGES] [--engine]
 */
import type { ScanCommand } from '@aws-sdk/client-dynamodb';
import { createHash } from 'node:crypto';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import { parseGrants } from '../../domain/access/scopes.ts';
import { seededChance } from '../../local/demo/company/chance.ts';
import { createIngestServer, notationOf } from '../../resolvers/ingest/server.ts';
import { authenticator } from '../../resolvers/serve/authenticate.ts';
import { readSegment } from '../../intake/messages/segment.ts';
import { takeMessages } from '../../intake/messages/take.ts';
import { MAX_MESSAGES } from '../../resolvers/ingest/request.ts';
import { dayOf } from '../../domain/time/time.ts';
import { listAudit } from '../../store/access/audit.ts';
import { createTable } from '../../store/client/table.ts';
import { openDb, type Db } from '../../store/client/db.ts';
import { startEngine, TEST_IDENTITY_KEY, testDb } from '../../test/engines/engines.ts';
import { memoryClient } from './memory-table.ts';
import { createAccessKey } from '../../store/access/keys.ts';
import { foldPending } from '../../store/events/fold.ts';
import { stateOf } from '../../test/intake/messages/state.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const SPAN_MS = 200 * 86_400_000;

interface Message {
  readonly [field: string]: unknown;
  readonly timestamp: string;
}

/** Users come in with a device, most with one of their own; some have an id from before. */
function generate(count: number): Message[] {
  const chance = seededChance(20);
  const users = Math.max(10, Math.round(count / 50));
  const whole = (below: number): number => Math.floor(chance.next() * below);
  const deviceOf = (user: number): string => (user % 20 === 0 ? `shared${user % 7}` : `d${user}-${whole(2)}`);
  const messages: Message[] = [];
  for (let n = 0; n < count; n += 1) {
    const user = whole(users);
    const userId = user % 10 === 3 && chance.happens(0.3) ? `old${user}` : `u${user}`;
    const whose = chance.happens(0.3)
      ? { anonymousId: deviceOf(user) }
      : chance.happens(0.5)
        ? { userId, anonymousId: deviceOf(user) }
        : { userId };
    const base = { ...whose, messageId: `m${n}`, timestamp: new Date(START + whole(SPAN_MS)).toISOString() };
    const order_id = `o${whole(Math.max(1, Math.round(count / 8)))}`;
    const kind = chance.next();
    if (kind < 0.55) messages.push({ ...base, type: 'page', name: `Page ${whole(30)}` });
    else if (kind < 0.72)
      messages.push({
        ...base,
        type: 'track',
        event: 'Order Completed',
        properties: {
          order_id: `${order_id}-${user}`,
          currency: 'EUR',
          products: [{ sku: `s${whole(50)}`, price: 1 + whole(90), quantity: 1 + whole(3) }],
        },
      });
    else if (kind < 0.78)
      messages.push({
        ...base,
        type: 'track',
        event: chance.happens(0.7) ? 'Order Refunded' : 'Order Cancelled',
        properties: { order_id: `${order_id}-${user}`, ...(chance.happens(0.5) ? { total: 1 + whole(50) } : {}) },
      });
    else if (kind < 0.85)
      messages.push({ ...base, type: 'identify', traits: { name: `Name ${whole(5)}`, address: { country: 'NL' } } });
    else if (kind < 0.88)
      messages.push({ ...base, type: 'group', groupId: `g${whole(40)}`, traits: { name: 'Group' } });
    else if (kind < 0.9 && user % 10 === 3)
      messages.push({
        type: 'alias',
        userId: `u${user}`,
        previousId: `old${user}`,
        messageId: `m${n}`,
        timestamp: base.timestamp,
      });
    else
      messages.push({
        ...base,
        type: 'track',
        event: chance.happens(0.5) ? 'Product Viewed' : 'Video Played',
        properties: { sku: `s${whole(50)}` },
      });
  }
  return messages.sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0));
}

/** A fifth of them twice, in an order that has nothing to do with time. */
function disordered(messages: readonly Message[]): Message[] {
  const chance = seededChance(7);
  const all = [...messages, ...messages.filter(() => chance.happens(0.2))];
  return all
    .map((message) => [chance.next(), message] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, message]) => message);
}

interface Taken {
  readonly name: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly requests: number;
  readonly rejected: number;
  readonly audited: number;
  readonly customers: number;
  readonly events: number;
  readonly digest: string;
}

const BATCHES = 200;

/** Takes messages into a table of its own, in so many batches, and says what stands then. */
async function taken(
  fresh: () => Promise<Db>,
  name: string,
  messages: readonly Message[],
  size: number,
  by: (db: Db) => Promise<{ take(batch: readonly Message[]): Promise<number>; finish(): Promise<void> }>,
): Promise<Taken> {
  const made = await fresh();
  let requests = 0;
  const client = {
    send: (command: ScanCommand) => {
      requests += 1;
      return made.client.send(command);
    },
  } as unknown as Db['client'];
  const db: Db = { ...made, client };
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const { take, finish } = await by(db);
  let rejected = 0;
  for (let from = 0; from < messages.length; from += size) {
    rejected += await take(messages.slice(from, from + size));
    if ((from / size) % 20 === 0)
      console.error(
        `${name}: ${from} of ${messages.length}, ${Math.round((performance.now() - startedAt) / 1000)} s, ${requests} requests`,
      );
  }
  await finish();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - startedAt) / 1000;
  const sent = requests;
  const { customers, events } = await stateOf(db);
  const { items: audit } = await listAudit(db, { day: dayOf(db.clock()), first: 1000 });
  return {
    name,
    seconds: Math.round(seconds),
    cpuSeconds: Math.round((user + system) / 1e6),
    requests: sent,
    rejected,
    audited: audit.length,
    customers: customers.length,
    events: events.length,
    digest: createHash('sha256').update(JSON.stringify({ customers, events })).digest('hex').slice(0, 16),
  };
}

/** As a file is read: everything sorted, summaries at the end. */
async function byFile(db: Db) {
  const notation = await notationOf(db);
  return {
    take: async (batch: readonly Message[]): Promise<number> => {
      const results = await takeMessages(
        db,
        batch.map((message) => readSegment(message, { source: 'app', notation })),
        { source: 'app', fold: false },
      );
      return results.filter(({ status }) => status === 'REJECTED').length;
    },
    finish: async (): Promise<void> => {
      await foldPending(db, { ruleSet: defaultRuleSet });
    },
  };
}

/** As SDKs send: over the HTTP core, with a write key. */
async function byHttp(db: Db) {
  const { secret } = await createAccessKey(db, 'local', {
    name: 'stream',
    ...parseGrants(['ingest:app']),
    sources: null,
    expiresAt: null,
  });
  const server = createIngestServer({ db, authenticate: authenticator({ db }) });
  return {
    take: async (batch: readonly Message[]): Promise<number> => {
      for (;;) {
        const { status, body } = await server.answer({
          method: 'POST',
          path: '/v1/batch',
          query: '',
          headers: { authorization: `Basic ${Buffer.from(`${secret}:`).toString('base64')}` },
          body: JSON.stringify({ batch }),
        });
        if (status === 200) return (JSON.parse(body) as { rejected: number }).rejected;
        if (status !== 503) throw new Error(body);
        console.error('503: sent again');
      }
    },
    finish: () => Promise.resolve(),
  };
}

const [messagesAsked = '100000', where = '--memory'] = process.argv.slice(2);
const count = Number(messagesAsked);
const engine = where === '--engine' ? await startEngine('dynoxide') : null;
const fresh = async (): Promise<Db> => {
  if (engine !== null) return testDb(engine);
  const db = openDb({ client: memoryClient(), table: 'kring', identityKey: TEST_IDENTITY_KEY });
  await createTable(db, { currency: 'EUR' });
  return db;
};
try {
  const sorted = generate(count);
  const messages = disordered(sorted);
  const size = Math.min(MAX_MESSAGES, Math.ceil(messages.length / BATCHES));
  const once = await taken(fresh, 'sorted, once, as a file', sorted, 1000, byFile);
  console.log(JSON.stringify(once));
  const streamed = await taken(fresh, `shuffled and repeated, batches of ${size}`, messages, size, byHttp);
  console.log(JSON.stringify(streamed));
  console.log(once.digest === streamed.digest ? 'THE SAME STATE' : 'ANOTHER STATE');
  if (once.digest !== streamed.digest) process.exitCode = 1;
} finally {
  await engine?.stop();
}
