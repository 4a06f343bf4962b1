import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Reads a file of int32 pairs (from, to) into two columns, a piece at a time so that the file is never in memory twice. */
export function readPairs(path: string): { from: Int32Array; to: Int32Array } {
  const descriptor = openSync(path, 'r');
  const count = fstatSync(descriptor).size / 8;
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  const piece = new Int32Array(2 ** 18);
  for (let arc = 0; arc < count;) {
    const pairs = readSync(descriptor, piece) / 8;
    for (let k = 0; k < pairs; k++, arc++) {
      from[arc] = piece[2 * k]!;
      to[arc] = piece[2 * k + 1]!;
    }
  }
  closeSync(descriptor);
  return { from, to };
}

/** CPU seconds of this process so far, all threads. */
export const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

export const peakMegabytes = (): number => process.resourceUsage().maxRSS / 1024;
