/**
 * What one order costs between two runs, and what its readers pay: units and requests against the stand-in that counts. Customers at random order once
 * more, one after the other, each pushed by itself.
 *
 *   node bench/scale/one-order.ts 1000 10000              # the shares of the default
 *   node bench/scale/one-order.ts --kappa 0.2 10000
 */
import { parseArgs } from 'node:util';
import { DAY_MS } from '../../domain/time/time.ts';
import { pushCustomers } from '../../enrichment/push/push.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { withMeter, type Db } from '../../store/client/db.ts';
import { loadViews } from '../../store/published/customers.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { idOf, LAST_DAY, mixed, orderedOn } from './company.ts';
import { standIn } from './stand-in.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { kappa: { type: 'string' } } });

const SHARE = 0.02;
const MOST_ORDERS = 60;

async function counted<T>(
  db: Db,
  work: (db: Db) => Promise<T>,
): Promise<{ result: T; read: number; write: number; requests: number }> {
  const metered = withMeter(db);
  const result = await work(metered);
  const { readUnits, writeUnits, requests } = metered.meter;
  return { result, read: readUnits, write: writeUnits, requests };
}

const spread = (numbers: readonly number[]): string => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return `${at(0.5)} / ${at(0.9)} / ${sorted.at(-1)!}`;
};

console.log(
  '| customers | κ | orders | customers touched: median / p90 / max | write units | read units | requests | ms | customer read before, after: units | page of 50 |',
);
console.log('|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|');
for (const size of positionals.map(Number)) {
  const world = standIn({ customers: size, spend: 'heterogeneous', nights: [] });
  const asOf = LAST_DAY * DAY_MS + 80_000_000;
  world.setClock(asOf + 60_000);
  const settings = values.kappa === undefined ? {} : { kappa: Number(values.kappa) };
  await runEnrichment(world.db, { asOf, trigger: 'MANUAL', settings });
  const night = { day: LAST_DAY + 1, ordering: SHARE };
  const buyers = [...new Set(Array.from({ length: size }, (_, k) => mixed(k) % size))]
    .filter((customer) => orderedOn(night, customer))
    .slice(0, MOST_ORDERS)
    .map(idOf);
  // An hour after the run, so that no reader pays for a replica that may be behind.
  world.setClock(asOf + DAY_MS);
  const someone = buyers[0]!;
  const fifty = Array.from({ length: 50 }, (_, k) => idOf(k));
  const readOne = (): ReturnType<typeof counted> =>
    counted(world.db, async (db) => loadViews(db, [someone], await visibleGeneration(db)));
  const readPage = (): ReturnType<typeof counted> =>
    counted(world.db, async (db) => loadViews(db, fifty, await visibleGeneration(db)));
  const [oneBefore, pageBefore] = [await readOne(), await readPage()];
  world.become({ customers: size, spend: 'heterogeneous', nights: [night] });
  const pushes = [];
  const started = performance.now();
  for (const [k, id] of buyers.entries()) {
    world.setClock(asOf + DAY_MS + k * 120_000);
    pushes.push(await counted(world.db, (db) => pushCustomers(db, [id])));
  }
  const ms = (performance.now() - started) / buyers.length;
  world.setClock(asOf + 2 * DAY_MS);
  const [oneAfter, pageAfter] = [await readOne(), await readPage()];
  console.log(
    `| ${size} | ${values.kappa ?? '.02'} | ${buyers.length} | ${spread(pushes.map(({ result }) => result.touched))} | ${spread(pushes.map(({ write }) => write))} | ` +
      `${spread(pushes.map(({ read }) => read))} | ${spread(pushes.map(({ requests }) => requests))} | ${ms.toFixed(0)} | ` +
      `${oneBefore.read}, ${oneAfter.read} (${oneAfter.requests} requests) | ${pageBefore.read}, ${pageAfter.read} (${pageAfter.requests} requests) |`,
  );
  let bytes = 0;
  for (const name of await world.db.blobs.list(`${world.db.table}.credit/`))
    bytes += (await world.db.blobs.get(name))!.length;
  console.log(`Credit kept beside the table: ${(bytes / size).toFixed(0)} bytes a customer.`);
}
