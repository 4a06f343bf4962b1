import type { CustomerId } from '../../domain/events.ts';
import { countingSort } from '../../domain/graph/counting-sort.ts';
import { rfmSegmentKey } from '../../domain/segments/builtin.ts';
import type { RfmGroup } from '../../domain/profile/profile.ts';
import {
  changesBetween,
  decodeLabels,
  encodeLabels,
  inOrderOf,
  labelsOf,
  newest,
  reasonOf,
  type LabelChange,
} from '../../domain/segments/changes.ts';
import {
  MOST_MOVED,
  MOST_REASONS,
  type LabelsReport,
  type Moved,
  type SegmentGrowth,
} from '../../domain/segments/labels-report.ts';
import { idAt, idCount } from '../../store/customers/packed-ids.ts';
import { mapLimit } from '../../store/client/concurrency.ts';
import type { Db } from '../../store/client/db.ts';
import {
  deleteOtherLabels,
  labelsIn,
  labelsReportOf,
  lineOf,
  putLabelPart,
  putLabelsReport,
  readLabelPart,
  readLine,
  type LabelPart,
} from '../../store/published/label-files.ts';
import type { VisibleGeneration } from '../../store/published/generations.ts';
import { bucketOf } from '../../store/published/slots.ts';
import type { CustomerBlocks } from './customers.ts';
import type { PublishInput } from './input.ts';

/** Blocks of customers whose labels lie in one part, as a power of two: a file for some thousand customers. */
const BLOCKS_A_PART = 2;
const PARTS_AT_ONCE = 8;
/** Runs that are named; what an older one found is told without it. */
const MOST_RUNS = 100;

/**
 * Compares what this run says of everybody in words with what the visible one said, and keeps both the labels and the changes beside the table. Nothing is
 * written there where nothing changed, but who came and went. Repeating it writes the same.
 *
 * @returns the generation whose report is to be shown
 */
export async function writeLabels(input: PublishInput, blocks: CustomerBlocks): Promise<number> {
  const { db, generation, previous, runId, snapshot, result, setAside } = input;
  const { ids, asOf } = snapshot;
  const { segments, ruleOf, answersOf } = result.told;
  const before = previous === null ? null : await labelsReportOf(db, previous.labels);
  const bits = Math.max(0, blocks.bits - BLOCKS_A_PART);
  const count = idCount(ids);
  const bucket = Int32Array.from({ length: count }, (_, i) => bucketOf(idAt(ids, i), bits));
  const sorted = countingSort(bucket, 2 ** bits);
  const starts = new Int32Array(2 ** bits + 1);
  for (const part of bucket) starts[part + 1]!++;
  for (let part = 0; part < 2 ** bits; part++) starts[part + 1]! += starts[part]!;
  const isSameRules = before !== null && isSame(before.segments, segments);
  const growth = growthCounter(input);

  const lineNow = (i: number, known: LabelPart | null): string => {
    const id = idAt(ids, i);
    const { profile, derived } = result.customers.at(i);
    const labels = labelsOf(profile, derived.healthBand, answersOf(i));
    const now = encodeLabels(labels);
    if (known === null) return lineOf(now, []);
    const line = known.get(id);
    if (line !== undefined && isSameRules && labelsIn(line) === now) return line;
    const then = line === undefined ? null : readLine(line);
    const changes = changesBetween(
      then && { segments: before!.segments, labels: decodeLabels(then.labels) },
      { segments, labels },
      asOf,
      ruleOf,
    );
    growth.count(i, id, changes);
    return lineOf(now, newest([...(then?.changes ?? []), ...changes]));
  };
  const parts = await mapLimit([...Array(2 ** bits).keys()], PARTS_AT_ONCE, async (part) => {
    const known = before === null ? null : await linesBefore(db, before, bits, part);
    const lines = new Map<CustomerId, string>();
    for (const i of sorted.subarray(starts[part], starts[part + 1])) lines.set(idAt(ids, i), lineNow(i, known));
    for (const [id, line] of known ?? [])
      if (setAside.has(id) && !lines.has(id)) lines.set(id, unchanged(line, before!, segments));
    const next = [...lines].sort(([a], [b]) => (a < b ? -1 : 1));
    if (before?.bits === bits && known !== null && isEqual(known, next)) return before.parts[part]!;
    await putLabelPart(db, { generation, bits, part }, next);
    return generation;
  });
  const named = (before?.runs ?? []).filter(([of]) => of !== asOf);
  await putLabelsReport(db, generation, {
    bits,
    parts,
    segments,
    runs: [...named, [asOf, runId] as const].slice(-MOST_RUNS),
    since: before?.since ?? asOf,
    comparedWith: before === null ? null : previous!.asOf,
    growth: before === null ? {} : growth.finish(),
  });
  return generation;
}

