import { DomainError } from '../errors.ts';
import type { ReferralKind } from '../events.ts';
import { DAY_MS } from '../time/time.ts';

/**
 * The referral forest: who brought whom. Every customer has at most one referrer; every record that does not become
 * that one carries the reason why.
 *
 * Customers are indices 0 … n−1 of the snapshot, so the forest holds no personal data.
 */

export const REFERRAL_REJECTION_REASONS = [
  'UNKNOWN_CUSTOMER',
  'SELF_REFERRAL',
  'EXISTING_CUSTOMER',
  'EXPIRED',
  'ALREADY_REFERRED',
  'CYCLE',
] as const;

/** Why a record does not count, in the order the rules are tried; {@link REFERRAL_REJECTIONS} says it in words. */
export type ReferralRejectionReason = (typeof REFERRAL_REJECTION_REASONS)[number];

/** The one wording of every reason: the API, an import's list of refusals and the report all say it this way. */
export const REFERRAL_REJECTIONS: Readonly<Record<ReferralRejectionReason, string>> = {
  UNKNOWN_CUSTOMER: 'the advocate or the friend is no known customer',
  SELF_REFERRAL: 'nobody brings in themselves',
  EXISTING_CUSTOMER: 'the friend had ordered before the referral, so was a customer already',
  EXPIRED: 'the friend had not ordered when the referral ran out',
  ALREADY_REFERRED: 'an earlier claim that holds says who brought this friend in; a customer is brought in once',
  CYCLE: 'the friend brought in the advocate, directly or through others; referrals cannot run in a loop',
};

export interface ReferralRecord {
  /** Customer index of who referred; −1 when unknown. */
  readonly advocate: number;
  /** Customer index of who was referred; −1 when unknown. */
  readonly friend: number;
  /** When the referral was made, epoch milliseconds. */
  readonly atMs: number;
  readonly kind: ReferralKind;
  /** What acquiring this customer through the usual channels would have cost, minor units, ≥ 0. Absent: 0. */
  readonly savedAcquisitionCostMinor?: number;
  /** Reward paid for this referral (to either side), minor units, ≥ 0. Absent: 0. */
  readonly rewardMinor?: number;
  /** The friend has to buy at or before this instant. Absent: `atMs` + the forest's window. */
  readonly expiresAtMs?: number;
  /** Decides between claims of one instant: a rank by something every installation shares, such as (source, id). Absent: 0. */
  readonly rank?: number;
}

export interface RejectedReferral {
  /** Index into the records. */
  readonly record: number;
  readonly reason: ReferralRejectionReason;
}

export interface ReferralForest {
  readonly customerCount: number;
  /** Referrer of each customer, −1 for a root. */
  readonly referrer: Int32Array;
  /** 1 where the edge to the referrer is type two, else 0. */
  readonly typeTwo: Uint8Array;
  /** Index into the records of each customer's accepted referral, −1 for a root. */
  readonly recordOf: Int32Array;
  /** Saved acquisition cost of each referred customer, minor units. */
  readonly savedAcquisitionCostMinor: Float64Array;
  /** Reward paid for bringing each referred customer, minor units. */
  readonly rewardMinor: Float64Array;
  /** The friends of customer i are children[childOffsets[i]] … children[childOffsets[i+1] − 1], in index order. */
  readonly childOffsets: Int32Array;
  readonly children: Int32Array;
  /** All customers, every referrer before the friends they brought. */
  readonly topDown: Int32Array;
  /** By record index. */
  readonly rejected: readonly RejectedReferral[];
}

export interface ForestOptions {
  /** The instant the forest is seen from, epoch milliseconds: decides whether a friend who has not bought is too late. */
  readonly asOfMs: number;
  /** Days a friend has to buy when a record sets no expiry. Absent: no limit. */
  readonly windowDays?: number;
}

/**
 * Builds the forest from the records known at `asOfMs`. The earliest valid record of a friend wins (then the lower
 * rank, the lower advocate index, the larger saving), so the outcome does not depend on the order of the input.
 *
 * A referral at the very instant of the first purchase counts as before it: codes are redeemed at the checkout.
 *
 * @param customerCount n.
 * @param firstPurchaseAtMs First purchase per customer in epoch milliseconds, NaN for who never bought; length n.
 * @throws DomainError when a time is not finite or an amount is not a whole non-negative number of minor units.
 */
export function buildReferralForest(
  customerCount: number,
  firstPurchaseAtMs: Float64Array,
  records: readonly ReferralRecord[],
  options: ForestOptions,
): ReferralForest {
  if (firstPurchaseAtMs.length !== customerCount) {
    throw new DomainError('firstPurchaseAtMs needs one entry per customer', {
      customerCount,
      length: firstPurchaseAtMs.length,
    });
  }
  records.forEach(requireValidRecord);

  const referrer = new Int32Array(customerCount).fill(-1);
  const recordOf = new Int32Array(customerCount).fill(-1);
  const typeTwo = new Uint8Array(customerCount);
  const savedAcquisitionCostMinor = new Float64Array(customerCount);
  const rewardMinor = new Float64Array(customerCount);
  const rejected: RejectedReferral[] = [];
  const rootAbove = Int32Array.from({ length: customerCount }, (_, i) => i);

  for (const index of chronological(records)) {
    const record = records[index]!;
    const { advocate, friend } = record;
    const reason =
      reasonToReject(record, customerCount, firstPurchaseAtMs, options) ??
      (referrer[friend] !== -1 ? 'ALREADY_REFERRED' : rootOf(rootAbove, advocate) === friend ? 'CYCLE' : null);
    if (reason !== null) {
      rejected.push({ record: index, reason });
      continue;
    }
    referrer[friend] = advocate;
    rootAbove[friend] = advocate;
    recordOf[friend] = index;
    typeTwo[friend] = record.kind === 'TYPE_TWO' ? 1 : 0;
    savedAcquisitionCostMinor[friend] = record.savedAcquisitionCostMinor ?? 0;
    rewardMinor[friend] = record.rewardMinor ?? 0;
  }
  rejected.sort((a, b) => a.record - b.record);

  return { ...forestOf({ referrer, typeTwo, savedAcquisitionCostMinor, rewardMinor }), recordOf, rejected };
}

