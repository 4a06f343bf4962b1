import type { ApolloServerPlugin } from '@apollo/server';
import { costOfUnits } from '../../domain/access/allowance.ts';
import { noteMutation } from '../../store/access/audit.ts';
import { keyedHash } from '../../store/client/keyed-hash.ts';
import { assertAllowed } from './access.ts';
import type { RequestContext } from './context.ts';
import { isMasked } from './errors.ts';
import { assertWithinLimits, rootFieldsOf, type QueryLimits } from './limits.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { RefusedDocuments } from './refused-documents.ts';

/** What is logged of a request: names of our own alone, never a client's words or anybody's data. */
export interface RequestLine {
  readonly requestId: string;
  /** `query`, `mutation`; null for a document that is none. */
  readonly operation: string | null;
  /** Root fields, by name. */
  readonly fields: readonly string[];
  /** A key by its public part; of a token or role a hash, since subjects can be personal. */
  readonly principal: string;
  /** What the units came to, as `extensions.cost.actual`. */
  readonly cost: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly requests: number;
  readonly durationMs: number;
  /** Codes of what failed, each once. */
  readonly errors: readonly string[];
}

/** One line for each operation, when its answer is made. */
export const tell = (onRequest: ((line: RequestLine) => void) | undefined): ApolloServerPlugin<RequestContext> => ({
  requestDidStart: async () => {
    const from = performance.now();
    return {
      willSendResponse: async ({ contextValue, document, operation, errors }) => {
        const { db, principal, requestId } = contextValue;
        onRequest?.({
          requestId,
          operation: operation?.operation ?? null,
          fields: operation && document ? rootFieldsOf(document, operation) : [],
          principal:
            principal.kind === 'TOKEN' || principal.kind === 'AWS'
              ? `${principal.kind.toLowerCase()}:${keyedHash(db, ['principal', principal.id], 12)}`
              : principal.id,
          cost: costOfUnits(db.meter),
          readUnits: db.meter.readUnits,
          writeUnits: db.meter.writeUnits,
          requests: db.meter.requests,
          durationMs: Math.round(performance.now() - from),
          errors: [...new Set((errors ?? []).map(({ extensions }) => String(extensions['code'] ?? 'UNKNOWN')))],
        });
      },
    };
  },
});

/** The failures after which graphql-js has run nothing: the request itself was wrong. */
const DOCUMENT_ERRORS: ReadonlySet<unknown> = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']);
const REQUEST_ERRORS: ReadonlySet<unknown> = new Set([...DOCUMENT_ERRORS, 'BAD_USER_INPUT']);

/**
 * GraphQL-over-HTTP has a watershed: under `application/json` a well-formed request always gets 200, since a proxy might
 * have made another status; only `application/graphql-response+json` says a 4xx is GraphQL's own.
 */
export const watershed: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ request, response }) => {
      if (
        request.http?.headers.get('accept')?.includes('application/graphql-response+json') ||
        response.body.kind !== 'single'
      )
        return;
      const { data, errors } = response.body.singleResult;
      if (data === undefined && errors?.every(({ extensions }) => REQUEST_ERRORS.has(extensions?.['code'])))
        response.http.status = 200;
    },
  }),
};

/**
 * What stands between a valid operation and its execution, in this order: may its caller read these fields, is it small enough, can
 * they afford it, and, of a mutation, who asked for it. What is refused has changed nothing.
 */
export const gate = (limits: QueryLimits, limiter: RateLimiter): ApolloServerPlugin<RequestContext> => ({
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, operation, request, contextValue }) => {
      if (!operation) return;
      const { principal, db, requestId } = contextValue;
      assertAllowed(schema, document, operation, principal);
      const cost = assertWithinLimits(schema, document, operation, request.variables ?? {}, limits);
      contextValue.spending = await limiter.take(principal, cost, db);
      if (operation.operation === 'mutation')
        await noteMutation(db, { principal, requestId, fields: rootFieldsOf(document, operation), cost });
    },
  }),
});

/** A document that is refused takes about this much time to validate; reading it again takes none. */
const VALIDATION_COST = 100;

/** Remembers documents that are refused, and counts the work of refusing them. */
export const refusals = (
  refused: RefusedDocuments,
  limiter: RateLimiter,
  hidesSchema: boolean,
): ApolloServerPlugin<RequestContext> => ({
  requestDidStart: async () => ({
    willSendResponse: async ({ document, operation, source, contextValue, response, errors }) => {
      if (
        operation ||
        source === undefined ||
        !errors?.every(({ extensions }) => DOCUMENT_ERRORS.has(extensions['code']))
      )
        return;
      if (response.body.kind === 'single') {
        const result = response.body.singleResult;
        // How many faults there are would tell as well.
        if (hidesSchema) result.errors = result.errors?.slice(0, 1) ?? [];
        refused.remember(source, result.errors ?? []);
      }
      limiter.charge(contextValue.principal, document ? VALIDATION_COST : 1);
    },
  }),
});

/** Every answer says what it cost of DynamoDB, and every error carries the id to find it by. */
export const costAndRequestId: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ contextValue: { requestId, db, spending }, response }) => {
      if (response.body.kind !== 'single') return;
      const result = response.body.singleResult;
      const { readUnits, writeUnits, requests } = db.meter;
      const spent = spending?.settle(db.meter);
      result.extensions = { ...result.extensions, cost: { ...spent, readUnits, writeUnits, requests } };
      // Apollo made these for this answer alone.
      for (const error of result.errors ?? []) Object.assign(error, { extensions: { ...error.extensions, requestId } });
    },
  }),
};

/** Says in the header too when a request that DynamoDB let down is worth repeating. */
export const retryAfter: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response }) => {
      const errors = response.body.kind === 'single' ? (response.body.singleResult.errors ?? []) : [];
      const seconds = errors
        .map(({ extensions }) => extensions?.['retryAfterSeconds'])
        .find((value) => typeof value === 'number');
      if (seconds !== undefined) response.http.headers.set('retry-after', String(seconds));
    },
  }),
};

/** Whoever runs the server learns of what clients are not told. */
export const report = (
  onError: ((requestId: string, error: unknown) => void) | undefined,
): ApolloServerPlugin<RequestContext> => ({
  requestDidStart: async () => ({
    didEncounterErrors: async ({ contextValue: { requestId }, errors }) => {
      for (const error of errors)
        if (isMasked(error, error.extensions['code'])) onError?.(requestId, error.originalError ?? error);
    },
  }),
});
