import { Command } from 'commander';
import Table from 'cli-table3';
import type { GlobalOptions } from '../options.ts';

const SHOWN = 20;

/** `kring runs`. */
export const runsCommand = (): Command =>
  new Command('runs')
    .description('the latest runs: when, how far, what they cost')
    .action(async (_options, command: Command) => {
      const { withConnection } = await import('../../local/dynamodb/connect.ts');
      const { listRuns } = await import('../../store/work/runs.ts');
      await withConnection(command.optsWithGlobals<GlobalOptions>(), async ({ db }) => {
        const { items } = await listRuns(db, { first: SHOWN });
        const table = new Table({
          head: ['run', 'started (UTC)', 'as of', 'status', 'customers', 'changed', 'read units', 'write units'],
          colAligns: ['left', 'left', 'left', 'left', 'right', 'right', 'right', 'right'],
          style: { head: [], border: [], compact: true },
        });
        for (const run of items) {
          const { progress, cost } = run;
          table.push([
            run.id,
            new Date(run.startedAt).toISOString().slice(0, 19).replace('T', ' '),
            new Date(run.asOf).toISOString().slice(0, 10),
            run.status === 'RUNNING'
              ? `RUNNING (${run.step})`
              : run.view === true
                ? `${run.status} (view)`
                : run.status,
            progress.total,
            progress.done,
            Math.ceil(cost.readUnits),
            Math.ceil(cost.writeUnits),
          ]);
        }
        const failed = items.flatMap((run) =>
          (run.failed ?? []).map(({ customer, reason }) => `Run ${run.id} set aside customer ${customer}: ${reason}.`),
        );
        console.log(
          items.length === 0
            ? 'No run yet. Start one with: npm run -s kring -- enrich'
            : [table.toString(), ...failed].join('\n'),
        );
      });
    });
