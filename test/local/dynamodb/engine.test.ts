import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireEngine, deleteDatabase } from '../../../local/dynamodb/engine.ts';
import { identityKeyFor } from '../../../local/dynamodb/identity-key.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'kring-engine-'));
});
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

const answers = async (endpoint: string): Promise<boolean> =>
  fetch(endpoint).then(
    (response) => response.ok,
    () => false,
  );
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  for (let tries = 0; !(await condition()); tries += 1) {
    if (tries > 300) throw new Error('it did not come to pass');
    await sleep(50);
  }
};

/** Another process that uses the engine of `data` until it is killed. */
async function otherUser(): Promise<{ child: ChildProcess; pid: number; started: boolean }> {
  const module = new URL('../../../local/dynamodb/engine.ts', import.meta.url).href;
  const source = `const { acquireEngine } = await import('${module}');
    const engine = await acquireEngine(process.argv[1]); console.log(JSON.stringify({ pid: engine.pid, started: engine.started })); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source, data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return { child, ...(JSON.parse(line.toString()) as { pid: number; started: boolean }) };
}

describe('the embedded DynamoDB', () => {
  it('starts in a process of its own, answers on 127.0.0.1, and has stopped when the last user lets go', async () => {
    const engine = await acquireEngine(data);
    expect(engine).toMatchObject({ started: true });
    expect(new URL(engine.endpoint).hostname).toBe('127.0.0.1');
    expect(engine.pid).not.toBe(process.pid);
    expect(await answers(engine.endpoint)).toBe(true);
    await engine.release();
    expect(await answers(engine.endpoint)).toBe(false);
    await until(() => !isAlive(engine.pid));
    expect(existsSync(join(data, 'engine.json'))).toBe(false);
  });

  it('is joined by a second process instead of started twice, and outlives the first', async () => {
    const first = await otherUser();
    const second = await acquireEngine(data);
    expect([first.started, second.started]).toEqual([true, false]);
    expect(second.pid).toBe(first.pid);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    expect(await answers(second.endpoint)).toBe(true);
    await second.release();
    await until(() => !isAlive(second.pid));
  });

  it('stops when its only user is killed without a word', async () => {
    const user = await otherUser();
    expect(isAlive(user.pid)).toBe(true);
    user.child.kill('SIGKILL');
    await until(() => !isAlive(user.pid));
  });

  it('is started once when several want it at the same moment', async () => {
    const engines = await Promise.all([acquireEngine(data), acquireEngine(data), acquireEngine(data)]);
    expect(new Set(engines.map((engine) => engine.pid)).size).toBe(1);
    expect(engines.filter((engine) => engine.started)).toHaveLength(1);
    await Promise.all(engines.map((engine) => engine.release()));
  });

  it('recognises the info file of an engine that was killed, and starts another', async () => {
    const killed = await acquireEngine(data);
    process.kill(killed.pid, 'SIGKILL');
    await until(() => !isAlive(killed.pid));
    expect(existsSync(join(data, 'engine.json'))).toBe(true);
    const next = await acquireEngine(data);
    expect(next.started).toBe(true);
    expect(await answers(next.endpoint)).toBe(true);
    await next.release();
  });

  it('is not deleted while somebody uses it', async () => {
    const engine = await acquireEngine(data);
    await expect(deleteDatabase(data)).rejects.toMatchObject({ code: 'ENGINE_IN_USE' });
    await engine.release();
    await until(() => !isAlive(engine.pid));
    await deleteDatabase(data);
    expect(existsSync(join(data, 'dynamodb'))).toBe(false);
  });
});

describe('the identity key', () => {
  it('is made once for the embedded database, readable by its owner only', () => {
    const key = identityKeyFor(data, true, {});
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(identityKeyFor(data, true, {})).toBe(key);
    expect(statSync(join(data, 'identity-key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(data, 'identity-key'), 'utf8').trim()).toBe(key);
  });

  it('comes from KRING_IDENTITY_KEY where that is set, and must for any other database', () => {
    expect(identityKeyFor(data, true, { KRING_IDENTITY_KEY: 'given' })).toBe('given');
    expect(existsSync(join(data, 'identity-key'))).toBe(false);
    expect(() => identityKeyFor(data, false, {})).toThrow(/KRING_IDENTITY_KEY is not set/);
  });

  it('is not silently replaced when its file is empty', () => {
    writeFileSync(join(data, 'identity-key'), '');
    expect(() => identityKeyFor(data, true, {})).toThrow(/is empty/);
  });
});
