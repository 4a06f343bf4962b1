import { once } from 'node:events';
import { Command, Option } from 'commander';
import { VisibleError } from '../../domain/errors.ts';
import { scoreLifetimeValue } from '../../domain/clv/score.ts';
import type { ModelChoice } from '../../domain/clv/comparison/choose.ts';
import { CALENDAR_CLOCK } from '../../domain/clv/timing/clock.ts';
import { snapshotAt } from '../../domain/clv/history/log.ts';
import { DATE_FORMATS, type DateFormat } from '../../intake/instants.ts';
import { currencyOption, dayOption, delimiterOption, numberOption } from '../options.ts';
import { readOrders } from '../../intake/clv-orders.ts';
import { isoDay, notesOn, tellRejected } from '../clv/notes.ts';
import { render } from '../clv/report.ts';
import type { OutputOptions } from '../clv/report.ts';

interface ClvOptions extends OutputOptions {
  readonly calibrationEnd?: number;
  readonly holdoutEnd?: number;
  readonly horizonDays?: number;
  readonly model: ModelChoice;
  readonly map: readonly string[];
  readonly dateFormat: DateFormat;
  readonly timeZone?: string;
  readonly decimalComma?: boolean;
  readonly decimalPoint?: boolean;
  readonly currency?: string;
  readonly delimiter?: string;
  readonly dropDuplicates: boolean;
  readonly rejects?: string;
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
    .option(
      '--map <column=field...>',
      'which column is which field: customer, date, amount, price, quantity, margin, cost, orderId, status, refunded … as in kring import orders',
    )
    .addOption(new Option('--date-format <format>', 'how dates are written').choices(DATE_FORMATS).default('iso'))
    .option(
      '--time-zone <name>',
      'whose calendar days count, for example Europe/Amsterdam; times without an offset are of it (default UTC)',
    )
    .addOption(
      new Option('--decimal-comma', 'where a column does not say: 1,234 is less than two').conflicts('decimalPoint'),
    )
    .option('--decimal-point', 'where a column does not say: 1.234 is less than two')
    .option(
      '--currency <code>',
      'refuse rows of another currency than this (default: than the first that the file names)',
      currencyOption,
    )
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
Rows are read, and refused, as by kring import orders, which needs more columns; what would stop an import is told. Several orders of a customer on
one day are one purchase. A negative amount or quantity is a return, known from its own date on; a negative margin is a loss. Rows that cannot be
read are left out and listed. Money is in the unit of the file. How it is computed: docs/lifetime-value.md.
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

const usage = (message: string): VisibleError => new VisibleError('INVALID_DATE', message);
const cpuMilliseconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
