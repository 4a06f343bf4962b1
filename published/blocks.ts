/** Where a run puts what it shows beside profiles: names of blocks and lists. Where each lies: store/published/slots.ts. */

/** Block of the communities, and list of their members, community by community (published/communities.ts). */
export const COMMUNITIES = 'communities';
export const COMMUNITY_MEMBERS = 'community-members';
/** Blocks of what companies and households come to, by a hash of their names, and list of their members, account by account (published/accounts.ts). */
export const ACCOUNTS = 'accounts';
export const ACCOUNT_MEMBERS = 'account-members';
/** Block of the reports (published/reports.ts). */
export const REPORTS = 'reports';
/** Blocks of flows by the first bits of the customer's id: between whom they run, and apart from that the amounts (store/published/flow-codec.ts). */
export const FLOWS = 'flows';
/** Blocks of what became of referral claims, by the first bits of the friend's id (published/claims.ts). */
export const CLAIMS = 'claims';

/**
 * List that holds a segment's members, those with most of what it was selected for first.
 * @example segmentList('worth-1000') // 'segment-worth-1000'
 */
export const segmentList = (key: string): string => `segment-${key}`;

/**
 * What blocks of a kind are named by, where there are two to the power of so many bits.
 * @example bucketsOf('flows', 3) // 'flows-3'
 */
export const bucketsOf = (kind: typeof FLOWS | typeof CLAIMS | typeof ACCOUNTS, bits: number): string =>
  `${kind}-${bits}`;

/** Blocks of what a run says of the whole customer base (published/aggregates.ts). */
export const AGGREGATES = 'aggregates';

/** Block of what health is worked out with. */
export const HEALTH = 'health';

/** Block of association rules and peers: what opportunities are worked out with. */
export const MARKET = 'market';

/** Every block there is one of: whoever deletes what a generation showed goes by this list. */
export const WHOLE_BLOCKS: ReadonlySet<string> = new Set([COMMUNITIES, REPORTS, AGGREGATES, HEALTH, MARKET]);
