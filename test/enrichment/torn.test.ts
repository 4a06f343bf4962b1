import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../domain/time/time.ts';
import { COMMUNITIES, REPORTS } from '../../published/blocks.ts';
import { flowsNamed, statisticsOf } from '../../published/statistics.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { readShownBlock } from '../../store/published/blocks.ts';
import { readFlows } from '../../store/published/flows.ts';
import { loadViews } from '../../store/published/customers.ts';
import { openDb, type Db } from '../../store/client/db.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { readList } from '../../store/published/lists.ts';
import { finishRun, getRun, listRuns, startRun } from '../../store/work/runs.ts';
import { putTies } from '../../store/relations/ties.ts';
import { isAvailable, startEngine, testDb, TEST_BLOBS, TEST_IDENTITY_KEY, type Engine } from '../engines/engines.ts';
import { injectFaults, nth } from '../engines/faults.ts';
import { COMPANY_AS_OF, customer, seedCompany } from './company.ts';

const HOUR_MS = 3_600_000;

/** Whole numbers below `below`, the same for the same seed (a linear congruential generator). */
function generator(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) % 2 ** 32;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('whatever stops a run, and whenever', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());

  /** Everything readers can see, checked to be of one piece. */
  const view = async (db: Db): Promise<string> => {
    const visible = await visibleGeneration(db);
    if (visible === null) return 'nothing yet';
    const { portfolio } = statisticsOf(visible);
    const list = visible.orderings.TOTAL_VALUE!;
    const { ids, columns } = (await readList(db, visible, { ...list, name: 'TOTAL_VALUE' }, 0, 100, {
      columns: true,
    }))!;
    expect(ids).toHaveLength(visible.customers);
    const profiles = (await loadViews(db, ids, visible)).map((one) => one!.profile!.profile);
    const current = profiles.map(({ value }) => value.directMinor + value.referralMinor + value.networkMinor);
    expect(current.reduce((sum, total) => sum + total, 0)).toBe(portfolio.totalMinor);
    expect(portfolio.totalMinor).toBe(portfolio.directMinor - portfolio.rewardsMinor);
    expect(
      profiles.map(
        ({ value }, n) => current[n]! + (value.potentialDirectMinor ?? 0) + (value.potentialIndirectMinor ?? 0),
      ),
    ).toEqual([...columns['totalValue']!]);
    for (const [name, { count }] of Object.entries(visible.segments)) {
      const members = await readList(db, visible, { count, name: `segment-${name}` }, 0, 100);
      expect(members?.ids.length, `segment ${name}`).toBe(count);
      if (name !== 'community-members')
        expect(new Set(members!.ids), name).toEqual(
          new Set(ids.filter((_, n) => profiles[n]!.segments.includes(name))),
        );
    }
    for (const [name, { count }] of Object.entries(visible.orderings)) {
      expect((await readList(db, visible, { count, name }, 0, 100, { columns: true }))?.ids.length, name).toBe(
        visible.customers,
      );
    }
    for (const [n, own] of (await readFlows(db, visible, flowsNamed(visible), ids)).entries()) {
      expect(own?.networkReceived.totalMinor ?? 0).toBe(profiles[n]!.value.networkReceivedMinor);
      expect(own?.referralPassedOn.totalMinor ?? 0).toBe(profiles[n]!.value.referralPassedOnMinor);
    }
    const described = JSON.parse(new TextDecoder().decode((await readShownBlock(db, visible, COMMUNITIES, 0))!)) as {
      id: string;
      size: number;
    }[];
    for (const { id, size } of described)
      expect(
        profiles.filter(({ community }) => community === id),
        id,
      ).toHaveLength(size);
    expect(await readShownBlock(db, visible, REPORTS, 0)).not.toBeNull();
    return JSON.stringify([visible.generation, ids, profiles]);
  };

  it.each([1, 2])('readers see one generation, whole, and the last run is right (history %i)', async (seed) => {
    const random = generator(seed);
    let now = COMPANY_AS_OF;
    const db = await testDb(engine, { clock: () => now });
    let size = 8 + random(8);
    await seedCompany(db, size);
    let seen = await view(db);
    const died: string[] = [];
    for (let step = 0; step < 14; step += 1) {
      const options = {
        asOf: random(4) === 0 ? COMPANY_AS_OF - random(400) * DAY_MS : now,
        trigger: 'MANUAL' as const,
        settings: { kappa: 0.3 },
      };
      if (random(2) === 0) {
        const n = random(3) === 0 ? size++ : random(size);
        await ingestEvents(db, [
          {
            customer: customer(n),
            event: {
              kind: 'ORDER',
              source: 'shop',
              id: `more-${step}`,
              occurredAt: COMPANY_AS_OF - random(300) * DAY_MS,
              promotion: false,
              lines: [{ sku: `s${step}`, group: 'g1', quantity: 1, netMinor: random(90_000), lineKind: 'PRODUCT' }],
            },
          },
        ]);
        if (random(2) === 0)
          await putTies(db, [
            {
              follower: customer(n),
              followed: customer((n + 1) % size),
              kind: 'FOLLOW',
              source: 'forum',
              weight: 1,
              at: COMPANY_AS_OF - 30 * DAY_MS,
            },
          ]);
      }
      const client = openDb({
        endpoint: engine.endpoint,
        table: db.table,
        identityKey: TEST_IDENTITY_KEY,
        blobs: TEST_BLOBS,
        clock: () => now,
        maxAttempts: 1,
      });
      const dies = random(4) > 0;
      if (dies) injectFaults(client.client, nth(1 + random(90), random(2) === 0 ? 'CRASH_BEFORE' : 'CRASH_AFTER'));
      const run = await runEnrichment(client, options).catch(() => null);
      now += HOUR_MS;
      const then = await view(db);
      const { generation } = (await visibleGeneration(db)) ?? { generation: 0 };
      if (run === null && generation === (seen === 'nothing yet' ? 0 : JSON.parse(seen)[0])) expect(then).toBe(seen);
      if (run === null) died.push((await listRuns(db, { first: 1 })).items[0]?.step ?? 'START');
      seen = then;
      // Somebody gives the unfinished run up.
      if (run === null && random(3) === 0) {
        const open = await startRun(db, { ...options, leaseMs: 1 });
        await finishRun(db, { ...open, status: 'FAILED', finishedAt: now });
        expect((await getRun(db, open.id))!.status).toBe('FAILED');
        expect(await view(db)).toBe(seen);
      }
    }
    now += HOUR_MS;
    const options = { asOf: now, trigger: 'MANUAL' as const, settings: { kappa: 0.3 } };
    // The first goes on with what may be unfinished.
    await runEnrichment(db, options);
    await runEnrichment(db, options);
    await view(db);
    expect((await runEnrichment(db, options)).progress.done).toBe(0);
    expect(died.length).toBeGreaterThan(2);
  });
});
