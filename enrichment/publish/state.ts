import { createHash, hash } from 'node:crypto';
import type { CustomerId } from '../../domain/events.ts';
import type { CustomerList } from '../../store/published/lists.ts';
import {
  ID_LENGTH,
  idAt,
  idCount,
  idsAt,
  idTable,
  NO_IDS,
  pickIds,
  type PackedIds,
} from '../../store/customers/packed-ids.ts';
import { pack, unpack } from '../snapshot/pack.ts';

/**
 * What readers see now, by customer: a fingerprint of the published payload and the slot it is in. With it a run writes
 * only customers that changed, into the slot nobody reads, without reading a single profile back.
 */
export interface PublishedState {
  readonly ids: PackedIds;
  /** Two 32-bit words per customer. */
  readonly fingerprints: Uint32Array;
  /** 0 = slot a, 1 = slot b. */
  readonly slots: Uint8Array;
  /** Influence score last put into the history, NaN where none was, and the newest instant the history was written for. */
  readonly influence: Float64Array;
  readonly historyUpTo: number;
  /** Id of each customer's community, −1 for none, and the lowest id never given. */
  readonly community: Int32Array;
  readonly nextCommunity: number;
  /** Fingerprint of the content of every published block (ranking, segment, flows), by name. */
  readonly blocks: Readonly<Record<string, string>>;
}

export const emptyState: PublishedState = {
  ids: NO_IDS,
  fingerprints: new Uint32Array(0),
  slots: new Uint8Array(0),
  influence: new Float64Array(0),
  historyUpTo: -Infinity,
  community: new Int32Array(0),
  nextCommunity: 0,
  blocks: {},
};

/** Two words of SHA-256: a changed payload goes unnoticed once in 2⁶⁴. */
export function fingerprintOf(payload: string | Uint8Array): readonly [number, number] {
  const digest = hash('sha256', payload, 'buffer');
  return [digest.readUInt32LE(0), digest.readUInt32LE(4)];
}

export const fingerprintText = (payload: string | Uint8Array): string => fingerprintParts([payload]);

/** {@link fingerprintText} of the parts as one, without ever making it. */
export function fingerprintParts(parts: Iterable<string | Uint8Array>): string {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest('base64url').slice(0, 22);
}

const PART = 8192;

/** The fingerprint of a list: of `pack(ids, { ...columns, '': values })` in the order of the list, part by part. */
export function fingerprintList({ ids, order, values, columns }: CustomerList): string {
  const named = Object.entries({ ...columns, '': values });
  const described = named.map(([name]) => ({ name, type: 'Float64Array', length: order.length }));
  const head = '{"version":1,"json":[';
  const tail = `],"columns":${JSON.stringify(described)}}`;
  const commas = Math.max(0, order.length - 1);
  const length = head.length + order.length * (ID_LENGTH + 2) + commas + Buffer.byteLength(tail);
  const sized = Buffer.alloc(4);
  sized.writeUInt32LE(length);
  return fingerprintParts(
    (function* () {
      yield sized;
      yield head;
      for (let at = 0; at < order.length; at += PART)
        yield `${at === 0 ? '' : ','}${idsAt(ids, order.subarray(at, at + PART))
          .map((id) => `"${id}"`)
          .join(',')}`;
      yield tail;
      yield Buffer.alloc((8 - ((4 + length) % 8)) % 8);
      for (const [, column] of named)
        for (let at = 0; at < order.length; at += PART)
          yield new Uint8Array(Float64Array.from(order.subarray(at, at + PART), (i) => column[i]!).buffer);
    })(),
  );
}

export const encodeState = (state: PublishedState): Iterable<Uint8Array> =>
  pack(
    {
      blocks: state.blocks,
      nextCommunity: state.nextCommunity,
      historyUpTo: Number.isFinite(state.historyUpTo) ? state.historyUpTo : null,
    },
    {
      ids: state.ids.bytes,
      fingerprints: state.fingerprints,
      slots: state.slots,
      influence: state.influence,
      community: state.community,
    },
  );

export async function decodeState(pieces: AsyncIterable<Uint8Array>): Promise<PublishedState> {
  const { json, columns } = await unpack(pieces);
  const { blocks, nextCommunity, historyUpTo } = json as {
    blocks: Record<string, string>;
    nextCommunity: number;
    historyUpTo: number | null;
  };
  return {
    ids: { bytes: columns['ids'] as Uint8Array },
    fingerprints: columns.fingerprints as Uint32Array,
    slots: columns.slots as Uint8Array,
    influence: columns.influence as Float64Array,
    community: columns.community as Int32Array,
    historyUpTo: historyUpTo ?? -Infinity,
    nextCommunity,
    blocks,
  };
}

