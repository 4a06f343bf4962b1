import { Command, InvalidArgumentError } from 'commander';
import type { GlobalOptions } from '../options.ts';

const NIGHTLY = '0 3 * * *';

export const startCommand = (): Command =>
  new Command('start')
    .description('everything in one: the embedded database, demo data on the first start, a run, GraphQL, a scheduler')
    .option('--port <port>', 'port of GraphQL on 127.0.0.1', port, 4000)
    .option('--every <cron>', 'when the run repeats, as a cron pattern in UTC', NIGHTLY)
    .option('--reset', 'delete the embedded database first')
    .option('--no-serve', 'end after the run')
    .action(async (_options, command: Command) => {
      const { start } = await import('../start.ts');
      await start(
        command.optsWithGlobals<GlobalOptions & { port: number; every: string; reset?: boolean; serve: boolean }>(),
      );
    });

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('It takes a number from 0 (any free port) to 65535.');
  return value;
}
