import { createHash } from 'node:crypto';
import type { CustomerId } from '../../domain/events.ts';
import { pack, unpack } from '../snapshot/pack.ts';

/**
 * What readers see now, by customer: a fingerprint of the published payload and the slot it is in. With it a run writes
 * only customers that changed, into the slot nobody reads, without reading a single profile back.
 */
export interface PublishedState {
  readonly ids: readonly CustomerId[];
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
  ids: [],
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
  const digest = createHash('sha256').update(payload).digest();
  return [digest.readUInt32LE(0), digest.readUInt32LE(4)];
}

export const fingerprintText = (payload: string | Uint8Array): string =>
  createHash('sha256').update(payload).digest('base64url').slice(0, 22);

export const encodeState = (state: PublishedState): Uint8Array =>
  pack(
    {
      ids: state.ids.join(' '),
      blocks: state.blocks,
      nextCommunity: state.nextCommunity,
      historyUpTo: Number.isFinite(state.historyUpTo) ? state.historyUpTo : null,
    },
    { fingerprints: state.fingerprints, slots: state.slots, influence: state.influence, community: state.community },
  );

export function decodeState(bytes: Uint8Array): PublishedState {
  const { json, columns } = unpack(bytes);
  const { ids, blocks, nextCommunity, historyUpTo } = json as {
    ids: string;
    blocks: Record<string, string>;
    nextCommunity: number;
    historyUpTo: number | null;
  };
  return {
    ids: ids === '' ? [] : ids.split(' '),
    fingerprints: columns.fingerprints as Uint32Array,
    slots: columns.slots as Uint8Array,
    influence: columns.influence as Float64Array,
    community: columns.community as Int32Array,
    historyUpTo: historyUpTo ?? -Infinity,
    nextCommunity,
    blocks,
  };
}

/** One customer whose published answer differs from what readers see. */
export interface ProfileChange {
  readonly index: number;
  readonly id: CustomerId;
  readonly payload: string;
  readonly slot: 'a' | 'b';
  /** The score to add to the influence history, or null when it did not change. */
  readonly influence: number | null;
}

export interface StateDiff {
  readonly changes: readonly ProfileChange[];
  /** Customers published before who are in the base no more. */
  readonly removed: readonly CustomerId[];
  readonly next: Pick<PublishedState, 'ids' | 'fingerprints' | 'slots' | 'influence' | 'historyUpTo'>;
}

/**
 * Compares this run's payloads with what is visible. Deterministic: a resumed run finds the same changes in the same order.
 * A run pinned to an instant before the last one's leaves the influence history alone: what was known then does not change,
 * and points already counted with it must not either.
 */
export function diffState(
  previous: PublishedState,
  asOf: number,
  ids: readonly CustomerId[],
  payloadAt: (index: number) => string,
  influenceAt: (index: number) => number,
): StateDiff {
  const goesOn = asOf >= previous.historyUpTo;
  const before = new Map(previous.ids.map((id, index) => [id, index]));
  const fingerprints = new Uint32Array(2 * ids.length);
  const slots = new Uint8Array(ids.length);
  const influence = new Float64Array(ids.length);
  const changes: ProfileChange[] = [];
  for (const [index, id] of ids.entries()) {
    const payload = payloadAt(index);
    const [low, high] = fingerprintOf(payload);
    const old = before.get(id);
    before.delete(id);
    fingerprints[2 * index] = low;
    fingerprints[2 * index + 1] = high;
    const known = old === undefined ? Number.NaN : previous.influence[old]!;
    const score = influenceAt(index);
    // No reach yet and unknown mean the same to every rule; an entry for it would only cost a write.
    const moved = goesOn && !Number.isNaN(score) && score !== (Number.isNaN(known) ? 0 : known);
    influence[index] = moved ? score : known;
    if (
      !moved &&
      old !== undefined &&
      previous.fingerprints[2 * old] === low &&
      previous.fingerprints[2 * old + 1] === high
    ) {
      slots[index] = previous.slots[old]!;
      continue;
    }
    slots[index] = old === undefined ? 0 : 1 - previous.slots[old]!;
    changes.push({ index, id, payload, slot: slots[index] === 0 ? 'a' : 'b', influence: moved ? score : null });
  }
  return {
    changes,
    removed: [...before.keys()],
    next: { ids, fingerprints, slots, influence, historyUpTo: Math.max(asOf, previous.historyUpTo) },
  };
}
