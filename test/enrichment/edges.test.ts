import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtinSegments } from '../../domain/segments/builtin.ts';
import { DAY_MS, dayOf } from '../../domain/time/time.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import type { CustomerEvent } from '../../domain/events.ts';
import { computeRun } from '../../enrichment/compute/compute.ts';
import type { InfluenceScales, RunStatistics } from '../../published/statistics.ts';
import { runEnrichment, startEnrichment } from '../../enrichment/run.ts';
import { parseSettings } from '../../enrichment/compute/settings.ts';
import { buildSnapshot } from '../../enrichment/snapshot/columns.ts';
import { deleteItem, getItem, putItem } from '../../store/client/commands.ts';
import { findViews, loadProfiles } from '../../store/published/customers.ts';
import type { Db } from '../../store/client/db.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { customerKey } from '../../store/client/keys.ts';
import { encodePart, openBlock } from '../../store/published/profile-codec.ts';
import { membersOf } from '../../store/published/profile-members.ts';
import { profileIn } from '../../store/published/profile-rows.ts';
import { readList } from '../../store/published/lists.ts';
import { getRun } from '../../store/work/runs.ts';
import { putTies } from '../../store/relations/ties.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { AS_OF, idOf, inputOf, type Person } from './arbitraries.ts';
import { COMPANY_AS_OF, customer, dumpTable, seedCompany, smuggle } from './company.ts';

const options = { asOf: COMPANY_AS_OF, trigger: 'MANUAL' as const };
const like = (id: string, occurredAt = COMPANY_AS_OF - DAY_MS): CustomerEvent => ({
  kind: 'INTERACTION',
  source: 'social',
  id,
  type: 'SOCIAL_LIKE',
  channel: 'SOCIAL',
  occurredAt,
  objectRef: 'post-1',
});
const order = (id: string, netMinor: number, costMinor?: number): CustomerEvent => ({
  kind: 'ORDER',
  source: 'shop',
  id,
  occurredAt: COMPANY_AS_OF - 40 * DAY_MS,
  promotion: false,
  lines: [
    {
      sku: 's1',
      group: 'g1',
      quantity: 1,
      netMinor,
      lineKind: 'PRODUCT',
      ...(costMinor === undefined ? {} : { costMinor }),
    },
  ],
});

