import { signal } from '@preact/signals';
import { createRequest, KringRequestError, type Request } from '../../client/request.ts';
import { endpoint, key } from './settings.ts';

/** A GraphQL document that knows what it is asked with and what it answers. */
export interface Document<Data, Variables extends object = Record<string, never>> {
  toString(): string;
  /** Only types stand here. */
  readonly __apiType?: (variables: Variables) => Data;
}

/** All that this page may ask: the build writes them into the manifest that endpoints take (`documents.json`). */
export const documents = new Set<string>();

/** @example documentOf<{ viewer: { kind: string } }>('{ viewer { kind } }') */
export function documentOf<Data, Variables extends object = Record<string, never>>(
  written: string,
): Document<Data, Variables> {
  const text = written.replaceAll(/\s+/g, ' ').trim();
  documents.add(text);
  return text;
}

/** Why there is no answer. Each has its own page of help. */
export type AskFailure =
  | 'NO_ENDPOINT'
  | 'OFFLINE'
  | 'NOT_KRING'
  | 'UNKNOWN_PAGE'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'BUSY'
  | 'REFUSED';

export interface Failed {
  readonly failure: AskFailure;
  /** What the server said, in its words; empty where it said nothing. */
  readonly message: string;
}
export type Answer<Data> = { readonly data: Data } | Failed;
export const isFailed = <Data>(answer: Answer<Data>): answer is Failed => 'failure' in answer;

/** What the view that is open has asked so far. */
export const spent = signal({ asked: 0, readUnits: 0 });
export const startCounting = (): void => {
  spent.value = { asked: 0, readUnits: 0 };
};

/** Somebody is waiting in front of the page. */
const PATIENCE_MS = 10_000;
const RETRIES = 2;

/** The client for the key as it is now. */
let client: { readonly key: string | null; readonly request: Request } | null = null;
function requestOf(url: string): Request {
  if (client?.key !== key.value || client === null)
    client = {
      key: key.value,
      request: createRequest({
        url,
        // Over plain http from another machine browsers hash nothing; the same text to the letter is taken as well.
        trusted: isSecureContext,
        ...(key.value === null ? {} : { key: key.value }),
        retries: RETRIES,
        patienceMs: PATIENCE_MS,
        onCost: ({ readUnits }) => {
          spent.value = { ...spent.peek(), readUnits: spent.peek().readUnits + readUnits };
        },
        fetch: (address, init) => {
          spent.value = { ...spent.peek(), asked: spent.peek().asked + 1 };
          return fetch(address, { ...init, credentials: 'omit', referrerPolicy: 'no-referrer' });
        },
      }),
    };
  return client.request;
}

/** Asks the endpoint. Failures are answers, not exceptions: a view shows them. */
export async function ask<Data, Variables extends object>(
  document: Document<Data, Variables>,
  variables: Variables,
  signalled?: AbortSignal,
): Promise<Answer<Data>> {
  if (endpoint === null) return { failure: 'NO_ENDPOINT', message: '' };
  try {
    const options = signalled === undefined ? {} : { signal: signalled };
    return { data: await requestOf(endpoint)(document, variables, options) };
  } catch (error) {
    if (error instanceof KringRequestError) return { failure: failureOf(error), message: saidBy(error) };
    // Given up by the page itself: nobody looks at the answer.
    return { failure: 'OFFLINE', message: '' };
  }
}

const BUSY: ReadonlySet<string> = new Set(['RATE_LIMITED', 'THROTTLED', 'UNAVAILABLE', 'HTTP']);

function failureOf({ code, status }: KringRequestError): AskFailure {
  if (code === 'NETWORK') return 'OFFLINE';
  if (code === 'NO_GRAPHQL') return 'NOT_KRING';
  if (code === 'DOCUMENT_NOT_FOUND' || code === 'DOCUMENT_NOT_TRUSTED') return 'UNKNOWN_PAGE';
  if (status === 401 || code === 'UNAUTHENTICATED') return 'UNAUTHENTICATED';
  if (status === 403 || code === 'FORBIDDEN') return 'FORBIDDEN';
  return BUSY.has(code) ? 'BUSY' : 'REFUSED';
}

const saidBy = ({ code, message }: KringRequestError): string => (code === 'NETWORK' ? '' : message);
