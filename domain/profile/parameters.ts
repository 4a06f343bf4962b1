import type { LifetimeParameters } from '../clv/parameters.ts';
import type { RfmCutOffs } from '../rfm/cut-offs.ts';
import type { ModelChoice } from '../clv/comparison/choose.ts';

/** Everything beside a customer's own history and the day that what is foreseen of them depends on (docs/decisions/0016). */
export interface ScoringParameters {
  /** Share of the revenue of lines with unknown cost that counts as margin. */
  readonly marginRate: number;
  /** The setting the model was chosen under. */
  readonly choice: ModelChoice;
  readonly lifetime: LifetimeParameters;
  /** What a customer without gaps of their own is measured by (domain/lifecycle/rhythm.ts). */
  readonly populationGapDays: number | null;
  readonly rfm: RfmCutOffs;
}
