import type { OrderLine } from '../../../domain/events.ts';
import { PERIOD_DAYS, periodOf } from '../../../domain/experience/score.ts';
import { chooseItem, lineOf, marginOf, type Item } from './catalogue.ts';
import type { Chance } from './chance.ts';
import { traitsOf, type Following, type Person } from './people.ts';
import { INFLUENCE_DAYS, type CompanySettings } from './settings.ts';

export type PromotionHabit = 'FULL_PRICE' | 'AWARE' | 'ONLY';

/** Somebody who buys, with the truth about it. */
export interface Buyer extends Person {
  /** Purchases a day while they are a customer, of their own accord. */
  readonly ratePerDay: number;
  /** Erlang shape of the gaps: 1 is chance, 3 a rhythm. */
  readonly shape: 1 | 3;
  /** Chance to leave for good, a day. */
  readonly leaveRate: number;
  /** The size of their baskets, around 1. */
  readonly spend: number;
  readonly habit: PromotionHabit;
}

export interface Purchase {
  readonly buyer: number;
  readonly day: number;
  readonly lines: readonly OrderLine[];
  readonly promotion: boolean;
  /** The customer whose purchase made this one happen; null: of their own accord. */
  readonly causedBy: number | null;
  /** What is sent back of it, and when; null: nothing. */
  readonly returned: { readonly day: number; readonly lines: readonly OrderLine[] } | null;
  readonly complaint: { readonly resolved: boolean } | null;
}

/** Margin after what was sent back before a day, minor units. */
export const keptMarginOf = ({ lines, returned }: Purchase, beforeDay = Infinity): number =>
  marginOf(lines) + (returned !== null && returned.day < beforeDay ? marginOf(returned.lines) : 0);

const DAYS_A_YEAR = 365.25;
const RETURNED_SHARE = 0.05;
/** Of those whose complaint nobody resolves, so many leave at once. */
const LEAVES_UNHEARD = 0.5;

/** Customers by the day of their coming, more of them as the company grows. */
export function buyersOf(settings: CompanySettings, favourites: readonly string[], chance: Chance): Buyer[] {
  const { customers, asOfDay, historyDays, horizonDays, ordersPerYear, meanLifeDays, wellbeing } = settings;
  const from = asOfDay - historyDays;
  const joined = Array.from({ length: customers }, () => Math.floor(from + historyDays * chance.next() ** 0.9)).sort(
    (a, b) => a - b,
  );
  return joined.map((joinedDay, k) => {
    const traits = traitsOf(chance, [periodOf(from) - 1, periodOf(asOfDay + horizonDays)]);
    const key = `c${String(k + 1).padStart(4, '0')}`;
    const habit = chance.next();
    return {
      ...traits,
      key,
      id: { externalId: { source: 'simulated-shop', id: key } },
      joinedDay,
      favourite: favourites[Math.floor(chance.between(0, favourites.length))]!,
      ratePerDay: (ordersPerYear / DAYS_A_YEAR) * chance.gamma(1.5),
      shape: chance.happens(0.25) ? 3 : 1,
      leaveRate: (chance.gamma(2) * Math.exp(-wellbeing * traits.content - wellbeing ** 2 / 2)) / meanLifeDays,
      spend: Math.exp(0.4 * chance.normal()),
      habit: habit < 0.5 ? 'FULL_PRICE' : habit < 0.85 ? 'AWARE' : 'ONLY',
    };
  });
}

/** Where everybody stands at the end of a day: what the time after it depends on. */
export interface Standing {
  readonly day: number;
  /** First day on which each is gone. */
  readonly leavesDay: Float64Array;
  /** Rate-weighted days since the last purchase of one's own, in gaps. */
  readonly waited: Float64Array;
  /** The length of the gap each is in, in gaps. */
  readonly gap: Float64Array;
  /** Purchases that are on their way because of others' purchases: by day. */
  readonly pending: ReadonlyMap<number, readonly Pending[]>;
}
interface Pending {
  readonly buyer: number;
  readonly item: Item;
  readonly causedBy: number;
}

/** The rate of a day against the mean over a year: a height in late November. */
export const seasonAt = (day: number, height: number): number => {
  const distance = (((day % DAYS_A_YEAR) - 329 + DAYS_A_YEAR * 1.5) % DAYS_A_YEAR) - DAYS_A_YEAR / 2;
  const peak = Math.exp(-((distance / 25) ** 2) / 2);
  const meanPeak = (25 * Math.sqrt(2 * Math.PI)) / DAYS_A_YEAR;
  return 1 + (height * (peak - meanPeak)) / (1 - meanPeak);
};

const gapOf = ({ shape }: Buyer, chance: Chance): number => {
  let sum = 0;
  for (let k = 0; k < shape; k++) sum -= Math.log(1 - chance.next());
  return sum / shape;
};

export function beginning(buyers: readonly Buyer[], day: number, chance: Chance): Standing {
  return {
    day,
    leavesDay: Float64Array.from(
      buyers,
      ({ joinedDay, leaveRate }) => joinedDay + 1 - Math.log(1 - chance.next()) / leaveRate,
    ),
    waited: new Float64Array(buyers.length),
    gap: Float64Array.from(buyers, (buyer) => gapOf(buyer, chance)),
    pending: new Map(),
  };
}

