import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directValueAtRisk } from '../../domain/clv/value-at-risk.ts';
import { builtinSegments } from '../../domain/segments/builtin.ts';
import { dayOf } from '../../domain/time/time.ts';
import { computeRun, type RunResult } from '../../enrichment/compute/compute.ts';
import { exactSum } from '../../enrichment/compute/flow.ts';
import { parseSettings } from '../../enrichment/compute/settings.ts';
import { buildSnapshot } from '../../enrichment/snapshot/columns.ts';
import { allIds } from '../../store/customers/packed-ids.ts';
import { AS_OF, customersArbitrary, idOf, inputOf, type Person } from './arbitraries.ts';

const settings = parseSettings({ kappa: 0.4 });
const run = (people: readonly Person[]): RunResult =>
  computeRun(buildSnapshot(inputOf(people)).snapshot, settings, builtinSegments, {
    influence: null,
    network: null,
    communities: null,
  });
/** The person behind each customer of the result: a snapshot has an order of its own. */
const peopleIn = (people: readonly Person[]): Person[] =>
  allIds(buildSnapshot(inputOf(people)).snapshot.ids).map((id) => people[people.findIndex((_, i) => idOf(i) === id)]!);
const total = (column: Iterable<number>): number => exactSum(Float64Array.from(column));

describe('the numbers add up', () => {
  it('Σ value over customers = Σ own value − Σ rewards, to the cent', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const result = run(people);
        expect(total(result.flow.totalMinor)).toBe(
          total(result.flow.directMinor) - total(result.flow.referral.rewardMinor),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('what a profile shows is own + referral + network, and nothing else', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { profiles, flow } = run(people);
        for (const [i, { value }] of [...profiles].entries()) {
          expect(value.directMinor + value.referralMinor + value.networkMinor).toBe(flow.totalMinor[i]);
          expect(value.networkMinor).toBe(value.networkReceivedMinor - value.networkPassedOnMinor);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('what is still to come moves too and sums exactly; everybody has a value with a method', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { profiles, potential } = run(people);
        expect(potential === null).toBe(people.every(({ orders }) => orders.length === 0));
        if (potential === null) return;
        const { totalMinor, directMinor } = potential;
        expect(total(totalMinor)).toBe(total(directMinor));
        for (const [i, { value, clv }] of [...profiles].entries()) {
          expect(value.potentialDirectMinor! + value.potentialIndirectMinor!).toBe(totalMinor[i]);
          expect(clv!.predictedMinor).toBe(value.potentialDirectMinor);
          expect(Object.values(clv!).every((field) => typeof field !== 'number' || Number.isFinite(field))).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('Σ net network value = 0, and nobody without ties is touched by it', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { profiles } = run(people);
        expect(total([...profiles].map(({ value }) => value.networkMinor))).toBe(0);
        const alone = people.map(({ follows }) => ({ follows })).every(({ follows }) => follows.length === 0);
        if (alone) for (const { value } of profiles) expect(value.networkMinor).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it('influence is unknown, not 0, for who has no tie in either direction', () => {
    const loner: Person = { orders: [], follows: [], referredBy: null };
    const { profiles } = run([loner, { ...loner, follows: [{ whom: 2, kind: 0, weight: 1 }] }, loner]);
    expect(profiles.at(0).influence).toBeNull();
    expect(profiles.at(1).influence?.score).toBe(0);
    expect(profiles.at(2).influence!.score).toBeGreaterThan(0);
  });

  it('ranks everybody once, the most valuable first', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { profiles, columns, orderings } = run(people);
        const byRank = [...orderings.TOTAL_VALUE!.order];
        expect(byRank.toSorted((a, b) => a - b)).toEqual([...profiles].map((_, i) => i));
        const totals = byRank.map((i) => columns.totalValue[i]!);
        expect(totals).toEqual(totals.toSorted((a, b) => b - a));
      }),
      { numRuns: 100 },
    );
  });

  it('communities partition those with ties, and with the others they sum to the total', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { communities, flow, profiles } = run(people);
        const connected = [...profiles].filter(({ community }) => community !== null).length;
        expect(total(communities.communities.map(({ size }) => size))).toBe(connected);
        expect(connected + communities.unconnected).toBe(people.length);
        expect(total(communities.communities.map(({ value }) => value)) + communities.unconnectedMinor).toBe(
          total(flow.totalMinor),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('every buyer is in exactly one RFM group and its segment, nobody else is in any', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { profiles } = run(people);
        for (const [i, person] of peopleIn(people).entries()) {
          const rfm = profiles.at(i).segments.filter((key) => key.startsWith('rfm-'));
          expect(rfm.length).toBe(person.orders.length > 0 ? 1 : 0);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('leaving', () => {
  const asOfDay = dayOf(AS_OF);

  it('has one statement: lapsed is a return probability below the threshold, among those who ordered', () => {
    fc.assert(
      fc.property(customersArbitrary, fc.double({ min: 0.05, max: 1, noNaN: true }), (people, lapsedBelow) => {
        const { profiles } = computeRun(
          buildSnapshot(inputOf(people)).snapshot,
          { ...settings, lapsedBelow },
          builtinSegments,
          { influence: null, network: null, communities: null },
        );
        const inOrder = peopleIn(people);
        for (const [i, { clv, lifecycle }] of [...profiles].entries()) {
          expect(lifecycle.lapsed).toBe(inOrder[i]!.orders.length > 0 && clv!.returnProbability < lapsedBelow);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('expects the next order after the day of the run and within the horizon, or not at all', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const days = [...run(people).profiles].flatMap(({ clv }) => clv?.expectedNextOrderDay ?? []);
        expect(days.filter((day) => day <= asOfDay || day > asOfDay + settings.horizonDays + 1)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('puts at risk what a return would bring times the chance that it does not come; the total is the sum of what is published', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { profiles, lifetime } = run(people);
        for (const { clv } of profiles) {
          if (clv === null) continue;
          // To the rounding of the two published figures.
          const [low, high] = [-0.0005, 0.0005].map((off) =>
            directValueAtRisk(clv.predictedMinor, Math.min(1, Math.max(0, clv.returnProbability - off))),
          );
          const slack = 2 / Math.max(clv.returnProbability, 0.001);
          expect(clv.valueAtRiskMinor).toBeGreaterThanOrEqual(Math.min(low!, high!) - slack);
          expect(clv.valueAtRiskMinor).toBeLessThanOrEqual(Math.max(low!, high!) + slack);
        }
        expect(lifetime?.statistics.valueAtRiskMinor ?? 0).toBe(
          total([...profiles].map(({ clv }) => clv?.valueAtRiskMinor ?? 0)),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe('segments', () => {
  it('hold, in falling order, the value their members were selected for', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { profiles, segments } = run(people);
        const amount = {
          revenue: (i: number) => profiles.at(i).value.revenueMinor,
          networkValue: (i: number) => profiles.at(i).value.networkMinor,
        };
        for (const [key, { measure, order, values }] of segments) {
          const shown = [...order].map((i) => values[i]!);
          expect(shown).toEqual(shown.toSorted((a, b) => b - a));
          if (key.startsWith('rfm-')) expect(measure).toBe('revenue');
          if (key === 'hidden-influencers') expect(shown.every((value) => value > 0)).toBe(true);
          if (measure === 'revenue' || measure === 'networkValue')
            expect(shown).toEqual([...order].map(amount[measure]));
        }
      }),
      { numRuns: 100 },
    );
  });
});
