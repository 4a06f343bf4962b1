import Table from 'cli-table3';
import type { HoldoutMetrics } from '../../domain/clv/evaluation/holdout.ts';
import { labelOf } from '../../domain/clv/comparison/choose.ts';
import type { LifetimeValue } from '../../domain/clv/score.ts';
import type { OrdersFile } from '../../intake/clv-orders.ts';
import { csvLine, csvLines } from '../../intake/csv/write.ts';
import { isoDay, rejectedRows } from './notes.ts';

/** How the report is shown. */
export interface OutputOptions {
  readonly discount: number;
  readonly unit: 'week' | 'day';
  readonly format: 'json' | 'csv' | 'table';
  readonly customers: boolean;
  readonly top: number;
}

/** What is reported on. */
export interface ReportContext {
  readonly orders: OrdersFile;
  /** The customers of the calibration end. */
  readonly known: readonly number[];
  readonly notes: readonly string[];
  readonly asOfDay: number;
  readonly holdoutEndDay: number | undefined;
  readonly horizonDays: number;
  readonly options: OutputOptions;
}

const COLUMNS = [
  'customer',
  'clv',
  'low80',
  'high80',
  'low95',
  'high95',
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
const MONEY_COLUMNS: ReadonlySet<string> = new Set([
  'clv',
  'low80',
  'high80',
  'low95',
  'high95',
  'expectedMarginPerOrder',
  'valueAtRisk',
]);

const customerRow = ({ scores }: LifetimeValue, { ids, money }: OrdersFile, i: number): CustomerRow => {
  const row = {
    customer: ids[i]!,
    clv: scores.clvMinor[i]!,
    low80: scores.low80Minor[i]!,
    high80: scores.high80Minor[i]!,
    low95: scores.low95Minor[i]!,
    high95: scores.high95Minor[i]!,
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

/** The report in the format that was asked for, in pieces. */
export function* render(value: LifetimeValue, context: ReportContext): Generator<string> {
  const { format, customers } = context.options;
  if (format === 'json') yield* renderJson(value, context);
  else if (format === 'csv') yield* customers ? renderCustomersCsv(value, context) : renderModelsCsv(value);
  else yield renderTable(value, context);
}

function* renderJson(value: LifetimeValue, context: ReportContext): Generator<string> {
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
      total: money === null ? null : value.total,
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

function* renderCustomersCsv(value: LifetimeValue, { orders, known }: ReportContext): Generator<string> {
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
  { orders, known, notes, asOfDay, horizonDays, options }: ReportContext,
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
    ...totalLines(value, orders),
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

const totalLines = ({ total }: LifetimeValue, { money }: OrdersFile): string[] =>
  total === null || money === null
    ? []
    : [
        `Of all together: 80 % from ${total.interval80.low.toFixed(2)} to ${total.interval80.high.toFixed(2)}, 95 % from ${total.interval95.low.toFixed(2)} to ${total.interval95.high.toFixed(2)}`,
      ];

const figures = (head: string[]) => ({
  head,
  colAligns: head.map((_, i) => (i === 0 ? ('left' as const) : ('right' as const))),
  style: { head: [], border: [], compact: true },
});
