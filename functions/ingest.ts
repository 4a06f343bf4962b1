// oxlint-disable-next-line typescript/triple-slash-reference -- SST writes this file as a global declaration
/// <reference path="../sst-env.d.ts" />
import type { Context } from 'aws-lambda';
import { Resource } from 'sst';
import { parseWebhooks } from '../intake/webhooks/settings.ts';
import { createIngestServer, type IngestServer } from '../resolvers/ingest/server.ts';
import { allowanceSettings } from '../resolvers/serve/allowance-settings.ts';
import { authenticator } from '../resolvers/serve/authenticate.ts';
import { unavailableAnswer } from '../resolvers/serve/http.ts';
import { RETRY_AFTER_SECONDS } from '../store/client/deadline.ts';
import { openDatabase } from './environment.ts';
import { receive, returned, type Returned } from './http-events.ts';
import { logError } from './log.ts';

let server: IngestServer | null = null;

async function started(): Promise<IngestServer> {
  const db = await openDatabase();
  server ??= createIngestServer({
    db,
    authenticate: authenticator({ db }),
    allowanceOf: allowanceSettings(process.env),
    webhooks: parseWebhooks(process.env['KRING_WEBHOOKS'] ?? Resource.Webhooks.value),
    onError: logError,
  });
  return server;
}

/**
 * Lambda handler behind a function URL that anybody may call: messages of the Segment spec, with a write key, and signed webhooks of shops and payment
 * providers, whose secrets are linked as `Webhooks`. Never throws: 503 while the database cannot be
 * reached, which every SDK answers by sending again.
 */
export async function handler(event: unknown, context: Pick<Context, 'awsRequestId'>): Promise<Returned> {
  const received = receive(event);
  const requestId = context.awsRequestId;
  try {
    const ingest = await started();
    // An event without a request keeps the function warm.
    if (received === null) return await returned({ status: 204, headers: {}, body: '' }, undefined);
    const answer = await ingest.answer({ ...received.question, path: received.path, requestId });
    return await returned(answer, received.acceptEncoding, received.wantsLists);
  } catch (error) {
    logError(requestId, error);
    return returned(
      unavailableAnswer(
        'The database cannot be reached. Send the same messages again later.',
        RETRY_AFTER_SECONDS,
        requestId,
      ),
      undefined,
      received?.wantsLists,
    );
  }
}
