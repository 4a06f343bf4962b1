import { effectiveSegments } from '../../domain/portfolio/overlap.ts';
import type { QueryResolvers, SegmentLandscapeResolvers } from '../generated.ts';
import { segmentByKey } from '../segments/segments.ts';
import { pageSize } from '../wire/paging.ts';
import { partsOf, sum } from './part.ts';

export const landscapeQueries: Pick<QueryResolvers, 'segmentLandscape'> = {
  segmentLandscape: async (_, __, context) => {
    const { is, parts } = await partsOf(context, ['landscape']);
    if (parts === null)
      return {
        ...is,
        effectiveSegments: null,
        uncoveredShare: null,
        segments: [],
        bySegments: [],
        overlaps: [],
        pairs: null,
      };
    const { segments, bySegments, overlaps, pairs } = parts.landscape;
    const everybody = sum(bySegments.map(({ customers }) => customers));
    const sizeOf = new Map(segments.map(({ key, customers }) => [key, customers]));
    return {
      ...is,
      effectiveSegments: effectiveSegments(segments.map(({ customers }) => customers)),
      uncoveredShare: everybody === 0 ? null : bySegments[0]!.customers / everybody,
      segments: await Promise.all(
        segments.map(async ({ key, customers, valueMinor }) => ({
          segment: await segmentByKey(key, context),
          key,
          customers,
          value: valueMinor,
          share: everybody === 0 ? null : customers / everybody,
        })),
      ),
      bySegments: bySegments.map(({ customers, valueMinor }, count) => ({
        segments: count,
        customers,
        value: valueMinor,
      })),
      overlaps: overlaps.map(({ a, b, customers, valueMinor }) => ({
        a,
        b,
        customers,
        value: valueMinor,
        jaccard: customers / (sizeOf.get(a)! + sizeOf.get(b)! - customers),
        ofA: customers / sizeOf.get(a)!,
        ofB: customers / sizeOf.get(b)!,
      })),
      pairs,
    };
  },
};

export const landscapeFields: Pick<SegmentLandscapeResolvers, 'overlaps'> = {
  overlaps: ({ overlaps }, { first }) => overlaps.slice(0, pageSize(first)),
};
