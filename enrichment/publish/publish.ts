import type { CustomerId } from '../../domain/events.ts';
import { encodeStatistics, type RunStatistics } from '../../published/statistics.ts';
import type { Db } from '../../store/client/db.ts';
import { writeBlock } from '../../store/published/blocks.ts';
import { makeVisible, type VisibleGeneration } from '../../store/published/generations.ts';
import { decodeSlots, encodeSlots, otherSlot, slotIn } from '../../store/published/slots.ts';
import { idCount } from '../../store/customers/packed-ids.ts';
import type { RunResult } from '../compute/compute.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { encodeNotes, NOTES, type PublishedBefore } from './before.ts';
import { writeBlocks } from './blocks.ts';
import { changedParts, customerBlocks, writeParts } from './customers.ts';
import { writeLists } from './lists.ts';
import { piecesFrom } from './pieces.ts';
import { deleteRetired, deleteOlderProfiles } from './retired.ts';
import { fingerprintParts, pageLog, type PageLog } from './slots.ts';

export interface PublishInput {
  readonly db: Db;
  readonly runId: string;
  readonly generation: number;
  /** Null for a view, which shares no page with another generation. */
  readonly previous: VisibleGeneration | null;
  /** From `loadBefore` of `previous`. */
  readonly before: PublishedBefore;
  readonly isView: boolean;
  readonly snapshot: Snapshot;
  readonly result: RunResult;
  readonly statistics: RunStatistics;
  readonly currencyCode: string;
  /** When everything this run writes may go, epoch milliseconds; undefined: when a later run replaces it. */
  readonly expiresAtMs?: number | undefined;
  /** Customers who are in the base but not in the snapshot, because they could not be computed: the last answer about them stays. */
  readonly setAside: ReadonlySet<CustomerId>;
  /** How many pieces of what this run writes an earlier attempt has written already. */
  readonly from: number;
  /** Called with a fingerprint of every customer's answers before the first is written; throws when an earlier attempt began another plan. */
  readonly onPlan: (plan: string) => Promise<void>;
  /** Called after every piece with how many are written by now, and how many customers' answers; throws to stop (the lease is lost, time is up). */
  readonly onPiece: (written: number, customers: number) => Promise<void>;
}

/**
 * Writes what changed and makes the generation visible in one write. Repeating any part of it is harmless, so a crash
 * anywhere is followed by the same call.
 */
export async function publish(input: PublishInput): Promise<void> {
  const { db, generation, previous, before, snapshot, result } = input;
  const log = pageLog(generation, before);
  const shown = await writeAll(input, log);
  const notes = encodeNotes({
    nextCommunity: result.communities.nextId,
    historyUpTo: Math.max(snapshot.asOf, before.historyUpTo),
    hashes: log.hashes(),
  });
  // Where nothing is new the instant alone is, and that is not worth a write.
  const kept = previous?.slots === undefined ? null : slotIn(decodeSlots(previous.slots[NOTES]!), 0);
  const slot = kept === null ? 'a' : log.hasChanged() ? otherSlot(kept) : kept;
  if (slot !== kept) await writeBlock(db, { slot, generation }, NOTES, notes);
  const slots = { ...log.slots(), [NOTES]: encodeSlots(Uint8Array.of(slot === 'a' ? 0 : 1)) };
  await makeVisible(
    db,
    { ...shown, slots, retired: log.retired() },
    { expectGeneration: previous?.generation ?? null },
  );
  await deleteRetired(db, previous);
}

/** Everything a run shows, in pieces: the same ones in the same order in every attempt. */
export async function writeAll(input: PublishInput, log: PageLog): Promise<Omit<VisibleGeneration, 'slots'>> {
  const { db, generation, previous, snapshot, statistics } = input;
  const pieces = piecesFrom(input.from, input.onPiece);
  const blocks = await customerBlocks(input);
  const changed = changedParts(blocks, log);
  await input.onPlan(fingerprintParts([JSON.stringify(previous?.generation ?? null), ...log.hashes().values()]));
  await deleteOlderProfiles(input, pieces);
  await writeParts(input, blocks, changed, pieces);
  const { orderings, segments } = await writeLists(input, log, pieces);
  const { flows, claims } = await writeBlocks(input, log, pieces);
  return {
    generation,
    runId: input.runId,
    asOf: snapshot.asOf,
    publishedAt: db.clock(),
    customers: idCount(snapshot.ids),
    currencyCode: input.currencyCode,
    timeZone: snapshot.timeZone,
    orderings,
    segments,
    statistics: encodeStatistics({ ...statistics, flows, claims }),
    profiles: { bits: blocks.bits },
    retired: [],
  };
}
