import type { ModelReport } from '../../domain/clv/selection/report.ts';
import type { LifetimeProfile } from '../../domain/profile/profile.ts';
import type { RunSettings } from '../settings.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export interface LifetimeStatistics {
  readonly report: ModelReport;
  readonly horizonDays: number;
  readonly annualDiscount: number;
  /** Share of customers whose value is modelled, 0–1. */
  readonly measurableShare: number;
  readonly valueAtRiskMinor: number;
}

export interface LifetimeResult {
  readonly profiles: readonly LifetimeProfile[];
  /** Potential direct value per customer, whole minor units. */
  readonly potentialMinor: Float64Array;
  readonly statistics: LifetimeStatistics;
}

export function computeLifetime(_snapshot: Snapshot, _settings: RunSettings): LifetimeResult | null {
  return null;
}
