import { scoreRowOf } from '../../domain/profile/score-row.ts';
import { mapLimit } from '../../store/client/concurrency.ts';
import type { PublishedScores } from '../../store/published/generations.ts';
import { finishScores, putScorePart } from '../../store/published/score-files.ts';
import type { CustomerBlocks } from './customers.ts';
import type { PublishInput } from './input.ts';

/** Blocks of customers whose scores lie in one part, as a power of two: a file for some thousand customers. */
const BLOCKS_A_PART = 2;
const PARTS_AT_ONCE = 8;

/**
 * Keeps everybody's flat scores beside the table, where the feed compares them with those of generations before. Nothing is written where no block of
 * customers changed.
 */
export async function writeScoreFiles(
  { db, generation, previous }: PublishInput,
  blocks: CustomerBlocks,
  hasChanged: boolean,
): Promise<PublishedScores> {
  if (previous?.scores !== undefined && !hasChanged) return previous.scores;
  const bits = Math.max(0, blocks.bits - BLOCKS_A_PART);
  const scores = { generation, bits };
  const perPart = 2 ** (blocks.bits - bits);
  const parts = Array.from({ length: 2 ** bits }, (_, part) => part);
  await mapLimit(parts, PARTS_AT_ONCE, (part) =>
    putScorePart(
      db,
      scores,
      part,
      Array.from({ length: perPart }, (_, k) => blocks.rowsOf(part * perPart + k)).flatMap((rows) =>
        rows.map(({ id, profile }) => [id, scoreRowOf(profile)] as const),
      ),
    ),
  );
  await finishScores(db, scores);
  return scores;
}
