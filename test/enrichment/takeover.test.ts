import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DomainError } from '../../domain/errors.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { findViews } from '../../store/published/customers.ts';
import type { BlobStore } from '../../store/blobs/blob-store.ts';
import { openDb, type Db } from '../../store/client/db.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { fenceGeneration, makeVisible, visibleGeneration } from '../../store/published/generations.ts';
import { finishRun, getRun, listRuns, saveRun, startRun } from '../../store/work/runs.ts';
import { isAvailable, startEngine, testDb, TEST_BLOBS, TEST_IDENTITY_KEY, type Engine } from '../engines/engines.ts';
import { COMPANY_AS_OF, customer, dumpTable, seedCompany } from './company.ts';

const SIZE = 12;
const HOUR_MS = 3_600_000;
const options = { asOf: COMPANY_AS_OF, trigger: 'MANUAL' as const, settings: { kappa: 0.3 } };

/** A process that stops before its call number `at`, until it is woken; everything it does afterwards goes through. */
function sleeper(
  engine: Engine,
  table: string,
  clock: () => number,
  isTheCall: (operation: string, input: unknown) => boolean,
) {
  const pause = async (operation: string, input: unknown): Promise<void> => {
    if (!isTheCall(operation, input)) return;
    fallAsleep();
    await woken;
  };
  const blobs: BlobStore = {
    ...TEST_BLOBS,
    put: async (name, bytes) => {
      await pause('PutBlob', name);
      await TEST_BLOBS.put(name, bytes);
    },
  };
  const db = openDb({ endpoint: engine.endpoint, table, identityKey: TEST_IDENTITY_KEY, blobs, clock });
  const { promise: asleep, resolve: fallAsleep } = Promise.withResolvers<void>();
  const { promise: woken, resolve: wake } = Promise.withResolvers<void>();
  db.client.use(({ middlewareStack }) =>
    middlewareStack.add(
      (next, context) => async (args) => {
        await pause(context.commandName ?? '', args.input);
        return next(args);
      },
      { step: 'initialize' },
    ),
  );
  return { db, asleep, wake };
}

const keyOf = (input: unknown): string => (input as { Item?: { pk?: { S?: string } } }).Item?.pk?.S ?? '';

