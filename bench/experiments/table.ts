/**
 * What an action costs with the table: drawn from a published segment, told whom it reached, reported of by a run. Against the stand-in that counts
 * (bench/scale/stand-in.ts), whose own work is taken off.
 *
 *   node --max-old-space-size=1500 bench/experiments/table.ts 117000               # some 100,000 members
 *   node --max-old-space-size=1500 bench/experiments/table.ts 117000 --history     # consents as an earlier release left them: in the histories alone
 */
import { parseArgs } from 'node:util';
import { planOf } from '../../domain/actions/action.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { reportActions } from '../../enrichment/actions/actions.ts';
import { begin, compute, finish, publishStep, snapshot } from '../../enrichment/steps.ts';
import type { PublishedActionReport } from '../../published/actions.ts';
import { freezeNow } from '../../resolvers/actions/draw.ts';
import { readDrawn } from '../../store/actions/drawn.ts';
import { recordExposures } from '../../store/actions/exposures.ts';
import { putPlan } from '../../store/actions/records.ts';
import { latestReport } from '../../store/actions/reports.ts';
import { chunksOf } from '../../store/client/concurrency.ts';
import { withMeter } from '../../store/client/db.ts';
import { putSegment } from '../../store/definitions/segments.ts';
import { startRun } from '../../store/work/runs.ts';
import { LAST_DAY } from '../scale/company.ts';
import { standIn } from '../scale/stand-in.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { history: { type: 'boolean' }, design: { type: 'string' } },
});
const customers = Number(positionals[0] ?? 117_000);
const company = {
  customers,
  spend: 'heterogeneous',
  nights: [],
  consents: values.history === true ? 'in the history' : 'with the customer',
} as const;
const world = standIn(company, undefined, { isReadAgain: true });
const db = withMeter(world.db);
const KEY = 'bench-mail';
const START = (LAST_DAY + 1) * DAY_MS;

async function measured<T>(what: string, work: () => Promise<T>): Promise<T> {
  const [usage, own, meter] = [process.cpuUsage(), world.cpuMicros(), structuredClone(db.meter)];
  const result = await work();
  const { user, system } = process.cpuUsage(usage);
  const cpu = (user + system - (world.cpuMicros() - own)) / 1e6;
  const [reads, writes] = [db.meter.readUnits - meter.readUnits, db.meter.writeUnits - meter.writeUnits];
  const requests = db.meter.requests - meter.requests;
  console.log(
    `| ${what} | ${cpu.toFixed(1)} | ${Math.round(reads)} | ${writes.toFixed(0)} | ${requests} | ${Math.round(process.resourceUsage().maxRSS / 1024)} |`,
  );
  return result;
}

async function run(asOf: number, reported: boolean): Promise<void> {
  world.setClock(asOf + 60_000);
  const started = await startRun(db, { trigger: 'SCHEDULE', asOf, leaseMs: 600_000 });
  const { previous } = await begin(db, started);
  const pinned = await snapshot(db, started, previous);
  const computed = await compute(db, pinned.run, previous, {}, pinned.inputs);
  if (reported)
    await measured('report', () => reportActions(db, pinned.run, computed.inputs.snapshot, computed.result));
  await finish(db, await publishStep(db, pinned.run, computed));
}

await putSegment(db, {
  key: 'buyers',
  name: 'Buyers',
  description: '',
  rule: { field: 'orders', op: 'GTE', value: 1 },
});
await run(LAST_DAY * DAY_MS + 80_000_000, false);
console.log('| step | CPU s | read units | write units | requests | peak MB |\n|---|--:|--:|--:|--:|--:|');
await putPlan(
  db,
  planOf({
    key: KEY,
    name: 'Mail',
    kind: 'MAIL',
    segment: 'buyers',
    startsAt: START,
    rehearsal: true,
    outcome: { metric: 'MARGIN', windowDays: 14 },
    design: values.design === 'COMMUNITY' ? 'COMMUNITY' : 'USER',
    arms: [
      { key: 'mail', share: 0.5, costPerPersonMinor: 50 },
      { key: 'holdout', share: 0.5, costPerPersonMinor: 0 },
    ],
  }),
);
const { drawn } = await measured('freeze', () => freezeNow(db, KEY, 1));
const { ids, columns } = await readDrawn(db, KEY, drawn!);
const reached = ids.filter((_, at) => columns.arm[at] === 0);
await measured(`${reached.length} exposures told, 500 a request`, async () => {
  for (const some of chunksOf(reached, 500))
    await recordExposures(
      db,
      some.map((id) => ({ action: KEY, by: { id }, kind: 'SENT' as const, at: START, source: 'mailer' })),
    );
});
world.become({ ...company, nights: [{ day: LAST_DAY + 5, ordering: 0.2 }] });
await run(START + 15 * DAY_MS, true);
const report = (await latestReport(db, KEY))?.report as PublishedActionReport;
console.log(
  `${drawn!.members} members; ${JSON.stringify(drawn!.leftOut)}; lift ${report.judged.FIXED.lifts[0]?.perPerson.value.toFixed(0)}, ` +
    `total through ties ${report.spillover?.total.value.toFixed(0) ?? report.spilloverReason}`,
);
