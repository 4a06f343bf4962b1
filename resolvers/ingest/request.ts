import { gunzipSync } from 'node:zlib';
import { isTooDeep, type HttpQuestion } from '../serve/http.ts';

/** A request to take something in: what a host hands on, with its path. */
export interface IngestQuestion extends HttpQuestion {
  readonly path: string;
}

/** Why a request is not read at all. */
export interface RequestFault {
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 415;
  readonly code: string;
  readonly message: string;
}

/** A body of messages, unpacked: as the spec has it. */
export const MAX_BATCH_BYTES = 500 * 1024;
/** Messages in one request. */
export const MAX_MESSAGES = 500;
/** What a shop or a payment provider posts at once. */
export const MAX_WEBHOOK_BYTES = 1024 * 1024;

/** The bytes of a body, unpacked where they came with gzip; a small body that unpacks into a large one is not unpacked. */
export function bodyOf({ body = '', headers }: HttpQuestion, maxBytes: number): Buffer | RequestFault {
  const tooLarge: RequestFault = {
    status: 413,
    code: 'BODY_TOO_LARGE',
    message: `The body is larger than ${maxBytes / 1024} KB. Send it in several requests, or import a file.`,
  };
  const sent =
    typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (sent.length > maxBytes) return tooLarge;
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return sent;
  if (encoding !== 'gzip')
    return { status: 415, code: 'BAD_REQUEST', message: 'Send the body as it is, or with Content-Encoding: gzip.' };
  try {
    return gunzipSync(sent, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return tooLarge;
    return { status: 400, code: 'BAD_REQUEST', message: 'The body is no gzip, although its header says so.' };
  }
}

/** The JSON object in a body. */
export function jsonOf(body: Buffer): { readonly object: Readonly<Record<string, unknown>> } | RequestFault {
  const bad = (message: string): RequestFault => ({ status: 400, code: 'BAD_REQUEST', message });
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return bad('The body is no JSON object. Example: {"batch": [{"type": "track", …}]}.');
    if (isTooDeep(value)) return bad('The body is nested too deep.');
    return { object: value as Readonly<Record<string, unknown>> };
  } catch {
    return bad('The body is not valid JSON in UTF-8. Example: {"batch": [{"type": "track", …}]}.');
  }
}
