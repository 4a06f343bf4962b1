import { createHash } from 'node:crypto';
import type { CustomerId, Referral, ReferralKind } from '../../domain/events.ts';
import { N, num, optionalNum, S, str, type Item } from '../client/attributes.ts';
import { batchGet, keyName } from '../client/batch.ts';
import { deleteItem, getItem, isConditionFailed, putItem, queryPage } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { receiptHash } from '../events/history.ts';
import type { CustomerIdentifier } from '../customers/identity.ts';
import { aboutPk, receiptKey, referralKey, referralReverse, timeKey } from '../client/keys.ts';
import { createCustomer } from '../customers/marks.ts';
import { resolveCustomers } from '../customers/resolve.ts';
import { reversePage, type PageOptions } from './ties.ts';

export interface ReferralRow {
  readonly source: string;
  readonly id: string;
  readonly advocate: CustomerIdentifier;
  readonly friend: CustomerIdentifier;
  readonly kind: ReferralKind;
  readonly at: number;
  readonly expiresAt?: number;
  readonly savedAcquisitionCostMinor?: number;
  readonly rewardMinor?: number;
  readonly simulated?: boolean;
}

export type ReferralStatus =
  | 'ACCEPTED'
  | 'DUPLICATE'
  | 'CONFLICT'
  | 'SELF_REFERRAL'
  | 'EXISTING_CUSTOMER'
  | 'ALREADY_REFERRED'
  | 'CYCLE'
  | 'UNKNOWN_CUSTOMER';

export interface ReferralOutcome {
  readonly status: ReferralStatus;
  readonly advocateId: CustomerId;
  readonly friendId: CustomerId;
}

/** A chain of referrals longer than this is taken for a cycle; real ones have a handful of links. */
const LONGEST_CHAIN = 1000;

/**
 * Records who brought whom. A customer is brought at most once, and never by themselves, by someone they (in turn)
 * brought, or after their first order. (source, id) makes a repeat harmless. Three write units.
 *
 * @param options.createCustomers whether an identity nobody has yet becomes a customer; default false
 */
export async function recordReferral(
  db: Db,
  row: ReferralRow,
  options: { readonly createCustomers?: boolean } = {},
): Promise<ReferralOutcome> {
  const [advocate, friend] = await resolveCustomers(db, [row.advocate, row.friend], {
    consistent: true,
    attributes: [],
  });
  const ids = { advocateId: advocate!.id, friendId: friend!.id };
  const create = options.createCustomers ?? false;
  const isKnown = [advocate!, friend!].every((end) => end.item !== undefined || (create && end.identity !== null));
  if (!isKnown) return { status: 'UNKNOWN_CUSTOMER', ...ids };
  if (ids.advocateId === ids.friendId) return { status: 'SELF_REFERRAL', ...ids };

  const item = encodeReferral(ids.advocateId, ids.friendId, row);
  const receipt = receiptOf(db, row, ids);
  const known = await getItem(db, receiptKey(receipt.hash), { ConsistentRead: true });
  if (known !== undefined && str(known, 'h') !== receipt.content) return { status: 'CONFLICT', ...ids };
  const present = await getItem(db, referralKey(ids.friendId), { ConsistentRead: true });
  if (present !== undefined)
    return { status: isSame(present, row) && known !== undefined ? 'DUPLICATE' : 'ALREADY_REFERRED', ...ids };
  if (await boughtBefore(db, ids.friendId, row.at)) return { status: 'EXISTING_CUSTOMER', ...ids };
  if (await wouldClose(db, ids.advocateId, ids.friendId)) return { status: 'CYCLE', ...ids };

  await mapLimit([advocate!, friend!], 2, async (end) => {
    if (end.item === undefined && end.identity !== null) await createCustomer(db, end.id, end.identity);
  });
  // Receipt first: it decides between two writers of one (source, id). Dying before the referral leaves a receipt that the repeat completes.
  if (!(await claimReceipt(db, receipt))) return { status: 'CONFLICT', ...ids };
  if (await putReferral(db, item, row)) return { status: 'ACCEPTED', ...ids };
  await deleteItem(db, receiptKey(receipt.hash));
  return { status: 'ALREADY_REFERRED', ...ids };
}

interface Receipt {
  readonly hash: string;
  readonly content: string;
  readonly friendId: CustomerId;
  readonly sk: string;
}

function receiptOf(db: Db, row: ReferralRow, ids: { advocateId: CustomerId; friendId: CustomerId }): Receipt {
  const content = [
    ids.advocateId,
    ids.friendId,
    row.kind,
    row.at,
    row.expiresAt ?? null,
    row.savedAcquisitionCostMinor ?? null,
    row.rewardMinor ?? null,
    row.simulated ?? false,
  ];
  return {
    hash: receiptHash(db, 'REFERRAL', row.source, row.id),
    content: createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 16),
    friendId: ids.friendId,
    sk: referralKey(ids.friendId).sk,
  };
}

