import { DomainError } from '../errors.ts';
import type { ReferralKind } from '../events.ts';
import { roundConserving } from '../money/money.ts';
import type { ReferralForest } from './forest.ts';
import type { ReferralSplit } from './shapley.ts';
import { savedByReferral } from './shapley.ts';

/** One customer's part in another customer's referral value. */
export interface ReferralFlow {
  readonly customer: number;
  readonly kind: ReferralKind;
  /** Generations between the two, ≥ 1. */
  readonly depth: number;
  readonly amountMinor: number;
  /** The chain of referrals from the contributor up to the followed, both included. */
  readonly path: readonly number[];
}

/** A list that closes: Σ flows + restMinor is exactly the number it explains. */
export interface ReferralExplanation {
  readonly totalMinor: number;
  /** The largest flows, by size, then by customer index. */
  readonly flows: readonly ReferralFlow[];
  /** What the flows that were not listed amount to. */
  readonly restMinor: number;
}

export interface ExplainLimits {
  /** Flows to list. */
  readonly first: number;
  /** Descendants to look at, nearest generation first; bounds the work under a customer who started a whole tree. */
  readonly maxVisited?: number;
}

interface ExactFlow {
  readonly customer: number;
  readonly kind: ReferralKind;
  readonly depth: number;
  readonly exact: number;
}

/** Who contributes to a customer's received referral value, and how much: closes on `receivedMinor` of the customer. */
export function referralContributors(
  forest: ReferralForest,
  split: ReferralSplit,
  customer: number,
  { first, maxVisited = 10_000 }: ExplainLimits,
): ReferralExplanation {
  requireCustomer(forest, customer);
  const found: ExactFlow[] = [];
  const queue: { at: number; depth: number }[] = [{ at: customer, depth: 0 }];
  for (let read = 0; read < queue.length && found.length < maxVisited; read++) {
    const { at, depth } = queue[read]!;
    for (let c = forest.childOffsets[at]!; c < forest.childOffsets[at + 1]! && found.length < maxVisited; c++) {
      const child = forest.children[c]!;
      if (forest.typeTwo[child] !== 1) {
        found.push({
          customer: child,
          kind: 'TYPE_ONE',
          depth: depth + 1,
          exact: split.directMinor[child]! / (split.depth[child]! + 1),
        });
        queue.push({ at: child, depth: depth + 1 });
      } else if (at === customer) {
        found.push({
          customer: child,
          kind: 'TYPE_TWO',
          depth: 1,
          exact: savedByReferral(forest, split.directMinor, child),
        });
      }
    }
  }
  return close(found, found.length < maxVisited, split.receivedMinor[customer]!, first, (flow) =>
    climb(forest, flow.customer, flow.depth),
  );
}

/** To whom a customer's own value was credited, nearest first: closes on `passedOnMinor` of the customer. */
export function referralAdvocates(
  forest: ReferralForest,
  split: ReferralSplit,
  customer: number,
  { first, maxVisited = 10_000 }: ExplainLimits,
): ReferralExplanation {
  requireCustomer(forest, customer);
  const found: ExactFlow[] = [];
  if (forest.typeTwo[customer] === 1) {
    const referrer = forest.referrer[customer]!;
    found.push({
      customer: referrer,
      kind: 'TYPE_TWO',
      depth: 1,
      exact: savedByReferral(forest, split.directMinor, customer),
    });
  }
  const generations = split.depth[customer]!;
  const share = split.directMinor[customer]! / (generations + 1);
  for (let depth = 1, at = customer; depth <= Math.min(generations, maxVisited); depth++) {
    at = forest.referrer[at]!;
    found.push({ customer: at, kind: 'TYPE_ONE', depth, exact: share });
  }
  return close(found, generations <= maxVisited, split.passedOnMinor[customer]!, first, (flow) =>
    climb(forest, customer, flow.depth),
  );
}

/** Rounds the flows so that, with the rest, they sum to `totalMinor`; keeps the `first` largest. */
function close(
  found: readonly ExactFlow[],
  isComplete: boolean,
  totalMinor: number,
  first: number,
  pathOf: (flow: ExactFlow) => number[],
): ReferralExplanation {
  const flowing = found.filter((flow) => flow.exact !== 0);
  const listed = flowing
    .sort((a, b) => Math.abs(b.exact) - Math.abs(a.exact) || a.depth - b.depth || a.customer - b.customer)
    .slice(0, first);
  const exact = listed.map((flow) => flow.exact);
  const hasRest = !isComplete || listed.length < flowing.length;
  if (hasRest) exact.push(exact.reduce((rest, amount) => rest - amount, totalMinor));
  const rounded = roundConserving(Float64Array.from(exact), totalMinor);
  return {
    totalMinor,
    flows: listed.map((flow, at) => ({
      customer: flow.customer,
      kind: flow.kind,
      depth: flow.depth,
      amountMinor: rounded[at]!,
      path: pathOf(flow),
    })),
    restMinor: hasRest ? rounded[listed.length]! : 0,
  };
}

function climb(forest: ReferralForest, from: number, generations: number): number[] {
  const path = [from];
  for (let at = from, step = 0; step < generations; step++) {
    at = forest.referrer[at]!;
    path.push(at);
  }
  return path;
}

function requireCustomer(forest: ReferralForest, customer: number): void {
  if (!Number.isInteger(customer) || customer < 0 || customer >= forest.customerCount) {
    throw new DomainError('no such customer in the forest', { customer, customerCount: forest.customerCount });
  }
}
