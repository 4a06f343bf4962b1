/** Operations made from the schema itself, so that a test can reach every root field whatever is added. */
import {
  buildSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
} from 'graphql';
import { toGlobalId } from '../../resolvers/wire/ids.ts';
import { typeDefs } from '../../schema/generated.ts';

const schema = buildSchema(typeDefs);

/** Values that pass every check, so that the operation gets as far as the table. */
const VALUES: Readonly<Record<string, unknown>> = {
  'Query.node.id': toGlobalId('Customer', '00000000000000000000'),
  'Query.nodes.ids': [toGlobalId('Customer', '00000000000000000000'), toGlobalId('Referral', '00000000000000000000')],
  'Query.segment.key': 'of-somebody',
  'Query.enrichmentRun.id': toGlobalId('EnrichmentRun', '01J00000000000000000000000'),
  'Query.whatIf.run': toGlobalId('EnrichmentRun', '01J00000000000000000000000'),
  'Query.engagementPreview.rules': [],
  'Query.privacyJob.id': toGlobalId('PrivacyJob', '01J00000000000000000000000'),
  'Query.segmentPreview.ruleText': 'orders > 1',
  'ApiKeyCreateInput.scopes': ['value:read'],
  'SegmentUpdateInput.id': toGlobalId('Segment', 'of-somebody'),
  'SegmentArchiveInput.id': toGlobalId('Segment', 'of-somebody'),
  'EngagementRuleSetPublishInput.expectedVersion': 1,
  'EngagementRuleSetPublishInput.rules': [],
  SegmentRuleInput: { test: { field: 'ORDERS', comparator: 'GT', value: { number: 1 } } },
  CustomerIdentifier: { externalId: { source: 'shop', id: 'somebody' } },
  'ReferralRecordInput.friend': { externalId: { source: 'shop', id: 'somebody-else' } },
  'TieInput.followed': { externalId: { source: 'shop', id: 'somebody-else' } },
  MoneyInput: { amount: '10.00', currencyCode: 'EUR' },
  first: 2,
};
const SCALARS: Readonly<Record<string, unknown>> = {
  ID: 'x',
  String: 'a',
  Int: 1,
  Float: 1,
  Boolean: true,
  Decimal: '1.00',
  CurrencyCode: 'EUR',
  DateTime: '2017-06-01T10:00:00Z',
  Date: '2017-06-01',
  SafeInt: 1,
};

function valueOf(type: GraphQLInputType, at: string, name: string): unknown {
  const named = getNamedType(type);
  const given = VALUES[at] ?? VALUES[named.name] ?? VALUES[name];
  if (given !== undefined) return given;
  const inner = isNonNullType(type) ? type.ofType : type;
  if (isListType(inner)) return [valueOf(inner.ofType as GraphQLInputType, at, name)];
  if (isEnumType(named)) return named.getValues()[0]!.name;
  if (!isInputObjectType(named)) return SCALARS[named.name];
  const required = Object.values(named.getFields()).filter(
    (field) => isNonNullType(field.type) && field.defaultValue === undefined,
  );
  return Object.fromEntries(
    required.map((field) => [field.name, valueOf(field.type, `${named.name}.${field.name}`, field.name)]),
  );
}

type Field = GraphQLField<unknown, unknown>;
const wantedArgs = (parent: string, { name, args }: Field) =>
  args.filter(
    (arg) =>
      (isNonNullType(arg.type) && arg.defaultValue === undefined) ||
      arg.name === 'first' ||
      VALUES[`${parent}.${name}.${arg.name}`] !== undefined,
  );

/** Everything below a type down to a depth, but no type inside itself. */
function selectionOf(type: GraphQLNamedType, depth: number, above: readonly string[] = []): string {
  if (!isCompositeType(type)) return '';
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  const parts = fields.flatMap((field) => {
    const below = getNamedType(field.type);
    if (wantedArgs(type.name, field).some(({ name }) => name !== 'first')) return [];
    if (!isCompositeType(below)) return [field.name];
    if (depth <= 1 || above.includes(below.name) || below.name === type.name) return [];
    const first = field.args.some(({ name }) => name === 'first') ? '(first: 2)' : '';
    return [`${field.name}${first} ${selectionOf(below, depth - 1, [...above, type.name])}`];
  });
  return `{ __typename ${parts.join(' ')} }`;
}

export interface Operation {
  readonly name: string;
  readonly query: string;
  /** Fresh ones for each call: an idempotency key serves once. */
  readonly variables: () => Record<string, unknown>;
}

let keys = 0;

/** One operation per root field, selecting down to `depth` levels. */
export function operations(kind: 'query' | 'mutation', depth: number): Operation[] {
  const root = kind === 'query' ? schema.getQueryType()! : schema.getMutationType()!;
  return Object.values(root.getFields()).map((field) => {
    const args = wantedArgs(root.name, field);
    const declared = args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
    const passed = args.map(({ name }) => `${name}: $${name}`).join(', ');
    return {
      name: field.name,
      query: `${kind} ${declared === '' ? '' : `(${declared}) `}{ ${field.name}${passed === '' ? '' : `(${passed})`} ${selectionOf(getNamedType(field.type), depth)} }`,
      variables: () =>
        Object.fromEntries(
          args.map(({ name, type }) => {
            const value = valueOf(type, `${root.name}.${field.name}.${name}`, name);
            keys += 1;
            return [
              name,
              name === 'input' && !Array.isArray(value)
                ? {
                    ...(value as object),
                    idempotencyKey: `key-${keys}`,
                    ...(field.name === 'segmentCreate' ? { key: `key-${keys}` } : {}),
                  }
                : value,
            ];
          }),
        ),
    };
  });
}
