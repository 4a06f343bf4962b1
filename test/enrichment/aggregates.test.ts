import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attentionBy, minutesOn } from '../../domain/portfolio/attention.ts';
import { BRIDGE_TERMS } from '../../domain/portfolio/bridge.ts';
import { customersAt, curveOf, heldBy } from '../../domain/portfolio/curve.ts';
import { cohortsOf } from '../../domain/portfolio/cohorts.ts';
import { bridgesOf } from '../../domain/portfolio/bridge.ts';
import { dayValues } from '../../domain/portfolio/day-values.ts';
import { effectiveSegments } from '../../domain/portfolio/overlap.ts';
import { firstDayOf, GRAINS, periodOf } from '../../domain/portfolio/periods.ts';
import { stepsOf } from '../../domain/portfolio/transitions.ts';
import { binOf, edgeMinor } from '../../domain/portfolio/value-map.ts';
import { descendingOrder } from '../../domain/numerics/order.ts';
import { SONAR_STAGES } from '../../domain/profile/profile.ts';
import { builtinSegments } from '../../domain/segments/builtin.ts';
import { aggregatesOf } from '../../enrichment/compute/aggregates.ts';
import { computeRun } from '../../enrichment/compute/compute.ts';
import { milestonesAt, recommendationsOf } from '../../enrichment/compute/lifecycle.ts';
import { parseSettings } from '../../enrichment/compute/settings.ts';
import { runStatistics } from '../../enrichment/publish/statistics.ts';
import { buildSnapshot } from '../../enrichment/snapshot/columns.ts';
import { decodeAggregate, encodeAggregates, AGGREGATE_NAMES, type Aggregates } from '../../published/aggregates.ts';
import { customersArbitrary, inputOf, type Person } from './arbitraries.ts';

const settings = parseSettings({ kappa: 0.4, marginRate: 0.37 });

