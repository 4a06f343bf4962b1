import { VisibleError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import type { Ordering } from '../../domain/profile/orderings.ts';
import {
  blockAt,
  blockNames,
  CLAIMS,
  COMMUNITIES,
  COMMUNITY_MEMBERS,
  FLOWS,
  placeOf,
  PROFILES,
  REPORTS,
  segmentList,
} from '../../published/blocks.ts';
import { encodeCommunities, type PublishedCommunity } from '../../published/communities.ts';
import { encodeParameters } from '../../published/parameters.ts';
import { encodeReports } from '../../published/reports.ts';
import { encodeStatistics, knownStatistics, type RunStatistics } from '../../published/statistics.ts';
import { deflateBlock, deleteBlock, writeBlock, writeDeflated } from '../../store/published/blocks.ts';
import { getParts, hasParts, putParts } from '../../store/blobs/blobs.ts';
import { chunksOf, mapLimit } from '../../store/client/concurrency.ts';
import type { Db } from '../../store/client/db.ts';
import { makeVisible, type PublishedList, type VisibleGeneration } from '../../store/published/generations.ts';
import { deleteProfiles, encodeProfile, publishProfiles, putInfluenceHistory } from '../../store/published/profiles.ts';
import { deleteList, listPages, putListPages } from '../../store/published/lists.ts';
import { idAt, idCount, idsAt } from '../../store/customers/packed-ids.ts';
import { listViews } from '../../store/published/views.ts';
import { communityKey } from '../compute/communities.ts';
import type { RunResult } from '../compute/compute.ts';
import { pack } from '../snapshot/pack.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { claimBlocks } from './claims.ts';
import { flowBlocks, type PrefixedBlocks } from './flows.ts';
import {
  decodeState,
  diffState,
  emptyState,
  encodeState,
  fingerprintList,
  fingerprintParts,
  fingerprintText,
  joined,
  type StateDiff,
  type PublishedState,
} from './state.ts';
import { reportsOf } from './statistics.ts';

const BATCH = 200;
const BLOCKS_AT_ONCE = 16;
const PAGES_AT_ONCE = 8;

export interface PublishInput {
  readonly db: Db;
  readonly runId: string;
  readonly generation: number;
  /** The blob this attempt keeps what the next run goes on from in. */
  readonly state: string;
  readonly previous: VisibleGeneration | null;
  /** From {@link loadState} of `previous`. */
  readonly before: PublishedState;
  readonly snapshot: Snapshot;
  readonly result: RunResult;
  readonly statistics: RunStatistics;
  readonly currencyCode: string;
  /** When everything this run writes may go, epoch milliseconds; undefined: when a later run replaces it. */
  readonly expiresAtMs?: number | undefined;
  /** Customers who are in the base but not in the snapshot, because they could not be computed: the last answer about them stays. */
  readonly setAside: ReadonlySet<CustomerId>;
  /** How much of what this run writes an earlier attempt has written already: changed customers, then pieces of lists and blocks. */
  readonly from: number;
  /** Called with a fingerprint of every change before the first is written; throws when an earlier attempt began another plan. */
  readonly onPlan: (plan: string) => Promise<void>;
  /** Called after every batch of customers; throws to stop (the lease is lost, time is up). */
  readonly onBatch: (done: number, total: number) => Promise<void>;
  /** Called after every piece of a list or block, with all that is written by now; throws to stop. */
  readonly onPiece: (written: number) => Promise<void>;
}

export interface PublishOutcome {
  readonly changedCustomers: number;
  readonly unchangedCustomers: number;
}

/**
 * Writes what changed and makes the generation visible in one write. Repeating any part of it is harmless, so a crash
 * anywhere is followed by the same call.
 */
export async function publish(input: PublishInput): Promise<PublishOutcome> {
  const { db, generation, previous, before, snapshot, result } = input;
  const diff = diffState(
    before,
    snapshot.asOf,
    snapshot.ids,
    (i) => encodeProfile(result.profiles.at(i)),
    (i) => result.influence.profiles.at(i)?.score ?? Number.NaN,
    input.setAside,
  );
  const { changes, removed, kept, next: customers } = diff;
  await input.onPlan(
    fingerprintParts(
      pack(
        { previous: previous?.generation ?? null },
        { fingerprints: customers.fingerprints, slots: customers.slots },
      ),
    ),
  );
  await writeChanges(input, diff);

  const written = await writeBlocks(input, changes.length);
  const { lists, flows, claims, communities, reports } = written;
  const next: PublishedState = {
    ...customers,
    community: joined(
      result.communities.idOf,
      kept.map((old) => before.community[old]!),
    ),
    nextCommunity: result.communities.nextId,
    blocks: {
      ...lists.fingerprints,
      [FLOWS]: flows.fingerprint,
      [CLAIMS]: claims.fingerprint,
      [COMMUNITIES]: communities.fingerprint,
      [REPORTS]: reports.fingerprint,
    },
  };
  const nothingNew =
    changes.length === 0 &&
    removed.length === 0 &&
    lists.written.length === 0 &&
    [flows, claims, communities, reports].every((block) => block.generation !== generation);
  const state = nothingNew && previous?.state !== undefined ? previous.state : input.state;
  if (state === input.state) await putParts(db.blobs, state, encodeState(next));

  await makeVisible(
    db,
    { ...generationOf(input, written, []), state, abandoned: await abandonedBy(input) },
    { expectGeneration: previous?.generation ?? null },
  );
  await deleteBlocks(db, previous?.retired ?? []);
  await deleteProfiles(db, removed, generation);
  return { changedCustomers: changes.length, unchangedCustomers: idCount(snapshot.ids) - changes.length };
}

/** Writes a piece unless an earlier attempt has. */
type Piecewise = (write: () => Promise<unknown>) => Promise<void>;

/**
 * Everything a run shows beside profiles, in pieces that are counted after the customers: the same ones in the same order in every attempt.
 *
 * @param customers changed customers, which come first
 */
export async function writeBlocks(input: PublishInput, customers: number) {
  let written = customers;
  const piece: Piecewise = async (write) => {
    written++;
    if (written <= input.from) return;
    await write();
    await input.onPiece(written);
  };
  return {
    lists: await writeLists(input, piece),
    flows: await writePrefixed(input, piece, FLOWS, flowBlocks(input.snapshot, input.result)),
    claims: await writePrefixed(input, piece, CLAIMS, claimBlocks(input.snapshot, input.result)),
    communities: await writeCommunities(input, piece),
    reports: await writeReports(input, piece),
  };
}

/** What the run shows, and where it lies. @param others blocks beside those of `written` */
export function generationOf(
  input: PublishInput,
  written: Awaited<ReturnType<typeof writeBlocks>>,
  others: readonly string[],
): VisibleGeneration {
  const { db, generation, previous, snapshot, statistics } = input;
  const { parameters } = input.result;
  const { lists, flows, claims, communities, reports } = written;
  const blocks = [
    ...others,
    ...lists.blocks,
    blockAt(flows.generation, `${FLOWS}-${flows.letters}`),
    blockAt(claims.generation, `${CLAIMS}-${claims.letters}`),
    blockAt(communities.generation, COMMUNITIES),
    blockAt(reports.generation, REPORTS),
  ];
  return {
    generation,
    runId: input.runId,
    asOf: snapshot.asOf,
    publishedAt: db.clock(),
    customers: idCount(snapshot.ids),
    currencyCode: input.currencyCode,
    timeZone: snapshot.timeZone,
    orderings: lists.orderings,
    segments: lists.segments,
    statistics: encodeStatistics({
      ...statistics,
      flows: { generation: flows.generation, letters: flows.letters },
      claims: { generation: claims.generation, letters: claims.letters },
      communities: { ...statistics.communities, generation: communities.generation },
      reports: { generation: reports.generation },
    }),
    ...(parameters === null ? {} : { parameters: encodeParameters(parameters) }),
    abandoned: [],
    blocks,
    retired: (previous?.blocks ?? []).filter((block) => !blocks.includes(block)),
  };
}

/** What the visible generation published; empty before the first. */
export async function loadState(db: Db, previous: VisibleGeneration | null): Promise<PublishedState> {
  if (previous?.state === undefined) return emptyState;
  // Without it the slots readers use are unknown, and writing would tear what they see.
  if (!(await hasParts(db.blobs, previous.state)))
    throw new VisibleError(
      'BLOB_MISSING',
      `${previous.state}, which says where published profiles are, is not in ${db.blobs.place}. All runs of a table keep their notes in one place: set KRING_BLOBS to where the last run did, or restore that place from a backup.`,
    );
  return decodeState(getParts(db.blobs, previous.state));
}

async function writeChanges(input: PublishInput, { changes, moved, next }: StateDiff): Promise<void> {
  const { db, generation, snapshot, result } = input;
  for (let start = input.from; start < changes.length; start += BATCH) {
    const batch = [...changes.subarray(start, start + BATCH)];
    await publishProfiles(
      db,
      batch.map((i) => ({
        id: idAt(snapshot.ids, i),
        generation,
        slot: next.slots[i] === 0 ? 'a' : 'b',
        payload: encodeProfile(result.profiles.at(i)),
      })),
    );
    const scored = batch.filter((i) => moved[i] === 1);
    if (scored.length > 0)
      await putInfluenceHistory(
        db,
        scored.map((i) => ({
          id: idAt(snapshot.ids, i),
          at: snapshot.asOf,
          score: next.influence[i]!,
          calibration: result.influence.profiles.at(i)!.calibration,
        })),
      );
    await input.onBatch(Math.min(start + BATCH, changes.length), changes.length);
  }
}

interface WrittenLists {
  readonly orderings: Partial<Record<Ordering, PublishedList>>;
  readonly segments: Record<string, PublishedList>;
  readonly fingerprints: Record<string, string>;
  /** All lists in use, as `generation/name`. */
  readonly blocks: readonly string[];
  /** Names of those written by this run. */
  readonly written: readonly string[];
}

/** Rankings and segments; a list that did not change stays where an earlier generation put it. */
async function writeLists(input: PublishInput, piece: Piecewise): Promise<WrittenLists> {
  const { db, generation, previous, before, snapshot, result } = input;
  const fingerprints: Record<string, string> = {};
  const blocks: string[] = [];
  const written: string[] = [];

  const writeList = async (
    name: string,
    order: Int32Array,
    values: Float64Array,
    old: PublishedList | undefined,
  ): Promise<PublishedList> => {
    const customers = { ids: snapshot.ids, order, values, columns: result.columns };
    const content = fingerprintList(customers);
    fingerprints[name] = content;
    const list = old !== undefined && before.blocks[name] === content ? old : { generation, count: order.length };
    if (list.generation === generation) {
      for (const pages of listPages(order.length, PAGES_AT_ONCE))
        await piece(() => putListPages(db, generation, name, customers, pages, input));
      written.push(name);
    }
    blocks.push(blockAt(list.generation, name));
    return list;
  };

  const orderings: Partial<Record<Ordering, PublishedList>> = {};
  for (const [ordering, { order, values }] of Object.entries(result.orderings)) {
    orderings[ordering as Ordering] = await writeList(
      ordering,
      order,
      values,
      previous?.orderings[ordering as Ordering],
    );
  }
  const segments: Record<string, PublishedList> = {};
  for (const [key, { order, values }] of result.segments)
    segments[key] = await writeList(segmentList(key), order, values, previous?.segments[key]);
  const { members, idOf } = result.communities;
  segments[COMMUNITY_MEMBERS] = await writeList(
    segmentList(COMMUNITY_MEMBERS),
    members,
    Float64Array.from(idOf),
    previous?.segments[COMMUNITY_MEMBERS],
  );
  return { orderings, segments, fingerprints, blocks, written };
}

/** The description of every community, the most valuable first. */
async function writeCommunities(input: PublishInput, piece: Piecewise) {
  const { snapshot, result } = input;
  let offset = 0;
  const described = result.communities.communities.map(
    ({ id, size, value, innerShare, leaders }): PublishedCommunity => {
      offset += size;
      return {
        id: communityKey(id),
        size,
        valueMinor: value,
        innerShare,
        leaders: idsAt(snapshot.ids, leaders),
        offset: offset - size,
      };
    },
  );
  return writeText(input, piece, COMMUNITIES, encodeCommunities(described));
}

const writeReports = (input: PublishInput, piece: Piecewise) =>
  writeText(input, piece, REPORTS, encodeReports(reportsOf(input.snapshot, input.result)));

/** A block of text that stays where an earlier generation put it as long as it says the same. */
async function writeText(
  { db, generation, previous, before, expiresAtMs }: PublishInput,
  piece: Piecewise,
  name: typeof COMMUNITIES | typeof REPORTS,
  content: string,
) {
  const fingerprint = fingerprintText(content);
  const old = publishedBefore(previous)?.[name].generation;
  if (old !== undefined && before.blocks[name] === fingerprint) return { generation: old, fingerprint };
  await piece(() => writeBlock(db, generation, name, new TextEncoder().encode(content), { expiresAtMs }));
  return { generation, fingerprint };
}

/** What the previous generation says about itself, as far as this release can read it. */
const publishedBefore = (previous: VisibleGeneration | null) => (previous === null ? null : knownStatistics(previous));

/** Entries of customers (explanations, outcomes of claims) in small blocks; all of them are written when one changed. */
async function writePrefixed(
  { db, generation, previous, before, expiresAtMs }: PublishInput,
  piece: Piecewise,
  kind: typeof FLOWS | typeof CLAIMS,
  { letters, blocks }: PrefixedBlocks,
) {
  const made: (readonly [name: string, deflated: Uint8Array])[] = [];
  const fingerprint = fingerprintParts(
    (function* () {
      for (const [name, content] of blocks) {
        yield `${made.length === 0 ? '[' : ','}${JSON.stringify([name, content])}`;
        made.push([name, deflateBlock(new TextEncoder().encode(content))]);
      }
      yield made.length === 0 ? '[]' : ']';
    })(),
  );
  const old = publishedBefore(previous)?.[kind];
  if (old !== undefined && before.blocks[kind] === fingerprint) return { ...old, fingerprint };
  for (const some of chunksOf(made, BLOCKS_AT_ONCE))
    await piece(() =>
      Promise.all(some.map(([name, deflated]) => writeDeflated(db, generation, name, deflated, { expiresAtMs }))),
    );
  return { generation, letters, fingerprint };
}

/** Generations whose runs may have left something in a slot: not those of views, which write none. */
async function abandonedBy({ db, generation, previous }: PublishInput): Promise<number[]> {
  const passed = between(previous?.generation ?? 0, generation);
  const views = passed.length === 0 ? [] : (await listViews(db)).map((view) => view.generation);
  return [...(previous?.abandoned ?? []), ...passed.filter((one) => !views.includes(one))];
}

const between = (low: number, high: number): number[] =>
  Array.from({ length: Math.max(0, high - low - 1) }, (_, k) => low + 1 + k);

/**
 * Deletes blocks and lists. A run deletes what the generation before the previous one used last: a reader may still page through
 * the previous one. A crash before this leaves blocks behind that nobody reads; they cost storage, never a wrong answer.
 */
export async function deleteBlocks(db: Db, blocks: readonly string[]): Promise<void> {
  for (const block of blocks) {
    const { generation, name } = placeOf(block);
    const kind = ([FLOWS, CLAIMS, PROFILES] as const).find((one) => name.startsWith(`${one}-`));
    if (kind !== undefined)
      await mapLimit(blockNames(kind, Number(name.slice(kind.length + 1))), BLOCKS_AT_ONCE, (one) =>
        deleteBlock(db, generation, one),
      );
    else if (name === COMMUNITIES || name === REPORTS) await deleteBlock(db, generation, name);
    else await deleteList(db, generation, name);
  }
}
