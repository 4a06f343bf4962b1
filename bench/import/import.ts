/**
 * Imports the large test files into a fresh embedded database, each by the command a user would type, and measures wall
 * time, CPU, peak resident memory of the importing process, and read and write units (the engine's own count; dynalite
 * leaves the index out of writes).
 *
 *   node bench/import/import.ts [online-retail-ii|ciaodvd]
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '../..');
const SHARED = join(ROOT, '../shared/data');
const TICKS_PER_SECOND = 100;
const SAMPLE_MS = 100;

const COMMANDS: Readonly<Record<string, readonly string[][]>> = {
  'online-retail-ii': [
    ['import', 'orders', join(SHARED, 'online_retail_ii_lines.csv.gz')],
    ['enrich', '--as-of', '2011-12-10'],
    ['enrich', '--as-of', '2011-12-10'],
    ['top', '-n', '20'],
  ],
  ciaodvd: [
    ['import', 'interactions', join(SHARED, 'network/ciaodvd_ratings.csv.gz')],
    ['import', 'orders', join(SHARED, 'network/ciaodvd_ratings.csv.gz')],
    ['import', 'ties', join(SHARED, 'network/ciaodvd_trust.csv.gz'), '--create-unknown'],
    ['enrich', '--as-of', '2014-01-01'],
    ['enrich', '--as-of', '2014-01-01'],
    ['top', '-n', '20'],
  ],
};

interface Usage {
  readonly peakMegabytes: number;
  readonly cpuSeconds: number;
}

function usageOf(pid: number): Usage | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return {
      peakMegabytes: Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1024,
      cpuSeconds: (Number(stat[11]) + Number(stat[12])) / TICKS_PER_SECOND,
    };
  } catch {
    return null;
  }
}

async function measure(args: readonly string[], data: string): Promise<void> {
  const startedAt = Date.now();
  const child = spawn(
    process.execPath,
    [
      join(ROOT, 'cli/bin/kring.js'),
      ...args,
      '--data',
      data,
      ...(args[0] === 'import' ? ['--rejects', join(data, 'rejects.csv')] : []),
    ],
    { stdio: ['ignore', 'inherit', 'ignore'] },
  );
  let usage: Usage = { peakMegabytes: 0, cpuSeconds: 0 };
  let engine: Usage = { peakMegabytes: 0, cpuSeconds: 0 };
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  while (child.exitCode === null && child.signalCode === null) {
    usage = usageOf(child.pid!) ?? usage;
    const info = join(data, 'engine.json');
    if (existsSync(info)) {
      try {
        engine = usageOf((JSON.parse(readFileSync(info, 'utf8')) as { pid: number }).pid) ?? engine;
      } catch {
        // Being replaced or removed right now.
      }
    }
    await Promise.race([sleep(SAMPLE_MS), ended]);
  }
  const code = await ended;
  const file = args[2] === undefined ? '' : args[2].split('/').at(-1);
  console.log(
    `>> ${args[0]} ${args[1] ?? ''} ${args[0] === 'import' ? file : args.slice(2).join(' ')}: exit ${code}, ${((Date.now() - startedAt) / 1000).toFixed(1)} s wall, ` +
      `${usage.cpuSeconds.toFixed(1)} s CPU, peak RSS ${usage.peakMegabytes.toFixed(0)} MB; engine ${engine.cpuSeconds.toFixed(1)} s CPU, ${engine.peakMegabytes.toFixed(0)} MB\n`,
  );
}

const wanted = process.argv.slice(2);
console.log(`Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'})`);
for (const name of wanted.length === 0 ? Object.keys(COMMANDS) : wanted) {
  const data = mkdtempSync(join(tmpdir(), 'kring-bench-'));
  console.log(`\n== ${name}`);
  try {
    for (const args of COMMANDS[name]!) await measure(args, data);
  } finally {
    rmSync(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
}
