import type { CustomerId, TieKind } from '../../domain/events.ts';
import { checkInstant } from '../../domain/money/bounds.ts';
import { ID_LETTERS } from '../../domain/events.ts';

/** The primary key of one item. Every key the table knows is made in this file (docs/table.md). */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Inputs of a run are spread over this many partitions, so that one run reads them in parallel and no partition is hot. */
export const SHARDS = 16;

/** The shard of a customer: the first four bits of the id, which is a hash and so evenly spread. */
export const shardOf = (id: CustomerId): number => ID_LETTERS.indexOf(id[0] ?? '0') >> 1;

/** Partition of what a run reads of a sixteenth of the customers. */
export const inputsPk = (shard: number): string => `IN#${String(shard).padStart(2, '0')}`;
/** Partition of everything else about a customer. */
export const aboutPk = (id: CustomerId): string => `C#${id}`;

/** Instants as 14 digits sort as text. Throws InvalidInputError before 1970 and after the year 5138. */
export function timeKey(epochMs: number): string {
  checkInstant(epochMs, ['occurredAt']);
  return String(epochMs).padStart(14, '0');
}

const six = (value: number): string => String(value).padStart(6, '0');

export const META_TABLE: Key = { pk: 'META', sk: 'TABLE' };
export const META_GENERATION: Key = { pk: 'META', sk: 'GENERATION' };
export const META_PUSH_LOCK: Key = { pk: 'META', sk: 'PUSH_LOCK' };
export const META_RUN_LOCK: Key = { pk: 'META', sk: 'RUN_LOCK' };
/** The number of the last change that was noted. */
export const META_CHANGES: Key = { pk: 'META', sk: 'CHANGES' };
export const CHANGES_PK = 'CHANGES';
/** A change between runs, by its number. */
export const changeKey = (number: number): Key => ({ pk: CHANGES_PK, sk: String(number).padStart(12, '0') });

/** A customer. */
export const customerKey = (id: CustomerId): Key => ({ pk: inputsPk(shardOf(id)), sk: `S#${id}` });
/** True for what customerKey makes. */
export const isCustomerKey = (pk: string, sk: string): boolean => pk.startsWith('IN#') && sk.startsWith('S#');
/** Where tables of earlier versions kept a customer's profile. */
export const legacyProfileKey = (id: CustomerId): Key => ({ pk: aboutPk(id), sk: 'P' });
/** Place of an event in the timeline. */
export const eventSk = (occurredAt: number, hash: string): string => `E#${timeKey(occurredAt)}#${hash.slice(0, 16)}`;
/** An earlier version of a record that was corrected, beside the events, so that no fold reads it. */
export const versionKey = (id: CustomerId, hash: string, version: number): Key => ({
  pk: aboutPk(id),
  sk: `${versionsOf(hash)}${six(version)}`,
});
/** What the places of all earlier versions of a record begin with. */
export const versionsOf = (hash: string): string => `V#${hash.slice(0, 16)}#`;
/** True for what eventSk makes. */
export const isEventSk = (sk: string): boolean => /^E#\d{14}#[0-9a-z]{16}$/u.test(sk);
/** An entry of a customer's influence history. */
export const influenceKey = (id: CustomerId, at: number): Key => ({ pk: aboutPk(id), sk: `F#${timeKey(at)}` });
/** Everybody's influence scores of an instant, by the block the customers lie in. */
export const scoresKey = (bits: number, block: number, at: number): Key => ({
  pk: `H#${bits}#${six(block)}`,
  sk: timeKey(at),
});
/** The owner of an identity that was attached later. */
export const identityKey = (hash: string): Key => ({ pk: `I#${hash}`, sk: 'I' });
/** The receipt of a record. */
export const receiptKey = (hash: string): Key => ({ pk: `U#${hash}`, sk: 'U' });
/** A tie, beside its follower. */
export const tieKey = (follower: CustomerId, followed: CustomerId, kind: TieKind, source: string): Key => ({
  pk: inputsPk(shardOf(follower)),
  sk: `T#${follower}#${followed}#${kind}#${source}`,
});
/**
 * Who follows one customer lies under this many keys of the index, since one key takes 1,000 writes a second and the followers of
 * a celebrity come all at once. The first is the plain one, where releases before kept all of them.
 */
