import { ask, documentOf, isFailed } from '../app/ask.ts';
import { companyOf, PORTFOLIO, type Company, type PortfolioData } from '../app/company.ts';
import { minorOf, type Money } from '../app/money.ts';

interface Page extends PortfolioData {
  readonly customers: {
    readonly nodes: readonly {
      readonly value: { readonly total: Money; readonly betweenRuns: { readonly current: Money } | null } | null;
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const PAGE = documentOf<Page, { after: string | null }>(`query Recount($after: String) {
  ${PORTFOLIO}
  customers(first: 100, after: $after) {
    nodes { value { total { minorUnits } betweenRuns { current { minorUnits } } } }
    pageInfo { hasNextPage endCursor }
  }
}`);

/** How far a recount has come. */
export type Recounted = { readonly customers: number; readonly total: bigint } & (
  | { readonly state: 'COUNTING' | 'DONE' | 'STOPPED' | 'OVERTAKEN' }
  | { readonly state: 'FAILED'; readonly why: string }
);

/**
 * Adds everybody's total value, page by page, as of the run. A run that publishes in the meantime ends it: half of the one and half of the
 * other add up to nothing.
 */
export async function recount(of: Company, tell: (seen: Recounted) => void, signal: AbortSignal): Promise<void> {
  let [customers, total, after] = [0, 0n, null as string | null];
  for (;;) {
    tell({ state: 'COUNTING', customers, total });
    const page = await ask(PAGE, { after }, signal);
    if (signal.aborted) return tell({ state: 'STOPPED', customers, total });
    if (isFailed(page)) return tell({ state: 'FAILED', why: page.message || page.failure, customers, total });
    if (companyOf(page.data)?.generation !== of.generation) return tell({ state: 'OVERTAKEN', customers, total });
    const { nodes, pageInfo } = page.data.customers;
    for (const { value } of nodes)
      if (value !== null)
        total += minorOf(value.total) - (value.betweenRuns === null ? 0n : minorOf(value.betweenRuns.current));
    customers += nodes.length;
    after = pageInfo.endCursor;
    if (!pageInfo.hasNextPage) return tell({ state: 'DONE', customers, total });
  }
}