async function claimReceipt(db: Db, receipt: Receipt): Promise<boolean> {
  const key = receiptKey(receipt.hash);
  try {
    await putItem(
      db,
      {
        pk: S(key.pk),
        sk: S(key.sk),
        c: S(receipt.friendId),
        e: S(receipt.sk),
        h: S(receipt.content),
        t: N(db.clock()),
      },
      {
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    );
    return true;
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    const taken = await getItem(db, key, { ConsistentRead: true });
    return taken !== undefined && str(taken, 'h') === receipt.content;
  }
}

async function putReferral(db: Db, item: Item, row: ReferralRow): Promise<boolean> {
  try {
    await putItem(db, item, {
      ConditionExpression: 'attribute_not_exists(pk) OR (o = :source AND i = :id)',
      ExpressionAttributeValues: { ':source': S(row.source), ':id': S(row.id) },
    });
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}

const isSame = (item: Item, row: ReferralRow): boolean => str(item, 'o') === row.source && str(item, 'i') === row.id;

/** Whether a customer has an order before an instant, asked of the events: the summary may be behind. */
async function boughtBefore(db: Db, id: CustomerId, at: number): Promise<boolean> {
  let start: Item | undefined;
  do {
    const page: Awaited<ReturnType<typeof queryPage>> = await queryPage(db, {
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      FilterExpression: 'k = :order',
      ProjectionExpression: 'sk',
      ExpressionAttributeValues: {
        ':pk': S(aboutPk(id)),
        ':from': S('E#'),
        ':to': S(`E#${timeKey(at)}`),
        ':order': S('O'),
      },
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    if (page.items.length > 0) return true;
    start = page.lastKey;
  } while (start !== undefined);
  return false;
}

/** Whether the friend is already among those who (in turn) brought the advocate. */
async function wouldClose(db: Db, advocate: CustomerId, friend: CustomerId): Promise<boolean> {
  let current = advocate;
  for (let depth = 0; depth < LONGEST_CHAIN; depth += 1) {
    const referral = await getItem(db, referralKey(current), { ConsistentRead: true });
    if (referral === undefined) return false;
    current = decodeReferral(referral).advocate;
    if (current === friend) return true;
  }
  return true;
}

/** Attributes besides the keys: `o` source, `i` its id there, `k` kind, `a` at, `x` expires at, `q` saved acquisition cost, `y` reward, `m` simulated. */
function encodeReferral(advocate: CustomerId, friend: CustomerId, row: ReferralRow): Item {
  const key = referralKey(friend);
  const reverse = referralReverse(advocate, row.at, friend);
  const optional = (name: string, value: number | undefined): Item => (value === undefined ? {} : { [name]: N(value) });
  return {
    pk: S(key.pk),
    sk: S(key.sk),
    rpk: S(reverse.rpk),
    rsk: S(reverse.rsk),
    o: S(row.source),
    i: S(row.id),
    k: S(row.kind),
    a: N(row.at),
    ...optional('x', row.expiresAt),
    ...optional('q', row.savedAcquisitionCostMinor),
    ...optional('y', row.rewardMinor),
    ...(row.simulated === true ? { m: N(1) } : {}),
  };
}

/** The referral of an item, from the table or the reverse index. */
export function decodeReferral(item: Item): Referral {
  const optional = (name: string, value: number | undefined): Record<string, number> =>
    value === undefined ? {} : { [name]: value };
  return {
    source: str(item, 'o'),
    id: str(item, 'i'),
    advocate: str(item, 'rpk').slice(2),
    friend: str(item, 'sk').slice(2),
    kind: str(item, 'k') as ReferralKind,
    at: num(item, 'a'),
    ...optional('expiresAt', optionalNum(item, 'x')),
    ...optional('savedAcquisitionCostMinor', optionalNum(item, 'q')),
    ...optional('rewardMinor', optionalNum(item, 'y')),
    ...(item['m'] === undefined ? {} : { simulated: true }),
  };
}

/** How a customer was brought in, or null. */
export async function referralOf(db: Db, friend: CustomerId): Promise<Referral | null> {
  const item = await getItem(db, referralKey(friend));
  return item === undefined ? null : decodeReferral(item);
}

/** {@link referralOf} for many customers, in their order: one request for up to 100. */
export async function referralsOf(db: Db, friends: readonly CustomerId[]): Promise<(Referral | null)[]> {
  const items = await batchGet(db, friends.map(referralKey));
  return friends.map((friend) => {
    const item = items.get(keyName(referralKey(friend)));
    return item === undefined ? null : decodeReferral(item);
  });
}

/** Whom a customer brought in, the newest first: a page from the reverse index. */
export async function referralsBy(
  db: Db,
  advocate: CustomerId,
  page: PageOptions,
): Promise<{ items: Referral[]; next: string | null }> {
  const result = await reversePage(db, advocate, 'R#', page);
  return { items: result.items.map(decodeReferral), next: result.next };
}
