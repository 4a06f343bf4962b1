import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../../store/client/db.ts';
import { closeDb, openDb } from '../../store/client/db.ts';
import { history } from '../../store/events/history.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { startEngine, testDb, TEST_IDENTITY_KEY } from '../engines/engines.ts';
import type { Engine } from '../engines/engines.ts';
import { dump } from '../cli/dump.ts';
import { ENGINE, newFiles } from './harness.ts';

let engine: Engine;
let db: Db;
const files = newFiles();
beforeAll(async () => {
  engine = await startEngine(ENGINE);
});
beforeEach(async () => {
  db = await testDb(engine);
});
afterAll(async () => {
  await engine.stop();
  files.remove();
});

const HEADER = 'order id,customer,order date,sku,group,quantity,amount,cost,currency';
const orders = (...rows: string[]): string => [HEADER, ...rows].join('\n');
const GOOD = 'o-1,ann,2025-01-02,tea,drinks,2,5.00,3.00,EUR';
const eventsOf = async (customer: string, source = 'import') =>
  (await history(db, customerIdOf(db, { externalId: { source, id: customer } }))).events;

describe('an order file with a bad row', () => {
  it.each([
    [
      'a date that does not exist',
      'o-2,bob,2025-02-30,tea,drinks,1,2.50,1,EUR',
      'placedAt',
      /not a date as iso, for example 2025-12-31/,
    ],
    ['a date written otherwise', 'o-2,bob,02/03/2025,tea,drinks,1,2.50,1,EUR', 'placedAt', /needs --date-format/],
    ['a date in the far future', 'o-2,bob,2525-01-02,tea,drinks,1,2.50,1,EUR', 'placedAt', /in the future/],
    ['a date before 1970', 'o-2,bob,1925-01-02,tea,drinks,1,2.50,1,EUR', 'placedAt', /before 1970/],
    [
      'a negative quantity with an amount above 0',
      'o-2,bob,2025-01-02,tea,drinks,-1,2.50,,EUR',
      'amount',
      /quantity says that something was given back/,
    ],
    ['a quantity of zero with an amount', 'o-2,bob,2025-01-02,tea,drinks,0,2.50,1,EUR', 'quantity', /is 0, but/],
    ['an empty quantity', 'o-2,bob,2025-01-02,tea,drinks,,2.50,1,EUR', 'quantity', /missing/],
    [
      'a cost above 0 of what was given back',
      'o-2,bob,2025-01-02,tea,drinks,1,-2.50,1,EUR',
      'cost',
      /not be above 0 where something is given back/,
    ],
    ['a negative cost', 'o-2,bob,2025-01-02,tea,drinks,1,2.50,-1,EUR', 'cost', /must not be negative/],
    ['a currency sign', 'o-2,bob,2025-01-02,tea,drinks,1,€ 12.50,1,EUR', 'amount', /plain number, for example 1234.50/],
    ['a scientific number', 'o-2,bob,2025-01-02,tea,drinks,1,1.5E3,1,EUR', 'amount', /plain number/],
    ['a NUL in an id', 'o-2,b\u0000b,2025-01-02,tea,drinks,1,2.50,1,EUR', 'customer', /control character/],
    ['a day number of Excel', 'o-2,bob,44197,tea,drinks,1,2.50,1,EUR', 'placedAt', /--date-format excel/],
    ['an id of which nothing can be seen', 'o-2,\u200b,2025-01-02,tea,drinks,1,2.50,1,EUR', 'customer', /missing/],
    ['an amount beyond 2^53', 'o-2,bob,2025-01-02,tea,drinks,1,999999999999999999,1,EUR', 'amount', /too large/],
    [
      'another currency',
      'o-2,bob,2025-01-02,tea,drinks,1,2.50,1,USD',
      'currency',
      /another currency than EUR: convert the amounts first/,
    ],
    ['no customer', 'o-2,,2025-01-02,tea,drinks,1,2.50,1,EUR', 'customer', /missing/],
    ['too few fields', 'o-2,bob,2025-01-02', '', /3 fields where the header has 9/],
  ])('%s: names row, field, rule and an example, and keeps the good rows', async (_, row, field, reason) => {
    const { outcome, rejects } = await files.import(db, 'orders', orders(GOOD, row));
    expect(outcome).toMatchObject({ counts: { ACCEPTED: 1 }, rejectedRows: 1 });
    expect(rejects).toHaveLength(1);
    expect(rejects[0]).toMatchObject({ row: '3', field });
    expect(rejects[0]!.reason).toMatch(reason);
    expect(await eventsOf('bob')).toEqual([]);
    expect(await eventsOf('ann')).toMatchObject([
      { id: 'o-1', lines: [{ sku: 'tea', quantity: 2, netMinor: 500, costMinor: 300 }] },
    ]);
  });

  it('names everything that is wrong with a row', async () => {
    const { rejects, outcome } = await files.import(db, 'orders', orders('o-2,bob,soon,tea,drinks,many,much,1,USD'));
    expect(rejects.map((rejected) => rejected.field).sort()).toEqual(['amount', 'currency', 'placedAt', 'quantity']);
    expect(outcome.rejectedRows).toBe(1);
  });

  it('a row of 10 MB: rejected by its number, its order left out, the others kept', async () => {
    const huge = `o-2,bob,2025-01-02,${'x'.repeat(10_000_000)},drinks,1,2.50,1,EUR`;
    const { rejects } = await files.import(
      db,
      'orders',
      orders(GOOD, huge, 'o-2,bob,2025-01-02,tea,drinks,1,2.50,1,EUR'),
    );
    expect(rejects.map(({ row }) => row)).toEqual(['3', '4']);
    expect(rejects[0]!.reason).toContain('longer than 1 MB');
    expect(rejects[0]!.value.length).toBeLessThanOrEqual(200);
    expect(await eventsOf('bob')).toEqual([]);
    expect(await eventsOf('ann')).toHaveLength(1);
  });

  it('invalid UTF-8: rejected with the byte and how to convert the file', async () => {
    const damaged = Buffer.concat([
      Buffer.from(`${orders(GOOD)}\no-2,Ren`),
      Buffer.from([0xe9]),
      Buffer.from(',2025-01-02,tea,drinks,1,2.50,1,EUR\no-3,Zoë,2025-01-02,tea,drinks,1,2.50,1,EUR\n'),
    ]);
    const { rejects, outcome } = await files.import(db, 'orders', damaged);
    expect(outcome.counts).toEqual({ ACCEPTED: 2 });
    expect(rejects).toMatchObject([{ row: '3' }]);
    expect(rejects[0]!.reason).toMatch(/UTF-8 at byte 8 .*iconv/);
  });

  it('no column of products: every line is one product, and told', async () => {
    const { outcome } = await files.import(
      db,
      'orders',
      'order id,customer,date,total,amount\no-1,ann,2025-01-02,x,5.00\n',
    );
    expect(outcome.counts).toEqual({ ACCEPTED: 1 });
    expect(outcome.notes).toContainEqual(expect.stringContaining('No column says what was bought'));
    expect(await eventsOf('ann')).toMatchObject([{ lines: [{ sku: '-', netMinor: 500 }] }]);
  });

  it('Windows-1252: read as what it is, and told', async () => {
    const latin1 = Buffer.from(`${orders(GOOD)}\no-2,René,2025-01-02,tea,drinks,1,2.50,1,EUR\n`, 'latin1');
    const { rejects, outcome } = await files.import(db, 'orders', latin1);
    expect(outcome.counts).toEqual({ ACCEPTED: 2 });
    expect(rejects).toEqual([]);
    expect(outcome.notes).toContainEqual(expect.stringContaining('Windows-1252'));
    expect(await eventsOf('René')).toHaveLength(1);
  });

  it('an order with one bad row is left out whole, with the reason at its good rows', async () => {
    const content = orders(
      'o-1,ann,2025-01-02,tea,drinks,2,5.00,3.00,EUR',
      'o-2,bob,2025-01-02,tea,drinks,1,2.50,1,EUR',
      'o-1,ann,2025-01-02,milk,drinks,-1,5.00,3.00,EUR',
    );
    const { outcome, rejects } = await files.import(db, 'orders', content);
    expect(outcome).toMatchObject({ counts: { ACCEPTED: 1 }, rejectedRows: 2 });
    expect(rejects.map(({ row }) => row)).toEqual(['4', '2']);
    expect(rejects[1]!.reason).toContain('order o-1 is left out because row 4 of it was rejected');
    expect(await eventsOf('ann')).toEqual([]);
    // Corrected, the same order is imported whole.
    await files.import(db, 'orders', content.replace(',-1,', ',1,'));
    expect(await eventsOf('ann')).toMatchObject([{ lines: [{ sku: 'milk' }, { sku: 'tea' }] }]);
  });

  it('an order of two customers is left out', async () => {
    const { rejects } = await files.import(db, 'orders', orders(GOOD, 'o-1,bob,2025-01-02,milk,drinks,1,1.00,1,EUR'));
    expect(rejects.map(({ row }) => row)).toEqual(['3', '2']);
    expect(rejects[0]!.reason).toContain('one order has one customer');
  });

  it('a known order with other content: refused, and what is known stands', async () => {
    await files.import(db, 'orders', orders(GOOD));
    const before = await dump(db, (pk) => pk !== 'IMPORTS');
    const { outcome, rejects } = await files.import(db, 'orders', orders(GOOD.replace('5.00', '9.00')));
    expect(outcome.counts).toEqual({ CONFLICT: 1 });
    expect(rejects).toMatchObject([{ row: '2', field: 'orderId', value: 'o-1' }]);
    expect(rejects[0]!.reason).toContain('known with other content');
    expect(await dump(db, (pk) => pk !== 'IMPORTS')).toEqual(before);
  });

  it('--strict: nothing at all is written', async () => {
    const before = await dump(db, (pk) => pk !== 'IMPORTS');
    await expect(
      files.import(db, 'orders', orders(GOOD, 'o-2,bob,soon,tea,drinks,1,2.50,1,EUR'), { strict: true }),
    ).rejects.toMatchObject({ code: 'STRICT_REJECTED' });
    await expect(
      files.import(db, 'interactions', 'customer,type,date\nann,PAGE_VIEW,2025-01-02\nann,SHOUT,2025-01-02\n', {
        strict: true,
      }),
    ).rejects.toMatchObject({ code: 'STRICT_REJECTED' });
    expect(await dump(db, (pk) => pk !== 'IMPORTS')).toEqual(before);
  });

  it('one order the store cannot hold costs the others nothing', async () => {
    // 80,000 lines of random products take more than an item even deflated.
    const huge = Array.from(
      { length: 80_000 },
      (_, line) => `o-2,bob,2025-01-02,${createHash('md5').update(String(line)).digest('base64')},drinks,1,2.50,1,EUR`,
    );
    const { outcome, rejects } = await files.import(
      db,
      'orders',
      orders(GOOD, ...huge, 'o-3,cleo,2025-01-02,tea,drinks,1,2.50,1,EUR'),
    );
    expect(outcome.counts).toEqual({ ACCEPTED: 2, REFUSED: 1 });
    expect(rejects).toMatchObject([{ row: '3', field: 'orderId', value: 'o-2' }]);
    expect(rejects[0]!.reason).toContain('split the order');
  });

  it('writes no value that a spreadsheet would run as a formula', async () => {
    const { rejects } = await files.import(db, 'orders', orders('o-1,ann,=HYPERLINK("x"),tea,drinks,1,1,1,EUR'));
    expect(rejects[0]!.value).toBe('\'=HYPERLINK("x")');
  });
});

