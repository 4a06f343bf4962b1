import type { Context } from 'aws-lambda';
import { MCP_PATH } from '../resolvers/agents/path.ts';
import type { mcpHost } from '../resolvers/agents/mcp.ts';
import { exportHost } from '../resolvers/partners/exports.ts';
import { exportFileOf } from '../resolvers/partners/exports-path.ts';
import { HEALTH_PATH, plainError, unavailableAnswer } from '../resolvers/serve/http.ts';
import { allowanceSettings } from '../resolvers/serve/allowance-settings.ts';
import { authenticator } from '../resolvers/serve/authenticate.ts';
import { tokenSettings } from '../resolvers/serve/token-settings.ts';
import type { TokenReader } from '../resolvers/serve/tokens.ts';
import { createGraphqlServer, type GraphqlServer } from '../resolvers/server.ts';
import { beforeTime, PATIENCE_MS, RETRY_AFTER_SECONDS } from '../store/client/deadline.ts';
import { releaseLease, startRun, takeOver } from '../store/work/runs.ts';
import { Resource } from 'sst';
import { openDatabase } from './environment.ts';
import { cameThroughFront } from './front.ts';
import { receive, returned, type Returned } from './http-events.ts';
import { logError, logRequest } from './log.ts';
import { hasWorkflow, startWaitingRun } from './look-after-runs.ts';
import { countHealth, countRuns } from './metrics.ts';
import { socialSettings } from './social.ts';

/**
 * The identity provider of the deployment: `KRING_OIDC_ISSUER` and `KRING_OIDC_AUDIENCE` name it, `KRING_OIDC_JWKS` says where its
 * keys are when it has no discovery document, `KRING_OIDC_ALGORITHM` the one algorithm taken. Without an issuer only API keys and signatures of AWS count.
 */
async function tokens(): Promise<{ readonly tokens?: TokenReader }> {
  const settings = tokenSettings(process.env);
  if (settings === null) return {};
  const { tokenReader } = await import('../resolvers/serve/tokens.ts');
  return { tokens: await tokenReader(settings) };
}

type Agents = ReturnType<typeof mcpHost>;

/** The API, and the same asked by agents. */
interface Started extends GraphqlServer {
  readonly mcp: Agents;
  /** Files of exports. */
  readonly exports: ReturnType<typeof exportHost>;
}

let starting: Promise<Started> | null = null;

async function start(): Promise<Started> {
  const db = await openDatabase();
  const authenticate = authenticator({ db, ...(await tokens()) });
  const server = await createGraphqlServer({
    db,
    authenticate,
    allowanceOf: allowanceSettings(process.env),
    // The table's own: opening it has checked that.
    currency: Resource.Access.currency,
    stage: Resource.App.stage,
    introspection: process.env['KRING_INTROSPECTION'] === 'true',
    startRun: async ({ trigger, asOf = db.clock(), tried, resume }) => {
      const aside = tried === undefined ? {} : { settings: tried, tryOut: true };
      const run = await (resume === undefined ? startRun(db, { trigger, asOf, ...aside }) : takeOver(db, resume));
      // Nothing goes on after the response: the workflow of runs does the work, or the next tick of the scheduled enrichment.
      await releaseLease(db, run);
      await startWaitingRun(db).catch((error: unknown) => logError(run.id, error));
      return run;
    },
    social: { settings: socialSettings() },
    onRequest: logRequest,
    onError: logError,
  });
  let agents: Promise<Agents> | null = null;
  // Loaded with the first question of an agent: nobody else waits for what it takes.
  const mcp: Agents = async (question) => {
    agents ??= import('../resolvers/agents/mcp.ts').then((loaded) => loaded.mcpHost({ server, authenticate }));
    return (await agents)(question);
  };
  return { ...server, mcp, exports: exportHost({ db, authenticate, onError: logError }) };
}

/**
 * The server of this container, started once; a failed start is tried again by the next request. null, with the reason in
 * the log, when it failed or takes too long.
 */
async function server(requestId: string): Promise<Started | null> {
  starting ??= start();
  const mine = starting;
  try {
    const started = await beforeTime(performance.now() + PATIENCE_MS + 500, () => mine);
    if (started === null) logError(requestId, new Error('the server is still starting'));
    return started?.answer ?? null;
  } catch (error) {
    if (starting === mine) starting = null;
    logError(requestId, error);
    return null;
  }
}

/** Between runs nobody is there to say how old what readers see is, nor to begin what waits. */
async function lookAfterRuns(): Promise<void> {
  const db = await openDatabase();
  await countRuns(db);
  await startWaitingRun(db);
}

/** What an answer needs beyond the reading of the table: time to be made and to travel. */
const RESERVE_MS = 2000;

const unavailable = (requestId: string) =>
  unavailableAnswer('The API cannot reach its database. Repeat the request later.', RETRY_AFTER_SECONDS, requestId);

/**
 * Lambda handler behind a function URL, an HTTP or REST API or a load balancer. Answers every event and never throws: 503
 * when the server cannot start, and an event without a request (a schedule that keeps the function warm) starts it.
 */
export async function handler(
  event: unknown,
  context: Pick<Context, 'awsRequestId'> & Partial<Pick<Context, 'getRemainingTimeInMillis'>>,
): Promise<Returned> {
  const requestId = context.awsRequestId;
  const received = receive(event);
  const graphql = await server(requestId);
  if (received === null) {
    // A schedule, which keeps the function warm and looks whether it could answer.
    const health = graphql === null ? unavailable(requestId) : await graphql.health();
    countHealth(health.status === 200);
    if (hasWorkflow()) await lookAfterRuns().catch((error: unknown) => logError(requestId, error));
    return returned(health, undefined, undefined);
  }
  if (
    process.env['KRING_FRONT'] === 'required' &&
    !cameThroughFront(received.question.headers, Resource.IdentityKey.value)
  )
    return returned(
      plainError(403, 'Ask at the address of the API, not at the function behind it.', requestId),
      undefined,
      undefined,
    );
  const timeMs =
    context.getRemainingTimeInMillis === undefined
      ? {}
      : { timeMs: Math.max(0, context.getRemainingTimeInMillis() - RESERVE_MS) };
  const answer =
    graphql === null
      ? unavailable(requestId)
      : received.path.endsWith(HEALTH_PATH)
        ? await graphql.health()
        : exportFileOf(received.path) !== null
          ? await graphql.exports({ ...received.question, requestId, path: received.path })
          : await (received.path.endsWith(MCP_PATH) ? graphql.mcp : graphql.executeHttp)({
              ...received.question,
              requestId,
              ...timeMs,
            });
  return returned(answer, received.acceptEncoding, received.wantsLists);
}
