// npm run test:package: packs Kring, has publint look at the package, installs it with its dependencies from the registry in an empty folder and uses
// it there. Where the registry cannot be reached it says so and is no failure.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const directory = mkdtempSync(join(tmpdir(), 'kring-installed-'));
const run = (command, args, cwd = directory) => spawnSync(command, args, { cwd, encoding: 'utf8' });
const must = (command, args, cwd) => {
  const { status, stdout, stderr } = run(command, args, cwd);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
};
const skip = (what, { stderr }) => {
  console.log(`Skipped: ${what} could not be installed (${(stderr ?? '').trim().split('\n')[0]}).`);
  process.exit(0);
};

try {
  const [{ filename, size, unpackedSize, entryCount }] = JSON.parse(
    must('npm', ['pack', '--json', '--pack-destination', directory], root),
  );
  console.log(
    `${filename}: ${entryCount} files, ${Math.round(size / 1000)} kB, ${Math.round(unpackedSize / 1000)} kB unpacked`,
  );
  const tools = run('npm', ['ci', '--prefix', here], here);
  if (tools.status !== 0) skip('publint', tools);
  writeFileSync(join(directory, 'package.json'), '{ "private": true }\n');
  const install = run('npm', ['install', '--no-audit', '--no-fund', `./${filename}`]);
  if (install.status !== 0) skip('the dependencies', install);
  const { publint } = await import('publint');
  const { formatMessage } = await import('publint/utils');
  const { messages, pkg } = await publint({ pkgDir: join(directory, 'node_modules/kring'), pack: false });
  for (const message of messages) console.error(formatMessage(message, pkg));
  if (messages.length > 0) throw new Error('publint found something.');
  console.log('publint: nothing to say');
  console.log(must('npx', ['--no-install', 'kring', '--help']).split('\n')[0]);
  writeFileSync(
    join(directory, 'orders.csv'),
    'order,customer,date,sku,amount\n1,ann,2025-01-05,tea,5.00\n2,ann,2025-02-05,tea,5.00\n3,bob,2025-02-05,tea,2.00\n',
  );
  console.log(
    must('npx', ['--no-install', 'kring', 'import', 'orders', 'orders.csv', '--currency', 'EUR']).split('\n')[0],
  );
  must('npx', ['--no-install', 'kring', 'enrich', '--as-of', '2025-03-01']);
  const top = must('npx', ['--no-install', 'kring', 'top', '-n', '1']);
  if (!top.includes('ann')) throw new Error(`Ann is not on top:\n${top}`);
  console.log('npx kring imports, values and lists in an empty folder.');
} finally {
  rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
}
