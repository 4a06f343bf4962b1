import { createHmac, timingSafeEqual } from 'node:crypto';

/** What the distribution in front of the API puts into every request it hands on. */
export const FRONT_HEADER = 'x-kring-front';

/** Known to whoever has the identity key, and to nobody else; says nothing of the key. */
export const frontMark = (identityKey: string): string =>
  createHmac('sha256', identityKey).update('came through the front').digest('base64url');

/** Whether a request came through the distribution: the function's own address, where anybody finds it, is no way around the firewall. */
export function cameThroughFront(headers: Readonly<Record<string, string>>, identityKey: string): boolean {
  const [shown, right] = [headers[FRONT_HEADER] ?? '', frontMark(identityKey)].map((text) => Buffer.from(text));
  return shown!.length === right!.length && timingSafeEqual(shown!, right!);
}
