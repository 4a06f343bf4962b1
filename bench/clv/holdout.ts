/**
 * The hold-out tables of docs/lifetime-value.md, on everybody: the CDNOW sample and Online Retail II. Usage: node bench/clv/holdout.ts FOLDER,
 * where FOLDER holds cdnow_sample.csv and online_retail_ii_lines.csv.gz. Prints; writes nothing.
 */
import { join } from 'node:path';
import type { HoldoutMetrics } from '../../domain/clv/evaluation/holdout.ts';
import { scoreLifetimeValue } from '../../domain/clv/score.ts';
import { labelOf } from '../../domain/clv/comparison/choose.ts';
import { CALENDAR_CLOCK } from '../../domain/clv/timing/clock.ts';
import { purchasesBetween, snapshotAt } from '../../domain/clv/history/log.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { readOrders } from '../../intake/clv-orders.ts';

const folder = process.argv[2] ?? '../shared/data';
const dayNumber = (date: string): number => Date.parse(date) / DAY_MS;
const figures = (metrics: HoldoutMetrics): string =>
  [
    metrics.rmse.toFixed(3),
    metrics.mae.toFixed(3),
    `${(100 * metrics.bias!).toFixed(1)} %`,
    metrics.capture20!.toFixed(3),
    metrics.aucActive!.toFixed(3),
    metrics.logLoss?.toFixed(3) ?? '–',
  ].join(' | ');

for (const [file, calibrationEnd, holdoutEnd] of [
  ['cdnow_sample.csv', '1997-09-30', '1998-06-30'],
  ['online_retail_ii_lines.csv.gz', '2011-06-09', '2011-12-08'],
] as const) {
  const { log } = await readOrders(join(folder, file), {
    map: [],
    dateFormat: 'iso',
    decimalComma: false,
    dropDuplicates: false,
  });
  const [asOfDay, holdoutEndDay] = [dayNumber(calibrationEnd), dayNumber(holdoutEnd)];
  const before = process.cpuUsage();
  const { report, scores, totalClvMinor } = scoreLifetimeValue(log, asOfDay, {
    horizonDays: holdoutEndDay - asOfDay,
    holdoutEndDay,
    annualDiscount: 0,
  });
  const { user, system } = process.cpuUsage(before);
  console.log(
    `${file}: ${report.customers} customers, ${report.holdoutWindow!.purchases} purchases held out, ${((user + system) / 1e6).toFixed(1)} CPU s`,
  );
  console.log('| | RMSE | MAE | bias | top-20 % capture | AUC | log-loss |');
  for (const [key, { holdout, parameters }] of Object.entries(report.models)) {
    console.log(`| ${key}${parameters['k'] === undefined ? '' : ` (k = ${parameters['k']})`} | ${figures(holdout!)} |`);
  }
  console.log(`| kept: ${labelOf(report.chosenAs)} | ${figures(report.chosenHoldout!)} |`);
  for (const [rule, metrics] of Object.entries(report.rules!)) console.log(`| rule: ${rule} | ${figures(metrics)} |`);
  const { customers } = snapshotAt(log, asOfDay, CALENDAR_CLOCK, 1);
  const { marginMinor } = purchasesBetween(log, customers, asOfDay, holdoutEndDay);
  const share = (test: (customer: number, margin: number) => boolean): string =>
    `${((100 * marginMinor.filter((margin, row) => test(customers[row]!, margin)).length) / customers.length).toFixed(1)} %`;
  const held = share((i, margin) => margin >= scores.low80Minor[i]! - 1e-9 && margin <= scores.high80Minor[i]! + 1e-9);
  console.log(`80 % intervals held ${held}, above ${share((i, margin) => margin > scores.high80Minor[i]! + 1e-9)}`);
  const { shrunkMean, gammaGamma } = report.spend;
  console.log(
    `margin per purchase, rank correlation: shrunk mean ${shrunkMean!.holdout!.spearman!.toFixed(3)}, Gamma-Gamma ${gammaGamma!.holdout!.spearman!.toFixed(3)}`,
  );
  console.log(
    `value foreseen ${totalClvMinor.toFixed(0)}, came ${marginMinor.reduce((sum, margin) => sum + margin, 0).toFixed(0)}`,
  );
}
