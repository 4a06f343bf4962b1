import { DomainError } from '../errors.ts';
import { descendingOrder } from '../numerics/order.ts';

/** An action that may be offered again, with what its experiments said. */
export interface Offer {
  /** Per person, minor units, at least 0. */
  readonly costMinor: number;
  /** τ̃ of each customer's segment, drawn towards the mean, times the customer's scale where effects are proportional; minor units. */
  readonly effect: Float64Array;
  /** The effect per person over everybody, minor units: what is used where the rule did not show a gain. */
  readonly overallEffect: number;
}

export interface NextBestInput {
  readonly offers: readonly Offer[];
  /** Members of the global holdout, those without consent, and those within the outcome window of an action they are in: 1. */
  readonly leftAlone: Uint8Array;
  /** n_i: what others bring for each unit of the customer's own; only with a share from experiments, or its lower bound. null: not counted. */
  readonly through: Float64Array | null;
  readonly budgetMinor: number;
  /** How many can be approached; null: as many as the budget allows. */
  readonly capacity: number | null;
  /** Of budget, capacity and customers, drawn by chance so that there is something to learn from. */
  readonly explorationShare?: number;
  /** u of each customer, in [0, 1): who is drawn for exploration, and which offer they get. */
  readonly draw: Float64Array;
  /** From {@link crossFittedPolicy}: whether a rule may choose, and the offer for all where it may not; null: none of them pays. */
  readonly guard: { readonly replaces: boolean; readonly bestSingle: number | null };
}

/** EXPLORATION: by chance; RULE: best of their segment; BEST_SINGLE: the action that is best for all, as no rule was shown to gain. */
export type NextBestReason = 'EXPLORATION' | 'RULE' | 'BEST_SINGLE';

export interface NextBestLine {
  readonly customer: number;
  readonly offer: number;
  readonly reason: NextBestReason;
  readonly costMinor: number;
  /** τ̃·(1 + n), minor units, before cost. */
  readonly expectedMinor: number;
  /** (expected − cost)/cost; infinite for what costs nothing. */
  readonly score: number;
}

export const DEFAULT_EXPLORATION = 0.1;

/**
 * Whom to approach with what: exploration first, then the best score (τ̃(1 + n) − cost)/cost downwards while budget and capacity last; nobody twice, and nothing that
 * is not expected to pay. What no longer fits the budget is passed over for what does.
 *
 * @returns exploration, then by falling score; equal scores by customer and offer
 */
export function nextBestActions(input: NextBestInput): NextBestLine[] {
  const { offers, leftAlone, draw, through, explorationShare = DEFAULT_EXPLORATION } = input;
  const n = leftAlone.length;
  if (
    draw.length !== n ||
    (through !== null && through.length !== n) ||
    offers.some(({ effect }) => effect.length !== n)
  )
    throw new DomainError('columns differ in length', { customers: n });
  if (!(explorationShare >= 0 && explorationShare < 1))
    throw new DomainError('the share of exploration is in [0, 1)', { explorationShare });

  const expected = (customer: number, offer: number, effect: number): NextBestLine => {
    const { costMinor } = offers[offer]!;
    const expectedMinor = effect * (1 + (through?.[customer] ?? 0));
    return {
      customer,
      offer,
      reason: 'RULE',
      costMinor,
      expectedMinor,
      score: (expectedMinor - costMinor) / costMinor,
    };
  };
  const purse = {
    budget: input.budgetMinor * explorationShare,
    capacity: Math.floor((input.capacity ?? n) * explorationShare),
  };
  const lines: NextBestLine[] = [];
  const spent = (line: NextBestLine): boolean => {
    if (purse.capacity < 1 || line.costMinor > purse.budget) return false;
    purse.capacity--;
    purse.budget -= line.costMinor;
    lines.push(line);
    return true;
  };

  const explored = new Uint8Array(n);
  if (offers.length > 0) {
    for (let i = 0; i < n; i++) {
      if (leftAlone[i] === 1 || draw[i]! >= explorationShare) continue;
      // Whoever is drawn stays out of the greedy choice, reached or not: chance alone decides about them.
      explored[i] = 1;
    }
    const pool = descendingOrder(draw.map((u, i) => (explored[i] === 1 ? -u : Number.NaN)));
    for (const i of pool) {
      if (explored[i] === 0) break;
      // Below the share u is uniform again.
      const offer = Math.floor((draw[i]! / explorationShare) * 2 ** 20) % offers.length;
      spent({ ...expected(i, offer, effectOf(input, i, offer)), reason: 'EXPLORATION' });
    }
  }
  const left = lines.reduce((sum, line) => sum + line.costMinor, 0);
  purse.budget = input.budgetMinor - left;
  purse.capacity = (input.capacity ?? n) - lines.length;

  const { replaces, bestSingle } = input.guard;
  const choices = replaces ? offers.map((_, offer) => offer) : bestSingle === null ? [] : [bestSingle];
  const score = new Float64Array(n * choices.length).fill(Number.NaN);
  for (let i = 0; i < n; i++) {
    if (leftAlone[i] === 1 || explored[i] === 1) continue;
    for (const [c, offer] of choices.entries()) {
      const line = expected(i, offer, effectOf(input, i, offer));
      if (line.expectedMinor > line.costMinor) score[i * choices.length + c] = line.score;
    }
  }
  const taken = new Uint8Array(n);
  for (const place of descendingOrder(score)) {
    if (Number.isNaN(score[place]!) || purse.capacity < 1) break;
    const customer = Math.floor(place / choices.length);
    if (taken[customer] === 1) continue;
    const offer = choices[place % choices.length]!;
    const line = expected(customer, offer, effectOf(input, customer, offer));
    if (spent({ ...line, reason: replaces ? 'RULE' : 'BEST_SINGLE' })) taken[customer] = 1;
  }
  return lines;
}

/** A segment's own effect is used only where choosing by segments was shown to gain. */
const effectOf = ({ offers, guard }: NextBestInput, customer: number, offer: number): number =>
  guard.replaces ? offers[offer]!.effect[customer]! : offers[offer]!.overallEffect;
