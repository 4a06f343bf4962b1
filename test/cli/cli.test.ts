import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openConnection } from '../../local/dynamodb/connect.ts';
import { N } from '../../store/client/attributes.ts';
import { updateItem } from '../../store/client/commands.ts';
import { META_TABLE } from '../../store/client/keys.ts';
import { kring, KRING } from './command.ts';

const directory = mkdtempSync(join(tmpdir(), 'kring-cli-'));
afterAll(() => rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
const data = join(directory, 'data');
const orders = join(directory, 'orders.csv');
writeFileSync(
  orders,
  'order,customer,date,sku,group,quantity,amount\n1,ann,2025-01-02,tea,drinks,2,5.00\n2,bob,2025-01-03,rice,food,-1,2.50\n3,cas,2025-02-01,rice,food,1,7.50\n',
);
const ties = join(directory, 'ties.csv');
writeFileSync(ties, 'follower,followed\nann,cas\n');

/** An older Node on this machine's path, if there is one. */
const olderNode = (): string | null => {
  for (const path of (process.env['PATH'] ?? '').split(':').filter((entry) => !entry.includes('node_modules'))) {
    try {
      const version = execFileSync(join(path, 'node'), ['--version'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      if (Number(/^v(\d+)/.exec(version)![1]) < 24) return join(path, 'node');
    } catch {
      // No Node here.
    }
  }
  return null;
};

describe('the command line', () => {
  it('imports, computes and shows: orders, ties, a run, the table', async () => {
    const rejects = join(directory, 'rejects.csv');
    const imported = await kring([
      'import',
      'orders',
      orders,
      '--currency',
      'EUR',
      '--data',
      data,
      '--rejects',
      rejects,
    ]);
    expect(imported).toMatchObject({ code: 0 });
    expect(imported.stdout).toContain('2 orders imported');
    expect(imported.stderr).toContain('1 row rejected');
    expect(readFileSync(rejects, 'utf8')).toContain('3,amount,"is above 0, but the quantity says');
    expect((await kring(['import', 'ties', ties, '--data', data])).stdout).toContain('1 tie imported');
    const run = await kring(['enrich', '--as-of', '2025-03-01', '--data', data]);
    expect(run.stdout).toContain('2 customers');
    expect(run.stdout).toContain('direct 12.50 = direct + referrals + network 12.50, to the cent');
    const top = await kring(['top', '-n', '1', '--data', data]);
    expect(top.stdout).toMatch(/1 │ cas /);
    expect((await kring(['top', '--by', 'last-order', '-n', '1', '--data', data])).stdout).toMatch(
      /last order [^]*1 │ cas .* 2025-02-01 /,
    );
    expect((await kring(['runs', '--data', data])).stdout).toContain('SUCCEEDED');
  });

  it.each([
    ['a mistake in the options', ['top', '-n', '0'], 2, 'whole number from 1'],
    ['an unknown command', ['frobnicate'], 2, 'unknown command'],
    ['an unknown kind of file', ['import', 'oders', orders], 2, 'Allowed choices are orders'],
    ['a bad mapping', ['import', 'orders', orders, '--map', 'x', '--data', data], 2, '--map takes column=field'],
    ['a bad date', ['enrich', '--as-of', 'soon', '--data', data], 2, 'It takes a date'],
    ['a bad endpoint', ['top', '--dynamodb', 'localhost'], 2, '--dynamodb takes'],
    [
      'a file that is not there',
      ['import', 'orders', join(directory, 'absent.csv'), '--data', data],
      1,
      'there is no such file. [FILE_NOT_FOUND]',
    ],
    [
      'a directory for a file',
      ['import', 'orders', directory, '--data', data],
      1,
      'it is a directory. [FILE_NOT_FOUND]',
    ],
    ['a file for the data directory', ['top', '--data', orders], 1, '[DATA_DIRECTORY]'],
    [
      'rejected rows that cannot be listed',
      ['import', 'orders', orders, '--data', data, '--rejects', join(directory, 'absent', 'rejects.csv')],
      1,
      '[REJECTS_NOT_WRITABLE]',
    ],
    ['a setting out of its range', ['enrich', '--kappa', '2', '--data', data], 2, 'from 0 to 0.95'],
    ['a table name that is none', ['top', '--table', 'a/b', '--data', data], 2, '3 to 255 letters'],
    ['another currency', ['import', 'orders', orders, '--currency', 'USD', '--data', data], 1, '[CURRENCY_MISMATCH]'],
    ['an empty database', ['top', '--data', join(directory, 'fresh')], 1, 'There is no data yet'],
    ['another database without its key', ['top', '--dynamodb', 'http://127.0.0.1:9'], 1, '[IDENTITY_KEY_REQUIRED]'],
  ])('%s ends with one clear message and no stack', async (_, args, code, message) => {
    const ended = await kring(args, { KRING_IDENTITY_KEY: '' });
    expect(ended).toMatchObject({ code, stderr: expect.stringContaining(message) });
    expect(ended.stderr).not.toMatch(/^\s+at /m);
  });

  it('does nothing with a table of another version, whatever the command', async () => {
    const elsewhere = join(directory, 'newer');
    await kring(['import', 'ties', ties, '--currency', 'EUR', '--create-unknown', '--data', elsewhere]);
    const { db, close } = await openConnection({ data: elsewhere, table: 'kring' });
    await updateItem(db, META_TABLE, {
      UpdateExpression: 'SET schemaVersion = :v',
      ExpressionAttributeValues: { ':v': N(99) },
    });
    await close();
    for (const args of [
      ['top'],
      ['runs'],
      ['enrich'],
      ['calibrate'],
      ['import', 'ties', ties],
      ['start', '--no-serve'],
    ]) {
      expect(await kring([...args, '--data', elsewhere]), args[0]).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining('was written by a newer Kring (schema 99'),
      });
    }
  });

  it('shows the stack with --verbose', async () => {
    expect(
      (await kring(['import', 'orders', join(directory, 'absent.csv'), '--data', data, '--verbose'])).stderr,
    ).toMatch(/^\s+at /m);
  });

  it('prints its version, and its help with the options of every command', async () => {
    expect(await kring(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    expect(await kring(['enrich', '--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--data <dir>'),
    });
    expect(await kring(['--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('import [options] <kind> <file>'),
    });
  });

  const older = olderNode();
  it.skipIf(older === null)(
    `starts from an older Node by handing over to the one npm installed${older === null ? ' — SKIPPED: no Node before 24 on the path' : ''}`,
    () => {
      expect(execFileSync(older!, [KRING, '--help'], { encoding: 'utf8' })).toContain('Usage: kring');
    },
  );
});
