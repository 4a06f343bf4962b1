/**
 * What runs said of everybody in words and what of it changed lately (domain/segments/changes.ts), in the blob store: in the table one customer in a hundred who
 * enters or leaves a segment would cost .04 write units for each of all, every night. A part that did not change stays where it is.
 */
import type { CustomerId } from '../../domain/events.ts';
import type { LabelChange } from '../../domain/segments/changes.ts';
import type { LabelsReport } from '../../domain/segments/labels-report.ts';
import { deleteBlobs, getPacked, putPacked } from '../blobs/blobs.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import type { VisibleGeneration } from './generations.ts';
import { keeper } from './kept.ts';
import { bucketOf } from './slots.ts';

const AT_ONCE = 16;
const ID_LENGTH = 20;
const LAYOUT = 1;

const allFolders = (db: Db): string => `${db.table}.labels/`;
const numbered = (value: number): string => String(value).padStart(8, '0');
const reportName = (db: Db, generation: number): string => `${allFolders(db)}${numbered(generation)}/all`;
const partName = (db: Db, generation: number, bits: number, part: number): string =>
  `${allFolders(db)}${numbered(generation)}/${bits}-${numbered(part)}`;

/** Of a customer the labels as text, and behind a tab the changes as JSON where there are any. Equal lines, equal customers. */
export type LabelPart = ReadonlyMap<CustomerId, string>;

/** A line of a part. */
export const lineOf = (labels: string, changes: readonly LabelChange[]): string =>
  changes.length === 0 ? labels : `${labels}\t${JSON.stringify(changes)}`;

/** What {@link lineOf} was given. */
export function readLine(line: string): { readonly labels: string; readonly changes: readonly LabelChange[] } {
  const tab = line.indexOf('\t');
  return tab < 0
    ? { labels: line, changes: [] }
    : { labels: line.slice(0, tab), changes: JSON.parse(line.slice(tab + 1)) as LabelChange[] };
}

/** The labels of a line, without reading its changes. */
export const labelsIn = (line: string): string => {
  const tab = line.indexOf('\t');
  return tab < 0 ? line : line.slice(0, tab);
};

const encodePart = (lines: Iterable<readonly [CustomerId, string]>): Uint8Array =>
  new TextEncoder().encode([...lines].map(([id, line]) => `${id}${line}\n`).join(''));

function decodePart(bytes: Uint8Array): LabelPart {
  const lines = new TextDecoder().decode(bytes).split('\n');
  return new Map(lines.slice(0, -1).map((line) => [line.slice(0, ID_LENGTH), line.slice(ID_LENGTH)]));
}

/** Keeps a part. @param lines sorted by id */
export const putLabelPart = (
  db: Db,
  { generation, bits, part }: { readonly generation: number; readonly bits: number; readonly part: number },
  lines: Iterable<readonly [CustomerId, string]>,
): Promise<void> => putPacked(db.blobs, partName(db, generation, bits, part), encodePart(lines));

/** A part that a report names; null where it is kept no more. */
export async function readLabelPart(
  db: Db,
  { bits, parts }: Pick<LabelsReport, 'bits' | 'parts'>,
  part: number,
): Promise<LabelPart | null> {
  const bytes = await getPacked(db.blobs, partName(db, parts[part]!, bits, part));
  return bytes && decodePart(bytes);
}

/** Keeps the report of a generation, once all parts it names are there. */
export const putLabelsReport = (db: Db, generation: number, report: LabelsReport): Promise<void> =>
  putPacked(db.blobs, reportName(db, generation), new TextEncoder().encode(JSON.stringify({ layout: LAYOUT, report })));

/** The report of a generation; null where there is none, it is kept no more, or in a layout this release does not know. */
export async function labelsReportOf(db: Db, generation: number | undefined): Promise<LabelsReport | null> {
  const bytes = generation === undefined ? null : await getPacked(db.blobs, reportName(db, generation));
  if (bytes === null) return null;
  const { layout, report } = JSON.parse(new TextDecoder().decode(bytes)) as { layout: number; report: LabelsReport };
  return layout === LAYOUT ? report : null;
}

const keptReports = keeper<LabelsReport>('labels');
const keptParts = keeper<LabelPart>('label-parts');
/** Bytes that a character of a text takes in memory, with what finds it. */
const BYTES_PER_LETTER = 3;

/** {@link labelsReportOf} what is visible, read once by a process. */
export async function shownLabels(db: Db, shown: VisibleGeneration): Promise<LabelsReport | null> {
  const known = keptReports.find(db, shown, 'all');
  if (known !== undefined) return known;
  const report = await labelsReportOf(db, shown.labels);
  return report && keptReports.keep(db, shown, 'all', report, BYTES_PER_LETTER * JSON.stringify(report).length);
}

/** What changed of a customer lately, the oldest first; null for whom no run has seen. */
export async function shownChanges(
  db: Db,
  shown: VisibleGeneration,
  report: LabelsReport,
  id: CustomerId,
): Promise<readonly LabelChange[] | null> {
  const number = bucketOf(id, report.bits);
  let part = keptParts.find(db, shown, String(number)) ?? null;
  if (part === null) {
    part = await readLabelPart(db, report, number);
    if (part === null) return null;
    const letters = [...part.values()].reduce((sum, line) => sum + ID_LENGTH + line.length, 0);
    keptParts.keep(db, shown, String(number), part, BYTES_PER_LETTER * letters);
  }
  const line = part.get(id);
  return line === undefined ? null : readLine(line).changes;
}

/** Deletes what none of these reports names. @param kept generations with their reports */
export async function deleteOtherLabels(db: Db, kept: ReadonlyMap<number, LabelsReport | null>): Promise<void> {
  const wanted = new Set(
    [...kept].flatMap(([generation, report]) => [
      reportName(db, generation),
      ...(report?.parts.map((of, part) => partName(db, of, report.bits, part)) ?? []),
    ]),
  );
  const names = await db.blobs.list(allFolders(db));
  await deleteBlobs(
    db.blobs,
    names.filter((name) => !wanted.has(name)),
  );
}

/** Takes customers out of all labels that are kept. Repeatable. */
export async function forgetLabels(db: Db, ids: readonly CustomerId[]): Promise<void> {
  await mapLimit(await db.blobs.list(allFolders(db)), AT_ONCE, async (name) => {
    const [folder, file] = name.slice(allFolders(db).length).split('/') as [string, string];
    if (file === 'all') return forgetInReport(db, Number(folder), ids);
    const [bits, part] = file.split('-').map(Number) as [number, number];
    if (!ids.some((id) => bucketOf(id, bits) === part)) return;
    const bytes = await getPacked(db.blobs, name);
    const lines = bytes && decodePart(bytes);
    if (lines === null || !ids.some((id) => lines.has(id))) return;
    await putPacked(db.blobs, name, encodePart([...lines].filter(([id]) => !ids.includes(id))));
  });
}

async function forgetInReport(db: Db, generation: number, ids: readonly CustomerId[]): Promise<void> {
  const report = await labelsReportOf(db, generation);
  if (report === null) return;
  const without = <T extends { readonly list: readonly (readonly [CustomerId, string])[] }>(moved: T): T => ({
    ...moved,
    list: moved.list.filter(([id]) => !ids.includes(id)),
  });
  const growth = Object.fromEntries(
    Object.entries(report.growth).map(([key, one]) => [
      key,
      { ...one, entered: without(one.entered), left: without(one.left) },
    ]),
  );
  await putLabelsReport(db, generation, { ...report, growth });
}
