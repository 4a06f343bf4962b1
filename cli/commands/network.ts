import { once } from 'node:events';
import { Command, Option } from 'commander';
import { DATE_FORMATS } from '../../intake/instants.ts';
import type { DateFormat } from '../../intake/instants.ts';
import { TIE_RULE } from '../../domain/events.ts';
import { parseMappings } from '../../intake/csv/columns.ts';
import { analyseNetwork } from '../network/analysis.ts';
import { reportText, type OutputFormat } from '../network/output.ts';
import { delimiterOption, numberOption } from '../options.ts';
import type { SkippedRows } from '../../intake/tie-file.ts';

interface NetworkOptions {
  readonly values?: string;
  readonly kappa: number;
  readonly from?: string;
  readonly to?: string;
  readonly weight?: string;
  readonly at?: string;
  readonly map?: readonly string[];
  readonly delimiter?: string;
  readonly header?: boolean;
  readonly decimalComma?: boolean;
  readonly decimalPoint?: boolean;
  readonly dateFormat: DateFormat;
  readonly halfLife: number;
  readonly undirected: boolean;
  readonly pagerank?: number;
  readonly seeds?: number;
  readonly probability: 'wc' | number;
  readonly epsilon: number;
  readonly randomSeed: number;
  readonly format: OutputFormat;
  readonly top: number;
}

/** `kring network`: network value, influence, PageRank and seeds of a file of ties, without a database. */
export function networkCommand(): Command {
  return new Command('network')
    .description(
      'What each person in a file of ties is worth once value is credited to those they follow; no database needed.',
    )
    .argument(
      '<ties>',
      'file (plain or gzip), a tie per row: from the follower, who gives credit, to the followed, who receives it; read as kring import ties does',
    )
    .option(
      '--values <file>',
      'CSV file with a value per id; without it everybody is worth 1, and an id it does not name is worth 0',
    )
    .option(
      '--kappa <share>',
      'share of their value that everyone who follows somebody gives away, in shares proportional to weight',
      share,
      0.5,
    )
    .option('--from <column>', 'column of the follower')
    .option('--to <column>', 'column of the followed')
    .option('--weight <column>', 'column of the weight (default: "weight" where there is one, otherwise all alike)')
    .option('--at <column>', 'column of the date: ties count less the older they are than the latest one')
    .option(
      '--map <column=field>',
      'which column a field is, as in kring import ties (repeatable)',
      (value: string, before: readonly string[] = []) => [...before, value],
    )
    .option(
      '--delimiter <character>',
      "what separates the columns, where guessing fails; ' ' for blanks",
      delimiterOption,
    )
    .option('--header', 'the first line is column names, whatever it looks like')
    .option('--no-header', 'the first line is a tie, not column names; columns are then called 1, 2, 3 …')
    .addOption(
      new Option('--decimal-comma', 'where a column does not say: 1,234 is less than two').conflicts('decimalPoint'),
    )
    .option('--decimal-point', 'where a column does not say: 1.234 is less than two')
    .addOption(new Option('--date-format <format>', 'how dates are written').choices(DATE_FORMATS).default('iso'))
    .option('--half-life <days>', 'days after which a dated tie counts half', positive, 180)
    .option('--undirected', 'ties hold both ways', false)
    .option('--pagerank <damping>', 'add PageRank with this damping, for example 0.85', share)
    .option('--seeds <count>', 'choose this many people to give a sample to', count)
    .option(
      '--probability <p>',
      "chance that a tie moves the follower: a number, or wc for weighted cascade (each follower's ties share 1)",
      probability,
      'wc',
    )
    .option('--epsilon <number>', 'seeds reach at least (1 - 1/e - epsilon) of the best possible', epsilon, 0.1)
    .option('--random-seed <number>', 'seed of the sampling', count, 1)
    .addOption(new Option('--format <format>', 'output').choices(['json', 'csv', 'table']).default('json'))
    .option('--top <count>', 'rows of the table', count, 20)
    .addHelpText(
      'after',
      `
Columns: f = own value + all credit received; e = what stays after passing credit on (the e of all add up to the value of all);
gross = f - value; net = e - value; score = influence 0-100 within this graph. totals.credited is the sum of e.`,
    )
    .action(run);
}

async function run(tiesPath: string, options: NetworkOptions): Promise<void> {
  const { nodeNames, readTies, readValues } = await import('../../intake/tie-file.ts');
  const names = nodeNames();
  const skipped: SkippedRows = { count: 0, first: [] };
  const { map, delimiter, ...reading } = options;
  const {
    arcs: ties,
    repeated,
    notes,
  } = await readTies(
    tiesPath,
    names,
    {
      ...reading,
      map: parseMappings(map ?? []),
      halfLifeDays: options.halfLife,
      ...(delimiter === undefined ? {} : { delimiter }),
    },
    skipped,
  );
  const given = options.values === undefined ? null : await readValues(options.values, names, skipped);
  const nodeCount = names.ids.length;
  const value = Float64Array.from({ length: nodeCount }, (_, node) => (given ? (given.get(node) ?? 0) : 1));
  for (const note of notes) console.error(note);
  if (repeated > 0)
    console.error(
      `${repeated} ${repeated === 1 ? 'row names a tie' : 'rows name ties'} that another row names too: ${TIE_RULE}.`,
    );
  if (skipped.count > 0) console.error([`${skipped.count} rows left out, for example:`, ...skipped.first].join('\n'));

  const start = performance.now();
  const { pagerank: damping, ...rest } = options;
  const analysis = analyseNetwork({ nodeCount, ...ties }, value, {
    ...rest,
    ...(damping === undefined ? {} : { damping }),
  });
  const seconds = Math.round(performance.now() - start) / 1000;
  for (const piece of reportText(options.format, { ids: names.ids, analysis, seconds, top: options.top })) {
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
  }
}

const share = numberOption('a number from 0 to below 1, for example 0.5', (x) => x >= 0 && x < 1);
const positive = numberOption('a number above 0', (x) => x > 0 && x < Infinity);
const count = numberOption('a whole number from 1', (x) => Number.isSafeInteger(x) && x >= 1);
const epsilon = numberOption('a number above 0 and below 0.63', (x) => x > 0 && x < 1 - 1 / Math.E);
const chance = numberOption('"wc" or a number above 0 up to 1', (x) => x > 0 && x <= 1);
const probability = (text: string): 'wc' | number => (text === 'wc' ? 'wc' : chance(text));
