import type { ReferralForest } from './forest.ts';
import type { ReferralSplit } from './shapley.ts';
import { savedByReferral } from './shapley.ts';

export const SUSPICION_REASONS = ['SAME_PERSON', 'RING'] as const;

/**
 * Why claims are worth a look, though they may be honest:
 * - `SAME_PERSON` advocate and friend are two customers who share a mailbox (`ann@x.com`, `ann+1@x.com`);
 * - `RING` people who claim to have brought in one another, directly or round a circle.
 */
export type SuspicionReason = (typeof SUSPICION_REASONS)[number];

/** The one wording of every reason. */
export const SUSPICIONS: Readonly<Record<SuspicionReason, string>> = {
  SAME_PERSON: 'advocate and friend share a mailbox: probably one person who referred themselves',
  RING: 'these people claim to have brought in one another, in a circle',
};

/** One suspicion, with what is at stake. */
export interface ReferralSuspicion {
  readonly reason: SuspicionReason;
  /** Indices of the claims, ascending: one for SAME_PERSON, all claims inside the circle for RING. */
  readonly records: readonly number[];
  /** Customers at either end of those claims: of each the advocate, then the friend, once. */
  readonly customers: readonly number[];
  /** What the advocates were credited through those of the claims that count. */
  readonly creditMinor: number;
  /** Rewards paid for the claims, whether they count or not. */
  readonly rewardMinor: number;
}

/** Claims as columns: customer indices (−1 for unknown), and the person each end belongs to (customers of one mailbox share one). */
export interface ClaimColumns {
  readonly advocate: Int32Array;
  readonly friend: Int32Array;
  readonly advocatePerson: Int32Array;
  readonly friendPerson: Int32Array;
  readonly rewardMinor: Float64Array;
}

/**
 * Claims that look like people referring themselves, the most at stake first. Nothing is refused for it: a shared mailbox is
 * no proof. Rings are the strongly connected components of "claims to have brought in" between persons (Tarjan 1972),
 * whatever else was wrong with a claim: in a real circle most claims fail for being too late.
 */
export function suspectedReferrals(
  forest: ReferralForest,
  split: ReferralSplit,
  claims: ClaimColumns,
): ReferralSuspicion[] {
  const creditOf = creditThroughClaims(forest, split);
  const known = [...claims.friend.keys()].filter(
    (record) => claims.advocate[record]! >= 0 && claims.friend[record]! >= 0,
  );
  const isSelf = (record: number): boolean => claims.advocatePerson[record] === claims.friendPerson[record];
  const suspicionOf = (reason: SuspicionReason, records: readonly number[]): ReferralSuspicion => ({
    reason,
    records,
    customers: [...new Set(records.flatMap((record) => [claims.advocate[record]!, claims.friend[record]!]))],
    creditMinor: records.reduce((sum, record) => sum + (creditOf.get(record) ?? 0), 0),
    rewardMinor: records.reduce((sum, record) => sum + claims.rewardMinor[record]!, 0),
  });

  const between = known.filter((record) => !isSelf(record));
  const ringOf = strongComponents(
    between.map((record) => [claims.advocatePerson[record]!, claims.friendPerson[record]!] as const),
  );
  const rings = new Map<number, number[]>();
  for (const record of between) {
    const ring = ringOf.get(claims.advocatePerson[record]!);
    if (ring === ringOf.get(claims.friendPerson[record]!)) listAt(rings, ring!).push(record);
  }
  const found = [
    ...known
      .filter((record) => isSelf(record) && claims.advocate[record] !== claims.friend[record])
      .map((record) => suspicionOf('SAME_PERSON', [record])),
    ...[...rings.values()].map((records) => suspicionOf('RING', records)),
  ];
  const atStake = ({ creditMinor, rewardMinor }: ReferralSuspicion): number => Math.abs(creditMinor) + rewardMinor;
  return found.sort((a, b) => atStake(b) - atStake(a) || a.records[0]! - b.records[0]!);
}

/** What the advocate of each claim that counts was credited through it, whole minor units: every value under the friend once. */
function creditThroughClaims(
  forest: ReferralForest,
  { directMinor, depth }: ReferralSplit,
): ReadonlyMap<number, number> {
  const shares = new Float64Array(forest.customerCount);
  const credit = new Map<number, number>();
  for (let k = forest.customerCount - 1; k >= 0; k--) {
    const j = forest.topDown[k]!;
    const referrer = forest.referrer[j]!;
    if (referrer < 0) continue;
    const isTypeTwo = forest.typeTwo[j] === 1;
    const through = isTypeTwo
      ? savedByReferral(forest, directMinor, j)
      : shares[j]! + directMinor[j]! / (depth[j]! + 1);
    if (!isTypeTwo) shares[referrer]! += through;
    credit.set(forest.recordOf[j]!, Math.round(through));
  }
  return credit;
}

/** The list of a key, begun empty. */
function listAt(lists: Map<number, number[]>, key: number): number[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/** The component of every node that has an arc: nodes that reach one another share a number. Without recursion. */
function strongComponents(arcs: readonly (readonly [from: number, to: number])[]): ReadonlyMap<number, number> {
  const next = new Map<number, number[]>();
  for (const [from, to] of arcs) {
    listAt(next, from).push(to);
    listAt(next, to);
  }
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const component = new Map<number, number>();
  const open: number[] = [];
  for (const root of next.keys()) {
    if (index.has(root)) continue;
    const path: { node: number; arc: number }[] = [];
    const enter = (node: number): void => {
      low.set(node, index.size);
      index.set(node, index.size);
      open.push(node);
      path.push({ node, arc: 0 });
    };
    enter(root);
    while (path.length > 0) {
      const step = path.at(-1)!;
      const to = next.get(step.node)![step.arc];
      if (to !== undefined) {
        step.arc += 1;
        if (!index.has(to)) enter(to);
        else if (!component.has(to)) low.set(step.node, Math.min(low.get(step.node)!, index.get(to)!));
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) low.set(above.node, Math.min(low.get(above.node)!, low.get(step.node)!));
      if (low.get(step.node) !== index.get(step.node)) continue;
      for (let node = open.pop()!; ; node = open.pop()!) {
        component.set(node, index.get(step.node)!);
        if (node === step.node) break;
      }
    }
  }
  return component;
}
