import { LEAVING } from '../../domain/portfolio/leaving.ts';
import { statisticsOf } from '../../published/statistics.ts';
import type { QueryResolvers } from '../generated.ts';
import { pageSize } from '../wire/paging.ts';
import { partsOf } from './part.ts';

const NOBODY = 'Nobody has bought yet, so nobody can leave.';

export const leavingQueries: Pick<QueryResolvers, 'leaving'> = {
  leaving: async (_, { by, first }, context) => {
    const size = pageSize(first);
    const { is, parts, generation } = await partsOf(context, ['leaving']);
    const lifetime = parts === null || generation === null ? null : statisticsOf(generation).lifetime;
    if (parts === null || lifetime === null)
      return {
        ...is,
        status: 'NOT_COMPUTED',
        reason: is.reason ?? NOBODY,
        listed: LEAVING,
        ownExpected: null,
        customers: [],
      };
    const listed = (by === 'OWN' ? parts.leaving.byOwn : parts.leaving.byNetwork).slice(0, size);
    const found = await Promise.all(listed.map(({ customer }) => context.loaders.customer.load(customer)));
    return {
      ...is,
      listed: LEAVING,
      ownExpected: lifetime.valueAtRiskMinor,
      customers: listed.map(({ ownMinor, networkMinor, expectedNetworkMinor, returnProbability }, k) => ({
        customer: found[k]!,
        returnProbability,
        ownExpected: ownMinor,
        network: networkMinor,
        networkExpected: expectedNetworkMinor,
      })),
    };
  },
};
