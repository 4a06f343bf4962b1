import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import { statisticsOf } from '../../published/statistics.ts';
import type { Db } from '../../store/client/db.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { getJob, openJob, type Person } from '../../store/privacy/jobs.ts';
import { personOf } from '../../store/privacy/person.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { chance, DATA_SETS, everybody, sums } from './company.ts';
import { tracesOf } from './traces.ts';

const settings = { kappa: 0.3, clvModel: 'mbgnbd' as const };

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
});
afterAll(() => engine.stop());

const portfolioOf = async (db: Db) => statisticsOf((await visibleGeneration(db, { consistent: true }))!).portfolio;

/** Asks for an erasure, as whoever may. */
async function erase(db: Db, id: string): Promise<{ readonly jobId: string; readonly person: Person }> {
  const person = await personOf(db, { id });
  const job = await openJob(db, 'ERASE', person, 'key:test');
  return { jobId: job.id, person };
}

describe.each(DATA_SETS)('erasing 50 of $name', ({ isThere, currency, load }) => {
  it.skipIf(!isThere)(
    'leaves no trace in table and blobs; what others are worth adds up, to the cent (skipped where ../shared/data is absent)',
    { timeout: 400_000 },
    async () => {
      const db = await testDb(engine, { currency });
      const asOf = await load(db);
      const run = { asOf, trigger: 'MANUAL' as const, settings };
      await runEnrichment(db, run);
      // A second one, and a view of the past: every place that runs write to holds something.
      await runEnrichment(db, { ...run, asOf: asOf + 86_400_000 });
      await runEnrichment(db, { ...run, asOf: asOf - 200 * 86_400_000 });
      const all = await everybody(db);
      const next = chance(5);
      const chosen = new Set<string>();
      while (chosen.size < 50) chosen.add(all[next(all.length)]!);
      const before = { theirs: await sums(db, [...chosen]), portfolio: await portfolioOf(db) };
      const jobs = [];
      for (const id of chosen) jobs.push(await erase(db, id));
      const gone = { ids: jobs.flatMap(({ person }) => person.ids), words: jobs.flatMap(({ person }) => person.words) };
      expect((await tracesOf(db, gone)).length).toBeGreaterThan(100);

      await runEnrichment(db, { ...run, asOf: asOf + 2 * 86_400_000 });

      for (const { jobId } of jobs) expect(await getJob(db, jobId)).toMatchObject({ status: 'DONE' });
      expect(await tracesOf(db, gone)).toEqual([]);
      const left = await everybody(db);
      expect(left).toEqual(all.filter((id) => !gone.ids.includes(id)));
      const after = await sums(db, left);
      const { directMinor, rewardsMinor, totalMinor } = await portfolioOf(db);
      expect(directMinor).toBe(before.portfolio.directMinor - before.theirs.direct);
      expect(after.direct).toBe(directMinor);
      expect(after.current).toBe(directMinor - rewardsMinor);
      expect(totalMinor).toBe(directMinor - rewardsMinor);
    },
  );
});
