import { Argument, Command, Option } from 'commander';
import { VisibleError } from '../../domain/errors.ts';
import { TIE_RULE } from '../../domain/events.ts';
import { DATE_FORMATS } from '../../intake/instants.ts';
import type { DateFormat } from '../../intake/instants.ts';
import type { ImportOutcome } from '../../intake/job.ts';
import { IMPORT_KINDS, PRESETS } from '../../intake/presets.ts';
import type { ImportKind } from '../../intake/presets.ts';
import { delimiterOption, instantOption } from '../options.ts';
import type { GlobalOptions } from '../options.ts';

interface ImportOptions extends GlobalOptions {
  readonly map?: readonly string[];
  readonly set?: readonly string[];
  readonly preset?: string;
  readonly currency?: string;
  readonly source?: string;
  readonly timeZone?: string;
  readonly delimiter?: string;
  readonly where?: readonly string[];
  readonly minorUnits?: boolean;
  readonly decimalComma?: boolean;
  readonly decimalPoint?: boolean;
  readonly acceptIds?: boolean;
  readonly dateFormat: DateFormat;
  readonly at?: number;
  readonly header?: boolean;
  readonly strict?: boolean;
  readonly createUnknown?: boolean;
  readonly correct?: boolean;
  readonly rejects: string;
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** `kring import`. */
export const importCommand = (): Command =>
  new Command('import')
    .description(
      'read a file (CSV, XLSX, Parquet, JSON; gzip and zstd too) of orders, customers, interactions, ties, referrals, facts, products, accounts or spend',
    )
    .addArgument(new Argument('<kind>', 'what the file holds').choices(IMPORT_KINDS))
    .argument('<file>', 'the CSV file')
    .option('--map <column=field>', 'which column a field is (repeatable)', collect)
    .option('--set <field=value>', 'a field that is the same in every row (repeatable)', collect)
    .addOption(
      new Option('--preset <name>', 'how to read a well-known file; recognised by its header').choices(
        PRESETS.map((preset) => preset.name),
      ),
    )
    .option('--where <column=value>', 'only rows whose column holds this value (repeatable)', collect)
    .option('--minor-units', 'amounts are whole cents (or other minor units), as payment providers count')
    .option('--currency <code>', 'the accounting currency of this deployment, for example EUR')
    .option(
      '--time-zone <name>',
      'whose calendar days count, for example Europe/Amsterdam; fixed with the first import (default UTC)',
    )
    .option('--source <name>', 'the system the file comes from; customer ids are its own')
    .option('--delimiter <character>', 'what separates the columns, where guessing fails', delimiterOption)
    .option('--header', 'ties: the first line is column names, whatever it looks like')
    .option('--no-header', 'ties: the first line is a tie, not column names; columns are then called 1, 2, 3 …')
    .addOption(
      new Option('--decimal-comma', 'where a column does not say: 1,234 is less than two').conflicts('decimalPoint'),
    )
    .option('--decimal-point', 'where a column does not say: 1.234 is less than two')
    .addOption(
      new Option(
        '--date-format <format>',
        'how dates are written; in the time zone of the table unless they name an offset',
      )
        .choices(DATE_FORMATS)
        .default('iso'),
    )
    .option('--at <date>', 'ties without dates: since when they hold (default 1970-01-01)', instantOption)
    .option('--accept-ids', 'import the file although looking at its columns raised doubts')
    .option('--strict', 'any bad row: nothing is imported')
    .option('--correct', 'orders: one that is known with other content is replaced; what it said before is kept')
    .option('--create-unknown', 'ties and referrals: unknown customers are created instead of rejected')
    .option('--rejects <file>', 'where rejected rows are listed', 'rejects.csv')
    .addHelpText(
      'after',
      `
Killed half-way, the same command continues where it stopped. Repeated, it changes nothing. More: docs/importing.md

Examples:
  kring import orders orders.csv --currency EUR
  kring import orders export.csv --currency EUR --map "Order No=orderId" --map "Client=customer" --date-format d/m/y
  kring import ties follows.csv --set kind=FOLLOW`,
    )
    .action(async (kind: ImportKind, file: string, _options, command: Command) => {
      await importFile(kind, file, command.optsWithGlobals<ImportOptions>());
    });

async function importFile(kind: ImportKind, path: string, options: ImportOptions): Promise<void> {
  const { withConnection } = await import('../../local/dynamodb/connect.ts');
  const { parseMappings } = await import('../../intake/csv/columns.ts');
  const { runImport } = await import('../../intake/job.ts');
  const { parseWhere } = await import('../../intake/presets/rewrite.ts');
  const { openRejects } = await import('../../intake/rejects.ts');
  const { newProgress } = await import('../progress.ts');
  const { showOrders } = await import('../pushes.ts');
  const { keptAsOf } = await import('../open/company.ts');
  const { deploymentAsOf } = await import('../../local/demo/demo.ts');
  const { at, preset, currency, source, timeZone, delimiter } = options;
  const request = {
    kind,
    path,
    map: parseMappings(options.map ?? []),
    constants: parseConstants(options.set ?? []),
    dateFormat: options.dateFormat,
    decimalComma: options.decimalComma ?? false,
    decimalPoint: options.decimalPoint ?? false,
    acceptIds: options.acceptIds ?? false,
    strict: options.strict ?? false,
    createUnknown: options.createUnknown ?? false,
    correct: options.correct ?? false,
    minorUnits: options.minorUnits ?? false,
    where: parseWhere(options.where ?? []),
    ...(preset === undefined ? {} : { preset }),
    ...(currency === undefined ? {} : { currency }),
    ...(source === undefined ? {} : { source }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(options.header === undefined ? {} : { header: options.header }),
    ...(at === undefined ? {} : { at }),
  };
  const openedAt = Date.now();
  await withConnection(options, async ({ db, alone }) => {
    // Not the time of day: a clock that is set meanwhile would be counted.
    const startedAt = performance.now();
    const progress = newProgress();
    const rejects = openRejects(options.rejects);
    try {
      const outcome = await runImport(db, request, {
        progress,
        rejects,
        ...(options.dynamodb === undefined ? { sortIn: options.data } : {}),
        ...(alone ? { aloneSince: openedAt } : {}),
      });
      console.log(summary(kind, outcome, performance.now() - startedAt));
      for (const note of outcome.notes) console.error(`Note: ${note}`);
      // As of the instant the next run would be pinned to.
      const asOf = async (): Promise<number> =>
        (options.dynamodb === undefined ? keptAsOf(options.data) : null) ?? (await deploymentAsOf(db));
      const shown = await showOrders(db, outcome.ordered, asOf);
      if (shown !== undefined) console.log(shown);
      console.log(
        `DynamoDB: ${Math.ceil(db.meter.readUnits)} read units, ${Math.ceil(db.meter.writeUnits)} write units, ${db.meter.requests} requests.`,
      );
    } finally {
      progress.stop();
      const path = await rejects.close();
      if (path !== null) {
        for (const { row, field, reason, value } of rejects.first)
          console.error(
            `  row ${row}${field === '' ? '' : `, ${field}`}: ${reason}${value === '' ? '' : ` (${JSON.stringify(value.slice(0, 60))})`}`,
          );
        console.error(
          [
            ...(rejects.count === 0 ? [] : [`${rejects.count} ${rejects.count === 1 ? 'row' : 'rows'} rejected`]),
            ...(rejects.noted === 0
              ? []
              : [`${rejects.noted} ${rejects.noted === 1 ? 'row' : 'rows'} skipped or read otherwise than written`]),
          ].join(', ') + `; all of them with the reason in ${path}.`,
        );
      }
    }
  });
}

/** `field=value` pairs. The first `=` separates, so that a value may hold one. */
function parseConstants(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at <= 0)
        throw new VisibleError('USAGE', `--set takes field=value, for example --set kind=TRUST; got "${pair}".`);
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
}

function summary(
  kind: ImportKind,
  { plan, counts, resumedFrom, customersFolded }: ImportOutcome,
  elapsedMs: number,
): string {
  const written = counts['ACCEPTED'] ?? 0;
  const known = counts['DUPLICATE'] ?? 0;
  const again = (counts['REPLACED'] ?? 0) + (counts['OUTDATED'] ?? 0);
  return [
    `${written} ${written === 1 && kind.endsWith('s') ? kind.slice(0, -1) : kind} imported in ${(elapsedMs / 1000).toFixed(1)} s`,
    plan.preset === null ? '' : `, read as ${plan.preset}`,
    `, source ${plan.source}, currency ${plan.currency}`,
    known === 0 ? '' : `; ${known} were known already`,
    again === 0
      ? ''
      : `; ${again} ${again === 1 ? 'row names' : 'rows name'} a known tie again with another date or weight: ${TIE_RULE}`,
    resumedFrom === 0 ? '' : `; continued after ${resumedFrom} of an interrupted import`,
    customersFolded === 0
      ? '.'
      : `; ${customersFolded} ${customersFolded === 1 ? 'customer' : 'customers'} summarised.`,
  ].join('');
}
