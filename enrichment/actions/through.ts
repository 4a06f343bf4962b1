/** What others bring for each unit that somebody brings: the n of (1 + n). */
import { buildCsr } from '../../domain/graph/kernel/csr.ts';
import type { Calibration } from '../../domain/network/calibration.ts';
import { solveConserving } from '../../domain/network/solve.ts';
import { creditShares } from '../../domain/network/ties.ts';
import type { CustomerId } from '../../domain/events.ts';
import { dayIn } from '../../domain/time/time.ts';
import { idCount, idTable } from '../../store/customers/packed-ids.ts';
import { kappaOf, type NetworkCalibration } from '../compute/kappa.ts';
import { attentionAt } from '../compute/relations.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export interface ThroughOthers {
  readonly h: number;
  /** EXPERIMENT: measured by actions; LOWER_BOUND: where the interval of h begins, by the direction test or by actions that are not sure enough to be used. */
  readonly source: 'EXPERIMENT' | 'LOWER_BOUND';
  /** n_i of a customer; 0 of who is not known. */
  of(id: CustomerId): number;
}

/** The h that money may be spent on: measured, or the least that is said of it; null where nobody has looked. */
export function provenShare({
  h,
  hSource,
  experiment,
  evidence,
}: Pick<Calibration, 'h' | 'hSource' | 'experiment' | 'evidence'>): Pick<ThroughOthers, 'h' | 'source'> | null {
  if (hSource === 'EXPERIMENT') return h > 0 ? { h, source: 'EXPERIMENT' } : null;
  const low = hSource === 'DIRECTION_TEST' ? (evidence.directionTest?.interval95?.[0] ?? 0) : (experiment?.low ?? 0);
  return low > 0 ? { h: Math.min(low, h), source: 'LOWER_BOUND' } : null;
}

/** n of everybody by the conserving solve, with an h that is proven; null without one. Σ τz(1 + n) is what an action brings in all. */
export function throughOthers(snapshot: Snapshot, network: NetworkCalibration): ThroughOthers | null {
  const proven = provenShare(network.calibration);
  if (proven === null || proven.h <= 0) return null;
  const calibration = { ...network.calibration, h: proven.h };
  const { attention } = attentionAt(snapshot, calibration, dayIn(snapshot.timeZone)(snapshot.asOf));
  const { kappa } = kappaOf({ ...network, calibration }, attention, snapshot.ids);
  const { gross } = solveConserving({
    csr: buildCsr(attention.arcs),
    shares: creditShares(attention, kappa),
    value: new Float64Array(idCount(snapshot.ids)).fill(1),
  });
  const table = idTable(snapshot.ids);
  return {
    ...proven,
    of: (id) => {
      const place = table.find(id);
      return place < 0 ? 0 : gross[place]!;
    },
  };
}
