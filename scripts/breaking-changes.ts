/**
 * node scripts/breaking-changes.ts [--release]: what in schema/*.graphql would break clients of the last release, whose SDL is `schema/released/schema.graphql`. A field
 * or value goes only when it was deprecated in the release, with a reason that ends in a date ("It goes on 2027-06-01."), and that day has come. `--release` writes
 * the SDL of today there.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  findBreakingChanges,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  printSchema,
  type GraphQLSchema,
} from 'graphql';
import { typeDefs } from '../schema/generated.ts';

/** The SDL clients of the last release compile against. */
export const RELEASED = join(import.meta.dirname, '../schema/released/schema.graphql');

const UNTIL = /\bgoes on (\d{4}-\d{2}-\d{2})\b/iu;

/** The day on which something deprecated may go; null where none is named. */
export const removalDay = (reason: string | null | undefined): string | null => UNTIL.exec(reason ?? '')?.[1] ?? null;

/** Every deprecated field, argument, input field and value, as `Type.name`, with its reason. */
export function deprecationsOf(schema: GraphQLSchema): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const note = (name: string, reason: string | null | undefined): void => {
    if (reason != null) found.set(name, reason);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isEnumType(type))
      for (const value of type.getValues()) note(`${type.name}.${value.name}`, value.deprecationReason);
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) note(`${type.name}.${field.name}`, field.deprecationReason);
    if (isObjectType(type) || isInterfaceType(type))
      for (const field of Object.values(type.getFields())) {
        note(`${type.name}.${field.name}`, field.deprecationReason);
        for (const argument of field.args)
          note(`${type.name}.${field.name}.${argument.name}`, argument.deprecationReason);
      }
  }
  return found;
}

/** What breaks clients of a release and was not announced in it for a day that has come. @param today such as 2026-12-31 */
export function unannounced(released: GraphQLSchema, now: GraphQLSchema, today: string): string[] {
  const announced = [...deprecationsOf(released)]
    .filter(([, reason]) => (removalDay(reason) ?? '9999') <= today)
    .map(([name]) => name);
  return findBreakingChanges(released, now)
    .map(({ type, description }) => `${type}: ${description}`)
    .filter(
      (change) =>
        !announced.some((name) => new RegExp(`(?<![\\w.])${name.replaceAll('.', '\\.')}(?!\\w)`, 'u').test(change)),
    );
}

if (import.meta.main) {
  if (process.argv.includes('--release')) writeFileSync(RELEASED, `${printSchema(buildSchema(typeDefs))}\n`);
  const changes = unannounced(
    buildSchema(readFileSync(RELEASED, 'utf8')),
    buildSchema(typeDefs),
    new Date().toISOString().slice(0, 10),
  );
  for (const change of changes) process.stderr.write(`${change}\n`);
  if (changes.length > 0) {
    process.stderr.write(
      'These break clients of the last release. Deprecate first: @deprecated(reason: "It is `x`. It goes on YYYY-MM-DD.").\n',
    );
    process.exitCode = 1;
  }
}
