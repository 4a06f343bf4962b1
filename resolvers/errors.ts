import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { KringError, VisibleError } from '../domain/errors.ts';

/** Codes of failures that GraphQL itself, or our limits, put a safe message on. */
const SAFE_CODES: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'BAD_REQUEST', 'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED', 'QUERY_TOO_DEEP', 'QUERY_TOO_COSTLY',
]);

export const MASKED_MESSAGE = 'Something went wrong on our side. Quote the request id when you report it.';

/**
 * What a client may see of an error: everything of a VisibleError and of a request that GraphQL itself refused; of anything
 * else only that it happened. `log` gets what is masked.
 */
export const errorFormatter = (log: (error: unknown) => void) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const cause = unwrapResolverError(error);
    if (cause instanceof VisibleError) {
      const { message: _, extensions: __, ...where } = formatted;
      return { ...where, message: cause.message, extensions: { code: cause.code, ...cause.details } };
    }
    const thrownByGraphql = error instanceof GraphQLError && !(cause instanceof KringError);
    if (thrownByGraphql && SAFE_CODES.has(formatted.extensions?.['code'])) return formatted;
    log(cause);
    return { ...formatted, message: MASKED_MESSAGE, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  };
