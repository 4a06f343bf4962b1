import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../domain/time/time.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { putTies } from '../../store/relations/ties.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client, type Json } from './client.ts';

const SIZE = 24;
const settings = { kappa: 0.3, clvModel: 'mbgnbd' };
const CHANGES =
  'query ($id: String!, $days: Int!) { customer(by: { externalId: { source: "shop", id: $id } }) { influence { score change(days: $days) } } }';

describe('the change of an influence score', () => {
  let engine: Engine;
  let client: Client;
  const influenceOf = async (n: number, days: number): Promise<Json> =>
    (await client.data(CHANGES, { id: `c${n}`, days })).customer.influence;

  beforeAll(async () => {
    engine = await startEngine('dynalite');
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF + 40 * DAY_MS });
    await seedCompany(db, SIZE);
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings });
    await putTies(
      db,
      [1, 2, 4, 7, 8].map((n) => ({
        follower: customer(n),
        followed: customer(5),
        kind: 'FOLLOW',
        source: 'forum',
        weight: 1,
        at: COMPANY_AS_OF + DAY_MS,
      })),
    );
    await runEnrichment(db, { asOf: COMPANY_AS_OF + 31 * DAY_MS, trigger: 'MANUAL', settings });
    client = await clientOf(db);
  });
  afterAll(() => engine.stop());

  it('rises by what the new followers add, against the score of then', async () => {
    const { score, change } = await influenceOf(5, 30);
    expect(change).toBeGreaterThan(0);
    expect(score - change).toBeGreaterThan(0);
    expect((await influenceOf(5, 31)).change).toBe(change);
  });

  it('is unknown, not zero, before anything was known', async () => {
    expect((await influenceOf(5, 32)).change).toBeNull();
  });

  it('refuses a span that is none', async () => {
    const { errors } = await client.ask(CHANGES, { id: 'c5', days: 0 });
    expect(errors[0]!.message).toContain('days must be between 1 and 3650');
  });
});
