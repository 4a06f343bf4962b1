import { SEGMENT_ROLES, type SegmentRole } from '../segments/roles.ts';

/** Members of segments, each as positions of customers, and the role they are given. */
export type Memberships = ReadonlyMap<string, { readonly order: ArrayLike<number>; readonly role: SegmentRole | null }>;

/** Two segments with customers in both. */
export interface Overlap {
  readonly a: string;
  readonly b: string;
  readonly customers: number;
  /** Σ of their current value, whole minor units. */
  readonly valueMinor: number;
}

export interface SegmentLandscape {
  readonly segments: readonly SegmentSums[];
  /** By how many segments a customer is in, from 0: together everybody, and the portfolio's current value. */
  readonly bySegments: readonly { readonly customers: number; readonly valueMinor: number }[];
  /** The {@link PAIRS} with most customers in both; how many pairs there are of whom anybody is in both. */
  readonly overlaps: readonly Overlap[];
  readonly pairs: number;
  /** Pairs of roles that customers were given both of. */
  readonly conflicts: readonly RoleConflict[];
  /** Customers with more than one role, each once. */
  readonly conflicted: number;
}

export interface SegmentSums {
  readonly key: string;
  readonly customers: number;
  /** Σ of the members' current value, and its standard deviation; whole minor units. */
  readonly valueMinor: number;
  readonly spreadMinor: number;
}

export interface RoleConflict {
  readonly a: SegmentRole;
  readonly b: SegmentRole;
  readonly customers: number;
  readonly valueMinor: number;
}

/** Pairs that are listed. */
export const PAIRS = 100;

/**
 * How segments lie to one another. Segments may overlap, so their sums are no parts of the whole; customers by the number of segments they are in
 * are.
 *
 * @param valueMinor current value per customer, whole minor units
 */
export function landscapeOf(memberships: Memberships, valueMinor: Float64Array): SegmentLandscape {
  const keys = [...memberships.keys()].sort();
  const count = valueMinor.length;
  const degree = new Int32Array(count + 1);
  for (const key of keys) for (const i of Array.from(memberships.get(key)!.order)) degree[i + 1]!++;
  for (let i = 0; i < count; i++) degree[i + 1]! += degree[i]!;
  const offsets = degree;
  const next = offsets.slice();
  const of = new Int32Array(offsets[count]!);
  const segments = keys.map((key, s) => {
    let [sum, squares] = [0, 0];
    const members = memberships.get(key)!.order;
    for (let k = 0; k < members.length; k++) {
      const i = members[k]!;
      sum += valueMinor[i]!;
      squares += valueMinor[i]! ** 2;
      of[next[i]!++] = s;
    }
    const mean = sum / members.length;
    const spreadMinor =
      members.length === 0 ? 0 : Math.round(Math.sqrt(Math.max(0, squares / members.length - mean ** 2)));
    return { key, customers: members.length, valueMinor: sum, spreadMinor };
  });
  const both = new Float64Array(keys.length ** 2);
  const bothMinor = new Float64Array(keys.length ** 2);
  const roles = keys.map((key) => {
    const { role } = memberships.get(key)!;
    return role === null ? 0 : 1 << SEGMENT_ROLES.indexOf(role);
  });
  const conflicts = new Map<number, { customers: number; valueMinor: number }>();
  let conflicted = 0;
  const bySegments: { customers: number; valueMinor: number }[] = [];
  for (let i = 0; i < count; i++) {
    const [start, end] = [offsets[i]!, offsets[i + 1]!];
    while (bySegments.length <= end - start) bySegments.push({ customers: 0, valueMinor: 0 });
    const many = bySegments[end - start]!;
    many.customers++;
    many.valueMinor += valueMinor[i]!;
    let given = 0;
    for (let k = start; k < end; k++) given |= roles[of[k]!]!;
    // More than one bit is set.
    if ((given & (given - 1)) !== 0) {
      conflicted++;
      const known = conflicts.get(given) ?? { customers: 0, valueMinor: 0 };
      known.customers++;
      known.valueMinor += valueMinor[i]!;
      conflicts.set(given, known);
    }
    for (let k = start; k < end; k++)
      for (let l = k + 1; l < end; l++) {
        const pair = of[k]! * keys.length + of[l]!;
        both[pair]!++;
        bothMinor[pair]! += valueMinor[i]!;
      }
  }
  const overlaps: Overlap[] = [];
  for (const [pair, customers] of both.entries())
    if (customers > 0)
      overlaps.push({
        a: keys[Math.floor(pair / keys.length)]!,
        b: keys[pair % keys.length]!,
        customers,
        valueMinor: bothMinor[pair]!,
      });
  const pairs = overlaps.length;
  // The sort is stable, and pairs come by their names.
  overlaps.sort((x, y) => y.customers - x.customers);
  return {
    segments,
    bySegments,
    overlaps: overlaps.slice(0, PAIRS),
    pairs,
    conflicts: pairsOfRoles(conflicts),
    conflicted,
  };
}

/** @param given customers by the roles they were given, one bit each */
function pairsOfRoles(
  given: ReadonlyMap<number, { readonly customers: number; readonly valueMinor: number }>,
): RoleConflict[] {
  const has = (roles: number, role: number): boolean => (roles & (1 << role)) !== 0;
  return SEGMENT_ROLES.flatMap((a, i) =>
    SEGMENT_ROLES.slice(i + 1).flatMap((b, k): RoleConflict[] => {
      const both = [...given].filter(([roles]) => has(roles, i) && has(roles, i + 1 + k));
      if (both.length === 0) return [];
      const sum = (of: 'customers' | 'valueMinor'): number => both.reduce((total, [, one]) => total + one[of], 0);
      return [{ a, b, customers: sum('customers'), valueMinor: sum('valueMinor') }];
    }),
  );
}

/**
 * How many segments of equal size would spread the memberships as widely: e^H of the shares of memberships, the Hill number of order 1 (Hill 1973;
 * Jost 2006). Null where nobody is in any.
 */
export function effectiveSegments(sizes: readonly number[]): number | null {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total === 0) return null;
  const entropy = sizes.reduce((sum, size) => (size === 0 ? sum : sum - (size / total) * Math.log(size / total)), 0);
  return Math.exp(entropy);
}
