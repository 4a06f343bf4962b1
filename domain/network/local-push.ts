import type { CustomerId } from '../events.ts';
import { forestOf } from '../referral/forest.ts';
import { splitReferralValue, type SplitForest } from '../referral/shapley.ts';
import { settleGiver, toGrid } from './cents.ts';

/** What the last run froze of one customer: all that is needed to move an order on from there. */
export interface CreditNode {
  /** Place among the customers of the run, which decides between equal remainders. */
  readonly at: number;
  /** v: own value, whole minor units. */
  readonly directMinor: number;
  /** f, on the grid of cents.ts. */
  readonly fGrid: number;
  /** K: the part of f that is passed on. */
  readonly given: number;
  /** Whom the customer follows, in the order of the run's arcs, and the attention each gets. */
  readonly follows: readonly CustomerId[];
  readonly weight: Float64Array;
  readonly referral: { readonly referrer: CustomerId; readonly typeTwo: boolean; readonly savedMinor: number } | null;
  /** Whom the customer brought in by type-one referrals. */
  readonly friends: readonly CustomerId[];
}

/** How the observed value of one customer differs from what the last run published. Minor units, whole. */
export interface Change {
  readonly directMinor: number;
  readonly referralReceivedMinor: number;
  readonly referralGrossMinor: number;
  readonly referralPassedOnMinor: number;
  readonly networkReceivedMinor: number;
  readonly networkPassedOnMinor: number;
  /** Difference of f, on the grid. */
  readonly fGrid: number;
  /** What those reached by this customer's own difference pass on only with the next run, at most. */
  readonly waitingMinor: number;
}

export const NO_CHANGE: Change = {
  directMinor: 0,
  referralReceivedMinor: 0,
  referralGrossMinor: 0,
  referralPassedOnMinor: 0,
  networkReceivedMinor: 0,
  networkPassedOnMinor: 0,
  fGrid: 0,
  waitingMinor: 0,
};

/** Where a push stops. Each bound depends on the frozen credit and the amount alone, never on what was pushed before. */
export interface PushLimits {
  /** Credit that would move less than this any further is left to the next run. Minor units. */
  readonly toleranceMinor: number;
  /** Customers one difference may touch. */
  readonly customers: number;
  /** A larger referral tree is settled by the next run. */
  readonly tree: number;
}

export const PUSH_LIMITS: PushLimits = { toleranceMinor: 1e-3, customers: 80, tree: 32 };

/** What is known of the neighbourhood. A push asks for what is missing. */
export interface Neighbourhood {
  /** null: the run does not know the customer; absent: not asked for yet. */
  readonly nodes: ReadonlyMap<CustomerId, CreditNode | null>;
  /** What stands between the last run and now; {@link NO_CHANGE} where nothing does, absent: not asked for yet. */
  readonly changes: ReadonlyMap<CustomerId, Change>;
  /** The largest K of anybody. */
  readonly mostGiven: number;
}

/** Customers whose node, or change, is needed to go on. */
export interface Asked {
  readonly what: 'nodes' | 'changes';
  readonly ids: readonly CustomerId[];
}
type Asking<T> = Generator<Asked, T, void>;

/** Σ of what a change shows: current value, direct and moved. */
export const currentOf = (change: Change): number =>
  seedOf(change) + change.networkReceivedMinor - change.networkPassedOnMinor;

/** Difference of v′, where credit along ties starts from. */
const seedOf = ({ directMinor, referralReceivedMinor, referralPassedOnMinor }: Change): number =>
  directMinor + referralReceivedMinor - referralPassedOnMinor;

/**
 * What one customer's new own value changes, of them and of those they credit, with referrals, C and all parameters as the last run froze them:
 * the referral tree is split again, and the difference of v′ is pushed along f = v′ + C f, largest residual first.
 *
 * The result is a function of everybody's own values alone: the order of pushes, and repeating one, does not matter. Cents are settled giver by giver with the run's own
 * function, so nobody's cent moves but of those who are reached, Σ moves by exactly the difference of the own value, and what is reached within the limits is
 * what a solve of everything with the same C gives. What is not, its giver keeps until the next run.
 *
 * Source: the residual push of Andersen, Chung & Lang (2006), on columns that sum to K < 1; docs/decisions/0021-one-order.md.
 *
 * @yields what it needs to know; it is in the neighbourhood when it goes on
 * @returns the changes that are other ones now, by customer; null for somebody the run does not know
 */
