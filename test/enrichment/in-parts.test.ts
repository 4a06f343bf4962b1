import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DomainError } from '../../domain/errors.ts';
import { runInParts, type RunInParts } from '../../enrichment/in-parts.ts';
import { PARTS } from '../../enrichment/parts.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { openDb, type Db } from '../../store/client/db.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { cancelRun } from '../../store/work/cancel.ts';
import { getRun, heartbeat, startRun, takeOver } from '../../store/work/runs.ts';
import { isAvailable, startEngine, testDb, TEST_BLOBS, TEST_IDENTITY_KEY, type Engine } from '../engines/engines.ts';
import { injectFaults } from '../engines/faults.ts';
import { COMPANY_AS_OF, dumpTable, seedCompany } from './company.ts';

const SIZE = 12;
const start = { trigger: 'SCHEDULE' as const, holder: 'an execution' };

describe('a run in parts, each maybe by another process', () => {
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
  /** Another process: it knows nothing but the table. */
  const process = (db: Db, prepare: (client: Db) => void = () => undefined): RunInParts =>
    runInParts(async () => {
      const client = openDb({
        endpoint: engine.endpoint,
        table: db.table,
        identityKey: TEST_IDENTITY_KEY,
        blobs: TEST_BLOBS,
        clock: db.clock,
      });
      prepare(client);
      return client;
    });
  const visible = async (db: Db): Promise<[string, string][]> =>
    [...(await dumpTable(db))].filter(([key]) => /^(C|IN|B)#/u.test(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  const expectWhole = async (db: Db): Promise<void> => {
    const clean = await company();
    await runEnrichment(clean, { asOf: COMPANY_AS_OF, trigger: 'SCHEDULE' });
    expect(await visible(db)).toEqual(await visible(clean));
  };

  it('by one process it is what runEnrichment does, and was resumed never; by another for every part, as often as that', async () => {
    const [one, many] = [await company(), await company()];
    const alone = process(one);
    const { runId } = await alone.start(start);
    const { runId: other } = await process(many).start(start);
    for (const part of PARTS) {
      const state = part === 'FINISH' ? 'SUCCEEDED' : 'DONE';
      expect(await alone.part(runId, part)).toEqual({ runId, state });
      expect(await process(many).part(other, part)).toEqual({ runId: other, state });
    }
    // The answer of the last part may be lost too.
    expect(await process(many).part(other, 'FINISH')).toEqual({ runId: other, state: 'SUCCEEDED' });
    expect((await getRun(one, runId))!.resumedCount).toBe(0);
    expect((await getRun(many, other))!.resumedCount).toBe(PARTS.length);
    await expectWhole(one);
    await expectWhole(many);
  });

  it('whoever repeats a start whose answer was lost gets the same run; anybody else is told that it is under way', async () => {
    const db = await company();
    const { runId } = await process(db).start(start);
    expect(await process(db).start(start)).toEqual({ runId, state: 'DONE' });
    expect(await process(db).start({ ...start, holder: 'another' })).toEqual({ runId, state: 'TAKEN' });
  });

  it('a part that is published already is taken past, and a pause keeps the lock', async () => {
    const db = await company();
    const { runId } = await process(db).start(start);
    await process(db).part(runId, 'SNAPSHOT');
    expect(await process(db).part(runId, 'PUBLISH', { deadline: () => 0 })).toEqual({ runId, state: 'PAUSED' });
    expect(await process(db).start({ ...start, holder: 'another' })).toEqual({ runId, state: 'TAKEN' });
    for (const part of ['PUBLISH', 'SNAPSHOT', 'PUBLISH'] as const)
      expect((await process(db).part(runId, part)).state).toBe('DONE');
    expect((await process(db).part(runId, 'FINISH')).state).toBe('SUCCEEDED');
    await expectWhole(db);
  });

  it('cancelled, or taken by another, it ends for this driver, and says how', async () => {
    const db = await company();
    const mine = process(db);
    const { runId } = await mine.start(start);
    await mine.part(runId, 'SNAPSHOT');
    const other = await takeOver(db, runId);
    expect(await mine.part(runId, 'PUBLISH')).toEqual({ runId, state: 'TAKEN' });
    await heartbeat(db, other);
    await cancelRun(db, runId);
    expect(await process(db).part(runId, 'PUBLISH')).toEqual({ runId, state: 'CANCELLED' });
    expect(await visibleGeneration(db)).toBeNull();
    const next = await startRun(db, { trigger: 'MANUAL', asOf: COMPANY_AS_OF });
    expect(await process(db).part(runId, 'PUBLISH')).toEqual({ runId, state: 'CANCELLED' });
    expect(next.id).not.toBe(runId);
  });

  it('what may pass is thrown, for the driver to try again; what would not pass ends the run, with the reason', async () => {
    const db = await company();
    const { runId } = await process(db).start(start);
    let isAway = true;
    const away = process(db, (client) => injectFaults(client.client, () => (isAway ? 'TIMEOUT' : null)));
    await expect(away.part(runId, 'SNAPSHOT')).rejects.toThrow('DynamoDB did not answer');
    isAway = false;
    expect((await away.part(runId, 'SNAPSHOT')).state).toBe('DONE');
    const broken = process(db, (client) => {
      client.client.use(({ middlewareStack }) =>
        middlewareStack.add(
          (next, context) => (args) => {
            if (context.commandName === 'BatchWriteItemCommand') throw new DomainError('cannot be computed');
            return next(args);
          },
          { step: 'initialize' },
        ),
      );
    });
    expect(await broken.part(runId, 'PUBLISH')).toEqual({ runId, state: 'FAILED' });
    expect(await getRun(db, runId)).toMatchObject({ status: 'FAILED', error: 'cannot be computed' });
    expect(await db.blobs.list(`${db.table}/`)).toEqual([]);
  });
});
