import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readOrders } from '../../intake/clv-orders.ts';
import type { OrdersRequest } from '../../intake/clv-orders.ts';
import { isDiskFull, whyNot } from '../../intake/csv/files.ts';
import { ordersOfFile } from '../../intake/orders-of-file.ts';
import { presetFor } from '../../intake/presets.ts';
import { openRejects } from '../../intake/rejects.ts';
import { newFiles } from './harness.ts';

const files = newFiles();
afterAll(() => files.remove());
const place = (name: string): string => join(files.directory, name);

describe('a file that is read for a forecast', () => {
  const read = (content: string, request: Partial<OrdersRequest> = {}) =>
    readOrders(files.file(content), { map: [], dateFormat: 'iso', dropDuplicates: false, ...request });
  const HEADER = 'customer,date,amount\n';

  it('is not read in the days of a zone nobody knows', async () => {
    await expect(read(`${HEADER}ann,2025-01-02,5\n`, { timeZone: 'Europe/Utopia' })).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('"Europe/Utopia"'),
    });
  });

  it('without a row that can be read names the first fault, or none where there is no row', async () => {
    await expect(read(`${HEADER}ann,soon,5\nbob,2025-01-02,many\n`)).rejects.toMatchObject({
      code: 'NO_PURCHASES',
      message: expect.stringMatching(/first of 2 faults: row 2, placedAt is not a date/),
    });
    await expect(read(HEADER)).rejects.toMatchObject({
      code: 'NO_PURCHASES',
      message: expect.stringMatching(/nothing to learn from\.$/),
    });
  });

  it('of returns alone has no purchase', async () => {
    await expect(read(`${HEADER}ann,2025-01-02,-5\n`)).rejects.toMatchObject({ code: 'NO_PURCHASES' });
  });

  it('counts rows that repeat another once in money, and takes them unless told to drop them', async () => {
    const rows = `${HEADER}ann,2025-01-02,5.25\nann,2025-01-02,5.25\nbob,2025-02-03,1\n`;
    const kept = await read(rows);
    expect(kept).toMatchObject({ rows: 3, duplicateRows: 1, duplicateMoney: 5.25, money: 'amount' });
    expect([...kept.log.marginMinor]).toEqual([10.5, 1]);
    const dropped = await read(rows, { dropDuplicates: true });
    expect(dropped).toMatchObject({ rows: 2, duplicateRows: 1, duplicateMoney: 5.25 });
    expect([...dropped.log.marginMinor]).toEqual([5.25, 1]);
  });

  it('says what repeated rows earned where the file has margins, and nothing where it has no money', async () => {
    const earned = 'customer,date,amount,cost\nann,2025-01-02,5,3\nann,2025-01-02,5,3\n';
    expect(await read(earned)).toMatchObject({ money: 'margin', duplicateRows: 1, duplicateMoney: 2 });
    const counted = 'customer,date\nann,2025-01-02\nann,2025-01-02\n';
    expect(await read(counted)).toMatchObject({ money: null, duplicateRows: 1, duplicateMoney: 0 });
  });

  it('refuses a row without a margin where others have one, and money of another currency', async () => {
    const { rejected, ids } = await read('customer,date,amount,profit\nann,2025-01-02,5,2\nbob,2025-01-02,5,\n');
    expect(ids).toEqual(['ann']);
    expect(rejected).toMatchObject([{ row: 3, field: 'profit', reason: 'is missing, and other rows have one' }]);
    const mixed = await read('customer,date,amount,currency\nann,2025-01-02,5,EUR\nbob,2025-01-02,5,USD\n');
    expect(mixed.ids).toEqual(['ann']);
    expect(mixed.rejected).toMatchObject([{ row: 3, field: 'currency' }]);
  });

  it('takes field=column and column=field, and the names a forecast has for them', async () => {
    const rows = 'wie,wanneer,winst\nann,2025-01-02,2.5\n';
    for (const map of [
      ['wie=customer', 'wanneer=date', 'winst=margin'],
      ['customer=wie', 'date=wanneer', 'margin=winst'],
    ]) {
      const { ids, money, log } = await read(rows, { map });
      expect([ids, money, [...log.marginMinor]], map.join()).toEqual([['ann'], 'margin', [2.5]]);
    }
  });
});

