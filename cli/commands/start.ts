import { Command } from 'commander';
import { numberOption } from '../options.ts';
import type { GlobalOptions } from '../options.ts';

const NIGHTLY = '0 3 * * *';

/** `kring start`. */
export const startCommand = (): Command =>
  new Command('start')
    .description('everything in one: the embedded database, demo data on the first start, a run, GraphQL, a scheduler')
    .option(
      '--port <port>',
      'port of GraphQL on 127.0.0.1',
      numberOption('a number from 0 (any free port) to 65535', (n) => Number.isInteger(n) && n >= 0 && n <= 65_535),
      4000,
    )
    .option('--every <cron>', 'when the run repeats, as a cron pattern in UTC', NIGHTLY)
    .option('--reset', 'delete the embedded database first')
    .option('--no-serve', 'end after the run')
    .action(async (_options, command: Command) => {
      const { start } = await import('../start.ts');
      await start(
        command.optsWithGlobals<GlobalOptions & { port: number; every: string; reset?: boolean; serve: boolean }>(),
      );
    });
