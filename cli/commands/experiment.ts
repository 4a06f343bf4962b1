import { Command, InvalidArgumentError, Option } from 'commander';
import type { IntervalRule } from '../../domain/experiments/intervals.ts';
import { experimentReport } from '../../domain/experiments/report.ts';
import { segmentEffects, shrink } from '../../domain/experiments/shrinkage.ts';
import { readExperiment } from '../../intake/experiment-file.ts';
import { experimentText, type OutputFormat } from '../experiment/output.ts';
import { delimiterOption, numberOption } from '../options.ts';

interface ExperimentOptions {
  readonly arm: string;
  readonly outcome: string;
  readonly covariate?: string;
  readonly count?: string;
  readonly segment?: readonly string[];
  readonly control?: string;
  readonly share?: ReadonlyMap<string, number>;
  readonly alpha: number;
  readonly interval: 'fixed' | 'always-valid';
  readonly plannedError?: number;
  readonly accumulating: boolean;
  readonly decimals: number;
  readonly delimiter?: string;
  readonly format: OutputFormat;
}

/** `kring experiment`: the lift of an experiment whose members stand in a file, without a database. */
export const experimentCommand = (): Command =>
  new Command('experiment')
    .description(
      'What an experiment shows: the lift of each arm against those left alone, with its interval and the checks behind it; no database needed.',
    )
    .argument('<file>', 'file (CSV, Parquet, NDJSON …; plain or gzip) with a member a row')
    .requiredOption('--arm <column>', 'column of the arm each member was drawn into, whether or not it reached them')
    .requiredOption('--outcome <column>', 'column of what is measured; a number for everybody, 0 for who did nothing')
    .option(
      '--covariate <column>',
      'column of what was known before the start, best a forecast of the outcome: takes variance out',
    )
    .option('--control <arm>', 'the arm that was left alone (default: holdout, control or none)')
    .option(
      '--share <arm=share>',
      'share of members drawn into an arm, for each arm (default: all alike); repeatable',
      shares,
    )
    .option(
      '--segment <column>',
      'column of a trait: the lift in each segment, drawn towards the mean; of several, their combinations',
      (value: string, before: readonly string[] = []) => [...before, value],
    )
    .option('--count <column>', 'column of how many members alike a row stands for')
    .option(
      '--alpha <level>',
      'chance of an interval that misses',
      numberOption('a number above 0 and below 1', (a) => a > 0 && a < 1),
      0.05,
    )
    .addOption(
      new Option(
        '--interval <kind>',
        'fixed, for who looks once at a planned end; always-valid, for who looks while it runs',
      )
        .choices(['fixed', 'always-valid'])
        .default('fixed'),
    )
    .option(
      '--planned-error <error>',
      'always-valid: the standard error planned for the end, where the interval is narrowest (default: that of now)',
      numberOption('a number above 0', (e) => e > 0 && e < Infinity),
    )
    .option(
      '--accumulating',
      'always-valid: all members began on one day and their outcomes add up (default: they come in one after another)',
      false,
    )
    .option(
      '--decimals <count>',
      'decimals of totals',
      numberOption('a whole number from 0 to 4', (n) => Number.isInteger(n) && n >= 0 && n <= 4),
      2,
    )
    .option('--delimiter <character>', 'what separates the columns, where guessing fails', delimiterOption)
    .addOption(new Option('--format <format>', 'output').choices(['json', 'csv', 'table']).default('table'))
    .addHelpText(
      'after',
      `
Observed = baseline + incremental: the incremental is a share of what was observed, never to be added to it. A row that cannot be read stops the command, since
members left out are not left out by chance. How it is computed: docs/lift.md.
Example:
  kring experiment mail.csv --arm arm --outcome spend --covariate forecast --control none`,
    )
    .action(run);

async function run(path: string, options: ExperimentOptions): Promise<void> {
  const { segment, share, alpha, plannedError, accumulating, decimals } = options;
  const { outcomes, segments } = await readExperiment(path, {
    arm: options.arm,
    outcome: options.outcome,
    ...(options.covariate === undefined ? {} : { covariate: options.covariate }),
    ...(options.count === undefined ? {} : { count: options.count }),
    ...(segment === undefined ? {} : { segments: segment }),
    ...(options.control === undefined ? {} : { control: options.control }),
    ...(share === undefined ? {} : { shares: share }),
    ...(options.delimiter === undefined ? {} : { delimiter: options.delimiter }),
  });
  const rule: IntervalRule =
    options.interval === 'fixed'
      ? { kind: 'FIXED', alpha }
      : {
          kind: 'ALWAYS_VALID',
          alpha,
          accumulation: accumulating ? 'COHORT' : 'STAGGERED',
          plannedStandardError: plannedError ?? null,
        };
  const report = experimentReport(outcomes, rule);
  const bySegment =
    segment === undefined || report.withheld !== null
      ? []
      : report.lifts.map(({ arm }) => {
          const effects = segmentEffects(outcomes, segments, arm);
          return {
            arm,
            effects,
            shrunk: shrink(
              effects.map(({ effect }) => effect),
              effects.map(({ variance }) => variance),
            ),
          };
        });
  process.stdout.write(
    experimentText(options.format, {
      outcomes,
      report,
      segmentNames: segments.names,
      segments: bySegment,
      decimals,
      alpha,
    }),
  );
}

function shares(text: string, before: ReadonlyMap<string, number> = new Map()): ReadonlyMap<string, number> {
  const at = text.lastIndexOf('=');
  const share = at > 0 && text.slice(at + 1).trim() !== '' ? Number(text.slice(at + 1)) : Number.NaN;
  if (!(share > 0 && share < 1))
    throw new InvalidArgumentError('It takes ARM=SHARE, a share above 0 and below 1, for example mail=0.5.');
  return new Map([...before, [text.slice(0, at), share]]);
}
