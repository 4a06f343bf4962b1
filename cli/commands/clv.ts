import { once } from 'node:events';
import Table from 'cli-table3';
import { Command, Option } from 'commander';
import { VisibleError } from '../../domain/errors.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { scoreLifetimeValue, type LifetimeValue } from '../../domain/clv/score.ts';
import type { HoldoutMetrics } from '../../domain/clv/evaluation/holdout.ts';
import { labelOf, type ModelChoice } from '../../domain/clv/comparison/choose.ts';
import { CALENDAR_CLOCK } from '../../domain/clv/timing/clock.ts';
import { snapshotAt } from '../../domain/clv/history/log.ts';
import { DATE_FORMATS, type DateFormat } from '../../intake/instants.ts';
import { openRejects } from '../../intake/rejects.ts';
import { csvLine, csvLines } from '../../intake/csv/write.ts';
import { dayOption, delimiterOption, numberOption } from '../options.ts';
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
  readonly timeZone?: string;
  readonly decimalComma: boolean;
  readonly delimiter?: string;
  readonly dropDuplicates: boolean;
  readonly rejects?: string;
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
      'CSV file (plain or gzip) with a customer and a date per row, and a margin, an amount or price and quantity where money is to be valued',
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
    .option('--map <column=field...>', 'which column is the customer, date, amount, margin, price or quantity')
    .addOption(new Option('--date-format <format>', 'how dates are written').choices(DATE_FORMATS).default('iso'))
    .option(
      '--time-zone <name>',
      'whose calendar days count, for example Europe/Amsterdam; times without an offset are of it (default UTC)',
    )
    .option('--decimal-comma', 'numbers are written 1234,50', false)
    .option('--delimiter <character>', 'what separates the columns, where guessing fails', delimiterOption)
    .option('--drop-duplicates', 'leave out rows that repeat an earlier one in every column', false)
    .option('--rejects <file>', 'list all rows that could not be read in this file')
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
Several rows of a customer on one day are one purchase. A negative amount or quantity is a return, known from its own date on; a negative margin is a
loss. Rows that cannot be read are left out and listed. Money is in the unit of the file. How it is computed: docs/lifetime-value.md.
Examples:
  kring clv orders.csv --calibration-end 1997-09-30 --holdout-end 1998-06-30
  kring clv lines.csv.gz --customers --format csv > scores.csv`,
    )
    .action((file: string, options: Omit<ClvOptions, 'map'> & { map?: string[] }) =>
      run(file, { ...options, map: options.map ?? [] }),
    );

const run = async (path: string, options: ClvOptions): Promise<void> => {
  const orders = await readOrders(path, options);
  await tellRejected(orders, options.rejects);
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
  // Who first bought after the calibration end was nobody's customer then.
  const known = [...snapshotAt(orders.log, asOfDay, CALENDAR_CLOCK, 1).customers];
  const context = {
    orders,
    known,
    asOfDay,
    holdoutEndDay,
    horizonDays,
    options,
    notes: notesOn(orders, asOfDay, options.calibrationEnd === undefined),
  };
  for (const piece of render(value, context)) if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
};

/** Rows that were left out: a few on the screen, all of them in the file that was asked for. */
const tellRejected = async ({ rejected }: OrdersFile, file: string | undefined): Promise<void> => {
  if (rejected.length === 0) return;
  for (const { row, field, reason, value } of rejected.slice(0, SHOWN_REJECTS)) {
    console.error(
      `  row ${row}${field === '' ? '' : `, ${field}`}: ${reason}${value === '' ? '' : ` (${JSON.stringify(value.slice(0, 60))})`}`,
    );
  }
  const rows = rejectedRows(rejected);
  console.error(
    `${rows} ${rows === 1 ? 'row' : 'rows'} left out${file === undefined ? (rejected.length > SHOWN_REJECTS ? '; --rejects FILE lists all of them' : '') : `; all of them with the reason in ${file}`}.`,
  );
  if (file === undefined) return;
  const report = openRejects(file);
  rejected.forEach((fault) => report.add([fault]));
  await report.close();
};

const SHOWN_REJECTS = 5;
const rejectedRows = (rejected: OrdersFile['rejected']): number => new Set(rejected.map(({ row }) => row)).size;

/** A last day that lies so far behind all others is a typing error, and everybody would seem gone by then. */
const LONE_DAYS = 60;

/** What is worth knowing of the file itself, as far as it was known on the calibration end. */
const notesOn = (orders: OrdersFile, asOfDay: number, lastDayIsToday: boolean): string[] => {
  const {
    log,
    money,
    firstDay,
    lastDay,
    dayBeforeLast,
    duplicateRows,
    duplicateMoney,
    returnsWithoutPurchase,
    unmatchedReturns,
  } = orders;
  const gap = lastDay - dayBeforeLast;
  const { day, whole } = log.returns ?? { day: new Int32Array(0), whole: new Uint8Array(0) };
  const returned = [...day.keys()].filter((i) => day[i]! <= asOfDay);
  return [
    ...(money === null ? ['The file has no amounts: purchases are forecast, money is not.'] : []),
    ...(lastDayIsToday && gap > LONE_DAYS && gap > (dayBeforeLast - firstDay) / 4
      ? [
          `The last day of the file, ${isoDay(lastDay)}, lies ${gap} days after the one before it, ${isoDay(dayBeforeLast)}: is it a typing error? --calibration-end says which day is today.`,
        ]
      : []),
    ...(duplicateRows === 0
      ? []
      : [
          `${duplicateRows} rows (${duplicateMoney.toFixed(2)}) repeat an earlier one in every column; --drop-duplicates leaves them out.`,
        ]),
    ...(returnsWithoutPurchase === 0
      ? []
      : [
          `${returnsWithoutPurchase} returns (${unmatchedReturns.toFixed(2)}) have no earlier purchase of their customer to take them off: they are not in the value.`,
        ]),
    ...(returned.length === 0
      ? []
      : [
          `Returns lowered ${returned.length} earlier purchases from their own date on; ${returned.filter((i) => whole[i] === 1).length} were returned whole and count as none.`,
        ]),
  ];
};

interface Context {
  readonly orders: OrdersFile;
  /** The customers of the calibration end. */
  readonly known: readonly number[];
  readonly notes: readonly string[];
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

/** A file without amounts has no money to show. */
const MONEY_COLUMNS: ReadonlySet<string> = new Set(['clv', 'low80', 'high80', 'expectedMarginPerOrder', 'valueAtRisk']);

const customerRow = ({ scores }: LifetimeValue, { ids, money }: OrdersFile, i: number): CustomerRow => {
  const row = {
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
  };
  return money !== null
    ? row
    : (Object.fromEntries(
        Object.entries(row).map(([column, value]) => [column, MONEY_COLUMNS.has(column) ? null : value]),
      ) as CustomerRow);
};

function* render(value: LifetimeValue, context: Context): Generator<string> {
  const { format, customers } = context.options;
  if (format === 'json') yield* renderJson(value, context);
  else if (format === 'csv') yield* customers ? renderCustomersCsv(value, context) : renderModelsCsv(value);
  else yield renderTable(value, context);
}

function* renderJson(value: LifetimeValue, context: Context): Generator<string> {
  const { orders, known, notes, asOfDay, holdoutEndDay, horizonDays, options } = context;
  const { rows, money, returnsWithoutPurchase, unmatchedReturns, duplicateRows, duplicateMoney, rejected } = orders;
  const { customers, ...report } = value.report;
  const head = JSON.stringify(
    {
      calibrationEnd: isoDay(asOfDay),
      holdoutEnd: holdoutEndDay === undefined ? null : isoDay(holdoutEndDay),
      horizonDays,
      annualDiscount: options.discount,
      unit: options.unit,
      rows,
      rejectedRows: rejectedRows(rejected),
      money,
      returnsWithoutPurchase,
      unmatchedReturns,
      duplicateRows,
      duplicateMoney,
      notes,
      customerCount: customers,
      ...report,
      clvMeasurable: measuredShare(value),
      totalClv: money === null ? null : value.totalClvMinor,
      totalValueAtRisk: money === null ? null : value.totalValueAtRiskMinor,
    },
    null,
    2,
  );
  if (!options.customers) return yield `${head}\n`;
  yield `${head.slice(0, -2)},\n  "customers": [`;
  for (const [row, i] of known.entries())
    yield `${row === 0 ? '' : ','}\n    ${JSON.stringify(customerRow(value, orders, i))}`;
  yield '\n  ]\n}\n';
}

/** Of the customers of the calibration end all are modelled or none is. */
const measuredShare = ({ report }: LifetimeValue): number => (report.method === 'MODELLED' ? 1 : 0);

const ROWS_PER_PIECE = 1000;

function* renderCustomersCsv(value: LifetimeValue, { orders, known }: Context): Generator<string> {
  yield csvLine(COLUMNS);
  for (let from = 0; from < known.length; from += ROWS_PER_PIECE) {
    yield csvLines(
      Array.from(known.slice(from, from + ROWS_PER_PIECE), (i) => {
        const row = customerRow(value, orders, i);
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

const renderTable = (
  value: LifetimeValue,
  { orders, known, notes, asOfDay, horizonDays, options }: Context,
): string => {
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
    ...[...report.warnings, ...notes].map((note) => `Note: ${note}`),
    orders.money === null
      ? `Purchases expected in the next ${horizonDays} days: ${value.scores.expectedOrders.reduce((sum, expected) => sum + expected, 0).toFixed(1)}`
      : `Value of the next ${horizonDays} days: ${value.totalClvMinor.toFixed(2)}; at risk, customer by customer, ${value.totalValueAtRiskMinor.toFixed(2)}; measured by a model: ${(100 * measuredShare(value)).toFixed(0)} % of customers`,
  ];
  if (options.customers) {
    const table = new Table(
      figures(['customer', 'CLV', '80 % interval', 'orders', 'margin/order', 'P(return)', 'next order']),
    );
    const { clvMinor } = value.scores;
    const best = [...known].sort((a, b) => clvMinor[b]! - clvMinor[a]! || a - b).slice(0, options.top);
    for (const i of best) {
      const row = customerRow(value, orders, i);
      const fixed = (column: (typeof COLUMNS)[number]): string =>
        row[column] === null ? '–' : Number(row[column]).toFixed(2);
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
