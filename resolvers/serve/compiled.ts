/**
 * Documents compiled once: which fields are asked for, of which type and with which arguments graphql-js works out again for every object of a list, and
 * this once a document; only values are left for a request. It is the algorithm of graphql-js 16 `execute`, step by step, so that results, errors and the
 * order of both are the same to the byte (test/resolvers/compiled.test.ts). Mutations, introspection and what should never happen are left to graphql-js.
 */
import {
  execute,
  getVariableValues,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { compile } from './compile.ts';
import { isPromise, note, type Args, type Execution, type Run } from './running.ts';
import { holding, shapeOf, type Shape } from './selections.ts';

/** A document that was compiled, for the variables its conditions hold with. */
interface Compiled {
  readonly shape: Shape;
  readonly runs: Map<string, Run | null>;
}

/** Combinations of conditions kept of one operation; with more, graphql-js does it. */
const MOST_SHAPES = 64;

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
