import { bothWays, buildCsr, type Arcs } from './kernel/csr.ts';

export interface Partition {
  /** Community of each node: 0, 1, … in the order of their first member. */
  readonly community: Int32Array;
  readonly count: number;
  /** Modularity at the resolution used: the share of tie weight inside, less what chance would put there. */
  readonly modularity: number;
}

/** An undirected weighted graph: every tie from both ends, no ties to oneself; those are in `own`. */
interface Level {
  readonly offsets: Int32Array;
  readonly neighbours: Int32Array;
  readonly weight: Float64Array;
  /** Weight of the ties inside a node, both ends counted. */
  readonly own: Float64Array;
  /** Σ weight of all tie ends at a node, `own` included. */
  readonly strength: Float64Array;
}

/**
 * Communities of a follower graph, directions ignored: Louvain's local moving and merging, communities that fell apart
 * cut into their connected parts (which never lowers modularity), and again from there while it helps. No chance is
 * involved: nodes move in the order of their numbers, equal gains go to the lower community, so the same ties give the
 * same partition.
 *
 * Source: Blondel, Guillaume, Lambiotte & Lefebvre (2008); resolution as in Reichardt & Bornholdt (2006); queue of nodes
 * to visit again as in Traag, Waltman & van Eck (2019).
 *
 * @param resolution above 1 gives more and smaller communities
 */
export function louvain(arcs: Arcs, resolution = 1): Partition {
  const finest = undirected(arcs);
  const totalEnds = sumOf(finest.strength);
  const single = alone(arcs.nodeCount);
  let best: Partition = {
    ...single,
    modularity: modularityOf(finest, single.community, single.count, totalEnds, resolution),
  };
  if (totalEnds === 0) return best;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { community, count } = renumbered(
      connectedParts(finest, climb(finest, best.community, totalEnds, resolution)),
    );
    const modularity = modularityOf(finest, community, count, totalEnds, resolution);
    const improvement = modularity - best.modularity;
    if (improvement > 0) best = { community, count, modularity };
    if (improvement < LEAST_IMPROVEMENT) break;
  }
  return best;
}

/** People move again between finished communities while that helps; a few rounds reach what can be reached this way. */
const MOST_ROUNDS = 5;
const LEAST_IMPROVEMENT = 1e-4;

/** One climb: nodes move, then communities of nodes, then communities of those, until nothing does. */
function climb(finest: Level, start: Int32Array, totalEnds: number, resolution: number): Int32Array {
  let level = finest;
  let moved = renumbered(localMoving(level, start, totalEnds, resolution));
  let community = moved.community;
  while (moved.count < level.strength.length) {
    level = merged(level, moved.community, moved.count);
    moved = renumbered(localMoving(level, alone(moved.count).community, totalEnds, resolution));
    community = community.map((c) => moved.community[c]!);
  }
  return community;
}

function alone(count: number): { community: Int32Array<ArrayBuffer>; count: number } {
  return { community: Int32Array.from({ length: count }, (_, i) => i), count };
}

function undirected({ nodeCount, from, to, weight }: Arcs): Level {
  const csr = buildCsr(bothWays({ nodeCount, from, to, ...(weight ? { weight } : {}) }), {
    relabel: false,
    mergeParallel: true,
    engine: 'plain',
  });
  const own = new Float64Array(nodeCount);
  const strength = new Float64Array(nodeCount);
  const weights = csr.weight!;
  for (let i = 0; i < nodeCount; i++) {
    for (let p = csr.offsets[i]!; p < csr.offsets[i + 1]!; p++) {
      strength[i]! += weights[p]!;
      // Counted once by its row and once more here: a tie to oneself has both ends at this node. It pulls nobody.
      if (csr.sources[p] === i) {
        own[i] = 2 * weights[p]!;
        strength[i]! += weights[p]!;
        weights[p] = 0;
      }
    }
  }
  return { offsets: csr.offsets, neighbours: csr.sources, weight: weights, own, strength };
}

