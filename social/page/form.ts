/** A request as a host hands it on; names of headers in lower case. */
export interface PageQuestion {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** More than the longest form of ours, and no more. */
const MAX_FORM_BYTES = 10_000;

/** What a form sent; null when it is none of ours. */
export function formOf({ headers, body = '' }: PageQuestion): URLSearchParams | null {
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded' || body.length > MAX_FORM_BYTES) return null;
  return new URLSearchParams(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
}

/**
 * Whether a form came from another site. The address already is a secret that other sites do not know; this stands behind it.
 * Browsers that send no referrer call the origin of a form of ours `null`, so what they say of the site comes first.
 */
export function isForeign({ headers }: PageQuestion): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = headers['origin'];
  if (origin === undefined || origin === 'null') return false;
  return !URL.canParse(origin) || new URL(origin).host !== headers['host'];
}
