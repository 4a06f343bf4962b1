import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../domain/time/time.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { toGlobalId } from '../../resolvers/wire/ids.ts';
import { openDb, type Db } from '../../store/client/db.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { startRun } from '../../store/work/runs.ts';
import { listViews } from '../../store/published/views.ts';
import { isAvailable, startEngine, testDb, TEST_BLOBS, TEST_IDENTITY_KEY, type Engine } from '../engines/engines.ts';
import { injectFaults, nth } from '../engines/faults.ts';
import { clientOf } from '../resolvers/client.ts';
import { COMPANY_AS_OF, customer, dumpTable, seedCompany } from './company.ts';

const SIZE = 12;
const settings = { kappa: 0.3 };
const THEN = 19_500 * DAY_MS;
const now = { asOf: COMPANY_AS_OF, trigger: 'MANUAL' as const, settings };
const then = { ...now, asOf: THEN };
const BY = `by: { externalId: { source: "shop", id: "c0" } }`;
const ANSWER = `portfolio { asOf customers { count } total { amount } current { amount } }
  customers(first: 50) { totalCount { count } nodes { id value { total { amount } networkValue { received(first: 5) { total { amount } } } } segments { key } } }
  segments(first: 50) { nodes { key size { count } value { amount } members(first: 50) { nodes { id } } } }
  lifecycleSummary { stages { stage value { amount } } }
  customer(${BY}) { id value { total { amount } } influence { score } community { key } }
  communities(first: 10) { nodes { key size value { amount } } }`;
const WHOLE = `valueMap { status asOf reason } focus { status asOf reason } cohorts { status asOf reason } growth { status asOf reason }
  leaving { status asOf reason ownExpected { amount } customers { returnProbability ownExpected { amount } customer { id value { total { amount } } } } }
  segmentLandscape { status asOf reason effectiveSegments uncoveredShare } acquisition { status asOf reason }
  metricDefinitions { key }`;

