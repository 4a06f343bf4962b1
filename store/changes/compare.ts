/** Whose scores differ between two generations: read as they are asked for, by id, so that a page begins where the last one ended. */
import type { CustomerId } from '../../domain/events.ts';
import { decodeScoreRow, type ScoreRow } from '../../domain/profile/score-row.ts';
import type { Db } from '../client/db.ts';
import type { PublishedScores } from '../published/generations.ts';
import { readScorePart, scoresOfGeneration, type ScorePart } from '../published/score-files.ts';
import { bucketOf } from '../published/slots.ts';

/** The scores of nobody, which everything is compared with by who starts. */
const NOTHING = 'nothing' as const;
export type Compared = PublishedScores | typeof NOTHING;

/** A customer's scores in the two generations a page compares; null where one has none. */
export interface ScoresCompared {
  readonly before: ScoreRow | null;
  readonly now: ScoreRow | null;
}

/** Whether a follower is told of a customer whose scores differ: asked before the table is read for them. */
export type Wants = (scores: ScoresCompared) => boolean;

/** The scores of a generation; null where they are kept no more. */
export const comparedOf = async (db: Db, generation: number): Promise<Compared | null> =>
  generation === 0 ? NOTHING : scoresOfGeneration(db, generation);

/** The part a customer's scores lie in. */
export const bucketOfPart = (scores: Compared, id: CustomerId): number =>
  scores === NOTHING ? 0 : bucketOf(id, scores.bits);

export type Parts = (scores: Compared, part: number) => Promise<ScorePart | null>;
const EMPTY: ScorePart = new Map();

/** Reads parts, each once while a page is made. */
export function partsOf(db: Db): Parts {
  const read = new Map<string, Promise<ScorePart | null>>();
  return async (scores, part) => {
    if (scores === NOTHING) return EMPTY;
    const name = `${scores.generation}/${part}`;
    let found = read.get(name);
    if (found === undefined) read.set(name, (found = readScorePart(db, scores, part)));
    return found;
  };
}

/** Parts compared for one page, where next to nothing differs. */
const CELLS_A_PAGE = 64;

interface Changed {
  readonly ids: readonly CustomerId[];
  readonly scores: ReadonlyMap<CustomerId, ScoresCompared>;
  readonly after: CustomerId | '';
  readonly isLast: boolean;
}

const decoded = (text: string | undefined): ScoreRow | null => (text === undefined ? null : decodeScoreRow(text));

/** Customers whose scores differ between two generations, after one, in the order of ids; null where a part is gone. */
export async function changedAfter(
  parts: Parts,
  from: Compared,
  to: Compared,
  after: CustomerId | '',
  most: number,
  wants: Wants | null,
): Promise<Changed | null> {
  const bitsOf = (scores: Compared): number => (scores === NOTHING ? 0 : scores.bits);
  const bits = Math.max(bitsOf(from), bitsOf(to));
  const ids: CustomerId[] = [];
  const scores = new Map<CustomerId, ScoresCompared>();
  let at = after;
  const start = after === '' ? 0 : bucketOf(after, bits);
  for (let cell = start; cell < 2 ** bits; cell++) {
    if (cell - start >= CELLS_A_PAGE && at !== after) return { ids, scores, after: at, isLast: false };
    const [before, now] = await Promise.all([
      parts(from, cell >> (bits - bitsOf(from))),
      parts(to, cell >> (bits - bitsOf(to))),
    ]);
    if (before === null || now === null) return null;
    const inCell = [...new Set([...before.keys(), ...now.keys()])]
      .filter((id) => id > at && bucketOf(id, bits) === cell)
      .sort();
    for (const id of inCell) {
      at = id;
      if (before.get(id) === now.get(id)) continue;
      const compared = { before: decoded(before.get(id)), now: decoded(now.get(id)) };
      if (wants !== null && !wants(compared)) continue;
      ids.push(id);
      scores.set(id, compared);
      if (ids.length >= most) return { ids, scores, after: id, isLast: false };
    }
  }
  return { ids, scores, after: at, isLast: true };
}
