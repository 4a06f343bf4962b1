/**
 * What a sync of Bluesky takes at any number of linked customers: calls, waits, invocations, duration on a clock that waiting moves, units of DynamoDB,
 * money, CPU. The adapter, its SDK, pacing, plan and store are the product's; the network (network.ts) and the table (table.ts) stand in.
 *
 *   npm --prefix social/bluesky/sdk ci && node bench/social/run.ts 10000
 */
import { didOf, newNetwork, BRAND_DID, type Network } from './network.ts';
import { blueskySource } from '../../social/bluesky/source.ts';
import type { SettingsOf } from '../../social/settings.ts';
import { callsOf, costOf } from '../../social/sync/cost.ts';
import { bySettings, linkEverybody, simulateSync, TICK_MS, type Simulated } from './simulate.ts';
import { memoryTable } from './table.ts';

const LINKED = Number(process.argv[2] ?? 10_000);
const START = Date.parse('2026-11-27T00:00:00Z');
const DAY_MS = 86_400_000;
/** What a call to the network and a request to DynamoDB take. */
const CALL_MS = 60;
const REQUEST_MS = 4;
/** US dollars: a million units of DynamoDB on demand (eu-west-1, after November 2024), and a GB-second of Lambda on arm64. */
const READ_USD = 0.1415e-6;
const WRITE_USD = 0.705e-6;
const GB_SECOND_USD = 1.33334e-5;

const network = newNetwork({ linked: LINKED, meanFollows: 250, linkedShare: 0.05, callMs: CALL_MS }, START);
const table = memoryTable(
  () => network.now,
  () => {
    network.now += REQUEST_MS;
  },
);

const sumOf = (calls: Readonly<Record<string, number>>): number => Object.values(calls).reduce((a, b) => a + b, 0);

function add(a: Simulated, b: Simulated): Simulated {
  const calls = { ...a.calls };
  for (const [method, count] of Object.entries(b.calls)) calls[method] = (calls[method] ?? 0) + count;
  return {
    ...b,
    invocations: a.invocations + b.invocations,
    durationMs: a.durationMs + b.durationMs,
    calls,
    throttled: a.throttled + b.throttled,
    waits: a.waits + b.waits,
    requests: a.requests + b.requests,
    readUnits: a.readUnits + b.readUnits,
    writeUnits: a.writeUnits + b.writeUnits,
  };
}

/** The AppView gives every full page a cursor, the last one too. */
const pagesOf = (accounts: readonly number[]): number =>
  accounts.reduce((sum, account) => sum + Math.floor(network.followsOf(account) / 100) + 1, 0);
const { traits } = blueskySource(bySettings(false).sources[0] as SettingsOf<'bluesky'>, fetch);

async function report(
  name: string,
  load: {
    readonly profiles: number;
    readonly listPages: number;
    readonly brandFollowers: number;
    readonly syncs?: number;
  },
  work: () => Promise<Simulated>,
): Promise<void> {
  const [usage, own] = [process.cpuUsage(), table.cpuMicros() + network.cpuMicros];
  const done = await work();
  const { user, system } = process.cpuUsage(usage);
  const cpu = (user + system - (table.cpuMicros() + network.cpuMicros - own)) / 1e6;
  const dynamo = done.readUnits * READ_USD + done.writeUnits * WRITE_USD;
  const lambda = (done.durationMs / 1000) * GB_SECOND_USD;
  console.log(
    `| ${name} | ${sumOf(done.calls)} | ${done.throttled} | ${done.waits} | ${done.invocations} | ${(done.durationMs / 60_000).toFixed(1)} | ` +
      `${done.requests} | ${Math.round(done.readUnits)} | ${Math.round(done.writeUnits)} | ${dynamo.toFixed(3)} + ${lambda.toFixed(3)} | ${cpu.toFixed(1)} |`,
  );
  const { syncs = 1 } = load;
  const openings = name.startsWith('first') ? 2 : 0;
  const calls = callsOf({ ...load, engagementPages: syncs, openings }, traits);
  const callMs = CALL_MS + (REQUEST_MS * done.requests) / sumOf(done.calls);
  const { invocations, durationMs } = costOf(calls, traits, { callMs, invocationMs: 15 * 60_000, tickMs: TICK_MS });
  console.log(
    `| calculated | ${calls} | 0 | | ${Math.max(syncs, invocations)} | ${(durationMs / 60_000).toFixed(1)} | | | | | |`,
  );
  const { calls: byMethod, sync, perOperation } = done;
  console.error(JSON.stringify({ byMethod, status: sync.status, errors: sync.errors, perOperation }));
}

