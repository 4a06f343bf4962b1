/**
 * The API at the highest rate this machine holds, while runs publish and the database refuses: every answer is held against what another process, that keeps
 * nothing and leaves documents to graphql-js, says of the generation the answer is of.
 *
 *   node --expose-gc bench/graphql/soak.ts [--data DIR] [--minutes N]
 *
 * One request in a hundred is wrong on purpose; one call of the database in fifty is throttled.
 */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { execute, parse } from 'graphql';
import { runEnrichment } from '../../enrichment/run.ts';
import { deploymentAsOf } from '../../local/demo/demo.ts';
import { resolvers } from '../../resolvers/resolvers.ts';
import { executableSchema } from '../../resolvers/schema.ts';
import { createContext } from '../../resolvers/serve/context.ts';
import { DEVELOPMENT } from '../../resolvers/serve/authenticate.ts';
import { createGraphqlServer } from '../../resolvers/server.ts';
import { typeDefs } from '../../schema/generated.ts';
import { closeDb, openDb, type Db } from '../../store/client/db.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { demo } from './data.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: join(tmpdir(), 'kring-bench-graphql') },
    minutes: { type: 'string', default: '10' },
  },
});
const AT_ONCE = 8;
const THROTTLED = 1 / 50;
const connection = await demo(values.data);
const { db } = connection;
const { hostname, port } = new URL(connection.endpoint);

/** Stands before the engine, and refuses some calls as DynamoDB does. */
let refused = 0;
const between = createServer((from, to) => {
  if (Math.random() < THROTTLED) {
    refused += 1;
    from
      .resume()
      .on('end', () =>
        to.writeHead(400).end('{"__type":"x#ProvisionedThroughputExceededException","message":"over capacity"}'),
      );
    return;
  }
  const onwards = request({ hostname, port, path: from.url, method: from.method, headers: from.headers }, (answer) => {
    to.writeHead(answer.statusCode!, answer.headers);
    answer.pipe(to);
  });
  onwards.on('error', () => to.destroy());
  from.pipe(onwards);
});
await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
const through = `http://127.0.0.1:${(between.address() as AddressInfo).port}`;
const opened = (endpoint: string): Db =>
  openDb({ endpoint, table: db.table, identityKey: db.identityKey, blobs: db.blobs });

const QUERY = `{
  portfolio { customers { count } current { minorUnits } total { minorUnits } provenance { generation } }
  customers(first: 50) { nodes { id displayName rfm { group recency } lifecycle { stage lapsed } segments { key } influence { score }
    value { total { amount } revenue { minorUnits } current { direct { minorUnits } indirect { minorUnits } } clv { predicted { minorUnits } }
      breakdown { key amount { minorUnits } } provenance { generation } } } }
  byLast: customers(first: 20, orderBy: { field: LAST_ORDER }) { nodes { id value { total { minorUnits } standing { percentile } } } }
  focus(share: 0.2, by: CURRENT) { customers value { minorUnits } }
  lifecycleSummary { stages { stage customers { count } value { minorUnits } } }
}`;
const BAD = ['{ nothing }', '{ customers(first: 0) { nodes { id } } }', '{', '{ customer(by: {}) { id } }'];

const reference = executableSchema(typeDefs, resolvers);
const expected = new Map<number, string>();
async function note(): Promise<void> {
  const fresh = opened(connection.endpoint);
  const contextValue = createContext({ db: fresh, currency: 'USD' }, DEVELOPMENT, 'reference');
  const { data, errors } = await execute({ schema: reference, document: parse(QUERY), contextValue });
  if (errors) throw errors[0]!;
  const text = JSON.stringify(data);
  expected.set((JSON.parse(text) as Answer).portfolio.provenance.generation, text);
  closeDb(fresh);
}
interface Answer {
  readonly portfolio: { readonly provenance: { readonly generation: number } };
}

