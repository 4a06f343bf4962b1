import { signal } from '@preact/signals';
import { endpoint, key } from './settings.ts';

/** A GraphQL document that knows what it is asked with and what it answers. */
export interface Document<Data, Variables = Record<string, never>> {
  readonly text: string;
  /** Never there: carries the types. */
  readonly types?: (variables: Variables) => Data;
}

/** @example documentOf<{ viewer: { kind: string } }>('{ viewer { kind } }') */
export const documentOf = <Data, Variables = Record<string, never>>(text: string): Document<Data, Variables> => ({
  text: text.replaceAll(/\s+/g, ' ').trim(),
});

/** What an answer cost, as `extensions.cost` has it. */
export interface Cost {
  readonly readUnits: number;
  readonly requests: number;
}

/** Why there is no answer. Each has its own page of help. */
export type AskFailure = 'NO_ENDPOINT' | 'OFFLINE' | 'NOT_KRING' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'BUSY' | 'REFUSED';

export interface Failed {
  readonly failure: AskFailure;
  /** What the server said, in its words; empty where it said nothing. */
  readonly message: string;
}
export type Answer<Data> = { readonly data: Data; readonly cost: Cost } | Failed;
export const isFailed = <Data>(answer: Answer<Data>): answer is Failed => 'failure' in answer;

/** What the view that is open has asked so far. */
export const spent = signal({ asked: 0, readUnits: 0, requests: 0 });
export const startCounting = (): void => {
  spent.value = { asked: 0, readUnits: 0, requests: 0 };
};

const BUSY_TRIES = 3;
const LONGEST_WAIT_S = 10;

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message?: string; readonly extensions?: { readonly code?: string } }[];
  readonly extensions?: { readonly cost?: Partial<Cost> };
}

/**
 * Asks the endpoint. A server that says it is busy is asked again when it says so, a few times. Failures are answers, not exceptions: a view
 * shows them.
 */
export async function ask<Data, Variables>(
  document: Document<Data, Variables>,
  variables: Variables,
  signalled?: AbortSignal,
): Promise<Answer<Data>> {
  if (endpoint === null) return { failure: 'NO_ENDPOINT', message: '' };
  for (let attempt = 1; ; attempt += 1) {
    let response: Response;
    let body: Body;
    try {
      response = await fetch(endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json',
          ...(key.value === null ? {} : { authorization: `Bearer ${key.value}` }),
        },
        body: JSON.stringify({ query: document.text, variables }),
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        ...(signalled === undefined ? {} : { signal: signalled }),
      });
    } catch (error) {
      return { failure: 'OFFLINE', message: error instanceof Error ? error.message : '' };
    }
    try {
      body = (await response.json()) as Body;
    } catch {
      return { failure: 'NOT_KRING', message: `HTTP ${response.status}` };
    }
    const cost = { readUnits: body.extensions?.cost?.readUnits ?? 0, requests: body.extensions?.cost?.requests ?? 0 };
    const { asked, readUnits, requests } = spent.peek();
    spent.value = { asked: asked + 1, readUnits: readUnits + cost.readUnits, requests: requests + cost.requests };
    const [error] = body.errors ?? [];
    if (error === undefined && body.data !== undefined && body.data !== null) return { data: body.data as Data, cost };
    const failure = failureOf(response.status, error?.extensions?.code);
    const waitS = Number(response.headers.get('retry-after') ?? 1);
    if (failure !== 'BUSY' || attempt === BUSY_TRIES || !(waitS <= LONGEST_WAIT_S))
      return { failure, message: error?.message ?? '' };
    await new Promise((resolve) => setTimeout(resolve, waitS * 1000));
  }
}

function failureOf(status: number, code: string | undefined): AskFailure {
  if (status === 401 || code === 'UNAUTHENTICATED') return 'UNAUTHENTICATED';
  if (status === 403 || code === 'FORBIDDEN') return 'FORBIDDEN';
  if (status === 429 || status === 503) return 'BUSY';
  return 'REFUSED';
}
