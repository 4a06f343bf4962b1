import { Command, InvalidArgumentError, Option } from 'commander';
import type { Ordering } from '../../domain/profile/orderings.ts';
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

export const topCommand = (): Command =>
  new Command('top')
    .description('the most valuable customers: own, brought in, influenced, total')
    .addOption(
      new Option('--by <ordering>', 'what to order by').choices(Object.keys(ORDERINGS_BY_NAME)).default('total'),
    )
    .option('-n, --number <count>', 'how many', positiveInteger, 20)
    .action(async (_options, command: Command) => {
      const { withConnection } = await import('../../local/dynamodb/connect.ts');
      const { topCustomers, valueTable } = await import('../value-table.ts');
      const options = command.optsWithGlobals<GlobalOptions & { by: string; number: number }>();
      await withConnection(options, async ({ db }) => {
        console.log(valueTable(await topCustomers(db, ORDERINGS_BY_NAME[options.by]!, options.number)));
      });
    });

const MAX = 1000;
function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > MAX)
    throw new InvalidArgumentError(`It takes a whole number from 1 to ${MAX}.`);
  return value;
}
