import { createPace, type Cost } from './pace.ts';

/** A GraphQL document: a text, or what graphql-codegen's client preset makes of one, which knows its types. */
export type Document<Data, Variables> = string | TypedDocument<Data, Variables>;
export interface TypedDocument<Data, Variables> {
  toString(): string;
  /** Only types stand here. */
  readonly __apiType?: (variables: Variables) => Data;
}

/** One thing that went wrong, as the server says it. */
export interface ServerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>> & { readonly code?: string };
}

/** A request that was not answered, or not as a whole. */
export class KringRequestError extends Error {
  /** What the server calls it, such as FORBIDDEN; NETWORK where no answer came, HTTP where it was none of ours. docs/errors.md lists the others. */
  readonly code: string;
  /** Of HTTP; null where no answer came. */
  readonly status: number | null;
  readonly errors: readonly ServerError[];
  /** What to quote when you report it. */
  readonly requestId: string | null;

  constructor(
    message: string,
    of: {
      readonly code: string;
      readonly status: number | null;
      readonly errors?: readonly ServerError[];
      readonly cause?: unknown;
    },
  ) {
    super(message, of.cause === undefined ? undefined : { cause: of.cause });
    this.name = 'KringRequestError';
    this.code = of.code;
    this.status = of.status;
    this.errors = of.errors ?? [];
    const id = this.errors[0]?.extensions?.['requestId'];
    this.requestId = typeof id === 'string' ? id : null;
  }
}

export interface ClientOptions {
  /** Where the API answers: `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  /** An API key, or a function that gives one, or a token of your identity provider; absent on your own machine, where reading needs none. */
  readonly key?: string | (() => string | Promise<string>);
  /** Sends a hash of each document in place of its text: for keys that may send trusted documents only (docs/access.md). */
  readonly trusted?: boolean;
  /** Repeats of one request at most; 5 where absent. */
  readonly retries?: number;
  /** Longest wait for what the caller may spend, milliseconds; a minute where absent. What takes longer is an error RATE_LIMITED. */
  readonly patienceMs?: number;
  /** Told what each answer cost. */
  readonly onCost?: (cost: Cost) => void;
  readonly fetch?: typeof fetch;
  /** Milliseconds that only go forward, and a wait: for tests. */
  readonly clock?: { readonly now: () => number; readonly sleep: (ms: number) => Promise<void> };
}

export interface RequestOptions {
  /** Gives up when it is aborted, also between repeats. */
  readonly signal?: AbortSignal;
}

/** Sends a document and gives its data. */
export type Request = <Data = Record<string, unknown>, Variables extends object = Record<string, unknown>>(
  document: Document<Data, Variables>,
  variables?: Variables,
  options?: RequestOptions,
) => Promise<Data>;

const RETRIES = 5;
const PATIENCE_MS = 60_000;
/** The first wait where the server names none, doubled each time. */
const FIRST_WAIT_MS = 250;
const MOST_WAIT_MS = 20_000;

/** Nothing was done: any operation may be repeated. */
const UNDONE: ReadonlySet<string> = new Set(['RATE_LIMITED']);
/** Something may have been done: repeated where a second time changes nothing. */
const PASSING: ReadonlySet<string> = new Set(['THROTTLED', 'UNAVAILABLE', 'NETWORK', 'HTTP']);

/**
 * Sends documents: at the pace the caller may spend at, and again where that is safe. A query is; a mutation is by its idempotency key, which is made up where
 * its `input` has none.
 */
export function createRequest(options: ClientOptions): Request {
  const clock = options.clock ?? {
    now: () => performance.now(),
    sleep: (ms) => new Promise<void>((done) => setTimeout(done, ms)),
  };
  const patienceMs = options.patienceMs ?? PATIENCE_MS;
  const retries = options.retries ?? RETRIES;
  const pace = createPace(clock.now);

  return async <Data, Variables extends object>(
    document: Document<Data, Variables>,
    variables?: Variables,
    { signal }: RequestOptions = {},
  ): Promise<Data> => {
    const text = document.toString();
    const isMutation = operationIn(text) === 'mutation';
    const sent = isMutation ? withIdempotencyKey(variables) : variables;
    const mayRepeat = !isMutation || hasIdempotencyKey(sent);
    const body = JSON.stringify({
      ...(options.trusted === true ? { documentId: await documentIdOf(text) } : { query: text }),
      ...(sent === undefined ? {} : { variables: sent }),
    });
    let waitedMs = 0;
    const wait = async (ms: number): Promise<void> => {
      waitedMs += ms;
      await clock.sleep(ms);
      signal?.throwIfAborted();
    };
    for (let attempt = 0; ; attempt += 1) {
      const ahead = pace.waitMs(text);
      if (ahead > 0 && waitedMs + ahead <= patienceMs) await wait(ahead);
      pace.sending(text);
      const { data, error, cost, retryAfterMs } = await send(options, body, signal);
      if (cost !== null) {
        pace.answered(text, cost);
        options.onCost?.(cost);
      }
      if (error === null) return data as Data;
      const isUndone = UNDONE.has(error.code);
      const mayPass = isUndone || (mayRepeat && PASSING.has(error.code));
      const backoffMs = Math.random() * Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
      const nextMs = retryAfterMs ?? backoffMs;
      if (!mayPass || attempt >= retries || waitedMs + nextMs > patienceMs) throw error;
      await wait(nextMs);
    }
  };
}

