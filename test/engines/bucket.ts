import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StoredObject {
  readonly bytes: Buffer;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The body of a put whose length is told piece by piece: the SDK sends streams so. */
function withoutChunks(body: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; ;) {
    const end = body.indexOf('\r\n', at);
    const length = Number.parseInt(body.toString('latin1', at, end), 16);
    if (length === 0) return Buffer.concat(pieces);
    pieces.push(body.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
}

/**
 * What of S3's protocol the store uses, over a Map and HTTP: objects by key in one bucket, with their metadata, and a listing of two at a time. The SDK is
 * pointed at it by the environment, and back by `stop`.
 */
export async function startBucket(
  bucket: string,
  objects: Map<string, StoredObject>,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://bucket');
    const key = decodeURIComponent(url.pathname).slice(bucket.length + 2);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'PUT') {
        const body = Buffer.concat(chunks);
        const isChunked = /aws-chunked/u.test(String(request.headers['content-encoding'] ?? ''));
        objects.set(key, { bytes: isChunked ? withoutChunks(body) : body });
        response.end();
      } else if (request.method === 'DELETE') {
        objects.delete(key);
        response.writeHead(204).end();
      } else if (key === '') {
        const prefix = url.searchParams.get('prefix')!;
        const after = url.searchParams.get('continuation-token') ?? '';
        const names = [...objects.keys()].filter((name) => name.startsWith(prefix) && name > after).sort();
        const page = names.slice(0, 2);
        response.setHeader('content-type', 'application/xml');
        response.end(
          `<ListBucketResult>${page.map((name) => `<Contents><Key>${name}</Key></Contents>`).join('')}` +
            `<IsTruncated>${names.length > 2}</IsTruncated>` +
            (names.length > 2 ? `<NextContinuationToken>${page[1]}</NextContinuationToken>` : '') +
            '</ListBucketResult>',
        );
      } else if (objects.has(key)) {
        const { bytes, metadata = {} } = objects.get(key)!;
        for (const [name, value] of Object.entries(metadata)) response.setHeader(`x-amz-meta-${name}`, value);
        response.end(bytes);
      } else
        response
          .writeHead(404, { 'content-type': 'application/xml' })
          .end('<Error><Code>NoSuchKey</Code><Message>none</Message></Error>');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env['KRING_S3_URL'] = url;
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y', AWS_REGION: 'eu-west-1' });
  return {
    url,
    stop: () => {
      delete process.env['KRING_S3_URL'];
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
