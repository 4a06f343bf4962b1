import type { CsvRecord } from './csv/read.ts';

/** Below this share of the rows it may be chance. */
const WORTH_TELLING = 0.001;
/** Of one product; what has more prices than these is no product but a line for anything. */
const MAX_PRICES = 100;

/**
 * Looks for amounts in cents among amounts in units: a whole number that is exactly a hundred times what the same product
 * costs in another row, where it is written with decimals.
 *
 * @param positions column of each field; nothing is looked at in a file without products and prices
 */
export function newCentsCheck(positions: Readonly<Record<string, number>>): {
  look(record: CsvRecord): void;
  doubts(rows: number): string[];
} {
  const at = (field: string): number => positions[field] ?? -1;
  const [sku, price, amount, quantity] = [at('sku'), at('price'), at('amount'), at('quantity')];
  const column = price >= 0 ? price : amount;
  /** Prices of each product that are written with decimals, a hundred times. */
  const inUnits = new Map<string, number[]>();
  const whole = new Map<
    string,
    { count: number; readonly row: number; readonly text: string; readonly product: string }
  >();
  return {
    look({ row, fields }) {
      if (sku < 0 || column < 0) return;
      // A line total says what one piece costs only where it is of one piece.
      if (column === amount && quantity >= 0 && fields[quantity]!.trim() !== '1') return;
      const text = fields[column]!.trim();
      const product = fields[sku]!;
      if (/^\d+[.,]\d{1,2}$/.test(text)) {
        const hundredfold = Math.round(Number(text.replace(',', '.')) * 100);
        const known = inUnits.get(product);
        if (known === undefined) inUnits.set(product, [hundredfold]);
        else if (known.length < MAX_PRICES && !known.includes(hundredfold)) known.push(hundredfold);
      } else if (/^[1-9]\d{2,8}$/.test(text)) {
        const key = `${text} ${product}`;
        const before = whole.get(key);
        if (before === undefined) whole.set(key, { count: 1, row, text, product });
        else before.count += 1;
      }
    },
    doubts(rows) {
      const found = [...whole.values()].filter(({ product, text }) => inUnits.get(product)?.includes(Number(text)));
      const count = found.reduce((sum, sighting) => sum + sighting.count, 0);
      if (count === 0 || count < WORTH_TELLING * rows) return [];
      const { row, text } = found.reduce((first, sighting) => (sighting.row < first.row ? sighting : first));
      return [
        `${column === price ? 'price' : 'amount'}: ${count} ${count === 1 ? 'cell is' : 'cells are'} exactly a hundred times what the same product costs in other rows, first ${text} in row ${row}; are these cents?`,
      ];
    },
  };
}
