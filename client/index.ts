/**
 * A client of the Kring API: `fetch` and nothing else, in Node and in browsers. It keeps to what the caller may spend, repeats what is safe to repeat, walks
 * through lists, and follows the feed of scores. client/README.md begins here.
 */
import { nodesOf, type Connection } from './connections.ts';
import { createRequest, type ClientOptions, type Document, type Request, type RequestOptions } from './request.ts';
import { partnerScores, scoreChanges, type FollowOptions, type PartnerScore, type ScorePage } from './scores.ts';

export type { Connection } from './connections.ts';
export type { Cost } from './pace.ts';
export { documentIdOf, KringRequestError } from './request.ts';
export type { ClientOptions, Document, Request, RequestOptions, ServerError, TypedDocument } from './request.ts';
export { verifyWebhook, WebhookSignatureError } from './webhooks.ts';
export type { WebhookChange, WebhookMessage } from './webhooks.ts';
export { keepScores, NO_SCORES_KEPT, SCORE_DOCUMENTS } from './scores.ts';
export type { FollowOptions, KeptScores, PartnerScore, ScoreChange, ScorePage } from './scores.ts';

export interface KringClient {
  /**
   * The data of a query or mutation. A mutation whose `$input` has no `idempotencyKey` gets one, so that repeating it is harmless.
   *
   * @throws KringRequestError where the answer is none, or not whole
   */
  readonly request: Request;
  /** Every object of a list, page by page. */
  readonly nodes: <Data, Variables extends object, Node>(
    document: Document<Data, Variables>,
    variables: Omit<Variables, 'after'>,
    connectionIn: (data: Data) => Connection<Node> | null | undefined,
    options?: RequestOptions,
  ) => AsyncGenerator<Node, void, void>;
  /** Scores of customers by their ids in one source, in that order. */
  readonly partnerScores: (
    source: string,
    externalIds: readonly string[],
    options?: RequestOptions,
  ) => Promise<PartnerScore[]>;
  /** Pages of what has changed since a token, until everything is told. */
  readonly scoreChanges: (options?: FollowOptions) => AsyncGenerator<ScorePage, void, void>;
}

/**
 * @example
 * const kring = createClient({ url: 'http://127.0.0.1:4000/graphql' });
 * const { viewer } = await kring.request<{ viewer: { name: string } }>('{ viewer { name } }');
 */
export function createClient(options: ClientOptions): KringClient {
  const request = createRequest(options);
  return {
    request,
    nodes: (document, variables, connectionIn, own) => nodesOf(request, document, variables, connectionIn, own),
    partnerScores: (source, externalIds, own) => partnerScores(request, source, externalIds, own),
    scoreChanges: (own) => scoreChanges(request, own),
  };
}
