import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { keyOf, recordSorter } from '../../intake/sorted-records.ts';
import type { SortedRecord } from '../../intake/sorted-records.ts';

const directory = mkdtempSync(join(tmpdir(), 'kring-sorted-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const record = fc.record({
  key: fc.oneof(fc.nat({ max: 5 }), fc.maxSafeNat()),
  rank: fc.oneof(fc.nat({ max: 2 }), fc.constant(Number.MAX_SAFE_INTEGER)),
  text: fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constant(''),
    fc.nat({ max: 3000 }).map((length) => 'é'.repeat(length)),
  ),
});
const byKey = (a: SortedRecord, b: SortedRecord): number => a.key - b.key || a.rank - b.rank;

describe('sorting more than fits into memory', () => {
  it('gives every record back, by key, rank and coming, however little memory there is, as often as asked', () => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 200 }),
        fc.constantFrom(0, 50, 1000, 20_000, 32_000_000),
        (records, memory) => {
          const sorter = recordSorter(directory, memory);
          for (const { key, text, rank } of records) sorter.add(key, text, rank);
          const sorted = sorter.sorted();
          expect(sorted.count).toBe(records.length);
          const expected = records.toSorted(byKey);
          expect([...sorted.read()]).toEqual(expected);
          expect([...sorted.read()]).toEqual(expected);
          sorted.close();
        },
      ),
    );
  });

  it('reads blocks that end within a record', () => {
    const sorter = recordSorter(directory, 400_000);
    const texts = Array.from({ length: 2000 }, (_, index) => `${index} ${'x'.repeat((index * 7919) % 1500)}`);
    for (const [index, text] of texts.entries()) sorter.add((index * 31) % 97, text);
    const sorted = sorter.sorted();
    expect([...sorted.read()].map(({ text }) => text)).toEqual(
      texts.toSorted((a, b) => ((Number.parseInt(a, 10) * 31) % 97) - ((Number.parseInt(b, 10) * 31) % 97)),
    );
    sorted.close();
  });

  it('leaves no file behind: none has a name while it is used, nor after', () => {
    const sorter = recordSorter(directory, 100);
    for (let index = 0; index < 50; index++) sorter.add(index, 'x'.repeat(30));
    const sorted = sorter.sorted();
    expect(readdirSync(directory)).toEqual([]);
    expect([...sorted.read()]).toHaveLength(50);
    sorted.close();
    expect(existsSync(directory)).toBe(true);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('makes keys of texts that hardly ever meet', () => {
    const keys = new Set(Array.from({ length: 200_000 }, (_, index) => keyOf(`SO-${index}`)));
    expect(keys.size).toBe(200_000);
    for (const key of keys) expect(Number.isSafeInteger(key)).toBe(true);
  });
});
