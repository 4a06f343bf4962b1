import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** GraphQL over HTTP without a transport: what a host hands to the core, and gets back. */
export interface HttpQuestion {
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The raw query string, with or without '?'. */
  readonly query: string;
  readonly body?: string | Uint8Array;
  /** Whose signature the host has checked: an ARN of AWS. Never taken from what the request says of itself. */
  readonly signedBy?: string;
  /** The host's own id of the request; made up where there is none. */
  readonly requestId?: string;
  /** How long the host can wait for the answer. */
  readonly timeMs?: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Where both hosts say whether they can answer. */
export const HEALTH_PATH = '/health';

/** A whole request: room for 500 ingested rows in the variables. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** The GraphQL document in it: no client writes one of this size by hand. */
export const MAX_DOCUMENT_BYTES = 100 * 1024;

/** The largest answer, uncompressed: a Lambda function may return 6 MB, and one that returns more fails without a word. */
export const MAX_ANSWER_BYTES = 5_500_000;
/** A request nested deeper than this is no GraphQL operation of ours; recursion over it would end the stack. */
const MAX_JSON_DEPTH = 64;

/** All that is said of a failure nobody foresaw. */
export const MASKED_MESSAGE = 'Something went wrong on our side. Quote the request id when you report it.';

const JSON_TYPE = 'application/json; charset=utf-8';
/** Answers are about customers: nobody between the server and the client keeps one. */
const NO_STORE = { 'cache-control': 'no-store' };

const codeOf = (status: number): string =>
  status === 503 ? 'UNAVAILABLE' : status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST';

/** An answer for a request that never became a GraphQL operation, or whose answer cannot be sent. */
export function plainError(status: number, message: string, requestId?: string, code = codeOf(status)): HttpAnswer {
  return {
    status,
    headers: {
      'content-type': JSON_TYPE,
      ...NO_STORE,
      ...(requestId === undefined ? {} : { 'x-request-id': requestId }),
    },
    body: JSON.stringify({
      errors: [{ message, extensions: { code, ...(requestId === undefined ? {} : { requestId }) } }],
    }),
  };
}

/** 503 while the database cannot be reached, or the server is starting. */
export function unavailableAnswer(message: string, retryAfterSeconds: number, requestId?: string): HttpAnswer {
  const answer = plainError(503, message, requestId);
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfterSeconds) } };
}

/** The answer at {@link HEALTH_PATH}. */
export const healthAnswer = (retryAfterSeconds: number | null): HttpAnswer =>
  retryAfterSeconds === null
    ? { status: 200, headers: { 'content-type': JSON_TYPE, ...NO_STORE }, body: '{"status":"ok"}' }
    : {
        status: 503,
        headers: { 'content-type': JSON_TYPE, ...NO_STORE, 'retry-after': String(retryAfterSeconds) },
        body: '{"status":"unavailable"}',
      };

/** The answer as it is sent: never kept by anybody, and refused when it is too large to arrive. */
export function sendable({ status, headers, body }: HttpAnswer, requestId: string): HttpAnswer {
  const bytes = Buffer.byteLength(body);
  if (bytes <= MAX_ANSWER_BYTES)
    return { status, headers: { ...headers, ...NO_STORE, 'x-request-id': requestId }, body };
  return plainError(
    400,
    `The answer would be ${bytes} bytes; the limit is ${MAX_ANSWER_BYTES}. Ask for fewer objects or fields at once. What a mutation changed stays changed.`,
    requestId,
    'RESPONSE_TOO_LARGE',
  );
}

/** Below this a compressed answer is hardly shorter. */
const COMPRESS_ABOVE_BYTES = 1024;

/** The answer in the encoding its reader takes: gzip where it is worth it. Both hosts send what this returns. */
export async function encoded(
  { status, headers, body }: HttpAnswer,
  acceptEncoding = '',
): Promise<{
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}> {
  const varying = { ...headers, vary: 'accept-encoding' };
  const takesGzip = acceptEncoding
    .split(',')
    .some((one) => /^\s*(gzip|\*)\s*(;\s*q\s*=\s*(1|0?\.0*[1-9]).*)?$/iu.test(one));
  if (!takesGzip || body.length < COMPRESS_ABOVE_BYTES) return { status, headers: varying, body };
  return { status, headers: { ...varying, 'content-encoding': 'gzip' }, body: await promisify(gzip)(body) };
}

/** The media types of an Accept header with nothing but their weights: a parameter such as `v=2` asks for no other answer. */
export const plainAccept = (accept: string): string =>
  accept
    .split(',')
    .map((one) => {
      const [type = '', ...parameters] = one.split(';').map((part) => part.trim());
      return [type, ...parameters.filter((parameter) => /^q\s*=/iu.test(parameter))].join(';');
    })
    .join(', ');

/** Whether JSON is nested deeper than a request can be; walks without recursion. */
export function isTooDeep(content: unknown): boolean {
  let level: readonly unknown[] = [content];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_JSON_DEPTH) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}

const tooDeep = (requestId: string | undefined): HttpAnswer =>
  plainError(400, `The request is nested more than ${MAX_JSON_DEPTH} levels deep.`, requestId, 'QUERY_TOO_DEEP');
const documentTooLong = (requestId: string | undefined): HttpAnswer =>
  plainError(
    413,
    `The GraphQL document is longer than ${MAX_DOCUMENT_BYTES} characters. Put data into variables.`,
    requestId,
  );

/** The answer that refuses a GET, or null. What is merely wrong in it, Apollo refuses. */
export function refuseGet({ query, requestId }: Pick<HttpQuestion, 'query' | 'requestId'>): HttpAnswer | null {
  if (query.length > MAX_BODY_BYTES)
    return plainError(413, `The address is longer than ${MAX_BODY_BYTES} characters. Use POST.`, requestId);
  const parameters = new URLSearchParams(query);
  if ((parameters.get('query') ?? '').length > MAX_DOCUMENT_BYTES) return documentTooLong(requestId);
  try {
    return isTooDeep(JSON.parse(parameters.get('variables') ?? 'null')) ? tooDeep(requestId) : null;
  } catch {
    return null;
  }
}

/**
 * The JSON body of a POST, or the answer that refuses it. Anything but application/json is refused: a browser sends other
 * types across origins without asking first, JSON it does not.
 */
export function parseBody({ headers, body, requestId }: HttpQuestion): { readonly content: unknown } | HttpAnswer {
  const [type, ...parameters] = (headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (type !== 'application/json')
    return plainError(415, 'Send the operation as JSON with the header Content-Type: application/json.', requestId);
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    return plainError(415, 'The body must be UTF-8.', requestId);
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : (body ?? new Uint8Array());
  if (bytes.length > MAX_BODY_BYTES)
    return plainError(413, `The body is larger than ${MAX_BODY_BYTES} bytes. Send fewer rows at once.`, requestId);
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return plainError(
      400,
      'The body is not valid JSON in UTF-8. Example: {"query": "{ customers(first: 10) { nodes { id } } }"}.',
      requestId,
    );
  }
  if (
    typeof content === 'object' &&
    content !== null &&
    'query' in content &&
    typeof content.query === 'string' &&
    content.query.length > MAX_DOCUMENT_BYTES
  ) {
    return documentTooLong(requestId);
  }
  return isTooDeep(content) ? tooDeep(requestId) : { content };
}