/** A forest of edges that are known to be one: for a part of a larger one, whose customers keep their order. */
export function forestOf(
  edges: Pick<ReferralForest, 'referrer' | 'typeTwo' | 'savedAcquisitionCostMinor' | 'rewardMinor'>,
): Omit<ReferralForest, 'recordOf' | 'rejected'> {
  const { childOffsets, children } = childrenOf(edges.referrer);
  const topDown = orderTopDown(edges.referrer, childOffsets, children);
  return { ...edges, customerCount: edges.referrer.length, childOffsets, children, topDown };
}

function requireValidRecord(record: ReferralRecord, index: number): void {
  const amounts = [record.savedAcquisitionCostMinor ?? 0, record.rewardMinor ?? 0];
  if (!amounts.every((amount) => Number.isSafeInteger(amount) && amount >= 0)) {
    throw new DomainError('a referral amount is a whole number of minor units, ≥ 0', { index, amounts });
  }
  if (!Number.isFinite(record.atMs) || Number.isNaN(record.expiresAtMs ?? 0)) {
    throw new DomainError('a referral has a finite time', {
      index,
      atMs: record.atMs,
      expiresAtMs: record.expiresAtMs,
    });
  }
}

/** The rules that need only the record itself; ALREADY_REFERRED and CYCLE depend on what was accepted before. */
function reasonToReject(
  record: ReferralRecord,
  customerCount: number,
  firstPurchaseAtMs: Float64Array,
  options: ForestOptions,
): ReferralRejectionReason | null {
  const isKnown = (customer: number) => Number.isInteger(customer) && customer >= 0 && customer < customerCount;
  if (!isKnown(record.advocate) || !isKnown(record.friend)) return 'UNKNOWN_CUSTOMER';
  if (record.advocate === record.friend) return 'SELF_REFERRAL';
  const firstPurchase = firstPurchaseAtMs[record.friend]!;
  if (firstPurchase < record.atMs) return 'EXISTING_CUSTOMER';
  const windowMs = options.windowDays === undefined ? Infinity : options.windowDays * DAY_MS;
  const expiresAtMs = record.expiresAtMs ?? record.atMs + windowMs;
  const decidedAtMs = Number.isNaN(firstPurchase) ? options.asOfMs : firstPurchase;
  return decidedAtMs > expiresAtMs ? 'EXPIRED' : null;
}

/** Record indices by time; every field that can matter breaks ties, so equal keys mean interchangeable records. */
function chronological(records: readonly ReferralRecord[]): Int32Array {
  return Int32Array.from(records.keys()).sort((x, y) => {
    const a = records[x]!;
    const b = records[y]!;
    return (
      a.atMs - b.atMs ||
      (a.rank ?? 0) - (b.rank ?? 0) ||
      a.advocate - b.advocate ||
      a.friend - b.friend ||
      Number(a.kind === 'TYPE_TWO') - Number(b.kind === 'TYPE_TWO') ||
      (b.savedAcquisitionCostMinor ?? 0) - (a.savedAcquisitionCostMinor ?? 0) ||
      (b.rewardMinor ?? 0) - (a.rewardMinor ?? 0) ||
      Number((b.expiresAtMs ?? Infinity) > (a.expiresAtMs ?? Infinity)) -
        Number((a.expiresAtMs ?? Infinity) > (b.expiresAtMs ?? Infinity)) ||
      x - y
    );
  });
}

/** Union–find with path halving over "referred by": near-constant per call, so long chains stay cheap. */
function rootOf(rootAbove: Int32Array, customer: number): number {
  let at = customer;
  while (rootAbove[at] !== at) {
    rootAbove[at] = rootAbove[rootAbove[at]!]!;
    at = rootAbove[at]!;
  }
  return at;
}

function childrenOf(referrer: Int32Array): { childOffsets: Int32Array; children: Int32Array } {
  const childOffsets = new Int32Array(referrer.length + 1);
  for (const parent of referrer) if (parent >= 0) childOffsets[parent + 1]!++;
  for (let i = 0; i < referrer.length; i++) childOffsets[i + 1]! += childOffsets[i]!;
  const children = new Int32Array(childOffsets[referrer.length]!);
  const next = childOffsets.slice(0, referrer.length);
  referrer.forEach((parent, child) => {
    if (parent >= 0) children[next[parent]!++] = child;
  });
  return { childOffsets, children };
}

function orderTopDown(referrer: Int32Array, childOffsets: Int32Array, children: Int32Array): Int32Array {
  const order = new Int32Array(referrer.length);
  let filled = 0;
  referrer.forEach((parent, customer) => {
    if (parent < 0) order[filled++] = customer;
  });
  for (let read = 0; read < filled; read++) {
    const customer = order[read]!;
    for (let c = childOffsets[customer]!; c < childOffsets[customer + 1]!; c++) order[filled++] = children[c]!;
  }
  return order;
}
