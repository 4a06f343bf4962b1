import { Command, Option } from 'commander';
import type { Ordering } from '../../domain/profile/orderings.ts';
import { numberOption } from '../options.ts';
import type { GlobalOptions } from '../options.ts';

const ORDERINGS_BY_NAME: Readonly<Record<string, Ordering>> = {
  total: 'TOTAL_VALUE',
  own: 'DIRECT_VALUE',
  indirect: 'INDIRECT_VALUE',
  'brought-in': 'REFERRAL_VALUE',
  influenced: 'NETWORK_VALUE',
  expected: 'POTENTIAL_VALUE',
  influence: 'INFLUENCE',
  engagement: 'ENGAGEMENT',
  'last-order': 'LAST_ORDER',
};

/** `kring top`. */
export const topCommand = (): Command =>
  new Command('top')
    .description('the most valuable customers: direct, referral, network, potential and total value')
    .addOption(
      new Option('--by <ordering>', 'what to order by').choices(Object.keys(ORDERINGS_BY_NAME)).default('total'),
    )
    .option(
      '-n, --number <count>',
      'how many',
      numberOption('a whole number from 1 to 1000', (n) => Number.isInteger(n) && n >= 1 && n <= 1000),
      20,
    )
    .option('--view <run>', 'of a run of the past, by its id (kring runs)')
    .action(async (_options, command: Command) => {
      const { withConnection } = await import('../../local/dynamodb/connect.ts');
      const { topCustomers, valueTable } = await import('../value-table.ts');
      const options = command.optsWithGlobals<GlobalOptions & { by: string; number: number; view?: string }>();
      await withConnection(options, async ({ db }) => {
        console.log(valueTable(await topCustomers(db, ORDERINGS_BY_NAME[options.by]!, options.number, options.view)));
      });
    });
