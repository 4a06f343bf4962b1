import type { Interaction, Order } from '../../domain/events.ts';
import {
  opportunitiesOf,
  type KnownRule,
  type Market,
  type Opportunity,
} from '../../domain/opportunities/opportunities.ts';
import { groupAffinity, habits } from '../../domain/opportunities/personalisation.ts';
import { supportFloor } from '../../domain/opportunities/rules.ts';
import { instantIn } from '../../domain/time/time.ts';
import { MARKET } from '../../published/blocks.ts';
import { decodeMarket } from '../../published/market.ts';
import { timeZoneOf } from '../../store/client/table.ts';
import type { StoredEvent } from '../../store/events/history.ts';
import type { CustomerResolvers, OpportunitiesResolvers, QueryResolvers } from '../generated.ts';
import type { CustomerModel } from '../models.ts';
import { absences, knownEvents, workedOut } from '../experience/known-events.ts';
import type { RequestContext } from '../serve/context.ts';
import { pageSize } from '../wire/paging.ts';
import { blockersOf } from './blockers.ts';

const VERSION = 'opportunities-1';
/** A rule says what others did, not what this customer wants. */
const CONFIDENCE = 0.3;

/** The market the last run published; null where it published none. */
const market = ({ loaders }: RequestContext): Promise<Market | null> =>
  loaders.block({ kind: MARKET, number: 0 }, decodeMarket);

const shown = (rule: KnownRule, { groups }: Market) => ({
  ...rule,
  antecedent: groups[rule.antecedent]!.group,
  consequent: groups[rule.consequent]!.group,
});

const percent = (share: number): string => `${Math.round(100 * share)} %`;

function told({ expectedMarginMinor, expectedOverLifetimeMinor, because, ...rest }: Opportunity, known: Market) {
  const reason =
    because.kind === 'RULE'
      ? {
          text: `${percent(because.rule.confidence)} of the buyers of ${because.antecedent} buy ${rest.target} too (lift ${because.rule.lift.toFixed(2)}, ${because.rule.customers} customers).`,
          rule: shown(because.rule, known),
          ownPerYear: null,
          peersPerYear: null,
        }
      : {
          text: `Buys ${because.own.toFixed(1)} pieces a year of ${rest.target}; the median of its ${because.buyers} buyers is ${because.median.toFixed(1)}.`,
          rule: null,
          ownPerYear: because.own,
          peersPerYear: because.median,
        };
  return {
    ...rest,
    expectedMargin: expectedMarginMinor,
    expectedOverLifetime: expectedOverLifetimeMinor,
    because: reason,
  };
}

/** All opportunities of a customer, or why none can be worked out. */
async function opportunitiesFor(
  customer: CustomerModel,
  context: RequestContext,
): Promise<{ readonly list: readonly Opportunity[]; readonly known: Market | null; readonly reason: string | null }> {
  const { record, profile } = customer;
  const { orders, traces } = record.summary;
  const nothing = (reason: string) => ({ list: [], known: null, reason });
  if (orders === null) return nothing('The customer has not bought, so nothing says what would go with it.');
  const clv = profile?.profile.clv ?? null;
  if (clv === null) return nothing('No run has foreseen this customer yet. Start a run.');
  if (traces === null) return nothing('The summary is of an earlier release; the next run counts anew.');
  const known = await market(context);
  if (known === null) return nothing('The last run published no rules: it is of an earlier release. Start a run.');
  const list = opportunitiesOf(known, orders.groups, traces.groups, clv.returnProbability);
  return { list, known, reason: null };
}

/** What all opportunities of a customer are expected to bring within the horizon, minor units; null where none can be worked out. */
export async function opportunityMinorOf(customer: CustomerModel, context: RequestContext): Promise<number | null> {
  const { list, reason } = await opportunitiesFor(customer, context);
  return reason === null ? list.reduce((sum, one) => sum + one.expectedOverLifetimeMinor, 0) : null;
}

/** {@link opportunitiesFor} as the API tells them. */
async function found(customer: CustomerModel, context: RequestContext) {
  const { list, known, reason } = await opportunitiesFor(customer, context);
  return { list: known === null ? [] : list.map((one) => told(one, known)), reason };
}

const provenanceOf = ({ generation }: CustomerModel, { db }: RequestContext) => ({
  ...workedOut(generation?.asOf ?? db.clock(), db.clock(), VERSION),
  method: 'MODELLED' as const,
  confidence: CONFIDENCE,
});

export const customerOpportunities: NonNullable<CustomerResolvers['opportunities']> = async (
  customer,
  { first, kinds },
  context,
) => {
  const size = pageSize(first);
  const { list, reason } = await found(customer, context);
  const wanted = kinds == null ? list : list.filter(({ kind }) => kinds.includes(kind));
  return {
    customer,
    list: wanted.slice(0, size),
    count: wanted.length,
    reason,
    provenance: reason === null ? provenanceOf(customer, context) : null,
  };
};

export const opportunitiesFields: OpportunitiesResolvers = {
  blockedBy: ({ customer }, _, context) => blockersOf(customer, context),
};

const HOUR_MS = 3_600_000;

export const personalisationOf: NonNullable<CustomerResolvers['personalisation']> = async (customer, _, context) => {
  const [{ events, dayOf, asOf }, { list, reason }, doNotContact, timeZone] = await Promise.all([
    knownEvents(customer, context),
    found(customer, context),
    blockersOf(customer, context),
    timeZoneOf(context.db),
  ]);
  // Clocks of the zone show what UTC shows, moved by as much as an instant of the same digits lies before it.
  const localMs = (at: number): number => 2 * at - instantIn(timeZone)(at);
  const interactions = events.filter((event): event is StoredEvent & Interaction => event.kind === 'INTERACTION');
  const orders = events.filter((event): event is StoredEvent & Order => event.kind === 'ORDER');
  const { channel, hour } = habits(interactions, dayOf, (at) => Math.floor(localMs(at) / HOUR_MS) % 24);
  const nextOpportunity = list[0] ?? null;
  const noAction = 'No action of the customer is told: a newsletter opened, a page viewed, a login …';
  return {
    preferredChannel: channel,
    preferredHour: hour,
    groupAffinity: groupAffinity(orders, dayOf),
    nextOpportunity,
    doNotContact,
    absent: absences({
      preferredChannel: [channel, noAction],
      preferredHour: [hour, noAction],
      nextOpportunity: [nextOpportunity, reason ?? 'No rule leads from what the customer buys to anything else.'],
    }),
    provenance: workedOut(asOf, context.db.clock(), 'personalisation-1'),
  };
};

export const opportunityQueries: Pick<QueryResolvers, 'associationRules'> = {
  associationRules: async (_, { first }, context) => {
    const size = pageSize(first);
    const known = await market(context);
    return (
      known && {
        list: known.rules.slice(0, size).map((rule) => shown(rule, known)),
        count: known.rules.length,
        buyers: known.buyers,
        supportFloor: supportFloor(known.buyers),
      }
    );
  },
};
