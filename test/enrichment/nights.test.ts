import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../domain/time/time.ts';
import { parseSettings } from '../../enrichment/compute/settings.ts';
import type { RunResult } from '../../enrichment/compute/compute.ts';
import type { Snapshot } from '../../enrichment/snapshot/snapshot.ts';
import { begin, compute, finish, publishStep, snapshot } from '../../enrichment/steps.ts';
import { segmentList } from '../../published/blocks.ts';
import { statisticsOf } from '../../published/statistics.ts';
import { withMeter, type Db } from '../../store/client/db.ts';
import { allIds, idsAt } from '../../store/customers/packed-ids.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { readFlows } from '../../store/published/flows.ts';
import { loadViews } from '../../store/published/customers.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { readList } from '../../store/published/lists.ts';
import { putTies } from '../../store/relations/ties.ts';
import { startRun } from '../../store/work/runs.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { COMPANY_AS_OF, customer, dumpTable, seedCompany } from './company.ts';

const SIZE = 30;
const settings = parseSettings({ kappa: 0.3 });

describe('night after night', () => {
  let engine: Engine;
  let now = COMPANY_AS_OF;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());

  const company = async (): Promise<Db> => {
    now = COMPANY_AS_OF;
    const db = await testDb(engine, { clock: () => now });
    await seedCompany(db, SIZE);
    return db;
  };
  /** A run, and what it computed. */
  const night = async (db: Db) => {
    const metered = withMeter(db);
    const run = await startRun(metered, { trigger: 'SCHEDULE', asOf: now, settings });
    const { previous } = await begin(metered, run);
    const pinned = await snapshot(metered, run, previous);
    const computed = await compute(metered, pinned.run, previous, {}, pinned.inputs);
    const ended = await finish(metered, await publishStep(metered, pinned.run, computed));
    return { snapshot: pinned.inputs.snapshot, result: computed.result, cost: ended.cost };
  };
  const order = (n: number, id: string, at: number, netMinor: number) => ({
    customer: customer(n),
    event: {
      kind: 'ORDER' as const,
      source: 'shop',
      id,
      occurredAt: at,
      promotion: false,
      lines: [{ sku: 's1', group: 'g1', quantity: 1, netMinor, lineKind: 'PRODUCT' as const }],
    },
  });

  /** Everything readers find, against what the run computed of everybody: to the bit, the cent and the position. */
  const expectShown = async (db: Db, { ids, ...rest }: Snapshot, result: RunResult): Promise<void> => {
    const visible = (await visibleGeneration(db))!;
    expect(visible.asOf).toBe(rest.asOf);
    const all = allIds(ids);
    const shown = (await loadViews(db, all, visible)).map((view) => view!.profile!.profile);
    expect(shown).toEqual([...result.profiles]);
    const { portfolio } = statisticsOf(visible);
    const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
    for (const [name, { order: positions }] of Object.entries(result.orderings)) {
      const list = { name, count: positions.length };
      const stretch = (await readList(db, visible, list, 0, positions.length, { columns: true }))!;
      expect(stretch.ids, name).toEqual(idsAt(ids, positions));
      expect(Object.keys(stretch.columns).sort()).toEqual(Object.keys(result.columns).sort());
      for (const [column, of] of Object.entries(result.columns))
        expect(stretch.columns[column], `${column} in ${name}`).toEqual(
          Float64Array.from(positions, (position) => of[position]!),
        );
      expect(sum(stretch.columns['totalValue']!)).toBe(portfolio.totalMinor + (portfolio.potentialMinor ?? 0));
    }
    for (const [key, { order: positions }] of result.segments)
      expect(
        (await readList(db, visible, { name: segmentList(key), count: positions.length }, 0, 100))!.ids,
        key,
      ).toEqual(idsAt(ids, positions));
    for (const [i, own] of (await readFlows(db, visible, all)).entries())
      expect(own?.networkReceived.totalMinor ?? 0).toBe(shown[i]!.value.networkReceivedMinor);
  };

  it('what readers find is what a run over everybody computes, whatever was written in which night', async () => {
    const db = await company();
    // A linear congruential generator: the same nights every time.
    let state = 20_260_101;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let day = 0; day < 9; day += 1) {
      for (let n = 0; n < random(4); n += 1)
        await ingestEvents(db, [order(random(SIZE + 2), `night-${day}-${n}`, now - 3_600_000, 1 + random(90_000))]);
      if (random(3) === 0)
        await putTies(db, [
          {
            follower: customer(random(SIZE)),
            followed: customer(random(SIZE)),
            kind: 'FOLLOW',
            source: 'forum',
            weight: 1,
            at: now,
          },
        ]);
      const { snapshot: inputs, result } = await night(db);
      await expectShown(db, inputs, result);
      now += (1 + random(3)) * DAY_MS;
    }
    expect((await visibleGeneration(db))!.asOf).toBeLessThan(now);
  });

  it('without an event leaves what only events move as it was, to the byte, and writes little', async () => {
    const db = await company();
    await night(db);
    const before = await dumpTable(db);
    now += DAY_MS;
    const { snapshot: inputs, result, cost } = await night(db);
    await expectShown(db, inputs, result);
    const after = await dumpTable(db);
    const changed = [...after].filter(([key, item]) => before.get(key) !== item).map(([key]) => key);
    expect(changed.filter((key) => /^(?:B#.#(?:observed|flows|claims|communities)|C#|IN#|H#)/u.test(key))).toEqual([]);
    expect(changed.filter((key) => key.startsWith('B#b#modelled-0#'))).toEqual(['B#b#modelled-0#000000 B']);
    expect(cost.writeUnits).toBeLessThanOrEqual(60);
    // Of the lists, the columns that time moves, and pages of those who are ordered or chosen by them.
    expect(changed.filter((key) => /^B#.#(?:DIRECT|INDIRECT|REFERRAL|NETWORK)_VALUE#/u.test(key))).toEqual([]);
  });
});
