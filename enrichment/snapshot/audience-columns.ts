import type { SocialAccount } from '../../domain/social/account.ts';
import type { AudienceColumns } from '../../domain/social/audience.ts';

/** Sources a run tells apart. */
const MOST_SOURCES = 256;

/** Counts of linked accounts as they come, by the numbers of their customers; by source and customer at the end. */
export function audienceCollector(asOf: number): {
  add(customer: number, account: SocialAccount): void;
  /** @param position where each number stands among the customers, −1 for nowhere */
  finish(position: Int32Array): AudienceColumns;
} {
  const bySource = new Map<string, Map<number, number>>();
  return {
    add: (customer, { source, state, purposes, metrics }) => {
      // Counts are kept as of today only: a run of an earlier instant did not know them. Who is not to be seen is unknown, not 0.
      if (metrics === null || metrics.followers === null || metrics.fetchedAt > asOf) return;
      if (state !== 'ACTIVE' || !purposes.includes('SOCIAL_ENRICHMENT')) return;
      const known = bySource.get(source) ?? new Map<number, number>();
      known.set(customer, Math.max(known.get(customer) ?? 0, metrics.followers));
      bySource.set(source, known);
    },
    finish: (position) => {
      const sources = [...bySource.keys()].sort().slice(0, MOST_SOURCES);
      const rows = sources.flatMap((source, index) =>
        [...bySource.get(source)!].flatMap(([number, followers]) => {
          const customer = position[number]!;
          return customer < 0 ? [] : [{ source: index, customer, followers }];
        }),
      );
      rows.sort((a, b) => a.source - b.source || a.customer - b.customer);
      return {
        sources,
        source: Uint8Array.from(rows, ({ source }) => source),
        customer: Int32Array.from(rows, ({ customer }) => customer),
        followers: Float64Array.from(rows, ({ followers }) => followers),
      };
    },
  };
}
