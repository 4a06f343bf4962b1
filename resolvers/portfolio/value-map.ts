import { edgeMinor } from '../../domain/portfolio/value-map.ts';
import type { QueryResolvers } from '../generated.ts';
import { partsOf, sum } from './part.ts';

/** Amounts are whole, so the least whole one is the edge. */
const bandOf = (bin: number) => ({ bin, from: Math.ceil(edgeMinor(bin)), to: Math.ceil(edgeMinor(bin + 1)) });

export const valueMapQueries: Pick<QueryResolvers, 'valueMap'> = {
  valueMap: async (_, __, context) => {
    const { is, parts } = await partsOf(context, ['valueMap', 'valueMapAhead']);
    if (parts === null) return { ...is, customers: null, own: null, network: null, potential: null, bins: [] };
    const { own, network, customers, ownMinor, networkMinor } = parts.valueMap;
    const { potentialMinor } = parts.valueMapAhead;
    return {
      ...is,
      customers: sum(customers),
      own: sum(ownMinor),
      network: sum(networkMinor),
      potential: potentialMinor === null ? null : sum(potentialMinor),
      bins: customers.map((count, k) => ({
        own: bandOf(own[k]!),
        network: bandOf(network[k]!),
        customers: count,
        ownValue: ownMinor[k]!,
        networkValue: networkMinor[k]!,
        potentialValue: potentialMinor?.[k] ?? null,
      })),
    };
  },
};
