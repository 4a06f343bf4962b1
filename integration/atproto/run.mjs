// npm run test:atproto: Kring against a real Bluesky network on this machine. Where that cannot be installed it says so and is no failure.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { INSTALL, isInstalled } from '../../social/bluesky/sdk/installed.ts';
import { install } from './install.mjs';

/** Several times what it takes on a machine of its own; then something hangs. */
const DEADLINE_MS = 20 * 60_000;

const root = fileURLToPath(new URL('../..', import.meta.url));
const began = performance.now();
const reason = install();
if (reason !== null) {
  console.log(`The tests against a local Bluesky network are skipped: ${reason}`);
  process.exit(0);
}
const run = (command, args) => spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status;
if (!isInstalled() && run('npm', INSTALL.split(' ').slice(1)) !== 0) {
  console.log('The tests against a local Bluesky network are skipped: what the adapter needs could not be installed.');
  process.exit(0);
}
console.log(`The packages of the network are there after ${((performance.now() - began) / 1000).toFixed(0)} s.`);

if (run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'integration/atproto']) !== 0) process.exit(1);

const tests = spawn(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'integration/atproto/vitest.config.ts',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
const late = setTimeout(() => {
  console.error('The tests against a local Bluesky network did not end in twenty minutes.');
  tests.kill('SIGKILL');
}, DEADLINE_MS);
tests.once('exit', (code) => {
  clearTimeout(late);
  process.exit(code ?? 1);
});
