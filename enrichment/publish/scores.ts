import { chunksOf } from '../../store/client/concurrency.ts';
import { putScores } from '../../store/published/influence.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import type { Notes } from './before.ts';
import type { CustomerBlocks } from './customers.ts';
import type { PublishInput } from './input.ts';
import type { Pieces } from './pieces.ts';

const BLOCKS_AT_ONCE = 8;
const MONTH_MS = 30 * DAY_MS;

export type ScoresTold = Pick<Notes, 'scoresAt' | 'scoresBits'>;

/** Tells the history everybody's influence score where it has not for a month. */
export async function writeScores(
  { db, before, isView, snapshot, result }: PublishInput,
  { bits, count, rowsOf }: CustomerBlocks,
  pieces: Pieces,
): Promise<ScoresTold> {
  const { asOf } = snapshot;
  const { scoresAt, scoresBits } = before;
  const scales = result.influence.scales;
  const isDue =
    !isView && scales !== null && asOf >= before.historyUpTo && (scoresAt === null || asOf - scoresAt >= MONTH_MS);
  if (!isDue) return { scoresAt, scoresBits };
  const calibration = `influence-${scales.score.version}`;
  for (const blocks of chunksOf([...Array(count).keys()], BLOCKS_AT_ONCE))
    await pieces.write(() =>
      Promise.all(
        blocks.map((block) =>
          putScores(db, {
            bits,
            block,
            at: asOf,
            calibration,
            rows: rowsOf(block).flatMap(({ id, profile: { influence } }) =>
              influence === null || influence.calibration !== calibration ? [] : [{ id, score: influence.score }],
            ),
          }),
        ),
      ),
    );
  return { scoresAt: asOf, scoresBits: [bits, ...scoresBits.filter((one) => one !== bits)] };
}
