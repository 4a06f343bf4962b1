import type { CustomerId } from '../../domain/events.ts';
import type { RunStatistics } from '../../published/statistics.ts';
import type { Db } from '../../store/client/db.ts';
import type { VisibleGeneration } from '../../store/published/generations.ts';
import type { RunResult } from '../compute/compute.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { PublishedBefore } from './before.ts';

/** What publishing needs, and whom it tells how far it is. */
export interface PublishInput {
  readonly db: Db;
  readonly runId: string;
  readonly generation: number;
  /** Null for a view, which shares no page with another generation. */
  readonly previous: VisibleGeneration | null;
  /** From `loadBefore` of `previous`. */
  readonly before: PublishedBefore;
  readonly isView: boolean;
  /** Of a view: whether it tries settings out. */
  readonly isTried: boolean;
  readonly snapshot: Snapshot;
  readonly result: RunResult;
  readonly statistics: RunStatistics;
  readonly currencyCode: string;
  /** When everything this run writes may go, epoch milliseconds; undefined: when a later run replaces it. */
  readonly expiresAtMs?: number | undefined;
  /** Customers who are in the base but not in the snapshot, because they could not be computed: the last answer about them stays. */
  readonly setAside: ReadonlySet<CustomerId>;
  /** Influence scores above which points are counted otherwise, ascending. */
  readonly thresholds: readonly number[];
  /** How many pieces of what this run writes an earlier attempt has written already. */
  readonly from: number;
  /** Called with a fingerprint of every customer's answers before the first is written; throws when an earlier attempt began another plan. */
  readonly onPlan: (plan: string) => Promise<void>;
  /** Called after every piece with how many are written by now, and how many customers' answers; throws to stop (the lease is lost, time is up). */
  readonly onPiece: (written: number, customers: number) => Promise<void>;
}
