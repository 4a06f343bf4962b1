import { readFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { VisibleError } from '../../domain/errors.ts';
import type { Db } from '../../store/client/db.ts';
import type { GlobalOptions } from '../options.ts';
import { writeOutput } from '../output.ts';

async function withTable(command: Command, work: (db: Db) => Promise<void>): Promise<void> {
  const { withConnection } = await import('../../local/dynamodb/connect.ts');
  await withConnection(command.optsWithGlobals<GlobalOptions>(), async ({ db }) => work(db));
}

/** Documents of a file: the text of a .graphql file as it is; of JSON the texts in an array, or the values of an object such as graphql-codegen's `persistedDocuments`. */
async function documentsIn(path: string): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new VisibleError('FILE_NOT_FOUND', `${path} cannot be read. Check the path.`, { cause });
  }
  if (!path.endsWith('.json')) return [text];
  const content = JSON.parse(text) as { readonly documents?: unknown } | readonly unknown[];
  const inside = !Array.isArray(content) && 'documents' in content ? content.documents : content;
  const texts = Object.values(inside as object);
  if (texts.length > 0 && texts.every((one) => typeof one === 'string')) return texts;
  throw new VisibleError('WRONG_FORMAT', `${path} holds no documents: an array of texts, or an object of them.`);
}

interface AddOptions extends GlobalOptions {
  readonly client?: boolean;
  readonly out?: string;
  readonly check?: boolean;
}

const days = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('a whole number of days');
};

/** `kring documents`: what keys that take trusted documents only may send. */
export const documentsCommand = (): Command =>
  new Command('documents')
    .description('trusted documents: what a key made with --trusted-only may send (docs/access.md)')
    .addCommand(
      new Command('add')
        .description('check documents against the schema and keep them, each under its hash')
        .argument('[files...]', '.graphql files; .json with texts, such as the persisted documents of graphql-codegen')
        .option('--client', 'also those kring/client sends by itself')
        .option('--out <file>', 'write the manifest there: hash → text')
        .option('--check', 'check and write the manifest, keep nothing')
        .action(async (files: string[], _options, command: Command) => {
          const { client, out, check } = command.optsWithGlobals<AddOptions>();
          const { buildSchema, parse, validate } = await import('graphql');
          const { typeDefs } = await import('../../schema/generated.ts');
          const { addDocuments, documentHash } = await import('../../store/access/documents.ts');
          const { SCORE_DOCUMENTS } = await import('../../client/scores.ts');
          const schema = buildSchema(typeDefs);
          const texts: string[] = client === true ? Object.values(SCORE_DOCUMENTS) : [];
          for (const file of files)
            for (const text of await documentsIn(file)) {
              const [fault] = faultsOf(() => validate(schema, parse(text)));
              if (fault !== undefined) throw new VisibleError('WRONG_DOCUMENT', `${file}: ${fault} Nothing was kept.`);
              texts.push(text);
            }
          const manifest = {
            version: 1,
            documents: Object.fromEntries(texts.map((text) => [`sha256:${documentHash(text)}`, text])),
          };
          if (out !== undefined) await writeOutput(out, `${JSON.stringify(manifest, null, 2)}\n`, 0o644);
          if (check !== true) await withTable(command, async (db) => void (await addDocuments(db, texts)));
          const count = Object.keys(manifest.documents).length;
          console.log(`${count} ${count === 1 ? 'document' : 'documents'} ${check === true ? 'checked' : 'kept'}.`);
        }),
    )
    .addCommand(
      new Command('list').description('every document there is').action(async (_options, command: Command) => {
        const { listDocuments } = await import('../../store/access/documents.ts');
        await withTable(command, async (db) => {
          for (const { hash, text, addedAt } of await listDocuments(db))
            console.log(
              `sha256:${hash} ${new Date(addedAt).toISOString()} ${text.replaceAll(/\s+/gu, ' ').slice(0, 60)}`,
            );
        });
      }),
    )
    .addCommand(
      new Command('prune')
        .description('take away what was not added again lately: pages nobody has open any more')
        .requiredOption('--days <n>', 'not added for so long', days)
        .action(async (_options, command: Command) => {
          const { days: old } = command.optsWithGlobals<GlobalOptions & { readonly days: number }>();
          const { removeOldDocuments } = await import('../../store/access/documents.ts');
          await withTable(command, async (db) => {
            console.log(`${(await removeOldDocuments(db, old)).length} taken away.`);
          });
        }),
    );

function faultsOf(check: () => readonly { readonly message: string }[]): string[] {
  try {
    return check().map(({ message }) => message);
  } catch (error) {
    return [(error as Error).message];
  }
}
