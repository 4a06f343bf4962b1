import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, csvLines } from '../../../intake/csv/write.ts';

describe('writing CSV', () => {
  it.each([
    [['a', 'b'], 'a,b\n'],
    [['say "x", y', 'two\nlines'], '"say ""x"", y","two\nlines"\n'],
    [['=1+1', '+cmd', '@sum', '-rm'], "'=1+1,'+cmd,'@sum,'-rm\n"],
    [['-5.20', '+31201234567', '1e-3', '.5'], '-5.20,+31201234567,1e-3,.5\n'],
    [[-5.2, 0, null, 1e21], '-5.2,0,,1e+21\n'],
  ])('%j', (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });

  it('is read back as it was, apostrophes before formulas aside', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 2 }), { minLength: 1 }),
        (rows) => {
          const read = parse(csvLines(rows)) as string[][];
          expect(
            read.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/, ''))),
          ).toEqual(
            rows.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/, ''))),
          );
        },
      ),
    );
  });
});
