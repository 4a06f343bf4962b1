import type * as z from 'zod';
import { misread, SourceProblem } from './problem.ts';
import type { SourceFetch } from './source.ts';

/**
 * What adapters without an SDK ask a provider with: its address, the headers of every call, and answers that are read field by
 * field, as documented, and no further. Nothing here quotes an answer: it may hold somebody who is nobody's customer.
 */
export interface Client {
  readonly host: string;
  /** Where paths start, such as `https://api.github.com`. */
  readonly base: string;
  readonly fetch: SourceFetch;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Question {
  readonly query?: readonly (readonly [string, string])[];
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

export interface Answer<T> {
  readonly value: T;
  readonly headers: Headers;
}

/**
 * Asks and reads the answer.
 *
 * @param path below the client's base, or a whole address that starts with it
 * @throws SourceProblem REFUSED (any 4xx) or MISREAD, and what the client's fetch throws
 */
export async function ask<T>(
  client: Client,
  path: string,
  schema: z.ZodType<T>,
  question: Question = {},
): Promise<Answer<T>> {
  const response = await send(client, path, question);
  const { headers } = response;
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw misread(client.host, 'no JSON');
  }
  return { value: parsed(client.host, json, schema), headers };
}

/** As {@link ask}; null where the provider says that there is no such thing, or no more (404, 410). */
export async function askForOne<T>(
  client: Client,
  path: string,
  schema: z.ZodType<T>,
  question: Question = {},
): Promise<Answer<T> | null> {
  try {
    return await ask(client, path, schema, question);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** Whether a refusal says that something is not, or no longer, there. */
export const isGone = (error: unknown): boolean =>
  error instanceof SourceProblem && error.kind === 'REFUSED' && (error.status === 404 || error.status === 410);

/** Sends a question whose answer has no body worth reading. @returns its status @throws SourceProblem REFUSED */
export async function tell(client: Client, path: string, question: Question): Promise<number> {
  const response = await send(client, path, question);
  await response.body?.cancel();
  return response.status;
}

async function send(client: Client, path: string, question: Question): Promise<Response> {
  const { query = [], method = 'GET', headers, body } = question;
  const url = new URL(path.startsWith(client.base) ? path : `${client.base}${path}`);
  for (const [name, value] of query) url.searchParams.append(name, value);
  const response = await client.fetch(url, {
    method,
    headers: {
      accept: 'application/json',
      ...client.headers,
      ...headers,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.ok) return response;
  await response.body?.cancel();
  throw refused(client.host, response.status);
}

/** What an adapter raises where a source refuses. */
export const refused = (host: string, status: number): SourceProblem =>
  new SourceProblem('REFUSED', host, `${host} refuses (HTTP ${status})`, { status });

/** A value in the documented shape. @throws SourceProblem MISREAD naming the field, never its value */
export function parsed<T>(host: string, value: unknown, schema: z.ZodType<T>): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // Names of our schemas and positions: no schema takes a key of an answer, which could be a handle.
  throw misread(host, result.error.issues[0]!.path.join('.') || 'all of it');
}

/** The address after `rel="next"` in a Link header (RFC 8288), null where there is none. The order of its parts says nothing. */
export function nextLink(headers: Headers): URL | null {
  for (const [, address, parameters] of (headers.get('link') ?? '').matchAll(/<([^>]*)>([^<]*)/gu))
    if (/;\s*rel="?[^";]*\bnext\b/iu.test(parameters!) && URL.canParse(address!)) return new URL(address!);
  return null;
}

/** Acts younger than this may still get company that happened before them: told the next time. */
const SETTLE_MS = 60_000;

/**
 * Until when (exclusive, epoch milliseconds, whole seconds) a list that was just read holds all acts, by the provider's own clock.
 *
 * @param settleMs how late an act may show up in the list
 */
export function settledUntil(headers: Headers, settleMs: number = SETTLE_MS): number {
  const now = Date.parse(headers.get('date') ?? '');
  return Math.floor((Number.isNaN(now) ? Date.now() : now) / 1000) * 1000 - settleMs;
}

/**
 * Acts are told in windows of time that touch: [the last watermark, the instant until which this reading is complete). Every act
 * lies in exactly one, also those at the instant where two windows meet, and no id of anybody has to be kept.
 */
export const watermarkOf = (untilMs: number): string => new Date(untilMs).toISOString();

/** Epoch milliseconds of a watermark; −∞ for none, or for one of another release. */
export function sinceOf(watermark: string | null): number {
  const since = watermark === null ? Number.NaN : Date.parse(watermark);
  return Number.isNaN(since) ? Number.NEGATIVE_INFINITY : since;
}

/** What an adapter wrote into a cursor. @throws SourceProblem MISREAD for one of another release */
export function readCursor<T>(host: string, cursor: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(cursor);
  } catch {
    throw misread(host, 'cursor');
  }
  return parsed(host, value, schema);
}
