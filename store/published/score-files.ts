/**
 * Everybody's flat scores, generation by generation, in the blob store: who follows changes compares two generations, and who asks for a hundred customers
 * reads a few parts. In the table a night would cost every reader's items again; here it costs some puts, and a generation stays readable when two more
 * have been published.
 */
import type { CustomerId } from '../../domain/events.ts';
import { KringError } from '../../domain/errors.ts';
import { decodeScoreRow, encodeScoreRow, type ScoreRow } from '../../domain/profile/score-row.ts';
import { getPacked, putPacked } from '../blobs/blobs.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import type { PublishedScores } from './generations.ts';
import { bucketOf } from './slots.ts';

/** Generations whose scores are kept: who follows changes may be away for a month of nights. */
export const KEPT_SCORES = 32;

const AT_ONCE = 16;
const allFolders = (db: Db): string => `${db.table}.scores/`;
const numbered = (value: number): string => String(value).padStart(8, '0');
const folderOf = (db: Db, generation: number): string => `${allFolders(db)}${numbered(generation)}/`;
const partName = (db: Db, { generation }: PublishedScores, part: number): string =>
  `${folderOf(db, generation)}${numbered(part)}`;
/** Put last: a folder without it is none. */
const wholeName = (db: Db, generation: number): string => `${folderOf(db, generation)}all`;

/** Rows of a part by id, each as text, in the order of ids. */
export type ScorePart = ReadonlyMap<CustomerId, string>;

const encodePart = (rows: Iterable<readonly [CustomerId, string]>): Uint8Array =>
  new TextEncoder().encode(
    [...rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, row]) => `${id}${row}\n`)
      .join(''),
  );

const ID_LENGTH = 20;

function decodePart(bytes: Uint8Array): ScorePart {
  const lines = new TextDecoder().decode(bytes).split('\n');
  return new Map(lines.slice(0, -1).map((line) => [line.slice(0, ID_LENGTH), line.slice(ID_LENGTH)]));
}

/** Keeps a part. Repeatable: the same run writes the same. */
export const putScorePart = (
  db: Db,
  scores: PublishedScores,
  part: number,
  rows: Iterable<readonly [CustomerId, ScoreRow]>,
): Promise<void> =>
  putPacked(db.blobs, partName(db, scores, part), encodePart([...rows].map(([id, row]) => [id, encodeScoreRow(row)])));

/** Says that all parts are there. */
export const finishScores = (db: Db, { generation, bits }: PublishedScores): Promise<void> =>
  db.blobs.put(wholeName(db, generation), new TextEncoder().encode(JSON.stringify({ layout: LAYOUT, bits })));
const LAYOUT = 1;

/** The scores of an earlier generation; null where they are kept no more, or in a layout this release does not know. */
export async function scoresOfGeneration(db: Db, generation: number): Promise<PublishedScores | null> {
  const bytes = await db.blobs.get(wholeName(db, generation));
  if (bytes === null) return null;
  const { layout, bits } = JSON.parse(new TextDecoder().decode(bytes)) as { layout: number; bits: number };
  return layout === LAYOUT ? { generation, bits } : null;
}

/** A part; null where it is kept no more. */
export async function readScorePart(db: Db, scores: PublishedScores, part: number): Promise<ScorePart | null> {
  const bytes = await getPacked(db.blobs, partName(db, scores, part));
  return bytes && decodePart(bytes);
}

/**
 * Scores of customers, by id; who has none is left out. Reads no item of the table, and each part once.
 *
 * @throws KringError BLOB_MISSING where the generation's scores are kept no more
 */
export async function readScores(
  db: Db,
  scores: PublishedScores,
  ids: readonly CustomerId[],
): Promise<Map<CustomerId, ScoreRow>> {
  const byPart = Map.groupBy(new Set(ids), (id) => bucketOf(id, scores.bits));
  const found = new Map<CustomerId, ScoreRow>();
  await mapLimit([...byPart], AT_ONCE, async ([part, own]) => {
    const rows = await readScorePart(db, scores, part);
    if (rows === null)
      throw new KringError(
        'BLOB_MISSING',
        `${partName(db, scores, part)} is not in ${db.blobs.place}. What serves readers finds what runs keep there: set KRING_BLOBS to where the run did.`,
      );
    for (const id of own) {
      const text = rows.get(id);
      if (text !== undefined) found.set(id, decodeScoreRow(text));
    }
  });
  return found;
}

/** Deletes the scores of all but the newest generations. */
export async function deleteOldScores(db: Db): Promise<void> {
  const names = await db.blobs.list(allFolders(db));
  const generationIn = (name: string): string => name.slice(allFolders(db).length).split('/', 1)[0]!;
  const kept = new Set([...new Set(names.map(generationIn))].sort().slice(-KEPT_SCORES));
  const old = names.filter((name) => !kept.has(generationIn(name)));
  // What says that a folder is whole goes first.
  await mapLimit(
    old.filter((name) => name.endsWith('/all')),
    AT_ONCE,
    (name) => db.blobs.delete(name),
  );
  await mapLimit(
    old.filter((name) => !name.endsWith('/all')),
    AT_ONCE,
    (name) => db.blobs.delete(name),
  );
}

/** Takes customers out of every generation that is kept. Repeatable. @returns how many parts were written anew */
export async function forgetScores(db: Db, ids: readonly CustomerId[]): Promise<number> {
  const whole = (await db.blobs.list(allFolders(db))).filter((name) => name.endsWith('/all'));
  let forgotten = 0;
  await mapLimit(whole, AT_ONCE, async (name) => {
    const scores = await scoresOfGeneration(db, Number(name.slice(allFolders(db).length).split('/', 1)[0]));
    if (scores === null) return;
    for (const part of new Set(ids.map((id) => bucketOf(id, scores.bits)))) {
      const rows = await readScorePart(db, scores, part);
      if (rows === null || !ids.some((id) => rows.has(id))) continue;
      await putPacked(db.blobs, partName(db, scores, part), encodePart([...rows].filter(([id]) => !ids.includes(id))));
      forgotten += 1;
    }
  });
  return forgotten;
}
