import { InvalidInputError } from '../../domain/errors.ts';
import { isTopOrdering, TOP_ORDERINGS } from '../../domain/profile/orderings.ts';
import { communityOf } from '../network/communities.ts';
import type { CustomerOrderField, RankingOrientation } from '../../schema/generated.ts';
import type { CustomerResolvers, QueryResolvers } from '../generated.ts';
import { publishedCount } from '../lists/exact-count.ts';
import { customerRule, customerTest } from '../lists/customer-filter.ts';
import { topList } from '../lists/tops.ts';
import { compileFilter, filterName } from '../lists/filter.ts';
import type { Identity } from '../../store/customers/identity.ts';
import { everybodyOf } from '../../store/customers/survivors.ts';
import { displayNameOf } from '../../store/merges/preview.ts';
import { identifierFrom } from '../wire/identifiers.ts';
import { masked, seesPersons } from '../serve/persons.ts';
import { toGlobalId } from '../wire/ids.ts';
import { pageAsked } from '../wire/paging.ts';
import { scored } from '../value/provenance.ts';
import { emptyList, listBeside, rankedPage } from '../lists/ranked.ts';
import { claimsOf, followersOf, followingOf, referralsBy, referredBy } from '../relations/relations.ts';
import { segmentsOf } from '../segments/segments.ts';
import { interactionsOf, lifecycleHistoryOf, moneyBackOf, ordersOf } from '../events/timeline.ts';
import { experienceOf } from '../experience/experience.ts';
import { behaviourOf } from '../experience/behaviour.ts';
import { timelineOf } from '../experience/timeline.ts';
import { customerHealthOf } from '../health/health.ts';
import { contactFields } from '../portfolio/contacts.ts';
import { customerBalanceOf } from '../portfolio/balance.ts';
import { customerOpportunities, personalisationOf } from '../opportunities/opportunities.ts';
import { productsInUseOf } from './in-use.ts';
import { valueAheadOf } from '../value/ahead.ts';
import { valueReasonsOf } from '../value/reasons.ts';

const ORIENTED: Readonly<Record<RankingOrientation, CustomerOrderField>> = {
  ACQUIRE: 'SHORT_TERM_VALUE',
  RETAIN: 'LONG_TERM_VALUE',
  LIFECYCLE: 'TOTAL_VALUE',
};

export const customerQueries: Pick<QueryResolvers, 'customer' | 'customers'> = {
  customer: async (_, { by }, { loaders, principal }) => {
    const identifier = identifierFrom(principal, by, ['by']);
    return identifier && loaders.customerBy.load(identifier);
  },

  customers: async (_, { orderBy, orientation, filter, ...page }, context) => {
    if (orderBy != null && orientation != null)
      throw new InvalidInputError(['orientation'], 'An orientation is an ordering: give `orderBy` or `orientation`.', {
        code: 'BAD_USER_INPUT',
      });
    const { field, direction } = orderBy ?? { field: ORIENTED[orientation ?? 'LIFECYCLE'], direction: 'DESC' };
    const columns = compileFilter(filter, context.currency);
    const isPlain = (filter ?? null) === null && direction === 'DESC' && page.last == null && !isTopOrdering(field);
    const found = isPlain ? await listBeside(context, field, page.first, page.after) : undefined;
    const generation = await context.loaders.generation();
    if (generation === null) {
      pageAsked(page);
      return emptyList(context.db.clock());
    }
    const rule = customerRule(filter, generation, context.currency);
    const top = isTopOrdering(field) ? await topList(field, direction, context) : null;
    const list = isTopOrdering(field) ? { count: top!.ids.length } : generation.orderings[field];
    if (list === undefined) {
      throw new InvalidInputError(
        ['orderBy', 'field'],
        `No run has published the ordering ${field} yet. Orderings there are: ${[...Object.keys(generation.orderings), ...TOP_ORDERINGS].join(', ')}.`,
        { code: 'ORDERING_NOT_AVAILABLE' },
      );
    }
    // Beside an end of an ordering there are no columns: all of the filter is tried on the customers themselves.
    const test = top === null ? columns : null;
    const tryOn = customerTest(rule, top === null ? null : columns, context);
    const isFiltered = test !== null || tryOn !== null;
    return rankedPage(context, {
      generation,
      block: field,
      list,
      ascending: direction === 'ASC',
      test,
      page,
      tryOn,
      ...(top === null ? {} : { ids: top.ids, of: top.known }),
      ...(isFiltered && filter
        ? { testName: filterName(filter), counted: await publishedCount(filter, generation, context) }
        : {}),
      ...(found === undefined ? {} : { found }),
    });
  },
};

export const customerFields: CustomerResolvers = {
  id: ({ id }) => toGlobalId('Customer', id),
  version: ({ record }) => record.version,
  // No promise where nothing is awaited.
  displayName: ({ record }, _, { db, principal }) => {
    if (!seesPersons(principal)) return null;
    return record.displayName ?? (record.merged.length === 0 ? null : everybodyOf(db, record).then(displayNameOf));
  },
  identities: ({ record }, _, { db, principal }) => {
    const shown = (identities: readonly Identity[]) => (seesPersons(principal) ? identities : identities.map(masked));
    return record.merged.length === 0
      ? shown(record.identities)
      : everybodyOf(db, record).then((everybody) => shown(everybody.flatMap((one) => one.identities)));
  },
  merged: ({ record }) =>
    record.merged.map(({ id, into, at }) => ({
      id: toGlobalId('Customer', id),
      into: toGlobalId('Customer', into),
      at,
    })),
  createdAt: ({ record }) => record.createdAt,
  updatedAt: ({ record }) => record.updatedAt,
  simulated: ({ record }) => record.summary.simulated,
  valueAhead: valueAheadOf,
  valueReasons: valueReasonsOf,
  productsInUse: productsInUseOf,
  value: scored,
  rfm: (customer) => mapScored(customer, (score) => (score.profile.rfm === null ? null : score)),
  lifecycle: (customer) => mapScored(customer, (score) => ({ customer, score })),
  lifecycleHistory: lifecycleHistoryOf,
  influence: (customer) =>
    mapScored(customer, (score) => {
      const { influence } = score.profile;
      return influence && { score, influence };
    }),
  engagement: ({ record }, _, context) => {
    const known = context.ruleSet(record.summary.ruleSetVersion);
    return 'then' in known ? known.then((ruleSet) => ({ record, ruleSet })) : { record, ruleSet: known };
  },
  segments: segmentsOf,
  community: communityOf,
  orders: ordersOf,
  interactions: interactionsOf,
  moneyBack: moneyBackOf,
  timeline: timelineOf,
  experience: experienceOf,
  behaviour: behaviourOf,
  health: customerHealthOf,
  balance: customerBalanceOf,
  ...contactFields,
  opportunities: customerOpportunities,
  personalisation: personalisationOf,
  following: followingOf,
  followers: followersOf,
  referredBy,
  referralClaims: claimsOf,
  referralsMade: referralsBy,
};

const mapScored = <T>(
  customer: Parameters<typeof scored>[0],
  answer: (score: NonNullable<ReturnType<typeof scored>>) => T,
): T | null => {
  const score = scored(customer);
  return score && answer(score);
};
