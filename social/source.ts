/**
 * What a social network, forum or file of follower lists is to Kring. One adapter a folder (social/bluesky, social/mastodon …)
 * implements this; everything else, pacing, budgets, checkpoints, consent, is the same for all of them (social/calls.ts,
 * social/sync/). An adapter keeps no state of its own, stores nothing and logs nothing.
 */

/** The id an account keeps for life at its source: a DID, `id@host`, a number. Never a handle, which can be given away. */
export type AccountId = string;

/** How an account can be proven to be a customer's own, the surest first. */
export const LINK_PROOFS = ['OAUTH', 'REL_ME', 'BIO_CODE', 'SINGLE_SIGN_ON'] as const;
export type LinkProof = (typeof LINK_PROOFS)[number];

/** What a source says of itself; documented by its provider, checked nowhere. */
export interface SourceTraits {
  /** Calls a host allows in a period, for all who call it with our identity. */
  readonly limit: { readonly calls: number; readonly perMs: number };
  /** Accounts that one call of `profiles` takes. */
  readonly profileBatch: number;
  /** Accounts that one call of `followingBrand` takes. */
  readonly brandBatch: number;
  /** What one call costs, in millionths of the billing currency; 0 where calls are free. */
  readonly costPerCallMicros: number;
  /** Whether terms and meaning allow its numbers in one score with those of other sources. */
  readonly combinable: boolean;
  /** Age at which metrics have to be read again. */
  readonly profileMaxAgeMs: number;
  /** Age at which the list of those an account follows is read again even when its length did not change. */
  readonly followsMaxAgeMs: number;
}

/** What this host can do, found by asking it once per sync. */
export interface Capabilities {
  readonly profiles: boolean;
  readonly follows: boolean;
  readonly engagement: boolean;
  readonly followingBrand: boolean;
  readonly stream: boolean;
  /** The company's own account here; null where none is configured, or there are several. */
  readonly brand: AccountId | null;
  readonly proofs: readonly LinkProof[];
}

/** Public counts of one account as read; null where the source has no such number. Unknown is never 0. */
export interface ProfileReading {
  readonly id: AccountId;
  readonly handle: string;
  readonly followers: number | null;
  readonly follows: number | null;
  readonly posts: number | null;
  /** Reactions its last `recentPosts` posts got together, where the source tells them with the profile. */
  readonly recentReactions?: number;
  readonly recentPosts?: number;
  /** Epoch milliseconds the numbers are of, where the source says that they are older than the reading (an export). */
  readonly readAt?: number;
}

/**
 * A page of a list. `cursor` null: the last one. A page may be empty and still have a cursor. Cursors are handed on as the source
 * gives them, also one that it gives again and again: whoever reads ends there, and knows that the list was not told to its end
 * (social/sync/follows.ts ends no tie by it).
 */
export interface Page<T> {
  readonly items: readonly T[];
  readonly cursor: string | null;
}

export const ACT_VERBS = ['LIKE', 'UNLIKE', 'SHARE', 'REPLY', 'MENTION', 'FOLLOW', 'UNFOLLOW'] as const;
export type ActVerb = (typeof ACT_VERBS)[number];

/** Something an account did to another account or one of its posts. */
export interface SocialAct {
  /** The source's own id of the record; UNLIKE and UNFOLLOW carry the id of the record they take back. */
  readonly id: string;
  readonly actor: AccountId;
  readonly verb: ActVerb;
  /** Whose post, or who; null where the source does not say (a record that was taken back). */
  readonly subject: AccountId | null;
  /** The post, or the account that is followed; null where the source does not say. */
  readonly object: string | null;
  /** Epoch milliseconds at which the source says it happened. */
  readonly at: number;
}

/**
 * Acts on the company's own accounts, newest first or oldest first as the source has them. From one watermark to the next each act
 * is told at least once. What is told again is word for word the same act, and the second telling changes nothing that is stored; a
 * source tells again only what happened shortly before its watermark, because it cannot page exactly, and one that can never does.
 */
export interface EngagementPage extends Page<SocialAct> {
  /** Everything up to here was told, once the last page is read; opaque. Handed back as `since` the next time. */
  readonly watermark: string | null;
}

