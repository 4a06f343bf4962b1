/**
 * The graph kernel beside its peers, in one run on one machine: CPU seconds, so that a busy machine disturbs little, and
 * ratios, so that a slow one does not matter. Every peer's ranks are compared with those of the C loop.
 *
 * node bench/network/run.ts             1M nodes / 10M arcs and the growth table; peers that are absent are named
 * node bench/network/run.ts --slow      graphology as well (minutes, 5 GB)
 * node bench/network/run.ts --large     only 8.4M nodes / 100M arcs (5 GB for the generator, minutes)
 *
 * Peers: apt-get install gcc python3-igraph python3-scipy; npm install --prefix bench/network/peers
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Measurement {
  readonly buildSeconds: number;
  readonly solveSeconds: number;
  readonly sweeps: number | null;
  readonly peakMegabytes: number;
  readonly shareSeconds?: number;
  readonly conservationError?: number;
}

const REPEATS = 3;
const here = import.meta.dirname;
const folder = mkdtempSync(join(tmpdir(), 'kring-bench-'));
const python = ['/usr/bin/python3', 'python3'].find(
  (command) => spawnSync(command, ['-c', 'import igraph, scipy']).status === 0,
);
const compiled = join(folder, 'pagerank');
const hasCompiler =
  spawnSync('gcc', ['-O3', '-march=native', join(here, 'pagerank.c'), '-o', compiled, '-lm']).status === 0;

try {
  if (process.argv.includes('--large')) large();
  else compare();
} finally {
  rmSync(folder, { recursive: true });
}

function compare(): void {
  const nodes = 2 ** 20;
  const graph = generate(20, 10_000_000);
  const contenders: [name: string, measure: (ranks: string) => Measurement | null, repeats: number][] = [
    [
      'C loop, order of the file',
      (ranks) => measure(hasCompiler && [compiled, graph, String(nodes), '1e-8', ranks, '0']),
      REPEATS,
    ],
    [
      'C loop, by falling degree',
      (ranks) => measure(hasCompiler && [compiled, graph, String(nodes), '1e-8', ranks, '1']),
      REPEATS,
    ],
    ['Kring (WebAssembly)', (ranks) => kring('pagerank', graph, nodes, 'wasm', ranks), REPEATS],
    ['Kring (plain TypeScript)', (ranks) => kring('pagerank', graph, nodes, 'plain', ranks), REPEATS],
    [
      'scipy',
      (ranks) => measure(python && [python, join(here, 'peers/pagerank.py'), 'scipy', graph, String(nodes), ranks]),
      REPEATS,
    ],
    [
      'igraph (PRPACK)',
      (ranks) => measure(python && [python, join(here, 'peers/pagerank.py'), 'igraph', graph, String(nodes), ranks]),
      REPEATS,
    ],
    ['ngraph.pagerank', (ranks) => peer('ngraph', graph, nodes, ranks), 1],
    ...(process.argv.includes('--slow')
      ? [
          ['graphology-metrics', (ranks: string) => peer('graphology', graph, nodes, ranks), 1] as [
            string,
            (ranks: string) => Measurement | null,
            number,
          ],
        ]
      : []),
  ];
  const found = contenders.map(([name]) => ({ name, runs: [] as Measurement[], difference: Number.NaN }));
  // Round by round and not contender by contender, so that a busy minute hits them all.
  for (let round = 0; round < REPEATS; round++) {
    contenders.forEach(([, measureOnce, repeats], c) => {
      if (round >= repeats) return;
      const ranks = join(folder, `ranks-${c}`);
      const run = measureOnce(ranks);
      if (!run) return;
      found[c]!.runs.push(run);
      found[c]!.difference = distance(join(folder, 'ranks-0'), ranks);
    });
  }
  console.log(
    `\nPageRank, R-MAT ${nodes} nodes, 10,000,000 arcs, damping .85, L1 ≤ 1e-8; CPU seconds, median of up to ${REPEATS}\n`,
  );
  console.log(
    '| | build | solve | sweeps | solve ÷ C | peak MB | Σ abs. difference from C |\n|---|---|---|---|---|---|---|',
  );
  const c = medianOf(found[0]!.runs, 'solveSeconds');
  for (const { name, runs, difference } of found) {
    if (runs.length === 0) console.log(`| ${name} | not installed | | | | | |`);
    else {
      const solve = medianOf(runs, 'solveSeconds');
      console.log(
        `| ${name} | ${medianOf(runs, 'buildSeconds').toFixed(2)} | ${solve.toFixed(2)} | ${runs[0]!.sweeps ?? ''} | ${(solve / c).toFixed(2)} | ${medianOf(runs, 'peakMegabytes').toFixed(0)} | ${difference.toExponential(1)} |`,
      );
    }
  }

  console.log(
    '\nConserving solve f = v + C f to 1e-13, 10,000,000 arcs\n\n| | build | shares | solve | sweeps | conservation error | peak MB |\n|---|---|---|---|---|---|---|',
  );
  for (const engine of ['wasm', 'plain']) {
    for (const task of ['value', 'weighted'])
      valueRow(
        `${task === 'value' ? 'activity of the followed' : 'activity and a weight per tie'}, ${engine}`,
        kring(task, graph, nodes, engine),
      );
  }
  growth(graph);
}

function growth(largest: string): void {
  console.log(
    '\nGrowth, activity of the followed, CPU seconds (each in a process of its own)\n\n| ties | build | shares | solve | sweeps | conservation error | peak MB |\n|---|---|---|---|---|---|---|',
  );
  for (const [scale, arcs] of [
    [10, 10_000],
    [14, 100_000],
    [17, 1_000_000],
    [20, 10_000_000],
  ] as const) {
    const graph = scale === 20 ? largest : generate(scale, arcs);
    valueRow(arcs.toLocaleString('en'), kring('value', graph, 2 ** scale, 'wasm'));
  }
}

function large(): void {
  const nodes = 2 ** 23;
  const graph = generate(23, 100_000_000);
  console.log(
    '\nR-MAT 8,388,608 nodes, 100,000,000 arcs\n\n| | build | shares | solve | sweeps | conservation error | peak MB |\n|---|---|---|---|---|---|---|',
  );
  valueRow('conserving solve', kring('value', graph, nodes, 'wasm'));
  valueRow('PageRank, L1 ≤ 1e-8', kring('pagerank', graph, nodes, 'wasm'));
  const c = measure(hasCompiler && [compiled, graph, String(nodes), '1e-8', join(folder, 'ranks'), '0']);
  if (c) valueRow('PageRank, C loop', c);
}

function valueRow(name: string, run: Measurement): void {
  const { buildSeconds, shareSeconds, solveSeconds, sweeps, conservationError, peakMegabytes } = run;
  console.log(
    `| ${name} | ${buildSeconds.toFixed(3)} | ${shareSeconds?.toFixed(3) ?? ''} | ${solveSeconds.toFixed(3)} | ${sweeps} | ${conservationError?.toExponential(1) ?? ''} | ${peakMegabytes.toFixed(0)} |`,
  );
}

function generate(scale: number, arcs: number): string {
  const file = join(folder, `rmat-${scale}`);
  run([process.execPath, '--max-old-space-size=8000', join(here, 'rmat.ts'), String(scale), String(arcs), file]);
  return file;
}

function kring(task: string, graph: string, nodes: number, engine: string, ranks = ''): Measurement {
  return JSON.parse(
    run([process.execPath, join(here, 'kring.ts'), task, graph, String(nodes), engine, ranks]),
  ) as Measurement;
}

function peer(library: string, graph: string, nodes: number, ranks: string): Measurement | null {
  const installed = existsSync(join(here, 'peers/node_modules'));
  return measure(
    installed && [
      process.execPath,
      '--max-old-space-size=12000',
      join(here, 'peers/pagerank.mjs'),
      library,
      graph,
      String(nodes),
      ranks,
    ],
  );
}

function measure(command: string[] | false | undefined | ''): Measurement | null {
  return command ? (JSON.parse(run(command)) as Measurement) : null;
}

function run([command, ...args]: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command!, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
  return stdout;
}

function medianOf(runs: readonly Measurement[], figure: 'buildSeconds' | 'solveSeconds' | 'peakMegabytes'): number {
  const sorted = runs.map((measurement) => measurement[figure]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function distance(a: string, b: string): number {
  if (!existsSync(a) || !existsSync(b)) return Number.NaN;
  const [x, y] = [a, b].map((file) => new Float64Array(Uint8Array.from(readFileSync(file)).buffer));
  return x!.reduce((sum, rank, i) => sum + Math.abs(rank - y![i]!), 0);
}
