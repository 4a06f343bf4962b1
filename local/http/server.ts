import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { VisibleError } from '../../domain/errors.ts';
import {
  encoded,
  HEALTH_PATH,
  MAX_BODY_BYTES,
  plainError,
  unavailableAnswer,
  type HttpAnswer,
  type HttpQuestion,
} from '../../resolvers/serve/http.ts';
import { MCP_PATH } from '../../resolvers/agents/path.ts';
import { isIngestPath, type IngestServer } from '../../resolvers/ingest/server.ts';
import type { GraphqlServer } from '../../resolvers/server.ts';
import type { exportHost } from '../../resolvers/partners/exports.ts';
import { exportFileOf } from '../../resolvers/partners/exports-path.ts';
import { answerLinkPage, linkPath, type LinkPageOptions } from '../../social/page/page.ts';
import { answerWebhook, webhookSource } from '../../social/webhook.ts';
import { explorerPage, EXPLORER_POLICY } from './explorer.ts';
import { graphiqlAsset, graphiqlPage, GRAPHIQL_POLICY } from './graphiql.ts';

export interface HttpHostOptions {
  readonly server: GraphqlServer;
  /** Answers agents at /mcp. */
  readonly mcp?: (question: HttpQuestion) => Promise<HttpAnswer>;
  /** Answers who reads files of exports, below /exports. */
  readonly exports?: ReturnType<typeof exportHost>;
  /** Takes what streams send to /v1. */
  readonly ingest?: IngestServer;
  /** 0 takes a free one. */
  readonly port: number;
  /** Of the example that ingests an order. */
  readonly currency: string;
  /** Serves the linking page under /link, and takes what sources post to /webhooks. */
  readonly social?: Omit<LinkPageOptions, 'publicUrl'>;
  /** While true the database is being restarted, and requests are told to come again. */
  readonly isDown?: () => boolean;
}

export interface HttpHost {
  /** http://127.0.0.1:4000 */
  readonly url: string;
  /** Takes no new requests, lets running ones finish, then closes. */
  close(): Promise<void>;
}

/** How long running requests may go on after `close`. */
const GRACE_MS = 5000;
const KEEP_ALIVE_MS = 65_000;

/**
 * Serves the explorer at /, GraphQL, the GraphiQL page (GET /graphql from a browser), the linking page and GET /health on 127.0.0.1.
 *
 * @throws VisibleError PORT_IN_USE
 * @example const { url } = await startHttpHost({ server, port: 0, currency: 'EUR' })
 */
export async function startHttpHost(options: HttpHostOptions): Promise<HttpHost> {
  const http = createServer((request, response) => {
    answer(options, request)
      .then(
        (content) => send(response, content, request.headers['accept-encoding']),
        // A sender that went away in the middle reads no answer.
        (error: unknown) => {
          if (!response.destroyed) return send(response, text(500, `${String(error)}\n`), undefined);
        },
      )
      .catch(() => response.destroy());
  });
  // A run keeps this process busy for seconds; a connection that looks idle only because of that must not be closed under its user.
  http.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port, '127.0.0.1', resolve);
  }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EADDRINUSE') throw cause;
    throw new VisibleError(
      'PORT_IN_USE',
      `Port ${options.port} of 127.0.0.1 is in use. Choose another one, e.g. --port ${options.port + 1}.`,
      { cause, details: { port: options.port } },
    );
  });
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        http.close(() => resolve());
      });
      http.closeIdleConnections();
      const force = setTimeout(() => http.closeAllConnections(), GRACE_MS);
      await closed;
      clearTimeout(force);
    },
  };
}

interface Content extends Omit<HttpAnswer, 'body'> {
  readonly body: string | Buffer;
}

const text = (status: number, body: string): Content => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});

/** A web page under another name that points at this machine (DNS rebinding) shows itself by its Host header. */
const isLocal = (host: string | undefined): boolean => /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? '');

