import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack, unpack } from '../../enrichment/snapshot/pack.ts';
import { decodeSnapshot, encodeSnapshot } from '../../enrichment/snapshot/codec.ts';
import { buildSnapshot } from '../../enrichment/snapshot/columns.ts';
import { customersArbitrary, inputOf, shuffled } from './arbitraries.ts';

describe('the checkpoint of a run', () => {
  it('gives back every column it was given, also from an unaligned slice', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ minLength: 1, maxLength: 8 }).filter((name) => name !== '__proto__'),
          fc.array(fc.double({ noNaN: false }), { maxLength: 20 }),
        ),
        fc.jsonValue(),
        (named, json) => {
          const columns = Object.fromEntries(
            Object.entries(named).map(([name, values]) => [name, Float64Array.from(values)]),
          );
          const bytes = pack(json, columns);
          const shifted = new Uint8Array(bytes.length + 3);
          shifted.set(bytes, 3);
          for (const source of [bytes, shifted.subarray(3)]) {
            const back = unpack(source);
            expect(JSON.stringify(back.json)).toBe(JSON.stringify(json));
            expect(back.columns).toEqual(columns);
          }
        },
      ),
    );
  });

  it('holds the whole snapshot', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { snapshot } = buildSnapshot(inputOf(people));
        expect(decodeSnapshot(encodeSnapshot(snapshot))).toEqual(snapshot);
      }),
      { numRuns: 50 },
    );
  });

  it('is the same bytes whatever order the records were read in', () => {
    fc.assert(
      fc.property(customersArbitrary, fc.integer(), (people, seed) => {
        const input = inputOf(people);
        const other = {
          ...input,
          customers: shuffled(input.customers, seed),
          ties: shuffled(input.ties, seed),
          referrals: shuffled(input.referrals, seed),
        };
        expect(encodeSnapshot(buildSnapshot(other).snapshot)).toEqual(encodeSnapshot(buildSnapshot(input).snapshot));
      }),
      { numRuns: 50 },
    );
  });
});
