import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerEvent } from '../../domain/events.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { checkFew } from '../../enrichment/snapshot/set-aside.ts';
import { toGlobalId } from '../../resolvers/wire/ids.ts';
import { findViews } from '../../store/published/customers.ts';
import type { Db } from '../../store/client/db.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { readList } from '../../store/published/lists.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf } from '../resolvers/client.ts';
import { COMPANY_AS_OF, customer, seedCompany, smuggle } from './company.ts';

const SIZE = 12;
const options = { asOf: COMPANY_AS_OF, trigger: 'MANUAL' as const, settings: { kappa: 0.3 } };
const order = (id: string, netMinor: number): CustomerEvent & { kind: 'ORDER' } => ({
  kind: 'ORDER',
  source: 'shop',
  id,
  occurredAt: COMPANY_AS_OF - 40 * DAY_MS,
  promotion: false,
  lines: [{ sku: 's', group: 'g', quantity: 1, netMinor, lineKind: 'PRODUCT' }],
});

describe('a customer who cannot be folded or counted', () => {
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
  const profileOf = async (db: Db, n: number) => (await findViews(db, [customer(n)])).views[0]!.profile?.profile;
  const ranked = async (db: Db): Promise<readonly string[]> => {
    const visible = (await visibleGeneration(db))!;
    return (await readList(db, visible, { ...visible.orderings.TOTAL_VALUE!, name: 'TOTAL_VALUE' }, 0, 100))!.ids;
  };

  it.each([
    [
      'of one order that no sum can hold',
      (db: Db) => smuggle(db, 3, order('poison', 9_007_199_254_740_991)),
      /9007199254740991/u,
    ],
    [
      'of an order that folds and is beyond exact sums',
      (db: Db) => smuggle(db, 3, order('poison', 2e15)),
      /beyond 1000000000000000/u,
    ],
    ['of content that is none', (db: Db) => smuggle(db, 3, order('poison', 1), '[["torn'), /JSON/u],
  ])(
    'because %s, is set aside and named; the run goes on and the last answer about them stays',
    async (_, poison, reason) => {
      const db = await company();
      await runEnrichment(db, options);
      const [before, id] = [await profileOf(db, 3), customerIdOf(db, customer(3))];
      await poison(db);
      await ingestEvents(db, [{ customer: customer(1), event: order('new', 70_000) }]);
      const own = (await profileOf(db, 1))!.value.directMinor;

      let runId = '';
      for (let round = 0; round < 2; round += 1) {
        const run = await runEnrichment(db, options);
        expect(run).toMatchObject({
          status: 'SUCCEEDED',
          progress: { total: SIZE, failed: 1 },
          failed: [{ customer: id, reason: expect.stringMatching(reason) }],
        });
        runId = run.id;
        expect(run.progress.done + run.progress.skipped).toBe(SIZE - 1);
        expect(await profileOf(db, 3)).toEqual(before);
        expect((await profileOf(db, 1))!.value.directMinor).toBe(own + 70_000);
        expect(await ranked(db)).toHaveLength(SIZE - 1);
        expect(await ranked(db)).not.toContain(id);
      }
      const { data } = await clientOf(db);
      const { enrichmentRun, portfolio, customers, node } = await data(
        `query ($id: ID!, $run: ID!) {
      enrichmentRun(id: $run) { progress { failed } failed { customerId reason } }
      portfolio { customers { count } current { minorUnits } }
      customers(first: 50) { nodes { value { current { total { minorUnits } } } } }
      node(id: $id) { ... on Customer { value { current { total { minorUnits } } } } } }`,
        { id: toGlobalId('Customer', id), run: toGlobalId('EnrichmentRun', runId) },
      );
      expect(enrichmentRun).toEqual({
        progress: { failed: 1 },
        failed: [{ customerId: toGlobalId('Customer', id), reason: expect.stringMatching(reason) }],
      });
      expect(portfolio.customers.count).toBe(SIZE - 1);
      const current = (one: { value: { current: { total: { minorUnits: number } } } }): number =>
        one.value.current.total.minorUnits;
      expect(customers.nodes.map(current).reduce((sum: number, amount: number) => sum + amount, 0)).toBe(
        portfolio.current.minorUnits,
      );
      expect(current(node)).toBe(before!.value.directMinor + before!.value.referralMinor + before!.value.networkMinor);

      // Mended, they are counted again.
      await smuggle(db, 3, order('poison', 500));
      expect(await runEnrichment(db, options)).toMatchObject({ progress: { total: SIZE, failed: 0 }, failed: [] });
      expect(await ranked(db)).toContain(id);
      expect((await profileOf(db, 3))!.value.directMinor).toBe(before!.value.directMinor + 500);
    },
  );

  it('who was never published has no answer, and a run paused in between keeps in mind who was set aside', async () => {
    const db = await company();
    await smuggle(db, 3, order('poison', 9_007_199_254_740_991));
    expect(await runEnrichment(db, { ...options, deadline: () => 0 })).toMatchObject({
      status: 'RUNNING',
      step: 'COMPUTE',
    });
    expect(await runEnrichment(db, options)).toMatchObject({
      status: 'SUCCEEDED',
      progress: { total: SIZE, done: SIZE - 1, skipped: 0, failed: 1 },
    });
    expect(await profileOf(db, 3)).toBeUndefined();
  });

  it('is told from a release that can read nobody', () => {
    const some = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ customer: `c${n}`, reason: 'unreadable' }));
    expect(() => checkFew(some(10), 0)).not.toThrow();
    expect(() => checkFew(some(100), 900)).not.toThrow();
    expect(() => checkFew(some(101), 899)).toThrow('101 of 1000 customers');
  });
});
