import { fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { VisibleError } from '../../domain/errors.ts';
import { blobsPathOf, inDataDirectory } from './data-directory.ts';

/** What a running engine writes beside its data, so that another process finds it. */
export interface EngineInfo {
  readonly pid: number;
  readonly endpoint: string;
  readonly leasePort: number;
  /** Said first on every lease connection: proves that the port is still this engine's. */
  readonly token: string;
}

export interface Engine {
  readonly endpoint: string;
  readonly pid: number;
  /** True when this call started the engine, false when it joined a running one. */
  readonly started: boolean;
  /** Resolves when the engine is gone: it died, or everybody let go of it. */
  readonly gone: Promise<void>;
  /** Lets go of the engine; the last one to let go waits until it has stopped. */
  release(): Promise<void>;
}

const START_MS = 20_000;
const HANDSHAKE_MS = 2_000;

const infoPathOf = (data: string): string => join(data, 'engine.json');
const databasePathOf = (data: string): string => join(data, 'dynamodb');

/**
 * Joins the embedded DynamoDB of a data directory, starting it when nobody runs it.
 *
 * @throws VisibleError ENGINE_FAILED when it cannot be started or does not answer, DATA_DIRECTORY when the directory cannot be used
 */
export async function acquireEngine(data: string): Promise<Engine> {
  const deadline = Date.now() + START_MS;
  for (let reason = 'it did not answer'; ;) {
    const running = await joinRunning(data);
    if (running !== null) return running;
    const outcome = await start(data);
    if ('engine' in outcome) return outcome.engine;
    reason = outcome.failed;
    if (Date.now() > deadline) {
      throw new VisibleError(
        'ENGINE_FAILED',
        `The embedded database in ${data} cannot be opened: ${reason}. Its log is ${join(data, 'engine.log')}.`,
      );
    }
    // Another process is starting or stopping an engine here.
    await sleep(100);
  }
}

/** Deletes an embedded database. @throws VisibleError ENGINE_IN_USE while a process uses it */
export async function deleteDatabase(data: string): Promise<void> {
  const running = await joinRunning(data);
  if (running !== null) {
    await running.release();
    throw new VisibleError(
      'ENGINE_IN_USE',
      `The embedded database in ${data} is in use (engine process ${running.pid}). Stop the other kring command first.`,
    );
  }
  for (const path of [databasePathOf(data), blobsPathOf(data)]) rmSync(path, { recursive: true, force: true });
}

async function joinRunning(data: string): Promise<Engine | null> {
  let info: EngineInfo;
  try {
    info = JSON.parse(readFileSync(infoPathOf(data), 'utf8')) as EngineInfo;
  } catch {
    return null;
  }
  const lease = await takeLease(info);
  return lease === null ? null : engineOf(info, lease, false);
}

/** null when the engine of this info file is gone: a stale file of a killed one. */
async function takeLease(info: EngineInfo): Promise<Socket | null> {
  const socket = connect({ port: info.leasePort, host: '127.0.0.1' });
  socket.setNoDelay(true);
  try {
    const signal = AbortSignal.timeout(HANDSHAKE_MS);
    const [said] = (await once(socket, 'data', { signal })) as [Buffer];
    if (said.toString() !== info.token) throw new Error('another server has this port');
    // The lease must not keep a finished command alive.
    socket.unref();
    socket.on('error', () => {});
    // Nothing more is said on it, but only a stream that is read notices its end.
    socket.resume();
    return socket;
  } catch {
    socket.destroy();
    return null;
  }
}

const engineOf = (info: EngineInfo, lease: Socket, started: boolean): Engine => ({
  endpoint: info.endpoint,
  pid: info.pid,
  started,
  gone: new Promise((resolve) => {
    lease.once('close', () => resolve());
  }),
  async release() {
    if (lease.destroyed) return;
    lease.ref();
    const closed = once(lease, 'close');
    lease.end();
    await closed;
  },
});

async function start(data: string): Promise<{ engine: Engine } | { failed: string }> {
  const log = inDataDirectory(data, () => openSync(join(data, 'engine.log'), 'a'));
  const child = fork(
    // As this file is called: .ts here, .js in the package.
    fileURLToPath(new URL(`engine-process${extname(import.meta.url)}`, import.meta.url)),
    [databasePathOf(data), infoPathOf(data)],
    {
      stdio: ['ignore', log, log, 'ipc'],
      execArgv: [],
      detached: true,
    },
  );
  const answer = await Promise.race([
    once(child, 'message').then(([message]) => message as { ready: EngineInfo } | { failed: string }),
    once(child, 'exit').then(([code, signal]) => ({ failed: `the engine ended with ${signal ?? code}` })),
    sleep(START_MS, { failed: 'the engine did not start' }, { ref: false }),
  ]).catch((error: unknown) => ({ failed: (error as Error).message }));
  if ('failed' in answer) {
    child.kill('SIGKILL');
    return answer;
  }
  const lease = await takeLease(answer.ready);
  child.disconnect();
  child.unref();
  return lease === null ? { failed: 'the engine stopped at once' } : { engine: engineOf(answer.ready, lease, true) };
}
