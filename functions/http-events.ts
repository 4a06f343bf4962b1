/**
 * The shapes in which AWS hands a request to a function, and takes the answer back: function URL and HTTP API (payload
 * format 2.0), REST API (1.0), application load balancer. Checked, since any event can be sent to any function.
 */
import * as z from 'zod';
import { encoded, MAX_ANSWER_BYTES, plainError, type HttpAnswer, type HttpQuestion } from '../resolvers/serve/http.ts';

const texts = z.record(z.string(), z.string().nullish()).nullish();
const textLists = z.record(z.string(), z.array(z.string()).nullish()).nullish();

const eventSchema = z.object({
  headers: texts,
  multiValueHeaders: textLists,
  /** 2.0 hands cookies on apart from the headers. */
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
  // 2.0
  rawPath: z.string().nullish(),
  rawQueryString: z.string().nullish(),
  // 1.0 and load balancer
  httpMethod: z.string().nullish(),
  path: z.string().nullish(),
  queryStringParameters: texts,
  multiValueQueryStringParameters: textLists,
  requestContext: z
    .object({
      http: z.object({ method: z.string() }).nullish(),
      elb: z.unknown().optional(),
      /** Of a function URL or an HTTP API behind IAM: whose signature AWS checked. A REST API says it in `identity`. */
      authorizer: z.object({ iam: z.object({ userArn: z.string().nullish() }).nullish() }).nullish(),
      identity: z.object({ userArn: z.string().nullish() }).nullish(),
    })
    .nullish(),
});
type HttpEvent = z.infer<typeof eventSchema>;

export interface Received {
  readonly question: Omit<HttpQuestion, 'requestId' | 'timeMs'>;
  readonly path: string;
  /** True for a sender that reads only headers given as lists: a load balancer with multi-value headers. */
  readonly wantsLists: boolean;
  /** What the answer may be compressed with. A REST API hands base64 on as it is unless told otherwise, so its answers stay text. */
  readonly acceptEncoding: string | undefined;
}

/** What a function returns for a request; all shapes of event understand these fields. */
export interface Returned {
  readonly statusCode: number;
  readonly headers?: Record<string, string>;
  readonly multiValueHeaders?: Record<string, string[]>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

function headersOf({ headers, multiValueHeaders, cookies }: HttpEvent): Record<string, string> {
  const all: Record<string, string> = {};
  if (cookies) all['cookie'] = cookies.join('; ');
  for (const [name, values] of Object.entries(multiValueHeaders ?? {}))
    if (values) all[name.toLowerCase()] = values.join(', ');
  for (const [name, value] of Object.entries(headers ?? {}))
    if (typeof value === 'string') all[name.toLowerCase()] = value;
  return all;
}

/** A load balancer passes parameters on as they were sent, percent signs and all; the REST API decodes them. */
function queryOf(event: HttpEvent): string {
  if (typeof event.rawQueryString === 'string') return event.rawQueryString;
  const pairs = event.multiValueQueryStringParameters
    ? Object.entries(event.multiValueQueryStringParameters).flatMap(([name, values]) =>
        (values ?? []).map((value) => [name, value] as const),
      )
    : Object.entries(event.queryStringParameters ?? {}).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value] as const] : [],
      );
  if (event.requestContext?.elb !== undefined) return pairs.map(([name, value]) => `${name}=${value}`).join('&');
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}

/** The request in an event; null when there is none, as in a schedule that keeps the function warm. */
export function receive(event: unknown): Received | null {
  const parsed = eventSchema.safeParse(event);
  const method = parsed.success ? (parsed.data.requestContext?.http?.method ?? parsed.data.httpMethod) : undefined;
  if (!parsed.success || typeof method !== 'string') return null;
  const { body, isBase64Encoded, rawPath, path, headers, multiValueHeaders, requestContext } = parsed.data;
  const received = headersOf(parsed.data);
  const signedBy = requestContext?.authorizer?.iam?.userArn ?? requestContext?.identity?.userArn;
  return {
    path: rawPath ?? path ?? '/',
    acceptEncoding: requestContext?.http || requestContext?.elb !== undefined ? received['accept-encoding'] : undefined,
    wantsLists: requestContext?.elb !== undefined && !headers && Boolean(multiValueHeaders),
    question: {
      method: method.toUpperCase(),
      headers: received,
      query: queryOf(parsed.data),
      ...(typeof signedBy === 'string' ? { signedBy } : {}),
      ...(typeof body === 'string' ? { body: isBase64Encoded ? Buffer.from(body, 'base64') : body } : {}),
    },
  };
}

/** What Lambda returns is JSON of at most 6 MB, the body escaped in it; this leaves room for the rest. */
const MAX_RETURNED_BYTES = 6_000_000;

/** The answer as the function returns it: compressed where its reader takes that, and refused when it would not get through. */
export async function returned(
  answer: HttpAnswer,
  acceptEncoding: string | undefined,
  wantsLists = false,
): Promise<Returned> {
  const { status, headers, body } = await encoded(answer, acceptEncoding);
  const text = typeof body === 'string' ? body : body.toString('base64');
  // Only long bodies are worth measuring: escaping makes one at most six times as long.
  if (text.length > MAX_ANSWER_BYTES / 6 && Buffer.byteLength(JSON.stringify(text)) > MAX_RETURNED_BYTES) {
    return returned(
      plainError(
        400,
        'The answer is too large to be sent as it is. Ask for fewer objects or fields at once, or send Accept-Encoding: gzip. What a mutation changed stays changed.',
        answer.headers['x-request-id'],
        'RESPONSE_TOO_LARGE',
      ),
      undefined,
      wantsLists,
    );
  }
  return {
    statusCode: status,
    ...(wantsLists
      ? { multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])) }
      : { headers: { ...headers } }),
    body: text,
    isBase64Encoded: typeof body !== 'string',
  };
}
