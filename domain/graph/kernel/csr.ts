import { DomainError } from '../../errors.ts';
import { graphRoom, type EngineChoice, type WasmColumns } from './workspace.ts';

/**
 * Ties as three parallel columns. Arc a points from the follower `from[a]`, who gives credit, to the followed `to[a]`,
 * who receives it. Parallel arcs and arcs to oneself are allowed; weights must be finite and not negative.
 */
export interface Arcs {
  readonly nodeCount: number;
  readonly from: Int32Array | Uint32Array;
  readonly to: Int32Array | Uint32Array;
  /** Strength of each tie; without it every tie weighs 1. */
  readonly weight?: Float64Array;
}

/**
 * A directed graph in compressed sparse rows, by followed: row i lists the followers of i, so a solve is a pull.
 *
 * Rows and `sources` are numbered internally (by falling number of ties given, so the values read most often share
 * cache lines); `callerOf` and `internalOf` translate. Every public function of the kernel takes and returns the
 * caller's numbering.
 */
export interface Csr {
  readonly nodeCount: number;
  readonly arcCount: number;
  /** Row i is `sources[offsets[i]] … sources[offsets[i + 1] - 1]`; length nodeCount + 1. */
  readonly offsets: Int32Array;
  readonly sources: Int32Array;
  /** Weight per arc, in the order of `sources`; null when every arc weighs 1. */
  readonly weight: Float64Array | null;
  /** Number of arcs each node gives, internal numbering. */
  readonly outDegree: Uint32Array;
  readonly callerOf: Int32Array;
  readonly internalOf: Int32Array;
  /** Present when the graph lives in a WebAssembly memory. */
  readonly wasm: WasmColumns | null;
}

export interface CsrOptions {
  /** Number nodes internally by falling out-degree; on by default. Off keeps the caller's numbering. */
  readonly relabel?: boolean;
  /** Add up parallel arcs into one, which then has a weight. Off by default: they are kept, which means the same to a solve. */
  readonly mergeParallel?: boolean;
  /** What sweeps over the graph: WebAssembly for large graphs where there is one; results are the same bits. */
  readonly engine?: EngineChoice;
}

/** Offsets are 32-bit: about two thousand million ties. */
const MOST_ARCS = 2 ** 31 - 1;

/**
 * Builds the CSR in one counting sort: O(nodes + arcs), no comparison, the same result for the same input.
 * Within a row arcs keep the order of the input.
 *
 * @throws DomainError when columns differ in length, an end is outside 0…nodeCount-1, or a weight is negative or not finite
 * @example buildCsr({ nodeCount: 2, from: Int32Array.of(1), to: Int32Array.of(0) }) // 1 follows 0
 */
export function buildCsr(arcs: Arcs, { relabel = true, mergeParallel = false, engine = 'auto' }: CsrOptions = {}): Csr {
  const { nodeCount, from, to, weight } = arcs;
  const arcCount = from.length;
  if (to.length !== arcCount || (weight && weight.length !== arcCount)) {
    throw new DomainError('arc columns differ in length', { from: from.length, to: to.length, weight: weight?.length });
  }
  if (arcCount > MOST_ARCS) throw new DomainError('too many arcs for one graph', { arcCount, most: MOST_ARCS });
  const given = new Uint32Array(nodeCount);
  // Received arcs are counted in the caller's numbering, then turned into each row's write position.
  const position = new Uint32Array(nodeCount);
  for (let a = 0; a < arcCount; a++) {
    const follower = from[a]!;
    const followed = to[a]!;
    if (follower >= nodeCount || followed >= nodeCount || follower < 0 || followed < 0) {
      throw new DomainError('arc end outside the graph', { arc: a, from: follower, to: followed, nodeCount });
    }
    given[follower]!++;
    position[followed]!++;
  }
  if (weight) requireWeights(weight);

  const callerOf = relabel ? byFallingDegree(given) : identity(nodeCount);
  const internalOf = new Int32Array(nodeCount);
  const outDegree = new Uint32Array(nodeCount);
  const room = graphRoom(nodeCount, arcCount, mergeParallel || weight !== undefined, engine);
  const { offsets, sources } = room;
  let total = 0;
  for (let i = 0; i < nodeCount; i++) {
    const caller = callerOf[i]!;
    internalOf[caller] = i;
    outDegree[i] = given[caller]!;
    const received = position[caller]!;
    position[caller] = total;
    total += received;
    offsets[i + 1] = total;
  }

  for (let a = 0; a < arcCount; a++) {
    const followed = to[a]!;
    const p = position[followed]!;
    position[followed] = p + 1;
    sources[p] = internalOf[from[a]!]!;
    if (room.weight) room.weight[p] = weight ? weight[a]! : 1;
  }
  const csr: Csr = { nodeCount, arcCount, ...room, outDegree, callerOf, internalOf };
  return mergeParallel ? mergeParallelArcs(csr) : csr;
}

