import { LEAD_STAGES, standingFacts } from '../../domain/facts/facts.ts';
import type { LeadStage } from '../../schema/generated.ts';
import type { CustomerResolvers, FactResolvers, LifecycleResolvers } from '../generated.ts';
import type { CustomerModel } from '../models.ts';
import type { RequestContext } from '../serve/context.ts';
import { getAccount } from '../../store/definitions/catalogue.ts';
import { factsOf } from '../../store/events/history.ts';
import { idsOf } from '../../store/customers/survivors.ts';
import { pageSize } from '../wire/paging.ts';
import { shareOfWallet } from '../../domain/facts/wallet.ts';
import { minorDigitsOf } from '../../domain/money/money.ts';
import { knownEvents, within } from '../experience/known-events.ts';

const MOST_TOLD = 100;

const WALLET_REASONS = {
  NOT_TOLD:
    'Nobody told what this customer spends with all suppliers: the fact WALLET, from a survey or from themselves.',
  MORE_THAN_TOLD: 'Spent more here than was told they spend with everybody: what was told is out of date.',
} as const;

/** What stands of a customer as a lead, on the readers' day. */
export const leadOf = async (
  { record, generation }: CustomerModel,
  { loaders, db }: RequestContext,
): Promise<{ readonly stage: LeadStage; readonly owner: string | null; readonly since: number } | null> => {
  const { facts } = await loaders.history.load(record);
  const lead = standingFacts(facts, generation?.asOf ?? db.clock()).find(({ type }) => type === 'LEAD');
  const stage = LEAD_STAGES.find((one) => one === lead?.value);
  return lead === undefined || stage === undefined
    ? null
    : { stage, owner: lead.detail ?? null, since: lead.occurredAt };
};

export const lifecycleFields: LifecycleResolvers = {
  lead: ({ customer }, _, context) => leadOf(customer, context),
};

/** What was told about a customer, and what of it is known by what happened. */
export const customerFactFields: Pick<CustomerResolvers, 'facts' | 'effort' | 'answers' | 'shareOfWallet'> = {
  shareOfWallet: async (customer, _, context) => {
    const { events, facts, moneyBack, asOf } = await knownEvents(customer, context);
    const paid = events.flatMap((event) =>
      event.kind === 'ORDER'
        ? [{ at: event.occurredAt, minor: event.lines.reduce((sum, { netMinor }) => sum + netMinor, 0) }]
        : [],
    );
    const credits = moneyBack.flatMap(({ kind, at, amountMinor }) =>
      kind === 'CREDIT' ? [{ at, minor: -amountMinor }] : [],
    );
    const digits = minorDigitsOf(context.currency);
    const { walletMinor, spentMinor, reason, ...shown } = shareOfWallet(facts, [...paid, ...credits], asOf, digits);
    return {
      ...shown,
      wallet: walletMinor,
      spent: spentMinor,
      reason: reason === null ? null : WALLET_REASONS[reason],
    };
  },

  facts: async ({ record }, { at }, { db }) => {
    const facts = await factsOf(db, idsOf(record));
    const instant = at ?? db.clock();
    const standing = standingFacts(facts, instant);
    const account = standing.find(({ type }) => type === 'ACCOUNT');
    return {
      standing,
      history: facts
        .filter(({ occurredAt }) => occurredAt <= instant)
        .toReversed()
        .slice(0, MOST_TOLD),
      account: account ? await getAccount(db, account.source, account.value!) : null,
    };
  },

  effort: async ({ record }, period, { loaders }) => {
    const isIn = within(period);
    const { events } = await loaders.history.load(record);
    const spent = events.flatMap((event) =>
      event.kind === 'INTERACTION' && event.effortMinutes !== undefined && isIn(event) ? [event.effortMinutes] : [],
    );
    return { minutes: spent.reduce((sum, minutes) => sum + minutes, 0), contacts: spent.length };
  },

  answers: async ({ record }, { first }, { loaders }) => {
    const size = pageSize(first);
    const { events } = await loaders.history.load(record);
    return events
      .flatMap((event) => (event.kind === 'INTERACTION' && event.type === 'SURVEY_RESPONSE' ? [event] : []))
      .sort((a, b) => (a.sk > b.sk ? -1 : 1))
      .slice(0, size);
  },
};

export const factFields: FactResolvers = {
  sourceId: ({ id }) => id,
  at: ({ occurredAt }) => occurredAt,
  detail: ({ detail }) => detail ?? null,
  expiresAt: ({ expiresAt }) => expiresAt ?? null,
};
