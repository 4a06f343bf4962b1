import type { Chance } from './chance.ts';
import type { Bringing, Following } from './people.ts';
import { followersOf, keptMarginOf, live, unfolded, type Buyer, type Purchase, type Standing } from './purchases.ts';
import type { CompanySettings } from './settings.ts';

/** What is so of a customer, and what nobody tells the company. Amounts in minor units, of margin, without discount. */
export interface CustomerTruth {
  readonly key: string;
  /** Whether they still are a customer on the as-of day. */
  readonly isAlive: boolean;
  readonly content: number;
  /** Margin to date, after what was sent back. */
  readonly ownMinor: number;
  /** Within the horizon, by their true traits and past: means over futures that were drawn anew. */
  readonly expectedOrders: number;
  readonly expectedMinor: number;
  readonly returnProbability: number;
  /** What came in the one future that was lived. */
  readonly cameOrders: number;
  readonly cameMinor: number;
  /** Assortment groups they bought from in it. */
  readonly cameGroups: readonly string[];
  /** What they made others buy, through whomever, less what others made them buy. Sums to nothing over customers. */
  readonly networkMinor: number;
  /** Their Shapley share of the margin of those they brought in and who would not have come otherwise, told or not. */
  readonly referralMinor: number;
}

/** The truth of a company: what estimates are held against. */
export interface CompanyTruth {
  readonly settings: CompanySettings;
  readonly customers: readonly CustomerTruth[];
  /** Purchases of customers who follow somebody, and of these: after the same thing was bought by somebody they follow, and because of it. */
  readonly followerPurchases: number;
  readonly followedPurchases: number;
  readonly causedPurchases: number;
}

export interface Lives {
  readonly settings: CompanySettings;
  readonly buyers: readonly Buyer[];
  readonly following: readonly Following[];
  readonly followers: ReturnType<typeof followersOf>;
  readonly brought: readonly Bringing[];
  readonly past: { readonly purchases: readonly Purchase[]; readonly standing: Standing };
  readonly future: readonly Purchase[];
  readonly chance: Chance;
}

const FUTURES = 60;
/** How long after a purchase the same one by a follower is looked for: that of the product's own measurement. */
const FOLLOWED_WITHIN_DAYS = 90;

/** Works out what is true of a company from the lives in it. */
export function truthOf({
  settings,
  buyers,
  following,
  followers,
  brought,
  past,
  future,
  chance,
}: Lives): CompanyTruth {
  const { asOfDay, horizonDays } = settings;
  const ownMinor = sums(buyers.length, past.purchases, (purchase) => keptMarginOf(purchase, asOfDay));
  const futures = Array.from({ length: FUTURES }, () => {
    const from = unfolded(past.standing, buyers, chance);
    return live(buyers, followers, from, asOfDay + horizonDays, settings, chance).purchases;
  });
  const expected = { orders: new Float64Array(buyers.length), minor: new Float64Array(buyers.length) };
  const returned = new Float64Array(buyers.length);
  for (const purchases of futures) {
    const seen = new Set<number>();
    for (const purchase of purchases) {
      expected.orders[purchase.buyer]! += 1 / FUTURES;
      expected.minor[purchase.buyer]! += keptMarginOf(purchase) / FUTURES;
      if (!seen.has(purchase.buyer)) returned[purchase.buyer]! += 1 / FUTURES;
      seen.add(purchase.buyer);
    }
  }
  const cameOrders = sums(buyers.length, future, () => 1);
  const cameMinor = sums(buyers.length, future, (purchase) => keptMarginOf(purchase));
  const cameGroups = Array.from(buyers, () => new Set<string>());
  for (const { buyer, lines } of future) for (const { group } of lines) cameGroups[buyer]!.add(group);
  const network = networkOf(buyers.length, past.purchases, asOfDay);
  const referral = referralsOf(ownMinor, brought);
  return {
    settings,
    customers: buyers.map(({ key, content }, k) => ({
      key,
      content,
      isAlive: past.standing.leavesDay[k]! > asOfDay,
      ownMinor: ownMinor[k]!,
      expectedOrders: expected.orders[k]!,
      expectedMinor: expected.minor[k]!,
      returnProbability: returned[k]!,
      cameOrders: cameOrders[k]!,
      cameMinor: cameMinor[k]!,
      cameGroups: [...cameGroups[k]!].sort(),
      networkMinor: network[k]!,
      referralMinor: referral[k]!,
    })),
    ...influenceOf(buyers.length, past.purchases, following),
  };
}

function sums(count: number, purchases: readonly Purchase[], of: (purchase: Purchase) => number): Float64Array {
  const found = new Float64Array(count);
  for (const purchase of purchases) found[purchase.buyer]! += of(purchase);
  return found;
}

/** A purchase belongs to whoever began the chain that led to it. */
function networkOf(count: number, purchases: readonly Purchase[], asOfDay: number): Float64Array {
  const net = new Float64Array(count);
  /** The beginner of each customer's newest chain, by what is bought: the purchase that caused one is the newest of that item before it. */
  const rootOf = new Map<string, number>();
  for (const purchase of purchases) {
    const { buyer, causedBy, lines } = purchase;
    const root = causedBy === null ? buyer : (rootOf.get(`${causedBy} ${lines[0]!.sku}`) ?? causedBy);
    for (const { sku } of lines) rootOf.set(`${buyer} ${sku}`, sku === lines[0]!.sku ? root : buyer);
    const minor = keptMarginOf(purchase, asOfDay);
    net[root]! += minor;
    net[buyer]! -= minor;
  }
  return net;
}

/** v ÷ (d + 1) to each of the d who had to be there before. */
function referralsOf(ownMinor: Float64Array, brought: readonly Bringing[]): Float64Array {
  const advocateOf = new Map(
    brought.flatMap(({ friend, advocate, kind }) => (kind === 'TYPE_ONE' ? [[friend, advocate]] : [])),
  );
  const received = new Float64Array(ownMinor.length);
  for (let k = 0; k < ownMinor.length; k++) {
    const before: number[] = [];
    for (let at = advocateOf.get(k); at !== undefined; at = advocateOf.get(at)) before.push(at);
    for (const advocate of before) received[advocate]! += ownMinor[k]! / (before.length + 1);
  }
  return received;
}

function influenceOf(count: number, purchases: readonly Purchase[], following: readonly Following[]) {
  const followed = Array.from({ length: count }, () => new Set<number>());
  for (const { follower, followed: to } of following) followed[follower]!.add(to);
  const boughtOn = new Map<string, number[]>();
  for (const { buyer, day, lines } of purchases)
    for (const { sku } of lines) {
      const key = `${buyer} ${sku}`;
      const days = boughtOn.get(key);
      if (days === undefined) boughtOn.set(key, [day]);
      else days.push(day);
    }
  let [followerPurchases, followedPurchases, causedPurchases] = [0, 0, 0];
  for (const { buyer, day, lines, causedBy } of purchases) {
    if (followed[buyer]!.size === 0) continue;
    for (const [k, { sku }] of lines.entries()) {
      followerPurchases++;
      const before = [...followed[buyer]!].some((to) =>
        boughtOn.get(`${to} ${sku}`)?.some((on) => on < day && on >= day - FOLLOWED_WITHIN_DAYS),
      );
      if (before) followedPurchases++;
      if (k === 0 && causedBy !== null) causedPurchases++;
    }
  }
  return { followerPurchases, followedPurchases, causedPurchases };
}
