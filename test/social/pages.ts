import type { Page } from '../../social/source.ts';

/** The pages of a list until the last one, at most `limit` of them. */
export async function pagesOf<P extends Page<unknown>>(
  read: (cursor: string | null) => Promise<P>,
  limit: number,
): Promise<P[]> {
  const pages: P[] = [];
  for (let cursor: string | null = null; pages.length < limit;) {
    const page = await read(cursor);
    pages.push(page);
    cursor = page.cursor;
    if (cursor === null) break;
  }
  return pages;
}
