import type { Told } from '../../intake/messages/told.ts';
import type { Refusal } from '../../intake/messages/message.ts';
import type { Reading } from '../../intake/messages/segment.ts';
import type { WebhookSettings } from '../../intake/webhooks/settings.ts';
import { readShopify } from '../../intake/webhooks/shopify.ts';
import { isSignedByShopify, isSignedByStripe } from '../../intake/webhooks/signatures.ts';
import { readStripe } from '../../intake/webhooks/stripe.ts';
import { bodyOf, jsonOf, MAX_WEBHOOK_BYTES, type IngestQuestion, type RequestFault } from './request.ts';

/** The source whose webhook a path is; null when it is none. */
export const webhookOf = (path: string): string | null =>
  /\/v1\/webhooks\/([\w.-]{1,100})\/?$/u.exec(path)?.[1] ?? null;

/**
 * What a shop or a payment provider posts, once its signature over the very bytes it sent is checked: a function that reads it.
 *
 * @param now epoch ms
 */
export function signedPost(
  question: IngestQuestion,
  settings: WebhookSettings | undefined,
  now: number,
): ((reading: Reading) => Told | Refusal) | RequestFault {
  if (settings === undefined)
    return { status: 404, code: 'NOT_FOUND', message: 'No webhook is set up under this address.' };
  const body = bodyOf(question, MAX_WEBHOOK_BYTES);
  if ('status' in body) return body;
  const { headers } = question;
  const { from, secrets } = settings;
  const isSigned =
    from === 'shopify'
      ? isSignedByShopify(body, headers['x-shopify-hmac-sha256'] ?? '', secrets)
      : isSignedByStripe(body, headers['stripe-signature'] ?? '', secrets, now);
  if (!isSigned)
    return {
      status: 401,
      code: 'BAD_SIGNATURE',
      message: 'The signature does not fit the body, or is too old. Check the secret of this source, and the clock.',
    };
  const json = jsonOf(body);
  if ('status' in json) return json;
  const topic = (headers['x-shopify-topic'] ?? '').trim();
  return (reading) =>
    from === 'shopify' ? readShopify(topic, json.object, reading) : readStripe(json.object, reading);
}
