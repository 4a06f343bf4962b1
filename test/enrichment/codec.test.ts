import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack, unpack } from '../../enrichment/snapshot/pack.ts';
import { decodeSnapshot, encodeSnapshot } from '../../enrichment/snapshot/codec.ts';
import { buildSnapshot } from '../../enrichment/snapshot/columns.ts';
import { customersArbitrary, inputOf, shuffled } from './arbitraries.ts';

describe('the checkpoint of a run', () => {
  it('is refused when a piece is missing', async () => {
    const pieces = [...pack({}, { a: new Float64Array(3), b: new Uint8Array(2) })];
    await expect(unpack(pieces.slice(0, -1))).rejects.toMatchObject({ code: 'DOMAIN' });
    await expect(unpack([])).rejects.toMatchObject({ code: 'DOMAIN' });
  });

  it('gives back every column it was given, also from unaligned slices', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.string({ minLength: 1, maxLength: 8 }).filter((name) => name !== '__proto__'),
          fc.array(fc.double({ noNaN: false }), { maxLength: 20 }),
        ),
        fc.jsonValue(),
        async (named, json) => {
          const columns = Object.fromEntries(
            Object.entries(named).map(([name, values]) => [name, Float64Array.from(values)]),
          );
          const pieces = [...pack(json, columns)];
          const shifted = pieces.map((piece) => Uint8Array.of(1, 2, 3, ...piece).subarray(3));
          for (const source of [pieces, shifted]) {
            const back = await unpack(source);
            expect(JSON.stringify(back.json)).toBe(JSON.stringify(json));
            expect(back.columns).toEqual(columns);
          }
        },
      ),
    );
  });

  it('holds the whole snapshot and what goes with it', async () => {
    await fc.assert(
      fc.asyncProperty(customersArbitrary, async (people) => {
        const { snapshot } = buildSnapshot(inputOf(people));
        expect(await decodeSnapshot(encodeSnapshot(snapshot, [1]))).toEqual({ snapshot, rest: [1] });
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
        expect([...encodeSnapshot(buildSnapshot(other).snapshot)]).toEqual([
          ...encodeSnapshot(buildSnapshot(input).snapshot),
        ]);
      }),
      { numRuns: 50 },
    );
  });
});
