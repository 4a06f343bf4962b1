/**
 * Documents compiled once: which fields are asked for, of which type and with which arguments graphql-js works out again for every object of a list, and
 * this once a document; only values are left for a request. It is the algorithm of graphql-js 16 `execute`, step by step, so that results, errors and the
 * order of both are the same to the byte (test/resolvers/compiled.test.ts). Mutations, introspection and what should never happen are left to graphql-js.
 */
import {
  BREAK,
  defaultTypeResolver,
  execute,
  getArgumentValues,
  getVariableValues,
  GraphQLError,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  locatedError,
  OperationTypeNode,
  visit,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from './limits.ts';
import { collectFields, holding, shapeOf, type Shape, type Within } from './selections.ts';

interface Path {
  readonly prev: Path | undefined;
  readonly key: string | number;
}

type Args = Readonly<Record<string, unknown>>;

/** One operation under way. */
interface Execution {
  readonly context: unknown;
  readonly variables: Args;
  /** Arguments with variables in them, worked out once a request. */
  readonly args: Map<Field, Args>;
  readonly errors: GraphQLError[];
  /** Where null stands in place of what failed: what fails below it later is not told. */
  readonly nulled: Set<Path | undefined>;
  /** Something came that only a mistake of ours can bring: graphql-js says what. */
  isUnusual: boolean;
}

type Complete = (of: Execution, path: Path, value: unknown) => unknown;
type Run = (of: Execution, path: Path | undefined, source: unknown) => unknown;

interface Field {
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly definition: GraphQLField<unknown, unknown>;
  /** Null where a property of that name is read. */
  readonly resolve: GraphQLField<unknown, unknown>['resolve'] | null;
  /** Null where variables are in them. */
  readonly args: Args | null;
  readonly info: (of: Execution, path: Path) => GraphQLResolveInfo;
  readonly complete: Complete;
}

const isObjectLike = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isPromise = (value: unknown): value is Promise<unknown> =>
  (isObjectLike(value) || typeof value === 'function') && typeof (value as { then?: unknown }).then === 'function';

function keysOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: Path | undefined = path; at !== undefined; at = at.prev) keys.push(at.key);
  return keys.reverse();
}

function note({ errors, nulled }: Execution, error: GraphQLError, path: Path | undefined): void {
  for (let at = path; at !== undefined; at = at.prev) if (nulled.has(at)) return;
  if (nulled.has(undefined)) return;
  nulled.add(path);
  errors.push(error);
}

/** Null in place of what failed; where null may not stand, whoever is above fails. */
function failed(of: Execution, raw: unknown, nodes: readonly FieldNode[], type: GraphQLOutputType, path: Path): null {
  const error = locatedError(raw, nodes, keysOf(path));
  if (isNonNullType(type)) throw error;
  note(of, error, path);
  return null;
}

function unusual(of: Execution): never {
  of.isUnusual = true;
  throw new Error('left to graphql-js');
}

/** As JSON has it, but no prototype where a key could be taken for one. */
const emptyFor = (keys: readonly string[]): Record<string, unknown> =>
  keys.includes('__proto__') ? (Object.create(null) as Record<string, unknown>) : {};

/** The values a scalar of GraphQL's own leaves as they are. */
const AS_IT_IS: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: (value) => typeof value === 'string',
  ID: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Float: (value) => typeof value === 'number' && Number.isFinite(value),
  Int: (value) => typeof value === 'number' && (value | 0) === value,
};

/** A document that was compiled, for the variables its conditions hold with. */
interface Compiled {
  readonly shape: Shape;
  readonly runs: Map<string, Run | null>;
}

/** Combinations of conditions kept of one operation; with more, graphql-js does it. */
const MOST_SHAPES = 64;