describe('a run over an unusual base', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());

  const reportOf = (run: { report: unknown }): RunStatistics => run.report as RunStatistics;
  const valuesOf = async (db: Db, count: number) =>
    (
      await findViews(
        db,
        Array.from({ length: count }, (_, n) => customer(n)),
      )
    ).views.map((view) => view!.profile!.profile);

  it('publishes an empty base, twice, and then the first customer', async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    for (let round = 1; round <= 2; round += 1) {
      const run = await runEnrichment(db, options);
      expect(run).toMatchObject({ status: 'SUCCEEDED', progress: { total: 0, done: 0, skipped: 0, failed: 0 } });
      expect(reportOf(run).portfolio).toMatchObject({
        customers: 0,
        totalMinor: 0,
        potentialMinor: null,
        totalValueQuantiles: [],
      });
    }
    await ingestEvents(db, [{ customer: customer(0), event: order('o1', 12_345) }]);
    const run = await runEnrichment(db, options);
    expect(run.progress).toMatchObject({ total: 1, done: 1 });
    const { portfolio } = reportOf(run);
    expect(portfolio).toMatchObject({ customers: 1, totalMinor: 12_345 });
    expect(new Set(portfolio.totalValueQuantiles)).toEqual(new Set([portfolio.totalMinor + portfolio.potentialMinor!]));
    expect((await valuesOf(db, 1))[0]!.value.directMinor).toBe(12_345);
  });

  it('publishes customers without orders, with and without ties', async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await ingestEvents(
      db,
      [0, 1, 2].map((n) => ({ customer: customer(n), event: like(`l${n}`) })),
    );
    expect(await runEnrichment(db, options)).toMatchObject({ status: 'SUCCEEDED', progress: { total: 3, done: 3 } });
    await putTies(db, [
      {
        follower: customer(0),
        followed: customer(1),
        kind: 'FOLLOW',
        source: 'forum',
        weight: 1,
        at: COMPANY_AS_OF - DAY_MS,
      },
    ]);
    const run = await runEnrichment(db, options);
    expect(run.status).toBe('SUCCEEDED');
    expect(reportOf(run).portfolio).toMatchObject({
      customers: 3,
      directMinor: 0,
      totalMinor: 0,
      potentialMinor: null,
    });
    const profiles = await valuesOf(db, 3);
    expect(profiles.map(({ clv, rfm }) => [clv, rfm])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
    expect(profiles[2]!.influence).toBeNull();
    expect(profiles[1]!.influence).not.toBeNull();
  });

  it('adds up where customers lose money, and where the total is zero', async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    const own = [-50_000, 20_000, 30_000, 0];
    await ingestEvents(
      db,
      own.map((margin, n) => ({ customer: customer(n), event: order(`o${n}`, 60_000, 60_000 - margin) })),
    );
    await putTies(
      db,
      [
        [0, 1],
        [1, 2],
        [2, 0],
        [3, 0],
      ].map(([from, to]) => ({
        follower: customer(from!),
        followed: customer(to!),
        kind: 'FOLLOW' as const,
        source: 'forum',
        weight: 1,
        at: COMPANY_AS_OF - DAY_MS,
      })),
    );
    const run = await runEnrichment(db, { ...options, settings: { kappa: 0.4 } });
    expect(reportOf(run).portfolio).toMatchObject({ directMinor: 0, totalMinor: 0, revenueMinor: 240_000 });
    const totals = (await valuesOf(db, 4)).map(
      ({ value }) => value.directMinor + value.referralMinor + value.networkMinor,
    );
    expect(totals.reduce((sum, total) => sum + total, 0)).toBe(0);
    expect(Math.min(...totals)).toBeLessThan(0);
    const visible = (await visibleGeneration(db))!;
    const list = (await readList(db, visible, { ...visible.orderings.TOTAL_VALUE!, name: 'TOTAL_VALUE' }, 0, 10, {
      columns: true,
    }))!;
    const values = list.columns['totalValue']!;
    expect(values).toEqual(values.toSorted().toReversed());
  });

  it('every reader of a customer pays for the generation item: it is less than 4 KB, half a read unit', async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, 60);
    await runEnrichment(db, options);
    await ingestEvents(db, [{ customer: customer(0), event: order('late', 5_000_000) }]);
    await runEnrichment(db, options);
    const { slots, statistics } = (await visibleGeneration(db))!;
    expect(Object.keys(slots!).length).toBeGreaterThan(30);
    expect(statistics).toMatchObject({ lifetime: { horizonDays: 365 } });
    expect((await dumpTable(db)).get('META GENERATION')!.length).toBeLessThan(4096);
  });

  it('pinned to the past after a run of today: history is not rewritten, and today comes back as it was', async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, 15);
    const historyIn = (dump: Map<string, string>): [string, string][] => [...dump].filter(([key]) => / F#/u.test(key));
    const first = await runEnrichment(db, { ...options, settings: { kappa: 0.3 } });
    const today = await valuesOf(db, 15);
    const history = historyIn(await dumpTable(db));
    expect(history.length).toBeGreaterThan(0);

    const past = COMPANY_AS_OF - 500 * DAY_MS;
    const then = await runEnrichment(db, { ...options, asOf: past, settings: { kappa: 0.3 } });
    expect(then.status).toBe('SUCCEEDED');
    expect((await visibleGeneration(db))!.asOf).toBe(COMPANY_AS_OF);
    expect(await valuesOf(db, 15)).toEqual(today);
    expect(historyIn(await dumpTable(db))).toEqual(history);

    const again = await runEnrichment(db, { ...options, settings: { kappa: 0.3 } });
    expect(again.report).toMatchObject({ portfolio: reportOf(first).portfolio });
    expect(await valuesOf(db, 15)).toEqual(today);
    expect(historyIn(await dumpTable(db))).toEqual(history);
  });

  it('an hour later, with nothing new, writes no customer and says so', async () => {
    let now = COMPANY_AS_OF;
    const db = await testDb(engine, { clock: () => now });
    await seedCompany(db, 15);
    await runEnrichment(db, options);
    const before = await dumpTable(db);
    now += 3_600_000;
    const second = await runEnrichment(db, { ...options, asOf: now });
    expect(second.progress).toEqual({ total: 15, done: 0, skipped: 15, failed: 0 });
    const changed = [...(await dumpTable(db))].filter(([key, item]) => before.get(key) !== item).map(([key]) => key);
    expect(changed.filter((key) => /^(C|IN|B)#/u.test(key))).toEqual([]);
    // Its record, the lock and the pointer: the same for a company of any size.
    expect(second.cost.writeUnits).toBeLessThanOrEqual(20);
    expect((await db.blobs.list(`${db.table}/`)).filter((name) => name.includes(second.id))).toEqual([]);
  });

  it('a day later, waiting a day longer for an order rewrites nobody, and is told to the day', async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, 9);
    await runEnrichment(db, options);
    const before = (await valuesOf(db, 9)).map(({ lifecycle }) => lifecycle);
    expect(before.some(({ overdueDays }) => overdueDays > 0)).toBe(true);
    await runEnrichment(db, { ...options, asOf: COMPANY_AS_OF + DAY_MS });
    const after = (await valuesOf(db, 9)).map(({ lifecycle }) => lifecycle);
    expect(after.map(({ overdueDays }) => overdueDays)).toEqual(
      before.map(({ overdueDays, dueDay }) =>
        dueDay !== null && dayOf(COMPANY_AS_OF) >= dueDay ? overdueDays + 1 : 0,
      ),
    );
    const computed = computeRun(
      buildSnapshot({
        ...inputOf([
          {
            orders: [
              { day: 19_000, netMinor: 1, costMinor: null, group: 'g' },
              { day: 19_010, netMinor: 1, costMinor: null, group: 'g' },
            ],
            follows: [],
            referredBy: null,
          },
        ]),
        asOf: AS_OF,
      }).snapshot,
      parseSettings(),
      builtinSegments,
      { influence: null, network: null, communities: null },
    ).profiles.at(0);
    expect(computed.lifecycle.overdueDays).toBeGreaterThan(900);
    const waiting = {
      ...computed,
      lifecycle: { ...computed.lifecycle, overdueDays: computed.lifecycle.overdueDays + 1 },
    };
    const [longer, stored] = [waiting, computed].map((profile) => {
      const members = membersOf([{ id: idOf(0), profile, toldInfluence: null }], 0);
      return { observed: encodePart('observed', members), modelled: encodePart('modelled', members) };
    });
    expect(longer).toEqual(stored);
    const parts = openBlock(stored!);
    expect(profileIn(parts, 0, dayOf(AS_OF))).toEqual(computed);
  });

  it('a customer who is gone leaves lists and profiles, and may come back', async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, 15);
    await runEnrichment(db, options);
    const id = customerIdOf(db, customer(4));
    const record = (await getItem(db, customerKey(id)))!;
    await deleteItem(db, customerKey(id));
    const run = await runEnrichment(db, options);
    expect(reportOf(run)).toMatchObject({ portfolio: { customers: 14 }, records: { customers: 14 } });
    const ranked = async (): Promise<string[]> => {
      const visible = (await visibleGeneration(db))!;
      return (await readList(db, visible, { ...visible.orderings.TOTAL_VALUE!, name: 'TOTAL_VALUE' }, 0, 20))!.ids;
    };
    expect(await ranked()).toHaveLength(14);
    expect(await ranked()).not.toContain(id);
    const published = async () => (await loadProfiles(db, [id], (await visibleGeneration(db))!)).get(id);
    expect(await published()).toBeUndefined();

    await putItem(db, record);
    await runEnrichment(db, options);
    expect(await ranked()).toContain(id);
    expect(
      (await valuesOf(db, 15)).reduce(
        (sum, { value }) => sum + value.directMinor + value.referralMinor + value.networkMinor,
        0,
      ),
    ).toBe(((await visibleGeneration(db))!.statistics as RunStatistics).portfolio.totalMinor);
    expect(await published()).toBeDefined();
  });

  it('asks for a lease as long as computing may keep it from saying that it is alive', async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, 15);
    const ends: number[] = [];
    db.client.use(({ middlewareStack }) =>
      middlewareStack.add(
        (next) => async (args) => {
          const input = args.input as {
            Key?: { sk?: { S?: string } };
            Item?: { sk?: { S?: string }; until?: { N?: string } };
            ExpressionAttributeValues?: Record<string, { N?: string }>;
          };
          const until = input.Item?.until?.N ?? input.ExpressionAttributeValues?.[':until']?.N;
          if ((input.Item ?? input.Key)?.sk?.S === 'RUN_LOCK' && until !== undefined) ends.push(Number(until));
          return next(args);
        },
        { step: 'initialize' },
      ),
    );
    const run = await runEnrichment(db, options);
    expect(reportOf(run).records.ties).toBeGreaterThan(5);
    expect(ends[0]).toBe(COMPANY_AS_OF + 300_000);
    expect(ends.at(-1)).toBe(0);
  });

  it('a total beyond what is exact to the cent ends the run with a clear error, and readers keep what they had', async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await ingestEvents(db, [{ customer: customer(0), event: order('o0', 1000) }]);
    await runEnrichment(db, options);
    // Each of them can be counted; it is their sum that cannot. Ingest would refuse such orders.
    for (let n = 1; n <= 10; n += 1) {
      await ingestEvents(db, [{ customer: customer(n), event: order(`small${n}`, 1) }]);
      await smuggle(db, n, order(`o${n}`, 9.9e14));
    }
    await expect(runEnrichment(db, options)).rejects.toThrow('leaves the range of whole minor units');
    const visible = (await visibleGeneration(db))!;
    expect(visible.generation).toBe(1);
    expect((await valuesOf(db, 1))[0]!.value.directMinor).toBe(1000);
    // What the failed run kept to go on with is gone with it.
    expect(await db.blobs.list(`${db.table}/`)).toEqual([]);
  });

  it('a run as of an instant that cannot be kept is refused, and stands in the way of none', async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await ingestEvents(db, [{ customer: customer(0), event: order('o0', 1000) }]);
    for (const asOf of [-1, 0.5, 1e14, Date.UTC(9999, 11, 31)])
      await expect(runEnrichment(db, { ...options, asOf }), `${asOf}`).rejects.toThrow('the year 5138');
    expect((await runEnrichment(db, options)).status).toBe('SUCCEEDED');
    for (const asOf of [0, 99_999_999_999_999])
      expect((await runEnrichment(db, { ...options, asOf })).status, `${asOf}`).toBe('SUCCEEDED');
  });

  it('a run that meets data it cannot take fails at once, and is not taken up instead of the next', async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await ingestEvents(db, [{ customer: customer(0), event: order('o0', 1000) }]);
    const onProgress = (): never => {
      throw new InvalidInputError(['occurredAt'], 'An instant lies elsewhere.');
    };
    const { run, finished } = await startEnrichment(db, { ...options, onProgress });
    await expect(finished).rejects.toThrow('lies elsewhere');
    expect(await getRun(db, run.id)).toMatchObject({ status: 'FAILED', error: 'An instant lies elsewhere.' });
    const next = await runEnrichment(db, { ...options, asOf: COMPANY_AS_OF - DAY_MS });
    expect(next).toMatchObject({ status: 'SUCCEEDED', asOf: COMPANY_AS_OF - DAY_MS, resumedCount: 0 });
  });

  it('a run that was begun fifty times without an end is given up', async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await ingestEvents(db, [{ customer: customer(0), event: order('o0', 1000) }]);
    let paused = await runEnrichment(db, { ...options, deadline: () => 0 });
    for (let n = 1; n <= 50; n += 1) paused = await runEnrichment(db, { ...options, deadline: () => 0 });
    expect(paused).toMatchObject({ status: 'RUNNING', resumedCount: 50 });
    await expect(runEnrichment(db, options)).rejects.toThrow('begun 51 times');
    expect((await getRun(db, paused.id))!.status).toBe('FAILED');
    expect((await runEnrichment(db, options)).status).toBe('SUCCEEDED');
  });
});

