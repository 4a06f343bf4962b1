import { logKnownAt, type PurchaseLog } from '../history/log.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

/**
 * Up to here models are compared on everybody. What of a difference of two scores is chance comes down with the number of customers only so far, since windows differ by
 * more than their customers do: a quarter of them chooses as a hundred thousand do.
 */
export const MOST_COMPARED = 25_000;
/** Up to here level, P(return) and intervals are learned from everybody: a level moves all values alike, so less is left to chance. */
export const MOST_CALIBRATED = 100_000;

/** A log, or a sample of it, with the workbench that was opened on it. */
export interface Trial {
  readonly log: PurchaseLog;
  readonly workbench: Workbench;
}

/**
 * At most `size` of the customers who had bought by `asOfDay`, or the log itself where there are no more: every n-th in the order of first day,
 * number of purchases until `asOfDay` and id, so that old and new, one-time and regular buyers are in it as they are in the whole. Who is in it
 * depends on nothing else: not on money, not on the order of the customers, not on what came after.
 */
export const sampleOf = (log: PurchaseLog, asOfDay: number, size: number): PurchaseLog => {
  const known = logKnownAt(log, asOfDay);
  const [buyers, firstDay, purchases] = [0, 1, 2].map(() => new Int32Array(log.count)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  let count = 0;
  for (let customer = 0; customer < log.count; customer++) {
    const start = known.offsets[customer]!;
    let end = start;
    while (end < known.offsets[customer + 1]! && known.day[end]! <= asOfDay) end++;
    if (end === start) continue;
    firstDay[customer] = known.day[start]!;
    purchases[customer] = end - start;
    buyers[count++] = customer;
  }
  if (count <= size) return log;
  const before = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
  const sorted = buyers
    .subarray(0, count)
    .sort(
      (a, b) =>
        firstDay[a]! - firstDay[b]! ||
        purchases[a]! - purchases[b]! ||
        (log.ids === undefined ? a - b : before(log.ids[a]!, log.ids[b]!)),
    );
  const every = count / size;
  const kept = Int32Array.from({ length: size }, (_, i) => sorted[Math.floor((i + 0.5) * every)]!).sort();
  return partOf(log, kept);
};

/** What a model is tried on that is learned from at most `size` customers: everything as it is where there are no more ({@link sampleOf}). */
export const trialOf = (everybody: Trial, asOfDay: number, size: number): Trial => {
  const log = sampleOf(everybody.log, asOfDay, size);
  return log === everybody.log ? everybody : { log, workbench: openWorkbench(log, everybody.workbench.unitDays) };
};

/** The log of some of its customers. */
const partOf = (log: PurchaseLog, kept: Int32Array): PurchaseLog => {
  const offsets = new Int32Array(kept.length + 1);
  kept.forEach((customer, row) => {
    offsets[row + 1] = offsets[row]! + log.offsets[customer + 1]! - log.offsets[customer]!;
  });
  const day = new Int32Array(offsets[kept.length]!);
  const marginMinor = new Float64Array(day.length);
  const entryOf = new Int32Array(log.day.length).fill(-1);
  kept.forEach((customer, row) => {
    const [start, end] = [log.offsets[customer]!, log.offsets[customer + 1]!];
    day.set(log.day.subarray(start, end), offsets[row]!);
    marginMinor.set(log.marginMinor.subarray(start, end), offsets[row]!);
    for (let k = start; k < end; k++) entryOf[k] = offsets[row]! + k - start;
  });
  const part = {
    count: kept.length,
    offsets,
    day,
    marginMinor,
    ...(log.ids === undefined ? {} : { ids: Array.from(kept, (customer) => log.ids![customer]!) }),
  };
  if (log.returns === undefined) return part;
  const { returns } = log;
  const rows = Array.from(returns.entry.keys()).filter((i) => entryOf[returns.entry[i]!]! >= 0);
  return {
    ...part,
    returns: {
      entry: Int32Array.from(rows, (i) => entryOf[returns.entry[i]!]!),
      day: Int32Array.from(rows, (i) => returns.day[i]!),
      marginMinor: Float64Array.from(rows, (i) => returns.marginMinor[i]!),
      whole: Uint8Array.from(rows, (i) => returns.whole[i]!),
    },
  };
};