interface Sent {
  readonly data: unknown;
  /** Null where the answer is whole. */
  readonly error: KringRequestError | null;
  readonly cost: Cost | null;
  readonly retryAfterMs: number | null;
}

async function send(
  { url, key, fetch: own = fetch }: ClientOptions,
  body: string,
  signal?: AbortSignal,
): Promise<Sent> {
  const failed = (code: string, status: number | null, message: string, cause?: unknown): Sent => ({
    data: null,
    error: new KringRequestError(message, { code, status, cause }),
    cost: null,
    retryAfterMs: null,
  });
  const shown = typeof key === 'function' ? await key() : key;
  let response: Response;
  let text: string;
  try {
    response = await own(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...(shown === undefined ? {} : { authorization: `Bearer ${shown}` }),
      },
      body,
      ...(signal === undefined ? {} : { signal }),
    });
    text = await response.text();
  } catch (cause) {
    signal?.throwIfAborted();
    return failed('NETWORK', null, `No answer from ${url}.`, cause);
  }
  const answer = parsed(text);
  if (answer === null)
    return failed(
      response.status >= 500 || response.status === 429 ? 'HTTP' : 'NO_GRAPHQL',
      response.status,
      `${url} answered ${response.status}, and not with GraphQL.`,
    );
  const [first] = answer.errors ?? [];
  const seconds = Number(response.headers.get('retry-after') ?? first?.extensions?.['retryAfterSeconds'] ?? Number.NaN);
  return {
    data: answer.data,
    error:
      first === undefined
        ? null
        : new KringRequestError(first.message, {
            code: first.extensions?.code ?? 'HTTP',
            status: response.status,
            errors: answer.errors!,
          }),
    cost: answer.extensions?.cost ?? null,
    retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : null,
  };
}

interface ServerAnswer {
  readonly data?: unknown;
  readonly errors?: readonly ServerError[];
  readonly extensions?: { readonly cost?: Cost };
}

function parsed(text: string): ServerAnswer | null {
  try {
    const answer = JSON.parse(text) as unknown;
    const isAnswer = typeof answer === 'object' && answer !== null && ('data' in answer || 'errors' in answer);
    return isAnswer ? (answer as ServerAnswer) : null;
  } catch {
    return null;
  }
}

/** Strings and comments out of the way, the first word at the outermost level that is no fragment says it. */
export function operationIn(document: string): 'query' | 'mutation' {
  const bare = document.replaceAll(/"""[\s\S]*?"""|"(?:\\.|[^"\\])*"|#[^\n]*/gu, ' ');
  let depth = 0;
  let outside = '';
  for (const letter of bare) {
    if (letter === '{') depth += 1;
    if (depth === 0) outside += letter;
    if (letter === '}') depth -= 1;
  }
  return /\bmutation\b/u.test(outside) ? 'mutation' : 'query';
}

const inputOf = (variables: object | undefined): Record<string, unknown> | null => {
  const input = (variables as { readonly input?: unknown } | undefined)?.input;
  return typeof input === 'object' && input !== null && !Array.isArray(input)
    ? (input as Record<string, unknown>)
    : null;
};

const hasIdempotencyKey = (variables: object | undefined): boolean =>
  typeof inputOf(variables)?.['idempotencyKey'] === 'string';

function withIdempotencyKey<Variables extends object>(variables: Variables | undefined): Variables | undefined {
  const input = inputOf(variables);
  return input === null || hasIdempotencyKey(variables)
    ? variables
    : ({ ...variables, input: { ...input, idempotencyKey: crypto.randomUUID() } } as Variables);
}

/**
 * The name a document goes by where its text is not sent: `sha256:` and the hash of the text as it is.
 *
 * @example await documentIdOf('{ viewer { name } }') // 'sha256:…'
 */
export async function documentIdOf(document: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(document));
  return `sha256:${Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
