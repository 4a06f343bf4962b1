import type { Context } from 'aws-lambda';
import { answerLinkPage, linkPath } from '../social/page/page.ts';
import { answerWebhook } from '../social/webhook.ts';
import { withDeadline } from '../store/client/deadline.ts';
import { openDatabase } from './environment.ts';
import { receive, returned, type Returned } from './http-events.ts';
import { logError } from './log.ts';
import { socialSettings } from './social.ts';

/**
 * Lambda handler behind a function URL that anybody may call: the linking page (the token in its address is the key) and the webhooks of
 * sources (which sign what they post). Never throws; nothing of an address is logged.
 */
export async function handler(event: unknown, context: Pick<Context, 'awsRequestId'>): Promise<Returned> {
  const received = receive(event);
  try {
    const db = withDeadline(await openDatabase());
    // An event without a request keeps the function warm.
    if (received === null) return await returned({ status: 204, headers: {}, body: '' }, undefined);
    const options = {
      db,
      settings: socialSettings(),
      onError: (error: unknown) => logError(context.awsRequestId, error),
    };
    const question = { ...received.question, path: received.path };
    const answer =
      linkPath(received.path) === null
        ? await answerWebhook(options, question)
        : await answerLinkPage(options, question);
    return await returned(answer, received.acceptEncoding, received.wantsLists);
  } catch (error) {
    logError(context.awsRequestId, error);
    const body = 'This page cannot be shown at the moment. Try again in a few minutes.\n';
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'retry-after': '5' };
    return returned({ status: 503, headers, body }, undefined, received?.wantsLists);
  }
}
