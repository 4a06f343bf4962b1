import { DomainError } from '../errors.ts';
import { roundConserving } from '../money/money.ts';
import type { ReferralForest } from './forest.ts';

/** What a split needs of a forest. */
export type SplitForest = Omit<ReferralForest, 'recordOf' | 'rejected'>;

/**
 * Splits every customer's own value between the customer and those who brought them, so that nothing is counted twice.
 *
 * **Type one** (would not have come otherwise): v_j is shared equally by j and the d_j ancestors reached through
 * type-one edges, 1/(d_j + 1) each. That is the Shapley value (Shapley 1953) of the game in which v_j exists only when
 * j and all those ancestors are present.
 *
 * **Type two** (would have come anyway): the referrer receives min(saved acquisition cost, max(v_j, 0)) and j keeps the
 * rest. A type-two edge cuts the chain: j would have been here, so what j goes on to bring needs nobody above j, and
 * the saving is not passed further up.
 *
 * Rewards are charged to the referrer. Every customer satisfies, in whole minor units,
 *
 *     conserved = own − passedOn + received − reward,   Σ received = Σ passedOn,   Σ conserved = Σ own − Σ reward.
 */
export interface ReferralSplit {
  /** v: the own value that was split, minor units. */
  readonly directMinor: Float64Array;
  /** v′: the value after referral credit, minor units. The input of the network step. */
  readonly afterReferralMinor: Float64Array;
  /** Part of the own value credited to those who brought the customer. */
  readonly passedOnMinor: Float64Array;
  /** Credit received from those the customer brought, directly or not. */
  readonly receivedMinor: Float64Array;
  /** Rewards paid for the customer's own referrals. */
  readonly rewardMinor: Float64Array;
  /** Everything that flowed through the customer: counts a value once per ancestor, so it must never be summed. */
  readonly grossMinor: Float64Array;
  /** d: ancestors reached through type-one edges only. */
  readonly depth: Int32Array;
}

/**
 * @param directMinor v per customer: a whole number of minor units, may be negative; length n.
 * @throws DomainError when a value is not a safe integer.
 *
 * Linear in the number of customers (a sort inside each tree apart), without recursion. Cents are settled inside each
 * type-one tree by the largest remainder, so a change in one tree never moves a cent in another.
 */
export function splitReferralValue(forest: SplitForest, directMinor: Float64Array): ReferralSplit {
  const n = forest.customerCount;
  if (directMinor.length !== n)
    throw new DomainError('directMinor needs one entry per customer', { customerCount: n, length: directMinor.length });
  const unsafe = directMinor.findIndex((value) => !Number.isSafeInteger(value));
  if (unsafe >= 0)
    throw new DomainError('own value is a whole number of minor units', {
      customer: unsafe,
      value: directMinor[unsafe],
    });

  const depth = new Int32Array(n);
  const treeRoot = new Int32Array(n);
  for (const j of forest.topDown) {
    const isTreeRoot = forest.referrer[j]! < 0 || forest.typeTwo[j] === 1;
    depth[j] = isTreeRoot ? 0 : depth[forest.referrer[j]!]! + 1;
    treeRoot[j] = isTreeRoot ? j : treeRoot[forest.referrer[j]!]!;
  }

  const exactKept = Float64Array.from(directMinor, (value, j) => value / (depth[j]! + 1));
  const exactReceived = new Float64Array(n);
  const savings = new Float64Array(n);
  const rewardMinor = new Float64Array(n);
  const grossMinor = new Float64Array(n);
  for (let k = n - 1; k >= 0; k--) {
    const j = forest.topDown[k]!;
    const parent = forest.referrer[j]!;
    if (parent < 0) continue;
    rewardMinor[parent]! += forest.rewardMinor[j]!;
    if (forest.typeTwo[j] === 1) {
      const saved = savedByReferral(forest, directMinor, j);
      savings[parent]! += saved;
      grossMinor[parent]! += saved;
    } else {
      exactReceived[parent]! += exactKept[j]! + exactReceived[j]!;
      grossMinor[parent]! += directMinor[j]! + grossMinor[j]!;
    }
  }

  const { kept, received } = settleCents(treeRoot, directMinor, exactKept, exactReceived);
  const passedOnMinor = new Float64Array(n);
  const receivedMinor = new Float64Array(n);
  const afterReferralMinor = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    passedOnMinor[j] = directMinor[j]! - kept[j]! + savedByReferral(forest, directMinor, j);
    receivedMinor[j] = received[j]! + savings[j]!;
    afterReferralMinor[j] = directMinor[j]! - passedOnMinor[j]! + receivedMinor[j]! - rewardMinor[j]!;
  }
  return { directMinor, afterReferralMinor, passedOnMinor, receivedMinor, rewardMinor, grossMinor, depth };
}

/** What the referrer of j earns through a type-two edge: min(saved acquisition cost, max(v_j, 0)); 0 for any other j. */
export function savedByReferral(forest: SplitForest, directMinor: Float64Array, j: number): number {
  if (forest.typeTwo[j] !== 1) return 0;
  return Math.min(forest.savedAcquisitionCostMinor[j]!, Math.max(directMinor[j]!, 0));
}

/** Rounds what is kept and what is received to whole minor units, closing on the own value of each type-one tree. */
function settleCents(treeRoot: Int32Array, own: Float64Array, exactKept: Float64Array, exactReceived: Float64Array) {
  const kept = own.slice();
  const received = new Float64Array(own.length);
  for (const members of treesOfMoreThanOne(treeRoot)) {
    const exact = new Float64Array(2 * members.length);
    let total = 0;
    members.forEach((j, at) => {
      exact[2 * at] = exactKept[j]!;
      exact[2 * at + 1] = exactReceived[j]!;
      total += own[j]!;
    });
    const rounded = roundConserving(exact, total);
    members.forEach((j, at) => {
      kept[j] = rounded[2 * at]!;
      received[j] = rounded[2 * at + 1]!;
    });
  }
  return { kept, received };
}

function* treesOfMoreThanOne(treeRoot: Int32Array): Generator<Int32Array> {
  const offsets = new Int32Array(treeRoot.length + 1);
  for (const root of treeRoot) offsets[root + 1]!++;
  for (let i = 0; i < treeRoot.length; i++) offsets[i + 1]! += offsets[i]!;
  const members = new Int32Array(treeRoot.length);
  const next = offsets.slice(0, treeRoot.length);
  treeRoot.forEach((root, customer) => {
    members[next[root]!++] = customer;
  });
  for (let root = 0; root < treeRoot.length; root++) {
    const size = offsets[root + 1]! - offsets[root]!;
    if (size > 1) yield members.subarray(offsets[root]!, offsets[root + 1]!);
  }
}
