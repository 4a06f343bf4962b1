import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import { runEnrichment } from '../../enrichment/run.ts';
import { blobsAt } from '../../store/blobs/blobs.ts';
import { openDb } from '../../store/client/db.ts';
import { findViews } from '../../store/published/customers.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { cancelRun } from '../../store/work/cancel.ts';
import { getRun, listRuns, releaseLease, startRun } from '../../store/work/runs.ts';
import { isAvailable, startEngine, testDb, TEST_IDENTITY_KEY } from '../../test/engines/engines.ts';
import { COMPANY_AS_OF, customer, dumpTable, seedCompany } from '../../test/enrichment/company.ts';
import { bundleFunction } from '../../scripts/bundle.ts';
import { between, chances } from './faults.mjs';
import { lambda } from './lambda.mjs';

const { values } = parseArgs({
  options: { customers: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
});
const size = Number(values.customers);
const SMALL = 60;
const MAX_BETWEEN_STEPS = 1024;

const work = mkdtempSync(join(tmpdir(), 'kring-workflow-'));
const engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
const { entry } = await bundleFunction('functions/enrich-workflow.handler', join(work, 'bundle'));
// Waiting takes no time here; what it is for is that an invocation ends.
await LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });

const company = async (customers) => {
  const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
  await seedCompany(db, customers);
  return db;
};
/** The same table and place of notes as the deployed function has them, and by the clock on the wall. */
const deployed = (db, endpoint = engine.endpoint) =>
  openDb({ endpoint, table: db.table, identityKey: TEST_IDENTITY_KEY, blobs: blobsAt(join(work, 'blobs')) });
