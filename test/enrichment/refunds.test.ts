import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import type { CustomerEvent, Order, OrderLine } from '../../domain/events.ts';
import { WHOLE_ORDER } from '../../domain/events.ts';
import type { CustomerProfile } from '../../domain/profile/profile.ts';
import { builtinSegments } from '../../domain/segments/builtin.ts';
import { foldSummary } from '../../domain/history/fold.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { computeRun } from '../../enrichment/compute/compute.ts';
import { exactSum } from '../../enrichment/compute/flow.ts';
import { parseSettings } from '../../enrichment/compute/settings.ts';
import { buildSnapshot } from '../../enrichment/snapshot/columns.ts';
import { allIds } from '../../store/customers/packed-ids.ts';
import { customersArbitrary, eventsOf, idOf, inputOf, type Person } from './arbitraries.ts';

const settings = parseSettings({ kappa: 0.4, marginRate: 0.37, clvModel: 'mbgnbd' });
/** What a run says, customers in the order of `people`. */
const run = (people: readonly Person[], extra: readonly CustomerEvent[], whose: number) => {
  const input = inputOf(people);
  const customers = input.customers.map((customer, index) =>
    index !== whose
      ? customer
      : { ...customer, summary: foldSummary([...eventsOf(people[index]!, index), ...extra], [], defaultRuleSet) },
  );
  const { snapshot } = buildSnapshot({ ...input, customers });
  const { profiles, flow } = computeRun(snapshot, settings, builtinSegments, {
    influence: null,
    network: null,
    communities: null,
  });
  const places = people.map((_, index) => allIds(snapshot.ids).indexOf(idOf(index)));
  return {
    profiles: places.map((place) => profiles.at(place)),
    directMinor: places.map((place) => flow.directMinor[place]!),
    totalMinor: exactSum(flow.totalMinor),
    rewardsMinor: exactSum(flow.referral.rewardMinor),
  };
};
type Run = ReturnType<typeof run>;
const refundTold = (profile: CustomerProfile) => ({
  ...profile,
  value: { ...profile.value, refundsMinor: 0, moneyBackAt: null },
});
const order = (id: string, day: number, lines: readonly OrderLine[]): Order => ({
  kind: 'ORDER',
  source: 'test',
  id,
  occurredAt: day * DAY_MS,
  promotion: false,
  lines,
});

const line = fc.record({
  netMinor: fc.integer({ min: 1, max: 100_000 }),
  costMinor: fc.option(fc.integer({ min: 0, max: 120_000 }), { nil: null }),
});
const scene = fc
  .record({
    people: customersArbitrary.filter((people) => people.length > 0),
    whose: fc.nat({ max: 11 }),
    lines: fc.array(line, { minLength: 1, maxLength: 3 }),
    day: fc.integer({ min: 19_000, max: 19_980 }),
    wait: fc.nat({ max: 15 }),
  })
  .map(({ people, whose, lines, day, wait }) => {
    const bought = lines.map(({ netMinor, costMinor }, n): OrderLine => ({
      sku: `x${n}`,
      group: 'gifts',
      quantity: 1,
      netMinor,
      lineKind: 'PRODUCT',
      ...(costMinor === null ? {} : { costMinor }),
    }));
    const totalMinor = lines.reduce((sum, { netMinor }) => sum + netMinor, 0);
    const back: OrderLine = {
      sku: WHOLE_ORDER,
      group: 'gifts',
      quantity: -1,
      netMinor: -totalMinor,
      lineKind: 'PRODUCT',
      returnOf: 'x',
    };
    return {
      people,
      whose: whose % people.length,
      placed: order('x', day, bought),
      refund: order('xr', day + wait, [back]),
      bought,
    };
  });

describe('a run over a company in which one order was refunded in full', () => {
  it('says of everybody what it would had the order never been placed, and shows the refund', () => {
    fc.assert(
      fc.property(scene, ({ people, whose, placed, refund, bought }) => {
        const twin = run(people, [], whose);
        const result = run(people, [placed, refund], whose);
        expect(result.profiles.map(refundTold)).toEqual(twin.profiles.map(refundTold));
        const known = bought.reduce(
          (sum, { netMinor, costMinor }) => sum + (costMinor === undefined ? 0 : netMinor - costMinor),
          0,
        );
        const uncosted = bought.reduce(
          (sum, { netMinor, costMinor }) => sum + (costMinor === undefined ? netMinor : 0),
          0,
        );
        expect(result.profiles[whose]!.value).toMatchObject({
          refundsMinor: known + Math.round(uncosted * 0.37),
          moneyBackAt: refund.occurredAt,
        });
      }),
      { numRuns: 150 },
    );
  });

  it('has a portfolio less by exactly that margin, in whole cents', () => {
    fc.assert(
      fc.property(scene, ({ people, whose, placed, refund }) => {
        const before = run(people, [placed], whose);
        const after = run(people, [placed, refund], whose);
        const own = ({ directMinor }: Run): number => directMinor.reduce((sum, minor) => sum + minor, 0);
        // Rounding revenue at the margin rate once per customer may move the last cent between the terms of one customer, never the sum.
        const shown = after.profiles[whose]!.value.directMinor + after.profiles[whose]!.value.refundsMinor;
        expect(Math.abs(shown - before.profiles[whose]!.value.directMinor)).toBeLessThanOrEqual(1);
        expect(own(before) - own(after)).toBe(
          before.profiles[whose]!.value.directMinor - after.profiles[whose]!.value.directMinor,
        );
        expect(after.totalMinor).toBe(own(after) - after.rewardsMinor);
      }),
      { numRuns: 100 },
    );
  });
});

it('credits count against the customer they went to, at the margin rate where their cost is unknown, and against nobody else', () => {
  fc.assert(
    fc.property(scene, fc.integer({ min: 1, max: 100_000 }), ({ people, whose, refund }, minor) => {
      const credit = order('c', refund.occurredAt / DAY_MS, [
        { sku: 'never bought', group: 'g', quantity: -1, netMinor: -minor, lineKind: 'PRODUCT', costMinor: 0 },
      ]);
      const [before, after] = [run(people, [], whose), run(people, [credit], whose)];
      expect(after.directMinor.map((own, i) => before.directMinor[i]! - own)).toEqual(
        people.map((_, i) => (i === whose ? minor : 0)),
      );
      expect(after.profiles.map(({ lifecycle, rfm }) => [lifecycle.stage, lifecycle.cycle, rfm?.frequency])).toEqual(
        before.profiles.map(({ lifecycle, rfm }) => [lifecycle.stage, lifecycle.cycle, rfm?.frequency]),
      );
    }),
    { numRuns: 100 },
  );
});
