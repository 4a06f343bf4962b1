import type { PurchaseLog } from './log.ts';

/** Customers a comparison is made on: enough for two digits of every figure, few enough for seconds. */
export const SELECTION_SAMPLE = 6_000;

/** A hash of one customer's own history (FNV-1a over days and margins), so that a sample does not depend on the customers' order. */
const historyHash = (log: PurchaseLog, customer: number): number => {
  let hash = 0x811c9dc5;
  const mix = (value: number): void => {
    hash = Math.imul(hash ^ (value & 0xffff), 0x01000193);
    hash = Math.imul(hash ^ (value >>> 16), 0x01000193);
  };
  for (let k = log.offsets[customer]!; k < log.offsets[customer + 1]!; k++) {
    mix(log.day[k]!);
    mix(Math.round(log.marginMinor[k]!) | 0);
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 12)) >>> 0;
};

/** About `size` customers of the log, or the log itself where it has no more than that. */
export const sampleOf = (log: PurchaseLog, size = SELECTION_SAMPLE): PurchaseLog => {
  let buyers = 0;
  for (let i = 0; i < log.count; i++) if (log.offsets[i + 1]! > log.offsets[i]!) buyers++;
  if (buyers <= size) return log;
  const limit = (size / buyers) * 2 ** 32;
  const kept = Array.from({ length: log.count }, (_, i) => i).filter(
    (i) => log.offsets[i + 1]! > log.offsets[i]! && historyHash(log, i) < limit,
  );
  const offsets = new Int32Array(kept.length + 1);
  kept.forEach((customer, row) => {
    offsets[row + 1] = offsets[row]! + log.offsets[customer + 1]! - log.offsets[customer]!;
  });
  const day = new Int32Array(offsets[kept.length]!);
  const marginMinor = new Float64Array(day.length);
  kept.forEach((customer, row) => {
    day.set(log.day.subarray(log.offsets[customer]!, log.offsets[customer + 1]!), offsets[row]!);
    marginMinor.set(log.marginMinor.subarray(log.offsets[customer]!, log.offsets[customer + 1]!), offsets[row]!);
  });
  return { count: kept.length, offsets, day, marginMinor };
};
