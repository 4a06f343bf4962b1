import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { blobsAt } from '../../store/blobs/blobs.ts';
import { openDb, type Db } from '../../store/client/db.ts';
import { createTable } from '../../store/client/table.ts';

export type EngineKind = 'dynoxide' | 'dynalite';

export interface Engine {
  readonly kind: EngineKind;
  readonly endpoint: string;
  stop(): Promise<void>;
}

const DYNOXIDE = join(import.meta.dirname, '../../node_modules/@dynoxide/linux-x64/dynoxide');
const DYNALITE_CHILD = join(import.meta.dirname, 'dynalite-child.cjs');

/** dynoxide is an optional dependency for linux-x64 only; suites that need it are skipped by name elsewhere. */
export const isAvailable = (kind: EngineKind): boolean => kind === 'dynalite' || existsSync(DYNOXIDE);

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });

async function answers(endpoint: string, child: ChildProcess): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 20) {
    if (child.exitCode !== null) throw new Error(`the database engine ended with code ${child.exitCode}`);
    try {
      await fetch(endpoint, { signal: AbortSignal.timeout(2000) });
      return;
    } catch {
      await sleep(20);
    }
  }
  throw new Error(`no answer from ${endpoint}`);
}

/** Starts an in-memory engine on 127.0.0.1 and a free port; it ends with `stop()` or with this process. */
export async function startEngine(kind: EngineKind): Promise<Engine> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child =
    kind === 'dynoxide'
      ? spawn(DYNOXIDE, ['serve', '--host', '127.0.0.1', '--port', String(port)], { stdio: 'ignore' })
      : spawn(process.execPath, [DYNALITE_CHILD, String(port)], { stdio: ['pipe', 'ignore', 'inherit'] });
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', kill);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await answers(endpoint, child);
  return {
    kind,
    endpoint,
    stop: async () => {
      process.removeListener('exit', kill);
      kill();
      await exited;
    },
  };
}

export const TEST_IDENTITY_KEY = 'an identity key for tests, 32 bytes or more';

/** What runs keep beside any table of this process. */
export const TEST_BLOBS = blobsAt(mkdtempSync(join(tmpdir(), 'kring-blobs-')));
process.once('exit', () => rmSync(TEST_BLOBS.place, { recursive: true, force: true }));

/** A fresh table of its own on the engine, in EUR unless another currency is named. */
export async function testDb(
  engine: Engine,
  {
    currency = 'EUR',
    ...options
  }: { clock?: () => number; maxAttempts?: number; identityKey?: string; currency?: string } = {},
): Promise<Db> {
  const db = openDb({
    endpoint: engine.endpoint,
    table: `kring-${randomUUID()}`,
    identityKey: TEST_IDENTITY_KEY,
    blobs: TEST_BLOBS,
    ...options,
  });
  await createTable(db, { currency });
  return db;
}
