import * as fc from 'fast-check';
import { buildReferralForest } from '../../../domain/referral/forest.ts';
import type { ReferralForest, ReferralRecord } from '../../../domain/referral/forest.ts';

/** A forest of up to `maxCustomers`: each customer may be referred by one with a lower index. */
export function forests(maxCustomers: number, kinds: readonly ReferralRecord['kind'][]): fc.Arbitrary<ReferralForest> {
  const edge = fc.record({
    isReferred: fc.boolean(),
    pick: fc.nat(),
    kind: fc.constantFrom(...kinds),
    saved: fc.nat(50_000),
    reward: fc.nat(2_000),
  });
  return fc.array(edge, { minLength: 1, maxLength: maxCustomers, size: 'max' }).map((edges) => {
    const records: ReferralRecord[] = [];
    edges.forEach(({ isReferred, pick, kind, saved, reward }, friend) => {
      if (!isReferred || friend === 0) return;
      records.push({
        advocate: pick % friend,
        friend,
        atMs: 0,
        kind,
        savedAcquisitionCostMinor: saved,
        rewardMinor: reward,
      });
    });
    return buildReferralForest(edges.length, neverBought(edges.length), records, { asOfMs: 0 });
  });
}

/** A forest with an own value for each customer. */
export function valuedForests(
  maxCustomers: number,
  kinds: readonly ReferralRecord['kind'][],
  value: fc.Arbitrary<number>,
): fc.Arbitrary<{ forest: ReferralForest; own: Float64Array }> {
  return forests(maxCustomers, kinds).chain((forest) =>
    fc
      .array(value, { minLength: forest.customerCount, maxLength: forest.customerCount })
      .map((own) => ({ forest, own: Float64Array.from(own) })),
  );
}

export function neverBought(customerCount: number): Float64Array {
  return new Float64Array(customerCount).fill(Number.NaN);
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
