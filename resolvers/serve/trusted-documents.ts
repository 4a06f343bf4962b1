import type { Principal } from '../../domain/access/scopes.ts';
import { documentHash, findDocument } from '../../store/access/documents.ts';
import type { Db } from '../../store/client/db.ts';
import { plainError, type HttpAnswer } from './http.ts';

/** What of a request says which document to run. */
export interface Asked {
  /** The body of a POST; undefined for a GET. */
  readonly content: unknown;
  /** The raw query string. */
  readonly query: string;
}

export interface TrustedDocuments {
  /**
   * The same request with the text of a document in place of its hash; a refusal where there is no such document, or where the caller may send trusted ones only and this
   * is none.
   */
  resolve(asked: Asked, principal: Principal, requestId: string): Promise<Asked | HttpAnswer>;
}

/** Texts remembered; a hash says for ever the same. */
const MOST = 2000;
const HASH = /^(?:sha256:)?([0-9a-f]{64})$/u;

interface Body {
  readonly [name: string]: unknown;
}

const isBody = (content: unknown): content is Body =>
  typeof content === 'object' && content !== null && !Array.isArray(content);

const hashIn = (documentId: unknown): string | null =>
  typeof documentId === 'string' ? (HASH.exec(documentId)?.[1] ?? '') : null;

/** The hash as Apollo's persisted queries send it. */
function apolloHash(extensions: unknown): string | null {
  const persisted = isBody(extensions) ? extensions['persistedQuery'] : undefined;
  return isBody(persisted) && typeof persisted['sha256Hash'] === 'string' ? persisted['sha256Hash'] : null;
}

const parsed = (json: string | null): unknown => {
  try {
    return JSON.parse(json ?? 'null');
  } catch {
    return null;
  }
};

/** @param own documents that are trusted without being added: of the page that the host itself serves */
export function trustedDocuments(
  db: Db,
  own: (hash: string) => Promise<string | null> = async () => null,
): TrustedDocuments {
  const known = new Map<string, string>();
  const textOf = async (hash: string): Promise<string | null> => {
    const before = known.get(hash);
    if (before !== undefined) return before;
    if (!HASH.test(hash)) return null;
    const text = (await own(hash)) ?? (await findDocument(db, hash));
    if (text === null) return null;
    const oldest = known.keys().next();
    if (known.size >= MOST && !oldest.done) known.delete(oldest.value);
    known.set(hash, text);
    return text;
  };

  return {
    resolve: async ({ content, query }, principal, requestId) => {
      const parameters = new URLSearchParams(query);
      const isPost = content !== undefined;
      const body: Body = isPost
        ? isBody(content)
          ? content
          : {}
        : {
            query: parameters.get('query') ?? undefined,
            documentId: parameters.get('documentId') ?? undefined,
            extensions: parsed(parameters.get('extensions')),
          };
      const hash = hashIn(body['documentId']);
      const text = typeof body['query'] === 'string' ? body['query'] : null;
      if (hash !== null && text !== null) return plainError(400, 'Send the document or its id, not both.', requestId);
      const named = hash ?? (text === null ? apolloHash(body['extensions']) : null);
      if (named !== null) {
        const found = await textOf(named);
        if (found !== null) return withText({ content, query }, found);
        // Apollo Client then sends the text.
        if (hash === null && principal.trustedOnly !== true) return { content, query };
        return plainError(
          404,
          'No document of this id was added here. Add it with `kring documents add`, and check that its text is the same to the letter.',
          requestId,
          'DOCUMENT_NOT_FOUND',
        );
      }
      if (principal.trustedOnly === true && text !== null && (await textOf(documentHash(text))) === null)
        return plainError(
          403,
          `"${principal.name}" may send trusted documents only, and this is none. Add it with \`kring documents add\`.`,
          requestId,
          'DOCUMENT_NOT_TRUSTED',
        );
      return { content, query };
    },
  };
}

function withText({ content, query }: Asked, text: string): Asked {
  if (content !== undefined) {
    const { documentId: _, extensions: __, ...rest } = content as Body;
    return { content: { ...rest, query: text }, query };
  }
  const parameters = new URLSearchParams(query);
  parameters.delete('documentId');
  parameters.delete('extensions');
  parameters.set('query', text);
  return { content, query: parameters.toString() };
}
