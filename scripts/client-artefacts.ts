/**
 * node scripts/client-artefacts.ts DIRECTORY: what frontend teams feed their tools with. `schema.graphql` for relay-compiler and graphql-codegen,
 * `possible-types.json` and `type-policies.json` for the cache of Apollo Client.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, isAbstractType, isObjectType, printSchema, type GraphQLObjectType } from 'graphql';
import { typeDefs } from '../schema/generated.ts';

export interface ClientArtefacts {
  readonly sdl: string;
  /** Interface or union → the types that can stand there. */
  readonly possibleTypes: Readonly<Record<string, readonly string[]>>;
  /**
   * Parts of an object without an id of their own. A cache that replaced one by another reading of it would take fields from a component that
   * asked for others; merged, each keeps its own.
   */
  readonly typePolicies: Readonly<Record<string, { readonly merge: true }>>;
}

export function clientArtefacts(sdl: string): ClientArtefacts {
  const schema = buildSchema(sdl);
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const roots = new Set<unknown>([schema.getQueryType(), schema.getMutationType()]);
  const isPart = (type: unknown): type is GraphQLObjectType =>
    isObjectType(type) && !roots.has(type) && type.getFields()['id'] === undefined;
  return {
    // Whole types and nothing of how the server goes about them: relay-compiler takes no extensions of a root type.
    sdl: printSchema(schema),
    possibleTypes: Object.fromEntries(
      types.filter(isAbstractType).map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
    ),
    typePolicies: Object.fromEntries(types.filter(isPart).map(({ name }) => [name, { merge: true }])),
  };
}

export function writeArtefacts(directory: string): void {
  const { sdl, possibleTypes, typePolicies } = clientArtefacts(typeDefs);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'schema.graphql'), sdl);
  writeFileSync(join(directory, 'possible-types.json'), `${JSON.stringify(possibleTypes, null, 2)}\n`);
  writeFileSync(join(directory, 'type-policies.json'), `${JSON.stringify(typePolicies, null, 2)}\n`);
}

if (import.meta.main) writeArtefacts(process.argv[2] ?? 'client-artefacts');
