// npm run mutants -- domain/rfm [domain/money …]: changes the code of these folders in small ways, one at a time, and runs the tests
// that mirror them. A change no test notices is a bug no test would notice. Fails below 80 % caught. Slow: minutes a folder.
import { spawnSync } from 'node:child_process';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const folders = process.argv.slice(2).map((folder) => folder.replace(/\/$/, ''));
if (folders.length === 0) {
  console.error('Which folders? For example: npm run mutants -- domain/rfm domain/money');
  process.exit(2);
}
const { status } = spawnSync(
  process.execPath,
  [
    join(here, 'node_modules/@stryker-mutator/core/bin/stryker.js'),
    'run',
    relative(root, join(here, 'stryker.config.json')),
    '--mutate',
    folders.map((folder) => `${folder}/**/*.ts`).join(','),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MUTANTS_TESTS: folders.map((folder) => `test/${folder}`).join(',') },
  },
);
process.exit(status ?? 1);
