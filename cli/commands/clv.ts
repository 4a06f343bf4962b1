import { once } from 'node:events';
import Table from 'cli-table3';
import { Command, Option } from 'commander';
import { VisibleError } from '../../domain/errors.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { scoreLifetimeValue, type LifetimeValue } from '../../domain/clv/score.ts';
import type { HoldoutMetrics } from '../../domain/clv/evaluation/holdout.ts';
import { labelOf, type ModelChoice } from '../../domain/clv/selection/choose.ts';
import { DATE_FORMATS, type DateFormat } from '../../intake/instants.ts';
import { csvLine, csvLines } from '../../intake/csv/write.ts';
import { dayOption, numberOption } from '../options.ts';
import { readOrders, type OrdersFile } from '../../intake/clv-orders.ts';

interface ClvOptions {
  readonly calibrationEnd?: number;
  readonly holdoutEnd?: number;
  readonly horizonDays?: number;
  readonly discount: number;
  readonly model: ModelChoice;
  readonly unit: 'week' | 'day';
  readonly format: 'json' | 'csv' | 'table';
  readonly map: readonly string[];
  readonly dateFormat: DateFormat;
  readonly customers: boolean;
  readonly top: number;
}

/** `kring clv`: lifetime value of a file of orders, the models compared on a hold-out, without a database. */
export const clvCommand = (): Command =>
  new Command('clv')
    .description(
      'Lifetime value from a file of orders or order lines: fits the purchase models, compares them on a hold-out, keeps the best; no database needed.',
    )
    .argument(
      '<orders>',
      'CSV file (plain or gzip) with a customer, a date and an amount (or price and quantity) per row',
    )
    .option(
      '--calibration-end <date>',
      'last day that is known, YYYY-MM-DD (default: the last day of the file)',
      dayOption,
    )
    .option(
      '--holdout-end <date>',
      'measure forecasts from the calibration end to this day (default: the last day of the file)',
      dayOption,
    )
    .option(
      '--horizon-days <days>',
      'days ahead that are valued (default: the hold-out, or 365 without one)',
      numberOption('a whole number of days from 1 to 36525', (n) => Number.isInteger(n) && n >= 1 && n <= 36_525),
    )
    .option(
      '--discount <rate>',
      'annual discount rate',
      numberOption('a rate from 0 to 1, for example 0.10', (n) => n >= 0 && n <= 1),
      0.1,
    )
    .addOption(
      new Option('--model <model>', 'auto (or all) fits every model and chooses; a name takes that model as it is')
        .choices(['auto', 'all', 'bgnbd', 'mbgnbd', 'paretonbd', 'mbgcnbd'])
        .default('auto'),
    )
    .addOption(
      new Option('--unit <unit>', 'time unit of the parameters shown').choices(['week', 'day']).default('week'),
    )
    .addOption(new Option('--format <format>', 'output').choices(['json', 'csv', 'table']).default('table'))
    .option('--map <column=field...>', 'which column is the customer, date, amount, price or quantity')
    .addOption(new Option('--date-format <format>', 'how dates are written').choices(DATE_FORMATS).default('iso'))
    .option('--customers', 'the scores of every customer', false)
    .option(
      '--top <count>',
      'customers in the table of --customers',
      numberOption('a whole number from 1', (n) => Number.isInteger(n) && n >= 1),
      20,
    )
    .addHelpText(
      'after',
      `
Several rows of a customer on one day are one purchase. Money is in the unit of the file. How it is computed: docs/lifetime-value.md.
Examples:
  kring clv orders.csv --calibration-end 1997-09-30 --holdout-end 1998-06-30
  kring clv lines.csv.gz --customers --format csv > scores.csv`,
    )
    .action((file: string, options: Omit<ClvOptions, 'map'> & { map?: string[] }) =>
      run(file, { ...options, map: options.map ?? [] }),
    );

