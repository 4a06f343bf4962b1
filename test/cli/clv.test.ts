import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulateShop } from '../domain/clv/simulated-shop.ts';
import { cdnowPath, hasCdnow } from '../domain/clv/reference-data.ts';

const RUNNER = `
import { clvCommand } from ${JSON.stringify(path.resolve(import.meta.dirname, '../../cli/commands/clv.ts'))};
try { await clvCommand().parseAsync(process.argv.slice(2), { from: 'user' }); }
catch (error) { console.error(error.message + ' [' + error.code + ']'); process.exitCode = 1; }
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kring-clv-'));
  writeFileSync(path.join(folder, 'run.ts'), RUNNER);
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

const clv = (...args: string[]): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--no-warnings', path.join(folder, 'run.ts'), ...args]);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });

const file = (name: string, content: string | Buffer): string => {
  const full = path.join(folder, name);
  writeFileSync(full, content);
  return full;
};

/** Order lines of a simulated shop, each order in two lines, in the columns of a web shop's export. */
const shopLines = (): string => {
  const shop = simulateShop({ customers: 250, fromDay: 18_262, toDay: 18_262 + 400, peak: 0, peakDay: 0, seed: 3 });
  const lines = ['Customer ID;Order date;Unit price;Quantity'];
  for (let i = 0; i < shop.count; i++) {
    for (let k = shop.offsets[i]!; k < shop.offsets[i + 1]!; k++) {
      const date = new Date(shop.day[k]! * 86_400_000).toISOString().slice(0, 10);
      lines.push(`c${i};${date};${shop.marginMinor[k]!};1`, `c${i};${date};5;2`);
    }
  }
  return lines.join('\n');
};

describe('kring clv', () => {
  it('reads gzipped order lines, guesses columns, and prints the report with every customer as JSON', async () => {
    const lines = file('lines.csv.gz', gzipSync(shopLines()));
    const { code, stdout, stderr } = await clv(
      lines,
      '--format',
      'json',
      '--customers',
      '--calibration-end',
      '2020-10-31',
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    for (const entry of Object.values<Record<string, unknown>>(report.models)) {
      expect(Object.keys(entry)).toEqual(
        expect.arrayContaining(['parameters', 'logLikelihood', 'standardErrors', 'converged', 'seconds', 'holdout']),
      );
      expect(Object.keys(entry['holdout'] as object)).toEqual([
        'rmse',
        'mae',
        'bias',
        'pearson',
        'spearman',
        'capture20',
        'calibration',
        'aucActive',
        'logLoss',
      ]);
      expect(entry['seconds']).toEqual(expect.any(Number));
    }
    expect(Object.keys(report.models)).toEqual(['bgnbd', 'mbgnbd', 'paretonbd', 'mbgcnbd']);
    expect(Object.keys(report.rules)).toEqual(['pastRate', 'recency']);
    expect(Object.keys(report.models)).toContain(report.chosen);
    expect(report.reason).toMatch(/held out/);
    expect(report.spend.reason).toMatch(/shrunk mean/);
    // Six more came after the calibration end.
    expect(report.customers.length).toBe(244);
    expect(report.customerCount).toBe(244);
    expect(stdout.match(/^ {2}"customers":/gm)).toHaveLength(1);
    expect(report.totalClv).toBeCloseTo(
      report.customers.reduce((sum: number, row: { clv: number }) => sum + row.clv, 0),
      4,
    );
  });

  it('writes one CSV row per customer, and one model when one is asked for', async () => {
    const lines = file('lines.csv', shopLines());
    const customers = await clv(lines, '--format', 'csv', '--customers', '--model', 'bgnbd', '--horizon-days', '90');
    const rows = customers.stdout.trim().split('\n');
    expect(rows[0]).toBe(
      'customer,clv,low80,high80,low95,high95,expectedOrders,expectedMarginPerOrder,returnProbability,churn,expectedNextOrder,pAlive,valueAtRisk,method,confidence',
    );
    expect(rows.length).toBe(251);
    const models = await clv(lines, '--format', 'csv', '--model', 'bgnbd');
    expect(
      models.stdout
        .trim()
        .split('\n')
        .map((row) => row.split(',')[0]),
    ).toEqual(['model', 'bgnbd', 'rule: pastRate', 'rule: recency']);
  });

  it('maps columns, nets returns, and scores a tiny file by the prior', async () => {
    const tiny = file(
      'tiny.csv',
      'who,when,how much\na,2024-01-01,10\na,2024-01-09,-4\nb,2024-01-05,7\nb,2024-02-01,8\n',
    );
    const { stdout } = await clv(
      tiny,
      '--map',
      'who=customer',
      'when=date',
      'amount=how much',
      '--format',
      'json',
      '--customers',
    );
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ method: 'PRIOR', chosen: 'mbgnbd', purchaseDays: 3, clvMeasurable: 0 });
    expect(report.customers[0]).toMatchObject({ customer: 'a', method: 'PRIOR' });
  });

  it.each([
    ['a missing file', ['absent.csv'], /no such file.*\[FILE_NOT_FOUND\]/],
    ['a missing column', ['columns.csv'], /No column for customer.*\[MISSING_COLUMN\]/],
    [
      'no row that can be read, by row and column',
      ['date.csv'],
      /no order that can be read.*row 2, placedAt is not a date as iso.*\[NO_PURCHASES\]/,
    ],
    [
      'a hold-out beyond the file',
      ['good.csv', '--calibration-end', '2024-01-02', '--holdout-end', '2024-09-01'],
      /--holdout-end.*\[INVALID_DATE\]/,
    ],
  ])('ends with code 1 and a coded message for %s', async (_, [name, ...args], message) => {
    file('columns.csv', 'x,date,amount\na,2024-01-01,1\n');
    file('date.csv', 'customer,date,amount\na,yesterday,1\n');
    file('good.csv', 'customer,date,amount\na,2024-01-01,1\na,2024-01-05,1\n');
    const { code, stdout, stderr } = await clv(path.join(folder, name!), ...args);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
  });

  it('keeps the good rows and lists the bad ones: no id, no date, a day that has not come, an amount that is none', async () => {
    const rejects = path.join(folder, 'left-out.csv');
    const rows = [
      'a,2024-01-01,1',
      ',2024-01-02,5',
      'a,yesterday,1',
      'b,2099-01-01,1',
      'b,2024-01-05,ten',
      'b,2024-01-06,',
      'b,2024-01-07,3',
    ];
    const { code, stdout, stderr } = await clv(
      file('mixed.csv', `customer,date,amount\n${rows.join('\n')}\n`),
      '--format',
      'json',
      '--customers',
      '--rejects',
      rejects,
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      calibrationEnd: '2024-01-07',
      rows: 2,
      rejectedRows: 5,
      purchaseDays: 2,
      customers: [{ customer: 'a' }, { customer: 'b' }],
    });
    expect(stderr).toMatch(/5 rows left out; all of them with the reason in/);
    const listed = readFileSync(rejects, 'utf8').trim().split('\n');
    expect(listed.map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
      'row field',
      '3 customer',
      '4 placedAt',
      '5 placedAt',
      '6 amount',
      '7 amount',
    ]);
  });

  it('a return lowers a purchase from its own date on: what follows the calibration end changes nothing', async () => {
    const rows = ['A,2024-01-01,100', 'A,2024-02-01,100', 'B,2024-01-05,100', 'B,2024-12-31,10'];
    const at = (name: string, content: readonly string[], day: string) =>
      clv(
        file(name, `customer,date,amount\n${content.join('\n')}\n`),
        '--calibration-end',
        day,
        '--horizon-days',
        '184',
        '--format',
        'json',
        '--customers',
      ).then(({ stdout }) => JSON.parse(stdout));
    const before = await at('with.csv', [...rows, 'A,2024-12-01,-150'], '2024-06-30');
    const twin = await at('without.csv', rows, '2024-06-30');
    expect(before.customers).toEqual(twin.customers);
    expect(before.totalClv).toBe(twin.totalClv);
    expect(before.customers[0].clv).toBeCloseTo(73.81, 2);
    const after = await at('after.csv', [...rows, 'A,2024-12-01,-150'], '2024-12-31');
    expect(after.customers[0].expectedMarginPerOrder).toBeLessThan(60);
    expect(after).toMatchObject({ purchaseDays: 3, returnsWithoutPurchase: 0 });
  });

  it('tells a loss from a return: a negative margin is an order, a negative amount or quantity is not', async () => {
    const rows = [
      'a,2024-01-01,10,-4,1',
      'a,2024-01-09,12,-2,1',
      'a,2024-01-12,-12,2,1',
      'b,2024-01-05,7,3,1',
      'b,2024-01-06,-7,-3,-1',
      'c,2024-01-01,-5,-1,1',
    ];
    const { stdout } = await clv(
      file('margins.csv', `customer,date,sales,profit,quantity\n${rows.join('\n')}\n`),
      '--format',
      'json',
      '--customers',
    );
    const report = JSON.parse(stdout);
    // a keeps the loss of 4; b bought and gave it back, and is nobody's customer any more; c never bought.
    expect(report).toMatchObject({
      money: 'margin',
      purchaseDays: 1,
      returnsWithoutPurchase: 1,
      unmatchedReturns: 5,
      customers: [{ customer: 'a', expectedMarginPerOrder: -4 }],
    });
  });

  it('forecasts purchases from a file without amounts', async () => {
    const bare = shopLines()
      .split('\n')
      .map((line) => line.split(';').slice(0, 2).join(';'))
      .join('\n');
    const { code, stdout } = await clv(
      file('bare.csv', bare),
      '--format',
      'json',
      '--customers',
      '--model',
      'bgnbd',
      '--horizon-days',
      '90',
    );
    expect(code).toBe(0);
    const priced = JSON.parse(
      (
        await clv(
          file('priced.csv', shopLines()),
          '--format',
          'json',
          '--customers',
          '--model',
          'bgnbd',
          '--horizon-days',
          '90',
        )
      ).stdout,
    );
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      money: null,
      totalClv: null,
      notes: [expect.stringMatching(/no amounts/), expect.stringMatching(/repeat an earlier/)],
    });
    expect(report.customers[0]).toMatchObject({ clv: null, valueAtRisk: null });
    for (const [i, row] of report.customers.entries())
      expect(row.expectedOrders).toBe(priced.customers[i].expectedOrders);
  });

  it('tells of rows that repeat another in every column, and leaves them out when asked', async () => {
    const twice = file(
      'twice.csv',
      'customer,date,amount,line\na,2024-01-01,10,x\na,2024-01-01,10,x\na,2024-01-01,10,y\nb,2024-01-03,7,x\n',
    );
    const counted = JSON.parse((await clv(twice, '--format', 'json', '--customers')).stdout);
    expect(counted).toMatchObject({
      rows: 4,
      duplicateRows: 1,
      duplicateMoney: 10,
      notes: [expect.stringMatching(/1 rows \(10.00\) repeat/)],
    });
    const dropped = JSON.parse((await clv(twice, '--format', 'json', '--customers', '--drop-duplicates')).stdout);
    expect(dropped).toMatchObject({ rows: 3, duplicateRows: 1 });
    expect(dropped.totalClv).toBeLessThan(counted.totalClv);
  });

  it("reads decimal commas, a delimiter of one's own and dates as import does", async () => {
    const local = file('local.csv', 'customer#date#amount\na#31/12/2023#1,50\na#02/01/2024#2,5\n');
    const { stdout } = await clv(
      local,
      '--delimiter',
      '#',
      '--decimal-comma',
      '--date-format',
      'd/m/y',
      '--format',
      'json',
      '--customers',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      calibrationEnd: '2024-01-02',
      purchaseDays: 2,
      customers: [{ expectedMarginPerOrder: 2 }],
    });
  });

  it('counts the days of a time zone, and reads times without an offset in it', async () => {
    const orders = file('evenings.csv', 'customer,date,amount\na,2024-01-31T23:30:00Z,10\na,2024-02-01 12:00,5\n');
    const daysIn = async (zone: string): Promise<unknown> =>
      (JSON.parse((await clv(orders, '--format', 'json', '--time-zone', zone)).stdout) as { purchaseDays: number })
        .purchaseDays;
    // Half past eleven in Greenwich is past midnight in Amsterdam.
    expect([await daysIn('UTC'), await daysIn('Europe/Amsterdam')]).toEqual([2, 1]);
    const unknown = await clv(orders, '--time-zone', 'Mars/Olympus');
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('got "Mars/Olympus". [USAGE]') });
  });

  it('doubts a last day that lies far behind all others', async () => {
    const { stdout } = await clv(
      file('lone.csv', 'customer,date,amount\na,2019-01-01,1\na,2019-06-01,1\nb,2024-01-05,1\n'),
      '--format',
      'json',
    );
    expect(JSON.parse(stdout).notes).toEqual([
      expect.stringMatching(/2024-01-05, lies 1679 days after .* typing error/),
    ]);
  });

  it.skipIf(!hasCdnow)('finds the CDNOW columns by itself (skipped where ../shared/data is absent)', async () => {
    const { stdout } = await clv(cdnowPath, '--calibration-end', '1997-09-30', '--model', 'bgnbd', '--format', 'json');
    const { models, customerCount } = JSON.parse(stdout);
    expect(customerCount).toBe(2357);
    expect(models.bgnbd.parameters).toMatchObject({
      r: expect.closeTo(0.2426, 3),
      alpha: expect.closeTo(4.4136, 3),
      a: expect.closeTo(0.7929, 3),
      b: expect.closeTo(2.4259, 2),
    });
  });
});
