import { SWEEP_WASM } from './sweep.wasm.ts';
import { plainSweep, type Rows, type Sweep } from './sweep.ts';

/** The arrays of a graph, in ordinary memory or side by side in one WebAssembly memory. */
export interface GraphRoom extends Rows {
  /** Columns for the solves of this graph, reused by each; null where a solve allocates its own. */
  readonly wasm: WasmColumns | null;
}

/** Columns in the same WebAssembly memory as the graph, and the sweep that runs there. */
export interface WasmColumns {
  readonly columns: readonly Float64Array[];
  readonly sweep: Sweep;
}

/** What a solve works on. Contents are undefined at the start, and the next solve of the same graph overwrites them. */
export interface Workspace {
  readonly gather: Float64Array;
  readonly spare: Float64Array;
  readonly f: Float64Array;
  readonly value: Float64Array;
  readonly follower: Float64Array;
  readonly followed: Float64Array;
  readonly sweep: Sweep;
}

export type EngineChoice = 'auto' | 'plain' | 'wasm';

const COLUMNS = 6;
/** Below this many arcs a solve takes about a millisecond, and each WebAssembly memory reserves address space. */
const WASM_FROM_ARCS = 100_000;
/** A function is compiled for speed only between calls: with one call per sweep the whole first sweep would be slow. */
const CALLS_PER_SWEEP = 32;
const PAGE_BYTES = 65_536;
/** A WebAssembly memory with 32-bit addresses ends here. */
const LARGEST_MEMORY_BYTES = 65_536 * PAGE_BYTES;

/** Room for a graph; falls back to ordinary memory where WebAssembly is absent, too small or refused. */
export function graphRoom(nodeCount: number, arcCount: number, weighted: boolean, engine: EngineChoice): GraphRoom {
  const wanted = engine === 'wasm' || (engine === 'auto' && arcCount >= WASM_FROM_ARCS);
  const wasm = wanted ? wasmRoom(nodeCount, arcCount, weighted) : null;
  return (
    wasm ?? {
      offsets: new Int32Array(nodeCount + 1),
      sources: new Int32Array(arcCount),
      weight: weighted ? new Float64Array(arcCount) : null,
      wasm: null,
    }
  );
}

/** Columns for a sweep over so many nodes: in the memory of the WebAssembly module where there is one, else arrays of their own. */
export function openWorkspace({
  nodeCount,
  wasm,
}: {
  readonly nodeCount: number;
  readonly wasm: WasmColumns | null;
}): Workspace {
  const column = (k: number): Float64Array => wasm?.columns[k] ?? new Float64Array(nodeCount);
  return {
    gather: column(0),
    spare: column(1),
    f: column(2),
    value: column(3),
    follower: column(4),
    followed: column(5),
    sweep: wasm?.sweep ?? plainSweep,
  };
}

/** The part of WebAssembly used here: the name has no type in a project without the browser's library. */
interface WasmHost {
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: Record<string, (...operands: number[]) => number> };
}

function wasmRoom(nodeCount: number, arcCount: number, weighted: boolean): GraphRoom | null {
  const host = (globalThis as { WebAssembly?: WasmHost }).WebAssembly;
  // Columns of eight bytes come first, so that every array is aligned.
  const columnBytes = nodeCount * 8;
  const weightAt = COLUMNS * columnBytes;
  const sourcesAt = weightAt + (weighted ? arcCount * 8 : 0);
  const offsetsAt = sourcesAt + arcCount * 4;
  const bytes = offsetsAt + (nodeCount + 1) * 4;
  if (!host || bytes > LARGEST_MEMORY_BYTES) return null;
  let memory: { readonly buffer: ArrayBuffer };
  try {
    memory = new host.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
  } catch (refused) {
    if (refused instanceof RangeError) return null;
    throw refused;
  }
  const { buffer } = memory;
  const code = Uint8Array.from(atob(SWEEP_WASM), (letter) => letter.charCodeAt(0));
  const { exports } = new host.Instance(new host.Module(code), { kernel: { memory } });
  const rows = exports[weighted ? 'weightedRows' : 'unweightedRows']!;
  const rowsPerCall = Math.ceil(nodeCount / CALLS_PER_SWEEP);
  const sweep: Sweep = (_rows, { gather, next, f, value, follower, followed }, begin, end, before) => {
    let change = before;
    for (let first = begin; first < end; first += rowsPerCall) {
      change = rows(
        offsetsAt,
        sourcesAt,
        gather.byteOffset,
        next.byteOffset,
        f.byteOffset,
        value.byteOffset,
        follower.byteOffset,
        followed.byteOffset,
        first,
        Math.min(first + rowsPerCall, end),
        change,
        weightAt,
      );
    }
    return change;
  };
  return {
    offsets: new Int32Array(buffer, offsetsAt, nodeCount + 1),
    sources: new Int32Array(buffer, sourcesAt, arcCount),
    weight: weighted ? new Float64Array(buffer, weightAt, arcCount) : null,
    wasm: {
      columns: Array.from({ length: COLUMNS }, (_, k) => new Float64Array(buffer, k * columnBytes, nodeCount)),
      sweep,
    },
  };
}
