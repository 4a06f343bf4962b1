import {
  execute,
  getNamedType,
  GraphQLError,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executableSchema } from '../../resolvers/schema.ts';
import { executor } from '../../resolvers/serve/compiled.ts';
import { createContext } from '../../resolvers/serve/context.ts';
import { resolvers } from '../../resolvers/resolvers.ts';
import { scalars } from '../../resolvers/wire/scalars.ts';
import { typeDefs } from '../../schema/generated.ts';
import { isAvailable, startEngine, type Engine } from '../engines/engines.ts';
import { EVERYTHING, publishedCompany, type Client } from './client.ts';
import { operations } from './operations.ts';

/** Whole numbers below `most`, the same for the same seed (mulberry32). */
function numbersFrom(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * most);
  };
}

function hashOf(text: string): number {
  let hash = 7;
  for (const letter of text) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0;
  return hash;
}

const pathText = (path: GraphQLResolveInfo['path'] | undefined): string =>
  path === undefined ? '' : `${pathText(path.prev)}/${path.key}`;

/** A value of a type, or what goes wrong with it: the same wherever the same field of the same object is asked for. */
function madeUp(schema: GraphQLSchema, seed: number) {
  const scalarValue: Readonly<Record<string, (n: number) => unknown>> = {
    Int: (n) => (n % 23 === 0 ? 2 ** 40 : n % 1000),
    Float: (n) => (n % 29 === 0 ? Number.NaN : n / 7),
    String: (n) => (n % 31 === 0 ? n : `text ${n}`),
    ID: (n) => (n % 2 === 0 ? n : `id-${n}`),
    Boolean: (n) => n % 2 === 0,
    DateTime: (n) => (n % 37 === 0 ? Number.NaN : n * 1e6),
    Date: (n) => n % 20_000,
    SafeInt: (n) => (n % 41 === 0 ? 0.5 : n),
  };
  const ofType = (type: GraphQLOutputType, next: (most: number) => number, isRequired = false): unknown => {
    // Rarely, since what fails above leaves nothing to see below.
    if (isNonNullType(type)) return next(250) === 0 ? null : ofType(type.ofType, next, true);
    const what = next(90);
    if (what < 4 && !isRequired) return what === 0 ? undefined : null;
    if (what === 4) return new Error(`an error is the value ${next(9)}`);
    if (isListType(type)) {
      if (what === 5) return 7;
      return Array.from({ length: next(4) }, () => {
        const value = ofType(type.ofType, next);
        const how = next(12);
        return how === 0 ? Promise.resolve(value) : how === 1 ? failing(next(99)) : value;
      });
    }
    if (isEnumType(type)) return what === 6 ? 'NO_SUCH_WORD' : type.getValues()[next(type.getValues().length)]!.value;
    if (isLeafType(type)) return (scalarValue[type.name] ?? scalarValue['String']!)(next(100_000));
    if (!isAbstractType(type)) return {};
    const possible = schema.getPossibleTypes(type);
    return { __typename: what === 7 ? 'Query' : possible[next(possible.length)]!.name };
  };
  const failing = async (n: number): Promise<never> => {
    for (let k = 0; k < n % 4; k++) await Promise.resolve();
    throw n % 3 === 0
      ? new GraphQLError(`refused ${n}`, { extensions: { code: 'REFUSED' } })
      : new Error(`failed ${n}`);
  };
  return (_: unknown, args: unknown, __: unknown, info: GraphQLResolveInfo): unknown => {
    const next = numbersFrom(hashOf(`${seed}${pathText(info.path)}${JSON.stringify(args)}`));
    const how = next(90);
    if (how === 0) throw new Error(`thrown by ${info.parentType.name}.${info.fieldName}`);
    if (how === 1) return failing(next(99));
    const value = ofType(info.returnType, next);
    if (how > 40) return value;
    return (async () => {
      for (let k = 0; k < how % 8; k++) await Promise.resolve();
      return value;
    })();
  };
}

