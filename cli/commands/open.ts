import { Command, Option } from 'commander';
import { DATE_FORMATS } from '../../intake/instants.ts';
import type { DateFormat } from '../../intake/instants.ts';
import { currencyOption, delimiterOption, instantOption, numberOption } from '../options.ts';
import type { GlobalOptions } from '../options.ts';

interface OpenCommandOptions extends GlobalOptions {
  readonly company?: string;
  readonly yes?: boolean;
  readonly asOf?: number;
  readonly marginRate?: number;
  readonly port: number;
  readonly every: string;
  readonly serve: boolean;
  readonly map?: readonly string[];
  readonly where?: readonly string[];
  readonly currency?: string;
  readonly timeZone?: string;
  readonly delimiter?: string;
  readonly dateFormat?: DateFormat;
  readonly decimalComma?: boolean;
  readonly decimalPoint?: boolean;
  readonly minorUnits?: boolean;
  readonly acceptIds?: boolean;
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** `kring open`. */
export const openCommand = (): Command =>
  new Command('open')
    .description('from the files you have to answers: recognise, import, compute, answer, serve')
    .argument(
      '<files...>',
      'exports of a shop, a payment provider, a mail tool, a referral app; or files with columns of your own',
    )
    .option(
      '--company <name>',
      'whose files these are (default: named after the first file); each company has a directory of its own',
    )
    .option('--yes', 'ask nothing: what the files do not say is an error that says which option decides')
    .option(
      '--as-of <date>',
      'the instant everything is computed for (default: the day after the last event where that is over 60 days back, else now)',
      instantOption,
    )
    .option(
      '--margin-rate <share>',
      'share of revenue that counts as value where the cost is unknown (default 1)',
      numberOption('a share above 0 up to 1, for example 0.35', (x) => x > 0 && x <= 1),
    )
    .option('--no-serve', 'end after the answers')
    .option(
      '--port <port>',
      'port of GraphQL on 127.0.0.1',
      numberOption('a number from 0 (any free port) to 65535', (n) => Number.isInteger(n) && n >= 0 && n <= 65_535),
      4000,
    )
    .option('--every <cron>', 'when the run repeats, as a cron pattern in UTC', '0 3 * * *')
    .option(
      '--map <column=field>',
      'which column a field is, of files that are no export that is known (repeatable)',
      collect,
    )
    .option('--where <column=value>', 'only rows whose column holds this value (repeatable)', collect)
    .option('--currency <code>', 'the accounting currency, where the files do not name one', currencyOption)
    .option('--time-zone <name>', 'whose calendar days count, for example Europe/Amsterdam (default UTC)')
    .option('--delimiter <character>', 'what separates the columns, where guessing fails', delimiterOption)
    .addOption(
      new Option('--date-format <format>', 'how dates are written, where the column does not say').choices(
        DATE_FORMATS,
      ),
    )
    .addOption(
      new Option('--decimal-comma', 'where a column does not say: 1,234 is less than two').conflicts('decimalPoint'),
    )
    .option('--decimal-point', 'where a column does not say: 1.234 is less than two')
    .option('--minor-units', 'amounts are whole cents (or other minor units)')
    .option('--accept-ids', 'import the files although looking at their columns raised doubts')
    .addHelpText(
      'after',
      `
Opened again, a file changes nothing. More: docs/importing.md

Examples:
  kring open orders_export_1.csv
  kring open orders.csv referrals.csv --company "Acme" --yes --no-serve`,
    )
    .action(async (files: readonly string[], _options, command: Command) => {
      const { open } = await import('../open/open.ts');
      const { parseMappings } = await import('../../intake/csv/columns.ts');
      const { parseWhere } = await import('../../intake/presets/rewrite.ts');
      const options = command.optsWithGlobals<OpenCommandOptions>();
      const { map, where, currency, timeZone, delimiter, dateFormat } = options;
      await open(files, {
        ...options,
        yes: options.yes ?? false,
        reading: {
          ...(map === undefined ? {} : { map: parseMappings(map) }),
          ...(where === undefined ? {} : { where: parseWhere(where) }),
          ...(currency === undefined ? {} : { currency }),
          ...(timeZone === undefined ? {} : { timeZone }),
          ...(delimiter === undefined ? {} : { delimiter }),
          ...(dateFormat === undefined ? {} : { dateFormat }),
          decimalComma: options.decimalComma ?? false,
          decimalPoint: options.decimalPoint ?? false,
          minorUnits: options.minorUnits ?? false,
          acceptIds: options.acceptIds ?? false,
        },
      });
    });