describe('the influence scale', () => {
  /** A company in which the first `followers` customers follow the last two. */
  const influenceOf = (size: number, followers: number, frozen: InfluenceScales | null, kappa = 0.4) => {
    const people = Array.from({ length: size }, (_, n): Person => ({
      orders: [],
      referredBy: null,
      follows: n < followers ? [{ whom: size - 1 - (n % 2), kind: 0, weight: 1 }] : [],
    }));
    return computeRun(buildSnapshot(inputOf(people)).snapshot, parseSettings({ kappa }), builtinSegments, {
      influence: frozen,
      network: null,
      communities: null,
    }).influence;
  };
  /** Everybody is followed by the next one. */
  const chain = (size: number, frozen: InfluenceScales | null) => {
    const people = Array.from({ length: size }, (_, n): Person => ({
      orders: [],
      referredBy: null,
      follows: n === 0 ? [] : [{ whom: n - 1, kind: 0, weight: 1 }],
    }));
    return computeRun(buildSnapshot(inputOf(people)).snapshot, parseSettings({ kappa: 0.4 }), builtinSegments, {
      influence: frozen,
      network: null,
      communities: null,
    }).influence;
  };

  it('stays while the company grows a little, and is taken anew when it has outgrown it tenfold', () => {
    const { scales: first } = influenceOf(6, 2, null);
    expect(first).toMatchObject({ score: { version: 1 }, customers: 2 });
    expect(influenceOf(12, 10, first).scales).toEqual(first);
    expect(chain(20, first).scales).toEqual(first);
    const { scales: second, profiles } = chain(21, first);
    expect(second).toMatchObject({ score: { version: 2 }, components: { version: 2 }, customers: 20 });
    expect(profiles.at(0)!.calibration).toBe('influence-2');
    expect(chain(3, second).scales).toEqual(second);
  });

  it('is not frozen on a company in which nobody reaches anybody yet', () => {
    const { scales: none } = influenceOf(6, 2, null, 0);
    expect(influenceOf(6, 2, none, 0).scales).toEqual(none);
    const { scales, profiles } = influenceOf(6, 2, none);
    expect(scales!.customers).toBe(2);
    expect(profiles.at(5)!.score).toBeGreaterThan(0);
    expect(scales).toMatchObject({ score: { version: 2 } });
    expect(influenceOf(6, 2, scales).scales).toEqual(scales);
  });
});

describe('amounts near the limit of exact cents', () => {
  const buyer = (netMinor: number): Person => ({
    orders: [{ day: 19_500, netMinor, costMinor: null, group: 'books' }],
    follows: [{ whom: 1, kind: 0, weight: 1 }],
    referredBy: null,
  });
  const run = (people: readonly Person[]) =>
    computeRun(
      buildSnapshot({ ...inputOf(people), asOf: AS_OF }).snapshot,
      parseSettings({ kappa: 0.4 }),
      builtinSegments,
      { influence: null, network: null, communities: null },
    );

  it('are refused in words when the sum is beyond 2^53, and add up just below', () => {
    expect(() => run([buyer(5e15), buyer(5e15)])).toThrow(/whole minor units|safe|exact/u);
    const { totalMinor } = run([buyer(4e15), buyer(4e15)]).flow;
    expect(totalMinor[0]! + totalMinor[1]!).toBe(8e15);
  });
});
