import {
  buildSchema,
  isInputObjectType,
  isObjectType,
  isInterfaceType,
  isScalarType,
  isUnionType,
  parse,
  print,
  printSchema,
  validateSchema,
  visit,
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

describe('the schema as the server builds it', () => {
  it('is valid, which a start does not look at again', () => {
    // Looks at the SDL as well, and throws.
    expect(validateSchema(buildSchema(typeDefs))).toEqual([]);
    expect(validateSchema(buildSchema(leanTypeDefs))).toEqual([]);
  });

  it('is the same without descriptions', () => {
    expect(withoutDescriptions(leanTypeDefs)).toBe(withoutDescriptions(typeDefs));
  });

  it('has every resolver where it belongs, and properties everywhere else', () => {
    const own = executableSchema(leanTypeDefs, resolvers);
    const bare = buildSchema(leanTypeDefs);
    expect(printSchema(own)).toBe(printSchema(bare));
    for (const type of Object.values(own.getTypeMap()).filter(({ name }) => !name.startsWith('__'))) {
      const given = (resolvers as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>)[type.name];
      if (isObjectType(type))
        for (const field of Object.values(type.getFields()))
          expect(field.resolve, `${type.name}.${field.name}`).toBe(given?.[field.name]);
      else if (isUnionType(type) || isInterfaceType(type)) expect(type.resolveType).toBe(given?.['__resolveType']);
      else if (isScalarType(type) && given !== undefined) expect(type.parseValue, type.name).toBe(given['parseValue']);
    }
    for (const name of ['DateTime', 'Date', 'Decimal', 'CurrencyCode', 'SafeInt']) {
      const scalar = own.getType(name);
      if (!isScalarType(scalar)) throw new Error(`${name} is no scalar`);
      expect(() => scalar.parseValue({})).toThrow(/must be/u);
    }
  });

  it('reads defaults with its own scalars, though they come after the schema that has them', () => {
    const read = (value: unknown): string => `read ${String(value)}`;
    const own = executableSchema(
      'scalar Word input Asked { word: Word = "a", words: [Word!] = ["b", "c"], plain: Int = 3 } type Query { say(word: Word = "d", of: Asked = { word: "e" }): Int }',
      { Word: { serialize: read, parseValue: read, parseLiteral: (node: { value: string }) => read(node.value) } },
    );
    const asked = own.getType('Asked');
    if (!isInputObjectType(asked)) throw new Error('Asked is no input');
    const defaults = Object.values(asked.getFields()).map(({ name, defaultValue }) => [name, defaultValue]);
    expect(Object.fromEntries(defaults)).toEqual({ word: 'read a', words: ['read b', 'read c'], plain: 3 });
    expect(own.getQueryType()!.getFields()['say']!.args[0]!.defaultValue).toBe('read d');
  });

  it('refuses a resolver of what is not there', () => {
    expect(() => executableSchema('type Query { a: Int }', { Query: { b: () => 1 } })).toThrow(/Query\.b/u);
    expect(() => executableSchema('type Query { a: Int }', { Nobody: { b: () => 1 } })).toThrow(/Nobody/u);
  });
});
