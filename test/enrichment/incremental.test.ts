import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import { findViews } from '../../store/published/customers.ts';
import type { Db } from '../../store/client/db.ts';
import { putTies } from '../../store/relations/ties.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { COMPANY_AS_OF, customer, seedCompany } from './company.ts';

const SIZE = 24;

describe('a run after one changed tie', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine('dynalite');
  });
  afterAll(() => engine.stop());

  const run = (db: Db) =>
    runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3, clvModel: 'mbgnbd' } });
  const seeded = async (): Promise<Db> => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, SIZE);
    return db;
  };
  const addTie = (db: Db) =>
    putTies(db, [{ follower: customer(1), followed: customer(2), kind: 'TRUST', source: 'forum', weight: 3, at: 0 }]);
  const values = async (db: Db) => {
    const { views } = await findViews(
      db,
      Array.from({ length: SIZE }, (_, n) => customer(n)),
    );
    return views.map((view) => [view!.profile!.profile.value, view!.profile!.profile.clv] as const);
  };

  it('publishes exactly what a run over everything from nothing publishes', async () => {
    const incremental = await seeded();
    await run(incremental);
    await addTie(incremental);
    const second = await run(incremental);

    const fresh = await seeded();
    await addTie(fresh);
    await run(fresh);

    expect(await values(incremental)).toEqual(await values(fresh));
    expect(second.progress.done).toBe(SIZE);
  });
});