/** Moves nodes to the neighbouring community that raises modularity most, until none does. */
function localMoving(
  { offsets, neighbours, weight, strength }: Level,
  start: Int32Array,
  totalEnds: number,
  resolution: number,
): Int32Array {
  const n = strength.length;
  const community = start.slice();
  const strengthOf = new Float64Array(n);
  for (let i = 0; i < n; i++) strengthOf[community[i]!]! += strength[i]!;
  const weightTo = new Float64Array(n);
  const touched = new Int32Array(n);
  const queue = Int32Array.from({ length: n }, (_, i) => i);
  const queued = new Uint8Array(n).fill(1);
  // A gain below the rounding of the sums is no gain: nodes would trade places for ever.
  const least = 1e-12 * totalEnds;
  for (let head = 0, waiting = n; waiting > 0; waiting--) {
    const node = queue[head]!;
    head = head + 1 === n ? 0 : head + 1;
    queued[node] = 0;
    const home = community[node]!;
    const mine = strength[node]!;
    strengthOf[home]! -= mine;
    let count = 0;
    for (let p = offsets[node]!; p < offsets[node + 1]!; p++) {
      const c = community[neighbours[p]!]!;
      if (weight[p] === 0) continue;
      if (weightTo[c] === 0) touched[count++] = c;
      weightTo[c]! += weight[p]!;
    }
    const gain = (c: number): number => weightTo[c]! - (resolution * mine * strengthOf[c]!) / totalEnds;
    let best = home;
    let bestGain = gain(home);
    for (let t = 0; t < count; t++) {
      const c = touched[t]!;
      const better = gain(c) - bestGain;
      if (better > least || (best !== home && better >= -least && c < best)) {
        best = c;
        bestGain = gain(c);
      }
    }
    for (let t = 0; t < count; t++) weightTo[touched[t]!] = 0;
    strengthOf[best]! += mine;
    if (best === home) continue;
    community[node] = best;
    for (let p = offsets[node]!; p < offsets[node + 1]!; p++) {
      const neighbour = neighbours[p]!;
      if (queued[neighbour] === 1 || community[neighbour] === best) continue;
      queued[neighbour] = 1;
      queue[(head + waiting - 1) % n] = neighbour;
      waiting++;
    }
  }
  return community;
}

/** The graph whose nodes are the communities. */
function merged({ offsets, neighbours, weight, own }: Level, community: Int32Array, count: number): Level {
  let between = 0;
  for (let i = 0; i < community.length; i++) {
    for (let p = offsets[i]!; p < offsets[i + 1]!; p++)
      if (community[i] !== community[neighbours[p]!] && weight[p]! > 0) between++;
  }
  const ties = {
    nodeCount: count,
    from: new Int32Array(between),
    to: new Int32Array(between),
    weight: new Float64Array(between),
  };
  const inside = new Float64Array(count);
  let tie = 0;
  for (let i = 0; i < community.length; i++) {
    const c = community[i]!;
    inside[c]! += own[i]!;
    for (let p = offsets[i]!; p < offsets[i + 1]!; p++) {
      const d = community[neighbours[p]!]!;
      if (c === d) inside[c]! += weight[p]!;
      else if (weight[p]! > 0) {
        ties.from[tie] = c;
        ties.to[tie] = d;
        ties.weight[tie++] = weight[p]!;
      }
    }
  }
  const csr = buildCsr(ties, { relabel: false, mergeParallel: true, engine: 'plain' });
  const strength = inside.slice();
  for (let c = 0; c < count; c++)
    for (let p = csr.offsets[c]!; p < csr.offsets[c + 1]!; p++) strength[c]! += csr.weight![p]!;
  return { offsets: csr.offsets, neighbours: csr.sources, weight: csr.weight!, own: inside, strength };
}

/** Cuts every community into the parts that hang together. */
function connectedParts({ offsets, neighbours, weight }: Level, community: Int32Array): Int32Array<ArrayBuffer> {
  const part = new Int32Array(community.length).fill(-1);
  const stack: number[] = [];
  for (let start = 0; start < part.length; start++) {
    if (part[start] !== -1) continue;
    part[start] = start;
    stack.push(start);
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      for (let p = offsets[node]!; p < offsets[node + 1]!; p++) {
        const neighbour = neighbours[p]!;
        if (weight[p] === 0 || part[neighbour] !== -1 || community[neighbour] !== community[node]) continue;
        part[neighbour] = start;
        stack.push(neighbour);
      }
    }
  }
  return part;
}

function renumbered(community: Int32Array): { community: Int32Array<ArrayBuffer>; count: number } {
  const numbers = new Int32Array(community.length).fill(-1);
  let count = 0;
  const dense = new Int32Array(community.length);
  for (let i = 0; i < community.length; i++) {
    const c = community[i]!;
    if (numbers[c] === -1) numbers[c] = count++;
    dense[i] = numbers[c]!;
  }
  return { community: dense, count };
}

function modularityOf(
  { offsets, neighbours, weight, own, strength }: Level,
  community: Int32Array,
  count: number,
  totalEnds: number,
  resolution: number,
): number {
  if (totalEnds === 0) return 0;
  const ends = new Float64Array(count);
  let inside = 0;
  for (let i = 0; i < community.length; i++) {
    ends[community[i]!]! += strength[i]!;
    inside += own[i]!;
    for (let p = offsets[i]!; p < offsets[i + 1]!; p++)
      if (community[neighbours[p]!] === community[i]) inside += weight[p]!;
  }
  return inside / totalEnds - resolution * ends.reduce((sum, share) => sum + (share / totalEnds) ** 2, 0);
}

const sumOf = (column: Float64Array): number => column.reduce((sum, x) => sum + x, 0);
