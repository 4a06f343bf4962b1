import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  parse,
  validate,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type OperationDefinitionNode,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { SCOPES, type Principal } from '../../domain/access/scopes.ts';
import { assertAllowed, ruleOf } from '../../resolvers/serve/access.ts';
import { typeDefs } from '../../schema/generated.ts';

const schema = buildSchema(typeDefs);
const composites = Object.values(schema.getTypeMap()).filter(
  (type) => (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__'),
);
const fieldsOf = (type: GraphQLNamedType): GraphQLField<unknown, unknown>[] =>
  isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];

/** What the page in docs/ says, read as a person who makes keys reads it. */
const page = new Map(
  readFileSync(join(import.meta.dirname, '../../docs/access-fields.md'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, type, needs, fields] = /^\| (\w+) \| (.+) \| (.+) \|$/u.exec(line) ?? [];
      return fields === undefined || type === 'type'
        ? []
        : fields.split(' ').map((field): [string, string] => [`${type}.${field}`, needs!]);
    }),
);

const BOUND = ', not bound to sources';
/** Whether the page lets somebody read a field who has one word of grant. */
function pageAllows(field: string, word: string, isBound: boolean): boolean {
  const needs = page.get(field)!;
  if (isBound && needs.endsWith(BOUND)) return false;
  const scopes = needs.replace(BOUND, '');
  return scopes === 'any caller' || scopes.split(' or ').includes(`\`${word}\``);
}

/** A literal that an argument takes. */
function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return '[]';
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const given = type.isOneOf ? fields.slice(0, 1) : fields.filter(isRequiredInputField);
    return `{${given.map(({ name, type: inner }) => `${name}: ${literal(inner)}`).join(', ')}}`;
  }
  return (
    { Int: '1', SafeInt: '1', Float: '1', Boolean: 'true', DateTime: '"2025-01-01T00:00:00Z"' }[type.name] ?? '"1"'
  );
}

interface Way {
  readonly operation: 'query' | 'mutation';
  /** Fields on the way, as `Type.field`, and as they are written. */
  readonly steps: readonly { readonly name: string; readonly text: string }[];
}

/** The shortest way from a root to each type. */
function waysTo(): ReadonlyMap<string, Way> {
  const ways = new Map<string, Way>();
  const queue: [GraphQLNamedType, Way][] = [
    [schema.getQueryType()!, { operation: 'query', steps: [] }],
    [schema.getMutationType()!, { operation: 'mutation', steps: [] }],
  ];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [type, way] = next;
    if (ways.has(type.name)) continue;
    ways.set(type.name, way);
    for (const field of fieldsOf(type))
      queue.push([getNamedType(field.type), { ...way, steps: [...way.steps, step(type, field)] }]);
    // What only an interface leads to.
    if (isInterfaceType(type))
      for (const one of schema.getPossibleTypes(type)) {
        const last = way.steps.at(-1)!;
        const narrowed = { name: last.name, text: `${last.text} { ... on ${one.name}` };
        queue.push([one, { ...way, steps: [...way.steps.slice(0, -1), narrowed] }]);
      }
  }
  return ways;
}

function step(type: GraphQLNamedType, field: GraphQLField<unknown, unknown>) {
  const given = field.args.filter(isRequiredArgument).map((argument) => `${argument.name}: ${literal(argument.type)}`);
  return {
    name: `${type.name}.${field.name}`,
    text: `${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}`,
  };
}

/** An operation that reads one field and what is on the way to it. */
function operationOf(way: Way, type: GraphQLNamedType, field: GraphQLField<unknown, unknown>) {
  const last = step(type, field);
  const leaf = isCompositeType(getNamedType(field.type)) ? `${last.text} { __typename }` : last.text;
  const text = `${way.operation} { ${[...way.steps.map((one) => one.text), leaf].join(' { ')}`;
  const open = text.split('{').length - text.split('}').length;
  return { text: text + ' }'.repeat(open), names: [...way.steps.map(({ name }) => name), last.name] };
}

const principal = (word: string, isBound: boolean): Principal => ({
  id: 'key:test',
  kind: 'KEY',
  name: 'test',
  scopes: new Set(SCOPES.filter((scope) => scope === word)),
  ingest: new Set(word === 'ingest:<source>' ? ['shop'] : []),
  sources: isBound ? new Set(['shop']) : null,
  expiresAt: null,
});

describe('who may read which field', () => {
  it('is said of every field there is: one without a rule would be refused to everybody', () => {
    const silent = composites.flatMap((type) =>
      fieldsOf(type)
        .filter((field) => ruleOf(schema, type, field) === null)
        .map((field) => `${type.name}.${field.name}`),
    );
    expect(silent).toEqual([]);
    const all = composites.flatMap((type) => fieldsOf(type).map((field) => `${type.name}.${field.name}`));
    expect([...page.keys()].sort()).toEqual(all.sort());
  });

  it('holds for every field and every scope alone, bound to sources and not, as docs/access-fields.md says', () => {
    const ways = waysTo();
    const wrong: string[] = [];
    let asked = 0;
    for (const type of composites) {
      const way = ways.get(type.name);
      if (way === undefined) continue;
      for (const field of fieldsOf(type)) {
        const { text, names } = operationOf(way, type, field);
        const document = parse(text);
        expect(validate(schema, document).map(({ message }) => `${text}: ${message}`)).toEqual([]);
        const operation = document.definitions[0] as OperationDefinitionNode;
        for (const word of [...SCOPES, 'ingest:<source>'])
          for (const isBound of [false, true]) {
            const expected = names.every((name) => pageAllows(name, word, isBound));
            asked += 1;
            if (isAllowed(document, operation, principal(word, isBound)) !== expected)
              wrong.push(`${text} with ${word}${isBound ? ', bound' : ''}: expected ${String(expected)}`);
          }
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(10_000);
  });

  it('is not got around by an alias, a fragment, a condition, or the interface', () => {
    const reader = principal('profile:read', false);
    for (const text of [
      'query { portfolio { asOf } }',
      'query { a: portfolio { b: asOf } }',
      'query { ...F } fragment F on Query { ...G } fragment G on Query { portfolio { asOf } }',
      'query ($no: Boolean = false) { portfolio @include(if: $no) { asOf } }',
      'query { ... @skip(if: true) { portfolio { asOf } } }',
      'query { node(id: "x") { ... on Community { size } } }',
      'query { node(id: "x") { id ... { ... on EnrichmentRun { status } } } }',
      'query { customer(by: { id: "x" }) { value { revenue { amount } } } }',
      'query { customer(by: { id: "x" }) { orders { nodes { margin { amount } } } } }',
      'query { segment(key: "x") { members { nodes { id } } } }',
    ]) {
      const document = parse(text);
      expect(validate(schema, document)).toEqual([]);
      expect([text, isAllowed(document, document.definitions[0] as OperationDefinitionNode, reader)]).toEqual([
        text,
        false,
      ]);
    }
  });
});

function isAllowed(
  ...[document, operation, who]: [ReturnType<typeof parse>, OperationDefinitionNode, Principal]
): boolean {
  try {
    assertAllowed(schema, document, operation, who);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    return false;
  }
}