const run = async (path: string, options: ClvOptions): Promise<void> => {
  const orders = await readOrders(path, options);
  const asOfDay = options.calibrationEnd ?? orders.lastDay;
  if (asOfDay < orders.firstDay)
    throw usage(`--calibration-end ${isoDay(asOfDay)} lies before the first purchase, ${isoDay(orders.firstDay)}.`);
  if (options.holdoutEnd !== undefined && options.holdoutEnd <= asOfDay)
    throw usage(`--holdout-end ${isoDay(options.holdoutEnd)} must lie after the calibration end, ${isoDay(asOfDay)}.`);
  if (options.holdoutEnd !== undefined && options.holdoutEnd > orders.lastDay) {
    throw usage(
      `--holdout-end ${isoDay(options.holdoutEnd)} lies after the last purchase of the file, ${isoDay(orders.lastDay)}: what happened until then is not known.`,
    );
  }
  const holdoutEndDay = options.holdoutEnd ?? (orders.lastDay > asOfDay ? orders.lastDay : undefined);
  const horizonDays = options.horizonDays ?? (holdoutEndDay === undefined ? 365 : holdoutEndDay - asOfDay);
  const value = scoreLifetimeValue(orders.log, asOfDay, {
    horizonDays,
    annualDiscount: options.discount,
    model: options.model,
    unitDays: options.unit === 'week' ? 7 : 1,
    now: cpuMilliseconds,
    ...(holdoutEndDay === undefined ? {} : { holdoutEndDay }),
  });
  const context = { orders, asOfDay, holdoutEndDay, horizonDays, options };
  for (const piece of render(value, context)) if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
};

interface Context {
  readonly orders: OrdersFile;
  readonly asOfDay: number;
  readonly holdoutEndDay: number | undefined;
  readonly horizonDays: number;
  readonly options: ClvOptions;
}

const COLUMNS = [
  'customer',
  'clv',
  'low80',
  'high80',
  'expectedOrders',
  'expectedMarginPerOrder',
  'returnProbability',
  'churn',
  'expectedNextOrder',
  'pAlive',
  'valueAtRisk',
  'method',
  'confidence',
] as const;
type CustomerRow = Readonly<Record<(typeof COLUMNS)[number], string | number | null>>;

const customerRow = ({ scores }: LifetimeValue, ids: readonly string[], i: number): CustomerRow => ({
  customer: ids[i]!,
  clv: scores.clvMinor[i]!,
  low80: scores.low80Minor[i]!,
  high80: scores.high80Minor[i]!,
  expectedOrders: scores.expectedOrders[i]!,
  expectedMarginPerOrder: scores.expectedMarginPerOrderMinor[i]!,
  returnProbability: scores.returnProbability[i]!,
  churn: scores.churn[i]!,
  expectedNextOrder: scores.expectedNextOrderDay[i]! < 0 ? null : isoDay(scores.expectedNextOrderDay[i]!),
  pAlive: scores.pAlive[i]!,
  valueAtRisk: scores.valueAtRiskMinor[i]!,
  method: scores.method[i]!,
  confidence: scores.confidence[i]!,
});

function* render(value: LifetimeValue, context: Context): Generator<string> {
  const { format, customers } = context.options;
  if (format === 'json') yield* renderJson(value, context);
  else if (format === 'csv') yield* customers ? renderCustomersCsv(value, context.orders.ids) : renderModelsCsv(value);
  else yield renderTable(value, context);
}

function* renderJson(
  value: LifetimeValue,
  { orders, asOfDay, holdoutEndDay, horizonDays, options }: Context,
): Generator<string> {
  const { rows, returnsWithoutPurchase } = orders;
  const head = JSON.stringify(
    {
      calibrationEnd: isoDay(asOfDay),
      holdoutEnd: holdoutEndDay === undefined ? null : isoDay(holdoutEndDay),
      horizonDays,
      annualDiscount: options.discount,
      unit: options.unit,
      rows,
      returnsWithoutPurchase,
      ...value.report,
      clvMeasurable: value.clvMeasurable,
      totalClv: value.totalClvMinor,
      totalValueAtRisk: value.totalValueAtRiskMinor,
    },
    null,
    2,
  );
  if (!options.customers) return yield `${head}\n`;
  yield `${head.slice(0, -2)},\n  "customers": [`;
  for (let i = 0; i < orders.ids.length; i++)
    yield `${i === 0 ? '' : ','}\n    ${JSON.stringify(customerRow(value, orders.ids, i))}`;
  yield '\n  ]\n}\n';
}

const ROWS_PER_PIECE = 1000;

