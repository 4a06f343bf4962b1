import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
    expect(report.customers.length).toBe(250);
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
      'customer,clv,low80,high80,expectedOrders,expectedMarginPerOrder,returnProbability,churn,expectedNextOrder,pAlive,valueAtRisk,method,confidence',
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
    ['a date that is none, by row and column', ['date.csv'], /Row 3: the date "yesterday".*\[BAD_ROW\]/],
    ['an amount that is none', ['amount.csv'], /Row 2: the amount "ten".*\[BAD_ROW\]/],
    ['no amount at all', ['none.csv'], /neither an amount nor a price.*\[MISSING_AMOUNT\]/],
    [
      'a hold-out beyond the file',
      ['good.csv', '--calibration-end', '2024-01-02', '--holdout-end', '2024-09-01'],
      /--holdout-end.*\[INVALID_DATE\]/,
    ],
  ])('ends with code 1 and a coded message for %s', async (_, [name, ...args], message) => {
    file('columns.csv', 'x,date,amount\na,2024-01-01,1\n');
    file('date.csv', 'customer,date,amount\na,2024-01-01,1\na,yesterday,1\n');
    file('amount.csv', 'customer,date,amount\na,2024-01-01,ten\n');
    file('none.csv', 'customer,date\na,2024-01-01\n');
    file('good.csv', 'customer,date,amount\na,2024-01-01,1\na,2024-01-05,1\n');
    const { code, stdout, stderr } = await clv(path.join(folder, name!), ...args);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
  });

  it.skipIf(!hasCdnow)('finds the CDNOW columns by itself (skipped where ../shared/data is absent)', async () => {
    const { stdout } = await clv(cdnowPath, '--calibration-end', '1997-09-30', '--model', 'bgnbd', '--format', 'json');
    const { models, customers } = JSON.parse(stdout);
    expect(customers).toBe(2357);
    expect(models.bgnbd.parameters).toMatchObject({
      r: expect.closeTo(0.2426, 3),
      alpha: expect.closeTo(4.4136, 3),
      a: expect.closeTo(0.7929, 3),
      b: expect.closeTo(2.4259, 2),
    });
  });
});
