import { DAY_MS } from '../../domain/time/time.ts';
import type { QueryResolvers } from '../generated.ts';
import { partsOf } from './part.ts';

export const sourceQueries: Pick<QueryResolvers, 'sourceHealth'> = {
  sourceHealth: async (_, __, context) => {
    const { is, parts, generation } = await partsOf(context, ['sources']);
    if (parts === null || generation === null) return { ...is, sources: [], customers: null, matchedShare: null };
    const { rows, customers, matched } = parts.sources;
    return {
      ...is,
      sources: rows.map((row) => ({
        ...row,
        matchedShare: row.matched / row.customers,
        lagDays: Math.max(0, (generation.asOf - row.lastAt) / DAY_MS),
      })),
      customers,
      matchedShare: customers === 0 ? null : matched / customers,
    };
  },
};
