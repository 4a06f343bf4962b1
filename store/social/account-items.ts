import type { CustomerId } from '../../domain/events.ts';
import type { AccountMetrics, AccountState, SocialAccount } from '../../domain/social/account.ts';
import { num, optionalNum, optionalStr, str, type Item } from '../client/attributes.ts';
import { decodePurposes } from '../customers/records.ts';

/** How far the list of those an account follows was read; part of the account, so that it goes where the account goes. */
export interface FollowsCheckpoint {
  /** The sync that reads; another one begins anew. */
  readonly syncId: string;
  readonly cursor: string;
  readonly pages: number;
  /** A fingerprint of the ties that stood before the sync, in the order of the followed ids, then one bit each, whether it was met; base64. */
  readonly seen: string;
}

/** A linked account with what a sync keeps of it. */
export interface StoredAccount extends SocialAccount {
  /** Of source and account id; names its item. */
  readonly hash: string;
  readonly alsoKnownAs: readonly string[];
  readonly follows: {
    /** When the list was last read to its end; null: never. */
    readonly readAt: number | null;
    /** How long the source said it was then. */
    readonly count: number | null;
    /** Something says that it changed. */
    readonly due: boolean;
  };
  readonly checkpoint: FollowsCheckpoint | null;
  /** Whether it followed the company when that was last asked; null: never. */
  readonly followsBrand: boolean | null;
}

/** Metrics as they lie in an account's item. */
export const encodeMetrics = (metrics: AccountMetrics): string =>
  JSON.stringify([
    metrics.followers,
    metrics.follows,
    metrics.posts,
    metrics.recentReactions,
    metrics.recentPosts,
    metrics.fetchedAt,
    metrics.expiresAt,
  ]);

function decodeMetrics(text: string): AccountMetrics {
  const [followers, follows, posts, recentReactions, recentPosts, fetchedAt, expiresAt] = JSON.parse(text) as [
    number | null,
    number | null,
    number | null,
    number | null,
    number | null,
    number,
    number,
  ];
  return { followers, follows, posts, recentReactions, recentPosts, fetchedAt, expiresAt };
}

/**
 * Attributes of an account: `o` source, `ho` host, `i` id there, `h` handle, `p` proof, `l` linked at, `g` purposes, `m` metrics,
 * `st` + `ss` state and since when, `f` + `n` + `d` follows read at, their count, due, `cp` checkpoint, `b` follows the company,
 * `ka` other ids, `z` made by a simulation.
 */
export function decodeAccount(item: Item): StoredAccount {
  const [, customerId, hash] = str(item, 'sk').split('#') as [string, CustomerId, string];
  const [metrics, checkpoint] = [optionalStr(item, 'm'), optionalStr(item, 'cp')];
  const parts = checkpoint === undefined ? null : (JSON.parse(checkpoint) as [string, string, number, string]);
  return {
    customerId,
    hash,
    source: str(item, 'o'),
    host: str(item, 'ho'),
    accountId: str(item, 'i'),
    alsoKnownAs: JSON.parse(optionalStr(item, 'ka') ?? '[]') as string[],
    handle: optionalStr(item, 'h') ?? null,
    proof: str(item, 'p'),
    linkedAt: num(item, 'l'),
    purposes: decodePurposes(str(item, 'g')),
    state: (optionalStr(item, 'st') ?? 'ACTIVE') as AccountState,
    stateSince: optionalNum(item, 'ss') ?? null,
    metrics: metrics === undefined ? null : decodeMetrics(metrics),
    simulated: item['z'] !== undefined,
    follows: {
      readAt: optionalNum(item, 'f') ?? null,
      count: optionalNum(item, 'n') ?? null,
      due: item['d'] !== undefined,
    },
    checkpoint: parts === null ? null : { syncId: parts[0], cursor: parts[1], pages: parts[2], seen: parts[3] },
    followsBrand: item['b'] === undefined ? null : num(item, 'b') === 1,
  };
}
