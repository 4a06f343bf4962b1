import { retentionOf } from '../../domain/portfolio/retention.ts';
import { LEAVING, LEAVING_WITH_CONTACT } from '../../domain/portfolio/leaving.ts';
import { statisticsOf } from '../../published/statistics.ts';
import type { LeavingCustomerResolvers, QueryResolvers, RetentionWorkResolvers } from '../generated.ts';
import { blockersOf } from '../opportunities/blockers.ts';
import { scored } from '../value/provenance.ts';
import { pageSize } from '../wire/paging.ts';
import { partsOf } from './part.ts';

const NOBODY = 'Nobody has bought yet, so nobody can leave.';

export const leavingQueries: Pick<QueryResolvers, 'leaving'> = {
  leaving: async (_, { by, first, contact }, context) => {
    const size = pageSize(first);
    const isOfOne = contact !== null && contact !== undefined;
    const { is, parts, generation } = await partsOf(context, [isOfOne ? 'retention' : 'leaving']);
    const listed = isOfOne ? LEAVING_WITH_CONTACT : LEAVING;
    const lifetime = parts === null || generation === null ? null : statisticsOf(generation).lifetime;
    if (parts === null || lifetime === null)
      return {
        ...is,
        status: 'NOT_COMPUTED',
        reason: is.reason ?? NOBODY,
        listed,
        ownExpected: null,
        customers: [],
      };
    const { byOwn, byNetwork } = Object.values(parts)[0]!;
    const shown = (by === 'OWN' ? byOwn : byNetwork)
      .filter((one) => !isOfOne || one.contact === contact)
      .slice(0, size);
    const found = await Promise.all(shown.map(({ customer }) => context.loaders.customer.load(customer)));
    return {
      ...is,
      listed,
      ownExpected: lifetime.valueAtRiskMinor,
      customers: shown.map(
        ({ contact: theirs = null, ownMinor, networkMinor, expectedNetworkMinor, returnProbability }, k) => ({
          customer: found[k]!,
          contact: theirs,
          returnProbability,
          ownExpected: ownMinor,
          network: networkMinor,
          networkExpected: expectedNetworkMinor,
        }),
      ),
    };
  },
};

export const leavingCustomerFields: LeavingCustomerResolvers = {
  work: ({ customer }) => {
    const score = customer === null ? null : scored(customer);
    if (customer === null || score === null) return null;
    const { lapsed, overdueDays } = score.profile.lifecycle;
    const { openComplaints } = customer.record.summary.milestones;
    return { ...retentionOf({ openComplaints, lapsed, overdueDays }), customer };
  },
};

export const retentionWorkFields: RetentionWorkResolvers = {
  blockedBy: ({ customer }, _, context) => blockersOf(customer, context),
};
