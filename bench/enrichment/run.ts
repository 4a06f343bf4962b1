/**
 * Where a run's compute goes, on Online Retail II: CPU seconds per part, in one process, without a database.
 * Usage: node bench/enrichment/run.ts [path to online_retail_ii_lines.csv.gz]
 */
import { join } from 'node:path';
import { builtinSegments } from '../../domain/segments/builtin.ts';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import { foldSummary } from '../../domain/history/fold.ts';
import { computeRun } from '../../enrichment/compute/compute.ts';
import { inForce } from '../../enrichment/compute/adoption.ts';
import { computeLifetime } from '../../enrichment/compute/lifetime.ts';
import { encodeSnapshot } from '../../enrichment/snapshot/codec.ts';
import { buildSnapshot } from '../../enrichment/snapshot/columns.ts';
import { parseSettings } from '../../enrichment/compute/settings.ts';
import { ordersOfFile } from '../../intake/orders-of-file.ts';
import { idAt } from '../../store/customers/packed-ids.ts';
import { chunksOf } from '../../store/client/concurrency.ts';
import { encodePart } from '../../store/published/profile-codec.ts';
import { membersOf } from '../../store/published/profile-members.ts';
import { PARTS } from '../../store/published/profile-columns.ts';
import { PER_BLOCK } from '../../store/published/profiles.ts';

const path = process.argv[2] ?? join(import.meta.dirname, '../../../shared/data/online_retail_ii_lines.csv.gz');

function measured<T>(name: string, work: () => T): T {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  console.log(`${name.padEnd(46)} ${((user + system) / 1e6).toFixed(2).padStart(7)} CPU s`);
  return result;
}

const byCustomer = await ordersOfFile(path, 'online-retail-ii');
const customers = measured('fold: events to summaries', () =>
  [...byCustomer].map(([id, orders]) => ({ id, tieBreak: id, summary: foldSummary(orders, [], defaultRuleSet) })),
);
const asOf = Math.max(...[...byCustomer.values()].flat().map(({ occurredAt }) => occurredAt)) + 86_400_000;
const { snapshot } = measured('snapshot: summaries to columns', () =>
  buildSnapshot({ asOf, ruleSetVersion: 1, customers, ties: [], referrals: [] }),
);
measured('checkpoint: columns to bytes', () => encodeSnapshot(snapshot));
const settings = parseSettings();
const { statistics } = measured('lifetime value alone (choice, fits, scores)', () =>
  computeLifetime(snapshot, inForce(snapshot, settings, null, false)!),
);
const result = measured('compute, lifetime value included', () =>
  computeRun(snapshot, settings, builtinSegments, { influence: null, network: null, communities: null }),
);
measured('profiles to blocks', () => {
  const rows = Array.from(result.profiles, (profile, i) => ({
    id: idAt(snapshot.ids, i),
    profile,
    toldInfluence: null,
  }));
  for (const block of chunksOf(rows, PER_BLOCK)) for (const part of PARTS) encodePart(part, membersOf(block, 0));
});
console.log(`${result.profiles.length} customers; ${statistics.report.reason}`);