async function answer(options: HttpHostOptions, request: IncomingMessage): Promise<Content> {
  if (!isLocal(request.headers.host)) return text(421, 'This server answers to 127.0.0.1 and localhost only.\n');
  if (!URL.canParse(request.url ?? '/', 'http://127.0.0.1'))
    return text(400, 'The address of this request is no URL.\n');
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const isGet = request.method === 'GET' || request.method === 'HEAD';
  if (url.pathname === '/graphql') {
    return isGet && !url.searchParams.has('query') && request.headers.accept?.includes('text/html')
      ? {
          status: 200,
          headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': GRAPHIQL_POLICY },
          body: graphiqlPage(options.currency),
        }
      : graphql(options, request, url);
  }
  if (options.mcp !== undefined && url.pathname === MCP_PATH)
    return graphql({ ...options, answer: options.mcp }, request, url);
  const { exports } = options;
  if (exports !== undefined && exportFileOf(url.pathname) !== null)
    return graphql({ ...options, answer: (question) => exports({ ...question, path: url.pathname }) }, request, url);
  if (options.ingest !== undefined && isIngestPath(url.pathname)) return ingest(options, request, url);
  if (options.social !== undefined && (linkPath(url.pathname) !== null || webhookSource(url.pathname) !== null))
    return social(options.social, request, url);
  if (!isGet) return text(404, 'Not found. GraphQL is at /graphql.\n');
  if (url.pathname === HEALTH_PATH) return options.isDown?.() ? restarting() : options.server.health();
  const ofExplorer = await explorer(url.pathname);
  if (ofExplorer !== null) return ofExplorer;
  const asset = url.pathname.startsWith('/graphiql/')
    ? await graphiqlAsset(url.pathname.slice('/graphiql/'.length))
    : null;
  return asset === null
    ? text(404, 'Not found. GraphQL is at /graphql.\n')
    : { status: 200, headers: { 'content-type': asset.type, 'cache-control': 'max-age=3600' }, body: asset.content };
}

/** A file of the explorer; null where it has none of this name. */
async function explorer(path: string): Promise<Content | null> {
  const name = path === '/' ? 'index.html' : path.slice(1);
  if (name.includes('/')) return null;
  let page;
  try {
    page = await explorerPage();
  } catch (error) {
    if (path !== '/') return null;
    return text(503, `The explorer could not be built: ${(error as Error).message}\nGraphQL is at /graphql.\n`);
  }
  const file = page.get(name);
  if (file === undefined) return null;
  const lasts = /-[A-Z0-9]{8}\.\w+$/.test(name) ? 'max-age=31536000, immutable' : 'no-cache';
  return {
    status: 200,
    headers: { 'content-type': file.type, 'cache-control': lasts, 'content-security-policy': EXPLORER_POLICY },
    body: file.content,
  };
}

const restarting = (): HttpAnswer =>
  unavailableAnswer('The database is being restarted. Repeat the request in a moment.', 1);

/** The address this server was reached at is the one customers come back to, unless another is configured. */
async function social(
  options: Omit<LinkPageOptions, 'publicUrl'>,
  request: IncomingMessage,
  url: URL,
): Promise<Content> {
  const body = await readBody(request);
  if (body === null) return text(413, 'The body is too large.\n');
  const question = {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.search,
    headers: headersOf(request),
    body,
  };
  if (webhookSource(url.pathname) !== null) return answerWebhook(options, question);
  return answerLinkPage({ publicUrl: `http://${request.headers.host}/link`, ...definedUrl(options) }, question);
}

const definedUrl = (options: Omit<LinkPageOptions, 'publicUrl'>): LinkPageOptions =>
  options.settings.publicUrl === undefined ? options : { ...options, publicUrl: options.settings.publicUrl };

function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  return headers;
}

async function graphql(
  {
    server,
    isDown,
    answer: asked = server.executeHttp,
  }: HttpHostOptions & { readonly answer?: HttpHostOptions['mcp'] },
  request: IncomingMessage,
  url: URL,
): Promise<Content> {
  const body = await readBody(request);
  if (isDown?.()) return restarting();
  if (body === null)
    return plainError(413, `The body is larger than ${MAX_BODY_BYTES} bytes. Send fewer rows at once.`);
  return asked({
    method: request.method ?? 'GET',
    headers: headersOf(request),
    query: url.search,
    body,
  });
}

async function ingest(
  { ingest: server, isDown }: HttpHostOptions,
  request: IncomingMessage,
  url: URL,
): Promise<Content> {
  const body = await readBody(request);
  if (isDown?.()) return restarting();
  if (body === null)
    return plainError(413, `The body is larger than ${MAX_BODY_BYTES} bytes.`, undefined, 'BODY_TOO_LARGE');
  return server!.answer({
    method: request.method ?? 'GET',
    path: url.pathname,
    headers: headersOf(request),
    query: url.search,
    body,
  });
}

/** Beyond this a sender is not worth an answer. */
const ABUSE_BYTES = 32 * MAX_BODY_BYTES;

/** The whole body; null when it is longer than allowed. It is read to its end all the same: else the sender never reads the refusal. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  let chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > ABUSE_BYTES) request.destroy();
    if (size > MAX_BODY_BYTES) chunks = [];
    else chunks.push(chunk);
  }
  return size > MAX_BODY_BYTES ? null : Buffer.concat(chunks);
}

async function send(response: ServerResponse, content: Content, acceptEncoding: string | undefined): Promise<void> {
  const { status, headers, body } =
    typeof content.body === 'string' ? await encoded({ ...content, body: content.body }, acceptEncoding) : content;
  response.writeHead(status, {
    ...headers,
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
