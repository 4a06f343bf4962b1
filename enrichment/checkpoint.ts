import { defaultRuleSet } from '../domain/engagement/rules.ts';
import { builtinSegments, type SegmentDefinition } from '../domain/segments/builtin.ts';
import { parseSegmentRule } from '../domain/segments/rules.ts';
import { deleteBlock, readBlock, writeBlock } from '../store/blocks.ts';
import type { Db } from '../store/db.ts';
import { currentRuleSet } from '../store/rules.ts';
import { listSegments } from '../store/segments.ts';
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

const SNAPSHOT_BLOCK = 'snapshot';
const PINNED_BLOCK = 'pinned';

/** Reads the inputs and writes them down, the snapshot last: a checkpoint that has one is complete. */
export async function pinInputs(
  db: Db,
  generation: number,
  options: { readonly asOf: number; readonly onProgress?: (done: number, total: number) => void },
): Promise<PinnedInputs> {
  const own = (await listSegments(db)).filter(({ archived }) => !archived);
  const segments = [...builtinSegments, ...own.map((segment) => ({ ...segment, kind: 'RULE' as const, rule: parseSegmentRule(segment.rule) }))];
  const network = await currentCalibration(db);
  const { snapshot, counts } = await takeSnapshot(db, { ...options, ruleSet: (await currentRuleSet(db)) ?? defaultRuleSet });
  const rest = JSON.stringify({ counts, segments, network: network === null ? null : encodeCalibration(network) });
  await writeBlock(db, generation, PINNED_BLOCK, new TextEncoder().encode(rest));
  await writeBlock(db, generation, SNAPSHOT_BLOCK, encodeSnapshot(snapshot));
  return { snapshot, counts, segments, network };
}

/** The inputs an earlier attempt pinned, or null where it did not get that far. */
export async function readPinnedInputs(db: Db, generation: number): Promise<PinnedInputs | null> {
  const snapshot = await readBlock(db, generation, SNAPSHOT_BLOCK);
  const rest = await readBlock(db, generation, PINNED_BLOCK);
  if (snapshot === null || rest === null) return null;
  const { counts, segments, network } = JSON.parse(new TextDecoder().decode(rest)) as Omit<PinnedInputs, 'snapshot' | 'network'> & { network: string | null };
  return { snapshot: decodeSnapshot(snapshot), counts, segments, network: network === null ? null : decodeCalibration(network) };
}

export async function unpinInputs(db: Db, generation: number): Promise<void> {
  await deleteBlock(db, generation, SNAPSHOT_BLOCK);
  await deleteBlock(db, generation, PINNED_BLOCK);
}
