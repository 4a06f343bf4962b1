/**
 * Turns schema/*.graphql into schema/generated.ts (the whole SDL as a string, which the server loads so that no bundle has to
 * find files, and the types of the schema), schema/lean.ts (the same without descriptions, for servers that show nobody the schema), resolvers/generated.ts (the types of every resolver) and docs/access-fields.md (who may read
 * which field). `--check` writes nothing and fails when a file is out of date.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import {
  buildSchema,
  getDirectiveValues,
  isInterfaceType,
  isObjectType,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type GraphQLSchema,
} from 'graphql';

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
    'CustomerValue',
    'LifetimeValue',
    'Rfm',
    'Engagement',
    'ReferralValue',
    'LeavingCustomer',
    'RetentionWork',
    'FocusReport',
    'FocusOpportunity',
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
    'PrivacyJob',
    'Fact',
    'Product',
    'Account',
    'Spend',
    'ApiKey',
    'Webhook',
    'Experience',
    'Opportunities',
    'Opportunity',
    'Complaints',
    'PurchaseBehaviour',
    'NewsletterBehaviour',
    'PromotionBehaviour',
    'Lifecycle',
    'LifecycleSummary',
    'SegmentLandscape',
    'SegmentMovement',
    'LabelChange',
    'Action',
    'ActionReport',
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

/** Fields by type and rule, as people who make keys read them. Who is refused what is decided elsewhere; a test holds the two against each other. */
function accessPage(schema: GraphQLSchema): string {
  const directive = schema.getDirective('access')!;
  const lines: string[] = [];
  for (const type of Object.values(schema.getTypeMap()).sort((one, other) => (one.name < other.name ? -1 : 1))) {
    if (type.name.startsWith('__') || !(isObjectType(type) || isInterfaceType(type))) continue;
    const fields = new Map<string, string[]>();
    for (const field of Object.values(type.getFields())) {
      const said =
        getDirectiveValues(directive, field.astNode!) ?? (type.astNode && getDirectiveValues(directive, type.astNode));
      const scopes = (said?.['anyOf'] as string[] | undefined)?.map((name) =>
        name === 'INGEST' ? 'ingest:<source>' : name.replace('_', ':').toLowerCase(),
      );
      const rule =
        scopes === undefined
          ? 'nobody'
          : `${scopes.length === 0 ? 'any caller' : scopes.map((scope) => `\`${scope}\``).join(' or ')}${said?.['ofAll'] === true ? ', not bound to sources' : ''}`;
      fields.set(rule, [...(fields.get(rule) ?? []), field.name]);
    }
    for (const [rule, names] of fields) lines.push(`| ${type.name} | ${rule} | ${names.join(' ')} |`);
  }
  return [
    '# Who may read which field',
    '',
    'Made from `@access` in schema/*.graphql by `npm run codegen`. [Access](access.md) says what each scope is for. A field is read by a caller who may read',
    'every field on the way to it.',
    '',
    '| type | needs | fields |',
    '|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}

/** The schema without what only people read: nobody is shown descriptions where introspection is off, and a start parses half of it. */
const leanOf = (sdl: string): string =>
  stripIgnoredCharacters(
    print(
      visit(parse(sdl, { noLocation: true }), {
        enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined),
      }),
    ),
  );

/** Target file → content. */
const generate = async (sdl: string): Promise<ReadonlyMap<string, string>> => {
  const schema = buildSchema(sdl);
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
  const access = accessPage(schema);
  const quoted = sdl.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
  return new Map([
    [join(root, 'docs', 'access-fields.md'), access],
    [
      join(schemaFolder, 'lean.ts'),
      `${HEADER}export const leanTypeDefs = '${leanOf(sdl).replaceAll(/['\\]/g, '\\$&')}';\n`,
    ],
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
