import { KringError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import { deleteBlobs, getPacked, putPacked } from '../../store/blobs/blobs.ts';
import { batchGet, keyName } from '../../store/client/batch.ts';
import { chunksOf } from '../../store/client/concurrency.ts';
import type { Db } from '../../store/client/db.ts';
import { readBlock } from '../../store/published/blocks.ts';
import type { VisibleGeneration } from '../../store/published/generations.ts';
import { observedIn, partKey } from '../../store/published/profiles.ts';
import { tailOf } from '../../store/published/profile-members.ts';
import { tailsIn, toldInfluenceIn } from '../../store/published/profile-rows.ts';
import { bucketOf, placeIn } from '../../store/published/slots.ts';
import { numberOfCommunity } from '../compute/communities.ts';
import { fingerprintParts, NO_PAGES, type KnownPages } from './slots.ts';

/**
 * The block of what a run notes for the next one, beside what it shows. The fingerprints of all pages grow with the company and nobody but the next run
 * reads them: they lie in the blob store, and the block says where and of how many pages. Without them a run takes every page for changed: it costs
 * a first run's writes and loses nothing.
 */
export const NOTES = 'notes';

export interface Notes {
  /** The lowest id no community was ever given, and the newest instant the influence history was written for. */
  readonly nextCommunity: number;
  readonly historyUpTo: number;
  /** When everybody's influence score was told last, and the bits that have named the blocks it lies in, the newest first. */
  readonly scoresAt: number | null;
  readonly scoresBits: readonly number[];
}

/** What the visible generation published, as far as the next run goes on from it. */
export interface PublishedBefore extends Notes, KnownPages {
  /** Bits that name its blocks; null before the first. */
  readonly bits: number | null;
  /** The number of a customer's community and the score their influence history was told last; null for who is in no block. */
  find(id: CustomerId): { readonly community: number; readonly toldInfluence: number | null } | null;
}

export const nothingBefore: PublishedBefore = {
  ...NO_PAGES,
  bits: null,
  nextCommunity: 0,
  historyUpTo: -Infinity,
  scoresAt: null,
  scoresBits: [],
  find: () => null,
};

const BLOCKS_AT_ONCE = 100;

/** What the visible generation published; empty before the first, and where a table of an earlier version was taken over. */
export async function loadBefore(db: Db, previous: VisibleGeneration | null): Promise<PublishedBefore> {
  if (previous?.profiles === undefined || previous.slots === undefined) return nothingBefore;
  const { bits } = previous.profiles;
  const notes = await readBlock(db, placeIn(previous, NOTES, 0), NOTES);
  if (notes === null)
    throw new KringError('CORRUPT_BLOCK', `generation ${previous.generation} is visible without the notes of its run`);
  const columns: { tails: Float64Array; community: Int32Array; told: Float64Array }[] = [];
  for (const blocks of chunksOf([...Array(2 ** bits).keys()], BLOCKS_AT_ONCE)) {
    const keys = blocks.map((block) => partKey(previous, 'observed', bits, block));
    const items = await batchGet(db, keys, { consistent: true });
    for (const key of keys) {
      const observed = observedIn(items.get(keyName(key)));
      const rows = Array.from({ length: observed.count }, (_, row) => row);
      columns.push({
        tails: tailsIn(observed),
        community: Int32Array.from(rows, (row) => numberOfCommunity(observed.at('community', row) as string | null)),
        told: Float64Array.from(rows, (row) => toldInfluenceIn(observed, row) ?? Number.NaN),
      });
    }
  }
  return {
    ...(await decodeNotes(db, notes)),
    slots: previous.slots,
    bits,
    find: (id) => {
      const { tails, community, told } = columns[bucketOf(id, bits)]!;
      const row = positionOf(tails, tailOf(id, bits));
      if (row < 0) return null;
      const score = told[row]!;
      return { community: community[row]!, toldInfluence: Number.isNaN(score) ? null : score };
    },
  };
}

/** Where a value stands in an ascending column, −1 where it does not. */
function positionOf(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return ascending[low] === value ? low : -1;
}

interface EncodedNotes {
  readonly layout: number;
  readonly nextCommunity: number;
  readonly historyUpTo: number | null;
  readonly scoresAt: number | null;
  readonly scoresBits: readonly number[];
  /** What the blob of the fingerprints is named by. */
  readonly blob: string;
  readonly pages: Readonly<Record<string, number>>;
  /** Of layout 1, instead of both: the fingerprints themselves. */
  readonly hashes?: Readonly<Record<string, string>>;
}
const LAYOUT = 2;

const allFingerprints = (db: Db): string => `${db.table}.notes/`;

/**
 * The notes of a run, whose fingerprints are kept in the blob store first: under what they are themselves, so that equal runs note the same.
 */
export async function keepNotes(
  db: Db,
  { nextCommunity, historyUpTo, scoresAt, scoresBits, hashes, pages }: Notes & Omit<KnownPages, 'slots'>,
): Promise<{ readonly content: Uint8Array; readonly blob: string }> {
  const fingerprints = encodeHashes(hashes);
  const blob = fingerprintParts([fingerprints]);
  await putPacked(db.blobs, allFingerprints(db) + blob, fingerprints);
  const notes: EncodedNotes = {
    layout: LAYOUT,
    nextCommunity,
    historyUpTo: Number.isFinite(historyUpTo) ? historyUpTo : null,
    scoresAt,
    scoresBits,
    blob,
    pages: Object.fromEntries(pages),
  };
  return { content: new TextEncoder().encode(JSON.stringify(notes)), blob };
}

/** Deletes the fingerprints of runs before, and of those that did not come to publish. */
export async function deleteOtherNotes(db: Db, blob: string): Promise<void> {
  const kept = allFingerprints(db) + blob;
  const names = await db.blobs.list(allFingerprints(db));
  await deleteBlobs(
    db.blobs,
    names.filter((name) => name !== kept),
  );
}

async function decodeNotes(db: Db, bytes: Uint8Array): Promise<Notes & Omit<KnownPages, 'slots'>> {
  const { layout, nextCommunity, historyUpTo, scoresAt, scoresBits, blob, pages, hashes } = JSON.parse(
    new TextDecoder().decode(bytes),
  ) as EncodedNotes;
  if (layout > LAYOUT)
    throw new KringError(
      'UNKNOWN_LAYOUT',
      `the notes of a run have layout ${String(layout)}, this code knows ${LAYOUT}`,
    );
  const rest = { nextCommunity, historyUpTo: historyUpTo ?? -Infinity, scoresAt, scoresBits };
  if (hashes !== undefined) {
    const known = hashesOf(hashes);
    return { ...rest, hashes: known, pages: new Map([...known].map(([name, words]) => [name, words.length / 2])) };
  }
  const kept = await getPacked(db.blobs, allFingerprints(db) + blob);
  return { ...rest, hashes: kept === null ? new Map() : decodeHashes(kept), pages: new Map(Object.entries(pages)) };
}

const encodeHashes = (hashes: KnownPages['hashes']): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify(
      Object.fromEntries(
        [...hashes].map(([name, { buffer, byteOffset, byteLength }]) => [
          name,
          Buffer.from(buffer, byteOffset, byteLength).toString('base64'),
        ]),
      ),
    ),
  );

const decodeHashes = (bytes: Uint8Array): KnownPages['hashes'] =>
  hashesOf(JSON.parse(new TextDecoder().decode(bytes)) as Record<string, string>);

const hashesOf = (texts: Readonly<Record<string, string>>): KnownPages['hashes'] =>
  new Map(
    Object.entries(texts).map(([name, text]) => [
      name,
      // Copied: the bytes of a Buffer may begin anywhere.
      new Uint32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer),
    ]),
  );