/** A day of the linked accounts' lives: twenty acts each, of which one in two hundred concerns the company; 2 % follow and unfollow. */
function liveADay({ acts }: Network, from: number): void {
  const all: typeof acts = [];
  let n = 0;
  const draw = (): number => (n = (Math.imul(n, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  for (let account = 0; account < LINKED; account += 1)
    for (let k = 0; k < 20; k += 1) {
      const towards = draw();
      const subject =
        towards < 0.005
          ? BRAND_DID
          : didOf(towards < 0.05 ? Math.floor(draw() * LINKED) : LINKED + Math.floor(draw() * 4e7));
      const actor = didOf(account);
      const at = from + Math.floor(draw() * (DAY_MS - 1)) + 1;
      all.push({
        id: `at://${actor}/app.bsky.feed.like/${k}`,
        actor,
        verb: 'LIKE',
        subject,
        object: `at://${subject}/app.bsky.feed.post/${k}`,
        at,
      });
    }
  for (const account of changing(2)) {
    const actor = didOf(account);
    const at = from + Math.floor(draw() * (DAY_MS - 1)) + 1;
    for (const k of [1, 2])
      all.push({
        id: `at://${actor}/app.bsky.graph.follow/${k}`,
        actor,
        verb: 'FOLLOW',
        subject: didOf(LINKED + k),
        object: null,
        at,
      });
    all.push({ id: `at://${actor}/app.bsky.graph.follow/3`, actor, verb: 'UNFOLLOW', subject: null, object: null, at });
  }
  for (const act of all.sort((a, b) => a.at - b.at)) acts.push(act);
}

/** One in fifty. */
const changing = (offset: number): number[] => [...Array(LINKED).keys()].filter((account) => account % 50 === offset);

await linkEverybody(table.db, LINKED);
console.log(
  '| sync | calls | refused | waits | invocations | minutes | requests | read units | write units | $ DynamoDB + Lambda | CPU s |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
);
network.now = START;
const everybody = [...Array(LINKED).keys()];
const daily = { profiles: LINKED, brandFollowers: LINKED };
await report('first sync, polling', { ...daily, listPages: pagesOf(everybody) }, () =>
  simulateSync(table.db, network, bySettings(false)),
);
network.refollow(changing(1));
network.now = START + DAY_MS + 2 * 3_600_000;
await report('a day later, polling', { ...daily, listPages: pagesOf(changing(1)) }, () =>
  simulateSync(table.db, network, bySettings(false)),
);
/** The stream begins. */
network.now += 3_600_000;
await report('an hour later, the stream begins', { profiles: 0, brandFollowers: 0, listPages: 0 }, () =>
  simulateSync(table.db, network, bySettings(true)),
);
const dayStart = Math.ceil(network.now / 3_600_000) * 3_600_000;
liveADay(network, dayStart);
network.refollow(changing(2));
// Counts once; lists the stream made due, a few each hour, and with them a call or so for counts.
const due = { profiles: LINKED + 24 * 25, brandFollowers: LINKED, listPages: pagesOf(changing(2)), syncs: 24 };
await report('a day by stream, 24 syncs', due, async () => {
  let total: Simulated | null = null;
  for (let hour = 1; hour <= 24; hour += 1) {
    network.now = Math.max(network.now, dayStart + hour * 3_600_000);
    const one = await simulateSync(table.db, network, bySettings(true));
    total = total === null ? one : add(total, one);
  }
  return total!;
});
