import type { LifetimeProfile } from '../../domain/profile/profile.ts';
import type { RunSettings } from '../settings.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export interface LifetimeResult {
  readonly profiles: readonly LifetimeProfile[];
  /** Potential direct value per customer, whole minor units. */
  readonly potentialMinor: Float64Array;
}

export function computeLifetime(_snapshot: Snapshot, _settings: RunSettings): LifetimeResult | null {
  return null;
}