function aggregated(people: readonly Person[], turn = <T>(list: readonly T[]): readonly T[] => list) {
  const input = inputOf(people);
  const { snapshot, counts } = buildSnapshot({
    ...input,
    customers: turn(input.customers),
    ties: turn(input.ties),
    referrals: turn(input.referrals),
  });
  const result = computeRun(snapshot, settings, builtinSegments, { influence: null, network: null, communities: null });
  const { portfolio, lifecycle } = runStatistics(snapshot, counts, result, settings);
  return { aggregates: aggregatesOf(snapshot, result, settings.marginRate), portfolio, lifecycle, snapshot, result };
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

describe('what a run says of everybody adds up to the portfolio, to the cent', () => {
  it('value map: Σ customers, own, network and potential of the bins', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { aggregates, portfolio } = aggregated(people);
        const { valueMap, valueMapAhead } = aggregates;
        expect(total(valueMap.customers)).toBe(portfolio.customers);
        expect(total(valueMap.ownMinor)).toBe(portfolio.directMinor);
        expect(total(valueMap.ownMinor) + total(valueMap.networkMinor)).toBe(portfolio.totalMinor);
        const { potentialMinor } = valueMapAhead;
        expect(potentialMinor === null ? null : total(potentialMinor)).toBe(portfolio.potentialMinor);
        for (const [k, customers] of valueMap.customers.entries()) {
          expect(customers).toBeGreaterThan(0);
          expect(valueMap.ownMinor[k]).toBeGreaterThanOrEqual(customers * edgeMinor(valueMap.own[k]!));
          expect(valueMap.ownMinor[k]).toBeLessThan(customers * edgeMinor(valueMap.own[k]! + 1));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('curves end at their totals', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { aggregates, portfolio } = aggregated(people);
        const { current, potential, network, total: both } = aggregates.curves;
        expect(current.pointsMinor).toHaveLength(101);
        expect(current.pointsMinor.at(-1)).toBe(portfolio.totalMinor);
        expect(potential?.pointsMinor.at(-1) ?? null).toBe(portfolio.potentialMinor);
        expect(network.pointsMinor.at(-1)).toBe(portfolio.networkMovedMinor);
        expect(both.pointsMinor.at(-1)).toBe(portfolio.totalMinor + (portfolio.potentialMinor ?? 0));
      }),
      { numRuns: 40 },
    );
  });

  it('opportunities of a focus group: of all customers they are all there are, by whatever they are ranked', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { aggregates, result } = aggregated(people);
        const expected = total([...result.customers].map(({ derived }) => derived.opportunityMinor ?? 0));
        for (const curve of Object.values(aggregates.focus.by))
          if (curve !== null) expect(curve.expectedMinor.at(-1)).toBe(expected);
        expect(aggregates.focus.by.potential === null).toBe(aggregates.curves.potential === null);
      }),
      { numRuns: 40 },
    );
  });

  it('balance: Σ customers and total value of the quadrants and of whom nothing was measured', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { aggregates, portfolio } = aggregated(people);
        const { quadrants, unmeasured } = aggregates.balance;
        const parts = [...quadrants, unmeasured];
        expect(total(parts.map(({ customers }) => customers))).toBe(portfolio.customers);
        expect(total(parts.map(({ valueMinor }) => valueMinor))).toBe(
          portfolio.totalMinor + (portfolio.potentialMinor ?? 0),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('cohorts: Σ customers + who never bought; Σ value of all cells + what belongs to no day', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { aggregates, portfolio } = aggregated(people);
        const { periodsOver, periodsNow } = aggregates;
        for (const [k, over] of periodsOver.cohorts.entries()) {
          const now = periodsNow.cohorts[k]!;
          const won = total(over.rows.map(({ customers }) => customers)) + now.won;
          expect(won + periodsNow.neverBought).toBe(portfolio.customers);
          const value =
            total(over.rows.map(({ valueMinor, beforeMinor }) => total(valueMinor) + beforeMinor)) +
            total(now.valueMinor);
          expect(value + periodsNow.restMinor).toBe(portfolio.directMinor);
          for (const row of over.rows) if (row.period !== null) expect(row.active[0]).toBe(row.customers);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('bridges: before + Σ terms = after; customers lost and won account for the change of theirs', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { periodsOver, periodsNow } = aggregated(people).aggregates;
        const all = [...periodsOver.bridges, ...periodsNow.bridges];
        for (const bridge of all) {
          expect(bridge.beforeMinor + total(bridge.termsMinor)).toBe(bridge.afterMinor);
          const [won, returned, lost, both] = bridge.customers as [number, number, number, number];
          expect(bridge.customersBefore - lost).toBe(both);
          expect(bridge.customersAfter).toBe(both + won + returned);
        }
        // A year's bridge ends where the next one begins.
        for (const bridge of all) {
          const next = all.find(
            ({ grain, from, to }) =>
              grain === bridge.grain && from === bridge.to && to - from === bridge.to - bridge.from,
          );
          if (next !== undefined) expect(next.beforeMinor).toBe(bridge.afterMinor);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('revenue: before + Σ terms = after, customers too, and all years are the portfolio', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { aggregates, portfolio, snapshot } = aggregated(people);
        const { bridges, earlierMinor, restMinor } = aggregates.revenue;
        for (const [k, bridge] of bridges.entries()) {
          expect(bridge.beforeMinor + total(bridge.termsMinor)).toBe(bridge.afterMinor);
          const [won, returned, lost] = bridge.customers as [number, number, number];
          expect(bridge.customersAfter - won - returned).toBe(bridge.customersBefore - lost);
          if (k > 0) expect(bridge.beforeMinor).toBe(bridges[k - 1]!.afterMinor);
        }
        const years = [bridges[0]?.beforeMinor ?? 0, ...bridges.map(({ afterMinor }) => afterMinor)];
        expect(earlierMinor + total(years) + restMinor).toBe(portfolio.revenueMinor);
        // By another way: what everybody bought in the last year of all.
        const last = bridges.at(-1);
        if (last === undefined) return;
        const { year, revenueMinor } = snapshot.years;
        expect(last.afterMinor).toBe(total([...revenueMinor].filter((_, k) => year[k] === last.to)));
      }),
      { numRuns: 60 },
    );
  });

  it('transitions: who began + who came in − who left = who stands there, as the lifecycle says', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { aggregates, lifecycle, snapshot, result } = aggregated(people);
        const { began, steps } = aggregates.transitions;
        const sumOf = (end: 'from' | 'to', stage: string): number =>
          total(steps.filter((step) => step[end] === stage).map(({ customers }) => customers));
        for (const { stage, customers } of lifecycle)
          expect((began[stage] ?? 0) + sumOf('to', stage) - sumOf('from', stage)).toBe(customers);
        const recommended = recommendationsOf(snapshot, result.relations.forest);
        for (let i = 0; i < recommended.length; i++) {
          const way = stepsOf(
            milestonesAt(snapshot.columns, i),
            Number.isNaN(recommended[i]!) ? null : recommended[i]!,
          );
          expect(way.at(-1)!.stage).toBe(result.profiles.at(i).lifecycle.stage);
          expect(way.at(-1)!.at).toBe(result.profiles.at(i).lifecycle.since);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('segments: customers by how many they are in are everybody, and the current value', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { aggregates, portfolio, result } = aggregated(people);
        const { bySegments, segments, overlaps, pairs } = aggregates.landscape;
        expect(total(bySegments.map(({ customers }) => customers))).toBe(portfolio.customers);
        expect(total(bySegments.map(({ valueMinor }) => valueMinor))).toBe(portfolio.totalMinor);
        expect(total(bySegments.map(({ customers }, k) => k * customers))).toBe(
          total(segments.map(({ customers }) => customers)),
        );
        const inBoth = total(bySegments.map(({ customers }, k) => (customers * k * (k - 1)) / 2));
        if (overlaps.length === pairs) expect(total(overlaps.map(({ customers }) => customers))).toBe(inBoth);
        for (const { a, b, customers } of overlaps.slice(0, 5)) {
          const inB = new Set(result.segments.get(b)!.order);
          expect([...result.segments.get(a)!.order].filter((i) => inB.has(i))).toHaveLength(customers);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('who leaves: the largest expected loss first, as the profile has it; own and network apart', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { aggregates, result } = aggregated(people);
        const { byOwn, byNetwork } = aggregates.leaving;
        const own = [...result.profiles].map(({ clv, rfm }) => (rfm === null ? 0 : (clv?.valueAtRiskMinor ?? 0)));
        expect(byOwn.map(({ ownMinor }) => ownMinor)).toEqual(own.filter((minor) => minor > 0).sort((a, b) => b - a));
        const expected = byNetwork.map(({ expectedNetworkMinor }) => expectedNetworkMinor!);
        expect(expected).toEqual(expected.toSorted((a, b) => b - a));
      }),
      { numRuns: 25 },
    );
  });

  it('attention: the curves end at every minute logged, and what is spread as the value is, is not fragmented', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { aggregates, snapshot, result } = aggregated(people);
        const logged = people.flatMap(({ minutes = [] }) => minutes);
        const { attention } = aggregates;
        if (total(logged) === 0) {
          expect(attention.by).toBeNull();
          return;
        }
        expect(attention).toMatchObject({ minutes: total(logged), contacts: logged.length });
        const by = Object.values(attention.by!).filter((curve) => curve !== null);
        for (const { pointsMinutes, fragmentation } of by) {
          expect(pointsMinutes).toHaveLength(101);
          expect(pointsMinutes[0]).toBe(0);
          expect(pointsMinutes.at(-1)).toBe(attention.minutes);
          expect(pointsMinutes).toEqual(pointsMinutes.toSorted((a, b) => a - b));
          if (fragmentation !== null) expect(fragmentation).toBeGreaterThanOrEqual(0);
          if (fragmentation !== null) expect(fragmentation).toBeLessThanOrEqual(1);
        }
        // Who is looked at in proportion to what they are worth.
        const worth = result.flow.totalMinor.map((minor) => Math.max(0, minor));
        if (worth.some((minor) => minor > 0)) expect(attentionBy(worth, worth).fragmentation).toBe(0);
        // By hand: the minutes of those with most.
        const order = descendingOrder(result.flow.totalMinor);
        const half = customersAt(50, order.length);
        expect(minutesOn(attention.by!.current, order.length, half)).toEqual({
          minutes: total([...order.subarray(0, half)].map((i) => snapshot.columns.effortMinutes[i]!)),
          isExact: true,
        });
      }),
      { numRuns: 60 },
    );
  });

  it('channels: customers of all of them are everybody who has bought, and what they brought is theirs', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { aggregates, snapshot, result } = aggregated(people);
        const { channels, others, untold } = aggregates.channels;
        const bought = [...snapshot.columns.firstDay].map((day) => !Number.isNaN(day));
        const all = [...channels, others, untold];
        expect(total(all.map(({ customers }) => customers))).toBe(bought.filter(Boolean).length);
        expect(total(all.map(({ valueMinor }) => valueMinor))).toBe(
          total([...result.flow.directMinor].filter((_, i) => bought[i]!)),
        );
        for (const { customers, valueMinor, months } of channels) {
          // Nobody here bought longer ago than months are kept.
          expect(total(months.map(([, won]) => won))).toBe(customers);
          expect(total(months.map(([, , minor]) => minor))).toBe(valueMinor);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('the order in which records come changes nothing', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const turned = aggregated(people, (list) => list.toReversed());
        expect(encodeAggregates(turned.aggregates)).toEqual(encodeAggregates(aggregated(people).aggregates));
      }),
      { numRuns: 25 },
    );
  });

  it('text says the same as what it was made of', () => {
    const { aggregates } = aggregated([]);
    const texts = encodeAggregates(aggregates);
    const read: Partial<Record<keyof Aggregates, unknown>> = {};
    for (const [k, name] of AGGREGATE_NAMES.entries()) read[name] = decodeAggregate(name, texts[k]!);
    expect(read).toEqual(aggregates);
    expect(decodeAggregate('curves', texts[2]!.replace('"layout":1', '"layout":99'))).toBeNull();
  });
});

