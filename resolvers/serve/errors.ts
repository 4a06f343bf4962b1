import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { KringError, VisibleError } from '../../domain/errors.ts';
import { MASKED_MESSAGE } from './http.ts';

/** Codes of failures that GraphQL itself, or our limits, put a safe message on. */
const SAFE_CODES: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'QUERY_TOO_DEEP',
  'QUERY_TOO_COSTLY',
  'OPERATION_NOT_SUPPORTED',
  'FORBIDDEN',
  'RATE_LIMITED',
]);

/** graphql-js walks documents and variables recursively: what is nested beyond its stack is the request's fault. */
const isTooDeep = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('Maximum call stack size exceeded');

/** graphql-js stops listing what does not fit its type with an error of its own: the request's fault as much as those it listed. */
const isRestOfMany = (error: unknown): boolean =>
  error instanceof GraphQLError &&
  error.path === undefined &&
  error.message.startsWith('Too many errors processing variables');

/** What was thrown: also before any field was resolved, where Apollo wraps it without a path and then knows it no more. */
function causeOf(error: unknown): unknown {
  const original = error instanceof GraphQLError ? error.originalError : undefined;
  return original instanceof KringError ? original : unwrapResolverError(error);
}

/** True for an error of which a client only learns that it happened. */
export function isMasked(error: unknown, code: unknown): boolean {
  const cause = causeOf(error);
  if (cause instanceof VisibleError || isTooDeep(cause) || isTooDeep(error) || isRestOfMany(error)) return false;
  return !(error instanceof GraphQLError) || cause instanceof KringError || !SAFE_CODES.has(code);
}

/** The same for every fault, so that telling two apart tells nothing. */
const WRONG_DOCUMENT: GraphQLFormattedError = {
  message:
    'The document does not fit the schema. Introspection is off here, so nothing more is told: check it against the SDL of this release (schema.graphql of kring/client).',
  extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
};

/** The end of a message of graphql-js that offers names of the schema. */
const SUGGESTION = /\s*Did you mean [^?]*\?/gu;

/** What messages about values of variables name of the schema, and what is said in its place: where in the client's own value it is stays told. */
const NAMES_IN_COERCION: readonly (readonly [RegExp, string])[] = [
  [/Field "\w+" of required type "[^"]*" was not provided/gu, 'A required field was not provided'],
  [/ is not defined by type "[^"]*"/gu, ' is not defined'],
  [/ does not exist in "[^"]*" enum/gu, ' does not exist'],
  [/Enum "[^"]*" cannot represent/gu, 'An enum cannot represent'],
  [/Expected type "[^"]*" to be an object/gu, 'Expected an object'],
  [/Expected non-nullable type "[^"]*" not to be null/gu, 'Expected a value, not null'],
  [/Expected value of type "[^"]*"/gu, 'Expected another value'],
  [/ for OneOf type "[^"]*"/gu, ''],
  [/Field "\w+" for OneOf type/gu, 'A field'],
  [/Expected type "[^"]*"/gu, 'Expected another value'],
];

const withoutNames = (message: string): string =>
  NAMES_IN_COERCION.reduce(
    (text, [pattern, said]) => text.replaceAll(pattern, said),
    message.replaceAll(SUGGESTION, ''),
  );

/**
 * What a client may see of an error: everything of a VisibleError and of a request that GraphQL itself refused; of anything
 * else only that it happened.
 *
 * @param hidesSchema says of a document that is wrong only that it is: what of it is right, where, and what graphql-js suggests let a schema be guessed word by word
 */
export const formatErrors =
  (hidesSchema: boolean) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const cause = causeOf(error);
    if (cause instanceof VisibleError)
      return { ...formatted, message: cause.message, extensions: { code: cause.code, ...cause.details } };
    if (isTooDeep(cause) || isTooDeep(error))
      return {
        message: 'The document or its variables are nested too deeply.',
        extensions: { code: 'QUERY_TOO_DEEP' },
      };
    if (isRestOfMany(error))
      return {
        ...formatted,
        message: 'More values of the variables do not fit than are listed here. Correct these first.',
        extensions: { code: 'BAD_USER_INPUT' },
      };
    if (hidesSchema && formatted.extensions?.['code'] === 'GRAPHQL_VALIDATION_FAILED') return WRONG_DOCUMENT;
    if (!isMasked(error, formatted.extensions?.['code']))
      return hidesSchema ? { ...formatted, message: withoutNames(formatted.message) } : formatted;
    return { ...formatted, message: MASKED_MESSAGE, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  };
