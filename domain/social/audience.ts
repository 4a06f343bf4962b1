/**
 * Followers at social sources as columns over the customers: one entry for each customer and source with a count that was known
 * by the run's instant, the larger of two accounts.
 */
export interface AudienceColumns {
  readonly sources: readonly string[];
  /** Index into `sources`. */
  readonly source: Uint8Array;
  /** Index of the customer. */
  readonly customer: Int32Array;
  readonly followers: Float64Array;
}

/** Their terms or their meaning forbid putting their numbers into one score with those of others. */
const APART: ReadonlySet<string> = new Set(['youtube']);

/** Whether followers of a source may count in the reach of a score. */
export const isCombinable = (source: string): boolean => !APART.has(source);

/** Followers per customer of one source; NaN where unknown. */
export function followersAt(audience: AudienceColumns, source: string, customerCount: number): Float64Array {
  const followers = new Float64Array(customerCount).fill(Number.NaN);
  const index = audience.sources.indexOf(source);
  for (let row = 0; row < audience.customer.length; row++)
    if (audience.source[row] === index) followers[audience.customer[row]!] = audience.followers[row]!;
  return followers;
}

/** Followers per customer over all sources together; NaN where none is known. Counts somebody who follows twice twice. */
export function followersInAll(audience: AudienceColumns, customerCount: number): Float64Array {
  const followers = new Float64Array(customerCount).fill(Number.NaN);
  for (let row = 0; row < audience.customer.length; row++) {
    const customer = audience.customer[row]!;
    followers[customer] = (Number.isNaN(followers[customer]!) ? 0 : followers[customer]!) + audience.followers[row]!;
  }
  return followers;
}
