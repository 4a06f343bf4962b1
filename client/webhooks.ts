/** What your address is sent when scores or segments change. Repeats have the same `webhook-id`: keep those of the last days, and pass over what you have had. */
export interface WebhookMessage {
  /** scores.resync: changes were lost while the webhook was paused for more than a month; read `scoreChanges` from the beginning. */
  readonly type: 'scores.changed' | 'scores.resync';
  readonly webhookId: string;
  readonly generation: number | null;
  readonly changes: readonly WebhookChange[];
}

/** A change: of CHANGED read the scores with `partnerScores`; with the others do as with a page of `scoreChanges`. */
export interface WebhookChange {
  readonly kind: 'CHANGED' | 'DELETE' | 'MERGE' | 'ERASE';
  readonly customerId: string;
  /** The ids in the webhook's source, where it has one. */
  readonly externalIds?: readonly string[];
  /** Names of scores that differ, and keys of segments, of those the webhook asked for. */
  readonly scores?: readonly string[];
  readonly entered?: readonly string[];
  readonly left?: readonly string[];
  /** Of MERGE: who it is by now. */
  readonly intoId?: string;
}

/** A message that is not from Kring, or is an old one sent again. */
export class WebhookSignatureError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'WebhookSignatureError';
  }
}

const TOLERANCE_SECONDS = 300;
const SECRET_PREFIX = 'whsec_';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>> | { get(name: string): string | null };

function headerOf(headers: Headers, name: string): string {
  const value = typeof headers['get'] === 'function' ? headers.get(name) : (headers as Record<string, unknown>)[name];
  if (typeof value !== 'string' || value === '') throw new WebhookSignatureError(`The message has no ${name}.`);
  return value;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

/**
 * The message in a request to your address, once it is sure that Kring sent it and sent it just now (HMAC-SHA256, Standard Webhooks).
 *
 * @param secret as `webhookCreate` showed it
 * @param headers of the request, names in lower case
 * @param body as it came, byte for byte: not parsed and written again
 * @param options `toleranceSeconds`: how far the sender's clock may be from yours, 300 where absent; `now`: epoch milliseconds
 * @throws WebhookSignatureError
 * @example const { changes } = await verifyWebhook(process.env.KRING_WEBHOOK_SECRET, request.headers, body);
 */
export async function verifyWebhook(
  secret: string,
  headers: Headers,
  body: string,
  options: { readonly toleranceSeconds?: number; readonly now?: () => number } = {},
): Promise<WebhookMessage> {
  const { toleranceSeconds = TOLERANCE_SECONDS, now = Date.now } = options;
  const id = headerOf(headers, 'webhook-id');
  const timestamp = headerOf(headers, 'webhook-timestamp');
  const signatures = headerOf(headers, 'webhook-signature');
  if (!/^\d{1,12}$/u.test(timestamp)) throw new WebhookSignatureError('webhook-timestamp is no number of seconds.');
  const ageSeconds = now() / 1000 - Number(timestamp);
  if (Math.abs(ageSeconds) > toleranceSeconds)
    throw new WebhookSignatureError(
      `The message is ${Math.round(ageSeconds)} seconds old: it is sent again, or a clock is wrong.`,
    );
  const raw = secret.startsWith(SECRET_PREFIX) ? bytesOf(secret.slice(SECRET_PREFIX.length)) : null;
  if (raw === null || raw.length === 0)
    throw new WebhookSignatureError('The secret is none of a webhook: it begins with whsec_.');
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  for (const one of signatures.split(' ')) {
    const mac = one.startsWith('v1,') ? bytesOf(one.slice('v1,'.length)) : null;
    if (mac !== null && (await crypto.subtle.verify('HMAC', key, mac, signed)))
      return JSON.parse(body) as WebhookMessage;
  }
  throw new WebhookSignatureError('The signature does not fit: the message is not from this webhook, or was changed.');
}
