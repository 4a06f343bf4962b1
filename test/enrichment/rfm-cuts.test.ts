import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtinSegments } from '../../domain/segments/builtin.ts';
import { computeRun, type RunResult } from '../../enrichment/compute/compute.ts';
import { parseSettings } from '../../enrichment/compute/settings.ts';
import { buildSnapshot } from '../../enrichment/snapshot/columns.ts';
import { customersArbitrary, inputOf, type Person } from './arbitraries.ts';

const OWN = {
  recencyDays: [800, 600, 400, 200],
  frequency: [2, 3, 4, 5],
  monetary: [10_000, 100_000, 500_000, 900_000],
} as const;
const run = (people: readonly Person[], settings: object, before: RunResult | null = null): RunResult =>
  computeRun(
    buildSnapshot(inputOf(people)).snapshot,
    parseSettings({ kappa: 0, clvModel: 'mbgnbd', ...settings }),
    builtinSegments,
    {
      influence: null,
      network: null,
      communities: null,
      parameters:
        before === null || before.parameters === null || before.lifetime === null
          ? null
          : {
              parameters: before.parameters,
              report: before.lifetime.statistics.report,
              valuedOn: 20_000,
              potentialMinor: before.lifetime.potentialMinor.reduce((sum, minor) => sum + minor, 0),
            },
    },
  );
const groupOf = (reached: number): number => 1 + reached;

describe('cut points of RFM that a company sets', () => {
  it('put everybody where they say, and are gone when they are set no more', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const own = run(people, { rfm: OWN });
        const { columns } = buildSnapshot(inputOf(people)).snapshot;
        for (const [i, { rfm }] of [...own.profiles].entries()) {
          if (columns.orderCount[i] === 0) {
            expect(rfm).toBeNull();
            continue;
          }
          const days = 20_000 - columns.lastDay[i]!;
          expect(rfm).toMatchObject({
            recency: groupOf(OWN.recencyDays.filter((most) => days <= most).length),
            frequency: groupOf(OWN.frequency.filter((least) => columns.orderCount[i]! >= least).length),
            monetary: groupOf(OWN.monetary.filter((least) => columns.revenueMinor[i]! >= least).length),
          });
        }
        const fifths = [...run(people, {}).profiles].map(({ rfm }) => rfm);
        if (own.parameters !== null) {
          expect(own.parameters.scoring.rfm).toEqual({ ...OWN, own: true });
          expect([...run(people, {}, own).profiles].map(({ rfm }) => rfm)).toEqual(fifths);
        }
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    [{ ...OWN, recencyDays: [30, 90, 180, 365] }, /falling/u],
    [{ ...OWN, frequency: [2, 2, 4, 5] }, /rising/u],
    [{ ...OWN, monetary: [1, 2, 3] }, /./u],
    [{ recencyDays: OWN.recencyDays }, /./u],
    [{ ...OWN, other: 1 }, /./u],
  ])('%j is refused', (rfm, message) => {
    expect(() => parseSettings({ rfm })).toThrow(message);
  });
});
