/**
 * Who attended to whom when an action started, beside the table: what its effects travel along must not move with what it did. Kept once, by the first run
 * that meets the action drawn; a customer who is erased leaves a place without a name.
 */
import type { CustomerId } from '../../domain/events.ts';
import { getPacked, putPacked } from '../blobs/blobs.ts';
import type { Db } from '../client/db.ts';
import { ID_LENGTH, packIds, type PackedIds } from '../customers/packed-ids.ts';

/** Ties between customers by their places in `ids`, with the follower's attention to each, and what of each one's purchases is followed. */
export interface FrozenGraph {
  /** Day of the shop's calendar it is as of. */
  readonly day: number;
  readonly ids: PackedIds;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Of a follower's attention; those of one follower sum to 1. */
  readonly weight: Float64Array;
  /** Per customer, 0 to 1. */
  readonly followedShare: Float64Array;
}

const folder = (db: Db): string => `${db.table}.actions/`;
const nameOf = (db: Db, action: string): string => `${folder(db)}${action}/graph`;

function encode({ day, ids, from, to, weight, followedShare }: FrozenGraph): Uint8Array {
  const head = new TextEncoder().encode(
    JSON.stringify({ layout: LAYOUT, day, nodes: followedShare.length, arcs: from.length }),
  );
  const size = Buffer.alloc(4);
  size.writeUInt32LE(head.length);
  const bytes = (column: Int32Array | Float64Array): Uint8Array =>
    new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  return Buffer.concat([size, head, ids.bytes, bytes(from), bytes(to), bytes(weight), bytes(followedShare)]);
}
const LAYOUT = 1;

function decode(content: Uint8Array): FrozenGraph {
  const buffer = Buffer.from(content);
  let at = 4 + buffer.readUInt32LE(0);
  const { day, nodes, arcs } = JSON.parse(buffer.toString('utf8', 4, at)) as {
    day: number;
    nodes: number;
    arcs: number;
  };
  const take = (length: number): Uint8Array => {
    // Copied, so that columns of wider elements are aligned.
    const bytes = new Uint8Array(buffer.subarray(at, at + length));
    at += length;
    return bytes;
  };
  return {
    day,
    ids: { bytes: take(nodes * ID_LENGTH) },
    from: new Int32Array(take(4 * arcs).buffer),
    to: new Int32Array(take(4 * arcs).buffer),
    weight: new Float64Array(take(8 * arcs).buffer),
    followedShare: new Float64Array(take(8 * nodes).buffer),
  };
}

/** Keeps the graph of an action. */
export const putGraph = (db: Db, action: string, graph: FrozenGraph): Promise<void> =>
  putPacked(db.blobs, nameOf(db, action), encode(graph));

/** The graph of an action; null where no run has met it yet. */
export async function readGraph(db: Db, action: string): Promise<FrozenGraph | null> {
  const content = await getPacked(db.blobs, nameOf(db, action));
  return content && decode(content);
}

const NOBODY = '0'.repeat(ID_LENGTH);

/** Takes the names of customers out of every graph. Repeatable. @returns how many graphs changed */
export async function forgetInGraphs(db: Db, ids: readonly CustomerId[]): Promise<number> {
  let changed = 0;
  const nobody = packIds([NOBODY]).bytes;
  for (const name of await db.blobs.list(folder(db))) {
    const content = await getPacked(db.blobs, name);
    if (content === null) continue;
    const graph = decode(content);
    const names = Buffer.from(graph.ids.bytes);
    let found = false;
    for (const id of ids)
      for (let at = names.indexOf(id, 0, 'latin1'); at >= 0; at = names.indexOf(id, at + 1, 'latin1')) {
        if (at % ID_LENGTH !== 0) continue;
        names.set(nobody, at);
        found = true;
      }
    if (!found) continue;
    await putPacked(db.blobs, name, encode({ ...graph, ids: { bytes: new Uint8Array(names) } }));
    changed += 1;
  }
  return changed;
}
