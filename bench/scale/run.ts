/**
 * What a night costs at any size: CPU, memory, units and requests of every step of a run, against a stand-in that counts (stand-in.ts).
 * Each size runs in a process of its own, so that its peak is its own.
 *
 *   node bench/scale/run.ts 1000 10000 100000              # heterogeneous spend, first run and nights
 *   node bench/scale/run.ts --homogeneous --first 100000   # customers alike, the first run only
 *   node bench/scale/run.ts --few 300000                   # the first run, a night without an event and one in which 1 % order
 *   node bench/scale/run.ts --first --interactions=10 --dashboard 100000   # two million events, and what the queries of a dashboard cost then
 *   node bench/scale/run.ts --heap-mb=1500 --few 300000    # with more of JavaScript's own than the third a function of 3,008 MB gives it
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DAY_MS } from '../../domain/time/time.ts';
import { begin, compute, finish, publishStep, snapshot } from '../../enrichment/steps.ts';
import { awsPrincipal } from '../../resolvers/serve/authenticate.ts';
import { createGraphqlServer } from '../../resolvers/server.ts';
import { withMeter, type Db } from '../../store/client/db.ts';
import { startRun } from '../../store/work/runs.ts';
import { LAST_DAY, type Company } from './company.ts';
import { standIn, type StandIn } from './stand-in.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    homogeneous: { type: 'boolean' },
    first: { type: 'boolean' },
    few: { type: 'boolean' },
    kinds: { type: 'boolean' },
    interactions: { type: 'string', default: '0' },
    dashboard: { type: 'boolean' },
    'heap-mb': { type: 'string', default: '1000' },
  },
});

interface Measured {
  readonly step: string;
  readonly cpu: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly requests: number;
}

async function oneRun(world: StandIn, asOf: number): Promise<Measured[]> {
  const db = withMeter(world.db);
  const steps: Measured[] = [];
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const [usage, own, meter] = [process.cpuUsage(), world.cpuMicros(), structuredClone(db.meter.perOperation)];
    const result = await work();
    const { user, system } = process.cpuUsage(usage);
    let [requests, readUnits, writeUnits] = [0, 0, 0];
    for (const [operation, row] of Object.entries(db.meter.perOperation)) {
      const before = meter[operation] ?? { requests: 0, units: 0 };
      requests += row.requests - before.requests;
      if (/Get|Query/u.test(operation)) readUnits += row.units - before.units;
      else writeUnits += row.units - before.units;
    }
    steps.push({ step: name, cpu: (user + system - (world.cpuMicros() - own)) / 1e6, readUnits, writeUnits, requests });
    return result;
  };
  const run = await step('begin', () => startRun(db, { trigger: 'SCHEDULE', asOf, leaseMs: 120_000 }));
  const { previous } = await step('begin', () => begin(db, run));
  const pinned = await step('snapshot', () => snapshot(db, run, previous));
  const computed = await step('compute', () => compute(db, pinned.run, previous, {}, pinned.inputs));
  const published = await step('publish', () => publishStep(db, pinned.run, computed));
  await step('finish', () => finish(db, published));
  return steps;
}

const sum = (steps: readonly Measured[], of: (one: Measured) => number): number =>
  steps.reduce((total, one) => total + of(one), 0);
const round = (value: number, digits = 2): string => value.toFixed(digits);

/** The queries behind a full dashboard, as docs/portfolio.md has them, over the API's HTTP core. */
async function dashboard(db: Db): Promise<{ readonly requests: number; readonly readUnits: number }> {
  const page = readFileSync(join(import.meta.dirname, '../../docs/portfolio.md'), 'utf8');
  const [, own] = page.split('## A dashboard');
  const queries = [...own!.split('\n## ')[0]!.matchAll(/```graphql\n(.*?)```/gsu)].map(([, query]) => query!);
  const server = await createGraphqlServer({
    db,
    currency: 'EUR',
    introspection: false,
    authenticate: async () => awsPrincipal('arn:aws:iam::1:role/bench'),
    onError: (_, error) => console.error(error),
  });
  let readUnits = 0;
  for (const query of queries) {
    const { body } = await server.executeHttp({
      method: 'POST',
      query: '',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query }),
    });
    const { errors, extensions } = JSON.parse(body);
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    readUnits += extensions.cost.readUnits as number;
  }
  return { requests: queries.length, readUnits };
}

async function child(customers: number): Promise<void> {
  const spend = values.homogeneous === true ? 'homogeneous' : 'heterogeneous';
  let company: Company = { customers, spend, nights: [], interactions: Number(values.interactions) };
  const world = standIn(company);
  const atNight = (day: number): number => day * DAY_MS + 80_000_000;
  const report = async (what: string, asOf: number): Promise<void> => {
    world.setClock(asOf + 60_000);
    const steps = await oneRun(world, asOf);
    const cpu = (name: string): string =>
      round(
        sum(
          steps.filter(({ step }) => step === name),
          (one) => one.cpu,
        ),
      );
    const writes = sum(steps, (one) => one.writeUnits);
    console.log(
      `| ${customers} | ${what} | ${cpu('snapshot')} / ${cpu('compute')} / ${cpu('publish')} | ${round(sum(steps, (one) => one.cpu))} | ` +
        `${Math.round(sum(steps, (one) => one.readUnits))} | ${Math.round(writes)} | ${round(writes / customers, 4)} | ${sum(steps, (one) => one.requests)} | ` +
        `${Math.round(process.resourceUsage().maxRSS / 1024)} |`,
    );
    const kinds = world.drainKinds();
    if (values.kinds === true)
      console.error(
        `  ${Object.entries(kinds)
          .map(([kind, { units, items, bytes }]) => `${kind} ${units} (${items} × ${Math.round(bytes / items)} B)`)
          .join(', ')}`,
      );
  };
  await report('first run', atNight(LAST_DAY));
  if (values.dashboard === true) {
    // Replicas have the run by then.
    world.setClock(atNight(LAST_DAY) + 600_000);
    const { requests, readUnits } = await dashboard(world.db);
    console.log(
      `A dashboard (docs/portfolio.md) of ${customers} customers: ${requests} requests over HTTP, ${readUnits} read units.`,
    );
  }
  if (values.first === true) return;
  const isFew = values.few === true;
  if (!isFew) await report('nothing new, the same day', atNight(LAST_DAY) + 600_000);
  await report('a day later, nothing new', atNight(LAST_DAY + 1));
  if (!isFew) {
    world.become((company = { ...company, nights: [{ day: LAST_DAY + 2, ordering: 'one' }] }));
    await report('a day later, one order', atNight(LAST_DAY + 2));
  }
  world.become({ ...company, nights: [...company.nights, { day: LAST_DAY + 3, ordering: 0.01 }] });
  await report('a day later, 1 % ordering', atNight(LAST_DAY + 3));
}

if (process.env['BENCH_SCALE_CHILD'] === undefined) {
  console.log(
    '| customers | run | snapshot / compute / publish CPU s | all CPU s | read units | write units | per customer | requests | peak MB |',
  );
  console.log('|--:|---|---|--:|--:|--:|--:|--:|--:|');
  for (const size of positionals.length === 0 ? ['1000', '10000', '100000'] : positionals) {
    const flags = process.argv.slice(2).filter((flag) => flag.startsWith('--'));
    spawnSync(process.execPath, [`--max-old-space-size=${values['heap-mb']}`, import.meta.filename, ...flags, size], {
      stdio: 'inherit',
      env: { ...process.env, BENCH_SCALE_CHILD: '1' },
    });
  }
} else await child(Number(positionals[0]));
