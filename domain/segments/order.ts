import { isListOf, segmentsAsked, type SegmentRule } from './rules.ts';

interface Named {
  readonly key: string;
  readonly rule: SegmentRule;
}

/**
 * Segments in an order in which each stands behind those its rule asks for; null where two of them ask for each other.
 */
export function inOrder<S extends Named>(segments: readonly S[]): S[] | null {
  const byKey = new Map(segments.map((segment) => [segment.key, segment]));
  const done = new Set<string>();
  const open = new Set<string>();
  const sorted: S[] = [];
  const visit = (segment: S): boolean => {
    if (done.has(segment.key)) return true;
    if (open.has(segment.key)) return false;
    open.add(segment.key);
    // A list asks for itself alone.
    for (const key of isListOf(segment.rule, segment.key) ? [] : segmentsAsked(segment.rule)) {
      const asked = byKey.get(key);
      if (asked !== undefined && !visit(asked)) return false;
    }
    open.delete(segment.key);
    done.add(segment.key);
    sorted.push(segment);
    return true;
  };
  return segments.every(visit) ? sorted : null;
}

/** Segments in order; of those that ask for each other, which no mutation lets through, in the order given, and what is not decided yet is no membership. */
export const inSomeOrder = <S extends Named>(segments: readonly S[]): readonly S[] => inOrder(segments) ?? segments;
