import { Command, Option } from 'commander';
import { VisibleError } from '../../domain/errors.ts';
import type { CustomerIdentifier } from '../../store/customers/identity.ts';
import type { PrivacyJobKind } from '../../store/privacy/jobs.ts';
import type { TableConnection } from '../../local/dynamodb/connect.ts';
import type { GlobalOptions } from '../options.ts';
import { writeOutput } from '../output.ts';

interface WhoOptions extends GlobalOptions {
  readonly id?: string;
  readonly email?: string;
  readonly source?: string;
  readonly externalId?: string;
  readonly output?: string;
}

const BY = 'cli';

function whom({ id, email, source, externalId }: WhoOptions): CustomerIdentifier {
  if (id !== undefined) return { id };
  if (email !== undefined) return { email };
  if (source !== undefined && externalId !== undefined) return { externalId: { source, id: externalId } };
  throw new VisibleError('USAGE', 'Say whom: --email, --id, or --source and --external-id.');
}

const who = (command: Command): Command =>
  command
    .addOption(new Option('--email <address>', 'an e-mail address of theirs'))
    .addOption(new Option('--source <name>', 'with --external-id: the source that knows them'))
    .addOption(new Option('--external-id <id>', 'their id there'))
    .addOption(new Option('--id <id>', "Kring's own id, 20 letters"));

async function open(db: TableConnection['db'], kind: PrivacyJobKind, options: WhoOptions) {
  const { openJob } = await import('../../store/privacy/jobs.ts');
  const { personOf } = await import('../../store/privacy/person.ts');
  return openJob(db, kind, await personOf(db, whom(options)), BY);
}

/** `kring privacy`: a person who asks what is kept of them, or to be erased. */
export const privacyCommand = (): Command =>
  new Command('privacy')
    .description('what is kept of a person: write it down, or erase it (read the guide: docs/privacy.md)')
    .addCommand(
      who(new Command('export').description('write down everything that is kept of a customer, as JSON'))
        .option('--output <file>', 'where to; default: the terminal')
        .action(async (_options, command: Command) => {
          const options = command.optsWithGlobals<WhoOptions>();
          const { withConnection } = await import('../../local/dynamodb/connect.ts');
          const { advanceExport, exportPage } = await import('../../store/privacy/export.ts');
          const { holdJob } = await import('../../store/privacy/jobs.ts');
          await withConnection(options, async ({ db }) => {
            const { id } = await open(db, 'EXPORT', options);
            await advanceExport(db, (await holdJob(db, id))!);
            const held = (await holdJob(db, id))!;
            const documents = [];
            for (let page = 0; page < held.job.pages; page++)
              documents.push(...((await exportPage(db, held, page)) ?? []));
            const text = `${JSON.stringify({ exportedAt: new Date(db.clock()).toISOString(), documents }, null, 2)}\n`;
            if (options.output === undefined) process.stdout.write(text);
            else await writeOutput(options.output, text);
            console.error(`${documents.length} documents.`);
          });
        }),
    )
    .addCommand(
      who(new Command('erase').description('delete everything about a customer, for good, and run'))
        .option('--yes', 'there is no way back, and you know it')
        .action(async (_options, command: Command) => {
          const options = command.optsWithGlobals<WhoOptions & { readonly yes?: boolean }>();
          if (options.yes !== true)
            throw new VisibleError(
              'USAGE',
              'This deletes everything about the customer, for good. Add --yes to do it.',
            );
          const { withConnection } = await import('../../local/dynamodb/connect.ts');
          const { getJob } = await import('../../store/privacy/jobs.ts');
          const { deploymentAsOf } = await import('../../local/demo/demo.ts');
          const { runSummary, runVisibly } = await import('../run.ts');
          await withConnection(options, async (connection) => {
            const { db } = connection;
            const { id } = await open(db, 'ERASE', options);
            // A run that another process left unfinished may have read its inputs before: then one more.
            for (let runs = 0; (await getJob(db, id))!.status === 'OPEN' && runs < 2; runs++)
              console.error(
                runSummary(await runVisibly(connection, { asOf: await deploymentAsOf(db), trigger: 'MANUAL' })),
              );
            const { status, steps } = (await getJob(db, id))!;
            for (const { step, count } of steps) console.log(`${step.toLowerCase().padEnd(12)}${count}`);
            console.log(
              status === 'DONE'
                ? "Erased. What the company keeps elsewhere, files that were imported among it, is not Kring's to delete: an import of them brings the customer back."
                : 'The next run ends it.',
            );
          });
        }),
    );
