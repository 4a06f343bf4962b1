import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRunHere } from '../../cli/run.ts';
import { startRun } from '../../store/work/runs.ts';
import { COMPANY_AS_OF, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';

describe('a run in the only process of an embedded database', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());

  const options = { asOf: COMPANY_AS_OF, trigger: 'MANUAL' as const, settings: {} };
  const connection = async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, 3);
    return { db, alone: true };
  };

  it('takes over what a process that is gone left unfinished', async () => {
    const here = await connection();
    const left = await startRun(here.db, options);
    const { run, finished } = await startRunHere(here, options);
    expect(run.id).toBe(left.id);
    expect(await finished).toMatchObject({ status: 'SUCCEEDED', resumedCount: 1 });
  });

  it('leaves its own run alone: a second is told which is under way', async () => {
    const here = await connection();
    const { run, finished } = await startRunHere(here, options);
    await expect(startRunHere(here, { ...options, asOf: 0 })).rejects.toMatchObject({
      code: 'ALREADY_RUNNING',
      details: { runId: run.id },
    });
    expect(await finished).toMatchObject({ status: 'SUCCEEDED', resumedCount: 0 });
    expect((await (await startRunHere(here, options)).finished).id).not.toBe(run.id);
  });
});