describe('the parts', () => {
  it('an amount lies between the edges of its bin, on both sides of nothing', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (minor) => {
        const bin = binOf(minor);
        expect(edgeMinor(bin)).toBeLessThanOrEqual(minor);
        expect(minor).toBeLessThan(edgeMinor(bin + 1));
      }),
    );
    expect([0, 1, -1, 900, -900].map(binOf)).toEqual([0, 0, -1, 8, -8]);
  });

  it('a focus group of any share: exact at a point, between two what the line says, never more than there is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 100_000 }), { minLength: 1, maxLength: 400 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          const curve = curveOf(Float64Array.from(values));
          const held = heldBy(curve, share);
          const sorted = values.toSorted((a, b) => b - a);
          const actual = total(sorted.slice(0, held.customers));
          expect(held.customers).toBe(Math.round(share * values.length));
          // Rounded up at most half a unit: the curve lies above the line.
          if (held.isExact) expect(held.heldMinor).toBe(actual);
          else expect(held.heldMinor).toBeLessThanOrEqual(actual + 0.5);
          expect(customersAt(100, values.length)).toBe(values.length);
        },
      ),
    );
  });

  it('the Gini of equals is 0, of one who has all 1 − 1/n, and of nothing none', () => {
    expect(curveOf(Float64Array.of(5, 5, 5, 5)).gini).toBe(0);
    expect(curveOf(Float64Array.of(0, 0, 0, 9)).gini).toBe(0.75);
    expect(curveOf(new Float64Array(3)).gini).toBeNull();
    expect(curveOf(Float64Array.of(8, -4, 4)).negativeMinor).toBe(-4);
  });

  it('as many segments of equal size count as many', () => {
    expect(effectiveSegments([7, 7, 7, 0])).toBeCloseTo(3, 12);
    expect(effectiveSegments([])).toBeNull();
  });

  it('periods follow one another without a gap', () => {
    for (const grain of GRAINS)
      for (let period = -30; period < 700; period += 7) {
        expect(periodOf(grain, firstDayOf(grain, period))).toBe(period);
        expect(periodOf(grain, firstDayOf(grain, period) - 1)).toBe(period - 1);
      }
  });

  it('more cohorts than rows: those before lie in one, and nothing is lost', () => {
    const day = (year: number, month: number): number => Date.UTC(year, month, 15) / 86_400_000;
    const bought = Array.from({ length: 90 }, (_, n) => [day(2010, n), day(2010, n + 3)]).flat();
    const days = {
      offsets: Int32Array.from({ length: 91 }, (_, n) => 2 * n),
      day: Int32Array.from(bought),
      valueMinor: Float64Array.from(bought, (_, k) => 100 + k),
    };
    const { over, now } = cohortsOf(days, 'MONTH', day(2010, 92));
    const [all, ...rows] = over.rows;
    expect(all).toMatchObject({ period: null, customers: 33 });
    expect(rows).toHaveLength(59);
    expect(all!.active).toHaveLength(59);
    expect(
      total(over.rows.map(({ valueMinor, beforeMinor }) => total(valueMinor) + beforeMinor)) + total(now.valueMinor),
    ).toBe(total([...days.valueMinor]));
  });

  it('a bridge by hand', () => {
    const at = (year: number, month: number): number => Date.UTC(year, month, 10) / 86_400_000;
    // Bought in both years, once for 100, then twice for 150 each; lost one of 40; won one of 70; one came back after a year for 30.
    const customers = [
      [
        [at(2020, 1), 100],
        [at(2021, 1), 150],
        [at(2021, 2), 150],
      ],
      [[at(2020, 5), 40]],
      [[at(2021, 7), 70]],
      [
        [at(2019, 1), 9],
        [at(2021, 8), 30],
      ],
    ];
    const entries = customers.flat();
    const offsets = [0, 3, 4, 5, 7];
    const days = {
      offsets: Int32Array.from(offsets),
      day: Int32Array.from(entries, ([day]) => day!),
      valueMinor: Float64Array.from(entries, ([, minor]) => minor!),
    };
    const bridge = bridgesOf(days, at(2022, 0)).find(
      ({ grain, to }) => grain === 'YEAR' && to === periodOf('YEAR', at(2021, 0)),
    )!;
    const terms = Object.fromEntries(BRIDGE_TERMS.map((term, k) => [term, bridge.termsMinor[k]]));
    expect(bridge).toMatchObject({ beforeMinor: 140, afterMinor: 400, customersBefore: 2, customersAfter: 3 });
    expect(terms).toEqual({ NEW: 70, RETURNED: 30, LOST: -40, FREQUENCY: 100, BASKET: 100 });
  });

  it('days in whole minor units add up to the rounded whole of each customer', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 999 }), { minLength: 1, maxLength: 9 }), (uncosted) => {
        const days = dayValues(
          {
            offsets: Int32Array.of(0, uncosted.length),
            day: Int32Array.from(uncosted, (_, k) => k),
            knownMarginMinor: new Float64Array(uncosted.length),
            uncostedRevenueMinor: Float64Array.from(uncosted),
          },
          0.37,
        );
        expect(total([...days.valueMinor])).toBe(Math.round(total(uncosted) * 0.37));
      }),
    );
  });

  it('the way of a customer: what was reached at once counts as the furthest, and never back', () => {
    const at = (days: number): number => days * 86_400_000;
    const none = {
      firstSeenAt: null,
      prospectAt: null,
      leadAt: null,
      opportunityAt: null,
      firstOrderAt: null,
      cycleCount: 0,
      cycleStartedAt: null,
      onboardingAt: null,
      inUseAt: null,
      happinessAt: null,
      recommendationAt: null,
    };
    const stages = (milestones: Partial<typeof none> | object, recommendedAt: number | null = null) =>
      stepsOf({ ...none, ...milestones }, recommendedAt).map(({ stage }) => stage);
    expect(stages({})).toEqual(['SUSPECT']);
    expect(stages({ firstSeenAt: at(1), prospectAt: at(1), leadAt: at(0.5) })).toEqual(['LEAD']);
    expect(
      stages(
        { firstSeenAt: at(1), firstOrderAt: at(3), cycleCount: 3, cycleStartedAt: at(9), happinessAt: at(10) },
        at(12),
      ),
    ).toEqual(['SUSPECT', 'FIRST_ORDER', 'LOYALTY', 'HAPPINESS', 'RECOMMENDATION']);
    expect(SONAR_STAGES).toContain('LOYALTY');
  });
});