export const FOLLOWER_KEYS = 4;
/** One of the partitions of the index that say who follows a customer. */
export const followersPk = (followed: CustomerId, part: number): string =>
  part === 0 ? aboutPk(followed) : `${aboutPk(followed)}#${part}`;
/** Where the index has a tie: at whom is followed, by time. */
export const tieReverse = (
  followed: CustomerId,
  at: number,
  follower: CustomerId,
  kind: TieKind,
): { rpk: string; rsk: string } => ({
  rpk: followersPk(followed, shardOf(follower) % FOLLOWER_KEYS),
  rsk: `T#${timeKey(at)}#${follower}#${kind}`,
});
/** Names a claim: the claims about one friend follow one another by time. */
export const claimName = (friend: CustomerId, at: number, hash: string): string =>
  `${friend}#${timeKey(at)}#${hash.slice(0, 16)}`;
/** A referral claim, beside its friend. */
export const referralKey = (claim: string): Key => ({ pk: inputsPk(shardOf(claim)), sk: `R#${claim}` });
/** Where the index has a claim: at its advocate, by time. */
export const referralReverse = (
  advocate: CustomerId,
  at: number,
  friend: CustomerId,
): { rpk: string; rsk: string } => ({ rpk: aboutPk(advocate), rsk: `R#${timeKey(at)}#${friend}` });
/** Customers whose own value is to be pushed, or was, since a generation became visible. */
export const duePk = (generation: number): string => `DUE#${generation}`;
export const dueKey = (generation: number, id: CustomerId): Key => ({ pk: duePk(generation), sk: id });
/** One of the two places of a page of what is visible. */
export type Slot = 'a' | 'b';
/** A slot, or the generation something lies under that is written once. */
export type Place = Slot | number;
/** A page of what a run shows. */
export const blockKey = (place: Place, name: string, page: number): Key => ({
  pk: `B#${place}#${name}#${six(page)}`,
  sk: 'B',
});
/** Who is told of changes at an address of theirs. */
export const WEBHOOKS_PK = 'WEBHOOKS';
/** A webhook. */
export const webhookKey = (id: string): Key => ({ pk: WEBHOOKS_PK, sk: id });
/** Partition of what nobody took of a webhook. */
export const undeliveredPk = (webhook: string): string => `WEBHOOK#${webhook}`;
/** A message that nobody took, by its number. */
export const undeliveredKey = (webhook: string, id: string): Key => ({ pk: undeliveredPk(webhook), sk: id });
/** API keys, by the part of them that is no secret. */
export const ACCESS_KEYS_PK = 'KEYS';
/** An API key. */
export const accessKeyKey = (prefix: string): Key => ({ pk: ACCESS_KEYS_PK, sk: prefix });
/** GraphQL documents that may be asked for by their hash. */
export const DOCUMENTS_PK = 'DOCUMENTS';
/** One of them. */
export const documentKey = (hash: string): Key => ({ pk: DOCUMENTS_PK, sk: hash });
/** What a caller has spent of late. @param hash of who it is: subjects of tokens can be personal */
export const spendingKey = (hash: string): Key => ({ pk: `Q#${hash}`, sk: 'Q' });
/** What was changed on a day of UTC (days since 1970-01-01), and by whom. */
export const auditPk = (day: number): string => `AUDIT#${six(day)}`;
/** An entry of it. */
export const auditKey = (day: number, at: number, requestId: string): Key => ({
  pk: auditPk(day),
  sk: `${timeKey(at)}#${requestId}`,
});
export const RUNS_PK = 'RUNS';
/** A run. */
export const runKey = (runId: string): Key => ({ pk: RUNS_PK, sk: runId });
/** A view of the past, by its run. */
export const viewKey = (runId: string): Key => ({ pk: 'VIEWS', sk: runId });
export const IMPORTS_PK = 'IMPORTS';
/** An import, by the fingerprint of its file. */
export const importKey = (fingerprint: string): Key => ({ pk: IMPORTS_PK, sk: fingerprint });
/** The lock of imports of one kind from one source. */
export const importLockKey = (kind: string, source: string): Key => ({ pk: IMPORTS_PK, sk: `LOCK#${kind}#${source}` });
/** The kept answer to a request. */
export const idempotencyKey = (hash: string): Key => ({ pk: `K#${hash}`, sk: 'K' });
/** What streams said of a name: whose it is, and which names are this customer's. With the customer's other items, so that erasing finds it. */
export const saidKey = (id: CustomerId): Key => ({ pk: aboutPk(id), sk: 'N#' });
/** The latest word on something small that messages tell in any order. @param hash of what it is about */
export const latestKey = (id: CustomerId, what: string): Key => ({ pk: aboutPk(id), sk: `N#${what}` });
/** The parts an order is told in. @param hash that of its receipt */
export const orderPartsKey = (hash: string): Key => ({ pk: `O#${hash}`, sk: 'O' });
/** What places of notes begin with that say which parts of orders lie under an id the customer's events do not have. */
export const ORDER_TOLD_SK = 'N#O#';
/** Such a note, so that erasing finds the parts. @param hash that of {@link orderPartsKey} */
export const orderToldKey = (id: CustomerId, hash: string): Key => ({ pk: aboutPk(id), sk: `${ORDER_TOLD_SK}${hash}` });
export const MERGES_PK = 'MERGES';
/** A step of the trail of merges. */
export const mergeKey = (at: number, merged: CustomerId, kind: string): Key => ({
  pk: MERGES_PK,
  sk: `${timeKey(at)}#${merged}#${kind}`,
});
export const PRIVACY_PK = 'PRIVACY';
/** A job that erases a person, or writes down everything that is known of one. */
export const privacyJobKey = (jobId: string): Key => ({ pk: PRIVACY_PK, sk: jobId });
/** What places of the pages of exports begin with: with the customer's other items, so that erasing finds them. */
export const EXPORT_SK = 'X#';
/** A page of what is known of a customer. */
export const exportPageKey = (id: CustomerId, jobId: string, page: number): Key => ({
  pk: aboutPk(id),
  sk: `${EXPORT_SK}${jobId}#${six(page)}`,
});
export const DISMISSALS_PK = 'DIFFERENT';
/** Customers who share something and are different people. @param hash of all of them */
export const dismissalKey = (hash: string): Key => ({ pk: DISMISSALS_PK, sk: hash });
export const SEGMENTS_PK = 'SEGMENTS';
/** The definition of a segment. */
export const segmentKey = (key: string): Key => ({ pk: SEGMENTS_PK, sk: key });
/** Kinds of what the company says of itself. SPEND_ID says under which channel and campaign a record of spend lies. */
export type DefinitionKind = 'PRODUCT' | 'ACCOUNT' | 'SPEND' | 'SPEND_ID';
/** Partition of a sixteenth of the definitions of a kind. */
export const definitionsPk = (kind: DefinitionKind, shard: number): string =>
  `D#${kind}#${String(shard).padStart(2, '0')}`;
