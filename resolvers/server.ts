import { ApolloServer, HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError } from 'graphql';
import { ulid } from 'ulid';
import { VisibleError } from '../domain/errors.ts';
import { leanTypeDefs } from '../schema/lean.ts';
import type { Db } from '../store/client/db.ts';
import { RETRY_AFTER_SECONDS, withDeadline } from '../store/client/deadline.ts';
import { readTableMeta } from '../store/client/table.ts';
import { createContext, type ContextOptions, type RequestContext } from './serve/context.ts';
import type { Allowance } from '../domain/access/allowance.ts';
import type { Principal } from '../domain/access/scopes.ts';
import { noteMutation } from '../store/access/audit.ts';
import { assertAllowed } from './serve/access.ts';
import type { Authenticate } from './serve/authenticate.ts';
import { formatErrors, isMasked } from './serve/errors.ts';
import { assertWithinLimits, DEFAULT_LIMITS, rootFieldsOf, type QueryLimits } from './serve/limits.ts';
import { limitedAnswer, rateLimiter, type RateLimiter } from './serve/rate-limiter.ts';
import { refusedDocuments, type RefusedDocuments } from './serve/refused-documents.ts';
import {
  healthAnswer,
  MASKED_MESSAGE,
  parseBody,
  plainAccept,
  plainError,
  refuseGet,
  sendable,
  unavailableAnswer,
  type HttpAnswer,
  type HttpQuestion,
} from './serve/http.ts';
import { trustedDocuments, type Asked } from './serve/trusted-documents.ts';
import { executableSchema } from './schema.ts';
import { executor } from './serve/compiled.ts';
import { resolvers } from './resolvers.ts';
import { costOfUnits } from '../domain/access/allowance.ts';
import { keyedHash } from '../store/client/keyed-hash.ts';
import { viewOfThePast } from './serve/view.ts';

export interface ServerOptions extends ContextOptions {
  readonly db: Db;
  /** Says who asks, before anything of a request is read. */
  readonly authenticate: Authenticate;
  /** Lets clients read the schema. Off, errors also stop suggesting names from it. */
  readonly introspection: boolean;
  readonly limits?: QueryLimits;
  /** What a caller may spend; null, or none here: not bounded. */
  readonly allowanceOf?: (principal: Principal) => Allowance | null;
  /** Told of every operation once it is answered, in one line without anything of what was asked or answered. */
  readonly onRequest?: (line: RequestLine) => void;
  /** Told of every error that was masked. */
  readonly onError?: (requestId: string, error: unknown) => void;
}

