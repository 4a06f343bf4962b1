import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settleNetworkCents, toGrid } from '../../../domain/network/cents.ts';
import {
  currentOf,
  NO_CHANGE,
  PUSH_LIMITS,
  pushOwnValue,
  type Change,
  type CreditNode,
  type PushLimits,
} from '../../../domain/network/local-push.ts';
import { solveConserving } from '../../../domain/network/solve.ts';
import type { ReferralForest } from '../../../domain/referral/forest.ts';
import { splitReferralValue } from '../../../domain/referral/shapley.ts';
import { forests } from '../referral/arbitraries.ts';
import { solveTies, sum, tieColumns, tieRows } from './networks.ts';

const N = 14;
const nameOf = (i: number): string => `c${String(i).padStart(3, '0')}`;
/** Everything that can be reached is reached. */
const WITHOUT_LIMITS: PushLimits = { toleranceMinor: 1e-9, customers: Infinity, tree: Infinity };

/** A company as a run published it, and how the same run would publish it with other own values. */
function company(forest: ReferralForest, rows: Parameters<typeof tieColumns>[1], own: Float64Array, kappa: number) {
  const split = splitReferralValue(forest, own);
  const night = solveTies(tieColumns(N, rows), split.afterReferralMinor, kappa);
  const { attention, shares, csr } = night;
  const nodes = new Map<string, CreditNode>(
    Array.from({ length: N }, (_, i) => [
      nameOf(i),
      {
        at: i,
        directMinor: own[i]!,
        fGrid: toGrid(night.f[i]!),
        given: shares.given[i]!,
        follows: Array.from(attention.arcs.to.subarray(attention.offsets[i]!, attention.offsets[i + 1]!), nameOf),
        weight: attention.arcs.weight.slice(attention.offsets[i]!, attention.offsets[i + 1]!),
        referral:
          forest.referrer[i]! < 0
            ? null
            : {
                referrer: nameOf(forest.referrer[i]!),
                typeTwo: forest.typeTwo[i] === 1,
                savedMinor: forest.savedAcquisitionCostMinor[i]!,
              },
        friends: Array.from(
          forest.children
            .subarray(forest.childOffsets[i]!, forest.childOffsets[i + 1]!)
            .filter((j) => forest.typeTwo[j] !== 1),
          nameOf,
        ),
      },
    ]),
  );
  const published = (values: Float64Array) => {
    const moved = splitReferralValue(forest, values);
    const solved = solveConserving({ csr, shares, value: moved.afterReferralMinor });
    const cents = settleNetworkCents(moved.afterReferralMinor, solved.f, shares, attention);
    return Array.from(values, (directMinor, i) => ({
      directMinor,
      referralReceivedMinor: moved.receivedMinor[i]!,
      referralGrossMinor: moved.grossMinor[i]!,
      referralPassedOnMinor: moved.passedOnMinor[i]!,
      networkReceivedMinor: cents.receivedMinor[i]!,
      networkPassedOnMinor: cents.passedOnMinor[i]!,
    }));
  };
  return { nodes, published, mostGiven: Math.max(...shares.given), attention };
}

/** Pushes one customer's own value, as a host does: what is asked for comes later, and only that. */
function push(
  { nodes, mostGiven }: Pick<ReturnType<typeof company>, 'nodes' | 'mostGiven'>,
  changes: Map<string, Change>,
  customer: number,
  directMinor: number,
  limits: PushLimits,
): void {
  const known = { nodes: new Map<string, CreditNode | null>(), changes: new Map<string, Change>() };
  const steps = pushOwnValue({ ...known, mostGiven }, nameOf(customer), directMinor, limits);
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      for (const [id, change] of step.value ?? []) changes.set(id, change);
      return;
    }
    for (const id of step.value.ids)
      if (step.value.what === 'nodes') known.nodes.set(id, nodes.get(id) ?? null);
      else known.changes.set(id, changes.get(id) ?? NO_CHANGE);
  }
}

const shown = (published: Omit<Change, 'fGrid' | 'waitingMinor'>, change: Change | undefined) =>
  Object.fromEntries(
    Object.entries(published).map(([name, minor]) => [
      name,
      minor + ((change ?? NO_CHANGE)[name as keyof Change] ?? 0),
    ]),
  );

const value = fc.integer({ min: -3_00, max: 500_00 });
const companies = fc
  .record({
    forest: forests(N, ['TYPE_ONE', 'TYPE_TWO']).filter(({ customerCount }) => customerCount === N),
    rows: tieRows(N),
    own: fc.array(value, { minLength: N, maxLength: N }).map((values) => Float64Array.from(values)),
    kappa: fc.constantFrom(0.02, 0.2, 0.25, 0.5, 0.9),
  })
  .map(({ forest, rows, own, kappa }) => ({ own, ...company(forest, rows, own, kappa) }));
/** Orders and refunds: of whom, and by how much. */
const orders = fc.array(
  fc.record({ customer: fc.nat({ max: N - 1 }), minor: fc.integer({ min: -200_00, max: 200_00 }) }),
  { minLength: 1, maxLength: 8 },
);

