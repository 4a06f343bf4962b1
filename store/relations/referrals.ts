import { createHash } from 'node:crypto';
import { checkClaim } from '../../domain/money/bounds.ts';
import type { CustomerId, Referral, ReferralKind } from '../../domain/events.ts';
import { N, num, optionalNum, S, str, type Item } from '../client/attributes.ts';
import { batchGet, keyName } from '../client/batch.ts';
import { getItem, isConditionFailed, putItem } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { receiptHash } from '../events/history.ts';
import type { CustomerIdentifier, Identity } from '../customers/identity.ts';
import { aboutPk, claimName, receiptKey, referralKey, referralReverse, type Key } from '../client/keys.ts';
import { createCustomer } from '../customers/marks.ts';
import { resolveCustomers } from '../customers/resolve.ts';
import { asList, inputsPage, newestPage, type OneOrMore, type PageOptions } from './pages.ts';

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

/**
 * What became of a claim on its way in; whether it counts is for a run to say. DUPLICATE: the same content under the same
 * (source, id) is kept already. CONFLICT: other content is; it stands.
 */
export type ReferralStatus = 'ACCEPTED' | 'DUPLICATE' | 'CONFLICT' | 'SELF_REFERRAL' | 'UNKNOWN_CUSTOMER';

export interface ReferralOutcome {
  readonly status: ReferralStatus;
  readonly advocateId: CustomerId;
  readonly friendId: CustomerId;
  /** The name of the claim; null for one that was refused. */
  readonly claim: string | null;
}

const CONCURRENT_WRITES = 32;

/**
 * Keeps claims of who brought whom; outcomes in the order of the rows. Every claim is kept, also a second one about the same
 * friend, a late one or one that closes a circle: which of them counts depends on all of them and on the orders, and those may
 * come later, so the forest of a run decides. (source, id) makes a repeat harmless. Three write units a claim.
 *
 * @param options.createCustomers whether an identity nobody has yet becomes a customer; default false
 * @throws InvalidInputError for a claim that no run could count (`checkClaim`); nothing is written then
 */
export async function recordReferrals(
  db: Db,
  rows: readonly ReferralRow[],
  options: { readonly createCustomers?: boolean } = {},
): Promise<ReferralOutcome[]> {
  for (const row of rows) checkClaim(row);
  const ends = await resolveCustomers(
    db,
    rows.flatMap(({ advocate, friend }) => [advocate, friend]),
    { consistent: true, attributes: [] },
  );
  const create = options.createCustomers ?? false;
  const isKnown = (end: { item: unknown; identity: Identity | null }): boolean =>
    end.item !== undefined || (create && end.identity !== null);
  const outcomes: ReferralOutcome[] = [];
  const claims = new Map<string, { readonly index: number; readonly claim: Claim }[]>();
  const created = new Map<CustomerId, Identity>();
  const told = new Map<number, Pick<ReferralOutcome, 'advocateId' | 'friendId'>>();
  for (const [index, row] of rows.entries()) {
    const [advocate, friend] = [ends[2 * index]!, ends[2 * index + 1]!];
    const ids = { advocateId: advocate.survivorId, friendId: friend.survivorId };
    if (!isKnown(advocate) || !isKnown(friend)) outcomes[index] = { status: 'UNKNOWN_CUSTOMER', ...ids, claim: null };
    else if (advocate.survivorId === friend.survivorId)
      outcomes[index] = { status: 'SELF_REFERRAL', ...ids, claim: null };
    else {
      for (const end of [advocate, friend])
        if (end.item === undefined && end.identity !== null) created.set(end.id, end.identity);
      const claim = claimOf(db, row, advocate.id, friend.id);
      told.set(index, ids);
      claims.set(claim.receipt.pk, [...(claims.get(claim.receipt.pk) ?? []), { index, claim }]);
    }
  }
  await mapLimit([...created], CONCURRENT_WRITES, ([id, identity]) => createCustomer(db, id, identity));
  const asked = [...claims.values()].flat().flatMap(({ claim }) => [claim.receipt, claim.key]);
  const found = await batchGet(db, asked, { consistent: true, attributes: ['h'] });
  // Rows of one (source, id) go one after another: the first decides which content stands.
  await mapLimit([...claims.values()], CONCURRENT_WRITES, async (sameId) => {
    const receipt = found.get(keyName(sameId[0]!.claim.receipt));
    let standing = receipt === undefined ? null : str(receipt, 'h');
    for (const { index, claim } of sameId) {
      const isKept =
        found.has(keyName(claim.key)) ||
        sameId.some((other) => other.index < index && other.claim.content === claim.content);
      standing ??= await claimReceipt(db, claim);
      const status =
        standing !== claim.content
          ? 'CONFLICT'
          : !isKept && (await putClaim(db, claim.item))
            ? 'ACCEPTED'
            : 'DUPLICATE';
      outcomes[index] = { status, ...told.get(index)!, claim: status === 'CONFLICT' ? null : claim.name };
    }
  });
  return outcomes;
}

