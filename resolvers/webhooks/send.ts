import { createHmac } from 'node:crypto';
import { lookup as lookUp, type LookupAddress } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { InvalidInputError } from '../../domain/errors.ts';
import { hostOf, isLoopback, isPublic, webhookUrl } from './addresses.ts';

/** What a message is signed with, as Standard Webhooks writes secrets. */
export const secretText = (random: Uint8Array): string => `whsec_${Buffer.from(random).toString('base64')}`;
export const SECRET_BYTES = 32;

/**
 * The headers of Standard Webhooks: an id that stays the same when a message comes again, the second it was sent in, and an HMAC-SHA256 over both and the body.
 *
 * @param at epoch milliseconds
 */
export function signedHeaders(secret: string, id: string, at: number, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` };
}

/** What became of a message. `reason` is Kring's own word: nothing of what the other side said is kept or shown. */
export interface SendOutcome {
  readonly isTaken: boolean;
  readonly reason: string;
  /** The other side wants no more: 410. */
  readonly isGone: boolean;
  /** How long the other side asks to be left alone. */
  readonly retryAfterMs: number | null;
}

export interface SendOptions {
  /** Whether this machine may be called. */
  readonly loopback: boolean;
  /** Of the whole call. */
  readonly timeoutMs?: number;
  /** All addresses of a name. */
  readonly resolve?: (host: string) => Promise<readonly LookupAddress[]>;
}

const TIMEOUT_MS = 10_000;
/** An answer is not read beyond this. */
const MOST_BYTES = 64 * 1024;

const resolveAll = (host: string): Promise<LookupAddress[]> =>
  new Promise((done, failed) => {
    lookUp(host, { all: true }, (error, addresses) => (error === null ? done(addresses) : failed(error)));
  });

class Refused extends Error {}

const failed = (reason: string): SendOutcome => ({ isTaken: false, reason, isGone: false, retryAfterMs: null });

/**
 * Posts a signed message to an address of others. Every address its name stands for has to be public, and the connection is made to one of those that were looked
 * at, so that a name that leads elsewhere a moment later leads nowhere. Redirects are not followed. Never throws.
 */
export async function sendMessage(
  text: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  { loopback, timeoutMs = TIMEOUT_MS, resolve = resolveAll }: SendOptions,
): Promise<SendOutcome> {
  try {
    const url = webhookUrl(text, loopback);
    const addresses = await addressesOf(url, loopback, resolve);
    return await post(url, addresses, headers, body, timeoutMs);
  } catch (error) {
    if (error instanceof Refused || error instanceof InvalidInputError) return failed(error.message);
    const code = (error as { code?: unknown }).code;
    return failed(
      (error as Error).name === 'TimeoutError' || code === 'ABORT_ERR'
        ? `No answer within ${timeoutMs / 1000} seconds.`
        : `No connection (${typeof code === 'string' ? code : (error as Error).name}).`,
    );
  }
}

async function addressesOf(
  url: URL,
  loopback: boolean,
  resolve: NonNullable<SendOptions['resolve']>,
): Promise<readonly LookupAddress[]> {
  const host = hostOf(url);
  const literal = isIP(host);
  const addresses = literal === 0 ? await resolve(host) : [{ address: host, family: literal }];
  // A name of this machine may lead to it; another name may not.
  const mayBeOwn = loopback && (host === 'localhost' || isLoopback(host));
  if (addresses.length === 0) throw new Refused('Its name leads nowhere.');
  if (!addresses.every(({ address }) => isPublic(address) || (mayBeOwn && isLoopback(address))))
    throw new Refused('Its name leads to an address that is not on the public internet.');
  return addresses;
}

function post(
  url: URL,
  addresses: readonly LookupAddress[],
  headers: Readonly<Record<string, string>>,
  body: string,
  timeoutMs: number,
): Promise<SendOutcome> {
  const lookup: LookupFunction = (_host, { all }, done) => {
    if (all === true) done(null, [...addresses]);
    else done(null, addresses[0]!.address, addresses[0]!.family);
  };
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((done, fail) => {
    const sent = (url.protocol === 'https:' ? requestHttps : requestHttp)(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        lookup,
        // A connection of its own: none that was opened for another name.
        agent: false,
        signal,
      },
      (response) => {
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > MOST_BYTES) response.destroy();
        });
        // What it says beyond its status is nobody's business.
        response.on('error', () => undefined);
        response.on('close', () => done(outcomeOf(response.statusCode ?? 0, response.headers['retry-after'])));
      },
    );
    sent.on('error', (error) => fail(signal.aborted ? (signal.reason as Error) : error));
    sent.end(body);
  });
}

const DAY_SECONDS = 86_400;

function outcomeOf(status: number, retryAfter: string | undefined): SendOutcome {
  const seconds = Number(retryAfter);
  return {
    isTaken: status >= 200 && status < 300,
    reason: status >= 300 && status < 400 ? `Answered ${status}: redirects are not followed.` : `Answered ${status}.`,
    isGone: status === 410,
    retryAfterMs: retryAfter !== undefined && seconds > 0 ? Math.min(seconds, DAY_SECONDS) * 1000 : null,
  };
}