describe('a file that raises doubts', () => {
  const doubtful = orders(
    GOOD,
    'o-2,guest,2025-01-02,tea,drinks,1,2.50,1,EUR',
    'o-3,77.0,2025-01-02,tea,drinks,1,2.50,1,EUR',
    'o-4,77,2025-01-02,tea,drinks,1,2.50,1,EUR',
  );

  it('is not imported: what was found is told, and nothing is written', async () => {
    const before = await dump(db);
    await expect(files.import(db, 'orders', doubtful)).rejects.toMatchObject({
      code: 'DOUBTFUL_FILE',
      message: expect.stringMatching(/guest.*row 3[^]*77\.0 in row 4[^]*--accept-ids/),
    });
    expect(await dump(db)).toEqual(before);
  });

  it('is imported with --accept-ids, ids that were saved as decimals without their .0', async () => {
    const { outcome } = await files.import(db, 'orders', doubtful, { acceptIds: true });
    expect(outcome.counts).toEqual({ ACCEPTED: 4 });
    expect((await eventsOf('77')).map((event) => event.id).sort()).toEqual(['o-3', 'o-4']);
    expect(await eventsOf('guest')).toHaveLength(1);
  });

  it('tells the total of the orders, and a customer who has too many of them', async () => {
    const rows = Array.from(
      { length: 1000 },
      (_, order) => `o-${order},${order < 60 ? 'till' : `c${order}`},2025-01-02,tea,drinks,1,2.50,1,EUR`,
    );
    const { outcome } = await files.import(db, 'orders', orders(...rows));
    expect(outcome.notes).toEqual([
      expect.stringContaining('1000 orders of 2,500.00 EUR'),
      expect.stringContaining('Customer till has 60 of 1000 orders'),
    ]);
  });
});

