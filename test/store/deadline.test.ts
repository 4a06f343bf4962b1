import { describe, expect, it } from 'vitest';
import { beforeTime, withDeadline } from '../../store/client/deadline.ts';
import { openDb } from '../../store/client/db.ts';
import { getItem } from '../../store/client/commands.ts';
import { META_TABLE } from '../../store/client/keys.ts';
import { TEST_IDENTITY_KEY } from '../engines/engines.ts';

const after = (ms: number): Promise<'done'> =>
  new Promise((resolve) => {
    setTimeout(() => resolve('done'), ms);
  });
const busyFor = (ms: number): void => {
  for (const until = performance.now() + ms; performance.now() < until;);
};

describe('a deadline', () => {
  it('ends what is silent, and tells it so', async () => {
    let aborted = false;
    const silent = beforeTime(performance.now() + 10, (signal) => {
      signal!.addEventListener('abort', () => {
        aborted = true;
      });
      return new Promise<never>(() => {});
    });
    expect([await silent, aborted]).toEqual([null, true]);
  });

  it('does not take a busy process for a silent database: what is there is read', async () => {
    const pending = beforeTime(performance.now() + 10, () => after(15));
    busyFor(200);
    expect(await pending).toEqual({ answer: 'done' });
  });

  it('is asked once: after the first call that was given up the others are given up at once', async () => {
    let calls = 0;
    const client = {
      send: () => {
        calls += 1;
        return new Promise<never>(() => {});
      },
    };
    const db = withDeadline(
      {
        ...openDb({ endpoint: 'http://127.0.0.1:1', table: 'kring', identityKey: TEST_IDENTITY_KEY }),
        client: client as never,
      },
      { patienceMs: 10 },
    );
    for (let n = 0; n < 3; n += 1)
      await expect(getItem(db, META_TABLE)).rejects.toMatchObject({
        code: 'UNAVAILABLE',
        details: { retryAfterSeconds: 5 },
      });
    expect(calls).toBe(1);
  });
});