/** Deletes the labels that neither this generation nor the one before shows. */
export async function deleteLabelsBut(db: Db, generation: number, previous: VisibleGeneration | null): Promise<void> {
  const kept = new Map<number, LabelsReport | null>();
  for (const one of [generation, previous?.labels]) if (one !== undefined) kept.set(one, await labelsReportOf(db, one));
  await deleteOtherLabels(db, kept);
}

const isSame = (a: LabelsReport['segments'], b: LabelsReport['segments']): boolean =>
  a === b || (a.length === b.length && a.every(({ key, text }, k) => key === b[k]!.key && text === b[k]!.text));

const isEqual = (known: LabelPart, next: readonly (readonly [CustomerId, string])[]): boolean =>
  known.size === next.length && next.every(([id, line]) => known.get(id) === line);

/** Who was set aside is what they were, whatever segments there are by now. */
function unchanged(line: string, before: LabelsReport, segments: LabelsReport['segments']): string {
  if (isSame(before.segments, segments)) return line;
  const { labels, changes } = readLine(line);
  return lineOf(
    encodeLabels(inOrderOf({ segments: before.segments, labels: decodeLabels(labels) }, segments)),
    changes,
  );
}

/** The lines of the run before of whom a part is about, whatever parts there were then. A part that is lost is as if nobody had been in it. */
async function linesBefore(db: Db, before: LabelsReport, bits: number, part: number): Promise<LabelPart | null> {
  const finer = before.bits - bits;
  if (finer <= 0) {
    const whole = await readLabelPart(db, before, Math.floor(part / 2 ** -finer));
    if (finer === 0 || whole === null) return whole;
    return new Map([...whole].filter(([id]) => bucketOf(id, bits) === part));
  }
  const lines = new Map<CustomerId, string>();
  for (let k = 0; k < 2 ** finer; k++) {
    const some = await readLabelPart(db, before, part * 2 ** finer + k);
    if (some === null) return null;
    for (const [id, line] of some) lines.set(id, line);
  }
  return lines;
}

interface Mover {
  readonly id: CustomerId;
  readonly value: number;
  readonly reason: string;
}

/** Who came to each segment and went, those of RFM groups too. */
function growthCounter({ previous, result }: PublishInput) {
  const movers = new Map<string, { readonly entered: Mover[]; readonly left: Mover[] }>();
  const add = (key: string, side: 'entered' | 'left', i: number, id: CustomerId, reason: string): void => {
    let of = movers.get(key);
    if (of === undefined) movers.set(key, (of = { entered: [], left: [] }));
    of[side].push({ id, value: result.segments.get(key)?.values[i] ?? Number.NaN, reason });
  };
  return {
    count: (i: number, id: CustomerId, changes: readonly LabelChange[]): void => {
      for (const change of changes) {
        if (change.kind === 'SEGMENT')
          add(change.segment, change.entered ? 'entered' : 'left', i, id, reasonOf(change));
        if (change.kind !== 'RFM_GROUP') continue;
        const reason = change.because ?? 'no group before';
        if (change.from !== null) add(rfmSegmentKey(change.from as RfmGroup), 'left', i, id, reason);
        if (change.to !== null) add(rfmSegmentKey(change.to as RfmGroup), 'entered', i, id, reason);
      }
    },
    finish: (): Record<string, SegmentGrowth> =>
      Object.fromEntries(
        [...result.segments].flatMap(([key, { order }]): [string, SegmentGrowth][] => {
          const before = previous?.segments[key]?.count;
          if (before === undefined) return [];
          const { entered, left } = movers.get(key) ?? { entered: [], left: [] };
          const rest = order.length - before - entered.length + left.length;
          return [
            [
              key,
              {
                before,
                after: order.length,
                entered: movedOf(entered, Math.max(0, rest)),
                left: movedOf(left, Math.max(0, -rest)),
              },
            ],
          ];
        }),
      ),
  };
}

/** @param unknown further ones of whom nothing is known */
function movedOf(movers: readonly Mover[], unknown: number): Moved {
  const reasons = [...Map.groupBy(movers, ({ reason }) => reason)]
    .map(([reason, all]) => [reason, all.length] as const)
    .sort(([a, some], [b, others]) => others - some || (a < b ? -1 : 1));
  const worth = ({ value }: Mover): number => (Number.isNaN(value) ? -Infinity : value);
  const list = movers.toSorted((a, b) => worth(b) - worth(a) || (a.id < b.id ? -1 : 1)).slice(0, MOST_MOVED);
  return {
    customers: movers.length + unknown,
    unknown,
    reasons: reasons.slice(0, MOST_REASONS),
    otherReasons: reasons.slice(MOST_REASONS).reduce((sum, [, customers]) => sum + customers, 0),
    list: list.map(({ id, reason }) => [id, reason]),
  };
}
