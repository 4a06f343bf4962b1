import { effectiveSegments, type SegmentLandscape } from './overlap.ts';

/** Two segments that are nearly one: customers in both ÷ customers in either. */
export const CONVERGE_FROM = 0.7;
/** A segment that is a large part of everybody … */
export const WIDE_FROM = 0.25;
/** … is worth dividing where the division explains as much of what sets its members' values apart. */
export const DIVERGE_FROM = 0.05;
/** And no part is smaller than this share of it. */
const LEAST_PART = 0.1;

/** Fewer segments (CONVERGE) or more (DIVERGE), with what is gained and lost. Amounts in minor units. */
export type Proposal =
  | {
      readonly kind: 'CONVERGE';
      readonly a: string;
      readonly b: string;
      readonly jaccard: number;
      /** In either, and so in the one that takes their place. */
      readonly customers: number;
      /** In one of them alone: who would no longer be told apart, and Σ of their current value. */
      readonly blurred: number;
      readonly blurredMinor: number;
      readonly effectiveAfter: number;
    }
  | {
      readonly kind: 'DIVERGE';
      /** The wide segment, and the one that divides it. */
      readonly a: string;
      readonly b: string;
      /** Share of the variance of its members' current value that lies between the two parts (η²). */
      readonly explained: number;
      readonly inside: { readonly customers: number; readonly meanMinor: number };
      readonly outside: { readonly customers: number; readonly meanMinor: number };
      readonly effectiveAfter: number;
    };

/**
 * Proposals to merge and to divide segments, read off how they overlap: the strongest first, at most one division of a segment. Two kinds that
 * never contradict each other: who is nearly one is not divided by the other.
 */
export function proposalsOf({ segments, bySegments, overlaps }: SegmentLandscape): Proposal[] {
  const everybody = bySegments.reduce((sum, { customers }) => sum + customers, 0);
  const of = new Map(segments.map((segment) => [segment.key, segment]));
  const sizes = segments.map(({ customers }) => customers);
  const effectiveWith = (without: readonly string[], more: readonly number[]): number =>
    effectiveSegments([
      ...segments.flatMap(({ key, customers }, k) => (without.includes(key) ? [] : [sizes[k] ?? customers])),
      ...more,
    ]) ?? 0;
  const converge: Extract<Proposal, { kind: 'CONVERGE' }>[] = [];
  const diverge = new Map<string, Extract<Proposal, { kind: 'DIVERGE' }>>();
  for (const { a, b, customers, valueMinor } of overlaps) {
    const [one, other] = [of.get(a)!, of.get(b)!];
    const either = one.customers + other.customers - customers;
    const jaccard = customers / either;
    if (jaccard >= CONVERGE_FROM) {
      converge.push({
        kind: 'CONVERGE',
        a,
        b,
        jaccard,
        customers: either,
        blurred: either - customers,
        blurredMinor: one.valueMinor + other.valueMinor - 2 * valueMinor,
        effectiveAfter: effectiveWith([a, b], [either]),
      });
      continue;
    }
    for (const [wide, by] of [
      [one, other],
      [other, one],
    ] as const) {
      const rest = wide.customers - customers;
      if (wide.customers < WIDE_FROM * everybody || Math.min(customers, rest) < LEAST_PART * wide.customers) continue;
      const mean = wide.valueMinor / wide.customers;
      const inside = valueMinor / customers;
      const outside = (wide.valueMinor - valueMinor) / rest;
      const between = customers * (inside - mean) ** 2 + rest * (outside - mean) ** 2;
      const explained = wide.spreadMinor === 0 ? 0 : between / (wide.customers * wide.spreadMinor ** 2);
      if (explained < DIVERGE_FROM || explained <= (diverge.get(wide.key)?.explained ?? 0)) continue;
      diverge.set(wide.key, {
        kind: 'DIVERGE',
        a: wide.key,
        b: by.key,
        explained: Math.min(1, explained),
        inside: { customers, meanMinor: Math.round(inside) },
        outside: { customers: rest, meanMinor: Math.round(outside) },
        effectiveAfter: effectiveWith([wide.key], [customers, rest]),
      });
    }
  }
  return [
    ...converge.sort((x, y) => y.jaccard - x.jaccard),
    ...[...diverge.values()].sort((x, y) => y.explained - x.explained),
  ];
}