const served = opened(through);
const server = await createGraphqlServer({
  db: served,
  currency: 'USD',
  introspection: false,
  authenticate: async () => DEVELOPMENT,
});
const counts = { good: 0, bad: 0, wrong: 0, lost: 0, refused: 0, runs: 0 };
const waiting: { readonly generation: number; readonly text: string }[] = [];
const memory: number[] = [];
const until = performance.now() + Number(values.minutes) * 60_000;
const isOver = (): boolean => performance.now() > until;

function hold(generation: number, text: string): void {
  const said = expected.get(generation);
  if (said === undefined) waiting.push({ generation, text });
  else if (said !== text) {
    counts.wrong += 1;
    if (counts.wrong < 4)
      console.error(`wrong, of generation ${generation}:\n${text.slice(0, 300)}\n${said.slice(0, 300)}`);
  }
}

async function client(n: number): Promise<void> {
  for (let k = n; !isOver(); k++) {
    const isBad = k % 100 === 0;
    const query = isBad ? BAD[(k / 100) % BAD.length]! : QUERY;
    const { status, body } = await server.executeHttp({
      method: 'POST',
      query: '',
      headers: { 'content-type': 'application/json', 'accept-encoding': 'gzip' },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = JSON.parse(body) as {
      data?: Answer;
      errors?: readonly { extensions: { code: string } }[];
    };
    if (isBad) {
      counts.bad += 1;
      if (errors === undefined || errors.some(({ extensions }) => extensions.code === 'INTERNAL_SERVER_ERROR'))
        counts.wrong += 1;
    } else if (errors?.every(({ extensions: { code } }) => code === 'THROTTLED' || code === 'UNAVAILABLE'))
      counts.refused += 1;
    else if (errors !== undefined || status !== 200 || data === undefined) {
      counts.lost += 1;
      console.error(status, body.slice(0, 400));
    } else {
      counts.good += 1;
      hold(data.portfolio.provenance.generation, JSON.stringify(data));
    }
    // The event loop is also that of the runs and of what stands before the engine.
    await new Promise(setImmediate);
  }
}

async function publish(): Promise<void> {
  const asOf = await deploymentAsOf(db);
  for (let n = 0; !isOver(); n++) {
    await ingestEvents(db, [
      {
        customer: { externalId: { source: 'soak', id: `c${n % 5}` } },
        event: {
          kind: 'INTERACTION',
          source: 'soak',
          id: `${Date.now()}`,
          type: 'REVIEW',
          channel: 'WEB',
          occurredAt: asOf - 86_400_000 - n * 1000,
        },
      },
    ]);
    await runEnrichment(db, { asOf, trigger: 'MANUAL' });
    counts.runs += 1;
    await note();
    await sleep(5000);
  }
}

async function watch(): Promise<void> {
  while (!isOver()) {
    await sleep(5000);
    globalThis.gc?.();
    memory.push(process.memoryUsage().heapUsed / 2 ** 20);
  }
}

await note();
const from = process.cpuUsage();
await Promise.all([...Array.from({ length: AT_ONCE }, (_, n) => client(1 + 13 * n)), publish(), watch()]);
const { user, system } = process.cpuUsage(from);
let unheld = 0;
for (const { generation, text } of waiting) {
  if (expected.has(generation)) hold(generation, text);
  else unheld += 1;
}
const third = Math.max(1, Math.floor(memory.length / 3));
const mean = (some: readonly number[]): number => some.reduce((sum, one) => sum + one, 0) / some.length;
console.log(JSON.stringify({ ...counts, unheld, throttledCalls: refused, generations: expected.size }));
console.log(
  `${(counts.good / (Number(values.minutes) * 60)).toFixed(0)} answers/s, ${((user + system) / 1e6).toFixed(0)} CPU s of all of it; heap after gc, MB: ` +
    `${mean(memory.slice(0, third)).toFixed(1)} in the first third, ${mean(memory.slice(third, 2 * third)).toFixed(1)}, ${mean(memory.slice(-third)).toFixed(1)} in the last`,
);
await server.stop();
closeDb(served);
between.closeAllConnections();
between.close();
await connection.close();
