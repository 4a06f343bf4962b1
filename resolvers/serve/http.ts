/** GraphQL over HTTP without a transport: what a host hands to the core, and gets back. */
export interface HttpQuestion {
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The raw query string, with or without '?'. */
  readonly query: string;
  readonly body?: string | Uint8Array;
  /** The host's own id of the request; made up where there is none. */
  readonly requestId?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A whole request: room for 500 ingested rows in the variables. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** The GraphQL document in it: no client writes one of this size by hand. */
export const MAX_DOCUMENT_BYTES = 100 * 1024;

/** An answer for a request that never became a GraphQL operation. */
export function plainError(status: number, message: string, requestId?: string): HttpAnswer {
  const code = status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST';
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(requestId === undefined ? {} : { 'x-request-id': requestId }),
    },
    body: JSON.stringify({
      errors: [{ message, extensions: { code, ...(requestId === undefined ? {} : { requestId }) } }],
    }),
  };
}

/**
 * The JSON body of a POST, or the answer that refuses it. Anything but application/json is refused: a browser sends other
 * types across origins without asking first, JSON it does not.
 */
export function parseBody({ headers, body }: HttpQuestion): { readonly content: unknown } | HttpAnswer {
  const [type, ...parameters] = (headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (type !== 'application/json')
    return plainError(415, 'Send the operation as JSON with the header Content-Type: application/json.');
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    return plainError(415, 'The body must be UTF-8.');
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : (body ?? new Uint8Array());
  if (bytes.length > MAX_BODY_BYTES)
    return plainError(413, `The body is larger than ${MAX_BODY_BYTES} bytes. Send fewer rows at once.`);
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return plainError(
      400,
      'The body is not valid JSON in UTF-8. Example: {"query": "{ customers(first: 10) { nodes { id } } }"}.',
    );
  }
  if (
    typeof content === 'object' &&
    content !== null &&
    'query' in content &&
    typeof content.query === 'string' &&
    content.query.length > MAX_DOCUMENT_BYTES
  ) {
    return plainError(
      413,
      `The GraphQL document is longer than ${MAX_DOCUMENT_BYTES} characters. Put data into variables.`,
    );
  }
  return { content };
}
