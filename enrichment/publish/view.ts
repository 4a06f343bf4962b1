import { blockAt, profileBlock, PROFILES } from '../../published/blocks.ts';
import { encodeViewProfiles } from '../../published/view-profiles.ts';
import { writeBlock } from '../../store/published/blocks.ts';
import { mapLimit } from '../../store/client/concurrency.ts';
import type { Db } from '../../store/client/db.ts';
import { encodeProfile } from '../../store/published/profiles.ts';
import { idAt, idCount } from '../../store/customers/packed-ids.ts';
import { deleteView, listViews, putView } from '../../store/published/views.ts';
import { blocksByName, lettersFor, membersOf } from './flows.ts';
import { deleteBlocks, generationOf, writeBlocks, type PublishInput } from './publish.ts';
import { emptyState, fingerprintParts } from './state.ts';

/** Views kept: a year of month ends. */
const KEPT = 12;
const KEPT_MS = 90 * 86_400_000;
/** Profiles a block should hold on average: some ten kilobytes, deflated. */
const PER_BLOCK = 64;
const BLOCKS_AT_ONCE = 16;
const BLOCKS_PER_BATCH = 64;

/**
 * Writes a run of the past beside what is visible, whole and under its own generation, and makes it readable by the run's id.
 * Nothing a reader of the visible generation sees is touched. Repeating any part of it is harmless.
 */
export async function publishView(input: Omit<PublishInput, 'previous' | 'before' | 'expiresAtMs'>): Promise<void> {
  const { db, generation, snapshot, result } = input;
  // A view shares no block with another generation: each goes at a time of its own.
  const alone: PublishInput = { ...input, previous: null, before: emptyState, expiresAtMs: db.clock() + KEPT_MS };
  const count = idCount(snapshot.ids);
  const payloadAt = (i: number): string => encodeProfile(result.profiles.at(i));
  await input.onPlan(
    fingerprintParts(
      (function* () {
        yield '[';
        for (let i = 0; i < count; i++)
          yield `${i === 0 ? '' : ','}${JSON.stringify([idAt(snapshot.ids, i), payloadAt(i)])}`;
        yield ']';
      })(),
    ),
  );
  const letters = lettersFor(Math.max(1, count), PER_BLOCK);
  await writeProfiles(alone, letters, payloadAt);
  const written = await writeBlocks(alone, count);
  const view = generationOf(alone, written, [blockAt(generation, `${PROFILES}-${letters}`)]);
  await putView(db, { ...view, view: { letters } }, alone.expiresAtMs!);
  await deleteOldest(db);
}

async function writeProfiles(
  { db, generation, snapshot, from, onBatch, expiresAtMs }: PublishInput,
  letters: number,
  payloadAt: (index: number) => string,
): Promise<void> {
  const { ids } = snapshot;
  const { names, blockOf } = blocksByName(
    ids,
    () => true,
    (id) => profileBlock(id, letters),
  );
  const blocks = [...membersOf(blockOf, names.length)];
  let done = 0;
  for (let start = 0; start < blocks.length; start += BLOCKS_PER_BATCH) {
    const batch = blocks.slice(start, start + BLOCKS_PER_BATCH);
    done += batch.reduce((sum, { members }) => sum + members.length, 0);
    if (done <= from) continue;
    await mapLimit(batch, BLOCKS_AT_ONCE, ({ block, members }) => {
      const payloads = Array.from(members, (i) => [idAt(ids, i), payloadAt(i)] as const);
      const content = new TextEncoder().encode(encodeViewProfiles(payloads));
      return writeBlock(db, generation, names[block]!, content, { expiresAtMs });
    });
    await onBatch(done, idCount(ids));
  }
}

/** A crash in between leaves blocks that nobody reads until their time is over. */
async function deleteOldest(db: Db): Promise<void> {
  for (const { runId, blocks } of (await listViews(db)).slice(KEPT)) {
    await deleteView(db, runId);
    await deleteBlocks(db, blocks);
  }
}
