import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { createGraphqlServer, type GraphqlServer } from '../resolvers/server.ts';
import { releaseLease, startRun } from '../store/work/runs.ts';
import { tableMeta } from '../store/client/table.ts';
import { openDatabase } from './environment.ts';

let starting: Promise<GraphqlServer> | null = null;

async function start(): Promise<GraphqlServer> {
  const db = await openDatabase();
  return createGraphqlServer({
    db,
    currency: (await tableMeta(db))!.currency,
    introspection: process.env['KRING_INTROSPECTION'] === 'true',
    startRun: async ({ trigger, asOf = db.clock() }) => {
      const run = await startRun(db, { trigger, asOf });
      // Nothing goes on after the response: the next tick of the scheduled enrichment does the work.
      await releaseLease(db, run);
      return run;
    },
    // One line of JSON per error, which CloudWatch indexes.
    onError: (requestId, error) => {
      process.stderr.write(
        `${JSON.stringify({ level: 'error', requestId, error: error instanceof Error ? error.stack : String(error) })}\n`,
      );
    },
  });
}

/** The server of this container, started once; a failed start is tried again by the next request. */
async function server(): Promise<GraphqlServer> {
  starting ??= start();
  try {
    return await starting;
  } catch (error) {
    starting = null;
    throw error;
  }
}

/** Lambda handler for a function URL or an API Gateway HTTP API (payload format 2.0). */
export async function handler(
  event: APIGatewayProxyEventV2,
  context: Pick<Context, 'awsRequestId'>,
): Promise<APIGatewayProxyStructuredResultV2> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(event.headers))
    if (value !== undefined) headers[name.toLowerCase()] = value;
  const {
    status,
    headers: answered,
    body,
  } = await (
    await server()
  ).executeHttp({
    method: event.requestContext.http.method,
    headers,
    query: event.rawQueryString,
    ...(event.body === undefined
      ? {}
      : { body: event.isBase64Encoded ? Buffer.from(event.body, 'base64') : event.body }),
    requestId: context.awsRequestId,
  });
  return { statusCode: status, headers: { ...answered }, body };
}
