import * as z from 'zod';
import { VisibleError } from '../../domain/errors.ts';

/** Who posts to a webhook, and what opens it. */
export interface WebhookSettings {
  readonly from: 'shopify' | 'stripe';
  /** What the poster signs with; several while one replaces another. */
  readonly secrets: readonly string[];
}

const secret = z.string().trim().min(8, 'is no secret: it has less than 8 characters');
const Settings = z.record(
  z.string().regex(/^[\w.-]{1,100}$/u, 'a source is a name of letters, digits, dots and dashes'),
  z.strictObject({
    from: z.enum(['shopify', 'stripe']),
    secret: z.union([secret, z.array(secret).min(1).max(4)]),
  }),
);

/**
 * The webhooks of a deployment, by source: `KRING_WEBHOOKS` (docs/streaming.md).
 *
 * @example parseWebhooks('{"shop": {"from": "shopify", "secret": "a secret of the shop"}}')
 * @throws VisibleError USAGE, without what was set
 */
export function parseWebhooks(text: string): ReadonlyMap<string, WebhookSettings> {
  const wrong = (why: string): VisibleError =>
    new VisibleError(
      'USAGE',
      `KRING_WEBHOOKS ${why}. It is JSON such as {"shop": {"from": "shopify", "secret": "…"}}: source, who posts, and the secret they sign with.`,
    );
  if (text.trim() === '') return new Map();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong('is no JSON');
  }
  const parsed = Settings.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw wrong(`is wrong at ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  return new Map(
    Object.entries(parsed.data).map(([source, { from, secret: one }]) => [source, { from, secrets: [one].flat() }]),
  );
}