export function* pushOwnValue(
  around: Neighbourhood,
  id: CustomerId,
  directMinor: number,
  limits: PushLimits = PUSH_LIMITS,
): Asking<Map<CustomerId, Change> | null> {
  yield* known(around, 'nodes', [id]);
  const source = around.nodes.get(id);
  if (!source) return null;
  yield* known(around, 'changes', [id]);
  const moved = new Map<CustomerId, Change>();
  const changeOf = (customer: CustomerId): Change => moved.get(customer) ?? around.changes.get(customer)!;
  const add = (customer: CustomerId, more: Partial<Change>): void => {
    const change: { -readonly [name in keyof Change]: number } = { ...changeOf(customer) };
    for (const [name, amount] of Object.entries(more) as [keyof Change, number][]) change[name] += amount;
    moved.set(customer, change);
  };

  const before = changeOf(id).directMinor;
  const after = directMinor - source.directMinor;
  if (after === before) return moved;
  const referral = yield* referralChanges(around, id, after - before, limits);
  add(id, { directMinor: after - before });
  for (const [customer, more] of referral) add(customer, more);

  const credit = new Map<CustomerId, number>();
  for (const [customer, change] of moved) {
    const [old, now] = [seedOf(around.changes.get(customer)!), seedOf(change)];
    if (old === now) continue;
    const [undone, done] = [yield* spread(around, customer, old, limits), yield* spread(around, customer, now, limits)];
    for (const [giver, grid] of done.fGrid) credit.set(giver, (credit.get(giver) ?? 0) + grid);
    for (const [giver, grid] of undone.fGrid) credit.set(giver, (credit.get(giver) ?? 0) - grid);
    add(customer, { waitingMinor: done.waitingMinor - undone.waitingMinor });
  }
  for (const [giver, fGrid] of credit) {
    if (fGrid === 0) continue;
    const node = around.nodes.get(giver)!;
    yield* known(around, 'changes', [giver]);
    const old = settled(node, changeOf(giver).fGrid);
    add(giver, { fGrid });
    const now = settled(node, changeOf(giver).fGrid);
    if (now.passedOnMinor !== old.passedOnMinor)
      add(giver, { networkPassedOnMinor: now.passedOnMinor - old.passedOnMinor });
    const differ = [...node.follows.keys()].filter((tie) => now.ties[tie] !== old.ties[tie]);
    yield* known(
      around,
      'changes',
      differ.map((tie) => node.follows[tie]!),
    );
    for (const tie of differ) add(node.follows[tie]!, { networkReceivedMinor: now.ties[tie]! - old.ties[tie]! });
  }
  return moved;
}

function* known(around: Neighbourhood, what: Asked['what'], ids: readonly CustomerId[]): Asking<void> {
  const missing = ids.filter((id) => !around[what].has(id));
  if (missing.length > 0) yield { what, ids: missing };
}

function settled(
  node: CreditNode,
  changeGrid: number,
): { readonly ties: Float64Array; readonly passedOnMinor: number } {
  const ties = node.weight.slice();
  return { passedOnMinor: settleGiver(ties, node.fGrid + changeGrid, node.given), ties };
}

/** Larger differences than a grid of doubles holds wait for the run. */
const MOST_MINOR = 2 ** 27;

/**
 * How a difference of v′ of one customer spreads: what f of each giver it reaches changes by, on the grid. Largest residual first; the same for the
 * same difference, whatever else was pushed.
 */
function* spread(
  around: Neighbourhood,
  from: CustomerId,
  seedMinor: number,
  { toleranceMinor, customers }: PushLimits,
): Asking<{ readonly fGrid: ReadonlyMap<CustomerId, number>; readonly waitingMinor: number }> {
  const reached = new Map<CustomerId, number>();
  const residual = new Map<CustomerId, number>(seedMinor === 0 ? [] : [[from, seedMinor]]);
  let touched = 0;
  let waiting = 0;
  for (;;) {
    const next = largest(residual);
    if (next === null || Math.abs(next.minor) * around.mostGiven < toleranceMinor) break;
    const { id, minor } = next;
    residual.delete(id);
    yield* known(around, 'nodes', [id]);
    const node = around.nodes.get(id);
    if (!node || node.given === 0 || node.follows.length === 0) continue;
    const passedOn = node.given * minor;
    // How many ties will carry another cent is known only when it is settled; it is about twice the cents, and no more than there are.
    const cost = (reached.has(id) ? 0 : 1) + Math.min(node.follows.length, Math.ceil(2 * Math.abs(passedOn)));
    if (touched + cost > customers || Math.abs(minor) > MOST_MINOR) {
      waiting += Math.abs(passedOn);
      continue;
    }
    touched += cost;
    reached.set(id, (reached.get(id) ?? 0) + minor);
    for (const [tie, followed] of node.follows.entries())
      residual.set(followed, (residual.get(followed) ?? 0) + passedOn * node.weight[tie]!);
  }
  return {
    fGrid: new Map([...reached].map(([id, minor]) => [id, toGrid(minor)])),
    waitingMinor: Math.ceil(waiting),
  };
}

