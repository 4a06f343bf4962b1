import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'kring-package-'));
const installed = join(directory, 'node_modules/kring');
afterAll(() => rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 }));

const run = (command: string, args: readonly string[], cwd = directory): string =>
  execFileSync(command, [...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const kring = (...args: string[]): string => run(process.execPath, [join(installed, 'dist/cli/bin/kring.js'), ...args]);

/** Installed as npm would, with the dependencies of the repository beside it: `npm run test:package` takes them from the registry. */
beforeAll(() => {
  const [{ filename }] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', directory], ROOT)) as [
    { filename: string },
  ];
  mkdirSync(installed, { recursive: true });
  run('tar', ['-xzf', filename, '--strip-components=1', '-C', installed]);
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (!name.startsWith('.')) symlinkSync(join(ROOT, 'node_modules', name), join(directory, 'node_modules', name));
});

describe('the package', () => {
  it('holds what runs and no source: types cannot be stripped where it is installed', () => {
    const files = readdirSync(installed, { recursive: true }).map(String);
    expect(files.filter((file) => file.endsWith('.ts') && !/^dist\/client\/\w+\.d\.ts$/u.test(file))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist/local/demo/recorded/follows.csv']));
    const { version, bin } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      version: string;
      bin: Record<string, string>;
    };
    expect(files).toContain(bin['kring']);
    expect(kring('--version').trim()).toBe(version);
    expect(kring('--help')).toContain('import');
  });

  it('carries the explorer built, and serves it without its sources', () => {
    const page =
      "import { explorerPage } from './node_modules/kring/dist/local/http/explorer.js'; const page = await explorerPage(); console.log([...page.keys()].join(' '), page.get('index.html').content.toString())";
    const text = run(process.execPath, ['--input-type=module', '-e', page]);
    const [, main] = /src="(main-\w+\.js)"/u.exec(text)!;
    expect(text.split('\n')[0]).toContain(main);
    expect(text).not.toContain('build.js');
  });

  it('gives others a client, with its types', () => {
    const code =
      "import { createClient } from 'kring/client'; console.log(typeof createClient({ url: 'http://127.0.0.1:9/graphql' }).request)";
    expect(run(process.execPath, ['--input-type=module', '-e', code]).trim()).toBe('function');
    expect(readFileSync(join(installed, 'dist/client/index.d.ts'), 'utf8')).toContain(
      'createClient(options: ClientOptions)',
    );
  });

  it('imports a file, values it and lists who is worth most, in an empty folder', () => {
    const rows = ['a', 'b', 'c'].flatMap((customer, index) =>
      Array.from({ length: 3 }, (_, k) => `${customer}${k},${customer},2025-0${k + 1}-05,tea,${10 * (index + 1)}.00`),
    );
    writeFileSync(join(directory, 'orders.csv'), ['order,customer,date,sku,amount', ...rows].join('\n'));
    expect(kring('import', 'orders', 'orders.csv', '--currency', 'EUR')).toMatch(/9/);
    kring('enrich', '--as-of', '2025-04-01');
    const top = kring('top', '-n', '1');
    expect(top).toContain('c');
    expect(top).toContain('90.00');
  });
});
