import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { kring, startKring } from './command.ts';

const directory = mkdtempSync(join(tmpdir(), 'kring-start-'));
const data = join(directory, 'data');
const started: ChildProcess[] = [];
afterAll(async () => {
  for (const child of started) if (child.exitCode === null) child.kill('SIGKILL');
  // The engine notices that its last user is gone, and ends.
  for (let tries = 0; existsSync(join(data, 'engine.json')) && tries < 100; tries += 1) await sleep(50);
  rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** Starts, and waits until GraphQL is served. */
async function served(args: readonly string[]) {
  const { child, ended } = startKring(['start', '--data', data, '--port', '0', ...args]);
  started.push(child);
  let said = '';
  child.stdout!.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  while (!said.includes('Ctrl-C stops')) {
    if (child.exitCode !== null) throw new Error(`it ended: ${(await ended).stderr}`);
    await sleep(50);
  }
  return {
    child,
    ended,
    table: said,
    key: /kring_local_\S+/.exec(said)?.[0],
    url: /http:\/\/\S+\/graphql/.exec(said)![0],
  };
}

const query = async (url: string, text: string, key?: string): Promise<unknown> =>
  (
    await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ query: text }),
    })
  ).json();

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('npm start', () => {
  it('goes from nothing to a table of the most valuable customers and a served query, and a second start reuses the data', async () => {
    const first = await served([]);
    const enginePid = (JSON.parse(readFileSync(join(data, 'engine.json'), 'utf8')) as { pid: number }).pid;
    expect(first.table).toMatch(/customer .* direct .* referrals .* network .* total/);
    expect(first.table).toContain('10 │');
    const [, own, sum] =
      /Sum over all 859 customers: direct ([\d,.]+) = direct \+ referrals \+ network ([\d,.]+), to the cent/.exec(
        first.table,
      )!;
    // The rounded profits of the file's 9,994 lines.
    expect([own, sum]).toEqual(['286,396.59', '286,396.59']);
    expect(first.table).toContain('The social layer (who follows, refers and responds) is SIMULATED');
    expect(await query(first.url, '{ customers(first: 1) { nodes { displayName } } }')).toMatchObject({
      data: { customers: { nodes: [{ displayName: expect.any(String) as string }] } },
    });

    // Reading needs no key on one's own machine; writing does, and the one that may is shown once.
    const invite = `mutation { socialLinkInvite(input: { idempotencyKey: "invite", by: { externalId: { source: "superstore", id: "CC-12370" } } }) { url } }`;
    expect(await query(first.url, invite)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });

    // A customer is sent to this server's own page where no other address is set.
    const invited = await query(first.url, invite, first.key);
    const page = (invited as { data: { socialLinkInvite: { url: string } } }).data.socialLinkInvite.url;
    expect(page).toContain(new URL('/link/', first.url).href);
    expect((await fetch(page)).status).toBe(200);

    // Another command joins the running engine; what would disturb it is refused.
    expect((await kring(['top', '-n', '1', '--data', data])).stdout).toContain('│ 1 │');
    expect(await kring(['start', '--reset', '--no-serve', '--data', data])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('[ENGINE_IN_USE]') as string,
    });

    first.child.kill('SIGINT');
    expect(await first.ended).toMatchObject({ code: 0 });
    for (let tries = 0; isAlive(enginePid) && tries < 100; tries += 1) await sleep(50);
    expect(isAlive(enginePid)).toBe(false);
    expect(existsSync(join(data, 'engine.json'))).toBe(false);

    const second = await served([]);
    expect(second.table).toContain(`direct ${own} `);
    expect(second.table).not.toContain('Run ');
    expect(second.key).toBeUndefined();

    // The engine dies under a server at work: it says so at its health address and in every answer, until it has another one.
    const engineNow = (): number =>
      (JSON.parse(readFileSync(join(data, 'engine.json'), 'utf8')) as { pid: number }).pid;
    const died = engineNow();
    process.kill(died, 'SIGKILL');
    const seen = new Set<number>();
    for (
      let tries = 0;
      tries < 600 && (engineNow() === died || seen.size === 0 || [...seen].at(-1) !== 200);
      tries += 1
    ) {
      const { status } = await fetch(new URL('/health', second.url));
      seen.delete(status);
      seen.add(status);
      await sleep(20);
    }
    expect([...seen].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(engineNow()).not.toBe(died);
    expect(await query(second.url, '{ portfolio { direct { amount } } }')).toMatchObject({
      data: { portfolio: { direct: { amount: '286396.59' } } },
    });

    second.child.kill('SIGTERM');
    const ended = await second.ended;
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain('Using the data in');
    // The whole demo, twice over: on a busy machine that takes its time.
  }, 300_000);

  it('says which option helps when the port is in use, before it loads anything', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const ended = await kring(['start', '--port', String(port), '--data', join(directory, 'unused')]);
    server.close();
    expect(ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        `Port ${port} of 127.0.0.1 is in use. Choose another one, e.g. --port ${port + 1}. [PORT_IN_USE]`,
      ) as string,
    });
    expect(existsSync(join(directory, 'unused'))).toBe(false);
  });

  it('refuses a schedule that is none', async () => {
    expect(await kring(['start', '--every', 'now and then', '--data', join(directory, 'unused')])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--every takes a cron pattern') as string,
    });
  });
});