/** {@link recordReferrals} of one claim. */
export const recordReferral = async (
  db: Db,
  row: ReferralRow,
  options: { readonly createCustomers?: boolean } = {},
): Promise<ReferralOutcome> => (await recordReferrals(db, [row], options))[0]!;

/** A claim ready to be written: its receipt, which decides what content a (source, id) stands for, and its item. */
interface Claim {
  readonly name: string;
  readonly friendId: CustomerId;
  readonly key: Key;
  readonly item: Item;
  readonly receipt: Key;
  readonly content: string;
}

function claimOf(db: Db, row: ReferralRow, advocateId: CustomerId, friendId: CustomerId): Claim {
  const content = [
    advocateId,
    friendId,
    row.kind,
    row.at,
    row.expiresAt ?? null,
    row.savedAcquisitionCostMinor ?? null,
    row.rewardMinor ?? null,
    row.simulated ?? false,
  ];
  const hash = receiptHash(db, 'REFERRAL', row.source, row.id);
  const name = claimName(friendId, row.at, hash);
  return {
    name,
    friendId,
    key: referralKey(name),
    item: encodeReferral(name, advocateId, friendId, row),
    receipt: receiptKey(hash),
    content: createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 16),
  };
}

/** The content that stands under the claim's (source, id): its own, or that of a writer who came first. */
async function claimReceipt(db: Db, { receipt, content, friendId, key }: Claim): Promise<string> {
  const item = { pk: S(receipt.pk), sk: S(receipt.sk), c: S(friendId), e: S(key.sk), h: S(content), t: N(db.clock()) };
  if (await putNew(db, item)) return content;
  const taken = await getItem(db, receipt, { ConsistentRead: true });
  return taken === undefined ? content : str(taken, 'h');
}

// The receipt comes first; dying between the two leaves a receipt that the repeat completes. Of two who race, one is told ACCEPTED.
const putClaim = (db: Db, item: Item): Promise<boolean> => putNew(db, item);

async function putNew(db: Db, item: Item): Promise<boolean> {
  try {
    await putItem(db, item, { ConditionExpression: 'attribute_not_exists(pk)' });
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}

/** Attributes besides the keys: `o` source, `i` its id there, `k` kind, `a` at, `x` expires at, `q` saved acquisition cost, `y` reward, `m` simulated. */
function encodeReferral(name: string, advocate: CustomerId, friend: CustomerId, row: ReferralRow): Item {
  const key = referralKey(name);
  const reverse = referralReverse(advocate, row.at, friend);
  const optional = (attribute: string, value: number | undefined): Item =>
    value === undefined ? {} : { [attribute]: N(value) };
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

/** The claim of an item, from the table or the reverse index. */
export function decodeReferral(item: Item): Referral {
  const optional = (name: string, value: number | undefined): Record<string, number> =>
    value === undefined ? {} : { [name]: value };
  const claim = str(item, 'sk').slice(2);
  return {
    source: str(item, 'o'),
    id: str(item, 'i'),
    claim,
    advocate: str(item, 'rpk').slice(2),
    friend: claim.slice(0, claim.indexOf('#')),
    kind: str(item, 'k') as ReferralKind,
    at: num(item, 'a'),
    ...optional('expiresAt', optionalNum(item, 'x')),
    ...optional('savedAcquisitionCostMinor', optionalNum(item, 'q')),
    ...optional('rewardMinor', optionalNum(item, 'y')),
    ...(item['m'] === undefined ? {} : { simulated: true }),
  };
}

/** Claims by name, in their order, null where there is none: one request for up to 100. */
export async function referralsByClaim(
  db: Db,
  claims: readonly string[],
  options: { readonly consistent?: boolean } = {},
): Promise<(Referral | null)[]> {
  const items = await batchGet(db, claims.map(referralKey), options);
  return claims.map((claim) => {
    const item = items.get(keyName(referralKey(claim)));
    return item === undefined ? null : decodeReferral(item);
  });
}

/** All claims about a friend, the earliest first: a page. */
export async function claimsAbout(
  db: Db,
  friend: OneOrMore,
  page: PageOptions,
): Promise<{ items: Referral[]; next: string | null }> {
  const { items, next } = await inputsPage(db, 'R#', asList(friend), page);
  return { items: items.map(decodeReferral), next };
}

/** The claims an advocate made, the newest first: a page from the reverse index. */
export async function referralsBy(
  db: Db,
  advocate: OneOrMore,
  page: PageOptions,
): Promise<{ items: Referral[]; next: string | null }> {
  const { items, next } = await newestPage(db, asList(advocate).map(aboutPk), 'R#', page);
  return { items: items.map(decodeReferral), next };
}