/** Acts of the accounts asked for, in the order of the stream, and where to go on after them. */
export interface StreamBatch {
  readonly acts: readonly SocialAct[];
  /** Opaque; a stream started from it replays what follows, some of it perhaps twice. */
  readonly cursor: string;
  /** True when the source says that it has caught up with the present. */
  readonly caughtUp: boolean;
  /** True when the source no longer has all that followed the cursor: what lists tell has to be read from them. */
  readonly missed?: boolean;
}

/** What anybody can see of an account, to prove that it is a customer's own. */
export interface PublicAccount {
  readonly id: AccountId;
  readonly handle: string;
  readonly bio: string;
  /** Its page at the source. */
  readonly url: string;
  /** Addresses the profile links to; `verified` where the source itself checked a rel=me link back. */
  readonly links: readonly { readonly url: string; readonly verified: boolean }[];
  /** Other ids under which sources of this key tell what this account does, as lasting as `id`: federated networks have them. */
  readonly alsoKnownAs?: readonly AccountId[];
}

/** An identity proven by the source itself. */
export interface ProvenAccount {
  readonly id: AccountId;
  readonly handle: string;
  /** As in {@link PublicAccount}. */
  readonly alsoKnownAs?: readonly AccountId[];
}

/** Sign-in at the source with the scope that only tells who somebody is. */
export interface OAuthProof {
  /** @param state comes back in the query of `redirectUri`. @returns where to send the customer, and what `finish` needs (kept sealed) */
  start(request: { readonly redirectUri: string; readonly state: string; readonly handle?: string }): Promise<{
    readonly url: string;
    readonly secret: string;
  }>;
  /**
   * @param query what the source appended to `redirectUri`. The access it grants is given back at once: only the identity is kept.
   * @throws VisibleError LINK_UNPROVEN where the customer said no, or what came back is no answer to this sign-in
   */
  finish(answer: {
    readonly redirectUri: string;
    readonly query: URLSearchParams;
    readonly secret: string;
  }): Promise<ProvenAccount>;
  /** A document some sources fetch to learn who asks: the linking page serves it at `url`. Null where there is none to serve. */
  clientDocument?(redirectUri: string): { readonly url: string; readonly document: object } | null;
}

export interface SocialSource {
  /** The source of the ties and interactions that come from here, such as `bluesky`. */
  readonly key: string;
  /** Limits and failures are per host; for most sources there is one. */
  readonly host: string;
  readonly traits: SourceTraits;
  probe(): Promise<Capabilities>;
  /** At most `profileBatch` accounts. Accounts that are gone are left out: compare asked with returned. */
  profiles(ids: readonly AccountId[]): Promise<readonly ProfileReading[]>;
  /** Whom an account follows, a page at a time. */
  follows?(id: AccountId, cursor: string | null): Promise<Page<AccountId>>;
  /** What was done to the company's own accounts since a watermark. */
  engagement?(since: string | null, cursor: string | null): Promise<EngagementPage>;
  /** Of at most `brandBatch` accounts those who follow the company now. */
  followingBrand?(ids: readonly AccountId[]): Promise<ReadonlySet<AccountId>>;
  /** Everything these accounts do, from a cursor on; ends when `signal` is aborted or the source closes it. */
  stream?(ids: readonly AccountId[], cursor: string | null, signal: AbortSignal): AsyncIterable<StreamBatch>;
  /** The account behind a handle as anybody sees it; null when there is none. */
  find?(handle: string): Promise<PublicAccount | null>;
  readonly oauth?: OAuthProof;
  /** Single sign-on of the company's own forum: the account of the customer the company knows by this id. */
  ownAccount?(externalId: string): Promise<ProvenAccount | null>;
  /**
   * An event the source posted to our webhook, its signature checked: acts it tells; none, where something happened that only
   * reading the engagement tells in full; null, where it says nothing to us.
   *
   * @throws SourceProblem REFUSED (401) where the signature is not the source's
   */
  received?(body: string, headers: Readonly<Record<string, string>>): readonly SocialAct[] | null;
  /** What would need a new login when forgotten, sealed by whoever keeps it; called after calls that may have changed it. */
  readonly session?: SourceSession;
}

/** A login that is kept between invocations: every source allows only some of them a day. */
export interface SourceSession {
  restore(text: string): void;
  /** Null while there is nothing to keep. */
  save(): string | null;
}

/** The fetch every adapter makes its calls with: counted, paced, stopped by budgets. Any SDK takes it. */
export type SourceFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
