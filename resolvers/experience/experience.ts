import type { Interaction, Order } from '../../domain/events.ts';
import { byChannel, omniChannelIndex } from '../../domain/experience/channels.ts';
import { complaintsOf, complaintSummary } from '../../domain/experience/complaints.ts';
import { orientationOf, orientations } from '../../domain/experience/orientation.ts';
import { experienceTerms } from '../../domain/experience/score.ts';
import { isOnline } from '../../domain/experience/touches.ts';
import type { StoredEvent } from '../../store/events/history.ts';
import type { ComplaintsResolvers, CustomerResolvers, ExperienceResolvers } from '../generated.ts';
import type { CustomerModel } from '../models.ts';
import type { RequestContext } from '../serve/context.ts';
import { pageSize } from '../wire/paging.ts';
import { absences, knownEvents, within, workedOut, type Window } from './known-events.ts';

const VERSION = 'experience-1';
const isInteraction = (event: StoredEvent): event is StoredEvent & Interaction => event.kind === 'INTERACTION';
const isOrder = (event: StoredEvent): event is StoredEvent & Order => event.kind === 'ORDER';

/** The newest `first` of a list that is oldest first. */
export const newest = <T>(items: readonly T[], first: number): T[] => items.slice(-pageSize(first)).toReversed();

const NOT_RATED = 'Of no interaction is it known how it was: send `valence` with them.';
const NO_STEPS =
  'No step to an order was told: no newsletter opened, page viewed, store visited or sales contact before one.';

/** Everything about experience in a period, from a customer's own events. */
export async function experienceIn(customer: CustomerModel, window: Window, context: RequestContext) {
  const { events, asOf, dayOf } = await knownEvents(customer, context);
  const isIn = within(window);
  const interactions = events.filter(isInteraction).filter(isIn);
  const { score, terms } = experienceTerms(interactions, dayOf);
  const isAsked = ({ type }: Interaction): boolean => type === 'SURVEY_RESPONSE';
  const asked = experienceTerms(interactions.filter(isAsked), dayOf).score;
  const observed = experienceTerms(
    interactions.filter((one) => !isAsked(one)),
    dayOf,
  ).score;
  const channels = byChannel(interactions, dayOf);
  const index = omniChannelIndex(channels.map((one) => one.interactions));
  const ways = orientations(events).filter(({ order }) => isIn(order));
  const way = orientationOf(ways);
  const complaints = complaintsOf(events, asOf).filter(({ opened }) => isIn(opened));
  return {
    score,
    asked,
    observed,
    rated: terms.length,
    allTerms: terms,
    interactions: interactions.length,
    online: interactions.filter(({ channel }) => isOnline(channel)).length,
    offline: interactions.filter(({ channel }) => !isOnline(channel)).length,
    byChannel: channels,
    omniChannelIndex: index,
    orders: events.filter(isOrder).filter(isIn).length,
    selfDirectedShare: way.selfDirectedShare,
    orientationDays: way.days,
    impulseOrders: way.impulseOrders,
    ways,
    complaints: { ...complaintSummary(complaints), all: complaints },
    absent: absences({
      score: [score, NOT_RATED],
      asked: [asked, 'The customer answered no survey of which it is known how the answer was.'],
      observed: [observed, NOT_RATED],
      omniChannelIndex: [index, 'There is no interaction in the period.'],
      selfDirectedShare: [way.selfDirectedShare, ways.length === 0 ? 'There is no order in the period.' : NO_STEPS],
      orientationDays: [way.days, ways.length === 0 ? 'There is no order in the period.' : NO_STEPS],
      impulseOrders: [
        way.impulseOrders,
        ways.length === 0
          ? 'There is no order in the period.'
          : 'Nothing that may have moved the customer was told before any order, so nobody can know how little it was.',
      ],
    }),
    provenance: workedOut(asOf, context.db.clock(), VERSION),
  };
}

export const experienceOf: NonNullable<CustomerResolvers['experience']> = experienceIn;

export const experienceFields: ExperienceResolvers = {
  terms: ({ allTerms }, { first }) =>
    newest(allTerms, first).map(({ event, ...term }) => ({ interaction: event, ...term })),
  orientations: ({ ways }, { first }) => newest(ways, first),
};

export const complaintsFields: ComplaintsResolvers = {
  list: ({ all }, { first }) => newest(all, first),
};
