/**
 * One measurement of Kring's kernel in a process of its own, printed as one line of JSON.
 *
 * node bench/network/kring.ts pagerank|value|weighted FILE NODES [plain|wasm] [RANKS]
 */
import { writeFileSync } from 'node:fs';
import { buildCsr, type Csr, type CsrOptions } from '../../domain/graph/kernel/csr.ts';
import { pageRank } from '../../domain/graph/kernel/pagerank.ts';
import { proportionalShares } from '../../domain/graph/kernel/shares.ts';
import { solveConserving } from '../../domain/network/solve.ts';
import { cpuSeconds, peakMegabytes, readPairs } from './graph-file.ts';

const [task, file, nodes, engine = 'wasm', ranks] = process.argv.slice(2);
const nodeCount = Number(nodes);

/** A function of its own, so that the columns of the file can be collected once the rows are built. */
function build(options: CsrOptions): { csr: Csr; seconds: number } {
  const pairs = readPairs(file!);
  const weight =
    task === 'weighted'
      ? Float64Array.from(pairs.from, (_, arc) => 0.1 + ((arc * 2_654_435_761) % 1_000) / 1_000)
      : undefined;
  const start = cpuSeconds();
  const csr = buildCsr({ nodeCount, ...pairs, ...(weight ? { weight } : {}) }, options);
  return { csr, seconds: cpuSeconds() - start };
}

const { csr, seconds: buildSeconds } = build({ engine: engine === 'plain' ? 'plain' : 'wasm' });
const report = task === 'pagerank' ? measurePageRank() : measureValue();
console.log(JSON.stringify({ buildSeconds, ...report, peakMegabytes: peakMegabytes() }));

function measurePageRank(): object {
  const start = cpuSeconds();
  const { rank, sweeps } = pageRank(csr, { damping: 0.85, tolerance: 1e-8 });
  const solveSeconds = cpuSeconds() - start;
  if (ranks) writeFileSync(ranks, new Uint8Array(rank.buffer));
  return { solveSeconds, sweeps };
}

function measureValue(): object {
  // Like margins: most small, a few large, some losses.
  const value = Float64Array.from({ length: nodeCount }, (_, i) =>
    Math.round(1e4 * Math.exp(3 * Math.sin(i * 12.9898)) - 2_000),
  );
  const activity = Float64Array.from({ length: nodeCount }, (_, i) => 0.05 + Math.sin(i * 78.233) ** 2);
  const start = cpuSeconds();
  const shares = proportionalShares(csr, 0.5, activity);
  const shareSeconds = cpuSeconds() - start;
  const { sweeps, conservationError } = solveConserving({ csr, shares, value });
  return { shareSeconds, solveSeconds: cpuSeconds() - start - shareSeconds, sweeps, conservationError };
}
