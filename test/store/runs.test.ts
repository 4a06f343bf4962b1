import { expect, it } from 'vitest';
import {
  finishRun,
  getRun,
  heartbeat,
  listRuns,
  releaseLease,
  saveRun,
  startRun,
  takeOver,
} from '../../store/work/runs.ts';
import { injectFaults, nth } from '../engines/faults.ts';
import { onEngines } from '../engines/on-engines.ts';
import { NOON } from './samples.ts';

const options = { trigger: 'MANUAL', asOf: NOON, settings: { margin: 0.3 }, leaseMs: 60_000 } as const;

onEngines('runs', ({ fresh, again }) => {
  it('started twice at once: the second is refused with the id of the first', async () => {
    const db = await fresh({ clock: () => NOON });
    const first = await startRun(db, options);
    expect(first).toMatchObject({
      status: 'RUNNING',
      step: 'SNAPSHOT',
      generation: 1,
      resumedCount: 0,
      settings: { margin: 0.3 },
    });
    await expect(startRun(again(db), options)).rejects.toMatchObject({
      code: 'ALREADY_RUNNING',
      details: { runId: first.id },
    });

    const other = await fresh({ clock: () => NOON });
    const racers = await Promise.allSettled(
      [again(other), again(other), again(other), again(other)].map((client) => startRun(client, options)),
    );
    const winners = racers.filter((one) => one.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    for (const one of racers)
      if (one.status === 'rejected')
        expect(one.reason).toMatchObject({ code: 'ALREADY_RUNNING', details: { runId: winners[0]!.value.id } });
  });

  it('finished: the next one gets the next generation, and the list has the newest first', async () => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    for (let round = 1; round <= 3; round += 1) {
      const run = await startRun(db, options);
      expect(run.generation).toBe(round);
      await finishRun(db, {
        ...run,
        status: round === 2 ? 'FAILED' : 'SUCCEEDED',
        step: 'DONE',
        finishedAt: now,
        report: { round },
      });
      now += 1000;
    }
    const page = await listRuns(db, { first: 2 });
    expect(page.items.map(({ generation, status }) => [generation, status])).toEqual([
      [3, 'SUCCEEDED'],
      [2, 'FAILED'],
    ]);
    const rest = await listRuns(db, { first: 2, after: page.next! });
    expect(rest.items.map(({ report }) => report)).toEqual([{ round: 1 }]);
    expect(await getRun(db, page.items[0]!.id)).toEqual(page.items[0]);
    expect(await getRun(db, '01K0000000000000000000000')).toBeNull();
  });

  it('whose process died: resumed from its checkpoint once the lease has ended, and not before', async () => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    const run = await startRun(db, options);
    await saveRun(db, { ...run, step: 'PUBLISH', checkpoint: 400 });
    now += 50_000;
    await heartbeat(db, run, { leaseMs: 60_000 });
    now += 50_000;
    await expect(startRun(again(db), options)).rejects.toMatchObject({ code: 'ALREADY_RUNNING' });
    now += 20_000;
    const resumed = await startRun(again(db), { ...options, asOf: NOON + 1 });
    expect(resumed).toMatchObject({
      id: run.id,
      asOf: NOON,
      generation: 1,
      step: 'PUBLISH',
      checkpoint: 400,
      resumedCount: 1,
    });
    // The process that was taken for dead wakes up.
    await expect(saveRun(db, { ...run, checkpoint: 500 })).rejects.toMatchObject({ code: 'LEASE_LOST' });
    await expect(heartbeat(db, run)).rejects.toMatchObject({ code: 'LEASE_LOST' });
    await expect(finishRun(db, { ...run, status: 'SUCCEEDED' })).rejects.toMatchObject({ code: 'LEASE_LOST' });
    await finishRun(again(db), { ...resumed, status: 'SUCCEEDED', step: 'DONE' });
    expect(await getRun(db, run.id)).toMatchObject({ status: 'SUCCEEDED', checkpoint: 400 });
  });

  it('paused or taken over: another process goes on at once', async () => {
    const db = await fresh({ clock: () => NOON });
    const run = await startRun(db, options);
    await releaseLease(db, run);
    const second = await startRun(again(db), options);
    expect(second).toMatchObject({ id: run.id, resumedCount: 1 });
    const third = await takeOver(again(db), run.id);
    expect(third).toMatchObject({ id: run.id, resumedCount: 2 });
    await expect(saveRun(db, second)).rejects.toMatchObject({ code: 'LEASE_LOST' });
    await expect(takeOver(db, 'no such run')).rejects.toMatchObject({ code: 'UNKNOWN_RUN' });
    await finishRun(db, { ...third, status: 'SUCCEEDED' });
    await expect(takeOver(db, run.id)).rejects.toMatchObject({ code: 'RUN_FINISHED' });
  });

  it.each(['CRASH_AFTER'] as const)(
    '%s at any call of starting and finishing: a later start always works',
    async (fault) => {
      for (let at = 1; ; at += 1) {
        let now = NOON;
        const db = await fresh({ clock: () => now });
        const client = again(db);
        const injection = injectFaults(client.client, nth(at, fault));
        await startRun(client, options)
          .then((run) => finishRun(client, { ...run, status: 'SUCCEEDED', step: 'DONE' }))
          .catch(() => undefined);
        if (injection.faults() === 0) break;
        now += 60_001;
        const run = await startRun(again(db), options);
        expect(run.status, `${fault} at call ${at}`).toBe('RUNNING');
        await finishRun(again(db), { ...run, status: 'SUCCEEDED', step: 'DONE' });
        expect((await startRun(again(db), options)).generation).toBe(run.generation + 1);
      }
    },
  );

  it('survive answers that were lost', async () => {
    for (let at = 1; at <= 6; at += 1) {
      const db = await fresh({ clock: () => NOON });
      const client = again(db);
      injectFaults(client.client, nth(at, 'ANSWER_LOST'));
      const run = await startRun(client, options);
      await finishRun(client, { ...run, status: 'SUCCEEDED', step: 'DONE' });
      expect((await listRuns(db, { first: 5 })).items.map(({ status }) => status)).toEqual(['SUCCEEDED']);
    }
  });
});
