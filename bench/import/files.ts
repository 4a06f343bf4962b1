/**
 * Files in the bucket of imports, with everything that happens to files: rows in any order over all of them, orders that come in two files, rows that are no orders, files that are none, notices that
 * come twice and at once, deliveries whose time is up. They go through functions/import-file.ts as the queue calls it, over a bucket and an engine that answer over HTTP. Then
 * everybody's orders and revenue must be what was made, to the cent, and every row that was planted bad must be listed once, where it stands, with the field that is bad.
 *
 *   node bench/import/files.ts [--rows 6400] [--files 64] [--seed 1]
 */
import { parseArgs } from 'node:util';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { parse } from 'csv-parse/sync';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import type { DroppedOutcome } from '../../intake/dropped.ts';
import { seededChance } from '../../local/demo/company/chance.ts';
import { inputPages, SHARDS } from '../../store/work/inputs.ts';
import { startBucket, type StoredObject } from '../../test/engines/bucket.ts';
import { isAvailable, startEngine, testDb, TEST_IDENTITY_KEY } from '../../test/engines/engines.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '6400' },
    files: { type: 'string', default: '64' },
    seed: { type: 'string', default: '1' },
  },
});
const [ROWS, FILES] = [Number(values.rows), Number(values.files)];
const chance = seededChance(Number(values.seed));
const whole = (below: number): number => Math.floor(chance.next() * below);

const HEADER = 'orderId,customer,date,amount,currency\n';
const BUCKET = 'imports';
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2024, 0, 1);
const DAYS = 700;
/** Of a hundred rows. */
const DUPLICATES = 0.05;
const POISON = 0.02;
const LATE_DELIVERIES = 0.1;
const REPEATED_NOTICES = 0.2;
const AT_ONCE = 4;

type Bad = readonly [field: string, row: (order: string) => string];
const BAD: readonly Bad[] = [
  ['amount', (order) => `${order},c1,2025-01-02,many,EUR\n`],
  ['placedAt', (order) => `${order},c1,2025-13-45,10.00,EUR\n`],
  ['customer', (order) => `${order},,2025-01-02,10.00,EUR\n`],
  ['orderId', () => ',c1,2025-01-02,10.00,EUR\n'],
];

/** What must stand in the end, and what must be listed. */
const expected = new Map<string, { orders: number; revenueMinor: number }>();
const planted = new Set<string>();
const contents: string[][] = Array.from({ length: FILES }, () => []);
const put = (file: number, row: string): number => contents[file]!.push(row) + 1;

const customers = Math.max(10, Math.round(ROWS / 8));
for (let n = 0; n < ROWS; n++) {
  const customer = `c${whole(customers)}`;
  const amountMinor = 100 + whole(50_000);
  const date = new Date(FIRST_DAY + whole(DAYS) * DAY_MS).toISOString().slice(0, 10);
  const row = `o${n},${customer},${date},${(amountMinor / 100).toFixed(2)},EUR\n`;
  const file = whole(FILES);
  put(file, row);
  const known = expected.get(customer) ?? { orders: 0, revenueMinor: 0 };
  expected.set(customer, { orders: known.orders + 1, revenueMinor: known.revenueMinor + amountMinor });
  if (chance.happens(DUPLICATES)) put((file + 1 + whole(FILES - 1)) % FILES, row);
  if (chance.happens(POISON)) {
    const [field, bad] = BAD[whole(BAD.length)]!;
    const where = whole(FILES);
    planted.add(`${where} ${put(where, bad(`p${n}`))} ${field}`);
  }
}

const objects = new Map<string, StoredObject>();
const keyOf = (file: number): string => `inbox/orders/shop/part-${String(file).padStart(3, '0')}.csv`;
for (const [file, rows] of contents.entries()) objects.set(keyOf(file), { bytes: Buffer.from(HEADER + rows.join('')) });
const noFiles = ['inbox/orders/shop/empty.csv', 'inbox/orders/shop/columns.csv', 'inbox/sales/shop/kind.csv'];
for (const key of noFiles) objects.set(key, { bytes: Buffer.from(key.includes('empty') ? '' : 'a,b\n1,2\n') });

const engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
const bucket = await startBucket(BUCKET, objects);
const db = await testDb(engine);
Object.assign(process.env, {
  KRING_DYNAMODB_URL: engine.endpoint,
  KRING_BLOBS: '/nowhere',
  SST_RESOURCE_App: '{"name":"kring","stage":"test"}',
  SST_RESOURCE_Access: JSON.stringify({ table: db.table, blobs: 'none', currency: 'EUR' }),
  SST_RESOURCE_IdentityKey: JSON.stringify({ value: TEST_IDENTITY_KEY }),
});
const { handler } = await import('../../functions/import-file.ts');

