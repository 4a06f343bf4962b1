import {
  getDirectiveValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  GraphQLError,
  isCompositeType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  valueFromAST,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { MAX_PAGE } from '../wire/paging.ts';

export interface QueryLimits {
  readonly maxDepth: number;
  readonly maxCost: number;
  readonly maxRootFields: number;
  readonly maxAliases: number;
}

/** A page of 100 customers with all their scores fits; a page of 100 with a page of orders each does not. */
export const DEFAULT_LIMITS: QueryLimits = { maxDepth: 15, maxCost: 12_000, maxRootFields: 20, maxAliases: 60 };

interface Size {
  readonly depth: number;
  readonly cost: number;
  readonly aliases: number;
}
const NOTHING: Size = { depth: 0, cost: 0, aliases: 0 };

/**
 * Refuses an operation that is too deep or too large before any of it runs. The cost of a field is its weight (@cost; 1 for
 * an object, 0 for a leaf, 30 for a mutation) plus the cost of what is selected below it, times its page size, plus that of the
 * rows it is sent. It is computed from the coerced variables: a limit that only looks at literals lets `first: $n` through.
 *
 * @returns the cost
 * @throws GraphQLError with code QUERY_TOO_DEEP, QUERY_TOO_COSTLY or OPERATION_NOT_SUPPORTED
 */
export function assertWithinLimits(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  rawVariables: Readonly<Record<string, unknown>>,
  limits: QueryLimits = DEFAULT_LIMITS,
): number {
  const root = schema.getRootType(operation.operation);
  if (!root) {
    throw new GraphQLError(`This API has no ${operation.operation}s. Ask a query again to see what changed.`, {
      nodes: operation,
      extensions: { code: 'OPERATION_NOT_SUPPORTED', http: { status: 400 } },
    });
  }
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], rawVariables, { maxErrors: 1 });
  // Variables that do not fit their types are reported by the execution that follows.
  if (coerced === undefined) return 0;
  const before = constantSizes.get(operation);
  const { rootFields, ...size } =
    before?.schema === schema ? before : sizeOf(schema, document, operation, root, coerced);
  // Where there are no variables, the same document is always of the same size.
  if (before === undefined && (operation.variableDefinitions ?? []).length === 0)
    constantSizes.set(operation, { schema, rootFields, ...size });
  refuse('QUERY_TOO_DEEP', 'depth', size.depth, limits.maxDepth, operation);
  refuse('QUERY_TOO_COSTLY', 'cost', size.cost, limits.maxCost, operation);
  refuse('QUERY_TOO_COSTLY', 'number of root fields', rootFields, limits.maxRootFields, operation);
  refuse('QUERY_TOO_COSTLY', 'number of aliases', size.aliases, limits.maxAliases, operation);
  return Math.max(1, size.cost);
}

const constantSizes = new WeakMap<
  OperationDefinitionNode,
  Size & { readonly rootFields: number; readonly schema: GraphQLSchema }
>();

function sizeOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  { selectionSet }: OperationDefinitionNode,
  root: GraphQLNamedType,
  variables: Readonly<Record<string, unknown>>,
): Size & { readonly rootFields: number } {
  const fragments = fragmentsOf(document);
  return {
    rootFields: countFields(selectionSet, fragments),
    ...measure(schema, fragments, variables)(selectionSet, root),
  };
}

function refuse(code: string, what: string, actual: number, limit: number, node: OperationDefinitionNode): void {
  if (actual <= limit) return;
  throw new GraphQLError(
    `The ${what} of this operation is ${actual}; the limit is ${limit}. Ask for less at once, e.g. a smaller \`first\`.`,
    {
      nodes: node,
      extensions: { code, actual, limit, http: { status: 400 } },
    },
  );
}

/** The fragments of a document by name. */
export const fragmentsOf = (document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );

/** The names of the fields an operation asks for at its root, those in fragments included, each once. */
export function rootFieldsOf(document: DocumentNode, operation: OperationDefinitionNode): string[] {
  const fragments = fragmentsOf(document);
  const names = new Set<string>();
  const seen = new Set<string>();
  const ofSet = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) names.add(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) ofSet(selection.selectionSet);
      else if (!seen.has(selection.name.value)) {
        seen.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) ofSet(fragment.selectionSet);
      }
    }
  };
  ofSet(operation.selectionSet);
  return [...names];
}

/** How many fields a selection asks for at its own level, those in fragments included. */
function countFields(set: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): number {
  const counted = new Map<string, number>();
  const ofSet = ({ selections }: SelectionSetNode): number =>
    selections.reduce(
      (sum, selection) =>
        sum +
        (selection.kind === Kind.FIELD
          ? 1
          : selection.kind === Kind.INLINE_FRAGMENT
            ? ofSet(selection.selectionSet)
            : ofSpread(selection.name.value)),
      0,
    );
  const ofSpread = (name: string): number => {
    const fragment = fragments.get(name);
    const known = counted.get(name) ?? (fragment === undefined ? 0 : ofSet(fragment.selectionSet));
    counted.set(name, known);
    return known;
  };
  return ofSet(set);
}

function measure(
  schema: GraphQLSchema,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: Readonly<Record<string, unknown>>,
) {
  // Each fragment is measured once: spreading one a thousand times must not cost a thousand walks.
  const measured = new Map<string, Size>();

  const ofSelections = (set: SelectionSetNode, type: GraphQLNamedType): Size => {
    let total = NOTHING;
    for (const selection of set.selections) {
      const size =
        selection.kind === Kind.FIELD
          ? ofField(selection, type)
          : selection.kind === Kind.FRAGMENT_SPREAD
            ? ofFragment(selection.name.value)
            : ofSelections(
                selection.selectionSet,
                selection.typeCondition ? (schema.getType(selection.typeCondition.name.value) ?? type) : type,
              );
      total = {
        depth: Math.max(total.depth, size.depth),
        cost: total.cost + size.cost,
        aliases: total.aliases + size.aliases,
      };
    }
    return total;
  };

  const ofFragment = (name: string): Size => {
    let size = measured.get(name);
    if (size === undefined) {
      const fragment = fragments.get(name);
      const type = fragment && schema.getType(fragment.typeCondition.name.value);
      size = fragment && type ? ofSelections(fragment.selectionSet, type) : NOTHING;
      measured.set(name, size);
    }
    return size;
  };

  const ofField = (node: FieldNode, parent: GraphQLNamedType): Size => {
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    const aliases = node.alias ? 1 : 0;
    // Introspection has its own depth rule in graphql-js, and its size is that of the schema.
    if (field === undefined) return { ...NOTHING, aliases };
    const type = getNamedType(field.type);
    const below = node.selectionSet ? ofSelections(node.selectionSet, type) : NOTHING;
    const isMutation = parent === schema.getMutationType();
    const { weight = isMutation ? MUTATION_COST : isCompositeType(type) ? 1 : 0, listSize = 1 } = costOf(schema, field);
    return {
      depth: below.depth + 1,
      cost:
        weight +
        argumentsCost(schema, node, field, variables) +
        (pageOf(node, field, variables) ?? listSize) * below.cost +
        (isMutation ? rowsCost(schema, node, field, variables) : 0),
      aliases: aliases + below.aliases,
    };
  };

  return ofSelections;
}

/** A mutation writes what it did and that it did it. */
const MUTATION_COST = 30;
/** An entry of a list in the input, where the schema says nothing else: one small item is written. */
const ENTRY_COST = 5;

interface Cost {
  readonly weight?: number;
  readonly listSize?: number;
}
const NO_COST: Cost = {};
const costs = new WeakMap<GraphQLField<unknown, unknown> | GraphQLInputField | GraphQLArgument, Cost>();

/** What @cost says of a field. */
function costOf(
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
function pageOf(
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
const argumentsCost = (
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
function rowsCost(
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
