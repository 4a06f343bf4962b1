import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import { openDb, type Db } from '../../store/client/db.ts';
import { inflateKnown } from '../../store/client/known-text.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { listRuns } from '../../store/work/runs.ts';
import { isAvailable, startEngine, testDb, TEST_BLOBS, TEST_IDENTITY_KEY, type Engine } from '../engines/engines.ts';
import { injectFaults, nth, share } from '../engines/faults.ts';
import { COMPANY_AS_OF, dumpTable, seedCompany } from './company.ts';

const SIZE = 12;
const options = { asOf: COMPANY_AS_OF, trigger: 'MANUAL' as const, settings: { kappa: 0.3 } };
const HOUR_MS = 3_600_000;

describe('a run under faults', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());

  const company = async (clock: () => number = () => COMPANY_AS_OF): Promise<Db> => {
    const db = await testDb(engine, { clock });
    await seedCompany(db, SIZE);
    return db;
  };
  /** The same table for another process, whose calls are tried once. */
  const again = (db: Db): Db =>
    openDb({
      endpoint: engine.endpoint,
      table: db.table,
      identityKey: TEST_IDENTITY_KEY,
      blobs: TEST_BLOBS,
      clock: db.clock,
      maxAttempts: 1,
    });
  /** What readers can see; the run's own record, lock and instants differ. */
  const visible = async (db: Db): Promise<[string, string][]> =>
    [...(await dumpTable(db))].filter(([key]) => /^(C|IN|B|U)#/u.test(key)).sort(([a], [b]) => (a < b ? -1 : 1));

  it.each([1, 2])(
    'throttling, timeouts, lost answers and unprocessed items on a quarter of all calls change nothing it publishes (seed %i)',
    async (seed) => {
      const clean = await company();
      await runEnrichment(clean, options);
      const db = await company();
      const client = again(db);
      const injection = injectFaults(
        client.client,
        share(seed, 1 / 4, ['THROTTLE', 'TIMEOUT', 'ANSWER_LOST', 'UNPROCESSED', 'UNPROCESSED']),
      );
      const run = await runEnrichment(client, options);
      expect(run.status).toBe('SUCCEEDED');
      expect(injection.faults()).toBeGreaterThan(5);
      expect(await visible(db)).toEqual(await visible(clean));
    },
  );

  it('a crash at each step: the next start goes on with the same run, and publishes what an undisturbed one does', async () => {
    const clean = await company();
    const steps = await callsOf(again(clean));
    const expected = await visible(clean);
    const died: string[] = [];
    for (const [index, kind] of steps.entries()) {
      if (steps.indexOf(kind) < index) continue;
      let now = COMPANY_AS_OF;
      const db = await company(() => now);
      const client = again(db);
      const injection = injectFaults(client.client, nth(index + 1, 'CRASH_AFTER'));
      await expect(runEnrichment(client, options), `crash after ${kind}`).rejects.toThrow('the process');
      expect(injection.faults()).toBe(1);
      const [left] = (await listRuns(db, { first: 1 })).items;
      now += HOUR_MS;
      const run = await runEnrichment(db, options);
      expect(run.status, `crash after ${kind}`).toBe('SUCCEEDED');
      // Died before it was a run, or when all was done: the next one is another.
      if (left?.status !== 'RUNNING') continue;
      died.push(left.step);
      expect(run.id, `crash after ${kind}`).toBe(left.id);
      expect((await visibleGeneration(db))!.generation).toBe(run.generation);
      expect(await visible(db), `crash after ${kind}`).toEqual(expected);
    }
    expect(new Set(died)).toEqual(new Set(['SNAPSHOT', 'COMPUTE', 'PUBLISH']));
  });
});

/** What is known to deflate, as it was; nothing of a block that is packed otherwise. */
function stepsIn(record: Uint8Array): string {
  try {
    return inflateKnown(record);
  } catch {
    return '';
  }
}

/** Runs once, and lists its calls by kind: the operation, the kind of item it is about, and the step where it says so. */
async function callsOf(db: Db): Promise<string[]> {
  const calls: string[] = [];
  db.client.use(({ middlewareStack }) =>
    middlewareStack.add(
      (next, context) => async (args) => {
        // The record of a run says its step, and lies in the table deflated.
        const record = (args.input as { Item?: { z?: { B?: Uint8Array } } }).Item?.z?.B;
        const input = JSON.stringify(args.input) + (record === undefined ? '' : stepsIn(record));
        const [pk, sk, step] = [
          /"pk":\{"S":"([A-Z_]+)/u,
          /"sk":\{"S":"([A-Z_]+)/u,
          /\b(SNAPSHOT|COMPUTE|PUBLISH|DONE)\b/u,
        ].map((pattern) => pattern.exec(input)?.[1] ?? '');
        calls.push(`${(context as { commandName?: string }).commandName} ${pk}/${sk} ${step}`);
        return next(args);
      },
      { step: 'initialize' },
    ),
  );
  await runEnrichment(db, options);
  return calls;
}