/** @param hash of what names the definition: names of households are personal */
export const definitionKey = (kind: DefinitionKind, hash: string): Key => ({
  pk: definitionsPk(kind, shardOf(hash)),
  sk: hash,
});
export const RULE_SETS_PK = 'RULES';
/** Sorts behind every version of the rules. */
export const COSTS_KEY: Key = { pk: RULE_SETS_PK, sk: 'COSTS' };
/** A version of the engagement rules. */
export const ruleSetKey = (version: number): Key => ({ pk: RULE_SETS_PK, sk: six(version) });

/** Everything a run and a sync read about a customer's linked accounts, beside the customer in the inputs of the shard. */
export const accountsSk = (id: CustomerId): string => `A#${id}#`;
/** A linked account, beside its customer. */
export const accountKey = (id: CustomerId, hash: string): Key => ({
  pk: inputsPk(shardOf(id)),
  sk: `${accountsSk(id)}${hash}`,
});
/** Whose an account is: one customer at most. */
export const accountOwnerKey = (hash: string): Key => ({ pk: `A#${hash}`, sk: 'A' });
/** An invitation or a proof under way; the customer's other items lie beside it, so that erasing finds it. */
export const LINK_SK = 'L#';
/** An invitation, a proof under way or a public page of linking. */
export const linkKey = (id: CustomerId, hash: string): Key => ({ pk: aboutPk(id), sk: `${LINK_SK}${hash}` });
export const SOCIAL_PK = 'SOCIAL';
/** Pace, spending and breaker of a host. */
export const socialHostKey = (source: string, host: string): Key => ({ pk: SOCIAL_PK, sk: `HOST#${source}#${host}` });
/** What is kept of a social source as a whole. */
export const socialSourceKey = (source: string): Key => ({ pk: SOCIAL_PK, sk: `SOURCE#${source}` });
/** How often consent was taken back for accounts of a source. */
export const withdrawalsKey = (source: string): Key => ({ pk: SOCIAL_PK, sk: `SOURCE#${source}#WITHDRAWALS` });
/** Who took consent back at a source since its last sync. */
export const WITHDRAWN_SK = 'WITHDRAWN#';
export const withdrawnKey = (source: string, id: CustomerId): Key => ({
  pk: SOCIAL_PK,
  sk: `${WITHDRAWN_SK}${source}#${id}`,
});
export const SYNCS_PK = 'SYNCS';
/** A sync. */
export const syncKey = (syncId: string): Key => ({ pk: SYNCS_PK, sk: syncId });
/** Partition of the parts of a sync. */
export const syncPartsPk = (syncId: string): string => `SYNC#${syncId}`;
/** A part of a sync. */
export const syncPartKey = (syncId: string, part: string): Key => ({ pk: syncPartsPk(syncId), sk: part });
/** Partition of who of a shard is on the list of a segment. */
export const listedPk = (segment: string, shard: number): string =>
  `SEGMENT#${segment}#${String(shard).padStart(2, '0')}`;