describe('a run of the past', () => {
  let engine: Engine;
  let clock = COMPANY_AS_OF;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());

  const company = async (): Promise<Db> => {
    clock = COMPANY_AS_OF;
    const db = await testDb(engine, { clock: () => clock });
    await seedCompany(db, SIZE);
    return db;
  };
  /** What readers of the visible generation can be given: all but the run's own records, and the fence. */
  const visible = async (db: Db): Promise<unknown> => [
    await visibleGeneration(db),
    [...(await dumpTable(db))].filter(([key]) => /^(C|IN|B#[ab]#)/u.test(key)).sort(([a], [b]) => (a < b ? -1 : 1)),
  ];
  const viewOf = async (db: Db, runId: string, query = ANSWER) => {
    const { ask } = await clientOf(db);
    return ask(`query ($run: ID!) @view(run: $run) { ${query} }`, { run: toGlobalId('EnrichmentRun', runId) });
  };

  it("is a view of its own, read by the run's id; what everybody sees stays to the byte", async () => {
    const db = await company();
    await runEnrichment(db, now);
    const before = await visible(db);
    const run = await runEnrichment(db, then);
    expect(run).toMatchObject({ status: 'SUCCEEDED', view: true, asOf: THEN });
    expect(await visible(db)).toEqual(before);

    // The past as it was shown when it was the present: the same company, of which no later run is known.
    const past = await company();
    await runEnrichment(past, then);
    const { data: shownThen } = await (await clientOf(past)).ask(`{ ${ANSWER} }`);
    const { data, errors } = await viewOf(db, run.id);
    expect(errors).toEqual([]);
    expect(data.portfolio).toEqual(shownThen.portfolio);
    expect(data).toEqual(shownThen);
    // So is everything that is said of the whole base, to the last term.
    const whole = await (await clientOf(past)).ask(`{ ${WHOLE} }`);
    const wholeThen = await viewOf(db, run.id, WHOLE);
    expect([whole.errors, wholeThen.errors]).toEqual([[], []]);
    expect(wholeThen.data.focus).toMatchObject({ status: 'COMPUTED', asOf: new Date(THEN).toISOString() });
    expect(wholeThen.data).toEqual(whole.data);
    expect(
      (await clientOf(db).then(({ data: read }) => read('{ portfolio { total { amount } } }'))).portfolio,
    ).not.toEqual(data.portfolio);

    const { data: listed } = await (await clientOf(db)).ask('{ enrichmentRuns { nodes { view asOf } } }');
    expect(listed.enrichmentRuns.nodes).toHaveLength(2);
    expect(listed.enrichmentRuns.nodes).toContainEqual({ view: true, asOf: new Date(THEN).toISOString() });
    expect(listed.enrichmentRuns.nodes).toContainEqual({ view: false, asOf: new Date(COMPANY_AS_OF).toISOString() });
    // The next run of today is what everybody sees, and finds nothing changed.
    expect(await runEnrichment(db, now)).toMatchObject({ view: false, progress: { done: 0 } });
    expect(await visibleGeneration(db)).toMatchObject({ generation: 3 });
  });

  it('leaves out who was not known then, and is empty before the first of all', async () => {
    const db = await company();
    await ingestEvents(db, [
      {
        customer: customer(99),
        event: {
          kind: 'INTERACTION',
          source: 'mail',
          id: 'n1',
          type: 'NEWSLETTER_READ',
          channel: 'EMAIL',
          occurredAt: THEN + 1,
          objectRef: 'i',
        },
      },
    ]);
    await runEnrichment(db, now);
    const c99 =
      'c0: customer(by: { externalId: { source: "shop", id: "c0" } }) { id } c99: customer(by: { externalId: { source: "shop", id: "c99" } }) { id } portfolio { customers { count } }';
    const run = await runEnrichment(db, then);
    expect((await viewOf(db, run.id, c99)).data).toMatchObject({
      c0: { id: expect.any(String) },
      c99: null,
      portfolio: { customers: { count: SIZE } },
    });
    expect(await (await clientOf(db)).data(`{ ${c99} }`)).toMatchObject({
      c99: { id: expect.any(String) },
      portfolio: { customers: { count: SIZE + 1 } },
    });

    for (const asOf of [Date.UTC(1971, 0, 1), 0]) {
      const { ask, data } = await clientOf(db, { startRun: async (input) => runEnrichment(db, { ...now, ...input }) });
      const before = await visible(db);
      const started = await data(
        'mutation ($at: DateTime!) { enrichmentRunStart(input: { idempotencyKey: "' +
          asOf +
          '", asOf: $at }) { run { id asOf view progress { total } } userErrors { code } } }',
        { at: new Date(asOf).toISOString() },
      );
      expect(started.enrichmentRunStart).toEqual({
        run: { id: expect.any(String), asOf: new Date(asOf).toISOString(), view: true, progress: { total: 0 } },
        userErrors: [],
      });
      expect(await visible(db)).toEqual(before);
      const { data: empty, errors } = await ask(
        `query ($run: ID!) @view(run: $run) { portfolio { total { amount } customers { count } } customer(${BY}) { id } customers { nodes { id } } }`,
        { run: started.enrichmentRunStart.run.id },
      );
      expect(errors).toEqual([]);
      expect(empty).toEqual({
        portfolio: { total: { amount: '0.00' }, customers: { count: 0 } },
        customer: null,
        customers: { nodes: [] },
      });
    }
  });

  it('keeps the newest twelve, each for 90 days, and says so of a run that has none', async () => {
    const db = await company();
    const first = await runEnrichment(db, now);
    const runs = [];
    for (let n = 0; n < 13; n += 1) {
      clock += 1000;
      runs.push(await runEnrichment(db, { ...then, asOf: THEN + n * DAY_MS }));
    }
    expect((await listViews(db)).map(({ runId }) => runId)).toEqual(
      runs
        .slice(1)
        .map(({ id }) => id)
        .toReversed(),
    );
    const blocks = [...(await dumpTable(db)).entries()].filter(([key]) => /^B#\d/u.test(key));
    const generations = new Set(blocks.map(([key]) => Number(key.split('#')[1])));
    expect(generations.has(runs[0]!.generation)).toBe(false);
    expect(generations).toEqual(new Set(runs.slice(1).map(({ generation }) => generation)));
    const ending = blocks.map(([, item]) => /"expiresAt":\{"N":"(\d+)"/u.exec(item)?.[1]);
    expect(ending.every((at) => Number(at) >= (COMPANY_AS_OF + 90 * DAY_MS) / 1000)).toBe(true);

    for (const id of [runs[0]!.id, first.id, 'nobody']) {
      expect((await viewOf(db, id, 'portfolio { asOf }')).errors[0]).toMatchObject({
        extensions: { code: 'VIEW_NOT_FOUND' },
      });
    }
    expect((await viewOf(db, runs[12]!.id, 'portfolio { asOf }')).errors).toEqual([]);
    clock += 91 * DAY_MS;
    expect((await viewOf(db, runs[12]!.id, 'portfolio { asOf }')).errors[0]).toMatchObject({
      extensions: { code: 'VIEW_NOT_FOUND' },
    });
  });

  it('goes on where a crash stopped it, whatever call it was', async () => {
    const clean = await company();
    await runEnrichment(clean, now);
    const whole = await runEnrichment(clean, then);
    const expected = (await viewOf(clean, whole.id)).data;
    for (let call = 5; call < whole.cost.requests; call += 23) {
      const db = await company();
      await runEnrichment(db, now);
      const before = await visible(db);
      const client = openDb({
        endpoint: engine.endpoint,
        table: db.table,
        identityKey: TEST_IDENTITY_KEY,
        blobs: TEST_BLOBS,
        clock: () => clock,
        maxAttempts: 1,
      });
      injectFaults(client.client, nth(call, 'CRASH_AFTER'));
      await expect(runEnrichment(client, then), `call ${call}`).rejects.toThrow('the process');
      expect(await visible(db)).toEqual(before);
      clock += 3_600_000;
      const run = await runEnrichment(db, then);
      expect(run).toMatchObject({ status: 'SUCCEEDED', view: true });
      expect((await viewOf(db, run.id)).data, `crash after call ${call}`).toEqual(expected);
      expect(await visible(db)).toEqual(before);
    }
  });

  it('takes the place of a visible run of the future only where it is of the present', async () => {
    const db = await company();
    await runEnrichment(db, { ...now, asOf: COMPANY_AS_OF + 3650 * DAY_MS });
    expect(await runEnrichment(db, then)).toMatchObject({ view: true });
    expect((await visibleGeneration(db))!.asOf).toBe(COMPANY_AS_OF + 3650 * DAY_MS);
    expect(await runEnrichment(db, now)).toMatchObject({ view: false });
    expect((await visibleGeneration(db))!.asOf).toBe(COMPANY_AS_OF);
    expect(await startRun(db, { trigger: 'MANUAL', asOf: 0 })).toMatchObject({ asOf: 0 });
  });
});
