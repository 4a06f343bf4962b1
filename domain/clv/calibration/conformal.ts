import type { Interval } from '../spend/interval.ts';
import { levelHolding, nestedInterval, type CompoundLaw } from '../spend/interval.ts';

/** How wide intervals have to be, by what is expected of a customer: learned from what came (Vovk, Gammerman & Shafer 2005; by groups: Mondrian). */
export interface Widths {
  /** Expected margin at which the next group begins, ascending: one fewer than groups. */
  readonly borders: readonly number[];
  /** Per group, the level a law is asked for so that its interval holds 80 % and 95 %. */
  readonly hold80: readonly number[];
  readonly hold95: readonly number[];
}

/** Customers that make a group: below it, how many of twenty lie outside is chance. */
const LEAST_OF_A_GROUP = 100;
const MOST_GROUPS = 10;
/** An end that is never reached is none. */
const WIDEST = 0.9995;

/** As many groups as customers make, at most ten. */
export const groupsFor = (customers: number): number =>
  Math.min(MOST_GROUPS, Math.max(1, Math.floor(customers / LEAST_OF_A_GROUP)));

/** Borders between groups of equal number. */
export const bordersOf = (expectedMinor: Float64Array, groups: number): number[] => {
  const sorted = expectedMinor.slice().sort();
  return Array.from({ length: groups - 1 }, (_, k) =>
    Number(sorted[Math.floor(((k + 1) * sorted.length) / groups)]!.toPrecision(6)),
  );
};

const groupAt = (borders: readonly number[], expectedMinor: number): number => {
  let group = 0;
  while (group < borders.length && expectedMinor >= borders[group]!) group++;
  return group;
};

/** Forecasts of a window and what came. */
export interface Foreseen {
  readonly expectedMinor: Float64Array;
  lawOf(row: number): CompoundLaw | null;
  readonly cameMinor: Float64Array;
}

/** Levels per group that would have held 80 % and 95 % of what came in the windows. Groups are those of each window's own forecasts. */
export const heldLevels = (windows: readonly Foreseen[], groups: number): Pick<Widths, 'hold80' | 'hold95'> => {
  const needed: number[][] = Array.from({ length: groups }, () => []);
  for (const { expectedMinor, lawOf, cameMinor } of windows) {
    const borders = bordersOf(expectedMinor, groups);
    for (let row = 0; row < cameMinor.length; row++) {
      const law = lawOf(row);
      const level = law === null ? Number(cameMinor[row] !== 0) : levelHolding(law, cameMinor[row]!);
      needed[groupAt(borders, expectedMinor[row]!)]!.push(level);
    }
  }
  const sorted = needed.map((levels) => Float64Array.from(levels).sort());
  const holding = (share: number): number[] =>
    sorted.map((levels) => {
      // One more than there are: the next customer is the one asked about.
      const level = levels[Math.ceil((levels.length + 1) * share) - 1] ?? WIDEST;
      return Number(Math.min(WIDEST, level).toFixed(4));
    });
  return { hold80: holding(0.8), hold95: holding(0.95) };
};

/** The two intervals of one customer. */
export const intervalsOf = (
  widths: Widths,
  law: CompoundLaw | null,
): { interval80: Interval; interval95: Interval } => {
  if (law === null) return { interval80: { low: 0, high: 0 }, interval95: { low: 0, high: 0 } };
  const group = groupAt(widths.borders, law.sign * law.mean);
  const level80 = widths.hold80[group]!;
  return {
    interval80: nestedInterval(law, level80),
    // The wider one holds the narrower.
    interval95: nestedInterval(law, Math.max(level80, widths.hold95[group]!)),
  };
};
