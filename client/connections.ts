import type { Document, Request, RequestOptions } from './request.ts';

/** A page of a list, as every list of the API has it; ask for `nodes` and `pageInfo { hasNextPage endCursor }`. */
export interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/**
 * Every object of a list, page by page as they are asked for. The document takes `$after: String`; a page may be empty and have a next one.
 *
 * @param connectionIn where the list is in an answer; null ends it
 */
export async function* nodesOf<Data, Variables extends object, Node>(
  request: Request,
  document: Document<Data, Variables>,
  variables: Omit<Variables, 'after'>,
  connectionIn: (data: Data) => Connection<Node> | null | undefined,
  options?: RequestOptions,
): AsyncGenerator<Node, void, void> {
  for (let after: string | null = null; ;) {
    const data: Data = await request(document, { ...variables, after } as unknown as Variables, options);
    const page: Connection<Node> | null | undefined = connectionIn(data);
    if (!page) return;
    yield* page.nodes;
    if (!page.pageInfo.hasNextPage || page.pageInfo.endCursor === null) return;
    after = page.pageInfo.endCursor;
  }
}
