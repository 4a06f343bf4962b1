/**
 * One million synthetic customers: CPU seconds to fit and to score every purchase model, beside a Python peer where one
 * runs. Usage: node bench/clv/run.ts [customers]. Prints; writes nothing but a temporary file for the peer.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PurchaseModelKey, PurchaseStatistics } from '../../domain/clv/models/model.ts';
import { purchaseModelFamilies } from '../../domain/clv/models/families.ts';
import { groupHistories } from '../../domain/clv/models/grouping.ts';
import { simulatePopulation, TRUE_PARAMETERS } from './simulate.ts';

const CUSTOMERS = Number(process.argv[2] ?? 1_000_000);
const DAYS = 730;
const HORIZON_DAYS = 365;
const DISCOUNT = Math.log(1.1) / 365.25;
const LIMITS: Partial<Record<PurchaseModelKey, { fit: number; score: number }>> = { bgnbd: { fit: 1.5, score: 0.5 } };
const MEMORY_LIMIT_MIB = 300;

function cpuSeconds<T>(work: () => T): { result: T; seconds: number } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (user + system) / 1e6 };
}

const sum = (values: Float64Array) => values.reduce((total, v) => total + v, 0);
const peakMiB = () => process.resourceUsage().maxRSS / 1024;
const verdict = (value: number, limit: number) => `${value <= limit ? 'holds' : 'MISSED'} ≤ ${limit}`;

function peer(statistics: PurchaseStatistics, fitSeconds: number, scoreSeconds: number): void {
  const lifetimes = spawnSync('python3', ['-c', 'import lifetimes'], { stdio: 'ignore' });
  console.log(`peer lifetimes: ${lifetimes.status === 0 ? 'importable' : 'absent (python3 cannot import it)'}`);
  if (spawnSync('python3', ['-c', 'import numpy, scipy'], { stdio: 'ignore' }).status !== 0) {
    console.log('peer numpy/scipy: absent');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'kring-clv-'));
  try {
    const file = join(folder, 'statistics.f64');
    writeFileSync(
      file,
      [statistics.frequency, statistics.recency, statistics.age]
        .map((c) => new Uint8Array(c.buffer, c.byteOffset, c.byteLength))
        .reduce((p, q) => Buffer.concat([p, q])),
    );
    for (const mode of lifetimes.status === 0 ? ['numpy', 'lifetimes'] : ['numpy']) {
      const run = spawnSync(
        'python3',
        [join(import.meta.dirname, 'peer.py'), file, mode, String(HORIZON_DAYS), String(DISCOUNT)],
        { encoding: 'utf8' },
      );
      if (run.status !== 0) {
        console.log(`peer ${mode}: failed: ${run.stderr.trim().split('\n').at(-1)}`);
        continue;
      }
      const answer = JSON.parse(run.stdout) as {
        label: string;
        fit: number;
        score: number;
        logLikelihood: number;
        expected: number;
        peakMiB: number;
      };
      console.log(
        [
          `peer ${answer.label}: fit ${answer.fit.toFixed(2)} s (${(answer.fit / fitSeconds).toFixed(1)} ×)`,
          `score ${answer.score.toFixed(2)} s (${(answer.score / scoreSeconds).toFixed(1)} ×)`,
          `log-likelihood ${answer.logLikelihood.toFixed(3)}`,
          `expected ${answer.expected.toFixed(1)}`,
          `peak ${answer.peakMiB.toFixed(0)} MiB`,
        ].join(', '),
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const { result: statistics, seconds: simulation } = cpuSeconds(() => simulatePopulation(CUSTOMERS, DAYS, 20_261_121));
console.log(
  [
    `${CUSTOMERS} customers over ${DAYS} days (simulated in ${simulation.toFixed(2)} s CPU)`,
    `${sum(statistics.frequency)} repeat purchases`,
    `RSS ${peakMiB().toFixed(0)} MiB`,
  ].join(', '),
);
const grouping = cpuSeconds(() => groupHistories(statistics).count);
console.log(`grouping alone: ${grouping.result} distinct rows, ${grouping.seconds.toFixed(2)} s`);

const seconds: Partial<Record<PurchaseModelKey, { fit: number; score: number }>> = {};
for (const family of Object.values(purchaseModelFamilies)) {
  const fit = cpuSeconds(() => family.fit(statistics));
  const score = cpuSeconds(() => family.score(fit.result.parameters, statistics, HORIZON_DAYS, DISCOUNT));
  seconds[family.key] = { fit: fit.seconds, score: score.seconds };
  const limit = LIMITS[family.key];
  const shown = Object.entries(fit.result.parameters).map(([name, v]) => `${name} ${v.toPrecision(6)}`);
  const against = (value: number, bound: number | undefined) =>
    bound === undefined ? '' : ` (${verdict(value, bound)})`;
  console.log(
    [
      `${family.label}: fit with grouping ${fit.seconds.toFixed(2)} s${against(fit.seconds, limit?.fit)}`,
      `score ${score.seconds.toFixed(2)} s${against(score.seconds, limit?.score)}`,
      `peak ${peakMiB().toFixed(0)} MiB${against(peakMiB(), limit && MEMORY_LIMIT_MIB)}`,
    ].join(', '),
  );
  console.log(
    [
      `  ${shown.join(', ')}, log-likelihood ${fit.result.logLikelihood.toFixed(3)}, converged ${fit.result.converged}`,
      `  expected ${sum(score.result.expectedPurchases).toFixed(1)}`,
      `buyers ${sum(score.result.probabilityOfPurchase).toFixed(1)}`,
      `discounted ${sum(score.result.discountedPurchases).toFixed(1)}`,
    ].join(', '),
  );
}
console.log(`true BG/NBD parameters: ${JSON.stringify(TRUE_PARAMETERS)}`);
peer(statistics, seconds.bgnbd!.fit, seconds.bgnbd!.score);
