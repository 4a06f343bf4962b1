import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { showOrders } from '../../cli/pushes.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { noBlobs } from '../../store/blobs/blobs.ts';
import type { Db } from '../../store/client/db.ts';
import { findViews } from '../../store/published/customers.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { ENGINE, newFiles } from '../intake/harness.ts';

describe('orders out of a file between two runs', () => {
  let engine: Engine;
  let now = COMPANY_AS_OF;
  const files = newFiles();
  beforeAll(async () => {
    engine = await startEngine(ENGINE);
  });
  afterAll(async () => {
    await engine.stop();
    files.remove();
  });
  const company = async (): Promise<Db> => {
    now = COMPANY_AS_OF;
    const db = await testDb(engine, { clock: () => now });
    await seedCompany(db, 15);
    return db;
  };
  const asOf = () => Promise.resolve(now);
  const imported = async (db: Db, lines: readonly string[]) => {
    const text = ['order,customer,date,sku,group,quantity,amount', ...lines].join('\n');
    const { outcome } = await files.import(db, 'orders', text, { currency: 'EUR', source: 'shop' });
    return outcome.ordered;
  };
  const directOf = async (db: Db, n: number): Promise<number> => {
    const [view] = (await findViews(db, [customer(n)])).views;
    return view!.profile!.profile.value.directMinor;
  };

  it('show at once where a run has been, and say of how many customers; a repeat has nothing to show', async () => {
    const db = await company();
    const day = new Date(COMPANY_AS_OF + DAY_MS).toISOString();
    const lines = [`n1,c3,${day},s1,g1,1,12.34`, `n2,stranger,${day},s1,g1,1,5.00`];
    // Before the first run there is nothing that could be moved on from.
    const early = await imported(db, [`n0,c3,${day},s1,g1,1,1.00`]);
    expect(await showOrders(db, early, asOf)).toBeUndefined();
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3 } });
    const before = await directOf(db, 3);
    now = COMPANY_AS_OF + 2 * DAY_MS;
    const ordered = await imported(db, lines);
    expect(ordered).toHaveLength(2);
    const said = await showOrders(db, ordered, asOf);
    expect(said).toMatch(/customers? ha(?:s|ve) another value by it already; 1 whom no run has seen/u);
    // With the order of before the run, which was dated after it.
    expect(await directOf(db, 3)).toBe(before + 12_34 + 1_00);
    const again = await imported(db, lines);
    expect(again).toEqual([]);
    expect(await showOrders(db, again, asOf)).toBeUndefined();
  });

  it('wait for the run where they are too many, or where its credit cannot be read', async () => {
    const db = await company();
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL' });
    const day = new Date(COMPANY_AS_OF + DAY_MS).toISOString();
    now = COMPANY_AS_OF + 2 * DAY_MS;
    const many = await imported(
      db,
      Array.from({ length: 501 }, (_, n) => `m${n},new${n},${day},s1,g1,1,1.00`),
    );
    expect(many).toBeNull();
    expect(await showOrders(db, many, asOf)).toMatch(/kring enrich/u);
    const few = await imported(db, [`n1,c3,${day},s1,g1,1,12.34`]);
    expect(await showOrders({ ...db, blobs: noBlobs }, few, asOf)).toMatch(/KRING_BLOBS.*next run/u);
  });
});
