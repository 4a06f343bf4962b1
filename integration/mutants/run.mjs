// npm run mutants [-- domain/rfm store …]: changes the code of these folders in small ways, one at a time, and runs the tests that
// mirror them. A change no test notices is a bug no test would notice. Without folders: every folder of domain/, one after the other.
// Fails when a folder of domain/ is below 80 % caught. What was measured goes to measured.json, from which page.mjs makes docs/mutants.md.
//
// MUTANTS_SHARE=0.1    measures a fixed tenth of the changes, for what is too slow whole
// MUTANTS_SEED=word    another such share, once tests were written for what survived of the first
// MUTANTS_AGAIN=1       tries what survived the last measurement again, after tests were added
// MUTANTS_TESTS=a,b    other tests than those of the mirror folder, as patterns
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { byFolder, survivorsAgain } from './report.mjs';

const FLOOR = 80;
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const measuredPath = join(here, 'measured.json');
const share = Number(process.env.MUTANTS_SHARE ?? 1);
const seed = process.env.MUTANTS_SEED;
const again = process.env.MUTANTS_AGAIN !== undefined;

/** The folders of domain/ that have code, the rooms of clv/ each for itself. */
const ofDomain = () =>
  readdirSync(join(root, 'domain'), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, entry.parentPath))
    .filter((folder, index, all) => all.indexOf(folder) === index)
    .sort();

/** The tests of the mirror folder: those right in it for a folder of domain/, those below as well for others. */
const testsOf = (folder) => `test/${folder}/${ownFiles(folder) ? '' : '**/'}*.test.ts`;
const ownFiles = (folder) => folder === 'domain' || folder.startsWith('domain/');

function measure(folder) {
  const tests = process.env.MUTANTS_TESTS ?? testsOf(folder);
  const { status } = spawnSync(
    process.execPath,
    [
      join(here, 'node_modules/@stryker-mutator/core/bin/stryker.js'),
      'run',
      relative(root, join(here, 'stryker.config.json')),
      '--mutate',
      `${folder}/${ownFiles(folder) ? '' : '**/'}*.ts,!**/*.wasm.ts,!**/generated.ts`,
      ...(share < 1 || again ? ['--checkers', 'choice'] : []),
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, MUTANTS_TESTS: tests, MUTANTS_SHARE: String(share) },
    },
  );
  if (status !== 0) throw new Error(`Measuring ${folder} failed.`);
  const report = JSON.parse(readFileSync(join(here, 'report.json'), 'utf8'));
  const before = existsSync(measuredPath) ? JSON.parse(readFileSync(measuredPath, 'utf8')) : {};
  const now = byFolder(report, { on: new Date().toISOString().slice(0, 10), tests, share, ...(seed && { seed }) });
  const found = again
    ? Object.fromEntries(Object.entries(now).map(([of, one]) => [of, survivorsAgain(before[of], one, report)]))
    : now;
  const all = Object.entries({ ...before, ...found }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(measuredPath, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
  return Object.entries(found);
}

const named = process.argv.slice(2).map((folder) => folder.replace(/\/$/, ''));
const below = (named.length > 0 ? named : ofDomain())
  .flatMap(measure)
  .map(([folder, { caught, mutants }]) => ({ folder, percent: (100 * caught) / Math.max(1, mutants) }))
  .filter(({ folder, percent }) => ownFiles(folder) && percent < FLOOR);
for (const { folder, percent } of below) console.error(`${folder}: ${percent.toFixed(1)} % caught, below ${FLOOR} %.`);
process.exit(below.length > 0 ? 1 : 0);
