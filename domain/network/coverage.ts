import type { ReachSets } from './reverse-reachable.ts';

export interface Coverage {
  /** Nodes in the order chosen. */
  readonly chosen: Int32Array;
  /** Sets that contain at least one of the first s + 1 chosen. */
  readonly covered: Float64Array;
}

/**
 * Greedy maximum coverage: k times the node that is in most sets not yet covered. At least 1 − 1/e of the best possible.
 * Time O(nodes + total size of the sets): a node's count only falls, so buckets by count are walked down once.
 *
 * Source: Nemhauser, Wolsey & Fisher (1978); as node selection in Tang, Shi & Xiao (2015), algorithm 1.
 */
export function greedyCoverage(nodeCount: number, { count, starts, members }: ReachSets, k: number): Coverage {
  const setsOf = invert(nodeCount, starts, members);
  const inSets = new Int32Array(nodeCount);
  let most = 0;
  for (let node = 0; node < nodeCount; node++) {
    inSets[node] = setsOf.starts[node + 1]! - setsOf.starts[node]!;
    most = Math.max(most, inSets[node]!);
  }
  const buckets = linkedBuckets(nodeCount, most + 1);
  for (let node = nodeCount - 1; node >= 0; node--) buckets.push(inSets[node]!, node);

  const isCovered = new Uint8Array(count);
  const size = Math.min(k, nodeCount);
  const chosen = new Int32Array(size);
  const covered = new Float64Array(size);
  let total = 0;
  let level = most;
  for (let picked = 0; picked < size;) {
    const node = buckets.pop(level);
    if (node < 0) {
      level--;
      continue;
    }
    if (inSets[node]! < level) {
      buckets.push(inSets[node]!, node);
      continue;
    }
    total += inSets[node]!;
    for (let at = setsOf.starts[node]!; at < setsOf.starts[node + 1]!; at++) {
      const set = setsOf.sets[at]!;
      if (isCovered[set]) continue;
      isCovered[set] = 1;
      for (let m = starts[set]!; m < starts[set + 1]!; m++) inSets[members[m]!]!--;
    }
    chosen[picked] = node;
    covered[picked++] = total;
  }
  return { chosen, covered };
}

/** For every node the sets it is in: the same counting sort that builds sparse rows. */
function invert(
  nodeCount: number,
  setStarts: Float64Array,
  members: Int32Array,
): { starts: Float64Array; sets: Int32Array } {
  const starts = new Float64Array(nodeCount + 1);
  for (const node of members) starts[node + 1]!++;
  for (let node = 0; node < nodeCount; node++) starts[node + 1]! += starts[node]!;
  const position = starts.slice();
  const sets = new Int32Array(members.length);
  for (let set = 0; set + 1 < setStarts.length; set++) {
    for (let m = setStarts[set]!; m < setStarts[set + 1]!; m++) sets[position[members[m]!]!++] = set;
  }
  return { starts, sets };
}

/** Stacks of nodes, one per count; a node is in at most one. */
function linkedBuckets(
  nodeCount: number,
  bucketCount: number,
): { push(bucket: number, node: number): void; pop(bucket: number): number } {
  const top = new Int32Array(bucketCount).fill(-1);
  const below = new Int32Array(nodeCount);
  return {
    push(bucket, node) {
      below[node] = top[bucket]!;
      top[bucket] = node;
    },
    pop(bucket) {
      const node = top[bucket]!;
      if (node >= 0) top[bucket] = below[node]!;
      return node;
    },
  };
}
