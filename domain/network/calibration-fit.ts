import { DAY_MS } from '../time/time.ts';
import type { Calibration } from './calibration.ts';

/**
 * Why a calibration does not fit the run that uses it: EVIDENCE_AFTER_RUN, it knows purchases the run does not; EVIDENCE_OLD,
 * customers have gone on buying for long since its evidence ended.
 */
export const CALIBRATION_MISMATCHES = ['EVIDENCE_AFTER_RUN', 'EVIDENCE_OLD'] as const;
export type CalibrationMismatch = (typeof CALIBRATION_MISMATCHES)[number];

/** As long as evidence takes to count half. */
const OLD_AFTER_DAYS = 365;

/**
 * Compares a calibration with the run that uses it. Defaults and a fixed κ rest on no evidence, and fit any run.
 *
 * @param run asOfMs: the instant the run is pinned to; lastPurchaseDay: the day of the newest purchase it sees, −∞ without any
 */
export function calibrationMismatches(
  { evidence, evidenceEndsMs }: Calibration,
  run: { readonly asOfMs: number; readonly lastPurchaseDay: number },
): CalibrationMismatch[] {
  if (evidence.purchases === 0) return [];
  return [
    ...(evidenceEndsMs > run.asOfMs ? ['EVIDENCE_AFTER_RUN' as const] : []),
    ...(run.lastPurchaseDay - evidenceEndsMs / DAY_MS > OLD_AFTER_DAYS ? ['EVIDENCE_OLD' as const] : []),
  ];
}