describe('orders of a file without a database', () => {
  const LINES =
    'order,customer,date,sku,amount\n1,ann,2025-01-02,tea,5\n2,bob,2025-01-03,rice,1\n3,ann,2025-02-01,tea,2.50\n';

  it('are by customer, as an import writes them, without those of a bad row', async () => {
    const path = files.file(`${LINES}4,cat,soon,tea,1\n`);
    const orders = await ordersOfFile(path, { source: 'shop', currency: 'EUR', map: {}, constants: { quantity: '1' } });
    expect([...orders.keys()].sort()).toEqual(['ann', 'bob']);
    expect(orders.get('ann')).toMatchObject([
      { source: 'shop', id: '1', occurredAt: Date.parse('2025-01-02'), lines: [{ sku: 'tea', netMinor: 500 }] },
      { source: 'shop', id: '3', lines: [{ netMinor: 250 }] },
    ]);
  });

  it('count in the minor units of their currency', async () => {
    const yen = await ordersOfFile(files.file(LINES), {
      source: 'shop',
      currency: 'JPY',
      map: {},
      constants: { quantity: '1' },
    });
    expect(yen.get('ann')!.map(({ lines }) => lines[0]!.netMinor)).toEqual([5, 2]);
  });
});

describe('presets', () => {
  it('are found by header alone, for the kind they read', () => {
    const superstore = presetFor('orders', [], 'superstore')!;
    const header = superstore.header.flat();
    expect(presetFor('orders', [...header, 'one more'])).toBe(superstore);
    expect(presetFor('orders', header.slice(1))).not.toBe(superstore);
    expect(presetFor('ties', header)).toBeNull();
  });
  it('say which there are, and what the one named reads', () => {
    expect(() => presetFor('orders', [], 'shopify')).toThrow(/no preset "shopify".*superstore/s);
    expect(() => presetFor('ties', [], 'superstore')).toThrow(/reads orders.*not ties: kring import orders FILE/);
  });
});

describe('the report of rejected rows', () => {
  const fault = { row: 2, field: 'amount', reason: 'is missing', value: 'x'.repeat(300) };

  it('is no file where there is nothing to report', async () => {
    const report = openRejects(place('none.csv'));
    expect(await report.close()).toBeNull();
    expect(existsSync(place('none.csv'))).toBe(false);
  });

  it('counts rows, not faults, shows the first five, cuts long values, and lists what is only told', async () => {
    const report = openRejects(place('some.csv'));
    report.add([fault, { ...fault, field: 'date' }]);
    for (let row = 3; row < 9; row++) report.add([{ ...fault, row }]);
    report.note({ row: 9, field: 'status', reason: 'is cancelled', value: '=1+1' });
    expect(report).toMatchObject({ count: 7, noted: 1 });
    expect(report.first.map(({ row }) => row)).toEqual([2, 2, 3, 4, 5]);
    expect(await report.close()).toBe(place('some.csv'));
    const lines = readFileSync(place('some.csv'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines[1]).toBe(`2,amount,is missing,${'x'.repeat(200)}`);
    expect(lines.at(-1)).toBe("9,status,is cancelled,'=1+1");
  });

  it('is refused before anything is imported where it cannot be written', () => {
    mkdirSync(place('folder'));
    expect(() => openRejects(place('folder'))).toThrow(/it is a directory\. Choose another place/);
    expect(() => openRejects(place('nowhere/rejects.csv'))).toThrow(/there is no such directory/);
  });

  it('that cannot be written to its end is an error when it is closed, not a lost refusal', async () => {
    const report = openRejects(place('late.csv'));
    mkdirSync(place('late.csv'));
    report.add([fault]);
    await expect(report.close()).rejects.toMatchObject({ code: 'REJECTS_NOT_WRITABLE' });
  });
});

describe('why a file cannot be opened', () => {
  it('is told in words, and as the system says it where there are none', () => {
    expect(whyNot({ code: 'EACCES', message: 'x' })).toBe('permission denied');
    expect(whyNot({ code: 'EMFILE', message: 'too many open files' })).toBe('too many open files');
    expect(whyNot(new Error('something else'))).toBe('something else');
  });
  it('is not a full disk where nobody can tell', () => {
    expect(isDiskFull(place('not-there'))).toBe(false);
    expect(isDiskFull(files.directory)).toBe(false);
  });
});