function* renderCustomersCsv(value: LifetimeValue, ids: readonly string[]): Generator<string> {
  yield csvLine(COLUMNS);
  for (let from = 0; from < ids.length; from += ROWS_PER_PIECE) {
    yield csvLines(
      ids.slice(from, from + ROWS_PER_PIECE).map((_, k) => {
        const row = customerRow(value, ids, from + k);
        return COLUMNS.map((column) => row[column]);
      }),
    );
  }
}

const METRICS = ['rmse', 'mae', 'bias', 'pearson', 'spearman', 'capture20', 'aucActive', 'logLoss'] as const;

/** Every model alone, the chosen one as used, and the plain rules, with their figures on the hold-out. */
const measured = ({
  report,
}: LifetimeValue): { name: string; logLikelihood: number | null; holdout: HoldoutMetrics | null }[] => [
  ...Object.entries(report.models).map(([name, { logLikelihood, holdout }]) => ({ name, logLikelihood, holdout })),
  ...(report.chosenHoldout === null
    ? []
    : [{ name: `chosen: ${labelOf(report.chosenAs)}`, logLikelihood: null, holdout: report.chosenHoldout }]),
  ...Object.entries(report.rules ?? {}).map(([name, holdout]) => ({
    name: `rule: ${name}`,
    logLikelihood: null,
    holdout,
  })),
];

function* renderModelsCsv(value: LifetimeValue): Generator<string> {
  yield csvLine(['model', 'logLikelihood', ...METRICS]);
  for (const { name, logLikelihood, holdout } of measured(value)) {
    yield csvLine([name, logLikelihood, ...METRICS.map((metric) => holdout?.[metric] ?? null)]);
  }
}

const renderTable = (value: LifetimeValue, { orders, asOfDay, horizonDays, options }: Context): string => {
  const { report } = value;
  const models = new Table(figures(['model', 'log-lik.', ...METRICS]));
  for (const { name, logLikelihood, holdout } of measured(value)) {
    models.push([
      name,
      logLikelihood?.toFixed(2) ?? '',
      ...METRICS.map((metric) => holdout?.[metric]?.toFixed(3) ?? ''),
    ]);
  }
  const period =
    report.holdoutWindow === null
      ? 'no hold-out'
      : `hold-out ${isoDay(report.holdoutWindow.fromDay + 1)} to ${isoDay(report.holdoutWindow.toDay)}`;
  const lines = [
    `${report.customers} customers, ${report.purchaseDays} purchase days until ${isoDay(asOfDay)}; ${period}`,
    ...(report.method === 'PRIOR' ? [] : [models.toString()]),
    `Chosen: ${report.reason}`,
    `Spend: ${report.spend.reason}`,
    `Season: ${report.season.reason}`,
    `Blend: ${report.blend.reason}`,
    ...report.warnings.map((warning) => `Note: ${warning}`),
    `Value of the next ${horizonDays} days: ${value.totalClvMinor.toFixed(2)}, of which at risk ${value.totalValueAtRiskMinor.toFixed(2)}; measured by a model: ${(100 * value.clvMeasurable).toFixed(0)} % of customers`,
  ];
  if (options.customers) {
    const table = new Table(
      figures(['customer', 'CLV', '80 % interval', 'orders', 'margin/order', 'P(return)', 'next order']),
    );
    const { clvMinor } = value.scores;
    const best = Array.from(orders.ids, (_, i) => i)
      .sort((a, b) => clvMinor[b]! - clvMinor[a]! || a - b)
      .slice(0, options.top);
    for (const i of best) {
      const row = customerRow(value, orders.ids, i);
      const fixed = (column: (typeof COLUMNS)[number]): string => Number(row[column]).toFixed(2);
      table.push([
        String(row.customer),
        fixed('clv'),
        `${fixed('low80')} – ${fixed('high80')}`,
        fixed('expectedOrders'),
        fixed('expectedMarginPerOrder'),
        fixed('returnProbability'),
        row.expectedNextOrder,
      ]);
    }
    lines.push(table.toString());
  }
  return `${lines.join('\n')}\n`;
};

const figures = (head: string[]) => ({
  head,
  colAligns: head.map((_, i) => (i === 0 ? ('left' as const) : ('right' as const))),
  style: { head: [], border: [], compact: true },
});

const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
const usage = (message: string): VisibleError => new VisibleError('INVALID_DATE', message);
const cpuMilliseconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
