import { expect } from 'vitest';
import type { RunResult } from '../../enrichment/compute/compute.ts';
import { parseSettings, type RunSettings } from '../../enrichment/compute/settings.ts';
import type { Snapshot } from '../../enrichment/snapshot/snapshot.ts';
import { begin, compute, finish, publishStep, snapshot } from '../../enrichment/steps.ts';
import { segmentList } from '../../published/blocks.ts';
import { flowsNamed, statisticsOf } from '../../published/statistics.ts';
import { withMeter, type Db } from '../../store/client/db.ts';
import { allIds, idsAt } from '../../store/customers/packed-ids.ts';
import { readFlows } from '../../store/published/flows.ts';
import { loadViews } from '../../store/published/customers.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { readList } from '../../store/published/lists.ts';
import { startRun, type RunRecord } from '../../store/work/runs.ts';

export interface Night {
  readonly snapshot: Snapshot;
  readonly result: RunResult;
  readonly cost: RunRecord['cost'];
}

/** A run as of an instant, and what it computed. */
export async function night(
  db: Db,
  asOf: number,
  settings: RunSettings = parseSettings({ kappa: 0.3 }),
): Promise<Night> {
  const metered = withMeter(db);
  const run = await startRun(metered, { trigger: 'SCHEDULE', asOf, settings });
  const { previous } = await begin(metered, run);
  const pinned = await snapshot(metered, run, previous);
  const computed = await compute(metered, pinned.run, previous, {}, pinned.inputs);
  const ended = await finish(metered, await publishStep(metered, pinned.run, computed));
  return { snapshot: pinned.inputs.snapshot, result: computed.result, cost: ended.cost };
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

/** Everything readers find, against what the run computed of everybody: to the bit, the cent and the position. */
export async function expectShown(db: Db, { ids, ...rest }: Snapshot, result: RunResult): Promise<void> {
  const visible = (await visibleGeneration(db))!;
  expect(visible.asOf).toBe(rest.asOf);
  const all = allIds(ids);
  const shown = (await loadViews(db, all, visible)).map((view) => view!.profile!.profile);
  expect(shown).toEqual([...result.profiles]);
  const { portfolio } = statisticsOf(visible);
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
      (await readList(db, visible, { name: segmentList(key), count: positions.length }, 0, positions.length))!.ids,
      key,
    ).toEqual(idsAt(ids, positions));
  for (const [i, own] of (await readFlows(db, visible, flowsNamed(visible), all)).entries()) {
    expect(own?.networkReceived.totalMinor ?? 0).toBe(shown[i]!.value.networkReceivedMinor);
    expect(own?.networkPassedOn.totalMinor ?? 0).toBe(shown[i]!.value.networkPassedOnMinor);
  }
}