/** The same day with the future drawn anew: only what is known of somebody whose traits and past are known. */
export function unfolded(standing: Standing, buyers: readonly Buyer[], chance: Chance): Standing {
  const { day, leavesDay, waited } = standing;
  return {
    ...standing,
    leavesDay: leavesDay.map((leaves, k) =>
      leaves <= day ? leaves : day - Math.log(1 - chance.next()) / buyers[k]!.leaveRate,
    ),
    gap: waited.map((waitedSoFar, k) => {
      for (;;) {
        const gap = gapOf(buyers[k]!, chance);
        if (gap > waitedSoFar) return gap;
      }
    }),
  };
}

/** Followers of each customer, with the day they follow from. */
export function followersOf(
  people: number,
  following: readonly Following[],
): { follower: number; fromDay: number }[][] {
  const found: { follower: number; fromDay: number }[][] = Array.from({ length: people }, () => []);
  for (const { follower, followed, kind, at } of following)
    if (kind === 'FOLLOW') found[followed]!.push({ follower, fromDay: Math.ceil(at / 86_400_000) });
  return found;
}

/** Lives through days: purchases in their order, and where everybody stands in the end. @param toDay not included */
export function live(
  buyers: readonly Buyer[],
  followers: ReturnType<typeof followersOf>,
  standing: Standing,
  toDay: number,
  { season, influence, pointsLead }: Pick<CompanySettings, 'season' | 'influence' | 'pointsLead'>,
  chance: Chance,
): { purchases: Purchase[]; standing: Standing } {
  const { leavesDay, waited, gap } = {
    leavesDay: standing.leavesDay.slice(),
    waited: standing.waited.slice(),
    gap: standing.gap.slice(),
  };
  const pending = new Map(Array.from(standing.pending, ([day, all]) => [day, [...all]]));
  const purchases: Purchase[] = [];
  const isThere = (k: number, day: number): boolean => buyers[k]!.joinedDay <= day && day < leavesDay[k]!;
  const interested = new Float64Array(buyers.length);

  const buy = (k: number, day: number, item: Item, causedBy: number | null): void => {
    const purchase = purchaseOf(buyers[k]!, k, day, item, causedBy, chance);
    purchases.push(purchase);
    if (purchase.complaint?.resolved === false && chance.happens(LEAVES_UNHEARD))
      leavesDay[k] = Math.min(leavesDay[k]!, day + 10);
    for (const { follower, fromDay } of followers[k]!) {
      if (fromDay > day || !chance.happens(influence)) continue;
      const at = day + 1 + Math.floor(chance.between(0, INFLUENCE_DAYS));
      pending.set(at, [...(pending.get(at) ?? []), { buyer: follower, item, causedBy: k }]);
    }
  };

  for (let day = standing.day; day < toDay; day++) {
    if (day === standing.day || day % PERIOD_DAYS === 0)
      for (const [k, buyer] of buyers.entries())
        // Normalised, so that the mean rate is the same however much interest leads.
        interested[k] = Math.exp(pointsLead * buyer.interest(periodOf(day) - 1) - pointsLead ** 2 / 2);
    const rate = seasonAt(day, season);
    for (let k = 0; k < buyers.length; k++) {
      if (!isThere(k, day)) continue;
      const buyer = buyers[k]!;
      if (day > buyer.joinedDay) waited[k]! += buyer.ratePerDay * rate * interested[k]!;
      if (day !== buyer.joinedDay && waited[k]! < gap[k]!) continue;
      waited[k] = 0;
      gap[k] = gapOf(buyer, chance);
      buy(k, day, chooseItem(buyer.favourite, chance), null);
    }
    for (const { buyer, item, causedBy } of pending.get(day) ?? [])
      if (isThere(buyer, day)) buy(buyer, day, item, causedBy);
    pending.delete(day);
  }
  return { purchases, standing: { day: toDay, leavesDay, waited, gap, pending } };
}

/** Share of orders on promotion by habit; what is taken off on one. */
const ON_PROMOTION: Readonly<Record<PromotionHabit, number>> = { FULL_PRICE: 0.05, AWARE: 0.5, ONLY: 0.92 };
const OFF = 0.15;

/** The return of one piece. */
function onePieceBack(line: OrderLine): OrderLine {
  return {
    ...line,
    quantity: -1,
    netMinor: -Math.round(line.netMinor / line.quantity),
    costMinor: -Math.round((line.costMinor ?? 0) / line.quantity),
  };
}

function purchaseOf(
  buyer: Buyer,
  k: number,
  day: number,
  item: Item,
  causedBy: number | null,
  chance: Chance,
): Purchase {
  const promotion = chance.happens(ON_PROMOTION[buyer.habit]);
  const pieces = (): number => 1 + Math.floor(buyer.spend * chance.between(0, 2));
  const others = chance.happens(0.35) ? [chooseItem(buyer.favourite, chance)] : [];
  const lines = [item, ...others.filter(({ sku }) => sku !== item.sku)].map((one) =>
    lineOf(one, one.lineKind === 'PRODUCT' ? pieces() : 1, promotion ? OFF : 0),
  );
  const complains = chance.happens(0.04 * Math.exp(-0.6 * buyer.content));
  return {
    buyer: k,
    day,
    lines,
    promotion,
    causedBy,
    returned: chance.happens(RETURNED_SHARE)
      ? { day: day + 5 + Math.floor(chance.between(0, 20)), lines: [onePieceBack(lines[0]!)] }
      : null,
    complaint: complains ? { resolved: chance.happens(0.75) } : null,
  };
}
