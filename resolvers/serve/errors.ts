import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { KringError, VisibleError } from '../../domain/errors.ts';

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
]);

export const MASKED_MESSAGE = 'Something went wrong on our side. Quote the request id when you report it.';

/** True for an error of which a client only learns that it happened. */
export function isMasked(error: unknown, code: unknown): boolean {
  const cause = unwrapResolverError(error);
  if (cause instanceof VisibleError) return false;
  return !(error instanceof GraphQLError) || cause instanceof KringError || !SAFE_CODES.has(code);
}

/**
 * What a client may see of an error: everything of a VisibleError and of a request that GraphQL itself refused; of anything
 * else only that it happened.
 */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = unwrapResolverError(error);
  if (cause instanceof VisibleError)
    return { ...formatted, message: cause.message, extensions: { code: cause.code, ...cause.details } };
  if (!isMasked(error, formatted.extensions?.['code'])) return formatted;
  return { ...formatted, message: MASKED_MESSAGE, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}
