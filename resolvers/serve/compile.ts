/** Compiling a document: everything of graphql-js 16 `execute` that depends only on the schema and the document (and on what is asked for at all), done once. */
import {
  BREAK,
  defaultTypeResolver,
  getArgumentValues,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  visit,
  type DocumentNode,
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
import {
  allOf,
  emptyFor,
  failed,
  isObjectLike,
  isPromise,
  runField,
  unusual,
  type Args,
  type Complete,
  type Execution,
  type Field,
  type Path,
  type Run,
} from './running.ts';
import { collectFields, type Within } from './selections.ts';

/** The values a scalar of GraphQL's own leaves as they are. */
const AS_IT_IS: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: (value) => typeof value === 'string',
  ID: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Float: (value) => typeof value === 'number' && Number.isFinite(value),
  Int: (value) => typeof value === 'number' && (value | 0) === value,
};

/** @param variables for which the conditions of the document hold as they do */
export function compile(
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
