import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SourceFetch } from '../../social/source.ts';

/** A request as the provider would get it. */
export interface StubRequest {
  readonly method: string;
  /** With the host the adapter meant to call. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
}

/** Answers as the provider documents it; null is its 404. */
export type StubHandler = (request: StubRequest) => StubAnswer | null;

export interface StubServer {
  /** The fetch of an adapter whose every call ends here, whatever host it names: by HTTP, so that headers and bodies are real. */
  readonly fetch: SourceFetch;
  /** Every request so far. */
  readonly requests: StubRequest[];
  /** What goes wrong with the calls to come, instead of an answer; `DROP` breaks the connection; null lets one through. */
  fault: ((request: StubRequest) => StubAnswer | 'DROP' | null) | null;
  /** Changes the JSON of good answers. */
  spoil: ((json: unknown) => unknown) | null;
  /** @throws what the handler threw, if it did */
  stop(): Promise<void>;
}

const HOST_HEADER = 'x-stub-host';

/**
 * A provider on 127.0.0.1, at a random port.
 *
 * @param clock what its `Date` header says
 * @example const server = await startStub(({ url }) => (url.pathname === '/me' ? { json: { id: '1' } } : null), Date.now);
 */
export async function startStub(handler: StubHandler, clock: () => number): Promise<StubServer> {
  const requests: StubRequest[] = [];
  let broken: unknown = null;
  const answerOf = (request: StubRequest): StubAnswer => {
    try {
      return handler(request) ?? { status: 404, json: { error: 'Record not found' } };
    } catch (error) {
      broken ??= error;
      return { status: 500, text: 'the stub itself is broken' };
    }
  };
  const http = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      );
      const request: StubRequest = {
        method: incoming.method ?? 'GET',
        url: new URL(incoming.url ?? '/', `https://${headers[HOST_HEADER] ?? 'stub.invalid'}`),
        headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      requests.push(request);
      const fault = stub.fault?.(request) ?? null;
      if (fault === 'DROP') {
        incoming.socket.destroy();
        return;
      }
      const answer = fault ?? answerOf(request);
      const isSpoilt = fault === null && stub.spoil !== null && answer.json !== undefined;
      const json = isSpoilt ? stub.spoil!(answer.json) : answer.json;
      outgoing.sendDate = false;
      outgoing.writeHead(answer.status ?? 200, {
        date: new Date(clock()).toUTCString(),
        ...(answer.json === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
        ...answer.headers,
      });
      outgoing.end(answer.json === undefined ? answer.text : JSON.stringify(json));
    });
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const stub: StubServer = {
    requests,
    fault: null,
    spoil: null,
    async fetch(input, init) {
      const request = new Request(input, init);
      const { host, pathname, search } = new URL(request.url);
      const headers = new Headers(request.headers);
      headers.set(HOST_HEADER, host);
      const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
      return fetch(`${origin}${pathname}${search}`, {
        method: request.method,
        headers,
        signal: request.signal,
        redirect: request.redirect,
        ...(hasBody ? { body: await request.text() } : {}),
      });
    },
    async stop() {
      http.closeAllConnections();
      await new Promise((resolve) => {
        http.close(resolve);
      });
      if (broken !== null) throw broken;
    },
  };
  return stub;
}
