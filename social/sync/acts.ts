import type { InteractionType, TieKind } from '../../domain/events.ts';
import type { Db } from '../../store/client/db.ts';
import { ingestEvents, type EventRow } from '../../store/events/events.ts';
import { forgetInteractions } from '../../store/events/forget.ts';
import { eventByReceipt } from '../../store/events/history.ts';
import { markFollowsDue } from '../../store/social/accounts.ts';
import type { StoredAccount } from '../../store/social/account-items.ts';
import type { TakenPart } from '../../store/social/syncs.ts';
import { countReaction, deleteTies, putFollow, throughOf } from '../../store/social/ties.ts';
import type { ActVerb, SocialAct } from '../source.ts';
import { withdrawnSince, type Directory } from './directory.ts';

/** What an act towards the company is among its interactions; a reply mentions whom it answers. */
const INTERACTION_OF: Readonly<Record<ActVerb, InteractionType>> = {
  LIKE: 'SOCIAL_LIKE',
  UNLIKE: 'SOCIAL_UNLIKE',
  SHARE: 'SOCIAL_SHARE',
  REPLY: 'SOCIAL_MENTION',
  MENTION: 'SOCIAL_MENTION',
  FOLLOW: 'SOCIAL_FOLLOW',
  UNFOLLOW: 'SOCIAL_UNFOLLOW',
};

const REACTIONS = { LIKE: 'LIKE', SHARE: 'SHARE', REPLY: 'REPLY', MENTION: 'MENTION' } as const;
const isReaction = (verb: ActVerb): verb is keyof typeof REACTIONS => verb in REACTIONS;

/** What following the company is about, whoever tells it and whatever its account is called. */
export const companyAt = (source: string): string => `company@${source}`;

/**
 * Keeps acts of linked accounts towards the company as interactions; everybody else's are dropped here. Repeats are harmless: the
 * source's id names the interaction. @returns how many were new
 */
export async function keepEngagement(
  db: Db,
  source: string,
  acts: readonly SocialAct[],
  directory: Directory,
): Promise<number> {
  const rows: EventRow[] = [];
  const actors = new Map<string, StoredAccount>();
  for (const act of acts) {
    const account = directory.find(act.actor, 'SOCIAL_ENGAGEMENT');
    if (account === undefined) continue;
    const row = await rowOf(db, source, act, account);
    if (row === null) continue;
    rows.push(row);
    actors.set(account.hash, account);
  }
  if (rows.length === 0) return 0;
  const outcomes = await ingestEvents(db, rows, { createCustomers: false, synced: true });
  for (const customerId of await withdrawnSince(db, directory, [...actors.values()], 'SOCIAL_ENGAGEMENT'))
    await forgetInteractions(db, customerId, source);
  return outcomes.filter(({ status }) => status === 'ACCEPTED').length;
}

async function rowOf(db: Db, source: string, act: SocialAct, account: StoredAccount): Promise<EventRow | null> {
  const takesBack = act.verb === 'UNLIKE' || act.verb === 'UNFOLLOW';
  const isFollow = act.verb === 'FOLLOW' || act.verb === 'UNFOLLOW';
  let objectRef = isFollow ? companyAt(source) : act.object;
  if (takesBack && !isFollow && objectRef === null) {
    const taken = await eventByReceipt(db, 'INTERACTION', source, act.id);
    // What was taken back was never kept: nothing to take back here either.
    if (taken?.kind !== 'INTERACTION' || taken.customerId !== account.customerId) return null;
    objectRef = taken.objectRef ?? null;
  }
  return {
    customer: { id: account.customerId },
    event: {
      kind: 'INTERACTION',
      source,
      id: takesBack ? `${act.id}#taken-back` : act.id,
      type: INTERACTION_OF[act.verb],
      channel: 'SOCIAL',
      occurredAt: instantOf(db, act),
      ...(objectRef === null ? {} : { objectRef }),
      ...(account.simulated ? { simulated: true } : {}),
    },
  };
}

/** Clocks differ; beyond that a record may carry any date its author likes, and did not happen after we heard of it. */
const CLOCKS_DIFFER_MS = 86_400_000;
const instantOf = (db: Db, { at }: SocialAct): number =>
  Math.max(0, at > db.clock() + CLOCKS_DIFFER_MS ? db.clock() : at);

/**
 * Keeps what the event stream told: acts towards the company as interactions, acts towards other linked customers as ties. A
 * follow that was taken back names nobody, so its author's list is read again.
 */
export async function keepStream(
  held: TakenPart['held'],
  source: string,
  brand: string | null,
  acts: readonly SocialAct[],
  directory: Directory,
): Promise<{ acts: number; tiesNew: number }> {
  const towardsCompany: SocialAct[] = [];
  let tiesNew = 0;
  for (const act of acts) {
    if (brand !== null && act.subject === brand) towardsCompany.push(act);
    else if (act.subject === null) {
      const db = await held();
      const kept = await eventByReceipt(db, 'INTERACTION', source, act.id);
      if (kept !== null) towardsCompany.push(act);
      else if (act.verb === 'UNFOLLOW') {
        const account = directory.find(act.actor, 'SOCIAL_ENRICHMENT');
        if (account !== undefined) await markFollowsDue(db, account);
      }
    } else tiesNew += await keepTie(await held(), source, act, directory);
  }
  return { acts: await keepEngagement(await held(), source, towardsCompany, directory), tiesNew };
}

async function keepTie(db: Db, source: string, act: SocialAct, directory: Directory): Promise<number> {
  const follower = directory.find(act.actor, 'SOCIAL_ENRICHMENT');
  const followed = act.subject === null ? undefined : directory.find(act.subject, 'SOCIAL_ENRICHMENT');
  if (follower === undefined || followed === undefined || follower.customerId === followed.customerId) return 0;
  const tie = {
    follower: follower.customerId,
    followed: followed.customerId,
    source,
    at: instantOf(db, act),
    through: throughOf(follower),
    ...(follower.simulated || followed.simulated ? { simulated: true } : {}),
  };
  let kind: TieKind;
  let isNew = false;
  if (act.verb === 'FOLLOW') {
    kind = 'FOLLOW';
    isNew = await putFollow(db, { ...tie, weight: 1 });
  } else if (isReaction(act.verb)) {
    kind = REACTIONS[act.verb];
    await countReaction(db, { ...tie, kind });
  } else return 0;
  const withdrawn = await withdrawnSince(db, directory, [follower, followed], 'SOCIAL_ENRICHMENT');
  if (withdrawn.size > 0) await deleteTies(db, [{ ...tie, kind }]);
  return isNew ? 1 : 0;
}
