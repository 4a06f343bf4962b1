/**
 * What an answer costs: CPU microseconds of this process a request (the engine is another process), the servers taking turns so that noise meets them alike.
 *
 *   npm --prefix bench/graphql/peers ci
 *   node --expose-gc bench/graphql/run.ts [--data DIR] [--before CHECKOUT] [--rounds N]
 *
 * --before: an earlier checkout of Kring with its node_modules; the servers of others then also run over what it had.
 */
import { parseArgs } from 'node:util';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demo, peersPath, replayed } from './data.ts';
import { questions, type Question } from './queries.ts';
import { checkout, settled, type Ask, type Peers } from './servers.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: join(tmpdir(), 'kring-bench-graphql') },
    before: { type: 'string' },
    rounds: { type: 'string', default: '40' },
    only: { type: 'string' },
  },
});
const path = peersPath();
if (path === null) throw new Error('Install the other servers first: npm --prefix bench/graphql/peers ci');
const peers = (await import(path)) as Peers;
const here = await checkout(join(import.meta.dirname, '../..'));
const before = values.before === undefined ? null : await checkout(values.before);
const connection = await demo(values.data);

interface Lane {
  readonly name: string;
  readonly ask: Ask;
  readonly samples: number[];
}

const memory = settled(connection.db, replayed(connection.db.client));
const embedded = settled(connection.db);
const lane = (name: string, ask: Ask): Lane => ({ name, ask, samples: [] });
const old = before ?? here;
const of = before === null ? '' : ', before';
const lanes = async (db: typeof memory): Promise<Lane[]> => [
  lane('Kring', await here.kring(db, peers.eventOf)),
  ...(before === null ? [] : [lane('Kring, before', await before.kring(db, peers.eventOf))]),
  lane(`Apollo, defaults${of}`, await peers.apolloDefault(old.served(db))),
  ...(before === null
    ? []
    : [lane("Apollo, defaults, over today's resolvers", await peers.apolloDefault(here.served(db)))]),
  lane(`yoga${of}`, peers.yoga(old.served(db))),
  lane(`mercurius + jit${of}`, await peers.mercuriusJit(old.served(db))),
  lane("graphql-jit alone, over today's resolvers", peers.jitAlone(here.served(db))),
];

const id = JSON.parse(
  await (
    await here.kring(embedded, peers.eventOf)
  )(JSON.stringify({ query: '{ customers(first: 1) { nodes { id } } }' })),
).data.customers.nodes[0].id as string;

const cpuMicros = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const p10 = (samples: readonly number[]): number => samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 10)]!;
const median = (samples: readonly number[]): number => samples.toSorted((a, b) => a - b)[samples.length >> 1]!;

async function measure(all: readonly Lane[], { name, body }: Question, perSample: number): Promise<void> {
  const bytes: number[] = [];
  for (const { ask } of all) {
    const answer = await ask(body);
    if (JSON.parse(answer).errors !== undefined) throw new Error(`${name}: ${answer.slice(0, 500)}`);
    bytes.push(answer.length);
    for (let k = 0; k < 30; k++) await ask(body);
  }
  const floor = JSON.parse(await all[0]!.ask(body)) as unknown;
  const stringify = lane('JSON.stringify of the answer', async () => JSON.stringify(floor));
  for (let round = 0; round < Number(values.rounds); round++)
    for (const { ask, samples } of [...all, stringify]) {
      const from = cpuMicros();
      for (let k = 0; k < perSample; k++) await ask(body);
      samples.push((cpuMicros() - from) / perSample);
    }
  const apollo = p10(all.find(({ name: one }) => one.startsWith('Apollo, defaults'))!.samples);
  console.log(`\n${name} (${bytes[0]} bytes)\n| server | CPU µs p10 | median | × Apollo |\n|---|--:|--:|--:|`);
  for (const { name: server, samples } of [...all, stringify])
    console.log(
      `| ${server} | ${Math.round(p10(samples))} | ${Math.round(median(samples))} | ${(p10(samples) / apollo).toFixed(2)} |`,
    );
}

try {
  for (const [place, db, perSample] of [
    ['from memory', memory, 25],
    ['with the embedded engine', embedded, 6],
  ] as const) {
    if (values.only !== undefined && !place.includes(values.only)) continue;
    console.log(`\n## ${place}`);
    for (const question of questions(id)) await measure(await lanes(db), question, perSample);
  }
} finally {
  await connection.close();
}
