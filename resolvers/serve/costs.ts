/** What @cost and the arguments of a field add to the cost of an operation. */
import {
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  valueFromAST,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { MAX_PAGE } from '../wire/paging.ts';

/** An entry of a list in the input, where the schema says nothing else: one small item is written. */
const ENTRY_COST = 5;

interface Cost {
  readonly weight?: number;
  readonly listSize?: number;
}
const NO_COST: Cost = {};
const costs = new WeakMap<GraphQLField<unknown, unknown> | GraphQLInputField | GraphQLArgument, Cost>();

/** What @cost says of a field. */
export function costOf(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown> | GraphQLInputField | GraphQLArgument,
): Cost {
  let cost = costs.get(field);
  if (cost === undefined) {
    const directive = schema.getDirective('cost');
    cost = (directive && field.astNode ? getDirectiveValues(directive, field.astNode) : undefined) ?? NO_COST;
    costs.set(field, cost);
  }
  return cost;
}

/** Inputs of which each names one object of the answer. */
const NAMING_TYPES: ReadonlySet<string> = new Set(['ID', 'CustomerIdentifier']);

/** `first` or `last` of a connection, or how many a list of arguments names (`ids`, `customers`); undefined for everything else. */
export function pageOf(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  variables: Readonly<Record<string, unknown>>,
): number | undefined {
  const isList = isListType(getNullableType(field.type));
  const argument = field.args.find(
    ({ name, type }) =>
      name === 'first' || (isList && isListType(getNullableType(type)) && NAMING_TYPES.has(getNamedType(type).name)),
  );
  if (argument === undefined) return undefined;
  const back = field.args.find(({ name }) => name === 'last');
  const value = (back && valueOf(node, back, variables)) ?? valueOf(node, argument, variables);
  // A page that is too large is refused where it is asked for, in words about pages.
  const size = Array.isArray(value) ? value.length : typeof value === 'number' ? value : 1;
  return Math.min(MAX_PAGE, Math.max(1, size));
}

function valueOf(node: FieldNode, argument: GraphQLArgument, variables: Readonly<Record<string, unknown>>): unknown {
  const given = node.arguments?.find(({ name }) => name.value === argument.name);
  return given === undefined
    ? argument.defaultValue
    : (valueFromAST(given.value, argument.type, variables) ?? argument.defaultValue);
}

/** What arguments cost that make a field read more where they are given, such as a filter. */
export const argumentsCost = (
  schema: GraphQLSchema,
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  variables: Readonly<Record<string, unknown>>,
): number =>
  field.args.reduce((sum, argument) => {
    const { weight = 0 } = costOf(schema, argument);
    return weight > 0 && valueOf(node, argument, variables) != null ? sum + weight : sum;
  }, 0);

/** What the rows cost that a field is sent: every entry of every list in its arguments. */
export function rowsCost(
  schema: GraphQLSchema,
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  variables: Readonly<Record<string, unknown>>,
): number {
  const ofValue = (value: unknown, type: GraphQLInputType, entryCost: number): number => {
    const bare = getNullableType(type);
    if (value === null || value === undefined) return 0;
    if (isListType(bare))
      return (Array.isArray(value) ? value : [value]).reduce<number>(
        (sum, entry) => sum + entryCost + ofValue(entry, bare.ofType as GraphQLInputType, entryCost),
        0,
      );
    if (!isInputObjectType(bare)) return 0;
    return Object.values(bare.getFields()).reduce(
      (sum, inner) =>
        sum +
        ofValue((value as Record<string, unknown>)[inner.name], inner.type, costOf(schema, inner).weight ?? ENTRY_COST),
      0,
    );
  };
  return field.args.reduce(
    (sum, argument) => sum + ofValue(valueOf(node, argument, variables), argument.type, ENTRY_COST),
    0,
  );
}
