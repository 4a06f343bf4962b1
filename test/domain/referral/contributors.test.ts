import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import { referralContributors, referralAdvocates } from '../../../domain/referral/contributors.ts';
import { splitReferralValue } from '../../../domain/referral/shapley.ts';
import { sum, valuedForests } from './arbitraries.ts';
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

  it('refuses a customer outside the forest', () => {
    const { forest, own } = cate();
    expect(() => referralContributors(forest, splitReferralValue(forest, own), 17, everything)).toThrow(DomainError);
  });
});
