import type { EngagementRuleSet } from '../domain/engagement/rules.ts';
import { INFLUENTIAL_ABOVE } from '../domain/influence/score.ts';
import { KringError } from '../domain/errors.ts';
import { builtinSegments, type SegmentDefinition } from '../domain/segments/builtin.ts';
import { isSegmentRole } from '../domain/segments/roles.ts';
import { parseSegmentRule } from '../domain/segments/rules.ts';
import type { RecordCounts } from '../published/statistics.ts';
import { deleteBlobs, getParts, hasParts, putParts } from '../store/blobs/blobs.ts';
import type { RunRecord } from '../store/work/runs.ts';
import type { Db } from '../store/client/db.ts';
import { settledRuleSet } from '../store/definitions/rules.ts';
import { isList } from '../store/definitions/listed.ts';
import { listSegments } from '../store/definitions/segments.ts';
import { currentCalibration, decodeCalibration, encodeCalibration } from './calibrate.ts';
import type { NetworkCalibration } from './compute/kappa.ts';
import { decodeSnapshot, encodeSnapshot } from './snapshot/codec.ts';
import type { SetAside } from './snapshot/set-aside.ts';
import type { Snapshot } from './snapshot/snapshot.ts';
import { takeSnapshot } from './snapshot/take.ts';

/** Everything a run's answers depend on, besides its settings and what is visible. */
export interface PinnedInputs {
  readonly snapshot: Snapshot;
  readonly counts: RecordCounts;
  readonly segments: readonly SegmentDefinition[];
  readonly network: NetworkCalibration | null;
  /** Influence scores above which an engagement rule counts otherwise, or that is called influential; ascending. */
  readonly thresholds: readonly number[];
  /** Customers left out of the snapshot, by id. */
  readonly setAside: readonly SetAside[];
}

/** The inputs beside the snapshot, as they are kept. */
type Pinned = Omit<PinnedInputs, 'snapshot' | 'network'> & { readonly network: string | null };

/** What a run keeps beside the table lies under its generation and id, and under the attempt: a name is used once. */
export type RunOfBlobs = Pick<RunRecord, 'id' | 'generation'>;

const folderOf = (db: Db, { id, generation }: RunOfBlobs): string =>
  `${db.table}/${String(generation).padStart(GENERATION_DIGITS, '0')}-${id}/`;
const GENERATION_DIGITS = 10;

/** Each attempt at a run writes under names of its own: one that was taken for dead must not replace what its successor pinned. */
const inputsBlob = (db: Db, run: RunOfBlobs, attempt: number): string => `${folderOf(db, run)}${attempt}-inputs`;

/** Reads the inputs and writes them down. They count once the run's record names the attempt. */
export async function pinInputs(
  db: Db,
  run: RunOfBlobs,
  attempt: number,
  options: {
    readonly asOf: number;
    readonly onlyKnownThen?: boolean;
    readonly onProgress?: (done: number, total: number) => void;
  },
): Promise<PinnedInputs> {
  const own = (await listSegments(db)).filter(({ archived }) => !archived);
  const segments = [
    ...builtinSegments,
    ...own.map((segment) => ({
      ...segment,
      kind: isList(segment) ? ('LIST' as const) : ('RULE' as const),
      role: isSegmentRole(segment.role) ? segment.role : null,
      rule: parseSegmentRule(segment.rule),
    })),
  ];
  const network = await currentCalibration(db);
  const ruleSet = await settledRuleSet(db);
  const thresholds = thresholdsOf(ruleSet);
  const { snapshot, counts, setAside } = await takeSnapshot(db, {
    ...options,
    ruleSet,
    lists: own.filter(isList).map(({ key }) => key),
  });
  const rest: Pinned = {
    counts,
    segments,
    thresholds,
    setAside,
    network: network === null ? null : encodeCalibration(network),
  };
  await putParts(db.blobs, inputsBlob(db, run, attempt), encodeSnapshot(snapshot, rest));
  return { snapshot, counts, segments, network, thresholds, setAside };
}

const thresholdsOf = ({ rules }: EngagementRuleSet): number[] =>
  [
    ...new Set([
      INFLUENTIAL_ABOVE,
      ...rules.flatMap(({ variants }) => variants.map(({ whenInfluenceAbove }) => whenInfluenceAbove)),
    ]),
  ].sort((a, b) => a - b);

/** The inputs an attempt pinned. Throws KringError CHECKPOINT_GONE when they are not there: nothing may be published from others. */
export async function readPinnedInputs(db: Db, run: RunOfBlobs, attempt: number): Promise<PinnedInputs> {
  const name = inputsBlob(db, run, attempt);
  if (!(await hasParts(db.blobs, name)))
    throw new KringError(
      'CHECKPOINT_GONE',
      `the inputs of generation ${run.generation} are not in ${db.blobs.place}: another process ended the run, or keeps them elsewhere`,
    );
  const { snapshot, rest } = await decodeSnapshot(getParts(db.blobs, name));
  const { network, ...pinned } = rest as Pinned;
  return { snapshot, ...pinned, network: network === null ? null : decodeCalibration(network) };
}

/** Deletes what runs up to this one have kept. What a process that was taken for dead puts afterwards goes with the next run. */
export async function clearBlobs(db: Db, { generation }: RunOfBlobs): Promise<void> {
  const folder = `${db.table}/`;
  const all = await db.blobs.list(folder);
  await deleteBlobs(
    db.blobs,
    all.filter((name) => Number(name.slice(folder.length, folder.length + GENERATION_DIGITS)) <= generation),
  );
}
