import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planOf, type ActionRequest } from '../../domain/actions/action.ts';
import { detectableFrom } from '../../domain/experiments/power.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { compareDesigns } from '../../enrichment/actions/designs.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { designsText } from '../../cli/actions/designs.ts';
import { previewNow, sourceOf } from '../../resolvers/actions/draw.ts';
import type { Db } from '../../store/client/db.ts';
import { putSegment } from '../../store/definitions/segments.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { COMPANY_AS_OF, seedCompany } from './company.ts';

const START = COMPANY_AS_OF + DAY_MS;
const planned = (change: Partial<ActionRequest> = {}) =>
  planOf({
    key: 'mail',
    name: 'Mail',
    kind: 'MAIL',
    segment: 'all',
    consent: 'NOT_WITHDRAWN',
    startsAt: START,
    arms: [
      { key: 'mail', share: 0.5, costPerPersonMinor: 0 },
      { key: 'holdout', share: 0.5, costPerPersonMinor: 0 },
    ],
    outcome: { metric: 'MARGIN', windowDays: 180 },
    target: 'TOTAL',
    ...change,
  });

let engine: Engine;
let db: Db;
beforeAll(async () => {
  engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  db = await testDb(engine, { clock: () => COMPANY_AS_OF });
  await seedCompany(db, 120);
  await putSegment(db, { key: 'all', name: 'All', description: '', rule: { field: 'orders', op: 'GTE', value: 1 } });
  await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { clvModel: 'mbgnbd' } });
});
afterAll(() => engine.stop());

describe('designs compared before the start', () => {
  const compared = async (plan = planned(), most?: Parameters<typeof compareDesigns>[4]) => {
    const { shown, scoring } = await sourceOf(db, 'all');
    const { audience } = await previewNow(db, { ...plan, design: 'USER' });
    return compareDesigns(db, plan, audience.ids, { asOf: shown.asOf, scoring }, most);
  };

  it('says of each what it would find on the own graph; too few communities are refused, and ego clusters stand beside', async () => {
    const told = await compared();
    expect(told.designs.map(({ design }) => design)).toEqual(['USER', 'COMMUNITY', 'SATURATION', 'EGO']);
    expect(told).toMatchObject({ customers: 120, recommended: 'USER' });
    const [user, community, saturation, ego] = told.designs;
    for (const open of [user!, ego!]) {
      expect(open.detectable).toBeCloseTo(detectableFrom(open.standardError!.TOTAL), 9);
      expect(open.power).toBeGreaterThan(0.04);
      expect(open.power).toBeLessThan(1);
    }
    for (const refused of [community!, saturation!])
      expect(refused).toMatchObject({ refused: 'TOO_FEW_COMMUNITIES', detectable: null, power: null });
    expect(told.tooFew).toBe(told.communities.effective);
    const text = designsText(planned(), told, 'EUR');
    expect(text).toMatch(/USER .*advised/u);
    expect(text).toContain('too few to be drawn whole');
    // What one member gets alone is told more surely than what goes through all of them.
    const direct = await compared(planned({ target: 'DIRECT' }));
    expect(direct.designs[0]!.detectable).toBeCloseTo(detectableFrom(user!.standardError!.DIRECT), 9);
  });

  it('is refused for what is no money, before a forecast, and for a graph that is too large: NOT_FORECAST, GRAPH_TOO_LARGE', async () => {
    await expect(compared(planned({ outcome: { metric: 'ORDERS' } }))).rejects.toMatchObject({ code: 'NOT_FORECAST' });
    await expect(compareDesigns(db, planned(), [], { asOf: COMPANY_AS_OF, scoring: null })).rejects.toMatchObject({
      code: 'NOT_FORECAST',
    });
    await expect(compared(planned(), { customers: 119, ties: 1000 })).rejects.toMatchObject({
      code: 'GRAPH_TOO_LARGE',
    });
    await expect(compared(planned(), { customers: 1000, ties: 10 })).rejects.toMatchObject({ code: 'GRAPH_TOO_LARGE' });
  });
});
