import type { Fact, FactType } from '../../../domain/facts/facts.ts';
import { DAY_MS } from '../../../domain/time/time.ts';
import type { Account, Product, Spend } from '../../../store/definitions/catalogue.ts';
import type { EventRow } from '../../../store/events/event-rows.ts';
import { FAVOURITES, ITEMS } from './catalogue.ts';
import type { Chance } from './chance.ts';
import type { ProspectStage } from './behaviour.ts';
import { SIMULATION, type Person } from './people.ts';

const COUNTRIES = ['NL', 'BE', 'DE', 'FR'] as const;
const LIFE_STAGES = ['single', 'couple', 'young family', 'grown family', 'retired'] as const;
const LIFESTYLES = ['outdoors', 'at home', 'maker', 'sporty', 'reader'] as const;
const OWNERS = ['Ada', 'Bram', 'Chen', 'Dora'] as const;
const CONSENT_TEXT = 'simulated-1';
/** What sales tells of whom it knows; whoever only read or looked has no salesman yet. */
const LEAD_STAGES: Readonly<Partial<Record<ProspectStage, readonly string[]>>> = {
  LEAD: ['NEW', 'CONTACTED', 'QUALIFIED'],
  OPPORTUNITY: ['PROPOSAL'],
};

/** Accounts by how many people there are: companies with a parent, and households. */
export function accountsOf(people: number): Account[] {
  const parent: Account = {
    source: SIMULATION,
    id: 'holding',
    kind: 'COMPANY',
    name: 'Simulated holding',
    contact: OWNERS[0],
  };
  const branches = Array.from({ length: 3 }, (_, k): Account => ({
    source: SIMULATION,
    id: `branch-${k + 1}`,
    kind: 'COMPANY',
    name: `Simulated branch ${k + 1}`,
    parent: parent.id,
  }));
  const households = Array.from({ length: Math.floor(people / 40) }, (_, k): Account => ({
    source: SIMULATION,
    id: `household-${k + 1}`,
    kind: 'HOUSEHOLD',
    name: `Simulated household ${k + 1}`,
  }));
  return people === 0 ? [] : [parent, ...branches, ...households];
}

/** What is told of a person: consents, where and how they live, what they will need, which account they belong to, how a lead stands. */
export function factsOf(
  person: Person,
  accounts: readonly Account[],
  endAt: number,
  stage: ProspectStage | null,
  chance: Chance,
): EventRow[] {
  const rows: EventRow[] = [];
  const at = Math.min(endAt - DAY_MS, person.joinedDay * DAY_MS + 3_600_000);
  const tell = (
    type: FactType,
    value: string,
    rest: Partial<Pick<Fact, 'detail' | 'expiresAt' | 'occurredAt'>> = {},
  ): void => {
    rows.push({
      customer: person.id,
      event: {
        kind: 'FACT',
        source: SIMULATION,
        id: `${type.toLowerCase()}-${person.key}-${rows.length + 1}`,
        type,
        value,
        occurredAt: at,
        ...rest,
        simulated: true,
      },
    });
  };
  const pick = <T>(all: readonly T[]): T => all[Math.floor(chance.between(0, all.length))]!;
  if (chance.happens(0.75))
    tell('CONSENT_EMAIL', chance.happens(0.92) ? 'GRANTED' : 'WITHDRAWN', { detail: CONSENT_TEXT });
  if (chance.happens(0.3))
    tell('CONSENT_PHONE', chance.happens(0.85) ? 'GRANTED' : 'WITHDRAWN', { detail: CONSENT_TEXT });
  if (chance.happens(0.4)) tell('COUNTRY', pick(COUNTRIES));
  if (chance.happens(0.25)) tell('LIFE_STAGE', pick(LIFE_STAGES));
  if (chance.happens(0.2)) tell('LIFESTYLE', pick(LIFESTYLES));
  if (chance.happens(0.1))
    tell('NEED', pick(FAVOURITES), { occurredAt: endAt - 10 * DAY_MS, expiresAt: endAt + 120 * DAY_MS });
  if (accounts.length > 0 && chance.happens(0.12)) tell('ACCOUNT', pick(accounts).id);
  // By the name alone: what else is drawn stays as it was.
  const turn = [...person.key].reduce((sum, letter) => (31 * sum + letter.codePointAt(0)!) % 1009, 7);
  const contact = OWNERS[turn % (3 * OWNERS.length)];
  if (contact !== undefined) tell('CONTACT', contact);
  // One in six was asked what they spend in a year with everybody.
  if (turn % 6 === 5) tell('WALLET', String(1000 + 25 * (turn % 97)));
  const stages = stage === null ? undefined : LEAD_STAGES[stage];
  if (stages !== undefined) tell('LEAD', pick(stages), { detail: pick(OWNERS), occurredAt: endAt - 15 * DAY_MS });
  return rows;
}

export const CHANNELS_OF_SPEND: readonly { readonly channel: string; readonly perMonthMinor: number }[] = [
  { channel: 'search', perMonthMinor: 60_000 },
  { channel: 'social', perMonthMinor: 35_000 },
  { channel: 'folder', perMonthMinor: 20_000 },
];

const KEPT_PER_MONTH_MINOR = 15_000;

/** What winning customers cost, and keeping them, month by month; the campaign says that it is simulated. */
export function spendOf(fromAt: number, endAt: number): Spend[] {
  const spends: Spend[] = [];
  const from = new Date(fromAt);
  for (let month = 0; ; month++) {
    const start = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + month, 1);
    const to = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + month + 1, 1);
    if (to > endAt) return spends;
    for (const { channel, perMonthMinor } of CHANNELS_OF_SPEND)
      spends.push({
        source: SIMULATION,
        id: `${channel}-${new Date(start).toISOString().slice(0, 7)}`,
        channel,
        campaign: 'SIMULATED',
        from: start,
        to,
        amountMinor: perMonthMinor,
      });
    spends.push({
      source: SIMULATION,
      id: `service-desk-${new Date(start).toISOString().slice(0, 7)}`,
      channel: 'service desk',
      campaign: 'SIMULATED',
      from: start,
      to,
      amountMinor: KEPT_PER_MONTH_MINOR,
      purpose: 'RETENTION',
    });
  }
}

/** What a generated company sells, as it would say it. */
export const productsOf = (source: string): Product[] =>
  ITEMS.map(({ sku, group, lineKind, lifespanDays, priceMinor, costShare }) => ({
    source,
    sku,
    group,
    lineKind,
    costMinor: Math.round(priceMinor * costShare),
    ...(lifespanDays === null ? {} : { lifespanDays }),
  }));
