import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import { referralContributors, referralAdvocates } from '../../../domain/referral/contributors.ts';
import { buildReferralForest } from '../../../domain/referral/forest.ts';
import { splitReferralValue } from '../../../domain/referral/shapley.ts';
import { neverBought, sum, valuedForests } from './arbitraries.ts';
import { cate } from './cate.ts';

const everything = { first: Infinity };

describe('a referral value opens into who made it', () => {
  it('shows Cate each friend and friend of a friend, with the path', () => {
    const { forest, own } = cate();
    const explanation = referralContributors(forest, splitReferralValue(forest, own), 0, everything);

    expect(explanation.totalMinor).toBe(1_312_50);
    expect(explanation.restMinor).toBe(0);
    expect(explanation.flows).toHaveLength(16);
    expect(explanation.flows[0]).toEqual({ customer: 1, kind: 'TYPE_ONE', depth: 1, amountMinor: 93_75, path: [1, 0] });
    expect(explanation.flows[10]).toEqual({
      customer: 11,
      kind: 'TYPE_ONE',
      depth: 2,
      amountMinor: 62_50,
      path: [11, 1, 0],
    });
  });

  it('shows a friend of a friend to whom the value went', () => {
    const { forest, own } = cate();
    const explanation = referralAdvocates(forest, splitReferralValue(forest, own), 11, everything);

    expect(explanation.flows).toEqual([
      { customer: 1, kind: 'TYPE_ONE', depth: 1, amountMinor: 62_50, path: [11, 1] },
      { customer: 0, kind: 'TYPE_ONE', depth: 2, amountMinor: 62_50, path: [11, 1, 0] },
    ]);
    expect(explanation.totalMinor).toBe(125_00);
  });

  it('closes to the cent for every customer, with a short list, a short walk or in full', () => {
    const valued = valuedForests(25, ['TYPE_ONE', 'TYPE_TWO'], fc.integer({ min: -1_000, max: 100_000 }));
    fc.assert(
      fc.property(
        valued,
        fc.constantFrom(0, 1, 3, Infinity),
        fc.constantFrom(1, 4, 10_000),
        ({ forest, own }, first, maxVisited) => {
          const split = splitReferralValue(forest, own);
          for (let i = 0; i < forest.customerCount; i++) {
            const from = referralContributors(forest, split, i, { first, maxVisited });
            const to = referralAdvocates(forest, split, i, { first, maxVisited });
            expect(sum(from.flows.map((flow) => flow.amountMinor)) + from.restMinor).toBe(split.receivedMinor[i]);
            expect(sum(to.flows.map((flow) => flow.amountMinor)) + to.restMinor).toBe(split.passedOnMinor[i]);
            const isInFull = first === Infinity && maxVisited === 10_000;
            expect(isInFull && (from.restMinor !== 0 || to.restMinor !== 0)).toBe(false);
            for (const flow of from.flows) {
              expect(flow.path).toHaveLength(flow.depth + 1);
              expect([flow.path[0], flow.path.at(-1)]).toEqual([flow.customer, i]);
            }
          }
        },
      ),
    );
  });

  it('lists the largest first, of equal ones the nearer, then the lower index; what is not listed is the rest', () => {
    const { forest, own } = cate();
    own[5] = -900_00;
    own[7] = 0;
    const split = splitReferralValue(forest, own);
    const all = referralContributors(forest, split, 0, everything);
    expect(all.flows.map(({ customer }) => customer)).toEqual([5, 1, 2, 3, 4, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
    expect(all.flows[0]!.amountMinor).toBe(-450_00);
    const two = referralContributors(forest, split, 0, { first: 2 });
    expect(two.flows).toEqual(all.flows.slice(0, 2));
    expect(two.restMinor).toBe(two.totalMinor - two.flows[0]!.amountMinor - two.flows[1]!.amountMinor);
  });

  it('looks at the nearest generation first, at no more than it may, and says the rest', () => {
    const { forest, own } = cate();
    const split = splitReferralValue(forest, own);
    const three = referralContributors(forest, split, 0, { first: Infinity, maxVisited: 3 });
    expect(three.flows.map(({ customer }) => customer)).toEqual([1, 2, 3]);
    expect(three.restMinor).toBe(split.receivedMinor[0]! - 3 * 93_75);
    const one = referralAdvocates(forest, split, 11, { first: Infinity, maxVisited: 1 });
    expect(one.flows.map(({ customer, amountMinor }) => [customer, amountMinor])).toEqual([[1, 62_50]]);
    expect(one.restMinor).toBe(62_50);
  });

  it('shows a type-two claim to both ends, and nothing above it of what the friend went on to bring', () => {
    const claim = { atMs: 0, kind: 'TYPE_ONE' as const };
    const forest = buildReferralForest(
      4,
      neverBought(4),
      [
        { ...claim, advocate: 0, friend: 1 },
        { ...claim, advocate: 1, friend: 2, kind: 'TYPE_TWO', savedAcquisitionCostMinor: 10 },
        { ...claim, advocate: 2, friend: 3 },
      ],
      { asOfMs: 0 },
    );
    const split = splitReferralValue(forest, Float64Array.of(100, 100, 100, 100));
    const of = (customer: number) => referralContributors(forest, split, customer, everything).flows;
    expect(of(0)).toEqual([{ customer: 1, kind: 'TYPE_ONE', depth: 1, amountMinor: 50, path: [1, 0] }]);
    expect(of(1)).toEqual([{ customer: 2, kind: 'TYPE_TWO', depth: 1, amountMinor: 10, path: [2, 1] }]);
    expect(referralAdvocates(forest, split, 2, everything).flows).toEqual([
      { customer: 1, kind: 'TYPE_TWO', depth: 1, amountMinor: 10, path: [2, 1] },
    ]);
    expect(referralAdvocates(forest, split, 0, everything)).toEqual({ totalMinor: 0, flows: [], restMinor: 0 });
  });

  it('refuses a customer outside the forest', () => {
    const { forest, own } = cate();
    for (const nobody of [17, -1, 0.5])
      for (const open of [referralContributors, referralAdvocates])
        expect(() => open(forest, splitReferralValue(forest, own), nobody, everything)).toThrow(DomainError);
  });
});
