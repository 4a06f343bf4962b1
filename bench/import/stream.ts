/**
 * A stream and its disorder: a made-up company's messages (users, devices that some of them share, earlier ids, orders told in parts), taken sorted and once, and taken
 * shuffled, a fifth of them twice, in batches of 500 over the HTTP core, aliases anywhere; then everything that stands of customers is compared. Goes on where it stopped
 * when it is called again with the same directory.
 *
 *   node bench/import/stream.ts DIRECTORY MESSAGES [--minutes 7]
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import { parseGrants } from '../../domain/access/scopes.ts';
import { seededChance } from '../../local/demo/company/chance.ts';
import { openConnection } from '../../local/dynamodb/connect.ts';
import { createIngestServer, notationOf } from '../../resolvers/ingest/server.ts';
import { authenticator } from '../../resolvers/serve/authenticate.ts';
import { readSegment } from '../../intake/messages/segment.ts';
import { takeMessages } from '../../intake/messages/take.ts';
import { createAccessKey } from '../../store/access/keys.ts';
import type { Db } from '../../store/client/db.ts';
import { ensureTable } from '../../store/client/table.ts';
import { foldPending } from '../../store/events/fold.ts';
import { stateOf } from '../../test/intake/messages/state.ts';

const BATCH = 500;
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

// Ids derive from it: two tables are compared id by id.
process.env['KRING_IDENTITY_KEY'] = 'the same identity key for both tables';
const [directory = '', count = '0', , minutes = '7'] = process.argv.slice(2);
mkdirSync(directory, { recursive: true });
const until = performance.now() + Number(minutes) * 60_000;
const notePath = join(directory, 'progress.json');
interface Progress {
  done: Record<string, number>;
  seconds: Record<string, number>;
  states: Record<string, string>;
  rejected: number;
}
const progress: Progress = existsSync(notePath)
  ? (JSON.parse(readFileSync(notePath, 'utf8')) as Progress)
  : { done: {}, seconds: {}, states: {}, rejected: 0 };
const sorted = generate(Number(count));
const ways: Record<string, readonly Message[]> = { sorted, disordered: disordered(sorted) };

async function byHttp(db: Db, write: (batch: readonly Message[]) => Promise<unknown>, name: string): Promise<boolean> {
  const messages = ways[name]!;
  for (let from = progress.done[name] ?? 0; from < messages.length; from += BATCH) {
    if (performance.now() > until) return false;
    const startedAt = performance.now();
    await write(messages.slice(from, from + BATCH));
    progress.done[name] = from + BATCH;
    progress.seconds[name] = (progress.seconds[name] ?? 0) + (performance.now() - startedAt) / 1000;
    writeFileSync(notePath, JSON.stringify(progress));
    if (from % 10_000 === 0)
      console.error(name, from, Math.round(progress.seconds[name]), 's', db.meter.requests, 'requests');
  }
  return true;
}

for (const name of Object.keys(ways)) {
  if (progress.states[name] !== undefined) continue;
  const connection = await openConnection({ data: join(directory, name), table: 'kring' });
  try {
    const { db } = connection;
    await ensureTable(db, { currency: 'EUR' });
    const { secret } = await createAccessKey(db, 'local', {
      name: 'stream',
      ...parseGrants(['ingest:app']),
      sources: null,
      expiresAt: null,
    });
    const server = createIngestServer({ db, authenticate: authenticator({ db }) });
    const notation = await notationOf(db);
    const post = async (batch: readonly Message[]): Promise<void> => {
      for (;;) {
        const { status, body } = await server.answer({
          method: 'POST',
          path: '/v1/batch',
          query: '',
          headers: { authorization: `Basic ${Buffer.from(`${secret}:`).toString('base64')}` },
          body: JSON.stringify({ batch }),
        });
        if (status === 200) {
          progress.rejected += (JSON.parse(body) as { rejected: number }).rejected;
          return;
        }
        if (status !== 503) throw new Error(body);
      }
    };
    const file = (batch: readonly Message[]): Promise<unknown> =>
      takeMessages(
        db,
        batch.map((message) => readSegment(message, { source: 'app', notation })),
        { source: 'app', fold: false },
      );
    if (!(await byHttp(db, name === 'sorted' ? file : post, name))) {
      console.log('Not finished: call it again.', JSON.stringify(progress.done));
      process.exitCode = 3;
      break;
    }
    if (name === 'sorted') await foldPending(db, { ruleSet: defaultRuleSet });
    const { customers, events } = await stateOf(db);
    const digest = createHash('sha256').update(JSON.stringify({ customers, events })).digest('hex').slice(0, 16);
    writeFileSync(join(directory, `${name}.json`), JSON.stringify({ customers, events }, null, 1));
    progress.states[name] = `${digest}: ${customers.length} customers, ${events.length} events`;
    writeFileSync(notePath, JSON.stringify(progress));
  } finally {
    await connection.close();
  }
}
console.log(
  JSON.stringify({ ...progress, same: progress.states['sorted'] === progress.states['disordered'] }, null, 2),
);
