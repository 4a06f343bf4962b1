/**
 * What a run of the demo takes: CPU seconds of this process (the embedded engine is another one), of a first run and of one in which nothing is new.
 * Usage: node bench/enrichment/demo.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runEnrichment } from '../../enrichment/run.ts';
import type { Progress } from '../../intake/progress.ts';
import { deploymentAsOf, loadDemo } from '../../local/demo/demo.ts';
import { openConnection } from '../../local/dynamodb/connect.ts';

const silent: Progress = { stage: () => {}, update: () => {}, stop: () => {} };
const data = mkdtempSync(join(tmpdir(), 'kring-bench-demo-'));
const { db, close } = await openConnection({ data, table: 'kring' });

async function measured(what: string, work: () => Promise<unknown>): Promise<void> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(`${what.padEnd(28)} ${((user + system) / 1e6).toFixed(2).padStart(7)} CPU s, peak ${peak} MB`);
}

try {
  await measured('loading the demo', () => loadDemo(db, silent));
  const asOf = await deploymentAsOf(db);
  await measured('the first run', () => runEnrichment(db, { asOf, trigger: 'MANUAL' }));
  await measured('a run with nothing new', () => runEnrichment(db, { asOf, trigger: 'MANUAL' }));
} finally {
  await close();
  rmSync(data, { recursive: true, force: true });
}
