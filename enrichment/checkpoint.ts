import { defaultRuleSet } from '../domain/engagement/rules.ts';
import { KringError } from '../domain/errors.ts';
import { builtinSegments, type SegmentDefinition } from '../domain/segments/builtin.ts';
import { parseSegmentRule } from '../domain/segments/rules.ts';
import { deleteBlock, readBlock, writeBlock } from '../store/published/blocks.ts';
import type { Db } from '../store/client/db.ts';
import { currentRuleSet } from '../store/definitions/rules.ts';
import { listSegments } from '../store/definitions/segments.ts';
import { currentCalibration, decodeCalibration, encodeCalibration } from './calibrate.ts';
import type { NetworkCalibration } from './compute/kappa.ts';
import { decodeSnapshot, encodeSnapshot } from './snapshot/codec.ts';
import type { SnapshotCounts } from './snapshot/columns.ts';
import type { Snapshot } from './snapshot/snapshot.ts';
import { takeSnapshot } from './snapshot/take.ts';

/** Everything a run's answers depend on, besides its settings and what is visible. */
export interface PinnedInputs {
  readonly snapshot: Snapshot;
  readonly counts: SnapshotCounts;
  readonly segments: readonly SegmentDefinition[];
  readonly network: NetworkCalibration | null;
}

/** Each attempt at a run writes under names of its own: one that was taken for dead must not replace what its successor pinned. */
const snapshotBlock = (attempt: number): string => `snapshot-${attempt}`;
const pinnedBlock = (attempt: number): string => `pinned-${attempt}`;

/** Reads the inputs and writes them down. They count once the run's record names the attempt. */
export async function pinInputs(
  db: Db,
  generation: number,
  attempt: number,
  options: { readonly asOf: number; readonly onProgress?: (done: number, total: number) => void },
): Promise<PinnedInputs> {
  const own = (await listSegments(db)).filter(({ archived }) => !archived);
  const segments = [
    ...builtinSegments,
    ...own.map((segment) => ({ ...segment, kind: 'RULE' as const, rule: parseSegmentRule(segment.rule) })),
  ];
  const network = await currentCalibration(db);
  const { snapshot, counts } = await takeSnapshot(db, {
    ...options,
    ruleSet: (await currentRuleSet(db)) ?? defaultRuleSet,
  });
  const rest = JSON.stringify({ counts, segments, network: network === null ? null : encodeCalibration(network) });
  await writeBlock(db, generation, pinnedBlock(attempt), new TextEncoder().encode(rest));
  await writeBlock(db, generation, snapshotBlock(attempt), encodeSnapshot(snapshot));
  return { snapshot, counts, segments, network };
}

/** The inputs an attempt pinned. Throws KringError CHECKPOINT_GONE when they are not there: nothing may be published from others. */
export async function readPinnedInputs(db: Db, generation: number, attempt: number): Promise<PinnedInputs> {
  const snapshot = await readBlock(db, generation, snapshotBlock(attempt));
  const rest = await readBlock(db, generation, pinnedBlock(attempt));
  if (snapshot === null || rest === null)
    throw new KringError(
      'CHECKPOINT_GONE',
      `the inputs of generation ${generation} are gone: another process ended the run`,
    );
  const { counts, segments, network } = JSON.parse(new TextDecoder().decode(rest)) as Omit<
    PinnedInputs,
    'snapshot' | 'network'
  > & { network: string | null };
  return {
    snapshot: decodeSnapshot(snapshot),
    counts,
    segments,
    network: network === null ? null : decodeCalibration(network),
  };
}

/** Deletes what the attempts up to the given one pinned. */
export async function unpinInputs(db: Db, generation: number, lastAttempt: number): Promise<void> {
  for (let attempt = 0; attempt <= lastAttempt; attempt++) {
    await deleteBlock(db, generation, snapshotBlock(attempt));
    await deleteBlock(db, generation, pinnedBlock(attempt));
  }
}