const shuffled = <T>(all: readonly T[]): T[] =>
  all
    .map((one) => [chance.next(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
const keys = [...objects.keys()];
const queue = shuffled([...keys, ...keys.filter(() => chance.happens(REPEATED_NOTICES))]);
const seen = { deliveries: 0, again: 0, late: 0 };

const notice = (key: string): string =>
  JSON.stringify({ Records: [{ s3: { bucket: { name: BUCKET }, object: { key: encodeURIComponent(key) } } }] });

/** As the queue does: what could not be finished comes again, after the others. */
async function deliver(): Promise<void> {
  for (let batch = queue.splice(0, 1 + whole(3)); batch.length > 0; batch = queue.splice(0, 1 + whole(3))) {
    seen.deliveries += 1;
    const isLate = chance.happens(LATE_DELIVERIES);
    if (isLate) seen.late += 1;
    let looks = 2 + whole(20);
    const answer: SQSBatchResponse = await handler(
      { Records: batch.map((key, n) => ({ messageId: String(n), body: notice(key) })) } as unknown as SQSEvent,
      { getRemainingTimeInMillis: () => (isLate && looks-- <= 0 ? 0 : 900_000) },
    );
    const failed = answer.batchItemFailures.map(({ itemIdentifier }) => batch[Number(itemIdentifier)]!);
    seen.again += failed.length;
    queue.push(...failed);
  }
}

const faults: string[] = [];
const startedAt = performance.now();
try {
  // Of metrics and of files that are told of again: not what this is about.
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (() => true) as typeof process.stdout.write;
  await Promise.all(Array.from({ length: AT_ONCE }, deliver));
  process.stdout.write = write;

  const told = (key: string): DroppedOutcome =>
    JSON.parse(objects.get(`outbox/${key.slice('inbox/'.length)}.json`)!.bytes.toString()) as DroppedOutcome;
  for (const key of noFiles) if (told(key).status !== 'REFUSED') faults.push(`${key} is not refused`);
  const listed = new Set<string>();
  let rejectedRows = 0;
  for (let file = 0; file < FILES; file++) {
    const outcome = told(keyOf(file));
    if (outcome.status !== 'IMPORTED') {
      faults.push(`${keyOf(file)}: ${outcome.code}`);
      continue;
    }
    rejectedRows += outcome.rejectedRows;
    const rejects = objects.get(`outbox/${keyOf(file).slice('inbox/'.length)}.rejects.csv`);
    if (rejects === undefined) continue;
    for (const { row, field } of parse<{ row: string; field: string }>(rejects.bytes, { columns: true }))
      listed.add(`${file} ${row} ${field}`);
  }
  for (const one of planted) if (!listed.has(one)) faults.push(`planted and not listed: ${one}`);
  for (const one of listed) if (!planted.has(one)) faults.push(`listed and not planted: ${one}`);
  if (rejectedRows !== planted.size) faults.push(`${rejectedRows} rows counted as refused, ${planted.size} planted`);

  const left = new Map(expected);
  for (let shard = 0; shard < SHARDS; shard++)
    for await (const page of inputPages(db, shard, { fold: defaultRuleSet }))
      for (const { identities, summary } of page.customers) {
        const name = identities[0]!.value;
        const known = left.get(name);
        left.delete(name);
        const { count = 0, revenueMinor = 0 } = summary.orders ?? {};
        if (count !== known?.orders || revenueMinor !== known.revenueMinor)
          faults.push(
            `${name}: ${count} orders of ${revenueMinor}, made were ${known?.orders} of ${known?.revenueMinor}`,
          );
      }
  for (const name of left.keys()) faults.push(`${name} is not there`);
} finally {
  await bucket.stop();
  await engine.stop();
}

console.log(
  `${ROWS} orders of ${expected.size} customers in ${FILES} files, ${planted.size} bad rows, ${noFiles.length} files that are none; ${seen.deliveries} deliveries of ${AT_ONCE} at once, ` +
    `${seen.late} late, ${seen.again} messages came again; ${Math.round((performance.now() - startedAt) / 1000)} s.`,
);
console.log(
  faults.length === 0 ? 'Every customer exact, every bad row accounted for.' : faults.slice(0, 20).join('\n'),
);
process.exitCode = faults.length === 0 ? 0 : 1;
