import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the time of a signature may lie from ours, either way: what is older may be somebody's recording. */
const TOLERANCE_MS = 5 * 60_000;

/** In time that says nothing of how nearly they are equal. */
function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

const hmac = (secret: string, body: Uint8Array, before = ''): Buffer =>
  createHmac('sha256', secret).update(before).update(body).digest();

/** `X-Shopify-Hmac-Sha256`: HMAC-SHA-256 of the body as it was sent, in base64. */
export function isSignedByShopify(body: Uint8Array, header: string, secrets: readonly string[]): boolean {
  const shown = Buffer.from(header.trim(), 'base64');
  // All are tried, whichever fits.
  return secrets.map((secret) => isSame(hmac(secret, body), shown)).includes(true);
}

/**
 * `Stripe-Signature`: `t=<seconds>,v1=<hex>`, HMAC-SHA-256 of `<seconds>.<body>`; several `v1` while a secret is replaced. Other schemes than v1 count for nothing.
 *
 * @param now epoch ms
 */
export function isSignedByStripe(body: Uint8Array, header: string, secrets: readonly string[], now: number): boolean {
  const parts = header.split(',').map((part) => part.trim().split('=') as [string, string?]);
  const seconds = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (!/^\d{1,12}$/.test(seconds) || Math.abs(now - Number(seconds) * 1000) > TOLERANCE_MS) return false;
  const shown = parts.flatMap(([name, value = '']) => (name === 'v1' ? [Buffer.from(value, 'hex')] : []));
  return secrets
    .flatMap((secret) => {
      const right = hmac(secret, body, `${seconds}.`);
      return shown.map((one) => isSame(right, one));
    })
    .includes(true);
}
