import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import { knownStatistics } from '../../published/statistics.ts';
import { makeVisible, visibleGeneration } from '../../store/published/generations.ts';
import { COMPANY_AS_OF } from '../enrichment/company.ts';
import { isAvailable, startEngine, type Engine } from '../engines/engines.ts';
import { publishedCompany } from '../resolvers/client.ts';

describe('published statistics', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());

  it('of a layout this release does not know are not shown, in words, until a run publishes them anew', async () => {
    const { db, ask, data } = await publishedCompany(engine, 12);
    const query = '{ portfolio { current { amount } } lifecycleSummary { stages { stage } } }';
    const expected = await data(query);
    const shown = (await visibleGeneration(db))!;
    await makeVisible(
      db,
      { ...shown, generation: 2, runId: 'another release', statistics: { layout: 99, purse: {} } },
      { expectGeneration: 1 },
    );
    const { data: none, errors } = await ask(query);
    expect(none).toEqual({ portfolio: null, lifecycleSummary: null });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['OTHER_RELEASE', 'OTHER_RELEASE']);

    // The table's next generation number is 2, which the other release used: the first run is told so, the second publishes.
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3 } }).catch(
      () => undefined,
    );
    expect((await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3 } })).status).toBe(
      'SUCCEEDED',
    );
    expect(await data(query)).toEqual(expected);
  });

  it('that do not say their layout are not shown either', () => {
    expect(knownStatistics({ statistics: { portfolio: { customers: 3 } } })).toBeNull();
  });
});
