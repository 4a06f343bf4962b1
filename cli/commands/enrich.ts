import { Command } from 'commander';
import { instantOption, jsonOption, numberOption } from '../options.ts';
import type { GlobalOptions } from '../options.ts';

interface EnrichOptions extends GlobalOptions {
  readonly asOf?: number;
  readonly resume?: string;
  readonly marginRate?: number;
  readonly kappa?: number;
  readonly lapsedBelow?: number;
  readonly refit?: boolean;
  readonly rfm?: unknown;
}

const TOP = 10;
const EXIT_INTERRUPTED = 130;

/** `kring enrich`. */
export const enrichCommand = (): Command =>
  new Command('enrich')
    .description('a run: compute every score as of an instant and publish it')
    .option(
      '--as-of <date>',
      'the instant the run is pinned to (default: for the demo the day after its last order, for a company of kring open the day it was opened as of, otherwise now)',
      instantOption,
    )
    .option('--resume <run>', 'take over an unfinished run at once, when its process is known to be gone')
    .option(
      '--margin-rate <share>',
      'share of revenue that counts as value where the cost is unknown (default 1)',
      numberOption('a share above 0 up to 1, for example 0.35', (x) => x > 0 && x <= 1),
    )
    .option(
      '--kappa <share>',
      'share of value credited to those a customer follows (default: measured in the data)',
      numberOption('a share from 0 to 0.95, for example 0.1', (x) => x >= 0 && x <= 0.95),
    )
    .option(
      '--lapsed-below <probability>',
      'who is less likely to order again within the horizon has lapsed (default 0.5)',
      numberOption('a probability above 0 up to 1, for example 0.4', (x) => x > 0 && x <= 1),
    )
    .option(
      '--rfm <json>',
      'cut points of RFM: {"recencyDays":[365,180,90,30],"frequency":[2,3,5,8],"monetary":[5000,10000,25000,100000]}, the borders of 2 to 5, amounts in minor units (default: fifths of the customers)',
      jsonOption,
    )
    .option('--refit', 'choose the models of lifetime value anew, and compute with what is found')
    .action(async (_options, command: Command) => enrich(command.optsWithGlobals<EnrichOptions>()));

async function enrich(options: EnrichOptions): Promise<void> {
  const { withConnection } = await import('../../local/dynamodb/connect.ts');
  const { runSummary, runVisibly } = await import('../run.ts');
  const { topCustomers, valueTable } = await import('../value-table.ts');
  const { deploymentAsOf } = await import('../../local/demo/demo.ts');
  const { keptAsOf, pinnedNote } = await import('../open/company.ts');
  const { checkRunInstant } = await import('../../store/work/runs.ts');
  const { asOf, resume, marginRate, kappa, lapsedBelow, refit, rfm } = options;
  if (asOf !== undefined) checkRunInstant(asOf, Date.now(), ['--as-of']);
  const settings = {
    ...(marginRate === undefined ? {} : { marginRate }),
    ...(kappa === undefined ? {} : { kappa }),
    ...(lapsedBelow === undefined ? {} : { lapsedBelow }),
    ...(refit === undefined ? {} : { refit }),
    ...(rfm === undefined ? {} : { rfm }),
  };
  let interrupted = false;
  process.once('SIGINT', () => {
    interrupted = true;
    console.error('\nPausing at the next checkpoint (Ctrl-C again ends at once).');
  });
  // The day a company was opened as of: another one would change its numbers, and nobody would know why.
  const kept = asOf === undefined && options.dynamodb === undefined ? keptAsOf(options.data) : null;
  if (kept !== null) console.error(pinnedNote(kept));
  await withConnection(options, async (connection) => {
    const run = await runVisibly(connection, {
      asOf: asOf ?? kept ?? (await deploymentAsOf(connection.db)),
      trigger: 'MANUAL',
      settings,
      deadline: () => (interrupted ? 0 : Number.POSITIVE_INFINITY),
      ...(resume === undefined ? {} : { resume }),
    });
    if (run.status === 'RUNNING') {
      console.log('Paused. The same command goes on from here.');
      process.exitCode = EXIT_INTERRUPTED;
      return;
    }
    console.log(runSummary(run));
    console.log(
      valueTable(await topCustomers(connection.db, 'TOTAL_VALUE', TOP, run.view === true ? run.id : undefined)),
    );
  });
}
