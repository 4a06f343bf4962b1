import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment, startEnrichment } from '../../enrichment/run.ts';
import type { RunStatistics } from '../../published/statistics.ts';
import { findViews } from '../../store/published/customers.ts';
import { openDb, type Db } from '../../store/client/db.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { readList } from '../../store/published/lists.ts';
import { getRun } from '../../store/work/runs.ts';
import { createTable } from '../../store/client/table.ts';
import { startEngine, testDb, TEST_BLOBS, TEST_IDENTITY_KEY, type Engine } from '../engines/engines.ts';
import { COMPANY_AS_OF, customer, dumpTable, seedCompany } from './company.ts';

const SIZE = 24;
const settings = { kappa: 0.3 };
const options = { asOf: COMPANY_AS_OF, trigger: 'MANUAL' as const, settings };

/** A connection that dies for good at its nth write, as a killed process would. */
function dyingDb(engine: Engine, table: string, writes: number, clock: () => number): Db {
  const db = openDb({
    endpoint: engine.endpoint,
    table,
    identityKey: TEST_IDENTITY_KEY,
    blobs: TEST_BLOBS,
    clock,
    maxAttempts: 1,
  });
  let left = writes;
  db.client.use(({ middlewareStack }) =>
    middlewareStack.add(
      (next, context) => async (args) => {
        const isWrite = /^(Put|Update|Delete|BatchWrite)/u.test(context.commandName ?? '');
        if (left <= 0 || (isWrite && --left <= 0)) throw new Error('the process was killed');
        return next(args);
      },
      { step: 'initialize' },
    ),
  );
  return db;
}