export interface GraphqlServer {
  /** Answers one GraphQL-over-HTTP request. Never throws. */
  executeHttp(question: HttpQuestion): Promise<HttpAnswer>;
  /** Whether the table can be read: 200, or 503 within two seconds. Never throws. */
  health(): Promise<HttpAnswer>;
  stop(): Promise<void>;
}

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
const tell = (onRequest: ServerOptions['onRequest']): ApolloServerPlugin<RequestContext> => ({
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
const watershed: ApolloServerPlugin<RequestContext> = {
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
const gate = (limits: QueryLimits, limiter: RateLimiter): ApolloServerPlugin<RequestContext> => ({
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
const refusals = (
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
const costAndRequestId: ApolloServerPlugin<RequestContext> = {
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
const retryAfter: ApolloServerPlugin<RequestContext> = {
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
const report = (onError: ServerOptions['onError']): ApolloServerPlugin<RequestContext> => ({
  requestDidStart: async () => ({
    didEncounterErrors: async ({ contextValue: { requestId }, errors }) => {
      for (const error of errors)
        if (isMasked(error, error.extensions['code'])) onError?.(requestId, error.originalError ?? error);
    },
  }),
});

/** The answer to a request whose caller is not known, or cannot be found out now. */
function refused({ code, message, details }: VisibleError, requestId: string): HttpAnswer {
  if (code === 'UNAUTHENTICATED') {
    const answer = plainError(401, message, requestId, code);
    return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Bearer realm="kring"' } };
  }
  return unavailableAnswer(message, Number(details['retryAfterSeconds'] ?? RETRY_AFTER_SECONDS), requestId);
}

/** The document of a request, where it has one. */
function documentOf({ content, query }: Asked): string | null {
  if (content === undefined) return new URLSearchParams(query).get('query');
  const document = typeof content === 'object' && content !== null && 'query' in content ? content.query : null;
  return typeof document === 'string' ? document : null;
}

/** Values of variables of which one answer says what is wrong with them. */
const MOST_COERCION_ERRORS = 20;

/** A health check that waits longer says by itself that something is wrong. */
const HEALTH_MS = 2000;

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * The GraphQL core, without a transport: hosts hand it requests (local/http, functions/graphql.ts). Build one per process.
 *
 * @example
 * const server = await createGraphqlServer({ db, currency: 'EUR', introspection: true, authenticate: authenticator({ db }) });
 * const { status, body } = await server.executeHttp({ method: 'POST', headers: { 'content-type': 'application/json' }, query: '', body: '{"query":"{ __typename }"}' });
 */
export async function createGraphqlServer(options: ServerOptions): Promise<GraphqlServer> {
  const limiter = rateLimiter(options.db, options.allowanceOf ?? (() => null));
  const refusedBefore = refusedDocuments();
  const documents = trustedDocuments(options.db);
  const sdl = options.introspection ? (await import('../schema/generated.ts')).typeDefs : leanTypeDefs;
  const schema = executableSchema(sdl, resolvers);
  const run = executor(schema, MOST_COERCION_ERRORS);
  const apollo = new ApolloServer<RequestContext>({
    // Apollo's one way to bring an executor: this server is its own gateway.
    gateway: {
      onSchemaLoadOrUpdate: (tell) => {
        tell({ apiSchema: schema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      load: async () => ({
        executor: async ({ document, operation, request: { operationName, variables }, context }) =>
          run({ document, operation, operationName, variables, context }),
      }),
      stop: async () => undefined,
    },
    nodeEnv: 'production',
    introspection: options.introspection,
    hideSchemaDetailsFromClientErrors: !options.introspection,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    // No cookies and no CORS headers: the only requests a foreign page could make are those parseBody refuses, and GET, which changes nothing.
    csrfPrevention: false,
    // Without a bound, 8 KB of nested aliases cost half a second of validation.
    parseOptions: { maxTokens: 5000 },
    maxRecursiveSelections: 2000,
    validationOptions: { maxErrors: 20 },
    status400ForVariableCoercionErrors: true,
    stopOnTerminationSignals: false,
    stringifyResult: JSON.stringify,
    logger: quiet,
    formatError: formatErrors(!options.introspection),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      refusals(refusedBefore, limiter, !options.introspection),
      gate(options.limits ?? DEFAULT_LIMITS, limiter),
      viewOfThePast,
      tell(options.onRequest),
      report(options.onError),
      watershed,
      costAndRequestId,
      retryAfter,
    ],
  });
  await apollo.start();

  return {
    executeHttp: async (question) => {
      const requestId = question.requestId ?? ulid();
      try {
        const headers = new HeaderMap(Object.entries(question.headers));
        const accept = headers.get('accept');
        if (accept !== undefined) headers.set('accept', plainAccept(accept));
        const asked = { ...question, requestId };
        const principal = await options.authenticate(question);
        limiter.admit(principal);
        const body = question.method === 'POST' ? parseBody(asked) : undefined;
        const bad = body === undefined ? refuseGet(asked) : 'status' in body ? body : null;
        if (bad !== null) return sendable(bad, requestId);
        const whole = await documents.resolve(
          { content: body !== undefined && 'content' in body ? body.content : undefined, query: question.query },
          principal,
          requestId,
        );
        if ('status' in whole) {
          limiter.charge(principal, 1);
          return sendable(whole, requestId);
        }
        const document = documentOf(whole);
        const known = document === null ? null : refusedBefore.answer(document, accept, requestId);
        if (known !== null) return sendable(known, requestId);
        const answer = await apollo.executeHTTPGraphQLRequest({
          httpGraphQLRequest: {
            method: question.method,
            headers,
            search: whole.query,
            body: whole.content,
          },
          context: async () => createContext(options, principal, requestId, question.timeMs),
        });
        if (answer.body.kind !== 'complete')
          return plainError(406, 'Incremental delivery is not supported.', requestId);
        return sendable(
          { status: answer.status ?? 200, headers: Object.fromEntries(answer.headers), body: answer.body.string },
          requestId,
        );
      } catch (error) {
        if (error instanceof VisibleError) return refused(error, requestId);
        if (error instanceof GraphQLError) return limitedAnswer(error, requestId);
        options.onError?.(requestId, error);
        return plainError(500, MASKED_MESSAGE, requestId);
      }
    },
    health: async () => {
      try {
        await readTableMeta(withDeadline(options.db, { patienceMs: HEALTH_MS }));
        return healthAnswer(null);
      } catch (error) {
        options.onError?.('health', error);
        return healthAnswer(RETRY_AFTER_SECONDS);
      }
    },
    stop: () => apollo.stop(),
  };
}