/** That a customer is on the list of a segment. */
export const listedKey = (segment: string, id: CustomerId): Key => ({ pk: listedPk(segment, shardOf(id)), sk: id });
export const ACTIONS_PK = 'ACTIONS';
/** An action: its plan and how far it has come. */
export const actionKey = (action: string): Key => ({ pk: ACTIONS_PK, sk: action });
/** Partition of what is kept of an action as a whole: who was drawn, and its reports. */
export const actionPk = (action: string): string => `ACTION#${action}`;
/** What the pages of everybody who was drawn by one attempt begin with. */
export const drawnPrefix = (attempt: string): string => `A#${attempt}#`;
/** A page of who was drawn for an action. */
export const drawnKey = (action: string, attempt: string, page: number): Key => ({
  pk: actionPk(action),
  sk: `${drawnPrefix(attempt)}${six(page)}`,
});
export const REPORT_SK = 'R#';
/** What a run reports of an action, by the instant the run is pinned to. */
export const actionReportKey = (action: string, asOf: number, runId: string): Key => ({
  pk: actionPk(action),
  sk: `${REPORT_SK}${timeKey(asOf)}#${runId}`,
});
/** Partition of who of a shard was reached by an action. */
export const exposedPk = (action: string, shard: number): string =>
  `ACTION#${action}#${String(shard).padStart(2, '0')}`;
/** What a customer's exposures begin with. */
export const exposedPrefix = (id: CustomerId): string => `X#${id}#`;
/** That a customer was reached by an action, in one way. */
export const exposureKey = (action: string, id: CustomerId, kind: string): Key => ({
  pk: exposedPk(action, shardOf(id)),
  sk: `${exposedPrefix(id)}${kind}`,
});
