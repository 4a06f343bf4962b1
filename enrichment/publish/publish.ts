import { encodeParameters } from '../../published/parameters.ts';
import { encodeStatistics } from '../../published/statistics.ts';
import { writeBlock } from '../../store/published/blocks.ts';
import { deleteOtherCredit } from '../../store/published/credit.ts';
import { makeVisible, type VisibleGeneration } from '../../store/published/generations.ts';
import { deleteOldExports } from '../../store/changes/bulk-export.ts';
import { deleteOldScores } from '../../store/published/score-files.ts';
import { decodeSlots, encodeSlots, otherSlot, slotIn } from '../../store/published/slots.ts';
import { idCount } from '../../store/customers/packed-ids.ts';
import { deleteOtherNotes, keepNotes, NOTES } from './before.ts';
import { writeBlocks } from './blocks.ts';
import { writeCredit } from './credit.ts';
import { changedParts, customerBlocks, writeParts, type CustomerBlocks } from './customers.ts';
import type { PublishInput } from './input.ts';
import { deleteLabelsBut, writeLabels } from './labels.ts';
import { writeLists } from './lists.ts';
import { piecesFrom } from './pieces.ts';
import { deleteLegacy, deleteOlderProfiles, deleteRetired } from './retired.ts';
import { writeScoreFiles } from './score-files.ts';
import { writeScores, type ScoresTold } from './scores.ts';
import { fingerprintParts, pageLog, type PageLog } from './slots.ts';

/**
 * Writes what changed and makes the generation visible in one write. Repeating any part of it is harmless, so a crash
 * anywhere is followed by the same call.
 */
export async function publish(input: PublishInput): Promise<void> {
  const { db, generation, previous, before, snapshot, result } = input;
  const log = pageLog(generation, before);
  const { shown, scores, blocks, hasChanged } = await writeAll(input, log);
  const isNew = log.hasChanged() || scores.scoresAt !== before.scoresAt;
  // Where nothing is new the instant alone is, and that is not worth a write.
  const kept = previous?.slots === undefined ? null : slotIn(decodeSlots(previous.slots[NOTES]!), 0);
  const slot = kept === null ? 'a' : isNew ? otherSlot(kept) : kept;
  let fingerprints: string | null = null;
  if (slot !== kept) {
    const notes = await keepNotes(db, {
      nextCommunity: result.communities.nextId,
      historyUpTo: Math.max(snapshot.asOf, before.historyUpTo),
      ...scores,
      hashes: log.hashes(),
      pages: new Map(Object.entries(log.contents())),
    });
    await writeBlock(db, { slot, generation }, NOTES, notes.content);
    fingerprints = notes.blob;
  }
  const slots = { ...log.slots(), [NOTES]: encodeSlots(Uint8Array.of(slot === 'a' ? 0 : 1)) };
  const credit = await writeCredit(input);
  const scoreFiles = await writeScoreFiles(input, blocks, hasChanged);
  const labels = await writeLabels(input, blocks);
  await deleteRetired(db, previous);
  await makeVisible(
    db,
    { ...shown, slots, credit, scores: scoreFiles, labels, retired: log.retired() },
    { expectGeneration: previous?.generation ?? null },
  );
  await deleteLegacy(db, previous);
  if (fingerprints !== null) await deleteOtherNotes(db, fingerprints);
  // Who reads the pointer of the generation before pushes along its credit still.
  await deleteOtherCredit(db, [credit, previous?.credit]);
  await deleteLabelsBut(db, labels, previous);
  await deleteOldScores(db);
  await deleteOldExports(db);
}

/** Everything a run shows, in pieces: the same ones in the same order in every attempt. */
export async function writeAll(
  input: PublishInput,
  log: PageLog,
): Promise<{
  readonly shown: Omit<VisibleGeneration, 'slots'>;
  readonly scores: ScoresTold;
  readonly blocks: CustomerBlocks;
  /** Whether any block of customers differs from what readers see. */
  readonly hasChanged: boolean;
}> {
  const { db, generation, previous, before, snapshot, statistics, result } = input;
  const pieces = piecesFrom(input.from, input.onPiece);
  const blocks = await customerBlocks(input);
  const changed = changedParts(input, blocks, log);
  // Which pieces there are depends on what the fingerprints of before were known of.
  const known = [previous?.generation ?? null, input.before.hashes.size];
  await input.onPlan(fingerprintParts([JSON.stringify(known), ...log.hashes().values()]));
  await deleteOlderProfiles(input, pieces);
  await writeParts(input, blocks, changed, pieces);
  const scores = await writeScores(input, blocks, pieces);
  const { orderings, segments } = await writeLists(input, log, pieces);
  const { flows, claims, accounts } = await writeBlocks(input, log, pieces);
  const shown = {
    generation,
    runId: input.runId,
    asOf: snapshot.asOf,
    publishedAt: db.clock(),
    customers: idCount(snapshot.ids),
    currencyCode: input.currencyCode,
    timeZone: snapshot.timeZone,
    orderings,
    segments,
    statistics: encodeStatistics({ ...statistics, flows, claims, ...(accounts === undefined ? {} : { accounts }) }),
    ...(result.parameters === null ? {} : { parameters: encodeParameters(result.parameters) }),
    profiles: { bits: blocks.bits },
    scoresBits: scores.scoresBits,
    retired: [],
  };
  return { shown, scores, blocks, hasChanged: changed.length > 0 || blocks.bits !== before.bits };
}