describe('an enrichment run', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine('dynalite');
  });
  afterAll(() => engine.stop());

  const company = async (): Promise<Db> => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, SIZE);
    return db;
  };
  const totalOf = async (db: Db): Promise<{ total: number; own: number }> => {
    const { views } = await findViews(
      db,
      Array.from({ length: SIZE }, (_, n) => customer(n)),
    );
    const values = views.map((view) => view!.profile!.profile.value);
    return {
      own: values.reduce((sum, value) => sum + value.directMinor, 0),
      total: values.reduce((sum, value) => sum + value.directMinor + value.referralMinor + value.networkMinor, 0),
    };
  };

  it('publishes every customer, and the sum over them is the real total to the cent', async () => {
    const db = await company();
    const run = await runEnrichment(db, options);
    const { portfolio } = run.report as RunStatistics;
    const { total, own } = await totalOf(db);
    expect(run.status).toBe('SUCCEEDED');
    expect(own).toBe(portfolio.directMinor);
    expect(total).toBe(portfolio.totalMinor);
    expect(portfolio.totalMinor).toBe(portfolio.directMinor - portfolio.rewardsMinor);
    expect(portfolio.networkMovedMinor).toBeGreaterThan(0);
    expect(portfolio.rewardsMinor).toBe(400);
  });

  it('orders customers in the published ranking', async () => {
    const db = await company();
    await runEnrichment(db, options);
    const visible = (await visibleGeneration(db))!;
    const list = visible.orderings.TOTAL_VALUE!;
    const { ids, columns } = (await readList(db, visible, { ...list, name: 'TOTAL_VALUE' }, 0, SIZE, {
      columns: true,
    }))!;
    expect(new Set(ids).size).toBe(SIZE);
    const values = columns['totalValue']!;
    expect([...values]).toEqual([...values].toSorted((a, b) => b - a));
  });

  it('writes no block when nothing changed, and one part of one when one customer did something', async () => {
    const db = await company();
    await runEnrichment(db, options);
    const before = await dumpTable(db);
    const second = await runEnrichment(db, options);
    const after = await dumpTable(db);
    const changed = [...after].filter(([key, item]) => before.get(key) !== item).map(([key]) => key);
    expect(second.progress.done).toBe(0);
    expect(changed.filter((key) => /^(C|IN|B)#/u.test(key))).toEqual([]);
    expect((await visibleGeneration(db))!.generation).toBe(second.generation);

    // Customer 1 neither follows, is followed by a customer who buys, nor was referred.
    await ingestEvents(db, [
      {
        customer: customer(SIZE - 2),
        event: {
          kind: 'INTERACTION',
          source: 'mail',
          id: 'n1',
          type: 'NEWSLETTER_READ',
          channel: 'EMAIL',
          occurredAt: COMPANY_AS_OF - 1000,
          objectRef: 'issue-1',
        },
      },
    ]);
    const told = await dumpTable(db);
    const third = await runEnrichment(db, options);
    // All customers lie in one block here.
    expect(third.progress.done).toBe(SIZE);
    const written = [...(await dumpTable(db))].filter(([key, item]) => told.get(key) !== item).map(([key]) => key);
    expect(written.filter((key) => /^B#[ab]#(observed|modelled)/u.test(key))).toEqual(['B#b#observed-0#000000 B']);
    expect((await visibleGeneration(db))!.customers).toBe(SIZE);
  });

  it('costs at most 0.12 read units per customer, and blocks .06 write units', async () => {
    const costOf = async (size: number): Promise<number> => {
      const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
      await seedCompany(db, size);
      const { cost } = await runEnrichment(db, options);
      const blocks = [...(await dumpTable(db))].filter(([key]) => /^B#a#(observed|modelled)-0#/u.test(key));
      expect(blocks.length).toBe(2);
      // As text of the dump, where bytes are a third longer.
      if (size > 100) expect(blocks.reduce((sum, [, item]) => sum + item.length, 0)).toBeLessThan(size * 0.08 * 1024);
      return cost.readUnits;
    };
    const [small, large] = [await costOf(40), await costOf(140)];
    expect((large - small) / 100).toBeLessThanOrEqual(0.12);
  });

  it('refuses a second run with the id of the first', async () => {
    const db = await company();
    const { run, finished } = await startEnrichment(db, options);
    await expect(startEnrichment(db, options)).rejects.toMatchObject({
      code: 'ALREADY_RUNNING',
      details: { runId: run.id },
    });
    expect((await finished).status).toBe('SUCCEEDED');
  });

  it('resumes after being killed at any write, and ends in exactly what an undisturbed run publishes', async () => {
    const clean = await company();
    const { cost } = await runEnrichment(clean, options);
    const expected = visibleState(await dumpTable(clean));
    // Every write of the run, thinned to keep the test short.
    for (let writes = 1; writes < cost.requests; writes += 9) {
      let now = COMPANY_AS_OF;
      const clock = (): number => now;
      const table = `kring-${randomUUID()}`;
      const db = openDb({ endpoint: engine.endpoint, table, identityKey: TEST_IDENTITY_KEY, blobs: TEST_BLOBS, clock });
      await createTable(db, { currency: 'EUR' });
      await seedCompany(db, SIZE);
      const died = await runEnrichment(dyingDb(engine, table, writes, clock), options).then(
        () => false,
        () => true,
      );
      if (!died) break;
      now += 3_600_000;
      const run = await runEnrichment(db, options);
      expect(run.status).toBe('SUCCEEDED');
      expect(visibleState(await dumpTable(db)), `killed at write ${writes}`).toEqual(expected);
    }
  });

  it('shows readers nothing of a generation that is not finished', async () => {
    const db = await company();
    await runEnrichment(db, options);
    const before = await totalOf(db);
    await ingestEvents(db, [
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
    for (const writes of [8, 20, 40]) {
      await runEnrichment(dyingDb(engine, db.table, writes, db.clock), options).catch(() => undefined);
      expect(await totalOf(db)).toEqual(before);
    }
  });

  it('pauses before its host stops and goes on with the next start', async () => {
    const db = await company();
    let calls = 0;
    const paused = await runEnrichment(db, { ...options, deadline: () => (++calls > 1 ? 0 : 60_000) });
    expect(paused.status).toBe('RUNNING');
    expect((await getRun(db, paused.id))!.status).toBe('RUNNING');
    const resumed = await runEnrichment(db, options);
    expect(resumed.id).toBe(paused.id);
    expect(resumed.status).toBe('SUCCEEDED');
  });

  it('sees the past when pinned to it', async () => {
    const db = await company();
    const half = 19_500 * 86_400_000;
    const run = await runEnrichment(db, { ...options, asOf: half });
    const { portfolio, inputsUpTo } = run.report as RunStatistics;
    const now = await runEnrichment(db, options);
    expect(inputsUpTo).toBeLessThanOrEqual(half);
    expect(portfolio.revenueMinor).toBeGreaterThan(0);
    expect(portfolio.revenueMinor).toBeLessThan((now.report as RunStatistics).portfolio.revenueMinor);
  });
});

/** What readers can see: profiles, lists, history; not the run's own record, lock and instants. */
function visibleState(dump: Map<string, string>): [string, string][] {
  return [...dump].filter(([key]) => /^(C|IN|B|U)#/u.test(key)).sort(([a], [b]) => (a < b ? -1 : 1));
}
