/**
 * R-MAT graphs (Chakrabarti, Zhan & Faloutsos 2004; Graph500 corner probabilities .57 .19 .19 .05): skewed like follower
 * graphs, the same for the same arguments. No parallel arcs, no arcs to oneself, node numbers shuffled.
 *
 * node bench/network/rmat.ts SCALE ARCS FILE   writes 2^SCALE nodes, ARCS arcs as pairs of int32 (from, to), sorted.
 */
import { closeSync, openSync, writeSync } from 'node:fs';

const [scale = 20, arcs = 10_000_000] = process.argv.slice(2, 4).map(Number);
const file = process.argv[4];
if (!file) throw new Error('usage: node bench/network/rmat.ts SCALE ARCS FILE');
const nodeCount = 2 ** scale;

let state = 0x9e3779b9;
/** mulberry32: 32 well-mixed bits are enough for a workload. */
function uniform(): number {
  state = (state + 0x6d2b79f5) | 0;
  let z = Math.imul(state ^ (state >>> 15), state | 1);
  z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
  return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
}

const shuffled = Int32Array.from({ length: nodeCount }, (_, i) => i);
for (let i = nodeCount - 1; i > 0; i--) {
  const j = Math.floor(uniform() * (i + 1));
  const held = shuffled[i]!;
  shuffled[i] = shuffled[j]!;
  shuffled[j] = held;
}

/** Draws this many arcs, and returns the distinct ones in order. */
function distinctArcs(count: number): Float64Array {
  const keys = new Float64Array(count);
  for (let k = 0; k < count;) {
    let from = 0;
    let to = 0;
    for (let bit = 0; bit < scale; bit++) {
      const r = uniform();
      from = from * 2 + (r >= 0.76 ? 1 : 0);
      to = to * 2 + ((r >= 0.57 && r < 0.76) || r >= 0.95 ? 1 : 0);
    }
    if (from !== to) keys[k++] = shuffled[from]! * nodeCount + shuffled[to]!;
  }
  keys.sort();
  let unique = 0;
  for (let k = 0; k < count; k++) if (k === 0 || keys[k] !== keys[k - 1]) keys[unique++] = keys[k]!;
  return keys.subarray(0, unique);
}

let keys = distinctArcs(Math.ceil(arcs * 1.3));
for (let more = 2; keys.length < arcs; more *= 2) keys = distinctArcs(arcs * more);
const unique = keys.length;

const descriptor = openSync(file, 'w');
const chunk = new Int32Array(2 ** 20);
let filled = 0;
let written = 0;
for (let k = 0; k < unique; k++) {
  // Keeps exactly `arcs` of the distinct ones, evenly (selection sampling).
  if (uniform() * (unique - k) >= arcs - written) continue;
  chunk[filled++] = Math.floor(keys[k]! / nodeCount);
  chunk[filled++] = keys[k]! % nodeCount;
  written++;
  if (filled === chunk.length || written === arcs) {
    writeSync(descriptor, chunk, 0, filled * 4);
    filled = 0;
  }
  if (written === arcs) break;
}
closeSync(descriptor);