export interface StateDiff {
  /** Positions of the customers whose published answer differs from what readers see; `next.slots` says which slot it goes into. */
  readonly changes: Int32Array;
  /** 1 for whose score, `next.influence`, is to be added to the influence history. */
  readonly moved: Uint8Array;
  /** Customers published before who are in the base no more. */
  readonly removed: readonly CustomerId[];
  /** Positions in the previous state of those who keep what it has of them; in `next` they come after the customers given. */
  readonly kept: readonly number[];
  readonly next: Pick<PublishedState, 'ids' | 'fingerprints' | 'slots' | 'influence' | 'historyUpTo'>;
}

/**
 * Compares this run's payloads with what is visible. Deterministic: a resumed run finds the same changes in the same order.
 * A run pinned to an instant before the last one's leaves the influence history alone: what was known then does not change,
 * and points already counted with it must not either.
 *
 * @param setAside customers who are in the base but not in `ids`: readers go on seeing the last answer about them
 */
export function diffState(
  previous: PublishedState,
  asOf: number,
  ids: PackedIds,
  payloadAt: (index: number) => string,
  influenceAt: (index: number) => number,
  setAside: ReadonlySet<CustomerId> = new Set(),
): StateDiff {
  const goesOn = asOf >= previous.historyUpTo;
  const count = idCount(ids);
  const before = idTable(previous.ids);
  const isHere = new Uint8Array(before.count);
  const fingerprints = new Uint32Array(2 * count);
  const slots = new Uint8Array(count);
  const influence = new Float64Array(count);
  const changed = new Uint8Array(count);
  const moved = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const [low, high] = fingerprintOf(payloadAt(index));
    const old = before.findAt(ids, index);
    if (old >= 0) isHere[old] = 1;
    fingerprints[2 * index] = low;
    fingerprints[2 * index + 1] = high;
    const known = old < 0 ? Number.NaN : previous.influence[old]!;
    const score = influenceAt(index);
    // No reach yet and unknown mean the same to every rule; an entry for it would only cost a write.
    moved[index] = goesOn && !Number.isNaN(score) && score !== (Number.isNaN(known) ? 0 : known) ? 1 : 0;
    influence[index] = moved[index] === 1 ? score : known;
    const isSame = old >= 0 && previous.fingerprints[2 * old] === low && previous.fingerprints[2 * old + 1] === high;
    changed[index] = isSame && moved[index] === 0 ? 0 : 1;
    slots[index] = old < 0 ? 0 : changed[index] === 1 ? 1 - previous.slots[old]! : previous.slots[old]!;
  }
  const gone = positionsWhere(isHere, 0);
  const kept = [...gone].filter((old) => setAside.has(idAt(previous.ids, old)));
  return {
    changes: positionsWhere(changed, 1),
    moved,
    removed: idsAt(previous.ids, gone).filter((id) => !setAside.has(id)),
    kept,
    next: {
      ids: kept.length === 0 ? ids : { bytes: joined(ids.bytes, [...pickIds(previous.ids, kept).bytes]) },
      fingerprints: joined(
        fingerprints,
        kept.flatMap((old) => [previous.fingerprints[2 * old]!, previous.fingerprints[2 * old + 1]!]),
      ),
      slots: joined(
        slots,
        kept.map((old) => previous.slots[old]!),
      ),
      influence: joined(
        influence,
        kept.map((old) => previous.influence[old]!),
      ),
      historyUpTo: Math.max(asOf, previous.historyUpTo),
    },
  };
}

/** Where a flag is so. */
function positionsWhere(flags: Uint8Array, value: 0 | 1): Int32Array {
  const positions = new Int32Array(flags.reduce((sum, flag) => sum + (flag === value ? 1 : 0), 0));
  for (let i = 0, k = 0; i < flags.length; i++) if (flags[i] === value) positions[k++] = i;
  return positions;
}

/** A column and what comes after it. */
export function joined<Column extends Uint32Array | Int32Array | Uint8Array | Float64Array>(
  column: Column,
  more: readonly number[],
): Column {
  if (more.length === 0) return column;
  const longer = new (column.constructor as new (length: number) => Column)(column.length + more.length);
  longer.set(column);
  longer.set(more, column.length);
  return longer;
}
