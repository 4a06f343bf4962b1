import { Command } from 'commander';
import type { Db } from '../../store/client/db.ts';
import type { GlobalOptions } from '../options.ts';

async function withTable(command: Command, work: (db: Db) => Promise<void>): Promise<void> {
  const { withConnection } = await import('../../local/dynamodb/connect.ts');
  await withConnection(command.optsWithGlobals<GlobalOptions>(), ({ db }) => work(db));
}

const list = (): Command =>
  new Command('list').description('every segment somebody defined').action(async (_options, command: Command) => {
    const { listSegments } = await import('../../store/definitions/segments.ts');
    const { isList } = await import('../../store/definitions/listed.ts');
    const { ruleText } = await import('../../domain/segments/text.ts');
    const { parseSegmentRule } = await import('../../domain/segments/rules.ts');
    await withTable(command, async (db) => {
      const all = (await listSegments(db)).filter(({ archived }) => !archived);
      if (all.length === 0)
        console.log('No segment of your own yet. Make a list with: npm run -s kring -- segment create KEY');
      for (const segment of all)
        console.log(
          `${segment.key}  ${segment.name}  ${isList(segment) ? 'a list' : ruleText(parseSegmentRule(segment.rule))}`,
        );
    });
  });

const create = (): Command =>
  new Command('create')
    .description('make a segment that is a list of customers, empty so far')
    .argument('<key>', 'lower case words joined by hyphens')
    .option('--name <text>', 'the name to show; the key where left out')
    .option('--description <text>', 'what it is for')
    .action(async (key: string, _options, command: Command) => {
      const { name, description } = command.optsWithGlobals<{ name?: string; description?: string }>();
      const { createList } = await import('../../store/definitions/listed.ts');
      await withTable(command, async (db) => {
        await createList(db, { key, name: name ?? key, description: description ?? '' });
        console.log(
          `The list "${key}" is there. Put customers on it with: npm run -s kring -- segment add ${key} FILE`,
        );
      });
    });

const changed = (name: 'add' | 'remove', description: string): Command =>
  new Command(name)
    .description(description)
    .argument('<key>', 'key of the list')
    .argument('<file>', 'a CSV file with a column `customer`, and perhaps `source`')
    .option('--customer-source <name>', "the system the ids are of; left out: Kring's own ids")
    .action(async (key: string, path: string, _options, command: Command) => {
      const { customerSource } = command.optsWithGlobals<{ customerSource?: string }>();
      const { listOfFile } = await import('../../intake/listed.ts');
      await withTable(command, async (db) => {
        const change = name === 'add' ? 'ADD' : 'REMOVE';
        const {
          changed: done,
          unchanged,
          rejected,
          rejects,
        } = await listOfFile(db, path, {
          key,
          change,
          ...(customerSource === undefined ? {} : { customerSource }),
        });
        const [verb, already] = name === 'add' ? ['put on', 'on it already'] : ['taken off', 'not on it'];
        console.log(`${done} ${verb} the list, ${unchanged} ${already}, ${rejected} rejected. The next run counts it.`);
        for (const { row, code, reason } of rejects) console.error(`Row ${row}: ${reason} [${code}]`);
      });
    });

/** `kring segment`: lists of customers, from files of any length. */
export const segmentCommand = (): Command =>
  new Command('segment')
    .description('segments that are lists of customers: make one, put customers on it from a file, take them off')
    .addCommand(list())
    .addCommand(create())
    .addCommand(changed('add', 'put the customers of a file on a list; harmless to repeat'))
    .addCommand(changed('remove', 'take the customers of a file off a list; harmless to repeat'));
