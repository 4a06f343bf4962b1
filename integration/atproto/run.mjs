// npm run test:atproto: Kring against a real Bluesky network on this machine. Where that cannot be installed it says so and is no failure.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { install } from './install.mjs';

/** Several times what it takes on a machine of its own; then something hangs. */
const DEADLINE_MS = 20 * 60_000;

const began = performance.now();
const reason = install();
if (reason !== null) {
  console.log(`The tests against a local Bluesky network are skipped: ${reason}`);
  process.exit(0);
}
console.log(`The packages of the network are there after ${((performance.now() - began) / 1000).toFixed(0)} s.`);

const root = fileURLToPath(new URL('../..', import.meta.url));
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
