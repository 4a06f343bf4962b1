import { Command } from 'commander';
import { numberOption } from '../options.ts';

const COUNT = 400;

/** `kring truth`. */
export const truthCommand = (): Command =>
  new Command('truth')
    .description(
      'a generated company of which everything is known: takes it in, runs, and prints what every score says beside what is true. SIMULATED throughout; no data of yours are touched',
    )
    .option(
      '--seed <n>',
      'which company',
      numberOption('a whole number from 0', (n) => Number.isInteger(n) && n >= 0),
      1,
    )
    .option(
      '--customers <n>',
      'how many customers',
      numberOption('a whole number from 50 to 5000', (n) => Number.isInteger(n) && n >= 50 && n <= 5000),
      COUNT,
    )
    .option(
      '--influence <share>',
      'the chance that a purchase makes a follower buy the same; 0: ties move nobody',
      numberOption('a share from 0 to 0.5', (x) => x >= 0 && x <= 0.5),
      0.12,
    )
    .option(
      '--points-lead <strength>',
      'how much interest comes before orders, on the log scale; 0: points lead nothing',
      numberOption('a number from 0 to 1', (x) => x >= 0 && x <= 1),
      0.4,
    )
    .option('--keep <dir>', 'leave the company in this new data directory, to be looked at with kring start --data DIR')
    .option('--json', 'as JSON')
    .action(async (_options, command: Command) => {
      const { truth } = await import('../truth.ts');
      await truth(command.optsWithGlobals<Parameters<typeof truth>[0]>());
    });
