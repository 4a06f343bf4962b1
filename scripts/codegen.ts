/**
 * Turns schema/*.graphql into schema/generated.ts (the whole SDL as a string, which the server loads so that no bundle has to
 * find files, and the types of the schema) and resolvers/generated.ts (the types of every resolver). `--check` writes nothing
 * and fails when a file is out of date.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import { buildSchema, parse } from 'graphql';

const root = join(import.meta.dirname, '..');
const schemaFolder = join(root, 'schema');
const HEADER = '// Made from schema/*.graphql by `npm run codegen`; edit those.\n';

/** GraphQL type → what its resolvers are handed (resolvers/models.ts). */
const mappers = Object.fromEntries(
  [
    'Customer',
    'Segment',
    'SegmentRule',
    'Order',
    'Interaction',
    'Tie',
    'Referral',
    'EnrichmentRun',
    'Money',
    'UserError',
    'ReferralValue',
    'NetworkValue',
    'ValueAtRisk',
    'ValueFlow',
    'Community',
    'Influence',
    'ReferralSuspicion',
    'SocialAccount',
    'SocialSource',
    'SocialHost',
    'SocialSync',
    'Fact',
    'Product',
    'Account',
    'Spend',
  ].map((name) => [name, `./models.ts#${name}Model`]),
);

const common = {
  useTypeImports: true,
  enumsAsTypes: true,
  immutableTypes: true,
  strictScalars: true,
  defaultScalarType: 'unknown',
  emitLegacyCommonJSImports: false,
  importExtension: '.ts' as const,
  avoidOptionals: { field: true, inputValue: false, object: true, defaultValue: true },
  scalars: {
    DateTime: { input: 'number', output: 'number' },
    Date: { input: 'number', output: 'number' },
    Decimal: 'string',
    CurrencyCode: 'string',
    SafeInt: 'number',
  },
};

/** The files of schema/, in alphabetical order, as one document. */
const readSdl = async (): Promise<string> => {
  const names = (await readdir(schemaFolder)).filter((name) => name.endsWith('.graphql')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(schemaFolder, name), 'utf8')));
  return texts.map((text) => text.trim()).join('\n\n');
};

/** Target file → content. */
const generate = async (sdl: string): Promise<ReadonlyMap<string, string>> => {
  buildSchema(sdl);
  const run = (plugin: 'typescript' | 'resolvers', config: Record<string, unknown>): Promise<string> =>
    codegen({
      filename: 'generated.ts',
      schema: parse(sdl),
      documents: [],
      config,
      plugins: [{ [plugin]: {} }],
      pluginMap: { typescript, resolvers: typescriptResolvers },
    });
  const types = await run('typescript', common);
  const resolvers = await run('resolvers', {
    ...common,
    contextType: './serve/context.ts#RequestContext',
    mappers,
    namespacedImportName: 'Schema',
  });
  const quoted = sdl.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
  return new Map([
    [join(schemaFolder, 'generated.ts'), `${HEADER}${types.trim()}\n\nexport const typeDefs = \`${quoted}\`;\n`],
    [
      join(root, 'resolvers', 'generated.ts'),
      `${HEADER}/* oxlint-disable */\nimport type * as Schema from '../schema/generated.ts';\n${resolvers.trim()}\n`,
    ],
  ]);
};

for (const [target, content] of await generate(await readSdl())) {
  const name = target.slice(root.length + 1);
  if (!process.argv.includes('--check')) {
    await writeFile(target, content);
  } else if (content !== (await readFile(target, 'utf8').catch(() => ''))) {
    console.error(`${name} does not match schema/*.graphql. Run: npm run codegen`);
    process.exitCode = 1;
  }
}