/** A document of one query with fragments, aliases, conditions and variables, and values for these. */
function question(schema: GraphQLSchema, seed: number): { query: string; variables: Record<string, unknown> } {
  const next = numbersFrom(seed);
  const declared: string[] = [];
  const variables: Record<string, unknown> = {};
  const fragments: string[] = [];
  let fields = 0;

  const literal = (type: GraphQLInputType, depth: number): string => {
    const bare = isNonNullType(type) ? type.ofType : type;
    if (!isNonNullType(type) && next(8) === 0) return 'null';
    if (isListType(bare)) return `[${literal(bare.ofType as GraphQLInputType, depth)}]`;
    if (isEnumType(bare)) return bare.getValues()[next(bare.getValues().length)]!.name;
    if (isInputObjectType(bare)) {
      const all = Object.values(bare.getFields());
      if (bare.isOneOf) {
        const leaf = all.find((one) => isLeafType(getNamedType(one.type))) ?? all[0]!;
        const inner = leaf.type;
        return `{ ${leaf.name}: ${literal(isListType(inner) ? inner : inner, depth - 1).replace('null', '"x"')} }`;
      }
      const wanted = all.filter((one) => isNonNullType(one.type) && one.defaultValue === undefined);
      return `{ ${wanted.map((one) => `${one.name}: ${literal(one.type, depth - 1)}`).join(', ')} }`;
    }
    const values: Readonly<Record<string, string>> = {
      Int: String(next(50)),
      Float: '0.5',
      Boolean: 'true',
      DateTime: '"2017-06-01T10:00:00Z"',
      Date: '"2017-06-01"',
      Decimal: '"1.00"',
      CurrencyCode: '"EUR"',
      SafeInt: '7',
    };
    return values[getNamedType(bare).name] ?? '"text"';
  };
  const argument = ({ name, type }: GraphQLArgument): string => {
    const named = getNamedType(type);
    if (isLeafType(named) && !isListType(isNonNullType(type) ? type.ofType : type) && next(3) === 0) {
      const variable = `v${declared.length}`;
      declared.push(`$${variable}: ${String(type)}`);
      const value: Readonly<Record<string, unknown>> = {
        Int: next(50),
        Float: 0.25,
        Boolean: false,
        DateTime: '2018-06-01T10:00:00Z',
        Date: '2018-06-01',
        Decimal: '2.50',
        CurrencyCode: 'EUR',
        SafeInt: 9,
      };
      if (isNonNullType(type) || next(3) > 0)
        variables[variable] = isEnumType(named) ? named.getValues()[0]!.name : (value[named.name] ?? 'other');
      return `${name}: $${variable}`;
    }
    return `${name}: ${literal(type, 3)}`;
  };
  const condition = (): string => {
    if (next(7) > 0) return '';
    const word = next(2) === 0 ? 'skip' : 'include';
    if (next(2) === 0) return ` @${word}(if: ${next(2) === 0})`;
    const variable = `c${declared.length}`;
    declared.push(`$${variable}: Boolean!`);
    variables[variable] = next(2) === 0;
    return ` @${word}(if: $${variable})`;
  };
  const selection = (type: GraphQLNamedType, depth: number): string => {
    const parts: string[] = next(3) === 0 ? ['__typename'] : [];
    if (isObjectType(type) || isInterfaceType(type)) {
      const all = Object.values(type.getFields());
      const count = 1 + next(depth > 3 ? 4 : 5);
      for (let k = 0; k < count && fields < 70; k++) {
        const field = all[next(all.length)]!;
        const below = getNamedType(field.type);
        if (isCompositeType(below) && depth <= 0) continue;
        fields += 1;
        const args = field.args.filter(
          ({ type: one, defaultValue }) => (isNonNullType(one) && defaultValue === undefined) || next(3) === 0,
        );
        // Of its own name in the answer, so that no two fields of one name differ.
        const alias = next(4) === 0 && args.length === 0 && !isCompositeType(below) ? '' : `a${fields}: `;
        const given = args.length === 0 ? '' : `(${args.map(argument).join(', ')})`;
        const inner = isCompositeType(below) ? ` ${selection(below, depth - 1)}` : '';
        parts.push(`${alias}${field.name}${given}${condition()}${inner}`);
        // The same again, merged with what was asked before.
        if (alias !== '' && inner !== '' && next(6) === 0) parts.push(`${alias}${field.name}${given} { __typename }`);
      }
    }
    if (isAbstractType(type))
      for (const possible of schema.getPossibleTypes(type))
        if (next(3) === 0) parts.push(`... on ${possible.name}${condition()} ${selection(possible, depth - 1)}`);
    if (isObjectType(type) && next(6) === 0) {
      const name = `F${fragments.length}`;
      fragments.push('');
      fragments[Number(name.slice(1))] = `fragment ${name} on ${type.name} ${selection(type, depth - 1)}`;
      parts.push(`...${name}${condition()}`);
    }
    return `{ ${parts.length === 0 ? '__typename' : parts.join(' ')} }`;
  };
  const body = selection(schema.getQueryType()!, 5);
  const head = declared.length === 0 ? 'query' : `query (${declared.join(', ')})`;
  return { query: `${head} ${body}\n${fragments.join('\n')}`, variables };
}

const text = (result: unknown): string => JSON.stringify(result);

