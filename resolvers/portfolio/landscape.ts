import { effectiveSegments } from '../../domain/portfolio/overlap.ts';
import { proposalsOf, type Proposal } from '../../domain/portfolio/proposals.ts';
import { ruleText } from '../../domain/segments/text.ts';
import type { RequestContext } from '../serve/context.ts';
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
        conflicted: null,
        conflicts: [],
        published: null,
      };
    const { segments, bySegments, overlaps, pairs, conflicted, conflicts } = parts.landscape;
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
      conflicted,
      conflicts: conflicts.map(({ valueMinor: value, ...rest }) => ({ ...rest, value })),
      published: parts.landscape,
    };
  },
};

export const landscapeFields: Pick<SegmentLandscapeResolvers, 'overlaps' | 'proposals'> = {
  overlaps: ({ overlaps }, { first }) => overlaps.slice(0, pageSize(first)),
  proposals: async ({ published }, _, context) => {
    if (published === null) return [];
    const shown = await Promise.all(proposalsOf(published).map((proposal) => shownProposal(proposal, context)));
    return shown.filter((proposal) => proposal !== null);
  },
};

/** A proposal with rules that `segmentCreate(input: {ruleText})` takes; null where a segment is gone since the run. */
async function shownProposal(proposal: Proposal, context: RequestContext) {
  const [a, b] = await Promise.all([segmentByKey(proposal.a, context), segmentByKey(proposal.b, context)]);
  if (a === null || b === null) return null;
  const rule = { a: ruleText(a.rule), b: ruleText(b.rule) };
  const both = { kind: proposal.kind, a: a.key, b: b.key, effectiveAfter: proposal.effectiveAfter };
  if (proposal.kind === 'CONVERGE')
    return {
      ...both,
      strength: proposal.jaccard,
      gained: `One segment of ${proposal.customers} customers instead of two that are nearly the same.`,
      lost: `${proposal.blurred} customers who are in one of them alone are no longer told apart.`,
      parts: [{ customers: proposal.customers, ruleText: `(${rule.a} or ${rule.b})`, meanValue: null }],
      blurred: proposal.blurred,
      blurredValue: proposal.blurredMinor,
    };
  const { inside, outside, explained } = proposal;
  return {
    ...both,
    strength: explained,
    gained: `Two segments whose mean values differ: ${Math.round(explained * 100)} % of what sets the members apart lies between them.`,
    lost: `One more segment to look after; the smaller part has ${Math.min(inside.customers, outside.customers)} customers.`,
    parts: [
      { customers: inside.customers, ruleText: `(${rule.a} and ${rule.b})`, meanValue: inside.meanMinor },
      { customers: outside.customers, ruleText: `(${rule.a} and not ${rule.b})`, meanValue: outside.meanMinor },
    ],
    blurred: null,
    blurredValue: null,
  };
}
