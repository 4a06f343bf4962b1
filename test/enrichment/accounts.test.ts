import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { totalMinorOf } from '../../domain/profile/profile.ts';
import { rolledUpMinor, rollUp, type RollUp } from '../../domain/profile/roll-up.ts';
import { computeAccounts } from '../../enrichment/compute/accounts.ts';
import { computeRun } from '../../enrichment/compute/compute.ts';
import { parseSettings } from '../../enrichment/compute/settings.ts';
import { buildSnapshot } from '../../enrichment/snapshot/columns.ts';
import { customersArbitrary, inputOf } from './arbitraries.ts';

const NAMES = ['shop:acme', 'shop:beta', 'shop:home'];
const cells = (value: RollUp): (number | null)[] => [
  value.customers,
  value.revenueMinor,
  value.directMinor,
  value.indirectMinor,
  value.potentialDirectMinor,
  value.potentialIndirectMinor,
];

describe('companies and households', () => {
  it('roll up exactly: they and who belongs to none sum to everybody, cell by cell', () => {
    fc.assert(
      fc.property(customersArbitrary, fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 12 }), (people, told) => {
        const { snapshot } = buildSnapshot(inputOf(people));
        const { profiles } = computeRun(snapshot, parseSettings({ kappa: 0.4 }), [], {
          influence: null,
          network: null,
          communities: null,
        });
        const of = Int32Array.from({ length: profiles.length }, (_, i) => told[i]!);
        const valueOf = (i: number) => profiles.at(i).value;
        const { accounts, members } = computeAccounts({ names: NAMES, of }, valueOf);
        const alone = [...of.keys()].filter((i) => of[i] === -1);
        // Everybody who belongs to one is a member of that one, once.
        expect([...members].sort((a, b) => a - b)).toEqual([...of.keys()].filter((i) => of[i]! >= 0));
        const everybody = cells(rollUp(Array.from({ length: of.length }, (_, i) => valueOf(i))));
        const parts = [...accounts.map(({ value }) => cells(value)), cells(rollUp(alone.map(valueOf)))];
        for (const [k, all] of everybody.entries()) {
          const known = parts.map((part) => part[k]).filter((cell) => cell !== null && cell !== undefined);
          expect(known.reduce((sum, cell) => sum + cell, 0)).toBe(all ?? 0);
          if (all === null) expect(known).toEqual([]);
        }
        for (const { name, value, offset } of accounts) {
          const own = [...members.subarray(offset, offset + value.customers)];
          expect(new Set(own.map((i) => NAMES[of[i]!]))).toEqual(new Set([name]));
          const totals = own.map((i) => totalMinorOf(valueOf(i)));
          expect(totals).toEqual(totals.toSorted((a, b) => b - a));
          expect(rolledUpMinor(value)).toBe(totals.reduce((sum, total) => sum + total, 0));
        }
      }),
      { numRuns: 150 },
    );
  });
});
