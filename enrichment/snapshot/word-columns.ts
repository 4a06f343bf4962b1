import { STANDING_WORDS, type StandingWord } from '../../domain/summary/standing.ts';
import { growing } from './growing.ts';

/** A word of each customer: an index into `names`, which are sorted; −1 where there is none. */
export interface WordColumn {
  readonly names: readonly string[];
  readonly of: Int32Array;
}

/** What was told of each customer in a word, as of the run's instant. */
export type WordColumns = Readonly<Record<StandingWord, WordColumn>>;

/** All columns of words, each made or found by its name. */
export const wordColumns = (of: (word: StandingWord) => WordColumn): WordColumns =>
  Object.fromEntries(STANDING_WORDS.map((word) => [word, of(word)])) as Record<StandingWord, WordColumn>;

/** The word of a customer. */
export const wordIn = ({ names, of }: WordColumn, i: number): string | null => names[of[i]!] ?? null;

/** Words row by row; the order of rows and the order words came in leave no trace. */
export function wordCollector(): {
  push(word: string | null): void;
  take(rows: Int32Array): WordColumn;
} {
  const known = new Map<string, number>();
  const places = growing(Int32Array);
  return {
    push: (word) => {
      if (word === null) {
        places.push(-1);
        return;
      }
      const place = known.get(word) ?? known.size;
      known.set(word, place);
      places.push(place);
    },
    take: (rows) => {
      const taken = places.take(rows);
      const words = [...known.keys()];
      const names = [...new Set(taken)].flatMap((place) => (place < 0 ? [] : [words[place]!])).sort();
      const nameAt = new Map(names.map((name, at) => [name, at]));
      return { names, of: taken.map((place) => (place < 0 ? -1 : nameAt.get(words[place]!)!)) };
    },
  };
}
