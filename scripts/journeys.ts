/**
 * How many files a reader opens to follow one thing through the house: the source files in which a function runs on four journeys, after a
 * first run that is not counted. `node scripts/journeys.ts`; the figures stand in docs/architecture.md.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileRule } from '../domain/segments/evaluate.ts';
import { segmentRow } from '../domain/segments/fields.ts';
import { parseSegmentRule } from '../domain/segments/rules.ts';
import { runEnrichment } from '../enrichment/run.ts';
import { runImport } from '../intake/job.ts';
import { openRejects } from '../intake/rejects.ts';
import { DEVELOPMENT } from '../resolvers/serve/authenticate.ts';
import { createGraphqlServer } from '../resolvers/server.ts';
import { putTies } from '../store/relations/ties.ts';
import { startEngine, testDb } from '../test/engines/engines.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../test/enrichment/company.ts';

const root = join(import.meta.dirname, '..');
const session = new Session();
session.connect();

async function filesOf(journey: () => Promise<unknown>): Promise<string[]> {
  await journey();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await session.post('Profiler.takePreciseCoverage');
  await journey();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  await session.post('Profiler.stopPreciseCoverage');
  return result
    .filter(({ functions }) =>
      functions.some(({ functionName, ranges }) => functionName !== '' && ranges[0]!.count > 0),
    )
    .flatMap(({ url }) => (url.startsWith(`file://${root}/`) ? [url.slice(`file://${root}/`.length)] : []))
    .filter((path) => /^(?!test|scripts|node_modules).*\.ts$/u.test(path) && !path.endsWith('generated.ts'))
    .sort();
}

const engine = await startEngine('dynalite');
const folder = mkdtempSync(join(tmpdir(), 'journeys-'));
const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
await seedCompany(db, 24);
await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL' });
const server = await createGraphqlServer({
  db,
  currency: 'EUR',
  introspection: true,
  authenticate: async () => DEVELOPMENT,
});
const ask = (query: string) =>
  server.executeHttp({
    method: 'POST',
    query: '',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
const value =
  '{ customer(by: { externalId: { source: "shop", id: "c1" } }) { displayName value { total { amount } breakdown { label amount { amount } } } } }';
let n = 0;
const run = () => runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL' });
const journeys: Record<string, () => Promise<unknown>> = {
  'order row → JSON': async () => {
    const path = join(folder, `${n++}.csv`);
    writeFileSync(path, `orderId,customer,placedAt,sku,amount\nx${n},c1,2024-01-02,s,1.00\n`);
    const progress = { stage() {}, update() {}, stop() {} };
    await runImport(
      db,
      { kind: 'orders', path, source: 'shop' },
      { progress, rejects: openRejects(join(folder, 'rejects.csv')) },
    );
    await run();
    await ask(value);
  },
  'customer(by:)': () => ask(value),
  'tie → value': async () => {
    await putTies(db, [
      { follower: customer(1), followed: customer(2), kind: 'FOLLOW', source: 'f', weight: 1 + n++, at: 0 },
    ]);
    await run();
  },
  'segment rule': async () => {
    const test = compileRule(parseSegmentRule({ field: 'orders', op: 'GTE', value: 1 }));
    const profile = { value: {}, engagement: {}, lifecycle: {} };
    test(segmentRow({ profile, summary: () => 0, groups: [], today: 0 } as never, () => null));
  },
};
for (const [name, journey] of Object.entries(journeys)) {
  try {
    const files = await filesOf(journey);
    console.log(`${name}: ${files.length}`);
    if (process.argv.includes('--files')) console.log(files.map((file) => `  ${file}`).join('\n'));
  } catch (error) {
    console.log(`${name}: ${String(error)}`);
  }
}
await server.stop();
await engine.stop();
rmSync(folder, { recursive: true });
process.exit();
