import type { CustomerId } from '../../domain/events.ts';
import { mustBeTold } from '../../domain/influence/telling.ts';
import { countingSort } from '../../domain/graph/counting-sort.ts';
import { idAt, idCount } from '../../store/customers/packed-ids.ts';
import { chunksOf } from '../../store/client/concurrency.ts';
import { loadProfiles } from '../../store/published/customers.ts';
import { putInfluenceHistory } from '../../store/published/influence.ts';
import {
  deflatePart,
  partName,
  PER_BLOCK,
  putPart,
  type DeflatedPart,
  type PublishedRow,
} from '../../store/published/profiles.ts';
import { encodePart } from '../../store/published/profile-codec.ts';
import { membersOf } from '../../store/published/profile-members.ts';
import { PARTS, type BlockRow, type Part } from '../../store/published/profile-columns.ts';
import { bitsFor, bucketOf, type At } from '../../store/published/slots.ts';
import type { PublishInput } from './input.ts';
import type { Pieces } from './pieces.ts';
import type { PageLog } from './slots.ts';

const BLOCKS_AT_ONCE = 8;
const KEPT_AT_ONCE = 1000;

/** Bits that name blocks: those of the generation before as long as blocks hold neither too many nor too few, so that a company that comes and goes by a few stays where it is. */
export function blockBits(customers: number, before: number | null): number {
  if (
    before !== null &&
    customers <= 1.25 * PER_BLOCK * 2 ** before &&
    (before === 0 || customers >= 0.375 * PER_BLOCK * 2 ** before)
  )
    return before;
  return bitsFor(customers, PER_BLOCK);
}

/** The blocks of a run's answers, each made when it is asked for. */
export interface CustomerBlocks {
  readonly bits: number;
  readonly count: number;
  /** How many of a block's customers this run computed. */
  computedIn(block: number): number;
  /** Whose influence history is to be told a new score, among the rows of a block. */
  movedIn(rows: readonly BlockRow[]): readonly BlockRow[];
  rowsOf(block: number): readonly BlockRow[];
}

/**
 * Everybody's answers in blocks by id. Deterministic: a resumed run makes the same. Who was set aside keeps the row readers have of them.
 * A run pinned to an instant before the last one's leaves the influence history alone: what was known then does not change,
 * and points already counted with it must not either.
 */
export async function customerBlocks(input: PublishInput): Promise<CustomerBlocks> {
  const { db, previous, before, snapshot, result, setAside, thresholds } = input;
  const { ids, asOf } = snapshot;
  const kept = new Map<CustomerId, PublishedRow>();
  if (previous !== null)
    for (const some of chunksOf([...setAside], KEPT_AT_ONCE))
      for (const [id, row] of await loadProfiles(db, some, previous)) kept.set(id, row);
  const count = idCount(ids);
  const bits = blockBits(count + kept.size, before.bits);
  const bucket = Int32Array.from({ length: count }, (_, i) => bucketOf(idAt(ids, i), bits));
  const sorted = countingSort(bucket, 2 ** bits);
  const starts = new Int32Array(2 ** bits + 1);
  for (const block of bucket) starts[block + 1]!++;
  for (let block = 0; block < 2 ** bits; block++) starts[block + 1]! += starts[block]!;
  const keptIn = Map.groupBy(kept, ([id]) => bucketOf(id, bits));
  const goesOn = asOf >= before.historyUpTo;
  const rowOf = (i: number): BlockRow => {
    const [id, profile] = [idAt(ids, i), result.profiles.at(i)];
    const told = before.find(id)?.toldInfluence ?? null;
    const score = profile.influence?.score ?? null;
    return { id, profile, toldInfluence: goesOn && mustBeTold(told, score, thresholds) ? score : told };
  };
  // Both parts of a block are written one after the other.
  let last: { readonly block: number; readonly rows: readonly BlockRow[] } | null = null;
  return {
    bits,
    count: 2 ** bits,
    computedIn: (block) => starts[block + 1]! - starts[block]!,
    movedIn: (rows) =>
      rows.filter(
        ({ id, profile, toldInfluence }) =>
          !kept.has(id) &&
          goesOn &&
          toldInfluence === (profile.influence?.score ?? null) &&
          mustBeTold(before.find(id)?.toldInfluence ?? null, toldInfluence, thresholds),
      ),
    rowsOf: (block) => {
      if (last?.block === block) return last.rows;
      const rows = [
        ...Array.from(sorted.subarray(starts[block], starts[block + 1]), rowOf),
        ...(keptIn.get(block) ?? []).map(([id, { profile, toldInfluence }]) => ({ id, profile, toldInfluence })),
      ];
      last = { block, rows };
      return rows;
    },
  };
}

interface ChangedPart {
  readonly part: Part;
  readonly block: number;
  readonly at: At;
  /** Customers of the block who are counted with this part: all with the first that changed. */
  readonly customers: number;
  /** Made once: half of what making it again would take is putting rows together. */
  readonly deflated: DeflatedPart;
  /** What the influence history is told before. */
  readonly told: readonly Told[];
}

type Told = Parameters<typeof putInfluenceHistory>[1][number];

const toldAt =
  (at: number) =>
  ({ id, profile: { influence } }: BlockRow): Told => ({
    id,
    at,
    score: influence!.score,
    calibration: influence!.calibration,
  });

/** Which parts of which blocks differ from what readers see, and so are to be written. */
export function changedParts(
  { snapshot: { asOf } }: PublishInput,
  blocks: CustomerBlocks,
  log: PageLog,
): ChangedPart[] {
  const changed: ChangedPart[] = [];
  for (let block = 0; block < blocks.count; block++) {
    const rows = blocks.rowsOf(block);
    const members = membersOf(rows, blocks.bits);
    let customers = blocks.computedIn(block);
    for (const part of PARTS) {
      const content = encodePart(part, members);
      const at = log.note(partName(part, blocks.bits), content);
      if (at === null) continue;
      const told = part === 'observed' ? blocks.movedIn(rows).map(toldAt(asOf)) : [];
      changed.push({ part, block, at, customers, told, deflated: deflatePart(content) });
      customers = 0;
    }
  }
  return changed;
}

/** Writes parts of blocks, and before a block what it tells the influence history. */
export async function writeParts(
  { db, isView, expiresAtMs }: PublishInput,
  blocks: CustomerBlocks,
  changed: readonly ChangedPart[],
  pieces: Pieces,
): Promise<void> {
  for (const some of chunksOf(changed, BLOCKS_AT_ONCE))
    await pieces.write(
      () =>
        Promise.all(
          some.map(async ({ part, block, at, told, deflated }) => {
            if (!isView) await putInfluenceHistory(db, told);
            await putPart(db, deflated, { at, name: partName(part, blocks.bits), page: block, expiresAtMs });
          }),
        ),
      some.reduce((sum, { customers }) => sum + customers, 0),
    );
}
