/** Files that are put into the bucket of imports: the function as the queue calls it, on a real engine and a bucket over HTTP. */
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { DroppedOutcome } from '../../intake/dropped.ts';
import type { Db } from '../../store/client/db.ts';
import { startBucket, type StoredObject } from '../engines/bucket.ts';
import { dumpTable } from '../engines/dump.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';

// What the function is linked to: a table of each test's own.
let db: Db;
vi.mock('../../functions/environment.ts', () => ({ openDatabase: async () => db }));
vi.stubEnv('SST_RESOURCE_App', '{"name":"kring","stage":"test"}');
const { handler } = await import('../../functions/import-file.ts');

const HEADER = 'orderId,customer,date,amount,currency\n';
const line = (order: number, customer: number, amount = '10.00'): string =>
  `o${order},c${customer},2026-0${1 + (order % 9)}-1${order % 10},${amount},EUR\n`;
const DONE: SQSBatchResponse = { batchItemFailures: [] };

describe('a file that is put into the bucket of imports', () => {
  const objects = new Map<string, StoredObject>();
  let engine: Engine;
  let bucket: Awaited<ReturnType<typeof startBucket>>;
  let log: string[];

  beforeAll(async () => {
    engine = await startEngine('dynalite');
    bucket = await startBucket('imports', objects);
  });
  afterAll(async () => {
    await bucket.stop();
    await engine.stop();
  });
  beforeEach(async () => {
    await ownTable();
    log = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => (log.push(String(text)), true));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    objects.clear();
  });

  const ownTable = async (): Promise<void> => {
    db = { ...(await testDb(engine)), clock: () => Date.UTC(2026, 10, 1) };
  };
  const put = (key: string, content: string | Buffer, settings?: object | string): void => {
    const kring = typeof settings === 'string' ? settings : JSON.stringify(settings);
    objects.set(key, { bytes: Buffer.from(content), ...(settings === undefined ? {} : { metadata: { kring } }) });
  };
  /** As S3 writes it: the key as in a URL, a blank as a plus. */
  const notice = (key: string): string =>
    JSON.stringify({
      Records: [
        {
          eventName: 'ObjectCreated:Put',
          s3: { bucket: { name: 'imports' }, object: { key: encodeURIComponent(key).replaceAll('%20', '+') } },
        },
      ],
    });
  const deliver = (bodies: readonly string[], remainingMs = 900_000): Promise<SQSBatchResponse> =>
    handler({ Records: bodies.map((body, n) => ({ messageId: `m${n}`, body })) } as unknown as SQSEvent, {
      getRemainingTimeInMillis: () => remainingMs,
    });
  const told = (key: string): DroppedOutcome =>
    JSON.parse(objects.get(`outbox/${key}.json`)!.bytes.toString()) as DroppedOutcome;
  /** What was imported, without when; receipts of imports name the attempt. */
  const state = async (): Promise<string[]> => (await dumpTable(db)).filter((item) => !/IMPORT/u.test(item));

  it('is imported under the source its name says, and told of beside it', async () => {
    put('inbox/orders/shop/november 2026.csv.gz', gzipSync(HEADER + line(1, 1) + line(2, 1)));
    expect(await deliver([notice('inbox/orders/shop/november 2026.csv.gz')])).toEqual(DONE);
    expect(told('orders/shop/november 2026.csv.gz')).toMatchObject({
      file: 'inbox/orders/shop/november 2026.csv.gz',
      status: 'IMPORTED',
      kind: 'orders',
      source: 'shop',
      counts: { ACCEPTED: 2 },
      rejectedRows: 0,
      customersFolded: 1,
    });
    expect([...objects.keys()].filter((key) => key.endsWith('rejects.csv'))).toEqual([]);
  });
  it('is read with the settings of its metadata', async () => {
    put('inbox/orders/shop/a.csv', 'Nr;Klant;Datum;Bedrag\n1;7;31/12/2025;1234,50\n', {
      map: { orderId: 'Nr', customer: 'Klant', placedAt: 'Datum', amount: 'Bedrag' },
      dateFormat: 'd/m/y',
      decimalComma: true,
    });
    expect(await deliver([notice('inbox/orders/shop/a.csv')])).toEqual(DONE);
    expect(told('orders/shop/a.csv')).toMatchObject({ status: 'IMPORTED', counts: { ACCEPTED: 1 }, rejectedRows: 0 });
  });
  it('has its bad rows listed, each with its reason, and the others imported', async () => {
    put('inbox/orders/shop/a.csv', `${HEADER}${line(1, 1)}${line(2, 1, 'ten')}${line(3, 2)}`);
    expect(await deliver([notice('inbox/orders/shop/a.csv')])).toEqual(DONE);
    expect(told('orders/shop/a.csv')).toMatchObject({ status: 'IMPORTED', counts: { ACCEPTED: 2 }, rejectedRows: 1 });
    expect(objects.get('outbox/orders/shop/a.csv.rejects.csv')!.bytes.toString()).toMatch(/^row,field.*\n3,amount,/u);
  });
  it('changes nothing when it is delivered again, or put again', async () => {
    put('inbox/orders/shop/a.csv', HEADER + line(1, 1) + line(2, 2));
    await deliver([notice('inbox/orders/shop/a.csv')]);
    const before = await state();
    put('inbox/orders/shop/b.csv', HEADER + line(1, 1) + line(2, 2));
    expect(await deliver([notice('inbox/orders/shop/a.csv'), notice('inbox/orders/shop/b.csv')])).toEqual(DONE);
    expect(told('orders/shop/b.csv')).toMatchObject({ counts: { DUPLICATE: 2 } });
    expect(await state()).toEqual(before);
  });
  it.each([
    ['a kind that is none', 'inbox/sales/shop/a.csv', HEADER + line(1, 1), undefined, 'DROPPED_WHERE'],
    ['no source', 'inbox/orders/a.csv', HEADER + line(1, 1), undefined, 'DROPPED_WHERE'],
    ['settings that are no JSON', 'inbox/orders/shop/a.csv', HEADER + line(1, 1), '{map', 'DROPPED_SETTINGS'],
    ['a misspelt setting', 'inbox/orders/shop/a.csv', HEADER + line(1, 1), { decimalKomma: true }, 'DROPPED_SETTINGS'],
    ['a column that is missing', 'inbox/orders/shop/a.csv', 'a,b\n1,2\n', undefined, /COLUMN/],
    [
      'another currency than the table',
      'inbox/orders/shop/a.csv',
      HEADER + line(1, 1),
      { currency: 'USD' },
      /CURRENCY/,
    ],
    ['nothing in it', 'inbox/orders/shop/a.csv', '', undefined, /EMPTY|FILE/],
  ])('is refused with %s: told why once, counted, never tried again', async (_, key, content, settings, code) => {
    const before = await state();
    put(key, content, settings);
    const metrics = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    expect(await deliver([notice(key)])).toEqual(DONE);
    expect(told(key.slice('inbox/'.length))).toMatchObject({
      status: 'REFUSED',
      code: typeof code === 'string' ? code : expect.stringMatching(code),
    });
    expect(metrics.mock.calls.flat().join('\n')).toContain('"FileRefused":1');
    expect(await state()).toEqual(before);
  });
  it('is stopped when the time is nearly up, comes again, and ends as if it had never been stopped', async () => {
    const rows = Array.from({ length: 1500 }, (_, n) => line(n, n % 50)).join('');
    put('inbox/orders/shop/a.csv', HEADER + rows);
    let looks = 0;
    const stopping = await handler(
      { Records: [{ messageId: 'm', body: notice('inbox/orders/shop/a.csv') }] } as unknown as SQSEvent,
      { getRemainingTimeInMillis: () => (looks++ < 4 ? 900_000 : 0) },
    );
    expect(stopping).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] });
    // It is no failure that anybody should be told of, and nothing is told before the end.
    expect(log).toEqual([]);
    expect((await state()).length).toBeGreaterThan(100);
    expect(objects.has('outbox/orders/shop/a.csv.json')).toBe(false);
    expect(await deliver([notice('inbox/orders/shop/a.csv')])).toEqual(DONE);
    const stopped = await state();
    await ownTable();
    await deliver([notice('inbox/orders/shop/a.csv')]);
    expect(told('orders/shop/a.csv')).toMatchObject({ status: 'IMPORTED', counts: { ACCEPTED: 1500 } });
    expect(await state()).toEqual(stopped);
  });
  it('comes again when the bucket or the table cannot be reached, and only that one', async () => {
    put('inbox/orders/shop/a.csv', HEADER + line(1, 1));
    const body = notice('inbox/orders/shop/a.csv');
    expect(await deliver(['no JSON', body])).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    expect(log.join('')).toMatch(/m0/u);
    expect(told('orders/shop/a.csv')).toMatchObject({ status: 'IMPORTED' });
  });
  it('is nothing to do when it is gone, or when the queue only greets', async () => {
    expect(await deliver([notice('inbox/orders/shop/gone.csv'), '{"Event":"s3:TestEvent"}'])).toEqual(DONE);
    expect([...objects.keys()]).toEqual([]);
  });
  it('counts exactly, however many there are, in whatever order and however often they come', async () => {
    // 12 files of 40 rows: every order in two files, every tenth row bad, deliveries shuffled and repeated.
    const bad: number[] = [];
    for (let file = 0; file < 12; file++) {
      const rows = Array.from({ length: 40 }, (_, n) => {
        const order = (file * 20 + n) % 240;
        if (n % 10 === 9) bad.push(order);
        return line(order, order % 37, n % 10 === 9 ? 'many' : '10.00');
      });
      put(`inbox/orders/shop/part-${file}.csv`, HEADER + rows.join(''));
    }
    const keys = [...objects.keys()];
    const order = [...keys, ...keys.slice(0, 4)]
      .map((key, n) => [(n * 7919) % 104_729, key] as const)
      .sort(([a], [b]) => a - b);
    for (const [, key] of order) expect(await deliver([notice(key)])).toEqual(DONE);
    const outcomes = keys.map((key) => told(key.slice('inbox/'.length)));
    const sum = (pick: (one: Extract<DroppedOutcome, { status: 'IMPORTED' }>) => number): number =>
      outcomes.reduce((total, one) => total + (one.status === 'IMPORTED' ? pick(one) : Number.NaN), 0);
    expect(sum(({ rejectedRows }) => rejectedRows)).toBe(bad.length);
    expect(sum(({ counts }) => (counts['ACCEPTED'] ?? 0) + (counts['DUPLICATE'] ?? 0))).toBe(12 * 40 - bad.length);
    const shuffled = await state();

    await ownTable();
    const good = new Set(Array.from({ length: 240 }, (_, n) => n));
    const once = keys.flatMap((_, file) =>
      Array.from({ length: 40 }, (__, n) => [(file * 20 + n) % 240, n % 10 !== 9] as const).flatMap(([id, isGood]) =>
        isGood && good.delete(id) ? [line(id, id % 37)] : [],
      ),
    );
    put('inbox/orders/shop/once.csv', HEADER + once.join(''));
    await deliver([notice('inbox/orders/shop/once.csv')]);
    expect(told('orders/shop/once.csv')).toMatchObject({ counts: { ACCEPTED: once.length } });
    expect(await state()).toEqual(shuffled);
  });
});
