import type { Order } from '../../../domain/events.ts';
import { DAY_MS } from '../../../domain/time/time.ts';
import type { Account, Product, Spend } from '../../../store/definitions/catalogue.ts';
import type { EventRow } from '../../../store/events/event-rows.ts';
import type { ReferralRow } from '../../../store/relations/referrals.ts';
import type { TieRow } from '../../../store/relations/ties.ts';
import { behave, prospect, type Lived, type Telling } from './behaviour.ts';
import { FAVOURITES } from './catalogue.ts';
import { seededChance, type Chance } from './chance.ts';
import { bringings, followings, referralRows, tieRows, traitsOf, type Person } from './people.ts';
import { beginning, buyersOf, followersOf, live, type Buyer, type Purchase } from './purchases.ts';
import { DEFAULT_COMPANY, type CompanySettings } from './settings.ts';
import { accountsOf, CHANNELS_OF_SPEND, factsOf, productsOf, spendOf } from './told.ts';
import { truthOf, type CompanyTruth } from './truth.ts';

/** What a company tells Kring, in the form the store takes it. Every record says that it is simulated, or who told it. */
export interface CompanyRecords {
  readonly events: readonly EventRow[];
  readonly ties: readonly TieRow[];
  readonly referrals: readonly ReferralRow[];
  readonly products: readonly Product[];
  readonly accounts: readonly Account[];
  readonly spends: readonly Spend[];
}

export interface GeneratedCompany {
  readonly records: CompanyRecords;
  /** The instant a run of it is pinned to, epoch ms. */
  readonly asOf: number;
  readonly truth: CompanyTruth;
}

/** One in so many people has not bought yet. */
const ONE_PROSPECT_IN = 12;

/** The source of a generated company's customers and orders. */
export const COMPANY_SOURCE = 'simulated-shop';

/**
 * A company of known truth: the same for the same settings on every machine. Customers come, buy in their own rhythm and season, move their
 * followers, complain and leave, and are told of as any company's are; the truth beside it says what nobody tells.
 *
 * @example generateCompany({ customers: 0 }).records.events // []
 */
export function generateCompany(chosen: Partial<CompanySettings> = {}): GeneratedCompany {
  const settings = { ...DEFAULT_COMPANY, ...chosen };
  const { seed, customers, asOfDay, historyDays, horizonDays } = settings;
  const chance = seededChance(seed);
  const asOf = asOfDay * DAY_MS;
  const buyers = buyersOf(settings, FAVOURITES, chance);
  const following = followings(buyers, asOfDay, chance, 120);
  const followers = followersOf(customers, following);
  const brought = bringings(buyers, settings, chance);
  const past = live(buyers, followers, beginning(buyers, asOfDay - historyDays, chance), asOfDay, settings, chance);
  const future = live(buyers, followers, past.standing, asOfDay + horizonDays, settings, chance);
  const telling: Telling = { endAt: asOf - 1, sinceDay: asOfDay - historyDays, subscribers: 0.5 };
  const behaved = around(
    buyers.map((person, k) => ({
      person,
      followers: followers[k]!.length,
      orders: past.purchases
        .filter(({ buyer }) => buyer === k)
        .map(({ day, promotion, complaint }) => ({ at: day * DAY_MS + 12 * 3_600_000, promotion, complaint })),
    })),
    telling,
    COMPANY_SOURCE,
    chance,
  );
  return {
    asOf,
    records: {
      events: [...ordersOf(buyers, past.purchases, asOfDay, chance), ...behaved.events],
      ties: tieRows(buyers, following),
      referrals: referralRows(buyers, brought),
      products: customers === 0 ? [] : productsOf(COMPANY_SOURCE),
      accounts: behaved.accounts,
      spends: customers === 0 ? [] : spendOf((asOfDay - historyDays) * DAY_MS, asOf),
    },
    truth: truthOf({ settings, buyers, following, followers, brought, past, future: future.purchases, chance }),
  };
}

/** What people do around their orders and what is told of them, and people who have not ordered. */
export function around(
  lived: readonly Lived[],
  telling: Telling,
  source: string,
  chance: Chance,
): Pick<CompanyRecords, 'events' | 'accounts'> {
  const events: EventRow[] = [];
  const accounts = accountsOf(lived.length);
  for (const one of lived) {
    behave(one, telling, chance, events);
    events.push(...factsOf(one.person, accounts, telling.endAt, null, chance));
  }
  const lastDay = Math.floor(telling.endAt / DAY_MS);
  for (let n = 0; n < Math.floor(lived.length / ONE_PROSPECT_IN); n++) {
    const key = `prospect-${n + 1}`;
    const person: Person = {
      ...traitsOf(chance, [0, 0]),
      id: { externalId: { source, id: key } },
      key,
      joinedDay: lastDay - 130,
      favourite: FAVOURITES[n % FAVOURITES.length]!,
    };
    const stage = prospect(person, n, telling, chance, events);
    events.push(...factsOf(person, accounts, telling.endAt, stage, chance));
  }
  return { events, accounts };
}

/** Purchases as orders with what came back of them, as far as it had by then. */
function ordersOf(
  buyers: readonly Buyer[],
  purchases: readonly Purchase[],
  asOfDay: number,
  chance: Chance,
): EventRow[] {
  const rows: EventRow[] = [];
  const serial = new Int32Array(buyers.length);
  for (const { buyer, day, lines, promotion, returned } of purchases) {
    const number = ++serial[buyer]!;
    const { id: customer, key } = buyers[buyer]!;
    const order = (id: string, on: number, rest: Pick<Order, 'lines'> & Partial<Order>): void => {
      rows.push({
        customer,
        event: {
          kind: 'ORDER',
          source: COMPANY_SOURCE,
          id,
          occurredAt: on * DAY_MS + 12 * 3_600_000,
          promotion,
          ...rest,
          simulated: true,
        },
      });
    };
    const id = `o-${key}-${number}`;
    const isFirst = number === 1 && chance.happens(0.8);
    order(id, day, {
      lines,
      ...(isFirst
        ? { acquisitionChannel: CHANNELS_OF_SPEND[Math.floor(chance.between(0, CHANNELS_OF_SPEND.length))]!.channel }
        : {}),
    });
    if (returned === null || returned.day >= asOfDay) continue;
    order(`${id}-return`, returned.day, { lines: returned.lines.map((line) => ({ ...line, returnOf: id })) });
  }
  return rows;
}