function compile(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Args,
): Run {
  const fragments = fragmentsOf(document);
  const within: Within = { schema, fragments, variables };
  const byName = Object.assign(Object.create(null) as object, Object.fromEntries(fragments));

  const completeLeaf = (type: GraphQLLeafType): Complete => {
    const isAsItIs = AS_IT_IS[type.name];
    return (of, _, value) => {
      if (isAsItIs?.(value) === true) return value;
      if (value instanceof Error) throw value;
      if (value === null || value === undefined) return null;
      return type.serialize(value) ?? unusual(of);
    };
  };

  const completeObject = (type: GraphQLObjectType, plan: () => Run): Complete => {
    const { isTypeOf } = type;
    return (of, path, value) => {
      if (value instanceof Error) throw value;
      if (value === null || value === undefined) return null;
      if (isTypeOf) return unusual(of);
      return plan()(of, path, value);
    };
  };

  const completeAbstract = (type: GraphQLAbstractType, nodes: readonly FieldNode[], info: Field['info']): Complete => {
    const resolveType = type.resolveType ?? defaultTypeResolver;
    const plans = new Map<unknown, Run>();
    const ofType = (of: Execution, path: Path, value: unknown, name: unknown): unknown => {
      let plan = plans.get(name);
      if (plan === undefined) {
        const found = typeof name === 'string' ? schema.getType(name) : undefined;
        if (!isObjectType(found) || !schema.isSubType(type, found) || found.isTypeOf) return unusual(of);
        plans.set(name, (plan = planOf(found, nodes)));
      }
      return plan(of, path, value);
    };
    return (of, path, value) => {
      if (value instanceof Error) throw value;
      if (value === null || value === undefined) return null;
      const name = resolveType(value, of.context, info(of, path), type);
      return isPromise(name) ? name.then((known) => ofType(of, path, value, known)) : ofType(of, path, value, name);
    };
  };

  const completeList = (item: GraphQLOutputType, nodes: readonly FieldNode[], complete: Complete): Complete => {
    const one = (of: Execution, prev: Path, value: unknown, key: number): unknown => {
      const path = { prev, key };
      try {
        const completed = isPromise(value)
          ? value.then((resolved) => complete(of, path, resolved))
          : complete(of, path, value);
        return isPromise(completed)
          ? completed.then(undefined, (error: unknown) => failed(of, error, nodes, item, path))
          : completed;
      } catch (error) {
        return failed(of, error, nodes, item, path);
      }
    };
    return (of, path, value) => {
      if (value instanceof Error) throw value;
      if (value === null || value === undefined) return null;
      if (!isObjectLike(value) || typeof (value as { [Symbol.iterator]?: unknown })[Symbol.iterator] !== 'function')
        return unusual(of);
      let isAsync = false;
      const completed: unknown[] = [];
      try {
        for (const each of value as unknown as Iterable<unknown>) {
          const done = one(of, path, each, completed.length);
          isAsync ||= isPromise(done);
          completed.push(done);
        }
      } catch (error) {
        // What the others promised may fail as well: nobody asks any more, and nobody should be told that nobody did.
        Promise.all(completed).catch(() => undefined);
        throw error;
      }
      return isAsync ? Promise.all(completed) : completed;
    };
  };

  const completeOf = (
    type: GraphQLOutputType,
    nodes: readonly FieldNode[],
    info: Field['info'],
    name: string,
  ): Complete => {
    if (isNonNullType(type)) {
      const inner = completeOf(type.ofType, nodes, info, name);
      return (of, path, value) => {
        const completed = inner(of, path, value);
        if (completed === null) throw new Error(`Cannot return null for non-nullable field ${name}.`);
        return completed;
      };
    }
    if (isListType(type)) return completeList(type.ofType, nodes, completeOf(type.ofType, nodes, info, name));
    if (isLeafType(type)) return completeLeaf(type);
    if (!isObjectType(type)) return completeAbstract(type, nodes, info);
    let plan: Run | undefined;
    return completeObject(type, () => (plan ??= planOf(type, nodes)));
  };

  const fieldOf = (parentType: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): Field | null => {
    const fieldName = nodes[0]!.name.value;
    const definition = parentType.getFields()[fieldName];
    if (definition === undefined) return null;
    const returnType = definition.type;
    const info: Field['info'] = (of, path) =>
      ({
        fieldName,
        fieldNodes: nodes,
        returnType,
        parentType,
        path: located(path, parentType),
        schema,
        fragments: byName,
        rootValue: undefined,
        operation,
        variableValues: of.variables,
      }) as unknown as GraphQLResolveInfo;
    return {
      key,
      nodes,
      definition,
      resolve: definition.resolve ?? null,
      args: constantArgs(definition, nodes[0]!),
      info,
      complete: completeOf(returnType, nodes, info, `${parentType.name}.${fieldName}`),
    };
  };

  /** The fields of a type, in the order of the answer. */
  const planOf = (type: GraphQLObjectType, nodes: readonly FieldNode[]): Run =>
    planOfSets(
      type,
      nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    );

  const planOfSets = (type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Run => {
    const steps: (Field | { readonly key: string; readonly constant: string })[] = [];
    for (const [key, nodes] of collectFields(within, type, sets)) {
      if (nodes[0]!.name.value === '__typename') steps.push({ key, constant: type.name });
      else {
        const field = fieldOf(type, key, nodes);
        if (field !== null) steps.push(field);
      }
    }
    const keys = steps.map(({ key }) => key);
    return (of, path, source) => {
      const result = emptyFor(keys);
      let isAsync = false;
      try {
        for (const step of steps) {
          if ('constant' in step) {
            result[step.key] = step.constant;
            continue;
          }
          const completed = runField(of, path, source, step);
          result[step.key] = completed;
          isAsync ||= isPromise(completed);
        }
      } catch (error) {
        // What the other fields promised may fail as well, and is waited for.
        if (isAsync)
          return allOf(result).finally(() => {
            throw error;
          });
        throw error;
      }
      return isAsync ? allOf(result) : result;
    };
  };

  return planOfSets(schema.getRootType(operation.operation)!, [operation.selectionSet]);
}

/** A path as resolvers that ask for it are shown it. */
const located = (path: Path, { name }: GraphQLObjectType): GraphQLResolveInfo['path'] =>
  ({ ...path, typename: name }) as GraphQLResolveInfo['path'];

const allOf = (object: Record<string, unknown>): Promise<Record<string, unknown>> =>
  Promise.all(Object.values(object)).then((values) => {
    const keys = Object.keys(object);
    const resolved = emptyFor(keys);
    for (const [k, key] of keys.entries()) resolved[key] = values[k];
    return resolved;
  });

function hasVariable({ arguments: given = [] }: FieldNode): boolean {
  let found = false;
  for (const argument of given)
    visit(argument, {
      Variable: () => {
        found = true;
        return BREAK;
      },
    });
  return found;
}

/** The arguments of a field that no variable is in; null where one is, or where they are wrong: then the request is told. */
function constantArgs(definition: GraphQLField<unknown, unknown>, node: FieldNode): Args | null {
  if (hasVariable(node)) return null;
  try {
    return getArgumentValues(definition, node);
  } catch {
    return null;
  }
}

function argsOf(of: Execution, field: Field): Args {
  if (field.args !== null) return field.args;
  let args = of.args.get(field);
  if (args === undefined)
    of.args.set(field, (args = getArgumentValues(field.definition, field.nodes[0]!, of.variables)));
  return args;
}

function resolved(of: Execution, source: unknown, field: Field, path: Path): unknown {
  const { resolve, definition } = field;
  if (resolve) {
    // Who asks for it is told where they are.
    const info = resolve.length > 3 ? field.info(of, path) : (undefined as unknown as GraphQLResolveInfo);
    return resolve(source, argsOf(of, field), of.context, info);
  }
  const args = argsOf(of, field);
  if (!isObjectLike(source) && typeof source !== 'function') return undefined;
  const property = (source as Record<string, unknown>)[definition.name];
  return typeof property === 'function' ? property.call(source, args, of.context, field.info(of, path)) : property;
}

function runField(of: Execution, prev: Path | undefined, source: unknown, field: Field): unknown {
  const { complete, definition, nodes } = field;
  const path = { prev, key: field.key };
  try {
    const value = resolved(of, source, field, path);
    const completed = isPromise(value) ? value.then((known) => complete(of, path, known)) : complete(of, path, value);
    return isPromise(completed)
      ? completed.then(undefined, (error: unknown) => failed(of, error, nodes, definition.type, path))
      : completed;
  } catch (error) {
    return failed(of, error, nodes, definition.type, path);
  }
}

/** What is executed, as Apollo hands it on. */
export interface Asked {
  readonly document: DocumentNode;
  /** Undefined where the document has none of the name asked for. */
  readonly operation: OperationDefinitionNode | undefined;
  readonly operationName: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>> | null | undefined;
  readonly context: unknown;
}

/** Executes valid documents against a schema as graphql-js does, each compiled when it first comes. @param maxCoercionErrors of variables, at most */
export function executor(
  schema: GraphQLSchema,
  maxCoercionErrors: number,
): (asked: Asked) => ExecutionResult | Promise<ExecutionResult> {
  const known = new WeakMap<OperationDefinitionNode, Compiled>();

  const asIs = ({ document, operationName, variables, context }: Asked) =>
    execute({
      schema,
      document,
      contextValue: context,
      variableValues: variables ?? null,
      operationName: operationName ?? null,
      options: { maxCoercionErrors },
    });

  const runOf = (document: DocumentNode, operation: OperationDefinitionNode, variables: Args): Run | null => {
    let compiled = known.get(operation);
    if (compiled === undefined) known.set(operation, (compiled = { shape: shapeOf(document), runs: new Map() }));
    const { shape, runs } = compiled;
    const holds = shape.introspects ? null : holding(shape.conditions, variables);
    if (holds === null) return null;
    let run = runs.get(holds);
    if (run === undefined && runs.size < MOST_SHAPES) {
      try {
        run = compile(schema, document, operation, variables);
      } catch {
        run = null;
      }
      runs.set(holds, run);
    }
    return run ?? null;
  };

  return (asked) => {
    const { document, operation, context } = asked;
    if (operation?.operation !== OperationTypeNode.QUERY) return asIs(asked);
    const { coerced, errors: wrong } = getVariableValues(
      schema,
      operation.variableDefinitions ?? [],
      asked.variables ?? {},
      {
        maxErrors: maxCoercionErrors,
      },
    );
    if (wrong) return { errors: wrong };
    const run = runOf(document, operation, coerced);
    if (run === null) return asIs(asked);
    const of: Execution = {
      context,
      variables: coerced,
      args: new Map(),
      errors: [],
      nulled: new Set(),
      isUnusual: false,
    };
    const answer = (data: unknown): ExecutionResult | Promise<ExecutionResult> => {
      if (of.isUnusual) return asIs(asked);
      const result = { data: data as Record<string, unknown> | null };
      return of.errors.length === 0 ? result : { errors: of.errors, ...result };
    };
    const nothing = (error: unknown) => {
      note(of, error as GraphQLError, undefined);
      return answer(null);
    };
    try {
      const data = run(of, undefined, undefined);
      return isPromise(data) ? data.then(answer, nothing) : answer(data);
    } catch (error) {
      return nothing(error);
    }
  };
}