const environment = (db, endpoint) => ({
  PATH: process.env.PATH,
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  KRING_DYNAMODB_URL: endpoint,
  KRING_BLOBS: join(work, 'blobs'),
  SST_RESOURCE_App: JSON.stringify({ name: 'kring', stage: 'test' }),
  SST_RESOURCE_Access: JSON.stringify({ table: db.table, blobs: 'none', currency: 'EUR' }),
  SST_RESOURCE_IdentityKey: JSON.stringify({ value: TEST_IDENTITY_KEY }),
});
/** What readers find; the run's record, its lock and instants differ. */
const shown = async (db) =>
  [...(await dumpTable(db))].filter(([key]) => /^(C|IN|B)#/u.test(key)).sort(([a], [b]) => (a < b ? -1 : 1));

async function execution(db, { before = () => undefined, remainingMs } = {}) {
  let killer = () => undefined;
  const proxy = await between(engine.endpoint, (call, operation) => before(call, operation, { kill: () => killer() }));
  const host = lambda({
    entry,
    env: environment(db, proxy.url),
    ...(remainingMs === undefined ? {} : { remainingMs }),
  });
  killer = host.kill;
  const runner = new LocalDurableTestRunner({ handlerFunction: host.handler });
  try {
    const ended = await runner.run({ payload: { action: 'START' } });
    if (ended.getStatus() !== 'SUCCEEDED')
      throw new Error(`the execution ${ended.getStatus()}: ${JSON.stringify(ended.getError())}`);
    for (const operation of ended.getOperations().filter((one) => one.getType() === 'STEP'))
      assert.ok(
        JSON.stringify(operation.getStepDetails()?.result ?? null).length < MAX_BETWEEN_STEPS,
        operation.getName(),
      );
    const steps = ended.getOperations().map((operation) => operation.getName());
    return { result: ended.getResult(), steps, ...host.seen, ...proxy.seen };
  } finally {
    proxy.stop();
  }
}

/** A run in one process over the same company, as of the same instant. */
async function inProcess(db, runId, customers) {
  const { asOf } = await getRun(db, runId);
  const clean = await company(customers);
  await runEnrichment(deployed(clean), { asOf, trigger: 'MANUAL' });
  return clean;
}

/** The table is as that run leaves it. */
async function sameItems(db, runId, customers) {
  const [mine, theirs] = [await shown(db), await shown(await inProcess(db, runId, customers))];
  assert.equal(mine.length, theirs.length);
  for (const [index, item] of mine.entries()) assert.deepEqual(item, theirs[index]);
  return mine.length;
}

/** Readers find what that run shows; beside it may lie what a run that was cancelled has left, where no reader looks. */
async function sameAnswers(db, runId, customers) {
  const clean = await inProcess(db, runId, customers);
  const everybody = Array.from({ length: customers }, (_, n) => customer(n));
  const [mine, theirs] = await Promise.all(
    [db, clean].map(async (one) => (await findViews(one, everybody)).views.map((view) => view.profile.profile)),
  );
  assert.deepEqual(mine, theirs);
  return mine.length;
}

const scenarios = {
  [`${size} customers, one call in twenty refused, workers killed, the table away for a while: item for item the run of one process`]:
    async () => {
      const db = await company(size);
      const chance = chances(Number(values.seed));
      let writes = 0;
      let away = 0;
      const ended = await execution(db, {
        before: (call, operation, { kill }) => {
          if (operation === 'BatchWriteItem' || operation === 'PutItem') writes += 1;
          // In the midst of writing, and again: the process is gone, its call with it.
          if (['BatchWriteItem', 'PutItem'].includes(operation) && [4, 12, 30].includes(writes)) {
            writes += 1;
            kill();
            return 'HANG_UP';
          }
          // Long enough that the SDK gives up, and the engine has to try the part again later.
          if (writes >= 20 && away < 60) {
            away += 1;
            return 'THROTTLE';
          }
          const happens = chance();
          return happens < 0.04 ? 'THROTTLE' : happens < 0.05 ? 'HANG_UP' : undefined;
        },
      });
      assert.equal(ended.result.status, 'SUCCEEDED');
      assert.equal(ended.deaths, 3);
      assert.ok(ended.throttled > 60 && ended.hungUp > 3);
      const run = await getRun(db, ended.result.runId);
      assert.ok(run.resumedCount >= ended.deaths);
      const items = await sameItems(db, ended.result.runId, size);
      return `${items} items; ${ended.invocations} invocations, ${ended.deaths} killed; of ${ended.calls} calls ${ended.throttled} throttled, ${ended.hungUp} hung up`;
    },
  'left alone it takes one invocation, and is resumed never': async () => {
    const db = await company(SMALL);
    const { result, invocations, steps } = await execution(db);
    assert.equal(result.status, 'SUCCEEDED');
    assert.equal((await getRun(db, result.runId)).resumedCount, 0);
    assert.equal(invocations, 1);
    return steps.join(', ');
  },
  'two at once: one of them is refused, and says which run is under way': async () => {
    const db = await company(SMALL);
    let both;
    const bothAsk = new Promise((resolve) => (both = resolve));
    let asking = 0;
    // Whoever begins to write waits until the other has asked for the lock.
    const ends = await Promise.all(
      [1, 2].map(() =>
        execution(db, {
          before: async (_, operation) => {
            if (operation === 'UpdateItem' && ++asking === 1)
              await Promise.race([bothAsk, new Promise((resolve) => setTimeout(resolve, 5000))]);
          },
        }).finally(() => both()),
      ),
    );
    assert.deepEqual(ends.map(({ result }) => result.status).toSorted(), ['ALREADY_RUNNING', 'SUCCEEDED']);
    assert.equal(new Set(ends.map(({ result }) => result.runId)).size, 1);
    assert.equal((await listRuns(db, { first: 9 })).items.length, 1);
    return 'one run';
  },
  'cancelled while it writes: nothing of it is ever visible, and the next run is as if it had not been': async () => {
    const db = await company(SMALL);
    let cancelled = false;
    const ended = await execution(db, {
      before: async (_, operation) => {
        if (operation !== 'BatchWriteItem' || cancelled) return;
        cancelled = true;
        const [run] = (await listRuns(db, { first: 1 })).items;
        await cancelRun(deployed(db), run.id);
      },
    });
    assert.equal(ended.result.status, 'CANCELLED');
    assert.equal(await visibleGeneration(db), null);
    const next = await execution(db);
    assert.equal(next.result.status, 'SUCCEEDED');
    assert.notEqual(next.result.runId, ended.result.runId);
    return `${await sameAnswers(db, next.result.runId, SMALL)} customers`;
  },
  'a run that was asked for through the API, or left by a process that died, is gone on with': async () => {
    const db = await company(SMALL);
    const there = deployed(db);
    const left = await startRun(there, { trigger: 'MANUAL', asOf: Date.now(), settings: {} });
    await releaseLease(there, left);
    const { result } = await execution(db);
    assert.deepEqual(result, { status: 'SUCCEEDED', runId: left.id });
    return `run ${left.id}`;
  },
  'the end of its time comes twice: it pauses, and another invocation goes on': async () => {
    const db = await company(SMALL);
    const ended = await execution(db, { remainingMs: (invocation) => (invocation < 3 ? 20_000 : 900_000) });
    assert.equal(ended.result.status, 'SUCCEEDED');
    assert.ok(ended.invocations >= 3 && ended.steps.includes('another process'));
    return `${ended.invocations} invocations, ${await sameItems(db, ended.result.runId, SMALL)} items`;
  },
};

let failed = 0;
for (const [name, scenario] of Object.entries(scenarios)) {
  try {
    console.log(`ok: ${name}\n    ${await scenario()}`);
  } catch (error) {
    failed += 1;
    console.log(`NOT OK: ${name}\n${error.stack}`);
  }
}
await LocalDurableTestRunner.teardownTestEnvironment();
await engine.stop();
rmSync(work, { recursive: true, force: true });
console.log(failed === 0 ? 'The run as a workflow: all holds.' : `${failed} do not hold.`);
process.exit(failed === 0 ? 0 : 1);
