import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { begin, compute, finish, publishStep, snapshot } from '../../enrichment/steps.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { parseSettings } from '../../enrichment/compute/settings.ts';
import { openDb, withMeter, type Db } from '../../store/client/db.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { getRun, startRun, type RunRecord } from '../../store/work/runs.ts';
import { isAvailable, startEngine, testDb, TEST_BLOBS, TEST_IDENTITY_KEY, type Engine } from '../engines/engines.ts';
import { COMPANY_AS_OF, dumpTable, seedCompany } from './company.ts';

const SIZE = 12;
const options = { asOf: COMPANY_AS_OF, trigger: 'MANUAL' as const, settings: parseSettings({ kappa: 0.3 }) };

describe('the steps of a run', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());

  const company = async (): Promise<Db> => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, SIZE);
    return db;
  };
  const visible = async (db: Db): Promise<[string, string][]> =>
    [...(await dumpTable(db))].filter(([key]) => /^(C|IN|B)#/u.test(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  /** The record as a workflow hands it from one process to the next, and another connection to the same table. */
  const elsewhere = (db: Db, run: RunRecord): [Db, RunRecord] => [
    withMeter(
      openDb({
        endpoint: engine.endpoint,
        table: db.table,
        identityKey: TEST_IDENTITY_KEY,
        blobs: TEST_BLOBS,
        clock: db.clock,
      }),
    ),
    JSON.parse(JSON.stringify(run)) as RunRecord,
  ];

  it('driven each by another process, and each twice, they publish what one process does', async () => {
    const clean = await company();
    const whole = await runEnrichment(clean, options);

    const db = await company();
    let run = await startRun(withMeter(db), options);
    let at: Db;
    for (let time = 0; time < 2; time += 1) {
      [at, run] = elsewhere(db, run);
      const { previous } = await begin(at, run);
      run = (await snapshot(at, run, previous)).run;
    }
    expect(run).toMatchObject({ step: 'COMPUTE', pinned: 0, progress: { total: SIZE } });
    // Another process knows the record only, and computes again from what is pinned.
    for (let time = 0; time < 2; time += 1) {
      [at, run] = elsewhere(db, run);
      const { previous, isPublished } = await begin(at, run);
      if (!isPublished) run = await publishStep(at, run, await compute(at, run, previous));
    }
    expect(run).toMatchObject({ step: 'PUBLISH' });
    expect(run.progress).toMatchObject({ total: SIZE, done: SIZE });
    [at, run] = elsewhere(db, run);
    await finish(at, run);
    // A repeat finds the work done.
    const ended = await finish(...elsewhere(db, run));
    expect(ended).toMatchObject({ status: 'SUCCEEDED', progress: { total: SIZE, done: SIZE, skipped: 0 } });
    expect(await visible(db)).toEqual(await visible(clean));
    expect((await getRun(db, run.id))!.report).toEqual((await getRun(clean, whole.id))!.report);
    // What each process spent adds up, but for its calls outside the steps and after its last.
    expect(ended.cost.writeUnits).toBeGreaterThan(0.9 * whole.cost.writeUnits);
  });

  it('stopped among lists and blocks again and again, a run goes on with the next piece and publishes what one that is left alone does', async () => {
    const clean = await company();
    await runEnrichment(clean, options);
    const db = await company();
    const written: number[] = [];
    for (;;) {
      let checks = 0;
      // Enough for the profiles and a few pieces more.
      const run = await runEnrichment(db, { ...options, deadline: () => (checks++ < 6 ? 600_000 : 0) });
      if (run.status === 'SUCCEEDED') break;
      written.push(run.checkpoint);
      expect(await visibleGeneration(db)).toBeNull();
    }
    expect(written.length).toBeGreaterThan(3);
    expect(written).toEqual([...new Set(written)].toSorted((a, b) => a - b));
    expect(await visible(db)).toEqual(await visible(clean));
    // Nothing is left of the attempts.
    expect(await db.blobs.list(`${db.table}/`)).toEqual([]);
  });

  it('nothing is finished that was not published, nor computed that was not pinned', async () => {
    const db = await company();
    const run = await startRun(withMeter(db), options);
    await expect(compute(db, run, null)).rejects.toThrow('its snapshot comes first');
    await expect(finish(db, (await snapshot(db, run, null)).run)).rejects.toThrow('has not published yet');
    expect(await visibleGeneration(db)).toBeNull();
  });
});