describe('a process that was taken for dead and wakes up', () => {
  let engine: Engine;
  let now = COMPANY_AS_OF;
  const clock = (): number => now;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());

  const company = async (): Promise<Db> => {
    now = COMPANY_AS_OF;
    const db = await testDb(engine, { clock });
    await seedCompany(db, SIZE);
    return db;
  };
  const bigOrder = (db: Db) =>
    ingestEvents(db, [
      {
        customer: customer(0),
        event: {
          kind: 'ORDER',
          source: 'shop',
          id: 'late',
          occurredAt: COMPANY_AS_OF - 1000,
          promotion: false,
          lines: [{ sku: 's1', group: 'g1', quantity: 1, netMinor: 999_900, lineKind: 'PRODUCT' }],
        },
      },
    ]);
  const totalsOf = async (db: Db): Promise<number[]> =>
    (
      await findViews(
        db,
        Array.from({ length: SIZE }, (_, n) => customer(n)),
      )
    ).views.map((view) => {
      const { directMinor, referralMinor, networkMinor } = view!.profile!.profile.value;
      return directMinor + referralMinor + networkMinor;
    });
  /** What readers can see; the run's own record, lock and instants differ. */
  const visible = async (db: Db): Promise<[string, string][]> =>
    [...(await dumpTable(db))].filter(([key]) => /^(C|IN|B)#/u.test(key)).sort(([a], [b]) => (a < b ? -1 : 1));

  it('does not replace the inputs its successor pinned, even where that one stops too', async () => {
    const db = await company();
    // Read the inputs, and falls asleep before writing them down.
    const first = sleeper(
      engine,
      db.table,
      clock,
      (operation, name) => operation === 'PutBlob' && String(name).includes('/0-inputs/'),
    );
    const firstRun = runEnrichment(first.db, options).catch((error: unknown) => error);
    await first.asleep;
    await bigOrder(db);
    now += HOUR_MS;
    const second = await runEnrichment(db, { ...options, deadline: pausingAfter(1) });
    expect(second).toMatchObject({ status: 'RUNNING', resumedCount: 1 });
    first.wake();
    expect(await firstRun).toMatchObject({ code: 'LEASE_LOST' });
    const third = await runEnrichment(db, options);
    expect(third).toMatchObject({ id: second.id, status: 'SUCCEEDED' });

    const clean = await company();
    await bigOrder(clean);
    await runEnrichment(clean, options);
    expect(await totalsOf(db)).toEqual(await totalsOf(clean));
    expect(await visible(db)).toEqual(await visible(clean));
  });

  it('publishes nothing once a later run has begun', async () => {
    const db = await company();
    const first = sleeper(
      engine,
      db.table,
      clock,
      (operation, input) =>
        operation === 'PutItemCommand' &&
        keyOf(input) === 'META' &&
        'generation' in (input as { Item: object }).Item &&
        'z' in (input as { Item: object }).Item,
    );
    const firstRun = runEnrichment(first.db, options).catch((error: unknown) => error);
    await first.asleep;
    now += HOUR_MS;
    // Its successor gives the run up, and a new one begins.
    const taken = await startRun(db, { ...options, leaseMs: 1000 });
    await finishRun(db, { ...taken, status: 'FAILED', finishedAt: now });
    const paused = await runEnrichment(db, { ...options, deadline: pausingAfter(1) });
    expect(paused).toMatchObject({ status: 'RUNNING', generation: 2 });
    first.wake();
    expect(await firstRun).toMatchObject({ code: 'GENERATION_SUPERSEDED' });
    expect(await visibleGeneration(db)).toBeNull();
    expect((await runEnrichment(db, options)).status).toBe('SUCCEEDED');
    expect((await visibleGeneration(db))!).toMatchObject({ generation: 2 });
    const clean = await company();
    await runEnrichment(clean, options);
    expect(await totalsOf(db)).toEqual(await totalsOf(clean));
  });

  it('ends its run when it only begins after a later one has', async () => {
    const db = await company();
    const late = sleeper(
      engine,
      db.table,
      clock,
      (operation, input) => operation === 'PutItemCommand' && keyOf(input) === 'RUNS',
    );
    const lateRun = runEnrichment(late.db, options).catch((error: unknown) => error);
    await late.asleep;
    now += HOUR_MS;
    const run = await runEnrichment(db, options);
    late.wake();
    expect(await lateRun).toMatchObject({ code: 'GENERATION_SUPERSEDED' });
    const { items } = await listRuns(db, { first: 5 });
    expect(items.map(({ generation, status }) => [generation, status]).toSorted()).toEqual([
      [1, 'FAILED'],
      [2, 'SUCCEEDED'],
    ]);
    expect((await visibleGeneration(db))!.runId).toBe(run.id);
  });

  it('a run that another release would publish otherwise ends instead of mixing two results', async () => {
    const db = await company();
    const paused = await runEnrichment(db, { ...options, deadline: pausingAfter(1) });
    expect(paused).toMatchObject({ status: 'RUNNING', step: 'PUBLISH' });
    expect(paused.plan).not.toBeNull();
    const taken = await startRun(db, options);
    await saveRun(db, { ...taken, plan: 'what another release would have published' });
    now += HOUR_MS;
    const refused = runEnrichment(db, options);
    await expect(refused).rejects.toThrow('Start a new run');
    await expect(refused).rejects.toBeInstanceOf(DomainError);
    expect((await getRun(db, paused.id))!.status).toBe('FAILED');
    expect((await runEnrichment(db, options)).status).toBe('SUCCEEDED');
    const clean = await company();
    await runEnrichment(clean, options);
    expect(await totalsOf(db)).toEqual(await totalsOf(clean));
  });

  it('stopped twice in a row, in another place each time, a run still ends as an undisturbed one', async () => {
    const clean = await company();
    await runEnrichment(clean, options);
    const db = await company();
    expect(await runEnrichment(db, { ...options, deadline: () => 0 })).toMatchObject({
      status: 'RUNNING',
      step: 'COMPUTE',
    });
    expect(await runEnrichment(db, { ...options, deadline: pausingAfter(1) })).toMatchObject({
      status: 'RUNNING',
      step: 'PUBLISH',
      checkpoint: 1,
    });
    expect(await runEnrichment(db, options)).toMatchObject({ status: 'SUCCEEDED', resumedCount: 2 });
    expect(await visible(db)).toEqual(await visible(clean));
  });

  it('the fence stands through the generation that passes it', async () => {
    const db = await company();
    await runEnrichment(db, options);
    const shown = (await visibleGeneration(db))!;
    expect(await fenceGeneration(db, 4)).toEqual(shown);
    await expect(fenceGeneration(db, 3)).rejects.toMatchObject({ code: 'GENERATION_SUPERSEDED' });
    await expect(
      makeVisible(db, { ...shown, generation: 2, runId: 'late' }, { expectGeneration: 1 }),
    ).rejects.toMatchObject({ code: 'GENERATION_SUPERSEDED' });
    expect(await visibleGeneration(db)).toEqual(shown);
    await makeVisible(db, { ...shown, generation: 4 }, { expectGeneration: 1 });
    await expect(fenceGeneration(db, 3)).rejects.toMatchObject({ code: 'GENERATION_SUPERSEDED' });
  });
});

/** Time enough for the first `checks` checks of the clock, and none after. */
function pausingAfter(checks: number): () => number {
  let seen = 0;
  return () => (++seen > checks ? 0 : HOUR_MS);
}