describe('orders pushed one by one along frozen credit', () => {
  // Rounding errors of 1e-8 of a cent could decide a tie once in a million sequences: the same ones every time.
  it('end where a run over everything with the same credit ends, to the cent, and Σ moves by each order', () => {
    fc.assert(
      fc.property(companies, orders, (night, told) => {
        const before = night.published(night.own);
        const own = night.own.slice();
        const changes = new Map<string, Change>();
        for (const { customer, minor } of told) {
          const was = sum([...changes.values()].map(currentOf));
          own[customer]! += minor;
          push(night, changes, customer, own[customer]!, WITHOUT_LIMITS);
          expect(sum([...changes.values()].map(currentOf))).toBe(was + minor);
          const after = night.published(own);
          for (let i = 0; i < N; i++) expect(shown(before[i]!, changes.get(nameOf(i)))).toEqual(after[i]);
        }
      }),
      { numRuns: 300, seed: 16 },
    );
  });

  it('do not depend on their order, and repeating one changes nothing, whatever the limits', () => {
    const limits = fc.record({
      toleranceMinor: fc.constantFrom(1e-3, 1, 50),
      customers: fc.integer({ min: 1, max: 30 }),
      tree: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(companies, orders, limits, fc.infiniteStream(fc.nat()), (night, told, bounds, picks) => {
        const final = new Map(told.map(({ customer, minor }) => [customer, night.own[customer]! + minor]));
        const forwards = new Map<string, Change>();
        for (const [customer, directMinor] of final) push(night, forwards, customer, directMinor, bounds);
        const otherwise = new Map<string, Change>();
        // Some are told wrongly first, some twice, and in another order.
        for (const [customer, directMinor] of [...final].toSorted(() => (picks.next().value % 2) - 0.5)) {
          if (picks.next().value % 2 === 0) push(night, otherwise, customer, directMinor + 77_77, bounds);
        }
        for (const [customer, directMinor] of [...final].reverse())
          for (let k = 0; k < 2; k++) push(night, otherwise, customer, directMinor, bounds);
        for (let i = 0; i < N; i++)
          expect(otherwise.get(nameOf(i)) ?? NO_CHANGE).toEqual(forwards.get(nameOf(i)) ?? NO_CHANGE);
        expect(sum([...forwards.values()].map(currentOf))).toBe(
          sum([...final].map(([customer, directMinor]) => directMinor - night.own[customer]!)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('taken back, leave nothing', () => {
    fc.assert(
      fc.property(companies, orders, (night, told) => {
        const changes = new Map<string, Change>();
        for (const { customer, minor } of told)
          push(night, changes, customer, night.own[customer]! + minor, PUSH_LIMITS);
        for (const { customer } of told) push(night, changes, customer, night.own[customer]!, PUSH_LIMITS);
        for (const change of changes.values()) expect(change).toEqual(NO_CHANGE);
      }),
    );
  });

  it('move nobody whom no credit reaches', () => {
    fc.assert(
      fc.property(companies, fc.nat({ max: N - 1 }), fc.integer({ min: 1, max: 500_00 }), (night, buyer, minor) => {
        const changes = new Map<string, Change>();
        push(night, changes, buyer, night.own[buyer]! + minor, PUSH_LIMITS);
        // Reached: those in the buyer's referral tree and above, and whom any of them follow, and so on.
        const reached = new Set([nameOf(buyer)]);
        for (const id of reached) {
          const { follows, friends, referral } = night.nodes.get(id)!;
          for (const next of [...follows, ...friends, ...(referral === null ? [] : [referral.referrer])])
            reached.add(next);
        }
        for (const id of changes.keys()) expect(reached).toContain(id);
      }),
    );
  });

  it('leave the rest to the run, and say how much that is', () => {
    const rows = [1, 2, 3, 4, 5].map((to) => ({ from: 0, to })).concat([{ from: 1, to: 6 }]);
    const nobody = solveless();
    const night = company(nobody, rows, new Float64Array(N), 0.5);
    const changes = new Map<string, Change>();
    push(night, changes, 0, 100_00, { ...PUSH_LIMITS, customers: 6 });
    // Five who are followed get 10.00 each; what the first would pass on to the seventh waits.
    expect(changes.get(nameOf(1))!.networkReceivedMinor).toBe(10_00);
    expect(changes.has(nameOf(6))).toBe(false);
    expect(changes.get(nameOf(0))!.waitingMinor).toBe(5_00);
    expect(sum([...changes.values()].map(currentOf))).toBe(100_00);
  });

  it('touch few where ties are ordinary: an order of 50.00, five ties each, κ .02', () => {
    const many = 400;
    const nodes = new Map<string, CreditNode>(
      Array.from({ length: many }, (_, i) => [
        nameOf(i),
        {
          at: i,
          directMinor: 1000,
          fGrid: toGrid(1020),
          given: 0.02,
          follows: [1, 2, 3, 4, 5].map((k) => nameOf((i * 7 + k * 31) % many)),
          weight: new Float64Array(5).fill(0.2),
          referral: null,
          friends: [],
        },
      ]),
    );
    const changes = new Map<string, Change>();
    push({ nodes, mostGiven: 0.02 }, changes, 3, 1000 + 50_00, PUSH_LIMITS);
    expect(changes.size).toBeLessThanOrEqual(31);
    expect(changes.get(nameOf(3))!.waitingMinor).toBe(0);
  });

  it('say nothing of somebody the run does not know', () => {
    const steps = pushOwnValue({ nodes: new Map([['x', null]]), changes: new Map(), mostGiven: 0.5 }, 'x', 5);
    expect(steps.next()).toEqual({ done: true, value: null });
  });
});

function solveless(): ReferralForest {
  const none = new Float64Array(N);
  return {
    customerCount: N,
    referrer: new Int32Array(N).fill(-1),
    typeTwo: new Uint8Array(N),
    recordOf: new Int32Array(N).fill(-1),
    savedAcquisitionCostMinor: none,
    rewardMinor: none,
    childOffsets: new Int32Array(N + 1),
    children: new Int32Array(0),
    topDown: Int32Array.from({ length: N }, (_, i) => i),
    rejected: [],
  };
}
