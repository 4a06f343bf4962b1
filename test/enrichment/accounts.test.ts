import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { totalMinorOf } from '../../domain/profile/profile.ts';
import { rolledUpMinor, rollUp, type RollUp } from '../../domain/profile/roll-up.ts';
import { computeAccounts, trustedContacts } from '../../enrichment/compute/accounts.ts';
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
      { numRuns: 60 },
    );
  });

  it('an account within an account: members count in both, once each; those that are part of none add up, circles too', () => {
    const all = ['a', 'b', 'c', 'd', 'e', 'f'];
    fc.assert(
      fc.property(
        customersArbitrary,
        fc.array(fc.integer({ min: -1, max: 5 }), { minLength: 12 }),
        // Whom each is part of: any, so circles come too.
        fc.array(fc.option(fc.constantFrom(...all)), { minLength: 6, maxLength: 6 }),
        (people, told, parents) => {
          const { snapshot } = buildSnapshot(inputOf(people));
          const { profiles } = computeRun(snapshot, parseSettings({ kappa: 0.4 }), [], {
            influence: null,
            network: null,
            communities: null,
          });
          const of = Int32Array.from({ length: profiles.length }, (_, i) => told[i]!);
          const valueOf = (i: number) => profiles.at(i).value;
          const tree = all.map((name, k) => ({ name, parent: parents[k]!, contact: null }));
          const { accounts, members } = computeAccounts({ names: all, of }, valueOf, tree);
          expect([...members].sort((a, b) => a - b)).toEqual([...of.keys()].filter((i) => of[i]! >= 0));
          expect(new Set(accounts.map(({ name }) => name)).size).toBe(accounts.length);
          const up = (name: string): string[] => {
            const way = [name];
            for (let at = parents[all.indexOf(name)]!; at !== null && !way.includes(at); at = parents[all.indexOf(at)]!)
              way.push(at);
            return way;
          };
          const isInCircle = (name: string): boolean =>
            up(name).some((at) => up(parents[all.indexOf(at)] ?? at).includes(at) && parents[all.indexOf(at)] !== null);
          for (const { name, value, offset } of accounts) {
            const own = [...members.subarray(offset, offset + value.customers)];
            expect(cells(value)).toEqual(cells(rollUp(own.map(valueOf))));
            if (isInCircle(name)) continue;
            // By another way: everybody who has it above them.
            expect(own.toSorted((a, b) => a - b)).toEqual(
              [...of.keys()].filter((i) => of[i]! >= 0 && up(all[of[i]!]!).includes(name)),
            );
          }
          const roots = accounts.filter(({ name }) => parents[all.indexOf(name)] === null);
          if (all.every((name) => !isInCircle(name)))
            expect(roots.reduce((sum, { value }) => sum + rolledUpMinor(value), 0)).toBe(
              [...members].reduce((sum, i) => sum + totalMinorOf(valueOf(i)), 0),
            );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a trusted contact is who is told of the customer, else of their account, else of the nearest it is part of', () => {
    const word = (names: readonly string[], of: readonly number[]) => ({ names, of: Int32Array.from(of) });
    const { snapshot } = buildSnapshot({ asOf: 0, ruleSetVersion: 1, customers: [], ties: [], referrals: [] });
    const contactOf = trustedContacts({
      words: {
        ...snapshot.words,
        contact: word(['Ada'], [0, -1, -1, -1, -1, -1]),
        account: word(['s:child', 's:holding', 's:alone', 's:x'], [0, 0, 1, 2, -1, 3]),
      },
      accounts: [
        { name: 's:child', parent: 's:middle', contact: null },
        { name: 's:holding', parent: null, contact: 'Grace' },
        { name: 's:middle', parent: 's:holding', contact: null },
        { name: 's:x', parent: 's:y', contact: null },
        { name: 's:y', parent: 's:x', contact: null },
      ],
    });
    expect([0, 1, 2, 3, 4, 5].map(contactOf)).toEqual(['Ada', 'Grace', 'Grace', null, null, null]);
  });
});
