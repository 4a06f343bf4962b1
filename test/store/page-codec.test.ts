import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, decodePage, encodeColumns, encodePage } from '../../store/published/page-codec.ts';
import { ID_LETTERS } from '../../domain/events.ts';
import { deflateWithNames, inflateWithNames } from '../../store/published/dictionary.ts';
import { packIds } from '../../store/customers/packed-ids.ts';

const idArbitrary = fc
  .array(fc.constantFrom(...ID_LETTERS), { minLength: 20, maxLength: 20 })
  .map((letters) => letters.join(''));
const valueArbitrary = fc.oneof(
  fc.constant(Number.NaN),
  fc.maxSafeInteger(),
  fc.integer({ min: -500, max: 500 }),
  fc.integer({ min: 0, max: 1000 }).map((tenths) => tenths / 10),
  fc.double(),
);

describe('a page of a list', () => {
  it('gives back every id, value and column to the bit, whole numbers, scores and any others', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ id: idArbitrary, value: valueArbitrary, score: valueArbitrary, whole: fc.integer() }), {
          maxLength: 40,
        }),
        (rows) => {
          const columns = {
            score: Float64Array.from(rows, ({ score }) => score),
            whole: Float64Array.from(rows, ({ whole }) => whole),
          };
          const value = Float64Array.from(rows, (row) => row.value);
          const page = { ids: rows.map(({ id }) => id), columns };
          const encoded = encodePage({ ...page, ids: packIds(page.ids) });
          const back = decodePage(encoded);
          expect(back.ids).toEqual(page.ids);
          // Columns kept apart are put beside their own customers only.
          const apart = encodeColumns({ ids: packIds(page.ids), columns: { value } });
          if (rows.length > 0) expect(columnsOf(new Uint8Array(encoded.ids.length), apart)).toBeNull();
          for (const [now, then] of [
            [columnsOf(encoded.ids, apart)!['value']!, value],
            [back.columns['score']!, columns.score],
            [back.columns['whole']!, columns.whole],
          ] as const)
            expect(Array.from(now, (value) => [Object.is(value, -0), value])).toEqual(
              Array.from(then, (value) => [Object.is(value, -0), value]),
            );
        },
      ),
    );
  });

  it('takes half of what doubles and letters take', () => {
    const ids = Array.from({ length: 500 }, (_, n) =>
      Array.from({ length: 20 }, (_unused, k) => ID_LETTERS[(n * 7 + k * k * 13 + n * n * k) % 32]!).join(''),
    );
    const columns = Object.fromEntries(
      Array.from({ length: 12 }, (_, c) => [
        `column${c}`,
        Float64Array.from(ids, (_id, n) => ((n * 7919 * (c + 1)) % 90_001) * (c % 3 === 0 ? 1 : -1)),
      ]),
    );
    const page = encodePage({ ids: packIds(ids), columns });
    expect(page.ids.length + page.columns.length).toBeLessThan(500 * (13 + 12 * 3.5));
  });

  it('of another layout is refused', () => {
    const { ids, columns } = encodePage({ ids: packIds([]), columns: {} });
    const newer = deflateWithNames(
      Buffer.from(inflateWithNames(columns).toString('latin1').replace('"layout":3', '"layout":9'), 'latin1'),
    );
    // What was deflated before there was a dictionary is inflated all the same.
    expect(decodePage({ ids, columns: deflateRawSync(inflateWithNames(columns)) })).toEqual({ ids: [], columns: {} });
    expect(() => decodePage({ ids, columns: newer })).toThrow('layout 9, this code knows 3');
  });
});
