import { ApolloServer, HeaderMap } from '@apollo/server';
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
import {
  costAndRequestId,
  gate,
  refusals,
  report,
  retryAfter,
  tell,
  watershed,
  type RequestLine,
} from './serve/plugins.ts';
import type { Allowance } from '../domain/access/allowance.ts';
import type { Principal } from '../domain/access/scopes.ts';
import type { Authenticate } from './serve/authenticate.ts';
import { formatErrors } from './serve/errors.ts';
import { DEFAULT_LIMITS, type QueryLimits } from './serve/limits.ts';
import { limitedAnswer, rateLimiter } from './serve/rate-limiter.ts';
import { refusedDocuments } from './serve/refused-documents.ts';
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
import { viewOfThePast } from './serve/view.ts';

export interface ServerOptions extends ContextOptions {
  readonly db: Db;
  /** Says who asks, before anything of a request is read. */
  readonly authenticate: Authenticate;
  /** Lets clients read the schema. Off, errors also stop suggesting names from it. */
  readonly introspection: boolean;
  readonly limits?: QueryLimits;
  /** Trusted documents that need not be added, by hash: those of the page that the host itself serves. */
  readonly ownDocument?: (hash: string) => Promise<string | null>;
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
  const documents = trustedDocuments(options.db, options.ownDocument);
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