/** The arcs of a CSR in the caller's numbering, row by row. */
export function arcsOf(csr: Csr): Required<Omit<Arcs, 'weight'>> & { weight: Float64Array | null } {
  const from = new Int32Array(csr.arcCount);
  const to = new Int32Array(csr.arcCount);
  for (let i = 0; i < csr.nodeCount; i++) {
    for (let p = csr.offsets[i]!; p < csr.offsets[i + 1]!; p++) {
      from[p] = csr.callerOf[csr.sources[p]!]!;
      to[p] = csr.callerOf[i]!;
    }
  }
  return { nodeCount: csr.nodeCount, from, to, weight: csr.weight };
}

/** The same ties seen from the follower: row j of the result lists those who receive from j. */
export function transposeCsr(csr: Csr, options: CsrOptions = {}): Csr {
  const { nodeCount, from, to, weight } = arcsOf(csr);
  return buildCsr({ nodeCount, from: to, to: from, ...(weight ? { weight } : {}) }, options);
}

/** Every arc in both directions; an arc to oneself stays one arc. */
export function bothWays({ nodeCount, from, to, weight }: Arcs): Arcs {
  let loops = 0;
  for (let a = 0; a < from.length; a++) if (from[a] === to[a]) loops++;
  const size = 2 * from.length - loops;
  const both = { from: new Int32Array(size), to: new Int32Array(size), weight: weight ? new Float64Array(size) : null };
  both.from.set(from);
  both.to.set(to);
  if (weight) both.weight!.set(weight);
  let next = from.length;
  for (let a = 0; a < from.length; a++) {
    if (from[a] === to[a]) continue;
    both.from[next] = to[a]!;
    both.to[next] = from[a]!;
    if (weight) both.weight![next] = weight[a]!;
    next++;
  }
  return { nodeCount, from: both.from, to: both.to, ...(both.weight ? { weight: both.weight } : {}) };
}

/** Calls `visit(follower, weight, position)` for every arc into a node; caller's numbering, `position` into the CSR's arc columns. */
export function forEachFollower(
  csr: Csr,
  node: number,
  visit: (follower: number, weight: number, position: number) => void,
): void {
  const i = csr.internalOf[node];
  if (i === undefined) throw new DomainError('node outside the graph', { node, nodeCount: csr.nodeCount });
  for (let p = csr.offsets[i]!; p < csr.offsets[i + 1]!; p++) {
    visit(csr.callerOf[csr.sources[p]!]!, csr.weight ? csr.weight[p]! : 1, p);
  }
}

/** Merges in place, since the arrays may live in a WebAssembly memory: writing never overtakes reading. */
function mergeParallelArcs(csr: Csr): Csr {
  const { nodeCount, offsets, sources, outDegree } = csr;
  const weight = csr.weight!;
  outDegree.fill(0);
  // Where each follower was last written; a place before this row's start means: not yet in this row.
  const lastPlace = new Int32Array(nodeCount).fill(-1);
  let next = 0;
  let p = 0;
  for (let i = 0; i < nodeCount; i++) {
    const start = next;
    for (const end = offsets[i + 1]!; p < end; p++) {
      const source = sources[p]!;
      const place = lastPlace[source]!;
      if (place >= start) {
        weight[place]! += weight[p]!;
        continue;
      }
      lastPlace[source] = next;
      outDegree[source]!++;
      sources[next] = source;
      weight[next] = weight[p]!;
      next++;
    }
    offsets[i + 1] = next;
  }
  return { ...csr, arcCount: next, sources: sources.subarray(0, next), weight: weight.subarray(0, next) };
}

/** Counting sort of the nodes by falling degree; equal degrees stay in the caller's order. */
function byFallingDegree(degree: Uint32Array): Int32Array {
  let largest = 0;
  for (const d of degree) if (d > largest) largest = d;
  const start = new Uint32Array(largest + 2);
  for (const d of degree) start[largest - d + 1]!++;
  for (let k = 0; k <= largest; k++) start[k + 1]! += start[k]!;
  const order = new Int32Array(degree.length);
  for (let node = 0; node < degree.length; node++) order[start[largest - degree[node]!]!++] = node;
  return order;
}

function identity(length: number): Int32Array {
  const order = new Int32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  return order;
}

function requireWeights(weight: Float64Array): void {
  for (let a = 0; a < weight.length; a++) {
    const w = weight[a]!;
    if (!(w >= 0 && w < Infinity))
      throw new DomainError('a tie weight must be finite and not negative', { arc: a, weight: w });
  }
}