/** Of equal ones the first by id. */
function largest(
  residual: ReadonlyMap<CustomerId, number>,
): { readonly id: CustomerId; readonly minor: number } | null {
  let found: { id: CustomerId; minor: number } | null = null;
  for (const [id, minor] of residual) {
    const more = found === null ? 1 : Math.abs(minor) - Math.abs(found.minor);
    if (more > 0 || (more === 0 && id < found!.id)) found = { id, minor };
  }
  return found;
}

/** What the referral step changes when own value of one customer does. Nothing in a tree too large to be split again: there the customer keeps it until the run. */
function* referralChanges(
  around: Neighbourhood,
  id: CustomerId,
  moreMinor: number,
  { tree }: PushLimits,
): Asking<ReadonlyMap<CustomerId, Partial<Change>>> {
  const members = yield* treeAround(around, id, tree);
  if (members === null || members.length === 1) return new Map();
  yield* known(around, 'changes', members);
  const own = Float64Array.from(
    members,
    (member) => around.nodes.get(member)!.directMinor + around.changes.get(member)!.directMinor,
  );
  const forest = forestOfMembers(around, members);
  const old = splitReferralValue(forest, own);
  own[members.indexOf(id)]! += moreMinor;
  const now = splitReferralValue(forest, own);
  const changes = members.map((member, k): [CustomerId, Partial<Change>] => [
    member,
    {
      referralReceivedMinor: now.receivedMinor[k]! - old.receivedMinor[k]!,
      referralGrossMinor: now.grossMinor[k]! - old.grossMinor[k]!,
      referralPassedOnMinor: now.passedOnMinor[k]! - old.passedOnMinor[k]!,
    },
  ]);
  return new Map(changes.filter(([, more]) => Object.values(more).some((minor) => minor !== 0)));
}

/**
 * Everybody whose referral value can change with one customer's own value, in the order of the run: the type-one tree they are in, and above a type-two edge at its root the referrer,
 * with those who brought the referrer in. Null when there are too many.
 */
function* treeAround(around: Neighbourhood, id: CustomerId, most: number): Asking<CustomerId[] | null> {
  const node = (each: CustomerId): CreditNode => around.nodes.get(each)!;
  let root = id;
  for (let steps = 0; ; steps++) {
    const { referral } = node(root);
    if (referral === null || referral.typeTwo) break;
    if (steps === most) return null;
    root = referral.referrer;
    yield* known(around, 'nodes', [root]);
  }
  const members = [root];
  for (let read = 0; read < members.length; read++) {
    const { friends } = node(members[read]!);
    if (members.length + friends.length > most) return null;
    yield* known(around, 'nodes', friends);
    members.push(...friends);
  }
  for (let above = node(root).referral; above !== null; above = node(above.referrer).referral) {
    if (members.length === most) return null;
    yield* known(around, 'nodes', [above.referrer]);
    members.push(above.referrer);
    if (node(above.referrer).referral?.typeTwo === true) break;
  }
  return members.sort((a, b) => node(a).at - node(b).at);
}

/** Rewards are paid once and stay as they are: a difference knows none. */
function forestOfMembers(around: Neighbourhood, members: readonly CustomerId[]): SplitForest {
  const place = new Map(members.map((member, k) => [member, k]));
  const referrals = members.map((member) => around.nodes.get(member)!.referral);
  return forestOf({
    referrer: Int32Array.from(referrals, (referral) => (referral && place.get(referral.referrer)) ?? -1),
    typeTwo: Uint8Array.from(referrals, (referral) => (referral?.typeTwo === true ? 1 : 0)),
    savedAcquisitionCostMinor: Float64Array.from(referrals, (referral) => referral?.savedMinor ?? 0),
    rewardMinor: new Float64Array(members.length),
  });
}
