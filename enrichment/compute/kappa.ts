import {
  calibrate,
  customerKappa,
  fixedCalibration,
  supportedShare,
  type Calibration,
} from '../../domain/network/calibration.ts';
import { calibrationAt } from '../../domain/network/experiment-share.ts';
import type { Attention } from '../../domain/network/ties.ts';
import { idCount, idTable, type PackedIds } from '../../store/customers/packed-ids.ts';
import type { RunSettings } from './settings.ts';

/** How much of a follower's value is credited: the frozen calibration, and what it counted of each customer. */
export interface NetworkCalibration {
  readonly calibration: Calibration;
  readonly counts: PurchaseCounts | null;
}

/** Purchases, and followed purchases, per customer at calibration time, older ones faded; absent customers count as without purchases. */
export interface PurchaseCounts {
  readonly ids: PackedIds;
  readonly purchases: Float64Array;
  readonly followed: Float64Array;
}

/** The operator's κ if set, else the measured calibration, else the documented cautious default. */
export function networkCredit(
  settings: RunSettings,
  measured: NetworkCalibration | null,
  asOf: number,
): NetworkCalibration {
  const choices = { version: 0, asOfMs: asOf };
  if (settings.kappa !== null)
    return {
      calibration: fixedCalibration(settings.kappa, { ...choices, kappaMax: Math.max(0.5, settings.kappa) }),
      counts: null,
    };
  if (measured !== null) return { ...measured, calibration: calibrationAt(measured.calibration, asOf) };
  // Without evidence the calibration holds only defaults, whatever the ties.
  return { calibration: calibrate(null, NOBODY, choices), counts: null };
}

const NOBODY: Attention = {
  arcs: { nodeCount: 0, from: new Int32Array(0), to: new Int32Array(0), weight: new Float64Array(0) },
  offsets: new Int32Array(1),
  attends: new Uint8Array(0),
  exposure: new Float64Array(0),
  tieOffsets: new Int32Array(1),
  ties: new Int32Array(0),
};

/** κ_j per customer, and beside it h·s_j: what the evidence supports, whatever is made of who sees how much. */
export function kappaOf(
  network: NetworkCalibration,
  attention: Attention,
  ids: PackedIds,
): { readonly kappa: Float64Array; readonly supported: Float64Array } {
  const { calibration, counts } = network;
  const columns = counts === null ? null : countsOf(counts, ids);
  return {
    kappa: customerKappa(calibration, attention, columns),
    supported: supportedShare(calibration, attention, columns),
  };
}

/** The counts of the given customers, in their order. */
function countsOf(counts: PurchaseCounts, ids: PackedIds): Pick<PurchaseCounts, 'purchases' | 'followed'> {
  const counted = idTable(counts.ids);
  const [purchases, followed] = [new Float64Array(idCount(ids)), new Float64Array(idCount(ids))];
  for (let i = 0; i < purchases.length; i++) {
    const at = counted.findAt(ids, i);
    if (at < 0) continue;
    purchases[i] = counts.purchases[at]!;
    followed[i] = counts.followed[at]!;
  }
  return { purchases, followed };
}
