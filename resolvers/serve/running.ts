/** Running what was compiled: fields are resolved and completed, and what fails is told where it failed, as graphql-js 16 does it. */
import {
  getArgumentValues,
  isNonNullType,
  locatedError,
  type FieldNode,
  type GraphQLError,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql';

export interface Path {
  readonly prev: Path | undefined;
  readonly key: string | number;
}

export type Args = Readonly<Record<string, unknown>>;

/** One operation under way. */
export interface Execution {
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

export type Complete = (of: Execution, path: Path, value: unknown) => unknown;
export type Run = (of: Execution, path: Path | undefined, source: unknown) => unknown;

export interface Field {
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

export const isObjectLike = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
export const isPromise = (value: unknown): value is Promise<unknown> =>
  (isObjectLike(value) || typeof value === 'function') && typeof (value as { then?: unknown }).then === 'function';

function keysOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: Path | undefined = path; at !== undefined; at = at.prev) keys.push(at.key);
  return keys.reverse();
}

export function note({ errors, nulled }: Execution, error: GraphQLError, path: Path | undefined): void {
  for (let at = path; at !== undefined; at = at.prev) if (nulled.has(at)) return;
  if (nulled.has(undefined)) return;
  nulled.add(path);
  errors.push(error);
}

/** Null in place of what failed; where null may not stand, whoever is above fails. */
export function failed(
  of: Execution,
  raw: unknown,
  nodes: readonly FieldNode[],
  type: GraphQLOutputType,
  path: Path,
): null {
  const error = locatedError(raw, nodes, keysOf(path));
  if (isNonNullType(type)) throw error;
  note(of, error, path);
  return null;
}

export function unusual(of: Execution): never {
  of.isUnusual = true;
  throw new Error('left to graphql-js');
}

/** As JSON has it, but no prototype where a key could be taken for one. */
export const emptyFor = (keys: readonly string[]): Record<string, unknown> =>
  keys.includes('__proto__') ? (Object.create(null) as Record<string, unknown>) : {};

export const allOf = (object: Record<string, unknown>): Promise<Record<string, unknown>> =>
  Promise.all(Object.values(object)).then((values) => {
    const keys = Object.keys(object);
    const resolved = emptyFor(keys);
    for (const [k, key] of keys.entries()) resolved[key] = values[k];
    return resolved;
  });

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

export function runField(of: Execution, prev: Path | undefined, source: unknown, field: Field): unknown {
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