describe('a file that cannot be read', () => {
  it.each([
    [
      'a wrong header',
      'a,b,c\n1,2,3\n',
      'MISSING_COLUMN',
      /orderId, customer, placedAt, amount or price.*"a", "b", "c".*--map/,
    ],
    ['a missing column', 'order id,customer,sku,amount\n1,ann,tea,2\n', 'MISSING_COLUMN', /No column for placedAt/],
    [
      'no amount and no price',
      'order id,customer,order date,sku,total\n1,ann,2025-01-01,tea,2\n',
      'MISSING_COLUMN',
      /No column for amount or price\..*--map "total=amount"/,
    ],
    ['nothing in it', '', 'EMPTY_FILE', /is empty/],
  ])('%s: says so', async (_, content, code, message) => {
    await expect(files.import(db, 'orders', content)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('a header without rows imports nothing, and is no error', async () => {
    expect((await files.import(db, 'orders', `${HEADER}\n`)).outcome).toMatchObject({ counts: {}, rejectedRows: 0 });
  });

  it('an unknown preset, a preset for another kind, a field that does not exist', async () => {
    await expect(files.import(db, 'orders', orders(GOOD), { preset: 'shopify' })).rejects.toMatchObject({
      code: 'UNKNOWN_PRESET',
    });
    await expect(files.import(db, 'ties', orders(GOOD), { preset: 'superstore' })).rejects.toMatchObject({
      code: 'PRESET_NOT_FOR_KIND',
    });
    await expect(files.import(db, 'orders', orders(GOOD), { constants: { colour: 'red' } })).rejects.toMatchObject({
      code: 'UNKNOWN_FIELD',
    });
  });
});

describe('the accounting currency', () => {
  const fresh = (name: string): Db =>
    openDb({ endpoint: engine.endpoint, table: name, identityKey: TEST_IDENTITY_KEY });

  it("is refused when it is not the deployment's", async () => {
    await expect(files.import(db, 'orders', orders(GOOD), { currency: 'USD' })).rejects.toMatchObject({
      code: 'CURRENCY_MISMATCH',
    });
  });

  it('must be named once for a new table, as an ISO code, and is remembered', async () => {
    const table = fresh('currency-once');
    const unnamed = orders(GOOD).replace('currency', 'money');
    await expect(files.import(table, 'orders', unnamed)).rejects.toMatchObject({
      code: 'CURRENCY_REQUIRED',
      message: expect.stringContaining('--currency EUR'),
    });
    await expect(files.import(table, 'orders', orders(GOOD), { currency: 'EURO' })).rejects.toMatchObject({
      code: 'USAGE',
    });
    await files.import(table, 'orders', orders(GOOD), { currency: 'eur' });
    expect((await files.import(table, 'orders', orders(GOOD.replace('o-1', 'o-9')))).outcome.plan.currency).toBe('EUR');
    closeDb(table);
  });

  it('decides how many decimals its minor unit has', async () => {
    const table = fresh('currency-yen');
    await files.import(table, 'orders', 'order,customer,date,sku,amount\n1,ann,2025-01-01,tea,250.5\n', {
      currency: 'JPY',
    });
    const { events } = await history(table, customerIdOf(table, { externalId: { source: 'import', id: 'ann' } }));
    expect(events).toMatchObject([{ lines: [{ netMinor: 250, quantity: 1, group: 'ALL' }] }]);
    closeDb(table);
  });
});

describe('ties and referrals that cannot be', () => {
  beforeEach(async () => {
    await files.import(
      db,
      'orders',
      orders(
        'o-1,ann,2025-01-02,tea,drinks,1,1,1,EUR',
        'o-2,bob,2025-02-02,tea,drinks,1,1,1,EUR',
        'o-3,cas,2025-03-02,tea,drinks,1,1,1,EUR',
      ),
    );
  });

  it('an unknown customer in a tie is rejected with the remedy, or created on request', async () => {
    const content = 'follower,followed\nann,bob\nann,zoe\n';
    const { outcome, rejects } = await files.import(db, 'ties', content);
    expect(outcome.counts).toEqual({ ACCEPTED: 1, UNKNOWN_CUSTOMER: 1 });
    expect(rejects).toMatchObject([{ row: '3', value: 'ann → zoe' }]);
    expect(rejects[0]!.reason).toContain('--create-unknown');
    expect((await files.import(db, 'ties', content, { createUnknown: true })).outcome.counts).toEqual({
      ACCEPTED: 1,
      DUPLICATE: 1,
    });
  });

  it('a tie to oneself, a weight below zero, an unknown kind', async () => {
    const { rejects } = await files.import(
      db,
      'ties',
      'follower,followed,weight,kind\nann,ann,1,FOLLOW\nann,bob,-1,FOLLOW\nann,bob,1,HATES\n',
    );
    expect(rejects.map(({ row, field }) => `${row} ${field}`)).toEqual(['2 followed', '3 weight', '4 kind']);
  });

  it('a self-referral and a stranger are refused; what a run has to judge is kept', async () => {
    const { outcome, rejects } = await files.import(
      db,
      'referrals',
      [
        'advocate,friend,at',
        'ann,ann,2025-01-01',
        'ann,bob,2025-02-01',
        'bob,cas,2025-03-01',
        'cas,ann,2025-01-01',
        'cas,bob,2025-02-01',
        'ann,zoe,2025-01-01',
      ].join('\n'),
    );
    expect(outcome.counts).toEqual({ ACCEPTED: 4, UNKNOWN_CUSTOMER: 1 });
    expect(rejects.map(({ row, reason }) => `${row} ${reason.split(/[:;,]/)[0]}`)).toEqual([
      '2 is the advocate',
      '7 the advocate or the friend is no known customer',
    ]);
    const late = await files.import(db, 'referrals', 'advocate,friend,at\nbob,ann,2025-06-01\n');
    expect(late.outcome.counts).toEqual({ ACCEPTED: 1 });
  });
});