describe('compiled documents answer as graphql-js does, to the byte', () => {
  // graphql-js leaves promises of a list to themselves when another entry of it has failed at once.
  const listeners = process.listeners('unhandledRejection');
  beforeAll(() => {
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', () => undefined);
  });
  afterAll(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.removeAllListeners('unhandledRejection');
    for (const listener of listeners) process.on('unhandledRejection', listener);
  });

  it('a thousand generated queries, with every way in which a field can fail', async () => {
    const schema = executableSchema(typeDefs, scalars);
    let seed = 1;
    for (const type of Object.values(schema.getTypeMap()))
      if (isObjectType(type) && !type.name.startsWith('__'))
        for (const field of Object.values(type.getFields())) field.resolve = madeUp(schema, 1);
    const run = executor(schema, 20);
    const seen = { answers: 0, errors: 0, several: 0, nothing: 0, invalid: 0 };
    for (; seen.answers < 1000; seed++) {
      const { query, variables } = question(schema, seed);
      const document = parse(query);
      if (validate(schema, document).length > 0) {
        seen.invalid += 1;
        continue;
      }
      const operation = document.definitions.find((one) => one.kind === 'OperationDefinition')!;
      const expected = await execute({
        schema,
        document,
        variableValues: variables,
        options: { maxCoercionErrors: 20 },
      });
      // Twice: compiled just now, and compiled before.
      for (let k = 0; k < 2; k++)
        expect(text(await run({ document, operation, operationName: null, variables, context: {} })), query).toBe(
          text(expected),
        );
      seen.answers += 1;
      seen.errors += expected.errors ? 1 : 0;
      seen.several += (expected.errors?.length ?? 0) > 1 ? 1 : 0;
      seen.nothing += expected.data === null ? 1 : 0;
    }
    expect(seen.errors).toBeGreaterThan(300);
    expect(seen.several).toBeGreaterThan(150);
    expect(seen.errors).toBeLessThan(950);
    expect(seen.nothing).toBeLessThan(500);
    expect(seen.invalid).toBeLessThan(seen.answers);
  });

  it('what only a mistake of ours can bring, and what is asked of no operation that is there', async () => {
    const schema = executableSchema(
      'type Query { leaf: Int! list: [Int] named: Named plain(a: Int): Int info: String } interface Named { name: String } type One implements Named { name: String }',
      {
        Query: {
          leaf: () => Number.NaN,
          list: () => 7,
          named: (): unknown => ({ __typename: 'Nobody' }),
          info: (_: unknown, __: unknown, ___: unknown, info: GraphQLResolveInfo) =>
            `${info.fieldName} ${info.parentType.name} ${String(info.path.key)} ${Object.keys(info.variableValues).join()}`,
        },
      },
    );
    const run = executor(schema, 20);
    for (const [query, variables] of [
      ['{ leaf }', {}],
      ['{ list named { name } }', {}],
      ['query A { list } query B { leaf }', {}],
      ['query ($a: Int!) { plain(a: $a) }', { a: 'x' }],
      ['query ($a: Int) { plain(a: $a) }', {}],
      ['query ($a: Int!, $b: Boolean) { again: info plain(a: $a) }', { a: 1 }],
      ['{ __schema { queryType { name } } __typename }', {}],
      ['query ($on: Boolean = true) { plain @skip(if: $on) __typename }', { on: null }],
      ['{ __proto__: plain __typename }', {}],
    ] as const) {
      const document = parse(query);
      const all = document.definitions.filter((one) => one.kind === 'OperationDefinition');
      const expected = await execute({
        schema,
        document,
        variableValues: variables,
        options: { maxCoercionErrors: 20 },
      });
      const operation = all.length === 1 ? all[0] : undefined;
      expect(text(await run({ document, operation, operationName: null, variables, context: {} })), query).toBe(
        text(expected),
      );
    }
  });
});

describe('every root field of a published company', () => {
  let engine: Engine;
  let client: Client;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    client = await publishedCompany(engine, 40);
  });
  afterAll(() => engine.stop());

  it.each(operations('query', 6))('$name', async ({ query, variables }) => {
    const schema = executableSchema(typeDefs, resolvers);
    const run = executor(schema, 20);
    const document = parse(query);
    const operation = document.definitions.find((one) => one.kind === 'OperationDefinition')!;
    const given = variables();
    const context = () => createContext({ db: client.db, currency: 'EUR' }, EVERYTHING, 'r');
    const asked = { schema, document, variableValues: given, options: { maxCoercionErrors: 20 } };
    const expected = text(await execute({ ...asked, contextValue: context() }));
    expect(text(await run({ document, operation, operationName: null, variables: given, context: context() }))).toBe(
      expected,
    );
  });
});
