/**
 * Turns schema/*.graphql into schema/generated.ts: the whole SDL as a string (what the server loads, so that no bundle has
 * to find files) and the types of every resolver. `--check` writes nothing and fails when the file is out of date.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import { buildSchema, parse } from 'graphql';

const schemaFolder = join(import.meta.dirname, '..', 'schema');
const target = join(schemaFolder, 'generated.ts');

/** GraphQL type → what its resolvers are handed (resolvers/models.ts). */
const mappers = Object.fromEntries(
  ['Customer', 'Segment', 'SegmentRule', 'Order', 'Interaction', 'Tie', 'Referral', 'EnrichmentRun', 'Money', 'UserError', 'ReferralValue', 'NetworkValue', 'ValueFlow']
    .map((name) => [name, `../resolvers/models.ts#${name}Model`]),
);

const config = {
  contextType: '../resolvers/context.ts#RequestContext',
  mappers,
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

const generate = async (sdl: string): Promise<string> => {
  buildSchema(sdl);
  const types = await codegen({
    filename: target,
    schema: parse(sdl),
    documents: [],
    config,
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers: typescriptResolvers },
  });
  const quoted = sdl.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
  return `// Made from schema/*.graphql by \`npm run codegen\`; edit those.\n${types.trim()}\n\nexport const typeDefs = \`${quoted}\`;\n`;
};

const generated = await generate(await readSdl());
if (process.argv.includes('--check')) {
  const current = await readFile(target, 'utf8').catch(() => '');
  if (current !== generated) {
    console.error('schema/generated.ts does not match schema/*.graphql. Run: npm run codegen');
    process.exitCode = 1;
  }
} else {
  await writeFile(target, generated);
}
