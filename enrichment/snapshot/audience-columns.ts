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
      const rows = sources.flatMap((source, index) => {
        // Two numbers may be one customer by now, whose larger audience counts as that of two accounts does.
        const byCustomer = new Map<number, number>();
        for (const [number, followers] of bySource.get(source)!) {
          const customer = position[number]!;
          if (customer >= 0) byCustomer.set(customer, Math.max(byCustomer.get(customer) ?? 0, followers));
        }
        return [...byCustomer].map(([customer, followers]) => ({ source: index, customer, followers }));
      });
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
