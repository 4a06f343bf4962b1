// Between a function and its table: an HTTP server that throttles, hangs up, and tells of every call before it is let through.
import { createServer, request } from 'node:http';

/** Numbers in [0, 1), the same in every run (mulberry32). */
export function chances(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * @param endpoint the engine
 * @param before of a call (its number, its operation): what becomes of it, 'THROTTLE' or 'HANG_UP'; anything else lets it through, once it resolves
 */
export function between(endpoint, before) {
  const { hostname, port } = new URL(endpoint);
  const seen = { calls: 0, throttled: 0, hungUp: 0 };
  const server = createServer(async (incoming, outgoing) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    seen.calls += 1;
    const operation = String(incoming.headers['x-amz-target']).split('.').at(-1);
    const fate = await before(seen.calls, operation);
    if (fate === 'THROTTLE') {
      seen.throttled += 1;
      outgoing.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      outgoing.end(
        JSON.stringify({
          __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
          message: 'injected',
        }),
      );
      return;
    }
    if (fate === 'HANG_UP') {
      seen.hungUp += 1;
      incoming.socket.destroy();
      return;
    }
    const passed = request(
      {
        hostname,
        port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, host: `${hostname}:${port}` },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode, answer.headers);
        answer.pipe(outgoing);
      },
    );
    passed.once('error', () => outgoing.destroy());
    outgoing.once('error', () => passed.destroy());
    passed.end(Buffer.concat(chunks));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({
        url: `http://127.0.0.1:${server.address().port}`,
        seen,
        stop: () => {
          server.closeAllConnections();
          server.close();
        },
      }),
    );
  });
}
