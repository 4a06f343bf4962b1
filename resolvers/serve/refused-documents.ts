import { createHash } from 'node:crypto';
import type { GraphQLFormattedError } from 'graphql';
import type { HttpAnswer } from './http.ts';

/** Documents that were refused, so that sending one again costs no second validation. */
export interface RefusedDocuments {
  /** The answer to a document that was refused before; null where it was not, or where its reader accepts neither media type. */
  answer(document: string, accept: string | undefined, requestId: string): HttpAnswer | null;
  /** Keeps what was wrong with a document, as clients are told it. */
  remember(document: string, errors: readonly GraphQLFormattedError[]): void;
}

/** Refusals remembered at most; the oldest go first. */
const MOST = 500;
const RESPONSE_TYPE = 'application/graphql-response+json';

/** Whether a document is valid depends on the schema alone: not on variables, and not on who asks. */
export function refusedDocuments(): RefusedDocuments {
  const known = new Map<string, readonly GraphQLFormattedError[]>();
  const nameOf = (document: string): string => createHash('sha256').update(document).digest('base64url');
  return {
    answer: (document, accept = '*/*', requestId) => {
      const errors = known.get(nameOf(document));
      const type = accept.includes(RESPONSE_TYPE)
        ? RESPONSE_TYPE
        : /(application\/json|\*\/\*)/u.test(accept)
          ? 'application/json'
          : null;
      if (errors === undefined || type === null) return null;
      return {
        status: type === RESPONSE_TYPE ? 400 : 200,
        headers: { 'content-type': `${type}; charset=utf-8` },
        body: JSON.stringify({
          errors: errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId } })),
          extensions: { cost: { requested: 0, actual: 0, readUnits: 0, writeUnits: 0, requests: 0 } },
        }),
      };
    },
    remember: (document, errors) => {
      const oldest = known.keys().next();
      if (known.size >= MOST && !oldest.done) known.delete(oldest.value);
      known.set(nameOf(document), errors);
    },
  };
}
