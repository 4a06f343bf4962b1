import { makeExecutableSchema } from '@graphql-tools/schema';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isScalarType,
  parse,
  print,
  printSchema,
  validateSchema,
  visit,
  type GraphQLSchema,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { resolvers } from '../../resolvers/resolvers.ts';
import { executableSchema } from '../../resolvers/schema.ts';
import { leanTypeDefs } from '../../schema/lean.ts';
import { typeDefs } from '../../schema/generated.ts';

const withoutDescriptions = (sdl: string): string =>
  print(
    visit(parse(sdl), { enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined) }),
  );

/** Everything that an answer depends on, as text. */
const partsOf = (schema: GraphQLSchema): string[] =>
  Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => {
      if (isObjectType(type))
        return Object.values(type.getFields()).flatMap((field) => [
          `${type.name}.${field.name} ${field.resolve === undefined ? 'property' : 'resolver'}`,
          ...field.args.map((arg) => `${type.name}.${field.name}(${arg.name}) ${JSON.stringify(arg.defaultValue)}`),
        ]);
      if (isInputObjectType(type))
        return Object.values(type.getFields()).map(
          (field) => `${type.name}.${field.name} ${JSON.stringify(field.defaultValue)}`,
        );
      if (isEnumType(type)) return type.getValues().map(({ name, value }) => `${type.name} ${name} ${String(value)}`);
      return isScalarType(type) ? [`${type.name} ${type.parseValue.toString().length > 0}`] : [];
    })
    .sort();

describe('the schema as the server builds it', () => {
  it('is valid, which a start does not look at again', () => {
    // Looks at the SDL as well, and throws.
    expect(validateSchema(buildSchema(typeDefs))).toEqual([]);
    expect(validateSchema(buildSchema(leanTypeDefs))).toEqual([]);
  });

  it('is the same without descriptions', () => {
    expect(withoutDescriptions(leanTypeDefs)).toBe(withoutDescriptions(typeDefs));
  });

  it('is what makeExecutableSchema makes of it: fields, defaults, words and scalars', () => {
    const [own, theirs] = [executableSchema(leanTypeDefs, resolvers), makeExecutableSchema({ typeDefs, resolvers })];
    expect(partsOf(own)).toEqual(partsOf(theirs));
    expect(printSchema(own)).toBe(printSchema(executableSchema(leanTypeDefs, {})));
    for (const name of ['DateTime', 'Date', 'Decimal', 'CurrencyCode', 'SafeInt']) {
      const [a, b] = [own.getType(name), theirs.getType(name)];
      if (!isScalarType(a) || !isScalarType(b)) throw new Error(`${name} is no scalar`);
      expect(() => a.parseValue({})).toThrow(/must be/u);
      for (const value of ['2017-06-01T10:00:00Z', '2017-06-01', '1.50', 'EUR', 7]) {
        const [own, theirs] = [a, b].map((one) => {
          try {
            return JSON.stringify(one.parseValue(value));
          } catch (error) {
            return String(error);
          }
        });
        expect(own).toBe(theirs);
      }
    }
  });

  it('refuses a resolver of what is not there', () => {
    expect(() => executableSchema('type Query { a: Int }', { Query: { b: () => 1 } })).toThrow(/Query\.b/u);
    expect(() => executableSchema('type Query { a: Int }', { Nobody: { b: () => 1 } })).toThrow(/Nobody/u);
  });
});
